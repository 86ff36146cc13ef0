/* Field types with few values: whole numbers, choices, yes and no. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/strvec.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "model/field_type_rows.h"

long
integer_read(const char *text)
{
	size_t len = strlen(text);
	long value;

	if (!len || len > 10 || strspn(text, "0123456789") != len || (text[0] == '0' && len > 1))
		return -1;
	value = 0;
	for (; *text; text++) {
		int digit = *text - '0';

		if (value > (INT32_MAX - digit) / 10)
			return -1;
		value = 10 * value + digit;
	}
	return value;
}

static bool
integer_fits(const struct field *field, const char *text)
{
	long value = integer_read(text);

	return value >= field->minimum && value <= field->maximum;
}

/* Rule integer-value. */
void
integer_check(struct check *check)
{
	const struct field *field = check->field;
	struct strbuf mend = STRBUF_INIT;

	if (integer_fits(field, check->text))
		return;
	integer_accept(field, check->text, NULL, &mend, NULL);
	check_add_fix(check,
		check_report(check, "integer-value", 0,
			"\"%.*s\" is no whole number from %ld to %ld; write it in plain digits, as %ld",
			EXCERPT(check->text), field->minimum, field->maximum,
			field->minimum       ? field->minimum
			: field->maximum < 3 ? field->maximum
					     : 3),
		integer_fits(field, mend.buf) ? mend.buf : NULL);
	strbuf_release(&mend);
}

int
integer_encode(const struct field *field, const char *text, const char *folder, struct node **node,
	struct strbuf *err)
{
	long value = integer_read(text);

	(void)folder;
	if (value < 0)
		return error_add(err, "%s: \"%.*s\" is no whole number from 0 to %" PRId32,
			field->label, EXCERPT(text), INT32_MAX);
	*node = node_integer_new(value);
	return 0;
}

int
integer_decode(
	const struct field *field, const struct node *node, struct strbuf *text, struct strbuf *err)
{
	if (!node_is(node, NODE_INTEGER))
		return node_wrong_kind(field, node, "an integer", err);
	strbuf_addf(text, "%" PRId64, node->number);
	return 0;
}

/* "007" and " 7" are 7; what is no number stays as typed. */
int
integer_accept(const struct field *field, const char *typed, const char *folder,
	struct strbuf *kept, struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT;
	const char *digits;

	plain_accept(field, typed, folder, &text, err);
	digits = text.buf + strspn(text.buf, "0");
	if (digits > text.buf && !(*digits >= '0' && *digits <= '9'))
		digits--;
	strbuf_addstr(kept, integer_read(digits) >= 0 ? digits : text.buf);
	strbuf_release(&text);
	return 0;
}

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
	struct strvec items = STRVEC_INIT;
	bool known;

	strvec_split(&items, text, '\n');
	known = items.n > 0;
	for (size_t i = 0; i < items.n; i++)
		known = known && field_choice(field, items.v[i]);
	strvec_release(&items);
	return known;
}

/* Rule choice-value, for a choice and for an item of a set. */
void
choice_check(struct check *check)
{
	const struct field *field = check->field;
	struct strbuf list = STRBUF_INIT, mend = STRBUF_INIT;

	if (field_choice(field, check->text))
		return;
	choice_list(field, &list);
	field->type->accept(field, check->text, NULL, &mend, NULL);
	check_add_fix(check,
		check_report(check, "choice-value", 0, "\"%.*s\" is none of the choices; use %s",
			EXCERPT(check->text), list.buf),
		choice_all_known(field, mend.buf) ? mend.buf : NULL);
	strbuf_release(&list);
	strbuf_release(&mend);
}

static int
choice_unknown(const struct field *field, const char *text, struct strbuf *err)
{
	struct strbuf list = STRBUF_INIT;

	choice_list(field, &list);
	error_add(err, "%s: \"%.*s\" is none of the choices; use %s", field->label, EXCERPT(text),
		list.buf);
	strbuf_release(&list);
	return -1;
}

int
choice_encode(const struct field *field, const char *text, const char *folder, struct node **node,
	struct strbuf *err)
{
	const struct choice *choice = field_choice(field, text);

	(void)folder;
	if (!choice)
		return choice_unknown(field, text, err);
	*node = choice->has_number ? node_integer_new(choice->number)
				   : node_text_new(choice->value);
	return 0;
}

int
choice_decode(
	const struct field *field, const struct node *node, struct strbuf *text, struct strbuf *err)
{
	bool numbers = field->nchoices && field->choices[0].has_number;
	struct strbuf number = STRBUF_INIT;
	const struct choice *choice;

	if (!numbers)
		return string_decode(field, node, text, err);
	if (integer_decode(field, node, &number, err) < 0)
		return -1;
	choice = choice_match(field, number.buf);
	strbuf_addstr(text, choice ? choice->value : number.buf);
	strbuf_release(&number);
	return 0;
}

int
choice_accept(const struct field *field, const char *typed, const char *folder, struct strbuf *kept,
	struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT;
	const struct choice *choice;

	plain_accept(field, typed, folder, &text, err);
	choice = choice_match(field, text.buf);
	strbuf_addstr(kept, choice ? choice->value : text.buf);
	strbuf_release(&text);
	return 0;
}

void
choice_show(const struct field *field, const char *text, const char *folder, struct strbuf *out)
{
	const struct choice *choice = field_choice(field, text);

	(void)folder;
	strbuf_addstr(out, choice ? choice->label : text);
}

/* The choices whose numbers make up the bitmask; false, and none, where some bit is no choice's. */
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

int
choice_set_encode(const struct field *field, const char *text, const char *folder,
	struct node **node, struct strbuf *err)
{
	struct strvec items = STRVEC_INIT;
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
		*node = node_integer_new(mask);
	strvec_release(&items);
	return result;
}

int
choice_set_decode(
	const struct field *field, const struct node *node, struct strbuf *text, struct strbuf *err)
{
	struct strbuf number = STRBUF_INIT;
	struct strvec values = STRVEC_INIT;
	long mask;

	if (integer_decode(field, node, &number, err) < 0)
		return -1;
	mask = integer_read(number.buf);
	if (mask >= 0 && choice_set_of(field, mask, &values))
		strvec_join(&values, "\n", text);
	else
		strbuf_addstr(text, number.buf);
	strbuf_release(&number);
	strvec_release(&values);
	return 0;
}

/* Takes one typed word into the set: a choice, a bitmask ("5"), "none"; another word stays as it is. */
static void
choice_set_take(const struct field *field, const char *word, struct strvec *values)
{
	const struct choice *choice = choice_match(field, word);
	struct strvec bits = STRVEC_INIT;
	long mask = strcasecmp(word, "none") ? integer_read(word) : 0;

	if (choice)
		strvec_push(&bits, choice->value);
	else if (mask < 0 || !choice_set_of(field, mask, &bits))
		strvec_push(&bits, word);
	for (size_t i = 0; i < bits.n; i++)
		if (!strvec_contains(values, bits.v[i]))
			strvec_push(values, bits.v[i]);
	strvec_release(&bits);
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

/* Words stand in lines, or in one line with commas or blanks between them. */
int
choice_set_accept(const struct field *field, const char *typed, const char *folder,
	struct strbuf *kept, struct strbuf *err)
{
	static const char between[] = " ,+\t\r\n";
	struct strvec values = STRVEC_INIT, sorted = STRVEC_INIT;

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
	strvec_release(&values);
	strvec_release(&sorted);
	return 0;
}

/* 1 yes, 0 no, -1 neither. */
static int
boolean_read(const char *text)
{
	static const struct {
		const char *word;
		int value;
	} words[] = {
		{ "true", 1 },
		{ "yes", 1 },
		{ "on", 1 },
		{ "false", 0 },
		{ "no", 0 },
		{ "off", 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (!strcasecmp(words[i].word, text))
			return words[i].value;
	return -1;
}

bool
boolean_is_yes(const char *text)
{
	return boolean_read(text) == 1;
}

bool
boolean_is_no(const char *text)
{
	return boolean_read(text) == 0;
}

/* Rule boolean-value. */
void
boolean_check(struct check *check)
{
	if (boolean_read(check->text) < 0)
		check_report(check, "boolean-value", 0,
			"\"%.*s\" is neither yes nor no; use true or false", EXCERPT(check->text));
}

int
boolean_encode(const struct field *field, const char *text, const char *folder, struct node **node,
	struct strbuf *err)
{
	int value = boolean_read(text);

	(void)folder;
	if (value < 0)
		return error_add(
			err, "%s: \"%.*s\" is neither yes nor no", field->label, EXCERPT(text));
	*node = node_boolean_new(value);
	return 0;
}

int
boolean_decode(
	const struct field *field, const struct node *node, struct strbuf *text, struct strbuf *err)
{
	if (!node_is(node, NODE_BOOLEAN))
		return node_wrong_kind(field, node, "true or false", err);
	strbuf_addstr(text, node->number ? "true" : "false");
	return 0;
}

int
boolean_accept(const struct field *field, const char *typed, const char *folder,
	struct strbuf *kept, struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT;
	int value;

	plain_accept(field, typed, folder, &text, err);
	value = boolean_read(text.buf);
	strbuf_addstr(kept, value < 0 ? text.buf : value ? "true" : "false");
	strbuf_release(&text);
	return 0;
}

void
boolean_show(const struct field *field, const char *text, const char *folder, struct strbuf *out)
{
	int value = boolean_read(text);

	(void)field, (void)folder;
	strbuf_addstr(out, value < 0 ? text : value ? "yes" : "no");
}
