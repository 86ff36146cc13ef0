/* Questions in the last line: one row a question, each a table of answers (questions.c).
 *
 *     wizard_ask(w, QUESTION_QUIT, "Save changes? ", NULL);
 *
 * asks "Save changes? Enter save and quit, d discard, Esc cancel": what the answers do is
 * in their table alone, and the end of the sentence is made of it, with the keys as the front end calls them.
 * What an answer does comes after the question is closed, so that it may ask the next one. */
#ifndef UI_QUESTION_H
#define UI_QUESTION_H

#include "base/strvec.h"

#include "ui/line/lineedit.h"
#include "ui/wizard/popup.h"
#include "ui/wizard/session.h"

/* In a table of answers: any other key. */
#define CHORD_ANY UINT32_MAX

/* The first one that a key means is taken; a table ends with {0}. */
struct answer {
	uint32_t keys[2]; /* told as "Enter or y"; Enter and Esc with those that do the same */
	const char *says; /* what it does: "save and quit". NULL: the same as one that is told */
	void (*run)(struct wizard *w);        /* NULL: nothing comes of it */
	bool (*when)(const struct wizard *w); /* NULL: always */
	/* Says it where it names a number. */
	void (*tell)(const struct wizard *w, struct strbuf *out);
	/* Instead of a letter, for a front end that has words for keys (wizard_spell): "take over". NULL: none. */
	const char *word;
};

/* It takes keys; a line of text; or one of a list (popup.h), which may take keys and a line, too. Esc and ^C
 * close all of them, and do what Esc does in the table. */
struct question {
	const struct answer *answers;
	const char *gap;                                  /* between answers; NULL: ", " */
	void (*line)(struct wizard *w, const char *text); /* NULL: it takes no line */
	const struct popup_kind *list;                    /* NULL: it has none */
	bool masked;                                      /* the line is a secret */
	bool is_path;                                     /* Tab completes the line */
	bool listed;      /* the answers are the items of its list */
	bool folds;       /* a letter is the same with Control and in capitals */
	const char *help; /* what the help key says there, without keys; NULL: nothing */
	const char *(*helps)(
		const struct wizard *w); /* the same where it depends; NULL: it does not */
};

enum question_name {
	QUESTION_GO_TO,
	QUESTION_SWITCH, /* on what the field hangs on that was to be gone to */
	QUESTION_SAVE_AS,
	QUESTION_FILE,
	QUESTION_OFFER,
	QUESTION_MEND,
	QUESTION_OPTIONS,
	QUESTION_VARIABLE,
	QUESTION_SOURCE,
	QUESTION_SOURCE_VARIABLE,
	QUESTION_SOURCE_COMMAND,
	QUESTION_MENU,
	QUESTION_QUIT,
	QUESTION_STALE,
	QUESTION_GONE,
	QUESTION_MERGE,
	QUESTION_RECOVER,
	QUESTION_ELSEWHERE, /* as RECOVER, of what was not left here */
	QUESTION_DISCARD,
	QUESTION_HELD,
	QUESTION_EXPORT,
	QUESTION_OVERWRITE,
	QUESTION_SECRET,
	QUESTION_NOTE,
	QUESTION_COMMENT, /* what becomes of one that is there */
	QUESTION_COMMENT_DROP,
	QUESTION_ACCEPT,
	QUESTION_UNACCEPT,
	QUESTION_IOS_VALUE,
	QUESTION_IOS_DRAFT,
	QUESTION_DRAFT_FORM,
	QUESTION_DRAFT_NAME,
	QUESTION_DRAFT_COPY,
	QUESTION_DRAFT_MENU,
	QUESTION_DRAFT_RENAME,
	QUESTION_DRAFT_IMPORT,
	QUESTION_DRAFT_COMPARE,
	QUESTION_OFFER_SERVER,
	QUESTION_SERVER,      /* while it is asked */
	QUESTION_CERTIFICATE, /* of those that it sent */
	QUESTION_TRIAL,
	QUESTION_HELP,
};
extern const struct question questions[];
extern const size_t questions_count;

/* What to do once the draft is saved. */
enum after_save {
	AFTER_SAVE_STAY,
	AFTER_SAVE_QUIT,
	AFTER_SAVE_EXPORT,
	AFTER_SAVE_IOS,   /* the iOS draft of this one */
	AFTER_SAVE_GO_ON, /* to the next draft */
};

/* What secrets are gathered for. */
struct errand {
	const char *asks;   /* behind the secret's name: ", for this export only: " */
	const char *failed; /* before the reason: "Not exported" */
	void (*run)(struct wizard *w);
};

/* A secret asked for at each export, for this one alone. */
struct asked_secret {
	const struct field *field;
	struct strbuf text;
};

/* The question that is asked, and what it and those behind it are about; part of struct wizard. */
struct asking {
	const struct question *question; /* NULL: none */
	char *head;
	struct lineedit edit; /* the line, or what narrows the list */
	bool revealed;        /* a masked line shows */
	struct popup popup;

	struct {
		struct strbuf folder;  /* that is listed, as typed up to its slash */
		struct strbuf trouble; /* why it is not, or not all of it */
		struct strbuf last;    /* where a file was taken last */
	} files;
	const struct field *switching; /* that does not apply, and was to be gone to */
	const struct rule *accepting;  /* whose findings are to be accepted */
	bool ios_whole;
	bool ios_saved;           /* the draft was, before its iOS draft is made */
	size_t comment;           /* of those on the field, from 0; behind the last: a new one */
	struct strbuf offering;   /* the file whose certificates are listed */
	struct strbuf help_typed; /* into the index of the help, when its topic was opened */
	size_t help_topic;
	enum after_save after_save;
	bool owes_word; /* what the user typed may be taken once the keeper has asked for it */
	struct strbuf save_path; /* of a save as */
	struct strbuf export_path;
	bool export_over; /* y was typed: the file that is there is overwritten */
	bool export_kept; /* the file that is there is not; the next offer is another name */
	struct asked_secret *secrets;
	size_t nsecrets, secrets_alloc;
	const struct errand *errand;
	struct {
		struct ask_run *run;       /* NULL: no server is asked */
		unsigned runs;             /* so far */
		struct strbuf host;        /* as it may be shown */
		const struct field *field; /* that gets what it says; NULL: none */
		bool tries;                /* a trial enrolment */
		bool news;                 /* the facts were not taken (wizard_take_facts) */
		bool agreed;               /* the person, to a certificate */
		bool challenge;            /* the request has one */
		unsigned retries, delay;   /* while the CA does not decide */
		struct strbuf subject;     /* of that request */
		struct strvec stand_ins;   /* in it, a sentence each */
	} server;
	/* What the keeper is asked, and what becomes of the answer (word.c). */
	struct node *request;
	void (*then)(struct wizard *w, const struct node *answer);
	void (*permitted)(struct wizard *w);
};

/* head: what comes before the answers. start: of the line; NULL: empty. */
void wizard_ask(struct wizard *w, enum question_name name, const char *head, const char *start);
bool wizard_asks(const struct wizard *w, enum question_name name);
/* Appends the whole sentence. */
void question_sentence(const struct wizard *w, struct strbuf *out);
/* Appends a key and what it does: "Esc none"; nothing where it does nothing that is told. */
void question_tell(
	const struct wizard *w, const struct question *question, uint32_t key, struct strbuf *out);
/* What Enter does there: "choose". */
const char *question_accepts(const struct question *question);
/* Whether characters are answers, so that they narrow no list. */
bool question_has_letters(const struct question *question);
/* Closes the question and does what the key answers; false where it answers nothing. */
bool question_answer(struct wizard *w, uint32_t chord);
/* The key of the answer that has this word; 0 where none has. */
uint32_t question_key_of(const struct wizard *w, const char *word);
/* As Esc does. */
void question_cancel(struct wizard *w);
void question_close(struct wizard *w);

/* chord: what is typed, or answers by its key. */
void question_act(struct wizard *w, enum action action, uint32_t chord);
void question_paste(struct wizard *w, const char *text, size_t len);
/* Takes away all that was typed. */
void question_clear(struct wizard *w);
/* The list of the question that is asked; NULL where it has none. */
const struct popup_kind *question_list(const struct wizard *w);
bool question_takes_line(const struct wizard *w);

/* word.c. Asks the keeper (base/keeper.h) once the terminal is given back; the request becomes the wizard's. */
void wizard_wish(struct wizard *w, struct node *request,
	void (*then)(struct wizard *w, const struct node *answer));
/* Goes on where the file may be written: it is within the session's walls, or the user says so. */
void wizard_permit(struct wizard *w, const char *path, void (*go)(struct wizard *w));
/* WIZARD_ALLOW or WIZARD_RUN, about the draft. */
struct node *word_request(const struct wizard *w, const char *task);

/* choose.c: what a field offers instead of typing */
void wizard_choose(struct wizard *w);
/* ^T without the fix that a message offers. */
void wizard_choose_other(struct wizard *w);
void wizard_take_mend(struct wizard *w);
/* Makes the focused field's value of a file's content, or asks which part of it is meant; false where it
 * cannot be, which is said. */
bool wizard_take_file(struct wizard *w, const char *typed);
/* The next field behind another (NULL: the first) whose certificate, which the draft has, the focused one can be
 * made of, or NULL. */
const struct field *wizard_certificate_inside(const struct wizard *w, const struct field *after);
void wizard_take_inside(struct wizard *w, const struct field *inside);
/* Takes a certificate in PEM into the focused field, or what that makes of it. where: what it is from. False if it
 * cannot, which is said. */
bool wizard_take_certificate(struct wizard *w, const char *pem, const char *where);
extern const struct popup_kind offer_popup;
extern const struct popup_kind variables_popup;
extern const struct popup_kind options_popup;
/* Asks which one is meant where the file whose path was typed into the focused field has several; false where it has
 * not. */
bool wizard_ask_typed(struct wizard *w);

/* source.c: where a secret is kept */
void source_ask(struct wizard *w);
void source_take_variable(struct wizard *w, const char *text);
void source_take_command(struct wizard *w, const char *text);
extern const struct popup_kind source_popup;

/* ios_draft.c */
/* What the focused field can hold on iOS, which replaces no variables. */
void ios_ask_value(struct wizard *w);
extern const struct popup_kind ios_value_popup;
/* The iOS draft of this one: what it has for variables is asked, then it is made and opened. */
bool ios_can_be_made(const struct wizard *w);
/* Whether the draft is in no file, and is called as one of two: a quick start that was killed left it. */
bool ios_is_missing(const struct wizard *w);
void ios_ask_draft(struct wizard *w);
extern const struct popup_kind ios_draft_popup;

/* questions.c */
void wizard_ask_menu(struct wizard *w);

/* ask.c */
void wizard_ask_go_to(struct wizard *w);
extern const struct popup_kind go_to_popup;
void switch_tell(const struct wizard *w, struct strbuf *out);
void switch_on(struct wizard *w);

/* drafts_ask.c: what the start page asks */
void drafts_ask_menu(struct wizard *w);
void drafts_ask_rename(struct wizard *w);
void drafts_ask_import(struct wizard *w);
void drafts_ask_compare(struct wizard *w);
void drafts_take_name(struct wizard *w, const char *name);
void drafts_take_copy(struct wizard *w, const char *name);
extern const struct popup_kind forms_popup;
extern const struct popup_kind drafts_menu_popup;
extern const struct popup_kind compare_popup;

/* help_index.c */
extern const struct popup_kind help_popup;
/* Whether what was typed on the help page opens its index. */
bool help_type(struct wizard *w, enum action action, uint32_t chord);
/* From a topic to the index, from the first page out of the help. */
void help_up(struct wizard *w);

/* files.c */
extern const struct popup_kind files_popup;
void wizard_ask_file(struct wizard *w);

/* folder.c */
/* More names than this are not read: nobody looks through them. */
#define FOLDER_NAMES_MAX 20000
/* endings: ends with NULL, in small letters; NULL: all names are. */
bool name_is_plausible(const char *name, const char *const *endings);
/* Tells the names in a folder in no order, without . and .. (-1 with a sentence for people where it
 * cannot be read; a sentence alone where there are more). */
int folder_read(const char *path, void (*take)(void *data, const char *name, bool folder),
	void *data, struct strbuf *err);

/* endings: of the files that are offered, ends with NULL; NULL: all files. */
void wizard_complete(struct wizard *w, struct lineedit *edit, const char *const *endings);

/* file.c */
void wizard_save(struct wizard *w);
void wizard_save_then(struct wizard *w, enum after_save then);
void wizard_save_over(struct wizard *w);
void wizard_go_on(struct wizard *w); /* to the next draft */
void wizard_save_as(struct wizard *w, const char *name);
/* What a typed file name means: ~ is expanded. The caller frees. */
char *wizard_path(const char *typed);

/* guard.c: what another session has left, or holds */
void guard_begin(struct wizard *w);
void guard_offer(struct wizard *w);
void guard_recover(struct wizard *w);
void recover_enter(struct wizard *w);
void recover_show(struct wizard *w);
void recover_ask_discard(struct wizard *w);
void recover_discard(struct wizard *w);
void recover_tell_discarded(const struct wizard *w, struct strbuf *out);
bool held_may_take(const struct wizard *w);
bool held_may_insist(const struct wizard *w);
void held_take(struct wizard *w);
void held_look(struct wizard *w);
void held_insist(struct wizard *w);

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
void wizard_export_over(struct wizard *w);
/* The file stays, and so does the wizard. */
void wizard_export_keep(struct wizard *w);
/* The file stays, and another name is asked for. */
void wizard_export_beside(struct wizard *w);
void wizard_export_secret(struct wizard *w, const char *text);
void wizard_export_forget(struct wizard *w);

/* Asks for the secrets that the draft does not hold, then runs the errand. */
void secrets_gather(struct wizard *w, const struct errand *errand);
/* Appends one of them, or what the draft holds. */
int wizard_secret(
	struct wizard *w, const struct field *field, struct strbuf *out, struct strbuf *err);
/* Whether all that stops an export is that the user has not allowed what the draft takes. */
bool wizard_wants_word(const struct wizard *w, size_t errors);

/* server.c: asking the CA's server */
/* Whether the field can get its value there. */
bool server_is_offered(const struct wizard *w, const struct field *field);
#define SERVER_OFFER "Ask the server"
/* Adds it to the list of the question, if the focused field can. */
void server_offer_add(struct wizard *w);
/* A list with nothing else. */
void server_offer(struct wizard *w);
extern const struct popup_kind server_popup;
/* Why no server can be asked, as a clause; "": it can. */
const char *server_missing(void);
void server_begin(struct wizard *w, const struct scep_plan *plan);
/* Whether something is waited for: not while the person is asked. */
bool server_is_waited_for(const struct wizard *w);
/* Goes on until it has to be. */
void server_step(struct wizard *w);
void server_consent(struct wizard *w, bool yes);
void server_stop(struct wizard *w);
/* What is waited for, and what stopping does. */
const char *server_help(const struct wizard *w);
void server_release(struct wizard *w);
extern const struct popup_kind certificates_popup;

/* trial.c: a trial enrolment */
void trial_ask(struct wizard *w, const struct asked *facts);
void trial_agree(struct wizard *w);
void trial_decline(struct wizard *w);
void trial_tell(struct wizard *w, const struct asked *facts);
/* The request was sent, and no facts came. why: NULL: it was stopped. */
void trial_fail(struct wizard *w, const char *why);
void trial_release(struct wizard *w);
extern const struct popup_kind trial_popup;

/* remarks.c */
/* The field on which a comment is being typed, and the text of its comments with that; NULL where none is, or it is as it
 * was. */
const struct field *wizard_note_typed(const struct wizard *w, struct strbuf *note);
/* Asks for a comment on the field under the focus and takes it, or what is to be done with the one there. */
void wizard_ask_note(struct wizard *w);
void wizard_take_note(struct wizard *w, const char *text);
/* Of w->ask.comment. */
void comment_ask_text(struct wizard *w);
void comment_ask_another(struct wizard *w);
bool comment_is_open(const struct wizard *w);
bool comment_is_done(const struct wizard *w);
/* From open to done, or back. */
void comment_turn(struct wizard *w);
/* Asks first if somebody else wrote it; the second does not ask. */
void comment_remove(struct wizard *w);
void comment_remove_other(struct wizard *w);
/* Asks why the finding under the focus is accepted, or whether that is to be taken back. */
void wizard_ask_accept(struct wizard *w);
void wizard_take_accept(struct wizard *w, const char *reason);
void accept_ask_reason(struct wizard *w);
void accept_take_back(struct wizard *w);

/* preview.c */
/* Appends what the certificate's file is, behind these words, or why it cannot be taken; nothing where
 * there is no file. */
void preview_file(const char *path, const char *begin, struct strbuf *out);

#endif
