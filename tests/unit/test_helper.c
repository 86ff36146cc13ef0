/* base/helper: programs that are started beside this one, and frames that come and go piece by piece. */
#include "testing.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#if defined(HAVE_GETAUXVAL) && HAVE_GETAUXVAL
#include <sys/auxv.h>
#endif
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fetch.h"
#include "base/frame.h"
#include "base/helper.h"
#include "base/path.h"
#include "base/request.h"
#include "base/seccomp.h"
#include "base/xalloc.h"

#include "test_folder.h"

/* Longer than any of this takes. */
#define PATIENCE_MS 20000

/* A program that stands in for the real one. */
static char *
fake(const char *script)
{
	char folder[64] = "/tmp/scepwiz-helper-XXXXXX", *path;
	FILE *file;

	test_folder(folder);
	path = path_join(folder, "program");
	file = fopen(path, "w");
	assert_non_null(file);
	fprintf(file, "#!/bin/sh\n%s\n", script);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(path, 0700), 0);
	return path;
}

static struct node *
sample(size_t len)
{
	struct node *map = node_map_new();
	STRBUF(data);

	strbuf_addchars(&data, 'x', len);
	node_set(map, "data", node_data_new(data.buf, data.len));
	return map;
}

static void
wait_for(int fd, short events)
{
	struct pollfd ready = { .fd = fd, .events = events };

	assert_int_equal(poll(&ready, 1, PATIENCE_MS), 1);
}

static enum helper_state
hear_next(int fd, struct strbuf *in, struct node **frame)
{
	enum helper_state state;

	while ((state = helper_hear(fd, in, frame)) == HELPER_WAITS)
		wait_for(fd, POLLIN);
	return state;
}

static void
pair(int ends[2])
{
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
}

static void
a_frame_is_heard_when_it_is_whole(void **state)
{
	NODE(node) = sample(100);
	struct node *frame;
	STRBUF(bytes);
	STRBUF(in);
	int ends[2];

	(void)state;
	pair(ends);
	frame_write(node, &bytes);
	frame_write(node, &bytes);
	for (size_t i = 0; i < bytes.len; i++) {
		bool whole = i + 1 == bytes.len / 2 || i + 1 == bytes.len;

		assert_int_equal(write(ends[1], bytes.buf + i, 1), 1);
		assert_int_equal(
			helper_hear(ends[0], &in, &frame), whole ? HELPER_SAYS : HELPER_WAITS);
		assert_true(whole ? node_equal(frame, node) : !frame);
		node_free(frame);
	}
	close(ends[1]);
	assert_int_equal(helper_hear(ends[0], &in, &frame), HELPER_ENDED);
	close(ends[0]);
}

/* What follows a frame may be a descriptor, which only recvmsg can receive. */
static void
nothing_behind_a_frame_is_read(void **state)
{
	NODE(node) = sample(1);
	struct node *frame;
	STRBUF(bytes);
	STRBUF(in);
	int ends[2];
	char c;

	(void)state;
	pair(ends);
	frame_write(node, &bytes);
	strbuf_addch(&bytes, '!');
	assert_int_equal(write(ends[1], bytes.buf, bytes.len), bytes.len);
	assert_int_equal(helper_hear(ends[0], &in, &frame), HELPER_SAYS);
	node_free(frame);
	assert_int_equal(in.len, 0);
	assert_int_equal(read(ends[0], &c, 1), 1);
	assert_int_equal(c, '!');
	close(ends[0]);
	close(ends[1]);
}

static void
what_is_no_frame_is_a_lie(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		enum helper_state is;
	} cases[] = {
		{ "\0\0\0\1x", 5, HELPER_LIES },
		{ "\377\377\377\377", 4, HELPER_LIES }, /* longer than any frame */
		{ "\0\0\0\15\0\0\0\0\0\0\0\0\0\0\0\0\0", 17, HELPER_LIES }, /* a text, no map */
		{ "\0\0\0\0", 4, HELPER_LIES },
		{ "\0\0\0\15x", 5, HELPER_ENDED }, /* cut */
		{ "\0\0", 2, HELPER_ENDED },
		{ "", 0, HELPER_ENDED },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct node *frame;
		STRBUF(in);
		int ends[2];

		pair(ends);
		assert_int_equal(write(ends[1], cases[i].bytes, cases[i].len), cases[i].len);
		close(ends[1]);
		assert_int_equal(helper_hear(ends[0], &in, &frame), cases[i].is);
		assert_null(frame);
		close(ends[0]);
	}
}

static void
a_large_frame_goes_and_comes_without_waiting(void **state)
{
	OWN_TEXT(program) = fake("exec cat");
	struct helper helper = HELPER_INIT(WORKER_NAME);
	NODE(node) = sample(4 * 1024 * 1024);
	struct node *frame = NULL;
	enum helper_state flushed;
	bool was_full = false;
	STRBUF(why);

	(void)state;
	helper.path = program;
	assert_int_equal(helper_start(&helper, &why), 0);
	helper_say(&helper, node);
	/* its answers are heard meanwhile, or it would stop reading */
	do {
		flushed = helper_flush(&helper);
		assert_true(flushed == HELPER_SAYS || flushed == HELPER_WAITS);
		was_full |= flushed == HELPER_WAITS;
		if (helper_hear(helper.socket, &helper.in, &frame) == HELPER_WAITS)
			poll(NULL, 0, 1);
	} while (flushed == HELPER_WAITS && !frame);
	if (!frame)
		assert_int_equal(hear_next(helper.socket, &helper.in, &frame), HELPER_SAYS);
	assert_true(was_full);
	assert_true(node_equal(frame, node));
	node_free(frame);
	assert_int_equal(helper_stop(&helper, false), 0);
	assert_int_equal(helper.pid, 0);
	assert_int_equal(helper_stop(&helper, true), 0); /* and again: nothing is killed */
}

static void
how_it_ended_is_a_clause(void **state)
{
	static const struct {
		const char *script, *name, *why;
	} cases[] = {
		{ "exit 0", WORKER_NAME, "the worker process ended early (status 0)" },
		{ "exit 3", FETCH_NAME, "the network process ran out of memory" },
		{ "exit 4", FETCH_NAME,
			"the network program (scepwiz-ask) belongs to another version of scepwiz. "
			"Install scepwiz again" },
		{ "kill -KILL $$", FETCH_NAME,
			"the network process was ended by signal 9 (Killed)" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		OWN_TEXT(program) = fake(cases[i].script);
		struct helper helper = HELPER_INIT(cases[i].name);
		struct node *frame;
		STRBUF(why);

		helper.path = program;
		assert_int_equal(helper_start(&helper, &why), 0);
		assert_int_equal(hear_next(helper.socket, &helper.in, &frame), HELPER_ENDED);
		helper_tell_end(&helper, helper_stop(&helper, false), &why);
		assert_string_equal(why.buf, cases[i].why);
	}
}

/* What it read may have compromised it: its socket is closed, and it stays. */
static void
one_that_stays_is_killed(void **state)
{
	OWN_TEXT(program) = fake("exec sleep 300 <&- >&-");
	struct helper helper = HELPER_INIT(WORKER_NAME);
	struct node *frame;
	STRBUF(why);

	(void)state;
	helper.path = program;
	assert_int_equal(helper_start(&helper, &why), 0);
	assert_int_equal(hear_next(helper.socket, &helper.in, &frame), HELPER_ENDED);
	alarm(PATIENCE_MS / 1000);
	helper_tell_end(&helper, helper_stop(&helper, false), &why);
	alarm(0);
	assert_string_equal(why.buf, "the worker process was ended by signal 9 (Killed)");
}

/* The shell tells of its own process: its parent, and what was given to it. */
static void
one_apart_is_nobodys_child(void **state)
{
	OWN_TEXT(program) = fake("printf '%s %s' \"$PPID\" \"$#\"; exec cat >/dev/null");
	char text[64] = "";
	size_t len = 0;
	STRBUF(why);
	int fd;
	long parent;

	(void)state;
	fd = helper_start_apart(FETCH_NAME, program, &why);
	assert_string_equal(why.buf, "");
	assert_true(fd >= 0);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
	while (!strchr(text, ' ') || !text[strcspn(text, " ") + 1]) {
		ssize_t n;

		wait_for(fd, POLLIN);
		n = read(fd, text + len, sizeof text - 1 - len);
		assert_true(n > 0);
		len += (size_t)n;
	}
	parent = strtol(text, NULL, 10);
	assert_true(parent != (long)getpid());
	assert_string_equal(strchr(text, ' '), " 1");
	assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
	close(fd);
}

static void
one_that_is_missing_is_named(void **state)
{
	struct helper helper = HELPER_INIT(FETCH_NAME);
	OWN_TEXT(no_program) = fake("exit 0");
	STRBUF(why);
	STRBUF(expected);

	(void)state;
	if (getenv("SCEPWIZ_UNDER_VALGRIND")) /* which finds out late that a program is missing */
		return;
	assert_int_equal(helper_start_apart(FETCH_NAME, "/nowhere/scepwiz-ask", &why), -1);
	assert_string_equal(why.buf,
		"the network program, /nowhere/scepwiz-ask, cannot be started: No such file or "
		"directory");
	strbuf_clear(&why);
	helper.path = "/nowhere/scepwiz-ask";
	assert_int_equal(helper_start(&helper, &why), -1);
	assert_int_equal(helper.pid, 0);
	assert_contains(why.buf, "the network program, /nowhere/scepwiz-ask, cannot be started");
	/* one that can be found, but not be executed */
	strbuf_clear(&why);
	assert_int_equal(truncate(no_program, 0), 0);
	{
		FILE *file = fopen(no_program, "w");

		assert_non_null(file);
		fputs("#!/nowhere/sh\n", file);
		assert_int_equal(fclose(file), 0);
	}
	strbuf_addf(&expected,
		"the network program, %s, cannot be started: No such file or directory",
		no_program);
	assert_int_equal(helper_start_apart(FETCH_NAME, no_program, &why), -1);
	assert_string_equal(why.buf, expected.buf);
	/* not beside the test, and nothing is installed for it */
	strbuf_clear(&why);
	assert_int_equal(helper_start_apart("scepwiz-nothing", NULL, &why), -1);
	assert_contains(why.buf, "the network program is missing: scepwiz-nothing is not in ");
	assert_contains(why.buf, " or beside scepwiz. Install scepwiz again, with ");
}

#ifdef SECCOMP_ARCH

/* As if the user had too many processes. */
static int
start_without_processes(const char *program)
{
	static const struct call_row rows[] = {
		{ SYS_clone, CALL_ANY, 0, 0, EAGAIN },
		{ CALL_CLONE3, CALL_ANY, 0, 0, EAGAIN },
#ifdef SYS_fork
		{ SYS_fork, CALL_ANY, 0, 0, EAGAIN },
		{ SYS_vfork, CALL_ANY, 0, 0, EAGAIN },
#endif
	};
	struct helper helper = HELPER_INIT(FETCH_NAME);
	STRBUF(apart);
	STRBUF(beside);

	seccomp_refuse(rows, ARRAY_SIZE(rows));
	if (fork() >= 0)
		return 77; /* an emulator has no filters */
	helper.path = program;
	if (helper_start_apart(FETCH_NAME, program, &apart) >= 0 ||
		helper_start(&helper, &beside) >= 0 || helper.pid)
		return 1;
	return strstr(apart.buf, ": Resource temporarily unavailable") &&
			       !strcmp(apart.buf, beside.buf)
		       ? 0
		       : 2;
}

static void
without_processes_it_says_so(void **state)
{
	OWN_TEXT(program) = fake("exec cat");
	pid_t child;
	int status;

	(void)state;
	if (getenv("SCEPWIZ_UNDER_VALGRIND")) /* which needs a process of its own */
		return;
	child = fork();
	if (!child)
		_exit(start_without_processes(program));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == 77)
		skip();
	assert_int_equal(WEXITSTATUS(status), 0);
}
#endif

#if defined(HAVE_GETAUXVAL) && HAVE_GETAUXVAL
#define INSIDE "scepwiz-inside"

/* This program as the one that it is, too: tells how it was started. */
static int
inside_main(int argc, char **argv)
{
	NODE(told) = node_map_new();
	const char *path = (const char *)getauxval(AT_EXECFN);

	signal(SIGPIPE, SIG_IGN);
	node_set(told, "path", node_text_new(path));
	node_set(told, "version", node_text_new(argc == 2 ? argv[1] : ""));
	node_set(told, "environment", node_boolean_new(environ && *environ));
	node_set(told, "unread",
		node_boolean_new(write(STDERR_FILENO, "x", 1) < 0 && errno == EPIPE));
	return frame_send(STDOUT_FILENO, told) < 0;
}

/* What it tells; NULL if it cannot be started. Leaves no descriptor. */
static struct node *
inside_tells(void)
{
	static const char *const names[] = { "scepwiz-other", INSIDE, NULL };
	struct helper helper = HELPER_INIT(INSIDE);
	int before = dup(STDIN_FILENO), after;
	struct node *told = NULL;
	STRBUF(why);

	close(before);
	helper_inside(names);
	if (helper_start(&helper, &why) == 0)
		hear_next(helper.socket, &helper.in, &told);
	helper_stop(&helper, false);
	after = dup(STDIN_FILENO);
	close(after);
	if (after == before)
		return told;
	node_free(told);
	return NULL;
}

static void
one_that_is_inside_is_this_program(void **state)
{
	struct node *told;

	(void)state;
	if (getenv("SCEPWIZ_UNDER_VALGRIND")) /* which is what the link leads to */
		return;
	told = inside_tells();
	assert_non_null(told);
	assert_string_equal(node_get_text(told, "path"), "/proc/self/exe");
	assert_string_equal(node_get_text(told, "version"), PACKAGE_VERSION);
	assert_false(node_get(told, "environment")->number);
	assert_false(node_get(told, "unread")->number);
	node_free(told);
}

#ifdef SECCOMP_ARCH
/* As in a root with neither /proc nor /dev. */
static int
start_inside_alone(const char *self)
{
	static const struct call_row rows[] = {
#ifdef SYS_access
		{ SYS_access, CALL_ANY, 0, 0, ENOENT },
#endif
		{ SYS_faccessat, CALL_ANY, 0, 0, ENOENT },
	};
	NODE(told) = NULL;

	seccomp_refuse(rows, ARRAY_SIZE(rows));
	if (access("/dev/null", W_OK) == 0)
		return 77; /* an emulator has no filters */
	told = inside_tells();
	if (!told || strcmp(node_get_text(told, "path"), self) != 0)
		return 1;
	return node_get(told, "unread")->number ? 0 : 2;
}

static void
without_proc_and_dev_it_is_found_by_its_path(void **state)
{
	OWN_TEXT(self) = realpath("/proc/self/exe", NULL);
	pid_t child;
	int status;

	(void)state;
	if (getenv("SCEPWIZ_UNDER_VALGRIND"))
		return;
	child = fork();
	if (!child)
		_exit(start_inside_alone(self));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == 77)
		skip();
	assert_int_equal(WEXITSTATUS(status), 0);
}
#endif
#endif

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_frame_is_heard_when_it_is_whole),
		cmocka_unit_test(nothing_behind_a_frame_is_read),
		cmocka_unit_test(what_is_no_frame_is_a_lie),
		cmocka_unit_test(a_large_frame_goes_and_comes_without_waiting),
		cmocka_unit_test(how_it_ended_is_a_clause),
		cmocka_unit_test(one_that_stays_is_killed),
		cmocka_unit_test(one_apart_is_nobodys_child),
		cmocka_unit_test(one_that_is_missing_is_named),
#ifdef SECCOMP_ARCH
		cmocka_unit_test(without_processes_it_says_so),
#endif
#if defined(HAVE_GETAUXVAL) && HAVE_GETAUXVAL
		cmocka_unit_test(one_that_is_inside_is_this_program),
#ifdef SECCOMP_ARCH
		cmocka_unit_test(without_proc_and_dev_it_is_found_by_its_path),
#endif
#endif
	};

#if defined(HAVE_GETAUXVAL) && HAVE_GETAUXVAL
	if (argc && !strcmp(argv[0], INSIDE))
		return inside_main(argc, argv);
#else
	(void)argc;
	(void)argv;
#endif
	return run_tests(tests);
}
