/* What plain mode tells when it is asked: lists, the review, help, a value. */
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "ui/plain/state.h"

void
plain_tell_items(struct plain *p, const struct view *view)
{
	for (size_t i = 0; i < view->nitems; i++) {
		const struct view_item *item = &view->items[i];
		STRBUF(line);
		STRBUF(brief);

		if (view->numbered)
			strbuf_addf(&line, "%zu ", i + 1);
		strbuf_addstr(&line, item->name);
		if (*item->meaning)
			strbuf_addf(&line, ": %s", item->meaning);
		plain_hash(line.buf, false, &brief);
		plain_say(&p->io, "%s", brief.buf);
	}
	if (view->left_out)
		plain_say(&p->io, "And %zu more. A part of the name lists them.", view->left_out);
}

static const char *
mark_word(char mark)
{
	return mark == '!'   ? "Error, "
	       : mark == '?' ? "Warning, "
	       : mark == '*' ? "Required, "
			     : "";
}

/* "Warning, 6 Key size: 1024" */
static void
tell_row(struct plain *p, const struct view_row *row, const char *value, bool is_finding)
{
	STRBUF(line);

	strbuf_addstr(&line, mark_word(row->mark));
	if (row->number)
		strbuf_addf(&line, "%d ", row->number);
	plain_hash(row->label, false, &line);
	if (row->kind == ROW_FIELD) {
		strbuf_addstr(&line, ": ");
		plain_hash(*value ? value : "empty", false, &line);
	}
	if (row->unused)
		strbuf_addstr(&line, " (not used)");
	/* a finding is a sentence */
	if (is_finding && !plain_ends(line.buf))
		strbuf_addch(&line, '.');
	plain_say(&p->io, "%s", line.buf);
}

void
plain_tell_list(struct plain *p)
{
	const struct view *view = wizard_view(p->wizard);

	for (size_t i = 0; i < view->nrows; i++) {
		const struct view_row *row = &view->rows[i];
		STRBUF(value);

		if (row->kind == ROW_SECTION)
			plain_say(&p->io, "Section %s.", row->label);
		if (row->field)
			wizard_show_value(p->wizard, row->field, &value);
		if (row->kind != ROW_SECTION)
			tell_row(p, row, value.buf, false);
	}
	plain_teach(p, LESSON_LIST);
}

/* In the review a finding is shorter than at its field, for its label is in front. */
bool
plain_is_heard(const struct plain *p, const char *text, size_t from)
{
	OWN_TEXT(sentence) = text_lower(text);

	for (size_t i = from; i < p->heard.n; i++) {
		OWN_TEXT(heard) = text_lower(p->heard.v[i]);

		if (text_contains(p->heard.v[i], sentence) || text_contains(text, heard))
			return true;
	}
	return false;
}

/* What it says: of a field behind its label. */
static const char *
row_sentence(const struct view_row *row)
{
	return row->kind == ROW_FIELD ? row->value : row->label;
}

static bool
is_finding(const struct view_row *row)
{
	return row->kind != ROW_SECTION && (row->mark == '!' || row->mark == '?');
}

/* Findings come before all values, whose rows have marks, too. */
static size_t
findings_end(const struct view *view)
{
	size_t i = 0;

	while (i < view->nrows &&
		!(view->rows[i].kind == ROW_SECTION && view->rows[i + 1].field &&
			!strcmp(view->rows[i + 1].field->section->title, view->rows[i].label)))
		i++;
	return i;
}

static void
count_add(struct strbuf *out, size_t n, const char *one, const char *many)
{
	if (n)
		strbuf_addf(out, "%s%zu %s", out->len ? ", " : "", n, plural(n, one, many));
}

/* "Review. 1 error, 2 notes." What has no mark is counted by its section. */
static void
tell_counts(struct plain *p, const struct view *view, size_t end)
{
	size_t warnings = 0, notes = 0, comments = 0;
	const char *title = "";
	STRBUF(counts);

	for (size_t i = 0; i < end; i++) {
		const struct view_row *row = &view->rows[i];

		if (row->kind == ROW_SECTION)
			title = row->label;
		else if (!strcmp(title, REVIEW_NOTES))
			notes++;
		else if (!strcmp(title, REVIEW_COMMENTS))
			comments++;
		else
			warnings += row->mark == '?';
	}
	count_add(&counts, view->problems, "error", "errors");
	count_add(&counts, warnings, "warning", "warnings");
	count_add(&counts, notes, "note", "notes");
	count_add(&counts, comments, "open comment", "open comments");
	plain_say(&p->io, "Review. %s.", counts.len ? counts.buf : "No findings");
}

/* What was told is counted, and told again at its field. */
void
plain_tell_findings(struct plain *p, const struct view *view)
{
	size_t end = findings_end(view);

	p->review_heard = p->heard.n;
	tell_counts(p, view, end);
	for (size_t i = 0; i < end; i++) {
		const struct view_row *row = &view->rows[i];

		if (!is_finding(row) || plain_is_heard(p, row_sentence(row), 0))
			continue;
		tell_row(p, row, row->value, true);
		strvec_push(&p->heard, row_sentence(row));
	}
}

/* The last section holds actions, which are commands here. */
void
plain_tell_review(struct plain *p, const struct view *view)
{
	size_t end = findings_end(view);
	bool said = false;

	for (size_t i = 0; i < view->nrows; i++) {
		const struct view_row *row = &view->rows[i];

		if (row->kind == ROW_SECTION) {
			said = row[1].kind != ROW_ACTION;
			if (said)
				plain_say(&p->io, "%s:", row->label);
		} else if (said && row->kind != ROW_ACTION) {
			tell_row(p, row, row->value, i < end);
		}
	}
}

/* What has no field: of the review what the server said. whole: with whole hashes, in lines as they are; else each is a
 * sentence. Returns whether there is any. */
static bool
tell_texts(struct plain *p, const struct view *view, bool whole)
{
	bool any = false, within = view->kind == VIEW_RESULT;

	for (size_t i = 0; i < view->nrows; i++) {
		const struct view_row *row = &view->rows[i];
		STRBUF(line);

		if (row->kind == ROW_SECTION && view->kind == VIEW_REVIEW)
			within = !strncmp(row->label, REVIEW_ASKED, strlen(REVIEW_ASKED));
		if (row->kind != ROW_TEXT || !within)
			continue;
		plain_hash(row->label, whole, &line);
		plain_say(&p->io, "%s%s", line.buf, whole || plain_ends(line.buf) ? "" : ".");
		any = true;
	}
	return any;
}

void
plain_tell_result(struct plain *p, const struct view *view)
{
	tell_texts(p, view, false);
}

static void
tell_text(struct plain *p, const char *name, const char *text)
{
	STRBUF(whole);

	plain_hash(text, true, &whole);
	plain_say(&p->io, "%s: %s", name, whole.len ? whole.buf : "empty");
}

/* A secret is read out by reveal alone. */
static void
tell_field_value(struct plain *p, const struct view *view, const struct field *field)
{
	STRBUF(shown);
	STRVEC(lines);

	wizard_show_value(p->wizard, field, &shown);
	if (field_widget(field) != WIDGET_LINES || !view->edit) {
		tell_text(p, field->label, shown.buf);
		if (field->type->flags & FT_SECRET && shown.len)
			plain_say(&p->io, "/reveal reads it.");
		return;
	}
	strvec_split(&lines, view->edit->text.buf, '\n');
	plain_say(&p->io, "%s: %zu %s.", field->label, lines.n, plural(lines.n, "line", "lines"));
	for (size_t i = 0; i < lines.n; i++)
		plain_say(&p->io, "%s", *lines.v[i] ? lines.v[i] : " ");
}

void
plain_tell_value(struct plain *p)
{
	const struct view *view = wizard_view(p->wizard);
	const struct field *field = plain_field(view);

	if (field)
		tell_field_value(p, view, field);
	else if ((view->kind != VIEW_RESULT && view->kind != VIEW_REVIEW) ||
		 !tell_texts(p, view, true))
		plain_say(&p->io, "Error: Go to a field first, such as go 12.");
}

void
plain_tell_hint(struct plain *p)
{
	const struct view *view = wizard_view(p->wizard);
	const struct field *field = plain_field(view);
	STRBUF(options);

	plain_say(&p->io, "%s", view->hint);
	if (!field ||
		(field_widget(field) != WIDGET_OPTIONS && field_widget(field) != WIDGET_CHECKS))
		return;
	plain_options(field, &options);
	plain_say(&p->io, "%s.", options.buf);
}

static const char help_of_commands[] =
	"Enter alone keeps the value and goes on. A command is a word. Where you type text, a slash "
	"before the word makes it a command: /back. A backslash before the slash makes it text.\n"
	"back, go 12 or go url, list, review, export, undo, save, quit. value reads the whole value, "
	"clear empties it, add adds lines. hint reads the hint, hints off stops hints. topic and a "
	"word finds a topic of the help. menu lists all.\n"
	"The signs of earlier versions work as well: < back, ? help, = list, ! menu, - clear, + add.";

/* Without the section that names keys; closes the page. */
void
plain_tell_help_page(struct plain *p)
{
	const struct view *view = wizard_view(p->wizard);

	for (size_t i = 0; i < view->nrows; i++) {
		const struct view_row *row = &view->rows[i];

		if (row->kind == ROW_SECTION && i && !strcmp(row->label, HELP_MORE))
			break;
		if (row->kind == ROW_SECTION)
			plain_say(&p->io, "%s:", row->label);
		else
			plain_say(&p->io, "%s", row->label);
	}
	wizard_act(p->wizard, ACTION_ACCEPT);
}

void
plain_tell_help(struct plain *p)
{
	wizard_act(p->wizard, ACTION_HELP);
	plain_tell_help_page(p);
	plain_say(&p->io, "%s",
		p->taught[LESSON_COMMANDS] ? "/menu lists the commands." : help_of_commands);
	p->taught[LESSON_COMMANDS] = true;
}
