/* The structure of a profile: the walk. What it tells stands in profile_lint_*.c. */
#include "format/profile/profile_lint.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

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

	if (walk->env->spots && !walk->mending)
		profile_spots_add(walk->env->spots, &spot);
}

void
profile_spots_release(struct profile_spots *spots)
{
	free(spots->v);
	*spots = (struct profile_spots){ 0 };
}

static void __attribute__((format(printf, 6, 0)))
walk_add(struct walk *walk, const struct rule *rule, enum severity severity, struct node *node,
	const char *mend, const char *fmt, va_list ap)
{
	struct finding *finding =
		findings_vaddf(walk->found, rule->id, NULL, node_place(node), fmt, ap);

	finding_fix(finding, mend)->severity = severity;
	if (node)
		finding->about = walk_about(node);
}

bool
walk_tell(struct walk *walk, const char *id, struct node *node, const char *mend, const char *fmt,
	...)
{
	const struct rule *rule = rule_find(id);
	va_list ap;

	if (walk->mending && !mend)
		return false;
	va_start(ap, fmt);
	walk_add(walk, rule, rule->severity, node, mend, fmt, ap);
	va_end(ap);
	spot_add(walk, rule, node, NULL, NULL);
	return walk->mending;
}

bool
walk_tell_as(struct walk *walk, enum severity severity, const char *id, struct node *node,
	const char *mend, const char *fmt, ...)
{
	const struct rule *rule = rule_find(id);
	va_list ap;

	if (walk->mending && !mend)
		return false;
	va_start(ap, fmt);
	walk_add(walk, rule, severity, node, mend, fmt, ap);
	va_end(ap);
	spot_add(walk, rule, node, NULL, NULL);
	return walk->mending;
}

static void __attribute__((format(printf, 5, 6))) lack_add(struct walk *walk,
	const struct rule *rule, struct node *at, const char *mend, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	walk_add(walk, rule, rule->severity, at, mend, fmt, ap);
	va_end(ap);
}

bool
walk_lacks(struct walk *walk, const char *id, struct node *dict, const char *key, const char *mend,
	const char *advice, const char *fmt, ...)
{
	const struct rule *rule = rule_find(id);
	enum profile_fill fill =
		walk->env->fill ? walk->env->fill(dict, key, walk->env->data) : FILL_NOTHING;
	struct node *value = node_get(dict, key), *at = value ? value : dict;
	struct strbuf sentence = STRBUF_INIT;
	va_list ap;

	if (fill != FILL_NOTHING)
		mend = NULL;
	if (fill == FILL_FILLS || (walk->mending && !mend))
		return false;
	va_start(ap, fmt);
	strbuf_vaddf(&sentence, fmt, ap);
	va_end(ap);
	lack_add(walk, rule, at, mend, "%s. %s", sentence.buf,
		fill == FILL_ADDS ? "An export of the imported draft adds it" : advice);
	strbuf_release(&sentence);
	spot_add(walk, rule, at, dict, key);
	return walk->mending;
}

void
walk_means(struct walk *walk, struct node *dict, const char *key)
{
	struct profile_spots *spots = walk->env->spots;

	if (walk->mending || !spots || !spots->n)
		return;
	spots->v[spots->n - 1].dict = dict;
	spots->v[spots->n - 1].key = key;
}

void
walk_keys(const struct node *dict, struct strvec *keys)
{
	for (size_t i = 0; i < dict->n; i++)
		strvec_push(keys, dict->v[i]->key);
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
	/* none of these has a mend */
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
				"item %zu of the profile's PayloadContent is no dictionary, and so no "
				"payload",
				i + 1);
	for (size_t i = 0; i < ARRAY_SIZE(lints) && !walk->mending; i++)
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

/* Again and again, for a payload whose type was misspelt is only then known; each mend takes away what it
 * was for, so there is an end. */
size_t
profile_mend(struct plist_doc *doc, const struct profile_lint_env *env, struct findings *done)
{
	struct walk walk = walk_begin(doc, env, done);
	size_t before = done->n, last;

	walk.mending = true;
	do {
		last = done->n;
		walk_profile(&walk);
	} while (done->n > last);
	return done->n - before;
}

void
profile_lint(struct plist_doc *doc, const struct profile_lint_env *env, struct findings *found)
{
	struct walk walk;

	profile_mend(doc, env, found);
	walk = walk_begin(doc, env, found);
	walk_profile(&walk);
}
