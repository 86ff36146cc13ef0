/* The wizard as a user sees it: the real program, real keys, what a terminal would show. */
#include <locale.h>

#include "base/xalloc.h"

#include "session.h"
#include "test_folder.h"

static const struct window {
	int columns, rows;
	const char *heading; /* what only this layout has */
} windows[] = {
	{ 80, 24, "of 17 done" },
	{ 40, 12, "2 Policy name (" },
	{ 140, 45, "\u2502 Policy name" },
	{ 20, 6, "2 Policy name" },
	{ 100, 30, "\u2502 Policy name" },
	{ 60, 16, "of 17 done" },
};

static void
draws_and_takes_text(const char *term, const struct window *window)
{
	struct session session;

	session_make(&session, NULL);
	session_edit(&session, term, window->columns, window->rows, NULL);
	vt_type(&session.vt, "\t");
	vt_wait(&session.vt, window->heading);
	vt_type(&session.vt, CONTROL('U'));
	vt_type(&session.vt, "Wi-Fi \xc3\xa4");
	vt_wait(&session.vt, "Wi-Fi \xc3\xa4");
	vt_wait_cursor_behind(&session.vt, "Wi-Fi \xc3\xa4");
	vt_type(&session.vt, CONTROL('O'));
	vt_wait(&session.vt, "Saved to");
	session_quit(&session);
	session_close(&session);
}

/* Those that test_tui_fill.c does not fill the whole form on. One that terminfo does not know here is
 * drawn like an unknown one. */
static void
more_terminals_show_the_form_and_take_text(void **state)
{
	static const char *const terminals[] = { "screen-256color", "rxvt-unicode-256color",
		"konsole", "st-256color" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(terminals); i++)
		draws_and_takes_text(terminals[i], &windows[0]);
}

static void
every_size_shows_the_form_and_takes_text(void **state)
{
	(void)state;
	for (size_t w = 0; w < ARRAY_SIZE(windows); w++)
		draws_and_takes_text("xterm-256color", &windows[w]);
}

static void
unknown_terminal_is_told_until_a_key(void **state)
{
	struct session session;

	(void)state;
	session_make(&session, NULL);
	session_edit(&session, "scepwiz-test-unknown", 80, 24, NULL);
	vt_wait(&session.vt,
		"TERM=scepwiz-test-unknown is not known here. The screen is drawn for xterm.");
	vt_type(&session.vt, "\t");
	vt_wait_gone(&session.vt, "is not known here");
	session_quit(&session);
	session_close(&session);
}

static void
assert_rule(struct vt *vt, int row)
{
	for (int x = 0; x < 80; x++)
		assert_string_equal(vt_part(vt, row, x, x + 1), "\u2500");
}

/* The right cells of a line of 80x24 as the specification has it. */
static void
picture_stands_where_it_belongs(void **state)
{
	struct session session;
	struct vt *vt = &session.vt;
	int row, column;

	(void)state;
	session_open(&session);
	assert_string_equal(vt_row(vt, 3), "> + 1 Platform               (x) macOS  ( ) iOS");
	assert_string_equal(vt_row(vt, 16), "  *12 URL");
	assert_string_equal(vt_row(vt, 2),
		"Policy                                                                       2/3");
	assert_rule(vt, 1);
	assert_rule(vt, 18);
	assert_string_equal(vt_row(vt, 17) + 74, "\u2193 more");
	assert_string_equal(vt_row(vt, 19), "1 Platform (required)");
	assert_contains(vt_row(vt, 0), " office.yaml");
	assert_contains(vt_row(vt, 0), "8 of 17 done   saved");
	vt_cursor(vt, &row, &column);
	assert_int_equal(row, 3);
	assert_int_equal(column, 30);
	assert_true(vt_is_bold(vt, 2, 0));
	assert_true(vt_is_bold(vt, 3, 30)); /* the chosen option */
	assert_false(vt_is_bold(vt, 3, 41));
	assert_false(vt_is_bold(vt, 4, 6));
	for (int x = 0; x < 80; x++) {
		assert_true(vt_is_reverse(vt, 0, x));
		assert_true(vt_is_reverse(vt, 23, x) == (x < 79));
		assert_true(vt_is_reverse(vt, 3, x) == (x >= 6 && x < 14)); /* the label */
	}
	session_quit(&session);
	session_close(&session);
}

static void
notes_open_to_six_lines_and_scroll(void **state)
{
	struct session session;
	struct vt *vt = &session.vt;

	(void)state;
	session_open(&session);
	go_to(vt, "Policy notes");
	for (char c = '1'; c <= '8'; c++) {
		char line[] = { 'n', 'o', 't', 'e', ' ', c, '\0' };

		vt_type(vt, line);
		vt_wait(vt, line);
		if (c < '8')
			vt_type(vt, "\r");
	}
	vt_wait_cursor_behind(vt, "note 8");
	vt_wait_gone(vt, "note 2");
	assert_true(vt_find(vt, "\u2191note 3") == vt_find(vt, "Policy notes   "));
	for (int i = 0; i < 7; i++)
		vt_type(vt, KEY_UP);
	vt_wait(vt, "\u2193note 6");
	vt_wait_cursor_behind(vt, "note 1");
	vt_type(vt, "\t");
	vt_wait(vt, "note 1 (8 lines)");
	session_close(&session);
}

static void
long_value_wraps_over_four_rows_and_scrolls(void **state)
{
	static const char part[] = "abcdefghijklmnopqrstuvwxyz";
	struct session session;
	struct vt *vt = &session.vt;
	int row, column;

	(void)state;
	session_open(&session);
	go_to(vt, "Name");
	for (int i = 0; i < 7; i++) /* 182 characters in rows of 50 */
		vt_type(vt, part);
	vt_type(vt, "end");
	vt_wait_cursor_behind(vt, "end");
	row = vt_find(vt, "13 Name");
	assert_string_equal(
		vt_row(vt, row) + 29, "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwx");
	assert_string_equal(
		vt_row(vt, row + 1) + 29, "yzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuv");
	assert_contains(vt_row(vt, row + 4), "Include root certificate");
	for (int i = 0; i < 2; i++)
		vt_type(vt, part);
	vt_wait(vt, "\u2191yzabc"); /* the first row is above */
	vt_type(vt, CONTROL('A'));
	vt_wait(vt, "13 Name                   abc");
	vt_wait(vt, "\u2193");
	vt_wait_quiet(vt);
	vt_cursor(vt, &row, &column);
	assert_int_equal(row, vt_find(vt, "13 Name                   abc"));
	assert_int_equal(column, 29);
	session_close(&session);
}

static void
wide_and_combining_characters_keep_their_columns(void **state)
{
	struct session session;
	struct vt *vt = &session.vt;
	int row, column;

	(void)state;
	session_open(&session);
	go_to(vt, "Policy name");
	vt_type(vt, CONTROL('U'));
	vt_type(vt, "\xe6\x97\xa5\xe6\x9c\xac e\xcc\x81!");
	vt_wait_cursor_behind(vt, "\xe6\x97\xa5\xe6\x9c\xac e\xcc\x81!");
	vt_cursor(vt, &row, &column);
	assert_int_equal(column, 29 + 7);
	vt_type(vt, KEY_LEFT KEY_LEFT);
	vt_wait_cursor_behind(vt, " \xe6\x97\xa5\xe6\x9c\xac ");
	session_close(&session);
}

static void
pastes_are_literal(void **state)
{
	struct session session;
	struct vt *vt = &session.vt;

	(void)state;
	session_open(&session);
	go_to(vt, "URL");
	vt_type(vt, "http://b.example\r/scep\r"); /* as a terminal without brackets sends it */
	vt_wait(vt, "http://b.example /scep");
	vt_wait(vt, "Dropped from the paste: 1 line end. Pasted as one line: 1 line end");
	wait_focus(vt, "URL");
	vt_type(vt, CONTROL('U'));
	vt_type(vt, "\033[200~http://a.example\r/scep\033[201~");
	vt_wait(vt, "http://a.example /scep");
	vt_wait(vt, "Pasted as one line: 1 line end became a space.");
	wait_focus(vt, "URL");
	vt_type(vt, CONTROL('U'));
	vt_wait_gone(vt, "http://a.example");
	/* a terminal that has brackets may send some pastes without */
	vt_type(vt, "https://c.example\r/scep\r");
	vt_wait(vt, "https://c.example /scep");
	wait_focus(vt, "URL");
	session_close(&session);
}

static void
unknown_sequences_are_swallowed(void **state)
{
	static const char *const sequences[] = { "\033[?62;22c", "\033[12;40R", "\033[<0;1;1M",
		"\033]11;rgb:00/00/00\a", "\033[97;5u", "\033[200;5~", "\033P1$r0m\033\\" };
	struct session session;

	(void)state;
	session_open(&session);
	go_to(&session.vt, "Name");
	vt_mark(&session.vt);
	for (size_t i = 0; i < ARRAY_SIZE(sequences); i++) {
		vt_type(&session.vt, sequences[i]);
		assert_int_equal(vt_bytes(&session.vt), 0);
	}
	vt_type(&session.vt, "x");
	vt_wait_cursor_behind(&session.vt, " x");
	session_close(&session);
}

static void
meta_is_escape_then_key_at_any_pace(void **state)
{
	struct session session;

	(void)state;
	session_open(&session);
	vt_type(&session.vt, "\033");
	/* far longer than ESCDELAY, and the wizard has nothing to show for it */
	for (int i = 0; i < 6; i++)
		vt_wait_quiet(&session.vt);
	vt_type(&session.vt, "g");
	vt_wait(&session.vt, "Go to (");
	vt_type(&session.vt, "\033");
	vt_wait_gone(&session.vt, "Go to (");
	session_close(&session);
}

/* typed: the bytes of an a with two dots. */
static void
shows_text_escaped_and_keeps_it(const char *const *locale, const char *typed)
{
	static const char *const settings[] = { "policy_name=B\xc3\xbcro", NULL };
	struct session session;

	session_make(&session, settings);
	session_edit(&session, "xterm", 80, 24, locale);
	vt_wait(&session.vt, "B<U+00FC>ro");
	go_to(&session.vt, "Policy name");
	vt_type(&session.vt, typed);
	vt_wait(&session.vt, "B<U+00FC>ro<U+00E4>");
	vt_type(&session.vt, CONTROL('O'));
	vt_wait(&session.vt, "  saved");
	assert_contains(session_read(&session, "office.yaml"), "B\xc3\xbcro\xc3\xa4");
	session_quit(&session);
	for (size_t i = 0; i < session.vt.sent.len; i++)
		assert_true((unsigned char)session.vt.sent.buf[i] < 0x80);
	session_close(&session);
}

static void
other_locales_show_text_escaped_and_keep_it(void **state)
{
	static const char *const c_locale[] = { "LC_ALL=C", NULL };
	static const char *const missing[] = { "LC_ALL=xx_XX.UTF-8", NULL };

	(void)state;
	shows_text_escaped_and_keeps_it(c_locale, "\xc3\xa4");
	shows_text_escaped_and_keeps_it(missing, "\xc3\xa4");
}

/* What a keyboard of that locale types is what the draft has, in UTF-8. */
static void
takes_text_of_its_own(const char *const *locale)
{
	struct session session;

	session_make(&session, NULL);
	session_edit(&session, "xterm", 80, 24, locale);
	go_to(&session.vt, "Policy name");
	vt_type(&session.vt, CONTROL('U'));
	vt_type(&session.vt, "B\xfcro \xe9t\xe9");
	vt_wait(&session.vt, "B<U+00FC>ro <U+00E9>t<U+00E9>");
	vt_type(&session.vt, CONTROL('O'));
	vt_wait(&session.vt, "  saved");
	assert_contains(session_read(&session, "office.yaml"), "\"B\xc3\xbcro \xc3\xa9t\xc3\xa9\"");
	session_quit(&session);
	session_close(&session);
}

/* Made for the test, since systems come without it. */
static void
latin_1_shows_text_escaped_and_takes_its_own(void **state)
{
	char folder[] = "/tmp/scepwiz-locale.XXXXXX";
	struct strbuf command = STRBUF_INIT, path = STRBUF_INIT;
	const char *locale[] = { "LC_ALL=en_US.ISO-8859-1", NULL, NULL };
	int status;

	(void)state;
	test_folder(folder);
	strbuf_addf(&command, "localedef -i en_US -f ISO-8859-1 %s/en_US.ISO-8859-1 >%s/log 2>&1",
		folder, folder);
	strbuf_addf(&path, "LOCPATH=%s", folder);
	locale[1] = path.buf;
	status = system(command.buf);
	if (status == 0) {
		shows_text_escaped_and_keeps_it(locale, "\xc3\xa4");
		takes_text_of_its_own(locale);
	}
	strbuf_clear(&command);
	strbuf_addf(&command, "rm -rf %s", folder);
	assert_int_equal(system(command.buf), 0);
	strbuf_release(&command);
	strbuf_release(&path);
	if (status != 0)
		skip(); /* localedef cannot make it */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(more_terminals_show_the_form_and_take_text),
		cmocka_unit_test(every_size_shows_the_form_and_takes_text),
		cmocka_unit_test(unknown_terminal_is_told_until_a_key),
		cmocka_unit_test(picture_stands_where_it_belongs),
		cmocka_unit_test(notes_open_to_six_lines_and_scroll),
		cmocka_unit_test(long_value_wraps_over_four_rows_and_scrolls),
		cmocka_unit_test(wide_and_combining_characters_keep_their_columns),
		cmocka_unit_test(pastes_are_literal),
		cmocka_unit_test(unknown_sequences_are_swallowed),
		cmocka_unit_test(meta_is_escape_then_key_at_any_pace),
		cmocka_unit_test(other_locales_show_text_escaped_and_keep_it),
		cmocka_unit_test(latin_1_shows_text_escaped_and_takes_its_own),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
