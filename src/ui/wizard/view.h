/* The picture for the front ends, and the words in it. It knows all and changes nothing: the code that makes a picture has a
 * const wizard. */
#ifndef UI_VIEW_H
#define UI_VIEW_H

#include "ui/wizard/machine.h"

#define MASK "********"

void view_make(const struct wizard *w, struct view *view);
/* The editor itself, or if it is masked a substitute that shows only whether there is something. */
const struct lineedit *view_edit(const struct lineedit *edit, struct lineedit *mask, bool masked);
/* The pages' rows, and the answer to the last key or what is wrong with a field. */
void view_page_rows(const struct wizard *w, const struct list *page, struct view *view);
void view_message(const struct wizard *w, const struct field *field, struct view *view);
/* Whether the message that shows says that ^T fixes it. */
bool wizard_tells_mend(const struct wizard *w, const struct field *field);
/* view_drafts.c */
void view_drafts(const struct wizard *w, struct view *view);
void view_drafts_head(const struct wizard *w, struct view *view);
/* keys.c: the key line */
void view_keys(const struct wizard *w, struct view *view);
/* view_question.c: the question and its list */
void view_question(const struct wizard *w, struct view *view);

#endif
