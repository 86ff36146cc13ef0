/* Findings as nodes: what they do not have is not there. */
#include "model/finding_node.h"

#include <limits.h>
#include <stdlib.h>

#include "base/xalloc.h"

#include "model/rules.h"

static void
add_text(struct node *map, const char *key, const char *text)
{
	if (text)
		node_add(map, key, node_text_new(text));
}

static void
add_number(struct node *map, const char *key, int64_t number)
{
	node_add(map, key, node_integer_new(number));
}

static void
add_acceptance(struct node *map, const struct acceptance *a)
{
	struct node *accepted;

	if (!a)
		return;
	accepted = node_add(map, "accepted", node_map_new());
	add_text(accepted, "reason", a->reason);
	add_text(accepted, "by", a->by);
	add_text(accepted, "date", a->date);
}

struct node *
finding_node(const struct finding *f)
{
	struct node *map = node_map_new();

	map->place = f->place;
	add_text(map, "rule", f->rule);
	add_number(map, "severity", f->severity);
	add_text(map, "field", f->field ? f->field->key : NULL);
	add_number(map, "item", f->item);
	add_number(map, "offset", (int64_t)f->offset);
	add_text(map, "sentence", f->sentence);
	add_text(map, "fix", f->fix);
	add_text(map, "to", f->to ? f->to->key : NULL);
	if (f->advice)
		node_add(map, "advice", node_boolean_new(true));
	add_acceptance(map, f->accepted);
	return map;
}

/* False if it is not a number in this range. */
static bool
get_number(const struct node *map, const char *key, int64_t least, int64_t most, int64_t *number)
{
	const struct node *node = node_get(map, key);

	if (!node_is(node, NODE_INTEGER) || node->number < least || node->number > most)
		return false;
	*number = node->number;
	return true;
}

/* NULL where there is none. False for one that the form lacks. */
static bool
get_field(const struct node *map, const char *key, const struct form *form,
	const struct field **field)
{
	const char *name = node_get_text(map, key);

	*field = name && form ? form_field(form, name) : NULL;
	return *field || !node_get(map, key);
}

static bool
get_acceptance(const struct node *map, struct finding *f)
{
	const struct node *node = node_get(map, "accepted");
	const char *reason = node_get_text(node, "reason"), *by = node_get_text(node, "by");
	const char *date = node_get_text(node, "date");

	if (!node)
		return true;
	if (!reason || !by || !date)
		return false;
	f->accepted = xcalloc(1, sizeof *f->accepted);
	acceptance_init(f->accepted, f->rule, reason, by, date);
	return true;
}

int
findings_add_node(struct findings *list, const struct node *node, const struct form *form)
{
	const char *id = node_get_text(node, "rule"), *sentence = node_get_text(node, "sentence");
	int64_t severity, item, offset;
	const struct field *field, *to;
	struct finding *f;

	if (!id || !rule_find(id) || !sentence ||
		!get_number(node, "severity", SEVERITY_INFO, SEVERITY_ERROR, &severity) ||
		!get_number(node, "item", -1, INT_MAX, &item) ||
		!get_number(node, "offset", 0, INT_MAX, &offset) ||
		!get_field(node, "field", form, &field) || !get_field(node, "to", form, &to))
		return -1;
	f = findings_addf(list, id, field, node->place, "%s", sentence);
	f->severity = (enum severity)severity;
	f->item = (int)item;
	f->offset = (size_t)offset;
	f->to = to;
	f->advice = node_get(node, "advice") != NULL;
	finding_fix(f, node_get_text(node, "fix"));
	return get_acceptance(node, f) ? 0 : -1;
}
