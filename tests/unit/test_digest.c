/* SHA-256 and its HMAC: FIPS 180-4's examples, and every length around a block's against OpenSSL's, RFC 4231. */
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

/* RFC 4231, chapter 4: a short key, a long one, a text of several blocks. */
static void
the_hmac_of_rfc_4231(void **state)
{
	static const struct {
		unsigned char key_byte;
		const char *key; /* or key_len times key_byte */
		size_t key_len;
		unsigned char text_byte;
		const char *text;
		size_t text_len;
		const char *mac;
	} cases[] = {
		{ 0x0b, NULL, 20, 0, "Hi There", 8,
			"b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7" },
		{ 0, "Jefe", 4, 0, "what do ya want for nothing?", 28,
			"5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843" },
		{ 0xaa, NULL, 20, 0xdd, NULL, 50,
			"773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe" },
		{ 0xaa, NULL, 131, 0, "Test Using Larger Than Block-Size Key - Hash Key First", 54,
			"60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54" },
		{ 0xaa, NULL, 131, 0,
			"This is a test using a larger than block-size key and a larger than "
			"block-size data. The key needs to be hashed before being used by the HMAC "
			"algorithm.",
			152, "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		unsigned char key_bytes[131], text[152], mac[SHA256_BYTES];
		struct hmac_key key;
		struct sha256 hash;
		STRBUF(hex);

		memset(key_bytes, cases[i].key_byte, sizeof key_bytes);
		memset(text, cases[i].text_byte, sizeof text);
		if (cases[i].key)
			memcpy(key_bytes, cases[i].key, cases[i].key_len);
		if (cases[i].text)
			memcpy(text, cases[i].text, cases[i].text_len);
		hmac_key_set(&key, key_bytes, cases[i].key_len);
		/* twice, in pieces of each size: the key stays as it was */
		for (size_t piece = 1; piece <= cases[i].text_len; piece++) {
			hmac_begin(&key, &hash);
			for (size_t at = 0; at < cases[i].text_len; at += piece)
				sha256_add(&hash, text + at,
					cases[i].text_len - at < piece ? cases[i].text_len - at
								       : piece);
			hmac_end(&key, &hash, mac);
			strbuf_clear(&hex);
			for (size_t j = 0; j < sizeof mac; j++)
				strbuf_addf(&hex, "%02x", mac[j]);
			assert_string_equal(hex.buf, cases[i].mac);
		}
	}
}

static void
bytes_are_the_same_or_not(void **state)
{
	unsigned char a[SHA256_BYTES] = { 0 }, b[SHA256_BYTES] = { 0 };

	(void)state;
	assert_true(digest_same(a, b, sizeof a));
	for (size_t i = 0; i < sizeof a * 8; i++) {
		b[i / 8] ^= (unsigned char)(1 << i % 8);
		assert_false(digest_same(a, b, sizeof a));
		b[i / 8] = 0;
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_standards_examples),
		cmocka_unit_test(the_same_as_openssl_for_every_length),
		cmocka_unit_test(the_hmac_of_rfc_4231),
		cmocka_unit_test(bytes_are_the_same_or_not),
	};

	return run_tests(tests);
}
