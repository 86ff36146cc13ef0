/* What reviewers say about a field: comments, each with an author, a date and a state. They belong to a draft
 * (model/draft.h) and are in no profile.
 *
 * A draft has the comments on a field as one text, as it has every answer, so that what compares, undoes and recovers
 * texts does so with comments. This is the one place that knows how that text is made:
 *
 *     COMMENTS(list);
 *     comments_read(&list, draft_note(draft, field));
 *     list.v[0].done = true;
 *     comments_put(draft, field, &list);
 */
#ifndef MODEL_COMMENTS_H
#define MODEL_COMMENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

#include "model/draft.h"

struct comment {
	char *by;   /* "" if nobody is named */
	char *date; /* "2026-11-28", or whatever was written; "" for none */
	char *text; /* never empty */
	bool done;
};

/* On one field, and their text is at most FIELD_LINES_MAX: a draft with more of them is not read. */
#define COMMENTS_MAX 500

/* In the order in which they were written. */
struct comments {
	struct comment *v;
	size_t n, alloc;
};

void comments_release(struct comments *list);
/* A local that releases itself. */
#define COMMENTS(name) \
	__attribute__((cleanup(comments_release), unused)) struct comments name = { 0 }

/* Adds a copy. An empty text adds nothing. */
void comments_add(
	struct comments *list, const char *by, const char *date, bool done, const char *text);
/* The text of a comment becomes another, in the name of the account that runs the program and with today's date; one
 * behind the last is added, open. An empty text removes it. False where there is no room: nothing changes. */
bool comments_say(struct comments *list, size_t at, const char *text);
void comments_remove(struct comments *list, size_t at);
/* Whether it is open and names nobody and no date: it is written as its text alone. */
bool comment_is_bare(const struct comment *comment);
bool comment_same(const struct comment *a, const struct comment *b);

/* The comments that a draft's text holds are added. A text that this module did not make is one comment, open, without
 * an author. */
void comments_read(struct comments *list, const char *note);
/* Appends that text; nothing for no comments. */
void comments_write(const struct comments *list, struct strbuf *note);
/* They become those on the field. */
void comments_put(struct draft *draft, const struct field *field, const struct comments *list);

size_t comments_open(const struct comments *list);
/* Those of all fields, and draft_lost_notes. */
size_t draft_open_comments(const struct draft *draft);

/* Appends "Ada Lovelace, 2026-11-28, done", or what there is of it: "open". Not filtered for display. */
void comment_show_author(const struct comment *comment, struct strbuf *out);
/* Appends "TEXT (Ada Lovelace, 2026-11-28, open)". One that is open and has no author and no date is its text alone. */
void comment_show(const struct comment *comment, struct strbuf *out);

/* Both sides changed the comments on one field: appends those of theirs, with what mine added and changed, without what
 * mine removed. What both changed stays as two comments. */
void comments_merge(const struct comments *base, const struct comments *mine,
	const struct comments *theirs, struct comments *out);

#endif
