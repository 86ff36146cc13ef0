/* The recovery file of a session: finding the one that may be used, making it, appending to it. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/xalloc.h"

#include "format/recovery/recovery_parts.h"

/* How often an open is retried if the file disappears at that moment. */
#define OPEN_TRIES 20

void
recovery_news(struct recovery *r, const char *sentence)
{
	if (r->news.len)
		strbuf_addch(&r->news, ' ');
	strbuf_addstr(&r->news, sentence);
}

void
recovery_file_fails(struct recovery *r, const char *path)
{
	strbuf_clear(&r->trouble);
	error_add(&r->trouble, "%s cannot be written: %s", path, strerror(errno));
}

int
recovery_append(struct recovery *r, const struct records *records)
{
	if (fd_write(r->fd, records->bytes.buf, records->bytes.len) == 0) {
		r->size += records->bytes.len;
		r->chain = records->chain;
		strbuf_clear(&r->trouble);
		return 0;
	}
	recovery_file_fails(r, r->path);
	/* half a record would end the file for all that follow */
	if (ftruncate(r->fd, (off_t)r->size) < 0)
		strbuf_addstr(&r->trouble, " (and cannot be restored)");
	return -1;
}

struct records
recovery_records(const struct record_chain *chain)
{
	return (struct records){ .bytes = STRBUF_INIT, .chain = *chain };
}

struct records
recovery_records_new(const struct recovery *r)
{
	const struct record_chain first = { .key = &r->store.key };
	struct records records = recovery_records(&first);

	strbuf_addstr(&records.bytes, RECOVERY_MAGIC);
	return records;
}

void
recovery_file_drop(struct recovery *r)
{
	if (r->fd >= 0)
		close(r->fd);
	r->fd = -1;
	free(r->path);
	r->path = NULL;
}

/* Another session of this host that has it has the draft, whatever became of the lock; one of another host, with the
 * same home, has another draft of that path. */
static enum found
file_held(struct recovery *r)
{
	const struct recovery_who *who = &r->content.who;

	return !r->insisting && (!who->user || !strcmp(who->host, r->self.host)) ? FOUND_HELD
										 : FOUND_OTHER;
}

static enum found
file_try(struct recovery *r, const char *path, bool create)
{
	int fd = store_file_open(path, create);
	enum lock_result lock;

	content_release(&r->content);
	if (fd < 0 && (errno == EISDIR || errno == ELOOP || errno == EPERM))
		return FOUND_OTHER;
	if (fd < 0)
		return errno == ENOENT || errno == EEXIST ? FOUND_GONE : FOUND_TROUBLE;
	lock = flock_take(fd, path);
	if (lock != LOCK_GONE)
		content_find(&r->content, r->form, r->draft_path, &r->store.key, fd);
	r->lockless = lock == LOCK_NONE;
	if (r->lockless) /* the process that is named in the file tells */
		lock = r->content.who.user && !r->insisting &&
				       session_is_there(&r->content.who, &r->self)
			       ? LOCK_HELD
			       : LOCK_OURS;
	if (lock == LOCK_OURS && r->content.readable &&
		(!r->content.path || !strcmp(r->content.path, r->real_path))) {
		r->fd = fd;
		r->path = xstrdup(path);
		store_aside_clear(path);
		return FOUND_FILE;
	}
	close(fd);
	return lock == LOCK_GONE ? FOUND_GONE : lock == LOCK_HELD ? file_held(r) : FOUND_OTHER;
}

/* Nothing is unsaved: only whose it is, and who has it. */
static int
file_begin(struct recovery *r)
{
	struct records records = recovery_records_new(r);
	int result;

	file_wipe(r->fd);
	write_head(&records, r->real_path, NULL);
	write_who(&records, &r->self);
	r->size = 0;
	r->holds = false;
	if (fcntl(r->fd, F_SETFL, O_APPEND) < 0)
		recovery_file_fails(r, r->path);
	result = recovery_append(r, &records);
	r->compact = r->size;
	strbuf_release(&records.bytes);
	return result;
}

/* Offers its content. A cut-off end is removed, and other sessions read our name from now on. Its time stays that of
 * the last change. A file that was not written with our key is not changed. */
void
file_adopt(struct recovery *r)
{
	const struct timespec times[] = { { .tv_sec = r->content.left.when },
		{ .tv_sec = r->content.left.when } };
	struct records records = recovery_records(&r->content.chain);

	r->holds = true;
	r->chain = r->content.chain;
	r->size = r->compact = r->content.good;
	if (r->content.left.foreign)
		return;
	if (ftruncate(r->fd, (off_t)r->size) < 0)
		recovery_file_fails(r, r->path);
	write_who(&records, &r->self);
	recovery_append(r, &records);
	r->compact = r->size;
	strbuf_release(&records.bytes);
	if (futimens(r->fd, times) < 0)
		r->content.left.when = time(NULL); /* as the next one will see it */
}

/* changes: one that has some, to be offered; else one that has none, or is made. */
static enum found
file_find_once(struct recovery *r, bool changes, bool skip_held)
{
	enum found result = FOUND_OTHER;

	for (unsigned i = 0; i < STORE_NAMES; i++) {
		OWN_TEXT(path) = store_path(&r->store, r->name, i);

		result = file_try(r, path, !changes);
		if (result == FOUND_FILE && r->content.has_changes == changes)
			return result;
		if (result == FOUND_FILE)
			recovery_file_drop(r);
		else if ((result == FOUND_HELD && !skip_held) || result == FOUND_TROUBLE ||
			 (result == FOUND_GONE && !changes))
			return result;
	}
	return FOUND_OTHER;
}

enum found
file_find(struct recovery *r, bool changes, bool skip_held)
{
	enum found result = FOUND_GONE;

	for (int i = 0; i < OPEN_TRIES && result == FOUND_GONE; i++)
		result = file_find_once(r, changes, skip_held);
	return result;
}

bool
store_is_open(struct recovery *r)
{
	STRBUF(err);

	if (r->store.folder)
		return true;
	if (!r->real_path)
		recovery_find_path(r);
	if (!r->real_path)
		error_add(&err, "the folder of %s does not exist", r->draft_path);
	if (r->real_path && store_open(&r->store, true, &err) == 0)
		return true;
	strbuf_set(&r->trouble, err.buf);
	return false;
}

/* A file for what changes from now on. */
enum found
file_make(struct recovery *r, bool skip_held)
{
	enum found result = store_is_open(r) ? file_find(r, false, skip_held) : FOUND_TROUBLE;

	if (result == FOUND_FILE) {
		lock_sign(r->fd);
		file_begin(r);
	} else if (result == FOUND_TROUBLE && r->store.folder) {
		OWN_TEXT(path) = store_path(&r->store, r->name, 0);

		recovery_file_fails(r, path);
		store_close(&r->store); /* it may be made again, or be another one, next time */
	} else if (result == FOUND_HELD) {
		who_copy(&r->other, &r->content.who);
	} else if (result != FOUND_TROUBLE) {
		strbuf_set(&r->trouble, "none of the draft's recovery files can be used");
	}
	content_release(&r->content);
	return result;
}
