/* The worker's process, and the frames to and from it. */
#include "format/worker/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#ifdef __APPLE__
#include <mach-o/dyld.h>
#endif
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/frame.h"
#include "base/report.h"
#include "base/request.h"
#include "base/xalloc.h"

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0 /* macOS: SO_NOSIGPIPE does it */
#endif

/* One a run. */
static struct {
	pid_t pid; /* 0: none runs */
	int socket;
	const char *path; /* of tests */
} worker;

/*
 * Starting and ending it.
 */

/* The folder of the running program; nothing where the system does not say. */
static void
own_folder(struct strbuf *out)
{
	char path[PATH_MAX];
#ifdef __APPLE__
	uint32_t size = sizeof path;
	ssize_t len = _NSGetExecutablePath(path, &size) == 0 ? (ssize_t)strlen(path) : -1;
#else
	ssize_t len = readlink("/proc/self/exe", path, sizeof path);
#endif

	while (len > 0 && path[len - 1] != '/')
		len--;
	if (len > 0)
		strbuf_add(out, path, (size_t)len);
}

static int
worker_find(struct strbuf *path, struct strbuf *why)
{
	STRBUF(beside);

	if (worker.path && access(worker.path, X_OK) < 0)
		return error_add(why, "the worker program, %s, cannot be started: %s", worker.path,
			strerror(errno));
	if (worker.path) {
		strbuf_addstr(path, worker.path);
		return 0;
	}
	own_folder(&beside);
	if (beside.len)
		strbuf_addstr(&beside, WORKER_NAME);
	if (beside.len && access(beside.buf, X_OK) == 0)
		strbuf_addstr(path, beside.buf);
	else if (access(WORKER_FOLDER "/" WORKER_NAME, X_OK) == 0)
		strbuf_addstr(path, WORKER_FOLDER "/" WORKER_NAME);
	else
		error_add(why,
			"the worker program is missing: %s is not in " WORKER_FOLDER
			" or beside scepwiz. Install scepwiz again",
			WORKER_NAME);
	return path->len ? 0 : -1;
}

/* What keys send is for the session, and none of the session's handlers is the worker's. */
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

/* Returns what posix_spawn does. */
static int
worker_spawn(const char *path, int socket)
{
	char name[] = WORKER_NAME, version[] = PACKAGE_VERSION;
	char *const argv[] = { name, version, NULL }, *const environment[] = { NULL };
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	int failed;

	if (posix_spawn_file_actions_init(&files) || posix_spawnattr_init(&attributes))
		out_of_memory();
	spawn_attributes(&attributes);
	posix_spawn_file_actions_adddup2(&files, socket, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&files, socket, STDOUT_FILENO);
	posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	failed = posix_spawn(&worker.pid, path, &files, &attributes, argv, environment);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&files);
	if (failed)
		worker.pid = 0;
	return failed;
}

static int
worker_start(struct strbuf *why)
{
	STRBUF(path);
	int ends[2], failed;

	if (worker_find(&path, why) < 0)
		return -1;
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0) {
		failed = errno;
	} else {
		fcntl(ends[0], F_SETFD, FD_CLOEXEC);
		fcntl(ends[1], F_SETFD, FD_CLOEXEC);
#ifdef SO_NOSIGPIPE
		setsockopt(ends[0], SOL_SOCKET, SO_NOSIGPIPE, &(int){ 1 }, sizeof(int));
#endif
		failed = worker_spawn(path.buf, ends[1]);
		close(ends[1]);
		worker.socket = ends[0];
		if (failed)
			close(ends[0]);
	}
	if (failed)
		error_add(why, "the worker program, %s, cannot be started: %s", path.buf,
			strerror(failed));
	return failed ? -1 : 0;
}

/* Ends it, whatever it does, and says how it ended; 0 too where the system has taken that away (SIGCHLD is
 * ignored). */
static int
worker_stop(bool kill_it)
{
	int status = 0;
	pid_t pid;

	if (kill_it)
		kill(worker.pid, SIGKILL);
	close(worker.socket);
	do
		pid = waitpid(worker.pid, &status, 0);
	while (pid < 0 && errno == EINTR);
	worker.pid = 0;
	return pid < 0 ? 0 : status;
}

void
worker_use(const char *path)
{
	if (worker.pid)
		worker_stop(true);
	worker.path = path;
}

/*
 * Frames.
 */

/* One request at work. */
struct asking {
	const struct request *request;
	int64_t end; /* by clock_ms */
	struct strbuf *why;
};

static void
asking_begin(struct asking *asking)
{
	asking->end = clock_ms() + asking->request->clock * INT64_C(1000);
}

/* Milliseconds that are left. */
static int
asking_left(const struct asking *asking)
{
	int64_t ms = asking->end - clock_ms();

	return ms > 0 ? (int)ms : 0;
}

/* Nothing was said any more, so it has ended or is about to. */
static int
asking_ended(const struct asking *asking)
{
	int status = worker_stop(false);

	if (WIFEXITED(status) && WEXITSTATUS(status) == NO_MEMORY_STATUS)
		return error_add(asking->why, "the worker process ran out of memory");
	if (WIFEXITED(status) && WEXITSTATUS(status) == WORKER_OTHER_VERSION)
		return error_add(asking->why,
			"the worker program (%s) belongs to another version of scepwiz. Install "
			"scepwiz again",
			WORKER_NAME);
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
		return error_add(asking->why,
			"the worker process computed for more than %u seconds",
			asking->request->cpu);
	if (WIFSIGNALED(status))
		return error_add(asking->why, "the worker process was ended by signal %d (%s)",
			WTERMSIG(status), strsignal(WTERMSIG(status)));
	return error_add(
		asking->why, "the worker process ended early (status %d)", WEXITSTATUS(status));
}

/* Waits until the socket can be read or written. */
static int
asking_wait(const struct asking *asking, short events)
{
	struct pollfd ready = { .fd = worker.socket, .events = events };

	for (;;) {
		int left = asking_left(asking), n = left ? poll(&ready, 1, left) : 0;

		if (n > 0)
			return 0;
		if (n < 0 && errno != EINTR)
			return error_add(asking->why, "the worker process does not respond: %s",
				strerror(errno));
		if (!left) {
			worker_stop(true);
			return error_add(asking->why,
				"the worker process took more than %u seconds",
				asking->request->clock);
		}
	}
}

static int
asking_send(const struct asking *asking, const struct node *node)
{
	STRBUF(bytes);
	size_t sent = 0;
	int result = 0;

	frame_write(node, &bytes);
	while (result == 0 && sent < bytes.len) {
		ssize_t n;

		result = asking_wait(asking, POLLOUT);
		if (result < 0)
			break;
		n = send(worker.socket, bytes.buf + sent, bytes.len - sent,
			MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n > 0)
			sent += (size_t)n;
		else if (n < 0 && errno != EINTR && errno != EAGAIN)
			result = asking_ended(asking);
	}
	return result;
}

static int
asking_read(const void *from, char *data, size_t len)
{
	const struct asking *asking = from;

	while (len) {
		ssize_t n;

		if (asking_wait(asking, POLLIN) < 0)
			return -1;
		n = recv(worker.socket, data, len, 0);
		if (n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN))
			return asking_ended(asking);
		if (n > 0) {
			data += n;
			len -= (size_t)n;
		}
	}
	return 0;
}

/* The next frame. Anything else comes from a worker that was tricked, and ends it. */
static struct node *
asking_receive(const struct asking *asking)
{
	struct node *map;

	if (frame_take(asking_read, asking, &map) == 0 && !map) {
		worker_stop(true);
		error_add(asking->why, "the worker process sent an answer that cannot be read");
	}
	return map;
}

/* Whether it says something before it is asked: an answer too many, which would be taken for the next one. */
static bool
worker_speaks(void)
{
	char byte;

	return recv(worker.socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

struct node *
worker_request(const char *name)
{
	struct node *request = node_map_new();

	node_set(request, "ask", node_text_new(name));
	return request;
}

const char *
worker_reason(const struct strbuf *why)
{
	return why->len ? why->buf : "the worker process sent an invalid answer";
}

/* Answers are given until no question is left. */
static struct node *
asking_answer(struct asking *asking, worker_reply *reply, void *data)
{
	for (;;) {
		struct node *answer = asking_receive(asking), *question;

		question = node_get(answer, "question");
		if (!question)
			return answer;
		NODE(asked) = answer;
		NODE(said) = reply ? reply(question, data, asking->why) : NULL;

		asking_begin(asking);
		if (!said)
			worker_stop(true);
		if (!said || asking_send(asking, said) < 0)
			return NULL;
	}
}

struct node *
worker_ask(const struct node *request, worker_reply *reply, void *data, struct strbuf *why)
{
	struct asking asking = { .request = request_find(node_get_text(request, "ask")),
		.why = why };

	if (!asking.request)
		BUG("no request is called %s", node_get_text(request, "ask"));
	if (worker.pid && (asking.request->alone || worker_speaks()))
		worker_stop(true);
	if (!worker.pid && worker_start(why) < 0)
		return NULL;
	asking_begin(&asking);
	return asking_send(&asking, request) < 0 ? NULL : asking_answer(&asking, reply, data);
}
