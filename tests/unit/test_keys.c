/* The table of keys: every key has one meaning, a name, and words for people. */
#include "testing.h"

#include "base/fileio.h"
#include "base/xalloc.h"

#include "ui/keys.h"

static void
chords_mean_their_actions(void **state)
{
	static const struct {
		uint32_t chord;
		enum action action;
	} cases[] = {
		{ 'a', ACTION_TYPE },
		{ ' ', ACTION_TYPE },
		{ 0x1f600, ACTION_TYPE },
		{ 0xa0, ACTION_TYPE },
		{ CHORD_ENTER, ACTION_ACCEPT },
		{ CHORD_CTRL('J'), ACTION_ACCEPT },
		{ CHORD_TAB, ACTION_NEXT },
		{ CHORD_DOWN, ACTION_DOWN },
		{ CHORD_CTRL('N'), ACTION_DOWN },
		{ CHORD_UP, ACTION_UP },
		{ CHORD_SHIFT_TAB, ACTION_PREVIOUS },
		{ CHORD_META(CHORD_TAB), ACTION_PREVIOUS },
		{ CHORD_META('n'), ACTION_SECTION_NEXT },
		{ CHORD_META('N'), ACTION_SECTION_NEXT },
		{ CHORD_META('?'), ACTION_HELP },
		{ CHORD_F1, ACTION_HELP },
		{ CHORD_CTRL('_'), ACTION_UNDO },
		{ CHORD_META('_'), ACTION_REDO },
		{ CHORD_BACKSPACE, ACTION_BACKSPACE },
		{ CHORD_CTRL('H'), ACTION_BACKSPACE },
		{ CHORD_CTRL('O'), ACTION_SAVE },
		{ CHORD_CTRL('S'), ACTION_SAVE },
		{ CHORD_ESC, ACTION_CLOSE },
		{ 0, ACTION_NONE },
		{ CHORD_NONE, ACTION_NONE },
		{ CHORD_RESIZE, ACTION_NONE },
		{ CHORD_F1 + 4, ACTION_NONE },
		{ CHORD_META('z'), ACTION_NONE },
		{ CHORD_META(CHORD_UP), ACTION_NONE },
		{ CHORD_CTRL('Q'), ACTION_NONE },
		{ 0x85, ACTION_NONE },
		{ 0xd800, ACTION_NONE },
		{ 0x110000, ACTION_NONE },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		if (key_action(cases[i].chord) != cases[i].action)
			fail_msg("chord %x means %d", (unsigned)cases[i].chord,
				(int)key_action(cases[i].chord));
}

static void
keys_have_names(void **state)
{
	static const struct {
		uint32_t chord;
		const char *name;
	} cases[] = {
		{ CHORD_CTRL('N'), "^N" },
		{ CHORD_CTRL('_'), "^_" },
		{ CHORD_META('g'), "M-g" },
		{ CHORD_META('?'), "M-?" },
		{ CHORD_META(CHORD_TAB), "Esc Tab" },
		{ CHORD_SHIFT_TAB, "Shift-Tab" },
		{ CHORD_TAB, "Tab" },
		{ CHORD_ENTER, "Enter" },
		{ CHORD_ESC, "Esc" },
		{ CHORD_F1, "F1" },
		{ CHORD_F12, "F12" },
		{ CHORD_PAGE_DOWN, "PgDn" },
		{ ' ', "Space" },
		{ 'x', "x" },
		{ CHORD_NONE, "an unknown key" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf name = STRBUF_INIT;

		chord_name(cases[i].chord, &name);
		assert_string_equal(name.buf, cases[i].name);
		strbuf_release(&name);
	}
}

static void
an_action_names_all_its_keys(void **state)
{
	struct strbuf names = STRBUF_INIT;

	(void)state;
	key_names(ACTION_HELP, &names);
	assert_string_equal(names.buf, "^G, M-?, F1");
	strbuf_release(&names);
}

/* Two rows with one key, or a row that nobody can read, are slips of whoever adds a key. */
static void
no_key_has_two_meanings(void **state)
{
	(void)state;
	for (size_t i = 0; i < key_bindings_count; i++)
		for (size_t j = 0; j < KEY_CHORDS_MAX && key_bindings[i].chords[j]; j++)
			if (key_page_action(key_bindings[i].chords[j]) != key_bindings[i].action)
				fail_msg("key %zu of \"%s\" means something else too", j,
					key_bindings[i].help);
}

/* Where something is typed a letter is a letter. */
static void
a_letter_is_a_key_on_pages_alone(void **state)
{
	(void)state;
	assert_int_equal(key_action('x'), ACTION_TYPE);
	assert_int_equal(key_page_action('x'), ACTION_EXPORT);
	assert_int_equal(key_page_action('X'), ACTION_EXPORT);
	assert_int_equal(key_page_action('y'), ACTION_TYPE);
	assert_int_equal(key_page_action(CHORD_META('x')), ACTION_NONE);
	assert_int_equal(key_page_action(CHORD_META('G')), ACTION_GO_TO);
}

static void
every_row_is_complete(void **state)
{
	(void)state;
	for (size_t i = 0; i < key_bindings_count; i++) {
		const struct key_binding *binding = &key_bindings[i];

		assert_ptr_equal(key_binding_of(binding->action), binding);
		assert_true(binding->chords[0]);
		assert_true(*binding->label && *binding->help);
		assert_true(strlen(binding->label) <= 12);
		assert_true(binding->contexts && !(binding->contexts & ~KEYS_ANYWHERE));
		assert_true(binding->group != KEY_GROUP_NONE);
	}
}

static void
no_action_needs_a_function_key_or_meta_alone(void **state)
{
	/* Esc and then the key, at any pace, is a Meta chord: so these are reachable everywhere */
	(void)state;
	for (size_t i = 0; i < key_bindings_count; i++) {
		uint32_t first = key_bindings[i].chords[0];

		assert_false(first >= CHORD_F1 && first <= CHORD_F12);
	}
}

/* Rank decides, not position; the short form of a pair comes before any is left out. */
static void
a_key_line_fits_by_importance(void **state)
{
	static const struct key_pair pairs[] = {
		{ { ACTION_ACCEPT }, "next", 0, NULL },
		{ { ACTION_DOWN, ACTION_UP }, "move", 2, "back" },
		{ { ACTION_HELP }, "help", 3, NULL },
		{ { ACTION_MENU }, "menu", 1, NULL },
		{ { ACTION_NONE }, NULL, 0, NULL },
	};
	static const struct {
		int columns;
		const char *line;
	} cases[] = {
		{ 80, "Enter next  ^N/^P move  ^G help  ^X menu" },
		{ 40, "Enter next  ^N/^P move  ^G help  ^X menu" },
		{ 39, "Enter next  ^P back  ^G help  ^X menu" },
		{ 37, "Enter next  ^P back  ^G help  ^X menu" },
		{ 36, "Enter next  ^P back  ^X menu" },
		{ 27, "Enter next  ^X menu" },
		{ 18, "Enter next" },
		{ 9, "" },
		{ 0, "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf line = STRBUF_INIT;

		key_line_fit(pairs, cases[i].columns, &line);
		assert_string_equal(line.buf, cases[i].line);
		strbuf_release(&line);
	}
}

/* The text of a row, in lines that mandoc finds short enough, with a new line for each sentence. */
static void
manual_sentence(const char *text, struct strbuf *out)
{
	size_t start = out->len, blank = 0;

	strbuf_addf(out, "%c%s.\n", *text - 'a' + 'A', text + 1);
	for (size_t i = start; i < out->len; i++) {
		if (out->buf[i] == ' ' && out->buf[i - 1] == '.') {
			out->buf[i] = '\n';
			start = i + 1;
			blank = 0;
			continue;
		}
		if (i - start >= 79 && blank) {
			out->buf[blank] = '\n';
			start = blank + 1;
			blank = 0;
		}
		if (out->buf[i] == ' ')
			blank = i;
	}
}

/* "Enter", "\\(haJ": an item of scepwiz(1). Its text is the row's, as a sentence. */
static void
manual_add(const struct key_binding *binding, struct strbuf *out)
{
	struct strbuf name = STRBUF_INIT;

	strbuf_addstr(out, ".It ");
	for (size_t i = 0; i < KEY_CHORDS_MAX && binding->chords[i]; i++) {
		strbuf_clear(&name);
		chord_name(binding->chords[i], &name);
		strbuf_addstr(out, i ? " , " : "");
		strbuf_addf(out, "%s%s", *name.buf == '^' ? "\\(ha" : "",
			name.buf + (*name.buf == '^'));
	}
	strbuf_addch(out, '\n');
	manual_sentence(binding->help, out);
	strbuf_release(&name);
}

/* The section "Keys" of the manual is made of the table: with SCEPWIZ_UPDATE in the environment it is
 * written anew, else held against it. */
static void
the_manual_has_the_table(void **state)
{
	static const char begin[] =
		".\\\" Made from the table of keys: SCEPWIZ_UPDATE=1 tests/unit/test_keys\n";
	struct strbuf page = STRBUF_INIT, made = STRBUF_INIT, err = STRBUF_INIT;
	char *from, *end;

	(void)state;
	assert_int_equal(file_read(source_file("man/scepwiz.1"), 1 << 20, &page, &err), 0);
	from = strstr(page.buf, begin);
	assert_non_null(from);
	from += strlen(begin);
	end = strstr(from, ".El\n");
	assert_non_null(end);
	strbuf_add(&made, page.buf, (size_t)(from - page.buf));
	strbuf_addstr(&made, ".Bl -tag -width Ds\n");
	for (size_t i = 0; i < key_bindings_count; i++)
		manual_add(&key_bindings[i], &made);
	strbuf_addstr(&made, end);
	if (getenv("SCEPWIZ_UPDATE"))
		assert_int_equal(
			file_write(source_file("man/scepwiz.1"), made.buf, made.len, 0, &err), 0);
	else
		assert_string_equal(page.buf, made.buf);
	strbuf_release(&page);
	strbuf_release(&made);
	strbuf_release(&err);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(chords_mean_their_actions),
		cmocka_unit_test(keys_have_names),
		cmocka_unit_test(an_action_names_all_its_keys),
		cmocka_unit_test(no_key_has_two_meanings),
		cmocka_unit_test(a_letter_is_a_key_on_pages_alone),
		cmocka_unit_test(every_row_is_complete),
		cmocka_unit_test(no_action_needs_a_function_key_or_meta_alone),
		cmocka_unit_test(a_key_line_fits_by_importance),
		cmocka_unit_test(the_manual_has_the_table),
	};

	return run_tests(tests);
}
