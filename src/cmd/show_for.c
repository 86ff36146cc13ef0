/* scepwiz show --for jumpcloud: the values to copy into the web form of JumpCloud's SCEP Profiles policy. Its fields
 * are the documented ones of the form that is built in, in their order, its labels are theirs with capitals, and it
 * wants the fingerprint as Base64 and a certificate as a file. */
#include <ctype.h>
#include <string.h>

#include "base/json.h"
#include "base/report.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "model/field_type.h"

#include "format/form/form_file.h"

#include "cmd/findings_out.h"
#include "cmd/show.h"
#include "cmd/value.h"

/* What goes into one field of the web form. */
struct entry {
	const struct field *field; /* of the draft's form */
	struct strbuf label;
	struct strvec lines;   /* the value; none: it is empty, or not shown */
	struct strbuf instead; /* what to do where there are no lines to copy */
	struct strbuf pem;     /* of a file to upload */
};

static void
entry_release(struct entry *entry)
{
	strbuf_release(&entry->label);
	strvec_release(&entry->lines);
	strbuf_release(&entry->instead);
	strbuf_release(&entry->pem);
}

/* "Key size" is "Key Size" there. */
static void
entry_label(const char *label, struct strbuf *out)
{
	for (char last = ' '; *label; last = *label++)
		strbuf_addch(out, last == ' ' ? (char)toupper((unsigned char)*label) : *label);
}

/* Bytes in the spelling of drafts, whatever was typed: a fingerprint in Base64, a certificate in PEM. False: they are
 * none, or cannot be read. */
static bool
entry_data(const struct sheet *sheet, const struct field *field, const char *value,
	struct strbuf *text)
{
	struct node *node = NULL;
	STRBUF(err);
	bool found = field_encode(field, value, sheet->desk->folder, &node, &err) == 0 &&
		     node_is(node, NODE_DATA) && field_decode(field, node, text, &err) == 0;

	node_free(node);
	return found;
}

static void
entry_value(const struct sheet *sheet, struct entry *entry)
{
	const struct draft *draft = sheet->desk->file->draft;
	const struct field *field = entry->field;
	OWN_TEXT(text) =
		sheet->secrets ? xstrdup(draft_value(draft, field)) : value_text(draft, field);
	bool shown = sheet->secrets && field->type->flags & FT_SECRET && *text;
	STRBUF(line);

	if (!shown)
		value_instead(draft, field, &entry->instead);
	if (entry->instead.len && field->type->flags & FT_SECRET && *text)
		strbuf_addstr(&entry->instead, ", shown with --secrets");
	if (entry->instead.len)
		return;
	if (field == sheet->form->platform)
		strvec_push(&entry->lines, form_is_ios(sheet->form, text) ? "iOS" : "Mac");
	else if (field->type->widget == WIDGET_OPTIONS && !field->choices)
		strvec_push(&entry->lines, boolean_is_yes(text) ? "selected" : "not selected");
	else if (!*text)
		strbuf_addstr(&entry->instead, "leave empty");
	else if (field->type->widget == WIDGET_FILE && entry_data(sheet, field, text, &entry->pem))
		strbuf_addstr(&entry->instead, "upload the file below");
	else if (entry_data(sheet, field, text, &line))
		strvec_push(&entry->lines, line.buf);
	else if (field->choices) {
		field_show(field, text, sheet->desk->folder, &line);
		strvec_push(&entry->lines, line.buf);
	} else
		value_split(text, &entry->lines);
}

/* The i-th field of the web form, whose label stands for it. False: the draft has none, or it does not apply. */
static bool
entry_read(const struct sheet *sheet, size_t i, struct entry *entry)
{
	const struct field *known = form_builtin()->fields[i];

	*entry = (struct entry){ .label = STRBUF_INIT,
		.lines = STRVEC_INIT,
		.instead = STRBUF_INIT,
		.pem = STRBUF_INIT };
	entry->field = known->number ? form_field(sheet->form, known->key) : NULL;
	if (!entry->field || !draft_applies(sheet->desk->file->draft, entry->field, NULL))
		return false;
	if (entry->field == sheet->form->platform)
		strbuf_addstr(&entry->label, "Tab of New Policy");
	else
		entry_label(known->label, &entry->label);
	entry_value(sheet, entry);
	return true;
}

bool
sheet_for_fits(const struct sheet *sheet)
{
	if (form_answers_to(sheet->form, form_builtin()->name))
		return true;
	report_error(
		"JumpCloud's policy has no fields for the form %s. Upload the profile instead: "
		"scepwiz export %s",
		sheet->form->name, sheet->desk->name);
	return false;
}

/* What was entered, goes to devices, and has no field there; and what an import has preserved. */
static void
for_missing(const struct sheet *sheet, struct strvec *missing)
{
	const struct draft *draft = sheet->desk->file->draft;

	for (size_t i = 0; i < sheet->form->nfields; i++) {
		const struct field *field = sheet->form->fields[i];
		const struct field *known = form_field(form_builtin(), field->key);

		if (!(known && known->number) && !(field->flags & FIELD_MADE) &&
			*field->target.path && draft_applies(draft, field, NULL) &&
			!draft_is_empty(draft, field) &&
			strcmp(draft_value(draft, field), field->default_text))
			strvec_push(missing, field->label);
	}
	if (sheet->desk->file->original)
		value_kept(sheet->desk->file, missing);
}

static void
for_text(const struct sheet *sheet, struct strbuf *out)
{
	STRVEC(missing);
	STRBUF(files);
	STRBUF(title);

	strbuf_addf(&title, "JumpCloud, SCEP Profiles: %s", sheet->desk->name);
	text_show(out, title.buf, title.len);
	strbuf_addstr(out, "\n\n");
	for (size_t i = 0; i < form_builtin()->nfields; i++) {
		struct entry entry;

		if (entry_read(sheet, i, &entry)) {
			STRBUF(told);

			strbuf_addf(&told, "(%s)", entry.instead.buf);
			if (entry.instead.len)
				strvec_push(&entry.lines, told.buf);
			sheet_row(entry.label.buf, &entry.lines, out);
		}
		if (entry.pem.len)
			strbuf_addf(&files, "\n%s: save these lines as a .cer file\n%s",
				entry.label.buf, entry.pem.buf);
		entry_release(&entry);
	}
	strbuf_add(out, files.buf, files.len);
	for_missing(sheet, &missing);
	if (missing.n)
		strbuf_addstr(out, "\nNot in JumpCloud's form (upload the profile to have it)\n");
	for (size_t i = 0; i < missing.n; i++)
		sheet_wrapped("  ", missing.v[i], out);
	sheet_findings(sheet, out);
}

static void
for_json(const struct sheet *sheet, struct strbuf *out)
{
	STRVEC(missing);
	NODE(top) = json_add(node_map_new(), "for", "jumpcloud", "file", sheet->desk->name, NULL);
	struct node *fields = node_add(top, "fields", node_list_new());

	for (size_t i = 0; i < form_builtin()->nfields; i++) {
		struct entry entry;

		if (entry_read(sheet, i, &entry)) {
			struct node *object = node_append(fields, node_map_new());
			STRBUF(value);

			strvec_join(&entry.lines, "\n", &value);
			json_add(object, "key", entry.field->key, "label", entry.label.buf, NULL);
			if (entry.field->flags & FIELD_LIST)
				node_add(object, "value", json_texts(&entry.lines));
			else
				json_add(object, "value",
					entry.pem.len   ? entry.pem.buf
					: entry.lines.n ? value.buf
							: NULL,
					NULL);
			json_add(object, "instead", entry.instead.len ? entry.instead.buf : NULL,
				NULL);
		}
		entry_release(&entry);
	}
	for_missing(sheet, &missing);
	node_add(top, "not_in_form", json_texts(&missing));
	node_add(top, "findings", findings_json(&sheet->export.found));
	json_write(top, out);
}

void
sheet_for(const struct sheet *sheet, bool json, struct strbuf *out)
{
	(json ? for_json : for_text)(sheet, out);
}
