/* The tables of rules: everything that a draft or a profile is checked for, one row each. Rules that are kin stand in
 * a file, rules_*.c, with their lints; it ends with their rows. rules.c lists the files.
 *
 * A rule is raised in one of three ways: by the check of a field type, which sees one value alone and
 * names the rule by its id (check_report); by the row's own lint, which sees the whole draft; or, where
 * it is about the structure of a profile that was made elsewhere, by its reader, the import or
 * format/profile/profile_lint.h. Ids are stable: scripts and --ignore use them.
 *
 * To add a rule: a row and, unless something else raises it, its lint function in the rules_*.c of its kin, its
 * entry in scepwiz(1), its cases in tests/lib/rule_cases.h; HACKING.md names all places. */
#ifndef MODEL_RULES_H
#define MODEL_RULES_H

#include <stdbool.h>
#include <time.h>

#include "base/strvec.h"

#include "syntax/x509.h"

#include "model/draft.h"
#include "model/findings.h"

/* Texts of the drafts in a folder, sorted, and the file that each is in, in the same order. */
struct neighbour_texts {
	struct strvec texts, files;
};

#define NEIGHBOUR_TEXTS_INIT                               \
	{                                                  \
		.texts = STRVEC_INIT, .files = STRVEC_INIT \
	}

/* What the drafts of a folder are told apart by. */
struct neighbour_drafts {
	struct neighbour_texts names;      /* policy names */
	struct neighbour_texts identities; /* identifiers and UUIDs, in small letters */
	size_t n, compared; /* so many drafts; of a large folder not all are compared */
};

#define NEIGHBOUR_DRAFTS_INIT                                                      \
	{                                                                          \
		.names = NEIGHBOUR_TEXTS_INIT, .identities = NEIGHBOUR_TEXTS_INIT, \
	}

/* What a check may look at besides the draft. */
struct lint_env {
	const char *folder;   /* of the draft: relative paths start there */
	const char *own_file; /* the draft's name in it; NULL: it is in no file */
	/* The drafts of the folder, which are read when they are first asked for. NULL: unknown. */
	const struct neighbour_drafts *(*neighbours)(void *data);
	/* Whether the draft in that file of the folder is the same policy as the draft: a copy. NULL: unknown. */
	bool (*same_policy)(void *data, const char *file);
	void *data;              /* of both */
	time_t now;              /* 0: the clock's */
	bool readable_by_others; /* the draft's file mode lets others read it */
	bool accept_nothing;     /* findings count whether the draft accepts them or not */
	/* What was found before, of this draft or another, and is so again (model/lint.h). NULL: nothing is kept. */
	struct lint_kept *kept;
};

/* One check at work. */
struct lint;

struct check {
	const struct draft *draft; /* NULL where one value is checked alone */
	const struct field *field;
	const char *text;       /* the value, or one item of a list; never NULL */
	const char *whole;      /* the value that text is an item of; else the same as text */
	int item;               /* -1: the whole value */
	struct findings *found; /* about the field */
	struct lint *lint;      /* what all checks of one draft share (model/rules_lints.h) */
};

enum rule_flags {
	/* The lint looks at one value alone (and at the draft only where there is one), so it already
	 * runs while the value is typed: by field_check, item by item, for values that are not empty. */
	RULE_ALONE = 1 << 0,
	/* The lint runs where the field does not apply, too. */
	RULE_DORMANT = 1 << 1,
	/* A fix says the same in the right form, so it may be taken unasked (check --fix). The fixes of
	 * other rules are advice: offered, and taken by people. */
	RULE_CERTAIN = 1 << 2,
	/* It is about the draft's file, not about an answer: told whatever was answered. */
	RULE_OF_FILE = 1 << 3,
	/* It is about what the draft accepts, and is accepted by nothing itself. */
	RULE_OF_ACCEPTED = 1 << 4,
	/* Told by an export, too, though it is a note. */
	RULE_AT_EXPORT = 1 << 5,
};

#define ROLE_BIT(role) (1u << (role))
#define RULE_TYPES_MAX 3

struct rule {
	const char *id;
	enum severity severity;
	/* The fields that it is about, by role (ROLE_BIT, several with | between) or by type; none: any it fits. */
	unsigned roles;
	const struct field_type *types[RULE_TYPES_MAX];
	const char *special_of; /* takes the place of this general rule for its fields; or NULL */
	const char *gist;       /* the sentence of lists, short */
	const char *why;        /* what devices or servers do otherwise; a clause for sentences */
	const char *advice;     /* what to do about it; a clause for sentences */
	const char *source;     /* Apple's key, RFC section, or where it was seen */
	unsigned flags;
	void (*lint)(struct check *check); /* NULL: raised by a field type or by a reader alone */
};

size_t rules_count(void);
const struct rule *rule_at(size_t i);

/* By its id, as findings name it; NULL where there is none. */
const struct rule *rule_find(const char *id);
/* The row that stands for a rule where this field (NULL: none) is meant: a special one or the rule's own. */
const struct rule *rule_for(const char *id, const struct field *field);
/* The rules with a lint that cover the field, in their order, ending with NULL. That depends on its type and role
 * alone, and is looked up once for each pair. */
const struct rule *const *rules_of(const struct field *field);
/* Whether it is about certain fields. */
bool rule_names_fields(const struct rule *rule);
/* Whether the rule is about this field, by its role or type, or because it names none. */
bool rule_covers(const struct rule *rule, const struct field *field);

/* Raises a rule for the check's field: "choice-value" becomes the field's own "key-size-value" where
 * such a row exists. offset is a byte of check->text. Returns the finding, for check_add_fix; NULL where as many
 * are told as are (FINDINGS_SAME_MAX). */
struct finding *check_report(struct check *check, const char *rule, size_t offset, const char *fmt,
	...) __attribute__((format(printf, 4, 5)));
/* With another severity than the rule's: a warning from a rule that is an error elsewhere, an info from one that
 * is a warning. */
struct finding *check_report_as(struct check *check, enum severity severity, const char *rule,
	size_t offset, const char *fmt, ...) __attribute__((format(printf, 5, 6)));
/* What a parser has found in check->text. */
void check_slip(struct check *check, const struct finding *slip);
/* The finding, which may be NULL, gets a fix: check->text as it should be; in a list the other items stay. NULL:
 * none. Returns the finding. */
struct finding *check_add_fix(const struct check *check, struct finding *finding, const char *fix);

/* So many findings of one rule and weight about one field are told, and no more: a list may have thousands
 * of items, each with a fix that is the whole list. */
#define FINDINGS_SAME_MAX 100
/* Whether so many are there; a lint that would build a fix for each asks first. */
bool check_is_told(const struct check *check, const char *rule);

/* So many of those that have the same name or identity are compared with a draft or profile: a folder may be full of
 * copies. */
#define OTHERS_COMPARED 4
/* Rule identity-shared: what is shared, and the other file, twice. */
#define IDENTITY_SHARED                                                                        \
	"%s is the same as in %s, which is another policy. Devices keep only one of the two. " \
	"Make a policy of its own with scepwiz new NAME --from %s"

/* A value in a sentence, for "%.*s": cut after 60 columns. */
#define EXCERPT(text) check_excerpt(text), (text)
int check_excerpt(const char *text);

/* Puts dots in the place of the draft's challenge in a text that is shown and is none of its values, such as a
 * reason. True if the text had it (rule secret-elsewhere). */
bool draft_secret_hide(const struct draft *draft, struct strbuf *text);

/* Rule certificate-validity: appends "the certificate of Acme Root expired on 2026-05-29; ...". False where it is
 * valid, and is so for some time. */
bool certificate_tell_validity(const struct certificate *cert, time_t now, struct strbuf *sentence);

#endif
