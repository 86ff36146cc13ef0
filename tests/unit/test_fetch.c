/* base/fetch: requests and answers come through frames whole or not at all; which server a URL means; and what the keeper
 * allows a session that was taken over. */
#include "testing.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fetch.h"
#include "base/fileio.h"
#include "base/frame.h"
#include "base/helper.h"
#include "base/keeper.h"
#include "base/path.h"
#include "base/sandbox.h"
#include "base/signals.h"
#include "base/xalloc.h"

#include "test_folder.h"

#define URL "http://ca.example.com/scep?operation=GetCACaps"
#define PATIENCE_MS 20000

/*
 * Nodes.
 */

static void
fetch_fill(struct fetch *fetch)
{
	strbuf_set(&fetch->url, URL);
	strbuf_set(&fetch->type, "application/x-pki-message");
	strbuf_add(&fetch->body, "\0\377x", 3);
	strbuf_set(&fetch->root, "PEM");
	strbuf_set(&fetch->proxy, "http://proxy:3128");
	fetch->post = true;
	fetch->seconds = 7;
}

static void
a_request_comes_through(void **state)
{
	FETCH(fetch);
	FETCH(again);

	(void)state;
	fetch_fill(&fetch);
	NODE(node) = fetch_to_node(&fetch);
	assert_true(fetch_from_node(node, &again));
	assert_true(strbuf_same(&fetch.url, &again.url));
	assert_true(strbuf_same(&fetch.type, &again.type));
	assert_true(strbuf_same(&fetch.body, &again.body));
	assert_true(strbuf_same(&fetch.root, &again.root));
	assert_true(strbuf_same(&fetch.proxy, &again.proxy));
	assert_true(again.post);
	assert_int_equal(again.seconds, 7);
}

static struct node *
long_text(size_t len)
{
	STRBUF(text);

	strbuf_addchars(&text, 'a', len);
	return node_text_new(text.buf);
}

static struct node *
long_data(size_t len)
{
	STRBUF(data);

	strbuf_addchars(&data, 'a', len);
	return node_data_new(data.buf, data.len);
}

static bool
request_with(const char *key, struct node *value)
{
	FETCH(fetch);
	FETCH(again);

	fetch_fill(&fetch);
	NODE(node) = fetch_to_node(&fetch);
	if (value)
		node_set(node, key, value);
	else
		node_remove(node, key);
	return fetch_from_node(node, &again);
}

static void
what_no_session_sends_is_refused(void **state)
{
	static const char *const keys[] = { "url", "post", "type", "body", "root", "proxy",
		"seconds" };
	static const char *const urls[] = { "", "ca.example.com", "file:///etc/passwd", "ftp://ca",
		"http:///scep", "http://a b/", "http://ca/\r\nX: y", "http://ca/\xc3\xa9",
		"http://user@ca/", "http://ca.example.com:80@other/", "http://ca\\@other/",
		"http://c%61/", "http://ca:80x/", "http://ca:/", "http://ca:123456/",
		"http://[::1/", "http://[]/", "http://[::1]x/", "socks5://ca/",
		"http://\xc3\xa9.example.com/", "javascript:http://ca/" };

	(void)state;
	assert_true(request_with("seconds", node_integer_new(FETCH_SECONDS_MAX)));
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		assert_false(request_with(keys[i], NULL));
		assert_false(request_with(keys[i], node_list_new()));
	}
	for (size_t i = 0; i < ARRAY_SIZE(urls); i++)
		if (request_with("url", node_text_new(urls[i])))
			fail_msg("\"%s\" is accepted", urls[i]);
	assert_false(request_with("more", node_integer_new(1)));
	assert_false(request_with("seconds", node_integer_new(0)));
	assert_false(request_with("seconds", node_integer_new(FETCH_SECONDS_MAX + 1)));
	assert_false(request_with("type", node_text_new("a\r\nb")));
	assert_false(request_with("type", node_text_new("")));
	assert_false(request_with("type", long_text(257)));
	assert_true(request_with("type", long_text(256)));
	assert_false(request_with("post", node_boolean_new(false))); /* with a body */
	assert_false(request_with("proxy", node_text_new("proxy:3128")));
	assert_false(request_with("proxy", node_text_new("http://user@proxy:3128")));
	assert_true(request_with("proxy", node_text_new("socks5h://proxy")));
	assert_true(request_with("proxy", node_text_new("")));
	assert_true(request_with("body", long_data(FETCH_BODY_LIMIT)));
	assert_false(request_with("body", long_data(FETCH_BODY_LIMIT + 1)));
	assert_false(request_with("root", long_data(FETCH_BODY_LIMIT + 1)));
}

static void
a_server_is_a_scheme_a_host_and_a_port(void **state)
{
	static const struct {
		const char *url, *server;
	} cases[] = {
		{ "http://ca.example.com/scep", "http://ca.example.com" },
		{ "HTTP://CA.Example.COM:80/scep", "http://ca.example.com" },
		{ "https://ca.example.com:443", "https://ca.example.com" },
		{ "http://ca.example.com:443?x=http://other", "http://ca.example.com:443" },
		{ "https://[2001:DB8::1]:8443/#x@y", "https://[2001:db8::1]:8443" },
		{ "http://10.0.0.1:8080/a:b@c", "http://10.0.0.1:8080" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		STRBUF(server);

		assert_true(fetch_server(cases[i].url, &server));
		assert_string_equal(server.buf, cases[i].server);
	}
}

static void
proxies_have_schemes_of_their_own(void **state)
{
	static const struct {
		const char *url;
		bool sound;
	} cases[] = {
		{ "http://proxy.example.com:3128", true },
		{ "HTTPS://proxy.example.com", true },
		{ "socks5://10.0.0.1", true },
		{ "socks5h://proxy.example.com:1080", true },
		{ "ftp://proxy.example.com", false },
		{ "proxy.example.com", false },
		{ "http://user@proxy.example.com", false },
		{ "http://proxy.example.com/a b", false },
		{ "http://", false },
	};
	STRBUF(url);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		if (fetch_proxy_is_sound(cases[i].url) != cases[i].sound)
			fail_msg("%s", cases[i].url);
	strbuf_addstr(&url, "http://proxy.example.com/");
	strbuf_addchars(&url, 'x', FETCH_TEXT_LIMIT - url.len);
	assert_true(fetch_proxy_is_sound(url.buf));
	strbuf_addstr(&url, "x");
	assert_false(fetch_proxy_is_sound(url.buf));
}

static void
fetched_fill(struct fetched *fetched)
{
	strbuf_set(&fetched->says, "says");
	strbuf_set(&fetched->type, "text/plain; charset=utf-8");
	strbuf_add(&fetched->body, "a\0b", 3);
	strbuf_set(&fetched->whose, "CN=ca");
	strvec_push(&fetched->redirects, "302 http://other/");
	fetched->status = 200;
	fetched->trust = FETCH_TRUST_ROOT;
	fetched->ms = 12;
}

static void
an_answer_comes_through(void **state)
{
	FETCHED(fetched);
	FETCHED(again);

	(void)state;
	fetched_fill(&fetched);
	NODE(node) = fetched_to_node(&fetched);
	assert_true(fetched_from_node(node, &again));
	assert_int_equal(again.failure, FETCH_DONE);
	assert_string_equal(again.says.buf, "says");
	assert_int_equal(again.status, 200);
	assert_string_equal(again.type.buf, "text/plain; charset=utf-8");
	assert_true(strbuf_same(&fetched.body, &again.body));
	assert_int_equal(again.redirects.n, 1);
	assert_string_equal(again.redirects.v[0], "302 http://other/");
	assert_int_equal(again.trust, FETCH_TRUST_ROOT);
	assert_string_equal(again.whose.buf, "CN=ca");
	assert_int_equal(again.ms, 12);
}

static bool
answer_with(const char *key, struct node *value)
{
	FETCHED(fetched);
	FETCHED(again);

	fetched_fill(&fetched);
	NODE(node) = fetched_to_node(&fetched);
	if (value)
		node_set(node, key, value);
	else
		node_remove(node, key);
	return fetched_from_node(node, &again);
}

static struct node *
list_of(size_t n, size_t len)
{
	struct node *list = node_list_new();

	for (size_t i = 0; i < n; i++)
		node_append(list, long_text(len));
	return list;
}

static void
what_no_asker_sends_is_refused(void **state)
{
	static const char *const keys[] = { "failure", "says", "status", "type", "body",
		"redirects", "trust", "whose", "ms" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		assert_false(answer_with(keys[i], NULL));
		assert_false(answer_with(keys[i], node_map_new()));
	}
	assert_false(answer_with("more", node_integer_new(1)));
	assert_false(answer_with("failure", node_text_new("")));
	assert_false(answer_with("failure", node_text_new("cut"))); /* with a body */
	assert_false(answer_with("trust", node_text_new("everyone")));
	assert_false(answer_with("status", node_integer_new(0)));
	assert_false(answer_with("status", node_integer_new(-1)));
	assert_false(answer_with("status", node_integer_new(1000)));
	assert_false(answer_with("ms", node_integer_new(-1)));
	assert_false(answer_with("ms", node_integer_new(INT64_MAX)));
	assert_true(answer_with("body", long_data(FETCH_BODY_LIMIT)));
	assert_false(answer_with("body", long_data(FETCH_BODY_LIMIT + 1)));
	assert_true(answer_with("whose", long_text(FETCH_TEXT_LIMIT)));
	assert_false(answer_with("whose", long_text(FETCH_TEXT_LIMIT + 1)));
	assert_false(answer_with("says", long_text(FETCH_TEXT_LIMIT + 1)));
	assert_false(answer_with("type", long_text(FETCH_TEXT_LIMIT + 1)));
	assert_true(answer_with("redirects", list_of(FETCH_REDIRECTS_MAX + 1, 9)));
	assert_false(answer_with("redirects", list_of(FETCH_REDIRECTS_MAX + 2, 9)));
	assert_false(answer_with("redirects", list_of(1, FETCH_TEXT_LIMIT + 1)));
}

static void
each_failure_has_a_name_of_its_own(void **state)
{
	enum fetch_failure found;

	(void)state;
	for (int i = FETCH_DONE; i <= FETCH_OTHER; i++) {
		assert_true(fetch_failure_find(fetch_failure_name((enum fetch_failure)i), &found));
		assert_int_equal(found, i);
	}
	assert_false(fetch_failure_find("", &found));
	assert_false(fetch_failure_find(NULL, &found));
}

/*
 * The keeper.
 */

static char folder[64];
static char *program;

static int
folder_setup(void **state)
{
	FILE *file;

	(void)state;
	snprintf(folder, sizeof folder, "/tmp/scepwiz-fetch.XXXXXX");
	test_folder(folder);
	program = path_join(folder, "ask");
	file = fopen(program, "w");
	assert_non_null(file);
	/* what it is asked is its answer */
	fprintf(file, "#!/bin/sh\nexec cat\n");
	assert_int_equal(fclose(file), 0);
	return chmod(program, 0700);
}

static int
folder_teardown(void **state)
{
	(void)state;
	free(program);
	return 0;
}

#define REQUIRE(condition)                         \
	do                                         \
		if (!(condition))                  \
			_exit(__LINE__ % 250 + 1); \
	while (0)

/* Without a terminal, as in a process group of its own. said: what it wrote to standard error. */
static void
in_child(void (*run)(void), struct strbuf *said)
{
	OWN_TEXT(errors) = path_join(folder, "errors");
	STRBUF(err);
	int status;
	pid_t child = fork();

	if (!child) {
		int fd = open(errors, O_WRONLY | O_CREAT | O_TRUNC, 0600);

		setsid();
		dup2(fd, STDERR_FILENO);
		run();
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	if (!WIFEXITED(status) || WEXITSTATUS(status))
		fail_msg(
			"the child's line %d, or signal %d", WEXITSTATUS(status), WTERMSIG(status));
	assert_int_equal(file_read(errors, 10000, said, &err), 0);
}

static void
wait_for(int fd)
{
	struct pollfd ready = { .fd = fd, .events = POLLIN };

	assert_int_equal(poll(&ready, 1, PATIENCE_MS), 1);
}

static void
begin(void (*task)(const struct node *request, struct node *answer))
{
	static struct keeper_task tasks[] = { { FETCH_TASK, NULL }, { NULL, NULL } };
	STRBUF(err);

	tasks[0].run = task;
	REQUIRE(keeper_begin(tasks, &err) == 0);
}

/* fetch_begin, and what the program says it was asked. */
static bool
comes_back(const char *url, const char *proxy, struct strbuf *err)
{
	struct node *frame = NULL;
	enum helper_state state;
	FETCH(fetch);
	STRBUF(in);
	int fd;

	strbuf_set(&fetch.url, url);
	strbuf_set(&fetch.proxy, proxy);
	fd = fetch_begin(&fetch, err);
	REQUIRE((fd < 0) == (err->len > 0));
	if (fd < 0)
		return false;
	REQUIRE(fcntl(fd, F_GETFD) & FD_CLOEXEC);
	while ((state = helper_hear(fd, &in, &frame)) == HELPER_WAITS) {
		struct pollfd ready = { .fd = fd, .events = POLLIN };

		REQUIRE(poll(&ready, 1, PATIENCE_MS) == 1);
	}
	REQUIRE(state == HELPER_SAYS);
	NODE(sent) = fetch_to_node(&fetch);
	REQUIRE(node_equal(sent, frame));
	node_free(frame);
	close(fd);
	return true;
}

static void
one_server_is_asked_and_named_run(void)
{
	STRVEC(none);
	STRBUF(err);
	FETCH(fetch);

	fetch_use(program);
	begin(fetch_task);
	sandbox_plan(&none);
	sandbox_enter(false); /* where there is one: the session itself could not do it */
	strbuf_set(&fetch.url, "http://a.example.com/");
	REQUIRE(!fetch_needs_word(&fetch));
	REQUIRE(comes_back("http://a.example.com/scep?operation=GetCACaps", "", &err));
	REQUIRE(comes_back("http://A.example.com:80/scep?operation=GetCACert", "", &err));
	REQUIRE(!comes_back("https://a.example.com/", "", &err));
	REQUIRE(!strcmp(err.buf, "https://a.example.com cannot be asked: only "
				 "http://a.example.com may be asked here"));
	strbuf_clear(&err);
	REQUIRE(!comes_back("http://b.example.com/", "", &err));
	strbuf_clear(&err);
	REQUIRE(!comes_back("http://a.example.com:81/", "", &err));
	strbuf_clear(&err);
	REQUIRE(!comes_back("http://a.example.com/", "http://evil:80/", &err));
	strbuf_clear(&err);
	REQUIRE(!comes_back("http://user@a.example.com/", "", &err));
	REQUIRE(!strcmp(err.buf, "http://user@a.example.com/ cannot be asked. Enter http:// or "
				 "https:// and a host in ASCII, without a user name"));
	strbuf_clear(&err);
	REQUIRE(comes_back("http://a.example.com/", "", &err));
	keeper_end();
	REQUIRE(!comes_back("http://a.example.com/", "", &err));
	REQUIRE(!strcmp(
		err.buf, "http://a.example.com cannot be asked: the process for it has ended"));
}

static void
one_server_is_asked_and_named(void **state)
{
	STRBUF(said);

	(void)state;
	in_child(one_server_is_asked_and_named_run, &said);
	assert_string_equal(said.buf, "Asking http://a.example.com ...\n");
}

static void
through_a_proxy_is_named_run(void)
{
	STRBUF(err);

	fetch_use(program);
	begin(fetch_task);
	REQUIRE(comes_back("http://a/", "http://proxy:3128", &err));
	REQUIRE(!comes_back("http://a/", "", &err));
	keeper_end();
}

static void
through_a_proxy_is_named(void **state)
{
	STRBUF(said);

	(void)state;
	in_child(through_a_proxy_is_named_run, &said);
	assert_string_equal(said.buf, "Asking http://a through the proxy http://proxy:3128 ...\n");
}

static void
without_a_word_nothing_is_asked_run(void)
{
	STRBUF(err);
	FETCH(fetch);

	fetch_use(program);
	begin(fetch_confirm_task);
	strbuf_set(&fetch.url, "http://a/");
	REQUIRE(fetch_needs_word(&fetch));
	REQUIRE(!comes_back("http://a/", "", &err));
	REQUIRE(!strcmp(err.buf, "http://a cannot be asked: it was not confirmed at the terminal"));
	REQUIRE(fetch_needs_word(&fetch));
	keeper_end();
	REQUIRE(!fetch_needs_word(&fetch));
}

static void
without_a_word_nothing_is_asked(void **state)
{
	STRBUF(said);

	(void)state;
	in_child(without_a_word_nothing_is_asked_run, &said);
	assert_string_equal(said.buf, "");
}

/*
 * At a terminal, whose other end is here.
 */

static void
confirmed_servers_are_asked_run(void)
{
	FETCH(fetch);
	STRBUF(err);

	fetch_use(program);
	begin(fetch_confirm_task);
	strbuf_set(&fetch.url, "http://a/");
	REQUIRE(comes_back("http://a/", "", &err)); /* y */
	REQUIRE(!fetch_needs_word(&fetch));
	REQUIRE(comes_back("http://a/other", "", &err));
	REQUIRE(!comes_back("https://a/", "", &err)); /* n */
	strbuf_clear(&err);
	REQUIRE(!comes_back("http://a/", "http://p", &err)); /* yes, and more: no */
	strbuf_clear(&err);
	REQUIRE(comes_back("http://a/", "", &err));
	keeper_end();
}

/* Reads the terminal up to the question, and types an answer. */
static void
question_answer(int terminal, const char *question, const char *answer)
{
	STRBUF(shown);

	while (!strstr(shown.buf, question)) {
		char part[256];
		ssize_t n;

		wait_for(terminal);
		n = read(terminal, part, sizeof part);
		if (n <= 0)
			fail_msg("\"%s\" was not asked, but \"%s\" shown", question, shown.buf);
		strbuf_add(&shown, part, (size_t)n);
	}
	assert_int_equal(write(terminal, answer, strlen(answer)), strlen(answer));
}

static void
confirmed_servers_are_asked(void **state)
{
	int terminal = posix_openpt(O_RDWR | O_NOCTTY), status, other;
	pid_t child;

	(void)state;
	assert_true(terminal >= 0);
	assert_int_equal(grantpt(terminal), 0);
	assert_int_equal(unlockpt(terminal), 0);
	other = open(ptsname(terminal), O_RDWR | O_NOCTTY); /* it is there until both are closed */
	child = fork();
	if (!child) {
		int fd;

		close(terminal);
		setsid();
		fd = open(ttyname(other), O_RDWR);
#ifdef TIOCSCTTY
		ioctl(fd, TIOCSCTTY, 0);
#endif
		confirmed_servers_are_asked_run();
		_exit(0);
	}
	question_answer(terminal, "Ask http://a over the network? Type y for yes: ", "y\n");
	question_answer(terminal, "Ask https://a over the network? Type y for yes: ", "n\n");
	question_answer(terminal,
		"Ask http://a through the proxy http://p over the network? Type y for yes: ",
		"yes\n");
	assert_int_equal(waitpid(child, &status, 0), child);
	if (!WIFEXITED(status) || WEXITSTATUS(status))
		fail_msg("the child's line %d", WEXITSTATUS(status));
	close(other);
	close(terminal);
}

/* Requests that no session makes; each is answered, and nothing is started: the program would leave a mark. */
static void
odd_requests_have_no_effect_run(void)
{
	OWN_TEXT(mark) = path_join(folder, "mark");
	OWN_TEXT(marking) = path_join(folder, "marking");
	FILE *file = fopen(marking, "w");

	REQUIRE(file);
	fprintf(file, "#!/bin/sh\n>'%s'\n", mark);
	REQUIRE(fclose(file) == 0 && chmod(marking, 0700) == 0);
	fetch_use(marking);
	begin(fetch_task);
	for (int i = 0; i < 4; i++) {
		FETCH(fetch);
		NODE(request) = keeper_request(FETCH_TASK);
		NODE(answer) = NULL;

		strbuf_set(&fetch.url, "http://a/");
		if (i == 1)
			node_set(request, "fetch", node_text_new("http://a/"));
		if (i == 2)
			strbuf_set(&fetch.url, "file:///etc/shadow");
		if (i >= 2)
			node_set(request, i == 3 ? "about" : "fetch", fetch_to_node(&fetch));
		answer = keeper_ask(request);
		REQUIRE(answer);
		REQUIRE(i == 3 || !strcmp(node_get_text(answer, "error"), "it is not a request"));
	}
	poll(NULL, 0, 300);
	REQUIRE(access(mark, F_OK) < 0);
	keeper_end();
}

static void
odd_requests_have_no_effect(void **state)
{
	STRBUF(said);

	(void)state;
	in_child(odd_requests_have_no_effect_run, &said);
	assert_string_equal(said.buf, "");
}

static void
a_missing_program_is_a_sentence_run(void)
{
	STRBUF(err);

	fetch_use("/nowhere/scepwiz-ask");
	begin(fetch_task);
	REQUIRE(!comes_back("http://a/", "", &err));
	REQUIRE(!strcmp(err.buf,
		"http://a cannot be asked: the network program, /nowhere/scepwiz-ask, cannot be "
		"started: No such file or directory"));
	keeper_end();
}

static void
a_missing_program_is_a_sentence(void **state)
{
	STRBUF(said);

	(void)state;
	in_child(a_missing_program_is_a_sentence_run, &said);
}

/* One of another version answers without reading, and has ended before all is sent: a socket has no room for that. */
static void
one_that_does_not_read_is_heard_run(void)
{
	OWN_TEXT(hasty) = path_join(folder, "hasty");
	OWN_TEXT(says) = path_join(folder, "says");
	FILE *file = fopen(hasty, "w");
	NODE(answer) = node_map_new();
	struct node *frame = NULL;
	STRBUF(bytes);
	enum helper_state state;
	FETCH(fetch);
	STRBUF(in);
	STRBUF(err);
	int fd;

	REQUIRE(file);
	fprintf(file, "#!/bin/sh\nexec cat '%s'\n", says);
	REQUIRE(fclose(file) == 0 && chmod(hasty, 0700) == 0);
	frame_write(answer, &bytes);
	file = fopen(says, "w");
	REQUIRE(file && fwrite(bytes.buf, 1, bytes.len, file) == bytes.len && fclose(file) == 0);
	fetch_use(hasty);
	begin(fetch_task);
	strbuf_set(&fetch.url, "http://a/");
	strbuf_set(&fetch.type, "application/x-pki-message");
	fetch.post = true;
	strbuf_addchars(&fetch.body, 'x', FETCH_BODY_LIMIT);
	fd = fetch_begin(&fetch, &err);
	REQUIRE(fd >= 0);
	while ((state = helper_hear(fd, &in, &frame)) == HELPER_WAITS) {
		struct pollfd ready = { .fd = fd, .events = POLLIN };

		REQUIRE(poll(&ready, 1, PATIENCE_MS) == 1);
	}
	REQUIRE(state == HELPER_SAYS && node_equal(frame, answer));
	node_free(frame);
	close(fd);
	keeper_end();
}

static void
one_that_does_not_read_is_heard(void **state)
{
	STRBUF(said);

	(void)state;
	in_child(one_that_does_not_read_is_heard_run, &said);
}

static void
without_libcurl_it_says_so(void **state)
{
	FETCH(fetch);
	STRBUF(err);

	(void)state;
	assert_int_equal(fetch_begin(&fetch, &err), -1);
	assert_string_equal(err.buf, "scepwiz was built without asking (libcurl)");
}

#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_setup, folder_teardown)
#define IN_EVERY_BUILD                                                    \
	cmocka_unit_test(proxies_have_schemes_of_their_own),              \
		cmocka_unit_test(a_request_comes_through),                \
		cmocka_unit_test(what_no_session_sends_is_refused),       \
		cmocka_unit_test(a_server_is_a_scheme_a_host_and_a_port), \
		cmocka_unit_test(an_answer_comes_through),                \
		cmocka_unit_test(what_no_asker_sends_is_refused),         \
		cmocka_unit_test(each_failure_has_a_name_of_its_own),     \
		IN_A_FOLDER(odd_requests_have_no_effect)

int
main(void)
{
	const struct CMUnitTest with_libcurl[] = {
		IN_EVERY_BUILD,
		IN_A_FOLDER(one_server_is_asked_and_named),
		IN_A_FOLDER(through_a_proxy_is_named),
		IN_A_FOLDER(without_a_word_nothing_is_asked),
		IN_A_FOLDER(confirmed_servers_are_asked),
		IN_A_FOLDER(a_missing_program_is_a_sentence),
		IN_A_FOLDER(one_that_does_not_read_is_heard),
	};
	const struct CMUnitTest without[] = {
		IN_EVERY_BUILD,
		cmocka_unit_test(without_libcurl_it_says_so),
	};

	return WITH_CURL ? run_tests(with_libcurl) : run_tests(without);
}
