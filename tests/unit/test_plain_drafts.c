/* The start page line by line. */
#include "ui/plain/drafts.h"

#include "draft_folder.h"

/* What a run with this input writes, and whether a draft is to be opened. */
static bool
talk(struct drafts *d, const char *input, struct strbuf *said, char *path, size_t size)
{
	FILE *in = tmpfile(), *out = tmpfile();
	struct wizard *start = wizard_new_start(d->forms, NULL, d->folder);
	struct strbuf err = STRBUF_INIT;
	char chunk[4096];
	size_t n;

	assert_true(in && out);
	fwrite(input, 1, strlen(input), in);
	rewind(in);
	strbuf_clear(said);
	assert_int_equal(plain_run_start(start, fileno(in), fileno(out), &err), 0);
	rewind(out);
	while ((n = fread(chunk, 1, sizeof chunk, out)))
		strbuf_add(said, chunk, n);
	snprintf(path, size, "%s",
		wizard_chosen(start) ? wizard_chosen(start) + strlen(d->folder) + 1 : "");
	fclose(in);
	fclose(out);
	wizard_free(start);
	strbuf_release(&err);
	return *path;
}

static void
drafts_are_listed_opened_made_and_copied(void **state)
{
	static const struct {
		const char *input, *opened, *part;
	} cases[] = {
		{ "q\n", "", "2 office: macOS, drafts, complete, 4 warnings, 2026-11-20" },
		{ "", "",
			"A number opens a draft. quick or new makes one, help lists commands, quit ends." },
		{ "2\n", "office.yaml", "> 2\n" },
		{ "open 2\n", "office.yaml", "> open 2\n" },
		{ "/OPEN 2\n", "office.yaml", "> /OPEN 2\n" },
		{ "list\nquit\n", "", "1 wrong: drafts, cannot be read, " },
		{ "copy 2\n/back\nquit\n", "", "office-copy. Enter accepts it." },
		{ "rename 2\nlyon\nquit\n", "lyon.yaml", "Renamed to lyon. undo undoes it." },
		{ "compare 2 2\nquit\n", "", "Error: These are the same draft." },
		{ "=\nq\n", "", "1 wrong: drafts, cannot be read, " },
		{ "1\nq\n", "", "Error: WORK/wrong.yaml:1:1: the file is a text" },
		{ "3\nq\n", "", "Error: There is no draft or command \"3\"." },
		{ "office\n", "office.yaml", "> office\n" },
		{ "offic\nq\n", "", "Error: There is no draft or command \"offic\"." },
		{ "n\nmade\n", "made.yaml", "Name of the new draft:\n/back stops.\n> made\n" },
		{ "n\n../up\nq\n", "", "a name cannot contain a slash" },
		{ "n acme\nphones\n", "phones.yaml",
			"Name of the new draft:\n/back stops.\n> phones\n" },
		{ "n nope\nq\n", "",
			"Error: There is no form \"nope\". Built-in forms: scep, acme" },
		{ "c2\n\n", "office-copy.yaml",
			"with its own identity): office-copy. Enter accepts it." },
		{ "c 2\nother\n", "other.yaml", "Name of the copy" },
		{ "c\nq\n", "", "Error: Add the number of a draft, such as copy 1." },
		{ "c1\nq\n", "", "Error: This draft cannot be read: " },
		{ "n\n", "", "Name of the new draft:\n/back stops.\n> \n" },
		{ "v2\n", "office.yaml", "> v2\n" },
		{ "x 2\n", "office.yaml", "> x 2\n" },
		{ "r2\nlyon\nq\n", "lyon.yaml", "Renamed to lyon. undo undoes it." },
		{ "d2\nu\nq\n", "office.yaml", "/office.yaml is back." },
		{ "u\nq\n", "", "Nothing to undo." },
		{ "c2\n\n", "office-copy.yaml", "Name of the copy" },
		{ "p 2 1\nq\n", "", "Error: Not compared: " },
		{ "p 2\nq\n", "", "Error: Add the number of a draft" },
		{ "p 2 2\nq\n", "", "Error: These are the same draft." },
		{ "p 2 7\nq\n", "", "Error: There is no draft or command \"7\"." },
		{ "v 2 2\nq\n", "", "Error: Only one draft at a time, not \"2 2\"." },
		{ "i\n/dev/null\nq\n", "", "Error: Not imported: " },
		{ "import\nback\n/back\nq\n", "", "If \"back\" is the answer, type it again." },
		{ "import\n/list\nq\n", "", "> /list\n2 drafts in " },
		{ "menu\nq\n", "", "Commands: open NUMBER" },
		{ "rename 2\nlyon\nundo\nq\n", "office.yaml", "2 office: macOS, drafts, complete" },
		{ "r2\nlyon\nq\n", "lyon.yaml", "lyon: macOS, drafts, complete, 4 warnings" },
		{ "copy 2\ntwin\n", "twin.yaml", "> twin\n" },
		{ "?\nq\n", "", "undo takes back a rename or deletion" },
	};
	struct drafts d;
	struct strbuf said = STRBUF_INIT, wanted = STRBUF_INIT;
	char path[256];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *part = cases[i].part;

		drafts_begin(&d);
		write_draft(&d, "office.yaml", GOOD);
		set_time(&d, "office.yaml", 1795176000);
		write_draft(&d, "wrong.yaml", "nothing\n");
		strbuf_clear(&wanted);
		if (strstr(part, "WORK"))
			strbuf_addf(&wanted, "Error: %s%s", d.folder, strstr(part, "WORK") + 4);
		else
			strbuf_addstr(&wanted, part);
		talk(&d, cases[i].input, &said, path, sizeof path);
		assert_string_equal(path, cases[i].opened);
		/* lines are wrapped at blanks */
		for (size_t at = 0; at < said.len; at++)
			if (said.buf[at] == '\n' && at + 1 < said.len && !strchr(part, '\n'))
				said.buf[at] = ' ';
		assert_contains(said.buf, wanted.buf);
		assert_int_equal(drafts_end(&d), 0);
	}
	strbuf_release(&said);
	strbuf_release(&wanted);
}

static void
an_empty_folder_says_how_to_begin(void **state)
{
	struct drafts d;
	struct strbuf said = STRBUF_INIT;
	char path[256];

	(void)state;
	drafts_begin(&d);
	assert_true(talk(&d, "n\nfirst\n", &said, path, sizeof path));
	assert_contains(said.buf,
		".\nquick makes a draft with seven questions, new with all. import reads a profile.\nquit ends.\n> n\n");
	assert_string_equal(path, "first.yaml");
	assert_int_equal(drafts_end(&d), 0);
	strbuf_release(&said);
}

/* Those of two digits, too. */
static void
numbers_are_decimal(void **state)
{
	static const struct {
		const char *input, *opened;
	} cases[] = {
		{ "9\n", "d09.yaml" },
		{ "10\n", "d10.yaml" },
		{ "11\n", "d11.yaml" },
		{ "12\nq\n", "" },
		{ "1x\nq\n", "" },
		{ "0\nq\n", "" },
		{ "010\nq\n", "" },
		{ "-1\nq\n", "" },
		{ "18446744073709551616\nq\n", "" },
	};
	struct drafts d;
	struct strbuf said = STRBUF_INIT;
	char path[256];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		drafts_begin(&d);
		for (int n = 1; n <= 11; n++) {
			char name[32];

			snprintf(name, sizeof name, "d%02d.yaml", n);
			write_draft(&d, name, GOOD);
			set_time(&d, name, 1795176000 - n);
		}
		talk(&d, cases[i].input, &said, path, sizeof path);
		assert_string_equal(path, cases[i].opened);
		assert_int_equal(drafts_end(&d), 0);
	}
	strbuf_release(&said);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(drafts_are_listed_opened_made_and_copied),
		cmocka_unit_test(numbers_are_decimal),
		cmocka_unit_test(an_empty_folder_says_how_to_begin),
	};

	setenv("TZ", "UTC", 1);
	return run_tests(tests);
}
