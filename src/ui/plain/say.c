/* Plain mode in words: steps, the review and the result. Only what is new is said. */
#include <string.h>

#include "base/text.h"

#include "ui/plain/state.h"

/* A longer text, or more lines, are not read out at each visit. */
#define LINES_TOLD 3
#define COLUMNS_TOLD 120

static const char *const lessons[LESSONS] = {
	[LESSON_BEGIN] = "Enter keeps a value and goes on. Commands: back, help, list, menu, quit. "
			 "In a text: /quit.",
	[LESSON_SECRET] = "What you type is not shown.",
	[LESSON_LINE] = "/back stops.",
	[LESSON_FILES] = "/list reads them.",
	[LESSON_REVIEW] = "A number edits a field. list reads all values.",
	[LESSON_FACTS] = "In the review, value reads hashes and numbers in full.",
	[LESSON_LIST] = "go and a number or a name goes to a field.",
};

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

bool
plain_is_yes_or_no(const struct field *field)
{
	return field_widget(field) == WIDGET_OPTIONS && !field->nchoices;
}

void
plain_teach(struct plain *p, enum plain_lesson lesson)
{
	if (!p->taught[lesson])
		plain_say(&p->io, "%s", lessons[lesson]);
	p->taught[lesson] = true;
}

void
plain_say_lines(struct plain *p)
{
	plain_say(&p->io, p->taught[LESSON_LINES] ? "Lines. An empty one ends."
						  : "Several lines. An empty line ends.");
	p->taught[LESSON_LINES] = true;
}

/* Once at each field. */
static void
teach_error(struct plain *p, const struct field *field)
{
	if (!strvec_contains(&p->erred, field->key))
		plain_say(&p->io, "Type it again. Enter keeps it for now.");
	strvec_push(&p->erred, field->key);
}

void
plain_say_message(struct plain *p, char mark, const char *message)
{
	STRBUF(words);
	STRBUF(brief);

	/* the first one was made before the wizard knew how keys are called here */
	if (p->begun)
		strbuf_addstr(&words, message);
	else
		keys_spell(message, plain_spell, &words);
	plain_hash(words.buf, false, &brief);
	plain_say(&p->io, "%s%s",
		mark == '!'   ? "Error: "
		: mark == '?' ? "Warning: "
			      : "",
		brief.buf);
	if (mark == '!' || mark == '?')
		strvec_push(&p->heard, message);
}

void
plain_remember(struct plain *p, const struct field *field)
{
	strbuf_clear(&p->shown);
	if (field)
		wizard_show_value(p->wizard, field, &p->shown);
	p->field = field;
}

void
plain_options(const struct field *field, struct strbuf *out)
{
	size_t n;
	const struct choice *options = field_options(field, &n);

	for (size_t i = 0; i < n; i++)
		strbuf_addf(out, "%s%zu %s", i ? ", " : "", i + 1, options[i].label);
}

/* Whether the draft has something that is not one of the options. */
static bool
is_stray(const struct plain *p, const struct field *field)
{
	size_t n, picked = 0;

	field_options(field, &n);
	for (size_t i = 0; i < n; i++)
		picked += wizard_is_picked(p->wizard, field, i);
	return !picked && p->shown.len;
}

/* A long text by its size. */
static void
value_lines(const struct view *view, const char *shown, struct strbuf *out)
{
	STRVEC(lines);

	strvec_split(&lines, view->edit ? view->edit->text.buf : shown, '\n');
	if (lines.n > LINES_TOLD || strlen(shown) > COLUMNS_TOLD)
		strbuf_addf(out, "%zu %s", lines.n, plural(lines.n, "line", "lines"));
	else
		strbuf_addstr(out, shown);
}

/* Our own words begin a sentence with it; a value is as it was typed. */
static void
capitalise(const struct field *field, struct strbuf *out, size_t start)
{
	bool ours = plain_is_yes_or_no(field) || field->type->flags & FT_SECRET ||
		    !strcmp(out->buf + start, "empty");

	if (ours && out->buf[start] >= 'a' && out->buf[start] <= 'z')
		out->buf[start] = (char)(out->buf[start] - 'a' + 'A');
}

/* "Empty." */
static void
value_add(const struct plain *p, const struct view *view, const struct field *field,
	struct strbuf *out)
{
	enum widget widget = field_widget(field);
	size_t start = out->len;

	if (widget == WIDGET_LINES)
		value_lines(view, p->shown.buf, out);
	else
		plain_hash(p->shown.buf, false, out);
	if (out->len == start)
		strbuf_addstr(out, "empty");
	if ((widget == WIDGET_OPTIONS || widget == WIDGET_CHECKS) && is_stray(p, field) &&
		!wizard_is_unread(p->wizard, field))
		strbuf_addstr(out, ", not one of the options");
	capitalise(field, out, start);
	if (!plain_ends(out->buf))
		strbuf_addch(out, '.');
}

static const char *
field_kind(const struct field *field)
{
	return field->flags & FIELD_LOCKED      ? "locked"
	       : field->flags & FIELD_READ_ONLY ? "read-only"
	       : field->flags & FIELD_REQUIRED  ? "required"
						: "optional";
}

/* "4 Fingerprint, optional. Empty.", "9 Extractable key? No." */
static void
say_head(struct plain *p, const struct view *view, const struct field *field)
{
	const struct view_row *row = plain_focus(view);
	STRBUF(head);

	if (row->number)
		strbuf_addf(&head, "%d ", row->number);
	if (plain_is_yes_or_no(field) && !row->unused && !(field->flags & FIELD_FIXED))
		strbuf_addf(&head, "%s? ", row->label);
	else
		strbuf_addf(&head, "%s, %s. ", row->label,
			row->unused ? "not used" : field_kind(field));
	plain_remember(p, field);
	value_add(p, view, field, &head);
	plain_say(&p->io, "%s", head.buf);
}

/* What was written about the field comes before its hint; the rest of that is for whom it is asked by. */
static void
say_remarks(struct plain *p, const struct view *view)
{
	for (const char *line = view->hint; *line; line += strcspn(line, "\n"), line += *line > 0)
		if (!strncmp(line, "Comment: ", 9) || !strncmp(line, "Accepted: ", 10))
			plain_say(&p->io, "%.*s", (int)strcspn(line, "\n"), line);
}

static void
say_hint(struct plain *p, const struct field *field)
{
	STRBUF(words);
	STRBUF(brief);

	if (p->hints_off || strvec_contains(&p->visited, field->key))
		return;
	strvec_push(&p->visited, field->key);
	keys_spell(field->hint, plain_spell, &words);
	plain_first_sentence(words.buf, &brief);
	if (brief.len)
		plain_say(&p->io, "%s", brief.buf);
}

/* The options are told at each visit, since their numbers are answers. */
static void
say_ways(struct plain *p, const struct view *view, const struct field *field)
{
	enum widget widget = field_widget(field);
	STRBUF(options);

	if (field->flags & FIELD_FIXED || plain_focus(view)->unused)
		return;
	if (widget == WIDGET_LINES)
		plain_say_lines(p);
	if (field->type->flags & FT_SECRET)
		plain_teach(p, LESSON_SECRET);
	if ((widget != WIDGET_OPTIONS && widget != WIDGET_CHECKS) || plain_is_yes_or_no(field))
		return;
	strbuf_addstr(&options, widget == WIDGET_CHECKS ? "Any of " : "");
	plain_options(field, &options);
	plain_say(&p->io, "%s.", options.buf);
}

/* The title of the section is told if that is news. */
static void
say_step(struct plain *p, const struct view *view)
{
	const struct field *field = plain_field(view);

	if (field && field->section != p->section)
		plain_say(&p->io, "Section %s.", field->section->title);
	p->section = field ? field->section : NULL;
	p->adding = NULL;
	if (!field) {
		plain_say(&p->io, "%s.", view->heading);
		return;
	}
	say_head(p, view, field);
	say_remarks(p, view);
	say_hint(p, field);
	say_ways(p, view, field);
}

static void
say_new_value(struct plain *p, const struct view *view, const struct field *field)
{
	STRBUF(now);

	plain_remember(p, field);
	strbuf_addstr(&now, "Now: ");
	value_add(p, view, field, &now);
	plain_say(&p->io, "%s", now.buf);
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
		say_new_value(p, view, field);
	plain_remember(p, field);
}

enum review_way
plain_review_way(const struct view *view)
{
	const struct view_row *row = plain_focus(view);

	if (view->kind == VIEW_RESULT)
		return REVIEW_ROW;
	if (view->focus + 1 == view->nrows)
		return REVIEW_BACK;
	if (row->kind == ROW_ACTION || (row->field && row->mark == '!'))
		return REVIEW_ROW;
	return !row->field ? REVIEW_BACK : REVIEW_EXPORT;
}

/* "Enter edits 12 URL." */
static void
say_review_enter(struct plain *p, const struct view *view)
{
	const struct view_row *row = plain_focus(view);
	enum review_way way = plain_review_way(view);
	STRBUF(name);

	if (row->number)
		strbuf_addf(&name, "%d ", row->number);
	strbuf_addstr(&name, row->label);
	if (way == REVIEW_BACK)
		plain_say(&p->io, "Enter goes back to editing.");
	else if (way == REVIEW_ROW && row->field)
		plain_say(&p->io, "Enter edits %s.", name.buf);
	else
		plain_say(&p->io, "Enter exports.");
}

/* It is told when it opens, and again what is wrong once a question was answered there: after an
 * export it holds what was written. */
static void
announce_review(struct plain *p, const struct view *view)
{
	bool answered = p->asked_by_wizard && view->notice;

	if (p->begun && p->kind == VIEW_REVIEW && !answered)
		return;
	plain_tell_findings(p, view);
	p->field = NULL;
	p->section = NULL;
	plain_teach(p, LESSON_REVIEW);
	say_review_enter(p, view);
}

/* What the page tells is said already if it is not news: another file was asked for, and not written. */
static void
announce_result(struct plain *p, const struct view *view)
{
	bool written = view->focus + 1 < view->nrows;

	if (p->begun && p->kind == VIEW_RESULT && !p->asked_by_wizard)
		return;
	plain_tell_result(p, view);
	p->field = NULL;
	p->section = NULL;
	if (written && wizard_next(p->wizard))
		plain_say(&p->io, "Enter opens the other draft, %s.", plain_focus(view)->value);
	else
		plain_say(&p->io, written ? "Enter quits." : "Enter goes back to the review.");
}

/* What is wrong with the field that was left, unless it was told there. */
static void
say_left(struct plain *p, const struct view *view)
{
	if (p->asked && view->left_mark == '!' && (!p->warned || p->warned != p->field))
		plain_say_message(p, view->left_mark, view->left);
}

/* Whether a question about the field was given up, so that all is as it was told. */
static bool
is_as_told(const struct plain *p, const struct view *view)
{
	const struct field *field = plain_field(view);
	STRBUF(shown);

	if (!p->asked_by_wizard || !field || field != p->warned)
		return false;
	wizard_show_value(p->wizard, field, &shown);
	return !strcmp(shown.buf, p->shown.buf) && strvec_contains(&p->heard, view->message);
}

/* The review has told already what is wrong with its rows, also with the one that is edited next; and the result what was
 * written. */
static bool
message_is_news(const struct plain *p, const struct view *view)
{
	if ((!p->asked && p->begun) || !*view->message)
		return false;
	if (view->notice)
		return view->kind != VIEW_RESULT || (p->kind == VIEW_RESULT && !p->asked_by_wizard);
	if (view->kind != VIEW_FORM || is_as_told(p, view))
		return false;
	return !p->begun || p->kind != VIEW_REVIEW ||
	       !plain_is_heard(p, view->message, p->review_heard);
}

static void
announce_page(struct plain *p, const struct view *view)
{
	const struct field *here = p->field;
	bool news = message_is_news(p, view);

	say_left(p, view);
	plain_teach(p, LESSON_BEGIN);
	if (view->kind == VIEW_REVIEW)
		announce_review(p, view);
	else if (view->kind == VIEW_RESULT)
		announce_result(p, view);
	else
		announce_form(p, view);
	if (p->field != here)
		p->warned = NULL;
	if (*view->message && !view->notice && (news || p->field != here))
		p->warned = plain_field(view);
	if (news) {
		plain_say_message(p, view->mark, view->message);
		if (view->mark == '!' && !view->notice && here && here == p->field)
			teach_error(p, here);
	}
	p->kind = view->kind;
}

void
plain_announce(struct plain *p, const struct view *view)
{
	STRBUF(place);

	if (view->prompt && p->asked && view->notice)
		plain_say_message(p, view->mark, view->message);
	if (view->prompt)
		plain_announce_question(p, view);
	else
		announce_page(p, view);
	/* behind a question that was given up */
	plain_place(view, &place);
	if (p->begun && p->asked_by_wizard && !view->prompt && p->io.output.len == p->io.echoed)
		plain_say(&p->io, "%s", place.buf);
	p->begun = true;
	p->asked_by_wizard = view->prompt;
}
