#include "cmd/asking.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/report.h"
#include "base/signals.h"
#include "base/xalloc.h"

#include "model/accept.h"
#include "model/lint.h"

#include "format/ask/asked_json.h"
#include "format/ask/plan.h"
#include "format/profile/profile_read.h"

#include "cmd/asked_out.h"
#include "cmd/findings_out.h"
#include "cmd/operand.h"

void
asking_release(struct asking *asking)
{
	ask_run_free(asking->run);
	scep_plan_release(&asking->plan);
	findings_release(&asking->found);
	findings_release(&asking->own);
	profile_answers_release(&asking->answers);
	desk_release(&asking->desk);
}

/*
 * Before anything is asked.
 */

static int
asking_seconds(struct asking *asking, const char *text)
{
	char *end = NULL;
	long seconds = strtol(text, &end, 10);

	if (!*text || *end || seconds < 1 || seconds > FETCH_SECONDS_MAX)
		return command_misuse(asking->invocation->command,
			"--timeout needs seconds from 1 to %d, not \"%s\"", FETCH_SECONDS_MAX,
			text);
	asking->options.seconds = (unsigned)seconds;
	return STATUS_DONE;
}

/* Devices have proxies of their own, so what this shell has would give another answer than theirs. */
static void
asking_tell_proxy(void)
{
	static const char *const names[] = { "http_proxy", "https_proxy", "HTTPS_PROXY",
		"all_proxy", "ALL_PROXY" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (getenv(names[i]) && *getenv(names[i])) {
			report_note("%s is not used, because devices have their own proxy. To "
				    "use one: --proxy URL",
				names[i]);
			return;
		}
}

int
asking_options(struct asking *asking)
{
	const struct invocation *invocation = asking->invocation;
	const char *seconds = option_value(invocation, "timeout");
	const char *proxy = option_value(invocation, "proxy");

	if (proxy && !fetch_proxy_is_sound(proxy))
		return command_misuse(invocation->command,
			"--proxy needs a URL of http, https, socks5 or socks5h without a user name, "
			"such as http://proxy.example.com:3128");
	asking->options.proxy = proxy;
	if (!proxy)
		asking_tell_proxy();
	return seconds ? asking_seconds(asking, seconds) : STATUS_DONE;
}

static int
asking_open_url(struct asking *asking, const char *url)
{
	STRBUF(err);

	asking->is_url = true;
	asking->name = url;
	if (plan_of_url(&asking->plan, url, &err) < 0)
		return command_misuse(asking->invocation->command, "%s", err.buf);
	return STATUS_DONE;
}

/* In memory, as check does it. What is wrong with the file alone is the check's. */
static int
asking_read_profile(struct asking *asking)
{
	struct desk *desk = &asking->desk;
	struct forms *forms = asking->invocation->forms;
	const struct profile_read_options options = {
		.answers = &asking->answers,
		.answers_alone = true,
		.any_form = !forms_are_given(forms),
	};
	STRBUF(err);

	if (profile_parse(&desk->own, forms_default(forms), desk->name, desk->content.buf,
		    desk->content.len, &options, &asking->own, &err) < 0)
		return findings_count(&asking->own, SEVERITY_ERROR)
			       ? asking_refuse(asking, &asking->own)
			       : command_trouble(&err);
	desk_lay(desk, NULL, NULL);
	return STATUS_DONE;
}

static int
asking_read(struct asking *asking, const char *operand)
{
	struct desk *desk = &asking->desk;
	STRBUF(err);
	int opened = desk_open(desk, asking->invocation->forms, operand, NULL, &err);

	asking->name = desk->name;
	if (desk->kind == DESK_PROFILE)
		return asking_read_profile(asking);
	if (opened < 0)
		return command_trouble(&err);
	desk->kind = DESK_DRAFT;
	return STATUS_DONE;
}

static int
asking_plan(struct asking *asking)
{
	STRVEC(told);
	STRBUF(err);

	if (plan_of_draft(&asking->plan, asking->desk.file->draft, asking->desk.env.folder, &told,
		    &err) < 0) {
		report_error("%s: %s", asking->name, err.buf);
		return STATUS_FINDINGS;
	}
	for (size_t i = 0; i < told.n; i++)
		report_warning("%s: %s", asking->name, told.v[i]);
	return STATUS_DONE;
}

int
asking_open(struct asking *asking)
{
	const char *operand = asking->invocation->operands.v[0];
	int status;

	if (strstr(operand, "://"))
		return asking_open_url(asking, operand);
	status = asking_read(asking, operand);
	return status == STATUS_DONE ? asking_plan(asking) : status;
}

/*
 * Asking.
 */

/* A line for each step, and at a terminal how long it has taken. */
struct progress {
	struct strbuf step;
	bool counts, counted;
};

static void
progress_clear(struct progress *progress)
{
	if (progress->counted)
		fputs("\r          \r", stderr);
	progress->counted = false;
}

static void
progress_show(struct progress *progress, const struct ask_run *run)
{
	unsigned seconds;
	const char *step = ask_run_doing(run, &seconds);

	if (strcmp(step, progress->step.buf) != 0) {
		progress_clear(progress);
		strbuf_set(&progress->step, step);
		report_note("%s", step);
	}
	if (!progress->counts || !seconds)
		return;
	fprintf(stderr, "\r  %u s", seconds);
	progress->counted = true;
}

/* A signal that ends the program ends the wait for a CA, or else the run. Returns whether the run is over. */
static bool
asking_takes_signal(struct asking *asking)
{
	int signo = signals_take();

	if (signals_stops(signo))
		signals_stop();
	if (!signals_ends(signo))
		return false;
	asking->signo = signo;
	return !ask_run_leave(asking->run);
}

/* At most a second at a terminal, where the seconds are shown. */
static int
asking_wait(struct asking *asking, const struct progress *progress)
{
	struct pollfd fds[ASK_RUN_FDS];
	int timeout = ask_run_timeout(asking->run);

	if (progress->counts && (timeout < 0 || timeout > 1000))
		timeout = 1000;
	return signals_wait_beside(-1, fds, ask_run_fds(asking->run, fds), timeout);
}

/* The question has the terminal as other programs leave it: ^C and ^Z do what they always do. */
static void
asking_consent(struct asking *asking)
{
	bool yes;

	signals_close();
	yes = asking->consent && asking->consent(asking, ask_run_facts(asking->run));
	signals_open(STDERR_FILENO);
	asking->declined = !yes;
	ask_run_consent(asking->run, yes);
}

/* Returns whether it came to its end. */
static bool
asking_go(struct asking *asking)
{
	struct progress progress = { .step = STRBUF_INIT, .counts = isatty(STDERR_FILENO) };
	enum ask_run_state state;

	while ((state = ask_run_step(asking->run)) != ASK_RUN_ENDED) {
		progress_show(&progress, asking->run);
		/* one that came since the last wait: the question would forget it */
		if (state != ASK_RUN_GOES_ON && signals_are_ending() && asking_takes_signal(asking))
			break;
		if (state == ASK_RUN_CONSENT) {
			progress_clear(&progress);
			asking_consent(asking);
		} else if (state == ASK_RUN_WANTS_WORD) {
			ask_run_fetch(asking->run);
		} else if (asking_wait(asking, &progress) < 0 && asking_takes_signal(asking)) {
			break;
		}
	}
	progress_clear(&progress);
	strbuf_release(&progress.step);
	return state == ASK_RUN_ENDED;
}

int
asking_run(struct asking *asking)
{
	STRBUF(err);
	bool ended;

	asking->run = ask_run_begin(&asking->plan, &asking->options, &err);
	if (!asking->run)
		return command_trouble(&err);
	signals_open(STDERR_FILENO);
	ended = asking_go(asking);
	signals_close();
	if (ended && ask_run_facts(asking->run))
		return STATUS_DONE;
	if (!asking->signo)
		report_error("%s", ask_run_why(asking->run));
	return STATUS_TROUBLE;
}

int
asking_end(struct asking *asking, int status)
{
	int signo = asking->signo;

	ask_run_free(asking->run);
	asking->run = NULL;
	if (signo)
		raise(signo);
	return status;
}

/*
 * What came of it.
 */

/* Only what the server's answer tells: the draft's own findings are check's. */
static void
asking_judge(struct asking *asking, const struct asked *facts)
{
	struct lint_env env = asking->desk.env;

	env.asked = facts;
	if (asking->is_url) {
		lint_url_asked(forms_default(asking->invocation->forms), &env, &asking->found);
		return;
	}
	lint_draft_asked(asking->desk.file->draft, &env, &asking->found);
	accept_apply(asking->desk.file->draft, &env, &asking->found);
	findings_sort_by_place(&asking->found);
}

static void
asking_lines(const struct asking *asking, const struct findings *found, struct strbuf *out)
{
	for (size_t i = 0; i < found->n; i++)
		if (found->v[i].accepted)
			continue;
		else if (asking->is_url)
			finding_line_of(&found->v[i], asking->name, out);
		else
			finding_line(&found->v[i], asking->name, false, out);
}

static void
asking_summary(const struct asking *asking, const struct findings *found)
{
	STRBUF(summary);

	findings_summary(found, &summary);
	report_note("%s: %s", asking->name, summary.buf);
}

/* As much of the object as there is: nothing was asked. */
static void
asking_json_refused(const struct asking *asking, const struct findings *found, struct strbuf *out)
{
	const struct scep_plan *plan = &asking->plan;
	NODE(object) = json_add(node_map_new(), "scepwiz", PACKAGE_VERSION, "asked", NULL, "url",
		plan->url, "name", plan->name, NULL);

	node_add(object, "findings", findings_json(found));
	json_write(object, out);
}

int
asking_refuse(struct asking *asking, const struct findings *found)
{
	STRBUF(out);

	if (option_is(asking->invocation, "format", "json"))
		asking_json_refused(asking, found, &out);
	else
		asking_lines(asking, found, &out);
	asking_summary(asking, found);
	return command_print(&out) == STATUS_DONE ? STATUS_FINDINGS : STATUS_TROUBLE;
}

/* Redirects that no device follows are errors, and told as such. */
static bool
failure_is_trouble(enum fetch_failure failure)
{
	return failure != FETCH_DONE && failure != FETCH_REDIRECTS &&
	       failure != FETCH_REDIRECT_SCHEME && failure != FETCH_REDIRECT_DOWNGRADE;
}

static int
asking_status(const struct asking *asking, const struct asked *facts)
{
	if (failure_is_trouble(facts->transport.failure) || !strcmp(facts->trial.fault, "legacy"))
		return STATUS_TROUBLE;
	if (findings_count(&asking->found, SEVERITY_ERROR) || facts->trial.status == TRIAL_PENDING)
		return STATUS_FINDINGS;
	return asking->declined ? STATUS_USAGE : STATUS_DONE;
}

int
asking_report(struct asking *asking)
{
	const struct asked *facts = ask_run_facts(asking->run);
	STRBUF(out);

	asking_judge(asking, facts);
	if (option_is(asking->invocation, "format", "json")) {
		asked_json_write(facts, &asking->found, &out);
	} else {
		asked_show(facts, &out);
		asking_lines(asking, &asking->found, &out);
	}
	if (command_print(&out) != STATUS_DONE)
		return STATUS_TROUBLE;
	asking_summary(asking, &asking->found);
	return asking_status(asking, facts);
}

const struct keeper_task *
asking_tasks(const struct invocation *invocation)
{
	static const struct keeper_task tasks[] = {
		{ FETCH_TASK, fetch_task },
		{ NULL, NULL },
	};

	(void)invocation;
	return tasks;
}
