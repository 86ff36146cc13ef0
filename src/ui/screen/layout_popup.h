/* A question with a list to choose from, in place of the key line (see view.prompt_items). */
#ifndef UI_LAYOUT_POPUP_H
#define UI_LAYOUT_POPUP_H

#include "ui/screen/layout.h"

/* Grows upwards from the last line, below the title; puts the cursor on the focused item. */
void popup_draw(struct layout *layout, const struct view *view);

#endif
