/* A certificate, and the slip of a reader, as nodes: what the worker answers (base/request.h) and scepwiz reads. */
#ifndef SYNTAX_CERTIFICATE_NODE_H
#define SYNTAX_CERTIFICATE_NODE_H

#include "base/node.h"

#include "syntax/problem.h"
#include "syntax/x509.h"

struct node *certificate_to_node(const struct certificate *cert);
/* False where the node is no certificate; what was read is in cert all the same, for its release. */
bool certificate_from_node(const struct node *node, struct certificate *cert);

struct node *problem_to_node(const struct problem *problem);
/* rules: those that there may be, ended by NULL, for the rule of a problem is one of them. */
bool problem_from_node(const struct node *node, const char *const *rules, struct problem *problem);

#endif
