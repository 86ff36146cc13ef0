/* Rules about the draft as a whole: what is missing, whom it is for, what was never filled in. */
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/unicode.h"
#include "base/xalloc.h"

#include "model/field_type_rows.h"
#include "model/rules_lints.h"

#define POLICY_NAME_MAX 256

/* What is made with the draft is made at the latest by the export, so it is never missing. */
void
value_missing(struct check *check)
{
	const struct field *field = check->field;
	struct strbuf advice = STRBUF_INIT;

	if (!(field->flags & FIELD_REQUIRED) || field->flags & FIELD_MADE ||
		!draft_is_empty(check->draft, field))
		return;
	strbuf_addf(&advice, "give it a value such as %s",
		field->example ? field->example : "that of its hint");
	if (field->when)
		strbuf_addf(&advice, ", or set %s to no", field->when->label);
	check_report(check, "value-missing", 0, "%s is required: %s; %s", field->label,
		rule_for("value-missing", field->key)->why, advice.buf);
	strbuf_release(&advice);
}

void
policy_name_long(struct check *check)
{
	size_t count = text_count(check->text);

	if (count > POLICY_NAME_MAX)
		check_report(check, "policy-name-long", 0,
			"the policy name has %zu characters; keep it to %d, or it will be cut where "
			"it is shown",
			count, POLICY_NAME_MAX);
}

void
assignment_missing(struct check *check)
{
	if (text_is_blank(check->text) && text_is_blank(lint_text(check, "devices")))
		check_report(check, "assignment-missing", 0,
			"neither a device group nor a device is given; the policy takes effect only "
			"once one is");
}

/* A secret is told by where it comes from; nothing can be put in its place. */
void
field_locked(struct check *check)
{
	const struct field *field = check->field;
	const struct draft *draft = check->draft;
	bool elsewhere = field->default_source != ANSWER_HERE;
	const char *wanted = elsewhere ? "" : field->default_text;
	const char *source = field->default_source_name ? field->default_source_name : "";

	if (!(field->flags & FIELD_LOCKED) ||
		(draft_source(draft, field) == field->default_source &&
			!strcmp(draft_text(draft, field), wanted) &&
			!strcmp(draft_source_name(draft, field), source)))
		return;
	if (elsewhere)
		check_report(check, "field-locked", 0,
			"%s is locked by the form %s, which says where it comes from; remove the key "
			"%s from the draft",
			field->label, draft_form(draft)->name, field->key);
	else
		check_add_fix(check,
			check_report(check, "field-locked", 0,
				"%s is locked by the form %s to \"%.*s\"; take that, or have the form changed",
				field->label, draft_form(draft)->name, EXCERPT(wanted)),
			wanted);
}

void
payload_scope(struct check *check)
{
	if (*check->text && lint_is_ios(check))
		check_report(check, "payload-scope", 0,
			"%s is for macOS only; it is not written to the profile",
			check->field->label);
}

/* Spaces that look like a blank and are none come with text from web pages and word processors. */
static bool
invisible_is_space(uint32_t cp)
{
	return cp == 0x00a0 || cp == 0x2007 || cp == 0x202f;
}

/* As nearly every text is: then there is nothing to look for. */
static bool
is_plain_ascii(const char *text)
{
	while (*text > 0 && *text < 0x7f)
		text++;
	return !*text;
}

/* Appends text without such characters, with a blank for spaces. The first one and its offset; returns
 * how many there are. */
static size_t
invisible_mend(const char *text, struct strbuf *mend, uint32_t *first, size_t *offset)
{
	size_t len = strlen(text), count = 0, n;
	uint32_t cp;

	for (size_t pos = 0; pos < len; pos += n) {
		bool space;

		n = utf8_decode(text + pos, len - pos, &cp);
		space = invisible_is_space(cp);
		/* control characters are another rule's; a PEM text has line ends */
		if (cp < ' ' || (!space && unicode_is_visible(cp))) {
			strbuf_add(mend, text + pos, n);
			continue;
		}
		if (space)
			strbuf_addch(mend, ' ');
		if (!count++) {
			*first = cp;
			*offset = pos;
		}
	}
	return count;
}

/* Notes may hold anything; a value that is wrong already is told so there. Of a secret nothing is said. */
void
text_invisible(struct check *check)
{
	const struct field_type *type = check->field->type;
	struct strbuf mend = STRBUF_INIT, which = STRBUF_INIT;
	uint32_t first = 0;
	size_t offset = 0, count;

	if ((type->widget == WIDGET_LINES && !field_has_items(check->field)) ||
		is_plain_ascii(check->text) || lint_has_error(check))
		return;
	count = invisible_mend(check->text, &mend, &first, &offset);
	if (count && !(type->flags & FT_SECRET))
		strbuf_addf(&which, ": U+%04X at byte %zu%s", (unsigned)first, offset + 1,
			count > 1 ? ", and more of them" : "");
	if (count)
		check_add_fix(check,
			check_report(check, "text-invisible", type->flags & FT_SECRET ? 0 : offset,
				"here stands a character that nobody sees, that only looks like a blank, or "
				"that is not in Unicode 14%s; "
				"what is compared with it will not match, so delete it",
				which.buf),
			text_is_blank(mend.buf) ? NULL : mend.buf);
	strbuf_release(&mend);
	strbuf_release(&which);
}
