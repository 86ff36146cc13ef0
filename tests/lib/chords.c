#include "chords.h"

static int
chord_is_called(uint32_t chord, const char *name, size_t len)
{
	struct strbuf called = STRBUF_INIT;
	int same;

	chord_name(chord, &called);
	same = called.len == len && !memcmp(called.buf, name, len);
	strbuf_release(&called);
	return same;
}

uint32_t
chord_named(const char *name, size_t len)
{
	for (size_t i = 0; i < key_bindings_count; i++)
		for (size_t j = 0; j < KEY_CHORDS_MAX && key_bindings[i].chords[j]; j++)
			if (chord_is_called(key_bindings[i].chords[j], name, len))
				return key_bindings[i].chords[j];
	fail_msg("no key is called \"%.*s\"", (int)len, name);
	return CHORD_NONE;
}

uint32_t
chord_next(const char **script)
{
	const char *s = *script, *end;
	uint32_t chord;

	if (!*s)
		return 0;
	if (*s == '{' && (end = strchr(s, '}'))) {
		*script = end + 1;
		return chord_named(s + 1, (size_t)(end - s - 1));
	}
	*script = s + utf8_decode(s, strlen(s), &chord);
	return chord;
}
