/* The folder of recovery files, its key, and the files in it. Only this user has access to the folder, so files with
 * these names are ours. The key shows whether one is old or somebody else's, restored from a backup. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file_lock.h"
#include "base/fileio.h"
#include "base/path.h"
#include "base/random.h"
#include "base/state.h"
#include "base/xalloc.h"

#include "format/recovery/recovery_parts.h"

#define STORE_FOLDER "recovery"
#define STORE_KEY "key"
#define KEY_BYTES 32
/* Behind the name of what is being made. */
#define ASIDE "-new"

/*
 * The key.
 */

enum key_result {
	KEY_READ,
	KEY_MISSING, /* or it is not a key: damaged, or not our file */
	KEY_TROUBLE, /* errno; there may be a good one */
};

static enum key_result
key_read(const char *path, unsigned char key[KEY_BYTES])
{
	struct stat st;
	enum key_result result = KEY_MISSING;
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd < 0)
		return errno == ENOENT || errno == ELOOP ? KEY_MISSING : KEY_TROUBLE;
	if (fstat(fd, &st) < 0)
		result = KEY_TROUBLE;
	else if (S_ISREG(st.st_mode) && st.st_uid == geteuid() && st.st_size == KEY_BYTES)
		result = pread(fd, key, KEY_BYTES, 0) == KEY_BYTES ? KEY_READ : KEY_TROUBLE;
	close(fd);
	return result;
}

/* One that another session made at the same moment stays. A file that is not a key is replaced. */
static int
key_make(const char *path, struct strbuf *err)
{
	FILE_LOCK(lock);
	unsigned char key[KEY_BYTES];
	int result = file_lock(&lock, path, err);

	if (result == 0 && key_read(path, key) == KEY_MISSING) {
		unlink(path);
		result = random_bytes(key, sizeof key) < 0
				 ? error_add(err, "%s cannot be made: %s", path, strerror(errno))
				 : file_write(path, key, sizeof key, FILE_EXCLUSIVE | FILE_PRIVATE,
					   err);
	}
	wipe(key, sizeof key);
	return result;
}

/* Older versions had it in the folder above. Once moved, it can be written by a process that may only write this
 * folder. */
static enum key_result
key_read_moved(const char *path, const char *old, bool make, unsigned char key[KEY_BYTES])
{
	if (!path_exists(path) && (!make || (rename(old, path) < 0 && errno != ENOENT)))
		path = old;
	return key_read(path, key);
}

static int
key_find(struct store *store, const char *above, bool make, struct strbuf *err)
{
	OWN_TEXT(path) = path_join(store->folder, STORE_KEY);
	OWN_TEXT(old) = path_join(above, STORE_KEY);
	unsigned char key[KEY_BYTES];
	enum key_result result = key_read_moved(path, old, make, key);

	if (result == KEY_MISSING && make) {
		if (key_make(path, err) < 0)
			return -1;
		result = key_read(path, key);
	}
	if (result == KEY_READ)
		hmac_key_set(&store->key, key, sizeof key);
	wipe(key, sizeof key);
	return result == KEY_READ
		       ? 0
		       : error_add(err, "the key %s cannot be read: %s", path, strerror(errno));
}

/*
 * The folder.
 */

int
store_open(struct store *store, bool make, struct strbuf *err)
{
	OWN_TEXT(above) = make ? state_folder(err) : state_folder_there();

	*store = (struct store){ .folder = above ? path_join(above, STORE_FOLDER) : NULL };
	if (!make && (!above || !path_exists(store->folder)))
		error_add(err, "there are no recovery files yet");
	else if (above && (!make || folder_make(store->folder, err) == 0) &&
		 key_find(store, above, make, err) == 0)
		return 0;
	store_close(store);
	return -1;
}

void
store_close(struct store *store)
{
	free(store->folder);
	wipe(&store->key, sizeof store->key);
	store->folder = NULL;
}

void
recovery_writes(struct strvec *files)
{
	struct store store;
	STRBUF(ignored); /* a session says it when it is written */

	if (store_open(&store, true, &ignored) < 0)
		return;
	strvec_push_nodup(files, path_join(store.folder, STORE_KEY));
	store_close(&store);
}

char *
store_name(const char *real_path)
{
	struct strbuf name = STRBUF_INIT;

	digest_sha256(real_path, strlen(real_path), &name);
	return strbuf_detach(&name);
}

char *
store_path(const struct store *store, const char *name, unsigned number)
{
	STRBUF(numbered);

	strbuf_addstr(&numbered, name);
	if (number)
		strbuf_addf(&numbered, "-%u", number);
	return path_join(store->folder, numbered.buf);
}

/*
 * The files.
 */

static int
own_file_open(const char *path, int mode, bool create)
{
	const int flags = mode | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
	int fd = open(path, flags);
	bool made = fd < 0 && errno == ENOENT && create;
	struct stat st;

	if (made)
		fd = open(path, flags | O_CREAT | O_EXCL, 0600);
	if (fd < 0)
		return -1;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() &&
		st.st_nlink == 1)
		return fd;
	if (made)
		unlink(path);
	close(fd);
	errno = EPERM;
	return -1;
}

int
store_file_open(const char *path, bool create)
{
	return own_file_open(path, O_RDWR | O_APPEND, create);
}

int
store_file_look(const char *path)
{
	return own_file_open(path, O_RDONLY, false);
}

/* Also where there are no locks. */
static bool
aside_lock(int fd, const char *path)
{
	enum lock_result lock = flock_take(fd, path);

	errno = EBUSY;
	return lock == LOCK_OURS || lock == LOCK_NONE;
}

void
store_aside_clear(const char *path)
{
	STRBUF(aside);
	int fd;

	strbuf_addf(&aside, "%s" ASIDE, path);
	fd = store_file_open(aside.buf, false);
	if (fd >= 0)
		file_remove(fd, aside.buf);
}

/* The lock is never free, and a kill or a power cut leaves the one or the other whole. */
int
store_file_replace(const char *path, const struct strbuf *content, bool *flushed)
{
	OWN_TEXT(folder) = path_folder(path);
	STRBUF(aside);
	int fd, error;

	store_aside_clear(path);
	strbuf_addf(&aside, "%s" ASIDE, path);
	fd = open(aside.buf, O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return -1;
	if (fd_write(fd, content->buf, content->len) == 0 && fd_flush(fd) == 0 &&
		aside_lock(fd, aside.buf) && rename(aside.buf, path) == 0) {
		*flushed = folder_flush(folder) == 0;
		lock_sign(fd);
		return fd;
	}
	error = errno;
	unlink(aside.buf);
	file_wipe(fd);
	close(fd);
	errno = error;
	return -1;
}

/* Old values may be secrets: zeros first, then they go. O_APPEND would put the zeros at the end. */
void
file_wipe(int fd)
{
	static const char zeros[4096];
	struct stat st;

	if (fstat(fd, &st) < 0 || !st.st_size || fcntl(fd, F_SETFL, 0) < 0 ||
		lseek(fd, 0, SEEK_SET) < 0)
		return;
	for (off_t left = st.st_size; left > 0; left -= (off_t)sizeof zeros)
		if (fd_write(fd, zeros, left < (off_t)sizeof zeros ? (size_t)left : sizeof zeros) <
			0)
			break;
	if (fd_flush(fd) < 0 || ftruncate(fd, 0) < 0)
		return; /* it is about to be removed */
}

/* Only the file that we have open, whatever is at its path now. */
void
file_remove(int fd, const char *path)
{
	if (fd_is_at(fd, path))
		unlink(path);
	file_wipe(fd);
	close(fd);
}

int
file_bytes(int fd, size_t most, struct strbuf *out, time_t *when)
{
	struct stat st;

	if (fstat(fd, &st) < 0 || st.st_size < 0 || st.st_size > (off_t)most)
		return -1;
	*when = st.st_mtime;
	return fd_read(fd, (size_t)st.st_size, out);
}

void
content_find(struct recovery_content *content, const struct form *form, const char *draft_path,
	const struct hmac_key *key, int fd)
{
	STRBUF(data);
	time_t when = 0;
	bool is_read = file_bytes(fd, RECOVERY_LIMIT, &data, &when) == 0;

	if (!is_read)
		strbuf_clear(&data);
	content_read(content, form, draft_path, key, &data);
	if (!is_read)
		content->left.damaged = true;
	content->readable &= is_read;
	content->left.when = when;
}

/*
 * What there is.
 */

void
head_release(struct recovery_head *head)
{
	free(head->path);
	free(head->digest);
	*head = (struct recovery_head){ 0 };
}

size_t
head_bytes(int fd, char bytes[HEAD_BYTES + 1])
{
	ssize_t n;

	do
		n = pread(fd, bytes, HEAD_BYTES, 0);
	while (n < 0 && errno == EINTR);
	bytes[n < 0 ? 0 : n] = '\0';
	return n < 0 ? 0 : (size_t)n;
}

void
head_read(struct recovery_head *head, const struct hmac_key *key, int fd)
{
	char bytes[HEAD_BYTES + 1];
	size_t len = head_bytes(fd, bytes), magic = strlen(RECOVERY_MAGIC), n;
	const char *strings[RECOVERY_STRINGS_MAX];
	struct record_chain chain = { .key = key };
	struct stat st;

	*head = (struct recovery_head){ 0 };
	if (len < magic || memcmp(bytes, RECOVERY_MAGIC, magic) != 0 || fstat(fd, &st) < 0)
		return;
	if (!record_read(bytes + magic, len - magic, &chain, strings, &n)) {
		chain.unchecked = head->foreign = true;
		if (!record_read(bytes + magic, len - magic, &chain, strings, &n))
			return;
	}
	if (n != 3 || strcmp(strings[0], "draft") != 0)
		return;
	head->path = xstrdup(strings[1]);
	head->digest = xstrdup(strings[2]);
	head->when = st.st_mtime;
}

/* Its first records are short, and the last of them begins the text that was changed. */
bool
side_has_changes(int fd)
{
	char bytes[HEAD_BYTES + 1];
	size_t len = head_bytes(fd, bytes), at = strlen(SIDE_MAGIC), size, n;
	const char *strings[RECOVERY_STRINGS_MAX];
	struct record_chain chain = { 0 };

	if (len < at || memcmp(bytes, SIDE_MAGIC, at) != 0)
		return false;
	for (; at < len; at += size) {
		if (!strcmp(record_kind_of(bytes + at, len - at), "base"))
			return true;
		size = record_read(bytes + at, len - at, &chain, strings, &n);
		if (!size)
			return false;
	}
	return false;
}

static bool
is_store_name(const char *name)
{
	size_t digits = strspn(name, "0123456789abcdef");

	return digits == 2 * SHA256_BYTES &&
	       (!name[digits] || (name[digits] == '-' && name[digits + 1] >= '1' &&
					 name[digits + 1] <= '9' && !name[digits + 2]));
}

void
store_names(const struct store *store, struct strvec *names)
{
	DIR *folder = opendir(store->folder);
	struct dirent *entry;

	while (folder && (entry = readdir(folder)))
		if (is_store_name(entry->d_name))
			strvec_push(names, entry->d_name);
	if (folder)
		closedir(folder);
}

void
store_walk(const struct store *store,
	bool (*visit)(const char *path, int fd, const struct recovery_head *head, void *data),
	void *data)
{
	STRVEC(names);
	bool go_on = true;

	store_names(store, &names);
	for (size_t i = 0; go_on && i < names.n && i < STORE_FILES_MAX; i++) {
		OWN_TEXT(path) = path_join(store->folder, names.v[i]);
		struct recovery_head head;
		int fd = store_file_open(path, false);

		if (fd < 0 && errno == EACCES)
			fd = store_file_look(path);
		if (fd < 0)
			continue;
		head_read(&head, &store->key, fd);
		if (head.path)
			go_on = visit(path, fd, &head, data);
		head_release(&head);
		close(fd);
	}
}
