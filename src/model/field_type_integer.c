/* The field type integer. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/text.h"

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

static int
integer_encode(const struct field *field, const char *text, const char *folder, struct node **node,
	struct strbuf *err)
{
	long value = integer_read(text);

	(void)folder;
	if (value < 0)
		return error_add(err, "%s: \"%.*s\" is not a whole number from 0 to %" PRId32,
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

/* "007" and " 7" are 7. A text that is not a number stays as typed. */
static int
integer_accept(const struct field *field, const char *typed, const char *folder,
	struct strbuf *kept, struct strbuf *err)
{
	STRBUF(text);
	const char *digits;

	plain_accept(field, typed, folder, &text, err);
	digits = text.buf + strspn(text.buf, "0");
	if (digits > text.buf && !(*digits >= '0' && *digits <= '9'))
		digits--;
	strbuf_addstr(kept, integer_read(digits) >= 0 ? digits : text.buf);
	return 0;
}

/* Rule integer-value. */
static void
integer_check(struct check *check)
{
	const struct field *field = check->field;
	STRBUF(fix);

	if (integer_fits(field, check->text))
		return;
	integer_accept(field, check->text, NULL, &fix, NULL);
	check_add_fix(check,
		check_report(check, "integer-value", 0,
			"enter a whole number%s from %ld to %ld, such as %ld",
			field->role == ROLE_RETRY_DELAY ? " of seconds" : "", field->minimum,
			field->maximum,
			field->minimum       ? field->minimum
			: field->maximum < 3 ? field->maximum
					     : 3),
		integer_fits(field, fix.buf) ? fix.buf : NULL);
}

static void
integer_schema(const struct field *field, struct node *object)
{
	json_add(object, "type", "integer", NULL);
	node_add(object, "minimum", node_integer_new(field->minimum));
	node_add(object, "maximum", node_integer_new(field->maximum));
}

const struct field_type integer_type = {
	.name = "integer",
	.summary = "A whole number from 0 to 2147483647, or within the form's range.",
	.widget = WIDGET_LINE,
	.flags = FT_NATIVE | FT_RANGE | FT_LIST,
	.check = integer_check,
	.encode = integer_encode,
	.decode = integer_decode,
	.accept = integer_accept,
	.schema = integer_schema,
};
