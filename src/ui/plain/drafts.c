/* The start page in plain mode. */
#include "ui/plain/drafts.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/rescue.h"
#include "base/signals.h"
#include "base/xalloc.h"

#include "ui/plain/drafts_state.h"
#include "ui/tty/edit_folder.h"

/* Columns have no meaning here: "macOS  2 problems            2026-11-20" becomes items of a sentence. */
static void
drafts_say_row(struct drafts *d, size_t number, const struct view_row *row)
{
	STRBUF(text);

	strbuf_addf(&text, "%zu %s", number, row->label);
	strbuf_trim(&text);
	for (const char *part = row->value; *part;) {
		const char *end = strstr(part, "  ");
		size_t len = end ? (size_t)(end - part) : strlen(part);

		if (len)
			strbuf_addf(&text, "%s%.*s", strstr(text.buf, ": ") ? ", " : ": ", (int)len,
				part);
		part += len;
		part += strspn(part, " ");
	}
	plain_say(&d->io, "%s", text.buf);
}

/* Drafts are numbered. The first rows make one, which has letters here. */
#define ROWS_BEFORE 2
static bool
row_is_draft(const struct view *view, size_t row)
{
	return row >= ROWS_BEFORE && view->rows[row].kind == ROW_ACTION;
}

/* "4 drafts."; with the folder, if all are in one. */
static void
drafts_say_count(struct drafts *d, const struct view *view)
{
	bool one = strchr(view->title, '/');

	plain_say(&d->io, "%c%s%s%s.", toupper((unsigned char)*view->state), view->state + 1,
		one ? " in " : "", one ? view->title : "");
}

static void
drafts_list(struct drafts *d)
{
	const struct view *view;
	size_t n = 0;

	wizard_compare(d->start); /* what was renamed is read again */
	view = wizard_view(d->start);
	drafts_say_count(d, view);
	for (size_t i = 0; i < view->nrows; i++)
		if (row_is_draft(view, i))
			drafts_say_row(d, ++n, &view->rows[i]);
	if (!n)
		plain_say(&d->io,
			"quick makes a draft with seven questions, new with all. import reads a profile. quit ends.");
	else if (!d->taught)
		plain_say(&d->io,
			"A number opens a draft. quick or new makes one, help lists commands, "
			"quit ends.");
	d->taught |= n > 0;
	d->listed = true;
}

void
drafts_say_message(struct drafts *d)
{
	const struct view *view = wizard_view(d->start);

	if (*view->message)
		plain_say(&d->io, "%s%s",
			view->mark == '!'   ? "Error: "
			: view->mark == '?' ? "Warning: "
					    : "",
			view->message);
}

/* The row of the draft with this name; 0 for none. */
static size_t
row_named(const struct view *view, const char *name)
{
	for (size_t row = 1; row < view->nrows; row++) {
		STRBUF(label);

		strbuf_addstr(&label, view->rows[row].label);
		strbuf_trim(&label);
		if (row_is_draft(view, row) && !strcmp(label.buf, name))
			return row;
	}
	return 0;
}

/* The row of the draft of this number, or name; 0, which is said, for none. *rest: what follows the number. */
static size_t
drafts_row(struct drafts *d, const char *text, const char **rest)
{
	const struct view *view = wizard_view(d->start);
	char *end;
	unsigned long number = strtoul(text, &end, 10);
	size_t row = 0;

	if (*text && strchr("123456789", *text) && (!*end || *end == ' '))
		while (++row < view->nrows && !(row_is_draft(view, row) && !--number))
			;
	*rest = end + strspn(end, " ");
	if (row && row < view->nrows)
		return row;
	*rest = "";
	if ((row = row_named(view, text)))
		return row;
	if (*text)
		plain_say(&d->io, "Error: There is no draft or command \"%s\".", text);
	else
		plain_say(&d->io, "Error: Add the number of a draft, such as copy 1.");
	return 0;
}

static bool
drafts_focus(struct drafts *d, const char *text, const char **rest)
{
	size_t row = drafts_row(d, text, rest);

	if (row && !**rest)
		wizard_focus(d->start, row);
	else if (row)
		plain_say(&d->io, "Error: Only one draft at a time, not \"%s\".", text);
	return row && !**rest;
}

static void
drafts_make(struct drafts *d, const char *argument)
{
	if (!*argument)
		wizard_run(d->start, wizard_make_draft);
	else if (!wizard_make_of(d->start, argument)) {
		drafts_say_message(d);
		return;
	}
	drafts_name(d);
}

/* A letter of the menu, of the draft that has the focus. */
static void
drafts_do(struct drafts *d, char letter)
{
	const struct view *view;

	wizard_act(d->start, ACTION_MENU);
	if (!wizard_answer(d->start, (unsigned char)letter))
		wizard_act(d->start, ACTION_CLOSE);
	view = wizard_view(d->start);
	if (view->prompt_edit && !view->choosing)
		drafts_name(d);
	else
		drafts_say_message(d);
}

static void
drafts_with(struct drafts *d, char letter, const char *argument)
{
	const char *rest;

	if (drafts_focus(d, argument, &rest))
		drafts_do(d, letter);
}

static void
drafts_open(struct drafts *d, const char *argument)
{
	const char *rest;

	if (!drafts_focus(d, argument, &rest))
		return;
	wizard_act(d->start, ACTION_ACCEPT);
	drafts_say_message(d);
}

static void
drafts_copy(struct drafts *d, const char *argument)
{
	drafts_with(d, 'c', argument);
}

static void
drafts_review(struct drafts *d, const char *argument)
{
	drafts_with(d, 'v', argument);
}

static void
drafts_export(struct drafts *d, const char *argument)
{
	drafts_with(d, 'x', argument);
}

static void
drafts_rename(struct drafts *d, const char *argument)
{
	drafts_with(d, 'r', argument);
	d->listed = false;
}

static void
drafts_delete(struct drafts *d, const char *argument)
{
	drafts_with(d, 'd', argument);
	d->listed = false;
}

static void
drafts_undo(struct drafts *d, const char *argument)
{
	(void)argument;
	wizard_act(d->start, ACTION_UNDO);
	drafts_say_message(d);
	d->listed = false;
}

static void
drafts_import(struct drafts *d, const char *argument)
{
	(void)argument;
	drafts_do(d, 'i');
}

static void
row_name(const struct view *view, size_t row, struct strbuf *out)
{
	strbuf_addstr(out, view->rows[row].label);
	strbuf_trim(out);
}

/* The other one is counted among the others. */
static void
drafts_compare(struct drafts *d, const char *argument)
{
	const char *rest;
	size_t row = drafts_row(d, argument, &rest), other = row ? drafts_row(d, rest, &rest) : 0;
	const struct view *view;
	STRBUF(a);
	STRBUF(b);

	if (!row || !other)
		return;
	if (row == other) {
		plain_say(&d->io, "Error: These are the same draft.");
		return;
	}
	row_name(wizard_view(d->start), row, &a);
	row_name(wizard_view(d->start), other, &b);
	wizard_focus(d->start, row);
	drafts_do(d, 'p');
	if (wizard_view(d->start)->choosing)
		wizard_take_item(d->start, other - ROWS_BEFORE - (other > row));
	view = wizard_view(d->start);
	if (view->kind != VIEW_HELP) {
		drafts_say_message(d);
		return;
	}
	plain_tell_differences(&d->io, view, a.buf, b.buf);
	wizard_act(d->start, ACTION_CLOSE);
}

static void
drafts_quick(struct drafts *d, const char *argument)
{
	(void)argument;
	wizard_run(d->start, wizard_quick_start);
}

static void
drafts_again(struct drafts *d, const char *argument)
{
	(void)argument;
	d->listed = false;
}

static void drafts_explain(struct drafts *d, const char *argument);

static void
drafts_quit(struct drafts *d, const char *argument)
{
	(void)argument;
	wizard_run(d->start, wizard_end);
}

static const struct {
	const char *word;
	char letter; /* as in earlier versions */
	const char *takes, *label;
	void (*run)(struct drafts *d, const char *argument);
} drafts_commands[] = {
	{ "open", 'o', "NUMBER", NULL, drafts_open },
	{ "quick", 'k', NULL, "makes one by seven questions", drafts_quick },
	{ "new", 'n', "or new FORM", NULL, drafts_make },
	{ "copy", 'c', "NUMBER", NULL, drafts_copy },
	{ "rename", 'r', "NUMBER", NULL, drafts_rename },
	{ "delete", 'd', "NUMBER", NULL, drafts_delete },
	{ "undo", 'u', NULL, "takes back a rename or deletion", drafts_undo },
	{ "review", 'v', "NUMBER", NULL, drafts_review },
	{ "export", 'x', "NUMBER", NULL, drafts_export },
	{ "compare", 'p', "NUMBER NUMBER", NULL, drafts_compare },
	{ "import", 'i', NULL, "reads a profile", drafts_import },
	{ "list", '=', NULL, NULL, drafts_again },
	{ "help", '?', NULL, NULL, drafts_explain },
	{ "quit", 'q', NULL, NULL, drafts_quit },
};

static void
drafts_explain(struct drafts *d, const char *argument)
{
	STRBUF(text);

	(void)argument;
	for (size_t i = 0; i < ARRAY_SIZE(drafts_commands); i++) {
		strbuf_addf(&text, "%s%s", i ? ", " : "Commands: ", drafts_commands[i].word);
		if (drafts_commands[i].takes || drafts_commands[i].label)
			strbuf_addf(&text, " %s",
				drafts_commands[i].takes ? drafts_commands[i].takes
							 : drafts_commands[i].label);
	}
	plain_say(&d->io, "%s.", text.buf);
}

/* What follows the word, with or without a slash in front, or the letter; NULL if it is another command. */
static const char *
command_argument(size_t i, const char *line)
{
	const char *word = drafts_commands[i].word, *typed = line + (*line == '/');
	size_t len = strlen(word);

	if (!strcmp(word, "help") && !strcasecmp(typed, "menu"))
		return "";
	if (!strncasecmp(typed, word, len) && (!typed[len] || typed[len] == ' '))
		return typed + len + strspn(typed + len, " ");
	if (*line == drafts_commands[i].letter && (!line[1] || strchr(" 0123456789", line[1])))
		return line + 1 + strspn(line + 1, " ");
	return NULL;
}

bool
drafts_is_command(const char *line)
{
	for (size_t i = 0; i < ARRAY_SIZE(drafts_commands); i++) {
		const char *argument = command_argument(i, line);

		if (argument && !*argument && line[1])
			return true;
	}
	return false;
}

void
drafts_answer(struct drafts *d)
{
	STRBUF(line); /* the next question has another */

	strbuf_addstr(&line, d->line.buf);
	if (!line.len) {
		d->listed = false;
		return;
	}
	for (size_t i = 0; i < ARRAY_SIZE(drafts_commands); i++) {
		const char *argument = command_argument(i, line.buf);

		if (argument) {
			drafts_commands[i].run(d, argument);
			return;
		}
	}
	drafts_open(d, line.buf);
}

/* What the wizard's sentences call the keys. */
static bool
drafts_spell(enum action action, struct strbuf *out)
{
	if (action != ACTION_UNDO && action != ACTION_CLOSE)
		return false;
	strbuf_addstr(out, action == ACTION_UNDO ? "undo" : "back");
	return true;
}

int
plain_run_start(struct wizard *start, int in, int out, struct strbuf *err)
{
	struct drafts d = {
		.start = start, .line = STRBUF_INIT, .doubted = STRBUF_INIT, .err = err
	};
	enum wizard_wish wish = WIZARD_GO_ON;
	STRBUF(left);

	signals_open(in);
	rescue_open(in, out);
	plain_io_init(&d.io, in, out);
	wizard_spell(start, drafts_spell);
	edit_folders_say_left(&left);
	if (left.len)
		plain_say(&d.io, "%s", left.buf);
	wizard_compare(start);
	while (wish == WIZARD_GO_ON && d.input == PLAIN_LINE) {
		if (!d.listed)
			drafts_list(&d);
		if (drafts_ask(&d))
			drafts_answer(&d);
		wish = wizard_wants(start);
	}
	if (wish == WIZARD_GO_ON) { /* nobody is left who could answer */
		wizard_run(start, wizard_end);
		wizard_wants(start);
	}
	plain_flush(&d.io);
	if (wish == WIZARD_OPEN)
		plain_io_hand_on(&d.io);
	plain_io_release(&d.io);
	rescue_close();
	signals_close();
	strbuf_release(&d.line);
	strbuf_release(&d.doubted);
	return d.input == PLAIN_FAILED ? -1 : 0;
}
