/* The wizard and the draft's side file: every change goes there after the key that made it; what another
 * session left or holds is told before the first key. */
#include <stdio.h>

#include "base/path.h"
#include "base/text.h"

#include "ui/wizard/machine.h"

/* Fields that an offer names. */
#define NAMED_MAX 4

void
guard_recover(struct wizard *w)
{
	const struct journal_place place = journal_left(w->s.journal)->place;
	size_t n = merge_mine(&w->s.merge);
	bool damaged = journal_left(w->s.journal)->damaged;

	merge_finish(&w->s.merge, w->s.file, true);
	journal_accept(w->s.journal);
	w->s.recovering = false;
	form_adopt(w);
	form_take_place(w, &place);
	wizard_say(w, damaged ? '?' : '+', "%zu %s recovered%s; not saved yet.", n,
		plural(n, "field is", "fields are"),
		damaged ? " (the end of the side file could not be read)" : "");
}

void
recover_discard(struct wizard *w)
{
	merge_release(&w->s.merge);
	journal_accept(w->s.journal);
	w->s.recovering = false;
	if (!path_exists(w->s.file->path))
		wizard_end(w); /* nothing is left to edit */
	wizard_say(w, ' ', "What was not saved is discarded; this is the draft as it is on disk.");
}

/* "URL, Subject and 2 more" */
static void
name_fields(const struct merge *merge, struct strbuf *out)
{
	for (size_t i = 0; i < merge->n && i < NAMED_MAX; i++) {
		STRBUF(label);

		merge_row_label(&merge->rows[i], &label);
		strbuf_addstr(out, i ? ", " : "");
		text_show(out, label.buf, label.len);
	}
	if (merge->n > NAMED_MAX)
		strbuf_addf(out, " and %zu more", merge->n - NAMED_MAX);
}

void
guard_offer(struct wizard *w)
{
	const struct journal_left *left = journal_left(w->s.journal);
	STRBUF(question);

	strbuf_addstr(&question, "Not saved by ");
	journal_who_show(journal_who(w->s.journal), &question);
	strbuf_addstr(&question, ", ");
	journal_time_show(left->when, &question);
	strbuf_addf(&question, ": %zu %s (", w->s.merge.n, plural(w->s.merge.n, "field", "fields"));
	name_fields(&w->s.merge, &question);
	strbuf_addf(&question, ")%s. ",
		!path_exists(w->s.file->path) ? "; the draft itself was removed meanwhile"
		: w->s.merge.theirs_changed   ? "; the draft was changed on disk meanwhile"
					      : "");
	wizard_ask(w, QUESTION_RECOVER, question.buf, NULL);
}

/* What was left against what is on disk now. Nothing to offer where they read the same: the session was
 * killed right after a save, or had changed everything back. */
static bool
left_compare(struct wizard *w)
{
	const struct journal_left *left = journal_left(w->s.journal);
	STRBUF(err);

	if (merge_begin(&w->s.merge, left->base.draft, left->draft, w->s.file->path,
		    &w->s.file->source, &err) < 0)
		merge_release(&w->s.merge); /* it was read before: cannot be */
	for (size_t i = 0; i < w->s.merge.n; i++)
		if (w->s.merge.rows[i].take_mine)
			return true;
	merge_release(&w->s.merge);
	journal_accept(w->s.journal);
	return false;
}

bool
held_may_take(const struct wizard *w)
{
	return journal_may_take(w->s.journal);
}

bool
held_may_not_take(const struct wizard *w)
{
	return !journal_may_take(w->s.journal);
}

bool
held_may_insist(const struct wizard *w)
{
	return journal_may_insist(w->s.journal);
}

static void
guard_held(struct wizard *w)
{
	const struct journal_who *who = journal_who(w->s.journal);
	STRBUF(question);

	if (journal_state(w->s.journal) == JOURNAL_FOREIGN) {
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
}

static void
guard_state(struct wizard *w)
{
	enum journal_state state = journal_state(w->s.journal);

	if (state == JOURNAL_LEFT) {
		w->s.recovering = left_compare(w);
		if (w->s.recovering)
			guard_offer(w);
	} else if (state == JOURNAL_HELD || state == JOURNAL_FOREIGN) {
		guard_held(w);
	}
}

void
guard_begin(struct wizard *w)
{
	w->s.journal = journal_open(w->s.form, w->s.file->path);
	guard_state(w);
}

void
recover_tell_discarded(const struct wizard *w, struct strbuf *out)
{
	strbuf_addf(
		out, "%zu %s for good", w->s.merge.n, plural(w->s.merge.n, "change", "changes"));
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
	size_t conflicts = merge_conflicts(&w->s.merge);

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
	w->s.look = true;
	wizard_enter_field(w);
	wizard_say(w, ' ', "Read-only: the draft as it was last saved.");
}

/* The other session may have saved since this one read the draft. What cannot be read now is noticed
 * when it is saved. */
static void
held_reload(struct wizard *w)
{
	struct draft_file now = DRAFT_FILE_INIT; /* becomes the session's */
	STRBUF(err);

	if (draft_file_read(&now, w->s.form, w->s.file->path, &err) == 0) {
		draft_file_release(w->s.file);
		*w->s.file = now;
		form_adopt(w);
		for (size_t i = 0; i < w->s.form->nfields; i++)
			answer_take(&w->s.fields[i].opened, w->s.draft, w->s.form->fields[i]);
	}
}

void
held_take(struct wizard *w)
{
	STRBUF(err);

	if (journal_take(w->s.journal, &err) < 0) {
		wizard_say(w, '!', "Not taken over: %s.", err.buf);
		if (journal_state(w->s.journal) == JOURNAL_HELD)
			guard_held(w);
		return;
	}
	held_reload(w);
	wizard_say(w, '+', "Taken over; nothing was unsaved.");
	if (journal_state(w->s.journal) != JOURNAL_LEFT || !left_compare(w))
		return;
	if (!merge_conflicts(&w->s.merge)) {
		guard_recover(w);
		return;
	}
	w->s.recovering = true;
	guard_offer(w);
}

/* The other session's draft may be newer than what was read here. */
void
held_insist(struct wizard *w)
{
	journal_insist(w->s.journal);
	held_reload(w);
	guard_state(w);
}
