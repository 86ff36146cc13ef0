/* Asking: what becomes of a key while a question stands in the last line, and the words for its answers. */
#include "ui/wizard/question.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/xalloc.h"

#include "ui/wizard/machine.h"

/* Enter and Esc are told by one key and answered by all that mean the same. */
static bool
key_is(uint32_t key, uint32_t chord)
{
	enum action action = key_action(key);

	if (!key)
		return false;
	if (key == CHORD_ANY || key == chord)
		return true;
	if (action == ACTION_CLOSE && key_action(chord) == ACTION_LEAVE)
		return true;
	return action != ACTION_TYPE && action != ACTION_NONE && action == key_action(chord);
}

static const struct answer *
answer_find(const struct wizard *w, const struct question *question, uint32_t chord)
{
	if (question->folds && !key_is(CHORD_ENTER, chord) && !key_is(CHORD_ESC, chord))
		chord = (chord < 0x20 ? chord | 0x60 : chord) | 0x20;
	for (const struct answer *a = question->answers; a->keys[0]; a++)
		if ((key_is(a->keys[0], chord) || key_is(a->keys[1], chord)) &&
			(!a->when || a->when(w)))
			return a;
	return NULL;
}

static const struct answer *
answer_told(const struct question *question, uint32_t key)
{
	for (const struct answer *a = question->answers; a->keys[0]; a++)
		if (a->keys[0] == key && a->says)
			return a;
	return NULL;
}

const char *
question_accepts(const struct question *question)
{
	return answer_told(question, CHORD_ENTER)->says;
}

bool
question_has_letters(const struct question *question)
{
	for (const struct answer *a = question->answers; a->keys[0]; a++)
		if (key_action(a->keys[0]) == ACTION_TYPE)
			return true;
	return false;
}

uint32_t
question_key_of(const struct wizard *w, const char *word)
{
	for (const struct answer *a = w->ask.question->answers; a->keys[0]; a++)
		if (a->word && !strcasecmp(a->word, word) && (!a->when || a->when(w)))
			return a->keys[0];
	return 0;
}

/* "yes: discards the 4 changes for good"; "save"; "reload, dropping 2". */
static void
answer_tell_word(const struct wizard *w, const struct answer *answer, struct strbuf *out)
{
	const char *word = answer->word;
	bool begins = word && !strncmp(answer->says, word, strlen(word));

	if (begins && !answer->tell) {
		strbuf_addstr(out, word);
		return;
	}
	if (!word)
		wizard_spell_key(w, answer->keys[0], out);
	else if (!begins)
		strbuf_addstr(out, word);
	strbuf_addf(out, "%s%s", begins ? "" : ": ", answer->says);
	if (answer->tell)
		answer->tell(w, out);
}

static void
answer_tell(const struct wizard *w, const struct answer *answer, struct strbuf *out)
{
	if (w->spell) {
		answer_tell_word(w, answer, out);
		return;
	}
	wizard_spell_key(w, answer->keys[0], out);
	if (answer->keys[1]) {
		strbuf_addstr(out, " or ");
		wizard_spell_key(w, answer->keys[1], out);
	}
	strbuf_addf(out, " %s", answer->says);
	if (answer->tell)
		answer->tell(w, out);
}

void
question_tell(
	const struct wizard *w, const struct question *question, uint32_t key, struct strbuf *out)
{
	const struct answer *answer = answer_told(question, key);

	if (answer)
		answer_tell(w, answer, out);
}

/* In a list what is typed stands behind the answers, so a gap does; and there Enter and Esc are told beside it. */
void
question_sentence(const struct wizard *w, struct strbuf *out)
{
	const struct question *question = w->ask.question;
	const char *gap = question->gap && !w->spell ? question->gap : ", ";
	size_t start;

	strbuf_addstr(out, w->ask.head);
	start = out->len;
	for (const struct answer *a = question->answers; !question->listed && a->keys[0]; a++) {
		bool told = a->says && (!a->when || a->when(w));

		if (!told ||
			(question->list && (a->keys[0] == CHORD_ENTER || a->keys[0] == CHORD_ESC)))
			continue;
		answer_tell(w, a, out);
		strbuf_addstr(out, gap);
	}
	if (!question->list && out->len > start)
		strbuf_truncate(out, out->len - strlen(gap));
}

void
wizard_ask(struct wizard *w, enum question_name name, const char *head, const char *start)
{
	const struct question *question = &questions[name];
	char *copy = xstrdup(head); /* it may be the last question's */

	question_close(w);
	w->ask.question = question;
	w->ask.head = copy;
	w->ask.revealed = false;
	w->ask.edit.keep_blanks = question->masked;
	lineedit_set(&w->ask.edit, start ? start : "");
}

void
question_close(struct wizard *w)
{
	w->ask.question = NULL;
	free(w->ask.head);
	w->ask.head = NULL;
	lineedit_release(&w->ask.edit);
	list_release(&w->ask.popup.list);
	w->ask.popup = (struct popup){ 0 };
}

bool
wizard_asks(const struct wizard *w, enum question_name name)
{
	return w->ask.question == &questions[name];
}

const struct popup_kind *
question_list(const struct wizard *w)
{
	return w->ask.question ? w->ask.question->list : NULL;
}

bool
question_takes_line(const struct wizard *w)
{
	return w->ask.question && (w->ask.question->line || w->ask.question->list);
}

bool
question_answer(struct wizard *w, uint32_t chord)
{
	const struct answer *answer = answer_find(w, w->ask.question, chord);

	if (!answer)
		return false;
	question_close(w);
	if (answer->run)
		answer->run(w);
	return true;
}

/* What was to follow the save is given up with the question. */
void
question_cancel(struct wizard *w)
{
	w->ask.after_save = AFTER_SAVE_STAY;
	if (!question_answer(w, CHORD_ESC))
		question_close(w);
}

/* The text is copied: closing wipes the editor, and the answer may ask the next question. */
static void
line_accept(struct wizard *w)
{
	const struct question *question = w->ask.question;
	STRBUF(text);

	strbuf_addstr(&text, w->ask.edit.text.buf);
	if (!question->masked)
		strbuf_trim(&text);
	question_close(w);
	question->line(w, text.buf);
}

static void
line_chord(struct wizard *w, enum action action, uint32_t chord)
{
	struct asking *ask = &w->ask;

	if (action == ACTION_ACCEPT)
		line_accept(w);
	else if (action == ACTION_NEXT && ask->question->is_path)
		wizard_complete(w, &ask->edit, NULL);
	else if (action == ACTION_REVEAL)
		ask->revealed = ask->question->masked && !ask->revealed;
	else if (action == ACTION_TYPE)
		lineedit_type(&ask->edit, chord);
	else
		lineedit_act(&ask->edit, action);
}

void
question_act(struct wizard *w, enum action action, uint32_t chord)
{
	const struct question *question = w->ask.question;

	if (action == ACTION_LEAVE || (action == ACTION_CLOSE && !question->list))
		question_cancel(w);
	else if (action == ACTION_HELP && (question->help || question->helps))
		wizard_say(w, ' ', "%s", question->help ? question->help : question->helps(w));
	else if (question->list)
		popup_chord(w, action, chord);
	else if (question->line)
		line_chord(w, action, chord);
	else
		question_answer(w, chord);
}

void
question_clear(struct wizard *w)
{
	lineedit_replace_all(&w->ask.edit, "");
	if (w->ask.question->list)
		popup_changed(w);
}

void
question_paste(struct wizard *w, const char *text, size_t len)
{
	STRBUF(note);

	if (question_takes_line(w))
		lineedit_paste(&w->ask.edit, text, len, &note);
	if (w->ask.question->list)
		popup_changed(w);
	if (note.len)
		wizard_say(w, '?', "%s", note.buf);
}
