/* The history of a line editor, for its own files. Every change of the text goes through
 * lineedit_replace, so that nothing escapes undo. */
#ifndef UI_LINEEDIT_UNDO_H
#define UI_LINEEDIT_UNDO_H

#include "ui/line/lineedit.h"

/* Replaces len bytes at pos, records the step and puts the cursor behind the new bytes. Where run is
 * not RUN_NONE and the last edit was of that run and beside this one, both become one step. */
void lineedit_replace(struct lineedit *edit, size_t pos, size_t len, const char *data,
	size_t data_len, enum lineedit_run run);

/* False where there is no step. */
bool lineedit_undo(struct lineedit *edit);
bool lineedit_redo(struct lineedit *edit);

/* Forgets all steps. */
void lineedit_forget(struct lineedit *edit);

/* The end of the character at pos with its combining marks; the text's length stays itself. */
size_t lineedit_next(const struct lineedit *edit, size_t pos);
/* The start of the character before pos; 0 stays itself. */
size_t lineedit_previous(const struct lineedit *edit, size_t pos);

#endif
