/* Processes beside this one, and the frames to and from them. */
#include "base/helper.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#ifdef __APPLE__
#include <mach-o/dyld.h>
#endif
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#if defined(HAVE_GETAUXVAL) && HAVE_GETAUXVAL
#include <sys/auxv.h>
#endif
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/frame.h"
#include "base/request.h"
#include "base/xalloc.h"

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0 /* macOS: SO_NOSIGPIPE does it */
#endif

/* Bytes that are read at once: a frame says how long it is before it has sent as much. */
#define CHUNK ((size_t)64 * 1024)

/* For a process that is ending. */
#define END_PATIENCE_MS 1000
#define END_STEP_MS 1

/* "the worker program", "the worker process"; of a process without a program, its name. */
static const char *
helper_word(const char *name)
{
	if (!strcmp(name, WORKER_NAME))
		return "worker";
	return strncmp(name, "scepwiz-", strlen("scepwiz-")) ? name : "network";
}

/*
 * Starting and ending.
 */

#define OWN_LINK "/proc/self/exe"

/* The folder of the running program; nothing where the system does not say. */
static void
own_folder(struct strbuf *out)
{
	char path[PATH_MAX];
#ifdef __APPLE__
	uint32_t size = sizeof path;
	ssize_t len = _NSGetExecutablePath(path, &size) == 0 ? (ssize_t)strlen(path) : -1;
#else
	ssize_t len = readlink(OWN_LINK, path, sizeof path);
#endif

	while (len > 0 && path[len - 1] != '/')
		len--;
	if (len > 0)
		strbuf_add(out, path, (size_t)len);
}

/* Programs that the running one is, too, and how it is executed again. */
static const char *const *inside;
static struct strbuf inside_path = STRBUF_INIT;

/* The link leads to what runs, even after another version has taken its place. Without /proc there is the path that the
 * kernel was given, which is looked up now: later this may be another folder. */
void
helper_inside(const char *const *names)
{
	OWN_TEXT(real) = NULL;

#if defined(HAVE_GETAUXVAL) && HAVE_GETAUXVAL
	if (access(OWN_LINK, X_OK) < 0)
		real = realpath((const char *)getauxval(AT_EXECFN), NULL);
#endif
	strbuf_set(&inside_path, real ? real : OWN_LINK);
	inside = names;
}

static bool
is_inside(const char *name)
{
	for (const char *const *at = inside; at && *at; at++)
		if (!strcmp(*at, name))
			return true;
	return false;
}

static int
not_started(const char *name, const char *path, int error, struct strbuf *why)
{
	return error_add(why, "the %s program, %s, cannot be started: %s", helper_word(name), path,
		strerror(error));
}

static int
helper_find(const char *name, const char *given, struct strbuf *path, struct strbuf *why)
{
	STRBUF(beside);

	if (given && access(given, X_OK) < 0)
		return not_started(name, given, errno, why);
	if (given) {
		strbuf_addstr(path, given);
		return 0;
	}
	if (is_inside(name)) {
		strbuf_addstr(path, inside_path.buf);
		return 0;
	}
	own_folder(&beside);
	if (beside.len)
		strbuf_addstr(&beside, name);
	strbuf_addf(path, "%s/%s", HELPER_FOLDER, name);
	if (beside.len && access(beside.buf, X_OK) == 0)
		strbuf_set(path, beside.buf);
	else if (access(path->buf, X_OK) < 0)
		return error_add(why,
			"the %s program is missing: %s is not in " HELPER_FOLDER
			" or beside scepwiz. Install scepwiz again, with %s",
			helper_word(name), name, name);
	return 0;
}

/* What keys send is for the session, and none of the session's handlers is the program's. */
static void
spawn_attributes(posix_spawnattr_t *attributes)
{
	sigset_t signals;

	sigemptyset(&signals);
	posix_spawnattr_setsigmask(attributes, &signals);
	sigfillset(&signals);
	posix_spawnattr_setsigdefault(attributes, &signals);
	posix_spawnattr_setpgroup(attributes, 0);
	posix_spawnattr_setflags(
		attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
}

/* Where what a helper writes of itself goes: nowhere. A root that has nothing but this program lacks /dev/null, too, and
 * gets a pipe that nobody reads, which is to be closed; else -1. */
static int
sink_add(posix_spawn_file_actions_t *files)
{
	int ends[2];

	if (access("/dev/null", W_OK) == 0 || pipe(ends) < 0) {
		posix_spawn_file_actions_addopen(files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
		return -1;
	}
	close(ends[0]);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	posix_spawn_file_actions_adddup2(files, ends[1], STDERR_FILENO);
	return ends[1];
}

/* Returns what posix_spawn does. */
static int
helper_spawn(const char *name, const char *path, int socket, pid_t *pid)
{
	OWN_TEXT(own_name) = xstrdup(name);
	char version[] = PACKAGE_VERSION;
	char *const argv[] = { own_name, version, NULL }, *const environment[] = { NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	int failed, sink;

	if (posix_spawn_file_actions_init(&files) || posix_spawnattr_init(&attributes))
		out_of_memory();
	spawn_attributes(&attributes);
	posix_spawn_file_actions_adddup2(&files, socket, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&files, socket, STDOUT_FILENO);
	sink = sink_add(&files);
	failed = posix_spawn(pid, path, &files, &attributes, argv, environment);
	if (sink >= 0)
		close(sink);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&files);
	return failed;
}

/* A child of a process that ends at once. What ends the child otherwise is not seen where SIGCHLD is ignored; the socket
 * tells then. */
static int
helper_spawn_apart(const char *name, const char *path, int socket, pid_t *pid)
{
	pid_t between = fork();
	int status = 0;

	if (between == 0)
		_exit(helper_spawn(name, path, socket, pid));
	if (between < 0)
		return errno;
	while (waitpid(between, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : ECHILD;
}

typedef int spawn_function(const char *name, const char *path, int socket, pid_t *pid);

/* Returns our end of its socket; -1 with a clause. */
static int
helper_run(
	const char *name, const char *given, spawn_function *spawn, pid_t *pid, struct strbuf *why)
{
	STRBUF(path);
	int ends[2], failed;

	if (helper_find(name, given, &path, why) < 0)
		return -1;
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
		return not_started(name, path.buf, errno, why);
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
#ifdef SO_NOSIGPIPE
	setsockopt(ends[0], SOL_SOCKET, SO_NOSIGPIPE, &(int){ 1 }, sizeof(int));
#endif
	failed = spawn(name, path.buf, ends[1], pid);
	close(ends[1]);
	if (!failed)
		return ends[0];
	close(ends[0]);
	return not_started(name, path.buf, failed, why);
}

static struct helper *started;

int
helper_start(struct helper *helper, struct strbuf *why)
{
	helper->socket = helper_run(helper->name, helper->path, helper_spawn, &helper->pid, why);
	if (helper->socket < 0) {
		helper->pid = 0;
		return -1;
	}
	helper->next = started;
	started = helper;
	return 0;
}

int
helper_start_apart(const char *name, const char *path, struct strbuf *why)
{
	pid_t ignored;

	return helper_run(name, path, helper_spawn_apart, &ignored, why);
}

/* Gives it a while to end by itself. Its socket may be closed while it stays, if what it read has compromised it. */
static pid_t
helper_await_end(pid_t pid, int *status)
{
	pid_t ended;

	for (int ms = 0; (ended = waitpid(pid, status, WNOHANG)) == 0 && ms < END_PATIENCE_MS;
		ms += END_STEP_MS)
		poll(NULL, 0, END_STEP_MS);
	if (ended == 0)
		kill(pid, SIGKILL);
	return ended;
}

static void
helper_forget(struct helper *helper)
{
	struct helper **at = &started;

	while (*at && *at != helper)
		at = &(*at)->next;
	if (*at)
		*at = helper->next;
	helper->pid = 0;
	helper->sent = 0;
	strbuf_release(&helper->in);
	strbuf_release(&helper->out);
}

/* 0 too where the system has taken the status away (SIGCHLD is ignored). */
int
helper_stop(struct helper *helper, bool kill_it)
{
	pid_t pid = helper->pid, ended = 0;
	int status = 0;

	if (pid && kill_it)
		kill(pid, SIGKILL);
	if (pid)
		close(helper->socket);
	if (pid && !kill_it)
		ended = helper_await_end(pid, &status);
	while (pid && ended == 0 && (ended = waitpid(pid, &status, 0)) < 0 && errno == EINTR)
		ended = 0;
	helper_forget(helper);
	return ended < 0 ? 0 : status;
}

void
helpers_leave(void)
{
	while (started) {
		close(started->socket);
		helper_forget(started);
	}
}

void
helper_tell_end(const struct helper *helper, int status, struct strbuf *why)
{
	const char *word = helper_word(helper->name);

	if (WIFEXITED(status) && WEXITSTATUS(status) == NO_MEMORY_STATUS)
		strbuf_addf(why, "the %s process ran out of memory", word);
	else if (WIFEXITED(status) && WEXITSTATUS(status) == HELPER_OTHER_VERSION)
		strbuf_addf(why,
			"the %s program (%s) belongs to another version of scepwiz. Install "
			"scepwiz again",
			word, helper->name);
	else if (WIFSIGNALED(status))
		strbuf_addf(why, "the %s process was ended by signal %d (%s)", word,
			WTERMSIG(status), strsignal(WTERMSIG(status)));
	else
		strbuf_addf(
			why, "the %s process ended early (status %d)", word, WEXITSTATUS(status));
}

/*
 * Frames.
 */

/* Bytes of the frame that begins in what was received. */
static size_t
frame_wants(const struct strbuf *in)
{
	return in->len < FRAME_HEAD ? FRAME_HEAD : FRAME_HEAD + frame_length(in->buf);
}

static enum helper_state
frame_is_whole(struct strbuf *in, struct node **frame)
{
	struct node *node = frame_read(in->buf + FRAME_HEAD, in->len - FRAME_HEAD);

	strbuf_release(in);
	if (node_is(node, NODE_MAP)) {
		*frame = node;
		return HELPER_SAYS;
	}
	node_free(node);
	return HELPER_LIES;
}

enum helper_state
helper_receive(int socket, struct strbuf *in, size_t most)
{
	ssize_t n;

	strbuf_grow(in, most);
	do
		n = recv(socket, in->buf + in->len, most, MSG_DONTWAIT);
	while (n < 0 && errno == EINTR);
	if (n < 0 && errno == EAGAIN)
		return HELPER_WAITS;
	if (n <= 0)
		return HELPER_ENDED;
	in->len += (size_t)n;
	in->buf[in->len] = '\0';
	return HELPER_SAYS;
}

/* Not a byte of the next frame is read. */
enum helper_state
helper_hear(int socket, struct strbuf *in, struct node **frame)
{
	*frame = NULL;
	for (;;) {
		size_t left = frame_wants(in) - in->len;
		enum helper_state state;

		if (in->len >= FRAME_HEAD && frame_length(in->buf) > FRAME_LIMIT)
			return HELPER_LIES;
		if (!left)
			return frame_is_whole(in, frame);
		state = helper_receive(socket, in, left > CHUNK ? CHUNK : left);
		if (state != HELPER_SAYS)
			return state;
	}
}

void
helper_say(struct helper *helper, const struct node *frame)
{
	frame_write(frame, &helper->out);
}

enum helper_state
helper_flush(struct helper *helper)
{
	while (helper->sent < helper->out.len) {
		ssize_t n = send(helper->socket, helper->out.buf + helper->sent,
			helper->out.len - helper->sent, MSG_NOSIGNAL | MSG_DONTWAIT);

		if (n >= 0)
			helper->sent += (size_t)n;
		else if (errno == EAGAIN)
			return HELPER_WAITS;
		else if (errno != EINTR)
			return HELPER_ENDED;
	}
	strbuf_release(&helper->out);
	helper->sent = 0;
	return HELPER_SAYS;
}
