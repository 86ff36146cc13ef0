/* The wizard at its edges: where there is nothing to do, at the first and the last one, and what may not be touched. */
#include "testing.h"

#include "base/xalloc.h"

#include "format/form/form_file.h"
#include "format/recovery/recovery.h"

#include "wizard_guarded.h"

/* The session's drafts are of this form from now on. */
static void
use_form(struct session *s, const char *text)
{
	STRBUF(err);

	wizard_free(s->wizard);
	s->wizard = NULL;
	draft_file_release(&s->file);
	s->file = (struct draft_file)DRAFT_FILE_INIT;
	form_free(s->form);
	s->form = form_read(text, strlen(text), "acme.yaml", &err);
	if (!s->form)
		fail_msg("%s", err.buf);
}

static void
home_and_end_go_to_the_first_and_the_last_of_several_choices(void **state)
{
	struct session *s = *state;

	open_text(s, "form: scep\n");
	play(s, "{M-g}key usage{Enter}{End} ");
	assert_string_equal(answer(s, "key_usage"), "encryption");
	play(s, "{Right} ");
	assert_string_equal(answer(s, "key_usage"), "");
	play(s, "{Home} ");
	assert_string_equal(answer(s, "key_usage"), "signing");
	play(s, "{Left} ");
	assert_string_equal(answer(s, "key_usage"), "");
}

/* Every key of a choice, from each option and from none. */
static void
each_key_of_a_choice_goes_where_it_should(void **state)
{
	static const struct {
		const char *keys, *from_none, *from_first, *from_middle, *from_last;
	} cases[] = {
		{ "{Right}", "a", "b", "c", "c" },
		{ "{Left}", "c", "a", "a", "b" },
		{ " ", "a", "b", "c", "a" },
		{ "{Home}", "a", "a", "a", "a" },
		{ "{End}", "c", "c", "c", "c" },
		{ "1", "a", "a", "a", "a" },
		{ "2", "b", "b", "b", "b" },
		{ "3", "c", "c", "c", "c" },
		{ "4", "", "a", "b", "c" },
		{ "0", "", "a", "b", "c" },
		{ "d", "a", "a", "a", "a" },
		{ "{BS}", "", "", "", "" },
		{ "{Del}", "", "", "", "" },
	};
	static const char *const from[] = { "''", "a", "b", "c" };
	struct session *s = *state;

	use_form(s,
		"form: tiny\nversion: 1\ntitle: Tiny\nplatform: p\n"
		"payloads: [{key: x, type: com.example.x, label: X, suffix: x}]\n"
		"sections:\n  - title: First\n    fields:\n"
		"      - {key: p, label: P, type: choice, choices: [{value: ios, label: iOS}], hint: x}\n"
		"      - {key: letter, label: Letter, type: choice, hint: x,\n"
		"         choices: [{value: a, label: Dee}, {value: b, label: Ef}, {value: c, label: Gee}]}\n"
		"      - {key: id, label: Id, type: uuid, make: once, hint: x,\n"
		"         profile: {payload: x, path: PayloadUUID}}\n");
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *const wanted[] = { cases[i].from_none, cases[i].from_first,
			cases[i].from_middle, cases[i].from_last };

		for (size_t j = 0; j < ARRAY_SIZE(from); j++) {
			STRBUF(text);

			strbuf_addf(&text, "form: tiny\nletter: %s\n", from[j]);
			open_text(s, text.buf);
			play(s, "{M-g}letter{Enter}");
			play(s, cases[i].keys);
			if (strcmp(answer(s, "letter"), wanted[j]) != 0)
				fail_msg("%s from %s: %s", cases[i].keys, from[j],
					answer(s, "letter"));
		}
	}
}

static void
a_field_that_is_locked_says_by_what(void **state)
{
	struct session *s = *state;

	use_form(s,
		"extends: scep\nform: acme\npreset: {retries: 5, key_size: 2048}\nlock: [retries, key_size]\n");
	open_text(s, "form: acme\n");
	assert_string_equal(wizard_view(s->wizard)->title, "given.yaml");
	assert_string_equal(row_of(s, "retries")->value, "5  (locked)");
	assert_true(row_of(s, "retries")->locked);
	assert_string_equal(row_of(s, "key_size")->value, "( ) 1024  (x) 2048  ( ) 4096  (locked)");
	assert_false(row_of(s, "url")->locked);
	play(s, "{M-g}retries{Enter}x");
	assert_string_equal(message(s), "Retries is locked by the form acme.");
	assert_string_equal(answer(s, "retries"), "5");
	play(s, "{M-g}key size{Enter}{Right}");
	assert_string_equal(answer(s, "key_size"), "2048");
	/* the key line offers nothing that it cannot do */
	assert_null(strstr(wizard_view(s->wizard)->keyline, "choose"));
	play(s, "{BS}");
	assert_string_equal(answer(s, "key_size"), "2048");
	use_form(s, "extends: scep\nform: acme\ntitle: Acme certificates\n");
	open_text(s, "form: acme\n");
	assert_string_equal(wizard_view(s->wizard)->title, "given.yaml: Acme certificates");
}

/* Erased as a whole, Enter takes the empty line away, the first one, too. */
static void
an_empty_line_goes_wherever_it_stands(void **state)
{
	static const struct {
		const char *keys, *left;
	} cases[] = {
		{ "{^U}{Enter}", "one\ntwo" },
		{ "{Up}{^A}{^K}{Enter}", "one\nthree" },
		{ "{Up}{Up}{^A}{^K}{Enter}", "two\nthree" },
	};
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		open_text(s, "form: scep\npolicy_notes: |-\n  one\n  two\n  three\n");
		play(s, "{M-g}notes{Enter}");
		play(s, cases[i].keys);
		assert_string_equal(answer(s, "policy_notes"), cases[i].left);
		assert_string_not_equal(focus_label(s), "Policy notes");
	}
}

static void
what_has_changed_is_told_by_where_it_was(void **state)
{
	static const struct {
		const char *value, *told;
	} cases[] = {
		{ "{from: env, name: SCEP_CHALLENGE}", "was kept elsewhere" },
		{ "{from: prompt}", "was kept elsewhere" },
		{ "opensesame", "was another secret" },
		{ "\"\"", "was empty" },
		{ "[a, [b]]", "could not be read" },
	};
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		STRBUF(text);

		strbuf_addf(&text, "form: scep\nchallenge: %s\n", cases[i].value);
		open_text(s, text.buf);
		play(s, "{M-g}challenge{Enter}{^U}other{M-r}");
		assert_true(rows_mention(s, cases[i].told));
		for (size_t j = 0; j < ARRAY_SIZE(cases); j++)
			if (strcmp(cases[i].told, cases[j].told) != 0)
				assert_false(rows_mention(s, cases[j].told));
	}
}

static void
a_long_mend_is_shown_cut(void **state)
{
	static const struct {
		const char *subject, *prompt;
	} cases[] = {
		{ "CN=abcdefghijklmnopqrstuvwxyz0123456",
			"Use /CN=abcdefghijklmnopqrstuvwxyz012345...? Enter yes, Esc no, ^T other" },
		{ "CN=abcdefghijklmnopqrstuvwxyz012345",
			"Use /CN=abcdefghijklmnopqrstuvwxyz012345? Enter yes, Esc no, ^T other" },
	};
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		STRBUF(keys);

		open_text(s, "form: scep\n");
		strbuf_addf(&keys, "{M-g}subject{Enter}%s{Enter}{^T}", cases[i].subject);
		play(s, keys.buf);
		assert_string_equal(wizard_view(s->wizard)->prompt, cases[i].prompt);
	}
}

/* The first click on a row is a walk to it, the second is Enter; a title is no row. */
static void
a_second_click_is_enter(void **state)
{
	struct session *s = *state;
	const struct view *view;
	size_t last = 0, url = 0;

	open_text(s, "form: scep\n");
	view = wizard_view(s->wizard);
	while (last < view->nrows && strcmp(view->rows[last].label, "Review and export") != 0)
		last++;
	wizard_point(s->wizard, last, SIZE_MAX);
	assert_int_equal(wizard_view(s->wizard)->kind, VIEW_FORM);
	assert_string_equal(focus_label(s), "Review and export");
	wizard_point(s->wizard, last, SIZE_MAX);
	assert_int_equal(wizard_view(s->wizard)->kind, VIEW_REVIEW);
	view = wizard_view(s->wizard);
	while (url < view->nrows && strcmp(view->rows[url].label, "URL") != 0)
		url++;
	wizard_point(s->wizard, view->nrows, SIZE_MAX);
	wizard_point(s->wizard, 0, SIZE_MAX);
	play(s, "{End}");
	wizard_point(s->wizard, url, SIZE_MAX);
	assert_int_equal(wizard_view(s->wizard)->kind, VIEW_REVIEW);
	assert_string_equal(focus_label(s), "URL");
	wizard_point(s->wizard, url, SIZE_MAX);
	assert_int_equal(wizard_view(s->wizard)->kind, VIEW_FORM);
	assert_string_equal(focus_label(s), "URL");
}

/* As a session does that ended without a word; the draft was removed then. */
static void
leave_changes(const struct session *s, const char *path)
{
	struct draft_file file = DRAFT_FILE_INIT;
	struct recovery_now now = { .file = &file };
	struct recovery *recovery;
	STRBUF(err);

	assert_int_equal(file_write(path, "form: scep\n", 11, 0, &err), 0);
	assert_int_equal(draft_file_read(&file, s->form, path, &err), 0);
	recovery = recovery_open(s->form, path);
	draft_set(file.draft, field_of(s->form, "name"), "left");
	recovery_follow(recovery, &now);
	recovery_close(recovery, true);
	assert_int_equal(unlink(path), 0);
	draft_file_release(&file);
}

/* Nothing is saved under no name, over another file, or over what another session has left. */
static void
a_name_that_cannot_be_saved_to_is_told(void **state)
{
	struct session *s = *state;
	char *taken = path_in(s, "taken.yaml"), *held = path_in(s, "held.yaml");
	const struct {
		const char *name, *told;
	} cases[] = {
		{ "", "enter a name" },
		{ taken, "taken.yaml already exists. Enter another name." },
		{ held, "held.yaml open, or left changes to it. Enter another name." },
	};
	STRBUF(err);

	assert_int_equal(file_write(taken, "x", 1, 0, &err), 0);
	leave_changes(s, held);
	open_text(s, "form: scep\n");
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		play(s, "{^X}a{^U}");
		play(s, cases[i].name);
		play(s, "{Enter}");
		assert_contains(message(s), cases[i].told);
		play(s, "{Esc}{Esc}");
	}
	assert_false(path_exists(held));
	free(taken);
	free(held);
}

/* Whatever is tried in a session that may only look says why nothing comes of it. */
static void
looking_on_changes_nothing(void **state)
{
	static const char *const keys[] = { "{M-g}name{Enter}x", "{M-g}key usage{Enter} ",
		"{M-g}key usage{Enter}{BS}", "{M-g}url{Enter}{M-a}", "{M-g}url{Enter}{M-c}",
		"{M-g}key size{Enter}{^T}", "{^O}" };
	struct session *s = *state;
	struct draft *before;
	struct recovery *holder;

	open_text(s, "form: scep\nkey_size: 1024\n");
	holder = recovery_open(s->form, s->file.path);
	wizard_guard(s->wizard);
	play(s, "{Enter}");
	before = draft_new(s->form);
	draft_copy_answers(before, s->file.draft);
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		play(s, keys[i]);
		if (!strstr(message(s), "Read-only: another session has the draft"))
			fail_msg("%s: %s", keys[i], message(s));
		play(s, "{Esc}");
	}
	for (size_t i = 0; i < s->form->nfields; i++)
		assert_string_equal(draft_text(before, s->form->fields[i]),
			draft_text(s->file.draft, s->form->fields[i]));
	draft_free(before);
	recovery_close(holder, false);
}

/* Once the list was moved through, Home and End are its keys, and the line's again with the next letter. */
static void
home_belongs_to_the_list_once_it_was_moved(void **state)
{
	static const struct {
		const char *keys, *line;
	} cases[] = {
		{ "{M-g}su{Home}b", "bsu" },
		{ "{M-g}su{Down}{Home}b", "sub" },
		{ "{M-g}su{Down}{Up}{End}b", "sub" },
		{ "{M-g}su{Home}{Down}b", "bsu" },
	};
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		open_text(s, "form: scep\n");
		play(s, cases[i].keys);
		assert_non_null(wizard_view(s->wizard)->prompt_edit);
		assert_string_equal(wizard_view(s->wizard)->prompt_edit->text.buf, cases[i].line);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		session_test(home_and_end_go_to_the_first_and_the_last_of_several_choices),
		session_test(each_key_of_a_choice_goes_where_it_should),
		session_test(a_field_that_is_locked_says_by_what),
		session_test(an_empty_line_goes_wherever_it_stands),
		session_test(what_has_changed_is_told_by_where_it_was),
		session_test(a_long_mend_is_shown_cut),
		session_test(a_second_click_is_enter),
		session_test(a_name_that_cannot_be_saved_to_is_told),
		session_test(looking_on_changes_nothing),
		session_test(home_belongs_to_the_list_once_it_was_moved),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
