/* Rules about names in the certificate: subject, subject alternative name, variables. */
#include <string.h>
#include <strings.h>

#include "base/strvec.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/placeholder.h"
#include "syntax/url.h"
#include "syntax/variable.h"
#include "syntax/x500.h"

#include "model/field_type.h"
#include "model/mdm.h"
#include "model/rules_lints.h"

#define COMMON_NAMES_MAX 2
/* Apple's SecCertificateRequest.c has room for this many names of a kind. */
#define SAN_MAX 10

/* False where the subject cannot be read; name is to be released in any case. */
static bool
subject_read(const struct check *check, struct x500_name *name)
{
	struct finding slip = FINDING_INIT;
	bool good = x500_parse(check->text, name, &slip) == 0;

	finding_release(&slip);
	return good;
}

/* Calls visit for every pair of a subject that can be read. */
static void
subject_each(struct check *check, void (*visit)(struct check *, const struct x500_pair *))
{
	struct x500_name name = X500_NAME_INIT;

	if (subject_read(check, &name))
		for (size_t i = 0; i < name.n; i++)
			for (size_t j = 0; j < name.rdns[i].n; j++)
				visit(check, &name.rdns[i].pairs[j]);
	x500_release(&name);
}

/* iOS replaces no variables. */
static const char *
subject_example(const struct check *check)
{
	return lint_is_ios(check) ? "/CN=ipad-017" : "/CN=%SerialNumber%";
}

void
subject_missing(struct check *check)
{
	if (!*check->text)
		check_report(check, "subject-missing", 0,
			"the subject is empty, and macOS does not offer such a certificate to "
			"people; give it a CN, as /O=Acme%s",
			subject_example(check));
}

static bool
oid_has_arc_128(const char *oid)
{
	struct strvec arcs = STRVEC_INIT;
	bool found;

	strvec_split(&arcs, oid, '.');
	found = strvec_contains(&arcs, "128");
	strvec_release(&arcs);
	return found;
}

static void
subject_oid_128_pair(struct check *check, const struct x500_pair *pair)
{
	if (oid_has_arc_128(pair->type))
		check_report(check, "subject-oid-128", pair->offset,
			"devices encode the number 128 in the OID %.*s wrongly, so another name "
			"than this one lands in the certificate",
			EXCERPT(pair->type));
}

void
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

void
subject_common_name(struct check *check)
{
	struct x500_name name = X500_NAME_INIT;
	size_t count;

	if (subject_read(check, &name)) {
		count = subject_count(&name, "CN") + subject_count(&name, "2.5.4.3");
		if (!count)
			check_report(check, "subject-common-name", 0,
				"the subject has no CN, so macOS does not offer the certificate "
				"by a name; add one, as %s",
				subject_example(check));
		else if (count > COMMON_NAMES_MAX)
			check_report(check, "subject-common-name", 0,
				"the subject has %zu CN, and devices have trouble choosing among "
				"certificates with several; keep one",
				count);
	}
	x500_release(&name);
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
			"%s has %zu characters; X.520 allows %zu, and many authorities refuse more",
			pair->type, len, bound);
}

void
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

void
subject_comma_form(struct check *check)
{
	struct x500_name name = X500_NAME_INIT;
	struct strbuf mend = STRBUF_INIT;
	size_t first = 0;

	for (const char *p = check->text; *p; p++) {
		size_t len = comma_length(p);

		strbuf_addch(&mend, len ? '/' : *p);
		if (len && !first)
			first = (size_t)(p - check->text);
		p += len ? len - 1 : 0;
	}
	if (first && subject_read(check, &name))
		check_add_fix(check,
			check_report(check, "subject-comma-form", first,
				"what follows the comma would be part of the value before it; did you mean "
				"%.*s",
				EXCERPT(mend.buf)),
			mend.buf);
	x500_release(&name);
	strbuf_release(&mend);
}

void
subject_multi_valued_rdn(struct check *check)
{
	struct x500_name name = X500_NAME_INIT;

	if (subject_read(check, &name)) {
		for (size_t i = 0; i < name.n; i++) {
			if (name.rdns[i].n < 2)
				continue;
			check_report(check, "subject-multi-valued-rdn",
				name.rdns[i].pairs[1].offset,
				"%s and %s stand in one part, joined by +; most authorities expect "
				"one name a part, with a slash before each",
				name.rdns[i].pairs[0].type, name.rdns[i].pairs[1].type);
		}
	}
	x500_release(&name);
}

/* The switch is on, and none of the fields that it opens has a value. */
void
san_missing(struct check *check)
{
	const struct form *form = draft_form(check->draft);
	size_t filled = 0, asked = 0;

	if (!boolean_is_yes(check->text))
		return;
	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];

		if (field->when != check->field)
			continue;
		asked++;
		lint_look(check, field);
		filled += !text_is_blank(draft_text(check->draft, field)) ||
			  draft_unread(check->draft, field);
	}
	if (asked && !filled)
		check_add_fix(check,
			check_report(check, "san-missing", 0,
				"%s is yes, but no name is given; fill one in, or switch it off",
				check->field->label),
			"false");
}

void
san_too_many(struct check *check)
{
	struct strvec items = STRVEC_INIT;

	strvec_split(&items, check->text, '\n');
	if (items.n > SAN_MAX)
		check_report(check, "san-too-many", 0,
			"%zu values are given, and devices fail with more than %d of a kind; keep "
			"those that are needed",
			items.n, SAN_MAX);
	strvec_release(&items);
}

void
san_is_server(struct check *check)
{
	struct url url = URL_INIT;
	struct finding slip = FINDING_INIT;

	if (url_parse(lint_text(check, "url"), &url, &slip) == 0 &&
		!strcasecmp(url.host.buf, check->text))
		check_report(check, "san-is-server", 0,
			"\"%.*s\" is the host of the SCEP server, but this name is the device's, not "
			"the CA's; give the device's",
			EXCERPT(check->text));
	url_release(&url);
	finding_release(&slip);
}

/* Variables are looked for in texts that go into a payload. */
static bool
variable_matters(const struct check *check)
{
	const struct field *field = check->field;

	return field->target.payload && field->type->widget == WIDGET_LINE &&
	       !(field->type->flags & (FT_SECRET | FT_NATIVE | FT_CHOICES));
}

/* The next variable of a kind at or behind *pos, but for those that the MDM of the draft replaces. */
static bool
variable_find(
	const struct check *check, size_t *pos, enum variable_kind kind, struct variable_use *use)
{
	if (!variable_matters(check))
		return false;
	while (variable_next(check->text, pos, use))
		if (use->kind == kind &&
			!lint_mdm_replaces(check, check->text + use->offset, use->len))
			return true;
	return false;
}

void
variable_on_ios(struct check *check)
{
	struct variable_use use;
	size_t pos = 0;

	if (!lint_is_ios(check))
		return;
	while (variable_find(check, &pos, VARIABLE_APPLE, &use))
		check_report(check, "variable-on-ios", use.offset,
			"iOS does not replace %s: the text itself will be in the certificate; write "
			"a fixed text, or let the server put the value in",
			use.variable->name);
}

void
variable_unknown(struct check *check)
{
	struct variable_use use;
	struct strbuf mend = STRBUF_INIT;
	size_t pos = 0;

	while (!check_is_told(check, "variable-unknown") &&
		variable_find(check, &pos, VARIABLE_UNKNOWN, &use)) {
		/* a variable of Apple's would be an error there */
		const char *near = use.variable && !lint_is_ios(check) ? use.variable->name : NULL;
		int len = (int)use.len;

		strbuf_set(&mend, check->text);
		if (near)
			strbuf_splice(&mend, use.offset, use.len, near, strlen(near));
		check_add_fix(check,
			check_report(check, "variable-unknown", use.offset,
				"%s knows no variable %.*s%s%s%s",
				lint_is_ios(check) ? "iOS" : "macOS", len, check->text + use.offset,
				near ? "; did you mean " : ", so the text itself will be used",
				near ? near : "", near ? "?" : " unless your server replaces it"),
			near ? mend.buf : NULL);
	}
	strbuf_release(&mend);
}

/* Where the value has an error already, or a %s that is told as a placeholder, the sign was told there. */
void
variable_unbalanced(struct check *check)
{
	struct placeholder found;
	struct variable_use use;
	size_t pos = 0;

	if (lint_has_error(check) || !variable_find(check, &pos, VARIABLE_LONE, &use))
		return;
	if (!placeholder_find(check->text, PLACEHOLDER_IN_DOTTED, &found) ||
		found.kind != PLACEHOLDER_FORMAT)
		check_report(check, "variable-unbalanced", use.offset,
			"the %% at character %zu closes no variable; one is written "
			"%%SerialNumber%%, with a %% on both sides",
			use.offset + 1);
}

static const char *
variable_vendor(const char *text)
{
	static const struct {
		const char *start, *vendor;
	} vendors[] = {
		{ "$FLEET_", "Fleet's variable" },
		{ "{{", "a variable of Microsoft Intune or another server" },
		{ "${", "a variable of another server" },
		{ "$", "a variable of Jamf Pro or another server" },
	};
	size_t i = 0;

	while (strncmp(text, vendors[i].start, strlen(vendors[i].start)) != 0)
		i++;
	return vendors[i].vendor;
}

/* The MDM that the draft names is known to replace none of these. */
static bool
variable_is_left(struct check *check)
{
	const struct mdm *mdm = lint_mdm(check);
	struct variable_use use;
	size_t pos = 0;

	if (!mdm || !mdm->variables)
		return false;
	while (variable_find(check, &pos, VARIABLE_OTHER, &use))
		check_report_as(check, SEVERITY_WARNING, "variable-other-mdm", use.offset,
			"%s does not replace \"%.*s\", so the text itself is used. Write a fixed "
			"text%s",
			mdm->label, (int)use.len, check->text + use.offset,
			lint_is_ios(check) ? "" : ", or one of Apple's variables");
	return true;
}

void
variable_other_mdm(struct check *check)
{
	struct variable_use use;
	size_t pos = 0;

	if (variable_is_left(check))
		return;
	while (variable_find(check, &pos, VARIABLE_OTHER, &use))
		check_report(check, "variable-other-mdm", use.offset,
			"\"%.*s\" looks like %s; only that server replaces it, with any other the "
			"text itself is used",
			(int)use.len, check->text + use.offset,
			variable_vendor(check->text + use.offset));
}

void
variable_active_directory(struct check *check)
{
	struct variable_use use;
	size_t pos = 0;

	while (!lint_is_ios(check) && variable_find(check, &pos, VARIABLE_APPLE, &use))
		if (use.variable->directory)
			check_report(check, "variable-active-directory", use.offset,
				"%s is empty unless the Mac is bound to Active Directory",
				use.variable->name);
}

/* Offers the local host name, which is nearest to what was meant. */
void
variable_unsafe(struct check *check)
{
	static const char instead[] = "%LocalHostName%";
	struct strbuf mend = STRBUF_INIT;
	struct variable_use use;
	size_t pos = 0;

	while (!lint_is_ios(check) && !check_is_told(check, "variable-unsafe") &&
		variable_find(check, &pos, VARIABLE_APPLE, &use)) {
		const char *doubt = field_variable_doubt(check->field, use.variable);

		if (!doubt)
			continue;
		strbuf_set(&mend, check->text);
		strbuf_splice(&mend, use.offset, use.len, instead, strlen(instead));
		check_add_fix(check,
			check_report(check, "variable-unsafe", use.offset,
				"%s is unsafe in %s: %s. Use %%SerialNumber%% or %s",
				use.variable->name, check->field->label, doubt, instead),
			mend.buf);
	}
	strbuf_release(&mend);
}

/* On iOS the same text is an error already. */
void
variable_misplaced(struct check *check)
{
	struct variable_use use;
	size_t pos = 0;

	if (check->field->type->flags & FT_VARIABLES || lint_is_ios(check))
		return;
	while (variable_find(check, &pos, VARIABLE_APPLE, &use))
		check_report(check, "variable-misplaced", use.offset,
			"%s stands in %s; variables are documented for the subject and the subject "
			"alternative name only",
			use.variable->name, check->field->label);
}
