/* Rules about what tells one policy from another: its name, its identifier, its UUIDs. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "model/field_type_rows.h"
#include "model/rules_lints.h"

/*
 * In the draft itself.
 */

/* Told once, at the first of them. Without a file's name nothing can be made. */
void
identity_missing(struct check *check)
{
	const struct form *form = draft_form(check->draft);
	struct strvec labels = STRVEC_INIT;
	struct strbuf list = STRBUF_INIT;
	const struct field *first = NULL, *identifier = form_identifier(form);

	if (identifier && draft_unread(check->draft, identifier))
		return; /* nothing is made before that can be read */
	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];

		if (!(field->flags & FIELD_MADE))
			continue;
		lint_look(check, field);
		if (!draft_is_empty(check->draft, field) ||
			!draft_applies(check->draft, field, NULL))
			continue;
		strvec_push(&labels, field->label);
		first = first ? first : field;
	}
	strvec_join(&labels, ", ", &list);
	if (first == check->field)
		check_report(check, "identity-missing", 0,
			"the draft has no identity of its own yet: %s. An export makes it from the "
			"file's name. scepwiz check --fix writes it into the draft, so that another "
			"file name does not change it",
			list.buf);
	strvec_release(&labels);
	strbuf_release(&list);
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

void
identifier_duplicate(struct check *check)
{
	const struct field *other =
		check->field->type->check == identifier_check ? field_with_same(check) : NULL;

	if (other)
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
	uuid_make_text(check->field, "", NULL, &mend);
	check_add_fix(check,
		check_report(check, "uuid-form", 0,
			"%s is the same as %s, and devices tell them apart by it; give it one of its own",
			check->field->label, other->label),
		mend.buf);
	strbuf_release(&mend);
}

/* RFC 2606. What identifier_make gives a draft whose admin left it alone. */
void
identifier_example(struct check *check)
{
	static const char *const starts[] = { "com.example", "net.example", "org.example" };

	for (size_t i = 0; i < ARRAY_SIZE(starts); i++) {
		size_t len = strlen(starts[i]);

		if (strncasecmp(check->text, starts[i], len) != 0 ||
			(check->text[len] && check->text[len] != '.'))
			continue;
		check_report(check, "identifier-example", 0,
			"\"%.*s\" begins with a domain that is nobody's; put your own there, turned "
			"round, for a profile replaces any other that has the same identifier",
			EXCERPT(check->text));
		return;
	}
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

/* The next other draft of the folder that has the text, from *at on; NULL: none. */
static const char *
texts_next(
	const struct check *check, const struct neighbour_texts *all, const char *text, size_t *at)
{
	const char *own = check->env->own_file;

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
	const struct neighbour_texts *all = check->env->identities;
	bool found = false;

	for (size_t i = 0; all && i < fields && !found; i++) {
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
void
identity_shared(struct check *check)
{
	const struct lint_env *env = check->env;
	const char *file;
	char *text;
	size_t at, seen = 0;

	if (!(check->field->flags & FIELD_MADE) || !*check->text || !env || !env->identities)
		return;
	text = text_lower(check->text);
	at = texts_from(env->identities, text, "");
	while (seen++ < OTHERS_COMPARED && (file = texts_next(check, env->identities, text, &at))) {
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
void
policy_name_taken(struct check *check)
{
	const struct lint_env *env = check->env;
	const char *name = *check->text ? check->text : check->field->default_text, *file;
	size_t at, seen = 0;

	if (!env || !env->names)
		return;
	at = texts_from(env->names, name, "");
	while (seen++ < OTHERS_COMPARED && (file = texts_next(check, env->names, name, &at))) {
		if (identity_is_in(check, file, draft_form(check->draft)->nfields))
			continue;
		check_report(check, "policy-name", 0,
			"%s has the policy name \"%.*s\" too. The server accepts a name once. "
			"Rename one of the two",
			file, EXCERPT(name));
		break;
	}
}
