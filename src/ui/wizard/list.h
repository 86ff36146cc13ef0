/* The one kind of list: rows, a focus, and the keys that move it. The form, the review, the help, the drafts of
 * the start page and what a question offers to choose from are such lists; what their rows stand for is the
 * business of the code that fills them. */
#ifndef UI_LIST_H
#define UI_LIST_H

#include "model/field_type.h"
#include "model/rules.h"

#include "ui/keys.h"
#include "ui/wizard/wizard.h"

/* What can be accepted, or is. */
struct subject {
	const struct rule *rule; /* NULL: nothing */
	bool is_error, is_accepted;
};

enum row_way {
	ROW_LEADS_NOWHERE,
	ROW_EXPORTS,
	ROW_TRIES, /* a trial enrolment */
	ROW_QUITS,
	ROW_GOES_BACK,
	ROW_OPENS,   /* a draft */
	ROW_MAKES,   /* one */
	ROW_QUICK,   /* the quick start */
	ROW_GOES_ON, /* to the next draft */
};

struct row {
	enum row_kind kind;
	bool passed; /* the focus does not stop here: titles, what is locked, what typing has left out */
	char mark;
	const struct field *field; /* that it is about; NULL: none */
	char *label, *value; /* as they are: the view filters them. NULL: the view makes them */
	enum row_way leads;  /* what Enter does there beside its field */
	/* In the form. */
	const struct section *section; /* NULL: the last step */
	bool applies;
	/* In the review. */
	bool is_value;   /* the field's, not what is said of it */
	bool is_finding; /* an error, a warning or a note */
	char *finding;   /* the sentence that the row is about, whole; NULL: it is about none */
	struct subject about;
	size_t comment; /* which of those on the field, from 1; 0: it shows none */
	size_t item;    /* on the start page: which draft of its list */
	/* In the list of a question. */
	bool rare; /* shows only where nothing else does, or once all of its name is typed */
};

struct list {
	struct row *rows;
	size_t n, alloc, focus;
	size_t page; /* rows that PgDn goes on */
};

/* Rows that PgDn goes on, and in what opens over a page. */
#define LIST_PAGE 12
#define LIST_PAGE_SMALL 5

/* Label and value are copied. A title is passed. */
struct row *list_add(struct list *list, enum row_kind kind, const char *label, const char *value);
/* A paragraph, which the front end wraps. */
struct row *list_add_text(struct list *list, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* Takes all rows away. */
void list_clear(struct list *list);
void list_release(struct list *list);

/* The row under the focus, or NULL. */
const struct row *list_focused(const struct list *list);
/* To the next row that is not passed. False if there is no such row. */
bool list_move(struct list *list, bool down);
/* The same without moving: that row, or the focused one. */
size_t list_beside(const struct list *list, bool down);
/* Whether the action moves in lists, as Down, PgDn and Home do; it has then. */
bool list_act(struct list *list, enum action action);
/* How many rows before this one are not passed; the row that has so many before it, or n. */
size_t list_ordinal(const struct list *list, size_t row);
size_t list_nth(const struct list *list, size_t ordinal);

#endif
