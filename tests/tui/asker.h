/* A scepwiz whose scepwiz-ask is a fake, the running test program itself: all of them are linked into a folder of their
 * own. What the fake answers goes by the host of the URL:
 *
 *   slow    nothing, until it is called off
 *   ca      as a CA does: capabilities, and one certificate; it issues nothing
 *   others  there is no such name */
#ifndef TESTS_TUI_ASKER_H
#define TESTS_TUI_ASKER_H

#include <stdbool.h>

/* Whether the test program was started as scepwiz-ask: then asker_answer is all of it. */
bool asker_is_meant(const char *name);
int asker_answer(void);

/* Makes the folder beside the program, and from here on runs the program there; false with a reason if it cannot. */
bool asker_begin(const char **why);
/* Removes it. */
void asker_end(void);
/* How many processes of the fake run. */
int asker_running(void);

#endif
