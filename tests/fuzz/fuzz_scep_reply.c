/* What a SCEP server replies to a trial. The first byte says how far the input is in it: w, it is the whole reply; s, what
 * the right signer has signed; e, what is encrypted for the trial; n, a name in DER. Whatever it is, the facts have all
 * their members, within their limits. */
#include <openssl/err.h>
#include <openssl/objects.h>

#include "base/node.h"

#include "fuzz.h"
#include "test_ca.h"
#include "worker/scep_parts.h"

struct scene {
	X509 *ca;
	struct scep_chosen chosen;
	struct scep_trial *trial;
};

static const struct scene *
scene_get(void)
{
	static struct scene scene;
	static char subject[] = "/C=US/CN=TRIAL";
	struct scep_wish wish = SCEP_WISH_INIT;
	struct strbuf err = STRBUF_INIT;
	EVP_PKEY *key;

	if (scene.trial)
		return &scene;
	key = test_key(TEST_KEY_CA);
	scene.ca = test_cert(&(struct test_cert){ .subject = "Test CA",
		.issuer = "Test CA",
		.signed_by = TEST_KEY_CA,
		.key = key,
		.ca = true,
		.days = 900 });
	EVP_PKEY_free(key);
	key = test_key(TEST_KEY_DEVICE);
	scene.chosen = (struct scep_chosen){ .signer = scene.ca,
		.recipient = scene.ca,
		.issuer = scene.ca,
		.anchor = scene.ca,
		.others = sk_X509_new_null(),
		.aes = true,
		.digest = NID_sha256 };
	must(sk_X509_push(scene.chosen.others, scene.ca));
	wish.subject = subject;
	scene.trial = scep_trial_with_key(&wish, &scene.chosen, TEST_CA_NOW, key, &err);
	must(scene.trial);
	/* the same in each run, so that what was encrypted for it once can be opened */
	X509_free(scene.trial->own);
	scene.trial->own = test_cert(&(struct test_cert){ .subject = "device",
		.issuer = "device",
		.signed_by = TEST_KEY_DEVICE,
		.key = key,
		.days = 900 });
	return &scene;
}

static void
text_holds(const struct node *text, size_t limit)
{
	must(node_is(text, NODE_TEXT) && text->text.len <= limit);
	must(strlen(text->text.buf) == text->text.len);
	must(utf8_check(text->text.buf, text->text.len) == text->text.len);
}

static void
names_hold(const struct node *names)
{
	static const char *const lists[] = { "dns", "email", "uri", "key usage", "extended" };
	const struct node *principal = node_get(names, "principal");

	text_holds(node_get(names, "subject"), SCEP_TEXT_MAX);
	if (!node_is(principal, NODE_NULL))
		text_holds(principal, SCEP_TEXT_MAX);
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++) {
		const struct node *list = node_get(names, lists[i]);

		must(node_is(list, NODE_LIST) && list->n <= SCEP_NAMES_MAX);
		for (size_t j = 0; j < list->n; j++)
			text_holds(list->v[j], SCEP_TEXT_MAX);
	}
	must(node_is(node_get(names, "has key usage"), NODE_BOOLEAN));
}

static void
facts_hold(const struct node *facts, bool pending)
{
	const char *status = node_get_text(facts, "status");
	const char *fault = node_get_text(facts, "reply fault");
	const struct node *issued = node_get(facts, "issued");
	int64_t fail = node_get(facts, "fail info")->number;

	must(facts->n == 18 && issued->n == 13);
	must(pending == !strcmp(status, "pending"));
	must(!strcmp(status, "unread") || !*fault);
	must(!strcmp(status, "issued") == (*node_get_text(facts, "serial") != '\0') ||
		!strcmp(status, "unread"));
	must(fail >= -1 && fail <= 4);
	must(node_get(facts, "reply weak")->n <= 2);
	text_holds(node_get(facts, "serial"), SCEP_TEXT_MAX);
	text_holds(node_get(issued, "signature"), SCEP_TEXT_MAX);
	names_hold(issued);
}

static void
hear(const struct scene *scene, const struct strbuf *body)
{
	struct node *facts = scep_trial_facts(scene->trial);

	facts_hold(facts, scep_trial_reply(scene->trial, body, facts));
	node_free(facts);
}

static void
hear_signed(const struct scene *scene, const struct strbuf *content)
{
	struct strbuf body = STRBUF_INIT;

	test_reply_make(&(struct test_reply){ .type = "3",
				.status = "0",
				.signer = scene->ca,
				.key = TEST_KEY_CA,
				.content = content },
		&body);
	hear(scene, &body);
	strbuf_release(&body);
}

static void
hear_encrypted(const struct scene *scene, const struct strbuf *plain)
{
	struct strbuf envelope = STRBUF_INIT;

	test_envelope(plain, scene->trial->own, EVP_aes_128_cbc(), &envelope);
	hear_signed(scene, &envelope);
	strbuf_release(&envelope);
}

static void
name_read(const struct strbuf *der)
{
	const unsigned char *at = (const unsigned char *)der->buf;
	X509_NAME *name = d2i_X509_NAME(NULL, &at, (long)der->len);
	struct strbuf text = STRBUF_INIT;

	if (name) {
		scep_name_format(name, &text);
		must(utf8_check(text.buf, text.len) == text.len);
		must(strlen(text.buf) == text.len);
	}
	strbuf_release(&text);
	X509_NAME_free(name);
	ERR_clear_error();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct scene *scene = scene_get();
	struct strbuf rest = STRBUF_INIT;

	if (!size)
		return 0;
	strbuf_add(&rest, data + 1, size - 1);
	if (*data == 'w')
		hear(scene, &rest);
	else if (*data == 's')
		hear_signed(scene, &rest);
	else if (*data == 'e')
		hear_encrypted(scene, &rest);
	else if (*data == 'n')
		name_read(&rest);
	strbuf_release(&rest);
	return 0;
}
