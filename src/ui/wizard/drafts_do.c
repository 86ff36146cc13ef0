/* What is done with drafts on the start page. */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/xalloc.h"

#include "format/draft/profile_kind.h"
#include "format/profile/profile_read.h"
#include "format/recovery/draft_move.h"

#include "cmd/diff.h"

#include "ui/wizard/machine.h"

bool
drafts_on_draft(const struct wizard *w)
{
	return page_row(w)->leads == ROW_OPENS;
}

bool
drafts_can_undo(const struct wizard *w)
{
	return w->p.drafts.nmoves > 0;
}

const struct draft_entry *
drafts_whole(struct wizard *w)
{
	const struct draft_entry *entry = drafts_entry(w);

	if (!entry)
		wizard_say(w, ' ', "Choose a draft first.");
	else if (entry->trouble)
		wizard_say(w, '!', "This draft cannot be read: %s", entry->trouble);
	else if (entry->state == DRAFT_REMOVED)
		wizard_say(w, '!', "This draft was removed. Open it first to recover it.");
	else
		return entry;
	return NULL;
}

/* Where a draft cannot be read the picture says why. */
static void
open_with(struct wizard *w, enum wizard_begin begin)
{
	const struct draft_entry *entry = drafts_entry(w);

	if (entry && !entry->trouble)
		drafts_choose(w, entry->path, begin);
}

void
drafts_open(struct wizard *w)
{
	open_with(w, WIZARD_FIELDS);
}

void
wizard_quick_start(struct wizard *w)
{
	w->p.drafts.begin = WIZARD_QUICK;
	w->wish = WIZARD_OPEN;
}

void
drafts_review(struct wizard *w)
{
	open_with(w, WIZARD_REVIEW);
}

void
drafts_export(struct wizard *w)
{
	if (drafts_whole(w))
		open_with(w, WIZARD_EXPORT);
}

/*
 * Renaming and deleting.
 */

static void
move_remember(struct wizard *w, const char *from, const char *to)
{
	struct drafts *drafts = &w->p.drafts;

	ARRAY_GROW(drafts->moves, drafts->nmoves, drafts->moves_alloc);
	drafts->moves[drafts->nmoves++] = (struct draft_moved){ xstrdup(from), xstrdup(to) };
}

/* Reads the list again. The focus goes to the draft at path; NULL: it stays. */
static void
list_again(struct wizard *w, const char *path)
{
	char *copy = path ? xstrdup(path) : NULL;

	free(w->p.drafts.path);
	w->p.drafts.path = copy;
	wizard_reload(w);
}

void
drafts_rename(struct wizard *w, const char *name)
{
	const struct draft_entry *entry = drafts_whole(w);
	STRBUF(err);
	OWN_TEXT(to) = entry ? drafts_path_beside(entry->path, name, &err) : NULL;

	if (!entry)
		return;
	if (!to || draft_move(w->p.drafts.forms, entry->path, to, &err) < 0) {
		wizard_say(w, '!', "Not renamed: %s.", err.buf);
		return;
	}
	move_remember(w, entry->path, to);
	list_again(w, to);
	wizard_say(w, '+', "Renamed to %s. ^_ undoes it.", name);
}

void
drafts_delete(struct wizard *w)
{
	const struct draft_entry *entry = drafts_entry(w);
	STRBUF(err);
	OWN_TEXT(name) = entry ? xstrdup(entry->name) : NULL; /* the list is read again */
	OWN_TEXT(to) = entry ? draft_to_bin(w->p.drafts.forms, entry->path, &err) : NULL;

	if (!entry)
		return;
	if (!to) {
		wizard_say(w, '!', "Not deleted: %s.", err.buf);
		return;
	}
	move_remember(w, entry->path, to);
	list_again(w, NULL);
	wizard_say(w, '+', "%s was deleted. ^_ brings it back.", name);
}

void
drafts_undo(struct wizard *w)
{
	struct drafts *drafts = &w->p.drafts;
	struct draft_moved last;
	STRBUF(err);

	if (!drafts->nmoves) {
		wizard_say(w, ' ', "Nothing to undo.");
		return;
	}
	last = drafts->moves[drafts->nmoves - 1];
	if (draft_move(drafts->forms, last.to, last.from, &err) < 0) {
		wizard_say(w, '!', "Not undone: %s.", err.buf);
		return;
	}
	drafts->nmoves--;
	list_again(w, last.from);
	wizard_say(w, '+', "%s is back.", last.from);
	free(last.from);
	free(last.to);
}

/*
 * Importing and comparing.
 */

/* A name that is free: that of the profile, or with a number. */
static char *
import_path(const struct wizard *w, const char *profile, struct strbuf *err)
{
	OWN_TEXT(name) = profile_draft_name(profile);

	for (int n = 1;; n++) {
		STRBUF(numbered);
		STRBUF(file);
		OWN_TEXT(path) = NULL;

		strbuf_addf(&numbered, n > 1 ? "%s-%d" : "%s", name, n);
		strbuf_addf(&file, "%s.yaml", numbered.buf);
		path = path_join(w->p.drafts.folder, file.buf);
		if (!path_exists(path))
			return drafts_new_path(w, numbered.buf, err);
	}
}

static int
import_profile(const struct wizard *w, const char *profile, char **draft, struct strbuf *err)
{
	const struct profile_read_options options = { .any_form = true };
	DRAFT_FILE(file);
	FINDINGS(found);

	*draft = import_path(w, profile, err);
	if (!*draft || profile_read(&file, forms_default(w->p.drafts.forms), profile, &options,
			       &found, err) < 0)
		return -1;
	file.path = xstrdup(*draft);
	draft_file_make_identity(&file);
	return draft_file_save(&file, err);
}

/* The review tells what is wrong with it. */
void
drafts_import(struct wizard *w, const char *typed)
{
	OWN_TEXT(profile) = path_join(".", typed);
	OWN_TEXT(draft) = NULL;
	STRBUF(err);

	if (!*typed)
		wizard_say(w, ' ', "Nothing was imported.");
	else if (import_profile(w, profile, &draft, &err) < 0)
		wizard_say(w, '!', "Not imported: %s.", err.len ? err.buf : "it is not a profile");
	else
		drafts_choose(w, draft, WIZARD_REVIEW);
}

void
drafts_compare(struct wizard *w, size_t item)
{
	const struct draft_entry *entry = drafts_entry(w);
	const struct draft_entry *other = &w->p.drafts.list.v[item];
	STRVEC(lines);
	STRBUF(out);
	STRBUF(err);

	if (!entry)
		return;
	if (diff_drafts(w->p.drafts.forms, entry->path, other->path, &out, &err) < 0) {
		wizard_say(w, '!', "Not compared: %s.", err.buf);
		return;
	}
	strbuf_trim(&out);
	strvec_split(&lines, out.len ? out.buf : "No differences.", '\n');
	help_open_text(w, "Compared", &lines);
}
