/* The one tree: what a property list, a YAML file and JSON hold, whoever reads or writes it. It knows nothing of
 * forms, drafts or profiles.
 *
 *     struct node *top = node_map_new();
 *     node_set(top, "PayloadType", node_text_new("Configuration"));
 *     node_append(node_set(top, "PayloadContent", node_list_new()), payload);
 *     node_free(top);
 *
 * A node belongs to its parent from node_set, node_add, node_append or node_replace on, and the root to the
 * caller. Every text and all data may be a secret, so what is freed is wiped. Depth is limited where trees are
 * read (32 and less), so functions that go down recurse.
 *
 * The entries of a map keep their order. Keys are compared byte by byte; a lookup goes through all of them, so
 * readers limit how many a map may have. */
#ifndef BASE_NODE_H
#define BASE_NODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/place.h"
#include "base/strbuf.h"

enum node_kind {
	NODE_TEXT,    /* string in a property list, scalar in YAML */
	NODE_DATA,    /* bytes */
	NODE_INTEGER, /* 64 bits with a sign */
	NODE_REAL,
	NODE_BOOLEAN,
	NODE_DATE, /* seconds since 1970 in UTC */
	NODE_LIST, /* array in a property list and JSON, sequence in YAML */
	NODE_MAP,  /* dict, mapping, object */
	NODE_NULL, /* in JSON alone */
};

/* How a value or key is written in YAML. */
enum node_style {
	NODE_PLAIN,   /* value */
	NODE_SINGLE,  /* 'value' */
	NODE_DOUBLE,  /* "value" */
	NODE_LITERAL, /* | and the lines below */
	NODE_FOLDED,  /* > and the lines below */
	NODE_BLOCK,   /* a list or map, a line an entry */
	NODE_FLOW,    /* [a, b] or {a: b} */
};

/* Of YAML alone: how a value and its key are written, and which bytes of the file they are. All of it is 0 in a
 * node that was read from no YAML. */
struct node_source {
	enum node_style style, key_style;
	struct place key_place;
	/* end is behind the last byte. Of a value with its quotes and brackets; of a literal from its | to the end
	 * of its last line; an empty value is the empty range behind the colon. */
	size_t start, end, key_start, key_end;
	/* Columns before the lines below | or >; before the keys of a block map, the dashes of a list. */
	size_t indent;
	/* Of a lenient reading: why this is no value, and where; NULL: it is one. A text is "" then, a map lacks
	 * the entry; on the root it is a second document, which was not read. */
	char *slip;
	struct place slip_place;
};

struct node {
	enum node_kind kind;
	/* Where it begins in the file that it was read from: of an entry of a property list's dictionary the place
	 * of its key. {0, 0}: unknown, or in no file. */
	struct place place;
	struct node_source source;
	char *key;           /* NULL unless the parent is a map */
	struct node *parent; /* NULL: it is the root */
	struct node **v;     /* items of a list, entries of a map */
	size_t n, alloc;
	struct strbuf text; /* of NODE_TEXT (no NUL inside) and NODE_DATA */
	int64_t number;     /* of NODE_INTEGER, NODE_DATE; 0 or 1 of NODE_BOOLEAN */
	double real;        /* of NODE_REAL */
};

/* One of the kind that is empty, 0 or false. */
struct node *node_new(enum node_kind kind);
struct node *node_text_new(const char *text);
struct node *node_data_new(const void *data, size_t len);
struct node *node_integer_new(int64_t number);
struct node *node_real_new(double real);
struct node *node_boolean_new(bool yes);
struct node *node_date_new(int64_t seconds);
struct node *node_list_new(void);
struct node *node_map_new(void);
struct node *node_null_new(void);

/* A copy of the node and all below it, places included; it has no parent and no key. */
struct node *node_copy(const struct node *node);
/* Takes the node out of its parent, which closes the gap; the caller owns it. Of a root it does nothing. Returns
 * the node. */
struct node *node_take(struct node *node);
/* Takes it out of its parent, wipes and frees it with all below. NULL is allowed. */
void node_free(struct node *node);
/* A local that frees itself: NODE(profile) = node_map_new(); */
#define NODE(name) __attribute__((cleanup(node_release), unused)) struct node *name
void node_release(struct node **node);

/* Adds a value at the end of a list. Takes the value, and returns it. */
struct node *node_append(struct node *list, struct node *value);
/* Adds an entry at the end of a map, whether or not it has the key already. Takes the value, and returns it. */
struct node *node_add(struct node *map, const char *key, struct node *value);
/* The same; takes the key, too. */
struct node *node_add_nodup(struct node *map, char *key, struct node *value);
/* The value of a key becomes another, in its place among the entries; a new key comes last. Takes the value, and
 * returns it; the old one is freed. */
struct node *node_set(struct node *map, const char *key, struct node *value);
/* Adds a value to a list before the item of that index; n: at the end. Takes the value, and returns it. */
struct node *node_insert(struct node *list, size_t at, struct node *value);
/* Puts another node in the place of one, with its key and its parent. Takes the new one; the old one is freed. A
 * root is never replaced. */
void node_replace(struct node *old, struct node *value);
/* The same; the old one is the caller's, without a key, and is returned. */
struct node *node_swap(struct node *old, struct node *value);

/* The value of a key, the first of equal ones. NULL where there is none, or map is no map or NULL. */
struct node *node_get(const struct node *map, const char *key);
/* What is at a path of keys ("PayloadContent/Key Usage") below a map; NULL where nothing is. */
struct node *node_at(const struct node *map, const char *path);
/* The same, or else what is no map on the way to it, where a value put at the path would not go. */
struct node *node_towards(const struct node *map, const char *path);
/* Puts a value at a path, as node_set does. Maps on the way are made, and what is no map there gives way. Takes
 * the value, and returns it. */
struct node *node_put(struct node *map, const char *path, struct node *value);
/* Frees what is at a path, and the maps on the way that are empty then. */
void node_remove(struct node *map, const char *path);

/* Where it begins; {0, 0} for NULL. */
struct place node_place(const struct node *node);
/* Gives the node and all below it one place. */
void node_set_places(struct node *node, struct place place);

/* "a string", "an array", "true or false": what people call a kind of value in a property list. */
const char *node_kind_name(enum node_kind kind);
/* Puts the entries of a map, and of the maps below it, into the order of their keys' bytes. */
void node_sort_keys(struct node *map);

/* NULL is of no kind. */
bool node_is(const struct node *node, enum node_kind kind);
/* The text of a NODE_TEXT; NULL for any other kind and for NULL. */
const char *node_text(const struct node *node);
/* The same of a key: node_text(node_get(map, key)). */
const char *node_get_text(const struct node *map, const char *key);

/* Whether both are of the same kinds and values all the way down; the order of keys does not count, that of a list
 * does, and neither do places. A real is no integer, whatever its value. NULL equals NULL. */
bool node_equal(const struct node *a, const struct node *b);

#endif
