/* Profile to property list: read, taken out of an MDM command, and the form that it is an answer to. */
#include "format/profile/profile_read.h"

#include <string.h>

#include "base/fileio.h"
#include "base/xalloc.h"

#include "model/rules.h"

#include "format/form/form_file.h"
#include "format/profile/profile_parts.h"

/* So many keys tell what a dictionary is. */
#define KEYS_TOLD 4

/* Property lists that get mistaken for profiles, by a key that they have. */
static const struct {
	const char *key, *what;
} others[] = {
	{ "EncryptedPayloadContent",
		"its payloads are encrypted for one device. Get the profile before it was "
		"encrypted" },
	{ "pfm_subkeys", "it is a manifest, which describes a payload" },
	{ "pfm_domain", "it is a manifest, which describes a payload" },
	{ "Command", "it is an MDM command without a profile in its Command/Payload" },
	{ "CommandUUID", "it is a device's response to an MDM command" },
	{ "ProfileList", "it is a list of profiles, as devices and tools report it" },
	{ "CFBundleIdentifier", "it is the Info.plist of an app" },
};

void
profile_other_what(const struct node *root, struct strbuf *out)
{
	const char *type = node_get_text(root, "PayloadType");

	if (!node_is(root, NODE_MAP)) {
		strbuf_addstr(out, "it is a property list, but not a dictionary");
		return;
	}
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (node_get(root, others[i].key)) {
			strbuf_addstr(out, others[i].what);
			return;
		}
	if (type && !strcmp(type, "Configuration") && node_get(root, "PayloadContent"))
		strbuf_addstr(
			out, "its PayloadContent is not an array. Put <array> around the payloads");
	else if (type && !strcmp(type, "Configuration"))
		strbuf_addstr(out, "it has no array PayloadContent with the payloads");
	else if (type)
		strbuf_addf(out, "its PayloadType is \"%s\", not Configuration", type);
	else if (root->n)
		strbuf_addstr(out, "it has no PayloadType. Its keys are ");
	else
		strbuf_addstr(out, "it is an empty dictionary");
	for (size_t i = 0; !type && i < root->n && i < KEYS_TOLD; i++)
		strbuf_addf(out, "%s%s", i ? ", " : "", root->v[i]->key);
	if (!type && root->n > KEYS_TOLD)
		strbuf_addstr(out, ", ...");
}

static void
signature_judge(struct plist_doc *doc, const char *data, size_t len,
	const struct profile_read_options *options)
{
	if (options && options->ca && doc->was_signed)
		cms_judge(data, len, options->ca, options->now ? options->now : time(NULL),
			&doc->judged);
}

/* Where the list is an MDM command with a profile in it (Apple, MDM protocol: InstallProfile, key Payload), as people
 * find it in logs and queues of servers, doc becomes that profile, whose place is that of the key. Fails where it
 * cannot be read, and leaves all other lists alone. */
static int
command_open(struct plist_doc *doc, const struct profile_read_options *options,
	struct findings *found, struct finding *problem, struct place *place)
{
	struct plist_doc inner = PLIST_DOC_INIT;
	struct node *payload = node_at(doc->root, "Command/Payload");
	struct place here = node_place(payload), ignored;
	FINDING(inside);

	if (!node_is(payload, NODE_DATA))
		return 0;
	here = here.line ? here : (struct place){ 1, 1 };
	if (plist_doc_parse(&inner, payload->text.buf, payload->text.len, &inside, &ignored) < 0) {
		*place = here;
		return finding_set(problem, inside.rule, 0, "in Command/Payload of the command: %s",
			inside.sentence);
	}
	plist_doc_set_place(&inner, here);
	signature_judge(&inner, payload->text.buf, payload->text.len, options);
	plist_doc_release(doc);
	*doc = inner;
	findings_addf(found, "profile-in-command", NULL, here,
		"This is an InstallProfile command. The profile in its Command/Payload is used");
	return 0;
}

/* Whether all payloads are there that the form's profiles always have. */
static bool
form_knows(const struct form *form, const struct node *payloads)
{
	for (size_t i = 0; i < form->npayloads; i++) {
		const struct payload *payload = form->payloads[i];
		bool there = payload->when || payload->each;

		for (size_t k = 0; k < payloads->n && !there; k++)
			there = profile_payload_is(payloads->v[k], payload->type);
		if (!there)
			return false;
	}
	return true;
}

/* The form, where the profile has all the payloads that the form's profiles always have; else the first that is built in
 * and of which that is so; else the form. */
static const struct form *
profile_form(const struct node *root, const struct form *form)
{
	const struct node *payloads = profile_payloads(root);

	if (!payloads || form_knows(form, payloads))
		return form;
	for (size_t i = 0; form_builtin_at(i); i++)
		if (form_knows(form_builtin_at(i), payloads))
			return form_builtin_at(i);
	return form;
}

/* "office.mobileconfig:12:3: SENTENCE", and the finding. */
static int
read_failed(const char *name, const struct finding *slip, struct place place,
	struct findings *found, struct strbuf *err)
{
	findings_addf(found, slip->rule, NULL, place, "%s", slip->sentence);
	if (!place.line)
		return error_add(err, "%s: %s", name, slip->sentence);
	return error_add(err, "%s:%d:%d: %s", name, place.line, place.column, slip->sentence);
}

int
profile_parse(struct draft_file *file, const struct form *form, const char *name, const char *data,
	size_t len, const struct profile_read_options *options, struct findings *found,
	struct strbuf *err)
{
	PLIST_DOC(doc);
	FINDING(problem);
	struct place place = { 0, 0 };

	draft_file_release(file);
	if (plist_doc_parse(&doc, data, len, &problem, &place) < 0)
		return read_failed(name, &problem, place, found, err);
	signature_judge(&doc, data, len, options);
	if (command_open(&doc, options, found, &problem, &place) < 0)
		return read_failed(name, &problem, place, found, err);
	if (options && options->any_form)
		form = profile_form(doc.root, form);
	return profile_to_draft(file, form, &doc, name, options, found, err);
}

int
profile_read(struct draft_file *file, const struct form *form, const char *path,
	const struct profile_read_options *options, struct findings *found, struct strbuf *err)
{
	const char *name = strcmp(path, "-") != 0 ? path : "standard input";
	STRBUF(data);

	draft_file_release(file);
	if (file_read(path, PLIST_DOC_LIMIT, &data, err) < 0)
		return -1;
	return profile_parse(file, form, name, data.buf, data.len, options, found, err);
}
