/* Terminals differ in it: what any of them keeps counts. */
#include "kept.h"

#include <string.h>

#include "base/text.h"

void
vt_cell_text(const VTermScreenCell *cell, struct strbuf *out)
{
	char bytes[4];

	for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i]; i++)
		strbuf_add(out, bytes, utf8_encode(cell->chars[i], bytes));
	if (!cell->chars[0])
		strbuf_addch(out, ' ');
}

/* A line has gone out at the top. */
static int
kept_line(int columns, const VTermScreenCell *cells, void *user)
{
	struct vt *vt = user;

	for (int i = 0; i < columns; i++)
		vt_cell_text(&cells[i], &vt->kept);
	strbuf_addch(&vt->kept, '\n');
	return 1;
}

void
kept_begin(struct vt *vt)
{
	static const VTermScreenCallbacks callbacks = { .sb_pushline = kept_line };

	vterm_screen_set_callbacks(vt->screen, &callbacks, vt);
}

/* As tmux, screen and others do where a program clears all of the screen. */
void
kept_cleared(struct vt *vt)
{
	const char *end = vt->sent.buf + vt->sent.len;
	VTermPos at;

	vterm_state_get_cursorpos(vterm_obtain_state(vt->emulator), &at);
	if (vt->sent.len < 4 || (strcmp(end - 4, "\033[2J") != 0 &&
					(strcmp(end - 3, "\033[J") != 0 || at.row || at.col)))
		return;
	for (int row = 0; row < vt->rows; row++)
		strbuf_addf(&vt->kept, "%s\n", vt_row(vt, row));
}
