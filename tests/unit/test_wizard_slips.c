/* A draft with what is no answer (rule draft-structure) in the wizard: it opens there, says what is wrong, and
 * an answer takes the place of what is in the file. */
#include "wizard_session.h"

#define REST                                                                                          \
	"fingerprint: \"LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=\"\nsubject: /CN=x\nretries: 3\n" \
	"key_usage: [signing]\nidentity: {profile_identifier: net.acme.scep}\n"

static void
assert_file(const struct session *s, const char *text)
{
	assert_string_equal(s->file.source.buf, text);
}

static void
a_draft_opens_where_it_cannot_be_read(void **state)
{
	struct session *s = *state;

	open_text(s, "form: scep\nurl:\n  - https://a.acme.net/scep\n  - b\n" REST);
	assert_string_equal(focus_label(s), "URL");
	assert_int_equal(wizard_view(s->wizard)->mark, '!');
	assert_string_equal(message(s), "URL is a list, but must be one text. Write url: VALUE.");
	assert_int_equal(mark_of(s, "url"), '!');
	assert_string_equal(focused_value(s), "cannot be read (line 3)");
	assert_int_equal(wizard_view(s->wizard)->problems, 1);
	/* it is told already, so Enter goes on, and nothing changes */
	play(s, "{Enter}");
	assert_string_equal(focus_label(s), "Name");
	assert_false(draft_any_changed(s->file.draft));
}

static void
an_answer_takes_the_place_of_it(void **state)
{
	struct session *s = *state;

	open_text(s, "form: scep\nurl:\n  - a\n  - b\nname: x # c\n");
	play(s, "https://a.acme.net/scep");
	assert_string_equal(answer(s, "url"), "https://a.acme.net/scep");
	assert_string_equal(message(s), "");
	assert_int_equal(wizard_view(s->wizard)->problems, 0);
	/* undone, it is there again, and so is what is wrong with it */
	for (int i = 0; i < 5; i++)
		play(s, "{^_}");
	assert_string_equal(focused_value(s), "cannot be read (line 3)");
	assert_int_equal(mark_of(s, "url"), '!');
	assert_false(draft_any_changed(s->file.draft));
	play(s, "https://a.acme.net/scep{^O}");
	assert_file(s, "form: scep\nurl: \"https://a.acme.net/scep\"\nname: x # c\n");
	assert_false(draft_any_changed(s->file.draft));
}

/* Also where the answer is the default, which shows as if there were none. */
static void
a_default_is_an_answer_to_it(void **state)
{
	struct session *s = *state;

	open_text(s, "form: scep\nretries: [3, 4]\nkey_size: {a: b}\nurl: u\n");
	assert_string_equal(focus_label(s), "Key size");
	assert_string_equal(
		focused_value(s), "( ) 1024  ( ) 2048  ( ) 4096  now: cannot be read (line 3)");
	play(s, "{Right}");
	assert_string_equal(focused_value(s), "(x) 1024  ( ) 2048  ( ) 4096");
	play(s, "{^_}");
	assert_contains(focused_value(s), "now: cannot be read");
	play(s, "{Right}{M-g}retries{Enter}3{^O}");
	assert_file(s, "form: scep\nretries: 3\nkey_size: 1024\nurl: u\n");
	/* and emptied, a number has its default and no line */
	open_text(s, "form: scep\nretries: [3, 4]\nurl: u\n");
	play(s, "{BS}{^O}");
	assert_file(s, "form: scep\nurl: u\n");
}

static void
what_must_be_meant_is_offered(void **state)
{
	struct session *s = *state;

	open_text(s,
		"form: scep\nplatform: [ios]\npolicy_name:\n  - Office\nchallenge: [" SECRET "]\n"
		"devices:\n  - a: b\n  - c\nurl: u\n");
	assert_string_equal(focus_label(s), "Platform");
	assert_contains(message(s), "^T fixes it.");
	play(s, "{^T}{Enter}");
	assert_string_equal(answer(s, "platform"), "ios");
	play(s, "{M-g}policy name{Enter}{^T}{Enter}");
	assert_string_equal(answer(s, "policy_name"), "Office");
	play(s, "{End}s{M-g}devices{Enter}{^T}{Enter}");
	assert_string_equal(answer(s, "devices"), "a: b\nc");
	/* a secret is not shown on the way */
	play(s, "{M-g}challenge{Enter}{^T}{Enter}");
	assert_string_equal(answer(s, "challenge"), SECRET);
	play(s, "{^O}");
	assert_file(s, "form: scep\nplatform: ios\npolicy_name: \"Offices\"\nchallenge: \"" SECRET
		       "\"\ndevices: [\"a: b\", \"c\"]\nurl: u\n");
}

static void
the_review_lists_it_and_goes_there(void **state)
{
	struct session *s = *state;

	open_text(s,
		"form: scep\nurl: https://a.acme.net/scep\nname: a\nname: b\nreview: good\n" REST);
	assert_string_equal(focus_label(s), "Name");
	play(s, "{M-r}");
	assert_true(rows_mention(s, "the key \"name\" is already in line 3"));
	assert_true(rows_mention(s, "review is a text, but"));
	assert_true(rows_mention(s, "cannot be read (line 3)"));
	for (int i = 0; i < 9 && strcmp(focus_label(s), "Name") != 0; i++)
		play(s, "{Down}");
	play(s, "{Enter}");
	assert_int_equal(wizard_view(s->wizard)->kind, VIEW_FORM);
	assert_string_equal(focus_label(s), "Name");
	play(s, "c{Enter}");
	/* back there it is told no more, and what was is */
	assert_int_equal(wizard_view(s->wizard)->kind, VIEW_REVIEW);
	assert_false(rows_mention(s, "is in line 3 already"));
	assert_true(rows_mention(s, "could not be read"));
	assert_true(rows_mention(s, "review is a text, but"));
	for (int i = 0; i < 40 && strcmp(focus_label(s), "Name") != 0; i++)
		play(s, "{Down}");
	/* a comment would take the place of those words; nothing is saved before */
	play(s, "{M-c}no{Enter}{^O}");
	assert_contains(message(s), "nothing was saved: review is a text, where");
	assert_contains(s->file.source.buf, "name: a\nname: b\nreview: good\n");
}

/* What is about no field is said when the draft is opened. */
static void
what_is_about_no_field_is_said(void **state)
{
	struct session *s = *state;

	open_text(s, "form: scep\nurl: u\n---\nurl: v\n");
	assert_string_equal(focus_label(s), "Platform");
	assert_contains(message(s), "Line 3 of the file: a second document begins here");
	assert_int_equal(wizard_view(s->wizard)->mark, '!');
	play(s, "{M-g}url{Enter}{^U}w{^O}");
	assert_file(s, "form: scep\nurl: w\n---\nurl: v\n");
	/* a group that is none: the first answer takes its place, and what is missing then is told */
	open_text(s, "form: scep\nidentity: net.acme\nurl: u\n");
	assert_string_equal(focus_label(s), "Profile identifier");
	play(s, "net.acme.scep{^O}");
	assert_file(s, "form: scep\nidentity:\n  profile_identifier: \"net.acme.scep\"\nurl: u\n");
	assert_null(draft_unread(s->file.draft, form_field(s->form, "profile_uuid")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		session_test(a_draft_opens_where_it_cannot_be_read),
		session_test(an_answer_takes_the_place_of_it),
		session_test(a_default_is_an_answer_to_it),
		session_test(what_must_be_meant_is_offered),
		session_test(the_review_lists_it_and_goes_there),
		session_test(what_is_about_no_field_is_said),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
