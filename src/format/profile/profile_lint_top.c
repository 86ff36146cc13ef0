/* The structure of a profile beside its payloads: keys that stand twice, removal, size. */
#include <string.h>

#include "base/text.h"

#include "model/rules.h"

#include "format/profile/profile_walk.h"

/* Microsoft Intune takes no larger custom profile. */
#define PROFILE_BYTES_MAX 1000000
#define DAY (24 * 60 * 60)

/* Rule key-duplicate. The reader has kept the last value; what they are is not told, for one may be a
 * secret. */
static void
twice_tell(struct walk *walk, const struct plist_twice *twice, const char *lines)
{
	struct finding *finding;

	if (twice->equal)
		walk_tell_as(walk, SEVERITY_WARNING, "key-duplicate", NULL, NULL,
			"%.*s occurs twice in one dictionary%s, with equal values. Delete one",
			EXCERPT(twice->key), lines);
	else
		walk_tell(walk, "key-duplicate", NULL, NULL,
			"%.*s occurs twice in one dictionary%s, with different values. Devices use "
			"the last one. Keep the right one",
			EXCERPT(twice->key), lines);
	finding = &walk->found->v[walk->found->n - 1];
	if (twice->again.line)
		finding->place = twice->again;
}

void
walk_twice(struct walk *walk)
{
	const struct plist_doc *doc = walk->doc;

	for (size_t i = 0; i < doc->ntwice; i++) {
		const struct plist_twice *twice = &doc->twice[i];
		STRBUF(lines);

		if (twice->first.line && twice->first.line == twice->again.line)
			strbuf_addf(&lines, ", on line %d", twice->first.line);
		else if (twice->first.line)
			strbuf_addf(&lines, ", on lines %d and %d", twice->first.line,
				twice->again.line);
		twice_tell(walk, twice, lines.buf);
	}
}

void
walk_removal(struct walk *walk)
{
	struct node *node = walk_get(walk->doc->root, "PayloadRemovalDisallowed", NODE_BOOLEAN);

	if (node && walk->ios && node->number)
		walk_tell(walk, "removal-disallowed-ios", node, NULL,
			"PayloadRemovalDisallowed is true, which on iOS only supervised devices "
			"heed; on others people can remove the profile");
}

/* "2020-01-31". */
static void
date_show(time_t when, struct strbuf *out)
{
	struct tm tm;
	char text[32] = "";

	if (gmtime_r(&when, &tm))
		strftime(text, sizeof text, "%Y-%m-%d", &tm);
	strbuf_addstr(out, text);
}

/* Whether a date of the profile's top level is over; *date is the day. */
static bool
date_is_over(const struct walk *walk, const struct node *node, struct strbuf *date)
{
	if (!node || node->number > walk->now)
		return false;
	strbuf_clear(date);
	date_show((time_t)node->number, date);
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
			"RemovalDate %s is over, so the profile is removed as soon as it is "
			"installed. Set a later date, or delete the key",
			date.buf);
	if (date_is_over(walk, end, &date))
		walk_tell(walk, "removal-soon", end, NULL,
			"PayloadExpirationDate %s is over, so the profile is expired as soon as it is "
			"installed. Set a later date, or delete the key",
			date.buf);
	if (node_is(duration, NODE_REAL))
		seconds = duration->real;
	else if (node_is(duration, NODE_INTEGER))
		seconds = (double)duration->number;
	if (seconds <= 0)
		walk_tell(walk, "removal-soon", duration, NULL,
			"DurationUntilRemoval is not above 0, so the profile is removed as soon as it "
			"is installed. Set the seconds that it is to stay, or delete the key");
	else if (seconds < DAY)
		walk_tell(walk, "removal-soon", duration, NULL,
			"DurationUntilRemoval is %.0f seconds, so the profile is removed within a "
			"day. Check that seconds are meant",
			seconds);
}

void
walk_size(struct walk *walk)
{
	if (walk->doc->bytes > PROFILE_BYTES_MAX)
		walk_tell(walk, "profile-too-large", walk->doc->root, NULL,
			"the profile has %zu bytes, and some servers refuse to take more than %d",
			walk->doc->bytes, PROFILE_BYTES_MAX);
}
