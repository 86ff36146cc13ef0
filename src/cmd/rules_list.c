/* scepwiz rules: the table of rules, and one of them explained. */
#include "base/text.h"

#include "model/rules.h"

#include "format/form/form_file.h"

#include "cmd/commands.h"
#include "cmd/findings_out.h"
#include "cmd/rules_page.h"
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
	rules_add_line(out, "also", rule->detail);
	if (rule->flags & RULE_CERTAIN)
		rules_add_line(out, "fix", "check --fix applies it if it is certain");
	rules_add_line(out, "source", rule->source);
}

static int
rules_run(const struct invocation *invocation)
{
	const struct strvec *ids = &invocation->operands;
	STRBUF(out);

	if (option_is(invocation, "format", "man") && ids->n)
		return command_misuse(
			invocation->command, "the manual page has all rules. Name none");
	for (size_t i = 0; i < ids->n; i++) {
		const struct rule *rule = rule_of_argument(invocation->command, ids->v[i]);

		if (!rule)
			return STATUS_USAGE;
		if (i)
			strbuf_addch(&out, '\n');
		rules_explain(rule, &out);
	}
	if (option_is(invocation, "format", "man"))
		rules_page(&out);
	else if (!ids->n)
		rules_table(&out);
	return command_print(&out);
}

static const struct option_spec rules_options[] = {
	{ "format", 0, "text|man", "text (the default), or man: the page scepwiz-rules(7)", false },
	{ NULL },
};

const struct command cmd_rules = {
	.name = "rules",
	.examples = "scepwiz rules\n"
		    "scepwiz rules key-size-weak\n",
	.args = "[RULE...]",
	.summary = "lists the checks of drafts and profiles",
	.help = "Lists the rules, or explains those that are named: what is wrong, why it "
		"matters, what to do, and the source. The name of a rule is what check prints in "
		"brackets and what --ignore accepts. scepwiz-rules(7) explains all of them.",
	.max_args = -1,
	.options = rules_options,
	.run = rules_run,
};
