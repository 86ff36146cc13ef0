/* What the worker can do once it is jailed: each call of the kernel is tried, and what a program that was taken over would
 * try. Each attempt is made without the jail too, where it must succeed: else it would show nothing. */
#include "testing.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#if defined(HAVE_LINUX_SECCOMP_H) && HAVE_LINUX_SECCOMP_H
#include <linux/seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#endif

#include "base/fileio.h"
#include "base/path.h"
#include "base/request.h"
#include "base/strbuf.h"
#include "base/xalloc.h"

#include "test_folder.h"
#include "worker/jail.h"

#define PATIENCE_SECONDS 60
#define HELD "held"

/* The process that began it, which it may not ask for. */
static pid_t session;

/* What a child does; it ends with 0 where it could. */
typedef int act(const char *folder);

/* Runs it in a process of its own, whose input and output are a socket as the worker's are; the status of waitpid.
 * said: what it wrote. */
static int
in_child(act *does, const char *folder, bool jailed, struct strbuf *said)
{
	int ends[2], status;
	char part[4096];
	ssize_t n;
	pid_t pid;

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	session = getpid();
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		/* cmocka's handlers would go on with the next test */
		for (int signal_number = 1; signal_number < NSIG; signal_number++)
			signal(signal_number, SIG_DFL);
		alarm(PATIENCE_SECONDS);
		dup2(ends[1], STDIN_FILENO);
		dup2(ends[1], STDOUT_FILENO);
		if (jailed)
			jail_enter();
		_exit(does(folder));
	}
	close(ends[1]);
	while ((n = read(ends[0], part, sizeof part)) > 0)
		strbuf_add(said, part, (size_t)n);
	close(ends[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

#if defined(HAVE_LINUX_SECCOMP_H) && HAVE_LINUX_SECCOMP_H && !UNJAILED

/*
 * What somebody who has taken it over would try.
 */

/* In the folder there is the file "held". */
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
fails(long result)
{
	return result < 0;
}

static int
open_to_read(const char *folder)
{
	return fails(open(at(folder, HELD), O_RDONLY));
}

static int
open_to_write(const char *folder)
{
	return fails(open(at(folder, HELD), O_WRONLY | O_TRUNC));
}

static int
create(const char *folder)
{
	return fails(open(at(folder, "new"), O_WRONLY | O_CREAT, 0600));
}

static int
create_unnamed(const char *folder)
{
	return fails(open(folder, O_TMPFILE | O_WRONLY, 0600)) && errno != EOPNOTSUPP &&
	       errno != EISDIR;
}

static int
make_folder(const char *folder)
{
	return fails(mkdir(at(folder, "folder"), 0700));
}

static int
make_fifo(const char *folder)
{
	return fails(mkfifo(at(folder, "fifo"), 0600));
}

static int
remove_file(const char *folder)
{
	return fails(unlink(at(folder, HELD)));
}

static int
rename_file(const char *folder)
{
	return fails(rename(at(folder, HELD), at(folder, "other")));
}

static int
link_file(const char *folder)
{
	return fails(link(at(folder, HELD), at(folder, "link")));
}

static int
link_by_name(const char *folder)
{
	return fails(symlink("/etc", at(folder, "symlink")));
}

static int
give_rights(const char *folder)
{
	return fails(chmod(at(folder, HELD), 0666));
}

static int
cut_file(const char *folder)
{
	return fails(truncate(at(folder, HELD), 0));
}

static int
look_at_file(const char *folder)
{
	struct stat st;

	return fails(stat(at(folder, HELD), &st));
}

static int
list_folder(const char *folder)
{
	return fails(open(folder, O_RDONLY | O_DIRECTORY));
}

static int
go_elsewhere(const char *folder)
{
	return fails(chdir(folder));
}

static int
signal_parent(const char *folder)
{
	(void)folder;
	return fails(kill(session, 0));
}

static int
signal_group(const char *folder)
{
	(void)folder;
	return fails(kill(0, 0));
}

static int
signal_thread_of_other(const char *folder)
{
	(void)folder;
	return fails(syscall(SYS_tgkill, session, session, 0));
}

static int
signal_other_thread(const char *folder)
{
	(void)folder;
	return fails(syscall(SYS_tkill, session, 0));
}

static int
run_program(const char *folder)
{
	char *const argv[] = { (char *)"true", NULL };

	(void)folder;
	return fails(execve("/bin/true", argv, NULL));
}

static int
ends_well(pid_t pid)
{
	int status;

	return pid < 0 || waitpid(pid, &status, 0) != pid || status;
}

static int
begin_process(const char *folder)
{
	pid_t pid = fork();

	(void)folder;
	if (!pid)
		_exit(0);
	return ends_well(pid);
}

static int
begin_process_by_clone(const char *folder)
{
#ifdef __s390__
	long pid = syscall(SYS_clone, 0L, (long)SIGCHLD, 0L, 0L, 0L);
#else
	long pid = syscall(SYS_clone, (long)SIGCHLD, 0L, 0L, 0L, 0L);
#endif

	(void)folder;
	if (!pid)
		_exit(0);
	return ends_well((pid_t)pid);
}

static int
open_connection(const char *folder)
{
	(void)folder;
	return fails(socket(AF_INET, SOCK_STREAM, 0));
}

static int
open_socket_pair(const char *folder)
{
	int ends[2];

	(void)folder;
	return fails(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
}

static int
pass_by_message(const char *folder)
{
	char byte = 'x';
	struct iovec piece = { &byte, 1 };
	struct msghdr message = { .msg_iov = &piece, .msg_iovlen = 1 };

	(void)folder;
	return fails(sendmsg(STDOUT_FILENO, &message, 0));
}

static int
open_pipe(const char *folder)
{
	int ends[2];

	(void)folder;
	return fails(pipe(ends));
}

static int
copy_descriptor(const char *folder)
{
	(void)folder;
	return fails(dup(STDOUT_FILENO));
}

static int
alter_descriptor(const char *folder)
{
	(void)folder;
	return fails(fcntl(STDOUT_FILENO, F_SETFL, O_NONBLOCK));
}

static int
control_descriptor(const char *folder)
{
	int waiting;

	(void)folder;
	return fails(ioctl(STDIN_FILENO, FIONREAD, &waiting));
}

static int
trace(const char *folder)
{
	(void)folder;
	return fails(ptrace(PTRACE_TRACEME, 0, 0, 0));
}

static int
read_memory_by_number(const char *folder)
{
	char from = 'a', to;
	struct iovec local = { &to, 1 }, remote = { &from, 1 };

	(void)folder;
	return fails(process_vm_readv(getpid(), &local, 1, &remote, 1, 0));
}

static int
alter_process(const char *folder)
{
	(void)folder;
	return fails(prctl(PR_SET_DUMPABLE, 1, 0, 0, 0));
}

static int
limit_of_other(const char *folder)
{
	struct rlimit limit;

	(void)folder;
	return fails(syscall(SYS_prlimit64, session, RLIMIT_CPU, NULL, &limit));
}

static int
map_code(const char *folder)
{
	(void)folder;
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		       0) == MAP_FAILED;
}

static int
make_code(const char *folder)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	(void)folder;
	if (page == MAP_FAILED)
		return 0; /* would be a mistake of the jail */
	return fails(mprotect(page, 4096, PROT_READ | PROT_EXEC));
}

static int
become_other(const char *folder)
{
	(void)folder;
	return fails(setuid(getuid()));
}

static int
leave_group(const char *folder)
{
	(void)folder;
	return fails(setsid());
}

static int
file_in_memory(const char *folder)
{
	(void)folder;
	return fails(syscall(SYS_memfd_create, "x", 0));
}

static int
write_to_input(const char *folder)
{
	(void)folder;
	return fails(write(STDIN_FILENO, "x", 1));
}

/* A name, so that it may be said. */
#define ATTEMPT(function)           \
	{                           \
#function, function \
	}

static const struct attempt {
	const char *name;
	act *act;
} attempts[] = {
	ATTEMPT(open_to_read),
	ATTEMPT(open_to_write),
	ATTEMPT(create),
	ATTEMPT(create_unnamed),
	ATTEMPT(make_folder),
	ATTEMPT(make_fifo),
	ATTEMPT(remove_file),
	ATTEMPT(rename_file),
	ATTEMPT(link_file),
	ATTEMPT(link_by_name),
	ATTEMPT(give_rights),
	ATTEMPT(cut_file),
	ATTEMPT(look_at_file),
	ATTEMPT(list_folder),
	ATTEMPT(go_elsewhere),
	ATTEMPT(signal_parent),
	ATTEMPT(signal_group),
	ATTEMPT(signal_thread_of_other),
	ATTEMPT(signal_other_thread),
	ATTEMPT(run_program),
	ATTEMPT(begin_process),
	ATTEMPT(begin_process_by_clone),
	ATTEMPT(open_connection),
	ATTEMPT(open_socket_pair),
	ATTEMPT(pass_by_message),
	ATTEMPT(open_pipe),
	ATTEMPT(copy_descriptor),
	ATTEMPT(alter_descriptor),
	ATTEMPT(control_descriptor),
	ATTEMPT(trace),
	ATTEMPT(read_memory_by_number),
	ATTEMPT(alter_process),
	ATTEMPT(limit_of_other),
	ATTEMPT(map_code),
	ATTEMPT(make_code),
	ATTEMPT(become_other),
	ATTEMPT(leave_group),
	ATTEMPT(file_in_memory),
	ATTEMPT(write_to_input),
};

/* The number is asked for within the jail, where it may not be told. */
static int
filter_is_there(const char *folder)
{
	(void)folder;
	return prctl(PR_GET_SECCOMP, 0, 0, 0, 0) < 0 && errno == EPERM ? 0 : 1;
}

static void
need_filter(void)
{
	STRBUF(said);

	if (prctl(PR_GET_SECCOMP, 0, 0, 0, 0) < 0)
		skip(); /* a kernel without it */
	assert_int_equal(in_child(filter_is_there, NULL, true, &said), 0);
}

static char *
folder_with_file(char *folder)
{
	char *path;
	FILE *file;

	test_folder(folder);
	path = path_join(folder, HELD);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs("a draft", file);
	assert_int_equal(fclose(file), 0);
	return path;
}

static void
nothing_that_is_tried_succeeds(void **state)
{
	(void)state;
	need_filter();
	for (size_t i = 0; i < ARRAY_SIZE(attempts); i++)
		for (int jailed = 0; jailed < 2; jailed++) {
			char folder[64] = "/tmp/scepwiz-jail-XXXXXX";
			OWN_TEXT(path) = folder_with_file(folder);
			STRBUF(said);
			int status = in_child(attempts[i].act, folder, jailed, &said);

			if (!jailed && status)
				fail_msg("%s fails without the jail: %d", attempts[i].name, status);
			if (jailed && (!WIFEXITED(status) || !WEXITSTATUS(status)))
				fail_msg("%s succeeds: %d", attempts[i].name, status);
			if (jailed) {
				STRBUF(held);
				STRBUF(err);

				assert_int_equal(file_read(path, 100, &held, &err), 0);
				assert_string_equal(held.buf, "a draft");
			}
		}
}

/*
 * Every number.
 */

/* Numbers that may be called; the list is written anew here, so that a call more in the jail is noticed. */
static const unsigned may_be_called[] = {
	SYS_read, SYS_write, SYS_brk, SYS_mprotect, SYS_munmap, SYS_mremap, SYS_madvise, SYS_futex,
	SYS_exit, SYS_exit_group, SYS_rt_sigreturn, SYS_rt_sigaction, SYS_rt_sigprocmask,
	SYS_getrandom, SYS_getpid, SYS_gettid, SYS_getrusage, SYS_restart_syscall,
#ifdef SYS_mmap
	SYS_mmap,
#endif
#ifdef SYS_mmap2
	SYS_mmap2,
#endif
#ifdef SYS_clock_gettime
	SYS_clock_gettime,
#endif
#ifdef SYS_clock_gettime32
	SYS_clock_gettime32,
#endif
#ifdef SYS_clock_gettime64
	SYS_clock_gettime64,
#endif
#ifdef SYS_gettimeofday
	SYS_gettimeofday,
#endif
#ifdef SYS_gettimeofday_time32
	SYS_gettimeofday_time32,
#endif
#ifdef SYS_futex_time64
	SYS_futex_time64,
#endif
#ifdef SYS_time
	SYS_time,
#endif
#ifdef SYS_getrlimit
	SYS_getrlimit,
#endif
#ifdef SYS_ugetrlimit
	SYS_ugetrlimit,
#endif
#ifdef SYS_setrlimit
	SYS_setrlimit,
#endif
#ifdef SYS_sigreturn
	SYS_sigreturn,
#endif
#ifdef __x86_64__
	335,
	336, /* uretprobe, uprobe: no filter is asked, and the kernel ends who was not sent there by it */
#endif
};

static bool
may_call(unsigned number)
{
	for (size_t i = 0; i < ARRAY_SIZE(may_be_called); i++)
		if (may_be_called[i] == number)
			return true;
	return false;
}

/* Where numbers of calls are, with much beyond: those of every architecture, of ARM's own, of x32. */
static const struct {
	unsigned first, last;
} ranges[] = {
	{ 0, 8191 },
	{ 0x0f0000, 0x0f0000 + 1023 },
	{ 0x40000000, 0x40000000 + 8191 },
	{ 0x7ffffff0, 0x7fffffff },
	{ 0x80000000, 0x80000000 + 8191 },
};

/* Arguments that none takes: an attempt that comes through does no harm, and gives another error. */
static int
call_each(const char *folder)
{
	char line[64];

	(void)folder;
	for (size_t i = 0; i < ARRAY_SIZE(ranges); i++)
		for (unsigned number = ranges[i].first;; number++) {
			errno = 0;
			if (!may_call(number) &&
				(syscall((long)(int)number, -1L, -1L, -1L, -1L, -1L, -1L) != -1 ||
					errno != EPERM)) {
				snprintf(line, sizeof line, "%#x (errno %d) ", number, errno);
				if (write(STDOUT_FILENO, line, strlen(line)) < 0)
					return 1;
			}
			if (number == ranges[i].last)
				break;
		}
	return 0;
}

static void
every_other_number_is_refused(void **state)
{
	STRBUF(said);

	(void)state;
	need_filter();
	assert_int_equal(in_child(call_each, NULL, true, &said), 0);
	assert_string_equal(said.buf, "");
}

#if defined __x86_64__
/* getpid(2) of 32 bits: number 20 there, writev here. */
static int
call_of_32_bits(const char *folder)
{
	long result = 20;

	(void)folder;
	__asm__ volatile("int $0x80" : "+a"(result) : : "memory", "r8", "r9", "r10", "r11");
	return 0;
}

static void
calls_of_32_bits_end_it(void **state)
{
	STRBUF(said);
	int status;

	(void)state;
	need_filter();
	status = in_child(call_of_32_bits, NULL, true, &said);
	assert_true(WIFSIGNALED(status));
	/* a kernel without them takes the instruction for a fault */
	if (WTERMSIG(status) != SIGSEGV)
		assert_int_equal(WTERMSIG(status), SIGSYS);
}
#endif

/*
 * What is open.
 */

static int
tell_open(const char *folder)
{
	int n = 0;

	(void)folder;
	for (int fd = STDERR_FILENO + 1; fd < 2048; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

/* As tell_open, without the filter, which would not let it ask. */
static int
close_and_tell_open(const char *folder)
{
	sandbox_close_others();
	return tell_open(folder);
}

static void
nothing_else_is_open(void **state)
{
	struct rlimit most;
	STRBUF(said);
	int far = 200, fd;

	(void)state;
	if (getrlimit(RLIMIT_NOFILE, &most) == 0 && most.rlim_cur > 1000)
		far = 1000; /* a shell may give any number */
	fd = open("/dev/null", O_RDONLY);
	assert_int_equal(dup2(fd, far), far);
	assert_true(in_child(tell_open, NULL, false, &said) != 0);
	assert_int_equal(in_child(close_and_tell_open, NULL, false, &said), 0);
	close(far);
	close(fd);
}
#endif

/*
 * What is left.
 */

#if !UNJAILED
/* Where there is no filter, these hold alone. */
static int
limits_are_set(const char *folder)
{
	static const struct {
		int resource;
		rlim_t most;
	} limits[] = {
		{ RLIMIT_FSIZE, 0 },
		{ RLIMIT_NOFILE, 0 },
#if defined RLIMIT_NPROC
		{ RLIMIT_NPROC, 0 },
#endif
#if defined RLIMIT_AS
		{ RLIMIT_AS, WORKER_MEMORY },
#endif
	};
	struct rlimit limit;
	int bad = 0;

	(void)folder;
	for (size_t i = 0; i < ARRAY_SIZE(limits); i++)
		bad += getrlimit(limits[i].resource, &limit) < 0 ||
		       limit.rlim_cur > limits[i].most || limit.rlim_max > limits[i].most;
	return bad;
}

static void
limits_hold_where_no_filter_does(void **state)
{
	STRBUF(said);

	(void)state;
	assert_int_equal(in_child(limits_are_set, NULL, true, &said), 0);
}
#endif

static int
compute(const char *folder)
{
	size_t len = (size_t)64 * 1024 * 1024;
	char *memory = malloc(len);
	struct timespec now;

	(void)folder;
	if (!memory)
		return 1;
	memset(memory, 'x', len);
	memory = xreallocarray(memory, 2, len);
	memory[2 * len - 1] = 'x';
	free(memory);
	jail_limit_cpu(5);
	if (clock_gettime(CLOCK_REALTIME, &now) < 0 || time(NULL) < 1)
		return 2;
#if defined(HAVE_LINUX_SECCOMP_H) && HAVE_LINUX_SECCOMP_H
	if (syscall(SYS_getrandom, (char[1]){ 0 }, 1, 0) != 1)
		return 3;
#endif
	return write(STDOUT_FILENO, "answer", 6) == 6 ? 0 : 4;
}

static void
it_can_compute_and_answer(void **state)
{
	STRBUF(said);

	(void)state;
	assert_int_equal(in_child(compute, NULL, true, &said), 0);
	assert_string_equal(said.buf, "answer");
}

static int
give_up(const char *folder)
{
	(void)folder;
	abort();
}

static void
a_crash_is_told_as_what_it_is(void **state)
{
	STRBUF(said);
	int status;

	(void)state;
	status = in_child(give_up, NULL, true, &said);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGABRT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#if defined(HAVE_LINUX_SECCOMP_H) && HAVE_LINUX_SECCOMP_H && !UNJAILED
		cmocka_unit_test(nothing_that_is_tried_succeeds),
		cmocka_unit_test(every_other_number_is_refused),
#if defined __x86_64__
		cmocka_unit_test(calls_of_32_bits_end_it),
#endif
		cmocka_unit_test(nothing_else_is_open),
#endif
#if !UNJAILED
		cmocka_unit_test(limits_hold_where_no_filter_does),
#endif
		cmocka_unit_test(it_can_compute_and_answer),
		cmocka_unit_test(a_crash_is_told_as_what_it_is),
	};

	return run_tests(tests);
}
