/* The bytes of a YAML file before libyaml reads them: what they may be. And the meaning of libyaml's errors, in words
 * that help the author of the file. Only for yaml.c. */
#ifndef FORMAT_YAML_SOURCE_H
#define FORMAT_YAML_SOURCE_H

#include <stdbool.h>

#include "base/place.h"
#include "base/strbuf.h"

/* Checks for UTF-8 text without control characters, and with line ends that every program counts the same. ascii: all
 * characters are one byte, except for a byte order mark. */
int yaml_source_check(
	const char *data, size_t len, const char *name, bool *ascii, struct strbuf *err);

/* Whether a decoded text has a control character other than tab and line ends, and which. */
bool yaml_text_control(const char *text, unsigned *cp);

/* An error as libyaml gives it. */
struct yaml_complaint {
	const char *problem;
	struct place at;    /* where it failed */
	struct place since; /* where what it was reading began; line 0 if it does not say */
	char first, byte;   /* of the line of at, and at it; NUL behind the end */
};

int yaml_source_complain(
	struct strbuf *err, const char *name, const struct yaml_complaint *complaint);

#endif
