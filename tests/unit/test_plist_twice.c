/* syntax/plist_doc: keys that stand in one dictionary more than once. */
#include "testing.h"

#include "base/xalloc.h"

#include "plist_text.h"

/* Each key that stands again, with the place of the one before it; the last value is the one that counts. */
static void
a_key_twice_has_its_last_value(void **state)
{
	static const char data[] = DICT(
		"<key>a</key><string>one</string>\n<key>b</key><true/>\n <key>a</key>"
		"<dict><key>c</key><integer>1</integer>\n<key>c</key><integer>1</integer></dict>\n"
		"<key>a</key><string>three</string>");
	static const struct {
		const char *key;
		struct place first, again;
		bool equal;
	} want[] = {
		{ "c", { 7, 20 }, { 8, 1 }, true },
		{ "a", { 5, 1 }, { 7, 2 }, false },
		{ "a", { 7, 2 }, { 9, 1 }, false },
	};
	struct plist_doc doc = PLIST_DOC_INIT;
	struct node *root = read_well(&doc, data, strlen(data));

	(void)state;
	assert_int_equal(root->n, 2);
	assert_string_equal(node_text(node_get(root, "a")), "three");
	assert_int_equal(node_place(node_get(root, "a")).line, 9);
	assert_int_equal(doc.ntwice, ARRAY_SIZE(want));
	for (size_t i = 0; i < ARRAY_SIZE(want); i++) {
		assert_string_equal(doc.twice[i].key, want[i].key);
		assert_int_equal(doc.twice[i].first.line, want[i].first.line);
		assert_int_equal(doc.twice[i].first.column, want[i].first.column);
		assert_int_equal(doc.twice[i].again.line, want[i].again.line);
		assert_int_equal(doc.twice[i].again.column, want[i].again.column);
		assert_int_equal(doc.twice[i].equal, want[i].equal);
	}
	plist_doc_release(&doc);
}

/* {a: true, a: false}, by hand: libplist writes no key twice. */
static void
a_binary_key_twice_has_its_last_value(void **state)
{
	static const char data[] = "bplist00"
				   "\xd2\x01\x01\x02\x03"
				   "\x51"
				   "a"
				   "\x09"
				   "\x08"
				   "\x08\x0d\x0f\x10"
				   "\0\0\0\0\0\0\x01\x01"
				   "\0\0\0\0\0\0\0\x04"
				   "\0\0\0\0\0\0\0\0"
				   "\0\0\0\0\0\0\0\x11";
	struct plist_doc doc = PLIST_DOC_INIT;
	struct node *root = read_well(&doc, data, sizeof data - 1);

	(void)state;
	assert_int_equal(root->n, 1);
	assert_int_equal(node_get(root, "a")->number, 0);
	assert_int_equal(doc.ntwice, 1);
	assert_false(doc.twice[0].equal);
	assert_int_equal(doc.twice[0].again.line, 0);
	plist_doc_release(&doc);
}

/* A dictionary of one key again and again is refused by its number of keys, at once; and no more than so many
 * are told. */
static void
keys_that_stand_often_are_read_fast(void **state)
{
	struct strbuf xml = STRBUF_INIT;
	struct plist_doc doc = PLIST_DOC_INIT;
	struct finding slip = FINDING_INIT;
	struct place place;

	(void)state;
	strbuf_addstr(&xml, "<plist><dict>");
	for (int i = 0; i < PLIST_DOC_KEYS; i++)
		strbuf_addstr(&xml, "<key>a</key><array><true/><true/></array>");
	strbuf_addstr(&xml, "</dict></plist>");
	read_well(&doc, xml.buf, xml.len);
	assert_int_equal(doc.ntwice, PLIST_DOC_TWICE);
	plist_doc_release(&doc);
	strbuf_clear(&xml);
	strbuf_addstr(&xml, "<plist><dict>");
	for (int i = 0; i < 100000; i++)
		strbuf_addstr(&xml, "<key>a</key><true/>");
	assert_int_equal(plist_doc_parse(&doc, xml.buf, xml.len, &slip, &place), -1);
	assert_contains(slip.sentence, "has more than 1000 keys");
	finding_release(&slip);
	strbuf_release(&xml);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_twice_has_its_last_value),
		cmocka_unit_test(a_binary_key_twice_has_its_last_value),
		cmocka_unit_test(keys_that_stand_often_are_read_fast),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
