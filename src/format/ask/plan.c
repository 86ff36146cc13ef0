#include "format/ask/plan.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/xalloc.h"

#include "syntax/url.h"
#include "syntax/variable.h"
#include "syntax/x500.h"

#include "model/field_type_rows.h"

/* Apple, com.apple.security.scep, Keysize. */
#define BITS_DEFAULT 1024

/*
 * The server.
 */

/* What devices get for the field; NULL if it does not apply, is empty or, with a sentence, cannot be written. */
static struct node *
plan_value(const struct draft *draft, enum role role, const char *folder, struct strbuf *err)
{
	const struct field *field = form_role(draft_form(draft), role);
	struct node *value = NULL;

	if (!field || !draft_applies(draft, field, NULL) || !*draft_value(draft, field))
		return NULL;
	if (field_encode(field, draft_value(draft, field), folder, &value, err) < 0)
		return NULL;
	return value;
}

static void
plan_bytes(const struct draft *draft, enum role role, const char *folder, struct strbuf *out,
	struct strvec *told)
{
	STRBUF(err);
	NODE(value) = plan_value(draft, role, folder, &err);

	if (node_is(value, NODE_DATA))
		strbuf_add(out, value->text.buf, value->text.len);
	if (err.len)
		strvec_push(told, err.buf);
}

/* NULL if there is none. The caller frees. */
static char *
plan_text(const struct draft *draft, const struct field *field)
{
	if (!field || !draft_applies(draft, field, NULL) || !*draft_value(draft, field))
		return NULL;
	return xstrdup(draft_value(draft, field));
}

/* A query is allowed, because a device replaces it by the operation. A variable is not: nobody knows its value here. */
static int
plan_check_url(const char *text, struct strbuf *err)
{
	URL(url);
	FINDING(slip);

	if (url_parse(text, &url, &slip) < 0)
		return error_add(err, "%s", slip.sentence);
	if (variable_is_used(text))
		return error_add(err, "%s has a variable, so nobody can be asked", text);
	return 0;
}

int
plan_of_url(struct scep_plan *plan, const char *url, struct strbuf *err)
{
	if (plan_check_url(url, err) < 0)
		return -1;
	plan->url = xstrdup(url);
	plan->now = time(NULL);
	return 0;
}

int
plan_of_draft(struct scep_plan *plan, const struct draft *draft, const char *folder,
	struct strvec *told, struct strbuf *err)
{
	const struct form *form = draft_form(draft);
	const struct field *url = form_role(form, ROLE_SCEP_URL);
	OWN_TEXT(text) = plan_text(draft, url);
	STRBUF(why);

	if (!url)
		return error_add(err, "the form %s is not for a SCEP server", form->name);
	if (!text)
		return error_add(
			err, "%s is empty. Enter the address of the SCEP server", url->label);
	if (plan_of_url(plan, text, &why) < 0)
		return error_add(err, "%s: %s", url->label, why.buf);
	plan->name = plan_text(draft, form_role(form, ROLE_CA_NAME));
	plan_bytes(draft, ROLE_FINGERPRINT, folder, &plan->fingerprint, told);
	plan_bytes(draft, ROLE_ROOT_CERTIFICATE, folder, &plan->root, told);
	return 0;
}

bool
plan_is_open(const struct scep_plan *plan)
{
	URL(url);
	FINDING(slip);

	return !plan->fingerprint.len && !plan->trusted.len &&
	       (url_parse(plan->url, &url, &slip) < 0 || strcmp(url.scheme.buf, "https") != 0);
}

/*
 * The trial.
 */

/* 0 if there is none. */
static unsigned
plan_number(const struct draft *draft, enum role role)
{
	STRBUF(ignored);
	NODE(value) = plan_value(draft, role, NULL, &ignored);

	if (!node_is(value, NODE_INTEGER) || value->number < 0)
		return 0;
	return value->number < INT_MAX ? (unsigned)value->number : INT_MAX;
}

/* Pair by pair, because a value may have a slash. */
static int
plan_subject(const char *text, struct stand_ins *stand_ins, struct strbuf *out, struct strbuf *err)
{
	X500_NAME(name);
	X500_NAME(filled);
	FINDING(slip);

	if (x500_parse(text, &name, &slip) < 0)
		return error_add(err, "%s", slip.sentence);
	for (size_t i = 0; i < name.n; i++)
		for (size_t j = 0; j < name.rdns[i].n; j++) {
			const struct x500_pair *pair = &name.rdns[i].pairs[j];
			STRBUF(value);

			stand_ins_put(stand_ins, pair->value, &value);
			x500_add(&filled, pair->type, value.buf, j == 0);
		}
	x500_format(&filled, out);
	return 0;
}

static void
plan_items(const char *text, struct stand_ins *stand_ins, struct strvec *list)
{
	STRVEC(items);

	strvec_split(&items, text, '\n');
	for (size_t i = 0; i < items.n; i++) {
		STRBUF(value);

		stand_ins_put(stand_ins, items.v[i], &value);
		if (value.len)
			strvec_push(list, value.buf);
	}
}

/* The alternative names, by their types. */
static void
plan_name(struct scep_wish *wish, const struct field *field, const char *text,
	struct stand_ins *stand_ins)
{
	if (field->type == &dns_name_type)
		plan_items(text, stand_ins, &wish->dns);
	else if (field->type == &email_type)
		plan_items(text, stand_ins, &wish->email);
	else if (field->type == &uri_type)
		plan_items(text, stand_ins, &wish->uri);
	else if (field->type == &principal_type) {
		STRBUF(value);

		stand_ins_put(stand_ins, text, &value);
		free(wish->principal);
		wish->principal = xstrdup(value.buf);
	}
}

/* Other numbers come from forms other than the built-in ones. */
static int
plan_key(struct scep_wish *wish, const struct draft *draft, struct strbuf *err)
{
	const struct form *form = draft_form(draft);

	wish->usage = plan_number(draft, ROLE_KEY_USAGE);
	wish->bits = plan_number(draft, ROLE_KEY_SIZE);
	if (!wish->bits)
		wish->bits = BITS_DEFAULT;
	if (!scep_bits_serve(wish->bits))
		return error_add(err,
			"%s: a trial can have a key of 1024, 2048 or 4096 bits, not %u",
			form_role(form, ROLE_KEY_SIZE)->label, wish->bits);
	if (!scep_usage_serves(wish->usage))
		return error_add(err,
			"%s: a trial can ask for signing (1) and encryption (4), not %u",
			form_role(form, ROLE_KEY_USAGE)->label, wish->usage);
	return 0;
}

int
plan_trial(struct scep_plan *plan, const struct draft *draft, struct stand_ins *stand_ins,
	bool *varies, struct strbuf *err)
{
	const struct form *form = draft_form(draft);
	struct scep_wish *wish = &plan->wish;
	STRBUF(subject);

	*varies = false;
	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];
		OWN_TEXT(text) = field->target.payload ? plan_text(draft, field) : NULL;

		if (!text)
			continue;
		plan_name(wish, field, text, stand_ins);
		if (field->type != &subject_type)
			continue;
		*varies |= variable_is_there(text);
		if (plan_subject(text, stand_ins, &subject, err) < 0)
			return -1;
	}
	wish->subject = xstrdup(subject.buf);
	if (plan_key(wish, draft, err) < 0)
		return -1;
	wish->retries = plan_number(draft, ROLE_RETRIES);
	wish->delay = plan_number(draft, ROLE_RETRY_DELAY);
	plan->asks_trial = true;
	return 0;
}
