/* Reading JSON: a descent with one function for each kind of value. */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/json.h"
#include "base/text.h"

/* Of an object or array: a lookup goes through all entries. */
#define ENTRIES_MAX 1000

struct json {
	const char *text, *at, *end;
	int depth; /* levels that are left */
	struct strbuf *err;
};

/* Returns false. */
static bool
json_fails(const struct json *json, const char *at, const char *what)
{
	int line = 1, column = 1;

	for (const char *c = json->text; c < at; c++) {
		column = *c == '\n' ? 1 : column + 1;
		line += *c == '\n';
	}
	error_add(json->err, "line %d, column %d: %s", line, column, what);
	return false;
}

static void
json_skip_space(struct json *json)
{
	while (json->at < json->end && memchr(" \t\r\n", *json->at, 4))
		json->at++;
}

/* Whether the character comes next, behind space; it is read then. */
static bool
json_takes(struct json *json, char c)
{
	json_skip_space(json);
	if (json->at == json->end || *json->at != c)
		return false;
	json->at++;
	return true;
}

static bool
json_wants(struct json *json, char c, const char *what)
{
	return json_takes(json, c) || json_fails(json, json->at, what);
}

static bool
json_four_digits(struct json *json, uint32_t *number)
{
	*number = 0;
	for (int i = 0; i < 4; i++) {
		int digit = json->at < json->end ? text_hex_digit(*json->at) : -1;

		if (digit < 0)
			return json_fails(json, json->at, "\\u needs four hex digits");
		*number = *number << 4 | (unsigned)digit;
		json->at++;
	}
	return true;
}

/* Behind \u: a character, or the two halves of a surrogate pair. */
static bool
json_unicode(struct json *json, struct strbuf *out)
{
	const char *start = json->at - 2;
	uint32_t cp, low;
	char bytes[4];

	if (!json_four_digits(json, &cp))
		return false;
	if (cp >= 0xd800 && cp < 0xdc00 && json->end - json->at > 2 && json->at[0] == '\\' &&
		json->at[1] == 'u') {
		json->at += 2;
		if (!json_four_digits(json, &low))
			return false;
		if (low >= 0xdc00 && low < 0xe000)
			cp = 0x10000 + ((cp - 0xd800) << 10 | (low - 0xdc00));
	}
	if (!cp || (cp >= 0xd800 && cp < 0xe000))
		return json_fails(json, start, "a text cannot have this \\u");
	strbuf_add(out, bytes, utf8_encode(cp, bytes));
	return true;
}

static bool
json_escape(struct json *json, struct strbuf *out)
{
	static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
	const char *found;

	if (json->at == json->end)
		return json_fails(json, json->at, "the text ends in an escape");
	if (*json->at++ == 'u')
		return json_unicode(json, out);
	found = memchr(letters, json->at[-1], sizeof letters - 1);
	if (!found)
		return json_fails(json, json->at - 1, "there is no such escape");
	strbuf_addch(out, meant[found - letters]);
	return true;
}

/* Behind the opening quote. */
static bool
json_string(struct json *json, struct strbuf *out)
{
	while (json->at < json->end && *json->at != '"') {
		uint32_t cp;
		size_t n = utf8_decode(json->at, (size_t)(json->end - json->at), &cp);

		if (cp == UTF8_INVALID || cp < ' ')
			return json_fails(json, json->at, "a text cannot have this byte");
		json->at += n;
		if (cp != '\\')
			strbuf_add(out, json->at - n, n);
		else if (!json_escape(json, out))
			return false;
	}
	return json_wants(json, '"', "the text has no end");
}

/* A whole number without a leading 0. */
static struct node *
json_number(struct json *json)
{
	const char *start = json->at;
	bool minus = *json->at == '-';
	int64_t number = 0;

	json->at += minus;
	while (json->at < json->end && *json->at >= '0' && *json->at <= '9') {
		int digit = *json->at++ - '0';

		if (number < (INT64_MIN + digit) / 10) {
			json_fails(json, start, "the number is too large");
			return NULL;
		}
		number = number * 10 - digit;
	}
	if (json->at == start + minus || (start[minus] == '0' && json->at > start + minus + 1) ||
		(json->at < json->end && memchr(".eE", *json->at, 3)) ||
		(!minus && number == INT64_MIN)) {
		json_fails(json, start, "only whole numbers are accepted");
		return NULL;
	}
	return node_integer_new(minus ? number : -number);
}

static struct node *json_value(struct json *json);

static bool
json_item(struct json *json, struct node *list)
{
	struct node *item;

	if (list->n == ENTRIES_MAX)
		return json_fails(json, json->at, "the array is too long");
	item = json_value(json);
	if (item)
		node_append(list, item);
	return item != NULL;
}

static struct node *
json_array_read(struct json *json)
{
	struct node *list = node_list_new();

	if (json_takes(json, ']'))
		return list;
	do {
		if (!json_item(json, list)) {
			node_free(list);
			return NULL;
		}
	} while (json_takes(json, ','));
	if (json_wants(json, ']', "the array needs a comma or its ] here"))
		return list;
	node_free(list);
	return NULL;
}

static bool
json_entry(struct json *json, struct node *map)
{
	STRBUF(key);
	const char *start;
	struct node *value;

	if (!json_wants(json, '"', "the object needs a \"member\" here"))
		return false;
	start = json->at;
	if (!json_string(json, &key))
		return false;
	if (node_get(map, key.buf))
		return json_fails(json, start, "the object has this member twice");
	if (map->n == ENTRIES_MAX)
		return json_fails(json, start, "the object has too many members");
	if (!json_wants(json, ':', "the member needs a colon here"))
		return false;
	value = json_value(json);
	if (value)
		node_add(map, key.buf, value);
	return value != NULL;
}

static struct node *
json_object_read(struct json *json)
{
	struct node *map = node_map_new();

	if (json_takes(json, '}'))
		return map;
	do {
		if (!json_entry(json, map)) {
			node_free(map);
			return NULL;
		}
	} while (json_takes(json, ','));
	if (json_wants(json, '}', "the object needs a comma or its } here"))
		return map;
	node_free(map);
	return NULL;
}

/* An array or object, one level deeper. */
static struct node *
json_nested(struct json *json, struct node *(*read)(struct json *json))
{
	struct node *node;

	if (!json->depth) {
		json_fails(json, json->at - 1, "this is nested too deeply");
		return NULL;
	}
	json->depth--;
	node = read(json);
	json->depth++;
	return node;
}

static struct node *
json_text(struct json *json)
{
	STRBUF(text);

	return json_string(json, &text) ? node_text_new(text.buf) : NULL;
}

static struct node *
json_word(struct json *json)
{
	static const char *const words[] = { "true", "false", "null" };
	size_t left = (size_t)(json->end - json->at);

	for (size_t i = 0; i < 3; i++) {
		size_t len = strlen(words[i]);

		if (left < len || memcmp(json->at, words[i], len) != 0)
			continue;
		json->at += len;
		return i < 2 ? node_boolean_new(i == 0) : node_null_new();
	}
	json_fails(json, json->at, left ? "this is not JSON" : "a value is missing");
	return NULL;
}

static struct node *
json_value(struct json *json)
{
	if (json_takes(json, '{'))
		return json_nested(json, json_object_read);
	if (json_takes(json, '['))
		return json_nested(json, json_array_read);
	if (json_takes(json, '"'))
		return json_text(json);
	if (json->at < json->end && memchr("-0123456789", *json->at, 11))
		return json_number(json);
	return json_word(json);
}

struct node *
json_read(const char *text, size_t len, int depth, struct strbuf *err)
{
	struct json json = { text, text, text + len, depth, err };
	struct node *node = json_value(&json);

	json_skip_space(&json);
	if (!node || json.at == json.end)
		return node;
	json_fails(&json, json.at, "more follows behind the value");
	node_free(node);
	return NULL;
}
