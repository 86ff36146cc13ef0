#include "format/ask/asked_hide.h"

#include <string.h>

#include "base/xalloc.h"

#define DOTS "..."

/* Where the text ends with the beginning of the secret, because it was cut there, with dots or without; else its end. */
static size_t
hide_from(const struct strbuf *text, const struct strbuf *secret)
{
	size_t end = text->len, dots = strlen(DOTS);

	if (end >= dots && !strcmp(text->buf + end - dots, DOTS))
		end -= dots;
	for (size_t len = secret->len - 1; len >= ASKED_HIDE_LEAST; len--)
		if (len <= end && !memcmp(text->buf + end - len, secret->buf, len))
			return end - len;
	return text->len;
}

static void
hide_in(struct strbuf *text, const struct strbuf *secret)
{
	const char *at;
	size_t from = 0;

	while (secret->len && (at = strstr(text->buf + from, secret->buf))) {
		from = (size_t)(at - text->buf);
		strbuf_splice(text, from, secret->len, DOTS, strlen(DOTS));
		from += strlen(DOTS);
	}
	if (secret->len <= ASKED_HIDE_LEAST)
		return;
	from = hide_from(text, secret);
	if (from < text->len)
		strbuf_splice(text, from, text->len - from, DOTS, strlen(DOTS));
}

static void
hide_text(char **text, const struct strbuf *secret)
{
	struct strbuf hidden = STRBUF_INIT;

	if (!*text)
		return;
	strbuf_addstr(&hidden, *text);
	hide_in(&hidden, secret);
	wipe_free(*text);
	*text = strbuf_detach(&hidden);
}

static void
hide_list(struct strvec *list, const struct strbuf *secret)
{
	for (size_t i = 0; i < list->n; i++)
		hide_text(&list->v[i], secret);
}

static void
hide_names(struct asked_names *names, const struct strbuf *secret)
{
	hide_text(&names->subject, secret);
	hide_text(&names->principal, secret);
	hide_list(&names->dns, secret);
	hide_list(&names->email, secret);
	hide_list(&names->uri, secret);
}

void
asked_hide(struct asked *asked, const struct strbuf *secret)
{
	if (!secret->len)
		return;
	hide_in(&asked->transport.type, secret);
	hide_in(&asked->transport.says, secret);
	hide_in(&asked->transport.whose, secret);
	hide_list(&asked->transport.redirects, secret);
	hide_text(&asked->caps.type, secret);
	hide_list(&asked->caps.unknown, secret);
	hide_text(&asked->trial.line, secret);
	if (secret->len < ASKED_HIDE_LEAST)
		return;
	for (size_t i = 0; i < asked->n; i++) {
		hide_text(&asked->certificates[i].subject, secret);
		hide_text(&asked->certificates[i].issuer, secret);
	}
	hide_names(&asked->trial.issued, secret);
}
