/* A draft: the answers to a form, as typed, right or wrong. Every state can be stored and saved. Only the export
 * requires it to be correct.
 *
 * Each answer is one text. A list (FIELD_LIST, key usage) has one item a line; yes/no is "true" or "false"; a choice is
 * its value; a certificate is PEM text or a path. A field that was never answered has its form's default. A field that
 * does not apply keeps its answer, but is not asked, checked or exported.
 *
 * The draft owns all answers and wipes them, because any of them may be a secret. A text that it returns is valid until
 * the same answer is set again. */
#ifndef MODEL_DRAFT_H
#define MODEL_DRAFT_H

#include <stdbool.h>

#include "base/node.h"
#include "base/strbuf.h"
#include "base/strvec.h"

#include "syntax/uuid.h"

#include "model/acceptance.h"
#include "model/form.h"
#include "model/source.h"

struct draft;

struct draft *draft_new(const struct form *form);
void draft_free(struct draft *draft);
const struct form *draft_form(const struct draft *draft);

/* The answer, or the default; never NULL. */
const char *draft_text(const struct draft *draft, const struct field *field);
/* The value for an export: the default also replaces an empty answer. */
const char *draft_value(const struct draft *draft, const struct field *field);
/* False while the field has its default because it was not answered. */
bool draft_is_answered(const struct draft *draft, const struct field *field);
/* A number, choice or yes/no (FT_NATIVE) that is emptied is unanswered, and so has its default. */
void draft_set(struct draft *draft, const struct field *field, const char *text);
/* Makes the field unanswered again. */
void draft_unset(struct draft *draft, const struct field *field);

/* Where a secret comes from. The form's default if the field is unanswered. */
enum answer_source draft_source(const struct draft *draft, const struct field *field);
/* The variable's name, or the command (model/source.h); "" for other sources. */
const char *draft_source_name(const struct draft *draft, const struct field *field);
/* Appends where a secret comes from that is not in the draft: "from the environment variable X". If it is in the draft,
 * returns false and appends nothing. */
bool draft_show_source(const struct draft *draft, const struct field *field, struct strbuf *out);
/* Appends which variables and commands an export uses, one line each: "Challenge from the environment variable X". */
void draft_tell_sources(const struct draft *draft, struct strvec *lines);
void draft_set_source(struct draft *draft, const struct field *field, enum answer_source source,
	const char *name);
/* Marks an answer as the user's own: typed here, not found in a draft that somebody else may have written. The mark
 * lasts until the answer changes and is not saved. */
void draft_set_typed(struct draft *draft, const struct field *field);
bool draft_is_typed(const struct draft *draft, const struct field *field);
/* For a field whose value in the file is not an answer (rule draft-structure): a list instead of one text, or a key
 * twice. raw is that part of the file. The field counts as unanswered, but is not checked and not missing. Any answer,
 * and draft_unset, replaces it. */
void draft_set_unread(struct draft *draft, const struct field *field, const char *raw);
/* That part of the file; NULL if the field was read or has been answered since. May have a secret. */
const char *draft_unread(const struct draft *draft, const struct field *field);
/* No text, no other source, and nothing that could not be read. */
bool draft_is_empty(const struct draft *draft, const struct field *field);

/* Whether the field is asked and exported: it is for this platform, and its `when` has its value and applies. If not,
 * the reason ("for macOS only", "Include root certificate is no") is appended to why, unless that is NULL. An
 * existing value is not hidden by a `when` with an invalid value. */
bool draft_applies(const struct draft *draft, const struct field *field, struct strbuf *why);
/* Whether the payload's `when` has its value. If the payload repeats, the number of items is not considered. */
bool draft_has_payload(const struct draft *draft, const struct payload *payload);
/* The index of the platform in the choices of form.platform; -1 if it is not one of them. */
int draft_platform(const struct draft *draft);

/* The comments of reviewers on the field, as one text (model/comments.h); "" for none. They are kept with the answers,
 * stay where an answer changes, and are in no profile. */
const char *draft_note(const struct draft *draft, const struct field *field);
void draft_set_note(struct draft *draft, const struct field *field, const char *note);
/* Where the comment at, from 0, was in the draft's file; {1, 1} if it was not there. */
struct place draft_note_place(const struct draft *draft, const struct field *field, size_t at);
/* Of the next one. */
void draft_add_note_place(struct draft *draft, const struct field *field, struct place place);
void draft_copy_note_places(struct draft *to, const struct draft *from, const struct field *field);
/* Open comments in the file that belong to no field, or cannot be read. */
size_t draft_lost_notes(const struct draft *draft);
void draft_set_lost_notes(struct draft *draft, size_t n);

/* Accepted findings, one acceptance for each rule. They are saved with the answers and are not in the profile.
 * accept_apply (model/accept.h) says whether one is still valid. */
const struct acceptances *draft_acceptances(const struct draft *draft);
/* The acceptance of a rule, by its id; NULL if there is none. Valid until the rule's is changed. */
const struct acceptance *draft_acceptance(const struct draft *draft, const char *rule);
/* Adds a copy, which replaces the one of the same rule. */
void draft_accept(struct draft *draft, const struct acceptance *acceptance);
void draft_unaccept(struct draft *draft, const char *rule);
/* Copies all of from, for a draft with the same answers. */
void draft_copy_acceptances(struct draft *to, const struct draft *from);

/* What differs from the state last loaded or saved: the answer; the comment; the acceptance of a rule; any of these. */
bool draft_changed(const struct draft *draft, const struct field *field);
bool draft_note_changed(const struct draft *draft, const struct field *field);
bool draft_acceptance_changed(const struct draft *draft, const char *rule);
bool draft_any_changed(const struct draft *draft);
void draft_mark_saved(struct draft *draft);
/* A draft with the answers last loaded or saved. The caller frees it. */
struct draft *draft_as_saved(const struct draft *draft);
/* Restores the answer last loaded or saved. */
void draft_restore(struct draft *draft, const struct field *field);

/* Where the answer is in its file; {1, 1} if it is not there. */
struct place draft_place(const struct draft *draft, const struct field *field);
void draft_set_place(struct draft *draft, const struct field *field, struct place place);

/* Makes the missing values of FIELD_MADE fields (identifiers, UUIDs). name is what the identifier is made from. A value
 * that exists or could not be read is never changed, because with a changed one devices install a second profile.
 * derived: UUIDs are computed from the identifier, always the same ones, and none if the identifier could not be read;
 * else they are new. Returns how many were made. */
size_t draft_make_identity(struct draft *draft, const char *name, bool derived);

/* Whether an identifier still begins with a name for examples (RFC 2606): which; NULL: no. */
const char *identifier_example_start(const char *identifier);
/* Appends the identifier that the draft would have with the domain of its server in place of the name for examples; false,
 * and nothing, if it has none to replace, or that domain is not known. */
bool draft_identifier_of_host(const struct draft *draft, struct strbuf *out);
/* Takes it: for a draft that nobody has yet, since devices know a profile by its identifier. */
void draft_identify_by_host(struct draft *draft);

/* The PayloadUUID for one item of a list that a payload repeats for. It is always the same for the draft's profile
 * UUID, the payload and the item, whatever else is in the list. */
void draft_item_uuid(const struct draft *draft, const struct payload *payload,
	const struct node *value, char out[UUID_TEXT_SIZE]);

/* Copies one answer and its comment exactly, into a draft of the same form. */
void draft_copy_answer(struct draft *to, const struct draft *from, const struct field *field);
/* field answers as other does in a draft of another form: with its text, or its source, typed or not. */
void draft_take_answer(struct draft *to, const struct field *field, const struct draft *from,
	const struct field *other);
/* Whether two drafts of one form have exactly the same answer. Unanswered differs from the default. */
bool draft_answer_is(const struct draft *a, const struct draft *b, const struct field *field);
/* Whether they read the same: answer or default, and what could not be read. */
bool draft_answer_reads_same(
	const struct draft *a, const struct draft *b, const struct field *field);
/* Copies all answers of from, for "new from this draft". Not copied: the identity, locked fields, what could not be
 * read, comments and acceptances. Both have the same form. */
void draft_copy_answers(struct draft *to, const struct draft *from);

#endif
