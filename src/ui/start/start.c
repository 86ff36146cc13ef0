/* The start page: keys and what they do. Letters that mean something stand in a table, as does what
 * each action does; a key that means nothing here is answered with what does. */
#include "ui/start/start.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/path.h"
#include "base/xalloc.h"

#include "format/draft/draft_file.h"

#include "ui/start/state.h"

/* Rows that PgDn goes on. */
#define PAGE_ROWS 12
#define DRAFT_SUFFIX ".yaml"

/* What becomes of the line that answers a question. */
struct start_prompt {
	void (*line)(struct start *s, const char *text);
};

const struct draft_entry *
start_entry(const struct start *s)
{
	return s->focus < s->list.n ? &s->list.v[s->focus] : NULL;
}

void
start_say(struct start *s, char mark, const char *text)
{
	strbuf_set(&s->notice, text);
	s->notice_mark = mark;
}

/* err may hold a file's name: the view filters it. */
static void
start_fail(struct start *s, const char *what, const struct strbuf *err)
{
	struct strbuf text = STRBUF_INIT;

	strbuf_addf(&text, "%s: %s", what, err->buf);
	start_say(s, '!', text.buf);
	strbuf_release(&text);
}

static void
start_find_path(struct start *s)
{
	for (size_t i = 0; s->path && i < s->list.n; i++)
		if (!strcmp(s->list.v[i].path, s->path))
			s->focus = i;
}

void
start_reload(struct start *s)
{
	struct strbuf err = STRBUF_INIT;

	if (draft_list_read(&s->list, s->forms, s->folder, &err) < 0)
		start_fail(s, "No drafts are listed", &err);
	if (s->focus > s->list.n)
		s->focus = s->list.n;
	start_find_path(s);
	strbuf_release(&err);
}

struct start *
start_new(struct forms *forms, const char *folder)
{
	struct start *s = xcalloc(1, sizeof *s);

	s->forms = forms;
	s->folder = xstrdup(folder);
	s->notice_mark = ' ';
	strbuf_init(&s->notice);
	lineedit_init(&s->edit);
	start_reload(s);
	return s;
}

static void
start_close_prompt(struct start *s)
{
	s->prompt = NULL;
	free(s->prompt_text);
	s->prompt_text = NULL;
	lineedit_set(&s->edit, "");
}

void
start_free(struct start *s)
{
	if (!s)
		return;
	start_close_prompt(s);
	draft_list_release(&s->list);
	lineedit_release(&s->edit);
	strbuf_release(&s->notice);
	view_release(&s->view);
	free(s->folder);
	free(s->path);
	free(s);
}

enum start_wish
start_wants(struct start *s)
{
	enum start_wish wish = s->wish;

	s->wish = START_GO_ON;
	return wish;
}

const char *
start_path(const struct start *s)
{
	return s->path;
}

static void
start_open_path(struct start *s, const char *path)
{
	char *copy = xstrdup(path);

	free(s->path);
	s->path = copy;
	s->wish = START_OPEN;
}

static void
start_ask(
	struct start *s, const struct start_prompt *prompt, const char *question, const char *begin)
{
	start_close_prompt(s);
	s->prompt = prompt;
	s->prompt_text = xstrdup(question);
	lineedit_set(&s->edit, begin);
}

/* A draft made here stands in this folder, whatever it is called; NULL with a sentence where it cannot
 * be. The caller frees. */
static char *
draft_new_path(const struct start *s, const char *name, struct strbuf *err)
{
	size_t len = strlen(name), suffix = strlen(DRAFT_SUFFIX);
	struct strbuf file = STRBUF_INIT;
	char *path = NULL;

	if (len > suffix && !strcmp(name + len - suffix, DRAFT_SUFFIX))
		len -= suffix;
	strbuf_addf(&file, "%.*s" DRAFT_SUFFIX, (int)len, name);
	path = path_join(s->folder, file.buf);
	if (!len)
		error_add(err, "a draft needs a name");
	else if (strchr(name, '/'))
		error_add(err,
			"a name has no slash; \"scepwiz new PATH\" makes a draft in another folder");
	else if (name[0] == '.')
		error_add(err, "a name that begins with a dot would not be listed");
	else if (path_exists(path))
		error_add(err, "%s exists already; give another name", path);
	if (err->len) {
		free(path);
		path = NULL;
	}
	strbuf_release(&file);
	return path;
}

/* Makes a draft with the answers of another one (from, a path) or with none, and opens it. */
static void
draft_make(struct start *s, const char *name, const char *from)
{
	struct draft_file file = DRAFT_FILE_INIT, other = DRAFT_FILE_INIT;
	struct strbuf err = STRBUF_INIT;
	char *path = draft_new_path(s, name, &err);
	int result = path ? 0 : -1;

	if (result == 0 && from)
		result = forms_read_draft(s->forms, from, &other, &err);
	if (result == 0) {
		draft_file_new(
			&file, from ? draft_form(other.draft) : forms_default(s->forms), path);
		if (from)
			draft_copy_answers(file.draft, other.draft);
		result = draft_file_save(&file, &err);
	}
	if (result == 0)
		start_open_path(s, path);
	else
		start_fail(s, "Not made", &err);
	free(path);
	draft_file_release(&file);
	draft_file_release(&other);
	strbuf_release(&err);
}

static void
make_line(struct start *s, const char *text)
{
	draft_make(s, text, NULL);
}

static void
start_make(struct start *s)
{
	static const struct start_prompt prompt = { make_line };

	start_ask(s, &prompt, "Name of the new draft: ", "");
}

static void
copy_line(struct start *s, const char *text)
{
	const struct draft_entry *entry = start_entry(s);

	if (entry)
		draft_make(s, text, entry->path);
}

static void
start_copy(struct start *s)
{
	static const struct start_prompt prompt = { copy_line };
	const struct draft_entry *entry = start_entry(s);
	struct strbuf begin = STRBUF_INIT;

	if (!entry) {
		start_say(s, ' ', "Choose the draft whose answers are to be copied.");
	} else if (entry->trouble) {
		start_say(s, '!', "A draft that cannot be read cannot be copied.");
	} else if (entry->state == DRAFT_REMOVED) {
		start_say(s, '!',
			"A draft that was removed has to be recovered before it is copied.");
	} else {
		strbuf_addf(&begin, "%s-copy", entry->name);
		start_ask(s, &prompt, "Name of the copy, which gets its own identity: ", begin.buf);
	}
	strbuf_release(&begin);
}

static void
start_open(struct start *s)
{
	const struct draft_entry *entry = start_entry(s);

	if (!entry)
		start_make(s);
	else if (!entry->trouble)
		start_open_path(s, entry->path);
	/* where it cannot be read the picture says why */
}

static void
start_quit(struct start *s)
{
	s->wish = START_QUIT;
}

static bool
name_contains(const char *name, const char *part)
{
	size_t len = strlen(part);

	for (; *name; name++)
		if (!strncasecmp(name, part, len))
			return true;
	return false;
}

/* The next one behind the focus, so that asking again goes on to further ones. */
static void
go_to_line(struct start *s, const char *text)
{
	for (size_t i = 1; *text && i <= s->list.n + 1; i++) {
		size_t at = (s->focus + i) % (s->list.n + 1);

		if (at < s->list.n && (name_contains(s->list.v[at].name, text) ||
					      name_contains(s->list.v[at].title, text))) {
			s->focus = at;
			return;
		}
	}
	if (*text)
		start_say(s, '!', "No draft has this in its name or its policy's.");
}

static void
start_go_to(struct start *s)
{
	static const struct start_prompt prompt = { go_to_line };

	start_ask(s, &prompt, "Go to (part of the name): ", "");
}

static void
start_down(struct start *s)
{
	s->focus += s->focus < s->list.n;
}

static void
start_up(struct start *s)
{
	s->focus -= s->focus > 0;
}

static void
start_forward(struct start *s)
{
	for (int i = 0; i < PAGE_ROWS; i++)
		start_down(s);
}

static void
start_back(struct start *s)
{
	for (int i = 0; i < PAGE_ROWS; i++)
		start_up(s);
}

static void
start_first(struct start *s)
{
	s->focus = 0;
}

static void
start_last(struct start *s)
{
	s->focus = s->list.n;
}

static void
start_nothing(struct start *s)
{
	(void)s;
}

static void
start_help(struct start *s)
{
	start_say(s, ' ',
		"Enter opens a draft, n makes one, c makes one with the answers of this one and an "
		"identity of its own, M-g goes to a name, q leaves.");
}

static const struct start_action {
	enum action action;
	void (*run)(struct start *s);
} start_actions[] = {
	{ ACTION_ACCEPT, start_open },
	{ ACTION_NEXT, start_down },
	{ ACTION_DOWN, start_down },
	{ ACTION_PREVIOUS, start_up },
	{ ACTION_UP, start_up },
	{ ACTION_SECTION_NEXT, start_forward },
	{ ACTION_SECTION_PREVIOUS, start_back },
	{ ACTION_START, start_first },
	{ ACTION_END, start_last },
	{ ACTION_GO_TO, start_go_to },
	{ ACTION_LEAVE, start_quit },
	{ ACTION_CLOSE, start_nothing },
};

static const struct start_letter {
	char letter;
	void (*run)(struct start *s);
} start_letters[] = {
	{ 'n', start_make },
	{ 'c', start_copy },
	{ 'q', start_quit },
};

static void
start_key(struct start *s, enum action action, uint32_t chord)
{
	for (size_t i = 0; i < ARRAY_SIZE(start_actions); i++)
		if (start_actions[i].action == action) {
			start_actions[i].run(s);
			return;
		}
	for (size_t i = 0; i < ARRAY_SIZE(start_letters); i++)
		if ((chord | 0x20) == (uint32_t)start_letters[i].letter) {
			start_letters[i].run(s);
			return;
		}
	start_help(s);
}

/* The text is copied: closing wipes the editor. */
static void
prompt_accept(struct start *s)
{
	const struct start_prompt *prompt = s->prompt;
	struct strbuf text = STRBUF_INIT;

	strbuf_addstr(&text, s->edit.text.buf);
	strbuf_trim(&text);
	start_close_prompt(s);
	prompt->line(s, text.buf);
	strbuf_release(&text);
}

static void
prompt_key(struct start *s, enum action action, uint32_t chord)
{
	if (action == ACTION_ACCEPT)
		prompt_accept(s);
	else if (action == ACTION_CLOSE || action == ACTION_LEAVE)
		start_close_prompt(s);
	else if (action == ACTION_TYPE)
		lineedit_type(&s->edit, chord);
	else
		lineedit_act(&s->edit, action);
}

void
start_chord(struct start *s, uint32_t chord)
{
	enum action action = key_action(chord);
	struct strbuf note = STRBUF_INIT;

	if (action == ACTION_NONE)
		return;
	strbuf_clear(&s->notice);
	if (s->prompt)
		prompt_key(s, action, chord);
	else
		start_key(s, action, chord);
	lineedit_full(&s->edit, &note);
	if (note.len)
		start_say(s, '!', note.buf);
	strbuf_release(&note);
}

/* Outside a question a paste would be a row of commands that nobody meant. */
void
start_paste(struct start *s, const char *text, size_t len)
{
	struct strbuf note = STRBUF_INIT;

	strbuf_clear(&s->notice);
	if (s->prompt)
		lineedit_paste(&s->edit, text, len, &note);
	if (note.len)
		start_say(s, '?', note.buf);
	strbuf_release(&note);
}
