/* The side file of a session: opening and locking it, writing what changes, asking another session for it. */
#include "format/journal/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "format/journal/journal_parts.h"

/* How often an open is tried anew when the file goes in that moment. */
#define OPEN_TRIES 20
/* How long the holder may take to end. */
#define TAKE_MS 5000
#define TAKE_STEP_MS 20

struct journal {
	const struct form *form;
	char *draft_path;
	struct strbuf path;
	enum journal_state state;
	bool lockless;  /* there are no locks here */
	bool insisting; /* whatever another session may have is ours */
	int fd;         /* -1: none */
	struct journal_who self, other;
	struct journal_content content; /* as it was found */
	struct strbuf trouble;
	/* What the file says. */
	struct draft *shadow; /* NULL: nothing is unsaved */
	struct strbuf base;
	struct journal_place place;
	bool holds;           /* changes, ours or left ones that were not yet written anew */
	size_t size, compact; /* now, and when it was last written anew */
};

static int
journal_append(struct journal *j, const struct strbuf *records)
{
	if (fd_write(j->fd, records->buf, records->len) == 0) {
		j->size += records->len;
		strbuf_clear(&j->trouble);
		return 0;
	}
	strbuf_clear(&j->trouble);
	error_add(&j->trouble, "%s cannot be written: %s", j->path.buf, strerror(errno));
	/* half a record would end the journal for all that follow */
	if (ftruncate(j->fd, (off_t)j->size) < 0)
		strbuf_addstr(&j->trouble, " (and not be put right)");
	return -1;
}

static void
aside_name(const struct journal *j, struct strbuf *out)
{
	strbuf_addf(out, "%s-new", j->path.buf);
}

/* What a session left that was killed while it wrote the file anew; the lock is ours. */
static void
aside_clear(const struct journal *j)
{
	STRBUF(aside);
	STRBUF(ignored);
	int fd;

	aside_name(j, &aside);
	fd = side_open(aside.buf, false, &ignored);
	if (fd >= 0)
		side_remove(fd, aside.buf);
	else if (fd != SIDE_NONE)
		unlink(aside.buf); /* a link, or whatever else was put there */
}

/* The file is ours: what is in it is offered or, where nothing is, made new. A torn end goes, and whoever
 * looks from now on reads our name; its time stays that of the last change. */
static void
journal_begin(struct journal *j)
{
	const struct timespec times[] = { { .tv_sec = j->content.left.when },
		{ .tv_sec = j->content.left.when } };
	STRBUF(records);

	lock_sign(j->fd);
	aside_clear(j);
	who_copy(&j->other, content_author(&j->content));
	j->state = j->content.has_changes ? JOURNAL_LEFT : JOURNAL_READY;
	j->holds = j->state == JOURNAL_LEFT;
	j->size = j->holds ? j->content.good : 0;
	if (!j->holds) {
		side_wipe(j->fd);
		strbuf_addstr(&records, JOURNAL_MAGIC);
	}
	if (fcntl(j->fd, F_SETFL, O_APPEND) < 0 || ftruncate(j->fd, (off_t)j->size) < 0)
		error_add(&j->trouble, "%s cannot be written: %s", j->path.buf, strerror(errno));
	write_who(&records, "who", &j->self);
	journal_append(j, &records);
	if (j->holds && futimens(j->fd, times) < 0)
		j->content.left.when = time(NULL); /* as the next one will see it */
	j->compact = j->size;
}

/* Who has it is told by the file itself, since its content is not ours to read; whether the session is
 * still there is not. */
static void
journal_foreign(struct journal *j)
{
	struct stat st;

	journal_who_release(&j->other);
	if (lstat(j->path.buf, &st) < 0)
		return;
	strbuf_clear(&j->trouble);
	who_of_file(&j->other, &st);
	j->state = JOURNAL_FOREIGN;
}

/* One try. False where the file went in between. */
static bool
journal_try(struct journal *j)
{
	const struct journal_who *who = &j->content.who;
	enum lock_result lock;

	strbuf_clear(&j->trouble);
	content_release(&j->content);
	j->state = JOURNAL_OFF;
	j->fd = side_open(j->path.buf, true, &j->trouble);
	if (j->fd < 0) {
		int why = j->fd;

		j->fd = -1;
		if (why == SIDE_FOREIGN && !j->insisting)
			journal_foreign(j);
		return why != SIDE_NONE;
	}
	lock = lock_take(j->fd, j->path.buf);
	j->lockless = lock == LOCK_NONE;
	if (lock != LOCK_GONE)
		content_find(&j->content, j->form, j->draft_path, j->fd);
	if (lock == LOCK_NONE) /* the process that is named in the file tells */
		lock = who->user && !j->insisting && session_is_there(who, &j->self) ? LOCK_HELD
										     : LOCK_OURS;
	if (lock == LOCK_OURS && j->content.left.damaged && !j->content.has_changes) {
		error_add(&j->trouble,
			"%s cannot be read as a side file: it is damaged, of another version or too "
			"large; remove it",
			j->path.buf);
	} else if (lock == LOCK_OURS) {
		journal_begin(j);
		return true;
	}
	if (lock == LOCK_HELD) {
		who_copy(&j->other, who);
		content_release(&j->content);
		j->state = JOURNAL_HELD;
	}
	close(j->fd);
	j->fd = -1;
	return lock != LOCK_GONE;
}

/* Opens and locks it anew. */
static void
journal_acquire(struct journal *j)
{
	for (int i = 0; i < OPEN_TRIES; i++)
		if (journal_try(j))
			return;
	error_add(
		&j->trouble, "%s is made and removed by other sessions all the time", j->path.buf);
}

struct journal *
journal_open(const struct form *form, const char *draft_path)
{
	struct journal *j = xcalloc(1, sizeof *j);

	j->form = form;
	j->draft_path = xstrdup(draft_path);
	strbuf_init(&j->path);
	side_path(draft_path, &j->path);
	j->fd = -1;
	strbuf_init(&j->trouble);
	strbuf_init(&j->base);
	j->content = (struct journal_content){ .left.base = DRAFT_FILE_INIT };
	self_find(&j->self);
	journal_acquire(j);
	return j;
}

enum journal_state
journal_state(const struct journal *j)
{
	return j->state;
}

const char *
journal_trouble(const struct journal *j)
{
	return j->trouble.buf;
}

const struct journal_who *
journal_who(const struct journal *j)
{
	return &j->other;
}

const struct journal_left *
journal_left(const struct journal *j)
{
	return j->state == JOURNAL_LEFT ? &j->content.left : NULL;
}

/* Without a shadow the next journal_follow writes all of it anew, in one step. */
void
journal_accept(struct journal *j)
{
	j->state = JOURNAL_READY;
	content_release(&j->content);
}

/* Also where there are no locks. */
static bool
aside_lock(int fd, const char *path)
{
	enum lock_result lock = lock_take(fd, path);

	errno = EBUSY;
	return lock == LOCK_OURS || lock == LOCK_NONE;
}

/* Made aside, locked, then it takes the name: the lock is never free, and a kill leaves the one or the
 * other whole. */
static int
journal_replace(struct journal *j, const struct strbuf *content)
{
	STRBUF(aside);
	int fd;

	aside_clear(j);
	aside_name(j, &aside);
	fd = open(aside.buf, O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0 || fchmod(fd, 0600) < 0 || fd_write(fd, content->buf, content->len) < 0 ||
		!aside_lock(fd, aside.buf) || rename(aside.buf, j->path.buf) < 0) {
		strbuf_clear(&j->trouble);
		error_add(&j->trouble, "%s cannot be written: %s", aside.buf, strerror(errno));
		if (fd >= 0) {
			unlink(aside.buf);
			close(fd);
		}
		return -1;
	}
	lock_sign(fd);
	if (j->holds)
		side_wipe(j->fd);
	close(j->fd);
	j->fd = fd;
	j->size = j->compact = content->len;
	strbuf_clear(&j->trouble);
	return 0;
}

/* All that is to be in the file, the bare session where nothing is unsaved. What the file says changes only where it
 * was written. */
static int
journal_rewrite(struct journal *j, const struct journal_now *now, bool changed)
{
	struct draft *shadow = changed ? draft_file_saved_answers(now->file) : NULL;
	STRBUF(content);

	strbuf_addstr(&content, JOURNAL_MAGIC);
	write_who(&content, "who", &j->self);
	if (shadow) {
		write_base(&content, now->file);
		write_changes(&content, shadow, now);
		write_place(&content, &now->place);
		shadow_follow(shadow, now);
	}
	if (journal_replace(j, &content) < 0) {
		draft_free(shadow);
		return -1;
	}
	draft_free(j->shadow);
	j->shadow = shadow;
	strbuf_clear(&j->base);
	strbuf_add(&j->base, now->file->source.buf, now->file->source.len);
	j->place = now->place;
	j->holds = changed;
	return 0;
}

static void
journal_add(struct journal *j, const struct journal_now *now)
{
	const struct journal_place *was = &j->place;
	STRBUF(records);

	write_changes(&records, j->shadow, now);
	if (was->field != now->place.field || was->cursor != now->place.cursor ||
		was->emptied != now->place.emptied)
		write_place(&records, &now->place);
	if (records.len && journal_append(j, &records) == 0) {
		shadow_follow(j->shadow, now);
		j->place = now->place;
	}
}

/* A draft that was saved under another name has another side file. */
static void
journal_move(struct journal *j, const char *draft_path)
{
	if (j->fd >= 0)
		side_remove(j->fd, j->path.buf);
	free(j->draft_path);
	j->draft_path = xstrdup(draft_path);
	strbuf_clear(&j->path);
	side_path(draft_path, &j->path);
	j->fd = -1;
	j->size = 0;
	draft_free(j->shadow);
	j->shadow = NULL;
	journal_acquire(j);
	/* of a draft that was of this name and is gone: the new one has taken its place */
	if (j->state == JOURNAL_LEFT)
		journal_accept(j);
	if (j->state == JOURNAL_HELD || j->state == JOURNAL_FOREIGN) {
		j->state = JOURNAL_OFF;
		error_add(&j->trouble, "%s is another session's", j->path.buf);
	}
}

/* Where writing it anew fails (a full disk) the next key tries again. */
void
journal_follow(struct journal *j, const struct journal_now *now)
{
	bool changed = draft_any_changed(now->file->draft) ||
		       (now->note_field &&
			       strcmp(draft_note(now->file->draft, now->note_field), now->note));

	if ((j->state != JOURNAL_READY && j->state != JOURNAL_OFF) || !now->file->path)
		return;
	if (strcmp(j->draft_path, now->file->path) != 0)
		journal_move(j, now->file->path);
	if (j->state != JOURNAL_READY)
		return;
	if (!j->shadow) {
		if (changed || j->holds)
			journal_rewrite(j, now, changed);
	} else if (!strbuf_same(&j->base, &now->file->source)) {
		journal_rewrite(j, now, changed);
	} else if (j->size <= j->compact + JOURNAL_SLACK || journal_rewrite(j, now, changed) < 0) {
		journal_add(j, now);
	}
}

/*
 * A side file that another session has: asking it to end, and doing without its answer.
 */

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
	STRBUF(record);
	int fd = side_open(j->path.buf, false, err), result = -1;
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
		error_add(err, "%s cannot be written: %s", j->path.buf, strerror(errno));
	else if (kill((pid_t)j->other.pid, SIGUSR1) < 0 && errno != ESRCH)
		error_add(err, "the session cannot be asked to end: %s", strerror(errno));
	else
		result = 0;
	if (result == 0)
		kill((pid_t)j->other.pid, SIGCONT);
	close(fd);
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

void
journal_close(struct journal *j, bool keep)
{
	if (!j)
		return;
	if (j->fd >= 0 && (j->state == JOURNAL_LEFT || (keep && j->holds)))
		close(j->fd);
	else if (j->fd >= 0)
		side_remove(j->fd, j->path.buf);
	draft_free(j->shadow);
	content_release(&j->content);
	journal_who_release(&j->self);
	journal_who_release(&j->other);
	strbuf_release(&j->trouble);
	strbuf_release(&j->base);
	free(j->draft_path);
	strbuf_release(&j->path);
	free(j);
}
