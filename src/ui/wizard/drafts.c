/* The start page: the drafts of the drafts folder. It writes new drafts and nothing else. */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "format/draft/draft_file.h"

#include "ui/wizard/machine.h"

/* Names are filled up to the longest one, so that what stands behind them is in line; a longer one pushes its
 * own. */
#define NAME_COLUMNS 26

/* The draft under the focus, read; NULL on the last row. */
const struct draft_entry *
drafts_entry(struct wizard *w)
{
	size_t focus = w->p.lists[VIEW_START].focus;

	return focus < w->p.drafts.list.n ? draft_list_entry(&w->p.drafts.list, focus) : NULL;
}

/* The name as it is shown, and how many columns it takes. */
static int
drafts_name(const struct draft_entry *entry, struct strbuf *out)
{
	text_show(out, entry->name, strlen(entry->name));
	return text_width(out->buf, out->len);
}

static void
drafts_fill(struct wizard *w)
{
	const struct draft_list *drafts = &w->p.drafts.list;
	struct list *list = &w->p.lists[VIEW_START];
	size_t focus = list->focus;
	int columns = 0;

	for (size_t i = 0; i < drafts->n; i++) {
		STRBUF(name);
		int width = drafts_name(&drafts->v[i], &name);

		columns = width > columns ? width : columns;
	}
	columns = columns > NAME_COLUMNS ? NAME_COLUMNS : columns;
	list_clear(list);
	for (size_t i = 0; i < drafts->n; i++) {
		STRBUF(label);
		int width = drafts_name(&drafts->v[i], &label);

		strbuf_addchars(&label, ' ', width < columns ? (size_t)(columns - width) : 0);
		list_add(list, ROW_ACTION, label.buf, NULL)->leads = ROW_OPENS;
		if (w->p.drafts.path && !strcmp(drafts->v[i].path, w->p.drafts.path))
			focus = i;
	}
	list_add(list, ROW_ACTION, "Make a new draft", "")->leads = ROW_MAKES;
	list->focus = focus < list->n ? focus : list->n - 1;
}

void
wizard_reload(struct wizard *w)
{
	STRBUF(err);

	if (draft_list_read(&w->p.drafts.list, w->p.drafts.forms, w->p.drafts.folder, &err) < 0)
		wizard_say(w, '!', "No drafts are listed: %s", err.buf);
	w->p.drafts.told = false;
	drafts_fill(w);
}

/* A draft is read when it comes into sight: a folder may hold thousands. The first one that is read is compared with
 * all of them. */
void
drafts_read_shown(struct wizard *w)
{
	struct draft_list *list = &w->p.drafts.list;
	size_t focus = w->p.lists[VIEW_START].focus, room = w->p.rows_shown;

	for (size_t i = room && focus > room ? focus - room : 0;
		i < list->n && (!room || i < focus + room); i++)
		draft_list_entry(list, i);
	w->p.drafts.told = true;
}

void
drafts_release(struct drafts *drafts)
{
	draft_list_release(&drafts->list);
	free(drafts->folder);
	free(drafts->path);
}

void
drafts_choose(struct wizard *w, const char *path)
{
	char *copy = xstrdup(path);

	free(w->p.drafts.path);
	w->p.drafts.path = copy;
	w->wish = WIZARD_OPEN;
}

/* A draft made here stands in this folder, whatever it is called; NULL with a sentence where it cannot
 * be. The caller frees. */
static char *
draft_new_path(const struct wizard *w, const char *name, struct strbuf *err)
{
	size_t len = draft_short_length(name);
	STRBUF(file);
	char *path;

	strbuf_addf(&file, "%.*s.yaml", (int)len, name);
	path = path_join(w->p.drafts.folder, file.buf);
	if (!len)
		error_add(err, "a draft needs a name");
	else if (strchr(name, '/'))
		error_add(err,
			"a name has no slash; \"scepwiz new PATH\" makes a draft in another folder");
	else if (name[0] == '.')
		error_add(err, "a name that begins with a dot would not be listed");
	else if (path_exists(path))
		error_add(err, "%s exists already; give another name", path);
	if (!err->len)
		return path;
	free(path);
	return NULL;
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
	const struct form *form = drafts->form ? drafts->form : forms_default(drafts->forms);
	DRAFT_FILE(file);
	DRAFT_FILE(other);
	OWN_TEXT(path) = draft_new_path(w, name, err);

	if (!path || (from && forms_read_draft(drafts->forms, from, &other, err) < 0))
		return -1;
	draft_file_new(&file, from ? draft_form(other.draft) : form, path);
	if (from)
		draft_copy_answers(file.draft, other.draft);
	if (draft_file_save(&file, err) < 0)
		return -1;
	drafts_choose(w, path);
	return 0;
}

bool
drafts_go_on_to(struct wizard *w, const char *text)
{
	struct list *list = &w->p.lists[VIEW_START];
	char *wanted = text_lower(text);
	bool found = false;

	for (size_t i = 1, before = list->focus; !found && i <= list->n; i++) {
		size_t at = (before + i) % list->n;

		found = at < w->p.drafts.list.n && draft_list_has(&w->p.drafts.list, at, wanted);
		if (found)
			list->focus = at;
	}
	free(wanted);
	return found;
}
