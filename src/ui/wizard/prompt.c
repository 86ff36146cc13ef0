/* Questions in the last line: those answered by a key, and those that take a line of text. One row a
 * question; Esc and ^C close any of them and nothing has happened. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "ui/wizard/state.h"

/* Either line, popup or key is set. What they do comes after the prompt is closed, so that they may ask
 * again. */
struct prompt_kind {
	enum prompt_name name;
	bool masked;
	bool is_path; /* Tab completes it */
	void (*line)(struct wizard *w, const char *text);
	const struct popup_kind *popup; /* what is chosen from */
	/* False where the key means nothing: the prompt stays. Esc and ^C always close. */
	bool (*key)(struct wizard *w, uint32_t chord);
	void (*cancel)(struct wizard *w);
};

/* A letter of the menu line. */
struct menu_entry {
	char key;
	const char *label;
	void (*run)(struct wizard *w);
};

static const struct menu_entry menu[] = {
	{ 's', "save", wizard_save },
	{ 'a', "save as", wizard_ask_save_as },
	{ 'r', "review", wizard_open_review },
	{ 'x', "export", wizard_export },
	{ 'g', "go to", wizard_ask_go_to },
	{ 'u', "restore", wizard_restore_field },
	{ 'o', "editor", wizard_open_editor },
	{ 'h', "help", wizard_open_help },
	{ 'q', "quit", wizard_quit },
};

void
wizard_ask_menu(struct wizard *w)
{
	struct strbuf question = STRBUF_INIT;
	const struct field *field = wizard_field(w);
	bool lines = field && field_widget(field) == WIDGET_LINES;

	for (size_t i = 0; i < ARRAY_SIZE(menu); i++)
		if (menu[i].key != 'o' || lines)
			strbuf_addf(&question, "%s%c %s", question.len ? "  " : "", menu[i].key,
				menu[i].label);
	wizard_ask(w, PROMPT_MENU, question.buf, NULL);
	strbuf_release(&question);
}

/* ^X ^S is as good as ^X s: the hand is still on Control. Enter chooses nothing. */
static bool
menu_key(struct wizard *w, uint32_t chord)
{
	if (key_action(chord) == ACTION_ACCEPT) {
		wizard_prompt_close(w);
		return true;
	}
	if (chord < 0x20)
		chord |= 0x60;
	for (size_t i = 0; i < ARRAY_SIZE(menu); i++) {
		if ((uint32_t)menu[i].key != (chord | 0x20))
			continue;
		wizard_prompt_close(w);
		menu[i].run(w);
		return true;
	}
	return false;
}

static bool
mend_key(struct wizard *w, uint32_t chord)
{
	enum action action = key_action(chord);

	if (action != ACTION_ACCEPT && action != ACTION_CHOOSE && chord != 'y' && chord != 'n')
		return false;
	wizard_prompt_close(w);
	if (action == ACTION_CHOOSE)
		wizard_choose_other(w);
	else if (chord != 'n')
		wizard_take_mend(w);
	return true;
}

/* All is saved: any key but q stays. */
static bool
leave_key(struct wizard *w, uint32_t chord)
{
	wizard_prompt_close(w);
	if (chord == 'q')
		w->wish = WIZARD_QUIT;
	return true;
}

/* The way that loses nothing has Enter; q pressed twice, after ^X, loses nothing either. */
static bool
quit_key(struct wizard *w, uint32_t chord)
{
	if (key_action(chord) == ACTION_ACCEPT)
		chord = 's';
	if (chord != 's' && chord != 'l' && chord != 'n')
		return false;
	wizard_prompt_close(w);
	if (chord == 's')
		wizard_save_then(w, AFTER_SAVE_QUIT);
	else if (chord == 'l')
		w->wish = WIZARD_QUIT;
	return true;
}

/* Enter keeps what is there: only a letter that was typed overwrites. */
static bool
overwrite_key(struct wizard *w, uint32_t chord)
{
	bool enter = key_action(chord) == ACTION_ACCEPT;

	if (!enter && chord != 'y' && chord != 'Y' && chord != 'n' && chord != 'N')
		return false;
	wizard_prompt_close(w);
	if (enter)
		wizard_export_keep(w);
	else if ((chord | 0x20) == 'y')
		wizard_export_over(w);
	else
		wizard_export_beside(w);
	return true;
}

/* The documented number, or a part of a label or a key. */
static enum popup_fit
go_to_fit(const struct wizard *w, size_t item, const char *typed)
{
	const struct field *field = w->form->fields[item];
	struct strbuf number = STRBUF_INIT;
	struct popup_item label = { field->label, field->key, false };
	enum popup_fit fit = popup_fit(&label, typed);

	if (field->number)
		strbuf_addf(&number, "%d", field->number);
	if (*typed && !strncmp(number.buf, typed, strlen(typed)))
		fit = number.buf[strlen(typed)] ? FIT_BEGINNING : FIT_SAME;
	strbuf_release(&number);
	return fit;
}

static void
go_to_take(struct wizard *w, size_t item)
{
	wizard_prompt_close(w);
	wizard_focus_field(w, w->form->fields[item]);
}

static void
go_to_take_typed(struct wizard *w, const char *typed)
{
	wizard_prompt_close(w);
	wizard_say(w, '!', "No field is called or numbered \"%s\".", typed);
}

static const struct popup_kind go_to_popup = {
	.line = true,
	.take = go_to_take,
	.take_typed = go_to_take_typed,
	.fit = go_to_fit,
};

void
wizard_ask_go_to(struct wizard *w)
{
	wizard_ask(w, PROMPT_GO_TO, "Go to (documented number or part of the name): ", "");
	for (size_t i = 0; i < w->form->nfields; i++) {
		const struct field *field = w->form->fields[i];
		struct strbuf name = STRBUF_INIT;

		if (field->number)
			strbuf_addf(&name, "%2d ", field->number);
		else
			strbuf_addstr(&name, "   ");
		strbuf_addstr(&name, field->label);
		popup_add(w, name.buf, NULL);
		strbuf_release(&name);
	}
	popup_open(w, wizard_field(w) ? wizard_field(w)->index : 0);
}

static const struct prompt_kind prompt_kinds[] = {
	[PROMPT_GO_TO] = { .name = PROMPT_GO_TO, .popup = &go_to_popup },
	[PROMPT_SAVE_AS] = { .name = PROMPT_SAVE_AS, .is_path = true, .line = wizard_save_as },
	[PROMPT_FILE] = { .name = PROMPT_FILE, .popup = &files_popup },
	[PROMPT_OFFER] = { .name = PROMPT_OFFER, .popup = &offer_popup },
	[PROMPT_MEND] = { .name = PROMPT_MEND, .key = mend_key },
	[PROMPT_OPTIONS] = { .name = PROMPT_OPTIONS, .popup = &options_popup },
	[PROMPT_VARIABLE] = { .name = PROMPT_VARIABLE, .popup = &variables_popup },
	[PROMPT_MENU] = { .name = PROMPT_MENU, .key = menu_key },
	[PROMPT_LEAVE] = { .name = PROMPT_LEAVE, .key = leave_key },
	[PROMPT_QUIT] = { .name = PROMPT_QUIT, .key = quit_key },
	[PROMPT_STALE] = { .name = PROMPT_STALE, .key = stale_key },
	[PROMPT_GONE] = { .name = PROMPT_GONE, .key = gone_key },
	[PROMPT_MERGE] = { .name = PROMPT_MERGE, .popup = &merge_popup, .cancel = merge_cancel },
	[PROMPT_RECOVER] = { .name = PROMPT_RECOVER,
		.key = guard_recover_key,
		.cancel = guard_leave },
	[PROMPT_DISCARD] = { .name = PROMPT_DISCARD,
		.key = guard_discard_key,
		.cancel = guard_offer },
	[PROMPT_HELD] = { .name = PROMPT_HELD, .key = guard_held_key, .cancel = guard_leave },
	[PROMPT_EXPORT] = { .name = PROMPT_EXPORT, .is_path = true, .line = wizard_export_to },
	[PROMPT_OVERWRITE] = { .name = PROMPT_OVERWRITE,
		.key = overwrite_key,
		.cancel = wizard_export_keep },
	[PROMPT_SECRET] = { .name = PROMPT_SECRET,
		.masked = true,
		.line = wizard_export_secret,
		.cancel = wizard_export_forget },
	[PROMPT_NOTE] = { .name = PROMPT_NOTE, .line = wizard_take_note },
	[PROMPT_ACCEPT] = { .name = PROMPT_ACCEPT, .line = wizard_take_accept },
	[PROMPT_UNACCEPT] = { .name = PROMPT_UNACCEPT, .key = unaccept_key },
};

void
wizard_ask(struct wizard *w, enum prompt_name name, const char *question, const char *start)
{
	wizard_prompt_close(w);
	w->prompt = &prompt_kinds[name];
	w->prompt_text = xstrdup(question);
	w->prompt_revealed = false;
	w->prompt_edit.keep_blanks = w->prompt->masked;
	lineedit_set(&w->prompt_edit, start ? start : "");
}

void
wizard_prompt_close(struct wizard *w)
{
	w->prompt = NULL;
	free(w->prompt_text);
	w->prompt_text = NULL;
	lineedit_release(&w->prompt_edit);
	popup_clear(&w->popup);
}

const struct popup_kind *
wizard_prompt_popup(const struct wizard *w)
{
	return w->prompt ? w->prompt->popup : NULL;
}

bool
wizard_prompt_is_line(const struct wizard *w)
{
	return w->prompt && (w->prompt->line || w->prompt->popup);
}

bool
wizard_prompt_is_masked(const struct wizard *w)
{
	return w->prompt && w->prompt->masked && !w->prompt_revealed;
}

bool
wizard_prompt_is_note(const struct wizard *w)
{
	return w->prompt && w->prompt->name == PROMPT_NOTE;
}

/* The text is copied: closing wipes the editor, and the answer may ask the next question. */
static void
prompt_accept(struct wizard *w)
{
	const struct prompt_kind *kind = w->prompt;
	struct strbuf text = STRBUF_INIT;

	strbuf_addstr(&text, w->prompt_edit.text.buf);
	if (!kind->masked)
		strbuf_trim(&text);
	wizard_prompt_close(w);
	kind->line(w, text.buf);
	strbuf_release(&text);
}

/* What was to follow the save is given up with the question. */
void
wizard_prompt_cancel(struct wizard *w)
{
	const struct prompt_kind *kind = w->prompt;

	wizard_prompt_close(w);
	w->after_save = AFTER_SAVE_STAY;
	if (kind->cancel)
		kind->cancel(w);
}

static void
prompt_line_chord(struct wizard *w, enum action action, uint32_t chord)
{
	if (action == ACTION_ACCEPT)
		prompt_accept(w);
	else if (action == ACTION_NEXT && w->prompt->is_path)
		wizard_complete(w, &w->prompt_edit, NULL);
	else if (action == ACTION_REVEAL)
		w->prompt_revealed = w->prompt->masked && !w->prompt_revealed;
	else if (action == ACTION_TYPE)
		lineedit_type(&w->prompt_edit, chord);
	else
		lineedit_act(&w->prompt_edit, action);
}

void
wizard_prompt_chord(struct wizard *w, uint32_t chord)
{
	const struct prompt_kind *kind = w->prompt;
	enum action action = key_action(chord);

	if (action == ACTION_LEAVE ? kind->name != PROMPT_LEAVE
				   : action == ACTION_CLOSE && !kind->popup)
		wizard_prompt_cancel(w);
	else if (kind->popup)
		popup_chord(w, action, chord);
	else if (kind->line)
		prompt_line_chord(w, action, chord);
	else
		kind->key(w, chord);
}

void
wizard_prompt_clear(struct wizard *w)
{
	lineedit_replace_all(&w->prompt_edit, "");
	if (w->prompt->popup)
		popup_changed(w);
}

void
wizard_prompt_paste(struct wizard *w, const char *text, size_t len)
{
	struct strbuf note = STRBUF_INIT;

	if (wizard_prompt_is_line(w))
		lineedit_paste(&w->prompt_edit, text, len, &note);
	if (w->prompt->popup)
		popup_changed(w);
	if (note.len)
		wizard_say(w, '?', "%s", note.buf);
	strbuf_release(&note);
}
