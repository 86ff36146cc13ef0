/* What a reviewer says about fields: written, read, changed and removed in the wizard. */
#include "testing.h"

#include "format/profile/profile.h"

#include "wizard_session.h"

#define DRAFT \
	"form: scep\npolicy_name: Branch\nkey_size: 1024 # old CA\nurl: https://scep.acme.com/scep\n"

static void
a_comment_is_written_in_the_review(void **state)
{
	struct session *s = *state;

	open_text(s, DRAFT);
	play(s, "{M-g}key size{Enter}{M-r}");
	play(s, "{End}");
	while (strcmp(focus_label(s), "Key size") != 0)
		play(s, "{Up}");
	play(s, "{M-c}");
	assert_string_equal(wizard_view(s->wizard)->prompt, "Comment on Key size: ");
	play(s, "2048, please{Enter}");
	assert_contains(message(s), "The comment is kept in the draft. It is not exported.");
	assert_int_equal(wizard_view(s->wizard)->kind, VIEW_REVIEW);
	assert_string_equal(focus_label(s), "Key size");
	assert_true(rows_mention(s, "Comment: 2048, please ("));
	assert_string_equal(wizard_view(s->wizard)->state, "changed");
	play(s, "{^O}");
	assert_contains(s->file.source.buf, DRAFT "review:\n  key_size:\n    - {by: ");
	assert_contains(s->file.source.buf, ", text: \"2048, please\"}\n");
	reopen(s, true);
	assert_true(rows_mention(s, "Comment: 2048, please"));
	assert_string_equal(wizard_view(s->wizard)->state, "saved");
}

/* Whoever mends the field has the words before the eyes, and can answer. */
static void
a_comment_is_read_and_answered_beside_the_field(void **state)
{
	struct session *s = *state;

	open_text(s, DRAFT "review:\n  key_size: use 2048\n");
	play(s, "{M-g}key size{Enter}");
	assert_int_equal(strncmp(wizard_view(s->wizard)->hint, "Comment: use 2048\n", 18), 0);
	play(s, "{M-c}");
	assert_contains(wizard_view(s->wizard)->prompt, "Comment (open). Enter mark it done");
	play(s, "e");
	assert_string_equal(wizard_view(s->wizard)->prompt_edit->text.buf, "use 2048");
	play(s, " (done){Enter}");
	assert_int_equal(wizard_view(s->wizard)->kind, VIEW_FORM);
	assert_contains(wizard_view(s->wizard)->hint, "Comment: use 2048 (done) (");
	/* the answer was not touched */
	assert_string_equal(answer(s, "key_size"), "1024");
	play(s, "{M-g}retries{Enter}");
	assert_null(strstr(wizard_view(s->wizard)->hint, "Comment"));
}

static void
an_emptied_comment_is_removed(void **state)
{
	struct session *s = *state;

	open_text(s, DRAFT "review:\n  key_size: use 2048\n");
	play(s, "{M-g}key size{Enter}{M-c}e{^U}{Enter}");
	assert_string_equal(message(s), "The comment was removed. ^_ brings it back.");
	play(s, "{^O}");
	assert_string_equal(s->file.source.buf, DRAFT);
}

static void
an_empty_comment_is_none(void **state)
{
	struct session *s = *state;

	open_text(s, DRAFT);
	play(s, "{M-g}key size{Enter}{M-c}   {Enter}");
	assert_comments(s->file.draft, field_of(s->form, "key_size"), "");
	assert_string_equal(wizard_view(s->wizard)->state, "saved");
}

static void
a_comment_that_was_not_changed_stays_as_written(void **state)
{
	static const char text[] = DRAFT "review:\n  key_size: |\n    use 2048\n    or more\n";
	struct session *s = *state;

	open_text(s, text);
	play(s, "{M-g}key size{Enter}{M-c}e");
	assert_string_equal(wizard_view(s->wizard)->prompt_edit->text.buf, "use 2048 or more");
	play(s, "{Enter}");
	assert_string_equal(wizard_view(s->wizard)->state, "saved");
	play(s, "{M-c}ex{Esc}");
	assert_string_equal(wizard_view(s->wizard)->state, "saved");
	assert_string_equal(s->file.source.buf, text);
}

static void
a_comment_belongs_to_a_field(void **state)
{
	struct session *s = *state;

	play(s, "{M-r}{End}{M-c}");
	assert_null(wizard_view(s->wizard)->prompt);
	assert_contains(message(s), "A comment belongs to a field");
	play(s, "{Esc}{M-g}devices{Enter}{Tab}{M-c}");
	assert_contains(message(s), "A comment belongs to a field");
}

static void
comments_are_filtered_for_display(void **state)
{
	struct session *s = *state;

	open_text(s, DRAFT "review:\n  key_size: \"a\\u202Eb\"\n");
	play(s, "{M-g}key size{Enter}");
	assert_contains(wizard_view(s->wizard)->hint, "Comment: a<U+202E>b\n");
	play(s, "{M-r}");
	assert_true(rows_mention(s, "Comment: a<U+202E>b"));
}

static void
no_profile_has_a_comment(void **state)
{
	struct session *s = *state;
	DESK(desk);
	EXPORT(export, .desk = &desk, .force = true);
	struct strbuf bare = STRBUF_INIT, reviewed = STRBUF_INIT, err = STRBUF_INIT;

	open_text(s, DRAFT);
	desk_lay(&desk, &s->file, NULL);
	assert_int_equal(profile_build(&export, &bare, &err), 0);
	open_text(s, DRAFT "review:\n  key_size: use 2048\n");
	assert_int_equal(profile_build(&export, &reviewed, &err), 0);
	assert_string_equal(bare.buf, reviewed.buf);
	strbuf_release(&bare);
	strbuf_release(&reviewed);
}

#define REVIEWED                                                  \
	DRAFT "review:\n  key_size:\n"                            \
	      "  - {by: Ada, date: 2026-11-01, text: use 2048}\n" \
	      "  - {by: Ben, date: 2026-11-02, state: done, text: thanks}\n"

/* To the first row of the review that shows it. */
static void
to_row(struct session *s, const char *label)
{
	play(s, "{Home}");
	for (int i = 0; i < 200 && strcmp(focus_label(s), label) != 0; i++)
		play(s, "{Down}");
	assert_string_equal(focus_label(s), label);
}

static const struct field *
key_size(struct session *s)
{
	return field_of(s->form, "key_size");
}

static void
comments_are_closed_edited_and_deleted_in_the_review(void **state)
{
	struct session *s = *state;

	open_text(s, REVIEWED);
	play(s, "{M-r}");
	assert_true(rows_mention(s, "Open comments"));
	to_row(s, "Comment: use 2048 (Ada, 2026-11-01, open)");
	play(s, "{M-c}");
	assert_string_equal(wizard_view(s->wizard)->prompt,
		"Comment (Ada, 2026-11-01, open). Enter mark it done, e edit it, a add another, "
		"d delete it, Esc keep it");
	play(s, "{Enter}");
	assert_string_equal(message(s), "The comment is done.");
	assert_comments(s->file.draft, key_size(s), "done use 2048 / done thanks");
	assert_false(rows_mention(s, "Open comments"));
	assert_string_equal(focus_label(s), "Comment: use 2048 (Ada, 2026-11-01, done)");
	play(s, "{M-c}");
	assert_contains(wizard_view(s->wizard)->prompt, "Enter open it again, e edit it");
	play(s, "{Enter}");
	assert_comments(s->file.draft, key_size(s), "use 2048 / done thanks");
	to_row(s, "Comment: thanks (Ben, 2026-11-02, done)");
	play(s, "{M-c}e{^U}well{Enter}");
	assert_comments(s->file.draft, key_size(s), "use 2048 / done well");
	to_row(s, "Comment: use 2048 (Ada, 2026-11-01, open)");
	play(s, "{M-c}amore{Enter}");
	assert_comments(s->file.draft, key_size(s), "use 2048 / done well / more");
	to_row(s, "Comment: use 2048 (Ada, 2026-11-01, open)");
	play(s, "{M-c}d");
	assert_string_equal(
		wizard_view(s->wizard)->prompt, "Ada wrote this comment. y delete it, Esc keep it");
	play(s, "{Esc}{M-c}dn{M-c}d{Enter}{Esc}");
	assert_comments(s->file.draft, key_size(s), "use 2048 / done well / more");
	play(s, "{M-c}e{^U}{Enter}{Esc}");
	assert_comments(s->file.draft, key_size(s), "use 2048 / done well / more");
	play(s, "{M-c}dy");
	assert_string_equal(message(s), "The comment was removed. ^_ brings it back.");
	assert_comments(s->file.draft, key_size(s), "done well / more");
	/* and all of it back */
	play(s, "{^_}");
	assert_string_equal(message(s), "Undone: comment on 6 Key size.");
	assert_comments(s->file.draft, key_size(s), "use 2048 / done well / more");
	play(s, "{^_}{^_}");
	assert_comments(s->file.draft, key_size(s), "use 2048 / done thanks");
	play(s, "{M-_}");
	assert_comments(s->file.draft, key_size(s), "use 2048 / done well");
}

/* It is closed, edited, deleted or answered, by its author or not. */
static void
a_comment_that_is_there_is_asked_about(void **state)
{
	struct session *s = *state;

	open_text(s, REVIEWED);
	play(s, "{M-g}key size{Enter}");
	assert_contains(
		wizard_view(s->wizard)->hint, "Comment: use 2048 (Ada, 2026-11-01, open)\n");
	play(s, "{M-c}amine{Enter}");
	assert_comments(s->file.draft, key_size(s), "use 2048 / done thanks / mine");
	assert_contains(wizard_view(s->wizard)->hint, "Comment: mine (");
	assert_contains(wizard_view(s->wizard)->hint, " and 1 more\n");
	play(s, "{M-c}");
	assert_null(wizard_view(s->wizard)->prompt_edit);
	play(s, "d{M-c}{Enter}");
	assert_comments(s->file.draft, key_size(s), "done use 2048 / done thanks");
	assert_null(strstr(wizard_view(s->wizard)->hint, "Comment"));
	play(s, "{M-c}new{Enter}");
	assert_comments(s->file.draft, key_size(s), "done use 2048 / done thanks / new");
}

static void
a_comment_on_the_field_in_the_focus_is_undone(void **state)
{
	struct session *s = *state;

	open_text(s, DRAFT);
	play(s, "{M-g}retries{Enter}{M-c}why{Enter}{Tab}{^_}");
	assert_comments(s->file.draft, field_of(s->form, "retries"), "");
	assert_string_equal(message(s), "Undone: comment on 8 Retries.");
	play(s, "{M-_}");
	assert_string_equal(message(s), "Redone: comment on 8 Retries.");
	assert_comments(s->file.draft, field_of(s->form, "retries"), "why");
}

static void
a_value_and_a_comment_are_undone_in_their_words(void **state)
{
	struct session *s = *state;

	open_text(s, DRAFT);
	play(s, "{M-g}retries{Enter}{^U}5{Tab}{^_}");
	assert_string_equal(message(s), "Undone: 8 Retries.");
}

static void
a_comment_with_the_challenge_is_refused(void **state)
{
	struct session *s = *state;

	open_text(s, DRAFT "challenge: open-sesame-4711\n");
	play(s, "{M-g}key size{Enter}{M-c}it is open-sesame-4711{Enter}");
	assert_string_equal(message(s),
		"Not kept: the comment contains the challenge, and others read it. Remove the "
		"challenge.");
	assert_comments(s->file.draft, key_size(s), "");
	assert_string_equal(wizard_view(s->wizard)->state, "saved");
}

/* Of a name that no comment could have, that of the account is used. */
static void
the_author_is_that_of_the_environment(void **state)
{
	struct session *s = *state;

	open_text(s, DRAFT);
	setenv("SCEPWIZ_AUTHOR", "Ada Lovelace", 1);
	play(s, "{M-g}key size{Enter}{M-c}why{Enter}");
	assert_contains(wizard_view(s->wizard)->hint, "Comment: why (Ada Lovelace, ");
	setenv("SCEPWIZ_AUTHOR", "Ada\nLovelace", 1);
	play(s, "{M-g}retries{Enter}{M-c}why{Enter}");
	assert_null(strstr(wizard_view(s->wizard)->hint, "Lovelace"));
	unsetenv("SCEPWIZ_AUTHOR");
}

static void
an_export_tells_that_comments_are_open(void **state)
{
	struct session *s = *state;

	open_text(s, REVIEWED);
	play(s, "{M-r}x{Enter}");
	assert_int_equal(wizard_view(s->wizard)->kind, VIEW_RESULT);
	assert_true(rows_mention(s, "1 comment is still open."));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		session_test(a_comment_is_written_in_the_review),
		session_test(a_comment_is_read_and_answered_beside_the_field),
		session_test(an_emptied_comment_is_removed),
		session_test(an_empty_comment_is_none),
		session_test(a_comment_that_was_not_changed_stays_as_written),
		session_test(a_comment_belongs_to_a_field),
		session_test(comments_are_filtered_for_display),
		session_test(no_profile_has_a_comment),
		session_test(comments_are_closed_edited_and_deleted_in_the_review),
		session_test(a_comment_that_is_there_is_asked_about),
		session_test(a_comment_on_the_field_in_the_focus_is_undone),
		session_test(a_value_and_a_comment_are_undone_in_their_words),
		session_test(a_comment_with_the_challenge_is_refused),
		session_test(the_author_is_that_of_the_environment),
		session_test(an_export_tells_that_comments_are_open),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
