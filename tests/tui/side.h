/* The recovery file of a session's draft, as the tests see it. */
#ifndef TESTS_TUI_SIDE_H
#define TESTS_TUI_SIDE_H

#include "session.h"

struct recovery_who;

/* What it says: the answers and comments that differ from the draft's as it was read, and where the cursor
 * stands; "" where nothing is unsaved. Fails where it is damaged. */
void side_show(const struct session *session, struct strbuf *out);
/* How many records of a kind are in it. */
size_t side_count(const struct session *session, const char *kind);
/* Appends a session to it, as if that had it now. */
void side_sign(const struct session *session, const struct recovery_who *who);
/* Its size; 0 where there is none. */
size_t side_size(const struct session *session);

#endif
