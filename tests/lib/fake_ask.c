#include "fake_ask.h"

#include "testing.h"

#include <signal.h>
#include <unistd.h>

struct fake_ask fake;

void
fake_ask_reset(void)
{
	fake = (struct fake_ask){ .agreed = -1 };
}

static void
copy(char *to, size_t size, const char *from)
{
	snprintf(to, size, "%s", from ? from : "");
}

/* A run is a pointer that stands for it. */
struct ask_run *
ask_run_begin(const struct scep_plan *plan, const struct ask_options *options, struct strbuf *err)
{
	assert_null(options->proxy);
	if (fake.missing) {
		strbuf_addstr(err, fake.missing);
		return NULL;
	}
	fake.step = 0;
	fake.begun++;
	fake.running++;
	fake.probes = plan->probe_name;
	fake.tries = plan->asks_trial;
	copy(fake.url, sizeof fake.url, plan->url);
	copy(fake.name, sizeof fake.name, plan->name);
	copy(fake.subject, sizeof fake.subject, plan->wish.subject);
	copy(fake.challenge, sizeof fake.challenge, plan->wish.challenge.buf);
	return (struct ask_run *)&fake;
}

void
ask_run_free(struct ask_run *run)
{
	if (run)
		fake.running--;
}

enum ask_run_state
ask_run_step(struct ask_run *run)
{
	assert_non_null(run);
	if (fake.steps[fake.step].signo)
		raise(fake.steps[fake.step].signo);
	return fake.steps[fake.step].state;
}

/* The test lets time pass. */
size_t
ask_run_fds(const struct ask_run *run, struct pollfd fds[ASK_RUN_FDS])
{
	assert_non_null(run);
	fds[0] = (struct pollfd){ .fd = STDIN_FILENO, .events = POLLIN };
	return 1;
}

int
ask_run_timeout(const struct ask_run *run)
{
	assert_non_null(run);
	return 15000;
}

void
ask_run_fetch(struct ask_run *run)
{
	assert_non_null(run);
	fake.fetched++;
	fake.step++;
}

void
ask_run_consent(struct ask_run *run, bool yes)
{
	assert_non_null(run);
	assert_int_equal(fake.agreed, -1);
	fake.agreed = yes;
	fake.step++;
}

bool
ask_run_leave(struct ask_run *run)
{
	assert_non_null(run);
	if (!fake.waits)
		return false;
	fake.waits = false;
	fake.left++;
	fake.step++;
	return true;
}

const char *
ask_run_doing(const struct ask_run *run, unsigned *seconds)
{
	assert_non_null(run);
	*seconds = fake.steps[fake.step].seconds;
	return fake.steps[fake.step].doing ? fake.steps[fake.step].doing : "";
}

const struct asked *
ask_run_facts(const struct ask_run *run)
{
	assert_non_null(run);
	return fake.facts;
}

const char *
ask_run_why(const struct ask_run *run)
{
	assert_non_null(run);
	return fake.why ? fake.why : "";
}

bool
ask_run_sent(const struct ask_run *run)
{
	assert_non_null(run);
	return fake.sent;
}

bool
ask_run_is_declined(const struct ask_run *run)
{
	assert_non_null(run);
	return fake.declined;
}
