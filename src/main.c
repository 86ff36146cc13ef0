/* scepwiz: makes the process safe to hold secrets, then runs a command. It has the program's only exit(), except for a
 * lack of memory (base/xalloc.c). */
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fatal.h"
#include "base/secrecy.h"
#include "base/xalloc.h"

#include "cmd/command.h"
#include "cmd/commands.h"

#include "ui/cmd_edit.h"
#include "ui/cmd_start.h"

static const struct command *const commands[] = {
	&cmd_new,
	&cmd_edit,
	&cmd_list,
	&cmd_set,
	&cmd_check,
	&cmd_accept,
	&cmd_comment,
	&cmd_allow,
	&cmd_ask,
	&cmd_enrol,
	&cmd_show,
	&cmd_diff,
	&cmd_merge,
	&cmd_export,
	&cmd_import,
	&cmd_fields,
	&cmd_rules,
	&cmd_version,
	&cmd_help,
	NULL,
};

/* A caller may have closed them; the next file opened, a draft, would then be written to by every
 * message. The wrong direction keeps their use an error. */
static void
open_standard_descriptors(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		int direction = fd == STDIN_FILENO ? O_WRONLY : O_RDONLY;

		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF && open("/dev/null", direction) != fd)
			exit(STATUS_TROUBLE);
	}
}

/* A file that may not grow is an error of write(), with a message and the old file kept, like a full
 * disk; the signal would end the program and leave a temporary file behind. */
static void
take_size_limits_as_errors(void)
{
	signal(SIGXFSZ, SIG_IGN);
}

/* Where a caller ignores SIGCHLD (perl, a container's first process), so do we, and the system keeps for itself how our
 * children end: a command that failed would count as one that gave the secret. */
static void
learn_how_children_end(void)
{
	signal(SIGCHLD, SIG_DFL);
}

/* Which bytes are which characters is all that the locale decides: messages and files are English, and
 * numbers and dates the same everywhere. Each further category would be a file to open. */
static void
use_locale(void)
{
	setlocale(LC_CTYPE, "");
}

/* Curses ends the program by itself where it finds no memory, with no sentence of ours and no status either. */
static bool is_done;

static void
end_unexpected(void)
{
	if (!is_done)
		out_of_memory();
}

static int
run(int argc, char **argv)
{
	struct start_options options;

	if (start_is_asked(argc, argv, &options))
		return start_run(options);
	return command_main(commands, argc, argv);
}

int
main(int argc, char **argv)
{
	int status;

	use_locale();
	open_standard_descriptors();
	secrecy_begin();
	take_size_limits_as_errors();
	learn_how_children_end();
	fatal_catch_crashes();
	atexit(end_unexpected);
	status = run(argc, argv);
	is_done = true;
	exit(status);
}
