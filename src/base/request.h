/* What scepwiz asks scepwiz-worker, the program that reads untrusted data (certificates, property lists, signed data)
 * and links OpenSSL, libplist and expat. This file is all that both sides share.
 *
 * The worker is executed with the version of scepwiz as its only argument, an empty environment, and a socket as its
 * standard input and output. It reads a frame (base/frame.h) with a map, whose "ask" is the name of a request; the
 * other members belong to that request. The answer is a frame with a map. This repeats until the socket is closed. The
 * worker remembers nothing from one request to the next. If the map has the member "question", it is not the answer
 * yet: it gets a reply in a frame of its own, and the answer follows. */
#ifndef BASE_REQUEST_H
#define BASE_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#define WORKER_NAME "scepwiz-worker"

/* Bytes of address space for the worker. libplist and OpenSSL need a few times the size of their input. */
#define WORKER_MEMORY ((size_t)1024 * 1024 * 1024)

struct request {
	const char *name;
	unsigned cpu; /* seconds of processor time */
	unsigned
		clock; /* seconds until the worker is killed, not counting the time that a question takes */
	bool alone; /* needs a new worker, so that a key never goes to a worker that has read an earlier file */
};

/* NULL if there is none. */
const struct request *request_find(const char *name);
/* All of them, from 0; NULL behind the last. */
const struct request *request_at(size_t i);

#endif
