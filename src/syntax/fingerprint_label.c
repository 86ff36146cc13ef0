/* The words before a number, in the languages that programs print them in. */
#include <ctype.h>
#include <string.h>

#include "base/xalloc.h"

#include "syntax/fingerprint_parts.h"

/* In small letters; those of one line. */
static const char *const fingerprint_words[] = {
	"fingerprint", "finger print", "thumbprint", "thumb print", "hash", "digest", "checksum",
	"fingerabdruck", "empreinte", "huella", "impronta", "vingerafdruk", "impress\xc3\xa3o",
	"hach", "odcisk", "avtryck", "otisk", "sormenj",
	"\xd1\x82\xd0\xbf\xd0\xb5\xd1\x87\xd0\xb0\xd1\x82\xd0\xbe\xd0\xba", /* Russian */
	"\xe6\x8c\x87\xe7\xba\xb9", "\xe6\x8c\x87\xe7\xb4\x8b",             /* Chinese */
	"\xe6\x8b\x87\xe5\x8d\xb0",                                         /* Japanese */
};

#define SERIAL "a serial number"
#define KEY_ID "a key identifier"
#define KEY_HASH "a hash of a public key"
#define OTHER_HASH "a hash of another kind"

/* Words that tell of another number. Those that are whole are no part of a longer word. */
static const struct other_word {
	const char *word, *what;
	bool whole;
} other_words[] = {
	{ "serial", SERIAL, false },
	{ "serien", SERIAL, false },
	{ "serie", SERIAL, true },
	{ "s\xc3\xa9rie", SERIAL, false },
	{ "snbr", SERIAL, true },
	{ "s/n", SERIAL, true },
	{ "sn", SERIAL, true },
	{ "public key", KEY_HASH, false },
	{ "public-key", KEY_HASH, false },
	{ "publickey", KEY_HASH, false },
	{ "pubkey", KEY_HASH, false },
	{ "spki", KEY_HASH, false },
	{ "pin", KEY_HASH, true },
	{ "sha256//", KEY_HASH, false },
	{ "key", KEY_ID, true },
	{ "keyid", KEY_ID, false },
	{ "subjectkey", KEY_ID, false },
	{ "authoritykey", KEY_ID, false },
	{ "ski", KEY_ID, true },
	{ "aki", KEY_ID, true },
	{ "skid", KEY_ID, true },
	{ "akid", KEY_ID, true },
	{ "hpky", KEY_ID, true },
	{ "schl\xc3\xbcssel", KEY_ID, false },
	{ "schluessel", KEY_ID, false },
	{ "cl\xc3\xa9", KEY_ID, false },
	{ "clave", KEY_ID, false },
	{ "chiave", KEY_ID, false },
	{ "chave", KEY_ID, false },
	{ "sleutel", KEY_ID, false },
	{ "signature", "a signature", false },
	{ "signatur", "a signature", false },
	{ "modulus", "a number of a key", false },
	{ "exponent", "a number of a key", false },
	{ "password", "a challenge", false },
	{ "challenge", "a challenge", false },
	{ "sha3", OTHER_HASH, false },
	{ "sha-3", OTHER_HASH, true },
	{ "blake", OTHER_HASH, false },
	{ "ripemd", OTHER_HASH, false },
	{ "rmd160", OTHER_HASH, false },
	{ "keccak", OTHER_HASH, false },
	{ "shake", OTHER_HASH, false },
	{ "hmac", OTHER_HASH, false },
	{ "sm3", OTHER_HASH, true },
	{ "whirlpool", OTHER_HASH, false },
	{ "uuid", "an identifier", false },
	{ "guid", "an identifier", false },
};

/* Whether the line has the word. whole: with no letter on either side, and not as a tag of XML (<key>). */
static bool
line_has(const char *line, const char *word, bool whole)
{
	size_t len = strlen(word);

	for (const char *at = line; (at = strstr(at, word)); at++) {
		char before = at == line ? ' ' : at[-1];

		if (!whole ||
			(!isalnum((unsigned char)before) && !isalnum((unsigned char)at[len]) &&
				!(strchr("</", before) && at[len] == '>')))
			return true;
	}
	return false;
}

/* The last hash that the line names. "sha256sum" is one, too. */
static const struct hash *
line_hash(const char *line)
{
	const struct hash *last = NULL;
	const char *end;

	for (const char *at = line; *at; at++) {
		const struct hash *hash = at == line || !isalnum((unsigned char)at[-1])
						  ? hash_name_read(at, &end)
						  : NULL;

		if (hash && (!isalnum((unsigned char)*end) || !strncmp(end, "sum", 3)))
			last = hash;
	}
	return last;
}

/* Takes out the name of a file between a hash's name and an equals sign: "SHA256(key.cer)= ". */
static void
line_drop_file(struct strbuf *line)
{
	const char *open = strchr(line->buf, '('), *close = strrchr(line->buf, ')');

	if (!open || !close || close < open || close[1 + strspn(close + 1, " ")] != '=')
		return;
	strbuf_splice(line, (size_t)(open - line->buf), (size_t)(close + 1 - open), "", 0);
}

bool
label_has_word(const char *line)
{
	for (; *line; line++)
		if (isalnum((unsigned char)*line) || (unsigned char)*line >= 0x80)
			return true;
	return false;
}

/* line: in small letters. */
static struct label
line_read(struct strbuf *line)
{
	struct label label = { .meaning = LABEL_NOTHING };

	line_drop_file(line);
	label.hash = line_hash(line->buf);
	if (label_has_word(line->buf))
		label.meaning = LABEL_UNKNOWN;
	if (label.hash)
		label.meaning = LABEL_HASH;
	for (size_t i = 0; i < ARRAY_SIZE(fingerprint_words); i++)
		if (line_has(line->buf, fingerprint_words[i], false))
			label.meaning = LABEL_FINGERPRINT;
	for (size_t i = 0; i < ARRAY_SIZE(other_words) && !label.other; i++)
		if (line_has(line->buf, other_words[i].word, other_words[i].whole))
			label.other = other_words[i].what;
	if (label.other)
		label.meaning = LABEL_OTHER;
	return label;
}

/* A line that names a hash alone is told by the heading above it. */
struct label
label_read(const char *text, size_t len)
{
	struct label result = { .meaning = LABEL_NOTHING };
	bool named = false;

	while (len) {
		STRBUF(line);
		struct label label;
		size_t start = len;

		while (start && !strchr("\r\n", text[start - 1]))
			start--;
		strbuf_add(&line, text + start, len - start);
		len = start ? start - 1 : 0;
		strbuf_trim(&line);
		for (size_t i = 0; i < line.len; i++)
			line.buf[i] = (char)tolower((unsigned char)line.buf[i]);
		label = line_read(&line);
		if (named && label.meaning != LABEL_NOTHING) {
			/* a heading for what is below it */
			if (label.meaning == LABEL_OTHER && line.buf[line.len - 1] == ':') {
				result.meaning = LABEL_OTHER;
				result.other = label.other;
			} else if (label.meaning == LABEL_FINGERPRINT) {
				result.meaning = LABEL_FINGERPRINT;
			}
			len = 0;
		} else if (label.meaning > result.meaning) {
			result = label;
			named = label.meaning == LABEL_HASH;
			if (!named && label.meaning != LABEL_UNKNOWN)
				len = 0;
		}
	}
	return result;
}
