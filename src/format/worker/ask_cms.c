/* cms_sign and cms_judge of syntax/cms.h, asked of the worker; a profile that is signed is opened there, where it is read. */
#include "syntax/cms.h"

#include "format/worker/worker.h"

/* Who is asked for a passphrase, and why there is none. */
struct asked {
	const struct cms_source *source;
	struct strbuf *none;
};

/* worker_reply */
static struct node *
passphrase_reply(const struct node *question, void *data, struct strbuf *err)
{
	struct asked *asked = data;
	const struct cms_source *source = asked->source;
	const char *key = node_get_text(question, "key");
	const struct node *tries = node_get(question, "tries");
	STRBUF(passphrase);
	struct node *reply;

	if (!key || !node_is(tries, NODE_INTEGER) || !source->passphrase) {
		error_add(err, "the worker process asked a question that has no answer");
		return NULL;
	}
	if (source->passphrase((int)tries->number, key, source->data, &passphrase, asked->none) < 0)
		return NULL;
	reply = node_map_new();
	node_add(reply, "passphrase", node_text_new(passphrase.buf));
	return reply;
}

static void
file_give(struct node *request, const char *key, const struct cms_file *file)
{
	struct node *node;

	if (!file->name)
		return;
	node = node_set(request, key, node_map_new());
	node_set(node, "name", node_text_new(file->name));
	node_set(node, "data", node_data_new(file->data.buf, file->data.len));
}

/* False where a member is missing. */
static bool
signed_take(const struct node *answer, struct cms_signed *result)
{
	const struct node *der = node_get(answer, "der"), *signer = node_get(answer, "signer"),
			  *warning = node_get(answer, "warning"),
			  *not_after = node_get(answer, "not after");

	if (!node_is(der, NODE_DATA) || !node_is(signer, NODE_TEXT) ||
		!node_is(warning, NODE_TEXT) || !node_is(not_after, NODE_DATE))
		return false;
	strbuf_add(&result->der, der->text.buf, der->text.len);
	strbuf_addstr(&result->signer, signer->text.buf);
	strbuf_addstr(&result->warning, warning->text.buf);
	result->not_after = not_after->number;
	return true;
}

int
cms_sign(const struct cms_source *source, const char *data, size_t len, struct cms_signed *result,
	struct strbuf *err)
{
	NODE(request) = worker_request("sign");
	STRBUF(why);
	STRBUF(none);
	struct asked asked = { source, &none };

	node_add(request, "data", node_data_new(data, len));
	node_add(request, "now", node_date_new(source->now));
	file_give(request, "cert", &source->cert);
	file_give(request, "key", &source->key);
	file_give(request, "chain", &source->chain);
	NODE(answer) = worker_ask(request, passphrase_reply, &asked, &why);

	const char *error = none.len ? none.buf : node_get_text(answer, "error");
	bool whole = signed_take(answer, result);

	if (error)
		return error_add(err, "%s", error);
	return whole ? 0 : error_add(err, "the profile cannot be signed: %s", worker_reason(&why));
}

void
cms_judge(const char *data, size_t len, const struct cms_file *ca, int64_t now,
	struct cms_judged *judged)
{
	NODE(request) = worker_request("judge");
	STRBUF(why);
	const char *signer, *root, *doubt;

	node_add(request, "data", node_data_new(data, len));
	node_add(request, "now", node_date_new(now));
	file_give(request, "ca", ca);
	NODE(answer) = worker_ask(request, NULL, NULL, &why);

	signer = node_get_text(answer, "signer");
	root = node_get_text(answer, "root");
	doubt = node_get_text(answer, "doubt");
	if (!signer || !root || !doubt) {
		strbuf_addf(&judged->doubt, "this could not be checked: %s", worker_reason(&why));
		return;
	}
	strbuf_addstr(&judged->signer, signer);
	strbuf_addstr(&judged->root, root);
	strbuf_addstr(&judged->doubt, doubt);
}
