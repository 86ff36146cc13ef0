/* Checks the structure of a binary property list before libplist reads it: all references must stay within the file.
 * The format is that of Apple's CFBinaryPList.c: the magic, objects, a table with the offset of each, a trailer. */
#ifndef WORKER_PLIST_BINARY_H
#define WORKER_PLIST_BINARY_H

#include <stdbool.h>
#include <stddef.h>

/* Whether all objects below the root are between magic and table, none contains itself, and shared objects do not
 * expand to several times the limit for a property list. has_nul: a text has the character 0. libplist cuts such texts,
 * and ends the program for such keys. */
bool plist_binary_fits(const char *data, size_t len, bool *has_nul);

#endif
