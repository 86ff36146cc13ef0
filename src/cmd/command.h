/* Commands: one table, which defines the program's arguments, `help`, the completion, and the test that compares the
 * man page with it. A command is a file in src/cmd (in src/ui if it needs a terminal) that ends with its row.
 *
 * To add a command: its file, its row in cmd/commands.h and in the table of main.c, its entry in scepwiz(1), its
 * script. HACKING.md names all places. */
#ifndef CMD_COMMAND_H
#define CMD_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/keeper.h"
#include "base/strbuf.h"
#include "base/strvec.h"

#include "format/draft/forms.h"

/* Exit statuses, documented in scepwiz(1). They do not change. */
enum exit_status {
	STATUS_DONE = 0,
	STATUS_FINDINGS = 1, /* findings, or refused because of errors */
	STATUS_USAGE = 2,
	STATUS_TROUBLE = 3, /* a problem with a file or the system */
};

struct option_spec {
	const char *name; /* long name without dashes; NULL ends the list */
	char letter;      /* short form, or 0 */
	/* Its argument ("FILE"). "text|json", in lower case: one of these words. NULL: none. */
	const char *arg;
	const char *help;
	bool repeats; /* may be repeated */
};

/* The option of every command that reads or makes drafts. */
#define OPTION_FORM                                                \
	{                                                          \
		"form", 0, "FILE|NAME",                            \
			"a form file, or the name of a form; see " \
			"scepwiz-form(5)",                         \
			false                                      \
	}

struct invocation;

struct command {
	const char *name;
	const char *also;       /* other words for which it is suggested: "ls dir"; NULL: none */
	const char *args;       /* "DRAFT KEY=VALUE..." */
	const char *summary;    /* one line for the list of commands */
	const char *help;       /* paragraphs for `help COMMAND` */
	const char *examples;   /* calls that people copy, a line each */
	int min_args, max_args; /* max_args -1: any number */
	const char *no_input; /* why the first operand cannot be -, standard input; NULL: it can */
	const struct option_spec *options;
	int (*run)(const struct invocation *invocation); /* an exit_status */
	/* Appends the paths of the files that this call writes. It cannot write elsewhere (base/sandbox.h). Returns
	 * false if it may, because a program that it runs decides where. NULL: it writes no files. */
	bool (*writes)(const struct invocation *invocation, struct strvec *files);
	/* What a keeper outside the sandbox does for this call (base/keeper.h). NULL, or returns NULL: there is no
	 * keeper. */
	const struct keeper_task *(*tasks)(const struct invocation *invocation);
	/* With a keeper it is a session, which may signal another one to take over its draft. */
	bool is_session;
};

/* A call of a command: operands, and the values of its options. */
struct invocation {
	const struct command *command;
	const struct command *const *commands; /* the whole table, NULL-terminated */
	struct forms *forms; /* the forms to use; NULL if the command has no OPTION_FORM */
	struct strvec operands;
	struct strvec *
		values; /* of each option of the command, in its order; "" for one without an argument */
};

/* The option's last value; NULL if it was not given. BUG for a name that is not in the list. */
const char *option_value(const struct invocation *invocation, const char *name);
const struct strvec *option_values(const struct invocation *invocation, const char *name);
bool option_given(const struct invocation *invocation, const char *name);
/* Whether the option has this value, such as "json" for --format text|json. If it was not given, the value is the first
 * word. */
bool option_is(const struct invocation *invocation, const char *name, const char *word);

/* Finds the command, reads its options, runs it. Usage errors name the most similar command or option. */
int command_main(const struct command *const *commands, int argc, char **argv);

/* Reports a usage error, and where to read more; returns STATUS_USAGE. */
int command_misuse(const struct command *command, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* Reports an error; returns STATUS_TROUBLE. */
int command_trouble(const struct strbuf *err);
/* Appends " (did you mean --format?)" if one of the candidates is similar. */
void command_suggest(
	struct strbuf *out, const char *dashes, const char *word, const struct strvec *candidates);
/* The command with that name; NULL after a message that names the most similar one. */
const struct command *command_find(const struct command *const *commands, const char *name);

/* Writes results to stdout at once. Returns STATUS_DONE, or STATUS_TROUBLE after a message if not everything could be
 * written (a full disk). */
int command_print(const struct strbuf *text);

/* Prints the whole help of a command; of the program. */
int command_help(const struct command *command);
int command_overview(const struct command *const *commands);

#endif
