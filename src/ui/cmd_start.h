/* scepwiz without arguments. */
#ifndef UI_CMD_START_H
#define UI_CMD_START_H

#include <stdbool.h>

#include "ui/screen/screen.h"

struct start_options {
	bool plain;
	struct screen_options screen;
};

/* Whether the arguments ask for the start page, with nothing but its options, and it can be shown: on a
 * terminal, or line by line (plain mode) anywhere. Else scepwiz alone explains itself. */
bool start_is_asked(int argc, char **argv, struct start_options *options);

/* The start page, and the wizard on each draft that is chosen there; an exit_status. */
int start_run(struct start_options options);

#endif
