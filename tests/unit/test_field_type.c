/* Field types: into profiles and back, what typing becomes, how values are shown. */
#include "testing.h"

#include <unistd.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/xalloc.h"

#include "syntax/plist_doc.h"

#include "model/field_type.h"

#include "drafts.h"
#include "make_cert.h"
#include "test_folder.h"

#define HEX40 "da39a3ee5e6b4b0d3255bfef95601890afd80709"
#define SHA1 "2jmj7l5rSw0yVb/vlWAYkK/YBwk="
#define UUID "0F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F0"

static const struct cert_spec root_spec = { "Example Root CA", NULL, 2048, "SHA256", -1, 3650,
	true };

/* The node as XML, without blanks between tags, so that cases can be written in a line. */
static void
node_xml(const struct node *node, struct strbuf *out)
{
	struct strbuf xml = STRBUF_INIT;
	const char *body;

	assert_int_equal(plist_write(node, false, &xml, NULL), 0);
	body = strchr(strstr(xml.buf, "<plist"), '>') + 1;
	for (; *body && strncmp(body, "</plist>", 8) != 0; body++)
		if (!strchr("\n\t", *body))
			strbuf_addch(out, *body);
	strbuf_release(&xml);
}

static void
values_go_into_profiles_and_back(void **state)
{
	static const struct {
		const char *key, *text, *xml;
	} cases[] = {
		{ "name", "a & b", "<string>a &amp; b</string>" },
		{ "challenge", " s3cret<", "<string> s3cret&lt;</string>" },
		{ "retries", "0", "<integer>0</integer>" },
		{ "retries", "2147483647", "<integer>2147483647</integer>" },
		{ "key_size", "4096", "<integer>4096</integer>" },
		{ "scope", "System", "<string>System</string>" },
		{ "key_usage", "signing", "<integer>1</integer>" },
		{ "key_usage", "encryption", "<integer>4</integer>" },
		{ "key_usage", "signing\nencryption", "<integer>5</integer>" },
		{ "extractable_key", "true", "<true/>" },
		{ "extractable_key", "false", "<false/>" },
		{ "url", "http://scep-server/cgi-bin/pkiclient.exe",
			"<string>http://scep-server/cgi-bin/pkiclient.exe</string>" },
		{ "fingerprint", SHA1, "<data>" SHA1 "</data>" },
		{ "subject", "/C=US/O=ABCEnterprise/CN=foo/1.2.5.3=bar",
			"<array>"
			"<array><array><string>C</string><string>US</string></array></array>"
			"<array><array><string>O</string><string>ABCEnterprise</string></array></array>"
			"<array><array><string>CN</string><string>foo</string></array></array>"
			"<array><array><string>1.2.5.3</string><string>bar</string></array></array>"
			"</array>" },
		{ "subject", "/CN=a\\/b+OU=c",
			"<array><array>"
			"<array><string>CN</string><string>a/b</string></array>"
			"<array><string>OU</string><string>c</string></array>"
			"</array></array>" },
		{ "san_dns_name", "a.net", "<string>a.net</string>" },
		{ "san_dns_name", "a.net\nb.net",
			"<array><string>a.net</string><string>b.net</string></array>" },
		{ "san_rfc822", "a@b.net", "<string>a@b.net</string>" },
		{ "san_uri", "https://a.net/%SerialNumber%",
			"<string>https://a.net/%SerialNumber%</string>" },
		{ "san_principal", "a@B", "<string>a@B</string>" },
		{ "profile_identifier", "com.example.scep", "<string>com.example.scep</string>" },
		{ "profile_uuid", UUID, "<string>" UUID "</string>" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct field *field = field_of(*state, cases[i].key);
		struct strbuf xml = STRBUF_INIT, text = STRBUF_INIT, err = STRBUF_INIT;
		struct node *node = NULL;

		assert_int_equal(field_encode(field, cases[i].text, NULL, &node, &err), 0);
		node_xml(node, &xml);
		assert_string_equal(xml.buf, cases[i].xml);
		assert_int_equal(field_decode(field, node, &text, &err), 0);
		assert_string_equal(text.buf, cases[i].text);
		node_free(node);
		strbuf_release(&xml), strbuf_release(&text);
	}
}

static void
encoding_normalizes(void **state)
{
	static const struct {
		const char *key, *text, *xml; /* NULL: no key at all */
	} cases[] = {
		{ "name", "", NULL },
		{ "key_usage", "", NULL },
		{ "key_usage", "encryption\nencryption\nsigning", "<integer>5</integer>" },
		{ "san_dns_name", "a.net\n\n ", "<string>a.net</string>" },
		{ "san_dns_name", "\n", NULL },
		{ "extractable_key", "Yes", "<true/>" },
		{ "fingerprint", "SHA1 Fingerprint=" HEX40, "<data>" SHA1 "</data>" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf xml = STRBUF_INIT, err = STRBUF_INIT;
		struct node *node = NULL;

		assert_int_equal(field_encode(field_of(*state, cases[i].key), cases[i].text, NULL,
					 &node, &err),
			0);
		if (cases[i].xml) {
			node_xml(node, &xml);
			assert_string_equal(xml.buf, cases[i].xml);
		} else {
			assert_null(node);
		}
		node_free(node);
		strbuf_release(&xml);
	}
}

static void
encoding_refuses_what_cannot_be_written(void **state)
{
	static const struct {
		const char *key, *text, *err;
	} cases[] = {
		{ "name", "a\001", "Name has a character that XML cannot hold" },
		{ "challenge", "s3cret\xff", "Challenge has a character that XML cannot hold" },
		{ "retries", "three",
			"Retries: \"three\" is not a whole number from 0 to 2147483647" },
		{ "retries", "010", "\" is not a whole number from 0 to 2147483647" },
		{ "retries", "-0", "\" is not a whole number from 0 to 2147483647" },
		{ "retries", "1e3", "\" is not a whole number from 0 to 2147483647" },
		{ "retries", "2147483648", "\" is not a whole number from 0 to 2147483647" },
		{ "retries", " 1", "\" is not a whole number from 0 to 2147483647" },
		{ "key_size", "3072",
			"Key size: \"3072\" is not one of the choices. Use 1024, 2048 or 4096" },
		{ "key_usage", "signing\nsealing",
			"Key usage: \"sealing\" is not one of the "
			"choices. Use signing or encryption" },
		{ "extractable_key", "perhaps", "Extractable key: \"perhaps\" is not yes or no" },
		{ "fingerprint", "11:22", "Fingerprint: 2 bytes found" },
		{ "subject", "/cn=a", "Subject: write \"cn\" as CN. Names are case-sensitive" },
		{ "san_dns_name", "a\nb\xff", "DNS name has a character that XML cannot hold" },
		{ "root_certificate", "absent.cer",
			"Root certificate: cannot open ./absent.cer: " },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf err = STRBUF_INIT;
		struct node *node = NULL;

		assert_int_equal(field_encode(field_of(*state, cases[i].key), cases[i].text, NULL,
					 &node, &err),
			-1);
		assert_contains(err.buf, cases[i].err);
		assert_null(strstr(err.buf, "s3cret"));
		assert_null(node);
		strbuf_release(&err);
	}
}

static struct node *
array_of(struct node *first, struct node *second)
{
	struct node *array = node_list_new();

	node_append(array, first);
	if (second)
		node_append(array, second);
	return array;
}

static void
decoding_refuses_other_kinds(void **state)
{
	const struct {
		const char *key;
		struct node *node;
		const char *err;
	} cases[] = {
		{ "name", node_integer_new(3), "Name: expected a string, found an integer" },
		{ "retries", node_text_new("3"), "Retries: expected an integer, found a string" },
		{ "key_size", node_text_new("2048"), "expected an integer, found a string" },
		{ "key_usage", node_boolean_new(1), "expected an integer, found true or false" },
		{ "scope", node_real_new(1), "expected a string, found a real number" },
		{ "extractable_key", node_text_new("true"),
			"expected true or false, found a string" },
		{ "fingerprint", node_text_new(SHA1), "expected data, found a string" },
		{ "subject", node_map_new(), "expected an array, found a dictionary" },
		{ "subject", array_of(node_text_new("CN=a"), NULL),
			"Subject: part 1 is not an array of pairs of strings, such as [[[\"C\", "
			"\"US\"]], [[\"CN\", \"foo\"]]]" },
		{ "subject", array_of(array_of(node_text_new("CN"), node_text_new("a")), NULL),
			"Subject: part 1 is not an array of pairs of strings, such as [[[\"C\", "
			"\"US\"]], [[\"CN\", \"foo\"]]]" },
		{ "root_certificate", node_text_new("x"), "expected data, found a string" },
		{ "root_certificate", node_data_new("x", 1), "Root certificate: " },
		{ "san_dns_name", array_of(node_text_new("a"), node_integer_new(1)),
			"DNS name: expected a string, found an integer" },
		{ "san_dns_name", node_text_new("a\nb"), "DNS name: a value has a line break" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf text = STRBUF_INIT, err = STRBUF_INIT;

		assert_int_equal(
			field_decode(field_of(*state, cases[i].key), cases[i].node, &text, &err),
			-1);
		assert_contains(err.buf, cases[i].err);
		node_free(cases[i].node);
		strbuf_release(&text);
		strbuf_release(&err);
	}
}

/* What is out of range stays, for the checks to tell. */
static void
decoding_keeps_odd_values(void **state)
{
	const struct {
		const char *key;
		struct node *node;
		const char *text;
	} cases[] = {
		{ "key_size", node_integer_new(3072), "3072" },
		{ "key_usage", node_integer_new(0), "" },
		{ "key_usage", node_integer_new(7), "7" },
		{ "retries", node_integer_new(UINT64_MAX), "-1" },
		{ "fingerprint", node_data_new("abc", 3), "YWJj" },
		{ "san_principal", array_of(node_text_new("a@B"), node_text_new("c@D")),
			"a@B\nc@D" },
		{ "subject", node_list_new(), "" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf text = STRBUF_INIT, err = STRBUF_INIT;

		assert_int_equal(
			field_decode(field_of(*state, cases[i].key), cases[i].node, &text, &err),
			0);
		assert_string_equal(text.buf, cases[i].text);
		node_free(cases[i].node);
		strbuf_release(&text);
	}
}

static void
typing_becomes_what_drafts_keep(void **state)
{
	static const struct {
		const char *key, *typed, *kept;
	} cases[] = {
		{ "name", " example.org\n", "example.org" },
		{ "challenge", " s3cret ", " s3cret " },
		{ "policy_notes", "a\n b\n", "a\n b\n" },
		{ "retries", " 007 ", "7" },
		{ "retries", "000", "0" },
		{ "retries", "three", "three" },
		{ "platform", "iOS", "ios" },
		{ "platform", "macOS", "macos" },
		{ "platform", "Windows", "Windows" },
		{ "key_size", "2048 ", "2048" },
		{ "key_usage", "encryption, Signing", "signing\nencryption" },
		{ "key_usage", "5", "signing\nencryption" },
		{ "key_usage", "none", "" },
		{ "key_usage", "0", "" },
		{ "key_usage", "7", "7" },
		{ "key_usage", "sealing\nsigning\nsigning", "signing\nsealing" },
		{ "extractable_key", "yes", "true" },
		{ "extractable_key", "ON", "true" },
		{ "extractable_key", "False", "false" },
		{ "extractable_key", " off", "false" },
		{ "extractable_key", "maybe", "maybe" },
		{ "fingerprint", "sha1 Fingerprint=" HEX40, SHA1 },
		{ "fingerprint", HEX40, SHA1 },
		{ "fingerprint", " 11:22", "11:22" },
		/* Base64 as URLs have it; what is no ASCII may be something else */
		{ "fingerprint", "2jmj7l5rSw0yVb_vlWAYkK_YBwk=", SHA1 },
		{ "fingerprint", "SHA-1: 2jmj7l5rSw0yVb_vlWAYkK_YBwk=", SHA1 },
		{ "fingerprint", "2jmj7l5rSw0yVb_vlWAYkK_YBwk=\xe2\x80\x8b",
			"2jmj7l5rSw0yVb_vlWAYkK_YBwk=\xe2\x80\x8b" },
		{ "san_dns_name", " a.net \n\n b.net\n", "a.net\nb.net" },
		{ "devices", "\n \n", "" },
		{ "url", " http://a/ ", "http://a/" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf kept = STRBUF_INIT, err = STRBUF_INIT;

		assert_int_equal(field_accept(field_of(*state, cases[i].key), cases[i].typed, NULL,
					 &kept, &err),
			0);
		assert_string_equal(kept.buf, cases[i].kept);
		assert_string_equal(err.buf, "");
		strbuf_release(&kept);
	}
}

static void
values_are_shown_in_one_line(void **state)
{
	static const struct {
		const char *key, *text, *shown;
	} cases[] = {
		{ "challenge", "s3cret-\xc3\xa4", "set, 8 characters" },
		{ "challenge", "x", "set, 1 character" },
		{ "policy_notes", "a\nb\n", "a / b" },
		{ "key_usage", "signing\nencryption", "Signing, Encryption" },
		{ "platform", "macos", "macOS" },
		{ "platform", "windows", "windows" },
		{ "extractable_key", "true", "yes" },
		{ "extractable_key", "false", "no" },
		{ "extractable_key", "maybe", "maybe" },
		{ "devices", "a\nb", "a, b" },
		{ "fingerprint", SHA1,
			SHA1
			" (SHA-1 DA:39:A3:EE:5E:6B:4B:0D:32:55:BF:EF:95:60:18:90:AF:D8:07:09)" },
		{ "fingerprint", "11:22", "11:22" },
		{ "root_certificate", "absent.cer",
			"absent.cer (cannot open ./absent.cer: No such file or directory. Enter "
			"the path of the CA's certificate file)" },
		{ "name", "", "" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf shown = STRBUF_INIT;

		field_show(field_of(*state, cases[i].key), cases[i].text, NULL, &shown);
		assert_string_equal(shown.buf, cases[i].shown);
		strbuf_release(&shown);
	}
}

static void
good_news_comes_while_typing(void **state)
{
	static const struct {
		const char *key, *text, *news;
	} cases[] = {
		{ "challenge", "s3cret", "6 characters" },
		{ "challenge", "", "" },
		{ "fingerprint", SHA1, "SHA-1 DA:39:A3:EE:5E:6B:4B:0D..." },
		{ "subject", "/C=US/O=a/CN=b", "3 parts: C, O, CN" },
		{ "subject", "/C=US/O", "" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct field *field = field_of(*state, cases[i].key);
		struct strbuf news = STRBUF_INIT;

		field->type->progress(field, cases[i].text, &news);
		assert_string_equal(news.buf, cases[i].news);
		strbuf_release(&news);
	}
}

static void
identity_is_made_from_a_name(void **state)
{
	static const struct {
		const char *name, *identifier;
	} cases[] = {
		{ "Branch office Wi-Fi", "com.example.scep.branch-office-wi-fi" },
		{ "--a--", "com.example.scep.a" },
		{ "\xe6\x97\xa5", "com.example.scep.policy" },
		{ "", "com.example.scep.policy" },
	};
	const struct field *identifier = field_of(*state, "profile_identifier");
	const struct field *uuid = field_of(*state, "profile_uuid");
	struct strbuf first = STRBUF_INIT, second = STRBUF_INIT;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		strbuf_clear(&first);
		identifier->type->make(identifier, cases[i].name, NULL, &first);
		assert_string_equal(first.buf, cases[i].identifier);
	}
	strbuf_clear(&first);
	uuid->type->make(uuid, "a", NULL, &first);
	uuid->type->make(uuid, "a", NULL, &second);
	assert_int_equal(first.len, 36);
	assert_string_not_equal(first.buf, second.buf);
	strbuf_clear(&first);
	strbuf_clear(&second);
	uuid->type->make(uuid, "a", "net.acme.a", &first);
	uuid->type->make(uuid, "b", "net.acme.a", &second);
	assert_string_equal(first.buf, second.buf);
	strbuf_clear(&second);
	uuid->type->make(uuid, "a", "net.acme.b", &second);
	assert_string_not_equal(first.buf, second.buf);
	strbuf_clear(&second);
	uuid->type->make(field_of(*state, "scep_uuid"), "a", "net.acme.a", &second);
	assert_string_not_equal(first.buf, second.buf);
	strbuf_release(&first);
	strbuf_release(&second);
}

static void
rows_are_complete(void **state)
{
	(void)state;
	assert_null(field_type_find("no_such_type"));
	for (size_t i = 0; i < field_types_count; i++) {
		const struct field_type *type = field_types[i];
		size_t len = strlen(type->summary);

		assert_ptr_equal(field_type_find(type->name), type);
		assert_int_equal(type->summary[len - 1], '.');
		/* what is written otherwise than as a string is read so, too */
		assert_true(!type->encode || type->decode);
	}
}

static void
yes_has_six_words(void **state)
{
	(void)state;
	assert_true(boolean_is_yes("true") && boolean_is_yes("Yes") && boolean_is_yes("ON"));
	assert_false(boolean_is_yes("false") || boolean_is_yes("") || boolean_is_yes("1"));
}

/* The file's certificate in a folder of its own. */
static void
put_root(const char *folder, const char *name, const struct strbuf *data)
{
	struct strbuf err = STRBUF_INIT;
	char *path = path_join(folder, name);

	assert_int_equal(file_write(path, data->buf, data->len, 0, &err), 0);
	free(path);
}

static void
certificates_are_taken_in(void **state)
{
	const struct field *field = field_of(*state, "root_certificate");
	char folder[] = "/tmp/scepwiz-types-XXXXXX", path[64];
	struct strbuf der = STRBUF_INIT, pem = STRBUF_INIT, text = STRBUF_INIT, err = STRBUF_INIT;
	struct node *node = NULL;

	test_folder(folder);
	cert_der(&root_spec, &der);
	put_root(folder, "root.cer", &der);
	assert_int_equal(field_accept(field, " root.cer", folder, &pem, &err), 0);
	assert_int_equal(strncmp(pem.buf, "-----BEGIN CERTIFICATE-----\n", 28), 0);

	assert_int_equal(field_encode(field, pem.buf, NULL, &node, &err), 0);
	assert_true(node_is(node, NODE_DATA) && strbuf_same(&node->text, &der));
	assert_int_equal(field_decode(field, node, &text, &err), 0);
	assert_string_equal(text.buf, pem.buf);
	node_free(node);

	strbuf_clear(&text);
	field_show(field, "root.cer", folder, &text);
	assert_contains(text.buf, "Example Root CA, until 20");
	assert_contains(text.buf, ", SHA-256 ");
	strbuf_clear(&text);
	assert_int_equal(field_accept(field, "other.cer", folder, &text, &err), -1);
	assert_contains(err.buf, "Root certificate: cannot open /tmp/scepwiz-types-");

	field = field_of(*state, "fingerprint");
	strbuf_clear(&text), strbuf_clear(&err);
	assert_int_equal(field->type->from_file(field, "root.cer", folder, &text, &err), 0);
	strbuf_clear(&pem);
	field->type->progress(field, text.buf, &pem);
	assert_int_equal(strncmp(pem.buf, "SHA-256 ", 8), 0);
	assert_int_equal(field->type->from_file(field, "b.cer", folder, &text, &err), -1);
	assert_contains(err.buf, "Fingerprint: cannot open /tmp/scepwiz-types-");

	snprintf(path, sizeof path, "%s/root.cer", folder);
	unlink(path);
	rmdir(folder);
	strbuf_release(&der);
	strbuf_release(&pem);
	strbuf_release(&text);
	strbuf_release(&err);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_complete),
		cmocka_unit_test(values_go_into_profiles_and_back),
		cmocka_unit_test(encoding_normalizes),
		cmocka_unit_test(encoding_refuses_what_cannot_be_written),
		cmocka_unit_test(decoding_refuses_other_kinds),
		cmocka_unit_test(decoding_keeps_odd_values),
		cmocka_unit_test(typing_becomes_what_drafts_keep),
		cmocka_unit_test(values_are_shown_in_one_line),
		cmocka_unit_test(good_news_comes_while_typing),
		cmocka_unit_test(identity_is_made_from_a_name),
		cmocka_unit_test(yes_has_six_words),
		cmocka_unit_test(certificates_are_taken_in),
	};

	return cmocka_run_group_tests(tests, form_setup, form_teardown);
}
