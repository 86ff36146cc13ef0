/* Two versions of the draft: what is here, or was left by a session, and what is on disk. They are shown
 * by field, and chosen from; nothing is overwritten that was not shown. */
#include <stdlib.h>
#include <string.h>

#include "base/fileio.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "ui/wizard/state.h"

/* What an item of the list is chosen by. */
static const char merge_keys[] = "123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/* The key of items that have none: the focused one. */
#define MERGE_KEY_FOCUSED '-'
/* A value takes so many columns. */
#define VALUE_COLUMNS 30

/* A secret is told by its length, never shown. */
static void
show_value(const struct wizard *w, const struct draft *draft, const struct field *field,
	struct strbuf *out)
{
	struct strbuf text = STRBUF_INIT, shown = STRBUF_INIT;
	const char *value = draft_text(draft, field);
	size_t fits;

	if (draft_source(draft, field) == ANSWER_ENVIRONMENT)
		strbuf_addf(&text, "from the variable %s", draft_source_name(draft, field));
	else if (draft_source(draft, field) == ANSWER_PROMPT)
		strbuf_addstr(&text, "asked for at the export");
	else if (*value)
		field_show(field, value, w->around.folder, &text);
	else
		strbuf_addstr(&text, "empty");
	text_show(&shown, text.buf, text.len);
	fits = text_fit(shown.buf, shown.len, VALUE_COLUMNS);
	strbuf_add(out, shown.buf, fits);
	if (fits < shown.len)
		strbuf_addstr(out, "...");
	strbuf_release(&text);
	strbuf_release(&shown);
}

/* Two notes, where the answers read the same. */
static bool
is_note_alone(const struct merge *m, const struct field *field)
{
	const struct draft *a = m->mine, *b = m->theirs.draft;

	return !strcmp(draft_text(a, field), draft_text(b, field)) &&
	       draft_source(a, field) == draft_source(b, field) &&
	       !strcmp(draft_source_name(a, field), draft_source_name(b, field));
}

static const char *
name_of_mine(const struct wizard *w)
{
	return w->recovering ? "recovered" : "yours";
}

/* "1 Key size, yours: 2048 (on disk 4096; both changed it)" */
static void
merge_item(const struct wizard *w, size_t i, struct strbuf *out)
{
	const struct merge *m = &w->merge;
	const struct merge_row *row = &m->rows[i];
	const char *mine = name_of_mine(w);

	strbuf_addch(out, i < strlen(merge_keys) ? merge_keys[i] : MERGE_KEY_FOCUSED);
	strbuf_addf(out, " %s%s, %s: ", row->field->label,
		is_note_alone(m, row->field) ? " (comment)" : "",
		row->take_mine ? mine : "on disk");
	if (is_note_alone(m, row->field)) {
		text_show(out, draft_note(row->take_mine ? m->mine : m->theirs.draft, row->field),
			strlen(draft_note(row->take_mine ? m->mine : m->theirs.draft, row->field)));
	} else {
		show_value(w, row->take_mine ? m->mine : m->theirs.draft, row->field, out);
		strbuf_addf(out, " (%s ", row->take_mine ? "on disk" : mine);
		if (row->field->type->flags & FT_SECRET)
			strbuf_addstr(out, "it differs: ");
		show_value(w, row->take_mine ? m->theirs.draft : m->mine, row->field, out);
		strbuf_addf(out, "%s)", row->conflict ? "; both changed it" : "");
	}
	strbuf_addch(out, '\n');
}

void
merge_ask(struct wizard *w, size_t focus)
{
	struct strbuf question = STRBUF_INIT;

	for (size_t i = 0; i < w->merge.n; i++)
		merge_item(w, i, &question);
	if (w->recovering) {
		strbuf_addstr(&question, "A number swaps, s takes it so, Esc goes back");
	} else {
		wizard_title(w, &question);
		strbuf_addf(&question,
			" was changed on disk meanwhile. A number swaps, s saves it so, a saves yours "
			"under another name, r takes what is on disk (%zu of yours %s lost), Esc "
			"stays",
			merge_mine(&w->merge), plural(merge_mine(&w->merge), "is", "are"));
	}
	wizard_ask(w, PROMPT_MERGE, question.buf, NULL);
	w->prompt_focus = focus;
	strbuf_release(&question);
}

/* The draft is the merged one now; what was to follow the save still does. */
static void
merge_take(struct wizard *w)
{
	merge_finish(&w->merge, w->file, true);
	wizard_adopted(w);
	wizard_save(w);
}

static void
merge_reload(struct wizard *w)
{
	size_t n = merge_mine(&w->merge);

	w->after_save = AFTER_SAVE_STAY;
	merge_finish(&w->merge, w->file, false);
	wizard_adopted(w);
	wizard_say(w, ' ', "This is the draft as it is on disk; %zu %s dropped.", n,
		plural(n, "change was", "changes were"));
}

static void
merge_save_as(struct wizard *w)
{
	merge_release(&w->merge);
	wizard_ask_save_as(w);
}

/* Which item a key means; n where it means none. */
static size_t
merge_index(const struct wizard *w, uint32_t chord)
{
	const char *key = chord && chord < 0x80 ? strchr(merge_keys, (int)chord) : NULL;
	size_t i = key ? (size_t)(key - merge_keys) : w->merge.n;

	return chord == MERGE_KEY_FOCUSED ? w->prompt_focus : i < w->merge.n ? i : w->merge.n;
}

bool
merge_key(struct wizard *w, uint32_t chord)
{
	size_t i = merge_index(w, chord);

	if (i < w->merge.n) {
		w->merge.rows[i].take_mine = !w->merge.rows[i].take_mine;
		merge_ask(w, i);
		return true;
	}
	if (chord != 's' && (w->recovering || (chord != 'a' && chord != 'r')))
		return false;
	wizard_prompt_close(w);
	if (w->recovering)
		guard_recover(w);
	else if (chord == 's')
		merge_take(w);
	else if (chord == 'a')
		merge_save_as(w);
	else
		merge_reload(w);
	return true;
}

void
merge_cancel(struct wizard *w)
{
	if (w->recovering)
		guard_offer(w);
	else
		merge_release(&w->merge);
}

/* There is nothing to merge with: it has gone, cannot be read, or is no draft. */
static void
stale_ask(struct wizard *w, bool gone, const char *why)
{
	struct strbuf question = STRBUF_INIT;

	text_show(&question, why, strlen(why));
	strbuf_addf(&question, ". %sa saves under another name, Esc stays",
		gone ? "Enter writes it anew, " : "");
	wizard_ask(w, gone ? PROMPT_GONE : PROMPT_STALE, question.buf, NULL);
	strbuf_release(&question);
}

/* Compares by field; the same answers in another text (a comment, another order) need no question. */
static void
stale_merge(struct wizard *w, const struct strbuf *now)
{
	struct draft *base = draft_file_original(w->file);
	struct strbuf why = STRBUF_INIT, err = STRBUF_INIT;

	if (merge_begin(&w->merge, base, w->draft, w->file->path, now, &err) < 0) {
		strbuf_addf(&why, "What stands in the file now is no draft: %s", err.buf);
		stale_ask(w, false, why.buf);
	} else if (!w->merge.theirs_changed) {
		merge_take(w);
		if (w->notice_mark == '+')
			strbuf_addstr(&w->notice, " Another program has changed the file's text "
						  "meanwhile, but no answer; that is kept.");
	} else {
		merge_ask(w, 0);
	}
	draft_free(base);
	strbuf_release(&why);
	strbuf_release(&err);
}

bool
wizard_is_stale(struct wizard *w)
{
	struct strbuf now = STRBUF_INIT, why = STRBUF_INIT;
	enum draft_disk disk = draft_file_disk(w->file, &now, &why);

	if (disk == DRAFT_DISK_CHANGED && !now.len) {
		strbuf_set(&why, w->file->path);
		strbuf_addstr(&why, " was emptied since it was opened");
		stale_ask(w, true, why.buf);
	} else if (disk == DRAFT_DISK_CHANGED) {
		stale_merge(w, &now);
	}
	if (disk == DRAFT_DISK_GONE || disk == DRAFT_DISK_UNREADABLE)
		stale_ask(w, disk == DRAFT_DISK_GONE, why.buf);
	strbuf_release(&now);
	strbuf_release(&why);
	return disk != DRAFT_DISK_SAME;
}

bool
stale_key(struct wizard *w, uint32_t chord)
{
	if (chord != 'a')
		return false;
	wizard_prompt_close(w);
	wizard_ask_save_as(w);
	return true;
}

/* Nothing is overwritten: it is written anew where it stood. */
bool
gone_key(struct wizard *w, uint32_t chord)
{
	if (key_action(chord) != ACTION_ACCEPT && chord != 'o')
		return stale_key(w, chord);
	wizard_prompt_close(w);
	wizard_save_over(w);
	return true;
}
