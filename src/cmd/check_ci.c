/* The formats of check for CI: GitHub's workflow commands, SARIF 2.1.0, JUnit's XML. */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/report.h"
#include "base/text.h"

#include "model/rules.h"

#include "cmd/check_report.h"
#include "cmd/findings_out.h"

/*
 * GitHub Actions: "::error file=NAME,line=1,col=2,title=RULE::SENTENCE".
 */

/* Everything in percent that would end a value. */
static void
github_add(struct strbuf *out, const char *text, const char *ends)
{
	STRBUF(shown);

	text_show(&shown, text, strlen(text));
	for (const char *c = shown.buf; *c; c++)
		if (*c == '%' || strchr(ends, *c))
			strbuf_addf(out, "%%%02X", (unsigned char)*c);
		else
			strbuf_addch(out, *c);
}

static void
github_line(struct strbuf *out, const char *word, const char *file, const char *at,
	const char *title, const char *sentence)
{
	strbuf_addf(out, "::%s file=", word);
	github_add(out, file, ":,");
	strbuf_addf(out, "%s,title=", at);
	github_add(out, title, ":,");
	strbuf_addstr(out, "::");
	github_add(out, sentence, "");
	strbuf_addch(out, '\n');
}

void
check_print_github(struct check_report *report)
{
	static const char *const words[] = {
		[SEVERITY_INFO] = "notice",
		[SEVERITY_WARNING] = "warning",
		[SEVERITY_ERROR] = "error",
	};

	for (size_t i = 0; i < report->n; i++) {
		const struct checked *checked = &report->files[i];
		STRBUF(comments);

		if (checked->error.len)
			github_line(&report->out, "error", checked->name, "", "scepwiz",
				checked->error.buf);
		for (size_t j = 0; j < checked->found.n; j++) {
			const struct finding *f = &checked->found.v[j];
			STRBUF(at);

			if (f->accepted)
				continue;
			strbuf_addf(&at, ",line=%d,col=%d", f->place.line, f->place.column);
			github_line(&report->out, words[f->severity], checked->name, at.buf,
				f->rule, f->sentence);
		}
		checked_show_comments(report, checked, &comments);
		if (comments.len)
			github_line(&report->out, "notice", checked->name, "", "comments",
				comments.buf);
		check_tell_summary(report, checked);
	}
}

/*
 * SARIF 2.1.0. What the draft accepts is there as suppressed, with the reason.
 */

static const char *
sarif_level(enum severity severity)
{
	return severity_word(severity);
}

static struct node *
sarif_text(const char *text)
{
	return json_add(node_map_new(), "text", text, NULL);
}

/* A path as a URI: relative as it is given, or file:///... */
static struct node *
sarif_file(const char *path)
{
	STRBUF(uri);

	strbuf_addstr(&uri, *path == '/' ? "file://" : "");
	for (const char *c = path; *c; c++)
		if ((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ||
			(*c >= '0' && *c <= '9') || strchr("-._~/", *c))
			strbuf_addch(&uri, *c);
		else
			strbuf_addf(&uri, "%%%02X", (unsigned char)*c);
	return json_add(node_map_new(), "uri", uri.buf, NULL);
}

static void
sarif_rules(struct node *driver, const struct check_report *report)
{
	struct node *rules = node_add(driver, "rules", node_list_new());
	STRVEC(seen);

	for (size_t i = 0; i < report->n; i++)
		for (size_t j = 0; j < report->files[i].found.n; j++) {
			const struct rule *rule = rule_find(report->files[i].found.v[j].rule);
			struct node *object;
			STRBUF(help);

			if (!rule || strvec_contains(&seen, rule->id))
				continue;
			strvec_push(&seen, rule->id);
			object = node_append(rules, json_add(node_map_new(), "id", rule->id, NULL));
			node_add(object, "shortDescription", sarif_text(rule->gist));
			strbuf_addf(&help, "Why: %s. What to do: %s.", rule->why, rule->advice);
			node_add(object, "help", sarif_text(help.buf));
			node_add(object, "defaultConfiguration",
				json_add(node_map_new(), "level", sarif_level(rule->severity),
					NULL));
		}
}

static void
sarif_place(struct node *object, const char *file, const struct place *place)
{
	struct node *location =
		node_append(node_add(object, "locations", node_list_new()), node_map_new());
	struct node *physical = node_add(location, "physicalLocation", node_map_new());
	struct node *region;

	node_add(physical, "artifactLocation", sarif_file(file));
	if (!place || place->line < 1)
		return;
	region = node_add(physical, "region", node_map_new());
	node_add(region, "startLine", node_integer_new(place->line));
	node_add(region, "startColumn", node_integer_new(place->column > 0 ? place->column : 1));
}

static void
sarif_result(struct node *results, const struct checked *checked, const struct finding *f)
{
	struct node *result =
		node_append(results, json_add(node_map_new(), "ruleId", f->rule, "level",
					     sarif_level(f->severity), NULL));

	node_add(result, "message", sarif_text(f->sentence));
	sarif_place(result, checked->name, &f->place);
	if (f->accepted)
		node_append(node_add(result, "suppressions", node_list_new()),
			json_add(node_map_new(), "kind", "inSource", "justification",
				f->accepted->reason, NULL));
}

/* What could not be checked is not a result, but a run that failed. */
static void
sarif_failures(struct node *run, const struct check_report *report)
{
	struct node *invocation =
		node_append(node_add(run, "invocations", node_list_new()), node_map_new());
	struct node *told = node_list_new();
	bool done = true;

	for (size_t i = 0; i < report->n; i++) {
		const struct checked *checked = &report->files[i];
		struct node *notice;

		if (!checked->error.len)
			continue;
		done = false;
		report_error("%s", checked->error.buf);
		notice = node_append(told, json_add(node_map_new(), "level", "error", NULL));
		node_add(notice, "message", sarif_text(checked->error.buf));
		sarif_place(notice, checked->name, NULL);
	}
	node_add(invocation, "executionSuccessful", node_boolean_new(done));
	node_add(invocation, "toolExecutionNotifications", told);
}

void
check_print_sarif(struct check_report *report)
{
	NODE(log) = json_add(node_map_new(), "$schema",
		"https://json.schemastore.org/sarif-2.1.0.json", "version", "2.1.0", NULL);
	struct node *run = node_append(node_add(log, "runs", node_list_new()), node_map_new());
	struct node *driver =
		node_add(node_add(run, "tool", node_map_new()), "driver", node_map_new());
	struct node *results;

	json_add(driver, "name", "scepwiz", "version", PACKAGE_VERSION, NULL);
	sarif_rules(driver, report);
	sarif_failures(run, report);
	json_add(run, "columnKind", "unicodeCodePoints", NULL);
	results = node_add(run, "results", node_list_new());
	for (size_t i = 0; i < report->n; i++)
		for (size_t j = 0; j < report->files[i].found.n; j++)
			sarif_result(results, &report->files[i], &report->files[i].found.v[j]);
	json_write(log, &report->out);
}

/*
 * JUnit: a suite for each file, a test case for each finding, or one that passed where there is none.
 */

/* Attributes and text alike. text_show has escaped what XML cannot hold. */
static void
junit_add(struct strbuf *out, const char *text)
{
	static const char special[] = "&<>\"";
	static const char *const names[] = { "&amp;", "&lt;", "&gt;", "&quot;" };
	STRBUF(shown);

	text_show(&shown, text, strlen(text));
	for (const char *c = shown.buf; *c; c++) {
		const char *found = strchr(special, *c);

		if (found)
			strbuf_addstr(out, names[found - special]);
		else
			strbuf_addch(out, *c);
	}
}

static void
junit_attribute(struct strbuf *out, const char *name, const char *value)
{
	strbuf_addf(out, " %s=\"", name);
	junit_add(out, value);
	strbuf_addch(out, '"');
}

static void
junit_case(struct check_report *report, const struct checked *checked, const struct finding *f)
{
	struct strbuf *out = &report->out;
	bool fails = check_fails(report, f);
	STRBUF(line);

	finding_line(f, checked->name, false, &line);
	strbuf_trim(&line);
	strbuf_addstr(out, "    <testcase");
	junit_attribute(out, "classname", checked->name);
	junit_attribute(out, "name", f->rule);
	junit_attribute(out, "file", checked->name);
	strbuf_addf(out, " line=\"%d\">\n", f->place.line);
	strbuf_addstr(out, f->accepted ? "      <skipped"
			   : fails     ? "      <failure"
				       : "      <system-out");
	if (f->accepted)
		junit_attribute(out, "message", f->accepted->reason);
	if (fails) {
		junit_attribute(out, "type", severity_name(f->severity));
		junit_attribute(out, "message", f->sentence);
	}
	strbuf_addch(out, '>');
	junit_add(out, line.buf);
	strbuf_addf(out, "</%s>\n    </testcase>\n",
		f->accepted ? "skipped"
		: fails     ? "failure"
			    : "system-out");
}

/* The one of a file that could not be checked, or that has no findings. */
static void
junit_case_of_file(struct check_report *report, const struct checked *checked)
{
	struct strbuf *out = &report->out;

	strbuf_addstr(out, "    <testcase");
	junit_attribute(out, "classname", checked->name);
	junit_attribute(out, "name", "check");
	junit_attribute(out, "file", checked->name);
	if (checked->error.len) {
		strbuf_addstr(out, ">\n      <error");
		junit_attribute(out, "message", checked->error.buf);
		strbuf_addstr(out, "/>\n    </testcase>\n");
	} else {
		strbuf_addstr(out, "/>\n");
	}
}

/* The one of its open comments, where they are not findings. */
static void
junit_case_of_comments(struct check_report *report, const struct checked *checked)
{
	struct strbuf *out = &report->out;
	STRBUF(comments);

	checked_show_comments(report, checked, &comments);
	strbuf_addstr(out, "    <testcase");
	junit_attribute(out, "classname", checked->name);
	junit_attribute(out, "name", "comments");
	junit_attribute(out, "file", checked->name);
	strbuf_addf(out, ">\n      <system-out>%s</system-out>\n    </testcase>\n", comments.buf);
}

static void
junit_suite(struct check_report *report, const struct checked *checked)
{
	size_t n = checked->found.n, failures = 0;
	size_t skipped = findings_count_accepted(&checked->found);
	bool of_file = checked->error.len || !n;
	bool of_comments = checked->comments && !report->comments;

	for (size_t i = 0; i < n; i++)
		failures += check_fails(report, &checked->found.v[i]);
	strbuf_addstr(&report->out, "  <testsuite");
	junit_attribute(&report->out, "name", checked->name);
	strbuf_addf(&report->out,
		" tests=\"%zu\" failures=\"%zu\" errors=\"%d\" skipped=\"%zu\">\n",
		n + of_file + of_comments, failures, checked->error.len > 0, skipped);
	if (of_file)
		junit_case_of_file(report, checked);
	for (size_t i = 0; i < n; i++)
		junit_case(report, checked, &checked->found.v[i]);
	if (of_comments)
		junit_case_of_comments(report, checked);
	strbuf_addstr(&report->out, "  </testsuite>\n");
	if (checked->error.len)
		report_error("%s", checked->error.buf);
}

void
check_print_junit(struct check_report *report)
{
	strbuf_addstr(&report->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
				    "<testsuites name=\"scepwiz check\">\n");
	for (size_t i = 0; i < report->n; i++)
		junit_suite(report, &report->files[i]);
	strbuf_addstr(&report->out, "</testsuites>\n");
}
