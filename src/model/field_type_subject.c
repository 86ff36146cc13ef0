/* The field type subject: an X.500 name in one statement. */
#include <string.h>

#include "base/text.h"

#include "syntax/x500.h"

#include "model/field_type_rows.h"

/* Rules: those of x500_parse. */
static void
subject_check(struct check *check)
{
	struct x500_name name = X500_NAME_INIT;
	struct finding slip = FINDING_INIT;

	if (x500_parse(check->text, &name, &slip) < 0)
		check_slip(check, &slip);
	x500_release(&name);
	finding_release(&slip);
}

/* A pair is an array of two strings; a part usually has one pair. */
static plist_t
subject_rdn_node(const struct x500_rdn *rdn)
{
	plist_t node = plist_new_array();

	for (size_t i = 0; i < rdn->n; i++) {
		plist_t pair = plist_new_array();

		plist_array_append_item(pair, plist_new_string(rdn->pairs[i].type));
		plist_array_append_item(pair, plist_new_string(rdn->pairs[i].value));
		plist_array_append_item(node, pair);
	}
	return node;
}

/* [ [ [C, US] ], [ [O, Example] ] ]: Apple, com.apple.security.scep, Subject. */
static int
subject_encode(const struct field *field, const char *text, const char *folder, plist_t *node,
	struct strbuf *err)
{
	struct x500_name name = X500_NAME_INIT;
	struct finding slip = FINDING_INIT;
	int result = x500_parse(text, &name, &slip);

	(void)folder;
	if (result < 0) {
		error_add(err, "%s: %s", field->label, slip.sentence);
	} else {
		*node = plist_new_array();
		for (size_t i = 0; i < name.n; i++)
			plist_array_append_item(*node, subject_rdn_node(&name.rdns[i]));
	}
	x500_release(&name);
	finding_release(&slip);
	return result;
}

/* The text of item i of a pair, NULL where it is no string. */
static const char *
subject_string(plist_t pair, uint32_t i)
{
	plist_t node = plist_array_get_item(pair, i);
	uint64_t len;

	return plist_get_node_type(node) == PLIST_STRING ? plist_get_string_ptr(node, &len) : NULL;
}

/* False for anything else, which iOS refuses and macOS drops. */
static bool
subject_add_pair(plist_t pair, struct x500_name *name, bool new_rdn)
{
	const char *type, *value;

	if (plist_get_node_type(pair) != PLIST_ARRAY || plist_array_get_size(pair) != 2)
		return false;
	type = subject_string(pair, 0);
	value = subject_string(pair, 1);
	if (!type || !value)
		return false;
	x500_add(name, type, value, new_rdn);
	return true;
}

static bool
subject_add_rdn(plist_t rdn, struct x500_name *name)
{
	uint32_t n = plist_get_node_type(rdn) == PLIST_ARRAY ? plist_array_get_size(rdn) : 0;

	for (uint32_t i = 0; i < n; i++)
		if (!subject_add_pair(plist_array_get_item(rdn, i), name, i == 0))
			return false;
	return n > 0;
}

static int
subject_decode(const struct field *field, plist_t node, struct strbuf *text, struct strbuf *err)
{
	struct x500_name name = X500_NAME_INIT;
	uint32_t n;
	int result = 0;

	if (plist_get_node_type(node) != PLIST_ARRAY)
		return node_wrong_kind(field, node, "an array", err);
	n = plist_array_get_size(node);
	for (uint32_t i = 0; i < n && result == 0; i++)
		if (!subject_add_rdn(plist_array_get_item(node, i), &name))
			result = error_add(err,
				"%s: part %u is no array of pairs of strings, as in "
				"[[[\"C\", \"US\"]], [[\"CN\", \"foo\"]]]",
				field->label, (unsigned)i + 1);
	if (result == 0)
		x500_format(&name, text);
	x500_release(&name);
	return result;
}

/* "3 parts: C, O, CN" */
static void
subject_progress(const struct field *field, const char *text, struct strbuf *out)
{
	struct x500_name name = X500_NAME_INIT;
	struct finding slip = FINDING_INIT;

	(void)field;
	if (x500_parse(text, &name, &slip) == 0) {
		strbuf_addf(out, "%zu %s: ", name.n, plural(name.n, "part", "parts"));
		for (size_t i = 0; i < name.n; i++)
			strbuf_addf(out, "%s%s", i ? ", " : "", name.rdns[i].pairs[0].type);
	}
	x500_release(&name);
	finding_release(&slip);
}

const struct field_type subject_type = {
	.name = "subject",
	.summary = "An X.500 name in one statement, as /C=US/O=Acme/CN=foo.",
	.widget = WIDGET_LINE,
	.flags = FT_VARIABLES,
	.check = subject_check,
	.encode = subject_encode,
	.decode = subject_decode,
	.progress = subject_progress,
};
