/* What the wizard tells and when: warnings, key lines, lists to choose from, the review's rows. */
#include "testing.h"

#include "base/xalloc.h"

#include "wizard_session.h"

static const char *
key_line_of(const struct session *s)
{
	return wizard_view(s->wizard)->keyline;
}

static const char *
prompt(const struct session *s)
{
	return wizard_view(s->wizard)->prompt;
}

static const char *
left(const struct session *s)
{
	return wizard_view(s->wizard)->left;
}

static void
a_warning_is_told_once_in_the_next_field(void **state)
{
	struct session *s = *state;

	play(s, "{M-g}subject{Enter}{Enter}");
	assert_string_equal(focus_label(s), "Retries");
	assert_int_equal(wizard_view(s->wizard)->left_mark, '?');
	assert_contains(left(s), "7 Subject (M-e goes back): the subject is empty");
	assert_string_equal(wizard_view(s->wizard)->left_brief,
		"7 Subject (M-e): Add a CN, such as /O=Acme/CN=%SerialNumber%.");
	/* the field's own message has its own place */
	assert_string_equal(message(s), "");
	play(s, "{^U}x");
	assert_contains(left(s), "7 Subject (M-e goes back): ");
	/* moving on ends it */
	play(s, "{^U}{Up}{Down}");
	assert_string_equal(left(s), "");
	/* another value may have another one */
	play(s, "{Up}CN{Tab}");
	assert_int_equal(wizard_view(s->wizard)->left_mark, '!');
	play(s, "{Up}{^U}{Tab}");
	assert_contains(left(s), "7 Subject (M-e goes back): the subject is empty");
	/* it is the last row's, too */
	play(s, "{M-g}21{Enter}{Tab}");
	assert_contains(left(s), "Device groups (M-e goes back): ");
	play(s, "{Tab}");
	assert_string_equal(focus_label(s), "Review and export");
	assert_string_equal(left(s), "");
}

/* ^T is about the field that has the focus, whatever is said of another one. */
static void
one_key_goes_back_to_what_is_said_of_a_field(void **state)
{
	struct session *s = *state;

	open_text(s, "form: scep\nkey_size: 1024\n");
	play(s, "{M-g}challenge{Enter}{Tab}");
	assert_string_equal(focus_label(s), "Key size");
	assert_contains(left(s), "5 Challenge (M-e goes back): ");
	play(s, "{^T}");
	assert_contains(prompt(s), "2048");
	play(s, "{Esc}");
	assert_contains(left(s), "5 Challenge (M-e goes back): ");
	play(s, "{M-e}");
	assert_string_equal(focus_label(s), "Challenge");
	assert_string_equal(left(s), "");
	/* the next one is the next problem */
	play(s, "{M-e}");
	assert_string_equal(focus_label(s), "URL");
	/* Esc clears it, and what is right now is told no more */
	play(s, "{M-g}subject{Enter}CN{Tab}");
	assert_contains(left(s), "7 Subject (M-e goes back): ");
	play(s, "{Esc}");
	assert_string_equal(left(s), "");
}

static void
a_warning_stands_beside_an_error(void **state)
{
	struct session *s = *state;

	play(s, "{M-g}retries{Enter}{^U}x{M-g}subject{Enter}{Tab}");
	assert_string_equal(focus_label(s), "Retries");
	assert_int_equal(wizard_view(s->wizard)->mark, '!');
	assert_contains(left(s), "Subject (M-e goes back): the subject is empty");
}

/* Tab stops at no error, Enter does, and then it was told. */
static void
an_error_that_stopped_nobody_is_told_in_the_next_field(void **state)
{
	struct session *s = *state;

	play(s, "{M-g}subject{Enter}/cn=x{Tab}");
	assert_string_equal(focus_label(s), "Retries");
	assert_int_equal(wizard_view(s->wizard)->left_mark, '!');
	assert_contains(
		left(s), "Subject (M-e goes back): write \"cn\" as CN. Names are case-sensitive.");
	play(s, "{Up}{Tab}");
	assert_string_equal(left(s), "");
	/* it shows while it is typed, so Enter has nothing new to say */
	play(s, "{Up}{End}y{Enter}");
	assert_string_equal(focus_label(s), "Retries");
	assert_string_equal(left(s), "");
	/* what was never filled in is no news */
	play(s, "{M-g}url{Enter}{Tab}");
	assert_string_equal(focus_label(s), "Name");
	assert_string_equal(left(s), "");
}

static void
no_warning_follows_into_the_review(void **state)
{
	struct session *s = *state;

	play(s, "{M-g}subject{Enter}{M-r}");
	assert_int_equal(wizard_view(s->wizard)->mark, '!');
	play(s, "{Down}{Enter}");
	assert_int_equal(wizard_view(s->wizard)->kind, VIEW_FORM);
	assert_string_equal(left(s), "");
}

static void
what_is_empty_is_doubtful_once_it_was_passed(void **state)
{
	static const struct {
		const char *key, *label;
	} cases[] = {
		{ "challenge", "challenge" },
		{ "subject", "subject" },
		{ "key_usage", "key usage" },
		{ "device_groups", "device groups" },
	};
	struct session *s = *state;

	open_text(s, "form: scep\n");
	/* the form's own default waits until it is gone to, or all that is required is there */
	assert_int_equal(mark_of(s, "key_size"), '+');
	play(s, "{M-g}key size{Enter}");
	assert_int_equal(mark_of(s, "key_size"), '?');
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		play(s, "{M-g}");
		play(s, cases[i].label);
		play(s, "{Enter}{^O}");
		assert_int_equal(mark_of(s, cases[i].key), ' ');
		play(s, "{Tab}");
		assert_int_equal(mark_of(s, cases[i].key), '?');
	}
	reopen(s, false);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_int_equal(mark_of(s, cases[i].key), ' ');
	play(s, "{M-g}key usage{Enter}1{BS}");
	assert_int_equal(mark_of(s, "key_usage"), ' ');
	play(s, "{M-r}{M-r}");
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_int_equal(mark_of(s, cases[i].key), '?');
}

static void
a_default_is_judged_where_all_is_there(void **state)
{
	struct session *s = *state;

	open_text(s, "form: scep\nkey_size: 1024\n");
	assert_int_equal(mark_of(s, "key_size"), '+');
	open_text(s, "form: scep\nkey_size: 512\n");
	assert_int_equal(mark_of(s, "key_size"), '!');
	open_text(s, "form: scep\nkey_size: 1024\nurl: https://scep.acme.net/scep\n");
	assert_int_equal(mark_of(s, "key_size"), '?');
}

static void
what_was_emptied_has_its_default_again(void **state)
{
	static const char *const numbers[] = { "retries", "retry delay", "policy name" };
	static const char *const keys[] = { "retries", "retry_delay", "policy_name" };
	static const char *const defaults[] = { "3", "10", "SCEP Profiles" };
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++) {
		play(s, "{M-g}");
		play(s, numbers[i]);
		play(s, "{Enter}{^U}7{Tab}{Up}{^U}");
		assert_string_equal(wizard_view(s->wizard)->edit->text.buf, "");
		play(s, "{Tab}");
		assert_string_equal(row_of(s, keys[i])->value, defaults[i]);
		assert_true(row_of(s, keys[i])->is_default);
		assert_false(draft_is_answered(s->file.draft, field_of(s->form, keys[i])));
		play(s, "{Up}");
		assert_string_equal(wizard_view(s->wizard)->edit->text.buf, defaults[i]);
	}
}

static void
ios_is_offered_values(void **state)
{
	struct session *s = *state;

	play(s, "{M-g}subject{Enter}");
	assert_contains(key_line_of(s), "^T choose");
	play(s, "%");
	assert_contains(message(s), "^T lists");
	play(s, "{^U}{M-g}1{Enter}2{M-g}subject{Enter}");
	assert_contains(key_line_of(s), "^T choose");
	play(s, "%");
	assert_null(strstr(message(s), "^T"));
	play(s, "{^U}{^T}");
	assert_contains(prompt(s), "iOS replaces no variables. Which value?");
}

static void
a_list_is_walked_and_chosen_from(void **state)
{
	struct session *s = *state;

	play(s, "{M-g}subject{Enter}/CN={^T}");
	assert_int_equal(wizard_view(s->wizard)->nitems, 12);
	assert_string_equal(prompt(s), "Which one? Esc none");
	play(s, "{Down}{^N}{Tab}{Up}{PgDn}");
	assert_int_equal(wizard_view(s->wizard)->item_focus, 7);
	play(s, "{End}{Down}{PgDn}");
	assert_int_equal(wizard_view(s->wizard)->item_focus, 11);
	play(s, "{Home}{^P}{PgUp}{Down}{Enter}");
	assert_null(prompt(s));
	assert_string_equal(answer(s, "subject"), "/CN=%HostName%");
	play(s, "{M-g}key size{Enter}4{Right}{^T}");
	if (!wizard_view(s->wizard)->choosing)
		play(s, "{^T}");
	assert_int_equal(wizard_view(s->wizard)->item_focus, 1);
	play(s, "{Down}{Enter}");
	assert_string_equal(answer(s, "key_size"), "4096");
	/* other questions have no list */
	play(s, "{^X}");
	assert_false(wizard_view(s->wizard)->choosing);
	play(s, "{Esc}");
}

static void
the_key_line_serves_the_field(void **state)
{
	struct session *s = *state;

	play(s, "{M-g}device groups{Enter}");
	assert_contains(key_line_of(s), "Enter next  ");
	play(s, "a");
	assert_contains(key_line_of(s), "Enter new line  ");
	play(s, "{Enter}");
	assert_contains(key_line_of(s), "Enter next  ");
	/* where the message speaks of ^T, so does the key line */
	play(s, "{M-g}key size{Enter}");
	assert_contains(message(s), "^T fixes it.");
	assert_contains(key_line_of(s), "^T fix");
	play(s, "{M-g}url{Enter}scep.acme.com/scep{Enter}");
	assert_contains(message(s), "^T fixes it.");
	assert_contains(key_line_of(s), "Enter go on  ");
	assert_contains(key_line_of(s), "^T fix");
	play(s, "{Esc}");
	assert_null(strstr(key_line_of(s), "^T fix"));
	play(s, "{M-g}14{Enter}y{M-g}set subject{Enter}y{Tab}");
	assert_string_equal(focus_label(s), "DNS name");
	assert_contains(key_line_of(s), "^T choose");
	play(s, "a");
	assert_contains(key_line_of(s), "^O save  ^X menu  ^T choose");
}

/* Where Enter goes to, and whether it shows or hides. */
static void
the_key_line_follows_the_state(void **state)
{
	struct session *s = *state;

	s->secret_may_show = true;
	play(s, "{M-g}challenge{Enter}" SECRET);
	assert_contains(key_line_of(s), "^R show");
	play(s, "{^R}");
	assert_contains(key_line_of(s), "^R hide");
	play(s, "{Tab}{Up}");
	assert_contains(key_line_of(s), "^R show");
	play(s, "{M-r}{Enter}");
	assert_contains(key_line_of(s), "Enter back to review  ");
	play(s, "{M-g}device groups{Enter}a{M-r}{Home}");
	while (strcmp(focus_label(s), "Device groups") != 0)
		play(s, "{Down}");
	play(s, "{Enter}b");
	assert_contains(key_line_of(s), "Tab back to review  Enter new line  ");
	assert_null(strstr(key_line_of(s), "move"));
}

/* There is nothing to do there: not in the walk, not in the review. */
static void
locked_fields_are_passed(void **state)
{
	struct session *s = *state;

	for (size_t i = 0; i < s->form->nfields; i++)
		if (!strcmp(s->form->fields[i]->key, "key_size"))
			s->form->fields[i]->flags |= FIELD_LOCKED;
	open_text(s, "form: scep\nkey_size: 1024\nurl: https://scep.acme.com/scep\n");
	assert_int_equal(mark_of(s, "key_size"), '?');
	play(s, "{M-g}challenge{Enter}{Enter}");
	assert_string_equal(focus_label(s), "Subject");
	play(s, "{M-r}{Home}");
	while (strcmp(focus_label(s), "Key size") != 0)
		play(s, "{Down}");
	assert_contains(key_line_of(s), "Enter next  ");
	assert_contains(key_line_of(s), "a accept");
	assert_string_equal(
		wizard_view(s->wizard)->hint, "The form locks this field. a accepts it as it is.");
	play(s, "{Enter}");
	assert_int_equal(wizard_view(s->wizard)->kind, VIEW_REVIEW);
	assert_string_not_equal(focus_label(s), "Key size");
	assert_true(rows_mention(s, "1024  (locked)"));
}

static void
a_mend_is_shown_without_its_explanation(void **state)
{
	struct session *s = *state;

	play(s, "{M-g}finger{Enter}");
	paste(s, "REEzOUEzRUU1RTZCNEIwRDMyNTVCRkVGOTU2MDE4OTBBRkQ4MDcwOQ==");
	play(s, "{Tab}{Up}");
	assert_contains(message(s), "^T fixes");
	play(s, "{^T}");
	assert_string_equal(
		prompt(s), "Use 2jmj7l5rSw0yVb/vlWAYkK/YBwk=? Enter yes, Esc no, ^T other");
}

static void
the_review_begins_at_the_first_problem(void **state)
{
	struct session *s = *state;

	play(s, "{M-r}");
	assert_string_equal(focus_label(s), "URL");
	play(s, "{End}{M-r}{M-r}");
	assert_string_equal(focus_label(s), "URL");
	play(s, "{End}{^X}x");
	assert_contains(message(s), "stops the export");
	assert_string_equal(focus_label(s), "URL");
	play(s, "{M-r}{M-g}name{Enter}{^X}x");
	assert_string_equal(focus_label(s), "URL");
	/* a row that was edited keeps the focus */
	play(s, "{Down}{Down}");
	assert_string_not_equal(focus_label(s), "URL");
	play(s, "{Enter}{Tab}");
	assert_int_equal(wizard_view(s->wizard)->kind, VIEW_REVIEW);
	assert_string_not_equal(focus_label(s), "URL");
	play(s, "{M-h}");
	assert_contains(message(s), "The review shows what applies");
}

static void
the_reviews_rows_say_what_enter_does(void **state)
{
	struct session *s = *state;

	play(s, "{M-r}");
	assert_contains(key_line_of(s), "Enter edit  ");
	assert_contains(wizard_view(s->wizard)->hint, "Enter edits this field");
	play(s, "{End}");
	assert_contains(key_line_of(s), "Enter go back  ");
	assert_string_equal(wizard_view(s->wizard)->hint, "Enter goes back to the fields.");
	assert_contains(key_line_of(s), "  x export  ");
	play(s, "{Home}");
	assert_contains(key_line_of(s), "Enter export  ");
	assert_contains(wizard_view(s->wizard)->hint, "Enter writes the profile");
	play(s, "{M-g}url{Enter}https://scep.acme.com/scep{^O}office{Enter}{^X}x{Enter}");
	assert_contains(message(s), "Exported to ");
	play(s, "{Esc}{Home}");
	assert_contains(wizard_view(s->wizard)->hint, "Enter asks the CA for one real certificate");
	play(s, "{Down}");
	assert_string_equal(wizard_view(s->wizard)->hint, "Enter writes the profile.");
	play(s, "{^X}x{Enter}");
	assert_contains(key_line_of(s), "Enter quit  x export  ");
	assert_string_equal(
		wizard_view(s->wizard)->hint, "The profile is written. Enter closes the draft.");
	play(s, "{Up}");
	assert_contains(key_line_of(s), "Enter next  ");
	assert_string_equal(wizard_view(s->wizard)->hint, "");
	play(s, "{End}");
	assert_contains(key_line_of(s), "Enter go back  x export  ");
	assert_string_equal(wizard_view(s->wizard)->hint, "Enter goes back to the review.");
}

/* The row has no room for them; Esc has cleared the field's message, not the review's. */
static void
the_review_says_a_findings_sentence_whole(void **state)
{
	struct session *s = *state;

	play(s, "{M-g}retries{Enter}{^U}x{Esc}{M-r}");
	assert_contains(message(s), "Enter a whole number from 0 to 2147483647, such as 3.");
	play(s, "{M-g}url{Enter}https://scep.acme.com/scep{M-g}retries{Enter}{^U}1{M-r}");
	for (int i = 0; i < 40 && !strstr(message(s), "Replace com.example with"); i++)
		play(s, "{Down}");
	assert_string_equal(wizard_view(s->wizard)->heading, "Profile identifier");
	assert_contains(message(s), "with the same identifier.");
	assert_contains(key_line_of(s), "Esc back");
}

static void
a_mend_is_taken_from_the_review(void **state)
{
	struct session *s = *state;

	play(s, "{M-r}");
	while (strcmp(focus_label(s), "Key size") != 0)
		play(s, "{Down}");
	assert_contains(message(s), "^T fixes it.");
	assert_contains(key_line_of(s), "^T fix  ");
	play(s, "{^T}{Enter}");
	assert_string_equal(answer(s, "key_size"), "2048");
	play(s, "{Enter}");
	assert_int_equal(wizard_view(s->wizard)->kind, VIEW_REVIEW);
	assert_null(strstr(key_line_of(s), "^T"));
	play(s, "{End}{^T}");
	assert_int_equal(wizard_view(s->wizard)->kind, VIEW_REVIEW);
}

static void
a_row_does_not_say_its_label_twice(void **state)
{
	struct session *s = *state;

	play(s, "{M-g}set subject{Enter}y{M-r}");
	for (size_t i = 0; i < wizard_view(s->wizard)->nrows; i++) {
		const struct view_row *row = &wizard_view(s->wizard)->rows[i];

		if (row->kind == ROW_FIELD && *row->label)
			assert_ptr_not_equal(strstr(row->value, row->label), row->value);
	}
	assert_true(rows_mention(s, "is yes, but"));
}

static void
several_lines_are_pasted_as_one(void **state)
{
	struct session *s = *state;

	play(s, "{M-g}policy name{Enter}{^U}");
	paste(s, "\nBranch\r\noffice\n");
	assert_string_equal(answer(s, "policy_name"), "Branch office");
	assert_string_equal(focus_label(s), "Policy name");
	assert_contains(message(s), "Pasted as one line: 1 line end became a space.");
}

static void
an_explanation_behind_a_value_can_be_left_out(void **state)
{
	struct session *s = *state;
	const struct view_row *row;

	open_text(s, "form: scep\nfingerprint: 2jmj7l5rSw0yVb/vlWAYkK/YBwk=\nchallenge: x\n"
		     "policy_name: A (B)\npolicy_notes: |\n  one\n  two\n");
	row = row_of(s, "fingerprint");
	assert_contains(row->value, " (SHA-1 ");
	assert_int_equal(row->extra, 28);
	assert_int_equal(row_of(s, "challenge")->extra, strlen("********"));
	assert_int_equal(row_of(s, "policy_name")->extra, 0);
	assert_int_equal(row_of(s, "policy_notes")->extra, strlen("one"));
	assert_int_equal(row_of(s, "url")->extra, 0);
}

/* On the page behind the documented fields; what it changes is told at the fields, at once. */
static void
the_mdm_tells_what_it_changes(void **state)
{
	struct session *s = *state;

	open_text(s, "form: scep\npolicy_name: A & B\nchallenge: " SECRET "$1\n"
		     "subject: /CN=$SERIALNUMBER\n");
	assert_int_equal(mark_of(s, "policy_name"), '+');
	play(s, "{M-g}mdm{Enter}jmaf{M-g}name{Enter}{M-g}mdm{Enter}");
	assert_contains(message(s), "Did you mean jamf? ^T fixes it.");
	play(s, "{^T}{Enter}");
	assert_string_equal(answer(s, "mdm"), "jamf");
	assert_int_equal(mark_of(s, "policy_name"), '?');
	assert_int_equal(mark_of(s, "challenge"), '?');
	assert_int_equal(mark_of(s, "subject"), '+');
	play(s, "{M-r}");
	assert_true(rows_mention(s, "has &, and Jamf Pro may deliver it as &amp;"));
	assert_true(rows_mention(s, "Jamf Pro gives the profile"));
}

/* Where a list has several lines, the sentence begins with the one it is about, the first one, too. */
static void
the_line_of_a_list_is_told(void **state)
{
	static const struct {
		const char *names, *begin;
	} cases[] = {
		{ "[a b, c]", "Line 1: " },
		{ "[c, a b]", "Line 2: " },
		{ "[c, d, a b, e]", "Line 3: " },
		{ "[a b]", "" },
	};
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		STRBUF(text);

		strbuf_addf(&text,
			"form: scep\nset_subject_alternative_name: true\nsan_dns_name: %s\n",
			cases[i].names);
		open_text(s, text.buf);
		play(s, "{M-g}dns name{Enter}");
		assert_memory_equal(message(s), cases[i].begin, strlen(cases[i].begin));
		assert_int_equal(!*cases[i].begin, !strstr(message(s), "Line "));
		assert_true(strlen(message(s)) > strlen("Line 1: "));
	}
}

/* Nobody else is expected to make drafts meanwhile; one that is opened anew is compared with what there is. */
static void
drafts_beside_are_looked_at_once(void **state)
{
	static const char text[] = "form: scep\npolicy_name: \"Branch\"\n";
	struct session *s = *state;
	char *path = path_in(s, "beside.yaml");
	FILE *file;

	open_text(s, text);
	play(s, "{Tab}");
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
	play(s, "{Tab}{M-r}");
	assert_false(rows_mention(s, "beside.yaml also has the policy name"));
	reopen(s, false);
	play(s, "{Tab}{M-r}");
	assert_true(rows_mention(s, "beside.yaml also has the policy name"));
	free(path);
}

/* A row more above it, which tells of a draft beside this one. */
static void
the_review_keeps_its_row_when_others_come(void **state)
{
	static const char text[] = "form: scep\npolicy_name: \"Branch\"\n";
	struct session *s = *state;
	char *path = path_in(s, "beside.yaml");
	const struct view *view;
	FILE *file = fopen(path, "w");
	size_t row = 0, rows;

	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
	open_text(s, text);
	reopen(s, true);
	view = wizard_view(s->wizard);
	while (!view->rows[row].field || strcmp(view->rows[row].field->key, "retries") != 0)
		row++;
	rows = view->nrows;
	wizard_focus(s->wizard, row);
	assert_true(wizard_compare(s->wizard));
	view = wizard_view(s->wizard);
	assert_true(view->nrows > rows);
	assert_string_equal(view->rows[view->focus].field->key, "retries");
	free(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		session_test(a_warning_is_told_once_in_the_next_field),
		session_test(drafts_beside_are_looked_at_once),
		session_test(the_review_keeps_its_row_when_others_come),
		session_test(a_warning_stands_beside_an_error),
		session_test(one_key_goes_back_to_what_is_said_of_a_field),
		session_test(an_error_that_stopped_nobody_is_told_in_the_next_field),
		session_test(no_warning_follows_into_the_review),
		session_test(what_is_empty_is_doubtful_once_it_was_passed),
		session_test(a_default_is_judged_where_all_is_there),
		session_test(what_was_emptied_has_its_default_again),
		session_test(ios_is_offered_values),
		session_test(a_list_is_walked_and_chosen_from),
		session_test(the_key_line_serves_the_field),
		session_test(the_key_line_follows_the_state),
		session_test(locked_fields_are_passed),
		session_test(a_mend_is_shown_without_its_explanation),
		session_test(the_review_begins_at_the_first_problem),
		session_test(the_reviews_rows_say_what_enter_does),
		session_test(the_review_says_a_findings_sentence_whole),
		session_test(a_mend_is_taken_from_the_review),
		session_test(a_row_does_not_say_its_label_twice),
		session_test(several_lines_are_pasted_as_one),
		session_test(an_explanation_behind_a_value_can_be_left_out),
		session_test(the_mdm_tells_what_it_changes),
		session_test(the_line_of_a_list_is_told),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
