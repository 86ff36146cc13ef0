/* The commands that open the wizard. */
#ifndef UI_CMD_EDIT_H
#define UI_CMD_EDIT_H

#include "cmd/command.h"

extern const struct command cmd_new;
extern const struct command cmd_edit;

#endif
