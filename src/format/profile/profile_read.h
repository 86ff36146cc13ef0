/* Makes drafts from profiles that were made elsewhere, and loses nothing of them.
 *
 * The form's payloads are found by their type, and the values that the form knows become answers (field_decode). The
 * whole profile is stored with them as the draft's original (draft_file.original), as XML, without the values of the
 * form's own secrets. An export of such a draft (format/profile/profile.h) starts from the original and only replaces
 * what differs. So an unchanged profile is exported as an equal property list, including types (<real>1</real> stays a
 * real) and identity.
 *
 * A value of the wrong kind becomes the answer that it would be as text (Retries "3"), and stays in the original as it
 * is until the answer changes. A value that cannot be an answer (a Subject with another nesting) leaves the answer
 * empty, and also stays. Keys that the platform does not have stay. Identifiers and UUIDs are the profile's; missing
 * ones are not made here (draft_file_make_identity).
 *
 * If a profile has several payloads of the form's type, one is edited and the others stay in the original. The draft
 * records which items of PayloadContent are the form's: struct original. */
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
	/* Which of several payloads of the form's type (com.apple.security.scep) to edit, from 1; 0: the first. */
	int number;
	/* A choice of the form's platform. NULL: determined from the profile. */
	const char *platform;
	/* For a single payload dictionary that is not a profile. NULL: it is refused (not-a-profile). Else called with
	 * a sentence that says what was found; true wraps it into a profile. */
	bool (*wrap)(const char *question, void *data);
	void *data;
	/* Gets the reason for the platform, "PayloadScope is there"; nothing if it is only the form's default. NULL:
	 * not needed. */
	struct strbuf *platform_why;
	/* Gets what devices identify the profile by: its PayloadIdentifier, its PayloadUUID and those of its payloads.
	 * NULL: not needed. */
	struct strvec *identity;
	/* The draft gets no original, because it is only checked, not saved or exported. */
	bool answers_alone;
	/* Certificates for checking who signed the profile (cms_judge). If they do not confirm it, that is an error
	 * (profile-signer-untrusted), and no draft is made, except with answers_alone. NULL: the signer is not checked,
	 * which is reported. */
	const struct cms_file *ca;
	time_t now; /* for what has expired; 0: use the clock */
	/* No form was requested: if the profile lacks a payload of this form, another built-in one is used (by its
	 * payloads). */
	bool any_form;
	/* Set to true, and 0 returned without a draft, if the profile lacks a payload of the form but may be right:
	 * found gets the findings about the keys that all payloads have. NULL: such a profile is refused. */
	bool *common_alone;
	/* Gets the answers that a check judges (profile_answers.h). The caller releases it. NULL: not needed. */
	struct profile_answers *answers;
};

/* Makes a draft that is not in a file yet (file->path is NULL) from a property list read from the file called name.
 * Nothing in it counts as changed. found gets what the import reports: several-scep-payloads, profile-was-signed or
 * profile-signer-untrusted, and what profile_lint finds, with places in the profile. The answers have the places of
 * their nodes. Returns -1 with a sentence, which begins with the name; if it is about the profile, found has it as a
 * finding too. file is released then. options NULL: none. doc is left as profile_lint leaves it. */
int profile_to_draft(struct draft_file *file, const struct form *form, struct plist_doc *doc,
	const char *name, const struct profile_read_options *options, struct findings *found,
	struct strbuf *err);

/* Reads a file, parses it, and calls profile_to_draft. Path may be - for standard input. */
int profile_read(struct draft_file *file, const struct form *form, const char *path,
	const struct profile_read_options *options, struct findings *found, struct strbuf *err);

/* The same from memory. name is for messages. From an MDM command InstallProfile the profile in it is taken, which is
 * reported (profile-in-command). */
int profile_parse(struct draft_file *file, const struct form *form, const char *name,
	const char *data, size_t len, const struct profile_read_options *options,
	struct findings *found, struct strbuf *err);

#endif
