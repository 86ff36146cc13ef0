/* Rules about the fingerprint: what it is of, where the draft has certificates to compare it with. */
#include <string.h>

#include "base/xalloc.h"

#include "syntax/base64.h"
#include "syntax/fingerprint.h"

#include "model/field_type_rows.h"
#include "model/rules_lints.h"

#define KNOWN_MAX 2

/* The certificates in the draft that the fingerprint may belong to, the root's and the issuing one's; NULL for one that
 * cannot be read. Devices compare with what the server returns, more often the issuing CA's certificate than the
 * root's. */
struct known {
	const struct certificate_read *v[KNOWN_MAX];
};

static struct known
known_load(const struct check *check)
{
	static const enum role roles[KNOWN_MAX] = { ROLE_ROOT_CERTIFICATE,
		ROLE_ISSUING_CERTIFICATE };
	struct known known = { { NULL } };

	for (size_t i = 0; i < KNOWN_MAX; i++) {
		const char *text = lint_text(check, roles[i]);
		const struct certificate_read *read = *text ? lint_certificate(check, text) : NULL;

		known.v[i] = read && read->good ? read : NULL;
	}
	return known;
}

/* The certificate whose fingerprint the bytes are; NULL if there is none. */
static const struct certificate *
known_of_fingerprint(const struct known *known, const void *bytes, size_t len)
{
	for (size_t i = 0; i < KNOWN_MAX; i++)
		if (known->v[i] && certificate_hash_is(&known->v[i]->cert, bytes, len))
			return &known->v[i]->cert;
	return NULL;
}

static void
sha256_base64(const struct certificate *cert, struct strbuf *out)
{
	base64_encode(cert->sha256, sizeof cert->sha256, out);
}

/* Rule fingerprint-other-number, where one of the certificates has that number. */
static bool
tell_other_number(struct check *check, const struct known *known)
{
	STRBUF(bytes);
	STRBUF(what);
	STRBUF(fix);
	const char *digits = fingerprint_number(check->text, &bytes);

	for (size_t i = 0; i < KNOWN_MAX && !what.len; i++) {
		const struct certificate_read *read = known->v[i];

		if (!read || !certificate_read_number_is(read, &bytes, digits, &what))
			continue;
		sha256_base64(&read->cert, &fix);
		check_add_fix(check,
			check_report(check, "fingerprint-other-number", 0,
				"this is %s of %.*s, not its fingerprint. Its SHA-256 is %s",
				what.buf, EXCERPT(read->cert.common_name.buf), fix.buf),
			fix.buf);
	}
	return what.len > 0;
}

/* Rule fingerprint-is-certificate, where the text is the path of one. */
static bool
tell_path(struct check *check)
{
	const struct certificate_read *read;
	STRBUF(fix);

	if (!certificate_is_path(check->text))
		return false;
	read = lint_certificate(check, check->text);
	if (read->good) {
		sha256_base64(&read->cert, &fix);
		check_add_fix(check,
			check_report(check, "fingerprint-is-certificate", 0,
				"this is the file of the certificate %.*s, not its fingerprint. Its "
				"SHA-256 is %s",
				EXCERPT(read->cert.common_name.buf), fix.buf),
			fix.buf);
	} else {
		check_report(check, "fingerprint-is-certificate", 0,
			"this names a certificate's file: %s", read->slip.sentence);
	}
	return true;
}

/* Which of several hashes is meant is not known, unless the certificate is in the draft. */
static bool
tell_several(struct check *check, const struct known *known, const struct finding *slip)
{
	FINDING(ignored);
	const struct certificate *cert = NULL;
	struct fingerprint fp;

	if (!slip->rule || strcmp(slip->rule, "fingerprint-several") != 0)
		return false;
	if (slip->fix && fingerprint_parse(slip->fix, &fp, &ignored) == 0)
		cert = known_of_fingerprint(known, fp.bytes, fp.len);
	if (cert)
		check_add_fix(check,
			check_report(check, slip->rule, slip->offset, "%s. The one of %.*s is %s",
				slip->sentence, EXCERPT(cert->common_name.buf), slip->fix),
			slip->fix);
	else
		check_report(check, slip->rule, slip->offset, "%s", slip->sentence);
	return true;
}

/* Rules: those of fingerprint_parse. A number of the draft's certificates is told by its name, of whatever length
 * it is. */
void
fingerprint_check(struct check *check)
{
	const struct known known = known_load(check);
	const struct fingerprint *fp = lint_fingerprint(check);
	const struct finding *slip = lint_slip(check);
	bool whole = !fp && !strcmp(slip->rule, "fingerprint-is-certificate");

	/* the first that has something to tell is the cause */
	if (!(fp && known_of_fingerprint(&known, fp->bytes, fp->len)) &&
		!tell_several(check, &known, slip) &&
		!(!whole && tell_other_number(check, &known)) && !fp && !tell_path(check))
		check_slip(check, slip);
}

/* NULL also where something worse is known of it. */
static const struct fingerprint *
fingerprint_read(const struct check *check)
{
	return lint_has_error(check) ? NULL : lint_fingerprint(check);
}

/* A hash that is not SHA-1 or SHA-256: told under the rule, with the SHA-256 where its certificate is known. */
static void
tell_hash(struct check *check, const char *rule, const struct fingerprint *fp, const char *why)
{
	STRBUF(fix);
	const struct known known = known_load(check);
	const struct certificate *cert = known_of_fingerprint(&known, fp->bytes, fp->len);

	if (cert) {
		sha256_base64(cert, &fix);
		check_add_fix(check,
			check_report(check, rule, 0,
				"this is the %s hash of %.*s, %s. Use "
				"SHA-256",
				fp->hash, EXCERPT(cert->common_name.buf), why),
			fix.buf);
	} else {
		check_report(check, rule, 0, "this is %s %s hash, %s. Use SHA-256",
			fp->len == 16 ? "an" : "a", fp->hash, why);
	}
}

static void
fingerprint_md5(struct check *check)
{
	const struct fingerprint *fp = fingerprint_read(check);

	if (fp && fp->len == 16)
		tell_hash(
			check, "fingerprint-md5", fp, "for which a second certificate can be made");
}

static void
fingerprint_other_hash(struct check *check)
{
	const struct fingerprint *fp = fingerprint_read(check);

	if (fp && (fp->len == 28 || fp->len > 32))
		tell_hash(check, "fingerprint-other-hash", fp, "which the policy does not mention");
}

static void
fingerprint_sha1(struct check *check)
{
	const struct fingerprint *fp = fingerprint_read(check);

	if (fp && fp->len == sizeof((struct certificate *)0)->sha1)
		check_report(check, "fingerprint-sha1", 0,
			"this is a SHA-1 hash, which every device accepts. SHA-256 is preferred, "
			"but needs a recent system");
}

/* Without the issuing CA's certificate it may still be right. */
static void
tell_not_root(struct check *check, const struct known *known)
{
	const struct certificate_read *root = known->v[0], *issuing = known->v[1];

	if (root && issuing)
		check_report(check, "fingerprint-not-root", 0,
			"this is not the fingerprint of the root certificate, %.*s, or the "
			"issuing certificate, %.*s. Compare it with what the server returns to "
			"GetCACert",
			EXCERPT(root->cert.common_name.buf),
			EXCERPT(issuing->cert.common_name.buf));
	else if (issuing)
		check_report(check, "fingerprint-not-root", 0,
			"this is not the fingerprint of the issuing certificate, %.*s. Compare it with "
			"what the server returns to GetCACert",
			EXCERPT(issuing->cert.common_name.buf));
	else if (root)
		check_report(check, "fingerprint-not-root", 0,
			"this is not the fingerprint of the root certificate, %.*s. It must be "
			"that of an issuing CA or RA that the server returns to GetCACert",
			EXCERPT(root->cert.common_name.buf));
}

static void
fingerprint_not_root(struct check *check)
{
	const struct fingerprint *fp = *check->text ? fingerprint_read(check) : NULL;
	struct known known;

	if (!fp)
		return;
	known = known_load(check);
	if (!known_of_fingerprint(&known, fp->bytes, fp->len))
		tell_not_root(check, &known);
}

static void
fingerprint_read_as_hex(struct check *check)
{
	const struct fingerprint *fp = fingerprint_read(check);
	STRBUF(fix);

	if (!fp || !fp->both_readings)
		return;
	fingerprint_to_base64(fp, &fix);
	check_add_fix(check,
		check_report(check, "fingerprint-read-as-hex", 0,
			"read as %s in hex and converted. In Base64 it is %s", fp->hash, fix.buf),
		fix.buf);
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
		return "it begins like the example in the documentation";
	return NULL;
}

static void
fingerprint_implausible(struct check *check)
{
	const struct fingerprint *fp = fingerprint_read(check);
	const char *pattern = fp ? fingerprint_pattern(fp) : NULL;

	if (pattern)
		check_report(check, "fingerprint-implausible", 0,
			"this does not look like a hash: %s. Copy the fingerprint of the CA's "
			"certificate",
			pattern);
}

static const struct rule fingerprint_rows[] = {
	{ .id = "fingerprint-syntax",
		.severity = SEVERITY_ERROR,
		.types = { &fingerprint_type },
		.gist = "Not hex digits or Base64",
		.why = "there are no bytes to compare",
		.advice = "paste the output of openssl x509 -fingerprint, or choose the file",
		.source = "Apple: CAFingerprint",
		.flags = RULE_CERTAIN },
	{ .id = "fingerprint-length",
		.severity = SEVERITY_ERROR,
		.types = { &fingerprint_type },
		.gist = "Not the length of a hash: SHA-1 has 20 bytes, SHA-256 has 32",
		.why = "devices identify the hash by its length and refuse others",
		.advice = "copy the whole fingerprint again",
		.source = "Apple Security: SecSCEP.c",
		.flags = RULE_CERTAIN },
	{ .id = "fingerprint-odd-digits",
		.severity = SEVERITY_ERROR,
		.types = { &fingerprint_type },
		.gist = "A hex digit is missing",
		.why = "xxd drops or shifts digits silently",
		.advice = "compare it with the original near the position in the message",
		.source = "measured with xxd" },
	{ .id = "fingerprint-base64-of-hex",
		.severity = SEVERITY_ERROR,
		.types = { &fingerprint_type },
		.gist = "Base64 of the hex text, not of the bytes",
		.why = "the device compares bytes and finds no match",
		.advice = "convert the bytes: xxd -r -p | base64, or accept the fix",
		.source = "seen in practice",
		.flags = RULE_CERTAIN },
	{ .id = "fingerprint-several",
		.severity = SEVERITY_ERROR,
		.types = { &fingerprint_type },
		.gist = "Several different hashes",
		.why = "only one can be compared",
		.advice = "keep the SHA-256 of the certificate",
		.source = "seen in practice" },
	{ .id = "fingerprint-other-number",
		.severity = SEVERITY_ERROR,
		.types = { &fingerprint_type },
		.gist = "Another number of the certificate: a key identifier, a serial number or "
			"another hash",
		.why = "the device compares the certificate's hash and finds no match",
		.advice = "use the SHA-256 of the certificate",
		.detail =
			"Recognized with the root certificate or the issuing certificate in the draft: its key identifiers, its serial number (hex or decimal), and the hashes of its PEM text, its public key and its signed part. The fix is its SHA-256",
		.source = "Apple Security: SecSCEP.c",
		.flags = RULE_CERTAIN },
	{ .id = "fingerprint-md5",
		.severity = SEVERITY_WARNING,
		.types = { &fingerprint_type },
		.gist = "An MD5 hash",
		.why = "a second certificate with that hash can be made",
		.advice = "use the SHA-256 fingerprint of the same certificate",
		.source = "Apple Security: SecSCEP.c",
		.flags = RULE_ALONE,
		.lint = fingerprint_md5 },
	{ .id = "fingerprint-other-hash",
		.severity = SEVERITY_INFO,
		.types = { &fingerprint_type },
		.gist = "A hash that the policy does not mention",
		.why = "devices accept it, but few tools show it",
		.advice = "use the SHA-256 fingerprint of the same certificate",
		.source = "JumpCloud: Fingerprint; Apple Security: SecSCEP.c",
		.flags = RULE_ALONE,
		.lint = fingerprint_other_hash },
	{ .id = "fingerprint-sha1",
		.severity = SEVERITY_INFO,
		.types = { &fingerprint_type },
		.gist = "A SHA-1 hash. SHA-256 is preferred",
		.why = "SHA-256 needs a recent system",
		.advice = "change it once all devices are recent enough",
		.source = "vendors' guides",
		.flags = RULE_ALONE,
		.lint = fingerprint_sha1 },
	{ .id = "fingerprint-not-root",
		.severity = SEVERITY_WARNING,
		.types = { &fingerprint_type },
		.gist = "Not the fingerprint of the root certificate",
		.why = "devices stop unless GetCACert returns a certificate with this hash, such "
		       "as that of an issuing CA or RA",
		.advice =
			"open URL?operation=GetCACert with curl, and choose its output as Issuing "
			"certificate",
		.source = "Apple Security: SecSCEP.c",
		.lint = fingerprint_not_root },
	{ .id = "fingerprint-is-certificate",
		.severity = SEVERITY_ERROR,
		.types = { &fingerprint_type },
		.gist = "A certificate or key, not its fingerprint",
		.why = "the device compares a hash",
		.advice = "choose the certificate file, and scepwiz computes its hash",
		.detail = "The fix for a whole certificate, or for the path of one, is its SHA-256",
		.source = "Apple: CAFingerprint",
		.flags = RULE_CERTAIN },
	{ .id = "fingerprint-read-as-hex",
		.severity = SEVERITY_INFO,
		.types = { &fingerprint_type },
		.gist = "Hex digits alone are read as hex, never as Base64",
		.why = "read as Base64, they would never match",
		.advice = "nothing. Compare the two if in doubt",
		.source = "measured",
		.flags = RULE_ALONE | RULE_CERTAIN,
		.lint = fingerprint_read_as_hex },
	{ .id = "fingerprint-implausible",
		.severity = SEVERITY_WARNING,
		.types = { &fingerprint_type },
		.gist = "Does not look like a hash",
		.why = "it would match no certificate",
		.advice = "copy the fingerprint of the CA's certificate",
		.source = "the policy's example",
		.flags = RULE_ALONE,
		.lint = fingerprint_implausible },
};
const struct rule_table fingerprint_rules = { fingerprint_rows, ARRAY_SIZE(fingerprint_rows),
	"Fingerprint" };
