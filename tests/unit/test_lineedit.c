/* The line editor: keys and the text and cursor that they leave, undo, pastes, and the window. */
#include "testing.h"

#include <locale.h>

#include "base/xalloc.h"

#include "ui/line/lineedit.h"

#include "chords.h"

/* The text with the cursor as a bar: "ab|c". */
static void
show(const struct lineedit *edit, struct strbuf *out)
{
	strbuf_set(out, edit->text.buf);
	strbuf_splice(out, edit->cursor, 0, "|", 1);
}

static void
play(struct lineedit *edit, const char *script)
{
	uint32_t chord;

	while ((chord = chord_next(&script))) {
		enum action action = key_action(chord);

		if (action == ACTION_TYPE)
			lineedit_type(edit, chord);
		else if (action == ACTION_ACCEPT)
			lineedit_type(edit, '\n');
		else
			lineedit_act(edit, action);
	}
}

struct edit_case {
	const char *start, *script, *want;
};

static void
check_case(const struct edit_case *c, bool multiline)
{
	struct lineedit edit;
	struct strbuf shown = STRBUF_INIT;

	lineedit_init(&edit);
	edit.multiline = multiline;
	lineedit_set(&edit, c->start);
	play(&edit, c->script);
	show(&edit, &shown);
	if (strcmp(shown.buf, c->want))
		fail_msg("\"%s\" and %s give \"%s\", wanted \"%s\"", c->start, c->script, shown.buf,
			c->want);
	strbuf_release(&shown);
	lineedit_release(&edit);
}

static void
keys_edit_one_line(void **state)
{
	static const struct edit_case cases[] = {
		{ "", "abc", "abc|" },
		{ "abc", "{^A}x", "x|abc" },
		{ "abc", "{Home}{Right}{^F}x", "abx|c" },
		{ "abc", "{^B}{Left}x", "ax|bc" },
		{ "abc", "{^A}{Left}{^B}", "|abc" },
		{ "abc", "{Right}", "abc|" },
		{ "abc", "{BS}{^H}", "a|" },
		{ "abc", "{^A}{BS}", "|abc" },
		{ "abc", "{^A}{^D}{Del}", "|c" },
		{ "abc", "{Del}", "abc|" },
		{ "one two.three", "{M-b}", "one two.|three" },
		{ "one two.three", "{M-b}{M-b}{M-b}{M-b}", "|one two.three" },
		{ "one two.three", "{^A}{M-f}", "one| two.three" },
		{ "one two.three", "{^A}{M-f}{M-f}{M-f}{M-f}", "one two.three|" },
		{ "one two.three ", "{^W}", "one |" },
		{ "one two.three", "{^A}{M-d}", "| two.three" },
		{ "one two", "{^A}{M-d}{^E}{^Y}", " twoone|" },
		{ "one two", "{M-b}{^U}", "|two" },
		{ "one two", "{M-b}{^K}", "one |" },
		{ "one two", "{M-b}{^U}{^E} {^Y}", "two one |" },
		{ "abc", "{^Y}", "abc|" },
		{ "abc", "{Up}{Down}x", "abcx|" },
		{ "abc", "{Enter}x", "abcx|" },
		{ "abc", "{Esc}{^G}{^X}", "abc|" },
		/* two bytes; wide; combining: the cursor passes each as one */
		{ "\u00e9", "{BS}", "|" },
		{ "a\u754cb", "{Left}{Left}x", "ax|\u754cb" },
		{ "xe\u0301y", "{Left}{Left}", "x|e\u0301y" },
		{ "xe\u0301y", "{Left}{BS}", "x|y" },
		{ "xe\u0301y", "{^A}{Right}{Del}", "x|y" },
		{ "e", "\u0301x", "e\u0301x|" },
		{ "\u00e4\u00f6 \u00fc", "{M-b}{M-b}", "|\u00e4\u00f6 \u00fc" },
		/* a letter typed before a lone mark takes it, and the cursor goes behind both */
		{ "\u0301x", "{^A}e", "e\u0301|x" },
		/* bytes that are no UTF-8 are kept and stepped over one by one */
		{ "a\xff\xc3z", "{Left}{Left}", "a\xff|\xc3z" },
		{ "a\xff\xc3z", "{Left}{BS}", "a\xff|z" },
		/* a file can have line ends in a field of one line: they count as characters */
		{ "a\nb", "{^A}{Right}{Del}", "a|b" },
		{ "a\nb", "{^U}", "|" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		check_case(&cases[i], false);
}

static void
keys_edit_several_lines(void **state)
{
	static const struct edit_case cases[] = {
		{ "ab", "{Enter}cd", "ab\ncd|" },
		{ "ab\ncd", "{Up}", "ab|\ncd" },
		{ "ab\ncd", "{Up}{Up}x", "abx|\ncd" },
		{ "ab\ncd", "{Down}x", "ab\ncdx|" },
		{ "ab\ncd", "{^A}{Up}{^E}x", "abx|\ncd" },
		{ "ab\ncd", "{Up}{^K}", "ab|cd" },
		{ "ab\ncd", "{^A}{BS}", "ab|cd" },
		{ "ab\ncd", "{^U}{BS}{^Y}", "abcd|" },
		{ "one\ntwo", "{^W}{^W}", "|" },
		/* the column is kept through a shorter line */
		{ "abcdef\nx\nabcdef", "{Left}{Up}{Up}", "abcde|f\nx\nabcdef" },
		{ "abcdef\nx\nabcdef", "{Left}{Up}{Left}{Up}", "|abcdef\nx\nabcdef" },
		/* by width: two wide characters are four columns */
		{ "abcdef\n\u754c\u754c", "{Up}", "abcd|ef\n\u754c\u754c" },
		{ "\u754c\u754c\nabc", "{Up}", "\u754c|\u754c\nabc" },
		{ "", "{Up}{Down}", "|" },
		{ "a\n", "{Up}{Down}x", "a\nx|" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		check_case(&cases[i], true);
}

static void
undo_goes_back_by_words_pastes_and_cuts(void **state)
{
	static const struct edit_case cases[] = {
		{ "", "one{^_}", "|" },
		{ "", "one two{^_}", "one |" },
		{ "", "one two{^_}{^_}", "|" },
		{ "", "one two{^_}{^_}{M-_}", "one |" },
		{ "", "one two{^_}{^_}{M-_}{M-_}{M-_}", "one two|" },
		{ "", "one{^_}two{M-_}", "two|" },
		{ "", "ab{Left}c{^_}", "a|b" },
		{ "", "ab{Left}c{^_}{^_}", "|" },
		{ "abcd", "{BS}{BS}{BS}{^_}", "abcd|" },
		{ "abcd", "{^A}{^D}{^D}{^_}", "|bcd" },
		{ "abc", "{^A}{^K}{^_}", "|abc" },
		{ "abc", "{^U}{^Y}{^Y}{^_}", "abc|" },
		{ "abc", "{^_}", "abc|" },
		{ "abc", "{M-_}", "abc|" },
		{ "\u0301x", "{^A}e{^_}", "|\u0301x" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		check_case(&cases[i], false);
}

static void
movement_and_editing_tell_whether_they_did_something(void **state)
{
	static const struct {
		const char *start;
		enum action action;
		bool done;
	} cases[] = {
		{ "ab\ncd", ACTION_UP, true },
		{ "ab", ACTION_UP, false },
		{ "ab", ACTION_DOWN, false },
		{ "ab", ACTION_RIGHT, false },
		{ "ab", ACTION_LEFT, true },
		{ "", ACTION_BACKSPACE, false },
		{ "ab", ACTION_DELETE, false },
		{ "ab", ACTION_KILL_END, false },
		{ "ab", ACTION_UNDO, false },
		{ "ab", ACTION_REDO, false },
		{ "ab", ACTION_YANK, false },
		{ "ab", ACTION_NEXT, false },
		{ "ab", ACTION_SAVE, false },
	};
	struct lineedit edit;

	(void)state;
	lineedit_init(&edit);
	edit.multiline = true;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		lineedit_set(&edit, cases[i].start);
		if (lineedit_act(&edit, cases[i].action) != cases[i].done)
			fail_msg("case %zu", i);
	}
	lineedit_release(&edit);
}

/* The column that Up and Down aim at is that of the new text. */
static void
a_new_text_has_its_own_column(void **state)
{
	struct lineedit edit;
	struct strbuf shown = STRBUF_INIT;

	(void)state;
	lineedit_init(&edit);
	edit.multiline = true;
	lineedit_set(&edit, "a\nbcdef");
	play(&edit, "{Up}");
	lineedit_replace_all(&edit, "abc\ndef");
	play(&edit, "{Up}");
	show(&edit, &shown);
	assert_string_equal(shown.buf, "abc|\ndef");
	strbuf_release(&shown);
	lineedit_release(&edit);
}

static void
pastes_are_cleaned_and_say_so(void **state)
{
	static const struct {
		const char *start, *paste;
		bool multiline, keep_blanks;
		const char *want, *note;
	} cases[] = {
		{ "", "abc", false, false, "abc|", "" },
		{ "x", "abc", false, false, "xabc|", "" },
		{ "", "  abc \n", false, false, "abc|",
			"Dropped from the paste: 1 line end, spaces around it." },
		{ "", "a\r\nb\rc\n", false, false, "a b c|",
			"Dropped from the paste: 1 line end. Pasted as one line: 2 line ends "
			"became a space." },
		{ "", "\n\nO=a, \n\n  CN=b\r\n", false, false, "O=a,   CN=b|",
			"Dropped from the paste: 3 line ends. Pasted as one line: 1 line end "
			"became a space." },
		{ "", "pass\nword ", false, true, "pass word |",
			"Pasted as one line: 1 line end became a space. The paste ends with a "
			"space, which was kept." },
		{ "", "a\r\nb\rc\n", true, false, "a\nb\nc\n|", "" },
		{ "", "a\tb", false, false, "a b|", "" },
		{ "", "a\033[31mb\a", false, false, "a[31mb|",
			"Dropped from the paste: 2 control characters." },
		{ "", "a\xff\xc2\x9b\u00e9", false, false, "a\u00e9|",
			"Dropped from the paste: 1 control character, 1 byte that is not UTF-8." },
		{ "", " pass word ", false, true, " pass word |",
			"The paste ends with a space, which was kept." },
		{ "", " password\n", false, true, " password|",
			"Dropped from the paste: 1 line end." },
		{ "ab", " \n", false, false, "ab|",
			"Dropped from the paste: 1 line end, spaces around it." },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct lineedit edit;
		struct strbuf shown = STRBUF_INIT, note = STRBUF_INIT;

		lineedit_init(&edit);
		edit.multiline = cases[i].multiline;
		edit.keep_blanks = cases[i].keep_blanks;
		lineedit_set(&edit, cases[i].start);
		lineedit_paste(&edit, cases[i].paste, strlen(cases[i].paste), &note);
		show(&edit, &shown);
		assert_string_equal(shown.buf, cases[i].want);
		assert_string_equal(note.buf, cases[i].note);
		lineedit_act(&edit, ACTION_UNDO);
		assert_string_equal(edit.text.buf, cases[i].start);
		strbuf_release(&shown);
		strbuf_release(&note);
		lineedit_release(&edit);
	}
}

static void
a_text_has_a_limit(void **state)
{
	struct lineedit edit;
	struct strbuf much = STRBUF_INIT, note = STRBUF_INIT;

	(void)state;
	lineedit_init(&edit);
	strbuf_addch(&much, 'a');
	while (much.len <= LINEEDIT_LIMIT)
		strbuf_addstr(&much, "\u00e9");
	lineedit_paste(&edit, much.buf, much.len, &note);
	assert_string_equal(note.buf, "The paste was cut: a value has at most 65536 bytes.");
	assert_int_equal(edit.text.len, LINEEDIT_LIMIT - 1);
	assert_int_equal(utf8_check(edit.text.buf, edit.text.len), edit.text.len);
	strbuf_clear(&note);
	lineedit_full(&edit, &note);
	assert_string_equal(note.buf, "");
	lineedit_type(&edit, 0xe9);
	assert_int_equal(edit.text.len, LINEEDIT_LIMIT - 1);
	lineedit_full(&edit, &note);
	assert_string_equal(
		note.buf, "No more room: a value has at most 65536 bytes, and this one has 65535.");
	/* it is told once */
	strbuf_clear(&note);
	lineedit_type(&edit, 'b');
	lineedit_full(&edit, &note);
	assert_string_equal(note.buf, "");
	lineedit_type(&edit, 'c');
	assert_int_equal(edit.text.len, LINEEDIT_LIMIT);
	lineedit_full(&edit, &note);
	assert_int_not_equal(note.len, 0);
	/* a text from a file is never cut */
	lineedit_set(&edit, much.buf);
	assert_int_equal(edit.text.len, much.len);
	strbuf_release(&much);
	strbuf_release(&note);
	lineedit_release(&edit);
}

static void
what_was_cut_survives_a_new_text(void **state)
{
	struct lineedit edit;

	(void)state;
	lineedit_init(&edit);
	lineedit_set(&edit, "old");
	lineedit_act(&edit, ACTION_KILL_START);
	lineedit_set(&edit, "new ");
	assert_false(lineedit_act(&edit, ACTION_UNDO));
	lineedit_act(&edit, ACTION_YANK);
	assert_string_equal(edit.text.buf, "new old");
	lineedit_release(&edit);
}

static void
lines_have_bounds(void **state)
{
	struct lineedit edit;
	size_t begin, end;

	(void)state;
	lineedit_init(&edit);
	edit.multiline = true;
	lineedit_set(&edit, "ab\n\ncd");
	assert_int_equal(lineedit_line(&edit), 2);
	assert_true(lineedit_line_bounds(&edit, 0, &begin, &end));
	assert_true(begin == 0 && end == 2);
	assert_true(lineedit_line_bounds(&edit, 1, &begin, &end));
	assert_true(begin == 3 && end == 3);
	assert_true(lineedit_line_bounds(&edit, 2, &begin, &end));
	assert_true(begin == 4 && end == 6);
	assert_false(lineedit_line_bounds(&edit, 3, &begin, &end));
	lineedit_release(&edit);
}

/* The window as it would be drawn: "<bcd|>" */
static void
draw(const struct lineedit *edit, const struct lineedit_window *window, struct strbuf *out)
{
	if (window->cut_left)
		strbuf_addch(out, '<');
	text_show(out, edit->text.buf + window->begin, window->end - window->begin);
	if (window->cut_right)
		strbuf_addch(out, '>');
}

static void
the_window_follows_the_cursor(void **state)
{
	static const struct {
		const char *text, *script;
		int columns;
		const char *want;
		int column;
	} cases[] = {
		{ "abc", "", 10, "abc", 3 },
		{ "abcdefghi", "", 10, "abcdefghi", 9 },
		{ "abcdefghij", "{^A}", 10, "abcdefghij", 0 },
		{ "abcdefghij", "", 10, "<ghij", 5 },
		{ "abcdefghij", "{Left}", 10, "abcdefghij", 9 },
		{ "abcdefghijk", "{^A}", 10, "abcdefghi>", 0 },
		{ "abcdefghijklmnopqrst", "{M-b}", 10, "abcdefghi>", 0 },
		{ "abcdefghijkl", "{Left}{Left}{Left}{Left}{Left}{Left}", 10, "abcdefghi>", 6 },
		{ "\u754c\u754c\u754c\u754c\u754c\u754c", "", 10, "<\u754c\u754c", 5 },
		{ "\u754c\u754c\u754c\u754c\u754c\u754c", "{^A}", 10, "\u754c\u754c\u754c\u754c>",
			0 },
		{ "a\u202eb", "", 20, "a<U+202E>b", 10 },
		{ "one\ntwo", "{Up}", 10, "one", 3 },
		{ "abcdef", "", 3, "f", 1 },
		{ "abcdef", "", 1, "", 0 },
		{ "", "", 0, "", 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct lineedit edit;
		struct lineedit_window window = { 0 };
		struct strbuf drawn = STRBUF_INIT;

		lineedit_init(&edit);
		edit.multiline = true;
		lineedit_set(&edit, cases[i].text);
		play(&edit, cases[i].script);
		lineedit_view(&edit, cases[i].columns, &window);
		draw(&edit, &window, &drawn);
		if (strcmp(drawn.buf, cases[i].want) || window.cursor_column != cases[i].column)
			fail_msg("case %zu: \"%s\", cursor at %d", i, drawn.buf,
				window.cursor_column);
		strbuf_release(&drawn);
		lineedit_release(&edit);
	}
}

static void
the_window_moves_only_when_it_must(void **state)
{
	struct lineedit edit;
	struct lineedit_window window = { 0 };
	size_t begin;

	(void)state;
	lineedit_init(&edit);
	lineedit_set(&edit, "abcdefghijklmnopqrstuvwxyz");
	lineedit_view(&edit, 10, &window);
	begin = window.begin;
	play(&edit, "{Left}{Left}");
	lineedit_view(&edit, 10, &window);
	assert_int_equal(window.begin, begin);
	play(&edit, "{Right}{Right}0123");
	lineedit_view(&edit, 10, &window);
	assert_int_equal(window.begin, begin);
	play(&edit, "4");
	lineedit_view(&edit, 10, &window);
	assert_int_not_equal(window.begin, begin);
	/* erasing shows what comes next, and in the end all of it */
	for (int i = 0; i < 22; i++) {
		lineedit_act(&edit, ACTION_BACKSPACE);
		lineedit_view(&edit, 10, &window);
		assert_true(window.cursor_column > 1);
	}
	assert_string_equal(edit.text.buf, "abcdefghi");
	assert_int_equal(window.begin, 0);
	lineedit_release(&edit);
}

/* A generator with a seed of its own, so that a failure can be repeated. */
static uint32_t
random_next(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static void
random_edit(struct lineedit *edit, uint32_t *seed)
{
	static const uint32_t characters[] = { 'a', 'b', ' ', '/', '\n', 0xe9, 0x301, 0x754c,
		0x202e, 0x1f600, 0x200d };
	static const char *const pastes[] = { "x", "\u0301\u0301", "a b\nc", "\xc3\xa9\xc3",
		"\u754c" };
	uint32_t dice = random_next(seed) % 100;
	struct strbuf note = STRBUF_INIT;

	if (dice < 45) {
		lineedit_type(edit, characters[random_next(seed) % ARRAY_SIZE(characters)]);
	} else if (dice < 50) {
		const char *paste = pastes[random_next(seed) % ARRAY_SIZE(pastes)];

		lineedit_paste(edit, paste, strlen(paste), &note);
	} else {
		lineedit_act(edit, (enum action)(random_next(seed) % (ACTION_CLOSE + 1)));
	}
	strbuf_release(&note);
}

static void
check_cursor(const struct lineedit *edit)
{
	size_t pos = 0;
	uint32_t cp;

	assert_true(edit->cursor <= edit->text.len);
	while (pos < edit->cursor)
		pos += utf8_decode(edit->text.buf + pos, edit->text.len - pos, &cp);
	assert_int_equal(pos, edit->cursor);
	utf8_decode(edit->text.buf + pos, edit->text.len - pos, &cp);
	/* no mark of the character before it; at the start of a line a mark stands alone */
	if (pos > 0 && pos < edit->text.len && edit->text.buf[pos - 1] != '\n')
		assert_int_not_equal(text_char_width(cp), 0);
}

static void
check_window(const struct lineedit *edit, int columns, struct lineedit_window *window)
{
	struct strbuf drawn = STRBUF_INIT, before = STRBUF_INIT;

	lineedit_view(edit, columns, window);
	draw(edit, window, &drawn);
	assert_true(text_width(drawn.buf, drawn.len) <= columns);
	assert_in_range(edit->cursor, window->begin, edit->text.len);
	assert_in_range(window->cursor_column, 0, columns - 1);
	text_show(&before, edit->text.buf + window->begin, edit->cursor - window->begin);
	assert_int_equal(
		window->cut_left + text_width(before.buf, before.len), window->cursor_column);
	strbuf_release(&drawn);
	strbuf_release(&before);
}

/* Rows are parted by a slash; "<" and ">" where more is above or below, the cursor a bar. */
static void
show_rows(const struct lineedit *edit, const struct lineedit_rows *rows, struct strbuf *out)
{
	strbuf_set(out, rows->above ? "<" : "");
	for (size_t i = 0; i < rows->n; i++) {
		size_t begin = rows->v[i].begin, end = rows->v[i].end, at = edit->cursor;

		strbuf_addstr(out, i ? "/" : "");
		if (i != rows->cursor) {
			strbuf_add(out, edit->text.buf + begin, end - begin);
			continue;
		}
		assert_in_range(at, begin, end);
		strbuf_add(out, edit->text.buf + begin, at - begin);
		strbuf_addch(out, '|');
		strbuf_add(out, edit->text.buf + at, end - at);
	}
	strbuf_addstr(out, rows->below ? ">" : "");
}

static void
texts_wrap_in_rows(void **state)
{
	static const struct {
		const char *text, *script;
		int columns;
		size_t most;
		const char *rows;
	} cases[] = {
		{ "", "", 5, 4, "|" },
		{ "abcd", "", 5, 4, "abcd|" }, /* the last column is the cursor's */
		{ "abcde", "", 5, 4, "abcd/e|" },
		{ "abcdefgh", "{^A}", 5, 4, "|abcd/efgh" },
		{ "abcdefgh", "{^A}{Right}{Right}{Right}{Right}", 5, 4, "abcd/|efgh" },
		{ "abcdefghijkl", "", 5, 2, "<efgh/ijkl|" },
		{ "abcdefghijkl", "{^A}", 5, 2, "|abcd/efgh>" },
		/* no more moves than must */
		{ "abcdefghijklmnop", "{Left}{Left}{Left}{Left}{Left}", 5, 2, "<ijk|l/mnop" },
		{ "abcdefghijklmnop", "{Left}{Left}{Left}{Left}{Left}{Left}{Left}{Left}{Left}", 5,
			2, "<efg|h/ijkl>" },
		{ "one\ntwo\nthree", "", 9, 4, "one/two/three|" },
		{ "one\n\nlonger line\nx", "{Up}", 7, 6, "one//l|onger/ line/x" },
		{ "one\n\nlonger line\nx", "", 7, 3, "<longer/ line/x|" },
		{ "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e", "", 5, 4,
			"\xe6\x97\xa5\xe6\x9c\xac/\xe8\xaa\x9e|" },
		{ "abce\xcc\x81x", "", 5, 4, "abce\xcc\x81/x|" },
		{ "ab\x01x", "", 5, 4, "ab/\x01/x|" }, /* shown as <U+0001> */
		{ "abc", "", 1, 2, "<b/c|" },
		/* between words, unless that leaves a row half empty */
		{ "hour of work 39", "", 12, 4, "hour of /work 39|" },
		{ "hour of work39", "", 12, 4, "hour of /work39|" },
		{ "an hour-of-work", "", 12, 4, "an hour-of-/work|" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct lineedit edit;
		struct lineedit_rows rows;
		struct strbuf shown = STRBUF_INIT;
		size_t top = 0;

		lineedit_init(&edit);
		edit.multiline = strchr(cases[i].text, '\n') != NULL;
		lineedit_set(&edit, cases[i].text);
		lineedit_rows(&edit, cases[i].columns, cases[i].most, &top, &rows);
		play(&edit, cases[i].script);
		lineedit_rows(&edit, cases[i].columns, cases[i].most, &top, &rows);
		show_rows(&edit, &rows, &shown);
		assert_string_equal(shown.buf, cases[i].rows);
		assert_int_equal(top, rows.v[0].begin);
		strbuf_release(&shown);
		lineedit_release(&edit);
	}
}

/* With its marks. */
static size_t
next_character(const struct lineedit *edit, size_t pos)
{
	struct lineedit copy;
	size_t next;

	lineedit_init(&copy);
	copy.multiline = edit->multiline;
	lineedit_set(&copy, edit->text.buf);
	copy.cursor = pos;
	lineedit_act(&copy, ACTION_RIGHT);
	next = copy.cursor;
	lineedit_release(&copy);
	return next;
}

/* All rows one behind the other are the text, none is wider than its room, and the cursor is seen. */
static void
check_rows(const struct lineedit *edit, int columns, size_t *top)
{
	struct lineedit_rows rows;

	lineedit_rows(edit, columns, 4, top, &rows);
	assert_in_range(rows.n, 1, 4);
	assert_true(rows.above == (rows.v[0].begin > 0));
	assert_true(rows.below == (rows.v[rows.n - 1].end < edit->text.len));
	assert_true(rows.n == 4 || (!rows.above && !rows.below));
	assert_in_range(edit->cursor, rows.v[rows.cursor].begin, rows.v[rows.cursor].end);
	for (size_t i = 0; i < rows.n; i++) {
		size_t begin = rows.v[i].begin, end = rows.v[i].end;

		assert_true(lineedit_width(edit, begin, end) < columns ||
			    end == next_character(edit, begin));
		if (i && rows.v[i - 1].end != begin)
			assert_true(edit->text.buf[rows.v[i - 1].end] == '\n' &&
				    rows.v[i - 1].end + 1 == begin);
	}
}

static void
random_edits_keep_text_cursor_and_window_right(void **state)
{
	static const char start[] = "start \u00e9 text";
	uint32_t seed = 20261122;

	(void)state;
	for (int round = 0; round < 60; round++) {
		struct lineedit edit;
		struct lineedit_window window = { 0 };
		size_t top = 0;
		struct strbuf last = STRBUF_INIT;

		lineedit_init(&edit);
		edit.multiline = round % 2;
		lineedit_set(&edit, start);
		for (int i = 0; i < 150; i++) {
			random_edit(&edit, &seed);
			assert_int_equal(utf8_check(edit.text.buf, edit.text.len), edit.text.len);
			check_cursor(&edit);
			check_window(&edit, 1 + (int)(random_next(&seed) % 30), &window);
			check_rows(&edit, 2 + (int)(random_next(&seed) % 30), &top);
		}
		while (lineedit_act(&edit, ACTION_REDO))
			;
		strbuf_addstr(&last, edit.text.buf);
		while (lineedit_act(&edit, ACTION_UNDO))
			check_cursor(&edit);
		assert_string_equal(edit.text.buf, start);
		while (lineedit_act(&edit, ACTION_REDO))
			check_cursor(&edit);
		assert_string_equal(edit.text.buf, last.buf);
		strbuf_release(&last);
		lineedit_release(&edit);
	}
}

static void
a_paste_in_place_of_all_is_one_step(void **state)
{
	struct lineedit edit;
	struct strbuf note = STRBUF_INIT;

	(void)state;
	lineedit_init(&edit);
	lineedit_set(&edit, "old");
	lineedit_paste_all(&edit, " a\tb\r\n", 6, &note);
	assert_string_equal(edit.text.buf, "a b");
	assert_contains(note.buf, "1 line end, spaces around it");
	assert_true(lineedit_act(&edit, ACTION_UNDO));
	assert_string_equal(edit.text.buf, "old");
	lineedit_release(&edit);
	strbuf_release(&note);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_edit_one_line),
		cmocka_unit_test(keys_edit_several_lines),
		cmocka_unit_test(undo_goes_back_by_words_pastes_and_cuts),
		cmocka_unit_test(movement_and_editing_tell_whether_they_did_something),
		cmocka_unit_test(a_new_text_has_its_own_column),
		cmocka_unit_test(pastes_are_cleaned_and_say_so),
		cmocka_unit_test(a_text_has_a_limit),
		cmocka_unit_test(what_was_cut_survives_a_new_text),
		cmocka_unit_test(lines_have_bounds),
		cmocka_unit_test(the_window_follows_the_cursor),
		cmocka_unit_test(the_window_moves_only_when_it_must),
		cmocka_unit_test(texts_wrap_in_rows),
		cmocka_unit_test(random_edits_keep_text_cursor_and_window_right),
		cmocka_unit_test(a_paste_in_place_of_all_is_one_step),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
