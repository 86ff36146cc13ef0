/* Binary property lists, by way of XML. libplist's parser of them has crashed, looped and eaten memory on
 * damaged files, so it runs in a child process that has little time and memory and can open nothing; what
 * it makes of the file comes back through a pipe, as XML, and is read as strictly as any other. */
#include <string.h>

#include "base/child.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "format/plist/plist_parts.h"

struct binary {
	const char *data;
	size_t len;
};

/* What the child sends first: this, and the XML follows, or the digit of one of the refusals. */
#define ANSWER_XML '='

static const struct {
	const char *rule, *sentence;
} refusals[] = {
	{ "profile-not-well-formed",
		"the binary property list is damaged; convert it where it was made (plutil -convert xml1) and import the XML" },
	{ "text-control-character",
		"a text of the binary property list holds a character that XML cannot carry; take it out where the profile was made" },
	{ "value-type",
		"the binary property list holds a UID or an empty value, which have no form in a profile" },
	{ "value-type",
		"the binary property list holds a date with a part of a second, which XML cannot carry; give it whole seconds where the profile was made" },
};
enum refusal { REFUSED_DAMAGED, REFUSED_TEXT, REFUSED_TYPE, REFUSED_DATE, REFUSED_NOTHING };

static enum refusal node_refusal(plist_t node);

static enum refusal
text_refusal(const char *text)
{
	return text && text_xml_check(text, strlen(text)) == strlen(text) ? REFUSED_NOTHING
									  : REFUSED_TEXT;
}

static enum refusal
array_refusal(plist_t node)
{
	enum refusal refusal = REFUSED_NOTHING;

	for (uint32_t i = 0; i < plist_array_get_size(node) && refusal == REFUSED_NOTHING; i++)
		refusal = node_refusal(plist_array_get_item(node, i));
	return refusal;
}

static enum refusal
dict_refusal(plist_t node)
{
	enum refusal refusal = REFUSED_NOTHING;
	plist_dict_iter iter = NULL;
	plist_t item;
	char *key;

	plist_dict_new_iter(node, &iter);
	do {
		item = NULL;
		key = NULL;
		plist_dict_next_item(node, iter, &key, &item);
		if (item && (refusal = text_refusal(key)) == REFUSED_NOTHING)
			refusal = node_refusal(item);
		free(key);
	} while (item && refusal == REFUSED_NOTHING);
	free(iter);
	return refusal;
}

static enum refusal
date_refusal(plist_t node)
{
	int32_t seconds = 0, micros = 0;

	plist_get_date_val(node, &seconds, &micros);
	return micros ? REFUSED_DATE : REFUSED_NOTHING;
}

static enum refusal
string_refusal(plist_t node)
{
	uint64_t len;

	return text_refusal(plist_get_string_ptr(node, &len));
}

/* What plist_to_xml would not write as it is. */
static enum refusal
node_refusal(plist_t node)
{
	switch (plist_get_node_type(node)) {
	case PLIST_DICT:
		return dict_refusal(node);
	case PLIST_ARRAY:
		return array_refusal(node);
	case PLIST_STRING:
		return string_refusal(node);
	case PLIST_DATE:
		return date_refusal(node);
	case PLIST_BOOLEAN:
	case PLIST_UINT:
	case PLIST_REAL:
	case PLIST_DATA:
		return REFUSED_NOTHING;
	default:
		return REFUSED_TYPE;
	}
}

/* What libplist is given, and what the child makes of it. */
static void
binary_work(void *data, struct strbuf *answer)
{
	const struct binary *binary = data;
	enum refusal refusal = REFUSED_DAMAGED;
	plist_t root = NULL;
	char *xml = NULL;
	uint32_t xml_len = 0;

	plist_from_bin(binary->data, (uint32_t)binary->len, &root);
	if (root && (refusal = node_refusal(root)) == REFUSED_NOTHING) {
		plist_to_xml(root, &xml, &xml_len);
		refusal = xml ? REFUSED_NOTHING : REFUSED_DAMAGED;
	}
	strbuf_addch(answer, refusal == REFUSED_NOTHING ? ANSWER_XML : (char)('0' + refusal));
	strbuf_add(answer, xml, xml_len);
	plist_free(root);
	free(xml);
}

static int
answer_take(const struct strbuf *answer, struct strbuf *xml, struct finding *problem)
{
	size_t refusal = (size_t)(answer->buf[0] - '0');

	if (refusal >= ARRAY_SIZE(refusals)) /* what a parser that was tricked may say */
		refusal = REFUSED_DAMAGED;
	if (answer->buf[0] != ANSWER_XML)
		return finding_set(
			problem, refusals[refusal].rule, 0, "%s", refusals[refusal].sentence);
	strbuf_add(xml, answer->buf + 1, answer->len - 1);
	return 0;
}

int
plist_binary_to_xml(const char *data, size_t len, struct strbuf *xml, struct finding *problem)
{
	static const struct child_limits limits = {
		.cpu = 2,
		.clock = 20,
		.memory = (size_t)256 * 1024 * 1024,
		.answer = (size_t)4 * PLIST_DOC_LIMIT,
		.opens_none = true,
	};
	struct binary binary = { data, len };
	struct strbuf answer = STRBUF_INIT, why = STRBUF_INIT;
	int result = child_run(&limits, binary_work, &binary, &answer, &why);

	if (result == 0)
		result = answer_take(&answer, xml, problem);
	else
		finding_set(problem, "profile-not-well-formed", 0,
			"the binary property list cannot be read: %s; it may be damaged, so convert it where it was made (plutil -convert xml1) and import the XML",
			why.buf);
	strbuf_release(&answer);
	strbuf_release(&why);
	return result;
}
