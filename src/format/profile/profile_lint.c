/* The structure of a profile: the walk, and how it reports. What it reports is in profile_lint_*.c. */
#include "format/profile/profile_lint.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#include "syntax/digest.h"

#include "model/rules.h"

#include "format/profile/profile_walk.h"

void
profile_spots_add(struct profile_spots *spots, const struct profile_spot *spot)
{
	ARRAY_GROW(spots->v, spots->n, spots->alloc);
	spots->v[spots->n++] = *spot;
}

static void
spot_add(struct walk *walk, const struct rule *rule, struct node *node, struct node *dict,
	const char *key)
{
	const struct profile_spot spot = { node, dict, key, rule };

	if (walk->env->spots && !walk->fixing)
		profile_spots_add(walk->env->spots, &spot);
}

void
profile_spots_release(struct profile_spots *spots)
{
	free(spots->v);
	*spots = (struct profile_spots){ 0 };
}

/* Appends the keys that lead to a node; payloads count by their types, for their order may change. */
static void
about_path(const struct node *node, struct strbuf *out)
{
	const char *step = node->key ? node->key : node_get_text(node, "PayloadType");

	if (!node->parent)
		return;
	about_path(node->parent, out);
	if (step)
		strbuf_addf(out, "/%s", step);
}

/* As drafts have it that accept a finding: dates count from 2001, negative numbers are those of 64 bits without
 * a sign. */
static void
about_value(const struct node *node, struct strbuf *out)
{
	switch (node->kind) {
	case NODE_TEXT:
		strbuf_addstr(out, node_text(node));
		break;
	case NODE_DATA:
		digest_sha256(node->text.buf, node->text.len, out);
		break;
	case NODE_INTEGER:
		strbuf_addf(out, "%" PRIu64, (uint64_t)node->number);
		break;
	case NODE_REAL:
		strbuf_addf(out, "%.17g", node->real);
		break;
	case NODE_BOOLEAN:
		strbuf_addstr(out, node->number ? "true" : "false");
		break;
	case NODE_DATE:
		strbuf_addf(out, "%" PRId64, node->number - PLIST_DATE_EPOCH);
		break;
	case NODE_LIST:
		strbuf_addf(out, "%zu items", node->n);
		break;
	case NODE_MAP:
		strbuf_addf(out, "%zu keys", node->n);
		break;
	case NODE_NULL: /* in no property list */
		break;
	}
}

char *
walk_about(const struct node *node)
{
	struct strbuf about = STRBUF_INIT;

	about_path(node, &about);
	strbuf_addch(&about, '=');
	about_value(node, &about);
	return strbuf_detach(&about);
}

static void
walk_add(struct walk *walk, const struct rule *rule, enum severity severity, struct node *node,
	const char *fix, const char *sentence)
{
	struct finding *finding =
		findings_addf(walk->found, rule->id, NULL, node_place(node), "%s", sentence);

	finding_fix(finding, fix)->severity = severity;
	if (node)
		finding->about = walk_about(node);
}

static bool __attribute__((format(printf, 6, 0)))
walk_vtell(struct walk *walk, enum severity severity, const struct rule *rule, struct node *node,
	const char *fix, const char *fmt, va_list ap)
{
	STRBUF(sentence);

	if (walk->fixing && !fix)
		return false;
	strbuf_vaddf(&sentence, fmt, ap);
	walk_add(walk, rule, severity, node, fix, sentence.buf);
	spot_add(walk, rule, node, NULL, NULL);
	return walk->fixing;
}

bool
walk_tell(
	struct walk *walk, const char *id, struct node *node, const char *fix, const char *fmt, ...)
{
	const struct rule *rule = rule_find(id);
	va_list ap;
	bool now;

	va_start(ap, fmt);
	now = walk_vtell(walk, rule->severity, rule, node, fix, fmt, ap);
	va_end(ap);
	return now;
}

bool
walk_tell_as(struct walk *walk, enum severity severity, const char *id, struct node *node,
	const char *fix, const char *fmt, ...)
{
	va_list ap;
	bool now;

	va_start(ap, fmt);
	now = walk_vtell(walk, severity, rule_find(id), node, fix, fmt, ap);
	va_end(ap);
	return now;
}

bool
walk_lacks(struct walk *walk, const char *id, struct node *dict, const char *key, const char *fix,
	const char *advice, const char *fmt, ...)
{
	const struct rule *rule = rule_find(id);
	enum profile_fill fill =
		walk->env->fill ? walk->env->fill(dict, key, walk->env->data) : FILL_NOTHING;
	struct node *value = node_get(dict, key), *at = value ? value : dict;
	STRBUF(sentence);
	va_list ap;

	if (fill != FILL_NOTHING)
		fix = NULL;
	if (fill == FILL_FILLS || (walk->fixing && !fix))
		return false;
	va_start(ap, fmt);
	strbuf_vaddf(&sentence, fmt, ap);
	va_end(ap);
	strbuf_addf(&sentence, ". %s",
		fill == FILL_ADDS ? "An export of the imported draft adds it" : advice);
	walk_add(walk, rule, rule->severity, at, fix, sentence.buf);
	spot_add(walk, rule, at, dict, key);
	return walk->fixing;
}

void
walk_means(struct walk *walk, struct node *dict, const char *key)
{
	struct profile_spots *spots = walk->env->spots;

	if (walk->fixing || !spots || !spots->n)
		return;
	spots->v[spots->n - 1].dict = dict;
	spots->v[spots->n - 1].key = key;
}

struct node *
walk_payloads(const struct walk *walk)
{
	struct node *payloads = node_get(walk->doc->root, "PayloadContent");

	return node_is(payloads, NODE_LIST) ? payloads : NULL;
}

void
walk_payload_name(const struct node *payload, struct strbuf *out)
{
	const char *name = node_get_text(payload, "PayloadDisplayName");
	const char *type = node_get_text(payload, "PayloadType");

	if (name && *name)
		strbuf_addf(out, "the payload \"%.*s\"", EXCERPT(name));
	else if (type && *type)
		strbuf_addf(out, "the payload of type %.*s", EXCERPT(type));
	else
		strbuf_addstr(out, "a payload without a type");
}

void
walk_replace(struct node *dict, const char *key, struct node *node)
{
	const struct node *old = node_get(dict, key);

	node->place = old ? old->place : dict->place;
	node_set(dict, key, node);
}

static void
walk_one_payload(struct walk *walk, struct node *payload, size_t number)
{
	static void (*const lints[])(struct walk *, struct node *) = {
		walk_content,
		walk_key_type,
		walk_renewal,
		walk_scope,
		walk_subject,
		walk_principal,
		walk_certificate,
	};
	STRBUF(name);

	walk_payload_name(payload, &name);
	walk_dict(walk, payload, profile_keys_payload(node_get_text(payload, "PayloadType")),
		name.buf);
	walk_required(walk, payload, number);
	for (size_t i = 0; i < ARRAY_SIZE(lints); i++)
		lints[i](walk, payload);
}

static void
walk_profile(struct walk *walk)
{
	/* none of these has a fix */
	static void (*const lints[])(struct walk *) = {
		walk_twice,
		walk_removal,
		walk_dates,
		walk_duplicates,
		walk_references,
		walk_size,
	};
	struct node *root = walk->doc->root, *payloads;

	if (!node_is(root, NODE_MAP))
		return;
	walk->identifiers = walk_texts_of(walk, "PayloadIdentifier");
	walk_dict(walk, root, &profile_keys_top, "the profile");
	walk_required(walk, root, 0);
	payloads = walk_payloads(walk);
	for (size_t i = 0; payloads && i < payloads->n; i++)
		if (node_is(payloads->v[i], NODE_MAP))
			walk_one_payload(walk, payloads->v[i], i + 1);
		else
			walk_tell(walk, "value-type", payloads->v[i], NULL,
				"item %zu of the profile's PayloadContent is not a dictionary, so "
				"it is not a payload",
				i + 1);
	for (size_t i = 0; i < ARRAY_SIZE(lints) && !walk->fixing; i++)
		lints[i](walk);
	free(walk->identifiers.v);
	strbuf_release(&walk->certificates);
}

/* Apple, TargetDeviceType: 1 is iPhone and iPad; a draft knows better. */
static bool
walk_is_ios(const struct node *root, const struct draft *draft)
{
	const struct node *target = node_get(root, "TargetDeviceType");
	const struct field *platform = draft ? draft_form(draft)->platform : NULL;

	if (platform)
		return form_is_ios(draft_form(draft), draft_text(draft, platform));
	return node_is(target, NODE_INTEGER) && target->number == 1;
}

static struct walk
walk_begin(struct plist_doc *doc, const struct profile_lint_env *env, struct findings *found)
{
	static const struct profile_lint_env none = { 0 };

	env = env ? env : &none;
	return (struct walk){
		.doc = doc,
		.env = env,
		.now = env->now ? env->now : time(NULL),
		.ios = walk_is_ios(doc->root, env->draft),
		.found = found,
		.certificates = STRBUF_INIT,
	};
}

/* Repeated, because a payload whose type was misspelled is only recognized then. Each fix removes its cause, so this
 * ends. */
size_t
profile_fix(struct plist_doc *doc, const struct profile_lint_env *env, struct findings *done)
{
	struct walk walk = walk_begin(doc, env, done);
	size_t before = done->n, last;

	walk.fixing = true;
	do {
		last = done->n;
		walk_profile(&walk);
	} while (done->n > last);
	return done->n - before;
}

/* Most profiles need no fix, and one walk shows that. */
size_t
profile_lint(struct plist_doc *doc, const struct profile_lint_env *env, struct findings *found)
{
	FINDINGS(told);
	struct walk walk = walk_begin(doc, env, &told);
	size_t fixed = 0;
	bool can_fix = false;

	walk_profile(&walk);
	for (size_t i = 0; i < told.n; i++)
		can_fix |= told.v[i].fix != NULL;
	if (can_fix) {
		findings_truncate(&told, 0);
		if (walk.env->spots)
			profile_spots_release(walk.env->spots);
		fixed = profile_fix(doc, env, found);
		walk = walk_begin(doc, env, &told);
		walk_profile(&walk);
	}
	for (size_t i = 0; i < told.n; i++)
		findings_move(found, &told.v[i]);
	return fixed;
}
