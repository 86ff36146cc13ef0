/* What the files of this folder share, and nobody else. */
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

/* profile_view.c: a property list as the form sees it. The nodes are the list's own. */
struct profile_view {
	const struct form *form;
	struct node *top; /* the profile's dictionary; NULL where a payload stands alone */
	/* By the index of form.payloads; NULL: the profile has none. Of one that repeats the first; the others of its
	 * type whose item can be read are its, too. */
	struct node **v;
	int *numbers; /* where in PayloadContent, from 1; 0: nowhere */
	struct node **
		nodes; /* by the index of form.fields: what stands at the field's target, or NULL */
};

void profile_view_init(struct profile_view *view, const struct form *form);
void profile_view_release(struct profile_view *view);
/* One to be initialized, which is released where its block ends. */
#define PROFILE_VIEW(name) \
	__attribute__((cleanup(profile_view_release))) struct profile_view name = { 0 }
/* The array of payloads of a configuration profile; NULL where it is none. */
struct node *profile_payloads(const struct node *root);
/* Whether a dictionary is a payload of that type. */
bool profile_payload_is(const struct node *dict, const char *type);
/* The items of PayloadContent whose numbers are given, by the index of form.payloads; fails where one is
 * not there or of another type. */
int profile_view_numbered(
	struct profile_view *view, struct node *root, const int *numbers, struct strbuf *err);
/* Takes item number of PayloadContent (from 1) for the form's payload with this index. */
void profile_view_take(struct profile_view *view, size_t payload, struct node *dict, int number);
/* Finds the nodes of the fields once the payloads stand. */
void profile_view_fields(struct profile_view *view);
/* The dictionary below which the field's path begins; NULL where the profile has none. */
struct node *profile_view_dict(const struct profile_view *view, const struct field *field);
/* Whether the dictionary is one of the form's payloads. view NULL: no. */
bool profile_view_has(const struct profile_view *view, const struct node *dict);
/* Which of them it is; form.npayloads: none. */
size_t profile_view_payload(const struct profile_view *view, const struct node *dict);
/* Whether the dictionary holds an item of the list that the payload repeats for; appends it as a draft has it. */
bool profile_view_item(const struct payload *payload, const struct node *dict, struct strbuf *text);
/* Answers the fields from their nodes. What has no answer's text stays unanswered; the switches of fields
 * and payloads that are there are yes. The platform is not touched. */
void profile_view_answers(const struct profile_view *view, struct draft *draft);
/* A new draft with both, and with the platform of another. */
struct draft *profile_view_draft(const struct profile_view *view, const struct draft *other);
/* All answers and their places; the caller frees. */
struct draft *draft_clone(const struct draft *draft);
/* Answers what applies and is not there, where the form says what that means. */
void profile_view_absent(const struct profile_view *view, struct draft *draft);

/* profile_lint_others.c: adds what is wrong with texts of the profile and of the form's payloads that no
 * field holds (rule text-entity). Like profile_lint, of which it is a part for who has a view. */
void profile_lint_texts(
	struct plist_doc *doc, const struct profile_view *view, struct findings *found);
/* Adds what is wrong with the values of payloads of a type that the form must have, but for
 * the form's own: of each what its fields would say, without a field, naming the payload. Goes behind
 * profile_lint; draft gives the platform and the MDM, spots are all that was
 * told, and what told has of a text is not told again. told may be found. */
void profile_lint_others(struct plist_doc *doc, const struct profile_view *view,
	const struct profile_spots *spots, const struct draft *draft, time_t now,
	const struct findings *told, struct findings *found);
/* profile_read.c: appends what a property list is that is no profile, as "it is an empty dictionary". */
void profile_other_what(const struct node *root, struct strbuf *out);

/* profile_original.c: the original of an imported draft. */
/* Finds the form's payloads and fields in it: in the tree that it keeps, which nobody changes, or in a copy, which
 * is to be released as the view is, whatever it returns. copy NULL: none is wanted. */
int original_view(struct profile_view *view, const struct draft_file *file, struct plist_doc *copy,
	struct strbuf *err);
/* Makes file->original of a property list, without the secrets that are answers of file->draft; wrapped into
 * a profile of that name where it is a payload alone (NULL: it is a profile). payloads are the numbers of the form's
 * (struct original). */
int original_make(struct draft_file *file, const struct node *root, const char *wrap_name,
	const int *payloads, struct strbuf *err);

/* original_lint.c, and its test: the original, with what it answers by itself. */
struct opened_original {
	const struct draft_file *file;
	struct plist_doc doc; /* a copy of the tree */
	struct profile_view view;
	struct draft *answers;
	/* By the index of form.fields: of the value, or of what stands in its way. */
	struct place *places;
};

/* What profile_lint asked of the draft. */
struct fill_asked {
	struct node *dict; /* to be compared only */
	const char *key;
	enum profile_fill fill;
};

struct original_check {
	/* What it was made of. */
	const struct form *form;
	struct original *original; /* a copy of its text and payloads */
	struct strbuf read;        /* check_read */
	time_t day;
	struct fill_asked *asked;
	size_t nasked, asked_alloc;

	struct opened_original t; /* its list as profile_lint left it */
	struct strvec secrets;    /* keys of those that it keeps (struct original_rest) */
	struct strbuf unusable;   /* why it cannot be read; then there is nothing else */
	struct draft *meant; /* what it answers as it is now: t.answers where nothing was mended */
	/* profile_lint, and what is told beside it; places are the list's. */
	struct findings structure, texts;
	struct profile_spots spots; /* of structure */
};

#endif
