/* What scepwiz-ask can do once it is jailed. Each attempt is made without the jail too, where it must succeed: else it would
 * show nothing. */
#include "testing.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/path.h"
#include "base/sandbox.h"
#include "base/seccomp.h"
#include "base/xalloc.h"

#include "ask/ask.h"
#include "test_folder.h"

#define PATIENCE_SECONDS 60

/* What a child does; it ends with 0 where it could. */
typedef int act(void);

static int
in_child(act *does, bool jailed)
{
	pid_t pid = fork();
	int status;

	if (!pid) {
		for (int signal_number = 1; signal_number < NSIG; signal_number++)
			signal(signal_number, SIG_DFL);
		alarm(PATIENCE_SECONDS);
		if (jailed)
			jail_enter();
		_exit(does());
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static int
only_standard_descriptors(void)
{
	for (int fd = STDERR_FILENO + 1; fd < 256; fd++)
		if (fcntl(fd, F_GETFD) >= 0)
			return 1;
	return 0;
}

static int
is_at_root(void)
{
	char path[8];

	return getcwd(path, sizeof path) && !strcmp(path, "/") ? 0 : 1;
}

static void
it_has_no_folder_and_no_file(void **state)
{
	int fd = open("/dev/null", O_RDONLY);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(in_child(only_standard_descriptors, false), 1);
	assert_int_equal(in_child(only_standard_descriptors, true), 0);
	assert_int_equal(in_child(is_at_root, false), 1);
	assert_int_equal(in_child(is_at_root, true), 0);
	close(fd);
}

#if !UNJAILED

static char folder[64];
static int listening; /* a port */

static int
opens(const char *name, int flags)
{
	OWN_TEXT(path) = path_join(folder, name);

	return open(path, flags, 0600) < 0;
}

static int
reads_a_draft(void)
{
	return opens("draft.yaml", O_RDONLY);
}

static int
writes_a_draft(void)
{
	return opens("draft.yaml", O_WRONLY);
}

static int
makes_a_file(void)
{
	return opens("new", O_WRONLY | O_CREAT);
}

static int
removes_a_file(void)
{
	OWN_TEXT(path) = path_join(folder, "new");

	return unlink(path) < 0;
}

static int
lists_a_folder(void)
{
	return open(folder, O_RDONLY | O_DIRECTORY) < 0;
}

static int
reads_who_is_here(void)
{
	return open("/etc/passwd", O_RDONLY) < 0;
}

static int
reads_itself(void)
{
	return open("/proc/self/environ", O_RDONLY) < 0;
}

static int
reads_the_library(void)
{
	return open("/usr", O_RDONLY | O_DIRECTORY) < 0;
}

static int
reads_the_hosts(void)
{
	return open("/etc/hosts", O_RDONLY) < 0;
}

static int
resolves_a_name(void)
{
	struct addrinfo *found;

	return getaddrinfo("localhost", NULL, NULL, &found) != 0;
}

static int
connects(void)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)listening),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	return connect(fd, (const struct sockaddr *)&to, sizeof to) < 0;
}

static int
speaks_to_a_program(void)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(to.sun_path, sizeof to.sun_path, "%s/socket", folder);
	return connect(fd, (const struct sockaddr *)&to, sizeof to) < 0;
}

static int
runs_a_program(void)
{
	execl("/bin/true", "true", (char *)NULL);
	return 1;
}

static int
signals_a_process(void)
{
	return kill(getppid(), 0) < 0;
}

static void *
nothing_to_do(void *nothing)
{
	return nothing;
}

/* As the resolver does. */
static int
makes_a_thread(void)
{
	pthread_t thread;

	return pthread_create(&thread, NULL, nothing_to_do, NULL) || pthread_join(thread, NULL);
}

#ifdef SECCOMP_ARCH
static int
signals_a_thread_of_another(void)
{
	return syscall(SYS_tgkill, getppid(), getppid(), 0) < 0;
}

static int
signals_itself(void)
{
	return syscall(SYS_tgkill, getpid(), getpid(), 0) < 0;
}

static int
queues_a_signal(void)
{
	siginfo_t info = { .si_code = SI_QUEUE };

	return syscall(SYS_rt_sigqueueinfo, getppid(), 0, &info) < 0;
}

static int
queues_a_signal_for_a_thread(void)
{
	siginfo_t info = { .si_code = SI_QUEUE };

	return syscall(SYS_rt_tgsigqueueinfo, getppid(), getppid(), 0, &info) < 0;
}

static int
looks_at_limits_of_another(void)
{
	uint64_t limits[2];

	return syscall(SYS_prlimit64, getppid(), RLIMIT_CORE, NULL, limits) < 0;
}

static int
looks_at_its_limits(void)
{
	uint64_t limits[2];

	return syscall(SYS_prlimit64, 0, RLIMIT_CORE, NULL, limits) < 0 ||
	       syscall(SYS_prlimit64, getpid(), RLIMIT_CORE, NULL, limits) < 0;
}

static int
ends_if_child(long pid)
{
	if (pid == 0)
		_exit(0);
	return pid < 0;
}

static int
makes_a_child(void)
{
	return ends_if_child(fork());
}

#ifdef SYS_fork
static int
makes_a_child_by_number(void)
{
	return ends_if_child(syscall(SYS_fork));
}
#endif
#endif

/* What the kernel has: with an older one, less is held. */
static int
has_landlock(void)
{
	return sandbox_hold_reading((const char *const[]){ NULL }) ? 0 : 1;
}

/* An emulator has no filters, whatever the machine is. */
static int
has_filters(void)
{
#ifdef SECCOMP_ARCH
	static const struct call_row row = { SYS_getpgid };

	seccomp_refuse(&row, 1);
	return getpgid(0) < 0 ? 0 : 1;
#else
	return 1;
#endif
}

#ifdef SECCOMP_ARCH
/* With arguments that have no effect anywhere. */
static const unsigned refused[] = { SYS_execve, SYS_execveat, SYS_ptrace, SYS_process_vm_readv,
	SYS_process_vm_writev, SYS_kill, SYS_tkill, CALL_PIDFD_SEND_SIGNAL, CALL_PIDFD_GETFD,
	SYS_add_key, SYS_request_key, SYS_keyctl, SYS_io_uring_setup, SYS_io_uring_enter,
	SYS_io_uring_register, SYS_bpf, SYS_perf_event_open, SYS_userfaultfd, SYS_unshare,
	SYS_setns, SYS_mount, SYS_tgkill, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo, SYS_prlimit64,
	SYS_clone };

/* The first that may be called, from 1. */
static int
calls_what_is_refused(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(refused); i++)
		if (syscall((long)refused[i], -1L, -1L, -1L, -1L, -1L, -1L) != -1 || errno != EPERM)
			return 1 + (int)i;
	return 0;
}

static void
calls_are_refused(void **state)
{
	(void)state;
	if (in_child(has_filters, false) != 0)
		skip();
	assert_int_not_equal(in_child(calls_what_is_refused, false), 0);
	assert_int_equal(in_child(calls_what_is_refused, true), 0);
}
#endif

/* Through socketcall no filter sees what kind of socket is made. */
#ifdef SYS_socketcall
#define SOCKETS_ARE_SEEN false
#else
#define SOCKETS_ARE_SEEN true
#endif

static const struct {
	const char *name;
	act *does;
	bool may;
	bool by_filter; /* else by Landlock */
} attempts[] = {
	{ "reads a draft", reads_a_draft, false, false },
	{ "writes a draft", writes_a_draft, false, false },
	{ "makes a file", makes_a_file, false, false },
	{ "removes a file", removes_a_file, false, false },
	{ "lists a folder", lists_a_folder, false, false },
	{ "reads who is here", reads_who_is_here, false, false },
	{ "reads what is told of itself", reads_itself, false, false },
	{ "speaks to a program", speaks_to_a_program, false, true },
	{ "runs a program", runs_a_program, false, true },
	{ "signals a process", signals_a_process, false, true },
#ifdef SECCOMP_ARCH
	{ "signals a thread of another", signals_a_thread_of_another, false, true },
	{ "queues a signal", queues_a_signal, false, true },
	{ "queues a signal for a thread", queues_a_signal_for_a_thread, false, true },
	{ "looks at the limits of another", looks_at_limits_of_another, false, true },
	{ "makes a child", makes_a_child, false, true },
#ifdef SYS_fork
	{ "makes a child by its number", makes_a_child_by_number, false, true },
#endif
	{ "signals itself", signals_itself, true, true },
	{ "looks at its limits", looks_at_its_limits, true, true },
#endif
	{ "makes a thread", makes_a_thread, true, false },
	{ "reads libraries", reads_the_library, true, false },
	{ "reads the hosts", reads_the_hosts, true, false },
	{ "resolves a name", resolves_a_name, true, false },
	{ "connects", connects, true, false },
};

static void
listen_here(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	socklen_t len = sizeof at;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(bind(fd, (const struct sockaddr *)&at, sizeof at), 0);
	assert_int_equal(listen(fd, 100), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &len), 0);
	listening = ntohs(at.sin_port);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	snprintf(un.sun_path, sizeof un.sun_path, "%s/socket", folder);
	assert_int_equal(bind(fd, (const struct sockaddr *)&un, sizeof un), 0);
	assert_int_equal(listen(fd, 100), 0);
}

static void
folder_begin(void)
{
	OWN_TEXT(draft) = NULL;
	FILE *file;

	snprintf(folder, sizeof folder, "/tmp/scepwiz-ask-jail.XXXXXX");
	test_folder(folder);
	draft = path_join(folder, "draft.yaml");
	file = fopen(draft, "w");
	assert_non_null(file);
	fputs("challenge: s3cret\n", file);
	assert_int_equal(fclose(file), 0);
}

static void
it_connects_and_does_nothing_else(void **state)
{
	bool landlock = in_child(has_landlock, false) == 0;
	bool filters = in_child(has_filters, false) == 0;

	(void)state;
	folder_begin();
	listen_here();
	for (size_t i = 0; i < ARRAY_SIZE(attempts); i++) {
		bool held = attempts[i].by_filter ? filters : landlock;

		if (attempts[i].does == speaks_to_a_program && !SOCKETS_ARE_SEEN)
			continue;
		if (in_child(attempts[i].does, false) != 0)
			fail_msg("%s: not even without the jail", attempts[i].name);
		/* it was made or removed just now */
		if (attempts[i].does == removes_a_file)
			assert_int_equal(in_child(makes_a_file, false), 0);
		if (!attempts[i].may && !held)
			print_message("%s: not held by this kernel\n", attempts[i].name);
		else if ((in_child(attempts[i].does, true) == 0) != attempts[i].may)
			fail_msg("%s: %s", attempts[i].name, attempts[i].may ? "no more" : "still");
	}
	if (!landlock || !filters)
		skip();
}

static int
limits_hold(void)
{
	static const struct {
		int resource;
		rlim_t most;
	} limits[] = {
		{ RLIMIT_CPU, 20 },
		{ RLIMIT_FSIZE, 0 },
		{ RLIMIT_NOFILE, 32 },
		{ RLIMIT_AS, 256 * 1024 * 1024 },
	};
	struct rlimit limit;

	for (size_t i = 0; i < ARRAY_SIZE(limits); i++)
		if (getrlimit(limits[i].resource, &limit) < 0 || limit.rlim_max > limits[i].most ||
			limit.rlim_cur > limits[i].most)
			return 1 + (int)i;
	return 0;
}

static void
its_limits_are_set(void **state)
{
	(void)state;
	assert_true(in_child(limits_hold, false) != 0);
	assert_int_equal(in_child(limits_hold, true), 0);
}

#endif

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_has_no_folder_and_no_file),
#if !UNJAILED
		cmocka_unit_test(it_connects_and_does_nothing_else),
#ifdef SECCOMP_ARCH
		cmocka_unit_test(calls_are_refused),
#endif
		cmocka_unit_test(its_limits_are_set),
#endif
	};

	return run_tests(tests);
}
