/* The table of MDMs. */
#include "model/mdm.h"

#include <string.h>

#include "base/strbuf.h"
#include "base/strvec.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "model/draft.h"
#include "model/rules.h"

static const char *const variables_none[] = { NULL };

/* Jamf Pro documentation, "Computer Configuration Profiles", payload variables. */
static const char *const variables_jamf[] = { "$MANAGEMENTID", "$COMPUTERNAME", "$DEVICENAME",
	"$SITENAME", "$SITEID", "$UDID", "$SERIALNUMBER", "$USERNAME", "$FULLNAME", "$REALNAME",
	"$EMAIL", "$PHONE", "$POSITION", "$DEPARTMENTNAME", "$DEPARTMENTID", "$BUILDINGNAME",
	"$BUILDINGID", "$ROOM", "$MACADDRESS", "$JSSID", "$PROFILEJSSID", "$EXTENSIONATTRIBUTE_*",
	NULL };

/* Jamf School documentation, "Payload Variables". */
static const char *const variables_jamf_school[] = { "%CompanyId%", "%CompanyNetworkId%",
	"%CompanyName%", "%FullName%", "%FirstName%", "%LastName%", "%Email%", "%ShortName%",
	"%Username%", "%Password%", "%UserId%", "%UserGroups%", "%ManagedAppleId%", "%ManagedType%",
	"%ManagedGrade%", NULL };

static const char *const variables_braces[] = { "{{*", NULL };
static const char *const variables_fleet[] = { "$FLEET_VAR_*", "${FLEET_VAR_*", "$FLEET_SECRET_*",
	"${FLEET_SECRET_*", NULL };
static const char *const variables_iru[] = { "$*", NULL };

/* Only in profiles for which variables are enabled. */
static const char *const variables_mosyle[] = { "%CompanyName%", "%DeviceName%", "%UUID%",
	"%SerialNumber%", "%AssetTag%", "%WiFiMac%", "%ProductName%", "%OSVersion%", "%Number%",
	"%Year%", "%Tags%", "%FullName%", "%FirstName%", "%LastName%", "%Email%", "%UserId%",
	"%ManagedAppleId%", "%UserType%", NULL };

const struct mdm mdms[] = {
	{ .name = "jumpcloud",
		.aliases = "jump-cloud",
		.label = "JumpCloud",
		.variables = variables_none,
		.refuses_signed = true,
		.upload = "Policy Management, +, Mac or iOS, MDM Custom Configuration Profile",
		.source = "TheJumpCloud/jc-cli" },
	{ .name = "jamf",
		.aliases = "jamf-pro jamfpro",
		.label = "Jamf Pro",
		.sign = "$",
		.variables = variables_jamf,
		.serial = "$SERIALNUMBER",
		.udid = "$UDID",
		.escapes_twice = true,
		.identity = "an identifier and a UUID of its own",
		.refuses_signed = true,
		.upload = "Computers (or Devices), Configuration Profiles, Upload",
		.source = "Jamf Pro documentation; Jamf-Concepts/jamf-cli pull request 310; "
			  "deploymenttheory/terraform-provider-jamfpro issues 624, 860" },
	{ .name = "jamf-school",
		.aliases = "jamfschool zuludesk",
		.label = "Jamf School",
		.variables = variables_jamf_school,
		.source = "Jamf School documentation: payload variables" },
	{ .name = "intune",
		.aliases = "microsoft-intune ms-intune microsoft",
		.label = "Microsoft Intune",
		.sign = "{{",
		.variables = variables_braces,
		.serial = "{{serialnumber}}",
		.udid = "{{deviceid}}",
		.assumed = true,
		.bytes_max = 1000000,
		.upload = "Devices, Configuration, Create, macOS or iOS/iPadOS, Templates, Custom",
		.source = "Microsoft Intune: custom profiles" },
	{ .name = "fleet",
		.aliases = "fleetdm fleet-dm",
		.label = "Fleet",
		.sign = "$",
		.variables = variables_fleet,
		.serial = "$FLEET_VAR_HOST_HARDWARE_SERIAL",
		.udid = "$FLEET_VAR_HOST_UUID",
		.refuses_signed = true,
		.knows_by_name = true,
		.renewal = "$FLEET_VAR_SCEP_RENEWAL_ID",
		.upload = "Controls, OS settings",
		.source = "fleetdm/fleet: custom OS settings; issues 42968, 45626" },
	{ .name = "iru",
		.aliases = "kandji iru-kandji",
		.label = "Iru (Kandji)",
		.sign = "$",
		.variables = variables_iru,
		.serial = "$SERIAL_NUMBER",
		.udid = "$UDID",
		.assumed = true,
		.identity = "an identifier of its own, com.kandji.profile.custom.ID",
		.refuses_signed = true,
		.upload = "Library, Add new, Custom Profile",
		.source = "kandji-inc/iructl" },
	{ .name = "mosyle",
		.aliases = "mosyle-business",
		.label = "Mosyle",
		.variables = variables_mosyle,
		.serial = "%SerialNumber%",
		.udid = "%UUID%",
		.source = "smallstep/docs: connect Mosyle; Mosyle's list of variables" },
	{ .name = "simplemdm",
		.aliases = "simple-mdm",
		.label = "SimpleMDM",
		.sign = "{{",
		.variables = variables_braces,
		.serial = "{{serial_number}}",
		.udid = "{{udid}}",
		.assumed = true,
		.upload = "Configs, Profiles, Create Profile, Custom Configuration Profile",
		.source = "SimpleMDM API, custom configuration profiles" },
	{ .name = "meraki",
		.aliases = "cisco-meraki systems-manager meraki-systems-manager",
		.label = "Meraki Systems Manager",
		.source = "" },
	{ .name = "micromdm",
		.aliases = "micro-mdm",
		.label = "MicroMDM",
		.variables = variables_none,
		.source = "micromdm/micromdm" },
	{ .name = "nanomdm",
		.aliases = "nano-mdm",
		.label = "NanoMDM",
		.variables = variables_none,
		.source = "micromdm/nanomdm" },
	{ .name = "apple-business",
		.aliases = "apple-business-manager apple-business-essentials abm abe",
		.label = "Apple Business",
		.variables = variables_none,
		.refuses_signed = true,
		.source = "Apple Business API: configurations" },
	{ .name = "file",
		.aliases = "by-hand configurator apple-configurator",
		.label = "an installation by hand",
		.variables = variables_none,
		.source = "Apple: Configuring multiple devices using profiles" },
};
const size_t mdms_count = ARRAY_SIZE(mdms);

const struct mdm *
draft_mdm(const struct draft *draft)
{
	const struct field *field = form_role(draft_form(draft), ROLE_MDM);

	return field ? mdm_find(draft_value(draft, field)) : NULL;
}

const struct mdm *
mdm_find(const char *name)
{
	STRBUF(slug);
	const struct mdm *found = NULL;

	text_slug(name, &slug);
	for (size_t i = 0; i < mdms_count && slug.len && !found; i++)
		if (!strcmp(mdms[i].name, slug.buf) || text_has_word(mdms[i].aliases, slug.buf))
			found = &mdms[i];
	return found;
}

const char *
mdm_nearest(const char *name)
{
	const char *names[ARRAY_SIZE(mdms) + 1] = { NULL }, *near;
	STRVEC(aliases);
	STRBUF(slug);

	text_slug(name, &slug);
	for (size_t i = 0; i < mdms_count; i++)
		names[i] = mdms[i].name;
	near = text_nearest(slug.buf, names);
	if (near)
		return near;
	for (size_t i = 0; i < mdms_count; i++)
		strvec_split(&aliases, mdms[i].aliases, ' ');
	near = text_nearest(slug.buf, (const char *const *)aliases.v);
	return near ? mdm_find(near)->name : NULL;
}

void
mdm_tell_unknown(const char *name, struct strbuf *out)
{
	const char *near = mdm_nearest(name);

	strbuf_addf(out, "\"%.*s\" is not an MDM that scepwiz knows. ", EXCERPT(name));
	if (near)
		strbuf_addf(out, "Did you mean %s?", near);
	else
		strbuf_addstr(out, "Leave it empty, or use a name from scepwiz-draft(5)");
}

bool
mdm_replaces(const struct mdm *mdm, const char *variable, size_t len)
{
	for (size_t i = 0; mdm->variables && mdm->variables[i]; i++) {
		const char *own = mdm->variables[i];
		size_t n = strcspn(own, "*");

		if (len >= n && !strncmp(variable, own, n) && (own[n] == '*' || len == n))
			return true;
	}
	return false;
}
