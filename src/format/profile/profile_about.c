/* What stands at a node of a profile, as one text to compare. */
#include <inttypes.h>
#include <stdlib.h>

#include "syntax/digest.h"

#include "format/plist/plist_node.h"
#include "format/profile/profile_walk.h"

/* Appends the keys that lead to a node; payloads count by their types, for their order may change. */
static void
about_path(plist_t node, struct strbuf *out)
{
	plist_t parent = plist_get_parent(node);
	const char *type;
	char *key = NULL;

	if (!parent)
		return;
	about_path(parent, out);
	if (pnode_is(parent, PLIST_DICT))
		plist_dict_get_item_key(node, &key);
	type = pnode_is(node, PLIST_DICT) ? walk_string(node, "PayloadType") : NULL;
	if (key || type)
		strbuf_addf(out, "/%s", key ? key : type);
	free(key);
}

static void
about_string(plist_t node, struct strbuf *out)
{
	strbuf_addstr(out, node_string(node));
}

static void
about_data(plist_t node, struct strbuf *out)
{
	uint64_t len = 0;
	const char *bytes = plist_get_data_ptr(node, &len);

	digest_sha256(bytes ? bytes : "", (size_t)len, out);
}

static void
about_integer(plist_t node, struct strbuf *out)
{
	uint64_t value = 0;

	plist_get_uint_val(node, &value);
	strbuf_addf(out, "%" PRIu64, value);
}

static void
about_real(plist_t node, struct strbuf *out)
{
	double value = 0;

	plist_get_real_val(node, &value);
	strbuf_addf(out, "%.17g", value);
}

static void
about_boolean(plist_t node, struct strbuf *out)
{
	uint8_t value = 0;

	plist_get_bool_val(node, &value);
	strbuf_addstr(out, value ? "true" : "false");
}

static void
about_date(plist_t node, struct strbuf *out)
{
	int32_t seconds = 0, rest = 0;

	plist_get_date_val(node, &seconds, &rest);
	strbuf_addf(out, "%" PRId32, seconds);
}

static void
about_dict(plist_t node, struct strbuf *out)
{
	strbuf_addf(out, "%u keys", (unsigned)plist_dict_get_size(node));
}

static void
about_array(plist_t node, struct strbuf *out)
{
	strbuf_addf(out, "%u items", (unsigned)plist_array_get_size(node));
}

static const struct {
	plist_type type;
	void (*add)(plist_t node, struct strbuf *out);
} about_types[] = {
	{ PLIST_STRING, about_string },
	{ PLIST_DICT, about_dict },
	{ PLIST_ARRAY, about_array },
	{ PLIST_UINT, about_integer },
	{ PLIST_BOOLEAN, about_boolean },
	{ PLIST_DATA, about_data },
	{ PLIST_REAL, about_real },
	{ PLIST_DATE, about_date },
};

char *
walk_about(plist_t node)
{
	struct strbuf about = STRBUF_INIT;

	about_path(node, &about);
	strbuf_addch(&about, '=');
	for (size_t i = 0; i < sizeof about_types / sizeof *about_types; i++)
		if (about_types[i].type == plist_get_node_type(node))
			about_types[i].add(node, &about);
	return strbuf_detach(&about);
}
