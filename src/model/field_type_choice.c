/* The field types choice and choice_set: one, or any, of what the form offers. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "base/strvec.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "model/field_type_rows.h"

/* The choice that a person means: its value, its label or its number, in any case. */
static const struct choice *
choice_match(const struct field *field, const char *text)
{
	const struct choice *choice = field_choice(field, text);
	long number = integer_read(text);

	for (size_t i = 0; !choice && i < field->nchoices; i++) {
		const struct choice *c = &field->choices[i];

		if (!strcasecmp(c->value, text) || !strcasecmp(c->label, text) ||
			(c->has_number && number == c->number))
			choice = c;
	}
	return choice;
}

/* "1024, 2048 or 4096" */
static void
choice_list(const struct field *field, struct strbuf *out)
{
	for (size_t i = 0; i < field->nchoices; i++) {
		if (i)
			strbuf_addstr(out, i + 1 < field->nchoices ? ", " : " or ");
		strbuf_addstr(out, field->choices[i].value);
	}
}

static bool
choice_all_known(const struct field *field, const char *text)
{
	STRVEC(items);
	bool known;

	strvec_split(&items, text, '\n');
	known = items.n > 0;
	for (size_t i = 0; i < items.n; i++)
		known = known && field_choice(field, items.v[i]);
	return known;
}

/* Rule choice-value, for a choice and for an item of a set. */
static void
choice_check(struct check *check)
{
	const struct field *field = check->field;
	STRBUF(list);
	STRBUF(fix);

	if (field_choice(field, check->text))
		return;
	choice_list(field, &list);
	field->type->accept(field, check->text, NULL, &fix, NULL);
	check_add_fix(check,
		check_report(check, "choice-value", 0,
			"\"%.*s\" is not one of the choices. Use "
			"%s",
			EXCERPT(check->text), list.buf),
		choice_all_known(field, fix.buf) ? fix.buf : NULL);
}

static int
choice_unknown(const struct field *field, const char *text, struct strbuf *err)
{
	STRBUF(list);

	choice_list(field, &list);
	error_add(err, "%s: \"%.*s\" is not one of the choices. Use %s", field->label,
		EXCERPT(text), list.buf);
	return -1;
}

static int
choice_encode(const struct field *field, const char *text, const char *folder, struct node **node,
	struct strbuf *err)
{
	const struct choice *choice = field_choice(field, text);

	(void)folder;
	if (!choice)
		return choice_unknown(field, text, err);
	*node = choice->has_number ? node_integer_new((int64_t)choice->number)
				   : node_text_new(choice->value);
	return 0;
}

static int
choice_decode(
	const struct field *field, const struct node *node, struct strbuf *text, struct strbuf *err)
{
	bool numbers = field->nchoices && field->choices[0].has_number;
	STRBUF(number);
	const struct choice *choice;

	if (!numbers)
		return string_decode(field, node, text, err);
	if (integer_decode(field, node, &number, err) < 0)
		return -1;
	choice = choice_match(field, number.buf);
	strbuf_addstr(text, choice ? choice->value : number.buf);
	return 0;
}

static int
choice_accept(const struct field *field, const char *typed, const char *folder, struct strbuf *kept,
	struct strbuf *err)
{
	STRBUF(text);
	const struct choice *choice;

	plain_accept(field, typed, folder, &text, err);
	choice = choice_match(field, text.buf);
	strbuf_addstr(kept, choice ? choice->value : text.buf);
	return 0;
}

static void
choice_show(const struct field *field, const char *text, const char *folder, struct strbuf *out)
{
	const struct choice *choice = field_choice(field, text);

	(void)folder;
	strbuf_addstr(out, choice ? choice->label : text);
}

/* The choices whose numbers make up the bitmask; false, and none, if a bit belongs to no choice. */
static bool
choice_set_of(const struct field *field, long mask, struct strvec *values)
{
	long known = 0;

	for (size_t i = 0; i < field->nchoices; i++)
		if (field->choices[i].has_number)
			known |= field->choices[i].number;
	if (mask & ~known)
		return false;
	for (size_t i = 0; i < field->nchoices; i++) {
		const struct choice *c = &field->choices[i];

		if (c->has_number && c->number && (mask & c->number) == c->number)
			strvec_push(values, c->value);
	}
	return true;
}

static int
choice_set_encode(const struct field *field, const char *text, const char *folder,
	struct node **node, struct strbuf *err)
{
	STRVEC(items);
	long mask = 0;
	int result = 0;

	(void)folder;
	strvec_split(&items, text, '\n');
	for (size_t i = 0; i < items.n && result == 0; i++) {
		const struct choice *choice = field_choice(field, items.v[i]);

		if (choice && choice->has_number)
			mask |= choice->number;
		else
			result = choice_unknown(field, items.v[i], err);
	}
	if (result == 0 && mask)
		*node = node_integer_new((int64_t)mask);
	return result;
}

static int
choice_set_decode(
	const struct field *field, const struct node *node, struct strbuf *text, struct strbuf *err)
{
	STRBUF(number);
	STRVEC(values);
	long mask;

	if (integer_decode(field, node, &number, err) < 0)
		return -1;
	mask = integer_read(number.buf);
	if (mask >= 0 && choice_set_of(field, mask, &values))
		strvec_join(&values, "\n", text);
	else
		strbuf_addstr(text, number.buf);
	return 0;
}

/* Takes one typed word into the set: a choice, a bitmask ("5"), "none"; another word stays as it is. */
static void
choice_set_take(const struct field *field, const char *word, struct strvec *values)
{
	const struct choice *choice = choice_match(field, word);
	STRVEC(bits);
	long mask = strcasecmp(word, "none") ? integer_read(word) : 0;

	if (choice)
		strvec_push(&bits, choice->value);
	else if (mask < 0 || !choice_set_of(field, mask, &bits))
		strvec_push(&bits, word);
	for (size_t i = 0; i < bits.n; i++)
		if (!strvec_contains(values, bits.v[i]))
			strvec_push(values, bits.v[i]);
}

/* In the order of the form, so that the same set is the same text. */
static void
choice_set_sort(const struct field *field, const struct strvec *values, struct strvec *sorted)
{
	for (size_t i = 0; i < field->nchoices; i++)
		if (strvec_contains(values, field->choices[i].value))
			strvec_push(sorted, field->choices[i].value);
	for (size_t i = 0; i < values->n; i++)
		if (!field_choice(field, values->v[i]))
			strvec_push(sorted, values->v[i]);
}

/* Words in lines, or in one line with commas or spaces between them. */
static int
choice_set_accept(const struct field *field, const char *typed, const char *folder,
	struct strbuf *kept, struct strbuf *err)
{
	static const char between[] = " ,+\t\r\n";
	STRVEC(values);
	STRVEC(sorted);

	(void)folder, (void)err;
	for (const char *p = typed + strspn(typed, between); *p; p += strspn(p, between)) {
		size_t len = strcspn(p, between);
		char *word = xstrndup(p, len);

		choice_set_take(field, word, &values);
		free(word);
		p += len;
	}
	choice_set_sort(field, &values, &sorted);
	strvec_join(&sorted, "\n", kept);
	return 0;
}

/* A number has no quotes in drafts, but one in quotes is read too. */
static void
choice_schema(const struct field *field, struct node *object)
{
	struct node *words = node_add(object, "enum", node_list_new());

	for (size_t i = 0; i < field->nchoices; i++) {
		const struct choice *choice = &field->choices[i];

		if (choice->has_number &&
			strspn(choice->value, "0123456789") == strlen(choice->value))
			node_append(words, node_integer_new(choice->number));
		node_append(words, node_text_new(choice->value));
	}
}

static void
choice_set_schema(const struct field *field, struct node *object)
{
	struct node *any = node_add(object, "anyOf", node_list_new()), *list;

	choice_schema(field, node_append(any, node_map_new()));
	list = node_append(any, json_add(node_map_new(), "type", "array", NULL));
	choice_schema(field, node_add(list, "items", node_map_new()));
	node_add(list, "uniqueItems", node_boolean_new(true));
}

const struct field_type choice_type = {
	.name = "choice",
	.summary = "One of the form's choices, written as its number, or as text without one.",
	.widget = WIDGET_OPTIONS,
	.flags = FT_NATIVE | FT_CHOICES,
	.check = choice_check,
	.encode = choice_encode,
	.decode = choice_decode,
	.accept = choice_accept,
	.show = choice_show,
	.schema = choice_schema,
};

const struct field_type choice_set_type = {
	.name = "choice_set",
	.summary = "Any of the form's choices, written as the sum of their numbers.",
	.widget = WIDGET_CHECKS,
	.flags = FT_NATIVE | FT_CHOICES | FT_ITEMS,
	.check = choice_check,
	.encode = choice_set_encode,
	.decode = choice_set_decode,
	.accept = choice_set_accept,
	.show = choice_show,
	.schema = choice_set_schema,
};
