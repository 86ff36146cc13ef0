/* syntax/plist_doc.h: property lists from outside, read strictly, with places. */
#include "testing.h"

#include "base/xalloc.h"

#include "format/worker/worker.h"

#include "plist_text.h"

/* All kinds of values, texts with what XML escapes, blanks that count, numbers at their ends. */
static const char sample[] =
	DICT("<key>text</key><string> a &lt;b&gt; &amp; \"c\" \xc3\xa4\n </string>\n"
	     "<key>empty</key><string/>\n"
	     "<key></key><string></string>\n"
	     "<key>low</key><integer>-9223372036854775808</integer>\n"
	     "<key>high</key><integer>9223372036854775807</integer>\n"
	     "<key>real</key><real>1</real>\n"
	     "<key>tenth</key><real>0.1</real>\n"
	     "<key>yes</key><true/><key>no</key><false></false>\n"
	     "<key>data</key><data>AAEC\n/w==</data><key>none</key><data/>\n"
	     "<key>date</key><date>2026-01-31T12:00:00Z</date>\n"
	     "<key>list</key><array><array/><dict/><integer>1</integer></array>");

/* The node that libplist writes for it is read as an equal one. */
static void
assert_written_again(const struct node *root)
{
	struct plist_doc again = PLIST_DOC_INIT;
	struct strbuf xml = STRBUF_INIT;

	assert_int_equal(plist_write(root, false, &xml, NULL), 0);
	assert_true(node_equal(root, read_well(&again, xml.buf, xml.len)));
	plist_doc_release(&again);
	strbuf_release(&xml);
}

static void
assert_text(const struct node *node, const char *want)
{
	assert_string_equal(node_text(node), want);
	assert_int_equal(node->text.len, strlen(want));
}

static void
xml_keeps_values_and_types(void **state)
{
	static const double tenth = 0.1; /* a constant may have more digits than a double */
	struct plist_doc doc = PLIST_DOC_INIT;
	struct node *root = read_well(&doc, sample, strlen(sample));

	(void)state;
	assert_false(doc.is_binary || doc.was_signed);
	assert_int_equal(root->n, 13);
	assert_text(node_get(root, "text"), " a <b> & \"c\" \xc3\xa4\n ");
	assert_text(node_get(root, "empty"), "");
	assert_text(node_get(root, ""), "");
	assert_true(node_get(root, "low")->number == INT64_MIN);
	assert_true(node_get(root, "tenth")->real == tenth);
	assert_true(node_is(node_get(root, "real"), NODE_REAL));
	assert_int_equal(node_get(root, "data")->text.len, 4);
	assert_memory_equal(node_get(root, "data")->text.buf, "\x00\x01\x02\xff", 4);
	assert_int_equal(node_get(root, "date")->number, 1769860800);
	assert_written_again(root);
	plist_doc_release(&doc);
}

static void
xml_keeps_the_order_of_keys(void **state)
{
	static const char data[] =
		DICT("<key>b</key><true/><key>a</key><true/><key>c</key><true/>");
	struct plist_doc doc = PLIST_DOC_INIT;
	const struct node *root = read_well(&doc, data, strlen(data));
	char keys[4] = "";

	(void)state;
	for (size_t i = 0; i < 3; i++)
		keys[i] = *root->v[i]->key;
	assert_string_equal(keys, "bac");
	plist_doc_release(&doc);
}

static void
xml_takes_what_is_allowed(void **state)
{
	static const struct {
		const char *data, *want; /* a text */
	} cases[] = {
		{ "<plist><string>x</string></plist>", "x" },
		{ "\xef\xbb\xbf<plist version=\"1.0\"><string>x</string></plist>", "x" },
		{ "\n <!DOCTYPE plist>\n<plist><string>x</string></plist> \r\n\n", "x" },
		{ "<plist version=\"0.9\"><!-- c --><?p i?><string>a<!-- c -->b</string></plist>",
			"ab" },
		{ "<plist><string><![CDATA[<a> & ]]>&#98;&#xe4;</string></plist>",
			"<a> & b\xc3\xa4" },
		{ "<plist><string>a\r\nb\rc</string></plist>", "a\nb\nc" },
		{ "<?xml version='1.0' encoding='ISO-8859-1'?><plist><string>\xe4</string></plist>",
			"\xc3\xa4" },
		{ "<?xml version='1.0' encoding='US-ASCII'?><plist><string>a</string></plist>",
			"a" },
		{ "<plist><string>one\nform: two</string></plist>", "one\nform: two" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct plist_doc doc = PLIST_DOC_INIT;

		assert_text(read_well(&doc, cases[i].data, strlen(cases[i].data)), cases[i].want);
		plist_doc_release(&doc);
	}
}

static void
xml_is_read_in_utf_16(void **state)
{
	static const char text[] = "<plist><string>\xe4</string></plist>";

	(void)state;
	for (int big = 0; big <= 1; big++) {
		struct plist_doc doc = PLIST_DOC_INIT;
		struct strbuf data = STRBUF_INIT;

		strbuf_add(&data, big ? "\xfe\xff" : "\xff\xfe", 2);
		for (const char *c = text; *c; c++) {
			strbuf_addch(&data, big ? '\0' : *c);
			strbuf_addch(&data, big ? *c : '\0');
		}
		assert_text(read_well(&doc, data.buf, data.len), "\xc3\xa4");
		plist_doc_release(&doc);
		strbuf_release(&data);
	}
}

static void
numbers_and_dates_are_read(void **state)
{
	static const struct {
		const char *data, *same; /* what must be an equal node */
	} cases[] = {
		{ "<integer>0x10</integer>", "<integer>16</integer>" },
		{ "<integer>-0X0a</integer>", "<integer>-10</integer>" },
		{ "<integer> +7\n</integer>", "<integer>7</integer>" },
		{ "<integer>010</integer>", "<integer>10</integer>" },
		{ "<integer>0x7fffffffffffffff</integer>",
			"<integer>9223372036854775807</integer>" },
		{ "<real>1</real>", "<real>1.0</real>" },
		{ "<real> -.5e+1 </real>", "<real>-5</real>" },
		{ "<real>1e300</real>", "<real>1.0E300</real>" },
		{ "<real>-0</real>", "<real>0</real>" },
		{ "<date> 2000-02-29T23:59:59Z </date>", "<date>2000-02-29T23:59:59Z</date>" },
		{ "<data> /w </data>", "<data>/w==</data>" },
		{ "<true> </true>", "<true/>" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct plist_doc doc = PLIST_DOC_INIT, same = PLIST_DOC_INIT;
		struct strbuf text = STRBUF_INIT;

		strbuf_addf(&text, "<plist>%s</plist>", cases[i].data);
		read_well(&doc, text.buf, text.len);
		strbuf_clear(&text);
		strbuf_addf(&text, "<plist>%s</plist>", cases[i].same);
		read_well(&same, text.buf, text.len);
		if (!node_equal(doc.root, same.root))
			fail_msg("%s is not %s", cases[i].data, cases[i].same);
		assert_written_again(doc.root);
		plist_doc_release(&doc);
		plist_doc_release(&same);
		strbuf_release(&text);
	}
}

/* As far as libplist counts, from 2001 in 32 bits. */
static void
dates_are_kept_to_the_second(void **state)
{
	static const struct {
		const char *date;
		int64_t seconds; /* since 2001 */
	} cases[] = {
		{ "2001-01-01T00:00:00Z", 0 },
		{ "2000-12-31T23:59:59Z", -1 },
		{ "1970-01-01T00:00:00Z", -978307200 },
		{ "2024-02-29T00:00:00Z", 730857600 },
		{ "1932-12-13T20:45:52Z", INT32_MIN },
		{ "2069-01-19T03:14:07Z", INT32_MAX },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct plist_doc doc = PLIST_DOC_INIT;
		struct strbuf text = STRBUF_INIT;

		strbuf_addf(&text, "<plist><date>%s</date></plist>", cases[i].date);
		assert_true(read_well(&doc, text.buf, text.len)->number ==
			    cases[i].seconds + PLIST_DATE_EPOCH);
		assert_written_again(doc.root);
		plist_doc_release(&doc);
		strbuf_release(&text);
	}
}

/* Each part to its last number, and one more. */
static void
dates_end_with_the_month_and_the_day(void **state)
{
	static const struct {
		const char *last, *behind;
	} cases[] = {
		{ "2026-01-31T00:00:00Z", "2026-01-32T00:00:00Z" },
		{ "2026-02-28T00:00:00Z", "2026-02-29T00:00:00Z" },
		{ "2024-02-29T00:00:00Z", "2024-02-30T00:00:00Z" },
		{ "2000-02-29T00:00:00Z", "2000-02-30T00:00:00Z" },
		{ "2026-03-31T00:00:00Z", "2026-03-32T00:00:00Z" },
		{ "2026-04-30T00:00:00Z", "2026-04-31T00:00:00Z" },
		{ "2026-05-31T00:00:00Z", "2026-05-32T00:00:00Z" },
		{ "2026-06-30T00:00:00Z", "2026-06-31T00:00:00Z" },
		{ "2026-07-31T00:00:00Z", "2026-07-32T00:00:00Z" },
		{ "2026-08-31T00:00:00Z", "2026-08-32T00:00:00Z" },
		{ "2026-09-30T00:00:00Z", "2026-09-31T00:00:00Z" },
		{ "2026-10-31T00:00:00Z", "2026-10-32T00:00:00Z" },
		{ "2026-11-30T00:00:00Z", "2026-11-31T00:00:00Z" },
		{ "2026-12-31T00:00:00Z", "2026-12-32T00:00:00Z" },
		{ "2026-12-01T00:00:00Z", "2026-13-01T00:00:00Z" },
		{ "2026-01-01T00:00:00Z", "2026-00-01T00:00:00Z" },
		{ "2026-01-01T00:00:00Z", "2026-01-00T00:00:00Z" },
		{ "2026-01-01T23:59:59Z", "2026-01-01T24:59:59Z" },
		{ "2026-01-01T23:59:59Z", "2026-01-01T23:60:59Z" },
		{ "2026-01-01T23:59:59Z", "2026-01-01T23:59:60Z" },
		{ "2026-01-01T23:59:59Z", "2026-01-01T23:59:59z" },
		{ "2026-01-01T23:59:59Z", "2026-01-01T23:59:5:Z" },
		{ "2026-01-01T23:59:59Z", "2026-01-01T23:59:5/Z" },
		{ "2026-01-01T23:59:59Z", "2026-01-01T23:59:59ZZ" },
	};
	static const struct bad_case want = { "", 1, 8, "value-type", "a date such as" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct plist_doc doc = PLIST_DOC_INIT;
		STRBUF(text);

		strbuf_addf(&text, "<plist><date>%s</date></plist>", cases[i].last);
		assert_int_equal(read_well(&doc, text.buf, text.len)->kind, NODE_DATE);
		plist_doc_release(&doc);
		strbuf_clear(&text);
		strbuf_addf(&text, "<plist><date>%s</date></plist>", cases[i].behind);
		assert_refused(text.buf, text.len, &want);
	}
}

static void
places_are_those_of_keys_and_elements(void **state)
{
	static const char data[] = DICT("<key>a</key>\n<string>\nx</string>\n"
					"\t<key>\xc3\xa4</key><array>\n  <true/><dict/></array>");
	struct plist_doc doc = PLIST_DOC_INIT;
	struct node *root = read_well(&doc, data, strlen(data)), *list = node_get(root, "\xc3\xa4");
	const struct {
		struct node *node;
		int line, column;
	} cases[] = {
		{ root, 4, 1 },
		{ node_get(root, "a"), 5, 1 },
		{ list, 8, 2 },
		{ list->v[0], 9, 3 },
		{ list->v[1], 9, 10 },
		{ NULL, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct place place = node_place(cases[i].node);

		assert_int_equal(place.line, cases[i].line);
		assert_int_equal(place.column, cases[i].column);
	}
	plist_doc_release(&doc);
}

/* Prefixes and flipped bytes: read or refused with a sentence, and never a part of the list. */
static void
sample_survives_damage(void **state)
{
	size_t len = strlen(sample), start = strlen(HEAD);

	(void)state;
	for (size_t i = 0; i < 2 * len; i++) {
		struct plist_doc doc = PLIST_DOC_INIT;
		struct finding slip = FINDING_INIT;
		size_t at = i % len, n = i < len ? at : len;
		char *data = xstrndup(sample, len);
		struct place place;

		if (i >= len)
			data[at] = (char)(data[at] ^ (1 << at % 8));
		if (plist_doc_parse(&doc, data, n, &slip, &place) == 0) {
			assert_true(i >= len || n + 1 == len);
			assert_written_again(doc.root);
		} else {
			assert_true(*slip.sentence);
			assert_true(at < start || place.line > 0);
		}
		plist_doc_release(&doc);
		finding_release(&slip);
		free(data);
	}
}

static void
binary_is_read_like_xml(void **state)
{
	struct plist_doc doc = PLIST_DOC_INIT, binary = PLIST_DOC_INIT;
	struct node *root = read_well(&doc, sample, strlen(sample));
	struct strbuf data = STRBUF_INIT;

	(void)state;
	assert_int_equal(plist_write(root, true, &data, NULL), 0);
	assert_true(node_equal(root, read_well(&binary, data.buf, data.len)));
	assert_true(binary.is_binary);
	assert_int_equal(node_place(binary.root).line, 0);
	plist_doc_release(&doc);
	plist_doc_release(&binary);
	strbuf_release(&data);
}

/* By hand: what nothing here writes, in an array. */
static void
binary_that_xml_cannot_carry_is_refused(void **state)
{
	static const struct bad_case texts = { "", 0, 0, "text-control-character",
		"a text of the binary property list has a character that XML cannot hold. Remove "
		"it at the source of the profile" };
	static const struct bad_case types = { "", 0, 0, "value-type", "a UID or an empty value" };
	static const struct bad_case dates = { "", 0, 0, "value-type",
		"the binary property list has a date with fractions of a second, which XML cannot "
		"hold. Use whole seconds at the source of the profile" };
	static const struct {
		const char *object;
		size_t len;
		const struct bad_case *want;
	} cases[] = {
		{ "\x53"
		  "a\rb",
			4, &texts },
		{ "\x53"
		  "a\001b",
			4, &texts },
		{ "\x80\x07", 2, &types },
		{ "\x33\x3f\xf8\0\0\0\0\0\0", 9, &dates },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf data = STRBUF_INIT;

		strbuf_addstr(&data, "bplist00\xa1\x01");
		strbuf_add(&data, cases[i].object, cases[i].len);
		strbuf_addstr(&data, "\x08\x0a");
		strbuf_add(&data, "\0\0\0\0\0\0\1\1\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0\0", 24);
		strbuf_addchars(&data, '\0', 7);
		strbuf_addch(&data, (char)(10 + cases[i].len));
		assert_refused(data.buf, data.len, cases[i].want);
		strbuf_release(&data);
	}
}

/* The first of two is good, in a list and as a value or key of a map. */
static void
the_second_that_xml_cannot_carry_is_refused(void **state)
{
	enum { OBJECTS = 5 };
	static const struct bad_case want = { "", 0, 0, "text-control-character",
		"a text of the binary property list has a character that XML cannot hold. Remove "
		"it at the source of the profile" };
	static const struct {
		const char *objects[OBJECTS]; /* the first is the root; by their numbers */
	} cases[] = {
		{ { "\xa2\1\2", "\x51g", "\x51\1", NULL, NULL } },
		{ { "\xd2\1\2\3\4", "\x51g", "\x51\1", "\x51g", "\x51g" } },
		{ { "\xd2\1\2\3\4", "\x51g", "\x51h", "\x51g", "\x51\1" } },
		{ { "\xa2\1\2", "\x51g", "\xa2\1\3", "\x51\1", NULL } },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		STRBUF(data);
		STRBUF(offsets);
		char n = 0;

		strbuf_addstr(&data, "bplist00");
		for (; n < OBJECTS && cases[i].objects[(int)n]; n++) {
			strbuf_addch(&offsets, (char)data.len);
			strbuf_addstr(&data, cases[i].objects[(int)n]);
		}
		strbuf_addch(&data, '\x08'); /* so that an offset is no end of a text */
		strbuf_add(&offsets, "\0\0\0\0\0\0\1\1\0\0\0\0\0\0\0", 15);
		strbuf_addch(&offsets, n);
		strbuf_addchars(&offsets, '\0', 15);
		strbuf_addch(&offsets, (char)data.len);
		strbuf_add(&data, offsets.buf, offsets.len);
		assert_refused(data.buf, data.len, &want);
	}
}

static void
binary_that_is_damaged_is_refused(void **state)
{
	static const struct bad_case want = { "", 0, 0, XML_RULE, "the binary property list " };
	struct strbuf data = STRBUF_INIT;

	(void)state;
	assert_refused("bplist00", 8, &want);
	strbuf_addstr(&data, "bplist00");
	strbuf_addchars(&data, '\xff', 40);
	assert_refused(data.buf, data.len, &want);
	strbuf_release(&data);
}

/* Arrays that hold the next one twice: a few bytes that unfold to 2^40 values. libplist 2.2 begins to unfold
 * them, later ones see it. */
static void
binary_that_unfolds_without_end_is_stopped(void **state)
{
	enum { LEVELS = 40, OFFSETS = 8 + 3 * LEVELS + 1 };
	static const struct bad_case want = { "", 0, 0, XML_RULE, "the binary property list " };
	struct strbuf data = STRBUF_INIT;

	(void)state;
	strbuf_addstr(&data, "bplist00");
	for (int i = 1; i <= LEVELS; i++) {
		strbuf_addch(&data, '\xa2');
		strbuf_addchars(&data, (char)i, 2);
	}
	strbuf_addch(&data, '\x09');
	for (int i = 0; i <= LEVELS; i++)
		strbuf_addch(&data, (char)(8 + 3 * i));
	strbuf_addchars(&data, '\0', 6);
	strbuf_add(&data, "\x01\x01", 2); /* bytes of an offset and of a reference */
	strbuf_add(&data, "\0\0\0\0\0\0\0\x29\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 23);
	strbuf_addch(&data, (char)OFFSETS);
	assert_refused(data.buf, data.len, &want);
	strbuf_release(&data);
}

static void
equal_compares_types_and_values(void **state)
{
	static const struct {
		const char *a, *b;
		bool equal;
	} cases[] = {
		{ "<integer>1</integer>", "<integer>1</integer>", true },
		{ "<integer>1</integer>", "<integer>2</integer>", false },
		{ "<integer>1</integer>", "<real>1</real>", false },
		{ "<integer>1</integer>", "<true/>", false },
		{ "<true/>", "<false/>", false },
		{ "<real>1</real>", "<real>1.5</real>", false },
		{ "<string>a</string>", "<string>a </string>", false },
		{ "<string/>", "<string></string>", true },
		{ "<string>AAAA</string>", "<data>AAAA</data>", false },
		{ "<data>AAAA</data>", "<data>AA A A</data>", true },
		{ "<data>AAAA</data>", "<data>AAAB</data>", false },
		{ "<data/>", "<data></data>", true },
		{ "<date>2026-01-01T00:00:00Z</date>", "<date>2026-01-01T00:00:01Z</date>", false },
		{ "<array><true/><false/></array>", "<array><false/><true/></array>", false },
		{ "<array><true/></array>", "<array><true/><true/></array>", false },
		{ "<dict><key>a</key><true/><key>b</key><false/></dict>",
			"<dict><key>b</key><false/><key>a</key><true/></dict>", true },
		{ "<dict><key>a</key><true/></dict>", "<dict><key>b</key><true/></dict>", false },
		{ "<dict><key>a</key><true/></dict>", "<dict><key>a</key><false/></dict>", false },
		{ "<dict><key>a</key><true/></dict>", "<dict/>", false },
		{ "<dict/>", "<dict><key>a</key><true/></dict>", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct plist_doc a = PLIST_DOC_INIT, b = PLIST_DOC_INIT;
		struct strbuf text = STRBUF_INIT;

		strbuf_addf(&text, "<plist>%s</plist>", cases[i].a);
		read_well(&a, text.buf, text.len);
		strbuf_clear(&text);
		strbuf_addf(&text, "<plist>%s</plist>", cases[i].b);
		read_well(&b, text.buf, text.len);
		if (node_equal(a.root, b.root) != cases[i].equal)
			fail_msg("%s and %s", cases[i].a, cases[i].b);
		assert_false(node_equal(a.root, NULL));
		plist_doc_release(&a);
		plist_doc_release(&b);
		strbuf_release(&text);
	}
	assert_true(node_equal(NULL, NULL));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(xml_keeps_values_and_types),
		cmocka_unit_test(xml_keeps_the_order_of_keys),
		cmocka_unit_test(xml_takes_what_is_allowed),
		cmocka_unit_test(xml_is_read_in_utf_16),
		cmocka_unit_test(numbers_and_dates_are_read),
		cmocka_unit_test(dates_are_kept_to_the_second),
		cmocka_unit_test(dates_end_with_the_month_and_the_day),
		cmocka_unit_test(places_are_those_of_keys_and_elements),
		cmocka_unit_test(sample_survives_damage),
		cmocka_unit_test(binary_is_read_like_xml),
		cmocka_unit_test(binary_that_xml_cannot_carry_is_refused),
		cmocka_unit_test(the_second_that_xml_cannot_carry_is_refused),
		cmocka_unit_test(binary_that_is_damaged_is_refused),
		cmocka_unit_test(binary_that_unfolds_without_end_is_stopped),
		cmocka_unit_test(equal_compares_types_and_values),
	};

	worker_use("./scepwiz-worker");
	return run_tests(tests);
}
