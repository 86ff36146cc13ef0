/* A draft that another session has: asking it to end, and doing without its answer. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fileio.h"
#include "base/xalloc.h"

#include "format/recovery/recovery_parts.h"

/* How long the holder may take to end. */
#define TAKE_MS 5000
#define TAKE_STEP_MS 20
#define ASKED_LIMIT 4096

/* Where a session of this user finds who asks for its draft. */
static char *
asked_path(const struct recovery *r)
{
	OWN_TEXT(path) = store_path(&r->store, r->name, 0);
	STRBUF(name);

	strbuf_addf(&name, "%s-asked", path);
	return strbuf_detach(&name);
}

void
asked_forget(struct recovery *r)
{
	OWN_TEXT(path) = r->store.folder ? asked_path(r) : NULL;

	if (path)
		unlink(path);
}

bool
recovery_may_take(const struct recovery *r)
{
	const struct recovery_who *who = &r->other;

	return r->state == RECOVERY_HELD && who->user && who->pid > 1 && who->pid != r->self.pid &&
	       !strcmp(who->host, r->self.host) && !strcmp(who->user, r->self.user) &&
	       process_is_there(who);
}

static int
asked_write(struct recovery *r, struct strbuf *err)
{
	OWN_TEXT(path) = NULL;
	STRBUF(text);

	if (!store_is_open(r))
		return error_add(err, "%s", r->trouble.buf);
	path = asked_path(r);
	strbuf_addf(&text, "of: %ld\n", r->other.pid);
	who_write(&text, &r->self);
	return file_write(path, text.buf, text.len, FILE_PRIVATE, err);
}

bool
recovery_is_asked(const struct recovery *r, struct strbuf *out)
{
	OWN_TEXT(path) = r->store.folder ? asked_path(r) : NULL;
	struct recovery_who who = { 0 };
	STRBUF(text);
	STRBUF(ours);
	STRBUF(ignored);
	bool asked;

	if (!path || file_read(path, ASKED_LIMIT, &text, &ignored) < 0)
		return false;
	strbuf_addf(&ours, "of: %ld\n", r->self.pid);
	who_read(&who, text.buf);
	asked = who.user && !strncmp(text.buf, ours.buf, ours.len) &&
		!strcmp(who.host, r->self.host);
	if (asked)
		recovery_who_show(&who, out);
	recovery_who_release(&who);
	return asked;
}

/* The process that has the draft, as the locks tell it; 0 where they do not. */
static long
holder_signer(struct recovery *r)
{
	bool is_side;
	int fd = lock_look(r->draft_path, &is_side);
	long signer = fd >= 0 ? lock_signer(fd) : 0;

	if (fd >= 0)
		close(fd);
	for (unsigned i = 0; signer <= 0 && r->store.folder && i < STORE_NAMES; i++) {
		OWN_TEXT(path) = store_path(&r->store, r->name, i);

		fd = store_file_open(path, false);
		if (fd < 0)
			continue;
		signer = lock_signer(fd);
		close(fd);
	}
	return signer;
}

/* Whether one of the draft's recovery files, which only this user can have written, names the process. */
static bool
holder_is_written_down(struct recovery *r)
{
	bool is = false;

	for (unsigned i = 0; !is && i < STORE_NAMES; i++) {
		OWN_TEXT(path) = store_path(&r->store, r->name, i);
		struct recovery_content content;
		int fd = store_file_open(path, false);

		if (fd < 0)
			continue;
		content_find(&content, r->form, r->draft_path, &r->store.key, fd);
		is = content.path && !content.left.foreign && content.who.pid == r->other.pid;
		content_release(&content);
		close(fd);
	}
	return is;
}

/* The process must be the one that has signed the lock: a number may be that of another process by now, and a lock in
 * the folder may be anybody's. Where that cannot be told our own file must name it. A stopped session has to be woken to
 * hear of it. */
static int
holder_ask(struct recovery *r, struct strbuf *err)
{
	long signer;

	if (asked_write(r, err) < 0)
		return -1;
	signer = holder_signer(r);
	if (signer > 0 && signer != r->other.pid)
		return error_add(err,
			"process %ld has the draft, but its lock names the session %ld. Wait "
			"until that process has ended",
			signer, r->other.pid);
	if (signer <= 0 && !holder_is_written_down(r))
		return error_add(err,
			"only the lock in the folder says that process %ld has the draft, and "
			"anyone may have put it there. End that session, or remove the lock",
			r->other.pid);
	if (kill((pid_t)r->other.pid, SIGUSR1) < 0 && errno != ESRCH)
		return error_add(err, "the session cannot be asked to end: %s", strerror(errno));
	kill((pid_t)r->other.pid, SIGCONT);
	return 0;
}

int
recovery_take(struct recovery *r, struct strbuf *err)
{
	const struct timespec step = { 0, TAKE_STEP_MS * 1000000L };
	int64_t end = clock_ms() + TAKE_MS;
	int result = -1;

	if (!recovery_may_take(r))
		return error_add(err, "only a session of the same user on this host can be ended");
	if (holder_ask(r, err) < 0) {
		asked_forget(r);
		return -1;
	}
	for (;;) {
		recovery_acquire(r, false);
		if (r->state != RECOVERY_HELD)
			result = 0;
		if (result == 0 || clock_ms() >= end)
			break;
		nanosleep(&step, NULL);
	}
	asked_forget(r);
	if (result == 0)
		return 0;
	return error_add(err,
		"the other session (process %ld) does not end. It may be in an editor. End it "
		"there, or try again",
		r->other.pid);
}

/* Not where a lock says that a session of ours is there: that one can be taken over. */
bool
recovery_may_insist(const struct recovery *r)
{
	bool lockless = r->lock.lockless || r->lockless;

	return r->state == RECOVERY_FOREIGN ||
	       (r->state == RECOVERY_HELD &&
		       (r->lock.is_others ||
			       (lockless && strcmp(r->other.host, r->self.host) != 0)));
}

void
recovery_insist(struct recovery *r)
{
	r->insisting = true;
	recovery_acquire(r, false);
}
