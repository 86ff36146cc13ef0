/* What --help prints, made from the commands' rows; and scepwiz help, which prints the same. */
#include <string.h>

#include "base/text.h"

#include "cmd/commands.h"

#define HELP_WIDTH 79
/* Where the explanation of an option or command begins. */
#define HELP_COLUMN 26

static const char overview_intro[] =
	"scepwiz makes SCEP profiles for Macs, iPhones and iPads. The answers stand in a draft, a "
	"YAML file that people can read and edit by hand; a draft without errors is exported as an "
	"Apple configuration profile.";

static const char overview_drafts[] =
	"A DRAFT without a slash and without .yaml is a draft in the drafts folder: "
	"$SCEPWIZ_DRAFTS, else $XDG_DATA_HOME/scepwiz/drafts, else ~/.local/share/scepwiz/drafts. "
	"Anything else is a path.";

static const char overview_status[] =
	"Exit status: 0 done; 1 findings, or refused because of errors; 2 wrong use; 3 trouble with "
	"a file or the system.";

/* Lines that are indented in the text stay so where they fit. */
static void
add_paragraphs(struct strbuf *out, const char *text, size_t indent)
{
	STRVEC(lines);

	text_wrap(&lines, text, HELP_WIDTH - (int)indent);
	for (size_t i = 0; i < lines.n; i++) {
		if (*lines.v[i])
			strbuf_addchars(out, ' ', indent);
		strbuf_addf(out, "%s\n", lines.v[i]);
	}
}

/* A term, and its explanation in the second column. */
static void
add_term(struct strbuf *out, const char *term, const char *text)
{
	size_t start = out->len, width;

	strbuf_addf(out, "  %s", term);
	width = out->len - start;
	if (width + 2 > HELP_COLUMN) {
		strbuf_addch(out, '\n');
		width = 0;
	}
	start = out->len;
	add_paragraphs(out, text, HELP_COLUMN);
	strbuf_splice(out, start, width, "", 0);
}

/* "--format text|json" */
static void
add_option_name(struct strbuf *out, const struct option_spec *option)
{
	strbuf_addf(out, "--%s", option->name);
	if (option->arg)
		strbuf_addf(out, " %s", option->arg);
}

/* A new line begins before a word that does not fit, so that an option keeps its argument. */
static void
add_usage(struct strbuf *out, const struct command *command)
{
	STRVEC(words);
	size_t start = out->len, indent;

	if (*command->args)
		strvec_push(&words, command->args);
	for (const struct option_spec *o = command->options; o && o->name; o++) {
		STRBUF(word);

		strbuf_addch(&word, '[');
		add_option_name(&word, o);
		strbuf_addstr(&word, o->repeats ? "]..." : "]");
		strvec_push(&words, word.buf);
	}
	strbuf_addf(out, "usage: scepwiz %s", command->name);
	indent = out->len - start;
	for (size_t i = 0; i < words.n; i++) {
		if (out->len - start + 1 + strlen(words.v[i]) > HELP_WIDTH) {
			strbuf_addch(out, '\n');
			start = out->len;
			strbuf_addchars(out, ' ', indent);
		}
		strbuf_addf(out, " %s", words.v[i]);
	}
	strbuf_addch(out, '\n');
}

int
command_help(const struct command *command)
{
	STRBUF(out);

	add_usage(&out, command);
	strbuf_addch(&out, '\n');
	add_paragraphs(&out, command->help, 0);
	strbuf_addstr(&out, "\nOptions:\n");
	for (const struct option_spec *o = command->options; o && o->name; o++) {
		STRBUF(term);

		if (o->letter)
			strbuf_addf(&term, "-%c, ", o->letter);
		add_option_name(&term, o);
		add_term(&out, term.buf, o->help);
	}
	add_term(&out, "-h, --help", "print this");
	return command_print(&out);
}

int
command_overview(const struct command *const *commands)
{
	STRBUF(out);

	add_paragraphs(&out, overview_intro, 0);
	strbuf_addstr(&out,
		"\nusage: scepwiz                             lists the drafts, on a terminal\n"
		"       scepwiz COMMAND [ARGUMENT]...\n"
		"       scepwiz COMMAND --help\n"
		"       scepwiz --version\n\nCommands:\n");
	for (; *commands; commands++)
		add_term(&out, (*commands)->name, (*commands)->summary);
	strbuf_addch(&out, '\n');
	add_paragraphs(&out, overview_drafts, 0);
	strbuf_addch(&out, '\n');
	add_paragraphs(&out, overview_status, 0);
	return command_print(&out);
}

static int
help_run(const struct invocation *invocation)
{
	const struct command *command;

	if (!invocation->operands.n)
		return command_overview(invocation->commands);
	command = command_find(invocation->commands, invocation->operands.v[0]);
	return command ? command_help(command) : STATUS_USAGE;
}

const struct command cmd_help = {
	.name = "help",
	.args = "[COMMAND]",
	.summary = "explains the program or a command",
	.help = "Prints what scepwiz --help prints, or what scepwiz COMMAND --help prints.",
	.max_args = 1,
	.run = help_run,
};
