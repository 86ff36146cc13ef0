/* Raising rules: the special row for a field, the place, the fix of a whole value; and what lints
 * look up in a draft. */
#include <string.h>

#include "base/report.h"
#include "base/strvec.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "model/field_type.h"
#include "model/rules_lints.h"

#define EXCERPT_COLUMNS 60

int
check_excerpt(const char *text)
{
	return (int)text_fit(text, strlen(text), EXCERPT_COLUMNS);
}

/* How many findings of the kind there are about the field; they are at the end of the list. */
static size_t
report_count(const struct check *check, const struct rule *rule, enum severity severity)
{
	const struct findings *found = check->found;
	size_t count = 0;

	for (size_t i = found->n; i-- > 0 && found->v[i].field == check->field;)
		count += found->v[i].rule == rule->id && found->v[i].severity == severity;
	return count;
}

static const struct rule *
report_rule(const struct check *check, const char *id)
{
	const struct rule *rule = rule_for(id, check->field);

	if (!rule)
		BUG("no rule is called %s", id);
	return rule;
}

bool
check_is_told(const struct check *check, const char *id)
{
	const struct rule *rule = report_rule(check, id);

	return report_count(check, rule, rule->severity) >= FINDINGS_SAME_MAX;
}

/* The keys of the other fields that were looked at, in their order; the caller frees. NULL: none. */
static char *
report_reads(const struct check *check)
{
	const bool *reads = check->lint->reads;
	const struct form *form = reads ? draft_form(check->draft) : NULL;
	struct strbuf keys = STRBUF_INIT;

	for (size_t i = 0; form && i < form->nfields; i++)
		if (reads[i])
			strbuf_addf(&keys, "%s%s", keys.len ? " " : "", form->fields[i]->key);
	return keys.len ? strbuf_detach(&keys) : NULL;
}

static struct finding *__attribute__((format(printf, 5, 0))) report_add(struct check *check,
	const struct rule *rule, enum severity severity, size_t offset, const char *fmt, va_list ap)
{
	bool has_place = check->draft && check->field;
	size_t before = report_count(check, rule, severity);
	STRBUF(sentence);
	struct finding *finding;

	if (before >= FINDINGS_SAME_MAX)
		return NULL;
	strbuf_vaddf(&sentence, fmt, ap);
	if (before + 1 == FINDINGS_SAME_MAX)
		strbuf_addstr(&sentence, " (any more of this kind are not listed)");
	secret_hide(check, &sentence);
	finding = findings_addf(check->found, rule->id, check->field,
		has_place ? draft_place(check->draft, check->field) : (struct place){ 0, 0 }, "%s",
		sentence.buf);
	finding->severity = severity;
	finding->item = check->item;
	finding->offset = offset;
	finding->reads = report_reads(check);
	return finding;
}

struct finding *
check_report(struct check *check, const char *id, size_t offset, const char *fmt, ...)
{
	const struct rule *rule = report_rule(check, id);
	struct finding *finding;
	va_list ap;

	va_start(ap, fmt);
	finding = report_add(check, rule, rule->severity, offset, fmt, ap);
	va_end(ap);
	return finding;
}

struct finding *
check_report_as(struct check *check, enum severity severity, const char *id, size_t offset,
	const char *fmt, ...)
{
	struct finding *finding;
	va_list ap;

	va_start(ap, fmt);
	finding = report_add(check, report_rule(check, id), severity, offset, fmt, ap);
	va_end(ap);
	return finding;
}

struct finding *
check_add_fix(const struct check *check, struct finding *finding, const char *fix)
{
	STRVEC(items);
	STRBUF(whole);

	if (!finding || !fix)
		return finding;
	if (check->item < 0)
		return finding_fix(finding, fix);
	strvec_split(&items, check->whole, '\n');
	for (size_t i = 0; i < items.n; i++)
		strbuf_addf(
			&whole, "%s%s", i ? "\n" : "", i == (size_t)check->item ? fix : items.v[i]);
	finding_fix(finding, whole.buf);
	return finding;
}

void
check_slip(struct check *check, const struct finding *slip)
{
	check_add_fix(check, check_report(check, slip->rule, slip->offset, "%s", slip->sentence),
		slip->fix);
}

void
lint_depend(const struct check *check, const struct field *field)
{
	if (check->lint->depends)
		check->lint->depends[field->index] = true;
}

void
lint_look(const struct check *check, const struct field *field)
{
	lint_depend(check, field);
	if (check->lint->reads && field != check->field)
		check->lint->reads[field->index] = true;
}

const struct lint_env *
lint_env(const struct check *check)
{
	check->lint->outside = true;
	return check->lint->env;
}

/* The field of that role where it applies. */
static const struct field *
lint_field(const struct check *check, enum role role)
{
	const struct field *field = check->draft ? form_role(draft_form(check->draft), role) : NULL;

	if (field)
		lint_look(check, field);
	return field && draft_applies(check->draft, field, NULL) ? field : NULL;
}

const char *
lint_text(const struct check *check, enum role role)
{
	const struct field *field = lint_field(check, role);

	if (field && draft_unread(check->draft, field))
		check->lint->guessed = true;
	return field ? draft_text(check->draft, field) : "";
}

bool
lint_is_empty(const struct check *check, enum role role)
{
	const struct field *field = lint_field(check, role);

	return !field || draft_is_empty(check->draft, field);
}

bool
lint_is_ios(const struct check *check)
{
	const struct field *platform = check->draft ? draft_form(check->draft)->platform : NULL;

	if (platform)
		lint_look(check, platform);
	return platform &&
	       form_is_ios(draft_form(check->draft), draft_text(check->draft, platform));
}

void
lint_forget(struct lint *lint)
{
	if (lint->value.kind == LINT_UNREAD)
		return;
	lint->value.kind = LINT_UNREAD;
	finding_release(&lint->value.slip);
	url_release(&lint->value.url);
	x500_release(&lint->value.subject);
}

static bool
lint_read(const struct check *check, enum lint_kind kind)
{
	struct lint_value *value = &check->lint->value;
	const char *text = check->text;

	if (value->kind == kind)
		return value->good;
	lint_forget(check->lint);
	*value = (struct lint_value){ kind, .slip = FINDING_INIT, .url = URL_INIT };
	if (kind == LINT_URL)
		value->good = url_parse(text, &value->url, &value->slip) == 0;
	else if (kind == LINT_SUBJECT)
		value->good = x500_parse(text, &value->subject, &value->slip) == 0;
	else
		value->good = fingerprint_parse(text, &value->fingerprint, &value->slip) == 0;
	return value->good;
}

const struct url *
lint_url(const struct check *check)
{
	return lint_read(check, LINT_URL) ? &check->lint->value.url : NULL;
}

const struct x500_name *
lint_subject(const struct check *check)
{
	return lint_read(check, LINT_SUBJECT) ? &check->lint->value.subject : NULL;
}

const struct fingerprint *
lint_fingerprint(const struct check *check)
{
	return lint_read(check, LINT_FINGERPRINT) ? &check->lint->value.fingerprint : NULL;
}

const struct finding *
lint_slip(const struct check *check)
{
	return &check->lint->value.slip;
}

bool
lint_has_error(const struct check *check)
{
	const struct finding *finding = findings_of(check->found, check->field);

	return check->lint->erred || (finding && finding->severity == SEVERITY_ERROR);
}

const struct certificate_read *
lint_certificate(const struct check *check, const char *text)
{
	const char *folder = lint_env(check)->folder;
	STRBUF(whole);

	/* what the user has typed is any file */
	if (!check->draft || text != check->text || !draft_is_typed(check->draft, check->field))
		return certificates_read(&check->lint->certificates, text, folder);
	field_typed(check->field, text, folder, &whole);
	return certificates_read(&check->lint->certificates, whole.buf, "");
}
