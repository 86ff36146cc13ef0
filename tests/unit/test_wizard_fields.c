/* The wizard's fields: what keys do to values of each kind, and that secrets stay hidden. */
#include "testing.h"

#include <openssl/pkcs7.h>

#include "base/xalloc.h"

#include "syntax/base64.h"

#include "wizard_session.h"

/* Nothing can be filled in yet where yes has just been said. */
static void
a_yes_is_right_until_what_it_opens_was_passed(void **state)
{
	struct session *s = *state;

	play(s, "{M-g}set subject{Enter}y{Enter}");
	assert_string_equal(focus_label(s), "DNS name");
	assert_int_equal(mark_of(s, "set_subject_alternative_name"), '+');
	play(s, "{Tab}{Tab}{Tab}{Tab}");
	assert_int_equal(mark_of(s, "set_subject_alternative_name"), '!');
	assert_int_equal(wizard_view(s->wizard)->problems, 1);
	play(s, "{Up}https://acme.com/a{Tab}");
	assert_int_equal(mark_of(s, "set_subject_alternative_name"), '+');
}

static void
options_are_chosen_by_any_key_that_people_try(void **state)
{
	struct session *s = *state;

	play(s, "{M-g}key size{Enter}{Right}");
	assert_string_equal(row_of(s, "key_size")->value, "( ) 1024  (x) 2048  ( ) 4096");
	assert_int_equal(row_of(s, "key_size")->cursor, 11);
	play(s, "{Right}{Right}");
	assert_string_equal(answer(s, "key_size"), "4096");
	play(s, " ");
	assert_string_equal(answer(s, "key_size"), "1024");
	assert_int_equal(mark_of(s, "key_size"), '?');
	assert_contains(wizard_view(s->wizard)->hint, "Many CAs refuse it.");
	play(s, "{Left}");
	assert_string_equal(answer(s, "key_size"), "1024");
	play(s, "{End}{Left}{^_}");
	assert_string_equal(answer(s, "key_size"), "1024");
	assert_false(draft_is_answered(s->file.draft, field_of(s->form, "key_size")));
	play(s, "{BS}");
	assert_contains(message(s), "always has a value");
	play(s, "{M-g}1{Enter}i");
	assert_string_equal(answer(s, "platform"), "ios");
	play(s, "m{M-g}extract{Enter}y");
	assert_string_equal(answer(s, "extractable_key"), "true");
	assert_string_equal(row_of(s, "extractable_key")->value, "(x) Yes  ( ) No");
	play(s, "N");
	assert_string_equal(answer(s, "extractable_key"), "false");
	paste(s, "yes");
	assert_contains(message(s), "is a choice");
}

static void
a_choice_without_default_can_be_cleared(void **state)
{
	struct session *s = *state;

	play(s, "{M-g}scope{Enter}");
	assert_string_equal(row_of(s, "scope")->value, "( ) System  ( ) User");
	play(s, "{Left}");
	assert_string_equal(answer(s, "scope"), "User");
	play(s, "s{BS}");
	assert_string_equal(answer(s, "scope"), "");
	assert_string_equal(row_of(s, "scope")->value, "( ) System  ( ) User");
}

static void
checks_are_toggled_one_by_one(void **state)
{
	struct session *s = *state;

	play(s, "{M-g}key usage{Enter}");
	assert_string_equal(row_of(s, "key_usage")->value, "[ ] Signing  [ ] Encryption");
	play(s, "{Right} ");
	assert_string_equal(row_of(s, "key_usage")->value, "[ ] Signing  [x] Encryption");
	assert_int_equal(row_of(s, "key_usage")->cursor, 14);
	play(s, "1");
	assert_string_equal(answer(s, "key_usage"), "signing\nencryption");
	play(s, "e");
	assert_string_equal(answer(s, "key_usage"), "signing");
	play(s, "{Left} ");
	assert_string_equal(answer(s, "key_usage"), "");
	play(s, "12{BS}");
	assert_string_equal(answer(s, "key_usage"), "");
}

static void
a_value_that_is_no_option_is_shown(void **state)
{
	struct session *s = *state;

	open_text(
		s, "form: scep\nkey_size: 3072\nextractable_key: on\nkey_usage: [signing, sing]\n");
	assert_string_equal(
		row_of(s, "key_size")->value, "( ) 1024  ( ) 2048  ( ) 4096  now: 3072");
	assert_int_equal(mark_of(s, "key_size"), '!');
	assert_string_equal(row_of(s, "extractable_key")->value, "(x) Yes  ( ) No");
	assert_string_equal(
		row_of(s, "key_usage")->value, "[x] Signing  [ ] Encryption  now: sing");
}

static void
notes_take_several_lines(void **state)
{
	struct session *s = *state;

	play(s, "{M-g}notes{Enter}one{Enter}two{Up}x");
	assert_string_equal(answer(s, "policy_notes"), "onex\ntwo");
	assert_true(wizard_view(s->wizard)->edit->multiline);
	assert_string_equal(row_of(s, "policy_notes")->value, "onex (2 lines)");
	play(s, "{Up}");
	assert_string_equal(focus_label(s), "Policy name");
	play(s, "{Down}{Down}");
	assert_string_equal(focus_label(s), "Fingerprint");
	play(s, "{Up}{Up}{Tab}");
	assert_string_equal(focus_label(s), "Fingerprint");
	play(s, "{Up}{^X}");
	assert_contains(wizard_view(s->wizard)->prompt, "o editor");
	play(s, "o");
	assert_int_equal(s->wish, WIZARD_EDITOR);
	assert_string_equal(wizard_editor_text(s->wizard), "onex\ntwo");
	wizard_editor_done(s->wizard, "three\nfour", 10);
	assert_string_equal(answer(s, "policy_notes"), "three\nfour");
	play(s, "{^_}");
	assert_string_equal(answer(s, "policy_notes"), "onex\ntwo");
}

/* An editor may write line ends of another system; what cannot be saved is dropped, and told. */
static void
what_an_editor_wrote_is_taken_as_a_paste(void **state)
{
	struct session *s = *state;

	play(s, "{M-g}notes{Enter}old{^X}o");
	wizard_editor_done(s->wizard, "one\r\ntwo\033[1m\0end", 16);
	assert_string_equal(answer(s, "policy_notes"), "one\ntwo[1mend");
	assert_string_equal(message(s), "Dropped from the paste: 2 control characters.");
	play(s, "{^_}");
	assert_string_equal(answer(s, "policy_notes"), "old");
	wizard_editor_done(s->wizard, "", 0);
	assert_string_equal(answer(s, "policy_notes"), "");
	play(s, "{^_}");
	assert_string_equal(answer(s, "policy_notes"), "old");
}

static void
an_editor_opens_for_lines_only(void **state)
{
	struct session *s = *state;

	play(s, "{Tab}{^X}");
	assert_null(strstr(wizard_view(s->wizard)->prompt, "editor"));
	play(s, "o");
	assert_int_equal(s->wish, WIZARD_GO_ON);
	assert_contains(message(s), "for notes and lists only");
}

static void
a_list_takes_an_item_a_line(void **state)
{
	struct session *s = *state;

	play(s, "{M-g}device groups{Enter}a{Enter}b{Enter}c");
	assert_string_equal(answer(s, "device_groups"), "a\nb\nc");
	/* Enter in the middle of an item does not cut it */
	play(s, "{Up}{Up}{^A}{Enter}x{Enter}{Enter}");
	assert_string_equal(focus_label(s), "Devices");
	assert_string_equal(answer(s, "device_groups"), "a\nx\nb\nc");
	assert_string_equal(row_of(s, "device_groups")->value, "a, x, b, c");
	play(s, "{Up}{Up}{Up}{Up}{Up}");
	assert_string_equal(focus_label(s), "Set subject alternative name");
}

static void
a_secret_is_masked_until_it_is_revealed(void **state)
{
	struct session *s = *state;
	const struct view *view;

	play(s, "{M-g}challenge{Enter}");
	assert_string_equal(wizard_view(s->wizard)->edit->text.buf, "");
	play(s, SECRET);
	view = wizard_view(s->wizard);
	assert_true(view->masked);
	assert_string_equal(view->edit->text.buf, "********");
	assert_string_equal(view->progress, "21 characters");
	s->secret_may_show = true;
	play(s, "{^R}");
	view = wizard_view(s->wizard);
	assert_false(view->masked);
	assert_string_equal(view->edit->text.buf, SECRET);
	s->secret_may_show = false;
	play(s, "{Tab}");
	assert_string_equal(row_of(s, "challenge")->value, "******** (set, ^R shows it)");
	play(s, "{Up}");
	assert_true(wizard_view(s->wizard)->masked);
	assert_string_equal(wizard_view(s->wizard)->progress, "");
	s->secret_may_show = true;
	play(s, "{^R}");
	s->secret_may_show = false;
	wizard_hide_secrets(s->wizard);
	check_view(s);
	s->secret_may_show = true;
	play(s, "{^R}");
	s->secret_may_show = false;
	play(s, "{^Z}");
	assert_int_equal(s->wish, WIZARD_SUSPEND);
	/* in the review, too, on its own row */
	play(s, "{M-r}");
	for (int i = 0; i < 60 && strcmp(focused_value(s), "set, 21 characters") != 0; i++)
		play(s, "{Down}");
	assert_contains(wizard_view(s->wizard)->keyline, "^R show");
	s->secret_may_show = true;
	play(s, "{^R}");
	assert_string_equal(focused_value(s), SECRET);
	s->secret_may_show = false;
	play(s, "{Down}{Up}");
	assert_string_equal(focused_value(s), "set, 21 characters");
	s->secret_may_show = true;
	play(s, "{^R}");
	s->secret_may_show = false;
	wizard_point(s->wizard, 1, 0);
	check_view(s);
	play(s, "{Home}{^R}");
	assert_contains(message(s), "Nothing is hidden here");
	play(s, "{M-r}{M-g}challenge{Enter}");
	/* what was cut of it cannot be pasted where it shows */
	play(s, "{^U}{Tab}{M-g}name{Enter}{^Y}");
	assert_string_equal(answer(s, "policy_name"), "SCEP Profiles");
	assert_string_equal(answer(s, "challenge"), "");
	play(s, "{^R}");
	assert_contains(message(s), "Nothing is hidden here");
}

static void
a_secret_shows_nowhere_else(void **state)
{
	struct session *s = *state;

	play(s, "{M-g}challenge{Enter}");
	paste(s, SECRET " ");
	assert_contains(message(s), "ends with a space");
	play(s, "{Tab}{M-r}");
	assert_true(rows_mention(s, "set, 22 characters"));
	assert_true(rows_mention(s, "was empty"));
	play(s, "{Esc}{Up}{^G}{Esc}{^X}{Esc}{M-g}{Esc}{M-h}{M-e}{^O}{Esc}{^C}{Esc}");
}

static void
a_secret_kept_elsewhere_is_told(void **state)
{
	struct session *s = *state;

	open_text(s, "form: scep\nchallenge:\n  from: env\n  name: SCEP_CHALLENGE\n");
	assert_string_equal(
		row_of(s, "challenge")->value, "from the environment variable SCEP_CHALLENGE");
	play(s, "{M-g}challenge{Enter}");
	assert_null(wizard_view(s->wizard)->edit);
	play(s, "ab");
	assert_string_equal(answer(s, "challenge"), "ab");
	play(s, "{^_}{^_}");
	assert_int_equal(
		draft_source(s->file.draft, field_of(s->form, "challenge")), ANSWER_ENVIRONMENT);
	assert_string_equal(wizard_view(s->wizard)->state, "saved");
}

/* Not only once the field is left. */
static void
a_certificate_that_was_chosen_is_checked_at_once(void **state)
{
	struct session *s = *state;
	char *cert = certificate_file(s, "root.cer");

	play(s, "{M-g}14{Enter}y{Down}{^T}");
	play(s, cert);
	play(s, "{Enter}");
	assert_contains(message(s), "Root certificate was taken from");
	assert_int_not_equal(mark_of(s, "root_certificate"), '!');
	assert_int_equal(wizard_view(s->wizard)->problems, 0);
	free(cert);
}

static void
a_certificate_is_taken_in_when_its_path_is_left(void **state)
{
	struct session *s = *state;
	char *cert = certificate_file(s, "root.cer"), *other = path_in(s, "none.cer");

	play(s, "{M-g}14{Enter}y{Down}");
	play(s, cert);
	assert_string_equal(answer(s, "root_certificate"), cert);
	assert_string_equal(message(s), "");
	play(s, "{Enter}");
	assert_string_equal(focus_label(s), "Set subject alternative name");
	assert_contains(answer(s, "root_certificate"), "-----BEGIN CERTIFICATE-----");
	assert_contains(row_of(s, "root_certificate")->value, "Example Root CA");
	play(s, "{Up}");
	assert_null(wizard_view(s->wizard)->edit);
	/* typing begins a new path; what is no certificate is told and stays as typed */
	play(s, other);
	assert_string_equal(wizard_view(s->wizard)->edit->text.buf, other);
	play(s, "{Enter}");
	assert_string_equal(focus_label(s), "Root certificate");
	assert_int_equal(wizard_view(s->wizard)->mark, '!');
	assert_string_equal(answer(s, "root_certificate"), other);
	/* all of it undone: the certificate is back */
	play(s, "{^_}");
	assert_contains(answer(s, "root_certificate"), "-----BEGIN CERTIFICATE-----");
	assert_null(wizard_view(s->wizard)->edit);
	assert_string_equal(message(s), "");
	play(s, "{BS}");
	assert_string_equal(answer(s, "root_certificate"), "");
	play(s, "{^_}");
	assert_contains(answer(s, "root_certificate"), "-----BEGIN CERTIFICATE-----");
	/* the same by ^T, from a field that was empty */
	play(s, "{^U}{Tab}{Up}{^T}");
	play(s, cert);
	play(s, "{Enter}");
	assert_contains(message(s), "Root certificate was taken from");
	assert_null(wizard_view(s->wizard)->edit);
	play(s, "x");
	assert_string_equal(answer(s, "root_certificate"), "x");
	play(s, "{^_}");
	assert_string_equal(answer(s, "root_certificate"), "");
	free(cert);
	free(other);
}

static void
a_fingerprint_is_taken_from_a_certificate_file(void **state)
{
	struct session *s = *state;
	char *cert = certificate_file(s, "ca.cer");

	play(s, "{M-g}finger{Enter}{^T}");
	assert_string_equal(wizard_view(s->wizard)->prompt, "Certificate file: ");
	play(s, "/no/such{Enter}");
	assert_int_equal(wizard_view(s->wizard)->mark, '!');
	assert_contains(message(s), "/no/such");
	assert_string_equal(answer(s, "fingerprint"), "");
	/* the question stays with what was typed */
	assert_string_equal(wizard_view(s->wizard)->prompt_edit->text.buf, "/no/such");
	play(s, "{^U}");
	play(s, cert);
	play(s, "{Enter}");
	assert_int_equal(strlen(answer(s, "fingerprint")), 44);
	assert_contains(message(s), "Fingerprint was taken from");
	assert_contains(wizard_view(s->wizard)->progress, "SHA-256");
	play(s, "{^_}");
	assert_string_equal(answer(s, "fingerprint"), "");
	free(cert);
}

/* openssl prints hex, the draft has Base64. */
static void
a_fingerprint_is_compared_by_its_hex(void **state)
{
	static const char hex[] = "SHA-1 DA:39:A3:EE:5E:6B:4B:0D...";
	struct session *s = *state;

	open_text(s,
		"form: scep\nfingerprint: 2jmj7l5rSw0yVb/vlWAYkK/YBwk=\nchallenge: " SECRET "\n");
	play(s, "{M-g}finger{Enter}");
	assert_string_equal(wizard_view(s->wizard)->progress, hex);
	play(s, "{BS}{BS}{BS}");
	assert_string_not_equal(wizard_view(s->wizard)->progress, hex);
	play(s, "{^_}{M-r}");
	while (strcmp(wizard_view(s->wizard)->heading, "Challenge") != 0)
		play(s, "{Down}");
	assert_string_equal(wizard_view(s->wizard)->progress, "");
	play(s, "{M-r}{M-g}finger{Enter}{M-r}{Home}");
	while (!*wizard_view(s->wizard)->progress)
		play(s, "{Down}");
	assert_string_equal(wizard_view(s->wizard)->progress, hex);
	assert_string_equal(focus_label(s), "Fingerprint");
}

static void
undo_says_where_it_has_nothing_to_undo(void **state)
{
	static const char *const fields[] = { "name", "device groups", "retries", "scope",
		"key usage" };
	struct session *s = *state;

	open_text(s, "form: scep\nname: ca\nkey_usage: [signing]\n");
	for (size_t i = 0; i < ARRAY_SIZE(fields); i++) {
		play(s, "{M-g}");
		play(s, fields[i]);
		play(s, "{Enter}{^_}");
		assert_string_equal(message(s), "Nothing to undo.");
	}
	play(s, "{M-g}name{Enter}x{Tab}{Shift-Tab}{^_}");
	assert_string_equal(message(s), "Undone: 13 Name.");
	assert_string_equal(answer(s, "name"), "ca");
	play(s, "x{^_}");
	assert_string_equal(message(s), "");
	assert_string_equal(answer(s, "name"), "ca");
	play(s, "{M-g}scope{Enter}{Right}{^_}");
	assert_string_equal(message(s), "");
}

static void
a_mend_is_offered_and_can_be_undone(void **state)
{
	struct session *s = *state;

	play(s, "{M-g}key size{Enter}");
	assert_contains(message(s), "^T fixes it.");
	play(s, "{^T}");
	assert_string_equal(
		wizard_view(s->wizard)->prompt, "Use 2048? Enter yes, Esc no, ^T other");
	play(s, "{Esc}");
	assert_string_equal(answer(s, "key_size"), "1024");
	play(s, "{^T}{^T}");
	assert_string_equal(wizard_view(s->wizard)->items[2].name, "4096");
	assert_contains(wizard_view(s->wizard)->items[2].meaning, "Slower to make");
	play(s, "3");
	assert_string_equal(answer(s, "key_size"), "4096");
	play(s, "{Home}{^T}{Enter}");
	assert_string_equal(answer(s, "key_size"), "2048");
	assert_string_equal(message(s), "");
	play(s, "{M-g}12{Enter}scep.acme.com/scep{Enter}{^T}");
	assert_contains(wizard_view(s->wizard)->prompt, "Use https://scep.acme.com/scep?");
	play(s, "y");
	assert_string_equal(answer(s, "url"), "https://scep.acme.com/scep");
	assert_int_equal(mark_of(s, "url"), '+');
	play(s, "{^_}");
	assert_string_equal(answer(s, "url"), "scep.acme.com/scep");
}

static void
variables_are_listed_and_typed(void **state)
{
	struct session *s = *state;

	play(s, "{M-g}subject{Enter}/CN={^T}");
	assert_string_equal(wizard_view(s->wizard)->items[5].name, "%SerialNumber%");
	play(s, "6");
	assert_string_equal(answer(s, "subject"), "/CN=%SerialNumber%");
	assert_null(wizard_view(s->wizard)->prompt);
	play(s, "{M-g}url{Enter}{^T}");
	assert_contains(message(s), "nothing to choose from");
}

static void
what_is_shown_only_takes_no_typing(void **state)
{
	struct session *s = *state;
	char *before;

	play(s, "{M-g}profile uuid{Enter}");
	before = xstrdup(answer(s, "profile_uuid"));
	assert_null(wizard_view(s->wizard)->edit);
	play(s, "x{BS}");
	paste(s, "abc");
	assert_string_equal(answer(s, "profile_uuid"), before);
	assert_contains(message(s), "is read-only");
	free(before);
}

static void
a_paste_is_one_step_and_tells_what_it_dropped(void **state)
{
	struct session *s = *state;

	play(s, "{M-g}url{Enter}");
	paste(s, " https://scep.acme.com/scep\n");
	assert_string_equal(answer(s, "url"), "https://scep.acme.com/scep");
	assert_contains(message(s), "Dropped from the paste: 1 line end, spaces around it.");
	assert_string_equal(focus_label(s), "URL");
	play(s, "{^_}");
	assert_string_equal(answer(s, "url"), "");
	assert_false(draft_is_answered(s->file.draft, field_of(s->form, "url")));
	play(s, "{M-g}");
	paste(s, "fingerprint\n");
	assert_string_equal(wizard_view(s->wizard)->prompt_edit->text.buf, "fingerprint");
	play(s, "{Enter}");
	assert_string_equal(focus_label(s), "Fingerprint");
}

static const struct cert_spec root_spec = { "Acme Root", NULL, 2048, "SHA256", -1, 3650, true, 0 };

static void
root_sha256(struct strbuf *out)
{
	struct strbuf der = STRBUF_INIT;
	unsigned char hash[32];

	cert_der(&root_spec, &der);
	EVP_Digest(der.buf, der.len, hash, NULL, EVP_sha256(), NULL);
	base64_encode(hash, sizeof hash, out);
	strbuf_release(&der);
}

/* What was recognised is said, not what became of the line ends; and it is one step back. */
static void
a_certificate_that_is_pasted_is_taken_for_what_it_is(void **state)
{
	struct session *s = *state;
	struct strbuf pem = STRBUF_INIT, want = STRBUF_INIT;

	cert_pem(&root_spec, &pem);
	root_sha256(&want);
	play(s, "{M-g}finger{Enter}");
	paste(s, pem.buf);
	assert_string_equal(message(s),
		"Fingerprint: That is the certificate Acme Root. Its SHA-256 was put in.");
	assert_int_equal(wizard_view(s->wizard)->mark, '+');
	assert_string_equal(answer(s, "fingerprint"), want.buf);
	play(s, "{^_}{^_}");
	assert_string_equal(answer(s, "fingerprint"), "");
	/* in two pieces, the second by Enter */
	paste(s, "-----BEGIN CERTIFICATE-----");
	paste(s, pem.buf + strlen("-----BEGIN CERTIFICATE-----"));
	assert_string_equal(answer(s, "fingerprint"), want.buf);
	play(s, "{Enter}");
	assert_string_equal(focus_label(s), "Challenge");
	play(s, "{M-g}include root{Enter}y{Tab}");
	paste(s, pem.buf);
	assert_contains(message(s), "That is the certificate Acme Root, until 20");
	assert_string_equal(answer(s, "root_certificate"), pem.buf);
	strbuf_release(&pem);
	strbuf_release(&want);
}

/* Typed without a paste that the terminal tells of, or as a path. */
static void
a_certificates_path_becomes_its_hash(void **state)
{
	struct session *s = *state;
	struct strbuf pem = STRBUF_INIT, want = STRBUF_INIT, err = STRBUF_INIT;
	char *path = path_in(s, "ca.cer");

	cert_pem(&root_spec, &pem);
	root_sha256(&want);
	assert_int_equal(file_write(path, pem.buf, pem.len, 0, &err), 0);
	play(s, "{M-g}finger{Enter}");
	play(s, path);
	play(s, "{Enter}");
	assert_string_equal(message(s),
		"Fingerprint: That is the certificate Acme Root. Its SHA-256 was put in.");
	assert_string_equal(focus_label(s), "Challenge");
	assert_string_equal(answer(s, "fingerprint"), want.buf);
	free(path);
	strbuf_release(&pem);
	strbuf_release(&want);
}

/* A bag of several lists them, wherever its path is typed. */
static void
a_bag_is_chosen_from(void **state)
{
	static const struct cert_spec sub_spec = { "Acme Sub", "Acme Root", 2048, "SHA256", -1,
		3650, true, 0 };
	static const char *const fields[] = { "{M-g}finger{Enter}",
		"{M-g}include root{Enter}y{Tab}" };
	struct session *s = *state;
	PKCS7 *bag = PKCS7_new();
	X509 *certs[] = { cert_make(&root_spec), cert_make(&sub_spec) };
	BIO *bio = BIO_new(BIO_s_mem());
	struct strbuf data = STRBUF_INIT, want = STRBUF_INIT, err = STRBUF_INIT;
	char *path = path_in(s, "chain.p7b");

	PKCS7_set_type(bag, NID_pkcs7_signed);
	PKCS7_content_new(bag, NID_pkcs7_data);
	PKCS7_set_detached(bag, 1);
	PKCS7_add_certificate(bag, certs[1]);
	PKCS7_add_certificate(bag, certs[0]);
	i2d_PKCS7_bio(bio, bag);
	cert_bio_take(bio, &data);
	assert_int_equal(file_write(path, data.buf, data.len, 0, &err), 0);
	root_sha256(&want);
	for (size_t i = 0; i < ARRAY_SIZE(fields); i++) {
		play(s, fields[i]);
		play(s, path);
		play(s, "{Enter}");
		assert_int_equal(wizard_view(s->wizard)->nitems, 2);
		assert_contains(wizard_view(s->wizard)->items[0].name, "Acme Sub, until ");
		assert_contains(wizard_view(s->wizard)->items[1].name, "Acme Root, until ");
		play(s, "2");
		assert_contains(message(s), "was taken from ");
	}
	assert_string_equal(answer(s, "fingerprint"), want.buf);
	strbuf_clear(&want);
	cert_pem(&root_spec, &want);
	assert_string_equal(answer(s, "root_certificate"), want.buf);
	/* each that the draft has is offered for the fingerprint */
	play(s, "{M-g}issuing{Enter}");
	play(s, path);
	play(s, "{Enter}1{M-g}finger{Enter}{^T}");
	assert_string_equal(wizard_view(s->wizard)->items[0].name, "Issuing certificate");
	assert_string_equal(wizard_view(s->wizard)->items[1].name, "Root certificate");
	strbuf_set(&want, answer(s, "fingerprint"));
	play(s, "{Home}{Enter}");
	assert_string_equal(message(s), "Fingerprint was taken from Issuing certificate.");
	assert_true(strcmp(want.buf, answer(s, "fingerprint")) != 0);
	free(path);
	PKCS7_free(bag);
	X509_free(certs[0]);
	X509_free(certs[1]);
	strbuf_release(&data);
	strbuf_release(&want);
}

static void
a_field_is_restored_as_it_was_saved(void **state)
{
	struct session *s = *state;

	play(s, "{^O}office{Enter}{Tab}{^U}other{^X}u");
	assert_string_equal(answer(s, "policy_name"), "SCEP Profiles");
	assert_string_equal(wizard_view(s->wizard)->edit->text.buf, "SCEP Profiles");
	assert_contains(message(s), "is back as it was saved");
	play(s, "{^X}u");
	assert_contains(message(s), "is the same as when it was saved");
}

static void
a_percent_sign_is_completed_to_a_variable(void **state)
{
	struct session *s = *state;

	play(s, "{M-g}subject{Enter}/CN=%");
	assert_contains(message(s), "^T lists Apple's variables, which macOS replaces.");
	play(s, "{^T}6");
	assert_string_equal(answer(s, "subject"), "/CN=%SerialNumber%");
	play(s, "{^T}serial{Enter}");
	assert_string_equal(answer(s, "subject"), "/CN=%SerialNumber%%SerialNumber%");
	/* elsewhere it is a character as any other */
	play(s, "{M-g}url{Enter}%");
	assert_string_equal(message(s), "");
}

static void
a_path_is_completed_as_far_as_it_is_certain(void **state)
{
	static const char *const names[] = { "root-a.cer", "root-b.cer", "root-c.txt", "other.pem",
		".hidden.cer" };
	struct session *s = *state;
	struct strbuf err = STRBUF_INIT, want = STRBUF_INIT;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		char *path = path_in(s, names[i]);

		assert_int_equal(file_write(path, "x", 1, 0, &err), 0);
		free(path);
	}
	play(s, "{M-g}finger{Enter}{^T}");
	play(s, s->folder);
	play(s, "{Tab}");
	strbuf_addf(&want, "%s/", s->folder);
	assert_string_equal(wizard_view(s->wizard)->prompt_edit->text.buf, want.buf);
	play(s, "{Tab}");
	assert_string_equal(message(s), "other.pem, root-a.cer, root-b.cer");
	play(s, "r{Tab}");
	strbuf_addstr(&want, "root-");
	assert_string_equal(wizard_view(s->wizard)->prompt_edit->text.buf, want.buf);
	play(s, "b{Tab}");
	strbuf_addstr(&want, "b.cer");
	assert_string_equal(wizard_view(s->wizard)->prompt_edit->text.buf, want.buf);
	play(s, "x{Tab}");
	assert_string_equal(message(s), "No file name begins like this.");
	/* the home folder */
	setenv("HOME", s->folder, 1);
	play(s, "{^U}~/o{Tab}");
	assert_string_equal(wizard_view(s->wizard)->prompt_edit->text.buf, "~/other.pem");
	play(s, "{Enter}");
	assert_contains(message(s), "this is a text, not a certificate. Ask the CA");
	assert_int_equal(wizard_view(s->wizard)->mark, '!');
	strbuf_release(&err);
	strbuf_release(&want);
}

/* Each of them: what shows as a whole cannot be changed in part. */
static void
every_erasing_key_empties_a_value_that_shows_as_a_whole(void **state)
{
	static const struct {
		const char *keys;
		bool erases;
	} cases[] = {
		{ "{BS}", true },
		{ "{Del}", true },
		{ "{^U}", true },
		{ "{^K}", true },
		{ "{^W}", true },
		{ "{M-d}", true },
		{ "{Left}", false },
		{ "{Right}", false },
		{ "{Home}", false },
		{ "{End}", false },
		{ "{^_}", false },
	};
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		open_text(s, "form: scep\nchallenge: {from: env, name: SCEP_CHALLENGE}\n");
		play(s, "{M-g}challenge{Enter}");
		assert_null(wizard_view(s->wizard)->edit);
		play(s, cases[i].keys);
		if ((draft_source(s->file.draft, field_of(s->form, "challenge")) !=
			    ANSWER_ENVIRONMENT) != cases[i].erases)
			fail_msg("%s", cases[i].keys);
		assert_int_equal(wizard_view(s->wizard)->edit != NULL, cases[i].erases);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		session_test(a_yes_is_right_until_what_it_opens_was_passed),
		session_test(options_are_chosen_by_any_key_that_people_try),
		session_test(a_choice_without_default_can_be_cleared),
		session_test(checks_are_toggled_one_by_one),
		session_test(a_value_that_is_no_option_is_shown),
		session_test(notes_take_several_lines),
		session_test(what_an_editor_wrote_is_taken_as_a_paste),
		session_test(an_editor_opens_for_lines_only),
		session_test(a_list_takes_an_item_a_line),
		session_test(a_secret_is_masked_until_it_is_revealed),
		session_test(a_secret_shows_nowhere_else),
		session_test(a_secret_kept_elsewhere_is_told),
		session_test(a_certificate_that_was_chosen_is_checked_at_once),
		session_test(a_certificate_is_taken_in_when_its_path_is_left),
		session_test(a_fingerprint_is_taken_from_a_certificate_file),
		session_test(a_fingerprint_is_compared_by_its_hex),
		session_test(undo_says_where_it_has_nothing_to_undo),
		session_test(a_mend_is_offered_and_can_be_undone),
		session_test(variables_are_listed_and_typed),
		session_test(what_is_shown_only_takes_no_typing),
		session_test(a_paste_is_one_step_and_tells_what_it_dropped),
		session_test(a_certificate_that_is_pasted_is_taken_for_what_it_is),
		session_test(a_certificates_path_becomes_its_hash),
		session_test(a_bag_is_chosen_from),
		session_test(a_field_is_restored_as_it_was_saved),
		session_test(a_percent_sign_is_completed_to_a_variable),
		session_test(a_path_is_completed_as_far_as_it_is_certain),
		session_test(every_erasing_key_empties_a_value_that_shows_as_a_whole),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
