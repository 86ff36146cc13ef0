/* The keeper is a process beside the wizard that does what the wizard's sandbox (base/sandbox.h) forbids. It is forked
 * before anything untrusted is read, reads nothing untrusted itself, and has no sandbox: a program that it runs, such
 * as an editor, can save its files anywhere.
 *
 *     wizard: keeper_begin(tasks); sandbox_enter(...); ... answer = keeper_ask(request) ... keeper_end();
 *     keeper: reads a frame (base/frame.h), a map whose "ask" is the name of a task; runs the task; sends its answer
 *
 * An attacker who has taken over the wizard can send the keeper any request. So a task only does what is harmless, on
 * the user's own list, or confirmed with y by the person at the terminal (base/confirm.h).
 *
 * Both processes are in one process group, so the keeper can lend the terminal as the wizard can. The keeper ignores
 * what ends a session. It ends when the wizard has ended. */
#ifndef BASE_KEEPER_H
#define BASE_KEEPER_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/node.h"
#include "base/strbuf.h"

struct keeper_task {
	const char *name;
	/* In the keeper. Fills the answer, a map. A request of the wrong shape must have no effect. */
	void (*run)(const struct node *request, struct node *answer);
};

/* Starts the keeper. tasks ends with one without a name, and stays valid until the program ends. Returns -1 with a
 * sentence if no process can be made. */
int keeper_begin(const struct keeper_task *tasks, struct strbuf *err);
/* In the wizard: whether there is a keeper to ask. */
bool keeper_is_there(void);
/* Ends the keeper and what it runs, and waits for it, at most KEEPER_PATIENCE_MS. One that is stuck or stopped ends
 * when it continues. May be called from a signal handler. */
void keeper_end(void);

/* Sends a request and waits for the answer, which the caller frees. Returns NULL if the keeper has ended, or if a
 * signal ends the wizard and the task takes more than KEEPER_PATIENCE_MS after that. If the task's program is stopped
 * by ^Z, the wizard stops too, because the shell only waits for the wizard. The caller has lent the terminal
 * (signals_lend). */
struct node *keeper_ask(const struct node *request);
struct node *keeper_request(const char *task);
#define KEEPER_PATIENCE_MS 2000
/* After an answer with which the task gave a descriptor: that descriptor, which the caller closes; -1 if none comes. */
int keeper_take(void);

/*
 * For tasks.
 */

/* Whether the wizard is ending or has ended. */
bool keeper_is_called_off(void);
/* A descriptor that becomes readable when keeper_is_called_off may have changed. */
int keeper_socket(void);
/* Like waitpid: waits until the child has ended or was stopped. Returns 0 if the task is called off. With a timeout
 * (not -1) it returns 0 only when the timeout is over. */
pid_t keeper_wait(pid_t child, int *status, int timeout_ms);
/* Gives the wizard a descriptor, which follows the answer; it is closed here then. One for each answer. */
void keeper_give(int fd);
/* Call this when a program was stopped: stops the wizard, and returns when the wizard continues. */
void keeper_stop(void);

#endif
