/* The list of a view: fields, sections, lines of help, scrolled so that the focus is seen. */
#ifndef UI_LAYOUT_LIST_H
#define UI_LAYOUT_LIST_H

#include "ui/screen/layout.h"
#include "ui/screen/paint.h"

struct area {
	int y, x, rows, columns;
	int skip; /* lines of a row that are scrolled out above */
};

struct list_more {
	bool above, below; /* rows that do not show */
};

struct list_more list_draw(struct layout *layout, const struct view *view, struct area area);
/* The value of the focused row, in edit or not, with the cursor on it; a text of several lines takes
 * up to rows of them. Returns the rows used. */
int list_draw_focus(struct layout *layout, const struct view *view, struct room room, int rows);

#endif
