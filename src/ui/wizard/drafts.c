/* The start page: the drafts of the drafts folder, to open one, make one, or make one of another's answers. It
 * writes new drafts and nothing else. Letters that mean something stand in its table; a key that means nothing
 * is answered with what does. */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "format/draft/draft_file.h"

#include "ui/wizard/state.h"

#define DRAFT_SUFFIX ".yaml"
/* Names are filled up to the longest one, so that what stands behind them is in line; a longer one pushes its
 * own. */
#define NAME_COLUMNS 26

/* The draft under the focus, read; NULL on the last row. */
static const struct draft_entry *
drafts_entry(struct wizard *w)
{
	size_t focus = w->lists[VIEW_START].focus;

	return focus < w->drafts.list.n ? draft_list_entry(&w->drafts.list, focus) : NULL;
}

static char *
drafts_label(const struct draft_entry *entry, int columns)
{
	struct strbuf out = STRBUF_INIT;
	int width;

	text_show(&out, entry->name, strlen(entry->name));
	width = text_width(out.buf, out.len);
	strbuf_addchars(&out, ' ', width < columns ? (size_t)(columns - width) : 0);
	return strbuf_detach(&out);
}

static int
drafts_columns(const struct draft_list *drafts)
{
	int columns = 0;

	for (size_t i = 0; i < drafts->n; i++) {
		char *name = drafts_label(&drafts->v[i], 0);
		int width = text_width(name, strlen(name));

		columns = width > columns ? width : columns;
		free(name);
	}
	return columns > NAME_COLUMNS ? NAME_COLUMNS : columns;
}

static void drafts_open(struct wizard *w);

static void
drafts_fill(struct wizard *w)
{
	const struct draft_list *drafts = &w->drafts.list;
	struct list *list = &w->lists[VIEW_START];
	size_t focus = list->focus;
	int columns = drafts_columns(drafts);

	list_clear(list);
	for (size_t i = 0; i < drafts->n; i++) {
		char *label = drafts_label(&drafts->v[i], columns);

		list_add(list, ROW_ACTION, label, NULL)->run = drafts_open;
		free(label);
		if (w->drafts.path && !strcmp(drafts->v[i].path, w->drafts.path))
			focus = i;
	}
	list_add(list, ROW_ACTION, "Make a new draft", "")->run = wizard_make_draft;
	list->focus = focus < list->n ? focus : list->n - 1;
}

void
wizard_reload(struct wizard *w)
{
	struct strbuf err = STRBUF_INIT;

	if (draft_list_read(&w->drafts.list, w->drafts.forms, w->drafts.folder, &err) < 0)
		wizard_say(w, '!', "No drafts are listed: %s", err.buf);
	drafts_fill(w);
	strbuf_release(&err);
}

/* A draft is read when it comes into sight: a folder may hold thousands. */
void
drafts_read_shown(struct wizard *w)
{
	struct draft_list *list = &w->drafts.list;
	size_t focus = w->lists[VIEW_START].focus, room = w->rows_shown;

	for (size_t i = room && focus > room ? focus - room : 0;
		i < list->n && (!room || i < focus + room); i++)
		draft_list_entry(list, i);
}

void
drafts_release(struct drafts *drafts)
{
	draft_list_release(&drafts->list);
	free(drafts->folder);
	free(drafts->path);
}

static void
drafts_choose(struct wizard *w, const char *path)
{
	char *copy = xstrdup(path);

	free(w->drafts.path);
	w->drafts.path = copy;
	w->wish = WIZARD_OPEN;
}

/* A draft made here stands in this folder, whatever it is called; NULL with a sentence where it cannot
 * be. The caller frees. */
static char *
draft_new_path(const struct wizard *w, const char *name, struct strbuf *err)
{
	size_t len = strlen(name), suffix = strlen(DRAFT_SUFFIX);
	struct strbuf file = STRBUF_INIT;
	char *path = NULL;

	if (len > suffix && !strcmp(name + len - suffix, DRAFT_SUFFIX))
		len -= suffix;
	strbuf_addf(&file, "%.*s" DRAFT_SUFFIX, (int)len, name);
	path = path_join(w->drafts.folder, file.buf);
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
draft_make(struct wizard *w, const char *name, const char *from)
{
	struct draft_file file = DRAFT_FILE_INIT, other = DRAFT_FILE_INIT;
	struct strbuf err = STRBUF_INIT;
	char *path = draft_new_path(w, name, &err);
	int result = path ? 0 : -1;

	if (result == 0 && from)
		result = forms_read_draft(w->drafts.forms, from, &other, &err);
	if (result == 0) {
		draft_file_new(&file,
			from ? draft_form(other.draft) : forms_default(w->drafts.forms), path);
		if (from)
			draft_copy_answers(file.draft, other.draft);
		result = draft_file_save(&file, &err);
	}
	if (result == 0)
		drafts_choose(w, path);
	else
		wizard_say(w, '!', "Not made: %s", err.buf);
	free(path);
	draft_file_release(&file);
	draft_file_release(&other);
	strbuf_release(&err);
}

void
drafts_take_name(struct wizard *w, const char *name)
{
	draft_make(w, name, NULL);
}

void
wizard_make_draft(struct wizard *w)
{
	wizard_ask(w, QUESTION_DRAFT_NAME, "Name of the new draft: ", "");
}

void
drafts_take_copy(struct wizard *w, const char *name)
{
	if (drafts_entry(w))
		draft_make(w, name, drafts_entry(w)->path);
}

void
wizard_copy_draft(struct wizard *w)
{
	const struct draft_entry *entry = drafts_entry(w);
	struct strbuf start = STRBUF_INIT;

	if (!entry) {
		wizard_say(w, ' ', "Choose the draft whose answers are to be copied.");
	} else if (entry->trouble) {
		wizard_say(w, '!', "A draft that cannot be read cannot be copied.");
	} else if (entry->state == DRAFT_REMOVED) {
		wizard_say(w, '!',
			"A draft that was removed has to be recovered before it is copied.");
	} else {
		strbuf_addf(&start, "%s-copy", entry->name);
		wizard_ask(w, QUESTION_DRAFT_COPY,
			"Name of the copy, which gets its own identity: ", start.buf);
	}
	strbuf_release(&start);
}

/* Where it cannot be read the picture says why. */
static void
drafts_open(struct wizard *w)
{
	const struct draft_entry *entry = drafts_entry(w);

	if (!entry->trouble)
		drafts_choose(w, entry->path);
}

static void
drafts_accept(struct wizard *w)
{
	list_focused(&w->lists[VIEW_START])->run(w);
}

/* The next one behind the focus, so that asking again goes on to further ones. */
void
drafts_find(struct wizard *w, const char *text)
{
	struct list *list = &w->lists[VIEW_START];
	char *wanted = text_lower(text);
	bool found = !*text;

	for (size_t i = 1, before = list->focus; !found && i <= list->n; i++) {
		size_t at = (before + i) % list->n;

		found = at < w->drafts.list.n && draft_list_has(&w->drafts.list, at, wanted);
		if (found)
			list->focus = at;
	}
	if (!found)
		wizard_say(w, '!', "No draft has this in its name or its policy's.");
	free(wanted);
}

static void
drafts_go_to(struct wizard *w)
{
	wizard_ask(w, QUESTION_DRAFT_FIND, "Go to (part of the name): ", "");
}

static void
drafts_close(struct wizard *w)
{
	(void)w;
}

static void
drafts_help(struct wizard *w)
{
	wizard_say(w, ' ',
		"Enter opens a draft, n makes one, c makes one with the answers of this one and an "
		"identity of its own, M-g goes to a name, q leaves.");
}

const struct page_action drafts_actions[] = {
	{ .action = ACTION_ACCEPT, .run = drafts_accept },
	{ .action = ACTION_GO_TO, .run = drafts_go_to },
	{ .action = ACTION_LEAVE, .run = wizard_end },
	{ .action = ACTION_CLOSE, .run = drafts_close },
	{ .letter = 'n', .run = wizard_make_draft },
	{ .letter = 'c', .run = wizard_copy_draft },
	{ .letter = 'q', .run = wizard_end },
	{ .run = drafts_help },
};
const size_t drafts_actions_count = ARRAY_SIZE(drafts_actions);
