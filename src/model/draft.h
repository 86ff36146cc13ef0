/* A draft: the answers to a form, as typed, right or wrong. Any state can be kept and saved; only the
 * export asks for correctness.
 *
 * Every answer is one text. A list (FIELD_LIST, key usage) has an item a line; yes/no is "true" or
 * "false"; a choice is its value; a certificate is PEM text or a path. A field that was never answered
 * has its form's default. A field that does not apply keeps its answer, but is not asked, checked or
 * exported.
 *
 * The draft owns all answers and wipes them, since any may be a secret. Texts that it hands out are
 * valid until the same answer is set again. */
#ifndef MODEL_DRAFT_H
#define MODEL_DRAFT_H

#include <stdbool.h>

#include "base/node.h"
#include "base/strbuf.h"

#include "syntax/uuid.h"

#include "model/acceptance.h"
#include "model/form.h"

struct draft;

struct draft *draft_new(const struct form *form);
void draft_free(struct draft *draft);
const struct form *draft_form(const struct draft *draft);

/* The answer, or the default; never NULL. */
const char *draft_text(const struct draft *draft, const struct field *field);
/* As an export takes it: the default where the answer is empty, too. */
const char *draft_value(const struct draft *draft, const struct field *field);
/* False while the field has its default because nobody answered it. */
bool draft_is_answered(const struct draft *draft, const struct field *field);
/* A number, choice or yes/no (FT_NATIVE) that is emptied is unanswered, and so has its default. */
void draft_set(struct draft *draft, const struct field *field, const char *text);
/* Back to unanswered. */
void draft_unset(struct draft *draft, const struct field *field);

/* Where a secret stands; the form's default where nobody answered. */
enum answer_source draft_source(const struct draft *draft, const struct field *field);
/* The variable's name; "" for other sources. */
const char *draft_source_name(const struct draft *draft, const struct field *field);
/* Appends where a secret is that is not in the draft: "from the environment variable X". False, and nothing,
 * if it is. */
bool draft_show_source(const struct draft *draft, const struct field *field, struct strbuf *out);
/* Whether text can name an environment variable: letters, digits and _, no digit first. */
bool draft_is_variable_name(const char *text);
void draft_set_source(struct draft *draft, const struct field *field, enum answer_source source,
	const char *name);
/* What the draft's file has for the field is no answer (rule draft-structure): a list where one text belongs,
 * a key twice. raw is that part of the file. The field counts as not answered, and is neither checked nor
 * missing; any answer, and draft_unset, takes the place of what is there. */
void draft_set_unread(struct draft *draft, const struct field *field, const char *raw);
/* That part of the file; NULL where the field was read or has been answered since. May hold a secret. */
const char *draft_unread(const struct draft *draft, const struct field *field);
/* No text, no source elsewhere, and nothing that could not be read. */
bool draft_is_empty(const struct draft *draft, const struct field *field);

/* Whether the field is asked and exported: for this platform, and its `when` has its value and applies. The
 * reason where not ("for macOS only", "Include root certificate is no") is appended to why, unless
 * that is NULL. A `when` that says neither yes nor no hides no value that is there. */
bool draft_applies(const struct draft *draft, const struct field *field, struct strbuf *why);
/* Whether the payload's `when` has its value; how many there are of one that repeats is not looked at. */
bool draft_has_payload(const struct draft *draft, const struct payload *payload);
/* The index of the platform among the choices of form.platform; -1 where the draft has none of them. */
int draft_platform(const struct draft *draft);

/* What a reviewer has written about the field; "" for nothing. It is kept with the answers, stays where
 * an answer changes, and is in no profile. */
const char *draft_note(const struct draft *draft, const struct field *field);
void draft_set_note(struct draft *draft, const struct field *field, const char *note);

/* The findings that are accepted, one acceptance a rule. They are kept with the answers and are in no
 * profile; whether one still holds is told by accept_apply (model/accept.h). */
const struct acceptances *draft_acceptances(const struct draft *draft);
/* That of a rule, by its id; NULL if there is none. Valid until the rule's is changed. */
const struct acceptance *draft_acceptance(const struct draft *draft, const char *rule);
/* A copy of it replaces the one of the same rule. */
void draft_accept(struct draft *draft, const struct acceptance *acceptance);
void draft_unaccept(struct draft *draft, const char *rule);
/* All of from, for a draft of the same answers. */
void draft_copy_acceptances(struct draft *to, const struct draft *from);

/* What differs from the state last loaded or saved: the answer; the note; the acceptance of a rule; any of
 * all. */
bool draft_changed(const struct draft *draft, const struct field *field);
bool draft_note_changed(const struct draft *draft, const struct field *field);
bool draft_acceptance_changed(const struct draft *draft, const char *rule);
bool draft_any_changed(const struct draft *draft);
void draft_mark_saved(struct draft *draft);
/* Back to the answer last loaded or saved. */
void draft_restore(struct draft *draft, const struct field *field);

/* Where the answer stands in its file; {1, 1} where it does not. */
struct place draft_place(const struct draft *draft, const struct field *field);
void draft_set_place(struct draft *draft, const struct field *field, struct place place);

/* Makes what FIELD_MADE fields lack (identifiers, UUIDs); name is what the identifier is made of. A
 * value that is there is never changed, nor is one that could not be read: a changed one makes devices install a
 * second profile. derived: UUIDs that follow from the identifier, the same wherever and however often they are
 * made, and none while that could not be read; else new ones. Returns how many were made. */
size_t draft_make_identity(struct draft *draft, const char *name, bool derived);

/* The PayloadUUID of the payload for one item of a list that a payload repeats for: always the same for the draft's
 * profile UUID, the payload and the value, whatever else is in the list. */
void draft_item_uuid(const struct draft *draft, const struct payload *payload,
	const struct node *value, char out[UUID_TEXT_SIZE]);

/* One answer and its note, exactly, into a draft of the same form. */
void draft_copy_answer(struct draft *to, const struct draft *from, const struct field *field);
/* Whether two drafts of one form have the very same answer; unanswered is not the default. */
bool draft_answer_is(const struct draft *a, const struct draft *b, const struct field *field);
/* Whether they read the same: answer or default, what could not be read, and note. */
bool draft_answer_reads_same(
	const struct draft *a, const struct draft *b, const struct field *field);
/* All answers of from into to, but for the identity, what the form has locked, what could not be read, the
 * notes and what is accepted: "new from this draft". Same form. */
void draft_copy_answers(struct draft *to, const struct draft *from);

#endif
