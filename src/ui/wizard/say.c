/* What the wizard says: one message at a time, with keys as the front end calls them. */
#include <string.h>

#include "ui/wizard/machine.h"

/* The format with its keys as the front end calls them: a name of a key holds nothing that formats. */
static const char *say_words(const struct wizard *w, const char *fmt, struct strbuf *words)
	__attribute__((format_arg(2)));

static const char *
say_words(const struct wizard *w, const char *fmt, struct strbuf *words)
{
	wizard_words(w, fmt, words);
	return words->buf;
}

/* One message at a time: the last word counts. */
void
wizard_say(struct wizard *w, char mark, const char *fmt, ...)
{
	STRBUF(words);
	va_list ap;

	va_start(ap, fmt);
	strbuf_clear(&w->notice);
	strbuf_vaddf(&w->notice, say_words(w, fmt, &words), ap);
	va_end(ap);
	w->notice_mark = mark;
}

void
wizard_spell(struct wizard *w, bool (*spell)(enum action action, struct strbuf *out))
{
	w->spell = spell;
}

void
wizard_words(const struct wizard *w, const char *text, struct strbuf *out)
{
	if (w->spell)
		keys_spell(text, w->spell, out);
	else
		strbuf_addstr(out, text);
}

void
wizard_spell_key(const struct wizard *w, uint32_t chord, struct strbuf *out)
{
	if (chord == CHORD_ANY)
		strbuf_addstr(out, "any other key");
	else if (!w->spell || !w->spell(key_action(chord), out))
		chord_name(chord, out);
}

void
sentence_add(struct strbuf *out, const char *sentence)
{
	size_t start = out->len, word;

	strbuf_addstr(out, sentence);
	word = strcspn(out->buf + start, " ");
	if (word && strspn(out->buf + start, "abcdefghijklmnopqrstuvwxyz") >= word)
		out->buf[start] = (char)(out->buf[start] - 'a' + 'A');
	if (!strchr(".?", out->buf[out->len - 1]))
		strbuf_addch(out, '.');
}
