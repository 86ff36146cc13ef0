/* The requests about property lists. */
#include "syntax/certificate_node.h"
#include "syntax/plist_doc.h"

#include "worker/answers.h"

/* A node for its place. */
static struct node *
place_node(struct place place)
{
	struct node *node = node_boolean_new(true);

	node->place = place;
	return node;
}

static struct node *
twice_node(const struct plist_doc *doc)
{
	struct node *list = node_list_new();

	for (size_t i = 0; i < doc->ntwice; i++) {
		struct node *twice = node_append(list, node_map_new());

		node_add(twice, "key", node_text_new(doc->twice[i].key));
		node_add(twice, "first", place_node(doc->twice[i].first));
		node_add(twice, "again", place_node(doc->twice[i].again));
		node_add(twice, "equal", node_boolean_new(doc->twice[i].equal));
	}
	return list;
}

bool
read_answer(const struct node *request, struct node *answer)
{
	const struct node *data = node_get(request, "data");
	PLIST_DOC(doc);
	FINDING(slip);
	struct place place;

	if (!node_is(data, NODE_DATA))
		return false;
	if (plist_doc_parse(&doc, data->text.buf, data->text.len, &slip, &place) < 0) {
		node_add(answer, "slip", finding_to_node(&slip))->place = place;
	} else {
		node_add(answer, "binary", node_boolean_new(doc.is_binary));
		node_add(answer, "signed", node_boolean_new(doc.was_signed));
		node_add(answer, "intact", node_boolean_new(doc.is_intact));
		node_add(answer, "signer", node_text_new(doc.signer.buf));
		node_add(answer, "twice", twice_node(&doc));
		node_add(answer, "root", doc.root);
		doc.root = NULL;
	}
	return true;
}

bool
write_answer(const struct node *request, struct node *answer)
{
	const struct node *root = node_get(request, "root"), *binary = node_get(request, "binary");
	STRBUF(out);
	STRBUF(why);

	if (!root || !node_is(binary, NODE_BOOLEAN))
		return false;
	plist_write(root, binary->number, &out, &why);
	node_add(answer, "data", node_data_new(out.buf, out.len));
	return true;
}
