/* Paths in a folder: links are followed, and none leads out. */
#include "testing.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "base/strbuf.h"
#include "base/xalloc.h"

#include "test_folder.h"

static char root[512]; /* real */

static void
make(const char *name, const char *link)
{
	OWN_TEXT(path) = path_join(root, name);
	FILE *file;

	if (link && !*link) {
		assert_int_equal(mkdir(path, 0700), 0);
	} else if (link) {
		assert_int_equal(symlink(link, path), 0);
	} else {
		file = fopen(path, "w");
		assert_non_null(file);
		fclose(file);
	}
}

static int
setup(void **state)
{
	char folder[512], *real;

	(void)state;
	snprintf(folder, sizeof folder, "/tmp/scepwiz-path.XXXXXX");
	test_folder(folder);
	real = realpath(folder, NULL);
	snprintf(root, sizeof root, "%s", real);
	free(real);
	make("d", "");
	make("d/sub", "");
	make("d/a", NULL);
	make("d/sub/b", NULL);
	make("dd", "");
	make("dd/c", NULL);
	make("d/out", "../dd/c");
	make("d/up", "..");
	make("d/inside", "a");
	make("d/deep", "sub");
	make("d/sub/back", "../a");
	make("d/ring", "ring");
	make("d/ring1", "ring2");
	make("d/ring2", "ring1");
	make("d/lost", "nothing");
	make("d/null", "/dev/null");
	make("d/~", "");
	make("d/~/a", NULL);
	make("d/~/out", "../../dd/c");
	make("alias", "d");
	return chdir(root);
}

/* In the folder d; inside: below it, NULL where it leads out. %s is the root. */
static const struct {
	const char *name, *inside;
} cases[] = {
	{ "a", "/a" },
	{ "./a", "/a" },
	{ "sub//b", "/sub/b" },
	{ "sub/../a", "/a" },
	{ "sub/./../sub/b", "/sub/b" },
	{ "inside", "/a" },
	{ "deep/b", "/sub/b" },
	{ "deep/back", "/a" },
	{ "deep/../a", "/a" },
	{ "gone", "/gone" },
	{ "gone/x", "/gone/x" },
	{ "lost", "/nothing" },
	{ ".", "" },
	{ "", "" },
	{ "sub/", "/sub" },
	{ "%s/d/a", "/a" },
	{ "%s/d//a", "/a" },
	{ "%s/d", "" },
	{ "%s/d/sub/../a", "/a" },
	{ "..", NULL },
	{ "../dd/c", NULL },
	{ "../d/a", NULL },
	{ "sub/../../dd/c", NULL },
	{ "gone/../../dd/c", NULL },
	{ "out", NULL },
	{ "up", NULL },
	{ "up/d/a", NULL },
	{ "up/dd/c", NULL },
	{ "null", NULL },
	{ "ring", NULL },
	{ "ring1", NULL },
	{ "%s/dd/c", NULL },
	{ "%s/d/../dd/c", NULL },
	{ "%s/da", NULL },
	{ "%s", NULL },
	{ "/etc/passwd", NULL },
	{ "/", NULL },
	{ "//etc/passwd", NULL },
	{ "~/a", NULL },
};

static void
a_path_beneath_a_folder_never_leaves_it(void **state)
{
	static const char *const folders[] = { "%s/d", "%s/d/", "d", "./d", "%s/alias" };

	(void)state;
	setenv("HOME", "/nonexistent", 1);
	for (size_t f = 0; f < ARRAY_SIZE(folders); f++)
		for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
			OWN_TEXT(path) = NULL;
			STRBUF(folder);
			STRBUF(name);
			STRBUF(wanted);

			/* the root stands where %s does */
			strbuf_addf(&folder, "%s%s", folders[f][0] == '%' ? root : "",
				folders[f] + (folders[f][0] == '%' ? 2 : 0));
			strbuf_addf(&name, "%s%s", cases[i].name[0] == '%' ? root : "",
				cases[i].name + (cases[i].name[0] == '%' ? 2 : 0));
			strbuf_addf(
				&wanted, "%s/d%s", root, cases[i].inside ? cases[i].inside : "");
			path = path_beneath(folder.buf, name.buf);
			if (!path != !cases[i].inside)
				fail_msg("%s in %s: %s", name.buf, folder.buf,
					path ? path : "outside");
			if (path)
				assert_string_equal(path, wanted.buf);
		}
}

static void
a_path_by_the_folder_s_other_name_is_in_it(void **state)
{
	OWN_TEXT(folder) = path_join(root, "alias");
	OWN_TEXT(name) = path_join(folder, "a");
	OWN_TEXT(wanted) = path_join(root, "d/a");
	OWN_TEXT(path) = path_beneath(folder, name);

	(void)state;
	assert_non_null(path);
	assert_string_equal(path, wanted);
}

/* The home folder is that of ~ at the beginning alone: another ~ is the name of whatever a stranger has put there. */
static void
a_tilde_on_the_way_is_a_name(void **state)
{
	OWN_TEXT(home) = path_join(root, "d");
	OWN_TEXT(in_home) = path_join(root, "d/a");
	OWN_TEXT(beside) = path_join(root, "d/~/a");
	OWN_TEXT(from_home) = NULL;
	OWN_TEXT(by_name) = NULL;

	(void)state;
	setenv("HOME", home, 1);
	from_home = path_beneath("d", "~/a");
	by_name = path_beneath("d", "./~/a");
	assert_string_equal(from_home, in_home);
	assert_string_equal(by_name, beside);
	assert_null(path_beneath("d", "./~/out"));
}

static void
a_folder_that_is_none_has_no_paths(void **state)
{
	static const char *const folders[] = { "gone", "d/gone", "/dev/null/x", "d/ring" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(folders); i++)
		assert_null(path_beneath(folders[i], "a"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_path_beneath_a_folder_never_leaves_it),
		cmocka_unit_test(a_path_by_the_folder_s_other_name_is_in_it),
		cmocka_unit_test(a_tilde_on_the_way_is_a_name),
		cmocka_unit_test(a_folder_that_is_none_has_no_paths),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
