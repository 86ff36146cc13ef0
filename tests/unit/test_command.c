/* From arguments to commands: options, operands, help and the messages about wrong use. */
#include "testing.h"

#include <locale.h>
#include <unistd.h>

#include "base/sandbox.h"
#include "base/xalloc.h"

#include "cmd/command.h"
#include "cmd/commands.h"
#include "cmd/findings_out.h"

/* What the last run of cmd_probe saw. */
static struct {
	int runs;
	struct strbuf seen;
} probe;

static int
probe_run(const struct invocation *invocation)
{
	probe.runs++;
	for (const struct option_spec *o = invocation->command->options; o->name; o++) {
		if (!option_given(invocation, o->name))
			continue;
		strbuf_addf(&probe.seen, "%s=", o->name);
		strvec_join(option_values(invocation, o->name), ",", &probe.seen);
		strbuf_addf(&probe.seen, "(%s) ", option_value(invocation, o->name));
	}
	strbuf_addstr(&probe.seen, ": ");
	strvec_join(&invocation->operands, " ", &probe.seen);
	return STATUS_FINDINGS;
}

static const struct option_spec probe_options[] = {
	{ "output", 'o', "FILE", "where to.", false },
	{ "strict", 's', NULL, "counts.", false },
	{ "ignore", 0, "RULE", "leaves out.", true },
	{ NULL },
};

/* Stands in for base/sandbox.c, for this process goes on. What was to be written, and whether there were walls. */
static struct strvec written = STRVEC_INIT;
static bool walls;

void
sandbox_plan(const struct strvec *files)
{
	strvec_release(&written);
	strvec_init(&written);
	for (size_t i = 0; i < files->n; i++)
		strvec_push(&written, files->v[i]);
}

bool
sandbox_plan_has(const char *real)
{
	return !real;
}

bool
sandbox_enter(bool signals)
{
	walls = !signals;
	return true;
}

bool
sandbox_has(const char *path)
{
	return path;
}

/* One operand; of two anywhere. */
static bool
probe_writes(const struct invocation *invocation, struct strvec *files)
{
	strvec_push(files, invocation->operands.v[0]);
	return invocation->operands.n < 2;
}

static const struct command cmd_probe = {
	.name = "probe",
	.args = "DRAFT [OTHER]",
	.summary = "looks",
	.help = "First.\n\nSecond.",
	.min_args = 1,
	.max_args = 2,
	.options = probe_options,
	.run = probe_run,
	.writes = probe_writes,
};

static const struct command cmd_bare = {
	.name = "bare",
	.args = "",
	.summary = "does nothing",
	.help = "Nothing.",
	.options = probe_options,
	.run = probe_run,
};

static const struct option_spec choosy_options[] = {
	{ "format", 0, "text|json|json-schema", "how.", false },
	{ NULL },
};

/* Tells which of the words it has. */
static int
choosy_run(const struct invocation *invocation)
{
	static const char *const words[] = { "text", "json", "json-schema", "text|json" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (option_is(invocation, "format", words[i]))
			strbuf_addf(&probe.seen, "%s;", words[i]);
	return STATUS_DONE;
}

static const struct command cmd_choosy = {
	.name = "choosy",
	.args = "[DRAFT]",
	.summary = "takes words",
	.help = "Words.",
	.max_args = 1,
	.no_input = "choosy saves a file",
	.options = choosy_options,
	.run = choosy_run,
};

static const struct command *const table[] = { &cmd_probe, &cmd_bare, &cmd_choosy, &cmd_help,
	&cmd_version, NULL };

/* A run of the table with both streams caught. */
struct result {
	int status;
	char out[4096], err[1024];
};

static void
catch_text(FILE *file, int fd, int saved, char *text, size_t size)
{
	size_t n;

	dup2(saved, fd);
	close(saved);
	rewind(file);
	n = fread(text, 1, size - 1, file);
	text[n] = '\0';
	fclose(file);
}

static void
run(struct result *result, char **argv)
{
	FILE *out = tmpfile(), *err = tmpfile();
	int saved_out = dup(STDOUT_FILENO), saved_err = dup(STDERR_FILENO), argc = 0;

	while (argv[argc])
		argc++;
	fflush(stdout);
	walls = false;
	strbuf_clear(&probe.seen);
	probe.runs = 0;
	dup2(fileno(out), STDOUT_FILENO);
	dup2(fileno(err), STDERR_FILENO);
	result->status = command_main(table, argc, argv);
	catch_text(out, STDOUT_FILENO, saved_out, result->out, sizeof result->out);
	catch_text(err, STDERR_FILENO, saved_err, result->err, sizeof result->err);
}

#define RUN(result, ...) run(result, (char *[]){ (char[]){ "scepwiz" }, __VA_ARGS__, NULL })
#define W(text)      \
	(char[])     \
	{            \
		text \
	}

static void
options_and_operands_arrive_in_any_order(void **state)
{
	struct result r;

	(void)state;
	RUN(&r, W("probe"), W("a"), W("--ignore=x"), W("-o"), W("f"), W("b"), W("--ignore"),
		W("y"));
	assert_int_equal(r.status, STATUS_FINDINGS);
	assert_string_equal(probe.seen.buf, "output=f(f) ignore=x,y(y) : a b");
	RUN(&r, W("probe"), W("-sof"), W("--"), W("-a"));
	assert_string_equal(probe.seen.buf, "output=f(f) strict=() : -a");
	RUN(&r, W("probe"), W("--str"), W("-"));
	assert_string_equal(probe.seen.buf, "strict=() : -");
	assert_string_equal(r.err, "");
}

static void
a_command_says_what_it_writes(void **state)
{
	struct result r;

	(void)state;
	RUN(&r, W("probe"), W("a"));
	assert_true(walls);
	assert_int_equal(written.n, 1);
	assert_string_equal(written.v[0], "a");
	/* with none it writes nothing, where it runs at all */
	RUN(&r, W("choosy"));
	assert_true(walls);
	assert_int_equal(written.n, 0);
	RUN(&r, W("probe"), W("a"), W("b"));
	assert_false(walls);
	RUN(&r, W("probe"));
	assert_false(walls);
}

/* The first one where none is given; the last one where several are. */
static void
an_option_is_one_of_its_words(void **state)
{
	struct result r;

	(void)state;
	RUN(&r, W("choosy"));
	assert_string_equal(probe.seen.buf, "text;");
	RUN(&r, W("choosy"), W("--format=json-schema"));
	assert_string_equal(probe.seen.buf, "json-schema;");
	RUN(&r, W("choosy"), W("--format=text"), W("--format=json"));
	assert_string_equal(probe.seen.buf, "json;");
	assert_string_equal(r.err, "");
}

static void
wrong_use_is_explained(void **state)
{
	static const struct {
		const char *words[4];
		const char *message;
	} cases[] = {
		{ { "prob" }, "there is no command \"prob\" (did you mean probe?). To list them: "
			      "scepwiz --help" },
		{ { "xyz" }, "there is no command \"xyz\". To list them: scepwiz --help" },
		{ { "--versoin" }, "there is no option --versoin before a command (did you mean "
				   "--version?). See: scepwiz --help" },
		{ { "-x" }, "there is no option -x before a command. See: scepwiz --help" },
		{ { "probe" }, "probe needs DRAFT [OTHER]. See: scepwiz probe --help" },
		{ { "probe", "a", "b", "c" }, "probe accepts DRAFT [OTHER], unexpected \"c\". Use "
					      "-o c for the result. See: scepwiz probe --help" },
		{ { "bare", "a" }, "bare accepts no argument, unexpected \"a\". See: scepwiz bare "
				   "--help" },
		{ { "probe", "a", "--strcit" }, "probe has no option --strcit (did you mean "
						"--strict?). See: scepwiz probe --help" },
		{ { "probe", "a", "--outptu=f" }, "probe has no option --outptu (did you mean "
						  "--output?). See: scepwiz probe --help" },
		{ { "probe", "a", "-q" }, "probe has no option -q. See: scepwiz probe --help" },
		{ { "probe", "a", "--strict=1" }, "--strict accepts no value. See: scepwiz probe "
						  "--help" },
		{ { "probe", "a", "--help=1" }, "--help accepts no value. See: scepwiz probe "
						"--help" },
		{ { "probe", "a", "--output" }, "--output needs FILE. See: scepwiz probe --help" },
		{ { "probe", "a", "-o" }, "--output needs FILE. See: scepwiz probe --help" },
		{ { "choosy", "--format=yaml" }, "--format must be text, json or json-schema, not "
						 "\"yaml\". See: scepwiz choosy --help" },
		{ { "choosy", "--format", "text|json" },
			"--format must be text, json or json-schema, not \"text|json\". See: "
			"scepwiz choosy --help" },
		{ { "choosy", "-" }, "choosy saves a file. See: scepwiz choosy --help" },
		{ { "help", "prboe" },
			"there is no command or topic \"prboe\" (did you mean probe?). To "
			"list them: scepwiz --help" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *argv[6] = { (char[]){ "scepwiz" } };
		char wanted[256];
		struct result r;

		for (size_t w = 0; w < 4 && cases[i].words[w]; w++)
			argv[w + 1] = strdup(cases[i].words[w]);
		run(&r, argv);
		snprintf(wanted, sizeof wanted, "scepwiz: error: %s\n", cases[i].message);
		assert_string_equal(r.err, wanted);
		assert_string_equal(r.out, "");
		assert_int_equal(r.status, STATUS_USAGE);
		assert_int_equal(probe.runs, 0);
		for (size_t w = 0; w < 4; w++)
			free(argv[w + 1]);
	}
}

static void
the_help_of_a_command_lists_its_options(void **state)
{
	struct result r, same;

	(void)state;
	RUN(&r, W("probe"), W("--help"));
	assert_int_equal(r.status, STATUS_DONE);
	assert_string_equal(r.out, "usage: scepwiz probe DRAFT [OTHER] [--output FILE] [--strict]\n"
				   "                     [--ignore RULE]...\n"
				   "\n"
				   "First.\n"
				   "\n"
				   "Second.\n"
				   "\n"
				   "Options:\n"
				   "  -o, --output FILE       where to.\n"
				   "  -s, --strict            counts.\n"
				   "  --ignore RULE           leaves out.\n"
				   "  -h, --help              print this help\n");
	RUN(&same, W("help"), W("probe"));
	assert_string_equal(same.out, r.out);
}

static void
the_overview_lists_the_commands(void **state)
{
	struct result r, same;

	(void)state;
	RUN(&r, W("--help"));
	assert_int_equal(r.status, STATUS_DONE);
	assert_contains(r.out, "\nCommands:\n"
			       "  probe                   looks\n"
			       "  bare                    does nothing\n");
	RUN(&same, W("help"));
	assert_string_equal(same.out, r.out);
	RUN(&same, NULL);
	assert_string_equal(same.out, r.out);
}

static void
the_version_is_a_line(void **state)
{
	struct result r;

	(void)state;
	RUN(&r, W("--version"));
	assert_string_equal(r.out, "scepwiz " PACKAGE_VERSION "\n");
}

static void
the_version_is_told_in_full(void **state)
{
	struct result r, same;

	(void)state;
	RUN(&r, W("version"));
	assert_true(strstr(r.out, "scepwiz " PACKAGE_VERSION "\nlicense: MIT\n") == r.out);
	assert_non_null(strstr(r.out, "\nOpenSSL "));
	RUN(&same, W("--version"), W("--verbose"));
	assert_int_equal(same.status, STATUS_DONE);
	assert_string_equal(same.out, r.out);
	RUN(&same, W("-V"), W("--verbos"));
	assert_string_equal(same.out, "scepwiz " PACKAGE_VERSION "\n");
}

static void
examples_are_in_the_help(void **state)
{
	struct result r;

	(void)state;
	RUN(&r, W("help"), W("version"));
	assert_non_null(strstr(r.out,
		"\n\nExamples:\n  scepwiz version\n  scepwiz version --format json\n\nOptions:\n"));
	RUN(&r, W("help"), W("bare"));
	assert_null(strstr(r.out, "Examples:"));
}

static void
every_command_explains_itself(void **state)
{
	static const struct command *const commands[] = { &cmd_check, &cmd_export, &cmd_fields,
		&cmd_help, &cmd_rules, &cmd_set, &cmd_show, &cmd_version };

	(void)state;
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
		const struct command *command = commands[i];

		assert_non_null(command->run);
		assert_true(strlen(command->summary) > 10 && strlen(command->summary) < 54);
		assert_true(strlen(command->help) > 40);
		for (const struct option_spec *o = command->options; o && o->name; o++)
			assert_int_not_equal(o->help[strlen(o->help) - 1], '.');
	}
}

/* By place, then the graver one, then the field in the form's order with none first, then rule, item and sentence: so
 * total an order that any beginning ends in it. */
static void
findings_are_sorted_in_one_way(void **state)
{
	static const struct {
		int line, column;
		enum severity severity;
		int field; /* -1: none */
		const char *rule;
		int item;
		const char *sentence;
	} rows[] = {
		{ 0, 0, SEVERITY_ERROR, -1, "b", -1, "x" },
		{ 0, 0, SEVERITY_ERROR, 0, "a", -1, "x" },
		{ 0, 0, SEVERITY_ERROR, 1, "a", -1, "x" },
		{ 0, 0, SEVERITY_WARNING, -1, "a", -1, "x" },
		{ 0, 0, SEVERITY_INFO, -1, "a", -1, "x" },
		{ 1, 1, SEVERITY_INFO, 1, "a", -1, "x" },
		{ 1, 2, SEVERITY_ERROR, 0, "a", -1, "y" },
		{ 1, 2, SEVERITY_ERROR, 0, "a", 0, "x" },
		{ 1, 2, SEVERITY_ERROR, 0, "a", 1, "w" },
		{ 1, 2, SEVERITY_ERROR, 0, "b", -1, "w" },
		{ 1, 2, SEVERITY_ERROR, 0, "b", -1, "x" },
		{ 1, 2, SEVERITY_ERROR, 2, "a", -1, "x" },
		{ 2, 1, SEVERITY_WARNING, 0, "a", -1, "x" },
		{ 10, 1, SEVERITY_ERROR, -1, "a", -1, "x" },
	};
	struct field fields[] = { { .index = 0 }, { .index = 1 }, { .index = 2 } };

	(void)state;
	for (size_t first = 0; first < ARRAY_SIZE(rows); first++)
		for (int backwards = 0; backwards < 2; backwards++) {
			struct finding found[ARRAY_SIZE(rows)];
			struct findings list = { .v = found, .n = ARRAY_SIZE(rows) };

			for (size_t i = 0; i < list.n; i++) {
				size_t at = (first + (backwards ? list.n - i : i)) % list.n;

				found[i] = (struct finding){
					.place = { rows[at].line, rows[at].column },
					.severity = rows[at].severity,
					.field =
						rows[at].field < 0 ? NULL : &fields[rows[at].field],
					.rule = rows[at].rule,
					.item = rows[at].item,
					.offset = at,
					.sentence = (char *)(uintptr_t)rows[at].sentence,
				};
			}
			findings_sort_by_place(&list);
			for (size_t i = 0; i < list.n; i++)
				assert_int_equal(found[i].offset, i);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_and_operands_arrive_in_any_order),
		cmocka_unit_test(a_command_says_what_it_writes),
		cmocka_unit_test(an_option_is_one_of_its_words),
		cmocka_unit_test(wrong_use_is_explained),
		cmocka_unit_test(the_help_of_a_command_lists_its_options),
		cmocka_unit_test(the_overview_lists_the_commands),
		cmocka_unit_test(the_version_is_a_line),
		cmocka_unit_test(the_version_is_told_in_full),
		cmocka_unit_test(examples_are_in_the_help),
		cmocka_unit_test(every_command_explains_itself),
		cmocka_unit_test(findings_are_sorted_in_one_way),
	};
	int failed;

	setlocale(LC_ALL, "C.UTF-8");
	strbuf_init(&probe.seen);
	failed = run_tests(tests);
	strbuf_release(&probe.seen);
	return failed;
}
