/* The modes of the terminal, and which program it belongs to. */
#ifndef BASE_MODES_H
#define BASE_MODES_H

#include <sys/types.h>
#include <termios.h>

/* From here on, lines that are typed at the terminal fd do not show. What was typed before is dropped: it is already on the
 * screen. before gets the modes to go back to, silent those that are set now. Returns -1 with errno, and the terminal is
 * unchanged. */
int modes_echo_off(int fd, struct termios *before, struct termios *silent);

/* Makes group the terminal's foreground process group (0: no change), and sets its modes (NULL: no change). A process in the
 * background can do this too: SIGTTOU, which would stop it, is blocked meanwhile. */
void modes_give(int fd, pid_t group, const struct termios *modes);

#endif
