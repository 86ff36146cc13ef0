/* Profiles that were made elsewhere, made into drafts: nothing that was in them gets lost.
 *
 * The form's payloads are found by their type; what the form knows becomes answers (field_decode). The whole
 * profile is kept beside them as the draft's original (draft_file.original), XML, with the values of the
 * form's own secrets taken out. An export from such a draft (format/profile/profile.h) starts from the original and
 * replaces only what differs from what the original says, so an untouched profile comes out as an equal
 * property list, types included (<real>1</real> stays a real), with its identity.
 *
 * A value of the wrong kind is the answer that it would be as text (Retries "3"), and stays in the original as
 * it is until the answer is changed; one that is no answer (a Subject of other nesting) leaves the answer
 * empty, and stays too. Keys that the platform does not have stay. Identifiers and UUIDs are the profile's;
 * what it lacks of them is not made here (draft_file_make_identity).
 *
 * Where a profile has several payloads of the form's type, one is edited and the others stay in the original.
 * Which of PayloadContent's items are the form's is kept in the draft: struct original. */
#ifndef FORMAT_PROFILE_READ_H
#define FORMAT_PROFILE_READ_H

#include <time.h>

#include "base/strbuf.h"
#include "base/strvec.h"

#include "syntax/plist_doc.h"

#include "model/findings.h"

#include "format/draft/draft_file.h"
#include "format/profile/profile_answers.h"

struct profile_read_options {
	/* Which of several payloads of the form's type (com.apple.security.scep) is edited, from 1; 0: the
	 * first. */
	int number;
	/* A choice of the form's platform; NULL: taken from what the profile has. */
	const char *platform;
	/* A bare payload dictionary, no profile: NULL refuses it (not-a-profile), else asked with a
	 * sentence that says what was found; true wraps it into a profile. */
	bool (*wrap)(const char *question, void *data);
	void *data;
	/* Gets "PayloadScope is there", what the platform was taken from; nothing where only the form's
	 * default was left. NULL: not wanted. */
	struct strbuf *platform_why;
	/* Gets what devices know the profile by: its PayloadIdentifier, its PayloadUUID and those of its
	 * payloads. NULL: not wanted. */
	struct strvec *identity;
	/* The draft keeps no original, for it is neither saved nor exported: a check reads it. */
	bool answers_alone;
	time_t now; /* for what is over; 0: the clock's */
	/* Nobody has said which form: another that is built in is taken where the profile lacks a payload of it
	 * (by its payloads). */
	bool any_form;
	/* Set to true, and 0 returned without a draft, where the profile lacks a payload of the form and all its
	 * payloads may be right: found gets what is wrong with the keys that all payloads have. NULL: it is refused
	 * then. */
	bool *common_alone;
	/* Gets the answers that a check judges (profile_answers.h); to be released. NULL: not wanted. */
	struct profile_answers *answers;
};

/* Makes a draft in no file yet (file->path is NULL) of a property list read from the file called name, and
 * nothing in it counts as changed. found gets
 * what is to be told of the import: several-scep-payloads, profile-was-signed, and what profile_lint
 * finds; places are the lines of the profile. The answers have the places of their nodes. Returns -1 with
 * a sentence, which begins with the name and is a finding in found as well where the profile is meant. file
 * is released then. options NULL: none. doc is left as profile_lint leaves it. */
int profile_to_draft(struct draft_file *file, const struct form *form, struct plist_doc *doc,
	const char *name, const struct profile_read_options *options, struct findings *found,
	struct strbuf *err);

/* Reads a file, parses, profile_to_draft. Path may be - for standard input. */
int profile_read(struct draft_file *file, const struct form *form, const char *path,
	const struct profile_read_options *options, struct findings *found, struct strbuf *err);

/* The same from memory; name is for messages. Of an MDM command InstallProfile the profile in it is taken,
 * which is told (profile-in-command). */
int profile_parse(struct draft_file *file, const struct form *form, const char *name,
	const char *data, size_t len, const struct profile_read_options *options,
	struct findings *found, struct strbuf *err);

#endif
