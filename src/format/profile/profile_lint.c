/* The structure of a profile: the walk, and the rules about keys and kinds of values. What is about a
 * payload's content stands in profile_lint_payload.c. */
#include "format/profile/profile_lint.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "model/rules.h"

#include "format/plist/plist_node.h"
#include "format/profile/profile_convert.h"
#include "format/profile/profile_keys.h"
#include "format/profile/profile_walk.h"

/* The latest one first. */
static struct place
walk_place(const struct walk *walk, plist_t node)
{
	for (size_t i = walk->nmade; i-- > 0;)
		if (walk->made[i].node == node)
			return walk->made[i].place;
	return node ? plist_doc_place(walk->doc, node) : (struct place){ 0, 0 };
}

static struct finding *__attribute__((format(printf, 5, 0))) walk_add(struct walk *walk,
	const char *rule, plist_t node, const char *mend, const char *fmt, va_list ap)
{
	struct strbuf sentence = STRBUF_INIT;
	struct place place = walk_place(walk, node);
	struct finding *finding;

	strbuf_vaddf(&sentence, fmt, ap);
	finding = findings_add(walk->found, rule_find(rule), NULL, sentence.buf, mend);
	if (place.line)
		finding->place = place;
	if (node)
		finding->about = walk_about(node);
	strbuf_release(&sentence);
	return finding;
}

bool
walk_tell(struct walk *walk, const char *rule, plist_t node, const char *mend, const char *fmt, ...)
{
	va_list ap;

	if (walk->mending && !mend)
		return false;
	va_start(ap, fmt);
	walk_add(walk, rule, node, mend, fmt, ap);
	va_end(ap);
	return walk->mending;
}

void
walk_warn(struct walk *walk, const char *rule, plist_t node, const char *fmt, ...)
{
	va_list ap;

	if (walk->mending)
		return;
	va_start(ap, fmt);
	walk_add(walk, rule, node, NULL, fmt, ap)->severity = SEVERITY_WARNING;
	va_end(ap);
}

const char *
walk_string(plist_t dict, const char *key)
{
	plist_t node = plist_dict_get_item(dict, key);
	uint64_t len = 0;

	return node && plist_get_node_type(node) == PLIST_STRING ? plist_get_string_ptr(node, &len)
								 : NULL;
}

void
walk_keys(plist_t dict, struct strvec *keys)
{
	plist_dict_iter iter = NULL;
	plist_t item = NULL;
	char *key = NULL;

	plist_dict_new_iter(dict, &iter);
	for (;;) {
		plist_dict_next_item(dict, iter, &key, &item);
		if (!item)
			break;
		strvec_push(keys, key);
		free(key);
		key = NULL;
	}
	free(iter);
}

plist_t
walk_payload(const struct walk *walk, uint32_t index)
{
	plist_t content = plist_dict_get_item(walk->doc->root, "PayloadContent");

	return node_is(content, PLIST_ARRAY) ? plist_array_get_item(content, index) : NULL;
}

void
walk_payload_name(plist_t payload, struct strbuf *out)
{
	const char *name = walk_string(payload, "PayloadDisplayName");
	const char *type = walk_string(payload, "PayloadType");

	if (name && *name)
		strbuf_addf(out, "the payload \"%.*s\"", EXCERPT(name));
	else if (type && *type)
		strbuf_addf(out, "the payload of type %.*s", EXCERPT(type));
	else
		strbuf_addstr(out, "a payload without a type");
}

static void
walk_made(struct walk *walk, plist_t node, struct place place)
{
	ARRAY_GROW(walk->made, walk->nmade, walk->alloc);
	walk->made[walk->nmade++] = (struct walk_made){ node, place };
}

/* libplist frees the node that stood there as it is, and it may be the challenge. */
void
walk_replace(struct walk *walk, plist_t dict, const char *key, plist_t node)
{
	plist_t old = plist_dict_get_item(dict, key);

	walk_made(walk, node, walk_place(walk, old));
	if (old)
		node_wipe(old);
	plist_dict_set_item(dict, key, node);
}

/* Moves the value of a key to another key of the same or another dictionary. */
static void
walk_move(struct walk *walk, plist_t from, const char *key, plist_t to, const char *new_key)
{
	plist_t old = plist_dict_get_item(from, key), node = node_copy(old);

	walk_made(walk, node, walk_place(walk, old));
	plist_dict_set_item(to, new_key, node);
	node_wipe(old);
	plist_dict_remove_item(from, key);
}

/* A dictionary being looked at. */
struct level {
	plist_t dict;
	const struct profile_keys *keys;
	const char *where; /* "the profile", for sentences */
};

/* Rule value-type. A PayloadVersion has its own rule, and a principal too. */
static void
key_kind(struct walk *walk, const struct level *level, const struct profile_key *key)
{
	plist_t node = plist_dict_get_item(level->dict, key->name);
	unsigned kind = profile_kind_of(node);
	struct strbuf wanted = STRBUF_INIT, found = STRBUF_INIT, mend = STRBUF_INIT;
	plist_t converted = NULL;

	if (kind & key->kinds || !strcmp(key->name, "PayloadVersion"))
		return;
	profile_kinds_show(key->kinds, &wanted);
	profile_kinds_show(kind, &found);
	converted = node_convert(node, key->kinds);
	if (converted)
		strbuf_addf(&mend, "%s becomes %s instead of %s", key->name, wanted.buf, found.buf);
	if (walk_tell(walk, "value-type", node, converted ? mend.buf : NULL,
		    "%s is %s in %s, and Apple documents %s", key->name, found.buf, level->where,
		    wanted.buf)) {
		walk_replace(walk, level->dict, key->name, converted);
		converted = NULL;
	}
	node_free(converted);
	strbuf_release(&wanted);
	strbuf_release(&found);
	strbuf_release(&mend);
}

/* Rule key-misspelt. Only a name that is the same in letters and digits is renamed: a key that differs in
 * a letter may be another one. */
static void
key_misspelt(struct walk *walk, const struct level *level, const char *name,
	const struct profile_key *meant, bool certain)
{
	bool taken = plist_dict_get_item(level->dict, meant->name) != NULL;
	struct strbuf mend = STRBUF_INIT;

	strbuf_addf(&mend, "%.*s becomes %s", EXCERPT(name), meant->name);
	if (walk_tell(walk, "key-misspelt", plist_dict_get_item(level->dict, name),
		    certain && !taken ? mend.buf : NULL,
		    "\"%.*s\" is no key of %s, and devices ignore it; Apple writes \"%s\"%s",
		    EXCERPT(name), level->where, meant->name, taken ? ", which is there too" : ""))
		walk_move(walk, level->dict, name, level->dict, meant->name);
	strbuf_release(&mend);
}

/* The row of a dictionary in the level that has a key alike; *meant is that key's row. */
static const struct profile_key *
key_home(const struct profile_keys *keys, const char *name, const struct profile_key **meant)
{
	bool certain;

	for (; keys; keys = keys->also)
		for (const struct profile_key *row = keys->rows; row->name; row++) {
			*meant =
				row->below ? profile_key_nearest(row->below, name, &certain) : NULL;
			if (*meant && certain)
				return row;
		}
	return NULL;
}

/* Rule key-one-level-high. */
static void
key_one_level_high(struct walk *walk, const struct level *level, const char *name,
	const struct profile_key *home, const struct profile_key *meant)
{
	plist_t inner = plist_dict_get_item(level->dict, home->name);
	bool room =
		!inner || (node_is(inner, PLIST_DICT) && !plist_dict_get_item(inner, meant->name));
	struct strbuf mend = STRBUF_INIT;

	strbuf_addf(&mend, "%.*s moves into %s", EXCERPT(name), home->name);
	if (walk_tell(walk, "key-one-level-high", plist_dict_get_item(level->dict, name),
		    room ? mend.buf : NULL,
		    "\"%.*s\" stands in %s itself, one level too high; devices look for it in the "
		    "dictionary %s inside%s",
		    EXCERPT(name), level->where, home->name,
		    room ? "" : ", where another one stands")) {
		if (!inner) {
			inner = plist_new_dict();
			plist_dict_set_item(level->dict, home->name, inner);
		}
		walk_move(walk, level->dict, name, inner, meant->name);
	}
	strbuf_release(&mend);
}

static void
key_unknown(struct walk *walk, const struct level *level, const char *name)
{
	const struct profile_key *home, *meant;
	bool certain = false;

	home = key_home(level->keys, name, &meant);
	if (home) {
		key_one_level_high(walk, level, name, home, meant);
		return;
	}
	meant = profile_key_nearest(level->keys, name, &certain);
	if (meant && (certain || level->keys->complete))
		key_misspelt(walk, level, name, meant, certain);
	else if (level->keys->complete)
		walk_tell(walk, "key-unknown", plist_dict_get_item(level->dict, name), NULL,
			"Apple documents no key \"%.*s\" in %s; it is kept, but devices ignore it",
			EXCERPT(name), level->where);
}

/* Names first: a key that is put right has its kind looked at like the others. */
static void
walk_dict(struct walk *walk, const struct level *level)
{
	struct strvec names = STRVEC_INIT;

	walk_keys(level->dict, &names);
	for (size_t i = 0; i < names.n; i++)
		if (!profile_key_find(level->keys, names.v[i]))
			key_unknown(walk, level, names.v[i]);
	strvec_release(&names);
	strvec_init(&names);
	walk_keys(level->dict, &names);
	for (size_t i = 0; i < names.n; i++) {
		const struct profile_key *key = profile_key_find(level->keys, names.v[i]);
		plist_t node;

		if (!key)
			continue;
		key_kind(walk, level, key);
		node = plist_dict_get_item(level->dict, key->name);
		if (key->below && node_is(node, PLIST_DICT))
			walk_dict(walk, &(struct level){ node, key->below, key->name });
	}
	strvec_release(&names);
}

static void
walk_one_payload(struct walk *walk, plist_t payload)
{
	static void (*const lints[])(struct walk *, plist_t) = {
		walk_version,
		walk_identity,
		walk_scope,
		walk_subject,
		walk_principal,
		walk_certificate,
	};
	struct strbuf name = STRBUF_INIT;

	walk_payload_name(payload, &name);
	walk_dict(walk,
		&(struct level){ payload, profile_keys_payload(walk_string(payload, "PayloadType")),
			name.buf });
	for (size_t i = 0; i < ARRAY_SIZE(lints); i++)
		lints[i](walk, payload);
	strbuf_release(&name);
}

static void
walk_profile(struct walk *walk)
{
	static void (*const lints[])(struct walk *) = {
		walk_removal,
		walk_duplicates,
		walk_references,
		walk_size,
	};
	plist_t root = walk->doc->root, payload;

	if (!node_is(root, PLIST_DICT))
		return;
	walk_dict(walk, &(struct level){ root, &profile_keys_top, "the profile" });
	walk_version(walk, root);
	for (uint32_t i = 0; (payload = walk_payload(walk, i)); i++)
		if (node_is(payload, PLIST_DICT))
			walk_one_payload(walk, payload);
		else
			walk_tell(walk, "value-type", payload, NULL,
				"item %u of the profile's PayloadContent is no dictionary, and so no "
				"payload",
				(unsigned)i + 1);
	for (size_t i = 0; i < ARRAY_SIZE(lints); i++)
		lints[i](walk);
}

/* Apple, TargetDeviceType: 1 is iPhone and iPad; a draft knows better. */
static bool
walk_is_ios(plist_t root, const struct draft *draft)
{
	plist_t target =
		node_is(root, PLIST_DICT) ? plist_dict_get_item(root, "TargetDeviceType") : NULL;
	const struct field *platform = draft ? draft_form(draft)->platform : NULL;
	uint64_t number = 0;

	if (platform)
		return !strcmp(draft_text(draft, platform), "ios");
	if (node_is(target, PLIST_UINT))
		plist_get_uint_val(target, &number);
	return number == 1;
}

void
profile_lint(const struct plist_doc *doc, const struct draft *draft, struct findings *found)
{
	struct walk walk = { .doc = doc, .found = found };

	walk.ios = walk_is_ios(doc->root, draft);
	walk_profile(&walk);
}

/* Again and again, for a payload whose type was misspelt is only then known; each mend takes away what it
 * was for, so there is an end. */
size_t
profile_mend(struct plist_doc *doc, struct findings *done)
{
	struct walk walk = { .doc = doc, .found = done, .mending = true };
	size_t before = done->n, last;

	do {
		last = done->n;
		walk_profile(&walk);
	} while (done->n > last);
	free(walk.made);
	return done->n - before;
}
