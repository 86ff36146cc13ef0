/* Words of a command line. */
#include "syntax/command_line.h"

#include <string.h>

/* What needs no quotes anywhere in a shell. */
static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
			    "_@%+=:,./-";

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The text in a quote; returns what follows it, NULL if it is not closed. In double quotes a backslash protects a quote
 * or a backslash. */
static const char *
word_quoted(const char *at, char quote, struct strbuf *word)
{
	for (; *at && *at != quote; at++) {
		if (quote == '"' && *at == '\\' && (at[1] == '"' || at[1] == '\\'))
			at++;
		strbuf_addch(word, *at);
	}
	return *at ? at + 1 : NULL;
}

/* Up to behind the word; NULL with a sentence. */
static const char *
word_read(const char *at, struct strbuf *word, struct strbuf *err)
{
	while (*at && !is_blank(*at)) {
		char sign = *at;

		if (sign == '\\' && !at[1]) {
			error_add(err, "the last character is a backslash. Write \\\\ for one");
			return NULL;
		}
		if (sign != '"' && sign != '\'') {
			at += sign == '\\';
			strbuf_addch(word, *at++);
			continue;
		}
		at = word_quoted(at + 1, sign, word);
		if (!at) {
			error_add(err, "a quote (%c) is not closed", sign);
			return NULL;
		}
	}
	return at;
}

int
command_line_split(const char *text, struct strvec *words, struct strbuf *err)
{
	for (;;) {
		STRBUF(word);

		while (is_blank(*text))
			text++;
		if (!*text)
			return 0;
		text = word_read(text, &word, err);
		if (!text)
			return -1;
		strvec_push(words, word.buf);
	}
}

static void
word_quote(const char *word, struct strbuf *out)
{
	if (*word && !word[strspn(word, plain)]) {
		strbuf_addstr(out, word);
		return;
	}
	strbuf_addch(out, '\'');
	for (; *word; word++)
		if (*word == '\'')
			strbuf_addstr(out, "'\\''");
		else
			strbuf_addch(out, *word);
	strbuf_addch(out, '\'');
}

void
command_line_join(const struct strvec *words, struct strbuf *out)
{
	for (size_t i = 0; i < words->n; i++) {
		if (i)
			strbuf_addch(out, ' ');
		word_quote(words->v[i], out);
	}
}
