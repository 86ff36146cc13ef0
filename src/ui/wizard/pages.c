/* Pages of rows beside the form, review and help: making rows, moving among them. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "ui/wizard/state.h"

/* Rows that PgDn goes on. */
#define PAGE_ROWS 12

void
page_release(struct page *page)
{
	for (size_t i = 0; i < page->n; i++) {
		wipe_free(page->rows[i].label);
		wipe_free(page->rows[i].value);
		wipe_free(page->rows[i].finding);
	}
	free(page->rows);
	*page = (struct page){ 0 };
}

char *
display_text(const char *text)
{
	struct strbuf out = STRBUF_INIT;

	text_show(&out, text, strlen(text));
	return strbuf_detach(&out);
}

char
finding_mark(const struct finding *finding)
{
	static const char marks[] = {
		[SEVERITY_INFO] = ' ',
		[SEVERITY_WARNING] = '?',
		[SEVERITY_ERROR] = '!',
	};

	return marks[finding->severity];
}

struct page_row *
page_add(struct page *page, enum row_kind kind, const char *label, const char *value)
{
	struct page_row *row;

	ARRAY_GROW(page->rows, page->n, page->alloc);
	row = &page->rows[page->n++];
	*row = (struct page_row){
		.kind = kind,
		.mark = ' ',
		.label = display_text(label),
		.value = display_text(value),
	};
	return row;
}

void
page_text(struct page *page, const char *fmt, ...)
{
	struct strbuf text = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&text, fmt, ap);
	va_end(ap);
	page_add(page, ROW_TEXT, text.buf, "");
	strbuf_release(&text);
}

bool
page_move(struct page *page, bool down)
{
	size_t i = page->focus;

	while (down ? ++i < page->n : i-- > 0)
		if (page->rows[i].kind != ROW_SECTION) {
			page->focus = i;
			return true;
		}
	return false;
}

static struct page *
page_open(struct wizard *w)
{
	return w->page == VIEW_HELP ? &w->help : &w->review;
}

static void
page_down(struct wizard *w)
{
	page_move(page_open(w), true);
}

static void
page_up(struct wizard *w)
{
	page_move(page_open(w), false);
}

static void
page_forward(struct wizard *w)
{
	for (int i = 0; i < PAGE_ROWS; i++)
		page_down(w);
}

static void
page_back(struct wizard *w)
{
	for (int i = 0; i < PAGE_ROWS; i++)
		page_up(w);
}

static void
page_start(struct wizard *w)
{
	while (page_move(page_open(w), false))
		;
}

static void
page_end(struct wizard *w)
{
	while (page_move(page_open(w), true))
		;
}

const struct page_action page_moves[] = {
	{ ACTION_NEXT, page_down },
	{ ACTION_DOWN, page_down },
	{ ACTION_PREVIOUS, page_up },
	{ ACTION_UP, page_up },
	{ ACTION_SECTION_NEXT, page_forward },
	{ ACTION_SECTION_PREVIOUS, page_back },
	{ ACTION_START, page_start },
	{ ACTION_END, page_end },
};
const size_t page_moves_count = ARRAY_SIZE(page_moves);
