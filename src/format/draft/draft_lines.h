/* The lines of a draft's file, to show what a finding is about. */
#ifndef FORMAT_DRAFT_LINES_H
#define FORMAT_DRAFT_LINES_H

#include "base/strbuf.h"

#include "model/findings.h"
#include "model/form.h"

struct node;

struct draft_lines {
	const struct form *form;
	const struct strbuf *source;
	struct node *root; /* NULL: the source is not a draft */
};

/* source must exist until the release. */
void draft_lines_init(
	struct draft_lines *lines, const struct form *form, const struct strbuf *source);
void draft_lines_release(struct draft_lines *lines);

/* The line that a finding is about, which points into the source, without its line end; and the byte in it where the
 * finding is. In a text without escapes this takes the finding's offset into account. NULL if the finding is about no
 * field, and if the line may have a secret: only lines that belong to the field are shown, and never those of a
 * secret. */
const char *draft_lines_find(
	const struct draft_lines *lines, const struct finding *finding, size_t *len, size_t *at);

/* Appends the source for people to read: in place of a secret, and of the original of an import, which may have one, are
 * the words. */
void draft_lines_masked(const struct draft_lines *lines, const char *words, struct strbuf *out);

#endif
