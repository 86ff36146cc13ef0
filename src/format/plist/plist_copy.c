/* Copies of nodes. plist_copy is never called: libplist 2.2 overflows in it. */
#include <stdint.h>
#include <stdlib.h>

#include "base/report.h"
#include "base/xalloc.h"

#include "format/plist/plist_doc.h"
#include "format/plist/plist_node.h"

static plist_t
array_copy(plist_t node)
{
	plist_t copy = plist_new_array();

	for (uint32_t i = 0; i < plist_array_get_size(node); i++)
		plist_array_append_item(copy, pnode_copy(plist_array_get_item(node, i)));
	return copy;
}

static void
item_copy(const char *key, plist_t value, void *copy)
{
	plist_dict_set_item(copy, key, pnode_copy(value));
}

static plist_t
dict_copy(plist_t node)
{
	plist_t copy = plist_new_dict();

	node_each(node, item_copy, copy);
	return copy;
}

static plist_t
string_copy(plist_t node)
{
	uint64_t len = 0;

	return plist_new_string(plist_get_string_ptr(node, &len));
}

static plist_t
integer_copy(plist_t node)
{
	uint64_t value = 0;

	plist_get_uint_val(node, &value);
	return plist_integer_make((int64_t)value);
}

static plist_t
real_copy(plist_t node)
{
	double value = 0;

	plist_get_real_val(node, &value);
	return plist_new_real(value);
}

static plist_t
boolean_copy(plist_t node)
{
	uint8_t value = 0;

	plist_get_bool_val(node, &value);
	return plist_new_bool(value);
}

static plist_t
data_copy(plist_t node)
{
	uint64_t len = 0;
	const char *bytes = plist_get_data_ptr(node, &len);

	return plist_new_data(bytes, len);
}

static plist_t
date_copy(plist_t node)
{
	int32_t seconds = 0, micros = 0;

	plist_get_date_val(node, &seconds, &micros);
	return plist_new_date(seconds, micros);
}

plist_t
pnode_copy(plist_t node)
{
	static const struct {
		plist_type type;
		plist_t (*copy)(plist_t);
	} copies[] = {
		{ PLIST_STRING, string_copy },
		{ PLIST_UINT, integer_copy },
		{ PLIST_REAL, real_copy },
		{ PLIST_BOOLEAN, boolean_copy },
		{ PLIST_DATA, data_copy },
		{ PLIST_DATE, date_copy },
		{ PLIST_ARRAY, array_copy },
		{ PLIST_DICT, dict_copy },
	};
	plist_type type = plist_get_node_type(node);

	for (size_t i = 0; i < ARRAY_SIZE(copies); i++)
		if (copies[i].type == type)
			return copies[i].copy(node);
	BUG("a node is of a kind that no property list from a file has");
}
