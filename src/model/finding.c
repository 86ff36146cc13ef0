/* Lists of findings. */
#include "model/finding.h"

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

/* A mend may hold the value it puts right, and so a secret. */
void
findings_truncate(struct findings *list, size_t n)
{
	while (list->n > n) {
		struct finding *f = &list->v[--list->n];

		free(f->sentence);
		wipe_free(f->mend);
		free(f->reads);
		wipe_free(f->about);
		if (f->accepted)
			acceptance_release(f->accepted);
		free(f->accepted);
	}
}

void
findings_release(struct findings *list)
{
	findings_truncate(list, 0);
	free(list->v);
	*list = (struct findings)FINDINGS_INIT;
}

/* The rule is looked up by an id in the code, so one that is missing is a slip there. */
struct finding *
findings_add(struct findings *list, const struct rule *rule, const struct field *field,
	const char *sentence, const char *mend)
{
	struct finding *added;

	if (!rule)
		BUG("a finding without a rule: %s", sentence);
	ARRAY_GROW(list->v, list->n, list->alloc);
	added = &list->v[list->n++];
	*added = (struct finding){
		.rule = rule,
		.severity = rule->severity,
		.field = field,
		.item = -1,
		.place = { 1, 1 },
		.sentence = xstrdup(sentence),
		.mend = mend ? xstrdup(mend) : NULL,
	};
	return added;
}

void
findings_copy(struct findings *to, const struct finding *finding)
{
	struct finding *copy =
		findings_add(to, finding->rule, finding->field, finding->sentence, finding->mend);

	copy->severity = finding->severity;
	copy->item = finding->item;
	copy->offset = finding->offset;
	copy->place = finding->place;
	copy->advice = finding->advice;
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
	finding->sentence = NULL;
	finding->mend = finding->reads = finding->about = NULL;
	finding->accepted = NULL;
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

const struct finding *
findings_of(const struct findings *list, const struct field *field)
{
	const struct finding *gravest = NULL;

	for (size_t i = 0; i < list->n; i++) {
		const struct finding *f = &list->v[i];

		if (f->field == field && !f->accepted &&
			(!gravest || f->severity > gravest->severity))
			gravest = f;
	}
	return gravest;
}

/* An error cannot be accepted, so each counts. */
void
findings_error_labels(const struct findings *list, struct strbuf *out)
{
	struct strvec labels = STRVEC_INIT;
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
	strvec_release(&labels);
}
