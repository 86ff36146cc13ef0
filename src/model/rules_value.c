/* Rules about any value: whether it is there, and whether it is one of its type. */
#include "base/xalloc.h"

#include "model/rules_lints.h"

/* What is made with the draft is made at the latest by the export, so it is never missing. */
static void
value_missing(struct check *check)
{
	const struct field *field = check->field;
	STRBUF(advice);

	if (!(field->flags & FIELD_REQUIRED) || field->flags & FIELD_MADE ||
		!draft_is_empty(check->draft, field))
		return;
	strbuf_addf(&advice, "Enter a value such as %s",
		field->example ? field->example : "the one in its hint");
	if (field->when && !field->when_is)
		strbuf_addf(&advice, ", or set %s to no", field->when->label);
	check_report(check, "value-missing", 0, "%s is required: %s. %s", field->label,
		rule_for("value-missing", field)->why, advice.buf);
}

static const struct rule value_rows[] = {
	{ .id = "value-missing",
		.severity = SEVERITY_ERROR,
		.gist = "A required value is missing",
		.why = "the profile does not work without it",
		.advice = "enter a value, or switch off the option that requires it",
		.source = "Apple: presence",
		.lint = value_missing },
	{ .id = "choice-value",
		.severity = SEVERITY_ERROR,
		.gist = "Not one of the choices",
		.why = "devices and servers accept only these values",
		.advice = "use one of the choices in the message",
		.source = "Apple: rangelist",
		.flags = RULE_CERTAIN },
	{ .id = "integer-value",
		.severity = SEVERITY_ERROR,
		.gist = "Not a whole number in range",
		.why = "devices read whole numbers only",
		.advice = "write digits only, without a unit",
		.source = "Apple: type",
		.flags = RULE_CERTAIN },
	{ .id = "boolean-value",
		.severity = SEVERITY_ERROR,
		.gist = "Not yes or no",
		.why = "the profile holds true or false",
		.advice = "write true or false",
		.source = "Apple: type" },
	{ .id = "list-item",
		.severity = SEVERITY_ERROR,
		.gist = "An item of a list is empty or has a line break",
		.why = "an empty name breaks some servers",
		.advice = "delete the item, or enter a value",
		.source = "micromdm/scep issue 125",
		.flags = RULE_CERTAIN },
	{ .id = "list-duplicate",
		.severity = SEVERITY_WARNING,
		.gist = "An item is in the list twice",
		.why = "it counts once, and another item may have been meant",
		.advice = "delete the second one, or enter what was meant",
		.source = "scepwiz-draft(5)",
		.flags = RULE_CERTAIN },
	{ .id = "text-control-character",
		.severity = SEVERITY_ERROR,
		.gist = "A character that XML cannot hold, or a line break in a one-line value",
		.why = "the profile would be malformed, and no device would read it",
		.advice = "delete it",
		.source = "XML 1.0, production 2" },
	{ .id = "text-too-long",
		.severity = SEVERITY_ERROR,
		.gist = "Too long for any such value",
		.why = "one line may have 64 KiB, several lines 256 KiB",
		.advice = "shorten it",
		.source = "scepwiz-draft(5)" },
};
const struct rule_table value_rules = { value_rows, ARRAY_SIZE(value_rows), "Any value" };
