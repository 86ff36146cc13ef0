/* The wizard and what is kept of a draft: what is offered, what an answer does. */
#include "testing.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/fatal.h"

#include "format/recovery/recovery.h"

#include "kept_file.h"
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
		asked(s), ": 1 field (Subject). Enter recover, s show, d discard, Esc decide");
	/* what is named nowhere does nothing; help stays there */
	play(s, "n{^G}");
	assert_contains(asked(s), ": 1 field (Subject). Enter recover, s show, d discard");
	assert_contains(message(s), "Recovering puts the unsaved values into the fields.");
	assert_string_equal(answer(s, "subject"), "");
	play(s, "{Enter}");
	assert_string_equal(asked(s), "");
	assert_string_equal(message(s), "1 field recovered. Not saved yet.");
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
		play(s, "{^X}qd");
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
	assert_contains(asked(s), "1 Retries, comments = too ma (");
	play(s, "s");
	assert_comments(s->file.draft, field_of(s->form, "retries"), "too ma");
	play(s, "{^O}");
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
	assert_contains(asked(s), "Enter recover");
	play(s, "s");
	assert_contains(
		asked(s), "1 Challenge = set, 21 characters (recovered): on disk it is empty");
	assert_contains(asked(s), "2 Retries = 5 (recovered): on disk it is 4");
	play(s, "{Enter} ");
	assert_contains(asked(s), "2 Retries = 4 (on disk): the recovered one is 5");
	assert_int_equal(wizard_view(s->wizard)->item_focus, 1);
	play(s, "x{Esc}");
	assert_contains(asked(s), "Enter recover");
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
	assert_string_equal(asked(s), "y discard the 2 changes for good, any other key go back");
	play(s, "x");
	assert_contains(asked(s), "Enter recover");
	s->wish = WIZARD_GO_ON;
	play(s, "d{Esc}");
	assert_contains(asked(s), "Enter recover");
	assert_int_equal(s->wish, WIZARD_GO_ON);
	play(s, "dy");
	assert_contains(message(s), "Unsaved changes discarded");
	assert_string_equal(answer(s, "name"), "ca");
	reopen_guarded(s);
	assert_string_equal(asked(s), "");
}

/* Nobody is asked about it. */
static void
what_was_discarded_is_something_to_redo(void **state)
{
	struct session *s = *state;
	struct strbuf farewell = STRBUF_INIT;

	open_guarded(s, TEXT);
	play(s, "{M-g}name{Enter}x{M-g}retries{Enter}{^U}5{^X}qd");
	assert_int_equal(s->wish, WIZARD_QUIT);
	wizard_farewell(s->wizard, &farewell);
	assert_contains(
		farewell.buf, "last changes not saved, but kept until the draft is opened again");
	reopen_guarded(s);
	assert_string_equal(asked(s), "");
	assert_contains(message(s), "M-_ brings back what was discarded 2");
	assert_contains(message(s), ": Retries, Name.");
	assert_string_equal(focus_label(s), "Platform");
	assert_false(draft_any_changed(s->file.draft));
	play(s, "{M-_}");
	assert_string_equal(answer(s, "name"), "cax");
	assert_string_equal(answer(s, "retries"), "5");
	/* once: the session that leaves it takes it away */
	play(s, "{^_}{Tab}");
	reopen_guarded(s);
	assert_string_equal(asked(s), "");
	assert_string_equal(message(s), "");
	/* a comment, too */
	play(s, "{M-g}retries{Enter}{M-c}why{Enter}{^X}qd");
	reopen_guarded(s);
	assert_string_equal(asked(s), "");
	assert_contains(message(s), ": Retries, comments.");
	assert_comments(s->file.draft, field_of(s->form, "retries"), "");
	play(s, "{M-_}");
	assert_comments(s->file.draft, field_of(s->form, "retries"), "why");
	strbuf_release(&farewell);
}

static void
nothing_is_offered_where_nothing_differs(void **state)
{
	static const char *const scripts[] = { "", "{Tab}{Tab}", "{Tab}x{BS}", "{Tab}x{^O}",
		"{Tab}x{^X}qd", "{Tab}x{^X}qs" };
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(scripts); i++) {
		open_guarded(s, TEXT);
		play(s, scripts[i]);
		reopen_guarded(s);
		assert_string_equal(asked(s), "");
	}
}

/* A kill between the save and its note in the recovery file. */
static void
nothing_is_offered_after_a_kill_right_behind_the_save(void **state)
{
	struct session *s = *state;
	struct strbuf err = STRBUF_INIT, side = STRBUF_INIT;
	char *path;

	open_guarded(s, TEXT);
	path = kept_file(s->file.path);
	play(s, "{Tab}x");
	assert_int_equal(file_read(path, RECOVERY_LIMIT, &side, &err), 0);
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
	assert_contains(asked(s), ". The draft has changed on disk since. Enter recover");
	play(s, "{Enter}");
	assert_string_equal(asked(s), "");
	assert_string_equal(answer(s, "policy_name"), "Theirs");
	assert_string_equal(answer(s, "name"), "cax");
	assert_string_equal(answer(s, "retries"), "5");
	/* both changed the same field: that is shown first */
	write_disk(s, "form: scep\npolicy_name: Theirs\nretries: 9\nname: ca\n");
	reopen_guarded(s);
	play(s, "{Enter}");
	assert_contains(asked(s), "Retries = 5 (recovered): on disk it is 9, changed in both");
	play(s, "1s");
	assert_string_equal(answer(s, "retries"), "9");
	assert_string_equal(answer(s, "name"), "cax");
}

static void
a_draft_open_elsewhere_is_looked_at(void **state)
{
	struct session *s = *state;
	struct recovery *other;
	struct strbuf farewell = STRBUF_INIT;

	open_text(s, TEXT);
	other = recovery_open(s->form, s->file.path);
	assert_int_equal(recovery_state(other), RECOVERY_READY);
	wizard_guard(s->wizard);
	assert_contains(asked(s), " has this draft open since 2");
	assert_contains(asked(s), ". Enter look only, Esc leave");
	play(s, "{^G}");
	assert_contains(asked(s), ". Enter look only, Esc leave");
	assert_contains(message(s), "Looking shows the draft as it was last saved");
	play(s, "x{Enter}");
	assert_string_equal(asked(s), "");
	assert_string_equal(wizard_view(s->wizard)->state, "read-only");
	assert_contains(message(s), "Read-only");
	play(s, "{Right}{Tab}x");
	paste(s, "abc");
	play(s, "{M-c}");
	assert_string_equal(asked(s), "");
	play(s, "{^O}");
	assert_contains(message(s), "Nothing was saved");
	assert_false(draft_any_changed(s->file.draft));
	/* nothing is offered that is refused */
	assert_null(strstr(wizard_view(s->wizard)->keyline, "save"));
	play(s, "{^X}");
	assert_string_equal(asked(s), "r review  x export  g go to  h help  q quit");
	play(s, "{Esc}{^X}a");
	assert_contains(message(s), "Read-only");
	play(s, "{M-r}{M-r}{M-r}{Home}{Down}");
	assert_null(strstr(wizard_view(s->wizard)->keyline, "accept"));
	assert_null(strstr(wizard_view(s->wizard)->keyline, "comment"));
	assert_contains(wizard_view(s->wizard)->hint, "Read-only");
	assert_string_equal(answer(s, "policy_name"), "Branch");
	play(s, "{M-r}{Esc}{^X}q");
	assert_int_equal(s->wish, WIZARD_QUIT);
	wizard_farewell(s->wizard, &farewell);
	assert_contains(farewell.buf, "given.yaml: read-only, not changed");
	recovery_close(other, false);
	strbuf_release(&farewell);
}

static void
answers_to_an_open_draft_are_these_alone(void **state)
{
	struct session *s = *state;
	struct recovery *other;
	struct strbuf farewell = STRBUF_INIT;

	open_text(s, TEXT);
	other = recovery_open(s->form, s->file.path);
	wizard_guard(s->wizard);
	play(s, "{^C}");
	assert_int_equal(s->wish, WIZARD_QUIT);
	wizard_farewell(s->wizard, &farewell);
	assert_contains(farewell.buf, "and open in another session");
	reopen(s, false);
	wizard_guard(s->wizard);
	play(s, "e{Tab}l");
	assert_string_equal(wizard_view(s->wizard)->state, "read-only");
	recovery_close(other, false);
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

/* What can be kept no more is not promised, in sight as long as that is so, and told by the help. */
static void
a_crash_promises_only_what_is_kept(void **state)
{
	struct session *s = *state;
	OWN_TEXT(home) = path_in(s, "home");
	OWN_TEXT(away) = xstrdup(getenv("XDG_STATE_HOME"));
	char said[200];
	STRBUF(err);

	open_guarded(s, TEXT);
	crash_message(said);
	assert_string_equal(said,
		"scepwiz: error: it ended\n"
		"scepwiz: what was typed and not saved is offered when the draft is opened again\n");
	assert_string_equal(wizard_view(s->wizard)->state, "saved");
	/* a new path, and no folder for it */
	assert_int_equal(file_write(home, "x", 1, 0, &err), 0);
	setenv("XDG_STATE_HOME", home, 1);
	open_guarded(s, TEXT);
	assert_contains(message(s),
		"If the connection drops, what you type now is lost: cannot make the "
		"folder");
	assert_string_equal(wizard_view(s->wizard)->state, "changes not kept");
	play(s, "{Tab}x{Tab}");
	assert_string_equal(wizard_view(s->wizard)->state, "changed, not kept");
	crash_message(said);
	assert_string_equal(said, "scepwiz: error: it ended\n");
	play(s, "{^G}");
	assert_true(rows_mention(
		s, "If the connection drops, what you type now is lost: cannot make the folder"));
	play(s, "{Esc}{^O}");
	assert_contains(message(s), "Saved to ");
	assert_string_equal(wizard_view(s->wizard)->state, "changes not kept");
	/* from the key on with which it can be kept */
	setenv("XDG_STATE_HOME", away, 1);
	play(s, "y");
	assert_string_equal(wizard_view(s->wizard)->state, "changed");
	crash_message(said);
	assert_contains(said, "is offered when the draft is opened again");
	reopen_guarded(s);
	assert_contains(asked(s), "Enter recover");
}

/* The lock is another matter: without it what is typed is kept all the same. */
static void
no_lock_is_told_once(void **state)
{
	struct session *s = *state;
	char *lock = path_in(s, ".given.yaml.scepwiz");

	assert_int_equal(mkdir(lock, 0700), 0);
	open_guarded(s, TEXT);
	assert_contains(message(s), "Another session would not be told that you have the draft: ");
	assert_contains(message(s), ".given.yaml.scepwiz is a folder. Remove it.");
	play(s, "{Tab}");
	assert_string_equal(message(s), "");
	assert_string_equal(wizard_view(s->wizard)->state, "saved");
	play(s, "x{^O}");
	assert_contains(message(s), "Saved to ");
	free(lock);
}

/* An archive's side file: Enter, however often, takes none of it and throws none of it away. */
static void
what_came_from_elsewhere_is_chosen_row_by_row(void **state)
{
	static const char *const answers[][2] = { { "policy_notes", "reviewed" },
		{ "key_size", "4096" }, { "subject", "/CN=x" }, { "name", "CA" },
		{ "retries", "5" }, { "challenge", SECRET }, { "url", "https://scep.c0rp.net/x" },
		{ "fingerprint", "11:22" } };
	static const char base[] = TEXT;
	const char *records[][2] = { { "form", "scep" }, { "base", base } };
	struct session *s = *state;
	char *lock = path_in(s, ".given.yaml.scepwiz");
	struct records side = side_records();
	const char *form[] = { "form", "scep", "" };
	STRBUF(err);

	record_add(&side, form, ARRAY_SIZE(form));
	record_add(&side, records[1], 2);
	for (size_t i = 0; i < ARRAY_SIZE(answers); i++) {
		const char *unset[] = { "unset", answers[i][0] };
		const char *text[] = { "text", answers[i][0], "0", "0", answers[i][1] };

		record_add(&side, unset, ARRAY_SIZE(unset));
		record_add(&side, text, ARRAY_SIZE(text));
	}
	assert_int_equal(file_write(lock, side.bytes.buf, side.bytes.len, FILE_PRIVATE, &err), 0);
	open_guarded(s, TEXT);
	assert_contains(asked(s),
		"came with the folder or a backup, so anyone may have made them. They say: "
		"another session, ");
	assert_contains(asked(s), ": 8 fields (Fingerprint, Challenge, URL, ");
	assert_contains(asked(s), "Enter show them, d discard, Esc decide later");
	play(s, "{Enter}");
	assert_contains(asked(s), " (on disk): the recovered one is https://scep.c0rp.net/x");
	must_not_hold(asked(s), SECRET);
	for (int i = 0; i < 12 && !strstr(message(s), "Nothing was chosen"); i++)
		play(s, "{Enter}");
	assert_contains(message(s), "Nothing was chosen. Enter the number of a change.");
	assert_contains(asked(s), " (on disk): the recovered one is https://scep.c0rp.net/x");
	assert_false(draft_any_changed(s->file.draft));
	/* said once; the next Enter leads out */
	play(s, "{Enter}");
	assert_contains(asked(s), "Enter show them");
	play(s, "ss");
	assert_contains(message(s), "Nothing was chosen");
	play(s, "{Esc}{Esc}");
	assert_int_equal(s->wish, WIZARD_QUIT);
	assert_true(path_exists(lock));
	reopen_guarded(s);
	play(s, "s");
	/* the first row alone */
	play(s, "1s");
	assert_contains(message(s), "1 field recovered. Not saved yet.");
	assert_string_equal(answer(s, "url"), "");
	assert_true(draft_any_changed(s->file.draft));
	reopen_guarded(s);
	assert_contains(asked(s), "Not saved by ");
	strbuf_release(&side.bytes);
	free(lock);
}

/* mv while nobody looked. */
static void
a_draft_that_was_moved_is_recovered(void **state)
{
	struct session *s = *state;
	char *other = path_in(s, "moved.yaml");

	open_guarded(s, TEXT);
	play(s, "{M-g}name{Enter}x");
	wizard_free(s->wizard);
	s->wizard = NULL;
	assert_int_equal(rename(s->file.path, other), 0);
	free(s->file.path);
	s->file.path = other;
	reopen_guarded(s);
	assert_contains(asked(s), ": 1 field (Name). The draft was ");
	assert_contains(asked(s), "/given.yaml then. Enter recover");
	play(s, "{Enter}");
	assert_string_equal(answer(s, "name"), "cax");
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
		session_test(what_was_discarded_is_something_to_redo),
		session_test(nothing_is_offered_where_nothing_differs),
		session_test(nothing_is_offered_after_a_kill_right_behind_the_save),
		session_test(a_draft_changed_meanwhile_is_recovered_by_merging),
		session_test(a_draft_open_elsewhere_is_looked_at),
		session_test(answers_to_an_open_draft_are_these_alone),
		session_test(a_draft_of_another_users_session_is_told),
		session_test(a_crash_promises_only_what_is_kept),
		session_test(no_lock_is_told_once),
		session_test(what_came_from_elsewhere_is_chosen_row_by_row),
		session_test(a_draft_that_was_moved_is_recovered),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
