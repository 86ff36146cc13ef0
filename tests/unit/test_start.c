/* The start page: what it tells of drafts, opening, making and copying them. */
#include "testing.h"

#include <unistd.h>

#include "format/journal/journal.h"

#include "draft_folder.h"
#include "wizard_session.h"

struct page {
	struct drafts drafts;
	struct wizard *start;
	enum wizard_wish wish;
};

static int
page_begin(void **state)
{
	struct page *p = xcalloc(1, sizeof *p);

	drafts_begin(&p->drafts);
	*state = p;
	return 0;
}

static int
page_end(void **state)
{
	struct page *p = *state;
	int removed;

	wizard_free(p->start);
	removed = drafts_end(&p->drafts);
	free(p);
	return removed;
}

static void
open_page(struct page *p)
{
	wizard_free(p->start);
	p->start = wizard_new_start(p->drafts.forms, p->drafts.folder);
	wizard_compare(p->start);
}

static void
reload_page(struct page *p)
{
	wizard_reload(p->start);
	wizard_compare(p->start);
}

static void
check_page(struct page *p)
{
	const struct view *view = wizard_view(p->start);

	assert_int_equal(view->kind, VIEW_START);
	assert_true(view->focus < view->nrows);
	for (size_t i = 0; i < view->nrows; i++) {
		assert_int_equal(view->rows[i].kind, ROW_ACTION);
		assert_true(view->rows[i].label && view->rows[i].value);
		assert_null(strpbrk(view->rows[i].label, "\n\033"));
		assert_null(strpbrk(view->rows[i].value, "\n\033"));
	}
	assert_true(view->title && view->state && view->heading && view->progress);
	assert_true(view->hint && view->message && view->keyline && view->explanation);
	assert_true(strlen(view->keyline) <= 80);
	check_keyline(view->keyline);
}

static void
press(struct page *p, const char *script)
{
	uint32_t chord;

	while ((chord = chord_next(&script))) {
		enum wizard_wish wish;

		wizard_chord(p->start, chord);
		wish = wizard_wants(p->start);
		if (wish != WIZARD_GO_ON)
			p->wish = wish;
		check_page(p);
	}
}

static const char *
notice(const struct page *p)
{
	return wizard_view(p->start)->message;
}

/* The focused draft's name, without the blanks behind it. */
static const char *
focused(const struct page *p)
{
	static char name[256];
	const struct view *view = wizard_view(p->start);

	snprintf(name, sizeof name, "%s", view->rows[view->focus].label);
	while (*name && name[strlen(name) - 1] == ' ')
		name[strlen(name) - 1] = '\0';
	return name;
}

static const struct view_row *
page_row_of(const struct page *p, const char *name)
{
	const struct view *view = wizard_view(p->start);

	for (size_t i = 0; i < view->nrows; i++)
		if (!strncmp(view->rows[i].label, name, strlen(name)))
			return &view->rows[i];
	fail_msg("no row shows %s", name);
	return view->rows;
}

static void
a_folder_that_is_not_there_offers_to_make_a_draft(void **state)
{
	struct page *p = *state;

	open_page(p);
	check_page(p);
	assert_string_equal(wizard_view(p->start)->state, "no drafts yet");
	assert_string_equal(focused(p), "Make a new draft");
	assert_contains(wizard_view(p->start)->hint, "There is no draft here yet.");
	press(p, "{Enter}");
	assert_string_equal(wizard_view(p->start)->prompt, "Name of the new draft: ");
	press(p, "office{Enter}");
	assert_int_equal(p->wish, WIZARD_OPEN);
	assert_contains(wizard_chosen(p->start), "/drafts/office.yaml");
	assert_true(path_exists(wizard_chosen(p->start)));
	reload_page(p);
	assert_string_equal(focused(p), "office");
	assert_string_equal(wizard_view(p->start)->state, "1 draft");
	assert_contains(page_row_of(p, "office")->value, "macOS  1 problem ");
}

/* Reading a large folder takes time, which nobody should spend on an empty screen. */
static void
the_first_picture_lists_names_alone(void **state)
{
	struct page *p = *state;

	write_draft(&p->drafts, "a.yaml", GOOD);
	p->start = wizard_new_start(p->drafts.forms, p->drafts.folder);
	check_page(p);
	assert_string_equal(focused(p), "a");
	assert_string_equal(page_row_of(p, "a")->value, "");
	assert_int_equal(page_row_of(p, "a")->mark, ' ');
	assert_contains(wizard_view(p->start)->hint, "/drafts/a.yaml");
	assert_true(wizard_compare(p->start));
	check_page(p);
	assert_contains(page_row_of(p, "a")->value, "macOS  complete, 4 warnings ");
	assert_false(wizard_compare(p->start));
	wizard_reload(p->start);
	assert_string_equal(page_row_of(p, "a")->value, "");
}

static void
a_key_on_the_first_picture_opens_what_it_shows(void **state)
{
	struct page *p = *state;

	write_draft(&p->drafts, "a.yaml", GOOD);
	write_draft(&p->drafts, "b.yaml", "form: [\n");
	p->start = wizard_new_start(p->drafts.forms, p->drafts.folder);
	wizard_focus(p->start, 0);
	while (strcmp(focused(p), "b") != 0)
		press(p, "{Down}");
	press(p, "{Enter}");
	assert_int_equal(p->wish, WIZARD_GO_ON); /* it cannot be read */
	press(p, "{Up}{Up}");
	while (strcmp(focused(p), "a") != 0)
		press(p, "{Down}");
	press(p, "{Enter}");
	assert_int_equal(p->wish, WIZARD_OPEN);
	assert_contains(wizard_chosen(p->start), "/drafts/a.yaml");
}

/* A session that has changed the draft, saved nothing, and ended. */
static void
leave_changes(const struct drafts *d, const char *name)
{
	struct draft_file file = DRAFT_FILE_INIT;
	struct journal_now now = { .file = &file };
	struct strbuf err = STRBUF_INIT;
	char *path = path_join(d->folder, name);
	struct journal *journal;

	assert_int_equal(draft_file_read(&file, d->form, path, &err), 0);
	journal = journal_open(d->form, path);
	draft_set(file.draft, field_of(d->form, "name"), "left");
	journal_follow(journal, &now);
	journal_close(journal, true);
	draft_file_release(&file);
	free(path);
}

static void
what_a_session_left_is_told(void **state)
{
	struct page *p = *state;
	struct wizard *wizard;
	struct draft_file file = DRAFT_FILE_INIT;
	struct strbuf err = STRBUF_INIT;

	write_draft(&p->drafts, "a.yaml", GOOD);
	leave_changes(&p->drafts, "a.yaml");
	open_page(p);
	check_page(p);
	assert_int_equal(page_row_of(p, "a")->mark, '!');
	assert_contains(page_row_of(p, "a")->value, "macOS  to be recovered ");
	assert_contains(wizard_view(p->start)->hint, "Enter offers to recover them.");
	press(p, "{Enter}");
	assert_int_equal(p->wish, WIZARD_OPEN);
	assert_int_equal(draft_file_read(&file, p->drafts.form, wizard_chosen(p->start), &err), 0);
	wizard = wizard_new(&file, false);
	wizard_guard(wizard);
	wizard_chord(wizard, CHORD_ENTER);
	assert_string_equal(draft_text(file.draft, field_of(p->drafts.form, "name")), "left");
	wizard_chord(wizard, CHORD_CTRL('O'));
	assert_string_equal(wizard_view(wizard)->state, "saved");
	wizard_free(wizard);
	draft_file_release(&file);
	reload_page(p);
	assert_int_equal(page_row_of(p, "a")->mark, '?');
	assert_contains(page_row_of(p, "a")->value, "macOS  complete, 4 warnings ");
}

static void
a_removed_draft_is_listed_while_something_is_left(void **state)
{
	struct page *p = *state;
	struct strbuf path = STRBUF_INIT;

	write_draft(&p->drafts, "a.yaml", GOOD);
	write_draft(&p->drafts, "b.yaml", GOOD);
	leave_changes(&p->drafts, "a.yaml");
	strbuf_addf(&path, "%s/a.yaml", p->drafts.folder);
	assert_int_equal(unlink(path.buf), 0);
	open_page(p);
	check_page(p);
	press(p, "{Home}");
	if (strncmp(wizard_view(p->start)->heading, "a", 1) != 0)
		press(p, "{Down}");
	assert_string_equal(wizard_view(p->start)->state, "2 drafts");
	assert_int_equal(page_row_of(p, "a")->mark, '!');
	assert_contains(page_row_of(p, "a")->value, "macOS  removed; 1 to recover ");
	assert_contains(wizard_view(p->start)->hint,
		"This draft was removed; 1 field can be recovered. Enter offers to recover it");
	press(p, "c");
	assert_contains(wizard_view(p->start)->message, "has to be recovered before it is copied");
	press(p, "{Enter}");
	assert_int_equal(p->wish, WIZARD_OPEN);
	assert_string_equal(wizard_chosen(p->start), path.buf);
	strbuf_release(&path);
}

/* It was made with a form that has the name of another one by now. */
static void
the_form_of_a_removed_draft_is_no_other_drafts(void **state)
{
	struct page *p = *state;
	struct drafts *d = &p->drafts;
	struct draft_file file = DRAFT_FILE_INIT;
	struct strbuf err = STRBUF_INIT;
	char *form = path_join(d->folder, "old.form"), *path = path_join(d->folder, "a.yaml");

	write_own_form(d);
	write_draft(d, "old.form", "extends: scep\nform: acme\npreset: {retries: 7}\n");
	write_draft(d, "a.yaml", "form: acme\n");
	form_free(d->form);
	d->form = form_file_read(form, &err);
	assert_non_null(d->form);
	leave_changes(d, "a.yaml");
	remove_draft(d, "a.yaml");
	assert_int_equal(journal_read_left(d->forms, path, &file, &err), 0);
	assert_string_equal(draft_form(file.draft)->path, d->form->path);
	assert_string_not_equal(
		forms_of_draft(d->forms, "form: acme\n", 11, &err)->path, d->form->path);
	draft_file_release(&file);
	free(form);
	free(path);
}

/* Two of other forms: each is read by its own, and a form once. */
static void
each_removed_draft_has_the_form_it_was_made_with(void **state)
{
	static const struct {
		const char *form, *text, *draft;
	} made[] = {
		{ "one.form", "extends: scep\nform: one\npreset: {retries: 7}\n", "a.yaml" },
		{ "two.form", "extends: scep\nform: two\npreset: {retries: 8}\n", "b.yaml" },
		{ NULL, NULL, "c.yaml" }, /* the second's once more */
	};
	struct page *p = *state;
	struct drafts *d = &p->drafts;
	struct draft_file files[ARRAY_SIZE(made)];
	struct strbuf err = STRBUF_INIT;

	for (size_t i = 0; i < ARRAY_SIZE(made); i++) {
		char *form = path_join(d->folder, made[i].form ? made[i].form : "");

		if (made[i].form) {
			write_draft(d, made[i].form, made[i].text);
			form_free(d->form);
			d->form = form_file_read(form, &err);
			assert_non_null(d->form);
		}
		write_draft(d, made[i].draft, i ? "form: two\n" : "form: one\n");
		leave_changes(d, made[i].draft);
		remove_draft(d, made[i].draft);
		free(form);
	}
	for (size_t i = 0; i < ARRAY_SIZE(made); i++) {
		char *path = path_join(d->folder, made[i].draft);

		files[i] = (struct draft_file)DRAFT_FILE_INIT;
		assert_int_equal(journal_read_left(d->forms, path, &files[i], &err), 0);
		assert_string_equal(draft_form(files[i].draft)->name, i ? "two" : "one");
		assert_string_equal(draft_value(files[i].draft,
					    field_of(draft_form(files[i].draft), "retries")),
			i ? "8" : "7");
		assert_string_equal(files[i].path, path);
		free(path);
	}
	assert_ptr_equal(draft_form(files[1].draft), draft_form(files[2].draft));
	for (size_t i = 0; i < ARRAY_SIZE(made); i++)
		draft_file_release(&files[i]);
	strbuf_release(&err);
}

/* A draft is as good as the worst of its fields. */
static void
warnings_are_counted_where_nothing_worse_is_told(void **state)
{
	static const struct {
		const char *text;
		char mark;
		const char *value;
	} cases[] = {
		{ GOOD, '?', "macOS  complete, 4 warnings " },
		{ GOOD "key_usage: [signing]\nkey_size: 2048\nchallenge: {from: env, name: A}\n",
			'?', "macOS  complete, 1 warning " },
		{ GOOD "key_usage: [signing]\nkey_size: 2048\nchallenge: {from: env, name: A}\n"
		       "subject: /CN=%SerialNumber%\n",
			'+', "macOS  complete  " },
		{ GOOD "fingerprint: abc\n", '!', "macOS  1 problem  " },
	};
	struct page *p = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		write_draft(&p->drafts, "a.yaml", cases[i].text);
		open_page(p);
		assert_int_equal(page_row_of(p, "a")->mark, cases[i].mark);
		assert_contains(page_row_of(p, "a")->value, cases[i].value);
	}
	write_draft(&p->drafts, "a.yaml", GOOD);
	export_draft(&p->drafts, "a.yaml");
	open_page(p);
	assert_int_equal(page_row_of(p, "a")->mark, '?');
	assert_contains(page_row_of(p, "a")->value, "macOS  exported, 4 warnings ");
}

static void
the_draft_that_was_changed_last_comes_first(void **state)
{
	struct page *p = *state;
	struct tm when = { .tm_year = 2026 - 1900,
		.tm_mon = 10,
		.tm_mday = 20,
		.tm_hour = 14,
		.tm_min = 3,
		.tm_isdst = -1 };

	write_draft(&p->drafts, "a.yaml", GOOD);
	write_draft(&p->drafts, "b.yaml", "form: scep\n");
	write_draft(&p->drafts, "longer-name.yml", "form: scep\n");
	set_time(&p->drafts, "a.yaml", 1000);
	set_time(&p->drafts, "b.yaml", mktime(&when));
	set_time(&p->drafts, "longer-name.yml", 2000);
	open_page(p);
	assert_string_equal(focused(p), "b");
	assert_contains(page_row_of(p, "b")->value, "2026-11-20 14:03");
	press(p, "{Down}");
	assert_string_equal(focused(p), "longer-name.yml");
	press(p, "{Tab}");
	assert_string_equal(focused(p), "a");
	/* what stands behind the names is in line */
	assert_int_equal(strlen(page_row_of(p, "a")->label), strlen("longer-name.yml"));
	press(p, "{Down}{Down}");
	assert_string_equal(focused(p), "Make a new draft");
	press(p, "{Home}");
	assert_string_equal(focused(p), "b");
	press(p, "{End}{Shift-Tab}");
	assert_string_equal(focused(p), "a");
	press(p, "{PgDn}{PgUp}");
	assert_string_equal(focused(p), "b");
}

static void
enter_opens_and_the_focus_stays_on_the_draft(void **state)
{
	struct page *p = *state;

	write_draft(&p->drafts, "a.yaml", GOOD);
	write_draft(&p->drafts, "b.yaml", GOOD);
	set_time(&p->drafts, "a.yaml", 1000);
	open_page(p);
	press(p, "{Down}{Enter}");
	assert_int_equal(p->wish, WIZARD_OPEN);
	assert_contains(wizard_chosen(p->start), "/a.yaml");
	set_time(&p->drafts, "b.yaml", 500);
	reload_page(p);
	assert_string_equal(focused(p), "a");
	assert_int_equal(wizard_view(p->start)->focus, 0);
	/* one that has gone leaves the focus where it was */
	unlink(wizard_chosen(p->start));
	reload_page(p);
	assert_string_equal(focused(p), "b");
}

static void
a_draft_that_cannot_be_read_says_why(void **state)
{
	struct page *p = *state;

	write_draft(&p->drafts, "bad.yaml", "form: scep\nurl: [1\n");
	open_page(p);
	assert_contains(notice(p), "/bad.yaml:");
	assert_int_equal(wizard_view(p->start)->mark, '!');
	press(p, "{Enter}");
	assert_int_equal(p->wish, WIZARD_GO_ON);
	assert_contains(notice(p), "/bad.yaml:");
	press(p, "c");
	assert_string_equal(notice(p), "A draft that cannot be read cannot be copied.");
	assert_null(wizard_view(p->start)->prompt);
}

/* The same answers, another identity: devices install it beside the first. */
static void
a_copy_has_the_answers_and_its_own_identity(void **state)
{
	struct page *p = *state;
	struct draft_file copy = DRAFT_FILE_INIT;
	struct strbuf err = STRBUF_INIT;
	const struct field *uuid = field_of(p->drafts.form, "profile_uuid");

	write_draft(&p->drafts, "office.yaml", GOOD);
	open_page(p);
	press(p, "c");
	assert_contains(wizard_view(p->start)->prompt, "its own identity");
	assert_string_equal(wizard_view(p->start)->prompt_edit->text.buf, "office-copy");
	press(p, "{Enter}");
	assert_int_equal(p->wish, WIZARD_OPEN);
	assert_contains(wizard_chosen(p->start), "/office-copy.yaml");
	assert_int_equal(draft_file_read(&copy, p->drafts.form, wizard_chosen(p->start), &err), 0);
	assert_string_equal(draft_text(copy.draft, field_of(p->drafts.form, "url")),
		"https://scep.acme.com/scep");
	assert_int_equal(strlen(draft_text(copy.draft, uuid)), 36);
	assert_string_not_equal(
		draft_text(copy.draft, uuid), "0F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F0");
	/* both have the policy's name now, which stops neither */
	reload_page(p);
	assert_null(strstr(page_row_of(p, "office-copy")->value, "problem"));
	assert_null(strstr(page_row_of(p, "office ")->value, "problem"));
	draft_file_release(&copy);
}

static void
a_copy_keeps_its_form(void **state)
{
	struct page *p = *state;
	struct draft_file copy = DRAFT_FILE_INIT;
	struct strbuf err = STRBUF_INIT;

	write_own_form(&p->drafts);
	write_draft(&p->drafts, "office.yaml", "form: acme\nurl: \"https://scep.acme.com/scep\"\n");
	open_page(p);
	press(p, "c{Enter}");
	assert_int_equal(p->wish, WIZARD_OPEN);
	assert_int_equal(
		forms_read_draft(p->drafts.forms, wizard_chosen(p->start), &copy, &err), 0);
	assert_string_equal(draft_form(copy.draft)->name, "acme");
	draft_file_release(&copy);
}

static void
names_that_cannot_be_are_refused(void **state)
{
	static const struct {
		const char *name, *sentence;
	} cases[] = {
		{ "", "Not made: a draft needs a name" },
		{ ".yaml", "Not made: a name that begins with a dot would not be listed" },
		{ "a/b", "Not made: a name has no slash; \"scepwiz new PATH\" makes" },
		{ "office", "/drafts/office.yaml exists already; give another name" },
		{ "office.yaml", "/drafts/office.yaml exists already; give another name" },
	};
	struct page *p = *state;

	write_draft(&p->drafts, "office.yaml", GOOD);
	open_page(p);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		press(p, "n");
		press(p, cases[i].name);
		press(p, "{Enter}");
		assert_contains(notice(p), cases[i].sentence);
		assert_int_equal(wizard_view(p->start)->mark, '!');
		assert_int_equal(p->wish, WIZARD_GO_ON);
	}
	press(p, "nother{Esc}");
	assert_null(wizard_view(p->start)->prompt);
	reload_page(p);
	assert_int_equal(wizard_view(p->start)->nrows, 2);
}

static void
f_makes_a_draft_of_another_form(void **state)
{
	struct page *p = *state;
	struct strbuf text = STRBUF_INIT, err = STRBUF_INIT;

	open_page(p);
	press(p, "facme{Enter}phones{Enter}");
	assert_int_equal(file_read(wizard_chosen(p->start), 4096, &text, &err), 0);
	assert_contains(text.buf, "\nform: acme\n");
	strbuf_release(&text);
	strbuf_release(&err);
}

static void
q_and_control_c_leave(void **state)
{
	static const char *const ways[] = { "q", "Q", "{^C}", "{^X}q" };
	struct page *p = *state;

	open_page(p);
	for (size_t i = 0; i < ARRAY_SIZE(ways); i++) {
		p->wish = WIZARD_GO_ON;
		press(p, ways[i]);
		assert_int_equal(p->wish, WIZARD_QUIT);
	}
	/* in a question they do not */
	p->wish = WIZARD_GO_ON;
	press(p, "nq{^C}");
	assert_int_equal(p->wish, WIZARD_GO_ON);
	assert_null(wizard_view(p->start)->prompt);
}

static void
keys_without_a_meaning_tell_those_with_one(void **state)
{
	static const char *const keys[] = { "x", "{^G}", "{^O}", " ", "{M-r}" };
	struct page *p = *state;

	open_page(p);
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		press(p, "{Esc}");
		assert_string_equal(notice(p), "");
		press(p, keys[i]);
		assert_contains(notice(p), "Enter opens a draft, n makes one");
	}
	wizard_paste(p->start, "nqc", 3);
	check_page(p);
	assert_int_equal(p->wish, WIZARD_GO_ON);
	press(p, "n");
	wizard_paste(p->start, "new\n", 4);
	assert_string_equal(wizard_view(p->start)->prompt_edit->text.buf, "new");
}

static void
going_to_a_name_goes_on_to_the_next_one(void **state)
{
	struct page *p = *state;

	write_draft(&p->drafts, "paris.yaml", GOOD);
	write_draft(&p->drafts, "branch-lyon.yaml", "form: scep\n");
	write_draft(&p->drafts, "rome.yaml", "form: scep\n");
	set_time(&p->drafts, "paris.yaml", 3000);
	set_time(&p->drafts, "branch-lyon.yaml", 2000);
	set_time(&p->drafts, "rome.yaml", 1000);
	open_page(p);
	press(p, "{M-g}ROM{Enter}");
	assert_string_equal(focused(p), "rome");
	press(p, "{M-g}branch{Enter}"); /* in the policy's name */
	assert_string_equal(focused(p), "paris");
	press(p, "{M-g}branch{Enter}");
	assert_string_equal(focused(p), "branch-lyon");
	press(p, "{M-g}oslo{Enter}");
	assert_contains(notice(p), "No draft has this in its name");
	assert_string_equal(focused(p), "branch-lyon");
}

static void
names_of_files_are_filtered_for_display(void **state)
{
	struct page *p = *state;

	write_draft(&p->drafts, "a\033[31m\xe2\x80\xae.yaml",
		"form: scep\npolicy_name: \"x\\u202Ey\"\n");
	open_page(p);
	check_page(p);
	assert_string_equal(focused(p), "a<U+001B>[31m<U+202E>");
	assert_contains(wizard_view(p->start)->hint, "Policy: x<U+202E>y\n");
	assert_null(strchr(wizard_view(p->start)->hint, '\033'));
	assert_null(strchr(wizard_view(p->start)->heading, '\033'));
}

static void
a_folder_that_cannot_be_read_says_so(void **state)
{
	struct page *p = *state;
	struct strbuf err = STRBUF_INIT;

	assert_int_equal(file_write(p->drafts.folder, "", 0, 0, &err), 0);
	open_page(p);
	assert_contains(notice(p), "No drafts are listed: cannot read the folder ");
	press(p, "nx{Enter}");
	assert_contains(notice(p), "Not made: ");
}

#define page_test(test) cmocka_unit_test_setup_teardown(test, page_begin, page_end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		page_test(a_folder_that_is_not_there_offers_to_make_a_draft),
		page_test(the_first_picture_lists_names_alone),
		page_test(a_key_on_the_first_picture_opens_what_it_shows),
		page_test(what_a_session_left_is_told),
		page_test(a_removed_draft_is_listed_while_something_is_left),
		page_test(the_form_of_a_removed_draft_is_no_other_drafts),
		page_test(each_removed_draft_has_the_form_it_was_made_with),
		page_test(warnings_are_counted_where_nothing_worse_is_told),
		page_test(the_draft_that_was_changed_last_comes_first),
		page_test(enter_opens_and_the_focus_stays_on_the_draft),
		page_test(a_draft_that_cannot_be_read_says_why),
		page_test(a_copy_has_the_answers_and_its_own_identity),
		page_test(a_copy_keeps_its_form),
		page_test(names_that_cannot_be_are_refused),
		page_test(f_makes_a_draft_of_another_form),
		page_test(q_and_control_c_leave),
		page_test(keys_without_a_meaning_tell_those_with_one),
		page_test(going_to_a_name_goes_on_to_the_next_one),
		page_test(names_of_files_are_filtered_for_display),
		page_test(a_folder_that_cannot_be_read_says_so),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
