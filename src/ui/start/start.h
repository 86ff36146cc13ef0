/* The start page: the drafts of the drafts folder, to open one, make one, or make one of another's
 * answers. A state machine as the wizard is (ui/wizard/wizard.h), with the same keys and the same kind of
 * picture; free of curses. It writes new drafts and nothing else.
 *
 *     start_new(forms, folder) -> start_chord() ... start_view() ... until start_wants() is not
 *     START_GO_ON; after START_OPEN: the wizard on start_path(), then start_reload() */
#ifndef UI_START_H
#define UI_START_H

#include <stddef.h>
#include <stdint.h>

#include "format/form/forms.h"

#include "ui/wizard/wizard.h"

struct start;

/* The folder need not be there yet: it is made with its first draft. The forms outlive the page. */
struct start *start_new(struct forms *forms, const char *folder);
void start_free(struct start *start);

void start_chord(struct start *start, uint32_t chord);
void start_paste(struct start *start, const char *text, size_t len);

enum start_wish {
	START_GO_ON,
	START_OPEN, /* the draft at start_path */
	START_QUIT,
};
/* Reading it takes it back to START_GO_ON. */
enum start_wish start_wants(struct start *start);
const char *start_path(const struct start *start);

/* Reads the folder anew; the focus stays on its draft. */
void start_reload(struct start *start);
/* A sentence for the next picture: why a draft could not be opened. */
void start_say(struct start *start, char mark, const char *text);

const struct view *start_view(struct start *start);

#endif
