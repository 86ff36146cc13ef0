/* A command line as words. They are separated by spaces; quotes and backslashes work as in a shell (POSIX, Shell
 * Command Language, 2.2). No other character is special: $ * ~ ; | are themselves. */
#ifndef SYNTAX_COMMAND_LINE_H
#define SYNTAX_COMMAND_LINE_H

#include "base/strbuf.h"
#include "base/strvec.h"

/* Appends the words of text. Returns -1 with a sentence if a quote is not closed or the text ends with a backslash. */
int command_line_split(const char *text, struct strvec *words, struct strbuf *err);
/* The reverse: adds quotes where they are needed, so that a shell would read the same words. */
void command_line_join(const struct strvec *words, struct strbuf *out);

#endif
