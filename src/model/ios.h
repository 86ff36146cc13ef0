/* What a draft for macOS needs to become one for iOS. The answers that do not exist there (Extractable key and others)
 * do not apply and are left alone. Apple's variables are the rest: iOS replaces none. They become what the MDM puts a
 * value in for, or one value that all devices share, so that nobody has to begin with an error. */
#ifndef MODEL_IOS_H
#define MODEL_IOS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

#include "model/draft.h"
#include "model/mdm.h"

/* Of the platforms, the one that is iOS; NULL where the form has none, or has locked another one. */
const struct choice *ios_platform(const struct form *form);
bool ios_is_chosen(const struct draft *draft);

/* Whether the answer has a variable that macOS replaces, and on iOS nobody. */
bool ios_is_stuck(const struct draft *draft, const struct field *field);
/* The first answer of that kind, NULL for none. */
const struct field *ios_stuck(const struct draft *draft);

/* The ways out, the best one first: the variable of an MDM, or NULL for one value that all devices share. Of a draft
 * that names its MDM no other is offered. False behind the last. */
bool ios_way_at(const struct draft *draft, size_t i, const struct mdm **mdm);

/* The length of a policy's name without the platform behind it: "Office" of "Office (macOS)". */
size_t ios_name_length(const struct form *form, const char *name);

/* Appends what stands for a device that way: the variable for its serial number, or what all devices share. */
void ios_value(const struct draft *draft, const struct field *field, const struct mdm *mdm,
	struct strbuf *out);
/* Appends the text with that way taken. A subject that is empty becomes one. */
void ios_text(const struct draft *draft, const struct field *field, const char *text,
	const struct mdm *mdm, struct strbuf *out);
/* Whether that way leaves the field without the items that are stuck: a name that all devices share identifies none, so
 * only a subject gets what is shared. */
bool ios_drops(const struct field *field, const struct mdm *mdm);
/* Takes the way in all answers that are stuck, and notes the MDM in the draft. Answers of other platforms go. */
void ios_settle(struct draft *draft, const struct mdm *mdm);
/* Notes the MDM where the draft has none. */
void ios_note_mdm(struct draft *draft, const struct mdm *mdm);

#endif
