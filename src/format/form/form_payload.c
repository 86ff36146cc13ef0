/* Reads the payloads of a form file, with their constants. A key of payloads is added to the table here, to struct
 * payload in model/form.h and to scepwiz-form(5). */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/base64.h"

#include "format/form/form_keys.h"

static struct node *constant_read(struct form_reader *r, const struct node *value);

/* Looked for before it is set, or the payload would be found itself. */
static int
payload_set_key(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	if (value->kind == NODE_TEXT && form_payload(r->form, value->text.buf))
		return form_fail(
			r, value, "there are two payloads with the key \"%s\"", value->text.buf);
	return form_set_word(r, key, base, value);
}

/* Two payloads of one profile never have the same PayloadIdentifier. */
static int
payload_set_suffix(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	for (size_t i = 0; value->kind == NODE_TEXT && i < r->form->npayloads; i++) {
		const char *taken = r->form->payloads[i]->suffix;

		if (taken && !strcmp(taken, value->text.buf))
			return form_fail(
				r, value, "there are two payloads with the suffix \"%s\"", taken);
	}
	return form_set_text(r, key, base, value);
}

/* Payloads are read before fields: form_read_payload_fields looks at these keys. */
static int
payload_set_later(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	(void)base;
	if (value->kind == NODE_MAP && !strcmp(key->name, "when"))
		return 0;
	return form_check_kind(r, value, NODE_TEXT);
}

/* The kinds that YAML distinguishes. What its readers interpret differently cannot be a constant: yes is true for some
 * and a text for others. */
static struct node *
constant_plain(struct form_reader *r, const struct node *value)
{
	static const char *const doubtful[] = { "yes", "no", "on", "off", "null", "~" };
	const char *text = value->text.buf, *digits = text + (*text == '-');
	char *end;

	if (!strcmp(text, "true") || !strcmp(text, "false"))
		return node_boolean_new(*text == 't');
	for (size_t i = 0; i < ARRAY_SIZE(doubtful); i++)
		if (!strcmp(text, doubtful[i])) {
			form_fail(r, value,
				"%s can be read in more than one way. Write true or false, or put "
				"a text in double quotes",
				text);
			return NULL;
		}
	if (!*digits || digits[strspn(digits, "0123456789.")])
		return node_text_new(text);
	errno = 0;
	if (!strchr(digits, '.')) {
		long long number = strtoll(text, &end, 10);

		if (errno || (*digits == '0' && digits[1])) {
			form_fail(r, value,
				"%s is not a whole number. Put a text in double "
				"quotes",
				text);
			return NULL;
		}
		return node_integer_new(number);
	}
	if (*digits == '.' || strchr(strchr(digits, '.') + 1, '.') ||
		digits[strlen(digits) - 1] == '.')
		return node_text_new(text);
	return node_real_new(strtod(text, &end));
}

/* {data: BASE64} */
static struct node *
constant_data(struct form_reader *r, const struct node *text)
{
	STRBUF(bytes);
	size_t bad;

	if (form_check_kind(r, text, NODE_TEXT) < 0)
		return NULL;
	if (base64_decode(text->text.buf, text->text.len, &bytes, &bad) == 0)
		return node_data_new(bytes.buf, bytes.len);
	form_fail(r, text, "data is not Base64 from character %zu on", bad + 1);
	return NULL;
}

/* {payload: scep}; whether there is such a payload is known once all are read. */
static struct node *
constant_refer(struct form_reader *r, const struct node *value)
{
	const struct node *payload = node_get(value, "payload"), *key = node_get(value, "key");
	const char *of = node_text(key);

	if (form_check_kind(r, payload, NODE_TEXT) < 0)
		return NULL;
	if (value->n != (key ? 2u : 1u)) {
		form_fail(r, value,
			"write a reference as {payload: KEY} or {payload: KEY, key: "
			"PayloadIdentifier}");
		return NULL;
	}
	if (key && (!of || (strcmp(of, "PayloadUUID") && strcmp(of, "PayloadIdentifier")))) {
		form_fail(r, key, "a reference must be to PayloadUUID or PayloadIdentifier");
		return NULL;
	}
	return node_copy(value);
}

/* The items of a list, or the entries of a map. */
static struct node *
constant_below(struct form_reader *r, const struct node *value)
{
	bool list = value->kind == NODE_LIST;
	struct node *constant = list ? node_list_new() : node_map_new();

	for (size_t i = 0; i < value->n; i++) {
		struct node *below = constant_read(r, value->v[i]);

		if (!list)
			form_check_repeated(r, value->v[i]);
		if (below && list)
			node_append(constant, below);
		else if (below)
			node_add(constant, value->v[i]->key, below);
	}
	return constant;
}

/* The value as the profile has it, its references unchanged. NULL after a message: the form is then discarded, whatever
 * else is read. */
static struct node *
constant_read(struct form_reader *r, const struct node *value)
{
	struct node *constant = NULL;

	if (form_check_kind(r, value, value->kind) < 0)
		return NULL;
	if (value->kind == NODE_TEXT && text_is_blank(value->text.buf))
		form_fail(r, value, "a constant is empty. Remove the key or enter a value");
	else if (value->kind == NODE_TEXT)
		constant = value->source.style == NODE_PLAIN ? constant_plain(r, value)
							     : node_text_new(value->text.buf);
	else if (!value->n)
		form_fail(r, value, "a constant is empty. Remove the key or enter a value");
	else if (node_get(value, "payload"))
		constant = constant_refer(r, value);
	else if (value->n == 1 && node_get(value, "data"))
		constant = constant_data(r, node_get(value, "data"));
	else
		constant = constant_below(r, value);
	if (constant)
		constant->place = value->place;
	return constant;
}

/* What every payload has is made for it, and would be there twice. */
static int
constant_check_path(struct form_reader *r, struct place place, const char *path)
{
	static const char *const made[] = { "PayloadType", "PayloadVersion", "PayloadIdentifier",
		"PayloadUUID", "PayloadDisplayName" };

	for (size_t i = 0; i < ARRAY_SIZE(made); i++)
		if (!strcmp(path, made[i]))
			return form_fail_at(r, place,
				"%s is made for every payload, so it cannot be a "
				"constant",
				path);
	return form_check_path(r, "constants", place, path);
}

/* One array, filled as it is read: what is there at an error is freed with the form. */
static int
payload_set_constants(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	struct payload *payload = base;
	size_t before = r->found->n;

	(void)key;
	if (form_check_kind(r, value, NODE_MAP) < 0)
		return -1;
	payload->constants = xcalloc(value->n + 1, sizeof *payload->constants);
	for (size_t i = 0; i < value->n; i++) {
		struct constant *constant = &payload->constants[payload->nconstants++];

		form_check_repeated(r, value->v[i]);
		constant->path = xstrdup(value->v[i]->key);
		constant_check_path(r, value->v[i]->source.key_place, constant->path);
		constant->value = constant_read(r, value->v[i]);
	}
	return r->found->n > before ? -1 : 0;
}

static const struct form_key payload_keys[] = {
	{ .name = "key",
		.set = payload_set_key,
		.offset = offsetof(struct payload, key),
		.required = true },
	{ .name = "type",
		.set = form_set_text,
		.offset = offsetof(struct payload, type),
		.required = true },
	{ .name = "label",
		.set = form_set_text,
		.offset = offsetof(struct payload, label),
		.required = true },
	{ .name = "suffix",
		.set = payload_set_suffix,
		.offset = offsetof(struct payload, suffix),
		.required = true },
	{ .name = "when", .set = payload_set_later },
	{ .name = "each", .set = payload_set_later },
	{ .name = "constants", .set = payload_set_constants },
	{ .name = NULL },
};

/* Each is in the form before it is read, so that an error frees it too. */
int
form_set_payloads(
	struct form_reader *r, const struct form_key *key, void *base, const struct node *value)
{
	struct form *form = base;

	(void)key;
	r->payloads_broken = form_check_kind(r, value, NODE_LIST) < 0;
	if (r->payloads_broken)
		return -1;
	form->payloads = xreallocarray(
		form->payloads, form->npayloads + value->n + 1, sizeof(struct payload *));
	r->npayloads = value->n;
	for (size_t i = 0; i < value->n; i++) {
		struct payload *payload = xcalloc(1, sizeof *payload);

		payload->key = xstrdup("");
		payload->place = value->v[i]->place;
		form->payloads[form->npayloads++] = payload;
		if (form_read_map(r, value->v[i], "a payload", payload_keys, payload) < 0)
			r->payloads_broken = true;
	}
	return r->payloads_broken ? -1 : 0;
}

/* The list whose items the payload repeats for; each item needs its place in it. */
static int
payload_read_each(struct form_reader *r, const struct node *each, struct payload *payload)
{
	const struct field *field = form_field(r->form, each->text.buf);

	if (!field)
		return form_fail(r, each, "each names \"%s\", but the form has no such field",
			each->text.buf);
	if (!(field->flags & FIELD_LIST))
		return form_fail(r, each, "each names \"%s\", which is not a list", field->key);
	if (!field->target.payload || strcmp(field->target.payload, payload->key) != 0)
		return form_fail(r, each,
			"each names \"%s\", which has no place in this payload. Add profile: "
			"{payload: %s, path: PATH}",
			field->key, payload->key);
	payload->each = field;
	return 0;
}

/* What devices require of every payload, and no key of the form's payloads gives. */
static int
payload_check_uuid(struct form_reader *r, const struct payload *payload)
{
	const struct field *uuid = form_uuid(r->form, payload);

	if (payload->each && uuid)
		return form_fail_at(r, uuid->place,
			"%s goes to the PayloadUUID of the payload %s, which is repeated for each "
			"of %s. Remove it, because each payload gets its own UUID",
			uuid->key, payload->key, payload->each->key);
	if (payload->each && !form_uuid(r->form, NULL))
		return form_fail_at(r, payload->place,
			"the payload \"%s\" repeats, but the form has no field for the profile's "
			"PayloadUUID, from which those of its payloads are made",
			payload->key);
	if (payload->each || uuid)
		return 0;
	return form_fail_at(r, payload->place,
		"the payload \"%s\" has no PayloadUUID. Add a field of type uuid with make: once "
		"and profile: {payload: %s, path: PayloadUUID}",
		payload->key, payload->key);
}

static int
constant_check_references(struct form_reader *r, const struct node *value)
{
	const char *of, *key = constant_reference(value, &of);
	int result = 0;

	if (key)
		return form_payload(r->form, key)
			       ? 0
			       : form_fail(r, value, "the form has no payload \"%s\"", key);
	for (size_t i = 0; i < value->n; i++)
		result |= constant_check_references(r, value->v[i]);
	return result;
}

int
form_read_payload_fields(struct form_reader *r, const struct node *payloads)
{
	size_t before = r->found->n, first;

	if (r->payloads_broken)
		return 0;
	first = r->form->npayloads - r->npayloads;
	r->section = NULL;
	for (size_t i = 0; i < r->npayloads; i++) {
		struct payload *payload = r->form->payloads[first + i];
		const struct node *when = node_get(payloads->v[i], "when");
		const struct node *each = node_get(payloads->v[i], "each");

		if (when)
			form_read_when(
				r, when, &payload->when, &payload->when_is, r->form->nfields);
		for (size_t k = 0; k < payload->nconstants; k++)
			constant_check_references(r, payload->constants[k].value);
		if (r->fields_broken)
			continue;
		if (!each || payload_read_each(r, each, payload) == 0)
			payload_check_uuid(r, payload);
	}
	return r->found->n > before ? -1 : 0;
}
