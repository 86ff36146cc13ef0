/* The one tree for the contents of a property list, a YAML file or JSON. It knows nothing of forms, drafts or profiles.
 *
 *     struct node *top = node_map_new();
 *     node_set(top, "PayloadType", node_text_new("Configuration"));
 *     node_append(node_set(top, "PayloadContent", node_list_new()), payload);
 *     node_free(top);
 *
 * node_set, node_add, node_append and node_replace make the parent the owner of a node. The caller owns the root. Every
 * text and all data may be a secret, so memory is wiped before it is freed. Readers limit the depth (to 32 or less), so
 * functions may recurse.
 *
 * The entries of a map keep their order. Keys are compared byte by byte. A lookup goes through all entries, so readers
 * limit how many a map may have. */
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
	NODE_INTEGER, /* signed, 64 bits */
	NODE_REAL,
	NODE_BOOLEAN,
	NODE_DATE, /* seconds since 1970 in UTC */
	NODE_LIST, /* array in a property list and JSON, sequence in YAML */
	NODE_MAP,  /* dict, mapping, object */
	NODE_NULL, /* only in JSON */
};

/* How a value or key is written in YAML. */
enum node_style {
	NODE_PLAIN,   /* value */
	NODE_SINGLE,  /* 'value' */
	NODE_DOUBLE,  /* "value" */
	NODE_LITERAL, /* | and the lines below */
	NODE_FOLDED,  /* > and the lines below */
	NODE_BLOCK,   /* a list or map with one entry a line */
	NODE_FLOW,    /* [a, b] or {a: b} */
};

/* Only for YAML: how a value and its key are written, and their byte range in the file. Everything is 0 in a node from
 * another source. */
struct node_source {
	enum node_style style, key_style;
	struct place key_place;
	/* end is behind the last byte. A value includes its quotes and brackets, a literal everything from its | to the
	 * end of its last line. An empty value is the empty range behind the colon. */
	size_t start, end, key_start, key_end;
	/* Columns before the lines below | or >, before the keys of a block map, or before the dashes of a list. */
	size_t indent;
	/* For a lenient reading: why there is no valid value, and where; NULL if it is valid. A text is "" then, and a
	 * map lacks the entry. On the root it is about a second document, which was not read. */
	char *slip;
	struct place slip_place;
};

struct node {
	enum node_kind kind;
	/* Where it begins in the file it was read from. For an entry of a property list's dictionary this is its key.
	 * {0, 0}: unknown, or from no file. */
	struct place place;
	struct node_source source;
	char *key;           /* NULL if the parent is not a map */
	struct node *parent; /* NULL for the root */
	struct node **v;     /* items of a list, or entries of a map */
	size_t n, alloc;
	struct strbuf text; /* for NODE_TEXT (without NUL) and NODE_DATA */
	int64_t number;     /* for NODE_INTEGER and NODE_DATE; 0 or 1 for NODE_BOOLEAN */
	double real;        /* for NODE_REAL */
};

/* A new node that is empty, 0 or false. */
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

/* A copy of the node and everything below it, including places. It has no parent and no key. */
struct node *node_copy(const struct node *node);
/* Takes the node out of its parent. The caller owns it then. Has no effect on a root. Returns the node. */
struct node *node_take(struct node *node);
/* Takes the node out of its parent, then wipes and frees it with everything below. NULL is allowed. */
void node_free(struct node *node);
/* A local that is freed at the end of its block: NODE(profile) = node_map_new(); */
#define NODE(name) __attribute__((cleanup(node_release), unused)) struct node *name
void node_release(struct node **node);

/* Adds a value at the end of a list, and takes ownership of it. Returns it. */
struct node *node_append(struct node *list, struct node *value);
/* Adds an entry at the end of a map, even if the key exists. Takes ownership of the value, and returns it. */
struct node *node_add(struct node *map, const char *key, struct node *value);
/* The same, and takes ownership of the key. */
struct node *node_add_nodup(struct node *map, char *key, struct node *value);
/* Replaces the value of a key in its place among the entries. A new key comes last. Takes ownership of the value, and
 * returns it; the old one is freed. */
struct node *node_set(struct node *map, const char *key, struct node *value);
/* Inserts a value before the item with that index; n: at the end. Takes ownership of the value, and returns it. */
struct node *node_insert(struct node *list, size_t at, struct node *value);
/* Puts a node in the place of another, with its key and parent. Takes ownership of the new one and frees the old one. A
 * root cannot be replaced. */
void node_replace(struct node *old, struct node *value);
/* The same, but returns the old node, without a key. The caller owns it. */
struct node *node_swap(struct node *old, struct node *value);

/* The value of a key, the first one if the key repeats. NULL if it does not exist, or map is NULL or not a map. */
struct node *node_get(const struct node *map, const char *key);
/* The value at a path of keys ("PayloadContent/Key Usage") below a map; NULL if there is none. */
struct node *node_at(const struct node *map, const char *path);
/* The same. If a node on the way is not a map, so that nothing can be put at the path, that node. */
struct node *node_towards(const struct node *map, const char *path);
/* Puts a value at a path, like node_set. Missing maps on the way are made, and nodes that are not maps are replaced.
 * Takes ownership of the value, and returns it. */
struct node *node_put(struct node *map, const char *path, struct node *value);
/* Frees the value at a path, and the maps on the way that are then empty. */
void node_remove(struct node *map, const char *path);

/* Where the node begins; {0, 0} for NULL. */
struct place node_place(const struct node *node);
/* Gives the node and everything below it the same place. */
void node_set_places(struct node *node, struct place place);

/* "a string", "an array", "true or false": the name of a kind of value in a property list. */
const char *node_kind_name(enum node_kind kind);
/* Sorts the entries of a map, and of the maps below it, by the bytes of their keys. */
void node_sort_keys(struct node *map);

/* False for NULL. */
bool node_is(const struct node *node, enum node_kind kind);
/* The text of a NODE_TEXT; NULL for other kinds and for NULL. */
const char *node_text(const struct node *node);
/* The same of a key: node_text(node_get(map, key)). */
const char *node_get_text(const struct node *map, const char *key);
/* The bytes of the NODE_DATA with this key, which the map owns; NULL if there is none. */
const struct strbuf *node_get_data(const struct node *map, const char *key);

/* Whether both have the same kinds and values all the way down. The order of keys does not matter, nor do places; the
 * order of a list does. A real never equals an integer. NULL equals NULL. */
bool node_equal(const struct node *a, const struct node *b);

#endif
