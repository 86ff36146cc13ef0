/* format/plist_doc: property lists from outside, read strictly, with places. */
#include "testing.h"

#include "base/xalloc.h"

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
assert_written_again(plist_t root)
{
	struct plist_doc again = PLIST_DOC_INIT;
	struct strbuf xml = STRBUF_INIT;

	plist_doc_write(root, &xml);
	assert_true(plist_equal(root, read_well(&again, xml.buf, xml.len)));
	plist_doc_release(&again);
	strbuf_release(&xml);
}

static void
assert_text(plist_t node, const char *want)
{
	uint64_t len = 0;
	const char *text = plist_get_string_ptr(node, &len);

	assert_string_equal(text ? text : "", want);
	assert_int_equal(len, strlen(want));
}

static void
xml_keeps_values_and_types(void **state)
{
	struct plist_doc doc = PLIST_DOC_INIT;
	plist_t root = read_well(&doc, sample, strlen(sample));
	uint64_t number = 0, len = 0;
	double real = 0;
	int32_t seconds = 0, micros = 0;

	(void)state;
	assert_false(doc.is_binary || doc.was_signed);
	assert_int_equal(plist_dict_get_size(root), 13);
	assert_text(plist_dict_get_item(root, "text"), " a <b> & \"c\" \xc3\xa4\n ");
	assert_text(plist_dict_get_item(root, "empty"), "");
	assert_text(plist_dict_get_item(root, ""), "");
	plist_get_uint_val(plist_dict_get_item(root, "low"), &number);
	assert_true((int64_t)number == INT64_MIN);
	plist_get_real_val(plist_dict_get_item(root, "tenth"), &real);
	assert_true(real == 0.1);
	assert_int_equal(plist_get_node_type(plist_dict_get_item(root, "real")), PLIST_REAL);
	assert_memory_equal(
		plist_get_data_ptr(plist_dict_get_item(root, "data"), &len), "\x00\x01\x02\xff", 4);
	assert_int_equal(len, 4);
	plist_get_date_val(plist_dict_get_item(root, "date"), &seconds, &micros);
	assert_int_equal(seconds, 791553600);
	assert_written_again(root);
	plist_doc_release(&doc);
}

static void
xml_keeps_the_order_of_keys(void **state)
{
	static const char data[] =
		DICT("<key>b</key><true/><key>a</key><true/><key>c</key><true/>");
	struct plist_doc doc = PLIST_DOC_INIT;
	plist_dict_iter iter = NULL;
	char keys[4] = "";

	(void)state;
	plist_dict_new_iter(read_well(&doc, data, strlen(data)), &iter);
	for (size_t i = 0; i < 3; i++) {
		plist_t item = NULL;
		char *key = NULL;

		plist_dict_next_item(doc.root, iter, &key, &item);
		keys[i] = *key;
		free(key);
	}
	assert_string_equal(keys, "bac");
	free(iter);
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
		if (!plist_equal(doc.root, same.root))
			fail_msg("%s is not %s", cases[i].data, cases[i].same);
		assert_written_again(doc.root);
		plist_doc_release(&doc);
		plist_doc_release(&same);
		strbuf_release(&text);
	}
}

static void
dates_count_from_2001(void **state)
{
	static const struct {
		const char *date;
		int32_t seconds;
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
		int32_t seconds = 1, micros = 1;

		strbuf_addf(&text, "<plist><date>%s</date></plist>", cases[i].date);
		plist_get_date_val(read_well(&doc, text.buf, text.len), &seconds, &micros);
		assert_int_equal(seconds, cases[i].seconds);
		assert_int_equal(micros, 0);
		assert_written_again(doc.root);
		plist_doc_release(&doc);
		strbuf_release(&text);
	}
}

static void
places_are_those_of_keys_and_elements(void **state)
{
	static const char data[] = DICT("<key>a</key>\n<string>\nx</string>\n"
					"\t<key>\xc3\xa4</key><array>\n  <true/><dict/></array>");
	struct plist_doc doc = PLIST_DOC_INIT;
	plist_t root = read_well(&doc, data, strlen(data)),
		list = plist_dict_get_item(root, "\xc3\xa4");
	const struct {
		plist_t node;
		int line, column;
	} cases[] = {
		{ root, 4, 1 },
		{ plist_dict_get_item(root, "a"), 5, 1 },
		{ list, 8, 2 },
		{ plist_array_get_item(list, 0), 9, 3 },
		{ plist_array_get_item(list, 1), 9, 10 },
		{ NULL, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct place place = plist_doc_place(&doc, cases[i].node);

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

static struct strbuf
binary_of(plist_t root)
{
	struct strbuf data = STRBUF_INIT;
	char *bin = NULL;
	uint32_t len = 0;

	plist_to_bin(root, &bin, &len);
	assert_non_null(bin);
	strbuf_add(&data, bin, len);
	free(bin);
	return data;
}

static void
binary_is_read_like_xml(void **state)
{
	struct plist_doc doc = PLIST_DOC_INIT, binary = PLIST_DOC_INIT;
	plist_t root = read_well(&doc, sample, strlen(sample));
	struct strbuf data = binary_of(root);

	(void)state;
	assert_true(plist_equal(root, read_well(&binary, data.buf, data.len)));
	assert_true(binary.is_binary);
	assert_int_equal(plist_doc_place(&binary, binary.root).line, 0);
	plist_doc_release(&doc);
	plist_doc_release(&binary);
	strbuf_release(&data);
}

static void
binary_that_xml_cannot_carry_is_refused(void **state)
{
	static const struct bad_case texts = { "", 0, 0, "text-control-character",
		"holds a character that XML cannot carry" };
	static const struct bad_case types = { "", 0, 0, "value-type", "a UID or an empty value" };
	static const struct bad_case dates = { "", 0, 0, "value-type",
		"a date with a part of a second" };
	const struct {
		plist_t node;
		const struct bad_case *want;
	} cases[] = {
		{ plist_new_string("a\rb"), &texts },
		{ plist_new_string("a\001b"), &texts },
		{ plist_new_uid(7), &types },
		{ plist_new_date(1, 500000), &dates },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		plist_t root = plist_new_dict(), list = plist_new_array();
		struct strbuf data;

		plist_array_append_item(list, cases[i].node);
		plist_dict_set_item(root, "list", list);
		data = binary_of(root);
		assert_refused(data.buf, data.len, cases[i].want);
		strbuf_release(&data);
		plist_free(root);
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
		if (plist_equal(a.root, b.root) != cases[i].equal)
			fail_msg("%s and %s", cases[i].a, cases[i].b);
		assert_false(plist_equal(a.root, NULL));
		plist_doc_release(&a);
		plist_doc_release(&b);
		strbuf_release(&text);
	}
	assert_true(plist_equal(NULL, NULL));
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
		cmocka_unit_test(dates_count_from_2001),
		cmocka_unit_test(places_are_those_of_keys_and_elements),
		cmocka_unit_test(sample_survives_damage),
		cmocka_unit_test(binary_is_read_like_xml),
		cmocka_unit_test(binary_that_xml_cannot_carry_is_refused),
		cmocka_unit_test(binary_that_is_damaged_is_refused),
		cmocka_unit_test(binary_that_unfolds_without_end_is_stopped),
		cmocka_unit_test(equal_compares_types_and_values),
	};

	return run_tests(tests);
}
