/* The commands that need no terminal. Each row is at the end of its file. */
#ifndef CMD_COMMANDS_H
#define CMD_COMMANDS_H

#include "cmd/command.h"

extern const struct command cmd_accept;
extern const struct command cmd_allow;
extern const struct command cmd_ask;
extern const struct command cmd_check;
extern const struct command cmd_comment;
extern const struct command cmd_diff;
extern const struct command cmd_enrol;
extern const struct command cmd_export;
extern const struct command cmd_fields;
extern const struct command cmd_help;
extern const struct command cmd_import;
extern const struct command cmd_list;
extern const struct command cmd_merge;
extern const struct command cmd_rules;
extern const struct command cmd_set;
extern const struct command cmd_show;
extern const struct command cmd_version;

#endif
