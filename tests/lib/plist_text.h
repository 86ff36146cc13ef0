/* What the tests of property lists share: XML around a value, and reading that must go well or not. */
#ifndef TESTS_PLIST_TEXT_H
#define TESTS_PLIST_TEXT_H

#include "testing.h"

#include "syntax/plist_doc.h"

#define HEAD                                                      \
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"            \
	"<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" " \
	"\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n"   \
	"<plist version=\"1.0\">\n"
#define PLIST(value) HEAD value "\n</plist>\n"
/* line 4 is <dict>, the content begins on line 5 */
#define DICT(content) PLIST("<dict>\n" content "\n</dict>")

#define XML_RULE "profile-not-well-formed"

struct node *read_well(struct plist_doc *doc, const char *data, size_t len);
struct bad_case {
	const char *data;
	int line, column;
	const char *rule, *sentence;
};

void assert_refused(const char *data, size_t len, const struct bad_case *want);

#endif
