/* Converts a certificate, and a reader's slip, to nodes and back: the worker's answers (base/request.h). */
#ifndef SYNTAX_CERTIFICATE_NODE_H
#define SYNTAX_CERTIFICATE_NODE_H

#include "base/node.h"

#include "syntax/finding.h"
#include "syntax/x509.h"

struct node *certificate_to_node(const struct certificate *cert);
/* False if the node is not a certificate. cert may then be partly filled, and must be released too. */
bool certificate_from_node(const struct node *node, struct certificate *cert);

struct node *finding_to_node(const struct finding *slip);
/* rules: the rules that the slip may have, ended by NULL. Others are refused. */
bool finding_from_node(const struct node *node, const char *const *rules, struct finding *slip);

#endif
