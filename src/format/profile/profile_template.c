/* The template of an imported draft: the profile as it was, for an export to start from. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "model/field_type.h"

#include "format/profile/profile_parts.h"
#include "format/yaml/yaml_write.h"

/* Stands where a secret was taken out, so that the key keeps its place. Any text there is one: a secret
 * with a text was an answer, and is in the draft. */
#define SECRET_TAKEN "kept in the draft"

int
template_parse(struct plist_doc *doc, struct profile_view *view, const struct draft_file *file,
	struct strbuf *err)
{
	struct finding problem = FINDING_INIT;
	struct place place = { 0, 0 };
	struct strbuf why = STRBUF_INIT;
	int result = plist_doc_parse(doc, file->foreign.buf, file->foreign.len, &problem, &place);

	profile_view_init(view, draft_form(file->draft));
	if (result < 0 && place.line)
		strbuf_addf(&why, "line %d of it: ", place.line);
	if (result < 0)
		strbuf_addstr(&why, problem.sentence);
	else if (!file->foreign_payloads)
		result = error_add(&why, "foreign_payloads is missing");
	else
		result = profile_view_numbered(view, doc->root, file->foreign_payloads, &why);
	if (result == 0)
		profile_view_fields(view);
	else
		error_add(err,
			"the imported profile that the draft keeps under \"foreign\" cannot be used: "
			"%s; put the draft back as it was, or import the profile again",
			why.buf);
	strbuf_release(&why);
	finding_release(&problem);
	return result;
}

/* Puts the payload into a profile of its own. */
static struct node *
template_wrap(struct node *payload, const char *name)
{
	struct node *top = node_map_new();

	node_append(node_add(top, "PayloadContent", node_list_new()), payload);
	node_add(top, "PayloadDisplayName", node_text_new(name));
	node_add(top, "PayloadType", node_text_new("Configuration"));
	node_add(top, "PayloadVersion", node_integer_new(1));
	return top;
}

static void
template_take_secrets(const struct profile_view *view, const struct draft *draft)
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
template_escape(const struct strbuf *xml, struct strbuf *out)
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

/* root is an own copy. */
static int
template_write(struct draft_file *file, struct node *root, struct strbuf *err)
{
	struct profile_view view;
	struct strbuf xml = STRBUF_INIT, why = STRBUF_INIT;
	int result;

	profile_view_init(&view, draft_form(file->draft));
	result = profile_view_numbered(&view, root, file->foreign_payloads, err);
	if (result == 0) {
		profile_view_fields(&view);
		template_take_secrets(&view, file->draft);
		result = plist_write(root, false, &xml, &why);
		if (result < 0)
			error_add(err, "the profile cannot be kept: %s", why.buf);
		else if (xml.len > PLIST_DOC_LIMIT)
			result = error_add(err,
				"the profile is too large to be kept in a draft: as XML it has %zu bytes, "
				"and at most %d can be",
				xml.len, PLIST_DOC_LIMIT);
	}
	if (result == 0) {
		strbuf_clear(&file->foreign);
		template_escape(&xml, &file->foreign);
	}
	strbuf_release(&xml);
	strbuf_release(&why);
	profile_view_release(&view);
	return result;
}

int
template_make(
	struct draft_file *file, const struct node *root, const char *wrap_name, struct strbuf *err)
{
	NODE(copy) = node_copy(root);

	if (wrap_name)
		copy = template_wrap(copy, wrap_name);
	return template_write(file, copy, err);
}
