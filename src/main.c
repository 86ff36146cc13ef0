/* scepwiz: makes the process safe to hold secrets in, then runs a command. The only exit() of the
 * program stands here, but for memory that is not there (base/xalloc.c). */
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fatal.h"
#include "base/secrecy.h"

#include "cmd/command.h"
#include "cmd/commands.h"

#include "ui/cmd_edit.h"
#include "ui/cmd_start.h"

static const struct command *const commands[] = {
	&cmd_new,
	&cmd_edit,
	&cmd_set,
	&cmd_check,
	&cmd_accept,
	&cmd_show,
	&cmd_diff,
	&cmd_export,
	&cmd_import,
	&cmd_fields,
	&cmd_rules,
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

/* Which bytes are which characters is all that the locale decides: messages and files are English, and
 * numbers and dates the same everywhere. Each further category would be a file to open. */
static void
use_locale(void)
{
	setlocale(LC_CTYPE, "");
}

int
main(int argc, char **argv)
{
	use_locale();
	open_standard_descriptors();
	secrecy_begin();
	take_size_limits_as_errors();
	fatal_catch_crashes();
	if (argc == 1 && start_is_possible())
		exit(start_run());
	exit(command_main(commands, argc, argv));
}
