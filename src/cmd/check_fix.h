/* The certain mends of a draft (RULE_CERTAIN, and those of an imported profile's structure), done. */
#ifndef CMD_CHECK_FIX_H
#define CMD_CHECK_FIX_H

#include "model/findings.h"

#include "cmd/operand.h"

/* Mends the draft in memory until nothing certain is left, and saves it where something was done. done gets
 * a finding for each mend, whose sentence says what became of what; no secret is in it. On failure nothing
 * is done: the file is as it was. */
int check_fix(struct desk *desk, struct findings *done, struct strbuf *err);

#endif
