/* The pages: the form, the review, the export's result, the help and the start page. Each is a list (list.h) and knows the session that it
 * shows; the form edits the value under its focus, too. No page knows a question: what keys do there is in
 * actions.c. */
#ifndef UI_PAGES_H
#define UI_PAGES_H

#include "cmd/draft_list.h"

#include "ui/line/lineedit.h"
#include "ui/wizard/list.h"
#include "ui/wizard/session.h"

/* How the start page lists the drafts. */
enum drafts_order {
	DRAFTS_BY_TIME,
	DRAFTS_BY_FOLDER,
	DRAFTS_BY_PLATFORM,
	DRAFTS_BY_STATE,
	DRAFTS_ORDERS,
};

/* A draft that was renamed or deleted here: where it was, and where it is. */
struct draft_moved {
	char *from, *to;
};

/* What the start page lists. */
struct drafts {
	struct forms *forms; /* NULL: this is not the start page */
	char *here;          /* the current folder; NULL: it is the drafts folder */
	char *folder;
	struct draft_list list;
	bool told;            /* each is read before it shows: once the first picture is there */
	size_t nread;         /* of the list, read for a search or for groups */
	struct lineedit find; /* what is typed, which narrows the list */
	size_t nfound;        /* drafts that have it */
	enum drafts_order order;
	char *path;                /* of the draft to open, or opened last; NULL: none */
	char *told_there;          /* and what is said there first; NULL: nothing */
	enum wizard_begin begin;   /* with what */
	const struct form *form;   /* of the draft that is being made; NULL: the forms' default */
	struct draft_moved *moves; /* that can be undone, the last one last */
	size_t nmoves, moves_alloc;
};

/* The quick start: quick.c. */
struct quick {
	const struct form *of; /* what the questions are made from; perhaps one's own defaults */
	const struct form *drafts; /* the form of the drafts that are made */
	char *path;                /* of the first one; NULL: called after its policy */
	char *folder;              /* where it is made then */
	struct form *questions;
	struct draft_file file; /* the answers */
	struct draft_file blank,
		kept; /* what would be made of them, for the recovery file; before it is filled */
	bool guarded; /* there is one */
	struct strvec made; /* paths of the drafts */
	bool done;          /* all are made */
};

/* What the help page shows. */
enum help_kind {
	HELP_FIRST, /* the help of the page that it was opened from */
	HELP_TOPIC, /* of its index */
	HELP_TEXT,  /* something else, as a comparison; it has no index */
};

/* What can be undone: undo.c. */
struct undo {
	struct undo_step *steps;
	size_t n, alloc, at; /* those from at on were undone */
};

struct pages {
	struct list lists[VIEW_KINDS];
	enum view_kind open;
	enum view_kind help_from; /* the page that help goes back to */
	enum help_kind help_kind;
	const char *help_title; /* what is read there: a literal */
	size_t help_opened;     /* how many of its pages were */
	bool show_all;          /* the form lists what does not apply, too */
	bool back_to_review;    /* once this field is left */
	bool revealed;          /* the secret under the focus */

	/* The focused field of the form. */
	struct lineedit edit;
	struct answer_copy start; /* when it was entered */
	bool editing;             /* its text is in edit; else it is shown and typing starts over */
	bool touched;             /* changed since it was entered */
	const struct field *left; /* the one before it; NULL once anything was entered */
	const struct field
		*behind; /* left, and what is wrong there is told until the focus moves on */
	bool stopped;    /* Enter has said that it is wrong */
	bool quiet;      /* Esc has cleared its own message */
	size_t check;    /* the one of its checks that Space toggles */

	struct undo undo;
	struct drafts drafts;
	struct quick *quick; /* NULL: this is not a quick start */
	char *next;          /* the draft to go on to from the review and the result; NULL: none */
	size_t rows_shown;   /* at most; 0: all */
	bool message_cut;    /* of the last picture: the help begins with it */
};

/* The row under the focus of the open page, and the field that it is about; NULL where it is about none. */
const struct row *page_row(const struct wizard *w);
const struct field *page_field(const struct wizard *w);
/* What can be accepted under that focus. */
struct subject page_subject(const struct wizard *w);
/* After a change of the draft by others than the form. */
void page_refill(struct wizard *w);
/* The field under the focus of the form, NULL on the last step. */
const struct field *wizard_field(const struct wizard *w);

/* form.c: the fields that are listed, and moving between them and between sections */
/* Judges the draft and lists its fields: after every change. */
void wizard_recheck(struct wizard *w);
/* How many of the documented fields that apply, of all sections or of one, have a value and no error; and how
 * many there are. */
size_t wizard_done(const struct wizard *w, const struct section *section, size_t *all);
/* Shows the form with the focus there. False where the field does not apply and is not shown; says so. */
bool wizard_focus_field(struct wizard *w, const struct field *field);
/* The same with a row of the list as it is. */
void wizard_focus_row(struct wizard *w, size_t row);
/* Takes the value of the focused field and forgets what belongs to it: whenever it is left. Its
 * warning is told then, once, where the focus is next. */
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
void form_take_place(struct wizard *w, const struct recovery_place *place);
/* The session's file has another draft. */
void form_adopt(struct wizard *w);

/* fields.c: editing the focused field, by its widget */
bool field_is_typed(const struct field *field);
/* Whether the focused field takes keys: not where it is read-only or does not apply. */
bool wizard_may_edit(const struct wizard *w);
/* Why not. */
/* Whether another session has the draft, which is said then. */
bool wizard_only_looks(struct wizard *w);
void wizard_say_untouchable(struct wizard *w);
void wizard_enter_field(struct wizard *w);
/* Whether the line under the cursor is. */
bool wizard_line_is_empty(const struct wizard *w);
/* Whether the key was the field's own. */
bool wizard_edit_chord(struct wizard *w, uint32_t chord);
void wizard_edit_paste(struct wizard *w, const char *text, size_t len);
/* What an editor made of it; false where something was left out, which is said. */
bool wizard_edit_all(struct wizard *w, const char *text, size_t len);
/* Another value for the focused field, by other means than typing; can be undone. */
void wizard_set_value(struct wizard *w, const char *text);
/* The same with what a file became. */
void wizard_take_kept(struct wizard *w, const char *kept);
/* Whether the value being edited is empty, or only the "%" that opened the list of variables. */
bool wizard_edit_begins(const struct wizard *w);
void wizard_put_variable(struct wizard *w, const char *name);
/* After a change of the draft. */
void wizard_value_changed(struct wizard *w);
/* Turns what was typed into what the draft keeps. */
void wizard_commit(struct wizard *w);
/* A secret is kept elsewhere, as the user has said. */
void wizard_put_source(
	struct wizard *w, const struct field *field, enum answer_source source, const char *name);
/* Whether variables are documented for the field, and its platform replaces them. */
bool wizard_takes_variables(const struct wizard *w, const struct field *field);

/* options.c: fields that are chosen */
/* "(x) macOS  ( ) iOS"; *cursor is the byte of the chosen one. */
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

/* facts.c: what the server said (model/asked.h) */
/* "CA, RSA 4096, until 2034-01-01" */
void facts_certificate(const struct asked_certificate *cert, struct strbuf *out);
/* What a device uses there: "POST, AES-128, SHA-256". */
void facts_uses(const struct asked *facts, struct strbuf *out);
/* A line for each fact: "Answer: status 200, ..."; filtered. */
void facts_lines(const struct asked *facts, struct strvec *lines);
/* Those of them that are not said otherwise, for the ear. */
void facts_say(const struct asked *facts, struct strvec *lines);
/* A block for them; nothing where there are none. */
void review_asked(const struct wizard *w, struct list *page);

/* comments.c: reviewers' comments */
/* Appends the last open comment on a field, as "Comment: too short (Ada, 2026-11-28, open)" in one line, filtered, and how
 * many more are open; nothing where none is. */
void page_show_comment(const struct wizard *w, const struct field *field, struct strbuf *out);
/* Adds a row for each comment on a field, or for each that is open, with the field's name; the second: those of all
 * fields, below their title. */
void review_comments(struct wizard *w, struct list *page, const struct field *field, bool open);
void review_open_comments(struct wizard *w, struct list *page);

/* review.c */
bool review_is_open(const struct wizard *w);
void wizard_open_review(struct wizard *w);
/* The same by its own key: a quick start has one only once its questions are answered. */
void wizard_go_review(struct wizard *w);
void wizard_close_review(struct wizard *w);
/* Whatever was edited from there: to its first error. */
void review_open_anew(struct wizard *w);
/* The focus to the first error; else to the way on, which is the export. */
void review_begin(struct wizard *w);
/* For an export; where it is open it stays as it is. */
void review_come(struct wizard *w);
/* Makes the rows again, after something changed; the focus stays on its field. */
void review_fill(struct wizard *w);
/* From a field that was edited from there, to the row behind its own, or to its own. */
void wizard_back_to_review(struct wizard *w, bool on);
/* False where the row has no field, one that is locked, or one that does not apply any more, which is said. */
bool review_edit(struct wizard *w);
void review_reveal(struct wizard *w);
void review_show_all(struct wizard *w);
/* Whether the row holds a secret that ^R can show. */
bool review_is_hidden(const struct wizard *w, const struct row *row);
/* Nothing came of an export or a trial that Enter began there: the next Enter goes on. */
void review_pass_export(struct wizard *w);
/* Makes the rows again, the focus on the export, or behind it where nothing was written. */
void review_show_export(struct wizard *w, bool written);

/* The row that goes on to the next draft, where there is one. */
void review_add_next(const struct wizard *w, struct list *page);
/* To that draft. */
void review_go_on_to(struct wizard *w);

/* result.c */
/* What the export has told (session.h), over the review. */
void result_open(struct wizard *w, bool written);
void result_close(struct wizard *w);

/* undo.c */
/* After every key: what it has changed can be undone, once its field is left. */
void undo_follow(struct wizard *w);
/* The same, of the field that is being edited, too. */
void undo_settle(struct wizard *w);
/* What was changed since is nothing to undo. */
void undo_pass(struct wizard *w);
void wizard_undo(struct wizard *w);
void wizard_redo(struct wizard *w);
void undo_release(struct undo *undo);

/* help.c */
void wizard_open_help(struct wizard *w);
enum help_kind help_kind(const struct wizard *w);
/* The page that it was opened from, or is opened from now. */
enum view_kind help_page(const struct wizard *w);
/* The topics of its index: their number, the title of one, all that it says with its title; and its page. */
size_t help_topics(const struct wizard *w);
void help_topic_title(const struct wizard *w, size_t topic, struct strbuf *out);
void help_topic_text(const struct wizard *w, size_t topic, struct strbuf *out);
void help_open_topic(struct wizard *w, size_t topic);
/* The first page again, after a topic. */
void help_back(struct wizard *w);
/* A page of lines with this title; left as the help is. */
void help_open_text(struct wizard *w, const char *title, const struct strvec *lines);
void help_close(struct wizard *w);

/* drafts.c: the start page */
/* The draft under the focus, read; NULL on a row without a draft. */
const struct draft_entry *drafts_entry(struct wizard *w);
/* Reads those that are in sight, for the next picture. */
void drafts_read_shown(struct wizard *w);
/* Goes on reading for a moment, if there is more to read for the list as it is; false where there is not. */
bool drafts_go_on(struct wizard *w);
/* The next way to group them. */
void drafts_regroup(struct wizard *w);
/* What is typed narrows the list. Whether the key was for that. */
bool drafts_edit(struct wizard *w, enum action action, uint32_t chord);
void drafts_paste(struct wizard *w, const char *text, size_t len);
/* Of the draft that is made next; NULL: the default. */
void drafts_set_form(struct wizard *w, const struct form *form);
/* Where a draft of this name goes, or one beside another; NULL with a sentence if that cannot be. The caller frees. */
char *drafts_new_path(const struct wizard *w, const char *name, struct strbuf *err);
char *drafts_path_beside(const char *path, const char *name, struct strbuf *err);
/* The path of the iOS draft of another one: "/drafts/office-ios.yaml", the second one "/drafts/office-ios-2.yaml". The caller
 * frees it. */
char *drafts_ios_path(const char *path, int n);
/* Makes a draft with the answers of another one (from, a path) or with none, and chooses it; -1 with a sentence. */
int drafts_new(struct wizard *w, const char *name, const char *from, struct strbuf *err);
/* This one is to be opened. */
void drafts_choose(struct wizard *w, const char *path, enum wizard_begin begin);
/* The same, with a sentence for its first picture. */
void drafts_choose_told(
	struct wizard *w, const char *path, enum wizard_begin begin, const char *told);
/* All of them; and what is typed if none has it, "" else. */
const struct draft_list *drafts_all(const struct wizard *w);
const char *drafts_typed(const struct wizard *w);
void drafts_release(struct drafts *drafts);

/* drafts_do.c: what is done with them */
bool drafts_on_draft(const struct wizard *w); /* the focus */
bool drafts_can_undo(const struct wizard *w);
/* The draft under the focus; NULL with a sentence for one that is not there, or cannot be read. */
const struct draft_entry *drafts_whole(struct wizard *w);
void drafts_open(struct wizard *w);
void drafts_review(struct wizard *w);
void drafts_export(struct wizard *w);
void drafts_rename(struct wizard *w, const char *name);
void drafts_delete(struct wizard *w); /* to the bin */
void drafts_undo(struct wizard *w);   /* the last of both */
/* The review tells what is wrong with it. */
void drafts_import(struct wizard *w, const char *typed);
/* With one of drafts_all, on a page. */
void drafts_compare(struct wizard *w, size_t item);

/* quick.c: the quick start, whose page is the form */
/* path: of the draft; NULL: it is called after its policy, in the folder. The form outlives it. */
struct quick *quick_new(
	const struct form *form, const char *path, const char *folder, const char *platform);
void quick_free(struct quick *quick);
bool quick_is_on(const struct wizard *w);
bool quick_is_unsaved(const struct wizard *w);
/* When a field has the focus: what follows from the answers so far is offered. */
void quick_enter(struct wizard *w);
/* Whether the CA is asked for and has no answer yet; and the answer: a certificate in PEM, or its SHA-256 in hex. */
bool quick_wants_ca(const struct wizard *w);
void quick_take_ca(struct wizard *w, const char *text);
/* True, and says so, where the page has no draft that could be saved elsewhere, or commented on. */
bool quick_refuses(struct wizard *w);
/* What the recovery file is to have: the first draft, as it would be made now. NULL: it has nothing. */
const struct draft_file *quick_kept(struct wizard *w);
/* Makes the drafts of the answers, right or wrong; -1, with a sentence, if it cannot. */
int quick_make(struct wizard *w, struct strbuf *err);
/* The same, which says the sentence, and the first one is to be opened. */
void quick_finish(struct wizard *w);
/* The same where all that is required is answered; else the first question that is not has the focus. */
void quick_ask_finish(struct wizard *w);
void quick_farewell(const struct wizard *w, struct strbuf *out);

#endif
