/* Fingerprints as people paste them. Which reading is meant is settled before anything is decoded:
 * a certificate, hex digits (with or without delimiters), or Base64. */
#include "syntax/fingerprint.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/base64.h"
#include "syntax/fingerprint_parts.h"
#include "syntax/x509.h"

/* Enough of a hash to tell two apart at a glance; no hash has fewer. */
#define PROGRESS_BYTES 8

/* The length of a mark that nobody sees; 0 for any other character. */
static size_t
invisible_at(const char *text, uint32_t *cp)
{
	size_t len = utf8_decode(text, strnlen(text, 4), cp);

	return *cp == 0x200e || *cp == 0x200f || *cp == 0x200b || *cp == 0xfeff ? len : 0;
}

/* Windows' certificate window copies an invisible mark before a thumbprint. */
static int
invisible_mark(const struct reading *reading, struct finding *slip)
{
	const char *text = reading->text;
	size_t first = SIZE_MAX, len;
	uint32_t cp, found = 0;
	STRBUF(visible);

	if (text_is_ascii(text))
		return 0;
	for (size_t i = reading->start; text[i]; i += len ? len : 1) {
		len = (unsigned char)text[i] < 0x80 ? 0 : invisible_at(text + i, &cp);
		if (!len)
			strbuf_addch(&visible, text[i]);
		else if (first == SIZE_MAX) {
			first = i;
			found = cp;
		}
	}
	if (first == SIZE_MAX)
		return 0;
	finding_set(slip, "fingerprint-syntax", first,
		"an invisible character (U+%04X) is %s the fingerprint; "
		"some programs add it when copying",
		(unsigned)found, first == reading->start ? "before" : "in");
	finding_fix(slip, visible.buf);
	return -1;
}

/* The content of the one <data> of a property list, without its tags; NULL where there is none. The caller frees.
 * What stands before it may be the key. */
static char *
data_content(const char *text)
{
	static const char open[] = "<data>", close[] = "</data>";
	const char *from = strstr(text, open), *to = from ? strstr(from, close) : NULL;
	struct label label;

	if (!to || strstr(to, open))
		return NULL;
	label = label_read(text, (size_t)(from - text));
	if (label.meaning == LABEL_OTHER || label.meaning == LABEL_UNKNOWN)
		return NULL;
	from += strlen(open);
	return xstrndup(from, (size_t)(to - from));
}

/* Digits that no words belong to, and nothing that a hash could be found in. */
static int
parse_plain(const struct reading *reading, struct fingerprint *out, struct finding *slip)
{
	STRBUF(bytes);
	struct label label;
	int result = reading_parse(reading, &bytes, slip);

	if (result == 0) {
		*out = (struct fingerprint){ .len = bytes.len };
		memcpy(out->bytes, bytes.buf, bytes.len);
		out->from_hex = reading_is_hex(reading);
		out->both_readings = out->from_hex && !reading->delimiters && !reading->label;
	} else if (reading->others && strcmp(slip->rule, "fingerprint-is-certificate") != 0) {
		/* "Serial Number: 42" */
		label = label_read(reading->text, strcspn(reading->text, ":=\r\n"));
		if (label.meaning == LABEL_OTHER)
			result = fingerprint_is_other(slip, label.other);
	}
	return result;
}

/* A hash that stands among words. */
static int
parse_located(const struct located *located, struct fingerprint *out, struct finding *slip)
{
	const struct reading reading = { .label = located->hash };

	*out = (struct fingerprint){ .len = located->len, .from_hex = true };
	memcpy(out->bytes, located->bytes, located->len);
	out->both_readings = !located->delimited && !located->hash;
	return reading_check_length(&reading, located->len, false, slip);
}

static bool
text_is_certificate(const char *text)
{
	return strstr(text, "-----BEGIN ") ||
	       (certificate_is_pasted(text) && !strchr(text, '\n') && !strstr(text, "<data>"));
}

static int
parse_text(const char *text, struct fingerprint *out, struct finding *slip)
{
	char *content = data_content(text);
	struct located located;
	struct reading reading;
	int result;

	reading_init(&reading, content ? content : text);
	if (text_is_certificate(text))
		result = fingerprint_is_certificate(text, slip,
			strstr(text, "KEY-----") ? "a key in PEM" : "a certificate in PEM");
	else if (invisible_mark(&reading, slip) < 0)
		result = -1;
	else if ((result = fingerprint_locate(reading.text, &located, slip)) == 1)
		result = parse_located(&located, out, slip);
	else if (result == 0)
		result = parse_plain(&reading, out, slip);
	free(content);
	return result;
}

int
fingerprint_parse(const char *text, struct fingerprint *out, struct finding *slip)
{
	FINDING(next);
	struct fingerprint fixed;
	int result = parse_text(text, out, slip);

	if (result == 0)
		out->hash = fingerprint_hash_name(out->len);
	else if (slip->fix && parse_text(slip->fix, &fixed, &next) < 0)
		finding_fix(slip, NULL); /* one that is refused in its turn is no fix */
	return result;
}

const char *
fingerprint_number(const char *text, struct strbuf *bytes)
{
	struct reading reading;
	size_t sign = strcspn(text, ":=\r\n"), bad;
	struct label label = label_read(text, sign);

	if (text[sign] && label.meaning >= LABEL_HASH)
		text += sign + 1;
	reading_init(&reading, text);
	if (!reading.others && reading.digits % 2 == 0)
		reading_hex(&reading, bytes);
	else if (reading.others && !reading.colons)
		base64_decode(
			reading.text + reading.start, reading.end - reading.start, bytes, &bad);
	return reading.text + reading.start;
}

void
fingerprint_progress(const char *text, struct strbuf *out)
{
	struct fingerprint fp;
	FINDING(slip);
	struct reading reading;
	size_t bytes;

	reading_init(&reading, text);
	if (reading.start >= reading.end)
		return;
	if (fingerprint_parse(text, &fp, &slip) == 0) {
		strbuf_addf(out, "%s ", fp.hash);
		fingerprint_to_hex(fp.bytes, PROGRESS_BYTES, out);
		strbuf_addstr(out, "...");
		return;
	}
	if (!strcmp(slip.rule, "fingerprint-is-certificate")) {
		strbuf_addstr(out, "no fingerprint");
		return;
	}
	if (reading_is_hex(&reading) && reading.digits % 2) {
		strbuf_addf(
			out, "%zu hex digit%s", reading.digits, plural(reading.digits, "", "s"));
		return;
	}
	bytes = reading_is_hex(&reading) ? reading.digits / 2
					 : (reading.end - reading.start) * 3 / 4;
	strbuf_addf(out, "%zu byte%s, no hash%s", bytes, plural(bytes, "", "s"),
		bytes < FINGERPRINT_MAX ? " yet" : "");
}

void
fingerprint_to_base64(const struct fingerprint *fp, struct strbuf *out)
{
	base64_encode(fp->bytes, fp->len, out);
}

void
fingerprint_to_hex(const unsigned char *bytes, size_t len, struct strbuf *out)
{
	for (size_t i = 0; i < len; i++)
		strbuf_addf(out, "%s%02X", i ? ":" : "", bytes[i]);
}
