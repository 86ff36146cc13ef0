/* Values as commands print them for people: in lines, secrets masked. Not filtered for display. */
#ifndef CMD_VALUE_H
#define CMD_VALUE_H

#include "base/strbuf.h"
#include "base/strvec.h"

#include "model/draft.h"

#include "cmd/operand.h"

/* What is told in place of a value that is not shown itself: "set, 24 characters", "from the environment
 * variable X", "cannot be read (line 7)". Nothing is appended for any other. */
void value_instead(const struct draft *draft, const struct field *field, struct strbuf *out);
/* The lines that the value takes; none where it is empty. */
void value_lines(const struct desk *desk, const struct field *field, struct strvec *lines);
/* What an imported draft keeps beside its fields, a line each: payloads and keys by their names, never their values. */
void value_kept(const struct draft_file *file, struct strvec *lines);
/* A text's lines, without the empty one behind the last line end. */
void value_split(const char *text, struct strvec *lines);

#endif
