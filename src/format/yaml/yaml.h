/* YAML as drafts and forms need it: a small tree of texts, lists and maps that remembers where in the
 * file each value stands, to the byte. The reader is strict: what a person did not mean to write (two
 * equal keys, an anchor, a tag, a control character behind an escape) is an error with its place. A lenient
 * one leaves some of it to its caller.
 *
 * Sources: YAML 1.1 as libyaml reads it; only format/yaml/yaml.c uses libyaml. Its own names begin with
 * yaml_ too (yaml_free, yaml_strdup), so ours are yaml_node_, yaml_source_, yaml_write_, yaml_patch_. */
#ifndef FORMAT_YAML_H
#define FORMAT_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

#include "model/form.h"

enum yaml_kind {
	YAML_TEXT,
	YAML_LIST,
	YAML_MAP,
};

/* How a value is written. */
enum yaml_style {
	YAML_PLAIN,   /* as in a.txt: name: value */
	YAML_SINGLE,  /* 'value' */
	YAML_DOUBLE,  /* "value" */
	YAML_LITERAL, /* | and the lines below */
	YAML_FOLDED,  /* > and the lines below */
	YAML_BLOCK,   /* a list or map, a line an entry */
	YAML_FLOW,    /* [a, b] or {a: b} */
};

struct yaml_node {
	enum yaml_kind kind;
	enum yaml_style style;
	struct place place; /* of its first character */

	/* Bytes of the source, end behind the last: with quotes and brackets; a literal from its | to
	 * the end of its last line; an empty value is the empty range behind the colon. */
	size_t start, end;
	/* Columns before the lines below | or >; before the keys of a block map, the dashes of a list. */
	size_t indent;

	/* Of YAML_TEXT; UTF-8, line ends are \n, never NULL. Null without quotes, as a value, is "". */
	char *text;
	struct yaml_node *key;    /* what stands before the colon, where the parent is a map */
	struct yaml_node *parent; /* NULL for the root */
	struct yaml_node **v;     /* entries of a list or map */
	size_t n, alloc;

	/* Of a lenient reading: why this is no value, where; NULL: it is one. A text is "" then, a map lacks
	 * the entry; on the root it is a second document, which was not read. */
	char *slip;
	struct place slip_at;
};

struct yaml_limits {
	size_t bytes;
	size_t depth; /* of lists and maps in each other */
	size_t nodes;
	/* A slip in one value does not keep the others from being read: equal keys all stay in their map, and
	 * yaml_node.slip tells of a control character behind an escape, of a list or mapping as a key in
	 * braces, and of a second document. What is no YAML is an error all the same. */
	bool lenient;
};

/* Reads one document. *root is NULL where there is none (an empty file, comments only); the caller
 * frees it with yaml_node_free. name is used in messages. Returns -1 with "NAME:LINE:COLUMN: sentence"
 * in err. */
int yaml_source_read(const char *data, size_t len, const char *name,
	const struct yaml_limits *limits, struct yaml_node **root, struct strbuf *err);

/* "NAME:LINE:COLUMN: " and the sentence; returns -1. */
int yaml_source_error(struct strbuf *err, const char *name, struct place place, const char *fmt,
	...) __attribute__((format(printf, 4, 5)));

/* The value of a key, the first of equal ones; NULL where the map has none. */
const struct yaml_node *yaml_node_get(const struct yaml_node *map, const char *key);
/* The value before it that has the same key; NULL: none, or it has no key. */
const struct yaml_node *yaml_node_repeats(const struct yaml_node *value);
/* Whether another value of its map has the same key. */
bool yaml_node_is_repeated(const struct yaml_node *value);
/* "a list", "a mapping", "a text" */
const char *yaml_node_kind(const struct yaml_node *node);

/* Trees for the writer, which stand in no source. YAML_PLAIN asks for a text without quotes, which it
 * gets where no reader can take it for something else; YAML_DOUBLE and YAML_SINGLE for quotes, or a
 * literal block where there are several lines. Quotes are single ones, whichever were asked for, where
 * the text holds a backslash, and double ones where it holds what needs an escape. */
struct yaml_node *yaml_node_text(const char *text, enum yaml_style style);
struct yaml_node *yaml_node_list(void);
struct yaml_node *yaml_node_map(void);
/* Gives the value away; key is NULL where parent is a list. */
void yaml_node_add(struct yaml_node *parent, const char *key, struct yaml_node *value);
/* The same with a key that is a node already. */
void yaml_node_append(struct yaml_node *parent, struct yaml_node *key, struct yaml_node *value);

/* Wipes the texts. NULL is allowed. */
void yaml_node_free(struct yaml_node *node);

#endif
