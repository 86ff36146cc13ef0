/* Plain mode in words: steps, values, lists, the review, help. Only what is new is said. */
#include <string.h>

#include "base/strvec.h"
#include "base/text.h"

#include "ui/plain/state.h"

#define SIGNS "< back, ? help, = list, ! menu."

const struct view_row *
plain_focus(const struct view *view)
{
	return &view->rows[view->focus];
}

const struct field *
plain_field(const struct view *view)
{
	return view->kind == VIEW_FORM ? plain_focus(view)->field : NULL;
}

bool
plain_is_secret(const struct view *view)
{
	const struct field *field = plain_field(view);

	if (view->prompt)
		return view->prompt_masked;
	return field && field->type->flags & FT_SECRET;
}

void
plain_say_message(struct plain *p, char mark, const char *message)
{
	plain_say(&p->io, "%s%s",
		mark == '!'   ? "Problem: "
		: mark == '?' ? "Doubtful: "
			      : "",
		message);
}

void
plain_remember(struct plain *p, const struct field *field)
{
	strbuf_clear(&p->shown);
	if (field)
		wizard_show_value(p->wizard, field, &p->shown);
	p->field = field;
}

/* "1 macOS (now), 2 iOS"; a value that is none of them is told, too. */
static void
options_list(const struct plain *p, const struct field *field, struct strbuf *out)
{
	size_t n, picked = 0;
	const struct choice *options = field_options(field, &n);

	for (size_t i = 0; i < n; i++) {
		bool now = wizard_is_picked(p->wizard, field, i);

		picked += now;
		strbuf_addf(out, "%s%zu %s%s", i ? ", " : "", i + 1, options[i].label,
			now ? " (now)" : "");
	}
	if (!picked && p->shown.len)
		strbuf_addf(out, ". Now: %s%s", p->shown.buf,
			wizard_is_unread(p->wizard, field) ? "" : ", which is none of them");
}

/* "Now: 3. " */
static void
now_is(const char *value, struct strbuf *now)
{
	size_t len = strlen(value);

	strbuf_addf(
		now, "Now: %s%s ", len ? value : "empty", len && value[len - 1] == '.' ? "" : ".");
}

/* Several lines are told line by line, the last word to come behind them. */
static void
say_lines(struct plain *p, const struct view *view, struct strbuf *now)
{
	STRVEC(lines);

	strvec_split(&lines, view->edit ? view->edit->text.buf : p->shown.buf, '\n');
	if (lines.n > 1) {
		plain_say(&p->io, "Now %zu lines:", lines.n);
		for (size_t i = 0; i < lines.n; i++)
			plain_say(&p->io, "%s", *lines.v[i] ? lines.v[i] : " ");
	} else {
		now_is(lines.n ? lines.v[0] : "", now);
	}
	strbuf_addstr(now, "Several lines, the last one empty. ");
}

/* What Enter and the signs do with this value. */
static void
value_signs(const struct plain *p, const struct view *view, struct strbuf *out)
{
	const struct field *field = plain_field(view);
	enum widget widget = field_widget(field);
	bool fixed = field->flags & FIELD_FIXED || plain_focus(view)->unused;

	strbuf_addstr(out, fixed ? "Enter goes on, " : "Enter keeps, ");
	if (!fixed && p->shown.len && widget != WIDGET_OPTIONS)
		strbuf_addstr(out, "- empties, ");
	if (!fixed && p->shown.len && widget == WIDGET_LINES)
		strbuf_addstr(out, "+ adds lines, ");
	strbuf_addstr(out, SIGNS);
}

/* The value, and what can be done with it. */
static void
say_value(struct plain *p, const struct view *view, const struct field *field)
{
	enum widget widget = field_widget(field);
	STRBUF(now);

	plain_remember(p, field);
	if (widget == WIDGET_LINES) {
		say_lines(p, view, &now);
	} else if (widget == WIDGET_LINE || widget == WIDGET_FILE) {
		now_is(p->shown.buf, &now);
	} else {
		options_list(p, field, &now);
		strbuf_addstr(&now, widget == WIDGET_CHECKS ? ". Any of the numbers. " : ". ");
	}
	if (field->type->flags & FT_SECRET)
		strbuf_addstr(&now, "What is typed is not shown. ");
	value_signs(p, view, &now);
	plain_say(&p->io, "%s", now.buf);
}

/* The title that the focused row stands under is told where that is news. */
static void
say_step(struct plain *p, const struct view *view)
{
	const struct field *field = plain_field(view);

	if (field && field->section != p->section)
		plain_say(&p->io, "Section %s.", field->section->title);
	p->section = field ? field->section : NULL;
	if (view->step)
		plain_say(&p->io, "Step %d of %d. %s.", view->step, view->steps, view->heading);
	else
		plain_say(&p->io, "%s.", view->heading);
	plain_say(&p->io, "%s", view->hint);
	if (field)
		say_value(p, view, field);
	else
		plain_say(&p->io, "Enter goes to the review, x exports, " SIGNS);
}

static void
announce_form(struct plain *p, const struct view *view)
{
	const struct field *field = plain_field(view);
	STRBUF(shown);

	if (field)
		wizard_show_value(p->wizard, field, &shown);
	if (!p->begun || p->kind != VIEW_FORM || p->field != field)
		say_step(p, view);
	else if (field && strcmp(shown.buf, p->shown.buf))
		say_value(p, view, field);
	plain_remember(p, field);
}

enum review_way
plain_review_way(const struct view *view)
{
	const struct view_row *row = plain_focus(view);

	if (view->focus + 1 == view->nrows)
		return REVIEW_BACK;
	if (row->kind == ROW_ACTION || (row->field && row->mark == '!'))
		return REVIEW_ROW;
	return row->kind == ROW_TEXT && !row->field ? REVIEW_BACK : REVIEW_EXPORT;
}

/* "Enter edits URL", "Enter or x exports" */
static void
review_enter(const struct view *view, struct strbuf *out)
{
	const struct view_row *row = plain_focus(view);
	enum review_way way = plain_review_way(view);

	if (way == REVIEW_BACK)
		strbuf_addstr(out, "Enter goes back to editing, x exports");
	else if (way == REVIEW_ROW && row->field)
		strbuf_addf(out, "Enter edits %s, x exports", row->label);
	else if (way == REVIEW_ROW && view->focus)
		strbuf_addstr(out, "Enter quits, x exports");
	else
		strbuf_addstr(out, "Enter or x exports");
}

/* It is told when it opens, and again what is wrong once a question was answered there: after an
 * export it holds what was written. */
static void
announce_review(struct plain *p, const struct view *view)
{
	bool answered = p->asked_by_wizard && view->notice;
	STRBUF(enter);

	if (p->begun && p->kind == VIEW_REVIEW && !answered)
		return;
	plain_say_review(p, !p->reviewed ? REVIEW_ALL : answered ? REVIEW_NEWS : REVIEW_TROUBLE);
	p->reviewed = true;
	p->field = NULL;
	p->section = NULL;
	review_enter(view, &enter);
	plain_say(&p->io,
		"%s, a number or a name edits that field, = lists all values, "
		"< back to editing, ? help, ! menu.",
		enter.buf);
}

void
plain_say_items(struct plain *p, const struct view *view)
{
	for (size_t i = 0; i < view->nitems; i++) {
		const struct view_item *item = &view->items[i];
		STRBUF(line);

		if (view->numbered)
			strbuf_addf(&line, "%zu ", i + 1);
		strbuf_addstr(&line, item->name);
		if (*item->meaning)
			strbuf_addf(&line, ": %s", item->meaning);
		plain_say(&p->io, "%s", line.buf);
	}
	if (view->left_out)
		plain_say(
			&p->io, "And %zu more, which a part of their names lists.", view->left_out);
}

/* Files are told on demand, for there may be many. */
static void
announce_list(struct plain *p, const struct view *view)
{
	if (!view->line) {
		plain_say_items(p, view);
		plain_say(&p->io, "%s", view->prompt);
	} else if (!view->numbered) {
		plain_say(&p->io, "< stops.");
	} else {
		if (view->nitems && (view->on_item || view->prompt_edit->text.len))
			plain_say(&p->io, "Enter takes %s%s%s", view->items[view->item_focus].name,
				*view->told ? ": " : ".", view->told);
		plain_say(&p->io, "%zu %s: = lists them, a number or a path chooses, < stops.",
			view->nitems, plural(view->nitems, "name", "names"));
	}
}

static void
announce_prompt(struct plain *p, const struct view *view)
{
	if (p->asked_by_wizard && !p->asked)
		return;
	if (view->choosing) {
		announce_list(p, view);
		return;
	}
	if (!view->prompt_edit) {
		plain_say(&p->io, "%s", view->prompt);
		return;
	}
	if (view->prompt_masked)
		plain_say(&p->io, "What is typed is not shown. < stops.");
	else if (view->prompt_edit->text.len)
		plain_say(&p->io, "Enter takes %s. - empties it, < stops.",
			view->prompt_edit->text.buf);
	else
		plain_say(&p->io, "< stops.");
}

void
plain_announce(struct plain *p, const struct view *view)
{
	if (view->prompt) {
		if (p->asked && view->notice)
			plain_say_message(p, view->mark, view->message);
		announce_prompt(p, view);
	} else {
		if (view->kind == VIEW_REVIEW)
			announce_review(p, view);
		else
			announce_form(p, view);
		/* the review has told already what is wrong with its rows */
		if ((p->asked || !p->begun) && *view->message &&
			(view->notice || view->kind == VIEW_FORM)) {
			plain_say_message(p, view->mark, view->message);
			p->warned = view->notice ? NULL : plain_field(view);
		}
		p->kind = view->kind;
	}
	p->begun = true;
	p->asked_by_wizard = view->prompt;
}

void
plain_question(const struct view *view, struct strbuf *out)
{
	if (view->choosing ? view->line : view->prompt_edit != NULL)
		strbuf_addstr(out, view->prompt);
	else if (view->prompt)
		strbuf_addstr(out, "Answer: ");
	else if (view->kind == VIEW_REVIEW)
		strbuf_addstr(out, "Review: ");
	else
		strbuf_addf(out, "%s: ", plain_focus(view)->label);
}

static void
say_row(struct plain *p, const struct view_row *row, const char *value)
{
	STRBUF(line);

	if (row->mark != ' ')
		strbuf_addf(&line, "%c ", row->mark);
	if (row->number)
		strbuf_addf(&line, "%d ", row->number);
	strbuf_addstr(&line, row->label);
	if (row->kind == ROW_FIELD)
		strbuf_addf(&line, ": %s", *value ? value : "empty");
	if (row->unused)
		strbuf_addstr(&line, " (not used)");
	plain_say(&p->io, "%s", line.buf);
}

void
plain_say_list(struct plain *p)
{
	const struct view *view = wizard_view(p->wizard);

	plain_say(&p->io, "Marks: * required and empty, ! problem, ? doubtful, + filled and fine.");
	for (size_t i = 0; i < view->nrows; i++) {
		const struct view_row *row = &view->rows[i];
		STRBUF(value);

		if (row->kind == ROW_SECTION)
			plain_say(&p->io, "Section %s.", row->label);
		if (row->field)
			wizard_show_value(p->wizard, row->field, &value);
		if (row->kind != ROW_SECTION)
			say_row(p, row, value.buf);
	}
	plain_say(&p->io, "= and a number or a name goes to a field.");
}

/* Whether a section is told shows its first row, for no title stands alone. The last one holds actions, which have signs
 * here. */
void
plain_say_review(struct plain *p, enum review_part part)
{
	const struct view *view = wizard_view(p->wizard);
	bool values = false, said = false;

	plain_say(&p->io, "Review of %s: %zu %s.", view->title, view->problems,
		plural(view->problems, "problem", "problems"));
	for (size_t i = 0; i < view->nrows; i++) {
		const struct view_row *row = &view->rows[i];

		if (row->kind != ROW_SECTION) {
			if (said && row->kind != ROW_ACTION)
				say_row(p, row, row->value);
			continue;
		}
		/* values stand under a title of the form, behind all findings, and changes behind them */
		values |= row[1].field && !strcmp(row[1].field->section->title, row->label);
		said = part == REVIEW_TROUBLE ? row[1].mark == '!' || row[1].mark == '?'
					      : row[1].kind != ROW_ACTION;
		said &= part == REVIEW_ALL || !values;
		if (said)
			plain_say(&p->io, "%s:", row->label);
	}
}

static const char help_of_signs[] =
	"An answer is a line. Enter alone keeps the value and goes on, < goes back, - empties the "
	"value, = lists all fields, =12 or =url goes to one, ! lists the commands of the menu, and "
	"!s is one of them.\n"
	"Several lines end with an empty line; + adds to those that are there.\n"
	"A backslash in front of a line that would be one of these makes it a value. In a secret only "
	"a sign alone is one of these.";

/* The page without its list of keys, which are none here. */
void
plain_say_help(struct plain *p)
{
	const struct view *view;

	wizard_act(p->wizard, ACTION_HELP);
	view = wizard_view(p->wizard);
	for (size_t i = 0; i < view->nrows; i++) {
		const struct view_row *row = &view->rows[i];

		if (row->kind == ROW_SECTION && i && !strcmp(row->label, "Keys"))
			break;
		if (row->kind == ROW_SECTION)
			plain_say(&p->io, "%s:", row->label);
		else
			plain_say(&p->io, "%s", row->label);
	}
	plain_say(&p->io, "%s", help_of_signs);
	wizard_act(p->wizard, ACTION_CLOSE);
}
