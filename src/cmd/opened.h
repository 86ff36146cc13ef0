/* A draft that a command was given, read, with what checking it needs. */
#ifndef CMD_OPENED_H
#define CMD_OPENED_H

#include "base/strbuf.h"
#include "base/strvec.h"

#include "model/finding.h"
#include "model/rules.h"

#include "format/draft_file.h"

struct opened {
	struct draft_file file;
	char *name; /* for messages: the path, or "standard input" */
	struct surroundings around;
};

/* Reads what an operand names: a draft of the drafts folder, a path, or - for standard input. To be
 * released whatever it returns. */
int opened_read(
	struct opened *opened, const struct form *form, const char *operand, struct strbuf *err);
/* The same for a draft that is not to be read but has been made: takes the file. */
void opened_take(struct opened *opened, struct draft_file *file);
void opened_release(struct opened *opened);

/* All findings: the reader's notes and lint_draft's. */
void opened_lint(const struct opened *opened, struct findings *found);

#endif
