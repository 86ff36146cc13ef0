#include "base/keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/frame.h"
#include "base/secrecy.h"
#include "base/signals.h"
#include "base/xalloc.h"

/* What is sent besides requests and answers. */
#define CALL_OFF "call off" /* to the keeper: the wizard ends */
#define GO_ON "go on"       /* and: it was stopped, and goes on */
#define STOPPED "stopped"   /* from the keeper: a program was */

/* In the wizard. */
static volatile sig_atomic_t keeper_pid; /* 0: there is none */
static volatile sig_atomic_t keeper_fd = -1;

/* In the keeper. */
static int session_fd = -1;
static bool is_called_off;
static int given_fd = -1;

/*
 * The keeper's side.
 */

/* A handler, and no ignoring: what the keeper runs has these signals as if they had never been caught. What was ignored
 * when the program started stays so. */
static void
survive(int signo)
{
	(void)signo;
}

static void
survive_signals(void)
{
	static const int ends[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGALRM,
		SIGPIPE, SIGCHLD };
	struct sigaction before, action = { .sa_handler = survive };

	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < ARRAY_SIZE(ends); i++)
		if (sigaction(ends[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
			sigaction(ends[i], &action, NULL);
}

/* The next frame while a task runs: either it is the one that is waited for, or the task is to end. */
static bool
told(const char *word)
{
	NODE(frame) = frame_receive(session_fd);

	if (node_get(frame, word))
		return true;
	is_called_off = true;
	return false;
}

bool
keeper_is_called_off(void)
{
	struct pollfd ready = { .fd = session_fd, .events = POLLIN };

	if (!is_called_off && poll(&ready, 1, 0) > 0) {
		told(CALL_OFF);
		is_called_off = true;
	}
	return is_called_off;
}

int
keeper_socket(void)
{
	return session_fd;
}

/* SIGCHLD is blocked from the look at the child until pselect() sleeps, so that none slips between the two. */
pid_t
keeper_wait(pid_t child, int *status, int timeout_ms)
{
	struct timespec timeout = { timeout_ms / 1000, timeout_ms % 1000 * 1000000L };
	sigset_t block, old;
	pid_t pid;
	int n;

	sigemptyset(&block);
	sigaddset(&block, SIGCHLD);
	sigprocmask(SIG_BLOCK, &block, &old);
	do {
		fd_set ready;

		n = -1;
		errno = EINTR;
		FD_ZERO(&ready);
		FD_SET(session_fd, &ready);
		pid = waitpid(child, status, WNOHANG | WUNTRACED);
		if (pid == 0 && timeout_ms >= 0)
			n = pselect(0, NULL, NULL, NULL, &timeout, &old);
		else if (pid == 0 && !keeper_is_called_off())
			n = pselect(session_fd + 1, &ready, NULL, NULL, NULL, &old);
		else
			n = 0;
	} while (n > 0 || (n < 0 && errno == EINTR));
	sigprocmask(SIG_SETMASK, &old, NULL);
	return pid;
}

void
keeper_stop(void)
{
	NODE(stopped) = node_map_new();

	node_set(stopped, STOPPED, node_boolean_new(true));
	if (frame_send(session_fd, stopped) == 0)
		told(GO_ON);
}

void
keeper_give(int fd)
{
	given_fd = fd;
}

/* A message with one byte, which carries a descriptor. */
struct carrier {
	char byte;
	struct iovec bytes;
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))];
	struct msghdr message;
};

static void
carrier_init(struct carrier *carrier)
{
	memset(carrier, 0, sizeof *carrier);
	carrier->bytes = (struct iovec){ &carrier->byte, 1 };
	carrier->message.msg_iov = &carrier->bytes;
	carrier->message.msg_iovlen = 1;
	carrier->message.msg_control = carrier->control;
	carrier->message.msg_controllen = sizeof carrier->control;
}

/* Whether the wizard takes it is its own business. */
static void
give(void)
{
	struct carrier carrier;
	struct cmsghdr *head;

	carrier_init(&carrier);
	head = CMSG_FIRSTHDR(&carrier.message);
	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(sizeof given_fd);
	memcpy(CMSG_DATA(head), &given_fd, sizeof given_fd);
	while (sendmsg(session_fd, &carrier.message, 0) < 0 && errno == EINTR)
		;
	close(given_fd);
	given_fd = -1;
}

static void
task_run(const struct keeper_task *tasks, const struct node *request)
{
	const char *name = node_get_text(request, "ask");
	NODE(answer) = node_map_new();

	is_called_off = false;
	for (; name && tasks->name; tasks++)
		if (!strcmp(tasks->name, name))
			tasks->run(request, answer);
	/* if the wizard has gone, the next read tells */
	(void)frame_send(session_fd, answer);
	if (given_fd >= 0)
		give();
}

/* No destructor of a library runs at its end, for it has none of what they put away. */
static _Noreturn void
keep(const struct keeper_task *tasks)
{
	struct node *request;

	secrecy_begin(); /* locks of memory are not inherited */
	while ((request = frame_receive(session_fd))) {
		/* one that was called off when it had just ended */
		if (!node_get(request, CALL_OFF))
			task_run(tasks, request);
		node_free(request);
	}
	_exit(0);
}

/*
 * The wizard's side.
 */

int
keeper_begin(const struct keeper_task *tasks, struct strbuf *err)
{
	sigset_t all, before;
	int ends[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
		return error_add(err, "no second process can be made: %s", strerror(errno));
	for (int i = 0; i < 2; i++)
		fcntl(ends[i], F_SETFD, FD_CLOEXEC);
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	pid = fork();
	if (pid == 0)
		survive_signals();
	sigprocmask(SIG_SETMASK, &before, NULL);
	if (pid == 0) {
		close(ends[0]);
		session_fd = ends[1];
		keep(tasks);
	}
	close(ends[1]);
	if (pid < 0) {
		error_add(err, "no second process can be made: %s", strerror(errno));
		close(ends[0]);
		return -1;
	}
	keeper_pid = (sig_atomic_t)pid;
	keeper_fd = ends[0];
	return 0;
}

bool
keeper_is_there(void)
{
	return keeper_fd >= 0;
}

void
keeper_end(void)
{
	if (keeper_fd >= 0)
		close(keeper_fd);
	keeper_fd = -1;
	for (int ms = 0;
		keeper_pid && ms < KEEPER_PATIENCE_MS && waitpid(keeper_pid, NULL, WNOHANG) == 0;
		ms += 10)
		poll(NULL, 0, 10);
	keeper_pid = 0;
}

struct node *
keeper_request(const char *task)
{
	struct node *request = node_map_new();

	node_set(request, "ask", node_text_new(task));
	return request;
}

static int
say(const char *word)
{
	NODE(frame) = node_map_new();

	node_set(frame, word, node_boolean_new(true));
	return frame_send(keeper_fd, frame);
}

/* The next frame; NULL where there will be none in time. */
static struct node *
hear(bool *called_off)
{
	if (!*called_off && signals_wait_end(keeper_fd, -1) < 0) {
		*called_off = true;
		if (say(CALL_OFF) < 0)
			return NULL;
	}
	if (*called_off && signals_wait_end(keeper_fd, KEEPER_PATIENCE_MS) <= 0)
		return NULL;
	return frame_receive(keeper_fd);
}

static struct node *
ask(const struct node *request)
{
	bool called_off = false;
	struct node *answer = frame_send(keeper_fd, request) < 0 ? NULL : hear(&called_off);

	while (node_get(answer, STOPPED)) {
		node_free(answer);
		signals_stop();
		signals_lend();
		answer = say(GO_ON) < 0 ? NULL : hear(&called_off);
	}
	return answer;
}

struct node *
keeper_ask(const struct node *request)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, before;
	struct node *answer = NULL;

	sigemptyset(&ignore.sa_mask);
	sigaction(SIGPIPE, &ignore, &before);
	if (keeper_fd >= 0)
		answer = ask(request);
	if (!answer && keeper_fd >= 0) { /* what it may still say belongs to nothing */
		close(keeper_fd);
		keeper_fd = -1;
	}
	sigaction(SIGPIPE, &before, NULL);
	return answer;
}

int
keeper_take(void)
{
	struct carrier carrier;
	const struct cmsghdr *head;
	ssize_t n;
	int fd = -1;

	if (keeper_fd < 0 || signals_wait_end(keeper_fd, KEEPER_PATIENCE_MS) <= 0)
		return -1;
	carrier_init(&carrier);
	do
		n = recvmsg(keeper_fd, &carrier.message, 0);
	while (n < 0 && errno == EINTR);
	head = n == 1 ? CMSG_FIRSTHDR(&carrier.message) : NULL;
	if (!head || head->cmsg_level != SOL_SOCKET || head->cmsg_type != SCM_RIGHTS ||
		head->cmsg_len != CMSG_LEN(sizeof fd))
		return -1;
	memcpy(&fd, CMSG_DATA(head), sizeof fd);
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	return fd;
}
