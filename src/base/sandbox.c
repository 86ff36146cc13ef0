#include "base/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#if defined(HAVE_LINUX_LANDLOCK_H) && HAVE_LINUX_LANDLOCK_H
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

#include "base/path.h"
#include "base/seccomp.h"
#include "base/xalloc.h"

/* Descriptors that are closed one by one where the system does not close all at once. */
#define DESCRIPTORS_MAX 65536

/* Real paths of the folders that may be written. */
static struct strvec planned = STRVEC_INIT;
/* One more could not be named. */
static bool plan_lacks;
static bool entered;

void
sandbox_plan(const struct strvec *written)
{
	for (size_t i = 0; i < written->n; i++) {
		char *folder = path_folder_there(written->v[i]);

		if (folder)
			strvec_push_nodup(&planned, folder);
		else
			plan_lacks = true;
	}
}

bool
sandbox_plan_has(const char *real)
{
	for (size_t i = 0; i < planned.n; i++)
		if (path_is_below(real, planned.v[i]))
			return true;
	return false;
}

bool
sandbox_has(const char *path)
{
	OWN_TEXT(real) = entered ? path_real_name(path) : NULL;

	return !entered || (real && sandbox_plan_has(real));
}

#if defined SECCOMP_ARCH && !UNJAILED

#include <sched.h>
#include <sys/ioctl.h>

/* Of socketcall, on machines that have it. */
enum { MAKE_SOCKET = 1, CONNECT = 3 };

/* What Landlock does not know, and no command needs. */
static const struct call_row refused[] = {
	/* keys that the shell would read later, as if they were typed; on a console the selection is such keys */
	{ SYS_ioctl, CALL_IS, 1, TIOCSTI },
#ifdef TIOCLINUX
	{ SYS_ioctl, CALL_IS, 1, TIOCLINUX },
#endif
	/* programs that do for us what we cannot: the desktop's, tmux, agents, Docker, and any by network but TCP */
	{ SYS_socket },
	{ SYS_connect },
#ifdef SYS_socketcall
	{ SYS_socketcall, CALL_IS, 0, MAKE_SOCKET },
	{ SYS_socketcall, CALL_IS, 0, CONNECT },
#endif
	/* other processes, their memory and descriptors */
	{ SYS_ptrace },
	{ SYS_process_vm_readv },
	{ SYS_process_vm_writev },
	{ CALL_PIDFD_GETFD },
	/* the keys and passwords that the kernel has for the user */
	{ SYS_add_key },
	{ SYS_request_key },
	{ SYS_keyctl },
/* who may do what with files anywhere, by path; new files get it by descriptor */
#ifdef SYS_chmod
	{ SYS_chmod },
#endif
	{ SYS_fchmodat },
	{ CALL_FCHMODAT2 },
#ifdef SYS_chown
	{ SYS_chown },
	{ SYS_lchown },
#endif
#ifdef SYS_chown32
	{ SYS_chown32 },
	{ SYS_lchown32 },
#endif
	{ SYS_fchownat },
	{ SYS_setxattr },
	{ SYS_lsetxattr },
	{ CALL_SETXATTRAT },
	{ SYS_removexattr },
	{ SYS_lremovexattr },
	{ CALL_REMOVEXATTRAT },
	{ CALL_FILE_SETATTR },
	/* rooms of the kernel in which faults are found year by year; io-uring makes calls that no filter sees */
	{ SYS_io_uring_setup },
	{ SYS_io_uring_enter },
	{ SYS_io_uring_register },
	{ SYS_bpf },
	{ SYS_perf_event_open },
	{ SYS_userfaultfd },
	{ SYS_unshare },
	{ SYS_setns },
	{ SYS_clone, CALL_HAS, CLONE_FLAGS, CLONE_NAMESPACES },
	{ CALL_CLONE3, CALL_ANY, 0, 0,
		ENOSYS }, /* its flags are in memory; libc takes clone then */
	/* what root may do to the whole machine */
	{ SYS_mount },
	{ SYS_init_module },
	{ SYS_finit_module },
	{ SYS_delete_module },
	{ SYS_kexec_load },
	{ SYS_reboot },
};

/* By descriptor, for who writes no file. */
static const struct call_row refused_to_readers[] = {
	{ SYS_fchmod },
	{ SYS_fchown },
#ifdef SYS_fchown32
	{ SYS_fchown32 },
#endif
	{ SYS_fsetxattr },
	{ SYS_fremovexattr },
};

/* One filter: each costs at every call. */
static void
calls_refuse(bool writes)
{
	struct call_row rows[ARRAY_SIZE(refused) + ARRAY_SIZE(refused_to_readers)];

	memcpy(rows, refused, sizeof refused);
	memcpy(rows + ARRAY_SIZE(refused), refused_to_readers, sizeof refused_to_readers);
	seccomp_refuse(rows, writes ? ARRAY_SIZE(refused) : ARRAY_SIZE(rows));
}

#else

static void
calls_refuse(bool writes)
{
	(void)writes;
}

#endif

#if defined(HAVE_LINUX_LANDLOCK_H) && HAVE_LINUX_LANDLOCK_H && \
	defined SYS_landlock_create_ruleset && !UNJAILED

/* What is taken, by the version of Landlock that knows it. The system's header may be older than the kernel. */
#define FS(bit) (UINT64_C(1) << (bit))
#define FS_EXECUTE FS(0)
#define FS_WRITE_FILE FS(1)
#define FS_READ_FILE FS(2)
#define FS_READ_DIR FS(3)
#define FS_MAKING (FS(4) | FS(5) | FS(6) | FS(7) | FS(8) | FS(9) | FS(10) | FS(11) | FS(12))
#define FS_REFER FS(13)
#define FS_TRUNCATE FS(14)
#define FS_IOCTL_DEV FS(15)
#define NET_CONNECT UINT64_C(2)
#define NET_TCP (UINT64_C(1) | NET_CONNECT)
#define SCOPED_SOCKETS UINT64_C(1) /* abstract ones */
#define SCOPED_SIGNALS UINT64_C(2)

static const struct {
	int version;
	uint64_t files, net, scoped;
} taken[] = {
	{ 1, FS_WRITE_FILE | FS_MAKING, 0, 0 },
	{ 2, FS_REFER, 0, 0 },
	{ 3, FS_TRUNCATE, 0, 0 },
	{ 4, 0, NET_TCP, 0 },
	{ 5, FS_IOCTL_DEV, 0, 0 },
	{ 6, 0, 0, SCOPED_SOCKETS | SCOPED_SIGNALS },
};

/* What the kernel is told, as it has grown from version to version. */
struct rules {
	uint64_t files, net, scoped;
};

/* Its bytes that a kernel knows. */
static size_t
rules_size(int version)
{
	return version >= 6 ? 24 : version >= 4 ? 16 : 8;
}

/* What is written all the same: the worker's messages go there, and a passphrase is asked for there. */
static const char *const devices[] = { "/dev/null", "/dev/tty" };

static int
rule_add(int rules, int fd, uint64_t files)
{
	struct landlock_path_beneath_attr beneath = { .allowed_access = files, .parent_fd = fd };

	return (int)syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
}

static int
rules_fill(int rules, uint64_t files)
{
	for (size_t i = 0; i < ARRAY_SIZE(devices); i++) {
		int fd = open(devices[i], O_PATH | O_CLOEXEC);

		if (fd >= 0)
			rule_add(rules, fd, files & (FS_WRITE_FILE | FS_TRUNCATE | FS_IOCTL_DEV));
		if (fd >= 0)
			close(fd);
	}
	for (size_t i = 0; i < planned.n; i++) {
		int fd = open(planned.v[i], O_PATH | O_DIRECTORY | O_CLOEXEC), added;

		if (fd < 0)
			return -1;
		added = rule_add(rules, fd, files);
		close(fd);
		if (added < 0)
			return -1;
	}
	return 0;
}

static struct rules
rules_taken(int version)
{
	struct rules rules = { 0, 0, 0 };

	for (size_t i = 0; i < ARRAY_SIZE(taken); i++)
		if (version >= taken[i].version) {
			rules.files |= taken[i].files;
			rules.net |= taken[i].net;
			rules.scoped |= taken[i].scoped;
		}
	return rules;
}

/* 0: the kernel has no Landlock. */
static int
rules_version(void)
{
	long version =
		syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);

	return version > 0 ? (int)version : 0;
}

/* Takes the descriptor. */
static bool
rules_hold(int fd, bool filled)
{
	bool held = filled && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
		    syscall(SYS_landlock_restrict_self, fd, 0) == 0;

	close(fd);
	return held;
}

bool
sandbox_hold_files(bool signals)
{
	int version = rules_version(), fd;
	struct rules rules = rules_taken(version);

	if (signals)
		rules.scoped &= ~SCOPED_SIGNALS;
	if (!version || plan_lacks)
		return false;
	fd = (int)syscall(SYS_landlock_create_ruleset, &rules, rules_size(version), 0);
	if (fd < 0)
		return false;
	entered = rules_hold(fd, rules_fill(fd, rules.files) == 0);
	return entered;
}

static void
rule_add_reading(int rules, const char *path)
{
	int fd = open(path, O_PATH | O_CLOEXEC);
	struct stat there;

	if (fd >= 0 && fstat(fd, &there) == 0)
		rule_add(rules, fd,
			S_ISDIR(there.st_mode) ? FS_READ_FILE | FS_READ_DIR : FS_READ_FILE);
	if (fd >= 0)
		close(fd);
}

bool
sandbox_hold_reading(const char *const *paths)
{
	int version = rules_version(), fd;
	struct rules rules = rules_taken(version);

	if (!version)
		return false;
	rules.files |= FS_EXECUTE | FS_READ_FILE | FS_READ_DIR;
	rules.net &= ~NET_CONNECT;
	fd = (int)syscall(SYS_landlock_create_ruleset, &rules, rules_size(version), 0);
	if (fd < 0)
		return false;
	for (; *paths; paths++)
		rule_add_reading(fd, *paths);
	return rules_hold(fd, true);
}

#else

bool
sandbox_hold_files(bool signals)
{
	(void)signals;
	return false;
}

bool
sandbox_hold_reading(const char *const *paths)
{
	(void)paths;
	return false;
}

#endif

bool
sandbox_enter(bool signals)
{
	sandbox_hold_files(signals);
	calls_refuse(planned.n > 0 || plan_lacks);
	return entered;
}

void
sandbox_close_others(void)
{
	long most;

#ifdef SYS_close_range
	if (syscall(SYS_close_range, STDERR_FILENO + 1, ~0U, 0) == 0)
		return;
#endif
	most = sysconf(_SC_OPEN_MAX);
	if (most < 0 || most > DESCRIPTORS_MAX)
		most = DESCRIPTORS_MAX;
	for (int fd = STDERR_FILENO + 1; fd < most; fd++)
		close(fd);
}
