/* An answer as YAML has it: in a draft, or in a form that presets it. And the keys that only drafts have. */
#ifndef FORMAT_ANSWER_H
#define FORMAT_ANSWER_H

#include "base/node.h"

#include "syntax/finding.h"

#include "model/draft.h"

/* Takes an answer into the draft. data is the source that node stands in. -1 with a slip where what stands there is
 * no answer (rule draft-structure, its place, and as its fix the value that must be meant); the draft's is as it was
 * then. */
int answer_read(struct draft *draft, const struct field *field, const struct node *node,
	const char *data, struct finding *slip);
/* The way back; the caller frees. */
struct node *answer_node(const struct draft *draft, const struct field *field);

/* Which form a draft is of. */
#define DRAFT_FORM "form"
/* The original of an imported draft, and which of its payloads are the form's. */
#define DRAFT_ORIGINAL "foreign"
#define DRAFT_ORIGINAL_PAYLOADS "foreign_payloads"
/* The mapping that holds the reviewer's notes, a key a field. */
#define DRAFT_NOTES "review"
/* The mapping of what is accepted, a key a rule; the last of a draft. */
#define DRAFT_ACCEPTED "accepted"

/* Whether key is one of these, which no form may give to a field. */
bool draft_key_is_reserved(const char *key);

#endif
