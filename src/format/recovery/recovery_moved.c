/* A draft that was moved or copied since: its changes are found by what it says. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/xalloc.h"

#include "format/recovery/recovery_parts.h"

struct search {
	struct recovery *r;
	bool is_read; /* the draft is: digest */
	struct strbuf digest;
	time_t when;
	char *copied_from;
};

static const char *
search_digest(struct search *search)
{
	STRBUF(text);
	STRBUF(ignored);

	if (!search->is_read &&
		file_read(search->r->draft_path, DRAFT_FILE_LIMIT, &text, &ignored) == 0 &&
		text.len)
		digest_sha256(text.buf, text.len, &search->digest);
	search->is_read = true;
	return search->digest.buf;
}

/* Sessions that were killed with nothing unsaved left their names, and perhaps what they had begun to write. */
static void
sweep(const char *path, int fd, const struct recovery_head *head)
{
	if (*head->digest || head->foreign || flock_take(fd, path) != LOCK_OURS)
		return;
	store_aside_clear(path);
	unlink(path);
}

static bool
search_visit(const char *path, int fd, const struct recovery_head *head, void *data)
{
	struct search *search = data;
	struct recovery *r = search->r;

	sweep(path, fd, head);
	if (!*head->digest || head->foreign || !strcmp(head->path, r->real_path) ||
		strcmp(head->digest, search_digest(search)) != 0)
		return true;
	if (path_exists(head->path)) {
		free(search->copied_from);
		search->copied_from = xstrdup(head->path);
	} else if (!r->moved_path || head->when > search->when) {
		free(r->moved_path);
		r->moved_path = xstrdup(path);
		search->when = head->when;
	}
	return true;
}

void
moved_forget(struct recovery *r)
{
	if (r->moved_fd >= 0)
		close(r->moved_fd);
	r->moved_fd = -1;
	free(r->moved_path);
	r->moved_path = NULL;
}

/* The lock of a killed session stays where the draft was. Not one that a session has, and not a file in the old
 * format. */
static void
lock_left_behind(const struct recovery *r, const char *was)
{
	struct draft_lock lock;

	draft_lock_init(&lock, was);
	if (path_exists(lock.path.buf))
		draft_lock_take(&lock, &r->self, false);
	draft_lock_release(&lock);
}

void
moved_find(struct recovery *r)
{
	struct search search = { .r = r, .digest = STRBUF_INIT };

	store_walk(&r->store, search_visit, &search);
	if (r->moved_path)
		r->moved_fd = store_file_open(r->moved_path, false);
	if (r->moved_fd >= 0 && flock_take(r->moved_fd, r->moved_path) == LOCK_OURS)
		content_find(&r->content, r->form, r->draft_path, &r->store.key, r->moved_fd);
	if (!r->content.has_changes || r->content.left.foreign) {
		content_release(&r->content);
		moved_forget(r);
	} else {
		r->content.left.was = xstrdup(r->content.path);
		lock_left_behind(r, r->content.path);
	}
	if (search.copied_from && !r->moved_path) {
		STRBUF(told);

		strbuf_addf(&told,
			"This draft is a copy of %s. It does not have the unsaved changes of that "
			"draft.",
			search.copied_from);
		recovery_news(r, told.buf);
	}
	free(search.copied_from);
	strbuf_release(&search.digest);
}
