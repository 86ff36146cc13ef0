/* Applies the certain fixes of a draft (RULE_CERTAIN, and those for the structure of an imported profile). */
#ifndef CMD_CHECK_FIX_H
#define CMD_CHECK_FIX_H

#include "model/findings.h"

#include "cmd/operand.h"

/* Fixes the draft in memory until no certain fix is left, and saves it if something changed. done gets a finding for
 * each fix, whose sentence says what became what, without secrets. On failure the file is unchanged; FILE_RACED if
 * another program changed it meanwhile. The caller holds its lock. */
int check_fix(struct desk *desk, struct findings *done, struct strbuf *err);
/* The same, but nothing is saved: diff gets what would change in the file, line by line as diff -u shows it, without
 * secrets and filtered for display. */
int check_fix_dry(struct desk *desk, struct strbuf *diff, struct strbuf *err);

#endif
