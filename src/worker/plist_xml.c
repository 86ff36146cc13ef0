/* XML property lists into nodes, with expat, which plist_xml_slip.c alone knows too. What Apple's DTD does not
 * have is an error rather than skipped, so that nothing gets lost. Each container hangs in the tree from
 * its start tag on, so what was read has one owner, the root. */
#include "worker/plist_xml.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/plist_other.h"

#include "worker/plist_parts.h"

static const char not_well_formed[] = "profile-not-well-formed", not_a_profile[] = "not-a-profile";

/* A dictionary or array that is open. */
struct level {
	const char *element;
	struct node *node;
	struct place begin;
	char *key; /* whose value comes next, NULL: none */
	struct place key_place;
	size_t keys;
	struct node *before; /* the value that the last key had already; NULL: none */
};

struct reader {
	XML_Parser parser;
	struct plist_doc *doc;
	struct finding *problem;
	struct place *place;
	bool failed;
	struct level levels[PLIST_DOC_DEPTH];
	size_t depth, nodes;
	struct place plist; /* {0, 0} until <plist> is open */
	int ended;          /* line of </plist>; 0 until then */

	/* an element that holds text alone: its name, NULL where none is open */
	const char *element;
	struct place begin, text_place;
	struct strbuf text;
};

#ifndef HAVE_XML_GETCURRENTLINENUMBER64 /* expat before 2.9, which warns of these */
#define XML_GetCurrentLineNumber64 XML_GetCurrentLineNumber
#define XML_GetCurrentColumnNumber64 XML_GetCurrentColumnNumber
#define XML_GetCurrentByteIndex64 XML_GetCurrentByteIndex
#endif

static struct place
reader_here(const struct reader *r)
{
	return (struct place){ (int)XML_GetCurrentLineNumber64(r->parser),
		(int)XML_GetCurrentColumnNumber64(r->parser) + 1 };
}

/* Ends reading, after r->problem was filled. */
static void
reader_stop(struct reader *r, struct place place)
{
	*r->place = place;
	r->failed = true;
	XML_StopParser(r->parser, XML_FALSE);
}

static void reader_fail(struct reader *r, struct place place, const char *rule, const char *fmt,
	...) __attribute__((format(printf, 4, 5)));

static void
reader_fail(struct reader *r, struct place place, const char *rule, const char *fmt, ...)
{
	STRBUF(sentence);
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&sentence, fmt, ap);
	va_end(ap);
	finding_set(r->problem, rule, 0, "%s", sentence.buf);
	reader_stop(r, place);
}

static const char *const element_names[] = { "plist", "dict", "array", "key", "string", "integer",
	"real", "true", "false", "data", "date", NULL };

static struct level *
reader_level(struct reader *r)
{
	return r->depth ? &r->levels[r->depth - 1] : NULL;
}

static void
key_without_value(struct reader *r, const struct level *level)
{
	STRBUF(shown);

	plist_show(level->key, strlen(level->key), &shown);
	reader_fail(r, level->key_place, not_well_formed,
		"the key \"%s\" has no value. Write one after </key>", shown.buf);
}

/* An element that a property list does not have: most often a placeholder that was not filled in. */
static void
element_unknown(struct reader *r, const char *name)
{
	STRBUF(shown);
	const char *near = text_nearest(name, element_names);

	plist_show(name, strlen(name), &shown);
	if (r->element)
		reader_fail(r, reader_here(r), not_well_formed,
			"<%s> is inside <%s>. If it is an unfilled placeholder, fill it in. If it "
			"is text, write &lt;%s&gt;",
			shown.buf, r->element, shown.buf);
	else if (near)
		reader_fail(r, reader_here(r), not_well_formed,
			"a property list has no element <%s>. Did you mean <%s>?", shown.buf, near);
	else
		reader_fail(r, reader_here(r), not_well_formed,
			"a property list has no element <%s>. Its values are dict, array, string, "
			"integer, real, true, false, data and date",
			shown.buf);
}

static void
element_first(struct reader *r, const char *name)
{
	STRBUF(shown);

	r->plist = reader_here(r);
	if (!strcmp(name, "plist"))
		return;
	plist_show(name, strlen(name), &shown);
	if (!strcasecmp(name, "html"))
		reader_fail(r, r->plist, not_a_profile, PLIST_HTML);
	else
		reader_fail(r, r->plist, not_a_profile,
			"the first element is <%s>, but a property list begins with <plist>",
			shown.buf);
}

/* Only <plist> has one, its version; there is one version, whatever it is called. */
static void
element_check_attributes(struct reader *r, const char *name, const char **attributes)
{
	STRBUF(shown);

	if (attributes[0] && !strcmp(name, "plist") && !strcmp(attributes[0], "version"))
		attributes += 2;
	if (!attributes[0])
		return;
	plist_show(attributes[0], strlen(attributes[0]), &shown);
	reader_fail(r, reader_here(r), not_well_formed,
		"<%s> has the attribute \"%s\", which a property list does not know. Remove it",
		name, shown.buf);
}

/* Whether a value, or a key, may begin here. */
static bool
element_has_its_place(struct reader *r, const char *name)
{
	struct level *level = reader_level(r);
	bool is_key = !strcmp(name, "key"), in_dict = level && !strcmp(level->element, "dict");

	if (!strcmp(name, "plist"))
		reader_fail(r, reader_here(r), not_well_formed,
			"<plist> is inside another one. A file has one profile");
	else if (!level && r->doc->root)
		reader_fail(r, reader_here(r), not_well_formed,
			"<%s> is a second value in <plist>, which has one", name);
	else if (is_key && !in_dict)
		reader_fail(r, reader_here(r), not_well_formed, "<key> is outside a <dict>");
	else if (is_key && level->key)
		key_without_value(r, level);
	else if (!is_key && in_dict && !level->key)
		reader_fail(r, reader_here(r), not_well_formed,
			"<%s> has no <key> before it. Each value of a <dict> needs one", name);
	return !r->failed;
}

/* Hangs the node into the tree. It begins where its key does. Of a key that is there already the last value
 * counts. */
static void
reader_put(struct reader *r, struct node *node, struct place place)
{
	struct level *level = reader_level(r);
	struct node *before = level && level->key ? node_get(level->node, level->key) : NULL;

	node->place = level && level->key ? level->key_place : place;
	if (!level)
		r->doc->root = node;
	else if (before)
		level->before = node_swap(before, node);
	else if (level->key)
		node_add(level->node, level->key, node);
	else
		node_append(level->node, node);
	if (level) {
		wipe_free(level->key);
		level->key = NULL;
	}
	if (++r->nodes > PLIST_DOC_NODES)
		reader_fail(r, node->place, not_well_formed,
			"the file has more than %d values, too many for a profile",
			PLIST_DOC_NODES);
}

/* A value is complete: reports that its key had another before. Values may be secrets, so only whether they are equal
 * is kept. */
static void
reader_settle(struct reader *r, const struct node *node)
{
	struct plist_doc *doc = r->doc;
	struct level *level = reader_level(r);

	if (!level || !level->before)
		return;
	if (doc->ntwice < PLIST_DOC_TWICE) {
		ARRAY_GROW(doc->twice, doc->ntwice, doc->alloc_twice);
		doc->twice[doc->ntwice++] = (struct plist_twice){
			.key = xstrdup(node->key),
			.first = level->before->place,
			.again = node->place,
			.equal = node_equal(level->before, node),
		};
	}
	node_free(level->before);
	level->before = NULL;
}

static void
container_begin(struct reader *r, const char *name)
{
	struct level level = { .element = name, .begin = reader_here(r) };

	if (r->depth == PLIST_DOC_DEPTH) {
		reader_fail(r, level.begin, not_well_formed,
			"dictionaries and arrays are nested more than %d deep, too deep for a "
			"profile",
			PLIST_DOC_DEPTH);
		return;
	}
	level.node = !strcmp(name, "dict") ? node_map_new() : node_list_new();
	reader_put(r, level.node, level.begin);
	r->levels[r->depth++] = level;
}

static void
element_begin(struct reader *r, const char *name)
{
	if (r->element) {
		reader_fail(r, reader_here(r), not_well_formed,
			"<%s> is inside <%s>, which can only have text. </%s> may be missing", name,
			r->element, r->element);
	} else if (!element_has_its_place(r, name)) {
		return;
	} else if (!strcmp(name, "dict") || !strcmp(name, "array")) {
		container_begin(r, name);
	} else {
		r->element = name;
		r->begin = reader_here(r);
		r->text_place = (struct place){ 0, 0 };
	}
}

static void XMLCALL
on_start(void *data, const char *name, const char **attributes)
{
	struct reader *r = data;
	const char *own;
	size_t i = 0;

	if (r->failed)
		return;
	while (element_names[i] && strcmp(element_names[i], name) != 0)
		i++;
	/* this copy of the name stays; NULL where a property list has no such element */
	own = element_names[i];
	if (!r->plist.line)
		element_first(r, name);
	else if (!own)
		element_unknown(r, name);
	else
		element_begin(r, own);
	if (!r->failed)
		element_check_attributes(r, own, attributes);
}

static void XMLCALL
on_text(void *data, const char *text, int len)
{
	struct reader *r = data;

	if (r->failed)
		return;
	if (r->element) {
		if (!r->text_place.line)
			r->text_place = reader_here(r);
		strbuf_add(&r->text, text, (size_t)len);
		return;
	}
	for (int i = 0; i < len; i++) {
		if (strchr(" \t\r\n", text[i]))
			continue;
		reader_fail(r, reader_here(r), not_well_formed,
			"there is text between the elements. Put it into <string> or remove it");
		return;
	}
}

static void
key_end(struct reader *r)
{
	struct level *level = reader_level(r);
	size_t bad = text_xml_check(r->text.buf, r->text.len);

	if (++level->keys > PLIST_DOC_KEYS) {
		reader_fail(r, r->begin, not_well_formed,
			"the dictionary of line %d has more than %d keys, too many for a profile",
			level->begin.line, PLIST_DOC_KEYS);
	} else if (bad < r->text.len) {
		reader_fail(r, r->begin, "text-control-character",
			"the key has a character that would be lost when the profile is written "
			"again. Remove it");
	} else {
		level->key = xstrndup(r->text.buf, r->text.len);
		level->key_place = r->begin;
	}
}

/* The place of the byte at offset in the text of the element, as long as nothing in it was escaped. */
static struct place
scalar_place(const struct reader *r, size_t offset)
{
	struct place place = r->text_place;

	if (!offset || !place.line)
		return r->begin;
	for (size_t i = 0; i < offset; i++) {
		if (r->text.buf[i] == '\n')
			place = (struct place){ place.line + 1, 1 };
		else if (((unsigned char)r->text.buf[i] & 0xc0) != 0x80)
			place.column++;
	}
	return place;
}

static void
scalar_end(struct reader *r)
{
	struct node *node = plist_scalar_make(r->element, r->text.buf, r->text.len, r->problem);

	if (node) {
		reader_put(r, node, r->begin);
		reader_settle(r, node);
	} else {
		reader_stop(r, scalar_place(r, r->problem->offset));
		r->problem->offset = 0;
	}
}

static void XMLCALL
on_end(void *data, const char *name)
{
	struct reader *r = data;
	const struct level *level = reader_level(r);

	if (r->failed)
		return;
	if (r->element) {
		if (!strcmp(name, "key"))
			key_end(r);
		else
			scalar_end(r);
		r->element = NULL;
		strbuf_clear(&r->text);
	} else if (level && level->key) {
		key_without_value(r, level);
	} else if (level) {
		r->depth--;
		reader_settle(r, level->node);
	} else if (!r->doc->root) {
		reader_fail(r, r->plist, not_a_profile, "<plist> is empty");
	} else {
		r->ended = reader_here(r).line;
	}
}

/* A name alone, with Apple's address behind it or not, which is never asked for. */
static void XMLCALL
on_doctype(void *data, const char *name, const char *system, const char *public, int has_subset)
{
	struct reader *r = data;
	STRBUF(shown);

	(void)system;
	(void)public;
	plist_show(name, strlen(name), &shown);
	if (strcmp(name, "plist") != 0)
		reader_fail(r, reader_here(r), not_a_profile,
			"the document is called %s. A property list has <!DOCTYPE plist ...> or "
			"none",
			shown.buf);
	else if (has_subset)
		reader_fail(r, reader_here(r), not_well_formed,
			"the DOCTYPE has declarations of its own in [...]. Remove them");
}

/* With a DOCTYPE that names a file, expat passes unknown entities over; their text would be lost. */
static void XMLCALL
on_skipped(void *data, const char *name, int is_parameter)
{
	struct reader *r = data;
	struct plist_slip slip = { .code = XML_ERROR_UNDEFINED_ENTITY };

	(void)name;
	(void)is_parameter;
	if (r->failed)
		return;
	plist_slip_explain(&slip, r->problem);
	reader_stop(r, reader_here(r));
}

/* The slip may begin before the byte at which expat stopped. */
static struct place
slip_place(const struct reader *r, const struct plist_slip *slip, size_t offset)
{
	struct place place = reader_here(r);

	for (size_t i = offset; i < slip->at; i++)
		if (((unsigned char)slip->data[i] & 0xc0) != 0x80)
			place.column--;
	return place.column > 0 ? place : reader_here(r);
}

static void
reader_slip(struct reader *r, const char *data, size_t len)
{
	struct level *level = reader_level(r);
	struct plist_slip slip = { .code = XML_GetErrorCode(r->parser), .data = data, .len = len };
	int64_t at = XML_GetCurrentByteIndex64(r->parser);

	slip.at = at < 0 ? 0 : (size_t)at;
	slip.open = r->element      ? r->element
		    : level         ? level->element
		    : r->plist.line ? "plist"
				    : NULL;
	slip.begin = r->element ? r->begin : level ? level->begin : r->plist;
	slip.ended = r->ended;
	plist_slip_explain(&slip, r->problem);
	reader_stop(r, slip_place(r, &slip, r->problem->offset));
	r->problem->offset = 0;
}

/*
 * Memory for expat, wiped when it goes: expat holds copies of the file, and there may be a secret in it.
 */

/* Its size is before each block. */
union block {
	size_t size;
	max_align_t align;
};

static void *
block_malloc(size_t size)
{
	union block *block = xmalloc(sizeof *block + size);

	block->size = size;
	return block + 1;
}

static void
block_free(void *ptr)
{
	union block *block = ptr;

	if (block) {
		block--;
		wipe(block + 1, block->size);
		free(block);
	}
}

static void *
block_realloc(void *ptr, size_t size)
{
	void *fresh = size || !ptr ? block_malloc(size) : NULL;

	if (ptr && fresh) {
		size_t old = ((union block *)ptr - 1)->size;

		memcpy(fresh, ptr, old < size ? old : size);
	}
	block_free(ptr);
	return fresh;
}

int
plist_xml_read(struct plist_doc *doc, const char *data, size_t len, struct finding *problem,
	struct place *place)
{
	static const XML_Memory_Handling_Suite memory = { block_malloc, block_realloc, block_free };
	struct reader r = { .doc = doc, .problem = problem, .place = place, .text = STRBUF_INIT };

	r.parser = XML_ParserCreate_MM(NULL, &memory, NULL);
	if (!r.parser)
		out_of_memory();
	XML_SetUserData(r.parser, &r);
	XML_SetElementHandler(r.parser, on_start, on_end);
	XML_SetCharacterDataHandler(r.parser, on_text);
	XML_SetStartDoctypeDeclHandler(r.parser, on_doctype);
	XML_SetSkippedEntityHandler(r.parser, on_skipped);
	if (XML_Parse(r.parser, data, (int)len, 1) == XML_STATUS_ERROR && !r.failed)
		reader_slip(&r, data, len);
	for (size_t i = 0; i < r.depth; i++) {
		wipe_free(r.levels[i].key);
		node_free(r.levels[i].before);
	}
	XML_ParserFree(r.parser);
	strbuf_release(&r.text);
	return r.failed ? -1 : 0;
}
