#include "wizard_session.h"

#include <fcntl.h>
#include <unistd.h>

char *
path_in(const struct session *s, const char *name)
{
	return path_join(s->folder, name);
}

char *
session_file(const struct session *s, const char *name)
{
	struct strbuf data = STRBUF_INIT, err = STRBUF_INIT;
	char *path = path_in(s, name);

	if (file_read(path, 1000000, &data, &err) < 0)
		fail_msg("%s", err.buf);
	free(path);
	return strbuf_detach(&data);
}

int
session_begin(void **state)
{
	struct session *s = xcalloc(1, sizeof *s);

	snprintf(s->folder, sizeof s->folder, "/tmp/scepwiz-test-XXXXXX");
	test_folder(s->folder);
	setenv("SCEPWIZ_DRAFTS", s->folder, 1);
	s->form = form_of_tree();
	s->file = (struct draft_file)DRAFT_FILE_INIT;
	draft_file_new(&s->file, s->form, NULL);
	s->wizard = wizard_new(&s->file, false);
	s->before = open(".", O_RDONLY | O_DIRECTORY);
	*state = s;
	return chdir(s->folder); /* where an export goes */
}

int
session_end(void **state)
{
	struct session *s = *state;
	struct strbuf command = STRBUF_INIT;
	int removed;

	wizard_free(s->wizard);
	draft_file_release(&s->file);
	form_free(s->form);
	if (fchdir(s->before) < 0 || close(s->before) < 0)
		return -1;
	strbuf_addf(&command, "rm -r %s", s->folder);
	removed = system(command.buf);
	strbuf_release(&command);
	free(s);
	return removed;
}

void
must_not_hold(const char *text, const char *secret)
{
	if (text && strstr(text, secret))
		fail_msg("the secret is in the view: %s", text);
}

/* Everything that a front end could draw. */
static void
check_no_secret(const struct view *view)
{
	for (size_t i = 0; i < view->nrows; i++) {
		must_not_hold(view->rows[i].label, SECRET);
		must_not_hold(view->rows[i].value, SECRET);
	}
	must_not_hold(view->heading, SECRET);
	must_not_hold(view->progress, SECRET);
	must_not_hold(view->hint, SECRET);
	must_not_hold(view->message, SECRET);
	must_not_hold(view->left, SECRET);
	must_not_hold(view->prompt, SECRET);
	must_not_hold(view->explanation, SECRET);
	must_not_hold(view->told, SECRET);
	for (size_t i = 0; i < view->nitems; i++) {
		must_not_hold(view->items[i].name, SECRET);
		must_not_hold(view->items[i].meaning, SECRET);
	}
	if (view->edit)
		must_not_hold(view->edit->text.buf, SECRET);
	if (view->prompt_edit)
		must_not_hold(view->prompt_edit->text.buf, SECRET);
}

void
check_keyline(const char *line)
{
	for (; *line; line++) {
		size_t len = line[0] == '^' ? 2 : line[0] == 'M' && line[1] == '-' ? 3 : 0;

		if (len)
			chord_named(line, len);
	}
}

void
check_view(const struct session *s)
{
	const struct view *view = wizard_view(s->wizard);

	assert_true(view->focus < view->nrows);
	assert_true(view->rows[view->focus].kind != ROW_SECTION);
	assert_true(view->done <= view->fields);
	for (size_t i = 0; i < view->nrows; i++) {
		assert_non_null(view->rows[i].label);
		assert_non_null(view->rows[i].value);
		assert_true(view->rows[i].cursor <= strlen(view->rows[i].value));
		assert_true(view->rows[i].extra <= strlen(view->rows[i].value));
		assert_null(strpbrk(view->rows[i].value, "\n\033"));
	}
	assert_true(view->title && view->state && view->heading && view->progress);
	assert_true(view->hint && view->message && view->keyline && view->explanation);
	assert_true(strlen(view->keyline) <= 80);
	assert_true(!view->nitems || view->item_focus < view->nitems);
	check_keyline(view->keyline);
	if (!s->secret_may_show)
		check_no_secret(view);
}

void
play(struct session *s, const char *script)
{
	uint32_t chord;

	while ((chord = chord_next(&script))) {
		enum wizard_wish wish;

		wizard_chord(s->wizard, chord);
		wish = wizard_wants(s->wizard);
		if (wish != WIZARD_GO_ON)
			s->wish = wish;
		check_view(s);
	}
}

void
paste(struct session *s, const char *text)
{
	wizard_paste(s->wizard, text, strlen(text));
	check_view(s);
}

void
reopen(struct session *s, bool review)
{
	struct strbuf err = STRBUF_INIT;
	char *path = s->file.path;

	assert_non_null(path);
	wizard_free(s->wizard);
	s->file.path = NULL;
	draft_file_release(&s->file);
	if (draft_file_read(&s->file, s->form, path, &err) < 0)
		fail_msg("%s", err.buf);
	free(path);
	s->wizard = wizard_new(&s->file, review);
	strbuf_release(&err);
}

void
open_text(struct session *s, const char *text)
{
	struct strbuf err = STRBUF_INIT;
	char *path = path_in(s, "given.yaml");

	assert_int_equal(file_write(path, text, strlen(text), 0, &err), 0);
	free(s->file.path);
	s->file.path = path;
	reopen(s, false);
}

const struct view_row *
row_find(const struct session *s, const char *key)
{
	const struct view *view = wizard_view(s->wizard);

	for (size_t i = 0; i < view->nrows; i++)
		if (view->rows[i].field && !strcmp(view->rows[i].field->key, key))
			return &view->rows[i];
	return NULL;
}

const struct view_row *
row_of(const struct session *s, const char *key)
{
	static const struct view_row none;
	const struct view_row *row = row_find(s, key);

	if (!row)
		fail_msg("no row shows %s", key);
	return row ? row : &none;
}

bool
rows_mention(const struct session *s, const char *text)
{
	const struct view *view = wizard_view(s->wizard);

	for (size_t i = 0; i < view->nrows; i++)
		if (strstr(view->rows[i].label, text) || strstr(view->rows[i].value, text))
			return true;
	return false;
}

const char *
focus_label(const struct session *s)
{
	const struct view *view = wizard_view(s->wizard);

	return view->rows[view->focus].label;
}

const char *
focused_value(const struct session *s)
{
	const struct view *view = wizard_view(s->wizard);

	return view->rows[view->focus].value;
}

const char *
message(const struct session *s)
{
	return wizard_view(s->wizard)->message;
}

char
mark_of(const struct session *s, const char *key)
{
	return row_of(s, key)->mark;
}

const char *
answer(const struct session *s, const char *key)
{
	return draft_text(s->file.draft, field_of(s->form, key));
}

char *
certificate_file(const struct session *s, const char *name)
{
	static const struct cert_spec spec = { "Example Root CA", NULL, 2048, "SHA256", -1, 3650,
		true, 0 };
	struct strbuf pem = STRBUF_INIT, err = STRBUF_INIT;
	char *path = path_in(s, name);

	cert_pem(&spec, &pem);
	assert_int_equal(file_write(path, pem.buf, pem.len, 0, &err), 0);
	strbuf_release(&pem);
	return path;
}
