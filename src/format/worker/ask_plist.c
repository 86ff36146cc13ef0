/* What syntax/plist_doc.h declares, asked of the worker. */
#include <string.h>

#include "base/xalloc.h"

#include "syntax/certificate_node.h"
#include "syntax/plist_doc.h"

#include "format/worker/worker.h"

/* Those of plist_doc_parse. */
static const char *const rules[] = { "profile-not-well-formed", "data-not-base64", "value-type",
	"text-control-character", "not-a-profile", NULL };

static bool
flag_take(const struct node *map, const char *key, bool *flag)
{
	const struct node *node = node_get(map, key);

	if (node_is(node, NODE_BOOLEAN))
		*flag = node->number;
	return node_is(node, NODE_BOOLEAN);
}

static bool
twice_take(const struct node *list, struct plist_doc *doc)
{
	if (!node_is(list, NODE_LIST) || list->n > PLIST_DOC_TWICE)
		return false;
	for (size_t i = 0; i < list->n; i++) {
		const char *key = node_get_text(list->v[i], "key");
		const struct node *first = node_get(list->v[i], "first"),
				  *again = node_get(list->v[i], "again");
		bool equal = false;

		if (!key || !first || !again || !flag_take(list->v[i], "equal", &equal))
			return false;
		ARRAY_GROW(doc->twice, doc->ntwice, doc->alloc_twice);
		doc->twice[doc->ntwice++] =
			(struct plist_twice){ xstrdup(key), first->place, again->place, equal };
	}
	return true;
}

static bool
doc_take(const struct node *answer, struct plist_doc *doc)
{
	struct node *root = node_get(answer, "root");
	const char *signer = node_get_text(answer, "signer");

	if (!root || !signer || !flag_take(answer, "binary", &doc->is_binary) ||
		!flag_take(answer, "signed", &doc->was_signed) ||
		!flag_take(answer, "intact", &doc->is_intact) ||
		!twice_take(node_get(answer, "twice"), doc))
		return false;
	strbuf_addstr(&doc->signer, signer);
	doc->root = node_take(root);
	return true;
}

/* No answer: the file may be such that it ended the worker. */
static int
slip_none(const char *data, size_t len, const struct strbuf *why, struct finding *slip)
{
	const char *reason = worker_reason(why);

	if (len >= 8 && !memcmp(data, "bplist00", 8))
		return finding_set(slip, "profile-not-well-formed", 0,
			"the binary property list cannot be read: %s. It may be damaged. Convert "
			"it at its source (plutil -convert xml1) and import the XML",
			reason);
	return finding_set(
		slip, "profile-not-well-formed", 0, "the property list cannot be read: %s", reason);
}

int
plist_doc_parse(struct plist_doc *doc, const char *data, size_t len, struct finding *slip,
	struct place *place)
{
	STRBUF(why);
	const struct node *told;

	*place = (struct place){ 0, 0 };
	if (plist_doc_is_too_large(len, slip))
		return -1;
	NODE(request) = worker_request("read");
	node_add(request, "data", node_data_new(data, len));
	NODE(answer) = worker_ask(request, NULL, NULL, &why);

	told = node_get(answer, "slip");
	doc->bytes = len;
	if (finding_from_node(told, rules, slip))
		*place = told->place;
	else if (doc_take(answer, doc))
		return 0;
	else
		slip_none(data, len, &why, slip);
	plist_doc_release(doc);
	return -1;
}

int
plist_write(const struct node *root, bool binary, struct strbuf *out, struct strbuf *why)
{
	NODE(request) = worker_request("write");
	struct node lent = *root; /* what is below it is the caller's, and not copied */
	const struct node *data;

	lent.key = NULL;
	lent.parent = NULL;
	node_add(request, "root", &lent);
	node_add(request, "binary", node_boolean_new(binary));
	NODE(answer) = worker_ask(request, NULL, NULL, why);

	node_take(&lent);
	data = node_get(answer, "data");
	if (node_is(data, NODE_DATA)) {
		strbuf_add(out, data->text.buf, data->text.len);
		return 0;
	}
	return why->len ? -1 : error_add(why, "%s", worker_reason(why));
}
