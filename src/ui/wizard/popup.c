/* A list to choose from, narrowed by typing. */
#include "ui/wizard/popup.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/xalloc.h"

#include "ui/wizard/machine.h"

struct row *
popup_add(struct wizard *w, const char *name, const char *meaning)
{
	return list_add(&w->ask.popup.list, ROW_TEXT, name, meaning ? meaning : "");
}

static bool
contains(const char *text, const char *part, size_t len)
{
	for (; *text; text++)
		if (!strncasecmp(text, part, len))
			return true;
	return false;
}

enum popup_fit
popup_fit(const struct row *item, const char *typed)
{
	size_t len = strlen(typed);

	if (!strncasecmp(item->label, typed, len)) {
		const char *rest = item->label + len;

		if (!len || (*rest && strcmp(rest, "/"))) /* a folder's slash need not be typed */
			return FIT_BEGINNING;
		return strncmp(item->label, typed, len) ? FIT_WHOLE : FIT_SAME;
	}
	if (contains(item->label, typed, len))
		return FIT_INSIDE;
	return contains(item->value, typed, len) ? FIT_MEANING : FIT_NONE;
}

/* From where on the typed text narrows. */
static size_t
popup_from(const struct wizard *w)
{
	return question_list(w)->from ? question_list(w)->from(w) : 0;
}

/* Shows what fits; true where anything does. What fits best shows, however many there are: in place of the last
 * one that does. */
static bool
popup_find(struct wizard *w, const char *typed, bool rare)
{
	const struct popup_kind *kind = question_list(w);
	struct popup *popup = &w->ask.popup;
	enum popup_fit best = FIT_NONE;
	struct row *last = NULL;

	popup->nfound = popup->left_out = popup->list.focus = 0;
	popup->aimed = popup->refused = false;
	for (size_t i = 0; i < popup->list.n; i++) {
		struct row *row = &popup->list.rows[i];
		enum popup_fit fit = kind->fit ? kind->fit(w, i, typed) : popup_fit(row, typed);
		bool full = popup->nfound == POPUP_FOUND_MAX;

		row->passed = true;
		if (fit == FIT_NONE || (row->rare && fit < FIT_WHOLE && !rare))
			continue;
		popup->left_out += full;
		popup->nfound += !full;
		if (full && fit <= best)
			continue;
		if (full)
			last->passed = true;
		row->passed = false;
		last = row;
		if (fit > best)
			popup->list.focus = i;
		best = fit > best ? fit : best;
	}
	return popup->nfound > 0;
}

void
popup_narrow(struct wizard *w)
{
	STRBUF(typed);

	strbuf_addstr(&typed, w->ask.edit.text.buf + popup_from(w));
	strbuf_trim(&typed);
	if (!popup_find(w, typed.buf, false))
		popup_find(w, typed.buf, true);
}

void
popup_open(struct wizard *w, size_t focus)
{
	w->ask.popup.list.page = LIST_PAGE_SMALL;
	popup_narrow(w);
	if (focus < w->ask.popup.list.n && !w->ask.popup.list.rows[focus].passed &&
		!w->ask.edit.text.len)
		w->ask.popup.list.focus = focus;
}

const struct row *
popup_focused(const struct wizard *w)
{
	return w->ask.popup.nfound ? list_focused(&w->ask.popup.list) : NULL;
}

void
popup_changed(struct wizard *w)
{
	w->ask.popup.moved = false;
	if (question_list(w)->follow)
		question_list(w)->follow(w);
	popup_narrow(w);
}

static void
popup_take(struct wizard *w)
{
	const struct popup_kind *kind = question_list(w);
	STRBUF(typed);

	strbuf_addstr(&typed, w->ask.edit.text.buf);
	strbuf_trim(&typed);
	if (kind->enter)
		kind->enter(w);
	else if (w->ask.popup.nfound)
		kind->take(w, w->ask.popup.list.focus);
	else
		kind->take_typed(w, typed.buf);
}

/* Why something cannot be taken is said once, and the next Enter leads out. */
static void
popup_accept(struct wizard *w)
{
	const struct popup_kind *kind = question_list(w);

	if (w->ask.popup.refused || (!w->ask.popup.nfound && !kind->take_typed)) {
		question_cancel(w);
		wizard_say(w, ' ', "Nothing was chosen.");
		return;
	}
	popup_take(w);
	w->ask.popup.refused = question_list(w) == kind && w->notice.len && w->notice_mark != '+';
}

/* The keys that move in a line of text do so until the list is moved through. */
static bool
popup_move(struct wizard *w, enum action action)
{
	struct popup *popup = &w->ask.popup;
	bool in_line = action == ACTION_START || action == ACTION_END;

	if ((in_line && question_list(w)->line && !popup->moved) || !list_act(&popup->list, action))
		return false;
	popup->moved = popup->aimed = popup->nfound > 0;
	popup->refused = false;
	return true;
}

/* A digit for a row of a list in which nothing is found by digits. */
static bool
popup_digit(struct wizard *w, uint32_t chord)
{
	if (question_list(w)->line || chord < '1' || chord > '9')
		return false;
	if (chord - '1' < w->ask.popup.nfound)
		question_list(w)->take(w, list_nth(&w->ask.popup.list, chord - '1'));
	return true;
}

/* False where nothing was typed that narrows. */
static bool
popup_take_back(struct wizard *w)
{
	size_t from = popup_from(w);
	char *kept;

	if (!w->ask.edit.text.buf[from])
		return false;
	kept = xstrndup(w->ask.edit.text.buf, from);
	lineedit_replace_all(&w->ask.edit, kept);
	popup_changed(w);
	free(kept);
	return true;
}

static void
popup_edit(struct wizard *w, enum action action, uint32_t chord)
{
	STRBUF(before);

	strbuf_addstr(&before, w->ask.edit.text.buf);
	if (action == ACTION_TYPE)
		lineedit_type(&w->ask.edit, chord);
	else if (lineedit_act(&w->ask.edit, action) && question_list(w)->line)
		w->ask.popup.moved = false;
	if (strcmp(before.buf, w->ask.edit.text.buf) != 0)
		popup_changed(w);
}

void
popup_take_item(struct wizard *w, size_t item)
{
	wizard_focus_item(w, item);
	if (question_has_letters(w->ask.question))
		question_list(w)->take(w, w->ask.popup.list.focus);
	else
		popup_accept(w);
}

/* Where letters are answers the list is too short to be narrowed, and Space takes the focused item. */
static bool
popup_letter(struct wizard *w, enum action action, uint32_t chord)
{
	if (action != ACTION_TYPE || !question_has_letters(w->ask.question) ||
		(chord >= '1' && chord <= '9'))
		return false;
	if (chord == ' ')
		question_list(w)->take(w, w->ask.popup.list.focus);
	else
		question_answer(w, chord);
	return true;
}

void
popup_chord(struct wizard *w, enum action action, uint32_t chord)
{
	const struct popup_kind *kind = question_list(w);

	if (popup_letter(w, action, chord)) {
		return;
	} else if (action == ACTION_ACCEPT) {
		popup_accept(w);
	} else if (action == ACTION_CLOSE) {
		if (!popup_take_back(w))
			question_cancel(w);
	} else if (action == ACTION_NEXT && kind->complete) {
		kind->complete(w);
		popup_changed(w);
	} else if (!popup_move(w, action) && !popup_digit(w, chord)) {
		popup_edit(w, action, chord);
	}
}

void
wizard_focus_item(struct wizard *w, size_t item)
{
	if (!question_list(w) || item >= w->ask.popup.nfound)
		return;
	w->ask.popup.list.focus = list_nth(&w->ask.popup.list, item);
	w->ask.popup.moved = w->ask.popup.aimed = true;
	w->ask.popup.refused = false;
}
