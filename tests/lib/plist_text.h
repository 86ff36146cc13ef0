/* What the tests of property lists share: XML around a value, and reading that must go well or not. */
#ifndef TESTS_PLIST_TEXT_H
#define TESTS_PLIST_TEXT_H

#include "format/plist/plist_doc.h"
#include "format/plist/plist_library.h"

#define HEAD                                                      \
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"            \
	"<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" " \
	"\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n"   \
	"<plist version=\"1.0\">\n"
#define PLIST(value) HEAD value "\n</plist>\n"
/* line 4 is <dict>, the content begins on line 5 */
#define DICT(content) PLIST("<dict>\n" content "\n</dict>")

#define XML_RULE "profile-not-well-formed"

static inline struct node *
read_well(struct plist_doc *doc, const char *data, size_t len)
{
	struct finding slip = FINDING_INIT;
	struct place place;

	if (plist_doc_parse(doc, data, len, &slip, &place) < 0)
		fail_msg("%d:%d: %s", place.line, place.column, slip.sentence);
	finding_release(&slip);
	return doc->root;
}

struct bad_case {
	const char *data;
	int line, column;
	const char *rule, *sentence;
};

static inline void
assert_refused(const char *data, size_t len, const struct bad_case *want)
{
	struct plist_doc doc = PLIST_DOC_INIT;
	struct finding slip = FINDING_INIT;
	struct place place = { -1, -1 };

	if (plist_doc_parse(&doc, data, len, &slip, &place) == 0)
		fail_msg("passes, but \"%s\" is wanted", want->sentence);
	assert_contains(slip.sentence, want->sentence);
	assert_string_equal(slip.rule, want->rule);
	if (place.line != want->line || place.column != want->column)
		fail_msg("%d:%d is wanted for \"%s\", not %d:%d", want->line, want->column,
			want->sentence, place.line, place.column);
	assert_null(doc.root);
	finding_release(&slip);
}

#endif
