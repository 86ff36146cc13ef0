/* A program on a pseudo-terminal, with libvterm as the terminal's screen: what a user would see, and
 * every byte that was sent to show it.
 *
 * Nothing here sleeps: it waits for what is to be seen, with a deadline that only a failing test
 * reaches. */
#ifndef TESTS_TUI_VT_H
#define TESTS_TUI_VT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <termios.h>
#include <vterm.h>

#include "base/strbuf.h"

/* Long enough for a loaded machine with valgrind. */
#define VT_DEADLINE_MS 30000
/* A pause after which nothing more is expected of a key. */
#define VT_QUIET_MS 40

struct vt {
	int fd;
	pid_t pid;
	VTerm *emulator;
	VTermScreen *screen;
	int columns, rows;
	bool ended;           /* the program has closed the terminal */
	int status;           /* of waitpid, once stopped */
	struct strbuf sent;   /* all bytes of the program */
	struct strbuf kept;   /* see kept.h */
	size_t mark;          /* of vt_mark */
	size_t reads;         /* how many pieces they came in */
	struct termios modes; /* before the program */
};

/* Starts the program with TERM, in a window of that size; how many were started is told at the end. envp: NAME=VALUE texts, NULL-terminated, or
 * NULL. */
void vt_start(struct vt *vt, const char *term, int columns, int rows, const char *const *argv,
	const char *const *envp);
/* Ends the program where it runs and frees all. */
void vt_stop(struct vt *vt);
/* Reads to the end of the program; its exit status, 128 + number for a signal. */
int vt_end(struct vt *vt);

/* Types text, as it stands. */
void vt_type(struct vt *vt, const char *text);
void vt_resize(struct vt *vt, int columns, int rows);

/* Row as UTF-8 without blanks at its end; the same buffer at each call. */
const char *vt_row(struct vt *vt, int row);
/* The same of the columns from, up to before to. */
const char *vt_part(struct vt *vt, int row, int from, int to);
/* The text's column on the row, -1 where it is not there. */
int vt_column(struct vt *vt, int row, const char *text);
void vt_cursor(struct vt *vt, int *row, int *column);
bool vt_is_bold(struct vt *vt, int row, int column);
bool vt_is_reverse(struct vt *vt, int row, int column);
bool vt_is_dim(struct vt *vt, int row, int column);
/* The number of the text's colour, and of its background's; -1 for the terminal's own. */
int vt_colour(struct vt *vt, int row, int column);
int vt_ground(struct vt *vt, int row, int column);
/* Whether the cell has a colour that is not the terminal's own. */
bool vt_is_coloured(struct vt *vt, int row, int column);
/* The row that holds the text, -1 where none does. */
int vt_find(struct vt *vt, const char *text);

/* Wait until the text is to be seen, or no more; fail the test with a picture of the screen at the
 * deadline. */
void vt_wait(struct vt *vt, const char *text);
void vt_wait_gone(struct vt *vt, const char *text);
/* Until the cursor stands behind the text on its row. */
void vt_wait_cursor_behind(struct vt *vt, const char *text);
/* Until the check returns NULL; at the deadline its sentence is what failed. */
typedef const char *vt_check(struct vt *vt, const void *context);
void vt_wait_for(struct vt *vt, vt_check *check, const void *context);
/* The whole picture, cell by cell with its attributes, and the cursor; and until it is there again,
 * where name says which one. */
void vt_picture(struct vt *vt, struct strbuf *out);
void vt_wait_picture(struct vt *vt, const struct strbuf *picture, const char *name);
/* Resizes, and waits until the program has begun to draw for it. */
void vt_resize_drawn(struct vt *vt, int columns, int rows);
/* Takes what has come, without waiting for more. */
void vt_look(struct vt *vt);
/* Until what is looked for outside of the terminal is there; false at the deadline. */
bool vt_wait_until(struct vt *vt, bool (*reached)(void *data), void *data);
/* Until nothing has come for VT_QUIET_MS, for so long, and the program has nothing to do. That is a pause, no proof: what a
 * key is to show is waited for. */
void vt_wait_quiet(struct vt *vt);
void vt_wait_quiet_for(struct vt *vt, int ms);
/* Takes what comes next; false where nothing came in time. vt_wait_more: fails at the deadline. */
bool vt_look_within(struct vt *vt, int ms);
void vt_wait_more(struct vt *vt);
/* Until the text stands in the bytes that were sent since the mark. */
void vt_wait_sent(struct vt *vt, const char *text);

/* Counts from here; vt_mark_here: without waiting until the terminal is quiet. */
void vt_mark(struct vt *vt);
void vt_mark_here(struct vt *vt);
/* Bytes since the mark, once the terminal is quiet. */
size_t vt_bytes(struct vt *vt);

/* That the terminal does not show what is typed; for vt_wait_for. */
vt_check vt_check_no_echo;
/* Whether the terminal has the modes that it had before the program. */
bool vt_has_first_modes(struct vt *vt);

/* Prints the screen, for a failing test. */
void vt_dump(struct vt *vt);

#endif
