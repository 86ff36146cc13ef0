#include "worker/scep_caps.h"

#include <openssl/obj_mac.h>
#include <string.h>

#include "base/xalloc.h"

#include "syntax/scep.h"

#include "worker/scep_text.h"

/* RFC 8894, 3.5.2. */
static const char *const known_keywords[] = {
	"AES",
	"DES3",
	"GetNextCACert",
	"POSTPKIOperation",
	"Renewal",
	"SHA-1",
	"SHA-256",
	"SHA-512",
	"SCEPStandard",
	"Update",
};

/* So many others that there is always room for those. */
#define UNKNOWN_MAX (SCEP_CAPABILITIES_MAX - ARRAY_SIZE(known_keywords))

void
scep_caps_init(struct scep_caps *caps)
{
	*caps = (struct scep_caps){ .digest = NID_sha1 };
	strvec_init(&caps->known);
	strvec_init(&caps->unknown);
}

void
scep_caps_release(struct scep_caps *caps)
{
	strvec_release(&caps->known);
	strvec_release(&caps->unknown);
}

const char *
scep_line_ends_name(enum scep_line_ends ends)
{
	static const char *const names[] = {
		[SCEP_ENDS_NONE] = "none",
		[SCEP_ENDS_LF] = "lf",
		[SCEP_ENDS_CRLF] = "crlf",
	};

	return names[ends];
}

static const char *
keyword_find(const char *line, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(known_keywords); i++)
		if (strlen(known_keywords[i]) == len && !memcmp(known_keywords[i], line, len))
			return known_keywords[i];
	return NULL;
}

static void
caps_add(struct scep_caps *caps, const char *line, size_t len)
{
	const char *keyword = keyword_find(line, len);
	STRBUF(text);

	if (keyword && !strvec_contains(&caps->known, keyword))
		strvec_push(&caps->known, keyword);
	if (keyword || !len || caps->unknown.n == UNKNOWN_MAX)
		return;
	scep_text_add(line, len, SCEP_TEXT_MAX, &text);
	if (!strvec_contains(&caps->unknown, text.buf))
		strvec_push(&caps->unknown, text.buf);
}

/* Cuts the first line off. */
static void
caps_take_line(struct scep_caps *caps, const char **data, size_t *len)
{
	const char *line = *data, *end = memchr(line, '\n', *len);
	size_t n = end ? (size_t)(end - line) : *len;

	*data += end ? n + 1 : n;
	*len -= end ? n + 1 : n;
	if (end && n && line[n - 1] == '\r') {
		caps->ends = SCEP_ENDS_CRLF;
		n--;
	} else if (end && caps->ends == SCEP_ENDS_NONE) {
		caps->ends = SCEP_ENDS_LF;
	}
	caps_add(caps, line, n);
}

void
scep_caps_read(const char *data, size_t len, struct scep_caps *caps)
{
	while (len)
		caps_take_line(caps, &data, &len);
	caps->post = strvec_contains(&caps->known, "POSTPKIOperation");
	caps->aes = strvec_contains(&caps->known, "AES");
	if (strvec_contains(&caps->known, "SHA-512"))
		caps->digest = NID_sha512;
	else if (strvec_contains(&caps->known, "SHA-256"))
		caps->digest = NID_sha256;
}
