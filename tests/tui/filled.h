/* The whole form with a value in every documented field: how each is typed, what the screen shows of it
 * meanwhile, and the draft that comes of it. */
#ifndef TESTS_TUI_FILLED_H
#define TESTS_TUI_FILLED_H

#include "session.h"

/* In the folder of the draft. */
#define FILLED_CERTIFICATE "ca.pem"

/* A key press, or a text without Enter in it, and what the value is shown as then: NULL where the
 * path of the certificate is typed, which only the run knows. */
struct press {
	const char *keys, *shown;
	int line;            /* of the value, that the cursor is on */
	int cursor;          /* column of the value; -1: behind what is shown */
	const char *message; /* how it begins; "": there is none; NULL: there may be one */
};

struct filled {
	const char *label, *presence;
	int fields; /* that apply while this field is filled; 0: they change with it */
	const char *hint;
	struct press presses[7];
	const char *leave;
	const char *plain; /* the answer in plain mode, its lines */
};

/* In the documented order. */
extern const struct filled filled[];
extern const size_t filled_count;

/* A folder with the certificate in it. */
void filled_folder(struct session *session);
/* Fails where the draft is not to the byte what all fields make; only its UUIDs may differ. */
void assert_filled_saved(struct session *session);

#endif
