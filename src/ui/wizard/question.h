/* Questions in the last line: one row a question, each a table of answers (questions.c).
 *
 *     wizard_ask(w, QUESTION_QUIT, "Unsaved changes: ", NULL);
 *
 * asks "Unsaved changes: Enter or s save and leave, l leave without, Esc stay": what the answers do stands
 * in their table alone, and the end of the sentence is made of it, with the keys as the front end calls them.
 * What an answer does comes after the question is closed, so that it may ask the next one. */
#ifndef UI_QUESTION_H
#define UI_QUESTION_H

#include "ui/line/lineedit.h"
#include "ui/wizard/popup.h"

/* In a table of answers: any other key. */
#define CHORD_ANY UINT32_MAX

/* The first one that a key means is taken; a table ends with {0}. */
struct answer {
	uint32_t keys[2]; /* told as "Enter or s"; Enter and Esc with those that do the same */
	const char *says; /* what it does: "save and leave". NULL: the same as one that is told */
	void (*run)(struct wizard *w);        /* NULL: nothing comes of it */
	bool (*when)(const struct wizard *w); /* NULL: always */
	/* Says it where it names a number. */
	void (*tell)(const struct wizard *w, struct strbuf *out);
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
	bool folds; /* a letter is the same with Control and in capitals */
};

enum question_name {
	QUESTION_GO_TO,
	QUESTION_SAVE_AS,
	QUESTION_FILE,
	QUESTION_OFFER,
	QUESTION_MEND,
	QUESTION_OPTIONS,
	QUESTION_VARIABLE,
	QUESTION_MENU,
	QUESTION_LEAVE,
	QUESTION_QUIT,
	QUESTION_STALE,
	QUESTION_GONE,
	QUESTION_MERGE,
	QUESTION_RECOVER,
	QUESTION_DISCARD,
	QUESTION_HELD,
	QUESTION_EXPORT,
	QUESTION_OVERWRITE,
	QUESTION_SECRET,
	QUESTION_NOTE,
	QUESTION_ACCEPT,
	QUESTION_UNACCEPT,
	QUESTION_DRAFT_NAME,
	QUESTION_DRAFT_COPY,
	QUESTION_DRAFT_FIND,
};
extern const struct question questions[];

/* The question that is asked; part of struct wizard. */
struct asking {
	const struct question *question; /* NULL: none */
	char *head;
	struct lineedit edit; /* the line, or what narrows the list */
	bool revealed;        /* a masked line shows */
	struct popup popup;
};

/* head: what stands before the answers. start: of the line; NULL: empty. */
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
bool question_is_masked(const struct wizard *w);

#endif
