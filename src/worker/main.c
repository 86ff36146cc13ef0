/* scepwiz-worker: one answer after another, over the socket that it was started with. */
#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/frame.h"
#include "base/request.h"
#include "base/secrecy.h"
#include "base/xalloc.h"

#include "worker/answers.h"
#include "worker/jail.h"

/* All of len bytes. Ends the worker where the other side has closed. */
static void
read_whole(char *data, size_t len)
{
	while (len) {
		ssize_t n = read(STDIN_FILENO, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			exit(WORKER_DONE);
		data += n;
		len -= (size_t)n;
	}
}

static struct node *
frame_receive(void)
{
	STRBUF(bytes);
	char head[FRAME_HEAD];
	struct node *node;
	size_t len;

	read_whole(head, sizeof head);
	len = frame_length(head);
	if (len > FRAME_LIMIT)
		exit(WORKER_MISUSED);
	strbuf_addchars(&bytes, '\0', len);
	read_whole(bytes.buf, len);
	node = frame_read(bytes.buf, len);
	if (!node_is(node, NODE_MAP))
		exit(WORKER_MISUSED);
	return node;
}

/* Takes the node. */
static void
frame_send(struct node *node)
{
	STRBUF(bytes);

	frame_write(node, &bytes);
	if (fd_write(STDOUT_FILENO, bytes.buf, bytes.len) < 0)
		exit(WORKER_DONE);
	node_free(node);
}

struct node *
worker_question(struct node *question)
{
	struct node *top = node_map_new();

	node_set(top, "question", question);
	frame_send(top);
	return frame_receive();
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
	{ "read", read_answer },
	{ "write", write_answer },
};

static void
answer_next(void)
{
	NODE(request) = frame_receive();
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
		exit(WORKER_MISUSED);
	frame_send(answer);
}

int
main(int argc, char **argv)
{
	if (argc != 2 || isatty(STDIN_FILENO)) {
		fputs(WORKER_NAME
			" reads certificates and property lists for scepwiz, which starts it. "
			"It is of no use by hand.\n",
			stderr);
		return WORKER_MISUSED;
	}
	if (strcmp(argv[1], PACKAGE_VERSION) != 0)
		return WORKER_OTHER_VERSION;
	secrecy_begin();
	signal(SIGPIPE, SIG_IGN);
	/* It would read its configuration at its first use, and load what that names. */
	OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
	RAND_status();
	jail_enter();
	for (;;)
		answer_next();
}
