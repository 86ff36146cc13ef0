/* The filter of the walls, number by number: each call is tried in a child, behind the walls and without them, where it
 * must fail in another way. test_sandbox tries what somebody would do with them. */
#include "testing.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#if defined(HAVE_SYS_PRCTL_H) && HAVE_SYS_PRCTL_H
#include <sys/prctl.h>
#endif

#include "base/sandbox.h"
#include "base/seccomp.h"
#include "base/xalloc.h"

/* 0 where it could, or fails as it does without walls. */
typedef int attempt_fn(void);

static int
attempt(attempt_fn *try, bool walls)
{
	STRVEC(files);

	strvec_push(&files, "/tmp/x");
	sandbox_plan(&files);
	if (walls)
		sandbox_enter(false);
	return try();
}

static bool
tried(attempt_fn *try, bool walls)
{
	int status;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (!pid)
		_exit(attempt(try, walls));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return !WEXITSTATUS(status);
}

/* What a command does: it begins the worker, saves, and asks the terminal. */
static int
work(void)
{
	int ends[2], status = 1, fd = open("/dev/null", O_RDONLY), waiting;
	pid_t pid = fork();

	if (!pid)
		_exit(0);
	if (waitpid(pid, &status, 0) != pid || status ||
		socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0 || pipe(ends) < 0 ||
		ioctl(ends[0], FIONREAD, &waiting) < 0)
		return 1;
	return fchmod(ends[0], 0600) < 0 || fd < 0;
}

static void
what_is_needed_goes_on(void **state)
{
	(void)state;
	assert_true(tried(work, true));
}

#if defined SECCOMP_ARCH && !UNJAILED
static void
need_filter(void)
{
	if (prctl(PR_GET_SECCOMP, 0, 0, 0, 0) < 0)
		skip(); /* a kernel without it */
}

/* With arguments that none takes: a call that comes through fails with another error, and does no harm. */
static const struct {
	const char *name;
	long call;
} calls[] = {
#define CALL(name)                \
	{                         \
#name, SYS_##name \
	}
	CALL(socket),
	CALL(connect),
	CALL(ptrace),
	CALL(process_vm_readv),
	CALL(process_vm_writev),
	{ "pidfd_getfd", 438 },
	CALL(add_key),
	CALL(request_key),
	CALL(keyctl),
	CALL(fchmodat),
	{ "fchmodat2", 452 },
	CALL(fchownat),
	CALL(setxattr),
	CALL(lsetxattr),
	{ "setxattrat", 463 },
	CALL(removexattr),
	CALL(lremovexattr),
	{ "removexattrat", 466 },
	{ "file_setattr", 469 },
	{ "io_uring_setup", 425 },
	{ "io_uring_enter", 426 },
	{ "io_uring_register", 427 },
	CALL(bpf),
	CALL(perf_event_open),
	CALL(userfaultfd),
	CALL(unshare),
	CALL(setns),
	CALL(mount),
	CALL(init_module),
	CALL(finit_module),
	CALL(delete_module),
	CALL(kexec_load),
	CALL(reboot),
#ifdef SYS_chmod
	CALL(chmod),
	CALL(chown),
	CALL(lchown),
#endif
};

static long call_at; /* the number to try */

static int
call_in_vain(void)
{
	errno = 0;
	syscall(call_at, -1L, -1L, -1L, -1L, -1L, -1L);
	return errno == EPERM;
}

static void
calls_that_no_command_needs_are_refused(void **state)
{
	size_t tried_calls = 0;

	(void)state;
	need_filter();
	for (size_t i = 0; i < ARRAY_SIZE(calls); i++) {
		call_at = calls[i].call;
		if (!tried(call_in_vain, false))
			continue; /* the system itself refuses it, to who is not root */
		tried_calls++;
		if (tried(call_in_vain, true))
			fail_msg("%s: done", calls[i].name);
	}
	assert_true(tried_calls > ARRAY_SIZE(calls) / 2);
}

/* Its flags decide, and those of clone3 are where no filter looks: as if the kernel had none. */
static int
begin_with_new_user(void)
{
	pid_t pid;

#ifdef __s390__
	pid = (pid_t)syscall(SYS_clone, 0L, CLONE_NEWUSER | SIGCHLD, 0L, 0L, 0L);
#else
	pid = (pid_t)syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0L, 0L, 0L, 0L);
#endif
	if (!pid)
		_exit(0);
	return pid < 0;
}

static int
begin_by_clone3(void)
{
	errno = 0;
	return syscall(435, NULL, (size_t)0) < 0 && errno == ENOSYS;
}

static void
no_process_gets_rooms_of_its_own(void **state)
{
	(void)state;
	need_filter();
	assert_false(tried(begin_with_new_user, true));
	assert_false(tried(begin_by_clone3, true));
}

#if defined __x86_64__
/* Numbers of x32 are those of the same calls with a bit more. */
static int
push_key_of_x32(void)
{
	errno = 0;
	syscall(0x40000000 | 514, STDIN_FILENO, TIOCSTI, "x");
	return errno == EPERM;
}

static int
push_key_of_32_bits(void)
{
	long result = 54; /* ioctl */

	__asm__ volatile("int $0x80"
			 : "+a"(result)
			 : "b"(0L), "c"((long)TIOCSTI), "d"(0L)
			 : "memory", "r8", "r9", "r10", "r11");
	return 0;
}

static void
calls_of_other_kinds_are_refused(void **state)
{
	int status;
	pid_t pid;

	(void)state;
	need_filter();
	assert_false(tried(push_key_of_x32, true));
	pid = fork();
	if (!pid) {
		signal(SIGSYS, SIG_DFL);
		signal(SIGSEGV, SIG_DFL);
		_exit(attempt(push_key_of_32_bits, true));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	if (WTERMSIG(status) != SIGSEGV) /* a kernel without them takes it for a fault */
		assert_int_equal(WTERMSIG(status), SIGSYS);
}
#endif
#endif

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_needed_goes_on),
#if defined SECCOMP_ARCH && !UNJAILED
		cmocka_unit_test(calls_that_no_command_needs_are_refused),
		cmocka_unit_test(no_process_gets_rooms_of_its_own),
#if defined __x86_64__
		cmocka_unit_test(calls_of_other_kinds_are_refused),
#endif
#endif
	};

	return run_tests(tests);
}
