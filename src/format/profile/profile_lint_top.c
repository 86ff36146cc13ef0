/* The structure of a profile as a whole: keys that occur twice, removal, size; what two payloads must not share, and
 * references from one to another. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/utc.h"
#include "base/xalloc.h"

#include "model/rules.h"

#include "format/profile/profile_walk.h"

/* Microsoft Intune takes no larger custom profile. */
#define PROFILE_BYTES_MAX 1000000
#define DAY (24 * 60 * 60)

/* Rule key-duplicate. The reader has kept the last value; what they are is not told, for one may be a
 * secret. */
void
walk_twice(struct walk *walk)
{
	const struct plist_doc *doc = walk->doc;

	for (size_t i = 0; i < doc->ntwice; i++) {
		const struct plist_twice *twice = &doc->twice[i];
		int first = twice->first.line, again = twice->again.line;
		STRBUF(lines);

		if (first && first == again)
			strbuf_addf(&lines, ", on line %d", first);
		else if (first)
			strbuf_addf(&lines, ", on lines %d and %d", first, again);
		if (twice->equal)
			walk_tell_as(walk, SEVERITY_WARNING, "key-duplicate", NULL, NULL,
				"%.*s occurs twice in one dictionary%s, with equal values. Delete one",
				EXCERPT(twice->key), lines.buf);
		else
			walk_tell(walk, "key-duplicate", NULL, NULL,
				"%.*s occurs twice in one dictionary%s, with different values. "
				"Devices use the last one. Keep the right one",
				EXCERPT(twice->key), lines.buf);
		if (again)
			walk->found->v[walk->found->n - 1].place = twice->again;
	}
}

void
walk_removal(struct walk *walk)
{
	struct node *node = walk_get(walk->doc->root, "PayloadRemovalDisallowed", NODE_BOOLEAN);

	if (node && walk->ios && node->number)
		walk_tell(walk, "removal-disallowed-ios", node, NULL,
			"PayloadRemovalDisallowed is true, but on iOS only supervised devices "
			"obey it. On others, people can remove the profile");
}

/* Whether a date of the profile's top level is over; date gets the day, "2020-01-31". */
static bool
date_is_over(const struct walk *walk, const struct node *node, struct strbuf *date)
{
	if (!node || node->number > walk->now)
		return false;
	utc_day(node->number, date);
	return true;
}

/* Rule removal-soon: TopLevel's RemovalDate, DurationUntilRemoval and PayloadExpirationDate. */
void
walk_dates(struct walk *walk)
{
	struct node *removal = walk_get(walk->doc->root, "RemovalDate", NODE_DATE);
	struct node *end = walk_get(walk->doc->root, "PayloadExpirationDate", NODE_DATE);
	struct node *duration = node_get(walk->doc->root, "DurationUntilRemoval");
	STRBUF(date);
	double seconds = DAY;

	if (date_is_over(walk, removal, &date))
		walk_tell(walk, "removal-soon", removal, NULL,
			"RemovalDate %s has passed, so the profile is removed as soon as it is "
			"installed. Set a later date, or delete the key",
			date.buf);
	if (date_is_over(walk, end, &date))
		walk_tell(walk, "removal-soon", end, NULL,
			"PayloadExpirationDate %s has passed, so the profile is expired as soon "
			"as it is installed. Set a later date, or delete the key",
			date.buf);
	if (node_is(duration, NODE_REAL))
		seconds = duration->real;
	else if (node_is(duration, NODE_INTEGER))
		seconds = (double)duration->number;
	if (seconds <= 0)
		walk_tell(walk, "removal-soon", duration, NULL,
			"DurationUntilRemoval is not above 0, so the profile is removed as soon "
			"as it is installed. Set the number of seconds, or delete the key");
	else if (seconds < DAY)
		walk_tell(walk, "removal-soon", duration, NULL,
			"DurationUntilRemoval is %.0f seconds, so the profile is removed within a "
			"day. Check that you mean seconds",
			seconds);
}

void
walk_size(struct walk *walk)
{
	if (walk->doc->bytes > PROFILE_BYTES_MAX)
		walk_tell(walk, "profile-too-large", walk->doc->root, NULL,
			"the profile has %zu bytes, but some MDMs refuse more than %d",
			walk->doc->bytes, PROFILE_BYTES_MAX);
}

static int
walk_text_compare(const void *a, const void *b)
{
	const struct walk_text *x = a, *y = b;
	int order = strcasecmp(x->text, y->text);

	return order ? order : (x->index > y->index) - (x->index < y->index);
}

struct walk_texts
walk_texts_of(const struct walk *walk, const char *key)
{
	const struct node *payloads = walk_payloads(walk);
	struct walk_texts texts = { 0 };

	for (size_t i = 0; payloads && i < payloads->n; i++) {
		const char *text = node_get_text(payloads->v[i], key);

		if (!text || text_is_blank(text))
			continue;
		ARRAY_GROW(texts.v, texts.n, texts.alloc);
		texts.v[texts.n++] = (struct walk_text){ text, i };
	}
	if (texts.n)
		qsort(texts.v, texts.n, sizeof *texts.v, walk_text_compare);
	return texts;
}

const struct walk_text *
walk_texts_find(const struct walk_texts *texts, const char *text)
{
	size_t low = 0, high = texts->n;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (strcasecmp(texts->v[middle].text, text) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < texts->n && !strcasecmp(texts->v[low].text, text) ? &texts->v[low] : NULL;
}

/* The profile itself, or the first earlier payload, that has the payload's text already. */
static const struct node *
duplicate_of(const struct node *root, const struct node *payloads, size_t index, const char *key,
	const struct walk_texts *texts)
{
	const char *text = node_get_text(payloads->v[index], key);
	const char *top = node_get_text(root, key);
	const struct walk_text *first;

	if (!text || !*text)
		return NULL;
	if (top && !strcasecmp(top, text))
		return root;
	first = walk_texts_find(texts, text);
	return first && first->index < index ? payloads->v[first->index] : NULL;
}

static void
duplicates_tell(struct walk *walk, const char *rule, const char *key)
{
	const struct node *root = walk->doc->root, *payloads = walk_payloads(walk);
	struct walk_texts texts = walk_texts_of(walk, key);

	for (size_t i = 0; payloads && i < payloads->n; i++) {
		const struct node *other = duplicate_of(root, payloads, i, key, &texts);
		STRBUF(name);

		if (!other)
			continue;
		if (other == root)
			strbuf_addstr(&name, "the profile itself");
		else
			walk_payload_name(other, &name);
		walk_tell(walk, rule, node_get(payloads->v[i], key), NULL,
			"the %s \"%.*s\" is also that of %s. Each must be unique", key,
			EXCERPT(node_get_text(payloads->v[i], key)), name.buf);
	}
	free(texts.v);
}

void
walk_duplicates(struct walk *walk)
{
	duplicates_tell(walk, "identifier-duplicate", "PayloadIdentifier");
	duplicates_tell(walk, "uuid-form", "PayloadUUID");
}

/* The keys of Wi-Fi, VPN, Ethernet, MDM and mail payloads that hold a payload's UUID, or an array of them:
 * PayloadCertificateUUID, IdentityCertificateUUID, PayloadCertificateAnchorUUID, TLSTrustedCertificates ... */
static bool
reference_is_key(const char *key)
{
	static const char *const ends[] = { "CertificateUUID", "CertificateAnchorUUID",
		"TLSTrustedCertificates" };
	size_t len = strlen(key);

	for (size_t i = 0; i < ARRAY_SIZE(ends); i++)
		if (len >= strlen(ends[i]) && !strcmp(key + len - strlen(ends[i]), ends[i]))
			return true;
	return false;
}

static void
reference_check(
	struct walk *walk, const struct walk_texts *uuids, const char *key, struct node *node)
{
	const char *uuid = node_text(node);

	if (uuid && *uuid && !walk_texts_find(uuids, uuid))
		walk_tell(walk, "reference-dangling", node, NULL,
			"%.*s refers to the payload %.*s, which is not in the profile",
			EXCERPT(key), EXCERPT(uuid));
	if (node_is(node, NODE_LIST))
		for (size_t i = 0; i < node->n; i++)
			reference_check(walk, uuids, key, node->v[i]);
}

/* plist_doc has counted the depth. */
static void
references_below(struct walk *walk, const struct walk_texts *uuids, struct node *node)
{
	for (size_t i = 0; i < node->n; i++)
		if (node->v[i]->key && reference_is_key(node->v[i]->key))
			reference_check(walk, uuids, node->v[i]->key, node->v[i]);
		else
			references_below(walk, uuids, node->v[i]);
}

void
walk_references(struct walk *walk)
{
	struct walk_texts uuids = walk_texts_of(walk, "PayloadUUID");

	references_below(walk, &uuids, walk->doc->root);
	free(uuids.v);
}
