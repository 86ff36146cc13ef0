/* UUIDs from the system's random numbers, or from a hash. */
#include "syntax/uuid.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __APPLE__
#include <sys/random.h>
#endif

#include "base/report.h"

#include "syntax/digest.h"

#define UUID_BYTES 16

/* Where each pair of digits goes, and what stands between. */
static const char uuid_pattern[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

#ifdef HAVE_GETENTROPY
static int
uuid_random(unsigned char *out, size_t len)
{
	return getentropy(out, len);
}
#else
static int
uuid_random(unsigned char *out, size_t len)
{
	int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC | O_NOCTTY);
	size_t done = 0;

	while (fd >= 0 && done < len) {
		ssize_t n = read(fd, out + done, len - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		done += (size_t)n;
	}
	if (fd >= 0)
		close(fd);
	return done == len ? 0 : -1;
}
#endif

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

	if (uuid_random(bytes, sizeof bytes) < 0) {
		report_error("the system gives no random numbers: %s", strerror(errno));
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
