/* scepwiz show: the hand-over sheet, on which a draft is read without the wizard. */
#include "cmd/show.h"

#include <string.h>

#include "base/json.h"
#include "base/report.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "model/accept.h"
#include "model/comments.h"
#include "model/field_type.h"

#include "format/profile/original_rest.h"
#include "format/profile/profile.h"

#include "cmd/changes.h"
#include "cmd/commands.h"
#include "cmd/findings_out.h"
#include "cmd/operand.h"
#include "cmd/secret.h"
#include "cmd/value.h"

#define SHEET_WIDTH 79
/* Where the values begin. */
#define VALUE_COLUMN 34

void
sheet_row(const char *label, const struct strvec *lines, struct strbuf *out)
{
	size_t start = out->len;
	int width;

	strbuf_addstr(out, "  ");
	text_show(out, label, strlen(label));
	width = text_width(out->buf + start, out->len - start);
	for (size_t i = 0; i < lines->n; i++) {
		strbuf_addchars(
			out, ' ', width < VALUE_COLUMN ? (size_t)(VALUE_COLUMN - width) : 1);
		text_show(out, lines->v[i], strlen(lines->v[i]));
		while (out->buf[out->len - 1] == ' ')
			strbuf_truncate(out, out->len - 1);
		strbuf_addch(out, '\n');
		width = 0;
	}
}

/* The value, and the comments on it below. Nothing is wrapped or cut, because values are copied from the sheet. No line
 * ends with spaces, so an empty line of a comment has none. */
static void
show_field(const struct sheet *sheet, const struct field *field, struct strbuf *out)
{
	STRVEC(lines);
	STRBUF(label);

	if (field->number)
		strbuf_addf(&label, "%2d %s", field->number, field->label);
	else
		strbuf_addf(&label, "   %s", field->label);
	value_lines(sheet->desk, field, &lines);
	if (!lines.n)
		strvec_push(&lines, "-");
	value_comments(sheet->desk->file->draft, field, "comment: ", &lines);
	sheet_row(label.buf, &lines, out);
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

void
sheet_wrapped(const char *first, const char *text, struct strbuf *out)
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
		strvec_push(&lines, "nothing that the form does not know");
	strbuf_addstr(out, "\nPreserved from the original\n");
	for (size_t i = 0; i < lines.n; i++)
		sheet_wrapped("  ", lines.v[i], out);
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
		strbuf_addf(&line, "%s: %s%s%s [%s]", severity_word(f->severity),
			f->field ? f->field->label : "", f->field ? ": " : "", f->sentence,
			f->rule);
		if (accepted) {
			strbuf_addstr(&line, ". Accepted: ");
			acceptance_show(f->accepted, &line);
			strbuf_addstr(&line, f->accepted->n ? ", for " : "");
			accept_show_values(sheet->form, f->accepted, &line);
		}
		sheet_wrapped("  ", line.buf, out);
	}
}

void
sheet_findings(const struct sheet *sheet, struct strbuf *out)
{
	size_t accepted = findings_count_accepted(&sheet->export.found);

	strbuf_addstr(out, "\nFindings\n");
	if (sheet->export.found.n == accepted)
		strbuf_addstr(out, "  none\n");
	show_findings(sheet, false, out);
	if (accepted)
		strbuf_addstr(out, "\nAccepted\n");
	show_findings(sheet, true, out);
}

static void
show_text(const struct sheet *sheet, struct strbuf *out)
{
	size_t open = draft_open_comments(sheet->desk->file->draft);
	STRBUF(title);

	strbuf_addf(&title, "%s: %s", sheet->form->title, sheet->desk->name);
	text_show(out, title.buf, title.len);
	strbuf_addch(out, '\n');
	show_fields(sheet, out);
	show_kept(sheet, out);
	sheet_findings(sheet, out);
	if (open)
		strbuf_addf(out, "\nReview\n  %zu open %s\n", open,
			plural(open, "comment", "comments"));
	strbuf_addstr(out, "\nThe profile\n");
	if (sheet->why.len)
		sheet_wrapped("  ", sheet->why.buf, out);
	else
		strbuf_addf(out, "  %s\n", sheet->facts.buf);
}

/* A value that is not shown is null, and "instead" says what there is. */
static struct node *
show_json_field(const struct sheet *sheet, const struct field *field)
{
	const struct draft *draft = sheet->desk->file->draft;
	OWN_TEXT(text) = value_text(draft, field);
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
	json_add(object, "instead", instead.len ? instead.buf : NULL, NULL);
	node_add(object, "comments", value_comments_json(draft, field));
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
	node_add(top, "open_comments", node_integer_new((int64_t)draft_open_comments(draft)));
	node_add(top, "findings", findings_json(&sheet->export.found));
	json_add(top, "profile", made ? sheet->facts.buf : NULL, "no_profile_because",
		made ? NULL : sheet->why.buf, NULL);
	json_write(top, out);
}

/* A profile is read by the form of the draft. */
static int
show_read_old(const struct invocation *invocation, const struct draft *draft, struct desk *old)
{
	STRBUF(err);

	desk_open(old, invocation->forms, option_value(invocation, "since"), NULL, &err);
	if (old->kind == DESK_PROFILE && old->content.len) {
		strbuf_clear(&err);
		changes_read_profile(old, invocation->forms, draft, &err);
	}
	return err.len ? command_trouble(&err) : STATUS_DONE;
}

static int
show_ticket(const struct invocation *invocation, const struct sheet *sheet, struct strbuf *out)
{
	const bool since = option_given(invocation, "since");
	DOCUMENT(document);
	DESK(old);

	if (since && show_read_old(invocation, sheet->desk->file->draft, &old))
		return STATUS_TROUBLE;
	sheet_ticket(sheet, since ? &old : NULL, &document);
	if (option_is(invocation, "format", "html"))
		document_html(&document, out);
	else
		document_markdown(&document, out);
	return STATUS_DONE;
}

static bool
show_is_ticket(const struct invocation *invocation)
{
	return option_is(invocation, "format", "markdown") ||
	       option_is(invocation, "format", "html");
}

static int
show_options_agree(const struct invocation *invocation)
{
	const struct command *command = invocation->command;
	const bool for_form = option_given(invocation, "for");
	const char *since = option_value(invocation, "since");

	if (option_given(invocation, "secrets") && !for_form)
		return command_misuse(command, "--secrets needs --for");
	if (for_form && show_is_ticket(invocation))
		return command_misuse(command, "--for writes text or JSON, not a change ticket");
	if (since && !show_is_ticket(invocation))
		return command_misuse(command, "--since needs --format markdown or html");
	if (since && !strcmp(since, STANDARD_INPUT) &&
		strvec_contains(&invocation->operands, STANDARD_INPUT))
		return command_misuse(command, "standard input can be read only once");
	return STATUS_DONE;
}

static int
show_write(const struct invocation *invocation, const struct sheet *sheet, struct strbuf *out)
{
	const bool json = option_is(invocation, "format", "json");

	if (show_is_ticket(invocation))
		return show_ticket(invocation, sheet, out);
	if (!option_given(invocation, "for"))
		(json ? show_json : show_text)(sheet, out);
	else if (!sheet_for_fits(sheet))
		return STATUS_FINDINGS;
	else
		sheet_for(sheet, json, out);
	return STATUS_DONE;
}

/* The profile is made to show its hash, by which a reviewer recognizes the file that was handed over. No secret is
 * asked for to do that. */
static int
show_run(const struct invocation *invocation)
{
	STRBUF(out);
	DESK(desk);
	int status = show_options_agree(invocation);
	struct sheet sheet = {
		.desk = &desk,
		.secrets = option_given(invocation, "secrets"),
		.export = { .desk = &desk, .secret = secret_from_environment },
		.profile = STRBUF_INIT,
		.facts = STRBUF_INIT,
		.why = STRBUF_INIT,
	};

	if (status == STATUS_DONE)
		status = desk_begin(&desk, invocation);
	if (status != STATUS_DONE)
		return status;
	sheet.form = draft_form(desk.file->draft);
	if (profile_make(&sheet.export, &sheet.profile, &sheet.why) == 0)
		profile_facts(sheet.profile.buf, sheet.profile.len, &sheet.facts);
	status = show_write(invocation, &sheet, &out);
	export_release(&sheet.export);
	strbuf_release(&sheet.profile);
	strbuf_release(&sheet.facts);
	strbuf_release(&sheet.why);
	return status == STATUS_DONE ? command_print(&out) : status;
}

static const struct option_spec show_options[] = {
	{ "for", 0, "jumpcloud", "the values as JumpCloud's web form takes them", false },
	{ "secrets", 0, NULL, "show the secrets that the draft holds, for the web form", false },
	{ "format", 0, "text|json|markdown|html",
		"text (the default), json, or a change ticket: markdown or html, one file", false },
	{ "since", 0, "OLD", "what changed since this profile or draft, on the change ticket",
		false },
	OPTION_FORM,
	{ NULL },
};

const struct command cmd_show = {
	.name = "show",
	.examples = "scepwiz show office\n"
		    "scepwiz show office --for jumpcloud\n",
	.args = "DRAFT",
	.summary = "prints a draft as a hand-over sheet",
	.help = "Prints every value that applies, in the documented order, then the findings "
		"(accepted ones with the reason), and the size and SHA-256 of the profile that an "
		"export would write. A secret is shown as \"set, 24 characters\". A default looks "
		"like an entered value. DRAFT may be - for standard input.\n\n"
		"--for jumpcloud prints the values to copy into the web form of JumpCloud's SCEP "
		"Profiles policy instead: its fields in their order, the fingerprint as Base64, the "
		"root certificate as PEM to save and upload.\n\n"
		"--format markdown and html print a change ticket: what changed since OLD, the "
		"values, the certificates in full, the findings with what to do and those that are "
		"accepted, open comments, the SHA-256 of draft and profile, how to go back, and "
		"empty rows for evidence and sign-off. The same draft gives the same bytes. No "
		"secret is on it, and no value can become markup.",
	.min_args = 1,
	.max_args = 1,
	.options = show_options,
	.run = show_run,
};
