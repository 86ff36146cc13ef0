/* syntax/x500: the subject's statement. */
#include "testing.h"

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/x500.h"

/* A name as "C=US | CN=a & OU=b", without escapes. */
static char *
flat(const struct x500_name *name)
{
	struct strbuf out = STRBUF_INIT;

	for (size_t i = 0; i < name->n; i++)
		for (size_t j = 0; j < name->rdns[i].n; j++)
			strbuf_addf(&out, "%s%s=%s",
				j   ? " & "
				: i ? " | "
				    : "",
				name->rdns[i].pairs[j].type, name->rdns[i].pairs[j].value);
	return strbuf_detach(&out);
}

static void
x500_reads_and_writes_the_statement(void **state)
{
	/* the text, what it means; it is written back as it was */
	static const char *const cases[][2] = {
		{ "/C=US/O=ABCEnterprise/CN=foo/1.2.5.3=bar",
			"C=US | O=ABCEnterprise | CN=foo | 1.2.5.3=bar" },
		{ "/CN=foo", "CN=foo" },
		{ "/CN=a=b,c", "CN=a=b,c" },
		{ "/O=A\\/B/CN=DOMAIN\\\\user", "O=A/B | CN=DOMAIN\\user" },
		{ "/CN=a+OU=b", "CN=a & OU=b" },
		{ "/CN=a+1.2.3=b+L=c/O=d", "CN=a & 1.2.3=b & L=c | O=d" },
		{ "/CN=a\\+OU=b", "CN=a+OU=b" },
		{ "/CN=a+b", "CN=a+b" },
		{ "/CN=a+DC=b", "CN=a+DC=b" },
		{ "/CN=a+cn=b", "CN=a+cn=b" },
		{ "/CN=a++OU=b", "CN=a+ & OU=b" },
		{ "/CN=a+1.2.=b", "CN=a+1.2.=b" },
		{ "/CN=C++", "CN=C++" },
		{ "/EMAIL=a@b.example", "EMAIL=a@b.example" },
		{ "/CN=%SerialNumber%", "CN=%SerialNumber%" },
		{ "/C={{country}}/CN=x", "C={{country}} | CN=x" },
		{ "/C=us/ST=x/L=M\xc3\xbcnchen/OU=y", "C=us | ST=x | L=M\xc3\xbcnchen | OU=y" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct x500_name name = X500_NAME_INIT;
		struct finding slip = FINDING_INIT;
		struct strbuf text = STRBUF_INIT;
		char *meaning;

		if (x500_parse(cases[i][0], &name, &slip) < 0)
			fail_msg("%s: %s", cases[i][0], slip.sentence);
		meaning = flat(&name);
		assert_string_equal(meaning, cases[i][1]);
		x500_format(&name, &text);
		assert_string_equal(text.buf, cases[i][0]);
		free(meaning);
		strbuf_release(&text);
		x500_release(&name);
	}
}

static void
x500_accepts_a_needless_escape_of_plus(void **state)
{
	struct x500_name name = X500_NAME_INIT;
	struct finding slip = FINDING_INIT;
	struct strbuf text = STRBUF_INIT;

	(void)state;
	assert_int_equal(x500_parse("/CN=C\\+\\+", &name, &slip), 0);
	assert_string_equal(name.rdns[0].pairs[0].value, "C++");
	x500_format(&name, &text);
	assert_string_equal(text.buf, "/CN=C++");
	strbuf_release(&text);
	x500_release(&name);
}

struct bad_case {
	const char *text, *rule;
	size_t offset;
	const char *sentence, *mend;
};

static void
assert_bad(const struct bad_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct x500_name name = X500_NAME_INIT;
		struct finding slip = FINDING_INIT;

		if (x500_parse(cases[i].text, &name, &slip) == 0)
			fail_msg("\"%s\" passes", cases[i].text);
		assert_contains(slip.sentence, cases[i].sentence);
		assert_string_equal(slip.rule, cases[i].rule);
		assert_int_equal(slip.offset, cases[i].offset);
		assert_string_equal(slip.fix ? slip.fix : "", cases[i].mend);
		x500_release(&name);
		finding_release(&slip);
	}
}

static void
x500_rejects_bad_syntax(void **state)
{
	static const struct bad_case cases[] = {
		{ "", "subject-syntax", 0, "the subject is empty", "" },
		{ "/", "subject-syntax", 0, "there is nothing after the last slash, near \"/\"",
			"" },
		{ "/CN=foo/", "subject-syntax", 7, "there is nothing after the last slash",
			"/CN=foo" },
		{ "/C=US//CN=foo", "subject-syntax", 5,
			"there are two slashes in a row, near "
			"\"/\"",
			"" },
		{ "/C=US/foo/O=x", "subject-syntax", 6,
			"\"foo\" has no \"=\". Each part is NAME=value. Write a / inside a value "
			"as \\/",
			"" },
		{ "/O=A/B Inc of a very long name indeed/CN=x", "subject-syntax", 5,
			"\"B Inc of a very long nam...\" has no \"=\"", "" },
		{ "/=foo", "subject-syntax", 1,
			"a name such as CN is missing before \"=\", near \"=foo\"", "" },
		{ "/CN=DOMAIN\\user", "subject-syntax", 10,
			"a backslash must come before / + or \\. Write a backslash itself as \\\\",
			"/CN=DOMAIN\\\\user" },
		{ "/CN=a\\,b", "subject-syntax", 5, "near \"\\,b\"", "" },
		{ "/CN=a\\", "subject-syntax", 5,
			"a backslash must come before / + or \\. Write "
			"a backslash itself as \\\\, near \"\\\"",
			"" },
		{ "/C = US/CN = foo", "subject-syntax", 1, "there are spaces next to a name",
			"/C=US/CN=foo" },
		{ "foo", "subject-syntax", 0,
			"begin the subject with a slash: /C=US/O=Acme/CN=name, near \"foo\"", "" },
		{ "CN=foo", "subject-syntax", 0, "begin the subject with a slash", "/CN=foo" },
		{ " /CN=foo", "subject-syntax", 0, "begin the subject with a slash", "/CN=foo" },
		{ "C=US/O=x/CN=foo", "subject-syntax", 0, "begin the subject with a slash",
			"/C=US/O=x/CN=foo" },
		{ "c=US/o=x", "subject-syntax", 0, "begin the subject with a slash", "/C=US/O=x" },
	};

	(void)state;
	assert_bad(cases, ARRAY_SIZE(cases));
}

#define COMMAS "write the subject with a slash before each name, not with commas"

/* With commas RFC 4514 writes the narrowest name first; the slash form goes the other way. */
static void
x500_explains_the_comma_form(void **state)
{
	static const struct bad_case cases[] = {
		{ "CN=foo, O=bar", "subject-syntax", 0, COMMAS, "/O=bar/CN=foo" },
		{ "CN=foo,OU=x,O=bar,C=US", "subject-syntax", 0, COMMAS,
			"/C=US/O=bar/OU=x/CN=foo" },
		{ "C = US, O = bar, CN = foo", "subject-syntax", 0, COMMAS, "/C=US/O=bar/CN=foo" },
		{ "subject=C = US, O = bar, CN = foo", "subject-syntax", 0, COMMAS,
			"/C=US/O=bar/CN=foo" },
		{ "cn=foo,dc=example,dc=com", "subject-syntax", 0, COMMAS,
			"/0.9.2342.19200300.100.1.25=com/0.9.2342.19200300.100.1.25=example/CN=foo" },
		{ "CN=foo,O=Bar\\, Inc.", "subject-syntax", 0, COMMAS, "/O=Bar, Inc./CN=foo" },
		{ "CN=a\\\\b,O=c", "subject-syntax", 0, COMMAS, "/O=c/CN=a\\\\b" },
		/* not certain: no mend */
		{ "CN=foo,O=Bar, Inc.", "subject-syntax", 0, COMMAS, "" },
		{ "OU=a,OU=b", "subject-syntax", 0, COMMAS, "" },
		{ "CN=foo,O=\"Bar\"", "subject-syntax", 0, COMMAS, "" },
		{ "CN=foo+OU=x,O=y", "subject-syntax", 0, COMMAS, "" },
		{ "CN=foo\\2C,O=y", "subject-syntax", 0, COMMAS, "" },
		{ "CN=foo,O=\\", "subject-syntax", 0, COMMAS, "" },
		{ "CN=foo,C=Germany", "subject-syntax", 0, COMMAS, "" },
	};

	(void)state;
	assert_bad(cases, ARRAY_SIZE(cases));
}

static void
x500_rejects_types_that_devices_do_not_know(void **state)
{
	static const struct bad_case cases[] = {
		{ "/DC=example/CN=x", "subject-unknown-type", 1,
			"devices do not know \"DC\". Write 0.9.2342.19200300.100.1.25 instead",
			"/0.9.2342.19200300.100.1.25=example/CN=x" },
		{ "/CN=x/emailAddress=a@b", "subject-unknown-type", 6, "Write EMAIL instead",
			"/CN=x/EMAIL=a@b" },
		{ "/E=a@b/UID=7", "subject-unknown-type", 1, "Write EMAIL instead",
			"/EMAIL=a@b/0.9.2342.19200300.100.1.1=7" },
		{ "/serialNumber=7", "subject-unknown-type", 1, "Write 2.5.4.5 instead",
			"/2.5.4.5=7" },
		{ "/GN=x", "subject-unknown-type", 1, "Write 2.5.4.42 instead", "/2.5.4.42=x" },
		{ "/SN=x", "subject-unknown-type", 1,
			"Write 2.5.4.4 (the surname, while the serial number is 2.5.4.5) instead",
			"" },
		{ "/CM=x", "subject-unknown-type", 1,
			"They know C, ST, L, O, OU, CN and EMAIL. Write others as an OID (1.2.5.3). Did you mean CN",
			"" },
		{ "/whatever=x", "subject-unknown-type", 1,
			"devices do not know \"whatever\". They know C, ST, L, O, OU, CN and "
			"EMAIL. Write others as an OID (1.2.5.3)",
			"" },
		{ "/cn=x", "subject-type-case", 1, "write \"cn\" as CN. Names are case-sensitive",
			"/CN=x" },
		{ "/Email=x/o=y/c=us", "subject-type-case", 1,
			"write \"Email\" as EMAIL. Names are case-sensitive. 2 more parts are "
			"wrong too",
			"/EMAIL=x/O=y/C=us" },
		/* the case of all types is certain, whatever else is wrong */
		{ "/cn=x/what=y", "subject-type-case", 1,
			"write \"cn\" as CN. Names are case-sensitive. 1 more part is wrong too",
			"/CN=x/what=y" },
		{ "/c=us/o=A\\/B=1/ou=/foo/cn=x", "subject-type-case", 1,
			"write \"c\" as C. Names are case-sensitive. 4 more parts are wrong too",
			"/C=us/O=A\\/B=1/OU=/foo/CN=x" },
		/* of other faults without a mend beside them, none is offered */
		{ "/E=x/what=y", "subject-unknown-type", 1, "Write EMAIL instead", "" },
	};

	(void)state;
	assert_bad(cases, ARRAY_SIZE(cases));
}

static void
x500_counts_the_parts_with_a_mistake(void **state)
{
	static const struct bad_case cases[] = {
		{ "/c=us/o=ACME\\/Inc/ou=/cn=x", "subject-type-case", 1,
			"write \"c\" as C. Names are case-sensitive. 3 more parts are wrong too",
			"/C=us/O=ACME\\/Inc/OU=/CN=x" },
		{ "/C=US/ME/O=/CN=x", "subject-syntax", 6,
			"Write a / inside a value as \\/. 1 more part is wrong too", "" },
		{ "/O=A//CN=x/", "subject-syntax", 4, "near \"/\". 1 more part is wrong too", "" },
		{ "/O=a\\b/CN=x/cn=\\", "subject-syntax", 4, ". 1 more part is wrong too", "" },
	};

	(void)state;
	assert_bad(cases, ARRAY_SIZE(cases));
}

static void
x500_rejects_malformed_oids(void **state)
{
	static const struct bad_case cases[] = {
		{ "/CN=x/1.2.=y", "subject-oid", 6,
			"\"1.2.\" is not an OID: it has an empty "
			"number",
			"" },
		{ "/.1.2=y", "subject-oid", 1, "it has an empty number", "" },
		{ "/1..2=y", "subject-oid", 1, "it has an empty number", "" },
		{ "/3.1=y", "subject-oid", 1, "its first number is above 2", "" },
		{ "/1.40=y", "subject-oid", 1, "its second number is above 39", "" },
		{ "/0.100=y", "subject-oid", 1, "its second number is above 39", "" },
		{ "/1.2.x=y", "subject-oid", 1, "use numbers with dots between them", "" },
		{ "/1.02=y", "subject-oid", 1, "a number in it begins with 0", "" },
		{ "/1=y", "subject-oid", 1, "it needs at least two numbers", "" },
		{ "/OID.1.2.3=y", "subject-oid", 1, "write it without \"OID.\"", "/1.2.3=y" },
		{ "/oid.1.x=y", "subject-oid", 1, "use numbers with dots between them", "" },
	};

	(void)state;
	assert_bad(cases, ARRAY_SIZE(cases));
}

static bool
oid_is_taken(const char *oid)
{
	struct x500_name name = X500_NAME_INIT;
	struct finding slip = FINDING_INIT;
	struct strbuf text = STRBUF_INIT;
	int result;

	strbuf_addf(&text, "/%s=x", oid);
	result = x500_parse(text.buf, &name, &slip);
	x500_release(&name);
	finding_release(&slip);
	strbuf_release(&text);
	return result == 0;
}

static void
x500_takes_oids_as_x660_has_them(void **state)
{
	static const char *const good[] = { "0.0", "1.39.1", "2.5.4.3", "2.999", "2.40",
		"2.25.340282366920938463463374607431768211455", "1.2.840.113549.1.9.1" };
	static const char *const bad[] = { "", "1", "1.", "3.1", "1.40", "0.40", "a", "1.2 ",
		"-1.2", "10.1", "1.2.-3", "01.2", "99999999999999999999.1",
		"1.99999999999999999999" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(good); i++)
		if (!oid_is_taken(good[i]))
			fail_msg("%s is refused", good[i]);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		if (oid_is_taken(bad[i]))
			fail_msg("%s passes", bad[i]);
}

static void
x500_rejects_bad_values(void **state)
{
	static const struct bad_case cases[] = {
		{ "/O=/CN=x", "subject-empty-value", 1, "O has no value. Enter one, or remove it",
			"" },
		{ "/CN=x/O= ", "subject-empty-value", 6, "O has no value", "" },
		{ "/C=USA", "subject-country", 1,
			"C must be a country code of two letters, such as US or DE, not \"USA\"",
			"" },
		{ "/CN=x/C=D", "subject-country", 6, "two letters", "" },
		{ "/C=1a", "subject-country", 1, "two letters", "" },
		{ "/C= U", "subject-country", 1, "two letters", "" },
	};

	(void)state;
	assert_bad(cases, ARRAY_SIZE(cases));
}

static void
x500_keeps_what_was_read_before_a_fault(void **state)
{
	struct x500_name name = X500_NAME_INIT;
	struct finding slip = FINDING_INIT;

	(void)state;
	assert_int_equal(x500_parse("/C=US/O=x/what/CN=y", &name, &slip), -1);
	assert_int_equal(name.n, 2);
	assert_string_equal(name.rdns[1].pairs[0].value, "x");
	assert_int_equal(name.rdns[1].pairs[0].offset, 6);
	x500_release(&name);
	finding_release(&slip);
}

/* Numbers that are the same in every run. */
static unsigned
dice(unsigned sides)
{
	static uint32_t seed = 12345;

	seed = seed * 1664525 + 1013904223;
	return (seed >> 16) % sides;
}

static void
random_name(struct x500_name *name)
{
	static const char *const types[] = { "CN", "O", "OU", "L", "ST", "EMAIL", "1.2.5.3",
		"2.5.4.5" };
	static const char *const parts[] = { "a", "/", "\\", "+", "=", ",", "CN=", "OU",
		"+1.2=", "\\+", " ", "%", "+CN", "\xc3\xa4", "C=", "x" };

	for (unsigned n = 1 + dice(5); n; n--) {
		struct strbuf value = STRBUF_INIT;

		strbuf_addch(&value, 'v');
		for (unsigned k = dice(8); k; k--)
			strbuf_addstr(&value, parts[dice(ARRAY_SIZE(parts))]);
		if (dice(2))
			strbuf_splice(&value, 0, value.len > 1, NULL, 0);
		if (text_is_blank(value.buf))
			strbuf_addch(&value, '+');
		x500_add(name, types[dice(ARRAY_SIZE(types))], value.buf, dice(2) == 0);
		strbuf_release(&value);
	}
}

static void
x500_reads_back_every_name_it_writes(void **state)
{
	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct x500_name name = X500_NAME_INIT, again = X500_NAME_INIT;
		struct finding slip = FINDING_INIT;
		struct strbuf text = STRBUF_INIT;
		char *want, *got;

		random_name(&name);
		x500_format(&name, &text);
		if (x500_parse(text.buf, &again, &slip) < 0)
			fail_msg("%s: %s", text.buf, slip.sentence);
		want = flat(&name);
		got = flat(&again);
		assert_string_equal(got, want);
		assert_int_equal(again.n, name.n);
		free(want);
		free(got);
		strbuf_release(&text);
		x500_release(&name);
		x500_release(&again);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(x500_reads_and_writes_the_statement),
		cmocka_unit_test(x500_accepts_a_needless_escape_of_plus),
		cmocka_unit_test(x500_rejects_bad_syntax),
		cmocka_unit_test(x500_explains_the_comma_form),
		cmocka_unit_test(x500_rejects_types_that_devices_do_not_know),
		cmocka_unit_test(x500_counts_the_parts_with_a_mistake),
		cmocka_unit_test(x500_rejects_malformed_oids),
		cmocka_unit_test(x500_takes_oids_as_x660_has_them),
		cmocka_unit_test(x500_rejects_bad_values),
		cmocka_unit_test(x500_keeps_what_was_read_before_a_fault),
		cmocka_unit_test(x500_reads_back_every_name_it_writes),
	};

	return run_tests(tests);
}
