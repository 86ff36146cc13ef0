/* Binary property lists, by way of XML. libplist's parser of them has crashed, looped and eaten memory on
 * damaged files, so it runs in a child process that has little time and memory and can open nothing; what
 * it makes of the file comes back through a pipe, as XML, and is read as strictly as any other. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "format/plist/plist_parts.h"

#define CHILD_CPU 2 /* seconds */
#define CHILD_MEMORY ((rlim_t)256 * 1024 * 1024)
#define CHILD_TIME 20 /* seconds on the clock */
#define XML_LIMIT ((size_t)4 * PLIST_DOC_LIMIT)

/* What the child sends first: '=' and the XML follows, or the digit of one of these. */
static const struct {
	const char *rule, *sentence;
} refusals[] = {
	{ "profile-not-well-formed",
		"the binary property list is damaged; convert it where it was made (plutil -convert xml1) and import the XML" },
	{ "text-control-character",
		"a text of the binary property list holds a character that XML cannot carry; take it out where the profile was made" },
	{ "value-type",
		"the binary property list holds a UID or an empty value, which have no form in a profile" },
	{ "value-type",
		"the binary property list holds a date with a part of a second, which XML cannot carry; give it whole seconds where the profile was made" },
};
enum refusal { REFUSED_DAMAGED, REFUSED_TEXT, REFUSED_TYPE, REFUSED_DATE, REFUSED_NOTHING };

static enum refusal node_refusal(plist_t node);

static enum refusal
text_refusal(const char *text)
{
	return text && text_xml_check(text, strlen(text)) == strlen(text) ? REFUSED_NOTHING
									  : REFUSED_TEXT;
}

static enum refusal
array_refusal(plist_t node)
{
	enum refusal refusal = REFUSED_NOTHING;

	for (uint32_t i = 0; i < plist_array_get_size(node) && refusal == REFUSED_NOTHING; i++)
		refusal = node_refusal(plist_array_get_item(node, i));
	return refusal;
}

static enum refusal
dict_refusal(plist_t node)
{
	enum refusal refusal = REFUSED_NOTHING;
	plist_dict_iter iter = NULL;
	plist_t item;
	char *key;

	plist_dict_new_iter(node, &iter);
	do {
		item = NULL;
		key = NULL;
		plist_dict_next_item(node, iter, &key, &item);
		if (item && (refusal = text_refusal(key)) == REFUSED_NOTHING)
			refusal = node_refusal(item);
		free(key);
	} while (item && refusal == REFUSED_NOTHING);
	free(iter);
	return refusal;
}

static enum refusal
date_refusal(plist_t node)
{
	int32_t seconds = 0, micros = 0;

	plist_get_date_val(node, &seconds, &micros);
	return micros ? REFUSED_DATE : REFUSED_NOTHING;
}

static enum refusal
string_refusal(plist_t node)
{
	uint64_t len;

	return text_refusal(plist_get_string_ptr(node, &len));
}

/* What plist_to_xml would not write as it is. */
static enum refusal
node_refusal(plist_t node)
{
	switch (plist_get_node_type(node)) {
	case PLIST_DICT:
		return dict_refusal(node);
	case PLIST_ARRAY:
		return array_refusal(node);
	case PLIST_STRING:
		return string_refusal(node);
	case PLIST_DATE:
		return date_refusal(node);
	case PLIST_BOOLEAN:
	case PLIST_UINT:
	case PLIST_REAL:
	case PLIST_DATA:
		return REFUSED_NOTHING;
	default:
		return REFUSED_TYPE;
	}
}

static void
child_limit(int resource, rlim_t most)
{
	struct rlimit limit = { most, most };

	setrlimit(resource, &limit);
}

/* A sanitizer reserves more memory than any limit allows. */
static void
child_limit_memory(void)
{
#if defined __has_feature
#if __has_feature(address_sanitizer)
#define WITHOUT_MEMORY_LIMIT
#endif
#endif
#if defined RLIMIT_AS && !defined __SANITIZE_ADDRESS__ && !defined WITHOUT_MEMORY_LIMIT
	child_limit(RLIMIT_AS, CHILD_MEMORY);
#endif
}

/* The child opens nothing, runs none of the session's handlers, says nothing on the terminal and leaves no
 * core. */
static void
child_confine(int out)
{
	static const int signals[] = { SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGXCPU, SIGTERM,
		SIGHUP, SIGINT, SIGQUIT, SIGPIPE };

	for (size_t i = 0; i < ARRAY_SIZE(signals); i++)
		signal(signals[i], SIG_DFL);
	for (int fd = 0; fd <= 2; fd++)
		if (fd != out)
			close(fd);
	child_limit(RLIMIT_CPU, CHILD_CPU);
	child_limit(RLIMIT_CORE, 0);
	child_limit(RLIMIT_FSIZE, 0);
	child_limit(RLIMIT_NOFILE, 0);
	child_limit_memory();
}

static _Noreturn void
child_run(const char *data, size_t len, int out)
{
	enum refusal refusal = REFUSED_DAMAGED;
	plist_t root = NULL;
	char *xml = NULL, first;
	uint32_t xml_len = 0;

	child_confine(out);
	plist_from_bin(data, (uint32_t)len, &root);
	if (root && (refusal = node_refusal(root)) == REFUSED_NOTHING) {
		plist_to_xml(root, &xml, &xml_len);
		refusal = xml ? REFUSED_NOTHING : REFUSED_DAMAGED;
	}
	first = refusal == REFUSED_NOTHING ? '=' : (char)('0' + refusal);
	_exit(fd_write(out, &first, 1) < 0 || fd_write(out, xml, xml_len) < 0);
}

/* Milliseconds that are left until end. */
static int
time_left(const struct timespec *end)
{
	struct timespec now;
	long ms;

	clock_gettime(CLOCK_MONOTONIC, &now);
	ms = (long)(end->tv_sec - now.tv_sec) * 1000 + (end->tv_nsec - now.tv_nsec) / 1000000;
	return ms > 0 ? (int)ms : 0;
}

/* All that the child says. -1: too much, or not in time. */
static int
child_read(int in, struct strbuf *answer)
{
	char piece[16384];
	struct timespec end;
	ssize_t n = 1;

	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += CHILD_TIME;
	while (n && answer->len <= XML_LIMIT) {
		struct pollfd ready = { .fd = in, .events = POLLIN };
		int left = time_left(&end);

		if (!left || (poll(&ready, 1, left) < 0 && errno != EINTR))
			return -1;
		n = ready.revents ? read(in, piece, sizeof piece) : -1;
		if (n > 0)
			strbuf_add(answer, piece, (size_t)n);
		else if (n < 0 && ready.revents && errno != EINTR)
			return -1;
	}
	wipe(piece, sizeof piece);
	return n ? -1 : 0;
}

/* Whether the child ended well. One that the system has taken away (SIGCHLD ignored) is judged by what it
 * said. */
static bool
child_end(pid_t child, bool kill_it)
{
	int status = 1;
	pid_t pid;

	if (kill_it)
		kill(child, SIGKILL);
	do
		pid = waitpid(child, &status, 0);
	while (pid < 0 && errno == EINTR);
	return pid < 0 || status == 0;
}

static int
answer_take(const struct strbuf *answer, bool is_whole, struct strbuf *xml, struct problem *problem)
{
	size_t refusal = answer->len ? (size_t)(answer->buf[0] - '0') : ARRAY_SIZE(refusals);

	if (is_whole && answer->len && answer->buf[0] == '=') {
		strbuf_add(xml, answer->buf + 1, answer->len - 1);
		return 0;
	}
	if (!is_whole || refusal >= ARRAY_SIZE(refusals))
		return problem_set(problem, "profile-not-well-formed", 0,
			"the binary property list cannot be read: libplist failed on it, or took more time or memory than a profile needs; convert it where it was made (plutil -convert xml1) and import the XML");
	return problem_set(problem, refusals[refusal].rule, 0, "%s", refusals[refusal].sentence);
}

/* The reading end of the child's pipe, -1 where there is no child. */
static int
child_start(const char *data, size_t len, pid_t *child, struct problem *problem)
{
	int ends[2] = { -1, -1 };

	*child = pipe(ends) == 0 ? fork() : -1;
	if (*child == 0) {
		close(ends[0]);
		child_run(data, len, ends[1]);
	}
	if (*child > 0) {
		close(ends[1]);
		return ends[0];
	}
	problem_set(problem, "profile-not-well-formed", 0,
		"a binary property list is read in a process of its own, which cannot be started: %s",
		strerror(errno));
	if (ends[0] >= 0) {
		close(ends[0]);
		close(ends[1]);
	}
	return -1;
}

int
plist_binary_to_xml(const char *data, size_t len, struct strbuf *xml, struct problem *problem)
{
	struct strbuf answer = STRBUF_INIT;
	int in, result;
	bool is_whole;
	pid_t child;

	in = child_start(data, len, &child, problem);
	if (in < 0)
		return -1;
	is_whole = child_read(in, &answer) == 0;
	close(in);
	is_whole = child_end(child, !is_whole) && is_whole;
	result = answer_take(&answer, is_whole, xml, problem);
	strbuf_release(&answer);
	return result;
}
