/* Commands: one table, which drives the program's arguments, `help`, the completion and the test that
 * holds the man page against it. A command is a file in src/cmd (or src/ui where it needs a terminal)
 * that ends with its row.
 *
 * To add a command: its file, its row in cmd/commands.h and in the table of main.c, its entry in
 * scepwiz(1), its script; HACKING.md names all places. */
#ifndef CMD_COMMAND_H
#define CMD_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "base/strvec.h"

#include "format/draft/forms.h"

/* Exit statuses, as scepwiz(1) says; stable. */
enum exit_status {
	STATUS_DONE = 0,
	STATUS_FINDINGS = 1, /* findings, or refused because of errors */
	STATUS_USAGE = 2,
	STATUS_TROUBLE = 3, /* a file or the system */
};

struct option_spec {
	const char *name; /* long name without dashes; NULL ends the list */
	char letter;      /* short form, or 0 */
	/* What it takes ("FILE"); "text|json", in small letters: one of these words. NULL: nothing. */
	const char *arg;
	const char *help;
	bool repeats; /* may be given several times */
};

/* The option of every command that reads drafts, or makes them. */
#define OPTION_FORM                                                  \
	{                                                            \
		"form", 0, "FILE|NAME",                              \
			"an own form, or one that is built in; see " \
			"scepwiz-form(5)",                           \
			false                                        \
	}

struct invocation;

struct command {
	const char *name;
	const char *args;       /* "DRAFT KEY=VALUE..." */
	const char *summary;    /* a line for the list of commands */
	const char *help;       /* paragraphs for `help COMMAND` */
	int min_args, max_args; /* max_args -1: any number */
	const char *no_input; /* why the first operand cannot be -, standard input; NULL: it can */
	const struct option_spec *options;
	int (*run)(const struct invocation *invocation); /* an exit_status */
};

/* A command as it was called: operands, and the values of its options. */
struct invocation {
	const struct command *command;
	const struct command *const *commands; /* the whole table, NULL-terminated */
	struct forms *forms; /* that the call means; NULL where the command has no OPTION_FORM */
	struct strvec operands;
	struct strvec
		*values; /* of each option of the command, in its order; "" for one without arg */
};

/* The option's last value, NULL where it was not given. BUG for a name that is not in the list. */
const char *option_value(const struct invocation *invocation, const char *name);
const struct strvec *option_values(const struct invocation *invocation, const char *name);
bool option_given(const struct invocation *invocation, const char *name);
/* Whether the option has this value, as "json" of --format text|json; where it was not given, it is the first word. */
bool option_is(const struct invocation *invocation, const char *name, const char *word);

/* Finds the command, reads its options, runs it. Usage errors name the nearest command or option. */
int command_main(const struct command *const *commands, int argc, char **argv);

/* Reports a wrong use and where to read more; returns STATUS_USAGE. */
int command_misuse(const struct command *command, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* A message that an error made; returns STATUS_TROUBLE. */
int command_trouble(const struct strbuf *err);
/* Appends " (did you mean --format?)" where one of the candidates is near. */
void command_suggest(
	struct strbuf *out, const char *dashes, const char *word, const struct strvec *candidates);
/* The command of that name; NULL after a message that names the nearest one. */
const struct command *command_find(const struct command *const *commands, const char *name);

/* Results to stdout, at once. STATUS_DONE, or STATUS_TROUBLE after a message where not all could be
 * written (a full disk). */
int command_print(const struct strbuf *text);

/* Prints the whole help of a command; of the program. */
int command_help(const struct command *command);
int command_overview(const struct command *const *commands);

#endif
