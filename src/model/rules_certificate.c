/* Rules about the CA's certificates. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/utc.h"
#include "base/xalloc.h"

#include "model/field_type_rows.h"
#include "model/rules_lints.h"

#define DAY ((time_t)24 * 60 * 60)
#define ENDS_SOON_DAYS 90
#define RSA_BITS_LEAST 2048
/* The default limit on Macs (Apple Security: RSA_MAX_KEY_SIZE). */
#define RSA_BITS_MOST 4096
/* Microsoft Intune takes no larger custom profile. */
#define PROFILE_BYTES_MAX 1000000

static bool
path_ends_with(const char *path, const char *extension)
{
	size_t len = strlen(path), n = strlen(extension);

	return len > n && !strcasecmp(path + len - n, extension);
}

static void
certificate_extension(struct check *check, const struct certificate *cert)
{
	size_t number;
	char *path;

	(void)cert;
	if (certificate_is_pasted(check->text))
		return;
	path = certificate_path(check->text, "", &number);
	if (!path_ends_with(path, ".cer") && !path_ends_with(path, ".crt"))
		check_report(check, "certificate-extension", 0,
			"%s is a certificate, but the policy accepts only .cer and .crt "
			"files. Rename it",
			path);
	free(path);
}

static void
certificate_not_ca(struct check *check, const struct certificate *cert)
{
	if (!cert->is_ca)
		check_report(check, "certificate-not-ca", 0,
			"the certificate of %.*s is not that of a CA, so devices will not trust "
			"what the CA issues. Choose the CA's own certificate",
			EXCERPT(cert->common_name.buf));
}

bool
certificate_tell_validity(const struct certificate *cert, time_t now, struct strbuf *sentence)
{
	STRBUF(date);
	const char *what = NULL, *advice = "Ask for a new one";

	utc_day(now < cert->not_before ? cert->not_before : cert->not_after, &date);
	if (now < cert->not_before) {
		what = "is not valid before";
		advice = "Devices do not trust it until then";
	} else if (now > cert->not_after) {
		what = "expired on";
	} else if (cert->not_after - now < ENDS_SOON_DAYS * DAY) {
		what = "ends soon, on";
	}
	if (what)
		strbuf_addf(sentence, "the certificate of %.*s %s %s. %s",
			EXCERPT(cert->common_name.buf), what, date.buf, advice);
	return what != NULL;
}

static void
certificate_validity(struct check *check, const struct certificate *cert)
{
	time_t now = lint_env(check)->now;
	STRBUF(sentence);

	if (certificate_tell_validity(cert, now ? now : time(NULL), &sentence))
		check_report(check, "certificate-validity", 0, "%s", sentence.buf);
}

static void
certificate_intermediate(struct check *check, const struct certificate *cert)
{
	if (cert->is_ca && !cert->self_issued)
		check_report(check, "certificate-intermediate", 0,
			"%.*s is an intermediate CA. Devices also need the root that issued it: "
			"%.*s",
			EXCERPT(cert->common_name.buf), EXCERPT(cert->issuer.buf));
}

static void
certificate_weak(struct check *check, const struct certificate *cert)
{
	/* of an odd curve certificate-algorithm tells */
	if (!cert->rsa_bits && !(cert->oddities & ODD_KEY_CURVE))
		check_report(check, "certificate-weak", 0,
			"the certificate has a key of type %s, but SCEP on Apple's devices needs "
			"an RSA CA",
			cert->key.buf);
	else if (cert->rsa_bits && cert->rsa_bits < RSA_BITS_LEAST)
		check_report(check, "certificate-weak", 0,
			"the certificate's RSA key has %d bits. Devices require %d or more",
			cert->rsa_bits, RSA_BITS_LEAST);
	/* a root's signature on itself is not checked */
	if (cert->weak_signature && !cert->self_issued)
		check_report(check, "certificate-weak", 0,
			"the certificate is signed with %s, which devices no longer trust",
			cert->signature.buf);
}

/* A root's signature on itself is not checked. But a CA that signs itself with RSASSA-PSS signs all others so, and then
 * it matters. */
static const struct oddity {
	unsigned oddity;
	bool of_roots; /* told of roots too */
	const char *sentence;
} certificate_oddities[] = {
	{ ODD_SIGNATURE_PSS, true,
		"the certificate is signed with RSASSA-PSS, which older Apple systems, many RADIUS "
		"servers and appliances cannot verify. Have the CA sign with PKCS #1 v1.5 "
		"(AlternateSignatureAlgorithm=0 on Windows)" },
	{ ODD_SIGNATURE_EDWARDS, false,
		"the certificate is signed with Ed25519 or Ed448, which Apple's systems and most "
		"RADIUS servers cannot verify. Ask for one that is signed with RSA or ECDSA" },
	{ ODD_SIGNATURE_DSA, false,
		"the certificate is signed with DSA, which Apple's systems no longer verify. Ask for "
		"one that is signed with RSA or ECDSA" },
	{ ODD_KEY_PSS, true,
		"the certificate's key is only for RSASSA-PSS, so SCEP requests cannot be "
		"encrypted for it. Ask for a CA with a plain RSA key" },
	{ ODD_KEY_CURVE, true,
		"the certificate's EC key is on a curve that Apple's systems do not know (they "
		"know P-256, P-384, P-521). SCEP needs a CA with an RSA key" },
	{ ODD_KEY_EXPONENT, true,
		"devices refuse the RSA exponent of the certificate's key. Ask for a key with the "
		"usual exponent, 65537" },
	{ ODD_CRITICAL, true,
		"the certificate has a critical extension outside RFC 5280. Devices and servers "
		"that do not know it must refuse the certificate" },
};

static void
certificate_algorithm(struct check *check, const struct certificate *cert)
{
	for (size_t i = 0; i < ARRAY_SIZE(certificate_oddities); i++) {
		const struct oddity *odd = &certificate_oddities[i];

		if (cert->oddities & odd->oddity && (odd->of_roots || !cert->self_issued))
			check_report(check, "certificate-algorithm", 0, "%s", odd->sentence);
	}
	if (cert->rsa_bits > RSA_BITS_MOST)
		check_report(check, "certificate-algorithm", 0,
			"the certificate's RSA key has %d bits. Macs and RADIUS servers may refuse "
			"more than %d",
			cert->rsa_bits, RSA_BITS_MOST);
}

/* Everything else in a profile is small beside it. */
static void
certificate_fills_profile(struct check *check, const struct certificate *cert)
{
	size_t written = (cert->der.len + 2) / 3 * 4;

	if (written > PROFILE_BYTES_MAX)
		check_report(check, "profile-too-large", 0,
			"the certificate's %zu bytes become %zu in the profile, and some MDMs "
			"refuse more than %d. Check it: a certificate usually has fewer than "
			"10,000",
			cert->der.len, written, PROFILE_BYTES_MAX);
}

static void
certificate_converted(struct check *check, const struct certificate *cert)
{
	/* A certificate that was taken into the draft is PEM because drafts are text. */
	if (cert->from_pem && !certificate_is_pasted(check->text))
		check_report(check, "certificate-converted", 0,
			"the certificate is PEM. The profile gets it as DER, as devices require");
}

/* Whether the profile gets it; else the draft alone has it, to compare with. */
static bool
certificate_is_written(const struct field *field)
{
	return *field->target.path;
}

void
certificate_check(struct check *check)
{
	static const struct {
		void (*lint)(struct check *, const struct certificate *);
		bool written; /* it is about one that the profile gets */
		bool alone;   /* and no list, of which each may be any CA's */
	} lints[] = {
		{ certificate_extension, true, true },
		{ certificate_not_ca, true },
		{ certificate_validity, false },
		{ certificate_intermediate, true, true },
		{ certificate_weak, false },
		{ certificate_algorithm, false },
		{ certificate_fills_profile, true },
		{ certificate_converted, true },
	};
	const struct certificate_read *read = lint_certificate(check, check->text);

	if (!read->good)
		check_slip(check, &read->slip);
	for (size_t i = 0; read->good && i < ARRAY_SIZE(lints); i++)
		if ((!lints[i].written || certificate_is_written(check->field)) &&
			(!lints[i].alone || !(check->field->flags & FIELD_LIST)))
			lints[i].lint(check, &read->cert);
}

/* Rule issuing-certificate, a warning if it is certainly wrong. */
static void
issuing_chain(struct check *check, const struct certificate_read *read,
	const struct certificate_read *above)
{
	const struct certificate *cert = &read->cert, *root = &above->cert;
	enum certificate_issued issued = certificate_read_issued_by(read, above);

	if (issued == ISSUED_BY_NAME)
		check_report_as(check, SEVERITY_WARNING, "issuing-certificate", 0,
			"%.*s names %.*s as its issuer, but the root certificate did not sign it. "
			"One of the two is of another generation",
			EXCERPT(cert->common_name.buf), EXCERPT(root->common_name.buf));
	else if (issued == ISSUED_UNKNOWN)
		check_report_as(check, SEVERITY_WARNING, "issuing-certificate", 0,
			"could not check whether %.*s was issued by the root certificate, %.*s: "
			"the worker process failed. Check again",
			EXCERPT(cert->common_name.buf), EXCERPT(root->common_name.buf));
	else if (issued == ISSUED_BY_OTHER && !strbuf_same(&cert->der, &root->der))
		check_report(check, "issuing-certificate", 0,
			"%.*s was not issued by the root certificate, %.*s, but by %.*s. This is "
			"right only with more CAs between them",
			EXCERPT(cert->common_name.buf), EXCERPT(root->common_name.buf),
			EXCERPT(cert->issuer.buf));
}

/* Devices recognize the RA by its key usage, so a certificate without one cannot be it (Apple Security: SecSCEP.c). */
static bool
may_be_ra(const struct certificate *cert)
{
	return cert->signs_or_deciphers && !cert->for_servers;
}

static void
issuing_certificate(struct check *check)
{
	const char *root_text = lint_text(check, ROLE_ROOT_CERTIFICATE);
	const struct certificate_read *read, *root;
	const struct certificate *cert;

	if (!*check->text || !(read = lint_certificate(check, check->text))->good)
		return;
	cert = &read->cert;
	if (!cert->is_ca && !may_be_ra(cert)) {
		check_report_as(check, SEVERITY_WARNING, "issuing-certificate", 0,
			"the certificate of %.*s is that of %s, not of a CA or RA. Choose the one "
			"that the server returns to GetCACert",
			EXCERPT(cert->common_name.buf),
			cert->for_servers ? "a web server" : "a device or person");
	} else if (*root_text) {
		root = lint_certificate(check, root_text);
		if (root->good)
			issuing_chain(check, read, root);
	}
}

/* Told at the later one of two fields. */
static void
certificate_duplicate(struct check *check)
{
	const struct form *form = draft_form(check->draft);

	if (check->field->type != &certificate_type || !*check->text)
		return;
	for (size_t i = 0; i < check->field->index; i++) {
		const struct field *other = form->fields[i];
		const struct certificate_read *own, *read;

		if (other->type != check->field->type ||
			certificate_is_written(other) != certificate_is_written(check->field) ||
			!draft_applies(check->draft, other, NULL))
			continue;
		lint_look(check, other);
		if (!*draft_text(check->draft, other))
			continue;
		own = lint_certificate(check, check->text);
		read = lint_certificate(check, draft_text(check->draft, other));
		if (own->good && read->good && strbuf_same(&own->cert.der, &read->cert.der))
			check_report(check, "certificate-duplicate", 0,
				"the same certificate is already included as %s. Remove one of "
				"them",
				other->label);
	}
}

static const struct rule certificate_rows[] = {
	{ .id = "certificate-missing",
		.severity = SEVERITY_ERROR,
		.roles = ROLE_BIT(ROLE_ROOT_CERTIFICATE),
		.special_of = "value-missing",
		.gist = "The switch is on, but there is no certificate",
		.why = "the profile would have no root payload",
		.advice = "choose the certificate file, or switch it off",
		.source = "JumpCloud: Root Certificate" },
	{ .id = "certificate-outside",
		.severity = SEVERITY_ERROR,
		.types = { &certificate_type },
		.gist = "The draft names a file outside its folder",
		.why = "its author would learn what is there, or put it in the profile",
		.advice = "copy it to the draft's folder, or copy it into the draft: scepwiz set "
			  "DRAFT KEY=@PATH",
		.source = "scepwiz-draft(5)" },
	{ .id = "certificate-unreadable",
		.severity = SEVERITY_ERROR,
		.types = { &certificate_type },
		.gist = "The file cannot be read",
		.why = "there is nothing to include",
		.advice = "check its path and permissions. The path starts at the draft's folder",
		.source = "JumpCloud: Root Certificate" },
	{ .id = "certificate-private-key",
		.severity = SEVERITY_ERROR,
		.types = { &certificate_type },
		.gist = "Contains a private key, or is PKCS#12",
		.why = "the CA's key would be on every device",
		.advice = "export only the certificate: openssl x509 -in FILE -out ca.cer",
		.source = "JumpCloud: should not include keys" },
	{ .id = "certificate-not-one",
		.severity = SEVERITY_ERROR,
		.types = { &certificate_type },
		.gist = "Not a certificate",
		.why = "devices refuse the profile",
		.advice = "use the certificate itself. The message says what this file is",
		.source = "Apple: com.apple.security.root" },
	{ .id = "certificate-too-large",
		.severity = SEVERITY_ERROR,
		.types = { &certificate_type },
		.gist = "1,000,000 bytes or more",
		.why = "JumpCloud accepts only files below 1 MB",
		.advice = "check that it is the certificate, which has a few thousand bytes",
		.source = "JumpCloud: smaller than 1 MB" },
	{ .id = "certificate-several",
		.severity = SEVERITY_ERROR,
		.types = { &certificate_type },
		.gist = "Several certificates in one file",
		.why = "a payload holds one",
		.advice = "choose one by its number: FILE#2 is the second",
		.detail = "Several in a payload of an imported profile are a warning",
		.source = "Apple: com.apple.security.root" },
	{ .id = "certificate-extension",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_ROOT_CERTIFICATE),
		.gist = "The file's name does not end in .cer or .crt",
		.why = "JumpCloud's form accepts only these",
		.advice = "rename the file",
		.source = "JumpCloud: .cer or .crt format" },
	{ .id = "certificate-not-ca",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_ROOT_CERTIFICATE),
		.gist = "Not the certificate of a CA",
		.why = "devices do not trust what it issues",
		.advice = "choose the CA's own certificate",
		.source = "RFC 5280, section 4.2.1.9" },
	{ .id = "certificate-validity",
		.severity = SEVERITY_WARNING,
		.types = { &certificate_type },
		.gist = "Expired, not yet valid, or ends within 90 days",
		.why = "devices stop trusting it",
		.advice = "ask for a new one, and roll it out before the date",
		.detail =
			"All certificates of a profile are checked, not only the root certificate",
		.source = "RFC 5280, section 4.1.2.5" },
	{ .id = "certificate-intermediate",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_ROOT_CERTIFICATE),
		.gist = "An intermediate CA",
		.why = "devices also need the root",
		.advice = "choose the root that issued it",
		.source = "smallstep/certificates issue 746" },
	{ .id = "certificate-weak",
		.severity = SEVERITY_WARNING,
		.types = { &certificate_type },
		.gist = "Not an RSA key, a short key, or a weak signature",
		.why = "SCEP on Apple's devices needs an RSA CA",
		.advice = "ask for a CA with an RSA key of 2048 bits or more",
		.source = "Apple Security: SecSCEP.c" },
	{ .id = "certificate-algorithm",
		.severity = SEVERITY_WARNING,
		.types = { &certificate_type },
		.gist = "An algorithm that some devices or RADIUS servers cannot verify",
		.why = "they refuse each certificate below it",
		.advice =
			"ask for a certificate with an RSA key of 2048 to 4096 bits and a signature of SHA-256 with RSA (PKCS #1 v1.5)",
		.detail =
			"Reported are signatures with RSASSA-PSS, Ed25519, Ed448 and DSA, keys for RSASSA-PSS alone, EC keys on curves other than P-256, P-384 and P-521, RSA keys of more than 4096 bits or with an unusual exponent, and critical extensions that RFC 5280 does not define. Of the signature of a root on itself, only RSASSA-PSS is reported",
		.source =
			"Apple: HT103769, Apple Security: RSA_MAX_KEY_SIZE; RFC 5280, section 4.2; vendors' guides" },
	{ .id = "issuing-certificate",
		.severity = SEVERITY_INFO,
		.roles = ROLE_BIT(ROLE_ISSUING_CERTIFICATE),
		.gist = "Not the certificate of a CA or RA below the root",
		.why = "devices compare the fingerprint with what the SCEP server returns",
		.advice = "choose the certificate that the server returns to GetCACert",
		.detail =
			"A warning if the certificate belongs to a device or a web server, or if the root certificate has the name of its issuer but did not sign it",
		.source = "Apple Security: SecSCEP.c; RFC 8894, section 4.2",
		.lint = issuing_certificate },
	{ .id = "certificate-duplicate",
		.severity = SEVERITY_WARNING,
		.gist = "The same certificate twice",
		.why = "the profile grows without need",
		.advice = "remove one, unless another payload refers to each",
		.source = "inferred",
		.lint = certificate_duplicate },
	{ .id = "certificate-converted",
		.severity = SEVERITY_INFO,
		.roles = ROLE_BIT(ROLE_ROOT_CERTIFICATE),
		.gist = "PEM is converted to DER",
		.why = "Apple's root payload holds DER",
		.advice = "nothing",
		.source = "Apple: com.apple.security.root",
		.flags = RULE_CERTAIN },
};
const struct rule_table certificate_rules = { certificate_rows, ARRAY_SIZE(certificate_rows),
	"Certificates" };
