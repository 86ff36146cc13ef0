/* A side file that another session has: asking it to end, and doing without its answer. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/fileio.h"

#include "format/journal/journal_parts.h"

/* How long the holder may take to end. */
#define TAKE_MS 5000
#define TAKE_STEP_MS 20

bool
journal_may_take(const struct journal *j)
{
	const struct journal_who *who = &j->other;

	return j->state == JOURNAL_HELD && who->user && who->pid > 1 && who->pid != j->self.pid &&
	       !strcmp(who->host, j->self.host) && !strcmp(who->user, j->self.user) &&
	       process_is_there(who);
}

/* The process must be the one that has signed the lock, where that can be told: a number may be that of
 * another process by now. A stopped session has to be woken to hear of it. */
static int
holder_ask(struct journal *j, struct strbuf *err)
{
	struct strbuf record = STRBUF_INIT;
	int fd = side_open(j->path, false, err), result = -1;
	long signer;

	if (fd == SIDE_NONE)
		return 0; /* it has just ended */
	if (fd < 0)
		return -1;
	signer = lock_signer(fd);
	write_who(&record, "asked", &j->self);
	if (signer > 0 && signer != j->other.pid)
		error_add(err,
			"the draft is held by process %ld, which is not the session %ld that "
			"its side file names; wait until that process has ended",
			signer, j->other.pid);
	else if (fd_write(fd, record.buf, record.len) < 0)
		error_add(err, "%s cannot be written: %s", j->path, strerror(errno));
	else if (kill((pid_t)j->other.pid, SIGUSR1) < 0 && errno != ESRCH)
		error_add(err, "the session cannot be asked to end: %s", strerror(errno));
	else
		result = 0;
	if (result == 0)
		kill((pid_t)j->other.pid, SIGCONT);
	close(fd);
	strbuf_release(&record);
	return result;
}

int
journal_take(struct journal *j, struct strbuf *err)
{
	const struct timespec step = { 0, TAKE_STEP_MS * 1000000L };

	if (!journal_may_take(j))
		return error_add(err, "only a session of the same user on this host can be ended");
	if (holder_ask(j, err) < 0)
		return -1;
	for (int ms = 0; ms < TAKE_MS; ms += TAKE_STEP_MS) {
		journal_acquire(j);
		if (j->state != JOURNAL_HELD)
			return j->state == JOURNAL_OFF ? error_add(err, "%s", j->trouble.buf) : 0;
		nanosleep(&step, NULL);
	}
	return error_add(err,
		"the other session (process %ld) does not end; it may be in an editor. Leave it "
		"there, or try again",
		j->other.pid);
}

bool
journal_is_asked(const struct journal *j, struct strbuf *out)
{
	struct journal_content content;
	bool asked;

	if (j->fd < 0 || j->state == JOURNAL_OFF)
		return false;
	content_find(&content, j->form, j->draft_path, j->fd);
	asked = content.asked.user != NULL;
	if (asked)
		journal_who_show(&content.asked, out);
	content_release(&content);
	return asked;
}

/* Not where a lock says that the session is there. */
bool
journal_may_insist(const struct journal *j)
{
	return j->state == JOURNAL_FOREIGN || (j->state == JOURNAL_HELD && j->lockless &&
						      strcmp(j->other.host, j->self.host) != 0);
}

void
journal_insist(struct journal *j)
{
	j->insisting = true;
	journal_acquire(j);
	j->insisting = false;
}
