/* What is accepted, held against what the draft has now. */
#include "model/accept.h"

#include <string.h>

#include "base/account.h"
#include "base/strvec.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/digest.h"

#include "model/field_type.h"
#include "model/mdm.h"

/* A longer value is compared by its hash: people do not read such values. */
#define VALUE_MAX 200

/* The field's value as an acceptance remembers it; out is empty before. */
static void
value_of(const struct draft *draft, const struct field *field, const char *folder,
	struct strbuf *out)
{
	const char *text = draft_value(draft, field);
	STRBUF(hash);

	if (draft_show_source(draft, field, out) || !*text)
		return;
	if (field->type->bind && field_has_items(field)) {
		STRVEC(items);

		strvec_split(&items, text, '\n');
		for (size_t i = 0; i < items.n; i++) {
			strbuf_addstr(out, i ? ", " : "");
			field->type->bind(field, items.v[i], folder, out);
		}
	} else if (field->type->bind) {
		field->type->bind(field, text, folder, out);
	} else {
		field_show(field, text, folder, out);
	}
	if (out->len <= VALUE_MAX && !strchr(out->buf, '\n') &&
		text_xml_check(out->buf, out->len) == out->len)
		return;
	strbuf_addstr(&hash, "SHA-256 ");
	digest_sha256(out->buf, out->len, &hash);
	strbuf_set(out, hash.buf);
}

/* Whether an acceptance of the rule could cover it. */
static bool
is_of(const struct finding *f, const struct rule *rule)
{
	return f->rule == rule->id && f->severity != SEVERITY_ERROR;
}

/* Of the rule's findings that are about no field, what they are about, as one hash; "" for none. */
static void
rest_of(const struct findings *found, const struct rule *rule, struct strbuf *out)
{
	STRBUF(all);

	for (size_t i = 0; i < found->n; i++) {
		const struct finding *f = &found->v[i];

		if (is_of(f, rule) && !f->field)
			strbuf_addf(&all, "%s\n", f->about ? f->about : f->sentence);
	}
	if (all.len) {
		strbuf_addstr(out, "SHA-256 ");
		digest_sha256(all.buf, all.len, out);
	}
}

/* "key size", but "URL" and "SAN DNS name" */
static void
label_show(const char *label, struct strbuf *out)
{
	size_t start = out->len;

	strbuf_addstr(out, label);
	if (*label >= 'A' && *label <= 'Z' && label[1] >= 'a' && label[1] <= 'z')
		out->buf[start] = (char)(*label - 'A' + 'a');
}

/* "key size 1024", "no fingerprint", "other parts as they were" */
static void
value_show(const struct form *form, const struct acceptance_value *value, struct strbuf *out)
{
	const struct field *field = form_field(form, value->key);

	if (!strcmp(value->key, ACCEPTANCE_REST)) {
		strbuf_addstr(out, "other parts as they were");
		return;
	}
	if (!*value->value)
		strbuf_addstr(out, "no ");
	label_show(field ? field->label : value->key, out);
	if (*value->value)
		strbuf_addf(out, " %.*s", EXCERPT(value->value));
}

void
accept_show_values(const struct form *form, const struct acceptance *a, struct strbuf *out)
{
	for (size_t i = 0; i < a->n; i++) {
		if (i)
			strbuf_addstr(out, ", ");
		value_show(form, &a->values[i], out);
	}
}

/* One acceptance at work. */
struct accepting {
	const struct draft *draft;
	const struct lint_env *env;
	const struct acceptance *a;
	const struct rule *rule;
	struct findings *found;
	size_t n; /* so many of found are not about acceptances */
	size_t covered, errors;
	const struct finding *back; /* the first that is no longer covered */
	struct strbuf differs;      /* the values that are others now, as they were */
	struct strbuf changed;      /* and the keys of their fields, separated by spaces */
};

/* Whether it is the value as the draft's file has it, items with commas between: people who write by hand copy
 * that. */
static bool
is_raw(const struct draft *draft, const struct field *field, const char *value)
{
	STRVEC(items);
	STRBUF(raw);

	strvec_split(&items, draft_value(draft, field), '\n');
	strvec_join(&items, ", ", &raw);
	return !(field->type->flags & FT_SECRET) && !strcmp(raw.buf, value);
}

/* Whether it is as it was accepted. An export for another MDM than the draft names has the findings of that one, which
 * nobody has accepted. field NULL: what is about no field. */
static bool
accepting_is_same(
	const struct accepting *x, const struct field *field, const struct acceptance_value *value)
{
	STRBUF(now);

	if (field && field->role == ROLE_MDM && x->env->mdm && x->env->mdm != draft_mdm(x->draft))
		return false;
	if (field)
		value_of(x->draft, field, x->env->folder, &now);
	else
		rest_of(x->found, x->rule, &now);
	return !strcmp(now.buf, value->value) || (field && is_raw(x->draft, field, value->value));
}

static void
accepting_compare(struct accepting *x)
{
	const struct form *form = draft_form(x->draft);

	for (size_t i = 0; i < x->a->n; i++) {
		const struct acceptance_value *value = &x->a->values[i];
		const struct field *field = form_field(form, value->key);

		if (!accepting_is_same(x, field, value)) {
			if (x->differs.len)
				strbuf_addstr(&x->differs, ", ");
			value_show(form, value, &x->differs);
			strbuf_addf(&x->changed, "%s%s", x->changed.len ? " " : "", value->key);
		}
	}
}

/* Every value is as it was; one that is not bound at all is a finding in a new place. */
static bool
accepting_covers(const struct accepting *x, const struct finding *f)
{
	const char *key = f->field ? f->field->key : ACCEPTANCE_REST;

	return !x->a->n || (!x->differs.len && acceptance_value(x->a, key));
}

/* A copy for people: if the reason was written by hand, it may have the challenge in it. */
static struct acceptance *
accepting_shown(const struct accepting *x)
{
	struct acceptance *shown = xcalloc(1, sizeof *shown);
	STRBUF(reason);

	acceptance_copy(shown, x->a);
	strbuf_addstr(&reason, x->a->reason);
	if (draft_secret_hide(x->draft, &reason)) {
		wipe_free(shown->reason);
		shown->reason = xstrdup(reason.buf);
	}
	return shown;
}

static void
accepting_mark(struct accepting *x)
{
	for (size_t i = 0; i < x->n; i++) {
		struct finding *f = &x->found->v[i];

		if (f->rule != x->rule->id)
			continue;
		if (f->severity == SEVERITY_ERROR) {
			x->errors++;
		} else if (accepting_covers(x, f)) {
			f->accepted = accepting_shown(x);
			x->covered++;
		} else if (!x->back) {
			x->back = f;
		}
	}
}

static struct finding *__attribute__((format(printf, 4, 5))) accepting_tell(
	struct accepting *x, const char *rule, const struct field *field, const char *fmt, ...)
{
	struct finding *told;
	va_list ap;

	va_start(ap, fmt);
	told = findings_vaddf(x->found, rule, field, x->a->place, fmt, ap);
	va_end(ap);
	if (x->changed.len)
		told->reads = xstrdup(x->changed.buf);
	return told;
}

/* Rule accepted-expired: "Accepted for key size 1024 by Ada, 2026-11-28. ..." */
static void
accepting_tell_back(struct accepting *x)
{
	STRBUF(author);

	if (*x->a->by || *x->a->date)
		strbuf_addstr(&author, *x->a->by ? " by " : ", ");
	acceptance_show_author(x->a, &author);
	accepting_tell(x, "accepted-expired", x->back->field,
		"Accepted for %s%s. Accept %s again or fix it",
		x->differs.len ? x->differs.buf : "other fields", author.buf, x->rule->id);
}

/* Rule secret-elsewhere. */
static void
accepting_tell_secret(struct accepting *x)
{
	STRBUF(reason);

	strbuf_addstr(&reason, x->a->reason);
	if (draft_secret_hide(x->draft, &reason))
		accepting_tell(x, "secret-elsewhere", NULL,
			"the reason for accepting %s holds the challenge. Delete it there, and ask "
			"for a new challenge if others have seen it",
			x->rule->id)
			->severity = SEVERITY_WARNING;
}

static void
accepting_tell_all(struct accepting *x)
{
	if (x->errors)
		accepting_tell(x, "accepted-error", NULL,
			"%s finds an error, and errors cannot be accepted. Fix the error",
			x->rule->id);
	else if (x->back)
		accepting_tell_back(x);
	else if (!x->covered && (x->env->asked || !(x->rule->flags & RULE_ASKED)))
		accepting_tell(x, "accepted-unused", NULL,
			"%s finds nothing now. Remove it: scepwiz accept DRAFT %s --remove",
			x->rule->id, x->rule->id);
	else if (x->covered && !x->a->n)
		accepting_tell(x, "accepted-unbound", NULL,
			"%s stays accepted whatever changes. Bind it to the present values: "
			"scepwiz accept DRAFT %s",
			x->rule->id, x->rule->id);
}

/* x->back points into found, which grows when something is told: told last. */
void
accept_apply(const struct draft *draft, const struct lint_env *env, struct findings *found)
{
	static const struct lint_env plain = { .folder = "." };
	const struct acceptances *list = draft_acceptances(draft);
	size_t n = found->n;

	for (size_t i = 0; i < list->n && !(env && env->accept_nothing); i++) {
		struct accepting x = {
			.draft = draft,
			.env = env ? env : &plain,
			.a = &list->v[i],
			.rule = rule_find(list->v[i].rule),
			.found = found,
			.n = n,
			.differs = STRBUF_INIT,
			.changed = STRBUF_INIT,
		};

		if (x.rule) {
			accepting_compare(&x);
			accepting_mark(&x);
			accepting_tell_all(&x);
			accepting_tell_secret(&x);
		}
		strbuf_release(&x.differs);
		strbuf_release(&x.changed);
	}
}

/* The finding's own field and those that its rule looked at; without a field, the text there. */
static void
make_bind(const struct draft *draft, const char *folder, const struct findings *found,
	const struct finding *f, struct acceptance *out)
{
	STRVEC(keys);

	strvec_push(&keys, f->field ? f->field->key : ACCEPTANCE_REST);
	strvec_split(&keys, f->reads ? f->reads : "", ' ');
	for (size_t i = 0; i < keys.n; i++) {
		const struct field *field = form_field(draft_form(draft), keys.v[i]);
		STRBUF(value);

		if (field)
			value_of(draft, field, folder, &value);
		else
			rest_of(found, rule_find(f->rule), &value);
		acceptance_bind(out, keys.v[i], value.buf);
	}
}

/* What is accepted must be there, and errors are fixed. */
static int
make_check(const struct findings *found, const struct lint_env *env, const struct rule *rule,
	struct strbuf *err)
{
	size_t errors = 0;

	if (rule->flags & RULE_OF_ACCEPTED)
		return error_add(err,
			"%s is about accepted findings, and cannot be accepted itself", rule->id);
	for (size_t i = 0; i < found->n; i++) {
		if (is_of(&found->v[i], rule))
			return 0;
		errors += found->v[i].rule == rule->id;
	}
	if (rule->flags & RULE_ASKED && !(env && env->asked))
		return error_add(err,
			"%s is about what the server has answered. Add --asked FILE, with the "
			"JSON of scepwiz ask",
			rule->id);
	return errors ? error_add(err,
				"%s is an error here, and errors cannot be accepted. Fix "
				"it",
				rule->id)
		      : error_add(err, "%s finds nothing in this draft", rule->id);
}

static int
make_reason(const struct draft *draft, const struct acceptance *old, const char *reason,
	struct strbuf *out, struct strbuf *err)
{
	strbuf_addstr(out, reason ? reason : old ? old->reason : "");
	strbuf_trim(out);
	if (!out->len)
		return error_add(err, "no reason. Say why you accept it");
	if (text_xml_check(out->buf, out->len) < out->len)
		return error_add(err,
			"the reason has a control character or broken UTF-8 at byte %zu. Delete "
			"it",
			text_xml_check(out->buf, out->len) + 1);
	return draft_secret_refuse(draft, "the reason", out->buf, err);
}

int
accept_make(const struct draft *draft, const struct lint_env *env, const struct findings *found,
	const struct rule *rule, const char *reason, struct acceptance *out, struct strbuf *err)
{
	const struct acceptance *old = draft_acceptance(draft, rule->id);
	STRBUF(text);
	STRBUF(by);
	STRBUF(date);

	if (make_check(found, env, rule, err) < 0 ||
		make_reason(draft, old, reason, &text, err) < 0)
		return -1;
	account_name(&by);
	account_date(&date);
	acceptance_init(out, rule->id, text.buf, by.buf, date.buf);
	for (size_t i = 0; i < found->n; i++)
		if (is_of(&found->v[i], rule))
			make_bind(draft, env ? env->folder : ".", found, &found->v[i], out);
	return 0;
}
