/* Values as commands print them for people: in lines, with secrets masked. Not filtered for display. */
#ifndef CMD_VALUE_H
#define CMD_VALUE_H

#include "base/strbuf.h"
#include "base/strvec.h"

#include "model/comments.h"
#include "model/draft.h"

#include "cmd/operand.h"

/* Appends what to print for a value that is not shown: "set, 24 characters", "from the environment variable X", "cannot
 * be read (line 7)". Appends nothing for other values. */
void value_instead(const struct draft *draft, const struct field *field, struct strbuf *out);
/* The lines of a value; none if it is empty. Here and below, the challenge is left out, wherever it is. */
void value_lines(const struct desk *desk, const struct field *field, struct strvec *lines);
/* The whole value; the caller frees. */
char *value_text(const struct draft *draft, const struct field *field);
/* What an imported draft has besides its fields, one line each: the names of payloads and keys, never their values. */
void value_kept(const struct draft_file *file, struct strvec *lines);
/* The comments on a field, each "TEXT (Ada Lovelace, 2026-11-28, open)" behind these words. */
void value_comments(const struct draft *draft, const struct field *field, const char *begin,
	struct strvec *lines);
/* Appends one. */
void value_comment(const struct draft *draft, const struct comment *comment, struct strbuf *out);
/* Adds by, date, state and text to a map, and returns it. The second: a list of such maps. */
struct node *value_comment_json(
	const struct draft *draft, const struct comment *comment, struct node *map);
struct node *value_comments_json(const struct draft *draft, const struct field *field);
/* A text's lines, without the empty one behind the last line end. */
void value_split(const char *text, struct strvec *lines);

#endif
