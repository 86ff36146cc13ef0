/* ui/tty/editor: what an editor, which may be any program, leaves in the place of its file. */
#include "testing.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/xalloc.h"

#include "ui/line/lineedit.h"
#include "ui/tty/editor.h"

#include "test_folder.h"

static char folder[64];

static int
folder_setup(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "/tmp/scepwiz-editor.XXXXXX");
	test_folder(folder);
	return setenv("TMPDIR", folder, 1);
}

/* Fails where something is left in it. */
static int
folder_teardown(void **state)
{
	(void)state;
	return rmdir(folder);
}

/* The script is a shell's; its $1 is the file. */
static int
edit_with(const char *script, struct strbuf *edited, struct strbuf *err)
{
	const struct strvec hidden = STRVEC_INIT;
	struct strbuf command = STRBUF_INIT;
	int result;

	strbuf_addf(&command, "sh -c '%s' sh", script);
	setenv("VISUAL", command.buf, 1);
	result = editor_run("first", &hidden, edited, err);
	strbuf_release(&command);
	return result;
}

static void
what_the_editor_left_is_read(void **state)
{
	static const char *const cases[][2] = {
		{ "true", "first" },
		{ ": >\"$1\"", "" },
		{ "printf \"a\\r\\nb\\n\\n\" >\"$1\"", "a\r\nb" },
		{ "printf \"\\357\\273\\277a\" >\"$1\"", "a" },
		{ "mv \"$1\" \"$1~\"; cp \"$1~\" \"$1\"; echo second >>\"$1\"", "first\nsecond" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf edited = STRBUF_INIT, err = STRBUF_INIT;

		if (edit_with(cases[i][0], &edited, &err) < 0)
			fail_msg("%s: %s", cases[i][0], err.buf);
		assert_string_equal(edited.buf, cases[i][1]);
		strbuf_release(&edited);
		strbuf_release(&err);
	}
}

static void
what_is_no_text_is_refused(void **state)
{
	static const char *const cases[][2] = {
		{ "false", "failed, so the text is as it was" },
		{ "rm \"$1\"", "No such file or directory" },
		{ "rm \"$1\"; mkfifo \"$1\"", "is a FIFO; a file is wanted" },
		{ "rm \"$1\"; mkdir \"$1\"", "is a folder; a file is wanted" },
		{ "ln -sf /dev/zero \"$1\"", "is a device; a file is wanted" },
		{ "ln -sf nothing \"$1\"", "No such file or directory" },
		{ "dd if=/dev/zero of=\"$1\" bs=200000 count=1 2>/dev/null",
			"has 200000 bytes; at most 131072 are read here" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf edited = STRBUF_INIT, err = STRBUF_INIT;

		assert_int_equal(edit_with(cases[i][0], &edited, &err), -1);
		assert_contains(err.buf, cases[i][1]);
		assert_string_equal(edited.buf, "");
		strbuf_release(&edited);
		strbuf_release(&err);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_editor_left_is_read),
		cmocka_unit_test(what_is_no_text_is_refused),
	};

	return cmocka_run_group_tests(tests, folder_setup, folder_teardown);
}
