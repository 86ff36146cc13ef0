/* The states that the wizard can be in, and how a user gets there from its first picture: what holds in
 * one of them must hold in all. */
#ifndef TESTS_TUI_PLACES_H
#define TESTS_TUI_PLACES_H

#include "session.h"

/* No part of it stands in the form or in a message. */
#define SECRET_BEGIN "Z"
#define SECRET_REST "q7-xKj9vW+2Qy"
#define SECRET SECRET_BEGIN SECRET_REST

struct place {
	const char *name;
	const char *field;     /* to go to first; NULL: the first one */
	const char *keys[4];   /* typed one after the other, */
	const char *shows[4];  /* each until this is to be seen */
	bool secret;           /* the secret is in sight */
	const char *meanwhile; /* what another program makes of the draft before; NULL: nothing */
	bool undecided; /* Enter alone cannot reach the export: there is an error, or a conflict */
};

extern const struct place places[];
extern const size_t places_count;

/* Makes a draft without problems that holds the secret. */
void place_make(struct session *session);
/* From the first picture; waits until the terminal is quiet. */
void place_enter(struct session *session, const struct place *place);
/* place_make, the wizard on it at 80x24, and place_enter. */
void place_open(struct session *session, const char *term, const struct place *place);

#endif
