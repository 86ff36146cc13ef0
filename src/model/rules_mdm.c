/* Rules about what the MDM that delivers the profile does to it. Unless it is known (the field "mdm", or who the export
 * is for) all are silent, for what one MDM damages another leaves alone. */
#include <string.h>

#include "base/strbuf.h"
#include "base/xalloc.h"

#include "syntax/variable.h"

#include "model/field_type_rows.h"
#include "model/mdm.h"
#include "model/rules_lints.h"

const struct mdm *
lint_mdm(const struct check *check)
{
	const char *name = lint_text(check, ROLE_MDM);

	if (check->lint->env->mdm)
		return check->lint->env->mdm;
	return *name ? mdm_find(name) : NULL;
}

bool
lint_mdm_replaces(const struct check *check, const char *variable, size_t len)
{
	const struct mdm *mdm = lint_mdm(check);

	return mdm && mdm_replaces(mdm, variable, len);
}

/* The variable of the MDM that begins at this byte of the text. */
static bool
is_own_at(const struct mdm *mdm, const char *text, size_t at)
{
	struct variable_use use;
	size_t pos = 0;

	while (variable_next(text, &pos, &use) && use.offset <= at)
		if (use.offset == at && mdm_replaces(mdm, text + at, use.len))
			return true;
	return false;
}

bool
lint_has_own_variable(const struct check *check)
{
	const struct mdm *mdm = lint_mdm(check);
	struct variable_use use;
	size_t pos = 0;

	while (mdm && variable_next(check->text, &pos, &use))
		if (mdm_replaces(mdm, check->text + use.offset, use.len))
			return true;
	return false;
}

static void
mdm_unknown(struct check *check)
{
	STRBUF(sentence);

	if (mdm_find(check->text))
		return;
	mdm_tell_unknown(check->text, &sentence);
	check_add_fix(check, check_report(check, "mdm-unknown", 0, "%s", sentence.buf),
		mdm_nearest(check->text));
}

/* A text that devices get as it is written: no number, choice or certificate. */
static bool
text_is_sent(const struct check *check)
{
	const struct field_type *type = check->field->type;

	return *check->field->target.path && type->widget != WIDGET_FILE &&
	       !(type->flags & (FT_NATIVE | FT_CHOICES));
}

/* Of a secret not even the place is told. */
static size_t
told_offset(const struct check *check, const char *at)
{
	return check->field->type->flags & FT_SECRET ? 0 : (size_t)(at - check->text);
}

static void
mdm_substitutes(struct check *check)
{
	const struct mdm *mdm = text_is_sent(check) ? lint_mdm(check) : NULL;
	const char *at = mdm && mdm->sign ? strstr(check->text, mdm->sign) : NULL;

	while (at && is_own_at(mdm, check->text, (size_t)(at - check->text)))
		at = strstr(at + 1, mdm->sign);
	if (at)
		check_report(check, "mdm-substitutes", told_offset(check, at),
			"%s has %s, which %s may take for a variable. Remove it, or try one "
			"device first",
			check->field->label, mdm->sign, mdm->label);
}

/* Of a secret it is not told which of the two. */
static void
mdm_escapes(struct check *check)
{
	const struct mdm *mdm = text_is_sent(check) ? lint_mdm(check) : NULL;
	const char *at = mdm && mdm->escapes_twice ? strpbrk(check->text, "&<") : NULL;
	bool secret = check->field->type->flags & FT_SECRET;

	if (at)
		check_report(check, "mdm-escapes", told_offset(check, at),
			"%s has %s, and %s may deliver it as %s. Remove it, or check the value on "
			"one device",
			check->field->label,
			secret       ? "& or <"
			: *at == '&' ? "&"
				     : "<",
			mdm->label,
			secret       ? "&amp; or &lt;"
			: *at == '&' ? "&amp;"
				     : "&lt;");
}

static void
mdm_identity(struct check *check)
{
	const struct mdm *mdm = lint_mdm(check);

	if (mdm && mdm->identity)
		check_report(check, "mdm-identity", 0,
			"%s gives the profile %s. Update the existing profile, because a new one "
			"does not replace it",
			mdm->label, mdm->identity);
}

static void
mdm_name(struct check *check)
{
	const struct mdm *mdm = lint_mdm(check);

	if (mdm && mdm->knows_by_name)
		check_report(check, "mdm-name", 0,
			"%s tells profiles apart by this name. Use one that no other profile there "
			"has, and keep it",
			mdm->label);
}

static void
mdm_renewal(struct check *check)
{
	const struct mdm *mdm = lint_mdm(check);

	if (mdm && mdm->renewal && *check->text && !strstr(check->text, mdm->renewal))
		check_report(check, "mdm-renewal", 0,
			"%s renews only certificates with %s in the OU of the subject. Add it, or "
			"deliver the profile again before they expire",
			mdm->label, mdm->renewal);
}

static const struct rule mdm_rows[] = {
	{ .id = "mdm-unknown",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_MDM),
		.gist = "An unknown MDM",
		.why = "scepwiz cannot warn about what it changes in a profile",
		.advice = "use the suggested name, or leave it empty",
		.source = "scepwiz-draft(5)",
		.flags = RULE_ALONE,
		.lint = mdm_unknown },
	{ .id = "mdm-substitutes",
		.severity = SEVERITY_WARNING,
		.gist = "The MDM may read part of the value as a variable",
		.why = "devices receive another value, or none",
		.advice = "remove the character, or check the value on one device",
		.source = "the MDMs' documentation: variables in custom profiles",
		.flags = RULE_ALONE,
		.lint = mdm_substitutes },
	{ .id = "mdm-escapes",
		.severity = SEVERITY_WARNING,
		.gist = "The MDM may escape & and < twice",
		.why = "devices receive &amp; and &lt; as text",
		.advice = "remove the character, or check the value on one device",
		.source =
			"Jamf-Concepts/jamf-cli pull request 310; grahampugh/jamf-upload issue 129",
		.flags = RULE_ALONE,
		.lint = mdm_escapes },
	{ .id = "mdm-identity",
		.severity = SEVERITY_INFO,
		.types = { &identifier_type },
		.gist = "The MDM gives the profile another identifier",
		.why = "a later export does not replace the profile",
		.advice = "update the profile in the MDM instead of adding another",
		.source =
			"kandji-inc/iructl; deploymenttheory/terraform-provider-jamfpro issue 860",
		.flags = RULE_AT_EXPORT,
		.lint = mdm_identity },
	{ .id = "mdm-name",
		.severity = SEVERITY_INFO,
		.roles = ROLE_BIT(ROLE_POLICY_NAME),
		.gist = "The MDM tells profiles apart by their names",
		.why = "a profile with the name of another one is refused or replaces it",
		.advice = "use a name that no other profile in the MDM has",
		.source = "fleetdm/fleet: custom OS settings",
		.flags = RULE_AT_EXPORT,
		.lint = mdm_name },
	{ .id = "mdm-renewal",
		.severity = SEVERITY_INFO,
		.types = { &subject_type },
		.gist = "The MDM does not renew the certificate",
		.why = "the certificate expires on the devices",
		.advice = "put the MDM's variable for renewals into the subject",
		.source = "fleetdm/fleet: $FLEET_VAR_SCEP_RENEWAL_ID",
		.flags = RULE_AT_EXPORT,
		.lint = mdm_renewal },
};
const struct rule_table mdm_rules = { mdm_rows, ARRAY_SIZE(mdm_rows), "The MDM" };
