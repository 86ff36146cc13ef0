/* The topics of the help: how to do something, and what a word means. One table, which the wizard's help page lists and
 * searches, and "scepwiz help TOPIC" prints. */
#ifndef CMD_TOPICS_H
#define CMD_TOPICS_H

#include <stddef.h>

enum topic_kind {
	TOPIC_HOW_TO,
	TOPIC_WORD,
};

struct topic {
	enum topic_kind kind;
	const char *name;  /* what "scepwiz help" accepts: one word, unlike any command */
	const char *title; /* "How to sign the profile"; of a word, the word */
	/* Paragraphs with an empty line between them. A line that begins with spaces is a command or an example. Keys are
	 * named as the screen names them ("^T"), so that each front end can name its own. */
	const char *text;
};

/* The topics in the order in which they are listed: first how to do something, then the words by the alphabet. */
extern const struct topic topics[];
extern const size_t topics_count;

/* The topic with this name, in any case, or NULL. */
const struct topic *topic_find(const char *name);

#endif
