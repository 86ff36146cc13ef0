/* Asking scepwiz-worker (base/request.h). It is started when it is first needed, asked again for the next file, and
 * started anew when it has ended: a crash is a sentence about one file, and the session goes on.
 *
 * It is looked for beside the running program, then in the folder for it (libexecdir), and never in PATH. */
#ifndef FORMAT_WORKER_H
#define FORMAT_WORKER_H

#include "base/node.h"
#include "base/strbuf.h"

/* A request of that name, without its members, which the caller adds. The caller frees it. */
struct node *worker_request(const char *name);

/* Replies to a question of the worker's: a map, which the caller takes; NULL with a sentence in err, and the request
 * ends with that. */
typedef struct node *worker_reply(const struct node *question, void *data, struct strbuf *err);

/* Returns the answer, a map, which the caller frees. NULL where none came: why gets a clause
 * for a sentence of the caller's to go on with, as "the process for it was ended by signal 11 (Segmentation fault)".
 * reply: answers its questions, with data; NULL: there are none. */
struct node *worker_ask(
	const struct node *request, worker_reply *reply, void *data, struct strbuf *why);

/* Why a request came to nothing: what worker_ask said, or else that the answer holds nothing that was asked. */
const char *worker_reason(const struct strbuf *why);

/* For tests: the program to start instead, NULL for the real one. Ends the one that runs. */
void worker_use(const char *path);

#endif
