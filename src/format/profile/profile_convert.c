/* Copies and conversions of nodes. */
#include "format/profile/profile_convert.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/report.h"
#include "base/strbuf.h"
#include "base/strvec.h"
#include "base/xalloc.h"

#include "syntax/fingerprint.h"

#include "format/plist/plist_doc.h"
#include "format/profile/profile_keys.h"
#include "format/profile/profile_walk.h"

/* A real number that is a whole one in this range is that integer. */
#define WHOLE_MAX 1e9

static plist_t
array_copy(plist_t node)
{
	plist_t copy = plist_new_array();

	for (uint32_t i = 0; i < plist_array_get_size(node); i++)
		plist_array_append_item(copy, node_copy(plist_array_get_item(node, i)));
	return copy;
}

static plist_t
dict_copy(plist_t node)
{
	plist_t copy = plist_new_dict();
	struct strvec keys = STRVEC_INIT;

	walk_keys(node, &keys);
	for (size_t i = 0; i < keys.n; i++)
		plist_dict_set_item(
			copy, keys.v[i], node_copy(plist_dict_get_item(node, keys.v[i])));
	strvec_release(&keys);
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
node_copy(plist_t node)
{
	static const struct {
		unsigned kind;
		plist_t (*copy)(plist_t);
	} copies[] = {
		{ KIND_STRING, string_copy },
		{ KIND_INTEGER, integer_copy },
		{ KIND_REAL, real_copy },
		{ KIND_BOOLEAN, boolean_copy },
		{ KIND_DATA, data_copy },
		{ KIND_DATE, date_copy },
		{ KIND_ARRAY, array_copy },
		{ KIND_DICTIONARY, dict_copy },
	};
	unsigned kind = profile_kind_of(node);

	for (size_t i = 0; i < ARRAY_SIZE(copies); i++)
		if (copies[i].kind == kind)
			return copies[i].copy(node);
	BUG("a node is of a kind that no property list from a file has");
}

static plist_t
string_to_integer(plist_t node)
{
	uint64_t len = 0;
	const char *text = plist_get_string_ptr(node, &len);
	long value = 0;

	if (!len || len > 9 || text[strspn(text, "0123456789")])
		return NULL;
	value = strtol(text, NULL, 10);
	return plist_new_uint((uint64_t)value);
}

static plist_t
real_to_integer(plist_t node)
{
	double value = 0;

	plist_get_real_val(node, &value);
	if (value < 0 || value > WHOLE_MAX || value != (double)(uint64_t)value)
		return NULL;
	return plist_new_uint((uint64_t)value);
}

static plist_t
string_to_boolean(plist_t node)
{
	uint64_t len = 0;
	const char *text = plist_get_string_ptr(node, &len);

	if (!strcasecmp(text, "true") || !strcasecmp(text, "yes"))
		return plist_new_bool(1);
	if (!strcasecmp(text, "false") || !strcasecmp(text, "no"))
		return plist_new_bool(0);
	return NULL;
}

static plist_t
integer_to_boolean(plist_t node)
{
	uint64_t value = 0;

	plist_get_uint_val(node, &value);
	return value < 2 ? plist_new_bool((uint8_t)value) : NULL;
}

/* Of the data that Apple documents only a fingerprint is written as text by people. */
static plist_t
string_to_data(plist_t node)
{
	struct problem problem = PROBLEM_INIT;
	struct fingerprint fp;
	uint64_t len = 0;
	plist_t data = NULL;

	if (fingerprint_parse(plist_get_string_ptr(node, &len), &fp, &problem) == 0)
		data = plist_new_data((const char *)fp.bytes, fp.len);
	problem_release(&problem);
	return data;
}

plist_t
node_convert(plist_t node, unsigned kinds)
{
	static const struct {
		unsigned from, to;
		plist_t (*convert)(plist_t);
	} ways[] = {
		{ KIND_STRING, KIND_INTEGER, string_to_integer },
		{ KIND_REAL, KIND_INTEGER, real_to_integer },
		{ KIND_STRING, KIND_BOOLEAN, string_to_boolean },
		{ KIND_INTEGER, KIND_BOOLEAN, integer_to_boolean },
		{ KIND_STRING, KIND_DATA, string_to_data },
	};
	unsigned from = profile_kind_of(node);

	for (size_t i = 0; i < ARRAY_SIZE(ways); i++)
		if (ways[i].from == from && ways[i].to & kinds)
			return ways[i].convert(node);
	return NULL;
}
