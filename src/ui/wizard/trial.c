/* A trial enrolment from the review: what is refused before any packet, the secret, the consent, and what came of it.
 *
 * The CA keeps the certificate, so the person is asked when it is known what answers, and only y goes on. */
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "format/ask/plan.h"

#include "cmd/asked_out.h"

#include "ui/wizard/machine.h"

void
trial_release(struct wizard *w)
{
	strbuf_release(&w->ask.server.subject);
	strvec_release(&w->ask.server.stand_ins);
}

/*
 * Consent.
 */

static void __attribute__((format(printf, 2, 3)))
consent_add(struct wizard *w, const char *fmt, ...)
{
	STRBUF(text);
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&text, fmt, ap);
	va_end(ap);
	popup_add(w, text.buf, NULL);
}

/* The issuer, and who vouches for it. */
static void
consent_add_ca(struct wizard *w, const struct asked *facts)
{
	const struct asked_certificate *ca = asked_find(facts, ASKED_ISSUER);
	STRBUF(name);

	if (!ca)
		ca = asked_anchor(facts);
	consent_add(w, "CA: %s", facts->url);
	if (!ca)
		return;
	asked_show_name(ca, &name);
	consent_add(w, "%s, %s", name.buf,
		facts->matches >= 0 ? "whose fingerprint matches" : "vouched for by TLS alone");
}

/* What matters most comes first: a low window has no room for all. */
void
trial_ask(struct wizard *w, const struct asked *facts)
{
	wizard_ask(w, QUESTION_TRIAL,
		w->spell ? "Ask this CA for one real certificate? "
			 : "Ask this CA for one real certificate?  ",
		NULL);
	consent_add_ca(w, facts);
	consent_add(w, "Subject: %s", w->ask.server.subject.buf);
	consent_add(w, "The CA keeps the certificate until you revoke it");
	for (size_t i = 0; i < w->ask.server.stand_ins.n; i++)
		consent_add(w, "%s", w->ask.server.stand_ins.v[i]);
	if (w->ask.server.challenge)
		consent_add(w, "Challenge: is used once. A one-time challenge is then spent");
	if (w->ask.server.retries)
		consent_add(w, "If somebody has to approve it: up to %u times %u s. ^C leaves",
			w->ask.server.retries, w->ask.server.delay);
	consent_add(w, "Its serial number is shown. Its key is thrown away");
	popup_open(w, 0);
}

void
trial_agree(struct wizard *w)
{
	server_consent(w, true);
}

void
trial_decline(struct wizard *w)
{
	server_consent(w, false);
}

static void
trial_leave(struct wizard *w)
{
	question_close(w);
	trial_decline(w);
}

static void
trial_take(struct wizard *w, size_t item)
{
	(void)item;
	trial_leave(w);
}

const struct popup_kind trial_popup = {
	.enter = trial_leave,
	.take = trial_take,
};

/*
 * Before it.
 */

/* The plan, or why there is none. */
static int
trial_plan(struct wizard *w, struct scep_plan *plan, struct strbuf *err)
{
	STAND_INS(stand_ins);
	STRVEC(told);
	bool varies;

	trial_release(w);
	if (plan_of_draft(plan, w->s.draft, w->s.desk.folder, &told, err) < 0 ||
		plan_trial(plan, w->s.draft, &stand_ins, &varies, err) < 0)
		return -1;
	if (stand_ins.lacking.n)
		return error_add(err,
			"%s has no value here. scepwiz enrol --trial --value %s=TEXT gives one",
			stand_ins.lacking.v[0], stand_ins.lacking.v[0]);
	if (!varies)
		return error_add(err,
			"the subject is that of real devices, and a CA may refuse it to them "
			"afterwards. scepwiz enrol --trial --same-subject asks for it all the same");
	if (plan_is_open(plan))
		return error_add(
			err, "over plain http anyone can answer. Enter the fingerprint first");
	strbuf_set(&w->ask.server.subject, plan->wish.subject);
	stand_ins_tell(&stand_ins, &w->ask.server.stand_ins);
	w->ask.server.retries = plan->wish.retries;
	w->ask.server.delay = plan->wish.delay;
	return 0;
}

static int
trial_challenge(struct wizard *w, struct scep_plan *plan, struct strbuf *err)
{
	const struct field *field = form_role(w->s.form, ROLE_CHALLENGE);

	if (field && draft_applies(w->s.draft, field, NULL) &&
		wizard_secret(w, field, &plan->wish.challenge, err) < 0)
		return -1;
	w->ask.server.challenge = plan->wish.challenge.len > 0;
	return 0;
}

/* The next Enter does not try it again. */
static void
trial_refuse(struct wizard *w, const char *why)
{
	wizard_say(w, '!', "Not tried: %s.", why);
	review_pass_export(w);
}

/* All secrets are there. */
static void
trial_begin(struct wizard *w)
{
	SCEP_PLAN(plan);
	STRBUF(err);
	int result = trial_plan(w, &plan, &err);

	if (result == 0)
		result = trial_challenge(w, &plan, &err);
	wizard_export_forget(w);
	w->ask.server.field = NULL;
	w->ask.server.tries = true;
	if (result < 0)
		trial_refuse(w, err.buf);
	else
		server_begin(w, &plan);
}

static const struct errand trial_errand = { ", for this trial only: ", "Not tried", trial_begin };

static void
trial_allowed(struct wizard *w, const struct node *answer)
{
	wizard_recheck(w);
	if (answer && !node_get_text(answer, "error"))
		wizard_try(w);
	else
		trial_refuse(w, "the draft uses something that is not allowed");
}

void
wizard_try(struct wizard *w)
{
	SCEP_PLAN(plan);
	STRBUF(names);
	STRBUF(err);
	size_t errors;

	if (quick_refuses(w) || wizard_only_looks(w))
		return;
	wizard_commit(w);
	wizard_export_forget(w);
	errors = session_errors(&w->s, &names);
	if (wizard_wants_word(w, errors)) {
		wizard_wish(w, word_request(w, WIZARD_ALLOW), trial_allowed);
	} else if (errors) {
		review_open_anew(w);
		wizard_say(w, '!', "%zu %s the trial: %s. M-e goes to the next one.", errors,
			plural(errors, "error stops", "errors stop"), names.buf);
	} else if (*server_missing()) {
		trial_refuse(w, server_missing());
	} else if (trial_plan(w, &plan, &err) < 0) {
		trial_refuse(w, err.buf);
	} else {
		secrets_gather(w, &trial_errand);
	}
}

/*
 * After it.
 */

void
trial_fail(struct wizard *w, const char *why)
{
	const char *subject = w->ask.server.subject.buf;

	session_keep_trial(&w->s, subject, NULL);
	if (review_is_open(w))
		review_fill(w);
	if (why)
		wizard_say(w, '!', "No reply: %s. The CA may have issued a certificate for %s.",
			why, subject);
	else
		wizard_say(
			w, ' ', "Stopped. The CA may have issued a certificate for %s.", subject);
}

/* Whether a rule about the trial has found an error: devices do not take the certificate. */
static bool
trial_is_faulty(const struct wizard *w)
{
	for (size_t i = 0; i < w->s.found.n; i++) {
		const struct finding *finding = &w->s.found.v[i];

		if (finding->severity == SEVERITY_ERROR && !strncmp(finding->rule, "trial-", 6))
			return true;
	}
	return false;
}

static void
trial_tell_none(struct wizard *w, const struct asked *facts)
{
	if (facts->n && facts->stop == STOP_NOWHERE)
		wizard_say(w, ' ', "No certificate was asked for.");
	else
		wizard_say(w, '!',
			"Not tried: a device would stop before its request. The review says why.");
}

static void
trial_tell_issued(struct wizard *w, const struct asked_trial *trial)
{
	if (trial_is_faulty(w))
		wizard_say(w, '!',
			"The CA gave a certificate, but a device would not take it. The review "
			"says why. Serial number %s: revoke it when you have seen it.",
			trial->serial);
	else
		wizard_say(w, '+',
			"The CA gave a certificate to this request, from this machine. Serial "
			"number %s: revoke it when you have seen it.",
			trial->serial);
}

static void
trial_tell_reply(struct wizard *w, const struct asked_trial *trial)
{
	if (trial->status == TRIAL_ISSUED)
		trial_tell_issued(w, trial);
	else if (trial->status == TRIAL_PENDING)
		wizard_say(w, ' ', "The CA has not decided yet. Transaction %s.",
			trial->transaction ? trial->transaction : "");
	else if (trial->status == TRIAL_REFUSED)
		wizard_say(w, '!', "The CA refused the request. The review says why.");
	else
		wizard_say(w, '!',
			"No reply that can be read. The CA may have issued a certificate for %s.",
			w->ask.server.subject.buf);
}

void
trial_tell(struct wizard *w, const struct asked *facts)
{
	if (w->ask.server.agreed && facts->trial.status != TRIAL_NONE)
		session_keep_trial(&w->s, w->ask.server.subject.buf, &facts->trial);
	review_come(w);
	page_refill(w);
	review_begin(w);
	if (w->ask.server.agreed)
		trial_tell_reply(w, &facts->trial);
	else
		trial_tell_none(w, facts);
}
