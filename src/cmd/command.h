/* Commands: one table, which drives the program's arguments, `help`, the completion and the test that
 * holds the man page against it. A command is a file in src/cmd (or src/ui where it needs a terminal)
 * that ends with its row.
 *
 * To add a command: its file, its row in cmd/commands.h and in the table of main.c, its entry in
 * scepwiz(1). */
#ifndef CMD_COMMAND_H
#define CMD_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "base/strvec.h"

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
	const char *arg;  /* what it takes ("FILE"), NULL: nothing */
	const char *help;
	bool repeats; /* may be given several times */
};

struct invocation;

struct command {
	const char *name;
	const char *args;       /* "DRAFT KEY=VALUE..." */
	const char *summary;    /* a line for the list of commands */
	const char *help;       /* paragraphs for `help COMMAND` */
	int min_args, max_args; /* max_args -1: any number */
	const struct option_spec *options;
	int (*run)(const struct invocation *invocation); /* an exit_status */
};

/* A command as it was called: operands, and the values of its options. */
struct invocation {
	const struct command *command;
	const struct command *const *commands; /* the whole table, NULL-terminated */
	struct strvec operands;
	struct strvec
		*values; /* of each option of the command, in its order; "" for one without arg */
};

/* The option's last value, NULL where it was not given. BUG for a name that is not in the list. */
const char *option_value(const struct invocation *invocation, const char *name);
const struct strvec *option_values(const struct invocation *invocation, const char *name);
bool option_given(const struct invocation *invocation, const char *name);
/* For --format text|json: whether json is asked for. -1 with a message for anything else. */
int option_is_json(const struct invocation *invocation);

/* Finds the command, reads its options, runs it. Usage errors name the nearest command or option. */
int command_main(const struct command *const *commands, int argc, char **argv);

/* Reports a wrong use and where to read more; returns STATUS_USAGE. */
int command_misuse(const struct command *command, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* Appends " (did you mean --format?)" where one of the candidates, which end with NULL, is near. */
void command_suggest(
	struct strbuf *out, const char *dashes, const char *word, const char *const *candidates);
/* The command of that name; NULL after a message that names the nearest one. */
const struct command *command_find(const struct command *const *commands, const char *name);

/* Results to stdout, at once. STATUS_DONE, or STATUS_TROUBLE after a message where not all could be
 * written (a full disk). */
int command_print(const struct strbuf *text);

/* The whole help of a command; of the program. */
void command_help(const struct command *command, struct strbuf *out);
void command_overview(const struct command *const *commands, struct strbuf *out);

#endif
