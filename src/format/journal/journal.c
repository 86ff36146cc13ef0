/* The side file: opening and locking it, writing it anew. */
#include "format/journal/journal.h"

#include <errno.h>
#include <fcntl.h>
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

/* Where there are no locks: the process that is named in the file. */
static bool
holder_is_there(const struct journal *j)
{
	const struct journal_who *who = &j->content.who;

	return who->user && !j->insisting && session_is_there(who, &j->self);
}

static int
journal_append(struct journal *j, const struct strbuf *records)
{
	if (fd_write(j->fd, records->buf, records->len) == 0) {
		j->size += records->len;
		strbuf_clear(&j->trouble);
		return 0;
	}
	strbuf_clear(&j->trouble);
	error_add(&j->trouble, "%s cannot be written: %s", j->path, strerror(errno));
	/* half a record would end the journal for all that follow */
	if (ftruncate(j->fd, (off_t)j->size) < 0)
		strbuf_addstr(&j->trouble, " (and not be put right)");
	return -1;
}

static void
aside_name(const struct journal *j, struct strbuf *out)
{
	strbuf_addf(out, "%s-new", j->path);
}

/* What a session left that was killed while it wrote the file anew; the lock is ours. */
static void
aside_clear(const struct journal *j)
{
	struct strbuf aside = STRBUF_INIT, ignored = STRBUF_INIT;
	int fd;

	aside_name(j, &aside);
	fd = side_open(aside.buf, false, &ignored);
	if (fd >= 0)
		side_remove(fd, aside.buf);
	else if (fd != SIDE_NONE)
		unlink(aside.buf); /* a link, or whatever else was put there */
	strbuf_release(&aside);
	strbuf_release(&ignored);
}

/* The file is ours: what is in it is offered or, where nothing is, made new. A torn end goes, and whoever
 * looks from now on reads our name; its time stays that of the last change. */
static void
journal_begin(struct journal *j)
{
	const struct timespec times[] = { { .tv_sec = j->content.left.when },
		{ .tv_sec = j->content.left.when } };
	struct strbuf records = STRBUF_INIT;

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
		error_add(&j->trouble, "%s cannot be written: %s", j->path, strerror(errno));
	write_who(&records, "who", &j->self);
	journal_append(j, &records);
	if (j->holds && futimens(j->fd, times) < 0)
		j->content.left.when = time(NULL); /* as the next one will see it */
	j->compact = j->size;
	strbuf_release(&records);
}

/* Who has it is told by the file itself, since its content is not ours to read; whether the session is
 * still there is not. */
static void
journal_foreign(struct journal *j)
{
	struct stat st;

	journal_who_release(&j->other);
	if (lstat(j->path, &st) < 0)
		return;
	strbuf_clear(&j->trouble);
	who_of_file(&j->other, &st);
	j->state = JOURNAL_FOREIGN;
}

/* One try. False where the file went in between. */
static bool
journal_try(struct journal *j)
{
	enum lock_result lock;

	strbuf_clear(&j->trouble);
	content_release(&j->content);
	j->state = JOURNAL_OFF;
	j->fd = side_open(j->path, true, &j->trouble);
	if (j->fd < 0) {
		int why = j->fd;

		j->fd = -1;
		if (why == SIDE_FOREIGN && !j->insisting)
			journal_foreign(j);
		return why != SIDE_NONE;
	}
	lock = lock_take(j->fd, j->path);
	j->lockless = lock == LOCK_NONE;
	if (lock != LOCK_GONE)
		content_find(&j->content, j->form, j->draft_path, j->fd);
	if (lock == LOCK_NONE)
		lock = holder_is_there(j) ? LOCK_HELD : LOCK_OURS;
	if (lock == LOCK_OURS && j->content.left.damaged && !j->content.has_changes) {
		error_add(&j->trouble,
			"%s cannot be read as a side file: it is damaged, of another version or too "
			"large; remove it",
			j->path);
	} else if (lock == LOCK_OURS) {
		journal_begin(j);
		return true;
	}
	if (lock == LOCK_HELD) {
		who_copy(&j->other, &j->content.who);
		content_release(&j->content);
		j->state = JOURNAL_HELD;
	}
	close(j->fd);
	j->fd = -1;
	return lock != LOCK_GONE;
}

void
journal_acquire(struct journal *j)
{
	for (int i = 0; i < OPEN_TRIES; i++)
		if (journal_try(j))
			return;
	error_add(&j->trouble, "%s is made and removed by other sessions all the time", j->path);
}

struct journal *
journal_open(const struct form *form, const char *draft_path)
{
	struct journal *j = xcalloc(1, sizeof *j);

	j->form = form;
	j->draft_path = xstrdup(draft_path);
	j->path = side_path(draft_path);
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

/* All that is to be in the file: the bare session where nothing is unsaved (shadow NULL). */
static void
journal_compose(const struct journal *j, const struct journal_now *now, struct draft *shadow,
	struct strbuf *out)
{
	strbuf_addstr(out, JOURNAL_MAGIC);
	write_who(out, "who", &j->self);
	if (!shadow)
		return;
	write_base(out, now->file);
	write_changes(out, shadow, now);
	write_place(out, &now->place);
	shadow_follow(shadow, now);
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
	struct strbuf aside = STRBUF_INIT;
	int fd;

	aside_clear(j);
	aside_name(j, &aside);
	fd = open(aside.buf, O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0 || fchmod(fd, 0600) < 0 || fd_write(fd, content->buf, content->len) < 0 ||
		!aside_lock(fd, aside.buf) || rename(aside.buf, j->path) < 0) {
		strbuf_clear(&j->trouble);
		error_add(&j->trouble, "%s cannot be written: %s", aside.buf, strerror(errno));
		if (fd >= 0) {
			unlink(aside.buf);
			close(fd);
		}
		strbuf_release(&aside);
		return -1;
	}
	lock_sign(fd);
	if (j->holds)
		side_wipe(j->fd);
	close(j->fd);
	j->fd = fd;
	j->size = j->compact = content->len;
	strbuf_clear(&j->trouble);
	strbuf_release(&aside);
	return 0;
}

/* What the file says changes only where it was written. */
static int
journal_rewrite(struct journal *j, const struct journal_now *now, bool changed)
{
	struct draft *shadow = changed ? draft_file_saved_answers(now->file) : NULL;
	struct strbuf content = STRBUF_INIT;
	int result;

	journal_compose(j, now, shadow, &content);
	result = journal_replace(j, &content);
	if (result == 0) {
		draft_free(j->shadow);
		j->shadow = shadow;
		strbuf_clear(&j->base);
		strbuf_add(&j->base, now->file->source.buf, now->file->source.len);
		j->place = now->place;
		j->holds = changed;
	} else {
		draft_free(shadow);
	}
	strbuf_release(&content);
	return result;
}

static bool
place_is(const struct journal_place *a, const struct journal_place *b)
{
	return a->field == b->field && a->cursor == b->cursor && a->emptied == b->emptied;
}

static void
journal_add(struct journal *j, const struct journal_now *now)
{
	struct strbuf records = STRBUF_INIT;

	write_changes(&records, j->shadow, now);
	if (!place_is(&j->place, &now->place))
		write_place(&records, &now->place);
	if (records.len && journal_append(j, &records) == 0) {
		shadow_follow(j->shadow, now);
		j->place = now->place;
	}
	strbuf_release(&records);
}

/* A draft that was saved under another name has another side file. */
static void
journal_move(struct journal *j, const char *draft_path)
{
	if (j->fd >= 0)
		side_remove(j->fd, j->path);
	free(j->path);
	free(j->draft_path);
	j->draft_path = xstrdup(draft_path);
	j->path = side_path(draft_path);
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
		error_add(&j->trouble, "%s is another session's", j->path);
	}
}

static bool
is_changed(const struct journal_now *now)
{
	return draft_any_changed(now->file->draft) ||
	       (now->note_field &&
		       strcmp(draft_note(now->file->draft, now->note_field), now->note) != 0);
}

/* Where writing it anew fails (a full disk) the next key tries again. */
void
journal_follow(struct journal *j, const struct journal_now *now)
{
	bool changed = is_changed(now);

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

void
journal_close(struct journal *j, bool keep)
{
	if (!j)
		return;
	if (j->fd >= 0 && (j->state == JOURNAL_LEFT || (keep && j->holds)))
		close(j->fd);
	else if (j->fd >= 0)
		side_remove(j->fd, j->path);
	draft_free(j->shadow);
	content_release(&j->content);
	journal_who_release(&j->self);
	journal_who_release(&j->other);
	strbuf_release(&j->trouble);
	strbuf_release(&j->base);
	free(j->draft_path);
	free(j->path);
	free(j);
}
