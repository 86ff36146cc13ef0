/* What was issued on trial: its names and usages, and whether it leads to the CA. Texts are the server's: they are cut,
 * and made valid UTF-8. */
#include <openssl/asn1.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/x500.h"

#include "worker/scep_facts.h"
#include "worker/scep_parts.h"
#include "worker/x509_kind.h"

/*
 * Texts.
 */

struct node *
scep_text_node(const char *text, size_t len)
{
	STRBUF(safe);

	for (size_t i = 0; i < len && safe.len <= SCEP_TEXT_MAX; i++) {
		if (text[i])
			strbuf_addch(&safe, text[i]);
		else
			strbuf_addstr(&safe, "\\00"); /* "good.example\0.evil" must not look good */
	}
	if (safe.len > SCEP_TEXT_MAX) {
		strbuf_truncate(&safe, text_boundary(safe.buf, SCEP_TEXT_MAX - strlen("...")));
		strbuf_addstr(&safe, "...");
	}
	return node_text_new(safe.buf);
}

void
scep_list_add(struct node *list, const char *text, size_t len)
{
	if (list->n < SCEP_NAMES_MAX)
		node_append(list, scep_text_node(text, len));
}

/* Appends a string of any type as UTF-8. One that is damaged becomes # and its bytes in hex, as in RFC 4514, 2.4. */
static void
string_add(const ASN1_STRING *string, struct strbuf *out)
{
	unsigned char *text = NULL;
	const unsigned char *bytes = ASN1_STRING_get0_data(string);
	int len = ASN1_STRING_to_UTF8(&text, string);

	if (len >= 0)
		strbuf_add(out, text, (size_t)len);
	else
		strbuf_addch(out, '#');
	for (int i = 0; len < 0 && i < ASN1_STRING_length(string) && i < SCEP_TEXT_MAX; i++)
		strbuf_addf(out, "%02x", bytes[i]);
	OPENSSL_free(text);
}

static struct node *
string_node(const ASN1_STRING *string)
{
	STRBUF(text);

	string_add(string, &text);
	return scep_text_node(text.buf, text.len);
}

/* Names that devices have for a type, for OpenSSL's. */
static const struct {
	int nid;
	const char *type;
} types[] = {
	{ NID_countryName, "C" },
	{ NID_stateOrProvinceName, "ST" },
	{ NID_localityName, "L" },
	{ NID_organizationName, "O" },
	{ NID_organizationalUnitName, "OU" },
	{ NID_commonName, "CN" },
	{ NID_pkcs9_emailAddress, "EMAIL" },
};

static void
type_add(const ASN1_OBJECT *object, struct strbuf *out)
{
	char oid[128];
	int nid = OBJ_obj2nid(object);

	for (size_t i = 0; nid != NID_undef && i < ARRAY_SIZE(types); i++)
		if (types[i].nid == nid) {
			strbuf_addstr(out, types[i].type);
			return;
		}
	strbuf_addstr(out, OBJ_obj2txt(oid, sizeof oid, object, 1) > 0 ? oid : "?");
}

/* Each value is a C string there. */
static void
value_add(const ASN1_STRING *string, struct strbuf *out)
{
	NODE(text) = string_node(string);

	strbuf_addstr(out, node_text(text));
}

void
scep_name_format(const X509_NAME *name, struct strbuf *out)
{
	int n = X509_NAME_entry_count(name), set = -1;
	X500_NAME(read);

	for (int i = 0; i < n; i++) {
		const X509_NAME_ENTRY *entry = X509_NAME_get_entry(name, i);
		STRBUF(type);
		STRBUF(value);

		type_add(X509_NAME_ENTRY_get_object(entry), &type);
		value_add(X509_NAME_ENTRY_get_data(entry), &value);
		x500_add(&read, type.buf, value.buf, X509_NAME_ENTRY_set(entry) != set);
		set = X509_NAME_ENTRY_set(entry);
	}
	x500_format(&read, out);
}

/*
 * Names and usages.
 */

struct node *
scep_names_new(void)
{
	struct node *names = node_map_new();

	node_set(names, "subject", node_text_new(""));
	node_set(names, "dns", node_list_new());
	node_set(names, "email", node_list_new());
	node_set(names, "uri", node_list_new());
	node_set(names, "principal", node_null_new());
	node_set(names, "key usage", node_list_new());
	node_set(names, "has key usage", node_boolean_new(false));
	node_set(names, "extended", node_list_new());
	return names;
}

struct node *
scep_issued_new(void)
{
	struct node *issued = scep_names_new();

	node_set(issued, "not before", node_date_new(0));
	node_set(issued, "not after", node_date_new(0));
	node_set(issued, "chains", node_boolean_new(false));
	node_set(issued, "signature", node_text_new(""));
	node_set(issued, "pem", node_data_new("", 0));
	return issued;
}

static void
names_list(struct node *names, const char *key, const ASN1_STRING *string)
{
	STRBUF(text);

	string_add(string, &text);
	scep_list_add(node_get(names, key), text.buf, text.len);
}

static void
names_principal(struct node *names, const OTHERNAME *other)
{
	if (OBJ_obj2nid(other->type_id) != NID_ms_upn || other->value->type != V_ASN1_UTF8STRING)
		return;
	node_set(names, "principal", string_node(other->value->value.utf8string));
}

static void
names_read_alternative(const X509 *x509, struct node *names)
{
	GENERAL_NAMES *all = X509_get_ext_d2i(x509, NID_subject_alt_name, NULL, NULL);

	for (int i = 0; i < sk_GENERAL_NAME_num(all); i++) {
		const GENERAL_NAME *name = sk_GENERAL_NAME_value(all, i);

		if (name->type == GEN_EMAIL)
			names_list(names, "email", name->d.rfc822Name);
		else if (name->type == GEN_DNS)
			names_list(names, "dns", name->d.dNSName);
		else if (name->type == GEN_URI)
			names_list(names, "uri", name->d.uniformResourceIdentifier);
		else if (name->type == GEN_OTHERNAME)
			names_principal(names, name->d.otherName);
	}
	GENERAL_NAMES_free(all);
}

static void
names_read_usage(X509 *x509, struct node *names)
{
	bool has = X509_get_extension_flags(x509) & EXFLAG_KUSAGE;
	uint32_t usage = X509_get_key_usage(x509);

	node_set(names, "has key usage", node_boolean_new(has));
	node_set(names, "key usage", scep_usage_list(has ? usage : 0));
}

static void
names_read_extended(const X509 *x509, struct node *names)
{
	EXTENDED_KEY_USAGE *all = X509_get_ext_d2i(x509, NID_ext_key_usage, NULL, NULL);

	for (int i = 0; i < sk_ASN1_OBJECT_num(all); i++) {
		const ASN1_OBJECT *usage = sk_ASN1_OBJECT_value(all, i);
		int nid = OBJ_obj2nid(usage);
		char oid[128] = "?";
		const char *text = nid == NID_undef ? oid : OBJ_nid2sn(nid);

		OBJ_obj2txt(oid, sizeof oid, usage, 1);
		scep_list_add(node_get(names, "extended"), text, strlen(text));
	}
	EXTENDED_KEY_USAGE_free(all);
}

/*
 * The certificate.
 */

/* The CA that vouches: the anchor. If that is an RA, the certificates that issued it. Without references of their
 * own. */
static STACK_OF(X509) * trusted_of(const struct scep_chosen *chosen)
{
	STACK_OF(X509) *trusted = sk_X509_new_null();

	if (!trusted || !sk_X509_push(trusted, chosen->anchor))
		out_of_memory();
	for (int i = 0; !X509_check_ca(chosen->anchor) && i < sk_X509_num(chosen->others); i++) {
		X509 *other = sk_X509_value(chosen->others, i);

		if (X509_check_issued(other, chosen->anchor) == X509_V_OK &&
			X509_verify(chosen->anchor, X509_get0_pubkey(other)) == 1 &&
			!sk_X509_push(trusted, other))
			out_of_memory();
	}
	return trusted;
}

static STACK_OF(X509) * untrusted_of(const struct scep_chosen *chosen, STACK_OF(X509) * certs)
{
	STACK_OF(X509) *all = sk_X509_new_null();

	if (!all)
		out_of_memory();
	for (int i = 0; i < sk_X509_num(chosen->others); i++)
		if (!sk_X509_push(all, sk_X509_value(chosen->others, i)))
			out_of_memory();
	for (int i = 0; i < sk_X509_num(certs); i++)
		if (!sk_X509_push(all, sk_X509_value(certs, i)))
			out_of_memory();
	return all;
}

/* Only names and signatures count: dates, purposes and weak hashes are facts of their own. */
static bool
issued_chains(const struct scep_chosen *chosen, X509 *issued, STACK_OF(X509) * certs)
{
	STACK_OF(X509) *trusted = trusted_of(chosen), *untrusted = untrusted_of(chosen, certs);
	X509_STORE_CTX *context = X509_STORE_CTX_new();
	X509_VERIFY_PARAM *param;
	bool chains;

	if (!context || !X509_STORE_CTX_init(context, NULL, issued, untrusted))
		out_of_memory();
	X509_STORE_CTX_set0_trusted_stack(context, trusted);
	param = X509_STORE_CTX_get0_param(context);
	X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_NO_CHECK_TIME |
						   X509_V_FLAG_IGNORE_CRITICAL);
	X509_VERIFY_PARAM_set_purpose(param, X509_PURPOSE_ANY);
	X509_VERIFY_PARAM_set_auth_level(param, 0);
	chains = X509_verify_cert(context) == 1;
	X509_STORE_CTX_free(context);
	sk_X509_free(trusted);
	sk_X509_free(untrusted);
	return chains;
}

static struct node *
date_node(const ASN1_TIME *time)
{
	int64_t seconds = 0;

	x509_time(time, &seconds);
	return node_date_new(seconds);
}

static struct node *
signature_node(const X509 *x509)
{
	const X509_ALGOR *algorithm = NULL;
	const ASN1_OBJECT *object = NULL;
	char text[128];

	X509_get0_signature(NULL, &algorithm, x509);
	X509_ALGOR_get0(&object, NULL, NULL, algorithm);
	return node_text_new(OBJ_obj2txt(text, sizeof text, object, 0) > 0 ? text : "?");
}

static struct node *
pem_node(const X509 *x509)
{
	OWN_BIO(bio) = BIO_new(BIO_s_mem());
	char *data;
	long len;

	if (!bio || !PEM_write_bio_X509(bio, (X509 *)x509)) /* const in OpenSSL 3 */
		out_of_memory();
	len = BIO_get_mem_data(bio, &data);
	return node_data_new(data, (size_t)len);
}

/* In hex, in capitals. RFC 5280, 4.1.2.2: at most 20 bytes. */
static struct node *
serial_node(const X509 *x509)
{
	BIGNUM *number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(x509), NULL);
	char *hex = number ? BN_bn2hex(number) : NULL;
	struct node *node = scep_text_node(hex ? hex : "", hex ? strlen(hex) : 0);

	OPENSSL_free(hex);
	BN_free(number);
	return node;
}

static struct node *
issued_node(const struct scep_chosen *chosen, X509 *x509, STACK_OF(X509) * certs)
{
	struct node *issued = scep_issued_new();
	STRBUF(name);

	scep_name_format(X509_get_subject_name(x509), &name);
	node_set(issued, "subject", scep_text_node(name.buf, name.len));
	names_read_alternative(x509, issued);
	names_read_usage(x509, issued);
	names_read_extended(x509, issued);
	node_set(issued, "not before", date_node(X509_get0_notBefore(x509)));
	node_set(issued, "not after", date_node(X509_get0_notAfter(x509)));
	node_set(issued, "chains", node_boolean_new(issued_chains(chosen, x509, certs)));
	node_set(issued, "signature", signature_node(x509));
	node_set(issued, "pem", pem_node(x509));
	return issued;
}

/* The index of the first certificate for the trial's key; -1: there is none. */
static int
issued_find(const struct scep_trial *trial, STACK_OF(X509) * certs)
{
	for (int i = 0; i < sk_X509_num(certs); i++) {
		const EVP_PKEY *key = X509_get0_pubkey(sk_X509_value(certs, i));

		if (key && EVP_PKEY_eq(key, trial->key) == 1)
			return i;
	}
	return -1;
}

void
scep_issued_read(const struct scep_trial *trial, STACK_OF(X509) * certs, struct node *facts)
{
	int ours = issued_find(trial, certs);
	X509 *x509 = sk_X509_value(certs, ours < 0 ? 0 : ours);

	node_set(facts, "for our key", node_boolean_new(ours >= 0));
	node_set(facts, "ours is first", node_boolean_new(ours == 0));
	node_set(facts, "serial", serial_node(x509));
	node_set(facts, "issued", issued_node(trial->chosen, x509, certs));
	ERR_clear_error();
}
