#include "worker/jail.h"

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/resource.h>
#include <unistd.h>
#if defined(HAVE_SYS_PRCTL_H) && HAVE_SYS_PRCTL_H
#include <sys/prctl.h>
#endif
#if defined(HAVE_LINUX_SECCOMP_H) && HAVE_LINUX_SECCOMP_H
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/syscall.h>
#endif

#include "base/request.h"
#include "base/xalloc.h"

/* More than the caller ever has open. */
#define DESCRIPTORS 256

/* Where it cannot be set there is a narrower one. */
static void
limit(int resource, rlim_t most)
{
	struct rlimit limit = { most, most };

	setrlimit(resource, &limit);
}

#if defined(HAVE_LINUX_SECCOMP_H) && HAVE_LINUX_SECCOMP_H

#if defined __x86_64__ && !defined __ILP32__
#define OUR_ARCH AUDIT_ARCH_X86_64
#elif defined __i386__
#define OUR_ARCH AUDIT_ARCH_I386
#elif defined __aarch64__ && !defined __AARCH64EB__
#define OUR_ARCH AUDIT_ARCH_AARCH64
#elif defined __arm__ && !defined __ARMEB__
#define OUR_ARCH AUDIT_ARCH_ARM
#elif defined __s390x__
#define OUR_ARCH AUDIT_ARCH_S390X
#elif defined __powerpc64__ && defined __LITTLE_ENDIAN__
#define OUR_ARCH AUDIT_ARCH_PPC64LE
#elif defined __powerpc64__
#define OUR_ARCH AUDIT_ARCH_PPC64
#elif defined __riscv && __riscv_xlen == 64
#define OUR_ARCH AUDIT_ARCH_RISCV64
#endif

#ifdef OUR_ARCH
/* What computing takes, and what libc needs for memory, time, random numbers and its own end. */
static const unsigned allowed[] = {
	SYS_read,
	SYS_write,
	SYS_brk,
	SYS_mprotect,
	SYS_munmap,
	SYS_mremap,
	SYS_madvise,
	SYS_futex,
	SYS_exit,
	SYS_exit_group,
	SYS_rt_sigreturn,
	SYS_rt_sigaction,
	SYS_rt_sigprocmask,
	SYS_getrandom,
	SYS_getpid,
	SYS_gettid,
	SYS_tgkill, /* abort(): itself, for no other process can be named by a number that it knows */
	SYS_clock_gettime,
	SYS_gettimeofday,
	SYS_getrusage,
	SYS_restart_syscall,
#ifdef SYS_clock_gettime64
	SYS_clock_gettime64,
#endif
#ifdef SYS_futex_time64
	SYS_futex_time64,
#endif
#ifdef SYS_time
	SYS_time,
#endif
#ifdef SYS_mmap
	SYS_mmap,
#endif
#ifdef SYS_mmap2
	SYS_mmap2,
#endif
#ifdef SYS_setrlimit
	SYS_setrlimit, /* lower, never higher: hard limits are set */
#endif
#ifdef SYS_prlimit64
	SYS_prlimit64,
#endif
#ifdef SYS_sigreturn
	SYS_sigreturn,
#endif
};

/* All other calls fail with EPERM, so that a library that only tries something goes on. */
static void
forbid_calls(void)
{
	struct sock_filter filter[2 * ARRAY_SIZE(allowed) + 8];
	struct sock_fprog program = { .filter = filter };
	size_t n = 0;

#define ADD(...) filter[n++] = (struct sock_filter)__VA_ARGS__
	ADD(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)));
	ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OUR_ARCH, 1, 0));
	ADD(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL));
	ADD(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
	for (size_t i = 0; i < ARRAY_SIZE(allowed); i++) {
		ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, allowed[i], 0, 1));
		ADD(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
	}
	ADD(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM));
#undef ADD
	program.len = (unsigned short)n;
	prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}
#endif
#endif

void
jail_enter(void)
{
	for (int fd = STDERR_FILENO + 1; fd < DESCRIPTORS; fd++)
		if (fcntl(fd, F_GETFD) >= 0)
			close(fd);
#if defined(HAVE_SYS_PRCTL_H) && HAVE_SYS_PRCTL_H
	/* the session is killed: whatever is done here ends, too */
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
#endif
	if (UNJAILED)
		return;
	limit(RLIMIT_FSIZE, 0);
#if defined RLIMIT_AS
	limit(RLIMIT_AS, WORKER_MEMORY);
#endif
#if defined(HAVE_SYS_PRCTL_H) && HAVE_SYS_PRCTL_H
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
#endif
#ifdef OUR_ARCH
	forbid_calls();
#endif
#if defined(HAVE_PLEDGE) && HAVE_PLEDGE
	pledge("stdio", NULL);
#endif
}

void
jail_limit_cpu(unsigned seconds)
{
	struct rusage used;
	struct rlimit cpu;

	if (getrusage(RUSAGE_SELF, &used) < 0 || getrlimit(RLIMIT_CPU, &cpu) < 0)
		return;
	/* whole seconds count, so one more than has begun */
	cpu.rlim_cur = (rlim_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec + 2) + seconds;
	if (cpu.rlim_max != RLIM_INFINITY && cpu.rlim_cur > cpu.rlim_max)
		cpu.rlim_cur = cpu.rlim_max;
	setrlimit(RLIMIT_CPU, &cpu);
}
