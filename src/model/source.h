/* Where a secret is that is not in the draft: enum answer_source, and its name, which is the environment variable, or
 * the command, with the program and its arguments one a line. The author of a draft writes that name, but the person
 * who exports has the variables and programs. So some sources are only used with the user's permission
 * (format/draft/allowed.h). */
#ifndef MODEL_SOURCE_H
#define MODEL_SOURCE_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "base/strvec.h"

#include "model/form.h"

/* Bytes of a command with its arguments. */
#define SOURCE_COMMAND_MAX 4096

/* Whether text can name an environment variable: letters, digits and _, not a digit first. */
bool source_is_variable(const char *text);
/* Whether the words can be a command: at most SOURCE_COMMAND_MAX bytes without control characters. The program is a
 * name, which is looked up in PATH, or an absolute path; a relative path could be a file that came with the draft.
 * Returns -1 with a sentence. */
int source_check_command(const struct strvec *words, struct strbuf *err);

/* Reads what was typed: "@prompt", "@env:NAME", "@command:pass show scep", also with a space instead of the colon.
 * Returns 1, and source and name are set; 0: text is something else; -1 with a sentence: it is meant as a source but is
 * invalid. */
int source_read(
	const char *text, enum answer_source *source, struct strbuf *name, struct strbuf *err);

/* Whether it is only used if the user has allowed it: any command, and any variable that is not meant for this.
 * Variables whose names begin with SCEP_ and SCEPWIZ_ are set for scepwiz, or for SCEP. */
bool source_needs_word(enum answer_source source, const char *name);

/* Appends "from the environment variable X", "from the command pass show scep", "asked for at each export"; nothing for
 * ANSWER_HERE. Not filtered for display. */
void source_show(enum answer_source source, const char *name, struct strbuf *out);

#endif
