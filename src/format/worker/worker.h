/* Asks scepwiz-worker (base/request.h). It is started when it is first needed, used again for the next file, and
 * restarted after it has ended. So a crash is a sentence about one file, and the session goes on.
 *
 * It is searched beside the running program, then in its own folder (libexecdir), and never in PATH. */
#ifndef FORMAT_WORKER_H
#define FORMAT_WORKER_H

#include "base/node.h"
#include "base/strbuf.h"

/* A request with that name. The caller adds its members, and frees it. */
struct node *worker_request(const char *name);

/* Replies to a question of the worker with a map, which the caller frees. NULL with a sentence in err: the request ends
 * with that. */
typedef struct node *worker_reply(const struct node *question, void *data, struct strbuf *err);

/* Returns the answer, a map, which the caller frees. NULL if there is none: why gets a clause that continues a sentence
 * of the caller, such as "the process for it was ended by signal 11 (Segmentation fault)". reply answers its questions,
 * with data; NULL: there are none. */
struct node *worker_ask(
	const struct node *request, worker_reply *reply, void *data, struct strbuf *why);

/* Why a request failed: the clause of worker_ask, or else that the answer lacks what was asked. */
const char *worker_reason(const struct strbuf *why);

/* For tests: the program to start instead; NULL for the real one. Ends a running one. */
void worker_use(const char *path);

#endif
