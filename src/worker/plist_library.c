/* From nodes to libplist's and back: the only user of libplist. Its parser of binary property lists has crashed,
 * looped and eaten memory on damaged files: it gets those whose shape is right (plist_binary.h). Where it crashes all the
 * same the worker ends, which is a sentence of scepwiz's. What it makes of a file is XML, and read as strictly as any other. */
#include "worker/plist_library.h"

#include <plist/plist.h>
#include <stdlib.h>
#include <string.h>

#include "base/report.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/plist_doc.h"

#include "worker/plist_binary.h"

/*
 * Writing.
 */

/* libplist silently leaves out what it had no memory for. */
static plist_t
tree_whole(plist_t tree, size_t n)
{
	uint64_t len;
	bool whole = tree;

	if (tree && plist_get_node_type(tree) == PLIST_DICT)
		whole = plist_dict_get_size(tree) == n;
	else if (tree && plist_get_node_type(tree) == PLIST_ARRAY)
		whole = plist_array_get_size(tree) == n;
	else if (tree && plist_get_node_type(tree) == PLIST_STRING)
		whole = plist_get_string_ptr(tree, &len);
	if (!whole)
		out_of_memory();
	return tree;
}

static plist_t
tree_make(const struct node *node)
{
	plist_t tree = NULL;

	switch (node->kind) {
	case NODE_TEXT:
		tree = plist_new_string(node->text.buf);
		break;
	case NODE_DATA:
		tree = plist_new_data(node->text.buf, node->text.len);
		break;
	case NODE_INTEGER:
#ifdef HAVE_PLIST_NEW_INT
		tree = plist_new_int(node->number); /* libplist 2.3 tells signs apart */
#else
		tree = plist_new_uint((uint64_t)node->number);
#endif
		break;
	case NODE_REAL:
		tree = plist_new_real(node->real);
		break;
	case NODE_BOOLEAN:
		tree = plist_new_bool(node->number != 0);
		break;
	case NODE_DATE:
#ifdef HAVE_PLIST_NEW_UNIX_DATE
		tree = plist_new_unix_date(
			node->number); /* of libplist 2.7, which warns of the other */
#else
		tree = plist_new_date((int32_t)(node->number - PLIST_DATE_EPOCH), 0);
#endif
		break;
	case NODE_LIST:
		tree = plist_new_array();
		for (size_t i = 0; i < node->n; i++)
			plist_array_append_item(tree, tree_make(node->v[i]));
		break;
	case NODE_MAP:
		tree = plist_new_dict();
		for (size_t i = 0; i < node->n; i++)
			plist_dict_set_item(tree, node->v[i]->key, tree_make(node->v[i]));
		break;
	case NODE_NULL:
		BUG("null in a property list");
	}
	return tree_whole(tree, node->n);
}

static void tree_wipe(plist_t tree);

static void
dict_wipe(plist_t dict)
{
	plist_dict_iter iter = NULL;
	plist_t value = NULL;

	plist_dict_new_iter(dict, &iter);
	for (;;) {
		plist_dict_next_item(dict, iter, NULL, &value);
		if (!value)
			break;
		tree_wipe(value);
	}
	free(iter);
}

/* libplist frees values as they are, and any string may be the challenge, any data a key. The buffer is the
 * node's own. */
static void
tree_wipe(plist_t tree)
{
	uint64_t len = 0;
	const char *value = NULL;

	switch (plist_get_node_type(tree)) {
	case PLIST_STRING:
		value = plist_get_string_ptr(tree, &len);
		break;
	case PLIST_DATA:
		value = plist_get_data_ptr(tree, &len);
		break;
	case PLIST_ARRAY:
		for (uint32_t i = 0; i < plist_array_get_size(tree); i++)
			tree_wipe(plist_array_get_item(tree, i));
		break;
	case PLIST_DICT:
		dict_wipe(tree);
		break;
	default:
		break;
	}
	if (value)
		wipe((char *)value, (size_t)len);
}

int
plist_write(const struct node *root, bool binary, struct strbuf *out, struct strbuf *why)
{
	plist_t tree = tree_make(root);
	char *bytes = NULL;
	uint32_t len = 0;

	(void)why;
	if (binary)
		plist_to_bin(tree, &bytes, &len);
	else
		plist_to_xml(tree, &bytes, &len);
	tree_wipe(tree);
	plist_free(tree);
	if (!bytes)
		out_of_memory();
	strbuf_add(out, bytes, len);
	wipe(bytes, len);
	free(bytes); /* libplist 2.2 and 2.3 name their own functions for it differently; both are free */
	return 0;
}

/*
 * Reading the binary format.
 */

static const struct {
	const char *rule, *sentence;
} refusals[] = {
	{ "profile-not-well-formed",
		"the binary property list is damaged. Convert it at its source (plutil -convert "
		"xml1) and import the XML" },
	{ "text-control-character",
		"a text of the binary property list has a character that XML cannot hold. Remove "
		"it at the source of the profile" },
	{ "value-type",
		"the binary property list has a UID or an empty value, which a profile cannot "
		"hold" },
	{ "value-type",
		"the binary property list has a date with fractions of a second, which XML cannot "
		"hold. Use whole seconds at the source of the profile" },
};
enum refusal { REFUSED_DAMAGED, REFUSED_TEXT, REFUSED_TYPE, REFUSED_DATE, REFUSED_NOTHING };

static enum refusal tree_refusal(plist_t tree);

static enum refusal
text_refusal(const char *text)
{
	return text && text_xml_check(text, strlen(text)) == strlen(text) ? REFUSED_NOTHING
									  : REFUSED_TEXT;
}

static enum refusal
dict_refusal(plist_t dict)
{
	enum refusal refusal = REFUSED_NOTHING;
	plist_dict_iter iter = NULL;
	plist_t item;
	char *key;

	plist_dict_new_iter(dict, &iter);
	do {
		item = NULL;
		key = NULL;
		plist_dict_next_item(dict, iter, &key, &item);
		if (item && (refusal = text_refusal(key)) == REFUSED_NOTHING)
			refusal = tree_refusal(item);
		free(key);
	} while (item && refusal == REFUSED_NOTHING);
	free(iter);
	return refusal;
}

/* What plist_to_xml would not write as it is. */
static enum refusal
tree_refusal(plist_t tree)
{
	uint64_t len;

	switch (plist_get_node_type(tree)) {
	case PLIST_DICT:
		return dict_refusal(tree);
	case PLIST_ARRAY:
		for (uint32_t i = 0; i < plist_array_get_size(tree); i++) {
			enum refusal refusal = tree_refusal(plist_array_get_item(tree, i));

			if (refusal != REFUSED_NOTHING)
				return refusal;
		}
		return REFUSED_NOTHING;
	case PLIST_STRING:
		return text_refusal(plist_get_string_ptr(tree, &len));
	case PLIST_DATE:
	case PLIST_BOOLEAN:
	case PLIST_UINT:
	case PLIST_REAL:
	case PLIST_DATA:
		return REFUSED_NOTHING;
	default:
		return REFUSED_TYPE;
	}
}

int
plist_binary_to_xml(const char *data, size_t len, struct strbuf *xml, struct finding *problem)
{
	enum refusal refusal = REFUSED_DAMAGED;
	plist_t root = NULL;
	struct plist_binary_lost lost = { 0 };
	char *text = NULL;
	uint32_t text_len = 0;

	if (plist_binary_fits(data, len, &lost) && !lost.nul && !lost.fraction)
		plist_from_bin(data, (uint32_t)len, &root);
	if (lost.nul || lost.fraction)
		refusal = lost.nul ? REFUSED_TEXT : REFUSED_DATE;
	if (root && (refusal = tree_refusal(root)) == REFUSED_NOTHING) {
		plist_to_xml(root, &text, &text_len);
		refusal = text ? REFUSED_NOTHING : REFUSED_DAMAGED;
	}
	strbuf_add(xml, text, text_len);
	plist_free(root);
	free(text);
	if (refusal == REFUSED_NOTHING)
		return 0;
	return finding_set(problem, refusals[refusal].rule, 0, "%s", refusals[refusal].sentence);
}
