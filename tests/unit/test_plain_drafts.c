/* The start page line by line. */
#include "ui/plain/drafts.h"

#include "draft_folder.h"

/* What a run with this input writes, and whether a draft is to be opened. */
static bool
talk(struct drafts *d, const char *input, struct strbuf *said, char *path, size_t size)
{
	FILE *in = tmpfile(), *out = tmpfile();
	struct wizard *start = wizard_new_start(d->forms, d->folder);
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
		{ "q\n", "", "2 office: macOS, complete, 4 warnings, 2026-11-20 12:00" },
		{ "", "", "A number opens a draft. n makes one, c and a number copies one" },
		{ "2\n", "office.yaml", "Drafts: 2\n" },
		{ "=\nq\n", "", "1 wrong: cannot be read, " },
		{ "1\nq\n", "", "Problem: WORK/wrong.yaml:1:1: the file holds a text" },
		{ "3\nq\n", "", "Problem: \"3\" is no number of the list; = lists." },
		{ "office\nq\n", "", "Problem: \"office\" is no number of the list" },
		{ "n\nmade\n", "made.yaml", "Name of the new draft: made\n" },
		{ "n\n../up\nq\n", "", "a name has no slash" },
		{ "n acme\nphones\n", "phones.yaml", "Name of the new draft: phones\n" },
		{ "n nope\nq\n", "",
			"Problem: There is no form \"nope\"; built in are scep, acme" },
		{ "c2\n\n", "office-copy.yaml",
			"which gets its own identity: (Enter: office-copy)" },
		{ "c 2\nother\n", "other.yaml", "Name of the copy" },
		{ "c\nq\n", "", "Problem: \"\" is no number of the list" },
		{ "c1\nq\n", "", "Problem: A draft that cannot be read cannot be copied." },
		{ "n\n", "", "Name of the new draft: \n" },
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
			strbuf_addf(&wanted, "Problem: %s%s", d.folder, strstr(part, "WORK") + 4);
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
	assert_contains(said.buf, "no drafts yet.\nn makes a draft, q leaves.\nDrafts: n\n");
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
