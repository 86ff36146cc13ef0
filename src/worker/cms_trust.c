/* Whether certificates that somebody trusts vouch for who signed. */
#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "base/text.h"
#include "base/utc.h"
#include "base/xalloc.h"

#include "syntax/finding.h"

#include "worker/cms_parts.h"
#include "worker/x509_kind.h"

/* RSA of 1024 bits and more: OpenSSL's level (SSL_CTX_set_security_level(3)). Which hashes it takes differs between
 * versions, so they are looked at here (judging_ends). */
#define SECURITY_LEVEL 1

/* Everything that one judgement needs. */
struct judging {
	const struct cms_file *ca;
	int64_t now;
	STACK_OF(X509) * trusted; /* the certificates of ca */
	STACK_OF(X509) * inside;  /* those of the message */
	struct cms_judged *judged;
};

/* A certificate that is in ca is trusted, whether it issued itself or not. */
static int
judging_trust(struct judging *judging)
{
	const struct cms_file *ca = judging->ca;
	CERTIFICATES(list) = { .any_shape = true, .among_others = true };
	FINDING(slip);

	if (certificates_parse(ca->data.buf, ca->data.len, &list, &slip) < 0)
		return error_add(&judging->judged->doubt, "%s: %s", ca->name, slip.sentence);
	for (size_t i = 0; i < list.n; i++) {
		X509 *x509 = cms_certificate(&list.v[i]);

		if (!sk_X509_push(judging->trusted, x509))
			out_of_memory();
	}
	return 0;
}

/* 0 where the certificate is valid at that time, else OpenSSL's number of what is wrong. */
static int
validity_error(const struct judging *judging, const X509 *x509)
{
	int64_t from, to;

	if (x509_time(X509_get0_notBefore(x509), &from) < 0 || from > judging->now)
		return X509_V_ERR_CERT_NOT_YET_VALID;
	if (x509_time(X509_get0_notAfter(x509), &to) < 0 || to < judging->now)
		return X509_V_ERR_CERT_HAS_EXPIRED;
	return 0;
}

static void
doubt_validity(const X509 *x509, int error, struct strbuf *out)
{
	bool expired = error == X509_V_ERR_CERT_HAS_EXPIRED;
	int64_t at;
	STRBUF(name);

	cms_subject(x509, &name);
	strbuf_addf(out, "%s %s ", name.buf, expired ? "expired on" : "is not valid before");
	if (x509_time(expired ? X509_get0_notAfter(x509) : X509_get0_notBefore(x509), &at) == 0)
		utc_day(at, out);
	else
		strbuf_addstr(out, "a day that cannot be read");
}

static void
doubt_weak(const char *what, struct strbuf *out)
{
	strbuf_addf(out, "%s is signed by MD5 or SHA-1, which can be forged", what);
}

/* A clause: why the chain ends at this certificate. */
static void
doubt_chain(X509_STORE_CTX *context, const char *ca, struct strbuf *out)
{
	X509 *at = X509_STORE_CTX_get_current_cert(context);
	int error = X509_STORE_CTX_get_error(context);
	STRBUF(name);

	if (at)
		cms_subject(at, &name);
	switch (error) {
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
	case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
		strbuf_addf(out, "the certificate that issued %s is not in %s or the signature",
			name.buf, ca);
		break;
	case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
		strbuf_addf(out, "%s issued itself and is not in %s", name.buf, ca);
		break;
	case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
		strbuf_addf(out, "its chain ends at %s, which is not in %s", name.buf, ca);
		break;
	case X509_V_ERR_CA_MD_TOO_WEAK:
		doubt_weak(name.buf, out);
		break;
	case X509_V_ERR_CERT_SIGNATURE_FAILURE:
		strbuf_addf(out, "the signature on %s is not that of its issuer", name.buf);
		break;
	default:
		strbuf_addf(out, "%s: %s", name.buf, X509_verify_cert_error_string(error));
	}
}

/* Those of a list that are valid now; without their own references. */
static STACK_OF(X509) * judging_valid(const struct judging *judging, STACK_OF(X509) * all)
{
	STACK_OF(X509) *valid = sk_X509_new_null();

	if (!valid)
		out_of_memory();
	for (int i = 0; i < sk_X509_num(all); i++)
		if (!validity_error(judging, sk_X509_value(all, i)) &&
			!sk_X509_push(valid, sk_X509_value(all, i)))
			out_of_memory();
	return valid;
}

/* What the chain, which may be cut, ends with. */
static void
judging_ends(struct judging *judging, X509_STORE_CTX *context, bool verified)
{
	STACK_OF(X509) *chain = X509_STORE_CTX_get0_chain(context);
	struct strbuf *doubt = &judging->judged->doubt;

	strbuf_clear(&judging->judged->root);
	if (!verified) {
		doubt_chain(context, judging->ca->name, doubt);
		return;
	}
	for (int i = 0; i < sk_X509_num(chain) && !doubt->len; i++) {
		X509 *x509 = sk_X509_value(chain, i);
		int error = validity_error(judging, x509);
		STRBUF(name);

		if (error) {
			doubt_validity(x509, error, doubt);
		} else if (i + 1 < sk_X509_num(chain) && x509_signature_is_weak(x509)) {
			cms_subject(x509, &name);
			doubt_weak(name.buf, doubt);
		}
	}
	if (!doubt->len && sk_X509_num(chain) > 0)
		cms_subject(sk_X509_value(chain, sk_X509_num(chain) - 1), &judging->judged->root);
}

/* One try with these. It counts if it verified; the doubt is that of the last one. */
static bool
judging_try(struct judging *judging, X509 *x509, STACK_OF(X509) * trusted, STACK_OF(X509) * inside,
	bool last)
{
	X509_STORE_CTX *context = X509_STORE_CTX_new();
	X509_VERIFY_PARAM *param;
	bool verified;

	if (!context || !X509_STORE_CTX_init(context, NULL, x509, inside))
		out_of_memory();
	X509_STORE_CTX_set0_trusted_stack(context, trusted);
	param = X509_STORE_CTX_get0_param(context);
	X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_NO_CHECK_TIME);
	X509_VERIFY_PARAM_set_purpose(param, X509_PURPOSE_ANY);
	X509_VERIFY_PARAM_set_auth_level(param, SECURITY_LEVEL);
	verified = X509_verify_cert(context) == 1;
	if (verified || last)
		judging_ends(judging, context, verified);
	X509_STORE_CTX_free(context);
	return verified;
}

/* The certificate at the chain's other end is told in judged->root. A root that was renewed may be in the file twice, and
 * the chain is to end at the one that is valid; only where there is none, one that is not tells why. */
static void
judging_chain(struct judging *judging, X509 *x509)
{
	STACK_OF(X509) *trusted = judging_valid(judging, judging->trusted);
	STACK_OF(X509) *inside = judging_valid(judging, judging->inside);

	if (!judging_try(judging, x509, trusted, inside, false))
		judging_try(judging, x509, judging->trusted, judging->inside, true);
	sk_X509_free(trusted);
	sk_X509_free(inside);
}

static bool
is_weak(CMS_SignerInfo *signer)
{
	X509_ALGOR *digest = NULL;

	CMS_SignerInfo_get0_algs(signer, NULL, NULL, &digest, NULL);
	return x509_digest_is_weak(OBJ_obj2nid(digest->algorithm));
}

/* False, with a doubt, where it does not hold. */
static bool
judging_signature(struct judging *judging, CMS_SignerInfo *signer, const struct strbuf *content)
{
	struct cms_judged *judged = judging->judged;
	X509 *x509 = NULL;

	strbuf_clear(&judged->signer);
	CMS_SignerInfo_get0_algs(signer, NULL, &x509, NULL, NULL);
	if (!x509) {
		strbuf_addf(&judged->doubt,
			"the signing certificate is not in the signature or in %s",
			judging->ca->name);
		return false;
	}
	cms_subject(x509, &judged->signer);
	if (!cms_signature_fits(signer, content))
		strbuf_addstr(&judged->doubt, "the signature does not match the content");
	else if (is_weak(signer))
		doubt_weak("the profile", &judged->doubt);
	else if (!(X509_get_key_usage(x509) & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)))
		strbuf_addf(&judged->doubt, "the key usage of %s does not allow signatures",
			judged->signer.buf);
	else
		judging_chain(judging, x509);
	return !judged->doubt.len;
}

/* Of several, each has to hold: devices show the one that they come to first. */
static void
judging_signatures(struct judging *judging, CMS_ContentInfo *cms, const struct strbuf *content)
{
	STACK_OF(CMS_SignerInfo) *signers = CMS_get0_SignerInfos(cms);
	int n = sk_CMS_SignerInfo_num(signers);
	bool hold = true;

	CMS_set1_signers_certs(cms, judging->trusted, 0);
	if (n <= 0)
		strbuf_addstr(&judging->judged->doubt, "nobody signed it");
	for (int i = 0; i < n && hold; i++)
		hold = judging_signature(judging, sk_CMS_SignerInfo_value(signers, i), content);
}

void
cms_judge(const char *data, size_t len, const struct cms_file *ca, int64_t now,
	struct cms_judged *judged)
{
	struct judging judging = {
		.ca = ca,
		.now = now,
		.trusted = sk_X509_new_null(),
		.judged = judged,
	};
	CMS_ContentInfo *cms;
	STRBUF(content);

	if (!judging.trusted)
		out_of_memory();
	cms = cms_message_open(data, len, &content, &judged->doubt);
	if (cms && judging_trust(&judging) == 0) {
		judging.inside = CMS_get1_certs(cms);
		judging_signatures(&judging, cms, &content);
	}
	sk_X509_pop_free(judging.inside, X509_free);
	sk_X509_pop_free(judging.trusted, X509_free);
	cms_message_free(cms);
	ERR_clear_error();
}
