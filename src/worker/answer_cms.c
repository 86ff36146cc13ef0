/* The requests about signatures: one that makes them, and one that judges them. */
#include "syntax/cms.h"

#include "worker/answers.h"

/* cms_passphrase: scepwiz has the terminal. */
static int
passphrase_ask(int tries, const char *key_name, void *data, struct strbuf *out, struct strbuf *err)
{
	struct node *question = node_map_new(), *reply;
	const char *passphrase;

	(void)data;
	node_add(question, "key", node_text_new(key_name));
	node_add(question, "tries", node_integer_new(tries));
	reply = worker_question(question);
	passphrase = node_get_text(reply, "passphrase");
	if (passphrase)
		strbuf_addstr(out, passphrase);
	node_free(reply);
	/* where none is given, scepwiz knows why, and asks no more */
	return passphrase ? 0 : error_add(err, "no passphrase was given");
}

/* False if it is not a file. */
static bool
file_take(const struct node *request, const char *key, struct cms_file *file)
{
	const struct node *node = node_get(request, key), *data = node_get(node, "data");

	if (!node)
		return true;
	file->name = node_get_text(node, "name");
	if (!file->name || !node_is(data, NODE_DATA))
		return false;
	strbuf_add(&file->data, data->text.buf, data->text.len);
	return true;
}

bool
sign_answer(const struct node *request, struct node *answer)
{
	const struct node *data = node_get(request, "data"), *now = node_get(request, "now");
	struct cms_source source = CMS_SOURCE_INIT;
	struct cms_signed result = CMS_SIGNED_INIT;
	STRBUF(err);
	bool whole = node_is(data, NODE_DATA) && node_is(now, NODE_DATE) &&
		     file_take(request, "cert", &source.cert) && source.cert.name &&
		     file_take(request, "key", &source.key) &&
		     file_take(request, "chain", &source.chain);

	if (whole) {
		source.now = now->number;
		source.passphrase = passphrase_ask;
		if (cms_sign(&source, data->text.buf, data->text.len, &result, &err) < 0)
			node_add(answer, "error", node_text_new(err.buf));
		node_add(answer, "der", node_data_new(result.der.buf, result.der.len));
		node_add(answer, "signer", node_text_new(result.signer.buf));
		node_add(answer, "warning", node_text_new(result.warning.buf));
		node_add(answer, "not after", node_date_new(result.not_after));
	}
	cms_source_release(&source);
	cms_signed_release(&result);
	return whole;
}

bool
judge_answer(const struct node *request, struct node *answer)
{
	const struct node *data = node_get(request, "data"), *now = node_get(request, "now");
	struct cms_judged judged = CMS_JUDGED_INIT;
	struct cms_file ca = { .data = STRBUF_INIT };
	bool whole = node_is(data, NODE_DATA) && node_is(now, NODE_DATE) &&
		     file_take(request, "ca", &ca) && ca.name;

	if (whole) {
		cms_judge(data->text.buf, data->text.len, &ca, now->number, &judged);
		node_add(answer, "signer", node_text_new(judged.signer.buf));
		node_add(answer, "root", node_text_new(judged.root.buf));
		node_add(answer, "doubt", node_text_new(judged.doubt.buf));
	}
	strbuf_release(&ca.data);
	cms_judged_release(&judged);
	return whole;
}
