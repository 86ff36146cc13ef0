/* The folder for state: whose home it is in, who else may look into it. */
#include "testing.h"

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/state.h"
#include "base/xalloc.h"

#include "test_folder.h"

#define NOBODY 65534

static char *account_home; /* NULL: the account has none */

/* In place of the system's: the tester's own home is nothing to a test. */
struct passwd *
getpwuid(uid_t uid)
{
	static struct passwd user;

	user.pw_uid = uid;
	user.pw_dir = account_home;
	return account_home ? &user : NULL;
}

struct state_test {
	char folder[64];
	char *home, *xdg; /* as they were */
};

static int
state_begin(void **state)
{
	struct state_test *t = xcalloc(1, sizeof *t);

	snprintf(t->folder, sizeof t->folder, "/tmp/scepwiz-test-XXXXXX");
	test_folder(t->folder);
	t->home = getenv("HOME") ? xstrdup(getenv("HOME")) : NULL;
	t->xdg = getenv("XDG_STATE_HOME") ? xstrdup(getenv("XDG_STATE_HOME")) : NULL;
	setenv("HOME", t->folder, 1);
	unsetenv("XDG_STATE_HOME");
	*state = t;
	return 0;
}

static int
state_end(void **state)
{
	struct state_test *t = *state;

	account_home = NULL;
	if (t->home)
		setenv("HOME", t->home, 1);
	if (t->xdg)
		setenv("XDG_STATE_HOME", t->xdg, 1);
	free(t->home);
	free(t->xdg);
	free(t);
	return 0;
}

/* Wanted below the test's folder, with mode 0700 all the way. */
static void
assert_folder(const struct state_test *t, const char *below)
{
	OWN_TEXT(wanted) = path_join(t->folder, below);
	OWN_TEXT(path) = NULL;
	struct stat st;
	STRBUF(err);

	path = state_folder(&err);
	if (!path)
		fail_msg("%s", err.buf);
	assert_string_equal(path, wanted);
	assert_int_equal(stat(path, &st), 0);
	assert_true(S_ISDIR(st.st_mode));
	assert_int_equal(st.st_mode & 07777, 0700);
}

static void
assert_none(const char *message)
{
	OWN_TEXT(path) = NULL;
	STRBUF(err);

	path = state_folder(&err);
	assert_null(path);
	assert_contains(err.buf, message);
}

static void
it_is_in_the_home_folder_and_closed(void **state)
{
	umask(0);
	assert_folder(*state, ".local/state/scepwiz");
	umask(022);
	assert_folder(*state, ".local/state/scepwiz"); /* and again */
}

static void
it_is_where_xdg_says(void **state)
{
	struct state_test *t = *state;
	OWN_TEXT(xdg) = path_join(t->folder, "a/b");

	setenv("XDG_STATE_HOME", xdg, 1);
	assert_folder(t, "a/b/scepwiz");
	/* a relative one is none, and neither is an empty one */
	setenv("XDG_STATE_HOME", "a/b", 1);
	assert_folder(t, ".local/state/scepwiz");
	setenv("XDG_STATE_HOME", "", 1);
	assert_folder(t, ".local/state/scepwiz");
}

static void
one_that_is_open_to_others_is_closed(void **state)
{
	struct state_test *t = *state;
	OWN_TEXT(path) = path_join(t->folder, ".local/state/scepwiz");
	STRBUF(err);

	assert_int_equal(folder_make(path, &err), 0);
	assert_int_equal(chmod(path, 0777), 0);
	assert_folder(t, ".local/state/scepwiz");
}

/* Who reads changes no mode, and takes nothing that somebody else may have put there. */
static void
who_reads_closes_nothing(void **state)
{
	static const struct {
		mode_t mode;
		bool taken;
	} cases[] = { { 0700, true }, { 0755, true }, { 0720, false }, { 0702, false } };
	struct state_test *t = *state;
	OWN_TEXT(path) = path_join(t->folder, ".local/state/scepwiz");
	struct stat st;
	STRBUF(err);

	assert_null(state_folder_there());
	assert_int_equal(folder_make(path, &err), 0);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		OWN_TEXT(there) = NULL;

		assert_int_equal(chmod(path, cases[i].mode), 0);
		there = state_folder_there();
		assert_int_equal(there != NULL, cases[i].taken);
		assert_int_equal(stat(path, &st), 0);
		assert_int_equal(st.st_mode & 07777, cases[i].mode);
	}
	assert_int_equal(rmdir(path), 0);
	assert_int_equal(file_write(path, "x", 1, 0, &err), 0);
	assert_null(state_folder_there());
}

static void
what_is_no_folder_is_told(void **state)
{
	struct state_test *t = *state;
	OWN_TEXT(path) = path_join(t->folder, ".local");
	STRBUF(err);

	assert_int_equal(file_write(path, "x", 1, 0, &err), 0);
	assert_none("cannot make the folder");
	setenv("XDG_STATE_HOME", path, 1);
	assert_none("cannot make the folder");
}

/* As under sudo: HOME is that of whoever called it. */
static void
a_home_of_somebody_else_is_not_used(void **state)
{
	struct state_test *t = *state;
	OWN_TEXT(other) = path_join(t->folder, "other");
	OWN_TEXT(account) = path_join(t->folder, "account");

	assert_int_equal(mkdir(other, 0700), 0);
	assert_int_equal(mkdir(account, 0700), 0);
	if (geteuid() == 0)
		assert_int_equal(chown(other, NOBODY, NOBODY), 0);
	account_home = account;
	setenv("HOME", geteuid() == 0 ? other : "/", 1);
	assert_folder(t, "account/.local/state/scepwiz");
	unsetenv("HOME");
	assert_folder(t, "account/.local/state/scepwiz");
	account_home = NULL;
	assert_none("there is no state folder, because the account has no home folder. Set "
		    "XDG_STATE_HOME to a folder");
}

/* As under sudo -E: neither the folder, nor the one above it that it would be made in. What names scepwiz itself is the
 * user's word. */
static void
a_folder_of_another_user_is_not_taken(void **state)
{
	static const char *const below[] = { "other", "other/made/here" };
	struct state_test *t = *state;
	OWN_TEXT(other) = path_join(t->folder, "other");
	OWN_TEXT(drafts) = path_join(t->folder, ".local/share/drafts");

	if (geteuid() != 0)
		skip();
	assert_int_equal(mkdir(other, 0777), 0);
	assert_int_equal(chown(other, NOBODY, NOBODY), 0);
	for (size_t i = 0; i < ARRAY_SIZE(below); i++) {
		OWN_TEXT(xdg) = path_join(t->folder, below[i]);
		OWN_TEXT(taken) = NULL;
		OWN_TEXT(named) = NULL;

		setenv("XDG_STATE_HOME", xdg, 1);
		assert_folder(t, ".local/state/scepwiz");
		setenv("XDG_TEST_HOME", xdg, 1);
		taken = path_of_user("SCEPWIZ_TEST", "XDG_TEST_HOME", ".local/share", "drafts");
		assert_string_equal(taken, drafts);
		setenv("SCEPWIZ_TEST", xdg, 1);
		named = path_of_user("SCEPWIZ_TEST", "XDG_TEST_HOME", ".local/share", "drafts");
		assert_string_equal(named, xdg);
		unsetenv("SCEPWIZ_TEST");
	}
	unsetenv("XDG_TEST_HOME");
	/* root's is taken, where it lets us in */
	assert_int_equal(chmod(t->folder, 0755), 0);
	assert_int_equal(seteuid(NOBODY), 0);
	setenv("XDG_STATE_HOME", other, 1);
	assert_folder(t, "other/scepwiz");
	setenv("XDG_STATE_HOME", "/", 1);
	assert_none("cannot make the folder /scepwiz");
	setenv("XDG_STATE_HOME", "/dev/null/state", 1);
	assert_none("cannot make the folder /dev/null/state");
	assert_int_equal(seteuid(0), 0);
}

/* The account's is, wherever that is; nothing is made for the question. */
static void
a_relative_home_is_not_used(void **state)
{
	struct state_test *t = *state;
	OWN_TEXT(here) = NULL;

	assert_folder(t, ".local/state/scepwiz");
	assert_int_equal(chdir(t->folder), 0);
	setenv("HOME", ".", 1);
	here = state_folder_there();
	assert_true(!here || (*here == '/' && strncmp(here, t->folder, strlen(t->folder)) != 0));
	assert_int_equal(chdir("/"), 0);
}

static void
a_folder_of_somebody_else_is_told(void **state)
{
	struct state_test *t = *state;
	OWN_TEXT(path) = path_join(t->folder, "scepwiz");

	if (geteuid() != 0)
		skip();
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(chown(path, NOBODY, NOBODY), 0);
	setenv("XDG_STATE_HOME", t->folder, 1);
	assert_none("belongs to another user. Set XDG_STATE_HOME to a folder of your own");
}

static void
a_folder_that_cannot_be_written_is_told(void **state)
{
	struct state_test *t = *state;

	if (geteuid() != 0)
		skip();
	assert_int_equal(chmod(t->folder, 0755), 0);
	setenv("XDG_STATE_HOME", t->folder, 1);
	assert_int_equal(seteuid(NOBODY), 0);
	assert_none("cannot make the folder");
	assert_int_equal(seteuid(0), 0);
}

#define state_test(test) cmocka_unit_test_setup_teardown(test, state_begin, state_end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		state_test(it_is_in_the_home_folder_and_closed),
		state_test(it_is_where_xdg_says),
		state_test(one_that_is_open_to_others_is_closed),
		state_test(who_reads_closes_nothing),
		state_test(what_is_no_folder_is_told),
		state_test(a_home_of_somebody_else_is_not_used),
		state_test(a_folder_of_another_user_is_not_taken),
		state_test(a_relative_home_is_not_used),
		state_test(a_folder_of_somebody_else_is_told),
		state_test(a_folder_that_cannot_be_written_is_told),
	};

	return run_tests(tests);
}
