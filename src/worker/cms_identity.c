/* Who signs, put together from files. */
#include "worker/cms_identity.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>

#include "base/report.h"
#include "base/xalloc.h"

#include "syntax/finding.h"

#define FOR_SIGNATURES (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)

void
cms_identity_free(struct cms_identity *identity)
{
	if (!identity)
		return;
	EVP_PKEY_free(identity->key);
	X509_free(identity->x509);
	sk_X509_pop_free(identity->chain, X509_free);
	certificate_release(&identity->cert);
	free(identity);
}

static int
file_certificates(const struct cms_file *file, struct certificates *list, struct strbuf *err)
{
	FINDING(slip);

	if (cms_refuse_pkcs12(file, err) < 0)
		return -1;
	if (certificates_parse(file->data.buf, file->data.len, list, &slip) == 0)
		return 0;
	return error_add(err, "%s: %s", file->name, slip.sentence);
}

static X509 *
certificate_x509(const struct certificate *cert)
{
	const unsigned char *at = (const unsigned char *)cert->der.buf;
	X509 *x509 = d2i_X509(NULL, &at, (long)cert->der.len);

	if (!x509)
		BUG("a certificate that was read cannot be read again");
	return x509;
}

/* The one that is the key's signs; the others go along. */
static void
identity_take(struct cms_identity *identity, struct certificate *cert)
{
	X509 *x509 = certificate_x509(cert);

	if (!identity->x509 && X509_check_private_key(x509, identity->key)) {
		identity->x509 = x509;
		identity->cert = *cert;
		*cert = (struct certificate)CERTIFICATE_INIT;
	} else if (!sk_X509_push(identity->chain, x509)) {
		out_of_memory();
	}
}

static int
identity_find_signer(struct cms_identity *identity, const struct cms_source *source,
	const char *key_name, struct certificates *list, struct strbuf *err)
{
	STRBUF(names);

	certificates_name(list, &names);
	for (size_t i = 0; i < list->n; i++)
		identity_take(identity, &list->v[i]);
	if (!identity->x509)
		return error_add(err,
			"the private key in %s is not that of a certificate in %s, which has %s",
			key_name, source->cert.name, names.buf);
	return 0;
}

/* A certificate that is the signer's or came already is not put in twice. */
static int
identity_add_chain(struct cms_identity *identity, const struct cms_file *chain, struct strbuf *err)
{
	CERTIFICATES(list) = { .among_others = true };

	if (file_certificates(chain, &list, err) < 0)
		return -1;
	for (size_t i = 0; i < list.n; i++) {
		X509 *x509 = certificate_x509(&list.v[i]);
		bool has = X509_cmp(identity->x509, x509) == 0;

		for (int j = 0; j < sk_X509_num(identity->chain); j++)
			has = has || X509_cmp(sk_X509_value(identity->chain, j), x509) == 0;
		if (has)
			X509_free(x509);
		else if (!sk_X509_push(identity->chain, x509))
			out_of_memory();
	}
	return 0;
}

static void
identity_check_validity(
	const struct cms_identity *identity, const char *name, time_t now, struct strbuf *warning)
{
	const struct certificate *cert = &identity->cert;
	bool early = now < cert->not_before;

	if (!early && now <= cert->not_after)
		return;
	strbuf_addf(warning, "%s: the certificate %s %s ", name, cert->subject.buf,
		early ? "is not valid before" : "expired on");
	certificate_date(early ? cert->not_before : cert->not_after, warning);
	strbuf_addstr(warning, "; devices show the profile as not verified");
}

static int
identity_fill(struct cms_identity *identity, const struct cms_source *source,
	struct certificates *list, struct strbuf *warning, struct strbuf *err)
{
	const struct cms_file *key = source->key.name ? &source->key : &source->cert;

	if (file_certificates(&source->cert, list, err) < 0 ||
		!(identity->key = cms_key_read(key, source, err)) ||
		identity_find_signer(identity, source, key->name, list, err) < 0)
		return -1;
	/* RFC 5280, 4.2.1.3: an extension that is not there limits nothing */
	if (!identity->cert.is_ca && !(X509_get_key_usage(identity->x509) & FOR_SIGNATURES))
		return error_add(err,
			"%s: the key usage of the certificate %s is not for signatures; a certificate "
			"with digitalSignature is wanted",
			source->cert.name, identity->cert.subject.buf);
	if (source->chain.name && identity_add_chain(identity, &source->chain, err) < 0)
		return -1;
	identity_check_validity(identity, source->cert.name, source->now, warning);
	return 0;
}

struct cms_identity *
cms_identity_read(const struct cms_source *source, struct strbuf *warning, struct strbuf *err)
{
	struct cms_identity *identity = xcalloc(1, sizeof *identity);
	CERTIFICATES(list) = { .among_others = true };

	identity->cert = (struct certificate)CERTIFICATE_INIT;
	identity->chain = sk_X509_new_null();
	if (!identity->chain)
		out_of_memory();
	if (identity_fill(identity, source, &list, warning, err) < 0) {
		cms_identity_free(identity);
		identity = NULL;
	}
	ERR_clear_error();
	return identity;
}
