/* Property lists from outside: refused with a sentence and a place inside the file, or read so that what is
 * written of it is read as an equal one. Binary ones are left out: libplist reads those, in the worker. */
#include "plist.h"

static int
count_lines(const uint8_t *data, size_t size)
{
	int lines = 1;

	for (size_t i = 0; i < size; i++)
		lines += data[i] == '\n' || data[i] == '\r';
	return lines;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct plist_doc doc = PLIST_DOC_INIT;
	struct finding slip = FINDING_INIT;
	struct place place = { -1, -1 };

	fuzz_locale();
	if (fuzz_is_binary(data, size))
		return 0;
	if (plist_doc_parse(&doc, (const char *)data, size, &slip, &place) == 0) {
		must_be_writable(&doc);
		must(node_place(doc.root).line > 0);
	} else {
		must(slip.rule && *slip.sentence && !slip.offset && !doc.root);
		must(utf8_check(slip.sentence, strlen(slip.sentence)) == strlen(slip.sentence));
		must(place.line >= 0 && place.line <= count_lines(data, size));
		must(place.column >= 0 && (size_t)place.column <= size + 1);
	}
	plist_doc_release(&doc);
	finding_release(&slip);
	return 0;
}
