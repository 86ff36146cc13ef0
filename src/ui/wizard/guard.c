/* The wizard and what is kept of the draft: every change is after the key that made it; what another session left or
 * holds is told before the first key. */

#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "ui/wizard/machine.h"

/* Fields that an offer names; of what came from elsewhere, more. */
#define NAMED_MAX 4
#define NAMED_FOREIGN_MAX 12

static bool
is_foreign(const struct wizard *w)
{
	return recovery_left(w->s.recovery)->foreign;
}

static void
guard_take_left(struct wizard *w)
{
	const struct recovery_place place = recovery_left(w->s.recovery)->place;
	size_t n = merge_mine(&w->s.merge);
	bool damaged = recovery_left(w->s.recovery)->damaged;

	merge_finish(&w->s.merge, w->s.file, true);
	recovery_accept(w->s.recovery);
	w->s.recovering = false;
	form_adopt(w);
	form_take_place(w, &place);
	wizard_say(w, damaged ? '?' : '+', "%zu %s recovered%s. Not saved yet.", n,
		plural(n, "field", "fields"),
		damaged ? " (the end of what was kept could not be read)" : "");
	if (ios_is_missing(w))
		strbuf_addstr(&w->notice, " Only the macOS draft is recovered. "
					  "Make the iOS draft with ^X i.");
}

/* Of what came from elsewhere nothing is taken that was not chosen, and nothing goes before it was discarded. */
void
guard_recover(struct wizard *w)
{
	if (is_foreign(w) && !merge_mine(&w->s.merge)) {
		merge_ask(w, 0);
		wizard_say(w, ' ', "Nothing was chosen. Enter the number of a change.");
		return;
	}
	guard_take_left(w);
}

void
recover_discard(struct wizard *w)
{
	merge_release(&w->s.merge);
	recovery_accept(w->s.recovery);
	w->s.recovering = false;
	if (!path_exists(w->s.file->path))
		wizard_end(w); /* nothing is left to edit */
	wizard_say(w, ' ', "Unsaved changes discarded. This is the draft as it is on disk.");
}

/* Who changes one of them decides whom devices trust, and what they tell. */
static bool
is_weighty(const struct merge_row *row)
{
	static const enum role roles[] = { ROLE_SCEP_URL, ROLE_ACME_DIRECTORY, ROLE_FINGERPRINT,
		ROLE_ROOT_CERTIFICATE, ROLE_ISSUING_CERTIFICATE, ROLE_CHALLENGE };

	for (size_t i = 0; row->field && i < ARRAY_SIZE(roles); i++)
		if (row->field->role == roles[i])
			return true;
	return false;
}

static void
name_row(const struct merge_row *row, struct strbuf *out)
{
	STRBUF(label);

	merge_row_label(row, &label);
	strbuf_addstr(out, out->len ? ", " : "");
	text_show(out, label.buf, label.len);
}

/* "URL, Subject and 2 more"; of what came from elsewhere all that has weight, and first. */
static void
name_fields(const struct wizard *w, struct strbuf *out)
{
	const struct merge *merge = &w->s.merge;
	size_t named = 0, most = is_foreign(w) ? NAMED_FOREIGN_MAX : NAMED_MAX;
	STRBUF(names);

	for (size_t i = 0; is_foreign(w) && i < merge->n; i++)
		if (is_weighty(&merge->rows[i])) {
			name_row(&merge->rows[i], &names);
			named++;
		}
	for (size_t i = 0; i < merge->n && named < most; i++)
		if (!is_foreign(w) || !is_weighty(&merge->rows[i])) {
			name_row(&merge->rows[i], &names);
			named++;
		}
	strbuf_addstr(out, names.buf);
	if (merge->n > named)
		strbuf_addf(out, " and %zu more", merge->n - named);
}

/* "root on mac-17 (pts/3), 2026-11-22 02:13: 5 fields (URL, Subject and 3 more)" */
static void
tell_left(const struct wizard *w, struct strbuf *out)
{
	recovery_who_show(recovery_who(w->s.recovery), out);
	strbuf_addstr(out, ", ");
	recovery_time_show(recovery_left(w->s.recovery)->when, out);
	strbuf_addf(out, ": %zu %s (", w->s.merge.n, plural(w->s.merge.n, "field", "fields"));
	name_fields(w, out);
	strbuf_addch(out, ')');
}

void
guard_offer(struct wizard *w)
{
	const struct recovery_left *left = recovery_left(w->s.recovery);
	STRBUF(question);

	if (left->foreign)
		strbuf_addstr(&question,
			"These changes came with the folder or a backup, so anyone may have made "
			"them. They say: ");
	else
		strbuf_addstr(&question, left->discarded ? "Discarded by " : "Not saved by ");
	tell_left(w, &question);
	if (left->was) {
		strbuf_addstr(&question, ". The draft was ");
		text_show(&question, left->was, strlen(left->was));
		strbuf_addstr(&question, " then");
	}
	strbuf_addf(&question, "%s. ",
		!path_exists(w->s.file->path) ? ". The draft was removed since"
		: w->s.merge.theirs_changed   ? ". The draft has changed on disk since"
					      : "");
	wizard_ask(w, left->foreign ? QUESTION_ELSEWHERE : QUESTION_RECOVER, question.buf, NULL);
}

/* What was left against what is on disk now. Nothing to offer where they read the same: the session was
 * killed right after a save, or had changed everything back. */
static bool
left_compare(struct wizard *w)
{
	const struct recovery_left *left = recovery_left(w->s.recovery);
	STRBUF(err);

	if (merge_begin(&w->s.merge, left->base.draft, left->draft, w->s.file->path,
		    &w->s.file->source, &err) < 0)
		merge_release(&w->s.merge); /* it was read before: cannot be */
	if (merge_mine(&w->s.merge)) {
		for (size_t i = 0; left->foreign && i < w->s.merge.n; i++)
			w->s.merge.rows[i].take_mine = false;
		return true;
	}
	merge_release(&w->s.merge);
	recovery_accept(w->s.recovery);
	return false;
}

bool
held_may_take(const struct wizard *w)
{
	return recovery_may_take(w->s.recovery);
}

bool
held_may_insist(const struct wizard *w)
{
	return recovery_may_insist(w->s.recovery);
}

static void
guard_held(struct wizard *w)
{
	const struct recovery_who *who = recovery_who(w->s.recovery);
	STRBUF(question);

	if (recovery_state(w->s.recovery) == RECOVERY_FOREIGN) {
		strbuf_addstr(&question, "Another user (");
		recovery_who_show(who, &question);
		strbuf_addstr(&question, ") has or had this draft open, last change ");
		recovery_time_show(who->since, &question);
	} else {
		recovery_who_show(who, &question);
		strbuf_addstr(&question, " has this draft open");
		if (who->user) {
			strbuf_addstr(&question, " since ");
			recovery_time_show(who->since, &question);
		}
	}
	strbuf_addstr(&question, ". ");
	wizard_ask(w, QUESTION_HELD, question.buf, NULL);
}

/* Whether undo covers all of it: what is accepted has no undo. */
static bool
left_is_answers(const struct wizard *w)
{
	for (size_t i = 0; i < w->s.merge.n; i++)
		if (!w->s.merge.rows[i].field)
			return false;
	return !merge_conflicts(&w->s.merge);
}

/* Nobody asks about what was discarded: it is something to redo. */
static void
guard_offer_back(struct wizard *w)
{
	const struct field *field = wizard_field(w);
	bool reviews = review_is_open(w);
	STRBUF(when);
	STRBUF(names);

	recovery_time_show(recovery_left(w->s.recovery)->when, &when);
	name_fields(w, &names);
	guard_take_left(w);
	wizard_undo(w);
	wizard_focus_field(w, field);
	if (reviews)
		review_come(w);
	wizard_say(w, ' ', "M-_ brings back what was discarded %s: %s.", when.buf, names.buf);
}

static void
guard_state(struct wizard *w)
{
	enum recovery_state state = recovery_state(w->s.recovery);

	if (state == RECOVERY_LEFT) {
		w->s.recovering = left_compare(w);
		if (w->s.recovering && recovery_left(w->s.recovery)->discarded && !is_foreign(w) &&
			left_is_answers(w))
			guard_offer_back(w);
		else if (w->s.recovering)
			guard_offer(w);
	} else if (state == RECOVERY_HELD || state == RECOVERY_FOREIGN) {
		guard_held(w);
	}
}

void
guard_begin(struct wizard *w)
{
	w->s.recovery = recovery_open(w->s.form, w->s.file->path);
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
	wizard_say(w, '?', "%zu %s changed on disk, too. s recovers the rows as shown.", conflicts,
		plural(conflicts, "field was", "fields were"));
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
		undo_pass(w);
	}
}

void
held_take(struct wizard *w)
{
	STRBUF(err);

	if (recovery_take(w->s.recovery, &err) < 0) {
		wizard_say(w, '!', "Not taken over: %s.", err.buf);
		if (recovery_state(w->s.recovery) == RECOVERY_HELD)
			guard_held(w);
		return;
	}
	held_reload(w);
	wizard_say(w, '+', "Taken over. Nothing was unsaved.");
	if (recovery_state(w->s.recovery) != RECOVERY_LEFT || !left_compare(w))
		return;
	if (!is_foreign(w) && !merge_conflicts(&w->s.merge)) {
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
	recovery_insist(w->s.recovery);
	held_reload(w);
	guard_state(w);
}
