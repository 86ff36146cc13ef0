/* The list of drafts that may take what needs the user's word: what an entry holds for, and what ends it. */
#include "testing.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/xalloc.h"

#include "format/draft/allowed.h"

#include "drafts.h"
#include "test_folder.h"

static char folder[512];
static struct form *form;

#define COMMAND "challenge: {from: command, argv: [pass, show, scep]}\n"

static int
setup(void **state)
{
	STRBUF(home);

	(void)state;
	snprintf(folder, sizeof folder, "/tmp/scepwiz-allowed.XXXXXX");
	test_folder(folder);
	strbuf_addf(&home, "%s/state", folder);
	setenv("XDG_STATE_HOME", home.buf, 1);
	form = form_of_tree();
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	form_free(form);
	return 0;
}

static void
write_draft(const char *name, const char *rest)
{
	OWN_TEXT(path) = path_join(folder, name);
	STRBUF(text);
	STRBUF(err);

	strbuf_addf(&text, "form: scep\nplatform: macos\n%s", rest);
	assert_int_equal(file_write(path, text.buf, text.len, 0, &err), 0);
}

static void
open_draft(struct draft_file *file, const char *name)
{
	OWN_TEXT(path) = path_join(folder, name);
	STRBUF(err);

	draft_file_release(file);
	*file = (struct draft_file)DRAFT_FILE_INIT;
	assert_int_equal(draft_file_read(file, form, path, &err), 0);
}

static void
allow(const char *name)
{
	DRAFT_FILE(file);
	STRBUF(err);

	open_draft(&file, name);
	assert_int_equal(allowed_add(&file, &err), 0);
	assert_true(allowed_has(&file));
}

static const char base[] = "url: \"https://a.com/scep\"\nname: x\n" COMMAND;

/* Drafts that are put in the place of the one that was allowed. */
static const struct {
	const char *rest;
	bool allowed;
} others[] = {
	{ base, true },
	{ "# note\nurl: https://a.com/scep\nname: y\nkey_size: 2048\n" COMMAND, true },
	{ "url: \"https://b.com/scep\"\nname: x\n" COMMAND, false },
	{ "url: \"https://a.com/scep/\"\nname: x\n" COMMAND, false },
	{ "name: x\n" COMMAND, false },
	{ "url: \"https://a.com/scep\"\nchallenge: {from: command, argv: [pass, show, other]}\n",
		false },
	{ "url: \"https://a.com/scep\"\nchallenge: {from: command, argv: [pass, show scep]}\n",
		false },
	{ "url: \"https://a.com/scep\"\nchallenge: {from: command, argv: [pass, show, scep, \"\"]}\n",
		false },
	{ "url: \"https://a.com/scep\"\nchallenge: {from: env, name: pass}\n", false },
	{ "url: \"https://a.com/scep\"\nchallenge: {from: env, name: SCEP_X}\n", false },
	{ "url: \"https://a.com/scep\"\nchallenge: geheim\n", false },
};

static void
an_entry_ends_with_what_was_allowed(void **state)
{
	(void)state;
	write_draft("a.yaml", base);
	allow("a.yaml");
	for (size_t i = 0; i < ARRAY_SIZE(others); i++) {
		DRAFT_FILE(file);

		write_draft("a.yaml", others[i].rest);
		open_draft(&file, "a.yaml");
		if (allowed_has(&file) != others[i].allowed)
			fail_msg("draft %zu", i);
	}
}

/* A server's address that an own form takes for any text is told, and another one ends what was allowed. */
static void
an_address_that_is_a_text_is_one(void **state)
{
	static const char *const urls[] = { "https://a.com/scep", "https://b.com/scep" };
	OWN_TEXT(form_path) = path_join(folder, "texts.form");
	OWN_TEXT(path) = path_join(folder, "texts.yaml");
	const char *at;
	struct form *own;
	STRBUF(given);
	STRBUF(text);
	STRBUF(err);

	(void)state;
	assert_int_equal(file_read(source_file("forms/scep.yaml"), 262144, &given, &err), 0);
	at = strstr(given.buf, "type: url");
	assert_non_null(at);
	strbuf_add(&text, given.buf, (size_t)(at - given.buf));
	strbuf_addf(&text, "type: text%s", at + strlen("type: url"));
	assert_int_equal(file_write(form_path, text.buf, text.len, 0, &err), 0);
	own = form_file_read(form_path, &err);
	if (!own)
		fail_msg("%s", err.buf);
	for (size_t i = 0; i < ARRAY_SIZE(urls); i++) {
		DRAFT_FILE(file);
		STRVEC(told);

		strbuf_clear(&text);
		strbuf_addf(&text, "form: scep\nurl: %s\n" COMMAND, urls[i]);
		unlink(path);
		assert_int_equal(file_write(path, text.buf, text.len, 0, &err), 0);
		assert_int_equal(draft_file_read(&file, own, path, &err), 0);
		assert_false(allowed_has(&file));
		allowed_tell(file.draft, &told);
		assert_int_equal(told.n, 2);
		assert_contains(told.v[1], urls[i]);
		assert_int_equal(allowed_add(&file, &err), 0);
	}
	form_free(own);
}

/* A form may send a secret anywhere: another one in its file is another word. */
static void
another_form_ends_it(void **state)
{
	static const char *const forms[] = { "x", "y", "x" };
	OWN_TEXT(form_path) = path_join(folder, "acme.form");
	OWN_TEXT(path) = path_join(folder, "formed.yaml");
	STRBUF(err);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(forms); i++) {
		STRBUF(text);
		STRBUF(draft);
		struct form *own;
		DRAFT_FILE(file);

		strbuf_addf(&text, "form: acme\nextends: scep\ntitle: %s\n", forms[i]);
		assert_int_equal(file_write(form_path, text.buf, text.len, 0, &err), 0);
		own = form_file_read(form_path, &err);
		assert_non_null(own);
		strbuf_addstr(&draft,
			"form: acme\nurl: https://a.com/scep\nchallenge: {from: command, argv: [pass]}\n");
		assert_int_equal(file_write(path, draft.buf, draft.len, 0, &err), 0);
		assert_int_equal(draft_file_read(&file, own, path, &err), 0);
		if (!i)
			assert_int_equal(allowed_add(&file, &err), 0);
		assert_int_equal(allowed_has(&file), i != 1);
		draft_file_release(&file);
		form_free(own);
	}
}

/* The same text elsewhere is not allowed; by another name of the same file it is. */
static void
an_entry_is_one_file_s(void **state)
{
	DRAFT_FILE(file);
	OWN_TEXT(link_path) = path_join(folder, "link");
	STRBUF(err);

	(void)state;
	write_draft("a.yaml", base);
	write_draft("b.yaml", base);
	allow("a.yaml");
	open_draft(&file, "b.yaml");
	assert_false(allowed_has(&file));
	assert_int_equal(symlink(folder, link_path), 0);
	open_draft(&file, "link/a.yaml");
	assert_true(allowed_has(&file));
	draft_file_release(&file);
	assert_int_equal(draft_file_parse(&file, form, "standard input", "form: scep\n" COMMAND,
				 strlen("form: scep\n" COMMAND), &err),
		0);
	assert_false(allowed_has(&file));
	assert_int_equal(allowed_add(&file, &err), -1);
	assert_contains(err.buf, "the draft is in no file yet");
}

static void
what_the_user_saves_stays_allowed(void **state)
{
	static const struct {
		const char *before;
		bool allowed; /* before */
		const char *change;
		enum answer_source source; /* HERE: change is an answer */
		bool typed, after;
	} cases[] = {
		{ base, true, "url=https://b.com/scep", ANSWER_HERE, false, true },
		{ base, false, "url=https://b.com/scep", ANSWER_HERE, false, false },
		{ base, true, "pass\nshow\nother", ANSWER_COMMAND, true, true },
		{ base, false, "pass\nshow\nother", ANSWER_COMMAND, true, true },
		{ base, true, "pass\nshow\nother", ANSWER_COMMAND, false, false },
		{ base, false, "AWS", ANSWER_ENVIRONMENT, true, true },
		{ "challenge: geheim\n", false, "pass", ANSWER_COMMAND, true, true },
		{ "challenge: geheim\n", false, "pass", ANSWER_COMMAND, false, false },
		{ base, true, "challenge=geheim", ANSWER_HERE, false, false },
	};
	const struct field *challenge = form_field(form, "challenge");

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		DRAFT_FILE(file);
		OWN_TEXT(path) = path_join(folder, "a.yaml");
		STRBUF(err);

		write_draft("a.yaml", cases[i].before);
		assert_true(allowed_remove(path, &err) >= 0);
		if (cases[i].allowed)
			allow("a.yaml");
		open_draft(&file, "a.yaml");
		if (cases[i].source == ANSWER_HERE)
			draft_answer(file.draft, cases[i].change);
		else
			draft_set_source(file.draft, challenge, cases[i].source, cases[i].change);
		if (cases[i].typed)
			draft_set_typed(file.draft, challenge);
		assert_int_equal(allowed_save(&file, NULL, &err), 0);
		assert_int_equal(file.told.n, 0);
		open_draft(&file, "a.yaml");
		if (allowed_has(&file) != cases[i].after)
			fail_msg("case %zu", i);
	}
}

static void
the_list_is_private_and_names_drafts_once(void **state)
{
	STRVEC(paths);
	STRBUF(err);
	STRBUF(list);
	OWN_TEXT(odd) = path_join(folder, "a\nb\\c.yaml");
	struct stat st;
	size_t n;

	(void)state;
	write_draft("a\nb\\c.yaml", base);
	allow("a\nb\\c.yaml");
	allow("a\nb\\c.yaml");
	assert_int_equal(allowed_list(&paths, &err), 0);
	n = paths.n;
	assert_true(strvec_contains(&paths, odd));
	strbuf_addf(&list, "%s/state/scepwiz/allowed/list", folder);
	assert_int_equal(stat(list.buf, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(unlink(odd), 0);
	assert_int_equal(allowed_remove(odd, &err), 1);
	assert_int_equal(allowed_remove(odd, &err), 0);
	strvec_release(&paths);
	strvec_init(&paths);
	assert_int_equal(allowed_list(&paths, &err), 0);
	assert_int_equal(paths.n, n - 1);
}

/* It is saved all the same. */
static void
a_list_that_cannot_be_written_is_told(void **state)
{
	DRAFT_FILE(file);
	STRBUF(list);
	STRBUF(err);

	(void)state;
	write_draft("a.yaml", "challenge: geheim\n");
	open_draft(&file, "a.yaml");
	draft_set_source(file.draft, form_field(form, "challenge"), ANSWER_COMMAND, "pass");
	draft_set_typed(file.draft, form_field(form, "challenge"));
	strbuf_addf(&list, "%s/state/scepwiz/allowed/list", folder);
	if (unlink(list.buf) < 0)
		assert_int_equal(errno, ENOENT);
	assert_int_equal(mkdir(list.buf, 0700), 0);
	assert_int_equal(allowed_save(&file, NULL, &err), 0);
	assert_int_equal(file.told.n, 1);
	assert_contains(
		file.told.v[0], "is saved, but is not allowed to use the source that it names");
	assert_int_equal(rmdir(list.buf), 0);
}

/* Nothing is allowed by what cannot be read, and nothing crashes on it. */
static void
a_damaged_list_allows_nothing_more(void **state)
{
	static const char *const lists[] = { "", "\n\n", "x", "0123\n",
		"0000000000000000000000000000000000000000000000000000000000000000\n",
		"0000000000000000000000000000000000000000000000000000000000000000 \\\n",
		"0000000000000000000000000000000000000000000000000000000000000000 /tmp/a.yaml\n" };
	DRAFT_FILE(file);
	STRBUF(list);
	STRBUF(err);

	(void)state;
	write_draft("a.yaml", base);
	allow("a.yaml");
	open_draft(&file, "a.yaml");
	strbuf_addf(&list, "%s/state/scepwiz/allowed/list", folder);
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++) {
		STRVEC(paths);

		assert_int_equal(file_write(list.buf, lists[i], strlen(lists[i]), 0, &err), 0);
		assert_false(allowed_has(&file));
		assert_int_equal(allowed_list(&paths, &err), 0);
	}
	assert_int_equal(unlink(list.buf), 0);
	assert_int_equal(symlink("/dev/zero", list.buf), 0);
	assert_false(allowed_has(&file));
	assert_int_equal(allowed_add(&file, &err), -1);
	assert_int_equal(unlink(list.buf), 0);
}

/* Older versions had the list in the folder's place. It is read there, and moves when it is written; so it does where that
 * was begun and not ended. */
static void
an_old_list_is_read_and_moved(void **state)
{
	static const char *const olds[] = { "allowed", "allowed-old" };
	DRAFT_FILE(file);

	(void)state;
	write_draft("a.yaml", base);
	open_draft(&file, "a.yaml");
	for (size_t i = 0; i < ARRAY_SIZE(olds); i++) {
		STRBUF(state_folder);
		OWN_TEXT(room) = NULL;
		OWN_TEXT(list) = NULL;
		OWN_TEXT(old) = NULL;
		STRVEC(files);

		allow("a.yaml");
		strbuf_addf(&state_folder, "%s/state/scepwiz", folder);
		room = path_join(state_folder.buf, "allowed");
		list = path_join(room, "list");
		old = path_join(folder, "old");
		assert_int_equal(rename(list, old), 0);
		assert_int_equal(rmdir(room), 0);
		free(room);
		room = path_join(state_folder.buf, olds[i]);
		assert_int_equal(rename(old, room), 0);
		assert_true(allowed_has(&file));
		allowed_writes(&files);
		assert_int_equal(files.n, 1);
		assert_string_equal(files.v[0], list);
		assert_true(path_exists(list));
		assert_true(allowed_has(&file));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_entry_ends_with_what_was_allowed),
		cmocka_unit_test(an_address_that_is_a_text_is_one),
		cmocka_unit_test(another_form_ends_it),
		cmocka_unit_test(an_entry_is_one_file_s),
		cmocka_unit_test(what_the_user_saves_stays_allowed),
		cmocka_unit_test(the_list_is_private_and_names_drafts_once),
		cmocka_unit_test(a_list_that_cannot_be_written_is_told),
		cmocka_unit_test(a_damaged_list_allows_nothing_more),
		cmocka_unit_test(an_old_list_is_read_and_moved),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
