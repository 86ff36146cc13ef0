/* Bytes that terminals send, and the chords that they become: through a pipe, as they come. */
#include "testing.h"

#include <fcntl.h>
#include <locale.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/strbuf.h"
#include "base/xalloc.h"

#include "ui/tty/input.h"

struct feed {
	struct input in;
	int write_end;
	struct strbuf paste;
	bool ended;
};

static void
feed_open(struct feed *feed)
{
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	memset(feed, 0, sizeof *feed);
	strbuf_init(&feed->paste);
	input_init(&feed->in, ends[0]);
	feed->in.escape_ms = 20;
	feed->write_end = ends[1];
}

static void
feed_close(struct feed *feed)
{
	close(feed->write_end);
	close(feed->in.fd);
	input_release(&feed->in);
	strbuf_release(&feed->paste);
}

static void
feed_bytes(struct feed *feed, const char *bytes, size_t len)
{
	assert_int_equal(write(feed->write_end, bytes, len), (ssize_t)len);
}

static void
feed_text(struct feed *feed, const char *text)
{
	feed_bytes(feed, text, strlen(text));
}

static uint32_t
feed_read(struct feed *feed)
{
	return input_read(&feed->in, &feed->paste, &feed->ended);
}

/* One key of a terminal, or what is none, and nothing left behind it. */
static const struct sequence {
	const char *bytes;
	uint32_t chord;
} sequences[] = {
	{ "a", 'a' },
	{ "\x7f", CHORD_BACKSPACE },
	{ "\r", CHORD_ENTER },
	{ "\x13", CHORD_CTRL('S') },
	{ "\xc3\xa4", 0xe4 },
	{ "\xf0\x9f\x98\x80", 0x1f600 },
	{ "\033", CHORD_ESC },
	{ "\033[A", CHORD_UP },
	{ "\033OA", CHORD_UP },
	{ "\033[1;5C", CHORD_META('f') },
	{ "\033[1;3D", CHORD_META('b') },
	{ "\033[1;2B", CHORD_DOWN },
	{ "\033[H", CHORD_HOME },
	{ "\033[4~", CHORD_END },
	{ "\033[8~", CHORD_END },
	{ "\033[3~", CHORD_DELETE },
	{ "\033[3;5~", CHORD_DELETE },
	{ "\033[Z", CHORD_SHIFT_TAB },
	{ "\033OP", CHORD_F1 },
	{ "\033[11~", CHORD_F1 },
	{ "\033[[A", CHORD_F1 },
	{ "\033[24~", CHORD_F12 },
	{ "\033OM", CHORD_ENTER },
	{ "\033Oq", '1' },
	{ "\033g", CHORD_META('g') },
	{ "\033\t", CHORD_META(CHORD_TAB) },
	{ "\033\xc3\xa4", CHORD_META(0xe4) },
	/* what would begin a string is a key here, and what is typed behind it is another */
	{ "\033_", CHORD_META('_') },
	{ "\033^", CHORD_META('^') },
	/* answers, mice, keys of other programs: swallowed whole */
	{ "\033[12;40R", CHORD_NONE },
	{ "\033[?62;22c", CHORD_NONE },
	{ "\033[>41;380;0c", CHORD_NONE },
	{ "\033[?2026;2$y", CHORD_NONE },
	{ "\033[M !!", CHORD_NONE },
	{ "\033[<0;10;10M", CHORD_NONE },
	{ "\033[27;5;9~", CHORD_NONE },
	{ "\033[97;5u", CHORD_NONE },
	{ "\033[99~", CHORD_NONE },
	{ "\033[200;5~", CHORD_NONE },
	{ "\033[201~", CHORD_NONE },
	{ "\033]11;rgb:0000/0000/0000\a", CHORD_NONE },
	{ "\033]11;rgb:0000/0000/0000\033\\", CHORD_NONE },
	{ "\033P>|XTerm(380)\033\\", CHORD_NONE },
	{ "\033[I", CHORD_NONE },
	{ "\xff", CHORD_NONE },
	{ "\xc3", CHORD_NONE },
	{ "\xed\xa0\x80", CHORD_NONE },
	/* each row of the tables of keys, and what stands beside it and is none */
	{ "\033[A", CHORD_UP },
	{ "\033OA", CHORD_UP },
	{ "\033[B", CHORD_DOWN },
	{ "\033OB", CHORD_DOWN },
	{ "\033[C", CHORD_RIGHT },
	{ "\033OC", CHORD_RIGHT },
	{ "\033[D", CHORD_LEFT },
	{ "\033OD", CHORD_LEFT },
	{ "\033[F", CHORD_END },
	{ "\033OF", CHORD_END },
	{ "\033[H", CHORD_HOME },
	{ "\033OH", CHORD_HOME },
	{ "\033OM", CHORD_ENTER },
	{ "\033[P", CHORD_F1 },
	{ "\033OP", CHORD_F1 },
	{ "\033[Q", CHORD_F1 + 1 },
	{ "\033OQ", CHORD_F1 + 1 },
	{ "\033[R", CHORD_F1 + 2 },
	{ "\033OR", CHORD_F1 + 2 },
	{ "\033[S", CHORD_F1 + 3 },
	{ "\033OS", CHORD_F1 + 3 },
	{ "\033[Z", CHORD_SHIFT_TAB },
	{ "\033OZ", CHORD_SHIFT_TAB },
	{ "\033[0~", CHORD_NONE },
	{ "\033[1~", CHORD_HOME },
	{ "\033[2~", CHORD_NONE },
	{ "\033[3~", CHORD_DELETE },
	{ "\033[4~", CHORD_END },
	{ "\033[5~", CHORD_PAGE_UP },
	{ "\033[6~", CHORD_PAGE_DOWN },
	{ "\033[7~", CHORD_HOME },
	{ "\033[8~", CHORD_END },
	{ "\033[9~", CHORD_NONE },
	{ "\033[10~", CHORD_NONE },
	{ "\033[11~", CHORD_F1 + 0 },
	{ "\033[12~", CHORD_F1 + 1 },
	{ "\033[13~", CHORD_F1 + 2 },
	{ "\033[14~", CHORD_F1 + 3 },
	{ "\033[15~", CHORD_F1 + 4 },
	{ "\033[16~", CHORD_NONE },
	{ "\033[17~", CHORD_F1 + 5 },
	{ "\033[18~", CHORD_F1 + 6 },
	{ "\033[19~", CHORD_F1 + 7 },
	{ "\033[20~", CHORD_F1 + 8 },
	{ "\033[21~", CHORD_F1 + 9 },
	{ "\033[22~", CHORD_NONE },
	{ "\033[23~", CHORD_F1 + 10 },
	{ "\033[24~", CHORD_F1 + 11 },
	{ "\033[25~", CHORD_NONE },
	{ "\033[26~", CHORD_NONE },
	{ "\033[99~", CHORD_NONE },
	{ "\033[199~", CHORD_NONE },
	{ "\033[202~", CHORD_NONE },
	{ "\033[[A", CHORD_F1 + 0 },
	{ "\033[[B", CHORD_F1 + 1 },
	{ "\033[[C", CHORD_F1 + 2 },
	{ "\033[[D", CHORD_F1 + 3 },
	{ "\033[[E", CHORD_F1 + 4 },
	{ "\033[[@", CHORD_NONE },
	{ "\033[[F", CHORD_NONE },
	{ "\033[1;1C", CHORD_RIGHT },
	{ "\033[1;1D", CHORD_LEFT },
	{ "\033[1;2C", CHORD_RIGHT },
	{ "\033[1;2D", CHORD_LEFT },
	{ "\033[1;3C", CHORD_META('f') },
	{ "\033[1;3D", CHORD_META('b') },
	{ "\033[1;4C", CHORD_META('f') },
	{ "\033[1;4D", CHORD_META('b') },
	{ "\033[1;5A", CHORD_UP },
	{ "\033[2A", CHORD_NONE },
	{ "\033[0A", CHORD_NONE },
	{ "\033[;5C", CHORD_NONE },
	{ "\033[1;5;1C", CHORD_NONE },
	{ "\033[1:5C", CHORD_NONE },
	{ "\033[<A", CHORD_NONE },
	{ "\033[?A", CHORD_NONE },
	{ "\033[5;5~", CHORD_PAGE_UP },
	{ "\033[5;~", CHORD_PAGE_UP },
	{ "\033[000000000000001A", CHORD_UP },
	{ "\033[0000000000000001A", CHORD_NONE },
	{ "\033O5C", CHORD_RIGHT },
	{ "\033O1;5D", CHORD_LEFT },
	{ "\033O1234A", CHORD_UP },
	{ "\033Oi", CHORD_NONE },
	{ "\033Oj", '*' },
	{ "\033Ok", '+' },
	{ "\033Om", '-' },
	{ "\033On", '.' },
	{ "\033Oo", '/' },
	{ "\033Op", '0' },
	{ "\033Oy", '9' },
	{ "\033Oz", CHORD_NONE },
	{ "\xc2\x80", 0x80 },
	{ "\xdf\xbf", 0x7ff },
	{ "\xe0\xa0\x80", 0x800 },
	{ "\xef\xbf\xbd", 0xfffd },
	{ "\xf0\x90\x80\x80", 0x10000 },
	{ "\xf4\x8f\xbf\xbf", 0x10ffff },
};

/* rest: the process that writes the second part, 0 where there is one alone. */
static void
check_sequence(struct feed *feed, const struct sequence *wanted, pid_t rest)
{
	uint32_t chord = feed_read(feed);
	int status = 0;

	assert_true(!rest || waitpid(rest, &status, 0) == rest);
	assert_int_equal(status, 0);
	while (chord == CHORD_NONE && input_pending(&feed->in))
		chord = feed_read(feed);
	if (chord != wanted->chord)
		fail_msg("case %zu%s: chord %x, wanted %x", (size_t)(wanted - sequences),
			rest ? " in two reads" : "", (unsigned)chord, (unsigned)wanted->chord);
	assert_false(input_pending(&feed->in));
	assert_int_equal(feed->paste.len, 0);
}

static void
sequences_become_chords(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(sequences); i++) {
		struct feed feed;

		feed_open(&feed);
		feed_text(&feed, sequences[i].bytes);
		check_sequence(&feed, &sequences[i], 0);
		feed_close(&feed);
	}
}

/* The rest comes when what came before was read. */
static pid_t
feed_in_two(struct feed *feed, const char *bytes, size_t cut)
{
	pid_t child = fork();
	int waiting = 1;

	assert_true(child >= 0);
	if (child)
		return child;
	if (write(feed->write_end, bytes, cut) != (ssize_t)cut)
		_exit(1);
	for (alarm(20); waiting && ioctl(feed->in.fd, FIONREAD, &waiting) == 0;)
		usleep(200);
	_exit(write(feed->write_end, bytes + cut, strlen(bytes + cut)) < 0);
}

static void
sequences_may_come_in_two_reads(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(sequences); i++)
		for (size_t cut = 1; cut < strlen(sequences[i].bytes); cut++) {
			struct feed feed;

			feed_open(&feed);
			feed.in.escape_ms = 10000;
			check_sequence(
				&feed, &sequences[i], feed_in_two(&feed, sequences[i].bytes, cut));
			feed_close(&feed);
		}
}

/* What comes of its beginning is told within the time, and takes no key along. */
static void
sequences_that_break_off_leave_the_next_key(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(sequences); i++)
		for (size_t cut = 1; cut < strlen(sequences[i].bytes); cut++) {
			struct feed feed;

			feed_open(&feed);
			feed.in.escape_ms = 0;
			feed_bytes(&feed, sequences[i].bytes, cut);
			for (size_t reads = 0; input_pending(&feed.in); reads++) {
				feed_read(&feed);
				assert_true(reads < cut);
			}
			assert_int_equal(feed.paste.len, 0);
			feed_text(&feed, "x");
			assert_int_equal(feed_read(&feed), 'x');
			assert_false(input_pending(&feed.in));
			feed_close(&feed);
		}
}

static void
nul_is_swallowed(void **state)
{
	struct feed feed;

	(void)state;
	feed_open(&feed);
	feed_bytes(&feed, "\0x", 2);
	assert_int_equal(feed_read(&feed), CHORD_NONE);
	assert_int_equal(feed_read(&feed), 'x');
	feed_close(&feed);
}

static void
key_of_the_terminal_goes_first(void **state)
{
	struct feed feed;

	(void)state;
	feed_open(&feed);
	input_add_key(&feed.in, "\033[9~", CHORD_PAGE_UP);
	input_add_key(&feed.in, NULL, CHORD_UP);
	input_add_key(&feed.in, "x", CHORD_UP);
	feed_text(&feed, "\033[9~x");
	assert_int_equal(feed_read(&feed), CHORD_PAGE_UP);
	assert_int_equal(feed_read(&feed), 'x');
	feed_close(&feed);
}

static void
escape_then_key_is_meta_at_any_pace(void **state)
{
	struct feed feed;

	(void)state;
	feed_open(&feed);
	feed_text(&feed, "\033");
	assert_int_equal(feed_read(&feed), CHORD_ESC);
	feed_text(&feed, "g");
	assert_int_equal(feed_read(&feed), CHORD_META('g'));
	feed_text(&feed, "g");
	assert_int_equal(feed_read(&feed), 'g');
	feed_close(&feed);
}

static void
escape_then_key_without_binding_is_the_key(void **state)
{
	struct feed feed;

	(void)state;
	feed_open(&feed);
	feed_text(&feed, "\033");
	assert_int_equal(feed_read(&feed), CHORD_ESC);
	feed_text(&feed, "x");
	assert_int_equal(feed_read(&feed), 'x');
	feed_close(&feed);
}

static void
escape_that_closed_something_is_forgotten(void **state)
{
	struct feed feed;

	(void)state;
	feed_open(&feed);
	feed_text(&feed, "\033");
	assert_int_equal(feed_read(&feed), CHORD_ESC);
	input_forget_escape(&feed.in);
	feed_text(&feed, "g");
	assert_int_equal(feed_read(&feed), 'g');
	feed_close(&feed);
}

/* A slow line delivers the Esc of an arrow alone. */
static void
late_rest_of_a_sequence_is_not_typed(void **state)
{
	struct feed feed;

	(void)state;
	feed_open(&feed);
	feed_text(&feed, "\033");
	assert_int_equal(feed_read(&feed), CHORD_ESC);
	feed_text(&feed, "[B");
	assert_int_equal(feed_read(&feed), CHORD_DOWN);
	feed_close(&feed);
}

static void
bracketed_paste_is_literal(void **state)
{
	struct feed feed;

	(void)state;
	feed_open(&feed);
	feed_text(&feed, "\033[200~a\rb\033[Ac\033[201~x");
	assert_int_equal(feed_read(&feed), CHORD_NONE);
	assert_string_equal(feed.paste.buf, "a\rb\033[Ac");
	assert_int_equal(feed_read(&feed), 'x');
	feed_close(&feed);
}

/* Larger than the buffer and than a pipe's page, with the end mark cut anywhere. */
static void
long_bracketed_paste_comes_whole(void **state)
{
	struct strbuf text = STRBUF_INIT;
	struct feed feed;

	(void)state;
	feed_open(&feed);
	strbuf_addstr(&text, "\033[200~");
	strbuf_addchars(&text, 'p', 3 * INPUT_BUFFER - 9);
	strbuf_addstr(&text, "\033[201~z");
	feed_bytes(&feed, text.buf, text.len);
	assert_int_equal(feed_read(&feed), CHORD_NONE);
	assert_int_equal(feed.paste.len, 3 * INPUT_BUFFER - 9);
	assert_int_equal(feed_read(&feed), 'z');
	feed_close(&feed);
	strbuf_release(&text);
}

/* What a child sends after each pause. */
static void
feed_later(struct feed *feed, const char *const *texts, int ms)
{
	pid_t child = fork();

	assert_true(child >= 0);
	if (child)
		return;
	for (; *texts; texts++) {
		usleep((useconds_t)ms * 1000);
		if (write(feed->write_end, *texts, strlen(*texts)) < 0)
			break;
	}
	_exit(0);
}

/* A paste whose end got lost ends after a second of silence, or by ^C, which is a key then. */
static void
a_paste_without_its_end_ends(void **state)
{
	static const char *const stopped[] = { "abc", "\003", NULL };
	static const char *const slow[] = { "ab", "\003c", "\033", "[201~", NULL };
	struct timespec begin, end;
	struct feed feed;

	(void)state;
	feed_open(&feed);
	feed_text(&feed, "\033[200~x");
	feed_later(&feed, stopped, 150);
	assert_int_equal(feed_read(&feed), CHORD_NONE);
	assert_string_equal(feed.paste.buf, "xabc");
	assert_int_equal(feed_read(&feed), CHORD_CTRL('C'));
	wait(NULL);
	strbuf_clear(&feed.paste);
	feed_text(&feed, "\033[200~");
	feed_later(&feed, slow, 150);
	assert_int_equal(feed_read(&feed), CHORD_NONE);
	assert_string_equal(feed.paste.buf, "ab\003c");
	wait(NULL);
	strbuf_clear(&feed.paste);
	feed_text(&feed, "\033[200~lost");
	clock_gettime(CLOCK_MONOTONIC, &begin);
	assert_int_equal(feed_read(&feed), CHORD_NONE);
	clock_gettime(CLOCK_MONOTONIC, &end);
	assert_string_equal(feed.paste.buf, "lost");
	assert_true(end.tv_sec - begin.tv_sec <= 1 ||
		    (end.tv_sec - begin.tv_sec == 2 && end.tv_nsec < begin.tv_nsec));
	feed_close(&feed);
}

/* What waits at once, what of it is a paste, and the first chord behind it. */
static void
bursts_with_enter_inside_are_pastes(void **state)
{
	static const struct {
		const char *bytes, *paste;
		uint32_t next;
	} cases[] = {
		{ "http://a\rhttp://b", "http://a\rhttp://b", 0 },
		{ "line one\nline two\r", "line one\nline two\r", 0 },
		{ "line one\nline two\tx", "line one\nline two", CHORD_TAB },
		{ "0123456789012345678901234567890123456789012345678901234567890123456789",
			"0123456789012345678901234567890123456789012345678901234567890123456789",
			0 },
		/* one more than a hand is thought to make at once, and as many: with an Enter inside... */
		{ "abcd\refghi", "abcd\refghi", 0 },
		{ "abcd\refgh", "", 'a' },
		/* ... and without */
		{ "01234567890123456789012345678901234567890123456789012345678901234",
			"01234567890123456789012345678901234567890123456789012345678901234", 0 },
		{ "0123456789012345678901234567890123456789012345678901234567890123", "", '0' },
		/* typed ahead on a slow line */
		{ "Branch office ", "", 'B' },
		{ "http://x/scep\r", "", 'h' },
		{ "http://x/scep\r\r\r", "", 'h' },
		{ "a\rb\rc\rd\re\rf\rg\rh", "", 'a' },
		{ "\t\t\t\t\t\t\t\t\t\t\t\t", "", CHORD_TAB },
		{ "\r\r\r\r\r\r\r\r\r\r\r\r", "", CHORD_ENTER },
		{ "first value\tsecond value", "", 'f' },
		{ "\xc3\xa4\r\xc3\xa4\r\xc3\xa4\r\xc3\xa4", "", 0xe4 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct feed feed;
		uint32_t chord;

		feed_open(&feed);
		feed_text(&feed, cases[i].bytes);
		chord = feed_read(&feed);
		assert_string_equal(feed.paste.buf, cases[i].paste);
		if (*cases[i].paste) {
			assert_int_equal(chord, CHORD_NONE);
			chord = input_pending(&feed.in) ? feed_read(&feed) : 0;
		}
		assert_int_equal(chord, cases[i].next);
		feed_close(&feed);
	}
}

/* So many characters are a fast typist's, one more is a paste; bytes do not count. */
static void
bursts_are_counted_to_the_character(void **state)
{
	static const struct {
		const char *unit;
		int typed; /* of them are keys */
		const char *end;
	} cases[] = {
		{ "a", 64, "" },
		{ "\xc3\xa4", 64, "" },
		{ "a", 64, "\r" },
		{ "a", 7, "\rb\r" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		for (int more = 0; more < 2; more++) {
			struct strbuf text = STRBUF_INIT;
			struct feed feed;

			for (int n = 0; n < cases[i].typed + more; n++)
				strbuf_addstr(&text, cases[i].unit);
			strbuf_addstr(&text, cases[i].end);
			feed_open(&feed);
			feed_text(&feed, text.buf);
			assert_int_equal(feed_read(&feed) == CHORD_NONE, more);
			assert_int_equal(feed.paste.len > 0, more);
			feed_close(&feed);
			strbuf_release(&text);
		}
}

static void
typed_ahead_stays_keys_to_its_end(void **state)
{
	static const char text[] = "Branch office Wi-Fi\r";
	struct feed feed;

	(void)state;
	feed_open(&feed);
	feed_text(&feed, text);
	for (size_t i = 0; text[i]; i++)
		assert_int_equal(feed_read(&feed), text[i]);
	assert_int_equal(feed.paste.len, 0);
	feed_close(&feed);
}

/* However much comes while it is read. */
static void
typed_ahead_is_no_paste_for_what_comes_behind(void **state)
{
	struct feed feed;

	(void)state;
	feed_open(&feed);
	for (int i = 0; i < 60; i++)
		feed_text(&feed, "a");
	for (int i = 0; i < 60; i++) {
		assert_int_equal(feed_read(&feed), 'a');
		if (!i)
			feed_text(&feed, "bbbbbbbbbb");
	}
	for (int i = 0; i < 10; i++)
		assert_int_equal(feed_read(&feed), 'b');
	assert_int_equal(feed.paste.len, 0);
	feed_close(&feed);
}

/* What reaches the same session another way may have no brackets: tmux send-keys, a menu. */
static void
bursts_are_pastes_behind_one_in_brackets(void **state)
{
	static const char burst[] = "value one\rvalue two\rvalue three\r";
	struct feed feed;

	(void)state;
	feed_open(&feed);
	feed_text(&feed, burst);
	assert_int_equal(feed_read(&feed), CHORD_NONE);
	assert_string_equal(feed.paste.buf, burst);
	strbuf_clear(&feed.paste);
	feed_text(&feed, "\033[200~x\033[201~");
	assert_int_equal(feed_read(&feed), CHORD_NONE);
	strbuf_clear(&feed.paste);
	feed_text(&feed, burst);
	assert_int_equal(feed_read(&feed), CHORD_NONE);
	assert_string_equal(feed.paste.buf, burst);
	feed_close(&feed);
}

/* What a mouse sends, where it was asked for, and nothing left behind it. */
static void
mouse_reports_are_read_strictly(void **state)
{
	static const struct {
		const char *bytes;
		uint32_t chord;
	} cases[] = {
		{ "\033[<0;1;1M", CHORD_MOUSE(MOUSE_CLICK, 0, 0) },
		{ "\033[<0;300;45M", CHORD_MOUSE(MOUSE_CLICK, 44, 299) },
		{ "\033[<64;5;6M", CHORD_MOUSE(MOUSE_WHEEL_UP, 5, 4) },
		{ "\033[<65;5;6M", CHORD_MOUSE(MOUSE_WHEEL_DOWN, 5, 4) },
		{ "\033[M !!", CHORD_MOUSE(MOUSE_CLICK, 0, 0) },
		{ "\033[M -\"", CHORD_MOUSE(MOUSE_CLICK, 1, 12) },
		{ "\033[M`!!", CHORD_MOUSE(MOUSE_WHEEL_UP, 0, 0) },
		/* releases, other buttons, other keys held, what is no report */
		{ "\033[<0;1;1m", CHORD_NONE },
		{ "\033[<2;1;1M", CHORD_NONE },
		{ "\033[<16;1;1M", CHORD_NONE },
		{ "\033[<35;1;1M", CHORD_NONE },
		{ "\033[<0;0;1M", CHORD_NONE },
		{ "\033[<0;1;0M", CHORD_NONE },
		{ "\033[<0;1;9999M", CHORD_NONE },
		{ "\033[<0;99999999999;1M", CHORD_NONE },
		{ "\033[<0;1M", CHORD_NONE },
		{ "\033[<0;1;1;1M", CHORD_NONE },
		{ "\033[<;1;1M", CHORD_NONE },
		{ "\033[<0;1;M", CHORD_NONE },
		{ "\033[<0;-1;1M", CHORD_NONE },
		{ "\033[<0;1:1;1M", CHORD_NONE },
		{ "\033[<M", CHORD_NONE },
		{ "\033[M#!!", CHORD_NONE },
		{ "\033[M  !", CHORD_NONE },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		for (int asked = 0; asked < 2; asked++) {
			uint32_t wanted = asked ? cases[i].chord : CHORD_NONE, chord;
			struct feed feed;

			feed_open(&feed);
			feed.in.mouse = asked;
			feed_text(&feed, cases[i].bytes);
			chord = feed_read(&feed);
			if (chord != wanted)
				fail_msg("case %zu: chord %x, wanted %x", i, (unsigned)chord,
					(unsigned)wanted);
			assert_int_equal(key_action(chord), ACTION_NONE);
			assert_false(input_pending(&feed.in));
			feed_close(&feed);
		}
}

/* A report that broke off does not take the next key with it. */
static void
broken_mouse_report_leaves_the_next_key(void **state)
{
	struct feed feed;

	(void)state;
	feed_open(&feed);
	feed.in.mouse = true;
	feed_text(&feed, "\033[M \033[A");
	assert_int_equal(feed_read(&feed), CHORD_NONE);
	assert_int_equal(feed_read(&feed), CHORD_UP);
	feed_text(&feed, "\033[<0;1\033[B");
	assert_int_equal(feed_read(&feed), CHORD_NONE);
	assert_int_equal(feed_read(&feed), CHORD_DOWN);
	feed_close(&feed);
}

static void
end_of_input_is_told(void **state)
{
	struct feed feed;

	(void)state;
	feed_open(&feed);
	feed_text(&feed, "x");
	close(feed.write_end);
	feed.write_end = open("/dev/null", O_WRONLY);
	assert_int_equal(feed_read(&feed), 'x');
	assert_false(feed.ended);
	assert_int_equal(feed_read(&feed), CHORD_NONE);
	assert_true(feed.ended);
	feed_close(&feed);
}

/* A terminal that has gone away. */
static void
a_read_that_fails_is_the_end(void **state)
{
	struct feed feed = { .ended = false };
	int master = posix_openpt(O_RDWR | O_NOCTTY), terminal;

	(void)state;
	assert_true(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0);
	terminal = open(ptsname(master), O_RDWR | O_NOCTTY);
	assert_true(terminal >= 0);
	close(terminal);
	strbuf_init(&feed.paste);
	input_init(&feed.in, master);
	feed.write_end = open("/dev/null", O_WRONLY);
	assert_int_equal(feed_read(&feed), CHORD_NONE);
	assert_true(feed.ended);
	feed_close(&feed);
}

static void
escape_delay_comes_from_the_environment(void **state)
{
	static const struct {
		const char *value;
		int ms;
	} cases[] = { { "25", 25 }, { "0", 0 }, { "", 100 }, { "-1", 100 }, { "5x", 100 },
		{ "99999999", 100 } };
	struct input in;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		setenv("ESCDELAY", cases[i].value, 1);
		input_init(&in, 0);
		assert_int_equal(in.escape_ms, cases[i].ms);
	}
	unsetenv("ESCDELAY");
	input_init(&in, 0);
	assert_int_equal(in.escape_ms, 100);
	input_release(&in);
}

/* Any bytes end in chords, and the input comes to its end. */
static void
any_bytes_are_read_to_their_end(void **state)
{
	uint32_t mix = 12345;

	(void)state;
	for (int round = 0; round < 300; round++) {
		static const char alphabet[] =
			"\033\033\033[[OM<;?0129~ABRZuP]\\\a\r\t\x7fxy\xc3\xa4\xff";
		struct feed feed;
		char bytes[64];

		for (size_t i = 0; i < sizeof bytes; i++) {
			mix = mix * 1664525 + 1013904223;
			bytes[i] = alphabet[(mix >> 16) % (sizeof alphabet - 1)];
		}
		feed_open(&feed);
		feed.in.escape_ms = 0;
		feed_bytes(&feed, bytes, sizeof bytes);
		close(feed.write_end);
		for (int n = 0; !feed.ended; n++) {
			feed_read(&feed);
			assert_true(n < 200);
		}
		feed.write_end = open("/dev/null", O_WRONLY);
		feed_close(&feed);
	}
}

/* Behind an Esc that came alone: two bytes and more that begin as a sequence does are its rest, all else is typed. */
static void
what_comes_behind_an_escape_is_a_rest_or_typed(void **state)
{
	static const struct {
		const char *bytes;
		uint32_t chords[3];
	} cases[] = {
		{ "[A", { CHORD_UP } },
		{ "OA", { CHORD_UP } },
		{ "[", { '[' } },
		{ "O", { 'O' } },
		{ "xB", { 'x', 'B' } },
		{ "X[", { 'X', '[' } },
		{ "gB", { CHORD_META('g'), 'B' } },
		{ "]B", { ']', 'B' } },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		for (int escaped = 0; escaped < 2; escaped++) {
			struct feed feed;
			size_t n = 0;

			feed_open(&feed);
			if (escaped) {
				feed_text(&feed, "\033");
				assert_int_equal(feed_read(&feed), CHORD_ESC);
			}
			feed_text(&feed, cases[i].bytes);
			while (input_pending(&feed.in)) {
				uint32_t wanted = escaped ? cases[i].chords[n]
							  : (unsigned char)cases[i].bytes[n];

				assert_int_equal(feed_read(&feed), wanted);
				n++;
			}
			assert_int_equal(
				n, escaped && cases[i].chords[1] == 0 ? 1 : strlen(cases[i].bytes));
			feed_close(&feed);
		}
}

/* There is no room to put the Esc back in front of a full buffer. */
static void
a_full_buffer_behind_an_escape_is_typed(void **state)
{
	for (size_t less = 0; less < 2; less++) {
		STRBUF(text);
		struct feed feed;

		(void)state;
		strbuf_addstr(&text, "[B");
		strbuf_addchars(&text, 'x', INPUT_BUFFER - text.len - less);
		feed_open(&feed);
		feed_text(&feed, "\033");
		assert_int_equal(feed_read(&feed), CHORD_ESC);
		feed.in.typed = INPUT_BUFFER; /* so that no burst is a paste */
		feed_text(&feed, text.buf);
		assert_int_equal(feed_read(&feed), less ? CHORD_DOWN : '[');
		assert_int_equal(feed_read(&feed), less ? 'x' : 'B');
		feed_close(&feed);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sequences_become_chords),
		cmocka_unit_test(sequences_may_come_in_two_reads),
		cmocka_unit_test(sequences_that_break_off_leave_the_next_key),
		cmocka_unit_test(nul_is_swallowed),
		cmocka_unit_test(key_of_the_terminal_goes_first),
		cmocka_unit_test(escape_then_key_is_meta_at_any_pace),
		cmocka_unit_test(escape_then_key_without_binding_is_the_key),
		cmocka_unit_test(escape_that_closed_something_is_forgotten),
		cmocka_unit_test(late_rest_of_a_sequence_is_not_typed),
		cmocka_unit_test(bracketed_paste_is_literal),
		cmocka_unit_test(long_bracketed_paste_comes_whole),
		cmocka_unit_test(a_paste_without_its_end_ends),
		cmocka_unit_test(bursts_with_enter_inside_are_pastes),
		cmocka_unit_test(bursts_are_counted_to_the_character),
		cmocka_unit_test(typed_ahead_stays_keys_to_its_end),
		cmocka_unit_test(typed_ahead_is_no_paste_for_what_comes_behind),
		cmocka_unit_test(bursts_are_pastes_behind_one_in_brackets),
		cmocka_unit_test(mouse_reports_are_read_strictly),
		cmocka_unit_test(broken_mouse_report_leaves_the_next_key),
		cmocka_unit_test(end_of_input_is_told),
		cmocka_unit_test(a_read_that_fails_is_the_end),
		cmocka_unit_test(escape_delay_comes_from_the_environment),
		cmocka_unit_test(any_bytes_are_read_to_their_end),
		cmocka_unit_test(what_comes_behind_an_escape_is_a_rest_or_typed),
		cmocka_unit_test(a_full_buffer_behind_an_escape_is_typed),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
