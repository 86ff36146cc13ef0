/* Writes JSON (RFC 8259), indented, for the commands' --format json.
 *
 *     struct json json = JSON_INIT(&out);
 *     json_open(&json, NULL, '{');
 *     json_text(&json, "name", name);
 *     json_open(&json, "items", '[');
 *     json_text(&json, NULL, item);
 *     json_close(&json);
 *     json_close(&json);
 *
 * key is NULL inside an array and for the outermost value. Commas, line ends and indentation are
 * done here. Texts may be anything: what is no UTF-8 becomes U+FFFD, and whatever could steer or
 * deceive a terminal (see text_show) is escaped, so that the output may be looked at. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "base/strvec.h"

#define JSON_DEPTH 16

struct json {
	struct strbuf *out;
	int depth;
	char close[JSON_DEPTH];  /* the bracket that ends each open value */
	bool filled[JSON_DEPTH]; /* whether it has a member yet */
};

#define JSON_INIT(sb)       \
	{                   \
		.out = (sb) \
	}

/* bracket: { or [. The line ends behind the outermost value. */
void json_open(struct json *json, const char *key, char bracket);
void json_close(struct json *json);

/* text NULL is written as null. */
void json_text(struct json *json, const char *key, const char *text);
/* An array of texts. */
void json_texts(struct json *json, const char *key, const struct strvec *texts);
void json_number(struct json *json, const char *key, long number);
void json_bool(struct json *json, const char *key, bool yes);

#endif
