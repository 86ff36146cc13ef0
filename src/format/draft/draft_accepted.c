/* What a draft accepts (scepwiz-draft(5), "Accepted findings"): people write it by hand, too, so whatever is
 * wrong there is a finding at its place, and the rest of the draft is read. */
#include <stdlib.h>
#include <string.h>

#include "base/strvec.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "model/rules.h"

#include "format/draft/draft_parts.h"
#include "format/yaml/yaml_write.h"

#define KEY_VALUES "for"

struct accepted_reader {
	struct draft_file *file;
	const struct rule *rule; /* whose acceptance is read */
	struct acceptance *a;
};

static void __attribute__((format(printf, 4, 5)))
accepted_note(struct draft_file *file, const char *rule, struct place place, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	findings_vaddf(&file->notes, rule, NULL, place, fmt, ap);
	va_end(ap);
}

/* ". Did you mean X?", or nothing. */
static void
accepted_suggest(const char *word, const char *const *known, struct strbuf *out)
{
	const char *near = text_nearest(word, known);

	if (near)
		strbuf_addf(out, ". Did you mean %s?", near);
}

static bool
text_set(struct accepted_reader *r, const struct node *node, char **text)
{
	if (node->kind != NODE_TEXT) {
		accepted_note(r->file, "accepted-form", node->place, "%s of %s is %s. Write a text",
			node->key, r->rule->id, yaml_node_kind(node));
		return false;
	}
	free(*text);
	*text = xstrdup(node->text.buf);
	return true;
}

static bool
reason_read(struct accepted_reader *r, const struct node *node)
{
	return text_set(r, node, &r->a->reason);
}

static bool
by_read(struct accepted_reader *r, const struct node *node)
{
	return text_set(r, node, &r->a->by);
}

static bool
date_read(struct accepted_reader *r, const struct node *node)
{
	return text_set(r, node, &r->a->date);
}

static bool
value_key_known(struct accepted_reader *r, const struct node *value)
{
	const struct form *form = draft_form(r->file->draft);
	const struct field *near;

	if (form_field(form, value->key) || !strcmp(value->key, ACCEPTANCE_REST))
		return true;
	near = form_nearest(form, value->key);
	accepted_note(r->file, "accepted-form", value->source.key_place,
		"%s is accepted for \"%.*s\", which is not a field%s%s%s", r->rule->id,
		EXCERPT(value->key), near ? ". Did you mean " : "", near ? near->key : "",
		near ? "?" : "");
	return false;
}

static bool
values_read(struct accepted_reader *r, const struct node *node)
{
	if (node->kind != NODE_MAP) {
		accepted_note(r->file, "accepted-form", node->place,
			KEY_VALUES " of %s is %s. Write the fields and their values: {key_size: "
				   "\"1024\"}",
			r->rule->id, yaml_node_kind(node));
		return false;
	}
	for (size_t i = 0; i < node->n; i++) {
		const struct node *value = node->v[i];

		if (!value_key_known(r, value))
			return false;
		if (value->kind != NODE_TEXT) {
			accepted_note(r->file, "accepted-form", value->place,
				"The value of %s for which %s is accepted is %s. Write a text",
				value->key, r->rule->id, yaml_node_kind(value));
			return false;
		}
		acceptance_bind(r->a, value->key, value->text.buf);
	}
	return true;
}

/* Each takes its value in, or notes why not. */
static const struct accepted_key {
	const char *name;
	bool (*read)(struct accepted_reader *r, const struct node *node);
} accepted_keys[] = {
	{ "reason", reason_read },
	{ "by", by_read },
	{ "date", date_read },
	{ KEY_VALUES, values_read },
};

static bool
entry_key_read(struct accepted_reader *r, const struct node *node)
{
	const char *names[ARRAY_SIZE(accepted_keys) + 1] = { NULL };
	STRBUF(hint);

	for (size_t i = 0; i < ARRAY_SIZE(accepted_keys); i++) {
		if (!strcmp(accepted_keys[i].name, node->key))
			return accepted_keys[i].read(r, node);
		names[i] = accepted_keys[i].name;
	}
	accepted_suggest(node->key, names, &hint);
	accepted_note(r->file, "accepted-form", node->source.key_place,
		"%s is accepted with an unknown key \"%.*s\". Use reason, by, date and for%s",
		r->rule->id, EXCERPT(node->key), hint.buf);
	return false;
}

/* RULE: REASON, or a mapping. All of it is read, so that each slip is told. */
static bool
entry_content_read(struct accepted_reader *r, const struct node *node)
{
	bool good = true;

	if (node->kind == NODE_LIST) {
		accepted_note(r->file, "accepted-form", node->place,
			"%s is accepted with a list. Write the reason", r->rule->id);
		return false;
	}
	if (node->kind == NODE_TEXT)
		good = reason_read(r, node);
	else
		for (size_t i = 0; i < node->n; i++)
			good = entry_key_read(r, node->v[i]) && good;
	if (good && text_is_blank(r->a->reason)) {
		accepted_note(r->file, "accepted-form", node->place,
			"%s is accepted without a reason. Add one", r->rule->id);
		good = false;
	}
	return good;
}

/* A merge by hand may have put it there. */
static bool
entry_is_comment(struct draft_file *file, const struct node *node)
{
	if (!form_field(draft_form(file->draft), node->key))
		return false;
	accepted_note(file, "draft-structure", node->source.key_place,
		"%s under " DRAFT_ACCEPTED " is a field, not a rule. If this is a comment, move it "
		"to " DRAFT_NOTES,
		node->key);
	draft_set_lost_notes(
		file->draft, draft_lost_notes(file->draft) + draft_comments_lost(node));
	return true;
}

/* NULL after a note. */
static const struct rule *
entry_rule(struct draft_file *file, const struct node *node)
{
	const struct rule *rule = rule_find(node->key);
	STRBUF(hint);
	const char **ids;

	if (rule && rule->flags & RULE_OF_ACCEPTED) {
		accepted_note(file, "accepted-error", node->source.key_place,
			"%s is about accepted findings, and cannot be accepted itself", rule->id);
		return NULL;
	}
	if (rule || entry_is_comment(file, node))
		return rule;
	ids = xcalloc(rules_count() + 1, sizeof *ids);
	for (size_t i = 0; i < rules_count(); i++)
		ids[i] = rule_at(i)->id;
	accepted_suggest(node->key, ids, &hint);
	accepted_note(file, "accepted-unknown", node->source.key_place,
		"There is no rule \"%.*s\"%s", EXCERPT(node->key), hint.buf);
	free(ids);
	return NULL;
}

static void
entry_read(struct draft_file *file, const struct node *node)
{
	struct acceptance a;
	struct accepted_reader r = { file, entry_rule(file, node), &a };

	if (!r.rule)
		return;
	acceptance_init(&a, r.rule->id, "", "", "");
	a.place = node->source.key_place;
	if (entry_content_read(&r, node))
		draft_accept(file->draft, &a);
	acceptance_release(&a);
}

void
draft_accepted_read(struct draft_file *file, const struct node *node)
{
	if (node->kind == NODE_TEXT && !node->text.len)
		return;
	if (node->kind != NODE_MAP) {
		accepted_note(file, "accepted-form", node->place,
			DRAFT_ACCEPTED " is %s. Write a line RULE: REASON for each rule, indented "
				       "below it",
			yaml_node_kind(node));
		return;
	}
	for (size_t i = 0; i < node->n; i++)
		entry_read(file, node->v[i]);
}

/* One without names, dates and values was written as a text alone. */
struct node *
draft_accepted_node(const struct acceptance *a)
{
	struct node *map, *values;

	if (!*a->by && !*a->date && !a->n)
		return yaml_text_new(a->reason, NODE_DOUBLE);
	map = node_map_new();
	values = node_map_new();
	node_add(map, "reason", yaml_text_new(a->reason, NODE_DOUBLE));
	if (*a->by)
		node_add(map, "by", yaml_text_new(a->by, NODE_DOUBLE));
	if (*a->date)
		node_add(map, "date", yaml_text_new(a->date, NODE_DOUBLE));
	for (size_t i = 0; i < a->n; i++)
		node_add(values, a->values[i].key, yaml_text_new(a->values[i].value, NODE_DOUBLE));
	if (a->n)
		node_add(map, KEY_VALUES, values);
	else
		node_free(values);
	return map;
}
