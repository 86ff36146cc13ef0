/* Rules about what another program leaves in a text: git's conflict markers, a word processor's quotation marks. */
#include <string.h>

#include "base/xalloc.h"

#include "syntax/conflict.h"

#include "model/field_type_rows.h"
#include "model/rules_lints.h"

static void
text_conflict(struct check *check)
{
	size_t offset;

	if (check->field->type == &lines_type &&
		conflict_find(check->text, strlen(check->text), &offset))
		check_report(check, "text-conflict", offset,
			"%s has an unresolved merge conflict (git). " CONFLICT_ADVICE,
			check->field->label);
}

/* The marks that open and close a quotation in one language or another. */
static const char *const quotes[][2] = {
	{ "\xe2\x80\x9c", "\xe2\x80\x9d" }, /* U+201C, U+201D */
	{ "\xe2\x80\x9e", "\xe2\x80\x9c" }, /* U+201E, U+201C */
	{ "\xe2\x80\x9e", "\xe2\x80\x9d" },
	{ "\xe2\x80\x9d", "\xe2\x80\x9d" },
	{ "\xe2\x80\x98", "\xe2\x80\x99" }, /* U+2018, U+2019 */
	{ "\xe2\x80\x9a", "\xe2\x80\x98" }, /* U+201A, U+2018 */
	{ "\xc2\xab", "\xc2\xbb" },         /* U+00AB, U+00BB */
	{ "\xc2\xbb", "\xc2\xab" },
};

static bool
is_quoted(const char *text, size_t len, const char *const marks[2])
{
	size_t open = strlen(marks[0]), close = strlen(marks[1]);

	return len > open + close && !memcmp(text, marks[0], open) &&
	       !memcmp(text + len - close, marks[1], close);
}

/* Notes may hold anything. Of a secret it is not told which marks. */
static void
text_quotes(struct check *check)
{
	const struct field_type *type = check->field->type;
	size_t len = strlen(check->text), i = 0;
	bool secret = type->flags & FT_SECRET;
	STRBUF(fix);

	if (type == &lines_type || type->widget == WIDGET_FILE)
		return;
	while (i < ARRAY_SIZE(quotes) && !is_quoted(check->text, len, quotes[i]))
		i++;
	if (i == ARRAY_SIZE(quotes))
		return;
	strbuf_add(&fix, check->text + strlen(quotes[i][0]),
		len - strlen(quotes[i][0]) - strlen(quotes[i][1]));
	check_add_fix(check,
		check_report(check, "text-quotes", 0,
			"the quotation marks%s%s%s%s are part of the value. Delete them",
			secret ? "" : " ", secret ? "" : quotes[i][0], secret ? "" : " and ",
			secret ? "" : quotes[i][1]),
		fix.buf);
}

static const struct rule pasted_rows[] = {
	{ .id = "text-conflict",
		.severity = SEVERITY_WARNING,
		.gist = "An unresolved merge conflict (git)",
		.why = "both versions of the text are there, with git's markers",
		.advice = "keep one side and remove the markers",
		.detail = "Outside of a text, the draft or form cannot be read",
		.source = "git-merge(1): how conflicts are presented",
		.flags = RULE_ALONE,
		.lint = text_conflict },
	{ .id = "text-quotes",
		.severity = SEVERITY_WARNING,
		.gist = "Curly quotation marks around the value",
		.why = "only straight quotes are quotes in YAML, so these are part of the value",
		.advice = "delete them, or use straight quotes in the file",
		.source = "YAML 1.2, section 7.3",
		.flags = RULE_ALONE,
		.lint = text_quotes },
};
const struct rule_table pasted_rules = { pasted_rows, ARRAY_SIZE(pasted_rows), "Any value" };
