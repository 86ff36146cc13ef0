/* Records what is typed: the file follows the draft, and both it and the lock are made again if they were removed. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/xalloc.h"

#include "format/recovery/recovery_parts.h"

/* What was left elsewhere is in our file now, on the disk, or given up. */
static void
sources_remove(struct recovery *r)
{
	if (r->moved_fd >= 0) {
		file_remove(r->moved_fd, r->moved_path);
		r->moved_fd = -1;
	}
	moved_forget(r);
	if (r->from_side)
		draft_lock_renew(&r->lock, &r->self);
	r->from_side = false;
}

/* The new file is on the disk before what it replaces is overwritten. */
static int
recovery_replace(struct recovery *r, const struct records *records)
{
	bool flushed = false;
	int fd = store_file_replace(r->path, &records->bytes, &flushed);

	if (fd < 0) {
		recovery_file_fails(r, r->path);
		return -1;
	}
	if (r->holds && flushed)
		file_wipe(r->fd);
	close(r->fd);
	r->fd = fd;
	r->chain = records->chain;
	r->size = r->compact = records->bytes.len;
	strbuf_clear(&r->trouble);
	if (flushed)
		sources_remove(r);
	return 0;
}

/* All that is to be in the file, the bare session where nothing is unsaved. What the file says changes only where it
 * was written. */
static int
recovery_rewrite(struct recovery *r, const struct recovery_now *now, bool changed)
{
	struct draft *shadow = changed ? draft_file_saved_answers(now->file) : NULL;
	struct records records = recovery_records_new(r);
	int result;

	write_head(&records, r->real_path, changed ? now->file : NULL);
	write_who(&records, &r->self);
	if (shadow) {
		write_base(&records, now->file);
		write_changes(&records, shadow, now);
		write_place(&records, &now->place);
		shadow_follow(shadow, now);
	}
	result = recovery_replace(r, &records);
	strbuf_release(&records.bytes);
	if (result < 0) {
		draft_free(shadow);
		return -1;
	}
	draft_free(r->shadow);
	r->shadow = shadow;
	strbuf_clear(&r->base);
	strbuf_add(&r->base, now->file->source.buf, now->file->source.len);
	r->place = now->place;
	r->holds = changed;
	return 0;
}

static void
recovery_add(struct recovery *r, const struct recovery_now *now)
{
	const struct recovery_place *was = &r->place;
	struct records records = recovery_records(&r->chain);

	write_changes(&records, r->shadow, now);
	if (was->field != now->place.field || was->cursor != now->place.cursor ||
		was->emptied != now->place.emptied)
		write_place(&records, &now->place);
	if (records.bytes.len && recovery_append(r, &records) == 0) {
		shadow_follow(r->shadow, now);
		r->place = now->place;
	}
	strbuf_release(&records.bytes);
}

void
recovery_discard(struct recovery *r)
{
	static const char *const strings[] = { "discarded" };
	struct records records = recovery_records(&r->chain);

	record_add(&records, strings, ARRAY_SIZE(strings));
	if (r->state == RECOVERY_READY && r->fd >= 0 && r->holds)
		recovery_append(r, &records);
	strbuf_release(&records.bytes);
}

bool
recovery_flush(struct recovery *r)
{
	return r->fd >= 0 && !r->trouble.len && fd_flush(r->fd) == 0;
}

static void
shadow_forget(struct recovery *r)
{
	draft_free(r->shadow);
	r->shadow = NULL;
}

/* A draft that was saved under another name has another file. */
static void
recovery_move(struct recovery *r, const char *draft_path)
{
	if (r->fd >= 0)
		file_remove(r->fd, r->path);
	r->fd = -1;
	recovery_file_drop(r);
	draft_lock_release(&r->lock);
	draft_lock_init(&r->lock, draft_path);
	free(r->draft_path);
	r->draft_path = xstrdup(draft_path);
	recovery_find_path(r);
	r->holds = false;
	shadow_forget(r);
	strbuf_clear(&r->trouble);
	recovery_acquire(r, true);
	if (r->state != RECOVERY_READY) {
		r->state = RECOVERY_READY;
		recovery_news(r,
			"Another session has a draft of that name open. A save asks before it "
			"overwrites that session's changes.");
		file_make(r, true);
	}
}

/* Makes a lock again that was removed. Another session may have started meanwhile: then both go on, and neither
 * overwrites the other's draft without asking. */
static void
lock_keep(struct recovery *r)
{
	STRBUF(who);
	enum lock_result result;

	if (r->insisting || draft_lock_is_there(&r->lock))
		return;
	r->from_side =
		false; /* a file in the old format that was removed need not be removed again */
	if (r->lock.fd >= 0)
		close(r->lock.fd);
	r->lock.fd = -1;
	r->lock.is_side = r->lock.is_borrowed = false;
	result = draft_lock_take(&r->lock, &r->self, false);
	if (result == LOCK_OURS)
		r->unlocked = false;
	if (result == LOCK_OURS || r->unlocked)
		return;
	if (result == LOCK_NONE) {
		lock_tell(r);
		return;
	}
	r->unlocked = true;
	recovery_who_show(&r->lock.holder, &who);
	strbuf_addstr(&who,
		" has also opened this draft, because its lock was removed. The last one to save "
		"is asked before anything is overwritten.");
	recovery_news(r, who.buf);
}

/* If the file no longer exists, everything is written to another one. The content of the removed one is then
 * overwritten. */
static bool
file_keep(struct recovery *r)
{
	int lost = -1;

	if (r->fd >= 0 && fd_is_at(r->fd, r->path))
		return true;
	if (r->fd >= 0) {
		lost = r->fd;
		r->fd = -1;
		recovery_file_drop(r);
		store_close(&r->store); /* the folder may have gone, and the key with it */
	}
	shadow_forget(r);
	file_make(r, true);
	if (lost >= 0) {
		file_wipe(lost);
		close(lost);
	}
	return r->fd >= 0;
}

/* If rewriting it fails (a full disk) the next key tries again. */
void
recovery_follow(struct recovery *r, const struct recovery_now *now)
{
	bool changed = draft_any_changed(now->file->draft) ||
		       (now->note_field &&
			       strcmp(draft_note(now->file->draft, now->note_field), now->note)),
	     held = r->holds;

	if (r->state != RECOVERY_READY || !now->file->path)
		return;
	if (strcmp(r->draft_path, now->file->path) != 0) {
		recovery_move(r, now->file->path);
		held = false;
	} else {
		lock_keep(r);
	}
	if (!changed && (r->moved_fd >= 0 || r->from_side))
		sources_remove(r); /* what was left was given up */
	if (!file_keep(r)) {
		r->holds = held;
		return;
	}
	if (!r->shadow) {
		if (changed || r->holds || held)
			recovery_rewrite(r, now, changed);
	} else if (!strbuf_same(&r->base, &now->file->source)) {
		recovery_rewrite(r, now, changed);
	} else if (r->size <= r->compact + RECOVERY_SLACK ||
		   recovery_rewrite(r, now, changed) < 0) {
		recovery_add(r, now);
	}
}
