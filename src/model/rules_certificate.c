/* Rules about the CA's certificate and its fingerprint. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/xalloc.h"

#include "syntax/fingerprint.h"

#include "model/field_type_rows.h"
#include "model/rules_lints.h"

#define DAY ((time_t)24 * 60 * 60)
#define ENDS_SOON_DAYS 90
#define RSA_BITS_LEAST 2048
/* Microsoft Intune takes no larger custom profile. */
#define PROFILE_BYTES_MAX 1000000

static bool
fingerprint_read(const struct check *check, struct fingerprint *fp)
{
	struct problem problem = PROBLEM_INIT;
	bool good = fingerprint_parse(check->text, fp, &problem) == 0;

	problem_release(&problem);
	return good;
}

void
fingerprint_md5(struct check *check)
{
	struct fingerprint fp;

	if (fingerprint_read(check, &fp) && fp.len == 16)
		check_report(check, "fingerprint-md5", 0,
			"this is an MD5 hash, for which a second certificate can be made; use "
			"SHA-256");
}

void
fingerprint_sha1(struct check *check)
{
	struct fingerprint fp;

	if (fingerprint_read(check, &fp) && fp.len == sizeof((struct certificate *)0)->sha1)
		check_report(check, "fingerprint-sha1", 0,
			"this is a SHA-1 hash, which every device accepts; SHA-256 is preferred, "
			"but needs a recent system");
}

/* Compares with the hash of the same length, where there is one. */
static bool
fingerprint_is_of(const struct fingerprint *fp, const struct certificate *cert)
{
	if (fp->len == sizeof cert->sha1)
		return !memcmp(fp->bytes, cert->sha1, fp->len);
	return fp->len != sizeof cert->sha256 || !memcmp(fp->bytes, cert->sha256, fp->len);
}

void
fingerprint_not_root(struct check *check)
{
	const char *root = lint_text(check, "root_certificate");
	struct certificate cert = CERTIFICATE_INIT;
	struct problem problem = PROBLEM_INIT;
	struct fingerprint fp;

	if (*root && fingerprint_read(check, &fp) &&
		certificate_load(root, check->env ? check->env->folder : NULL, &cert, &problem) ==
			0 &&
		!fingerprint_is_of(&fp, &cert))
		check_report(check, "fingerprint-not-root", 0,
			"this is not the fingerprint of the root certificate, %.*s; it is right "
			"only if it is that of an issuing CA or RA whose certificate the server "
			"returns to GetCACert",
			EXCERPT(cert.common_name.buf));
	certificate_release(&cert);
	problem_release(&problem);
}

void
fingerprint_read_as_hex(struct check *check)
{
	struct strbuf mend = STRBUF_INIT;
	struct fingerprint fp;

	if (fingerprint_read(check, &fp) && fp.both_readings) {
		fingerprint_to_base64(&fp, &mend);
		check_report_mend(check, "fingerprint-read-as-hex", 0, mend.buf,
			"read as %s in hex, and converted; in Base64 it is %s", fp.hash, mend.buf);
	}
	strbuf_release(&mend);
}

/* NULL for bytes that look random, as those of a hash do. */
static const char *
fingerprint_pattern(const struct fingerprint *fp)
{
	static const unsigned char example[] = { 0x11, 0x22, 0x33, 0x44 };
	size_t equal = 0, printable = 0;

	for (size_t i = 0; i < fp->len; i++) {
		equal += fp->bytes[i] == fp->bytes[0];
		printable += fp->bytes[i] >= 0x20 && fp->bytes[i] < 0x7f;
	}
	if (equal == fp->len)
		return "its bytes are all the same";
	if (printable == fp->len)
		return "its bytes are plain text";
	if (!memcmp(fp->bytes, example, sizeof example))
		return "it begins like the example of the documentation";
	return NULL;
}

void
fingerprint_implausible(struct check *check)
{
	struct fingerprint fp;
	const char *pattern = fingerprint_read(check, &fp) ? fingerprint_pattern(&fp) : NULL;

	if (pattern)
		check_report(check, "fingerprint-implausible", 0,
			"this does not look like a hash: %s; take the fingerprint from the CA's "
			"certificate",
			pattern);
}

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
	if (certificate_is_text(check->text))
		return;
	path = certificate_path(check->text, "", &number);
	if (!path_ends_with(path, ".cer") && !path_ends_with(path, ".crt"))
		check_report(check, "certificate-extension", 0,
			"%s holds a certificate, but the policy's own form takes files called .cer "
			"or .crt only",
			path);
	free(path);
}

static void
certificate_not_ca(struct check *check, const struct certificate *cert)
{
	if (!cert->is_ca)
		check_report(check, "certificate-not-ca", 0,
			"the certificate of %.*s is not that of a CA, so devices will not trust "
			"what the CA issues; give the CA's own",
			EXCERPT(cert->common_name.buf));
}

static void
certificate_validity(struct check *check, const struct certificate *cert)
{
	time_t now = check->env && check->env->now ? check->env->now : time(NULL);
	struct strbuf date = STRBUF_INIT;
	const char *what = NULL, *mend = "ask for its successor";

	certificate_date(now < cert->not_before ? cert->not_before : cert->not_after, &date);
	if (now < cert->not_before) {
		what = "is not valid before";
		mend = "devices will not trust it until then";
	} else if (now > cert->not_after) {
		what = "expired on";
	} else if (cert->not_after - now < ENDS_SOON_DAYS * DAY) {
		what = "ends soon, on";
	}
	if (what)
		check_report(check, "certificate-validity", 0, "the certificate of %.*s %s %s; %s",
			EXCERPT(cert->common_name.buf), what, date.buf, mend);
	strbuf_release(&date);
}

static void
certificate_intermediate(struct check *check, const struct certificate *cert)
{
	if (cert->is_ca && !cert->self_issued)
		check_report(check, "certificate-intermediate", 0,
			"%.*s is an intermediate CA; devices need the root that issued it, too: "
			"%.*s",
			EXCERPT(cert->common_name.buf), EXCERPT(cert->issuer.buf));
}

static void
certificate_weak(struct check *check, const struct certificate *cert)
{
	if (!cert->rsa_bits)
		check_report(check, "certificate-weak", 0,
			"the certificate has a key of type %s; SCEP on Apple's devices needs an RSA "
			"CA",
			cert->key.buf);
	else if (cert->rsa_bits < RSA_BITS_LEAST)
		check_report(check, "certificate-weak", 0,
			"the certificate's RSA key has %d bits; devices want %d or more",
			cert->rsa_bits, RSA_BITS_LEAST);
	/* nobody checks the signature that a root puts on itself */
	if (cert->weak_signature && !cert->self_issued)
		check_report(check, "certificate-weak", 0,
			"the certificate is signed with %s, which devices no longer trust",
			cert->signature.buf);
}

/* Everything else in a profile is small beside it. */
static void
certificate_fills_profile(struct check *check, const struct certificate *cert)
{
	size_t written = (cert->der.len + 2) / 3 * 4;

	if (written > PROFILE_BYTES_MAX)
		check_report(check, "profile-too-large", 0,
			"the certificate's %zu bytes make %zu in the profile, which some servers "
			"refuse to take above %d; a certificate is usually smaller than 10,000",
			cert->der.len, written, PROFILE_BYTES_MAX);
}

static void
certificate_converted(struct check *check, const struct certificate *cert)
{
	/* A certificate that was taken into the draft is PEM because drafts are text. */
	if (cert->from_pem && !certificate_is_text(check->text))
		check_report(check, "certificate-converted", 0,
			"the certificate is given as PEM; the profile gets it as DER, as devices "
			"want it");
}

void
certificate_check(struct check *check)
{
	static void (*const lints[])(struct check *, const struct certificate *) = {
		certificate_extension,
		certificate_not_ca,
		certificate_validity,
		certificate_intermediate,
		certificate_weak,
		certificate_fills_profile,
		certificate_converted,
	};
	struct certificate cert = CERTIFICATE_INIT;
	struct problem problem = PROBLEM_INIT;
	const char *folder = check->env ? check->env->folder : NULL;

	if (certificate_load(check->text, folder, &cert, &problem) < 0)
		check_report_problem(check, &problem);
	else
		for (size_t i = 0; i < ARRAY_SIZE(lints); i++)
			lints[i](check, &cert);
	certificate_release(&cert);
	problem_release(&problem);
}

/* Whether two answers are the same certificate, PEM or path. */
static bool
certificate_equal(const char *a, const char *b, const char *folder)
{
	struct certificate first = CERTIFICATE_INIT, second = CERTIFICATE_INIT;
	struct problem problem = PROBLEM_INIT;
	bool equal = certificate_load(a, folder, &first, &problem) == 0 &&
		     certificate_load(b, folder, &second, &problem) == 0 &&
		     strbuf_same(&first.der, &second.der);

	certificate_release(&first);
	certificate_release(&second);
	problem_release(&problem);
	return equal;
}

/* Told at the later one of two fields. */
void
certificate_duplicate(struct check *check)
{
	const struct form *form = draft_form(check->draft);

	if (check->field->type->check != certificate_check || !*check->text)
		return;
	for (size_t i = 0; i < check->field->index; i++) {
		const struct field *other = form->fields[i];
		const char *text;

		if (other->type != check->field->type || !draft_applies(check->draft, other, NULL))
			continue;
		lint_look(check, other);
		text = draft_text(check->draft, other);
		if (*text && certificate_equal(
				     text, check->text, check->env ? check->env->folder : NULL))
			check_report(check, "certificate-duplicate", 0,
				"the same certificate is already included as %s; leave one out",
				other->label);
	}
}
