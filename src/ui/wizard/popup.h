/* The list (list.h) of a question that is answered by choosing: options, variables, fields to go to, files. What
 * differs is the question's popup_kind.
 *
 *     wizard_ask(w, QUESTION_OPTIONS, "Which one? ", NULL);
 *     popup_add(w, "2048", "Recommended.") ...
 *     popup_open(w, 1);
 *
 * and later kind->take(w, item), the item counted in the order in which they were added. What is typed
 * narrows the list to the items that have it in their name or meaning, and the one that it fits best
 * gets the focus; 1 to 9 choose a row, unless what is typed is an answer in itself (a path). Esc takes
 * back what was typed, then closes. */
#ifndef UI_POPUP_H
#define UI_POPUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

#include "ui/keys.h"
#include "ui/wizard/list.h"

struct wizard;

/* More of them are not shown until typing has narrowed the list. */
#define POPUP_FOUND_MAX 1000

/* How well an item fits what was typed. */
enum popup_fit {
	FIT_NONE,
	FIT_MEANING,
	FIT_INSIDE,
	FIT_BEGINNING,
	FIT_WHOLE,
	FIT_SAME, /* in capitals and small letters too */
};

struct popup_kind {
	bool line; /* what is typed is an answer in itself, edited as any line */
	bool numbered; /* items may be chosen by their row's number; on a line only where it asks line by
			* line */
	/* What Enter does. Null: it takes the focused item. */
	void (*enter)(struct wizard *w);
	/* Does what the item stands for; closes the question, or leaves it open for another answer. */
	void (*take)(struct wizard *w, size_t item);
	/* The same with what is typed, where no item fits. Null: the question closes. */
	void (*take_typed)(struct wizard *w, const char *typed);
	/* Null: popup_fit. Where nothing is typed: FIT_NONE for what does not show, else equal ranks, of
	 * which the highest gets the focus. */
	enum popup_fit (*fit)(const struct wizard *w, size_t item, const char *typed);
	/* The byte of the typed text from which it narrows. Null: all of it. */
	size_t (*from)(const struct wizard *w);
	/* What was typed has changed: other items may be in its place. Null: none are. */
	void (*follow)(struct wizard *w);
	/* On Tab. Null: the next item. */
	void (*complete)(struct wizard *w);
	/* Appends what the list shows: a folder. Null: the question tells. */
	void (*title)(const struct wizard *w, struct strbuf *out);
	/* Appends a sentence about the focused item, or why no item is focused. Null: its meaning. */
	void (*tell)(const struct wizard *w, struct strbuf *out);
};

/* Part of struct asking. The rows that do not show are passed. */
struct popup {
	struct list list;
	size_t nfound;   /* rows that show */
	size_t left_out; /* that would show too */
	bool moved;      /* through the list by the last key, so that the cursor is there */
	bool aimed;      /* the focus was moved since the list is this one */
	bool refused;    /* Enter has said why what it takes cannot be taken */
};

/* meaning: or NULL. Returns the item, for the caller to make it rare. */
struct row *popup_add(struct wizard *w, const char *name, const char *meaning);
/* Shows what was added, with the focus on this row where nothing is typed. */
void popup_open(struct wizard *w, size_t focus);
/* The list again after a change of the text or the items. */
void popup_narrow(struct wizard *w);
/* The focused item; NULL where nothing fits. */
const struct row *popup_focused(const struct wizard *w);
enum popup_fit popup_fit(const struct row *item, const char *typed);

/* After a change of the text by others. */
void popup_changed(struct wizard *w);
void popup_chord(struct wizard *w, enum action action, uint32_t chord);
/* As if the item, counted among those that show, were chosen. */
void popup_take_item(struct wizard *w, size_t item);

#endif
