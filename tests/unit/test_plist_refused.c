/* syntax/plist_doc.h: what is no property list, or holds what could not be kept, and what is said of it. */
#include "testing.h"

#include "base/xalloc.h"

#include "plist_text.h"

static const struct bad_case not_well_formed[] = {
	{ DICT("<key>a</key>\n<string>x-<team-slug>.de</string>"), 6, 11, XML_RULE,
		"<team-slug> is inside <string>. If it is an unfilled placeholder, fill it in. If "
		"it is text, write &lt;team-slug&gt;" },
	{ DICT("<key>a</key>\n<string><team slug></string>"), 6, 9, XML_RULE,
		"<team slug> is not a tag. If it is an unfilled placeholder, fill it in. If it is "
		"text, write &lt;team slug&gt;" },
	{ DICT("<key>a</key>\n<string>a < b</string>"), 6, 11, XML_RULE,
		"a < does not begin a tag here. Write the character itself as &lt;" },
	{ DICT("<key>a</key>\n<string>\xc3\xa4 & b</string>"), 6, 11, XML_RULE,
		"write an & itself as &amp; in XML" },
	{ DICT("<key>a</key>\n<string>?x=1&y=2</string>"), 6, 13, XML_RULE, "&amp;" },
	{ DICT("<key>a</key>\n<string>a&nbsp;b</string>"), 6, 10, XML_RULE,
		"XML knows only the names &amp; &lt; &gt; &quot; &apos;. Write &amp; for an & "
		"itself, and a number for another character (&#160;)" },
	{ "<plist><string>a&nbsp;b</string></plist>", 1, 17, XML_RULE,
		"XML knows only the names &amp; &lt; &gt; &quot; &apos;. Write &amp; for an & "
		"itself, and a number for another character (&#160;)" },
	{ "<plist version=\xe2\x80\x9c"
	  "1.0\xe2\x80\x9d><dict/></plist>",
		1, 16, XML_RULE, "a curly quote (\xe2\x80\x9c) is in a tag" },
	{ "<plist version=\xe2\x80\x9d"
	  "1.0\"><dict/></plist>",
		1, 16, XML_RULE, "a curly quote (\xe2\x80\x9d) is in a tag" },
	{ "<plist version=\xe2\x80\x9e"
	  "1.0\"><dict/></plist>",
		1, 16, XML_RULE, "a curly quote (\xe2\x80\x9e) is in a tag" },
	{ "<plist version=\xe2\x80\x98"
	  "1.0\"><dict/></plist>",
		1, 16, XML_RULE, "a curly quote (\xe2\x80\x98) is in a tag" },
	{ "<plist version=\xe2\x80\x99"
	  "1.0\"><dict/></plist>",
		1, 16, XML_RULE, "a curly quote (\xe2\x80\x99) is in a tag" },
	{ "<plist version=\xe2\x80\x9c", 1, 16, XML_RULE, "a curly quote" },
	{ "<?xml version=\xe2\x80\x9c"
	  "1.0\xe2\x80\x9d?><plist/>",
		1, 15, XML_RULE, "a curly quote" },
	{ DICT("<key>a</key>\n<string>b</key>"), 6, 10, XML_RULE,
		"found </key> instead of </string>, because <string> of line 6 is open" },
	{ HEAD "<dict>\n<key>a</key><string>b</stri", 5, 22, XML_RULE,
		"the file ends inside <string> of line 5. It was cut, or </string> is missing" },
	{ HEAD "<dict>\n<key>a</key>", 5, 13, XML_RULE, "the file ends inside <dict> of line 4" },
	{ "<?xml vers", 1, 1, XML_RULE, "the file ends before the property list is complete" },
	{ DICT("") "x", 8, 1, XML_RULE, "there is something after </plist>" },
	{ DICT("") "</plist>\n", 8, 1, XML_RULE,
		"</plist> closes nothing, because the property list has ended on line 7. Delete "
		"it" },
	{ DICT("") " </dict></plist>\n", 8, 2, XML_RULE, "</dict> closes nothing" },
	{ DICT("") DICT(""), 8, 1, XML_RULE, "there is something after </plist>" },
	{ DICT("") "</", 8, 2, XML_RULE, "there is something after </plist>" },
	{ DICT("") "</p", 8, 1, XML_RULE, "</p> closes nothing" },
	{ DICT("") "<", 8, 1, XML_RULE, "there is something after </plist>" },
	{ DICT("") "<plist/>", 8, 1, XML_RULE, "there is something after </plist>" },
	{ "\n" PLIST("<true/>"), 2, 1, XML_RULE, "Remove what is before it" },
	{ "<?xml version='1.0' encoding='windows-1252'?><plist><dict/></plist>", 1, 31, XML_RULE,
		"Save the file as UTF-8" },
	{ "<?xml version='1.0' encoding='UTF-16'?><plist><dict/></plist>", 1, 31, XML_RULE,
		"the file is not in the encoding of its first line. Write encoding=\"UTF-8\" if "
		"it is in UTF-8" },
	{ PLIST("<string>\xe4</string>"), 4, 9, XML_RULE, "the byte 0xE4 is not UTF-8" },
	{ "<plist><string>x</string =></plist>", 1, 17, XML_RULE, "</string => is not a tag" },
	{ "<!DOCTYPE plist [<!ENTITY a \"b\">]><plist><string>&a;</string></plist>", 1, 17,
		XML_RULE, "the DOCTYPE has declarations of its own in [...]" },
};

static const struct bad_case no_property_list[] = {
	{ DICT("<string>a</string>"), 5, 1, XML_RULE, "<string> has no <key> before it" },
	{ DICT("<key>a</key>\n<key>b</key><true/>"), 5, 1, XML_RULE,
		"the key \"a\" has no value. Write one after </key>" },
	{ DICT("<key>a</key>"), 5, 1, XML_RULE, "the key \"a\" has no value" },
	{ PLIST("<array><key>a</key></array>"), 4, 8, XML_RULE, "<key> is outside a <dict>" },
	{ PLIST("<Dict/>"), 4, 1, XML_RULE, "no element <Dict>. Did you mean <dict>?" },
	{ PLIST("<int>1</int>"), 4, 1, XML_RULE,
		"a property list has no element <int>. Its values are dict, array, string, "
		"integer, real, true, false, data and date" },
	{ DICT("<key>a</key><string>b<true/></string>"), 5, 22, XML_RULE,
		"<true> is inside <string>, which can only have text. </string> may be missing" },
	{ DICT("words <key>a</key><true/>"), 5, 1, XML_RULE,
		"there is text between the elements. Put it into <string> or remove it" },
	{ DICT("<key x=\"y\">a</key><true/>"), 5, 1, XML_RULE, "<key> has the attribute \"x\"" },
	{ "<plist xmlns=\"u\"><true/></plist>", 1, 1, XML_RULE,
		"<plist> has the attribute \"xmlns\"" },
	{ PLIST("<true/><false/>"), 4, 8, XML_RULE, "<false> is a second value in <plist>" },
	{ PLIST("<plist/>"), 4, 1, XML_RULE,
		"<plist> is inside another one. A file has one "
		"profile" },
	{ PLIST(""), 3, 1, "not-a-profile", "<plist> is empty" },
	{ "<dict/>", 1, 1, "not-a-profile", "the first element is <dict>" },
	{ "<!DOCTYPE web-app><plist><true/></plist>", 1, 18, "not-a-profile",
		"the document is called web-app" },
	{ "<?xml version='1.0'?><html xmlns='x'/>", 1, 22, "not-a-profile",
		"this is an HTML page" },
};

static const struct bad_case bad_values[] = {
	{ DICT("<key>a</key>\n<data>\n\tAA*A\n</data>"), 7, 4, "data-not-base64",
		"<data> has \"*\", which is not Base64. Enter the value again" },
	{ DICT("<key>a</key><data>\n$CA_CERT\n</data>"), 6, 1, "data-not-base64",
		"<data> has what looks like an unfilled placeholder. Write the Base64 of the "
		"value there" },
	{ DICT("<key>a</key><data>${ca}</data>"), 5, 13, "data-not-base64",
		"unfilled placeholder" },
	{ DICT("<key>a</key><data>{{ .CaCert }}</data>"), 5, 13, "data-not-base64",
		"unfilled placeholder" },
	{ DICT("<key>a</key><data>CA_CERT_BASE64</data>"), 5, 13, "data-not-base64",
		"unfilled placeholder" },
	{ DICT("<key>a</key><data>w0RIrFBoiK5NJ73joGFQrN7Bdq2Yp_zIOpKs8DAa95M</data>"), 5, 48,
		"data-not-base64", "<data> has \"_\", which is not Base64. Enter the value again" },
	{ DICT("<key>a</key><data>AAAAA</data>"), 5, 23, "data-not-base64",
		"the Base64 in <data> is incomplete: a part is missing or too much. Enter the "
		"value again" },
	{ DICT("<key>a</key><data>=</data>"), 5, 13, "data-not-base64",
		"the Base64 in <data> is incomplete: a part is missing or too much. Enter the "
		"value again" },
	{ PLIST("<integer>abc</integer>"), 4, 1, "value-type",
		"<integer> has \"abc\". Use a whole number from -9223372036854775808 to "
		"9223372036854775807" },
	{ PLIST("<integer/>"), 4, 1, "value-type",
		"<integer> has \"\". Use a whole number from "
		"-9223372036854775808 to 9223372036854775807" },
	{ PLIST("<integer>1 2</integer>"), 4, 1, "value-type", "whole number" },
	{ PLIST("<integer>0x</integer>"), 4, 1, "value-type", "whole number" },
	{ PLIST("<integer>0xg</integer>"), 4, 1, "value-type", "whole number" },
	{ PLIST("<integer>1f</integer>"), 4, 1, "value-type", "whole number" },
	{ PLIST("<integer>9223372036854775808</integer>"), 4, 1, "value-type",
		"from -9223372036854775808 to 9223372036854775807" },
	{ PLIST("<integer>-9223372036854775809</integer>"), 4, 1, "value-type", "whole number" },
	{ PLIST("<integer>0123456789012345678901234567890123456789012</integer>"), 4, 1,
		"value-type",
		"<integer> has \"0123456789012345678901234567890123456789...\". Use "
		"a whole number from -9223372036854775808 to 9223372036854775807" },
	{ PLIST("<real>1,5</real>"), 4, 1, "value-type",
		"<real> has \"1,5\". Use a number such as 1.5" },
	{ PLIST("<real>nan</real>"), 4, 1, "value-type", "a number such as" },
	{ PLIST("<real>1e999</real>"), 4, 1, "value-type", "a number such as" },
	{ PLIST("<real>1e</real>"), 4, 1, "value-type", "a number such as" },
	{ PLIST("<real>.</real>"), 4, 1, "value-type", "a number such as" },
	{ PLIST("<date>2026-02-29T00:00:00Z</date>"), 4, 1, "value-type",
		"<date> has \"2026-02-29T00:00:00Z\". Use a date such as 2026-01-31T12:00:00Z" },
	{ PLIST("<date>2026-01-01</date>"), 4, 1, "value-type", "a date such as" },
	{ PLIST("<date>4001-01-01T00:00:00Z</date>"), 4, 1, "value-type",
		"scepwiz can only handle dates from 1932-12-14 to 2069-01-18" },
	{ PLIST("<true>yes</true>"), 4, 1, "value-type",
		"<true> has \"yes\". Use <true/> or <false/>, which are empty" },
	{ DICT("<key>a</key><string>ab&#13;c</string>"), 5, 23, "text-control-character",
		"a carriage return (&#13;)" },
	{ DICT("<key>a&#13;</key><true/>"), 5, 1, "text-control-character",
		"the key has a character that would be lost when the profile is written again. "
		"Remove it" },
	{ PLIST("<string>a\001b</string>"), 4, 10, "text-control-character",
		"the character U+0001 cannot be in XML. Remove it" },
	{ PLIST("<string>a&#1;b</string>"), 4, 10, "text-control-character",
		"the number after &# is a character that XML cannot hold. Remove it" },
};

static const struct bad_case other_files[] = {
	{ "", 0, 0, "not-a-profile", "the file is empty" },
	{ "\xef\xbb\xbf \n", 0, 0, "not-a-profile", "the file is empty" },
	{ "\n<!doctype HTML><html>", 0, 0, "not-a-profile",
		"this is an HTML page, not a profile. The server may have sent its login page" },
	{ "{ \"a\": 1 }", 0, 0, "not-a-profile", "this is JSON" },
	{ "[1]", 0, 0, "not-a-profile", "this is JSON" },
	{ "{ a = b; }", 0, 0, "not-a-profile", "this is an OpenStep property list" },
	{ "{ \"a:b\" = c; }", 0, 0, "not-a-profile", "OpenStep" },
	{ "(a, b)", 0, 0, "not-a-profile", "OpenStep" },
	{ "-----BEGIN CERTIFICATE-----\nAA==\n", 0, 0, "not-a-profile", "this is a PEM file" },
	{ "0\x82\x01\x02\x02\x01\x03"
	  "0",
		0, 0, "not-a-profile", "this is a PKCS#12 file" },
	{ "0\x82\x01\x02"
	  "0\x82",
		0, 0, "not-a-profile", "this is a DER file" },
	{ "PK\003\004abc", 0, 0, "not-a-profile", "this is a compressed file (ZIP)" },
	{ "\x1f\x8b\x08zzz", 0, 0, "not-a-profile", "gunzip -c FILE > NEW" },
	{ "BZh91AY", 0, 0, "not-a-profile", "bunzip2 -c FILE > NEW" },
	{ "\xfd"
	  "7zXZ",
		0, 0, "not-a-profile", "xz -dc FILE > NEW" },
	{ "xar!\001", 0, 0, "not-a-profile", "this is an installer package (.pkg)" },
	{ "%PDF-1.7", 0, 0, "not-a-profile", "this is a PDF file" },
	{ "\xd0\xcf\x11\xe0", 0, 0, "not-a-profile", "Microsoft Office" },
	{ "MIME-Version: 1.0\nContent-Type: application/x-pkcs7-mime; smime-type=signed-data\n\nMII",
		0, 0, "not-a-profile",
		"this is S/MIME text that contains a signed profile. Extract it: openssl smime "
		"-verify -noverify -in FILE -out NEW" },
	{ "To: a@acme.net\nContent-Type: multipart/signed; protocol=\"application/pkcs7-signature\"\n"
	  "\n<plist/>",
		0, 0, "not-a-profile", "openssl smime -verify" },
	{ "From: a@acme.net\nSubject: the profile\nMessage-ID: <1@a>\n\n<plist/>", 0, 0,
		"not-a-profile", "this is a mail message" },
	{ "{\\rtf1\\ansi\n<plist/>}", 0, 0, "not-a-profile",
		"this is RTF, as TextEdit saves it. Convert it to plain text: textutil -convert "
		"txt -output NEW FILE" },
	{ "```xml\n<plist/>\n```", 0, 0, "not-a-profile", "this is a code block of Markdown" },
	{ "&lt;?xml version=\"1.0\"?&gt;", 0, 0, "not-a-profile", "this is XML escaped for HTML" },
	{ "%3C%3Fxml", 0, 0, "not-a-profile", "this is XML escaped for a URL" },
	{ "\"<?xml version=\\\"1.0\\\"?>\"", 0, 0, "not-a-profile", "jq -r . FILE > NEW" },
	{ "PD94bWwgdmVyc2lvbj0iMS4w\nIiBlbmNvZGluZz0iVVRGLTgi\n", 0, 0, "not-a-profile",
		"this is the profile in Base64. Decode it: base64 -d < FILE > NEW" },
	{ "PHBsaXN0Pjx0cnVlLz48L3BsaXN0Pg==", 0, 0, "not-a-profile", "in Base64" },
	{ "YnBsaXN0MDA=", 0, 0, "not-a-profile", "in Base64" },
	{ "MIILFQYJKoZIhvcNAQcCoIILBjCCCwICAQ==", 0, 0, "not-a-profile", "in Base64" },
	{ "data:application/x-apple-aspen-config;base64,PD94bWw=", 0, 0, "not-a-profile",
		"this is a data: URL" },
	{ "3c3f786d6c2076657273696f6e", 0, 0, "not-a-profile", "xxd -r -p FILE > NEW" },
	{ "deadbeef", 0, 0, "not-a-profile",
		"this is not a property list in XML or binary form, "
		"or signed data" },
	{ "#!/bin/sh\ncat <<E\n<plist/>\n", 0, 0, "not-a-profile", "this is a script" },
	{ "HTTP/1.1 200 OK\r\nServer: x\r\n\r\n<?xml version=\"1.0\"?><plist/>", 4, 1,
		"not-a-profile", "there is text before the property list" },
	{ "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nMII", 0, 0,
		"not-a-profile", "openssl smime -decrypt -in FILE -inkey KEY -out NEW" },
	{ "subject: /CN=a\nurl: b\n", 0, 0, "not-a-profile",
		"this is not a property list in XML or binary form, or signed data" },
	{ "aGVsbG8gd29ybGQ=", 0, 0, "not-a-profile",
		"this is not a property list in XML or "
		"binary form, or signed data" },
	{ "# scepwiz draft; form scep 1\nform: scep\n", 0, 0, "not-a-profile",
		"this is a scepwiz draft, not a profile. Open it directly" },
	{ "bplist16abc", 0, 0, "not-a-profile", "a binary property list of an unknown version" },
	{ "words", 0, 0, "not-a-profile",
		"this is not a property list in XML or binary form, or "
		"signed data" },
};

static void
assert_all_refused(const struct bad_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++)
		assert_refused(cases[i].data, strlen(cases[i].data), &cases[i]);
}

static void
xml_that_is_not_well_formed_is_explained(void **state)
{
	(void)state;
	assert_all_refused(not_well_formed, ARRAY_SIZE(not_well_formed));
}

static void
xml_that_is_no_property_list_is_refused(void **state)
{
	(void)state;
	assert_all_refused(no_property_list, ARRAY_SIZE(no_property_list));
}

static void
values_that_cannot_be_kept_are_refused(void **state)
{
	(void)state;
	assert_all_refused(bad_values, ARRAY_SIZE(bad_values));
}

static void
other_kinds_of_files_are_named(void **state)
{
	(void)state;
	assert_all_refused(other_files, ARRAY_SIZE(other_files));
}

/* What holds zero bytes. */
static void
files_of_zeros_and_utf16_are_named(void **state)
{
	static const struct bad_case zeros = { NULL, 0, 0, "not-a-profile",
		"the file has only zero bytes. Get it again" };
	static const struct bad_case text = { NULL, 0, 0, "not-a-profile",
		"this is text in UTF-16 that does not begin with <" };
	struct strbuf image = STRBUF_INIT;
	static const struct bad_case disk = { NULL, 0, 0, "not-a-profile", "this is a disk image" };

	(void)state;
	assert_refused("\0\0\0\0", 4, &zeros);
	assert_refused("\xff\xfeh\0i\0", 6, &text);
	assert_refused("\xfe\xff\0h\0i", 6, &text);
	for (int i = 0; i < 300; i++)
		strbuf_addstr(&image, "koly");
	assert_refused(image.buf, image.len, &disk);
	strbuf_release(&image);
}

static void
text_between_tags_is_not_quoted(void **state)
{
	static const char data[] =
		DICT("<key>Challenge</key><string>geheim&geheim&geheim;</string>");
	struct plist_doc doc = PLIST_DOC_INIT;
	struct finding slip = FINDING_INIT;
	struct place place;

	(void)state;
	assert_int_equal(plist_doc_parse(&doc, data, strlen(data), &slip, &place), -1);
	assert_contains(slip.sentence, "&amp;");
	assert_null(strstr(slip.sentence, "geheim"));
	finding_release(&slip);
}

static void
repeat(struct strbuf *out, const char *text, int times)
{
	while (times-- > 0)
		strbuf_addstr(out, text);
}

static void
limits_hold(void **state)
{
	static const struct {
		const char *before, *each, *after;
		int fits, line, column;
		const char *sentence;
	} cases[] = {
		{ "<plist>", "<array>", "", PLIST_DOC_DEPTH, 1, 8 + 7 * PLIST_DOC_DEPTH,
			"dictionaries and arrays are nested more than 32 deep, too deep for a "
			"profile" },
		{ "<plist><array>", "<true/>", "</array></plist>", PLIST_DOC_NODES - 1, 1,
			15 + 7 * (PLIST_DOC_NODES - 1), "more than 30000 values" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct bad_case want = { "", cases[i].line, cases[i].column, XML_RULE,
			cases[i].sentence };
		struct strbuf text = STRBUF_INIT;

		strbuf_addstr(&text, cases[i].before);
		repeat(&text, cases[i].each, cases[i].fits + 1);
		strbuf_addstr(&text, cases[i].after);
		assert_refused(text.buf, text.len, &want);
		strbuf_release(&text);
	}
}

/* Names that libplist's hash takes for one: 33 * 'A' + 'b' is 33 * 'B' + 'A'. */
static void
add_keys(struct strbuf *out, int n)
{
	for (int i = 0; i < n; i++) {
		strbuf_addstr(out, "<key>");
		for (int bit = 0; bit < 12; bit++)
			strbuf_addstr(out, i >> bit & 1 ? "BA" : "Ab");
		strbuf_addstr(out, "</key><true/>");
	}
}

static void
one_dictionary_has_so_many_keys(void **state)
{
	static const struct bad_case want = { "", 1, 14 + PLIST_DOC_KEYS * (5 + 24 + 6 + 7),
		XML_RULE, "the dictionary of line 1 has more than 1000 keys" };
	struct plist_doc doc = PLIST_DOC_INIT;
	struct strbuf text = STRBUF_INIT;

	(void)state;
	strbuf_addstr(&text, "<plist><dict>");
	add_keys(&text, PLIST_DOC_KEYS + 1);
	strbuf_addstr(&text, "</dict></plist>");
	assert_refused(text.buf, text.len, &want);
	strbuf_clear(&text);
	strbuf_addstr(&text, "<plist><dict>");
	add_keys(&text, PLIST_DOC_KEYS);
	strbuf_addstr(&text, "</dict></plist>");
	read_well(&doc, text.buf, text.len);
	plist_doc_release(&doc);
	strbuf_release(&text);
}

static void
limits_can_be_reached(void **state)
{
	struct plist_doc doc = PLIST_DOC_INIT;
	struct strbuf text = STRBUF_INIT;

	(void)state;
	strbuf_addstr(&text, "<plist>");
	repeat(&text, "<array>", PLIST_DOC_DEPTH - 1);
	repeat(&text, "<true/>", PLIST_DOC_NODES - PLIST_DOC_DEPTH + 1);
	repeat(&text, "</array>", PLIST_DOC_DEPTH - 1);
	strbuf_addstr(&text, "</plist>");
	read_well(&doc, text.buf, text.len);
	plist_doc_release(&doc);
	strbuf_release(&text);
}

static void
file_that_is_too_large_is_refused(void **state)
{
	static const struct bad_case want = { "", 0, 0, "not-a-profile",
		"the file has 4194305 bytes. A profile has at most 4194304" };
	struct strbuf text = STRBUF_INIT;

	(void)state;
	strbuf_addstr(&text, "<plist><true/></plist>");
	strbuf_addchars(&text, '\n', PLIST_DOC_LIMIT + 1 - text.len);
	assert_refused(text.buf, text.len, &want);
	strbuf_release(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(xml_that_is_not_well_formed_is_explained),
		cmocka_unit_test(xml_that_is_no_property_list_is_refused),
		cmocka_unit_test(values_that_cannot_be_kept_are_refused),
		cmocka_unit_test(other_kinds_of_files_are_named),
		cmocka_unit_test(files_of_zeros_and_utf16_are_named),
		cmocka_unit_test(text_between_tags_is_not_quoted),
		cmocka_unit_test(limits_hold),
		cmocka_unit_test(limits_can_be_reached),
		cmocka_unit_test(one_dictionary_has_so_many_keys),
		cmocka_unit_test(file_that_is_too_large_is_refused),
	};

	return run_tests(tests);
}
