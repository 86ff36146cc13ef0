/* YAML as drafts and forms need it: a tree (base/node.h) of texts, lists and maps that remembers where in the
 * file each value is, to the byte. The reader is strict: what a person did not mean to write (two
 * equal keys, an anchor, a tag, a control character behind an escape) is an error with its place. A lenient
 * one leaves some of it to its caller.
 *
 * Sources: YAML 1.1 as libyaml reads it; only format/yaml/yaml_events.h includes libyaml. Its own names begin with
 * yaml_ too (yaml_free, yaml_strdup), so ours are yaml_node_, yaml_source_, yaml_text_, yaml_write_, yaml_patch_. */
#ifndef FORMAT_YAML_H
#define FORMAT_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/node.h"
#include "base/place.h"
#include "base/strbuf.h"

struct yaml_limits {
	size_t bytes;
	size_t depth; /* of lists and maps in each other */
	size_t nodes;
	/* A slip in one value does not keep the others from being read: equal keys all stay in their map, and
	 * node.source.slip tells of a control character behind an escape, of a list or mapping as a key in
	 * braces, and of a second document. What is no YAML is an error all the same. */
	bool lenient;
};

/* Reads one document. *root is NULL where there is none (an empty file, comments only); the caller
 * frees it. name is used in messages. Returns -1 with "NAME:LINE:COLUMN: sentence" in err. */
int yaml_source_read(const char *data, size_t len, const char *name,
	const struct yaml_limits *limits, struct node **root, struct strbuf *err);

/* "NAME:LINE:COLUMN: " and the sentence; returns -1. */
int yaml_source_error(struct strbuf *err, const char *name, struct place place, const char *fmt,
	...) __attribute__((format(printf, 4, 5)));

/* The value before it that has the same key; NULL: none, or it has no key. */
const struct node *yaml_node_repeats(const struct node *value);
/* How many values of its map have its key. */
size_t yaml_node_repeated(const struct node *value);
/* "a list", "a mapping", "a text" */
const char *yaml_node_kind(const struct node *node);

/* A text for the writer. NODE_PLAIN asks for a text without quotes, which it gets where no reader can take it for
 * something else; NODE_DOUBLE and NODE_SINGLE for quotes, or a literal block where there are several lines. Quotes
 * are single ones, whichever were asked for, where the text holds a backslash, and double ones where it holds what
 * needs an escape. */
struct node *yaml_text_new(const char *text, enum node_style style);

#endif
