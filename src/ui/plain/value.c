/* Values in plain mode, by the way in which a field is asked for: a line, several lines, an option, a
 * set of checks. What was typed goes to the wizard as a paste, which then takes it and says what is
 * wrong once. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/strvec.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "ui/plain/state.h"

/* Whether what was typed says what the value is: "y" is yes. */
static bool
is_as_typed(const struct field *field, const char *shown, const char *typed)
{
	enum widget widget = field_widget(field);
	STRBUF(same);

	text_show(&same, typed, strlen(typed));
	if (widget == WIDGET_CHECKS)
		return !strcasecmp(shown, same.buf);
	if (widget == WIDGET_OPTIONS)
		return same.len && !strncasecmp(shown, same.buf, same.len);
	return !strcmp(shown, same.buf);
}

/* The value is told as the draft keeps it, if that is not what was typed; of a secret how long it is, for nobody has
 * seen it. */
static void
value_tell(struct plain *p, const struct field *field, const char *typed)
{
	STRBUF(shown);
	STRBUF(brief);

	wizard_show_value(p->wizard, field, &shown);
	if (!shown.len || is_as_typed(field, shown.buf, typed))
		return;
	plain_hash(shown.buf, false, &brief);
	plain_say(&p->io, "%s: %s%s", field->type->flags & FT_SECRET ? "Taken" : "Taken as",
		brief.buf, plain_ends(brief.buf) ? "" : ".");
}

/* typed: NULL if nothing was, or if it need not be repeated. The wizard has moved on, and a warning would stay
 * unheard. */
static void
value_leave(struct plain *p, const struct field *field, enum action action, const char *typed)
{
	const struct field *warned = p->warned;
	const struct view *view;
	STRBUF(message);
	STRBUF(shown);

	plain_act(p, action);
	if (plain_field(wizard_view(p->wizard)) == field) {
		plain_remember(p, field);
		return;
	}
	view = wizard_view(p->wizard);
	if (typed && view->notice && !view->prompt && view->left_mark != '!') {
		plain_say_message(p, view->mark, view->message);
		p->asked = false; /* it is about the field that was left */
	}
	if (typed)
		value_tell(p, field, typed);
	if (wizard_field_message(p->wizard, field, &message) != '?')
		return;
	text_show(&shown, message.buf, message.len);
	if (typed ? !strvec_contains(&p->heard, shown.buf) : warned != field)
		plain_say_message(p, '?', shown.buf);
}

/* Enter would begin a line. */
static enum action
way_on(const struct field *field)
{
	return field_widget(field) == WIDGET_LINES ? ACTION_NEXT : ACTION_ACCEPT;
}

void
plain_keep_value(struct plain *p, const struct field *field)
{
	value_leave(p, field, way_on(field), NULL);
}

/* False where the field cannot be changed; that is said. So is what the wizard says of the paste itself; what is wrong
 * with the field comes later. */
static bool
value_replace(struct plain *p, const struct field *field, const char *text, size_t len)
{
	const struct view *view;

	plain_replace(p, text, len);
	view = wizard_view(p->wizard);
	if (field->flags & FIELD_FIXED || plain_focus(view)->unused)
		return false;
	if (view->notice)
		plain_say_message(p, view->mark, view->message);
	return true;
}

/* Whether a line may stand in PEM: Base64, a header, the last line. */
static bool
is_line_of_pem(const char *line)
{
	static const char base64[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r";

	return *line && (!line[strspn(line, base64)] || strstr(line, "-----") || strchr(line, ':'));
}

/* A certificate that is pasted in PEM comes as lines, none of which is an answer to the next question. A line
 * that is none of it is. */
static void
take_pem(struct plain *p, struct strbuf *text)
{
	while (!strstr(text->buf, "-----END ") && text->len < FIELD_TEXT_MAX) {
		if (!plain_next(p, "", false))
			return;
		if (!is_line_of_pem(p->line.buf)) {
			strbuf_set(&p->next, p->line.buf);
			return;
		}
		strbuf_addch(text, '\n');
		strbuf_add(text, p->line.buf, p->line.len);
	}
}

static void
take_line(struct plain *p, const struct field *field)
{
	STRBUF(text);

	strbuf_add(&text, p->line.buf, p->line.len);
	if (field->type->recognised && strstr(text.buf, "-----BEGIN "))
		take_pem(p, &text);
	if (value_replace(p, field, text.buf, text.len))
		value_leave(p, field, ACTION_ACCEPT, text.buf);
}

/* A command ends the lines for now, wherever it leads. */
static bool
lines_order(struct plain *p, const struct field *field)
{
	const char *argument;
	const struct plain_command *command = plain_command_of(p->line.buf, false, &argument);

	if (!command)
		return false;
	plain_remember(p, field);
	p->adding = field;
	plain_command_run(p, command, argument);
	return true;
}

/* Of what would end the lines or be a command a backslash makes a line. */
static bool
is_escaped(const char *line)
{
	const char *argument, *rest = line + strspn(line, "\\");

	return rest > line && (!strcmp(rest, ".") || plain_command_of(rest, false, &argument));
}

/* Up to an empty line, or a single dot. The end of the input is as good, since nothing may get lost; for the same reason
 * every line goes to the wizard before the next is read. */
static void
take_more_lines(struct plain *p, const struct field *field, struct strbuf *text)
{
	const struct view *view = wizard_view(p->wizard);
	STRBUF(before);

	if (view->edit)
		strbuf_add(&before, view->edit->text.buf, view->edit->text.len);
	plain_replace(p, text->buf, text->len);
	while (plain_next(p, "> ", false) && !text_is_blank(p->line.buf) &&
		strcmp(p->line.buf, ".")) {
		bool escaped = is_escaped(p->line.buf);

		if (lines_order(p, field))
			return;
		plain_say_slash(p);
		if (text->len)
			strbuf_addch(text, '\n');
		strbuf_add(text, p->line.buf + escaped, p->line.len - escaped);
		plain_replace(p, text->buf, text->len);
	}
	p->adding = NULL;
	if (p->input == PLAIN_INTERRUPT) {
		p->input = PLAIN_LINE;
		plain_replace(p, before.buf, before.len);
		plain_say(&p->io, "Nothing was changed.");
	} else if (value_replace(p, field, text->buf, text->len)) {
		/* what is wrong with items is said before the list is left */
		value_leave(p, field, field_has_items(field) ? ACTION_ACCEPT : ACTION_NEXT, NULL);
	}
}

static void
take_lines(struct plain *p, const struct field *field)
{
	const struct view *view = wizard_view(p->wizard);
	STRBUF(text);

	if (strcmp(p->line.buf, ".")) {
		if (p->adding == field && view->edit && view->edit->text.len)
			strbuf_addf(&text, "%s\n", view->edit->text.buf);
		strbuf_add(&text, p->line.buf, p->line.len);
		take_more_lines(p, field, &text);
	} else {
		plain_keep_value(p, field);
	}
}

void
plain_add_lines(struct plain *p, const struct field *field)
{
	const struct view *view = wizard_view(p->wizard);
	STRBUF(text);

	if (view->edit)
		strbuf_add(&text, view->edit->text.buf, view->edit->text.len);
	take_more_lines(p, field, &text);
}

/* A number from 1 on, a label, a value, or what only one label begins with; n where it is none. */
static size_t
option_called(const struct choice *options, size_t n, const char *word)
{
	size_t begun = n, count = 0;

	for (size_t i = 0; i < n; i++) {
		STRBUF(number);

		strbuf_addf(&number, "%zu", i + 1);
		if (!strcmp(word, number.buf))
			return i;
	}
	for (size_t i = 0; i < n; i++) {
		if (!strcasecmp(options[i].label, word) || !strcasecmp(options[i].value, word))
			return i;
		if (!strncasecmp(options[i].label, word, strlen(word))) {
			begun = i;
			count++;
		}
	}
	return count == 1 ? begun : n;
}

bool
plain_names_option(const struct field *field, const char *line)
{
	size_t n, option;
	const struct choice *options = field_options(field, &n);

	option = option_called(options, n, line);
	return option < n && (strlen(line) == strlen(options[option].label) ||
				     !strcasecmp(line, options[option].value));
}

static void
say_no_option(struct plain *p, const char *word, size_t n)
{
	plain_say(&p->io, "Error: \"%s\" is not an option. Type a number from 1 to %zu.", word, n);
}

static void
take_option(struct plain *p, const struct field *field)
{
	size_t n, option;
	const struct choice *options = field_options(field, &n);

	option = option_called(options, n, p->line.buf);
	if (option == n) {
		say_no_option(p, p->line.buf, n);
		return;
	}
	wizard_pick(p->wizard, option);
	value_leave(p, field, ACTION_ACCEPT, p->line.buf);
}

/* Marks what a line names: "1 2", "signing, encryption". False where a word names nothing. */
static bool
checks_named(struct plain *p, const struct choice *options, size_t n, bool *wanted)
{
	STRVEC(words);
	STRBUF(line);

	strbuf_addstr(&line, p->line.buf);
	for (size_t i = 0; i < line.len; i++)
		if (line.buf[i] == ' ' || line.buf[i] == '\t')
			line.buf[i] = ',';
	strvec_split(&words, line.buf, ',');
	for (size_t i = 0; i < words.n; i++) {
		size_t option = option_called(options, n, words.v[i]);

		if (!*words.v[i])
			continue;
		if (option == n) {
			say_no_option(p, words.v[i], n);
			return false;
		}
		wanted[option] = true;
	}
	return true;
}

/* The line names the whole set. A label of several words can be named alone. */
static void
take_checks(struct plain *p, const struct field *field)
{
	size_t n, whole;
	const struct choice *options = field_options(field, &n);
	bool *wanted = xcalloc(n, sizeof *wanted);

	whole = option_called(options, n, p->line.buf);
	if (whole < n)
		wanted[whole] = true;
	if (whole < n || checks_named(p, options, n, wanted)) {
		for (size_t i = 0; i < n; i++)
			if (wizard_is_picked(p->wizard, field, i) != wanted[i])
				wizard_pick(p->wizard, i);
		value_leave(p, field, ACTION_ACCEPT, p->line.buf);
	}
	free(wanted);
}

static void (*const widget_take[])(struct plain *p, const struct field *field) = {
	[WIDGET_LINE] = take_line,
	[WIDGET_LINES] = take_lines,
	[WIDGET_OPTIONS] = take_option,
	[WIDGET_CHECKS] = take_checks,
	[WIDGET_FILE] = take_line,
};

/* Another session has the draft. */
static bool
value_is_refused(struct plain *p)
{
	if (wizard_is_looking(p->wizard))
		plain_say(&p->io, "Read-only. Another session has the draft.");
	return wizard_is_looking(p->wizard);
}

void
plain_take_value(struct plain *p, const struct field *field)
{
	if (!value_is_refused(p))
		widget_take[field_widget(field)](p, field);
}

/* What has a default gets it again. */
static void
value_stay(struct plain *p, const struct field *field)
{
	wizard_run(p->wizard, wizard_stay);
	p->asked = true;
	plain_remember(p, field);
	if (p->shown.len)
		plain_say(&p->io, "Default: %s.", p->shown.buf);
	else
		plain_say(&p->io, "Empty.");
}

/* What has a default gets it again. A choice that always has a value keeps it, which the wizard says. */
void
plain_empty_value(struct plain *p, const struct field *field)
{
	enum widget widget = field_widget(field);
	STRBUF(shown);

	if (value_is_refused(p))
		return;
	if (widget != WIDGET_OPTIONS && widget != WIDGET_CHECKS) {
		if (value_replace(p, field, "", 0))
			value_stay(p, field);
		return;
	}
	wizard_run(p->wizard, wizard_empty_choice);
	p->asked = true;
	wizard_show_value(p->wizard, field, &shown);
	if (!shown.len)
		plain_keep_value(p, field);
}
