/* The table of keys, what a key is called, and which action a key press means.
 *
 * To add a key: a chord in its row here; to add an action: a value in enum action, a row, and the
 * function that serves it in one of the tables of ui/wizard/actions.c. */
#include "ui/keys.h"

#include <string.h>

#include "base/report.h"
#include "base/text.h"
#include "base/xalloc.h"

#define CHORD_LF CHORD_CTRL('J')

/* clang-format off */
const struct key_binding key_bindings[] = {
	{ ACTION_ACCEPT, { CHORD_ENTER, CHORD_LF }, "next",
	  "accept the value and go to the next field. A problem is reported once, and the next "
	  "Enter goes on. In notes and lists it begins a new line, and on an empty line "
	  "it goes to the next field. In a list to choose from it chooses", KEYS_ANYWHERE, KEY_GROUP_MOVE },
	{ ACTION_NEXT, { CHORD_TAB }, "next", "next field or row", KEYS_ANYWHERE, KEY_GROUP_MOVE },
	{ ACTION_PREVIOUS, { CHORD_SHIFT_TAB, CHORD_META(CHORD_TAB) }, "back",
	  "previous field or row", KEYS_ANYWHERE, KEY_GROUP_MOVE },
	{ ACTION_DOWN, { CHORD_CTRL('N'), CHORD_DOWN }, "down",
	  "next field or row, in notes and lists the next line", KEYS_ANYWHERE, KEY_GROUP_MOVE },
	{ ACTION_UP, { CHORD_CTRL('P'), CHORD_UP }, "up",
	  "previous field or row, in notes and lists the previous line", KEYS_ANYWHERE, KEY_GROUP_MOVE },
	{ ACTION_SECTION_NEXT, { CHORD_PAGE_DOWN, CHORD_CTRL('V'), CHORD_META('n') }, "section",
	  "next section or page", KEYS_ANYWHERE, KEY_GROUP_MOVE },
	{ ACTION_SECTION_PREVIOUS, { CHORD_PAGE_UP, CHORD_META('p') }, "section back",
	  "previous section or page", KEYS_ANYWHERE, KEY_GROUP_MOVE },
	{ ACTION_TYPE, { ' ' }, "toggle",
	  "a space. In a choice it chooses or toggles, and so does a digit or the first letter "
	  "of an option",
	  KEYS_TEXT | KEYS_CHOICE, KEY_GROUP_CHOOSE },
	{ ACTION_LEFT, { CHORD_LEFT, CHORD_CTRL('B') }, "left",
	  "a character left, or the previous option", KEYS_TEXT | KEYS_CHOICE, KEY_GROUP_EDIT },
	{ ACTION_RIGHT, { CHORD_RIGHT, CHORD_CTRL('F') }, "right",
	  "a character right, or the next option", KEYS_TEXT | KEYS_CHOICE, KEY_GROUP_EDIT },
	{ ACTION_WORD_LEFT, { CHORD_META('b') }, "word left", "a word left", KEYS_TEXT, KEY_GROUP_EDIT },
	{ ACTION_WORD_RIGHT, { CHORD_META('f') }, "word right", "a word right", KEYS_TEXT, KEY_GROUP_EDIT },
	{ ACTION_START, { CHORD_HOME, CHORD_CTRL('A') }, "start",
	  "start of the line, or the first option or row", KEYS_ANYWHERE, KEY_GROUP_MOVE },
	{ ACTION_END, { CHORD_END, CHORD_CTRL('E') }, "end",
	  "end of the line, or the last option or row", KEYS_ANYWHERE, KEY_GROUP_MOVE },
	{ ACTION_BACKSPACE, { CHORD_BACKSPACE, CHORD_CTRL('H') }, "delete left",
	  "delete the character on the left, or clear a choice without a default",
	  KEYS_TEXT | KEYS_CHOICE, KEY_GROUP_EDIT },
	{ ACTION_DELETE, { CHORD_DELETE, CHORD_CTRL('D') }, "delete",
	  "delete the character under the cursor, or clear a choice without a default",
	  KEYS_TEXT | KEYS_CHOICE, KEY_GROUP_EDIT },
	{ ACTION_KILL_WORD_LEFT, { CHORD_CTRL('W') }, "cut word",
	  "cut back to the last space", KEYS_TEXT, KEY_GROUP_EDIT },
	{ ACTION_KILL_WORD_RIGHT, { CHORD_META('d') }, "cut word",
	  "cut to the end of the word", KEYS_TEXT, KEY_GROUP_EDIT },
	{ ACTION_KILL_START, { CHORD_CTRL('U') }, "cut left",
	  "cut to the start of the line", KEYS_TEXT, KEY_GROUP_EDIT },
	{ ACTION_KILL_END, { CHORD_CTRL('K') }, "cut right", "cut to the end of the line", KEYS_TEXT, KEY_GROUP_EDIT },
	{ ACTION_YANK, { CHORD_CTRL('Y') }, "paste", "insert what was cut last", KEYS_TEXT, KEY_GROUP_EDIT },
	{ ACTION_UNDO, { CHORD_CTRL('_') }, "undo",
	  "undo, field after field, back to the start of the session. A paste is one step",
	  KEYS_ANYWHERE, KEY_GROUP_EDIT },
	{ ACTION_REDO, { CHORD_META('_') }, "redo", "redo what was undone", KEYS_DRAFT, KEY_GROUP_EDIT },
	{ ACTION_CHOOSE, { CHORD_CTRL('T') }, "choose",
	  "choose: the fix that a message offers, an option, a certificate file, a variable, "
	  "where a secret is kept, what the server answers",
	  KEYS_TEXT | KEYS_CHOICE, KEY_GROUP_CHOOSE },
	{ ACTION_REVEAL, { CHORD_CTRL('R') }, "reveal",
	  "show or hide a secret. Leaving its field or row hides it again", KEYS_TEXT | KEYS_LIST, KEY_GROUP_CHOOSE },
	{ ACTION_HELP, { CHORD_CTRL('G'), CHORD_META('?'), CHORD_F1 }, "help",
	  "help for this field or page. Again: the index of the help, which can be searched", KEYS_ANYWHERE, KEY_GROUP_CHOOSE },
	{ ACTION_GO_TO, { CHORD_META('g') }, "go to",
	  "go to a field by its number or a part of its name", KEYS_DRAFT, KEY_GROUP_MOVE },
	{ ACTION_NEXT_PROBLEM, { CHORD_META('e') }, "problem",
	  "back to the field that was just left and has a message, or to the next error or "
	  "warning", KEYS_DRAFT, KEY_GROUP_MOVE },
	{ ACTION_REVIEW, { CHORD_META('r') }, "review", "review all values, and back",
	  KEYS_ANYWHERE, KEY_GROUP_REVIEW },
	{ ACTION_EXPORT, { 'x' }, "export", "export, in the review and on the step before it",
	  KEYS_LIST, KEY_GROUP_LEAVE },
	{ ACTION_NOTE, { CHORD_META('c') }, "comment",
	  "comment on this field, kept in the draft. If there is one: mark it done, edit or delete it, or add another", KEYS_DRAFT, KEY_GROUP_REVIEW },
	{ ACTION_ACCEPT_FINDING, { 'a', CHORD_META('a') }, "accept",
	  "accept the warning or note with a reason, which is kept in the draft, or withdraw "
	  "that. In the review a alone does it", KEYS_DRAFT, KEY_GROUP_REVIEW },
	{ ACTION_SHOW_ALL, { CHORD_META('h') }, "all",
	  "show or hide what does not apply, with the reason", KEYS_DRAFT, KEY_GROUP_CHOOSE },
	{ ACTION_SAVE, { CHORD_CTRL('O'), CHORD_CTRL('S') }, "save", "save the draft",
	  KEYS_DRAFT, KEY_GROUP_LEAVE },
	{ ACTION_MENU, { CHORD_CTRL('X') }, "menu",
	  "menu: save, save as, review, export, go to, iOS draft, restore, my default, editor, help, quit", KEYS_ANYWHERE, KEY_GROUP_LEAVE },
	{ ACTION_LEAVE, { CHORD_CTRL('C') }, "leave",
	  "leave. Unsaved changes are asked about first", KEYS_ANYWHERE, KEY_GROUP_LEAVE },
	{ ACTION_CLOSE, { CHORD_ESC }, "close",
	  "clear the message, clear what narrows a list, or close what is open", KEYS_ANYWHERE, KEY_GROUP_MOVE },
	{ ACTION_REPAINT, { CHORD_CTRL('L') }, "repaint", "redraw the screen", KEYS_ANYWHERE, KEY_GROUP_CHOOSE },
	{ ACTION_SUSPEND, { CHORD_CTRL('Z') }, "suspend",
	  "suspend the program. Secrets are hidden first", KEYS_ANYWHERE, KEY_GROUP_LEAVE },
};
/* clang-format on */

const size_t key_bindings_count = ARRAY_SIZE(key_bindings);

/* Keys that have a name of their own. */
static const struct key_word {
	uint32_t chord;
	const char *name;
} key_words[] = {
	{ CHORD_TAB, "Tab" },
	{ CHORD_ENTER, "Enter" },
	{ CHORD_ESC, "Esc" },
	{ CHORD_BACKSPACE, "BS" },
	{ CHORD_UP, "Up" },
	{ CHORD_DOWN, "Down" },
	{ CHORD_LEFT, "Left" },
	{ CHORD_RIGHT, "Right" },
	{ CHORD_HOME, "Home" },
	{ CHORD_END, "End" },
	{ CHORD_PAGE_UP, "PgUp" },
	{ CHORD_PAGE_DOWN, "PgDn" },
	{ CHORD_DELETE, "Del" },
	{ CHORD_SHIFT_TAB, "Shift-Tab" },
	{ ' ', "Space" },
	{ CHORD_META(CHORD_TAB), "Esc Tab" },
};

/* What tells a Meta chord from its key. */
#define META_BIT CHORD_META(0)

/* With Caps Lock on, Meta chords go on working. */
static uint32_t
chord_fold(uint32_t chord)
{
	uint32_t key = chord & ~META_BIT;

	return chord & META_BIT && key >= 'A' && key <= 'Z' ? chord - 'A' + 'a' : chord;
}

static bool
binding_has(const struct key_binding *binding, uint32_t chord)
{
	for (size_t i = 0; i < KEY_CHORDS_MAX && binding->chords[i]; i++)
		if (binding->chords[i] == chord)
			return true;
	return false;
}

/* Unicode's characters, but for the controls (C0, DEL, C1) and halves of UTF-16 pairs. */
static bool
chord_is_character(uint32_t chord)
{
	return chord >= 0x20 && chord <= 0x10ffff && !(chord >= 0x7f && chord < 0xa0) &&
	       !(chord >= 0xd800 && chord <= 0xdfff);
}

static enum action
action_find(uint32_t chord, bool typing)
{
	for (size_t i = 0; chord && i < key_bindings_count; i++) {
		const struct key_binding *binding = &key_bindings[i];

		if (binding_has(binding, chord) &&
			!(typing && chord_is_character(chord) && binding->action != ACTION_TYPE))
			return binding->action;
	}
	return chord_is_character(chord) ? ACTION_TYPE : ACTION_NONE;
}

enum action
key_action(uint32_t chord)
{
	return action_find(chord_fold(chord), true);
}

enum action
key_page_action(uint32_t chord)
{
	return action_find(chord >= 'A' && chord <= 'Z' ? chord | 0x20 : chord_fold(chord), false);
}

const struct key_binding *
key_binding_of(enum action action)
{
	for (size_t i = 0; i < key_bindings_count; i++)
		if (key_bindings[i].action == action)
			return &key_bindings[i];
	BUG("no key for action %d", (int)action);
}

void
chord_name(uint32_t chord, struct strbuf *out)
{
	char bytes[4];

	for (size_t i = 0; i < ARRAY_SIZE(key_words); i++)
		if (key_words[i].chord == chord) {
			strbuf_addstr(out, key_words[i].name);
			return;
		}
	if (chord & META_BIT) {
		strbuf_addstr(out, "M-");
		chord_name(chord & ~META_BIT, out);
	} else if (chord < 0x20) {
		strbuf_addf(out, "^%c", (char)(chord + '@'));
	} else if (chord >= CHORD_F1 && chord <= CHORD_F12) {
		strbuf_addf(out, "F%u", (unsigned)(chord - CHORD_F1 + 1));
	} else if (chord_is_character(chord)) {
		text_show(out, bytes, utf8_encode(chord, bytes));
	} else {
		strbuf_addstr(out, "an unknown key");
	}
}

static void
key_pair_add(const struct key_pair *pair, bool brief, struct strbuf *out)
{
	brief = brief && pair->brief;
	if (out->len)
		strbuf_addstr(out, "  ");
	chord_name(key_binding_of(pair->actions[brief ? 1 : 0])->chords[0], out);
	if (pair->actions[1] && pair->actions[1] != pair->actions[0] && !brief) {
		strbuf_addch(out, '/');
		chord_name(key_binding_of(pair->actions[1])->chords[0], out);
	}
	strbuf_addf(out, " %s", brief ? pair->brief : pair->label);
}

void
key_line(const struct key_pair *pairs, struct strbuf *out)
{
	for (; pairs->label; pairs++)
		key_pair_add(pairs, false, out);
}

/* Names of keys and labels are ASCII: bytes are columns. */
void
key_line_fit(const struct key_pair *pairs, int columns, struct strbuf *out)
{
	STRBUF(line);
	int ranks = 0;

	for (const struct key_pair *pair = pairs; pair->label; pair++)
		if (pair->rank > ranks)
			ranks = pair->rank;
	key_line(pairs, &line);
	for (; (int)line.len > columns && ranks >= 0; ranks--) {
		strbuf_clear(&line);
		for (const struct key_pair *pair = pairs; pair->label; pair++)
			if (pair->rank <= ranks)
				key_pair_add(pair, true, &line);
	}
	if ((int)line.len <= columns)
		strbuf_addstr(out, line.buf);
}

/* The key that a word at the start of the text names, which is so long; 0 for none. */
static uint32_t
key_named(const char *text, size_t *len)
{
	for (size_t i = 0; i < key_bindings_count * KEY_CHORDS_MAX; i++) {
		uint32_t chord = key_bindings[i / KEY_CHORDS_MAX].chords[i % KEY_CHORDS_MAX];
		STRBUF(name);

		if (!chord || chord_is_character(chord))
			continue;
		chord_name(chord, &name);
		*len = name.len;
		if (!strncmp(text, name.buf, name.len) && strchr(" .,;:)\n", text[name.len]))
			return chord;
	}
	return 0;
}

void
keys_spell(
	const char *text, bool (*spell)(enum action action, struct strbuf *out), struct strbuf *out)
{
	for (size_t at = 0; text[at];) {
		bool word = !at || strchr(" (;,\n", text[at - 1]);
		size_t len;
		uint32_t chord = word ? key_named(text + at, &len) : 0;

		if (chord && spell(key_action(chord), out))
			at += len;
		else
			strbuf_addch(out, text[at++]);
	}
}

void
key_names(enum action action, struct strbuf *out)
{
	const struct key_binding *binding = key_binding_of(action);

	for (size_t i = 0; i < KEY_CHORDS_MAX && binding->chords[i]; i++) {
		if (i)
			strbuf_addstr(out, ", ");
		chord_name(binding->chords[i], out);
	}
}
