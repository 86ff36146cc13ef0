/* The quick start: its questions, what becomes of the answers, and how few keys a whole profile takes. */
#include "testing.h"

#include "base/fileio.h"

#include "model/quick.h"

#include "format/form/form_file.h"
#include "format/recovery/recovery.h"

#include "cmd/new_draft.h"

#include "draft_folder.h"
#include "wizard_session.h"

/* At most so many keys, a paste counted as one. */
#define KEYS_MAX 15

static size_t keys;

static void
press(struct session *s, const char *script)
{
	const char *rest = script;

	while (chord_next(&rest))
		keys++;
	play(s, script);
}

static void
put(struct session *s, const char *text)
{
	keys++;
	paste(s, text);
}

static void
begin(struct session *s, const char *name)
{
	char *path = name ? path_in(s, name) : NULL;

	wizard_free(s->wizard);
	s->wizard = wizard_new_quick(s->form, path, s->folder, NULL);
	s->wish = WIZARD_GO_ON;
	keys = 0;
	check_view(s);
	free(path);
}

/* The draft that is to be opened, with its review. */
static void
go_on(struct session *s)
{
	struct strbuf err = STRBUF_INIT;
	char *path = xstrdup(wizard_chosen(s->wizard)), *next;

	assert_int_equal(s->wish, WIZARD_OPEN);
	assert_int_equal(wizard_chosen_begin(s->wizard), WIZARD_REVIEW);
	next = wizard_next(s->wizard) ? xstrdup(wizard_next(s->wizard)) : NULL;
	wizard_free(s->wizard);
	draft_file_release(&s->file);
	if (draft_file_read(&s->file, s->form, path, &err) < 0)
		fail_msg("%s", err.buf);
	s->wizard = wizard_new(&s->file, WIZARD_REVIEW);
	wizard_set_next(s->wizard, next);
	s->wish = WIZARD_GO_ON;
	check_view(s);
	free(path);
	free(next);
}

/* All questions, from the first one. */
static void
answer_all(struct session *s, const char *ca)
{
	press(s, "{Enter}");
	put(s, ca);
	press(s, "{Enter}");
	put(s, "http://scep.acme.net/scep");
	press(s, "{Enter}");
	put(s, SECRET);
	press(s, "{Enter}");
	if (wizard_view(s->wizard)->edit->text.len)
		press(s, "{^U}");
	put(s, "Branch Wi-Fi");
	press(s, "{Enter}");
	put(s, "Field laptops, device:mac-017");
	press(s, "{Enter}");
}

static void
domain_is_offered(struct session *s)
{
	assert_string_equal(focus_label(s), "Your domain");
	assert_string_equal(wizard_view(s->wizard)->edit->text.buf, "acme.net");
}

static void
a_profile_takes_few_keys(void **state)
{
	struct session *s = *state;
	char *profile;

	free(certificate_file(s, "ca.pem"));
	begin(s, NULL);
	assert_string_equal(focus_label(s), "Devices");
	answer_all(s, "ca.pem");
	domain_is_offered(s);
	press(s, "{Enter}");
	go_on(s);
	assert_string_equal(focus_label(s), "Export");
	assert_int_equal(wizard_view(s->wizard)->problems, 0);
	press(s, "{Enter}{Enter}");
	assert_contains(message(s), "Exported to ");
	assert_true(keys <= KEYS_MAX);
	profile = session_file(s, "branch-wi-fi.mobileconfig");
	assert_contains(profile, "com.apple.security.root");
	assert_contains(profile, "<key>CAFingerprint</key>");
	free(profile);
}

static void
the_rest_is_derived(void **state)
{
	struct session *s = *state;

	free(certificate_file(s, "ca.pem"));
	begin(s, NULL);
	answer_all(s, "ca.pem");
	press(s, "{Enter}");
	go_on(s);
	assert_contains(s->file.path, "/branch-wi-fi.yaml");
	assert_string_equal(answer(s, "platform"), "macos");
	assert_string_equal(answer(s, "policy_name"), "Branch Wi-Fi");
	assert_string_equal(answer(s, "key_size"), "2048");
	assert_string_equal(answer(s, "key_usage"), "signing");
	assert_string_equal(answer(s, "subject"), "/CN=%SerialNumber%");
	assert_string_equal(answer(s, "challenge"), SECRET);
	assert_string_equal(answer(s, "url"), "http://scep.acme.net/scep");
	assert_string_equal(answer(s, "include_root_certificate"), "true");
	assert_contains(answer(s, "root_certificate"), "BEGIN CERTIFICATE");
	assert_int_equal(strlen(answer(s, "fingerprint")), 44);
	assert_string_equal(answer(s, "device_groups"), "Field laptops");
	assert_string_equal(answer(s, "devices"), "mac-017");
	assert_string_equal(answer(s, "profile_identifier"), "net.acme.scep.branch-wi-fi");
}

/* A fingerprint alone makes no root certificate. */
static void
a_fingerprint_will_do(void **state)
{
	struct session *s = *state;

	begin(s, "office.yaml");
	press(s, "{Enter}");
	put(s, "da39a3ee5e6b4b0d3255bfef95601890afd80709");
	press(s, "{Enter}");
	put(s, "https://scep.acme.net/scep");
	press(s, "{Enter}{Enter}");
	/* the name of the draft is there to be passed */
	assert_string_equal(wizard_view(s->wizard)->edit->text.buf, "office");
	press(s, "{Enter}{Enter}{Enter}");
	go_on(s);
	assert_contains(s->file.path, "/office.yaml");
	assert_string_equal(answer(s, "fingerprint"), "2jmj7l5rSw0yVb/vlWAYkK/YBwk=");
	assert_string_equal(answer(s, "include_root_certificate"), "false");
	assert_string_equal(answer(s, "policy_name"), "office");
}

static void
both_platforms_make_two_drafts(void **state)
{
	struct session *s = *state;

	free(certificate_file(s, "ca.pem"));
	begin(s, "office.yaml");
	press(s, "3");
	assert_contains(focused_value(s), "(x) Both");
	answer_all(s, "ca.pem");
	press(s, "{Enter}");
	go_on(s);
	assert_contains(s->file.path, "/office.yaml");
	assert_string_equal(answer(s, "policy_name"), "Branch Wi-Fi (macOS)");
	assert_true(rows_mention(s, "Go on to the other draft"));
	press(s, "{Enter}{Enter}");
	assert_string_equal(focus_label(s), "Go on to the other draft");
	assert_string_equal(focused_value(s), "office-ios");
	press(s, "{Enter}");
	go_on(s);
	assert_contains(s->file.path, "/office-ios.yaml");
	assert_string_equal(answer(s, "platform"), "ios");
	assert_string_equal(answer(s, "policy_name"), "Branch Wi-Fi (iOS)");
	assert_string_equal(answer(s, "subject"), "/CN=Branch Wi-Fi");
	assert_string_equal(answer(s, "profile_identifier"), "net.acme.scep.office-ios");
	assert_int_equal(wizard_view(s->wizard)->problems, 0);
	assert_string_equal(focus_label(s), "Export");
	assert_false(rows_mention(s, "Go on to the other draft"));
}

/* For iOS the MDM is asked for, by the list that ^T has on its field, too. */
static void
ios_asks_for_the_mdm(void **state)
{
	struct session *s = *state;

	free(certificate_file(s, "ca.pem"));
	begin(s, "office.yaml");
	press(s, "2");
	answer_all(s, "ca.pem");
	assert_string_equal(focus_label(s), "MDM");
	press(s, "{^T}");
	assert_string_equal(wizard_view(s->wizard)->items[1].name, "Jamf Pro");
	assert_string_equal(wizard_view(s->wizard)->items[1].meaning, "jamf");
	press(s, "2");
	assert_string_equal(wizard_view(s->wizard)->edit->text.buf, "jamf");
	press(s, "{Enter}");
	go_on(s);
	assert_string_equal(answer(s, "mdm"), "jamf");
	assert_string_equal(answer(s, "subject"), "/CN=$SERIALNUMBER");
	assert_string_equal(answer(s, "profile_identifier"), "net.acme.scep.office");
	assert_int_equal(wizard_view(s->wizard)->problems, 0);
}

/* Wrong answers are told once, and make a draft all the same: its review begins with them. */
static void
enter_alone_leads_to_the_review(void **state)
{
	struct session *s = *state;

	begin(s, NULL);
	for (size_t i = 0; i < 30 && s->wish == WIZARD_GO_ON; i++)
		press(s, "{Enter}");
	go_on(s);
	assert_string_equal(focus_label(s), "URL");
	assert_true(wizard_view(s->wizard)->problems > 0);
}

static void
wrong_answers_are_told(void **state)
{
	struct session *s = *state;

	begin(s, NULL);
	press(s, "{Enter}");
	put(s, "missing.pem");
	press(s, "{Enter}");
	assert_string_equal(focus_label(s), "CA certificate");
	assert_contains(message(s), "missing.pem");
	press(s, "{Enter}");
	put(s, "ftp://scep.acme.net");
	press(s, "{Enter}");
	assert_int_equal(wizard_view(s->wizard)->mark, '!');
	press(s, "{Enter}{Enter}{Enter}{Enter}{Enter}");
	put(s, "acme");
	press(s, "{^U}");
	put(s, "not a domain");
	press(s, "{Enter}");
	assert_contains(message(s), "is not a domain");
	press(s, "{^U}");
	put(s, "https://nordwind.net");
	press(s, "{^T}{Enter}");
	assert_string_equal(wizard_view(s->wizard)->edit->text.buf, "nordwind.net");
	press(s, "{^U}");
	put(s, "ann@nordwind.net");
	press(s, "{^T}{Enter}");
	assert_string_equal(wizard_view(s->wizard)->edit->text.buf, "nordwind.net");
}

/* The keys of a draft's end make none of half the answers. */
static void
keys_do_not_end_it_early(void **state)
{
	static const char *const ends[] = { "{M-r}", "{^X}x", "{^X}r" };
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
		begin(s, NULL);
		press(s, "{Enter}{Enter}{Enter}");
		press(s, ends[i]);
		assert_int_equal(s->wish, WIZARD_GO_ON);
		assert_string_equal(focus_label(s), "URL");
		assert_contains(message(s), "Answer this question first.");
		put(s, "https://scep.acme.net/scep");
		press(s, ends[i]);
		assert_int_equal(s->wish, WIZARD_GO_ON);
		assert_string_equal(focus_label(s), "Name");
		press(s, "{^_}{^_}");
		assert_string_equal(focus_label(s), "URL");
	}
	press(s, "{^O}");
	assert_int_equal(s->wish, WIZARD_GO_ON);
	assert_contains(message(s), "No draft yet");
	assert_null(strstr(wizard_view(s->wizard)->keyline, "save"));
	assert_null(strstr(wizard_view(s->wizard)->keyline, "review"));
	press(s, "{^X}");
	assert_null(strstr(wizard_view(s->wizard)->prompt, "save"));
	assert_null(strstr(wizard_view(s->wizard)->prompt, "export"));
}

static void
undo_and_help_are_as_anywhere(void **state)
{
	struct session *s = *state;

	begin(s, NULL);
	press(s, "{Enter}{Enter}");
	assert_string_equal(focus_label(s), "URL");
	put(s, "https://scep.acme.net/scep");
	press(s, "{Enter}{^_}");
	assert_string_equal(focus_label(s), "URL");
	assert_string_equal(wizard_view(s->wizard)->edit->text.buf, "");
	press(s, "{^G}");
	assert_int_equal(wizard_view(s->wizard)->kind, VIEW_HELP);
	assert_false(rows_mention(s, "In drafts and on the command line"));
	press(s, "{Esc}");
	press(s, "{^X}a");
	assert_contains(message(s), "First answer the questions.");
}

/* Nothing that was typed is lost: leaving offers to save, and a line that goes dead saves. */
static void
leaving_saves_a_draft(void **state)
{
	struct session *s = *state;
	char *path = path_in(s, "office.yaml");
	STRBUF(err);

	begin(s, "office.yaml");
	press(s, "{^C}");
	assert_int_equal(s->wish, WIZARD_QUIT);
	begin(s, "office.yaml");
	press(s, "{Enter}{Enter}https://scep.acme.net/scep{^C}");
	assert_contains(wizard_view(s->wizard)->prompt, "Save changes?");
	press(s, "d");
	assert_int_equal(s->wish, WIZARD_QUIT);
	assert_false(path_exists(path));
	begin(s, "office.yaml");
	press(s, "{Enter}{Enter}https://scep.acme.net/scep{^C}{Enter}");
	assert_int_equal(s->wish, WIZARD_QUIT);
	assert_true(path_exists(path));
	unlink(path);
	begin(s, "office.yaml");
	press(s, "{Enter}{Enter}https://scep.acme.net/scep");
	assert_int_equal(wizard_rescue_quick(s->wizard, &err), 0);
	assert_true(path_exists(path));
	free(path);
}

/* A kill leaves the recovery file, which the list of drafts finds. */
static void
what_was_killed_is_kept(void **state)
{
	struct session *s = *state;
	char *path = path_in(s, "office.yaml");
	size_t n = 0;

	begin(s, "office.yaml");
	wizard_guard(s->wizard);
	press(s, "{Enter}{Enter}https://scep.acme.net/scep{Enter}");
	put(s, SECRET);
	wizard_free(s->wizard);
	s->wizard = NULL;
	assert_int_equal(recovery_peek(s->form, path, &n), RECOVERY_LEFT);
	assert_true(n > 2);
	assert_false(path_exists(path));
	/* what became a draft, or was discarded, leaves none */
	begin(s, "lab.yaml");
	wizard_guard(s->wizard);
	press(s, "{Enter}{Enter}https://scep.acme.net/scep{^C}d");
	assert_int_equal(s->wish, WIZARD_QUIT);
	begin(s, "lab.yaml");
	free(path);
	path = path_in(s, "lab.yaml");
	assert_int_equal(recovery_peek(s->form, path, &n), RECOVERY_READY);
	wizard_guard(s->wizard);
	press(s, "{Enter}{Enter}https://scep.acme.net/scep{M-r}");
	go_on(s);
	assert_int_equal(recovery_peek(s->form, path, &n), RECOVERY_READY);
	free(path);
}

/* What a killed one left stays, and the next one has a path and a recovery file of its own. */
static void
what_was_left_keeps_its_path(void **state)
{
	struct session *s = *state;
	char *first = path_in(s, NEW_DRAFT_NAME ".yaml"),
	     *second = path_in(s, NEW_DRAFT_NAME "-2.yaml");

	for (size_t i = 0; i < 2; i++) {
		begin(s, NULL);
		wizard_guard(s->wizard);
		press(s, "{Enter}{Enter}https://scep.acme.net/scep{Enter}");
		wizard_free(s->wizard);
		s->wizard = NULL;
	}
	assert_int_equal(recovery_peek(s->form, first, NULL), RECOVERY_LEFT);
	assert_int_equal(recovery_peek(s->form, second, NULL), RECOVERY_LEFT);
	/* its own is not in its way */
	begin(s, "office.yaml");
	wizard_guard(s->wizard);
	press(s, "{Enter}{Enter}https://scep.acme.net/scep{Enter}{M-r}");
	assert_contains(wizard_chosen(s->wizard), "/office.yaml");
	begin(s, NULL);
	wizard_guard(s->wizard);
	press(s, "{Enter}{Enter}https://scep.acme.net/scep{Enter}{Enter}" NEW_DRAFT_NAME
		 " 3{Enter}{M-r}");
	assert_contains(wizard_chosen(s->wizard), "/" NEW_DRAFT_NAME "-3.yaml");
	free(first);
	free(second);
}

/* Both are made, or neither. */
static void
two_drafts_need_two_paths(void **state)
{
	struct session *s = *state;
	char *path = path_in(s, "office.yaml"), *other = path_in(s, "office-ios.yaml");
	STRBUF(err);

	assert_int_equal(file_write(other, "", 0, 0, &err), 0);
	begin(s, "office.yaml");
	wizard_guard(s->wizard);
	press(s, "3{Enter}{Enter}https://scep.acme.net/scep{Enter}");
	for (size_t i = 0; i < 2; i++) {
		press(s, "{M-r}");
		assert_int_equal(s->wish, WIZARD_GO_ON);
		assert_contains(message(s), "No draft was made: ");
		assert_contains(message(s), "office-ios.yaml already exists.");
		assert_false(path_exists(path));
		assert_true(wizard_has_unsaved(s->wizard));
	}
	/* a name that was not given has a number */
	begin(s, NULL);
	press(s, "3{Enter}{Enter}https://scep.acme.net/scep{Enter}{Enter}Office{Enter}{M-r}");
	go_on(s);
	assert_contains(s->file.path, "/office-2.yaml");
	assert_contains(wizard_next(s->wizard), "/office-2-ios.yaml");
	free(path);
	free(other);
}

/* The name of the second one is too long. */
static void
what_was_made_of_two_is_told(void **state)
{
	struct session *s = *state;
	STRBUF(name);
	char *path;

	while (name.len < 247)
		strbuf_addch(&name, 'a');
	strbuf_addstr(&name, ".yaml");
	path = path_in(s, name.buf);
	begin(s, name.buf);
	press(s, "3{Enter}{Enter}https://scep.acme.net/scep{Enter}");
	for (size_t i = 0; i < 2; i++) {
		press(s, "{M-r}");
		assert_int_equal(s->wish, WIZARD_GO_ON);
		assert_contains(message(s), ".yaml was made, the iOS draft was not: ");
		assert_true(path_exists(path));
		assert_true(wizard_has_unsaved(s->wizard));
	}
	free(path);
}

/* No key for a draft does anything with the questions. */
static void
keys_of_drafts_are_refused(void **state)
{
	static const char *const refused[] = { "{^X}d", "{^X}a" };
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(refused); i++) {
		begin(s, NULL);
		press(s, "{Enter}{Enter}https://scep.acme.net/scep");
		press(s, refused[i]);
		assert_contains(message(s), "First answer the questions.");
	}
	press(s, "{^X}");
	assert_null(strstr(wizard_view(s->wizard)->prompt, "default"));
	press(s, "{Esc}");
	wizard_run(s->wizard, wizard_make_ios);
	assert_contains(message(s), "First answer the questions.");
}

/* Of two drafts the first one is kept. */
static void
the_second_is_not_recovered(void **state)
{
	struct session *s = *state;
	char *path = path_in(s, "office.yaml");
	STRBUF(err);
	struct forms *forms = forms_open(NULL, &err);

	begin(s, "office.yaml");
	wizard_guard(s->wizard);
	press(s, "3{Enter}{Enter}https://scep.acme.net/scep{Enter}");
	wizard_free(s->wizard);
	draft_file_release(&s->file);
	assert_int_equal(recovery_read_left(forms, path, &s->file, &err), 0);
	s->wizard = wizard_new(&s->file, WIZARD_FIELDS);
	wizard_guard(s->wizard);
	press(s, "{Enter}");
	assert_contains(
		message(s), "Only the macOS draft is recovered. Make the iOS draft with ^X i.");
	assert_string_equal(
		draft_text(s->file.draft, field_of(draft_form(s->file.draft), "policy_name")),
		"office (macOS)");
	press(s, "{^X}i{Enter}{Enter}");
	assert_contains(wizard_chosen(s->wizard), "/office-ios.yaml");
	wizard_free(s->wizard);
	s->wizard = NULL;
	draft_file_release(&s->file);
	forms_free(forms);
	free(path);
}

static void
domains_are_guessed_from_the_url(void **state)
{
	static const struct {
		const char *url, *domain;
	} cases[] = {
		{ "https://scep.acme.net/scep", "acme.net" },
		{ "https://acme.net/scep", "acme.net" },
		{ "http://scep.corp.acme.co.uk/scep", "acme.co.uk" },
		{ "http://scep.acme.com.au/scep", "acme.com.au" },
		{ "http://a.b.acme-works.de/scep", "acme-works.de" },
		{ "https://scep.bmw.de/scep", "bmw.de" },
		{ "https://scep.corp.local/scep", "" },
		{ "https://scep.example.com/scep", "" },
		{ "https://%HostName%.acme.net/scep", "" },
		{ "http://scep-server/scep", "" },
		{ "http://10.0.0.1/scep", "" },
		{ "http://[::1]/scep", "" },
		{ "scep.acme.net", "" },
	};
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct form *questions = quick_form(s->form, NULL, NULL);
		struct draft *answers = draft_new(questions);

		draft_set(answers, quick_field(questions, QUICK_URL), cases[i].url);
		quick_guess_domain(answers, s->form);
		assert_string_equal(
			draft_text(answers, quick_field(questions, QUICK_DOMAIN)), cases[i].domain);
		draft_free(answers);
		form_free(questions);
	}
}

/* What a form of the organization has settled is not asked, and what it presets is there. */
static void
own_forms_ask_less(void **state)
{
	struct form *form = form_of_text("extends: scep\nform: acme\nmdm: jamf\npreset:\n"
					 "  url: https://scep.acme.net/scep\n"
					 "  challenge: {from: prompt}\n"
					 "lock: [challenge]\n");
	struct form *questions = quick_form(form, NULL, "ios");
	struct draft_file file = DRAFT_FILE_INIT;
	struct draft *answers = draft_new(questions);

	(void)state;
	assert_null(quick_field(questions, QUICK_CHALLENGE));
	assert_string_equal(draft_value(answers, quick_field(questions, QUICK_URL)),
		"https://scep.acme.net/scep");
	/* the MDM is known, so the domain is asked for */
	assert_null(quick_field(questions, QUICK_MDM));
	assert_true(draft_applies(answers, quick_field(questions, QUICK_DOMAIN), NULL));
	assert_int_equal(questions->nfields, QUICK_QUESTIONS - 2);
	draft_file_new(&file, form, NULL);
	quick_fill(answers, quick_platform(answers, form, 0), false, file.draft);
	assert_string_equal(draft_text(file.draft, field_of(form, "platform")), "ios");
	/* iOS replaces no variables, but that MDM does */
	assert_string_equal(draft_text(file.draft, field_of(form, "subject")), "/CN=$SERIALNUMBER");
	assert_string_equal(
		draft_value(file.draft, field_of(form, "url")), "https://scep.acme.net/scep");
	draft_free(answers);
	draft_file_release(&file);
	form_free(questions);
	form_free(form);
}

/* They are the defaults of the questions and the rest of the draft, which is of the form that they extend. */
static void
own_defaults_are_taken(void **state)
{
	static const char text[] = "extends: scep\nform: default\ndomain: corp.net\npreset:\n"
				   "  organization: Acme Corp.\n  key_size: 4096\n"
				   "  url: https://scep.corp.net/scep\n  retries: 5\n";
	struct session *s = *state;
	struct form *builtin = s->form;
	STRBUF(err);
	struct form *own = form_read(text, strlen(text), "default.yaml", &err);

	assert_non_null(own);
	s->form = own;
	begin(s, "office.yaml");
	s->form = builtin;
	press(s, "{Enter}{Enter}");
	assert_string_equal(focus_label(s), "URL");
	assert_string_equal(wizard_view(s->wizard)->edit->text.buf, "https://scep.corp.net/scep");
	press(s, "{Enter}");
	put(s, SECRET);
	press(s, "{Enter}{Enter}Field laptops{Enter}"); /* the domain is known */
	go_on(s);
	assert_string_equal(answer(s, "url"), "https://scep.corp.net/scep");
	assert_string_equal(answer(s, "challenge"), SECRET);
	assert_string_equal(answer(s, "organization"), "Acme Corp.");
	assert_string_equal(answer(s, "key_size"), "4096");
	assert_string_equal(answer(s, "key_usage"), "signing");
	assert_string_equal(answer(s, "subject"), "/CN=%SerialNumber%");
	assert_string_equal(answer(s, "profile_identifier"), "net.corp.scep.office");
	assert_false(draft_is_empty(s->file.draft, field_of(s->form, "profile_uuid")));
	form_free(own);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		session_test(a_profile_takes_few_keys),
		session_test(the_rest_is_derived),
		session_test(own_defaults_are_taken),
		session_test(a_fingerprint_will_do),
		session_test(both_platforms_make_two_drafts),
		session_test(ios_asks_for_the_mdm),
		session_test(enter_alone_leads_to_the_review),
		session_test(wrong_answers_are_told),
		session_test(keys_do_not_end_it_early),
		session_test(undo_and_help_are_as_anywhere),
		session_test(leaving_saves_a_draft),
		session_test(what_was_killed_is_kept),
		session_test(what_was_left_keeps_its_path),
		session_test(two_drafts_need_two_paths),
		session_test(what_was_made_of_two_is_told),
		session_test(keys_of_drafts_are_refused),
		session_test(the_second_is_not_recovered),
		session_test(domains_are_guessed_from_the_url),
		session_test(own_forms_ask_less),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
