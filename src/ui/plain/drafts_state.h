/* The inside of the start page in plain mode, for its own files: drafts.c, drafts_name.c. */
#ifndef UI_PLAIN_DRAFTS_STATE_H
#define UI_PLAIN_DRAFTS_STATE_H

#include "ui/plain/drafts.h"
#include "ui/plain/state.h"

struct drafts {
	struct wizard *start;
	struct plain_io io;
	struct strbuf line, *err;
	bool listed, taught, stops_taught;
	struct strbuf doubted;  /* a command's word that is a name if it is typed again */
	enum plain_input input; /* how the last question was answered */
};

/* drafts.c */
void drafts_say_message(struct drafts *d);
/* What a line does. */
void drafts_answer(struct drafts *d);
/* Whether it is a whole word of a command, with nothing behind it. */
bool drafts_is_command(const char *line);

/* drafts_name.c */
/* The next answer; false if there is none. */
bool drafts_ask(struct drafts *d);
/* The name of a draft, or a path, which the wizard has asked for. */
void drafts_name(struct drafts *d);

#endif
