/* Drafts are listed at once, each read when it is asked for; their policy names, which must be unique, are read once for
 * all of a folder. */
#include "cmd/draft_list.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "format/profile/desk.h"
#include "format/profile/profile.h"
#include "format/profile/verdict.h"
#include "format/recovery/recovery.h"

#include "cmd/secret.h"

/* So many files of the current folder are looked into before the first picture: more than a window shows. */
#define LOOKED_INTO 200

static void
entry_release(struct draft_entry *entry)
{
	free(entry->path);
	free(entry->name);
	free(entry->platform);
	free(entry->title);
	free(entry->trouble);
}

void
draft_list_release(struct draft_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		entry_release(&list->v[i]);
	for (size_t i = 0; i < list->nlater; i++)
		entry_release(&list->later[i]);
	free(list->v);
	free(list->later);
	free(list->here);
	free(list->kept);
	neighbourhood_release(&list->hood);
	recovery_look_end(list->look);
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

/* The name of the policy, without the challenge; the caller frees. */
static char *
entry_title(const struct draft *draft)
{
	const struct field *name = neighbours_field(draft_form(draft));
	struct strbuf title = STRBUF_INIT;

	if (name && !draft_unread(draft, name))
		strbuf_addstr(&title, draft_value(draft, name));
	draft_secret_hide(draft, &title);
	return strbuf_detach(&title);
}

/* A draft that is gone, but for what a session has left of it: that can be read and changed; or why not. */
static void
entry_read_left(struct draft_list *list, struct draft_entry *entry)
{
	DRAFT_FILE(file);
	STRBUF(err);

	entry->title = xstrdup("");
	entry->session = RECOVERY_LEFT;
	if (recovery_read_left(list->forms, entry->path, &file, &err) == 0) {
		entry->platform = xstrdup(platform_label(file.draft));
		entry->session = recovery_look_at(
			list->look, draft_form(file.draft), entry->path, &entry->left);
	} else {
		entry->platform = xstrdup("");
		entry->trouble = xstrdup(err.len ? err.buf : "its unsaved changes cannot be read");
	}
}

static void
entry_read(struct draft_list *list, struct draft_entry *entry)
{
	DESK(desk);
	STRBUF(err);

	if (!list->look)
		list->look = recovery_look_begin();
	entry->read = true;
	free(entry->title);
	if (entry->state == DRAFT_REMOVED) {
		entry_read_left(list, entry);
	} else if (forms_read_draft(list->forms, entry->path, &desk.own, &err) == 0) {
		const struct draft *draft = desk.own.draft;

		desk_lay(&desk, NULL, &list->hood);
		entry->session = recovery_look_at(list->look, draft_form(draft), entry->path, NULL);
		entry->platform = xstrdup(platform_label(draft));
		entry->title = entry_title(draft);
		entry_judge(entry, &desk);
	} else {
		entry->session =
			recovery_look_at(list->look, forms_default(list->forms), entry->path, NULL);
		entry->platform = xstrdup("");
		entry->title = xstrdup("");
		entry->trouble = xstrdup(err.buf);
	}
}

const struct draft_entry *
draft_list_entry(struct draft_list *list, size_t i)
{
	if (!list->v[i].read)
		entry_read(list, &list->v[i]);
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
list_add_titles(struct draft_list *list, const char *folder, bool here)
{
	struct draft_entry **sorted = xcalloc(list->n + 1, sizeof *sorted);
	const struct neighbour_texts *names =
		&neighbourhood_of(&list->hood, folder, forms_default(list->forms))->told.names;
	size_t n = 0;

	for (size_t i = 0; i < list->n; i++)
		if (list->v[i].here == here)
			sorted[n++] = &list->v[i];
	qsort(sorted, n, sizeof *sorted, compare_files);
	for (size_t i = 0; i < names->texts.n; i++) {
		struct draft_entry wanted = { .path = path_join(".", names->files.v[i]) };
		struct draft_entry *key = &wanted;
		struct draft_entry **found =
			bsearch(&key, sorted, n, sizeof *sorted, compare_files);

		if (found && !(*found)->title)
			(*found)->title = xstrdup(names->texts.v[i]);
		free(wanted.path);
	}
	free(sorted);
}

const char *
draft_list_title(struct draft_list *list, size_t i)
{
	if (!list->titled && list->here)
		list_add_titles(list, list->here, true);
	if (!list->titled && list->kept)
		list_add_titles(list, list->kept, false);
	list->titled = true;
	return list->v[i].title;
}

static int
compare_entries(const void *a, const void *b)
{
	const struct draft_entry *x = a, *y = b;

	if (x->changed != y->changed)
		return x->changed < y->changed ? 1 : -1;
	if (x->here != y->here)
		return x->here ? -1 : 1;
	return strcmp(x->name, y->name);
}

static void
list_sort(struct draft_list *list)
{
	if (list->n)
		qsort(list->v, list->n, sizeof *list->v, compare_entries);
}

static struct draft_entry *
list_push(struct draft_list *list, const struct draft_entry *entry)
{
	ARRAY_GROW(list->v, list->n, list->alloc);
	list->v[list->n] = *entry;
	return &list->v[list->n++];
}

static struct draft_entry
entry_of(const char *folder, const char *name, bool here)
{
	return (struct draft_entry){
		.path = path_join(folder, name),
		.name = here ? xstrdup(name) : xstrndup(name, draft_short_length(name)),
		.here = here,
	};
}

/* Those that are there are listed already. */
static void
list_add_left(struct draft_list *list, const char *folder, bool here)
{
	STRVEC(names);

	recovery_folder_list(folder, &names);
	for (size_t i = 0; i < names.n; i++) {
		struct draft_entry entry = entry_of(folder, names.v[i], here);

		entry.changed = recovery_time(entry.path);
		entry.state = DRAFT_REMOVED;
		if (path_exists(entry.path))
			entry_release(&entry);
		else
			list_push(list, &entry);
	}
}

/* Of the files that may be drafts, the first ones. */
static void
list_look_into(struct draft_list *list, size_t most)
{
	int folder = folder_open(list->here);
	size_t n = list->nlater < most ? list->nlater : most;

	for (size_t i = 0; i < n; i++)
		if (draft_names_form(folder, entry_file(&list->later[i])))
			list_push(list, &list->later[i]);
		else
			entry_release(&list->later[i]);
	list->nlater -= n;
	if (list->nlater)
		memmove(list->later, list->later + n, list->nlater * sizeof *list->later);
	if (folder >= 0)
		close(folder);
}

static void
list_read_here(struct draft_list *list, const struct strvec *names)
{
	for (size_t i = 0; i < names->n; i++) {
		ARRAY_GROW(list->later, list->nlater, list->later_alloc);
		list->later[list->nlater] = entry_of(list->here, names->v[i], true);
		list->later[list->nlater].changed = time_of(list->later[list->nlater].path);
		list->nlater++;
	}
	if (list->nlater)
		qsort(list->later, list->nlater, sizeof *list->later, compare_entries);
	list_look_into(list, LOOKED_INTO);
	list_add_left(list, list->here, true);
}

static void
list_read_kept(struct draft_list *list, const struct strvec *names)
{
	for (size_t i = 0; i < names->n; i++) {
		struct draft_entry entry = entry_of(list->kept, names->v[i], false);

		entry.changed = time_of(entry.path);
		list_push(list, &entry);
	}
	list_add_left(list, list->kept, false);
}

int
draft_list_read(struct draft_list *list, struct forms *forms, const char *here, const char *kept,
	struct strbuf *err)
{
	STRVEC(near);
	STRVEC(far);
	int result = 0;

	draft_list_release(list);
	list->forms = forms;
	list->here = here ? xstrdup(here) : NULL;
	list->kept = kept ? xstrdup(kept) : NULL;
	if (here && draft_folder_list(here, &near, err) < 0)
		result = -1;
	if (kept && draft_folder_list(kept, &far, err) < 0)
		result = -1;
	if (here)
		list_read_here(list, &near);
	if (kept)
		list_read_kept(list, &far);
	list_sort(list);
	return result;
}

bool
draft_list_settle(struct draft_list *list)
{
	if (!list->nlater)
		return false;
	list_look_into(list, SIZE_MAX);
	list->titled = false;
	list_sort(list);
	return true;
}

const char *
draft_list_here(const char *kept)
{
	return kept && path_is_same_file(".", kept) ? NULL : ".";
}

/*
 * What is said of one.
 */

static const struct state_word {
	char mark;
	const char *word;
} state_words[] = {
	[DRAFT_UNREADABLE] = { '!', "cannot be read" },
	[DRAFT_PROBLEMS] = { '!', "" }, /* counted */
	[DRAFT_COMPLETE] = { '+', "complete" },
	[DRAFT_EXPORTED] = { '+', "exported" },
	[DRAFT_CHANGED] = { '?', "changed since export" },
	[DRAFT_REMOVED] = { '!', "removed" },
};

/* As the wizard marks its fields: a draft with warnings is not fine. */
char
draft_entry_mark(const struct draft_entry *entry)
{
	char mark = state_words[entry->state].mark;

	if (entry->session == RECOVERY_LEFT || entry->session == RECOVERY_ELSEWHERE)
		return '!';
	return mark == '+' && entry->warnings ? '?' : mark;
}

void
draft_entry_state(const struct draft_entry *entry, struct strbuf *out)
{
	if (entry->state == DRAFT_REMOVED && entry->session == RECOVERY_LEFT && !entry->trouble)
		strbuf_addf(out, "removed; %zu to recover", entry->left);
	else if (entry->state == DRAFT_REMOVED && entry->session != RECOVERY_ELSEWHERE)
		strbuf_addstr(out, entry->trouble ? "removed" : "removed; open elsewhere");
	else if (entry->session == RECOVERY_ELSEWHERE)
		strbuf_addstr(out, "from elsewhere");
	else if (entry->session == RECOVERY_LEFT)
		strbuf_addstr(out, "to be recovered");
	else if (entry->session == RECOVERY_HELD)
		strbuf_addstr(out, "open elsewhere");
	else if (entry->problems)
		strbuf_addf(
			out, "%zu %s", entry->problems, plural(entry->problems, "error", "errors"));
	else if (state_words[entry->state].mark == '+' && entry->warnings)
		strbuf_addf(out, "%s, %zu %s", state_words[entry->state].word, entry->warnings,
			plural(entry->warnings, "warning", "warnings"));
	else
		strbuf_addstr(out, state_words[entry->state].word);
}

void
draft_entry_time(const struct draft_entry *entry, bool whole, struct strbuf *out)
{
	struct tm local;
	char time[32];

	if (localtime_r(&entry->changed, &local) &&
		strftime(time, sizeof time, whole ? "%Y-%m-%d %H:%M" : "%Y-%m-%d", &local))
		strbuf_addstr(out, time);
}
