/* A crew: each item is done once, and what ends a process costs the item that it was at. */
#include "testing.h"

#include <signal.h>
#include <unistd.h>

#include "base/crew.h"
#include "base/strbuf.h"
#include "base/xalloc.h"

#define ITEMS 200
#define PARTS 3

/* What becomes of an item. */
enum fate { DONE, ENDS, IS_KILLED, ENDS_AFTER_MORE, LIES };

struct play {
	enum fate fates[ITEMS];
	pid_t parent;
	/* in the parent */
	int parts[ITEMS], taken[ITEMS], lost[ITEMS];
	char why[200];
};

static struct node *
part(size_t item, int number)
{
	struct node *map = node_map_new();

	node_add(map, "item", node_integer_new((int64_t)item));
	node_add(map, "part", node_integer_new(number));
	return map;
}

static struct node *
work(size_t item, void *data)
{
	const struct play *play = data;

	if (getpid() == play->parent)
		_exit(99);
	if (play->fates[item] == ENDS)
		_exit(7);
	if (play->fates[item] == IS_KILLED)
		raise(SIGKILL);
	for (int i = 1; i < PARTS; i++) {
		NODE(more) = part(item, i);

		crew_say(more);
	}
	if (play->fates[item] == ENDS_AFTER_MORE)
		_exit(7);
	return part(play->fates[item] == LIES ? ITEMS : item, PARTS);
}

static bool
take(size_t item, const struct node *said, bool last, void *data)
{
	struct play *play = data;
	int64_t number = node_get(said, "part")->number;

	if (node_get(said, "item")->number != (int64_t)item)
		return false;
	assert_int_equal(number, ++play->parts[item]);
	assert_int_equal(last, number == PARTS);
	play->taken[item] += last;
	return true;
}

static void
lost(size_t item, const char *why, void *data)
{
	struct play *play = data;

	play->lost[item]++;
	snprintf(play->why, sizeof play->why, "%s", why);
}

static void
run(struct play *play, size_t n, size_t members)
{
	const struct crew crew = {
		.name = "testing",
		.n = n,
		.members = members,
		.work = work,
		.take = take,
		.lost = lost,
		.data = play,
	};

	play->parent = getpid();
	assert_int_equal(crew_run(&crew), 0);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(play->taken[i], play->fates[i] == DONE);
		assert_int_equal(play->lost[i], play->fates[i] != DONE);
	}
}

static void
each_item_is_done_once(void **state)
{
	static const size_t members[] = { 1, 2, 5, CREW_MAX, CREW_MAX + 1 };
	static const size_t items[] = { 1, 2, 33, ITEMS };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(members); i++)
		for (size_t j = 0; j < ARRAY_SIZE(items); j++) {
			struct play play = { .parent = 0 };

			run(&play, items[j], members[i]);
		}
}

static void
an_end_costs_one_item(void **state)
{
	static const struct {
		enum fate fate;
		const char *why;
	} cases[] = {
		{ ENDS, "the testing process ended early (status 7)" },
		{ ENDS_AFTER_MORE, "the testing process ended early (status 7)" },
		{ IS_KILLED, "the testing process was ended by signal 9 (Killed)" },
		{ LIES, "the testing process sent what cannot be read" },
	};
	static const size_t at[] = { 0, 1, 31, 32, 100, ITEMS - 1 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct play play = { .parent = 0 };

		for (size_t j = 0; j < ARRAY_SIZE(at); j++)
			play.fates[at[j]] = cases[i].fate;
		run(&play, ITEMS, 3);
		assert_string_equal(play.why, cases[i].why);
	}
}

static void
when_all_end_all_are_lost(void **state)
{
	struct play play = { .parent = 0 };

	(void)state;
	for (size_t i = 0; i < ITEMS; i++)
		play.fates[i] = i % 2 ? ENDS : ENDS_AFTER_MORE;
	run(&play, ITEMS, 2);
}

static void
nothing_is_left_behind(void **state)
{
	struct play play = { .parent = 0 };
	int before = dup(0), after;

	(void)state;
	close(before);
	play.fates[5] = IS_KILLED;
	run(&play, ITEMS, 4);
	after = dup(0);
	close(after);
	assert_int_equal(before, after);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_item_is_done_once),
		cmocka_unit_test(an_end_costs_one_item),
		cmocka_unit_test(when_all_end_all_are_lost),
		cmocka_unit_test(nothing_is_left_behind),
	};

	return run_tests(tests);
}
