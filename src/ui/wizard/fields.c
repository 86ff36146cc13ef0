/* Editing the focused field. What a key does depends on the widget that the field's type asks for.
 *
 * Every change goes to the draft at once. What the field was when it was entered is kept in start, so
 * that a value that is typed back to what it was counts as never touched: the draft file stays as its
 * author wrote it. */
#include <string.h>

#include "base/text.h"

#include "syntax/variable.h"
#include "syntax/x509.h"

#include "ui/wizard/machine.h"

/* A list of one-line values is typed as lines. */
enum widget
field_widget(const struct field *field)
{
	if ((field->type->widget == WIDGET_LINE || field->type->widget == WIDGET_FILE) &&
		field->flags & FIELD_LIST)
		return WIDGET_LINES;
	return field->type->widget;
}

bool
field_is_typed(const struct field *field)
{
	enum widget widget = field_widget(field);

	return widget != WIDGET_OPTIONS && widget != WIDGET_CHECKS;
}

bool
wizard_may_edit(const struct wizard *w)
{
	const struct row *row = list_focused(&w->p.lists[VIEW_FORM]);

	return w->p.open == VIEW_FORM && !w->s.look && row->field &&
	       !(row->field->flags & FIELD_FIXED) && row->applies;
}

/* Whether the value is text that can be edited as it stands: not what is kept elsewhere, not what could not
 * be read, and not a file that was taken in, of which only a summary is shown. */
static bool
field_is_open(const struct wizard *w, const struct field *field)
{
	if (!field_is_typed(field) || draft_source(w->s.draft, field) != ANSWER_HERE ||
		draft_unread(w->s.draft, field))
		return false;
	return field_widget(field) != WIDGET_FILE || !strchr(draft_text(w->s.draft, field), '\n');
}

void
wizard_enter_field(struct wizard *w)
{
	const struct field *field = wizard_field(w);

	w->p.touched = w->p.stopped = w->p.revealed = w->p.quiet = false;
	w->p.left = w->p.behind = NULL;
	w->p.editing = field && field_is_open(w, field);
	w->p.check = 0;
	lineedit_set(&w->p.edit, w->p.editing ? draft_text(w->s.draft, field) : "");
	if (!field)
		return;
	answer_take(&w->p.start, w->s.draft, field);
	/* the form's own default, which nobody typed */
	w->s.fields[field->index].checked |=
		*field->default_text && !strcmp(draft_text(w->s.draft, field), field->default_text);
	w->p.edit.multiline = field_widget(field) == WIDGET_LINES;
	w->p.edit.keep_blanks = field_is_secret(field);
}

/* Late error, early clear: a field that was right is left alone until it is left. What is chosen is
 * complete at once, unless it is nothing. */
static bool
is_told_at_once(const struct wizard *w, const struct field *field)
{
	if ((!field_is_typed(field) && !draft_is_empty(w->s.draft, field)) ||
		draft_unread(w->s.draft, field))
		return true;
	return w->s.fields[field->index].checked && session_trouble(&w->s, field);
}

void
wizard_value_changed(struct wizard *w)
{
	const struct field *field = wizard_field(w);
	struct field_state *state = &w->s.fields[field->index];

	state->checked = is_told_at_once(w, field);
	w->p.touched = true;
	state->told = false;
	w->p.stopped = w->p.quiet = false;
	/* a file is looked at when its whole path is there */
	if (field_widget(field) == WIDGET_FILE && !state->checked)
		return;
	wizard_recheck(w);
	state->checked = is_told_at_once(w, field);
}

/* After a change of the text in the editor. */
static void
wizard_text_changed(struct wizard *w)
{
	const struct field *field = wizard_field(w);
	const char *text = w->p.edit.text.buf;

	/* typed back to what it was: nobody has answered then */
	if (!strcmp(text, w->p.start.text.buf) && w->p.start.source == ANSWER_HERE &&
		!w->p.start.unread) {
		answer_put(&w->p.start, w->s.draft, field);
	} else {
		draft_set(w->s.draft, field, text);
		draft_set_typed(w->s.draft, field);
	}
	wizard_value_changed(w);
}

/* What another thing than a value of the field was taken for; false where it is none. */
static bool
recognise(const struct field *field, const char *text, struct strbuf *out)
{
	if (field->type->recognised && *text)
		field->type->recognised(field, text, "", out);
	return out->len > 0;
}

/* What the draft has in the editor, if that can be edited; undoing it brings back what was there. */
static void
edit_begin(struct wizard *w)
{
	const struct field *field = wizard_field(w);

	w->p.editing = field_is_open(w, field);
	if (w->p.editing)
		lineedit_replace_all(&w->p.edit, draft_text(w->s.draft, field));
}

/* Whether what was typed is where a secret is kept: "@command:pass show scep". What cannot be one is told with the
 * field. */
static bool
commit_source(struct wizard *w, const struct field *field, const char *text)
{
	enum answer_source source;
	STRBUF(name);
	STRBUF(err);
	int read = field_is_secret(field) ? source_read(text, &source, &name, &err) : 0;

	if (read > 0)
		wizard_put_source(w, field, source, name.buf);
	return read > 0;
}

void
wizard_put_source(
	struct wizard *w, const struct field *field, enum answer_source source, const char *name)
{
	STRBUF(from);

	draft_set_source(w->s.draft, field, source, name);
	draft_set_typed(w->s.draft, field);
	draft_show_source(w->s.draft, field, &from);
	w->p.editing = false;
	lineedit_set(&w->p.edit, "");
	wizard_say(w, '+', "%s is %s%s, and not in the draft.", field->label,
		source == ANSWER_PROMPT ? "" : "taken ", from.buf);
}

/* What the draft keeps in place of what was typed. An empty text means the default where there is
 * one: nobody has answered then, and the default is what shows and is exported. */
static void
commit_text(struct wizard *w, const struct field *field)
{
	const char *text = draft_text(w->s.draft, field);
	STRBUF(typed);
	STRBUF(kept);
	STRBUF(what);
	STRBUF(err);

	if (commit_source(w, field, text))
		return;
	field_typed(field, text, w->s.desk.folder, &typed);
	if (field_accept(field, typed.buf, "", &kept, &err) < 0)
		strbuf_set(&kept, text);
	else if (!strcmp(kept.buf, typed.buf)) /* no more than its path was made whole */
		strbuf_set(&kept, text);
	else if (recognise(field, typed.buf, &what))
		wizard_say(w, '+', "%s: %s", field->label, what.buf);
	if (field_widget(field) == WIDGET_LINES && text_is_blank(kept.buf))
		strbuf_clear(&kept);
	if (!kept.len && *field->default_text)
		draft_unset(w->s.draft, field);
	else if (strcmp(kept.buf, text) != 0)
		draft_set(w->s.draft, field, kept.buf);
}

/* Whether the user has made another value of what was there: what the draft had is its author's. */
static bool
is_typed_anew(const struct wizard *w, const struct field *field)
{
	return w->p.touched && draft_source(w->s.draft, field) == ANSWER_HERE &&
	       !draft_unread(w->s.draft, field) &&
	       (w->p.start.unread || w->p.start.source != ANSWER_HERE ||
		       strcmp(draft_text(w->s.draft, field), w->p.start.text.buf) != 0);
}

void
wizard_commit(struct wizard *w)
{
	const struct field *field = wizard_field(w);

	if (!field)
		return;
	if (is_typed_anew(w, field)) {
		commit_text(w, field);
		if (!strcmp(draft_text(w->s.draft, field), w->p.start.text.buf) &&
			draft_source(w->s.draft, field) == w->p.start.source &&
			w->p.start.source == ANSWER_HERE && !w->p.start.unread)
			answer_put(&w->p.start, w->s.draft, field);
		/* the editor shows what the draft keeps, or nothing where that is a file's content */
		if (w->p.editing && strcmp(w->p.edit.text.buf, draft_text(w->s.draft, field))) {
			edit_begin(w);
			if (!w->p.editing)
				lineedit_set(&w->p.edit, "");
		}
	}
	/* what is empty may still be filled in; whoever leaves it says so */
	w->s.fields[field->index].checked |= !draft_is_empty(w->s.draft, field);
	if (w->p.touched)
		wizard_recheck(w);
}

/* Options and what shows as a summary have no text in the editor to replace. */
void
wizard_set_value(struct wizard *w, const char *text)
{
	if (w->p.editing) {
		lineedit_replace_all(&w->p.edit, text);
		wizard_text_changed(w);
	} else {
		bool unread = draft_unread(w->s.draft, wizard_field(w)) != NULL;

		draft_set(w->s.draft, wizard_field(w), text);
		wizard_value_changed(w);
		if (unread)
			edit_begin(w);
	}
}

void
wizard_restore_field(struct wizard *w)
{
	const struct field *field = wizard_field(w);

	if (!wizard_may_edit(w)) {
		wizard_say(w, ' ', "Restore works on a field that is being edited.");
		return;
	}
	if (!draft_changed(w->s.draft, field)) {
		wizard_say(w, ' ', "%s is the same as when it was saved.", field->label);
		return;
	}
	undo_settle(w);
	draft_restore(w->s.draft, field);
	wizard_recheck(w);
	wizard_enter_field(w);
	wizard_say(w, '+', "%s is back as it was saved.", field->label);
}

/* A key for the text in the editor. */
static bool
line_act(struct wizard *w, enum action action, uint32_t chord)
{
	size_t len = w->p.edit.text.len;
	STRBUF(before);
	bool done = true;

	strbuf_add(&before, w->p.edit.text.buf, len);
	if (action == ACTION_TYPE)
		lineedit_type(&w->p.edit, chord);
	else
		done = lineedit_act(&w->p.edit, action);
	if (strcmp(before.buf, w->p.edit.text.buf))
		wizard_text_changed(w);
	return done;
}

/* Any key that takes something away empties a value that is shown as a whole. */
static bool
is_erasing(enum action action)
{
	return action == ACTION_BACKSPACE || action == ACTION_DELETE ||
	       action == ACTION_KILL_START || action == ACTION_KILL_END ||
	       action == ACTION_KILL_WORD_LEFT || action == ACTION_KILL_WORD_RIGHT;
}

/* An empty editor in place of a summary. */
static void
begin_anew(struct wizard *w)
{
	w->p.editing = true;
	lineedit_set(&w->p.edit, "");
}

/* The answer that the field had when it was entered. */
static bool
put_back(struct wizard *w)
{
	const struct field *field = wizard_field(w);

	if (answer_same(&w->p.start, w->s.draft, field))
		return false;
	answer_put(&w->p.start, w->s.draft, field);
	w->p.editing = field_is_open(w, field);
	lineedit_set(&w->p.edit, w->p.editing ? w->p.start.text.buf : "");
	wizard_value_changed(w);
	return true;
}

/* A key for a value of which only a summary shows: typing begins a new one, erasing empties it. */
static bool
closed_act(struct wizard *w, enum action action, uint32_t chord)
{
	if (action == ACTION_TYPE) {
		begin_anew(w);
		return line_act(w, action, chord);
	}
	if (is_erasing(action)) {
		begin_anew(w);
		draft_set(w->s.draft, wizard_field(w), "");
		wizard_value_changed(w);
		return true;
	}
	return action == ACTION_UNDO && put_back(w);
}

static bool
text_act(struct wizard *w, enum action action, uint32_t chord)
{
	bool done;

	if (!w->p.editing)
		return closed_act(w, action, chord);
	/* where macOS would replace a variable typed here, the list of them comes to mind */
	if (chord == '%' && wizard_takes_variables(w, wizard_field(w)))
		wizard_say(w, ' ', "^T lists Apple's variables, which macOS replaces.");
	done = line_act(w, action, chord);
	/* all that was typed in place of a summary is undone */
	if (action == ACTION_UNDO && !w->p.edit.text.len && !w->p.edit.history_at)
		return put_back(w) || done;
	return done;
}

bool
wizard_line_is_empty(const struct wizard *w)
{
	size_t begin, end;

	lineedit_around(&w->p.edit, &begin, &end);
	return begin == end;
}

/* Enter in notes and lists: behind a text the next line, inside a line of notes its rest goes there, and on
 * an empty line out of the field. So it does once a problem was told, and where no further line has room. */
static bool
lines_enter(struct wizard *w)
{
	size_t len = w->p.edit.text.len, begin, end;

	if (w->p.stopped)
		return false;
	lineedit_around(&w->p.edit, &begin, &end);
	if (begin == end) {
		/* it goes, and the way on is Enter's; a value that nobody changed stays as it is */
		if (w->p.touched && !line_act(w, ACTION_BACKSPACE, 0))
			line_act(w, ACTION_DELETE, 0);
		return false;
	}
	if (field_has_items(wizard_field(w)) || w->p.edit.cursor == begin)
		lineedit_act(&w->p.edit, ACTION_END);
	line_act(w, ACTION_TYPE, '\n');
	return w->p.edit.text.len > len;
}

static bool
lines_act(struct wizard *w, enum action action, uint32_t chord)
{
	return action == ACTION_ACCEPT && w->p.editing ? lines_enter(w)
						       : text_act(w, action, chord);
}

/* What a key does, by widget. */
static bool (*const widget_act[])(struct wizard *w, enum action action, uint32_t chord) = {
	[WIDGET_LINE] = text_act,
	[WIDGET_LINES] = lines_act,
	[WIDGET_OPTIONS] = options_act,
	[WIDGET_CHECKS] = checks_act,
	[WIDGET_FILE] = text_act,
};

bool
wizard_only_looks(struct wizard *w)
{
	if (w->s.look)
		wizard_say(w, ' ', SESSION_LOOKS);
	return w->s.look;
}

/* Silence would look like a hanging program. */
void
wizard_say_untouchable(struct wizard *w)
{
	const struct field *field = wizard_field(w);
	STRBUF(why);

	if (!field || wizard_only_looks(w))
		return;
	if (field->flags & FIELD_LOCKED) {
		wizard_say(w, ' ', "%s is locked by the form %s.", field->label, w->s.form->name);
	} else if (field->flags & FIELD_READ_ONLY) {
		wizard_say(w, ' ', "%s is read-only.", field->label);
	} else {
		draft_applies(w->s.draft, field, &why);
		wizard_say(w, ' ', "%s does not apply: %s.", field->label, why.buf);
	}
}

bool
wizard_edit_chord(struct wizard *w, uint32_t chord)
{
	const struct field *field = wizard_field(w);
	enum action action = key_action(chord);

	if (!field)
		return false;
	if (wizard_may_edit(w))
		return widget_act[field_widget(field)](w, action, chord);
	if (action != ACTION_TYPE && !is_erasing(action))
		return false;
	wizard_say_untouchable(w);
	return true;
}

static bool
take_paste(struct wizard *w,
	void (*paste)(struct lineedit *edit, const char *text, size_t len, struct strbuf *note),
	const char *text, size_t len)
{
	STRBUF(note);
	STRBUF(what);

	if (!w->p.editing)
		begin_anew(w);
	paste(&w->p.edit, text, len, &note);
	wizard_text_changed(w);
	if (certificate_is_pasted(w->p.edit.text.buf) &&
		recognise(wizard_field(w), w->p.edit.text.buf, &what))
		wizard_commit(w); /* says what it is, not how many lines it had */
	else if (note.len)
		wizard_say(w, '?', "%s", note.buf);
	return !note.len;
}

void
wizard_edit_paste(struct wizard *w, const char *text, size_t len)
{
	if (!wizard_may_edit(w))
		wizard_say_untouchable(w);
	else if (!field_is_typed(wizard_field(w)))
		wizard_say(w, ' ', "%s is a choice. Use Left, Right and Space.",
			wizard_field(w)->label);
	else
		take_paste(w, lineedit_paste, text, len);
}

/* As a paste: editors write line ends of other systems and whatever was typed into them. */
bool
wizard_edit_all(struct wizard *w, const char *text, size_t len)
{
	const char *before = draft_text(w->s.draft, wizard_field(w));

	if (len == strlen(before) && !memcmp(text, before, len))
		return true;
	return take_paste(w, lineedit_paste_all, text, len);
}

/* iOS replaces none: the rule variable-on-ios says so once the field is left. */
bool
wizard_takes_variables(const struct wizard *w, const struct field *field)
{
	int platform = draft_platform(w->s.draft);

	return field->type->flags & FT_VARIABLES &&
	       (platform < 0 || !w->s.form->platform->choices[platform].is_ios);
}

/* Whether the percent sign before this byte closes a variable. */
static bool
variable_ends_at(const char *text, size_t end)
{
	struct variable_use use;
	size_t pos = 0;

	while (variable_next(text, &pos, &use))
		if (use.kind != VARIABLE_LONE && use.offset + use.len == end)
			return true;
	return false;
}

bool
wizard_edit_begins(const struct wizard *w)
{
	const struct strbuf *text = &w->p.edit.text;

	return !text->len || !strcmp(text->buf, "%");
}

/* The sign that brought the list to mind is the variable's own first one. */
void
wizard_put_variable(struct wizard *w, const char *name)
{
	const struct lineedit *edit = &w->p.edit;

	if (edit->cursor && edit->text.buf[edit->cursor - 1] == '%' &&
		!variable_ends_at(edit->text.buf, edit->cursor))
		lineedit_act(&w->p.edit, ACTION_BACKSPACE);
	wizard_edit_paste(w, name, strlen(name));
}

/* A typed path waits until it is whole, so the value is judged again. */
void
wizard_take_kept(struct wizard *w, const char *kept)
{
	wizard_set_value(w, kept);
	w->s.fields[wizard_field(w)->index].checked = true;
	wizard_recheck(w);
	w->p.editing = w->p.editing && !strchr(kept, '\n');
}
