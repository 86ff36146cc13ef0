/* Two versions of one draft: what is asked before a save, what an answer does. */
#include "testing.h"

#include <unistd.h>

#include "wizard_guarded.h"

/* What another program writes into the draft while the new one is flushed, once. */
static struct {
	const char *path, *text;
} in_flush;

int
fsync(int fd)
{
	FILE *file = in_flush.path ? fopen(in_flush.path, "w") : NULL;

	(void)fd;
	if (file) {
		fputs(in_flush.text, file);
		fclose(file);
	}
	in_flush.path = NULL;
	return 0;
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
			"given.yaml has changed on disk" },
		{ "printf 'form: scep\\nretries: 9\\n' >given.yaml",
			"given.yaml has changed on disk" },
		{ "rm given.yaml", "was removed since it was opened. Enter write it again" },
		{ "rm given.yaml && mkdir given.yaml", "is a folder, not a file. a save under" },
		{ "rm given.yaml && mkfifo given.yaml", "is a FIFO, not a file. a save under" },
		{ "printf 'form: [' >given.yaml", "Not saved: the file is not a draft any more: " },
		{ ": >given.yaml",
			"given.yaml was emptied since it was opened. Enter write it again" },
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
		play(s, "{^X}qd");
		assert_int_equal(system(command.buf), 0);
	}
	strbuf_release(&command);
}

/* What somebody left on disk and cannot be read does not keep a session from saving: what only they changed is
 * theirs, and stays as it is; what both changed is asked about. */
static void
a_slip_on_disk_is_merged(void **state)
{
	struct session *s = *state;

	open_guarded(s, TEXT);
	play(s, "{M-g}name{Enter}x{M-g}retries{Enter}{^U}5");
	write_disk(s,
		"form: scep\nretries: [6, 7] # theirs\nname: ca\nurl: [u]\npolicy_name: Branch\n");
	play(s, "{^O}");
	assert_contains(
		asked(s), "Retries = 5 (yours): on disk it is unreadable, changed in both\n");
	assert_contains(asked(s), "URL = unreadable (on disk): yours is empty\n");
	play(s, "s");
	assert_string_equal(s->file.source.buf,
		"form: scep\nretries: 5 # theirs\nname: cax\nurl: [u]\npolicy_name: Branch\n");
	assert_string_equal(draft_unread(s->file.draft, form_field(s->form, "url")), "[u]");
	assert_int_equal(mark_of(s, "url"), '!');
	/* and the other way round: what is mended there is taken */
	open_guarded(s, "form: scep\nretries: [6, 7]\nname: [a, b]\n");
	play(s, "{M-g}url{Enter}u");
	write_disk(s, "form: scep\nretries: 6\nname: [a, b]\n");
	play(s, "{^O}s");
	assert_string_equal(
		s->file.source.buf, "form: scep\nretries: 6\nurl: \"u\"\nname: [a, b]\n");
}

/* Between the last look and the rename. */
static void
a_change_at_the_moment_of_a_save_is_merged(void **state)
{
	struct session *s = *state;

	open_guarded(s, TEXT);
	play(s, "{M-g}name{Enter}x");
	in_flush.text = "form: scep\nretries: 9\nname: ca\npolicy_name: Branch\n";
	in_flush.path = s->file.path;
	play(s, "{^O}");
	assert_null(in_flush.path);
	assert_contains(asked(s), "Retries = 9 (on disk)");
	assert_contains(asked(s), "Name = cax (yours): on disk it is ca\n");
	play(s, "s");
	assert_contains(message(s), "Saved to ");
	assert_contains(s->file.source.buf, "retries: 9\nname: cax\n");
}

static void
another_name_of_the_draft_is_told(void **state)
{
	struct session *s = *state;
	char *other = path_in(s, "other");

	open_guarded(s, TEXT);
	assert_int_equal(link(s->file.path, other), 0);
	play(s, "{M-g}name{Enter}x{^O}");
	assert_contains(message(s), "Saved to ");
	assert_contains(message(s), "had another name (a hard link)");
	play(s, "y{^O}");
	assert_null(strstr(message(s), "another name"));
	assert_int_equal(unlink(other), 0);
	free(other);
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
		"characters), changed in both\n");
	assert_contains(asked(s), "3 Retries = 5 (yours): on disk it is 9, changed in both\n");
	assert_contains(asked(s), "4 Name = cax (yours): on disk it is ca\n");
	assert_contains(asked(s), "r reload, dropping 3  Esc back");
	play(s, "3");
	assert_contains(asked(s), "3 Retries = 9 (on disk): yours is 5, changed in both\n");
	play(s, "s");
	assert_contains(message(s), "Saved to ");
	assert_int_equal(file_read(s->file.path, 10000, &data, &err), 0);
	assert_string_equal(data.buf, "# a word\nform: scep\nretries: 9 # kept\nname: cax\n"
				      "challenge: " SECRET "\npolicy_name: Theirs\n");
	assert_string_equal(wizard_view(s->wizard)->state, "saved");
	strbuf_release(&data);
	strbuf_release(&err);
}

/* Two long values that begin alike are told from where they differ. */
static void
long_values_are_told_where_they_differ(void **state)
{
	struct session *s = *state;

	open_guarded(s, "form: scep\nurl: https://scep.example.com/branch/office/one\n");
	play(s, "{M-g}url{Enter}x");
	write_disk(s, "form: scep\nurl: https://scep.example.com/branch/office/two\n");
	play(s, "{^O}");
	assert_contains(asked(s),
		"1 URL = ...ffice/onex (yours): on disk it is ...ffice/two, changed in both\n");
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
	assert_contains(message(s), "but no value. That change is kept.");
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

/* Both stay, and nobody has to choose: Enter alone saves. */
static void
reviewers_comments_of_both_sessions_stay(void **state)
{
	struct session *s = *state;
	STRBUF(command);

	open_guarded(s, TEXT);
	play(s, "{M-g}retries{Enter}{M-c}mine{Enter}");
	strbuf_addf(&command, "printf 'review:\\n  retries: theirs\\n' >>%s/given.yaml", s->folder);
	assert_int_equal(system(command.buf), 0);
	play(s, "{^O}");
	assert_contains(asked(s), "1 Retries, comments = theirs; mine (");
	assert_contains(asked(s), "(yours): with those that were added on disk");
	play(s, "{Enter}");
	assert_contains(message(s), "Saved to ");
	assert_comments(s->file.draft, field_of(s->form, "retries"), "theirs / mine");
	assert_contains(s->file.source.buf, "review:\n  retries:\n    - \"theirs\"\n    - {by: ");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		session_test(a_change_on_disk_is_noticed_before_a_save),
		session_test(a_slip_on_disk_is_merged),
		session_test(a_change_at_the_moment_of_a_save_is_merged),
		session_test(another_name_of_the_draft_is_told),
		session_test(a_change_on_disk_is_merged_field_by_field),
		session_test(long_values_are_told_where_they_differ),
		session_test(another_comment_on_disk_is_kept_without_a_question),
		session_test(the_disk_is_taken_or_another_name),
		session_test(reviewers_comments_of_both_sessions_stay),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
