/* What the wizard shows before something is taken: a certificate's file, the list of variables. */
#include "testing.h"

#include <sys/stat.h>

#include "syntax/x509.h"

#include "wizard_session.h"

static void
write_file(const struct session *s, const char *name, const char *data, size_t len)
{
	char *path = path_in(s, name);
	struct strbuf err = STRBUF_INIT;

	assert_int_equal(file_write(path, data, len, 0, &err), 0);
	free(path);
}

static void
write_certificate(const struct session *s, const char *name, const struct cert_spec *spec)
{
	struct strbuf pem = STRBUF_INIT;

	cert_pem(spec, &pem);
	write_file(s, name, pem.buf, pem.len);
	strbuf_release(&pem);
}

/* Types a path in the folder; the last key of it completes the name. */
static void
play_path(struct session *s, const char *name)
{
	play(s, s->folder);
	play(s, "/");
	play(s, name);
}

static const char *
hint(const struct session *s)
{
	return wizard_view(s->wizard)->hint;
}

/* Below the list of files. */
static const char *
told(const struct session *s)
{
	return wizard_view(s->wizard)->told;
}

static void
a_certificate_is_told_before_its_hash_is_taken(void **state)
{
	static const struct cert_spec spec = { "Example\xe2\x80\xae Root", NULL, 2048, "SHA256", -1,
		3650, true };
	struct session *s = *state;
	const char *hash;

	write_certificate(s, "root.cer", &spec);
	play(s, "{M-g}fingerprint{Enter}{^T}");
	play_path(s, "roots");
	assert_string_equal(told(s), "No file here has \"roots\" in its name.");
	play(s, "{BS}");
	assert_int_equal(strncmp(told(s), "Example<U+202E> Root, until 20", 30), 0);
	hash = strstr(told(s), ", SHA-256 ");
	assert_non_null(hash);
	assert_int_equal(strncmp(hash + strlen(", SHA-256 ") + 8 * 3 - 1, ":... In full: ", 14), 0);
	assert_contains(hash, "; issuer CN=Example<U+202E> Root (itself); valid 20");
	assert_contains(
		hash, "; CA yes, path length not limited; key usage not restricted; SHA-1 ");
	/* nothing was taken yet */
	assert_string_equal(answer(s, "fingerprint"), "");
	play(s, ".cer {Enter}");
	assert_string_not_equal(answer(s, "fingerprint"), "");
	assert_null(told(s));
}

static void
a_certificate_is_told_in_its_own_field(void **state)
{
	static const struct cert_spec spec = { "Old CA", NULL, 2048, "SHA256", -800, -400, true };
	struct session *s = *state;

	write_certificate(s, "old.cer", &spec);
	play(s, "{^O}office{Enter}"); /* relative paths start at the draft's folder */
	play(s, "{M-g}include root{Enter}y{Enter}");
	assert_null(strstr(hint(s), "Old CA"));
	play(s, "old.ce");
	assert_null(strstr(hint(s), "Old CA"));
	play(s, "r");
	assert_contains(hint(s), "Enter takes Old CA, expired on 20");
	play(s, "{Tab}{Up}");
	assert_null(strstr(hint(s), "Enter takes"));
	assert_contains(answer(s, "root_certificate"), "-----BEGIN CERTIFICATE-----");
}

/* Ends with one full stop. */
static bool
is_one_sentence(const char *text)
{
	size_t len = strlen(text);

	return len > 1 && text[len - 1] == '.' && text[len - 2] != '.';
}

static void
what_cannot_be_taken_says_why(void **state)
{
	static const struct {
		const char *name, *data, *sentence;
	} cases[] = {
		{ "a.key", "-----BEGIN PRIVATE KEY-----\nTUlJ\n-----END PRIVATE KEY-----\n",
			"Not usable: there is a private key in the file" },
		{ "b.csr",
			"-----BEGIN CERTIFICATE REQUEST-----\nTUlJ\n-----END CERTIFICATE "
			"REQUEST-----\n",
			"Not usable: this is " },
		{ "c.txt", "hello\n", "Not usable: this is " },
		{ "d.cer", "", "Not usable: " },
	};
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		write_file(s, cases[i].name, cases[i].data, strlen(cases[i].data));
		play(s, "{M-g}fingerprint{Enter}{^T}");
		play_path(s, cases[i].name);
		assert_contains(told(s), cases[i].sentence);
		assert_true(is_one_sentence(told(s)));
		/* refused, the message stands in its place */
		play(s, "{Enter}");
		assert_int_equal(wizard_view(s->wizard)->told_mark, '!');
		assert_null(strstr(told(s), "Cannot be taken"));
		play(s, "{^C}");
		assert_null(told(s));
	}
	write_file(s, "bad.cer", "hello\n", strlen("hello\n"));
	play(s, "{M-g}include root{Enter}y{Enter}");
	play_path(s, "bad.cer");
	assert_contains(hint(s), "Not usable: this is ");
	play(s, "{Enter}");
	assert_string_equal(focus_label(s), "Root certificate");
	assert_int_equal(wizard_view(s->wizard)->mark, '!');
	assert_null(strstr(hint(s), "Cannot be taken"));
}

/* Folders and pipes are not opened, nor is a file that is too large read. */
static void
only_regular_files_below_the_limit_are_looked_at(void **state)
{
	struct session *s = *state;
	char *pipe = path_in(s, "pipe.cer"), *large = path_in(s, "large.cer");

	assert_int_equal(mkfifo(pipe, 0600), 0);
	write_file(s, "large.cer", "", 0);
	assert_int_equal(truncate(large, X509_FILE_LIMIT), 0);
	play(s, "{M-g}fingerprint{Enter}{^T}");
	play_path(s, "pipe.cer");
	assert_string_equal(told(s), "");
	play(s, "{^U}");
	play_path(s, "large.cer");
	assert_string_equal(told(s), "Not usable: it has 1000000 bytes, and the limit is 1000000.");
	free(pipe);
	free(large);
}

/* In the field of the certificate itself, and where its hash is taken. */
static void
a_file_with_several_offers_them(void **state)
{
	static const struct cert_spec root = { "Root\xe2\x80\xae CA", NULL, 2048, "SHA256", -1, 400,
		true },
				      issuing = { "Issuing CA", "Root CA", 2048, "SHA256", -1, 400,
					      true };
	struct session *s = *state;
	struct strbuf both = STRBUF_INIT, second = STRBUF_INIT;
	const struct view *view;

	cert_pem(&root, &both);
	cert_pem(&issuing, &second);
	strbuf_add(&both, second.buf, second.len);
	write_file(s, "chain.cer", both.buf, both.len);
	play(s, "{M-g}include root{Enter}y{Enter}");
	play_path(s, "chain.cer");
	assert_string_equal(
		hint(s), "Enter lists its 2 certificates: (1) Root<U+202E> CA, (2) Issuing CA.");
	play(s, "{Enter}");
	view = wizard_view(s->wizard);
	assert_contains(view->items[0].name, "Root<U+202E> CA, until 20");
	assert_contains(view->items[1].name, "Issuing CA, until 20");
	assert_int_equal(view->nitems, 2);
	play(s, "3");
	assert_int_equal(wizard_view(s->wizard)->nitems, 2);
	play(s, "2");
	assert_null(wizard_view(s->wizard)->prompt);
	assert_string_equal(answer(s, "root_certificate"), second.buf);
	assert_contains(message(s), "chain.cer#2.");
	play(s, "{M-g}fingerprint{Enter}{^T}");
	play_path(s, "chain.cer{Enter}{Esc}");
	assert_string_equal(answer(s, "fingerprint"), "");
	play(s, "{^T}{^U}");
	assert_string_equal(wizard_view(s->wizard)->items[0].name, "Root certificate");
	assert_contains(told(s), "Issuing CA, until 20");
	play_path(s, "chain.cer#2{Enter}");
	assert_contains(message(s), "chain.cer#2.");
	strbuf_set(&both, answer(s, "fingerprint"));
	assert_int_equal(both.len, 44);
	/* the same from what the draft has */
	play(s, "{^U}{^T}{Enter}");
	assert_contains(message(s), "Fingerprint was taken from Root certificate.");
	assert_string_equal(answer(s, "fingerprint"), both.buf);
	strbuf_release(&both);
	strbuf_release(&second);
}

static void
the_review_has_a_certificate_in_full(void **state)
{
	static const struct cert_spec root = { "Root CA", NULL, 2048, "SHA256", -1, 400, true };
	struct session *s = *state;

	write_certificate(s, "root.cer", &root);
	play(s, "{M-g}include root{Enter}y{Enter}");
	play_path(s, "root.cer{Enter}{M-r}");
	assert_true(rows_mention(s, "issuer CN=Root CA (itself)"));
	assert_true(rows_mention(s, "key RSA 2048, signed with sha256WithRSAEncryption"));
	assert_true(rows_mention(s, "CA yes, path length not limited"));
	assert_true(rows_mention(s, "SHA-1 "));
}

static void
variables_are_mentioned_where_they_are_replaced(void **state)
{
	struct session *s = *state;

	play(s, "{M-g}subject{Enter}/CN=%");
	assert_contains(message(s), "^T lists Apple's variables");
	play(s, "{^T}");
	assert_string_equal(wizard_view(s->wizard)->items[5].name, "%SerialNumber%");
	assert_string_equal(wizard_view(s->wizard)->items[5].meaning, "the serial number");
	play(s, "{Esc}{M-g}platform{Enter}2{M-g}subject{Enter}%");
	assert_null(strstr(message(s), "variables"));
	play(s, "{M-g}platform{Enter}1{M-g}url{Enter}%");
	assert_string_equal(message(s), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		session_test(a_certificate_is_told_before_its_hash_is_taken),
		session_test(a_certificate_is_told_in_its_own_field),
		session_test(what_cannot_be_taken_says_why),
		session_test(only_regular_files_below_the_limit_are_looked_at),
		session_test(a_file_with_several_offers_them),
		session_test(the_review_has_a_certificate_in_full),
		session_test(variables_are_mentioned_where_they_are_replaced),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
