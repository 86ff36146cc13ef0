#include "cmd/asked_out.h"

#include <string.h>

#include "base/text.h"
#include "base/utc.h"
#include "base/xalloc.h"

#include "syntax/fingerprint.h"

#include "model/rules.h"

/* Side by side. */
struct facts {
	struct strvec *labels, *texts;
};

/* "Answer", "status 200, ..." */
static void __attribute__((format(printf, 3, 4)))
fact(struct facts *out, const char *label, const char *fmt, ...)
{
	STRBUF(text);
	STRBUF(shown);
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&text, fmt, ap);
	va_end(ap);
	text_show(&shown, text.buf, text.len);
	strvec_push(out->labels, label);
	strvec_push(out->texts, shown.buf);
}

/*
 * The answer.
 */

static const char *const failures[] = {
	[FETCH_DONE] = "",
	[FETCH_NAME_UNKNOWN] = "this machine cannot find the server's name",
	[FETCH_REFUSED] = "no connection",
	[FETCH_TIMEOUT] = "it did not come in time",
	[FETCH_TLS] = "TLS failed",
	[FETCH_CUT] = "the connection ended before it was complete",
	[FETCH_TOO_LARGE] = "it is larger than 1 MiB",
	[FETCH_HEADERS] = "its headers do not end",
	[FETCH_NOT_HTTP] = "it is not HTTP",
	[FETCH_REDIRECTS] = "too many redirects",
	[FETCH_REDIRECT_SCHEME] = "a redirect to a scheme other than http and https",
	[FETCH_REDIRECT_DOWNGRADE] = "a redirect from https to http",
	[FETCH_PROXY] = "the proxy does not connect",
	[FETCH_OTHER] = "it could not be fetched",
};

static void
show_transport(const struct asked *asked, struct facts *out)
{
	const struct fetched *transport = &asked->transport;

	for (size_t i = 0; i < transport->redirects.n; i++)
		fact(out, "Redirect", "%s", transport->redirects.v[i]);
	if (transport->failure != FETCH_DONE)
		fact(out, "Answer", "none: %s%s%s", failures[transport->failure],
			transport->says.len ? ": " : "", transport->says.buf);
	else
		fact(out, "Answer", "status %d, %s, %u ms", transport->status,
			transport->type.len ? transport->type.buf : "no content type",
			transport->ms);
	if (transport->trust == FETCH_TRUST_SYSTEM)
		fact(out, "TLS", "trusted by this system");
	else if (transport->trust == FETCH_TRUST_ROOT)
		fact(out, "TLS",
			"trusted only by the included root certificate, which devices need first, "
			"or in the same profile");
	else if (transport->whose.len)
		fact(out, "TLS", "not trusted: %s", transport->whose.buf);
}

static void
show_capabilities(const struct asked *asked, struct facts *out)
{
	STRBUF(list);

	strvec_join(&asked->caps.known, ", ", &list);
	if (list.len && asked->caps.unknown.n)
		strbuf_addstr(&list, ", ");
	strvec_join(&asked->caps.unknown, ", ", &list);
	if (asked->caps.failure != FETCH_DONE)
		fact(out, "Capabilities", "none: %s", failures[asked->caps.failure]);
	else
		fact(out, "Capabilities", "%s", list.len ? list.buf : "none");
	if (asked->n)
		fact(out, "Devices use", "%s, %s, %s", asked->caps.post ? "POST" : "GET",
			asked->caps.cipher, asked->caps.digest);
}

/*
 * Certificates.
 */

static const struct {
	enum asked_role role;
	const char *words;
} roles[] = {
	{ ASKED_ANCHOR, "devices end the chain here" },
	{ ASKED_SIGNER, "signs replies" },
	{ ASKED_RECIPIENT, "decrypts requests" },
};

void
asked_show_name(const struct asked_certificate *certificate, struct strbuf *out)
{
	const char *subject = certificate->subject;
	const char *name = !strncmp(subject, "CN=", 3) ? subject + 3 : subject;
	size_t len = name == subject ? strlen(name) : strcspn(name, ",");
	OWN_TEXT(alone) = xstrndup(name, len);

	strbuf_addf(out, "%.*s", EXCERPT(alone));
}

static void
show_certificate(const struct asked_certificate *certificate, struct facts *out)
{
	struct fingerprint fp;
	FINDING(slip);
	STRBUF(text);
	const char *separator = "; ";

	strbuf_addf(&text, "%s, %s, until ", certificate->subject, certificate->key);
	utc_day(certificate->not_after, &text);
	for (size_t i = 0; i < ARRAY_SIZE(roles); i++)
		if (certificate->roles & roles[i].role) {
			strbuf_addf(&text, "%s%s", separator, roles[i].words);
			separator = ", ";
		}
	fact(out, "Certificate", "%s", text.buf);
	strbuf_clear(&text);
	if (fingerprint_parse(certificate->sha256, &fp, &slip) == 0)
		fingerprint_to_hex(fp.bytes, fp.len, &text);
	fact(out, "  SHA-256", "%s", text.buf);
}

/* The draft may have another one by the time this is read. */
static void
show_fingerprint(const struct asked *asked, struct facts *out)
{
	if (asked->matches == ASKED_NO_MATCH && asked->n)
		fact(out, "Fingerprint", "matched no certificate of the server when asked");
	else if (asked->matches >= 0 && (size_t)asked->matches < asked->n)
		fact(out, "Fingerprint", "matched %s when asked",
			asked->certificates[asked->matches].subject);
}

/*
 * The trial.
 */

static void
show_refused(const struct asked_trial *trial, struct facts *out)
{
	const char *name = asked_fail_info_name(trial->fail_info);

	if (name)
		fact(out, "Trial", "refused: failInfo %d (%s)", trial->fail_info, name);
	else if (trial->fail_info >= 0)
		fact(out, "Trial", "refused: failInfo %d", trial->fail_info);
	else
		fact(out, "Trial", "refused: status %d%s%s", trial->http, *trial->line ? ", " : "",
			trial->line);
}

/* "CN=foo; DNS mac1.example.com; ..." */
static void
show_names(const char *label, const struct asked_names *names, struct facts *out)
{
	const struct {
		const char *kind;
		const struct strvec *list;
	} kinds[] = {
		{ "DNS", &names->dns },
		{ "mail", &names->email },
		{ "URI", &names->uri },
	};
	STRBUF(text);

	strbuf_addstr(&text, *names->subject ? names->subject : "(no subject)");
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		for (size_t n = 0; n < kinds[i].list->n; n++)
			strbuf_addf(&text, "; %s %s", kinds[i].kind, kinds[i].list->v[n]);
	if (names->principal)
		strbuf_addf(&text, "; principal %s", names->principal);
	fact(out, label, "%s", text.buf);
}

static void
show_issued(const struct asked_trial *trial, struct facts *out)
{
	STRBUF(until);

	utc_day(trial->not_after, &until);
	fact(out, "Trial", "this CA gave a certificate to this request, from this machine");
	fact(out, "  Serial", "%s, until %s. To revoke it, give the CA this number", trial->serial,
		until.buf);
	show_names("  Requested", &trial->sent, out);
	show_names("  Issued", &trial->issued, out);
}

static void
show_trial(const struct asked_trial *trial, struct facts *out)
{
	switch (trial->status) {
	case TRIAL_NONE:
		return;
	case TRIAL_ISSUED:
		show_issued(trial, out);
		break;
	case TRIAL_REFUSED:
		show_refused(trial, out);
		break;
	case TRIAL_PENDING:
		fact(out, "Trial", "still pending: somebody has to approve it. Asked %d %s",
			trial->polls + 1, trial->polls ? "times" : "time");
		break;
	case TRIAL_UNREAD:
		fact(out, "Trial", "%s",
			!strcmp(trial->fault, "none")
				? "no reply came. The CA may have issued a certificate"
				: "there is a reply, but it cannot be read");
		break;
	}
	if (*trial->transaction)
		fact(out, "  Transaction", "%s", trial->transaction);
}

void
asked_facts(const struct asked *asked, struct strvec *labels, struct strvec *texts)
{
	struct facts out = { labels, texts };

	fact(&out, "Server", "%s%s%s", asked->url, asked->name ? ", Name " : "",
		asked->name ? asked->name : "");
	show_transport(asked, &out);
	if (asked->caps.status || asked->caps.failure != FETCH_DONE)
		show_capabilities(asked, &out);
	for (size_t i = 0; i < asked->n; i++)
		show_certificate(&asked->certificates[i], &out);
	show_fingerprint(asked, &out);
	show_trial(&asked->trial, &out);
}

/* A label in so many columns, and a space. */
#define LABEL_COLUMNS 13

void
asked_show(const struct asked *asked, struct strbuf *out)
{
	STRVEC(labels);
	STRVEC(texts);

	asked_facts(asked, &labels, &texts);
	for (size_t i = 0; i < labels.n; i++)
		strbuf_addf(out, "%-*s %s\n", LABEL_COLUMNS, labels.v[i], texts.v[i]);
}
