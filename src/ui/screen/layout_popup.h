/* The list of a question that is answered by choosing (see view.choosing). */
#ifndef UI_LAYOUT_POPUP_H
#define UI_LAYOUT_POPUP_H

#include "ui/screen/layout.h"

/* Grows upwards from the row of its question, below the title; puts the cursor on the focused item where
 * it belongs there. */
void popup_draw(struct layout *layout, const struct view *view, int question);
/* Whether its items are there to be read, each whole: sentences, which letters answer. */
bool popup_is_read(const struct view *view);

#endif
