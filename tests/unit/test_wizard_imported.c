/* A draft that was imported, in the wizard: what is kept is shown, and comes back with the export. */
#include "wizard_session.h"

#define IMPORTED                                                                               \
	"form: scep\nurl: https://scep.acme.com/scep\nchallenge: " SECRET "\nsubject: /CN=x\n" \
	"extractable_key: true\ndevices: [mac-017]\nidentity:\n"                               \
	"  profile_identifier: net.acme.9\n"                                                   \
	"  profile_uuid: 99999999-AAAA-4BBB-8CCC-DDDDDDDDDDDD\n"                               \
	"  scep_uuid: 11111111-AAAA-4BBB-8CCC-DDDDDDDDDDDD\n"                                  \
	"foreign_payloads: {scep: 2}\n"                                                        \
	"foreign: |\n"                                                                         \
	"  <plist version=\"1.0\">\n"                                                          \
	"  <dict>\n"                                                                           \
	"  <key>PayloadType</key><string>Configuration</string>\n"                             \
	"  <key>PayloadContent</key>\n"                                                        \
	"  <array>\n"                                                                          \
	"  <dict><key>PayloadType</key><string>com.apple.wifi.managed</string>\n"              \
	"  <key>Password</key><string>" SECRET "</string></dict>\n"                            \
	"  <dict><key>PayloadType</key><string>com.apple.security.scep</string>\n"             \
	"  <key>PayloadContent</key><dict>\n"                                                  \
	"  <key>URL</key><string>https://scep.acme.com/scep</string>\n"                        \
	"  <key>Challenge</key><string>preserved in the draft</string>\n"                      \
	"  <key>KeyType\xe2\x80\xae</key><string>RSA</string>\n"                               \
	"  </dict></dict>\n"                                                                   \
	"  </array>\n"                                                                         \
	"  </dict>\n"                                                                          \
	"  </plist>\n"

#define PAYLOAD(name, uuid)                                                           \
	"<key>PayloadIdentifier</key><string>net.acme." name "</string>"              \
	"<key>PayloadUUID</key><string>" uuid "-AAAA-4BBB-8CCC-DDDDDDDDDDDD</string>" \
	"<key>PayloadVersion</key><integer>1</integer>"

/* Names alone, and no character that steers. */
static void
the_review_shows_what_is_kept(void **state)
{
	struct session *s = *state;

	play(s, "{M-r}");
	assert_false(rows_mention(s, "Kept from"));
	open_text(s, IMPORTED);
	play(s, "{M-r}");
	assert_true(rows_mention(s, "Kept from the original: 1 payload (Wi-Fi), 1 key"));
	assert_true(rows_mention(s, "Wi-Fi (com.apple.wifi.managed)"));
	assert_true(rows_mention(s, "PayloadContent/KeyType<U+202E> in the SCEP payload"));
	assert_false(rows_mention(s, "Changed since"));
}

/* Structure, which no answer has; the same findings as scepwiz check. */
static void
the_review_tells_what_is_wrong_with_what_is_kept(void **state)
{
	struct session *s = *state;

	open_text(s, IMPORTED);
	play(s, "{M-r}");
	assert_true(rows_mention(s, "PayloadVersion is missing"));
	assert_true(rows_mention(s, "scepwiz check --fix fixes what is certain."));
}

/* The draft with what devices refuse in its original put right; the caller frees. */
static char *
imported_right(void)
{
	static const struct {
		const char *before, *put;
	} lacks[] = {
		{ "  <key>PayloadType</key><string>Configuration", PAYLOAD("9", "99999999") },
		{ "  <dict><key>PayloadType</key><string>com.apple.wifi",
			PAYLOAD("w", "22222222") },
		{ "  <dict><key>PayloadType</key><string>com.apple.security",
			PAYLOAD("s", "11111111") },
	};
	struct strbuf text = STRBUF_INIT;

	strbuf_addstr(&text, IMPORTED);
	for (size_t i = 0; i < ARRAY_SIZE(lacks); i++) {
		const char *at = strstr(text.buf, lacks[i].before);

		at = strstr(at, "<key>PayloadType");
		strbuf_splice(
			&text, (size_t)(at - text.buf), 0, lacks[i].put, strlen(lacks[i].put));
	}
	return strbuf_detach(&text);
}

/* What scepwiz check calls an error, wherever it is. */
static void
an_error_of_the_original_stops_the_export(void **state)
{
	struct session *s = *state;
	char *profile = path_in(s, "given.mobileconfig");

	open_text(s, IMPORTED);
	play(s, "{^X}x");
	assert_contains(message(s), "stop the export");
	assert_true(rows_mention(s, "PayloadVersion is missing"));
	assert_false(path_exists(profile));
	free(profile);
}

static void
an_export_brings_back_what_is_kept(void **state)
{
	struct session *s = *state;
	char *profile = path_in(s, "given.mobileconfig");
	char *text = imported_right();
	struct strbuf xml = STRBUF_INIT, err = STRBUF_INIT;

	open_text(s, text);
	play(s, "{M-g}name{Enter}CA-1{M-r}");
	assert_true(rows_mention(s, "Changed since the draft was opened"));
	play(s, "{^O}{^X}x{Enter}");
	assert_contains(message(s), "Exported to ");
	assert_int_equal(file_read(profile, 1000000, &xml, &err), 0);
	assert_contains(xml.buf, "<string>CA-1</string>");
	assert_contains(xml.buf, "com.apple.wifi.managed");
	assert_contains(xml.buf, "KeyType");
	assert_null(strstr(xml.buf, "preserved in the draft"));
	assert_null(strstr(xml.buf, "Keysize"));
	assert_contains(s->file.source.buf, strstr(text, "foreign_payloads"));
	free(profile);
	free(text);
	strbuf_release(&xml);
	strbuf_release(&err);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		session_test(the_review_shows_what_is_kept),
		session_test(the_review_tells_what_is_wrong_with_what_is_kept),
		session_test(an_error_of_the_original_stops_the_export),
		session_test(an_export_brings_back_what_is_kept),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
