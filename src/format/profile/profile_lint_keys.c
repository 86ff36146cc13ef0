/* Rules about the keys of a profile's dictionaries and the kinds of their values: key-misspelt, key-unknown,
 * key-one-level-high, value-type. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/strvec.h"
#include "base/xalloc.h"

#include "syntax/fingerprint.h"

#include "model/rules.h"

#include "format/profile/profile_walk.h"

/*
 * Values made into others of the kind that Apple documents.
 */

/* A real number that is a whole one in this range is that integer. */
#define WHOLE_MAX 1e9

static struct node *
string_to_integer(const struct node *node)
{
	const char *text = node_text(node);

	if (!*text || strlen(text) > 9 || text[strspn(text, "0123456789")])
		return NULL;
	return node_integer_new(strtol(text, NULL, 10));
}

static struct node *
real_to_integer(const struct node *node)
{
	if (node->real < 0 || node->real > WHOLE_MAX || node->real != (double)(int64_t)node->real)
		return NULL;
	return node_integer_new((int64_t)node->real);
}

static struct node *
string_to_boolean(const struct node *node)
{
	const char *text = node_text(node);

	if (!strcasecmp(text, "true") || !strcasecmp(text, "yes"))
		return node_boolean_new(true);
	if (!strcasecmp(text, "false") || !strcasecmp(text, "no"))
		return node_boolean_new(false);
	return NULL;
}

static struct node *
integer_to_boolean(const struct node *node)
{
	return node->number == 0 || node->number == 1 ? node_boolean_new(node->number == 1) : NULL;
}

/* Of the data that Apple documents only a fingerprint is written as text by people. */
static struct node *
string_to_data(const struct node *node)
{
	FINDING(problem);
	struct fingerprint fp;

	if (fingerprint_parse(node_text(node), &fp, &problem) < 0)
		return NULL;
	return node_data_new(fp.bytes, fp.len);
}

struct node *
node_convert(const struct node *node, unsigned kinds)
{
	static const struct {
		unsigned from, to;
		struct node *(*convert)(const struct node *);
	} ways[] = {
		{ KIND_STRING, KIND_INTEGER, string_to_integer },
		{ KIND_REAL, KIND_INTEGER, real_to_integer },
		{ KIND_STRING, KIND_BOOLEAN, string_to_boolean },
		{ KIND_INTEGER, KIND_BOOLEAN, integer_to_boolean },
		{ KIND_STRING, KIND_DATA, string_to_data },
	};
	unsigned from = profile_kind_of(node);

	for (size_t i = 0; i < ARRAY_SIZE(ways); i++)
		if (ways[i].from == from && ways[i].to & kinds)
			return ways[i].convert(node);
	return NULL;
}

/*
 * Keys and kinds.
 */

/* So many keys are named in one sentence. */
#define HIGH_NAMED 20

/* A dictionary being looked at. */
struct level {
	struct node *dict;
	const struct profile_keys *keys;
	const char *where; /* "the profile", for sentences */
};

/* Moves the value of a key to another key of the same or another dictionary. */
static void
key_move(struct node *from, const char *key, struct node *to, const char *new_key)
{
	node_set(to, new_key, node_take(node_get(from, key)));
}

/* An array around the one dictionary that is meant. */
static struct node *
key_unwrapped(const struct node *node, unsigned kinds)
{
	if (!(kinds & KIND_DICTIONARY) || !node_is(node, NODE_LIST) || node->n != 1 ||
		!node_is(node->v[0], NODE_MAP))
		return NULL;
	return node_copy(node->v[0]);
}

/* Rule value-type. Required keys have rules of their own, and a principal too. */
static void
key_kind(struct walk *walk, const struct level *level, struct node *node,
	const struct profile_key *key)
{
	unsigned kind = profile_kind_of(node);
	STRBUF(wanted);
	STRBUF(found);
	STRBUF(fix);
	struct node *converted = NULL;

	if (kind & key->kinds || key->status == KEY_COMMON)
		return;
	profile_kinds_show(key->kinds, &wanted);
	profile_kinds_show(kind, &found);
	converted = key_unwrapped(node, key->kinds);
	if (!converted)
		converted = node_convert(node, key->kinds);
	if (converted)
		strbuf_addf(&fix, "%s becomes %s instead of %s", key->name, wanted.buf, found.buf);
	if (walk_tell(walk, "value-type", node, converted ? fix.buf : NULL,
		    "%s is %s in %s, but Apple documents %s", key->name, found.buf, level->where,
		    wanted.buf)) {
		walk_replace(level->dict, key->name, converted);
		converted = NULL;
	}
	node_free(converted);
}

/* The effect of a misspelled key: devices lack what they need; nothing, if they ignore the case of names; or a default
 * is used. */
static enum severity
misspelt_severity(
	const struct level *level, const char *name, const struct profile_key *meant, bool taken)
{
	bool required = meant->status == KEY_REQUIRED || meant->status == KEY_COMMON;

	if (level->keys->any_case && !strcasecmp(name, meant->name))
		return SEVERITY_INFO;
	return required && !taken ? SEVERITY_ERROR : SEVERITY_WARNING;
}

/* Rule key-misspelt. Only a name with the same letters and digits is renamed: a key that differs in a letter may be
 * another one. */
static void
key_misspelt(struct walk *walk, const struct level *level, const char *name,
	const struct profile_key *meant, bool certain)
{
	bool taken = node_get(level->dict, meant->name) != NULL, now;
	enum severity severity = misspelt_severity(level, name, meant, taken);
	const char *too = taken ? ", which is also there" : "";
	STRBUF(fix);
	STRBUF(sentence);

	strbuf_addf(&fix, "%.*s becomes %s", EXCERPT(name), meant->name);
	if (severity == SEVERITY_INFO)
		strbuf_addf(&sentence,
			"Apple writes \"%s\" for \"%.*s\". Current systems read both", meant->name,
			EXCERPT(name));
	else if (certain)
		strbuf_addf(&sentence,
			"\"%.*s\" is not a key of %s, so devices ignore it. Apple writes \"%s\"%s",
			EXCERPT(name), level->where, meant->name, too);
	else
		strbuf_addf(&sentence,
			"Apple documents no key \"%.*s\" in %s. Did you mean \"%s\"%s?",
			EXCERPT(name), level->where, meant->name, too);
	now = walk_tell_as(walk, severity, "key-misspelt", node_get(level->dict, name),
		certain && !taken ? fix.buf : NULL, "%s", sentence.buf);
	if (now)
		key_move(level->dict, name, level->dict, meant->name);
	else if (!taken)
		walk_means(walk, level->dict, meant->name);
}

/* A key that is one level too high. */
struct high {
	const char *name;
	const struct profile_key *home; /* the dictionary in which it belongs */
	const struct profile_key *meant;
};

struct highs {
	struct high *v;
	size_t n, alloc;
};

/* The row of a dictionary in the level that has a key alike. */
static bool
high_find(const struct profile_keys *keys, const char *name, struct high *high)
{
	bool certain;

	for (; keys; keys = keys->also)
		for (const struct profile_key *row = keys->rows; row->name; row++) {
			const struct profile_key *meant =
				row->below ? profile_key_nearest(row->below, name, &certain) : NULL;

			if (meant && certain) {
				*high = (struct high){ name, row, meant };
				return true;
			}
		}
	return false;
}

/* Whether there is room for it where it belongs, beside those before it. */
static bool
high_has_room(const struct level *level, const struct highs *highs, size_t i)
{
	const struct high *high = &highs->v[i];
	struct node *inner = node_get(level->dict, high->home->name);

	for (size_t j = 0; j < i; j++)
		if (highs->v[j].meant == high->meant)
			return false;
	return !inner || (node_is(inner, NODE_MAP) && !node_get(inner, high->meant->name));
}

static void
high_move(const struct level *level, const struct high *high)
{
	struct node *inner = node_get(level->dict, high->home->name);

	if (!inner) {
		inner = node_map_new();
		inner->place = node_place(node_get(level->dict, high->name));
		node_set(level->dict, high->home->name, inner);
	}
	key_move(level->dict, high->name, inner, high->meant->name);
}

/* "URL, Challenge and 3 more", each in quotes on request. */
static void
highs_names(const struct highs *highs, const char *quote, struct strbuf *out)
{
	for (size_t i = 0; i < highs->n && i < HIGH_NAMED; i++)
		strbuf_addf(
			out, "%s%s%.*s%s", i ? ", " : "", quote, EXCERPT(highs->v[i].name), quote);
	if (highs->n > HIGH_NAMED)
		strbuf_addf(out, " and %zu more", highs->n - HIGH_NAMED);
}

/* Appends ". \"KeyType\" is also misspelled: Apple writes \"Key Type\"", for each such key. */
static void
highs_misspelt(const struct highs *highs, struct strbuf *out)
{
	for (size_t i = 0; i < highs->n && i < HIGH_NAMED; i++)
		if (strcmp(highs->v[i].name, highs->v[i].meant->name) != 0)
			strbuf_addf(out, ". \"%.*s\" is also misspelled: Apple writes \"%s\"",
				EXCERPT(highs->v[i].name), highs->v[i].meant->name);
}

/* Rule key-one-level-high, once for all keys that have one fault in common: those that can be moved (room),
 * or those that cannot. */
static void
highs_tell(struct walk *walk, const struct level *level, const struct highs *highs, bool room)
{
	struct node *node = highs->n ? node_get(level->dict, highs->v[0].name) : NULL;
	STRBUF(names);
	STRBUF(fix);
	STRBUF(more);
	const char *home = highs->n ? highs->v[0].home->name : "";
	bool many = highs->n > 1;

	if (!highs->n)
		return;
	highs_names(highs, "\"", &names);
	highs_names(highs, "", &fix);
	strbuf_addf(&fix, " %s into %s", many ? "move" : "moves", home);
	if (!room && node_is(node_get(level->dict, home), NODE_MAP))
		strbuf_addf(
			&more, ", where %s", many ? "there are others" : "there is another one");
	highs_misspelt(highs, &more);
	if (walk_tell(walk, "key-one-level-high", node, room ? fix.buf : NULL,
		    "%s %s in %s itself, one level too high. Devices look for %s in the "
		    "dictionary %s inside%s",
		    names.buf, many ? "are" : "is", level->where, many ? "them" : "it", home,
		    more.buf))
		for (size_t i = 0; i < highs->n; i++)
			high_move(level, &highs->v[i]);
}

/* Those that belong into one dictionary, apart by whether there is room. */
static void
highs_of_home(struct walk *walk, const struct level *level, const struct highs *highs,
	const struct profile_key *home)
{
	struct highs parts[2] = { { 0 }, { 0 } };

	for (size_t i = 0; i < highs->n; i++) {
		struct highs *part = &parts[high_has_room(level, highs, i)];

		if (highs->v[i].home != home)
			continue;
		ARRAY_GROW(part->v, part->n, part->alloc);
		part->v[part->n++] = highs->v[i];
	}
	highs_tell(walk, level, &parts[true], true);
	highs_tell(walk, level, &parts[false], false);
	free(parts[true].v);
	free(parts[false].v);
}

/* Rule key-unknown: what is known of a key that Apple's schema lacks, and no more than that. */
static void
key_undocumented(struct walk *walk, const struct level *level, const char *name,
	const struct profile_key *row)
{
	struct node *node = node_get(level->dict, name);

	if (!row)
		walk_tell(walk, "key-unknown", node, NULL,
			"Apple documents no key \"%.*s\" in %s. It is preserved", EXCERPT(name),
			level->where);
	else if (row->status == KEY_FORMER)
		walk_tell(walk, "key-unknown", node, NULL,
			"Apple no longer documents the key \"%.*s\" in %s. It is preserved",
			EXCERPT(name), level->where);
	else if (row->status == KEY_TAKEN)
		walk_tell(walk, "key-unknown", node, NULL,
			"Apple does not document the key \"%.*s\" in %s, but current systems "
			"accept it. It is preserved",
			EXCERPT(name), level->where);
}

/* Keys that are not the level's own. */
static void
level_names(struct walk *walk, const struct level *level)
{
	STRVEC(names);
	struct highs highs = { 0 };
	struct high high;

	for (size_t i = 0; i < level->dict->n; i++)
		if (!profile_key_find(level->keys, level->dict->v[i]->key))
			strvec_push(&names, level->dict->v[i]->key);
	for (size_t i = 0; i < names.n; i++) {
		const char *name = names.v[i];
		const struct profile_key *meant;
		bool certain = false;

		if (high_find(level->keys, name, &high)) {
			ARRAY_GROW(highs.v, highs.n, highs.alloc);
			highs.v[highs.n++] = high;
			continue;
		}
		meant = profile_key_nearest(level->keys, name, &certain);
		if (meant && (certain || level->keys->complete))
			key_misspelt(walk, level, name, meant, certain);
		else if (level->keys->complete)
			key_undocumented(walk, level, name, NULL);
	}
	for (const struct profile_keys *keys = level->keys; keys && highs.n; keys = keys->also)
		for (const struct profile_key *row = keys->rows; row->name; row++)
			if (row->below)
				highs_of_home(walk, level, &highs, row);
	free(highs.v);
}

/* Names first: a key that is put right has its kind looked at like the others. A value that becomes another stays in
 * its place. */
static void
walk_level(struct walk *walk, const struct level *level)
{
	const struct node *dict = level->dict;

	level_names(walk, level);
	for (size_t i = 0; i < dict->n; i++) {
		const struct profile_key *key = profile_key_find(level->keys, dict->v[i]->key);

		if (!key)
			continue;
		key_undocumented(walk, level, key->name, key);
		key_kind(walk, level, dict->v[i], key);
		if (key->below && node_is(dict->v[i], NODE_MAP))
			walk_level(walk, &(struct level){ dict->v[i], key->below, key->name });
	}
}

void
walk_dict(struct walk *walk, struct node *dict, const struct profile_keys *keys, const char *where)
{
	walk_level(walk, &(struct level){ dict, keys, where });
}
