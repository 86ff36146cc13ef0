/* The comments on a field in a draft (scepwiz-draft(5), "Review"): a text; a mapping with author, date and state; or a
 * list of both. People write them by hand, too. */
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "model/comments.h"
#include "model/field_type.h"

#include "format/draft/draft_parts.h"

/* While one field's are read. */
struct comments_reader {
	const struct field *field;
	struct comments *list;
	struct place place; /* of what is wrong */
	struct strbuf *why;
	struct draft *draft; /* gets the places; NULL: none does */
};

static int __attribute__((format(printf, 3, 4)))
comments_fail(struct comments_reader *r, struct place place, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(r->why, fmt, ap);
	va_end(ap);
	r->place = place;
	return -1;
}

static int
text_read(struct comments_reader *r, const struct node *node, const char **value)
{
	if (node->kind != NODE_TEXT)
		return comments_fail(r, node->place,
			"%s in the comment on %s is %s, but must be one text", node->key,
			r->field->key, yaml_node_kind(node));
	*value = node->text.buf;
	return 0;
}

static int
state_check(struct comments_reader *r, const struct node *state)
{
	if (!state || !strcmp(state->text.buf, "open") || !strcmp(state->text.buf, "done"))
		return 0;
	return comments_fail(r, state->place,
		"state in the comment on %s must be open or done. Write state: done",
		r->field->key);
}

static void
reader_add(struct comments_reader *r, const struct node *node, const char *by, const char *date,
	bool done, const char *text)
{
	size_t before = r->list->n;

	comments_add(r->list, by, date, done, text);
	if (r->draft && r->list->n > before)
		draft_add_note_place(r->draft, r->field, node->place);
}

/* by, date, state and text. */
static int
comment_read(struct comments_reader *r, const struct node *map)
{
	static const char *const keys[] = { "by", "date", "state", "text", NULL };
	const char *values[ARRAY_SIZE(keys)] = { "", "", "open", "" };

	for (size_t i = 0; i < map->n; i++) {
		const struct node *node = map->v[i];
		size_t k = 0;

		while (keys[k] && strcmp(keys[k], node->key) != 0)
			k++;
		if (!keys[k]) {
			const char *near = text_nearest(node->key, keys);

			return comments_fail(r, node->source.key_place,
				"the comment on %s has an unknown key \"%.*s\". Use by, date, "
				"state and text%s%s%s",
				r->field->key, EXCERPT(node->key), near ? ". Did you mean " : "",
				near ? near : "", near ? "?" : "");
		}
		if (yaml_node_repeats(node))
			return comments_fail(r, node->source.key_place,
				"the comment on %s has the key %s twice. Remove one of them",
				r->field->key, node->key);
		if (text_read(r, node, &values[k]) < 0)
			return -1;
	}
	if (state_check(r, node_get(map, "state")) < 0)
		return -1;
	if (text_is_blank(values[3]))
		return comments_fail(r, map->place,
			"the comment on %s has no text. Write text: TEXT", r->field->key);
	reader_add(r, map, values[0], values[1], !strcmp(values[2], "done"), values[3]);
	return 0;
}

static const struct node *
node_slip(const struct node *node)
{
	const struct node *slip = node->source.slip ? node : NULL;

	for (size_t i = 0; !slip && i < node->n; i++)
		slip = node_slip(node->v[i]);
	return slip;
}

static int
item_read(struct comments_reader *r, const struct node *node)
{
	if (node->kind == NODE_MAP)
		return comment_read(r, node);
	if (node->kind == NODE_TEXT) {
		reader_add(r, node, "", "", false, node->text.buf);
		return 0;
	}
	return comments_fail(r, node->place,
		"the comment on %s is %s, but must be a text, or a mapping with by, date, state and "
		"text",
		r->field->key, yaml_node_kind(node));
}

static int
field_read(struct comments_reader *r, const struct node *node)
{
	const struct node *slip = node_slip(node);
	STRBUF(note);

	if (slip)
		return comments_fail(r, slip->source.slip_place, "the comment on %s %s",
			r->field->key, slip->source.slip);
	if (node->kind != NODE_LIST && item_read(r, node) < 0)
		return -1;
	for (size_t i = 0; node->kind == NODE_LIST && i < node->n && r->list->n <= COMMENTS_MAX;
		i++)
		if (item_read(r, node->v[i]) < 0)
			return -1;
	comments_write(r->list, &note);
	if (note.len > FIELD_LINES_MAX || r->list->n > COMMENTS_MAX)
		return comments_fail(r, node->place,
			"%s has more than %d comments, or more than %d KB of them. Remove some",
			r->field->key, COMMENTS_MAX, FIELD_LINES_MAX / 1024);
	return 0;
}

int
draft_comments_read(struct draft *draft, const struct field *field, const struct node *node,
	struct comments *list, struct place *place, struct strbuf *why)
{
	struct comments_reader r = { field, list, node->place, why, draft };
	int result = field_read(&r, node);

	*place = r.place;
	return result;
}

static bool
item_is_open(const struct node *item)
{
	const struct node *state = item->kind == NODE_MAP ? node_get(item, "state") : NULL;

	if (item->kind == NODE_TEXT)
		return !text_is_blank(item->text.buf);
	return item->kind == NODE_MAP &&
	       !(state && state->kind == NODE_TEXT && !strcmp(state->text.buf, "done"));
}

size_t
draft_comments_lost(const struct node *node)
{
	size_t n = node->kind != NODE_LIST && item_is_open(node);

	for (size_t i = 0; node->kind == NODE_LIST && i < node->n; i++)
		n += item_is_open(node->v[i]);
	return n;
}

static struct node *
comment_node(const struct comment *comment)
{
	struct node *map;

	if (comment_is_bare(comment))
		return yaml_text_new(comment->text, NODE_DOUBLE);
	map = node_map_new();
	if (*comment->by)
		node_add(map, "by", yaml_text_new(comment->by, NODE_PLAIN));
	if (*comment->date)
		node_add(map, "date", yaml_text_new(comment->date, NODE_DOUBLE));
	if (comment->done)
		node_add(map, "state", yaml_text_new("done", NODE_PLAIN));
	node_add(map, "text", yaml_text_new(comment->text, NODE_DOUBLE));
	return map;
}

/* The same comment as it is written in an item; NULL where the item is another. */
static struct node *
comment_written(const struct field *field, const struct comment *comment, const struct node *item)
{
	COMMENTS(list);
	STRBUF(why);
	struct comments_reader r = { field, &list, item->place, &why, NULL };

	if (item_read(&r, item) < 0 || !list.n || !comment_same(&list.v[0], comment))
		return NULL;
	return node_copy(item);
}

/* What people wrote in their own way stays so. */
static struct node *
comment_node_as(const struct field *field, const struct comment *comment, const struct node *old)
{
	struct node *node = NULL;

	if (node_is(old, NODE_MAP))
		node = comment_written(field, comment, old);
	for (size_t i = 0; node_is(old, NODE_LIST) && !node && i < old->n; i++)
		node = comment_written(field, comment, old->v[i]);
	return node ? node : comment_node(comment);
}

struct node *
draft_comments_node(const struct field *field, const char *note, const struct node *old)
{
	COMMENTS(list);
	struct node *items;

	comments_read(&list, note);
	if (list.n == 1 && comment_is_bare(&list.v[0]))
		return comment_node(&list.v[0]);
	items = list.n ? node_list_new() : NULL;
	for (size_t i = 0; i < list.n; i++)
		node_append(items, comment_node_as(field, &list.v[i], old));
	return items;
}
