/* Programs of scepwiz that run beside it and talk with it over a socket, in frames (base/frame.h): scepwiz-worker and
 * scepwiz-ask. Each is the running program itself if that contains it (helper_inside). Otherwise it is searched beside the
 * running program, then in its own folder (libexecdir), and never in PATH. It is executed with the version of scepwiz as
 * its only argument, an empty environment, and the socket as its standard input and output. */
#ifndef BASE_HELPER_H
#define BASE_HELPER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/node.h"
#include "base/strbuf.h"

/* Exit statuses of both programs, besides NO_MEMORY_STATUS. */
enum helper_status {
	HELPER_DONE = 0,          /* the socket was closed */
	HELPER_MISUSED = 2,       /* started by hand, or sent a request that scepwiz never sends */
	HELPER_OTHER_VERSION = 4, /* it belongs to another version of scepwiz */
};

struct helper {
	const char
		*name; /* "scepwiz-worker"; of a process of a crew (base/crew.h) the word for it */
	pid_t pid;     /* 0: none runs */
	int socket;    /* while it runs */
	const char *path; /* of tests: the program to start instead; NULL: the real one */
	/* What was received of a frame that is not whole yet, and what is still to be sent (helper_say). */
	struct strbuf in, out;
	size_t sent;
	struct helper *next; /* of those that helper_start has started and that run */
};

/* Says that the running program is these programs, too (NULL behind the last): where one of them is to be started it
 * executes itself with that name as its own, and looks for no other file. The names stay the caller's. */
void helper_inside(const char *const *names);

#define HELPER_INIT(program)                                             \
	{                                                                \
		.name = (program), .in = STRBUF_INIT, .out = STRBUF_INIT \
	}

/* Returns -1, with a clause in why: "the worker program is missing: ..." */
int helper_start(struct helper *helper, struct strbuf *why);
/* The same for a process that nobody waits for: the socket, or -1. It is not a child of ours, so it leaves no zombie. */
int helper_start_apart(const char *name, const char *path, struct strbuf *why);
/* Ends it, whatever it does, and releases the buffers, which are wiped. Returns its exit status, as waitpid tells it; 0
 * if none runs. Without kill_it it should be ending, because a closed socket ends both programs: it is killed if it has not after a
 * second. */
int helper_stop(struct helper *helper, bool kill_it);
/* In a process that was forked: forgets those that helper_start has started, because they are the parent's. */
void helpers_leave(void);
/* A clause about how it ended. */
void helper_tell_end(const struct helper *helper, int status, struct strbuf *why);

/*
 * Without waiting, for who has more than one to listen to. The blocking exchange of the worker
 * (format/worker/worker.c) uses the same functions with a poll between them.
 */

enum helper_state {
	HELPER_WAITS, /* nothing whole has come yet, or not all is sent */
	HELPER_SAYS,  /* *frame is the next one, a map, which the caller frees; or all is sent */
	HELPER_LIES,  /* what came is not a frame with a map */
	HELPER_ENDED, /* the socket is closed or broken */
};

/* The same over any socket, such as that of fetch_begin. in: what was received of the next frame. */
enum helper_state helper_hear(int socket, struct strbuf *in, struct node **frame);
/* Appends what can be received now, at most so many bytes. HELPER_SAYS: there was something. */
enum helper_state helper_receive(int socket, struct strbuf *in, size_t most);
/* Adds a frame to what is to be sent; helper_flush sends what can be sent now. */
void helper_say(struct helper *helper, const struct node *frame);
enum helper_state helper_flush(struct helper *helper);

#endif
