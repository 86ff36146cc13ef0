/* What scepwiz asks of scepwiz-worker, the program that reads what strangers made (certificates, property lists,
 * signed data) and has OpenSSL, libplist and expat for it. Both sides know this page and nothing else of each other.
 *
 * The worker is executed with the version of scepwiz as its only argument, an empty environment, and one socket as
 * its standard input and output. It reads a frame (base/frame.h) with a map, whose "ask" is the name of a request
 * and whose other members belong to that, and answers with a frame, a map again; then it reads the next one, until
 * the socket is closed. It keeps nothing from one request to the next. A map with the member "question" is no answer
 * yet: a reply to it is a frame of its own, and the answer follows. */
#ifndef BASE_REQUEST_H
#define BASE_REQUEST_H

#include <stddef.h>

#define WORKER_NAME "scepwiz-worker"

/* It ends with these, besides NO_MEMORY_STATUS. */
enum worker_status {
	WORKER_DONE = 0,          /* the socket was closed */
	WORKER_MISUSED = 2,       /* started by hand, or asked something that no scepwiz asks */
	WORKER_OTHER_VERSION = 4, /* it belongs to another scepwiz */
};

/* Bytes of address space that the worker may have; libplist and OpenSSL need a few times what they are given. */
#define WORKER_MEMORY ((size_t)1024 * 1024 * 1024)

struct request {
	const char *name;
	unsigned cpu; /* seconds of computing */
	unsigned
		clock; /* seconds until the worker is killed, without the time that a question takes */
};

/* NULL where there is none. */
const struct request *request_find(const char *name);

#endif
