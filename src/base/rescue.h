/* Restores the terminal if the program ends without closing its screen (base/fatal.h). */
#ifndef BASE_RESCUE_H
#define BASE_RESCUE_H

/* Remembers the modes of the terminal in, as soon as it is ours; out is where to write to it. Call it after
 * signals_open (base/signals.h), which handles the signals that end or stop a session. */
void rescue_open(int in, int out);
void rescue_close(void);

/* A sequence to send as well, while a screen is open. It is cut if it is longer than any terminal needs. "": nothing.
 * The text must outlive its use. */
void rescue_send(const char *sequence);

#endif
