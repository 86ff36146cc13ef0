/* Profiles from outside: their structure is told in full sentences, and the certain mends are done in one
 * go and leave a list that can be written and read. */
#include "format/profile/profile_lint.h"

#include "plist.h"

static size_t
count_mends(const struct plist_doc *doc)
{
	struct findings found = FINDINGS_INIT;
	size_t mends = 0;

	profile_lint(doc, NULL, &found);
	for (size_t i = 0; i < found.n; i++) {
		must(strlen(found.v[i].sentence) > 10);
		mends += found.v[i].mend != NULL;
	}
	findings_release(&found);
	return mends;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct plist_doc doc = PLIST_DOC_INIT;
	struct problem problem = PROBLEM_INIT;
	struct findings done = FINDINGS_INIT;
	struct place place;

	fuzz_locale();
	if (fuzz_is_binary(data, size))
		return 0;
	if (plist_doc_parse(&doc, (const char *)data, size, &problem, &place) == 0) {
		size_t mends = count_mends(&doc);

		/* one mend may make another one needless, but not all of them */
		must(!mends == !profile_mend(&doc, &done));
		must(count_mends(&doc) == 0);
		must_be_writable(&doc);
	}
	findings_release(&done);
	plist_doc_release(&doc);
	problem_release(&problem);
	return 0;
}
