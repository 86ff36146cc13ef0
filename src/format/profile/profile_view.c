/* A property list as the form sees it: where its payloads and fields are, and what they answer. An import
 * and the export from its original both look through here, so that what was not changed is the same to
 * both. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/strvec.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "model/field_type.h"

#include "format/profile/profile_parts.h"
#include "format/yaml/yaml_write.h"

/* Reals above are no longer exact as whole numbers. */
#define WHOLE_REAL_MAX 9007199254740992.0

void
profile_view_init(struct profile_view *view, const struct form *form)
{
	*view = (struct profile_view){
		.form = form,
		.v = xcalloc(form->npayloads + 1, sizeof *view->v),
		.numbers = xcalloc(form->npayloads + 1, sizeof *view->numbers),
		.nodes = xcalloc(form->nfields + 1, sizeof *view->nodes),
	};
}

void
profile_view_release(struct profile_view *view)
{
	free(view->v);
	free(view->numbers);
	free(view->nodes);
	*view = (struct profile_view){ 0 };
}

/* A profile without its type, or with a type in another case, is recognized by its payloads. Rule payload-type reports
 * what is wrong with it. */
struct node *
profile_payloads(const struct node *root)
{
	struct node *payloads = node_get(root, "PayloadContent");
	const char *type = node_get_text(root, "PayloadType");

	if (!node_is(payloads, NODE_LIST))
		return NULL;
	if (type && !text_is_blank(type))
		return strcasecmp(type, "Configuration") ? NULL : payloads;
	for (size_t i = 0; i < payloads->n; i++)
		if (node_get_text(payloads->v[i], "PayloadType"))
			return payloads;
	return NULL;
}

void
profile_view_take(struct profile_view *view, size_t payload, struct node *dict, int number)
{
	view->v[payload] = dict;
	view->numbers[payload] = number;
}

bool
profile_payload_is(const struct node *dict, const char *type)
{
	const char *found = node_get_text(dict, "PayloadType");

	return found && !strcmp(found, type);
}

int
profile_view_numbered(
	struct profile_view *view, struct node *root, const int *numbers, struct strbuf *err)
{
	struct node *payloads = profile_payloads(root);

	if (!payloads)
		return error_add(err, "it is not a configuration profile");
	view->top = root;
	for (size_t i = 0; i < view->form->npayloads; i++) {
		size_t number = (size_t)numbers[i];
		struct node *dict =
			number && number <= payloads->n ? payloads->v[number - 1] : NULL;

		if (number && !node_is(dict, NODE_MAP))
			return error_add(err,
				"foreign_payloads says that payload %zu of it is %s, but there is "
				"no such payload",
				number, view->form->payloads[i]->key);
		if (number && !profile_payload_is(dict, view->form->payloads[i]->type))
			return error_add(err,
				"foreign_payloads says that payload %zu of it is %s, but it is "
				"not a %s",
				number, view->form->payloads[i]->key,
				view->form->payloads[i]->type);
		if (number)
			profile_view_take(view, i, dict, numbers[i]);
	}
	return 0;
}

struct node *
profile_view_dict(const struct profile_view *view, const struct field *field)
{
	for (size_t i = 0; field->target.payload && i < view->form->npayloads; i++)
		if (!strcmp(view->form->payloads[i]->key, field->target.payload))
			return view->v[i];
	return field->target.payload ? NULL : view->top;
}

void
profile_view_fields(struct profile_view *view)
{
	for (size_t i = 0; i < view->form->nfields; i++) {
		const struct field *field = view->form->fields[i];
		struct node *dict = *field->target.path ? profile_view_dict(view, field) : NULL;

		view->nodes[i] = dict ? node_at(dict, field->target.path) : NULL;
	}
}

/* A value of the wrong kind as people would type it: <string>3</string> for a number. False where that is
 * not certain. */
static bool
node_typed(const struct node *node, struct strbuf *text)
{
	double real = node->real;

	switch (node->kind) {
	case NODE_TEXT:
		strbuf_addstr(text, node_text(node));
		return true;
	case NODE_BOOLEAN:
		strbuf_addstr(text, node->number ? "true" : "false");
		return true;
	case NODE_INTEGER:
		strbuf_addf(text, "%" PRId64, node->number);
		return true;
	case NODE_REAL:
		if (!(real > -WHOLE_REAL_MAX && real < WHOLE_REAL_MAX) ||
			real < (double)(int64_t)real || real > (double)(int64_t)real)
			return false;
		strbuf_addf(text, "%" PRId64, (int64_t)real);
		return true;
	default:
		return false;
	}
}

/* A text in place of a file's content would be taken for a path; a line break would part an item. */
static bool
field_decode_typed(const struct field *field, const struct node *node, struct strbuf *text)
{
	STRBUF(typed);
	STRBUF(ignored);

	return field->type->widget != WIDGET_FILE && node_typed(node, &typed) &&
	       !(field_has_items(field) && strchr(typed.buf, '\n')) &&
	       field_accept(field, typed.buf, FOLDER_OF_NOTHING, text, &ignored) == 0;
}

/* Whether a draft gives the text back as it is: a list has no empty items there. */
static bool
answer_is_kept(const struct field *field, const char *text)
{
	STRBUF(ignored);
	STRVEC(items);
	bool kept = yaml_text_check(text, &ignored) == 0;

	if (field_has_items(field))
		strvec_split(&items, text, '\n');
	for (size_t i = 0; i < items.n; i++)
		kept = kept && !text_is_blank(items.v[i]);
	return kept;
}

bool
profile_view_item(const struct payload *payload, const struct node *dict, struct strbuf *text)
{
	const struct field *field = payload->each;
	const struct node *value =
		profile_payload_is(dict, payload->type) ? node_at(dict, field->target.path) : NULL;
	STRBUF(item);
	STRBUF(ignored);

	if (!value || node_is(value, NODE_LIST) ||
		field_decode(field, value, &item, &ignored) < 0 || !item.len ||
		!answer_is_kept(field, item.buf))
		return false;
	strbuf_addstr(text, item.buf);
	return true;
}

size_t
profile_view_payload(const struct profile_view *view, const struct node *dict)
{
	const struct form *form = view->form;

	for (size_t i = 0; i < form->npayloads; i++) {
		STRBUF(ignored);

		if (view->v[i] == dict ||
			(view->v[i] && form->payloads[i]->each &&
				profile_view_item(form->payloads[i], dict, &ignored)))
			return i;
	}
	return form->npayloads;
}

bool
profile_view_has(const struct profile_view *view, const struct node *dict)
{
	return view && profile_view_payload(view, dict) < view->form->npayloads;
}

/* Two equal items are one. */
static void
profile_view_items(
	const struct profile_view *view, const struct payload *payload, struct draft *draft)
{
	const struct node *payloads = profile_payloads(view->top);
	STRBUF(text);
	STRVEC(items);

	for (size_t i = 0; payloads && i < payloads->n; i++) {
		STRBUF(item);

		if (profile_view_item(payload, payloads->v[i], &item) &&
			!strvec_contains(&items, item.buf))
			strvec_push(&items, item.buf);
	}
	strvec_join(&items, "\n", &text);
	if (text.len)
		draft_set(draft, payload->each, text.buf);
}

/* An identifier or UUID of another kind is ignored, and one is made. */
static void
profile_view_answer(const struct field *field, const struct node *node, struct draft *draft)
{
	STRBUF(text);
	STRBUF(ignored);
	bool taken = field_decode(field, node, &text, &ignored) == 0;

	if (!taken && !(field->flags & FIELD_MADE)) {
		strbuf_clear(&text);
		taken = field_decode_typed(field, node, &text);
	}
	if (taken && answer_is_kept(field, text.buf))
		draft_set(draft, field, text.buf);
}

/* The value of the switch, if the profile has anything that is there only then; else NULL. */
static const char *
profile_view_switch(const struct profile_view *view, const struct field *field)
{
	const char *is;

	for (size_t i = 0; i < view->form->npayloads; i++) {
		is = view->form->payloads[i]->when_is;
		if (view->form->payloads[i]->when == field && view->v[i])
			return is ? is : "true";
	}
	for (size_t i = 0; i < view->form->nfields; i++) {
		is = view->form->fields[i]->when_is;
		if (view->form->fields[i]->when == field && view->nodes[i])
			return is ? is : "true";
	}
	return NULL;
}

/* Of fields that go to one place the one that applies has the answer. */
static void
profile_view_unshare(const struct profile_view *view, struct draft *draft)
{
	const struct form *form = view->form;

	for (size_t i = 0; i < form->nfields; i++)
		for (size_t k = 0; view->nodes[i] && k < form->nfields; k++)
			if (k != i && view->nodes[k] == view->nodes[i] &&
				field_same_target(form->fields[i], form->fields[k]) &&
				draft_applies(draft, form->fields[i], NULL) &&
				!draft_applies(draft, form->fields[k], NULL))
				draft_unset(draft, form->fields[k]);
}

void
profile_view_answers(const struct profile_view *view, struct draft *draft)
{
	for (size_t i = 0; i < view->form->nfields; i++) {
		const struct field *field = view->form->fields[i];

		const char *is = *field->target.path ? NULL : profile_view_switch(view, field);

		if (view->nodes[i])
			profile_view_answer(field, view->nodes[i], draft);
		else if (is)
			draft_set(draft, field, is);
	}
	for (size_t i = 0; i < view->form->npayloads; i++)
		if (view->form->payloads[i]->each && view->v[i])
			profile_view_items(view, view->form->payloads[i], draft);
	profile_view_unshare(view, draft);
}

void
profile_view_absent(const struct profile_view *view, struct draft *draft)
{
	for (size_t i = 0; i < view->form->nfields; i++) {
		const struct field *field = view->form->fields[i];

		if (!view->nodes[i] && *field->absent_text && profile_view_dict(view, field) &&
			draft_applies(draft, field, NULL))
			draft_set(draft, field, field->absent_text);
	}
}

struct draft *
profile_view_draft(const struct profile_view *view, const struct draft *other)
{
	const struct field *platform = view->form->platform;
	struct draft *draft = draft_new(view->form);

	profile_view_answers(view, draft);
	draft_set(draft, platform, draft_text(other, platform));
	profile_view_absent(view, draft);
	return draft;
}

struct draft *
draft_clone(const struct draft *draft)
{
	const struct form *form = draft_form(draft);
	struct draft *clone = draft_new(form);

	for (size_t i = 0; i < form->nfields; i++) {
		draft_copy_answer(clone, draft, form->fields[i]);
		draft_set_place(clone, form->fields[i], draft_place(draft, form->fields[i]));
	}
	return clone;
}
