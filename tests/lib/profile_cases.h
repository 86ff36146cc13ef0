/* The cases of test_profile_lint.c: profiles that break a rule about structure, and the nearest ones that
 * do not. */
#ifndef TESTS_PROFILE_CASES_H
#define TESTS_PROFILE_CASES_H

#define KEY(name, value) "<key>" name "</key>" value "\n"
#define TEXT(text) "<string>" text "</string>"
#define INTEGER(number) "<integer>" number "</integer>"
#define ARRAY_OF(items) "<array>" items "</array>"
#define DICT(entries) "<dict>" entries "</dict>"
#define PLIST(root) "<plist version=\"1.0\">\n" root "\n</plist>\n"

#define UUID_1 "0F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F1"
#define UUID_2 "0F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F2"
#define UUID_3 "0F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F3"

#define COMMON(type, identifier, uuid) \
	KEY("PayloadType", TEXT(type)) \
	KEY("PayloadIdentifier", TEXT(identifier)) KEY("PayloadUUID", TEXT(uuid))
#define VERSION_1 KEY("PayloadVersion", INTEGER("1"))

/* A profile with more keys at its top and these payloads. */
#define TOP(more, payloads)                                         \
	PLIST(DICT(COMMON("Configuration", "net.acme.scep", UUID_1) \
			more KEY("PayloadContent", ARRAY_OF("\n" payloads))))
#define SCEP_PAYLOAD(more) \
	DICT(COMMON("com.apple.security.scep", "net.acme.scep.scep", UUID_2) more) "\n"
#define INNER(entries) \
	KEY("PayloadContent", DICT(KEY("URL", TEXT("https://scep.acme.net/")) entries))
/* A good profile but for what is in the SCEP payload's own dictionary, or in the inner one. */
#define PAYLOAD(more) TOP(VERSION_1, SCEP_PAYLOAD(VERSION_1 more))
#define SCEP(entries) PAYLOAD(INNER(entries))
/* A SCEP payload and another one. */
#define BESIDE(other) TOP(VERSION_1, SCEP_PAYLOAD(VERSION_1 INNER("")) other)
#define WIFI(entries) \
	BESIDE(DICT(  \
		COMMON("com.apple.wifi.managed", "net.acme.scep.wifi", UUID_3) VERSION_1 entries))
#define ROOT(data)                                                                  \
	BESIDE(DICT(COMMON("com.apple.security.root", "net.acme.scep.root", UUID_3) \
			VERSION_1 KEY("PayloadContent", data)))
#define RDN(type, value) ARRAY_OF(ARRAY_OF(TEXT(type) TEXT(value)))

#define SHA1_BASE64 "2jmj7l5rSw0yVb/vlWAYkK/YBwk="
#define SHA1_HEX "da39a3ee5e6b4b0d3255bfef95601890afd80709"

static const struct profile_case {
	const char *rule;
	const char *loud; /* the rule speaks */
	const char *part; /* of its sentence */
	const char *quiet;
	const char *mend; /* what it would do; NULL: it is not certain */
} profile_cases[] = {
	{ "payload-version", TOP(KEY("PayloadVersion", "<real>1</real>"), ""),
		"PayloadVersion is a real number, but must be", TOP(VERSION_1, ""),
		"PayloadVersion becomes the integer 1" },
	{ "payload-version",
		TOP(VERSION_1, SCEP_PAYLOAD(KEY("PayloadVersion", TEXT("1")) INNER(""))),
		"PayloadVersion is a string", SCEP(""), "PayloadVersion becomes the integer 1" },
	{ "payload-version", TOP(VERSION_1, SCEP_PAYLOAD(INNER(""))), "PayloadVersion is missing",
		SCEP(""), "PayloadVersion becomes the integer 1" },
	{ "payload-version", TOP(KEY("PayloadVersion", INTEGER("2")), ""),
		"PayloadVersion is an integer other than 1", TOP(VERSION_1, ""), NULL },
	{ "payload-scope", PAYLOAD(KEY("PayloadScope", TEXT("System")) INNER("")),
		"where devices ignore it",
		TOP(VERSION_1 KEY("PayloadScope", TEXT("System")),
			SCEP_PAYLOAD(VERSION_1 INNER(""))),
		NULL },
	{ "removal-disallowed-ios",
		TOP(VERSION_1 KEY("TargetDeviceType", INTEGER("1"))
				KEY("PayloadRemovalDisallowed", "<true/>"),
			""),
		"PayloadRemovalDisallowed is true, but on iOS only supervised devices obey it. On "
		"others, people can remove the profile",
		TOP(VERSION_1 KEY("TargetDeviceType", INTEGER("5"))
				KEY("PayloadRemovalDisallowed", "<true/>"),
			""),
		NULL },
	{ "removal-disallowed-ios",
		TOP(VERSION_1 KEY("TargetDeviceType", INTEGER("1"))
				KEY("PayloadRemovalDisallowed", "<true/>"),
			""),
		"people can remove the profile",
		TOP(VERSION_1 KEY("TargetDeviceType", INTEGER("1"))
				KEY("PayloadRemovalDisallowed", "<false/>"),
			""),
		NULL },

	{ "payload-type",
		BESIDE(DICT(COMMON("Configuration", "net.acme.scep.inner", UUID_3) VERSION_1)),
		"the payload of type Configuration has the type Configuration, but a profile "
		"cannot contain another profile. Put its payloads into PayloadContent of the "
		"outer one, or install it by itself",
		BESIDE(DICT(COMMON("com.apple.x", "net.acme.scep.inner", UUID_3) VERSION_1)),
		NULL },

	{ "key-misspelt", SCEP(KEY("KeyType", TEXT("RSA"))),
		"\"KeyType\" is not a key of PayloadContent, so devices ignore it. Apple writes "
		"\"Key Type\"",
		SCEP(KEY("Key Type", TEXT("RSA"))), "KeyType becomes Key Type" },
	{ "key-misspelt", SCEP(KEY("KeyUsage", INTEGER("5"))), "Apple writes \"Key Usage\"",
		SCEP(KEY("Key Usage", INTEGER("5"))), "KeyUsage becomes Key Usage" },
	{ "key-misspelt", SCEP(KEY("Key Size", INTEGER("2048"))), "Apple writes \"Keysize\"",
		SCEP(KEY("Keysize", INTEGER("2048"))), "Key Size becomes Keysize" },
	{ "key-misspelt", SCEP(KEY("Cafingerprint", "<data>" SHA1_BASE64 "</data>")),
		"Apple writes \"CAFingerprint\"",
		SCEP(KEY("CAFingerprint", "<data>" SHA1_BASE64 "</data>")),
		"Cafingerprint becomes CAFingerprint" },
	{ "key-misspelt", SCEP(KEY("KeysSize", INTEGER("2048"))),
		"Apple documents no key \"KeysSize\" in PayloadContent. Did you mean \"Keysize\"?",
		SCEP(KEY("Keysize", INTEGER("2048"))), NULL },
	{ "key-misspelt", SCEP(KEY("KeyType", TEXT("RSA")) KEY("Key Type", TEXT("RSA"))),
		"which is also there", SCEP(KEY("Key Type", TEXT("RSA"))), NULL },
	{ "key-misspelt", SCEP(KEY("SubjectAltName", DICT(KEY("DNSName", TEXT("a.net"))))),
		"Apple writes \"dNSName\" for \"DNSName\". Current systems read both",
		SCEP(KEY("SubjectAltName", DICT(KEY("dNSName", TEXT("a.net"))))),
		"DNSName becomes dNSName" },
	{ "key-misspelt", WIFI(KEY("payloadDisplayName", TEXT("Wi-Fi"))),
		"Apple writes \"PayloadDisplayName\"",
		WIFI(KEY("PayloadDisplayNames", TEXT("Wi-Fi"))),
		"payloadDisplayName becomes PayloadDisplayName" },
	{ "key-unknown", SCEP(KEY("ExtendedKeyUsage", TEXT("x"))),
		"Apple documents no key \"ExtendedKeyUsage\" in PayloadContent",
		WIFI(KEY("ExtendedKeyUsage", TEXT("x"))), NULL },
	{ "key-unknown", SCEP(KEY("GetCACaps", ARRAY_OF(TEXT("AES")))),
		"Apple no longer documents the key \"GetCACaps\" in PayloadContent. It is "
		"preserved",
		SCEP(""), NULL },
	{ "key-unknown",
		TOP(VERSION_1 KEY("IsEncrypted", "<false/>"), SCEP_PAYLOAD(VERSION_1 INNER(""))),
		"Apple no longer documents the key \"IsEncrypted\" in the profile. It is preserved",
		SCEP(KEY("CertificateRenewalTimeInterval", INTEGER("14"))), NULL },
	{ "key-unknown",
		TOP(VERSION_1 KEY("HasRemovalPasscode", "<false/>"),
			SCEP_PAYLOAD(VERSION_1 INNER(""))),
		"Apple no longer documents the key \"HasRemovalPasscode\" in the profile. It is "
		"preserved",
		SCEP(KEY("CertificateRenewalTimeInterval", INTEGER("14"))), NULL },
	{ "key-unknown", SCEP(KEY("SubjectAltName", DICT(KEY("iPAddress", TEXT("10.0.0.5"))))),
		"Apple does not document the key \"iPAddress\" in SubjectAltName, but current "
		"systems accept it. It is preserved",
		SCEP(KEY("SubjectAltName", DICT(KEY("dNSName", TEXT("a.net"))))), NULL },
	{ "key-unknown", SCEP(KEY("SubjectAltName", DICT(KEY("registeredID", TEXT("1.2.3"))))),
		"Apple documents no key \"registeredID\" in SubjectAltName. It is preserved",
		PAYLOAD(KEY("PayloadEnabled", "<true/>") INNER("")), NULL },
	{ "key-one-level-high", PAYLOAD(KEY("Challenge", TEXT("s3cret")) INNER("")),
		"\"Challenge\" is in the payload of type com.apple.security.scep itself",
		SCEP(KEY("Challenge", TEXT("s3cret"))), "Challenge moves into PayloadContent" },
	{ "key-one-level-high",
		PAYLOAD(KEY("Challenge", TEXT("s3cret")) KEY("KeySize", INTEGER("2048"))
				KEY("Name", TEXT("a")) INNER("")),
		"\"Challenge\", \"KeySize\", \"Name\" are in the payload of type "
		"com.apple.security.scep itself, one level too high. Devices look for them in the "
		"dictionary PayloadContent inside. \"KeySize\" is also misspelled: Apple writes "
		"\"Keysize\"",
		SCEP(KEY("Challenge", TEXT("s3cret"))),
		"Challenge, KeySize, Name move into PayloadContent" },
	{ "key-one-level-high",
		PAYLOAD(KEY("URL", TEXT("https://a.net/")) KEY("Url", TEXT("https://b.net/"))
				INNER("")),
		"\"URL\", \"Url\" are in the payload of type com.apple.security.scep itself, one "
		"level too high. Devices look for them in the dictionary PayloadContent inside, "
		"where there are others. \"Url\" is also misspelled",
		SCEP(""), NULL },
	{ "key-one-level-high",
		PAYLOAD(KEY("Keysize", INTEGER("2048")) KEY("KeySize", INTEGER("4096")) INNER("")),
		"\"Keysize\" is in the payload of type com.apple.security.scep itself", SCEP(""),
		"Keysize moves into PayloadContent" },
	{ "key-one-level-high", PAYLOAD(KEY("Key Type", TEXT("RSA"))), "one level too high",
		SCEP(KEY("Key Type", TEXT("RSA"))), "Key Type moves into PayloadContent" },
	{ "key-one-level-high", PAYLOAD(KEY("URL", TEXT("https://a.net/")) INNER("")),
		"where there is another one", SCEP(""), NULL },
	{ "key-one-level-high", SCEP(KEY("dNSName", TEXT("a.net"))),
		"in the dictionary SubjectAltName inside", SCEP(""),
		"dNSName moves into SubjectAltName" },

	{ "value-type", SCEP(KEY("CAFingerprint", TEXT(SHA1_HEX))),
		"CAFingerprint is a string in PayloadContent, but Apple documents data",
		SCEP(KEY("CAFingerprint", "<data>" SHA1_BASE64 "</data>")),
		"CAFingerprint becomes data instead of a string" },
	{ "value-type", SCEP(KEY("CAFingerprint", TEXT(SHA1_BASE64))), "Apple documents data",
		SCEP(""), "CAFingerprint becomes data instead of a string" },
	{ "value-type", SCEP(KEY("CAFingerprint", TEXT("11:22"))), "Apple documents data", SCEP(""),
		NULL },
	{ "value-type", SCEP(KEY("Retries", TEXT("3"))), "Retries is a string",
		SCEP(KEY("Retries", INTEGER("3"))),
		"Retries becomes an integer instead of a string" },
	{ "value-type", SCEP(KEY("Retries", TEXT("three"))), "Retries is a string", SCEP(""),
		NULL },
	{ "value-type", SCEP(KEY("Keysize", "<real>2048</real>")), "Keysize is a real number",
		SCEP(KEY("Keysize", INTEGER("2048"))),
		"Keysize becomes an integer instead of a real number" },
	{ "value-type", SCEP(KEY("Keysize", "<real>2048.5</real>")), "Keysize is a real number",
		SCEP(""), NULL },
	{ "value-type", SCEP(KEY("KeyIsExtractable", TEXT("true"))), "KeyIsExtractable is a string",
		SCEP(KEY("KeyIsExtractable", "<true/>")),
		"KeyIsExtractable becomes true or false instead of a string" },
	{ "value-type", SCEP(KEY("KeyIsExtractable", INTEGER("0"))),
		"KeyIsExtractable is an integer", SCEP(KEY("KeyIsExtractable", "<false/>")),
		"KeyIsExtractable becomes true or false instead of an integer" },
	{ "value-type", SCEP(KEY("KeyIsExtractable", INTEGER("2"))),
		"KeyIsExtractable is an integer", SCEP(""), NULL },
	{ "value-type", SCEP(KEY("Challenge", INTEGER("123"))),
		"Challenge is an integer in PayloadContent, but Apple documents a string",
		SCEP(KEY("Challenge", TEXT("123"))), NULL },
	{ "value-type", SCEP(KEY("SubjectAltName", DICT(KEY("dNSName", INTEGER("1"))))),
		"documents a string or an array", SCEP(""), NULL },
	{ "value-type",
		SCEP(KEY("SubjectAltName", DICT(KEY("ntPrincipalName", ARRAY_OF(TEXT("a@B")))))),
		"ntPrincipalName is an array, but devices accept only one string",
		SCEP(KEY("SubjectAltName", DICT(KEY("ntPrincipalName", TEXT("a@B"))))),
		"ntPrincipalName becomes the one string in it" },
	{ "value-type",
		PAYLOAD(KEY("PayloadContent", ARRAY_OF(DICT(KEY("URL", TEXT("https://a.net/")))))),
		"PayloadContent is an array in the payload of type com.apple.security.scep, but "
		"Apple documents a dictionary",
		SCEP(""), "PayloadContent becomes a dictionary instead of an array" },
	{ "value-type", PAYLOAD(KEY("PayloadContent", ARRAY_OF("<dict/><dict/>"))),
		"PayloadContent is an array", SCEP(""), NULL },
	{ "value-missing", PAYLOAD(""),
		"PayloadContent is missing in the SCEP payload. Put the SCEP settings into it",
		SCEP(""), NULL },
	{ "value-type", BESIDE(TEXT("x")),
		"item 2 of the profile's PayloadContent is not a dictionary, so it is not a "
		"payload",
		SCEP(""), NULL },

	{ "san-principal-several",
		SCEP(KEY("SubjectAltName",
			DICT(KEY("ntPrincipalName", ARRAY_OF(TEXT("a@B") TEXT("c@D")))))),
		"ntPrincipalName is an array of 2, but devices accept only one string",
		SCEP(KEY("SubjectAltName", DICT(KEY("ntPrincipalName", TEXT("a@B"))))), NULL },
	{ "san-missing", SCEP(KEY("SubjectAltName", "<dict/>")),
		"SubjectAltName is empty, which breaks some servers. Add a name, or delete the "
		"key",
		SCEP(KEY("SubjectAltName", DICT(KEY("dNSName", TEXT("a.net"))))), NULL },
	{ "subject-nesting", SCEP(KEY("Subject", ARRAY_OF(ARRAY_OF(TEXT("CN") TEXT("foo"))))),
		"part 1 of the Subject is not an array of pairs of strings. Nest it as [[[\"O\", "
		"\"Example\"]], [[\"CN\", \"name\"]]]",
		SCEP(KEY("Subject", ARRAY_OF(RDN("CN", "foo")))),
		"each pair of the Subject gets an array around it" },
	{ "subject-nesting",
		SCEP(KEY("Subject", ARRAY_OF(RDN("O", "Acme") ARRAY_OF(ARRAY_OF(TEXT("CN")))))),
		"part 2 of the Subject", SCEP(KEY("Subject", "<array/>")), NULL },

	{ "payload-type",
		BESIDE(DICT(KEY("PayloadIdentifier", TEXT("net.acme.wifi"))
				KEY("PayloadUUID", TEXT(UUID_3)) VERSION_1)),
		"PayloadType is missing in a payload without a type, and devices refuse it.",
		WIFI(""), NULL },
	{ "payload-type",
		BESIDE(DICT(KEY("PayloadIdentifier", TEXT("net.acme.wifi")) KEY(
			"PayloadType", TEXT("")) KEY("PayloadUUID", TEXT(UUID_3)) VERSION_1)),
		"PayloadType is empty in a payload", WIFI(""), NULL },
	{ "payload-type",
		BESIDE(DICT(KEY("PayloadIdentifier", TEXT("net.acme.wifi")) KEY(
			"PayloadType", INTEGER("1")) KEY("PayloadUUID", TEXT(UUID_3)) VERSION_1)),
		"PayloadType is an integer in a payload without a type, and devices refuse it",
		WIFI(""), NULL },
	{ "payload-type",
		PLIST(DICT(KEY("PayloadIdentifier", TEXT("net.acme")) KEY(
			"PayloadUUID", TEXT(UUID_1)) VERSION_1 KEY("PayloadContent", "<array/>"))),
		"PayloadType is missing in the profile, and devices refuse it. Write Configuration",
		SCEP(""), "PayloadType becomes Configuration" },
	{ "payload-type",
		PLIST(DICT(COMMON("configuration", "net.acme", UUID_1)
				VERSION_1 KEY("PayloadContent", "<array/>"))),
		"PayloadType is \"configuration\" in the profile. Write Configuration", SCEP(""),
		"PayloadType becomes Configuration" },
	{ "identifier-form",
		BESIDE(DICT(KEY("PayloadType", TEXT("com.apple.wifi.managed"))
				KEY("PayloadUUID", TEXT(UUID_3)) VERSION_1)),
		"PayloadIdentifier is missing in the payload of type com.apple.wifi.managed",
		WIFI(""), "PayloadIdentifier becomes net.acme.scep.2" },
	{ "identifier-form", BESIDE(DICT(COMMON("com.apple.wifi.managed", " ", UUID_3) VERSION_1)),
		"PayloadIdentifier is empty in the payload of type com.apple.wifi.managed",
		WIFI(""), "PayloadIdentifier becomes net.acme.scep.2" },
	{ "identifier-form",
		TOP(VERSION_1, SCEP_PAYLOAD(VERSION_1 INNER("")) DICT(COMMON("a.b",
				       "net.acme.scep.3", UUID_3) VERSION_1) DICT(KEY("PayloadType",
				       TEXT("a.b")) KEY("PayloadUUID",
				       TEXT("0F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F4")) VERSION_1)),
		"PayloadIdentifier is missing", WIFI(""), NULL },
	{ "identifier-form",
		PLIST(DICT(KEY("PayloadType", TEXT("Configuration")) KEY(
			"PayloadUUID", TEXT(UUID_1)) VERSION_1 KEY("PayloadContent", "<array/>"))),
		"PayloadIdentifier is missing in the profile, and devices refuse it. Use your own "
		"domain, reversed, such as net.acme.scep",
		SCEP(""), NULL },
	{ "identifier-form",
		PLIST(DICT(KEY("PayloadType", TEXT("Configuration")) KEY(
			"PayloadUUID", TEXT(UUID_1)) KEY("PayloadIdentifier", ARRAY_OF(""))
				VERSION_1 KEY("PayloadContent", "<array/>"))),
		"PayloadIdentifier is an array in the profile, and devices refuse it", SCEP(""),
		NULL },
	{ "identifier-duplicate",
		BESIDE(DICT(
			COMMON("com.apple.wifi.managed", "net.acme.scep.SCEP", UUID_3) VERSION_1)),
		"the PayloadIdentifier \"net.acme.scep.SCEP\" is also that of the payload of type "
		"com.apple.security.scep. Each must be unique",
		WIFI(""), NULL },
	{ "identifier-duplicate",
		BESIDE(DICT(COMMON("com.apple.wifi.managed", "net.acme.scep", UUID_3) VERSION_1)),
		"the PayloadIdentifier \"net.acme.scep\" is also that of the profile itself. Each "
		"must be unique",
		WIFI(""), NULL },
	{ "uuid-form",
		BESIDE(DICT(COMMON("com.apple.wifi.managed", "net.acme.wifi", UUID_2) VERSION_1)),
		"the PayloadUUID \"" UUID_2 "\" is also that of", WIFI(""), NULL },
	{ "uuid-form",
		BESIDE(DICT(COMMON("com.apple.wifi.managed", "net.acme.wifi", "wifi-1") VERSION_1)),
		"the PayloadUUID \"wifi-1\" of the payload", WIFI(""), NULL },
	{ "uuid-form",
		BESIDE(DICT(KEY("PayloadType", TEXT("com.apple.wifi.managed"))
				KEY("PayloadIdentifier", TEXT("net.acme.wifi")) VERSION_1)),
		"PayloadUUID is missing in the payload of type com.apple.wifi.managed", WIFI(""),
		"PayloadUUID becomes a new UUID" },
	{ "uuid-form",
		PLIST(DICT(KEY("PayloadType", TEXT("Configuration")) KEY("PayloadIdentifier",
			TEXT("net.acme")) VERSION_1 KEY("PayloadContent", "<array/>"))),
		"PayloadUUID is missing in the profile", SCEP(""),
		"PayloadUUID becomes a new UUID" },

	{ "key-type-value", SCEP(KEY("Key Type", TEXT("ECSECPrimeRandom"))),
		"Key Type is \"ECSECPrimeRandom\". Apple knows only RSA for SCEP",
		SCEP(KEY("Key Type", TEXT("RSA"))), NULL },
	{ "key-type-value", SCEP(KEY("Key Type", TEXT("rsa"))), "Key Type is \"rsa\". Apple",
		SCEP(""), "Key Type becomes RSA" },
	{ "key-type-value", SCEP(KEY("Key Type", TEXT(" RSA"))), "Key Type is \" RSA\".",
		WIFI(KEY("Key Type", TEXT("rsa"))), "Key Type becomes RSA" },
	{ "renewal-interval", SCEP(KEY("CertificateRenewalTimeInterval", INTEGER("-1"))),
		"CertificateRenewalTimeInterval is -1. Use a number of days, 0 or more",
		SCEP(KEY("CertificateRenewalTimeInterval", INTEGER("0"))), NULL },
	{ "renewal-interval",
		TOP(VERSION_1 KEY("TargetDeviceType", INTEGER("1")),
			SCEP_PAYLOAD(VERSION_1 INNER(
				KEY("CertificateRenewalTimeInterval", INTEGER("14"))))),
		"CertificateRenewalTimeInterval has no effect on iOS.",
		SCEP(KEY("CertificateRenewalTimeInterval", INTEGER("14"))), NULL },
	{ "removal-soon",
		TOP(VERSION_1 KEY("RemovalDate", "<date>2026-05-31T00:00:00Z</date>"), ""),
		"RemovalDate 2026-05-31 has passed, so the profile is removed as soon as it is "
		"installed. Set a later date, or delete the key",
		TOP(VERSION_1 KEY("RemovalDate", "<date>2026-06-02T00:00:00Z</date>"), ""), NULL },
	{ "removal-soon",
		TOP(VERSION_1 KEY("PayloadExpirationDate", "<date>2020-01-01T00:00:00Z</date>"),
			""),
		"PayloadExpirationDate 2020-01-01 has passed, so the profile is expired as soon "
		"as it is installed. Set a later date, or delete the key",
		TOP(VERSION_1 KEY("PayloadExpirationDate", "<date>2030-01-01T00:00:00Z</date>"),
			""),
		NULL },
	{ "removal-soon", TOP(VERSION_1 KEY("DurationUntilRemoval", INTEGER("-5")), ""),
		"DurationUntilRemoval is not above 0, so the profile is removed as soon as",
		TOP(VERSION_1 KEY("DurationUntilRemoval", INTEGER("86400")), ""), NULL },
	{ "removal-soon", TOP(VERSION_1 KEY("DurationUntilRemoval", "<real>3600</real>"), ""),
		"DurationUntilRemoval is 3600 seconds, so the profile is removed within a day.",
		TOP(VERSION_1 KEY("DurationUntilRemoval", "<real>1e7</real>"), ""), NULL },
	{ "key-duplicate",
		TOP(VERSION_1 KEY("PayloadDisplayName", TEXT("a"))
				KEY("PayloadDisplayName", TEXT("a")),
			""),
		"PayloadDisplayName occurs twice in one dictionary, on lines 6 and 7, with equal "
		"values. Delete one",
		TOP(VERSION_1 KEY("PayloadDisplayName", TEXT("a")), ""), NULL },
	{ "key-duplicate", SCEP(KEY("Challenge", TEXT("s3cret")) KEY("Challenge", TEXT("0ther"))),
		"Challenge occurs twice in one dictionary, on lines 12 and 13, with different values. "
		"Devices use the last one. Keep the right one",
		SCEP(KEY("Challenge", TEXT("s3cret"))), NULL },
	{ "reference-dangling", WIFI(KEY("PayloadCertificateUUID", TEXT("gone"))),
		"PayloadCertificateUUID refers to the payload gone, which is not in the profile",
		WIFI(KEY("PayloadCertificateUUID", TEXT(UUID_2))), NULL },
	{ "reference-dangling",
		WIFI(KEY("EAPClientConfiguration", DICT(KEY("PayloadCertificateAnchorUUID",
							   ARRAY_OF(TEXT(UUID_2) TEXT("gone")))))),
		"PayloadCertificateAnchorUUID refers to the payload gone",
		WIFI(KEY("EAPClientConfiguration",
			DICT(KEY("PayloadCertificateAnchorUUID", ARRAY_OF(TEXT(UUID_2)))))),
		NULL },
	{ "certificate-not-one", ROOT("<data>aGVsbG8K</data>"), "text", SCEP(""), NULL },
};

#endif
