/* Drafts and the file system: saving, what stands beside a draft, where drafts live. */
#include "testing.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/strbuf.h"
#include "base/strvec.h"
#include "base/xalloc.h"

#include "format/draft/draft_file.h"
#include "format/draft/glance.h"
#include "format/profile/desk.h"

#include "builtin_form.h"
#include "test_folder.h"

static char folder[64];

static const char *
in_folder(const char *name)
{
	static char path[128];

	snprintf(path, sizeof path, "%s/%s", folder, name);
	return path;
}

static void
put(const char *name, const char *text)
{
	struct strbuf err = STRBUF_INIT;

	if (file_write(in_folder(name), text, strlen(text), 0, &err) < 0)
		fail_msg("%s", err.buf);
}

static void
assert_file(const char *name, const char *text)
{
	struct strbuf data = STRBUF_INIT, err = STRBUF_INIT;

	if (file_read(in_folder(name), 1 << 20, &data, &err) < 0)
		fail_msg("%s", err.buf);
	assert_string_equal(data.buf, text);
	strbuf_release(&data);
}

static void
a_save_replaces_what_was_read_and_nothing_else(void **state)
{
	struct draft_file file = DRAFT_FILE_INIT;
	struct strbuf err = STRBUF_INIT, wanted = STRBUF_INIT;
	struct strbuf now = STRBUF_INIT, why = STRBUF_INIT;
	struct stat st;

	(void)state;
	put("a.yaml", "form: scep\nname: x # c\n");
	assert_int_equal(draft_file_read(&file, form, in_folder("a.yaml"), &err), 0);
	assert_false(file.readable_by_others);
	draft_set(file.draft, field("platform"), "ios");
	draft_set(file.draft, field("name"), "y");
	assert_int_equal(draft_file_save(&file, &err), 0);
	assert_file("a.yaml", "form: scep\nplatform: ios\nname: \"y\" # c\n");
	assert_false(draft_any_changed(file.draft));
	assert_int_equal(draft_place(file.draft, field("name")).line, 3);
	assert_int_equal(stat(in_folder("a.yaml"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);

	put("a.yaml", "form: scep\nname: z\n");
	assert_int_equal(draft_file_disk(&file, &now, &why), DRAFT_DISK_CHANGED);
	assert_contains(why.buf, "was changed by another program since it was opened");
	assert_string_equal(now.buf, "form: scep\nname: z\n");
	draft_set(file.draft, field("name"), "w");
	assert_int_equal(draft_file_save(&file, &err), FILE_RACED);
	strbuf_addf(&wanted,
		"%s was changed by another program since it was opened. Save it under another "
		"name, or open it again",
		in_folder("a.yaml"));
	assert_string_equal(err.buf, wanted.buf);
	assert_file("a.yaml", "form: scep\nname: z\n");
	assert_true(draft_any_changed(file.draft));

	strbuf_clear(&err);
	assert_int_equal(draft_file_save_as(&file, in_folder("b.yaml"), &err), 0);
	assert_string_equal(file.path, in_folder("b.yaml"));
	assert_file("b.yaml", "form: scep\nplatform: ios\nname: \"w\" # c\n");
	assert_int_equal(draft_file_save_as(&file, in_folder("a.yaml"), &err), -1);
	assert_contains(err.buf, "it already exists");
	assert_string_equal(file.path, in_folder("b.yaml"));
	file.overwrite = true;
	put("b.yaml", "gone wrong\n");
	strbuf_clear(&err);
	assert_int_equal(draft_file_save(&file, &err), 0);
	assert_file("b.yaml", "form: scep\nplatform: ios\nname: \"w\" # c\n");
	draft_file_release(&file);
	strbuf_release(&err);
	strbuf_release(&wanted);
	strbuf_release(&now);
	strbuf_release(&why);
}

static void
a_new_draft_never_replaces_a_file(void **state)
{
	struct draft_file file = DRAFT_FILE_INIT, again = DRAFT_FILE_INIT;
	struct strbuf err = STRBUF_INIT;

	(void)state;
	put("there.yaml", "precious\n");
	draft_file_new(&file, form, in_folder("there.yaml"));
	assert_int_equal(draft_file_save(&file, &err), -1);
	assert_contains(err.buf, "it already exists");
	assert_file("there.yaml", "precious\n");
	assert_int_equal(unlink(in_folder("there.yaml")), 0);
	strbuf_clear(&err);
	assert_int_equal(draft_file_save(&file, &err), 0);
	draft_set(file.draft, field("name"), "x");
	assert_int_equal(draft_file_save(&file, &err), 0);
	/* in memory it is what the file says, with the defaults that are written out */
	assert_int_equal(draft_file_read(&again, form, in_folder("there.yaml"), &err), 0);
	for (size_t i = 0; i < form->nfields; i++)
		if (!draft_answer_is(file.draft, again.draft, form->fields[i]))
			fail_msg("%s is another answer in the file", form->fields[i]->key);
	draft_file_release(&again);
	draft_file_release(&file);
	assert_int_equal(draft_file_read(&file, form, in_folder("there.yaml"), &err), 0);
	assert_string_equal(draft_text(file.draft, field("name")), "x");
	assert_int_equal(strlen(draft_text(file.draft, field("profile_uuid"))), 36);
	draft_file_release(&file);
	strbuf_release(&err);
}

static void
others_may_read_it_is_seen(void **state)
{
	struct draft_file file = DRAFT_FILE_INIT;
	struct strbuf err = STRBUF_INIT;

	(void)state;
	put("open.yaml", "form: scep\n");
	assert_int_equal(chmod(in_folder("open.yaml"), 0640), 0);
	assert_int_equal(draft_file_read(&file, form, in_folder("open.yaml"), &err), 0);
	assert_true(file.readable_by_others);
	draft_file_release(&file);
}

#define IDENTITY(identifier, more)                      \
	"form: scep\nurl: https://scep.acme.com\n" more \
	"identity:\n  profile_identifier: " identifier  \
	"\n  profile_uuid: 99999999-AAAA-4BBB-8CCC-DDDDDDDDDDDD\n"

/* What can mean one thing only; everything else is to be read. */
static void
a_glance_takes_what_is_plain(void **state)
{
	static const struct {
		const char *text;
		bool plain;
		const char *name; /* NULL: not told */
		const char *rest; /* of the group, KEY=TEXT */
	} drafts[] = {
		{ "form: scep\nname: \"A b\"\nids:\n  a: \"X\"\n  b: y-1\n", true, "A b",
			"a=X b=y-1 " },
		{ "# c\n\nname: 'A' # c\r\nform: scep\r\nids:\r\n  a: x\r\nurl: {\n", true, "A",
			"a=x " },
		{ "form: scep\nnotes: |\n  name: \"No\"\n\n  ids:\nname: A\n", true, "A", "" },
		{ "form: scep\nlist: [a]\nmap: {a: b}\n", true, NULL, "" },
		{ "form: scep\nids:\n  # c\n  a: \"\"\nname: A\n", true, "A", "a= " },
		{ "name: A\nids:\n  a: x\n", false, "A", "a=x " }, /* no draft */
		{ "form: scep\nname: A\n  b\n", false, NULL, "" },
		{ "form: scep\nname: \"A\\x42\"\n", false, NULL, "" },
		{ "form: scep\nname: 'A''b'\n", false, NULL, "" },
		{ "form: scep\nname: \"A\" b\n", false, NULL, "" },
		{ "form: scep\nname: \"A\n  b\"\n", false, NULL, "" },
		{ "form: scep\nname: \"A\xff\"\n", false, NULL, "" },
		{ "form: scep\nname: \"A\x80\"\n", false, NULL, "" },
		{ "form: scep\nname: \"\xc3\x80\"\n", true, "\xc3\x80", "" },
		{ "form: scep\nids:\n  a: x\nmap:\n  b: y\nname: A\n", true, "A", "a=x " },
		{ "form: scep\nname: null\n", false, NULL, "" },
		{ "form: scep\nname: >-\n  A\n", false, NULL, "" },
		{ "form: scep\nname: A: b\n", false, NULL, "" },
		{ "form: scep\nnotes: \"a\nname: b\"\n", false, NULL, "" },
		{ "form: scep\nlist: [a,\nname: b]\n", false, NULL, "" },
		{ "form: scep\nurl: &a x\nname: A\n", false, NULL, "" },
		{ "form: scep\nname: A\nlist:\n- ids\n", false, "A", "" },
		{ "form: scep\nname: A\nids: {a: x}\n", false, "A", "" },
		{ "form: scep\nname: A\nids:\n  a: x\n  a: y\n", false, "A", "a=x a=y " },
		{ "form: scep\nname: A\nids:\n  a: x\n    b: y\n", false, "A", "" },
		{ "form: scep\nname: A\nids:\n  a: \"x\"\n    b: y\n", false, "A", "a=x " },
		{ "{form: scep, name: A}\n", false, NULL, "" },
		{ "--- \nform: scep\n", false, NULL, "" },
		{ "", false, NULL, "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(drafts); i++) {
		struct glance glance;
		struct strbuf data = STRBUF_INIT, rest = STRBUF_INIT;

		strbuf_addstr(&data, drafts[i].text);
		assert_int_equal(glance_at(&glance, &data, "name", "ids"), drafts[i].plain);
		assert_int_equal(glance.has_name, drafts[i].name != NULL);
		if (drafts[i].name)
			assert_true(strlen(drafts[i].name) == glance.name.len &&
				    !memcmp(glance.name.start, drafts[i].name, glance.name.len));
		for (size_t j = 0; j < glance.n; j++) {
			const struct glance_entry *entry = &glance.entries[j];

			strbuf_addf(&rest, "%.*s=%.*s ", (int)entry->key.len, entry->key.start,
				(int)entry->value.len, entry->value.start);
		}
		assert_string_equal(rest.buf, drafts[i].rest);
		strbuf_release(&data);
		strbuf_release(&rest);
	}
}

static void
neighbours_are_the_drafts_of_the_folder(void **state)
{
	struct neighbours near = NEIGHBOURS_INIT;
	const struct strvec *names = &near.told.names.texts, *files = &near.told.names.files;

	(void)state;
	put("n1.yaml", "form: scep\npolicy_name: One\n");
	put("n2.yml", "form: scep\n");
	put("n3.yaml", "no: draft\n");
	put("n4.yaml", "broken: [\n");
	put("n5.txt", "form: scep\npolicy_name: Five\n");
	put("n6.yaml", "form: scep\npolicy_name: Six\n");
	assert_int_equal(mkdir(in_folder("n7.yaml"), 0700), 0);
	/* the name counts whatever stands behind it, and inside another text it is none */
	put("n8.yaml", "form: scep\npolicy_notes: |\n  policy_name: No\n"
		       "policy_name: \"Eight\" # a name\nbroken: [\n");
	put("n9.yaml", "policy_name: >-\n  Ni\n  ne\n\nform: scep\n");
	neighbours_read(&near, folder, form);
	assert_string_equal(near.folder, folder);
	assert_int_equal(names->n, files->n);
	for (size_t i = 0; i < names->n; i++) {
		const char *wanted = !strcmp(files->v[i], "n1.yaml")   ? "One"
				     : !strcmp(files->v[i], "n6.yaml") ? "Six"
				     : !strcmp(files->v[i], "n8.yaml") ? "Eight"
				     : !strcmp(files->v[i], "n9.yaml") ? "Ni ne"
								       : "SCEP Profiles";

		assert_string_equal(names->v[i], wanted);
		assert_true(!i || strcmp(names->v[i - 1], names->v[i]) <= 0);
	}
	assert_true(strvec_contains(files, "n1.yaml"));
	assert_true(strvec_contains(files, "n2.yml"));
	assert_false(strvec_contains(files, "n3.yaml"));
	assert_false(strvec_contains(files, "n4.yaml"));
	assert_false(strvec_contains(files, "n5.txt"));
	assert_true(strvec_contains(files, "n6.yaml"));
	assert_true(strvec_contains(files, "n8.yaml"));
	assert_true(strvec_contains(files, "n9.yaml"));
	assert_int_equal(rmdir(in_folder("n7.yaml")), 0);
	neighbours_release(&near);
}

/* Those behind ten thousand, by name, are not read. */
static void
ten_thousand_neighbours_are_read(void **state)
{
	enum { MOST = 10000 };
	char many[] = "/tmp/scepwiz-many-XXXXXX", path[64];
	struct neighbours near = NEIGHBOURS_INIT;

	(void)state;
	test_folder(many);
	for (int i = 0; i <= MOST; i++) {
		FILE *file;

		if (i == MOST) {
			neighbours_read(&near, many, form);
			assert_int_equal(near.told.names.texts.n, MOST);
		}
		snprintf(path, sizeof path, "%s/%05d.yaml", many, i);
		file = fopen(path, "w");
		assert_non_null(file);
		fputs("form: scep\n", file);
		fclose(file);
	}
	neighbours_read(&near, many, form);
	assert_int_equal(near.told.names.texts.n, MOST);
	assert_int_equal(near.told.compared, MOST);
	assert_int_equal(near.told.n, MOST + 1);
	assert_true(strvec_contains(&near.told.names.files, "09999.yaml"));
	assert_false(strvec_contains(&near.told.names.files, "10000.yaml"));
	neighbours_release(&near);
	for (int i = 0; i <= MOST; i++) {
		snprintf(path, sizeof path, "%s/%05d.yaml", many, i);
		assert_int_equal(unlink(path), 0);
	}
	assert_int_equal(rmdir(many), 0);
}

/* Identifiers and UUIDs, plain or not, in small letters; with them a draft of no other policy is a copy. */
static void
neighbours_are_known_by_their_identity(void **state)
{
	static const struct {
		const char *text;
		bool same;
	} others[] = {
		{ IDENTITY("Aa.b", ""), true },
		{ IDENTITY("Aa.b", "policy_notes: of another day\n"), true },
		{ IDENTITY("Aa.b", "retries: 3\n"), true },
		{ IDENTITY("Aa.b", "allow_all_apps_access: \"no\"\n"), true },
		{ IDENTITY("Aa.b", "retries: 4\n"), false },
		{ IDENTITY("Aa.b", "policy_name: Other\n"), false },
		{ "{form: scep, identity: {profile_identifier: aA.B}}\n", false },
		{ "form: acme\nidentity: {profile_identifier: Aa.b}\n", false },
	};
	struct draft_file file = DRAFT_FILE_INIT;
	struct strbuf err = STRBUF_INIT;

	(void)state;
	put("own.yaml", IDENTITY("Aa.b", ""));
	assert_int_equal(draft_file_read(&file, form, in_folder("own.yaml"), &err), 0);
	for (size_t i = 0; i < ARRAY_SIZE(others); i++) {
		const struct neighbour_texts *identities;
		DESK(desk);
		size_t here = 0;

		put("other.yaml", others[i].text);
		desk_lay(&desk, &file, NULL);
		identities = &desk.env.neighbours(desk.env.data)->identities;
		for (size_t j = 0; j < identities->texts.n; j++)
			here += !strcmp(identities->files.v[j], "other.yaml") &&
				!strcmp(identities->texts.v[j], "aa.b");
		assert_int_equal(here, 1);
		assert_int_equal(desk.env.same_policy(desk.env.data, "other.yaml"), others[i].same);
	}
	draft_file_release(&file);
	assert_int_equal(unlink(in_folder("own.yaml")), 0);
	assert_int_equal(unlink(in_folder("other.yaml")), 0);
}

static bool
is_near(const struct desk *desk, const char *name)
{
	return strvec_contains(&desk->env.neighbours(desk->env.data)->names.texts, name);
}

/* Two drafts of a folder: its files are read once, when a rule first asks, and again for another folder. */
static void
shared_neighbours_are_read_once(void **state)
{
	struct neighbourhood shared = NEIGHBOURHOOD_INIT;
	struct desk first = DESK_INIT, second = DESK_INIT, third = DESK_INIT;
	struct draft_file file = DRAFT_FILE_INIT;
	struct strbuf err = STRBUF_INIT;

	(void)state;
	put("n1.yaml", "form: scep\npolicy_name: Nought\n");
	assert_int_equal(draft_file_read(&file, form, in_folder("n1.yaml"), &err), 0);
	desk_lay(&first, &file, &shared);
	assert_int_equal(shared.n, 0);
	put("n1.yaml", "form: scep\npolicy_name: One\n");
	assert_true(is_near(&first, "One"));
	assert_string_equal(first.env.own_file, "n1.yaml");
	put("n1.yaml", "form: scep\npolicy_name: Two\n");
	desk_lay(&second, &file, &shared);
	assert_true(is_near(&second, "One"));
	assert_false(is_near(&second, "Two"));
	desk_lay(&third, &file, NULL);
	assert_true(is_near(&third, "Two"));
	assert_int_equal(shared.n, 1);
	neighbourhood_of(&shared, "/elsewhere", form);
	neighbourhood_of(&shared, "/", form);
	assert_int_equal(shared.n, 3);
	assert_true(is_near(&second, "One"));
	desk_release(&first);
	desk_release(&second);
	desk_release(&third);
	neighbourhood_release(&shared);
	draft_file_release(&file);
}

static void
a_name_is_a_draft_in_the_drafts_folder(void **state)
{
	static const struct {
		const char *drafts, *data, *name, *path; /* ~: the home folder, which is there */
	} cases[] = {
		{ "/d", "/x", "office", "/d/office.yaml" },
		{ NULL, "/x", "office", "/x/scepwiz/drafts/office.yaml" },
		{ NULL, "relative", "office", "~/.local/share/scepwiz/drafts/office.yaml" },
		{ NULL, NULL, "office", "~/.local/share/scepwiz/drafts/office.yaml" },
		{ "", "", "a b.yml", "~/.local/share/scepwiz/drafts/a b.yml.yaml" },
		{ "/d", NULL, "office.yaml", "office.yaml" },
		{ "/d", NULL, "./office", "./office" },
		{ "/d", NULL, "-", "-" },
		{ "/d", NULL, "", NULL },
	};
	static const char *const variables[] = { "SCEPWIZ_DRAFTS", "XDG_DATA_HOME" };
	OWN_TEXT(home) = xstrdup(in_folder("home"));

	(void)state;
	assert_int_equal(mkdir(home, 0700), 0);
	setenv("HOME", home, 1);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const char *const values[] = { cases[i].drafts, cases[i].data };
		struct strbuf err = STRBUF_INIT;
		char *path;

		for (size_t v = 0; v < ARRAY_SIZE(variables); v++)
			if (values[v])
				setenv(variables[v], values[v], 1);
			else
				unsetenv(variables[v]);
		path = draft_path(cases[i].name, &err);
		if (cases[i].path && *cases[i].path == '~') {
			assert_int_equal(strncmp(path, home, strlen(home)), 0);
			assert_string_equal(path + strlen(home), cases[i].path + 1);
		} else if (cases[i].path) {
			assert_string_equal(path, cases[i].path);
		} else {
			assert_null(path);
		}
		assert_true((err.len == 0) == (path != NULL));
		free(path);
		strbuf_release(&err);
	}
	assert_int_equal(rmdir(home), 0);
}

static void
the_drafts_folder_is_made_when_needed(void **state)
{
	struct draft_file file = DRAFT_FILE_INIT;
	struct strbuf err = STRBUF_INIT;
	struct stat st;
	char *path;

	(void)state;
	setenv("SCEPWIZ_DRAFTS", in_folder("deep/drafts/"), 1);
	path = draft_path("office", &err);
	draft_file_new(&file, form, path);
	assert_int_equal(draft_file_save(&file, &err), 0);
	assert_int_equal(stat(in_folder("deep/drafts"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	draft_file_release(&file);
	draft_file_new(&file, form, in_folder("nowhere/x.yaml"));
	assert_int_equal(draft_file_save(&file, &err), -1);
	assert_contains(err.buf, "nowhere does not exist");
	draft_file_release(&file);
	free(path);
	strbuf_release(&err);
}

static void
a_drafts_folder_that_cannot_be_made_is_told(void **state)
{
	DRAFT_FILE(file);
	STRBUF(err);
	STRBUF(wanted);
	OWN_TEXT(path) = NULL;

	(void)state;
	put("a.yaml", "form: scep\n");
	setenv("SCEPWIZ_DRAFTS", in_folder("a.yaml/b/drafts"), 1);
	path = draft_path("office", &err);
	draft_file_new(&file, form, path);
	assert_int_equal(draft_file_save(&file, &err), -1);
	strbuf_addf(&wanted, "cannot make the folder %s: Not a directory", in_folder("a.yaml/b"));
	assert_string_equal(err.buf, wanted.buf);
}

static int
setup(void **state)
{
	builtin_form_setup(state);
	snprintf(folder, sizeof folder, "/tmp/scepwiz-save.XXXXXX");
	test_folder(folder);
	return 0;
}

static int
teardown(void **state)
{
	static const char *const left[] = { "a.yaml", "b.yaml", "there.yaml", "open.yaml",
		"n1.yaml", "n2.yml", "n3.yaml", "n4.yaml", "n5.txt", "n6.yaml", "n8.yaml",
		"n9.yaml", "deep/drafts/office.yaml" };

	builtin_form_teardown(state);
	for (size_t i = 0; i < ARRAY_SIZE(left); i++)
		unlink(in_folder(left[i]));
	rmdir(in_folder("deep/drafts"));
	rmdir(in_folder("deep"));
	return rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_save_replaces_what_was_read_and_nothing_else),
		cmocka_unit_test(a_new_draft_never_replaces_a_file),
		cmocka_unit_test(others_may_read_it_is_seen),
		cmocka_unit_test(a_glance_takes_what_is_plain),
		cmocka_unit_test(neighbours_are_the_drafts_of_the_folder),
		cmocka_unit_test(ten_thousand_neighbours_are_read),
		cmocka_unit_test(neighbours_are_known_by_their_identity),
		cmocka_unit_test(shared_neighbours_are_read_once),
		cmocka_unit_test(a_name_is_a_draft_in_the_drafts_folder),
		cmocka_unit_test(the_drafts_folder_is_made_when_needed),
		cmocka_unit_test(a_drafts_folder_that_cannot_be_made_is_told),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
