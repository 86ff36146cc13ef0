/* Values of a property list made into others of the kind that Apple documents. */
#ifndef FORMAT_PROFILE_CONVERT_H
#define FORMAT_PROFILE_CONVERT_H

#include "base/node.h"

/* The same value as one of the kinds (enum profile_kinds), where there is no doubt which: "3" and 3.0 are
 * the integer 3, "true" and 1 are true, a fingerprint's hex digits or Base64 are its bytes. NULL where
 * there is. The caller owns it. */
struct node *node_convert(const struct node *node, unsigned kinds);

#endif
