/* What a line means. On the form it is a command where it is
 *
 *     (empty)       keep the value, go on
 *     <             back
 *     ?             help
 *     -             empty the value
 *     +             lines that follow are added to those of the value
 *     = =12 =url    the list of all fields; go to a field
 *     ! !s          the menu; a command of it
 *
 * and a value otherwise. In a secret only a sign alone is a command. A backslash in front of what would
 * be a command makes it a value, and so does one more in front of that; elsewhere a backslash is a
 * character as any other. So every value can be typed. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/xalloc.h"

#include "ui/plain/state.h"

static void
sign_back(struct plain *p, const struct field *field, const char *rest)
{
	const struct view *view;

	(void)rest;
	plain_act(p, ACTION_PREVIOUS);
	view = wizard_view(p->wizard);
	if (view->kind == VIEW_FORM && field && plain_field(view) == field)
		plain_say(&p->io, "This is the first field.");
}

static void
sign_help(struct plain *p, const struct field *field, const char *rest)
{
	(void)field;
	(void)rest;
	plain_say_help(p);
}

static void
sign_empty(struct plain *p, const struct field *field, const char *rest)
{
	(void)rest;
	if (field)
		plain_empty_value(p, field);
}

static void
sign_add(struct plain *p, const struct field *field, const char *rest)
{
	(void)rest;
	plain_add_lines(p, field);
}

static void
sign_list(struct plain *p, const struct field *field, const char *rest)
{
	(void)field;
	if (!*rest) {
		plain_say_list(p);
		return;
	}
	plain_act(p, ACTION_GO_TO);
	plain_replace(p, rest, strlen(rest));
	plain_act(p, ACTION_ACCEPT);
}

static void
sign_menu(struct plain *p, const struct field *field, const char *rest)
{
	(void)field;
	if (*rest)
		plain_command(p, rest);
	else
		plain_menu(p);
}

static const struct sign {
	char sign;
	bool alone;    /* nothing may follow */
	bool of_lines; /* only where a value has several lines */
	void (*run)(struct plain *p, const struct field *field, const char *rest);
} signs[] = {
	{ '<', true, false, sign_back },
	{ '?', true, false, sign_help },
	{ '-', true, false, sign_empty },
	{ '+', true, true, sign_add },
	{ '=', false, false, sign_list },
	{ '!', false, false, sign_menu },
};

/* The sign that makes a command of this line; NULL where it is a value. "!s" and "!g 12" are commands, but not
 * "!sesame": a text may begin with a sign. */
static const struct sign *
line_sign(const char *line, const struct field *field)
{
	bool secret = field && field->type->flags & FT_SECRET;
	bool lines = field && field_widget(field) == WIDGET_LINES;

	for (size_t i = 0; *line && i < ARRAY_SIZE(signs); i++) {
		if (*line != signs[i].sign || (signs[i].of_lines && !lines))
			continue;
		if (!line[1])
			return &signs[i];
		if (signs[i].alone || secret)
			return NULL;
		if (*line == '!' && (!strchr("abcdefghijklmnopqrstuvwxyz", line[1]) ||
					    (line[2] && line[2] != ' ')))
			return NULL;
		return &signs[i];
	}
	return NULL;
}

/* A backslash makes a value of a command. The step behind the fields has no value; x exports, as in the review. */
static void
answer_form(struct plain *p, const struct field *field)
{
	const struct sign *sign;
	size_t backslashes;
	STRBUF(line);

	if (!field || !(field->type->flags & FT_SECRET))
		strbuf_trim(&p->line);
	sign = line_sign(p->line.buf, field);
	if (sign) {
		/* a command may ask, which takes the line */
		strbuf_addstr(&line, p->line.buf + 1);
		strbuf_trim(&line);
		sign->run(p, field, line.buf);
	} else if (!p->line.len && !field) {
		plain_act(p, ACTION_ACCEPT);
	} else if (!p->line.len) {
		plain_keep_value(p, field);
	} else if (field) {
		backslashes = strspn(p->line.buf, "\\");
		if (backslashes && line_sign(p->line.buf + backslashes, field))
			strbuf_splice(&p->line, 0, 1, "", 0);
		plain_take_value(p, field);
	} else if (!strcasecmp(p->line.buf, "x")) {
		plain_command(p, "x");
	} else {
		plain_say(&p->io,
			"Problem: nothing is typed here. Enter goes to the review, x exports.");
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

static void
answer_line(struct plain *p, bool masked)
{
	struct strbuf *line = &p->line;
	const char *sign;

	if (!masked && answer_complete(p))
		return;
	if (!masked)
		strbuf_trim(line);
	if (!strcmp(line->buf, "<")) {
		plain_act(p, ACTION_CLOSE);
		return;
	}
	sign = line->buf + strspn(line->buf, "\\");
	if (!strcmp(line->buf, "-"))
		plain_replace(p, "", 0);
	else if (!strcmp(sign, "<") || !strcmp(sign, "-"))
		plain_replace(p, line->buf + 1, line->len - 1);
	else if (line->len)
		plain_replace(p, line->buf, line->len);
	plain_act(p, ACTION_ACCEPT);
}

static void
answer_key(struct plain *p)
{
	uint32_t key;

	strbuf_trim(&p->line);
	key = plain_key(p->line.buf);
	p->asked = key && wizard_answer(p->wizard, key);
	if (!p->asked)
		plain_say(&p->io, "Problem: \"%s\" is no answer here.", p->line.buf);
}

static bool
item_is_folder(const struct view *view, size_t item)
{
	const char *name = view->items[item].name;

	return view->line && name[strlen(name) - 1] == '/';
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
	bool single = view->nitems == 1 && (!files || item_is_folder(view, 0));

	if (whole && *view->told)
		plain_say(&p->io, "%s", view->told);
	if (whole || single || (view->line && (!files || !view->nitems))) {
		plain_act(p, ACTION_ACCEPT);
		/* what was refused does not stick: the next answer stands for itself, and an empty one leads out */
		view = wizard_view(p->wizard);
		if (view->choosing && view->notice && view->mark == '!') {
			plain_say_message(p, view->mark, view->message);
			plain_replace(p, "", 0);
		}
	} else if (!view->nitems) {
		plain_say(&p->io, "Problem: \"%s\" is no answer here.", p->line.buf);
		plain_replace(p, "", 0);
	}
}

/* A number that is a row's; 0 where it is none. */
static size_t
list_row(const struct view *view, const char *line)
{
	char *end;
	unsigned long row = strtoul(line, &end, 10);

	if (!view->numbered || *line < '0' || *line > '9' || *end || row > view->nitems)
		return 0;
	return row;
}

static void
answer_list(struct plain *p, const struct view *view)
{
	bool typed = view->prompt_edit && view->prompt_edit->text.len;
	size_t row;

	if (view->line && answer_complete(p))
		return;
	strbuf_trim(&p->line);
	row = list_row(view, p->line.buf);
	if (!strcmp(p->line.buf, "<")) {
		plain_act(p, ACTION_LEAVE);
	} else if (!strcmp(p->line.buf, "=")) {
		plain_say_items(p, view);
	} else if (row) {
		p->asked = true;
		if (!view->line || item_is_folder(view, row - 1))
			wizard_take_item(p->wizard, row - 1);
		else
			wizard_focus_item(p->wizard, row - 1);
	} else if (p->line.len && view->by_letter) {
		answer_key(p);
	} else if (p->line.len) {
		list_type(p, view);
		list_take_typed(p);
	} else if (view->by_letter) {
		/* all rows were read out */
		wizard_focus_item(p->wizard, view->nitems - 1);
		plain_act(p, ACTION_ACCEPT);
	} else {
		plain_act(p, view->line && (typed || view->on_item) ? ACTION_ACCEPT : ACTION_LEAVE);
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
	plain_say(&p->io, "Problem: no field is called or numbered \"%s\".", name);
}

/* Enter: what is wrong comes first, then the export, then the way out; from what keeps an export from being
 * written, back to the fields. */
static void
answer_review(struct plain *p, const struct view *view)
{
	enum review_way way = plain_review_way(view);
	const char *line;

	strbuf_trim(&p->line);
	line = p->line.buf;
	if (!*line && way != REVIEW_ROW)
		wizard_focus(p->wizard, way == REVIEW_EXPORT ? 0 : view->nrows - 1);
	if (!*line)
		plain_act(p, ACTION_ACCEPT);
	else if (!strcmp(line, "<"))
		plain_act(p, ACTION_CLOSE);
	else if (!strcmp(line, "?"))
		plain_say_help(p);
	else if (!strcmp(line, "="))
		plain_say_review(p, REVIEW_ALL);
	else if (!strcasecmp(line, "x"))
		plain_command(p, "x");
	else if (!strcmp(line, "!"))
		plain_menu(p);
	else if (*line == '!')
		plain_command(p, line + 1);
	else if (*line == '=')
		sign_list(p, NULL, line + 1);
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
	else if (view->kind == VIEW_REVIEW)
		answer_review(p, view);
	else
		answer_form(p, plain_field(view));
}
