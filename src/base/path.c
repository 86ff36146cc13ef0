/* Paths as texts. */
#include "base/path.h"

#include <errno.h>
#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/strbuf.h"
#include "base/strvec.h"
#include "base/xalloc.h"

size_t
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

/* A ~ is a name like any other. */
static char *
path_below(const char *folder, const char *name)
{
	struct strbuf path = STRBUF_INIT;

	if (*folder) {
		strbuf_addstr(&path, folder);
		if (path.buf[path.len - 1] != '/')
			strbuf_addch(&path, '/');
	}
	strbuf_addstr(&path, name);
	return strbuf_detach(&path);
}

char *
path_join(const char *folder, const char *name)
{
	const char *home = getenv("HOME");

	if (name[0] == '~' && name[1] == '/' && home && *home)
		return path_below(home, name + 1 + strspn(name + 1, "/"));
	return path_below(name[0] == '/' ? "" : folder, name);
}

char *
path_real_name(const char *path)
{
	OWN_TEXT(folder) = path_folder(path);
	OWN_TEXT(name) = path_name(path);
	OWN_TEXT(real) = realpath(folder, NULL);

	return real ? path_below(real, name) : NULL;
}

char *
path_folder_there(const char *path)
{
	OWN_TEXT(folder) = path_folder(path);

	for (;;) {
		OWN_TEXT(below) = folder;
		char *real = realpath(below, NULL);

		folder = NULL;
		if (real || errno != ENOENT || !strcmp(below, "/") || !strcmp(below, "."))
			return real;
		folder = path_folder(below);
	}
}

/* Whether the path is the folder's or leads below it; len gets how much of it names the folder. */
static bool
path_begins(const char *path, const char *folder, size_t *len)
{
	*len = path_length(folder);
	*len = *len == 1 && *folder == '/' ? 0 : *len;
	return !strncmp(path, folder, *len) && (path[*len] == '/' || !path[*len]);
}

bool
path_is_below(const char *path, const char *folder)
{
	size_t len;

	return path_begins(path, folder, &len);
}

/* A walk from a folder down, which never leaves it. */
struct descent {
	const char *folder, *real; /* as it is called, and its real path */
	struct strvec down;        /* the parts of where we are below it: no links, no dots */
	struct strbuf rest;        /* the way that is still to go */
	int links;
};

/* As systems have it; a ring of links has no end. */
#define LINKS_MAX 40

/* The way that begins with target, relative or absolute; false if that certainly leads out. */
static bool
descent_turn(struct descent *d, const char *target)
{
	const char *const roots[] = { d->real, d->folder };
	STRBUF(rest);

	for (size_t i = 0; *target == '/' && i < ARRAY_SIZE(roots); i++) {
		size_t len;

		if (roots[i][0] == '/' && path_begins(target, roots[i], &len)) {
			target += len + strspn(target + len, "/");
			strvec_release(&d->down);
			strvec_init(&d->down);
			break;
		}
	}
	if (*target == '/')
		return false;
	strbuf_addf(&rest, "%s/%s", target, d->rest.buf);
	strbuf_set(&d->rest, rest.buf);
	return true;
}

static char *
descent_path(const struct descent *d, const char *part)
{
	STRBUF(below);

	strvec_join(&d->down, "/", &below);
	if (*part)
		strbuf_addf(&below, "%s%s", below.len ? "/" : "", part);
	return below.len ? path_below(d->real, below.buf) : xstrdup(d->real);
}

/* One part of the way; false where it leads out. */
static bool
descent_step(struct descent *d, const char *part)
{
	OWN_TEXT(path) = NULL;
	char target[PATH_MAX + 1];
	ssize_t len;

	if (!*part || !strcmp(part, "."))
		return true;
	if (!strcmp(part, "..")) {
		if (!d->down.n)
			return false;
		free(d->down.v[--d->down.n]);
		d->down.v[d->down.n] = NULL;
		return true;
	}
	path = descent_path(d, part);
	len = readlink(path, target, PATH_MAX);
	if (len < 0) {
		strvec_push(&d->down, part);
		return true;
	}
	target[len] = '\0';
	return d->links++ < LINKS_MAX && descent_turn(d, target);
}

static char *
descent_go(struct descent *d)
{
	while (d->rest.len) {
		size_t len = strcspn(d->rest.buf, "/");
		OWN_TEXT(part) = xstrndup(d->rest.buf, len);

		strbuf_splice(&d->rest, 0, len + (d->rest.buf[len] == '/'), NULL, 0);
		if (!descent_step(d, part))
			return NULL;
	}
	return descent_path(d, "");
}

char *
path_beneath(const char *folder, const char *name)
{
	OWN_TEXT(real) = realpath(folder, NULL);
	OWN_TEXT(whole) = path_join("", name);
	struct descent d = {
		.folder = folder, .real = real, .down = STRVEC_INIT, .rest = STRBUF_INIT
	};
	char *path = real && descent_turn(&d, whole) ? descent_go(&d) : NULL;

	strvec_release(&d.down);
	strbuf_release(&d.rest);
	return path;
}

bool
stat_is_same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

bool
path_is_same_file(const char *a, const char *b)
{
	struct stat x, y;

	return !strcmp(a, b) || (stat(a, &x) == 0 && stat(b, &y) == 0 && stat_is_same_file(&x, &y));
}

bool
path_exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

bool
path_has_suffix(const char *path, const char *suffix)
{
	size_t len = strlen(path), n = strlen(suffix);

	return len > n && !strcmp(path + len - n, suffix);
}

bool
path_is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
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

/* Whether the folder, or the next one above that is there, is this account's or root's. */
static bool
is_trusted(const char *path)
{
	OWN_TEXT(above) = path_folder(path);
	struct stat st;

	if (stat(path, &st) == 0)
		return st.st_uid == geteuid() || !st.st_uid;
	return (errno == ENOENT || errno == ENOTDIR) && strcmp(above, path) != 0 &&
	       is_trusted(above);
}

/* A relative one would be a draft's folder. Root's is ours where we may write it, as in containers. */
static bool
is_our_home(const char *home)
{
	struct stat st;

	return home && *home == '/' && stat(home, &st) == 0 &&
	       (st.st_uid == geteuid() || (!st.st_uid && access(home, W_OK) == 0));
}

static const char *
home_of_account(void)
{
	const char *home = environment("HOME");
	const struct passwd *user;

	if (is_our_home(home))
		return home;
	user = getpwuid(geteuid());
	return user && user->pw_dir && *user->pw_dir ? user->pw_dir : NULL;
}

char *
path_of_xdg(const char *xdg, const char *below_home, const char *name)
{
	const char *base = environment(xdg), *home;
	OWN_TEXT(below) = NULL;

	if (base && *base == '/' && is_trusted(base))
		return path_join(base, name);
	home = home_of_account();
	if (!home)
		return NULL;
	below = path_join(home, below_home);
	return path_join(below, name);
}

char *
path_of_user(const char *own, const char *xdg, const char *below_home, const char *name)
{
	const char *folder = environment(own);

	return folder ? xstrdup(folder) : path_of_xdg(xdg, below_home, name);
}
