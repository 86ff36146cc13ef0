/* The start page: what it tells of drafts, and what can be done with them. */
#include "testing.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/state.h"

#include "format/recovery/recovery.h"

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
	p->start = wizard_new_start(p->drafts.forms, NULL, p->drafts.folder);
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

	assert_true(view->kind == VIEW_START || view->kind == VIEW_HELP);
	assert_true(view->focus < view->nrows);
	for (size_t i = 0; i < view->nrows; i++) {
		if (view->kind == VIEW_START && view->rows[i].kind != ROW_SECTION)
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
	assert_contains(wizard_view(p->start)->hint,
		"No drafts yet. A draft holds the values of one policy, in a file");
	press(p, "{Enter}");
	assert_string_equal(wizard_view(p->start)->prompt, "Name of the new draft: ");
	press(p, "office{Enter}");
	assert_int_equal(p->wish, WIZARD_OPEN);
	assert_contains(wizard_chosen(p->start), "/drafts/office.yaml");
	assert_true(path_exists(wizard_chosen(p->start)));
	reload_page(p);
	assert_string_equal(focused(p), "office");
	assert_string_equal(wizard_view(p->start)->state, "1 draft");
	assert_contains(page_row_of(p, "office")->value, "macOS  drafts  1 error ");
}

/* Reading a large folder takes time, which nobody should spend on an empty screen. */
static void
the_first_picture_lists_names_alone(void **state)
{
	struct page *p = *state;

	write_draft(&p->drafts, "a.yaml", GOOD);
	p->start = wizard_new_start(p->drafts.forms, NULL, p->drafts.folder);
	check_page(p);
	assert_string_equal(focused(p), "a");
	assert_string_equal(page_row_of(p, "a")->value, "       drafts");
	assert_int_equal(page_row_of(p, "a")->mark, ' ');
	assert_contains(wizard_view(p->start)->hint, "/drafts/a.yaml");
	assert_true(wizard_compare(p->start));
	check_page(p);
	assert_contains(page_row_of(p, "a")->value, "macOS  drafts  complete, 4 warnings ");
	assert_false(wizard_compare(p->start));
	wizard_reload(p->start);
	assert_string_equal(page_row_of(p, "a")->value, "       drafts");
}

static void
a_key_on_the_first_picture_opens_what_it_shows(void **state)
{
	struct page *p = *state;

	write_draft(&p->drafts, "a.yaml", GOOD);
	write_draft(&p->drafts, "b.yaml", "form: [\n");
	p->start = wizard_new_start(p->drafts.forms, NULL, p->drafts.folder);
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

/* A session that has changed the draft, saved nothing, perhaps discarded it, and ended. */
static void
leave(const struct drafts *d, const char *name, bool discarded)
{
	struct draft_file file = DRAFT_FILE_INIT;
	struct recovery_now now = { .file = &file };
	struct strbuf err = STRBUF_INIT;
	char *path = path_join(d->folder, name);
	struct recovery *recovery;

	assert_int_equal(draft_file_read(&file, d->form, path, &err), 0);
	recovery = recovery_open(d->form, path);
	draft_set(file.draft, field_of(d->form, "name"), "left");
	recovery_follow(recovery, &now);
	if (discarded)
		recovery_discard(recovery);
	recovery_close(recovery, true);
	draft_file_release(&file);
	free(path);
}

static void
leave_changes(const struct drafts *d, const char *name)
{
	leave(d, name, false);
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
	assert_contains(page_row_of(p, "a")->value, "macOS  drafts  to be recovered ");
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
	assert_contains(page_row_of(p, "a")->value, "macOS  drafts  complete, 4 warnings ");
}

static void
what_was_discarded_is_not_unsaved(void **state)
{
	struct page *p = *state;
	struct strbuf path = STRBUF_INIT;
	struct recovery_look *look;

	write_draft(&p->drafts, "a.yaml", GOOD);
	leave(&p->drafts, "a.yaml", true);
	open_page(p);
	assert_int_equal(page_row_of(p, "a")->mark, '?');
	assert_contains(page_row_of(p, "a")->value, "macOS  drafts  complete, 4 warnings ");
	/* but is all that there is of a draft that is gone */
	remove_draft(&p->drafts, "a.yaml");
	reload_page(p);
	assert_contains(page_row_of(p, "a")->value, "macOS  drafts  removed; 1 to recover ");
	/* what another session makes later is not seen */
	strbuf_addf(&path, "%s/b.yaml", p->drafts.folder);
	write_draft(&p->drafts, "b.yaml", GOOD "retries: 2\n");
	look = recovery_look_begin();
	leave_changes(&p->drafts, "b.yaml");
	assert_int_equal(recovery_look_at(look, p->drafts.form, path.buf, NULL), RECOVERY_READY);
	assert_int_equal(recovery_peek(p->drafts.form, path.buf, NULL), RECOVERY_LEFT);
	recovery_look_end(look);
	strbuf_release(&path);
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
	press(p, "a.yaml"); /* in no name: those of the drafts folder have no ending */
	assert_string_equal(focused(p), "Make a new draft");
	press(p, "{Esc}");
	while (strcmp(focused(p), "a") != 0)
		press(p, "{Down}");
	assert_string_equal(wizard_view(p->start)->state, "2 drafts");
	assert_int_equal(page_row_of(p, "a")->mark, '!');
	assert_contains(page_row_of(p, "a")->value, "macOS  drafts  removed; 1 to recover ");
	assert_contains(wizard_view(p->start)->hint,
		"This draft was removed. 1 field can be recovered. Enter offers to recover it");
	press(p, "{^X}c");
	assert_contains(wizard_view(p->start)->message, "Open it first to recover it.");
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
	assert_int_equal(recovery_read_left(d->forms, path, &file, &err), 0);
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
		/* of another text each, or it would be the one before, moved */
		write_draft(d, made[i].draft,
			i == 2 ? "form: two\nretries: 8\n"
			: i    ? "form: two\n"
			       : "form: one\n");
		leave_changes(d, made[i].draft);
		remove_draft(d, made[i].draft);
		free(form);
	}
	for (size_t i = 0; i < ARRAY_SIZE(made); i++) {
		char *path = path_join(d->folder, made[i].draft);

		files[i] = (struct draft_file)DRAFT_FILE_INIT;
		assert_int_equal(recovery_read_left(d->forms, path, &files[i], &err), 0);
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
		{ GOOD, '?', "macOS  drafts  complete, 4 warnings " },
		{ GOOD "key_usage: [signing]\nkey_size: 2048\nchallenge: {from: env, name: SCEP_A}\n",
			'?', "macOS  drafts  complete, 1 warning " },
		{ GOOD "key_usage: [signing]\nkey_size: 2048\nchallenge: {from: env, name: SCEP_A}\n"
		       "subject: /CN=%SerialNumber%\n",
			'+', "macOS  drafts  complete  " },
		{ GOOD "fingerprint: abc\n", '!', "macOS  drafts  1 error  " },
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
	assert_contains(page_row_of(p, "a")->value, "macOS  drafts  exported, 4 warnings ");
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
	assert_contains(page_row_of(p, "b")->value, "2026-11-20");
	assert_contains(wizard_view(p->start)->hint, ", changed 2026-11-20 14:03");
	press(p, "{Down}");
	assert_string_equal(focused(p), "longer-name.yml");
	press(p, "{Tab}");
	assert_string_equal(focused(p), "a");
	/* what stands behind the names is in line */
	assert_int_equal(strlen(page_row_of(p, "a")->label), strlen("longer-name.yml"));
	press(p, "{Down}{Down}");
	assert_string_equal(focused(p), "a");
	press(p, "{Home}");
	assert_string_equal(focused(p), "Make a new draft");
	press(p, "{End}{Shift-Tab}");
	assert_string_equal(focused(p), "longer-name.yml");
	press(p, "{PgDn}{PgUp}{Down}");
	assert_string_equal(focused(p), "Quick start");
	press(p, "{Down}");
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
	assert_int_equal(wizard_view(p->start)->focus, 2);
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
	press(p, "{^X}c");
	assert_contains(notice(p), "This draft cannot be read: ");
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
	press(p, "{^X}c");
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
	assert_null(strstr(page_row_of(p, "office-copy")->value, "error"));
	assert_null(strstr(page_row_of(p, "office ")->value, "error"));
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
	press(p, "{^X}c{Enter}");
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
		{ "", "No draft was made: enter a name." },
		{ ".yaml", "No draft was made: a name cannot begin with a dot." },
		{ "a/b", "No draft was made: a name cannot contain a slash (for another folder" },
		{ "office", "/drafts/office.yaml already exists." },
		{ "office.yaml", "/drafts/office.yaml already exists." },
	};
	struct page *p = *state;

	write_draft(&p->drafts, "office.yaml", GOOD);
	open_page(p);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		press(p, "{^X}n");
		press(p, cases[i].name);
		press(p, "{Enter}");
		assert_contains(notice(p), cases[i].sentence);
		assert_int_equal(wizard_view(p->start)->mark, '!');
		assert_int_equal(p->wish, WIZARD_GO_ON);
	}
	press(p, "{^X}nother{Esc}");
	assert_null(wizard_view(p->start)->prompt);
	reload_page(p);
	assert_int_equal(wizard_view(p->start)->nrows, 3);
}

static void
f_makes_a_draft_of_another_form(void **state)
{
	struct page *p = *state;
	struct strbuf text = STRBUF_INIT, err = STRBUF_INIT;

	open_page(p);
	press(p, "{^X}facme{Enter}phones{Enter}");
	assert_int_equal(file_read(wizard_chosen(p->start), 4096, &text, &err), 0);
	assert_contains(text.buf, "\nform: acme\n");
	strbuf_release(&text);
	strbuf_release(&err);
}

static void
q_and_control_c_leave(void **state)
{
	static const char *const ways[] = { "{^C}", "{^X}q", "{^X}Q" };
	struct page *p = *state;

	open_page(p);
	for (size_t i = 0; i < ARRAY_SIZE(ways); i++) {
		p->wish = WIZARD_GO_ON;
		press(p, ways[i]);
		assert_int_equal(p->wish, WIZARD_QUIT);
	}
	/* in a question they do not */
	p->wish = WIZARD_GO_ON;
	press(p, "{^X}nq{^C}");
	assert_int_equal(p->wish, WIZARD_GO_ON);
	assert_null(wizard_view(p->start)->prompt);
}

static void
keys_without_a_meaning_tell_those_with_one(void **state)
{
	static const char *const keys[] = { "{^O}", "{^T}", "{M-g}", "{M-e}" };
	struct page *p = *state;

	open_page(p);
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		press(p, "{Esc}");
		assert_string_equal(notice(p), "");
		press(p, keys[i]);
		assert_contains(
			notice(p), "Type to search. Enter opens a draft, ^X shows what else");
	}
	wizard_paste(p->start, "nqc", 3);
	check_page(p);
	assert_int_equal(p->wish, WIZARD_GO_ON);
	press(p, "{Esc}");
	press(p, "{^X}n");
	wizard_paste(p->start, "new\n", 4);
	assert_string_equal(wizard_view(p->start)->prompt_edit->text.buf, "new");
}

static void
search(struct page *p, const char *typed, const char *focus, size_t rows)
{
	const struct view *view;

	press(p, typed);
	while (wizard_compare(p->start))
		;
	view = wizard_view(p->start);
	if (view->nrows != rows + 1) /* the quick start */
		fail_msg("\"%s\" leaves %zu rows", typed, view->nrows);
	assert_string_equal(focused(p), focus);
}

static void
typing_narrows_the_list(void **state)
{
	struct page *p = *state;

	write_draft(&p->drafts, "paris.yaml", GOOD);
	write_draft(&p->drafts, "branch-lyon.yaml", "form: scep\nplatform: ios\n");
	write_draft(&p->drafts, "rome.yaml", "form: scep\n");
	set_time(&p->drafts, "paris.yaml", 3000);
	set_time(&p->drafts, "branch-lyon.yaml", 2000);
	set_time(&p->drafts, "rome.yaml", 1000);
	open_page(p);
	search(p, "ROM", "rome", 2);
	assert_contains(notice(p), "Search: ROM. Esc clears it.");
	assert_string_equal(wizard_view(p->start)->state, "1 of 3 drafts");
	search(p, "{Esc}", "rome", 4);
	/* a name that begins so comes before a policy's name that has it */
	search(p, "branch", "branch-lyon", 3);
	search(p, "{^U}ios", "branch-lyon", 2);
	search(p, "{^U}error mac", "rome", 2);
	search(p, "{BS}{BS}{BS}", "branch-lyon", 3);
	search(p, "{^U}oslo", "Make a new draft", 1);
	assert_contains(notice(p), "Search: oslo. No matches. Esc clears it.");
	assert_string_equal(wizard_view(p->start)->keyline,
		"Enter make it  ^X menu  ^N/^P move  ^G help  ^C leave");
	press(p, "{Enter}");
	assert_string_equal(wizard_view(p->start)->prompt_edit->text.buf, "oslo");
	press(p, "{Enter}");
	assert_contains(wizard_chosen(p->start), "/oslo.yaml");
}

static void
drafts_are_grouped(void **state)
{
	struct page *p = *state;

	write_draft(&p->drafts, "a.yaml", "form: scep\nplatform: ios\n");
	write_draft(&p->drafts, "b.yaml", GOOD);
	set_time(&p->drafts, "a.yaml", 1000);
	open_page(p);
	assert_string_equal(focused(p), "b");
	press(p, "{^X}g"); /* there is one folder */
	assert_contains(notice(p), "Grouped by platform.");
	assert_string_equal(focused(p), "b");
	assert_string_equal(wizard_view(p->start)->rows[2].label, "macOS");
	assert_string_equal(wizard_view(p->start)->rows[4].label, "iOS");
	press(p, "{Down}");
	assert_string_equal(focused(p), "a");
	press(p, "{^X}g");
	assert_string_equal(
		wizard_view(p->start)->rows[2].label, "Warnings, or changed since the export");
	assert_string_equal(wizard_view(p->start)->rows[4].label, "Errors, or changes to recover");
	assert_string_equal(focused(p), "a");
	press(p, "{Up}{Up}{Up}");
	assert_string_equal(focused(p), "Make a new draft");
	press(p, "{^X}g");
	assert_contains(notice(p), "The last changed draft comes first.");
	assert_int_equal(wizard_view(p->start)->nrows, 4);
}

/* In the current one there are files that are no drafts, too. */
static void
both_folders_are_listed(void **state)
{
	struct page *p = *state;
	char here[80];

	write_draft(&p->drafts, "office.yaml", GOOD);
	snprintf(here, sizeof here, "%s/here", p->drafts.above);
	assert_int_equal(mkdir(here, 0700), 0);
	assert_int_equal(chdir(here), 0);
	write_draft(&p->drafts, "../here/office.yaml", "form: scep\nplatform: ios\n");
	write_draft(&p->drafts, "../here/compose.yaml", "services:\n  form: x\n");
	write_draft(&p->drafts, "../here/acme.yaml", "extends: scep\nform: acme\n");
	write_draft(&p->drafts, "../here/flow.yml", "{url: \"\", form: scep}\n");
	set_time(&p->drafts, "office.yaml", 2000);
	set_time(&p->drafts, "../here/office.yaml", 1000);
	set_time(&p->drafts, "../here/flow.yml", 500);
	p->start = wizard_new_start(p->drafts.forms, ".", p->drafts.folder);
	wizard_compare(p->start);
	assert_int_equal(wizard_view(p->start)->nrows, 5);
	assert_contains(page_row_of(p, "office ")->value, "macOS  drafts  complete");
	assert_contains(page_row_of(p, "office.yaml")->value, "iOS    here    1 error");
	assert_contains(page_row_of(p, "flow.yml")->value, "macOS  here ");
	press(p, "here ios{Enter}");
	assert_string_equal(wizard_chosen(p->start), "./office.yaml");
	press(p, "{Esc}{^X}g");
	assert_string_equal(wizard_view(p->start)->rows[2].label, "Drafts folder");
	assert_string_equal(wizard_view(p->start)->rows[4].label, "Current folder");
	/* one that is made here goes to the drafts folder; a name that is taken there */
	press(p, "{^X}noffice{Enter}");
	assert_contains(notice(p), "/drafts/office.yaml already exists.");
	/* renamed where it is */
	press(p, "here ios{^X}r{^U}lyon{Enter}");
	assert_true(path_exists("./lyon.yaml") && !path_exists("./office.yaml"));
}

/* Thousands of files that may be drafts are not looked into before the first picture. */
static void
the_rest_of_a_large_folder_comes_later(void **state)
{
	struct page *p = *state;

	for (int i = 0; i < 450; i++) {
		char name[32];

		snprintf(name, sizeof name, "d%03d.yaml", i);
		write_draft(&p->drafts, name, i % 9 ? GOOD : "services: {}\n");
	}
	p->start = wizard_new_start(p->drafts.forms, p->drafts.folder, p->drafts.above);
	assert_in_range(wizard_view(p->start)->nrows, 100, 201);
	wizard_fit(p->start, 20);
	assert_true(wizard_compare(p->start));
	press(p, "{Down}{Down}");
	assert_true(wizard_compare(p->start));
	assert_false(wizard_compare(p->start));
	assert_string_equal(wizard_view(p->start)->state, "400 drafts");
	press(p, "warning");
	while (wizard_compare(p->start))
		;
	assert_string_equal(wizard_view(p->start)->state, "400 of 400 drafts");
}

static void
a_draft_is_renamed_and_that_is_undone(void **state)
{
	struct page *p = *state;

	write_draft(&p->drafts, "office.yaml", GOOD);
	write_draft(&p->drafts, "paris.yaml", GOOD);
	set_time(&p->drafts, "paris.yaml", 1000);
	open_page(p);
	press(p, "{^_}");
	assert_string_equal(notice(p), "Nothing to undo.");
	press(p, "{^X}r");
	assert_string_equal(wizard_view(p->start)->prompt, "New name: ");
	assert_string_equal(wizard_view(p->start)->prompt_edit->text.buf, "office");
	press(p, "{^U}paris{Enter}");
	assert_contains(notice(p), "Not renamed: ");
	assert_contains(notice(p), "/paris.yaml already exists.");
	press(p, "{^X}r{^U}lyon{Enter}");
	assert_string_equal(notice(p), "Renamed to lyon. ^_ undoes it.");
	assert_string_equal(focused(p), "lyon");
	assert_contains(wizard_view(p->start)->keyline, "^_ undo");
	press(p, "{^_}");
	assert_contains(notice(p), "/office.yaml is back.");
	assert_string_equal(focused(p), "office");
	assert_int_equal(wizard_view(p->start)->nrows, 4);
	assert_null(strstr(wizard_view(p->start)->keyline, "undo"));
}

static void
a_deleted_draft_is_in_the_bin_and_comes_back(void **state)
{
	struct page *p = *state;
	struct strbuf err = STRBUF_INIT, text = STRBUF_INIT;
	char *state_path = state_folder(&err), *bin = path_join(state_path, "bin"),
	     *binned = path_join(bin, "office.yaml"), *second = path_join(bin, "office-2.yaml");

	write_draft(&p->drafts, "office.yaml", GOOD);
	open_page(p);
	press(p, "{^X}d");
	assert_string_equal(notice(p), "office was deleted. ^_ brings it back.");
	assert_string_equal(focused(p), "Make a new draft");
	assert_int_equal(file_read(binned, 65536, &text, &err), 0);
	assert_string_equal(text.buf, GOOD);
	write_draft(&p->drafts, "office.yaml", "form: scep\n");
	reload_page(p);
	press(p, "{Down}{^X}d");
	assert_true(path_exists(second));
	write_draft(&p->drafts, "office.yaml", "form: scep\n");
	press(p, "{^_}");
	assert_contains(notice(p), "Not undone: ");
	assert_contains(notice(p), "/office.yaml exists already.");
	remove_draft(&p->drafts, "office.yaml");
	press(p, "{^_}{^X}rother{Enter}");
	assert_false(path_exists(second));
	press(p, "{^_}");
	strbuf_clear(&text);
	assert_string_equal(focused(p), "office");
	assert_true(path_exists(binned));
	remove_draft(&p->drafts, "office.yaml");
	press(p, "{^_}");
	assert_false(path_exists(binned));
	assert_string_equal(focused(p), "office");
	wizard_compare(p->start);
	assert_contains(page_row_of(p, "office")->value, "complete, 4 warnings");
	strbuf_release(&text);
	free(state_path);
	free(bin);
	free(binned);
	free(second);
}

/* What a session has, or has left, is not moved away under it. */
static void
a_draft_of_a_session_is_not_moved(void **state)
{
	static const char *const keys[] = { "{^X}rother{Enter}", "{^X}d" };
	struct page *p = *state;

	write_draft(&p->drafts, "a.yaml", GOOD);
	leave_changes(&p->drafts, "a.yaml");
	open_page(p);
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		press(p, keys[i]);
		assert_contains(notice(p), i ? "Not deleted: " : "Not renamed: ");
		assert_contains(
			notice(p), "/a.yaml has unsaved changes of a session. Open it first.");
		assert_string_equal(focused(p), "a");
	}
}

static void
the_menu_opens_with_the_review_or_the_export(void **state)
{
	static const struct {
		const char *keys;
		enum wizard_begin begin;
	} cases[] = {
		{ "{Enter}", WIZARD_FIELDS },
		{ "{^X}o", WIZARD_FIELDS },
		{ "{^X}v", WIZARD_REVIEW },
		{ "{M-r}", WIZARD_REVIEW },
		{ "{^X}x", WIZARD_EXPORT },
		{ "{^X}{Enter}", WIZARD_FIELDS },
	};
	struct page *p = *state;

	write_draft(&p->drafts, "a.yaml", GOOD);
	open_page(p);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		p->wish = WIZARD_GO_ON;
		press(p, cases[i].keys);
		assert_int_equal(p->wish, WIZARD_OPEN);
		assert_int_equal(wizard_chosen_begin(p->start), cases[i].begin);
	}
	/* what is for drafts is not offered on the row that makes one */
	press(p, "{Home}{^X}");
	assert_string_equal(wizard_view(p->start)->items[0].name, "n");
	p->wish = WIZARD_GO_ON;
	press(p, "xvdr{Esc}{M-r}");
	assert_int_equal(p->wish, WIZARD_GO_ON);
	assert_null(wizard_view(p->start)->prompt);
	assert_int_equal(wizard_view(p->start)->nrows, 3);
}

static void
an_export_begins_at_once(void **state)
{
	struct page *p = *state;
	struct draft_file file = DRAFT_FILE_INIT;
	struct strbuf err = STRBUF_INIT;
	char *path = path_join(p->drafts.folder, "a.yaml");
	struct wizard *wizard;

	write_draft(&p->drafts, "a.yaml", GOOD);
	assert_int_equal(draft_file_read(&file, p->drafts.form, path, &err), 0);
	wizard = wizard_new(&file, WIZARD_EXPORT);
	wizard_begin_export(wizard);
	assert_string_equal(wizard_view(wizard)->prompt, "Export to: ");
	wizard_free(wizard);
	draft_file_release(&file);
	free(path);
}

static void
two_drafts_are_compared(void **state)
{
	struct page *p = *state;

	write_draft(&p->drafts, "a.yaml", GOOD);
	open_page(p);
	press(p, "{^X}p");
	assert_string_equal(notice(p), "There is no other draft.");
	write_draft(&p->drafts, "b.yaml", GOOD "key_size: 2048\n");
	write_draft(&p->drafts, "c.yaml", GOOD);
	set_time(&p->drafts, "a.yaml", 1000);
	reload_page(p);
	press(p, "{^X}p");
	assert_int_equal(wizard_view(p->start)->nitems, 2);
	press(p, "b{Enter}");
	assert_int_equal(wizard_view(p->start)->kind, VIEW_HELP);
	assert_string_equal(wizard_view(p->start)->heading, "Compared");
	assert_string_equal(wizard_view(p->start)->rows[2].label, "Key size");
	assert_string_equal(wizard_view(p->start)->rows[3].label, "- 1024");
	assert_string_equal(wizard_view(p->start)->rows[4].label, "+ 2048");
	press(p, "{Esc}");
	assert_int_equal(wizard_view(p->start)->kind, VIEW_START);
	assert_string_equal(focused(p), "a");
	press(p, "{^X}pc{Enter}");
	assert_string_equal(wizard_view(p->start)->rows[0].label, "No differences.");
}

static void
a_profile_is_imported(void **state)
{
	struct page *p = *state;
	char script[200];

	write_draft(&p->drafts, "a.yaml", GOOD);
	export_draft(&p->drafts, "a.yaml");
	open_page(p);
	snprintf(script, sizeof script, "{^X}i%s/a.mobileconfig{Enter}", p->drafts.above);
	press(p, script);
	assert_string_equal(notice(p), "");
	assert_int_equal(p->wish, WIZARD_OPEN);
	assert_contains(wizard_chosen(p->start), "/a-2.yaml");
	assert_int_equal(wizard_chosen_begin(p->start), WIZARD_REVIEW);
	reload_page(p);
	assert_string_equal(focused(p), "a-2");
	p->wish = WIZARD_GO_ON;
	press(p, "{^X}i/dev/null{Enter}");
	assert_contains(notice(p), "Not imported: ");
	press(p, "{^X}i{Enter}");
	assert_string_equal(notice(p), "Nothing was imported.");
	assert_int_equal(p->wish, WIZARD_GO_ON);
}

static void
help_is_a_page(void **state)
{
	struct page *p = *state;

	open_page(p);
	press(p, "{^G}");
	assert_int_equal(wizard_view(p->start)->kind, VIEW_HELP);
	assert_string_equal(wizard_view(p->start)->rows[0].label, "Drafts");
	assert_string_equal(wizard_view(p->start)->heading, "Help");
	press(p, "{Down}{PgDn}{End}{Esc}");
	assert_int_equal(wizard_view(p->start)->kind, VIEW_START);
	/* and has the same topics, fields included */
	press(p, "{^G}15{Enter}");
	assert_string_equal(wizard_view(p->start)->rows[0].label, "Root certificate");
	press(p, "{Esc}{Esc}{Esc}{Esc}");
	assert_int_equal(wizard_view(p->start)->kind, VIEW_START);
	press(p, "{^X}h{Enter}");
	assert_int_equal(wizard_view(p->start)->kind, VIEW_START);
}

/* What the table of keys says of this page is so: any other key says what can be done. */
static void
the_keys_of_the_page_are_known(void **state)
{
	struct page *p = *state;

	write_draft(&p->drafts, "office.yaml", GOOD);
	for (size_t i = 0; i < key_bindings_count; i++) {
		const struct key_binding *binding = &key_bindings[i];
		bool told;

		if (key_action(binding->chords[0]) == ACTION_TYPE ||
			binding->action == ACTION_REPAINT || binding->action == ACTION_SUSPEND)
			continue;
		open_page(p);
		wizard_chord(p->start, binding->chords[0]);
		told = strstr(wizard_view(p->start)->message, "Type to search.") != NULL;
		assert_int_equal(told, !(binding->contexts & KEYS_START));
	}
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
	assert_contains(notice(p), "Not all drafts are listed: cannot read the folder ");
	press(p, "{^X}nx{Enter}");
	assert_contains(notice(p), "No draft was made: ");
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
		page_test(what_was_discarded_is_not_unsaved),
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
		page_test(typing_narrows_the_list),
		page_test(drafts_are_grouped),
		page_test(both_folders_are_listed),
		page_test(the_rest_of_a_large_folder_comes_later),
		page_test(a_draft_is_renamed_and_that_is_undone),
		page_test(a_deleted_draft_is_in_the_bin_and_comes_back),
		page_test(a_draft_of_a_session_is_not_moved),
		page_test(the_menu_opens_with_the_review_or_the_export),
		page_test(an_export_begins_at_once),
		page_test(two_drafts_are_compared),
		page_test(a_profile_is_imported),
		page_test(help_is_a_page),
		page_test(the_keys_of_the_page_are_known),
		page_test(names_of_files_are_filtered_for_display),
		page_test(a_folder_that_cannot_be_read_says_so),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
