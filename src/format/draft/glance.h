/* What a draft plainly says, found line by line without reading it as YAML: a folder may hold ten thousand drafts, and
 * each the whole of an imported profile behind its answers. Drafts as scepwiz writes them are plain. */
#ifndef FORMAT_GLANCE_H
#define FORMAT_GLANCE_H

#include <stdbool.h>

#include "base/strbuf.h"

/* A part of the draft's text. */
struct glance_text {
	const char *start;
	size_t len;
};

#define GLANCE_ENTRIES_MAX 32

struct glance {
	bool is_draft; /* the key form is there */
	bool has_name; /* the name is, and what it is */
	struct glance_text name;
	/* Of the group: its keys, and what stands there. */
	struct glance_entry {
		struct glance_text key, value;
	} entries[GLANCE_ENTRIES_MAX];
	size_t n;
};

/* Looks for the entry of a key at the top level, and for those of a group. Only what can mean one thing is taken:
 * texts in quotes without an escape, or of plain characters, each behind its key. False where something in another
 * form stands before the end of what is looked for, so that the draft is to be read as YAML; what is in *glance by
 * then holds. The texts are good as long as data is. */
bool glance_at(
	struct glance *glance, const struct strbuf *data, const char *name, const char *group);

#endif
