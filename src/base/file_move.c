/* A hard link under the new name, then the old name goes: unlike rename(2), which replaces what is there, link(2) does
 * not, and all systems have it. */
#include "base/file_move.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file_lock.h"
#include "base/fileio.h"
#include "base/path.h"
#include "base/xalloc.h"

/* More than any file that is moved has. */
#define COPIED_MAX (64 * 1024 * 1024)

static int
move_check(const char *from, const char *to, struct strbuf *err)
{
	struct stat st;

	if (lstat(from, &st) < 0)
		return error_add(err, "cannot find %s: %s", from, strerror(errno));
	if (!S_ISREG(st.st_mode))
		return error_add(err, "%s is %s", from, file_kind(st.st_mode));
	if (path_exists(to))
		return error_add(err, "%s exists already", to);
	return 0;
}

/* Where there are no links. The new file has to be on the disk before the old one goes. */
static int
move_copy(const char *from, const char *to, struct strbuf *err)
{
	STRBUF(data);

	if (file_read(from, COPIED_MAX, &data, err) < 0)
		return -1;
	return file_write(to, data.buf, data.len, FILE_EXCLUSIVE, err);
}

static void
move_flush(const char *path)
{
	OWN_TEXT(folder) = path_folder(path);

	folder_flush(folder);
}

int
file_move(const char *from, const char *to, struct strbuf *err)
{
	FILE_LOCK(source);
	FILE_LOCK(target);

	if (file_lock(&source, from, err) < 0 || file_lock(&target, to, err) < 0 ||
		move_check(from, to, err) < 0)
		return -1;
	if (link(from, to) < 0) {
		if (errno == EEXIST)
			return error_add(err, "%s exists already", to);
		if (move_copy(from, to, err) < 0)
			return -1;
	}
	move_flush(to);
	if (unlink(from) < 0) {
		error_add(err, "cannot remove %s: %s", from, strerror(errno));
		unlink(to);
		return -1;
	}
	move_flush(from);
	return 0;
}
