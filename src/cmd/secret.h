/* Secrets that are kept elsewhere, got where they are needed: those of a draft for an export,
 * and others from the terminal. */
#ifndef CMD_SECRET_H
#define CMD_SECRET_H

#include "base/strbuf.h"

#include "format/profile/profile.h"

/* From the environment variable that the draft names; one that is asked for is refused. */
int secret_from_environment(const struct export *export, const struct field *field,
	struct strbuf *out, struct strbuf *err);

/* The same, and asks on the terminal, without echo, for one that is to be asked for. */
int secret_from_anywhere(const struct export *export, const struct field *field, struct strbuf *out,
	struct strbuf *err);

/* Asks on the terminal, without echo; what ("Challenge") is the question, and passes the display filter.
 * Where there is no terminal mend ends the sentence. */
int secret_ask(const char *what, const char *mend, struct strbuf *out, struct strbuf *err);

#endif
