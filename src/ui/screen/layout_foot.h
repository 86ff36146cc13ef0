/* The last line of a picture. */
#ifndef UI_LAYOUT_FOOT_H
#define UI_LAYOUT_FOOT_H

#include "ui/screen/layout.h"

/* The key line, as much of it as fits; or the question that is asked, with the cursor on its answer. */
void foot_draw(struct layout *layout, const struct view *view);

#endif
