/* The wizard and the side file: what is offered, what an answer does. */
#include "testing.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/fatal.h"

#include "format/journal/journal.h"

#include "wizard_guarded.h"

/* As a signal or a dead line ends the wizard; a kill leaves no more and no less. */
static void
drop(struct session *s)
{
	struct strbuf farewell = STRBUF_INIT;

	wizard_farewell(s->wizard, &farewell);
	assert_contains(
		farewell.buf, "last changes not saved, but kept, and offered when it is opened");
	strbuf_release(&farewell);
}

static void
reopen_guarded(struct session *s)
{
	reopen(s, false);
	wizard_guard(s->wizard);
	check_view(s);
}

static void
what_was_typed_is_recovered_where_it_was_typed(void **state)
{
	struct session *s = *state;

	open_guarded(s, TEXT);
	assert_string_equal(asked(s), "");
	play(s, "{M-g}subject{Enter}/CN=ab{Left}{Left}");
	drop(s);
	reopen_guarded(s);
	assert_contains(asked(s), "Not saved by ");
	assert_contains(
		asked(s), ": 1 field (Subject). Enter recovers, s shows, d discards, Esc leaves");
	assert_string_equal(answer(s, "subject"), "");
	play(s, "{Enter}");
	assert_string_equal(asked(s), "");
	assert_string_equal(message(s), "1 field is recovered; not saved yet.");
	assert_string_equal(answer(s, "subject"), "/CN=ab");
	assert_string_equal(focus_label(s), "Subject");
	assert_string_equal(wizard_view(s->wizard)->state, "changed");
	play(s, "X");
	assert_string_equal(answer(s, "subject"), "/CN=Xab");
	/* and again, without any save in between */
	drop(s);
	reopen_guarded(s);
	play(s, "{Enter}Y");
	assert_string_equal(answer(s, "subject"), "/CN=XYab");
	play(s, "{^O}");
	assert_contains(message(s), "Saved to ");
	play(s, "{^X}q");
	assert_int_equal(s->wish, WIZARD_QUIT);
	reopen_guarded(s);
	assert_string_equal(asked(s), "");
	assert_string_equal(answer(s, "subject"), "/CN=XYab");
}

/* As where a draft is opened that holds it: no mark says that it is fine. */
static void
what_is_recovered_is_judged(void **state)
{
	struct session *s = *state;

	open_guarded(s, TEXT);
	play(s, "{M-g}fingerprint{Enter}11:22{Tab}");
	assert_int_equal(mark_of(s, "fingerprint"), '!');
	drop(s);
	reopen_guarded(s);
	play(s, "{Enter}");
	assert_string_equal(focus_label(s), "Challenge");
	assert_int_equal(mark_of(s, "fingerprint"), '!');
}

static void
every_widget_is_recovered(void **state)
{
	struct session *s = *state;
	static const struct {
		const char *keys, *key, *value, *label;
	} cases[] = {
		{ "{Right}", "platform", "ios", "Platform" },
		{ "{M-g}notes{Enter}one{Enter}two", "policy_notes", "one\ntwo", "Policy notes" },
		{ "{M-g}challenge{Enter}" SECRET, "challenge", SECRET, "Challenge" },
		{ "{M-g}key usage{Enter} ", "key_usage", "signing", "Key usage" },
		{ "{M-g}retries{Enter}{^U}7", "retries", "7", "Retries" },
		{ "{M-g}device groups{Enter}a{Enter}b", "device_groups", "a\nb", "Device groups" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		open_guarded(s, TEXT);
		play(s, cases[i].keys);
		assert_string_equal(answer(s, cases[i].key), cases[i].value);
		reopen_guarded(s);
		assert_contains(asked(s), "1 field (");
		play(s, "{Enter}");
		assert_string_equal(answer(s, cases[i].key), cases[i].value);
		assert_string_equal(focus_label(s), cases[i].label);
		play(s, "{^X}ql");
	}
}

static void
a_click_is_in_the_side_file_at_once(void **state)
{
	struct session *s = *state;
	const struct view *view;
	const char *value;
	size_t row = 0;

	open_guarded(s, TEXT);
	view = wizard_view(s->wizard);
	while (!view->rows[row].field || strcmp(view->rows[row].field->key, "platform") != 0)
		row++;
	value = view->rows[row].value;
	wizard_point(s->wizard, row, (size_t)(strstr(value, "iOS") - value));
	assert_string_equal(answer(s, "platform"), "ios");
	reopen_guarded(s);
	assert_contains(asked(s), "1 field (Platform)");
	play(s, "{Enter}");
	assert_string_equal(answer(s, "platform"), "ios");
}

static void
a_comment_that_is_being_typed_is_recovered(void **state)
{
	struct session *s = *state;

	open_guarded(s, TEXT);
	play(s, "{M-g}retries{Enter}{M-c}too ma");
	reopen_guarded(s);
	play(s, "s");
	assert_contains(asked(s), "1 Retries (comment) = too ma (recovered)");
	play(s, "s");
	assert_string_equal(draft_note(s->file.draft, field_of(s->form, "retries")), "too ma");
	play(s, "{^X}ql");
	/* one that was given up is not */
	open_guarded(s, TEXT);
	play(s, "{M-g}retries{Enter}{M-c}too ma{Esc}");
	reopen_guarded(s);
	assert_string_equal(asked(s), "");
}

static void
it_can_be_shown_discarded_or_left(void **state)
{
	struct session *s = *state;

	open_guarded(s, TEXT);
	play(s, "{M-g}name{Enter}x{M-g}retries{Enter}{^U}5{M-g}challenge{Enter}" SECRET);
	reopen_guarded(s);
	assert_contains(asked(s), ": 3 fields (Challenge, Retries, Name).");
	play(s, "?{Tab}");
	assert_contains(asked(s), "Enter recovers");
	play(s, "s");
	assert_contains(
		asked(s), "1 Challenge = set, 21 characters (recovered): on disk it is empty");
	assert_contains(asked(s), "2 Retries = 5 (recovered): on disk it is 4");
	play(s, "{Enter} ");
	assert_contains(asked(s), "2 Retries = 4 (on disk): the recovered one is 5");
	assert_int_equal(wizard_view(s->wizard)->item_focus, 1);
	play(s, "x{Esc}");
	assert_contains(asked(s), "Enter recovers");
	play(s, "{Esc}");
	assert_int_equal(s->wish, WIZARD_QUIT);
	reopen_guarded(s);
	play(s, "ss");
	assert_string_equal(answer(s, "name"), "cax");
	assert_string_equal(answer(s, "retries"), "5");
	reopen_guarded(s);
	play(s, "s2s");
	assert_string_equal(answer(s, "retries"), "4");
	assert_string_equal(answer(s, "name"), "cax");
	reopen_guarded(s);
	play(s, "d");
	assert_string_equal(
		asked(s), "d again discards the 2 changes for good, any other key goes back");
	play(s, "x");
	assert_contains(asked(s), "Enter recovers");
	s->wish = WIZARD_GO_ON;
	play(s, "d{Esc}");
	assert_contains(asked(s), "Enter recovers");
	assert_int_equal(s->wish, WIZARD_GO_ON);
	play(s, "dd");
	assert_contains(message(s), "What was not saved is discarded");
	assert_string_equal(answer(s, "name"), "ca");
	reopen_guarded(s);
	assert_string_equal(asked(s), "");
}

static void
nothing_is_offered_where_nothing_differs(void **state)
{
	static const char *const scripts[] = { "", "{Tab}{Tab}", "{Tab}x{BS}", "{Tab}x{^O}",
		"{Tab}x{^X}ql", "{Tab}x{^X}qs" };
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(scripts); i++) {
		open_guarded(s, TEXT);
		play(s, scripts[i]);
		reopen_guarded(s);
		assert_string_equal(asked(s), "");
	}
}

/* A kill between the save and its note in the side file. */
static void
nothing_is_offered_after_a_kill_right_behind_the_save(void **state)
{
	struct session *s = *state;
	struct strbuf err = STRBUF_INIT, side = STRBUF_INIT;
	char *path = path_in(s, ".given.yaml.scepwiz");

	open_guarded(s, TEXT);
	play(s, "{Tab}x");
	assert_int_equal(file_read(path, JOURNAL_LIMIT, &side, &err), 0);
	play(s, "{^O}");
	wizard_free(s->wizard);
	s->wizard = NULL;
	assert_int_equal(file_write(path, side.buf, side.len, 0, &err), 0);
	reopen_guarded(s);
	assert_string_equal(asked(s), "");
	assert_string_equal(answer(s, "policy_name"), "Branchx");
	free(path);
	strbuf_release(&err);
	strbuf_release(&side);
}

static void
a_draft_changed_meanwhile_is_recovered_by_merging(void **state)
{
	struct session *s = *state;

	open_guarded(s, TEXT);
	play(s, "{M-g}name{Enter}x{M-g}retries{Enter}{^U}5");
	write_disk(s, "form: scep\npolicy_name: Theirs # new\nretries: 4\nname: ca\n");
	reopen_guarded(s);
	assert_contains(asked(s), "; the draft was changed on disk meanwhile. Enter recovers");
	play(s, "{Enter}");
	assert_string_equal(asked(s), "");
	assert_string_equal(answer(s, "policy_name"), "Theirs");
	assert_string_equal(answer(s, "name"), "cax");
	assert_string_equal(answer(s, "retries"), "5");
	/* both changed the same field: that is shown first */
	write_disk(s, "form: scep\npolicy_name: Theirs\nretries: 9\nname: ca\n");
	reopen_guarded(s);
	play(s, "{Enter}");
	assert_contains(asked(s), "Retries = 5 (recovered): on disk it is 9; both changed it");
	play(s, "1s");
	assert_string_equal(answer(s, "retries"), "9");
	assert_string_equal(answer(s, "name"), "cax");
}

static void
a_draft_open_elsewhere_is_looked_at(void **state)
{
	struct session *s = *state;
	struct journal *other;
	struct strbuf farewell = STRBUF_INIT;

	open_text(s, TEXT);
	other = journal_open(s->form, s->file.path);
	assert_int_equal(journal_state(other), JOURNAL_READY);
	wizard_guard(s->wizard);
	assert_contains(asked(s), " has this draft open since 2");
	assert_contains(asked(s), ". Enter looks only, Esc leaves");
	play(s, "x{Enter}");
	assert_string_equal(asked(s), "");
	assert_string_equal(wizard_view(s->wizard)->state, "read-only");
	assert_contains(message(s), "Read-only");
	play(s, "{Right}{Tab}x");
	paste(s, "abc");
	play(s, "{M-c}");
	assert_string_equal(asked(s), "");
	play(s, "{^O}");
	assert_contains(message(s), "nothing is saved");
	assert_false(draft_any_changed(s->file.draft));
	play(s, "{^X}a");
	assert_contains(message(s), "Read-only");
	assert_string_equal(answer(s, "policy_name"), "Branch");
	play(s, "{M-r}{Esc}{^X}q");
	assert_int_equal(s->wish, WIZARD_QUIT);
	wizard_farewell(s->wizard, &farewell);
	assert_contains(farewell.buf, "given.yaml: saved, read only");
	journal_close(other, false);
	strbuf_release(&farewell);
}

static void
answers_to_an_open_draft_are_these_alone(void **state)
{
	struct session *s = *state;
	struct journal *other;
	struct strbuf farewell = STRBUF_INIT;

	open_text(s, TEXT);
	other = journal_open(s->form, s->file.path);
	wizard_guard(s->wizard);
	play(s, "{^C}");
	assert_int_equal(s->wish, WIZARD_QUIT);
	wizard_farewell(s->wizard, &farewell);
	assert_contains(farewell.buf, "and open in another session");
	reopen(s, false);
	wizard_guard(s->wizard);
	play(s, "e{Tab}l");
	assert_string_equal(wizard_view(s->wizard)->state, "read-only");
	journal_close(other, false);
	strbuf_release(&farewell);
}

/* Whether that session is still there nobody can tell. */
static void
a_draft_of_another_users_session_is_told(void **state)
{
	struct session *s = *state;
	char *side = path_in(s, ".given.yaml.scepwiz");
	STRBUF(farewell);
	FILE *file;

	open_text(s, TEXT);
	file = fopen(side, "w");
	assert_non_null(file);
	fclose(file);
	if (chown(side, 65534, 65534) < 0) {
		free(side);
		print_message("another user: needs root\n");
		skip();
	}
	wizard_guard(s->wizard);
	assert_contains(asked(s), "Another user (");
	assert_contains(asked(s), ") has or had this draft open, last change 2");
	play(s, "{^C}");
	assert_int_equal(s->wish, WIZARD_QUIT);
	wizard_farewell(s->wizard, &farewell);
	assert_contains(
		farewell.buf, "given.yaml: saved, and perhaps open in another user's session");
	free(side);
}

/* What a crash would write. */
static void
crash_message(char out[200])
{
	int ends[2], before = dup(STDERR_FILENO);
	ssize_t n;

	assert_int_equal(pipe(ends), 0);
	dup2(ends[1], STDERR_FILENO);
	fatal_say("it ended");
	dup2(before, STDERR_FILENO);
	n = read(ends[0], out, 199);
	assert_true(n > 0);
	out[n] = '\0';
	close(ends[0]);
	close(ends[1]);
	close(before);
}

/* A side file that can be had no more keeps nothing. */
static void
a_crash_promises_only_what_the_side_file_keeps(void **state)
{
	struct session *s = *state;
	char *other = path_in(s, "other.yaml"), *side = path_in(s, ".other.yaml.scepwiz");
	char said[200];

	open_guarded(s, TEXT);
	crash_message(said);
	assert_string_equal(said,
		"scepwiz: error: it ended\n"
		"scepwiz: what was typed and not saved is offered when the draft is opened again\n");
	assert_int_equal(mkdir(side, 0700), 0);
	free(s->file.path);
	s->file.path = other;
	play(s, "x");
	assert_contains(message(s), "If the line drops, what is typed now is lost: ");
	crash_message(said);
	assert_string_equal(said, "scepwiz: error: it ended\n");
	/* another name, another side file */
	free(s->file.path);
	s->file.path = path_in(s, "third.yaml");
	play(s, "y");
	crash_message(said);
	assert_contains(said, "is offered when the draft is opened again");
	free(side);
}

/* The wizard works without, and says so once. */
static void
no_side_file_is_told_once(void **state)
{
	struct session *s = *state;
	char *side = path_in(s, ".given.yaml.scepwiz");

	assert_int_equal(mkdir(side, 0700), 0);
	open_guarded(s, TEXT);
	assert_contains(message(s), "If the line drops, what is typed now is lost: ");
	play(s, "{Tab}");
	assert_string_equal(message(s), "");
	play(s, "x{^O}");
	assert_contains(message(s), "Saved to ");
	free(side);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		session_test(what_was_typed_is_recovered_where_it_was_typed),
		session_test(what_is_recovered_is_judged),
		session_test(every_widget_is_recovered),
		session_test(a_click_is_in_the_side_file_at_once),
		session_test(a_comment_that_is_being_typed_is_recovered),
		session_test(it_can_be_shown_discarded_or_left),
		session_test(nothing_is_offered_where_nothing_differs),
		session_test(nothing_is_offered_after_a_kill_right_behind_the_save),
		session_test(a_draft_changed_meanwhile_is_recovered_by_merging),
		session_test(a_draft_open_elsewhere_is_looked_at),
		session_test(answers_to_an_open_draft_are_these_alone),
		session_test(a_draft_of_another_users_session_is_told),
		session_test(a_crash_promises_only_what_the_side_file_keeps),
		session_test(no_side_file_is_told_once),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
