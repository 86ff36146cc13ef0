/* Whether two property lists say the same. */
#include <stdlib.h>
#include <string.h>

#include "format/plist/plist_doc.h"

static bool
string_equal(plist_t a, plist_t b)
{
	uint64_t la = 0, lb = 0;
	const char *x = plist_get_string_ptr(a, &la), *y = plist_get_string_ptr(b, &lb);

	return la == lb && (!la || !memcmp(x, y, (size_t)la));
}

static bool
data_equal(plist_t a, plist_t b)
{
	uint64_t la = 0, lb = 0;
	const char *x = plist_get_data_ptr(a, &la), *y = plist_get_data_ptr(b, &lb);

	return la == lb && (!la || !memcmp(x, y, (size_t)la));
}

static bool
bool_equal(plist_t a, plist_t b)
{
	uint8_t x = 0, y = 0;

	plist_get_bool_val(a, &x);
	plist_get_bool_val(b, &y);
	return !x == !y;
}

static bool
integer_equal(plist_t a, plist_t b)
{
	uint64_t x = 0, y = 0;

	plist_get_uint_val(a, &x);
	plist_get_uint_val(b, &y);
	return x == y;
}

static bool
real_equal(plist_t a, plist_t b)
{
	double x = 0, y = 0;

	plist_get_real_val(a, &x);
	plist_get_real_val(b, &y);
	return x == y;
}

static bool
date_equal(plist_t a, plist_t b)
{
	int32_t x[2] = { 0, 0 }, y[2] = { 0, 0 };

	plist_get_date_val(a, &x[0], &x[1]);
	plist_get_date_val(b, &y[0], &y[1]);
	return x[0] == y[0] && x[1] == y[1];
}

static bool
array_equal(plist_t a, plist_t b)
{
	uint32_t size = plist_array_get_size(a);
	bool equal = size == plist_array_get_size(b);

	for (uint32_t i = 0; i < size && equal; i++)
		equal = plist_equal(plist_array_get_item(a, i), plist_array_get_item(b, i));
	return equal;
}

static bool
dict_equal(plist_t a, plist_t b)
{
	bool equal = plist_dict_get_size(a) == plist_dict_get_size(b);
	plist_dict_iter iter = NULL;
	plist_t item;

	plist_dict_new_iter(a, &iter);
	do {
		char *key = NULL;

		item = NULL;
		plist_dict_next_item(a, iter, &key, &item);
		if (item && equal)
			equal = plist_equal(item, plist_dict_get_item(b, key));
		free(key);
	} while (item && equal);
	free(iter);
	return equal;
}

static const struct {
	plist_type type;
	bool (*equal)(plist_t a, plist_t b);
} types[] = {
	{ PLIST_STRING, string_equal },
	{ PLIST_DICT, dict_equal },
	{ PLIST_ARRAY, array_equal },
	{ PLIST_UINT, integer_equal },
	{ PLIST_BOOLEAN, bool_equal },
	{ PLIST_DATA, data_equal },
	{ PLIST_REAL, real_equal },
	{ PLIST_DATE, date_equal },
};

bool
plist_equal(plist_t a, plist_t b)
{
	if (!a || !b)
		return a == b;
	if (plist_get_node_type(a) != plist_get_node_type(b))
		return false;
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (types[i].type == plist_get_node_type(a))
			return types[i].equal(a, b);
	return false;
}
