/* libplist: the only file that knows it is plist_library.c. It writes property lists, and reads binary ones; of
 * what it writes the caller sees to it that every text is one that XML can carry (text_xml_check), since
 * libplist writes control characters and broken UTF-8 as they are. */
#ifndef FORMAT_PLIST_LIBRARY_H
#define FORMAT_PLIST_LIBRARY_H

#include "base/node.h"
#include "base/strbuf.h"

#include "syntax/finding.h"

/* 2001-01-01, from which libplist counts seconds in 32 bits, in seconds since 1970. */
#define PLIST_DATE_EPOCH INT64_C(978307200)
#define PLIST_DATE_MIN (PLIST_DATE_EPOCH + INT32_MIN)
#define PLIST_DATE_MAX (PLIST_DATE_EPOCH + INT32_MAX)

/* Appends the property list of a node as XML, the way back from plist_doc_parse. libplist's own copies, which
 * may hold a secret, are wiped. */
void plist_write(const struct node *root, struct strbuf *out);
/* The same in the binary format. */
void plist_write_binary(const struct node *root, struct strbuf *out);

/* Appends the XML of a binary property list. Reads it in a child process, for libplist's parser has
 * crashed and looped on damaged files; problem tells what came of that. */
int plist_binary_to_xml(const char *data, size_t len, struct strbuf *xml, struct finding *problem);

#endif
