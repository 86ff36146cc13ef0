/* Where the parts of a view stand, for every size of the window (see ui/screen/screen.h). Draws the whole
 * picture each time; curses sends the difference. */
#ifndef UI_LAYOUT_H
#define UI_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/line/lineedit.h"
#include "ui/wizard/wizard.h"

/* Kept from picture to picture, so that no more moves than must. */
struct layout_scroll {
	size_t tops[VIEW_KINDS];      /* first line of each kind of list that shows */
	struct lineedit_window value; /* what showed of the focused field's text */
	size_t first_line;            /* the same of several lines */
	struct lineedit_window prompt;
	/* Of the list of a question, which gets no lower while it is open. */
	size_t popup_top; /* its first item that shows */
	int popup_rows, popup_told;
};

/* Windows beyond this are drawn in their corner. */
#define LAYOUT_ROWS_MAX 512
#define LAYOUT_COLUMNS_MAX COLUMNS_SHOWN_MAX

/* What stands on a line of the screen, for a mouse. */
struct layout_line {
	enum {
		LINE_NOTHING,
		LINE_ROW,  /* of the view */
		LINE_ITEM, /* of the question's list */
	} kind;
	size_t index;
	bool valued; /* the row's value shows, its first byte at this column */
	int value;
};

struct layout {
	int height, width;
	struct layout_line lines[LAYOUT_ROWS_MAX];
	const char *note; /* shown where the view has no message; or NULL */
	struct layout_scroll scroll;
	struct layout_scroll kept; /* by layout_resize */
	int kept_height, kept_width;
	enum view_kind kind;       /* of the last picture */
	const struct field *field; /* that had the focus */
	int label_columns;
	/* Where the cursor belongs. */
	int cursor_y, cursor_x;
	int help_rows; /* lines of help that showed; 0: none did */
};

/* For those who draw: this line shows that. */
void layout_mark(struct layout *layout, int y, const struct layout_line *line);

void layout_draw(struct layout *layout, const struct view *view);
/* A window that gets its old size back shows its old picture, unless a key came in between, which
 * layout_key tells. */
void layout_resize(struct layout *layout, int height, int width);
void layout_key(struct layout *layout);
/* Scrolls the help that was drawn last; false where this is none, or the action scrolls nothing. */
bool layout_scroll(struct layout *layout, enum action action);

#endif
