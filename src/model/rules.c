/* The tables of rules, which are at the end of rules_*.c, in their order; finding a rule in them. */
#include "model/rules.h"

#include <string.h>

#include "base/report.h"
#include "base/xalloc.h"

#include "model/rules_lints.h"

#define RULES_MAX 256

static const struct rule_table *const tables[] = {
	&value_rules,
	&text_rules,
	&pasted_rules,
	&misplaced_rules,
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
	&asked_rules,
	&ca_rules,
	&trial_rules,
	&certificate_rules,
	&profile_rules,
};

/* All rows, one behind the other; put together when they are first asked for. */
static const struct rule *rows[RULES_MAX];
static const char *topics[RULES_MAX]; /* of their tables */
static size_t nrows;

size_t
rules_count(void)
{
	if (nrows)
		return nrows;
	for (size_t t = 0; t < ARRAY_SIZE(tables); t++)
		for (size_t i = 0; i < tables[t]->n; i++) {
			if (nrows == RULES_MAX)
				BUG("there is no room for more than %d rules", RULES_MAX);
			topics[nrows] = tables[t]->topic;
			rows[nrows++] = &tables[t]->v[i];
		}
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
rule_names_fields(const struct rule *rule)
{
	return rule->roles || rule->types[0];
}

bool
rule_covers(const struct rule *rule, const struct field *field)
{
	for (size_t i = 0; i < RULE_TYPES_MAX && rule->types[i]; i++)
		if (rule->types[i] == field->type)
			return true;
	return !rule_names_fields(rule) ||
	       (field->role != ROLE_NONE && rule->roles & ROLE_BIT(field->role));
}

const char *
rule_topic(const struct rule *rule, const struct form *form)
{
	for (size_t i = 0; rule_names_fields(rule) && i < form->nfields; i++)
		if (form->fields[i]->number && rule_covers(rule, form->fields[i]))
			return form->fields[i]->label;
	for (size_t i = 0; i < rules_count(); i++)
		if (rows[i] == rule)
			return topics[i];
	BUG("a rule that is in no table");
}

/* The rules of one kind of field. */
struct field_rules {
	const struct field_type *type;
	enum role role;
	const struct rule **v; /* ends with NULL */
};

static struct field_rules *kinds;
static size_t nkinds, kinds_alloc;

const struct rule *const *
rules_of(const struct field *field)
{
	const struct rule **found;
	size_t n = 0;

	for (size_t i = 0; i < nkinds; i++)
		if (kinds[i].type == field->type && kinds[i].role == field->role)
			return kinds[i].v;
	found = xcalloc(rules_count() + 1, sizeof *found);
	for (size_t i = 0; i < nrows; i++)
		if (rows[i]->lint && rule_covers(rows[i], field))
			found[n++] = rows[i];
	ARRAY_GROW(kinds, nkinds, kinds_alloc);
	kinds[nkinds++] = (struct field_rules){ field->type, field->role, found };
	return found;
}

const struct rule *
rule_for(const char *id, const struct field *field)
{
	for (size_t i = 0, n = rules_count(); field && i < n; i++)
		if (rows[i]->special_of && !strcmp(rows[i]->special_of, id) &&
			rule_covers(rows[i], field))
			return rows[i];
	return rule_find(id);
}
