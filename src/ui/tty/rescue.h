/* The terminal as it was, put back where the program ends without closing its screen (base/fatal.h). */
#ifndef UI_RESCUE_H
#define UI_RESCUE_H

/* Remembers the modes that standard input has now. */
void rescue_open(void);
void rescue_close(void);

/* What is to be sent to standard output as well, while a screen is open; cut where it is longer than any
 * terminal needs. "": nothing. */
void rescue_send(const char *sequence);

#endif
