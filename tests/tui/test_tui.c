/* The wizard as a user sees it: the real program, real keys, what a terminal would show. */
#include <locale.h>

#include "base/fileio.h"
#include "base/xalloc.h"

#include "make_cert.h"
#include "session.h"

/* Writes a certificate authority's certificate into the folder. */
static void
make_certificate(struct session *session, const char *name)
{
	static const struct cert_spec spec = { .common_name = "Test CA",
		.rsa_bits = 2048,
		.digest = "SHA256",
		.from_day = -1,
		.to_day = 365,
		.ca = true };
	struct strbuf pem = STRBUF_INIT, err = STRBUF_INIT;

	cert_pem(&spec, &pem);
	if (file_write(session_path(session, name), pem.buf, pem.len, 0, &err) < 0)
		fail_msg("%s", err.buf);
	strbuf_release(&pem);
}

/* Every documented field in its order: what is typed, which leaves the field, and what the draft has
 * then. CERTIFICATE stands for the path of one. */
static const struct filled {
	const char *label, *keys, *saved;
} filled[] = {
	{ "Platform", "\r", "platform: macos" },
	{ "Policy name", "\025Branch office\r", "Branch office" },
	{ "Policy notes", "Made today\rtested on mac-017\t", "  tested on mac-017" },
	{ "Fingerprint", "2jmj7l5rSw0yVb/vlWAYkK/YBwk=\r", "fingerprint: " },
	{ "Challenge", "correct-horse-battery\r", "correct-horse-battery" },
	{ "Key size", KEY_RIGHT "\r", "key_size: 2048" },
	{ "Subject", "/C=US/O=Example/CN=mac-017\r", "/C=US/O=Example/CN=mac-017" },
	{ "Retries", "\0255\r", "retries: 5" },
	{ "Extractable key", KEY_LEFT "\r", "extractable_key: true" },
	{ "Key usage", " \r", "signing" },
	{ "Retry delay", "\02520\r", "retry_delay: 20" },
	{ "URL", "https://scep.example.com/scep\r", "https://scep.example.com/scep" },
	{ "Name", "example.org\r", "name: \"example.org\"" },
	{ "Include root certificate", KEY_LEFT "\r", "include_root_certificate: true" },
	{ "Root certificate", "CERTIFICATE\r", "BEGIN CERTIFICATE" },
	{ "Set subject alternative name", KEY_LEFT "\r", "set_subject_alternative_name: true" },
	{ "DNS name", "mac1.example.com\rmac2.example.com\t", "mac2.example.com" },
	{ "Principal", "mac@EXAMPLE.COM\r", "mac@EXAMPLE.COM" },
	{ "RFC 822", "mac@example.com\t", "mac@example.com" },
	{ "URI", "https://example.com/mac\t", "https://example.com/mac" },
	{ "Device groups", "Field laptops\t", "Field laptops" },
	{ "Devices", "mac-017\t", "mac-017" },
};

static void
type_field(struct session *session, const struct filled *field)
{
	struct vt *vt = &session->vt;

	wait_focus(vt, field->label);
	if (strncmp(field->keys, "CERTIFICATE", 11) != 0) {
		vt_type(vt, field->keys);
		return;
	}
	vt_type(vt, session_path(session, "ca.pem"));
	vt_type(vt, field->keys + 11);
}

static void
all_fields_are_filled_saved_and_exported(void **state)
{
	struct session session;
	const char *text;

	(void)state;
	session_make(&session, NULL);
	make_certificate(&session, "ca.pem");
	session_edit(&session, "xterm-256color", 80, 24, NULL);
	for (size_t i = 0; i < ARRAY_SIZE(filled); i++)
		type_field(&session, &filled[i]);
	vt_wait(&session.vt, "Review and export");
	vt_type(&session.vt, CONTROL('O'));
	vt_wait(&session.vt, "  saved");
	text = session_read(&session, "office.yaml");
	for (size_t i = 0; i < ARRAY_SIZE(filled); i++)
		assert_contains(text, filled[i].saved);
	vt_type(&session.vt, "\033r");
	vt_wait(&session.vt, "Review   ");
	vt_type(&session.vt, CONTROL('X'));
	vt_wait(&session.vt, "x export");
	vt_type(&session.vt, "x");
	vt_wait(&session.vt, "Export to: ");
	vt_type(&session.vt, CONTROL('U'));
	vt_type(&session.vt, session_path(&session, "office.mobileconfig"));
	vt_type(&session.vt, "\r");
	vt_wait(&session.vt, "SHA-256");
	assert_contains(session_read(&session, "office.mobileconfig"),
		"<string>com.apple.security.scep</string>");
	session_quit(&session);
	assert_contains(session.vt.sent.buf, "office.yaml: saved");
	session_close(&session);
}

static const char *const terminals[] = { "xterm-256color", "xterm", "linux", "vt100", "vt220",
	"screen", "screen-256color", "tmux-256color", "rxvt-unicode", "rxvt-unicode-256color",
	"putty", "konsole", "st-256color", "xterm-mono", "scepwiz-test-unknown" };

static const struct window {
	int columns, rows;
	const char *heading; /* what only this layout has */
} windows[] = {
	{ 80, 24, "Step 2 of" },
	{ 40, 12, "2/1" },
	{ 140, 45, "| Policy name" },
	{ 20, 6, "2/1" },
	{ 100, 30, "| Policy name" },
	{ 60, 16, "Step 2 of" },
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

/* A terminal that terminfo does not know here is drawn like the unknown one; the test says which. */
static void
every_terminal_shows_the_form_and_takes_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(terminals); i++) {
		if (!terminal_is_known(terminals[i]))
			print_message("not in terminfo, drawn by the fallback: %s\n", terminals[i]);
		for (size_t w = 0; w < 3; w++)
			draws_and_takes_text(terminals[i], &windows[w]);
	}
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
		"TERM=scepwiz-test-unknown is not known here; the screen is drawn for xterm.");
	vt_type(&session.vt, "\t");
	vt_wait_gone(&session.vt, "is not known here");
	session_quit(&session);
	session_close(&session);
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
	assert_string_equal(vt_row(vt, 2), "Policy");
	assert_int_equal(strlen(vt_row(vt, 1)), 80);
	assert_int_equal(strspn(vt_row(vt, 1), "-"), 80);
	assert_int_equal(strspn(vt_row(vt, 18), "-"), 80);
	assert_string_equal(vt_row(vt, 17) + 74, "v more");
	assert_string_equal(vt_row(vt, 19), "Platform (required)");
	assert_contains(vt_row(vt, 0), "office.yaml");
	assert_contains(vt_row(vt, 0), "Step 1 of 18   saved");
	vt_cursor(vt, &row, &column);
	assert_int_equal(row, 3);
	assert_int_equal(column, 30);
	assert_true(vt_is_bold(vt, 2, 0));
	assert_false(vt_is_bold(vt, 3, 30));
	assert_false(vt_is_bold(vt, 4, 6));
	session_quit(&session);
	session_close(&session);
}

/* Where the state is told apart on the screen; and the keys that go there. */
static const struct place {
	const char *keys, *shows;
} places[] = {
	{ "", "Step 1 of" },
	{ "\007", "In drafts and on the command line" },
	{ "\033r", "Review   " },
	{ "\030", "q quit" },
	{ "\033g", "Go to (" },
};

static void
take_picture(struct vt *vt, struct strbuf *out)
{
	vt_wait_quiet(vt);
	for (int row = 0; row < vt->rows; row++)
		strbuf_addf(out, "%s\n", vt_row(vt, row));
}

static void
resizing_loses_nothing(void **state)
{
	static const int sizes[][2] = { { 40, 12 }, { 1, 1 }, { 20, 6 }, { 200, 60 }, { 2, 50 },
		{ 80, 1 }, { 100, 24 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		struct session session;
		struct strbuf before = STRBUF_INIT, after = STRBUF_INIT;

		session_open(&session);
		vt_type(&session.vt, places[i].keys);
		vt_wait(&session.vt, places[i].shows);
		take_picture(&session.vt, &before);
		for (size_t j = 0; j < ARRAY_SIZE(sizes); j++) {
			vt_resize(&session.vt, sizes[j][0], sizes[j][1]);
			vt_wait_quiet(&session.vt);
		}
		vt_resize(&session.vt, 80, 24);
		vt_wait(&session.vt, places[i].shows);
		take_picture(&session.vt, &after);
		assert_string_equal(before.buf, after.buf);
		session_close(&session);
		strbuf_release(&before);
		strbuf_release(&after);
	}
}

/* As a user drags the window's corner, with keys in between. */
static void
storm_of_sizes_is_survived(void **state)
{
	struct session session;
	uint32_t mix = 4711;

	(void)state;
	session_open(&session);
	for (int i = 0; i < 200; i++) {
		mix = mix * 1664525 + 1013904223;
		vt_resize(&session.vt, 1 + (int)(mix >> 8) % 200, 1 + (int)(mix >> 20) % 60);
		if (i % 20 == 0)
			vt_type(&session.vt, "\t");
	}
	vt_resize(&session.vt, 80, 24);
	vt_wait(&session.vt, "^X menu");
	wait_focus(&session.vt, "Retry delay");
	session_quit(&session);
	session_close(&session);
}

static void
small_window_asks_for_a_larger_one(void **state)
{
	struct session session;

	(void)state;
	session_make(&session, NULL);
	session_edit(&session, "xterm", 80, 24, NULL);
	vt_resize(&session.vt, 40, 5);
	vt_wait(&session.vt, "window too small: at least 20x6");
	vt_type(&session.vt, "\t\t");
	vt_resize(&session.vt, 80, 24);
	wait_focus(&session.vt, "Policy notes");
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
	assert_true(vt_find(vt, "^note 3") == vt_find(vt, "Policy notes   "));
	for (int i = 0; i < 7; i++)
		vt_type(vt, KEY_UP);
	vt_wait(vt, "vnote 6");
	vt_wait_cursor_behind(vt, "note 1");
	vt_type(vt, "\t");
	vt_wait(vt, "note 1 (8 lines)");
	session_close(&session);
}

static void
long_value_scrolls_with_marks(void **state)
{
	struct session session;
	struct vt *vt = &session.vt;
	int row, column;

	(void)state;
	session_open(&session);
	go_to(vt, "URL");
	vt_type(vt, "http://example.com/abcdefghijklmnopqrstuvwxyz/abcdefghijklmnopqrstuvwxyz/end");
	vt_wait_cursor_behind(vt, "/end");
	assert_int_equal(vt_row(vt, 16)[29], '<');
	vt_type(vt, CONTROL('A'));
	vt_wait(vt, "http://example.com/");
	vt_wait_quiet(vt);
	assert_int_equal(vt_row(vt, 16)[79], '>');
	vt_cursor(vt, &row, &column);
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
	vt_wait(vt, "\xe6\x97\xa5\xe6\x9c\xac e\xcc\x81!");
	vt_wait_quiet(vt);
	vt_cursor(vt, &row, &column);
	assert_int_equal(column, 29 + 7);
	vt_type(vt, KEY_LEFT KEY_LEFT);
	vt_wait_quiet(vt);
	vt_cursor(vt, &row, &column);
	assert_int_equal(column, 29 + 5);
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
	vt_wait(vt, "Pasted as one line: 1 line end became a blank.");
	wait_focus(vt, "URL");
	vt_type(vt, CONTROL('U'));
	vt_wait_gone(vt, "http://a.example");
	/* with them all that comes without was typed ahead */
	vt_type(vt, "https://c.example/scep\rmy-name\r");
	vt_wait(vt, "https://c.example/scep");
	vt_wait(vt, "Name                   my-name");
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

static void
other_locales_show_text_escaped_and_keep_it(void **state)
{
	static const char *const c_locale[] = { "LC_ALL=C", NULL };
	static const char *const settings[] = { "policy_name=B\xc3\xbcro", NULL };
	struct session session;

	(void)state;
	session_make(&session, settings);
	session_edit(&session, "xterm", 80, 24, c_locale);
	vt_wait(&session.vt, "B<U+00FC>ro");
	go_to(&session.vt, "Policy name");
	vt_type(&session.vt, "\xc3\xa4");
	vt_wait(&session.vt, "B<U+00FC>ro<U+00E4>");
	vt_type(&session.vt, CONTROL('O'));
	vt_wait(&session.vt, "  saved");
	assert_contains(session_read(&session, "office.yaml"), "B\xc3\xbcro\xc3\xa4");
	session_close(&session);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_fields_are_filled_saved_and_exported),
		cmocka_unit_test(every_terminal_shows_the_form_and_takes_text),
		cmocka_unit_test(every_size_shows_the_form_and_takes_text),
		cmocka_unit_test(unknown_terminal_is_told_until_a_key),
		cmocka_unit_test(picture_stands_where_it_belongs),
		cmocka_unit_test(resizing_loses_nothing),
		cmocka_unit_test(storm_of_sizes_is_survived),
		cmocka_unit_test(small_window_asks_for_a_larger_one),
		cmocka_unit_test(notes_open_to_six_lines_and_scroll),
		cmocka_unit_test(long_value_scrolls_with_marks),
		cmocka_unit_test(wide_and_combining_characters_keep_their_columns),
		cmocka_unit_test(pastes_are_literal),
		cmocka_unit_test(unknown_sequences_are_swallowed),
		cmocka_unit_test(meta_is_escape_then_key_at_any_pace),
		cmocka_unit_test(other_locales_show_text_escaped_and_keep_it),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
