/* Two versions of the draft: what is here, or was left by a session, and what is on disk. They are shown
 * by field, and chosen from; nothing is overwritten that was not shown. */
#include <string.h>

#include "base/text.h"

#include "ui/wizard/machine.h"

/* A value takes so many columns. */
#define VALUE_COLUMNS 30
/* Bytes of what is the same that show before the first that is not. */
#define BEFORE_DIFFERENCE 6

/* A secret is told by its length, never shown. */
static void
whole_value(const struct wizard *w, const struct draft *draft, const struct field *field,
	struct strbuf *out)
{
	STRBUF(text);
	const char *value = draft_text(draft, field);

	if (draft_unread(draft, field))
		strbuf_addstr(&text, "unreadable");
	else if (draft_source(draft, field) == ANSWER_ENVIRONMENT)
		strbuf_addf(&text, "from the variable %s", draft_source_name(draft, field));
	else if (draft_source(draft, field) != ANSWER_HERE)
		draft_show_source(draft, field, &text);
	else if (*value)
		field_show(field, value, w->s.desk.folder, &text);
	else
		strbuf_addstr(&text, "empty");
	text_show(out, text.buf, text.len);
}

/* The value in the draft, of a long one the part in which it differs from the other draft's, or a little before it. */
static void
show_value(const struct wizard *w, const struct draft *draft, const struct draft *other,
	const struct field *field, struct strbuf *out)
{
	STRBUF(shown);
	STRBUF(beside);
	size_t from = 0, fits;

	whole_value(w, draft, field, &shown);
	whole_value(w, other, field, &beside);
	if (text_fit(shown.buf, shown.len, VALUE_COLUMNS) < shown.len ||
		text_fit(beside.buf, beside.len, VALUE_COLUMNS) < beside.len) {
		while (shown.buf[from] && shown.buf[from] == beside.buf[from])
			from++;
		from = text_boundary(
			shown.buf, from - (from < BEFORE_DIFFERENCE ? from : BEFORE_DIFFERENCE));
	}
	if (from > VALUE_COLUMNS / 2)
		strbuf_addstr(out, "...");
	else
		from = 0;
	fits = text_fit(shown.buf + from, shown.len - from, VALUE_COLUMNS);
	strbuf_add(out, shown.buf + from, fits);
	if (from + fits < shown.len)
		strbuf_addstr(out, "...");
}

/* What is not taken. Of two secrets both may read "set, 14 characters". */
static void
merge_other(const struct wizard *w, const struct draft *other, const struct draft *taken,
	const struct merge_row *row, struct strbuf *out)
{
	bool another = row->field->type->flags & FT_SECRET && !draft_is_empty(other, row->field);

	strbuf_addf(out, "%s is %s",
		row->take_mine    ? "on disk it"
		: w->s.recovering ? "the recovered one"
				  : "yours",
		another ? "another (" : "");
	show_value(w, other, taken, row->field, out);
	if (another)
		strbuf_addch(out, ')');
	if (row->conflict)
		strbuf_addstr(out, ", changed in both");
}

/* All of them. */
static void
merge_comments(const struct wizard *w, const struct merge_row *row, struct strbuf *name,
	struct strbuf *meaning)
{
	const struct merge *m = &w->s.merge;
	COMMENTS(list);

	merge_row_comments(m, row, &list);
	for (size_t i = 0; i < list.n; i++) {
		strbuf_addstr(name, i ? "; " : "");
		comment_show(&list.v[i], name);
	}
	if (!list.n)
		strbuf_addstr(name, "none");
	if (row->take_mine && strcmp(draft_note(m->base, row->field),
				      draft_note(m->theirs.draft, row->field)) != 0)
		strbuf_addstr(meaning, "with those that were added on disk");
}

/* "Key size = 2048 (yours)", and what it means: "on disk it is 4096; both changed it". */
static void
merge_item(struct wizard *w, const struct merge_row *row)
{
	const struct merge *m = &w->s.merge;
	const struct draft *taken = row->take_mine ? m->mine : m->theirs.draft;
	const struct draft *other = row->take_mine ? m->theirs.draft : m->mine;
	const struct acceptance *accepted =
		row->rule ? draft_acceptance(taken, row->rule->id) : NULL;
	STRBUF(name);
	STRBUF(meaning);

	merge_row_label(row, &name);
	strbuf_addstr(&name, " = ");
	if (accepted) {
		acceptance_show(accepted, &name);
	} else if (row->rule) {
		strbuf_addstr(&name, "no");
	} else if (row->comments) {
		merge_comments(w, row, &name, &meaning);
	} else {
		show_value(w, taken, other, row->field, &name);
		merge_other(w, other, taken, row, &meaning);
	}
	strbuf_addf(&name, " (%s)",
		!row->take_mine   ? "on disk"
		: w->s.recovering ? "recovered"
				  : "yours");
	popup_add(w, name.buf, meaning.len ? meaning.buf : NULL);
}

void
merge_ask(struct wizard *w, size_t focus)
{
	size_t n = w->s.merge.n < 9 ? w->s.merge.n : 9;
	STRBUF(question);

	strbuf_addf(&question, n > 1 ? "1-%zu, " : "%zu, ", n);
	wizard_ask(w, QUESTION_MERGE, question.buf, NULL);
	for (size_t i = 0; i < w->s.merge.n; i++)
		merge_item(w, &w->s.merge.rows[i]);
	popup_open(w, focus);
}

bool
merge_recovers(const struct wizard *w)
{
	return w->s.recovering;
}

bool
merge_saves(const struct wizard *w)
{
	return !w->s.recovering;
}

void
merge_tell_dropped(const struct wizard *w, struct strbuf *out)
{
	strbuf_addf(out, "%zu", merge_mine(&w->s.merge));
}

static void
merge_swap(struct wizard *w, size_t item)
{
	w->s.merge.rows[item].take_mine = !w->s.merge.rows[item].take_mine;
	merge_ask(w, item);
}

/* The draft is the merged one now; what was to follow the save still does. */
void
merge_take(struct wizard *w)
{
	merge_finish(&w->s.merge, w->s.file, true);
	form_adopt(w);
	wizard_save(w);
}

void
merge_reload(struct wizard *w)
{
	size_t n = merge_mine(&w->s.merge);

	w->ask.after_save = AFTER_SAVE_STAY;
	merge_finish(&w->s.merge, w->s.file, false);
	form_adopt(w);
	wizard_say(w, ' ', "This is the draft as it is on disk. %zu %s dropped.", n,
		plural(n, "change was", "changes were"));
}

void
merge_save_as(struct wizard *w)
{
	merge_release(&w->s.merge);
	wizard_ask_save_as(w);
}

/* Row by row, and behind the last one what s does; but where both have changed a value a save would lose
 * one of them, and Enter alone loses nothing. */
static void
merge_enter(struct wizard *w)
{
	size_t conflicts = merge_conflicts(&w->s.merge);

	if (list_move(&w->ask.popup.list, true)) {
		w->ask.popup.moved = w->ask.popup.aimed = true;
		w->ask.popup.refused = false;
	} else if (w->s.recovering) {
		question_close(w);
		guard_recover(w);
	} else if (!conflicts) {
		question_close(w);
		merge_take(w);
	} else {
		question_cancel(w);
		wizard_say(w, '?', "Not saved: %zu %s changed on disk, too. ^O asks again.",
			conflicts, plural(conflicts, "value was", "values were"));
		review_pass_export(w);
	}
}

const struct popup_kind merge_popup = {
	.numbered = true,
	.take = merge_swap,
	.enter = merge_enter,
};

void
merge_cancel(struct wizard *w)
{
	if (w->s.recovering)
		guard_offer(w);
	else
		merge_release(&w->s.merge);
}

/* There is nothing to merge with: it has gone, cannot be read, or is no draft. */
static void
stale_ask(struct wizard *w, bool gone, const char *why)
{
	STRBUF(question);

	if (!gone)
		strbuf_addstr(&question, "Not saved: ");
	text_show(&question, why, strlen(why));
	strbuf_addstr(&question, ". ");
	wizard_ask(w, gone ? QUESTION_GONE : QUESTION_STALE, question.buf, NULL);
}

/* Compares by field; the same answers in another text (a comment, another order) need no question. */
static void
stale_merge(struct wizard *w, const struct strbuf *now)
{
	struct draft *base = draft_file_saved_answers(w->s.file);
	STRBUF(title);
	STRBUF(why);
	STRBUF(err);

	if (merge_begin(&w->s.merge, base, w->s.draft, w->s.file->path, now, &err) < 0) {
		strbuf_addf(&why, "the file is not a draft any more: %s", err.buf);
		stale_ask(w, false, why.buf);
	} else if (!w->s.merge.theirs_changed) {
		merge_take(w);
		if (w->notice_mark == '+')
			strbuf_addstr(&w->notice, " Another program changed the file's text but "
						  "no value. That change is kept.");
	} else {
		merge_ask(w, 0);
		/* the question alone does not say why it is asked */
		session_title(&w->s, &title);
		wizard_say(w, '?',
			"%s has changed on disk: s saves the rows as shown, a saves yours under "
			"another name.",
			title.buf);
	}
	draft_free(base);
}

bool
wizard_is_stale(struct wizard *w)
{
	STRBUF(now);
	STRBUF(why);
	enum draft_disk disk = draft_file_disk(w->s.file, &now, &why);

	if (disk == DRAFT_DISK_CHANGED && !now.len) {
		strbuf_set(&why, w->s.file->path);
		strbuf_addstr(&why, " was emptied since it was opened");
		stale_ask(w, true, why.buf);
	} else if (disk == DRAFT_DISK_CHANGED) {
		stale_merge(w, &now);
	}
	if (disk == DRAFT_DISK_GONE || disk == DRAFT_DISK_UNREADABLE)
		stale_ask(w, disk == DRAFT_DISK_GONE, why.buf);
	return disk != DRAFT_DISK_SAME;
}

void
stale_stay(struct wizard *w)
{
	w->ask.after_save = AFTER_SAVE_STAY;
	wizard_say(w, ' ', "Not saved.");
	review_pass_export(w);
}
