/* Comments as data, and as the one text that a draft has of them. */
#include "model/comments.h"

#include <stdlib.h>
#include <string.h>

#include "base/account.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "model/field_type.h"

/* Each comment has a line before it: MARK AUTHOR PART DATE PART STATE. No text of a draft has control
 * characters. */
#define MARK '\x1e'
#define PART '\x1f'
#define STATE_DONE "done"
/* More than a line of it takes, with a long name. */
#define HEAD_MAX 1024

static void
comment_release(struct comment *comment)
{
	free(comment->by);
	free(comment->date);
	wipe_free(comment->text);
	*comment = (struct comment){ 0 };
}

void
comments_release(struct comments *list)
{
	for (size_t i = 0; i < list->n; i++)
		comment_release(&list->v[i]);
	free(list->v);
	*list = (struct comments){ 0 };
}

/* A name or a date, in one line. */
static char *
comment_word(const char *text, size_t len)
{
	char *word = xstrndup(text, len);

	for (char *c = word; *c; c++)
		if ((unsigned char)*c < ' ')
			*c = ' ';
	return word;
}

static void
comments_insert(struct comments *list, size_t at, const struct comment *comment)
{
	ARRAY_GROW(list->v, list->n, list->alloc);
	memmove(list->v + at + 1, list->v + at, (list->n++ - at) * sizeof *list->v);
	list->v[at] = (struct comment){
		.by = comment_word(comment->by, strlen(comment->by)),
		.date = comment_word(comment->date, strlen(comment->date)),
		.text = xstrdup(comment->text),
		.done = comment->done,
	};
	/* a typed text cannot begin another comment */
	for (char *c = list->v[at].text; *c; c++)
		if (*c == MARK || *c == PART)
			*c = ' ';
}

void
comments_add(struct comments *list, const char *by, const char *date, bool done, const char *text)
{
	const struct comment comment = { (char *)by, (char *)date, (char *)text, done };

	if (!text_is_blank(text))
		comments_insert(list, list->n, &comment);
}

void
comments_remove(struct comments *list, size_t at)
{
	comment_release(&list->v[at]);
	memmove(list->v + at, list->v + at + 1, (--list->n - at) * sizeof *list->v);
}

/* For one more, or another text. */
static bool
comments_have_room(const struct comments *list, size_t more, const char *text)
{
	STRBUF(note);

	comments_write(list, &note);
	return list->n + more <= COMMENTS_MAX &&
	       note.len + strlen(text) + HEAD_MAX <= FIELD_LINES_MAX;
}

bool
comments_say(struct comments *list, size_t at, const char *text)
{
	bool is_new = at >= list->n, done = !is_new && list->v[at].done;
	STRBUF(by);
	STRBUF(date);

	if (!text_is_blank(text) && !comments_have_room(list, is_new, text))
		return false;
	if (!is_new)
		comments_remove(list, at);
	if (text_is_blank(text))
		return true;
	account_name(&by);
	account_date(&date);
	comments_insert(list, is_new ? list->n : at,
		&(struct comment){ by.buf, date.buf, (char *)text, done });
	return true;
}

bool
comment_same(const struct comment *a, const struct comment *b)
{
	return a->done == b->done && !strcmp(a->by, b->by) && !strcmp(a->date, b->date) &&
	       !strcmp(a->text, b->text);
}

/* From its mark up to the end of the line; returns the text behind it. */
static const char *
comment_read_head(const char *head, struct comment *comment)
{
	size_t len = strcspn(head, "\n"), by, date;
	const char *end = head + len;

	head++;
	by = strcspn(head, (const char[]){ PART, '\n', '\0' });
	comment->by = comment_word(head, by);
	head += by + (head[by] == PART);
	date = strcspn(head, (const char[]){ PART, '\n', '\0' });
	comment->date = comment_word(head, date);
	head += date + (head[date] == PART);
	comment->done = (size_t)(end - head) == strlen(STATE_DONE) &&
			!strncmp(head, STATE_DONE, strlen(STATE_DONE));
	return *end ? end + 1 : end;
}

void
comments_read(struct comments *list, const char *note)
{
	static const char next[] = { '\n', MARK, '\0' };

	if (*note != MARK) {
		comments_add(list, "", "", false, note);
		return;
	}
	while (*note) {
		struct comment comment = { 0 };
		const char *text = comment_read_head(note, &comment), *end = strstr(text, next);

		if (*text == MARK) /* without a text */
			end = text;
		comment.text = end ? xstrndup(text, (size_t)(end - text)) : xstrdup(text);
		comments_add(list, comment.by, comment.date, comment.done, comment.text);
		comment_release(&comment);
		note = !end ? "" : end + (*end == '\n');
	}
}

bool
comment_is_bare(const struct comment *comment)
{
	return !*comment->by && !*comment->date && !comment->done;
}

void
comments_write(const struct comments *list, struct strbuf *note)
{
	if (list->n == 1 && comment_is_bare(list->v) && *list->v->text != MARK) {
		strbuf_addstr(note, list->v->text);
		return;
	}
	for (size_t i = 0; i < list->n; i++) {
		const struct comment *comment = &list->v[i];

		strbuf_addf(note, "%s%c%s%c%s%c%s\n", i ? "\n" : "", MARK, comment->by, PART,
			comment->date, PART, comment->done ? STATE_DONE : "");
		strbuf_addstr(note, comment->text);
	}
}

void
comments_put(struct draft *draft, const struct field *field, const struct comments *list)
{
	STRBUF(note);

	comments_write(list, &note);
	draft_set_note(draft, field, note.buf);
}

size_t
comments_open(const struct comments *list)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n; i++)
		n += !list->v[i].done;
	return n;
}

size_t
draft_open_comments(const struct draft *draft)
{
	const struct form *form = draft_form(draft);
	size_t n = draft_lost_notes(draft);

	for (size_t i = 0; i < form->nfields; i++) {
		COMMENTS(list);

		comments_read(&list, draft_note(draft, form->fields[i]));
		n += comments_open(&list);
	}
	return n;
}

void
comment_show_author(const struct comment *comment, struct strbuf *out)
{
	if (*comment->by)
		strbuf_addf(out, "%s, ", comment->by);
	if (*comment->date)
		strbuf_addf(out, "%s, ", comment->date);
	strbuf_addstr(out, comment->done ? "done" : "open");
}

void
comment_show(const struct comment *comment, struct strbuf *out)
{
	strbuf_addstr(out, comment->text);
	while (out->len && out->buf[out->len - 1] == '\n')
		strbuf_truncate(out, out->len - 1);
	if (comment_is_bare(comment))
		return;
	strbuf_addstr(out, " (");
	comment_show_author(comment, out);
	strbuf_addch(out, ')');
}

/* list->n where there is none. */
static size_t
comments_find(const struct comments *list, const struct comment *comment)
{
	size_t i = 0;

	while (i < list->n && !comment_same(&list->v[i], comment))
		i++;
	return i;
}

/* From the last on: a comment that mine has added goes before the one that follows it there. */
void
comments_merge(const struct comments *base, const struct comments *mine,
	const struct comments *theirs, struct comments *out)
{
	size_t at;

	for (size_t i = 0; i < theirs->n; i++)
		if (comments_find(base, &theirs->v[i]) == base->n ||
			comments_find(mine, &theirs->v[i]) < mine->n)
			comments_insert(out, out->n, &theirs->v[i]);
	at = out->n;
	for (size_t i = mine->n; i-- > 0;) {
		size_t found = comments_find(out, &mine->v[i]);

		if (found < out->n)
			at = found;
		else if (comments_find(base, &mine->v[i]) == base->n)
			comments_insert(out, at, &mine->v[i]);
	}
}
