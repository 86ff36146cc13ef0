/* The wizard: the state machine behind every front end, free of curses.
 *
 * Chords go in, a view comes out: the list of fields in the documented order, edited in place, with the
 * hint and the message of the field that has the focus. The screen (ui/screen/screen.h) draws the view,
 * the tests read it. Movement is never refused: checking tells, it does not trap; only the export is
 * blocked. A field is checked late (when it is left) and cleared early (from then on at each key).
 *
 * What is typed is in the draft at once, so nothing is lost when the terminal goes away; it is turned
 * into what the draft keeps (hex into Base64, a path into its certificate) when the field is left. A
 * value that nobody changed is never rewritten.
 *
 *     wizard_new(file) -> wizard_chord() ... wizard_view() ... until wizard_wants() == WIZARD_QUIT */
#ifndef UI_WIZARD_H
#define UI_WIZARD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/node.h"
#include "base/strbuf.h"

#include "model/field_type.h"
#include "model/findings.h"

#include "format/ask/ask_run.h"
#include "format/draft/draft_file.h"
#include "format/draft/forms.h"
#include "format/recovery/recovery.h"

#include "ui/line/lineedit.h"

struct wizard;

/* With what it begins. */
enum wizard_begin {
	WIZARD_FIELDS,
	WIZARD_REVIEW,
	WIZARD_EXPORT, /* the review, and at once the export: wizard_begin_export */
	WIZARD_QUICK,  /* no draft: the quick start (wizard_new_quick) */
};

/* The wizard works on file, which the caller owns and which outlives it. */
struct wizard *wizard_new(struct draft_file *file, enum wizard_begin begin);
void wizard_free(struct wizard *wizard);

/* The start page: the drafts of the current folder (here; NULL: not listed) and of the drafts folder, to open, make, copy,
 * rename, delete, compare them. The same machine with the same keys, without a draft of its own. The drafts folder need
 * not be there yet: it is made with its first draft. The forms outlive it. */
struct wizard *wizard_new_start(struct forms *forms, const char *here, const char *folder);
/* The quick start: at most seven questions (model/quick.h). At its end the drafts are made of the answers, and
 * wizard_chosen is the first of them. path: its path; NULL: it is called after its policy, in the folder. platform: that
 * is chosen at first; NULL: the form's default. The form outlives it. */
struct wizard *wizard_new_quick(
	const struct form *form, const char *path, const char *folder, const char *platform);

/* Saves the answers of a quick start that has ended before they became a draft; nothing else has any. Returns -1, with a
 * sentence, if it cannot: they stay in the recovery file. */
int wizard_rescue_quick(struct wizard *wizard, struct strbuf *err);

/* The draft that is offered next, in the review and once the profile is written; NULL: none. */
void wizard_set_next(struct wizard *wizard, const char *path);
const char *wizard_next(const struct wizard *wizard);
/* The draft that is to be opened, or was last; NULL: none. */
const char *wizard_chosen(const struct wizard *wizard);
/* What is to be said there first; NULL: nothing. */
const char *wizard_chosen_told(const struct wizard *wizard);
/* With what. */
enum wizard_begin wizard_chosen_begin(const struct wizard *wizard);
/* Reads the folders again; the focus stays on its draft. */
void wizard_reload(struct wizard *wizard);
/* A sentence for the next picture: why a draft could not be opened. */
void wizard_tell(struct wizard *wizard, char mark, const char *text);
/* So many rows are in sight at most, so that the start page reads no draft in vain, and no picture has more of a value
 * than COLUMNS_SHOWN_MAX; 0, as at first: all is in sight. */
void wizard_fit(struct wizard *wizard, size_t rows);
/* Whether the last picture's message was cut: the help begins with all of it then. */
void wizard_cut_message(struct wizard *wizard, bool cut);

/* Compares the draft with those beside it, the first time that it is called; on the start page, reads the drafts that
 * are in sight and compares them, and some more where what is typed is looked for in all. There may be thousands, so a
 * front end calls it once its first picture is there, which lists drafts by their names alone, and again until there is
 * nothing new or a key has come; a draft's first key calls it at the latest. Whether there is anything new to show. */
bool wizard_compare(struct wizard *wizard);

/* From here on the recovery file (format/recovery/recovery.h) has every change before the next key; to be called before
 * the first one. Where another session has left changes or has the draft open the wizard asks first. A
 * wizard that its user has left keeps nothing there; one that was ended keeps what is unsaved. */
void wizard_guard(struct wizard *wizard);
/* Whether the draft is only looked at. */
bool wizard_is_looking(const struct wizard *wizard);
/* Whether a save would write something, and nobody else does. */
bool wizard_has_unsaved(const struct wizard *wizard);

/* How the front end calls the keys of an action in what the wizard says; false: by their names, as wizards do
 * that nobody has told. */
void wizard_spell(struct wizard *wizard, bool (*spell)(enum action action, struct strbuf *out));

/* Where the focus and its cursor are, as the recovery file has it. */
struct recovery_place wizard_place(const struct wizard *wizard);

/* One key press; a paste, however the terminal delivered it. */
void wizard_chord(struct wizard *wizard, uint32_t chord);
void wizard_paste(struct wizard *wizard, const char *text, size_t len);

/* What the loop has to do after a chord. Reading it takes it back to WIZARD_GO_ON. */
enum wizard_wish {
	WIZARD_GO_ON,
	WIZARD_REPAINT,
	WIZARD_SUSPEND,
	WIZARD_EDITOR, /* run $VISUAL or $EDITOR on wizard_editor_text, with wizard_editor_done for its end */
	WIZARD_FETCH, /* give the terminal back, wizard_fetch, then wizard_continue */
	WIZARD_ASK, /* give the terminal back, ask the keeper (base/keeper.h) for wizard_request, then wizard_answered */
	WIZARD_QUIT,
	WIZARD_OPEN, /* a wizard on the draft at wizard_chosen; on the start page then wizard_reload */
};
enum wizard_wish wizard_wants(struct wizard *wizard);
/* Whether its user has left it. */
bool wizard_is_left(const struct wizard *wizard);
const char *wizard_editor_text(const struct wizard *wizard);
/* Names of environment variables that hold secrets of the draft, which are not the editor's business. */
void wizard_editor_hidden(const struct wizard *wizard, struct strvec *names);
/* What an editor made of it; false where something of that was left out, which is said, or it is nowhere but
 * in memory. */
bool wizard_editor_done(struct wizard *wizard, const char *text, size_t len);
/* And what became of its file, behind what is said already. */
void wizard_editor_tell(struct wizard *wizard, const char *text);

/* What the wizard wishes to ask: whether a file may be written beyond the session's walls (base/beyond.h), or one of
 * these, each with what the user's word is about ("about": data, format/draft/allowed.h). */
#define WIZARD_ALLOW "allow" /* -> "error": a text, where it is not allowed now */
#define WIZARD_RUN "run" /* "command": a text (model/source.h) -> "secret": a text; or "error" */
/* Or this, about no draft: "form", "key" and "text", all texts -> "told": a sentence; or "error". */
#define WIZARD_KEEP "keep"
const struct node *wizard_request(const struct wizard *wizard);
/* answer: NULL, nobody has answered. */
void wizard_answered(struct wizard *wizard, const struct node *answer);

/* While a server is asked, a front end waits for these descriptors besides its input, at most wizard_wait_ms, and calls
 * wizard_continue: then, and after each key. 0 descriptors and -1 while nothing is waited for. */
#define WIZARD_FDS ASK_RUN_FDS
size_t wizard_wait_fds(const struct wizard *wizard, struct pollfd fds[WIZARD_FDS]);
int wizard_wait_ms(const struct wizard *wizard);
void wizard_continue(struct wizard *wizard);
/* How many times a server was asked. */
unsigned wizard_runs(const struct wizard *wizard);
/* Appends what the server said, a line for each fact, once; false if it has said nothing new. */
bool wizard_take_facts(struct wizard *wizard, struct strvec *lines);
/* The keeper asks at the terminal whether the server may be asked, and begins. */
void wizard_fetch(struct wizard *wizard);

/* Before the terminal is given back (suspend, end): secrets are masked again. */
void wizard_hide_secrets(struct wizard *wizard);
/* The line printed after the end: "office.yaml: saved, 1 problem (URL)". */
void wizard_farewell(const struct wizard *wizard, struct strbuf *out);

/* Marks: '*' required and empty, '!' problem, '?' warning, '+' filled and fine, ' ' optional and
 * empty. State is a text mark, colour only an extra. */
enum row_kind {
	ROW_SECTION, /* a title */
	ROW_FIELD,
	ROW_ACTION, /* "Review and export"; a draft of the start page, whose value tells its state */
	ROW_TEXT,   /* a paragraph of help or review: label, to be wrapped */
};

struct view_row {
	enum row_kind kind;
	const struct field *field;
	char mark;
	int number;      /* 0: none */
	char *label;     /* filtered for display, as all texts of a view but those in edit */
	char *value;     /* of a title: how far its section is, "2/3" */
	size_t cursor;   /* byte of value where the cursor is while it is focused and not edited */
	size_t extra;    /* byte from which value only explains, and may be left out; 0: nowhere */
	char *brief;     /* stands for a value that has no room even so; NULL: the value is cut */
	bool is_default; /* the value is the form's default, untouched: may be shown dimmer */
	bool unused;     /* does not apply and is shown all the same */
	bool locked;     /* cannot be changed, which the value tells */
	bool options;    /* the value is a row of options: "(x) macOS  ( ) iOS" */
};

enum view_kind {
	VIEW_FORM,
	VIEW_REVIEW,
	VIEW_RESULT, /* what the export did */
	VIEW_HELP,
	VIEW_START, /* the list of drafts */
	VIEW_KINDS,
};

/* What is behind so many columns of a value shows in no window, so a window's picture lacks it. */
#define COLUMNS_SHOWN_MAX 1024

/* One picture of the wizard; valid until the next call. */
struct view {
	enum view_kind kind;
	char *title; /* the draft's file name */
	size_t done,
		fields; /* of the documented fields that apply, those with a value and no error; all */
	size_t problems;   /* errors of fields that were left; all of them from the review on */
	const char *state; /* "saved", "changed", "new", "read-only"; "12 drafts" */
	char count[32];
	struct view_row *rows;
	size_t nrows, focus; /* index of the focused row */
	/* The value that is being edited, NULL if the focused row has no value. If it is masked this
	 * is a substitute (stars, or nothing as long as there is nothing): no view holds a secret that is
	 * not revealed. */
	const struct lineedit *edit;
	bool masked;
	struct lineedit mask, prompt_mask; /* the substitutes */
	/* Below the list, always in the same places. */
	char *heading;  /* "Fingerprint (optional)" */
	char *progress; /* good news at the right end of the heading: "3 parts: C, O, CN"; "" */
	char *hint;     /* not wrapped */
	char mark;      /* of the message: '!', '?', '+' or ' ' */
	char *message;  /* or ""; not wrapped */
	bool notice;    /* the message answers the last key, and is not about the focused row */
	/* What is wrong with the field that was just left: "7 Subject (M-e goes back): it is empty.", "" where nothing
	 * is. */
	char left_mark;
	char *left;
	char *left_brief; /* the same where it has no room: what to do */
	size_t page;      /* of the help: another number, another page */
	char *keyline;    /* "Enter next  Tab/^N ^P move  ^G help  ..." (at most seven pairs) */
	/* The same, for windows that are too narrow for it; NULL: not known. */
	const struct key_pair *keys;
	struct key_pair pairs[KEY_PAIRS_MAX];
	/* A question in place of the key line: a one-line prompt with its own editor, or a menu line. */
	char *prompt;                       /* NULL: none. "Export to: " */
	const struct lineedit *prompt_edit; /* NULL: answered by one key */
	bool prompt_masked;
	/* The question is answered by one of these items, which may be none; Enter takes the focused
	 * one. What is typed narrows the list. */
	bool choosing;
	const char *accepts; /* what Enter does there: "choose"; NULL: the prompt says it */
	char *list_title;    /* what is listed: a folder; "" */
	struct view_item {
		char *name, *meaning; /* meaning: or "" */
	} * items;
	size_t nitems, item_focus;
	size_t left_out; /* that would show too; told says so */
	bool line;       /* what is typed is an answer in itself: a path */
	bool numbered;  /* rows may be chosen by number; the first nine by a digit, but on a line */
	bool by_letter; /* letters are answers, too: they narrow nothing */
	bool on_item;   /* the cursor is on the focused item, not behind what is typed */
	char told_mark;
	char *told; /* a sentence about the focused item, or why no item is focused; "" */
	/* For the pane that explains the field, where the window is wide enough: the long help. */
	char *explanation;
};

const struct view *wizard_view(struct wizard *wizard);

/* A click on a row of the last view, at this byte of its value (any large number: beside it); on an item
 * of the question's list. */
void wizard_point(struct wizard *wizard, size_t row, size_t byte);
void wizard_point_item(struct wizard *wizard, size_t item);

/* For those who make views: frees what is in one; a text as it may be shown, which the caller frees. */
void view_release(struct view *view);
char *display_text(const char *text);

/* For a front end that asks line by line (ui/plain/plain.h) and has no cursor to edit with. */

/* What an action does on the page, or to the question that is asked: Enter's takes its line or its item. */
void wizard_act(struct wizard *wizard, enum action action);
/* The same with what a page or a menu has beside its actions, one of these. */
void wizard_run(struct wizard *wizard, void (*run)(struct wizard *wizard));
void wizard_end(struct wizard *wizard); /* whatever is unsaved */
void wizard_quit(struct wizard *wizard);
void wizard_ask_save_as(struct wizard *wizard);
void wizard_export(struct wizard *wizard);
/* Asks the CA's server. The focused field gets what it can of the answer. */
void wizard_ask_server(struct wizard *wizard);
void wizard_try(struct wizard *wizard); /* a trial enrolment */
void wizard_restore_field(struct wizard *wizard);
/* The focused field's value becomes one's default for new drafts, or is forgotten as that. */
void wizard_keep_default(struct wizard *wizard);
void wizard_make_ios(struct wizard *wizard); /* the iOS draft of this one */
void wizard_open_editor(struct wizard *wizard);
void wizard_empty_choice(struct wizard *wizard); /* the focused field's */
/* Takes the focused field's value as if it were left, which it is not. */
void wizard_stay(struct wizard *wizard);
/* Sections of the review whose rows have no mark. */
#define REVIEW_NOTES "Notes"
#define REVIEW_ASKED "Asked" /* and when: what the server said */
#define REVIEW_COMMENTS "Open comments"
/* Which topic of the help. The first page of the help ends with a section of this title, which names the keys to them. */
#define HELP_MORE "More help"
void wizard_ask_help(struct wizard *wizard);
void wizard_make_draft(struct wizard *wizard); /* on the start page */
void wizard_quick_start(struct wizard *wizard);
void wizard_make_of_form(struct wizard *wizard); /* which is chosen before */
/* The same with the form of this name. Says so if there is no such form. */
bool wizard_make_of(struct wizard *wizard, const char *form);
void wizard_copy_draft(struct wizard *wizard);
/* Exports at once, unless something is asked first, or the draft is only looked at. */
void wizard_begin_export(struct wizard *wizard);
/* Answers the question by the key of an answer; false where it has no such answer. */
bool wizard_answer(struct wizard *wizard, uint32_t key);
/* The same by the word of the answer: "take over". */
bool wizard_answer_word(struct wizard *wizard, const char *word);
/* The focus to a row of a page that is not the form; in the review to the export. */
void wizard_focus(struct wizard *wizard, size_t row);
void wizard_focus_export(struct wizard *wizard);

/* A paste in place of all that the question, else the focused field, holds. What was told of the old value
 * is forgotten: the new one is judged when it is left. */
void wizard_replace(struct wizard *wizard, const char *text, size_t len);
/* The focus to an item of the list that the question has; and as if it were chosen. */
void wizard_focus_item(struct wizard *wizard, size_t item);
void wizard_take_item(struct wizard *wizard, size_t item);
/* Takes an option of the focused field, or toggles the check. */
void wizard_pick(struct wizard *wizard, size_t option);
bool wizard_is_picked(const struct wizard *wizard, const struct field *field, size_t option);
/* How a field is asked for: one of several lines where it is a list. */
enum widget field_widget(const struct field *field);
/* The options of a field; Yes and No where it is a yes/no. */
const struct choice *field_options(const struct field *field, size_t *n);
/* "set, 24 characters", "yes", "12:34:..."; filtered. */
void wizard_show_value(const struct wizard *wizard, const struct field *field, struct strbuf *out);
/* Whether what the file has for the field cannot be read as a value, and no value was given since. */
bool wizard_is_unread(const struct wizard *wizard, const struct field *field);
/* What is wrong with any field, as far as it is told now, into out, which is empty; not filtered.
 * Returns its mark. */
char wizard_field_message(
	const struct wizard *wizard, const struct field *field, struct strbuf *out);

#endif
