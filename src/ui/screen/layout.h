/* Where the parts of a view are, for every size of the window (see ui/screen/screen.h). Draws the whole
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
	size_t top_row;               /* the same in several rows: the first byte */
	struct lineedit_window prompt;
	bool prompt_below; /* its question: it has no room behind it */
	/* Of the list of a question, which gets no lower while it is open. */
	size_t popup_top; /* its first item that shows */
	int popup_rows, popup_told;
};

/* Windows beyond this are drawn in their corner. */
#define LAYOUT_ROWS_MAX 512
#define LAYOUT_COLUMNS_MAX COLUMNS_SHOWN_MAX

/* What is on a line of the screen, for a mouse. */
struct layout_line {
	enum {
		LINE_NOTHING,
		LINE_ROW,  /* of the view */
		LINE_ITEM, /* of the question's list */
	} kind;
	size_t index;
	bool valued; /* the row's value shows, its first byte at this column */
	int value;
	size_t byte; /* of the value, that shows there */
};

struct layout {
	int height, width;
	struct layout_line lines[LAYOUT_ROWS_MAX];
	const char *note; /* shown where the view has no message; or NULL */
	struct layout_scroll scroll;
	struct layout_scroll kept; /* by layout_resize */
	int kept_height, kept_width;
	enum view_kind kind;       /* of the last picture */
	size_t page;               /* of the help */
	bool begins;               /* the page is shown for the first time, from its top on */
	const struct field *field; /* that had the focus */
	int label_columns;
	bool message_cut; /* the view's message had no room, and the help key shows it */
	/* Where the cursor belongs. */
	int cursor_y, cursor_x;
	int help_rows; /* lines of help that showed and can be scrolled; 0: none did */
};

/* For those who draw: this line shows that. */
void layout_mark(struct layout *layout, int y, const struct layout_line *line);

void layout_draw(struct layout *layout, const struct view *view);
/* A window that gets its old size back shows its old picture, unless a key came in between, which
 * layout_key tells. */
void layout_resize(struct layout *layout, int height, int width);
void layout_key(struct layout *layout);
/* Scrolls the help that was drawn last. False if the last picture was not help, or the action does not scroll. */
bool layout_scroll(struct layout *layout, enum action action);

#endif
