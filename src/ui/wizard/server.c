/* Asking the CA's server, which takes a while: a question stands in the last line meanwhile, which only ^C and Esc answer,
 * and a front end waits for the server besides its keys (wizard_wait_fds). What comes of it is told in words, offered to
 * the field from which it was asked for, and judged by the rules (session_take_asked).
 *
 * Nothing is asked that the user has not asked for here, and the keeper asks the person at the terminal once for each
 * server (base/fetch.h). */
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/pem.h"
#include "syntax/url.h"

#include "model/lint.h"

#include "format/ask/plan.h"

#include "cmd/asked_out.h"

#include "ui/wizard/machine.h"

/* The picture is drawn again so often while a server is asked. */
#define TICK_MS 1000

/*
 * What a field gets.
 */

/* The gravest finding about the answer, as a sentence; returns whether it is an error. The answers of a quick start are not
 * judged by the facts, so the URL alone is. */
static bool
server_trouble(const struct wizard *w, const struct asked *facts, struct strbuf *sentence)
{
	struct lint_env env = w->s.desk.env;
	const struct findings *found = &w->s.found;
	const struct finding *worst = NULL;
	FINDINGS(of_url);

	env.asked = facts;
	if (quick_is_on(w)) {
		lint_url_asked(w->s.form, &env, &of_url);
		found = &of_url;
	}
	for (size_t i = 0; i < found->n; i++) {
		const struct finding *finding = &found->v[i];

		if (finding_is_asked(finding) && (!worst || finding->severity > worst->severity))
			worst = finding;
	}
	if (worst)
		sentence_add(sentence, worst->sentence);
	return worst && worst->severity == SEVERITY_ERROR;
}

/* Where there is no certificate, there is nothing to give to any field. */
static bool
server_says_nothing(struct wizard *w, const struct asked *facts)
{
	STRBUF(sentence);

	if (facts->n)
		return false;
	server_trouble(w, facts, &sentence);
	wizard_say(w, '!', "%s",
		sentence.len ? sentence.buf : "The server has sent no certificate. Check the URL.");
	return true;
}

/* The review says why; a quick start has none. */
static void
url_take_stop(struct wizard *w, const struct asked *facts)
{
	STRBUF(sentence);

	if (!quick_is_on(w))
		wizard_say(w, '!', "The server answers, but a device would stop. M-r says why.");
	else if (server_trouble(w, facts, &sentence))
		wizard_say(w, '!', "%s", sentence.buf);
	else
		wizard_say(w, '!', "The server answers, but a device would stop.");
}

/* In plain mode the facts have just told what devices use. */
static void
url_take(struct wizard *w, const struct asked *facts)
{
	bool modern = facts->caps.post && !strcmp(facts->caps.cipher, "AES-128") &&
		      strcmp(facts->caps.digest, "SHA-1") != 0;
	STRBUF(uses);

	facts_uses(facts, &uses);
	if (facts->stop != STOP_NOWHERE)
		url_take_stop(w, facts);
	else if (modern && w->spell)
		wizard_say(w, '+', "It offers all that a device needs.");
	else if (modern)
		wizard_say(w, '+', "The server answers. It offers all that a device needs: %s.",
			uses.buf);
	else if (!w->spell)
		wizard_say(w, '?', "The server answers. Devices use %s there.", uses.buf);
}

static void
name_take(struct wizard *w, const struct asked *facts)
{
	static const struct {
		const char *names, *says;
	} table[] = {
		{ "same",
			"The server answers the same to another name: it does not look at Name." },
		{ "other",
			"The server answers another name with other certificates. Name counts." },
		{ "none", "The server answers no other name. Name counts." },
	};

	for (size_t i = 0; i < ARRAY_SIZE(table); i++)
		if (!strcmp(facts->names, table[i].names)) {
			wizard_say(w, '+', "%s", table[i].says);
			return;
		}
	wizard_say(w, ' ', "The server answers. Whether it looks at Name is not known.");
}

/* The root of this CA alone is for the field that devices trust: anyone can add another to an answer over plain http. */
static bool
is_listed(const struct wizard *w, const struct asked_certificate *cert)
{
	return w->ask.server.field->role != ROLE_ROOT_CERTIFICATE || cert->roles & ASKED_ROOT;
}

/* In which devices end the chain comes first, then other CAs. An RA's ends with that certificate, so it comes last. */
static int
certificate_rank(const struct asked_certificate *cert)
{
	return cert->roles & ASKED_ANCHOR ? 0 : cert->is_ca ? 1 : 2;
}

/* The item of the list, counted as it is listed; NULL behind the last. */
static const struct asked_certificate *
certificate_at(const struct wizard *w, size_t item)
{
	const struct asked *facts = session_asked(&w->s);

	for (int rank = 0; rank <= 2; rank++)
		for (size_t i = 0; i < facts->n; i++) {
			const struct asked_certificate *cert = &facts->certificates[i];

			if (certificate_rank(cert) == rank && is_listed(w, cert) && !item--)
				return cert;
		}
	return NULL;
}

static void
certificates_offer(struct wizard *w, const struct asked *facts)
{
	const struct asked_certificate *cert;

	(void)facts;
	if (!certificate_at(w, 0)) {
		wizard_say(w, '!', "The server sends no root of this CA. Ask the CA for it.");
		return;
	}
	wizard_ask(w, QUESTION_CERTIFICATE, "Which one? ", NULL);
	for (size_t i = 0; (cert = certificate_at(w, i)); i++) {
		STRBUF(name);
		STRBUF(meaning);

		asked_show_name(cert, &name);
		facts_certificate(cert, &meaning);
		strbuf_addf(&meaning, ", %s%.8s...%s", w->spell ? "SHA-256 " : "", cert->sha256,
			cert->roles & ASKED_ANCHOR ? ", devices end the chain here" : "");
		popup_add(w, name.buf, meaning.buf);
	}
	popup_open(w, 0);
}

static void
certificates_take(struct wizard *w, size_t item)
{
	const struct asked_certificate *cert = certificate_at(w, item);
	STRBUF(pem);

	question_close(w);
	pem_encode("CERTIFICATE", cert->der.buf, cert->der.len, &pem);
	if (quick_is_on(w))
		quick_take_ca(w, cert->self_issued && cert->is_ca ? pem.buf : cert->sha256);
	else
		wizard_take_certificate(w, pem.buf, "the server. Compare it with what the CA says");
}

/* The whole hash, to compare it with what the CA's administrator says: anyone may have answered over plain http. */
static void
certificates_tell(const struct wizard *w, struct strbuf *out)
{
	const struct row *row = popup_focused(w);
	const struct asked_certificate *cert =
		row ? certificate_at(w, (size_t)(row - w->ask.popup.list.rows)) : NULL;

	if (!cert)
		return;
	strbuf_addf(out, "%s: ", cert->subject);
	facts_certificate(cert, out);
	strbuf_addstr(out, ". SHA-256 ");
	for (size_t i = 0; cert->sha256[i] && cert->sha256[i + 1]; i += 2)
		strbuf_addf(out, "%s%.2s", i ? ":" : "", cert->sha256 + i);
}

const struct popup_kind certificates_popup = {
	.numbered = true,
	.take = certificates_take,
	.tell = certificates_tell,
};

/* In a quick start, where the CA is asked for before, its answer is offered at the URL, too. */
static void
url_or_ca_take(struct wizard *w, const struct asked *facts)
{
	if (quick_wants_ca(w) && facts->stop == STOP_NOWHERE)
		certificates_offer(w, facts);
	else
		url_take(w, facts);
}

/* The fields that can be answered by the server, and what they get of it. */
static const struct server_row {
	enum role role;
	void (*take)(struct wizard *w, const struct asked *facts);
} rows[] = {
	{ ROLE_SCEP_URL, url_or_ca_take },
	{ ROLE_CA_NAME, name_take },
	{ ROLE_FINGERPRINT, certificates_offer },
	{ ROLE_ROOT_CERTIFICATE, certificates_offer },
};

static const struct server_row *
row_of(const struct field *field)
{
	for (size_t i = 0; field && i < ARRAY_SIZE(rows); i++)
		if (rows[i].role == field->role)
			return &rows[i];
	return NULL;
}

bool
server_is_offered(const struct wizard *w, const struct field *field)
{
	return row_of(field) && session_has_server(&w->s);
}

const char *
server_missing(void)
{
	return WITH_CURL ? "" : "scepwiz was built without asking (libcurl)";
}

/* Behind it stands what the server would send, or what is missing. */
void
server_offer_add(struct wizard *w)
{
	const struct field *field = form_role(w->s.form, ROLE_SCEP_URL);
	URL(url);
	FINDING(slip);
	STRBUF(meaning);

	if (!server_is_offered(w, wizard_field(w)))
		return;
	if (*server_missing())
		strbuf_addstr(&meaning, server_missing());
	else if (url_parse(draft_value(w->s.draft, field), &url, &slip) == 0)
		strbuf_addf(&meaning, "what %s answers now", url.host.buf);
	else
		strbuf_addf(&meaning, "once %s is right", field->label);
	popup_add(w, SERVER_OFFER, meaning.buf);
}

void
server_offer(struct wizard *w)
{
	wizard_ask(w, QUESTION_OFFER_SERVER, "What do you want? ", NULL);
	server_offer_add(w);
	popup_open(w, 0);
}

static void
server_offer_take(struct wizard *w, size_t item)
{
	(void)item;
	question_close(w);
	wizard_ask_server(w);
}

const struct popup_kind server_popup = { .numbered = true, .take = server_offer_take };

/*
 * While it is asked.
 */

static void
server_free(struct wizard *w)
{
	ask_run_free(w->ask.server.run);
	w->ask.server.run = NULL;
}

void
server_release(struct wizard *w)
{
	server_free(w);
	strbuf_release(&w->ask.server.host);
	trial_release(w);
}

/* "Asking ca.example.com: GetCACert, 3 s   " */
static void
server_show(struct wizard *w)
{
	struct strbuf head = STRBUF_INIT;
	unsigned seconds = 0;
	const char *doing = ask_run_doing(w->ask.server.run, &seconds);

	strbuf_addf(&head, "Asking %s%s", w->ask.server.host.buf, *doing ? ": " : "");
	text_show(&head, doing, strlen(doing));
	strbuf_addf(&head, ", %u s   ", seconds);
	if (!wizard_asks(w, QUESTION_SERVER)) {
		wizard_ask(w, QUESTION_SERVER, head.buf, NULL);
		strbuf_release(&head);
		return;
	}
	free(w->ask.head);
	w->ask.head = strbuf_detach(&head);
}

/* What the rules say of the answer is told at once, whether or not the field was left. */
static void
server_judge(struct wizard *w)
{
	wizard_recheck(w);
	for (size_t i = 0; i < w->s.found.n; i++) {
		const struct finding *finding = &w->s.found.v[i];

		if (finding->field && finding_is_asked(finding))
			w->s.fields[finding->field->index].checked = true;
	}
	page_refill(w);
}

/* No facts have come. What was sent may have reached the CA all the same. */
static void
server_fail(struct wizard *w, const struct ask_run *run)
{
	const char *not = w->ask.server.tries ? "Not tried" : "Not asked";

	if (ask_run_sent(run))
		trial_fail(w, ask_run_why(run));
	else if (!ask_run_is_declined(run))
		wizard_say(w, '!', "%s: %s.", not, ask_run_why(run));
	else
		wizard_say(w, ' ', "%s", w->ask.server.tries ? "Not tried." : "Nothing was asked.");
	review_pass_export(w);
}

static void
server_end(struct wizard *w)
{
	struct ask_run *run = w->ask.server.run;
	const struct asked *facts = ask_run_facts(run);
	const struct server_row *row = row_of(w->ask.server.field);

	w->ask.server.run = NULL;
	question_close(w);
	if (!facts) {
		server_fail(w, run);
		ask_run_free(run);
		return;
	}
	session_take_asked(&w->s, run, !quick_is_on(w));
	w->ask.server.news = !w->ask.server.tries || w->ask.server.agreed;
	server_judge(w);
	if (w->ask.server.tries)
		trial_tell(w, facts);
	else if (!server_says_nothing(w, facts))
		(row ? row->take : url_take)(w, facts);
}

void
server_step(struct wizard *w)
{
	switch (ask_run_step(w->ask.server.run)) {
	case ASK_RUN_GOES_ON:
		server_show(w);
		break;
	case ASK_RUN_WANTS_WORD:
		server_show(w);
		w->wish = WIZARD_FETCH;
		break;
	case ASK_RUN_CONSENT:
		trial_ask(w, ask_run_facts(w->ask.server.run));
		break;
	case ASK_RUN_ENDED:
		server_end(w);
		break;
	}
}

void
server_consent(struct wizard *w, bool yes)
{
	ask_run_consent(w->ask.server.run, yes);
	w->ask.server.agreed = yes;
	server_step(w);
}

/* A trial that the CA has not decided yet ends with what is known of it. */
void
server_stop(struct wizard *w)
{
	bool sent = w->ask.server.run && ask_run_sent(w->ask.server.run);

	if (w->ask.server.run && ask_run_leave(w->ask.server.run)) {
		server_step(w);
		return;
	}
	server_free(w);
	if (sent)
		trial_fail(w, NULL);
	else
		wizard_say(w, ' ', "Stopped. Nothing was changed.");
	review_pass_export(w);
}

const char *
server_help(const struct wizard *w)
{
	if (!w->ask.server.tries)
		return "The server is asked, which takes at most a few time limits. Stopping "
		       "changes nothing.";
	if (!w->ask.server.agreed)
		return "The server is asked first. You are asked again before a request for a "
		       "certificate is sent. Stopping changes nothing.";
	return "One certificate is asked for. Once the request is sent, the CA may issue it even if "
	       "you stop.";
}

void
server_begin(struct wizard *w, const struct scep_plan *plan)
{
	const struct ask_options options = { 0 };
	URL(url);
	FINDING(slip);
	STRBUF(err);

	server_free(w);
	w->ask.server.run = ask_run_begin(plan, &options, &err);
	if (!w->ask.server.run) {
		wizard_say(w, '!', "%s: %s.", w->ask.server.tries ? "Not tried" : "Not asked",
			err.buf);
		review_pass_export(w);
		return;
	}
	w->ask.server.runs++;
	strbuf_clear(&w->ask.server.host);
	if (url_parse(plan->url, &url, &slip) == 0)
		text_show(&w->ask.server.host, url.host.buf, url.host.len);
	w->ask.server.agreed = false;
	server_step(w);
}

/* The questions of a quick start have the URL alone. */
static int
server_plan(const struct wizard *w, struct scep_plan *plan, struct strbuf *err)
{
	const struct field *url = form_role(w->s.form, ROLE_SCEP_URL);
	STRVEC(ignored);

	if (quick_is_on(w))
		return plan_of_url(plan, draft_value(w->s.draft, url), err);
	return plan_of_draft(plan, w->s.draft, w->s.desk.folder, &ignored, err);
}

/* The field of the form that has the focus gets what it can of the answer. */
void
wizard_ask_server(struct wizard *w)
{
	const struct field *field = wizard_field(w);
	SCEP_PLAN(plan);
	STRBUF(err);

	if (!session_has_server(&w->s)) {
		wizard_say(w, '!', "No server to ask: enter the URL first.");
		return;
	}
	w->ask.server.field = wizard_may_edit(w) && row_of(field) ? field : NULL;
	w->ask.server.tries = false;
	wizard_commit(w);
	if (*server_missing())
		wizard_say(w, '!', "Not asked: %s.", server_missing());
	else if (server_plan(w, &plan, &err) < 0)
		wizard_say(w, '!', "Not asked: %s.", err.buf);
	else {
		plan.probe_name = true;
		server_begin(w, &plan);
	}
}

/*
 * For front ends.
 */

bool
server_is_waited_for(const struct wizard *w)
{
	return w->ask.server.run && wizard_asks(w, QUESTION_SERVER);
}

size_t
wizard_wait_fds(const struct wizard *w, struct pollfd fds[WIZARD_FDS])
{
	return server_is_waited_for(w) ? ask_run_fds(w->ask.server.run, fds) : 0;
}

int
wizard_wait_ms(const struct wizard *w)
{
	int ms = server_is_waited_for(w) ? ask_run_timeout(w->ask.server.run) : -1;

	if (!server_is_waited_for(w))
		return -1;
	return ms < 0 || ms > TICK_MS ? TICK_MS : ms;
}

unsigned
wizard_runs(const struct wizard *w)
{
	return w->ask.server.runs;
}

bool
wizard_take_facts(struct wizard *w, struct strvec *lines)
{
	bool news = w->ask.server.news;

	w->ask.server.news = false;
	if (news && session_asked(&w->s))
		facts_say(session_asked(&w->s), lines);
	return news;
}

void
wizard_fetch(struct wizard *w)
{
	if (w->ask.server.run)
		ask_run_fetch(w->ask.server.run);
}
