/* Rules about what tells one policy from another: its name, identifier and UUIDs, whom it is for, what its form decides. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "model/field_type_rows.h"
#include "model/rules_lints.h"

#define POLICY_NAME_MAX 256

/*
 * In the draft itself.
 */

/* Told once, at the first of them. Without a file's name nothing can be made. */
static void
identity_missing(struct check *check)
{
	const struct form *form = draft_form(check->draft);
	STRVEC(labels);
	STRBUF(list);
	const struct field *first = NULL, *identifier = form_identifier(form);

	if (!(check->field->flags & FIELD_MADE))
		return;
	if (identifier)
		lint_depend(check, identifier);
	if (identifier && draft_unread(check->draft, identifier))
		return; /* nothing is made before that can be read */
	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];

		if (!(field->flags & FIELD_MADE))
			continue;
		lint_look(check, field);
		if (!draft_is_empty(check->draft, field))
			continue;
		strvec_push(&labels, field->label);
		if (!first && draft_applies(check->draft, field, NULL))
			first = field;
	}
	strvec_join(&labels, ", ", &list);
	if (first == check->field)
		check_report(check, "identity-missing", 0,
			"the draft has no identity of its own yet: %s. An export derives it from "
			"the file's name. Run scepwiz check --fix to keep it if the file is "
			"renamed",
			list.buf);
}

/* Reported until the change is saved: the file had another value. */
static void
identity_changed(struct check *check)
{
	if (!(check->field->flags & FIELD_MADE) || !*check->text)
		return;
	lint_env(check); /* what was saved, and where, is not part of an answer */
	if (draft_changed(check->draft, check->field) &&
		draft_place(check->draft, check->field).line > 1)
		check_report(check, "identity-changed", 0,
			"%s was changed. Devices that have the profile will install a second one "
			"and enrol again",
			check->field->label);
}

/* The earlier field of the same type that holds the same value, or NULL. */
static const struct field *
field_with_same(const struct check *check)
{
	const struct form *form = draft_form(check->draft);

	for (size_t i = 0; i < check->field->index && *check->text; i++) {
		const struct field *other = form->fields[i];

		if (other->type != check->field->type)
			continue;
		lint_look(check, other);
		if (draft_applies(check->draft, other, NULL) &&
			!strcasecmp(draft_text(check->draft, other), check->text))
			return other;
	}
	return NULL;
}

static void
identifier_duplicate(struct check *check)
{
	const struct field *other =
		check->field->type == &identifier_type ? field_with_same(check) : NULL;

	if (other)
		check_report(check, "identifier-duplicate", 0,
			"\"%.*s\" is also the identifier of %s. Each identifier must be unique",
			EXCERPT(check->text), other->label);
}

static void
uuid_duplicate(struct check *check)
{
	const struct field *other = field_with_same(check);
	STRBUF(fix);

	if (!other)
		return;
	lint_env(check); /* no other draft is offered the same one */
	uuid_type.make(check->field, "", NULL, &fix);
	check_add_fix(check,
		check_report(check, "uuid-form", 0,
			"%s is the same as %s. Enter a different one, because devices tell "
			"payloads apart by it",
			check->field->label, other->label),
		fix.buf);
}

/* What identifier_make gives a draft whose admin left it alone. Until the server is known, nobody can use the draft. */
static void
identifier_example(struct check *check)
{
	const char *start = identifier_example_start(check->text);
	STRBUF(fix);

	if (!start || (check->draft && lint_is_empty(check, ROLE_SCEP_URL) &&
			      lint_is_empty(check, ROLE_ACME_DIRECTORY)))
		return;
	if (check->draft && !draft_identifier_of_host(check->draft, &fix))
		strbuf_clear(&fix);
	check_add_fix(check,
		check_report(check, "identifier-example", 0,
			"replace %s with your own domain, reversed (such as net.acme). A profile "
			"replaces any other with the same identifier",
			start),
		fix.len ? fix.buf : NULL);
}

/*
 * Beside other drafts.
 */

static int
texts_compare(const struct neighbour_texts *all, size_t i, const char *text, const char *file)
{
	int order = strcmp(all->texts.v[i], text);

	return order ? order : strcmp(all->files.v[i], file);
}

/* The first of the sorted texts that is not below text, in a file not below file: a folder may hold ten
 * thousand. */
static size_t
texts_from(const struct neighbour_texts *all, const char *text, const char *file)
{
	size_t low = 0, high = all->texts.n;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (texts_compare(all, middle, text, file) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The drafts of the folder; NULL: unknown. */
static const struct neighbour_drafts *
lint_neighbours(const struct check *check)
{
	const struct lint_env *env = lint_env(check);

	return env->neighbours ? env->neighbours(env->data) : NULL;
}

/* The next other draft of the folder that has the text, from *at on; NULL: none. */
static const char *
texts_next(
	const struct check *check, const struct neighbour_texts *all, const char *text, size_t *at)
{
	const char *own = lint_env(check)->own_file;

	for (; *at < all->texts.n && !strcmp(all->texts.v[*at], text); ++*at)
		if (!own || strcmp(all->files.v[*at], own) != 0)
			return all->files.v[(*at)++];
	return NULL;
}

/* Whether a draft of the folder has one of the identifiers and UUIDs of the first so many fields, too. */
static bool
identity_is_in(const struct check *check, const char *file, size_t fields)
{
	const struct form *form = draft_form(check->draft);
	const struct neighbour_texts *all = &lint_neighbours(check)->identities;
	bool found = false;

	for (size_t i = 0; i < fields && !found; i++) {
		const struct field *field = form->fields[i];
		char *text;
		size_t at;

		if (!(field->flags & FIELD_MADE) || !draft_applies(check->draft, field, NULL))
			continue;
		lint_look(check, field);
		text = text_lower(draft_text(check->draft, field));
		at = texts_from(all, text, file);
		found = *text && at < all->texts.n && !texts_compare(all, at, text, file);
		free(text);
	}
	return found;
}

/* Told of one other draft, at the first thing that both have. */
static void
identity_shared(struct check *check)
{
	const struct neighbour_drafts *near;
	const struct lint_env *env;
	const char *file;
	char *text;
	size_t at, seen = 0;

	if (!(check->field->flags & FIELD_MADE) || !*check->text ||
		!(near = lint_neighbours(check)))
		return;
	env = lint_env(check);
	text = text_lower(check->text);
	at = texts_from(&near->identities, text, "");
	while (seen++ < OTHERS_COMPARED &&
		(file = texts_next(check, &near->identities, text, &at))) {
		if (identity_is_in(check, file, check->field->index) ||
			(env->same_policy && env->same_policy(env->data, file)))
			continue;
		check_report(check, "identity-shared", 0, IDENTITY_SHARED, check->field->label,
			file, file);
		break;
	}
	free(text);
}

/* A name left empty takes the default. A draft with the same identity is told of by identity-shared, or is
 * a copy. */
static void
policy_name_taken(struct check *check)
{
	const struct neighbour_drafts *near = lint_neighbours(check);
	const char *name = *check->text ? check->text : check->field->default_text, *file;
	size_t at, seen = 0;

	if (!near)
		return;
	if (near->compared < near->n)
		check_report_as(check, SEVERITY_INFO, "policy-name", 0,
			"the folder has %zu drafts, and only %zu of them were compared with this "
			"one. Keep fewer drafts in one folder, and one folder for each server",
			near->n, near->compared);
	at = texts_from(&near->names, name, "");
	while (seen++ < OTHERS_COMPARED && (file = texts_next(check, &near->names, name, &at))) {
		if (identity_is_in(check, file, draft_form(check->draft)->nfields))
			continue;
		check_report(check, "policy-name", 0,
			"%s also has the policy name \"%.*s\". The MDM accepts a name only once. "
			"Rename one of the two",
			file, EXCERPT(name));
		break;
	}
}

/* A secret is told by where it comes from; nothing can be put in its place. */
static void
field_locked(struct check *check)
{
	const struct field *field = check->field;
	const struct draft *draft = check->draft;
	bool elsewhere = field->default_source != ANSWER_HERE;
	const char *wanted = elsewhere ? "" : field->default_text;
	const char *source = field->default_source_name ? field->default_source_name : "";

	if (!(field->flags & FIELD_LOCKED) ||
		(draft_source(draft, field) == field->default_source &&
			!strcmp(draft_text(draft, field), wanted) &&
			!strcmp(draft_source_name(draft, field), source)))
		return;
	if (elsewhere)
		check_report(check, "field-locked", 0,
			"%s is locked by the form %s, which sets its source. Remove the key %s "
			"from the draft",
			field->label, draft_form(draft)->name, field->key);
	else
		check_add_fix(check,
			check_report(check, "field-locked", 0,
				"%s is locked by the form %s to \"%.*s\". Use that value, or ask "
				"for a change of the form",
				field->label, draft_form(draft)->name, EXCERPT(wanted)),
			wanted);
}

static void
payload_scope(struct check *check)
{
	if (*check->text && lint_is_ios(check))
		check_report(check, "payload-scope", 0,
			"%s is only for macOS. It is not written to the profile",
			check->field->label);
}

static void
policy_name_long(struct check *check)
{
	size_t count = text_count(check->text);

	if (count > POLICY_NAME_MAX)
		check_report(check, "policy-name-long", 0,
			"the policy name has %zu characters. Shorten it to %d, or it will be cut "
			"on screens",
			count, POLICY_NAME_MAX);
}

static void
assignment_missing(struct check *check)
{
	if (text_is_blank(check->text) && text_is_blank(lint_text(check, ROLE_DEVICES)))
		check_report(check, "assignment-missing", 0,
			"no device group or device yet. The policy has no effect until you assign "
			"one");
}

static const struct rule identity_rows[] = {
	{ .id = "identity-missing",
		.severity = SEVERITY_WARNING,
		.gist = "The draft has no identifier or UUID of its own",
		.why = "under another file name, devices would install a second profile",
		.advice = "run scepwiz check --fix, and save the draft that it writes",
		.source = "Apple: PayloadIdentifier, PayloadUUID",
		.flags = RULE_OF_FILE,
		.lint = identity_missing },
	{ .id = "identity-shared",
		.severity = SEVERITY_WARNING,
		.gist = "Another policy has the same identifier or UUID",
		.why = "devices keep only one of the two policies",
		.advice = "make a new policy from it: scepwiz new NAME --from DRAFT",
		.source = "Apple: PayloadIdentifier, PayloadUUID",
		.lint = identity_shared },
	{ .id = "identity-changed",
		.severity = SEVERITY_WARNING,
		.gist = "An identifier or UUID was changed",
		.why = "devices install a second profile and enrol again",
		.advice = "restore the old one unless you want that",
		.source = "Apple: PayloadIdentifier, PayloadUUID",
		.lint = identity_changed },
	{ .id = "field-locked",
		.severity = SEVERITY_ERROR,
		.gist = "The draft has another value than the form requires",
		.why = "the form sets this value for all drafts",
		.advice = "use the form's value, or ask the form's author",
		.source = "scepwiz-form(5): lock",
		.flags = RULE_CERTAIN,
		.lint = field_locked },
	{ .id = "identifier-form",
		.severity = SEVERITY_ERROR,
		.types = { &identifier_type },
		.gist = "An identifier is missing, or not reverse DNS (letters, digits, dots, dashes)",
		.why = "devices identify the profile by it",
		.advice = "begin with your own domain, reversed, such as net.acme.scep.office",
		.source = "Apple: PayloadIdentifier" },
	{ .id = "identifier-example",
		.severity = SEVERITY_INFO,
		.types = { &identifier_type },
		.gist = "The identifier still begins with com.example",
		.why = "a profile replaces any other with the same identifier",
		.advice = "use your own domain, reversed, before the first roll-out",
		.source = "Apple: PayloadIdentifier; RFC 2606",
		.flags = RULE_ALONE,
		.lint = identifier_example },
	{ .id = "identifier-duplicate",
		.severity = SEVERITY_ERROR,
		.gist = "Two identifiers are the same",
		.why = "devices keep only one of the two",
		.advice = "use the profile's identifier and a suffix for each payload",
		.source = "Apple: PayloadIdentifier",
		.lint = identifier_duplicate },
	{ .id = "uuid-form",
		.severity = SEVERITY_ERROR,
		.types = { &uuid_type },
		.gist = "A UUID is missing, used twice, or malformed (a warning)",
		.why = "devices tell payloads apart by it",
		.advice = "restore the one that devices have, or make a new one",
		.source = "Apple: PayloadUUID",
		.lint = uuid_duplicate },
	{ .id = "payload-scope",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_SCOPE),
		.gist = "The scope applies only to macOS, and to the whole profile",
		.why = "iOS ignores it, and every device ignores it inside a payload",
		.advice = "remove it, or move it to the top of the profile",
		.source = "Apple: PayloadScope",
		.flags = RULE_DORMANT,
		.lint = payload_scope },
	{ .id = "policy-name",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_POLICY_NAME),
		.gist = "Another draft has the same policy name",
		.why = "the MDM refuses a second policy of that name",
		.advice = "rename one of the two drafts",
		.detail =
			"In a folder with more than 10,000 drafts, not all are compared, and a note says so",
		.source = "JumpCloud: Policy names must be unique",
		.lint = policy_name_taken },
	{ .id = "policy-name-long",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_POLICY_NAME),
		.gist = "The policy name is longer than 256 characters",
		.why = "it is cut on screens",
		.advice = "shorten it, and use the notes for more text",
		.source = "seen in practice",
		.flags = RULE_ALONE,
		.lint = policy_name_long },
	{ .id = "assignment-missing",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_GROUPS),
		.gist = "No device group or device",
		.why = "the policy has no effect until you assign one",
		.advice = "enter one for the person who creates the policy",
		.source = "JumpCloud: Device Groups, Devices",
		.lint = assignment_missing },
};
const struct rule_table identity_rules = { identity_rows, ARRAY_SIZE(identity_rows), "Identity" };
