/* Lists of capabilities: what is known, how lines end, and what a device uses. */
#include "testing.h"

#include <openssl/obj_mac.h>

#include "base/xalloc.h"

#include "syntax/scep.h"

#include "worker/scep_caps.h"
#include "worker/scep_text.h"

static void
caps_tell(const struct scep_caps *caps, struct strbuf *out)
{
	strvec_join(&caps->known, ",", out);
	strbuf_addch(out, '|');
	strvec_join(&caps->unknown, ",", out);
	strbuf_addf(out, "|%s|%s %s %s", scep_line_ends_name(caps->ends),
		caps->post ? "POST" : "GET", caps->aes ? "AES" : "3DES",
		caps->digest == NID_sha512   ? "SHA-512"
		: caps->digest == NID_sha256 ? "SHA-256"
		: caps->digest == NID_sha1   ? "SHA-1"
					     : "?");
}

static void
lists_are_read_as_devices_do(void **state)
{
	static const struct {
		const char *list;
		size_t len; /* 0: strlen */
		const char *expected;
	} cases[] = {
		{ "", 0, "||none|GET 3DES SHA-1" },
		{ "\n", 0, "||lf|GET 3DES SHA-1" },
		{ "\r\n\r\n", 0, "||crlf|GET 3DES SHA-1" },
		{ "POSTPKIOperation", 0, "POSTPKIOperation||none|POST 3DES SHA-1" },
		{ "POSTPKIOperation\n", 0, "POSTPKIOperation||lf|POST 3DES SHA-1" },
		{ "AES\nSHA-256\nPOSTPKIOperation\n", 0,
			"AES,SHA-256,POSTPKIOperation||lf|POST AES SHA-256" },
		{ "AES\r\nSHA-256\r\nPOSTPKIOperation\r\n", 0,
			"AES,SHA-256,POSTPKIOperation||crlf|POST AES SHA-256" },
		/* the last line may lack its end */
		{ "SHA-512\nAES", 0, "SHA-512,AES||lf|GET AES SHA-512" },
		{ "SHA-512\r\nAES", 0, "SHA-512,AES||crlf|GET AES SHA-512" },
		{ "AES\r\nSHA-512\n", 0, "AES,SHA-512||crlf|GET AES SHA-512" },
		{ "AES\nSHA-512\r\n", 0, "AES,SHA-512||crlf|GET AES SHA-512" },
		/* a CR alone ends no line */
		{ "AES\rSHA-256", 0, "|AES\\0DSHA-256|none|GET 3DES SHA-1" },
		{ "AES\r", 0, "|AES\\0D|none|GET 3DES SHA-1" },
		/* the best digest, in any order */
		{ "SHA-1\nSHA-256\nSHA-512\n", 0, "SHA-1,SHA-256,SHA-512||lf|GET 3DES SHA-512" },
		{ "SHA-512\nSHA-256\nSHA-1\n", 0, "SHA-512,SHA-256,SHA-1||lf|GET 3DES SHA-512" },
		{ "SHA-256\nSHA-1\n", 0, "SHA-256,SHA-1||lf|GET 3DES SHA-256" },
		{ "SHA-1\nDES3\n", 0, "SHA-1,DES3||lf|GET 3DES SHA-1" },
		{ "DES3\nAES\n", 0, "DES3,AES||lf|GET AES SHA-1" },
		/* SCEPStandard implies others by RFC 8894, but not for devices */
		{ "SCEPStandard\n", 0, "SCEPStandard||lf|GET 3DES SHA-1" },
		{ "GetNextCACert\nRenewal\nUpdate\n", 0,
			"GetNextCACert,Renewal,Update||lf|GET 3DES SHA-1" },
		/* whole lines, case-sensitive */
		{ "aes\nSha-256\npostpkioperation\n", 0,
			"|aes,Sha-256,postpkioperation|lf|GET 3DES SHA-1" },
		{ " AES\nAES \n", 0, "| AES,AES |lf|GET 3DES SHA-1" },
		{ "AES SHA-256\n", 0, "|AES SHA-256|lf|GET 3DES SHA-1" },
		{ "AES,SHA-256", 0, "|AES,SHA-256|none|GET 3DES SHA-1" },
		{ "AES256\nSHA-2\nSHA-25\n", 0, "|AES256,SHA-2,SHA-25|lf|GET 3DES SHA-1" },
		/* each once */
		{ "AES\nAES\nX\nX\n", 0, "AES|X|lf|GET AES SHA-1" },
		/* what could deceive */
		{ "AES\0\nX\0Y\n", 9, "|AES\\00,X\\00Y|lf|GET 3DES SHA-1" },
		{ "\x1b[31mAES\n\xff\n\xc2\x9b\n", 0,
			"|\\1B[31mAES,\\FF,\\C2\\9B|lf|GET 3DES SHA-1" },
		{ "<html>\n<body>Welcome</body>\n", 0,
			"|<html>,<body>Welcome</body>|lf|GET 3DES SHA-1" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct scep_caps caps;
		STRBUF(told);

		scep_caps_init(&caps);
		scep_caps_read(
			cases[i].list, cases[i].len ? cases[i].len : strlen(cases[i].list), &caps);
		caps_tell(&caps, &told);
		if (strcmp(told.buf, cases[i].expected) != 0)
			fail_msg("case %zu: \"%s\"", i, told.buf);
		scep_caps_release(&caps);
	}
}

/* However many others come first. */
static void
unknown_keywords_leave_room_for_known_ones(void **state)
{
	struct scep_caps caps;
	STRBUF(list);

	(void)state;
	for (int i = 0; i < 100; i++)
		strbuf_addf(&list, "X-%d\n", i);
	strbuf_addstr(&list,
		"AES\nDES3\nGetNextCACert\nPOSTPKIOperation\nRenewal\nSHA-1\nSHA-256\nSHA-512\n"
		"SCEPStandard\nUpdate\n");
	scep_caps_init(&caps);
	scep_caps_read(list.buf, list.len, &caps);
	assert_int_equal(caps.known.n, 10);
	assert_int_equal(caps.known.n + caps.unknown.n, SCEP_CAPABILITIES_MAX);
	assert_string_equal(caps.unknown.v[0], "X-0");
	assert_true(caps.post && caps.aes);
	scep_caps_release(&caps);
}

static void
texts_are_cut_between_characters(void **state)
{
	static const struct {
		const char *text;
		size_t most;
		const char *expected;
	} cases[] = {
		{ "", 8, "" },
		{ "12345678", 8, "12345678" },
		{ "123456789", 8, "12345..." },
		{ "1234567\n", 8, "12345..." },
		{ "12345\n", 8, "12345\\0A" },
		{ "1234\xc3\xa4xyz", 8, "1234..." },
		{ "1234\xc3\xa4xy", 8, "1234\xc3\xa4xy" },
		{ "\n\n\n", 8, "\\0A..." },
		{ "12\n\n\n", 8, "12\\0A..." },
		{ "\x7f\xc3", 8, "\\7F\\C3" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		STRBUF(out);

		scep_text_add(cases[i].text, strlen(cases[i].text), cases[i].most, &out);
		if (strcmp(out.buf, cases[i].expected) != 0)
			fail_msg("case %zu: \"%s\"", i, out.buf);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_are_read_as_devices_do),
		cmocka_unit_test(unknown_keywords_leave_room_for_known_ones),
		cmocka_unit_test(texts_are_cut_between_characters),
	};

	return run_tests(tests);
}
