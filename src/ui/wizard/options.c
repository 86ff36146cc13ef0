/* Fields whose values are chosen, not typed: options, yes and no, checks. There is no wrong choice to
 * be typed, but a draft edited by hand may hold one: it is shown and told, and any choice fixes it. */
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "ui/wizard/machine.h"

/* In memory that could be written to, as a form's choices are; nobody does. */
static char word_true[] = "true", word_false[] = "false", word_yes[] = "Yes", word_no[] = "No";

static const struct choice yes_and_no[] = {
	{ .value = word_true, .label = word_yes },
	{ .value = word_false, .label = word_no },
};

const struct choice *
field_options(const struct field *field, size_t *n)
{
	*n = field->nchoices ? field->nchoices : ARRAY_SIZE(yes_and_no);
	return field->nchoices ? field->choices : yes_and_no;
}

static const char *
field_folder(const struct wizard *w)
{
	return w->s.desk.folder;
}

/* The chosen option, or the number of options where the value is none of them. A draft may say "on"
 * where an option says "true": the field's type knows. */
static size_t
option_chosen(const struct wizard *w, const struct field *field)
{
	STRBUF(kept);
	STRBUF(err);
	const char *text = draft_text(w->s.draft, field);
	size_t n, i;
	const struct choice *options = field_options(field, &n);

	if (draft_unread(w->s.draft, field))
		return n;
	if (field_accept(field, text, field_folder(w), &kept, &err) == 0)
		text = kept.buf;
	for (i = 0; i < n; i++)
		if (!strcmp(options[i].value, text))
			break;
	return i;
}

/* The items of a set of checks, as their type keeps them. */
static void
checks_items(const struct wizard *w, const struct field *field, struct strvec *items)
{
	STRBUF(kept);
	STRBUF(err);
	const char *text = draft_unread(w->s.draft, field) ? "" : draft_text(w->s.draft, field);

	if (field_accept(field, text, field_folder(w), &kept, &err) == 0)
		text = kept.buf;
	strvec_split(items, text, '\n');
}

static void
option_show(
	const struct choice *option, size_t i, const char *brackets, char sign, struct strbuf *out)
{
	if (i)
		strbuf_addstr(out, "  ");
	strbuf_addf(out, "%c%c%c ", brackets[0], sign, brackets[1]);
	text_show(out, option->label, strlen(option->label));
}

/* A value that is no option stands behind them, or nobody would see what is wrong. */
static void
option_show_stray(const char *text, struct strbuf *out)
{
	strbuf_addstr(out, "  now: ");
	text_show(out, text, strlen(text));
}

static void
option_show_unread(const struct wizard *w, const struct field *field, struct strbuf *out)
{
	STRBUF(text);

	session_show_value(&w->s, field, &text);
	if (draft_unread(w->s.draft, field))
		option_show_stray(text.buf, out);
}

void
options_show(const struct wizard *w, const struct field *field, struct strbuf *out, size_t *cursor)
{
	size_t n, chosen = option_chosen(w, field);
	const struct choice *options = field_options(field, &n);

	*cursor = 1;
	for (size_t i = 0; i < n; i++) {
		if (i == chosen)
			*cursor = out->len + (i ? 3 : 1);
		option_show(&options[i], i, "()", i == chosen ? 'x' : ' ', out);
	}
	if (chosen == n && !draft_is_empty(w->s.draft, field) && !draft_unread(w->s.draft, field))
		option_show_stray(draft_text(w->s.draft, field), out);
	option_show_unread(w, field, out);
}

void
checks_show(const struct wizard *w, const struct field *field, struct strbuf *out, size_t *cursor)
{
	size_t n;
	const struct choice *options = field_options(field, &n);
	STRVEC(items);

	checks_items(w, field, &items);
	*cursor = 1;
	for (size_t i = 0; i < n; i++) {
		if (i == w->p.check)
			*cursor = out->len + (i ? 3 : 1);
		option_show(&options[i], i, "[]",
			strvec_contains(&items, options[i].value) ? 'x' : ' ', out);
	}
	for (size_t i = 0; i < items.n; i++)
		if (!field_choice(field, items.v[i]))
			option_show_stray(items.v[i], out);
	option_show_unread(w, field, out);
}

size_t
options_at(const struct field *field, size_t byte)
{
	STRBUF(shown);
	size_t n, i;
	const struct choice *options = field_options(field, &n);

	for (i = 0; i < n && shown.len <= byte; i++)
		option_show(&options[i], i, "()", ' ', &shown);
	if (shown.len <= byte)
		i = n + 1;
	return i ? i - 1 : n;
}

const char *
options_hint(const struct wizard *w, const struct field *field)
{
	size_t n, at = options_focus(w, field);
	const struct choice *options = field_options(field, &n);

	return at < n ? options[at].hint : NULL;
}

static void
options_take(struct wizard *w, size_t option)
{
	const struct field *field = wizard_field(w);
	size_t n;
	const struct choice *options = field_options(field, &n);

	if (option >= n || option == option_chosen(w, field))
		return;
	draft_set(w->s.draft, field, options[option].value);
	wizard_value_changed(w);
}

/* The option that a typed digit means, or the next one, behind at, whose label begins with a letter; n for none. */
static size_t
option_typed(const struct field *field, size_t at, uint32_t chord)
{
	size_t n;
	const struct choice *options = field_options(field, &n);

	if (chord >= '1' && chord <= '9')
		return chord - '1' < n ? chord - '1' : n;
	for (size_t i = 1; chord > ' ' && chord < 0x7f && i <= n; i++) {
		size_t option = (at + i) % n;
		uint32_t first = (unsigned char)options[option].label[0];

		if (first == chord || (first | 0x20) == (chord | 0x20))
			return option;
	}
	return n;
}

/* An option only where nothing at all is an answer. */
static void
options_clear(struct wizard *w)
{
	const struct field *field = wizard_field(w);

	if (field_widget(field) == WIDGET_OPTIONS &&
		(*field->default_text || field->flags & FIELD_REQUIRED))
		wizard_say(w, ' ', "%s always has a value. Choose another one.", field->label);
	else if (!draft_is_empty(w->s.draft, field)) {
		draft_set(w->s.draft, field, "");
		wizard_value_changed(w);
	}
}

/* Choosing is cheap: one step, back to what was chosen when the field was entered. */
static bool
options_undo(struct wizard *w)
{
	if (answer_same(&w->p.start, w->s.draft, wizard_field(w)))
		return false;
	answer_put(&w->p.start, w->s.draft, wizard_field(w));
	wizard_value_changed(w);
	return true;
}

/* Arrows stop at the ends; Space goes round. */
bool
options_act(struct wizard *w, enum action action, uint32_t chord)
{
	const struct field *field = wizard_field(w);
	size_t n, chosen = option_chosen(w, field);

	field_options(field, &n);
	if (action == ACTION_RIGHT || chord == ' ')
		options_take(w, chosen + 1 < n                ? chosen + 1
				: chord == ' ' || chosen == n ? 0
							      : chosen);
	else if (action == ACTION_LEFT)
		options_take(w, chosen == n ? n - 1 : chosen ? chosen - 1 : 0);
	else if (action == ACTION_START)
		options_take(w, 0);
	else if (action == ACTION_END)
		options_take(w, n - 1);
	else if (action == ACTION_TYPE)
		options_take(w, option_typed(field, chosen, chord));
	else if (action == ACTION_BACKSPACE || action == ACTION_DELETE)
		options_clear(w);
	else if (action == ACTION_UNDO)
		return options_undo(w);
	else
		return false;
	return true;
}

static void
checks_toggle(struct wizard *w, size_t option)
{
	const struct field *field = wizard_field(w);
	size_t n;
	const struct choice *options = field_options(field, &n);
	STRVEC(items);
	STRBUF(typed);
	STRBUF(kept);
	STRBUF(err);

	if (option >= n)
		return;
	w->p.check = option;
	checks_items(w, field, &items);
	for (size_t i = 0; i < items.n; i++)
		if (strcmp(items.v[i], options[option].value))
			strbuf_addf(&typed, "%s\n", items.v[i]);
	if (!strvec_contains(&items, options[option].value))
		strbuf_addf(&typed, "%s\n", options[option].value);
	/* the type puts them in the form's order */
	if (field_accept(field, typed.buf, field_folder(w), &kept, &err) == 0)
		draft_set(w->s.draft, field, kept.buf);
	wizard_value_changed(w);
}

bool
checks_act(struct wizard *w, enum action action, uint32_t chord)
{
	const struct field *field = wizard_field(w);
	size_t n;

	field_options(field, &n);
	if (chord == ' ')
		checks_toggle(w, w->p.check);
	else if (action == ACTION_RIGHT)
		w->p.check += w->p.check + 1 < n;
	else if (action == ACTION_LEFT)
		w->p.check -= w->p.check > 0;
	else if (action == ACTION_START)
		w->p.check = 0;
	else if (action == ACTION_END)
		w->p.check = n - 1;
	else if (action == ACTION_TYPE)
		checks_toggle(w, option_typed(field, w->p.check, chord));
	else if (action == ACTION_BACKSPACE || action == ACTION_DELETE)
		options_clear(w);
	else if (action == ACTION_UNDO)
		return options_undo(w);
	else
		return false;
	return true;
}

void
wizard_empty_choice(struct wizard *w)
{
	if (!wizard_may_edit(w))
		wizard_say_untouchable(w);
	else
		options_clear(w);
}

void
options_pick(struct wizard *w, size_t option)
{
	if (!wizard_may_edit(w))
		return;
	if (field_widget(wizard_field(w)) == WIDGET_OPTIONS)
		options_take(w, option);
	else
		checks_toggle(w, option);
}

bool
wizard_is_picked(const struct wizard *w, const struct field *field, size_t option)
{
	STRVEC(items);
	size_t n;
	const struct choice *options = field_options(field, &n);

	if (field_widget(field) == WIDGET_OPTIONS)
		return option_chosen(w, field) == option;
	checks_items(w, field, &items);
	return option < n && strvec_contains(&items, options[option].value);
}

size_t
options_focus(const struct wizard *w, const struct field *field)
{
	return field_widget(field) == WIDGET_OPTIONS ? option_chosen(w, field) : w->p.check;
}
