/* Rules about the challenge and the key. No sentence ever holds a part of the challenge. */
#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/placeholder.h"
#include "syntax/variable.h"

#include "model/field_type_rows.h"
#include "model/rules_lints.h"

/* PKCS #9: challengePassword is a DirectoryString of at most 255 (Apple's SecCertificateRequest.c). */
#define CHALLENGE_MAX 255

static void
challenge_missing(struct check *check)
{
	if (draft_is_empty(check->draft, check->field))
		check_report(check, "challenge-missing", 0,
			"no challenge. Most CAs refuse the request or queue it. Ask your SCEP "
			"administrator for the static challenge");
}

static void
challenge_source(struct check *check)
{
	if (draft_source(check->draft, check->field) == ANSWER_ENVIRONMENT &&
		!*draft_source_name(check->draft, check->field))
		check_report(check, "challenge-source", 0,
			"the challenge comes from the environment, but no variable is named. "
			"Write {from: env, name: SCEP_CHALLENGE}");
}

/* The author of a draft may be anybody, and chooses the URL that the secret goes to as well. What the user has typed here is
 * allowed by that. */
static void
secret_not_allowed(struct check *check)
{
	enum answer_source source = draft_source(check->draft, check->field);
	const char *name = draft_source_name(check->draft, check->field);
	const struct lint_env *env;
	STRBUF(from);

	if (!source_needs_word(source, name) || draft_is_typed(check->draft, check->field))
		return;
	env = lint_env(check);
	if (env->allowed && env->allowed(env->data))
		return;
	source_show(source, name, &from);
	if (source == ANSWER_COMMAND)
		check_report(check, "secret-not-allowed", 0,
			"the draft reads %s %.*s, and you have not allowed it to run that. Check "
			"it and the URL, then run: scepwiz allow DRAFT",
			check->field->label, EXCERPT(from.buf));
	else
		check_report(check, "secret-not-allowed", 0,
			"the draft reads %s %.*s, which may be another program's secret. Rename "
			"it to SCEP_..., or allow it for this draft: scepwiz allow DRAFT",
			check->field->label, EXCERPT(from.buf));
}

/* It may be set where the draft is exported. */
static void
secret_not_set(struct check *check)
{
	const char *name = draft_source_name(check->draft, check->field);
	const struct lint_env *env;

	if (draft_source(check->draft, check->field) != ANSWER_ENVIRONMENT || !*name)
		return;
	env = lint_env(check);
	if (env->has_variable && !env->has_variable(name) && !lint_has_error(check))
		check_report(check, "secret-not-set", 0,
			"the environment variable %.*s is not set. Set it before you start scepwiz "
			"(export %.*s=...)",
			EXCERPT(name), EXCERPT(name));
}

/* NDES, by its path or its program. */
static bool
url_is_ndes(const struct check *check)
{
	const char *url = lint_text(check, ROLE_SCEP_URL);

	return text_contains(url, "/certsrv/") || text_contains(url, "mscep");
}

/* NDES writes its one-time passwords in hex. A static one may look the same: of NDES with UseSinglePassword, of Jamf,
 * of openssl rand. */
static void
challenge_one_time(struct check *check)
{
	size_t len = strlen(check->text);

	if ((len != 16 && len != 32) ||
		check->text[strspn(check->text, "0123456789abcdefABCDEF")] ||
		secret_is_placeholder(check->text))
		return;
	if (url_is_ndes(check))
		check_report(check, "challenge-one-time", 0,
			"%zu hex digits look like a one-time NDES password, which works for one "
			"device. Open mscep_admin twice. If it shows the same password, it is "
			"static (UseSinglePassword is 1): scepwiz accept DRAFT challenge-one-time "
			"--reason TEXT",
			len);
	else
		check_report_as(check, SEVERITY_INFO, "challenge-one-time", 0,
			"%zu hex digits may be a one-time NDES password, which works for one "
			"device. NDES with UseSinglePassword=1, Jamf's static challenge and "
			"openssl rand -hex %zu look the same. Ask your SCEP administrator",
			len, len / 2);
}

static void
challenge_too_long(struct check *check)
{
	size_t len = strlen(check->text);

	if (len > CHALLENGE_MAX)
		check_report(check, "challenge-too-long", 0,
			"the challenge has %zu bytes. A request holds at most %d", len,
			CHALLENGE_MAX);
}

/* What was probably pasted along; NULL where nothing was. */
static const char *
challenge_stray(const char *text)
{
	size_t len = strlen(text);

	if (strpbrk(text, "\r\n"))
		return "a line end";
	if (text[0] == ' ' || text[0] == '\t')
		return "a space at the start";
	if (text[len - 1] == ' ' || text[len - 1] == '\t')
		return "a space at the end";
	for (size_t i = 0; i < len; i++)
		if (iscntrl((unsigned char)text[i]))
			return "a control character";
	return NULL;
}

static void
challenge_stray_space(struct check *check)
{
	const char *stray = challenge_stray(check->text);
	STRBUF(trimmed);

	if (!stray)
		return;
	strbuf_addstr(&trimmed, check->text);
	strbuf_trim(&trimmed);
	check_add_fix(check,
		check_report(check, "challenge-stray-space", 0,
			"the challenge has %s, probably from pasting. Remove it, because devices "
			"would send it",
			stray),
		trimmed.len && !challenge_stray(trimmed.buf) ? trimmed.buf : NULL);
}

/* What no placeholder is as a whole, but is never part of a challenge either. */
static bool
challenge_has_variable(const char *text)
{
	struct variable_use use;
	size_t pos = 0;

	while (variable_next(text, &pos, &use))
		if (use.kind == VARIABLE_APPLE || (use.kind == VARIABLE_UNKNOWN && use.variable) ||
			(use.kind == VARIABLE_OTHER && text[use.offset] == '{') ||
			!strncmp(text + use.offset, "$FLEET_", strlen("$FLEET_")))
			return true;
	return false;
}

/* X.680, PrintableString. A challenge that is odd in a graver way is not told this as well. */
static void
challenge_not_printable_string(struct check *check)
{
	static const char printable[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
					"0123456789 '()+,-./:=?";

	if (check->text[strspn(check->text, printable)] && !challenge_stray(check->text) &&
		!secret_is_placeholder(check->text) && !challenge_has_variable(check->text) &&
		!lint_has_own_variable(check))
		check_report(check, "challenge-not-printable-string", 0,
			"the challenge has characters outside PrintableString (letters, digits, "
			"space and ' ( ) + , - . / : = ?). It is sent as UTF-8, which some "
			"servers do not match");
}

/* A draft that only its owner can read is the place for the secret. */
static void
challenge_in_clear(struct check *check)
{
	if (*check->text && lint_env(check)->readable_by_others)
		check_report(check, "challenge-in-clear", 0,
			"the challenge is in clear text, and others can read this file. Make it "
			"private: chmod 600 FILE. Or have it asked for at each export: scepwiz "
			"set DRAFT challenge=@prompt");
}

/* What says elsewhere where the challenge comes from, put where the challenge itself belongs. why: what is wrong with
 * it there. */
static bool
challenge_is_source(const char *text, struct strbuf *why)
{
	enum answer_source source;
	STRBUF(name);

	text += strspn(text, " \t");
	if (*text == '{')
		return !strncmp(text + 1 + strspn(text + 1, " \t\"'"), "from", strlen("from"));
	return source_read(text, &source, &name, why) != 0;
}

/* By enum placeholder_kind. */
static void
challenge_report_placeholder(struct check *check, const struct placeholder *found)
{
	if (found->kind == PLACEHOLDER_VARIABLE)
		check_report(check, "challenge-placeholder", 0,
			"the challenge looks like a placeholder or a variable, which only some MDMs "
			"replace. Enter the static challenge itself");
	else if (found->kind == PLACEHOLDER_PAGE)
		check_report(check, "challenge-placeholder", 0,
			"the challenge holds text of the page that shows it, or the page's address. "
			"Enter the password alone");
	else if (found->sure)
		check_report(check, "challenge-placeholder", 0,
			"the challenge looks like a placeholder from a template. Enter the static "
			"challenge of your SCEP server");
	else
		check_report_as(check, SEVERITY_INFO, "challenge-placeholder", 0,
			"the challenge consists of words such as password and challenge. If it is "
			"a placeholder, enter the real one. If it is real, it is easy to guess");
}

static void
challenge_placeholder(struct check *check)
{
	struct placeholder found;
	STRBUF(why);

	if (lint_has_own_variable(check))
		return; /* the MDM that is named puts the challenge in */
	if (challenge_is_source(check->text, &why) && why.len) {
		check_report(check, "challenge-placeholder", 0,
			"the challenge is used as the secret itself, not as the name of its "
			"source: %s",
			why.buf);
	} else if (challenge_is_source(check->text, &why)) {
		check_report(check, "challenge-placeholder", 0,
			"the challenge looks like the name of a source, but is used as the secret "
			"itself. To name a source, write {from: env, name: VARIABLE} in the draft "
			"without quotes, or use: scepwiz set DRAFT challenge=@env:VARIABLE");
	} else if (placeholder_find(check->text, PLACEHOLDER_IN_SECRET, &found)) {
		challenge_report_placeholder(check, &found);
	} else if (challenge_has_variable(check->text)) {
		found.kind = PLACEHOLDER_VARIABLE;
		challenge_report_placeholder(check, &found);
	}
}

static void
key_size_weak(struct check *check)
{
	if (!strcmp(check->text, "1024"))
		check_add_fix(check,
			check_report(check, "key-size-weak", 0,
				"step-ca and other CAs refuse 1024-bit RSA keys. Use 2048"),
			"2048");
}

static void
key_size_slow(struct check *check)
{
	if (!strcmp(check->text, "4096"))
		check_report(check, "key-size-slow", 0,
			"a 4096-bit key is slow to make on old devices, and some CAs refuse it. "
			"Check that yours accepts it");
}

static bool
key_usage_is(const char *text, bool signing, bool encryption)
{
	return (strstr(text, "signing") != NULL) == signing &&
	       (strstr(text, "encryption") != NULL) == encryption;
}

static void
key_usage_ndes(struct check *check)
{
	if (key_usage_is(check->text, true, true) && url_is_ndes(check))
		check_report(check, "key-usage-ndes", 0,
			"both purposes are set, but the URL is that of a Windows CA, which may "
			"issue for only one. Both need GeneralPurposeTemplate in its registry");
}

static void
key_usage_none(struct check *check)
{
	if (!*check->text)
		check_report(check, "key-usage-none", 0,
			"no key usage is set, so the CA decides. Logging in to Wi-Fi, VPN or the "
			"web needs signing");
}

static void
key_usage_encryption_only(struct check *check)
{
	if (key_usage_is(check->text, false, true))
		check_report(check, "key-usage-encryption-only", 0,
			"a key for encryption cannot sign, which TLS client authentication and "
			"802.1X need. Add signing unless the certificate is only for mail");
}

static void
key_extractable(struct check *check)
{
	if (boolean_is_yes(check->text))
		check_add_fix(check,
			check_report(check, "key-extractable", 0,
				"the private key can be exported from the keychain. Choose no "
				"unless you need that"),
			"false");
}

static void
key_extractable_ios(struct check *check)
{
	if (lint_is_ios(check) && draft_is_answered(check->draft, check->field))
		check_report(check, "key-extractable-ios", 0,
			"%s has no effect on iOS, where keys cannot be exported. It is not "
			"written to the profile",
			check->field->label);
}

/* Apple's own clients reach the key of a System identity by their entitlements; others ask for it in vain. */
static void
apps_access_off(struct check *check)
{
	if (!boolean_is_yes(check->text) && !strcmp(lint_text(check, ROLE_SCOPE), "System") &&
		strstr(lint_text(check, ROLE_KEY_USAGE), "signing"))
		check_report(check, "apps-access-off", 0,
			"only Apple's own clients, such as Wi-Fi, VPN and Safari, can sign with "
			"this key in the System keychain. Set %s to yes if other programs, such "
			"as Munki, need it",
			check->field->label);
}

static const struct rule key_rows[] = {
	{ .id = "challenge-missing",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_CHALLENGE),
		.gist = "No challenge",
		.why = "most CAs refuse the request or queue it",
		.advice = "ask your SCEP administrator for the static challenge",
		.source = "Apple: Challenge",
		.lint = challenge_missing },
	{ .id = "challenge-source",
		.severity = SEVERITY_ERROR,
		.roles = ROLE_BIT(ROLE_CHALLENGE),
		.gist = "from: env without the variable's name",
		.why = "the export cannot find the challenge",
		.advice = "write {from: env, name: SCEP_CHALLENGE}",
		.source = "scepwiz-draft(5)",
		.lint = challenge_source },
	{ .id = "secret-not-allowed",
		.severity = SEVERITY_ERROR,
		.types = { &secret_type },
		.gist = "The draft reads a variable or runs a command that you have not allowed",
		.why = "the draft's author chose the source and the URL that receives the secret",
		.advice = "check both, then run scepwiz allow DRAFT, or name the variable "
			  "SCEP_...",
		.source = "scepwiz-draft(5)",
		.lint = secret_not_allowed },
	{ .id = "secret-not-set",
		.severity = SEVERITY_INFO,
		.types = { &secret_type },
		.gist = "The variable that the draft reads is not set",
		.why = "an export needs it, and is refused without it",
		.advice = "set it before you start scepwiz, or export elsewhere",
		.detail = "It is a note because only the export needs the value. A check may run "
			  "where the secret is not known",
		.source = "scepwiz-draft(5)",
		.lint = secret_not_set },
	{ .id = "challenge-one-time",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_CHALLENGE),
		.gist = "May be a one-time NDES password",
		.why = "it works only for the first device",
		.advice = "have NDES use one password for all (UseSinglePassword=1). If it is "
			  "static, accept the finding: scepwiz accept DRAFT challenge-one-time "
			  "--reason TEXT",
		.detail = "A warning if the URL is that of NDES, otherwise a note",
		.source = "JumpCloud: requires a static challenge; Microsoft: NDES",
		.flags = RULE_ALONE,
		.lint = challenge_one_time },
	{ .id = "challenge-too-long",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_CHALLENGE),
		.gist = "Longer than 255 bytes",
		.why = "a request cannot hold more",
		.advice = "check what was pasted, or ask for a shorter one",
		.source = "PKCS #9; Apple Security: SecCertificateRequest.c",
		.flags = RULE_ALONE,
		.lint = challenge_too_long },
	{ .id = "challenge-stray-space",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_CHALLENGE),
		.gist = "Begins or ends with a space, or has a line end",
		.why = "devices send it too, and the server compares exactly",
		.advice = "accept the fix unless the space is part of the challenge",
		.source = "seen in practice",
		.flags = RULE_ALONE,
		.lint = challenge_stray_space },
	{ .id = "challenge-not-printable-string",
		.severity = SEVERITY_INFO,
		.roles = ROLE_BIT(ROLE_CHALLENGE),
		.gist = "Has characters outside PrintableString",
		.why = "it is sent as UTF-8, which some servers do not match",
		.advice = "try one device. If it is refused, ask for a challenge of letters and "
			  "digits",
		.source = "Apple Security: SecCertificateRequest.c; X.680",
		.flags = RULE_ALONE,
		.lint = challenge_not_printable_string },
	{ .id = "challenge-in-clear",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_CHALLENGE),
		.gist = "The secret is in clear text in a draft that others can read",
		.why = "anyone with the draft or the profile can enrol",
		.advice = "make it private (chmod 600 FILE), or choose another source: scepwiz set "
			  "DRAFT challenge=@env:NAME",
		.source = "vendors' guides",
		.flags = RULE_OF_FILE,
		.lint = challenge_in_clear },
	{ .id = "foreign-secret-in-clear",
		.severity = SEVERITY_WARNING,
		.gist = "A draft that others can read has secrets of the imported profile's other "
			"parts",
		.why = "anyone with the draft has the password or challenge",
		.advice = "make it private: chmod 600 FILE",
		.source = "vendors' guides",
		.flags = RULE_OF_FILE },
	{ .id = "challenge-placeholder",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_CHALLENGE),
		.gist = "A placeholder, a variable or text of the web page instead of the "
			"challenge",
		.why = "devices send the text itself, and the server refuses it",
		.advice = "enter the static challenge itself",
		.source = "JumpCloud: requires a static challenge",
		.flags = RULE_ALONE,
		.lint = challenge_placeholder },
	{ .id = "key-size-weak",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_KEY_SIZE),
		.gist = "Many CAs refuse 1024-bit RSA keys",
		.why = "step-ca and others want 2048",
		.advice = "choose 2048 unless your CA asks for 1024",
		.source = "step-ca: minimum key size",
		.flags = RULE_ALONE,
		.lint = key_size_weak },
	{ .id = "key-size-value",
		.severity = SEVERITY_ERROR,
		.roles = ROLE_BIT(ROLE_KEY_SIZE),
		.special_of = "choice-value",
		.gist = "Key sizes are 1024, 2048 and 4096",
		.why = "devices make no other sizes",
		.advice = "choose 2048",
		.source = "Apple: Keysize",
		.flags = RULE_CERTAIN },
	{ .id = "key-size-slow",
		.severity = SEVERITY_INFO,
		.roles = ROLE_BIT(ROLE_KEY_SIZE),
		.gist = "4096-bit keys are slow on old devices",
		.why = "the enrolment may time out",
		.advice = "check that the CA accepts it, and try the oldest device",
		.source = "inferred",
		.flags = RULE_ALONE,
		.lint = key_size_slow },
	{ .id = "key-usage-value",
		.severity = SEVERITY_ERROR,
		.roles = ROLE_BIT(ROLE_KEY_USAGE),
		.special_of = "choice-value",
		.gist = "Key usage is signing, encryption or both",
		.why = "other bits have no meaning",
		.advice = "choose signing to log in",
		.source = "Apple: Key Usage",
		.flags = RULE_CERTAIN },
	{ .id = "key-usage-ndes",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_KEY_USAGE),
		.gist = "Both purposes, and a Windows CA",
		.why = "Windows CAs may support only one purpose",
		.advice = "choose signing, or set up a GeneralPurposeTemplate",
		.source = "Apple: Key Usage; Microsoft: NDES",
		.lint = key_usage_ndes },
	{ .id = "key-usage-none",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_KEY_USAGE),
		.gist = "No key usage",
		.why = "the CA decides, and client authentication needs signing",
		.advice = "choose signing unless your CA sets it",
		.source = "Apple Security: SecCertificateRequest.c",
		.lint = key_usage_none },
	{ .id = "key-usage-encryption-only",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_KEY_USAGE),
		.gist = "A key for encryption only",
		.why = "it cannot sign, which TLS clients and 802.1X need",
		.advice = "add signing unless the certificate is only for mail",
		.source = "vendors' guides",
		.lint = key_usage_encryption_only },
	{ .id = "key-extractable",
		.severity = SEVERITY_WARNING,
		.roles = ROLE_BIT(ROLE_EXTRACTABLE_KEY),
		.gist = "The key can be exported from the keychain",
		.why = "anyone with a copy of the key can pose as the device",
		.advice = "choose no",
		.source = "JumpCloud: Extractable Key",
		.flags = RULE_ALONE,
		.lint = key_extractable },
	{ .id = "key-extractable-ios",
		.severity = SEVERITY_INFO,
		.roles = ROLE_BIT(ROLE_EXTRACTABLE_KEY),
		.gist = "No effect on iOS, and not written",
		.why = "iOS does not export keys",
		.advice = "nothing",
		.source = "Apple: KeyIsExtractable",
		.flags = RULE_DORMANT,
		.lint = key_extractable_ios },
	{ .id = "apps-access-off",
		.severity = SEVERITY_INFO,
		.roles = ROLE_BIT(ROLE_APPS_ACCESS),
		.gist = "Only Apple's own clients can use the key",
		.why = "other programs, such as Munki, cannot sign with a key in the System "
		       "keychain",
		.advice = "choose yes if such a program needs the certificate. Wi-Fi, VPN and "
			  "Safari do not",
		.source = "Apple: AllowAllAppsAccess; munki issue 662",
		.lint = apps_access_off },
};
const struct rule_table key_rules = { key_rows, ARRAY_SIZE(key_rows), "Keys and secrets" };
