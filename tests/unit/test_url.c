/* syntax/url: the URL of a SCEP server, and host names. */
#include "testing.h"

#include "base/xalloc.h"

#include "syntax/url.h"

static void
url_reads_its_parts(void **state)
{
	static const struct {
		const char *text, *scheme, *host;
		int port;
		const char *path, *query;
	} cases[] = {
		{ "http://scep-server/cgi-bin/pkiclient.exe", "http", "scep-server", 0,
			"/cgi-bin/pkiclient.exe", "" },
		{ "HTTPS://SCEP.Example.COM", "https", "scep.example.com", 0, "", "" },
		{ "https://h:8443/Scep?x=1#y", "https", "h", 8443, "/Scep", "?x=1#y" },
		{ "http://10.0.0.1:80", "http", "10.0.0.1", 80, "", "" },
		{ "http://h:1/", "http", "h", 1, "/", "" },
		{ "http://h:65535/", "http", "h", 65535, "/", "" },
		{ "http://[2001:DB8::1]:8080/", "http", "[2001:db8::1]", 8080, "/", "" },
		{ "http://h#frag", "http", "h", 0, "", "#frag" },
		{ "http://h/a%20b", "http", "h", 0, "/a%20b", "" },
		{ "http://h/%SerialNumber%/%Foo%", "http", "h", 0, "/%SerialNumber%/%Foo%", "" },
		{ "http://%HostName%/x", "http", "%hostname%", 0, "/x", "" },
		{ "http://h/{{id}}", "http", "h", 0, "/{{id}}", "" },
		{ "http://scep_server/x@y", "http", "scep_server", 0, "/x@y", "" },
		{ "http://xn--bcher-kva.example/", "http", "xn--bcher-kva.example", 0, "/", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct url url = URL_INIT;
		struct finding slip = FINDING_INIT;

		if (url_parse(cases[i].text, &url, &slip) < 0)
			fail_msg("%s: %s", cases[i].text, slip.sentence);
		assert_string_equal(url.scheme.buf, cases[i].scheme);
		assert_string_equal(url.host.buf, cases[i].host);
		assert_int_equal(url.port, cases[i].port);
		assert_string_equal(url.path.buf, cases[i].path);
		assert_string_equal(url.query.buf, cases[i].query);
		url_release(&url);
		finding_release(&slip);
	}
}

static void
url_tells_what_is_wrong(void **state)
{
	static const struct {
		const char *text, *rule;
		size_t offset;
		const char *sentence, *mend;
	} cases[] = {
		{ "", "url-scheme", 0, "begin the URL with http:// or https://", "" },
		{ "scep.example.com/scep", "url-scheme", 0,
			"begin the URL with http:// or https://", "https://scep.example.com/scep" },
		{ "server:8080/x", "url-scheme", 0, "begin the URL with http:// or https://",
			"https://server:8080/x" },
		{ "just words", "url-malformed", 4, "a space at character 5", "" },
		{ "word", "url-scheme", 0, "begin the URL with http:// or https://", "" },
		{ "%SerialNumber%", "url-scheme", 0, "begin the URL with http:// or https://", "" },
		{ "/etc/passwd", "url-scheme", 0, "begin the URL with http:// or https://", "" },
		{ "http:/host/x", "url-scheme", 4, "two slashes are missing after \"http:\"",
			"http://host/x" },
		{ "https:host", "url-scheme", 5, "two slashes are missing after \"https:\"",
			"https://host" },
		{ "ftp://host/", "url-scheme", 0,
			"the URL begins with \"ftp://\". SCEP needs http:// or https://", "" },
		{ "htps://host/", "url-scheme", 0,
			"the URL begins with \"htps://\". SCEP needs "
			"http:// or https://. Did you mean https://",
			"" },
		{ "host/x?u=http://y", "url-scheme", 0, "begin the URL with http:// or https://",
			"https://host/x?u=http://y" },
		/* a mend is put right in its turn, or none is offered */
		{ " scep.example.com/x ", "url-malformed", 0,
			"the URL has spaces or line ends around it", "https://scep.example.com/x" },
		{ " http://ho st ", "url-malformed", 0,
			"the URL has spaces or line ends around "
			"it",
			"" },
		{ " http://host \n", "url-malformed", 0,
			"the URL has spaces or line ends around it", "http://host" },
		{ "http://host ", "url-malformed", 11, "the URL has spaces or line ends around it",
			"http://host" },
		{ "http://ho st/", "url-malformed", 9,
			"a space at character 10, which cannot be in a URL", "" },
		{ "http://host/\001", "url-malformed", 12, "\"<U+0001>\" at character 13", "" },
		{ "http://b\xc3\xbc"
		  "cher.example/",
			"url-malformed", 8, "Write such a name as xn--bcher-kva.example",
			"http://xn--bcher-kva.example/" },
		{ "b\xc3\xbc"
		  "cher.example/\xc3\xa4",
			"url-malformed", 1, "Write such a name as xn--bcher-kva.example", "" },
		{ "https://B\xc3\xbc"
		  "cher.example:8443/x",
			"url-malformed", 9, "xn--bcher-kva.example",
			"https://xn--bcher-kva.example:8443/x" },
		{ "https://\xd0\xb0pple.com/scep", "url-malformed", 8,
			"the host has \"<U+0430>\" at character 9, but the host of a URL must be "
			"ASCII. Write such a name as xn--pple-43d.com. It mixes Latin and "
			"Cyrillic letters, as fake names do",
			"" },
		{ "https://\xd0\xb0.com/scep", "url-malformed", 8,
			"xn--80a.com. It has Cyrillic letters", "https://xn--80a.com/scep" },
		{ "https://h/\xc3\xa4", "url-malformed", 10,
			"the URL has \"<U+00E4>\" at character 11, which cannot be in a URL. "
			"Percent-encode it",
			"" },
		{ "http:\\\\host\\x", "url-malformed", 5,
			"the URL has \"\\\" at character 6, which cannot be in a URL. Use slashes",
			"" },
		{ "http://", "url-malformed", 7, "there is no host after the scheme", "" },
		{ "http:///path", "url-malformed", 7, "there is no host", "" },
		{ "http://:80/", "url-malformed", 7, "there is no host", "" },
		{ "http://user:geheim@host/", "url-malformed", 7,
			"devices do not send a name or password before an @. Enter only the host",
			"" },
		{ "http://host:/", "url-malformed", 12,
			"there is a colon after the host, but no "
			"port",
			"" },
		{ "http://host:0/", "url-malformed", 12, "the port is out of range. Use 1 to 65535",
			"" },
		{ "http://host:65536/", "url-malformed", 12, "out of range", "" },
		{ "http://host:99999999999999999999/", "url-malformed", 12, "out of range", "" },
		{ "http://host:8o/", "url-malformed", 13,
			"the port after the host's colon is not a number. Use 1 to 65535", "" },
		{ "http://2001:db8::1/x", "url-malformed", 7,
			"write an IPv6 address in brackets: [2001:db8::1]",
			"http://[2001:db8::1]/x" },
		{ "http://[::1/x", "url-malformed", 7,
			"the text in brackets is not an IPv6 "
			"address, such as [2001:db8::1]",
			"" },
		{ "http://[::g]/x", "url-malformed", 7,
			"the text in brackets is not an IPv6 "
			"address, such as [2001:db8::1]",
			"" },
		{ "http://[]/x", "url-malformed", 7,
			"the text in brackets is not an IPv6 "
			"address, such as [2001:db8::1]",
			"" },
		{ "http://[", "url-malformed", 7,
			"the text in brackets is not an IPv6 address, "
			"such as [2001:db8::1]",
			"" },
		{ "http://[::1]x/", "url-malformed", 7,
			"the text in brackets is not an IPv6 "
			"address, such as [2001:db8::1]",
			"" },
		{ "http://10.0.0.256/", "url-malformed", 7,
			"\"10.0.0.256\" is not an address. Enter four numbers from 0 to 255", "" },
		{ "http://a..b/", "url-malformed", 7,
			"the host name has an empty part: two dots "
			"in a row, or one at an end",
			"" },
		{ "http://h/%zz", "url-malformed", 9,
			"a percent sign needs two hex digits after "
			"it (%25 for the sign itself)",
			"" },
		{ "http://h/100%", "url-malformed", 12, "two hex digits", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct url url = URL_INIT;
		struct finding slip = FINDING_INIT;

		if (url_parse(cases[i].text, &url, &slip) == 0)
			fail_msg("\"%s\" passes", cases[i].text);
		assert_contains(slip.sentence, cases[i].sentence);
		assert_string_equal(slip.rule, cases[i].rule);
		assert_int_equal(slip.offset, cases[i].offset);
		assert_string_equal(slip.fix ? slip.fix : "", cases[i].mend);
		assert_null(strstr(slip.sentence, "geheim"));
		url_release(&url);
		finding_release(&slip);
	}
}

static void
host_check_tells_what_is_wrong(void **state)
{
	static const struct {
		const char *host;
		bool wildcard;
		const char *want; /* "" where it passes */
	} cases[] = {
		{ "mac1.example.com", false, "" },
		{ "mac1", false, "" },
		{ "10.1.2.3", false, "" },
		{ "[2001:db8::1]", false, "" },
		{ "a_b.example", false, "" },
		{ "3com.example", false, "" },
		{ "*.example.com", true, "" },
		{ "*.example.com", false, "\"*\" at character 1 cannot be in a host name" },
		{ "a.*.com", true, "\"*\" at character 3" },
		{ "", false, "there is no host name" },
		{ "https://a.example", false, "this is a URL. Enter only the host name" },
		{ "a.example:443", false,
			"the host name has a colon. A port is not accepted here" },
		{ "a b", false, "a space at character 2 cannot be" },
		{ "a/b", false, "\"/\" at character 2 cannot be" },
		{ "b\xc3\xbc"
		  "cher",
			false,
			"\"<U+00FC>\" at character 2 is not ASCII. Write such a name as "
			"xn--bcher-kva" },
		{ ".a", false,
			"the host name has an empty part: two dots in a row, or one at an "
			"end" },
		{ "a.", false,
			"the host name has an empty part: two dots in a row, or one at an "
			"end" },
		{ "a..b", false,
			"the host name has an empty part: two dots in a row, or one at "
			"an end" },
		{ "-a.b", false, "the part \"-a\" of the host name begins or ends with a hyphen" },
		{ "a-.b", false, "the part \"a-\" of the host name begins or ends with a hyphen" },
		{ "1.2.3", false, "\"1.2.3\" is not an address. Enter four numbers from 0 to 255" },
		{ "a.1", false, "\"a.1\" is not an address. Enter four numbers from 0 to 255" },
		{ "1.2.3.400", false,
			"\"1.2.3.400\" is not an address. Enter four numbers from 0 "
			"to 255" },
		{ "0123456789012345678901234567890123456789012345678901234567890123.b", false,
			"the part \"012345678901...\" of the host name has 64 characters. At most "
			"63 are allowed" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf err = STRBUF_INIT;
		int result = host_check(cases[i].host, cases[i].wildcard, &err);

		assert_contains(err.buf, cases[i].want);
		assert_int_equal(result, *cases[i].want ? -1 : 0);
		assert_int_equal(result, err.len ? -1 : 0);
		strbuf_release(&err);
	}
}

static void
host_is_address_knows_both_kinds(void **state)
{
	static const struct {
		const char *text;
		bool address;
	} cases[] = {
		{ "10.0.0.5", true },
		{ "255.255.255.255", true },
		{ "10.0.0.5.", true },
		{ "[10.0.0.5]", true },
		{ "2001:db8::1", true },
		{ "[2001:db8::1]", true },
		{ "::", true },
		{ "::ffff:10.0.0.5", true },
		{ "fe80::1%en0", true },
		{ "[fe80::1%en0]", true },
		{ "", false },
		{ "[]", false },
		{ "[", false },
		{ "10.0.0.256", false },
		{ "10.0.0", false },
		{ "10.0.0.5:80", false },
		{ "10.0.0.5/8", false },
		{ "10.0.0.5%en0", false },
		{ "10.0.0.%SerialNumber%", false },
		{ "[10.0.0.5", false },
		{ "10.0.0.5]", false },
		{ "[2001:db8::1]x", false },
		{ "[2001:db8::1]]", false },
		{ "2001:db8::1::2", false },
		{ "abc", false },
		{ "10.0.0.5.corp.net", false },
		{ "1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa:bbbb:cccc", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		if (host_is_address(cases[i].text) != cases[i].address)
			fail_msg("\"%s\"", cases[i].text);
}

static void
host_check_limits_the_whole_name(void **state)
{
	struct strbuf host = STRBUF_INIT, err = STRBUF_INIT;

	(void)state;
	for (int i = 0; i < 126; i++)
		strbuf_addstr(&host, "a.");
	strbuf_addstr(&host, "b");
	assert_int_equal(host.len, 253);
	assert_int_equal(host_check(host.buf, false, &err), 0);
	strbuf_addstr(&host, "b");
	assert_int_equal(host_check(host.buf, false, &err), -1);
	assert_string_equal(err.buf, "the host name has 254 characters. At most 253 are allowed");
	strbuf_release(&host);
	strbuf_release(&err);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(url_reads_its_parts),
		cmocka_unit_test(url_tells_what_is_wrong),
		cmocka_unit_test(host_check_tells_what_is_wrong),
		cmocka_unit_test(host_is_address_knows_both_kinds),
		cmocka_unit_test(host_check_limits_the_whole_name),
	};

	return run_tests(tests);
}
