/* Whether this system knows the root of a CA that was asked: devices know public roots, too, though perhaps not the
 * same ones. Only for a root that the server sends, by its SHA-256. */
#ifndef FORMAT_ASKED_ROOT_H
#define FORMAT_ASKED_ROOT_H

#include <stdbool.h>

#include "model/asked.h"

/* Sets asked.root_known by the system's bundle of roots, the first one that is found where systems have it. */
void asked_look_for_root(struct asked *asked);
/* Whether a bundle in PEM has one of the answer's certificates. False if it cannot be read. */
bool asked_root_is_in(const struct asked *asked, const char *bundle);

#endif
