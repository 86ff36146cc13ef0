/* Signals as the loop of a terminal program wants them: noted when they come, told when it waits.
 *
 * HUP, INT, QUIT, TERM end the wizard, and so does USR1, by which another session asks for the draft;
 * TSTP, CONT and WINCH stop it, wake it and resize its window.
 * One that was ignored when scepwiz started (nohup) stays ignored, also by the editor and by ^Z. */
#ifndef UI_SIGNALS_H
#define UI_SIGNALS_H

#include <stdbool.h>
#include <sys/types.h>

/* From here on signals are noted; signals_close puts back what was. Before newterm(), which would
 * install its own where it finds none. */
void signals_open(void);
void signals_close(void);
/* The program is about to end, by a signal or because its terminal has gone. That is told more than once, by the
 * terminal, the shell and what is around it: signals_close has the rest ignored, so that nothing cuts what is
 * still to be put away. */
void signals_end(void);

/* Waits until fd can be read or timeout_ms are over (-1: for ever): 1, or 0. Returns -1 as soon as a
 * signal is noted, also one that came before. */
int signals_wait(int fd, int timeout_ms);
/* Waits until fd takes more bytes: 0. Returns -1 where one that ends the wizard is noted and fd takes
 * nothing for half a second more: a terminal that is stuck must not keep the wizard alive. */
int signals_wait_output(int fd);
/* The number of a signal that was noted, the gravest first, and forgets it; 0 where there is none. */
int signals_take(void);
bool signals_ends(int signo);
const char *signals_name(int signo);
/* Whether one that ends the wizard is noted and not yet taken. */
bool signals_are_ending(void);

/* Stops the process as the shell expects it; returns when it is continued. */
void signals_stop(void);
/* While another program has the terminal: its ^C and ^Z are not ours. signals_lent is for its process,
 * before exec(), for which what is ignored would stay so. */
void signals_lend(void);
void signals_lent(void);
/* Between lending and unlending: waits until the child has ended or was stopped (as waitpid), or a signal that
 * ends the wizard is noted: 0. With a time (not -1) it waits so long whatever is noted. */
pid_t signals_wait_child(pid_t child, int *status, int timeout_ms);
void signals_unlend(void);

#endif
