/* Checks the structure of a binary property list before libplist reads it: all references must stay within the file.
 * The format is that of Apple's CFBinaryPList.c: the magic, objects, a table with the offset of each, a trailer. */
#ifndef WORKER_PLIST_BINARY_H
#define WORKER_PLIST_BINARY_H

#include <stdbool.h>
#include <stddef.h>

/* What XML cannot hold, and libplist does not report. */
struct plist_binary_lost {
	bool nul; /* a text has the character 0: libplist cuts it, and ends the program for such a key */
	bool fraction; /* a date has a part of a second */
};

/* Whether all objects below the root are between magic and table, none contains itself, and shared objects do not
 * expand to several times the limit for a property list. Only then is lost set. */
bool plist_binary_fits(const char *data, size_t len, struct plist_binary_lost *lost);

#endif
