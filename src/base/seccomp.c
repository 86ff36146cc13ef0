/* From tables to the steps of the kernel's machine. */
#include "base/seccomp.h"

#ifdef SECCOMP_ARCH

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/xalloc.h"

/* Of a row: the number, whether it is, the argument, whether it is (two steps for one test), the verdict. */
#define ROW_STEPS 6
/* Before and behind the rows. */
#define OTHER_STEPS 7

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define LOW_HALF 4
#else
#define LOW_HALF 0
#endif
#define ARGUMENT(n) (unsigned)(offsetof(struct seccomp_data, args) + 8 * (n) + LOW_HALF)

#define STEP(code, k) ((struct sock_filter)BPF_STMT(code, k))
#define JUMP(code, k, yes, no) ((struct sock_filter)BPF_JUMP(BPF_JMP | (code) | BPF_K, k, yes, no))
#define LOAD(offset) STEP(BPF_LD | BPF_W | BPF_ABS, offset)
#define RETURN(verdict) STEP(BPF_RET | BPF_K, verdict)
#define REFUSE(error) (SECCOMP_RET_ERRNO | (unsigned)(error))

/* A jump of 0 leads to the next step, which is the verdict; one of 1 over it. */
static size_t
row_test(const struct call_row *row, struct sock_filter *steps)
{
	size_t n = 0;

	if (row->test == CALL_ANY)
		return 0;
	steps[n++] = LOAD(ARGUMENT(row->argument));
	switch (row->test) {
	case CALL_ANY:
	case CALL_IS:
		steps[n++] = JUMP(BPF_JEQ, row->value, 0, 1);
		break;
	case CALL_IS_SELF:
		steps[n++] = JUMP(BPF_JEQ, (unsigned)getpid(), 0, 1);
		break;
	case CALL_IS_NOT_SELF:
		steps[n++] = JUMP(BPF_JEQ, 0, 2, 0);
		steps[n++] = JUMP(BPF_JEQ, (unsigned)getpid(), 1, 0);
		break;
	case CALL_HAS:
		steps[n++] = JUMP(BPF_JSET, row->value, 0, 1);
		break;
	case CALL_LACKS:
		steps[n++] = JUMP(BPF_JSET, row->value, 1, 0);
		break;
	}
	return n;
}

/* again: a row before has loaded an argument in place of the number. */
static size_t
row_steps(const struct call_row *row, bool again, unsigned verdict, struct sock_filter *steps)
{
	size_t n = 0, tests;

	if (again)
		steps[n++] = LOAD(offsetof(struct seccomp_data, nr));
	tests = row_test(row, steps + n + 1);
	steps[n++] = JUMP(BPF_JEQ, row->call, 0, (unsigned char)(tests + 1));
	n += tests;
	steps[n++] = RETURN(verdict);
	return n;
}

static void
seccomp_enter(const struct call_row *rows, size_t n_rows, bool allow)
{
	struct sock_filter *filter = xcalloc(OTHER_STEPS + ROW_STEPS * n_rows, sizeof *filter);
	struct sock_fprog program = { .filter = filter };
	size_t n = 0;

	filter[n++] = LOAD(offsetof(struct seccomp_data, arch));
	filter[n++] = JUMP(BPF_JEQ, SECCOMP_ARCH, 1, 0);
	filter[n++] = RETURN(SECCOMP_RET_KILL);
	filter[n++] = LOAD(offsetof(struct seccomp_data, nr));
#ifdef X32_CALL
	filter[n++] = JUMP(BPF_JSET, X32_CALL, 0, 1);
	filter[n++] = RETURN(REFUSE(EPERM));
#endif
	for (size_t i = 0; i < n_rows; i++)
		n += row_steps(&rows[i], i && rows[i - 1].test != CALL_ANY,
			allow ? SECCOMP_RET_ALLOW : REFUSE(rows[i].error ? rows[i].error : EPERM),
			filter + n);
	filter[n++] = RETURN(allow ? REFUSE(EPERM) : SECCOMP_RET_ALLOW);
	program.len = (unsigned short)n;
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
	free(filter);
}

void
seccomp_allow(const struct call_row *rows, size_t n)
{
	seccomp_enter(rows, n, true);
}

void
seccomp_refuse(const struct call_row *rows, size_t n)
{
	seccomp_enter(rows, n, false);
}

#endif
