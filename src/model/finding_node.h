/* Findings as nodes and back, for the pipe between two processes of one call (base/crew.h). */
#ifndef MODEL_FINDING_NODE_H
#define MODEL_FINDING_NODE_H

#include "base/node.h"

#include "model/findings.h"
#include "model/form.h"

/* All that is printed of it: not what it looked at (reads, about), nor to what its acceptance is bound. The caller
 * frees. */
struct node *finding_node(const struct finding *finding);
/* Adds the finding that a node is. form is that of its fields; NULL: it has none. Returns -1 for a node that is not a
 * finding, of a rule and of fields that exist: it may come from a process that was taken over. */
int findings_add_node(struct findings *list, const struct node *node, const struct form *form);

#endif
