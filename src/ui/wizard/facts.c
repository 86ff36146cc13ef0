/* What the server said, in words: a block of the review, and lines for plain mode. The rules judge the same facts
 * (model/rules_asked.c); here they are only told. */
#include <string.h>
#include <time.h>

#include "base/utc.h"

#include "cmd/asked_out.h"

#include "ui/wizard/machine.h"

/* What a device takes it for. */
static const char *
certificate_part(const struct asked_certificate *cert)
{
	if (cert->roles & (ASKED_SIGNER | ASKED_RECIPIENT) && !cert->is_ca)
		return "RA, ";
	return cert->is_ca ? "CA, " : "";
}

void
facts_certificate(const struct asked_certificate *cert, struct strbuf *out)
{
	strbuf_addf(out, "%s%s, until ", certificate_part(cert), cert->key);
	utc_day(cert->not_after, out);
}

void
facts_uses(const struct asked *facts, struct strbuf *out)
{
	strbuf_addf(out, "%s, %s, %s", facts->caps.post ? "POST" : "GET", facts->caps.cipher,
		facts->caps.digest);
}

/* A number in hex follows its name without a colon, as plain mode knows it. */
static bool
is_before_hex(const char *label)
{
	return !strcmp(label, "SHA-256") || !strcmp(label, "Transaction");
}

static void
facts_add(const char *label, const char *text, struct strvec *lines)
{
	STRBUF(line);

	strbuf_addstr(&line, label + strspn(label, " "));
	strbuf_addf(&line, "%s%s", is_before_hex(line.buf) ? " " : ": ", text);
	strvec_push(lines, line.buf);
}

void
facts_lines(const struct asked *facts, struct strvec *lines)
{
	STRVEC(labels);
	STRVEC(texts);

	asked_facts(facts, &labels, &texts);
	for (size_t i = 0; i < labels.n; i++)
		facts_add(labels.v[i], texts.v[i], lines);
}

/* What devices use says enough of the capabilities, and a finding of the review tells of a refusal. */
static bool
is_said(const struct asked *facts, const char *label)
{
	if (!strcmp(label, "Capabilities"))
		return false;
	return strcmp(label, "Trial") != 0 || facts->trial.status != TRIAL_REFUSED;
}

void
facts_say(const struct asked *facts, struct strvec *lines)
{
	STRVEC(labels);
	STRVEC(texts);

	asked_facts(facts, &labels, &texts);
	for (size_t i = 0; i < labels.n; i++)
		if (is_said(facts, labels.v[i]))
			facts_add(labels.v[i], texts.v[i], lines);
}

/* "Asked 14:03", by the clock on the wall. */
static void
asked_title(const struct asked *facts, struct strbuf *out)
{
	time_t when = (time_t)facts->when;
	struct tm local;
	char text[16];

	strbuf_addstr(out, REVIEW_ASKED);
	if (localtime_r(&when, &local) && strftime(text, sizeof text, " %H:%M", &local))
		strbuf_addstr(out, text);
}

void
review_asked(const struct wizard *w, struct list *page)
{
	const struct asked *facts = session_asked(&w->s);
	STRVEC(lines);
	STRBUF(title);

	if (!facts)
		return;
	asked_title(facts, &title);
	list_add(page, ROW_SECTION, title.buf, "");
	facts_lines(facts, &lines);
	for (size_t i = 0; i < lines.n; i++)
		list_add(page, ROW_TEXT, lines.v[i], "");
}
