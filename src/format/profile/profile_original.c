/* The original of an imported draft: made of the profile as it was, and seen as the form does. */
#include <string.h>

#include "base/text.h"

#include "model/field_type.h"

#include "format/profile/profile_parts.h"
#include "format/yaml/yaml_write.h"

/* In place of a secret that was taken out, so that the key keeps its place. Any text there counts as one: a secret with
 * a text was an answer, and is in the draft. */
#define SECRET_TAKEN "preserved in the draft"

int
original_view(struct profile_view *view, const struct draft_file *file, struct plist_doc *copy,
	struct strbuf *err)
{
	STRBUF(why);
	struct original *original = file->original;
	struct plist_doc *doc = original_read(original, &why);

	profile_view_init(view, draft_form(file->draft));
	if (copy && doc) {
		plist_doc_copy(copy, doc);
		doc = copy;
	}
	if (doc && !original->payloads) {
		error_add(&why, "foreign_payloads is missing");
	} else if (doc && profile_view_numbered(view, doc->root, original->payloads, &why) == 0) {
		profile_view_fields(view);
		return 0;
	}
	return error_add(err,
		"the imported profile in the draft (under \"foreign\") cannot be used: %s. "
		"Restore it, or import the profile again",
		why.buf);
}

/* Puts the payload into a profile of its own. */
static struct node *
original_wrap(struct node *payload, const char *name)
{
	struct node *top = node_map_new();

	node_append(node_add(top, "PayloadContent", node_list_new()), payload);
	node_add(top, "PayloadDisplayName", node_text_new(name));
	node_add(top, "PayloadType", node_text_new("Configuration"));
	node_add(top, "PayloadVersion", node_integer_new(1));
	return top;
}

static void
original_take_secrets(const struct profile_view *view, const struct draft *draft)
{
	for (size_t i = 0; i < view->form->nfields; i++) {
		const struct field *field = view->form->fields[i];
		const char *text = node_text(view->nodes[i]);

		if (field->type->flags & FT_SECRET && text && *text &&
			draft_is_answered(draft, field))
			node_put(profile_view_dict(view, field), field->target.path,
				node_text_new(SECRET_TAKEN));
	}
}

/* Characters that a draft cannot carry, or that its readers would not see, as references. */
static void
original_escape(const struct strbuf *xml, struct strbuf *out)
{
	size_t n;
	uint32_t cp;

	for (size_t pos = 0; pos < xml->len; pos += n) {
		n = utf8_decode(xml->buf + pos, xml->len - pos, &cp);
		if (cp != '\n' && cp != '\t' && yaml_character_is_escaped(cp))
			strbuf_addf(out, "&#x%X;", (unsigned)cp);
		else
			strbuf_add(out, xml->buf + pos, n);
	}
}

/* The XML of a property list, as a draft keeps it. */
static int
original_format(const struct node *root, struct strbuf *text, struct strbuf *err)
{
	STRBUF(xml);
	STRBUF(why);

	if (plist_write(root, false, &xml, &why) < 0)
		return error_add(err, "the profile cannot be saved in the draft: %s", why.buf);
	if (xml.len > PLIST_DOC_LIMIT)
		return error_add(err,
			"the profile is too large for a draft. As XML it has %zu bytes, and at "
			"most %d are allowed",
			xml.len, PLIST_DOC_LIMIT);
	original_escape(&xml, text);
	return 0;
}

int
original_make(struct draft_file *file, const struct node *root, const char *wrap_name,
	const int *payloads, struct strbuf *err)
{
	const struct form *form = draft_form(file->draft);
	NODE(copy) = node_copy(root);
	STRBUF(text);
	PROFILE_VIEW(view);

	if (wrap_name)
		copy = original_wrap(copy, wrap_name);
	profile_view_init(&view, form);
	if (profile_view_numbered(&view, copy, payloads, err) < 0)
		return -1;
	profile_view_fields(&view);
	original_take_secrets(&view, file->draft);
	if (original_format(copy, &text, err) < 0)
		return -1;
	if (!file->original)
		file->original = original_new();
	original_set(file->original, &text);
	original_set_payloads(file->original, form, payloads);
	return 0;
}
