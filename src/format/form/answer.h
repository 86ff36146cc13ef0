/* An answer in YAML, in a draft or in a form that presets it. Also the keys that only drafts have. */
#ifndef FORMAT_ANSWER_H
#define FORMAT_ANSWER_H

#include "base/node.h"

#include "syntax/finding.h"

#include "model/draft.h"

/* Reads an answer into the draft. data is the source that node is from. If the value is not an answer, returns -1 with
 * a slip (rule draft-structure, its place, and as its fix the value that must be meant), and the draft is unchanged. */
int answer_read(struct draft *draft, const struct field *field, const struct node *node,
	const char *data, struct finding *slip);
/* The reverse. The caller frees the node. */
struct node *answer_node(const struct draft *draft, const struct field *field);

/* Names the draft's form. */
#define DRAFT_FORM "form"
/* The original of an imported draft, and which of its payloads are the form's. */
#define DRAFT_ORIGINAL "foreign"
#define DRAFT_ORIGINAL_PAYLOADS "foreign_payloads"
/* The mapping with reviewers' comments, one key for each field. */
#define DRAFT_NOTES "review"
/* The mapping of accepted findings, one key for each rule. The last one in a draft. */
#define DRAFT_ACCEPTED "accepted"

/* Whether key is one of these, which no field of a form may have. */
bool draft_key_is_reserved(const char *key);

#endif
