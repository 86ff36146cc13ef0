/* The signals as the kernel has them, not as the program lists them. */
#ifndef TESTS_KERNEL_SIGNALS_H
#define TESTS_KERNEL_SIGNALS_H

#include <stdbool.h>

/* From 1 to this one. */
int signal_last(void);
/* Whether it ends a process that has done nothing about it, as a process tells that gets it. False too where the C
 * library or the kernel lets nobody do anything about it. */
bool signal_ends_by_default(int signo);
/* As a process has it that nobody has set up. */
void signals_reset(void);

#endif
