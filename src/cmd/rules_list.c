/* scepwiz rules: the table of rules, and one of them explained. */
#include "base/text.h"

#include "model/rules.h"

#include "format/form/form_file.h"

#include "cmd/commands.h"
#include "cmd/findings_out.h"
#include "cmd/table.h"

/* Beside the names of rules_add_line. */
#define RULES_WIDTH 68

static void
rules_table(struct strbuf *out)
{
	static const char *const titles[] = { "Rule", "Severity", "What is found", NULL };
	TABLE(table, titles);

	for (size_t i = 0; i < rules_count(); i++) {
		table_add(&table, rule_at(i)->id);
		table_add(&table, severity_name(rule_at(i)->severity));
		table_add(&table, rule_at(i)->gist);
	}
	table_write(&table, out);
}

static void
rules_add_line(struct strbuf *out, const char *name, const char *text)
{
	STRVEC(lines);

	if (!text || !*text)
		return;
	text_wrap(&lines, text, RULES_WIDTH);
	for (size_t i = 0; i < lines.n; i++)
		strbuf_addf(out, "%-10s %s\n", i ? "" : name, lines.v[i]);
}

/* The fields of the form that is built in. */
static void
rules_add_fields(struct strbuf *out, const struct rule *rule)
{
	const struct form *form = form_builtin();
	STRBUF(keys);

	for (size_t i = 0; rule_names_fields(rule) && i < form->nfields; i++)
		if (rule_covers(rule, form->fields[i]))
			strbuf_addf(&keys, "%s%s", keys.len ? " " : "", form->fields[i]->key);
	rules_add_line(out, "field", keys.buf);
}

static void
rules_explain(const struct rule *rule, struct strbuf *out)
{
	rules_add_line(out, "rule", rule->id);
	rules_add_line(out, "severity", severity_name(rule->severity));
	rules_add_fields(out, rule);
	rules_add_line(out, "found", rule->gist);
	rules_add_line(out, "why", rule->why);
	rules_add_line(out, "to do", rule->advice);
	if (rule->flags & RULE_CERTAIN)
		rules_add_line(out, "mend", "where one is certain, check --fix takes it");
	rules_add_line(out, "source", rule->source);
}

static int
rules_run(const struct invocation *invocation)
{
	const struct strvec *ids = &invocation->operands;
	STRBUF(out);

	for (size_t i = 0; i < ids->n; i++) {
		const struct rule *rule = rule_of_argument(invocation->command, ids->v[i]);

		if (!rule)
			return STATUS_USAGE;
		if (i)
			strbuf_addch(&out, '\n');
		rules_explain(rule, &out);
	}
	if (!ids->n)
		rules_table(&out);
	return command_print(&out);
}

const struct command cmd_rules = {
	.name = "rules",
	.args = "[RULE...]",
	.summary = "lists what drafts and profiles are checked for",
	.help = "Lists the rules, or explains those that are named: what is found, what devices or "
		"servers do otherwise, what to do about it, and where that stands. The name of a rule is what check prints "
		"in brackets and what --ignore takes.",
	.max_args = -1,
	.run = rules_run,
};
