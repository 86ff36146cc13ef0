/* A picture of the screen for documents: SVG with the text as text, in the reader's font of equal columns, dark or light as
 * the reader has it. Bold, reverse and dim text, colours and the cursor are there; cells of two columns are not. The
 * same screen makes the same bytes. */
#ifndef TESTS_TUI_SVG_H
#define TESTS_TUI_SVG_H

#include "vt.h"

/* title, desc: what a screen reader says of it. */
void svg_screen(struct vt *vt, const char *title, const char *desc, struct strbuf *out);

#endif
