/* The inside of plain mode, for its own files:
 *
 *   plain.c    the loop, and the end
 *   say.c      steps, lists, review and help in words
 *   answer.c   what a line means
 *   value.c    values, by the way in which the field is asked for
 *   menu.c     the commands, and their names in the wizard's texts
 *   io.c       lines in and out */
#ifndef UI_PLAIN_STATE_H
#define UI_PLAIN_STATE_H

#include "ui/plain/io.h"
#include "ui/plain/plain.h"

struct plain {
	struct wizard *wizard;
	struct plain_io io;
	struct strbuf line; /* the answer; may be a secret */
	struct strbuf
		next; /* a line that was read too early: the next answer; empty where none was */
	struct strbuf *err;
	enum plain_input input; /* how the last question was answered */
	/* What was told last, so that nothing is told twice. */
	bool begun, asked_by_wizard;
	enum view_kind kind;
	const struct field *field;
	const struct section *section;
	struct strbuf shown;        /* the field's value */
	const struct field *warned; /* what is wrong or doubtful about it was told */
	bool reviewed;              /* every value was told once */
	bool asked;                 /* the wizard was told something: its message is news */
};

/* plain.c */
void plain_act(struct plain *p, enum action action);
void plain_replace(struct plain *p, const char *text, size_t len);
/* The next answer; false where there is none. */
bool plain_next(struct plain *p, const char *question, bool secret);

/* say.c */
const struct view_row *plain_focus(const struct view *view);
/* The focused field on the form page, NULL elsewhere and on the last step. */
const struct field *plain_field(const struct view *view);
bool plain_is_secret(const struct view *view);
/* What is new since the last time. */
void plain_announce(struct plain *p, const struct view *view);
/* "Fingerprint: " */
void plain_question(const struct view *view, struct strbuf *out);
/* A message of the wizard, behind what its mark means: "Problem: ..." */
void plain_say_message(struct plain *p, char mark, const char *message);
/* The value was told, or typed by whoever would be told. */
void plain_remember(struct plain *p, const struct field *field);
void plain_say_list(struct plain *p);
/* The items of the question's list. */
void plain_say_items(struct plain *p, const struct view *view);
enum review_part {
	REVIEW_TROUBLE, /* what is wrong or doubtful */
	REVIEW_NEWS,    /* and what was exported, and what is good to know */
	REVIEW_ALL,     /* and every value, and what was changed */
};
void plain_say_review(struct plain *p, enum review_part part);
/* What Enter alone does in the review. */
enum review_way {
	REVIEW_ROW,    /* what the focused row is for: an error to fix, the export, the way out */
	REVIEW_EXPORT, /* the first row */
	REVIEW_BACK,   /* the last one: back to the fields */
};
enum review_way plain_review_way(const struct view *view);
void plain_say_help(struct plain *p);

/* answer.c: what a line means to the question that was asked */
void plain_answer(struct plain *p);

/* value.c */
/* The line is a value of the focused field. */
void plain_take_value(struct plain *p, const struct field *field);
/* Further lines of a value; those that it has stay. */
void plain_add_lines(struct plain *p, const struct field *field);
void plain_empty_value(struct plain *p, const struct field *field);
/* Goes on without a change. */
void plain_keep_value(struct plain *p, const struct field *field);

/* menu.c */
void plain_menu(struct plain *p);
/* "s", "g 12": runs a command of the menu; says so where there is none. */
void plain_command(struct plain *p, const char *line);
/* The key of the answer that a line means; 0 where it is none. */
uint32_t plain_key(const char *line);
/* What the keys of an action are called here: "<", "!t". */
bool plain_spell(enum action action, struct strbuf *out);

#endif
