/* The inside of the wizard, for its own files:
 *
 *   wizard.c    making it, what becomes of a key press
 *   form.c      the form page: moving between fields and sections, Enter
 *   list.c      the list that all pages and questions have
 *   form_rows.c the fields that are walked: which apply, what is wrong with each
 *   fields.c    editing the focused field, by its widget
 *   options.c   options and checks
 *   choose.c    ^T: mends, variables, which list a field has
 *   files.c     the list of files; folder.c reads folders
 *   review.c, help.c  the other pages
 *   point.c     clicks
 *   note.c      what a reviewer says about a field
 *   accept.c    accepting a finding, and taking that back
 *   preview.c   what a certificate's file is, before it is taken
 *   question.c  questions in the last line; questions.c has their table
 *   drafts.c    the start page; view_drafts.c draws it
 *   go_to.c     which field is meant
 *   popup.c     the list of a question that is answered by choosing
 *   complete.c  Tab in a question for a file
 *   file.c      saving, leaving
 *   guard.c     the side file: recovery, two sessions on one draft
 *   merge.c     two versions of the draft, chosen from by field
 *   export.c    the export
 *   view.c      the picture for the front end
 *   keys.c      its key line
 *
 * The draft is the truth: every key that changes a value changes it there at once, so that nothing is
 * lost when the terminal goes away. What was typed is turned into what the draft keeps (field_accept)
 * when the field is left. */
#ifndef UI_WIZARD_STATE_H
#define UI_WIZARD_STATE_H

#include "base/strvec.h"

#include "model/field_type.h"
#include "model/rules.h"

#include "format/draft/draft_merge.h"
#include "format/draft/surroundings.h"
#include "format/journal/journal.h"

#include "cmd/draft_list.h"

#include "ui/wizard/list.h"
#include "ui/wizard/popup.h"
#include "ui/wizard/question.h"
#include "ui/wizard/wizard.h"

/* An answer taken out of the draft, to compare it and to put it back. */
struct answer_copy {
	bool answered;
	bool unread; /* what the file has is no answer: to put it back is to restore */
	enum answer_source source;
	struct strbuf text, source_name;
};

struct field_state {
	bool checked;              /* was left: what is wrong is told, until it is right */
	bool told;                 /* what is wrong or doubtful was told when it was left */
	struct answer_copy opened; /* when the wizard began */
};

/* What to do once the draft is saved. */
enum after_save {
	AFTER_SAVE_STAY,
	AFTER_SAVE_QUIT,
	AFTER_SAVE_EXPORT,
};

/* A secret asked for at the export, for this export alone. */
struct asked_secret {
	const struct field *field;
	struct strbuf text;
};

/* What the start page lists. */
struct drafts {
	struct forms *forms; /* NULL: this is no start page */
	char *folder;
	struct draft_list list;
	char *path; /* of the draft to open, or opened last; NULL: none */
};

struct wizard {
	struct draft_file *file;
	struct draft *draft; /* file->draft */
	const struct form *form;
	struct surroundings around;
	bool compared;                   /* with the drafts beside it (wizard_compare) */
	struct findings found;           /* of the draft as it is now */
	struct template_check *original; /* of an imported draft, checked; kept from key to key */
	struct field_state *fields;

	struct list lists[VIEW_KINDS]; /* the pages'; w->page is the one that is open */
	bool show_all;

	/* The focused field. */
	struct lineedit edit;
	struct answer_copy start; /* when it was entered */
	bool editing;             /* its text is in edit; else it is shown and typing begins anew */
	bool touched;             /* changed since it was entered */
	const struct field *left; /* the one before it; NULL once anything was entered */
	bool stopped;             /* Enter has said that it is wrong */
	bool revealed;
	size_t check; /* the one of its checks that Space toggles */

	/* Other pages. */
	enum view_kind page;
	enum view_kind help_from; /* the page that help goes back to */
	bool back_to_review;      /* once this field is left */

	struct drafts drafts;
	size_t rows_shown; /* at most; 0: all */

	/* The question in the last line. */
	struct asking ask;
	struct {
		struct strbuf folder;  /* that is listed, as typed up to its slash */
		struct strbuf trouble; /* why it is not, or not all of it */
		struct strbuf last;    /* where a file was taken last */
	} files;
	const struct rule
		*accepting;     /* whose findings QUESTION_ACCEPT and QUESTION_UNACCEPT mean */
	struct strbuf offering; /* the file whose certificates QUESTION_OFFER lists */

	/* The message of the last key, which the next one clears. */
	struct strbuf notice;
	char notice_mark;
	bool quiet; /* Esc has cleared the field's own message */
	struct key_pair keys[KEY_PAIRS_MAX];

	enum after_save after_save;
	struct strbuf export_path;
	struct strvec export_lines; /* what the last export did, for the review */
	struct strbuf exported; /* where it wrote the draft as it was last saved; "": it did not */
	bool export_over;       /* y was typed: the file that is there is overwritten */
	bool export_kept;       /* the file that is there is not; the next offer is another name */
	struct asked_secret *secrets;
	size_t nsecrets, secrets_alloc;

	struct journal *journal; /* the side file; NULL: none */
	bool told_trouble;       /* of the side file */
	bool look;               /* another session has the draft */
	bool done;               /* left by its user, not by a signal or a dead line */
	struct merge merge;      /* while it is asked about */
	bool recovering;         /* it is one with what a session left */

	bool (*spell)(
		uint32_t chord, struct strbuf *out); /* NULL: keys are called by their names */
	enum wizard_wish wish;
	struct view view;
	struct lineedit mask, prompt_mask; /* stand for secrets in the view */
};

/* What a key does on a page: by its action, or a letter where nothing is typed; without both: any other key. */
struct page_action {
	enum action action;
	char letter;
	void (*run)(struct wizard *w);
};

/* wizard.c */
/* What a draft holds was left before and is told at once; what it lacks was not reached yet. */
void wizard_judge_filled(struct wizard *w);
const struct field *wizard_field(
	const struct wizard *w); /* the focused one, NULL on the last step */
/* Keys are named in fmt as on the screen, and said as the front end calls them (wizard_spell). */
void wizard_say(struct wizard *w, char mark, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* Appends a text of ours, or a form's, with keys as the front end calls them; the same of a key. */
void wizard_words(const struct wizard *w, const char *text, struct strbuf *out);
void wizard_spell_key(const struct wizard *w, uint32_t chord, struct strbuf *out);

/* form.c */
extern const struct page_action form_actions[];
extern const size_t form_actions_count;
/* Shows the form with the focus there. False where the field does not apply and is not shown; says so. */
bool wizard_focus_field(struct wizard *w, const struct field *field);
/* The same with a row of the list as it is. */
void wizard_focus_row(struct wizard *w, size_t row);
/* Takes the value of the focused field and forgets what belongs to it: whenever it is left. What is
 * doubtful about it is said then, once, until the next key. */
void wizard_leave_field(struct wizard *w);
void wizard_next_problem(struct wizard *w);

/* view.c */
/* Whether the message that shows says that ^T mends it. */
bool wizard_tells_mend(const struct wizard *w, const struct field *field);

/* For pages: their rows, and the answer to the last key or what is wrong with a field. */
void view_page_rows(const struct wizard *w, const struct list *page, struct view *view);
void view_message(const struct wizard *w, const struct field *field, struct view *view);

/* drafts.c, view_drafts.c */
extern const struct page_action drafts_actions[];
extern const size_t drafts_actions_count;
/* Reads those that are in sight. */
void drafts_read_shown(struct wizard *w);
void drafts_release(struct drafts *drafts);
void drafts_take_name(struct wizard *w, const char *name);
void drafts_take_copy(struct wizard *w, const char *name);
void drafts_find(struct wizard *w, const char *text);
void view_drafts(const struct wizard *w, struct view *view);

/* keys.c */
void wizard_view_keys(struct wizard *w, struct view *view);

/* form_rows.c */
char finding_mark(const struct finding *finding);
void wizard_list_items(struct wizard *w);
void wizard_recheck(struct wizard *w);
/* The gravest error or warning about a field. */
const struct finding *wizard_trouble(const struct wizard *w, const struct field *field);
/* The same as far as it is told now: nothing before the field was left once. */
const struct finding *wizard_finding(const struct wizard *w, const struct field *field);
size_t wizard_problems(const struct wizard *w);
/* The ordinal of an item among the steps (0: behind them), and how many steps there are. */
int wizard_step(const struct wizard *w, size_t item, int *steps);
char wizard_mark(const struct wizard *w, const struct field *field);

/* fields.c */
void answer_take(struct answer_copy *copy, const struct draft *draft, const struct field *field);
void answer_copy(struct answer_copy *to, const struct answer_copy *from);
void answer_put(const struct answer_copy *copy, struct draft *draft, const struct field *field);
bool answer_same(
	const struct answer_copy *copy, const struct draft *draft, const struct field *field);
void answer_release(struct answer_copy *copy);

bool field_is_secret(const struct field *field);
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
/* Another value for the focused field, by other means than typing; can be undone. */
void wizard_set_value(struct wizard *w, const char *text);
/* After a change of the draft. */
void wizard_value_changed(struct wizard *w);
/* Turns what was typed into what the draft keeps. */
void wizard_commit(struct wizard *w);

/* choose.c */
void wizard_choose(struct wizard *w);
/* ^T without the mend that a message offers. */
void wizard_choose_other(struct wizard *w);
void wizard_take_mend(struct wizard *w);
/* Makes the focused field's value of a file's content, or asks which part of it is meant; false where it
 * cannot be, which is said. */
bool wizard_take_file(struct wizard *w, const char *typed);
/* Asks which one is meant where the file has several; false where it has not. */
bool wizard_ask_offer(struct wizard *w, const char *path);
/* The next field behind another (NULL: the first) whose certificate, which the draft has, the focused one can be
 * made of; NULL where there is none. */
const struct field *wizard_certificate_inside(const struct wizard *w, const struct field *after);
void wizard_take_inside(struct wizard *w, const struct field *inside);
extern const struct popup_kind offer_popup;
extern const struct popup_kind variables_popup;
/* Says that there is such a list, where macOS would replace one typed here. */
void wizard_mention_variables(struct wizard *w);
/* Whether variables are documented for the field, and its platform replaces them. */
bool wizard_takes_variables(const struct wizard *w, const struct field *field);

/* options.c */
/* "(x) macOS  ( ) iOS"; *cursor is the byte at which the chosen one stands. */
void options_show(
	const struct wizard *w, const struct field *field, struct strbuf *out, size_t *cursor);
void checks_show(
	const struct wizard *w, const struct field *field, struct strbuf *out, size_t *cursor);
bool options_act(struct wizard *w, enum action action, uint32_t chord);
bool checks_act(struct wizard *w, enum action action, uint32_t chord);
/* The option at a byte of what options_show or checks_show gave; as many as there are for none. */
size_t options_at(const struct field *field, size_t byte);
/* Lists them in a question. */
void options_ask(struct wizard *w);
extern const struct popup_kind options_popup;
/* The chosen option's own hint, or NULL. */
const char *options_hint(const struct wizard *w, const struct field *field);

/* questions.c */
void wizard_ask_menu(struct wizard *w);

/* go_to.c */
void wizard_ask_go_to(struct wizard *w);
extern const struct popup_kind go_to_popup;

/* popup.c; the rest is in popup.h */
/* prompt: the question, which it completes. */
void popup_view(struct wizard *w, struct view *view, struct strbuf *prompt);

/* files.c */
extern const struct popup_kind files_popup;
void wizard_ask_file(struct wizard *w);

/* folder.c */
/* More names than this are not read: nobody looks through them. */
#define FOLDER_NAMES_MAX 20000
bool path_is_folder(const char *path);
/* endings: ends with NULL, in small letters; NULL: all names are. */
bool name_is_plausible(const char *name, const char *const *endings);
/* Tells the names in a folder in no order, without . and .. (-1 with a sentence for people where it
 * cannot be read; a sentence alone where there are more). */
int folder_read(const char *path, void (*take)(void *data, const char *name, bool folder),
	void *data, struct strbuf *err);

/* complete.c */
/* endings: of the files that are offered, ends with NULL; NULL: all files. */
void wizard_complete(struct wizard *w, struct lineedit *edit, const char *const *endings);

/* file.c */
bool wizard_is_saved(const struct wizard *w);
const char *wizard_state_name(const struct wizard *w);
void wizard_title(const struct wizard *w, struct strbuf *out);
void wizard_save(struct wizard *w);
void wizard_save_then(struct wizard *w, enum after_save then);
void wizard_save_over(struct wizard *w);
void wizard_save_as(struct wizard *w, const char *name);
void wizard_leave(struct wizard *w);
/* What a typed file name means: ~ is expanded. The caller frees. */
char *wizard_path(const char *typed);

/* guard.c */
/* The one place where changes go to the side file. */
void wizard_keep(struct wizard *w);
/* w->file is another one. */
void wizard_adopted(struct wizard *w);
void guard_offer(struct wizard *w);
void guard_recover(struct wizard *w);
void recover_enter(struct wizard *w);
void recover_show(struct wizard *w);
void recover_ask_discard(struct wizard *w);
void recover_discard(struct wizard *w);
void recover_tell_discarded(const struct wizard *w, struct strbuf *out);
bool held_may_take(const struct wizard *w);
bool held_may_not_take(const struct wizard *w);
bool held_may_insist(const struct wizard *w);
void held_take(struct wizard *w);
void held_look(struct wizard *w);
void held_insist(struct wizard *w);
void guard_farewell(const struct wizard *w, struct strbuf *out);
void guard_end(struct wizard *w);

/* merge.c */
/* Asks about w->merge, with this item in the focus. */
void merge_ask(struct wizard *w, size_t focus);
extern const struct popup_kind merge_popup;
void merge_cancel(struct wizard *w);
void merge_take(struct wizard *w);
void merge_reload(struct wizard *w);
void merge_save_as(struct wizard *w);
/* Whether it is one with what a session left, or with what is on disk. */
bool merge_recovers(const struct wizard *w);
bool merge_saves(const struct wizard *w);
void merge_tell_dropped(const struct wizard *w, struct strbuf *out);
/* Whether the file on disk is no longer what was read; asks then. */
bool wizard_is_stale(struct wizard *w);
void stale_stay(struct wizard *w);

/* export.c */
void wizard_export_ask_path(struct wizard *w);
void wizard_export_to(struct wizard *w, const char *path);
/* Whether the draft has been exported as it is. */
bool wizard_is_exported(const struct wizard *w);
void wizard_export_over(struct wizard *w);
/* The file stays, and so does the wizard. */
void wizard_export_keep(struct wizard *w);
/* The file stays, and another name is asked for. */
void wizard_export_beside(struct wizard *w);
void wizard_export_secret(struct wizard *w, const char *text);
void wizard_export_forget(struct wizard *w);

/* review.c */
extern const struct page_action review_actions[];
extern const size_t review_actions_count;
void wizard_open_review(struct wizard *w);
/* Whether the row holds a secret that ^R can show. */
bool review_is_hidden(const struct wizard *w, const struct row *row);
void wizard_close_review(struct wizard *w);
/* The rows anew, after something changed; the focus stays on its field. */
void review_fill(struct wizard *w);
/* From a field that was edited from there, to the row behind its own, or to its own. */
void wizard_back_to_review(struct wizard *w, bool on);
/* Nothing came of an export that Enter began there: the next Enter goes on. */
void review_pass_export(struct wizard *w);
/* To the row that an export leads to: what comes next, or why it failed. */
void review_show_export(struct wizard *w);

/* note.c */
/* The field whose comment is being typed, and the comment; NULL where none is, or it is as it was. */
const struct field *wizard_note_typed(const struct wizard *w, const char **text);
/* Asks for a comment on the field under the focus, and takes it. */
void wizard_ask_note(struct wizard *w);
void wizard_take_note(struct wizard *w, const char *text);
/* Appends "Comment: too short", in one line, filtered; nothing where there is none. */
void wizard_show_note(const struct wizard *w, const struct field *field, struct strbuf *out);

/* accept.c */
struct subject subject_of(const struct finding *finding);
/* Appends "Accepted: REASON (NAME, DATE)" for what is accepted about a field, filtered, in
 * a line of its own behind what out has; nothing if nothing is. */
void wizard_show_accepted(const struct wizard *w, const struct field *field, struct strbuf *out);
/* Asks why the finding under the focus is accepted, or whether that is to be taken back. */
void wizard_ask_accept(struct wizard *w);
void wizard_take_accept(struct wizard *w, const char *reason);
void accept_ask_reason(struct wizard *w);
void accept_take_back(struct wizard *w);

/* preview.c */
/* Appends what the certificate's file is, behind these words, or why it cannot be taken; nothing where
 * there is no file. */
void preview_file(const char *path, const char *begin, struct strbuf *out);
/* The same of the path that is being typed into the focused field; filtered, NULL where none is. The
 * caller frees. */
char *wizard_preview(const struct wizard *w);

/* help.c */
extern const struct page_action help_actions[];
extern const size_t help_actions_count;
void wizard_open_help(struct wizard *w);

#endif
