/* Values of a kind that Apple does not document, as one that it does. */
#include "format/profile/profile_convert.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/xalloc.h"

#include "syntax/fingerprint.h"

#include "format/profile/profile_keys.h"

/* A real number that is a whole one in this range is that integer. */
#define WHOLE_MAX 1e9

static struct node *
string_to_integer(const struct node *node)
{
	const char *text = node_text(node);

	if (!*text || strlen(text) > 9 || text[strspn(text, "0123456789")])
		return NULL;
	return node_integer_new(strtol(text, NULL, 10));
}

static struct node *
real_to_integer(const struct node *node)
{
	if (node->real < 0 || node->real > WHOLE_MAX || node->real != (double)(int64_t)node->real)
		return NULL;
	return node_integer_new((int64_t)node->real);
}

static struct node *
string_to_boolean(const struct node *node)
{
	const char *text = node_text(node);

	if (!strcasecmp(text, "true") || !strcasecmp(text, "yes"))
		return node_boolean_new(true);
	if (!strcasecmp(text, "false") || !strcasecmp(text, "no"))
		return node_boolean_new(false);
	return NULL;
}

static struct node *
integer_to_boolean(const struct node *node)
{
	return node->number == 0 || node->number == 1 ? node_boolean_new(node->number == 1) : NULL;
}

/* Of the data that Apple documents only a fingerprint is written as text by people. */
static struct node *
string_to_data(const struct node *node)
{
	FINDING(problem);
	struct fingerprint fp;
	struct node *data = NULL;

	if (fingerprint_parse(node_text(node), &fp, &problem) == 0)
		data = node_data_new(fp.bytes, fp.len);
	return data;
}

struct node *
node_convert(const struct node *node, unsigned kinds)
{
	static const struct {
		unsigned from, to;
		struct node *(*convert)(const struct node *);
	} ways[] = {
		{ KIND_STRING, KIND_INTEGER, string_to_integer },
		{ KIND_REAL, KIND_INTEGER, real_to_integer },
		{ KIND_STRING, KIND_BOOLEAN, string_to_boolean },
		{ KIND_INTEGER, KIND_BOOLEAN, integer_to_boolean },
		{ KIND_STRING, KIND_DATA, string_to_data },
	};
	unsigned from = profile_kind_of(node);

	for (size_t i = 0; i < ARRAY_SIZE(ways); i++)
		if (ways[i].from == from && ways[i].to & kinds)
			return ways[i].convert(node);
	return NULL;
}
