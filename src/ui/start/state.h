/* The inside of the start page, for its own files: start.c (keys and what they do) and view.c (the
 * picture). */
#ifndef UI_START_STATE_H
#define UI_START_STATE_H

#include "base/strbuf.h"

#include "cmd/draft_list.h"

#include "ui/start/start.h"

struct start_prompt;

struct start {
	struct forms *forms;
	char *folder;
	struct draft_list list;
	size_t focus; /* of the list; behind it stands the row that makes a draft */

	/* The question in the last line. */
	const struct start_prompt *prompt; /* NULL: none */
	char *prompt_text;
	struct lineedit edit;

	/* The message of the last key, which the next one clears. */
	struct strbuf notice;
	char notice_mark;

	enum start_wish wish;
	char *path; /* of the draft to open, or opened last; NULL: none */
	char count[32];
	struct view view;
};

/* The draft under the focus; NULL on the last row. */
const struct draft_entry *start_entry(const struct start *start);

#endif
