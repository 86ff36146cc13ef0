/* A form: the questions, in the documented order, and where the answers go. Plain data, made by form_read, or at build
 * time by form2c (form_builtin), both in format/form/form_file.h. Read-only after that.
 *
 * A form that was read owns everything its members point to, except field types: texts, sections, fields, choices,
 * payloads, constants. form_free frees them. section, when, each and platform point into the same form. A compiled-in
 * form must not be freed or changed. Code that needs a variant copies every text, and points section, when, each and
 * platform into the copy.
 *
 * Three things are separate: the form (questions), the draft (answers, text as typed), the profile (the result,
 * computed). No code knows a field by its name. What is special about a field is in its type (model/field_type.h), its
 * properties here, and the rules that name its role or type (model/rules.h). */
#ifndef MODEL_FORM_H
#define MODEL_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/node.h"
#include "base/place.h"

/* In names of forms. The first one is a lower-case letter. */
#define FORM_NAME_LETTERS "abcdefghijklmnopqrstuvwxyz0123456789_-"

/* The form of one's own defaults, in the forms folder: scepwiz-form(5). */
#define FORM_OWN "default"

struct field_type;

struct choice {
	char *value; /* in drafts: "macos", "2048", "signing" */
	char *label; /* in the wizard */
	char *hint;  /* NULL, or one line about this choice */
	long number; /* what the profile gets instead of the value, if has_number */
	bool has_number;
	bool is_ios; /* role: ios, for a platform: no variables, no exportable key, ... */
};

/* What a field is for, where the program has to know it. A rule finds the challenge by its role, because a form can
 * give any name to its fields. A form has at most one field for each role. */
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

/* The words in forms ("scep_url"), by role; ends with NULL. */
extern const char *const role_names[];

enum field_flags {
	FIELD_REQUIRED = 1 << 0,     /* presence: required; only asked for if the field applies */
	FIELD_LIST = 1 << 1,         /* one or several values, one item a line */
	FIELD_WRITE_ALWAYS = 1 << 2, /* write: always; an unchanged default is written too */
	FIELD_MADE = 1 << 3,         /* make: once; part of the identity, made with the draft */
	FIELD_READ_ONLY = 1 << 4,    /* shown, not typed */
	FIELD_LOCKED = 1 << 5,       /* the form sets the value: its default, and no other */
	FIELD_FIXED = FIELD_READ_ONLY | FIELD_LOCKED, /* not asked, for either reason */
	FIELD_PRESET =
		1
		<< 6, /* the default is from an organization's form, and is not the devices' default */
	FIELD_ARRAY = 1 << 7, /* list: always; the profile has an array even for one value */
};

/* Where a secret comes from. If it is not in the draft, the source is named, and the text is empty. */
enum answer_source {
	ANSWER_HERE,        /* the text itself */
	ANSWER_ENVIRONMENT, /* from: env, name: the variable's name */
	ANSWER_PROMPT,      /* from: prompt; asked for at the export */
	ANSWER_COMMAND,     /* from: command, argv: program and arguments; run at the export */
};

/* Where a value goes in the profile. An empty path: it stays in the draft. */
struct target {
	char *payload; /* key of a payload; NULL for the profile's top level */
	char *path;    /* keys below the payload's dictionary: "PayloadContent/Key Usage" */
};

struct section {
	char *title;
	bool documented; /* counts as steps; the Profile page behind the documented fields does not */
};

struct field {
	size_t index; /* in form.fields */
	int number;   /* from 1 in the documented order; 0 behind it */
	char *key;    /* in drafts and on the command line: "key_size" */
	char *label;  /* "Key size" */
	char *hint;   /* one or two lines, always shown while the field is asked */
	char *help;   /* what it is, what it becomes in the profile, what often goes wrong */
	char *example;
	char *group; /* the mapping in the draft that has it ("identity"); NULL at the top level */
	const struct section *section;
	const struct field_type *type;
	enum role role;
	unsigned flags;
	unsigned platforms;       /* bit i: applies for choice i of form.platform */
	const struct field *when; /* applies only if this one has the value when_is; NULL: always */
	char *when_is;            /* NULL: yes */
	struct choice *choices;   /* the values of a choice, ended by a NULL value; or NULL */
	size_t nchoices;
	long minimum, maximum; /* range of an integer; 0 to INT_MAX if the form sets none */
	char *default_text;    /* "" if there is none */
	char *absent_text;     /* what a missing key means; "": the default, except for a preset */
	enum answer_source default_source; /* of a secret that an organization's form presets */
	char *default_source_name; /* the variable's name, or the command; NULL for other sources */
	struct target target;
	struct place place; /* in the form file */
};

/* A constant key of a payload: {PayloadContent/Key Type: RSA}. A map with the key "payload" in it, or in a list in it,
 * is a reference (constant_reference). Read-only, as the form is. */
struct constant {
	char *path;
	struct node *value;
};

/* When the profile has the payload: if `when` has its value (as for a field), and once for each item of the list
 * `each`. The item goes to that field's place in the payload. */
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
	char *extends; /* the form that this one extends; NULL: none */
	int version;
	char *title;
	struct section **sections;
	size_t nsections;
	struct field **fields; /* all of them, in order */
	size_t nfields;
	struct payload **payloads; /* in the order of the profile */
	size_t npayloads;
	const struct field *platform; /* the field whose choices are the platforms */
	bool compiled_in;
	char *path; /* the file that it was read from, absolute; NULL: not from a file */
};

/* NULL is allowed. A compiled-in form is not freed. */
void form_free(struct form *form);
/* A copy that the caller may change, and frees. */
struct form *form_copy(const struct form *form);
/* Whether drafts with form: NAME belong to this form: its own name, or the name of the form that it extends. */
bool form_answers_to(const struct form *form, const char *name);

/* Whether it is the name of the form that holds one's own defaults; NULL is allowed. */
bool form_is_own(const char *name);

/* NULL if the form has no such field (payload, choice). */
const struct field *form_field(const struct form *form, const char *key);
/* NULL if the form has no field with that role. */
const struct field *form_role(const struct form *form, enum role role);
/* The field that becomes the profile's PayloadIdentifier. */
const struct field *form_identifier(const struct form *form);
const struct payload *form_payload(const struct form *form, const char *key);
/* The field with the payload's PayloadUUID; NULL: the payload repeats, and each one has its own. payload NULL: the
 * profile's. */
const struct field *form_uuid(const struct form *form, const struct payload *payload);
/* The key of the payload that a constant refers to, and which of its values: "PayloadUUID" or "PayloadIdentifier". NULL
 * if the value is not a reference. */
const char *constant_reference(const struct node *value, const char **of);
/* Whether the value has a reference. */
bool constant_refers(const struct node *value);
/* Whether two fields go to the same place in the profile. Only one of them applies at a time. */
bool field_same_target(const struct field *a, const struct field *b);
/* Whether that choice of the platform field is iOS. False if the form has no such field. */
bool form_is_ios(const struct form *form, const char *platform);
const struct choice *field_choice(const struct field *field, const char *value);

/* The field whose key is most similar to a misspelled one (retrys) or begins it ("url_path"), or NULL. */
const struct field *form_nearest(const struct form *form, const char *key);

#endif
