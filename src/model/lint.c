/* Checking values and drafts: the steps that all types and rules share. */
#include "model/lint.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/strvec.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "model/asked.h"
#include "model/field_type.h"
#include "model/rules_lints.h"

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
		"%s has %zu bytes, but at most %zu are allowed. Shorten it", check->field->label,
		len, most);
	return false;
}

/* A certificate's text may have line ends of any system, in a field for its hash too. */
static bool
check_is_recognised(const struct check *check)
{
	const struct field *field = check->field;
	STRBUF(what);

	if (field->type->recognised)
		field->type->recognised(field, check->text, lint_env(check)->folder, &what);
	return what.len > 0;
}

/* Rule text-control-character; a secret's characters are not told. */
static bool
check_characters(struct check *check)
{
	const struct field *field = check->field;
	size_t len = strlen(check->text), bad = text_xml_check(check->text, len);
	STRBUF(shown);
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
		"%s has a character at byte %zu that XML cannot hold%s. It was probably pasted "
		"along: delete it",
		field->label, bad + 1, shown.buf);
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
		"%s has a line break, but is a one-line value", check->field->label);
	return false;
}

static void
lint_begin(struct lint *lint, const struct draft *draft, const struct lint_env *env)
{
	size_t n = draft ? draft_form(draft)->nfields + 1 : 0;

	*lint = (struct lint){
		.env = env ? env : &lint_env_plain,
		.reads = n ? xcalloc(n, sizeof(bool)) : NULL,
		.depends = n ? xcalloc(n, sizeof(bool)) : NULL,
	};
}

static void
lint_end(struct lint *lint)
{
	free(lint->reads);
	free(lint->depends);
	lint_forget(lint);
	certificates_read_release(&lint->certificates);
}

static void
reads_clear(struct check *check)
{
	if (check->lint->reads)
		memset(check->lint->reads, 0, draft_form(check->draft)->nfields * sizeof(bool));
}

/* A server may send back the challenge that it got. */
static void
asked_hide_secret(const struct check *check, size_t from)
{
	for (size_t i = from; i < check->found->n; i++) {
		struct finding *finding = &check->found->v[i];
		STRBUF(sentence);

		strbuf_addstr(&sentence, finding->sentence);
		if (!draft_secret_hide(check->draft, &sentence))
			continue;
		wipe_free(finding->sentence);
		finding->sentence = strbuf_detach(&sentence);
	}
}

/* What one rule looks at is nothing to the next. What a rule says that has asked for another field's value, which
 * could not be read, is not told: the cause is. */
static void
check_rule(struct check *check, const struct rule *rule)
{
	size_t before = check->found->n;

	reads_clear(check);
	check->lint->guessed = false;
	rule->lint(check);
	if (check->lint->guessed)
		findings_truncate(check->found, before);
	else if (rule->flags & RULE_ASKED)
		asked_hide_secret(check, before);
}

static void
check_value(struct check *check)
{
	lint_forget(check->lint);
	if (!check_one_line(check))
		return;
	reads_clear(check);
	if (check->field->type->check)
		check->field->type->check(check);
	for (const struct rule *const *rule = rules_of(check->field); *rule; rule++)
		if ((*rule)->flags & RULE_ALONE)
			check_rule(check, *rule);
}

/* Rule list-item, whose fix is the list without it. */
static void
check_blank_item(struct check *check, const struct strvec *items)
{
	struct check whole = *check;
	STRBUF(fix);

	if (check_is_told(check, "list-item"))
		return;
	for (size_t i = 0; i < items->n; i++) {
		if (text_is_blank(items->v[i]))
			continue;
		if (fix.len)
			strbuf_addch(&fix, '\n');
		strbuf_addstr(&fix, items->v[i]);
	}
	whole.item = -1;
	check_add_fix(&whole,
		check_report(&whole, "list-item", 0,
			"item %d of %s is empty. Delete it, or enter a value", check->item + 1,
			check->field->label),
		fix.buf);
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

/* Marks items that were in the list before; returns the first one, or the number of items. Sorted, because a list may
 * be long and is checked after every key. */
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

/* Rule list-duplicate, told once: its fix is the list with each item once. */
static void
check_duplicate(struct check *check, const struct strvec *items)
{
	bool *again = xcalloc(items->n, sizeof *again);
	size_t first = list_repeated(items, again);
	STRBUF(fix);

	for (size_t i = 0; i < items->n; i++)
		if (!again[i])
			strbuf_addf(&fix, "%s%s", i ? "\n" : "", items->v[i]);
	check->item = -1;
	check->text = check->whole;
	if (first < items->n)
		check_add_fix(check,
			check_report(check, "list-duplicate", 0,
				"item %zu of %s, \"%.*s\", is already in the list. Delete it",
				first + 1, check->field->label, EXCERPT(items->v[first])),
			fix.buf);
	free(again);
}

static void
check_items(struct check *check)
{
	STRVEC(items);

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
}

/* The rules that look at one value. */
static void
check_field(struct check *check)
{
	if (!*check->text || !check_length(check) || !check_characters(check))
		return;
	if (field_has_items(check->field))
		check_items(check);
	else
		check_value(check);
}

void
field_check(const struct draft *draft, const struct field *field, const char *text,
	const struct lint_env *env, struct findings *found)
{
	struct lint lint;
	struct check check = { draft, field, text, text, -1, found, &lint };

	lint_begin(&lint, draft, env);
	check_field(&check);
	lint_end(&lint);
}

/* Without facts, what is kept of a draft with a server need not be asked each time. */
static bool
rule_has_facts(const struct rule *rule, const struct lint_env *env)
{
	return env->asked || !(rule->flags & RULE_ASKED);
}

static bool
field_has_facts(const struct field *field, const struct lint_env *env)
{
	for (const struct rule *const *rule = rules_of(field); env->asked && *rule; rule++)
		if ((*rule)->flags & RULE_ASKED)
			return true;
	return false;
}

/* The rules that see the whole draft. */
static void
lint_rules(struct check *check, bool applies)
{
	if (strlen(check->text) > length_max(check->field))
		return;
	lint_forget(check->lint);
	for (const struct rule *const *rule = rules_of(check->field); *rule; rule++)
		if (!((*rule)->flags & RULE_ALONE) && (applies || (*rule)->flags & RULE_DORMANT) &&
			rule_has_facts(*rule, check->lint->env))
			check_rule(check, *rule);
}

/* Graver ones first; few, and those of equal weight stay in order. */
static void
findings_sort(struct findings *found)
{
	for (size_t i = 1; i < found->n; i++) {
		struct finding moved = found->v[i];
		size_t to = i;

		for (; to > 0 && finding_is_graver(&moved, &found->v[to - 1]); to--)
			found->v[to] = found->v[to - 1];
		found->v[to] = moved;
	}
}

/* What was found about a field, and what may change it. */
struct field_kept {
	struct findings found;
	bool known; /* it was checked */
	bool applies, erred;
	bool outside;                 /* lint.outside */
	bool differs;                 /* from what it was when the draft was checked last */
	const struct field **depends; /* lint.depends */
	size_t ndepends, depends_alloc;
};

void
lint_kept_release(struct lint_kept *kept)
{
	for (size_t i = 0; kept->seen && i < draft_form(kept->seen)->nfields; i++) {
		findings_release(&kept->fields[i].found);
		free(kept->fields[i].depends);
	}
	free(kept->fields);
	draft_free(kept->seen);
	*kept = (struct lint_kept)LINT_KEPT_INIT;
}

/* Sees the draft as it is now. found: what its reader has told. */
static void
kept_look(struct lint_kept *kept, const struct draft *draft, const struct findings *found)
{
	const struct form *form = draft_form(draft);

	if (kept->seen && draft_form(kept->seen) != form)
		lint_kept_release(kept);
	if (!kept->seen) {
		kept->seen = draft_new(form);
		kept->fields = xcalloc(form->nfields + 1, sizeof *kept->fields);
	}
	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];
		const struct finding *told = findings_of(found, field);
		struct field_kept *one = &kept->fields[i];
		bool applies = draft_applies(draft, field, NULL);
		bool erred = told && told->severity == SEVERITY_ERROR;
		bool same = draft_answer_is(kept->seen, draft, field) &&
			    !strcmp(draft_note(kept->seen, field), draft_note(draft, field));

		one->differs = !same || one->applies != applies || one->erred != erred;
		one->applies = applies;
		one->erred = erred;
		if (!same)
			draft_copy_answer(kept->seen, draft, field);
	}
}

static bool
kept_holds(const struct lint_kept *kept, const struct field_kept *one)
{
	if (!one->known || one->outside || one->differs)
		return false;
	for (size_t i = 0; i < one->ndepends; i++)
		if (kept->fields[one->depends[i]->index].differs)
			return false;
	return true;
}

/* If there is no value, the reader has reported what is there instead. */
static void
kept_ask(struct field_kept *one, struct lint *lint, const struct draft *draft,
	const struct field *field)
{
	const char *text = draft_text(draft, field);
	struct check check = { draft, field, text, text, -1, &one->found, lint };
	const struct form *form = draft_form(draft);

	findings_truncate(&one->found, 0);
	memset(lint->depends, 0, form->nfields * sizeof *lint->depends);
	reads_clear(&check);
	lint->outside = false;
	lint->erred = one->erred;
	if (!draft_unread(draft, field)) {
		if (one->applies)
			check_field(&check);
		lint_rules(&check, one->applies);
		findings_sort(&one->found);
	}
	one->known = true;
	one->outside = lint->outside;
	one->ndepends = 0;
	for (size_t i = 0; i < form->nfields; i++) {
		if (!lint->depends[i])
			continue;
		ARRAY_GROW(one->depends, one->ndepends, one->depends_alloc);
		one->depends[one->ndepends++] = form->fields[i];
	}
}

/* Elsewhere in the file, in another draft. */
static void
kept_tell(const struct field_kept *one, struct place place, struct findings *found)
{
	for (size_t i = 0; i < one->found.n; i++) {
		findings_copy(found, &one->found.v[i]);
		found->v[found->n - 1].place = place;
	}
}

void
lint_draft(const struct draft *draft, const struct lint_env *env, struct findings *found)
{
	const struct form *form = draft_form(draft);
	struct lint_kept alone = LINT_KEPT_INIT, *kept = env && env->kept ? env->kept : &alone;
	struct lint lint;

	lint_begin(&lint, draft, env);
	kept_look(kept, draft, found);
	for (size_t i = 0; i < form->nfields; i++) {
		struct field_kept *one = &kept->fields[i];

		if (!kept_holds(kept, one) || field_has_facts(form->fields[i], lint.env))
			kept_ask(one, &lint, draft, form->fields[i]);
		kept_tell(one, draft_place(draft, form->fields[i]), found);
	}
	lint_end(&lint);
	lint_kept_release(&alone);
}

/* Those of a field alone. */
static void
asked_rules_of(struct check *check, bool applies)
{
	for (const struct rule *const *rule = rules_of(check->field); *rule; rule++)
		if ((*rule)->flags & RULE_ASKED && (applies || (*rule)->flags & RULE_DORMANT))
			check_rule(check, *rule);
}

void
lint_draft_asked(const struct draft *draft, const struct lint_env *env, struct findings *found)
{
	const struct form *form = draft_form(draft);
	struct lint lint;

	lint_begin(&lint, draft, env);
	for (size_t i = 0; env->asked && i < form->nfields; i++) {
		const char *text = draft_text(draft, form->fields[i]);
		FINDINGS(of_field);
		struct check check = { draft, form->fields[i], text, text, -1, &of_field, &lint };

		if (draft_unread(draft, form->fields[i]))
			continue;
		lint_forget(&lint);
		asked_rules_of(&check, draft_applies(draft, form->fields[i], NULL));
		findings_sort(&of_field);
		for (size_t k = 0; k < of_field.n; k++)
			findings_copy(found, &of_field.v[k]);
	}
	lint_end(&lint);
}

void
lint_url_asked(const struct form *form, const struct lint_env *env, struct findings *found)
{
	const struct field *url = form_role(form, ROLE_SCEP_URL);
	const struct field *name = form_role(form, ROLE_CA_NAME);
	struct draft *draft = draft_new(form);
	FINDINGS(all);

	if (url && env->asked)
		draft_set(draft, url, env->asked->url);
	if (name && env->asked && env->asked->name)
		draft_set(draft, name, env->asked->name);
	lint_draft_asked(draft, env, &all);
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].field == url || all.v[i].field == name)
			findings_copy(found, &all.v[i]);
	draft_free(draft);
}
