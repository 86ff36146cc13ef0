/* What is sent to the terminal, byte by byte: no more than needed, nothing that asks or steers it,
 * no secret. */
#include <locale.h>
#include <signal.h>

#include "base/path.h"
#include "base/xalloc.h"

#include "kept.h"
#include "places.h"
#include "sent.h"

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

/* From field to field through the whole form. */
static size_t
median_move(struct vt *vt)
{
	static const char *const moves[] = { "\t", "\t", "\t", "\t", "\t", "\t", "\t", "\t", "\t",
		"\t", "\t", "\t", "\t", "\t", "\t", "\t", "\t" };

	return median_bytes(vt, moves, ARRAY_SIZE(moves));
}

/* A move brings a new hint; in a draft where nothing is answered half of them also tell what is wrong with the field
 * that was left. */
static void
moves_cost_few_bytes(void **state)
{
	static const char *const settings[] = {
		"fingerprint=LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=", "challenge=" SECRET,
		"key_size=2048", "subject=/O=Acme/CN=%SerialNumber%", "key_usage=signing",
		"url=https://scep.acme.net/scep", "device_groups=Field laptops", NULL
	};
	static const struct {
		const char *const *settings;
		size_t most;
	} drafts[] = { { settings, 260 }, { NULL, 280 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(drafts); i++) {
		struct session session;
		size_t cost;

		session_make(&session, drafts[i].settings);
		session_edit(&session, "xterm-256color", 80, 24, NULL);
		cost = median_move(&session.vt);
		print_message("field move %zu bytes\n", cost);
		assert_true(cost <= drafts[i].most);
		session_close(&session);
	}
}

static void
keys_cost_few_bytes_in_one_write(void **state)
{
	static const char *const letters[] = { "a", "b", "c", "d", "e", "f", "g", "h", "i" };
	static const char *const pages[] = { "\033[5~", "\033[5~", "\033[6~", "\033[6~" };
	struct session session;
	struct vt *vt = &session.vt;
	size_t first, cost;

	(void)state;
	session_open(&session);
	first = vt->sent.len;
	assert_true(first <= 1800);
	assert_int_equal(vt->reads, 1);
	print_message("first picture %zu bytes\n", first);
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
	session_edit(&session, "xterm-256color", 80, 60, NULL);
	go_to(vt, "Challenge");
	vt_wait_cursor_behind(vt, "********");
	vt_type(vt, CONTROL('U'));
	vt_type(vt, SECRET "\r");
	wait_focus(vt, "Key size");
	vt_type(vt, "\033r");
	vt_wait(vt, "set, 14 characters");
	vt_type(vt, "\033r");
	wait_focus(vt, "Key size");
	vt_type(vt, CONTROL('L'));
	vt_wait_quiet(vt);
	vt_type(vt, CONTROL('O'));
	vt_wait(vt, "  saved");
	session_quit(&session);
	sent_must_not_hold(&vt->sent, 0, SECRET);
	session_close(&session);
}

/* Characters that nothing else sends: not a single one of them may come back, at no key. */
static void
no_character_of_a_typed_secret_is_sent(void **state)
{
	static const char *const letters[] = { "\xd0\x94", "\xd0\x96", "\xd0\xa9", "\xd0\xae",
		"\xd0\x94", "\177", "\xd0\xad", "\025", "\031", "\037", "\002", "\xd0\xaa" };
	struct session session;
	struct vt *vt = &session.vt;

	(void)state;
	session_open(&session);
	go_to(vt, "Challenge");
	for (size_t i = 0; i < ARRAY_SIZE(letters); i++) {
		vt_type(vt, letters[i]);
		vt_wait_quiet(vt);
	}
	vt_wait(vt, "********");
	vt_type(vt, "\007");
	vt_wait(vt, "In drafts");
	vt_type(vt, "\033");
	vt_wait_gone(vt, "In drafts");
	vt_type(vt, "\r");
	wait_focus(vt, "Key size");
	vt_type(vt, CONTROL('C'));
	vt_wait(vt, "d discard");
	vt_type(vt, "d");
	assert_int_equal(vt_end(vt), 0);
	assert_null(memchr(vt->sent.buf, 0xd0, vt->sent.len));
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

/* Without another page to leave, the last picture stays and moves up; lines that go out at the top, and all
 * that is cleared at once, are kept from any picture. */
static void
secret_in_sight_is_never_scrolled_back_to(void **state)
{
	static const char *const settings[] = { "challenge=" SECRET, NULL };
	static const char *const terminals[] = { "vt100", "linux", "xterm-256color" };
	static const char *const ends[] = { "\030q", NULL };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(terminals) * ARRAY_SIZE(ends); i++) {
		const char *end = ends[i % ARRAY_SIZE(ends)];
		struct session session;
		struct vt *vt = &session.vt;

		session_make(&session, settings);
		session_edit(&session, terminals[i / ARRAY_SIZE(ends)], 80, 10, NULL);
		kept_begin(vt);
		for (int round = 0; round < 3; round++) {
			go_to(vt, "Challenge");
			vt_type(vt, CONTROL('R'));
			vt_wait(vt, SECRET);
			vt_type(vt, CONTROL('L'));
			vt_wait_quiet(vt);
			vt_type(vt, round ? KEY_PAGE_DOWN : "\t");
			vt_wait_gone(vt, SECRET);
		}
		go_to(vt, "Challenge");
		vt_type(vt, CONTROL('R'));
		vt_wait(vt, SECRET);
		if (end)
			vt_type(vt, end);
		else
			kill(vt->pid, SIGTERM);
		vt_end(vt);
		assert_int_equal(vt_find(vt, SECRET), -1);
		sent_must_not_hold(&vt->kept, 0, SECRET);
		session_close(&session);
	}
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
		sent_must_be_shown_text(&vt->sent);
		session_close(&session);
	}
}

/* What every field may hold that another person's draft may bring. */
static const char hostile_values[] = "form: scep\n"
				     "platform: macos\n"
				     "policy_name: \"A\\u202eB\"\n"
				     "policy_notes: \"A\\u2066B\"\n"
				     "fingerprint: \"A\\u202eB\"\n"
				     "key_size: \"A\\u202eB\"\n"
				     "subject: \"/CN=A\\u202eB\"\n"
				     "retries: \"A\\u200bB\"\n"
				     "url: \"http://A\\u202eB/\"\n"
				     "name: \"A\\ue000B\"\n"
				     "set_subject_alternative_name: true\n"
				     "san_dns_name: [\"A\\u200eB\"]\n"
				     "san_principal: \"A\\u202eB\"\n"
				     "san_rfc822: [\"A\\u2028B\"]\n"
				     "san_uri: [\"A\\u00adB\"]\n"
				     "device_groups: [\"A\\u202eB\"]\n"
				     "devices: [\"A\\U000E0041B\"]\n";

/* Seen field by field, in the review and in help, in every layout. */
static void
hostile_values_are_escaped_in_every_field(void **state)
{
	static const int sizes[][2] = { { 80, 24 }, { 140, 45 }, { 40, 12 }, { 20, 6 } };
	struct session session;
	struct vt *vt = &session.vt;

	(void)state;
	session_write(&session, hostile_values);
	session_edit(&session, "xterm-256color", 80, 24, NULL);
	vt_wait(vt, "A<U+202E>B");
	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		if (i)
			vt_resize_drawn(vt, sizes[i][0], sizes[i][1]);
		for (int field = 0; field < 22; field++) {
			vt_type(vt, "\t");
			vt_wait_quiet(vt);
		}
		vt_type(vt, "\033r");
		vt_wait(vt, "Review");
		for (int page = 0; page < 4; page++) {
			vt_type(vt, KEY_PAGE_DOWN);
			vt_wait_quiet(vt);
		}
		vt_type(vt, "\007");
		vt_wait_quiet(vt);
		vt_type(vt, "\033");
		vt_wait_quiet(vt);
		vt_type(vt, "\033r");
		vt_wait_quiet(vt);
	}
	session_quit(&session);
	sent_must_be_shown_text(&vt->sent);
	session_close(&session);
}

/* In the title, in questions, in what is told at the end. */
static void
hostile_file_names_are_escaped(void **state)
{
	struct session session;
	struct vt *vt = &session.vt;
	const char *argv[] = { program(), "new", NULL, NULL };
	char *path;

	(void)state;
	session_make(&session, NULL);
	path = path_join(session.folder, "a\033]0;t\ab\xe2\x80\xae\xc2\x9b.yaml");
	argv[2] = path;
	vt_start(vt, "xterm-256color", 140, 24, argv, NULL);
	vt_wait(vt, "Platform (required)");
	vt_type(vt, CONTROL('O'));
	vt_wait(vt, "Saved to");
	vt_type(vt, CONTROL('X'));
	vt_wait(vt, "a save as");
	vt_type(vt, "a");
	vt_wait(vt, "Save as: /tmp");
	vt_type(vt, "\033");
	vt_wait_gone(vt, "Save as");
	session_quit(&session);
	assert_contains(vt->sent.buf, "<U+001B>]0;t<U+0007>b<U+202E>");
	sent_must_be_shown_text(&vt->sent);
	session_close(&session);
	free(path);
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
	while ((final = sent_sequence(&session.vt.sent, &pos, &begin)))
		if (final == 'm')
			assert_true(strtol(session.vt.sent.buf + begin, NULL, 10) < 30);
	session_close(&session);
}

/* Sends nothing but bold for the titles of sections. */
static void
assert_bare(struct vt *vt)
{
	size_t pos = 0, begin = 0;
	char final;

	vt_wait(vt, "Key size");
	vt_wait_quiet(vt);
	assert_true(vt->sent.len <= 1100);
	vt_type(vt, "\t\t\t\t\033r");
	vt_wait(vt, "Review   ");
	while ((final = sent_sequence(&vt->sent, &pos, &begin)))
		if (final == 'm' && vt->sent.buf[begin] != 'm')
			assert_non_null(strchr(";01", vt->sent.buf[begin]));
	assert_false(sent_has_colour(&vt->sent));
	assert_null(strstr(vt->sent.buf, "\033[7m"));
	assert_null(strstr(vt->sent.buf, "\033[;7m"));
	assert_int_equal(vt_find(vt, "\u2500"), -1);
}

static void
old_terminals_and_slow_lines_get_few_bytes(void **state)
{
	static const char *const terminals[] = { "vt100", "xterm", "linux" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(terminals); i++) {
		struct session session;
		STRBUF(command);
		const char *argv[] = { "/bin/sh", "-c", NULL, NULL };

		session_make(&session, NULL);
		strbuf_addf(&command, "%sexec %s edit %s --ascii", i ? "stty 9600; " : "",
			program(), session.draft);
		argv[2] = command.buf;
		vt_start(&session.vt, terminals[i], 80, 24, argv, NULL);
		assert_bare(&session.vt);
		session_quit(&session);
		session_close(&session);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(moves_cost_few_bytes),
		cmocka_unit_test(keys_cost_few_bytes_in_one_write),
		cmocka_unit_test(secret_is_never_sent_while_masked),
		cmocka_unit_test(no_character_of_a_typed_secret_is_sent),
		cmocka_unit_test(secret_is_revealed_until_its_field_is_left),
		cmocka_unit_test(secret_in_sight_is_never_scrolled_back_to),
		cmocka_unit_test(hostile_draft_cannot_steer_the_terminal),
		cmocka_unit_test(hostile_values_are_escaped_in_every_field),
		cmocka_unit_test(hostile_file_names_are_escaped),
		cmocka_unit_test(no_color_sends_no_colour),
		cmocka_unit_test(old_terminals_and_slow_lines_get_few_bytes),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
