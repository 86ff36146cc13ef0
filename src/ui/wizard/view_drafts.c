/* The start page's picture. Names of files and values of drafts are anybody's: all pass the display
 * filter. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "ui/wizard/view.h"

#define PLATFORM_COLUMNS 7
#define FOLDER_COLUMNS 8
#define STATE_COLUMNS 22

/* Blanks up to a column that counts from start. */
static void
fill_up(struct strbuf *out, size_t start, int columns)
{
	int width = text_width(out->buf + start, out->len - start);

	strbuf_addchars(out, ' ', width < columns ? (size_t)(columns - width) : 1);
}

/* "macOS  drafts  2 errors              2026-11-20"; extra: where the date begins. */
static char *
entry_value(const struct draft_entry *entry, size_t *extra)
{
	struct strbuf out = STRBUF_INIT;
	size_t start;

	text_show(&out, entry->read ? entry->platform : "",
		strlen(entry->read ? entry->platform : ""));
	fill_up(&out, 0, PLATFORM_COLUMNS);
	start = out.len;
	strbuf_addstr(&out, entry->here ? "here" : "drafts");
	if (!entry->read)
		return strbuf_detach(&out);
	fill_up(&out, start, FOLDER_COLUMNS);
	start = out.len;
	draft_entry_state(entry, &out);
	*extra = out.len;
	fill_up(&out, start, STATE_COLUMNS);
	draft_entry_time(entry, false, &out);
	return strbuf_detach(&out);
}

/* What is known of it where there is little room: its mark tells of warnings. */
static char *
entry_brief(const struct draft_entry *entry)
{
	struct strbuf out = STRBUF_INIT;

	if (!entry->read)
		return NULL;
	draft_entry_state(entry, &out);
	strbuf_truncate(&out, strcspn(out.buf, ","));
	return strbuf_detach(&out);
}

static void
hint_left(const struct draft_entry *entry, struct strbuf *hint)
{
	if (entry->session == RECOVERY_ELSEWHERE)
		strbuf_addstr(hint,
			"Changes came with the folder or a backup, so anyone may have made them. "
			"Enter shows them.\n");
	else if (entry->state == DRAFT_REMOVED && !entry->trouble)
		strbuf_addf(hint, "This draft was removed. %zu %s can be recovered. Enter %s.\n",
			entry->left, plural(entry->left, "field", "fields"),
			entry->session == RECOVERY_HELD ? "asks the session that has it"
							: "offers to recover it under its name");
	else if (entry->state != DRAFT_REMOVED && entry->session == RECOVERY_LEFT)
		strbuf_addstr(hint, "A session left unsaved changes. Enter offers to recover "
				    "them.\n");
}

static void
hint_draft(const struct draft_entry *entry, struct strbuf *hint)
{
	if (entry->read) {
		hint_left(entry, hint);
		if (*entry->title) {
			strbuf_addstr(hint, "Policy: ");
			text_show(hint, entry->title, strlen(entry->title));
			strbuf_addch(hint, '\n');
		}
	}
	text_show(hint, entry->path, strlen(entry->path));
	if (entry->read && entry->changed) {
		strbuf_addstr(hint, ", changed ");
		draft_entry_time(entry, true, hint);
	}
}

/* What the focused row is. */
static void
view_focused(
	const struct drafts *drafts, const struct draft_entry *entry, bool quick, struct view *view)
{
	struct strbuf progress = STRBUF_INIT, hint = STRBUF_INIT;

	if (entry) {
		hint_draft(entry, &hint);
		if (entry->read)
			draft_entry_state(entry, &progress);
	} else if (quick) {
		strbuf_addstr(&hint,
			"Seven questions at most. The rest is filled in, then comes the review.");
	} else {
		strbuf_addstr(&hint, drafts->list.n ? "" : "No drafts yet. ");
		strbuf_addstr(&hint,
			"A draft holds the values of one policy, in a file of the drafts folder, ");
		text_show(&hint, drafts->folder, strlen(drafts->folder));
	}
	view->heading = display_text(entry   ? entry->name
				     : quick ? "Quick start"
					     : "Make a new draft");
	view->progress = strbuf_detach(&progress);
	view->hint = strbuf_detach(&hint);
}

static char *
view_keyline(const struct wizard *w, struct view *view)
{
	static const struct key_pair lines[][KEY_PAIRS_MAX] = {
		{ { .actions = { ACTION_ACCEPT }, .label = "open", .rank = 0 },
			{ .actions = { ACTION_MENU }, .label = "menu", .rank = 1 },
			{ .actions = { ACTION_DOWN, ACTION_UP }, .label = "move", .rank = 5 },
			{ .actions = { ACTION_REVIEW }, .label = "review", .rank = 6 },
			{ .actions = { ACTION_UNDO }, .label = "undo", .rank = 4 },
			{ .actions = { ACTION_HELP }, .label = "help", .rank = 3 },
			{ .actions = { ACTION_LEAVE }, .label = "leave", .rank = 2 } },
		{ { .actions = { ACTION_ACCEPT }, .label = "make it", .rank = 0 },
			{ .actions = { ACTION_MENU }, .label = "menu", .rank = 1 },
			{ .actions = { ACTION_DOWN, ACTION_UP }, .label = "move", .rank = 5 },
			{ .actions = { ACTION_UNDO }, .label = "undo", .rank = 4 },
			{ .actions = { ACTION_HELP }, .label = "help", .rank = 3 },
			{ .actions = { ACTION_LEAVE }, .label = "leave", .rank = 2 } },
		{ { .actions = { ACTION_ACCEPT }, .label = "begin", .rank = 0 },
			{ .actions = { ACTION_MENU }, .label = "menu", .rank = 1 },
			{ .actions = { ACTION_DOWN, ACTION_UP }, .label = "move", .rank = 5 },
			{ .actions = { ACTION_UNDO }, .label = "undo", .rank = 4 },
			{ .actions = { ACTION_HELP }, .label = "help", .rank = 3 },
			{ .actions = { ACTION_LEAVE }, .label = "leave", .rank = 2 } },
	};
	enum row_way way = page_row(w)->leads;
	const struct key_pair *from = lines[way == ROW_MAKES ? 1 : way == ROW_QUICK ? 2 : 0];
	struct strbuf out = STRBUF_INIT;
	size_t n = 0;

	for (size_t i = 0; i < KEY_PAIRS_MAX && from[i].label; i++)
		if (from[i].actions[0] != ACTION_UNDO || w->p.drafts.nmoves)
			view->pairs[n++] = from[i];
	view->pairs[n] = (struct key_pair){ .label = NULL };
	view->keys = view->pairs;
	key_line(view->pairs, &out);
	return strbuf_detach(&out);
}

/* Of those in sight: there may be thousands. What was not read is not yet told of. */
static void
view_rows(const struct wizard *w, struct view *view)
{
	const struct list *list = &w->p.lists[VIEW_START];
	size_t focus = list->focus, room = w->p.rows_shown;

	for (size_t i = room && focus > room ? focus - room : 0;
		i < list->n && (!room || i <= focus + room); i++) {
		const struct draft_entry *entry;

		if (list->rows[i].leads != ROW_OPENS)
			continue;
		entry = &w->p.drafts.list.v[list->rows[i].item];
		free(view->rows[i].value);
		view->rows[i].value = entry_value(entry, &view->rows[i].extra);
		view->rows[i].brief = entry_brief(entry);
		view->rows[i].mark = entry->read ? draft_entry_mark(entry) : ' ';
	}
}

/* What is typed stands below the list, so that the cursor stays on the draft. */
static void
view_search(const struct wizard *w, struct view *view)
{
	struct strbuf out = STRBUF_INIT;
	const char *find = w->p.drafts.find.text.buf;

	if (!*find || w->notice.len)
		return;
	strbuf_addstr(&out, "Search: ");
	text_show(&out, find, strlen(find));
	strbuf_addstr(&out, w->p.drafts.nfound ? ". " : ". No matches. ");
	wizard_words(w, "Esc clears it.", &out);
	free(view->message);
	view->message = strbuf_detach(&out);
	view->mark = ' ';
}

/* The head, which the help has too. */
void
view_drafts_head(const struct wizard *w, struct view *view)
{
	const struct drafts *drafts = &w->p.drafts;
	size_t n = drafts->list.n;

	view->title = display_text(drafts->here ? "scepwiz" : drafts->folder);
	if (n && *drafts->find.text.buf)
		snprintf(view->count, sizeof view->count, "%zu of %zu %s", drafts->nfound, n,
			plural(n, "draft", "drafts"));
	else if (n)
		snprintf(
			view->count, sizeof view->count, "%zu %s", n, plural(n, "draft", "drafts"));
	view->state = n ? view->count : "no drafts yet";
}

void
view_drafts(const struct wizard *w, struct view *view)
{
	const struct row *row = page_row(w);
	const struct draft_entry *entry =
		row->leads == ROW_OPENS ? &w->p.drafts.list.v[row->item] : NULL;

	view_drafts_head(w, view);
	view_page_rows(w, &w->p.lists[VIEW_START], view);
	view_rows(w, view);
	view_focused(&w->p.drafts, entry, row->leads == ROW_QUICK, view);
	view_message(w, NULL, view);
	if (!*view->message && entry && entry->trouble) {
		view->mark = '!';
		free(view->message);
		view->message = display_text(entry->trouble);
	} else {
		view_search(w, view);
	}
	view->keyline = view_keyline(w, view);
	view->explanation = xstrdup("");
}
