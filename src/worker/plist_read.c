/* What data is, before it is read as a property list. */
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#include "syntax/cms.h"
#include "syntax/plist_doc.h"
#include "syntax/plist_other.h"

#include "worker/plist_library.h"
#include "worker/plist_parts.h"

static int
parse_xml(struct plist_doc *doc, const char *data, size_t len, struct finding *problem,
	struct place *place)
{
	size_t mark = len >= 3 && !memcmp(data, "\xef\xbb\xbf", 3) ? 3 : 0;

	return plist_xml_read(doc, data + mark, len - mark, problem, place);
}

/* The XML in between is nobody's file, so its lines are no places. */
static int
parse_binary(struct plist_doc *doc, const char *data, size_t len, struct finding *problem)
{
	const struct place nowhere = { 0, 0 };
	STRBUF(xml);
	struct place ignored;
	int result;

	doc->is_binary = true;
	result = plist_binary_to_xml(data, len, &xml, problem);
	if (result == 0)
		result = parse_xml(doc, xml.buf, xml.len, problem, &ignored);
	if (result == 0)
		plist_doc_set_place(doc, nowhere);
	return result;
}

static int
parse_plain(struct plist_doc *doc, const char *data, size_t len, struct finding *problem,
	struct place *place)
{
	STRBUF(copy);
	int result;

	if (len >= 8 && !memcmp(data, "bplist00", 8))
		return parse_binary(doc, data, len, problem);
	strbuf_add(&copy, data, len);
	result = plist_other_refuse(copy.buf, copy.len, problem, place);
	return result < 0 ? -1 : parse_xml(doc, data, len, problem, place);
}

static int
parse_signed(struct plist_doc *doc, const char *data, size_t len, struct finding *problem,
	struct place *place)
{
	struct cms_opened opened = CMS_OPENED_INIT;
	STRBUF(err);
	int result;

	doc->was_signed = true;
	if (cms_unwrap(data, len, &opened, &err) < 0) {
		result = finding_set(problem, "profile-not-well-formed", 0, "%s", err.buf);
	} else {
		doc->is_intact = opened.intact;
		strbuf_add(&doc->signer, opened.signer.buf, opened.signer.len);
		result = parse_plain(doc, opened.content.buf, opened.content.len, problem, place);
	}
	cms_opened_release(&opened);
	return result;
}

int
plist_doc_parse(struct plist_doc *doc, const char *data, size_t len, struct finding *problem,
	struct place *place)
{
	int result;

	*place = (struct place){ 0, 0 };
	if (plist_doc_is_too_large(len, problem))
		result = -1;
	else if (cms_is_signed(data, len))
		result = parse_signed(doc, data, len, problem, place);
	else
		result = parse_plain(doc, data, len, problem, place);
	if (result < 0)
		plist_doc_release(doc);
	else
		doc->bytes = len;
	return result;
}
