/* From the system call where there is one: it needs no descriptor and no /dev. */
#include "base/random.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#ifdef __APPLE__
#include <sys/random.h>
#endif

#ifdef HAVE_GETENTROPY
int
random_bytes(unsigned char *out, size_t len)
{
	return getentropy(out, len);
}
#else
int
random_bytes(unsigned char *out, size_t len)
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
