/* Lists of capabilities from outside: whatever is in them, what is told is short, plain and within its bounds. */
#include "syntax/scep.h"

#include "fuzz.h"
#include "worker/scep_caps.h"

static void
must_be_plain(const char *text)
{
	size_t len = strlen(text);

	must(len && len <= SCEP_TEXT_MAX);
	must(utf8_check(text, len) == len);
	for (size_t i = 0; i < len; i++)
		must((unsigned char)text[i] >= 0x20 && text[i] != 0x7f);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* in memory of its own, without a NUL behind it */
	char *copy = xmalloc(size + !size);
	struct scep_caps caps;

	if (size)
		memcpy(copy, data, size);
	scep_caps_init(&caps);
	scep_caps_read(copy, size, &caps);
	must(caps.known.n + caps.unknown.n <= SCEP_CAPABILITIES_MAX);
	for (size_t i = 0; i < caps.unknown.n; i++) {
		must_be_plain(caps.unknown.v[i]);
		must(!strvec_contains(&caps.known, caps.unknown.v[i]));
	}
	must(caps.post == strvec_contains(&caps.known, "POSTPKIOperation"));
	must(caps.aes == strvec_contains(&caps.known, "AES"));
	must(caps.ends != SCEP_ENDS_NONE || !memchr(copy, '\n', size));
	scep_caps_release(&caps);
	free(copy);
	return 0;
}
