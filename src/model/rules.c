/* The tables of rules, which stand at the end of rules_*.c, in their order; finding a rule in them. */
#include "model/rules.h"

#include <string.h>

#include "base/report.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "model/rules_lints.h"

#define RULES_MAX 256

static const struct rule_table *const tables[] = {
	&value_rules,
	&text_rules,
	&draft_rules,
	&variable_spelling_rules,
	&mdm_rules,
	&variable_value_rules,
	&identity_rules,
	&fingerprint_rules,
	&key_rules,
	&subject_rules,
	&san_rules,
	&server_rules,
	&certificate_rules,
	&profile_rules,
};

/* All rows, one behind the other; put together when they are first asked for. */
static const struct rule *rows[RULES_MAX];
static size_t nrows;

static void
rows_fill(void)
{
	for (size_t t = 0; t < ARRAY_SIZE(tables); t++)
		for (size_t i = 0; i < tables[t]->n; i++) {
			if (nrows == RULES_MAX)
				BUG("there is no room for more than %d rules", RULES_MAX);
			rows[nrows++] = &tables[t]->v[i];
		}
}

size_t
rules_count(void)
{
	if (!nrows)
		rows_fill();
	return nrows;
}

const struct rule *
rule_at(size_t i)
{
	return i < rules_count() ? rows[i] : NULL;
}

const struct rule *
rule_find(const char *id)
{
	for (size_t i = 0; i < rules_count(); i++)
		if (!strcmp(rule_at(i)->id, id))
			return rule_at(i);
	return NULL;
}

bool
rule_covers(const struct rule *rule, const char *key)
{
	return !rule->field || text_has_word(rule->field, key);
}

const struct rule *
rule_for(const char *id, const char *key)
{
	for (size_t i = 0; i < rules_count(); i++)
		if (rule_at(i)->special_of && !strcmp(rule_at(i)->special_of, id) &&
			rule_covers(rule_at(i), key))
			return rule_at(i);
	return rule_find(id);
}
