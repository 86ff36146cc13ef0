/* Rules about certificates and their fingerprint where several answers of a draft come together: other numbers of the
 * certificates at hand, and algorithms that some systems cannot verify. */
#include "testing.h"

#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <unistd.h>

#include "base/xalloc.h"

#include "syntax/base64.h"
#include "syntax/fingerprint.h"
#include "syntax/pem.h"
#include "syntax/x509.h"

#include "model/certificate_read.h"
#include "model/field_type.h"
#include "model/lint.h"

#include "drafts.h"
#include "make_cert.h"

static const struct cert_spec root_spec = { "Root", NULL, 2048, "SHA256", -1, 3650, true, 0 };
static const struct cert_spec sub_spec = { "Sub", "Root", 2048, "SHA256", -1, 3650, true, 0 };

/* A draft with certificates, and what is found in it. */
struct scene {
	struct draft *draft;
	struct findings found;
};

static void
scene_check(struct scene *scene, const struct form *form, const char *fingerprint, const char *root,
	const char *issuing)
{
	const struct {
		const char *key, *text;
	} answers[] = {
		{ "fingerprint", fingerprint },
		{ "include_root_certificate", root ? "true" : NULL },
		{ "root_certificate", root },
		{ "issuing_certificate", issuing },
	};

	*scene = (struct scene){ .draft = draft_new(form) };
	for (size_t i = 0; i < ARRAY_SIZE(answers); i++)
		if (answers[i].text)
			draft_set(scene->draft, field_of(form, answers[i].key), answers[i].text);
	lint_draft(scene->draft, NULL, &scene->found);
}

static void
scene_release(struct scene *scene)
{
	findings_release(&scene->found);
	draft_free(scene->draft);
}

static const struct finding *
scene_finding(const struct scene *scene, const char *rule)
{
	for (size_t i = 0; i < scene->found.n; i++)
		if (!strcmp(scene->found.v[i].rule, rule))
			return &scene->found.v[i];
	return NULL;
}

static void
hash_text(const char *digest, const void *data, size_t len, struct strbuf *out)
{
	struct strbuf hash = STRBUF_INIT;

	hash_bytes(digest, data, len, &hash);
	fingerprint_to_hex((const unsigned char *)hash.buf, hash.len, out);
	strbuf_release(&hash);
}

static void
the_fingerprint_of_either_certificate_is_silent(void **state)
{
	static const char *const digests[] = { "MD5", "SHA1", "SHA224", "SHA256", "SHA384",
		"SHA512" };
	struct strbuf root = STRBUF_INIT, sub = STRBUF_INIT, root_der = STRBUF_INIT,
		      sub_der = STRBUF_INIT;

	cert_pem(&root_spec, &root);
	cert_pem(&sub_spec, &sub);
	cert_der(&root_spec, &root_der);
	cert_der(&sub_spec, &sub_der);
	for (size_t i = 0; i < 2 * ARRAY_SIZE(digests); i++) {
		const struct strbuf *der = i % 2 ? &sub_der : &root_der;
		struct strbuf text = STRBUF_INIT;
		struct scene scene;
		const struct finding *finding;

		hash_text(digests[i / 2], der->buf, der->len, &text);
		scene_check(&scene, *state, text.buf, root.buf, sub.buf);
		assert_null(scene_finding(&scene, "fingerprint-not-root"));
		assert_null(scene_finding(&scene, "fingerprint-other-number"));
		/* which hash it is, and of what, is said of the unusual ones */
		finding = scene_finding(
			&scene, i / 2 == 0 ? "fingerprint-md5" : "fingerprint-other-hash");
		if (i / 2 == 1 || i / 2 == 3) {
			assert_null(finding);
		} else {
			assert_contains(
				finding->sentence, i % 2 ? " hash of Sub, " : " hash of Root, ");
			assert_non_null(finding->fix);
		}
		scene_release(&scene);
		/* with the root alone that of the other is not known */
		scene_check(&scene, *state, text.buf, root.buf, NULL);
		assert_int_equal(scene_finding(&scene, "fingerprint-not-root") != NULL, i % 2 == 1);
		scene_release(&scene);
		strbuf_release(&text);
	}
	strbuf_release(&root);
	strbuf_release(&sub);
	strbuf_release(&root_der);
	strbuf_release(&sub_der);
}

/* The value of an extension that holds an identifier, as people see it. */
static void
number_serial(X509 *cert, struct strbuf *out)
{
	BIGNUM *serial = ASN1_INTEGER_to_BN(X509_get_serialNumber(cert), NULL);
	char *hex = BN_bn2hex(serial);

	strbuf_addstr(out, hex);
	OPENSSL_free(hex);
	BN_free(serial);
}

static void
number_serial_labelled(X509 *cert, struct strbuf *out)
{
	strbuf_addstr(out, "Serial Number: ");
	number_serial(cert, out);
}

static void
number_serial_decimal(X509 *cert, struct strbuf *out)
{
	BIGNUM *serial = ASN1_INTEGER_to_BN(X509_get_serialNumber(cert), NULL);
	char *decimal = BN_bn2dec(serial);

	strbuf_addstr(out, decimal);
	OPENSSL_free(decimal);
	BN_free(serial);
}

static void
number_key_identifier(X509 *cert, struct strbuf *out)
{
	const ASN1_OCTET_STRING *id = X509_get0_subject_key_id(cert);

	fingerprint_to_hex(ASN1_STRING_get0_data(id), (size_t)ASN1_STRING_length(id), out);
}

static void
number_key_identifier_labelled(X509 *cert, struct strbuf *out)
{
	strbuf_addstr(out, "X509v3 Subject Key Identifier: ");
	number_key_identifier(cert, out);
}

static void
number_pem(X509 *cert, struct strbuf *out)
{
	struct strbuf pem = STRBUF_INIT;
	BIO *bio = BIO_new(BIO_s_mem());

	PEM_write_bio_X509(bio, cert);
	cert_bio_take(bio, &pem);
	hash_text("SHA256", pem.buf, pem.len, out);
	strbuf_release(&pem);
}

static void
number_key(X509 *cert, struct strbuf *out)
{
	unsigned char *der = NULL, hash[32];
	int len = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(cert), &der);

	EVP_Digest(der, (size_t)len, hash, NULL, EVP_sha256(), NULL);
	base64_encode(hash, sizeof hash, out);
	OPENSSL_free(der);
}

static X509 *
make_numbered(const struct cert_spec *spec, const char *serial)
{
	X509 *cert = cert_make(spec);
	X509_EXTENSION *extension;
	X509V3_CTX context;
	BIGNUM *number = NULL;

	BN_hex2bn(&number, serial);
	BN_to_ASN1_INTEGER(number, X509_get_serialNumber(cert));
	X509V3_set_ctx(&context, cert, cert, NULL, NULL, 0);
	extension = X509V3_EXT_conf_nid(NULL, &context, NID_subject_key_identifier, "hash");
	X509_add_ext(cert, extension, -1);
	assert_true(X509_sign(cert, cert_key(spec->rsa_bits), EVP_sha256()) > 0);
	X509_EXTENSION_free(extension);
	BN_free(number);
	return cert;
}

static void
to_pem(X509 *cert, struct strbuf *out)
{
	BIO *bio = BIO_new(BIO_s_mem());

	PEM_write_bio_X509(bio, cert);
	cert_bio_take(bio, out);
}

/* What the value is, and one error about it alone; the mend is the right one. */
static void
other_numbers_are_told_by_their_names(void **state)
{
	static const struct {
		void (*make)(X509 *cert, struct strbuf *out);
		const char *what;
	} cases[] = {
		{ number_serial, "this is the serial number of " },
		{ number_serial_labelled, "this is the serial number of " },
		{ number_serial_decimal, "this is the serial number of " },
		{ number_key_identifier, "this is the Subject Key Identifier of " },
		{ number_key_identifier_labelled, "this is the Subject Key Identifier of " },
		{ number_pem, "this is the SHA-256 of the PEM text of " },
		{ number_key, "this is the SHA-256 of the public key of " },
	};
	static const char *const serials[] = { "50534F7EACD1692B57069826EA93343C7E460EA7",
		"610A2B3C000000000017", "01A3", "2" };
	const struct field *field = field_of(*state, "fingerprint");

	for (size_t i = 0; i < ARRAY_SIZE(cases) * ARRAY_SIZE(serials) * 2; i++) {
		const char *serial = serials[i / 2 % ARRAY_SIZE(serials)];
		X509 *cert = make_numbered(i % 2 ? &sub_spec : &root_spec, serial);
		struct strbuf pem = STRBUF_INIT, text = STRBUF_INIT, want = STRBUF_INIT;
		unsigned char hash[32];
		struct scene scene;
		const struct finding *finding;
		size_t about = 0;

		to_pem(cert, &pem);
		cases[i / 2 / ARRAY_SIZE(serials)].make(cert, &text);
		X509_digest(cert, EVP_sha256(), hash, NULL);
		base64_encode(hash, sizeof hash, &want);
		scene_check(
			&scene, *state, text.buf, i % 2 ? NULL : pem.buf, i % 2 ? pem.buf : NULL);
		finding = scene_finding(&scene, "fingerprint-other-number");
		if (!finding)
			fail_msg("%s is not told", text.buf);
		assert_int_equal(finding->severity, SEVERITY_ERROR);
		assert_contains(finding->sentence, cases[i / 2 / ARRAY_SIZE(serials)].what);
		assert_contains(finding->sentence, i % 2 ? " of Sub, not" : " of Root, not");
		assert_string_equal(finding->fix, want.buf);
		assert_true(rule_find(finding->rule)->flags & RULE_CERTAIN);
		for (size_t f = 0; f < scene.found.n; f++)
			about += scene.found.v[f].field == field;
		assert_int_equal(about, 1);
		scene_release(&scene);
		X509_free(cert);
		strbuf_release(&pem);
		strbuf_release(&text);
		strbuf_release(&want);
	}
}

/* Which one is meant is known where it is the certificate's. */
static void
one_of_two_hashes_is_certain_with_the_certificate(void **state)
{
	struct strbuf pem = STRBUF_INIT, der = STRBUF_INIT, text = STRBUF_INIT, want = STRBUF_INIT;
	unsigned char hash[32];

	cert_pem(&root_spec, &pem);
	cert_der(&root_spec, &der);
	strbuf_addstr(&text, "SHA-256 hash: ");
	hash_text("SHA256", der.buf, der.len, &text);
	strbuf_addstr(&text, "\nSHA-1 hash: ");
	hash_text("SHA1", der.buf, der.len, &text);
	EVP_Digest(der.buf, der.len, hash, NULL, EVP_sha256(), NULL);
	base64_encode(hash, sizeof hash, &want);
	for (int i = 0; i < 2; i++) {
		struct scene scene;
		const struct finding *finding;

		scene_check(&scene, *state, text.buf, i ? pem.buf : NULL, NULL);
		finding = scene_finding(&scene, "fingerprint-several");
		assert_non_null(finding);
		if (i)
			assert_string_equal(finding->fix, want.buf);
		else
			assert_null(finding->fix);
		scene_release(&scene);
	}
	strbuf_release(&pem);
	strbuf_release(&der);
	strbuf_release(&text);
	strbuf_release(&want);
}

/* The file as it was given, which holds more than the certificate. */
static void
the_hash_of_the_answers_own_text_is_told(void **state)
{
	struct strbuf pem = STRBUF_INIT, text = STRBUF_INIT;
	struct scene scene;

	strbuf_addstr(&pem, "subject=CN = Root\n");
	cert_pem(&root_spec, &pem);
	hash_text("SHA1", pem.buf, pem.len, &text);
	scene_check(&scene, *state, text.buf, pem.buf, NULL);
	assert_contains(scene_finding(&scene, "fingerprint-other-number")->sentence,
		"this is the SHA-1 of the PEM text of Root");
	scene_release(&scene);
	strbuf_release(&pem);
	strbuf_release(&text);
}

static void
a_whole_certificate_becomes_its_hash(void **state)
{
	static const char *const ends[] = { "\n", " ", "\\n", "\r\n" };
	const struct field *fingerprint = field_of(*state, "fingerprint");
	const struct field *root = field_of(*state, "root_certificate");
	struct strbuf pem = STRBUF_INIT, der = STRBUF_INIT, want = STRBUF_INIT;
	unsigned char hash[32];

	cert_pem(&root_spec, &pem);
	cert_der(&root_spec, &der);
	EVP_Digest(der.buf, der.len, hash, NULL, EVP_sha256(), NULL);
	base64_encode(hash, sizeof hash, &want);
	for (size_t i = 0; i < 2 * ARRAY_SIZE(ends); i++) {
		struct strbuf text = STRBUF_INIT, kept = STRBUF_INIT, err = STRBUF_INIT,
			      what = STRBUF_INIT;
		struct scene scene;
		size_t from = i % 2 ? strlen("-----BEGIN CERTIFICATE-----") : 0;
		size_t to = i % 2 ? (size_t)(strstr(pem.buf, "-----END") - pem.buf) : pem.len;

		for (size_t at = from; at < to; at++)
			strbuf_addstr(&text,
				pem.buf[at] == '\n' ? ends[i / 2] : (char[]){ pem.buf[at], 0 });
		/* typed, pasted, set */
		assert_int_equal(field_accept(fingerprint, text.buf, ".", &kept, &err), 0);
		assert_string_equal(kept.buf, want.buf);
		fingerprint->type->recognised(fingerprint, text.buf, ".", &what);
		assert_string_equal(
			what.buf, "That is the certificate Root. Its SHA-256 was put in.");
		/* in a draft */
		scene_check(&scene, *state, text.buf, NULL, NULL);
		assert_string_equal(
			scene_finding(&scene, "fingerprint-is-certificate")->fix, want.buf);
		assert_null(scene_finding(&scene, "text-control-character"));
		scene_release(&scene);
		/* where a certificate is wanted */
		strbuf_clear(&kept);
		strbuf_clear(&what);
		assert_int_equal(field_accept(root, text.buf, ".", &kept, &err), 0);
		assert_string_equal(kept.buf, pem.buf);
		root->type->recognised(root, text.buf, ".", &what);
		assert_contains(what.buf, "That is the certificate Root, until 20");
		strbuf_release(&text);
		strbuf_release(&kept);
		strbuf_release(&err);
		strbuf_release(&what);
	}
	strbuf_release(&pem);
	strbuf_release(&der);
	strbuf_release(&want);
}

/* Other values are no news. */
static void
ordinary_values_are_not_recognised(void **state)
{
	static const char *const texts[] = { "2jmj7l5rSw0yVb/vlWAYkK/YBwk=", "hello", "absent.cer",
		"SHA1: DA39A3EE5E6B4B0D3255BFEF95601890AFD80709", "" };
	const struct field *fields[] = { field_of(*state, "fingerprint"),
		field_of(*state, "root_certificate") };

	for (size_t i = 0; i < 2 * ARRAY_SIZE(texts); i++) {
		struct strbuf what = STRBUF_INIT;

		fields[i % 2]->type->recognised(fields[i % 2], texts[i / 2], ".", &what);
		assert_string_equal(what.buf, "");
		strbuf_release(&what);
	}
}

/*
 * Algorithms.
 */

static EVP_PKEY *
make_key(const char *type, const char *option, const char *value)
{
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
	EVP_PKEY *key = NULL;

	assert_int_equal(EVP_PKEY_keygen_init(context), 1);
	if (option)
		assert_int_equal(EVP_PKEY_CTX_ctrl_str(context, option, value), 1);
	assert_int_equal(EVP_PKEY_keygen(context, &key), 1);
	EVP_PKEY_CTX_free(context);
	return key;
}

/* The modulus need not be a product of primes to be read. */
static EVP_PKEY *
make_rsa(int bits, const char *exponent)
{
	BIGNUM *n = BN_new(), *e = NULL;
	OSSL_PARAM_BLD *values = OSSL_PARAM_BLD_new();
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
	EVP_PKEY *key = NULL;
	OSSL_PARAM *params;

	BN_rand(n, bits, BN_RAND_TOP_TWO, BN_RAND_BOTTOM_ODD);
	BN_hex2bn(&e, exponent);
	OSSL_PARAM_BLD_push_BN(values, OSSL_PKEY_PARAM_RSA_N, n);
	OSSL_PARAM_BLD_push_BN(values, OSSL_PKEY_PARAM_RSA_E, e);
	params = OSSL_PARAM_BLD_to_param(values);
	assert_int_equal(EVP_PKEY_fromdata_init(context), 1);
	assert_int_equal(EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, params), 1);
	EVP_PKEY_CTX_free(context);
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(values);
	BN_free(n);
	BN_free(e);
	return key;
}

static EVP_PKEY *
make_explicit_curve(void)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");

	EVP_PKEY_set_utf8_string_param(
		key, OSSL_PKEY_PARAM_EC_ENCODING, OSSL_PKEY_EC_ENCODING_EXPLICIT);
	return key;
}

static void
change_key(X509 *cert, EVP_PKEY *key)
{
	assert_true(X509_set_pubkey(cert, key));
	EVP_PKEY_free(key);
	assert_true(X509_sign(cert, cert_key(2048), EVP_sha256()) > 0);
}

static void
sign_with(X509 *cert, EVP_PKEY *key, const EVP_MD *digest)
{
	assert_true(X509_sign(cert, key, digest) > 0);
	EVP_PKEY_free(key);
}

static void
change_nothing(X509 *cert)
{
	(void)cert;
}

static void
change_p384(X509 *cert)
{
	change_key(cert, EVP_EC_gen("P-384"));
}

static void
change_rsa_4096(X509 *cert)
{
	change_key(cert, make_rsa(4096, "010001"));
}

static void
change_exponent_3(X509 *cert)
{
	change_key(cert, make_rsa(2048, "03"));
}

static void
change_rsa_8192(X509 *cert)
{
	change_key(cert, make_rsa(8192, "010001"));
}

static void
change_exponent_1(X509 *cert)
{
	change_key(cert, make_rsa(2048, "01"));
}

static void
change_exponent_even(X509 *cert)
{
	change_key(cert, make_rsa(2048, "010000"));
}

static void
change_exponent_long(X509 *cert)
{
	change_key(cert, make_rsa(2048, "010000000000000001"));
}

static void
change_key_pss(X509 *cert)
{
	change_key(cert, make_key("RSA-PSS", "rsa_keygen_bits", "2048"));
}

static void
change_brainpool(X509 *cert)
{
	change_key(cert, make_key("EC", "ec_paramgen_curve", "brainpoolP256r1"));
}

static void
change_bitcoin(X509 *cert)
{
	change_key(cert, make_key("EC", "ec_paramgen_curve", "secp256k1"));
}

static void
change_explicit(X509 *cert)
{
	change_key(cert, make_explicit_curve());
}

static void
sign_ed25519(X509 *cert)
{
	sign_with(cert, make_key("ED25519", NULL, NULL), NULL);
}

static void
sign_ed448(X509 *cert)
{
	sign_with(cert, make_key("ED448", NULL, NULL), NULL);
}

static void
sign_ecdsa(X509 *cert)
{
	sign_with(cert, EVP_EC_gen("P-256"), EVP_sha384());
}

static void
sign_dsa(X509 *cert)
{
	EVP_PKEY *params = NULL, *key = NULL;
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "DSA", NULL);

	EVP_PKEY_paramgen_init(context);
	EVP_PKEY_CTX_set_dsa_paramgen_bits(context, 1024);
	assert_int_equal(EVP_PKEY_paramgen(context, &params), 1);
	EVP_PKEY_CTX_free(context);
	context = EVP_PKEY_CTX_new_from_pkey(NULL, params, NULL);
	EVP_PKEY_keygen_init(context);
	assert_int_equal(EVP_PKEY_keygen(context, &key), 1);
	EVP_PKEY_CTX_free(context);
	EVP_PKEY_free(params);
	sign_with(cert, key, EVP_sha256());
}

static void
sign_pss(X509 *cert)
{
	cert_sign_pss(cert, cert_key(2048));
}

static void
add_extension(X509 *cert, const char *oid, bool critical)
{
	ASN1_OBJECT *object = OBJ_txt2obj(oid, 1);
	ASN1_OCTET_STRING *value = ASN1_OCTET_STRING_new();
	X509_EXTENSION *extension;

	ASN1_OCTET_STRING_set(value, (const unsigned char *)"\x05\x00", 2);
	extension = X509_EXTENSION_create_by_OBJ(NULL, object, critical, value);
	assert_true(X509_add_ext(cert, extension, -1));
	X509_EXTENSION_free(extension);
	ASN1_OCTET_STRING_free(value);
	ASN1_OBJECT_free(object);
	assert_true(X509_sign(cert, cert_key(2048), EVP_sha256()) > 0);
}

static void
change_critical(X509 *cert)
{
	add_extension(cert, "1.2.3.4.5", true);
}

static void
change_not_critical(X509 *cert)
{
	add_extension(cert, "1.2.3.4.5", false);
}

/* As public and private roots have them. */
static void
change_usual_extensions(X509 *cert)
{
	static const struct {
		int nid;
		const char *value;
	} extensions[] = {
		{ NID_key_usage, "critical,keyCertSign,cRLSign" },
		{ NID_ext_key_usage, "critical,clientAuth,serverAuth" },
		{ NID_name_constraints, "critical,permitted;DNS:example.com" },
		{ NID_subject_alt_name, "DNS:root.example.com" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(extensions); i++) {
		X509_EXTENSION *extension =
			X509V3_EXT_conf_nid(NULL, NULL, extensions[i].nid, extensions[i].value);

		assert_true(X509_add_ext(cert, extension, -1));
		X509_EXTENSION_free(extension);
	}
	assert_true(X509_sign(cert, cert_key(2048), EVP_sha256()) > 0);
}

static void
algorithms_that_some_cannot_verify_are_told(void **state)
{
	static const struct {
		void (*change)(X509 *cert);
		const char *of_root, *of_sub; /* NULL: silent */
	} cases[] = {
		{ change_nothing, NULL, NULL },
		{ change_usual_extensions, NULL, NULL },
		{ change_not_critical, NULL, NULL },
		{ change_p384, NULL, NULL },
		{ change_rsa_4096, NULL, NULL },
		{ change_exponent_3, NULL, NULL },
		{ sign_ecdsa, NULL, NULL },
		{ sign_pss, "is signed with RSASSA-PSS", "is signed with RSASSA-PSS" },
		{ sign_ed25519, NULL, "is signed with Ed25519 or Ed448" },
		{ sign_ed448, NULL, "is signed with Ed25519 or Ed448" },
		{ sign_dsa, NULL, "is signed with DSA" },
		{ change_rsa_8192, "RSA key has 8192 bits", "RSA key has 8192 bits" },
		{ change_exponent_1, "RSA exponent", "RSA exponent" },
		{ change_exponent_even, "RSA exponent", "RSA exponent" },
		{ change_exponent_long, "RSA exponent", "RSA exponent" },
		{ change_key_pss, "is only for RSASSA-PSS", "is only for RSASSA-PSS" },
		{ change_brainpool, "on a curve that Apple's systems do not know",
			"on a curve that Apple's systems do not know" },
		{ change_bitcoin, "on a curve that Apple's systems do not know",
			"on a curve that Apple's systems do not know" },
		{ change_explicit, "on a curve that Apple's systems do not know",
			"on a curve that Apple's systems do not know" },
		{ change_critical, "has a critical extension", "has a critical extension" },
	};

	for (size_t i = 0; i < 2 * ARRAY_SIZE(cases); i++) {
		X509 *cert = cert_make(i % 2 ? &sub_spec : &root_spec);
		const char *want = i % 2 ? cases[i / 2].of_sub : cases[i / 2].of_root;
		struct strbuf pem = STRBUF_INIT;
		const struct finding *finding;
		struct scene scene;

		cases[i / 2].change(cert);
		to_pem(cert, &pem);
		scene_check(&scene, *state, NULL, i % 4 ? pem.buf : NULL, i % 4 ? NULL : pem.buf);
		finding = scene_finding(&scene, "certificate-algorithm");
		if (!want && finding)
			fail_msg("case %zu: %s", i, finding->sentence);
		if (want && !finding)
			fail_msg("case %zu is silent: %s", i, want);
		if (want)
			assert_contains(finding->sentence, want);
		scene_release(&scene);
		X509_free(cert);
		strbuf_release(&pem);
	}
}

static void
usage(X509 *cert, int nid, const char *value)
{
	X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, nid, value);

	assert_true(X509_add_ext(cert, extension, -1));
	X509_EXTENSION_free(extension);
	assert_true(X509_sign(cert, cert_key(2048), EVP_sha256()) > 0);
}

static void
change_ra(X509 *cert)
{
	usage(cert, NID_key_usage, "digitalSignature,keyEncipherment");
}

/* NDES has two, of which each does one thing. */
static void
change_ra_of_ndes(X509 *cert)
{
	usage(cert, NID_key_usage, "keyEncipherment");
	usage(cert, NID_ext_key_usage, "1.3.6.1.4.1.311.20.2.1");
}

static void
change_web_server(X509 *cert)
{
	usage(cert, NID_key_usage, "digitalSignature,keyEncipherment");
	usage(cert, NID_ext_key_usage, "serverAuth");
}

static void
the_issuing_certificate_is_of_a_ca_or_ra(void **state)
{
	static const struct cert_spec leaf = { "Leaf", "Root", 2048, "SHA256", -1, 365, false, 0 };
	static const struct cert_spec again = { "Root", NULL, 1024, "SHA256", -1, 365, true, 0 };
	static const struct {
		void (*change)(X509 *cert);
		const struct cert_spec *spec, *root;
		const char *want; /* NULL: silent */
		enum severity severity;
	} cases[] = {
		{ change_nothing, &sub_spec, NULL, NULL, 0 },
		{ change_nothing, &sub_spec, &root_spec, NULL, 0 },
		{ change_nothing, &root_spec, &root_spec, NULL, 0 },
		{ change_ra, &leaf, &root_spec, NULL, 0 },
		{ change_ra_of_ndes, &leaf, NULL, NULL, 0 },
		{ change_nothing, &leaf, NULL, "that of a device or person", SEVERITY_WARNING },
		{ change_web_server, &leaf, NULL, "that of a web server", SEVERITY_WARNING },
		{ change_nothing, &sub_spec, &again,
			"names Root as its issuer, but the root certificate did not sign it",
			SEVERITY_WARNING },
		{ change_ra, &leaf, &sub_spec, "was not issued by the root certificate, Sub",
			SEVERITY_INFO },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		X509 *cert = cert_make(cases[i].spec);
		struct strbuf pem = STRBUF_INIT, root = STRBUF_INIT;
		const struct finding *finding;
		struct scene scene;

		cases[i].change(cert);
		to_pem(cert, &pem);
		if (cases[i].root)
			cert_pem(cases[i].root, &root);
		scene_check(&scene, *state, NULL, root.len ? root.buf : NULL, pem.buf);
		finding = scene_finding(&scene, "issuing-certificate");
		if (!cases[i].want != !finding)
			fail_msg("case %zu: %s", i, finding ? finding->sentence : "silent");
		if (finding) {
			assert_contains(finding->sentence, cases[i].want);
			assert_int_equal(finding->severity, cases[i].severity);
		}
		/* one that the profile does not get is no duplicate, no intermediate, no CA file */
		assert_null(scene_finding(&scene, "certificate-duplicate"));
		scene_release(&scene);
		X509_free(cert);
		strbuf_release(&pem);
		strbuf_release(&root);
	}
}

/* What a rule has read, the next one gets, good or bad, and so does the next draft; another text is another one. */
/* To the second. */
static void
a_certificate_ends_at_its_last_second(void **state)
{
	enum { DAY = 24 * 60 * 60, FROM = 100 * DAY, TO = 300 * DAY, SOON = TO - 90 * DAY };
	static const struct {
		time_t now;
		const char *said; /* behind the name */
	} cases[] = {
		{ FROM - 1, "is not valid before 1970-04-11. Devices do not trust it until then" },
		{ FROM, NULL },
		{ SOON, NULL },
		{ SOON + 1, "ends soon, on 1970-10-28. Ask for a new one" },
		{ TO, "ends soon, on 1970-10-28. Ask for a new one" },
		{ TO + 1, "expired on 1970-10-28. Ask for a new one" },
	};
	struct certificate cert = CERTIFICATE_INIT;

	(void)state;
	strbuf_addstr(&cert.common_name, "Root");
	cert.not_before = FROM;
	cert.not_after = TO;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		STRBUF(said);
		STRBUF(wanted);

		assert_int_equal(certificate_tell_validity(&cert, cases[i].now, &said),
			cases[i].said != NULL);
		if (cases[i].said)
			strbuf_addf(&wanted, "the certificate of Root %s", cases[i].said);
		assert_string_equal(said.buf, wanted.buf);
	}
	certificate_release(&cert);
}

static void
each_answer_is_read_once(void **state)
{
	struct certificates_read list = { NULL }, next = { NULL };
	struct strbuf pem = STRBUF_INIT;
	const struct certificate_read *good, *bad, *none;

	(void)state;
	cert_pem(&root_spec, &pem);
	good = certificates_read(&list, pem.buf, ".");
	bad = certificates_read(&list, "missing.cer", ".");
	none = certificates_read(&list, "none\n", ".");
	assert_true(good->good);
	assert_string_equal(good->cert.common_name.buf, "Root");
	assert_string_equal(good->given.buf, pem.buf);
	assert_false(bad->good);
	assert_string_equal(bad->slip.rule, "certificate-unreadable");
	assert_false(none->good);
	assert_string_equal(none->slip.rule, "certificate-not-one");
	assert_ptr_equal(certificates_read(&list, pem.buf, "."), good);
	assert_ptr_equal(certificates_read(&list, "missing.cer", "."), bad);
	assert_ptr_equal(certificates_read(&next, pem.buf, "."), good);
	assert_ptr_equal(certificates_read(&next, "none\n", "."), none);
	assert_ptr_not_equal(certificates_read(&next, "missing.cer", "."), bad);
	certificates_read_release(&list);
	assert_null(list.first);
	assert_ptr_equal(certificates_read(&list, pem.buf, "."), good);
	certificates_read_release(&list);
	certificates_read_release(&next);
	strbuf_release(&pem);
}

/* A file is read anew by each check: its content is what is known, and the sentence has its own path. */
static void
a_file_is_known_by_its_content(void **state)
{
	static const char folder[] = "/tmp";
	struct strbuf pem = STRBUF_INIT, path = STRBUF_INIT;
	const struct certificate_read *first, *again, *changed;
	struct certificates_read one = { NULL }, two = { NULL }, three = { NULL };
	FILE *out;

	(void)state;
	cert_pem(&root_spec, &pem);
	strbuf_addf(&path, "%s/scepwiz-read-%ld.cer", folder, (long)getpid());
	assert_non_null(out = fopen(path.buf, "w"));
	assert_true(fputs(pem.buf, out) >= 0);
	assert_int_equal(fclose(out), 0);
	first = certificates_read(&one, path.buf, folder);
	again = certificates_read(&two, path.buf, folder);
	assert_true(first->good);
	assert_ptr_equal(again, first);
	assert_non_null(out = fopen(path.buf, "w"));
	assert_true(fputs("no certificate", out) >= 0);
	assert_int_equal(fclose(out), 0);
	changed = certificates_read(&three, path.buf, folder);
	assert_false(changed->good);
	assert_non_null(strstr(changed->slip.sentence, path.buf));
	certificates_read_release(&one);
	certificates_read_release(&two);
	certificates_read_release(&three);
	assert_int_equal(unlink(path.buf), 0);
	strbuf_release(&pem);
	strbuf_release(&path);
}

/* More roots than are remembered: those in use stay, and what was forgotten is read anew. */
static void
what_is_not_used_is_forgotten(void **state)
{
	struct certificates_read used = { NULL };
	struct strbuf pem = STRBUF_INIT;
	const struct certificate_read *first;

	(void)state;
	cert_pem(&root_spec, &pem);
	first = certificates_read(&used, pem.buf, ".");
	for (int i = 0; i < 50; i++) {
		struct certificates_read list = { NULL };
		struct strbuf text = STRBUF_INIT;

		strbuf_addf(&text, "no certificate %d\n", i);
		strbuf_addchars(&text, 'x', 100000);
		assert_false(certificates_read(&list, text.buf, ".")->good);
		certificates_read_release(&list);
		strbuf_release(&text);
	}
	assert_string_equal(first->cert.common_name.buf, "Root");
	assert_ptr_equal(certificates_read(&used, pem.buf, "."), first);
	certificates_read_release(&used);
	strbuf_release(&pem);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_fingerprint_of_either_certificate_is_silent),
		cmocka_unit_test(other_numbers_are_told_by_their_names),
		cmocka_unit_test(one_of_two_hashes_is_certain_with_the_certificate),
		cmocka_unit_test(the_hash_of_the_answers_own_text_is_told),
		cmocka_unit_test(a_whole_certificate_becomes_its_hash),
		cmocka_unit_test(ordinary_values_are_not_recognised),
		cmocka_unit_test(algorithms_that_some_cannot_verify_are_told),
		cmocka_unit_test(the_issuing_certificate_is_of_a_ca_or_ra),
		cmocka_unit_test(a_certificate_ends_at_its_last_second),
		cmocka_unit_test(each_answer_is_read_once),
		cmocka_unit_test(a_file_is_known_by_its_content),
		cmocka_unit_test(what_is_not_used_is_forgotten),
	};

	return cmocka_run_group_tests(tests, form_setup, form_teardown);
}
