/* The questions of the quick start. */
#include "model/quick.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/domain.h"
#include "syntax/url.h"
#include "syntax/x509.h"

#include "model/field_type_rows.h"
#include "model/ios.h"

/* The value of Devices that stands for all platforms. */
#define BOTH "both"

/*
 * Two kinds of values that no other form has.
 */

bool
quick_ca_is_fingerprint(const char *text)
{
	OWN_TEXT(path) = path_join(".", text);

	return !certificate_is_pasted(text) && !certificate_is_path(text) &&
	       !(strchr(text, '/') && path_exists(path));
}

static const struct field_type *
ca_type_of(const char *text)
{
	return quick_ca_is_fingerprint(text) ? &fingerprint_type : &certificate_type;
}

static void
ca_check(struct check *check)
{
	ca_type_of(check->text)->check(check);
}

static int
ca_accept(const struct field *field, const char *typed, const char *folder, struct strbuf *kept,
	struct strbuf *err)
{
	return ca_type_of(typed)->accept(field, typed, folder, kept, err);
}

static void
ca_recognised(const struct field *field, const char *typed, const char *folder, struct strbuf *out)
{
	ca_type_of(typed)->recognised(field, typed, folder, out);
}

static void
ca_show(const struct field *field, const char *text, const char *folder, struct strbuf *out)
{
	if (*text)
		ca_type_of(text)->show(field, text, folder, out);
}

static void
ca_progress(const struct field *field, const char *text, struct strbuf *out)
{
	if (quick_ca_is_fingerprint(text))
		fingerprint_type.progress(field, text, out);
}

static const struct field_type ca_type = {
	.name = "certificate",
	.summary = "A CA certificate, or its fingerprint.",
	.widget = WIDGET_FILE,
	.flags = FT_BREAKS,
	.check = ca_check,
	.accept = ca_accept,
	.recognised = ca_recognised,
	.show = ca_show,
	.progress = ca_progress,
	.offers = certificate_offers,
};

static bool
is_domain(const char *text)
{
	STRBUF(reversed);
	STRBUF(why);

	return domain_reverse(text, &reversed, &why) == 0;
}

/* The domain in a URL or an e-mail address. */
static void
domain_inside(const char *text, struct strbuf *out)
{
	const char *at = strrchr(text, '@');
	URL(url);
	FINDING(slip);

	if (strstr(text, "://") && url_parse(text, &url, &slip) == 0)
		strbuf_set(out, url.host.buf);
	else if (at)
		strbuf_set(out, at + 1);
	if (!is_domain(out->buf))
		strbuf_clear(out);
}

static void
domain_check(struct check *check)
{
	STRBUF(inside);

	if (is_domain(check->text))
		return;
	domain_inside(check->text, &inside);
	check_add_fix(check,
		check_report(check, "identifier-form", 0,
			"\"%.*s\" is not a domain. Enter your organization's domain, such as "
			"acme.net",
			EXCERPT(check->text)),
		inside.len ? inside.buf : NULL);
}

static const struct field_type domain_type = {
	.name = "identifier",
	.summary = "A domain.",
	.widget = WIDGET_LINE,
	.check = domain_check,
};

/*
 * The questions.
 */

static const struct quick_row {
	const char *key, *label, *hint, *help, *example;
	enum role role; /* of the field of the form that is asked for; ROLE_NONE: of none */
	const struct field_type *type; /* NULL: that field's */
	bool required;
} rows[] = {
	[QUICK_DEVICES] = { "devices", "Devices", "Which devices get the certificate.",
		"A policy is for one platform. For both, two drafts are made, each with its own "
		"identity.",
		"", ROLE_NONE, &choice_type, true },
	[QUICK_CA] = { "ca", "CA certificate",
		"The file of the CA certificate (^T lists files), or its fingerprint. A file also "
		"becomes the root certificate of the profile.",
		"From the certificate come the fingerprint, by which devices know the CA, and the "
		"root certificate, which the profile makes them trust. With a fingerprint alone, "
		"the profile has no root certificate. Use the certificate that the SCEP server "
		"returns to GetCACert. If you have neither, go on to the URL: there the server can "
		"be asked for it.",
		"ca.cer", ROLE_FINGERPRINT, &ca_type, false },
	[QUICK_URL] = { "url", "URL", NULL, NULL, NULL, ROLE_SCEP_URL, NULL, true },
	[QUICK_CHALLENGE] = { "challenge", "Challenge", NULL, NULL, NULL, ROLE_CHALLENGE, NULL,
		false },
	[QUICK_NAME] = { "name", "Name",
		"The name of the policy, here and on the device. The draft's file is called after "
		"it.",
		"Becomes the policy name. A draft that was given no name gets it from here.",
		"Branch office Wi-Fi", ROLE_POLICY_NAME, &text_type, true },
	[QUICK_GROUPS] = { "groups", "Groups or devices",
		"The device groups that get the policy, separated by commas. A single device: "
		"device:mac-017",
		"Saved in the draft and on the hand-over sheet, for the person who creates the "
		"policy. What begins with device: is a single device, all else is a group.",
		"Field laptops, device:mac-017", ROLE_GROUPS, &text_type, false },
	[QUICK_MDM] = { "mdm", "MDM",
		"The MDM that delivers the profile (^T lists them). iOS replaces no variables, but "
		"the MDM may put in the serial number.",
		"With the MDM, each device can have its own subject, and you are warned about "
		"values that this MDM changes. Without it, all iOS devices have the same subject.",
		"jamf", ROLE_MDM, NULL, false },
	[QUICK_DOMAIN] = { "domain", "Your domain",
		"Your organization's domain, such as acme.net. The profile identifier begins with "
		"it, reversed.",
		"Devices tell profiles apart by the profile identifier. It begins with your domain, "
		"so that no other organization has the same one.",
		"acme.net", ROLE_NONE, &domain_type, false },
};

/* Whether a new draft's identifier begins as an example, so that the domain is to be asked for. */
static bool
identifier_is_placeholder(const struct form *form)
{
	const struct field *field = form_identifier(form);
	STRBUF(made);

	if (!field || !(field->flags & FIELD_MADE) || !field->type->make)
		return false;
	field->type->make(field, "x", NULL, &made);
	return identifier_example_start(made.buf) != NULL;
}

const struct field *
quick_target(const struct form *form, enum quick_question question)
{
	const struct field *directory = form_role(form, ROLE_ACME_DIRECTORY);

	if (question == QUICK_DEVICES)
		return form->platform;
	if (question == QUICK_URL && directory)
		return directory;
	return question == QUICK_DOMAIN ? form_identifier(form)
					: form_role(form, rows[question].role);
}

static bool
is_asked(const struct form *form, enum quick_question question)
{
	const struct field *field = quick_target(form, question);

	if (!field || field->flags & FIELD_FIXED)
		return false;
	if (question == QUICK_MDM)
		return ios_platform(form) && !*field->default_text;
	return question != QUICK_DOMAIN || identifier_is_placeholder(form);
}

/* At most seven for each platform: the domain is asked for where the MDM is not. Both counts as iOS. */
static unsigned
platforms_asked(const struct form *form, enum quick_question question)
{
	unsigned ios = 1u << form->platform->nchoices;

	for (size_t i = 0; i < form->platform->nchoices; i++)
		if (form->platform->choices[i].is_ios)
			ios |= 1u << i;
	return question == QUICK_MDM ? ios : ~ios;
}

/* The platforms, and both of them where there are two. */
static void
devices_choices(struct field *devices, const struct field *platform)
{
	size_t n = platform->nchoices;

	devices->choices = xcalloc(n + 2, sizeof *devices->choices);
	for (size_t i = 0; i < n; i++) {
		const struct choice *from = &platform->choices[i];

		devices->choices[i] = (struct choice){ .value = xstrdup(from->value),
			.label = xstrdup(from->label),
			.hint = from->hint ? xstrdup(from->hint) : NULL };
	}
	if (n == 2)
		devices->choices[n++] = (struct choice){ .value = xstrdup(BOTH),
			.label = xstrdup("Both"),
			.hint = xstrdup("Two drafts, one for each platform.") };
	devices->nchoices = n;
}

static char *
text_or(const char *text, const char *other)
{
	return xstrdup(text ? text : other ? other : "");
}

static struct field *
field_make(const struct quick_row *row, const struct field *target)
{
	struct field *field = xcalloc(1, sizeof *field);
	bool preset = target->flags & FIELD_PRESET && row->role;

	field->key = xstrdup(row->key);
	field->label = xstrdup(row->label);
	field->hint = text_or(row->hint, target->hint);
	field->help = text_or(row->help, target->help);
	field->example = text_or(row->example, target->example);
	field->default_text = xstrdup(preset && row->type != &ca_type ? target->default_text : "");
	field->absent_text = xstrdup("");
	field->target.path = xstrdup("");
	field->type = row->type ? row->type : target->type;
	field->role = row->role ? target->role : ROLE_NONE;
	field->flags = row->required ? FIELD_REQUIRED : 0;
	field->platforms = ~0u;
	return field;
}

static struct field *
question_make(const struct form *form, enum quick_question question, const char *name,
	const char *platform)
{
	const struct field *target = quick_target(form, question);
	struct field *field = field_make(&rows[question], target);
	const char *first = question == QUICK_DEVICES ? platform ? platform : target->default_text
			    : question == QUICK_NAME  ? name
						      : NULL;

	if (question == QUICK_DEVICES)
		devices_choices(field, target);
	if (first && *first) {
		free(field->default_text);
		field->default_text = xstrdup(first);
	}
	return field;
}

struct form *
quick_form(const struct form *form, const char *name, const char *platform)
{
	struct form *questions = xcalloc(1, sizeof *questions);
	struct section *section = xcalloc(1, sizeof *section);

	*section = (struct section){ .title = xstrdup("Quick start"), .documented = true };
	questions->name = xstrdup("quick");
	questions->title = xstrdup("Quick start");
	questions->version = 1;
	questions->sections = xcalloc(1, sizeof *questions->sections);
	questions->sections[questions->nsections++] = section;
	questions->fields = xcalloc(QUICK_QUESTIONS, sizeof *questions->fields);
	for (enum quick_question i = 0; i < QUICK_QUESTIONS; i++)
		if (is_asked(form, i)) {
			struct field *field = question_make(form, i, name, platform);

			if (i == QUICK_MDM || (i == QUICK_DOMAIN && is_asked(form, QUICK_MDM)))
				field->platforms = platforms_asked(form, i);
			if (i == QUICK_DEVICES)
				questions->platform = field;
			field->section = section;
			field->index = questions->nfields;
			questions->fields[questions->nfields++] = field;
		}
	return questions;
}

const struct field *
quick_field(const struct form *questions, enum quick_question question)
{
	return form_field(questions, rows[question].key);
}

const char *
quick_answer(const struct draft *answers, enum quick_question question)
{
	const struct field *field = quick_field(draft_form(answers), question);

	return field ? draft_value(answers, field) : "";
}

void
quick_guess_domain(struct draft *answers, const struct form *form)
{
	const struct field *field = quick_field(draft_form(answers), QUICK_DOMAIN);
	const struct field *target = quick_target(form, QUICK_URL);
	const char *address = quick_answer(answers, QUICK_URL);
	URL(url);
	FINDING(slip);
	STRBUF(domain);

	if (target && target->flags & FIELD_FIXED)
		address = target->default_text;
	if (field && !draft_is_answered(answers, field) && url_parse(address, &url, &slip) == 0 &&
		domain_of_host(url.host.buf, &domain))
		draft_set(answers, field, domain.buf);
}

const struct choice *
quick_platform(const struct draft *answers, const struct form *form, size_t i)
{
	const struct field *devices = quick_field(draft_form(answers), QUICK_DEVICES);
	const struct field *platform = form->platform;
	const char *chosen = devices ? draft_value(answers, devices) : "";

	if (devices && !strcmp(chosen, BOTH))
		return i < platform->nchoices ? &platform->choices[i] : NULL;
	if (i > 0 || !platform)
		return NULL;
	return field_choice(platform, devices ? chosen : platform->default_text);
}
