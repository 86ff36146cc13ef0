/* What a terminal without another page keeps, so that it can be scrolled back to: lines that went out at
 * the top, and a whole screen that was cleared at once. It is appended to vt->kept. */
#ifndef TESTS_TUI_KEPT_H
#define TESTS_TUI_KEPT_H

#include "vt.h"

/* From here on for lines; not where the window is resized, for which libvterm's callback is not ready. */
void kept_begin(struct vt *vt);
/* To be called before the emulator gets a J. */
void kept_cleared(struct vt *vt);
/* Appends a cell's text, a blank for an empty one. */
void vt_cell_text(const VTermScreenCell *cell, struct strbuf *out);

#endif
