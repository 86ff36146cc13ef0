/* Gets secrets that are stored elsewhere: those of a draft for an export, and others from the terminal. */
#ifndef CMD_SECRET_H
#define CMD_SECRET_H

#include <stdbool.h>

#include "base/strbuf.h"

#include "format/profile/profile.h"

/* From the environment variable that the draft names. A secret that is asked for, or comes from a command, is
 * refused. */
int secret_from_environment(const struct export *export, const struct field *field,
	struct strbuf *out, struct strbuf *err);

/* The same, but also runs a command, and asks on the terminal, without echo. */
int secret_from_anywhere(const struct export *export, const struct field *field, struct strbuf *out,
	struct strbuf *err);

/* How long a command may take. */
struct secret_patience {
	int ms;
	bool (*is_over)(void); /* called now and then; NULL: only the time counts */
};

/* A person may first have to find a passphrase, or press a button on a key. */
#define SECRET_COMMAND_MS 120000

/* What a command prints on standard output, without the line end behind it. It is one program, with one word on each
 * line (model/source.h), and is run without a shell. It gets the terminal, where it may ask something, and its standard
 * error goes there. Its environment is ours. The output may have at most SECRET_LIMIT bytes and no NUL, and is only
 * used if the program ends in time with status 0. Otherwise the program is ended, with all children that are still in
 * its process group, and the sentence says what it did, but nothing that it printed. */
int secret_from_command(const char *command, const struct secret_patience *patience,
	struct strbuf *out, struct strbuf *err);

#define SECRET_LIMIT 4096

/* Asks on the terminal, without echo. what ("Challenge") is the question, and passes the display filter. If there is no
 * terminal, the sentence ends with fix. */
int secret_ask(const char *what, const char *fix, struct strbuf *out, struct strbuf *err);

#endif
