#include "test_folder.h"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* A record: the path, NUL-padded, so that it comes in one piece. */
#define TEST_FOLDER_PATH 512
_Static_assert(TEST_FOLDER_PATH <= PIPE_BUF, "longer records could come in pieces");

/* The paths become arguments of one rm. */
static void
test_folder_keep(int in)
{
	static char *words[1000] = { (char *)"rm", (char *)"-rf", (char *)"--" };
	static char paths[990][TEST_FOLDER_PATH];
	size_t n = 0;

	while (n < sizeof paths / sizeof *paths &&
		read(in, paths[n], TEST_FOLDER_PATH) == TEST_FOLDER_PATH) {
		words[n + 3] = paths[n];
		n++;
	}
	execv("/bin/rm", words);
	_exit(127);
}

/* The writing end of the keeper's pipe. */
static int
test_folder_keeper(void)
{
	int ends[2], null;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		if (fork() == 0) {
			setsid();
			signal(SIGHUP, SIG_IGN);
			signal(SIGTERM, SIG_IGN);
			close(ends[1]);
			null = open("/dev/null", O_RDWR);
			for (int fd = 0; fd <= 2; fd++)
				dup2(null, fd);
			test_folder_keep(ends[0]);
		}
		_exit(0);
	}
	waitpid(child, NULL, 0);
	close(ends[0]);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	return ends[1];
}

static void
test_folder_make(char *path)
{
	static int keeper = -1;
	char record[TEST_FOLDER_PATH] = { 0 };

	assert_non_null(mkdtemp(path));
	assert_true(strlen(path) < sizeof record);
	if (keeper < 0)
		keeper = test_folder_keeper();
	memcpy(record, path, strlen(path));
	assert_int_equal(write(keeper, record, sizeof record), sizeof record);
}

void
test_state(void)
{
	char path[] = "/tmp/scepwiz-state-XXXXXX";

	test_folder_make(path);
	setenv("XDG_STATE_HOME", path, 1);
}

void
test_folder(char *path)
{
	test_folder_make(path);
	test_state();
}
