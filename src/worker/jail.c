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
#include <sys/mman.h>
#endif

#include "base/request.h"
#include "base/seccomp.h"
#include "base/xalloc.h"

/* Where it cannot be set there is a narrower one. */
static void
limit(int resource, rlim_t most)
{
	struct rlimit limit = { most, most };

	setrlimit(resource, &limit);
}

#ifdef SECCOMP_ARCH
/* What computing takes, and what libc needs for memory, time, random numbers and its own end. What was written is never
 * run: no memory has PROT_EXEC. tests/unit/test_jail.c tries all other numbers. */
static const struct call_row allowed[] = {
	{ SYS_read, CALL_IS, 0, STDIN_FILENO },
	{ SYS_write, CALL_IS, 0, STDOUT_FILENO },
	{ SYS_write, CALL_IS, 0, STDERR_FILENO }, /* /dev/null */
	{ SYS_brk, CALL_ANY },
	{ SYS_mprotect, CALL_LACKS, 2, PROT_EXEC },
	{ SYS_munmap, CALL_ANY },
	{ SYS_mremap, CALL_ANY },
	{ SYS_madvise, CALL_ANY },
	{ SYS_futex, CALL_ANY },
	{ SYS_exit, CALL_ANY },
	{ SYS_exit_group, CALL_ANY },
	{ SYS_rt_sigreturn, CALL_ANY },
	{ SYS_rt_sigaction, CALL_ANY },
	{ SYS_rt_sigprocmask, CALL_ANY },
	{ SYS_getrandom, CALL_ANY },
	{ SYS_getpid, CALL_ANY },
	{ SYS_gettid, CALL_ANY },
	{ SYS_tgkill, CALL_IS_SELF, 0 }, /* abort() */
	{ SYS_tkill, CALL_IS_SELF,
		0 }, /* the same in musl; there is one thread, of the process's number */
	{ SYS_getrusage, CALL_ANY },
	{ SYS_restart_syscall, CALL_ANY },
/* On 32 bits musl calls those of 32 bits by other names. */
#ifdef SYS_clock_gettime
	{ SYS_clock_gettime, CALL_ANY },
#endif
#ifdef SYS_clock_gettime32
	{ SYS_clock_gettime32, CALL_ANY },
#endif
#ifdef SYS_gettimeofday
	{ SYS_gettimeofday, CALL_ANY },
#endif
#ifdef SYS_gettimeofday_time32
	{ SYS_gettimeofday_time32, CALL_ANY },
#endif
#ifdef SYS_clock_gettime64
	{ SYS_clock_gettime64, CALL_ANY },
#endif
#ifdef SYS_futex_time64
	{ SYS_futex_time64, CALL_ANY },
#endif
#ifdef SYS_time
	{ SYS_time, CALL_ANY },
#endif
#ifdef SYS_mmap2
	{ SYS_mmap2, CALL_LACKS, 2, PROT_EXEC },
#elif defined __s390x__
	{ SYS_mmap, CALL_ANY }, /* its arguments are in memory, where no filter looks */
#else
	{ SYS_mmap, CALL_LACKS, 2, PROT_EXEC },
#endif
#ifdef SYS_getrlimit
	{ SYS_getrlimit, CALL_ANY },
#endif
#ifdef SYS_ugetrlimit
	{ SYS_ugetrlimit, CALL_ANY },
#endif
#ifdef SYS_setrlimit
	{ SYS_setrlimit, CALL_ANY }, /* lower, never higher: hard limits are set */
#endif
#ifdef SYS_prlimit64
	{ SYS_prlimit64, CALL_IS, 0, 0 }, /* this process */
	{ SYS_prlimit64, CALL_IS_SELF, 0 },
#endif
#ifdef SYS_sigreturn
	{ SYS_sigreturn, CALL_ANY },
#endif
};

#endif

/* Without a filter these limits are all there is: no more descriptors and processes, no bytes into files. */
static void
set_limits(void)
{
	limit(RLIMIT_FSIZE, 0);
	limit(RLIMIT_NOFILE, 0);
#if defined RLIMIT_NPROC
	limit(RLIMIT_NPROC, 0);
#endif
#if defined RLIMIT_AS
	limit(RLIMIT_AS, WORKER_MEMORY);
#endif
}

void
jail_enter(void)
{
	sandbox_close_others();
#if defined(HAVE_SYS_PRCTL_H) && HAVE_SYS_PRCTL_H
	/* the session is killed: whatever is done here ends, too */
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
#endif
	if (UNJAILED)
		return;
	/* the filter below leaves no call on files; this is for systems without one */
	sandbox_hold_files(false);
	set_limits();
#ifdef SECCOMP_ARCH
	seccomp_allow(allowed, ARRAY_SIZE(allowed));
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
