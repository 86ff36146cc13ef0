/* Shared by the files of this folder. Private to them. */
#ifndef FORMAT_PROFILE_PARTS_H
#define FORMAT_PROFILE_PARTS_H

#include <stdbool.h>

#include "base/strbuf.h"

#include "syntax/plist_doc.h"

#include "model/draft.h"
#include "model/findings.h"

#include "format/draft/draft_file.h"
#include "format/profile/profile.h"
#include "format/profile/profile_lint.h"

/* profile_view.c: a property list from the form's point of view. The nodes belong to the list. */
struct profile_view {
	const struct form *form;
	struct node *top; /* the profile's dictionary; NULL for a payload alone */
	/* By the index of form.payloads; NULL: the profile has none. For a payload that repeats this is the first;
	 * others of its type whose item can be read belong to it, too. */
	struct node **v;
	int *numbers; /* its number in PayloadContent, from 1; 0: none */
	struct node *
		*nodes; /* by the index of form.fields: what is at the field's target, or NULL */
};

void profile_view_init(struct profile_view *view, const struct form *form);
void profile_view_release(struct profile_view *view);
/* One to be initialized, which is released at the end of its block. */
#define PROFILE_VIEW(name) \
	__attribute__((cleanup(profile_view_release))) struct profile_view name = { 0 }
/* The array of payloads of a configuration profile; NULL if it is not one. */
struct node *profile_payloads(const struct node *root);
/* Whether a dictionary is a payload of that type. */
bool profile_payload_is(const struct node *dict, const char *type);
/* Uses the items of PayloadContent with these numbers, by the index of form.payloads. Fails if one does not exist or
 * has another type. */
int profile_view_numbered(
	struct profile_view *view, struct node *root, const int *numbers, struct strbuf *err);
/* Uses item number of PayloadContent (from 1) for the form's payload with this index. */
void profile_view_take(struct profile_view *view, size_t payload, struct node *dict, int number);
/* Finds the nodes of the fields, once the payloads are set. */
void profile_view_fields(struct profile_view *view);
/* The dictionary in which the field's path begins; NULL if the profile has none. */
struct node *profile_view_dict(const struct profile_view *view, const struct field *field);
/* Whether the dictionary is one of the form's payloads. view NULL: no. */
bool profile_view_has(const struct profile_view *view, const struct node *dict);
/* Which of them it is; form.npayloads: not one. */
size_t profile_view_payload(const struct profile_view *view, const struct node *dict);
/* Whether the dictionary has an item of the list that the payload repeats for. Appends it as a draft has it. */
bool profile_view_item(const struct payload *payload, const struct node *dict, struct strbuf *text);
/* Answers the fields from their nodes. A value that no answer can have stays unanswered. The switches of fields and
 * payloads that exist are yes. The platform is not changed. */
void profile_view_answers(const struct profile_view *view, struct draft *draft);
/* A new draft with both, and with the platform of another draft. */
struct draft *profile_view_draft(const struct profile_view *view, const struct draft *other);
/* Copies all answers and their places. The caller frees the copy. */
struct draft *draft_clone(const struct draft *draft);
/* Answers what applies and is missing, if the form says what that means. */
void profile_view_absent(const struct profile_view *view, struct draft *draft);

/* profile_lint_others.c: adds findings about texts of the profile and of the form's payloads that belong to no field
 * (rule text-entity). Part of profile_lint for callers with a view. */
void profile_lint_texts(
	struct plist_doc *doc, const struct profile_view *view, struct findings *found);
/* Adds findings about the values of other payloads of a type that the form requires: what the form's fields would
 * report, without a field, and with the payload's name. Call it after profile_lint. draft gives the platform and the
 * MDM, spots are everything that was reported; what told already has about a text is not repeated. told may be
 * found. */
void profile_lint_others(struct plist_doc *doc, const struct profile_view *view,
	const struct profile_spots *spots, const struct draft *draft, time_t now,
	const struct findings *told, struct findings *found);
/* profile_read.c: appends what a property list is that is not a profile, such as "it is an empty dictionary". */
void profile_other_what(const struct node *root, struct strbuf *out);

/* profile_original.c: the original of an imported draft. */
/* Finds the form's payloads and fields in it: in the cached tree, which must not be changed, or in a copy. Release the
 * copy and the view whatever this returns. copy NULL: use the cached tree. */
int original_view(struct profile_view *view, const struct draft_file *file, struct plist_doc *copy,
	struct strbuf *err);
/* Makes file->original from a property list, without the secrets that are answers of file->draft. A single payload is
 * wrapped into a profile with that name (NULL: it is a profile). payloads are the numbers of the form's (struct
 * original). */
int original_make(struct draft_file *file, const struct node *root, const char *wrap_name,
	const int *payloads, struct strbuf *err);

/* original_lint.c, and its test: the original, with its own answers. */
struct opened_original {
	const struct draft_file *file;
	struct plist_doc doc; /* a copy of the tree */
	struct profile_view view;
	struct draft *answers;
	/* By the index of form.fields: of the value, or of what is in its place. */
	struct place *places;
};

/* What profile_lint asked about the draft. */
struct fill_asked {
	struct node *dict; /* only for comparison */
	const char *key;
	enum profile_fill fill;
};

struct original_check {
	/* Its input. */
	const struct form *form;
	struct original *original; /* a copy of its text and payloads */
	struct strbuf read;        /* check_read */
	time_t day;
	struct fill_asked *asked;
	size_t nasked, asked_alloc;

	struct opened_original t; /* its list as profile_lint left it */
	struct strvec secrets;    /* keys of secrets in it (struct original_rest) */
	struct strbuf unusable;   /* why it cannot be read; then everything else is empty */
	struct draft *meant;      /* its current answers: t.answers if nothing was fixed */
	/* profile_lint, and what is reported beside it; places are the list's. */
	struct findings structure, texts;
	struct profile_spots spots; /* of structure */
};

#endif
