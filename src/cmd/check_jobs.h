/* check --jobs: the files of one call, checked by several processes (base/crew.h). What they find comes back whole, so
 * that it is compared, judged and printed as if one process had checked all. */
#ifndef CMD_CHECK_JOBS_H
#define CMD_CHECK_JOBS_H

#include "base/strvec.h"

#include "format/draft/forms.h"

#include "cmd/check_report.h"
#include "cmd/check_shared.h"

struct check_jobs {
	size_t members;                /* processes */
	const struct strvec *operands; /* a file each */
	struct checked *files;         /* for each operand; gets what was found */
	struct identities *identities; /* gets those of all */
	struct forms *forms;
	/* Checks a file: fills its place in files, and adds to identities. */
	void (*check)(size_t file, void *data);
	void *data;
};

/* A file whose process ends has an error that says how. Returns -1 if no process can be started: nothing was checked. */
int check_jobs_run(struct check_jobs *jobs);

#endif
