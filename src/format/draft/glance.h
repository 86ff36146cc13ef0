/* Finds values in a draft line by line without reading it as YAML. A folder may have ten thousand drafts, each with a
 * whole imported profile behind its answers. Drafts as scepwiz writes them are simple enough for this. */
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
	bool is_draft; /* it has the key form */
	bool has_name; /* it has the name, which is this */
	struct glance_text name;
	/* For the group: its keys and their values. */
	struct glance_entry {
		struct glance_text key, value;
	} entries[GLANCE_ENTRIES_MAX];
	size_t n;
};

/* Looks for the value of a key at the top level, and for those in a group. Only what is unambiguous counts: texts in
 * quotes without escapes, or of plain characters, each behind its key. Returns false if anything else comes before the
 * end of the search; the draft must then be read as YAML, but what is already in *glance is valid. The texts are valid
 * as long as data is. */
bool glance_at(
	struct glance *glance, const struct strbuf *data, const char *name, const char *group);

#endif
