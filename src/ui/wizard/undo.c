/* Undo over the whole session. While a field has the focus its editor takes back a step at a time; what was made of it
 * until the focus moved on is one step here, as is all that one key has changed in other fields. Changes are found by
 * comparing, after every key, with what is known of each answer: so whatever changes a value needs nothing for this. */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#include "ui/wizard/machine.h"

struct undo_step {
	const struct field *field;
	struct answer_copy before, after;
	struct strbuf note_before, note_after; /* the comments on it */
	bool joined;                           /* one key has made it and the step before it */
};

static void
step_release(struct undo_step *step)
{
	answer_release(&step->before);
	answer_release(&step->after);
	strbuf_release(&step->note_before);
	strbuf_release(&step->note_after);
}

void
undo_release(struct undo *undo)
{
	while (undo->n)
		step_release(&undo->steps[--undo->n]);
	free(undo->steps);
	*undo = (struct undo){ 0 };
}

static void
undo_push(struct wizard *w, const struct field *field, bool joined)
{
	struct undo *undo = &w->p.undo;
	struct answer_copy *known = &w->s.fields[field->index].known;
	struct strbuf *note = &w->s.fields[field->index].known_note;
	struct undo_step *step;

	while (undo->n > undo->at)
		step_release(&undo->steps[--undo->n]);
	ARRAY_GROW(undo->steps, undo->n, undo->alloc);
	step = &undo->steps[undo->n++];
	*step = (struct undo_step){ .field = field, .joined = joined };
	answer_init(&step->before);
	answer_init(&step->after);
	answer_copy(&step->before, known);
	answer_take(known, w->s.draft, field);
	answer_copy(&step->after, known);
	strbuf_init(&step->note_before);
	strbuf_init(&step->note_after);
	strbuf_set(&step->note_before, note->buf);
	strbuf_set(note, draft_note(w->s.draft, field));
	strbuf_set(&step->note_after, note->buf);
	undo->at = undo->n;
}

/* live: the field that is still being edited; a comment on it is a step. */
static void
undo_record(struct wizard *w, const struct field *live)
{
	bool joined = false;

	for (size_t i = 0; i < w->s.form->nfields; i++) {
		const struct field *field = w->s.form->fields[i];

		if ((field == live || answer_same(&w->s.fields[i].known, w->s.draft, field)) &&
			!strcmp(w->s.fields[i].known_note.buf, draft_note(w->s.draft, field)))
			continue;
		undo_push(w, field, joined);
		joined = true;
	}
}

void
undo_follow(struct wizard *w)
{
	undo_record(w, w->p.open == VIEW_FORM ? wizard_field(w) : NULL);
}

void
undo_settle(struct wizard *w)
{
	undo_record(w, NULL);
}

void
undo_pass(struct wizard *w)
{
	for (size_t i = 0; i < w->s.form->nfields; i++) {
		const struct field *field = w->s.form->fields[i];

		answer_take(&w->s.fields[i].known, w->s.draft, field);
		strbuf_set(&w->s.fields[i].known_note, draft_note(w->s.draft, field));
	}
}

/* Whether the comments on it were all that it changed. */
static bool
undo_put(struct wizard *w, const struct field *field, const struct answer_copy *answer,
	const struct strbuf *note)
{
	bool same = answer_same(answer, w->s.draft, field);

	answer_put(answer, w->s.draft, field);
	draft_set_note(w->s.draft, field, note->buf);
	strbuf_set(&w->s.fields[field->index].known_note, note->buf);
	answer_take(&w->s.fields[field->index].known, w->s.draft, field);
	return same;
}

/* The focus goes to what was changed, unless it does not apply any more. */
static void
undo_show(struct wizard *w, const struct field *field, const char *what, bool comment)
{
	const char *of = comment ? "comment on " : "";

	w->p.touched = false;
	wizard_recheck(w);
	w->p.left = NULL;
	if (draft_applies(w->s.draft, field, NULL))
		wizard_focus_field(w, field);
	else
		wizard_enter_field(w);
	w->p.behind = NULL;
	if (field->number)
		wizard_say(w, ' ', "%s: %s%d %s.", what, of, field->number, field->label);
	else
		wizard_say(w, ' ', "%s: %s%s.", what, of, field->label);
}

void
wizard_undo(struct wizard *w)
{
	struct undo *undo = &w->p.undo;
	const struct undo_step *step;
	bool comment = true;

	if (w->p.open == VIEW_FORM)
		wizard_leave_field(w);
	undo_record(w, NULL);
	if (!undo->at) {
		wizard_enter_field(w);
		wizard_say(w, ' ', "Nothing to undo.");
		return;
	}
	do {
		step = &undo->steps[--undo->at];
		comment &= undo_put(w, step->field, &step->before, &step->note_before);
	} while (step->joined);
	undo_show(w, step->field, "Undone", comment);
}

void
wizard_redo(struct wizard *w)
{
	struct undo *undo = &w->p.undo;
	const struct undo_step *step;
	const struct field *field;
	bool comment = true;

	if (w->p.open == VIEW_FORM)
		wizard_leave_field(w);
	undo_record(w, NULL);
	if (undo->at == undo->n) {
		wizard_enter_field(w);
		wizard_say(w, ' ', "Nothing to redo.");
		return;
	}
	field = undo->steps[undo->at].field;
	do {
		step = &undo->steps[undo->at++];
		comment &= undo_put(w, step->field, &step->after, &step->note_after);
	} while (undo->at < undo->n && undo->steps[undo->at].joined);
	undo_show(w, field, "Redone", comment);
}
