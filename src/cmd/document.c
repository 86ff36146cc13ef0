/* Documents, as Markdown and as HTML. */
#include "cmd/document.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

/* What is around the parts of a document, and how a character of a text is written. */
struct markup {
	const char *begin, *title_end,
		*end; /* of all; the title is written between the first two */
	const char *open[BLOCK_TABLE + 1], *close[BLOCK_TABLE + 1];
	const char *list_open, *list_close;
	const char *head_open, *head_cell, *head_cell_close, *head_close;
	const char *rule, *rule_close; /* below the titles, once for each column */
	const char *row_open, *row_title, *row_title_close, *cell, *cell_close, *row_close;
	const char *line_break;
	/* at: a character of the line; the bytes of a line without markup are copied */
	void (*escape)(const char *line, const char *at, struct strbuf *out);
};

/*
 * Filling.
 */

void
document_release(struct document *document)
{
	for (size_t i = 0; i < document->n; i++)
		strvec_release(&document->v[i].texts);
	free(document->v);
	*document = (struct document){ .v = NULL };
}

static struct block *
document_block(struct document *document, enum block_kind kind)
{
	struct block *block;

	ARRAY_GROW(document->v, document->n, document->alloc);
	block = &document->v[document->n++];
	*block = (struct block){ .kind = kind, .texts = STRVEC_INIT };
	return block;
}

void
document_add(struct document *document, enum block_kind kind, const char *text)
{
	struct block *last = document->n ? &document->v[document->n - 1] : NULL;

	if (kind != BLOCK_LIST || !last || last->kind != BLOCK_LIST)
		last = document_block(document, kind);
	strvec_push(&last->texts, text);
}

void
document_table(struct document *document, const char *const *titles)
{
	struct block *block = document_block(document, BLOCK_TABLE);

	for (; titles[block->columns]; block->columns++)
		strvec_push(&block->texts, titles[block->columns]);
}

void
document_cell(struct document *document, const char *text)
{
	strvec_push(&document->v[document->n - 1].texts, text);
}

/*
 * Writing.
 */

static void
write_text(const struct markup *markup, const char *text, struct strbuf *out)
{
	STRVEC(lines);

	strvec_split(&lines, text, '\n');
	for (size_t i = 0; i < lines.n; i++) {
		STRBUF(shown);

		text_show(&shown, lines.v[i], strlen(lines.v[i]));
		strbuf_addstr(out, i ? markup->line_break : "");
		for (const char *at = shown.buf; *at; at++)
			markup->escape(shown.buf, at, out);
	}
}

static void
write_around(const struct markup *markup, const char *open, const char *text, const char *close,
	struct strbuf *out)
{
	strbuf_addstr(out, open);
	write_text(markup, text, out);
	strbuf_addstr(out, close);
}

static void
write_table(const struct markup *markup, const struct block *block, struct strbuf *out)
{
	const size_t columns = block->columns;

	strbuf_addstr(out, markup->head_open);
	for (size_t i = 0; i < columns; i++)
		write_around(
			markup, markup->head_cell, block->texts.v[i], markup->head_cell_close, out);
	strbuf_addstr(out, markup->head_close);
	for (size_t i = 0; i < columns; i++)
		strbuf_addstr(out, markup->rule);
	strbuf_addstr(out, markup->rule_close);
	for (size_t i = columns; i < block->texts.n; i++) {
		const bool first = i % columns == 0;

		strbuf_addstr(out, first ? markup->row_open : "");
		write_around(markup, first ? markup->row_title : markup->cell, block->texts.v[i],
			first ? markup->row_title_close : markup->cell_close, out);
		strbuf_addstr(out, (i + 1) % columns == 0 ? markup->row_close : "");
	}
}

static void
write_block(const struct markup *markup, const struct block *block, struct strbuf *out)
{
	strbuf_addstr(out, markup->open[block->kind]);
	if (block->kind == BLOCK_TABLE)
		write_table(markup, block, out);
	else if (block->kind == BLOCK_LIST)
		for (size_t i = 0; i < block->texts.n; i++)
			write_around(markup, markup->list_open, block->texts.v[i],
				markup->list_close, out);
	else
		write_text(markup, block->texts.v[0], out);
	strbuf_addstr(out, markup->close[block->kind]);
}

static void
write_document(const struct markup *markup, const struct document *document, struct strbuf *out)
{
	strbuf_addstr(out, markup->begin);
	if (*markup->title_end && document->n)
		write_text(markup, document->v[0].texts.v[0], out);
	strbuf_addstr(out, markup->title_end);
	for (size_t i = 0; i < document->n; i++)
		write_block(markup, &document->v[i], out);
	strbuf_addstr(out, markup->end);
}

/* A backslash makes any punctuation a plain character (CommonMark 2.4). A colon and a dot in a word are escaped because
 * readers make links of bare URLs and hosts; only an empty comment keeps them from doing that to an address of mail. */
static void
markdown_escape(const char *line, const char *at, struct strbuf *out)
{
	const bool begins = strspn(line, "0123456789") == (size_t)(at - line);
	const bool in_word = at[1] && at[1] != ' ';

	if (strchr("\\|<>&*_[](){}#!~`$^@", *at) || (strchr(":.", *at) && in_word) ||
		(strchr("-+=.", *at) && begins))
		strbuf_addch(out, '\\');
	strbuf_addch(out, *at);
	if (*at == '@')
		strbuf_addstr(out, "<!---->");
}

static void
html_escape(const char *line, const char *at, struct strbuf *out)
{
	static const char *const entities[] = {
		['&'] = "&amp;",
		['<'] = "&lt;",
		['>'] = "&gt;",
		['"'] = "&quot;",
		['\''] = "&#39;",
	};
	const unsigned char c = (unsigned char)*at;

	(void)line;
	if (c < ARRAY_SIZE(entities) && entities[c])
		strbuf_addstr(out, entities[c]);
	else
		strbuf_addch(out, *at);
}

static const struct markup markdown = {
	.begin = "",
	.title_end = "",
	.end = "",
	.open = { [BLOCK_TITLE] = "# ",
		[BLOCK_HEADING] = "\n## ",
		[BLOCK_TEXT] = "\n",
		[BLOCK_LIST] = "\n",
		[BLOCK_TABLE] = "\n" },
	.close = { [BLOCK_TITLE] = "\n",
		[BLOCK_HEADING] = "\n",
		[BLOCK_TEXT] = "\n",
		[BLOCK_LIST] = "",
		[BLOCK_TABLE] = "" },
	.list_open = "- ",
	.list_close = "\n",
	.head_open = "",
	.head_cell = "| ",
	.head_cell_close = " ",
	.head_close = "|\n",
	.rule = "|---",
	.rule_close = "|\n",
	.row_open = "",
	.row_title = "| ",
	.row_title_close = " ",
	.cell = "| ",
	.cell_close = " ",
	.row_close = "|\n",
	.line_break = "<br>",
	.escape = markdown_escape,
};

static const struct markup html = {
	.begin = "<!DOCTYPE html>\n"
		 "<html lang=\"en\">\n"
		 "<head>\n"
		 "<meta charset=\"utf-8\"/>\n"
		 "<meta http-equiv=\"Content-Security-Policy\" "
		 "content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n"
		 "<meta name=\"viewport\" content=\"width=device-width\"/>\n"
		 "<title>",
	.title_end = "</title>\n"
		     "<style>\n"
		     ":root { color-scheme: light dark;}\n"
		     "body { font: 1rem/1.4 system-ui, sans-serif;max-width: 60rem;"
		     "margin: 2rem auto;padding: 0 1rem;}\n"
		     "table { border-collapse: collapse;width: 100%;}\n"
		     "th, td { border: 1px solid;padding: .3rem .5rem;text-align: left;"
		     "vertical-align: top;overflow-wrap: anywhere;}\n"
		     "td { min-width: 4rem;}\n"
		     "td:empty { height: 1.4rem;}\n"
		     "@media print { body { margin: 0;max-width: none;} "
		     "tr { break-inside: avoid;} h2 { break-after: avoid;} }\n"
		     "</style>\n"
		     "</head>\n"
		     "<body>\n",
	.end = "</body>\n</html>\n",
	.open = { [BLOCK_TITLE] = "<h1>",
		[BLOCK_HEADING] = "<h2>",
		[BLOCK_TEXT] = "<p>",
		[BLOCK_LIST] = "<ul>\n",
		[BLOCK_TABLE] = "<table>\n" },
	.close = { [BLOCK_TITLE] = "</h1>\n",
		[BLOCK_HEADING] = "</h2>\n",
		[BLOCK_TEXT] = "</p>\n",
		[BLOCK_LIST] = "</ul>\n",
		[BLOCK_TABLE] = "</tbody>\n</table>\n" },
	.list_open = "<li>",
	.list_close = "</li>\n",
	.head_open = "<thead>\n<tr>",
	.head_cell = "<th scope=\"col\">",
	.head_cell_close = "</th>",
	.head_close = "</tr>\n</thead>\n<tbody>\n",
	.rule = "",
	.rule_close = "",
	.row_open = "<tr>",
	.row_title = "<th scope=\"row\">",
	.row_title_close = "</th>",
	.cell = "<td>",
	.cell_close = "</td>",
	.row_close = "</tr>\n",
	.line_break = "<br/>",
	.escape = html_escape,
};

void
document_markdown(const struct document *document, struct strbuf *out)
{
	write_document(&markdown, document, out);
}

void
document_html(const struct document *document, struct strbuf *out)
{
	write_document(&html, document, out);
}
