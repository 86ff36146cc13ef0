/* A secret from what a program prints: programs that do as they should, and those that fail, hang, flood and fork. */
#include "testing.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/xalloc.h"

#include "cmd/secret.h"

#include "test_folder.h"

static char folder[512];

/* A program pass in the folder, which is the first one in PATH; its script. */
static void
program_write(const char *name, const char *script)
{
	OWN_TEXT(path) = path_join(folder, name);
	STRBUF(text);
	STRBUF(err);

	strbuf_addf(&text, "#!/bin/sh\n%s\n", script);
	assert_int_equal(file_write(path, text.buf, text.len, 0, &err), 0);
	assert_int_equal(chmod(path, 0700), 0);
}

static int
setup(void **state)
{
	STRBUF(path);

	(void)state;
	snprintf(folder, sizeof folder, "/tmp/scepwiz-command.XXXXXX");
	test_folder(folder);
	strbuf_addf(&path, "%s:relative:%s", folder, getenv("PATH"));
	assert_non_null(freopen("/dev/null", "r", stdin)); /* a terminal would be the programs' */
	return setenv("PATH", path.buf, 1);
}

/* secret, or NULL and what the sentence says. */
static const struct {
	const char *script, *secret, *err;
} cases[] = {
	{ "printf geheim", "geheim", NULL },
	{ "echo geheim", "geheim", NULL },
	{ "printf 'geheim\\r\\n'", "geheim", NULL },
	{ "printf 'geheim\\n\\n'", "geheim\n", NULL },
	{ "printf 'geheim '", "geheim ", NULL },
	{ "echo \"$1/$2\"", "show/my scep", NULL },
	{ "printf '%s' \"$SCEP_TEST\"", "of the environment", NULL },
	{ "printf ge; sleep 0.1; printf heim", "geheim", NULL },
	{ "echo note >&2; echo geheim", "geheim", NULL },
	{ "cat; echo geheim", "geheim", NULL },                  /* its input is empty */
	{ "sleep 5 2>/dev/null & echo geheim", "geheim", NULL }, /* a child that keeps the pipe */
	{ "exec >&-; sleep 0.1; exit 0", NULL, "pass printed nothing" },
	{ "true", NULL, "pass printed nothing" },
	{ "echo", NULL, "pass printed nothing" },
	{ "echo geheim; exit 1", NULL, "pass ended with status 1" },
	{ "echo geheim; exit 255", NULL, "pass ended with status 255" },
	{ "echo geheim; exit 127", NULL, "pass could not be run, or ended with status 127" },
	{ "echo geheim; kill -SEGV $$", NULL, "pass was ended by a signal (Segmentation fault" },
	{ "echo geheim; kill -KILL $$", NULL, "pass was ended by a signal (Killed" },
	{ "echo geheim; kill -STOP $$", NULL, "pass was stopped, and was ended" },
	{ "printf 'ge\\0heim'", NULL, "pass printed a NUL byte, but must print text" },
	{ "head -c 4096 /dev/zero | tr '\\0' x", "4096", NULL },
	{ "head -c 4096 /dev/zero | tr '\\0' x; echo", "4096", NULL },
	{ "head -c 4097 /dev/zero | tr '\\0' x", NULL, "pass printed more than the 4096 bytes" },
	{ "head -c 1000000 /dev/zero | tr '\\0' x", NULL, "pass printed more than the 4096 bytes" },
	{ "while :; do echo geheim; done", NULL, "pass printed more than the 4096 bytes" },
	{ "trap '' PIPE; yes geheim", NULL, "pass printed more than the 4096 bytes" },
};

static void
what_a_program_prints_is_taken_if_it_ends_well(void **state)
{
	static const struct secret_patience patience = { 20000, NULL };

	(void)state;
	setenv("SCEP_TEST", "of the environment", 1);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		STRBUF(secret);
		STRBUF(err);
		int result;

		program_write("pass", cases[i].script);
		result = secret_from_command("pass\nshow\nmy scep", &patience, &secret, &err);
		if (result != (cases[i].secret ? 0 : -1))
			fail_msg("%s: %d %s", cases[i].script, result, err.buf);
		if (!cases[i].secret) {
			assert_contains(err.buf, cases[i].err);
			assert_null(strstr(err.buf, "geheim"));
			assert_int_equal(secret.len, 0);
		} else if (!strcmp(cases[i].secret, "4096")) {
			assert_int_equal(secret.len, 4096);
		} else {
			assert_string_equal(secret.buf, cases[i].secret);
		}
	}
}

/* With its children, whatever they think of SIGTERM. */
static void
one_that_does_not_end_is_ended(void **state)
{
	static const char *const scripts[] = {
		"echo geheim; sleep 1000",
		"sleep 1000",
		"exec >&-; sleep 1000",
		"trap '' TERM; echo geheim; while :; do sleep 1000; done",
	};
	static const struct secret_patience patience = { 300, NULL };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(scripts); i++) {
		OWN_TEXT(pids) = path_join(folder, "pids");
		STRBUF(script);
		STRBUF(secret);
		STRBUF(err);
		STRBUF(data);

		strbuf_addf(&script, "echo $$ >%s; %s", pids, scripts[i]);
		program_write("pass", script.buf);
		assert_int_equal(secret_from_command("pass", &patience, &secret, &err), -1);
		assert_string_equal(err.buf, "pass did not end in time and was stopped");
		assert_int_equal(secret.len, 0);
		assert_int_equal(file_read(pids, 100, &data, &err), 0);
		assert_int_equal(kill((pid_t)strtol(data.buf, NULL, 10), 0), -1);
	}
}

static bool
is_over(void)
{
	return true;
}

static void
one_that_nobody_waits_for_is_ended(void **state)
{
	static const struct secret_patience patience = { 100000, is_over };
	STRBUF(secret);
	STRBUF(err);

	(void)state;
	program_write("pass", "sleep 1000");
	assert_int_equal(secret_from_command("pass", &patience, &secret, &err), -1);
	assert_contains(err.buf, "did not end in time");
}

/* A program is never looked for where we are, whatever PATH says. */
static void
programs_are_those_of_whole_paths(void **state)
{
	static const struct secret_patience patience = { 20000, NULL };
	STRBUF(before);
	char here[512];

	(void)state;
	strbuf_addstr(&before, getenv("PATH"));
	program_write("planted", "echo geheim");
	assert_non_null(getcwd(here, sizeof here));
	assert_int_equal(chdir(folder), 0);
	for (size_t i = 0; i < 3; i++) {
		static const char *const paths[] = { "", ".", ":.:/usr/bin" };
		STRBUF(secret);
		STRBUF(err);

		setenv("PATH", paths[i], 1);
		assert_int_equal(secret_from_command("planted", &patience, &secret, &err), -1);
		assert_string_equal(err.buf, "there is no program planted in PATH");
	}
	setenv("PATH", before.buf, 1);
	for (size_t i = 0; i < 2; i++) {
		OWN_TEXT(whole) = path_join(folder, i ? "gone" : "planted");
		STRBUF(secret);
		STRBUF(err);

		assert_int_equal(secret_from_command(whole, &patience, &secret, &err), i ? -1 : 0);
		if (i)
			assert_contains(err.buf, "cannot be run: No such file");
	}
	assert_int_equal(chdir(here), 0);
}

static bool
group_is_there(pid_t group)
{
	return kill(-group, 0) == 0;
}

/* scepwiz itself is ended, and nobody else: so is the program, with its children. */
static void
a_signal_ends_both(void **state)
{
	static const struct secret_patience patience = { 20000, NULL };
	static const int signals[] = { SIGTERM, SIGHUP, SIGINT, SIGQUIT };
	OWN_TEXT(pids) = path_join(folder, "group");
	STRBUF(script);

	(void)state;
	strbuf_addf(&script, "echo $$ >%s.new; mv %s.new %s; sleep 1000 & sleep 1000", pids, pids,
		pids);
	program_write("pass", script.buf);
	for (size_t i = 0; i < ARRAY_SIZE(signals); i++) {
		STRBUF(text);
		int status;
		pid_t pid, group;

		unlink(pids);
		pid = fork();
		assert_true(pid >= 0);
		if (!pid) {
			STRBUF(secret);
			STRBUF(err);

			for (size_t j = 0; j < ARRAY_SIZE(signals); j++)
				signal(signals[j], SIG_DFL);
			secret_from_command("pass", &patience, &secret, &err);
			_exit(1);
		}
		for (int wait = 0; wait < 1000 && !path_exists(pids); wait++)
			usleep(10000);
		strbuf_clear(&text);
		assert_int_equal(file_read(pids, 100, &text, &script), 0);
		group = (pid_t)strtol(text.buf, NULL, 10);
		assert_true(group > 1 && group_is_there(group));
		assert_int_equal(kill(pid, signals[i]), 0);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), signals[i]);
		for (int wait = 0; wait < 200 && group_is_there(group); wait++)
			usleep(10000); /* its children are init's to bury */
		assert_false(group_is_there(group));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_program_prints_is_taken_if_it_ends_well),
		cmocka_unit_test(one_that_does_not_end_is_ended),
		cmocka_unit_test(one_that_nobody_waits_for_is_ended),
		cmocka_unit_test(programs_are_those_of_whole_paths),
		cmocka_unit_test(a_signal_ends_both),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
