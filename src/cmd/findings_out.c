/* Findings as lines, as JSON and as messages. */
#include "cmd/findings_out.h"

#include <stdlib.h>
#include <string.h>

#include "base/report.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "model/field_type.h"

const struct rule *
rule_of_argument(const struct command *command, const char *id)
{
	const struct rule *rule = rule_find(id);
	STRVEC(ids);
	STRBUF(hint);

	if (rule)
		return rule;
	for (size_t i = 0; i < rules_count(); i++)
		strvec_push(&ids, rule_at(i)->id);
	command_suggest(&hint, "", id, &ids);
	command_misuse(command, "there is no rule \"%s\"%s", id, hint.buf);
	return NULL;
}

/* What is about no field comes first. */
static size_t
finding_rank(const struct finding *finding)
{
	return finding->field ? finding->field->index + 1 : 0;
}

/* qsort is not stable, so the order is total: the same draft gives the same lines. */
static int
finding_compare(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;
	int order;

	if (x->place.line != y->place.line)
		return x->place.line < y->place.line ? -1 : 1;
	if (x->place.column != y->place.column)
		return x->place.column < y->place.column ? -1 : 1;
	if (x->severity != y->severity)
		return x->severity > y->severity ? -1 : 1;
	if (finding_rank(x) != finding_rank(y))
		return finding_rank(x) < finding_rank(y) ? -1 : 1;
	order = strcmp(x->rule, y->rule);
	if (!order)
		order = (x->item > y->item) - (x->item < y->item);
	return order ? order : strcmp(x->sentence, y->sentence);
}

void
findings_sort_by_place(struct findings *list)
{
	if (list->n)
		qsort(list->v, list->n, sizeof *list->v, finding_compare);
}

/* Colours of severities that are readable on dark and light; the place is bold. */
#define COLOR_PLACE "\033[1m"
#define COLOR_END "\033[0m"

static const char *const severity_colors[] = {
	[SEVERITY_INFO] = "\033[1;36m",
	[SEVERITY_WARNING] = "\033[1;35m",
	[SEVERITY_ERROR] = "\033[1;31m",
};

#define COLOR_SETTLED "\033[1;32m"

/* The form that compilers use, so that editors jump to the place. color: of the word, or NULL. */
static void
finding_line_as(const struct finding *finding, const char *word, const char *color,
	const char *sentence, const char *file, struct strbuf *out)
{
	const char *end = color ? COLOR_END : "";

	strbuf_addstr(out, color ? COLOR_PLACE : "");
	text_show(out, file, strlen(file));
	strbuf_addf(out, ":%d:%d:%s %s%s:%s ", finding->place.line, finding->place.column, end,
		color ? color : "", word, end);
	text_show(out, sentence, strlen(sentence));
	strbuf_addf(out, " [%s]\n", finding->rule);
}

void
finding_line(const struct finding *finding, const char *file, bool colors, struct strbuf *out)
{
	finding_line_as(finding, severity_word(finding->severity),
		colors ? severity_colors[finding->severity] : NULL, finding->sentence, file, out);
}

void
finding_line_of(const struct finding *finding, const char *name, struct strbuf *out)
{
	text_show(out, name, strlen(name));
	strbuf_addf(out, ": %s: ", severity_word(finding->severity));
	text_show(out, finding->sentence, strlen(finding->sentence));
	strbuf_addf(out, " [%s]\n", finding->rule);
}

void
accepted_line(const struct finding *finding, const char *file, bool colors, struct strbuf *out)
{
	STRBUF(sentence);

	strbuf_addf(&sentence, "%s: ", finding->sentence);
	acceptance_show(finding->accepted, &sentence);
	finding_line_as(
		finding, "accepted", colors ? COLOR_SETTLED : NULL, sentence.buf, file, out);
}

/* As much of a long line as shows its place: so many bytes before it, so many columns behind it. */
#define BEFORE_BYTES 40
#define LINE_COLUMNS 50

void
finding_excerpt(const struct finding *finding, const struct draft_lines *lines, bool colors,
	struct strbuf *out)
{
	size_t len, at, from = 0;
	const char *line = draft_lines_find(lines, finding, &len, &at);
	STRBUF(before);
	STRBUF(behind);

	if (!line)
		return;
	if (at > BEFORE_BYTES)
		from = text_boundary(line, at - BEFORE_BYTES);
	len = len - at > LINE_COLUMNS ? text_boundary(line, at + LINE_COLUMNS) : len;
	text_show(&before, line + from, at - from);
	text_show(&behind, line + at, len - at);
	strbuf_truncate(&behind, text_fit(behind.buf, behind.len, LINE_COLUMNS));
	strbuf_addf(out, "    %s%s%s\n    ", from ? "..." : "", before.buf, behind.buf);
	strbuf_addchars(out, ' ', (size_t)text_width(before.buf, before.len) + (from ? 3 : 0));
	strbuf_addf(out, "%s^%s\n", colors ? severity_colors[finding->severity] : "",
		colors ? COLOR_END : "");
}

void
fixed_line(const struct finding *finding, const char *file, bool colors, struct strbuf *out)
{
	finding_line_as(
		finding, "fixed", colors ? COLOR_SETTLED : NULL, finding->sentence, file, out);
}

static struct node *
place_json(const struct finding *f)
{
	struct node *object = node_map_new();

	node_add(object, "line", node_integer_new(f->place.line));
	node_add(object, "column", node_integer_new(f->place.column));
	return object;
}

struct node *
findings_json(const struct findings *list)
{
	struct node *array = node_list_new();

	for (size_t i = 0; i < list->n; i++) {
		const struct finding *f = &list->v[i];
		const struct acceptance *a = f->accepted;
		/* the fix of a secret would be the secret, and a value that moves would be lost */
		bool secret = f->to || (f->field && f->field->type->flags & FT_SECRET);
		struct node *object = node_append(array, place_json(f));

		json_add(object, "severity", severity_name(f->severity), "rule", f->rule, "field",
			f->field ? f->field->key : NULL, "sentence", f->sentence, "fix",
			secret ? NULL : f->fix, NULL);
		if (a)
			json_add(node_add(object, "accepted", node_map_new()), "reason", a->reason,
				"by", *a->by ? a->by : NULL, "date", *a->date ? a->date : NULL,
				NULL);
		else
			node_add(object, "accepted", node_null_new());
	}
	return array;
}

struct node *
fixed_json(const struct findings *list)
{
	struct node *array = node_list_new();

	for (size_t i = 0; i < list->n; i++) {
		const struct finding *f = &list->v[i];

		json_add(node_append(array, place_json(f)), "rule", f->rule, "field",
			f->field ? f->field->key : NULL, "sentence", f->sentence, NULL);
	}
	return array;
}

void
finding_report(const struct finding *finding, const char *file)
{
	static int (*const reports[])(const char *, ...) = {
		[SEVERITY_INFO] = report_note,
		[SEVERITY_WARNING] = report_warning,
		[SEVERITY_ERROR] = report_error,
	};
	STRBUF(where);

	if (file)
		strbuf_addf(&where, "%s:%d:%d: ", file, finding->place.line, finding->place.column);
	else if (finding->field)
		strbuf_addf(&where, "%s: ", finding->field->label);
	reports[finding->severity]("%s%s [%s]", where.buf, finding->sentence, finding->rule);
}

void
findings_report(const struct findings *list, enum severity least, const char *file)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i].severity >= least && !list->v[i].accepted)
			finding_report(&list->v[i], file);
}

/* No findings are reported too: silence could also be a program that did not run. */
void
findings_summary(const struct findings *list, struct strbuf *out)
{
	static const struct {
		enum severity severity;
		const char *one, *many;
	} kinds[] = {
		{ SEVERITY_ERROR, "error", "errors" },
		{ SEVERITY_WARNING, "warning", "warnings" },
		{ SEVERITY_INFO, "note", "notes" },
	};
	const char *separator = "";

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		size_t n = findings_count(list, kinds[i].severity);

		if (!n)
			continue;
		strbuf_addf(out, "%s%zu %s", separator, n, plural(n, kinds[i].one, kinds[i].many));
		separator = ", ";
	}
	if (!*separator)
		strbuf_addstr(out, "no findings");
}
