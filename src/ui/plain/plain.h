/* Plain mode: the wizard line by line, for screen readers, serial consoles and transcripts. The same
 * state machine as on the screen (ui/wizard/wizard.h), by its functions instead of its keys; one line a fact, no
 * cursor movement, no colour, no control character but the newline. Free of curses.
 *
 *     4 Fingerprint, optional. Empty.
 *     > 11:22:33:44:aa:bb:cc:dd
 *     Error: 8 bytes found. SHA-1 has 20 (40 hex digits), SHA-256 has 32 (64 hex digits).
 *     >
 *
 * An answer is a line; an empty one keeps the value and goes on. What a line means otherwise is told in
 * ui/plain/answer.c, and what is said when in ui/plain/say.c. It is made for the ear: few words, and none of them a second
 * time (tests/cli/plain.sh counts them). A secret is read without echo. */
#ifndef UI_PLAIN_H
#define UI_PLAIN_H

#include "base/strbuf.h"

#include "ui/wizard/wizard.h"

/* Runs until the wizard wants to quit or the input ends. At the end of the input and on a signal what is
 * unsaved is saved, where the draft has a file and no other session takes it over. Returns 0, or -1 with a sentence where a signal ended
 * the wizard or the draft is not saved although nobody chose so. */
int plain_run(struct wizard *wizard, int in, int out, struct strbuf *err);

#endif
