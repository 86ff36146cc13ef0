/* The pages: the form, the review, the help and the start page. Each is a list (list.h) and knows the session that it
 * shows; the form edits the value under its focus, too. No page knows a question: what keys do there stands in
 * actions.c. */
#ifndef UI_PAGES_H
#define UI_PAGES_H

#include "cmd/draft_list.h"

#include "ui/line/lineedit.h"
#include "ui/wizard/list.h"
#include "ui/wizard/session.h"

/* What the start page lists. */
struct drafts {
	struct forms *forms; /* NULL: this is no start page */
	char *folder;
	struct draft_list list;
	bool told;               /* each is read before it shows: once the first picture is there */
	char *path;              /* of the draft to open, or opened last; NULL: none */
	const struct form *form; /* of the draft that is being made; NULL: the forms' default */
};

struct pages {
	struct list lists[VIEW_KINDS];
	enum view_kind open;
	enum view_kind help_from; /* the page that help goes back to */
	bool show_all;            /* the form lists what does not apply, too */
	bool back_to_review;      /* once this field is left */
	bool revealed;            /* the secret under the focus */

	/* The focused field of the form. */
	struct lineedit edit;
	struct answer_copy start; /* when it was entered */
	bool editing;             /* its text is in edit; else it is shown and typing begins anew */
	bool touched;             /* changed since it was entered */
	const struct field *left; /* the one before it; NULL once anything was entered */
	bool stopped;             /* Enter has said that it is wrong */
	bool quiet;               /* Esc has cleared its own message */
	size_t check;             /* the one of its checks that Space toggles */

	struct drafts drafts;
	size_t rows_shown; /* at most; 0: all */
};

/* The row under the focus of the open page, and the field that it is about; NULL where it is about none. */
const struct row *page_row(const struct wizard *w);
const struct field *page_field(const struct wizard *w);
/* out becomes the comment on a field, in one line, as it is. The other appends "Comment: too short", filtered, or nothing
 * where there is none. */
void page_comment(const struct wizard *w, const struct field *field, struct strbuf *out);
void page_show_comment(const struct wizard *w, const struct field *field, struct strbuf *out);
/* What can be accepted under that focus. */
struct subject page_subject(const struct wizard *w);
/* After a change of the draft by others than the form. */
void page_refill(struct wizard *w);
/* The field under the focus of the form, NULL on the last step. */
const struct field *wizard_field(const struct wizard *w);

/* form.c: the fields that are listed, and moving between them and between sections */
/* Judges the draft and lists its fields: after every change. */
void wizard_recheck(struct wizard *w);
/* The ordinal of an item among the steps (0: behind them), and how many steps there are. */
int wizard_step(const struct wizard *w, size_t item, int *steps);
/* Shows the form with the focus there. False where the field does not apply and is not shown; says so. */
bool wizard_focus_field(struct wizard *w, const struct field *field);
/* The same with a row of the list as it is. */
void wizard_focus_row(struct wizard *w, size_t row);
/* Takes the value of the focused field and forgets what belongs to it: whenever it is left. What is
 * doubtful about it is said then, once, until the next key. */
void wizard_leave_field(struct wizard *w);
void wizard_next_problem(struct wizard *w);
/* Enter on a field: says what is wrong once, and goes on. */
void form_accept(struct wizard *w);
bool form_is_touched(const struct wizard *w);
void form_next(struct wizard *w);
void form_previous(struct wizard *w);
void form_section_next(struct wizard *w);
void form_section_previous(struct wizard *w);
void form_reveal(struct wizard *w);
void form_show_all(struct wizard *w);
void form_close(struct wizard *w);
/* Back to where a session was left (wizard_place). */
void form_take_place(struct wizard *w, const struct journal_place *place);
/* The session's file has another draft. */
void form_adopt(struct wizard *w);

/* fields.c: editing the focused field, by its widget */
bool field_is_typed(const struct field *field);
/* Whether the focused field takes keys: not where it is read-only or does not apply. */
bool wizard_may_edit(const struct wizard *w);
/* Why not. */
void wizard_say_untouchable(struct wizard *w);
void wizard_enter_field(struct wizard *w);
/* Whether the line under the cursor is. */
bool wizard_line_is_empty(const struct wizard *w);
/* Whether the key was the field's own. */
bool wizard_edit_chord(struct wizard *w, uint32_t chord);
void wizard_edit_paste(struct wizard *w, const char *text, size_t len);
/* What an editor made of it. */
void wizard_edit_all(struct wizard *w, const char *text, size_t len);
/* Another value for the focused field, by other means than typing; can be undone. */
void wizard_set_value(struct wizard *w, const char *text);
/* The same with what a file became. */
void wizard_take_kept(struct wizard *w, const char *kept);
void wizard_put_variable(struct wizard *w, const char *name);
/* After a change of the draft. */
void wizard_value_changed(struct wizard *w);
/* Turns what was typed into what the draft keeps. */
void wizard_commit(struct wizard *w);
/* Whether variables are documented for the field, and its platform replaces them. */
bool wizard_takes_variables(const struct wizard *w, const struct field *field);

/* options.c: fields that are chosen */
/* "(x) macOS  ( ) iOS"; *cursor is the byte at which the chosen one stands. */
void options_show(
	const struct wizard *w, const struct field *field, struct strbuf *out, size_t *cursor);
void checks_show(
	const struct wizard *w, const struct field *field, struct strbuf *out, size_t *cursor);
bool options_act(struct wizard *w, enum action action, uint32_t chord);
bool checks_act(struct wizard *w, enum action action, uint32_t chord);
/* Takes an option of the focused field, or toggles the check. */
void options_pick(struct wizard *w, size_t option);
/* The option at a byte of what options_show or checks_show gave; as many as there are for none. */
size_t options_at(const struct field *field, size_t byte);
/* The chosen one, or the check at hand. */
size_t options_focus(const struct wizard *w, const struct field *field);
/* Its own hint, or NULL. */
const char *options_hint(const struct wizard *w, const struct field *field);

/* review.c */
bool review_is_open(const struct wizard *w);
void wizard_open_review(struct wizard *w);
void wizard_close_review(struct wizard *w);
/* Whatever was edited from there: to its first error. */
void review_open_anew(struct wizard *w);
/* For an export; where it is open it stays as it is. */
void review_come(struct wizard *w);
/* The rows anew, after something changed; the focus stays on its field. */
void review_fill(struct wizard *w);
/* From a field that was edited from there, to the row behind its own, or to its own. */
void wizard_back_to_review(struct wizard *w, bool on);
/* False where the row has no field, or one that does not apply any more, which is said. */
bool review_edit(struct wizard *w);
void review_reveal(struct wizard *w);
void review_show_all(struct wizard *w);
/* Whether the row holds a secret that ^R can show. */
bool review_is_hidden(const struct wizard *w, const struct row *row);
/* Nothing came of an export that Enter began there: the next Enter goes on. */
void review_pass_export(struct wizard *w);
/* The rows anew, the focus where an export leads to: what comes next, or why it failed. */
void review_show_export(struct wizard *w);

/* help.c */
void wizard_open_help(struct wizard *w);
void help_close(struct wizard *w);

/* drafts.c: the start page */
/* The draft under the focus, read; NULL on the last row. */
const struct draft_entry *drafts_entry(struct wizard *w);
/* Reads those that are in sight, for the next picture. */
void drafts_read_shown(struct wizard *w);
/* To the next one behind the focus that has this text in its name or its policy's; false where none has. */
bool drafts_go_on_to(struct wizard *w, const char *text);
/* Of the draft that is made next; NULL: the default. */
void drafts_set_form(struct wizard *w, const struct form *form);
/* Makes a draft with the answers of another one (from, a path) or with none, and chooses it; -1 with a sentence. */
int drafts_new(struct wizard *w, const char *name, const char *from, struct strbuf *err);
/* This one is to be opened. */
void drafts_choose(struct wizard *w, const char *path);
void drafts_release(struct drafts *drafts);

#endif
