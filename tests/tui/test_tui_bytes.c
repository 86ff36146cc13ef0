/* What is sent to the terminal, byte by byte: no more than needed, nothing that asks or steers it,
 * no secret. */
#include <locale.h>
#include <poll.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "session.h"

#define SECRET "Zx9-s3cret-Q7"

/* The next control sequence at or behind *pos: its final character, and the bytes before it. 0 at the
 * end. */
static char
next_sequence(const struct strbuf *sent, size_t *pos, size_t *begin)
{
	for (; *pos + 2 < sent->len; ++*pos)
		if (sent->buf[*pos] == '\033' && sent->buf[*pos + 1] == '[') {
			*begin = *pos += 2;
			while (*pos < sent->len && (unsigned char)sent->buf[*pos] < 0x40)
				++*pos;
			return *pos < sent->len ? sent->buf[*pos] : '\0';
		}
	return '\0';
}

/* Device attributes, status and mode reports, colour questions, window reports, ENQ. */
static void
assert_asks_nothing(const struct strbuf *sent)
{
	size_t pos = 0, begin = 0;
	char final;

	while ((final = next_sequence(sent, &pos, &begin))) {
		long number = strtol(sent->buf + begin, NULL, 10);

		if (final == 'c' && sent->buf[begin] == '?') /* the Linux console's cursor shape */
			continue;
		assert_true(final != 'c' && final != 'n' && final != 'x');
		assert_false(final == 'p' && sent->buf[pos - 1] == '$');
		assert_false(final == 't' && number < 22);
	}
	assert_null(strstr(sent->buf, "\033Z"));
	assert_null(strstr(sent->buf, "\033]"));
	assert_null(strstr(sent->buf, "\033P"));
	assert_null(memchr(sent->buf, 5, sent->len));
	assert_null(strstr(sent->buf, "\033[?1000h"));
	assert_null(strstr(sent->buf, "\033[?1006h"));
}

static void
nothing_is_asked_of_any_terminal(void **state)
{
	static const char *const terminals[] = { "xterm-256color", "xterm", "linux", "vt100",
		"vt220", "screen", "tmux-256color", "rxvt-unicode-256color", "putty" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(terminals); i++) {
		struct session session;

		session_make(&session, NULL);
		session_edit(&session, terminals[i], 80, 24, NULL);
		vt_type(&session.vt, "\t\tnotes\t\033[6~\007");
		vt_wait(&session.vt, "In drafts and on the command line");
		vt_type(&session.vt, "\033");
		vt_wait_gone(&session.vt, "In drafts");
		vt_type(&session.vt, CONTROL('O'));
		vt_wait(&session.vt, "  saved");
		session_quit(&session);
		assert_asks_nothing(&session.vt.sent);
		session_close(&session);
	}
}

static void
nothing_is_sent_while_idle(void **state)
{
	struct session session;
	struct pollfd poller;

	(void)state;
	session_open(&session);
	vt_type(&session.vt, "\t");
	vt_mark(&session.vt);
	poller = (struct pollfd){ .fd = session.vt.fd, .events = POLLIN };
	assert_int_equal(poll(&poller, 1, 1500), 0);
	session_close(&session);
}

static int
compare_sizes(const void *a, const void *b)
{
	size_t left = *(const size_t *)a, right = *(const size_t *)b;

	return (left > right) - (left < right);
}

/* The median of the bytes that each key of a list costs, each in one piece. */
static size_t
median_bytes(struct vt *vt, const char *const *keys, size_t n)
{
	size_t bytes[64];

	for (size_t i = 0; i < n; i++) {
		vt_mark(vt);
		vt_type(vt, keys[i]);
		bytes[i] = vt_bytes(vt);
		assert_true(vt->reads <= 1);
	}
	qsort(bytes, n, sizeof *bytes, compare_sizes);
	return bytes[n / 2];
}

static void
keys_cost_few_bytes_in_one_write(void **state)
{
	static const char *const letters[] = { "a", "b", "c", "d", "e", "f", "g", "h", "i" };
	static const char *const moves[] = { "\t", "\t", "\t", "\t", "\t", "\t", "\t", "\t", "\t",
		"\t", "\t", "\t", "\t", "\t", "\t", "\t", "\t" };
	static const char *const pages[] = { "\033[5~", "\033[5~", "\033[6~", "\033[6~" };
	struct session session;
	struct vt *vt = &session.vt;
	size_t first, cost;

	(void)state;
	session_open(&session);
	first = vt->sent.len;
	assert_true(first <= 1600);
	assert_int_equal(vt->reads, 1);
	cost = median_bytes(vt, moves, ARRAY_SIZE(moves));
	print_message("first picture %zu bytes, field move %zu\n", first, cost);
	assert_true(cost <= 260);
	assert_true(median_bytes(vt, pages, ARRAY_SIZE(pages)) <= 1200);
	go_to(vt, "Name");
	cost = median_bytes(vt, letters, ARRAY_SIZE(letters));
	assert_true(cost <= 2);
	session_close(&session);
}

static void
secret_is_never_sent_while_masked(void **state)
{
	static const char *const settings[] = { "challenge=" SECRET, NULL };
	struct session session;
	struct vt *vt = &session.vt;

	(void)state;
	session_make(&session, settings);
	session_edit(&session, "xterm-256color", 80, 30, NULL);
	go_to(vt, "Challenge");
	vt_wait_cursor_behind(vt, "********");
	vt_type(vt, CONTROL('U'));
	vt_type(vt, SECRET "\r");
	wait_focus(vt, "Key size");
	vt_type(vt, "\033r");
	vt_wait(vt, "set, 13 characters");
	vt_type(vt, "\033r");
	wait_focus(vt, "Key size");
	vt_type(vt, CONTROL('L'));
	vt_wait_quiet(vt);
	vt_type(vt, CONTROL('O'));
	vt_wait(vt, "  saved");
	session_quit(&session);
	for (size_t len = 3; len <= strlen(SECRET); len++) {
		char part[sizeof SECRET];

		memcpy(part, SECRET, len);
		part[len] = '\0';
		assert_null(strstr(vt->sent.buf, part));
	}
	session_close(&session);
}

static void
secret_is_revealed_until_its_field_is_left(void **state)
{
	static const char *const settings[] = { "challenge=" SECRET, NULL };
	struct session session;
	struct vt *vt = &session.vt;

	(void)state;
	session_make(&session, settings);
	session_edit(&session, "vt100", 80, 24, NULL);
	go_to(vt, "Challenge");
	vt_type(vt, CONTROL('R'));
	vt_wait_cursor_behind(vt, SECRET);
	vt_type(vt, CONTROL('R'));
	vt_wait_gone(vt, SECRET);
	vt_type(vt, CONTROL('R'));
	vt_wait(vt, SECRET);
	vt_type(vt, "\t");
	vt_wait_gone(vt, SECRET);
	vt_type(vt, KEY_UP);
	vt_wait_cursor_behind(vt, "********");
	vt_type(vt, CONTROL('R'));
	vt_wait(vt, SECRET);
	session_quit(&session);
	assert_int_equal(vt_find(vt, SECRET), -1); /* vt100 keeps the last page */
	session_close(&session);
}

/* What a draft of somebody else may hold: shown escaped, or the draft is refused. */
static const struct hostile {
	const char *draft, *shown;
} hostile[] = {
	{ "form: scep\nplatform: macos\npolicy_name: \"A\\u202eB\\u200bC\"\n"
	  "policy_notes: \"x\\u2066y\"\nsubject: \"/CN=\\u202emoc\"\n",
		"A<U+202E>B<U+200B>C" },
	{ "form: scep\npolicy_name: \"A\\u0085B\"\n", "U+0085" },
	{ "form: scep\npolicy_notes: \"one\\e[31mtwo\"\n", "U+001B" },
	{ "form: scep\npolicy_notes: \"one\\rtwo\"\n", "U+000D" },
	{ "form: scep\npolicy_notes: \"one\\u009b2Jtwo\"\n", "U+009B" },
	{ "form: scep\n\"\\e]0;title\\a\": x\n", "U+001B" },
};

static void
assert_sent_is_clean(const struct strbuf *sent)
{
	size_t pos = 0, n;
	uint32_t cp;

	for (; pos < sent->len; pos += n) {
		n = utf8_decode(sent->buf + pos, sent->len - pos, &cp);
		assert_true(cp != UTF8_INVALID && !(cp >= 0x7f && cp < 0xa0));
		assert_true(cp < 0x80 || text_is_shown(cp));
	}
	assert_null(strstr(sent->buf, "\033]0;"));
	assert_null(strstr(sent->buf, "\033[31mtwo"));
}

static void
hostile_draft_cannot_steer_the_terminal(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(hostile); i++) {
		struct session session;
		struct vt *vt = &session.vt;
		const char *argv[] = { program(), "edit", NULL, NULL };

		session_write(&session, hostile[i].draft);
		argv[2] = session.draft;
		vt_start(vt, "xterm-256color", 80, 24, argv, NULL);
		vt_wait_sent(vt, hostile[i].shown);
		vt_type(vt, "\t\t\t\t\007");
		vt_wait_quiet(vt);
		vt_type(vt, "\033r");
		vt_wait_quiet(vt);
		assert_sent_is_clean(&vt->sent);
		session_close(&session);
	}
}

static void
no_color_sends_no_colour(void **state)
{
	static const char *const no_color[] = { "NO_COLOR=1", NULL };
	struct session session;
	size_t pos = 0, begin = 0;
	char final;

	(void)state;
	session_make(&session, NULL);
	session_edit(&session, "xterm-256color", 80, 24, no_color);
	vt_type(&session.vt, "\t\033r");
	vt_wait(&session.vt, "Review   ");
	while ((final = next_sequence(&session.vt.sent, &pos, &begin)))
		if (final == 'm')
			assert_true(strtol(session.vt.sent.buf + begin, NULL, 10) < 30);
	session_close(&session);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_asked_of_any_terminal),
		cmocka_unit_test(nothing_is_sent_while_idle),
		cmocka_unit_test(keys_cost_few_bytes_in_one_write),
		cmocka_unit_test(secret_is_never_sent_while_masked),
		cmocka_unit_test(secret_is_revealed_until_its_field_is_left),
		cmocka_unit_test(hostile_draft_cannot_steer_the_terminal),
		cmocka_unit_test(no_color_sends_no_colour),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
