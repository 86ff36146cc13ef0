/* The tables of rules: everything that a draft or a profile is checked for, one row each. Related rules share a file,
 * rules_*.c, with their lints; it ends with their rows. rules.c lists the files.
 *
 * A rule is raised in one of three ways: by the check of a field type, which sees one value alone and names the rule by
 * its id (check_report); by the row's own lint, which sees the whole draft; or, for the structure of a profile that was
 * made elsewhere, by its reader, the import or format/profile/profile_lint.h. Ids never change: scripts and --ignore
 * use them.
 *
 * To add a rule: a row and, unless something else raises it, its lint function in the right rules_*.c, its cases in
 * tests/lib/rule_cases.h. HACKING.md names all places. */
#ifndef MODEL_RULES_H
#define MODEL_RULES_H

#include <stdbool.h>
#include <time.h>

#include "base/strvec.h"

#include "syntax/x509.h"

#include "model/draft.h"
#include "model/findings.h"

/* Texts of the drafts in a folder, sorted, and the file of each, in the same order. */
struct neighbour_texts {
	struct strvec texts, files;
};

#define NEIGHBOUR_TEXTS_INIT                               \
	{                                                  \
		.texts = STRVEC_INIT, .files = STRVEC_INIT \
	}

/* What identifies the drafts of a folder. */
struct neighbour_drafts {
	struct neighbour_texts names;      /* policy names */
	struct neighbour_texts identities; /* identifiers and UUIDs, in lower case */
	size_t n, compared; /* how many drafts; of a large folder not all are compared */
};

#define NEIGHBOUR_DRAFTS_INIT                                                      \
	{                                                                          \
		.names = NEIGHBOUR_TEXTS_INIT, .identities = NEIGHBOUR_TEXTS_INIT, \
	}

struct asked;
struct mdm;

/* What a check may look at besides the draft. */
struct lint_env {
	const char *folder;   /* of the draft: relative paths start there */
	const char *own_file; /* the draft's name in it; NULL: not in a file */
	/* The drafts of the folder, which are read when this is first called. NULL: not known. */
	const struct neighbour_drafts *(*neighbours)(void *data);
	/* Whether the draft in that file of the folder is a copy, the same policy as the draft. NULL: not known. */
	bool (*same_policy)(void *data, const char *file);
	/* Whether the user has allowed what the draft uses from elsewhere (source_needs_word). NULL: nothing is
	 * allowed. */
	bool (*allowed)(void *data);
	/* Whether the environment has a value for the variable. NULL: not known. */
	bool (*has_variable)(const char *name);
	void *data;              /* for all of them */
	time_t now;              /* 0: use the clock */
	bool readable_by_others; /* the mode of the draft's file lets others read it */
	bool accept_nothing;     /* findings count even if the draft accepts them */
	/* The MDM that gets the profile, whatever the draft names; the same for all drafts of a cache. NULL: what the
	 * draft names. */
	const struct mdm *mdm;
	/* Facts about a SCEP server (model/asked.h). NULL: none, and rules with RULE_ASKED are silent. */
	const struct asked *asked;
	/* The cache of earlier findings, for this draft or another (model/lint.h). NULL: none. */
	struct lint_kept *kept;
};

/* A check in progress. */
struct lint;

struct check {
	const struct draft *draft; /* NULL if only one value is checked */
	const struct field *field;
	const char *text;       /* the value, or one item of a list; never NULL */
	const char *whole;      /* the value that text is an item of; else the same as text */
	int item;               /* -1: the whole value */
	struct findings *found; /* about the field */
	struct lint *lint;      /* what all checks of one draft share (model/rules_lints.h) */
};

enum rule_flags {
	/* The lint looks at one value alone (and at the draft only if there is one), so it also runs while the value is
	 * typed: by field_check, item by item, for values that are not empty. */
	RULE_ALONE = 1 << 0,
	/* The lint also runs if the field does not apply. */
	RULE_DORMANT = 1 << 1,
	/* A fix only changes the form, not the meaning, so it may be applied without asking (check --fix). The fixes of
	 * other rules are offered to people. */
	RULE_CERTAIN = 1 << 2,
	/* It is about the draft's file, not about an answer, and is reported whatever was answered. */
	RULE_OF_FILE = 1 << 3,
	/* It is about what the draft accepts, and cannot be accepted itself. */
	RULE_OF_ACCEPTED = 1 << 4,
	/* An export reports it too, although it is a note. */
	RULE_AT_EXPORT = 1 << 5,
	/* It is about what a server has answered (lint_env.asked), and silent without that. */
	RULE_ASKED = 1 << 6,
};

#define ROLE_BIT(role) (1u << (role))
#define RULE_TYPES_MAX 4

struct rule {
	const char *id;
	enum severity severity;
	/* The fields that it is about, by role (ROLE_BIT, several with | between) or by type; none: all that it
	 * fits. */
	unsigned roles;
	const struct field_type *types[RULE_TYPES_MAX];
	const char *special_of; /* replaces this general rule for its fields; or NULL */
	const char *gist;       /* a short sentence for lists */
	const char *why;        /* what goes wrong on devices or servers; a clause for sentences */
	const char *advice;     /* what to do about it; a clause for sentences */
	const char *detail; /* when it is graver or milder, what it covers: sentences, or NULL */
	const char *source; /* Apple's key, RFC section, or where it was seen */
	unsigned flags;
	void (*lint)(struct check *check); /* NULL: only raised by a field type or by a reader */
};

size_t rules_count(void);
const struct rule *rule_at(size_t i);

/* By its id, as findings name it; NULL if there is none. */
const struct rule *rule_find(const char *id);
/* The row of a rule for this field (NULL: none): a special one or the rule's own. */
const struct rule *rule_for(const char *id, const struct field *field);
/* The rules with a lint that cover the field, in their order, ended by NULL. This depends only on its type and role,
 * and is looked up once for each pair. */
const struct rule *const *rules_of(const struct field *field);
/* What it is about, as a heading: the label of the first documented field of the form that it names, else the topic
 * of its table. */
const char *rule_topic(const struct rule *rule, const struct form *form);
/* Whether it is about certain fields. */
bool rule_names_fields(const struct rule *rule);
/* Whether the rule is about this field, by role or type, or because it is about all. */
bool rule_covers(const struct rule *rule, const struct field *field);

/* Raises a rule for the check's field. "choice-value" becomes the field's own "key-size-value" if such a row exists.
 * offset is a byte of check->text. Returns the finding, for check_add_fix; NULL if there are too many already
 * (FINDINGS_SAME_MAX). */
struct finding *check_report(struct check *check, const char *rule, size_t offset, const char *fmt,
	...) __attribute__((format(printf, 4, 5)));
/* With another severity than the rule's: a warning from a rule that is an error elsewhere, a note from one that is a
 * warning. */
struct finding *check_report_as(struct check *check, enum severity severity, const char *rule,
	size_t offset, const char *fmt, ...) __attribute__((format(printf, 5, 6)));
/* Reports what a parser has found in check->text. */
void check_slip(struct check *check, const struct finding *slip);
/* Sets the fix of the finding, which may be NULL: the corrected check->text; in a list the other items stay. NULL:
 * none. Returns the finding. */
struct finding *check_add_fix(const struct check *check, struct finding *finding, const char *fix);

/* Most findings of one rule and severity about one field: a list may have thousands of items, each with a fix that is
 * the whole list. */
#define FINDINGS_SAME_MAX 100
/* Whether there are that many. A lint that makes a fix for each asks first. */
bool check_is_told(const struct check *check, const char *rule);

/* Most drafts with the same name or identity that are compared: a folder may be full of copies. */
#define OTHERS_COMPARED 4
/* Rule identity-shared: what is shared, and the other file, twice. */
#define IDENTITY_SHARED                                                                        \
	"%s is the same as in %s, which is another policy. Devices keep only one of the two. " \
	"Make a policy of its own with scepwiz new NAME --from %s"

/* A value in a sentence, for "%.*s": shortened to 60 columns. */
#define EXCERPT(text) check_excerpt(text), (text)
int check_excerpt(const char *text);

/* Replaces the draft's challenge with dots in a text that is shown and is not one of its values, such as a reason. True
 * if the text had it (rule secret-elsewhere). */
bool draft_secret_hide(const struct draft *draft, struct strbuf *text);
/* What is written for others to read ("the comment", "the reason"): -1 with a sentence without its full stop if it
 * holds the draft's challenge. */
int draft_secret_refuse(
	const struct draft *draft, const char *what, const char *text, struct strbuf *err);

/* Rule trial-without-fingerprint: adds the finding, for the one who wanted to make a trial and found that nothing tells
 * who answers (format/ask/plan.h, plan_is_open). The form has a SCEP server. */
void trial_without_fingerprint(const struct draft *draft, struct findings *found);

/* Rule certificate-validity: appends "the certificate of Acme Root expired on 2026-05-29; ...". False if it is valid
 * and will be for some time. */
bool certificate_tell_validity(const struct certificate *cert, time_t now, struct strbuf *sentence);

#endif
