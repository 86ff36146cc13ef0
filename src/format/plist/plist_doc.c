/* What data is, before it is read as a property list; where its nodes are; whether two are equal. */
#include "format/plist/plist_doc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/cms.h"

#include "format/plist/plist_node.h"
#include "format/plist/plist_parts.h"

/* A hash of node pointers with open addressing; alloc is a power of two, and a third of it stays free. */
struct plist_places {
	struct node_place {
		plist_t node;
		struct place place;
	} * v;
	size_t n, alloc;
};

static size_t
places_slot(const struct plist_places *places, plist_t node)
{
	size_t mask = places->alloc - 1;
	size_t slot = (size_t)(((uint64_t)(uintptr_t)node * 0x9e3779b97f4a7c15u) >> 32) & mask;

	while (places->v[slot].node && places->v[slot].node != node)
		slot = (slot + 1) & mask;
	return slot;
}

static void
places_grow(struct plist_places *places)
{
	struct plist_places bigger = { .n = places->n, .alloc = 2 * places->alloc };

	bigger.v = xcalloc(bigger.alloc, sizeof *bigger.v);
	for (size_t i = 0; i < places->alloc; i++)
		if (places->v[i].node)
			bigger.v[places_slot(&bigger, places->v[i].node)] = places->v[i];
	free(places->v);
	*places = bigger;
}

static struct plist_places *
plist_places_new(void)
{
	struct plist_places *places = xcalloc(1, sizeof *places);

	places->alloc = 64;
	places->v = xcalloc(places->alloc, sizeof *places->v);
	return places;
}

static void
plist_places_free(struct plist_places *places)
{
	if (places)
		free(places->v);
	free(places);
}

void
plist_places_put(struct plist_places *places, plist_t node, struct place place)
{
	size_t slot;

	if (3 * places->n >= 2 * places->alloc)
		places_grow(places);
	slot = places_slot(places, node);
	places->n += !places->v[slot].node;
	places->v[slot] = (struct node_place){ node, place };
}

struct place
plist_doc_place(const struct plist_doc *doc, plist_t node)
{
	const struct plist_places *places = doc->places;

	if (!places || !node)
		return (struct place){ 0, 0 };
	return places->v[places_slot(places, node)].place;
}

void
plist_doc_release(struct plist_doc *doc)
{
	node_free(doc->root);
	strbuf_release(&doc->signer);
	plist_places_free(doc->places);
	*doc = (struct plist_doc)PLIST_DOC_INIT;
}

/* The text behind a byte order mark and blanks. */
static const char *
text_start(const char *data)
{
	if (!strncmp(data, "\xef\xbb\xbf", 3))
		data += 3;
	return data + strspn(data, " \t\r\n");
}

static bool
begins(const char *text, const char *with)
{
	return !strncasecmp(text, with, strlen(with));
}

static bool
kind_is_empty(const char *data, size_t len)
{
	return strlen(data) == len && !*text_start(data);
}

static bool
kind_is_html(const char *data, size_t len)
{
	const char *start = text_start(data);

	(void)len;
	return begins(start, "<!doctype html") || begins(start, "<html");
}

static bool
kind_is_pem(const char *data, size_t len)
{
	(void)len;
	return begins(text_start(data), "-----BEGIN ");
}

/* PFX (RFC 7292): a sequence that begins with the integer 3. */
static bool
kind_is_pkcs12(const char *data, size_t len)
{
	size_t head = len > 1 && (unsigned char)data[1] > 0x80 ? 2 + (data[1] & 0x7f) : 2;

	return len > head + 3 && data[0] == 0x30 && !memcmp(data + head, "\x02\x01\x03", 3);
}

static bool
kind_is_der(const char *data, size_t len)
{
	return len > 1 && data[0] == 0x30 && (unsigned char)data[1] >= 0x80;
}

static bool
kind_is_archive(const char *data, size_t len)
{
	(void)len;
	return !strncmp(data, "PK\003\004", 4) || !strncmp(data, "\x1f\x8b", 2);
}

/* What stands behind the first key or text of { ... }: a colon in JSON, = in OpenStep text. */
static char
brace_sign(const char *data)
{
	const char *text = text_start(data);

	if (*text != '{')
		return '\0';
	text += 1 + strspn(text + 1, " \t\r\n");
	if (*text == '"')
		text += 1 + strcspn(text + 1, "\"");
	return text[strcspn(text, ":=}")];
}

static bool
kind_is_json(const char *data, size_t len)
{
	(void)len;
	return brace_sign(data) == ':' || *text_start(data) == '[';
}

static bool
kind_is_openstep(const char *data, size_t len)
{
	const char *start = text_start(data);

	(void)len;
	return *start == '{' || *start == '(' || begins(start, "// !$*UTF8*$!");
}

/* A draft names its form in a line. */
static bool
kind_is_draft(const char *data, size_t len)
{
	(void)len;
	return *text_start(data) != '<' &&
	       (begins(text_start(data), "form:") || strstr(data, "\nform:"));
}

/* Versions of it that are not for files. */
static bool
kind_is_other_binary(const char *data, size_t len)
{
	(void)len;
	return !strncmp(data, "bplist", 6);
}

static bool
kind_is_other(const char *data, size_t len)
{
	(void)len;
	return *text_start(data) != '<' && strncmp(data, "\xff\xfe", 2) != 0 &&
	       strncmp(data, "\xfe\xff", 2) != 0 && !(data[0] == '\0' && data[1] == '<');
}

/* What people take for a profile; the first row that fits. */
static const struct kind {
	bool (*is)(const char *data, size_t len); /* data is NUL-terminated as well */
	const char *sentence;
} others[] = {
	{ kind_is_empty, "the file is empty" },
	{ kind_is_html, PLIST_HTML },
	{ kind_is_pem,
		"this is a PEM file (-----BEGIN ...), such as a certificate or a key, not a profile" },
	{ kind_is_pkcs12,
		"this is a PKCS#12 file (.p12, .pfx), a certificate with its key, not a profile" },
	{ kind_is_der, "this is a DER file, such as a certificate, not a profile" },
	{ kind_is_archive, "this is a compressed file; unpack it and import the profile in it" },
	{ kind_is_draft, "this is a draft of scepwiz already, not a profile; open it as it is" },
	{ kind_is_json,
		"this is JSON; a profile is a property list in XML (plutil -convert xml1)" },
	{ kind_is_openstep,
		"this is an OpenStep property list ({ key = value; }); convert it to XML (plutil -convert xml1)" },
	{ kind_is_other_binary,
		"this is a binary property list of an unknown version; convert it to XML (plutil -convert xml1)" },
	{ kind_is_other,
		"this is no property list: it begins neither with < nor as a binary property list nor as signed data does" },
};

static int
kind_refuse(const char *data, size_t len, struct problem *problem)
{
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (others[i].is(data, len))
			return problem_set(problem, "not-a-profile", 0, "%s", others[i].sentence);
	return 0;
}

static int
parse_xml(struct plist_doc *doc, const char *data, size_t len, struct problem *problem,
	struct place *place)
{
	size_t mark = len >= 3 && !memcmp(data, "\xef\xbb\xbf", 3) ? 3 : 0;

	doc->places = plist_places_new();
	return plist_xml_read(doc, data + mark, len - mark, problem, place);
}

/* The XML in between is nobody's file, so its lines are no places. */
static int
parse_binary(struct plist_doc *doc, const char *data, size_t len, struct problem *problem)
{
	struct strbuf xml = STRBUF_INIT;
	struct place nowhere;
	int result;

	doc->is_binary = true;
	result = plist_binary_to_xml(data, len, &xml, problem);
	if (result == 0)
		result = parse_xml(doc, xml.buf, xml.len, problem, &nowhere);
	plist_places_free(doc->places);
	doc->places = NULL;
	strbuf_release(&xml);
	return result;
}

static int
parse_plain(struct plist_doc *doc, const char *data, size_t len, struct problem *problem,
	struct place *place)
{
	struct strbuf copy = STRBUF_INIT;
	int result;

	if (len >= 8 && !memcmp(data, "bplist00", 8))
		return parse_binary(doc, data, len, problem);
	strbuf_add(&copy, data, len);
	result = kind_refuse(copy.buf, copy.len, problem);
	strbuf_release(&copy);
	return result < 0 ? -1 : parse_xml(doc, data, len, problem, place);
}

static int
parse_signed(struct plist_doc *doc, const char *data, size_t len, struct problem *problem,
	struct place *place)
{
	struct cms_opened opened = CMS_OPENED_INIT;
	struct strbuf err = STRBUF_INIT;
	int result;

	doc->was_signed = true;
	if (cms_unwrap(data, len, &opened, &err) < 0) {
		result = problem_set(problem, "profile-not-well-formed", 0, "%s", err.buf);
	} else {
		doc->is_intact = opened.intact;
		strbuf_add(&doc->signer, opened.signer.buf, opened.signer.len);
		result = parse_plain(doc, opened.content.buf, opened.content.len, problem, place);
	}
	cms_opened_release(&opened);
	strbuf_release(&err);
	return result;
}

int
plist_doc_parse(struct plist_doc *doc, const char *data, size_t len, struct problem *problem,
	struct place *place)
{
	int result;

	*place = (struct place){ 0, 0 };
	if (len > PLIST_DOC_LIMIT)
		result = problem_set(problem, "not-a-profile", 0,
			"the file has %zu bytes; a profile has at most %d", len, PLIST_DOC_LIMIT);
	else if (cms_is_signed(data, len))
		result = parse_signed(doc, data, len, problem, place);
	else
		result = parse_plain(doc, data, len, problem, place);
	if (result < 0)
		plist_doc_release(doc);
	return result;
}

/* libplist 2.2 and 2.3 name their own functions for it differently; both are free. */
static void
write_take(char *text, uint32_t len, struct strbuf *out)
{
	if (!text)
		out_of_memory();
	strbuf_add(out, text, len);
	wipe(text, len);
	free(text);
}

void
plist_doc_write(plist_t root, struct strbuf *out)
{
	char *text = NULL;
	uint32_t len = 0;

	plist_to_xml(root, &text, &len);
	write_take(text, len, out);
}

void
plist_doc_write_binary(plist_t root, struct strbuf *out)
{
	char *bytes = NULL;
	uint32_t len = 0;

	plist_to_bin(root, &bytes, &len);
	write_take(bytes, len, out);
}
