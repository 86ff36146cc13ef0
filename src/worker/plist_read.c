/* What data is, before it is read as a property list. */
#include <string.h>

#include "base/text.h"

#include "syntax/cms.h"
#include "syntax/plist_doc.h"
#include "syntax/plist_other.h"

#include "worker/plist_library.h"
#include "worker/plist_parts.h"

static int
parse_plain(struct plist_doc *doc, const char *data, size_t len, struct finding *problem,
	struct place *place)
{
	STRBUF(copy);
	size_t mark = utf8_mark(data, len);
	struct place ignored;

	if (len >= 8 && !memcmp(data, "bplist00", 8)) {
		doc->is_binary = true;
		if (plist_binary_to_xml(data, len, &copy, problem) < 0 ||
			plist_xml_read(doc, copy.buf, copy.len, problem, &ignored) < 0)
			return -1;
		/* the XML in between is not in a file, so its lines are not places */
		plist_doc_set_place(doc, (struct place){ 0, 0 });
		return 0;
	}
	strbuf_add(&copy, data, len);
	if (plist_other_refuse(copy.buf, copy.len, problem, place) < 0)
		return -1;
	return plist_xml_read(doc, data + mark, len - mark, problem, place);
}

static int
parse_signed(struct plist_doc *doc, const char *data, size_t len, struct finding *problem,
	struct place *place)
{
	CMS_OPENED(opened);
	STRBUF(err);

	doc->was_signed = true;
	if (cms_unwrap(data, len, &opened, &err) < 0)
		return finding_set(problem, "profile-not-well-formed", 0, "%s", err.buf);
	doc->is_intact = opened.intact;
	strbuf_add(&doc->signer, opened.signer.buf, opened.signer.len);
	return parse_plain(doc, opened.content.buf, opened.content.len, problem, place);
}

int
plist_doc_parse(struct plist_doc *doc, const char *data, size_t len, struct finding *problem,
	struct place *place)
{
	*place = (struct place){ 0, 0 };
	doc->bytes = len;
	if (!plist_doc_is_too_large(len, problem) &&
		(cms_is_signed(data, len) ? parse_signed(doc, data, len, problem, place)
					  : parse_plain(doc, data, len, problem, place)) == 0)
		return 0;
	plist_doc_release(doc);
	return -1;
}
