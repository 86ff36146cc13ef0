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
	consent_add(w, "Its serial number is told. Its key is thrown away");
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
		wizard_say(w, '!', "Not tried: %s.", err.buf);
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
		wizard_say(w, '!', "Not tried: the draft uses something that is not allowed.");
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
		wizard_say(w, '!', "Not tried: %s.", server_missing());
	} else if (trial_plan(w, &plan, &err) < 0) {
		wizard_say(w, '!', "Not tried: %s.", err.buf);
	} else {
		secrets_gather(w, &trial_errand);
	}
}

/*
 * After it.
 */

void
trial_tell(struct wizard *w, const struct asked *facts)
{
	const struct asked_trial *trial = &facts->trial;

	review_come(w);
	page_refill(w);
	if (!w->ask.server.agreed)
		wizard_say(w, facts->n && facts->stop == STOP_NOWHERE ? ' ' : '!', "%s",
			facts->n && facts->stop == STOP_NOWHERE
				? "No certificate was asked for."
				: "Not tried: a device would stop before its request. The review says why.");
	else if (trial->status == TRIAL_ISSUED)
		wizard_say(w, '+',
			"The CA gave a certificate to this request, from this machine. Serial "
			"number %s: revoke it when you have seen it.",
			trial->serial);
	else if (trial->status == TRIAL_PENDING)
		wizard_say(w, ' ', "The CA has not decided yet. Transaction %s.",
			trial->transaction ? trial->transaction : "");
	else
		wizard_say(w, '!', "%s",
			trial->status == TRIAL_REFUSED
				? "The CA refused the request. The review says why."
				: "No reply that can be read. The CA may have issued a certificate.");
}
