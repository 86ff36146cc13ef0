/* The table of keys: one row an action, which drives dispatch, the key line, the help page and the
 * section of scepwiz(1). Free of curses: a key press is a chord, a number that the terminal's reader
 * (ui/screen/tui.h) makes out of bytes.
 *
 * No action needs a function key or Alt held down: a Meta chord is Esc and then the key, at any pace. */
#ifndef UI_KEYS_H
#define UI_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

/* Chords: a Unicode character, a control character, one of these, or META with one of them. */
#define CHORD_CTRL(c) ((uint32_t)(c)&0x1f)
#define CHORD_META(c) (0x1000000u | (uint32_t)(c))
enum {
	CHORD_TAB = 9,
	CHORD_ENTER = 13,
	CHORD_ESC = 27,
	CHORD_BACKSPACE = 127,
	CHORD_UP = 0x200000,
	CHORD_DOWN,
	CHORD_LEFT,
	CHORD_RIGHT,
	CHORD_HOME,
	CHORD_END,
	CHORD_PAGE_UP,
	CHORD_PAGE_DOWN,
	CHORD_DELETE,
	CHORD_SHIFT_TAB,
	CHORD_F1, /* .. F12 */
	CHORD_F12 = CHORD_F1 + 11,
	CHORD_RESIZE, /* the window has another size */
	CHORD_NONE,   /* something unknown, swallowed */
};

/* What a mouse does: a chord of its own, with the cell from the upper left corner, from 0. It has no
 * action: the front end knows what is there. */
enum mouse_event {
	MOUSE_CLICK,
	MOUSE_WHEEL_UP,
	MOUSE_WHEEL_DOWN,
};
#define MOUSE_ROWS 1024
#define MOUSE_COLUMNS 2048
#define CHORD_MOUSE(event, row, column) \
	(0x80000000u | (uint32_t)(event) << 21 | (uint32_t)(row) << 11 | (uint32_t)(column))
#define CHORD_IS_MOUSE(chord) ((chord) >= 0x80000000u)
#define MOUSE_EVENT(chord) ((enum mouse_event)((chord) >> 21 & 3))
#define MOUSE_ROW(chord) ((int)((chord) >> 11 & (MOUSE_ROWS - 1)))
#define MOUSE_COLUMN(chord) ((int)((chord) & (MOUSE_COLUMNS - 1)))

enum action {
	ACTION_NONE,
	ACTION_TYPE, /* a character of the text */
	ACTION_ACCEPT,
	ACTION_NEXT,
	ACTION_PREVIOUS,
	ACTION_DOWN, /* as next, but moves inside notes and lists first */
	ACTION_UP,
	ACTION_SECTION_NEXT,
	ACTION_SECTION_PREVIOUS,
	ACTION_LEFT,
	ACTION_RIGHT,
	ACTION_WORD_LEFT,
	ACTION_WORD_RIGHT,
	ACTION_START,
	ACTION_END,
	ACTION_DELETE,
	ACTION_BACKSPACE,
	ACTION_KILL_WORD_LEFT,
	ACTION_KILL_WORD_RIGHT,
	ACTION_KILL_START,
	ACTION_KILL_END,
	ACTION_YANK,
	ACTION_UNDO,
	ACTION_REDO,
	ACTION_CHOOSE,
	ACTION_REVEAL,
	ACTION_HELP,
	ACTION_GO_TO,
	ACTION_NEXT_PROBLEM,
	ACTION_REVIEW,
	ACTION_EXPORT, /* where nothing is typed: key_page_action */
	ACTION_NOTE,
	ACTION_ACCEPT_FINDING,
	ACTION_SHOW_ALL,
	ACTION_SAVE,
	ACTION_REPAINT,
	ACTION_SUSPEND,
	ACTION_MENU,
	ACTION_LEAVE,
	ACTION_CLOSE, /* Esc alone */
};

/* Where a key means something; for help and key line. */
enum key_context {
	KEYS_TEXT = 1,
	KEYS_CHOICE = 2,
	KEYS_LIST = 4,  /* a popup or the review */
	KEYS_DRAFT = 7, /* any of these */
	KEYS_START = 8, /* the start page */
	KEYS_ANYWHERE = 15,
};

/* What people want to do with it: a topic of the help each. */
enum key_group {
	KEY_GROUP_NONE,
	KEY_GROUP_MOVE,
	KEY_GROUP_EDIT,
	KEY_GROUP_CHOOSE,
	KEY_GROUP_REVIEW,
	KEY_GROUP_LEAVE,
};

#define KEY_CHORDS_MAX 4

struct key_binding {
	enum action action;
	uint32_t chords
		[KEY_CHORDS_MAX]; /* 0 ends them; the first is the one that is named in short */
	const char *label;        /* two words for the key line: "next" */
	const char *help;         /* a phrase for help and man page */
	unsigned contexts;
	enum key_group group;
};

extern const struct key_binding key_bindings[];
extern const size_t key_bindings_count;

/* The action of a chord; ACTION_TYPE for a printable character without one. Meta with a capital
 * letter means the same as with the small one. */
enum action key_action(uint32_t chord);
/* The same where nothing is typed, as in the review: a letter may have an action of its own there. */
enum action key_page_action(uint32_t chord);
/* The row of an action. BUG if there is no such row. */
const struct key_binding *key_binding_of(enum action action);

/* Appends "^N", "M-g", "Shift-Tab", "F1". */
void chord_name(uint32_t chord, struct strbuf *out);
/* One pair of a key line: an action, or two that belong together, and what they do there. */
struct key_pair {
	enum action actions[2];
	const char *label; /* NULL ends a line */
	int rank;          /* the highest is left out first where room is scarce */
	const char *brief; /* what the second action alone does, said instead there; or NULL */
};
#define KEY_PAIRS_MAX 8 /* with the end */
/* Appends "Enter next  ^N/^P move  ^G help": the first chord of each action. */
void key_line(const struct key_pair *pairs, struct strbuf *out);
/* The same in at most so many columns: "Enter next  ^P back  ^G help". */
void key_line_fit(const struct key_pair *pairs, int columns, struct strbuf *out);

/* Appends a text in which the keys of an action are called as spell does, which appends the name and answers
 * false where it has none. Such a text is ours or a form's; what was typed is put in afterwards. */
void keys_spell(const char *text, bool (*spell)(enum action action, struct strbuf *out),
	struct strbuf *out);

/* Appends all chords of an action: "Tab, Down, ^N". */
void key_names(enum action action, struct strbuf *out);

#endif
