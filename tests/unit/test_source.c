/* Command lines as words, and where a secret is kept: how that is typed, shown, and what may be one. */
#include "testing.h"

#include "base/xalloc.h"

#include "syntax/command_line.h"

#include "model/source.h"

/* The words in brackets; NULL: why there are none. */
static const struct {
	const char *text, *words, *joined, *err;
} lines[] = {
	{ "pass show scep", "[pass][show][scep]", "pass show scep", NULL },
	{ "  pass\tshow  ", "[pass][show]", "pass show", NULL },
	{ "", "", "", NULL },
	{ "''", "[]", "''", NULL },
	{ "op read 'op://Private/SCEP office/password'",
		"[op][read][op://Private/SCEP office/password]",
		"op read 'op://Private/SCEP office/password'", NULL },
	{ "a \"b c\" d'e f'g", "[a][b c][de fg]", "a 'b c' 'de fg'", NULL },
	{ "a\\ b \\\"", "[a b][\"]", "'a b' '\"'", NULL },
	{ "\"a\\\"b\\\\c\\d\"", "[a\"b\\c\\d]", "'a\"b\\c\\d'", NULL },
	{ "'it'\\''s'", "[it's]", "'it'\\''s'", NULL },
	{ "$(rm) `x` ; | > * ~", "[$(rm)][`x`][;][|][>][*][~]", "'$(rm)' '`x`' ';' '|' '>' '*' '~'",
		NULL },
	{ "a\nb", "[a\nb]", "'a\nb'", NULL },
	{ "a 'b", NULL, NULL, "a quote (') is not closed" },
	{ "a \"b\\\"", NULL, NULL, "a quote (\") is not closed" },
	{ "a\\", NULL, NULL, "the last character is a backslash. Write \\\\ for one" },
};

static void
bracket(const struct strvec *words, struct strbuf *out)
{
	for (size_t i = 0; i < words->n; i++)
		strbuf_addf(out, "[%s]", words->v[i]);
}

static void
words_are_those_of_a_shell_and_come_back_the_same(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		STRVEC(words);
		STRVEC(again);
		STRBUF(seen);
		STRBUF(joined);
		STRBUF(seen_again);
		STRBUF(err);

		assert_int_equal(
			command_line_split(lines[i].text, &words, &err), lines[i].words ? 0 : -1);
		if (!lines[i].words) {
			assert_contains(err.buf, lines[i].err);
			continue;
		}
		bracket(&words, &seen);
		assert_string_equal(seen.buf, lines[i].words);
		command_line_join(&words, &joined);
		assert_string_equal(joined.buf, lines[i].joined);
		assert_int_equal(command_line_split(joined.buf, &again, &err), 0);
		bracket(&again, &seen_again);
		assert_string_equal(seen_again.buf, lines[i].words);
	}
}

/* result 0: it is something else, such as a challenge. */
static const struct {
	const char *text;
	int result;
	enum answer_source source;
	const char *name; /* or of the sentence */
} typed[] = {
	{ "@prompt", 1, ANSWER_PROMPT, "" },
	{ "@env:SCEP_CHALLENGE", 1, ANSWER_ENVIRONMENT, "SCEP_CHALLENGE" },
	{ "@env SCEP_CHALLENGE", 1, ANSWER_ENVIRONMENT, "SCEP_CHALLENGE" },
	{ "@command:pass show scep", 1, ANSWER_COMMAND, "pass\nshow\nscep" },
	{ "@command pass show 'a b'", 1, ANSWER_COMMAND, "pass\nshow\na b" },
	{ "@command:/usr/bin/op read x", 1, ANSWER_COMMAND, "/usr/bin/op\nread\nx" },
	{ "", 0, ANSWER_HERE, "" },
	{ "geheim", 0, ANSWER_HERE, "" },
	{ "@prompts", 0, ANSWER_HERE, "" },
	{ "@environment", 0, ANSWER_HERE, "" },
	{ "@commander x", 0, ANSWER_HERE, "" },
	{ " @prompt", 0, ANSWER_HERE, "" },
	{ "@prompt:x", -1, ANSWER_HERE, "@prompt accepts nothing after it" },
	{ "@env:", -1, ANSWER_HERE,
		"\"\" is not the name of an environment variable. Use "
		"letters, digits and _, as in SCEP_CHALLENGE" },
	{ "@env", -1, ANSWER_HERE,
		"\"\" is not the name of an environment variable. Use letters, "
		"digits and _, as in SCEP_CHALLENGE" },
	{ "@env:A B", -1, ANSWER_HERE,
		"\"A B\" is not the name of an environment variable. Use "
		"letters, digits and _, as in SCEP_CHALLENGE" },
	{ "@env:1A", -1, ANSWER_HERE,
		"\"1A\" is not the name of an environment variable. Use "
		"letters, digits and _, as in SCEP_CHALLENGE" },
	{ "@command:", -1, ANSWER_HERE, "no program is named" },
	{ "@command:''", -1, ANSWER_HERE, "no program is named" },
	{ "@command:./x", -1, ANSWER_HERE,
		"a relative path is not accepted here. Enter the "
		"program's name, which is searched in PATH, or its absolute path" },
	{ "@command:../x", -1, ANSWER_HERE,
		"a relative path is not accepted here. Enter the "
		"program's name, which is searched in PATH, or its absolute path" },
	{ "@command:a/b", -1, ANSWER_HERE,
		"a relative path is not accepted here. Enter the "
		"program's name, which is searched in PATH, or its absolute path" },
	{ "@command:a 'b", -1, ANSWER_HERE, "is not closed" },
	{ "@command:a b\033c", -1, ANSWER_HERE, "a control character or a line break" },
	{ "@command:a b\nc", -1, ANSWER_HERE, "a control character or a line break" },
	{ "@command:a b\177c", -1, ANSWER_HERE, "a control character or a line break" },
};

static void
a_source_is_read_as_it_is_typed(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(typed); i++) {
		enum answer_source source = ANSWER_HERE;
		STRBUF(name);
		STRBUF(err);

		assert_int_equal(source_read(typed[i].text, &source, &name, &err), typed[i].result);
		if (typed[i].result < 0)
			assert_contains(err.buf, typed[i].name);
		else
			assert_string_equal(name.buf, typed[i].name);
		if (typed[i].result > 0)
			assert_int_equal(source, typed[i].source);
	}
}

static void
a_command_has_so_many_bytes_at_most(void **state)
{
	STRBUF(text);
	STRBUF(name);
	STRBUF(err);
	enum answer_source source;

	(void)state;
	strbuf_addstr(&text, "@command:a ");
	strbuf_addchars(&text, 'x', SOURCE_COMMAND_MAX - strlen("a ") - 1);
	assert_int_equal(source_read(text.buf, &source, &name, &err), 1);
	strbuf_addch(&text, 'x');
	assert_int_equal(source_read(text.buf, &source, &name, &err), -1);
	assert_contains(err.buf, "a command can have at most 4096 bytes");
}

static void
only_variables_of_that_name_need_no_word(void **state)
{
	static const struct {
		enum answer_source source;
		const char *name;
		bool needs;
	} cases[] = {
		{ ANSWER_HERE, "", false },
		{ ANSWER_PROMPT, "", false },
		{ ANSWER_ENVIRONMENT, "SCEP_CHALLENGE", false },
		{ ANSWER_ENVIRONMENT, "SCEPWIZ_CHALLENGE", false },
		{ ANSWER_ENVIRONMENT, "SCEP", true },
		{ ANSWER_ENVIRONMENT, "SCEPWIZ", true },
		{ ANSWER_ENVIRONMENT, "SCEPTER_TOKEN", true },
		{ ANSWER_ENVIRONMENT, "scep_challenge", true },
		{ ANSWER_ENVIRONMENT, "MY_SCEP_", true },
		{ ANSWER_ENVIRONMENT, "AWS_SECRET_ACCESS_KEY", true },
		{ ANSWER_ENVIRONMENT, "", false }, /* rule challenge-source */
		{ ANSWER_COMMAND, "pass", true },
		{ ANSWER_COMMAND, "SCEP_pass", true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_int_equal(source_needs_word(cases[i].source, cases[i].name), cases[i].needs);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_those_of_a_shell_and_come_back_the_same),
		cmocka_unit_test(a_source_is_read_as_it_is_typed),
		cmocka_unit_test(a_command_has_so_many_bytes_at_most),
		cmocka_unit_test(only_variables_of_that_name_need_no_word),
	};

	return run_tests(tests);
}
