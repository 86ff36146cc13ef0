/* The values and the draft. */
#include "filled.h"

#include "base/fileio.h"
#include "base/xalloc.h"

#include "make_cert.h"
#include "places.h"

const struct filled filled[] = {
	{ "Platform", "required", 0, "The devices that",
		{ { KEY_RIGHT, "( ) macOS  (x) iOS", 0, 12 }, { " ", "(x) macOS  ( ) iOS", 0, 1 },
			{ "i", "( ) macOS  (x) iOS", 0, 12 }, { "m", "(x) macOS  ( ) iOS", 0, 1 } },
		"\r", "1" },
	{ "Policy name", "optional", 17, "The name that people",
		{ { CONTROL('U'), "", 0, 0 },
			{ "Branch office Wi-Fi", "Branch office Wi-Fi", 0, -1 } },
		"\r", "Branch office Wi-Fi" },
	{ "Policy notes", "optional", 17, "When you created it",
		{ { "Made today", "Made today", 0, -1 }, { "\r", "", 1, 0 },
			{ "on mac-017", "on mac-017", 1, -1 } },
		"\t", "Made today\non mac-017\n." },
	{ "Fingerprint", "optional", 17, "The hash of a",
		{ { "DA39A3EE 5e6b4b0d 3255 ", "DA39A3EE 5e6b4b0d 3255", 0, 23 },
			{ "bfef95601890", "DA39A3EE 5e6b4b0d 3255 bfef95601890", 0, -1 },
			{ CONTROL('U'), "", 0, 0 },
			{ "112233\r", "112233", 0, -1, "! 3 bytes found. SHA-1 has 20" },
			{ CONTROL('U'), "", 0, 0, "" },
			{ "2jmj7l5rSw0yVb/vlWAYkK/YBwk=", "2jmj7l5rSw0yVb/vlWAYkK/YBwk=", 0, -1 } },
		"\r", "2jmj7l5rSw0yVb/vlWAYkK/YBwk=" },
	{ "Challenge", "optional", 17, "The static",
		{ { SECRET_BEGIN, "********", 0, -1 }, { SECRET_REST, "********", 0, -1 } }, "\r",
		SECRET },
	{ "Key size", "optional", 17, "Bits of the RSA key",
		{ { "3", "( ) 1024  ( ) 2048  (x) 4096", 0, 21 },
			{ KEY_LEFT, "( ) 1024  (x) 2048  ( ) 4096", 0, 11 } },
		"\r", "2048" },
	{ "Subject", "optional", 17, "The name in the",
		{ { "/C=US/O=Example/", "/C=US/O=Example/", 0, -1 },
			{ "CN=mac-017", "/C=US/O=Example/CN=mac-017", 0, -1 } },
		"\r", "/C=US/O=Example/CN=mac-017" },
	{ "Retries", "optional", 17, "How often the device",
		{ { "\177", "", 0, 0 }, { "5", "5", 0, -1 } }, "\r", "5" },
	{ "Extractable key", "optional", 17, "Whether the private",
		{ { "y", "(x) Yes  ( ) No", 0, 1 } }, "\r", "yes" },
	{ "Key usage", "optional", 17, "What the key is for.",
		{ { " ", "[x] Signing  [ ] Encryption", 0, 1 },
			{ "e", "[x] Signing  [x] Encryption", 0, 14 } },
		"\r", "1 2" },
	{ "Retry delay", "optional", 17, "Seconds between",
		{ { CONTROL('U'), "", 0, 0 }, { "20", "20", 0, -1 } }, "\r", "20" },
	{ "URL", "required", 17, "Address of the SCEP",
		{ { "https://scep.example.com/", "https://scep.example.com/", 0, -1 },
			{ "scep", "https://scep.example.com/scep", 0, -1 } },
		"\r", "https://scep.example.com/scep" },
	{ "Name", "optional", 17, "A name that the SCEP",
		{ { "example.org", "example.org", 0, -1 } }, "\r", "example.org" },
	{ "Include root certificate", "optional", 18, "Adds the CA's",
		{ { KEY_LEFT, "(x) Yes  ( ) No", 0, 1 } }, "\r", "1" },
	{ "Root certificate", "required", 18, "Enter takes Test CA",
		{ { FILLED_CERTIFICATE, NULL, 0, -1 } }, "\r", FILLED_CERTIFICATE },
	{ "Set subject alternative name", "optional", 22, "More names of the",
		{ { "1", "(x) Yes  ( ) No", 0, 1 } }, "\r", "y" },
	{ "DNS name", "optional", 22, "The device's host",
		{ { "mac1.example.com", "mac1.example.com", 0, -1 }, { "\r", "", 1, 0 },
			{ "mac2.example.com", "mac2.example.com", 1, -1 } },
		"\t", "mac1.example.com\nmac2.example.com\n." },
	{ "Principal", "optional", 22, "The NT principal",
		{ { "mac@EXAMPLE.COM", "mac@EXAMPLE.COM", 0, -1 } }, "\r", "mac@EXAMPLE.COM" },
	{ "RFC 822", "optional", 22, "An e-mail address,",
		{ { "mac@example.com", "mac@example.com", 0, -1 }, { "\r", "", 1, 0 } }, "\r",
		"mac@example.com\n." },
	{ "URI", "optional", 22, "A full URI that",
		{ { "https://example.com/mac", "https://example.com/mac", 0, -1 } }, "\t",
		"https://example.com/mac\n." },
	{ "Device groups", "optional", 22, "The groups that get",
		{ { "Field laptops", "Field laptops", 0, -1 } }, "\t", "Field laptops\n." },
	{ "Devices", "optional", 22, "Single devices that", { { "mac-017", "mac-017", 0, -1 } },
		"\t", "mac-017\n." },
};
const size_t filled_count = ARRAY_SIZE(filled);

/* What is saved: $ stands for the certificate, X for the digits of what is made anew each time. */
static const char saved[] =
	"# scepwiz draft; form scep 1\n"
	"form: scep\n"
	"\n"
	"# Policy\n"
	"platform: macos\n"
	"policy_name: \"Branch office Wi-Fi\"\n"
	"policy_notes: |-\n"
	"  Made today\n"
	"  on mac-017\n"
	"\n"
	"# Certificate authority and key\n"
	"fingerprint: \"2jmj7l5rSw0yVb/vlWAYkK/YBwk=\"\n"
	"challenge: \"" SECRET "\"\nkey_size: 2048\nsubject: "
	"\"/C=US/O=Example/CN=mac-017\"\nretries: 5\nextractable_key: true\nkey_usage: "
	"[signing, encryption]\nretry_delay: 20\n\n# Server\nurl: "
	"\"https://scep.example.com/scep\"\nname: "
	"\"example.org\"\ninclude_root_certificate: true\nroot_certificate: |\n$\n# "
	"Subject alternative name\nset_subject_alternative_name: true\nsan_dns_name: "
	"[\"mac1.example.com\", \"mac2.example.com\"]\nsan_principal: "
	"\"mac@EXAMPLE.COM\"\nsan_rfc822: [\"mac@example.com\"]\nsan_uri: "
	"[\"https://example.com/mac\"]\n\n# Assignment\ndevice_groups: [\"Field "
	"laptops\"]\ndevices: [\"mac-017\"]\n\n# Made with the draft. If these change, "
	"devices install a second profile\nidentity:\n  profile_identifier: "
	"\"com.example.scep.office\"\n  profile_uuid: \"X\"\n  scep_uuid: \"X\"\n  "
	"root_uuid: \"X\"\n";

/* The certificate of all runs; made once, for a key takes its time. */
static const char *
certificate_text(void)
{
	static const struct cert_spec spec = { .common_name = "Test CA",
		.rsa_bits = 2048,
		.digest = "SHA256",
		.from_day = -1,
		.to_day = 365,
		.ca = true };
	static struct strbuf pem = STRBUF_INIT;

	if (!pem.len)
		cert_pem(&spec, &pem);
	return pem.buf;
}

/* Every X of the pattern stands for a UUID, and $ for the certificate's lines. */
void
assert_filled_saved(struct session *session)
{
	const char *text = session_read(session, "office.yaml"), *certificate = certificate_text();
	struct strbuf wanted = STRBUF_INIT, found = STRBUF_INIT;

	for (const char *c = saved; *c; c++) {
		if (*c != '$') {
			strbuf_addch(&wanted, *c);
			continue;
		}
		for (const char *line = certificate; *line; line += strcspn(line, "\n") + 1)
			strbuf_addf(&wanted, "  %.*s\n", (int)strcspn(line, "\n"), line);
	}
	for (const char *c = text; *c; c++) {
		strbuf_addch(&found, *c);
		if (strncmp(c, "_uuid: \"", 8) == 0) {
			assert_int_equal(strspn(c + 8, "0123456789ABCDEF-"), 36);
			strbuf_addstr(&found, "uuid: \"X");
			c += 8 + 35;
		}
	}
	for (size_t i = 0; i <= found.len; i++)
		if (found.buf[i] != wanted.buf[i])
			fail_msg("saved: \"%.60s\", wanted: \"%.60s\"", found.buf + i,
				wanted.buf + i);
	strbuf_release(&wanted);
	strbuf_release(&found);
}

void
filled_folder(struct session *session)
{
	const char *text = certificate_text();
	struct strbuf err = STRBUF_INIT;

	session_folder(session);
	if (file_write(session_path(session, FILLED_CERTIFICATE), text, strlen(text), 0, &err) < 0)
		fail_msg("%s", err.buf);
}
