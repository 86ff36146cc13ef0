/* The bytes of a YAML file, before and beside libyaml: what they may hold, and what libyaml's errors
 * mean in words that help the person who wrote the file. For yaml.c alone. */
#ifndef FORMAT_YAML_SOURCE_H
#define FORMAT_YAML_SOURCE_H

#include <stdbool.h>

#include "base/place.h"
#include "base/strbuf.h"

/* UTF-8 text without control characters, and with line ends that every program counts alike. ascii: whether all
 * characters have one byte, but for a byte order mark. */
int yaml_source_check(
	const char *data, size_t len, const char *name, bool *ascii, struct strbuf *err);

/* Whether a decoded text holds a control character other than tab and line ends; which. */
bool yaml_text_control(const char *text, unsigned *cp);

/* An error as libyaml gives it. */
struct yaml_complaint {
	const char *problem;
	struct place at;    /* where it stumbled */
	struct place since; /* where what it was reading began; line 0 where it does not say */
	char first, byte;   /* of the line of at, and at it; NUL behind the end */
};

int yaml_source_complain(
	struct strbuf *err, const char *name, const struct yaml_complaint *complaint);

#endif
