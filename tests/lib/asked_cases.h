/* Facts about a server, and the cases of the rules about them (test_asked_rules.c): each way in which such a rule
 * speaks, and when it is silent. */
#ifndef TESTS_ASKED_CASES_H
#define TESTS_ASKED_CASES_H

#include "syntax/finding.h"

#define ASKED_ANSWERS_MAX 6

#define NO_DATES "'begins': '2020-01-01T00:00:00Z', 'ends': '2040-01-01T00:00:00Z'"
#define CERT(name, issuer, hash, roles, usage, ca, self, dates)                                 \
	"{'subject': 'CN=" name "', 'issuer': 'CN=" issuer                                      \
	"', 'key': 'RSA 2048', 'sha256': '" hash "', 'role': [" roles "], 'keyUsage': [" usage  \
	"], 'hasKeyUsage': true, 'isRsa': true, 'isCa': " ca ", 'selfIssued': " self ", " dates \
	"}"

#define HASH_ROOT "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define BASE64_ROOT "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
#define HASH_RA "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define HEX_ROOT                                                                            \
	"E3:B0:C4:42:98:FC:1C:14:9A:FB:F4:C8:99:6F:B9:24:27:AE:41:E4:64:9B:93:4C:A4:95:99:" \
	"1B:78:52:B8:55"
#define BASE64_RA "ABEiM0RVZneImaq7zN3u/wARIjNEVWZ3iJmqu8zd7v8="
#define BASE64_OTHER "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
#define SHA1_OTHER "2jmj7l5rSw0yVb/vlWAYkK/YBwk="
#define HEX_SHA1_OTHER "DA:39:A3:EE:5E:6B:4B:0D:32:55:BF:EF:95:60:18:90:AF:D8:07:09"
#define HEX_SHA1_THIRD "DA:39:A3:EE:5E:6B:4B:0D:32:55:BF:EF:95:60:18:90:AF:D8:07:00"

#define LONG_VALUE                                                                                 \
	"1234567890123456789012345678901234567890123456789012345678901234567890123456789012345678" \
	"1234567890123456789012345678901234567890123456789012345678901234567890123456789012345678" \
	"12345678901234567890123456789012345678901234567890123456789012345678901234"

#define RA_USAGE "'digitalSignature', 'keyEncipherment'"
#define CA_USAGE "'keyCertSign', 'cRLSign'"
#define CERT_ROOT                                                                             \
	CERT("Example Root CA", "Example Root CA", HASH_ROOT, "'anchor', 'issuer'", CA_USAGE, \
		"true", "true", NO_DATES)
#define CERT_RA                                                                                    \
	CERT("Example RA", "Example Root CA", HASH_RA, "'signer', 'recipient'", RA_USAGE, "false", \
		"false", NO_DATES)
#define CERT_ALONE(usage)                                     \
	CERT("Example Root CA", "Example Root CA", HASH_ROOT, \
		"'anchor', 'signer', 'recipient', 'issuer'", usage, "true", "true", NO_DATES)
/* No RA among them, in any order. */
#define CERT_SUB(usage) \
	CERT("Example Sub CA", "Example Root CA", HASH_RA, "", usage, "true", "false", NO_DATES)
#define CERT_EC                                                                                  \
	"{'subject': 'CN=EC CA', 'issuer': 'CN=EC CA', 'key': 'EC P-256', 'sha256': '" HASH_ROOT \
	"', 'role': ['anchor'], 'keyUsage': [], 'hasKeyUsage': false, 'isRsa': false, "          \
	"'isCa': true, 'selfIssued': true, " NO_DATES "}"
#define BUNDLE(one, other) "'certificates': [" one ", " other "]"
/* What the server sends: one CA for all, or these. */
#define ONE(certificate)                                                                     \
	"'answer': 'one', 'typeKind': 'one', 'fingerprint': {'given': true, 'matches': 0}, " \
	"'certificates': [" certificate "]"

#define NAMES                                                                                     \
	"'subject': '/C=US/O=Acme/CN=SCEPWIZ-TRIAL-7F3A/2.5.4.5=C02', 'dns': ['mac1.acme.net'], " \
	"'email': ['it@acme.net'], 'uri': ['urn:acme:1'], 'principal': 'mac1@ACME.NET', "         \
	"'keyUsage': ['digitalSignature', 'keyEncipherment'], 'hasKeyUsage': true, 'extended': []"

/* A server and a trial without faults, in JSON with other quotes. */
#define ASKED_GOOD                                                                                \
	"{'scepwiz': '0.2.0', 'asked': '2026-11-28T19:30:00Z', "                                  \
	"'url': 'https://ca.acme.net/scep', 'name': null, "                                       \
	"'transport': {'status': 200, 'type': 'application/x-x509-ca-ra-cert', 'redirects': [], " \
	"'failure': 'done', 'says': '', 'tls': 'system', 'whose': '', 'ms': 12}, "                \
	"'capabilities': {'status': 200, 'failure': 'done', 'type': 'text/plain', "               \
	"'known': ['POSTPKIOperation', 'AES', 'SHA-256', 'SCEPStandard'], 'unknown': [], "        \
	"'lineEnds': 'lf', "                                                                      \
	"'deviceUses': {'method': 'POST', 'cipher': 'AES-128', 'digest': 'SHA-256'}}, "           \
	"'names': '', 'answer': 'bundle', 'typeKind': 'bundle', "                                 \
	"'certificates': [" CERT_RA ", " CERT_ROOT "], "                                          \
	"'fingerprint': {'given': true, 'matches': 1, 'askedWith': '" HEX_ROOT                    \
	"'}, 'deviceStops': '', 'root': 'none', "                                                 \
	"'rootKnown': true, "                                                                     \
	"'trial': {'status': 'none', 'failInfo': null, 'http': 200, 'line': '', 'polls': 0, "     \
	"'waited': 0, 'replyWeak': [], 'signerIsChosen': true, 'nonceIsOurs': true, "             \
	"'transactionIsOurs': true, 'verifies': true, 'forOurKey': true, 'oursIsFirst': true, "   \
	"'replyFault': '', 'transaction': 'AB12', 'serial': '1a', 'sent': {" NAMES "}, "          \
	"'issued': {" NAMES ", 'begins': '2026-11-28T19:30:00Z', "                                \
	"'ends': '2027-11-28T19:30:00Z', 'chains': true, "                                        \
	"'signature': 'sha256WithRSAEncryption', 'dropped': []}}, 'findings': []}"

/* The facts are those above with these changes: members of objects are replaced one by one (as in RFC 7396, but for
 * null). The draft has url=https://ca.acme.net/scep, its SHA-256 fingerprint and what else fits them, then the answers. */
struct asked_case {
	const char *rule;
	enum severity severity;
	const char *field; /* where it speaks */
	const char *facts, *answers[ASKED_ANSWERS_MAX];
	const char *part; /* of the sentence */
	/* Then it is silent. */
	const char *quiet_facts, *quiet_answers[ASKED_ANSWERS_MAX];
};

#define FAILS(name)                                                                \
	"{'transport': {'status': 0, 'failure': '" name "'}, 'certificates': [], " \
	"'answer': 'none', 'typeKind': 'none', 'deviceStops': 'answer', "          \
	"'fingerprint': {'given': true, 'matches': null}}"
#define FAILS_SAYING(name, says, whose)                                                           \
	"{'transport': {'status': 0, 'failure': '" name "', 'says': '" says "', 'whose': '" whose \
	"', 'tls': null}}"
#define STATUS(number)                                               \
	"{'transport': {'status': " number "}, 'certificates': [], " \
	"'fingerprint': {'given': true, 'matches': null}, 'answer': 'none', 'typeKind': 'other'}"
#define TYPE(kind, type) "{'transport': {'type': '" type "'}, 'typeKind': '" kind "'}"
#define ANSWER(answer)                                                           \
	"{'answer': '" answer "', 'certificates': [], 'deviceStops': 'answer', " \
	"'fingerprint': {'given': true, 'matches': null}}"
#define REDIRECT(list) "{'transport': {'redirects': [" list "]}}"
#define REDIRECT_FAILS(name, list) \
	"{'transport': {'status': 302, 'failure': '" name "', 'redirects': [" list "]}}"
#define CAPS(known, method, cipher, digest)                                         \
	"{'capabilities': {'known': [" known "], 'deviceUses': {'method': '" method \
	"', 'cipher': '" cipher "', 'digest': '" digest "'}}}"
#define TRIAL(changes) "{'trial': {'status': 'issued', " changes "}}"
#define ISSUED(changes) TRIAL("'issued': {" changes "}")
#define REFUSED(info) "{'trial': {'status': 'refused', 'failInfo': " info "}}"
#define UNREAD(fault) \
	"{'trial': {'status': 'unread', 'replyFault': '" fault "', 'verifies': false}}"
#define AS_IT_IS "{}"
#define WITH_ROOT "include_root_certificate=true", "root_certificate=@Example Root CA"
#define STOPS(why) "{'deviceStops': '" why "'}"
#define WITH_SHA1(given, matches, hex) \
	"{'fingerprint': {'given': " given ", 'matches': " matches ", 'askedWith': '" hex "'}}"
#define STOPS_WITHOUT(why) \
	"{'deviceStops': '" why "', 'fingerprint': {'given': false, 'matches': null}}"

static const struct asked_case asked_cases[] = {
	{ "asked-other", SEVERITY_WARNING, "url", "{'url': 'https://ca.acme.net/other'}", { 0 },
		"the facts are about another URL, https://ca.acme.net/other, and are not used. "
		"Ask again",
		AS_IT_IS, { 0 } },
	{ "asked-other", SEVERITY_WARNING, "url", "{'name': 'WiFi'}", { "name=Wifi" },
		"the facts were asked for with another Name, \"WiFi\", and are not used. Ask again",
		"{'name': 'WiFi'}", { "name=WiFi" } },
	{ "asked-other", SEVERITY_WARNING, "url", AS_IT_IS, { "name=WiFi" }, "another Name, \"\"",
		AS_IT_IS, { "name=" } },
	/* Only certificates' SHA-256 are known. */
	{ "asked-other", SEVERITY_WARNING, "url", AS_IT_IS, { "fingerprint=" SHA1_OTHER },
		"the facts were asked for with another fingerprint, and without asking again only a "
		"SHA-256 can be compared. Ask again",
		AS_IT_IS, { "fingerprint=" BASE64_OTHER } },
	{ "asked-other", SEVERITY_WARNING, "url", WITH_SHA1("true", "1", HEX_SHA1_THIRD),
		{ "fingerprint=" SHA1_OTHER }, "another fingerprint",
		WITH_SHA1("true", "1", HEX_SHA1_OTHER), { "fingerprint=" SHA1_OTHER } },
	{ "asked-other", SEVERITY_WARNING, "url", WITH_SHA1("false", "null", ""),
		{ "fingerprint=" SHA1_OTHER }, "another fingerprint", ANSWER("pem"),
		{ "fingerprint=" SHA1_OTHER } },
	{ "asked-old", SEVERITY_INFO, "url", "{'asked': '2026-09-01T00:00:00Z'}", { 0 },
		"the server was asked 91 days ago. Ask again", "{'asked': '2026-09-02T00:00:00Z'}",
		{ 0 } },
	{ "ca-unreachable", SEVERITY_WARNING, "url", FAILS("name-unknown"), { 0 },
		"this host name is not known here. Check its spelling. Devices may still reach it "
		"from their network",
		AS_IT_IS, { 0 } },
	{ "ca-unreachable", SEVERITY_WARNING, "url", FAILS("refused"), { 0 },
		"the server accepts no connection. Check its host and port. Devices may",
		FAILS("tls"), { 0 } },
	{ "ca-unreachable", SEVERITY_WARNING, "url", FAILS("timeout"), { 0 },
		"the server does not answer in time", FAILS("cut"), { 0 } },
	{ "ca-unreachable", SEVERITY_WARNING, "url", FAILS("proxy"), { 0 },
		"the proxy does not answer, or refuses", FAILS("redirects"), { 0 } },
	{ "ca-unreachable", SEVERITY_WARNING, "url",
		FAILS_SAYING("other", "the program was ended", ""), { 0 },
		"the server could not be asked (the program was ended). Devices", FAILS("timeout"),
		{ "url=https://ca.acme.net/" } },
	{ "ca-answer", SEVERITY_WARNING, "url", FAILS("cut"), { 0 },
		"the connection ended before the answer did. Ask again", AS_IT_IS, { 0 } },
	{ "ca-answer", SEVERITY_WARNING, "url", FAILS("too-large"), { 0 },
		"the answer is larger than 1 MiB. Check that this is the SCEP server's URL",
		FAILS("timeout"), { 0 } },
	{ "ca-answer", SEVERITY_WARNING, "url", FAILS("headers"), { 0 },
		"the headers of the answer do not end", FAILS("proxy"), { 0 } },
	{ "ca-answer", SEVERITY_WARNING, "url", FAILS("not-http"), { 0 },
		"what answers there does not speak HTTP. Check the port", FAILS("tls"), { 0 } },
	{ "ca-tls", SEVERITY_WARNING, "url",
		FAILS_SAYING("tls", "self-signed certificate",
			"CN=ca.acme.net, issued by CN=Acme, until 2027-01-01"),
		{ 0 },
		"the server's https certificate is not trusted: CN=ca.acme.net, issued by CN=Acme, "
		"until 2027-01-01 (self-signed certificate). Devices refuse it, unless they have "
		"its root",
		AS_IT_IS, { 0 } },
	{ "ca-tls", SEVERITY_WARNING, "url", FAILS_SAYING("tls", "", ""), { 0 },
		"certificate is not trusted. Devices refuse it", FAILS("cut"), { 0 } },
	{ "ca-tls", SEVERITY_INFO, "url", "{'transport': {'tls': 'root'}}", { WITH_ROOT },
		"only the included root vouches for the server's https. Devices need it before "
		"this profile, or in it",
		"{'transport': {'tls': null}}", { 0 } },
	{ "ca-tls", SEVERITY_WARNING, "url", "{'transport': {'tls': 'root'}}", { 0 },
		"only a root that is no longer included vouches for the server's https. Devices "
		"refuse it, unless they have that root",
		"{'transport': {'tls': 'root'}}", { WITH_ROOT } },
	{ "ca-redirect", SEVERITY_WARNING, "url",
		REDIRECT("'307 https://a.net/', "
			 "'302 https://b.net/scep?operation=GetCACert'"),
		{ 0 },
		"the server redirects to https://b.net/scep (302). A device that posts its request "
		"loses it there. Enter the URL that answers",
		AS_IT_IS, { 0 } },
	{ "ca-redirect", SEVERITY_WARNING, "url",
		REDIRECT("'301 https://a.net/', '308 https://b.net/scep'"), { 0 }, "loses it there",
		STATUS("404"), { 0 } },
	{ "ca-redirect", SEVERITY_INFO, "url", REDIRECT("'307 https://b.net/scep'"), { 0 },
		"the server redirects to https://b.net/scep (307). Devices may follow or not. "
		"Enter the URL that answers",
		AS_IT_IS, { 0 } },
	/* to a page to sign in, which nobody is sent to */
	{ "ca-redirect", SEVERITY_WARNING, "url",
		"{'transport': {'redirects': ['302 https://b.net/login']}, 'typeKind': 'html', "
		"'answer': 'html', 'certificates': [], "
		"'fingerprint': {'given': true, 'matches': null}}",
		{ 0 },
		"the server redirects to https://b.net/login (302). A device that posts its "
		"request loses it there",
		AS_IT_IS, { 0 } },
	{ "ca-redirect", SEVERITY_WARNING, "url", REDIRECT("'302 https://b.net/login'"), { 0 },
		"loses it there. Enter the URL that answers",
		"{'transport': {'redirects': ['302 https://b.net/login']}, 'typeKind': 'html', "
		"'answer': 'html', 'certificates': [], "
		"'fingerprint': {'given': true, 'matches': null}}",
		{ 0 } },
	{ "ca-redirect", SEVERITY_ERROR, "url", REDIRECT_FAILS("redirects", "'302 http://a.net/x'"),
		{ 0 },
		"the server redirects more than 3 times, at last to http://a.net/x. Enter the URL "
		"that answers",
		FAILS("timeout"), { 0 } },
	{ "ca-redirect", SEVERITY_ERROR, "url",
		REDIRECT_FAILS("redirect-scheme", "'302 file:///etc/passwd'"), { 0 },
		"the server redirects to something that is not http or https: file:///etc/passwd",
		FAILS("cut"), { 0 } },
	{ "ca-redirect", SEVERITY_ERROR, "url", REDIRECT_FAILS("redirect-downgrade", ""), { 0 },
		"the server redirects from https to plain http. Enter the URL that answers",
		AS_IT_IS, { "url=https://b.net/scep" } },
	{ "ca-status", SEVERITY_ERROR, "url", STATUS("401"), { 0 },
		"the server wants a login, which devices do not have. Open this path to them (HTTP "
		"status 401)",
		AS_IT_IS, { 0 } },
	{ "ca-status", SEVERITY_ERROR, "url", STATUS("403"), { 0 },
		"the server refuses to answer. Open this path to devices (HTTP status 403)",
		FAILS("timeout"), { 0 } },
	{ "ca-status", SEVERITY_ERROR, "url", STATUS("404"), { 0 },
		"the server does not know this path. Check the URL (HTTP status 404)", AS_IT_IS,
		{ 0 } },
	{ "ca-status", SEVERITY_ERROR, "url", STATUS("407"), { 0 },
		"the server wants a login at a proxy, which devices do not have (HTTP status 407)",
		AS_IT_IS, { 0 } },
	{ "ca-status", SEVERITY_ERROR, "url", STATUS("500"), { 0 },
		"the server has an error of its own. Look at its log (HTTP status 500)", AS_IT_IS,
		{ 0 } },
	{ "ca-status", SEVERITY_ERROR, "url", STATUS("204"), { 0 },
		"the server does not answer as a SCEP server. Check the URL (HTTP status 204)",
		AS_IT_IS, { 0 } },
	{ "ca-content-type", SEVERITY_ERROR, "url", TYPE("html", "text/html"), { 0 },
		"a web page answers, perhaps to sign in, or NDES's page for people. Enter the URL "
		"for devices",
		AS_IT_IS, { 0 } },
	{ "ca-content-type", SEVERITY_ERROR, "url", TYPE("none", ""), { 0 },
		"the answer has no content type, so devices do not read it. The server must send "
		"application/x-x509-ca-ra-cert",
		STATUS("404"), { 0 } },
	{ "ca-content-type", SEVERITY_ERROR, "url", TYPE("other", "text/plain"), { 0 },
		"the content type is \"text/plain\", so devices do not read the answer. The server "
		"must send application/x-x509-ca-ra-cert",
		FAILS("timeout"), { 0 } },
	{ "ca-content-type", SEVERITY_ERROR, "url", TYPE("one", "application/x-x509-ca-cert"),
		{ 0 },
		"the content type is \"application/x-x509-ca-cert\", but the answer is a bundle. "
		"The server must send application/x-x509-ca-ra-cert",
		"{" ONE(CERT_ALONE(RA_USAGE)) "}", { 0 } },
	{ "ca-content-type", SEVERITY_WARNING, "url",
		TYPE("parameters-bundle", "application/x-x509-ca-ra-cert; charset=utf-8"), { 0 },
		"the content type is \"application/x-x509-ca-ra-cert; charset=utf-8\". Apple's "
		"published tool accepts only application/x-x509-ca-ra-cert, without anything "
		"behind it",
		AS_IT_IS, { 0 } },
	{ "ca-not-der", SEVERITY_ERROR, "url", ANSWER("pem"), { 0 },
		"the answer is PEM, and devices read only DER. Have the server send DER", AS_IT_IS,
		{ 0 } },
	{ "ca-not-der", SEVERITY_ERROR, "url", ANSWER("empty"), { 0 },
		"the answer is empty. The server must send its certificate in DER", STATUS("404"),
		{ 0 } },
	{ "ca-not-der", SEVERITY_ERROR, "url", ANSWER("html"), { 0 },
		"the answer is a web page. The server must send its certificate in DER",
		"{'typeKind': 'html', 'answer': 'html', 'certificates': [], "
		"'fingerprint': {'given': true, 'matches': null}}",
		{ 0 } },
	{ "ca-not-der", SEVERITY_ERROR, "url", ANSWER("other"), { 0 },
		"the answer is not a certificate that can be read. The server must send it in DER, "
		"a bundle in PKCS#7",
		FAILS("timeout"), { 0 } },
	{ "ca-fingerprint", SEVERITY_ERROR, "fingerprint", AS_IT_IS,
		{ "fingerprint=" BASE64_OTHER },
		"no certificate of the server has this fingerprint, so devices stop. It sends "
		"CN=Example RA (SHA-256 00:11:22:33:44:55:66:77...), CN=Example Root CA (SHA-256 "
		"E3:B0:C4:42:98:FC:1C:14...). Ask the CA's administrator which is right",
		AS_IT_IS, { "fingerprint=" HASH_ROOT } },
	{ "ca-fingerprint", SEVERITY_ERROR, "fingerprint",
		WITH_SHA1("true", "null", HEX_SHA1_OTHER), { "fingerprint=" SHA1_OTHER },
		"no certificate of the server has this fingerprint",
		WITH_SHA1("true", "null", HEX_SHA1_OTHER), { "fingerprint=" } },
	/* corrected since then */
	{ "ca-fingerprint", SEVERITY_ERROR, "fingerprint",
		WITH_SHA1("true", "null", HEX_SHA1_OTHER), { "fingerprint=" SHA1_OTHER },
		"no certificate of the server has this fingerprint",
		WITH_SHA1("true", "null", HEX_SHA1_THIRD), { "fingerprint=" SHA1_OTHER } },
	{ "ca-fingerprint-leaf", SEVERITY_WARNING, "fingerprint", AS_IT_IS,
		{ "fingerprint=" BASE64_RA },
		"this is the fingerprint of CN=Example RA, which is not a CA. It is of no use when "
		"that certificate is replaced, by 2040-01-01 at the latest. Use the CA's",
		AS_IT_IS, { 0 } },
	{ "ca-ra-usage", SEVERITY_ERROR, "url",
		"{" BUNDLE(CERT_SUB(CA_USAGE), CERT_ROOT) ", 'deviceStops': 'usage'}", { 0 },
		"the server sends 2 certificates, but none that allows digitalSignature and "
		"keyEncipherment, so devices stop with -67731. Have it send the CA's certificate "
		"alone, as application/x-x509-ca-cert, or a real RA",
		STOPS("chain"), { 0 } },
	/* asked without a fingerprint, which was entered then */
	{ "ca-ra-usage", SEVERITY_ERROR, "url",
		"{" BUNDLE(CERT_SUB("'keyEncipherment'"),
			CERT_ROOT) ", 'deviceStops': 'usage', "
				   "'fingerprint': {'given': false, 'matches': null}}",
		{ 0 }, "the server sends 2",
		"{" BUNDLE(CERT_SUB("'keyEncipherment'"), CERT_ALONE("'digitalSignature'")) "}",
		{ 0 } },
	/* behind a wrong fingerprint */
	{ "ca-ra-usage", SEVERITY_ERROR, "url",
		"{" BUNDLE(CERT_SUB("'digitalSignature'"),
			CERT_ROOT) ", "
				   "'deviceStops': 'fingerprint', 'fingerprint': {'given': true, 'matches': null}}",
		{ "fingerprint=" BASE64_OTHER }, "the server sends 2",
		"{" BUNDLE(CERT_SUB(RA_USAGE), CERT_ROOT) "}", { "fingerprint=" BASE64_OTHER } },
	/* what is not read as a bundle has no RA to look for */
	{ "ca-ra-usage", SEVERITY_ERROR, "url",
		"{" BUNDLE(CERT_SUB(CA_USAGE), CERT_ROOT) ", 'typeKind': 'parameters-bundle'}",
		{ 0 }, "the server sends 2",
		"{" BUNDLE(CERT_SUB(CA_USAGE), CERT_ROOT) ", 'typeKind': 'one'}", { 0 } },
	{ "ca-ra-chain", SEVERITY_ERROR, "fingerprint", STOPS("chain"), { 0 },
		"the RA's certificate does not lead to the one with this fingerprint, CN=Example "
		"Root CA, so devices stop. Enter the fingerprint of the CA that issued the RA's",
		STOPS("chain"), { "fingerprint=" BASE64_RA } },
	{ "ca-ra-chain", SEVERITY_ERROR, "fingerprint",
		"{'deviceStops': 'chain', 'fingerprint': {'given': false, 'matches': null}}",
		{ "fingerprint=" },
		"the RA's certificates do not lead to one CA of the answer, so devices stop. Have "
		"the server send the CA that issued them",
		AS_IT_IS, { "fingerprint=" } },
	/* Then no fingerprint helps. */
	{ "ca-ra-chain", SEVERITY_ERROR, "fingerprint", STOPS_WITHOUT("chain"), { 0 },
		"the RA's certificates do not lead to one CA of the answer", STOPS_WITHOUT("usage"),
		{ 0 } },
	{ "ca-key-not-rsa", SEVERITY_ERROR, "url", STOPS("key"), { 0 },
		"the key of CN=Example RA is RSA 2048, and devices encrypt only to RSA keys. Use an "
		"RSA CA, or an RA with an RSA key",
		AS_IT_IS, { 0 } },
	{ "ca-key-not-rsa", SEVERITY_ERROR, "url", STOPS_WITHOUT("key"), { 0 },
		"the key of CN=Example RA", STOPS("key"), { "fingerprint=" BASE64_RA } },
	/* one certificate, whatever its fingerprint */
	{ "ca-key-not-rsa", SEVERITY_ERROR, "url",
		"{'answer': 'one', 'typeKind': 'one', 'deviceStops': 'fingerprint', "
		"'fingerprint': {'given': true, 'matches': null}, 'certificates': [" CERT_EC "]}",
		{ "fingerprint=" BASE64_OTHER }, "the key of CN=EC CA is EC P-256",
		"{'answer': 'one', 'typeKind': 'other', 'deviceStops': 'answer', "
		"'fingerprint': {'given': true, 'matches': null}, 'certificates': [" CERT_EC "]}",
		{ 0 } },
	{ "ca-usage-single", SEVERITY_INFO, "url", "{" ONE(CERT_ALONE(CA_USAGE)) "}", { 0 },
		"the CA's key usage lacks digitalSignature or keyEncipherment. Apple's devices "
		"accept this. Other clients may not",
		"{" ONE(CERT_ALONE(RA_USAGE)) "}", { 0 } },
	{ "ca-usage-single", SEVERITY_INFO, "url", "{" ONE(CERT_ALONE("'keyEncipherment'")) "}",
		{ 0 }, "the CA's key usage lacks", AS_IT_IS, { 0 } },
	{ "ca-certificate-validity", SEVERITY_WARNING, "url",
		"{" ONE(CERT("Old CA", "Old CA", HASH_ROOT, "'anchor'", RA_USAGE, "true", "true",
			"'begins': '2016-01-01T00:00:00Z', 'ends': '2026-11-29T00:00:00Z'")) "}",
		{ 0 },
		"the certificate of CN=Old CA expired on 2026-11-29. The server needs a new one",
		AS_IT_IS, { 0 } },
	{ "ca-certificate-validity", SEVERITY_WARNING, "url",
		"{" ONE(CERT("Old CA", "Old CA", HASH_ROOT, "'anchor'", RA_USAGE, "true", "true",
			"'begins': '2016-01-01T00:00:00Z', 'ends': '2027-02-27T00:00:00Z'")) "}",
		{ 0 },
		"the certificate of CN=Old CA ends soon, on 2027-02-27. The server needs a new one",
		"{" ONE(CERT("Old CA", "Old CA", HASH_ROOT, "'anchor'", RA_USAGE, "true", "true",
			"'begins': '2016-01-01T00:00:00Z', 'ends': '2027-03-01T00:00:01Z'")) "}",
		{ 0 } },
	{ "ca-certificate-validity", SEVERITY_WARNING, "url",
		"{" ONE(CERT("New CA", "New CA", HASH_ROOT, "", RA_USAGE, "true", "true",
			"'begins': '2026-12-02T00:00:00Z', 'ends': '2040-01-01T00:00:00Z'")) "}",
		{ 0 },
		"the certificate of CN=New CA is not valid before 2026-12-02. Check the clocks",
		"{'fingerprint': {'given': true, 'matches': 0}, 'certificates': [" CERT_ROOT
		", " CERT("New CA", "New CA", HASH_RA, "", RA_USAGE, "true", "true",
			"'begins': '2026-12-02T00:00:00Z', 'ends': '2040-01-01T00:00:00Z'") "]}",
		{ 0 } },
	{ "ca-name", SEVERITY_INFO, "name", "{'name': 'WiFi', 'names': 'same'}", { "name=WiFi" },
		"the server answers any Name alike. It may be left empty", "{'names': 'same'}",
		{ 0 } },
	{ "ca-name", SEVERITY_WARNING, "name", "{'names': 'other'}", { 0 },
		"the server has another CA for another Name. Check that the one without a Name is "
		"yours",
		AS_IT_IS, { 0 } },
	{ "ca-name", SEVERITY_INFO, "name", "{'name': 'WiFi', 'names': 'other'}", { "name=WiFi" },
		"the server has another CA for another Name, so this Name must stay as it is",
		"{'name': 'WiFi'}", { "name=WiFi" } },
	{ "ca-name", SEVERITY_INFO, "name", "{'name': 'WiFi', 'names': 'none'}", { "name=WiFi" },
		"the server answers this Name and not another one, so it must stay as it is",
		"{'names': 'none'}", { 0 } },
	{ "ca-caps-none", SEVERITY_WARNING, "url", "{'capabilities': {'known': []}}", { 0 },
		"the server has no list of capabilities (GetCACaps). Devices use GET, 3DES and "
		"SHA-1 then, and newer ones are reported to refuse. Have it list POSTPKIOperation, "
		"AES and SHA-256",
		AS_IT_IS, { 0 } },
	{ "ca-caps-none", SEVERITY_WARNING, "url",
		"{'capabilities': {'known': [], 'unknown': ['Cisco']}}", { 0 },
		"the server has no capability that devices know (GetCACaps)",
		"{'transport': {'failure': 'timeout'}, 'capabilities': {'known': []}}", { 0 } },
	{ "ca-caps-line-ends", SEVERITY_INFO, "url", "{'capabilities': {'lineEnds': 'crlf'}}",
		{ 0 },
		"the list of capabilities has CR LF, as RFC 8894 allows. Apple's published tool "
		"reads only LF, and then knows none of them",
		AS_IT_IS, { 0 } },
	{ "ca-no-post", SEVERITY_WARNING, "url",
		CAPS("'AES', 'SHA-256'", "GET", "AES-128", "SHA-256"), { 0 },
		"the server does not list POSTPKIOperation, so devices send the request in the URL. "
		"Long ones may be cut, and some servers fail. Allow POST",
		CAPS("", "GET", "3DES", "SHA-1"), { 0 } },
	{ "ca-no-aes", SEVERITY_WARNING, "url",
		CAPS("'POSTPKIOperation', 'DES3'", "POST", "3DES", "SHA-256"), { 0 },
		"the server does not list AES, so devices encrypt with 3DES. Enable AES there",
		AS_IT_IS, { 0 } },
	{ "ca-no-aes", SEVERITY_WARNING, "url",
		CAPS("'POSTPKIOperation'", "POST", "3DES", "SHA-256"), { 0 },
		"encrypt with 3DES, and newer ones are reported to refuse. Enable AES there",
		CAPS("", "GET", "3DES", "SHA-1"), { 0 } },
	{ "ca-no-sha256", SEVERITY_WARNING, "url",
		CAPS("'AES', 'SHA-1'", "GET", "AES-128", "SHA-1"), { 0 },
		"the server does not list SHA-256 or SHA-512, so devices sign with SHA-1. Enable "
		"SHA-256 there",
		CAPS("'AES', 'SHA-512'", "GET", "AES-128", "SHA-512"), { 0 } },
	{ "ca-no-sha256", SEVERITY_WARNING, "url", CAPS("'AES'", "GET", "AES-128", "SHA-1"), { 0 },
		"sign with SHA-1, and newer ones are reported to refuse. Enable SHA-256",
		CAPS("", "GET", "3DES", "SHA-1"), { 0 } },
	{ "ca-root-other", SEVERITY_WARNING, "root_certificate", "{'root': 'other'}",
		{ "include_root_certificate=true", "root_certificate=@Other Root" },
		"CN=Other Root has not issued the server's certificates, so devices do not trust "
		"the chain. Include the root of CN=Example Root CA",
		"{'root': 'above'}",
		{ "include_root_certificate=true", "root_certificate=@Other Root" } },
	/* asked for by the URL alone */
	{ "ca-root-other", SEVERITY_WARNING, "root_certificate", "{'root': 'none'}",
		{ "include_root_certificate=true", "root_certificate=@Other Root" },
		"CN=Other Root has not issued the server's certificates",
		"{'fingerprint': {'given': true, 'matches': 0}, 'certificates': [" CERT_RA "]}",
		{ "include_root_certificate=true", "root_certificate=@Other Root" } },
	/* included since then, by its name */
	{ "ca-root-other", SEVERITY_WARNING, "root_certificate", "{'root': 'other'}",
		{ "include_root_certificate=true", "root_certificate=@Other Root" },
		"has not issued", "{'root': 'other'}",
		{ "include_root_certificate=true", "root_certificate=@Example Root CA" } },
	{ "ca-root-missing", SEVERITY_WARNING, "root_certificate", "{'rootKnown': false}", { 0 },
		"the profile does not have the CA's root, and no certificate that the server sends "
		"is one of this system's roots. Devices do not keep what it sends, so include the "
		"root, or install it another way",
		AS_IT_IS, { 0 } },
	/* one that is kept, and not in the profile */
	{ "ca-root-missing", SEVERITY_WARNING, "root_certificate", "{'rootKnown': false}",
		{ "include_root_certificate=false", "root_certificate=@Example Root CA" },
		"the profile does not have the CA's root", "{'rootKnown': false}", { WITH_ROOT } },
	{ "ca-root-missing", SEVERITY_WARNING, "root_certificate", "{'rootKnown': false}",
		{ "include_root_certificate=true" }, "the profile does not have the CA's root",
		"{'rootKnown': false}",
		{ "include_root_certificate=true", "root_certificate=@Other Root" } },
	{ "trial-refused", SEVERITY_ERROR, "key_size", REFUSED("0"), { "key_size=1024" },
		"the CA refused the request: badAlg. It may not accept keys of 1024 bits. Use 2048",
		TRIAL("'failInfo': null"), { "key_size=1024" } },
	{ "trial-refused", SEVERITY_ERROR, "key_size", REFUSED("0"), { "key_size=" },
		"It may not accept keys of 1024 bits. Use 2048", REFUSED("0"),
		{ "key_size=2048" } },
	{ "trial-refused", SEVERITY_ERROR, "key_size", REFUSED("0"), { "key_size=2048" },
		"the CA refused the request: badAlg. It does not accept an algorithm or the key size",
		AS_IT_IS, { 0 } },
	{ "trial-refused", SEVERITY_ERROR, "url", REFUSED("1"), { 0 },
		"the CA refused the request: badMessageCheck. It could not open or verify the "
		"request",
		UNREAD("cut"), { 0 } },
	{ "trial-refused", SEVERITY_ERROR, "challenge", REFUSED("2"), { 0 },
		"the CA refused the request: badRequest. Check the challenge, whether it has been "
		"used, and whether the CA allows this subject again",
		AS_IT_IS, { 0 } },
	{ "trial-refused", SEVERITY_ERROR, "url", REFUSED("3"), { 0 },
		"badTime. Compare the clocks of both systems", AS_IT_IS, { 0 } },
	{ "trial-refused", SEVERITY_ERROR, "url", REFUSED("4"), { 0 },
		"badCertId. It has no such certificate", AS_IT_IS, { 0 } },
	{ "trial-refused", SEVERITY_ERROR, "url", REFUSED("5"), { 0 },
		"the server refused the request without a reason. Look at its log", AS_IT_IS,
		{ 0 } },
	{ "trial-refused", SEVERITY_ERROR, "url",
		"{'trial': {'status': 'refused', 'http': 500, 'line': 'asn1: structure error'}}",
		{ 0 },
		"the server refused the request with HTTP status 500 (asn1: structure error). Look "
		"at its log",
		AS_IT_IS, { 0 } },
	{ "trial-refused", SEVERITY_ERROR, "url", "{'trial': {'status': 'refused', 'http': 0}}",
		{ 0 }, "the server refused the request without a reason. Look at its log", AS_IT_IS,
		{ 0 } },
	{ "trial-pending", SEVERITY_WARNING, "retries",
		"{'trial': {'status': 'pending', 'polls': 3, 'waited': 30}}", { "retries=3" },
		"the CA still waits for an approval after 3 retries in 30 s, and a device gives up "
		"then. Approve sooner, or allow more retries",
		"{'trial': {'status': 'pending', 'polls': 2, 'waited': 30}}", { "retries=3" } },
	{ "trial-pending", SEVERITY_WARNING, "retries",
		"{'trial': {'status': 'pending', 'polls': 2, 'waited': 10}}", { "retries=3" },
		"the CA still waits for an approval. You stopped waiting after 2 of 3 retries, in "
		"10 s",
		"{'trial': {'status': 'pending', 'polls': 3, 'waited': 10}}", { "retries=3" } },
	/* The CA waited, and then refused, or replied what cannot be read. */
	{ "trial-pending", SEVERITY_INFO, "retries", TRIAL("'polls': 1, 'waited': 10"), { 0 },
		"the CA waited for an approval",
		"{'trial': {'status': 'refused', 'failInfo': 2, 'polls': 1, 'waited': 10}}",
		{ 0 } },
	{ "trial-pending", SEVERITY_INFO, "retries", TRIAL("'polls': 1, 'waited': 10"), { 0 },
		"the CA waited for an approval",
		"{'trial': {'status': 'unread', 'replyFault': 'cut', 'polls': 1}}", { 0 } },
	{ "trial-pending", SEVERITY_INFO, "retries", TRIAL("'polls': 1, 'waited': 10"), { 0 },
		"the CA waited for an approval, and issued at retry 1 after 10 s",
		TRIAL("'polls': 0"), { 0 } },
	{ "trial-reply", SEVERITY_ERROR, "url", UNREAD("cut"), { 0 },
		"the CA's reply is cut, so devices stop. The CA may have issued the certificate: "
		"look at its log",
		AS_IT_IS, { 0 } },
	{ "trial-reply", SEVERITY_ERROR, "url", UNREAD("signature"), { 0 },
		"the CA's reply has a signature that does not verify, so", UNREAD("legacy"),
		{ 0 } },
	{ "trial-reply", SEVERITY_ERROR, "url", UNREAD("decrypt"), { 0 },
		"the CA's reply cannot be decrypted, so", REFUSED("2"), { 0 } },
	{ "trial-reply", SEVERITY_ERROR, "url", UNREAD("other"), { 0 },
		"the CA's reply cannot be read, so", TRIAL("'polls': 1"), { 0 } },
	{ "trial-reply", SEVERITY_ERROR, "url", UNREAD(""), { 0 },
		"the CA's reply cannot be read, so", TRIAL("'polls': 1"), { 0 } },
	{ "trial-reply", SEVERITY_ERROR, "url", TRIAL("'verifies': false"), { 0 },
		"the CA's reply has a signature that does not verify", TRIAL("'verifies': true"),
		{ 0 } },
	{ "trial-signer", SEVERITY_ERROR, "url", TRIAL("'signerIsChosen': false"), { 0 },
		"another certificate than the RA's or CA's signed the reply, so devices stop. Have "
		"the server sign with the one that it sends",
		"{'trial': {'status': 'refused', 'signerIsChosen': false, 'http': 500, 'verifies': false}}",
		{ 0 } },
	{ "trial-signer", SEVERITY_ERROR, "url",
		"{'trial': {'status': 'unread', 'signerIsChosen': false}}", { 0 },
		"another certificate than the RA's or CA's signed the reply", UNREAD("decrypt"),
		{ 0 } },
	{ "trial-reply", SEVERITY_ERROR, "url", UNREAD(""), { 0 }, "the CA's reply cannot be read",
		"{'trial': {'status': 'unread', 'signerIsChosen': false}}", { 0 } },
	{ "trial-nonce", SEVERITY_INFO, "url", TRIAL("'nonceIsOurs': false"), { 0 },
		"the reply does not repeat the request's nonce. Apple's devices do not look at it. "
		"Other clients refuse the reply",
		TRIAL("'nonceIsOurs': true"), { 0 } },
	{ "trial-nonce", SEVERITY_INFO, "url", TRIAL("'transactionIsOurs': false"), { 0 },
		"the reply does not repeat the request's transaction ID",
		"{'trial': {'status': 'unread', 'transactionIsOurs': false, 'nonceIsOurs': false, 'verifies': false}}",
		{ 0 } },
	{ "trial-key", SEVERITY_ERROR, "url", TRIAL("'forOurKey': false"), { 0 },
		"the certificate is for another key than the request's, so it is of no use. Look at "
		"the CA's log",
		"{'trial': {'status': 'pending', 'forOurKey': false}}", { 0 } },
	{ "trial-first-certificate", SEVERITY_ERROR, "url", TRIAL("'oursIsFirst': false"), { 0 },
		"the device's certificate is not the first one in the reply, and devices read only "
		"the first (error 22008). Have the CA send it first, or alone",
		TRIAL("'oursIsFirst': false, 'forOurKey': false"), { 0 } },
	{ "trial-subject", SEVERITY_WARNING, "subject",
		ISSUED("'subject': '/O=Other/CN=SCEPWIZ-TRIAL-7F3A/C=US'"), { 0 },
		"the certificate's subject has O=Other instead of Acme, lacks 2.5.4.5=C02. Change "
		"the CA's policy, or this subject",
		ISSUED("'subject': '/CN=SCEPWIZ-TRIAL-7F3A/C=US/2.5.4.5=C02/O=Acme/OU=New'"),
		{ 0 } },
	/* as far as 256 bytes tell */
	{ "trial-subject", SEVERITY_WARNING, "subject", ISSUED("'subject': '/O=" LONG_VALUE "x'"),
		{ 0 }, "lacks CN=SCEPWIZ-TRIAL-7F3A", ISSUED("'subject': '/O=" LONG_VALUE "...'"),
		{ 0 } },
	{ "trial-name-dropped", SEVERITY_WARNING, "san_dns_name", ISSUED("'dns': []"), { 0 },
		"the certificate does not have the DNS name mac1.acme.net. Have the CA accept the "
		"alternative names of requests",
		ISSUED("'dns': ['x', 'MAC1.acme.net']"), { 0 } },
	{ "trial-name-dropped", SEVERITY_WARNING, "san_rfc822", ISSUED("'email': ['x@acme.net']"),
		{ 0 }, "does not have the e-mail address it@acme.net", ISSUED("'dns': []"),
		{ "san_dns_name=" } },
	{ "trial-name-dropped", SEVERITY_WARNING, "san_uri", ISSUED("'uri': []"), { 0 },
		"does not have the URI urn:acme:1", ISSUED("'uri': []"), { "san_uri=" } },
	{ "trial-name-dropped", SEVERITY_WARNING, "san_principal", ISSUED("'principal': null"),
		{ 0 }, "does not have the principal mac1@ACME.NET", ISSUED("'principal': null"),
		{ "set_subject_alternative_name=false" } },
	{ "trial-name-dropped", SEVERITY_WARNING, "san_principal", ISSUED("'principal': 'x@Y'"),
		{ 0 }, "does not have the principal mac1@ACME.NET", TRIAL("'polls': 1"), { 0 } },
	{ "trial-key-usage", SEVERITY_WARNING, "key_usage",
		ISSUED("'keyUsage': ['digitalSignature']"), { 0 },
		"the certificate's key usage lacks keyEncipherment. Have the CA accept the "
		"request's usage, or ask for less",
		ISSUED("'keyUsage': ['keyEncipherment', 'dataEncipherment', 'digitalSignature']"),
		{ 0 } },
	{ "trial-key-usage", SEVERITY_WARNING, "key_usage",
		ISSUED("'hasKeyUsage': false, 'keyUsage': []"), { 0 },
		"the certificate has no key usage, though the request asks for one. Have the CA "
		"accept it",
		"{'trial': {'status': 'issued', 'sent': {'keyUsage': [], 'hasKeyUsage': false}, "
		"'issued': {'keyUsage': [], 'hasKeyUsage': false}}}",
		{ 0 } },
	{ "trial-no-client-auth", SEVERITY_WARNING, "url", ISSUED("'extended': ['serverAuth']"),
		{ 0 },
		"the certificate's extended key usage lacks clientAuth, so Wi-Fi and VPN servers "
		"refuse it. Change the CA's template",
		ISSUED("'extended': ['serverAuth', 'clientAuth']"), { 0 } },
	{ "trial-no-client-auth", SEVERITY_WARNING, "url",
		ISSUED("'extended': ['1.3.6.1.5.5.7.3.1']"), { 0 }, "lacks clientAuth",
		ISSUED("'extended': ['1.3.6.1.5.5.7.3.2']"), { 0 } },
	{ "trial-no-client-auth", SEVERITY_WARNING, "url", ISSUED("'extended': ['serverAuth']"),
		{ 0 }, "lacks clientAuth", ISSUED("'extended': ['anyExtendedKeyUsage']"), { 0 } },
	{ "trial-chain", SEVERITY_ERROR, "url", ISSUED("'chains': false"), { 0 },
		"the certificate does not lead to the CA that the server sends. Have it send the CA "
		"that issues",
		"{'trial': {'status': 'pending', 'issued': {'chains': false}}}", { 0 } },
	{ "trial-weak", SEVERITY_WARNING, "url", TRIAL("'replyWeak': ['des']"), { 0 },
		"the reply is encrypted with single DES, which is easy to break. Enable AES on the "
		"server",
		TRIAL("'replyWeak': []"), { 0 } },
	{ "trial-weak", SEVERITY_WARNING, "url", TRIAL("'replyWeak': ['sha1']"), { 0 },
		"the reply is signed with SHA-1, which is weak. Enable SHA-256 on the server",
		TRIAL("'replyWeak': ['des']"), { 0 } },
	{ "trial-weak", SEVERITY_WARNING, "url", UNREAD("legacy"), { 0 },
		"the reply is encrypted with single DES, which this system cannot read. The CA has "
		"most likely issued the certificate. Enable AES there",
		UNREAD("decrypt"), { 0 } },
	{ "trial-weak", SEVERITY_WARNING, "url", ISSUED("'signature': 'sha1WithRSAEncryption'"),
		{ 0 },
		"the certificate is signed with sha1WithRSAEncryption, which servers may refuse. "
		"Have the CA use SHA-256",
		ISSUED("'signature': 'ecdsa-with-SHA256'"), { 0 } },
	{ "trial-weak", SEVERITY_WARNING, "url", ISSUED("'signature': 'ecdsa-with-SHA1'"), { 0 },
		"signed with ecdsa-with-SHA1", TRIAL("'polls': 0"), { 0 } },
	{ "trial-validity", SEVERITY_INFO, "url", TRIAL("'polls': 0"), { 0 },
		"certificates last 365 days, to 2027-11-28 for this one. Install the profile again "
		"before they end",
		REFUSED("2"), { 0 } },
	{ "trial-validity", SEVERITY_WARNING, "url", ISSUED("'ends': '2026-12-12T19:29:59Z'"),
		{ 0 },
		"the certificate ends after 13 days, on 2026-12-12. Devices do not get a new one by "
		"themselves, so let it last longer",
		AS_IT_IS, { 0 } },
	{ "trial-validity", SEVERITY_WARNING, "url", ISSUED("'ends': '2026-11-25T19:30:00Z'"),
		{ 0 },
		"the certificate had expired when it came, on 2026-11-25. Check the clocks, and "
		"when the CA lets certificates end",
		ISSUED("'ends': '2026-11-28T19:30:00Z'"), { 0 } },
	{ "trial-validity", SEVERITY_INFO, "url", ISSUED("'ends': '2026-12-12T19:30:00Z'"), { 0 },
		"certificates last 14 days, to 2026-12-12", AS_IT_IS, { 0 } },
	{ "trial-validity", SEVERITY_WARNING, "url", ISSUED("'begins': '2026-11-28T19:35:01Z'"),
		{ 0 },
		"the certificate is not valid before 2026-11-28. Check the clocks, and when the CA "
		"lets certificates begin",
		AS_IT_IS, { 0 } },
	{ "trial-validity", SEVERITY_INFO, "url", ISSUED("'begins': '2026-11-28T19:35:00Z'"), { 0 },
		"certificates last 365 days", AS_IT_IS, { 0 } },
};

#endif
