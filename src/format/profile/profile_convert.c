/* Values of a kind that Apple does not document, as one that it does. */
#include "format/profile/profile_convert.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/xalloc.h"

#include "syntax/fingerprint.h"

#include "format/profile/profile_keys.h"

/* A real number that is a whole one in this range is that integer. */
#define WHOLE_MAX 1e9

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
	struct finding problem = FINDING_INIT;
	struct fingerprint fp;
	uint64_t len = 0;
	plist_t data = NULL;

	if (fingerprint_parse(plist_get_string_ptr(node, &len), &fp, &problem) == 0)
		data = plist_new_data((const char *)fp.bytes, fp.len);
	finding_release(&problem);
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
