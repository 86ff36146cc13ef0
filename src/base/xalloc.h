/* Memory allocation that never fails.
 *
 * scepwiz cannot go on without memory, so these never return NULL: they report the problem and end the program with
 * NO_MEMORY_STATUS. Callers make sure beforehand that nothing is lost: a draft is on disk before an export begins.
 *
 * All memory is freed with free(), except texts that may be secret: those with wipe_free(). */
#ifndef BASE_XALLOC_H
#define BASE_XALLOC_H

#include <stddef.h>

#define NO_MEMORY_STATUS 3

void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xreallocarray(void *ptr, size_t count, size_t size);
char *xstrdup(const char *text);
char *xstrndup(const char *text, size_t len);

/* A text that is freed at the end of its block, and may be NULL: OWN_TEXT(path) = path_join(folder, name); */
#define OWN_TEXT(name) __attribute__((cleanup(own_text_free))) char *name
void own_text_free(char **text);

/* What they do if there is no memory; also for memory that a library could not get. */
_Noreturn void out_of_memory(void);

/* Overwrites memory in a way that the compiler does not remove. */
void wipe(void *ptr, size_t size);

/* Overwrites a text up to its NUL, then frees it. NULL is allowed. */
void wipe_free(char *text);

/* Makes room for one more element in a growing array:
 *     ARRAY_GROW(list->v, list->n, list->alloc);
 *     list->v[list->n++] = x; */
#define ARRAY_GROW(v, n, alloc)                                         \
	do {                                                            \
		if ((n) + 1 > (alloc)) {                                \
			(alloc) = (alloc) ? 2 * (alloc) : 8;            \
			(v) = xreallocarray((v), (alloc), sizeof *(v)); \
		}                                                       \
	} while (0)

#define ARRAY_SIZE(a) (sizeof(a) / sizeof *(a))

#endif
