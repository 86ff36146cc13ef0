/* What is left to a process within its walls: each attempt is made in a child, behind the walls and without them, where
 * it must succeed. */
#include "testing.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/sandbox.h"
#include "base/seccomp.h"
#include "base/xalloc.h"

#include "test_folder.h"

/* The rights that came with later versions of Landlock. */
enum { TRUNCATES = 3, DEVICES = 5, SIGNALS = 6 };

static char inside[64] = "/tmp/scepwiz-inside-XXXXXX", outside[64] = "/tmp/scepwiz-outside-XXXXXX";
static pid_t session;
static int port;
static int terminal; /* of the child, as of a shell's */

/* In the folder, which has the file "held" and the empty folder "empty"; 0 where it could. */
typedef int attempt_fn(const char *folder);

static const char *
at(const char *folder, const char *name)
{
	static char path[2][256];
	static int turn;

	turn = !turn;
	snprintf(path[turn], sizeof path[turn], "%s/%s", folder, name);
	return path[turn];
}

static int
create(const char *folder)
{
	return open(at(folder, "new"), O_WRONLY | O_CREAT | O_EXCL, 0600) < 0;
}

static int
create_below(const char *folder)
{
	return mkdir(at(folder, "made"), 0700) < 0 ||
	       open(at(folder, "made/new"), O_WRONLY | O_CREAT | O_EXCL, 0600) < 0;
}

static int
write_to_file(const char *folder)
{
	return open(at(folder, "held"), O_WRONLY) < 0;
}

static int
cut_file(const char *folder)
{
	return truncate(at(folder, "held"), 0) < 0;
}

static int
remove_file(const char *folder)
{
	return unlink(at(folder, "held")) < 0;
}

static int
remove_folder(const char *folder)
{
	return rmdir(at(folder, "empty")) < 0;
}

static int
rename_file(const char *folder)
{
	return rename(at(folder, "held"), at(folder, "other")) < 0;
}

static int
link_file(const char *folder)
{
	return link(at(folder, "held"), at(folder, "link")) < 0;
}

static int
link_by_name(const char *folder)
{
	return symlink("/etc/passwd", at(folder, "symlink")) < 0;
}

static int
make_fifo(const char *folder)
{
	return mkfifo(at(folder, "fifo"), 0600) < 0;
}

static int
make_socket(const char *folder)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(name.sun_path, sizeof name.sun_path, "%s/socket", folder);
	return fd < 0 || bind(fd, (struct sockaddr *)&name, sizeof name) < 0;
}

/* What a save does. */
static int
replace_file(const char *folder)
{
	STRVEC(told);
	STRBUF(err);

	return file_replace(at(folder, "held"), NULL, "new", 3, 0, &told, &err) != 0;
}

static int
connect_somewhere(const char *folder)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	(void)folder;
	address.sin_port = (in_port_t)port;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) < 0;
}

static int
signal_session(const char *folder)
{
	(void)folder;
	return kill(session, 0) < 0;
}

static int
write_to_memory(const char *folder)
{
	char path[64];

	(void)folder;
	snprintf(path, sizeof path, "/proc/%ld/mem", (long)session);
	return open(path, O_RDWR) < 0;
}

static int
control_device(const char *folder)
{
	int fd = open("/dev/ptmx", O_RDONLY | O_NOCTTY), number;

	(void)folder;
	return fd < 0 || ioctl(fd, TIOCGPTN, &number) < 0;
}

/* As to the desktop's programs, tmux, an agent. */
static int
connect_by_name(const char *folder)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	(void)folder;
	snprintf(name.sun_path, sizeof name.sun_path, "%s", at(outside, "listens"));
	return fd < 0 || connect(fd, (struct sockaddr *)&name, sizeof name) < 0;
}

static int
send_datagram(const char *folder)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	(void)folder;
	address.sin_port = (in_port_t)port;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return fd < 0 || sendto(fd, "x", 1, 0, (struct sockaddr *)&address, sizeof address) != 1;
}

/* What the shell reads next. */
static int
push_key(const char *folder)
{
	(void)folder;
	return ioctl(terminal, TIOCSTI, "x") < 0;
}

#if defined SECCOMP_ARCH && __SIZEOF_LONG__ == 8
/* The kernel takes the lower half of the number. */
static int
push_key_by_a_longer_number(const char *folder)
{
	(void)folder;
	return syscall(SYS_ioctl, terminal, TIOCSTI | 1UL << 40, "x") < 0;
}
#endif

static int
give_rights(const char *folder)
{
	return chmod(at(folder, "held"), 0666) < 0;
}

static int
give_rights_to_open_file(const char *folder)
{
	return fchmod(open(at(folder, "held"), O_RDONLY), 0666) < 0;
}

/* These go on. */
static int
read_file(const char *folder)
{
	return open(at(folder, "held"), O_RDONLY) < 0;
}

static int
write_to_null(const char *folder)
{
	int fd = open("/dev/null", O_WRONLY);

	(void)folder;
	return fd < 0 || write(fd, "x", 1) != 1;
}

/* A program of another ABI, as the shell is to a test of 32 bits on a system of 64, ends at once (base/seccomp.h). */
static bool
shell_is_of_our_kind(void)
{
	unsigned char head[5];
	int fd = open("/bin/sh", O_RDONLY);
	bool is = fd >= 0 && read(fd, head, sizeof head) == sizeof head &&
		  head[4] == (sizeof(void *) == 8 ? 2 : 1); /* EI_CLASS */

	close(fd);
	return is;
}

static int
run_program(const char *folder)
{
	bool ours = shell_is_of_our_kind();
	pid_t pid = ours ? fork() : -1;
	int status;

	(void)folder;
	if (!ours)
		return 0;
	if (!pid) {
		execl("/bin/sh", "sh", "-c", "exit 0", (char *)NULL);
		_exit(1);
	}
	return waitpid(pid, &status, 0) != pid || status;
}

static int
end_child(const char *folder)
{
	pid_t pid = fork();
	int status;

	(void)folder;
	if (!pid) {
		pause();
		_exit(1);
	}
	return kill(pid, SIGKILL) < 0 || waitpid(pid, &status, 0) != pid;
}

enum where {
	NAMED,      /* in a folder that was named */
	NOWHERE,    /* by no command */
	IF_NAMED,   /* anywhere, by a command that writes somewhere */
	EVERYWHERE, /* by each */
};

/* What a filter of calls forbids, and not Landlock. */
#define FILTER 0

static const struct attempt {
	const char *name;
	attempt_fn *try;
	enum where may;
	int version; /* of Landlock that is needed to forbid it */
} attempts[] = {
	{ "create", create, NAMED, 1 },
	{ "create below", create_below, NAMED, 1 },
	{ "write to a file", write_to_file, NAMED, 1 },
	{ "cut a file", cut_file, NAMED, TRUNCATES },
	{ "remove a file", remove_file, NAMED, 1 },
	{ "remove a folder", remove_folder, NAMED, 1 },
	{ "rename", rename_file, NAMED, 1 },
	{ "link", link_file, NAMED, 1 },
	{ "link by name", link_by_name, NAMED, 1 },
	{ "make a FIFO", make_fifo, NAMED, 1 },
	{ "save", replace_file, NAMED, 1 },
	{ "make a socket", make_socket, NOWHERE, FILTER },
	{ "connect by name", connect_by_name, NOWHERE, FILTER },
	{ "send a datagram", send_datagram, NOWHERE, FILTER },
	{ "push a key", push_key, NOWHERE, FILTER },
#if defined SECCOMP_ARCH && __SIZEOF_LONG__ == 8
	{ "push a key by a longer number", push_key_by_a_longer_number, NOWHERE, FILTER },
#endif
	{ "give rights", give_rights, NOWHERE, FILTER },
	{ "give rights to an open file", give_rights_to_open_file, IF_NAMED, FILTER },
	{ "write to memory", write_to_memory, NOWHERE, 1 },
	{ "connect", connect_somewhere, NOWHERE, FILTER },
	{ "control a device", control_device, NOWHERE, DEVICES },
	{ "signal another process", signal_session, NOWHERE, SIGNALS },
	{ "read", read_file, EVERYWHERE, 1 },
	{ "write to /dev/null", write_to_null, EVERYWHERE, 1 },
	{ "run a program", run_program, EVERYWHERE, 1 },
	{ "end a child", end_child, EVERYWHERE, 1 },
};

/* A terminal of its own, as a shell has one. */
static void
terminal_take(void)
{
	int main_end = posix_openpt(O_RDWR | O_NOCTTY);

	setsid();
	if (main_end >= 0 && grantpt(main_end) == 0 && unlockpt(main_end) == 0)
		terminal = open(ptsname(main_end), O_RDWR);
}

/* In a child: whether it could, and whether the walls stand. */
static int
attempt(attempt_fn *try, const char *folder, const char *written)
{
	STRVEC(files);
	bool walls = false;

	terminal_take();
	if (written && *written)
		strvec_push(&files, written);
	sandbox_plan(&files);
	if (written)
		walls = sandbox_enter(false);
	return (try(folder) ? 1 : 0) | (walls ? 2 : 0);
}

/* Whether it could: in a child, within walls around the folder of a file, or with no file that may be written (""), or
 * without walls (NULL). *stands: whether the walls do. */
static bool
tried(attempt_fn *try, const char *folder, const char *written, bool *stands)
{
	int status;
	pid_t pid;

	session = getpid();
	pid = fork();
	assert_true(pid >= 0);
	if (!pid)
		_exit(attempt(try, folder, written));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	if (stands)
		*stands = WEXITSTATUS(status) & 2;
	return !(WEXITSTATUS(status) & 1);
}

/* What the last attempt made of the folder goes. */
static void
folder_fill(const char *folder)
{
	static const char *const names[] = { "new", "made/new", "held", "other", "link", "symlink",
		"fifo", "socket" };
	FILE *file;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		unlink(at(folder, names[i]));
	rmdir(at(folder, "made"));
	rmdir(at(folder, "empty"));
	assert_int_equal(mkdir(at(folder, "empty"), 0700), 0);
	file = fopen(at(folder, "held"), "w");
	assert_non_null(file);
	fputs("a draft", file);
	assert_int_equal(fclose(file), 0);
}

static int
nothing(const char *folder)
{
	(void)folder;
	return 0;
}

/* The version of Landlock; 0: no walls. The numbers are the same on all machines. */
static int
version(void)
{
	enum { CREATE_RULESET = 444, ASK_VERSION = 1 };
	bool stands;

	tried(nothing, outside, "", &stands);
	return stands ? (int)syscall(CREATE_RULESET, NULL, (size_t)0, ASK_VERSION) : 0;
}

static int
listen_by_name(void)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(name.sun_path, sizeof name.sun_path, "%s", at(outside, "listens"));
	return fd < 0 || bind(fd, (struct sockaddr *)&name, sizeof name) < 0 || listen(fd, 64) < 0;
}

static int
begin(void **state)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t len = sizeof address;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	(void)state;
	test_folder(inside);
	test_folder(outside);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0 || listen(fd, 8) < 0 ||
		getsockname(fd, (struct sockaddr *)&address, &len) < 0)
		return -1;
	port = address.sin_port;
	return listen_by_name() ? -1 : 0;
}

/* Where the kernel knows no walls, all goes on as it does without. Some of what no command may do is nobody's but root's,
 * and a container may keep it even from root. */
static bool
goes_without_walls(const struct attempt *attempt)
{
	bool could;

	folder_fill(outside);
	could = tried(attempt->try, outside, NULL, NULL);
	if (!could && attempt->may != NOWHERE)
		fail_msg("%s: not without walls, either", attempt->name);
	return could;
}

static void
attempts_are_attempts(void **state)
{
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(attempts); i++)
		n += goes_without_walls(&attempts[i]);
	assert_true(n > ARRAY_SIZE(attempts) * 3 / 4);
}

static bool
may_be_done(const struct attempt *attempt, const char *written, bool named, int known)
{
	if (attempt->version > known)
		return true;
#ifndef SECCOMP_ARCH
	if (attempt->version == FILTER)
		return true;
#endif
	return attempt->may == EVERYWHERE || (attempt->may == IF_NAMED && *written) ||
	       (attempt->may == NAMED && named);
}

static void
check_walls(const char *folder, const char *written, bool named)
{
	int known = version();

	if (UNJAILED)
		return;
	if (!known)
		skip(); /* a kernel without Landlock */
	for (size_t i = 0; i < ARRAY_SIZE(attempts); i++) {
		bool may = may_be_done(&attempts[i], written, named, known), did;

		if (!goes_without_walls(&attempts[i]))
			continue;
		folder_fill(folder);
		did = tried(attempts[i].try, folder, written, NULL);
		if (did != may)
			fail_msg(
				"%s in %s: %s", attempts[i].name, folder, did ? "done" : "refused");
	}
}

/* Of the folder that is named. No memory of ours: a child would end with it. */
static const char *
within(const char *name)
{
	static char path[2][256];
	static int turn;

	turn = !turn;
	snprintf(path[turn], sizeof path[turn], "%s/%s", inside, name);
	return path[turn];
}

static void
nothing_is_written_where_nothing_is_named(void **state)
{
	(void)state;
	check_walls(outside, "", false);
}

static void
the_folder_that_is_named_may_be_written(void **state)
{
	const char *written = within("draft.yaml");

	(void)state;
	check_walls(inside, written, true);
}

static void
no_other_folder_may_be_written(void **state)
{
	const char *written = within("draft.yaml");

	(void)state;
	check_walls(outside, written, false);
}

static void
a_folder_that_is_not_there_can_be_made(void **state)
{
	const char *written = within("made/deeper/draft.yaml");

	(void)state;
	folder_fill(inside);
	assert_true(tried(create_below, inside, written, NULL));
	folder_fill(outside);
	if (version())
		assert_false(tried(create_below, outside, written, NULL));
}

/* Not even below one that was named: a name that leads elsewhere is as good as that other name. */
static void
a_link_leads_out_of_no_wall(void **state)
{
	const char *written = within("draft.yaml");
	const char *path = within("link-to");

	(void)state;
	folder_fill(outside);
	unlink(path);
	assert_int_equal(symlink(outside, path), 0);
	if (version())
		assert_false(tried(create, path, written, NULL));
	unlink(path);
}

/* Output goes there: `scepwiz show DRAFT >FILE`. */
static int
write_to_what_is_open(const char *folder)
{
	(void)folder;
	return write(STDOUT_FILENO, "shown", 5) != 5;
}

static void
what_is_open_stays_open(void **state)
{
	int out = dup(STDOUT_FILENO), fd;
	bool could;
	struct stat st;

	(void)state;
	folder_fill(outside);
	fd = open(at(outside, "new"), O_WRONLY | O_CREAT, 0600);
	assert_true(fd >= 0);
	fflush(stdout);
	dup2(fd, STDOUT_FILENO);
	could = tried(write_to_what_is_open, outside, "", NULL);
	dup2(out, STDOUT_FILENO);
	close(out);
	assert_int_equal(fstat(fd, &st), 0);
	close(fd);
	assert_true(could);
	assert_int_equal(st.st_size, 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(attempts_are_attempts),
		cmocka_unit_test(nothing_is_written_where_nothing_is_named),
		cmocka_unit_test(the_folder_that_is_named_may_be_written),
		cmocka_unit_test(no_other_folder_may_be_written),
		cmocka_unit_test(a_folder_that_is_not_there_can_be_made),
		cmocka_unit_test(a_link_leads_out_of_no_wall),
		cmocka_unit_test(what_is_open_stays_open),
	};

	return cmocka_run_group_tests(tests, begin, NULL);
}
