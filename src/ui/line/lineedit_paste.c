/* What of a paste goes into a text, and the sentence about what does not. Pastes come from web pages,
 * mails and terminals: with line ends at their ends, escape sequences, and half of a UTF-8 character
 * where a window was cut. Characters that are only invisible stay: they are shown escaped, and the
 * checks tell of them. */

#include "base/text.h"
#include "base/xalloc.h"

#include "ui/line/lineedit_undo.h"

struct paste {
	const struct lineedit *edit;
	size_t replaced; /* bytes of the text that go */
	struct strbuf kept;
	size_t line_ends, controls, broken; /* dropped */
	size_t joins;                       /* lines that became one with the line before */
	size_t ends;                        /* line ends since the last character that was kept */
	bool outer_blanks, cut;
};

/* Line ends inside a text of one line become one blank: what was two words stays two. */
static void
paste_add(struct paste *paste, const char *s, size_t n)
{
	struct strbuf *kept = &paste->kept;

	if (paste->ends && !kept->len) {
		paste->line_ends += paste->ends;
	} else if (paste->ends) {
		paste->joins++;
		if (kept->buf[kept->len - 1] != ' ' && *s != ' ')
			strbuf_addch(kept, ' ');
	}
	paste->ends = 0;
	strbuf_add(kept, s, n);
}

/* One character of the paste; returns its length. CR and LF in a row are one line end. */
static size_t
paste_take(struct paste *paste, const char *s, size_t len)
{
	uint32_t cp;
	size_t n = utf8_decode(s, len, &cp);

	if (cp == UTF8_INVALID) {
		paste->broken++;
	} else if (cp == '\r' || cp == '\n') {
		if (paste->edit->multiline)
			strbuf_addch(&paste->kept, '\n');
		else
			paste->ends++; /* whether it is between two lines shows with the next character */
		return cp == '\r' && len > 1 && s[1] == '\n' ? 2 : 1;
	} else if (cp == '\t') {
		paste_add(paste, " ", 1);
	} else if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0)) {
		paste->controls++;
	} else {
		paste_add(paste, s, n);
	}
	return n;
}

/* A blank around a value is never meant, except in a secret, where nobody can know. */
static void
paste_trim(struct paste *paste)
{
	size_t len = paste->kept.len;

	if (paste->edit->multiline || paste->edit->keep_blanks)
		return;
	strbuf_trim(&paste->kept);
	paste->outer_blanks = paste->kept.len < len;
}

/* Cut at a character's start, so that what stays is valid UTF-8. */
static void
paste_limit(struct paste *paste)
{
	size_t used = paste->edit->text.len - paste->replaced;
	size_t room = used < LINEEDIT_LIMIT ? LINEEDIT_LIMIT - used : 0;

	if (paste->kept.len <= room)
		return;
	strbuf_truncate(&paste->kept, room);
	strbuf_truncate(&paste->kept, utf8_check(paste->kept.buf, room));
	paste->cut = true;
}

/* "1 line end, 2 control characters" */
static void
say_count(struct strbuf *list, size_t n, const char *one, const char *many)
{
	if (!n)
		return;
	strbuf_addf(list, "%s%zu %s", list->len ? ", " : "", n, plural(n, one, many));
}

static void
paste_say(const struct paste *paste, struct strbuf *note)
{
	STRBUF(list);

	say_count(&list, paste->line_ends, "line end", "line ends");
	say_count(&list, paste->controls, "control character", "control characters");
	say_count(&list, paste->broken, "byte that is not UTF-8", "bytes that are not UTF-8");
	if (paste->outer_blanks)
		strbuf_addf(&list, "%sspaces around it", list.len ? ", " : "");
	if (list.len)
		strbuf_addf(note, "Dropped from the paste: %s.", list.buf);
	if (paste->joins)
		strbuf_addf(note, "%sPasted as one line: %zu %s a space.", note->len ? " " : "",
			paste->joins, plural(paste->joins, "line end became", "line ends became"));
	if (paste->cut)
		strbuf_addf(note, "%sThe paste was cut: a value has at most %d bytes.",
			note->len ? " " : "", LINEEDIT_LIMIT);
	if (paste->edit->keep_blanks && paste->kept.len &&
		paste->kept.buf[paste->kept.len - 1] == ' ')
		strbuf_addf(note, "%sThe paste ends with a space, which was kept.",
			note->len ? " " : "");
}

/* In place of so many bytes at pos. */
static void
paste_over(struct lineedit *edit, size_t pos, size_t replaced, const char *text, size_t len,
	struct strbuf *note)
{
	struct paste paste = { .edit = edit, .replaced = replaced, .kept = STRBUF_INIT };

	for (size_t at = 0; at < len;)
		at += paste_take(&paste, text + at, len - at);
	paste.line_ends += paste.ends;
	paste_trim(&paste);
	paste_limit(&paste);
	paste_say(&paste, note);
	edit->goal = -1;
	if (paste.kept.len || replaced)
		lineedit_replace(edit, pos, replaced, paste.kept.buf, paste.kept.len, RUN_NONE);
	strbuf_release(&paste.kept);
}

void
lineedit_paste(struct lineedit *edit, const char *text, size_t len, struct strbuf *note)
{
	paste_over(edit, edit->cursor, 0, text, len, note);
}

void
lineedit_paste_all(struct lineedit *edit, const char *text, size_t len, struct strbuf *note)
{
	paste_over(edit, 0, edit->text.len, text, len, note);
}
