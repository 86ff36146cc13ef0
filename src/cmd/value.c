/* How a value is told where it is printed. */
#include "cmd/value.h"

#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "model/field_type.h"
#include "model/rules.h"

#include "format/profile/original_rest.h"

void
value_instead(const struct draft *draft, const struct field *field, struct strbuf *out)
{
	if (draft_unread(draft, field)) {
		strbuf_addf(out, "cannot be read (line %d)", draft_place(draft, field).line);
		return;
	}
	if (!draft_show_source(draft, field, out) && field->type->flags & FT_SECRET &&
		!draft_is_empty(draft, field))
		field_show(field, draft_text(draft, field), ".", out);
}

void
value_split(const char *text, struct strvec *lines)
{
	size_t len = strlen(text);
	STRBUF(copy);

	while (len && text[len - 1] == '\n')
		len--;
	strbuf_add(&copy, text, len);
	strvec_split(lines, copy.buf, '\n');
}

/* A line each; of a file that was taken in, what it is. */
static void
value_items(
	const struct desk *desk, const struct field *field, const char *text, struct strvec *lines)
{
	STRVEC(items);

	if (field->type->widget != WIDGET_FILE) {
		value_split(text, lines);
		return;
	}
	value_split(text, &items);
	for (size_t i = 0; i < items.n; i++) {
		STRBUF(line);

		field_show(field, items.v[i], desk->folder, &line);
		strvec_push(lines, line.buf);
	}
}

/* With the details where its type has more to tell than fits into a line. */
static void
value_in_full(
	const struct desk *desk, const struct field *field, const char *text, struct strvec *lines)
{
	const char *folder = desk->folder;
	STRBUF(line);
	size_t before = lines->n;

	if (field->type->details)
		field->type->details(field, text, folder, lines);
	if (lines->n == before) {
		field_show(field, text, folder, &line);
		strvec_push(lines, line.buf);
	}
}

/* The challenge, wherever it was written. */
static void
value_hide(const struct draft *draft, char **text)
{
	STRBUF(shown);

	strbuf_addstr(&shown, *text);
	if (!draft_secret_hide(draft, &shown))
		return;
	wipe_free(*text);
	*text = xstrdup(shown.buf);
}

void
value_lines(const struct desk *desk, const struct field *field, struct strvec *lines)
{
	const struct draft *draft = desk->file->draft;
	const char *text = draft_value(draft, field);
	STRBUF(line);

	size_t before = lines->n;

	value_instead(draft, field, &line);
	if (line.len)
		strvec_push(lines, line.buf);
	else if (*text && (field->type->widget == WIDGET_LINES || field->flags & FIELD_LIST))
		value_items(desk, field, text, lines);
	else if (*text)
		value_in_full(desk, field, text, lines);
	for (size_t i = before; i < lines->n; i++)
		value_hide(draft, &lines->v[i]);
}

char *
value_text(const struct draft *draft, const struct field *field)
{
	char *text = xstrdup(draft_value(draft, field));

	value_hide(draft, &text);
	return text;
}

void
value_kept(const struct draft_file *file, struct strvec *lines)
{
	ORIGINAL_REST(rest);

	if (file->original && file->original->unread) {
		strvec_push(lines, "cannot be read");
		return;
	}
	original_rest_read(&rest, file);
	for (size_t i = 0; i < rest.payloads.n; i++)
		strvec_push(lines, rest.payloads.v[i]);
	for (size_t i = 0; i < rest.keys.n; i++)
		strvec_push(lines, rest.keys.v[i]);
}

void
value_comment(const struct draft *draft, const struct comment *comment, struct strbuf *out)
{
	struct comment shown = *comment;
	STRBUF(text);

	strbuf_addstr(&text, comment->text);
	draft_secret_hide(draft, &text);
	shown.text = text.buf;
	comment_show(&shown, out);
	draft_secret_hide(draft, out);
}

void
value_comments(const struct draft *draft, const struct field *field, const char *begin,
	struct strvec *lines)
{
	COMMENTS(list);

	comments_read(&list, draft_note(draft, field));
	for (size_t i = 0; i < list.n; i++) {
		STRBUF(text);

		strbuf_addstr(&text, begin);
		value_comment(draft, &list.v[i], &text);
		value_split(text.buf, lines);
	}
}

struct node *
value_comment_json(const struct draft *draft, const struct comment *comment, struct node *map)
{
	STRBUF(by);
	STRBUF(date);
	STRBUF(text);

	strbuf_addstr(&by, comment->by);
	strbuf_addstr(&date, comment->date);
	strbuf_addstr(&text, comment->text);
	draft_secret_hide(draft, &by);
	draft_secret_hide(draft, &date);
	draft_secret_hide(draft, &text);
	return json_add(map, "by", by.len ? by.buf : NULL, "date", date.len ? date.buf : NULL,
		"state", comment->done ? "done" : "open", "text", text.buf, NULL);
}

struct node *
value_comments_json(const struct draft *draft, const struct field *field)
{
	struct node *array = node_list_new();
	COMMENTS(list);

	comments_read(&list, draft_note(draft, field));
	for (size_t i = 0; i < list.n; i++)
		node_append(array, value_comment_json(draft, &list.v[i], node_map_new()));
	return array;
}
