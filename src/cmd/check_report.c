/* The formats of check: text and JSON. */
#include "cmd/check_report.h"

#include <stdlib.h>
#include <string.h>

#include "base/report.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "format/draft/draft_lines.h"

#include "cmd/findings_out.h"

void
checked_init(struct checked *checked)
{
	*checked = (struct checked){ .error = STRBUF_INIT,
		.source = STRBUF_INIT,
		.diff = STRBUF_INIT,
		.takes = STRVEC_INIT };
}

void
checked_release(struct checked *checked)
{
	findings_release(&checked->found);
	findings_release(&checked->fixed);
	strbuf_release(&checked->error);
	strbuf_release(&checked->source);
	strbuf_release(&checked->diff);
	strvec_release(&checked->takes);
	free(checked->name);
}

/* Where the names of drafts are short, their folder is told once, before the first of them. */
static const char *
check_name(struct check_report *report, const struct checked *checked)
{
	size_t len = report->folder ? strlen(report->folder) : 0;

	if (!len || strncmp(checked->name, report->folder, len) != 0)
		return checked->name;
	if (!report->folder_told)
		report_note("drafts of the folder %s", report->folder);
	report->folder_told = true;
	return checked->name + len;
}

static void
check_print_findings(struct check_report *report, const struct checked *checked)
{
	struct draft_lines lines = { .root = NULL };
	const char *name = check_name(report, checked);

	if (checked->form)
		draft_lines_init(&lines, checked->form, &checked->source);
	for (size_t i = 0; i < checked->found.n; i++) {
		const struct finding *f = &checked->found.v[i];

		if (f->accepted && !report->list_accepted)
			continue;
		if (f->accepted)
			accepted_line(f, name, report->colors, &report->out);
		else
			finding_line(f, name, report->colors, &report->out);
		if (checked->form)
			finding_excerpt(f, &lines, report->colors, &report->out);
	}
	draft_lines_release(&lines);
}

bool
check_fails(const struct check_report *report, const struct finding *f)
{
	return !f->accepted && (f->severity == SEVERITY_ERROR ||
				       (report->strict && f->severity == SEVERITY_WARNING));
}

void
checked_show_comments(
	const struct check_report *report, const struct checked *checked, struct strbuf *out)
{
	if (checked->comments && !report->comments)
		strbuf_addf(out, "%zu open %s", checked->comments,
			plural(checked->comments, "comment", "comments"));
}

/* What is accepted and not listed is told all the same: nothing is hidden. */
void
check_tell_summary(struct check_report *report, const struct checked *checked)
{
	size_t accepted = findings_count_accepted(&checked->found);
	const char *name = check_name(report, checked);
	STRBUF(summary);

	if (checked->error.len) {
		report_error("%s", checked->error.buf);
		return;
	}
	if (checked->fixed.n)
		strbuf_addf(&summary, "%zu fixed, ", checked->fixed.n);
	findings_summary(&checked->found, &summary);
	if (checked->comments && !report->comments)
		strbuf_addstr(&summary, ", ");
	checked_show_comments(report, checked, &summary);
	report_note("%s: %s", name, summary.buf);
	for (size_t i = 0; i < checked->takes.n; i++)
		report_note("%s: an export reads %s", name, checked->takes.v[i]);
	if (accepted)
		report_note("%s: %zu accepted %s%s", name, accepted,
			plural(accepted, "finding", "findings"),
			report->list_accepted ? "" : " (--accepted lists them)");
}

/* The findings are the result and go to stdout, sorted as an editor jumps through them; how many there
 * are is said on stderr, so that silence never has to be read as success. */
static void
check_print_text(struct check_report *report)
{
	for (size_t i = 0; i < report->n; i++) {
		const struct checked *checked = &report->files[i];

		for (size_t j = 0; j < checked->fixed.n; j++)
			fixed_line(&checked->fixed.v[j], check_name(report, checked),
				report->colors, &report->out);
		strbuf_add(&report->out, checked->diff.buf, checked->diff.len);
		check_print_findings(report, checked);
		check_tell_summary(report, checked);
	}
}

static struct node *
checked_json(const struct check_report *report, const struct checked *checked)
{
	static const char *const kinds[] = {
		[DESK_NOTHING] = NULL,
		[DESK_DRAFT] = "draft",
		[DESK_PROFILE] = "profile",
		[DESK_FORM] = "form",
	};
	struct node *object =
		json_add(node_map_new(), "file", checked->name, "kind", kinds[checked->kind],
			"error", checked->error.len ? checked->error.buf : NULL, NULL);

	if (report->fix)
		node_add(object, "fixed", fixed_json(&checked->fixed));
	node_add(object, "takes", json_texts(&checked->takes));
	node_add(object, "findings", findings_json(&checked->found));
	node_add(object, "open_comments", node_integer_new((int64_t)checked->comments));
	return object;
}

static void
check_print_json(struct check_report *report)
{
	for (size_t i = 0; i < report->n; i++) {
		NODE(object) = checked_json(report, &report->files[i]);

		json_write_item(object, i, &report->out);
		if (report->files[i].error.len)
			report_error("%s", report->files[i].error.buf);
	}
	json_write_end(report->n, &report->out);
}

static const struct check_format formats[] = {
	{ "text", check_print_text },
	{ "json", check_print_json },
	{ "github", check_print_github },
	{ "sarif", check_print_sarif },
	{ "junit", check_print_junit },
};

const struct check_format *
check_format_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(formats); i++)
		if (!strcmp(formats[i].name, name))
			return &formats[i];
	BUG("there is no format %s", name);
}
