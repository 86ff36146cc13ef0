/* Processes that share the items of a list. */
#include "base/crew.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/frame.h"
#include "base/helper.h"
#include "base/secrecy.h"
#include "base/xalloc.h"

/* Of a frame to a member: the numbers of its next items, from the first to before the end. */
#define SHARE_FIRST "first"
#define SHARE_END "end"
/* Of a frame from a member that is not the last about its item. */
#define MORE "more"

/* Most items that a member gets at once. Towards the end it gets few, so that no member has much to do while the others
 * have nothing. */
#define SHARE_MAX 32
#define SHARES_LEFT 4

struct member {
	struct helper helper;
	size_t next, end; /* the item that it is at, and the end of its share; equal: it has none */
};

struct run {
	const struct crew *crew;
	struct member *members;
	size_t n;
	size_t next; /* the first item that no member has had */
};

/*
 * In a member.
 */

static int parent = -1;

void
crew_say(struct node *map)
{
	node_set(map, MORE, node_boolean_new(true));
	if (frame_send(parent, map) < 0)
		_exit(HELPER_DONE); /* nobody listens any more */
}

static bool
share_read(const struct node *share, size_t n, size_t *first, size_t *end)
{
	const struct node *from = node_get(share, SHARE_FIRST), *to = node_get(share, SHARE_END);

	if (!node_is(from, NODE_INTEGER) || !node_is(to, NODE_INTEGER))
		return false;
	*first = (size_t)from->number;
	*end = (size_t)to->number;
	return *first < *end && *end <= n;
}

/* No destructor of a library runs at its end, nor what the parent does at its own. */
static _Noreturn void
member_work(const struct crew *crew)
{
	struct node *share;
	size_t item, end;

	secrecy_begin(); /* locks of memory are not inherited */
	crew->begin(crew->data);
	while ((share = frame_receive(parent))) {
		bool is_share = share_read(share, crew->n, &item, &end);

		node_free(share);
		for (; is_share && item < end; item++) {
			NODE(said) = crew->work(item, crew->data);

			if (frame_send(parent, said) < 0)
				_exit(HELPER_DONE);
		}
	}
	_exit(HELPER_DONE);
}

/*
 * In the parent.
 */

/* The sockets of the others are not for it: they would not see that the parent has ended. */
static _Noreturn void
member_begin(const struct run *run, int socket)
{
	for (size_t i = 0; i < run->n; i++)
		if (run->members[i].helper.pid)
			close(run->members[i].helper.socket);
	parent = socket;
	member_work(run->crew);
}

static int
member_start(const struct run *run, struct member *member)
{
	int ends[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) < 0)
		return -1;
	for (int i = 0; i < 2; i++)
		fcntl(ends[i], F_SETFD, FD_CLOEXEC);
#ifdef SO_NOSIGPIPE
	setsockopt(ends[0], SOL_SOCKET, SO_NOSIGPIPE, &(int){ 1 }, sizeof(int));
#endif
	pid = fork();
	if (pid == 0) {
		close(ends[0]);
		member_begin(run, ends[1]);
	}
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return -1;
	}
	member->helper = (struct helper)HELPER_INIT(run->crew->name);
	member->helper.pid = pid;
	member->helper.socket = ends[0];
	return 0;
}

/* It waits for this, so that all is sent at once; where it has ended, the next look at it shows that. */
static void
member_tell(struct member *member)
{
	NODE(share) = node_map_new();

	node_set(share, SHARE_FIRST, node_integer_new((int64_t)member->next));
	node_set(share, SHARE_END, node_integer_new((int64_t)member->end));
	helper_say(&member->helper, share);
	helper_flush(&member->helper);
}

static void
member_share(struct run *run, struct member *member)
{
	size_t left = run->crew->n - run->next, share = left / (run->n * SHARES_LEFT);

	share = share < 1 ? 1 : share > SHARE_MAX ? SHARE_MAX : share;
	if (share > left)
		share = left;
	member->next = run->next;
	member->end = run->next += share;
	if (share)
		member_tell(member);
}

/* Where none can be started for the rest of its share, that is lost, too. */
static void
member_lost(struct run *run, struct member *member, bool lies)
{
	const struct crew *crew = run->crew;
	int status = helper_stop(&member->helper, lies);
	STRBUF(why);

	if (lies)
		strbuf_addf(&why, "the %s process sent what cannot be read", crew->name);
	else
		helper_tell_end(&member->helper, status, &why);
	crew->lost(member->next++, why.buf, crew->data);
	if (member->next == member->end && run->next == crew->n)
		return;
	if (member_start(run, member) == 0) {
		if (member->next < member->end)
			member_tell(member);
		else
			member_share(run, member);
		return;
	}
	for (; member->next < member->end; member->next++)
		crew->lost(member->next, why.buf, crew->data);
}

/* Up to the end of its share. */
static void
member_listen(struct run *run, struct member *member)
{
	const struct crew *crew = run->crew;
	enum helper_state state = HELPER_SAYS;

	while (member->next < member->end) {
		struct node *map;
		bool last, taken;

		state = helper_hear(member->helper.socket, &member->helper.in, &map);
		if (state == HELPER_WAITS)
			return;
		last = !node_get(map, MORE);
		taken = state == HELPER_SAYS && crew->take(member->next, map, last, crew->data);
		node_free(map);
		if (!taken) {
			member_lost(run, member, state != HELPER_ENDED);
			return;
		}
		member->next += last;
	}
	member_share(run, member);
}

/* Waits until a member has said something. False: none has anything to do. */
static bool
run_listen(struct run *run)
{
	struct pollfd ready[CREW_MAX];
	bool any = false;

	for (size_t i = 0; i < run->n; i++) {
		const struct member *member = &run->members[i];
		bool busy = member->next < member->end;

		ready[i] = (struct pollfd){ busy ? member->helper.socket : -1, POLLIN, 0 };
		any = any || busy;
	}
	if (!any)
		return false;
	if (poll(ready, run->n, -1) < 0)
		return true; /* a signal */
	for (size_t i = 0; i < run->n; i++)
		if (ready[i].revents)
			member_listen(run, &run->members[i]);
	return true;
}

/* What no member is left for. */
static void
run_end(struct run *run)
{
	const struct crew *crew = run->crew;

	for (; run->next < crew->n; run->next++)
		crew->lost(run->next, "no process could be started for it", crew->data);
	for (size_t i = 0; i < run->n; i++)
		helper_stop(&run->members[i].helper, false);
	free(run->members);
}

int
crew_run(const struct crew *crew)
{
	size_t most = crew->members < crew->n ? crew->members : crew->n;
	struct run run = { .crew = crew };

	most = most < CREW_MAX ? most : CREW_MAX;
	run.members = xcalloc(most + 1, sizeof *run.members);
	while (run.n < most && member_start(&run, &run.members[run.n]) == 0)
		run.n++;
	if (!run.n) {
		free(run.members);
		return -1;
	}
	for (size_t i = 0; i < run.n; i++)
		member_share(&run, &run.members[i]);
	while (run_listen(&run))
		;
	run_end(&run);
	return 0;
}

size_t
crew_processors(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : n > CREW_MAX ? CREW_MAX : (size_t)n;
}
