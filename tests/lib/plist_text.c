#include "plist_text.h"

struct node *
read_well(struct plist_doc *doc, const char *data, size_t len)
{
	struct finding slip = FINDING_INIT;
	struct place place;

	if (plist_doc_parse(doc, data, len, &slip, &place) < 0)
		fail_msg("%d:%d: %s", place.line, place.column, slip.sentence);
	finding_release(&slip);
	return doc->root;
}

void
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
