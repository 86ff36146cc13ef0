/* A line editor, free of curses: UTF-8 text, a cursor, undo, kill and yank. It draws nothing and reads
 * no terminal; the screen asks it which part shows.
 *
 * The cursor is between characters, never inside one, and never between a character and its combining
 * marks. The text may be a secret: every buffer is wiped. Bytes that are not UTF-8 (from a hand-edited
 * draft) are kept and stepped over one by one. */
#ifndef UI_LINEEDIT_H
#define UI_LINEEDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

#include "model/field_type.h"

#include "ui/keys.h"

/* What is typed or pasted beyond this many bytes is not accepted, and the user is told so
 * (lineedit_full). A text that is set (from a draft) may be longer and is kept whole. */
#define LINEEDIT_LIMIT FIELD_TEXT_MAX

struct lineedit_step;

/* What the last edit was, so that the next one of its kind joins its undo step. */
enum lineedit_run {
	RUN_NONE,
	RUN_TYPED,  /* characters one behind the other, up to a space */
	RUN_ERASED, /* Backspace after Backspace */
};

struct lineedit {
	struct strbuf text;
	size_t cursor;    /* byte offset */
	bool multiline;   /* newlines belong to the text */
	bool keep_blanks; /* a secret: outer spaces of a paste stay */
	int goal;         /* the column that Up and Down aim at; -1: the cursor's own */
	struct strbuf killed;
	/* Undo: the steps from the text that was set; those from history_at on were undone. */
	struct lineedit_step *history;
	size_t history_n, history_alloc, history_at;
	enum lineedit_run run;
	bool full; /* something was left out since lineedit_full was asked last */
};

void lineedit_init(struct lineedit *edit);
void lineedit_release(struct lineedit *edit);
/* A new text with the cursor at its end; forgets the history, keeps what was killed. */
void lineedit_set(struct lineedit *edit, const char *text);

/* Types one character; a newline where the text has several lines. Control characters are ignored. */
void lineedit_type(struct lineedit *edit, uint32_t cp);
/* Inserts a paste as one undo step: control characters and bytes that are not UTF-8 are dropped, a tab
 * becomes a space. In one-line texts inner line ends become spaces too, and outer ones and outer spaces
 * are dropped (spaces stay with keep_blanks). Appends to note a sentence about what was changed, if anything. */
void lineedit_paste(struct lineedit *edit, const char *text, size_t len, struct strbuf *note);
/* The same in place of all of it. */
void lineedit_paste_all(struct lineedit *edit, const char *text, size_t len, struct strbuf *note);
/* Another text in place of all of it, as it is and as one undo step. */
void lineedit_replace_all(struct lineedit *edit, const char *text);
/* Moves and edits by an action; false if the action is not the editor's or there is nothing to do
 * (so that Up on the first line can leave the field). */
bool lineedit_act(struct lineedit *edit, enum action action);

/* Appends a sentence with the limit if something was left out that the user was not told of yet: a
 * character, what was cut. A paste reports it in its own note. */
void lineedit_full(struct lineedit *edit, struct strbuf *note);

/* What shows of a one-line text (or of the line under the cursor) in a room of so many columns. The
 * marks < and > of cut ends are inside the room: the bytes [begin, end) with the marks that
 * apply fill at most columns, and cursor_column counts from the left edge of the room, so with
 * cut_left the first byte is at column 1. A cursor behind the text has a column of its own.
 * begin is kept from call to call so that the window moves only when it must; start with {0}.
 * Control and other unshown characters count as wide as text_show makes them. */
struct lineedit_window {
	size_t begin, end;
	int cursor_column;
	bool cut_left, cut_right;
};
void lineedit_view(const struct lineedit *edit, int columns, struct lineedit_window *window);

/* What shows of a text in rows of so many columns, each of its lines wrapped. The last column of a row is left to a
 * cursor behind its text. *top, the first byte that shows, is kept from call to call so that no more moves
 * than must; start with 0. */
#define LINEEDIT_ROWS_MAX 6
struct lineedit_rows {
	size_t n; /* at least 1, at most the caller's limit */
	struct {
		size_t begin, end;
	} v[LINEEDIT_ROWS_MAX];
	size_t cursor;     /* the row that it is in */
	bool above, below; /* more than shows */
};
void lineedit_rows(const struct lineedit *edit, int columns, size_t most, size_t *top,
	struct lineedit_rows *rows);

/* Columns of the bytes [begin, end), which are whole characters. */
int lineedit_width(const struct lineedit *edit, size_t begin, size_t end);
/* The bytes [*begin, *end) of the line that the cursor is in. */
void lineedit_around(const struct lineedit *edit, size_t *begin, size_t *end);
/* The line that the cursor is in, from 0, and the bytes [*begin, *end) of a line. */
size_t lineedit_line(const struct lineedit *edit);
bool lineedit_line_bounds(const struct lineedit *edit, size_t line, size_t *begin, size_t *end);

#endif
