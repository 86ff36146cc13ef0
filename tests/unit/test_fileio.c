/* base/fileio: reading with limits, writing whole or not at all, paths. */
#include "testing.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>
#if defined(HAVE_LLISTXATTR) && defined(HAVE_FSETXATTR)
#include <sys/xattr.h>
#endif

#include "base/file_lock.h"
#include "base/fileio.h"
#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "test_folder.h"

/* What the system answers when it is asked the next time, instead of what it would: an error, and what happens
 * in the folder just before. The library calls these. */
static struct {
	int error; /* 0: none */
	int after; /* calls that go well before */
	void (*meanwhile)(void);
} next_link, next_rename, next_look;

#define FAILS_NEXT(next)                                    \
	do {                                                \
		void (*meanwhile)(void) = (next).meanwhile; \
                                                            \
		if ((next).after) {                         \
			(next).after--;                     \
			break;                              \
		}                                           \
		(next).meanwhile = NULL;                    \
		if (meanwhile)                              \
			meanwhile();                        \
		errno = (next).error;                       \
		(next).error = 0;                           \
		if (errno)                                  \
			return -1;                          \
	} while (0)

int
link(const char *from, const char *to)
{
	FAILS_NEXT(next_link);
	return linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int
rename(const char *from, const char *to)
{
	FAILS_NEXT(next_rename);
	return renameat(AT_FDCWD, from, AT_FDCWD, to);
}

int
lstat(const char *path, struct stat *st)
{
	FAILS_NEXT(next_look);
	return fstatat(AT_FDCWD, path, st, AT_SYMLINK_NOFOLLOW);
}

/* What happens while a file is flushed. */
static void (*in_flush)(void);

int
fsync(int fd)
{
	(void)fd;
	if (in_flush)
		in_flush();
	return 0;
}

/* The time that was waited, which goes by at once; and what happens when so much of it has passed. */
static struct {
	long long waited, until; /* nanoseconds */
	void (*then)(void);
	int error; /* how a wait ends; 0: well */
} clock_now;

int
nanosleep(const struct timespec *wanted, struct timespec *left)
{
	(void)left;
	clock_now.waited += wanted->tv_sec * 1000000000LL + wanted->tv_nsec;
	if (clock_now.then && clock_now.waited >= clock_now.until)
		clock_now.then();
	errno = clock_now.error;
	return errno ? -1 : 0;
}

int
clock_gettime(clockid_t id, struct timespec *now)
{
	(void)id;
	now->tv_sec = (time_t)(clock_now.waited / 1000000000LL);
	now->tv_nsec = (long)(clock_now.waited % 1000000000LL);
	return 0;
}

/* Every test works in a folder of its own, in which it stands. */
static char folder[64];

static int
folder_setup(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "/tmp/scepwiz-fileio.XXXXXX");
	test_folder(folder);
	return chdir(folder);
}

static size_t
folder_count(void)
{
	DIR *dir = opendir(".");
	struct dirent *entry;
	size_t n = 0;

	while ((entry = readdir(dir)))
		n += strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
	closedir(dir);
	return n;
}

static int
folder_teardown(void **state)
{
	DIR *dir = opendir(".");
	struct dirent *entry;

	(void)state;
	while ((entry = readdir(dir)))
		if (unlink(entry->d_name) < 0)
			rmdir(entry->d_name);
	closedir(dir);
	return chdir("/") == 0 && rmdir(folder) == 0 ? 0 : -1;
}

static void
put(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void
assert_holds(const char *path, const char *want)
{
	struct strbuf text = STRBUF_INIT, err = STRBUF_INIT;

	if (file_read(path, 1000, &text, &err) < 0)
		fail_msg("%s", err.buf);
	assert_string_equal(text.buf, want);
	strbuf_release(&text);
	strbuf_release(&err);
}

static unsigned
mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(lstat(path, &st), 0);
	return st.st_mode & 07777;
}

static void
read_appends_up_to_the_limit(void **state)
{
	struct strbuf text = STRBUF_INIT, err = STRBUF_INIT;

	(void)state;
	put("ten", "0123456789");
	strbuf_addstr(&text, "before ");
	assert_int_equal(file_read("ten", 10, &text, &err), 0);
	assert_string_equal(text.buf, "before 0123456789");
	assert_int_equal(file_read("ten", 9, &text, &err), -1);
	assert_string_equal(err.buf, "ten has 10 bytes, but the limit here is 9");
	assert_string_equal(text.buf, "before 0123456789");
	strbuf_release(&text);
	strbuf_release(&err);
}

/* Files that hide their size, and standard input, meet the limit while they are read. */
static void
read_limits_what_tells_no_size(void **state)
{
	struct strbuf text = STRBUF_INIT, err = STRBUF_INIT;
	int saved = dup(STDIN_FILENO), fd = open("/dev/zero", O_RDONLY);

	(void)state;
	dup2(fd, STDIN_FILENO);
	assert_int_equal(file_read("-", 100000, &text, &err), -1);
	dup2(saved, STDIN_FILENO);
	assert_string_equal(err.buf, "standard input is larger than 100000 bytes, the limit here");
	assert_int_equal(text.len, 0);
	close(saved);
	close(fd);
	strbuf_release(&text);
	strbuf_release(&err);
}

static void
read_that_fails_is_told(void **state)
{
	struct strbuf text = STRBUF_INIT, err = STRBUF_INIT;
	int saved = dup(STDIN_FILENO), fd = open(".", O_RDONLY);

	(void)state;
	strbuf_addstr(&text, "before");
	dup2(fd, STDIN_FILENO);
	assert_int_equal(file_read("-", 100, &text, &err), -1);
	dup2(saved, STDIN_FILENO);
	assert_string_equal(err.buf, "cannot read standard input: Is a directory");
	assert_string_equal(text.buf, "before");
	close(saved);
	close(fd);
	strbuf_release(&text);
	strbuf_release(&err);
}

/* As many bytes as are read at a time, and one around it. */
static void
read_meets_its_limit(void **state)
{
	static const size_t limits[] = { 0, 1, 8191, 8192, 8193, 65535, 65536, 65537 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(limits); i++)
		for (size_t len = limits[i] ? limits[i] - 1 : 0; len <= limits[i] + 1; len++) {
			struct strbuf in = STRBUF_INIT, out = STRBUF_INIT, err = STRBUF_INIT;
			int saved = dup(STDIN_FILENO), fd;

			strbuf_addchars(&in, 'x', len);
			put("in", in.buf);
			fd = open("in", O_RDONLY);
			dup2(fd, STDIN_FILENO);
			assert_int_equal(
				file_read("-", limits[i], &out, &err), len > limits[i] ? -1 : 0);
			dup2(saved, STDIN_FILENO);
			assert_int_equal(out.len, len > limits[i] ? 0 : len);
			close(saved);
			close(fd);
			strbuf_release(&in);
			strbuf_release(&out);
			strbuf_release(&err);
		}
}

static void
read_takes_standard_input(void **state)
{
	int saved = dup(STDIN_FILENO), fd;

	(void)state;
	put("input", "typed\n");
	fd = open("input", O_RDONLY);
	dup2(fd, STDIN_FILENO);
	assert_holds("-", "typed\n");
	dup2(saved, STDIN_FILENO);
	close(saved);
	close(fd);
}

static void
make_socket(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
	close(fd);
}

static void
make_odd_files(void)
{
	mkdir("dir", 0700);
	mkfifo("fifo", 0600);
	make_socket("socket");
	put("real", "old");
	assert_int_equal(symlink("real", "link"), 0);
	assert_int_equal(symlink("nowhere", "dangling"), 0);
}

static void
files_of_an_open_folder_are_read_whole(void **state)
{
	static const char *const none[] = { "dir", "fifo", "missing", "dangling" };
	STRBUF(text);
	int here = folder_open(".");

	(void)state;
	make_odd_files();
	put("empty", "");
	assert_true(here >= 0);
	strbuf_addstr(&text, "before ");
	assert_true(file_read_in(here, "real", 3, &text));
	assert_true(file_read_in(here, "link", 3, &text));
	assert_true(file_read_in(here, "empty", 0, &text));
	assert_false(file_read_in(here, "real", 2, &text));
	for (size_t i = 0; i < ARRAY_SIZE(none); i++)
		assert_false(file_read_in(here, none[i], 100, &text));
	assert_string_equal(text.buf, "before oldold");
	close(here);
	assert_int_equal(folder_open("missing"), -1);
}

/* The sentence and, where there is an error, what this C library calls it. */
static void
assert_failed(const struct strbuf *err, const char *sentence, int error)
{
	STRBUF(want);

	strbuf_addf(&want, "%s%s", sentence, error ? strerror(error) : "");
	assert_string_equal(err->buf, want.buf);
}

static void
read_refuses_what_is_no_file(void **state)
{
	char long_path[5001] = "";
	const struct {
		const char *name, *sentence;
		int error;
	} cases[] = {
		{ "dir", "dir is a folder, not a file", 0 },
		{ "fifo", "fifo is a FIFO, not a file", 0 },
		{ "/dev/zero", "/dev/zero is a device, not a file", 0 },
		{ "missing", "cannot open missing: ", ENOENT },
		{ "dangling", "cannot open dangling: ", ENOENT },
		{ "", "the file name is empty. Enter its path", 0 },
		{ long_path,
			"cannot open xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx... "
			"(5000 bytes): ",
			ENAMETOOLONG },
	};

	(void)state;
	make_odd_files();
	memset(long_path, 'x', sizeof long_path - 1);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf text = STRBUF_INIT, err = STRBUF_INIT;

		assert_int_equal(file_read(cases[i].name, 100, &text, &err), -1);
		assert_failed(&err, cases[i].sentence, cases[i].error);
		strbuf_release(&text);
		strbuf_release(&err);
	}
	assert_holds("link", "old");
}

static void
write_makes_a_private_file(void **state)
{
	struct strbuf err = STRBUF_INIT;
	mode_t mask = umask(0);

	(void)state;
	assert_int_equal(file_write("new", "text", 4, 0, &err), 0);
	umask(0777);
	assert_int_equal(file_write("other", "text", 4, 0, &err), 0);
	umask(mask);
	assert_int_equal(mode_of("new"), 0600);
	assert_int_equal(mode_of("other"), 0600);
	assert_holds("new", "text");
	assert_int_equal(folder_count(), 2);
	assert_string_equal(err.buf, "");
	strbuf_release(&err);
}

static void
write_replaces_and_keeps_the_mode(void **state)
{
	struct strbuf err = STRBUF_INIT;

	(void)state;
	put("file", "a longer old text");
	chmod("file", 0640);
	assert_int_equal(file_write("file", "new", 3, 0, &err), 0);
	assert_holds("file", "new");
	assert_int_equal(mode_of("file"), 0640);
	assert_int_equal(file_write("file", NULL, 0, 0, &err), 0);
	assert_holds("file", "");
	assert_int_equal(folder_count(), 1);
	strbuf_release(&err);
}

static void
write_refuses_what_is_no_file(void **state)
{
	static const char *const cases[][2] = {
		{ "dir", "cannot write dir: it is a folder, but only a file can be replaced" },
		{ "fifo", "cannot write fifo: it is a FIFO, but only a file can be replaced" },
		{ "socket",
			"cannot write socket: it is a socket, but only a file can be replaced" },
		{ "dangling", "dangling is a symbolic link that leads to no file. Remove it" },
		{ "/dev/null",
			"cannot write /dev/null: it is a device, but only a file can be replaced" },
		{ "new/", "cannot write new/: it names a folder, not a file" },
		{ "missing/file", "cannot write missing/file: the folder missing does not exist" },
		{ "real/file", "cannot write real/file: Not a directory" },
		{ "", "cannot write a file without a name" },
	};

	(void)state;
	make_odd_files();
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf err = STRBUF_INIT;

		assert_int_equal(file_write(cases[i][0], "new", 3, 0, &err), -1);
		assert_string_equal(err.buf, cases[i][1]);
		strbuf_release(&err);
	}
	assert_holds("real", "old");
	assert_int_equal(folder_count(), 6);
}

static void
write_names_the_file_that_a_link_leads_to(void **state)
{
	OWN_TEXT(real) = NULL;
	STRBUF(err);
	STRBUF(want);

	(void)state;
	make_odd_files();
	real = realpath("real", NULL);
	strbuf_addf(&want,
		"link is a symbolic link, which a save does not follow. Name the file that it "
		"leads to, %s",
		real);
	assert_int_equal(file_write("link", "new", 3, 0, &err), -1);
	assert_string_equal(err.buf, want.buf);
	assert_holds("real", "old");
}

static void
write_exclusive_keeps_what_is_there(void **state)
{
	struct strbuf err = STRBUF_INIT;

	(void)state;
	assert_int_equal(file_write("file", "first", 5, FILE_EXCLUSIVE, &err), 0);
	assert_int_equal(mode_of("file"), 0600);
	assert_int_equal(file_write("file", "second", 6, FILE_EXCLUSIVE, &err), -1);
	assert_string_equal(err.buf, "cannot write file: it already exists");
	assert_holds("file", "first");
	assert_int_equal(folder_count(), 1);
	assert_int_equal(file_write("public", "pem", 3, FILE_EXCLUSIVE | FILE_PUBLIC, &err), 0);
	assert_int_equal(mode_of("public"), 0644);
	strbuf_release(&err);
}

/* Some file systems have no hard links. */
static void
write_exclusive_without_links(void **state)
{
	struct strbuf err = STRBUF_INIT;

	(void)state;
	next_link.error = EPERM;
	assert_int_equal(file_write("file", "first", 5, FILE_EXCLUSIVE, &err), 0);
	assert_holds("file", "first");
	assert_int_equal(mode_of("file"), 0600);
	assert_int_equal(folder_count(), 1);
	next_link.error = EIO;
	assert_int_equal(file_write("other", "x", 1, FILE_EXCLUSIVE, &err), -1);
	assert_failed(&err, "cannot write other: ", EIO);
	assert_int_equal(folder_count(), 1);
	strbuf_release(&err);
}

static void
put_theirs(void)
{
	put("file", "theirs");
}

/* Made by another program after it was looked for. */
static void
write_exclusive_keeps_what_comes_meanwhile(void **state)
{
	static const int errors[] = { 0, EPERM };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(errors); i++) {
		struct strbuf err = STRBUF_INIT;

		next_link.meanwhile = put_theirs;
		next_link.error = errors[i];
		assert_int_equal(file_write("file", "ours", 4, FILE_EXCLUSIVE, &err), -1);
		assert_string_equal(err.buf, "cannot write file: it already exists");
		assert_holds("file", "theirs");
		assert_int_equal(folder_count(), 1);
		unlink("file");
		strbuf_release(&err);
	}
}

/* The name was claimed with an empty file, which must not stay. */
static void
write_exclusive_leaves_nothing_when_it_fails(void **state)
{
	struct strbuf err = STRBUF_INIT;

	(void)state;
	next_link.error = EPERM;
	next_rename.error = EIO;
	assert_int_equal(file_write("file", "text", 4, FILE_EXCLUSIVE, &err), -1);
	assert_failed(&err, "cannot write file: ", EIO);
	assert_int_equal(folder_count(), 0);
	strbuf_release(&err);
}

static void
write_leaves_the_old_file_when_it_cannot_be_replaced(void **state)
{
	struct strbuf err = STRBUF_INIT;

	(void)state;
	put("file", "old");
	next_rename.error = EIO;
	assert_int_equal(file_write("file", "new", 3, 0, &err), -1);
	assert_failed(&err, "cannot write file: ", EIO);
	assert_holds("file", "old");
	assert_int_equal(folder_count(), 1);
	strbuf_release(&err);
}

static void
replace_theirs(void)
{
	put("other", "theirs");
	assert_int_equal(renameat(AT_FDCWD, "other", AT_FDCWD, "file"), 0);
}

static void
remove_it(void)
{
	unlink("file");
}

static void
link_it(void)
{
	unlink("file");
	assert_int_equal(symlink("other", "file"), 0);
}

/* The second look at the path, right before it is replaced. */
static void
write_sees_what_happens_meanwhile(void **state)
{
	static const struct {
		const char *before;
		int error;
		void (*meanwhile)(void);
		const char *why, *after;
	} cases[] = {
		{ "old", EIO, NULL, "cannot write file: ", "old" },
		{ "old", 0, replace_theirs,
			"cannot write file: another program changed it at the same moment",
			"theirs" },
		{ "old", 0, remove_it,
			"cannot write file: another program changed it at the same moment", NULL },
		{ "old", 0, link_it, "file is a symbolic link that leads to no file. Remove it",
			NULL },
		{ NULL, 0, put_theirs,
			"cannot write file: another program changed it at the same moment",
			"theirs" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf err = STRBUF_INIT;

		if (cases[i].before)
			put("file", cases[i].before);
		next_look.after = 1;
		next_look.error = cases[i].error;
		next_look.meanwhile = cases[i].meanwhile;
		assert_int_equal(file_write("file", "new", 3, 0, &err), -1);
		assert_failed(&err, cases[i].why, cases[i].error);
		if (cases[i].after)
			assert_holds("file", cases[i].after);
		unlink("file");
		assert_int_equal(folder_count(), 0);
		strbuf_release(&err);
	}
}

static void
replace_wants_what_was_read(void **state)
{
	struct strbuf err = STRBUF_INIT, was = STRBUF_INIT;

	(void)state;
	strbuf_addstr(&was, "old");
	put("file", "old");
	assert_int_equal(file_replace("file", &was, "new", 3, 0, NULL, &err), 0);
	assert_holds("file", "new");
	assert_int_equal(file_replace("file", &was, "newer", 5, 0, NULL, &err), FILE_RACED);
	assert_string_equal(
		err.buf, "cannot write file: another program changed it at the same moment");
	assert_holds("file", "new");
	strbuf_clear(&err);
	put("file", "older");
	assert_int_equal(file_replace("file", &was, "newer", 5, 0, NULL, &err), FILE_RACED);
	assert_holds("file", "older");
	assert_int_equal(folder_count(), 1);
	strbuf_release(&err);
	strbuf_release(&was);
}

static void
close_it(void)
{
	assert_int_equal(chmod("file", 0600), 0);
}

/* The new file would have the rights of before. */
static void
replace_sees_that_rights_have_changed(void **state)
{
	STRBUF(err);

	(void)state;
	put("file", "old");
	assert_int_equal(chmod("file", 0644), 0);
	next_look.after = 1;
	next_look.meanwhile = close_it;
	assert_int_equal(file_replace("file", NULL, "new", 3, 0, NULL, &err), FILE_RACED);
	assert_holds("file", "old");
	assert_int_equal(mode_of("file"), 0600);
	assert_int_equal(folder_count(), 1);
}

static void
replace_tells_of_another_name(void **state)
{
	STRBUF(err);
	STRVEC(told);

	(void)state;
	put("file", "old");
	assert_int_equal(linkat(AT_FDCWD, "file", AT_FDCWD, "other", 0), 0);
	assert_int_equal(file_replace("file", NULL, "new", 3, 0, &told, &err), 0);
	assert_int_equal(told.n, 1);
	assert_string_equal(told.v[0], "file had another name (a hard link), which still has the "
				       "old content");
	assert_holds("other", "old");
	assert_int_equal(file_replace("file", NULL, "new", 3, 0, &told, &err), 0);
	assert_int_equal(told.n, 1);
}

/* As root; who may not give a file away cannot try. */
static void
replace_keeps_owner_and_group(void **state)
{
	STRBUF(err);
	STRVEC(told);
	struct stat st;

	(void)state;
	if (geteuid() != 0)
		skip();
	put("file", "old");
	assert_int_equal(chown("file", 1001, 2000), 0);
	assert_int_equal(chmod("file", 0640), 0);
	assert_int_equal(file_replace("file", NULL, "new", 3, 0, &told, &err), 0);
	assert_int_equal(lstat("file", &st), 0);
	assert_int_equal(st.st_uid, 1001);
	assert_int_equal(st.st_gid, 2000);
	assert_int_equal(st.st_mode & 07777, 0640);
	assert_int_equal(file_replace("file", NULL, "new", 3, FILE_PRIVATE, &told, &err), 0);
	assert_int_equal(lstat("file", &st), 0);
	assert_int_equal(st.st_uid, 1001);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(told.n, 0);
}

/* A file system may have none for people; root may use others. */
static void
replace_keeps_attributes(void **state)
{
#if defined(HAVE_LLISTXATTR) && defined(HAVE_FSETXATTR)
	static const char *const names[] = { "user.review", "security.review" };
	STRBUF(err);
	STRVEC(told);
	char value[100] = "";
	size_t name = 0;

	(void)state;
	put("file", "old");
	if (setxattr("file", names[name], "Jo", 2, 0) < 0 &&
		setxattr("file", names[++name], "Jo", 2, 0) < 0)
		skip();
	assert_int_equal(file_replace("file", NULL, "new", 3, 0, &told, &err), 0);
	assert_int_equal(getxattr("file", names[name], value, sizeof value), 2);
	assert_string_equal(value, "Jo");
	assert_int_equal(told.n, 0);
#else
	(void)state;
	skip();
#endif
}

/*
 * Signals.
 */

static int signo_now;
static volatile sig_atomic_t signals_come;
static bool signal_waits, temp_is_there;

static void
count_signal(int signo)
{
	(void)signo;
	signals_come++;
}

/* The one behind the folder's flush finds no temporary file any more. */
static void
raise_in_flush(void)
{
	if (folder_count() < 2)
		return;
	temp_is_there = true;
	raise(signo_now);
	signal_waits = signals_come == 0;
}

static bool
can_be_held(int signo)
{
	static const int others[] = { SIGKILL, SIGSTOP, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV,
		SIGSYS, SIGTRAP };

	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (signo == others[i])
			return false;
	return true;
}

/* All that the system has, whatever a program makes of them; it would have ended here. */
static void
signals_wait_while_there_is_a_temporary_file(void **state)
{
	(void)state;
	put("file", "old");
	in_flush = raise_in_flush;
	for (signo_now = 1; signo_now < NSIG; signo_now++) {
		struct sigaction action = { .sa_handler = count_signal }, before;
		sigset_t mask;
		STRBUF(err);

		if (!can_be_held(signo_now) || sigaction(signo_now, &action, &before) < 0)
			continue; /* the C library's own */
		signals_come = 0;
		signal_waits = temp_is_there = false;
		assert_int_equal(file_write("file", "new", 3, 0, &err), 0);
		if (!temp_is_there || !signal_waits || signals_come != 1)
			fail_msg("signal %d: temporary file %d, waits %d, %d came", signo_now,
				temp_is_there, signal_waits, (int)signals_come);
		sigprocmask(SIG_BLOCK, NULL, &mask);
		assert_false(sigismember(&mask, signo_now));
		sigaction(signo_now, &before, NULL);
		assert_int_equal(folder_count(), 1);
	}
	in_flush = NULL;
}

/*
 * The lock.
 */

static int other_lock = -1;

static void
give_back(void)
{
	close(other_lock);
	clock_now.then = NULL;
}

/* Another program's: it has a descriptor of its own. */
static void
lock_by_other(void)
{
	clock_now.waited = 0;
	other_lock = folder_open(".");
	assert_int_equal(flock(other_lock, LOCK_EX | LOCK_NB), 0);
}

static bool
is_locked(const char *path)
{
	int fd = folder_open(path);
	bool locked = flock(fd, LOCK_EX | LOCK_NB) < 0;

	close(fd);
	return locked;
}

static void
lock_is_waited_for(void **state)
{
	STRBUF(err);
	FILE_LOCK(lock);

	(void)state;
	lock_by_other();
	clock_now.until = 500000000;
	clock_now.then = give_back;
	assert_int_equal(file_lock(&lock, "file", &err), 0);
	assert_true(clock_now.waited >= clock_now.until);
	assert_true(lock.place);
	assert_true(is_locked("."));
	file_unlock(&lock);
	assert_false(is_locked("."));
}

static void
lock_that_is_not_given_back_is_told(void **state)
{
	STRBUF(err);
	FILE_LOCK(lock);

	(void)state;
	lock_by_other();
	put("file", "old");
	assert_int_equal(file_lock(&lock, "file", &err), -1);
	assert_string_equal(err.buf,
		"cannot write file: another program has locked the folder. Find it (fuser .), "
		"wait for it or end it, and try again");
	assert_int_equal(clock_now.waited / 1000000000, FILE_LOCK_SECONDS);
	strbuf_clear(&err);
	clock_now.waited = 0;
	assert_int_equal(file_write("file", "new", 3, 0, &err), -1);
	assert_contains(err.buf, "cannot write file: another program has locked the folder. Find "
				 "it (fuser .), wait for it or end it, and try again");
	assert_holds("file", "old");
	assert_int_equal(folder_count(), 1);
	/* not so long again, until there was one */
	assert_int_equal(clock_now.waited / 1000000000, 1);
	close(other_lock);
	assert_int_equal(file_lock(&lock, "file", &err), 0);
	file_unlock(&lock);
	lock_by_other();
	assert_int_equal(file_lock(&lock, "file", &err), -1);
	assert_int_equal(clock_now.waited / 1000000000, FILE_LOCK_SECONDS);
	close(other_lock);
}

/* As one that is to end the wizard. */
static void
lock_is_not_waited_for_behind_a_signal(void **state)
{
	STRBUF(err);
	FILE_LOCK(lock);

	(void)state;
	lock_by_other();
	clock_now.error = EINTR;
	assert_int_equal(file_lock(&lock, "file", &err), -1);
	assert_true(clock_now.waited < 1000000000);
	clock_now.error = 0;
	close(other_lock);
	assert_int_equal(file_lock(&lock, "file", &err), 0);
}

/* A save within it has the same one, by whatever name. */
static void
lock_within_a_lock_is_the_same(void **state)
{
	STRBUF(err);
	FILE_LOCK(lock);

	(void)state;
	assert_int_equal(mkdir("dir", 0700), 0);
	assert_int_equal(file_lock(&lock, "file", &err), 0);
	{
		FILE_LOCK(same);

		assert_int_equal(file_lock(&same, "./dir/../file", &err), 0);
		assert_int_equal(same.place, lock.place);
		assert_int_equal(file_write("file", "new", 3, 0, &err), 0);
	}
	assert_true(is_locked("."));
	file_unlock(&lock);
	assert_false(is_locked("."));
}

/* Of two that wait for each other's folder, one ends soon and goes on without. */
static void
lock_of_another_folder_within_a_lock(void **state)
{
	STRBUF(err);
	FILE_LOCK(lock);
	FILE_LOCK(within);
	FILE_LOCK(third);

	(void)state;
	assert_int_equal(mkdir("dir", 0700), 0);
	assert_int_equal(mkdir("dir2", 0700), 0);
	assert_int_equal(file_lock(&lock, "file", &err), 0);
	assert_int_equal(file_lock(&within, "dir/file", &err), 0);
	assert_true(is_locked("dir"));
	assert_int_equal(file_lock(&third, "dir2/file", &err), 0);
	assert_false(is_locked("dir2"));
	file_unlock(&within);
	assert_false(is_locked("dir"));
	assert_true(is_locked("."));
	assert_int_equal(file_lock(&within, "dir2/file", &err), 0);
	assert_true(is_locked("dir2"));
	file_unlock(&within);
	assert_int_equal(chdir("dir"), 0);
	lock_by_other();
	assert_int_equal(chdir(".."), 0);
	assert_int_equal(file_lock(&within, "dir/file", &err), 0);
	assert_string_equal(err.buf, "");
	assert_int_equal(clock_now.waited / 1000000000, 1);
	assert_false(within.place);
	assert_int_equal(file_write("dir/file", "new", 3, 0, &err), 0);
	assert_int_equal(unlink("dir/file"), 0);
	close(other_lock);
	file_unlock(&lock);
	assert_false(is_locked("."));
}

static void
no_folder_has_no_lock(void **state)
{
	STRBUF(err);
	FILE_LOCK(lock);

	(void)state;
	assert_int_equal(file_lock(&lock, "missing/file", &err), 0);
	assert_false(lock.place);
}

static void
put_old(const char *name, time_t age)
{
	struct timespec times[2] = { { .tv_sec = time(NULL) - age },
		{ .tv_sec = time(NULL) - age } };

	put(name, "left");
	assert_int_equal(utimensat(AT_FDCWD, name, times, 0), 0);
}

static void
write_removes_what_a_killed_session_left(void **state)
{
	static const char *const kept[] = {
		".file.scepwiz-young2",  /* another session may be at work */
		".scepwiz-abcdef",       /* of no file */
		".file.scepwiz-abcdefg", /* none of our names */
		".file.scepwiz-abcde0",  /* nor that */
		".file.scepwiz-link22",  /* a link */
		"file.scepwiz-abcdef",   /* not hidden */
	};
	struct strbuf err = STRBUF_INIT;
	struct timespec old[2] = { { .tv_sec = 1 }, { .tv_sec = 1 } };

	(void)state;
	put_old(".file.scepwiz-abcdef", 3610);
	put_old(".other.scepwiz-abcdef", 3610);
	put_old(kept[0], 3590);
	for (size_t i = 1; i < 4; i++)
		put_old(kept[i], 4000);
	assert_int_equal(symlink("nowhere", kept[4]), 0);
	assert_int_equal(utimensat(AT_FDCWD, kept[4], old, AT_SYMLINK_NOFOLLOW), 0);
	put_old(kept[5], 4000);
	assert_int_equal(file_write("file", "new", 3, 0, &err), 0);
	assert_false(path_exists(".file.scepwiz-abcdef"));
	assert_false(path_exists(".other.scepwiz-abcdef"));
	for (size_t i = 0; i < ARRAY_SIZE(kept); i++)
		assert_true(path_exists(kept[i]));
	assert_int_equal(folder_count(), ARRAY_SIZE(kept) + 1);
	strbuf_release(&err);
}

/* A full disk, as far as a test without privileges can have one. */
static void
write_leaves_the_old_file_when_it_fails(void **state)
{
	struct strbuf err = STRBUF_INIT;
	struct rlimit old, small = { 0 };
	static const char big[5000];
	void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);

	(void)state;
	put("file", "old");
	getrlimit(RLIMIT_FSIZE, &old);
	small.rlim_cur = 1000;
	small.rlim_max = old.rlim_max;
	setrlimit(RLIMIT_FSIZE, &small);
	assert_int_equal(file_write("file", big, sizeof big, 0, &err), -1);
	setrlimit(RLIMIT_FSIZE, &old);
	signal(SIGXFSZ, handler);
	assert_string_equal(err.buf, "cannot write file: File too large");
	assert_holds("file", "old");
	assert_int_equal(folder_count(), 1);
	strbuf_release(&err);
}

static void
write_takes_long_names(void **state)
{
	struct strbuf err = STRBUF_INIT, name = STRBUF_INIT;

	(void)state;
	strbuf_addchars(&name, 'n', 255);
	assert_int_equal(file_write(name.buf, "x", 1, 0, &err), 0);
	assert_holds(name.buf, "x");
	strbuf_addch(&name, 'n');
	assert_int_equal(file_write(name.buf, "x", 1, 0, &err), -1);
	assert_contains(err.buf, strerror(ENAMETOOLONG));
	assert_int_equal(folder_count(), 1);
	strbuf_release(&err);
	strbuf_release(&name);
}

static void
names_are_text(void)
{
	DIR *dir = opendir(".");
	struct dirent *entry;

	while ((entry = readdir(dir)))
		assert_int_equal(text_xml_check(entry->d_name, strlen(entry->d_name)),
			strlen(entry->d_name));
	closedir(dir);
}

/* Some file systems take no name that is cut within a character. */
static void
write_cuts_long_names_between_characters(void **state)
{
	STRBUF(err);
	STRBUF(name);

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		strbuf_set(&name, i ? "x" : "");
		for (size_t n = 0; n < 126; n++)
			strbuf_addstr(&name, "\xc3\xa4");
		in_flush = names_are_text;
		assert_int_equal(file_write(name.buf, "x", 1, 0, &err), 0);
		in_flush = NULL;
	}
	assert_int_equal(folder_count(), 2);
}

static void
path_parts_are_as_dirname_tells(void **state)
{
	static const struct {
		const char *path, *folder, *name;
	} cases[] = {
		{ "a", ".", "a" },
		{ "a/b", "a", "b" },
		{ "/a", "/", "a" },
		{ "/a/b/c", "/a/b", "c" },
		{ "a//b", "a", "b" },
		{ "a/b/", "a", "b" },
		{ "./a", ".", "a" },
		{ "", ".", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char *dir = path_folder(cases[i].path), *name = path_name(cases[i].path);

		assert_string_equal(dir, cases[i].folder);
		assert_string_equal(name, cases[i].name);
		free(dir);
		free(name);
	}
}

static void
path_join_knows_absolute_and_home(void **state)
{
	static const struct {
		const char *folder, *name, *want;
	} cases[] = {
		{ "a", "b", "a/b" },
		{ "a/", "b", "a/b" },
		{ "/", "b", "/b" },
		{ "a", "/b", "/b" },
		{ "", "b", "b" },
		{ "a", "~/b", "/home/me/b" },
		{ "a", "~//b", "/home/me/b" },
		{ "a", "~b", "a/~b" },
	};

	(void)state;
	setenv("HOME", "/home/me", 1);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char *path = path_join(cases[i].folder, cases[i].name);

		assert_string_equal(path, cases[i].want);
		free(path);
	}
}

static void
path_exists_sees_dangling_links(void **state)
{
	(void)state;
	make_odd_files();
	assert_true(path_exists("real"));
	assert_true(path_exists("dir"));
	assert_true(path_exists("dangling"));
	assert_false(path_exists("nowhere"));
}

#define folder_test(name) cmocka_unit_test_setup_teardown(name, folder_setup, folder_teardown)

/* What is a link by now, whole or in part, is not what was judged; nor is what is no file. */
static void
a_real_path_is_opened_through_no_link(void **state)
{
	static const char *const others[] = { "link", "dirlink/in", "dir", "fifo", "missing",
		"dir/none", "file/x" };
	OWN_TEXT(here) = realpath(".", NULL);
	STRBUF(path);
	STRBUF(text);
	int fd;

	(void)state;
	assert_int_equal(mkdir("dir", 0711), 0);
	put("dir/in", "inside");
	put("file", "text");
	mkfifo("fifo", 0600);
	assert_int_equal(symlink("file", "link"), 0);
	assert_int_equal(symlink("dir", "dirlink"), 0);
	for (size_t i = 0; i < ARRAY_SIZE(others); i++) {
		STRBUF(err);

		strbuf_clear(&path);
		strbuf_addf(&path, "%s/%s", here, others[i]);
		if (file_open_real(path.buf, "as it was called", &err) >= 0)
			fail_msg("%s was opened", others[i]);
		assert_contains(err.buf, "as it was called");
	}
	strbuf_clear(&path);
	strbuf_addf(&path, "%s/dir/in", here);
	fd = file_open_real(path.buf, "x", &text);
	assert_true(fd >= 0);
	assert_int_equal(file_read_open(fd, "x", 6, &text, &path), 0);
	assert_string_equal(text.buf, "inside");
	assert_int_equal(file_read_open(fd, "x", 5, &text, &path), -1);
	close(fd);
	assert_int_equal(unlink("dir/in"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		folder_test(a_real_path_is_opened_through_no_link),
		folder_test(read_appends_up_to_the_limit),
		folder_test(read_limits_what_tells_no_size),
		folder_test(read_that_fails_is_told),
		folder_test(read_meets_its_limit),
		folder_test(read_takes_standard_input),
		folder_test(files_of_an_open_folder_are_read_whole),
		folder_test(read_refuses_what_is_no_file),
		folder_test(write_makes_a_private_file),
		folder_test(write_replaces_and_keeps_the_mode),
		folder_test(write_refuses_what_is_no_file),
		folder_test(write_names_the_file_that_a_link_leads_to),
		folder_test(write_exclusive_keeps_what_is_there),
		folder_test(write_exclusive_without_links),
		folder_test(write_exclusive_keeps_what_comes_meanwhile),
		folder_test(write_exclusive_leaves_nothing_when_it_fails),
		folder_test(write_leaves_the_old_file_when_it_cannot_be_replaced),
		folder_test(write_sees_what_happens_meanwhile),
		folder_test(replace_wants_what_was_read),
		folder_test(replace_sees_that_rights_have_changed),
		folder_test(replace_tells_of_another_name),
		folder_test(replace_keeps_owner_and_group),
		folder_test(replace_keeps_attributes),
		folder_test(signals_wait_while_there_is_a_temporary_file),
		folder_test(lock_is_waited_for),
		folder_test(lock_that_is_not_given_back_is_told),
		folder_test(lock_is_not_waited_for_behind_a_signal),
		folder_test(lock_within_a_lock_is_the_same),
		folder_test(lock_of_another_folder_within_a_lock),
		folder_test(no_folder_has_no_lock),
		folder_test(write_removes_what_a_killed_session_left),
		folder_test(write_leaves_the_old_file_when_it_fails),
		folder_test(write_takes_long_names),
		folder_test(write_cuts_long_names_between_characters),
		cmocka_unit_test(path_parts_are_as_dirname_tells),
		cmocka_unit_test(path_join_knows_absolute_and_home),
		folder_test(path_exists_sees_dangling_links),
	};

	return run_tests(tests);
}
