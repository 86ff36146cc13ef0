/* Whether two drafts say the same. What counts is what a value means (field_meaning), not how it is written: a
 * fingerprint in hex equals its Base64, a certificate the path of it. Relative paths start at the folder of each
 * draft's file. */
#ifndef FORMAT_DRAFT_SAME_H
#define FORMAT_DRAFT_SAME_H

#include "format/draft/draft_file.h"

/* Whether two answers are the same. The fields are those of each draft's own form, with one key, and apply. The
 * place of a secret counts (here, a variable, asked for), too. What could not be read equals only what stands in
 * the other file in the same words. */
bool draft_same_answer(const struct draft_file *a, const struct field *in_a,
	const struct draft_file *b, const struct field *in_b);

/* Whether two drafts of one form are the same policy, so that it does no harm if both have one identity: all
 * that goes into the profile is the same, the original of an import included. */
bool draft_same_policy(const struct draft_file *a, const struct draft_file *b);

#endif
