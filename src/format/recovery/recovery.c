/* A session and what was left: opening, what there is to tell, the end. */
#include "format/recovery/recovery.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/xalloc.h"

#include "format/recovery/recovery_parts.h"

void
lock_tell(struct recovery *r)
{
	STRBUF(told);

	if (!r->lock.trouble.len)
		return;
	r->unlocked = true;
	strbuf_addf(&told, "Another session would not be told that you have the draft: %s.",
		r->lock.trouble.buf);
	recovery_news(r, told.buf);
}

/* A file in the old format beside the draft. One without changes becomes a lock; one that cannot be read is not ours to
 * delete. */
static void
side_find(struct recovery *r)
{
	content_find(&r->content, r->form, r->draft_path, NULL, r->lock.fd);
	r->from_side = r->content.has_changes;
	if (r->from_side)
		return;
	if (r->content.left.damaged || !r->content.readable) {
		STRBUF(told);

		strbuf_addf(&told,
			"%s cannot be read as a recovery file. It is damaged, of another version "
			"or too large. Remove it.",
			r->lock.path.buf);
		recovery_news(r, told.buf);
	} else {
		draft_lock_renew(&r->lock, &r->self);
	}
	content_release(&r->content);
}

/* What was left, in the order in which it is looked for: in our own file, beside the draft, in the file of a draft that
 * was moved here. */
static void
left_find(struct recovery *r)
{
	if (r->fd >= 0) {
		lock_sign(r->fd);
		file_adopt(r);
	}
	if (!r->content.has_changes && r->lock.is_side)
		side_find(r);
	if (!r->content.has_changes && r->store.folder)
		moved_find(r);
	if (r->content.has_changes) {
		who_copy(&r->other, content_author(&r->content));
		r->state = RECOVERY_LEFT;
	}
}

static void
recovery_held(struct recovery *r, enum recovery_state state)
{
	r->state = state;
	draft_lock_drop(&r->lock);
	content_release(&r->content);
}

/* A file for what is typed, beside what was left elsewhere. */
static bool
file_make_beside(struct recovery *r)
{
	struct recovery_content found = r->content;
	enum found result;

	r->content = (struct recovery_content){ .left.base = DRAFT_FILE_INIT };
	result = file_make(r, false);
	content_release(&r->content);
	r->content = found;
	r->holds = r->state == RECOVERY_LEFT;
	return result != FOUND_HELD;
}

/* Takes the draft, as far as nobody has it. moving: a save has given it this path; what was left of one that had it
 * before stays. */
void
recovery_acquire(struct recovery *r, bool moving)
{
	enum lock_result lock = draft_lock_take(&r->lock, &r->self, r->insisting);

	content_release(&r->content);
	if (lock == LOCK_HELD || lock == LOCK_FOREIGN) {
		who_copy(&r->other, &r->lock.holder);
		recovery_held(r, lock == LOCK_HELD ? RECOVERY_HELD : RECOVERY_FOREIGN);
		return;
	}
	r->state = RECOVERY_READY;
	if (store_is_open(r) && file_find(r, true, false) == FOUND_HELD) {
		who_copy(&r->other, &r->content.who);
		recovery_held(r, RECOVERY_HELD);
		return;
	}
	if (r->fd < 0 || moving) {
		recovery_file_drop(r);
		content_release(&r->content);
	}
	if (!moving)
		left_find(r);
	if (r->fd < 0 && !file_make_beside(r)) {
		moved_forget(r);
		recovery_held(r, RECOVERY_HELD);
		return;
	}
	asked_forget(r); /* the session that asked now has it, or has gone */
	lock_tell(r);
}

void
recovery_find_path(struct recovery *r)
{
	free(r->real_path);
	free(r->name);
	r->real_path = path_real_name(r->draft_path);
	r->name = r->real_path ? store_name(r->real_path) : NULL;
}

struct recovery *
recovery_open(const struct form *form, const char *draft_path)
{
	struct recovery *r = xcalloc(1, sizeof *r);

	r->form = form;
	r->draft_path = xstrdup(draft_path);
	recovery_find_path(r);
	draft_lock_init(&r->lock, draft_path);
	r->fd = r->moved_fd = -1;
	strbuf_init(&r->trouble);
	strbuf_init(&r->news);
	strbuf_init(&r->base);
	r->content = (struct recovery_content){ .left.base = DRAFT_FILE_INIT };
	self_find(&r->self);
	recovery_acquire(r, false);
	return r;
}

enum recovery_state
recovery_state(const struct recovery *r)
{
	return r->state;
}

const char *
recovery_trouble(const struct recovery *r)
{
	return r->trouble.buf;
}

bool
recovery_tell(struct recovery *r, struct strbuf *out)
{
	bool told = r->news.len > 0;

	strbuf_addstr(out, r->news.buf);
	strbuf_clear(&r->news);
	return told;
}

const struct recovery_who *
recovery_who(const struct recovery *r)
{
	return &r->other;
}

const struct recovery_left *
recovery_left(const struct recovery *r)
{
	return r->state == RECOVERY_LEFT ? &r->content.left : NULL;
}

/* Without a shadow the next recovery_follow rewrites everything in one step. */
void
recovery_accept(struct recovery *r)
{
	r->state = RECOVERY_READY;
	content_release(&r->content);
}

/* A file that stays is flushed, because no session takes care of it any more. */
static void
file_leave(struct recovery *r, bool keep)
{
	bool own = r->moved_fd < 0 && !r->from_side;

	if (r->fd < 0)
		return;
	if (own && (r->state == RECOVERY_LEFT || (keep && r->holds))) {
		if (fd_flush(r->fd) < 0)
			recovery_file_fails(r, r->path);
		close(r->fd);
	} else {
		file_remove(r->fd, r->path);
	}
	r->fd = -1;
}

void
recovery_close(struct recovery *r, bool keep)
{
	if (!r)
		return;
	file_leave(r, keep);
	recovery_file_drop(r);
	moved_forget(r);
	draft_lock_release(&r->lock);
	store_close(&r->store);
	wipe(&r->chain, sizeof r->chain);
	draft_free(r->shadow);
	content_release(&r->content);
	recovery_who_release(&r->self);
	recovery_who_release(&r->other);
	strbuf_release(&r->trouble);
	strbuf_release(&r->news);
	strbuf_release(&r->base);
	free(r->draft_path);
	free(r->real_path);
	free(r->name);
	free(r);
}
