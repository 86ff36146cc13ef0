/* The wizard on a draft in a folder of its own, for the tests of this folder. The program is that of
 * $SCEPWIZ, else ./scepwiz. */
#ifndef TESTS_TUI_SESSION_H
#define TESTS_TUI_SESSION_H

#include "testing.h"

#include "vt.h"

#define KEY_UP "\033[A"
#define KEY_DOWN "\033[B"
#define KEY_RIGHT "\033[C"
#define KEY_LEFT "\033[D"
#define KEY_PAGE_DOWN "\033[6~"
#define CONTROL(c) ((const char[]){ (c)&0x1f, 0 })

struct session {
	struct vt vt;
	char *folder;
	char *draft; /* folder/office.yaml */
	bool mouse;  /* the wizard was started with it, and has given it back by the end */
};

const char *program(void);
/* For tests that change their folder: from here on the program and the source have absolute paths. */
void session_paths(void);
/* Makes the folder alone. */
void session_folder(struct session *session);
/* Makes the folder and the draft; settings: KEY=VALUE texts, NULL-terminated, or NULL. */
void session_make(struct session *session, const char *const *settings);
/* The same with the draft's text given. */
void session_write(struct session *session, const char *text);
/* Opens the wizard and waits for its first picture. envp as for vt_start. */
void session_edit(
	struct session *session, const char *term, int columns, int rows, const char *const *envp);
/* The program alone, in the session's folder as that of the drafts. */
void session_drafts(struct session *session, const char *term);
/* session_make and session_edit on xterm-256color, 80x24. */
void session_open(struct session *session);
/* Ends the wizard where it runs, removes the folder; fails where the terminal was sent what no run may
 * send (sent.h). */
void session_close(struct session *session);
/* Leaves by the menu; fails unless the program ends with status 0. */
void session_quit(struct session *session);

/* A path in the folder, and a file's content; the same buffer at each call. */
const char *session_path(struct session *session, const char *name);
const char *session_read(struct session *session, const char *name);

/* The wizard has ended: the terminal is as it was before. */
void assert_terminal_restored(struct vt *vt);

/* Goes to a field by a part of its label. */
void go_to(struct vt *vt, const char *label);
/* The value's column of the focused row. */
void wait_focus(struct vt *vt, const char *label);

/* Runs the program without a terminal of its own; its exit status, what it wrote in out. */
int run_program(const char *const *arguments, struct strbuf *out);
bool terminal_is_known(const char *term);

#endif
