/* The worker's process, and the frames to and from it. */
#include "format/worker/worker.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "base/clock.h"
#include "base/helper.h"
#include "base/report.h"
#include "base/request.h"

/* One a run. */
static struct helper worker = HELPER_INIT(WORKER_NAME);

void
worker_use(const char *path)
{
	helper_stop(&worker, true);
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
	int status = helper_stop(&worker, false);

	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
		return error_add(asking->why,
			"the worker process computed for more than %u seconds",
			asking->request->cpu);
	helper_tell_end(&worker, status, asking->why);
	return -1;
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
		if (n < 0 && errno != EINTR) {
			error_add(asking->why, "the worker process does not respond: %s",
				strerror(errno));
			helper_stop(&worker, true);
			return -1;
		}
		if (!left) {
			helper_stop(&worker, true);
			return error_add(asking->why,
				"the worker process took more than %u seconds",
				asking->request->clock);
		}
	}
}

static int
asking_send(const struct asking *asking, const struct node *node)
{
	enum helper_state state;

	helper_say(&worker, node);
	while ((state = helper_flush(&worker)) == HELPER_WAITS)
		if (asking_wait(asking, POLLOUT) < 0)
			return -1;
	return state == HELPER_ENDED ? asking_ended(asking) : 0;
}

/* The next frame. Anything else comes from a worker that was tricked, and ends it. */
static struct node *
asking_receive(const struct asking *asking)
{
	enum helper_state state;
	struct node *map;

	while ((state = helper_hear(worker.socket, &worker.in, &map)) == HELPER_WAITS)
		if (asking_wait(asking, POLLIN) < 0)
			return NULL;
	if (state == HELPER_ENDED)
		asking_ended(asking);
	if (state == HELPER_LIES) {
		helper_stop(&worker, true);
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
			helper_stop(&worker, true);
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
		helper_stop(&worker, true);
	if (!worker.pid && helper_start(&worker, why) < 0)
		return NULL;
	asking_begin(&asking);
	return asking_send(&asking, request) < 0 ? NULL : asking_answer(&asking, reply, data);
}
