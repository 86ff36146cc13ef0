/* What stands at a node of a profile, as one text to compare. */
#include <inttypes.h>

#include "syntax/digest.h"

#include "format/profile/profile_walk.h"

/* Appends the keys that lead to a node; payloads count by their types, for their order may change. */
static void
about_path(const struct node *node, struct strbuf *out)
{
	const char *step = node->key ? node->key : node_get_text(node, "PayloadType");

	if (!node->parent)
		return;
	about_path(node->parent, out);
	if (step)
		strbuf_addf(out, "/%s", step);
}

/* As drafts have it that accept a finding: dates count from 2001, negative numbers are those of 64 bits without
 * a sign. */
static void
about_value(const struct node *node, struct strbuf *out)
{
	switch (node->kind) {
	case NODE_TEXT:
		strbuf_addstr(out, node_text(node));
		break;
	case NODE_DATA:
		digest_sha256(node->text.buf, node->text.len, out);
		break;
	case NODE_INTEGER:
		strbuf_addf(out, "%" PRIu64, (uint64_t)node->number);
		break;
	case NODE_REAL:
		strbuf_addf(out, "%.17g", node->real);
		break;
	case NODE_BOOLEAN:
		strbuf_addstr(out, node->number ? "true" : "false");
		break;
	case NODE_DATE:
		strbuf_addf(out, "%" PRId64, node->number - PLIST_DATE_EPOCH);
		break;
	case NODE_LIST:
		strbuf_addf(out, "%zu items", node->n);
		break;
	case NODE_MAP:
		strbuf_addf(out, "%zu keys", node->n);
		break;
	case NODE_NULL: /* in no property list */
		break;
	}
}

char *
walk_about(const struct node *node)
{
	struct strbuf about = STRBUF_INIT;

	about_path(node, &about);
	strbuf_addch(&about, '=');
	about_value(node, &about);
	return strbuf_detach(&about);
}
