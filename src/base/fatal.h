/* The end of a program that cannot go on: no memory, a bug, a crash in a library, a signal. Release functions are not
 * called then, so code that changes the terminal registers here how to restore it. At that point the recovery file
 * already has what was typed (format/recovery/recovery.h). */
#ifndef BASE_FATAL_H
#define BASE_FATAL_H

#include <stdbool.h>

/* put_back is called once, before the last message. It may be called from a signal handler, so it may only do what is
 * async-signal-safe. NULL: nothing to restore. Returns the previous function.
 *
 * While a function is registered, every signal that would end the program calls it first and then ends the program as
 * usual. This covers all signals from 1 to SIGRTMAX whose default is to end the process. An ignored signal stays
 * ignored (nohup), and one with a handler keeps it (base/signals.h). SIGKILL, and the signals that the C library
 * reserves (32 and 33 on Linux), cannot be caught. */
typedef void fatal_put_back_fn(void);
fatal_put_back_fn *fatal_guard(fatal_put_back_fn *put_back);
/* What became of the work, appended to the last message, without a full stop. The text stays the caller's. NULL:
 * nothing. Returns the previous one. */
const char *fatal_note(const char *note);

void fatal_put_back(void);

/* Restores the terminal, and writes message and note to stderr. Allocates nothing. */
void fatal_say(const char *message);

/* From now on a crash restores the terminal and prints a message before it ends the program as usual. */
void fatal_catch_crashes(void);
/* Put this around calls of a library that crashes if it gets no memory: such a crash is reported as that, and the exit
 * status is the one for a lack of memory (base/xalloc.h). */
void fatal_expect_no_memory(bool on);

#endif
