/* The end of a program that cannot go on: no memory, a mistake of its own, a crash in a library. No
 * release function is called any more then, so whoever changes the terminal says here how it is put back.
 * What was typed is in the side file by then (format/journal/journal.h). */
#ifndef BASE_FATAL_H
#define BASE_FATAL_H

/* put_back is called once, before the last message, from a signal handler too: only what is
 * async-signal-safe may be in it. NULL: there is nothing to put back any more. */
void fatal_guard(void (*put_back)(void));
/* Goes behind the last message: what became of the work, without a full stop. A literal; NULL: nothing. */
void fatal_note(const char *note);

void fatal_put_back(void);

/* Puts back, and writes message and note to stderr. Allocates nothing. */
void fatal_say(const char *message);

/* A crash puts back and says so before it ends the program, as it would have. */
void fatal_catch_crashes(void);

#endif
