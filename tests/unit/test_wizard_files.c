/* The wizard and files: saving, leaving, the review, the export. */
#include "testing.h"

#include "base/fileio.h"
#include "base/path.h"

#include "format/profile/profile.h"

#include "wizard_session.h"

/* Every field in the documented order, saved, opened again, exported. */
static void
all_fields_are_filled_saved_reopened_and_exported(void **state)
{
	struct session *s = *state;
	char *cert = certificate_file(s, "root.cer");
	struct strbuf err = STRBUF_INIT, xml = STRBUF_INIT;
	char *profile = path_in(s, "office.mobileconfig");

	play(s, "{Enter}{^U}Branch office{Enter}");
	play(s, "Made 2026-11-20,{Enter}tested on mac-017.{Tab}");
	paste(s, "31:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:00:11:22:33:44");
	play(s, "{Enter}" SECRET
		"{Enter}2{Enter}/CN=%SerialNumber%{Enter}{^U}5{Enter}n{Enter}1{Enter}");
	play(s, "{^U}20{Enter}https://scep.acme.com/scep{Enter}Example CA{Enter}y{Enter}");
	assert_string_equal(focus_label(s), "Root certificate");
	play(s, cert);
	play(s, "{Enter}y{Enter}mac1.example.com{Enter}mac2.example.com{Enter}{Enter}");
	play(s, "user@EXAMPLE{Enter}user@example.com{Enter}{Enter}https://example.com/a{Tab}");
	play(s, "Field laptops{Enter}{Enter}mac-017{Enter}{Enter}");
	assert_string_equal(focus_label(s), "Review and export");
	assert_int_equal(wizard_view(s->wizard)->problems, 0);
	play(s, "{^O}");
	assert_string_equal(wizard_view(s->wizard)->prompt, "Name of the draft: ");
	play(s, "office{Enter}");
	assert_contains(message(s), "Saved to ");
	assert_string_equal(wizard_view(s->wizard)->state, "saved");
	assert_string_equal(wizard_view(s->wizard)->title, "office.yaml");
	reopen(s, false);
	assert_string_equal(answer(s, "policy_name"), "Branch office");
	assert_string_equal(answer(s, "policy_notes"), "Made 2026-11-20,\ntested on mac-017.");
	assert_string_equal(answer(s, "fingerprint"), "MSIzRFVmd4iZqrvM3e7/ABEiM0Q=");
	assert_string_equal(answer(s, "challenge"), SECRET);
	assert_string_equal(answer(s, "key_size"), "2048");
	assert_string_equal(answer(s, "subject"), "/CN=%SerialNumber%");
	assert_string_equal(answer(s, "retries"), "5");
	assert_string_equal(answer(s, "key_usage"), "signing");
	assert_string_equal(answer(s, "retry_delay"), "20");
	assert_string_equal(answer(s, "url"), "https://scep.acme.com/scep");
	assert_string_equal(answer(s, "name"), "Example CA");
	assert_contains(answer(s, "root_certificate"), "-----BEGIN CERTIFICATE-----");
	assert_string_equal(answer(s, "san_dns_name"), "mac1.example.com\nmac2.example.com");
	assert_string_equal(answer(s, "san_principal"), "user@EXAMPLE");
	assert_string_equal(answer(s, "san_rfc822"), "user@example.com");
	assert_string_equal(answer(s, "san_uri"), "https://example.com/a");
	assert_string_equal(answer(s, "device_groups"), "Field laptops");
	assert_string_equal(answer(s, "devices"), "mac-017");
	play(s, "{^X}x");
	assert_string_equal(wizard_view(s->wizard)->prompt, "Export to: ");
	assert_string_equal(wizard_view(s->wizard)->prompt_edit->text.buf, profile);
	play(s, "{Enter}");
	assert_int_equal(wizard_view(s->wizard)->kind, VIEW_RESULT);
	assert_contains(message(s), "Exported to ");
	assert_true(rows_mention(s, "SHA-256"));
	assert_true(rows_mention(s, "It has the challenge in clear text, so keep it private"));
	assert_int_equal(file_read(profile, 1000000, &xml, &err), 0);
	assert_contains(xml.buf, "<key>Challenge</key>");
	assert_contains(xml.buf, "com.apple.security.root");
	free(cert);
	free(profile);
	strbuf_release(&xml);
	strbuf_release(&err);
}

/* The row of a field's value. */
static void
review_row(struct session *s, const char *label)
{
	play(s, "{End}");
	for (int i = 0; i < 100 && strcmp(focus_label(s), label) != 0; i++)
		play(s, "{Up}");
	assert_string_equal(focus_label(s), label);
}

static void
the_review_lists_problems_values_and_changes(void **state)
{
	struct session *s = *state;

	open_text(s, "form: scep\nchallenge: " SECRET "\nretries: 4\nretires: 5\n"
		     "url: https://scep.acme.com/scep\nfingerprint: abc\n");
	play(s, "{M-g}retries{Enter}{^U}6{M-g}challenge{Enter}x{M-r}");
	assert_int_equal(wizard_view(s->wizard)->kind, VIEW_REVIEW);
	assert_string_equal(
		wizard_view(s->wizard)->rows[0].label, "Try it: enrol once as a device would");
	assert_string_equal(wizard_view(s->wizard)->rows[0].value, "fix 1 error first");
	assert_string_equal(wizard_view(s->wizard)->rows[1].label, "Export");
	assert_string_equal(wizard_view(s->wizard)->rows[1].value, "fix 1 error first");
	assert_string_equal(wizard_view(s->wizard)->rows[2].label, "Errors");
	assert_string_equal(wizard_view(s->wizard)->rows[3].label, "Fingerprint");
	assert_int_equal(wizard_view(s->wizard)->rows[3].mark, '!');
	assert_string_equal(focus_label(s), "Fingerprint");
	assert_true(rows_mention(s, "retires"));
	assert_true(rows_mention(s, "set, 22 characters"));
	assert_true(rows_mention(s, "was 4"));
	assert_true(rows_mention(s, "was another secret"));
	play(s, "{End}");
	assert_string_equal(focus_label(s), "Back to editing");
	play(s, "{Home}");
	assert_string_equal(focus_label(s), "Try it: enrol once as a device would");
	play(s, "{Down}");
	assert_string_equal(focus_label(s), "Export");
	play(s, "{Down}");
	assert_string_equal(focus_label(s), "Fingerprint");
	assert_int_equal(wizard_view(s->wizard)->mark, '!');
}

static void
a_row_of_the_review_is_edited_and_comes_back(void **state)
{
	struct session *s = *state;

	play(s, "{M-r}");
	assert_string_equal(focus_label(s), "URL");
	play(s, "{Enter}");
	assert_int_equal(wizard_view(s->wizard)->kind, VIEW_FORM);
	play(s, "https://scep.acme.com/scep{Enter}");
	assert_int_equal(wizard_view(s->wizard)->kind, VIEW_REVIEW);
	/* it was the only error */
	assert_string_equal(focus_label(s), "Export");
	assert_true(rows_mention(s, "https://scep.acme.com/scep"));
	review_row(s, "Name");
	play(s, "{Enter}x{Tab}");
	assert_int_equal(wizard_view(s->wizard)->kind, VIEW_REVIEW);
	assert_string_equal(focus_label(s), "Include root certificate");
	/* back is back to the row */
	play(s, "{Enter}{Up}");
	assert_int_equal(wizard_view(s->wizard)->kind, VIEW_REVIEW);
	assert_string_equal(focus_label(s), "Include root certificate");
	play(s, "{Esc}");
	assert_string_equal(focus_label(s), "Include root certificate");
	assert_int_equal(wizard_view(s->wizard)->kind, VIEW_FORM);
}

/* Enter on an error edits it, comes back, and is on the next one; behind the last one is the export. */
static void
errors_are_gone_through_with_enter(void **state)
{
	struct session *s = *state;

	open_text(s, "form: scep\nfingerprint: abc\nretries: x\nurl: nowhere\n");
	play(s, "{M-r}");
	assert_string_equal(focus_label(s), "Fingerprint");
	play(s, "{Enter}{Enter}");
	assert_int_equal(wizard_view(s->wizard)->kind, VIEW_REVIEW);
	assert_string_equal(focus_label(s), "Retries");
	play(s, "{Enter}{^U}3{Enter}");
	assert_int_equal(wizard_view(s->wizard)->kind, VIEW_REVIEW);
	assert_string_equal(focus_label(s), "URL");
	/* a new mistake is told in the field once */
	play(s, "{Enter}{^U}ftp://x{Enter}");
	assert_string_equal(focus_label(s), "Export");
	play(s, "{Enter}");
	assert_contains(message(s), "2 errors stop the export: Fingerprint, URL.");
	assert_string_equal(focus_label(s), "Fingerprint");
	play(s, "{Enter}{^U}{Enter}");
	assert_string_equal(focus_label(s), "URL");
	play(s, "{Enter}{^U}https://scep.acme.net/scep{Enter}");
	assert_string_equal(focus_label(s), "Export");
	assert_string_equal(wizard_view(s->wizard)->rows[1].value, "");
	/* warnings stop nobody: from here on it is the export */
	assert_int_equal(wizard_view(s->wizard)->rows[3].mark, '?');
	play(s, "{Enter}");
	assert_string_equal(wizard_view(s->wizard)->prompt, "Export to: ");
}

static void
warnings_are_gone_through_with_enter(void **state)
{
	struct session *s = *state;
	const struct view *view;

	open_text(s, "form: scep\nurl: https://scep.acme.net/scep\n");
	play(s, "{M-r}");
	assert_string_equal(focus_label(s), "Export");
	play(s, "{Down}");
	for (int i = 0; i < 20 && strcmp(focus_label(s), "Export") != 0; i++) {
		size_t at = wizard_view(s->wizard)->focus;

		assert_int_equal(wizard_view(s->wizard)->kind, VIEW_REVIEW);
		play(s, "{Enter}");
		assert_int_equal(wizard_view(s->wizard)->kind, VIEW_FORM);
		play(s, "{Enter}");
		assert_int_not_equal(wizard_view(s->wizard)->focus, at);
	}
	view = wizard_view(s->wizard);
	assert_string_equal(view->rows[view->focus].label, "Export");
}

static void
the_wizard_can_begin_with_the_review(void **state)
{
	struct session *s = *state;

	play(s, "{^O}office{Enter}");
	reopen(s, true);
	assert_int_equal(wizard_view(s->wizard)->kind, VIEW_REVIEW);
	assert_int_equal(wizard_view(s->wizard)->problems, 1);
	play(s, "{End}{Enter}");
	assert_string_equal(focus_label(s), "Platform");
}

static void
the_export_is_blocked_by_errors_alone(void **state)
{
	struct session *s = *state;

	play(s, "{^X}x");
	assert_int_equal(wizard_view(s->wizard)->kind, VIEW_REVIEW);
	assert_contains(message(s), "1 error stops the export: URL.");
	assert_null(wizard_view(s->wizard)->prompt);
	play(s, "{M-e}https://scep.acme.com/scep{^X}x");
	/* the draft is saved first: it holds the profile's identity */
	assert_string_equal(wizard_view(s->wizard)->prompt, "Name of the draft: ");
	play(s, "office{Enter}{Enter}");
	assert_contains(message(s), "Exported to ");
	/* an earlier export is replaced without a question */
	play(s, "{Esc}{Tab}x{^X}x{Enter}");
	assert_contains(message(s), "Exported to ");
	play(s, "{^X}x{^U}");
	play(s, s->folder);
	play(s, "/no/where{Enter}");
	assert_contains(message(s), "Not exported: ");
	assert_int_equal(wizard_view(s->wizard)->mark, '!');
	play(s, "{^X}x{^U}");
	play(s, s->folder);
	play(s, "{Enter}");
	assert_null(wizard_view(s->wizard)->prompt);
	assert_contains(message(s), " is a folder. Give the profile the name of a file.");
}

static void
a_secret_is_asked_for_at_the_export(void **state)
{
	struct session *s = *state;
	struct strbuf xml = STRBUF_INIT, err = STRBUF_INIT;
	char *profile = path_in(s, "given.mobileconfig");

	open_text(s, "form: scep\nchallenge:\n  from: prompt\nurl: https://scep.acme.com/scep\n");
	assert_string_equal(row_of(s, "challenge")->value, "asked for at each export");
	play(s, "{^X}x{Enter}");
	assert_string_equal(wizard_view(s->wizard)->prompt, "Challenge, for this export only: ");
	assert_true(wizard_view(s->wizard)->prompt_masked);
	play(s, "{Enter}");
	assert_contains(message(s), "Challenge is required");
	play(s, "{^X}x{Enter}" SECRET);
	assert_string_equal(wizard_view(s->wizard)->prompt_edit->text.buf, "********");
	play(s, "{Enter}");
	assert_contains(message(s), "Exported to ");
	assert_int_equal(file_read(profile, 1000000, &xml, &err), 0);
	assert_contains(xml.buf, "<string>" SECRET "</string>");
	/* the draft does not have it */
	assert_null(strstr(s->file.source.buf, SECRET));
	free(profile);
	strbuf_release(&xml);
	strbuf_release(&err);
}

static void
saving_asks_for_a_name_once(void **state)
{
	struct session *s = *state;
	char *path = path_in(s, "office.yaml"), *second = path_in(s, "second.yaml");

	play(s, "{^S}{Enter}");
	assert_contains(message(s), "Not saved: enter a name");
	play(s, "{^S}office{Enter}");
	assert_true(path_exists(path));
	play(s, "{Tab}x");
	assert_string_equal(wizard_view(s->wizard)->state, "changed");
	play(s, "{^O}");
	assert_string_equal(wizard_view(s->wizard)->state, "saved");
	/* the field is still being edited */
	play(s, "{BS}{BS}");
	assert_string_equal(answer(s, "policy_name"), "SCEP Profile");
	play(s, "{^X}a{^U}second{Enter}");
	assert_true(path_exists(second));
	assert_string_equal(wizard_view(s->wizard)->title, "second.yaml");
	play(s, "{^X}a{^U}office{Enter}");
	assert_contains(message(s), "office.yaml already exists");
	assert_string_equal(wizard_view(s->wizard)->title, "second.yaml");
	free(path);
	free(second);
}

static void
an_untouched_draft_stays_byte_for_byte(void **state)
{
	static const char text[] = "# by hand\nform: scep\nplatform: macOS   # as Apple says\n"
				   "extractable_key: no\nretries: 007\n";
	struct session *s = *state;

	open_text(s, text);
	for (int i = 0; i < 40; i++)
		play(s, "{Tab}");
	for (int i = 0; i < 40; i++)
		play(s, "{Up}");
	play(s, "{Tab}x{BS}{Tab}");
	assert_string_equal(wizard_view(s->wizard)->state, "saved");
	play(s, "{^O}");
	assert_string_equal(s->file.source.buf, text);
}

static void
leaving_asks_only_where_something_would_be_lost(void **state)
{
	struct session *s = *state;
	struct strbuf farewell = STRBUF_INIT;

	play(s, "{^X}q");
	assert_contains(wizard_view(s->wizard)->prompt, "Save changes? ");
	play(s, "{Esc}{^C}");
	assert_contains(wizard_view(s->wizard)->prompt, "d discard, Esc cancel");
	play(s, "s");
	assert_string_equal(wizard_view(s->wizard)->prompt, "Name of the draft: ");
	assert_int_equal(s->wish, WIZARD_GO_ON);
	play(s, "office{Enter}");
	assert_int_equal(s->wish, WIZARD_QUIT);
	s->wish = WIZARD_GO_ON;
	play(s, "{^C}");
	assert_int_equal(s->wish, WIZARD_QUIT);
	s->wish = WIZARD_GO_ON;
	play(s, "{Tab}x{^X}q");
	assert_string_equal(wizard_view(s->wizard)->prompt,
		"Save changes? Enter save and quit, d discard, Esc cancel");
	wizard_farewell(s->wizard, &farewell);
	assert_contains(farewell.buf, "office.yaml: last changes not saved, 1 error (URL)");
	play(s, "q");
	assert_int_equal(s->wish, WIZARD_GO_ON);
	play(s, "d");
	assert_int_equal(s->wish, WIZARD_QUIT);
	s->wish = WIZARD_GO_ON;
	play(s, "{^O}{^X}q");
	assert_int_equal(s->wish, WIZARD_QUIT);
	strbuf_clear(&farewell);
	wizard_farewell(s->wizard, &farewell);
	assert_contains(farewell.buf, "office.yaml: saved");
	strbuf_release(&farewell);
}

static void
a_question_that_was_broken_off_is_forgotten(void **state)
{
	struct session *s = *state;

	/* the save of a quit that was given up must not quit later */
	play(s, "{^X}qs{Esc}{^O}office{Enter}");
	assert_int_equal(s->wish, WIZARD_GO_ON);
	assert_string_equal(wizard_view(s->wizard)->state, "saved");
}

/* Somebody else's changes are never written over without a word. */
static void
a_draft_changed_by_others_is_told_at_the_save(void **state)
{
	static const char theirs[] = "form: scep\nname: theirs\n";
	struct session *s = *state;
	struct strbuf err = STRBUF_INIT, data = STRBUF_INIT;
	char *other = path_in(s, "other.yaml");

	open_text(s, "form: scep\nname: ours\n");
	play(s, "{M-g}name{Enter}x");
	assert_int_equal(file_write(s->file.path, theirs, strlen(theirs), 0, &err), 0);
	play(s, "{^O}");
	assert_contains(wizard_view(s->wizard)->told, "given.yaml has changed on disk");
	play(s, "{Esc}");
	assert_string_equal(wizard_view(s->wizard)->state, "changed");
	play(s, "{^O}a{^U}other{Enter}");
	assert_true(path_exists(other));
	assert_string_equal(wizard_view(s->wizard)->title, "other.yaml");
	assert_int_equal(unlink(other), 0);
	play(s, "{^O}");
	assert_contains(wizard_view(s->wizard)->prompt, "other.yaml was removed since");
	play(s, "o");
	assert_string_equal(wizard_view(s->wizard)->state, "saved");
	assert_int_equal(file_read(other, 10000, &data, &err), 0);
	assert_contains(data.buf, "name: oursx");
	assert_false(s->file.overwrite);
	free(other);
	strbuf_release(&err);
	strbuf_release(&data);
}

static void
the_review_is_no_place_to_edit(void **state)
{
	struct session *s = *state;

	play(s, "{Tab}x{M-r}{^X}u");
	assert_contains(message(s), "Restore works on a field that is being edited.");
	play(s, "{^X}o");
	assert_contains(message(s), "for notes and lists only");
	play(s, "abc{BS}");
	paste(s, "abc");
	assert_string_equal(answer(s, "policy_name"), "SCEP Profilesx");
	assert_int_equal(wizard_view(s->wizard)->kind, VIEW_REVIEW);
	/* help is about the row */
	play(s, "{^G}");
	assert_string_equal(wizard_view(s->wizard)->rows[0].label, "URL");
	play(s, "{Esc}{End}{^G}");
	assert_string_equal(wizard_view(s->wizard)->rows[0].label, "Review and export");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		session_test(all_fields_are_filled_saved_reopened_and_exported),
		session_test(the_review_lists_problems_values_and_changes),
		session_test(a_row_of_the_review_is_edited_and_comes_back),
		session_test(errors_are_gone_through_with_enter),
		session_test(warnings_are_gone_through_with_enter),
		session_test(the_wizard_can_begin_with_the_review),
		session_test(the_export_is_blocked_by_errors_alone),
		session_test(a_secret_is_asked_for_at_the_export),
		session_test(saving_asks_for_a_name_once),
		session_test(an_untouched_draft_stays_byte_for_byte),
		session_test(leaving_asks_only_where_something_would_be_lost),
		session_test(a_question_that_was_broken_off_is_forgotten),
		session_test(a_draft_changed_by_others_is_told_at_the_save),
		session_test(the_review_is_no_place_to_edit),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
