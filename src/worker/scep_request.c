/* What a device asks for: a PKCS#10 (RFC 2986) as Apple's SecCertificateRequest.c makes it. It is written here and not by
 * OpenSSL's X509_REQ, which frees copies of the challenge without wiping them. */
#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/ber.h"
#include "syntax/finding.h"
#include "syntax/x500.h"

#include "worker/scep_parts.h"

/*
 * DER.
 */

#define TAG_BOOLEAN 0x01
#define TAG_INTEGER 0x02
#define TAG_BIT_STRING 0x03
#define TAG_OCTET_STRING 0x04
#define TAG_NULL 0x05
#define TAG_UTF8 0x0c
#define TAG_PRINTABLE 0x13
#define TAG_SET 0x31
#define TAG_CHOICE(n) (0x80 | (n)) /* a value with the tag [n] */
#define TAG_INSIDE(n) (0xa0 | (n)) /* [n] with values inside */

#define LONG_LENGTH 0x80

/* X.690, 8.1.3. */
void
scep_der_wrap(struct strbuf *out, size_t from, unsigned char tag)
{
	unsigned char header[2 + sizeof(size_t)];
	size_t len = out->len - from, at = sizeof header;

	if (len < LONG_LENGTH) {
		header[--at] = (unsigned char)len;
	} else {
		for (; len; len >>= 8)
			header[--at] = (unsigned char)(len & 0xff);
		header[at - 1] = (unsigned char)(LONG_LENGTH | (sizeof header - at));
		at--;
	}
	header[--at] = tag;
	strbuf_splice(out, from, 0, header + at, sizeof header - at);
}

static void
der_add(struct strbuf *out, unsigned char tag, const void *data, size_t len)
{
	size_t from = out->len;

	strbuf_add(out, data, len);
	scep_der_wrap(out, from, tag);
}

static void
der_oid(struct strbuf *out, int nid)
{
	const ASN1_OBJECT *object = OBJ_nid2obj(nid);

	der_add(out, BER_OID, OBJ_get0_data(object), OBJ_length(object));
}

void
scep_der_name(struct strbuf *out, const X509_NAME *name)
{
	unsigned char *der = NULL;
	int len = i2d_X509_NAME((X509_NAME *)name, &der); /* const in OpenSSL 3 */

	if (len < 0)
		out_of_memory();
	strbuf_add(out, der, (size_t)len);
	OPENSSL_free(der);
}

/* Whether it fits into a PrintableString (X.680, 41.4), which devices prefer to a UTF8String. */
static bool
text_is_printable(const char *text, size_t len)
{
	return strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 "
			    "'()+,-./:=?") == len;
}

/*
 * The subject.
 */

static const struct {
	const char *type, *oid;
} subject_types[] = {
	{ "C", "2.5.4.6" },
	{ "ST", "2.5.4.8" },
	{ "L", "2.5.4.7" },
	{ "O", "2.5.4.10" },
	{ "OU", "2.5.4.11" },
	{ "CN", "2.5.4.3" },
	{ "EMAIL", "1.2.840.113549.1.9.1" },
};

static const char *
subject_oid(const char *type)
{
	for (size_t i = 0; i < ARRAY_SIZE(subject_types); i++)
		if (!strcmp(subject_types[i].type, type))
			return subject_types[i].oid;
	return type;
}

static int
subject_add(X509_NAME *name, const struct x500_pair *pair, bool new_rdn, struct strbuf *err)
{
	OWN_OBJECT(object) = OBJ_txt2obj(subject_oid(pair->type), 1);
	size_t len = strlen(pair->value);
	int type = text_is_printable(pair->value, len) ? V_ASN1_PRINTABLESTRING : V_ASN1_UTF8STRING;

	if (!object)
		return error_add(err, "OpenSSL cannot write the OID %s of the subject", pair->type);
	if (!strcmp(pair->type, "EMAIL")) {
		if (!text_is_ascii(pair->value))
			return error_add(err, "the subject has an EMAIL with characters other than "
					      "ASCII. Devices cannot send it");
		type = V_ASN1_IA5STRING;
	}
	if (!X509_NAME_add_entry_by_OBJ(name, object, type, (const unsigned char *)pair->value,
		    (int)len, -1, new_rdn ? 0 : -1))
		out_of_memory();
	return 0;
}

static int
subject_fill(X509_NAME *name, const char *text, struct strbuf *err)
{
	X500_NAME(read);
	FINDING(slip);

	if (x500_parse(text, &read, &slip) < 0)
		return error_add(err, "the subject cannot be sent: %s", slip.sentence);
	for (size_t i = 0; i < read.n; i++)
		for (size_t j = 0; j < read.rdns[i].n; j++)
			if (subject_add(name, &read.rdns[i].pairs[j], j == 0, err) < 0)
				return -1;
	return 0;
}

X509_NAME *
scep_subject(const char *text, struct strbuf *err)
{
	X509_NAME *name = X509_NAME_new(), *sent = NULL;

	if (!name)
		out_of_memory();
	/* DER has an order of its own for the pairs of an RDN: a copy has that order */
	if (subject_fill(name, text, err) == 0 && !(sent = X509_NAME_dup(name)))
		out_of_memory();
	X509_NAME_free(name);
	ERR_clear_error();
	return sent;
}

/*
 * Extensions.
 */

/* Alternative names by their number in GeneralName (RFC 5280, 4.2.1.6), and by their key in the facts. */
static const struct name_kind {
	unsigned char number;
	const char *key;
	size_t offset; /* in struct scep_wish */
} name_kinds[] = {
	{ 1, "email", offsetof(struct scep_wish, email) },
	{ 2, "dns", offsetof(struct scep_wish, dns) },
	{ 6, "uri", offsetof(struct scep_wish, uri) },
};

static const struct strvec *
wish_names(const struct scep_wish *wish, const struct name_kind *kind)
{
	return (const struct strvec *)(const void *)((const char *)wish + kind->offset);
}

/* Devices drop the others without an error: an IA5String has only ASCII. */
static bool
name_is_sent(const char *name)
{
	return *name && text_is_ascii(name);
}

/* An otherName: [MS-WCCE], 2.2.2.7.5. */
static void
principal_add(const char *principal, struct strbuf *out)
{
	size_t from = out->len, value;

	der_oid(out, NID_ms_upn);
	value = out->len;
	der_add(out, TAG_UTF8, principal, strlen(principal));
	scep_der_wrap(out, value, TAG_INSIDE(0));
	scep_der_wrap(out, from, TAG_INSIDE(0));
}

static void
names_add(const struct scep_wish *wish, struct strbuf *out)
{
	for (size_t i = 0; i < ARRAY_SIZE(name_kinds); i++) {
		const struct strvec *names = wish_names(wish, &name_kinds[i]);

		for (size_t j = 0; j < names->n; j++)
			if (name_is_sent(names->v[j]))
				der_add(out, TAG_CHOICE(name_kinds[i].number), names->v[j],
					strlen(names->v[j]));
	}
	if (wish->principal && *wish->principal)
		principal_add(wish->principal, out);
}

static void
extension_add(int nid, bool critical, const struct strbuf *value, struct strbuf *out)
{
	size_t from = out->len;

	der_oid(out, nid);
	if (critical)
		der_add(out, TAG_BOOLEAN, "\xff", 1);
	der_add(out, TAG_OCTET_STRING, value->buf, value->len);
	scep_der_wrap(out, from, BER_SEQUENCE);
}

static void
alternative_names_add(const struct scep_wish *wish, struct strbuf *out)
{
	STRBUF(value);

	names_add(wish, &value);
	if (!value.len)
		return;
	scep_der_wrap(&value, 0, BER_SEQUENCE);
	extension_add(NID_subject_alt_name, false, &value, out);
}

/* Bits from the left: digitalSignature is the first one, keyEncipherment the third (RFC 5280, 4.2.1.3). */
static void
key_usage_add(unsigned usage, struct strbuf *out)
{
	unsigned char bits[2] = { usage & SCEP_ENCRYPTION ? 5 : 7 }; /* those that are not used */
	STRBUF(value);

	bits[1] = (unsigned char)((usage & SCEP_SIGNING ? 0x80 : 0) |
				  (usage & SCEP_ENCRYPTION ? 0x20 : 0));
	if (!bits[1])
		return;
	der_add(&value, TAG_BIT_STRING, bits, sizeof bits);
	extension_add(NID_key_usage, true, &value, out);
}

/*
 * The request.
 */

/* Ends an attribute: its only value is what was appended since that length (RFC 2986, 4.1). */
static void
attribute_end(struct strbuf *out, size_t value)
{
	scep_der_wrap(out, value, TAG_SET);
	scep_der_wrap(out, 0, BER_SEQUENCE);
}

/* RFC 2985, 5.4.1. */
static void
challenge_attribute(const struct strbuf *challenge, struct strbuf *out)
{
	size_t value;

	if (!challenge->len)
		return;
	der_oid(out, NID_pkcs9_challengePassword);
	value = out->len;
	der_add(out, text_is_printable(challenge->buf, challenge->len) ? TAG_PRINTABLE : TAG_UTF8,
		challenge->buf, challenge->len);
	attribute_end(out, value);
}

/* RFC 2985, 5.4.2. */
static void
extensions_attribute(const struct scep_wish *wish, struct strbuf *out)
{
	size_t value, extensions;

	der_oid(out, NID_ext_req);
	value = extensions = out->len;
	alternative_names_add(wish, out);
	key_usage_add(wish->usage, out);
	if (out->len == extensions) {
		strbuf_truncate(out, 0);
		return;
	}
	scep_der_wrap(out, extensions, BER_SEQUENCE);
	attribute_end(out, value);
}

/* A set in DER is in the order of its bytes (X.690, 11.6). */
static void
attributes_add(const struct scep_wish *wish, struct strbuf *out)
{
	STRBUF(challenge);
	STRBUF(extensions);
	size_t from = out->len, shorter;
	bool challenge_first;

	challenge_attribute(&wish->challenge, &challenge);
	extensions_attribute(wish, &extensions);
	shorter = challenge.len < extensions.len ? challenge.len : extensions.len;
	challenge_first = memcmp(challenge.buf, extensions.buf, shorter) < 0;
	if (challenge_first)
		strbuf_add(out, challenge.buf, challenge.len);
	strbuf_add(out, extensions.buf, extensions.len);
	if (!challenge_first)
		strbuf_add(out, challenge.buf, challenge.len);
	scep_der_wrap(out, from, TAG_INSIDE(0));
}

static int
public_key_add(const EVP_PKEY *key, struct strbuf *out)
{
	unsigned char *der = NULL;
	int len = i2d_PUBKEY((EVP_PKEY *)key, &der); /* const in OpenSSL 3 */

	if (len > 0)
		strbuf_add(out, der, (size_t)len);
	OPENSSL_free(der);
	return len > 0 ? 0 : -1;
}

static int
info_add(const struct scep_wish *wish, const X509_NAME *subject, const EVP_PKEY *key,
	struct strbuf *out)
{
	der_add(out, TAG_INTEGER, "\0", 1);
	scep_der_name(out, subject);
	if (public_key_add(key, out) < 0)
		return -1;
	attributes_add(wish, out);
	scep_der_wrap(out, 0, BER_SEQUENCE);
	return 0;
}

/* Appends the algorithm, and the signature of everything before it. */
static int
signature_add(EVP_PKEY *key, int digest, struct strbuf *out)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	unsigned char signature[1 + 4096 / 8] = {
		0
	}; /* behind the number of bits that are not used */
	size_t len = sizeof signature - 1, from = out->len;
	int nid = NID_undef;
	bool made;

	if (!context)
		out_of_memory();
	made = OBJ_find_sigid_by_algs(&nid, digest, NID_rsaEncryption) &&
	       EVP_DigestSignInit(context, NULL, EVP_get_digestbynid(digest), NULL, key) == 1 &&
	       EVP_DigestSign(context, signature + 1, &len, (const unsigned char *)out->buf,
		       out->len) == 1;
	EVP_MD_CTX_free(context);
	if (!made)
		return -1;
	der_oid(out, nid);
	der_add(out, TAG_NULL, "", 0);
	scep_der_wrap(out, from, BER_SEQUENCE);
	der_add(out, TAG_BIT_STRING, signature, 1 + len);
	return 0;
}

int
scep_request_make(const struct scep_wish *wish, const X509_NAME *subject, EVP_PKEY *key, int digest,
	struct strbuf *out, struct strbuf *err)
{
	STRBUF(request);

	if (info_add(wish, subject, key, &request) < 0 || signature_add(key, digest, &request) < 0)
		return scep_openssl_failed(err, "make the request");
	scep_der_wrap(&request, 0, BER_SEQUENCE);
	strbuf_add(out, request.buf, request.len);
	return 0;
}

struct node *
scep_request_facts(const struct scep_wish *wish, const X509_NAME *subject)
{
	struct node *sent = scep_names_new(), *usage = node_get(sent, "key usage");
	STRBUF(name);

	scep_name_format(subject, &name);
	node_set(sent, "subject", scep_text_node(name.buf, name.len));
	for (size_t i = 0; i < ARRAY_SIZE(name_kinds); i++) {
		const struct strvec *names = wish_names(wish, &name_kinds[i]);

		for (size_t j = 0; j < names->n; j++)
			if (name_is_sent(names->v[j]))
				scep_list_add(node_get(sent, name_kinds[i].key), names->v[j],
					strlen(names->v[j]));
	}
	if (wish->principal && *wish->principal)
		node_set(sent, "principal",
			scep_text_node(wish->principal, strlen(wish->principal)));
	if (wish->usage & SCEP_SIGNING)
		node_append(usage, node_text_new("digitalSignature"));
	if (wish->usage & SCEP_ENCRYPTION)
		node_append(usage, node_text_new("keyEncipherment"));
	node_set(sent, "has key usage", node_boolean_new(usage->n > 0));
	return sent;
}
