/* The wizard and the draft's side file: every change goes there after the key that made it; what another
 * session left or holds is told before the first key. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "ui/wizard/state.h"

/* Fields that an offer names. */
#define NAMED_MAX 4

/* What a crash would say of what was typed: only what is true. */
static const char *
guard_note(const struct wizard *w)
{
	enum journal_state state = journal_state(w->journal);
	bool kept = state == JOURNAL_READY || state == JOURNAL_LEFT;

	return kept && !*journal_trouble(w->journal)
		       ? "what was typed and not saved is offered when the draft is opened again"
		       : NULL;
}

/* Said once, until it works again. */
static void
guard_tell(struct wizard *w)
{
	const char *trouble = journal_trouble(w->journal);

	fatal_note(guard_note(w));
	if (*trouble && !w->told_trouble)
		wizard_say(w, '?', "If the line drops, what is typed now is lost: %s.", trouble);
	w->told_trouble = *trouble;
}

static struct journal_place
guard_place(const struct wizard *w)
{
	const struct field *field = wizard_field(w);

	if (!field || !w->editing)
		return (struct journal_place){ field, w->check, false };
	return (struct journal_place){ field, w->edit.cursor,
		!w->edit.text.len && *draft_text(w->draft, field) };
}

/* After anything that may have changed a value, wherever it came from. */
void
wizard_keep(struct wizard *w)
{
	struct journal_now now = { .file = w->file };

	if (!w->journal || w->look)
		return;
	now.place = guard_place(w);
	now.note_field = wizard_note_typed(w, &now.note);
	journal_follow(w->journal, &now);
	guard_tell(w);
}

bool
wizard_is_looking(const struct wizard *w)
{
	return w->look;
}

/* Another session takes the draft over: this one ends and saves nothing. */
static bool
wizard_is_asked_for(const struct wizard *w)
{
	struct strbuf who = STRBUF_INIT;
	bool asked = w->journal && journal_is_asked(w->journal, &who);

	strbuf_release(&who);
	return asked;
}

bool
wizard_has_unsaved(const struct wizard *w)
{
	return !w->look && !wizard_is_saved(w) && !wizard_is_asked_for(w) &&
	       !(w->journal && journal_state(w->journal) != JOURNAL_READY &&
		       journal_state(w->journal) != JOURNAL_OFF);
}

/* The draft is another one, for the same file. */
void
wizard_adopted(struct wizard *w)
{
	w->draft = w->file->draft;
	w->touched = false;
	wizard_judge_filled(w);
	wizard_recheck(w);
	wizard_enter_field(w);
	if (w->page == VIEW_REVIEW)
		review_fill(w);
}

/* Another version of the form may have fewer checks. */
static size_t
left_check(const struct field *field, size_t check)
{
	size_t n = 0;

	if (field_widget(field) == WIDGET_CHECKS)
		field_options(field, &n);
	return check < n ? check : 0;
}

/* What that session had left stands where it stood: its field, its cursor. */
static void
left_place(struct wizard *w, const struct journal_place *place)
{
	const struct field *field = place->field;

	if (!field || !draft_applies(w->draft, field, NULL) || !wizard_focus_field(w, field))
		return;
	/* typed back to what is saved it is as never touched */
	answer_copy(&w->start, &w->fields[field->index].opened);
	w->touched = place->emptied || draft_changed(w->draft, field);
	if (place->emptied)
		lineedit_set(&w->edit, "");
	if (!w->editing) {
		w->check = left_check(field, place->cursor);
		return;
	}
	for (w->edit.cursor = 0;
		w->edit.cursor < place->cursor && w->edit.cursor < w->edit.text.len;)
		lineedit_act(&w->edit, ACTION_RIGHT);
}

void
guard_recover(struct wizard *w)
{
	const struct journal_place place = journal_left(w->journal)->place;
	size_t n = merge_mine(&w->merge);
	bool damaged = journal_left(w->journal)->damaged;

	merge_finish(&w->merge, w->file, true);
	journal_accept(w->journal);
	w->recovering = false;
	wizard_adopted(w);
	left_place(w, &place);
	wizard_say(w, damaged ? '?' : '+', "%zu %s recovered%s; not saved yet.", n,
		plural(n, "field is", "fields are"),
		damaged ? " (the end of the side file could not be read)" : "");
}

void
recover_discard(struct wizard *w)
{
	merge_release(&w->merge);
	journal_accept(w->journal);
	w->recovering = false;
	if (!path_exists(w->file->path))
		wizard_end(w); /* nothing is left to edit */
	wizard_say(w, ' ', "What was not saved is discarded; this is the draft as it is on disk.");
}

/* "URL, Subject and 2 more" */
static void
name_fields(const struct merge *merge, struct strbuf *out)
{
	for (size_t i = 0; i < merge->n && i < NAMED_MAX; i++) {
		struct strbuf label = STRBUF_INIT;

		merge_row_label(&merge->rows[i], &label);
		strbuf_addstr(out, i ? ", " : "");
		text_show(out, label.buf, label.len);
		strbuf_release(&label);
	}
	if (merge->n > NAMED_MAX)
		strbuf_addf(out, " and %zu more", merge->n - NAMED_MAX);
}

void
guard_offer(struct wizard *w)
{
	const struct journal_left *left = journal_left(w->journal);
	struct strbuf question = STRBUF_INIT;

	strbuf_addstr(&question, "Not saved by ");
	journal_who_show(journal_who(w->journal), &question);
	strbuf_addstr(&question, ", ");
	journal_time_show(left->when, &question);
	strbuf_addf(&question, ": %zu %s (", w->merge.n, plural(w->merge.n, "field", "fields"));
	name_fields(&w->merge, &question);
	strbuf_addf(&question, ")%s. ",
		!path_exists(w->file->path) ? "; the draft itself was removed meanwhile"
		: w->merge.theirs_changed   ? "; the draft was changed on disk meanwhile"
					    : "");
	wizard_ask(w, QUESTION_RECOVER, question.buf, NULL);
	strbuf_release(&question);
}

/* What was left against what is on disk now. Nothing to offer where they read the same: the session was
 * killed right after a save, or had changed everything back. */
static bool
left_compare(struct wizard *w)
{
	const struct journal_left *left = journal_left(w->journal);
	struct strbuf err = STRBUF_INIT;

	if (merge_begin(&w->merge, left->base.draft, left->draft, w->file->path, &w->file->source,
		    &err) < 0)
		merge_release(&w->merge); /* it was read before: cannot be */
	strbuf_release(&err);
	for (size_t i = 0; i < w->merge.n; i++)
		if (w->merge.rows[i].take_mine)
			return true;
	merge_release(&w->merge);
	journal_accept(w->journal);
	return false;
}

static void
guard_left(struct wizard *w)
{
	w->recovering = left_compare(w);
	if (w->recovering)
		guard_offer(w);
}

static void
guard_ready(struct wizard *w)
{
	guard_tell(w);
}

bool
held_may_take(const struct wizard *w)
{
	return journal_may_take(w->journal);
}

bool
held_may_not_take(const struct wizard *w)
{
	return !journal_may_take(w->journal);
}

bool
held_may_insist(const struct wizard *w)
{
	return journal_may_insist(w->journal);
}

static void
guard_held(struct wizard *w)
{
	const struct journal_who *who = journal_who(w->journal);
	struct strbuf question = STRBUF_INIT;

	if (journal_state(w->journal) == JOURNAL_FOREIGN) {
		strbuf_addstr(&question, "Another user (");
		journal_who_show(who, &question);
		strbuf_addstr(&question, ") has or had this draft open, last change ");
		journal_time_show(who->since, &question);
	} else {
		journal_who_show(who, &question);
		strbuf_addstr(&question, " has this draft open");
		if (who->user) {
			strbuf_addstr(&question, " since ");
			journal_time_show(who->since, &question);
		}
	}
	strbuf_addstr(&question, ". ");
	wizard_ask(w, QUESTION_HELD, question.buf, NULL);
	strbuf_release(&question);
}

static void (*const guard_states[])(struct wizard *w) = {
	[JOURNAL_OFF] = guard_ready,
	[JOURNAL_READY] = guard_ready,
	[JOURNAL_LEFT] = guard_left,
	[JOURNAL_HELD] = guard_held,
	[JOURNAL_FOREIGN] = guard_held,
};

void
wizard_guard(struct wizard *w)
{
	if (!w->file->path)
		return;
	w->journal = journal_open(w->form, w->file->path);
	guard_states[journal_state(w->journal)](w);
	wizard_keep(w);
}

void
recover_tell_discarded(const struct wizard *w, struct strbuf *out)
{
	strbuf_addf(out, "%zu %s for good", w->merge.n, plural(w->merge.n, "change", "changes"));
}

void
recover_ask_discard(struct wizard *w)
{
	wizard_ask(w, QUESTION_DISCARD, "", NULL);
}

void
recover_show(struct wizard *w)
{
	merge_ask(w, 0);
}

/* Where both have changed a value somebody has to see it. */
void
recover_enter(struct wizard *w)
{
	size_t conflicts = merge_conflicts(&w->merge);

	if (!conflicts) {
		guard_recover(w);
		return;
	}
	merge_ask(w, 0);
	wizard_say(w, '?', "%zu %s changed on disk, too: s recovers the rows as they stand.",
		conflicts, plural(conflicts, "field was", "fields were"));
}

void
held_look(struct wizard *w)
{
	w->look = true;
	wizard_enter_field(w);
	wizard_say(w, ' ', "Read-only: the draft as it was last saved.");
}

/* The other session may have saved since this one read the draft. What cannot be read now is noticed
 * when it is saved. */
static void
held_reload(struct wizard *w)
{
	struct draft_file now = DRAFT_FILE_INIT;
	struct strbuf err = STRBUF_INIT;

	if (draft_file_read(&now, w->form, w->file->path, &err) == 0) {
		draft_file_release(w->file);
		*w->file = now;
		wizard_adopted(w);
		for (size_t i = 0; i < w->form->nfields; i++)
			answer_take(&w->fields[i].opened, w->draft, w->form->fields[i]);
	}
	strbuf_release(&err);
}

void
held_take(struct wizard *w)
{
	struct strbuf err = STRBUF_INIT;

	if (journal_take(w->journal, &err) < 0) {
		wizard_say(w, '!', "Not taken over: %s.", err.buf);
		if (journal_state(w->journal) == JOURNAL_HELD)
			guard_held(w);
	} else {
		held_reload(w);
		wizard_say(w, '+', "Taken over; nothing was unsaved.");
		if (journal_state(w->journal) == JOURNAL_LEFT && left_compare(w)) {
			if (merge_conflicts(&w->merge)) {
				w->recovering = true;
				guard_offer(w);
			} else {
				guard_recover(w);
			}
		}
	}
	strbuf_release(&err);
}

/* The other session's draft may be newer than what was read here. */
void
held_insist(struct wizard *w)
{
	journal_insist(w->journal);
	held_reload(w);
	guard_states[journal_state(w->journal)](w);
}

/* What becomes of what is unsaved, for the last line. */
void
guard_farewell(const struct wizard *w, struct strbuf *out)
{
	enum journal_state state = w->journal ? journal_state(w->journal) : JOURNAL_OFF;
	struct strbuf who = STRBUF_INIT;

	if (w->look)
		strbuf_addstr(out, ", read only");
	else if (state == JOURNAL_HELD)
		strbuf_addstr(out, ", and open in another session");
	else if (state == JOURNAL_FOREIGN)
		strbuf_addstr(out, ", and perhaps open in another user's session");
	else if (state == JOURNAL_LEFT)
		strbuf_addstr(out,
			"; what an earlier session did not save is still kept, and offered when it is opened");
	else if (w->journal && journal_is_asked(w->journal, &who))
		strbuf_addf(out, "%s taken over by %s",
			wizard_is_saved(w) || *journal_trouble(w->journal) ? ";" : ", but kept:",
			who.buf);
	else if (wizard_has_unsaved(w) && !w->done && state == JOURNAL_READY &&
		 !*journal_trouble(w->journal))
		strbuf_addstr(out, ", but kept, and offered when it is opened");
	strbuf_release(&who);
}

void
guard_end(struct wizard *w)
{
	const char *note;
	bool keep = !w->done && (!wizard_is_saved(w) || wizard_note_typed(w, &note));

	journal_close(w->journal, keep);
	w->journal = NULL;
	fatal_note(NULL);
	merge_release(&w->merge);
}
