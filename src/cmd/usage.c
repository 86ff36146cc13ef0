/* What --help prints, made from the commands' rows; and scepwiz help, which prints the same, and topics. */
#include <string.h>

#include "base/report.h"
#include "base/text.h"

#include "cmd/commands.h"
#include "cmd/topics.h"

#define HELP_WIDTH 79
/* Where the explanation of an option or command begins. */
#define HELP_COLUMN 26

static const char overview_intro[] =
	"scepwiz prepares the SCEP Profiles policy of JumpCloud, and of any MDM that accepts "
	"custom configuration profiles, for Macs, iPhones and iPads. You fill in a draft, a YAML "
	"file that people can read and edit. A draft without errors is exported as an Apple "
	"configuration profile, which you upload to your MDM.";

static const char overview_examples[] =
	"Examples:\n"
	"  scepwiz new office                make a draft, and open it in the wizard\n"
	"  scepwiz new phones --from office --platform ios\n"
	"  scepwiz list                      all drafts, and the state of each\n"
	"  scepwiz check office              what is wrong with it\n"
	"  scepwiz export office             write office.mobileconfig\n"
	"  scepwiz import vpn.mobileconfig   make a draft of a profile\n";

static const char overview_drafts[] =
	"A DRAFT without a slash and without .yaml is a draft in the drafts folder: "
	"$SCEPWIZ_DRAFTS, else $XDG_DATA_HOME/scepwiz/drafts, else ~/.local/share/scepwiz/drafts. "
	"Anything else is a path. The forms of your organization are in the forms folder: "
	"$SCEPWIZ_FORMS, else $XDG_CONFIG_HOME/scepwiz/forms, else ~/.config/scepwiz/forms.";

static const char overview_status[] =
	"Exit status: 0 done, 1 findings or refused because of errors, 2 wrong usage, 3 file or "
	"system error.";

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
	if (command->examples) {
		strbuf_addstr(&out, "\nExamples:\n");
		add_paragraphs(&out, command->examples, 2);
	}
	strbuf_addstr(&out, "\nOptions:\n");
	for (const struct option_spec *o = command->options; o && o->name; o++) {
		STRBUF(term);

		if (o->letter)
			strbuf_addf(&term, "-%c, ", o->letter);
		add_option_name(&term, o);
		add_term(&out, term.buf, o->help);
	}
	add_term(&out, "-h, --help", "print this help");
	return command_print(&out);
}

/* "Topics: start, thumbprint, ..." */
static void
add_topic_names(struct strbuf *out)
{
	STRVEC(names);
	STRBUF(text);

	for (size_t i = 0; i < topics_count && topics[i].kind == TOPIC_HOW_TO; i++)
		strvec_push(&names, topics[i].name);
	strbuf_addstr(&text, "Topics of scepwiz help: ");
	strvec_join(&names, ", ", &text);
	strbuf_addstr(
		&text, ". \"scepwiz help topics\" lists them, and the words that it explains.");
	add_paragraphs(out, text.buf, 0);
}

int
command_overview(const struct command *const *commands)
{
	STRBUF(out);

	add_paragraphs(&out, overview_intro, 0);
	strbuf_addf(&out, "\n%s", overview_examples);
	strbuf_addstr(&out,
		"\nusage: scepwiz                             lists the drafts, on a terminal\n"
		"       scepwiz COMMAND [ARGUMENT]...\n"
		"       scepwiz COMMAND --help\n"
		"       scepwiz --version [--verbose]\n\nCommands:\n");
	for (; *commands; commands++)
		add_term(&out, (*commands)->name, (*commands)->summary);
	strbuf_addch(&out, '\n');
	add_topic_names(&out);
	strbuf_addch(&out, '\n');
	add_paragraphs(&out, overview_drafts, 0);
	strbuf_addch(&out, '\n');
	add_paragraphs(&out, overview_status, 0);
	return command_print(&out);
}

static int
topics_list(void)
{
	STRBUF(out);

	strbuf_addstr(&out, "usage: scepwiz help TOPIC\n\nTopics:\n");
	for (size_t i = 0; i < topics_count; i++) {
		if (i && topics[i].kind != topics[i - 1].kind)
			strbuf_addstr(&out, "\nWords:\n");
		if (topics[i].kind == TOPIC_HOW_TO)
			add_term(&out, topics[i].name, topics[i].title);
		else
			add_term(&out, topics[i].name, topics[i].text);
	}
	return command_print(&out);
}

static int
topic_print(const struct topic *topic)
{
	STRBUF(out);

	strbuf_addf(&out, "%s\n\n", topic->title);
	add_paragraphs(&out, topic->text, 0);
	return command_print(&out);
}

static int
help_missing(const struct command *const *commands, const char *name)
{
	STRVEC(names);
	STRBUF(hint);

	for (; *commands; commands++) {
		strvec_push(&names, (*commands)->name);
		if ((*commands)->also && text_has_word((*commands)->also, name))
			strbuf_addf(&hint, " (did you mean %s?)", (*commands)->name);
	}
	for (size_t i = 0; i < topics_count; i++)
		strvec_push(&names, topics[i].name);
	if (!hint.len)
		command_suggest(&hint, "", name, &names);
	report_error("there is no command or topic \"%s\"%s. To list them: scepwiz --help", name,
		hint.buf);
	return STATUS_USAGE;
}

static int
help_run(const struct invocation *invocation)
{
	const char *name = invocation->operands.n ? invocation->operands.v[0] : NULL;
	const struct topic *topic;

	if (!name)
		return command_overview(invocation->commands);
	for (size_t i = 0; invocation->commands[i]; i++)
		if (!strcmp(invocation->commands[i]->name, name))
			return command_help(invocation->commands[i]);
	if (!strcmp(name, "topics"))
		return topics_list();
	topic = topic_find(name);
	return topic ? topic_print(topic) : help_missing(invocation->commands, name);
}

const struct command cmd_help = {
	.name = "help",
	.examples = "scepwiz help export\n"
		    "scepwiz help topics\n",
	.args = "[COMMAND|TOPIC]",
	.summary = "explains the program, a command or a topic",
	.help = "Prints what scepwiz --help prints, or what scepwiz COMMAND --help prints, or a "
		"topic: how to do something, or what a word means. \"scepwiz help topics\" lists "
		"the topics. The wizard has the same ones: ^G twice.",
	.max_args = 1,
	.run = help_run,
};
