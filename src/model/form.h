/* A form: the questions, in the documented order, and what becomes of the answers. Plain data, made
 * by form_read, or at build time by form2c (form_builtin); both in format/form/form_file.h. Read-only
 * from then on.
 *
 * A form that was read owns all that its members point to but field types, and form_free gives it
 * back: texts, sections, fields, choices, payloads, constants. section, when, each and platform point into
 * the same form. A form that is compiled in is nobody's to free or to change; whoever wants another
 * like it copies every text, and points section, when, each and platform into the copy.
 *
 * Three things never mix: the form (questions), the draft (answers, text as typed), the profile (the
 * result, computed). Nothing knows a field by its name; what is special about a field is in its
 * type (model/field_type.h), its properties here, and the rules that name its role or type (model/rules.h). */
#ifndef MODEL_FORM_H
#define MODEL_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/node.h"
#include "base/place.h"

/* Of forms' names, a small letter first. */
#define FORM_NAME_LETTERS "abcdefghijklmnopqrstuvwxyz0123456789_-"

struct field_type;

struct choice {
	char *value; /* as drafts hold it: "macos", "2048", "signing" */
	char *label; /* as the wizard shows it */
	char *hint;  /* NULL, or a line about this choice */
	long number; /* what the profile gets instead of the value, where has_number */
	bool has_number;
	bool is_ios; /* role: ios, of a platform: no variables, no key that can be exported, ... */
};

/* What a field is for, where the program has to know: a rule asks for the challenge by its role, for a form calls its
 * fields as it likes. A form has one field of a role, or none. */
enum role {
	ROLE_NONE,
	ROLE_POLICY_NAME,
	ROLE_GROUPS,
	ROLE_DEVICES,
	ROLE_SCOPE,
	ROLE_MDM,
	ROLE_FINGERPRINT,
	ROLE_CHALLENGE,
	ROLE_KEY_SIZE,
	ROLE_KEY_USAGE,
	ROLE_EXTRACTABLE_KEY,
	ROLE_APPS_ACCESS,
	ROLE_RETRIES,
	ROLE_RETRY_DELAY,
	ROLE_SCEP_URL,
	ROLE_ACME_DIRECTORY,
	ROLE_CA_NAME,
	ROLE_ROOT_CERTIFICATE,
	ROLE_ISSUING_CERTIFICATE,
	ROLE_SAN_SWITCH,
	ROLE_COUNT
};

/* The words of forms ("scep_url"), by role; ends with NULL. */
extern const char *const role_names[];

enum field_flags {
	FIELD_REQUIRED = 1 << 0, /* presence: required; only asked for while the field applies */
	FIELD_LIST = 1 << 1,     /* one or several values, an item a line */
	FIELD_WRITE_ALWAYS =
		1 << 2,           /* write: always; a default that was left alone is written too */
	FIELD_MADE = 1 << 3,      /* make: once; part of the identity, made with the draft */
	FIELD_READ_ONLY = 1 << 4, /* shown, not typed */
	FIELD_LOCKED = 1 << 5,    /* the form decides the value: it is the default, and no other */
	FIELD_FIXED = FIELD_READ_ONLY | FIELD_LOCKED, /* not asked, for one reason or the other */
	FIELD_PRESET = 1 << 6, /* the default is an own form's, and not what devices take */
	FIELD_ARRAY = 1 << 7,  /* list: always; the profile has an array of one value, too */
};

/* A secret may stand elsewhere than in a draft: the place is named, and the text is empty. */
enum answer_source {
	ANSWER_HERE,        /* the text itself */
	ANSWER_ENVIRONMENT, /* from: env, name: the variable's name */
	ANSWER_PROMPT,      /* from: prompt; asked at the export */
};

/* Where a value goes in the profile. An empty path: it stays in the draft. */
struct target {
	char *payload; /* key of a payload, NULL for the profile's own top level */
	char *path;    /* keys from the payload's dictionary down: "PayloadContent/Key Usage" */
};

struct section {
	char *title;
	bool documented; /* counts as steps; the Profile page behind the documented fields does not */
};

struct field {
	size_t index; /* in form.fields */
	int number;   /* 1.. in the documented order, 0 behind it */
	char *key;    /* in drafts and on the command line: "key_size" */
	char *label;  /* "Key size" */
	char *hint;   /* one or two lines, always shown while the field is asked */
	char *help;   /* what it is, what it becomes in the profile, what usually goes wrong */
	char *example;
	char *group; /* the mapping of the draft that holds it ("identity"), NULL at the top level */
	const struct section *section;
	const struct field_type *type;
	enum role role;
	unsigned flags;
	unsigned platforms; /* bit i: applies for choice i of form.platform */
	const struct field
		*when; /* applies only while this one has the value when_is; NULL: always */
	char *when_is; /* NULL: yes */
	struct choice *choices; /* range of a choice; ends with a NULL value where there are any */
	size_t nchoices;
	long minimum, maximum; /* range of an integer, 0 to INT_MAX where the form gives none */
	char *default_text;    /* "" where there is none */
	char *absent_text; /* what a profile without the key means; "": the default, of a preset nothing */
	enum answer_source default_source; /* of a secret that an own form presets */
	char *default_source_name;         /* the variable's name; NULL for other sources */
	struct target target;
	struct place place; /* in the form file */
};

/* A constant key of a payload: {PayloadContent/Key Type: RSA}. A map with the key "payload" in it, or in a list
 * in it, is a reference (constant_reference). Read-only, as the form. */
struct constant {
	char *path;
	struct node *value;
};

/* What the profile has the payload for: while `when` has its value (as of a field), and once for each item of the
 * list `each`, which goes to that field's place in it. */
struct payload {
	char *key;    /* "scep" */
	char *type;   /* "com.apple.security.scep" */
	char *label;  /* PayloadDisplayName */
	char *suffix; /* PayloadIdentifier is the profile's, a dot and this */
	const struct field *when;
	char *when_is;
	const struct field *each; /* NULL: once */
	struct constant *constants;
	size_t nconstants;
	struct place place; /* in the form file */
};

struct form {
	char *name;    /* "scep" */
	char *extends; /* the form that this one is made of; NULL: it stands for itself */
	int version;
	char *title;
	struct section **sections;
	size_t nsections;
	struct field **fields; /* all of them, in order */
	size_t nfields;
	struct payload **payloads; /* in the order in which the profile has them */
	size_t npayloads;
	const struct field *platform; /* the field whose choices are the platforms */
	bool compiled_in;
	char *path; /* the file that it was read from, absolute; NULL: it was in none */
};

/* NULL is allowed, and a form that is compiled in, which stays. */
void form_free(struct form *form);
/* Another like it, the caller's to change and to free. */
struct form *form_copy(const struct form *form);
/* Whether drafts that say form: NAME are answers to this form: its own name, or that of the form that it
 * extends. */
bool form_answers_to(const struct form *form, const char *name);

/* NULL where the form has no such field (payload, choice). */
const struct field *form_field(const struct form *form, const char *key);
/* NULL where the form has no field of that role. */
const struct field *form_role(const struct form *form, enum role role);
/* The field that becomes the profile's PayloadIdentifier. */
const struct field *form_identifier(const struct form *form);
const struct payload *form_payload(const struct form *form, const char *key);
/* The field that holds the payload's PayloadUUID; NULL: each of several has one of its own. payload NULL: the
 * profile's. */
const struct field *form_uuid(const struct form *form, const struct payload *payload);
/* The key of the payload that a constant refers to, and what of it: "PayloadUUID" or "PayloadIdentifier". NULL:
 * the value is none. */
const char *constant_reference(const struct node *value, const char **of);
/* Whether there is a reference in the value. */
bool constant_refers(const struct node *value);
/* Whether two fields go to one place of the profile; only one of them applies at a time. */
bool field_same_target(const struct field *a, const struct field *b);
/* Whether that choice of the platform field is iOS. False where the form has no such field. */
bool form_is_ios(const struct form *form, const char *platform);
const struct choice *field_choice(const struct field *field, const char *value);

/* The field whose key is nearest to a misspelt one (retrys) or begins it ("url_path"), or NULL. */
const struct field *form_nearest(const struct form *form, const char *key);

#endif
