/* Comments as the pages show them: in rows of the review, and beside their field. */
#include "model/comments.h"

#include <string.h>

#include "base/text.h"

#include "ui/wizard/machine.h"

/* In one line: one that was written by hand may have several. */
static void
comment_row_text(const struct comment *comment, struct strbuf *out)
{
	comment_show(comment, out);
	strbuf_one_line(out, 0);
}

void
review_comments(struct wizard *w, struct list *page, const struct field *field, bool open)
{
	COMMENTS(list);

	comments_read(&list, draft_note(w->s.draft, field));
	for (size_t i = 0; i < list.n; i++) {
		STRBUF(text);
		struct row *row;

		if (open && list.v[i].done)
			continue;
		strbuf_addstr(&text, open ? "" : "Comment: ");
		comment_row_text(&list.v[i], &text);
		row = open ? list_add(page, ROW_FIELD, field->label, text.buf)
			   : list_add(page, ROW_TEXT, text.buf, "");
		row->field = field;
		row->comment = i + 1;
	}
}

void
review_open_comments(struct wizard *w, struct list *page)
{
	if (draft_open_comments(w->s.draft) > draft_lost_notes(w->s.draft))
		list_add(page, ROW_SECTION, REVIEW_COMMENTS, "");
	for (size_t i = 0; i < w->s.form->nfields; i++)
		review_comments(w, page, w->s.form->fields[i], true);
}

void
page_show_comment(const struct wizard *w, const struct field *field, struct strbuf *out)
{
	COMMENTS(list);
	STRBUF(line);
	size_t at, open;

	comments_read(&list, draft_note(w->s.draft, field));
	at = list.n;
	open = comments_open(&list);
	while (at > 0 && list.v[at - 1].done)
		at--;
	if (!at)
		return;
	comment_row_text(&list.v[at - 1], &line);
	if (open > 1)
		strbuf_addf(&line, " and %zu more", open - 1);
	strbuf_addstr(out, "Comment: ");
	text_show(out, line.buf, line.len);
}
