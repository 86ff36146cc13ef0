/* What stands in the nodes of a property list, by path, and changing it. What is dropped is wiped: any string
 * may be the challenge. */
#ifndef FORMAT_PLIST_NODE_H
#define FORMAT_PLIST_NODE_H

#include <plist/plist.h>
#include <stdbool.h>
#include <time.h>

/* Wipes every string and all data below a node that is about to go; NULL is allowed. */
void pnode_wipe(plist_t node);
/* The same, and frees it; NULL is allowed. */
void pnode_free(plist_t node);

/* A copy of the node and all below it (plist_copy.c). */
plist_t pnode_copy(plist_t node);

/* What stands at a path ("PayloadContent/Key Usage") below a dictionary; NULL where nothing does. */
plist_t pnode_at(plist_t dict, const char *path);
/* Takes the node. Dictionaries on the way are made; one of another kind gives way. What stood there is
 * freed, and the place among the keys stays. */
void pnode_put(plist_t dict, const char *path, plist_t node);
/* Removes what stands there, and dictionaries on the way that are empty then. */
void pnode_remove(plist_t dict, const char *path);
/* The text of a string; NULL for any other kind and for NULL. */
const char *node_string(plist_t node);
bool pnode_is(plist_t node, plist_type type);

/* 2001-01-01, from which libplist counts, in seconds since 1970. */
#define NODE_DATE_EPOCH 978307200L
/* When a date is, in seconds since 1970. */
time_t node_date(plist_t date);

/* Every key of a dictionary, in its order. */
void node_each(plist_t dict, void (*each)(const char *key, plist_t value, void *data), void *data);

#endif
