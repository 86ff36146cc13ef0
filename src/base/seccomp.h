/* Filters of system calls (seccomp(2), Linux): tables of the calls that a process and all that it runs may make, or may
 * not make. A filter sees numbers: a call and its arguments, not what they point to.
 *
 * Calls of another ABI of the same kernel, whose numbers mean other calls, end the process; those of x32 fail with
 * EPERM. If the system has no filters, or the machine is not known, there is no filter and SECCOMP_ARCH is not
 * defined. */
#ifndef BASE_SECCOMP_H
#define BASE_SECCOMP_H

#if defined(HAVE_LINUX_SECCOMP_H) && HAVE_LINUX_SECCOMP_H
#include <linux/audit.h>
#include <stddef.h>
#include <sys/syscall.h>

#if defined __x86_64__ && !defined __ILP32__
#define SECCOMP_ARCH AUDIT_ARCH_X86_64
#define X32_CALL \
	0x40000000U /* the bit in the numbers of x32 calls; some C libraries lack its name */
#elif defined __i386__
#define SECCOMP_ARCH AUDIT_ARCH_I386
#elif defined __aarch64__ && !defined __AARCH64EB__
#define SECCOMP_ARCH AUDIT_ARCH_AARCH64
#elif defined __arm__ && !defined __ARMEB__
#define SECCOMP_ARCH AUDIT_ARCH_ARM
#elif defined __s390x__
#define SECCOMP_ARCH AUDIT_ARCH_S390X
#elif defined __powerpc64__ && defined __LITTLE_ENDIAN__
#define SECCOMP_ARCH AUDIT_ARCH_PPC64LE
#elif defined __powerpc64__
#define SECCOMP_ARCH AUDIT_ARCH_PPC64
#elif defined __riscv && __riscv_xlen == 64
#define SECCOMP_ARCH AUDIT_ARCH_RISCV64
#elif defined __loongarch__ && __loongarch_grlen == 64 && defined AUDIT_ARCH_LOONGARCH64
#define SECCOMP_ARCH AUDIT_ARCH_LOONGARCH64
#endif
#endif

#ifdef SECCOMP_ARCH
/* Calls that are later than the oldest headers that it is built with. The numbers are the same on all machines. */
enum {
	CALL_PIDFD_SEND_SIGNAL = 424,
	CALL_CLONE3 = 435,
	CALL_PIDFD_GETFD = 438,
	CALL_FCHMODAT2 = 452,
	CALL_SETXATTRAT = 463,
	CALL_REMOVEXATTRAT = 466,
	CALL_FILE_SETATTR = 469,
};

/* The argument of clone that has its flags, and the flags that make namespaces. */
#ifdef __s390__
#define CLONE_FLAGS 1
#else
#define CLONE_FLAGS 0
#endif
#define CLONE_NAMESPACES                                                               \
	(CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | \
		CLONE_NEWPID | CLONE_NEWNET)

/* What an argument must be for the row to apply. */
enum call_test {
	CALL_ANY,
	CALL_IS,          /* value */
	CALL_IS_SELF,     /* the number of this process when the filter is made */
	CALL_IS_NOT_SELF, /* another number than that, and not 0, which many calls take for it */
	CALL_HAS,         /* at least one of the bits of value */
	CALL_LACKS,       /* none of the bits of value */
};

struct call_row {
	unsigned call;
	enum call_test test;
	unsigned argument; /* index from 0; the filter compares its lower 32 bits */
	unsigned value;
	int error; /* errno of a refused call; 0: EPERM */
};

/* Only calls in the rows are allowed. All others fail with EPERM, so that a library that merely tries something goes
 * on. */
void seccomp_allow(const struct call_row *rows, size_t n);
/* Calls in the rows fail. */
void seccomp_refuse(const struct call_row *rows, size_t n);
#endif

#endif
