/* The table of MDMs and tools that a profile is handed over to, and what to do there. */
#include "format/handover/handover.h"

#include <string.h>

#include "base/path.h"
#include "base/report.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/command_line.h"

#include "model/ios.h"
#include "model/rules.h"

#include "format/draft/draft_file.h"

/* jc-cli (TheJumpCloud/jc-cli): policies from templates. */
static const char *const jumpcloud_steps[] = {
	"With the API: scepwiz-publish-jumpcloud {file}{groups}",
	"In the portal instead: upload the .mobileconfig of a plain export ({upload}). The SCEP "
	"template is another policy, in which all values are typed again",
	NULL,
};

/* Fleet's documentation: YAML files, apple_settings. */
static const char *const fleet_steps[] = {
	"Move both files into your Fleet repository, and the entry in the .yml into the YAML file of "
	"your team. The path counts from that file",
	"fleetctl gitops --dry-run -f YOUR-FILE.yml, then without --dry-run. The labels must exist",
	NULL,
};

/* kandji-inc/iructl: custom profiles. */
static const char *const iru_steps[] = {
	"iructl profile push --path {file}",
	"Then set the profile active, and add it to a blueprint. The tool writes the new id into "
	"info.yaml, so keep the folder for the next export",
	NULL,
};

/* Apple Business API: configurations. */
static const char *const apple_business_steps[] = {
	"POST {file} to https://api-business.apple.com/v1/configurations",
	"A new version: PATCH .../v1/configurations/ID, with that ID as data.id in the file",
	"Then add it to the configurations of a blueprint, and the blueprint to devices (orgDevices)",
	NULL,
};

/* Microsoft Graph: macOSCustomConfiguration, iosCustomConfiguration. The permission is the one that it names. */
static const char *const intune_steps[] = {
	"POST {file} to https://graph.microsoft.com/{graph}/deviceManagement/deviceConfigurations "
	"(permission DeviceManagementConfiguration.ReadWrite.All)",
	"Then assign it: POST .../deviceConfigurations/ID/assignments",
	NULL,
};

/* grahampugh/jamf-upload; Jamf-Concepts/jamf-cli. */
static const char *const jamf_steps[] = {
	"In Jamf Pro: {upload}",
	"Or: jamf-upload.sh {jamf} --name {title} --mobileconfig {file} --replace",
	"Or with jamf-cli. The classic API takes the profile escaped inside XML",
	NULL,
};

static const char *const simplemdm_steps[] = {
	"In SimpleMDM: {upload}",
	"Or with Terraform: simplemdm_customprofile with mobileconfig = file(\"{terraform}\")",
	NULL,
};

static const char *const micromdm_steps[] = {
	"mdmctl apply profiles -f {file}",
	"Then put the identifier {identifier} into the profile_ids of a blueprint",
	NULL,
};

static const char *const nanomdm_steps[] = {
	"For each device: curl -T {file} -u nanomdm:KEY https://YOUR-SERVER/v1/enqueue/ID",
	NULL,
};

static const char *const file_steps[] = {
	"Macs: open the file, then install the profile in System Settings. No command installs it",
	"iPhones and iPads: Apple Configurator, or send it by mail, a web page or AirDrop, then "
	"install it in Settings",
	NULL,
};

const struct handover handovers[] = {
	{ .name = "jumpcloud",
		.mdm = "jumpcloud",
		.suffix = ".jumpcloud.json",
		.shape = &jumpcloud_shape,
		.has_groups = true,
		.steps = jumpcloud_steps },
	{ .name = "fleet",
		.mdm = "fleet",
		.suffix = ".fleet",
		.folder = &fleet_folder,
		.has_groups = true,
		.steps = fleet_steps },
	{ .name = "iru",
		.mdm = "iru",
		.suffix = ".iru",
		.folder = &iru_folder,
		.steps = iru_steps },
	{ .name = "apple-business",
		.mdm = "apple-business",
		.suffix = ".apple-business.json",
		.shape = &apple_business_shape,
		.steps = apple_business_steps },
	{ .name = "intune",
		.mdm = "intune",
		.suffix = ".intune.json",
		.shape = &intune_shape,
		.steps = intune_steps },
	{ .name = "jamf", .mdm = "jamf", .suffix = PROFILE_SUFFIX, .steps = jamf_steps },
	{ .name = "simplemdm",
		.mdm = "simplemdm",
		.suffix = PROFILE_SUFFIX,
		.steps = simplemdm_steps },
	{ .name = "micromdm",
		.mdm = "micromdm",
		.suffix = PROFILE_SUFFIX,
		.steps = micromdm_steps },
	{ .name = "nanomdm",
		.mdm = "nanomdm",
		.suffix = ".nanomdm.plist",
		.shape = &nanomdm_shape,
		.steps = nanomdm_steps },
	{ .name = "file", .mdm = "file", .suffix = PROFILE_SUFFIX, .steps = file_steps },
};
const size_t handovers_count = ARRAY_SIZE(handovers);

const struct handover *
handover_find(const char *name)
{
	for (size_t i = 0; i < handovers_count; i++)
		if (!strcmp(handovers[i].name, name))
			return &handovers[i];
	BUG("no hand-over to %s", name);
}

const struct mdm *
handover_mdm(const struct handover *handover)
{
	return mdm_find(handover->mdm);
}

char *
handover_path(const struct handover *handover, const char *draft_path)
{
	return profile_path_with(draft_path, handover->suffix);
}

char *
handover_file(const struct handover *handover, const struct desk *desk, const char *path)
{
	return handover->folder ? handover_folder_profile(handover->folder, desk, path)
				: xstrdup(path);
}

int
handover_export(const struct handover *handover, struct export *export, const char *path,
	struct strvec *told, struct strbuf *err)
{
	export->shape = handover->shape;
	if (handover->folder)
		return handover_folder_export(handover->folder, export, path, told, err);
	return profile_export(export, path, err);
}

const char *
handover_title(const struct export *export)
{
	const struct draft *draft = export->desk->file->draft;
	const struct field *field = form_role(draft_form(draft), ROLE_POLICY_NAME);
	const char *name = field ? draft_value(draft, field) : "";

	return *name ? name : draft_form(draft)->title;
}

/* Without a file, the policy's name serves. */
char *
handover_profile_name(const struct desk *desk)
{
	struct strbuf name = STRBUF_INIT;
	const struct export unnamed = { .desk = desk };

	if (desk->file_name)
		strbuf_add(&name, desk->file_name, draft_name_length(desk->file_name));
	else
		text_slug(handover_title(&unnamed), &name);
	if (!name.len)
		strbuf_addstr(&name, "profile");
	strbuf_addstr(&name, PROFILE_SUFFIX);
	return strbuf_detach(&name);
}

bool
handover_is_for_user(const struct export *export)
{
	const struct draft *draft = export->desk->file->draft;
	const struct field *field = form_role(draft_form(draft), ROLE_SCOPE);

	return field && draft_applies(draft, field, NULL) &&
	       !strcmp(draft_value(draft, field), "User");
}

void
handover_names(const struct export *export, enum role role, struct strvec *names)
{
	const struct draft *draft = export->desk->file->draft;
	const struct field *field = form_role(draft_form(draft), role);

	if (field && draft_applies(draft, field, NULL))
		strvec_split(names, draft_value(draft, field), '\n');
}

/*
 * What to do next.
 */

struct step {
	const struct handover *handover;
	const struct export *export;
	const char *path;
};

/* A word as a shell reads it. */
static void
step_quote(const char *word, struct strbuf *out)
{
	STRVEC(words);

	strvec_push(&words, word);
	command_line_join(&words, out);
}

static void
step_file(const struct step *step, struct strbuf *out)
{
	step_quote(step->path, out);
}

/* Within quotes there: ${ and %{ begin a template. */
static void
step_terraform(const struct step *step, struct strbuf *out)
{
	for (const char *p = step->path; *p; p++) {
		if (*p == '"' || *p == '\\')
			strbuf_addch(out, '\\');
		else if ((*p == '$' || *p == '%') && p[1] == '{')
			strbuf_addch(out, *p);
		strbuf_addch(out, *p);
	}
}

static void
step_groups(const struct step *step, struct strbuf *out)
{
	STRVEC(groups);

	handover_names(step->export, ROLE_GROUPS, &groups);
	for (size_t i = 0; i < groups.n; i++) {
		strbuf_addstr(out, " --group ");
		step_quote(groups.v[i], out);
	}
}

static void
step_upload(const struct step *step, struct strbuf *out)
{
	strbuf_addstr(out, handover_mdm(step->handover)->upload);
}

/* Only there has a configuration a channel. */
static void
step_graph(const struct step *step, struct strbuf *out)
{
	strbuf_addstr(out, handover_is_for_user(step->export) ? "beta" : "v1.0");
}

static void
step_jamf(const struct step *step, struct strbuf *out)
{
	strbuf_addstr(out, ios_is_chosen(step->export->desk->file->draft) ? "mobiledeviceprofile"
									  : "computerprofile");
}

static void
step_identifier(const struct step *step, struct strbuf *out)
{
	strbuf_addstr(out, profile_identifier(step->export->desk->file->draft));
}

static void
step_title(const struct step *step, struct strbuf *out)
{
	step_quote(handover_title(step->export), out);
}

static const struct {
	const char *word;
	void (*put)(const struct step *step, struct strbuf *out);
} step_words[] = {
	{ "{file}", step_file },
	{ "{terraform}", step_terraform },
	{ "{groups}", step_groups },
	{ "{upload}", step_upload },
	{ "{graph}", step_graph },
	{ "{jamf}", step_jamf },
	{ "{identifier}", step_identifier },
	{ "{title}", step_title },
};

static void
step_write(const struct step *step, const char *text, struct strbuf *out)
{
	while (*text) {
		size_t word = 0;

		while (word < ARRAY_SIZE(step_words) &&
			strncmp(text, step_words[word].word, strlen(step_words[word].word)) != 0)
			word++;
		if (word == ARRAY_SIZE(step_words)) {
			strbuf_addch(out, *text++);
			continue;
		}
		step_words[word].put(step, out);
		text += strlen(step_words[word].word);
	}
}

/* What the artefact has no place for. */
static void
step_by_hand(const struct step *step, struct strbuf *out)
{
	STRVEC(groups);
	STRVEC(devices);

	if (!step->handover->has_groups)
		handover_names(step->export, ROLE_GROUPS, &groups);
	handover_names(step->export, ROLE_DEVICES, &devices);
	if (!groups.n && !devices.n)
		return;
	strbuf_addstr(out, "Assign these by hand: ");
	strvec_join(&groups, ", ", out);
	strbuf_addstr(out, groups.n && devices.n ? "; devices " : devices.n ? "devices " : "");
	strvec_join(&devices, ", ", out);
}

void
handover_steps(const struct handover *handover, const struct export *export, const char *path,
	struct strvec *steps)
{
	struct step step = { handover, export, path };
	STRBUF(secret);
	STRBUF(by_hand);

	for (size_t i = 0; handover->steps[i]; i++) {
		STRBUF(text);

		step_write(&step, handover->steps[i], &text);
		draft_secret_hide(export->desk->file->draft, &text);
		strvec_push(steps, text.buf);
	}
	step_by_hand(&step, &by_hand);
	draft_secret_hide(export->desk->file->draft, &by_hand);
	if (by_hand.len)
		strvec_push(steps, by_hand.buf);
	profile_next_secret(export, &secret);
	if (secret.len)
		strvec_pushf(steps, "%s, and delete it afterwards", secret.buf);
}
