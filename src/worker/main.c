/* scepwiz-worker: one answer after another, over the socket that it was started with. */
#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/frame.h"
#include "base/helper.h"
#include "base/request.h"
#include "base/secrecy.h"
#include "base/xalloc.h"

#include "worker/answers.h"
#include "worker/jail.h"

static struct node *
receive(void)
{
	struct node *node = frame_receive(STDIN_FILENO);

	if (!node)
		exit(errno == EPROTO ? HELPER_MISUSED : HELPER_DONE);
	return node;
}

/* Takes the node. */
static void
reply(struct node *node)
{
	if (frame_send(STDOUT_FILENO, node) < 0)
		exit(HELPER_DONE);
	node_free(node);
}

struct node *
worker_question(struct node *question)
{
	struct node *top = node_map_new();

	node_set(top, "question", question);
	reply(top);
	return receive();
}

static const struct {
	const char *request; /* base/request.h */
	answer_fill *fill;
} answers[] = {
	{ "certificates", certificates_answer },
	{ "certificate", certificate_answer },
	{ "number", number_answer },
	{ "serial", serial_answer },
	{ "issued", issued_answer },
	{ "sign", sign_answer },
	{ "judge", judge_answer },
	{ "read", read_answer },
	{ "write", write_answer },
	{ "scep", scep_answer },
};

static void
answer_next(void)
{
	NODE(request) = receive();
	const char *name = node_get_text(request, "ask");
	const struct request *limits = request_find(name);
	struct node *answer = node_map_new();
	bool whole = false;

	if (limits)
		jail_limit_cpu(limits->cpu);
	for (size_t i = 0; limits && i < ARRAY_SIZE(answers); i++)
		if (!strcmp(answers[i].request, name))
			whole = answers[i].fill(request, answer);
	if (!whole)
		exit(HELPER_MISUSED);
	reply(answer);
}

int
main(int argc, char **argv)
{
	if (argc != 2 || isatty(STDIN_FILENO)) {
		fputs(WORKER_NAME
			" reads certificates and property lists for scepwiz, which starts it. Do "
			"not run it by hand.\n",
			stderr);
		return HELPER_MISUSED;
	}
	if (strcmp(argv[1], PACKAGE_VERSION) != 0)
		return HELPER_OTHER_VERSION;
	secrecy_begin();
	signal(SIGPIPE, SIG_IGN);
	/* It would read its configuration at its first use, and load what that names. */
	OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
	RAND_status();
	jail_enter();
	for (;;)
		answer_next();
}
