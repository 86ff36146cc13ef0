/* Finding a rule in the table. */
#include <string.h>

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
words_have(const char *words, const char *key)
{
	size_t len = strlen(key), n;

	for (; *words; words += n + (words[n] == ' ')) {
		n = strcspn(words, " ");
		if (n == len && !memcmp(words, key, n))
			return true;
	}
	return false;
}

bool
rule_covers(const struct rule *rule, const char *key)
{
	return !rule->field || words_have(rule->field, key);
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
