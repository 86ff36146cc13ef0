/* The field type subject: an X.500 name in one statement. */
#include <string.h>

#include "base/text.h"

#include "syntax/x500.h"

#include "model/field_type_rows.h"
#include "model/rules_lints.h"

/* Rules: those of x500_parse. */
static void
subject_check(struct check *check)
{
	if (!lint_subject(check))
		check_slip(check, lint_slip(check));
}

/* A pair is an array of two strings; a part usually has one pair. */
static struct node *
subject_rdn_node(const struct x500_rdn *rdn)
{
	struct node *node = node_list_new();

	for (size_t i = 0; i < rdn->n; i++) {
		struct node *pair = node_append(node, node_list_new());

		node_append(pair, node_text_new(rdn->pairs[i].type));
		node_append(pair, node_text_new(rdn->pairs[i].value));
	}
	return node;
}

/* [ [ [C, US] ], [ [O, Example] ] ]: Apple, com.apple.security.scep, Subject. */
static int
subject_encode(const struct field *field, const char *text, const char *folder, struct node **node,
	struct strbuf *err)
{
	X500_NAME(name);
	FINDING(slip);
	int result = x500_parse(text, &name, &slip);

	(void)folder;
	if (result < 0) {
		error_add(err, "%s: %s", field->label, slip.sentence);
	} else {
		*node = node_list_new();
		for (size_t i = 0; i < name.n; i++)
			node_append(*node, subject_rdn_node(&name.rdns[i]));
	}
	return result;
}

/* False for anything but arrays of pairs of strings, which iOS refuses and macOS drops. */
static bool
subject_add_rdn(const struct node *rdn, struct x500_name *name)
{
	if (!node_is(rdn, NODE_LIST))
		return false;
	for (size_t i = 0; i < rdn->n; i++) {
		const struct node *pair = rdn->v[i];

		if (!node_is(pair, NODE_LIST) || pair->n != 2 || !node_text(pair->v[0]) ||
			!node_text(pair->v[1]))
			return false;
		x500_add(name, node_text(pair->v[0]), node_text(pair->v[1]), i == 0);
	}
	return rdn->n > 0;
}

static int
subject_decode(
	const struct field *field, const struct node *node, struct strbuf *text, struct strbuf *err)
{
	X500_NAME(name);
	int result = 0;

	if (!node_is(node, NODE_LIST))
		return node_wrong_kind(field, node, "an array", err);
	for (size_t i = 0; i < node->n && result == 0; i++)
		if (!subject_add_rdn(node->v[i], &name))
			result = error_add(err,
				"%s: part %zu is not an array of pairs of strings, such as "
				"[[[\"C\", \"US\"]], [[\"CN\", \"foo\"]]]",
				field->label, i + 1);
	if (result == 0)
		x500_format(&name, text);
	return result;
}

/* "3 parts: C, O, CN" */
static void
subject_progress(const struct field *field, const char *text, struct strbuf *out)
{
	X500_NAME(name);
	FINDING(slip);

	(void)field;
	if (x500_parse(text, &name, &slip) == 0) {
		strbuf_addf(out, "%zu %s: ", name.n, plural(name.n, "part", "parts"));
		for (size_t i = 0; i < name.n; i++)
			strbuf_addf(out, "%s%s", i ? ", " : "", name.rdns[i].pairs[0].type);
	}
}

#define SUBJECT_OF_DEVICE "%SerialNumber%"

static void
subject_templates(const char *organization, struct strvec *values)
{
	X500_NAME(name);
	STRBUF(text);

	strvec_push(values, "/CN=" SUBJECT_OF_DEVICE);
	if (!*organization)
		return;
	x500_add(&name, "O", organization, true);
	x500_add(&name, "CN", SUBJECT_OF_DEVICE, true);
	x500_format(&name, &text);
	strvec_push(values, text.buf);
}

const struct field_type subject_type = {
	.name = "subject",
	.summary = "An X.500 name in one statement, such as /C=US/O=Acme/CN=foo.",
	.widget = WIDGET_LINE,
	.flags = FT_VARIABLES,
	.check = subject_check,
	.encode = subject_encode,
	.decode = subject_decode,
	.progress = subject_progress,
	.templates = subject_templates,
	.opening = "/CN=",
};
