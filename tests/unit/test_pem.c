/* The only block of a text. What is read of blocks among others has its tests in test_x509 and the like. */
#include "testing.h"

#include "base/xalloc.h"

#include "syntax/pem.h"

#define BLOCK(label, body) "-----BEGIN " label "-----\n" body "-----END " label "-----\n"
#define CERT(body) BLOCK("CERTIFICATE", body)

static void
one_block_is_written_again(void **state)
{
	static const struct {
		const char *text, *alone; /* alone NULL: it is refused */
	} cases[] = {
		{ CERT("REVS\n"), CERT("REVS\n") },
		{ CERT("RE\nVS\n"), CERT("REVS\n") },
		{ "text\x1b[31m\n" CERT("REVS\n") "more\n", CERT("REVS\n") },
		{ CERT("REVS\n") CERT("REVS\n"), NULL },
		{ CERT("REVS\n") BLOCK("RSA PRIVATE KEY", "REVS\n"), NULL },
		{ CERT("REVS\n") "-----BEGIN CERTIFICATE-----\n", NULL },
		{ BLOCK("RSA PRIVATE KEY", "REVS\n"), NULL },
		{ CERT("REV?\n"), NULL },
		{ CERT(""), NULL },
		{ "-----BEGIN CERTIFICATE-----\nREVS\n", NULL },
		{ "REVS\n", NULL },
		{ "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		STRBUF(text);
		STRBUF(alone);

		strbuf_addstr(&text, cases[i].text);
		if (pem_alone(&text, "CERTIFICATE", &alone) != (cases[i].alone != NULL))
			fail_msg("%s", cases[i].text);
		assert_string_equal(alone.buf, cases[i].alone ? cases[i].alone : "");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_block_is_written_again),
	};

	return run_tests(tests);
}
