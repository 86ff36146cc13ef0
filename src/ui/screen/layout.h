/* Where the parts of a view stand, for every size of the window (see ui/screen/screen.h). Draws the whole
 * picture each time; curses sends the difference. */
#ifndef UI_LAYOUT_H
#define UI_LAYOUT_H

#include "ui/line/lineedit.h"
#include "ui/wizard/wizard.h"

/* Kept from picture to picture, so that no more moves than must. */
struct layout_scroll {
	size_t tops[VIEW_KINDS];      /* first line of each kind of list that shows */
	struct lineedit_window value; /* what showed of the focused field's text */
	size_t first_line;            /* the same of several lines */
	struct lineedit_window prompt;
};

struct layout {
	int height, width;
	const char *note; /* shown where the view has no message; or NULL */
	struct layout_scroll scroll;
	struct layout_scroll kept; /* by layout_resize */
	int kept_height, kept_width;
	enum view_kind kind;       /* of the last picture */
	const struct field *field; /* that had the focus */
	int label_columns;
	size_t popup_top; /* first item of the list that a question begins with */
	/* Where the cursor belongs. */
	int cursor_y, cursor_x;
	int help_rows; /* lines of help that showed; 0: none did */
};

void layout_draw(struct layout *layout, const struct view *view);
/* A window that gets its old size back shows its old picture, unless a key came in between, which
 * layout_key tells. */
void layout_resize(struct layout *layout, int height, int width);
void layout_key(struct layout *layout);
/* Scrolls the help that was drawn last; false where this is none, or the action scrolls nothing. */
bool layout_scroll(struct layout *layout, enum action action);

#endif
