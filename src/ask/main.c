/* scepwiz-ask: one request, over the socket that it was started with. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/frame.h"
#include "base/helper.h"
#include "base/secrecy.h"

#include "ask/ask.h"

/* Beyond the time of the request: whatever libcurl does then, it ends. */
#define GRACE_SECONDS 2

static int
answer(const struct fetched *fetched)
{
	NODE(node) = fetched_to_node(fetched);

	return frame_send(STDOUT_FILENO, node) < 0 ? HELPER_DONE : 0;
}

/* Nobody sees the status of this process, so it says so. */
static int
other_version(void)
{
	FETCHED(fetched);

	fetched.failure = FETCH_OTHER;
	strbuf_addstr(&fetched.says,
		FETCH_NAME " belongs to another version of scepwiz. Install scepwiz again");
	answer(&fetched);
	return HELPER_OTHER_VERSION;
}

static int
ask(void)
{
	NODE(request) = frame_receive(STDIN_FILENO);
	FETCH(fetch);
	FETCHED(fetched);

	if (!request)
		return errno == EPROTO ? HELPER_MISUSED : HELPER_DONE;
	if (!fetch_from_node(request, &fetch))
		return HELPER_MISUSED;
	alarm(fetch.seconds + GRACE_SECONDS);
	http_fetch(&fetch, STDIN_FILENO, &fetched);
	return answer(&fetched);
}

int
main(int argc, char **argv)
{
	if (argc != 2 || isatty(STDIN_FILENO)) {
		fputs(FETCH_NAME
			" makes a request over the network for scepwiz, which starts it. Do not "
			"run it by hand.\n",
			stderr);
		return HELPER_MISUSED;
	}
	signal(SIGPIPE, SIG_IGN);
	if (strcmp(argv[1], PACKAGE_VERSION) != 0)
		return other_version();
	secrecy_begin();
	jail_enter();
	return ask();
}
