/* What a line means. On the form it is a command if it is a word of plain mode (ui/plain/menu.c): /back, /go 12, and where
 * nothing is typed but an option chosen, back and go 12; or one of the signs of earlier versions:
 *
 *     (empty)       keep the value, go on
 *     <             back
 *     ?             help
 *     -             clear the value
 *     +             add lines to those of the value
 *     = =12 =url    list all fields; go to a field
 *     ! !s          the menu; a command of it by its letter
 *
 * and a value otherwise. In a secret a sign is a command only alone. A word of a command without its slash is asked for
 * twice where it would be a secret, or the answer to a question. A backslash in front of what would
 * be a command makes it a value, and so does one more in front of that; elsewhere a backslash is a
 * character as any other. So every value can be typed. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/xalloc.h"

#include "ui/plain/state.h"

static const struct sign {
	char sign;
	bool alone;    /* nothing may follow */
	bool of_lines; /* only if a value has several lines */
	const char *command;
	const char *with; /* the command if something follows; NULL: a letter of the menu */
} signs[] = {
	{ '<', true, false, "back", NULL },
	{ '?', true, false, "help", NULL },
	{ '-', true, false, "clear", NULL },
	{ '+', true, true, "add", NULL },
	{ '=', false, false, "list", "go" },
	{ '!', false, false, "menu", NULL },
};

/* What a line tells to do. */
struct order {
	const struct plain_command *command; /* NULL: the menu has none */
	const char *argument;
};

/* A single letter is meant as one, even if the menu has none like it. */
static bool
letter_order(const char *line, struct order *order)
{
	order->command = plain_command_by_letter(line, &order->argument);
	return order->command ||
	       (strchr("abcdefghijklmnopqrstuvwxyz", *line) && (!line[1] || line[1] == ' '));
}

static bool
sign_order(const struct sign *sign, const char *line, bool secret, struct order *order)
{
	const char *rest = line + 1 + strspn(line + 1, " ");

	if (line[1] && (sign->alone || secret))
		return false;
	order->argument = rest;
	if (!line[1])
		order->command = plain_command_of(sign->command, true, &rest);
	else if (sign->with)
		order->command = plain_command_of(sign->with, true, &rest);
	else
		return letter_order(line + 1, order);
	return true;
}

/* False if it is a value. "!s" and "!g 12" are commands, but not "!sesame": a text may begin with a sign. */
static bool
line_order(const char *line, const struct field *field, struct order *order)
{
	bool secret = field && field->type->flags & FT_SECRET;
	bool lines = field && field_widget(field) == WIDGET_LINES;
	bool typed = field && (lines || field_widget(field) == WIDGET_LINE ||
				      field_widget(field) == WIDGET_FILE);

	if (field && !typed && plain_names_option(field, line))
		return false;
	for (size_t i = 0; *line && i < ARRAY_SIZE(signs); i++)
		if (*line == signs[i].sign && (!signs[i].of_lines || lines))
			return sign_order(&signs[i], line, secret, order);
	order->command = plain_command_of(line, !typed, &order->argument);
	return order->command;
}

void
plain_go(struct plain *p, const char *name)
{
	STRBUF(argument); /* a command may ask, which takes the line */

	strbuf_addstr(&argument, name);
	plain_act(p, ACTION_GO_TO);
	if (!argument.len)
		return;
	plain_replace(p, argument.buf, argument.len);
	plain_act(p, ACTION_ACCEPT);
}

/* False if it is asked for again. */
static bool
answer_is_sure(struct plain *p, const struct field *field)
{
	enum widget widget = field_widget(field);

	if (field->type->flags & FT_SECRET)
		return !plain_doubts(p, true);
	if (widget == WIDGET_LINE || widget == WIDGET_LINES || widget == WIDGET_FILE)
		plain_say_slash(p);
	return true;
}

/* A backslash makes a value of a command. The step behind the fields has no value; x exports, as in the review. */
static void
answer_form(struct plain *p, const struct field *field)
{
	struct order order;
	size_t backslashes;

	if (!field || !(field->type->flags & FT_SECRET))
		strbuf_trim(&p->line);
	if (line_order(p->line.buf, field, &order)) {
		plain_command_run(p, order.command, order.argument);
	} else if (!p->line.len && !field) {
		plain_act(p, ACTION_ACCEPT);
	} else if (!p->line.len) {
		plain_keep_value(p, field);
	} else if (field) {
		backslashes = strspn(p->line.buf, "\\");
		if (backslashes && line_order(p->line.buf + backslashes, field, &order))
			strbuf_splice(&p->line, 0, 1, "", 0);
		else if (!answer_is_sure(p, field))
			return;
		plain_take_value(p, field);
	} else if (!strcasecmp(p->line.buf, "x")) {
		plain_command_named(p, "export", "");
	} else {
		plain_say(&p->io, "Error: \"%s\" is not a command. Enter goes to the review.",
			p->line.buf);
	}
}

/* A tab at the end completes a path, as the key does on the screen. */
static bool
answer_complete(struct plain *p)
{
	size_t len = p->line.len;

	while (len && p->line.buf[len - 1] == '\t')
		len--;
	if (len == p->line.len)
		return false;
	plain_replace(p, p->line.buf, len);
	plain_act(p, ACTION_NEXT);
	return true;
}

/* What goes without a slash where nothing is typed. */
static bool
is_word(const char *line, bool bare, const char *word)
{
	const char *argument;
	const struct plain_command *command = plain_command_of(line, bare, &argument);

	return command && plain_command_is(command, word);
}

/* The question again. */
static void
answer_help(struct plain *p)
{
	p->asked = true;
	wizard_view(p->wizard);
}

/* What is a command behind a question that takes a text. */
static bool
is_order_of_line(const char *line)
{
	const char *argument;

	return !strcmp(line, "<") || !strcmp(line, "-") || plain_command_of(line, false, &argument);
}

/* A command of the page gives the question up; of those before the first page, which may end the session, quit does. */
static bool
answer_order(struct plain *p)
{
	const char *argument;
	const struct plain_command *command = plain_command_of(p->line.buf, false, &argument);

	if (!command || !(p->taught[LESSON_BEGIN] || plain_command_is(command, "quit")))
		return false;
	plain_act(p, ACTION_LEAVE);
	plain_command_run(p, command, argument);
	return true;
}

/* The text is taken as it is but for one backslash in front of what would be a command. */
static void
line_take(struct plain *p)
{
	const char *rest = p->line.buf + strspn(p->line.buf, "\\");
	bool escaped = rest > p->line.buf && is_order_of_line(rest);

	if (p->line.len)
		plain_replace(p, p->line.buf + escaped, p->line.len - escaped);
	plain_act(p, ACTION_ACCEPT);
}

static void
answer_line(struct plain *p, bool masked)
{
	const char *line;

	if (!masked && answer_complete(p))
		return;
	if (!masked)
		strbuf_trim(&p->line);
	line = p->line.buf;
	if (!strcmp(line, "<") || is_word(line, false, "back")) {
		plain_act(p, ACTION_CLOSE);
	} else if (is_word(line, false, "help")) {
		answer_help(p);
	} else if (!strcmp(line, "-") || is_word(line, false, "clear")) {
		plain_replace(p, "", 0);
		plain_act(p, ACTION_ACCEPT);
	} else if (!answer_order(p) && !plain_doubts(p, masked)) {
		line_take(p);
	}
}

/* A key, a word of an answer, or what stands for one. */
static void
answer_key(struct plain *p)
{
	const char *line;
	uint32_t key;

	strbuf_trim(&p->line);
	line = p->line.buf + (p->line.buf[0] == '/');
	key = plain_key(p->line.buf);
	p->asked = wizard_answer_word(p->wizard, line) || (key && wizard_answer(p->wizard, key));
	if (p->asked)
		return;
	if (strcmp(line, "?") != 0 && !is_word(line, true, "help") && answer_order(p))
		return;
	if (strcmp(line, "?") != 0 && !is_word(line, true, "help"))
		plain_say(&p->io, "Error: \"%s\" is not an answer here.", p->line.buf);
	answer_help(p);
}

/* A name alone stands in the folder that is listed. */
static void
list_type(struct plain *p, const struct view *view)
{
	const char *typed = view->prompt_edit ? view->prompt_edit->text.buf : "";
	const char *slash = strrchr(typed, '/');
	STRBUF(path);

	if (slash && !strchr(p->line.buf, '/') && p->line.buf[0] != '~')
		strbuf_add(&path, typed, (size_t)(slash + 1 - typed));
	strbuf_addstr(&path, p->line.buf);
	plain_replace(p, path.buf, path.len);
}

/* Whether the typed text ends with all of the focused item's name. */
static bool
item_is_typed(const struct view *view)
{
	const char *name = view->items[view->item_focus].name, *typed = view->prompt_edit->text.buf;
	size_t len = strlen(name), end = strlen(typed);

	return end >= len && !strcmp(typed + end - len, name) &&
	       (end == len || typed[end - len - 1] == '/');
}

/* Of several items that fit none is meant for certain, nor is a file of which a part was typed: it is told,
 * and taken by the next answer. A field to go to is what fits best, and what is none of the list's is
 * tried. */
static void
list_take_typed(struct plain *p)
{
	const struct view *view = wizard_view(p->wizard);
	bool files = view->line && view->numbered;
	bool whole = files && view->nitems && item_is_typed(view);
	bool single = view->nitems == 1 && (!files || plain_item_is_folder(view, 0));
	STRBUF(told);

	if (whole)
		plain_file(view->told, false, &told);
	if (whole || single || (view->line && (!files || !view->nitems))) {
		plain_act(p, ACTION_ACCEPT);
		/* what was refused does not stick: the next answer stands for itself, and an empty one leads out */
		view = wizard_view(p->wizard);
		if (view->choosing && view->notice && view->mark == '!') {
			plain_say_message(p, view->mark, view->message);
			plain_replace(p, "", 0);
			p->asked = false; /* the question is known */
		} else if (told.len) {
			plain_say(&p->io, "%s", told.buf);
		}
	} else if (!view->nitems) {
		plain_say(&p->io, "Error: \"%s\" is not an answer here.", p->line.buf);
		plain_replace(p, "", 0);
	}
}

/* A number that is a row's, or the way up; 0 where it is none. */
static size_t
list_row(const struct view *view, const char *line)
{
	char *end;
	unsigned long row = strtoul(line, &end, 10);

	if (view->line && view->numbered && (!strcmp(line, "..") || !strcmp(line, "../")))
		for (size_t i = 0; i < view->nitems; i++)
			if (!strcmp(view->items[i].name, "../"))
				return i + 1;
	if (!view->numbered || *line < '0' || *line > '9' || *end || row > view->nitems)
		return 0;
	return row;
}

static void
answer_list(struct plain *p, const struct view *view)
{
	bool typed = view->prompt_edit && view->prompt_edit->text.len, bare = !view->line;
	bool taken = view->line &&
		     (view->numbered ? plain_file_is_chosen(view) : typed || view->on_item);
	size_t row;

	if (view->line && answer_complete(p))
		return;
	strbuf_trim(&p->line);
	row = list_row(view, p->line.buf);
	if (!strcmp(p->line.buf, "<") || is_word(p->line.buf, bare, "back")) {
		plain_act(p, ACTION_LEAVE);
	} else if (!strcmp(p->line.buf, "=") || is_word(p->line.buf, bare, "list")) {
		plain_tell_items(p, view);
		if (!view->line)
			plain_say(&p->io, "%s", view->prompt);
	} else if (is_word(p->line.buf, bare, "help")) {
		answer_help(p);
	} else if (row) {
		p->asked = true;
		if (!view->line || plain_item_is_folder(view, row - 1))
			wizard_take_item(p->wizard, row - 1);
		else
			wizard_focus_item(p->wizard, row - 1);
	} else if (p->line.len && view->by_letter) {
		answer_key(p);
	} else if (answer_order(p)) {
		return;
	} else if (p->line.len) {
		list_type(p, view);
		list_take_typed(p);
	} else if (view->by_letter) {
		/* all rows were read out */
		wizard_focus_item(p->wizard, view->nitems - 1);
		plain_act(p, ACTION_ACCEPT);
	} else {
		plain_act(p, taken ? ACTION_ACCEPT : ACTION_LEAVE);
	}
}

/* To a field by its number, or what its label begins with. */
static void
review_find(struct plain *p, const struct view *view, const char *name)
{
	for (size_t i = 0; i < view->nrows; i++) {
		const struct view_row *row = &view->rows[i];
		STRBUF(number);

		if (row->number)
			strbuf_addf(&number, "%d", row->number);
		if (row->kind != ROW_FIELD || (strcmp(number.buf, name) != 0 &&
						      strncasecmp(row->label, name, strlen(name))))
			continue;
		wizard_focus(p->wizard, i);
		plain_act(p, ACTION_ACCEPT);
		return;
	}
	plain_say(&p->io, "Error: There is no field or command \"%s\".", name);
}

/* The result page, too. Enter: what is wrong comes first, then the export, then the way out; from what keeps an export from being
 * written, back to the fields. */
static void
answer_review(struct plain *p, const struct view *view)
{
	enum review_way way = plain_review_way(view);
	struct order order;
	const char *line;

	strbuf_trim(&p->line);
	line = p->line.buf;
	if (!*line && way == REVIEW_EXPORT)
		wizard_focus_export(p->wizard);
	else if (!*line && way == REVIEW_BACK)
		wizard_focus(p->wizard, view->nrows - 1);
	if (!*line)
		plain_act(p, ACTION_ACCEPT);
	else if (line_order(line, NULL, &order))
		plain_command_run(p, order.command, order.argument);
	else if (!strcasecmp(line, "x"))
		plain_command_named(p, "export", "");
	else
		review_find(p, view, line);
}

void
plain_answer(struct plain *p)
{
	const struct view *view = wizard_view(p->wizard);

	p->asked = false;
	if (view->choosing)
		answer_list(p, view);
	else if (view->prompt_edit)
		answer_line(p, view->prompt_masked);
	else if (view->prompt)
		answer_key(p);
	else if (view->kind == VIEW_REVIEW || view->kind == VIEW_RESULT)
		answer_review(p, view);
	else
		answer_form(p, plain_field(view));
	view = wizard_view(p->wizard);
	if (view->kind == VIEW_HELP && !view->prompt)
		plain_tell_help_page(p);
}
