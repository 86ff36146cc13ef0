/* Whether two drafts have the same meaning. Values are compared by what they mean (field_meaning), not by how they are
 * written: a fingerprint in hex equals its Base64, a certificate equals its path. Relative paths start at the folder of
 * each draft's file. */
#ifndef FORMAT_DRAFT_SAME_H
#define FORMAT_DRAFT_SAME_H

#include "format/draft/draft_file.h"

/* Whether two answers are the same. The fields have the same key, each in its own draft's form, and apply. The source
 * of a secret counts too (the draft, a variable, a question). A value that could not be read only equals the same text
 * in the other file. */
bool draft_same_answer(const struct draft_file *a, const struct field *in_a,
	const struct draft_file *b, const struct field *in_b);

/* Whether two drafts of one form are the same policy, so that both may have the same identity: everything that goes
 * into the profile is the same, including the original of an import. */
bool draft_same_policy(const struct draft_file *a, const struct draft_file *b);

#endif
