/* The differences between two drafts, for people. */
#ifndef CMD_DIFF_H
#define CMD_DIFF_H

#include "base/strbuf.h"

#include "format/draft/forms.h"

/* Appends what "scepwiz diff" prints for two drafts or profiles, given by path; nothing if they are equal. Returns -1
 * with a sentence if one cannot be read. */
int diff_drafts(
	struct forms *forms, const char *a, const char *b, struct strbuf *out, struct strbuf *err);

#endif
