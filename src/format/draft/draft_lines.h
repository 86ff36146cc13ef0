/* The lines of a draft's file, for showing what a finding is about. */
#ifndef FORMAT_DRAFT_LINES_H
#define FORMAT_DRAFT_LINES_H

#include "base/strbuf.h"

#include "model/findings.h"
#include "model/form.h"

struct node;

struct draft_lines {
	const struct form *form;
	const struct strbuf *source;
	struct node *root; /* NULL: the source is no draft */
};

/* source is used until the release. */
void draft_lines_init(
	struct draft_lines *lines, const struct form *form, const struct strbuf *source);
void draft_lines_release(struct draft_lines *lines);

/* The line that a finding is about, into the source and without its end, and the byte of it at which the finding
 * is: in a text that is written as it is, that of its offset. NULL where the finding is about no field, and
 * where a secret may be on the line: a line is shown only as one of the field's own, and never of a secret. */
const char *draft_lines_find(
	const struct draft_lines *lines, const struct finding *finding, size_t *len, size_t *at);

#endif
