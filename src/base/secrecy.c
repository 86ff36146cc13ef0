/* Keeping memory from other eyes. */
#include "base/secrecy.h"

#if defined(HAVE_DECL_MCL_ONFAULT) && HAVE_DECL_MCL_ONFAULT
#include <sys/mman.h>
#endif
#include <sys/resource.h>
#if defined(HAVE_SYS_PRCTL_H) && HAVE_SYS_PRCTL_H
#include <sys/prctl.h>
#endif

void
secrecy_begin(void)
{
	struct rlimit none = { 0, 0 };

#if defined(HAVE_SYS_PRCTL_H) && HAVE_SYS_PRCTL_H
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
	setrlimit(RLIMIT_CORE, &none);
#if defined(HAVE_DECL_MCL_ONFAULT) && HAVE_DECL_MCL_ONFAULT
	struct rlimit before, trial;

	if (getrlimit(RLIMIT_MEMLOCK, &before) < 0)
		return;
	trial = before;
	trial.rlim_cur = before.rlim_max == RLIM_INFINITY ? RLIM_INFINITY : 0;
	if (setrlimit(RLIMIT_MEMLOCK, &trial) == 0)
		mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT);
	if (trial.rlim_cur == 0)
		setrlimit(RLIMIT_MEMLOCK, &before);
#endif
}
