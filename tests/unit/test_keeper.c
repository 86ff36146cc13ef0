/* base/keeper, and what it does for a wizard behind its walls: the other side of each request is a process that was taken
 * over. */
#include "testing.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/account.h"
#include "base/beyond.h"
#include "base/fetch.h"
#include "base/fileio.h"
#include "base/keeper.h"
#include "base/path.h"
#include "base/sandbox.h"
#include "base/signals.h"
#include "base/xalloc.h"

#include "ui/tty/editor.h"
#include "ui/tty/keeping.h"

#include "test_folder.h"

static char folder[64], state_folder_path[96];

static int
folder_setup(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "/tmp/scepwiz-keeper.XXXXXX");
	test_folder(folder);
	snprintf(state_folder_path, sizeof state_folder_path, "%s/state", folder);
	setenv("XDG_STATE_HOME", state_folder_path, 1);
	return setenv("TMPDIR", folder, 1);
}

static int
folder_teardown(void **state)
{
	struct strbuf command = STRBUF_INIT;
	int status;

	(void)state;
	strbuf_addf(&command, "rm -rf '%s'", folder);
	status = system(command.buf);
	strbuf_release(&command);
	return status;
}

static char *
at(const char *name)
{
	return path_join(folder, name);
}

/* Without a terminal to ask on, as in a process group of its own, whose rest ends with it; what fails ends with its
 * line. */
static void
in_child(void (*run)(void))
{
	pid_t child = fork();
	int status;

	if (!child) {
		setsid();
		run();
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	kill(-child, SIGKILL);
	if (!WIFEXITED(status) || WEXITSTATUS(status))
		fail_msg(
			"the child's line %d, or signal %d", WEXITSTATUS(status), WTERMSIG(status));
}

#define REQUIRE(condition)                         \
	do                                         \
		if (!(condition))                  \
			_exit(__LINE__ % 250 + 1); \
	while (0)

static void
begin(void)
{
	STRBUF(err);

	REQUIRE(keeper_begin(keeping_tasks, &err) == 0);
}

/*
 * Files.
 */

static bool
is_permitted(const char *path)
{
	NODE(request) = beyond_request(path);
	NODE(answer) = keeper_ask(request);
	const struct node *permitted = node_get(answer, "permitted");

	REQUIRE(node_is(permitted, NODE_BOOLEAN));
	return permitted->number;
}

static int
written(const char *path, const char *text)
{
	STRVEC(told);
	STRBUF(err);
	int result = beyond_replace(path, NULL, text, strlen(text), 0, &told, &err);

	REQUIRE((result < 0) == (err.len > 0));
	return result;
}

static bool
holds(const char *path, const char *text)
{
	STRBUF(content);
	STRBUF(err);

	return file_read(path, 1000, &content, &err) == 0 && !strcmp(content.buf, text);
}

static void
only_new_profiles_are_written_unasked_run(void)
{
	OWN_TEXT(new) = at("new.mobileconfig");
	OWN_TEXT(old) = at("old.mobileconfig");
	OWN_TEXT(hidden) = at(".hidden.mobileconfig");
	OWN_TEXT(hidden_folder) = at(".bashrc.d");
	OWN_TEXT(in_hidden) = at(".bashrc.d/new.mobileconfig");
	OWN_TEXT(bare) = at(".mobileconfig");
	OWN_TEXT(link) = at("link.mobileconfig");
	OWN_TEXT(other) = at("profile");
	OWN_TEXT(nowhere) = at("nowhere/new.mobileconfig");
	const char *const refused[] = { old, hidden, in_hidden, "/etc/new.mobileconfig", bare, link,
		other, nowhere, "", "/", "new/.." };
	STRBUF(err);

	REQUIRE(file_write(old, "old", 3, 0, &err) == 0);
	REQUIRE(symlink("nothing", link) == 0);
	REQUIRE(folder_make(hidden_folder, &err) == 0);
	begin();
	for (size_t i = 0; i < ARRAY_SIZE(refused); i++) {
		REQUIRE(!is_permitted(refused[i]));
		REQUIRE(written(refused[i], "bad") < 0);
	}
	REQUIRE(holds(old, "old") && !path_exists(hidden) && !path_exists(bare) &&
		path_is_link(link));
	REQUIRE(written(new, "early") < 0 && !path_exists(new));
	REQUIRE(is_permitted(new) && written(new, "one") == 0 && holds(new, "one"));
	/* it is this session's own now */
	REQUIRE(is_permitted(new) && written(new, "two") == 0 && holds(new, "two"));
	keeper_end();
	begin();
	REQUIRE(!is_permitted(new) && written(new, "three") < 0 && holds(new, "two"));
	keeper_end();
}

static void
only_new_profiles_are_written_unasked(void **state)
{
	(void)state;
	in_child(only_new_profiles_are_written_unasked_run);
}

/* What file_replace does where there are walls. */
static void
a_save_goes_through_the_keeper_run(void)
{
	OWN_TEXT(inside) = at("inside/a.yaml");
	OWN_TEXT(beside) = at("beside.mobileconfig");
	OWN_TEXT(other) = at("other.yaml");
	OWN_TEXT(within) = at("inside/within.mobileconfig");
	OWN_TEXT(made) = at("inside");
	STRVEC(files);
	STRBUF(err);

	REQUIRE(folder_make(made, &err) == 0);
	strvec_push(&files, inside);
	sandbox_plan(&files);
	begin();
	if (!sandbox_enter(true))
		_exit(0); /* no walls here: test_sandbox says so */
	REQUIRE(sandbox_has(inside) && !sandbox_has(beside) && !sandbox_has("/etc/x"));
	REQUIRE(file_write(inside, "a", 1, 0, &err) == 0);
	REQUIRE(file_write(beside, "b", 1, 0, &err) < 0);
	REQUIRE(is_permitted(beside));
	REQUIRE(file_write(beside, "b", 1, FILE_PRIVATE, &err) == 0 && holds(beside, "b"));
	REQUIRE(file_write(other, "c", 1, 0, &err) < 0 && !path_exists(other));
	/* where the wizard may put a link in the place of a folder at any time */
	REQUIRE(!is_permitted(within) && written(within, "e") < 0 && !path_exists(within));
	keeper_end();
	REQUIRE(file_write(beside, "d", 1, 0, &err) < 0 && holds(beside, "b"));
}

static void
a_save_goes_through_the_keeper(void **state)
{
	(void)state;
	in_child(a_save_goes_through_the_keeper_run);
}

/*
 * Commands.
 */

static const char *
error_of(const char *task, const char *about, size_t len, const char *command, struct strbuf *out)
{
	NODE(request) = keeper_request(task);
	NODE(answer) = NULL;
	const char *error;

	if (about)
		node_set(request, "about", node_data_new(about, len));
	if (command)
		node_set(request, "command", node_text_new(command));
	answer = keeper_ask(request);
	REQUIRE(answer && !node_get(answer, "secret"));
	error = node_get_text(answer, "error");
	strbuf_set(out, error ? error : "");
	return out->buf;
}

static void
what_is_not_on_the_list_is_not_run_run(void)
{
	static const char about[] = "/draft.yaml\0\0challenge\0from the command touch x";
	static const char many[] =
		"/d\0\0a\0b\0a\0b\0a\0b\0a\0b\0a\0b\0a\0b\0a\0b\0a\0b\0a\0b\0a\0b\0a\0b\0a\0b\0a\0b";
	STRBUF(error);
	STRBUF(wide);

	begin();
	/* nobody is there to type y */
	REQUIRE(!strcmp(
		error_of(WIZARD_ALLOW, about, sizeof about, NULL, &error), "it is not allowed"));
	REQUIRE(!strcmp(error_of(WIZARD_ALLOW, NULL, 0, NULL, &error), "it is not allowed"));
	/* nor is asked about what would not be seen whole */
	strbuf_add(&wide, about, sizeof about - 1);
	strbuf_addchars(&wide, 'x', 1000);
	REQUIRE(!strncmp(
		error_of(WIZARD_ALLOW, wide.buf, wide.len, NULL, &error), "it is too long", 14));
	REQUIRE(!strncmp(
		error_of(WIZARD_ALLOW, many, sizeof many, NULL, &error), "it is too long", 14));
	REQUIRE(*error_of(WIZARD_RUN, about, sizeof about, "touch\nx", &error));
	REQUIRE(*error_of(WIZARD_RUN, about, 3, "touch\nx", &error));
	REQUIRE(*error_of(WIZARD_RUN, NULL, 0, "touch\nx", &error));
	REQUIRE(*error_of(WIZARD_RUN, about, sizeof about, NULL, &error));
	keeper_end();
}

static void
what_is_not_on_the_list_is_not_run(void **state)
{
	(void)state;
	in_child(what_is_not_on_the_list_is_not_run_run);
}

/*
 * The editor.
 */

/* Whether an editor is started for it that ends well. */
static bool
is_edited(const char *path)
{
	NODE(request) = keeper_request(EDITOR_TASK);
	NODE(answer) = NULL;
	const struct node *status;

	node_set(request, "path", node_text_new(path));
	answer = keeper_ask(request);
	status = node_get(answer, "status");
	REQUIRE(answer && (status || node_get_text(answer, "error")));
	return node_is(status, NODE_INTEGER) && !status->number;
}

static void
make(const char *path)
{
	STRBUF(err);
	OWN_TEXT(above) = path_folder(path);

	REQUIRE(folder_make(above, &err) == 0 && file_write(path, "x\n", 2, 0, &err) == 0);
}

static void
only_its_own_file_is_edited_run(void)
{
	OWN_TEXT(good) = at("scepwiz.good/notes.txt");
	OWN_TEXT(named) = at("scepwiz.good/other.txt");
	OWN_TEXT(elsewhere) = at("elsewhere/notes.txt");
	OWN_TEXT(below) = at("below/scepwiz.good/notes.txt");
	OWN_TEXT(open_to_all) = at("scepwiz.open/notes.txt");
	OWN_TEXT(open_folder) = at("scepwiz.open");
	OWN_TEXT(to_other) = at("scepwiz.link/notes.txt");
	OWN_TEXT(link_other) = at("scepwiz.link/other.txt");
	OWN_TEXT(twin) = at("scepwiz.twin/notes.txt");
	OWN_TEXT(twin_other) = at("scepwiz.twin/other.txt");
	OWN_TEXT(folder_link) = at("scepwiz.away/notes.txt");
	OWN_TEXT(away) = at("scepwiz.away");
	OWN_TEXT(dots) = at("scepwiz.good/../elsewhere/notes.txt");
	OWN_TEXT(nothing) = at("scepwiz.none/notes.txt");
	OWN_TEXT(no_file) = at("scepwiz.good");
	const char *const refused[] = { named, elsewhere, below, open_to_all, to_other, twin,
		folder_link, dots, nothing, no_file, "notes.txt", "+:!touch x", "", "/" };
	const char *const made[] = { good, named, elsewhere, below, open_to_all, link_other,
		twin_other };

	for (size_t i = 0; i < ARRAY_SIZE(made); i++)
		make(made[i]);
	REQUIRE(chmod(open_folder, 0755) == 0);
	REQUIRE(symlink(link_other, to_other) == 0 && link(twin_other, twin) == 0);
	REQUIRE(symlink("scepwiz.good", away) == 0);
	setenv("EDITOR", "true", 1);
	unsetenv("VISUAL");
	begin();
	REQUIRE(is_edited(good));
	for (size_t i = 0; i < ARRAY_SIZE(refused); i++)
		if (is_edited(refused[i]))
			_exit(200 + (int)i);
	keeper_end();
}

static void
only_its_own_file_is_edited(void **state)
{
	(void)state;
	in_child(only_its_own_file_is_edited_run);
}

/*
 * Names.
 */

static int lookups;

/* In the library's place: accounts behind a socket are not found within the walls. */
struct passwd *
getpwuid(uid_t uid)
{
	(void)uid;
	lookups++;
	return NULL;
}

static void
who_it_is_is_known_within_the_walls(void **state)
{
	STRVEC(files);
	STRBUF(name);
	int before;

	(void)state;
	keeping_writes("draft.yaml", &files);
	assert_true(lookups > 0);
	before = lookups;
	account_login(geteuid(), &name);
	account_name(&name);
	assert_int_equal(lookups, before);
}

/*
 * The process.
 */

/* A request of another shape gets an answer, and the next one too. */
static void
nonsense_is_answered_run(void)
{
	static const char *const tasks[] = { EDITOR_TASK, BEYOND_PERMIT, BEYOND_WRITE, WIZARD_ALLOW,
		WIZARD_KEEP, WIZARD_RUN, FETCH_TASK, "", "no task" };

	begin();
	for (size_t i = 0; i < ARRAY_SIZE(tasks); i++) {
		NODE(request) = keeper_request(tasks[i]);
		NODE(answer) = keeper_ask(request);
		NODE(bad) = node_map_new();
		NODE(again) = NULL;

		REQUIRE(answer);
		node_set(bad, "ask", node_text_new(tasks[i]));
		node_set(bad, "path", node_list_new());
		node_set(bad, "data", node_text_new("x"));
		node_set(bad, "flags", node_map_new());
		node_set(bad, "hidden", node_integer_new(1));
		node_set(bad, "form", node_integer_new(1));
		node_set(bad, "key", node_list_new());
		node_set(bad, "about", node_null_new());
		node_set(bad, "fetch", node_data_new("x", 1));
		again = keeper_ask(bad);
		REQUIRE(again);
	}
	keeper_end();
	REQUIRE(!keeper_is_there());
}

static void
nonsense_is_answered(void **state)
{
	(void)state;
	in_child(nonsense_is_answered_run);
}

static void
slow_task(const struct node *request, struct node *answer)
{
	(void)request;
	for (int i = 0; i < 500 && !keeper_is_called_off(); i++)
		usleep(10000);
	node_set(answer, "done", node_boolean_new(keeper_is_called_off()));
}

static void
deaf_task(const struct node *request, struct node *answer)
{
	(void)request;
	(void)answer;
	sleep(10);
}

static void
stopped_task(const struct node *request, struct node *answer)
{
	(void)request;
	(void)answer;
	raise(SIGSTOP);
}

static const struct keeper_task tasks[] = {
	{ "slow", slow_task },
	{ "deaf", deaf_task },
	{ "stopped", stopped_task },
	{ NULL, NULL },
};

/* A signal that ends the wizard ends the task; one that does not end is not waited for long. */
static void
a_task_is_called_off_run(void)
{
	STRBUF(err);
	NODE(slow) = keeper_request("slow");
	NODE(deaf) = keeper_request("deaf");
	NODE(answer) = NULL;

	signals_open(STDIN_FILENO);
	REQUIRE(keeper_begin(tasks, &err) == 0);
	kill(getpid(), SIGHUP);
	answer = keeper_ask(slow);
	REQUIRE(node_get(answer, "done") && node_get(answer, "done")->number);
	REQUIRE(signals_are_ending());
	REQUIRE(!keeper_ask(deaf) && !keeper_is_there());
	REQUIRE(!keeper_ask(slow));
}

static void
a_task_is_called_off(void **state)
{
	(void)state;
	in_child(a_task_is_called_off_run);
}

/* As where the keeper is stopped for using a terminal that is not its own. */
static void
a_stopped_keeper_holds_nobody_run(void)
{
	STRBUF(err);
	NODE(stopped) = keeper_request("stopped");
	pid_t keeper;
	int status;

	signals_open(STDIN_FILENO);
	REQUIRE(keeper_begin(tasks, &err) == 0);
	kill(getpid(), SIGHUP);
	alarm(4 * KEEPER_PATIENCE_MS / 1000);
	REQUIRE(!keeper_ask(stopped));
	keeper_end();
	keeper = waitpid(-1, &status, WUNTRACED);
	REQUIRE(keeper > 0 && WIFSTOPPED(status));
	kill(keeper, SIGKILL);
}

static void
a_stopped_keeper_holds_nobody(void **state)
{
	(void)state;
	in_child(a_stopped_keeper_holds_nobody_run);
}

/* What ends a session, also where all its processes get it, does not end the keeper; the end of the wizard does. */
static void
it_lives_as_long_as_the_wizard(void **state)
{
	static const int signals[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1 };
	STRBUF(err);
	int ends[2];
	char byte;
	pid_t child;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	child = fork();
	if (!child) {
		NODE(request) = keeper_request("nothing");
		NODE(answer) = NULL;

		setsid();
		REQUIRE(keeper_begin(tasks, &err) == 0);
		for (size_t i = 0; i < ARRAY_SIZE(signals); i++) {
			signal(signals[i], SIG_IGN);
			kill(0, signals[i]);
		}
		answer = keeper_ask(request);
		REQUIRE(answer);
		(void)!write(ends[1], "k", 1);
		raise(SIGKILL);
	}
	close(ends[1]);
	assert_int_equal(waitpid(child, NULL, 0), child);
	assert_int_equal(read(ends[0], &byte, 1), 1);
	/* the keeper had the pipe, too: it is closed when that has ended */
	assert_int_equal(read(ends[0], &byte, 1), 0);
	close(ends[0]);
}

/* The commands that ask a server have one, too. */
static void
without_a_keeper_it_says_so_run(void)
{
	struct rlimit none = { STDERR_FILENO + 1, STDERR_FILENO + 1 };
	STRBUF(wanted);
	STRBUF(err);

	strbuf_addf(&wanted, "no second process can be made: %s", strerror(EMFILE));
	REQUIRE(setrlimit(RLIMIT_NOFILE, &none) == 0);
	REQUIRE(keeper_begin(keeping_tasks, &err) < 0);
	REQUIRE(!strcmp(err.buf, wanted.buf));
}

static void
without_a_keeper_it_says_so(void **state)
{
	(void)state;
	if (getenv("SCEPWIZ_UNDER_VALGRIND")) /* which keeps the hard limit of open files to itself */
		return;
	in_child(without_a_keeper_it_says_so_run);
}

int
main(void)
{
	const struct CMUnitTest all[] = {
		cmocka_unit_test(only_new_profiles_are_written_unasked),
		cmocka_unit_test(a_save_goes_through_the_keeper),
		cmocka_unit_test(what_is_not_on_the_list_is_not_run),
		cmocka_unit_test(only_its_own_file_is_edited),
		cmocka_unit_test(who_it_is_is_known_within_the_walls),
		cmocka_unit_test(nonsense_is_answered),
		cmocka_unit_test(a_task_is_called_off),
		cmocka_unit_test(a_stopped_keeper_holds_nobody),
		cmocka_unit_test(it_lives_as_long_as_the_wizard),
		cmocka_unit_test(without_a_keeper_it_says_so),
	};

	signal(SIGHUP, SIG_DFL); /* ignored below nohup */
	return cmocka_run_group_tests(all, folder_setup, folder_teardown);
}
