/* Questions whose answers nobody may read on the screen. */
#ifndef BASE_ECHO_H
#define BASE_ECHO_H

#include <termios.h>

/* Reads lines from the terminal fd without showing them. What was typed before is dropped: it stands
 * on the screen already. before gets the modes to go back to, silent those that are set now. Returns
 * -1 with errno, and the terminal is as it was. */
int echo_off(int fd, struct termios *before, struct termios *silent);

#endif
