/* Lists to choose from: narrowed by typing, folders browsed; clicks; what a line has no room for. */
#include "testing.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "format/recovery/recovery.h"

#include "ui/wizard/popup.h"

#include "wizard_session.h"

static const struct view *
view(const struct session *s)
{
	return wizard_view(s->wizard);
}

/* The names that show, with a > before the one that has the focus: "a >b c". */
static const char *
listed(const struct session *s)
{
	static char text[400];
	const struct view *v = view(s);
	struct strbuf out = STRBUF_INIT;

	assert_true(v->choosing);
	for (size_t i = 0; i < v->nitems; i++)
		strbuf_addf(&out, "%s%s%s", i ? " " : "", i == v->item_focus ? ">" : "",
			v->items[i].name);
	snprintf(text, sizeof text, "%s", out.buf);
	strbuf_release(&out);
	return text;
}

static void
make(const struct session *s, const char *name)
{
	char *path = path_in(s, name);
	struct strbuf err = STRBUF_INIT;

	if (name[strlen(name) - 1] == '/')
		assert_int_equal(mkdir(path, 0755), 0);
	else
		assert_int_equal(file_write(path, "x", 1, 0, &err), 0);
	free(path);
}

static void
make_certificate(const struct session *s, const char *name)
{
	free(certificate_file(s, name));
}

/* The list of files of the session's folder. */
static void
open_files(struct session *s)
{
	play(s, "{M-g}finger{Enter}{^T}{^U}");
	play(s, s->folder);
	play(s, "/");
}

static void
options_are_narrowed_by_typing(void **state)
{
	struct session *s = *state;

	play(s, "{M-g}key size{Enter}{^T}{^T}");
	assert_string_equal(listed(s), ">1024 2048 4096");
	assert_string_equal(view(s)->prompt, "Which one? Esc none");
	assert_null(view(s)->prompt_edit);
	assert_true(view(s)->on_item);
	play(s, "slower");
	assert_string_equal(listed(s), ">4096");
	assert_string_equal(view(s)->prompt, "Which one? ");
	assert_string_equal(view(s)->prompt_edit->text.buf, "slower");
	play(s, "x");
	assert_string_equal(listed(s), "");
	assert_string_equal(view(s)->told, "Nothing here matches. Esc clears what you typed.");
	play(s, "1");
	assert_string_equal(answer(s, "key_size"), "1024");
	play(s, "{BS}");
	assert_string_equal(listed(s), ">4096");
	play(s, "{Esc}");
	assert_string_equal(listed(s), ">1024 2048 4096");
	play(s, "{Esc}");
	assert_false(view(s)->choosing);
	assert_string_equal(answer(s, "key_size"), "1024");
	/* Enter leads out where nothing fits */
	play(s, "{^T}{^T}zz{Enter}");
	assert_false(view(s)->choosing);
	assert_string_equal(message(s), "Nothing was chosen.");
	assert_string_equal(answer(s, "key_size"), "1024");
}

static void
a_digit_chooses_a_row_of_what_shows(void **state)
{
	struct session *s = *state;

	play(s, "{M-g}subject{Enter}{^T}hostname");
	assert_string_equal(listed(s), ">/CN=%HostName% /CN=%LocalHostName%");
	play(s, "2");
	assert_string_equal(answer(s, "subject"), "/CN=%LocalHostName%");
	/* of rows that are none nothing comes */
	play(s, "{^T}hostname3");
	assert_true(view(s)->choosing);
	play(s, "{^C}");
	assert_false(view(s)->choosing);
}

/* %ComputerName% leads in the subject, and comes behind what is safe in a name of ASCII. */
static void
unsafe_variables_are_offered_last(void **state)
{
	static const struct {
		const char *go, *key, *first, *last, *meaning;
	} cases[] = {
		{ "{M-g}subject{Enter}/CN=", "subject", ">%ComputerName% %HostName%",
			"%AD_KerberosID%", "the Kerberos principal (needs Active Directory)" },
		{ "{M-g}dns{Enter}", "san_dns_name", ">%HostName% %LocalHostName%",
			"%ComputerName% %MACAddress% %AD_ComputerID% %AD_KerberosID%",
			"Unsafe here: it has a dollar sign" },
		{ "{M-g}rfc{Enter}", "san_rfc822", ">%HostName% %LocalHostName%",
			"%AD_KerberosID% %ComputerName%",
			"the computer's name, as people see it. Unsafe here: it may have spaces "
			"and characters that are not ASCII (Ada's MacBook Pro), and then "
			"the Mac gets no certificate" },
	};
	struct session *s = *state;

	play(s, "{M-g}set subject{Enter}yes{Enter}");
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct view *shown;
		const char *all;

		play(s, cases[i].go);
		play(s, "{^T}");
		all = listed(s);
		shown = view(s);
		assert_memory_equal(all, cases[i].first, strlen(cases[i].first));
		assert_string_equal(all + strlen(all) - strlen(cases[i].last), cases[i].last);
		assert_contains(shown->items[shown->nitems - 1].meaning, cases[i].meaning);
		play(s, "%computername%{Enter}");
		assert_contains(answer(s, cases[i].key), "%ComputerName%");
	}
}

/* What is offered is never an error itself: an empty subject begins with a whole one. */
static void
an_empty_subject_is_offered_whole_ones(void **state)
{
	static const struct {
		const char *keys, *first, *answer;
	} cases[] = {
		{ "{^T}", ">/CN=%SerialNumber% /CN=%ComputerName% /CN=%HostName%",
			"/CN=%SerialNumber%" },
		{ "%{^T}", ">/CN=%SerialNumber% /CN=%ComputerName%", "/CN=%SerialNumber%" },
		{ "%{^T}{Down}", "/CN=%SerialNumber% >/CN=%ComputerName%", "/CN=%ComputerName%" },
		{ "/O=Acme {^T}", ">%ComputerName%", "/O=Acme %ComputerName%" },
	};
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		play(s, "{M-g}subject{Enter}{^U}");
		play(s, cases[i].keys);
		assert_memory_equal(listed(s), cases[i].first, strlen(cases[i].first));
		play(s, "{Enter}");
		assert_string_equal(answer(s, "subject"), cases[i].answer);
		assert_int_equal(mark_of(s, "subject"), '+');
	}
	play(s, "{M-h}{M-g}organization{Enter}Acme / Co{Enter}{M-g}subject{Enter}{^U}{^T}");
	assert_memory_equal(listed(s), ">/CN=%SerialNumber% /O=Acme \\/ Co/CN=%SerialNumber%", 51);
	play(s, "2");
	assert_string_equal(answer(s, "subject"), "/O=Acme \\/ Co/CN=%SerialNumber%");
}

static void
fields_to_go_to_are_narrowed_by_number_label_and_key(void **state)
{
	static const struct {
		const char *typed, *listed;
	} cases[] = {
		{ "2", "> 2 Policy name 20 Include root certificate 21 Device groups 22 Devices" },
		{ "12", ">12 URL" },
		{ "retr", "> 8 Retries 11 Retry delay" },
		{ "policy_name", "> 2 Policy name" },
	};
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		play(s, "{M-g}");
		assert_false(view(s)->on_item);
		play(s, cases[i].typed);
		if (i)
			assert_string_equal(listed(s), cases[i].listed);
		else
			assert_int_equal(strncmp(listed(s), "> 2 Policy name", 15), 0);
		play(s, "{^C}");
	}
	play(s, "{M-g}retr{Down}{Enter}");
	assert_string_equal(focus_label(s), "Retry delay");
	/* where nothing is typed the list begins at the field */
	play(s, "{M-g}{Down}");
	assert_true(view(s)->on_item);
	play(s, "{Enter}");
	assert_string_equal(focus_label(s), "URL");
}

static void
folders_come_first_and_other_files_only_where_nothing_else_fits(void **state)
{
	struct session *s = *state;

	make(s, "zone/");
	make(s, ".hidden/");
	make(s, "b.CRT");
	make(s, "a.pem");
	make(s, "notes.txt");
	make(s, "note");
	make(s, ".secret.cer");
	open_files(s);
	assert_string_equal(listed(s), "../ zone/ >a.pem b.CRT");
	play(s, "O");
	assert_string_equal(listed(s), ">zone/");
	play(s, "{BS}n");
	assert_string_equal(listed(s), ">zone/");
	play(s, "ot");
	assert_string_equal(listed(s), ">note notes.txt");
	play(s, "es.txt");
	assert_string_equal(listed(s), ">notes.txt");
	play(s, "{Esc}.");
	assert_string_equal(listed(s), ">../ .hidden/ .secret.cer a.pem b.CRT");
	play(s, ".s{BS}{BS}s");
	assert_string_equal(listed(s), ">.secret.cer");
	play(s, "{^C}");
}

/* Of names that differ in capitals the one that was typed is meant. */
static void
what_is_typed_whole_fits_best(void **state)
{
	static const struct {
		const char *name, *typed;
		enum popup_fit fit;
	} cases[] = {
		{ "a.pem", "a.pem", FIT_SAME },
		{ "A.pem", "a.pem", FIT_WHOLE },
		{ "certs/", "certs", FIT_SAME },
		{ "certs/", "cert", FIT_BEGINNING },
		{ "a.pem", "", FIT_BEGINNING },
		{ "a.pem", ".PEM", FIT_INSIDE },
		{ "a.pem", "hash", FIT_MEANING },
		{ "a.pem", "b", FIT_NONE },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char name[16], meaning[] = "its hash";
		const struct row item = { .label = name, .value = meaning };

		snprintf(name, sizeof name, "%s", cases[i].name);
		assert_int_equal(popup_fit(&item, cases[i].typed), cases[i].fit);
	}
}

static void
folders_are_browsed(void **state)
{
	struct session *s = *state;
	struct strbuf want = STRBUF_INIT;

	make(s, "certs/");
	make(s, "certs/deep/");
	make_certificate(s, "certs/root.cer");
	open_files(s);
	assert_contains(view(s)->told, "Enter opens the folder ");
	play(s, "{Down}{Enter}");
	assert_string_equal(listed(s), "../ deep/ >root.cer");
	play(s, "{Up}{Enter}");
	strbuf_addf(&want, "%s/certs/deep/", s->folder);
	assert_string_equal(view(s)->prompt_edit->text.buf, want.buf);
	assert_string_equal(listed(s), ">../");
	assert_string_equal(
		view(s)->told, "No certificate here. Down and Enter go up, Enter alone closes.");
	play(s, "{Down}");
	assert_contains(view(s)->told, "Enter opens the folder ");
	play(s, "{Enter}");
	assert_string_equal(listed(s), "../ deep/ >root.cer");
	assert_contains(view(s)->told, "Example Root CA, until 20");
	assert_string_equal(answer(s, "fingerprint"), "");
	play(s, "{Enter}");
	assert_false(view(s)->choosing);
	assert_int_equal(strlen(answer(s, "fingerprint")), 44);
	/* the next one is looked for where this one was */
	play(s, "{^T}");
	assert_string_equal(listed(s), "../ deep/ >root.cer");
	play(s, "{^C}");
	strbuf_release(&want);
}

/* The way up of a path that is typed in one way or another. */
static void
the_way_up_is_found_from_anywhere(void **state)
{
	static const struct {
		const char *typed, *above;
	} cases[] = {
		{ "/usr/share/", "/usr/" },
		{ "/usr/", "/" },
		{ "/usr//", "/" },
		{ "", "../" },
		{ "../", "../../" },
		{ "/usr/share/../", "/usr/share/../../" },
	};
	struct session *s = *state;
	struct strbuf home = STRBUF_INIT;
	int here = open(".", O_RDONLY | O_CLOEXEC);

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		play(s, "{M-g}finger{Enter}{^T}{^U}");
		play(s, cases[i].typed);
		play(s, "{PgUp}{PgUp}{PgUp}{PgUp}{PgUp}{PgUp}{Home}{Enter}");
		assert_string_equal(view(s)->prompt_edit->text.buf, cases[i].above);
		play(s, "{^C}");
	}
	make(s, "home/");
	strbuf_addf(&home, "%s/home", s->folder);
	setenv("HOME", home.buf, 1);
	/* where no name has one */
	assert_int_equal(chdir(s->folder), 0);
	play(s, "{^T}~");
	assert_string_equal(listed(s), "");
	play(s, "{Enter}");
	assert_string_equal(view(s)->prompt_edit->text.buf, "~/");
	assert_string_equal(listed(s), ">../");
	play(s, "{Down}{Enter}");
	strbuf_truncate(&home, home.len - strlen("home"));
	assert_string_equal(view(s)->prompt_edit->text.buf, home.buf);
	/* the root has none */
	play(s, "{^U}/");
	assert_string_not_equal(view(s)->items[0].name, "../");
	play(s, "{^C}");
	assert_int_equal(fchdir(here), 0);
	close(here);
	strbuf_release(&home);
}

static void
names_that_deceive_are_shown_escaped_and_opened(void **state)
{
	static const struct {
		const char *name, *shown;
	} cases[] = {
		{ "red\033[31m.cer", "red<U+001B>[31m.cer" },
		{ "two\nlines.cer", "two<U+000A>lines.cer" },
		{ "bad\xff.cer", "bad<0xFF>.cer" },
		{ "rec.\xe2\x80\xae.cer", "rec.<U+202E>.cer" },
		{ "blank.cer ", "blank.cer " },
	};
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char *path = path_in(s, cases[i].name);
		const struct view *v;

		make_certificate(s, cases[i].name);
		open_files(s);
		if (i == ARRAY_SIZE(cases) - 1) /* not as certificates are called */
			play(s, "blank.cer");
		v = view(s);
		assert_string_equal(v->items[v->item_focus].name, cases[i].shown);
		play(s, "{Enter}");
		assert_contains(message(s), cases[i].shown);
		assert_false(view(s)->choosing);
		assert_int_equal(strlen(answer(s, "fingerprint")), 44);
		play(s, "{^U}{^T}");
		play(s, "{^C}");
		unlink(path);
		free(path);
	}
}

static void
a_folder_that_cannot_be_read_says_so(void **state)
{
	struct session *s = *state;

	play(s, "{M-g}finger{Enter}{^T}{^U}/no/such/folder/");
	assert_string_equal(view(s)->told,
		"The folder /no/such/folder/ cannot be read: No such file or directory.");
	assert_string_equal(listed(s), ">../");
	play(s, "{Down}{Enter}{Down}{Enter}{Down}{Enter}");
	assert_string_equal(view(s)->prompt_edit->text.buf, "/");
	play(s, "{^C}{^T}{^U}/no/such/folder/{Enter}");
	assert_false(view(s)->choosing);
	assert_string_equal(message(s), "Nothing was chosen.");
}

static void
a_large_folder_shows_a_part_and_says_so(void **state)
{
	struct session *s = *state;
	char name[32];

	for (int i = 0; i < POPUP_FOUND_MAX + 5; i++) {
		snprintf(name, sizeof name, "%04d.pem", i);
		make(s, name);
	}
	open_files(s);
	assert_int_equal(view(s)->nitems, POPUP_FOUND_MAX);
	/* the way up is one of them */
	assert_contains(view(s)->told, "6 more match. Type a part of the name.");
	/* what fits best shows, wherever it stands */
	play(s, "1004.pem");
	assert_string_equal(listed(s), ">1004.pem");
	play(s, "{^C}");
}

static void
a_click_does_what_stands_there(void **state)
{
	struct session *s = *state;
	const struct view *v = view(s);
	size_t size = 0, url = 0;

	for (size_t i = 0; i < v->nrows; i++) {
		if (!strcmp(v->rows[i].label, "Key size"))
			size = i;
		if (!strcmp(v->rows[i].label, "URL"))
			url = i;
	}
	wizard_point(s->wizard, url, SIZE_MAX);
	assert_string_equal(focus_label(s), "URL");
	wizard_point(s->wizard, 0, SIZE_MAX); /* a title */
	assert_string_equal(focus_label(s), "URL");
	/* "(x) 1024  ( ) 2048  ( ) 4096": beside them, the second, its last digit */
	wizard_point(s->wizard, size, SIZE_MAX);
	assert_string_equal(focus_label(s), "Key size");
	assert_string_equal(answer(s, "key_size"), "1024");
	wizard_point(s->wizard, size, strlen("(x) 1024  "));
	assert_string_equal(answer(s, "key_size"), "2048");
	wizard_point(s->wizard, size, strlen("(x) 1024  ( ) 2048  ( ) 409"));
	assert_string_equal(answer(s, "key_size"), "4096");
	/* a list covers the rows */
	play(s, "{M-g}key usage{Enter}{^T}");
	wizard_point(s->wizard, url, SIZE_MAX);
	assert_string_equal(focus_label(s), "Key usage");
	wizard_point_item(s->wizard, 1);
	assert_false(view(s)->choosing);
	assert_string_equal(answer(s, "key_usage"), "encryption");
	wizard_point_item(s->wizard, 0);
	assert_string_equal(answer(s, "key_usage"), "encryption");
}

static void
a_click_on_a_file_tells_it_and_the_next_takes_it(void **state)
{
	struct session *s = *state;

	make_certificate(s, "root.cer");
	open_files(s);
	wizard_point_item(s->wizard, 1);
	assert_contains(view(s)->told, "Example Root");
	assert_string_equal(answer(s, "fingerprint"), "");
	wizard_point_item(s->wizard, 1);
	assert_int_equal(strlen(answer(s, "fingerprint")), 44);
	wizard_point_item(s->wizard, 99);
}

static void
a_line_says_that_it_has_no_room_for_more(void **state)
{
	struct session *s = *state;
	struct strbuf text = STRBUF_INIT;

	strbuf_addchars(&text, 'x', LINEEDIT_LIMIT);
	play(s, "{M-g}description{Enter}");
	paste(s, text.buf);
	assert_string_equal(message(s), "");
	play(s, "y");
	assert_string_equal(message(s),
		"No more room: a value has at most 65536 bytes, and this one has 65536.");
	assert_int_equal(strlen(answer(s, "description")), LINEEDIT_LIMIT);
	play(s, "{Left}");
	assert_string_equal(message(s), "");
	play(s, "{^U}{^Y}{^Y}");
	assert_contains(message(s), "No more room");
	paste(s, "y");
	assert_contains(message(s), "The paste was cut: a value has at most 65536 bytes.");
	strbuf_release(&text);
}

/* Only looked at, a draft stays as it is, whatever is wrong with it. */
static void
nothing_is_mended_where_it_is_only_looked_at(void **state)
{
	struct session *s = *state;
	struct recovery *other;

	open_text(s, "form: scep\nkey_size: 1024\n");
	play(s, "{M-g}key size{Enter}");
	assert_contains(message(s), "^T fixes it");
	open_text(s, "form: scep\nkey_size: 1024\n");
	other = recovery_open(s->form, s->file.path);
	wizard_guard(s->wizard);
	play(s, "{Enter}{M-g}key size{Enter}");
	assert_null(strstr(message(s), "^T fixes it"));
	play(s, "{^T}");
	assert_null(wizard_view(s->wizard)->prompt);
	assert_string_equal(message(s), "Read-only: another session has the draft.");
	play(s, "{Enter}");
	assert_false(draft_any_changed(s->file.draft));
	recovery_close(other, false);
}

/* To the field that it belongs in, as if it had been typed there; one ^_ takes it back. */
static void
a_value_in_the_wrong_field_is_moved(void **state)
{
	struct session *s = *state;
	static const char hex[] = "DA:39:A3:EE:5E:6B:4B:0D:32:55:BF:EF:95:60:18:90:AF:D8:07:09";

	open_text(s, "form: scep\n");
	play(s, "{M-g}name{Enter}https://scep.acme.net/scep{Enter}{M-g}name{Enter}");
	assert_contains(
		message(s), "Name has a URL, which belongs in URL. Move it there. ^T fixes it.");
	play(s, "{^T}");
	assert_contains(wizard_view(s->wizard)->prompt, "Move it to URL? Enter yes, Esc no");
	play(s, "{Esc}");
	assert_string_equal(answer(s, "url"), "");
	play(s, "{^T}{Enter}");
	assert_string_equal(message(s), "Moved to URL.");
	assert_string_equal(answer(s, "name"), "");
	assert_string_equal(answer(s, "url"), "https://scep.acme.net/scep");
	play(s, "{^_}");
	assert_string_equal(answer(s, "name"), "https://scep.acme.net/scep");
	/* a secret, which is not shown */
	play(s, "{M-g}challenge{Enter}");
	play(s, hex);
	play(s, "{Enter}{M-g}challenge{Enter}{^T}");
	assert_contains(wizard_view(s->wizard)->prompt, "Move it to Fingerprint?");
	play(s, "{Enter}");
	assert_string_equal(answer(s, "challenge"), "");
	assert_string_equal(answer(s, "fingerprint"), "2jmj7l5rSw0yVb/vlWAYkK/YBwk=");
}

/* What is left of the value is offered; the secret is not shown. */
static void
a_secret_elsewhere_is_deleted(void **state)
{
	struct session *s = *state;

	open_text(s, "form: scep\nchallenge: Kq7-horse-staple\n"
		     "organization: Kq7-horse-staple\ndescription: psk Kq7-horse-staple\n");
	play(s, "{M-g}organization{Enter}");
	assert_contains(message(s), "Organization is the same as the challenge.");
	play(s, "{^T}");
	assert_contains(wizard_view(s->wizard)->prompt, "Clear it? Enter yes");
	play(s, "{Enter}");
	assert_string_equal(answer(s, "organization"), "");
	play(s, "{M-g}description{Enter}{^T}");
	assert_null(strstr(wizard_view(s->wizard)->prompt, "horse"));
	play(s, "{Enter}");
	assert_string_equal(answer(s, "description"), "psk");
}

/* Its identity, which the export needs, must be saved first. */
static void
nothing_is_exported_that_would_have_to_be_saved(void **state)
{
	struct session *s = *state;
	struct recovery *other;

	open_text(s, "form: scep\nurl: https://ca.example.com/scep\n");
	other = recovery_open(s->form, s->file.path);
	wizard_guard(s->wizard);
	play(s, "{Enter}{^X}x");
	assert_null(wizard_view(s->wizard)->prompt);
	assert_contains(message(s), "Read-only: another session has the draft. Nothing was saved.");
	play(s, "{^C}");
	assert_int_equal(s->wish, WIZARD_QUIT);
	recovery_close(other, false);
}

/* What the review lists as changed may apply no more: the field below it is not meant. */
static void
a_row_that_does_not_apply_offers_nothing(void **state)
{
	struct session *s = *state;

	open_text(s, "form: scep\nset_subject_alternative_name: true\nsan_dns_name: a.b\n");
	play(s, "{M-g}dns{Enter}x{M-g}set subject{Enter}n{M-g}key size{Enter}{M-r}{End}{Up}");
	while (strcmp(focus_label(s), "DNS name") != 0)
		play(s, "{Up}");
	play(s, "{^T}");
	assert_null(wizard_view(s->wizard)->prompt);
	assert_contains(message(s), "DNS name does not apply");
	assert_int_equal(wizard_view(s->wizard)->kind, VIEW_REVIEW);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		session_test(options_are_narrowed_by_typing),
		session_test(a_digit_chooses_a_row_of_what_shows),
		session_test(unsafe_variables_are_offered_last),
		session_test(an_empty_subject_is_offered_whole_ones),
		session_test(fields_to_go_to_are_narrowed_by_number_label_and_key),
		session_test(folders_come_first_and_other_files_only_where_nothing_else_fits),
		cmocka_unit_test(what_is_typed_whole_fits_best),
		session_test(folders_are_browsed),
		session_test(the_way_up_is_found_from_anywhere),
		session_test(names_that_deceive_are_shown_escaped_and_opened),
		session_test(a_folder_that_cannot_be_read_says_so),
		session_test(a_large_folder_shows_a_part_and_says_so),
		session_test(a_click_does_what_stands_there),
		session_test(a_click_on_a_file_tells_it_and_the_next_takes_it),
		session_test(a_line_says_that_it_has_no_room_for_more),
		session_test(nothing_is_mended_where_it_is_only_looked_at),
		session_test(a_value_in_the_wrong_field_is_moved),
		session_test(a_secret_elsewhere_is_deleted),
		session_test(nothing_is_exported_that_would_have_to_be_saved),
		session_test(a_row_that_does_not_apply_offers_nothing),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
