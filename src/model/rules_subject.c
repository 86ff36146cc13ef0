/* Rules about the subject, the name in the certificate. */
#include <string.h>

#include "base/strvec.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/variable.h"
#include "syntax/x500.h"

#include "model/field_type_rows.h"
#include "model/rules_lints.h"

#define COMMON_NAMES_MAX 2

/* Calls visit for every pair of a subject that can be read. */
static void
subject_each(struct check *check, void (*visit)(struct check *, const struct x500_pair *))
{
	const struct x500_name *name = lint_subject(check);

	for (size_t i = 0; name && i < name->n; i++)
		for (size_t j = 0; j < name->rdns[i].n; j++)
			visit(check, &name->rdns[i].pairs[j]);
}

/* iOS replaces no variables. */
static const char *
subject_example(const struct check *check)
{
	return lint_is_ios(check) ? "/CN=ipad-017" : "/CN=%SerialNumber%";
}

static void
subject_missing(struct check *check)
{
	if (!*check->text)
		check_report(check, "subject-missing", 0,
			"the subject is empty, so macOS does not offer the certificate. Add a CN, "
			"such as /O=Acme%s",
			subject_example(check));
}

static void
subject_oid_128_pair(struct check *check, const struct x500_pair *pair)
{
	STRVEC(arcs);

	strvec_split(&arcs, pair->type, '.');
	if (strvec_contains(&arcs, "128"))
		check_report(check, "subject-oid-128", pair->offset,
			"devices encode the number 128 in the OID %.*s incorrectly, so the "
			"certificate gets another name. Have the CA add this name",
			EXCERPT(pair->type));
}

static void
subject_oid_128(struct check *check)
{
	subject_each(check, subject_oid_128_pair);
}

static size_t
subject_count(const struct x500_name *name, const char *type)
{
	size_t count = 0;

	for (size_t i = 0; i < name->n; i++)
		for (size_t j = 0; j < name->rdns[i].n; j++)
			count += !strcmp(name->rdns[i].pairs[j].type, type);
	return count;
}

static void
subject_common_name(struct check *check)
{
	const struct x500_name *name = lint_subject(check);
	size_t count;

	if (!name)
		return;
	count = subject_count(name, "CN") + subject_count(name, "2.5.4.3");
	if (!count)
		check_report(check, "subject-common-name", 0,
			"the subject has no CN, so macOS does not offer the certificate by name. "
			"Add one, such as %s",
			subject_example(check));
	else if (count > COMMON_NAMES_MAX)
		check_report(check, "subject-common-name", 0,
			"the subject has %zu CN parts, and devices have trouble choosing the "
			"certificate. Keep one",
			count);
}

/* X.520's upper bounds, in characters. */
static size_t
subject_upper_bound(const char *type)
{
	static const struct {
		const char *type;
		size_t bound;
	} bounds[] = { { "CN", 64 }, { "O", 64 }, { "OU", 64 }, { "ST", 128 }, { "L", 128 } };

	for (size_t i = 0; i < ARRAY_SIZE(bounds); i++)
		if (!strcmp(bounds[i].type, type))
			return bounds[i].bound;
	return 0;
}

static void
subject_too_long_pair(struct check *check, const struct x500_pair *pair)
{
	size_t bound = subject_upper_bound(pair->type), len = text_count(pair->value);

	if (bound && len > bound && !variable_is_used(pair->value))
		check_report(check, "subject-too-long", pair->offset,
			"%s has %zu characters, but X.520 allows %zu and many CAs refuse more. "
			"Shorten it",
			pair->type, len, bound);
}

static void
subject_too_long(struct check *check)
{
	subject_each(check, subject_too_long_pair);
}

/* The length of ", " where a known type and = follow, so that a pair was meant; else 0. */
static size_t
comma_length(const char *text)
{
	static const char *const types[] = { "C=", "ST=", "L=", "O=", "OU=", "CN=", "EMAIL=" };
	size_t len;

	if (*text != ',')
		return 0;
	len = 1 + strspn(text + 1, " ");
	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if (!strncmp(text + len, types[i], strlen(types[i])))
			return len;
	return 0;
}

static void
subject_comma_form(struct check *check)
{
	STRBUF(fix);
	size_t first = 0;

	for (const char *p = check->text; *p; p++) {
		size_t len = comma_length(p);

		strbuf_addch(&fix, len ? '/' : *p);
		if (len && !first)
			first = (size_t)(p - check->text);
		p += len ? len - 1 : 0;
	}
	if (first && lint_subject(check))
		check_add_fix(check,
			check_report(check, "subject-comma-form", first,
				"the text after the comma becomes part of the value before it. "
				"Did you mean %.*s",
				EXCERPT(fix.buf)),
			fix.buf);
}

static void
subject_multi_valued_rdn(struct check *check)
{
	const struct x500_name *name = lint_subject(check);

	for (size_t i = 0; name && i < name->n; i++) {
		const struct x500_pair *pairs = name->rdns[i].pairs;

		if (name->rdns[i].n > 1)
			check_report(check, "subject-multi-valued-rdn", pairs[1].offset,
				"%s and %s are in one part, joined by +. Most CAs expect one name "
				"per part, with a slash before each",
				pairs[0].type, pairs[1].type);
	}
}

static const struct rule subject_rows[] = {
	{ .id = "subject-missing",
		.severity = SEVERITY_WARNING,
		.types = { &subject_type },
		.gist = "The subject is empty",
		.why = "macOS does not offer the certificate",
		.advice = "add a CN that is different for each device",
		.source = "micromdm/nanomdm issue 81",
		.lint = subject_missing },
	{ .id = "subject-syntax",
		.severity = SEVERITY_ERROR,
		.types = { &subject_type },
		.gist = "Not in the form /C=US/O=Acme/CN=name",
		.why = "it cannot be split into pairs",
		.advice = "write NAME=value parts with a slash before each. Write a slash inside a "
			  "value as \\/",
		.source = "Apple: Subject",
		.flags = RULE_CERTAIN },
	{ .id = "subject-nesting",
		.severity = SEVERITY_ERROR,
		.types = { &subject_type },
		.gist = "The subject of a profile is not nested three arrays deep",
		.why = "iOS refuses the profile, and macOS drops the subject",
		.advice = "nest it as [[[\"O\", \"Example\"]], [[\"CN\", \"name\"]]]",
		.source = "micromdm pull request 40; Apple Security: SecCertificateRequest.c",
		.flags = RULE_CERTAIN },
	{ .id = "subject-unknown-type",
		.severity = SEVERITY_ERROR,
		.types = { &subject_type },
		.gist = "A name that devices do not know",
		.why = "devices silently encode an invalid OID",
		.advice = "accept the fix, or enter the OID, such as 0.9.2342.19200300.100.1.25 "
			  "for DC",
		.source = "Apple Security: SecCertificateRequest.c",
		.flags = RULE_CERTAIN },
	{ .id = "subject-type-case",
		.severity = SEVERITY_ERROR,
		.types = { &subject_type },
		.gist = "Names are case-sensitive: CN, not cn",
		.why = "devices silently encode an invalid OID",
		.advice = "write CN, O, OU, C, ST, L or EMAIL",
		.source = "Apple Security: SecCertificateRequest.c",
		.flags = RULE_CERTAIN },
	{ .id = "subject-oid",
		.severity = SEVERITY_ERROR,
		.types = { &subject_type },
		.gist = "Not an OID",
		.why = "it cannot be encoded",
		.advice = "write numbers with dots between them, without a leading OID",
		.source = "X.660",
		.flags = RULE_CERTAIN },
	{ .id = "subject-oid-128",
		.severity = SEVERITY_WARNING,
		.types = { &subject_type },
		.gist = "An OID with the number 128",
		.why = "devices encode it incorrectly",
		.advice = "have the CA add this name",
		.source = "Apple Security: SecCertificateRequest.c",
		.flags = RULE_ALONE,
		.lint = subject_oid_128 },
	{ .id = "subject-country",
		.severity = SEVERITY_ERROR,
		.types = { &subject_type },
		.gist = "C is not a country code of two letters",
		.why = "CAs refuse other values",
		.advice = "use a code of ISO 3166, such as US, DE or GB",
		.source = "X.520" },
	{ .id = "subject-common-name",
		.severity = SEVERITY_WARNING,
		.types = { &subject_type },
		.gist = "No CN, or more than two",
		.why = "devices have trouble choosing the certificate",
		.advice = "keep one CN",
		.source = "vendors' guides",
		.flags = RULE_ALONE,
		.lint = subject_common_name },
	{ .id = "subject-too-long",
		.severity = SEVERITY_WARNING,
		.types = { &subject_type },
		.gist = "A value is longer than X.520 allows",
		.why = "many CAs refuse it",
		.advice = "shorten it",
		.source = "X.520, upper bounds",
		.flags = RULE_ALONE,
		.lint = subject_too_long },
	{ .id = "subject-empty-value",
		.severity = SEVERITY_ERROR,
		.types = { &subject_type },
		.gist = "A name without a value",
		.why = "devices send an empty name",
		.advice = "enter a value, or delete the part",
		.source = "Apple: Subject" },
	{ .id = "subject-comma-form",
		.severity = SEVERITY_WARNING,
		.types = { &subject_type },
		.gist = "Commas instead of slashes",
		.why = "the rest becomes part of one value",
		.advice = "accept the fix unless the comma is part of the value",
		.source = "seen in practice",
		.flags = RULE_ALONE,
		.lint = subject_comma_form },
	{ .id = "subject-multi-valued-rdn",
		.severity = SEVERITY_WARNING,
		.types = { &subject_type },
		.gist = "Several names in one part",
		.why = "most CAs expect one name per part",
		.advice = "replace the + with a slash unless your CA requires it",
		.source = "Apple: Subject",
		.flags = RULE_ALONE,
		.lint = subject_multi_valued_rdn },
};
const struct rule_table subject_rules = { subject_rows, ARRAY_SIZE(subject_rows), "Subject" };
