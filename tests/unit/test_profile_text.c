/* Texts of a profile that no field holds: told in the profile, and in the draft that keeps it. */
#include "testing.h"

#include "base/xalloc.h"

#include "model/rules.h"

#include "format/profile/original_lint.h"
#include "format/profile/profile_read.h"

#include "drafts.h"
#include "profile_cases.h"

#define TWICE "a &amp;amp; b"
#define SAN(entries) KEY("SubjectAltName", DICT(entries))

/* How many there are, and the part of a sentence that one of them has; NULL: none is wanted. */
static const struct text_case {
	const char *xml, *part;
	size_t count;
} cases[] = {
	{ SCEP(""), NULL, 0 },
	{ PAYLOAD(KEY("PayloadDescription", TEXT(TWICE)) INNER("")),
		"PayloadDescription of the payload of type com.apple.security.scep has an XML "
		"entity as text",
		1 },
	{ PAYLOAD(KEY("PayloadDisplayName", TEXT("A &amp;#38; B")) INNER("")),
		"PayloadDisplayName of the payload \"A &#38; B\"", 1 },
	{ PAYLOAD(KEY("PayloadDescription", TEXT("a &amp; b")) INNER("")), NULL, 0 },
	/* amid arrays and dictionaries, by the key above */
	{ SCEP(KEY("GetCACaps", ARRAY_OF(TEXT("AES") TEXT(TWICE) TEXT("&amp;lt;")))),
		"GetCACaps of", 2 },
	{ SCEP(SAN(KEY("iPAddress", TEXT(TWICE)))), "iPAddress of", 1 },
	{ TOP(VERSION_1 KEY("ConsentText", DICT(KEY("default", TEXT(TWICE)))),
		  SCEP_PAYLOAD(VERSION_1 INNER(""))),
		"default of the profile has", 1 },
	/* what fields hold has findings of the fields */
	{ SCEP(KEY("Challenge", TEXT(TWICE)) KEY("Name", TEXT(TWICE)) KEY("Subject",
		  ARRAY_OF(RDN("O", TWICE))) SAN(KEY("rfc822Name", ARRAY_OF(TEXT(TWICE))))),
		NULL, 0 },
	{ TOP(VERSION_1 KEY("PayloadOrganization", TEXT(TWICE)), SCEP_PAYLOAD(VERSION_1 INNER(""))),
		NULL, 0 },
	/* but not those of a second payload */
	{ BESIDE(DICT(COMMON("com.apple.security.scep", "net.acme.scep.b", UUID_3)
			  VERSION_1 INNER(KEY("Challenge", TEXT(TWICE))))),
		"Challenge of the payload", 1 },
	/* other payloads are not this program's */
	{ WIFI(KEY("Password", TEXT(TWICE))), NULL, 0 },
};

static void
must_be_told(const struct findings *found, const struct text_case *c)
{
	size_t count = 0;
	bool has_part = false;

	for (size_t i = 0; i < found->n; i++) {
		const struct finding *f = &found->v[i];

		assert_null(strstr(f->sentence, "a &amp; b"));
		if (strcmp(f->rule, "text-entity") != 0)
			continue;
		count++;
		has_part = has_part || (c->part && strstr(f->sentence, c->part));
		assert_true(f->place.line > 1);
		assert_int_equal(f->severity, SEVERITY_WARNING);
	}
	if (count != c->count || has_part != (c->part != NULL))
		fail_msg("%s: %zu", c->xml, count);
}

static void
texts_of_no_field_are_told(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct draft_file file = DRAFT_FILE_INIT;
		struct findings found = FINDINGS_INIT;
		struct strbuf err = STRBUF_INIT;

		if (profile_parse(&file, *state, "p", cases[i].xml, strlen(cases[i].xml), NULL,
			    &found, &err) < 0)
			fail_msg("%s", err.buf);
		must_be_told(&found, &cases[i]);
		draft_file_release(&file);
		findings_release(&found);
		strbuf_release(&err);
	}
}

/* The draft as it stands in its file, where the original's lines are. */
static void
so_are_those_of_the_original(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct draft_file file = DRAFT_FILE_INIT;
		struct original_check *kept = NULL;
		struct findings found = FINDINGS_INIT;
		struct strbuf err = STRBUF_INIT, text = STRBUF_INIT;

		if (profile_parse(&file, *state, "p", cases[i].xml, strlen(cases[i].xml), NULL,
			    &found, &err) < 0 ||
			draft_file_format(&file, &text, &err) < 0 ||
			draft_file_parse(&file, *state, "d", text.buf, text.len, &err) < 0)
			fail_msg("%s", err.buf);
		findings_release(&found);
		original_lint(&kept, &file, 0, &found);
		original_check_free(kept);
		must_be_told(&found, &cases[i]);
		draft_file_release(&file);
		findings_release(&found);
		strbuf_release(&err);
		strbuf_release(&text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_of_no_field_are_told),
		cmocka_unit_test(so_are_those_of_the_original),
	};

	return cmocka_run_group_tests(tests, form_setup, form_teardown);
}
