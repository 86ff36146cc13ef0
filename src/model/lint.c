/* Checking values and drafts: the steps that all types and rules share. */
#include "model/lint.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/strvec.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "model/certificate_read.h"
#include "model/field_type.h"

static const struct lint_env lint_env_plain = { .folder = "." };

/* Beyond it nothing else is looked at: the time that checks take may grow faster than the value. */
static size_t
length_max(const struct field *field)
{
	bool file = field->type->widget == WIDGET_FILE;

	if (file && !(field->flags & FIELD_LIST))
		return SIZE_MAX; /* its own check has a limit */
	return file || field->type->widget == WIDGET_LINES ? FIELD_LINES_MAX : FIELD_TEXT_MAX;
}

/* Rule text-too-long. */
static bool
check_length(struct check *check)
{
	size_t len = strlen(check->text), most = length_max(check->field);

	if (len <= most)
		return true;
	check_report(check, "text-too-long", most,
		"%s has %zu bytes, and no more than %zu are taken; shorten it", check->field->label,
		len, most);
	return false;
}

/* A certificate's text may have line ends of any system, in a field for its hash too. */
static bool
check_is_recognised(const struct check *check)
{
	const struct field *field = check->field;
	struct strbuf what = STRBUF_INIT;
	bool found;

	if (field->type->recognised)
		field->type->recognised(field, check->text, check->env->folder, &what);
	found = what.len > 0;
	strbuf_release(&what);
	return found;
}

/* Rule text-control-character; a secret's characters are not told. */
static bool
check_characters(struct check *check)
{
	const struct field *field = check->field;
	size_t len = strlen(check->text), bad = text_xml_check(check->text, len);
	struct strbuf shown = STRBUF_INIT;
	uint32_t cp;

	if (bad == len || (check->text[bad] == '\r' && check_is_recognised(check)))
		return true;
	if (!(field->type->flags & FT_SECRET)) {
		utf8_decode(check->text + bad, len - bad, &cp);
		if (cp == UTF8_INVALID)
			strbuf_addf(&shown, ", the byte 0x%02X", (unsigned char)check->text[bad]);
		else
			strbuf_addf(&shown, ", U+%04X", (unsigned)cp);
	}
	check_report(check, "text-control-character", bad,
		"%s holds a character at byte %zu that XML cannot carry%s; a control character or "
		"broken UTF-8 was probably pasted along: delete it",
		field->label, bad + 1, shown.buf);
	strbuf_release(&shown);
	return false;
}

/* The same rule: a value of one line must be one. */
static bool
check_one_line(struct check *check)
{
	const struct field_type *type = check->field->type;
	size_t end = strcspn(check->text, "\n");

	if (!check->text[end] || type->widget != WIDGET_LINE || type->flags & FT_BREAKS)
		return true;
	check_report(check, "text-control-character", end,
		"%s holds a line break, and takes one line only", check->field->label);
	return false;
}

/* For check.reads; the caller frees. Nothing is looked at where one value is checked alone. */
static bool *
reads_new(const struct draft *draft)
{
	return draft ? xcalloc(draft_form(draft)->nfields + 1, sizeof(bool)) : NULL;
}

static void
reads_clear(struct check *check)
{
	if (check->reads)
		memset(check->reads, 0, draft_form(check->draft)->nfields * sizeof *check->reads);
}

/* What one rule looks at is nothing to the next. What a rule says that has asked for another field's value, which
 * could not be read, is not told: the cause is. */
static void
check_rule(struct check *check, const struct rule *rule)
{
	size_t before = check->found->n;

	reads_clear(check);
	*check->guessed = false;
	rule->lint(check);
	if (*check->guessed)
		findings_truncate(check->found, before);
}

static void
check_value(struct check *check)
{
	if (!check_one_line(check))
		return;
	reads_clear(check);
	if (check->field->type->check)
		check->field->type->check(check);
	for (const struct rule *const *rule = rules_of(check->field); *rule; rule++)
		if ((*rule)->flags & RULE_ALONE)
			check_rule(check, *rule);
}

/* Rule list-item, whose mend is the list without it. */
static void
check_blank_item(struct check *check, const struct strvec *items)
{
	struct check whole = *check;
	struct strbuf mend = STRBUF_INIT;

	if (check_is_told(check, "list-item"))
		return;
	for (size_t i = 0; i < items->n; i++) {
		if (text_is_blank(items->v[i]))
			continue;
		if (mend.len)
			strbuf_addch(&mend, '\n');
		strbuf_addstr(&mend, items->v[i]);
	}
	whole.item = -1;
	check_add_fix(&whole,
		check_report(&whole, "list-item", 0,
			"item %d of %s is empty; delete it, or fill it in", check->item + 1,
			check->field->label),
		mend.buf);
	strbuf_release(&mend);
}

struct list_item {
	const char *text;
	size_t index;
};

static int
list_compare(const void *a, const void *b)
{
	const struct list_item *x = a, *y = b;
	int order = strcmp(x->text, y->text);

	return order ? order : (x->index > y->index) - (x->index < y->index);
}

/* Marks what stood in the list before; returns the first such item, or as many as there are. Sorted, for
 * a list may be long and is looked at with every key. */
static size_t
list_repeated(const struct strvec *items, bool *again)
{
	struct list_item *sorted = xcalloc(items->n, sizeof *sorted);
	size_t first = items->n;

	for (size_t i = 0; i < items->n; i++)
		sorted[i] = (struct list_item){ items->v[i], i };
	qsort(sorted, items->n, sizeof *sorted, list_compare);
	for (size_t i = 1; i < items->n; i++) {
		size_t at = sorted[i].index;

		again[at] = !text_is_blank(sorted[i].text) &&
			    !strcmp(sorted[i].text, sorted[i - 1].text);
		if (again[at] && at < first)
			first = at;
	}
	free(sorted);
	return first;
}

/* Rule list-duplicate, told once: its mend is the list with each item once. */
static void
check_duplicate(struct check *check, const struct strvec *items)
{
	bool *again = xcalloc(items->n, sizeof *again);
	size_t first = list_repeated(items, again);
	struct strbuf mend = STRBUF_INIT;

	for (size_t i = 0; i < items->n; i++)
		if (!again[i])
			strbuf_addf(&mend, "%s%s", i ? "\n" : "", items->v[i]);
	check->item = -1;
	check->text = check->whole;
	if (first < items->n)
		check_add_fix(check,
			check_report(check, "list-duplicate", 0,
				"item %zu of %s, \"%.*s\", stands there already; once is enough",
				first + 1, check->field->label, EXCERPT(items->v[first])),
			mend.buf);
	strbuf_release(&mend);
	free(again);
}

static void
check_items(struct check *check)
{
	struct strvec items = STRVEC_INIT;

	strvec_split(&items, check->whole, '\n');
	for (size_t i = 0; i < items.n; i++) {
		check->item = (int)i;
		check->text = items.v[i];
		reads_clear(check);
		if (text_is_blank(items.v[i]))
			check_blank_item(check, &items);
		else
			check_value(check);
	}
	reads_clear(check);
	check_duplicate(check, &items);
	strvec_release(&items);
}

/* The rules that look at one value. */
static void
check_field(const struct draft *draft, const struct field *field, const char *text,
	const struct lint_env *env, struct certificates_read *certificates, struct findings *found)
{
	bool *reads = reads_new(draft);
	bool guessed = false;
	struct check check = {
		.draft = draft,
		.env = env,
		.field = field,
		.text = text,
		.whole = text,
		.item = -1,
		.found = found,
		.reads = reads,
		.certificates = certificates,
		.guessed = &guessed,
	};

	if (*text && check_length(&check) && check_characters(&check)) {
		if (field_has_items(field))
			check_items(&check);
		else
			check_value(&check);
	}
	free(reads);
}

void
field_check(const struct draft *draft, const struct field *field, const char *text,
	const struct lint_env *env, struct findings *found)
{
	struct certificates_read certificates = { NULL };

	check_field(draft, field, text, env ? env : &lint_env_plain, &certificates, found);
	certificates_read_release(&certificates);
}

/* The rules that see the whole draft. */
static void
lint_rules(const struct draft *draft, const struct field *field, const struct lint_env *env,
	bool applies, struct certificates_read *certificates, struct findings *found)
{
	const char *text = draft_text(draft, field);
	bool too_long = strlen(text) > length_max(field);
	bool *reads = reads_new(draft);
	bool guessed = false;
	struct check check = {
		.draft = draft,
		.env = env,
		.field = field,
		.text = text,
		.whole = text,
		.item = -1,
		.found = found,
		.reads = reads,
		.certificates = certificates,
		.guessed = &guessed,
	};

	for (const struct rule *const *rule = rules_of(field); *rule && !too_long; rule++)
		if (!((*rule)->flags & RULE_ALONE) && (applies || (*rule)->flags & RULE_DORMANT))
			check_rule(&check, *rule);
	free(reads);
}

/* Graver ones first; few, and those of equal weight stay in order. */
static void
findings_sort(struct findings *found, size_t start)
{
	for (size_t i = start + 1; i < found->n; i++) {
		struct finding moved = found->v[i];
		size_t to = i;

		for (; to > start && found->v[to - 1].severity < moved.severity; to--)
			found->v[to] = found->v[to - 1];
		found->v[to] = moved;
	}
}

void
lint_draft(const struct draft *draft, const struct lint_env *env, struct findings *found)
{
	const struct form *form = draft_form(draft);
	struct certificates_read certificates = { NULL };

	if (!env)
		env = &lint_env_plain;
	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];
		bool applies = draft_applies(draft, field, NULL);
		size_t start = found->n;

		/* there is no value; what stands in its place was told by the reader */
		if (draft_unread(draft, field))
			continue;
		if (applies)
			check_field(
				draft, field, draft_text(draft, field), env, &certificates, found);
		lint_rules(draft, field, env, applies, &certificates, found);
		findings_sort(found, start);
	}
	certificates_read_release(&certificates);
}
