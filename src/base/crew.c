/* Processes that share the items of a list. */
#include "base/crew.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/fileio.h"
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

/* Bytes that a member collects before it sends them, and that the parent reads at once. */
#define CHUNK ((size_t)16 * 1024)

struct member {
	struct helper helper;
	size_t read; /* bytes of helper.in that were taken */
	size_t next,
		end; /* the first item that was not taken, and the end of its share; equal: it has none */
	bool begun; /* a part of that item was taken */
};

struct run {
	const struct crew *crew;
	struct member *members;
	size_t n;
	size_t next; /* the first item that no member has had */
	bool *lost;  /* items; a member has those that were lost when it was started */
	/* Shared with the members, each of which writes there at what item it is: what it has said before may be on the
	 * way. */
	volatile size_t *at;
};

/*
 * In a member.
 */

static int parent = -1;
static struct strbuf unsent = STRBUF_INIT;

/* Where nobody listens any more, there is nothing to do. */
static void
member_send(void)
{
	if (fd_write(parent, unsent.buf, unsent.len) < 0)
		_exit(HELPER_DONE);
	strbuf_clear(&unsent);
}

void
crew_say(struct node *map)
{
	node_set(map, MORE, node_boolean_new(true));
	frame_write(map, &unsent);
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

static void
member_do(const struct run *run, size_t number, size_t item)
{
	const struct crew *crew = run->crew;
	NODE(said) = NULL;

	run->at[number] = item;
	said = crew->work(item, crew->data);
	frame_write(said, &unsent);
	if (unsent.len >= CHUNK)
		member_send();
}

/* No destructor of a library runs at its end, nor what the parent does at its own. */
static _Noreturn void
member_work(const struct run *run, size_t number)
{
	const struct crew *crew = run->crew;
	struct node *share;
	size_t item, end;

	secrecy_begin(); /* locks of memory are not inherited */
	helpers_leave(); /* it starts its own */
	while ((share = frame_receive(parent))) {
		bool is_share = share_read(share, crew->n, &item, &end);

		node_free(share);
		for (; is_share && item < end; item++)
			if (!run->lost[item])
				member_do(run, number, item);
		member_send();
	}
	_exit(HELPER_DONE);
}

/*
 * In the parent.
 */

/* The sockets of the others are not for it: they would not see that the parent has ended. */
static _Noreturn void
member_begin(const struct run *run, const struct member *member, int socket)
{
	for (size_t i = 0; i < run->n; i++)
		if (run->members[i].helper.pid)
			close(run->members[i].helper.socket);
	parent = socket;
	member_work(run, (size_t)(member - run->members));
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
		member_begin(run, member, ends[1]);
	}
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return -1;
	}
	member->helper = (struct helper)HELPER_INIT(run->crew->name);
	member->helper.pid = pid;
	member->helper.socket = ends[0];
	member->read = 0;
	member->begun = false;
	return 0;
}

/* It waits for this, so that all is sent at once; where it has ended, the next look at it shows that. */
static void
member_tell(const struct run *run, struct member *member)
{
	NODE(share) = node_map_new();

	run->at[member - run->members] = member->next;
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
		member_tell(run, member);
}

/* What it sends of its own accord counts no more than what it writes to shared memory. */
static size_t
member_at(const struct run *run, const struct member *member, bool lies)
{
	size_t at = run->at[member - run->members];

	if (lies || member->begun || at < member->next || at >= member->end || run->lost[at])
		return member->next;
	return at;
}

static void
member_lose(struct run *run, struct member *member, size_t item, const char *why)
{
	run->lost[item] = true;
	run->crew->lost(item, why, run->crew->data);
	while (member->next < member->end && run->lost[member->next])
		member->next++;
}

/* Another member does the rest of its share, what was on the way once more. Where none can be started, that is lost, too. */
static void
member_lost(struct run *run, struct member *member, bool lies)
{
	size_t at = member_at(run, member, lies);
	int status = helper_stop(&member->helper, lies);
	STRBUF(why);

	if (lies)
		strbuf_addf(&why, "the %s process sent what cannot be read", run->crew->name);
	else
		helper_tell_end(&member->helper, status, &why);
	member_lose(run, member, at, why.buf);
	if (member->next == member->end && run->next == run->crew->n)
		return;
	if (member_start(run, member) < 0)
		while (member->next < member->end)
			member_lose(run, member, member->next, why.buf);
	else if (member->next < member->end)
		member_tell(run, member);
	else
		member_share(run, member);
}

/* The next frame of what was received, or of what can be received now. */
static enum helper_state
member_hear(struct member *member, struct node **map)
{
	struct strbuf *in = &member->helper.in;

	for (;;) {
		size_t left = in->len - member->read;
		const char *frame = in->buf + member->read;
		size_t len = left < FRAME_HEAD ? 0 : frame_length(frame);
		enum helper_state state;

		if (len > FRAME_LIMIT)
			return HELPER_LIES;
		if (left >= FRAME_HEAD && left - FRAME_HEAD >= len) {
			member->read += FRAME_HEAD + len;
			*map = frame_read(frame + FRAME_HEAD, len);
			return node_is(*map, NODE_MAP) ? HELPER_SAYS : HELPER_LIES;
		}
		strbuf_splice(in, 0, member->read, NULL, 0);
		member->read = 0;
		state = helper_receive(member->helper.socket, in, CHUNK);
		if (state != HELPER_SAYS)
			return state;
	}
}

/* Up to the end of its share. */
static void
member_listen(struct run *run, struct member *member)
{
	const struct crew *crew = run->crew;

	while (member->next < member->end) {
		struct node *map = NULL;
		enum helper_state state = member_hear(member, &map);
		bool last = !node_get(map, MORE), taken;

		if (state == HELPER_WAITS)
			return;
		taken = state == HELPER_SAYS && crew->take(member->next, map, last, crew->data);
		node_free(map);
		if (!taken) {
			member_lost(run, member, state != HELPER_ENDED);
			return;
		}
		member->begun = !last;
		member->next += last;
		while (member->next < member->end && run->lost[member->next])
			member->next++;
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
}

static void
run_release(struct run *run)
{
	munmap((void *)run->at, CREW_MAX * sizeof *run->at);
	free(run->lost);
	free(run->members);
}

int
crew_run(const struct crew *crew)
{
	size_t most = crew->members < crew->n ? crew->members : crew->n;
	struct run run = { .crew = crew };

	most = most < CREW_MAX ? most : CREW_MAX;
	run.at = mmap(NULL, CREW_MAX * sizeof *run.at, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (run.at == MAP_FAILED)
		return -1;
	run.lost = xcalloc(crew->n + 1, sizeof *run.lost);
	run.members = xcalloc(most + 1, sizeof *run.members);
	while (run.n < most && member_start(&run, &run.members[run.n]) == 0)
		run.n++;
	if (!run.n) {
		run_release(&run);
		return -1;
	}
	for (size_t i = 0; i < run.n; i++)
		member_share(&run, &run.members[i]);
	while (run_listen(&run))
		;
	run_end(&run);
	run_release(&run);
	return 0;
}

/* Those that this process may run on: taskset and containers allow fewer than there are. */
size_t
crew_processors(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);
#ifdef HAVE_SCHED_GETAFFINITY
	cpu_set_t allowed;

	if (sched_getaffinity(0, sizeof allowed, &allowed) == 0)
		n = CPU_COUNT(&allowed);
#endif

	return n < 1 ? 1 : n > CREW_MAX ? CREW_MAX : (size_t)n;
}
