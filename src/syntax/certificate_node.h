/* A certificate, and the slip of a reader, as nodes: what the worker answers (base/request.h) and scepwiz reads. */
#ifndef SYNTAX_CERTIFICATE_NODE_H
#define SYNTAX_CERTIFICATE_NODE_H

#include "base/node.h"

#include "syntax/finding.h"
#include "syntax/x509.h"

struct node *certificate_to_node(const struct certificate *cert);
/* False where the node is no certificate; what was read is in cert all the same, for its release. */
bool certificate_from_node(const struct node *node, struct certificate *cert);

struct node *finding_to_node(const struct finding *slip);
/* rules: those that there may be, ended by NULL, for the rule of a slip is one of them. */
bool finding_from_node(const struct node *node, const char *const *rules, struct finding *slip);

#endif
