/* The drafts of a folder: listed at once, each read when it is asked for; their names, which must be unique, are
 * read once for all. */
#include "cmd/draft_list.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "format/journal/journal.h"
#include "format/profile/desk.h"
#include "format/profile/profile.h"
#include "format/profile/verdict.h"

#include "cmd/secret.h"

void
draft_list_release(struct draft_list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		free(list->v[i].path);
		free(list->v[i].name);
		free(list->v[i].platform);
		free(list->v[i].title);
		free(list->v[i].trouble);
	}
	free(list->v);
	neighbourhood_release(&list->hood);
	*list = (struct draft_list)DRAFT_LIST_INIT;
}

static time_t
time_of(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? st.st_mtime : 0;
}

static const char *
platform_label(const struct draft *draft)
{
	int platform = draft_platform(draft);

	return platform < 0 ? "" : draft_form(draft)->platform->choices[platform].label;
}

/* xml: what an export would write; NULL where that is not known, and the newer file tells. */
static enum draft_state
entry_state(const struct draft_entry *entry, const char *profile, const struct strbuf *xml)
{
	STRBUF(now);
	STRBUF(ignored);
	bool same;

	if (!xml || file_read(profile, PROFILE_LIMIT, &now, &ignored) < 0 || now.buf[0] != '<')
		same = entry->changed <= time_of(profile);
	else
		same = strbuf_same(&now, xml);
	return same ? DRAFT_EXPORTED : DRAFT_CHANGED;
}

/* The profile is only made where there is one to compare it with; the making asks for the verdict, too. */
static void
entry_judge(struct draft_entry *entry, const struct desk *desk)
{
	EXPORT(export, .desk = desk, .secret = secret_from_environment);
	STRBUF(xml);
	STRBUF(ignored);
	OWN_TEXT(profile) = profile_path(entry->path);
	bool made = false, exported = path_exists(profile);

	if (exported)
		made = profile_make(&export, &xml, &ignored) == 0;
	else
		draft_verdict(desk, &export.found);
	entry->problems = findings_count(&export.found, SEVERITY_ERROR);
	entry->warnings = findings_count(&export.found, SEVERITY_WARNING);
	entry->state = entry->problems ? DRAFT_PROBLEMS
		       : exported      ? entry_state(entry, profile, made ? &xml : NULL)
				       : DRAFT_COMPLETE;
}

static const char *
entry_file(const struct draft_entry *entry)
{
	return strrchr(entry->path, '/') + 1;
}

static const char *
entry_title(const struct draft *draft)
{
	const struct field *name = neighbours_field(draft_form(draft));

	if (!name || draft_unread(draft, name))
		return "";
	return *draft_text(draft, name) ? draft_text(draft, name) : name->default_text;
}

static void
entry_read(struct draft_entry *entry, struct forms *forms, struct neighbourhood *shared)
{
	DESK(desk);
	STRBUF(err);

	entry->read = true;
	free(entry->title);
	if (forms_read_draft(forms, entry->path, &desk.own, &err) == 0) {
		const struct draft *draft = desk.own.draft;

		desk_lay(&desk, NULL, shared);
		entry->session = journal_peek(draft_form(draft), entry->path, NULL);
		entry->platform = xstrdup(platform_label(draft));
		entry->title = xstrdup(entry_title(draft));
		entry_judge(entry, &desk);
	} else {
		entry->session = journal_peek(forms_default(forms), entry->path, NULL);
		entry->platform = xstrdup("");
		entry->title = xstrdup("");
		entry->trouble = xstrdup(err.buf);
	}
}

const struct draft_entry *
draft_list_entry(struct draft_list *list, size_t i)
{
	if (!list->v[i].read)
		entry_read(&list->v[i], list->forms, &list->hood);
	return &list->v[i];
}

static int
compare_files(const void *a, const void *b)
{
	return strcmp(entry_file(*(struct draft_entry *const *)a),
		entry_file(*(struct draft_entry *const *)b));
}

/* From the names that were read to be compared, so that a search reads no draft but those that it finds. */
static void
list_add_titles(struct draft_list *list)
{
	struct draft_entry **sorted = xcalloc(list->n + 1, sizeof *sorted);
	OWN_TEXT(folder) = list->n ? path_folder(list->v[0].path) : xstrdup(".");
	const struct neighbour_texts *names =
		&neighbourhood_of(&list->hood, folder, forms_default(list->forms))->told.names;

	list->titled = true;
	for (size_t i = 0; i < list->n; i++)
		sorted[i] = &list->v[i];
	qsort(sorted, list->n, sizeof *sorted, compare_files);
	for (size_t i = 0; i < names->texts.n; i++) {
		struct draft_entry wanted = { .path = path_join(".", names->files.v[i]) };
		struct draft_entry *key = &wanted;
		struct draft_entry **found =
			bsearch(&key, sorted, list->n, sizeof *sorted, compare_files);

		if (found && !(*found)->title)
			(*found)->title = xstrdup(names->texts.v[i]);
		free(wanted.path);
	}
	free(sorted);
}

bool
draft_list_has(struct draft_list *list, size_t i, const char *text)
{
	if (text_contains(list->v[i].name, text))
		return true;
	if (!list->titled)
		list_add_titles(list);
	return list->v[i].title && text_contains(list->v[i].title, text) &&
	       text_contains(draft_list_entry(list, i)->title, text);
}

static int
compare_entries(const void *a, const void *b)
{
	const struct draft_entry *x = a, *y = b;

	if (x->changed != y->changed)
		return x->changed < y->changed ? 1 : -1;
	return strcmp(x->name, y->name);
}

static struct draft_entry *
list_add(struct draft_list *list, const char *folder, const char *name)
{
	struct draft_entry *entry;

	ARRAY_GROW(list->v, list->n, list->alloc);
	entry = &list->v[list->n++];
	*entry = (struct draft_entry){
		.path = path_join(folder, name),
		.name = xstrndup(name, draft_short_length(name)),
	};
	return entry;
}

/* Of a draft that is gone there is what a session had read and changed; trouble: why that cannot be read. */
static void
entry_take_left(struct draft_entry *entry, const struct draft_file *file, const char *trouble)
{
	entry->read = true;
	entry->changed = journal_time(entry->path);
	entry->state = DRAFT_REMOVED;
	entry->session = JOURNAL_LEFT;
	entry->title = xstrdup("");
	entry->platform = xstrdup(*trouble ? "" : platform_label(file->draft));
	if (*trouble)
		entry->trouble = xstrdup(trouble);
	else
		entry->session = journal_peek(draft_form(file->draft), entry->path, &entry->left);
}

/* A side file whose draft is there belongs to it; one without changes is a session's that has just begun. */
static void
list_add_left(struct draft_list *list, struct forms *forms, const char *folder)
{
	STRVEC(names);

	journal_folder_list(folder, &names);
	for (size_t i = 0; i < names.n; i++) {
		DRAFT_FILE(file);
		STRBUF(err);
		OWN_TEXT(path) = path_join(folder, names.v[i]);

		if (!path_exists(path) &&
			(journal_read_left(forms, path, &file, &err) == 0 || err.len))
			entry_take_left(list_add(list, folder, names.v[i]), &file, err.buf);
	}
}

int
draft_list_read(
	struct draft_list *list, struct forms *forms, const char *folder, struct strbuf *err)
{
	STRVEC(names);
	int result;

	draft_list_release(list);
	list->forms = forms;
	result = draft_folder_list(folder, &names, err);
	for (size_t i = 0; i < names.n; i++) {
		struct draft_entry *entry = list_add(list, folder, names.v[i]);

		entry->changed = time_of(entry->path);
	}
	list_add_left(list, forms, folder);
	if (list->n)
		qsort(list->v, list->n, sizeof *list->v, compare_entries);
	return result;
}
