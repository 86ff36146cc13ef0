/* What is told of the drafts of a folder. */
#include "testing.h"

#include <locale.h>

#include "cmd/draft_list.h"

#include "draft_folder.h"

struct listing {
	struct drafts drafts;
	struct draft_list list;
};

static int
listing_begin(void **state)
{
	struct listing *l = xcalloc(1, sizeof *l);

	drafts_begin(&l->drafts);
	*state = l;
	return 0;
}

static int
listing_end(void **state)
{
	struct listing *l = *state;
	int removed = drafts_end(&l->drafts);

	draft_list_release(&l->list);
	free(l);
	return removed;
}

static void
read_list(struct listing *l)
{
	struct strbuf err = STRBUF_INIT;

	if (draft_list_read(&l->list, l->drafts.forms, NULL, l->drafts.folder, &err) < 0)
		fail_msg("%s", err.buf);
	for (size_t i = 0; i < l->list.n; i++)
		draft_list_entry(&l->list, i);
}

static void
the_state_of_each_draft_is_told(void **state)
{
	static const struct {
		const char *name, *text;
		bool exported;
		const char *then, *platform, *title;
		enum draft_state state;
		size_t problems;
	} cases[] = {
		{ "a.yaml", "form: scep\nplatform: ios\nfingerprint: abc\n", false, NULL, "iOS",
			"SCEP Profiles", DRAFT_PROBLEMS, 2 },
		{ "b.yaml", GOOD, false, NULL, "macOS", "Branch office", DRAFT_COMPLETE, 0 },
		{ "c.yaml", GOOD, true, NULL, "macOS", "Branch office", DRAFT_EXPORTED, 0 },
		{ "d.yaml", GOOD, true, GOOD "retries: 4\n", "macOS", "Branch office",
			DRAFT_CHANGED, 0 },
		/* what is no part of the profile changes nothing */
		{ "e.yaml", GOOD, true, "# seen\n" GOOD "policy_notes: \"checked\"\n", "macOS",
			"Branch office", DRAFT_EXPORTED, 0 },
		{ "f.yaml", GOOD, true, GOOD "fingerprint: abc\n", "macOS", "Branch office",
			DRAFT_PROBLEMS, 1 },
		{ "g.yaml", "form: scep\nplatform: amiga\n", false, NULL, "", "SCEP Profiles",
			DRAFT_PROBLEMS, 2 },
		{ "h.yaml", "just a text\n", false, NULL, "", "", DRAFT_UNREADABLE, 0 },
	};
	struct listing *l = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		write_draft(&l->drafts, cases[i].name, cases[i].text);
		if (cases[i].exported)
			export_draft(&l->drafts, cases[i].name);
		if (cases[i].then)
			write_draft(&l->drafts, cases[i].name, cases[i].then);
		read_list(l);
		assert_int_equal(l->list.n, 1);
		assert_string_equal(l->list.v[0].platform, cases[i].platform);
		assert_string_equal(l->list.v[0].title, cases[i].title);
		assert_int_equal(l->list.v[0].state, cases[i].state);
		assert_int_equal(l->list.v[0].problems, cases[i].problems);
		assert_int_equal(l->list.v[0].trouble != NULL, cases[i].state == DRAFT_UNREADABLE);
		remove_draft(&l->drafts, cases[i].name);
	}
}

static void
the_times_decide(struct listing *l, const char *draft, const char *profile)
{
	write_draft(&l->drafts, "a.yaml", draft);
	write_draft(&l->drafts, "../a.mobileconfig", profile); /* of the current folder */
	set_time(&l->drafts, "a.yaml", 1000000000);
	set_time(&l->drafts, "../a.mobileconfig", 1000000000);
	read_list(l);
	assert_int_equal(l->list.v[0].state, DRAFT_EXPORTED);
	set_time(&l->drafts, "a.yaml", 1000000001);
	read_list(l);
	assert_int_equal(l->list.v[0].state, DRAFT_CHANGED);
	assert_int_equal(l->list.v[0].changed, 1000000001);
}

/* Nobody is asked for a secret to fill a list. */
static void
a_secret_that_is_asked_for_leaves_it_to_the_times(void **state)
{
	the_times_decide(*state, GOOD "challenge: {from: prompt}\n", "<plist/>");
}

/* Signed, it holds the same profile in other bytes. */
static void
a_profile_that_is_no_plain_xml_leaves_it_to_the_times(void **state)
{
	the_times_decide(*state, GOOD, "0\x82 signed");
}

/* Two policies of one name are told of both; a draft is no neighbour of itself. */
static void
names_that_are_not_unique_are_told(void **state)
{
	struct listing *l = *state;
	size_t before;

	write_draft(&l->drafts, "a.yaml", GOOD);
	write_draft(&l->drafts, "b.yaml", GOOD);
	write_draft(&l->drafts, "other.txt", GOOD);
	read_list(l);
	assert_int_equal(l->list.n, 2);
	before = l->list.v[0].warnings; /* a copy is no other policy */
	write_draft(&l->drafts, "b.yaml",
		"form: scep\npolicy_name: \"Branch office\"\nurl: https://scep.acme.com\n");
	read_list(l);
	assert_int_equal(l->list.v[0].problems + l->list.v[1].problems, 0);
	for (size_t i = 0; i < 2; i++)
		if (!strcmp(l->list.v[i].name, "a"))
			assert_int_equal(l->list.v[i].warnings, before + 1);
	remove_draft(&l->drafts, "b.yaml");
	read_list(l);
	assert_int_equal(l->list.v[0].warnings, before);
}

static void
a_draft_of_an_own_form_is_held_against_it(void **state)
{
	struct listing *l = *state;
	struct strbuf own = STRBUF_INIT;

	write_own_form(&l->drafts);
	strbuf_addf(&own, "form: acme\n%s", strchr(GOOD, '\n') + 1);
	write_draft(&l->drafts, "a.yaml", own.buf);
	read_list(l);
	assert_int_equal(l->list.n, 1);
	assert_null(l->list.v[0].trouble);
	assert_int_equal(l->list.v[0].state, DRAFT_COMPLETE);
	write_draft(&l->drafts, "a.yaml", "form: acme\nretries: 7\n");
	read_list(l);
	assert_int_equal(l->list.v[0].state, DRAFT_PROBLEMS);
	write_draft(&l->drafts, "a.yaml", "form: nobody\n");
	read_list(l);
	assert_contains(l->list.v[0].trouble, "there is no form \"nobody\". Save it as ");
	strbuf_release(&own);
}

static void
a_thousand_drafts_are_read_in_a_moment(void **state)
{
	struct listing *l = *state;
	struct timespec begin, end;

	for (int i = 0; i < 1000; i++) {
		char name[32];

		snprintf(name, sizeof name, "draft-%04d.yaml", i);
		write_draft(&l->drafts, name, GOOD);
	}
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin);
	read_list(l);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
	assert_int_equal(l->list.n, 1000);
	assert_true(end.tv_sec - begin.tv_sec < 20); /* sanitizers and slow machines; 0.2 s here */
}

#define listing_test(test) cmocka_unit_test_setup_teardown(test, listing_begin, listing_end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		listing_test(the_state_of_each_draft_is_told),
		listing_test(a_secret_that_is_asked_for_leaves_it_to_the_times),
		listing_test(a_profile_that_is_no_plain_xml_leaves_it_to_the_times),
		listing_test(names_that_are_not_unique_are_told),
		listing_test(a_draft_of_an_own_form_is_held_against_it),
		listing_test(a_thousand_drafts_are_read_in_a_moment),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
