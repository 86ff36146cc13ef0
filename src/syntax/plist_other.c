/* What data is that is not a property list, judging by its beginning. */
#include "syntax/plist_other.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/base64.h"

/* So far the headers of a mail are looked at. */
#define HEADERS_MAX 4096
/* Characters of Base64 or hex that show what is in it. */
#define HEAD_CHARS 32

/* The text behind a byte order mark and spaces. */
static const char *
text_start(const char *data)
{
	data += utf8_mark(data, strnlen(data, 3));
	return data + strspn(data, " \t\r\n");
}

static bool
begins(const char *text, const char *with)
{
	return !strncasecmp(text, with, strlen(with));
}

static bool
kind_is_empty(const char *data, size_t len)
{
	return strlen(data) == len && !*text_start(data);
}

/* What a download or a disk that broke leaves. */
static bool
kind_is_zeros(const char *data, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (data[i])
			return false;
	return true;
}

static bool
kind_is_html(const char *data, size_t len)
{
	const char *start = text_start(data);

	(void)len;
	return begins(start, "<!doctype html") || begins(start, "<html");
}

static bool
kind_is_pem(const char *data, size_t len)
{
	(void)len;
	return begins(text_start(data), "-----BEGIN ");
}

/* Whether it begins with the header of a mail, as openssl smime writes and a mail program saves them, and has a word
 * in its headers. */
static bool
mail_has(const char *data, const char *word)
{
	static const char *const headers[] = { "MIME-Version:", "Content-Type:",
		"Content-Transfer-Encoding:", "Content-Disposition:", "Return-Path:", "Received:",
		"From:", "To:", "Date:", "Message-ID:", "Subject:", "Delivered-To:" };
	const char *start = text_start(data);
	STRBUF(head);

	for (size_t i = 0; i < ARRAY_SIZE(headers) && !head.len; i++)
		if (begins(start, headers[i]))
			strbuf_add(&head, start, strnlen(start, HEADERS_MAX));
	return text_contains(head.buf, word);
}

/* A draft may begin with a subject, too. */
static bool
kind_is_mail(const char *data, size_t len)
{
	(void)len;
	return mail_has(data, "content-type:") || mail_has(data, "mime-version:") ||
	       mail_has(data, "message-id:");
}

static bool
kind_is_encrypted_mail(const char *data, size_t len)
{
	(void)len;
	return mail_has(data, "enveloped-data");
}

static bool
kind_is_smime(const char *data, size_t len)
{
	(void)len;
	return mail_has(data, "pkcs7-mime") || mail_has(data, "pkcs7-signature");
}

/* PFX (RFC 7292): a sequence that begins with the integer 3. */
static bool
kind_is_pkcs12(const char *data, size_t len)
{
	size_t head = len > 1 && (unsigned char)data[1] > 0x80 ? 2 + (data[1] & 0x7f) : 2;

	return len > head + 3 && data[0] == 0x30 && !memcmp(data + head, "\x02\x01\x03", 3);
}

static bool
kind_is_der(const char *data, size_t len)
{
	return len > 1 && data[0] == 0x30 && (unsigned char)data[1] >= 0x80;
}

/* The trailer of a disk image. */
static bool
kind_is_disk_image(const char *data, size_t len)
{
	return len >= 512 && !memcmp(data + len - 512, "koly", 4);
}

/* What is behind the first key or text of { ... }: a colon in JSON, = in OpenStep text. */
static char
brace_sign(const char *data)
{
	const char *text = text_start(data);

	if (*text != '{')
		return '\0';
	text += 1 + strspn(text + 1, " \t\r\n");
	if (*text == '"')
		text += 1 + strcspn(text + 1, "\"");
	return text[strcspn(text, ":=}")];
}

static bool
kind_is_json(const char *data, size_t len)
{
	(void)len;
	return brace_sign(data) == ':' || *text_start(data) == '[';
}

static bool
kind_is_openstep(const char *data, size_t len)
{
	const char *start = text_start(data);

	(void)len;
	return *start == '{' || *start == '(' || begins(start, "// !$*UTF8*$!");
}

bool
plist_other_is_draft(const char *data)
{
	return *text_start(data) != '<' &&
	       (begins(text_start(data), "form:") || strstr(data, "\nform:"));
}

static bool
kind_is_draft(const char *data, size_t len)
{
	(void)len;
	return plist_other_is_draft(data);
}

/* How a profile begins: XML, binary, or signed. */
static bool
bytes_are_profile(const struct strbuf *bytes)
{
	const char *start = text_start(bytes->buf);

	return begins(start, "<?xml") || begins(start, "<!doctype plist") ||
	       begins(start, "<plist") || begins(start, "bplist") ||
	       (kind_is_der(bytes->buf, bytes->len) && !kind_is_pkcs12(bytes->buf, bytes->len));
}

/* The first characters except spaces; false if one of them is not allowed. */
static bool
text_head(const char *text, int (*allowed)(int), const char *more, struct strbuf *head)
{
	for (; *text; text++) {
		if (text_is_space(*text))
			continue;
		if (!allowed((unsigned char)*text) && !strchr(more, *text))
			return false;
		if (head->len < HEAD_CHARS)
			strbuf_addch(head, *text);
	}
	return true;
}

static bool
kind_is_base64(const char *data, size_t len)
{
	STRBUF(head);
	STRBUF(bytes);
	size_t bad;

	return strlen(data) == len && text_head(text_start(data), isalnum, "+/=", &head) &&
	       base64_decode(head.buf, head.len, &bytes, &bad) == 0 && bytes_are_profile(&bytes);
}

static bool
kind_is_data_url(const char *data, size_t len)
{
	const char *start = text_start(data);

	(void)len;
	return begins(start, "data:") && strstr(start, ";base64,");
}

static bool
kind_is_hex(const char *data, size_t len)
{
	STRBUF(head);
	STRBUF(bytes);

	if (strlen(data) != len || !text_head(text_start(data), isxdigit, "", &head))
		return false;
	for (size_t i = 0; i + 1 < head.len; i += 2)
		strbuf_addch(&bytes,
			(char)(text_hex_digit(head.buf[i]) * 16 + text_hex_digit(head.buf[i + 1])));
	return bytes_are_profile(&bytes);
}

/* Where XML begins further down, NULL where it does not. */
static const char *
xml_below(const char *data)
{
	static const char *const starts[] = { "<?xml", "<!DOCTYPE plist", "<plist" };
	const char *first = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(starts); i++) {
		const char *at = strstr(data, starts[i]);

		if (at && (!first || at < first))
			first = at;
	}
	return first && *text_start(data) != '<' ? first : NULL;
}

static bool
kind_has_text_before(const char *data, size_t len)
{
	(void)len;
	return xml_below(data) != NULL;
}

static bool
kind_is_utf16(const char *data, size_t len)
{
	bool mark = len >= 2 && (!memcmp(data, "\xff\xfe", 2) || !memcmp(data, "\xfe\xff", 2));

	return mark && !(len >= 4 && (data[2] == '<' || data[3] == '<'));
}

static bool
kind_is_other(const char *data, size_t len)
{
	return *text_start(data) != '<' && (len < 2 || memcmp(data, "\xff\xfe", 2) != 0) &&
	       (len < 2 || memcmp(data, "\xfe\xff", 2) != 0) &&
	       !(data[0] == '\0' && data[1] == '<');
}

enum kind_flags {
	KIND_KNOWN = 1 << 0, /* no draft can be so either */
	KIND_BELOW = 1 << 1, /* a property list begins further down */
};

/* The first row that fits. */
static const struct kind {
	bool (*is)(const char *data, size_t len); /* data is NUL-terminated as well */
	const char *start;                        /* or it begins so, behind spaces */
	const char *sentence;
	unsigned flags;
} kinds[] = {
	{ kind_is_empty, NULL, "the file is empty", 0 },
	{ kind_is_zeros, NULL, "the file has only zero bytes. Get it again", KIND_KNOWN },
	{ kind_is_html, NULL, PLIST_HTML, 0 },
	{ kind_is_encrypted_mail, NULL,
		"this is S/MIME text, encrypted for one recipient. Extract the profile with that "
		"recipient's key: openssl smime -decrypt -in FILE -inkey KEY -out NEW",
		KIND_KNOWN },
	{ kind_is_smime, NULL,
		"this is S/MIME text that contains a signed profile. Extract it: openssl smime "
		"-verify -noverify -in FILE -out NEW",
		KIND_KNOWN },
	{ kind_is_mail, NULL,
		"this is a mail message, not a profile. Save its attachment to a file",
		KIND_KNOWN },
	{ kind_is_pem, NULL,
		"this is a PEM file (-----BEGIN ...), such as a certificate or a key, not a profile",
		0 },
	{ kind_is_pkcs12, NULL,
		"this is a PKCS#12 file (.p12, .pfx), a certificate with its key, not a profile",
		0 },
	{ kind_is_der, NULL, "this is a DER file, such as a certificate, not a profile", 0 },
	{ NULL, "PK\003\004",
		"this is a compressed file (ZIP). Unpack it and use the profile in it: unzip FILE",
		KIND_KNOWN },
	{ NULL, "\x1f\x8b", "this is a compressed file (gzip). Unpack it: gunzip -c FILE > NEW",
		KIND_KNOWN },
	{ NULL, "BZh", "this is a compressed file (bzip2). Unpack it: bunzip2 -c FILE > NEW",
		KIND_KNOWN },
	{ NULL,
		"\xfd"
		"7zXZ",
		"this is a compressed file (xz). Unpack it: xz -dc FILE > NEW", KIND_KNOWN },
	{ NULL, "\x28\xb5\x2f\xfd",
		"this is a compressed file (zstd). Unpack it: zstd -dc FILE > NEW", KIND_KNOWN },
	{ NULL, "7z\xbc\xaf", "this is a compressed file (7z). Unpack it: 7z x FILE", KIND_KNOWN },
	{ NULL, "xar!",
		"this is an installer package (.pkg), not a profile. Look into it: pkgutil "
		"--expand FILE FOLDER",
		KIND_KNOWN },
	{ kind_is_disk_image, NULL,
		"this is a disk image (.dmg), not a profile. Open it and use the profile in it",
		KIND_KNOWN },
	{ NULL, "%PDF-", "this is a PDF file, not a profile. Ask for the profile itself",
		KIND_KNOWN },
	{ NULL, "\xd0\xcf\x11\xe0",
		"this is a document of Microsoft Office, not a profile. Ask for the profile itself",
		KIND_KNOWN },
	{ NULL, "{\\rtf",
		"this is RTF, as TextEdit saves it. Convert it to plain text: textutil -convert "
		"txt -output NEW FILE",
		KIND_KNOWN },
	{ NULL, "```",
		"this is a code block of Markdown. Delete the lines with ``` before and after the "
		"property list",
		KIND_KNOWN },
	{ NULL, "&lt;",
		"this is XML escaped for HTML (&lt;). Undo that: python3 -c 'import html, sys; "
		"sys.stdout.write(html.unescape(sys.stdin.read()))' < FILE > NEW",
		KIND_KNOWN },
	{ NULL, "%3C",
		"this is XML escaped for a URL (%3C). Undo that: python3 -c 'import sys, "
		"urllib.parse as u; sys.stdout.write(u.unquote(sys.stdin.read()))' < FILE > NEW",
		KIND_KNOWN },
	{ NULL, "\"<", "this is JSON text that contains XML. Extract it: jq -r . FILE > NEW",
		KIND_KNOWN },
	{ kind_is_data_url, NULL,
		"this is a data: URL. Extract the profile: sed 's/.*;base64,//' FILE | base64 -d "
		"> NEW",
		KIND_KNOWN },
	{ kind_is_hex, NULL, "this is the profile in hex digits. Convert it: xxd -r -p FILE > NEW",
		KIND_KNOWN },
	{ kind_is_base64, NULL, "this is the profile in Base64. Decode it: base64 -d < FILE > NEW",
		KIND_KNOWN },
	{ NULL, "#!", "this is a script, not a profile. If it makes one, run it", KIND_KNOWN },
	{ kind_is_draft, NULL, "this is a scepwiz draft, not a profile. Open it directly", 0 },
	{ kind_has_text_before, NULL, "there is text before the property list. Delete it",
		KIND_BELOW },
	{ kind_is_json, NULL,
		"this is JSON. A profile is a property list in XML (plutil -convert xml1)", 0 },
	{ kind_is_openstep, NULL,
		"this is an OpenStep property list ({ key = value; }). Convert it to XML (plutil "
		"-convert xml1)",
		0 },
	{ NULL, "bplist",
		"this is a binary property list of an unknown version. Convert it to XML (plutil "
		"-convert xml1)",
		0 },
	{ kind_is_utf16, NULL,
		"this is text in UTF-16 that does not begin with <, so it is not a property list",
		0 },
	{ kind_is_other, NULL, "this is not a property list in XML or binary form, or signed data",
		0 },
};

static const struct kind *
kind_of(const char *data, size_t len)
{
	const char *start = text_start(data);

	/* most files are what they are to be */
	if (begins(start, "<?xml") || begins(start, "<plist"))
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (kinds[i].is ? kinds[i].is(data, len) : begins(start, kinds[i].start))
			return &kinds[i];
	return NULL;
}

int
plist_other_refuse(const char *data, size_t len, struct finding *problem, struct place *place)
{
	const struct kind *kind = kind_of(data, len);
	const char *below = kind && kind->flags & KIND_BELOW ? xml_below(data) : NULL;

	if (!kind)
		return 0;
	if (below)
		*place = (struct place){ 1, 1 };
	for (; below && below > data; below--)
		if (below[-1] == '\n')
			place->line++;
	return finding_set(problem, "not-a-profile", 0, "%s", kind->sentence);
}

bool
plist_other_is_known(const char *data, size_t len)
{
	const struct kind *kind = plist_other_is_draft(data) ? NULL : kind_of(data, len);

	return kind && kind->flags & KIND_KNOWN;
}
