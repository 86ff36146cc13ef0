/* The lines that git writes into a file that it cannot merge:
 *
 *     <<<<<<< HEAD
 *     one side
 *     =======
 *     the other side
 *     >>>>>>> branch
 *
 * Each marker begins its line, has seven characters, and ends the line or is followed by a space. git-merge(1). */
#ifndef SYNTAX_CONFLICT_H
#define SYNTAX_CONFLICT_H

#include <stdbool.h>
#include <stddef.h>

/* The rest of a sentence about one. */
#define CONFLICT_ADVICE "Keep one side, and remove the lines with <<<<<<<, ======= and >>>>>>>"

/* Whether the text has a marker, and the byte where the first one begins. A line of ======= alone, which may underline a
 * title, does not count. */
bool conflict_find(const char *text, size_t len, size_t *offset);

#endif
