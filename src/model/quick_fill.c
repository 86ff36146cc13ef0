/* What becomes of the answers of the quick start. */
#include <string.h>
#include <strings.h>

#include "base/xalloc.h"

#include "syntax/domain.h"

#include "model/field_type_rows.h"
#include "model/ios.h"
#include "model/quick.h"

/* Before the name of a single device among the groups. */
#define SINGLE "device:"
#define KEY_BITS 2048
#define USAGE_SIGNING 1

/* An answer that the form leaves open, and presets none of. */
static bool
is_open(const struct draft *draft, const struct field *field)
{
	return field && !(field->flags & (FIELD_FIXED | FIELD_PRESET)) &&
	       draft_applies(draft, field, NULL);
}

/* The choice that the profile gets this number for. */
static void
fill_number(struct draft *draft, enum role role, long number)
{
	const struct field *field = form_role(draft_form(draft), role);

	for (size_t i = 0; is_open(draft, field) && i < field->nchoices; i++)
		if (field->choices[i].has_number && field->choices[i].number == number)
			draft_set(draft, field, field->choices[i].value);
}

static void
fill_same(const struct draft *answers, enum quick_question question, struct draft *draft)
{
	const struct field *from = quick_field(draft_form(answers), question);
	const struct field *to = quick_target(draft_form(draft), question);

	if (from && to && draft_is_answered(answers, from))
		draft_take_answer(draft, to, answers, from);
}

/* What it is switched on by. */
static void
fill_switches(struct draft *draft, const struct field *field)
{
	for (; field->when; field = field->when)
		if (!(field->when->flags & FIELD_FIXED))
			draft_set(draft, field->when, field->when_is ? field->when_is : "true");
}

static void
fill_ca(const struct draft *answers, struct draft *draft)
{
	const struct form *form = draft_form(draft);
	const struct field *fingerprint = form_role(form, ROLE_FINGERPRINT);
	const struct field *root = form_role(form, ROLE_ROOT_CERTIFICATE);
	const char *text = quick_answer(answers, QUICK_CA);
	STRBUF(kept);
	STRBUF(ignored);

	if (!*text || !fingerprint)
		return;
	if (root && !(root->flags & FIELD_FIXED) && !quick_ca_is_fingerprint(text)) {
		draft_set(draft, root, text);
		fill_switches(draft, root);
	}
	if (quick_ca_is_fingerprint(text))
		draft_set(draft, fingerprint, text);
	else if (fingerprint->type->from_file &&
		 fingerprint->type->from_file(fingerprint, text, NULL, &kept, &ignored) == 0)
		draft_set(draft, fingerprint, kept.buf);
}

/* "Office" for one platform, "Office (iOS)" for one of two. */
static void
fill_name(const struct draft *answers, const struct choice *platform, bool beside,
	struct draft *draft)
{
	const struct field *field = form_role(draft_form(draft), ROLE_POLICY_NAME);
	const char *name = quick_answer(answers, QUICK_NAME);
	STRBUF(text);

	if (!field || field->flags & FIELD_FIXED || !*name)
		return;
	strbuf_addstr(&text, name);
	if (beside)
		strbuf_addf(&text, " (%s)", platform->label);
	draft_set(draft, field, text.buf);
}

static void
fill_item(struct draft *draft, enum role role, const char *item)
{
	const struct field *field = form_role(draft_form(draft), role);
	STRBUF(items);

	if (!field || field->flags & FIELD_FIXED)
		return;
	strbuf_addstr(&items, draft_is_answered(draft, field) ? draft_text(draft, field) : "");
	strbuf_addf(&items, "%s%s", items.len ? "\n" : "", item);
	draft_set(draft, field, items.buf);
}

static void
fill_groups(const struct draft *answers, struct draft *draft)
{
	STRVEC(items);

	strvec_split(&items, quick_answer(answers, QUICK_GROUPS), ',');
	for (size_t i = 0; i < items.n; i++) {
		STRBUF(item);
		bool single;

		strbuf_addstr(&item, items.v[i]);
		strbuf_trim(&item);
		single = !strncasecmp(item.buf, SINGLE, strlen(SINGLE));
		if (single)
			strbuf_splice(&item, 0, strlen(SINGLE), "", 0);
		strbuf_trim(&item);
		if (item.len)
			fill_item(draft, single ? ROLE_DEVICES : ROLE_GROUPS, item.buf);
	}
}

/* The made one begins as the form's example does, with a domain of two labels. */
static void
fill_identifier(const struct draft *answers, struct draft *draft)
{
	const struct field *field = form_identifier(draft_form(draft));
	const char *domain = quick_answer(answers, QUICK_DOMAIN), *rest;
	OWN_TEXT(made) = field ? xstrdup(draft_text(draft, field)) : NULL;
	STRBUF(identifier);
	STRBUF(ignored); /* the question has said it */

	if (!made || domain_reverse(domain, &identifier, &ignored) < 0)
		return;
	rest = strchr(made, '.');
	rest = rest ? strchr(rest + 1, '.') : NULL;
	strbuf_addstr(&identifier, rest ? rest : "");
	draft_set(draft, field, identifier.buf);
}

static void
fill_subject(struct draft *draft)
{
	const struct form *form = draft_form(draft);
	const struct mdm *mdm = NULL;

	ios_way_at(draft, 0, &mdm);
	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];
		STRBUF(subject);

		if (field->type != &subject_type || !is_open(draft, field) ||
			!draft_is_empty(draft, field))
			continue;
		if (ios_is_chosen(draft))
			ios_text(draft, field, "", mdm, &subject);
		else
			strbuf_addstr(&subject, "/CN=%SerialNumber%");
		draft_set(draft, field, subject.buf);
	}
	/* of a form that presets one for macOS */
	if (ios_is_chosen(draft))
		ios_settle(draft, mdm);
}

void
quick_fill(const struct draft *answers, const struct choice *platform, bool beside,
	struct draft *draft)
{
	const struct field *field = draft_form(draft)->platform;

	if (field && platform && !(field->flags & FIELD_FIXED))
		draft_set(draft, field, platform->value);
	fill_same(answers, QUICK_URL, draft);
	fill_same(answers, QUICK_CHALLENGE, draft);
	fill_name(answers, platform, beside, draft);
	fill_ca(answers, draft);
	fill_groups(answers, draft);
	fill_same(answers, QUICK_MDM, draft);
	fill_identifier(answers, draft);
	fill_number(draft, ROLE_KEY_SIZE, KEY_BITS);
	fill_number(draft, ROLE_KEY_USAGE, USAGE_SIGNING);
	fill_subject(draft);
}
