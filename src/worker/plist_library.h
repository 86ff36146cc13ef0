/* libplist's reader of the binary format. Only plist_library.c uses libplist. */
#ifndef WORKER_PLIST_LIBRARY_H
#define WORKER_PLIST_LIBRARY_H

#include "base/node.h"
#include "base/strbuf.h"

#include "syntax/finding.h"

/* Appends the XML of a binary property list. On failure, problem says why. */
int plist_binary_to_xml(const char *data, size_t len, struct strbuf *xml, struct finding *problem);

#endif
