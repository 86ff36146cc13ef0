/* worker/scep_trial: the request and the messages of a trial, as a device makes them. */
#include "testing.h"

#include <openssl/asn1.h>
#include <openssl/cms.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>

#include "base/node.h"
#include "base/strbuf.h"
#include "base/xalloc.h"

#include "test_ca.h"
#include "worker/scep_parts.h"

#define CHALLENGE "s3cret-challenge-words"

/*
 * What OpenSSL frees.
 */

#define HEADER 16 /* before each piece of memory: its size */

static bool watching;
static size_t seen; /* pieces that had the challenge when they were freed */

static bool
has_challenge(const char *data, size_t len)
{
	size_t n = strlen(CHALLENGE);

	for (size_t i = 0; i + n <= len; i++)
		if (data[i] == *CHALLENGE && !memcmp(data + i, CHALLENGE, n))
			return true;
	return false;
}

static void *
watched_malloc(size_t size, const char *file, int line)
{
	char *memory = calloc(1, HEADER + size); /* all of it is read later */

	(void)file;
	(void)line;
	if (!memory || !size)
		return NULL;
	memcpy(memory, &size, sizeof size);
	return memory + HEADER;
}

static void
watched_free(void *data, const char *file, int line)
{
	char *memory = data ? (char *)data - HEADER : NULL;
	size_t size;

	(void)file;
	(void)line;
	if (!memory)
		return;
	memcpy(&size, memory, sizeof size);
	seen += watching && has_challenge(data, size);
	free(memory);
}

static void *
watched_realloc(void *data, size_t size, const char *file, int line)
{
	void *bigger = watched_malloc(size, file, line);
	size_t old = 0;

	if (data)
		memcpy(&old, (char *)data - HEADER, sizeof old);
	if (bigger && data)
		memcpy(bigger, data, old < size ? old : size);
	watched_free(data, file, line);
	return bigger;
}

/*
 * One wish, one CA.
 */

static X509 *
ca_make(void)
{
	EVP_PKEY *key = test_key(TEST_KEY_CA);
	X509 *cert = test_cert(&(struct test_cert){ .subject = "Test CA",
		.issuer = "Test CA",
		.signed_by = TEST_KEY_CA,
		.key = key,
		.usage = "critical,digitalSignature,keyEncipherment,keyCertSign",
		.ca = true,
		.days = 900 });

	EVP_PKEY_free(key);
	return cert;
}

static struct scep_chosen
chosen_make(X509 *ca)
{
	return (struct scep_chosen){ .signer = ca,
		.recipient = ca,
		.issuer = ca,
		.anchor = ca,
		.aes = true,
		.digest = NID_sha256 };
}

static void
wish_release(struct scep_wish *wish)
{
	strvec_release(&wish->dns);
	strvec_release(&wish->email);
	strvec_release(&wish->uri);
	strbuf_release(&wish->challenge);
}

#define WISH(name) __attribute__((cleanup(wish_release))) struct scep_wish name = SCEP_WISH_INIT

static void
wish_fill(struct scep_wish *wish)
{
	static char subject[] =
		"/C=US/O=Acme, Inc./OU=B\xc3\xbcro & Co/CN=SCEPWIZ-TRIAL+2.5.4.5=X*1/"
		"EMAIL=me@acme.example/1.2.5.3=bar";
	static char principal[] = "j\xc3\xbcrg@acme.example";

	wish->subject = subject;
	wish->principal = principal;
	strvec_push(&wish->dns, "one.acme.example");
	strvec_push(&wish->dns, "m\xc3\xbcnchen.example");
	strvec_push(&wish->dns, "");
	strvec_push(&wish->dns, "two.acme.example");
	strvec_push(&wish->email, "me@acme.example");
	strvec_push(&wish->uri, "https://acme.example/a?b=c");
	wish->usage = SCEP_SIGNING | SCEP_ENCRYPTION;
	wish->bits = 1024;
	strbuf_addstr(&wish->challenge, CHALLENGE);
}

static void
request_make(const struct scep_wish *wish, int digest, struct strbuf *out)
{
	STRBUF(err);
	EVP_PKEY *key = test_key(TEST_KEY_DEVICE);
	X509_NAME *subject = scep_subject(wish->subject, &err);

	assert_non_null(subject);
	assert_int_equal(scep_request_make(wish, subject, key, digest, out, &err), 0);
	assert_string_equal(err.buf, "");
	X509_NAME_free(subject);
	EVP_PKEY_free(key);
}

static X509_REQ *
request_read(const struct strbuf *der)
{
	const unsigned char *at = (const unsigned char *)der->buf;
	X509_REQ *request = d2i_X509_REQ(NULL, &at, (long)der->len);
	EVP_PKEY *key = test_key(TEST_KEY_DEVICE);

	assert_non_null(request);
	assert_ptr_equal(at, der->buf + der->len);
	assert_int_equal(X509_REQ_verify(request, key), 1);
	EVP_PKEY_free(key);
	return request;
}

static void
hex_add(const void *data, size_t len, struct strbuf *out)
{
	const unsigned char *bytes = data;

	for (size_t i = 0; i < len; i++)
		strbuf_addf(out, "%02x", bytes[i]);
}

/* As openssl req -text prints it, without the key and the signature. */
static void
request_text(const struct strbuf *der, struct strbuf *out)
{
	X509_REQ *request = request_read(der);
	BIO *bio = BIO_new(BIO_s_mem());
	char *data;
	long len;

	assert_true(X509_REQ_print_ex(
		bio, request, XN_FLAG_RFC2253, X509_FLAG_NO_PUBKEY | X509_FLAG_NO_SIGDUMP));
	len = BIO_get_mem_data(bio, &data);
	strbuf_add(out, data, (size_t)len);
	BIO_free(bio);
	X509_REQ_free(request);
}

/*
 * The request.
 */

static void
the_request_is_what_openssl_reads(void **state)
{
	WISH(wish);
	STRBUF(der);
	STRBUF(text);

	(void)state;
	wish_fill(&wish);
	request_make(&wish, NID_sha256, &der);
	request_text(&der, &text);
	assert_string_equal(text.buf,
		"Certificate Request:\n"
		"    Data:\n"
		"        Version: 1 (0x0)\n"
		"        Subject: 1.2.5.3=#1303626172,emailAddress=me@acme.example,"
		"CN=SCEPWIZ-TRIAL+serialNumber=X*1,OU=B\\C3\\BCro & Co,O=Acme\\, Inc.,C=US\n"
		"        Attributes:\n"
		"            challengePassword        :s3cret-challenge-words\n"
		"            Requested Extensions:\n"
		"                X509v3 Subject Alternative Name: \n"
		"                    email:me@acme.example, DNS:one.acme.example, "
		"DNS:two.acme.example, URI:https://acme.example/a?b=c, "
		"othername: UPN::j\xc3\xbcrg@acme.example\n"
		"                X509v3 Key Usage: critical\n"
		"                    Digital Signature, Key Encipherment\n");
}

/* Everything of it but the key and the signature, whose places are empty here. */
static void
the_request_has_these_bytes(void **state)
{
	WISH(wish);
	STRBUF(der);
	STRBUF(hex);
	EVP_PKEY *key = test_key(TEST_KEY_DEVICE);
	unsigned char *spki = NULL;
	int len = i2d_PUBKEY(key, &spki);
	size_t at = 0;

	(void)state;
	wish_fill(&wish);
	request_make(&wish, NID_sha256, &der);
	while (memcmp(der.buf + at, spki, (size_t)len) != 0)
		at++;
	strbuf_splice(&der, at, (size_t)len, NULL, 0);
	strbuf_truncate(&der, der.len - 128);
	hex_add(der.buf, der.len, &hex);
	assert_string_equal(hex.buf,
		"30820296308201ff020100308189310b300906035504061302555331133011060355040a130a"
		"41636d652c20496e632e31133011060355040b0c0a42c3bc726f202620436f3122300a060355"
		"04050c03582a3130140603550403130d5343455057495a2d545249414c311e301c06092a8648"
		"86f70d010901160f6d654061636d652e6578616d706c65310c300a06032a05031303626172a0"
		"81cb302506092a864886f70d010907311813167333637265742d6368616c6c656e67652d776f"
		"7264733081a106092a864886f70d01090e318193308190307e0603551d1104773075810f6d65"
		"4061636d652e6578616d706c6582106f6e652e61636d652e6578616d706c65821074776f2e61"
		"636d652e6578616d706c65861a68747470733a2f2f61636d652e6578616d706c652f613f623d"
		"63a022060a2b060104018237140203a0140c126ac3bc72674061636d652e6578616d706c6530"
		"0e0603551d0f0101ff0404030205a0300d06092a864886f70d01010b050003818100");
	OPENSSL_free(spki);
	EVP_PKEY_free(key);
}

/* The type of a string in the request's subject, by index. */
static int
subject_type(X509_REQ *request, int i)
{
	const X509_NAME_ENTRY *entry = X509_NAME_get_entry(X509_REQ_get_subject_name(request), i);

	return ASN1_STRING_type(X509_NAME_ENTRY_get_data(entry));
}

static void
a_value_has_the_type_that_devices_give_it(void **state)
{
	static const int types[] = { V_ASN1_PRINTABLESTRING, V_ASN1_PRINTABLESTRING,
		V_ASN1_UTF8STRING, V_ASN1_UTF8STRING, V_ASN1_PRINTABLESTRING, V_ASN1_IA5STRING,
		V_ASN1_PRINTABLESTRING };
	static const int sets[] = { 0, 1, 2, 3, 3, 4, 5 };
	WISH(wish);
	STRBUF(der);
	X509_REQ *request;
	X509_NAME *name;

	(void)state;
	wish_fill(&wish);
	request_make(&wish, NID_sha256, &der);
	request = request_read(&der);
	name = X509_REQ_get_subject_name(request);
	assert_int_equal(X509_NAME_entry_count(name), ARRAY_SIZE(types));
	for (size_t i = 0; i < ARRAY_SIZE(types); i++) {
		assert_int_equal(subject_type(request, (int)i), types[i]);
		assert_int_equal(X509_NAME_ENTRY_set(X509_NAME_get_entry(name, (int)i)), sets[i]);
	}
	X509_REQ_free(request);
}

static void
the_digest_is_the_chosen_one(void **state)
{
	static const struct {
		int digest, signature;
	} cases[] = {
		{ NID_sha1, NID_sha1WithRSAEncryption },
		{ NID_sha256, NID_sha256WithRSAEncryption },
		{ NID_sha512, NID_sha512WithRSAEncryption },
	};
	WISH(wish);

	(void)state;
	wish_fill(&wish);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		STRBUF(der);
		X509_REQ *request;

		request_make(&wish, cases[i].digest, &der);
		request = request_read(&der);
		assert_int_equal(X509_REQ_get_signature_nid(request), cases[i].signature);
		X509_REQ_free(request);
	}
}

static void
what_was_not_asked_for_is_not_there(void **state)
{
	static char subject[] = "/CN=x", empty[] = "";
	WISH(wish);
	STRBUF(der);
	STRBUF(text);

	(void)state;
	wish.subject = subject;
	wish.principal = empty;
	strvec_push(&wish.dns, "m\xc3\xbcnchen.example");
	request_make(&wish, NID_sha256, &der);
	request_text(&der, &text);
	assert_string_equal(text.buf, "Certificate Request:\n"
				      "    Data:\n"
				      "        Version: 1 (0x0)\n"
				      "        Subject: CN=x\n"
				      "        Attributes:\n"
				      "            (none)\n"
				      "            Requested Extensions:\n");
}

static void
key_usage_is_what_was_asked_for(void **state)
{
	static const struct {
		unsigned usage;
		const char *text;
		const char *der; /* a bit string in an octet string */
	} cases[] = {
		{ SCEP_SIGNING,
			"X509v3 Key Usage: critical\n                    Digital Signature\n",
			"040403020780" },
		{ SCEP_ENCRYPTION,
			"X509v3 Key Usage: critical\n                    Key Encipherment\n",
			"040403020520" },
		{ SCEP_SIGNING | SCEP_ENCRYPTION,
			"X509v3 Key Usage: critical\n"
			"                    Digital Signature, Key Encipherment\n",
			"0404030205a0" },
	};
	static char subject[] = "/CN=x";

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		WISH(wish);
		STRBUF(der);
		STRBUF(text);
		STRBUF(hex);

		wish.subject = subject;
		wish.usage = cases[i].usage;
		request_make(&wish, NID_sha256, &der);
		request_text(&der, &text);
		assert_contains(text.buf, cases[i].text);
		hex_add(der.buf, der.len, &hex);
		assert_contains(hex.buf, cases[i].der);
	}
}

/* Devices write PrintableString where it fits. */
static void
a_challenge_has_its_type(void **state)
{
	static const struct {
		const char *challenge;
		size_t len;
		const char *der;
	} cases[] = {
		{ "A b-1", 5,
			"06092a864886f70d01090731071305412062"
			"2d31" },
		{ "a_b", 3, "06092a864886f70d01090731050c03615f62" },
		{ "\xc3\xa9", 2, "06092a864886f70d01090731040c02c3a9" },
		{ "a\0b", 3, "06092a864886f70d01090731050c03610062" },
	};
	static char subject[] = "/CN=x";

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		WISH(wish);
		STRBUF(der);
		STRBUF(hex);

		wish.subject = subject;
		strbuf_add(&wish.challenge, cases[i].challenge, cases[i].len);
		request_make(&wish, NID_sha256, &der);
		hex_add(der.buf, der.len, &hex);
		assert_contains(hex.buf, cases[i].der);
	}
}

/* Lengths of one, two and three bytes in DER. */
static void
long_values_are_written(void **state)
{
	static const size_t lengths[] = { 1, 100, 127, 128, 255, 256, 10000, 70000 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(lengths); i++) {
		WISH(wish);
		STRBUF(subject);
		STRBUF(der);
		X509_REQ *request;
		ASN1_STRING *value;

		strbuf_addstr(&subject, "/CN=");
		strbuf_addchars(&subject, 'x', lengths[i]);
		wish.subject = subject.buf;
		strbuf_addchars(&wish.challenge, 'y', lengths[i]);
		request_make(&wish, NID_sha256, &der);
		request = request_read(&der);
		value = X509_NAME_ENTRY_get_data(
			X509_NAME_get_entry(X509_REQ_get_subject_name(request), 0));
		assert_int_equal(ASN1_STRING_length(value), lengths[i]);
		X509_REQ_free(request);
	}
}

static void
a_subject_that_devices_cannot_send_is_told(void **state)
{
	static const struct {
		const char *subject, *err;
	} cases[] = {
		{ "/EMAIL=j\xc3\xbcrg@acme.example",
			"the subject has an EMAIL with characters other than ASCII. Devices "
			"cannot send it" },
		{ "CN=x", "the subject cannot be sent: begin the subject with a slash: "
			  "/C=US/O=Acme/CN=name, near \"CN=x\"" },
		{ "/2.999=x/2.40.99999999999999999999999999999999999999999999999999999999999999"
		  "9999999999999999999999=x",
			"" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		STRBUF(err);
		X509_NAME *name = scep_subject(cases[i].subject, &err);

		assert_string_equal(err.buf, cases[i].err);
		assert_int_equal(name != NULL, !*cases[i].err);
		X509_NAME_free(name);
	}
}

/*
 * Messages.
 */

static struct scep_trial *
trial_make(const struct scep_wish *wish, const struct scep_chosen *chosen)
{
	STRBUF(err);
	struct scep_trial *trial =
		scep_trial_with_key(wish, chosen, TEST_CA_NOW, test_key(TEST_KEY_DEVICE), &err);

	assert_string_equal(err.buf, "");
	assert_non_null(trial);
	return trial;
}

static void
trial_says(struct scep_trial *trial, bool poll, X509 *ca, struct test_message *message)
{
	STRBUF(bytes);
	STRBUF(err);

	assert_int_equal(scep_trial_message(trial, poll, &bytes, &err), 0);
	assert_string_equal(err.buf, "");
	/* indefinite lengths, as devices write them */
	assert_memory_equal(bytes.buf, "\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02", 13);
	test_message_read(&bytes, ca, TEST_KEY_CA, message);
	assert_true(message->verifies);
	/* by the plan, not by the clock */
	assert_string_equal(message->time.buf, "270115080000Z");
	/* what the content is and its hash, that time, and three of SCEP's */
	assert_int_equal(message->attributes, 6);
}

static void
a_request_is_sent_as_the_capabilities_allow(void **state)
{
	static const struct {
		bool aes;
		int digest, cipher;
	} cases[] = {
		{ true, NID_sha512, NID_aes_128_cbc },
		{ true, NID_sha256, NID_aes_128_cbc },
		{ false, NID_sha256, NID_des_ede3_cbc },
		{ false, NID_sha1, NID_des_ede3_cbc },
	};
	X509 *ca = ca_make();
	WISH(wish);

	(void)state;
	wish_fill(&wish);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct scep_chosen chosen = chosen_make(ca);
		struct test_message message = TEST_MESSAGE_INIT;
		struct scep_trial *trial;
		STRBUF(der);

		chosen.aes = cases[i].aes;
		chosen.digest = cases[i].digest;
		trial = trial_make(&wish, &chosen);
		trial_says(trial, false, ca, &message);
		assert_string_equal(message.type.buf, "19");
		assert_int_equal(message.cipher, cases[i].cipher);
		assert_int_equal(message.digest, cases[i].digest);
		request_make(&wish, cases[i].digest, &der);
		assert_int_equal(message.content.len, der.len);
		assert_memory_equal(message.content.buf, der.buf, der.len);
		scep_trial_free(trial);
		test_message_release(&message);
	}
	X509_free(ca);
}

static void
polling_is_in_3des_and_sha1_and_has_a_new_nonce(void **state)
{
	X509 *ca = ca_make();
	struct scep_chosen chosen = chosen_make(ca);
	struct test_message first = TEST_MESSAGE_INIT, poll = TEST_MESSAGE_INIT;
	struct scep_trial *trial;
	STRBUF(names);
	WISH(wish);

	(void)state;
	wish_fill(&wish);
	trial = trial_make(&wish, &chosen);
	trial_says(trial, false, ca, &first);
	trial_says(trial, true, ca, &poll);
	assert_string_equal(poll.type.buf, "20");
	assert_int_equal(poll.cipher, NID_des_ede3_cbc);
	assert_int_equal(poll.digest, NID_sha1);
	assert_string_equal(poll.transaction.buf, first.transaction.buf);
	assert_int_equal(first.nonce.len, 16);
	assert_int_equal(poll.nonce.len, 16);
	assert_memory_not_equal(poll.nonce.buf, first.nonce.buf, 16);
	assert_memory_equal(poll.nonce.buf, trial->nonce, 16);
	/* RFC 8894, 3.3.3: the names of the CA and of the request */
	scep_der_name(&names, X509_get_subject_name(ca));
	scep_der_name(&names, trial->subject);
	scep_der_wrap(&names, 0, 0x30);
	assert_int_equal(poll.content.len, names.len);
	assert_memory_equal(poll.content.buf, names.buf, names.len);
	scep_trial_free(trial);
	test_message_release(&first);
	test_message_release(&poll);
	X509_free(ca);
}

/* Line ends within a message must stay what they are, also in what is encrypted. */
static void
no_byte_of_a_message_is_changed(void **state)
{
	static char subject[] = "/CN=a\nb\r\n\n\r\n.\n";
	X509 *ca = ca_make();
	struct scep_chosen chosen = chosen_make(ca);
	struct test_message message = TEST_MESSAGE_INIT;
	struct scep_trial *trial;
	WISH(wish);

	(void)state;
	wish.subject = subject;
	wish.bits = 1024;
	strbuf_addchars(&wish.challenge, '\n', 20000);
	trial = trial_make(&wish, &chosen);
	trial_says(trial, false, ca, &message);
	assert_int_equal(message.content.len, trial->request.len);
	assert_memory_equal(message.content.buf, trial->request.buf, trial->request.len);
	scep_trial_free(trial);
	test_message_release(&message);
	X509_free(ca);
}

static const char *
date_text(const ASN1_TIME *time)
{
	return (const char *)ASN1_STRING_get0_data(time);
}

static void
it_signs_itself(void **state)
{
	X509 *ca = ca_make();
	struct scep_chosen chosen = chosen_make(ca);
	struct scep_trial *trial, *other;
	char name[64];
	WISH(wish);

	(void)state;
	wish_fill(&wish);
	trial = trial_make(&wish, &chosen);
	other = trial_make(&wish, &chosen);
	assert_int_equal(X509_verify(trial->own, trial->key), 1);
	assert_int_equal(X509_get_version(trial->own), X509_VERSION_3);
	assert_int_equal(X509_get_key_usage(trial->own),
		X509v3_KU_DIGITAL_SIGNATURE | X509v3_KU_KEY_ENCIPHERMENT);
	assert_int_equal(X509_NAME_get_text_by_NID(X509_get_issuer_name(trial->own), NID_commonName,
				 name, sizeof name),
		36);
	assert_int_equal(strspn(name, "0123456789ABCDEF-"), 36);
	assert_true(X509_cmp(trial->own, other->own) != 0);
	assert_true(X509_NAME_cmp(X509_get_subject_name(trial->own),
			    X509_get_subject_name(other->own)) != 0);
	/* as openssl rsa -RSAPublicKey_out -outform DER | openssl sha1 computes of the key */
	assert_string_equal(trial->transaction.buf, "A3454B6A754CB5A53848494FE287218217CC3A73");
	assert_string_equal(date_text(X509_get0_notBefore(trial->own)), "270114080000Z");
	assert_string_equal(date_text(X509_get0_notAfter(trial->own)), "280115080000Z");
	scep_trial_free(trial);
	scep_trial_free(other);
	X509_free(ca);
}

static void
a_key_of_the_wished_size_is_made(void **state)
{
	X509 *ca = ca_make();
	struct scep_chosen chosen = chosen_make(ca);
	struct scep_trial *trial;
	STRBUF(err);
	WISH(wish);

	(void)state;
	wish_fill(&wish);
	trial = scep_trial_begin(&wish, &chosen, TEST_CA_NOW, &err);
	assert_non_null(trial);
	assert_int_equal(EVP_PKEY_bits(trial->key), 1024);
	scep_trial_free(trial);
	wish.bits = 7;
	assert_null(scep_trial_begin(&wish, &chosen, TEST_CA_NOW, &err));
	assert_string_equal(err.buf, "OpenSSL cannot make a key: key size too small");
	X509_free(ca);
}

static void
a_message_that_cannot_be_made_is_told(void **state)
{
	X509 *ca = ca_make(), *recipient = X509_new();
	struct scep_chosen chosen = chosen_make(ca);
	struct scep_trial *trial;
	STRBUF(out);
	STRBUF(err);
	WISH(wish);

	(void)state;
	wish_fill(&wish);
	trial = trial_make(&wish, &chosen);
	chosen.recipient = recipient; /* it has no key */
	assert_int_equal(scep_trial_message(trial, false, &out, &err), -1);
	assert_string_equal(err.buf, "OpenSSL cannot make the message: recipient error");
	assert_int_equal(out.len, 0);
	scep_trial_free(trial);
	X509_free(recipient);
	X509_free(ca);
}

/*
 * Facts.
 */

static void
facts_tell_what_is_sent(void **state)
{
	X509 *ca = ca_make();
	struct scep_chosen chosen = chosen_make(ca);
	struct scep_trial *trial;
	const struct node *sent;
	WISH(wish);

	(void)state;
	wish_fill(&wish);
	trial = trial_make(&wish, &chosen);
	NODE(facts) = scep_trial_facts(trial);
	sent = node_get(facts, "sent");
	assert_string_equal(node_get_text(facts, "status"), "unread");
	assert_string_equal(node_get_text(facts, "transaction"), trial->transaction.buf);
	/* the pairs of an RDN in the order of DER, which is that of the issued certificate, too */
	assert_string_equal(node_get_text(sent, "subject"),
		"/C=US/O=Acme, Inc./OU=B\xc3\xbcro & Co/2.5.4.5=X*1+CN=SCEPWIZ-TRIAL/"
		"EMAIL=me@acme.example/1.2.5.3=bar");
	assert_string_equal(node_get_text(sent, "principal"), wish.principal);
	assert_int_equal(node_get(sent, "dns")->n, 2);
	assert_string_equal(node_text(node_get(sent, "dns")->v[1]), "two.acme.example");
	assert_string_equal(node_text(node_get(sent, "email")->v[0]), "me@acme.example");
	assert_string_equal(node_text(node_get(sent, "uri")->v[0]), "https://acme.example/a?b=c");
	assert_true(node_get(sent, "has key usage")->number);
	assert_string_equal(node_text(node_get(sent, "key usage")->v[0]), "digitalSignature");
	assert_string_equal(node_text(node_get(sent, "key usage")->v[1]), "keyEncipherment");
	assert_int_equal(node_get(sent, "extended")->n, 0);
	scep_trial_free(trial);
	X509_free(ca);
}

static void
one_key_usage_is_told_as_one(void **state)
{
	static char subject[] = "/CN=x";
	X509 *ca = ca_make();
	struct scep_chosen chosen = chosen_make(ca);
	struct scep_trial *trial;
	WISH(wish);

	(void)state;
	wish.subject = subject;
	for (unsigned usage = 0; usage <= SCEP_ENCRYPTION; usage += SCEP_ENCRYPTION) {
		wish.usage = usage;
		trial = trial_make(&wish, &chosen);
		NODE(facts) = scep_trial_facts(trial);

		assert_int_equal(node_at(facts, "sent/has key usage")->number, usage != 0);
		assert_int_equal(node_at(facts, "sent/key usage")->n, usage != 0);
		scep_trial_free(trial);
	}
	X509_free(ca);
}

static void
facts_have_all_members_without_a_trial(void **state)
{
	static const char *const members[] = { "status", "fail info", "http", "line", "polls",
		"waited", "reply weak", "signer is chosen", "nonce is ours", "transaction is ours",
		"verifies", "for our key", "ours is first", "reply fault", "transaction", "serial",
		"sent", "issued", "sent/subject", "sent/dns", "sent/email", "sent/uri",
		"sent/principal", "sent/key usage", "sent/has key usage", "sent/extended",
		"issued/subject", "issued/dns", "issued/email", "issued/uri", "issued/principal",
		"issued/key usage", "issued/has key usage", "issued/extended", "issued/not before",
		"issued/not after", "issued/chains", "issued/signature", "issued/pem" };
	NODE(facts) = scep_trial_facts(NULL);

	(void)state;
	assert_string_equal(node_get_text(facts, "status"), "none");
	for (size_t i = 0; i < ARRAY_SIZE(members); i++)
		if (!node_at(facts, members[i]))
			fail_msg("%s is missing", members[i]);
	assert_int_equal(node_at(facts, "sent/has key usage")->number, 0);
	assert_int_equal(node_at(facts, "issued/not before")->number, 0);
	assert_int_equal(node_at(facts, "issued/not after")->number, 0);
	assert_int_equal(node_get(facts, "polls")->number, 0);
	assert_int_equal(node_get(facts, "waited")->number, 0);
	assert_int_equal(node_get(facts, "http")->number, 0);
	assert_string_equal(node_get_text(facts, "transaction"), "");
	assert_int_equal(facts->n, 18);
	assert_int_equal(node_get(facts, "sent")->n, 8);
	assert_int_equal(node_get(facts, "issued")->n, 13);
}

/*
 * Secrets.
 */

static void
the_challenge_is_in_nothing_that_openssl_frees(void **state)
{
	X509 *ca = ca_make();
	struct scep_chosen chosen = chosen_make(ca);
	struct scep_trial *trial;
	STRBUF(out);
	STRBUF(err);
	WISH(wish);
	void *piece;

	(void)state;
	wish_fill(&wish);
	watching = true;
	trial = trial_make(&wish, &chosen);
	assert_int_equal(scep_trial_message(trial, false, &out, &err), 0);
	scep_trial_free(trial);
	ERR_clear_error();
	assert_int_equal(seen, 0);
	/* this is noticed */
	piece = OPENSSL_strdup("x" CHALLENGE "y");
	OPENSSL_free(piece);
	assert_int_equal(seen, 1);
	watching = false;
	X509_free(ca);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_request_is_what_openssl_reads),
		cmocka_unit_test(the_request_has_these_bytes),
		cmocka_unit_test(a_value_has_the_type_that_devices_give_it),
		cmocka_unit_test(the_digest_is_the_chosen_one),
		cmocka_unit_test(what_was_not_asked_for_is_not_there),
		cmocka_unit_test(key_usage_is_what_was_asked_for),
		cmocka_unit_test(a_challenge_has_its_type),
		cmocka_unit_test(long_values_are_written),
		cmocka_unit_test(a_subject_that_devices_cannot_send_is_told),
		cmocka_unit_test(a_request_is_sent_as_the_capabilities_allow),
		cmocka_unit_test(polling_is_in_3des_and_sha1_and_has_a_new_nonce),
		cmocka_unit_test(no_byte_of_a_message_is_changed),
		cmocka_unit_test(it_signs_itself),
		cmocka_unit_test(a_key_of_the_wished_size_is_made),
		cmocka_unit_test(a_message_that_cannot_be_made_is_told),
		cmocka_unit_test(facts_tell_what_is_sent),
		cmocka_unit_test(one_key_usage_is_told_as_one),
		cmocka_unit_test(facts_have_all_members_without_a_trial),
		cmocka_unit_test(the_challenge_is_in_nothing_that_openssl_frees),
	};

	/* before OpenSSL has any memory */
	if (!CRYPTO_set_mem_functions(watched_malloc, watched_realloc, watched_free))
		return 1;
	return run_tests(tests);
}
