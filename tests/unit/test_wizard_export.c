/* The export in the wizard: which files it overwrites, what is asked, what comes of each answer. */
#include "testing.h"

#include <locale.h>
#include <sys/stat.h>

#include "format/profile/profile.h"

#include "wizard_session.h"

#define TEXT                                                                              \
	"form: scep\nchallenge: " SECRET "\nurl: https://scep.acme.net/scep\nidentity:\n" \
	"  profile_identifier: net.acme.scep\n"                                           \
	"  profile_uuid: 0F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F0\n"                          \
	"  scep_uuid: 1F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F1\n"                             \
	"  root_uuid: 2F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F2\n"

static void
in_folder(const struct session *s, const char *command)
{
	struct strbuf line = STRBUF_INIT;

	strbuf_addf(&line, "cd %s && %s", s->folder, command);
	assert_int_equal(system(line.buf), 0);
	strbuf_release(&line);
}

/* What the draft exports, with another value in it than it has now. */
static void
write_earlier(struct session *s, bool binary)
{
	const struct field *name = field_of(s->form, "name");
	DESK(desk);
	EXPORT(export, .desk = &desk, .binary = binary);
	struct strbuf err = STRBUF_INIT;
	char *path = path_in(s, "given.mobileconfig");

	desk_lay(&desk, &s->file, NULL);
	desk.env.neighbours = NULL;
	draft_set(s->file.draft, name, "earlier");
	if (profile_export(&export, path, &err) < 0)
		fail_msg("%s", err.buf);
	draft_restore(s->file.draft, name);
	free(path);
}

static const char *
asked(const struct session *s)
{
	const struct view *view = wizard_view(s->wizard);

	return view->prompt ? view->prompt : "";
}

static void
assert_offers(const struct session *s, const char *name)
{
	const struct view *view = wizard_view(s->wizard);

	assert_string_equal(asked(s), "Export to: ");
	assert_contains(view->prompt_edit->text.buf, name);
}

static void
an_earlier_export_is_replaced_without_a_question(void **state)
{
	struct session *s = *state;

	for (int binary = 0; binary < 2; binary++) {
		char *now;

		open_text(s, TEXT);
		write_earlier(s, binary);
		play(s, "{M-r}{Enter}");
		assert_offers(s, "/given.mobileconfig");
		play(s, "{Enter}");
		assert_contains(message(s), "Exported to ");
		now = session_file(s, "given.mobileconfig");
		assert_null(strstr(now, "earlier"));
		assert_contains(now, "<string>net.acme.scep</string>");
		free(now);
	}
}

/* What no export of this draft is, made by a command. */
static const struct other {
	const char *make, *told;
} others[] = {
	{ "printf 'Ask Jo.\\n' >given.mobileconfig", "is a text file" },
	{ ": >given.mobileconfig", "is an empty file" },
	{ "printf '\\001' >given.mobileconfig", "is a binary file" },
	{ "sed -i s/net.acme.scep/net.acme.SCEP/ given.mobileconfig",
		"is another configuration profile, with the identifier \"net.acme.SCEP\"" },
	{ "sed -i s/Configuration/Settings/ given.mobileconfig", "is a property list" },
};

static void
only_y_overwrites_another_file(void **state)
{
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(others); i++) {
		char *before, *now;

		open_text(s, TEXT);
		write_earlier(s, false);
		in_folder(s, others[i].make);
		in_folder(s, "rm -f given-2.mobileconfig");
		before = session_file(s, "given.mobileconfig");
		play(s, "{M-r}{Enter}{Enter}");
		assert_contains(asked(s), others[i].told);
		assert_contains(asked(s), ". Overwrite it?  y yes  n another name  Enter keep it");
		/* another key is no answer */
		play(s, "z {Tab}");
		assert_contains(asked(s), "Overwrite it?");
		/* no, and the other name is a free one */
		play(s, "n");
		assert_offers(s, "/given-2.mobileconfig");
		play(s, "{Esc}");
		assert_string_equal(asked(s), "");
		now = session_file(s, "given.mobileconfig");
		assert_string_equal(now, before);
		free(now);
		/* its own name again, on demand */
		play(s, "x{^U}");
		play(s, s->folder);
		play(s, "/given.mobileconfig{Enter}y");
		assert_contains(message(s), "Exported to ");
		now = session_file(s, "given.mobileconfig");
		assert_contains(now, "<string>net.acme.scep</string>");
		free(now);
		free(before);
	}
}

static void
enter_and_esc_keep_the_file(void **state)
{
	static const char *const keys[] = { "{Enter}", "{Esc}", "{^C}" };
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		char *now;

		open_text(s, TEXT);
		in_folder(s, "rm -f *.mobileconfig; printf 'Ask Jo.\\n' >given.mobileconfig");
		play(s, "{M-r}{Enter}{Enter}");
		play(s, keys[i]);
		assert_string_equal(asked(s), "");
		assert_contains(message(s), "Not exported: ");
		assert_contains(message(s), "given.mobileconfig is unchanged.");
		/* and the next Enters lead on to a file of its own */
		assert_string_equal(focus_label(s), "Export");
		play(s, "{Enter}");
		assert_offers(s, "/given-2.mobileconfig");
		play(s, "{Enter}");
		assert_contains(message(s), "Exported to ");
		now = session_file(s, "given.mobileconfig");
		assert_string_equal(now, "Ask Jo.\n");
		free(now);
		now = session_file(s, "given-2.mobileconfig");
		assert_contains(now, "<string>net.acme.scep</string>");
		free(now);
		play(s, "{Enter}");
		assert_int_equal(s->wish, WIZARD_QUIT);
		s->wish = WIZARD_GO_ON;
	}
}

static void
what_is_never_overwritten_is_told(void **state)
{
	static const struct other cases[] = {
		{ "mkdir given.mobileconfig", "given.mobileconfig is a folder" },
		{ "ln -s given.yaml given.mobileconfig", "given.mobileconfig is the draft itself" },
		{ "ln -s nowhere given.mobileconfig", "given.mobileconfig is a symbolic link" },
		{ "mkfifo given.mobileconfig", "given.mobileconfig is a FIFO" },
	};
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char *draft;

		open_text(s, TEXT);
		in_folder(s, "rm -rf *.mobileconfig");
		in_folder(s, cases[i].make);
		play(s, "{M-r}{Enter}{Enter}");
		assert_string_equal(asked(s), "");
		assert_contains(message(s), "Not exported: ");
		assert_contains(message(s), cases[i].told);
		draft = session_file(s, "given.yaml");
		assert_string_equal(draft, TEXT);
		free(draft);
		play(s, "{Enter}");
		assert_offers(s, "/given-2.mobileconfig");
		play(s, "{^U}");
		play(s, s->file.path);
		play(s, "{Enter}");
		assert_contains(message(s), " is the draft itself");
	}
}

/* What was written, where, and what to do with it; then Enter leads out, and a change back to the export. */
static void
an_export_tells_what_it_did_and_leads_out(void **state)
{
	struct session *s = *state;
	struct strbuf farewell = STRBUF_INIT;
	struct stat st;
	char *path;

	open_text(s, TEXT);
	path = path_in(s, "given.mobileconfig");
	write_earlier(s, false);
	assert_int_equal(chmod(path, 0644), 0);
	play(s, "{M-r}{Enter}{Enter}");
	assert_int_equal(wizard_view(s->wizard)->kind, VIEW_RESULT);
	assert_string_equal(wizard_view(s->wizard)->rows[0].label, "The profile is written");
	assert_contains(wizard_view(s->wizard)->rows[1].label, path);
	assert_contains(wizard_view(s->wizard)->rows[2].label, " bytes, SHA-256 ");
	assert_contains(wizard_view(s->wizard)->rows[3].label, "Now only you can.");
	assert_contains(wizard_view(s->wizard)->rows[4].label, "Upload it to ");
	assert_string_equal(focus_label(s), "Quit");
	assert_contains(wizard_view(s->wizard)->keyline, "Enter quit  ");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	wizard_farewell(s->wizard, &farewell);
	assert_contains(farewell.buf, ": saved, exported to ");
	/* a change makes the export the way on again */
	play(s, "{Esc}");
	assert_int_equal(wizard_view(s->wizard)->kind, VIEW_REVIEW);
	assert_string_equal(focus_label(s), "Export");
	play(s, "{M-g}retries{Enter}{^U}5{M-r}{Enter}{Enter}");
	assert_string_equal(focus_label(s), "Quit");
	/* another export that is given up changes nothing of that */
	play(s, "x{^U}");
	play(s, s->folder);
	play(s, "{Enter}");
	assert_contains(message(s), " is a folder");
	assert_string_equal(focus_label(s), "Quit");
	strbuf_clear(&farewell);
	wizard_farewell(s->wizard, &farewell);
	assert_contains(farewell.buf, "/given.mobileconfig");
	play(s, "{Enter}");
	assert_int_equal(s->wish, WIZARD_QUIT);
	free(path);
	strbuf_release(&farewell);
}

static void
x_exports_where_nothing_is_typed(void **state)
{
	struct session *s = *state;

	open_text(s, TEXT);
	play(s, "{M-g}name{Enter}x");
	assert_string_equal(answer(s, "name"), "x");
	play(s, "{M-r}x");
	assert_offers(s, "/given.mobileconfig");
	play(s, "{Esc}{Down}{Down}X");
	assert_offers(s, "/given.mobileconfig");
	play(s, "{Esc}{Esc}{M-g}devices{Enter}{Tab}");
	assert_string_equal(focus_label(s), "Review and export");
	assert_contains(wizard_view(s->wizard)->keyline, "Enter review  x export  ");
	play(s, "x{Enter}");
	assert_contains(message(s), "Exported to ");
	play(s, "x");
	assert_offers(s, "/given.mobileconfig");
	play(s, "{Esc}{Esc}{M-g}url{Enter}{^U}x{M-r}x");
	assert_contains(message(s), "1 error stops the export: URL.");
	assert_string_equal(focus_label(s), "URL");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		session_test(an_earlier_export_is_replaced_without_a_question),
		session_test(only_y_overwrites_another_file),
		session_test(enter_and_esc_keep_the_file),
		session_test(what_is_never_overwritten_is_told),
		session_test(an_export_tells_what_it_did_and_leads_out),
		session_test(x_exports_where_nothing_is_typed),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
