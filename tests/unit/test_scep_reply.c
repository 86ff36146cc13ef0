/* worker/scep_reply, worker/scep_issued: what a trial makes of replies, right and wrong ones. */
#include "testing.h"

#include <openssl/bn.h>
#include <openssl/cms.h>
#include <openssl/objects.h>
#include <openssl/pem.h>
#include <openssl/provider.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/node.h"
#include "base/strbuf.h"
#include "base/xalloc.h"

#include "syntax/cms.h"

#include "test_ca.h"
#include "worker/jail.h"
#include "worker/scep_parts.h"

#define PATIENCE_SECONDS 60
#define USAGE "critical,digitalSignature,keyEncipherment"

/*
 * A trial that has sent its request.
 */

struct scene {
	X509 *ca, *other_ca;
	EVP_PKEY *ca_key, *other_key;
	struct scep_chosen chosen;
	struct scep_wish wish;
	struct scep_trial *trial;
	struct node *facts;
	struct test_message message; /* the last one */
	X509_REQ *request;
	STACK_OF(X509_EXTENSION) * asked;
};

static X509 *
ca_make(const char *name, enum test_key signed_by, EVP_PKEY *key)
{
	return test_cert(&(struct test_cert){ .subject = name,
		.issuer = name,
		.signed_by = signed_by,
		.key = key,
		.usage = USAGE ",keyCertSign",
		.ca = true,
		.days = 900 });
}

static void
scene_say(struct scene *scene, bool poll)
{
	STRBUF(bytes);
	STRBUF(err);

	test_message_release(&scene->message);
	assert_int_equal(scep_trial_message(scene->trial, poll, &bytes, &err), 0);
	test_message_read(&bytes, scene->ca, TEST_KEY_CA, &scene->message);
}

static void
scene_begin(struct scene *scene, const char *subject)
{
	STRBUF(err);
	const unsigned char *at;

	*scene = (struct scene){ .wish = SCEP_WISH_INIT,
		.message = TEST_MESSAGE_INIT,
		.ca_key = test_key(TEST_KEY_CA),
		.other_key = test_key(TEST_KEY_OTHER) };
	scene->ca = ca_make("Test CA", TEST_KEY_CA, scene->ca_key);
	scene->other_ca = ca_make("Other CA", TEST_KEY_OTHER, scene->other_key);
	scene->chosen = (struct scep_chosen){ .signer = scene->ca,
		.recipient = scene->ca,
		.issuer = scene->ca,
		.anchor = scene->ca,
		.others = sk_X509_new_null(),
		.aes = true,
		.digest = NID_sha256 };
	sk_X509_push(scene->chosen.others, scene->ca);
	scene->wish.subject = xstrdup(subject);
	scene->wish.principal = xstrdup("me@acme.example");
	strvec_push(&scene->wish.dns, "one.acme.example");
	strvec_push(&scene->wish.email, "me@acme.example");
	strvec_push(&scene->wish.uri, "https://acme.example/a");
	scene->wish.usage = SCEP_SIGNING | SCEP_ENCRYPTION;
	scene->trial = scep_trial_with_key(
		&scene->wish, &scene->chosen, TEST_CA_NOW, test_key(TEST_KEY_DEVICE), &err);
	assert_string_equal(err.buf, "");
	scene->facts = scep_trial_facts(scene->trial);
	scene_say(scene, false);
	at = (const unsigned char *)scene->message.content.buf;
	scene->request = d2i_X509_REQ(NULL, &at, (long)scene->message.content.len);
	scene->asked = X509_REQ_get_extensions(scene->request);
}

static void
scene_end(struct scene *scene)
{
	sk_X509_EXTENSION_pop_free(scene->asked, X509_EXTENSION_free);
	X509_REQ_free(scene->request);
	test_message_release(&scene->message);
	node_free(scene->facts);
	scep_trial_free(scene->trial);
	free(scene->wish.subject);
	free(scene->wish.principal);
	strvec_release(&scene->wish.dns);
	strvec_release(&scene->wish.email);
	strvec_release(&scene->wish.uri);
	sk_X509_free(scene->chosen.others);
	X509_free(scene->ca);
	X509_free(scene->other_ca);
	EVP_PKEY_free(scene->ca_key);
	EVP_PKEY_free(scene->other_key);
}

#define SCENE(name)                                            \
	__attribute__((cleanup(scene_end))) struct scene name; \
	scene_begin(&name, "/C=US/O=Acme/CN=TRIAL")

/* The certificate that is asked for. */
static struct test_cert
spec_asked(const struct scene *scene)
{
	return (struct test_cert){ .name = X509_REQ_get_subject_name(scene->request),
		.issuer = "Test CA",
		.signed_by = TEST_KEY_CA,
		.key = X509_REQ_get0_pubkey(scene->request),
		.extensions = scene->asked,
		.days = 365 };
}

static X509 *
issue(const struct scene *scene)
{
	struct test_cert spec = spec_asked(scene);

	return test_cert(&spec);
}

static struct test_reply
reply_of(const struct scene *scene, const char *status)
{
	return (struct test_reply){ .type = "3",
		.status = status,
		.to = &scene->message,
		.signer = scene->ca,
		.key = TEST_KEY_CA };
}

static bool
hear(struct scene *scene, const struct strbuf *body)
{
	bool pending = scep_trial_reply(scene->trial, body, scene->facts);

	assert_int_equal(scene->facts->n, 18);
	return pending;
}

static bool
hear_reply(struct scene *scene, const struct test_reply *reply)
{
	STRBUF(body);

	test_reply_make(reply, &body);
	return hear(scene, &body);
}

/* Success, with these certificates for the sender. */
static void
hear_issued(struct scene *scene, const struct test_reply *wanted, X509 *const *certs,
	const EVP_CIPHER *cipher)
{
	struct test_reply reply = *wanted;
	STRBUF(bag);
	STRBUF(envelope);

	test_bag(certs, &bag);
	test_envelope(&bag, scene->message.sender, cipher, &envelope);
	reply.content = &envelope;
	assert_false(hear_reply(scene, &reply));
}

static void
hear_certificate(struct scene *scene, X509 *cert)
{
	struct test_reply reply = reply_of(scene, "0");

	hear_issued(scene, &reply, (X509 *const[]){ cert, NULL }, EVP_aes_128_cbc());
	X509_free(cert);
}

static bool
fact(const struct scene *scene, const char *path)
{
	const struct node *node = node_at(scene->facts, path);

	assert_true(node_is(node, NODE_BOOLEAN));
	return node->number;
}

static const char *
told(const struct scene *scene, const char *path)
{
	const char *text = node_text(node_at(scene->facts, path));

	assert_non_null(text);
	return text;
}

/* The items of a list, with commas. */
static const char *
listed(const struct scene *scene, const char *path)
{
	static struct strbuf text = STRBUF_INIT;
	const struct node *list = node_at(scene->facts, path);

	strbuf_clear(&text);
	for (size_t i = 0; i < list->n; i++)
		strbuf_addf(&text, "%s%s", i ? "," : "", node_text(list->v[i]));
	return text.buf;
}

static void
assert_unread(const struct scene *scene, const char *fault)
{
	assert_string_equal(told(scene, "reply fault"), fault);
	assert_string_equal(told(scene, "status"), "unread");
	assert_string_equal(told(scene, "serial"), "");
}

/*
 * Replies.
 */

static void
what_is_issued_is_told(void **state)
{
	SCENE(scene);
	X509 *cert = issue(&scene);
	BIO *bio = BIO_new(BIO_s_mem());
	STRBUF(serial);
	char *data;
	long len;

	(void)state;
	strbuf_addf(
		&serial, "%04lX", (unsigned long)ASN1_INTEGER_get(X509_get0_serialNumber(cert)));
	PEM_write_bio_X509(bio, cert);
	hear_certificate(&scene, cert);
	assert_string_equal(told(&scene, "status"), "issued");
	assert_string_equal(told(&scene, "reply fault"), "");
	assert_true(fact(&scene, "signer is chosen"));
	assert_true(fact(&scene, "verifies"));
	assert_true(fact(&scene, "nonce is ours"));
	assert_true(fact(&scene, "transaction is ours"));
	assert_true(fact(&scene, "for our key"));
	assert_true(fact(&scene, "ours is first"));
	assert_string_equal(listed(&scene, "reply weak"), "");
	assert_int_equal(node_get(scene.facts, "fail info")->number, -1);
	assert_string_equal(told(&scene, "serial"), serial.buf);
	assert_string_equal(told(&scene, "issued/subject"), "/C=US/O=Acme/CN=TRIAL");
	assert_string_equal(listed(&scene, "issued/dns"), "one.acme.example");
	assert_string_equal(listed(&scene, "issued/email"), "me@acme.example");
	assert_string_equal(listed(&scene, "issued/uri"), "https://acme.example/a");
	assert_string_equal(told(&scene, "issued/principal"), "me@acme.example");
	assert_true(fact(&scene, "issued/has key usage"));
	assert_string_equal(listed(&scene, "issued/key usage"), "digitalSignature,keyEncipherment");
	assert_string_equal(listed(&scene, "issued/extended"), "");
	assert_true(node_at(scene.facts, "issued/not before")->number == TEST_CA_NOW - TEST_CA_DAY);
	assert_true(node_at(scene.facts, "issued/not after")->number ==
		    TEST_CA_NOW + 365 * TEST_CA_DAY);
	assert_true(fact(&scene, "issued/chains"));
	assert_string_equal(told(&scene, "issued/signature"), "sha256WithRSAEncryption");
	len = BIO_get_mem_data(bio, &data);
	assert_int_equal(node_at(scene.facts, "issued/pem")->text.len, len);
	assert_memory_equal(node_at(scene.facts, "issued/pem")->text.buf, data, (size_t)len);
	BIO_free(bio);
}

static void
pending_goes_on_until_it_is_issued(void **state)
{
	SCENE(scene);
	struct test_reply reply = reply_of(&scene, "3");

	(void)state;
	for (int i = 0; i < 2; i++) {
		assert_true(hear_reply(&scene, &reply));
		assert_string_equal(told(&scene, "status"), "pending");
		assert_string_equal(told(&scene, "reply fault"), "");
		assert_true(fact(&scene, "nonce is ours"));
		scene_say(&scene, true);
	}
	hear_certificate(&scene, issue(&scene));
	assert_string_equal(told(&scene, "status"), "issued");
	assert_true(fact(&scene, "nonce is ours"));
}

/* What an earlier reply said is not there any more. */
static void
each_reply_is_told_anew(void **state)
{
	SCENE(scene);
	struct test_reply reply = reply_of(&scene, "2");

	(void)state;
	hear_certificate(&scene, issue(&scene));
	reply.fail = "2";
	reply.digest = EVP_sha1();
	assert_false(hear_reply(&scene, &reply));
	assert_string_equal(told(&scene, "serial"), "");
	assert_string_equal(told(&scene, "issued/subject"), "");
	assert_false(fact(&scene, "for our key"));
	reply.digest = NULL;
	assert_false(hear_reply(&scene, &reply));
	assert_string_equal(listed(&scene, "reply weak"), "");
}

static void
a_refusal_says_why(void **state)
{
	static const struct {
		const char *fail;
		int number;
	} cases[] = {
		{ "0", 0 },
		{ "1", 1 },
		{ "2", 2 },
		{ "3", 3 },
		{ "4", 4 },
		{ "5", -1 },
		{ "-1", -1 },
		{ "00", -1 },
		{ "", -1 },
		{ NULL, -1 },
	};
	SCENE(scene);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct test_reply reply = reply_of(&scene, "2");

		reply.fail = cases[i].fail;
		assert_false(hear_reply(&scene, &reply));
		assert_string_equal(told(&scene, "status"), "refused");
		assert_string_equal(told(&scene, "reply fault"), "");
		assert_int_equal(node_get(scene.facts, "fail info")->number, cases[i].number);
	}
}

/* failInfo is of refusals alone. */
static void
patience_has_no_reason(void **state)
{
	SCENE(scene);
	struct test_reply reply = reply_of(&scene, "3");

	(void)state;
	reply.fail = "1";
	assert_true(hear_reply(&scene, &reply));
	assert_int_equal(node_get(scene.facts, "fail info")->number, -1);
}

static void
attributes_must_be_those_of_a_reply(void **state)
{
	static const struct {
		const char *type, *status;
	} cases[] = {
		{ "19", "0" },
		{ "33", "3" },
		{ "", "3" },
		{ NULL, "3" },
		{ "3", NULL },
		{ "3", "" },
		{ "3", "1" },
		{ "3", "30" },
	};
	SCENE(scene);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct test_reply reply = reply_of(&scene, cases[i].status);

		reply.type = cases[i].type;
		assert_false(hear_reply(&scene, &reply));
		assert_unread(&scene, "other");
		assert_true(fact(&scene, "verifies"));
	}
}

static void
nonce_and_transaction_are_only_told(void **state)
{
	SCENE(scene);
	struct test_reply reply = reply_of(&scene, "3");

	(void)state;
	reply.other_nonce = true;
	assert_true(hear_reply(&scene, &reply));
	assert_false(fact(&scene, "nonce is ours"));
	assert_true(fact(&scene, "transaction is ours"));
	reply.other_nonce = false;
	reply.other_transaction = true;
	assert_true(hear_reply(&scene, &reply));
	assert_true(fact(&scene, "nonce is ours"));
	assert_false(fact(&scene, "transaction is ours"));
	reply.to = NULL;
	reply.other_transaction = false;
	assert_true(hear_reply(&scene, &reply));
	assert_false(fact(&scene, "nonce is ours"));
	assert_false(fact(&scene, "transaction is ours"));
}

static void
the_nonce_is_that_of_the_last_message(void **state)
{
	SCENE(scene);
	struct test_reply reply = reply_of(&scene, "3");
	STRBUF(first);

	(void)state;
	test_reply_make(&reply, &first);
	scene_say(&scene, true);
	assert_true(hear(&scene, &first));
	assert_false(fact(&scene, "nonce is ours"));
	assert_true(fact(&scene, "transaction is ours"));
}

/*
 * Who signed.
 */

static void
another_signer_is_not_believed(void **state)
{
	SCENE(scene);
	struct test_reply reply = reply_of(&scene, "3");

	(void)state;
	reply.signer = scene.other_ca;
	reply.key = TEST_KEY_OTHER;
	assert_false(hear_reply(&scene, &reply));
	assert_unread(&scene, "");
	assert_false(fact(&scene, "signer is chosen"));
	assert_true(fact(&scene, "verifies"));
	reply.without_certificate = true;
	assert_false(hear_reply(&scene, &reply));
	assert_unread(&scene, "signature");
	assert_false(fact(&scene, "signer is chosen"));
	assert_false(fact(&scene, "verifies"));
}

/* What another signer issued is told, so that it can be revoked, but is not taken. */
static void
what_another_signer_issues_is_not_taken(void **state)
{
	SCENE(scene);
	struct test_reply reply = reply_of(&scene, "0");
	X509 *cert = issue(&scene);

	(void)state;
	reply.signer = scene.other_ca;
	reply.key = TEST_KEY_OTHER;
	hear_issued(&scene, &reply, (X509 *const[]){ cert, NULL }, EVP_aes_128_cbc());
	assert_string_equal(told(&scene, "status"), "unread");
	assert_true(*told(&scene, "serial"));
	X509_free(cert);
}

/* A certificate with the same name and number, but another key: it is not the chosen one. */
static void
a_namesake_is_not_the_signer(void **state)
{
	SCENE(scene);
	struct test_reply reply = reply_of(&scene, "3");
	X509 *namesake = X509_dup(scene.ca);

	(void)state;
	X509_set_pubkey(namesake, scene.other_key);
	assert_true(X509_sign(namesake, scene.other_key, EVP_sha256()));
	reply.signer = namesake;
	reply.key = TEST_KEY_OTHER;
	assert_false(hear_reply(&scene, &reply));
	assert_unread(&scene, "signature");
	assert_true(fact(&scene, "signer is chosen"));
	assert_false(fact(&scene, "verifies"));
	X509_free(namesake);
}

static void
the_signer_need_not_be_in_the_reply(void **state)
{
	SCENE(scene);
	struct test_reply reply = reply_of(&scene, "3");

	(void)state;
	reply.without_certificate = true;
	assert_true(hear_reply(&scene, &reply));
	assert_true(fact(&scene, "signer is chosen"));
	assert_true(fact(&scene, "verifies"));
}

static void
others_may_sign_too(void **state)
{
	SCENE(scene);
	struct test_reply reply = reply_of(&scene, "3");

	(void)state;
	reply.beside = scene.other_ca;
	reply.times = CMS_SIGNERS_MAX - 1;
	assert_true(hear_reply(&scene, &reply));
	assert_true(fact(&scene, "signer is chosen"));
	reply.times = CMS_SIGNERS_MAX;
	assert_false(hear_reply(&scene, &reply));
	assert_unread(&scene, "signature");
	assert_false(fact(&scene, "signer is chosen"));
}

static void
nobody_signed(void **state)
{
	SCENE(scene);
	STRBUF(bag);

	(void)state;
	test_bag((X509 *const[]){ scene.ca, NULL }, &bag);
	assert_false(hear(&scene, &bag));
	assert_unread(&scene, "signature");
}

static void
a_weak_hash_is_told(void **state)
{
	static const struct {
		const char *digest, *told;
	} cases[] = {
		{ "SHA1", "sha1" },
		{ "MD5", "sha1" },
		{ "SHA256", "" },
		{ "SHA512", "" },
	};
	SCENE(scene);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct test_reply reply = reply_of(&scene, "3");

		reply.digest = EVP_get_digestbyname(cases[i].digest);
		assert_true(hear_reply(&scene, &reply));
		assert_string_equal(listed(&scene, "reply weak"), cases[i].told);
	}
}

/*
 * Damage.
 */

static void
a_part_of_a_reply_is_cut(void **state)
{
	SCENE(scene);
	struct test_reply reply = reply_of(&scene, "3");
	STRBUF(body);

	(void)state;
	test_reply_make(&reply, &body);
	for (size_t len = body.len - 1; len > 16; len -= 1 + len / 16) {
		STRBUF(part);

		strbuf_add(&part, body.buf, len);
		assert_false(hear(&scene, &part));
		assert_unread(&scene, "cut");
	}
	/* what follows is not looked at */
	strbuf_addstr(&body, "\r\n");
	assert_true(hear(&scene, &body));
}

static void
what_is_no_message_is_told(void **state)
{
	static const struct {
		const char *body, *fault;
	} cases[] = {
		{ "", "cut" },
		{ "0", "other" },
		{ "<html>sign in</html>", "other" },
		{ "-----BEGIN PKCS7-----\nMAAA\n-----END PKCS7-----\n", "other" },
		{ "\x30\x0b\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", "other" },
		{ "\x30\x0b\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01", "other" },
		{ "\x30\x0f\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x02\x30", "cut" },
		{ "\x30\x2f\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x02\x30", "cut" },
	};
	SCENE(scene);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		STRBUF(body);

		strbuf_addstr(&body, cases[i].body);
		assert_false(hear(&scene, &body));
		assert_unread(&scene, cases[i].fault);
	}
}

/* A device takes no reply of which a bit is wrong where it counts. */
static void
a_wrong_bit_is_never_taken_for_another_answer(void **state)
{
	SCENE(scene);
	struct test_reply reply = reply_of(&scene, "2");
	STRBUF(body);
	size_t refused = 0;

	(void)state;
	reply.fail = "2";
	test_reply_make(&reply, &body);
	for (size_t i = 0; i < body.len; i += one_in()) {
		body.buf[i] ^= 1;
		assert_false(hear(&scene, &body));
		if (!strcmp(told(&scene, "status"), "refused")) {
			refused++; /* in the certificate that came along, which is not looked at */
			assert_int_equal(node_get(scene.facts, "fail info")->number, 2);
		} else {
			assert_string_equal(told(&scene, "status"), "unread");
		}
		body.buf[i] ^= 1;
	}
	assert_true(refused < body.len * 3 / 4);
	/* the last byte is the signature's */
	body.buf[body.len - 1] ^= 1;
	assert_false(hear(&scene, &body));
	assert_unread(&scene, "signature");
}

static void
success_without_a_certificate_is_told(void **state)
{
	static const char *const contents[] = { "", "x",
		"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d" };
	SCENE(scene);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(contents); i++) {
		struct test_reply reply = reply_of(&scene, "0");
		STRBUF(content);

		strbuf_addstr(&content, contents[i]);
		reply.content = &content;
		assert_false(hear_reply(&scene, &reply));
		assert_unread(&scene, "decrypt");
	}
}

static void
hear_plain(struct scene *scene, const struct strbuf *plain, X509 *to)
{
	struct test_reply reply = reply_of(scene, "0");
	STRBUF(envelope);

	test_envelope(plain, to, EVP_aes_128_cbc(), &envelope);
	reply.content = &envelope;
	assert_false(hear_reply(scene, &reply));
}

static void
what_was_encrypted_is_a_bag_of_certificates(void **state)
{
	SCENE(scene);
	X509 *cert = issue(&scene);
	STRBUF(junk);
	STRBUF(bag);
	STRBUF(der);
	unsigned char *bytes = NULL;
	int len = i2d_X509(cert, &bytes);

	(void)state;
	strbuf_addstr(&junk, "junk");
	hear_plain(&scene, &junk, scene.message.sender);
	assert_unread(&scene, "other");
	strbuf_add(&der, bytes, (size_t)len);
	hear_plain(&scene, &der, scene.message.sender);
	assert_unread(&scene, "other");
	test_bag((X509 *const[]){ NULL }, &bag);
	hear_plain(&scene, &bag, scene.message.sender);
	assert_unread(&scene, "other");
	OPENSSL_free(bytes);
	X509_free(cert);
}

static void
what_is_for_another_cannot_be_opened(void **state)
{
	SCENE(scene);
	X509 *cert = issue(&scene), *namesake = X509_dup(scene.message.sender);
	STRBUF(bag);

	(void)state;
	test_bag((X509 *const[]){ cert, NULL }, &bag);
	hear_plain(&scene, &bag, scene.ca);
	assert_unread(&scene, "decrypt");
	/* our name and number, with another key */
	X509_set_pubkey(namesake, scene.other_key);
	hear_plain(&scene, &bag, namesake);
	assert_unread(&scene, "decrypt");
	X509_free(namesake);
	X509_free(cert);
}

/*
 * Ciphers.
 */

static void
a_reply_is_opened_in_any_usual_cipher(void **state)
{
	SCENE(scene);
	const struct {
		const EVP_CIPHER *cipher;
		const char *weak;
	} cases[] = {
		{ EVP_aes_128_cbc(), "" },
		{ EVP_aes_192_cbc(), "" },
		{ EVP_aes_256_cbc(), "" },
		{ EVP_des_ede3_cbc(), "" },
		{ NULL, "des" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct test_reply reply = reply_of(&scene, "0");
		X509 *cert = issue(&scene);

		hear_issued(&scene, &reply, (X509 *const[]){ cert, NULL }, cases[i].cipher);
		assert_string_equal(told(&scene, "status"), "issued");
		assert_string_equal(listed(&scene, "reply weak"), cases[i].weak);
		X509_free(cert);
	}
}

/* As from Debian's scep server. */
static void
two_weaknesses_are_both_told(void **state)
{
	SCENE(scene);
	struct test_reply reply = reply_of(&scene, "0");
	X509 *cert = issue(&scene);

	(void)state;
	reply.digest = EVP_sha1();
	hear_issued(&scene, &reply, (X509 *const[]){ cert, NULL }, NULL);
	assert_string_equal(told(&scene, "status"), "issued");
	assert_string_equal(listed(&scene, "reply weak"), "sha1,des");
	X509_free(cert);
}

/* FIPS 81, table B1: what single DES makes of "Now is t". */
static void
single_des_is_triple_des_with_one_key(void **state)
{
	static const unsigned char key[] = "\x01\x23\x45\x67\x89\xab\xcd\xef"
					   "\x01\x23\x45\x67\x89\xab\xcd\xef"
					   "\x01\x23\x45\x67\x89\xab\xcd\xef";
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
	unsigned char out[32];
	int len;

	(void)state;
	assert_int_equal(EVP_EncryptInit_ex(context, EVP_des_ede3_ecb(), NULL, key, NULL), 1);
	assert_int_equal(
		EVP_EncryptUpdate(context, out, &len, (const unsigned char *)"Now is t", 8), 1);
	assert_int_equal(len, 8);
	assert_memory_equal(out, "\x3f\xa4\x0e\x8a\x98\x4d\x48\x15", 8);
	EVP_CIPHER_CTX_free(context);
}

/* Where OpenSSL has single DES itself, it makes the same. */
static void
single_des_by_openssl_is_opened(void **state)
{
	SCENE(scene);
	OSSL_LIB_CTX *library = OSSL_LIB_CTX_new();
	OSSL_PROVIDER *legacy = OSSL_PROVIDER_load(library, "legacy"),
		      *usual = OSSL_PROVIDER_load(library, "default");
	struct test_reply reply = reply_of(&scene, "0");
	STACK_OF(X509) *to = sk_X509_new_null();
	X509 *cert = issue(&scene);
	BIO *in, *out = BIO_new(BIO_s_mem());
	CMS_ContentInfo *cms;
	STRBUF(bag);
	STRBUF(envelope);
	char *data;
	long len;

	(void)state;
	test_bag((X509 *const[]){ cert, NULL }, &bag);
	in = BIO_new_mem_buf(bag.buf, (int)bag.len);
	sk_X509_push(to, scene.message.sender);
	if (legacy) {
		cms = CMS_encrypt_ex(to, in, EVP_des_cbc(), CMS_BINARY, library, NULL);
		assert_non_null(cms);
		assert_true(i2d_CMS_bio(out, cms));
		CMS_ContentInfo_free(cms);
		len = BIO_get_mem_data(out, &data);
		strbuf_add(&envelope, data, (size_t)len);
		reply.content = &envelope;
		assert_false(hear_reply(&scene, &reply));
		assert_string_equal(told(&scene, "status"), "issued");
		assert_string_equal(listed(&scene, "reply weak"), "des");
	}
	sk_X509_free(to);
	BIO_free(in);
	BIO_free(out);
	X509_free(cert);
	OSSL_PROVIDER_unload(usual);
	OSSL_PROVIDER_unload(legacy);
	OSSL_LIB_CTX_free(library);
}

static void
damaged_des_is_never_read_as_something_else(void **state)
{
	SCENE(scene);
	X509 *cert = issue(&scene);
	STRBUF(bag);
	STRBUF(envelope);

	(void)state;
	test_bag((X509 *const[]){ cert, NULL }, &bag);
	test_envelope(&bag, scene.message.sender, NULL, &envelope);
	for (size_t i = 0; i < envelope.len; i += 7 * one_in()) {
		struct test_reply reply = reply_of(&scene, "0");

		envelope.buf[i] ^= 0x10;
		reply.content = &envelope;
		assert_false(hear_reply(&scene, &reply));
		envelope.buf[i] ^= 0x10;
		if (!strcmp(told(&scene, "status"), "issued"))
			continue; /* in a signature of the certificate */
		assert_string_equal(told(&scene, "status"), "unread");
		assert_true(*told(&scene, "reply fault"));
	}
	X509_free(cert);
}

static void
hear_changed(struct scene *scene, struct strbuf *envelope, size_t at, char byte)
{
	struct test_reply reply = reply_of(scene, "0");
	char before = envelope->buf[at];

	envelope->buf[at] = byte;
	reply.content = envelope;
	assert_false(hear_reply(scene, &reply));
	envelope->buf[at] = before;
}

static void
des_with_another_shape_is_not_read(void **state)
{
	static const char parameter[] = "\x06\x05\x2b\x0e\x03\x02\x07\x04\x08";
	SCENE(scene);
	X509 *cert = issue(&scene);
	STRBUF(bag);
	STRBUF(envelope);
	size_t at = 0, padding;

	(void)state;
	test_bag((X509 *const[]){ cert, NULL }, &bag);
	test_envelope(&bag, scene.message.sender, NULL, &envelope);
	/* the block before the last one changes the last one in the same bit: a padding beyond 8 */
	padding = envelope.len - 9;
	hear_changed(&scene, &envelope, padding, (char)(envelope.buf[padding] ^ 0x10));
	assert_unread(&scene, "decrypt");
	while (memcmp(envelope.buf + at, parameter, sizeof parameter - 1) != 0)
		at++;
	/* a text where the first block is expected */
	hear_changed(&scene, &envelope, at + 7, V_ASN1_UTF8STRING);
	assert_unread(&scene, "decrypt");
	hear_changed(&scene, &envelope, at + 7, V_ASN1_OCTET_STRING);
	assert_string_equal(told(&scene, "status"), "issued");
	X509_free(cert);
}

/*
 * What was issued.
 */

static void
another_key_is_told(void **state)
{
	SCENE(scene);
	struct test_cert spec = spec_asked(&scene);

	(void)state;
	spec.key = scene.other_key;
	hear_certificate(&scene, test_cert(&spec));
	assert_string_equal(told(&scene, "status"), "issued");
	assert_false(fact(&scene, "for our key"));
	assert_false(fact(&scene, "ours is first"));
	assert_string_equal(told(&scene, "issued/subject"), "/C=US/O=Acme/CN=TRIAL");
	assert_true(*told(&scene, "serial"));
}

static void
ours_is_found_behind_others(void **state)
{
	SCENE(scene);
	struct test_reply reply = reply_of(&scene, "0");
	X509 *cert = issue(&scene);

	(void)state;
	hear_issued(&scene, &reply, (X509 *const[]){ scene.ca, cert, NULL }, EVP_aes_128_cbc());
	assert_true(fact(&scene, "for our key"));
	assert_false(fact(&scene, "ours is first"));
	assert_string_equal(told(&scene, "issued/subject"), "/C=US/O=Acme/CN=TRIAL");
	hear_issued(&scene, &reply, (X509 *const[]){ cert, scene.ca, NULL }, EVP_aes_128_cbc());
	assert_true(fact(&scene, "ours is first"));
	X509_free(cert);
}

static void
names_and_usages_are_told_as_they_were_issued(void **state)
{
	SCENE(scene);
	struct test_cert spec = spec_asked(&scene);

	(void)state;
	spec.extensions = NULL;
	spec.subject = "device";
	spec.names = "DNS:a.example,DNS:b.example,IP:192.0.2.1,RID:1.2.3,email:x@b.example,"
		     "otherName:1.3.6.1.4.1.311.20.2.3;UTF8:me,"
		     "otherName:1.2.3;UTF8:other,URI:urn:x";
	spec.usage =
		"digitalSignature,nonRepudiation,keyEncipherment,dataEncipherment,keyAgreement,"
		"keyCertSign,cRLSign,encipherOnly,decipherOnly";
	spec.extended = "clientAuth,serverAuth,anyExtendedKeyUsage,1.2.3.4";
	spec.digest = "SHA1";
	hear_certificate(&scene, test_cert(&spec));
	assert_string_equal(told(&scene, "issued/subject"), "/CN=device");
	assert_string_equal(listed(&scene, "issued/dns"), "a.example,b.example");
	assert_string_equal(listed(&scene, "issued/email"), "x@b.example");
	assert_string_equal(listed(&scene, "issued/uri"), "urn:x");
	assert_string_equal(told(&scene, "issued/principal"), "me");
	assert_string_equal(listed(&scene, "issued/key usage"),
		"digitalSignature,nonRepudiation,keyEncipherment,dataEncipherment,keyAgreement,"
		"keyCertSign,cRLSign,encipherOnly,decipherOnly");
	assert_string_equal(listed(&scene, "issued/extended"),
		"clientAuth,serverAuth,anyExtendedKeyUsage,1.2.3.4");
	assert_string_equal(told(&scene, "issued/signature"), "sha1WithRSAEncryption");
	assert_true(fact(&scene, "issued/chains"));
}

static void
a_certificate_without_extensions_is_told(void **state)
{
	SCENE(scene);
	struct test_cert spec = spec_asked(&scene);

	(void)state;
	spec.extensions = NULL;
	hear_certificate(&scene, test_cert(&spec));
	assert_false(fact(&scene, "issued/has key usage"));
	assert_string_equal(listed(&scene, "issued/key usage"), "");
	assert_string_equal(listed(&scene, "issued/dns"), "");
	assert_true(node_is(node_at(scene.facts, "issued/principal"), NODE_NULL));
	assert_string_equal(listed(&scene, "issued/extended"), "");
}

static void
another_ca_is_told(void **state)
{
	SCENE(scene);
	struct test_cert spec = spec_asked(&scene);

	(void)state;
	spec.issuer = "Other CA";
	spec.signed_by = TEST_KEY_OTHER;
	hear_certificate(&scene, test_cert(&spec));
	assert_string_equal(told(&scene, "status"), "issued");
	assert_true(fact(&scene, "for our key"));
	assert_false(fact(&scene, "issued/chains"));
	/* the right name, and another key */
	spec.issuer = "Test CA";
	hear_certificate(&scene, test_cert(&spec));
	assert_false(fact(&scene, "issued/chains"));
}

/* The CA between comes in the answer to GetCACert, or in the reply. */
static void
a_chain_may_have_a_ca_between(void **state)
{
	SCENE(scene);
	struct test_reply reply = reply_of(&scene, "0");
	struct test_cert spec = spec_asked(&scene);
	X509 *between = test_cert(&(struct test_cert){ .subject = "Issuing CA",
		.issuer = "Test CA",
		.signed_by = TEST_KEY_CA,
		.key = scene.other_key,
		.usage = "critical,keyCertSign",
		.ca = true,
		.days = 100 });
	X509 *cert;

	(void)state;
	spec.issuer = "Issuing CA";
	spec.signed_by = TEST_KEY_OTHER;
	cert = test_cert(&spec);
	hear_issued(&scene, &reply, (X509 *const[]){ cert, NULL }, EVP_aes_128_cbc());
	assert_false(fact(&scene, "issued/chains"));
	hear_issued(&scene, &reply, (X509 *const[]){ cert, between, NULL }, EVP_aes_128_cbc());
	assert_true(fact(&scene, "issued/chains"));
	sk_X509_push(scene.chosen.others, between);
	hear_issued(&scene, &reply, (X509 *const[]){ cert, NULL }, EVP_aes_128_cbc());
	assert_true(fact(&scene, "issued/chains"));
	/* the anchor may be the one between */
	scene.chosen.anchor = between;
	hear_issued(&scene, &reply, (X509 *const[]){ cert, NULL }, EVP_aes_128_cbc());
	assert_true(fact(&scene, "issued/chains"));
	X509_free(cert);
	X509_free(between);
}

/* A fingerprint may be that of the RA, which issues nothing: then the CA that issued the RA counts. */
static void
an_ra_as_the_anchor_counts_for_its_ca(void **state)
{
	SCENE(scene);
	X509 *ra = test_cert(&(struct test_cert){ .subject = "Test RA",
		.issuer = "Test CA",
		.signed_by = TEST_KEY_CA,
		.key = scene.other_key,
		.usage = USAGE,
		.days = 100 });

	(void)state;
	scene.chosen.anchor = ra;
	hear_certificate(&scene, issue(&scene));
	assert_true(fact(&scene, "issued/chains"));
	/* without the CA's certificate nobody can tell */
	sk_X509_pop(scene.chosen.others);
	hear_certificate(&scene, issue(&scene));
	assert_false(fact(&scene, "issued/chains"));
	X509_free(ra);
}

/* A CA that may not sign certificates, as by its basic constraints. */
static void
a_chain_needs_a_ca(void **state)
{
	SCENE(scene);
	X509 *no_ca = test_cert(&(struct test_cert){ .subject = "Test CA",
		.issuer = "Test CA",
		.signed_by = TEST_KEY_CA,
		.key = scene.ca_key,
		.usage = USAGE,
		.days = 100 });

	(void)state;
	scene.chosen.anchor = no_ca;
	sk_X509_pop(scene.chosen.others);
	sk_X509_push(scene.chosen.others, no_ca);
	hear_certificate(&scene, issue(&scene));
	assert_false(fact(&scene, "issued/chains"));
	X509_free(no_ca);
}

/* Dates are facts of their own. */
static void
an_expired_ca_is_one(void **state)
{
	SCENE(scene);
	X509 *expired = test_cert(&(struct test_cert){ .subject = "Test CA",
		.issuer = "Test CA",
		.signed_by = TEST_KEY_CA,
		.key = scene.ca_key,
		.usage = USAGE ",keyCertSign",
		.ca = true,
		.days = -10000 });

	(void)state;
	scene.chosen.anchor = expired;
	hear_certificate(&scene, issue(&scene));
	assert_true(fact(&scene, "issued/chains"));
	X509_free(expired);
}

/*
 * Texts of strangers.
 */

static X509_NAME *
name_make(int type, const char *value, size_t len)
{
	X509_NAME *name = X509_NAME_new();

	assert_true(X509_NAME_add_entry_by_NID(
		name, NID_commonName, type, (const unsigned char *)value, (int)len, -1, 0));
	return name;
}

static void
names_of_strangers_are_made_harmless(void **state)
{
	static const struct {
		int type;
		const char *value;
		size_t len;
		const char *told;
	} cases[] = {
		/* escapes stay: whoever shows them makes them visible */
		{ V_ASN1_UTF8STRING, "a\x1b[31m\r\nb", 9, "/CN=a\x1b[31m\r\nb" },
		{ V_ASN1_UTF8STRING, "good\0.evil", 10, "/CN=good\\\\00.evil" },
		{ V_ASN1_UTF8STRING, "a\xff", 2, "/CN=#61ff" },
		{ V_ASN1_T61STRING, "\xfc", 1, "/CN=\xc3\xbc" },
		{ V_ASN1_BMPSTRING, "\x20\xac", 2, "/CN=\xe2\x82\xac" },
		{ V_ASN1_UTF8STRING, "a/b+c=d\\", 8, "/CN=a\\/b+c=d\\\\" },
		{ V_ASN1_UTF8STRING, "", 0, "/CN=" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		X509_NAME *name = name_make(cases[i].type, cases[i].value, cases[i].len);
		STRBUF(text);

		scep_name_format(name, &text);
		assert_string_equal(text.buf, cases[i].told);
		X509_NAME_free(name);
	}
}

static void
long_texts_are_cut(void **state)
{
	SCENE(scene);
	struct test_cert spec = spec_asked(&scene);
	STRBUF(value);
	STRBUF(names);
	X509_NAME *name;
	size_t len;

	(void)state;
	for (int i = 0; i < 5000; i++)
		strbuf_addstr(&value, "\xc3\xbc"); /* 10 kB, of characters of two bytes */
	name = name_make(V_ASN1_UTF8STRING, value.buf, value.len);
	spec.name = name;
	spec.extensions = NULL;
	for (int i = 0; i < 100; i++)
		strbuf_addf(&names, "%sDNS:n%d.example", i ? "," : "", i);
	spec.names = names.buf;
	hear_certificate(&scene, test_cert(&spec));
	len = strlen(told(&scene, "issued/subject"));
	assert_true(len > SCEP_TEXT_MAX - 4 && len <= SCEP_TEXT_MAX);
	assert_string_equal(told(&scene, "issued/subject") + len - 5, "\xc3\xbc...");
	assert_int_equal(node_at(scene.facts, "issued/dns")->n, SCEP_NAMES_MAX);
	X509_NAME_free(name);
}

static void
texts_are_cut_at_their_limit(void **state)
{
	static const struct {
		size_t len, told;
	} cases[] = {
		{ 0, 0 },
		{ SCEP_TEXT_MAX - 1, SCEP_TEXT_MAX - 1 },
		{ SCEP_TEXT_MAX, SCEP_TEXT_MAX },
		{ SCEP_TEXT_MAX + 1, SCEP_TEXT_MAX },
		{ 70000, SCEP_TEXT_MAX },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		STRBUF(text);

		strbuf_addchars(&text, 'x', cases[i].len);
		NODE(node) = scep_text_node(text.buf, text.len);

		assert_int_equal(node->text.len, cases[i].told);
		assert_int_equal(
			strstr(node->text.buf, "...") != NULL, cases[i].len > SCEP_TEXT_MAX);
	}
}

static void
many_certificates_are_not_all_looked_at(void **state)
{
	SCENE(scene);
	struct test_reply reply = reply_of(&scene, "0");
	X509 *certs[SCEP_CERTIFICATES_MAX + 2] = { NULL };
	size_t n = 0;

	(void)state;
	for (; n < SCEP_CERTIFICATES_MAX; n++)
		certs[n] = ca_make("Filler", TEST_KEY_OTHER, scene.other_key);
	certs[n] = issue(&scene);
	hear_issued(&scene, &reply, certs, EVP_aes_128_cbc());
	assert_false(fact(&scene, "for our key"));
	X509_free(certs[n - 1]);
	certs[n - 1] = certs[n];
	certs[n] = NULL;
	hear_issued(&scene, &reply, certs, EVP_aes_128_cbc());
	assert_true(fact(&scene, "for our key"));
	for (size_t i = 0; i < n; i++)
		X509_free(certs[i]);
}

static void
a_serial_number_is_told_in_hex(void **state)
{
	static const struct {
		const char *number; /* in hex */
		const char *told;
	} cases[] = {
		{ "0", "0" },
		{ "1", "01" },
		{ "1ab9", "1AB9" },
		{ "ffeeddccbbaa99887766554433221100ffeeddcc",
			"FFEEDDCCBBAA99887766554433221100FFEEDDCC" },
		{ "-5", "-05" },
	};
	SCENE(scene);

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		X509 *cert = issue(&scene);
		BIGNUM *number = NULL;

		BN_hex2bn(&number, cases[i].number);
		BN_to_ASN1_INTEGER(number, X509_get_serialNumber(cert));
		assert_true(X509_sign(cert, scene.ca_key, EVP_sha256()));
		BN_free(number);
		hear_certificate(&scene, cert);
		assert_string_equal(told(&scene, "serial"), cases[i].told);
	}
}

/*
 * In the jail, where the worker does all this.
 */

static int
whole_trial(struct scene *scene, X509 *cert)
{
	const EVP_CIPHER *ciphers[] = { EVP_aes_128_cbc(), NULL };
	STRBUF(err);

	scep_trial_free(scene->trial);
	scene->wish.bits = 1024;
	scene->trial = scep_trial_begin(&scene->wish, &scene->chosen, TEST_CA_NOW, &err);
	if (!scene->trial)
		return 1;
	for (size_t i = 0; i < ARRAY_SIZE(ciphers); i++) {
		struct test_reply reply = reply_of(scene, "3");

		scene_say(scene, i > 0);
		if (!hear_reply(scene, &reply))
			return 2;
		reply.status = "0";
		hear_issued(scene, &reply, (X509 *const[]){ cert, NULL }, ciphers[i]);
		if (strcmp(told(scene, "status"), "issued") != 0)
			return 3;
	}
	return 0;
}

static void
all_of_it_is_possible_in_the_jail(void **state)
{
	SCENE(scene);
	X509 *cert = NULL;
	int ends[2], status;
	pid_t pid;

	(void)state;
	if (getenv("SCEPWIZ_UNDER_VALGRIND")) /* which needs what the jail forbids */
		return;
	cert = issue(&scene);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		/* cmocka's handlers would go on with the next test */
		for (int signal_number = 1; signal_number < NSIG; signal_number++)
			signal(signal_number, SIG_DFL);
		alarm(PATIENCE_SECONDS);
		dup2(ends[1], STDIN_FILENO);
		dup2(ends[1], STDOUT_FILENO);
		RAND_status();
		jail_enter();
		_exit(whole_trial(&scene, cert));
	}
	close(ends[0]);
	close(ends[1]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	X509_free(cert);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_issued_is_told),
		cmocka_unit_test(pending_goes_on_until_it_is_issued),
		cmocka_unit_test(each_reply_is_told_anew),
		cmocka_unit_test(a_refusal_says_why),
		cmocka_unit_test(patience_has_no_reason),
		cmocka_unit_test(attributes_must_be_those_of_a_reply),
		cmocka_unit_test(nonce_and_transaction_are_only_told),
		cmocka_unit_test(the_nonce_is_that_of_the_last_message),
		cmocka_unit_test(another_signer_is_not_believed),
		cmocka_unit_test(what_another_signer_issues_is_not_taken),
		cmocka_unit_test(a_namesake_is_not_the_signer),
		cmocka_unit_test(the_signer_need_not_be_in_the_reply),
		cmocka_unit_test(others_may_sign_too),
		cmocka_unit_test(nobody_signed),
		cmocka_unit_test(a_weak_hash_is_told),
		cmocka_unit_test(a_part_of_a_reply_is_cut),
		cmocka_unit_test(what_is_no_message_is_told),
		cmocka_unit_test(a_wrong_bit_is_never_taken_for_another_answer),
		cmocka_unit_test(success_without_a_certificate_is_told),
		cmocka_unit_test(what_was_encrypted_is_a_bag_of_certificates),
		cmocka_unit_test(what_is_for_another_cannot_be_opened),
		cmocka_unit_test(a_reply_is_opened_in_any_usual_cipher),
		cmocka_unit_test(two_weaknesses_are_both_told),
		cmocka_unit_test(single_des_is_triple_des_with_one_key),
		cmocka_unit_test(single_des_by_openssl_is_opened),
		cmocka_unit_test(damaged_des_is_never_read_as_something_else),
		cmocka_unit_test(des_with_another_shape_is_not_read),
		cmocka_unit_test(another_key_is_told),
		cmocka_unit_test(ours_is_found_behind_others),
		cmocka_unit_test(names_and_usages_are_told_as_they_were_issued),
		cmocka_unit_test(a_certificate_without_extensions_is_told),
		cmocka_unit_test(another_ca_is_told),
		cmocka_unit_test(a_chain_may_have_a_ca_between),
		cmocka_unit_test(an_ra_as_the_anchor_counts_for_its_ca),
		cmocka_unit_test(a_chain_needs_a_ca),
		cmocka_unit_test(an_expired_ca_is_one),
		cmocka_unit_test(names_of_strangers_are_made_harmless),
		cmocka_unit_test(long_texts_are_cut),
		cmocka_unit_test(texts_are_cut_at_their_limit),
		cmocka_unit_test(many_certificates_are_not_all_looked_at),
		cmocka_unit_test(a_serial_number_is_told_in_hex),
		cmocka_unit_test(all_of_it_is_possible_in_the_jail),
	};

	return run_tests(tests);
}
