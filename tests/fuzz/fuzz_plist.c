/* Property lists from outside: refused with a sentence and a place inside the file, or read so that what is
 * written of it is read as an equal one. Binary ones are left out: libplist reads those, in a child. */
#include "format/plist/plist_doc.h"

#include "fuzz.h"

static int
count_lines(const uint8_t *data, size_t size)
{
	int lines = 1;

	for (size_t i = 0; i < size; i++)
		lines += data[i] == '\n' || data[i] == '\r';
	return lines;
}

static void
plist_again(const struct plist_doc *doc)
{
	struct plist_doc again = PLIST_DOC_INIT;
	struct problem problem = PROBLEM_INIT;
	struct place place;
	struct strbuf xml = STRBUF_INIT;

	plist_doc_write(doc->root, &xml);
	must(plist_doc_parse(&again, xml.buf, xml.len, &problem, &place) == 0);
	must(plist_equal(doc->root, again.root));
	must(plist_doc_place(doc, doc->root).line > 0);
	plist_doc_release(&again);
	strbuf_release(&xml);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct plist_doc doc = PLIST_DOC_INIT;
	struct problem problem = PROBLEM_INIT;
	struct place place = { -1, -1 };

	fuzz_locale();
	if (size >= 6 && !memcmp(data, "bplist", 6))
		return 0;
	if (plist_doc_parse(&doc, (const char *)data, size, &problem, &place) == 0) {
		plist_again(&doc);
	} else {
		must(problem.rule && problem.sentence.len && !problem.offset && !doc.root);
		must(utf8_check(problem.sentence.buf, problem.sentence.len) ==
			problem.sentence.len);
		must(place.line >= 0 && place.line <= count_lines(data, size));
		must(place.column >= 0 && (size_t)place.column <= size + 1);
	}
	plist_doc_release(&doc);
	problem_release(&problem);
	return 0;
}
