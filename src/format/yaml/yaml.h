/* YAML for drafts and forms: a tree (base/node.h) of texts, lists and maps that records where in the file each value
 * is, to the byte. The reader is strict: what a person did not mean to write (two equal keys, an anchor, a tag, an
 * escaped control character) is an error with its place. A lenient one leaves some of it to its caller.
 *
 * Sources: YAML 1.1 as libyaml reads it. Only format/yaml/yaml_events.h includes libyaml. libyaml's names begin with
 * yaml_ too (yaml_free, yaml_strdup), so ours begin with yaml_node_, yaml_source_, yaml_text_, yaml_write_,
 * yaml_patch_. */
#ifndef FORMAT_YAML_H
#define FORMAT_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/node.h"
#include "base/place.h"
#include "base/strbuf.h"

struct yaml_limits {
	size_t bytes;
	size_t depth; /* levels of lists and maps */
	size_t nodes;
	/* After a slip in one value the others are still read. Equal keys all stay in their map, and node.source.slip
	 * reports an escaped control character, a list or mapping as a key in braces, and a second document. Invalid
	 * YAML is still an error. */
	bool lenient;
};

/* Reads one document. *root is NULL if there is none (an empty file, only comments). The caller frees it. name is for
 * messages. Returns -1 with "NAME:LINE:COLUMN: sentence" in err. */
int yaml_source_read(const char *data, size_t len, const char *name,
	const struct yaml_limits *limits, struct node **root, struct strbuf *err);

/* Appends "NAME:LINE:COLUMN: " and the sentence; returns -1. */
int yaml_source_error(struct strbuf *err, const char *name, struct place place, const char *fmt,
	...) __attribute__((format(printf, 4, 5)));

/* The previous value with the same key; NULL: none, or it has no key. */
const struct node *yaml_node_repeats(const struct node *value);
/* How many values of its map have its key. */
size_t yaml_node_repeated(const struct node *value);
/* "a list", "a mapping", "a text" */
const char *yaml_node_kind(const struct node *node);

/* A text for the writer. NODE_PLAIN asks for a text without quotes, which it gets if no reader can misread it.
 * NODE_DOUBLE and NODE_SINGLE ask for quotes, or for a literal block if there are several lines. Independent of the
 * style, quotes are single if the text has a backslash, and double if it has something that needs an escape. */
struct node *yaml_text_new(const char *text, enum node_style style);

#endif
