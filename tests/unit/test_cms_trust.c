/* Whom certificates vouch for: chains made by OpenSSL as they are needed, each of another fault. */
#include "testing.h"

#include <openssl/cms.h>
#include <time.h>

#include "base/xalloc.h"

#include "syntax/cms.h"

#include "make_cert.h"

#define PROFILE "<plist version=\"1.0\"><dict/></plist>\n"

/* A certificate with a key of its own. */
struct party {
	const char *name;
	const char *issuer; /* another party; NULL: itself */
	int from_day, to_day;
	const char *usage; /* key usage; NULL: not limited */
	const char *digest;
	bool ca;
	EVP_PKEY *key;
	X509 *x509;
};

/* In an order in which issuers come first. "Root" is there twice, as somebody makes it who can write names. */
static struct party parties[] = {
	{ "Root", NULL, -10, 3650, "keyCertSign", "SHA256", true },
	{ "Other", NULL, -10, 3650, "keyCertSign", "SHA256", true },
	{ "Issuing", "Root", -5, 365, "keyCertSign", "SHA256", true },
	{ "Old Issuing", "Root", -9, -1, "keyCertSign", "SHA256", true },
	{ "No CA", "Root", -5, 365, NULL, "SHA256", false },
	{ "Signer", "Issuing", -5, 100, "digitalSignature", "SHA256", false },
	{ "Direct", "Root", -5, 100, NULL, "SHA256", false },
	{ "Expired", "Root", -5, -1, NULL, "SHA256", false },
	{ "Early", "Root", 5, 10, NULL, "SHA256", false },
	{ "Under Old", "Old Issuing", -5, 100, NULL, "SHA256", false },
	{ "Under None", "No CA", -5, 100, NULL, "SHA256", false },
	{ "Encrypts", "Root", -5, 100, "keyEncipherment", "SHA256", false },
	{ "Weak", "Root", -5, 100, NULL, "SHA1", false },
	{ "Alone", NULL, -5, 100, NULL, "SHA256", false },
};

static struct party *
party(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(parties); i++)
		if (!strcmp(parties[i].name, name))
			return &parties[i];
	fail_msg("no party %s", name);
	return NULL;
}

static void
party_extension(X509 *x509, int nid, const char *value)
{
	X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, nid, value);

	assert_non_null(extension);
	X509_add_ext(x509, extension, -1);
	X509_EXTENSION_free(extension);
}

static void
party_make(struct party *p, EVP_PKEY *signing, const char *issuer)
{
	X509_NAME *subject = cert_name(p->name), *issuing = cert_name(issuer);

	p->x509 = X509_new();
	X509_set_version(p->x509, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(p->x509), (long)(p - parties) + 1);
	X509_time_adj_ex(X509_getm_notBefore(p->x509), p->from_day, 0, NULL);
	X509_time_adj_ex(X509_getm_notAfter(p->x509), p->to_day, 0, NULL);
	X509_set_subject_name(p->x509, subject);
	X509_set_issuer_name(p->x509, issuing);
	X509_set_pubkey(p->x509, p->key);
	party_extension(p->x509, NID_basic_constraints, p->ca ? "critical,CA:TRUE" : "CA:FALSE");
	if (p->usage)
		party_extension(p->x509, NID_key_usage, p->usage);
	assert_true(X509_sign(p->x509, signing, EVP_get_digestbyname(p->digest)) > 0);
	X509_NAME_free(subject);
	X509_NAME_free(issuing);
}

static int
parties_make(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(parties); i++) {
		struct party *p = &parties[i], *issuer = p->issuer ? party(p->issuer) : p;

		p->key = EVP_EC_gen("P-256");
		assert_non_null(p->key);
		party_make(p, issuer->key, issuer->name);
	}
	return 0;
}

static int
parties_free(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(parties); i++) {
		X509_free(parties[i].x509);
		EVP_PKEY_free(parties[i].key);
	}
	return 0;
}

/* Names that are given in a text, with commas between. */
static void
each_named(const char *names, void (*take)(struct party *party, void *data), void *data)
{
	STRVEC(list);

	strvec_split(&list, names, ',');
	for (size_t i = 0; *names && i < list.n; i++)
		take(party(list.v[i]), data);
}

static const EVP_MD *(*signing_digest)(void) = EVP_sha256;

static void
sign_with(struct party *p, void *data)
{
	assert_non_null(CMS_add1_signer(data, p->x509, p->key, signing_digest(), CMS_BINARY));
}

static void
put_inside(struct party *p, void *data)
{
	CMS_add1_cert(data, p->x509);
}

static void
message_make(const char *signers, const char *inside, struct strbuf *out)
{
	BIO *content = BIO_new_mem_buf(PROFILE, -1), *der = BIO_new(BIO_s_mem());
	CMS_ContentInfo *cms = CMS_sign(NULL, NULL, NULL, NULL, CMS_BINARY | CMS_PARTIAL);

	each_named(signers, sign_with, cms);
	each_named(inside, put_inside, cms);
	assert_true(CMS_final(cms, content, NULL, CMS_BINARY));
	assert_true(i2d_CMS_bio(der, cms));
	cert_bio_take(der, out);
	CMS_ContentInfo_free(cms);
	BIO_free(content);
}

static void
put_pem(struct party *p, void *data)
{
	BIO *bio = BIO_new(BIO_s_mem());

	assert_true(PEM_write_bio_X509(bio, p->x509));
	cert_bio_take(bio, data);
}

static void
judge(const struct strbuf *message, const char *trusted, int64_t now, struct cms_judged *judged)
{
	struct cms_file ca = { .name = "ca.pem", .data = STRBUF_INIT };

	each_named(trusted, put_pem, &ca.data);
	cms_judge(message->buf, message->len, &ca, now, judged);
	strbuf_release(&ca.data);
}

static void
chains_that_hold_tell_their_root(void **state)
{
	static const struct {
		const char *signers, *inside, *trusted, *signer, *root;
	} cases[] = {
		{ "Direct", "", "Root", "CN=Direct", "CN=Root" },
		{ "Direct", "", "Other,Root", "CN=Direct", "CN=Root" },
		{ "Signer", "Issuing", "Root", "CN=Signer", "CN=Root" },
		/* the one in between may be on either side */
		{ "Signer", "", "Root,Issuing", "CN=Signer", NULL },
		{ "Signer", "Issuing,Root", "Root", "CN=Signer", "CN=Root" },
		/* what is trusted need not have issued itself */
		{ "Signer", "", "Issuing", "CN=Signer", "CN=Issuing" },
		{ "Signer", "", "Signer", "CN=Signer", "CN=Signer" },
		{ "Alone", "", "Alone", "CN=Alone", "CN=Alone" },
		{ "Direct,Signer", "Issuing", "Root", NULL, "CN=Root" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct cms_judged judged = CMS_JUDGED_INIT;
		STRBUF(message);

		message_make(cases[i].signers, cases[i].inside, &message);
		judge(&message, cases[i].trusted, time(NULL), &judged);
		assert_string_equal(judged.doubt.buf, "");
		if (cases[i].root) /* else versions of OpenSSL differ in how far they go */
			assert_string_equal(judged.root.buf, cases[i].root);
		if (cases[i].signer)
			assert_string_equal(judged.signer.buf, cases[i].signer);
		cms_judged_release(&judged);
	}
}

static void
doubts_have_reasons(void **state)
{
	static const struct {
		const char *signers, *inside, *trusted, *doubt;
	} cases[] = {
		{ "Direct", "", "Other",
			"the certificate that issued CN=Direct is not in ca.pem or the signature" },
		{ "Signer", "", "Root",
			"the certificate that issued CN=Signer is not in ca.pem or the signature" },
		{ "Signer", "Issuing", "Other",
			"the certificate that issued CN=Issuing is not in ca.pem or the signature" },
		{ "Signer", "Issuing,Root", "Other",
			"its chain ends at CN=Root, which is not in ca.pem" },
		{ "Alone", "", "Root", "CN=Alone issued itself and is not in ca.pem" },
		{ "Expired", "", "Root", "CN=Expired expired on 20" },
		{ "Early", "", "Root", "CN=Early is not valid before 20" },
		{ "Under Old", "Old Issuing", "Root", "CN=Old Issuing expired on 20" },
		{ "Under None", "No CA", "Root", "CN=No CA: " },
		{ "Encrypts", "", "Root",
			"the key usage of CN=Encrypts does not allow signatures" },
		{ "Weak", "", "Root", "CN=Weak is signed by MD5 or SHA-1, which can be forged" },
		/* each has to hold */
		{ "Direct,Alone", "", "Root", "CN=Alone issued itself and is not in ca.pem" },
		{ "Alone,Direct", "", "Root", "CN=Alone issued itself and is not in ca.pem" },
		{ "Direct", "", "", "ca.pem: the file is empty" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct cms_judged judged = CMS_JUDGED_INIT;
		STRBUF(message);

		message_make(cases[i].signers, cases[i].inside, &message);
		judge(&message, cases[i].trusted, time(NULL), &judged);
		assert_contains(judged.doubt.buf, cases[i].doubt);
		cms_judged_release(&judged);
	}
}

static void
a_profile_that_is_signed_by_a_weak_hash_is_a_doubt(void **state)
{
	struct cms_judged judged = CMS_JUDGED_INIT;
	STRBUF(message);

	(void)state;
	signing_digest = EVP_sha1;
	message_make("Direct", "", &message);
	signing_digest = EVP_sha256;
	judge(&message, "Root", time(NULL), &judged);
	assert_string_equal(
		judged.doubt.buf, "the profile is signed by MD5 or SHA-1, which can be forged");
	cms_judged_release(&judged);
}

/* A root that was renewed with its key: whichever comes first in the file, the valid one vouches. */
static void
a_renewed_root_vouches(void **state)
{
	static const struct {
		const char *order, *doubt;
	} cases[] = {
		{ "old new", "" },
		{ "new old", "" },
		{ "old", "CN=Root expired on 20" },
	};
	struct party *root = party("Root"), real = *root, old;
	STRBUF(message);

	(void)state;
	message_make("Direct", "", &message);
	root->from_day = -100;
	root->to_day = -1;
	party_make(root, root->key, "Root");
	old = *root;
	*root = real;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct cms_judged judged = CMS_JUDGED_INIT;
		struct cms_file ca = { .name = "ca.pem", .data = STRBUF_INIT };
		STRVEC(order);

		strvec_split(&order, cases[i].order, ' ');
		for (size_t k = 0; k < order.n; k++)
			put_pem(!strcmp(order.v[k], "old") ? &old : root, &ca.data);
		cms_judge(message.buf, message.len, &ca, time(NULL), &judged);
		assert_contains(judged.doubt.buf, cases[i].doubt);
		assert_int_equal(judged.doubt.len > 0, *cases[i].doubt != '\0');
		assert_string_equal(judged.root.buf, *cases[i].doubt ? "" : "CN=Root");
		cms_judged_release(&judged);
		strbuf_release(&ca.data);
	}
	X509_free(old.x509);
}

/* A root of another key with the name of the one that is trusted, and all that it signed. */
static void
a_name_alone_is_nobody(void **state)
{
	struct party *root = party("Root"), *direct = party("Direct"), real_root = *root,
		     real_direct = *direct;
	struct cms_judged judged = CMS_JUDGED_INIT;
	STRBUF(message);

	(void)state;
	root->key = EVP_EC_gen("P-256");
	party_make(root, root->key, "Root");
	party_make(direct, root->key, "Root");
	message_make("Direct", "Root", &message);
	X509_free(root->x509);
	EVP_PKEY_free(root->key);
	X509_free(direct->x509);
	*root = real_root;
	*direct = real_direct;
	judge(&message, "Root", time(NULL), &judged);
	assert_string_equal(
		judged.doubt.buf, "the signature on CN=Direct is not that of its issuer");
	assert_string_equal(judged.root.buf, "");
	cms_judged_release(&judged);
}

static void
the_time_is_the_callers(void **state)
{
	static const struct {
		int day;
		const char *doubt;
	} cases[] = {
		{ -4, "" },
		{ 0, "" },
		{ 99, "" },
		{ -6, "CN=Direct is not valid before " },
		{ 101, "CN=Direct expired on " },
		{ 4000, "expired on " },
		{ 36500, "expired on " },
	};
	STRBUF(message);

	(void)state;
	message_make("Direct", "", &message);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct cms_judged judged = CMS_JUDGED_INIT;

		judge(&message, "Root", time(NULL) + (time_t)cases[i].day * 24 * 60 * 60, &judged);
		assert_contains(judged.doubt.buf, cases[i].doubt);
		assert_int_equal(judged.doubt.len > 0, *cases[i].doubt != '\0');
		cms_judged_release(&judged);
	}
}

/* Each byte of it, changed: nothing is vouched for but what was signed. */
static void
no_changed_message_is_vouched_for(void **state)
{
	STRBUF(message);

	(void)state;
	message_make("Direct", "", &message);
	for (size_t at = 0; at < message.len; at += 3) {
		struct cms_judged judged = CMS_JUDGED_INIT;
		CMS_OPENED(opened);
		STRBUF(err);

		message.buf[at] ^= 0x20;
		judge(&message, "Root", time(NULL), &judged);
		if (!judged.doubt.len) {
			assert_int_equal(cms_unwrap(message.buf, message.len, &opened, &err), 0);
			assert_string_equal(opened.content.buf, PROFILE);
		}
		message.buf[at] ^= 0x20;
		cms_judged_release(&judged);
	}
}

static void
what_is_no_message_is_a_doubt(void **state)
{
	struct cms_judged judged = CMS_JUDGED_INIT;
	STRBUF(message);

	(void)state;
	strbuf_addstr(&message, "no message");
	judge(&message, "Root", time(NULL), &judged);
	assert_contains(judged.doubt.buf, "this is not signed data (CMS), or its beginning is "
					  "damaged");
	cms_judged_release(&judged);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(chains_that_hold_tell_their_root),
		cmocka_unit_test(doubts_have_reasons),
		cmocka_unit_test(a_profile_that_is_signed_by_a_weak_hash_is_a_doubt),
		cmocka_unit_test(a_renewed_root_vouches),
		cmocka_unit_test(a_name_alone_is_nobody),
		cmocka_unit_test(the_time_is_the_callers),
		cmocka_unit_test(no_changed_message_is_vouched_for),
		cmocka_unit_test(what_is_no_message_is_a_doubt),
	};

	return cmocka_run_group_tests(tests, parties_make, parties_free);
}
