/* JSON output. */
#include "base/json.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "base/report.h"
#include "base/text.h"

#define REPLACEMENT 0xfffd

static void
json_escape(struct strbuf *out, uint32_t cp)
{
	if (cp >= 0x10000) /* a surrogate pair */
		strbuf_addf(out, "\\u%04x\\u%04x", (unsigned)(0xd800 + ((cp - 0x10000) >> 10)),
			(unsigned)(0xdc00 + ((cp - 0x10000) & 0x3ff)));
	else
		strbuf_addf(out, "\\u%04x", (unsigned)cp);
}

/* What the display filter would escape is escaped in JSON's own way, so that nothing is lost. */
static void
json_character(struct strbuf *out, const char *s, size_t len, uint32_t cp, int *marks)
{
	static const char special[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
	const char *found = cp && cp < 0x80 ? strchr(special, (int)cp) : NULL;
	bool shown = text_is_shown_here(cp, marks);

	if (found) {
		strbuf_addch(out, '\\');
		strbuf_addch(out, letters[found - special]);
	} else if (cp == UTF8_INVALID) {
		json_escape(out, REPLACEMENT);
	} else if (!shown) {
		json_escape(out, cp);
	} else {
		strbuf_add(out, s, len);
	}
}

static void
json_quote(struct strbuf *out, const char *text)
{
	size_t len = strlen(text), n;
	int marks = TEXT_MARKS_MAX;
	uint32_t cp;

	strbuf_addch(out, '"');
	for (size_t pos = 0; pos < len; pos += n) {
		n = utf8_decode(text + pos, len - pos, &cp);
		json_character(out, text + pos, n, cp, &marks);
	}
	strbuf_addch(out, '"');
}

/* Two spaces a level, as most tools print it. */
static void
json_newline(struct strbuf *out, size_t depth)
{
	strbuf_addch(out, '\n');
	strbuf_addchars(out, ' ', 2 * depth);
}

static void
json_value(const struct node *node, size_t depth, struct strbuf *out)
{
	const char *brackets = node->kind == NODE_MAP ? "{}" : "[]";

	switch (node->kind) {
	case NODE_TEXT:
		json_quote(out, node->text.buf);
		return;
	case NODE_INTEGER:
		strbuf_addf(out, "%" PRId64, node->number);
		return;
	case NODE_BOOLEAN:
		strbuf_addstr(out, node->number ? "true" : "false");
		return;
	case NODE_NULL:
		strbuf_addstr(out, "null");
		return;
	case NODE_LIST:
	case NODE_MAP:
		break;
	default:
		BUG("JSON has no value of the kind %d", node->kind);
	}
	strbuf_addch(out, brackets[0]);
	for (size_t i = 0; i < node->n; i++) {
		strbuf_addstr(out, i ? "," : "");
		json_newline(out, depth + 1);
		if (node->kind == NODE_MAP) {
			json_quote(out, node->v[i]->key);
			strbuf_addstr(out, ": ");
		}
		json_value(node->v[i], depth + 1, out);
	}
	if (node->n)
		json_newline(out, depth);
	strbuf_addch(out, brackets[1]);
}

void
json_write(const struct node *node, struct strbuf *out)
{
	json_value(node, 0, out);
	strbuf_addch(out, '\n');
}

void
json_write_item(const struct node *item, size_t count, struct strbuf *out)
{
	strbuf_addch(out, count ? ',' : '[');
	json_newline(out, 1);
	json_value(item, 1, out);
}

void
json_write_end(size_t count, struct strbuf *out)
{
	strbuf_addstr(out, count ? "\n]\n" : "[]\n");
}

struct node *
json_add(struct node *map, const char *key, ...)
{
	va_list ap;

	va_start(ap, key);
	for (; key; key = va_arg(ap, const char *)) {
		const char *text = va_arg(ap, const char *);

		node_add(map, key, text ? node_text_new(text) : node_null_new());
	}
	va_end(ap);
	return map;
}

struct node *
json_array(const char *text, ...)
{
	struct node *list = node_list_new();
	va_list ap;

	va_start(ap, text);
	for (; text; text = va_arg(ap, const char *))
		node_append(list, node_text_new(text));
	va_end(ap);
	return list;
}

struct node *
json_texts(const struct strvec *texts)
{
	struct node *list = node_list_new();

	for (size_t i = 0; i < texts->n; i++)
		node_append(list, node_text_new(texts->v[i]));
	return list;
}
