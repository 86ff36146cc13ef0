/* Rules about the draft as a whole: what is missing, its name, its identity, whom it is for. */
#include <string.h>
#include <strings.h>

#include "base/text.h"

#include "model/field_type_rows.h"
#include "model/rules_lints.h"

#define POLICY_NAME_MAX 256

/* What is made with the draft is made at the latest by the export, so it is never missing. */
void
value_missing(struct check *check)
{
	const struct field *field = check->field;
	struct strbuf advice = STRBUF_INIT;

	if (!(field->flags & FIELD_REQUIRED) || field->flags & FIELD_MADE ||
		!draft_is_empty(check->draft, field))
		return;
	strbuf_addf(&advice, "give it a value such as %s",
		field->example ? field->example : "that of its hint");
	if (field->when)
		strbuf_addf(&advice, ", or set %s to no", field->when->label);
	check_report(check, "value-missing", 0, "%s is required: %s; %s", field->label,
		rule_for("value-missing", field->key)->why, advice.buf);
	strbuf_release(&advice);
}

/* A name left empty takes the default. The draft's own file is one of those in its folder. */
void
policy_name_taken(struct check *check)
{
	const struct lint_env *env = check->env;
	const struct strvec *names = env ? env->other_names : NULL;
	const struct strvec *files = env ? env->other_files : NULL;
	const char *name = *check->text ? check->text : check->field->default_text;

	for (size_t i = 0; names && i < names->n; i++) {
		const char *file = files && i < files->n ? files->v[i] : NULL;

		if (strcmp(names->v[i], name) != 0 ||
			(file && env->own_file && !strcmp(file, env->own_file)))
			continue;
		check_report(check, "policy-name", 0,
			"the policy name \"%.*s\" is taken: %s has it too; policy names must be unique",
			EXCERPT(name), file ? file : "another draft");
		return;
	}
}

void
policy_name_long(struct check *check)
{
	size_t count = text_count(check->text);

	if (count > POLICY_NAME_MAX)
		check_report(check, "policy-name-long", 0,
			"the policy name has %zu characters; keep it to %d, or it will be cut where "
			"it is shown",
			count, POLICY_NAME_MAX);
}

void
assignment_missing(struct check *check)
{
	if (text_is_blank(check->text) && text_is_blank(lint_text(check, "devices")))
		check_report(check, "assignment-missing", 0,
			"neither a device group nor a device is given; the policy takes effect only "
			"once one is");
}

/* Seen as long as the change is not saved: the value stood in the file and is another now. */
void
identity_changed(struct check *check)
{
	if (!(check->field->flags & FIELD_MADE) || !*check->text ||
		!draft_changed(check->draft, check->field) ||
		draft_place(check->draft, check->field).line <= 1)
		return;
	check_report(check, "identity-changed", 0,
		"%s was changed: devices that have the profile will install a second one beside it "
		"and enrol again",
		check->field->label);
}

/* A secret is told by where it comes from; nothing can be put in its place. */
void
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
			"%s is locked by the form %s, which says where it comes from; remove the key "
			"%s from the draft",
			field->label, draft_form(draft)->name, field->key);
	else
		check_report_mend(check, "field-locked", 0, wanted,
			"%s is locked by the form %s to \"%.*s\"; take that, or have the form changed",
			field->label, draft_form(draft)->name, EXCERPT(wanted));
}

/* The earlier field of the same type that holds the same value, or NULL. */
static const struct field *
field_with_same(const struct check *check)
{
	const struct form *form = draft_form(check->draft);

	for (size_t i = 0; i < check->field->index && *check->text; i++) {
		const struct field *other = form->fields[i];

		if (other->type == check->field->type && draft_applies(check->draft, other, NULL) &&
			!strcasecmp(draft_text(check->draft, other), check->text))
			return other;
	}
	return NULL;
}

void
identifier_duplicate(struct check *check)
{
	const struct field *other = field_with_same(check);

	if (other && check->field->type->check == identifier_check)
		check_report(check, "identifier-duplicate", 0,
			"\"%.*s\" is the identifier of %s already; each must be unique",
			EXCERPT(check->text), other->label);
}

void
uuid_duplicate(struct check *check)
{
	const struct field *other = field_with_same(check);
	struct strbuf mend = STRBUF_INIT;

	if (!other)
		return;
	uuid_make_text(check->field, "", &mend);
	check_report_mend(check, "uuid-form", 0, mend.buf,
		"%s is the same as %s, and devices tell them apart by it; give it one of its own",
		check->field->label, other->label);
	strbuf_release(&mend);
}

void
payload_scope(struct check *check)
{
	if (*check->text && lint_is_ios(check))
		check_report(check, "payload-scope", 0,
			"%s is for macOS only; it is not written to the profile",
			check->field->label);
}

/* "%s" as a format, not the start of %serial% */
static bool
placeholder_is_format(const char *text)
{
	const char *at = strstr(text, "%s");

	return at && !strchr(at + 2, '%') &&
	       !((at[2] >= 'a' && at[2] <= 'z') || (at[2] >= 'A' && at[2] <= 'Z'));
}

static bool
placeholder_is_in(const char *text)
{
	static const char *const words[] = { "[replace", "replace_with", "replace_me", "yourdomain",
		"changeme", "change_me", NULL };

	for (size_t i = 0; words[i]; i++)
		if (text_contains(text, words[i]))
			return true;
	return !strcmp(text, "...") || !strcmp(text, "\xe2\x80\xa6") || placeholder_is_format(text);
}

/* Secrets have a rule of their own, challenge-placeholder; notes and lists may say anything. */
void
placeholder(struct check *check)
{
	if (placeholder_is_in(check->text) && check->field->type->widget == WIDGET_LINE &&
		!(check->field->type->flags & FT_SECRET))
		check_report(check, "placeholder", 0,
			"\"%.*s\" looks like a placeholder that was never filled in",
			EXCERPT(check->text));
}
