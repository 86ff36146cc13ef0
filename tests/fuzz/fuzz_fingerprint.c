/* Fingerprints: the bytes that are read come back from both spellings; a mend is one that is read. */
#include "syntax/fingerprint.h"

#include "fuzz.h"

/* Base64 of bytes that are hex digits themselves is refused; no hash is like that. */
static void
fingerprint_must_read(const char *text, const struct fingerprint *want)
{
	struct fingerprint again = { 0 };
	struct finding slip = FINDING_INIT;

	if (fingerprint_parse(text, &again, &slip) == 0)
		must(again.len == want->len && !memcmp(again.bytes, want->bytes, want->len));
	else
		must(!strcmp(slip.rule, "fingerprint-base64-of-hex"));
	finding_release(&slip);
}

/* 48 bytes as Base64 may be 64 hex digits, or nearly, which are always hex (syntax/fingerprint.h). */
static bool
resembles_hex(const char *base64)
{
	size_t others = 0;

	for (const char *c = base64; *c; c++)
		others += !strchr("0123456789ABCDEFabcdef", *c);
	return strlen(base64) == 64 && others <= 2;
}

static void
fingerprint_again(const struct fingerprint *fp)
{
	struct strbuf base64 = STRBUF_INIT, hex = STRBUF_INIT;

	must(fp->len <= FINGERPRINT_MAX && fp->hash == fingerprint_hash_name(fp->len));
	fingerprint_to_base64(fp, &base64);
	if (!resembles_hex(base64.buf))
		fingerprint_must_read(base64.buf, fp);
	fingerprint_to_hex(fp->bytes, fp->len, &hex);
	fingerprint_must_read(hex.buf, fp);
	strbuf_release(&base64);
	strbuf_release(&hex);
}

static void
fingerprint_mended(const char *text)
{
	struct fingerprint fp = { 0 };
	struct finding slip = FINDING_INIT;

	must(fingerprint_parse(text, &fp, &slip) == 0);
	finding_release(&slip);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fingerprint fp = { 0 };
	struct finding slip = FINDING_INIT;
	struct strbuf progress = STRBUF_INIT;
	char *text = fuzz_text(data, size);

	if (fingerprint_parse(text, &fp, &slip) == 0)
		fingerprint_again(&fp);
	else
		fuzz_slip(&slip, strlen(text));
	if (slip.fix)
		fingerprint_mended(slip.fix);
	fingerprint_progress(text, &progress);
	finding_release(&slip);
	strbuf_release(&progress);
	free(text);
	return 0;
}
