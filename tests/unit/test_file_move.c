/* Renaming files, and the bin. */
#include "testing.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file_move.h"
#include "base/fileio.h"
#include "base/path.h"
#include "base/state.h"
#include "base/xalloc.h"

#include "format/draft/forms.h"
#include "format/recovery/draft_move.h"

#include "test_folder.h"

struct moves {
	char folder[64], other[80], a[80], b[80], far[96];
};

static int
place_begin(void **state)
{
	struct moves *p = xcalloc(1, sizeof *p);

	snprintf(p->folder, sizeof p->folder, "/tmp/scepwiz-test-XXXXXX");
	test_folder(p->folder);
	snprintf(p->other, sizeof p->other, "%s/other", p->folder);
	snprintf(p->a, sizeof p->a, "%s/a", p->folder);
	snprintf(p->b, sizeof p->b, "%s/b", p->folder);
	snprintf(p->far, sizeof p->far, "%s/a", p->other);
	mkdir(p->other, 0700);
	*state = p;
	return 0;
}

static int
place_end(void **state)
{
	struct moves *p = *state;
	struct strbuf command = STRBUF_INIT;
	int removed;

	strbuf_addf(&command, "rm -r %s", p->folder);
	removed = system(command.buf);
	strbuf_release(&command);
	free(p);
	return removed;
}

static void
put(const char *path, const char *text)
{
	struct strbuf err = STRBUF_INIT;

	if (file_write(path, text, strlen(text), 0, &err) < 0)
		fail_msg("%s", err.buf);
}

static void
check_holds(const char *path, const char *text)
{
	struct strbuf data = STRBUF_INIT, err = STRBUF_INIT;

	if (file_read(path, 1000, &data, &err) < 0)
		fail_msg("%s", err.buf);
	assert_string_equal(data.buf, text);
	strbuf_release(&data);
}

static void
check_refused(const char *from, const char *to, const char *sentence)
{
	struct strbuf err = STRBUF_INIT;

	assert_int_equal(file_move(from, to, &err), -1);
	assert_contains(err.buf, sentence);
	strbuf_release(&err);
}

static void
a_file_is_moved_within_and_between_folders(void **state)
{
	struct moves *p = *state;
	struct strbuf err = STRBUF_INIT;
	struct stat st;

	put(p->a, "text");
	chmod(p->a, 0640);
	assert_int_equal(file_move(p->a, p->b, &err), 0);
	assert_false(path_exists(p->a));
	assert_int_equal(file_move(p->b, p->far, &err), 0);
	assert_false(path_exists(p->b));
	check_holds(p->far, "text");
	assert_int_equal(stat(p->far, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	assert_int_equal(st.st_nlink, 1);
}

static void
nothing_is_replaced(void **state)
{
	struct moves *p = *state;

	put(p->a, "one");
	put(p->b, "two");
	check_refused(p->a, p->b, "/b exists already");
	check_holds(p->a, "one");
	check_holds(p->b, "two");
	unlink(p->b);
	assert_int_equal(symlink("/nowhere", p->b), 0);
	check_refused(p->a, p->b, "/b exists already");
	check_holds(p->a, "one");
}

static void
what_is_no_file_stays(void **state)
{
	struct moves *p = *state;

	check_refused(p->a, p->b, "/a: No such file or directory");
	check_refused(p->other, p->b, "/other is a folder");
	assert_int_equal(symlink("/etc/passwd", p->a), 0);
	check_refused(p->a, p->b, "/a is a symbolic link");
	assert_int_equal(mkfifo(p->far, 0600), 0);
	check_refused(p->far, p->b, "other/a is a FIFO");
	assert_false(path_exists(p->b));
}

/* To a folder that is not there, and one on another file system where there is one. */
static void
without_a_link_the_file_is_copied(void **state)
{
	struct moves *p = *state;
	struct strbuf err = STRBUF_INIT, text = STRBUF_INIT;
	char far[] = "/dev/shm/scepwiz-test-XXXXXX", *to;

	put(p->a, "text");
	check_refused(p->a, "/nowhere/a", "/nowhere");
	check_holds(p->a, "text");
	if (!mkdtemp(far))
		skip();
	to = path_join(far, "a");
	if (file_move(p->a, to, &err) < 0)
		fail_msg("%s", err.buf);
	assert_false(path_exists(p->a));
	check_holds(to, "text");
	assert_int_equal(file_move(to, p->a, &err), 0);
	check_holds(p->a, "text");
	assert_int_equal(rmdir(far), 0);
	free(to);
	strbuf_release(&text);
}

/* How old the draft is does not matter, only since when it is there. */
static void
the_bin_forgets_after_thirty_days(void **state)
{
	struct moves *p = *state;
	const struct timespec old[] = { { .tv_sec = 1000 }, { .tv_sec = 1000 } };
	const time_t day = 24 * 60 * 60, now = time(NULL);
	struct strbuf err = STRBUF_INIT;
	FORMS(forms) = forms_open(NULL, &err);
	char *binned;
	struct stat st;

	put(p->a, "form: scep\n");
	assert_int_equal(utimensat(AT_FDCWD, p->a, old, 0), 0);
	binned = draft_to_bin(forms, p->a, &err);
	assert_non_null(binned);
	assert_false(path_exists(p->a));
	assert_int_equal(stat(binned, &st), 0);
	assert_int_equal(st.st_mtime, 1000);
	*strrchr(binned, '/') = '\0';
	assert_int_equal(stat(binned, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	draft_bin_tidy(binned, now + 29 * day);
	binned[strlen(binned)] = '/';
	assert_true(path_exists(binned));
	*strrchr(binned, '/') = '\0';
	draft_bin_tidy(binned, now + 31 * day);
	binned[strlen(binned)] = '/';
	assert_false(path_exists(binned));
	free(binned);
}

#define place_test(test) cmocka_unit_test_setup_teardown(test, place_begin, place_end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		place_test(a_file_is_moved_within_and_between_folders),
		place_test(nothing_is_replaced),
		place_test(what_is_no_file_stays),
		place_test(without_a_link_the_file_is_copied),
		place_test(the_bin_forgets_after_thirty_days),
	};

	return run_tests(tests);
}
