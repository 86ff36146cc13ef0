/* Preloaded into a program, lets one of its calls of the C library fail, or ends the program there.
 *
 *   SCEPWIZ_FAULT=CALL:N:WHAT    the Nth call of CALL fails; N+ is that one and all behind it
 *   SCEPWIZ_FAULT_COUNT=FILE     appends "CALL NUMBER" for each call that was made, at the end
 *   SCEPWIZ_FAULT_LEFT=FILE      writes what the descriptors are that are still open at the end, a line each
 *   SCEPWIZ_FAULT_SCAN=FILE      appends "found N PLACE..." at the end and at each SIGUSR2: how often a
 *                                secret stands in memory that can be written, but for the environment
 *   SCEPWIZ_FAULT_SECRET=HEX     that secret, each byte xor 0x5a, so that this is not it
 *
 * CALL is one of calls[]; malloc stands for calloc and realloc too, stat for lstat and fstat. WHAT is the name
 * of an errno, short (a read or write of one byte), kill or killafter (SIGKILL before or behind the call), or
 * run: what the shell command SCEPWIZ_FAULT_RUN does happens before the call, as another program's work
 * would. Calls inside the C library, and statically linked programs, are not seen. For glibc; made by
 * the scripts beside it. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

enum call {
	MALLOC,
	OPEN,
	READ,
	PREAD,
	WRITE,
	FSYNC,
	CLOSE,
	STAT,
	FCHMOD,
	FTRUNCATE,
	RENAME,
	LINK,
	UNLINK,
	FLOCK,
	CALLS
};

static const char *const calls[CALLS] = {
	[MALLOC] = "malloc",
	[OPEN] = "open",
	[READ] = "read",
	[PREAD] = "pread",
	[WRITE] = "write",
	[FSYNC] = "fsync",
	[CLOSE] = "close",
	[STAT] = "stat",
	[FCHMOD] = "fchmod",
	[FTRUNCATE] = "ftruncate",
	[RENAME] = "rename",
	[LINK] = "link",
	[UNLINK] = "unlink",
	[FLOCK] = "flock",
};

/* How many were made so far; where it can be, a child goes on counting where its parent was, and the parent
 * behind it. */
static long made_here[CALLS], *made = made_here;

static const struct {
	const char *name;
	int error;
} errors[] = {
	{ "ENOMEM", ENOMEM },
	{ "ENOSPC", ENOSPC },
	{ "EDQUOT", EDQUOT },
	{ "EIO", EIO },
	{ "EROFS", EROFS },
	{ "EACCES", EACCES },
	{ "EPERM", EPERM },
	{ "EMFILE", EMFILE },
	{ "EINTR", EINTR },
	{ "EXDEV", EXDEV },
	{ "ENOLCK", ENOLCK },
	{ "EEXIST", EEXIST },
};

enum what { NOTHING, FAIL, SHORT, KILL, KILL_AFTER, RUN };

static struct {
	bool ready; /* past the program's start, not yet at its end */
	enum call call;
	long from, to; /* numbers of the calls that are hit */
	enum what what;
	int error;
} fault;

static enum what
what_named(const char *name)
{
	for (size_t i = 0; i < COUNT(errors); i++)
		if (!strcmp(errors[i].name, name)) {
			fault.error = errors[i].error;
			return FAIL;
		}
	return !strcmp(name, "short")       ? SHORT
	       : !strcmp(name, "kill")      ? KILL
	       : !strcmp(name, "killafter") ? KILL_AFTER
	       : !strcmp(name, "run")       ? RUN
					    : NOTHING;
}

/* CALL:N:WHAT; false where it is not that. */
static bool
fault_read(const char *text)
{
	size_t len = strcspn(text, ":");
	char *end;

	while (fault.call < CALLS &&
		(strlen(calls[fault.call]) != len || strncmp(calls[fault.call], text, len) != 0))
		fault.call++;
	if (fault.call == CALLS || !text[len])
		return false;
	fault.from = fault.to = strtol(text + len + 1, &end, 10);
	if (*end == '+') {
		fault.to = 1L << 30;
		end++;
	}
	if (*end != ':' || fault.from < 1)
		return false;
	fault.what = what_named(end + 1);
	return fault.what != NOTHING;
}

/* The secret as it was given, and where to tell. */
static struct {
	unsigned char veiled[64];
	size_t len;
	const char *path;
} scan;

extern char **environ;

static void
scan_read(const char *hex)
{
	unsigned byte;

	while (hex && scan.len < sizeof scan.veiled && sscanf(hex, "%2x", &byte) == 1) {
		scan.veiled[scan.len++] = (unsigned char)byte;
		hex += 2;
	}
}

static bool
scan_matches(const volatile unsigned char *p)
{
	size_t i = 0;

	while (i < scan.len && (p[i] ^ 0x5a) == scan.veiled[i])
		i++;
	return i == scan.len;
}

/* One mapping; the environment lies at the end of the stack. */
static int
scan_mapping(char *begin, char *end, const char *name, FILE *out)
{
	const char *until = end - scan.len;
	int found = 0;

	if (environ[0] > begin && environ[0] < end)
		until = environ[0] - scan.len;
	for (const char *p = begin; p <= until; p++)
		if (scan_matches((const volatile unsigned char *)p)) {
			fprintf(out, " %s+%lx", name, (unsigned long)(p - begin));
			found++;
		}
	return found;
}

static void
scan_memory(void)
{
	FILE *maps, *out;
	char line[512], name[256], mode[8];
	unsigned long begin, end;
	int found = 0;

	if (!scan.path || !scan.len)
		return;
	maps = fopen("/proc/self/maps", "r");
	out = fopen(scan.path, "a");
	fputs("found", out);
	while (maps && fgets(line, sizeof line, maps)) {
		name[0] = '\0';
		if (sscanf(line, "%lx-%lx %7s %*s %*s %*s %255s", &begin, &end, mode, name) < 3 ||
			strncmp(mode, "rw", 2) != 0 || !strcmp(name, "[vvar]"))
			continue;
		found += scan_mapping((char *)begin, (char *)end, name, out);
	}
	fprintf(out, "\n%d\n", found);
	fclose(out);
	if (maps)
		fclose(maps);
}

static void
scan_now(int number)
{
	bool ready = fault.ready;

	(void)number;
	fault.ready = false;
	scan_memory();
	fault.ready = ready;
}

static void __attribute__((constructor)) fault_begin(void)
{
	const char *text = getenv("SCEPWIZ_FAULT");
	long *shared = mmap(
		NULL, sizeof made_here, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (shared != MAP_FAILED)
		made = shared;

	scan.path = getenv("SCEPWIZ_FAULT_SCAN");
	scan_read(getenv("SCEPWIZ_FAULT_SECRET"));
	if (scan.path)
		signal(SIGUSR2, scan_now);

	if (text && !fault_read(text)) {
		fprintf(stderr, "fault: \"%s\" is not CALL:N:WHAT\n", text);
		_exit(125);
	}
	fault.ready = true;
}

/* Those above standard error; the file is empty where there are none. */
static void
tell_descriptors(void)
{
	const char *path = getenv("SCEPWIZ_FAULT_LEFT");
	char names[64][256] = { "" };
	FILE *file;

	for (int fd = 3; path && fd < (int)COUNT(names); fd++) {
		char link[64];

		snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
		if (readlink(link, names[fd], sizeof names[fd] - 1) < 0)
			names[fd][0] = '\0';
	}
	file = path ? fopen(path, "w") : NULL;
	for (size_t fd = 3; file && fd < COUNT(names); fd++)
		if (*names[fd])
			fprintf(file, "%s\n", names[fd]);
	if (file)
		fclose(file);
}

static void __attribute__((destructor)) fault_end(void)
{
	const char *path = getenv("SCEPWIZ_FAULT_COUNT");
	FILE *file = NULL;

	fault.ready = false;
	tell_descriptors();
	scan_memory();
	if (path)
		file = fopen(path, "a");
	if (!file)
		return;
	for (size_t i = 0; i < CALLS; i++)
		fprintf(file, "%s %ld\n", calls[i], made[i]);
	fclose(file);
}

/* Another program's work, in which nothing fails, and no signal waits. */
static void
fault_run(void)
{
	const char *command = getenv("SCEPWIZ_FAULT_RUN");
	int status = -1;
	sigset_t none;
	pid_t pid;

	fault.ready = false;
	unsetenv("LD_PRELOAD");
	pid = command ? fork() : -1;
	if (pid == 0) {
		sigemptyset(&none);
		sigprocmask(SIG_SETMASK, &none, NULL);
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (pid < 0 || status != 0)
		fprintf(stderr, "fault: the command has failed\n");
	fault.ready = true;
}

/* Counts a call and says what happens to it; sets errno where it fails, ends where it kills. */
static enum what
fault_at(enum call call)
{
	long number;

	if (!fault.ready)
		return NOTHING;
	number = ++made[call];
	if (fault.what == NOTHING || call != fault.call || number < fault.from || number > fault.to)
		return NOTHING;
	if (fault.what == KILL)
		raise(SIGKILL);
	if (fault.what == RUN)
		fault_run();
	errno = fault.error;
	return fault.what;
}

static void
fault_behind(enum what what)
{
	if (what == KILL_AFTER)
		raise(SIGKILL);
}

/* The C library's own function of that name is next(). */
#define NEXT(function)                     \
	static __typeof__(function) *next; \
	if (!next)                         \
	*(void **)&next = dlsym(RTLD_NEXT, #function)

/* A call that returns -1 where it fails. */
#define FALLIBLE(type, call, function, ...) \
	enum what what = fault_at(call);    \
	int error = errno;                  \
	type result = -1;                   \
	NEXT(function);                     \
	if (what == FAIL)                   \
		errno = error;              \
	else                                \
		result = next(__VA_ARGS__); \
	fault_behind(what);                 \
	return result

ssize_t
read(int fd, void *buf, size_t len)
{
	FALLIBLE(ssize_t, READ, read, fd, buf, what == SHORT && len > 1 ? 1 : len);
}

ssize_t
pread(int fd, void *buf, size_t len, off_t at)
{
	FALLIBLE(ssize_t, PREAD, pread, fd, buf, what == SHORT && len > 1 ? 1 : len, at);
}

ssize_t
write(int fd, const void *buf, size_t len)
{
	FALLIBLE(ssize_t, WRITE, write, fd, buf, what == SHORT && len > 1 ? 1 : len);
}

int
fsync(int fd)
{
	FALLIBLE(int, FSYNC, fsync, fd);
}

int
fchmod(int fd, mode_t mode)
{
	FALLIBLE(int, FCHMOD, fchmod, fd, mode);
}

int
ftruncate(int fd, off_t len)
{
	FALLIBLE(int, FTRUNCATE, ftruncate, fd, len);
}

int
stat(const char *path, struct stat *st)
{
	FALLIBLE(int, STAT, stat, path, st);
}

int
lstat(const char *path, struct stat *st)
{
	FALLIBLE(int, STAT, lstat, path, st);
}

int
fstat(int fd, struct stat *st)
{
	FALLIBLE(int, STAT, fstat, fd, st);
}

int
rename(const char *from, const char *to)
{
	FALLIBLE(int, RENAME, rename, from, to);
}

int
link(const char *from, const char *to)
{
	FALLIBLE(int, LINK, link, from, to);
}

int
unlink(const char *path)
{
	FALLIBLE(int, UNLINK, unlink, path);
}

int
flock(int fd, int operation)
{
	FALLIBLE(int, FLOCK, flock, fd, operation);
}

/* A close that fails has closed nevertheless, as on Linux. */
int
close(int fd)
{
	enum what what = fault_at(CLOSE);
	int error = errno, result;
	NEXT(close);

	result = next(fd);
	fault_behind(what);
	if (what == FAIL) {
		errno = error;
		return -1;
	}
	return result;
}

/* A kernel without Landlock and filters of calls (src/base/sandbox.h): what is told at the end goes to files that the program may not write, and
 * what SCEPWIZ_FAULT_RUN names is another program's work. */
#ifdef SYS_landlock_create_ruleset
long
syscall(long number, ...)
{
	static long (*next)(long, ...);
	long v[6];
	va_list ap;

	va_start(ap, number);
	for (size_t i = 0; i < COUNT(v); i++)
		v[i] = va_arg(ap, long);
	va_end(ap);
	if (number == SYS_landlock_create_ruleset) {
		errno = ENOSYS;
		return -1;
	}
	if (!next)
		next = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
	return next(number, v[0], v[1], v[2], v[3], v[4], v[5]);
}
#endif

int
prctl(int option, ...)
{
	unsigned long v[4];
	va_list ap;

	va_start(ap, option);
	for (size_t i = 0; i < COUNT(v); i++)
		v[i] = va_arg(ap, unsigned long);
	va_end(ap);
	if (option == PR_SET_SECCOMP) {
		errno = EINVAL;
		return -1;
	}
	return (int)syscall(SYS_prctl, option, v[0], v[1], v[2], v[3]);
}

/* gcov writes its numbers when a program has done its work: that is none of its calls any more. */
static bool
is_coverage(const char *path)
{
	size_t len = strlen(path);

	return len > 5 && !strcmp(path + len - 5, ".gcda");
}

int
open(const char *path, int flags, ...)
{
	mode_t mode = 0;
	va_list ap;

	va_start(ap, flags);
	if (flags & O_CREAT)
		mode = va_arg(ap, mode_t);
	va_end(ap);
	fault.ready = fault.ready && !is_coverage(path);
	FALLIBLE(int, OPEN, open, path, flags, mode);
}

/* dlsym may ask for memory before it has told where the next malloc is. */
static _Alignas(16) char early[4096];
static size_t early_used;

static void *
early_alloc(size_t size)
{
	void *ptr = early + early_used;

	size = (size + 15) & ~(size_t)15;
	if (size > sizeof early - early_used)
		return NULL;
	early_used += size;
	return ptr;
}

static bool
is_early(const void *ptr)
{
	return (const char *)ptr >= early && (const char *)ptr < early + sizeof early;
}

/* The next function of that name, NULL while it is being looked for. */
static void *
next_alloc(const char *name)
{
	static bool looking;
	void *next;

	if (looking)
		return NULL;
	looking = true;
	next = dlsym(RTLD_NEXT, name);
	looking = false;
	return next;
}

void *
malloc(size_t size)
{
	static void *(*next)(size_t);

	if (!next && !(*(void **)&next = next_alloc("malloc")))
		return early_alloc(size);
	return fault_at(MALLOC) == FAIL ? NULL : next(size);
}

void *
calloc(size_t count, size_t size)
{
	static void *(*next)(size_t, size_t);

	if (!next && !(*(void **)&next = next_alloc("calloc")))
		return early_alloc(count * size);
	return fault_at(MALLOC) == FAIL ? NULL : next(count, size);
}

void *
realloc(void *ptr, size_t size)
{
	static void *(*next)(void *, size_t);
	void *moved;

	if (is_early(ptr)) {
		size_t room = (size_t)(early + sizeof early - (char *)ptr);

		moved = malloc(size);
		return moved ? memcpy(moved, ptr, size < room ? size : room) : NULL;
	}
	if (!next && !(*(void **)&next = next_alloc("realloc")))
		return NULL;
	return fault_at(MALLOC) == FAIL ? NULL : next(ptr, size);
}

void
free(void *ptr)
{
	static void (*next)(void *);

	if (!ptr || is_early(ptr))
		return;
	if (!next)
		*(void **)&next = next_alloc("free");
	if (next)
		next(ptr);
}
