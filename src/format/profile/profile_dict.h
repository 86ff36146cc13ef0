/* A property list dictionary in the making: a list of paths and nodes, which becomes a libplist
 * dictionary with its keys in alphabetical order; and what stands in dictionaries, by path. What is dropped is
 * wiped: any string may be the challenge. */
#ifndef FORMAT_PROFILE_DICT_H
#define FORMAT_PROFILE_DICT_H

#include <plist/plist.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

struct entry {
	char *path; /* "PayloadContent/Key Usage" */
	plist_t node;
};

struct entries {
	struct entry *v;
	size_t n, alloc;
};

void entries_release(struct entries *entries);
/* Takes the node. */
void entries_add(struct entries *entries, const char *path, plist_t node);
/* NULL where there is none. */
plist_t entries_find(const struct entries *entries, const char *path);

/* The nodes move into a new dictionary. Fails where two of them want one place, or one stands below
 * another. */
int entries_to_dict(struct entries *entries, plist_t *dict, struct strbuf *err);

/* Whether text, or every string of a node, can stand in XML; else a sentence about who says what
 * cannot. */
int profile_text_check(const char *text, size_t len, const char *who, struct strbuf *err);
int node_check(plist_t node, const char *who, struct strbuf *err);

/* Wipes every string and all data below a node that is about to go; NULL is allowed. */
void node_wipe(plist_t node);
/* The same, and frees it; NULL is allowed. */
void node_free(plist_t node);

/* What stands at a path ("PayloadContent/Key Usage") below a dictionary; NULL where nothing does. */
plist_t node_at(plist_t dict, const char *path);
/* Takes the node. Dictionaries on the way are made; one of another kind gives way. What stood there is
 * freed, and the place among the keys stays. */
void node_put(plist_t dict, const char *path, plist_t node);
/* Removes what stands there, and dictionaries on the way that are empty then. */
void node_remove(plist_t dict, const char *path);
/* The text of a string; NULL for any other kind and for NULL. */
const char *node_string(plist_t node);
bool node_is(plist_t node, plist_type type);

/* Every key of a dictionary, in its order. */
void node_each(plist_t dict, void (*each)(const char *key, plist_t value, void *data), void *data);

#endif
