/* How check prints what it found: a table of formats, for people, editors, scripts and CI. */
#ifndef CMD_CHECK_REPORT_H
#define CMD_CHECK_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "base/strvec.h"

#include "model/findings.h"
#include "model/form.h"

#include "format/profile/desk.h"

/* What came of one file. */
struct checked {
	char *name;
	enum desk_kind kind;
	struct findings found, fixed;
	struct strbuf error; /* why it could not be read */
	struct strbuf diff;  /* what --fix would change, for --dry-run */
	struct strvec takes; /* draft_tell_sources */
	size_t comments;     /* that are open */
	/* A draft's, where its lines are shown. */
	struct strbuf source;
	const struct form *form;
};

void checked_init(struct checked *checked);
void checked_release(struct checked *checked);

/* What was asked for, and what is printed so far. */
struct check_report {
	bool strict, fix; /* warnings count as errors; "fixed" is told */
	bool dry_run;     /* nothing is saved, and the difference is told */
	bool comments;    /* open ones are findings */
	bool list_accepted;
	bool excerpts; /* the output is for people */
	bool colors;
	/* The drafts folder with its slash, where names of drafts in it are printed without it; NULL: they are not. */
	char *folder;
	bool folder_told;
	const struct checked *files;
	size_t n;
	struct strbuf out; /* for stdout */
};

/* A row for each word of --format. */
struct check_format {
	const char *name;
	/* Appends all of it to out, and tells on stderr what belongs there. */
	void (*print)(struct check_report *report);
};

/* The words of --format, as the option's spec has them. */
#define CHECK_FORMATS "text|json|github|sarif|junit"
/* BUG for another word. */
const struct check_format *check_format_find(const char *name);

/* Formats that have a file of their own. github: workflow commands of GitHub Actions. sarif: SARIF 2.1.0 (OASIS).
 * junit: the XML that CI servers read as a report of tests, a test case for each finding. */
void check_print_github(struct check_report *report);
void check_print_sarif(struct check_report *report);
void check_print_junit(struct check_report *report);

/* Whether a finding makes the exit status 1: one that is not accepted, and an error, or a warning under --strict. */
bool check_fails(const struct check_report *report, const struct finding *f);
/* Appends "2 open comments"; nothing for none, and nothing where each of them is a finding. */
void checked_show_comments(
	const struct check_report *report, const struct checked *checked, struct strbuf *out);
/* Says on stderr how many findings a file has, or why it could not be read. */
void check_tell_summary(struct check_report *report, const struct checked *checked);

#endif
