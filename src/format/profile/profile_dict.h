/* A property list dictionary in the making: a list of paths and nodes, which becomes a dictionary with its keys in alphabetical order. What is dropped is wiped: any string may be the challenge. */
#ifndef FORMAT_PROFILE_DICT_H
#define FORMAT_PROFILE_DICT_H

#include <stddef.h>

#include "base/node.h"
#include "base/strbuf.h"

struct entry {
	char *path; /* "PayloadContent/Key Usage" */
	struct node *node;
};

struct entries {
	struct entry *v;
	size_t n, alloc;
};

void entries_release(struct entries *entries);
/* Takes the node. */
void entries_add(struct entries *entries, const char *path, struct node *node);
/* NULL where there is none. */
struct node *entries_find(const struct entries *entries, const char *path);

/* The nodes move into a new dictionary. Fails where two of them want one place, or one stands below
 * another. */
int entries_to_dict(struct entries *entries, struct node **dict, struct strbuf *err);

/* Whether text, or every string of a node, can stand in XML; else a sentence about who says what
 * cannot. */
int profile_text_check(const char *text, size_t len, const char *who, struct strbuf *err);
int node_check(const struct node *node, const char *who, struct strbuf *err);

#endif
