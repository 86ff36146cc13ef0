/* The whole form, filled as a person types it, on every terminal and in every size: after each key the
 * picture is the one that the specification has, and what is saved and exported is the same to the
 * byte. */
#include <locale.h>

#include "base/xalloc.h"

#include "filled.h"
#include "places.h"
#include "sent.h"

/* What each terminal gets. */
static const struct terminal {
	const char *term;
	bool colour, bold; /* of a message */
	bool lines;
	int alternate; /* mode of its second screen; 0: it has none */
	bool paste;
	const char *note; /* at the start */
} terminals[] = {
	{ "xterm-256color", true, false, true, MODE_ALTERNATE_SCREEN, true, NULL },
	{ "xterm", true, true, true, MODE_ALTERNATE_SCREEN, true, NULL },
	{ "linux", true, true, true, 0, true, NULL },
	{ "vt100", false, false, false, 0, false, NULL },
	{ "vt220", false, true, false, 0, false, NULL },
	{ "screen", true, true, true, MODE_ALTERNATE_SCREEN, true, NULL },
	{ "tmux-256color", true, false, true, MODE_ALTERNATE_SCREEN, true, NULL },
	{ "rxvt-unicode", true, true, true, MODE_ALTERNATE_SCREEN, true, NULL },
	{ "putty", true, true, true, MODE_ALTERNATE_SCREEN, true, NULL },
	{ "xterm-mono", false, true, true, MODE_ALTERNATE_SCREEN_OLD, true, NULL },
	{ "scepwiz-test-unknown", true, true, true, MODE_ALTERNATE_SCREEN, true,
		"TERM=scepwiz-test-unknown is not known here. The screen is drawn for xterm." },
};

/* Where the parts of a picture stand. */
static const struct window {
	int columns, rows;
	bool list;         /* the field stands in a list */
	int value, behind; /* columns of the values */
	int heading, hint; /* rows; of a hint below the value, where a value of one line has it */
	int rule;          /* the second one; the first is row 1 */
	bool shrink;       /* to 1x1 and back at every field */
} windows[] = {
	{ 80, 24, true, 29, 80, 19, 20, 18, false },
	{ 40, 12, false, 2, 40, 2, 5, 10, false },
	{ 140, 45, true, 36, 92, 38, 39, 37, false },
	{ 80, 24, true, 29, 80, 19, 20, 18, true },
};

/* What one look compares the screen with. */
struct wanted {
	const struct window *window;
	const struct filled *field;
	int number;
	const char *shown;
	int line, cursor;
	const char *message;
	const struct terminal *terminal;
};

static bool
row_is_rule(struct vt *vt, int row, bool lines)
{
	const char *cell = lines ? "\u2500" : "-";

	for (int column = 0; column < vt->columns; column++)
		if (strcmp(vt_part(vt, row, column, column + 1), cell) != 0)
			return false;
	return true;
}

/* The only row of the list with a '>'; -1 where there are more, or none. */
static int
list_focus(struct vt *vt, const struct window *window)
{
	int found = -1;

	for (int row = 2; row < window->rule; row++)
		if (vt_row(vt, row)[0] == '>') {
			if (found >= 0)
				return -1;
			found = row;
		}
	return found;
}

static const char *
check_frame(struct vt *vt, const struct wanted *wanted)
{
	bool list = wanted->window->list, lines = wanted->terminal->lines, right;
	struct strbuf count = STRBUF_INIT;

	if (strncmp(vt_row(vt, 0) + list, "office.yaml ", 12))
		return "the title";
	if (wanted->field->fields)
		strbuf_addf(&count, list ? " of %d done   " : "/%d   ", wanted->field->fields);
	right = strstr(vt_row(vt, 0), count.buf);
	strbuf_release(&count);
	if (!right)
		return "the count of fields";
	if (!row_is_rule(vt, 1, lines) || !row_is_rule(vt, wanted->window->rule, lines))
		return "a rule";
	return strstr(vt_row(vt, vt->rows - 1), "  ^X menu") ? NULL : "the line of keys";
}

static const char *
check_focus(struct vt *vt, const struct wanted *wanted, int focus)
{
	struct strbuf label = STRBUF_INIT, heading = STRBUF_INIT;
	const struct filled *field = wanted->field;
	const char *wrong = NULL;

	strbuf_addf(&label, "%2d %s", wanted->number, field->label);
	strbuf_addf(&heading, "%d %s", wanted->number, field->label);
	/* left out where it has no room */
	if ((int)(heading.len + strlen(field->presence)) + 3 <= vt->columns)
		strbuf_addf(&heading, " (%s)", field->presence);
	if (focus < 0)
		wrong = "there is no single focus";
	else if (wanted->window->list && strncmp(vt_row(vt, focus) + 3, label.buf, label.len))
		wrong = "the focused label";
	else if (strncmp(vt_row(vt, wanted->window->heading), heading.buf, heading.len))
		wrong = "the heading";
	strbuf_release(&label);
	strbuf_release(&heading);
	return wrong;
}

static const char *
check_value(struct vt *vt, const struct wanted *wanted, int focus)
{
	const struct window *window = wanted->window;
	int label = (int)strlen(wanted->field->label) + 8;
	int from = window->list && label > window->value ? label : window->value;
	int row, column, cursor = wanted->cursor;

	if (cursor < 0)
		cursor = (int)strlen(wanted->shown);
	vt_cursor(vt, &row, &column);
	if (row != focus + wanted->line)
		return "the cursor's row";
	if (column != from + cursor)
		return "the cursor's column";
	return strcmp(vt_part(vt, row, from, window->behind), wanted->shown) ? wanted->shown : NULL;
}

/* What is said of the field that was left may have a second row, where one field shows at a time. */
static const char *
check_hint(struct vt *vt, const struct wanted *wanted)
{
	int row = wanted->window->hint + (wanted->window->list ? 0 : wanted->line);
	const char *hint = wanted->field->hint;
	char mark = vt_row(vt, row - 1)[0];

	if (!wanted->window->list && (mark == '!' || mark == '?') && vt_row(vt, row)[0] == ' ')
		row++;
	return strncmp(vt_row(vt, row), hint, strlen(hint)) ? "the hint" : NULL;
}

/* The message stands at the foot of its area, in the style that the terminal has for it. */
static const char *
check_message(struct vt *vt, const struct wanted *wanted)
{
	int foot = wanted->window->list ? vt->rows - 1 : wanted->window->rule, row = foot - 1;
	const char *message = wanted->message;

	if (!message)
		return NULL;
	if (!*message)
		return *vt_row(vt, row) ? "a message" : NULL;
	while (row > wanted->window->hint && vt_row(vt, row)[0] == ' ')
		row--;
	if (!*vt_row(vt, foot - 1) || strncmp(vt_row(vt, row), message, strlen(message)))
		return "the message";
	for (int column = 0; column < 5; column++)
		if (vt_is_coloured(vt, row, column) != wanted->terminal->colour ||
			vt_is_bold(vt, row, column) != wanted->terminal->bold)
			return "the style of the message";
	return NULL;
}

/* The whole picture; a vt_check. */
static const char *
check_picture(struct vt *vt, const void *context)
{
	const struct wanted *wanted = context;
	int focus = wanted->window->list ? list_focus(vt, wanted->window) : 3;
	const char *wrong = check_frame(vt, wanted);

	if (!wrong)
		wrong = check_focus(vt, wanted, focus);
	if (!wrong)
		wrong = check_value(vt, wanted, focus);
	if (!wrong)
		wrong = check_hint(vt, wanted);
	return wrong ? wrong : check_message(vt, wanted);
}

/* The focus on the next field, however its value is shown. */
static const char *
check_arrival(struct vt *vt, const void *context)
{
	const struct wanted *wanted = context;

	return check_focus(vt, wanted, wanted->window->list ? list_focus(vt, wanted->window) : 3);
}

static void
shrink_and_back(struct vt *vt, const struct window *window, const struct wanted *wanted)
{
	vt_resize_drawn(vt, 1, 1);
	vt_resize_drawn(vt, window->columns, window->rows);
	vt_wait_for(vt, check_picture, wanted);
}

static void
fill_field(struct session *session, const struct terminal *terminal, const struct window *window,
	size_t i)
{
	const struct filled *field = &filled[i];
	struct wanted wanted = {
		.window = window, .field = field, .number = (int)i + 1, .terminal = terminal
	};
	struct vt *vt = &session->vt;

	vt_wait_for(vt, check_arrival, &wanted);
	for (size_t j = 0; j < ARRAY_SIZE(field->presses) && field->presses[j].keys; j++) {
		const struct press *press = &field->presses[j];
		const char *keys = press->shown ? press->keys : session_path(session, press->keys);

		wanted.shown = press->shown ? press->shown : keys;
		wanted.line = press->line;
		wanted.cursor = press->cursor;
		wanted.message = press->message;
		vt_type(vt, keys);
		vt_wait_for(vt, check_picture, &wanted);
	}
	if (window->shrink)
		shrink_and_back(vt, window, &wanted);
	vt_type(vt, field->leave);
}

static void
save(struct session *session)
{
	vt_type(&session->vt, CONTROL('O'));
	vt_wait(&session->vt, "+ Saved to");
	vt_wait(&session->vt, "   saved");
	assert_filled_saved(session);
}

static void
review_and_export(struct session *session)
{
	struct vt *vt = &session->vt;

	vt_type(vt, "\033r");
	vt_wait(vt, " Review   saved");
	vt_type(vt, CONTROL('X'));
	vt_wait(vt, "x export");
	vt_type(vt, "x");
	vt_wait(vt, "Export to:");
	vt_type(vt, CONTROL('U'));
	vt_wait_gone(vt, "config");
	vt_type(vt, session_path(session, "x.mobileconfig"));
	vt_wait_cursor_behind(vt, "config");
	vt_type(vt, "\r");
	vt_wait(vt, "+ Exported to");
	assert_contains(session_read(session, "x.mobileconfig"),
		"<string>com.apple.security.scep</string>");
	assert_contains(session_read(session, "x.mobileconfig"), "<string>" SECRET "</string>");
}

static void
start_new(struct session *session, const char *term, const struct window *window)
{
	const char *argv[] = { program(), "new", session->draft, NULL };

	vt_start(&session->vt, term, window->columns, window->rows, argv, NULL);
}

/* The modes that were used, all given back, and nothing of the secret. */
static void
assert_bytes(struct vt *vt, const struct terminal *terminal)
{
	assert_terminal_restored(vt);
	assert_int_equal(sent_has_colour(&vt->sent), terminal->colour);
	assert_int_equal(sent_mode_count(&vt->sent, MODE_ALTERNATE_SCREEN),
		terminal->alternate == MODE_ALTERNATE_SCREEN);
	assert_int_equal(sent_mode_count(&vt->sent, MODE_ALTERNATE_SCREEN_OLD),
		terminal->alternate == MODE_ALTERNATE_SCREEN_OLD);
	assert_int_equal(sent_mode_count(&vt->sent, MODE_BRACKETED_PASTE), terminal->paste);
	sent_must_be_harmless(&vt->sent, false);
	sent_must_be_shown_text(&vt->sent);
	sent_must_not_hold(&vt->sent, 0, SECRET);
}

static void
fill_whole_form(const struct terminal *terminal, const struct window *window)
{
	struct session session;
	struct vt *vt = &session.vt;

	filled_folder(&session);
	start_new(&session, terminal->term, window);
	if (terminal->note && window->columns >= 80)
		vt_wait(vt, terminal->note);
	for (size_t i = 0; i < filled_count; i++)
		fill_field(&session, terminal, window, i);
	vt_wait(vt, "Review and export");
	save(&session);
	review_and_export(&session);
	session_quit(&session);
	assert_contains(vt->sent.buf, "office.yaml: saved");
	assert_bytes(vt, terminal);
	session_close(&session);
}

static void
whole_form(void **state)
{
	const struct terminal *terminal = *state;

	if (!terminal->note && !terminal_is_known(terminal->term)) {
		print_message("%s is not in this system's terminfo\n", terminal->term);
		skip();
	}
	for (size_t i = 0; i < ARRAY_SIZE(windows); i++)
		fill_whole_form(terminal, &windows[i]);
}

/* Line by line, the same values. */
static void
whole_form_in_plain_mode(void **state)
{
	struct session session;
	struct vt *vt = &session.vt;
	struct strbuf prompt = STRBUF_INIT;

	(void)state;
	filled_folder(&session);
	start_new(&session, "dumb", &windows[0]);
	for (size_t i = 0; i < filled_count; i++) {
		bool path = strcmp(filled[i].plain, FILLED_CERTIFICATE) == 0;

		strbuf_clear(&prompt);
		strbuf_addf(&prompt, " %s", filled[i].label);
		vt_wait_sent(vt, prompt.buf);
		vt_wait_sent(vt, "\n> ");
		vt_mark_here(vt);
		vt_type(vt, path ? session_path(&session, FILLED_CERTIFICATE) : filled[i].plain);
		vt_type(vt, "\n");
	}
	vt_wait_sent(vt, "Review and export.");
	vt_type(vt, "!s\n");
	vt_wait_sent(vt, "Saved to ");
	assert_filled_saved(&session);
	vt_mark_here(vt);
	vt_type(vt, "!q\n");
	assert_int_equal(vt_end(vt), 0);
	assert_true(vt_has_first_modes(vt));
	assert_null(strchr(vt->sent.buf, '\033'));
	sent_must_be_shown_text(&vt->sent);
	sent_must_not_hold(&vt->sent, 0, SECRET);
	session_close(&session);
	strbuf_release(&prompt);
}

int
main(void)
{
	static char names[ARRAY_SIZE(terminals)][64];
	struct CMUnitTest tests[ARRAY_SIZE(terminals) + 1] = { cmocka_unit_test(
		whole_form_in_plain_mode) };

	for (size_t i = 0; i < ARRAY_SIZE(terminals); i++) {
		snprintf(names[i], sizeof names[i], "whole_form_on_%s", terminals[i].term);
		tests[i + 1] = (struct CMUnitTest){ .name = names[i],
			.test_func = whole_form,
			.initial_state = (void *)&terminals[i] };
	}
	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
