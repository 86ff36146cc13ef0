/* Paths as texts. */
#include "base/path.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/strbuf.h"
#include "base/xalloc.h"

/* The length of path without slashes at its end; "/" stays. */
static size_t
path_length(const char *path)
{
	size_t len = strlen(path);

	while (len > 1 && path[len - 1] == '/')
		len--;
	return len;
}

/* Where the last part of path begins. */
static size_t
path_last(const char *path, size_t len)
{
	while (len > 0 && path[len - 1] != '/')
		len--;
	return len;
}

char *
path_folder(const char *path)
{
	size_t len = path_length(path), last = path_last(path, len);

	if (!last)
		return xstrdup(".");
	while (last > 1 && path[last - 1] == '/')
		last--;
	return xstrndup(path, last);
}

char *
path_name(const char *path)
{
	size_t len = path_length(path), last = path_last(path, len);

	return xstrndup(path + last, len - last);
}

char *
path_join(const char *folder, const char *name)
{
	struct strbuf path = STRBUF_INIT;
	const char *home = getenv("HOME");

	if (name[0] == '~' && name[1] == '/' && home && *home) {
		folder = home;
		name += 1 + strspn(name + 1, "/");
	}
	if (name[0] != '/' && *folder) {
		strbuf_addstr(&path, folder);
		if (path.buf[path.len - 1] != '/')
			strbuf_addch(&path, '/');
	}
	strbuf_addstr(&path, name);
	return strbuf_detach(&path);
}

bool
path_is_same_file(const char *a, const char *b)
{
	struct stat x, y;

	return !strcmp(a, b) || (stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev &&
					x.st_ino == y.st_ino);
}

bool
path_exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

bool
path_is_link(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISLNK(st.st_mode);
}

static const char *
environment(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

char *
path_of_user(const char *own, const char *xdg, const char *below_home, const char *name)
{
	const char *folder = environment(own), *base = environment(xdg);
	const char *home = environment("HOME");
	char *path, *whole;

	if (folder)
		return xstrdup(folder);
	if (base && *base == '/') /* the XDG specification: a relative one is ignored */
		return path_join(base, name);
	if (!home)
		return NULL;
	path = path_join(home, below_home);
	whole = path_join(path, name);
	free(path);
	return whole;
}
