/* Signed data, put on and taken off. The messages are made by OpenSSL as they are needed. */
#include "testing.h"

#include <openssl/cms.h>

#include "base/xalloc.h"

#include "syntax/cms.h"
#include "syntax/pem.h"

#include "make_cert.h"

#define PROFILE "<?xml version=\"1.0\"?>\n<plist version=\"1.0\"><dict/></plist>\n"

static const struct cert_spec rsa_spec = { "Profile Signer", NULL, 2048, "SHA256", -1, 365, false,
	0 };
static const struct cert_spec ec_spec = { "EC Signer", NULL, 0, "SHA256", -1, 365, false, 0 };

enum shape { SHAPE_DER, SHAPE_BER, SHAPE_PEM };

/* A message by OpenSSL; flags are CMS_sign's. */
static void
message_make(const struct cert_spec *spec, const char *content, unsigned flags, enum shape shape,
	struct strbuf *out)
{
	X509 *cert = cert_make(spec);
	BIO *in = BIO_new_mem_buf(content, -1), *to = BIO_new(BIO_s_mem());
	CMS_ContentInfo *cms;

	if (shape == SHAPE_BER)
		flags |= CMS_STREAM;
	cms = CMS_sign(cert, cert_key(spec->rsa_bits), NULL, in, flags | CMS_BINARY);
	assert_non_null(cms);
	if (shape == SHAPE_BER)
		assert_true(i2d_CMS_bio_stream(to, cms, in, (int)flags | CMS_BINARY));
	else if (shape == SHAPE_DER)
		assert_true(i2d_CMS_bio(to, cms));
	else
		assert_true(PEM_write_bio_CMS_stream(to, cms, NULL, 0));
	cert_bio_take(to, out);
	CMS_ContentInfo_free(cms);
	BIO_free(in);
	X509_free(cert);
}

static void
unwrap_fails(const struct strbuf *message, const char *part)
{
	struct cms_opened opened = CMS_OPENED_INIT;
	struct strbuf err = STRBUF_INIT;

	assert_int_equal(cms_unwrap(message->buf, message->len, &opened, &err), -1);
	assert_contains(err.buf, part);
	assert_int_equal(opened.content.len, 0);
	assert_int_equal(opened.signer.len, 0);
	strbuf_release(&err);
}

static void
unwrap_gives(const struct strbuf *message, const char *signer, bool intact)
{
	struct cms_opened opened = CMS_OPENED_INIT;
	struct strbuf err = STRBUF_INIT;

	assert_true(cms_is_signed(message->buf, message->len));
	assert_int_equal(cms_unwrap(message->buf, message->len, &opened, &err), 0);
	assert_string_equal(err.buf, "");
	assert_string_equal(opened.signer.buf, signer);
	assert_int_equal(opened.intact, intact);
	if (intact)
		assert_string_equal(opened.content.buf, PROFILE);
	cms_opened_release(&opened);
	strbuf_release(&err);
}

static void
signed_data_is_known_by_its_beginning(void **state)
{
	static const struct {
		const char *data;
		size_t len;
		bool is;
	} cases[] = {
		{ "", 0, false },
		{ "\x30", 1, false },
		{ "\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", 13, true },
		{ "\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07", 12, false },
		{ "\x30\x82\x01\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", 15, true },
		{ "\x30\x0b\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03", 13, true },
		{ "\x30\x0b\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x02", 13, false },
		{ "\x31\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", 13, false },
		{ "-----BEGIN CMS-----", 19, true },
		{ "\xef\xbb\xbf\r\n-----BEGIN PKCS7-----", 26, true },
		{ "\0-----BEGIN CMS-----", 20, false },
		{ "-----BEGIN CERTIFICATE-----", 27, false },
		{ "<string>-----BEGIN CMS-----", 27, false },
		{ "<?xml version", 13, false },
		{ "bplist00", 8, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		if (cms_is_signed(cases[i].data, cases[i].len) != cases[i].is)
			fail_msg("case %zu", i);
}

static void
every_shape_is_opened(void **state)
{
	static const struct {
		const struct cert_spec *spec;
		unsigned flags;
		enum shape shape;
		const char *signer;
		bool intact;
	} cases[] = {
		{ &rsa_spec, 0, SHAPE_DER, "CN=Profile Signer", true },
		{ &rsa_spec, 0, SHAPE_BER, "CN=Profile Signer", true },
		{ &rsa_spec, 0, SHAPE_PEM, "CN=Profile Signer", true },
		{ &rsa_spec, CMS_NOATTR, SHAPE_DER, "CN=Profile Signer", true },
		{ &ec_spec, 0, SHAPE_BER, "CN=EC Signer", true },
		/* without the certificate nobody can tell */
		{ &rsa_spec, CMS_NOCERTS, SHAPE_DER, "", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf message = STRBUF_INIT;

		message_make(cases[i].spec, PROFILE, cases[i].flags, cases[i].shape, &message);
		unwrap_gives(&message, cases[i].signer, cases[i].intact);
		strbuf_release(&message);
	}
}

static void
changed_content_is_told(void **state)
{
	struct strbuf message = STRBUF_INIT;
	char *content;

	(void)state;
	message_make(&rsa_spec, PROFILE, 0, SHAPE_DER, &message);
	content = (char *)pem_find(message.buf, message.buf + message.len, "<dict/>");
	assert_non_null(content);
	content[1] = 'D';
	unwrap_gives(&message, "CN=Profile Signer", false);
	/* the signature itself */
	content[1] = 'd';
	message.buf[message.len - 1] ^= 1;
	unwrap_gives(&message, "CN=Profile Signer", false);
	strbuf_release(&message);
}

static void
signed_data_without_a_profile_is_told(void **state)
{
	static const struct {
		const char *content;
		unsigned flags;
		const char *part;
	} cases[] = {
		{ PROFILE, CMS_DETACHED,
			"is a detached signature: the profile is in another file" },
		{ "", 0, "is empty: it has a signature and no profile" },
		{ "\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", 0,
			"it was signed twice" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf message = STRBUF_INIT;

		message_make(&rsa_spec, cases[i].content, cases[i].flags, SHAPE_DER, &message);
		unwrap_fails(&message, cases[i].part);
		strbuf_release(&message);
	}
}

/* The type's last number and what is said of it. */
static void
encrypted_and_other_messages_are_told(void **state)
{
	X509 *cert = cert_make(&rsa_spec);
	STACK_OF(X509) *receivers = sk_X509_new_null();
	BIO *in = BIO_new_mem_buf(PROFILE, -1), *to = BIO_new(BIO_s_mem());
	struct strbuf message = STRBUF_INIT, err = STRBUF_INIT;
	CMS_ContentInfo *cms;

	(void)state;
	sk_X509_push(receivers, cert);
	cms = CMS_encrypt(receivers, in, EVP_aes_128_cbc(), CMS_BINARY);
	assert_true(i2d_CMS_bio(to, cms));
	cert_bio_take(to, &message);
	assert_true(cms_is_signed(message.buf, message.len));
	unwrap_fails(&message, "this is encrypted for one receiver; openssl cms -decrypt");
	CMS_ContentInfo_free(cms);
	BIO_free(in);

	/* a bag of certificates */
	strbuf_clear(&message);
	to = BIO_new(BIO_s_mem());
	cms = CMS_sign(NULL, NULL, receivers, NULL, CMS_PARTIAL | CMS_DETACHED);
	assert_non_null(cms);
	assert_true(i2d_CMS_bio(to, cms));
	cert_bio_take(to, &message);
	unwrap_fails(&message, "this is a bag of certificates (PKCS#7)");
	CMS_ContentInfo_free(cms);
	sk_X509_free(receivers);
	X509_free(cert);
	strbuf_release(&message);
	strbuf_release(&err);
}

static void
each_prefix_is_cut_off(void **state)
{
	static const enum shape shapes[] = { SHAPE_DER, SHAPE_BER, SHAPE_PEM };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(shapes); i++) {
		struct strbuf message = STRBUF_INIT;
		size_t whole;

		message_make(&ec_spec, PROFILE, 0, shapes[i], &message);
		whole = shapes[i] == SHAPE_PEM ? message.len - strlen("-----END CMS-----\n")
					       : message.len;
		for (size_t len = 0; len < whole; len++) {
			struct strbuf cut = STRBUF_INIT;

			strbuf_add(&cut, message.buf, len);
			if (cms_is_signed(cut.buf, cut.len))
				unwrap_fails(&cut, "is cut off");
			else
				unwrap_fails(&cut, "this is no signed data");
			strbuf_release(&cut);
		}
		strbuf_release(&message);
	}
}

static void
what_stands_behind_is_told(void **state)
{
	struct strbuf message = STRBUF_INIT;

	(void)state;
	message_make(&ec_spec, PROFILE, 0, SHAPE_DER, &message);
	strbuf_addstr(&message, "x");
	unwrap_fails(&message, "1 byte stands behind the signed data, which ends after ");
	strbuf_clear(&message);
	message_make(&ec_spec, PROFILE, 0, SHAPE_BER, &message);
	strbuf_addstr(&message, "xy");
	unwrap_fails(&message, "2 bytes stand behind the signed data");
	strbuf_clear(&message);
	message_make(&ec_spec, PROFILE, 0, SHAPE_PEM, &message);
	strbuf_addstr(&message, "\r\n \n");
	unwrap_gives(&message, "CN=EC Signer", true);
	strbuf_addstr(&message, "more");
	unwrap_fails(&message, "text stands behind the signed data");
	strbuf_release(&message);
}

static void
damaged_messages_are_told(void **state)
{
	static const struct {
		const char *data;
		size_t len;
		const char *part;
	} cases[] = {
		{ "garbage", 7, "this is no signed data (CMS)" },
		{ "\x30\x0b\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", 13,
			"the signed data is damaged" },
		{ "\x30\x0b\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x63", 13,
			"the signed data is damaged" },
		{ "-----BEGIN CMS-----\nMII!\n-----END CMS-----\n", 43,
			"its Base64 cannot be read at line 2" },
		{ "-----BEGIN CMS-----\nMIIB\n-----END CMS-----\n", 43,
			"this is no signed data (CMS)" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf message = STRBUF_INIT;

		strbuf_add(&message, cases[i].data, cases[i].len);
		unwrap_fails(&message, cases[i].part);
		strbuf_release(&message);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(signed_data_is_known_by_its_beginning),
		cmocka_unit_test(every_shape_is_opened),
		cmocka_unit_test(changed_content_is_told),
		cmocka_unit_test(signed_data_without_a_profile_is_told),
		cmocka_unit_test(encrypted_and_other_messages_are_told),
		cmocka_unit_test(each_prefix_is_cut_off),
		cmocka_unit_test(what_stands_behind_is_told),
		cmocka_unit_test(damaged_messages_are_told),
	};

	return run_tests(tests);
}
