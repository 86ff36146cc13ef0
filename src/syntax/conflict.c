/* git's conflict markers. */
#include "syntax/conflict.h"

#include <string.h>

#define MARKER_LENGTH 7

static bool
is_marker(const char *line, size_t len)
{
	if (len < MARKER_LENGTH || !strchr("<>|", *line))
		return false;
	for (size_t i = 1; i < MARKER_LENGTH; i++)
		if (line[i] != *line)
			return false;
	return len == MARKER_LENGTH || strchr(" \r\n", line[MARKER_LENGTH]);
}

bool
conflict_find(const char *text, size_t len, size_t *offset)
{
	for (size_t at = 0; at < len;) {
		const char *end = memchr(text + at, '\n', len - at);

		if (text[at] && is_marker(text + at, len - at)) {
			*offset = at;
			return true;
		}
		if (!end)
			return false;
		at = (size_t)(end - text) + 1;
	}
	return false;
}
