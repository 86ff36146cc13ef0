/* From arguments to a command: options by getopt_long, driven by the command's table. */
#include "cmd/command.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/report.h"
#include "base/sandbox.h"
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

/* The command's row of that name; NULL where it has none. */
static const struct option_spec *
option_find(const struct command *command, const char *name)
{
	for (const struct option_spec *spec = command->options; spec && spec->name; spec++)
		if (!strcmp(spec->name, name))
			return spec;
	return NULL;
}

/* Asking for an option that the table lacks is a slip in the command, not in its use. */
const struct strvec *
option_values(const struct invocation *invocation, const char *name)
{
	const struct option_spec *spec = option_find(invocation->command, name);

	if (!spec)
		BUG("%s has no option --%s", invocation->command->name, name);
	return &invocation->values[spec - invocation->command->options];
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

bool
option_is(const struct invocation *invocation, const char *name, const char *word)
{
	const char *value = option_value(invocation, name);
	const char *words = option_find(invocation->command, name)->arg;
	size_t len = strlen(word);

	if (value)
		return !strcmp(value, word);
	return len == strcspn(words, "|") && !strncmp(words, word, len);
}

void
command_suggest(
	struct strbuf *out, const char *dashes, const char *word, const struct strvec *candidates)
{
	const char *nearest = text_nearest(word, (const char *const *)candidates->v);

	if (nearest)
		strbuf_addf(out, " (did you mean %s%s?)", dashes, nearest);
}

int
command_misuse(const struct command *command, const char *fmt, ...)
{
	STRBUF(text);
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&text, fmt, ap);
	va_end(ap);
	report_error("%s%s See: scepwiz %s --help", text.buf,
		text.buf[text.len - 1] == '.' ? "" : ".", command->name);
	return STATUS_USAGE;
}

int
command_trouble(const struct strbuf *err)
{
	report_error("%s", err->buf);
	return STATUS_TROUBLE;
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

/* The table as getopt_long wants it, the caller's to free, and ":o:f" for the letters. */
static struct option *
getopt_table(const struct command *command, struct strbuf *letters)
{
	size_t n = options_count(command);
	struct option *longs = xcalloc(n + 2, sizeof *longs);

	strbuf_addf(letters, ":%c", HELP_LETTER);
	for (size_t i = 0; i < n; i++) {
		const struct option_spec *spec = &command->options[i];

		longs[i] = (struct option){
			.name = spec->name,
			.has_arg = spec->arg ? required_argument : no_argument,
			.val = OPTION_CODE + (int)i,
		};
		if (spec->letter)
			strbuf_addf(letters, "%c%s", spec->letter, spec->arg ? ":" : "");
	}
	longs[n] = (struct option){ .name = "help", .val = HELP_LETTER };
	return longs;
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
	STRVEC(names);
	STRBUF(name);
	STRBUF(hint);

	for (const struct option_spec *spec = command->options; spec && spec->name; spec++)
		strvec_push(&names, spec->name);
	strvec_push(&names, "help");
	strbuf_add(&name, word + 2, strcspn(word + 2, "="));
	command_suggest(&hint, "--", name.buf, &names);
	return command_misuse(
		command, "%s has no option --%s%s", command->name, name.buf, hint.buf);
}

/* What getopt_long refused: code is : or ?. */
static int
option_refused(const struct command *command, int code, char **argv)
{
	const struct option_spec *spec = option_of_code(command, optopt);

	if (code == ':' && spec)
		return command_misuse(command, "--%s needs %s", spec->name, spec->arg);
	if (spec)
		return command_misuse(command, "--%s accepts no value", spec->name);
	if (optopt == HELP_LETTER)
		return command_misuse(command, "--help accepts no value");
	if (optopt)
		return command_misuse(command, "%s has no option -%c", command->name, optopt);
	return option_unknown(command, argv[optind - 1]);
}

/* Of an option that takes one of some words. Returns like options_read. */
static int
option_check_word(const struct command *command, const struct option_spec *spec, const char *value)
{
	STRVEC(words);
	STRBUF(list);

	if (!spec->arg || !islower((unsigned char)*spec->arg))
		return -1;
	strvec_split(&words, spec->arg, '|');
	if (strvec_contains(&words, value))
		return -1;
	for (size_t i = 0; i < words.n; i++)
		strbuf_addf(&list, "%s%s", !i ? "" : i + 1 < words.n ? ", " : " or ", words.v[i]);
	return command_misuse(command, "--%s must be %s, not \"%s\"", spec->name, list.buf, value);
}

/* Fills the invocation. Returns -1, or an exit status where the program is to end. argv[0] is the
 * command's name. */
static int
options_read(struct invocation *invocation, int argc, char **argv)
{
	const struct command *command = invocation->command;
	STRBUF(letters);
	struct option *longs = getopt_table(command, &letters);
	int code, status = -1;

	opterr = 0;
	optind = 0; /* glibc, musl and BSD begin again, also after an earlier call */
	while (status < 0 && (code = getopt_long(argc, argv, letters.buf, longs, NULL)) != -1) {
		const struct option_spec *spec = option_of_code(command, code);
		const char *value = spec && spec->arg ? optarg : "";

		if (code == HELP_LETTER)
			status = command_help(command);
		else if (!spec)
			status = option_refused(command, code, argv);
		else if ((status = option_check_word(command, spec, value)) < 0)
			strvec_push(&invocation->values[spec - command->options], value);
	}
	for (int i = optind; status < 0 && i < argc; i++)
		strvec_push(&invocation->operands, argv[i]);
	free(longs);
	return status;
}

/* As with most programs that make one file from another, a second name is probably meant as -o. */
static int
operands_too_many(const struct invocation *invocation)
{
	const struct command *command = invocation->command;
	const char *operand = invocation->operands.v[command->max_args];
	STRBUF(fix);

	for (const struct option_spec *spec = command->options; spec && spec->name; spec++)
		if (spec->letter == 'o')
			strbuf_addf(&fix, ". Use -o %s for the result", operand);
	return command_misuse(command, "%s accepts %s, unexpected \"%s\"%s", command->name,
		command->args, operand, fix.buf);
}

/* Returns like options_read. */
static int
operands_check(const struct invocation *invocation)
{
	const struct command *command = invocation->command;
	int n = (int)invocation->operands.n;

	if (n < command->min_args)
		return command_misuse(command, "%s needs %s", command->name, command->args);
	if (command->max_args == 0 && n > 0)
		return command_misuse(command, "%s accepts no argument, unexpected \"%s\"",
			command->name, invocation->operands.v[0]);
	if (command->max_args > 0 && n > command->max_args)
		return operands_too_many(invocation);
	if (n && command->no_input && !strcmp(invocation->operands.v[0], "-"))
		return command_misuse(command, "%s", command->no_input);
	return -1;
}

/* Before anything is read that a stranger may have made. Returns like options_read. */
static int
walls_build(const struct invocation *invocation)
{
	const struct command *command = invocation->command;
	const struct keeper_task *tasks = command->tasks ? command->tasks(invocation) : NULL;
	STRVEC(files);
	STRBUF(err);
	bool walled = !command->writes || command->writes(invocation, &files);

	sandbox_plan(&files);
	if (tasks && keeper_begin(tasks, &err) < 0)
		return command_trouble(&err);
	if (walled)
		sandbox_enter(tasks && command->is_session);
	return -1;
}

/* Returns like options_read. */
static int
forms_read(struct invocation *invocation)
{
	STRBUF(err);

	if (!option_find(invocation->command, "form"))
		return -1;
	invocation->forms = forms_open(option_value(invocation, "form"), &err);
	if (invocation->forms)
		return -1;
	report_errors(err.buf);
	return STATUS_TROUBLE;
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
		status = walls_build(&invocation);
	if (status < 0)
		status = forms_read(&invocation);
	if (status < 0)
		status = command->run(&invocation);
	keeper_end();
	for (size_t i = 0; i < n; i++)
		strvec_release(&invocation.values[i]);
	free(invocation.values);
	strvec_release(&invocation.operands);
	forms_free(invocation.forms);
	return status;
}

const struct command *
command_find(const struct command *const *commands, const char *name)
{
	STRVEC(names);
	STRBUF(hint);

	for (size_t i = 0; commands[i]; i++) {
		if (!strcmp(commands[i]->name, name))
			return commands[i];
		strvec_push(&names, commands[i]->name);
		if (commands[i]->also && text_has_word(commands[i]->also, name))
			strbuf_addf(&hint, " (did you mean %s?)", commands[i]->name);
	}
	if (!hint.len)
		command_suggest(&hint, "", name, &names);
	report_error("there is no command \"%s\"%s. To list them: scepwiz --help", name, hint.buf);
	return NULL;
}

/* --version says in a line what the command version says in full. Returns like options_read. */
static int
program_version(const struct command *const *commands, int argc, char **argv)
{
	STRBUF(text);

	if (strcmp(argv[1], "--version") != 0 && strcmp(argv[1], "-V") != 0 &&
		strcmp(argv[1], "-v") != 0)
		return -1;
	for (; argc > 2 && !strcmp(argv[2], "--verbose") && *commands; commands++)
		if (!strcmp((*commands)->name, "version"))
			return command_run(*commands, commands, argc - 2, argv + 2);
	strbuf_addf(&text, "scepwiz %s\n", PACKAGE_VERSION);
	return command_print(&text);
}

/* An option before any command. */
static int
program_option(const struct command *const *commands, int argc, char **argv)
{
	const char *option = argv[1];
	int status = program_version(commands, argc, argv);
	STRVEC(names);
	STRBUF(text);

	if (!strcmp(option, "--help") || !strcmp(option, "-h"))
		return command_overview(commands);
	if (status >= 0)
		return status;
	strvec_push(&names, "help");
	strvec_push(&names, "version");
	if (option[1] == '-')
		command_suggest(&text, "--", option + 2, &names);
	report_error(
		"there is no option %s before a command%s. See: scepwiz --help", option, text.buf);
	return STATUS_USAGE;
}

/* A lone - is an operand everywhere, and so no option here. */
int
command_main(const struct command *const *commands, int argc, char **argv)
{
	const struct command *command;

	if (argc < 2)
		return command_overview(commands);
	if (argv[1][0] == '-' && argv[1][1])
		return program_option(commands, argc, argv);
	command = command_find(commands, argv[1]);
	return command ? command_run(command, commands, argc - 1, argv + 1) : STATUS_USAGE;
}
