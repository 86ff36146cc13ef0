/* UUIDs from the system's random numbers, or from a hash. */
#include "syntax/uuid.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "base/report.h"

#include "syntax/digest.h"

#define UUID_BYTES 16

/* Where each pair of digits goes, and what is between. */
static const char uuid_pattern[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

/* Puts version and variant in, and writes it out. */
static void
uuid_write(unsigned char bytes[UUID_BYTES], unsigned version, char out[UUID_TEXT_SIZE])
{
	static const char digits[] = "0123456789ABCDEF";
	size_t nibble = 0;

	bytes[6] = (unsigned char)((bytes[6] & 0x0f) | version << 4);
	bytes[8] = (unsigned char)((bytes[8] & 0x3f) | 0x80); /* variant of RFC 9562 */
	for (size_t i = 0; i < sizeof uuid_pattern; i++) {
		out[i] = uuid_pattern[i];
		if (uuid_pattern[i] != 'x')
			continue;
		out[i] = digits[bytes[nibble / 2] >> (nibble % 2 ? 0 : 4) & 15];
		nibble++;
	}
}

void
uuid_make(char out[UUID_TEXT_SIZE])
{
	unsigned char bytes[UUID_BYTES];

	if (random_bytes(bytes, sizeof bytes) < 0) {
		report_error("the system provides no random numbers: %s", strerror(errno));
		abort();
	}
	uuid_write(bytes, 4, out);
}

void
uuid_of_name(const char *name, char out[UUID_TEXT_SIZE])
{
	unsigned char hash[SHA256_BYTES];

	digest_sha256_bytes(name, strlen(name), hash);
	uuid_write(hash, 8, out);
}

/* In capitals or not: Apple writes capitals, other tools do not. */
bool
uuid_is_valid(const char *text)
{
	for (size_t i = 0; i < sizeof uuid_pattern; i++) {
		bool digit = isxdigit((unsigned char)text[i]);

		if (uuid_pattern[i] == 'x' ? !digit : text[i] != uuid_pattern[i])
			return false;
	}
	return true;
}
