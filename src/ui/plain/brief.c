/* Shorter texts for the ear. A hash of 32 bytes takes a minute to listen to, and its beginning is enough to know it
 * again. */
#include <ctype.h>
#include <string.h>

#include "base/text.h"

#include "ui/plain/state.h"

/* What has as many pairs is a hash (SHA-1 has 20); fewer are one if dots say that it was cut. */
#define HASH_BYTES 20
#define HASH_BYTES_CUT 4
#define GROUP_BYTES 4

/* What is said of a file ends with what a window may have no room for. */
static const char in_full[] = " In full: ", its_hash[] = ", SHA-256 ";

void
plain_file(const char *told, bool with_hash, struct strbuf *out)
{
	const char *details = strstr(told, in_full), *hash = strstr(told, its_hash);
	STRBUF(head);

	if (details && hash && !with_hash && hash < details)
		details = hash;
	strbuf_add(&head, told, details ? (size_t)(details - told) : strlen(told));
	plain_hash(head.buf, false, out);
	if (out->len && !plain_ends(out->buf))
		strbuf_addch(out, '.');
}

/* Hex in pairs, with colons between them or with nothing. */
struct hex {
	size_t pairs, step; /* step: from one pair to the next */
	size_t len;
};

static struct hex
hex_read(const char *text)
{
	struct hex hex = { .step = strlen(text) > 2 && text[2] == ':' ? 3 : 2 };

	while (isxdigit((unsigned char)text[hex.len]) &&
		isxdigit((unsigned char)text[hex.len + 1])) {
		hex.pairs++;
		hex.len += 2;
		if (hex.step == 2)
			continue;
		if (text[hex.len] != ':')
			break;
		hex.len++;
	}
	return hex;
}

static void
add_pairs(const char *text, size_t step, size_t n, struct strbuf *out)
{
	for (size_t i = 0; i < n; i++)
		strbuf_addf(out, "%s%c%c",
			!i                ? ""
			: i % GROUP_BYTES ? " "
					  : ", ",
			toupper((unsigned char)text[step * i]),
			toupper((unsigned char)text[step * i + 1]));
}

/* Base64 says the same as what is behind it: "2jmj...= (SHA-256 DA:39:...)". */
static size_t
base64_before_hash(const char *text)
{
	size_t len = strcspn(text, " ");
	size_t end = strlen(text);

	return !strncmp(text + len, " (SHA-", 6) && text[end - 1] == ')' ? len + 2 : 0;
}

void
plain_hash(const char *text, bool whole, struct strbuf *out)
{
	size_t skipped = base64_before_hash(text), end = strlen(text) - (skipped > 0);

	for (size_t i = skipped; i < end;) {
		bool begins = !i || !isalnum((unsigned char)text[i - 1]);
		struct hex hex = begins ? hex_read(text + i) : (struct hex){ 0 };
		bool cut = hex.pairs >= HASH_BYTES_CUT && !strncmp(text + i + hex.len, "...", 3);

		if (hex.pairs < HASH_BYTES && !cut) {
			strbuf_addch(out, text[i++]);
			continue;
		}
		if (out->len && out->buf[out->len - 1] == ' ') {
			strbuf_truncate(out, out->len - 1);
			strbuf_addstr(out, ", ");
		}
		if (!whole || cut)
			strbuf_addstr(out, "begins ");
		add_pairs(text + i, hex.step, whole && !cut ? hex.pairs : GROUP_BYTES, out);
		i += hex.len + (cut ? 3 : 0);
	}
}

/* An example with slashes is a row of signs to the ear. */
static bool
is_example_to_see(const char *text)
{
	static const char such_as[] = ", such as ";
	size_t len = strlen(such_as);

	return !strncmp(text, such_as, len) &&
	       memchr(text + len, '/', strcspn(text + len, " ")) != NULL;
}

void
plain_first_sentence(const char *text, struct strbuf *out)
{
	size_t len = 0;

	while (text[len] && text[len] != '\n' && !is_example_to_see(text + len) &&
		!(strchr(".:?", text[len]) && text[len + 1] == ' '))
		len++;
	strbuf_add(out, text, len);
	if (len && !plain_ends(out->buf))
		strbuf_addch(out, text[len] == '?' ? '?' : '.');
}

bool
plain_ends(const char *text)
{
	size_t len = strlen(text);

	return len && strchr(".?!", text[len - 1]);
}
