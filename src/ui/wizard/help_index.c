/* The index of the help, which is searched by typing: a list to choose from, over the help page. */
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "ui/wizard/machine.h"

/* Whether each word of what is typed is somewhere in the text, in any case. */
static bool
has_words(const char *text, const char *typed)
{
	STRVEC(words);

	strvec_split(&words, typed, ' ');
	for (size_t i = 0; i < words.n; i++) {
		OWN_TEXT(word) = text_lower(words.v[i]);

		if (!text_contains(text, word))
			return false;
	}
	return true;
}

/* A topic that has it in its title fits better than one that has it in its text. */
static enum popup_fit
index_fit(const struct wizard *w, size_t item, const char *typed)
{
	const struct row *row = &w->ask.popup.list.rows[item];
	enum popup_fit fit = popup_fit(row, typed);
	STRBUF(text);

	if (fit != FIT_NONE)
		return fit;
	if (has_words(row->label, typed))
		return FIT_INSIDE;
	help_topic_text(w, item, &text);
	return has_words(text.buf, typed) ? FIT_MEANING : FIT_NONE;
}

static void
index_take(struct wizard *w, size_t item)
{
	strbuf_set(&w->ask.help_typed, w->ask.edit.text.buf);
	w->ask.help_topic = item;
	question_close(w);
	help_open_topic(w, item);
}

static void
index_title(const struct wizard *w, struct strbuf *out)
{
	question_tell(w, w->ask.question, CHORD_ENTER, out);
	strbuf_addstr(out, ", ");
	question_tell(w, w->ask.question, CHORD_ESC, out);
}

const struct popup_kind help_popup = {
	.line = true,
	.take = index_take,
	.fit = index_fit,
	.title = index_title,
};

static void
index_ask(struct wizard *w, const char *typed, size_t focus)
{
	wizard_ask(w, QUESTION_HELP, "Search the help: ", typed);
	for (size_t i = 0; i < help_topics(w); i++) {
		STRBUF(title);

		help_topic_title(w, i, &title);
		popup_add(w, title.buf, NULL);
	}
	popup_open(w, focus);
	if (focus < w->ask.popup.list.n && !w->ask.popup.list.rows[focus].passed)
		w->ask.popup.list.focus = focus;
}

void
wizard_ask_help(struct wizard *w)
{
	index_ask(w, "", 0);
}

/* On the help page a character is looked for, and a slash or a space only opens the index. */
bool
help_type(struct wizard *w, enum action action, uint32_t chord)
{
	if (action != ACTION_TYPE || help_kind(w) == HELP_TEXT)
		return false;
	wizard_ask_help(w);
	if (chord != ' ' && chord != '/') {
		lineedit_type(&w->ask.edit, chord);
		popup_changed(w);
	}
	return true;
}

void
help_up(struct wizard *w)
{
	if (help_kind(w) == HELP_TOPIC)
		index_ask(w, w->ask.help_typed.buf, w->ask.help_topic);
	else
		help_close(w);
}
