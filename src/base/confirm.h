/* A question to the person at the terminal, independent of standard input. */
#ifndef BASE_CONFIRM_H
#define BASE_CONFIRM_H

#include <stdbool.h>

/* Asks on the terminal and reads one line, where only y means yes. What was typed before the question is dropped.
 * question is printed unchanged. over: the question ends, with the answer no, when this descriptor can be read; -1 if
 * nothing but an answer ends it. Returns 1 for yes, 0 for no, -1 if there is no terminal. */
int confirm(const char *question, int over);
/* Whether there is a terminal, for callers that have much to do before the question. */
bool confirm_is_possible(void);

#endif
