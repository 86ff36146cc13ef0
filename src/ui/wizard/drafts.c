/* The start page: the drafts of the current folder and of the drafts folder, searched and grouped. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "format/draft/defaults.h"
#include "format/draft/draft_file.h"

#include "ui/wizard/machine.h"

/* Names are filled up to the longest one, so that what stands behind them is in line; a longer one pushes its
 * own. */
#define NAME_COLUMNS 24
/* So long drafts are read between two looks for a key. */
#define READ_MS 20

const struct draft_entry *
drafts_entry(struct wizard *w)
{
	const struct row *row = list_focused(&w->p.lists[VIEW_START]);

	return row->leads == ROW_OPENS ? draft_list_entry(&w->p.drafts.list, row->item) : NULL;
}

/* The name as it is shown, and how many columns it takes. */
static int
drafts_name(const struct draft_entry *entry, struct strbuf *out)
{
	text_show(out, entry->name, strlen(entry->name));
	return text_width(out->buf, out->len);
}

/* Whether a word, in small letters, is in what the row shows, or in the policy name. */
static bool
entry_has(struct wizard *w, size_t i, const char *word)
{
	const struct draft_entry *entry = &w->p.drafts.list.v[i];
	const char *title;
	STRBUF(state);

	if (text_contains(entry->name, word) ||
		text_contains(entry->here ? "here" : "drafts", word))
		return true;
	if (entry->read)
		draft_entry_state(entry, &state);
	if (entry->read && (text_contains(entry->platform, word) || text_contains(state.buf, word)))
		return true;
	title = draft_list_title(&w->p.drafts.list, i);
	return title && text_contains(title, word);
}

/* Every word has to be there. */
static bool
entry_is_found(struct wizard *w, size_t i, const struct strvec *words)
{
	for (size_t word = 0; word < words->n; word++)
		if (*words->v[word] && !entry_has(w, i, words->v[word]))
			return false;
	return true;
}

static const char *
group_of_folder(const struct wizard *w, const struct draft_entry *entry)
{
	(void)w;
	return entry->here ? "Current folder" : "Drafts folder";
}

static const char *
group_of_platform(const struct wizard *w, const struct draft_entry *entry)
{
	(void)w;
	return !entry->read ? "Not read yet" : *entry->platform ? entry->platform : "No platform";
}

static const char *
group_of_state(const struct wizard *w, const struct draft_entry *entry)
{
	char mark = entry->read ? draft_entry_mark(entry) : ' ';

	(void)w;
	return mark == '!'   ? "Errors, or changes to recover"
	       : mark == '?' ? "Warnings, or changed since the export"
	       : mark == '+' ? "Complete"
			     : "Not read yet";
}

static const struct {
	const char *told;
	const char *(*group)(const struct wizard *w, const struct draft_entry *entry);
	bool reads; /* all have to be read for it */
} orders[] = {
	[DRAFTS_BY_TIME] = { "The last changed draft comes first.", NULL, false },
	[DRAFTS_BY_FOLDER] = { "Grouped by folder.", group_of_folder, false },
	[DRAFTS_BY_PLATFORM] = { "Grouped by platform.", group_of_platform, true },
	[DRAFTS_BY_STATE] = { "Grouped by state.", group_of_state, true },
};

/* More groups than there can be; one more would join the last. */
#define GROUPS_MAX 8

struct grouping {
	const char *titles[GROUPS_MAX];
	size_t n;
	size_t *of; /* of each draft that was found; GROUPS_MAX for the others */
};

static size_t
grouping_find(struct grouping *groups, const char *title)
{
	size_t i = 0;

	while (i < groups->n && strcmp(groups->titles[i], title) != 0)
		i++;
	if (i == groups->n && i < GROUPS_MAX)
		groups->titles[groups->n++] = title;
	return i < GROUPS_MAX ? i : GROUPS_MAX - 1;
}

/* What was found, and its groups in the order in which their first drafts come. */
static void
grouping_make(struct wizard *w, struct grouping *groups)
{
	struct drafts *drafts = &w->p.drafts;
	OWN_TEXT(find) = text_lower(drafts->find.text.buf);
	STRVEC(words);

	strvec_split(&words, find, ' ');
	*groups = (struct grouping){ .of = xcalloc(drafts->list.n + 1, sizeof *groups->of) };
	drafts->nfound = 0;
	for (size_t i = 0; i < drafts->list.n; i++) {
		bool found = entry_is_found(w, i, &words);

		drafts->nfound += found;
		groups->of[i] = !found ? GROUPS_MAX
				: orders[drafts->order].group
					? grouping_find(groups, orders[drafts->order].group(
									w, &drafts->list.v[i]))
					: 0;
	}
	if (!groups->n)
		groups->titles[groups->n++] = NULL;
}

static int
name_columns(const struct draft_list *drafts, const struct grouping *groups)
{
	int columns = 0;

	for (size_t i = 0; i < drafts->n; i++) {
		STRBUF(name);
		int width = groups->of[i] < GROUPS_MAX ? drafts_name(&drafts->v[i], &name) : 0;

		columns = width > columns ? width : columns;
	}
	return columns > NAME_COLUMNS ? NAME_COLUMNS : columns;
}

static void
add_draft(struct list *list, const struct draft_list *drafts, size_t i, int columns)
{
	STRBUF(label);
	int width = drafts_name(&drafts->v[i], &label);
	struct row *row;

	strbuf_addchars(&label, ' ', width < columns ? (size_t)(columns - width) : 0);
	row = list_add(list, ROW_ACTION, label.buf, NULL);
	row->leads = ROW_OPENS;
	row->item = i;
}

static void
add_rows(struct wizard *w, const struct grouping *groups)
{
	const struct draft_list *drafts = &w->p.drafts.list;
	struct list *list = &w->p.lists[VIEW_START];
	int columns = name_columns(drafts, groups);

	list_clear(list);
	list_add(list, ROW_ACTION, "Make a new draft", "")->leads = ROW_MAKES;
	list_add(list, ROW_ACTION, "Quick start", "")->leads = ROW_QUICK;
	for (size_t g = 0; g < groups->n; g++) {
		if (groups->titles[g])
			list_add(list, ROW_SECTION, groups->titles[g], "");
		for (size_t i = 0; i < drafts->n; i++)
			if (groups->of[i] == g)
				add_draft(list, drafts, i, columns);
	}
}

static bool
makes_one(const struct row *row)
{
	return row->leads == ROW_MAKES || row->leads == ROW_QUICK;
}

/* On the first draft, or the first row where there is none. */
static void
focus_first(struct list *list)
{
	list->focus = 0;
	while (makes_one(&list->rows[list->focus]) && list_move(list, true))
		;
	if (makes_one(&list->rows[list->focus]))
		list->focus = 0;
}

/* On the draft of this path; else as near to where it was as there is a draft. */
static void
focus_path(struct wizard *w, const char *path, size_t before)
{
	struct list *list = &w->p.lists[VIEW_START];

	for (size_t i = 0; path && i < list->n; i++)
		if (list->rows[i].leads == ROW_OPENS &&
			!strcmp(w->p.drafts.list.v[list->rows[i].item].path, path)) {
			list->focus = i;
			return;
		}
	list->focus = before < list->n ? before : list->n - 1;
	if (makes_one(&list->rows[list->focus]))
		focus_first(list);
	else if (list->rows[list->focus].passed)
		list_move(list, true);
}

static void
drafts_list(struct wizard *w)
{
	struct grouping groups;

	grouping_make(w, &groups);
	add_rows(w, &groups);
	free(groups.of);
}

/* Makes the rows again; the focus stays on its draft, or on the first row. */
static void
drafts_fill(struct wizard *w)
{
	struct list *list = &w->p.lists[VIEW_START];
	const struct row *row = list_focused(list);
	bool makes = row && makes_one(row);
	size_t before = list->focus;
	OWN_TEXT(path) =
		row && row->leads == ROW_OPENS ? xstrdup(w->p.drafts.list.v[row->item].path) : NULL;

	drafts_list(w);
	if (!makes)
		focus_path(w, path, before);
}

void
wizard_reload(struct wizard *w)
{
	struct drafts *drafts = &w->p.drafts;
	struct list *list = &w->p.lists[VIEW_START];
	const struct row *row = list_focused(list);
	size_t before = list->focus;
	STRBUF(err);

	if (!drafts->path && row && row->leads == ROW_OPENS)
		drafts->path = xstrdup(drafts->list.v[row->item].path);
	list_clear(list); /* its rows count drafts that go */
	if (draft_list_read(&drafts->list, drafts->forms, drafts->here, drafts->folder, &err) < 0)
		wizard_say(w, '!', "Not all drafts are listed: %s.", err.buf);
	drafts->told = false;
	drafts->nread = 0;
	drafts_list(w);
	focus_path(w, drafts->path, before);
}

/* A draft is read when it comes into sight: a folder may hold thousands. The first one that is read is compared with
 * all of them. */
void
drafts_read_shown(struct wizard *w)
{
	const struct list *list = &w->p.lists[VIEW_START];
	size_t focus = list->focus, room = w->p.rows_shown;

	for (size_t i = room && focus > room ? focus - room : 0;
		i < list->n && (!room || i < focus + room); i++)
		if (list->rows[i].leads == ROW_OPENS)
			draft_list_entry(&w->p.drafts.list, list->rows[i].item);
	w->p.drafts.told = true;
}

/* What is searched or grouped by what only a read draft tells takes them all, some at a time. */
static bool
drafts_read_more(struct wizard *w)
{
	struct drafts *drafts = &w->p.drafts;
	int64_t end = clock_ms() + READ_MS;

	if ((!*drafts->find.text.buf && !orders[drafts->order].reads) ||
		drafts->nread == drafts->list.n)
		return false;
	while (drafts->nread < drafts->list.n && clock_ms() < end)
		draft_list_entry(&drafts->list, drafts->nread++);
	drafts_fill(w);
	return true;
}

bool
drafts_go_on(struct wizard *w)
{
	struct drafts *drafts = &w->p.drafts;

	if (!drafts->told) {
		drafts_read_shown(w);
		return true;
	}
	if (drafts->list.nlater) {
		struct list *list = &w->p.lists[VIEW_START];
		OWN_TEXT(path) = drafts_entry(w) ? xstrdup(drafts_entry(w)->path) : NULL;
		size_t before = list->focus;

		draft_list_settle(&drafts->list);
		drafts->nread = 0;
		drafts_list(w);
		if (path)
			focus_path(w, path, before);
		return true;
	}
	return drafts_read_more(w);
}

void
drafts_regroup(struct wizard *w)
{
	struct drafts *drafts = &w->p.drafts;

	drafts->order = drafts->order + 1 < DRAFTS_ORDERS ? drafts->order + 1 : DRAFTS_BY_TIME;
	if (drafts->order == DRAFTS_BY_FOLDER && !drafts->here)
		drafts->order++;
	drafts_fill(w);
	wizard_say(w, ' ', "%s", orders[drafts->order].told);
}

/* The first one whose name begins with what is typed, else the first that has it. */
static void
focus_found(struct wizard *w)
{
	struct list *list = &w->p.lists[VIEW_START];
	const char *find = w->p.drafts.find.text.buf;

	focus_first(list);
	for (size_t i = 0; i < list->n; i++)
		if (list->rows[i].leads == ROW_OPENS &&
			!strncmp(list->rows[i].label, find, strlen(find))) {
			list->focus = i;
			return;
		}
}

static void
find_changed(struct wizard *w)
{
	drafts_fill(w);
	if (*w->p.drafts.find.text.buf)
		focus_found(w);
}

bool
drafts_edit(struct wizard *w, enum action action, uint32_t chord)
{
	struct lineedit *find = &w->p.drafts.find;
	OWN_TEXT(before) = xstrdup(find->text.buf);

	if (action == ACTION_UNDO || (action != ACTION_TYPE && !find->text.len))
		return false;
	if (action == ACTION_CLOSE)
		lineedit_replace_all(find, "");
	else if (action == ACTION_TYPE && (chord != ' ' || find->text.len))
		lineedit_type(find, chord);
	else if (action != ACTION_TYPE && !lineedit_act(find, action))
		return false;
	if (strcmp(before, find->text.buf) != 0)
		find_changed(w);
	return true;
}

void
drafts_paste(struct wizard *w, const char *text, size_t len)
{
	STRBUF(note);

	lineedit_paste(&w->p.drafts.find, text, len, &note);
	find_changed(w);
}

const struct draft_list *
drafts_all(const struct wizard *w)
{
	return &w->p.drafts.list;
}

const char *
drafts_typed(const struct wizard *w)
{
	return w->p.drafts.nfound ? "" : w->p.drafts.find.text.buf;
}

void
drafts_release(struct drafts *drafts)
{
	for (size_t i = 0; i < drafts->nmoves; i++) {
		free(drafts->moves[i].from);
		free(drafts->moves[i].to);
	}
	free(drafts->moves);
	draft_list_release(&drafts->list);
	lineedit_release(&drafts->find);
	free(drafts->here);
	free(drafts->folder);
	free(drafts->path);
	free(drafts->told_there);
}

void
drafts_choose(struct wizard *w, const char *path, enum wizard_begin begin)
{
	char *copy = xstrdup(path);

	free(w->p.drafts.path);
	w->p.drafts.path = copy;
	free(w->p.drafts.told_there);
	w->p.drafts.told_there = NULL;
	w->p.drafts.begin = begin;
	w->wish = WIZARD_OPEN;
}

void
drafts_choose_told(struct wizard *w, const char *path, enum wizard_begin begin, const char *told)
{
	drafts_choose(w, path, begin);
	w->p.drafts.told_there = xstrdup(told);
}

/* Drafts are made in the drafts folder, and renamed in their own; NULL with a sentence where the name cannot be taken.
 * The caller frees. */
static char *
path_of_name(const char *folder, const char *name, struct strbuf *err)
{
	size_t len = draft_short_length(name);
	STRBUF(file);
	char *path;

	strbuf_addf(&file, "%.*s.yaml", (int)len, name);
	path = path_join(folder, file.buf);
	if (!len)
		error_add(err, "enter a name");
	else if (strchr(name, '/'))
		error_add(err,
			"a name cannot contain a slash (for another folder: scepwiz new PATH)");
	else if (name[0] == '.')
		error_add(err, "a name cannot begin with a dot");
	else if (path_exists(path))
		error_add(err, "%s already exists", path);
	if (!err->len)
		return path;
	free(path);
	return NULL;
}

char *
drafts_new_path(const struct wizard *w, const char *name, struct strbuf *err)
{
	return path_of_name(w->p.drafts.folder, name, err);
}

char *
drafts_path_beside(const char *path, const char *name, struct strbuf *err)
{
	OWN_TEXT(folder) = path_folder(path);

	return path_of_name(folder, name, err);
}

char *
drafts_ios_path(const char *path, int n)
{
	struct strbuf out = STRBUF_INIT;

	strbuf_addf(&out, "%.*s-ios", (int)draft_name_length(path), path);
	if (n > 1)
		strbuf_addf(&out, "-%d", n);
	strbuf_addstr(&out, ".yaml");
	return strbuf_detach(&out);
}

void
drafts_set_form(struct wizard *w, const struct form *form)
{
	w->p.drafts.form = form;
}

/* Makes a draft with the answers of another one (from, a path) or with none, and opens it. */
int
drafts_new(struct wizard *w, const char *name, const char *from, struct strbuf *err)
{
	const struct drafts *drafts = &w->p.drafts;
	const struct form *form = drafts->form, *own = NULL;
	DRAFT_FILE(file);
	DRAFT_FILE(other);
	OWN_TEXT(path) = drafts_new_path(w, name, err);

	if (!path || (from && forms_read_draft(drafts->forms, from, &other, err) < 0))
		return -1;
	if (!from && !form)
		form = forms_new(drafts->forms, &own, err);
	if (!from && !form)
		return -1;
	defaults_new(&file, from ? draft_form(other.draft) : form, own, path);
	if (from)
		draft_copy_answers(file.draft, other.draft);
	else
		defaults_name(&file);
	draft_identify_by_host(file.draft);
	if (draft_file_save(&file, err) < 0)
		return -1;
	drafts_choose(w, path, WIZARD_FIELDS);
	return 0;
}
