/* The rules as a manual page. */
#include "cmd/rules_page.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"

#include "model/rules.h"

#include "format/form/form_file.h"

/* Columns of a line of the source. */
#define PAGE_WIDTH 78

static const char page_head[] = ".\\\" Made by the build: scepwiz rules --format man\n"
				".Dd November 29, 2026\n"
				".Dt SCEPWIZ-RULES 7\n"
				".Os\n"
				".Sh NAME\n"
				".Nm scepwiz-rules\n"
				".Nd what scepwiz checks in drafts and profiles\n"
				".Sh DESCRIPTION\n"
				".Xr scepwiz 1\n"
				"applies these rules in\n"
				".Cm check ,\n"
				"in the wizard and before each export.\n"
				"An\n"
				".Em error\n"
				"blocks the export.\n"
				"A\n"
				".Em warning\n"
				"or a note\n"
				".Pq Em info\n"
				"does not.\n"
				"The names of rules are stable.\n"
				".Pp\n"
				"If a finding has a fix,\n"
				".Ic \\(haT\n"
				"offers it in the wizard.\n"
				"Rules marked\n"
				".Em fix\n"
				"have fixes that say the same in the right form.\n"
				".Cm check Fl -fix\n"
				"applies these.\n"
				".Cm accept\n"
				"accepts a warning or note.\n"
				".Cm rules Ar RULE\n"
				"also tells the source of a rule.\n"
				".Pp\n"
				"Rules that begin with asked, ca or trial are about what a SCEP\n"
				"server has answered.\n"
				"They need facts, as in\n"
				".Cm check Fl -asked .\n"
				".Sh RULES\n";

static const char page_foot[] = ".Sh SEE ALSO\n"
				".Xr scepwiz 1 ,\n"
				".Xr scepwiz-draft 5 ,\n"
				".Xr scepwiz-form 5\n";

/* Words that begin a sentence with a small letter, besides those with a capital further on, such as macOS. */
static bool
page_keeps_case(const char *text)
{
	static const char *const names[] = { "scepwiz", "step-ca", "xxd", NULL };
	size_t len = strcspn(text, " ,.");

	for (size_t i = 0; names[i]; i++)
		if (strlen(names[i]) == len && !strncmp(text, names[i], len))
			return true;
	for (size_t i = 1; i < len; i++)
		if (isupper((unsigned char)text[i]))
			return true;
	return false;
}

/* A line of text. A backslash or a leading dot does not turn it into a request. Dashes of options are not hyphens, so
 * that they can be copied. */
static void
page_line(const char *text, struct strbuf *out)
{
	if (*text == '.' || *text == '\'')
		strbuf_addstr(out, "\\&");
	for (char last = ' '; *text; last = *text++)
		if (*text == '\\')
			strbuf_addstr(out, "\\e");
		else if (*text == '-' && (last == ' ' || last == '-'))
			strbuf_addstr(out, "\\-");
		else
			strbuf_addch(out, *text);
	strbuf_addch(out, '\n');
}

/* Sentences, each on lines of its own, the last one without its full stop. */
static void
page_sentences(const char *text, struct strbuf *out)
{
	STRVEC(lines);
	STRBUF(all);

	strbuf_addf(&all, "%s%s", text, text[strlen(text) - 1] == '.' ? "" : ".");
	if (islower((unsigned char)*all.buf) && !page_keeps_case(all.buf))
		*all.buf = (char)toupper((unsigned char)*all.buf);
	for (char *end = all.buf; (end = strstr(end, ". "));)
		*++end = '\n';
	text_wrap(&lines, all.buf, PAGE_WIDTH);
	for (size_t i = 0; i < lines.n; i++)
		page_line(lines.v[i], out);
}

static void
page_rule(const struct rule *rule, struct strbuf *out)
{
	strbuf_addf(out, ".It Cm %s Pq %s%s\n", rule->id, severity_name(rule->severity),
		rule->flags & RULE_CERTAIN ? ", fix" : "");
	page_sentences(rule->gist, out);
	page_sentences(rule->why, out);
	page_sentences(rule->advice, out);
	if (rule->detail)
		page_sentences(rule->detail, out);
}

/* The rules of a topic under its heading; nothing where it has none. */
static void
page_topic(const char *topic, struct strbuf *out)
{
	bool any = false;

	for (size_t i = 0; i < rules_count(); i++) {
		if (strcmp(rule_topic(rule_at(i), form_builtin()), topic))
			continue;
		if (!any)
			strbuf_addf(out, ".Ss %s\n.Bl -tag -width Ds\n", topic);
		any = true;
		page_rule(rule_at(i), out);
	}
	if (any)
		strbuf_addstr(out, ".El\n");
}

void
rules_page(struct strbuf *out)
{
	const struct form *form = form_builtin();
	STRVEC(topics);

	for (size_t i = 0; i < form->nfields; i++)
		if (form->fields[i]->number)
			strvec_push(&topics, form->fields[i]->label);
	for (size_t i = 0; i < rules_count(); i++)
		if (!strvec_contains(&topics, rule_topic(rule_at(i), form)))
			strvec_push(&topics, rule_topic(rule_at(i), form));
	strbuf_addstr(out, page_head);
	for (size_t i = 0; i < topics.n; i++)
		page_topic(topics.v[i], out);
	strbuf_addstr(out, page_foot);
}
