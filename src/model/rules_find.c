/* Finding a rule in the table. */
#include <string.h>

#include "base/text.h"

#include "model/rules.h"

const struct rule *
rule_find(const char *id)
{
	for (size_t i = 0; i < rules_count; i++)
		if (!strcmp(rules[i].id, id))
			return &rules[i];
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
	for (size_t i = 0; i < rules_count; i++)
		if (rules[i].special_of && !strcmp(rules[i].special_of, id) &&
			rule_covers(&rules[i], key))
			return &rules[i];
	return rule_find(id);
}
