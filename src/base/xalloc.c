/* Memory that is there or ends the program; and wiping, which a compiler would drop as useless
 * where it is a plain memset before free. */
#include "base/xalloc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fatal.h"

/* Allocates nothing itself, which is why it does not go through report_error; and flushes nothing, which
 * a child would do a second time. */
_Noreturn void
out_of_memory(void)
{
	fatal_say("the system has no memory left");
	_exit(NO_MEMORY_STATUS);
}

void *
xmalloc(size_t size)
{
	void *ptr = malloc(size ? size : 1);

	if (!ptr)
		out_of_memory();
	return ptr;
}

void *
xcalloc(size_t count, size_t size)
{
	void *ptr = calloc(count ? count : 1, size ? size : 1);

	if (!ptr)
		out_of_memory();
	return ptr;
}

void *
xreallocarray(void *ptr, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		out_of_memory();
	ptr = realloc(ptr, count && size ? count * size : 1);
	if (!ptr)
		out_of_memory();
	return ptr;
}

char *
xstrdup(const char *text)
{
	size_t size = strlen(text) + 1;

	return memcpy(xmalloc(size), text, size);
}

char *
xstrndup(const char *text, size_t len)
{
	size_t n = strnlen(text, len);
	char *copy = xmalloc(n + 1);

	memcpy(copy, text, n);
	copy[n] = '\0';
	return copy;
}

void
own_text_free(char **text)
{
	free(*text);
}

void
wipe(void *ptr, size_t size)
{
#if defined(HAVE_EXPLICIT_BZERO)
	explicit_bzero(ptr, size);
#elif defined(HAVE_EXPLICIT_MEMSET)
	explicit_memset(ptr, 0, size);
#else
	volatile unsigned char *byte = ptr;

	while (size--)
		*byte++ = 0;
#endif
}

void
wipe_free(char *text)
{
	if (text)
		wipe(text, strlen(text));
	free(text);
}
