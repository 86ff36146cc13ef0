/* Tables of texts. */
#include "cmd/table.h"

#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#define TABLE_WIDTH 100
#define TABLE_LAST_MIN 30
#define TABLE_GAP 2

void
table_init(struct table *table, const char *const *titles)
{
	*table = (struct table){ .cells = STRVEC_INIT };
	for (; titles[table->columns]; table->columns++)
		strvec_push(&table->cells, titles[table->columns]);
}

void
table_release(struct table *table)
{
	strvec_release(&table->cells);
}

void
table_add(struct table *table, const char *text)
{
	struct strbuf shown = STRBUF_INIT;

	text_show(&shown, text, strlen(text));
	strvec_push_nodup(&table->cells, strbuf_detach(&shown));
}

static size_t
cell_width(const char *cell)
{
	return (size_t)text_width(cell, strlen(cell));
}

/* Of all columns but the last; returns where the last one begins. */
static size_t
table_measure(const struct table *table, size_t *widths)
{
	size_t start = 0;

	for (size_t i = 0; i < table->cells.n; i++) {
		size_t width = cell_width(table->cells.v[i]);

		if (width > widths[i % table->columns])
			widths[i % table->columns] = width;
	}
	for (size_t c = 0; c + 1 < table->columns; c++)
		start += widths[c] + TABLE_GAP;
	return start;
}

/* An empty last cell leaves no spaces at the end of the line. */
static void
table_write_last(const char *cell, size_t start, struct strbuf *out)
{
	STRVEC(lines);
	size_t room = start + TABLE_LAST_MIN < TABLE_WIDTH ? TABLE_WIDTH - start : TABLE_LAST_MIN;

	text_wrap(&lines, cell, (int)room);
	for (size_t i = 0; i < lines.n; i++) {
		if (i)
			strbuf_addchars(out, ' ', start);
		strbuf_addf(out, "%s\n", lines.v[i]);
	}
	if (!lines.n) {
		strbuf_trim(out);
		strbuf_addch(out, '\n');
	}
}

void
table_write(const struct table *table, struct strbuf *out)
{
	size_t *widths = xcalloc(table->columns, sizeof *widths);
	size_t start = table_measure(table, widths);

	for (size_t i = 0; i < table->cells.n; i++) {
		const char *cell = table->cells.v[i];
		size_t column = i % table->columns;

		if (column + 1 == table->columns) {
			table_write_last(cell, start, out);
			continue;
		}
		strbuf_addstr(out, cell);
		strbuf_addchars(out, ' ', widths[column] + TABLE_GAP - cell_width(cell));
	}
	free(widths);
}
