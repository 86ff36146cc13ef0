/* The worker's process: asked, asked again, and what is said when it crashes, hangs, lies or is missing. */
#include "testing.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "base/xalloc.h"

#include "syntax/x509.h"

#include "model/certificate_read.h"

#include "format/worker/worker.h"

#include "make_cert.h"
#include "test_folder.h"
#include "worker/jail.h"

/* NULL where the answer is right; else why there is none. */
static char *
ask(struct strbuf *why)
{
	NODE(request) = worker_request("certificate");

	strbuf_clear(why);
	node_set(request, "data", node_data_new("abc", 3));
	node_set(request, "any shape", node_boolean_new(true));
	node_set(request, "number", node_integer_new(0));
	NODE(answer) = worker_ask(request, NULL, NULL, why);
	if (!answer)
		return why->buf;
	assert_string_equal(node_text(node_at(answer, "slip/rule")), "certificate-not-one");
	assert_int_equal(why->len, 0);
	return NULL;
}

/* A program that stands in for the worker. */
static char *
fake(const char *folder, const char *name, const char *script)
{
	char *path = path_join(folder, name);
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fprintf(file, "#!/bin/sh\n%s\n", script);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(path, 0700), 0);
	return path;
}

static void
it_is_asked_again_and_again(void **state)
{
	struct strbuf why = STRBUF_INIT;

	(void)state;
	worker_use("./scepwiz-worker");
	for (int i = 0; i < 100; i++)
		assert_null(ask(&why));
	strbuf_release(&why);
}

static void
large_requests_come_through(void **state)
{
	NODE(request) = worker_request("certificate");
	struct strbuf data = STRBUF_INIT, why = STRBUF_INIT;

	(void)state;
	worker_use("./scepwiz-worker");
	strbuf_addchars(&data, 'x', 8 * 1024 * 1024);
	node_set(request, "data", node_data_new(data.buf, data.len));
	node_set(request, "any shape", node_boolean_new(true));
	node_set(request, "number", node_integer_new(0));
	NODE(answer) = worker_ask(request, NULL, NULL, &why);
	assert_string_equal(why.buf, "");
	assert_string_equal(node_text(node_at(answer, "slip/rule")), "certificate-too-large");
	strbuf_release(&data);
	strbuf_release(&why);
}

/* The only child of this process. */
static pid_t
worker_process(void)
{
	char path[64], text[512], *at;
	struct dirent *entry;
	DIR *proc = opendir("/proc");
	pid_t found = 0;

	while (proc && (entry = readdir(proc))) {
		FILE *file;
		size_t n;

		snprintf(path, sizeof path, "/proc/%.20s/stat", entry->d_name);
		file = strtol(entry->d_name, NULL, 10) ? fopen(path, "r") : NULL;
		if (!file)
			continue;
		n = fread(text, 1, sizeof text - 1, file);
		text[n] = '\0';
		fclose(file);
		at = strrchr(text, ')');
		if (at && strstr(text, "(scepwiz-worker") && strtol(at + 4, NULL, 10) == getpid())
			found = (pid_t)strtol(entry->d_name, NULL, 10);
	}
	if (proc)
		closedir(proc);
	return found;
}

static void
one_that_is_killed_is_started_anew(void **state)
{
	struct strbuf why = STRBUF_INIT;
	pid_t pid;

	(void)state;
	worker_use("./scepwiz-worker");
	assert_null(ask(&why));
	pid = worker_process();
	if (!pid)
		skip(); /* no /proc here */
	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_string_equal(ask(&why), "the worker process was ended by signal 9 (Killed)");
	assert_null(ask(&why));
	strbuf_release(&why);
}

/* What the kernel says of it: a file of /proc. Skips where there is none. */
static void
worker_told(const char *name, char text[4096])
{
	STRBUF(why);
	char path[64];
	FILE *file;

	worker_use("./scepwiz-worker");
	assert_null(ask(&why));
	snprintf(path, sizeof path, "/proc/%ld/%s", (long)worker_process(), name);
	file = fopen(path, "r");
	if (!file)
		skip();
	text[fread(text, 1, 4095, file)] = '\0';
	fclose(file);
}

#if !UNJAILED
/* Seccomp 2 is a filter of calls. */
static void
it_may_compute_and_answer_alone(void **state)
{
	char text[4096];

	(void)state;
	worker_told("status", text);
	assert_contains(text, "NoNewPrivs:\t1");
	assert_contains(text, "Seccomp:\t2");
}
#endif

/* Keys and challenges pass through it: no core file, and no swap where it may lock memory (CAP_IPC_LOCK is bit 14), which
 * no sanitizer lets it. */
static void
its_memory_is_its_own(void **state)
{
	char text[4096], *at;

	(void)state;
	worker_told("limits", text);
	at = strstr(text, "Max core file size");
	assert_non_null(at);
	assert_int_equal(strtol(at + strlen("Max core file size"), NULL, 10), 0);
	worker_told("status", text);
	at = strstr(text, "CapEff:");
	assert_non_null(at);
	if (!UNJAILED && strtoull(at + strlen("CapEff:"), NULL, 16) >> 14 & 1) {
		at = strstr(text, "VmLck:");
		assert_non_null(at);
		assert_true(strtol(at + strlen("VmLck:"), NULL, 10) > 0);
	}
}

/* Nothing is remembered then, and the next one who asks is answered. */
static void
numbers_without_an_answer_are_asked_again(void **state)
{
	static const char digits[] = "0000000000000000000000000000000000000001";
	struct certificates_read list = { NULL };
	const struct certificate_read *read;
	STRBUF(root);
	STRBUF(bytes);
	STRBUF(what);

	(void)state;
	worker_use("./scepwiz-worker");
	cert_pem(
		&(struct cert_spec){
			.common_name = "Acme", .digest = "SHA256", .to_day = 900, .ca = true },
		&root);
	read = certificates_read(&list, root.buf, ".");
	assert_null(read->slip.rule);
	strbuf_addchars(&bytes, '\0', 19);
	strbuf_addch(&bytes, 1);
	for (int i = 0; i < 2; i++) {
		worker_use("/nowhere/scepwiz-worker");
		assert_false(certificate_read_number_is(read, &bytes, digits, &what));
		assert_int_equal(certificate_number_is(&read->cert, NULL, "1", 1, &what), -1);
		assert_int_equal(certificate_serial_is(&read->cert, digits), -1);
	}
	worker_use("./scepwiz-worker");
	assert_true(certificate_read_number_is(read, &bytes, digits, &what));
	assert_string_equal(what.buf, "the serial number");
	worker_use("/nowhere/scepwiz-worker");
	assert_true(certificate_read_number_is(read, &bytes, digits, &what));
	certificates_read_release(&list);
	worker_use(NULL);
}

static void
one_that_is_missing_is_named(void **state)
{
	struct strbuf why = STRBUF_INIT;

	(void)state;
	worker_use("/nowhere/scepwiz-worker");
	assert_string_equal(ask(&why),
		"the worker program, /nowhere/scepwiz-worker, cannot be started: No such file or "
		"directory");
	worker_use("./scepwiz-worker");
	assert_null(ask(&why));
	strbuf_release(&why);
}

static void
what_goes_wrong_is_a_sentence(void **state)
{
	static const struct {
		const char *script, *why;
	} cases[] = {
		{ "exit 0", "the worker process ended early (status 0)" },
		{ "exit 3", "the worker process ran out of memory" },
		{ "exit 4", "the worker program (scepwiz-worker) belongs to another version of "
			    "scepwiz. Install scepwiz again" },
		{ "kill -SEGV $$",
			"the worker process was ended by signal 11 (Segmentation fault)" },
		{ "kill -XCPU $$", "the worker process computed for more than 20 seconds" },
		{ "echo no frame; sleep 10",
			"the worker process sent an answer that cannot be read" },
		/* a frame, and no node in it; one that is too long to be one; a text where a map belongs */
		{ "printf '\\000\\000\\000\\001x'; sleep 10",
			"the worker process sent an answer that cannot be read" },
		{ "printf '\\377\\377\\377\\377x'; sleep 10",
			"the worker process sent an answer that cannot be read" },
		{ "printf '\\000\\000\\000\\015\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000'; "
		  "sleep 10",
			"the worker process sent an answer that cannot be read" },
		/* half of an answer */
		{ "printf '\\000\\000\\000\\015x'", "the worker process ended early (status 0)" },
	};
	struct strbuf why = STRBUF_INIT;
	char folder[64] = "/tmp/scepwiz-worker-XXXXXX";

	(void)state;
	test_folder(folder);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char *path = fake(folder, "worker", cases[i].script), *said;

		worker_use(path);
		said = ask(&why);
		if (!said || strcmp(said, cases[i].why) != 0)
			fail_msg("%s: \"%s\"", cases[i].script, said ? said : "an answer");
		/* and a real one after it */
		worker_use("./scepwiz-worker");
		assert_null(ask(&why));
		free(path);
	}
	strbuf_release(&why);
}

/* It has nothing of ours: the answer tells its environment and what is open. */
static void
it_begins_with_nothing(void **state)
{
	struct strbuf why = STRBUF_INIT;
	char folder[64] = "/tmp/scepwiz-worker-XXXXXX", text[4096] = "", *path, *told;
	FILE *file;

	(void)state;
	test_folder(folder);
	told = path_join(folder, "told");
	{
		struct strbuf script = STRBUF_INIT;

		strbuf_addf(&script,
			"{ echo \"$#\"; /usr/bin/env | grep -cv -e '^PWD=' -e '^OLDPWD=' -e '^SHLVL=' "
			"-e '^_='; } >'%s'",
			told);
		path = fake(folder, "worker", script.buf);
		strbuf_release(&script);
	}
	setenv("SCEP_CHALLENGE", "s3cret", 1);
	worker_use(path);
	ask(&why);
	file = fopen(told, "r");
	assert_non_null(file);
	text[fread(text, 1, sizeof text - 1, file)] = '\0';
	fclose(file);
	assert_string_equal(text, "1\n0\n");
	worker_use(NULL);
	free(path);
	free(told);
	strbuf_release(&why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_asked_again_and_again),
		cmocka_unit_test(large_requests_come_through),
		cmocka_unit_test(one_that_is_killed_is_started_anew),
#if !UNJAILED
		cmocka_unit_test(it_may_compute_and_answer_alone),
#endif
		cmocka_unit_test(its_memory_is_its_own),
		cmocka_unit_test(numbers_without_an_answer_are_asked_again),
		cmocka_unit_test(one_that_is_missing_is_named),
		cmocka_unit_test(what_goes_wrong_is_a_sentence),
		cmocka_unit_test(it_begins_with_nothing),
	};

	return run_tests(tests);
}
