/* Rules about variables in values: those that Apple documents, and those of management systems. */
#include <string.h>

#include "base/xalloc.h"

#include "syntax/placeholder.h"
#include "syntax/variable.h"

#include "model/field_type.h"
#include "model/mdm.h"
#include "model/rules_lints.h"

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

static void
variable_on_ios(struct check *check)
{
	struct variable_use use;
	size_t pos = 0;

	if (!lint_is_ios(check))
		return;
	while (variable_find(check, &pos, VARIABLE_APPLE, &use))
		check_report(check, "variable-on-ios", use.offset,
			"iOS does not replace %s, so the text itself will be in the certificate. "
			"Enter a fixed text, or let the server fill in the value",
			use.variable->name);
}

static void
variable_unknown(struct check *check)
{
	struct variable_use use;
	STRBUF(fix);
	size_t pos = 0;

	while (variable_find(check, &pos, VARIABLE_UNKNOWN, &use) &&
		!check_is_told(check, "variable-unknown")) {
		/* a variable of Apple's would be an error there */
		const char *near = use.variable && !lint_is_ios(check) ? use.variable->name : NULL;
		int len = (int)use.len;

		strbuf_set(&fix, check->text);
		if (near)
			strbuf_splice(&fix, use.offset, use.len, near, strlen(near));
		check_add_fix(check,
			check_report(check, "variable-unknown", use.offset,
				"%s does not know the variable %.*s%s%s%s",
				lint_is_ios(check) ? "iOS" : "macOS", len, check->text + use.offset,
				near ? ". Did you mean " : ", so the text is used as it is",
				near ? near : "", near ? "?" : " unless your MDM replaces it"),
			near ? fix.buf : NULL);
	}
}

/* Where the value has an error already, or a %s that is told as a placeholder, the sign was told there. */
static void
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
			"the %% at character %zu does not end a variable. Write a %% on both "
			"sides, such as %%SerialNumber%%",
			use.offset + 1);
}

static const char *
variable_vendor(const char *text)
{
	static const struct {
		const char *start, *vendor;
	} vendors[] = {
		{ "$FLEET_", "Fleet's variable" },
		{ "{{", "a variable of Microsoft Intune or another MDM" },
		{ "${", "a variable of another MDM" },
		{ "$", "a variable of Jamf Pro or another MDM" },
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
			"%s does not replace \"%.*s\", so the text is used as it is. Enter a "
			"fixed text%s",
			mdm->label, (int)use.len, check->text + use.offset,
			lint_is_ios(check) ? "" : ", or one of Apple's variables");
	return true;
}

static void
variable_other_mdm(struct check *check)
{
	struct variable_use use;
	size_t pos = 0;

	if (variable_is_left(check))
		return;
	while (variable_find(check, &pos, VARIABLE_OTHER, &use))
		check_report(check, "variable-other-mdm", use.offset,
			"\"%.*s\" looks like %s. Other MDMs do not replace it and use the text as "
			"it is",
			(int)use.len, check->text + use.offset,
			variable_vendor(check->text + use.offset));
}

static void
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
static void
variable_unsafe(struct check *check)
{
	static const char instead[] = "%LocalHostName%";
	STRBUF(fix);
	struct variable_use use;
	size_t pos = 0;

	while (!lint_is_ios(check) && variable_find(check, &pos, VARIABLE_APPLE, &use) &&
		!check_is_told(check, "variable-unsafe")) {
		const char *doubt = field_variable_doubt(check->field, use.variable);

		if (!doubt)
			continue;
		strbuf_set(&fix, check->text);
		strbuf_splice(&fix, use.offset, use.len, instead, strlen(instead));
		check_add_fix(check,
			check_report(check, "variable-unsafe", use.offset,
				"%s is unsafe in %s: %s. Use %%SerialNumber%% or %s",
				use.variable->name, check->field->label, doubt, instead),
			fix.buf);
	}
}

/* On iOS the same text is an error already. */
static void
variable_misplaced(struct check *check)
{
	struct variable_use use;
	size_t pos = 0;

	if (check->field->type->flags & FT_VARIABLES || lint_is_ios(check))
		return;
	while (variable_find(check, &pos, VARIABLE_APPLE, &use))
		check_report(check, "variable-misplaced", use.offset,
			"%s is in %s. Apple documents variables only for the subject and the "
			"subject alternative name",
			use.variable->name, check->field->label);
}

static const struct rule variable_spelling_rows[] = {
	{ .id = "variable-on-ios",
		.severity = SEVERITY_ERROR,
		.gist = "iOS does not replace variables",
		.why = "the text itself will be in the certificate",
		.advice = "enter a fixed text, or use a variable that your MDM replaces",
		.source = "micromdm/nanomdm issue 81",
		.flags = RULE_ALONE,
		.lint = variable_on_ios },
	{ .id = "variable-unknown",
		.severity = SEVERITY_WARNING,
		.gist = "A variable that macOS does not know",
		.why = "the text is used as it is",
		.advice = "spell it as Apple does. Keep it if your MDM replaces it",
		.source = "Apple Platform Deployment: variables",
		.flags = RULE_ALONE,
		.lint = variable_unknown },
	{ .id = "variable-unbalanced",
		.severity = SEVERITY_WARNING,
		.gist = "A % that does not end a variable",
		.why = "a variable with one % is not replaced",
		.advice = "put a % on both sides of the name",
		.source = "Apple Platform Deployment: variables",
		.flags = RULE_ALONE,
		.lint = variable_unbalanced },
	{ .id = "variable-other-mdm",
		.severity = SEVERITY_INFO,
		.gist = "A variable of another MDM",
		.why = "other MDMs do not replace it",
		.advice = "check that your MDM replaces it",
		.source = "the MDMs' documentation",
		.flags = RULE_ALONE,
		.lint = variable_other_mdm },
};
const struct rule_table variable_spelling_rules = { variable_spelling_rows,
	ARRAY_SIZE(variable_spelling_rows), "Variables" };

static const struct rule variable_value_rows[] = {
	{ .id = "variable-active-directory",
		.severity = SEVERITY_INFO,
		.gist = "Empty unless the Mac is bound to Active Directory",
		.why = "that part of the name would be missing",
		.advice = "use %SerialNumber% for Macs that are not bound",
		.source = "Apple Platform Deployment: variables",
		.flags = RULE_ALONE,
		.lint = variable_active_directory },
	{ .id = "variable-unsafe",
		.severity = SEVERITY_WARNING,
		.gist = "A variable whose value may not fit there",
		.why = "DNS names, e-mail addresses and URIs are ASCII, and a DNS name has no colon, dollar sign or @",
		.advice = "use %SerialNumber%, %LocalHostName%, %HostName% or %HardwareUUID%",
		.source = "Apple Security: SecCertificateRequest.c; RFC 5280, section 4.2.1.6",
		.flags = RULE_ALONE,
		.lint = variable_unsafe },
	{ .id = "variable-misplaced",
		.severity = SEVERITY_WARNING,
		.gist = "A variable in a field where Apple documents none",
		.why = "it may not be replaced",
		.advice = "use variables only in the subject and its alternative names",
		.source = "JumpCloud: Subject, Alternative Name",
		.flags = RULE_ALONE,
		.lint = variable_misplaced },
};
const struct rule_table variable_value_rules = { variable_value_rows,
	ARRAY_SIZE(variable_value_rows), "Variables" };
