/* Plain mode: the wizard line by line, for screen readers, serial consoles and transcripts. The same
 * state machine as on the screen (ui/wizard/wizard.h), by its functions instead of its keys; one line a fact, no
 * cursor movement, no colour, no control character but the newline. Free of curses.
 *
 *     Step 4 of 18. Fingerprint (optional).
 *     The hash of a certificate that the SCEP server returns: hex in any form, ...
 *     Now: empty. Enter keeps, < back, ? help, = list, ! menu.
 *     Fingerprint: 11:22:33:44:aa:bb:cc:dd
 *     Problem: 8 bytes found; SHA-1 has 20 (40 hex digits), SHA-256 has 32 (64 hex digits).
 *
 * An answer is a line; an empty one keeps the value and goes on. What a line means otherwise is told in
 * ui/plain/answer.c. A secret is read without echo. */
#ifndef UI_PLAIN_H
#define UI_PLAIN_H

#include "base/strbuf.h"

#include "ui/wizard/wizard.h"

/* Runs until the wizard wants to quit or the input ends. At the end of the input and on a signal what is
 * unsaved is saved, where the draft has a file and no other session takes it over. Returns 0, or -1 with a sentence where a signal ended
 * the wizard or the draft is not saved although nobody chose so. */
int plain_run(struct wizard *wizard, int in, int out, struct strbuf *err);

#endif
