/* SHA-256: FIPS 180-4's examples, and every length around a block's against OpenSSL's. */
#include "testing.h"

#include <openssl/evp.h>

#include "base/xalloc.h"

#include "syntax/digest.h"

static void
the_standards_examples(void **state)
{
	static const struct {
		const char *text, *hash;
	} cases[] = {
		{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
		{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
			"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf hash = STRBUF_INIT;

		digest_sha256(cases[i].text, strlen(cases[i].text), &hash);
		assert_string_equal(hash.buf, cases[i].hash);
		strbuf_release(&hash);
	}
}

static void
the_same_as_openssl_for_every_length(void **state)
{
	unsigned char data[300], ours[SHA256_BYTES], theirs[SHA256_BYTES];

	(void)state;
	for (size_t i = 0; i < sizeof data; i++)
		data[i] = (unsigned char)(i * 7 + 200);
	for (size_t len = 0; len <= sizeof data; len++) {
		digest_sha256_bytes(data, len, ours);
		assert_true(EVP_Digest(data, len, theirs, NULL, EVP_sha256(), NULL));
		assert_memory_equal(ours, theirs, sizeof ours);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_standards_examples),
		cmocka_unit_test(the_same_as_openssl_for_every_length),
	};

	return run_tests(tests);
}
