/* Two versions of one draft: what is asked before a save, what an answer does. */
#include "testing.h"

#include "wizard_guarded.h"

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
		{ "printf 'form: [' >given.yaml",
			"Not saved: what stands in the file now is no draft: " },
		{ ": >given.yaml",
			"given.yaml was emptied since it was opened. Enter writes it anew" },
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
	assert_contains(asked(s),
		"Retries = 5 (yours): on disk it is what cannot be read; both changed it\n");
	assert_contains(asked(s), "URL = what cannot be read (on disk): yours is empty\n");
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
		"1 URL = ...ffice/onex (yours): on disk it is ...ffice/two; both changed it\n");
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		session_test(a_change_on_disk_is_noticed_before_a_save),
		session_test(a_slip_on_disk_is_merged),
		session_test(a_change_on_disk_is_merged_field_by_field),
		session_test(long_values_are_told_where_they_differ),
		session_test(another_comment_on_disk_is_kept_without_a_question),
		session_test(the_disk_is_taken_or_another_name),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
