/* Profiles from outside: their structure is told in full sentences, and the certain mends are done in one
 * go and leave a list that can be written and read. */
#include "format/profile/profile_lint.h"

#include "plist.h"

static size_t
count_mends(struct plist_doc *doc)
{
	struct findings found = FINDINGS_INIT;
	size_t mends = 0;

	profile_lint(doc, NULL, &found);
	for (size_t i = 0; i < found.n; i++) {
		must(strlen(found.v[i].sentence) > 10);
		mends += found.v[i].fix != NULL;
	}
	findings_release(&found);
	return mends;
}

/* What is told is what is done. */
static void
must_be_mended(struct plist_doc *doc, size_t mends)
{
	struct findings done = FINDINGS_INIT;

	must(profile_fix(doc, NULL, &done) == mends);
	must(profile_fix(doc, NULL, &done) == 0);
	must(count_mends(doc) == 0);
	findings_release(&done);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct plist_doc doc = PLIST_DOC_INIT, other = PLIST_DOC_INIT;
	struct finding slip = FINDING_INIT;
	struct place place;

	fuzz_locale();
	if (fuzz_is_binary(data, size))
		return 0;
	if (plist_doc_parse(&doc, (const char *)data, size, &slip, &place) == 0) {
		must(plist_doc_parse(&other, (const char *)data, size, &slip, &place) == 0);
		must_be_mended(&other, count_mends(&doc));
		must(count_mends(&doc) == 0);
		must_be_writable(&doc);
	}
	plist_doc_release(&doc);
	plist_doc_release(&other);
	finding_release(&slip);
	return 0;
}
