/* Accepting findings in the wizard: asked for in the review or beside the field, shown with the reason, taken
 * back, kept for the recovery. */
#include "testing.h"

#include "wizard_guarded.h"

#define DRAFT                                                                                \
	"form: scep\npolicy_name: Branch\nkey_size: 1024\nurl: https://scep.acme.com/scep\n" \
	"subject: /CN=%SerialNumber%\nkey_usage: [signing]\ndevices: [mac-1]\n"              \
	"challenge: opensesame\nidentity:\n  profile_identifier: net.acme.p\n"               \
	"  profile_uuid: 0F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F0\n"                             \
	"  scep_uuid: 1F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F0\n"

/* The focus to the first row that says this. */
static void
focus_row(struct session *s, const char *text)
{
	size_t before;

	play(s, "{Home}");
	do {
		const struct view *view = wizard_view(s->wizard);
		const struct view_row *row = &view->rows[view->focus];

		if (strstr(row->label, text) || strstr(row->value, text))
			return;
		before = view->focus;
		play(s, "{Down}");
	} while (wizard_view(s->wizard)->focus != before);
	fail_msg("no row says %s", text);
}

/* The title of the group in which the first row stands that says this; "" for none. */
static const char *
group_of(const struct session *s, const char *text)
{
	const struct view *view = wizard_view(s->wizard);
	const char *title = "";

	for (size_t i = 0; i < view->nrows; i++) {
		if (view->rows[i].kind == ROW_SECTION)
			title = view->rows[i].label;
		else if (strstr(view->rows[i].label, text) || strstr(view->rows[i].value, text))
			return title;
	}
	return "";
}

static void
a_warning_is_accepted_in_the_review(void **state)
{
	struct session *s = *state;

	open_text(s, DRAFT);
	play(s, "{M-r}");
	assert_string_equal(group_of(s, "1024-bit RSA key"), "Warnings");
	focus_row(s, "1024-bit RSA key");
	assert_contains(wizard_view(s->wizard)->keyline, "  a accept");
	assert_contains(wizard_view(s->wizard)->hint, "a accepts it as it is.");
	play(s, "a");
	assert_string_equal(asked(s), "Accept key-size-weak because: ");
	play(s, "The old CA{Enter}");
	assert_contains(message(s), "Accepted. It is reported again");
	assert_string_equal(group_of(s, "1024-bit RSA key"), "Accepted");
	assert_true(rows_mention(s, "Accepted: The old CA ("));
	assert_string_equal(wizard_view(s->wizard)->state, "changed");
	assert_string_equal(focus_label(s), "Key size");
	play(s, "{^O}");
	assert_contains(s->file.source.buf, DRAFT "accepted:\n  key-size-weak:\n"
						  "    reason: \"The old CA\"\n    by: ");
	assert_contains(s->file.source.buf, "    for:\n      key_size: \"1024\"\n");
	reopen(s, true);
	assert_string_equal(group_of(s, "1024-bit RSA key"), "Accepted");
	assert_string_equal(wizard_view(s->wizard)->state, "saved");
}

/* Beside the field it is no longer told, but the reason is. */
static void
a_warning_is_accepted_beside_its_field(void **state)
{
	struct session *s = *state;

	open_text(s, DRAFT);
	play(s, "{M-g}key size{Enter}");
	assert_int_equal(mark_of(s, "key_size"), '?');
	play(s, "{M-a}The old CA{Enter}");
	assert_int_equal(mark_of(s, "key_size"), '+');
	assert_int_equal(strncmp(wizard_view(s->wizard)->hint, "Accepted: The old CA (", 22), 0);
	play(s, "{Esc}{M-e}");
	assert_contains(message(s), "No errors and no warnings.");
}

static void
a_changed_value_brings_it_back(void **state)
{
	struct session *s = *state;

	open_text(s,
		DRAFT "accepted:\n  key-size-weak:\n    reason: x\n    for: {key_size: '2048'}\n");
	play(s, "{M-r}");
	assert_string_equal(group_of(s, "1024-bit RSA key"), "Warnings");
	assert_string_equal(group_of(s, "Accepted for key size 2048"), "Notes");
	focus_row(s, "Accepted for key size 2048");
	play(s, "a");
	assert_contains(message(s), "Choose the warning or note itself");
	focus_row(s, "1024-bit RSA key");
	/* the old reason is offered */
	play(s, "a");
	assert_string_equal(wizard_view(s->wizard)->prompt_edit->text.buf, "x");
	play(s, "{Enter}");
	assert_string_equal(group_of(s, "1024-bit RSA key"), "Accepted");
	assert_false(rows_mention(s, "Accepted for key size 2048"));
}

static void
it_is_taken_back_or_said_otherwise(void **state)
{
	struct session *s = *state;

	open_text(s, DRAFT "accepted:\n  key-size-weak: old\n");
	play(s, "{M-r}");
	focus_row(s, "Accepted: old");
	assert_contains(wizard_view(s->wizard)->hint, "a withdraws the acceptance");
	play(s, "a");
	assert_contains(asked(s), "key-size-weak is accepted. y withdraw it, e edit the reason");
	play(s, "{Esc}");
	assert_string_equal(wizard_view(s->wizard)->state, "saved");
	play(s, "ae{^U}new{Enter}");
	assert_true(rows_mention(s, "Accepted: new ("));
	focus_row(s, "Accepted: new");
	play(s, "axy");
	assert_contains(message(s), "No longer accepted.");
	assert_string_equal(group_of(s, "1024-bit RSA key"), "Warnings");
	play(s, "{^O}");
	assert_string_equal(s->file.source.buf, DRAFT);
}

static void
what_cannot_be_accepted_says_so(void **state)
{
	struct session *s = *state;

	open_text(s, "form: scep\nkey_size: 1024\n");
	play(s, "{M-r}");
	focus_row(s, "is required");
	play(s, "a");
	assert_contains(message(s), "An error cannot be accepted. Fix it.");
	assert_null(wizard_view(s->wizard)->prompt);
	play(s, "{End}a");
	assert_contains(message(s), "Choose a row that shows a warning or a note.");
	focus_row(s, "1024-bit RSA key");
	play(s, "a {Enter}");
	assert_contains(message(s), "Not accepted: no reason. Say why you accept it.");
	assert_string_equal(wizard_view(s->wizard)->state, "saved");
	play(s, "{M-g}name{Enter}{M-a}");
	assert_contains(message(s), "This field has no warning and no note.");
	/* in a field an a is an a */
	play(s, "a");
	assert_contains(answer(s, "name"), "a");
}

/* What is about no field, too. */
static void
what_is_about_no_field_is_accepted(void **state)
{
	struct session *s = *state;

	open_text(s, DRAFT "unknown: 1\n");
	play(s, "{M-r}");
	focus_row(s, "unknown is not a key");
	play(s, "aours{Enter}");
	assert_string_equal(group_of(s, "unknown is not a key"), "Accepted");
	play(s, "{^O}");
	assert_contains(s->file.source.buf, "other-parts: \"SHA-256 ");
}

static void
reasons_are_filtered_for_display(void **state)
{
	struct session *s = *state;

	open_text(s, DRAFT "accepted:\n  key-size-weak: \"a\\u202Eb\"\n");
	play(s, "{M-r}");
	assert_true(rows_mention(s, "Accepted: a<U+202E>b"));
	play(s, "{M-g}key size{Enter}");
	assert_contains(wizard_view(s->wizard)->hint, "Accepted: a<U+202E>b\n");
}

/* A session that was killed: what it accepted and took back is offered. */
static void
it_is_recovered(void **state)
{
	struct session *s = *state;

	open_guarded(s, DRAFT "accepted:\n  challenge-one-time: old\n");
	play(s, "{M-g}key size{Enter}{M-a}The old CA{Enter}");
	draft_unaccept(s->file.draft, "challenge-one-time");
	play(s, "{M-g}name{Enter}");
	reopen(s, false);
	wizard_guard(s->wizard);
	assert_contains(asked(s), "2 fields (accepted: ");
	play(s, "s");
	assert_contains(asked(s), "accepted: key-size-weak = The old CA (");
	assert_contains(asked(s), "accepted: challenge-one-time = no (recovered)");
	play(s, "s");
	assert_string_equal(draft_acceptance(s->file.draft, "key-size-weak")->reason, "The old CA");
	assert_string_equal(
		acceptance_value(draft_acceptance(s->file.draft, "key-size-weak"), "key_size"),
		"1024");
	assert_null(draft_acceptance(s->file.draft, "challenge-one-time"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		session_test(a_warning_is_accepted_in_the_review),
		session_test(a_warning_is_accepted_beside_its_field),
		session_test(a_changed_value_brings_it_back),
		session_test(it_is_taken_back_or_said_otherwise),
		session_test(what_cannot_be_accepted_says_so),
		session_test(what_is_about_no_field_is_accepted),
		session_test(reasons_are_filtered_for_display),
		session_test(it_is_recovered),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
