/* Rows with a focus. */
#include "ui/wizard/list.h"

#include <stdlib.h>

#include "base/xalloc.h"

struct row *
list_add(struct list *list, enum row_kind kind, const char *label, const char *value)
{
	struct row *row;

	ARRAY_GROW(list->rows, list->n, list->alloc);
	row = &list->rows[list->n++];
	*row = (struct row){
		.kind = kind,
		.passed = kind == ROW_SECTION,
		.mark = ' ',
		.label = label ? xstrdup(label) : NULL,
		.value = value ? xstrdup(value) : NULL,
	};
	return row;
}

struct row *
list_add_text(struct list *list, const char *fmt, ...)
{
	STRBUF(text);
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&text, fmt, ap);
	va_end(ap);
	return list_add(list, ROW_TEXT, text.buf, "");
}

void
list_clear(struct list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		wipe_free(list->rows[i].label);
		wipe_free(list->rows[i].value);
		wipe_free(list->rows[i].finding);
	}
	list->n = list->focus = 0;
}

void
list_release(struct list *list)
{
	list_clear(list);
	free(list->rows);
	*list = (struct list){ .page = list->page };
}

const struct row *
list_focused(const struct list *list)
{
	return list->focus < list->n ? &list->rows[list->focus] : NULL;
}

size_t
list_beside(const struct list *list, bool down)
{
	size_t i = list->focus;

	while (down ? ++i < list->n : i-- > 0)
		if (!list->rows[i].passed)
			return i;
	return list->focus;
}

bool
list_move(struct list *list, bool down)
{
	size_t before = list->focus;

	list->focus = list_beside(list, down);
	return list->focus != before;
}

bool
list_act(struct list *list, enum action action)
{
	const struct {
		enum action action;
		size_t rows;
		bool down;
	} moves[] = {
		{ ACTION_NEXT, 1, true },
		{ ACTION_DOWN, 1, true },
		{ ACTION_PREVIOUS, 1, false },
		{ ACTION_UP, 1, false },
		{ ACTION_SECTION_NEXT, list->page, true },
		{ ACTION_SECTION_PREVIOUS, list->page, false },
		{ ACTION_END, SIZE_MAX, true },
		{ ACTION_START, SIZE_MAX, false },
	};

	for (size_t i = 0; i < ARRAY_SIZE(moves); i++) {
		if (moves[i].action != action)
			continue;
		for (size_t n = moves[i].rows; n && list_move(list, moves[i].down); n--)
			;
		return true;
	}
	return false;
}

size_t
list_ordinal(const struct list *list, size_t row)
{
	size_t before = 0;

	for (size_t i = 0; i < row && i < list->n; i++)
		before += !list->rows[i].passed;
	return before;
}

size_t
list_nth(const struct list *list, size_t ordinal)
{
	size_t i = 0;

	while (i < list->n && (list->rows[i].passed || ordinal--))
		i++;
	return i;
}
