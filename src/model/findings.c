/* Lists of findings. */
#include "model/findings.h"

#include <stdlib.h>
#include <string.h>

#include "base/report.h"
#include "base/strvec.h"
#include "base/xalloc.h"

#include "model/rules.h"

/* In the order of enum severity. */
const char *
severity_name(enum severity severity)
{
	static const char *const names[] = { "info", "warning", "error" };

	return names[severity];
}

const char *
severity_word(enum severity severity)
{
	return severity == SEVERITY_INFO ? "note" : severity_name(severity);
}

void
findings_truncate(struct findings *list, size_t n)
{
	while (list->n > n) {
		struct finding *f = &list->v[--list->n];

		if (f->accepted)
			acceptance_release(f->accepted);
		free(f->accepted);
		finding_release(f);
	}
}

void
findings_release(struct findings *list)
{
	findings_truncate(list, 0);
	free(list->v);
	*list = (struct findings)FINDINGS_INIT;
}

/* The rule is named by an id in the code, so one that is missing is a slip there. */
struct finding *
findings_vaddf(struct findings *list, const char *id, const struct field *field, struct place place,
	const char *fmt, va_list ap)
{
	const struct rule *rule = rule_find(id);
	struct strbuf sentence = STRBUF_INIT;

	if (!rule)
		BUG("no rule is called %s", id);
	strbuf_vaddf(&sentence, fmt, ap);
	ARRAY_GROW(list->v, list->n, list->alloc);
	list->v[list->n] = (struct finding){
		.rule = rule->id,
		.severity = rule->severity,
		.field = field,
		.item = -1,
		.place = place.line ? place : (struct place){ 1, 1 },
		.sentence = strbuf_detach(&sentence),
	};
	return &list->v[list->n++];
}

struct finding *
findings_addf(struct findings *list, const char *rule, const struct field *field,
	struct place place, const char *fmt, ...)
{
	struct finding *added;
	va_list ap;

	va_start(ap, fmt);
	added = findings_vaddf(list, rule, field, place, fmt, ap);
	va_end(ap);
	return added;
}

void
findings_copy(struct findings *to, const struct finding *finding)
{
	struct finding *copy;

	ARRAY_GROW(to->v, to->n, to->alloc);
	copy = &to->v[to->n++];
	*copy = *finding;
	copy->sentence = xstrdup(finding->sentence);
	copy->fix = finding->fix ? xstrdup(finding->fix) : NULL;
	copy->reads = finding->reads ? xstrdup(finding->reads) : NULL;
	copy->about = finding->about ? xstrdup(finding->about) : NULL;
	if (finding->accepted) {
		copy->accepted = xcalloc(1, sizeof *copy->accepted);
		acceptance_copy(copy->accepted, finding->accepted);
	}
}

void
findings_move(struct findings *list, struct finding *finding)
{
	ARRAY_GROW(list->v, list->n, list->alloc);
	list->v[list->n++] = *finding;
	*finding = (struct finding)FINDING_INIT;
}

size_t
findings_count(const struct findings *list, enum severity severity)
{
	size_t count = 0;

	for (size_t i = 0; i < list->n; i++)
		count += list->v[i].severity == severity && !list->v[i].accepted;
	return count;
}

size_t
findings_count_accepted(const struct findings *list)
{
	size_t count = 0;

	for (size_t i = 0; i < list->n; i++)
		count += list->v[i].accepted != NULL;
	return count;
}

/* Of findings that are as severe: what must not be passed over, or is the cause of the others. */
static int
finding_rank(const struct finding *finding)
{
	return !strcmp(finding->rule, "secret-elsewhere")  ? 2
	       : !strcmp(finding->rule, "value-misplaced") ? 1
							   : 0;
}

bool
finding_is_graver(const struct finding *a, const struct finding *b)
{
	if (a->severity != b->severity)
		return a->severity > b->severity;
	return finding_rank(a) > finding_rank(b);
}

const struct finding *
findings_of(const struct findings *list, const struct field *field)
{
	const struct finding *gravest = NULL;

	for (size_t i = 0; i < list->n; i++) {
		const struct finding *f = &list->v[i];

		if (f->field == field && !f->accepted &&
			(!gravest || finding_is_graver(f, gravest)))
			gravest = f;
	}
	return gravest;
}

/* An error cannot be accepted, so each counts. */
void
findings_error_labels(const struct findings *list, struct strbuf *out)
{
	STRVEC(labels);
	bool rest = false;

	for (size_t i = 0; i < list->n; i++) {
		const struct finding *f = &list->v[i];

		if (f->severity != SEVERITY_ERROR)
			continue;
		rest |= !f->field;
		if (f->field && !strvec_contains(&labels, f->field->label))
			strvec_push(&labels, f->field->label);
	}
	if (rest)
		strvec_push(&labels, "other parts of the draft");
	strvec_join(&labels, ", ", out);
}
