/* Questions in the last line: those answered by a key, and those that take a line of text. One row a
 * question; Esc and ^C close any of them and nothing has happened. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "ui/wizard/state.h"

/* Items that PgDn goes on. */
#define LIST_PAGE 5

/* Either line or key is set. What they do comes after the prompt is closed, so that they may ask
 * again. */
struct prompt_kind {
	enum prompt_name name;
	bool masked;
	bool is_path;               /* Tab completes it */
	const char *const *endings; /* of files that are offered; NULL: all */
	void (*line)(struct wizard *w, const char *text);
	/* Its question begins with a list, an item a line, which begins with the item's key. */
	bool list;
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

void
wizard_ask_go_to(struct wizard *w)
{
	wizard_ask(w, PROMPT_GO_TO, "Go to (documented number or part of the name): ", "");
}

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

/* ^X ^S is as good as ^X s: the hand is still on Control. */
static bool
menu_key(struct wizard *w, uint32_t chord)
{
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

static bool
options_key(struct wizard *w, uint32_t chord)
{
	const struct field *field = wizard_field(w);
	size_t n;

	field_options(field, &n);
	if (chord < '1' || chord - '1' >= n)
		return false;
	wizard_prompt_close(w);
	wizard_edit_chord(w, chord);
	return true;
}

static bool
variable_key(struct wizard *w, uint32_t chord)
{
	if (!wizard_take_variable(w, chord))
		return false;
	wizard_prompt_close(w);
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

/* The way that loses nothing has Enter. */
static bool
quit_key(struct wizard *w, uint32_t chord)
{
	if (key_action(chord) == ACTION_ACCEPT)
		chord = 's';
	else if (chord == 'q')
		chord = 'l';
	if (chord != 's' && chord != 'l' && chord != 'n')
		return false;
	wizard_prompt_close(w);
	if (chord == 's')
		wizard_save_then(w, AFTER_SAVE_QUIT);
	else if (chord == 'l')
		w->wish = WIZARD_QUIT;
	return true;
}

static bool
overwrite_key(struct wizard *w, uint32_t chord)
{
	bool yes = key_action(chord) == ACTION_ACCEPT || chord == 'y';

	if (!yes && chord != 'n')
		return false;
	wizard_prompt_close(w);
	if (yes)
		wizard_export_over(w);
	else
		wizard_export_ask_path(w);
	return true;
}

static bool
contains(const char *text, const char *part)
{
	size_t len = strlen(part);

	for (; *text; text++)
		if (!strncasecmp(text, part, len))
			return true;
	return false;
}

/* The field that a number or a part of a label means: labels that begin with it come first. */
static const struct field *
go_to_find(const struct wizard *w, const char *wanted)
{
	const struct form *form = w->form;
	const struct field *inside = NULL;
	size_t len = strlen(wanted);

	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];
		struct strbuf number = STRBUF_INIT;
		bool same;

		strbuf_addf(&number, "%d", field->number);
		same = field->number && !strcmp(number.buf, wanted);
		strbuf_release(&number);
		if (same || !strncasecmp(field->label, wanted, len))
			return field;
		if (!inside && (contains(field->label, wanted) || contains(field->key, wanted)))
			inside = field;
	}
	return inside;
}

static void
go_to_line(struct wizard *w, const char *text)
{
	const struct field *field;

	if (!*text)
		return;
	field = go_to_find(w, text);
	if (field)
		wizard_focus_field(w, field);
	else
		wizard_say(w, '!', "No field is called or numbered \"%s\".", text);
}

static const char *const certificate_endings[] = { ".cer", ".crt", ".pem", ".der", NULL };

static const struct prompt_kind prompt_kinds[] = {
	[PROMPT_GO_TO] = { .name = PROMPT_GO_TO, .line = go_to_line },
	[PROMPT_SAVE_AS] = { .name = PROMPT_SAVE_AS, .is_path = true, .line = wizard_save_as },
	[PROMPT_FILE] = { .name = PROMPT_FILE,
		.is_path = true,
		.endings = certificate_endings,
		.line = wizard_take_file },
	[PROMPT_MEND] = { .name = PROMPT_MEND, .key = mend_key },
	[PROMPT_OPTIONS] = { .name = PROMPT_OPTIONS, .list = true, .key = options_key },
	[PROMPT_VARIABLE] = { .name = PROMPT_VARIABLE, .list = true, .key = variable_key },
	[PROMPT_MENU] = { .name = PROMPT_MENU, .key = menu_key },
	[PROMPT_LEAVE] = { .name = PROMPT_LEAVE, .key = leave_key },
	[PROMPT_QUIT] = { .name = PROMPT_QUIT, .key = quit_key },
	[PROMPT_STALE] = { .name = PROMPT_STALE, .key = stale_key },
	[PROMPT_GONE] = { .name = PROMPT_GONE, .key = gone_key },
	[PROMPT_MERGE] = { .name = PROMPT_MERGE,
		.list = true,
		.key = merge_key,
		.cancel = merge_cancel },
	[PROMPT_RECOVER] = { .name = PROMPT_RECOVER,
		.key = guard_recover_key,
		.cancel = guard_leave },
	[PROMPT_HELD] = { .name = PROMPT_HELD, .key = guard_held_key, .cancel = guard_leave },
	[PROMPT_EXPORT] = { .name = PROMPT_EXPORT, .is_path = true, .line = wizard_export_to },
	[PROMPT_OVERWRITE] = { .name = PROMPT_OVERWRITE, .key = overwrite_key },
	[PROMPT_SECRET] = { .name = PROMPT_SECRET,
		.masked = true,
		.line = wizard_export_secret,
		.cancel = wizard_export_forget },
	[PROMPT_NOTE] = { .name = PROMPT_NOTE, .line = wizard_take_note },
};

void
wizard_ask(struct wizard *w, enum prompt_name name, const char *question, const char *start)
{
	wizard_prompt_close(w);
	w->prompt = &prompt_kinds[name];
	w->prompt_text = xstrdup(question);
	w->prompt_revealed = false;
	w->prompt_items = w->prompt_focus = 0;
	for (const char *c = w->prompt->list ? question : ""; *c; c++)
		w->prompt_items += *c == '\n';
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
}

bool
wizard_prompt_is_line(const struct wizard *w)
{
	return w->prompt && w->prompt->line;
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

bool
wizard_prompt_is_certificate(const struct wizard *w)
{
	return w->prompt && w->prompt->name == PROMPT_FILE;
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
static void
prompt_cancel(struct wizard *w)
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
		wizard_complete(w, &w->prompt_edit, w->prompt->endings);
	else if (action == ACTION_REVEAL)
		w->prompt_revealed = w->prompt->masked && !w->prompt_revealed;
	else if (action == ACTION_TYPE)
		lineedit_type(&w->prompt_edit, chord);
	else
		lineedit_act(&w->prompt_edit, action);
}

/* The key that takes the focused item of a list. */
static uint32_t
list_key(const struct wizard *w)
{
	const char *line = w->prompt_text;

	for (size_t i = 0; i < w->prompt_focus; i++)
		line = strchr(line, '\n') + 1;
	return (unsigned char)*line;
}

static bool
list_move(struct wizard *w, enum action action)
{
	static const struct {
		enum action action;
		int by;
	} moves[] = {
		{ ACTION_DOWN, 1 },
		{ ACTION_NEXT, 1 },
		{ ACTION_UP, -1 },
		{ ACTION_PREVIOUS, -1 },
		{ ACTION_SECTION_NEXT, LIST_PAGE },
		{ ACTION_SECTION_PREVIOUS, -LIST_PAGE },
		{ ACTION_START, INT_MIN / 2 },
		{ ACTION_END, INT_MAX / 2 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(moves); i++) {
		int focus = (int)w->prompt_focus + moves[i].by, last = (int)w->prompt_items - 1;

		if (moves[i].action != action)
			continue;
		w->prompt_focus = (size_t)(focus < 0 ? 0 : focus > last ? last : focus);
		return true;
	}
	return false;
}

static void
prompt_list_chord(struct wizard *w, enum action action, uint32_t chord)
{
	if (!list_move(w, action))
		w->prompt->key(w, action == ACTION_ACCEPT ? list_key(w) : chord);
}

void
wizard_prompt_chord(struct wizard *w, uint32_t chord)
{
	enum action action = key_action(chord);

	if (action == ACTION_CLOSE || (action == ACTION_LEAVE && w->prompt->name != PROMPT_LEAVE))
		prompt_cancel(w);
	else if (w->prompt->line)
		prompt_line_chord(w, action, chord);
	else if (w->prompt_items)
		prompt_list_chord(w, action, chord);
	else
		w->prompt->key(w, chord);
}

void
wizard_prompt_paste(struct wizard *w, const char *text, size_t len)
{
	struct strbuf note = STRBUF_INIT;

	if (w->prompt->line)
		lineedit_paste(&w->prompt_edit, text, len, &note);
	if (note.len)
		wizard_say(w, '?', "%s", note.buf);
	strbuf_release(&note);
}
