/* scepwiz enrol --trial: one real certificate, asked for as a device would, to see what the CA makes of the draft. Nothing
 * is sent before everything is known that can be known here, and PKIOperation only after the person has agreed. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/confirm.h"
#include "base/fileio.h"
#include "base/path.h"
#include "base/report.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/fingerprint.h"
#include "syntax/pem.h"

#include "format/ask/plan.h"
#include "format/draft/allowed.h"
#include "format/profile/profile.h"
#include "format/profile/verdict.h"

#include "cmd/asked_out.h"
#include "cmd/asking.h"
#include "cmd/commands.h"
#include "cmd/operand.h"
#include "cmd/secret.h"

#define SHA256_BYTES 32

struct enrolling {
	struct asking asking; /* first: its consent leads back */
	struct stand_ins stand_ins;
	const char *file; /* of --certificate; NULL: it is not kept */
};

/*
 * What stops it before anything is asked.
 */

static int
enrol_trust(struct enrolling *enrolling)
{
	const struct invocation *invocation = enrolling->asking.invocation;
	const char *text = option_value(invocation, "trust");
	struct fingerprint fp;
	FINDING(slip);

	if (!text)
		return STATUS_DONE;
	if (fingerprint_parse(text, &fp, &slip) < 0 || fp.len != SHA256_BYTES)
		return command_misuse(invocation->command,
			"--trust needs the SHA-256 of a certificate, 64 hex digits, not \"%s\"",
			text);
	strbuf_add(&enrolling->asking.plan.trusted, (const char *)fp.bytes, fp.len);
	return STATUS_DONE;
}

static int
enrol_values_agree(const struct invocation *invocation)
{
	const struct strvec *values = option_values(invocation, "value");

	for (size_t i = 0; i < values->n; i++) {
		const char *sign = strchr(values->v[i], '=');

		if (!sign || sign == values->v[i] || !sign[1])
			return command_misuse(invocation->command,
				"--value needs NAME=TEXT, such as AD_Domain=ACME, not \"%s\"",
				values->v[i]);
	}
	return STATUS_DONE;
}

/* Before a certificate is asked for, which could not be written then. A new one never equals an old one, so an existing
 * file would be lost. */
static int
enrol_file(struct enrolling *enrolling)
{
	const char *file = option_value(enrolling->asking.invocation, "certificate");
	OWN_TEXT(folder) = file ? path_folder(file) : NULL;

	enrolling->file = file;
	if (!file)
		return STATUS_DONE;
	if (path_exists(file))
		report_error("%s already exists and was not changed. Use another name with "
			     "--certificate",
			file);
	else if (!path_is_folder(folder) || access(folder, W_OK) < 0)
		report_error("%s cannot be written: %s is not a folder that you can write to", file,
			folder);
	else
		return STATUS_DONE;
	return STATUS_TROUBLE;
}

/* A profile's own errors are those of its reader and of its answers. */
static int
enrol_judge(struct asking *asking)
{
	FINDINGS(all);
	FINDINGS(errors);

	if (asking->desk.kind == DESK_PROFILE) {
		for (size_t i = 0; i < asking->own.n; i++)
			findings_copy(&all, &asking->own.v[i]);
		profile_answers_lint(&asking->answers, &asking->desk.env, false, &all);
	} else {
		draft_verdict(&asking->desk, &all);
	}
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].severity == SEVERITY_ERROR && !all.v[i].accepted)
			findings_copy(&errors, &all.v[i]);
	if (!errors.n)
		return STATUS_DONE;
	asking_refuse(asking, &errors);
	report_error("%s: nothing was asked. Correct the errors first", asking->name);
	return STATUS_FINDINGS;
}

static int
enrol_lacks_values(struct enrolling *enrolling)
{
	const struct command *command = enrolling->asking.invocation->command;
	const char *unused = stand_ins_unused(&enrolling->stand_ins);
	STRBUF(list);

	strvec_join(&enrolling->stand_ins.lacking, ", ", &list);
	if (list.len)
		return command_misuse(command,
			"there is no value here for %s. Give one that the CA accepts: --value NAME=TEXT",
			list.buf);
	if (unused)
		return command_misuse(
			command, "no value of the draft has the variable of --value %s", unused);
	return STATUS_DONE;
}

/* Many CAs refuse the same subject again, and then the device whose subject it is. */
static int
enrol_plan(struct enrolling *enrolling)
{
	struct asking *asking = &enrolling->asking;
	const struct invocation *invocation = asking->invocation;
	STRBUF(err);
	bool varies;
	int status;

	enrolling->stand_ins.given = option_values(invocation, "value");
	if (plan_trial(&asking->plan, asking->desk.file->draft, &enrolling->stand_ins, &varies,
		    &err) < 0) {
		report_error("%s: %s", asking->name, err.buf);
		return STATUS_FINDINGS;
	}
	if ((status = enrol_lacks_values(enrolling)) != STATUS_DONE)
		return status;
	if (!varies && !option_given(invocation, "same-subject"))
		return command_misuse(invocation->command,
			"the subject has no variable, so the trial would get the name of the real "
			"devices, and some CAs then refuse these. To do it anyway: --same-subject");
	return STATUS_DONE;
}

static int
enrol_open(struct asking *asking)
{
	FINDINGS(found);

	if (!plan_is_open(&asking->plan))
		return STATUS_DONE;
	trial_without_fingerprint(asking->desk.file->draft, &found);
	return asking_refuse(asking, &found);
}

static int
enrol_can_ask(const struct invocation *invocation)
{
	if (option_given(invocation, "yes") || confirm_is_possible())
		return STATUS_DONE;
	return command_misuse(invocation->command,
		"there is no terminal for the question whether to ask for a certificate. Use "
		"--yes to agree");
}

static int
enrol_challenge(struct asking *asking)
{
	const struct draft *draft = asking->desk.file->draft;
	const struct field *field = form_role(draft_form(draft), ROLE_CHALLENGE);
	struct strbuf *challenge = &asking->plan.wish.challenge;
	EXPORT(export, .desk = &asking->desk, .secret = secret_from_anywhere);
	STRBUF(err);

	if (!field || !draft_applies(draft, field, NULL))
		return STATUS_DONE;
	if (draft_source(draft, field) == ANSWER_HERE) {
		strbuf_addstr(challenge, draft_value(draft, field));
		return STATUS_DONE;
	}
	if (export_secret(&export, field, challenge, &err) == 0)
		return STATUS_DONE;
	report_error("%s: nothing was asked. %s", asking->name, err.buf);
	return findings_count(&export.found, SEVERITY_ERROR) ? STATUS_FINDINGS : STATUS_TROUBLE;
}

/*
 * The question.
 */

static void __attribute__((format(printf, 3, 4)))
consent_line(struct strbuf *out, const char *label, const char *fmt, ...)
{
	STRBUF(text);
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&text, fmt, ap);
	va_end(ap);
	strbuf_addf(out, "  %-10s ", label);
	text_show(out, text.buf, text.len);
	strbuf_addch(out, '\n');
}

static void
consent_ca(const struct scep_plan *plan, const struct asked *facts, struct strbuf *out)
{
	const struct asked_certificate *ca = asked_find(facts, ASKED_ISSUER);
	STRBUF(name);

	if (!ca)
		ca = asked_find(facts, ASKED_ANCHOR);
	if (ca)
		asked_show_name(ca, &name);
	consent_line(out, "CA", "%s", plan->url);
	if (plan->fingerprint.len)
		strbuf_addstr(&name, ", whose fingerprint matches");
	else
		strbuf_addstr(&name,
			plan->trusted.len ? ", trusted by --trust" : ", vouched for by TLS alone");
	consent_line(out, "", "%s", name.buf);
}

static void
consent_trial(const struct enrolling *enrolling, struct strbuf *out)
{
	const struct scep_wish *wish = &enrolling->asking.plan.wish;
	STRVEC(lines);

	consent_line(out, "Subject", "%s", *wish->subject ? wish->subject : "none");
	stand_ins_tell(&enrolling->stand_ins, &lines);
	for (size_t i = 0; i < lines.n; i++)
		consent_line(out, "", "%s", lines.v[i]);
	consent_line(out, "Challenge", "%s",
		wish->challenge.len ? "is used once. A one-time challenge is then spent" : "none");
	if (wish->retries)
		consent_line(out, "Waiting",
			"if somebody has to approve it, up to %u times %u s. ^C leaves",
			wish->retries, wish->delay);
}

static bool
enrol_consent(struct asking *asking, const struct asked *facts)
{
	const struct enrolling *enrolling = (const struct enrolling *)asking;
	STRBUF(text);

	strbuf_addstr(&text, "Try it: ask this CA for one real certificate?\n");
	consent_ca(&asking->plan, facts, &text);
	consent_trial(enrolling, &text);
	strbuf_addstr(&text,
		"The CA keeps the certificate until you revoke it: its serial number is shown.\n"
		"scepwiz throws the key away, so nobody can use the certificate.\n");
	if (option_given(asking->invocation, "yes")) {
		fd_write(STDERR_FILENO, text.buf, text.len);
		return true;
	}
	strbuf_addstr(&text, "Type y and Enter to ask for it. Enter alone leaves: ");
	return confirm(text.buf, -1) == 1;
}

/*
 * The command.
 */

/* One certificate, and nothing else that the worker says. */
static int
enrol_keep(const struct enrolling *enrolling)
{
	const struct asking *asking = &enrolling->asking;
	const struct strbuf *said = &ask_run_facts(asking->run)->trial.pem;
	STRBUF(pem);
	STRBUF(err);

	if (!said->len) {
		report_note("%s was not written, because no certificate came", enrolling->file);
		return STATUS_DONE;
	}
	if (!pem_alone(said, "CERTIFICATE", &pem)) {
		report_error("%s was not written, because the worker process sent an invalid "
			     "certificate",
			enrolling->file);
		return STATUS_TROUBLE;
	}
	if (file_write(enrolling->file, pem.buf, pem.len, FILE_EXCLUSIVE | FILE_PUBLIC, &err) < 0)
		return command_trouble(&err);
	report_note("%s: the certificate. Its key is gone", enrolling->file);
	return STATUS_DONE;
}

static int
enrol_prepare(struct enrolling *enrolling)
{
	struct asking *asking = &enrolling->asking;
	const struct invocation *invocation = asking->invocation;
	int status;

	if ((status = asking_options(asking)) != STATUS_DONE ||
		(status = enrol_trust(enrolling)) != STATUS_DONE ||
		(status = enrol_values_agree(invocation)) != STATUS_DONE ||
		(status = enrol_file(enrolling)) != STATUS_DONE ||
		(status = asking_open(asking)) != STATUS_DONE)
		return status;
	if (asking->is_url)
		return command_misuse(invocation->command,
			"a URL alone is not enough for a trial. Make a draft: scepwiz new NAME");
	if ((status = enrol_judge(asking)) != STATUS_DONE ||
		(status = enrol_plan(enrolling)) != STATUS_DONE ||
		(status = enrol_open(asking)) != STATUS_DONE ||
		(status = enrol_can_ask(invocation)) != STATUS_DONE)
		return status;
	return enrol_challenge(asking);
}

/* The rule about the fingerprint says nothing of a draft that has none. */
static void
enrol_judge_trust(struct asking *asking)
{
	const struct draft *draft = asking->desk.file->draft;
	const struct field *field = form_role(draft_form(draft), ROLE_FINGERPRINT);
	const struct asked *facts = ask_run_facts(asking->run);

	if (asking->plan.trusted.len && !asking->plan.fingerprint.len &&
		facts->stop == STOP_FINGERPRINT)
		findings_addf(&asking->found, "trial-without-fingerprint", field,
			field ? draft_place(draft, field) : (struct place){ 0, 0 },
			"no certificate of the server has the SHA-256 of --trust, so no "
			"certificate was asked for. Compare it with what the CA's administrator "
			"says");
}

/* What ended without a reply may have reached the CA all the same. */
static void
enrol_tell_sent(const struct asking *asking)
{
	if (asking->run && ask_run_sent(asking->run))
		report_warning("%s: the request was sent, so the CA may have issued a certificate "
			       "for %s",
			asking->name, asking->plan.wish.subject);
}

static int
enrol_go(struct enrolling *enrolling)
{
	struct asking *asking = &enrolling->asking;
	int status = enrol_prepare(enrolling), kept;

	if (status != STATUS_DONE)
		return status;
	status = asking_run(asking);
	if (status != STATUS_DONE) {
		enrol_tell_sent(asking);
		return status;
	}
	enrol_judge_trust(asking);
	status = asking_report(asking);
	if (asking->declined)
		report_note("%s: no certificate was asked for", asking->name);
	kept = enrolling->file ? enrol_keep(enrolling) : STATUS_DONE;
	return kept == STATUS_DONE ? status : kept;
}

static int
enrol_run(const struct invocation *invocation)
{
	struct enrolling enrolling = { .asking = ASKING_INIT(invocation),
		.stand_ins = STAND_INS_INIT };
	int status;

	if (!option_given(invocation, "trial"))
		return command_misuse(invocation->command,
			"enrol makes a trial only. Use --trial to ask the CA for one real "
			"certificate");
	enrolling.asking.consent = enrol_consent;
	status = enrol_go(&enrolling);
	stand_ins_release(&enrolling.stand_ins);
	status = asking_end(&enrolling.asking, status);
	asking_release(&enrolling.asking);
	return status;
}

/* Where the user has allowed the draft to run a command, that one keeps files of its own. */
static bool
enrol_writes(const struct invocation *invocation, struct strvec *files)
{
	STRVEC(draft);
	const char *file = option_value(invocation, "certificate");

	operand_writes(invocation->operands.v[0], &draft);
	if (draft.n && allowed_once(draft.v[0]))
		return false;
	if (file)
		strvec_push(files, file);
	return true;
}

static const struct option_spec enrol_options[] = {
	{ "trial", 0, NULL, "the only way to enrol: required, so that nothing happens by accident",
		false },
	{ "yes", 'y', NULL, "ask for the certificate without a question (for scripts)", false },
	{ "value", 0, "NAME=TEXT",
		"the text that stands for a variable, such as AD_Domain=ACME. May be repeated",
		true },
	{ "same-subject", 0, NULL,
		"go on although the subject has no variable and is that of real devices", false },
	{ "trust", 0, "SHA256",
		"go on over plain http without a fingerprint if a certificate of the answer has "
		"this SHA-256",
		false },
	{ "certificate", 0, "FILE", "write the issued certificate (PEM) to a new file", false },
	OPTIONS_ASKING,
	OPTION_FORM,
	{ NULL },
};

const struct command cmd_enrol = {
	.name = "enrol",
	.examples = "scepwiz enrol --trial office\n",
	.also = "enroll try trial",
	.args = "DRAFT|PROFILE",
	.summary = "asks the CA for one real certificate, on trial",
	.help = "Asks the CA of a draft or profile for one real certificate, as a device would, "
		"and reports what became of the request: what the CA dropped or changed, and "
		"whether a device would take the certificate.\n\nThe server is asked as with \"scepwiz ask\". If a device would go on, "
		"the command shows the CA, the subject and what becomes of the challenge, and "
		"asks. Only y sends the request. The certificate stays in the CA's books until you "
		"revoke it, so its serial number is shown. Its key is thrown away. A one-time "
		"challenge is spent.\n\nA trial needs values for variables. Those that every Mac "
		"has get one that you can find again: SCEPWIZ-TRIAL-7F3A for %SerialNumber%. "
		"Others, such as %AD_Domain% or those of an MDM, need --value. A subject without a "
		"variable is that of the real devices, and some CAs issue it only once, so it "
		"needs --same-subject.\n\nThe challenge comes from its source, as for an export. "
		"It is sent only inside the request, which is encrypted for the CA. With plain "
		"http and no fingerprint, that could be any server, so nothing is sent unless you "
		"use --trust.\n\nIf the CA answers that the request is pending, it is asked again "
		"as often as Retries says, Retry delay apart. ^C stops waiting, and the "
		"transaction is shown.\n\nExit status: 0 if a certificate came that a device "
		"would take, 1 if not, 2 without your consent, or if an option is missing, 3 if "
		"there is no answer or no reply that this system can read. That this CA gave a "
		"certificate to this machine does not mean that each device will get one.",
	.min_args = 1,
	.max_args = 1,
	.options = enrol_options,
	.run = enrol_run,
	.writes = enrol_writes,
	.tasks = asking_tasks,
};
