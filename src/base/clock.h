/* A clock that cannot be set, to measure durations. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

/* In milliseconds. The starting point is arbitrary. */
int64_t clock_ms(void);

#endif
