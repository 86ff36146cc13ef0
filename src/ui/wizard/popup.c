/* A list to choose from, narrowed by typing. */
#include "ui/wizard/popup.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "ui/wizard/state.h"

/* Items that PgDn goes on. */
#define POPUP_PAGE 5

struct popup_item *
popup_add(struct wizard *w, const char *name, const char *meaning)
{
	struct popup *popup = &w->popup;

	ARRAY_GROW(popup->items, popup->n, popup->alloc);
	popup->items[popup->n] = (struct popup_item){
		.name = xstrdup(name),
		.meaning = xstrdup(meaning ? meaning : ""),
	};
	return &popup->items[popup->n++];
}

void
popup_clear(struct popup *popup)
{
	for (size_t i = 0; i < popup->n; i++) {
		free(popup->items[i].name);
		free(popup->items[i].meaning);
	}
	free(popup->items);
	free(popup->found);
	*popup = (struct popup){ 0 };
}

static bool
contains(const char *text, const char *part, size_t len)
{
	for (; *text; text++)
		if (!strncasecmp(text, part, len))
			return true;
	return false;
}

/* A folder's slash need not be typed. */
static bool
is_end(const char *rest)
{
	return !*rest || !strcmp(rest, "/");
}

enum popup_fit
popup_fit(const struct popup_item *item, const char *typed)
{
	size_t len = strlen(typed);

	if (!strncasecmp(item->name, typed, len)) {
		if (!len || !is_end(item->name + len))
			return FIT_BEGINNING;
		return strncmp(item->name, typed, len) ? FIT_WHOLE : FIT_SAME;
	}
	if (contains(item->name, typed, len))
		return FIT_INSIDE;
	return contains(item->meaning, typed, len) ? FIT_MEANING : FIT_NONE;
}

/* The part of the typed text that narrows, without outer blanks; the caller releases it. */
static void
popup_typed(const struct wizard *w, struct strbuf *out)
{
	size_t from = wizard_prompt_popup(w)->from ? wizard_prompt_popup(w)->from(w) : 0;

	strbuf_addstr(out, w->prompt_edit.text.buf + from);
	strbuf_trim(out);
}

static enum popup_fit
item_fit(const struct wizard *w, size_t item, const char *typed)
{
	return wizard_prompt_popup(w)->fit ? wizard_prompt_popup(w)->fit(w, item, typed)
					   : popup_fit(&w->popup.items[item], typed);
}

/* Fills found; true where anything fits. */
static bool
popup_find(struct wizard *w, const char *typed, bool rare)
{
	struct popup *popup = &w->popup;
	enum popup_fit best = FIT_NONE;

	popup->nfound = popup->left_out = popup->focus = 0;
	popup->aimed = popup->refused = false;
	for (size_t i = 0; i < popup->n; i++) {
		enum popup_fit fit = item_fit(w, i, typed);

		if (fit == FIT_NONE || (popup->items[i].rare && fit < FIT_WHOLE && !rare))
			continue;
		if (popup->nfound == POPUP_FOUND_MAX) {
			popup->left_out++;
		} else {
			ARRAY_GROW(popup->found, popup->nfound, popup->found_alloc);
			popup->found[popup->nfound++] = i;
		}
		if (fit <= best)
			continue;
		/* what fits best shows, however many there are */
		best = fit;
		popup->focus = popup->nfound - 1;
		popup->found[popup->focus] = i;
	}
	return popup->nfound > 0;
}

void
popup_narrow(struct wizard *w)
{
	struct strbuf typed = STRBUF_INIT;

	popup_typed(w, &typed);
	if (!popup_find(w, typed.buf, false))
		popup_find(w, typed.buf, true);
	strbuf_release(&typed);
}

void
popup_open(struct wizard *w, size_t focus)
{
	popup_narrow(w);
	if (focus < w->popup.nfound && !w->prompt_edit.text.len)
		w->popup.focus = focus;
}

const struct popup_item *
popup_focused(const struct wizard *w)
{
	const struct popup *popup = &w->popup;

	return popup->nfound ? &popup->items[popup->found[popup->focus]] : NULL;
}

void
popup_changed(struct wizard *w)
{
	w->popup.moved = false;
	if (wizard_prompt_popup(w)->follow)
		wizard_prompt_popup(w)->follow(w);
	popup_narrow(w);
}

static void
popup_take(struct wizard *w)
{
	const struct popup_kind *kind = wizard_prompt_popup(w);
	struct strbuf typed = STRBUF_INIT;

	strbuf_addstr(&typed, w->prompt_edit.text.buf);
	strbuf_trim(&typed);
	if (kind->enter)
		kind->enter(w);
	else if (w->popup.nfound)
		kind->take(w, w->popup.found[w->popup.focus]);
	else
		kind->take_typed(w, typed.buf);
	strbuf_release(&typed);
}

/* Why something cannot be taken is said once, and the next Enter leads out. */
static void
popup_accept(struct wizard *w)
{
	const struct popup_kind *kind = wizard_prompt_popup(w);

	if (w->popup.refused || (!w->popup.nfound && !kind->take_typed)) {
		wizard_prompt_cancel(w);
		wizard_say(w, ' ', "Nothing was chosen.");
		return;
	}
	popup_take(w);
	w->popup.refused = wizard_prompt_popup(w) == kind && w->notice.len && w->notice_mark != '+';
}

/* The keys that move in a line of text do so until the list is moved through. */
static bool
popup_move(struct wizard *w, enum action action)
{
	static const struct {
		enum action action;
		int by;
		bool always;
	} moves[] = {
		{ ACTION_DOWN, 1, true },
		{ ACTION_NEXT, 1, true },
		{ ACTION_UP, -1, true },
		{ ACTION_PREVIOUS, -1, true },
		{ ACTION_SECTION_NEXT, POPUP_PAGE, true },
		{ ACTION_SECTION_PREVIOUS, -POPUP_PAGE, true },
		{ ACTION_START, INT_MIN / 2, false },
		{ ACTION_END, INT_MAX / 2, false },
	};
	struct popup *popup = &w->popup;

	for (size_t i = 0; i < ARRAY_SIZE(moves); i++) {
		int focus = (int)popup->focus + moves[i].by, last = (int)popup->nfound - 1;

		if (moves[i].action != action ||
			!(moves[i].always || popup->moved || !wizard_prompt_popup(w)->line))
			continue;
		popup->focus = (size_t)(focus < 0 || last < 0 ? 0 : focus > last ? last : focus);
		popup->moved = popup->aimed = popup->nfound > 0;
		popup->refused = false;
		return true;
	}
	return false;
}

/* A digit for a row of a list in which nothing is found by digits. */
static bool
popup_digit(struct wizard *w, uint32_t chord)
{
	if (wizard_prompt_popup(w)->line || chord < '1' || chord > '9')
		return false;
	if (chord - '1' < w->popup.nfound)
		wizard_prompt_popup(w)->take(w, w->popup.found[chord - '1']);
	return true;
}

/* False where nothing was typed that narrows. */
static bool
popup_take_back(struct wizard *w)
{
	size_t from = wizard_prompt_popup(w)->from ? wizard_prompt_popup(w)->from(w) : 0;
	char *kept;

	if (!w->prompt_edit.text.buf[from])
		return false;
	kept = xstrndup(w->prompt_edit.text.buf, from);
	lineedit_replace_all(&w->prompt_edit, kept);
	popup_changed(w);
	free(kept);
	return true;
}

static void
popup_edit(struct wizard *w, enum action action, uint32_t chord)
{
	struct strbuf before = STRBUF_INIT;

	strbuf_addstr(&before, w->prompt_edit.text.buf);
	if (action == ACTION_TYPE)
		lineedit_type(&w->prompt_edit, chord);
	else if (lineedit_act(&w->prompt_edit, action) && wizard_prompt_popup(w)->line)
		w->popup.moved = false;
	if (strcmp(before.buf, w->prompt_edit.text.buf) != 0)
		popup_changed(w);
	strbuf_release(&before);
}

void
popup_chord(struct wizard *w, enum action action, uint32_t chord)
{
	const struct popup_kind *kind = wizard_prompt_popup(w);

	if (kind->key && kind->key(w, chord)) {
		return;
	} else if (action == ACTION_ACCEPT) {
		popup_accept(w);
	} else if (action == ACTION_CLOSE) {
		if (!popup_take_back(w))
			wizard_prompt_cancel(w);
	} else if (action == ACTION_NEXT && kind->complete) {
		kind->complete(w);
		popup_changed(w);
	} else if (!popup_move(w, action) && !popup_digit(w, chord)) {
		popup_edit(w, action, chord);
	}
}

/* What is said of the list comes before what is said of an item. */
static char
popup_tell(const struct wizard *w, struct strbuf *out)
{
	const struct popup *popup = &w->popup;

	if (w->notice.len) {
		strbuf_addstr(out, w->notice.buf);
		return w->notice_mark;
	}
	if (wizard_prompt_popup(w)->tell)
		wizard_prompt_popup(w)->tell(w, out);
	if (!out->len && !popup->nfound)
		strbuf_addstr(out, "Nothing here has this in its name. Esc takes it back.");
	if (popup->left_out)
		strbuf_addf(out, "%s%zu more would fit; type a part of the name.",
			out->len ? " " : "", popup->left_out);
	return ' ';
}

/* In the place of what will be typed. */
static void
popup_add_escape(const struct popup_kind *kind, struct view *view)
{
	struct strbuf prompt = STRBUF_INIT;

	strbuf_addf(&prompt, "%sEsc %s", view->prompt, kind->escape ? kind->escape : "none");
	free(view->prompt);
	view->prompt = strbuf_detach(&prompt);
}

void
popup_view(struct wizard *w, struct view *view)
{
	const struct popup *popup = &w->popup;
	const struct popup_kind *kind = wizard_prompt_popup(w);
	struct strbuf told = STRBUF_INIT;

	view->choosing = true;
	view->accepts = kind->accept ? kind->accept : "choose";
	view->line = kind->line;
	view->numbered = kind->numbered;
	view->by_letter = kind->key;
	view->on_item = popup->nfound && (!view->line || popup->moved);
	view->nitems = popup->nfound;
	view->item_focus = popup->focus;
	view->left_out = popup->left_out;
	view->items = xcalloc(popup->nfound + 1, sizeof *view->items);
	for (size_t i = 0; i < popup->nfound; i++) {
		const struct popup_item *item = &popup->items[popup->found[i]];

		view->items[i].name = display_text(item->name);
		view->items[i].meaning = display_text(item->meaning);
	}
	view->told_mark = popup_tell(w, &told);
	view->told = display_text(told.buf);
	if (!view->line && !w->prompt_edit.text.len) {
		view->prompt_edit = NULL;
		popup_add_escape(kind, view);
	}
	strbuf_release(&told);
}

void
wizard_focus_item(struct wizard *w, size_t item)
{
	if (!wizard_prompt_popup(w) || item >= w->popup.nfound)
		return;
	w->popup.focus = item;
	w->popup.moved = w->popup.aimed = true;
	w->popup.refused = false;
}
