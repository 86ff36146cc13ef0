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
	assert_contains(message(s), "The comment is in the draft, and in no profile.");
	assert_int_equal(wizard_view(s->wizard)->kind, VIEW_REVIEW);
	assert_string_equal(focus_label(s), "Key size");
	assert_true(rows_mention(s, "Comment: 2048, please"));
	assert_string_equal(wizard_view(s->wizard)->state, "changed");
	play(s, "{^O}");
	assert_string_equal(s->file.source.buf, DRAFT "review:\n  key_size: \"2048, please\"\n");
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
	assert_string_equal(wizard_view(s->wizard)->prompt_edit->text.buf, "use 2048");
	play(s, " (done){Enter}");
	assert_int_equal(wizard_view(s->wizard)->kind, VIEW_FORM);
	assert_contains(wizard_view(s->wizard)->hint, "Comment: use 2048 (done)\n");
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
	play(s, "{M-g}key size{Enter}{M-c}{^U}{Enter}");
	assert_string_equal(message(s), "The comment was removed.");
	play(s, "{^O}");
	assert_string_equal(s->file.source.buf, DRAFT);
}

static void
a_comment_that_was_not_changed_stays_as_written(void **state)
{
	static const char text[] = DRAFT "review:\n  key_size: |\n    use 2048\n    or more\n";
	struct session *s = *state;

	open_text(s, text);
	play(s, "{M-g}key size{Enter}{M-c}");
	assert_string_equal(wizard_view(s->wizard)->prompt_edit->text.buf, "use 2048 or more");
	play(s, "{Enter}");
	assert_string_equal(wizard_view(s->wizard)->state, "saved");
	play(s, "{M-c}x{Esc}");
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		session_test(a_comment_is_written_in_the_review),
		session_test(a_comment_is_read_and_answered_beside_the_field),
		session_test(an_emptied_comment_is_removed),
		session_test(a_comment_that_was_not_changed_stays_as_written),
		session_test(a_comment_belongs_to_a_field),
		session_test(comments_are_filtered_for_display),
		session_test(no_profile_has_a_comment),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
