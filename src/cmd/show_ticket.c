/* scepwiz show --format markdown|html: the draft as a change ticket, with what changed, what was found, proof of what
 * was reviewed, how to go back, and empty rows for those who test, approve and sign. */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/digest.h"

#include "model/accept.h"
#include "model/comments.h"
#include "model/field_type.h"
#include "model/rules.h"

#include "cmd/changes.h"
#include "cmd/document.h"
#include "cmd/show.h"
#include "cmd/value.h"

#define NO_VALUE "-"

/* Rows that people fill in. */
static const char *const evidence_titles[] = { "Before the change", "Entry", NULL };
static const char *const evidence_rows[] = { "Ticket", "Time window", "Risk", "Test evidence",
	NULL };
static const char *const sign_titles[] = { "Step", "Name", "Date", "Signature", NULL };
static const char *const sign_rows[] = { "Requested", "Implemented", "Approved", NULL };

struct ticket {
	const struct sheet *sheet;
	const struct draft *draft;
	const struct desk *old; /* NULL: there is none */
	struct document *document;
};

static void
ticket_heading(const struct ticket *ticket, const char *title)
{
	document_add(ticket->document, BLOCK_HEADING, title);
}

static void
ticket_cell_lines(const struct ticket *ticket, const struct strvec *lines)
{
	STRBUF(text);

	strvec_join(lines, "\n", &text);
	document_cell(ticket->document, lines->n ? text.buf : NO_VALUE);
}

/* Without its folder, so that a draft is the same ticket in everybody's checkout. The caller frees. */
static char *
ticket_file(const struct desk *desk)
{
	return path_name(desk->name);
}

static void
ticket_title(const struct ticket *ticket)
{
	const struct form *form = ticket->sheet->form;
	const struct field *name = form_role(form, ROLE_POLICY_NAME);
	OWN_TEXT(file) = ticket_file(ticket->sheet->desk);
	OWN_TEXT(called) = name ? value_text(ticket->draft, name) : NULL; /* without a secret */
	STRBUF(text);
	STRBUF(platform);

	strbuf_addf(&text, "Change of %s", called && *called ? called : file);
	strbuf_one_line(&text, 0);
	document_add(ticket->document, BLOCK_TITLE, text.buf);
	strbuf_clear(&text);
	if (form->platform)
		field_show(
			form->platform, draft_value(ticket->draft, form->platform), ".", &platform);
	strbuf_addf(&text, "Form: %s\nDraft: %s\nPlatform: %s", form->title, file, platform.buf);
	document_add(ticket->document, BLOCK_TEXT, text.buf);
}

static void
ticket_changes(const struct ticket *ticket)
{
	CHANGES(changes);
	OWN_TEXT(file) = ticket->old ? ticket_file(ticket->old) : NULL;
	STRBUF(text);

	ticket_heading(ticket, "Changes");
	if (!ticket->old) {
		document_add(ticket->document, BLOCK_TEXT, "First version.");
		return;
	}
	changes_find(ticket->old, ticket->sheet->desk, &changes);
	strbuf_addf(&text, "%s since: %s", changes.n ? "Changed" : "Nothing has changed", file);
	if (ticket->old->kind == DESK_PROFILE)
		strbuf_addstr(&text, "\nWhat is not in a profile, such as notes, is not compared.");
	document_add(ticket->document, BLOCK_TEXT, text.buf);
	if (changes.n)
		changes_table(&changes, ticket->document);
}

/*
 * Values.
 */

static bool
field_is_assignment(const struct field *field)
{
	return field->role == ROLE_GROUPS || field->role == ROLE_DEVICES;
}

/* Text for people alone. */
static bool
field_is_notes(const struct field *field)
{
	return field->role == ROLE_NONE && !*field->target.path &&
	       field->type->widget == WIDGET_LINES;
}

static bool
field_is_other(const struct field *field)
{
	return !field_is_assignment(field) && !field_is_notes(field);
}

/* Of a certificate, which has a table of its own, only which one it is. */
static void
ticket_value(const struct ticket *ticket, const struct field *field, struct strvec *lines)
{
	const char *text = draft_value(ticket->draft, field);
	STRBUF(line);

	value_instead(ticket->draft, field, &line);
	if (line.len || !*text || !field->type->details || field_has_items(field)) {
		value_lines(ticket->sheet->desk, field, lines);
		return;
	}
	field_show(field, text, ticket->sheet->desk->folder, &line);
	strvec_push(lines, line.buf);
}

/* Those that apply, of one group. */
static void
ticket_values(
	const struct ticket *ticket, const char *title, bool (*in_group)(const struct field *field))
{
	static const char *const titles[] = { "Field", "Value", NULL };
	const struct form *form = ticket->sheet->form;
	bool any = false;

	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];
		STRVEC(lines);

		if (!in_group(field) || !draft_applies(ticket->draft, field, NULL))
			continue;
		if (!any) {
			ticket_heading(ticket, title);
			document_table(ticket->document, titles);
		}
		any = true;
		ticket_value(ticket, field, &lines);
		document_cell(ticket->document, field->label);
		ticket_cell_lines(ticket, &lines);
	}
}

/* "SHA-256 2C:F2:4D:BA..." becomes "SHA-256 2CF2 4DBA ...", which people compare. */
static void
ticket_group_hash(char **line)
{
	STRBUF(grouped);
	size_t digits = 0, start = strcspn(*line, " ");

	if (strncmp(*line, "SHA-", strlen("SHA-")) != 0)
		return;
	strbuf_add(&grouped, *line, start);
	for (const char *at = *line + start; *at; at++)
		if (text_hex_digit(*at) >= 0)
			strbuf_addf(&grouped, "%s%c", digits++ % 4 ? "" : " ", *at);
	free(*line);
	*line = strbuf_detach(&grouped);
}

/* Adds a row for each certificate of the field that can be read. */
static void
ticket_certificate(const struct ticket *ticket, const struct field *field, bool *any)
{
	static const char *const titles[] = { "Field", "Certificate", NULL };
	STRVEC(items);

	if (field_has_items(field))
		strvec_split(&items, draft_value(ticket->draft, field), '\n');
	else
		strvec_push(&items, draft_value(ticket->draft, field));
	for (size_t i = 0; i < items.n; i++) {
		STRVEC(lines);

		field->type->details(field, items.v[i], ticket->sheet->desk->folder, &lines);
		if (!lines.n)
			continue;
		if (!*any) {
			ticket_heading(ticket, "Certificates");
			document_table(ticket->document, titles);
		}
		*any = true;
		for (size_t j = 0; j < lines.n; j++)
			ticket_group_hash(&lines.v[j]);
		document_cell(ticket->document, field->label);
		ticket_cell_lines(ticket, &lines);
	}
}

static void
ticket_certificates(const struct ticket *ticket)
{
	const struct form *form = ticket->sheet->form;
	bool any = false;

	for (size_t i = 0; i < form->nfields; i++)
		if (form->fields[i]->type->details &&
			form->fields[i]->type->widget == WIDGET_FILE &&
			draft_applies(ticket->draft, form->fields[i], NULL))
			ticket_certificate(ticket, form->fields[i], &any);
}

static void
ticket_preserved(const struct ticket *ticket)
{
	STRVEC(lines);

	if (!ticket->sheet->desk->file->original)
		return;
	value_kept(ticket->sheet->desk->file, &lines);
	if (!lines.n)
		return;
	ticket_heading(ticket, "Preserved from the original");
	for (size_t i = 0; i < lines.n; i++)
		document_add(ticket->document, BLOCK_LIST, lines.v[i]);
}

/*
 * Findings and comments.
 */

static void
ticket_findings(const struct ticket *ticket)
{
	static const char *const titles[] = { "Severity", "Rule", "Field", "Finding", "What to do",
		NULL };
	const struct findings *found = &ticket->sheet->export.found;

	ticket_heading(ticket, "Findings");
	if (found->n == findings_count_accepted(found)) {
		document_add(ticket->document, BLOCK_TEXT, "No findings.");
		return;
	}
	document_table(ticket->document, titles);
	for (size_t i = 0; i < found->n; i++) {
		const struct finding *f = &found->v[i];

		if (f->accepted)
			continue;
		document_cell(ticket->document, severity_word(f->severity));
		document_cell(ticket->document, f->rule);
		document_cell(ticket->document, f->field ? f->field->label : NO_VALUE);
		document_cell(ticket->document, f->sentence);
		document_cell(ticket->document, rule_for(f->rule, f->field)->advice);
	}
}

static void
ticket_accepted(const struct ticket *ticket)
{
	static const char *const titles[] = { "Rule", "Field", "Finding", "Reason", "Accepted by",
		"For", NULL };
	const struct findings *found = &ticket->sheet->export.found;

	if (!findings_count_accepted(found))
		return;
	ticket_heading(ticket, "Accepted findings");
	document_table(ticket->document, titles);
	for (size_t i = 0; i < found->n; i++) {
		const struct finding *f = &found->v[i];
		STRBUF(author);
		STRBUF(values);

		if (!f->accepted)
			continue;
		acceptance_show_author(f->accepted, &author);
		accept_show_values(ticket->sheet->form, f->accepted, &values);
		document_cell(ticket->document, f->rule);
		document_cell(ticket->document, f->field ? f->field->label : NO_VALUE);
		document_cell(ticket->document, f->sentence);
		document_cell(ticket->document, f->accepted->reason);
		document_cell(ticket->document, author.len ? author.buf : NO_VALUE);
		document_cell(ticket->document, values.len ? values.buf : NO_VALUE);
	}
}

static void
ticket_comments_on(const struct ticket *ticket, const struct field *field)
{
	COMMENTS(list);

	comments_read(&list, draft_note(ticket->draft, field));
	for (size_t i = 0; i < list.n; i++) {
		STRBUF(author);

		if (list.v[i].done)
			continue;
		comment_show_author(&list.v[i], &author);
		document_cell(ticket->document, field->label);
		document_cell(ticket->document, list.v[i].text);
		document_cell(ticket->document, author.buf);
	}
}

static void
ticket_comments(const struct ticket *ticket)
{
	static const char *const titles[] = { "Field", "Comment", "By", NULL };
	const struct form *form = ticket->sheet->form;
	const size_t lost = draft_lost_notes(ticket->draft), n = draft_open_comments(ticket->draft);
	STRBUF(text);

	if (!n)
		return;
	ticket_heading(ticket, "Open comments");
	strbuf_addf(
		&text, "%zu %s that cannot be read.", lost, plural(lost, "comment", "comments"));
	if (lost)
		document_add(ticket->document, BLOCK_TEXT, text.buf);
	if (n == lost)
		return;
	document_table(ticket->document, titles);
	for (size_t i = 0; i < form->nfields; i++)
		ticket_comments_on(ticket, form->fields[i]);
}

/*
 * Proof and rollback.
 */

static void
ticket_bytes(const struct ticket *ticket, const char *label, const struct strbuf *bytes)
{
	STRBUF(size);
	STRBUF(hash);

	strbuf_addf(&size, "%zu bytes", bytes->len);
	digest_sha256(bytes->buf, bytes->len, &hash);
	document_cell(ticket->document, label);
	document_cell(ticket->document, size.buf);
	document_cell(ticket->document, hash.buf);
}

static void
ticket_proof(const struct ticket *ticket)
{
	static const char *const titles[] = { "File", "Size", "SHA-256", NULL };
	const struct sheet *sheet = ticket->sheet;

	ticket_heading(ticket, "Proof");
	document_table(ticket->document, titles);
	ticket_bytes(ticket, "Draft", &sheet->desk->file->source);
	if (sheet->why.len) {
		document_cell(ticket->document, "Profile, unsigned");
		document_cell(ticket->document, NO_VALUE);
		document_cell(ticket->document, sheet->why.buf);
	} else {
		ticket_bytes(ticket, "Profile, unsigned", &sheet->profile);
	}
	document_add(ticket->document, BLOCK_TEXT, "Made by scepwiz " PACKAGE_VERSION ".");
}

/* Devices replace a profile by one with the same PayloadIdentifier (Apple, TopLevel), and keep two with different
 * ones. */
static void
ticket_rollback_to(const struct ticket *ticket, struct strbuf *text)
{
	const char *identifier = profile_identifier(ticket->draft);
	const char *was = profile_identifier(ticket->old->file->draft);
	const char *what = ticket->old->kind == DESK_PROFILE ? "" : "the profile of ";
	OWN_TEXT(file) = ticket_file(ticket->old);

	if (*was && !strcmp(was, identifier))
		strbuf_addf(text,
			"Upload %s%s again. It has the same identifier %s, so devices replace this "
			"profile and enrol again.",
			what, file, was);
	else
		strbuf_addf(text,
			"Remove this policy, and upload %s%s again. Its identifier is not that of "
			"this profile, so devices would keep both.",
			what, file);
}

static void
ticket_rollback(const struct ticket *ticket)
{
	STRBUF(text);

	if (ticket->old)
		ticket_rollback_to(ticket, &text);
	else
		strbuf_addstr(&text,
			"Remove the policy. Devices then remove the profile with its certificate "
			"and key. What uses them, such as Wi-Fi or VPN, stops working.");
	ticket_heading(ticket, "Rollback");
	document_add(ticket->document, BLOCK_TEXT, text.buf);
}

static void
ticket_blank(const struct ticket *ticket, const char *title, const char *const *titles,
	const char *const *rows)
{
	ticket_heading(ticket, title);
	document_table(ticket->document, titles);
	for (; *rows; rows++) {
		document_cell(ticket->document, *rows);
		for (size_t i = 1; titles[i]; i++)
			document_cell(ticket->document, "");
	}
}

/* Last, over every text, wherever it came from. */
static void
ticket_hide(struct document *document, const struct draft *draft)
{
	for (size_t i = 0; i < document->n; i++) {
		struct strvec *texts = &document->v[i].texts;

		for (size_t j = 0; j < texts->n; j++) {
			STRBUF(shown);

			strbuf_addstr(&shown, texts->v[j]);
			if (!draft_secret_hide(draft, &shown))
				continue;
			wipe_free(texts->v[j]);
			texts->v[j] = strbuf_detach(&shown);
		}
	}
}

void
sheet_ticket(const struct sheet *sheet, const struct desk *old, struct document *document)
{
	const struct ticket ticket = {
		.sheet = sheet,
		.draft = sheet->desk->file->draft,
		.old = old,
		.document = document,
	};

	ticket_title(&ticket);
	ticket_changes(&ticket);
	ticket_values(&ticket, "Values", field_is_other);
	ticket_values(&ticket, "Assignment", field_is_assignment);
	ticket_values(&ticket, "Notes", field_is_notes);
	ticket_certificates(&ticket);
	ticket_preserved(&ticket);
	ticket_findings(&ticket);
	ticket_accepted(&ticket);
	ticket_comments(&ticket);
	ticket_proof(&ticket);
	ticket_rollback(&ticket);
	ticket_blank(&ticket, "Evidence", evidence_titles, evidence_rows);
	ticket_blank(&ticket, "Sign-off", sign_titles, sign_rows);
	ticket_hide(document, ticket.draft);
	if (old)
		ticket_hide(document, old->file->draft);
}
