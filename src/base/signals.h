/* Signals for the loop of a terminal program: noted when they arrive, reported when the loop waits.
 *
 * HUP, INT, QUIT and TERM end the wizard, and so does USR1, with which another session asks for the draft. TSTP, TTIN
 * and TTOU stop it, CONT continues it, WINCH resizes its window. Any other signal that would end it restores the
 * terminal first (base/fatal.h). A stop signal that arrives while another program has the terminal (a shell's bg) stops
 * at once, as without a handler. Signals that were ignored when scepwiz started (nohup) stay ignored, also in the
 * editor and for ^Z. */
#ifndef BASE_SIGNALS_H
#define BASE_SIGNALS_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* From here on signals are noted. signals_close restores the previous handlers. Call it before newterm(), which would
 * otherwise install its own handlers. terminal: the descriptor of the terminal. */
void signals_open(int terminal);
void signals_close(void);
/* The program is about to end, because of a signal or because its terminal is gone. Terminal, shell and others report
 * that several times, so signals_close ignores the further ones and nothing interrupts the last writes. */
void signals_end(void);

/* Waits until fd can be read (returns 1) or timeout_ms have passed (returns 0); -1: no timeout. Returns -1 as soon as a
 * signal is noted, or if one was noted before. */
int signals_wait(int fd, int timeout_ms);
/* The same, and returns 0 too as soon as one of the n others can be read (POLLIN in its events) or written (POLLOUT).
 * fd -1: none. */
int signals_wait_beside(int fd, const struct pollfd *others, size_t n, int timeout_ms);
/* As signals_wait, but only for signals that end the program. With a timeout (not -1) it waits that long, whatever is
 * noted. */
int signals_wait_end(int fd, int timeout_ms);
/* Waits until fd can be written: returns 0. Returns -1 if a signal that ends the wizard is noted and fd cannot be
 * written for another half second: a stuck terminal must not keep the wizard alive. */
int signals_wait_output(int fd);
/* Takes the most serious signal that is noted, and returns its number; 0 if there is none. */
int signals_take(void);
bool signals_ends(int signo);
bool signals_stops(int signo);
const char *signals_name(int signo);
/* Whether a signal that ends the wizard is noted and not yet taken. */
bool signals_are_ending(void);

/* Whether the terminal belongs to another program now; async-signal-safe. */
bool signals_in_background(int terminal);

/* Stops the process until the terminal is ours, just as using it would, or a signal that ends the program is noted. */
void signals_wait_foreground(void);

/* Stops the process in the way that the shell expects. Returns when it continues. */
void signals_stop(void);
/* While another program has the terminal: ^C and ^Z are for that program. */
void signals_lend(void);
void signals_unlend(void);

#endif
