/* Unpredictable random numbers, from the system. */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stddef.h>

/* At most 256 bytes. Returns -1 with errno if the system has none. */
int random_bytes(unsigned char *out, size_t len);

#endif
