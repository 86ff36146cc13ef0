/* From arguments to a command: options by getopt_long, driven by the command's table. */
#include "cmd/command.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/report.h"
#include "base/text.h"
#include "base/xalloc.h"

/* What getopt_long returns for the option at an index of the table; above every letter. */
#define OPTION_CODE 256
#define HELP_LETTER 'h'

static size_t
options_count(const struct command *command)
{
	size_t n = 0;

	while (command->options && command->options[n].name)
		n++;
	return n;
}

static size_t
option_index(const struct invocation *invocation, const char *name)
{
	size_t n = options_count(invocation->command);

	for (size_t i = 0; i < n; i++)
		if (!strcmp(invocation->command->options[i].name, name))
			return i;
	BUG("%s has no option --%s", invocation->command->name, name);
}

/* Asking for an option that the table lacks is a slip in the command, not in its use. */
const struct strvec *
option_values(const struct invocation *invocation, const char *name)
{
	return &invocation->values[option_index(invocation, name)];
}

const char *
option_value(const struct invocation *invocation, const char *name)
{
	const struct strvec *values = option_values(invocation, name);

	return values->n ? values->v[values->n - 1] : NULL;
}

bool
option_given(const struct invocation *invocation, const char *name)
{
	return option_values(invocation, name)->n > 0;
}

int
option_is_json(const struct invocation *invocation)
{
	const char *format = option_value(invocation, "format");

	if (!format || !strcmp(format, "text"))
		return 0;
	if (!strcmp(format, "json"))
		return 1;
	command_misuse(invocation->command, "--format is text or json, not \"%s\"", format);
	return -1;
}

void
command_suggest(
	struct strbuf *out, const char *dashes, const char *word, const char *const *candidates)
{
	const char *nearest = text_nearest(word, candidates);

	if (nearest)
		strbuf_addf(out, " (did you mean %s%s?)", dashes, nearest);
}

int
command_misuse(const struct command *command, const char *fmt, ...)
{
	struct strbuf text = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&text, fmt, ap);
	va_end(ap);
	report_error("%s; see scepwiz %s --help", text.buf, command->name);
	strbuf_release(&text);
	return STATUS_USAGE;
}

/* write() and not stdio: what could not be written is known here and now, with its reason, and not at
 * the end of the program. */
int
command_print(const struct strbuf *text)
{
	if (fd_write(STDOUT_FILENO, text->buf, text->len) == 0)
		return STATUS_DONE;
	report_error("cannot write to standard output: %s", strerror(errno));
	return STATUS_TROUBLE;
}

/* What getopt_long wants: the table in its own shape, and ":o:f" for the letters. */
struct getopt_table {
	struct option *longs;
	struct strbuf letters;
};

static void
getopt_table_make(const struct command *command, struct getopt_table *table)
{
	size_t n = options_count(command);

	table->longs = xcalloc(n + 2, sizeof *table->longs);
	strbuf_init(&table->letters);
	strbuf_addf(&table->letters, ":%c", HELP_LETTER);
	for (size_t i = 0; i < n; i++) {
		const struct option_spec *spec = &command->options[i];

		table->longs[i] = (struct option){
			.name = spec->name,
			.has_arg = spec->arg ? required_argument : no_argument,
			.val = OPTION_CODE + (int)i,
		};
		if (spec->letter)
			strbuf_addf(&table->letters, "%c%s", spec->letter, spec->arg ? ":" : "");
	}
	table->longs[n] = (struct option){ .name = "help", .val = HELP_LETTER };
}

static void
getopt_table_release(struct getopt_table *table)
{
	free(table->longs);
	strbuf_release(&table->letters);
}

/* The row that getopt's code means, NULL where none. */
static const struct option_spec *
option_of_code(const struct command *command, int code)
{
	size_t n = options_count(command);

	for (size_t i = 0; i < n; i++)
		if (code == OPTION_CODE + (int)i ||
			(command->options[i].letter && code == command->options[i].letter))
			return &command->options[i];
	return NULL;
}

/* word: as it was typed, "--formt=json". */
static int
option_unknown(const struct command *command, const char *word)
{
	size_t n = options_count(command);
	const char **names = xcalloc(n + 2, sizeof *names);
	struct strbuf name = STRBUF_INIT, hint = STRBUF_INIT;

	for (size_t i = 0; i < n; i++)
		names[i] = command->options[i].name;
	names[n] = "help";
	strbuf_add(&name, word + 2, strcspn(word + 2, "="));
	command_suggest(&hint, "--", name.buf, names);
	command_misuse(command, "%s has no option --%s%s", command->name, name.buf, hint.buf);
	strbuf_release(&name);
	strbuf_release(&hint);
	free(names);
	return STATUS_USAGE;
}

/* What getopt_long refused: code is : or ?. */
static int
option_refused(const struct command *command, int code, char **argv)
{
	const struct option_spec *spec = option_of_code(command, optopt);

	if (code == ':' && spec)
		return command_misuse(command, "--%s wants %s", spec->name, spec->arg);
	if (spec)
		return command_misuse(command, "--%s takes no value", spec->name);
	if (optopt == HELP_LETTER)
		return command_misuse(command, "--help takes no value");
	if (optopt)
		return command_misuse(command, "%s has no option -%c", command->name, optopt);
	return option_unknown(command, argv[optind - 1]);
}

static int
print_help(const struct command *command)
{
	struct strbuf out = STRBUF_INIT;
	int status;

	command_help(command, &out);
	status = command_print(&out);
	strbuf_release(&out);
	return status;
}

/* Fills the invocation. Returns -1, or an exit status where the program is to end. argv[0] is the
 * command's name. */
static int
options_read(struct invocation *invocation, int argc, char **argv)
{
	const struct command *command = invocation->command;
	struct getopt_table table;
	int code, status = -1;

	getopt_table_make(command, &table);
	opterr = 0;
	optind = 0; /* glibc, musl and BSD start anew so, also after an earlier call */
	while (status < 0 &&
		(code = getopt_long(argc, argv, table.letters.buf, table.longs, NULL)) != -1) {
		const struct option_spec *spec = option_of_code(command, code);

		if (code == HELP_LETTER)
			status = print_help(command);
		else if (spec)
			strvec_push(&invocation->values[spec - command->options],
				spec->arg ? optarg : "");
		else
			status = option_refused(command, code, argv);
	}
	for (int i = optind; status < 0 && i < argc; i++)
		strvec_push(&invocation->operands, argv[i]);
	getopt_table_release(&table);
	return status;
}

/* As with most programs that make one file out of another, whoever names both means -o. */
static int
operands_too_many(const struct invocation *invocation)
{
	const struct command *command = invocation->command;
	const char *operand = invocation->operands.v[command->max_args];
	struct strbuf mend = STRBUF_INIT;
	int status;

	for (const struct option_spec *spec = command->options; spec && spec->name; spec++)
		if (spec->letter == 'o')
			strbuf_addf(&mend, "; -o %s says where the result goes", operand);
	status = command_misuse(command, "%s takes %s and no more; \"%s\" is too much%s",
		command->name, command->args, operand, mend.buf);
	strbuf_release(&mend);
	return status;
}

/* Returns like options_read. */
static int
operands_check(const struct invocation *invocation)
{
	const struct command *command = invocation->command;
	int n = (int)invocation->operands.n;

	if (n < command->min_args)
		return command_misuse(command, "%s wants %s", command->name, command->args);
	if (command->max_args == 0 && n > 0)
		return command_misuse(command, "%s takes no argument, and \"%s\" was given",
			command->name, invocation->operands.v[0]);
	if (command->max_args > 0 && n > command->max_args)
		return operands_too_many(invocation);
	return -1;
}

static int
command_run(
	const struct command *command, const struct command *const *commands, int argc, char **argv)
{
	size_t n = options_count(command);
	struct invocation invocation = {
		.command = command,
		.commands = commands,
		.operands = STRVEC_INIT,
		.values = xcalloc(n + 1, sizeof *invocation.values),
	};
	int status;

	for (size_t i = 0; i < n; i++)
		strvec_init(&invocation.values[i]);
	status = options_read(&invocation, argc, argv);
	if (status < 0)
		status = operands_check(&invocation);
	if (status < 0)
		status = command->run(&invocation);
	for (size_t i = 0; i < n; i++)
		strvec_release(&invocation.values[i]);
	free(invocation.values);
	strvec_release(&invocation.operands);
	return status;
}

const struct command *
command_find(const struct command *const *commands, const char *name)
{
	const char **names;
	struct strbuf hint = STRBUF_INIT;
	size_t n = 0;

	for (; commands[n]; n++)
		if (!strcmp(commands[n]->name, name))
			return commands[n];
	names = xcalloc(n + 1, sizeof *names);
	for (size_t i = 0; i < n; i++)
		names[i] = commands[i]->name;
	command_suggest(&hint, "", name, names);
	report_error("there is no command \"%s\"%s; scepwiz --help lists them", name, hint.buf);
	strbuf_release(&hint);
	free(names);
	return NULL;
}

static int
print_overview(const struct command *const *commands)
{
	struct strbuf out = STRBUF_INIT;
	int status;

	command_overview(commands, &out);
	status = command_print(&out);
	strbuf_release(&out);
	return status;
}

static int
print_version(void)
{
	struct strbuf out = STRBUF_INIT;
	int status;

	strbuf_addf(&out, "scepwiz %s\n", PACKAGE_VERSION);
	status = command_print(&out);
	strbuf_release(&out);
	return status;
}

/* An option before any command. */
static int
program_option(const struct command *const *commands, const char *option)
{
	static const char *const names[] = { "help", "version", NULL };
	struct strbuf hint = STRBUF_INIT;

	if (!strcmp(option, "--help") || !strcmp(option, "-h"))
		return print_overview(commands);
	if (!strcmp(option, "--version") || !strcmp(option, "-V"))
		return print_version();
	if (option[1] == '-')
		command_suggest(&hint, "--", option + 2, names);
	report_error(
		"there is no option %s before a command%s; see scepwiz --help", option, hint.buf);
	strbuf_release(&hint);
	return STATUS_USAGE;
}

/* A lone - is an operand everywhere, and so no option here. */
int
command_main(const struct command *const *commands, int argc, char **argv)
{
	const struct command *command;

	if (argc < 2)
		return print_overview(commands);
	if (argv[1][0] == '-' && argv[1][1])
		return program_option(commands, argv[1]);
	command = command_find(commands, argv[1]);
	return command ? command_run(command, commands, argc - 1, argv + 1) : STATUS_USAGE;
}
