/* Fingerprints as people paste them. Which reading is meant is settled before anything is decoded:
 * a certificate, hex digits (with or without delimiters), or Base64. */
#include "syntax/fingerprint.h"

#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/base64.h"
#include "syntax/fingerprint_parts.h"
#include "syntax/x509.h"

/* Enough of a hash to tell two apart at a glance; no hash has fewer. */
#define PROGRESS_BYTES 8

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
	for (size_t i = reading->start; text[i]; i += len) {
		len = utf8_decode(text + i, strnlen(text + i, 4), &cp);
		if (cp != 0x200e && cp != 0x200f && cp != 0x200b && cp != 0xfeff)
			strbuf_add(&visible, text + i, len);
		else if (first == SIZE_MAX) {
			first = i;
			found = cp;
		}
	}
	if (first == SIZE_MAX)
		return 0;
	finding_set(slip, "fingerprint-syntax", first,
		"there is an invisible character (U+%04X) %s the fingerprint, as some programs "
		"add when copying",
		(unsigned)found, first == reading->start ? "before" : "in");
	finding_fix(slip, visible.buf);
	return -1;
}

/* The content of the one <data> of a property list, without its tags; false if there is none. The key may come before
 * it. */
static bool
data_content(const char *text, struct strbuf *content)
{
	static const char open[] = "<data>", close[] = "</data>";
	const char *from = strstr(text, open), *to = from ? strstr(from, close) : NULL;
	struct label label;

	if (!to || strstr(to, open))
		return false;
	label = label_read(text, (size_t)(from - text));
	if (label.meaning == LABEL_OTHER || label.meaning == LABEL_UNKNOWN)
		return false;
	from += strlen(open);
	strbuf_add(content, from, (size_t)(to - from));
	return true;
}

/* Digits that no words belong to, and nothing that a hash could be found in. */
static int
parse_plain(const struct reading *reading, struct fingerprint *out, struct finding *slip)
{
	STRBUF(bytes);
	struct label label;

	if (reading_parse(reading, &bytes, slip) == 0) {
		*out = (struct fingerprint){ .len = bytes.len };
		memcpy(out->bytes, bytes.buf, bytes.len);
		out->from_hex = reading_is_hex(reading);
		out->both_readings = out->from_hex && !reading->delimiters && !reading->label;
		return 0;
	}
	if (!reading->others || !strcmp(slip->rule, "fingerprint-is-certificate"))
		return -1;
	/* "Serial Number: 42" */
	label = label_read(reading->text, strcspn(reading->text, ":=\r\n"));
	return label.meaning == LABEL_OTHER ? fingerprint_is_other(slip, label.other) : -1;
}

static int
parse_text(const char *text, struct fingerprint *out, struct finding *slip)
{
	STRBUF(content);
	struct located located;
	struct reading reading;
	int found;

	if (strstr(text, "-----BEGIN ") ||
		(certificate_is_pasted(text) && !strchr(text, '\n') && !strstr(text, "<data>")))
		return fingerprint_is_certificate(text, slip,
			strstr(text, "KEY-----") ? "a key in PEM" : "a certificate in PEM");
	reading_init(&reading, data_content(text, &content) ? content.buf : text);
	if (invisible_mark(&reading, slip) < 0)
		return -1;
	found = fingerprint_locate(reading.text, &located, slip);
	if (found <= 0)
		return found < 0 ? -1 : parse_plain(&reading, out, slip);
	/* a hash among words */
	*out = (struct fingerprint){ .len = located.len, .from_hex = true };
	memcpy(out->bytes, located.bytes, located.len);
	out->both_readings = !located.delimited && !located.hash;
	return reading_check_length(
		&(struct reading){ .label = located.hash }, located.len, false, slip);
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
		finding_fix(slip, NULL); /* a fix that would be refused is not offered */
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
	strbuf_addf(out, "%zu byte%s, not a hash%s", bytes, plural(bytes, "", "s"),
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
