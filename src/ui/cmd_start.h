/* scepwiz without arguments. */
#ifndef UI_CMD_START_H
#define UI_CMD_START_H

#include <stdbool.h>

/* Whether the start page can be shown: on a terminal. Elsewhere scepwiz alone explains itself. */
bool start_is_possible(void);

/* The start page, and the wizard on each draft that is chosen there; an exit_status. */
int start_run(void);

#endif
