/* scepwiz show: the hand-over sheet, on which a draft is read without the wizard. */
#include <string.h>

#include "base/json.h"
#include "base/report.h"
#include "base/text.h"

#include "model/field_type.h"

#include "format/profile/original_rest.h"
#include "format/profile/profile.h"

#include "cmd/commands.h"
#include "cmd/findings_out.h"
#include "cmd/operand.h"
#include "cmd/secret.h"
#include "cmd/value.h"

#define SHEET_WIDTH 79
/* Where the values begin. */
#define VALUE_COLUMN 34

struct sheet {
	const struct desk *desk;
	const struct form *form;
	struct export export;
	struct strbuf facts; /* size and hash of the profile */
	struct strbuf why;   /* why there is none */
};

/* The value, and what a reviewer has written about it below. Nothing is wrapped or cut: values are copied from the
 * sheet. No line ends with blanks, of which an empty line of notes would be all. */
static void
show_field(const struct sheet *sheet, const struct field *field, struct strbuf *out)
{
	const char *note = draft_note(sheet->desk->file->draft, field);
	STRVEC(lines);
	STRBUF(review);
	size_t start = out->len;
	int width;

	strbuf_addstr(out, "  ");
	if (field->number)
		strbuf_addf(out, "%2d ", field->number);
	else
		strbuf_addstr(out, "   ");
	text_show(out, field->label, strlen(field->label));
	width = text_width(out->buf + start, out->len - start);
	value_lines(sheet->desk, field, &lines);
	if (!lines.n)
		strvec_push(&lines, "-");
	strbuf_addf(&review, "review: %s", note);
	if (*note)
		value_split(review.buf, &lines);
	for (size_t i = 0; i < lines.n; i++) {
		strbuf_addchars(
			out, ' ', width < VALUE_COLUMN ? (size_t)(VALUE_COLUMN - width) : 1);
		text_show(out, lines.v[i], strlen(lines.v[i]));
		while (out->buf[out->len - 1] == ' ')
			strbuf_truncate(out, out->len - 1);
		strbuf_addch(out, '\n');
		width = 0;
	}
}

/* What does not apply is left out, and so is a section without fields. */
static void
show_fields(const struct sheet *sheet, struct strbuf *out)
{
	const struct section *section = NULL;

	for (size_t i = 0; i < sheet->form->nfields; i++) {
		const struct field *field = sheet->form->fields[i];

		if (!draft_applies(sheet->desk->file->draft, field, NULL))
			continue;
		if (field->section != section) {
			section = field->section;
			strbuf_addf(out, "\n%s\n", section->title);
		}
		show_field(sheet, field, out);
	}
}

/* Sentences are wrapped, values are not. */
static void
show_wrapped(const char *first, const char *text, struct strbuf *out)
{
	STRVEC(lines);
	STRBUF(shown);
	size_t indent = strlen(first);

	text_show(&shown, text, strlen(text));
	text_wrap(&lines, shown.buf, SHEET_WIDTH - (int)indent);
	for (size_t i = 0; i < lines.n; i++) {
		if (i)
			strbuf_addchars(out, ' ', indent);
		strbuf_addf(out, "%s%s\n", i ? "" : first, lines.v[i]);
	}
}

static void
show_kept(const struct sheet *sheet, struct strbuf *out)
{
	STRVEC(lines);

	if (!sheet->desk->file->original)
		return;
	value_kept(sheet->desk->file, &lines);
	if (!lines.n)
		strvec_push(&lines, "nothing beside what the form knows");
	strbuf_addstr(out, "\nKept from the original\n");
	for (size_t i = 0; i < lines.n; i++)
		show_wrapped("  ", lines.v[i], out);
}

/* Those that are accepted, or the others. */
static void
show_findings(const struct sheet *sheet, bool accepted, struct strbuf *out)
{
	const struct findings *found = &sheet->export.found;

	for (size_t i = 0; i < found->n; i++) {
		const struct finding *f = &found->v[i];
		STRBUF(line);

		if (!f->accepted != !accepted)
			continue;
		strbuf_addf(&line, "%s: %s%s%s [%s]", severity_name(f->severity),
			f->field ? f->field->label : "", f->field ? ": " : "", f->sentence,
			f->rule);
		if (accepted) {
			strbuf_addstr(&line, ". Accepted: ");
			acceptance_show(f->accepted, &line);
		}
		show_wrapped("  ", line.buf, out);
	}
}

static void
show_text(const struct sheet *sheet, struct strbuf *out)
{
	size_t accepted = findings_count_accepted(&sheet->export.found);
	STRBUF(title);

	strbuf_addf(&title, "%s: %s", sheet->form->title, sheet->desk->name);
	text_show(out, title.buf, title.len);
	strbuf_addch(out, '\n');
	show_fields(sheet, out);
	show_kept(sheet, out);
	strbuf_addstr(out, "\nFindings\n");
	if (sheet->export.found.n == accepted)
		strbuf_addstr(out, "  none\n");
	show_findings(sheet, false, out);
	if (accepted)
		strbuf_addstr(out, "\nAccepted\n");
	show_findings(sheet, true, out);
	strbuf_addstr(out, "\nThe profile\n");
	if (sheet->why.len)
		show_wrapped("  not to be had: ", sheet->why.buf, out);
	else
		strbuf_addf(out, "  %s\n", sheet->facts.buf);
}

/* A value that is not shown is null, and "instead" says what there is. */
static struct node *
show_json_field(const struct sheet *sheet, const struct field *field)
{
	const struct draft *draft = sheet->desk->file->draft;
	const char *text = draft_value(draft, field), *note = draft_note(draft, field);
	struct node *object = json_add(node_map_new(), "key", field->key, "label", field->label,
		"section", field->section->title, NULL);
	STRBUF(instead);
	STRVEC(items);
	STRVEC(details);

	value_instead(draft, field, &instead);
	node_add(object, "answered", node_boolean_new(draft_is_answered(draft, field)));
	strvec_split(&items, text, '\n');
	if (!instead.len && field_has_items(field))
		node_add(object, "value", json_texts(&items));
	else
		json_add(object, "value", instead.len ? NULL : text, NULL);
	if (field->type->details)
		field->type->details(field, text, sheet->desk->folder, &details);
	if (details.n)
		node_add(object, "details", json_texts(&details));
	json_add(object, "instead", instead.len ? instead.buf : NULL, "review", *note ? note : NULL,
		NULL);
	return object;
}

/* Null where the draft was not imported. */
static struct node *
show_json_kept(const struct sheet *sheet)
{
	const struct original *original = sheet->desk->file->original;
	ORIGINAL_REST(rest);
	struct node *object;

	if (!original || original->unread)
		return node_null_new();
	original_rest_read(&rest, sheet->desk->file);
	object = node_map_new();
	node_add(object, "payloads", json_texts(&rest.payloads));
	node_add(object, "keys", json_texts(&rest.keys));
	return object;
}

static void
show_json(const struct sheet *sheet, struct strbuf *out)
{
	const struct draft *draft = sheet->desk->file->draft;
	bool made = !sheet->why.len;
	NODE(top) = json_add(
		node_map_new(), "form", sheet->form->name, "file", sheet->desk->name, NULL);
	struct node *fields = node_add(top, "fields", node_list_new());

	for (size_t i = 0; i < sheet->form->nfields; i++)
		if (draft_applies(draft, sheet->form->fields[i], NULL))
			node_append(fields, show_json_field(sheet, sheet->form->fields[i]));
	node_add(top, "kept", show_json_kept(sheet));
	node_add(top, "findings", findings_json(&sheet->export.found));
	json_add(top, "profile", made ? sheet->facts.buf : NULL, "no_profile_because",
		made ? NULL : sheet->why.buf, NULL);
	json_write(top, out);
}

/* The profile is made to tell its hash, by which a reviewer knows the file that was handed over. Nobody
 * is asked for a secret for that. */
static int
show_run(const struct invocation *invocation)
{
	STRBUF(profile);
	STRBUF(out);
	DESK(desk);
	struct sheet sheet = {
		.desk = &desk,
		.export = { .desk = &desk, .secret = secret_from_environment },
		.facts = STRBUF_INIT,
		.why = STRBUF_INIT,
	};

	if (desk_begin(&desk, invocation) != STATUS_DONE)
		return STATUS_TROUBLE;
	sheet.form = draft_form(desk.file->draft);
	if (profile_make(&sheet.export, &profile, &sheet.why) == 0)
		profile_facts(profile.buf, profile.len, &sheet.facts);
	if (option_is(invocation, "format", "json"))
		show_json(&sheet, &out);
	else
		show_text(&sheet, &out);
	export_release(&sheet.export);
	strbuf_release(&sheet.facts);
	strbuf_release(&sheet.why);
	return command_print(&out);
}

static const struct option_spec show_options[] = {
	{ "format", 0, "text|json", "text (the default) or json", false },
	OPTION_FORM,
	{ NULL },
};

const struct command cmd_show = {
	.name = "show",
	.args = "DRAFT",
	.summary = "prints a draft as a hand-over sheet",
	.help = "Prints every value that applies, in the documented order, then the findings, those "
		"that are accepted with the reason, and the size and SHA-256 of the profile that an export would write. A secret is told as "
		"\"set, 24 characters\"; a default that nobody changed is shown like an answer. DRAFT "
		"may be - for standard input.",
	.min_args = 1,
	.max_args = 1,
	.options = show_options,
	.run = show_run,
};
