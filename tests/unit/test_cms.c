/* Signed data, put on and taken off. The messages are made by OpenSSL as they are needed. */
#include "testing.h"

#include <openssl/cms.h>
#include <openssl/pkcs12.h>

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

static int
message_certificates(const struct strbuf *message)
{
	const unsigned char *at = (const unsigned char *)message->buf;
	CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &at, (long)message->len);
	STACK_OF(X509) *certs = CMS_get1_certs(cms);
	int n = sk_X509_num(certs);

	sk_X509_pop_free(certs, X509_free);
	CMS_ContentInfo_free(cms);
	return n;
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
			"the signed data is a detached signature. The profile is in another file: "
			"use that file" },
		{ "", 0, "the signed data is empty: it has a signature but no profile" },
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
	unwrap_fails(&message,
		"this is encrypted for one receiver. Extract the profile with that "
		"receiver's key: openssl cms -decrypt -inform DER -in FILE -inkey KEY -out NEW");
	CMS_ContentInfo_free(cms);
	BIO_free(in);

	/* a bag of certificates */
	strbuf_clear(&message);
	to = BIO_new(BIO_s_mem());
	cms = CMS_sign(NULL, NULL, receivers, NULL, CMS_PARTIAL | CMS_DETACHED);
	assert_non_null(cms);
	assert_true(i2d_CMS_bio(to, cms));
	cert_bio_take(to, &message);
	unwrap_fails(&message, "this is a certificate bundle (PKCS#7) without a profile");
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
				unwrap_fails(&cut, "this is not signed data (CMS), or its "
						   "beginning is damaged");
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
	unwrap_fails(&message, "1 byte follows the signed data, which ends after ");
	strbuf_clear(&message);
	message_make(&ec_spec, PROFILE, 0, SHAPE_BER, &message);
	strbuf_addstr(&message, "xy");
	unwrap_fails(&message, "2 bytes follow the signed data, which ends after 7");
	strbuf_clear(&message);
	message_make(&ec_spec, PROFILE, 0, SHAPE_PEM, &message);
	strbuf_addstr(&message, "\r\n \n");
	unwrap_gives(&message, "CN=EC Signer", true);
	strbuf_addstr(&message, "more");
	unwrap_fails(&message, "there is text after the signed data. Give only its PEM block");
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
		{ "garbage", 7, "this is not signed data (CMS), or its beginning is damaged" },
		{ "\x30\x0b\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", 13,
			"the signed data is damaged" },
		{ "\x30\x0b\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x63", 13,
			"the signed data is damaged" },
		{ "-----BEGIN CMS-----\nMII!\n-----END CMS-----\n", 43,
			"its Base64 cannot be read at line 2" },
		{ "-----BEGIN CMS-----\nMIIB\n-----END CMS-----\n", 43,
			"this is not signed data (CMS), or its beginning is damaged" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf message = STRBUF_INIT;

		strbuf_add(&message, cases[i].data, cases[i].len);
		unwrap_fails(&message, cases[i].part);
		strbuf_release(&message);
	}
}

static void
too_many_signatures_are_not_looked_at(void **state)
{
	X509 *cert = cert_make(&ec_spec);
	BIO *in = BIO_new_mem_buf(PROFILE, -1), *to = BIO_new(BIO_s_mem());
	CMS_ContentInfo *cms = CMS_sign(NULL, NULL, NULL, NULL, CMS_PARTIAL | CMS_BINARY);
	struct strbuf message = STRBUF_INIT;

	(void)state;
	for (int i = 0; i <= CMS_SIGNERS_MAX; i++)
		assert_non_null(CMS_add1_signer(cms, cert, cert_key(0), EVP_sha256(),
			CMS_PARTIAL | CMS_BINARY | CMS_NOCERTS));
	assert_true(CMS_final(cms, in, NULL, CMS_BINARY));
	assert_true(i2d_CMS_bio(to, cms));
	cert_bio_take(to, &message);
	unwrap_fails(&message, "the signed data has 17 signatures, but the limit is 16");
	CMS_ContentInfo_free(cms);
	BIO_free(in);
	X509_free(cert);
	strbuf_release(&message);
}

/*
 * Who signs.
 */

#define NOW ((time_t)1700000000)
#define PASSPHRASE "correct horse"

static const struct cert_spec expired_spec = { "Expired", NULL, 2048, "SHA256", -800, -400, false,
	0 };
static const struct cert_spec early_spec = { "Early", NULL, 2048, "SHA256", 400, 800, false, 0 };
static const struct cert_spec ca_spec = { "Example Root CA", NULL, 2048, "SHA256", -1, 365, true,
	0 };

/* The makers of files, one for each kind; each appends to out. */
static void
make_rsa_pem(struct strbuf *out)
{
	cert_pem(&rsa_spec, out);
}

static void
make_rsa_der(struct strbuf *out)
{
	cert_der(&rsa_spec, out);
}

static void
make_ec_pem(struct strbuf *out)
{
	cert_pem(&ec_spec, out);
}

static void
make_ca_pem(struct strbuf *out)
{
	cert_pem(&ca_spec, out);
}

static void
make_expired(struct strbuf *out)
{
	cert_pem(&expired_spec, out);
}

static void
make_early(struct strbuf *out)
{
	cert_pem(&early_spec, out);
}

static void
make_rsa_key(struct strbuf *out)
{
	cert_key_pem(2048, out);
}

static void
make_ec_key(struct strbuf *out)
{
	cert_key_pem(0, out);
}

/* As openssl ecparam -genkey writes it. */
static void
make_ec_key_with_parameters(struct strbuf *out)
{
	strbuf_addstr(out,
		"-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n");
	cert_key_pem(0, out);
}

static void
make_two_keys(struct strbuf *out)
{
	make_rsa_key(out);
	make_ec_key(out);
}

static void
make_all_in_one(struct strbuf *out)
{
	strbuf_addstr(out, "Bag Attributes\n    friendlyName: signer\n");
	make_rsa_key(out);
	make_ec_pem(out); /* that is not the key's */
	make_rsa_pem(out);
}

static void
make_rsa_key_der(struct strbuf *out)
{
	BIO *bio = BIO_new(BIO_s_mem());

	assert_true(i2d_PrivateKey_bio(bio, cert_key(2048)) > 0);
	cert_bio_take(bio, out);
}

static void
make_encrypted(struct strbuf *out)
{
	BIO *bio = BIO_new(BIO_s_mem());

	assert_true(PEM_write_bio_PKCS8PrivateKey(bio, cert_key(2048), EVP_aes_128_cbc(),
		PASSPHRASE, (int)strlen(PASSPHRASE), NULL, NULL));
	cert_bio_take(bio, out);
}

static void
make_encrypted_der(struct strbuf *out)
{
	BIO *bio = BIO_new(BIO_s_mem());

	assert_true(i2d_PKCS8PrivateKey_bio(bio, cert_key(0), EVP_aes_128_cbc(), PASSPHRASE,
		(int)strlen(PASSPHRASE), NULL, NULL));
	cert_bio_take(bio, out);
}

/* An encrypted key whose bytes are none; what it says it costs is all that is asked for. Takes the algorithm. */
static void
key_of_algorithm(X509_ALGOR *algorithm, bool pem, struct strbuf *out)
{
	X509_SIG *key = X509_SIG_new();
	BIO *bio = BIO_new(BIO_s_mem());
	ASN1_OCTET_STRING *bytes;
	X509_ALGOR *at;

	assert_non_null(algorithm);
	X509_SIG_getm(key, &at, &bytes);
	assert_true(X509_ALGOR_copy(at, algorithm));
	assert_true(ASN1_OCTET_STRING_set(bytes, (const unsigned char *)"0123456789abcdef", 16));
	assert_true(pem ? PEM_write_bio_PKCS8(bio, key) : i2d_PKCS8_bio(bio, key));
	cert_bio_take(bio, out);
	X509_SIG_free(key);
	X509_ALGOR_free(algorithm);
}

static X509_ALGOR *
pbkdf2(int rounds)
{
	return PKCS5_pbe2_set_iv(EVP_aes_128_cbc(), rounds, NULL, 0, NULL, NID_hmacWithSHA256);
}

/* OpenSSL's own function refuses to make most of these. */
static X509_ALGOR *
scrypt(uint64_t n, uint64_t r, uint64_t p)
{
	X509_ALGOR *algorithm = PKCS5_pbe2_set_scrypt(EVP_aes_128_cbc(), NULL, 0, NULL, 16, 8, 1);
	PBE2PARAM *pbes2 =
		ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBE2PARAM), algorithm->parameter);
	SCRYPT_PARAMS *scrypt =
		ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(SCRYPT_PARAMS), pbes2->keyfunc->parameter);

	assert_true(ASN1_INTEGER_set_uint64(scrypt->costParameter, n));
	assert_true(ASN1_INTEGER_set_uint64(scrypt->blockSize, r));
	assert_true(ASN1_INTEGER_set_uint64(scrypt->parallelizationParameter, p));
	assert_non_null(ASN1_TYPE_pack_sequence(
		ASN1_ITEM_rptr(SCRYPT_PARAMS), scrypt, &pbes2->keyfunc->parameter));
	assert_non_null(
		ASN1_TYPE_pack_sequence(ASN1_ITEM_rptr(PBE2PARAM), pbes2, &algorithm->parameter));
	SCRYPT_PARAMS_free(scrypt);
	PBE2PARAM_free(pbes2);
	return algorithm;
}

static void
make_dear_pbkdf2(struct strbuf *out)
{
	key_of_algorithm(pbkdf2(2147483647), true, out);
}

static void
make_dear_pbkdf2_der(struct strbuf *out)
{
	key_of_algorithm(pbkdf2(5000001), false, out);
}

static void
make_dear_pbes1(struct strbuf *out)
{
	key_of_algorithm(PKCS5_pbe_set(NID_pbeWithMD5AndDES_CBC, 2000000000, NULL, 0), true, out);
}

static void
make_dear_pkcs12(struct strbuf *out)
{
	key_of_algorithm(PKCS5_pbe_set(NID_pbe_WithSHA1And3_Key_TripleDES_CBC, 2000000000, NULL, 0),
		false, out);
}

static void
make_large_scrypt(struct strbuf *out)
{
	key_of_algorithm(scrypt((uint64_t)1 << 30, 8, 1), true, out);
}

static void
make_larger_scrypt(struct strbuf *out)
{
	key_of_algorithm(scrypt(2, UINT64_MAX, UINT64_MAX), false, out);
}

static void
make_long_scrypt(struct strbuf *out)
{
	key_of_algorithm(scrypt(16384, 8, 65), true, out);
}

/* Dear ones that may be opened. */
static void
make_encrypted_scrypt(struct strbuf *out)
{
	BIO *bio = BIO_new(BIO_s_mem());
	X509_ALGOR *algorithm =
		PKCS5_pbe2_set_scrypt(EVP_aes_128_cbc(), NULL, 0, NULL, 16384, 8, 1);
	PKCS8_PRIV_KEY_INFO *key = EVP_PKEY2PKCS8(cert_key(2048));
	X509_SIG *encrypted = PKCS8_set0_pbe(PASSPHRASE, (int)strlen(PASSPHRASE), key, algorithm);

	assert_non_null(encrypted);
	assert_true(PEM_write_bio_PKCS8(bio, encrypted));
	cert_bio_take(bio, out);
	X509_SIG_free(encrypted);
	PKCS8_PRIV_KEY_INFO_free(key);
}

static void
make_encrypted_rounds(struct strbuf *out)
{
	BIO *bio = BIO_new(BIO_s_mem());
	PKCS8_PRIV_KEY_INFO *key = EVP_PKEY2PKCS8(cert_key(2048));
	X509_SIG *encrypted =
		PKCS8_set0_pbe(PASSPHRASE, (int)strlen(PASSPHRASE), key, pbkdf2(600000));

	assert_non_null(encrypted);
	assert_true(i2d_PKCS8_bio(bio, encrypted));
	cert_bio_take(bio, out);
	X509_SIG_free(encrypted);
	PKCS8_PRIV_KEY_INFO_free(key);
}

static void
make_encrypted_traditional(struct strbuf *out)
{
	BIO *bio = BIO_new(BIO_s_mem());

	assert_true(PEM_write_bio_PrivateKey_traditional(bio, cert_key(2048), EVP_aes_128_cbc(),
		(const unsigned char *)PASSPHRASE, (int)strlen(PASSPHRASE), NULL, NULL));
	cert_bio_take(bio, out);
}

static void
make_ed25519(struct strbuf *out)
{
	EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
	BIO *bio = BIO_new(BIO_s_mem());

	assert_true(PEM_write_bio_PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL));
	cert_bio_take(bio, out);
	EVP_PKEY_free(key);
}

static void
make_pkcs12(struct strbuf *out)
{
	X509 *cert = cert_make(&rsa_spec);
	PKCS12 *p12 =
		PKCS12_create(PASSPHRASE, "signer", cert_key(2048), cert, NULL, 0, 0, 0, 0, 0);
	BIO *bio = BIO_new(BIO_s_mem());

	assert_true(i2d_PKCS12_bio(bio, p12) > 0);
	cert_bio_take(bio, out);
	PKCS12_free(p12);
	X509_free(cert);
}

/* Its key usage is not for signatures. */
static void
make_for_encryption(struct strbuf *out)
{
	X509 *cert = cert_make(&rsa_spec);
	X509_EXTENSION *usage =
		X509V3_EXT_conf_nid(NULL, NULL, NID_key_usage, "critical,keyEncipherment");
	BIO *bio = BIO_new(BIO_s_mem());

	X509_add_ext(cert, usage, -1);
	assert_true(X509_sign(cert, cert_key(2048), EVP_sha256()) > 0);
	assert_true(PEM_write_bio_X509(bio, cert));
	cert_bio_take(bio, out);
	X509_EXTENSION_free(usage);
	X509_free(cert);
}

static void
make_openssh(struct strbuf *out)
{
	strbuf_addstr(out,
		"-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n");
}

static void
make_damaged_key(struct strbuf *out)
{
	strbuf_addstr(out, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
}

static void
make_garbage(struct strbuf *out)
{
	strbuf_addstr(out, "no key");
}

static void
make_two_cas(struct strbuf *out)
{
	make_ca_pem(out);
	make_ca_pem(out);
	make_rsa_pem(out);
}

/* What is typed, one try after the other; NULL: nothing. */
struct typist {
	const char *types[3];
	int asked;
};

static int
type_passphrase(int tries, const char *key_name, void *data, struct strbuf *out, struct strbuf *err)
{
	struct typist *typist = data;

	assert_non_null(key_name);
	assert_int_equal(tries, ++typist->asked);
	assert_true(tries <= 3);
	if (!typist->types[tries - 1])
		return error_add(err, "nobody is there");
	strbuf_addstr(out, typist->types[tries - 1]);
	return 0;
}

typedef void maker(struct strbuf *out);

static void
file_make(struct cms_file *file, maker *make, const char *name)
{
	if (make) {
		file->name = name;
		make(&file->data);
	}
}

/* Signs PROFILE; when is the time of it. */
static int
sign_as(maker *cert, maker *key, maker *chain, struct typist *typist, int64_t when,
	struct cms_signed *result, struct strbuf *err)
{
	struct cms_source source = CMS_SOURCE_INIT;
	int signs;

	file_make(&source.cert, cert, "cert.pem");
	file_make(&source.key, key, "cert.key");
	file_make(&source.chain, chain, "chain.pem");
	source.passphrase = type_passphrase;
	source.data = typist;
	source.now = when;
	signs = cms_sign(&source, PROFILE, strlen(PROFILE), result, err);
	cms_source_release(&source);
	return signs;
}

static void
identities_sign(void **state)
{
	static const struct {
		maker *cert, *key, *chain;
		struct typist typist;
		const char *signer, *warning;
		int asked, certificates;
	} cases[] = {
		{ make_rsa_pem, make_rsa_key, NULL, { { NULL }, 0 }, "CN=Profile Signer", "", 0,
			1 },
		{ make_rsa_der, make_rsa_key_der, NULL, { { NULL }, 0 }, "CN=Profile Signer", "", 0,
			1 },
		{ make_ec_pem, make_ec_key, make_ca_pem, { { NULL }, 0 }, "CN=EC Signer", "", 0,
			2 },
		{ make_ec_pem, make_ec_key_with_parameters, NULL, { { NULL }, 0 }, "CN=EC Signer",
			"", 0, 1 },
		/* of several certificates the key's own; the other goes along */
		{ make_all_in_one, NULL, NULL, { { NULL }, 0 }, "CN=Profile Signer", "", 0, 2 },
		{ make_all_in_one, make_ec_key, NULL, { { NULL }, 0 }, "CN=EC Signer", "", 0, 2 },
		/* none is put in twice */
		{ make_ca_pem, make_rsa_key, NULL, { { NULL }, 0 }, "CN=Example Root CA", "", 0,
			1 },
		{ make_rsa_pem, make_rsa_key, make_rsa_pem, { { NULL }, 0 }, "CN=Profile Signer",
			"", 0, -1 },
		{ make_rsa_pem, make_rsa_key, make_two_cas, { { NULL }, 0 }, "CN=Profile Signer",
			"", 0, -1 },
		{ make_rsa_pem, make_encrypted, NULL, { { PASSPHRASE }, 0 }, "CN=Profile Signer",
			"", 1, 1 },
		{ make_rsa_pem, make_encrypted, NULL, { { "x", "", PASSPHRASE }, 0 },
			"CN=Profile Signer", "", 3, 1 },
		{ make_rsa_pem, make_encrypted_traditional, NULL, { { "wrong", PASSPHRASE }, 0 },
			"CN=Profile Signer", "", 2, 1 },
		{ make_ec_pem, make_encrypted_der, NULL, { { "wrong", PASSPHRASE }, 0 },
			"CN=EC Signer", "", 2, 1 },
		{ make_rsa_pem, make_encrypted_scrypt, NULL, { { PASSPHRASE }, 0 },
			"CN=Profile Signer", "", 1, 1 },
		{ make_rsa_pem, make_encrypted_rounds, NULL, { { PASSPHRASE }, 0 },
			"CN=Profile Signer", "", 1, 1 },
		{ make_expired, make_rsa_key, NULL, { { NULL }, 0 }, "CN=Expired",
			"cert.pem: the certificate CN=Expired expired on 20", 0, 1 },
		{ make_early, make_rsa_key, NULL, { { NULL }, 0 }, "CN=Early",
			"cert.pem: the certificate CN=Early is not valid before 20", 0, 1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct typist typist = cases[i].typist;
		struct cms_signed result = CMS_SIGNED_INIT;
		struct strbuf err = STRBUF_INIT;
		int signs = sign_as(cases[i].cert, cases[i].key, cases[i].chain, &typist,
			time(NULL), &result, &err);

		assert_string_equal(err.buf, "");
		assert_int_equal(signs, 0);
		assert_int_equal(typist.asked, cases[i].asked);
		assert_string_equal(result.signer.buf, cases[i].signer);
		if (*cases[i].warning)
			assert_contains(result.warning.buf, cases[i].warning);
		else
			assert_string_equal(result.warning.buf, "");
		unwrap_gives(&result.der, cases[i].signer, true);
		if (cases[i].certificates > 0)
			assert_int_equal(message_certificates(&result.der), cases[i].certificates);
		cms_signed_release(&result);
	}
}

static void
identities_that_cannot_sign_say_why(void **state)
{
	static const struct {
		maker *cert, *key, *chain;
		struct typist typist;
		const char *part;
	} cases[] = {
		{ make_rsa_pem, make_ec_key, NULL, { { NULL }, 0 },
			"the private key in cert.key does not belong to a certificate in "
			"cert.pem, which has 1 certificate: (1) Profile Signer" },
		{ make_rsa_pem, make_encrypted, NULL, { { NULL }, 0 }, "nobody is there" },
		{ make_rsa_pem, make_encrypted, NULL, { { "a", NULL }, 0 }, "nobody is there" },
		{ make_rsa_pem, make_encrypted, NULL, { { "a", "b", "c" }, 0 },
			"cert.key: none of 3 passphrases opens the private key" },
		{ make_rsa_pem, make_encrypted_traditional, NULL, { { "a", "b", "c" }, 0 },
			"cert.key: none of 3 passphrases opens the private key" },
		{ make_ec_pem, make_encrypted_der, NULL, { { "a", "b", "c" }, 0 },
			"cert.key: none of 3 passphrases opens the private key" },
		{ make_rsa_pem, NULL, NULL, { { NULL }, 0 },
			"cert.pem: there is no private key in it. Add the file that has it" },
		{ make_rsa_pem, make_rsa_pem, NULL, { { NULL }, 0 },
			"cert.key: there is no private key in it" },
		{ make_rsa_pem, make_two_keys, NULL, { { NULL }, 0 },
			"cert.key: there are 2 private keys in it. Give a file with one" },
		{ make_rsa_pem, make_ed25519, NULL, { { NULL }, 0 },
			"cert.key: signing needs an RSA or EC key, but this one is of type "
			"ED25519" },
		{ make_rsa_pem, make_openssh, NULL, { { NULL }, 0 },
			"cert.key: this private key is in the format of OpenSSH. Convert a copy "
			"of it: ssh-keygen -p -m PKCS8 -f COPY" },
		{ make_rsa_pem, make_damaged_key, NULL, { { NULL }, 0 },
			"cert.key: the private key is damaged" },
		{ make_rsa_pem, make_garbage, NULL, { { NULL }, 0 },
			"cert.key: the private key is damaged" },
		{ make_garbage, make_rsa_key, NULL, { { NULL }, 0 }, "cert.pem: this is a text" },
		{ make_rsa_pem, make_rsa_key, make_garbage, { { NULL }, 0 },
			"chain.pem: this is a text" },
		{ make_pkcs12, NULL, NULL, { { NULL }, 0 },
			"cert.pem: this is a PKCS#12 file. Convert it (with -legacy if it is an "
			"old one), and use identity.pem for --sign: openssl pkcs12 -in cert.pem "
			"-out identity.pem" },
		{ make_rsa_pem, make_pkcs12, NULL, { { NULL }, 0 },
			"cert.key: this is a PKCS#12 file" },
		{ make_for_encryption, make_rsa_key, NULL, { { NULL }, 0 },
			"cert.pem: the key usage of the certificate CN=Profile Signer does not "
			"allow signatures" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct typist typist = cases[i].typist;
		struct cms_signed result = CMS_SIGNED_INIT;
		struct strbuf err = STRBUF_INIT;

		assert_int_equal(sign_as(cases[i].cert, cases[i].key, cases[i].chain, &typist,
					 time(NULL), &result, &err),
			-1);
		assert_contains(err.buf, cases[i].part);
		assert_string_equal(result.warning.buf, "");
		assert_int_equal(result.der.len, 0);
		cms_signed_release(&result);
		/* no sentence is told twice */
		assert_null(strstr(strstr(err.buf, cases[i].part) + 1, cases[i].part));
		strbuf_release(&err);
	}
}

/* Nobody is asked for their passphrase. */
static void
keys_that_take_too_long_are_told_at_once(void **state)
{
	static const struct {
		maker *key;
		const char *what;
	} cases[] = {
		{ make_dear_pbkdf2, "2147483647 rounds" },
		{ make_dear_pbkdf2_der, "5000001 rounds" },
		{ make_dear_pbes1, "2000000000 rounds" },
		{ make_dear_pkcs12, "2000000000 rounds" },
		{ make_large_scrypt, "scrypt with N=1073741824, r=8, p=1" },
		{ make_larger_scrypt,
			"scrypt with N=2, r=18446744073709551615, p=18446744073709551615" },
		{ make_long_scrypt, "scrypt with N=16384, r=8, p=65" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct typist typist = { { PASSPHRASE }, 0 };
		struct cms_signed result = CMS_SIGNED_INIT;
		STRBUF(err);
		STRBUF(expected);

		strbuf_addf(&expected,
			"cert.key: opening the private key takes too much time or memory (%s). To "
			"make a copy that works here: openssl pkcs8 -topk8 -in cert.key -out NEW",
			cases[i].what);
		assert_int_equal(sign_as(make_rsa_pem, cases[i].key, NULL, &typist, time(NULL),
					 &result, &err),
			-1);
		assert_string_equal(err.buf, expected.buf);
		assert_int_equal(typist.asked, 0);
		cms_signed_release(&result);
	}
}

static void
times_that_no_signature_holds_are_refused(void **state)
{
	static const struct {
		long long when;
		bool signs;
	} cases[] = {
		{ 0, true },
		{ 4102444800, true }, /* 2100: a GeneralizedTime */
		{ CMS_TIME_LAST, true },
		{ (long long)CMS_TIME_LAST + 1, false },
		{ INT64_MAX, false },
		{ -1, false },
		{ INT64_MIN, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct cms_signed result = CMS_SIGNED_INIT;
		STRBUF(err);
		int signs = sign_as(make_rsa_pem, make_rsa_key, NULL, NULL, (time_t)cases[i].when,
			&result, &err);

		assert_int_equal(signs, cases[i].signs ? 0 : -1);
		if (signs == 0)
			unwrap_gives(&result.der, "CN=Profile Signer", true);
		else
			assert_contains(err.buf, "is not between the years 1970 and 9999");
		cms_signed_release(&result);
	}
}

static void
rsa_signatures_are_alike_at_one_time(void **state)
{
	struct cms_signed results[3] = { CMS_SIGNED_INIT, CMS_SIGNED_INIT, CMS_SIGNED_INIT };
	struct strbuf *first = &results[0].der, *later = &results[2].der, err = STRBUF_INIT;
	time_t now = time(NULL);
	char told[32];

	(void)state;
	for (int i = 0; i < 3; i++)
		assert_int_equal(sign_as(make_rsa_pem, make_rsa_key, NULL, NULL,
					 i < 2 ? now : now + 1, &results[i], &err),
			0);
	assert_true(strbuf_same(first, &results[1].der));
	assert_int_equal(first->len, later->len);
	assert_false(strbuf_same(first, later));
	/* RFC 5652, 11.3: the time, in UTC, with two digits for the year */
	assert_true(strftime(told, sizeof told, "%Y%m%d%H%M%SZ", gmtime(&now)));
	assert_non_null(pem_find(first->buf, first->buf + first->len, told + 2));
	for (int i = 0; i < 3; i++)
		cms_signed_release(&results[i]);
}

/* RFC 5652, 11.3: from 2050 on with four digits for the year, which there is no fifth of. */
static void
the_time_of_signing_may_be_far_away(void **state)
{
	static const struct {
		int64_t when;
		const char *told;
	} cases[] = {
		{ 0, "\x17\x0d"
		     "700101000000Z" },
		{ INT64_C(2147483648), "\x17\x0d"
				       "380119031408Z" },
		{ INT64_C(4000000000), "\x18\x0f"
				       "20961002070640Z" },
		{ INT64_C(253402300799), "\x18\x0f"
					 "99991231235959Z" },
		{ INT64_C(253402300800), NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct cms_signed result = CMS_SIGNED_INIT;
		struct strbuf err = STRBUF_INIT;
		int signs = sign_as(
			make_rsa_pem, make_rsa_key, NULL, NULL, cases[i].when, &result, &err);

		assert_int_equal(signs, cases[i].told ? 0 : -1);
		if (cases[i].told)
			assert_non_null(pem_find(
				result.der.buf, result.der.buf + result.der.len, cases[i].told));
		else
			assert_contains(err.buf, "between the years 1970 and 9999");
		cms_signed_release(&result);
		strbuf_release(&err);
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
		cmocka_unit_test(too_many_signatures_are_not_looked_at),
		cmocka_unit_test(identities_sign),
		cmocka_unit_test(identities_that_cannot_sign_say_why),
		cmocka_unit_test(keys_that_take_too_long_are_told_at_once),
		cmocka_unit_test(times_that_no_signature_holds_are_refused),
		cmocka_unit_test(rsa_signatures_are_alike_at_one_time),
		cmocka_unit_test(the_time_of_signing_may_be_far_away),
	};

	return run_tests(tests);
}
