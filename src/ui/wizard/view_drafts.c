/* The start page's picture. Names of files and values of drafts are anybody's: all pass the display
 * filter. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "ui/wizard/view.h"

#define PLATFORM_COLUMNS 7
#define STATE_COLUMNS 22

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

/* "complete, 2 warnings"; behind what is told of more weight they have no room. */
static void
entry_state(const struct draft_entry *entry, struct strbuf *out)
{
	if (entry->state == DRAFT_REMOVED && entry->session == JOURNAL_LEFT && !entry->trouble)
		strbuf_addf(out, "removed; %zu to recover", entry->left);
	else if (entry->state == DRAFT_REMOVED)
		strbuf_addstr(out, entry->trouble ? "removed" : "removed; open elsewhere");
	else if (entry->session == JOURNAL_LEFT)
		strbuf_addstr(out, "to be recovered");
	else if (entry->session == JOURNAL_HELD)
		strbuf_addstr(out, "open elsewhere");
	else if (entry->problems)
		strbuf_addf(out, "%zu %s", entry->problems,
			plural(entry->problems, "problem", "problems"));
	else if (state_words[entry->state].mark == '+' && entry->warnings)
		strbuf_addf(out, "%s, %zu %s", state_words[entry->state].word, entry->warnings,
			plural(entry->warnings, "warning", "warnings"));
	else
		strbuf_addstr(out, state_words[entry->state].word);
}

/* Blanks up to a column that counts from start. */
static void
fill_up(struct strbuf *out, size_t start, int columns)
{
	int width = text_width(out->buf + start, out->len - start);

	strbuf_addchars(out, ' ', width < columns ? (size_t)(columns - width) : 1);
}

/* "macOS  2 problems            2026-11-20 14:03", in the reader's own time */
static char *
entry_value(const struct draft_entry *entry)
{
	struct strbuf out = STRBUF_INIT;
	struct tm local;
	char time[32];
	size_t start;

	text_show(&out, entry->platform, strlen(entry->platform));
	fill_up(&out, 0, PLATFORM_COLUMNS);
	start = out.len;
	entry_state(entry, &out);
	fill_up(&out, start, STATE_COLUMNS);
	if (localtime_r(&entry->changed, &local) &&
		strftime(time, sizeof time, "%Y-%m-%d %H:%M", &local))
		strbuf_addstr(&out, time);
	return strbuf_detach(&out);
}

/* What the focused row is. */
static void
view_focused(const struct draft_list *drafts, const struct draft_entry *entry, struct view *view)
{
	struct strbuf progress = STRBUF_INIT, hint = STRBUF_INIT;

	if (!entry) {
		strbuf_addstr(&hint, drafts->n ? "" : "There is no draft here yet. ");
		strbuf_addstr(&hint, "A draft holds the answers of one policy; it is saved as a "
				     "file in this folder.");
	} else if (!entry->read) {
		text_show(&hint, entry->path, strlen(entry->path));
	} else {
		entry_state(entry, &progress);
		if (entry->state == DRAFT_REMOVED && !entry->trouble)
			strbuf_addf(&hint,
				"This draft was removed; %zu %s can be recovered. Enter %s.\n",
				entry->left, plural(entry->left, "field", "fields"),
				entry->session == JOURNAL_HELD
					? "asks the session that has it"
					: "offers to recover it under its name");
		else if (entry->state != DRAFT_REMOVED && entry->session == JOURNAL_LEFT)
			strbuf_addstr(&hint, "A session left changes that are not saved; Enter "
					     "offers to recover them.\n");
		if (*entry->title) {
			strbuf_addstr(&hint, "Policy: ");
			text_show(&hint, entry->title, strlen(entry->title));
			strbuf_addch(&hint, '\n');
		}
		text_show(&hint, entry->path, strlen(entry->path));
	}
	view->heading = display_text(entry ? entry->name : "Make a new draft");
	view->progress = strbuf_detach(&progress);
	view->hint = strbuf_detach(&hint);
}

static char *
view_keyline(void)
{
	static const struct key_pair pairs[] = {
		{ .actions = { ACTION_ACCEPT }, .label = "open" },
		{ .actions = { ACTION_DOWN, ACTION_UP }, .label = "move" },
		{ .actions = { ACTION_HELP }, .label = "help" },
		{ .actions = { ACTION_GO_TO }, .label = "go to" },
		{ .label = NULL },
	};
	struct strbuf out = STRBUF_INIT;

	key_line(pairs, &out);
	strbuf_addstr(&out, "  n new  c copy  q leave");
	return strbuf_detach(&out);
}

/* Rows that were not read are not in sight, or not yet told of. */
static void
view_rows(const struct wizard *w, struct view *view)
{
	for (size_t i = 0; i < w->p.drafts.list.n; i++) {
		const struct draft_entry *entry = &w->p.drafts.list.v[i];
		char mark = state_words[entry->state].mark;

		if (!entry->read)
			continue;
		/* as the wizard marks its fields: what is doubtful is no good news */
		if (entry->session == JOURNAL_LEFT)
			mark = '!';
		else if (mark == '+' && entry->warnings)
			mark = '?';
		free(view->rows[i].value);
		view->rows[i].value = entry_value(entry);
		view->rows[i].mark = mark;
	}
}

void
view_drafts(const struct wizard *w, struct view *view)
{
	const struct draft_list *drafts = &w->p.drafts.list;
	size_t focus = w->p.lists[VIEW_START].focus;
	const struct draft_entry *entry = focus < drafts->n ? &drafts->v[focus] : NULL;

	view->title = display_text(w->p.drafts.folder);
	if (drafts->n)
		snprintf(view->count, sizeof view->count, "%zu %s", drafts->n,
			plural(drafts->n, "draft", "drafts"));
	view->state = drafts->n ? view->count : "no drafts yet";
	view_page_rows(w, &w->p.lists[VIEW_START], view);
	view_rows(w, view);
	view_focused(drafts, entry, view);
	view_message(w, NULL, view);
	if (!*view->message && entry && entry->trouble) {
		view->mark = '!';
		free(view->message);
		view->message = display_text(entry->trouble);
	}
	view->keyline = view_keyline();
	view->explanation = xstrdup("");
}
