/* The wizard and the side file, and two versions of one draft: what is offered, what an answer does. */
#include "testing.h"

#include <sys/stat.h>
#include <time.h>

#include "format/journal/journal.h"

#include "wizard_session.h"

#define TEXT "form: scep\npolicy_name: \"Branch\"\nretries: 4 # theirs\nname: ca\n"

/* The question, and a line for each item of its list and for what is told of it. */
static const char *
asked(const struct session *s)
{
	static char text[4000];
	const struct view *view = wizard_view(s->wizard);
	struct strbuf out = STRBUF_INIT;

	strbuf_addstr(&out, view->prompt ? view->prompt : "");
	for (size_t i = 0; i < view->nitems; i++)
		strbuf_addf(
			&out, "\n%zu %s: %s\n", i + 1, view->items[i].name, view->items[i].meaning);
	if (view->choosing)
		strbuf_addf(&out, "%c %s\n", view->told_mark, view->told);
	assert_true(out.len < sizeof text);
	memcpy(text, out.buf, out.len + 1);
	strbuf_release(&out);
	return text;
}

/* The draft opened, with its side file. */
static void
open_guarded(struct session *s, const char *text)
{
	open_text(s, text);
	wizard_guard(s->wizard);
	check_view(s);
}

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
	play(s, "{Down}{Enter}");
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
write_disk(const struct session *s, const char *text)
{
	struct strbuf err = STRBUF_INIT;

	if (file_write(s->file.path, text, strlen(text), 0, &err) < 0)
		fail_msg("%s", err.buf);
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

/* What may have happened to the file before a save; each is told, none costs anything. */
static void
a_change_on_disk_is_noticed_before_a_save(void **state)
{
	static const struct {
		const char *command, *asks; /* asks NULL: saved */
	} cases[] = {
		{ "touch -d 2001-01-01 given.yaml", NULL },
		{ "cp given.yaml x && mv x given.yaml", NULL },
		{ "sed -i 's/^retries.*/retries: 9/' given.yaml",
			"given.yaml was changed on disk" },
		{ "printf 'form: scep\\nretries: 9\\n' >given.yaml",
			"given.yaml was changed on disk" },
		{ "rm given.yaml", "was removed since it was opened. Enter writes it anew" },
		{ "rm given.yaml && mkdir given.yaml",
			"is a folder; a file is wanted. a saves under" },
		{ "rm given.yaml && mkfifo given.yaml",
			"is a FIFO; a file is wanted. a saves under" },
		{ "printf 'form: [' >given.yaml", "What stands in the file now is no draft: " },
		{ ": >given.yaml", "was emptied since it was opened. Enter writes it anew" },
	};
	struct session *s = *state;
	struct strbuf command = STRBUF_INIT;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		open_guarded(s, TEXT);
		play(s, "{M-g}name{Enter}x");
		strbuf_clear(&command);
		strbuf_addf(&command, "cd %s && %s", s->folder, cases[i].command);
		assert_int_equal(system(command.buf), 0);
		play(s, "{^O}");
		if (cases[i].asks)
			assert_contains(asked(s), cases[i].asks);
		else
			assert_contains(message(s), "Saved to ");
		play(s, "{Esc}");
		assert_string_equal(answer(s, "name"), "cax");
		assert_string_equal(
			wizard_view(s->wizard)->state, cases[i].asks ? "changed" : "saved");
		strbuf_clear(&command);
		strbuf_addf(&command, "rm -rf %s/given.yaml", s->folder);
		play(s, "{^X}ql");
		assert_int_equal(system(command.buf), 0);
	}
	strbuf_release(&command);
}

static void
a_change_on_disk_is_merged_field_by_field(void **state)
{
	struct session *s = *state;
	struct strbuf data = STRBUF_INIT, err = STRBUF_INIT;

	open_guarded(s, TEXT);
	play(s, "{M-g}name{Enter}x{M-g}retries{Enter}{^U}5{M-g}challenge{Enter}" SECRET);
	write_disk(s, "# a word\nform: scep\nretries: 9 # kept\nname: ca\nchallenge: staple-other\n"
		      "policy_name: Theirs\n");
	play(s, "{^O}");
	assert_contains(asked(s), "1 Policy name = Theirs (on disk): yours is Branch\n");
	assert_contains(asked(s),
		"2 Challenge = set, 21 characters (yours): on disk it is another (set, 12 "
		"characters); both changed it\n");
	assert_contains(asked(s), "3 Retries = 5 (yours): on disk it is 9; both changed it\n");
	assert_contains(asked(s), "4 Name = cax (yours): on disk it is ca\n");
	assert_contains(asked(s), "r reload, dropping 3  Esc back");
	play(s, "3");
	assert_contains(asked(s), "3 Retries = 9 (on disk): yours is 5; both changed it\n");
	play(s, "s");
	assert_contains(message(s), "Saved to ");
	assert_int_equal(file_read(s->file.path, 10000, &data, &err), 0);
	assert_string_equal(data.buf, "# a word\nform: scep\nretries: 9 # kept\nname: cax\n"
				      "challenge: " SECRET "\npolicy_name: Theirs\n");
	assert_string_equal(wizard_view(s->wizard)->state, "saved");
	strbuf_release(&data);
	strbuf_release(&err);
}

static void
another_comment_on_disk_is_kept_without_a_question(void **state)
{
	struct session *s = *state;
	struct strbuf data = STRBUF_INIT, err = STRBUF_INIT;

	open_guarded(s, TEXT);
	play(s, "{M-g}name{Enter}x");
	write_disk(s, "# reviewed\n" TEXT);
	play(s, "{^O}");
	assert_contains(message(s), "but no answer; that is kept.");
	assert_int_equal(file_read(s->file.path, 10000, &data, &err), 0);
	assert_contains(data.buf, "# reviewed\nform: scep\n");
	assert_contains(data.buf, "name: cax\n");
	strbuf_release(&data);
	strbuf_release(&err);
}

static void
the_disk_is_taken_or_another_name(void **state)
{
	static const char theirs[] = "form: scep\nname: theirs\n";
	struct session *s = *state;
	struct strbuf data = STRBUF_INIT, err = STRBUF_INIT;
	char *given = path_in(s, "given.yaml");

	open_guarded(s, TEXT);
	play(s, "{M-g}name{Enter}x");
	write_disk(s, theirs);
	play(s, "{^X}qs");
	play(s, "r");
	assert_string_equal(answer(s, "name"), "theirs");
	assert_contains(message(s), "1 change was dropped");
	assert_string_equal(wizard_view(s->wizard)->state, "saved");
	assert_int_equal(s->wish, WIZARD_GO_ON);
	play(s, "y");
	write_disk(s, TEXT);
	play(s, "{^X}qsa{^U}mine{Enter}");
	assert_int_equal(s->wish, WIZARD_QUIT);
	assert_string_equal(wizard_view(s->wizard)->title, "mine.yaml");
	assert_int_equal(file_read(given, 10000, &data, &err), 0);
	assert_string_equal(data.buf, TEXT);
	free(given);
	strbuf_release(&data);
	strbuf_release(&err);
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
		session_test(every_widget_is_recovered),
		session_test(a_click_is_in_the_side_file_at_once),
		session_test(a_comment_that_is_being_typed_is_recovered),
		session_test(it_can_be_shown_discarded_or_left),
		session_test(nothing_is_offered_where_nothing_differs),
		session_test(nothing_is_offered_after_a_kill_right_behind_the_save),
		session_test(a_draft_changed_meanwhile_is_recovered_by_merging),
		session_test(a_draft_open_elsewhere_is_looked_at),
		session_test(answers_to_an_open_draft_are_these_alone),
		session_test(a_change_on_disk_is_noticed_before_a_save),
		session_test(a_change_on_disk_is_merged_field_by_field),
		session_test(another_comment_on_disk_is_kept_without_a_question),
		session_test(the_disk_is_taken_or_another_name),
		session_test(no_side_file_is_told_once),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
