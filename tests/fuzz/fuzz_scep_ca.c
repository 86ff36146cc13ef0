/* Certificates of a SCEP server: the first byte chooses the content type, the rest is the body. Whatever it is, each role
 * is somebody's, and a device goes on only with a whole choice. */
#include "base/frame.h"

#include "syntax/scep.h"

#include "model/asked.h"

#include "fuzz.h"
#include "worker/scep_ca.h"
#include "worker/scep_facts.h"

static void
check_choice(struct scep_ca *ca, const struct strbuf *fingerprint)
{
	const struct scep_caps caps = { .digest = 0 };
	struct scep_chosen chosen;

	scep_ca_choose(ca, fingerprint);
	must(fingerprint->len ? ca->matches != SCEP_NOT_GIVEN : ca->matches == SCEP_NOT_GIVEN);
	for (size_t i = 0; i < SCEP_ROLES; i++) {
		must(ca->role[i] >= SCEP_NOBODY && ca->role[i] < (int)ca->n);
		must(i == SCEP_ROLE_ROOT || ca->stop != SCEP_STOP_NOWHERE || ca->role[i] >= 0);
	}
	if (ca->stop != SCEP_STOP_NOWHERE)
		return;
	must(ca->matches < 0 || ca->matches == ca->role[SCEP_ROLE_ANCHOR]);
	must(scep_is_rsa(&ca->v[ca->role[SCEP_ROLE_RECIPIENT]].cert));
	scep_ca_chosen(ca, &caps, &chosen);
	must(chosen.signer && chosen.recipient && chosen.issuer && chosen.anchor);
	sk_X509_free(chosen.others);
}

static void
check_facts(const struct scep_plan *plan, struct scep_learned *learned)
{
	NODE(facts) = scep_facts(learned, scep_trial_facts(NULL));
	STRBUF(frame);
	STRBUF(err);
	ASKED(asked);

	must(node_get(facts, "certificates")->n == learned->ca.n);
	must(!plan->root.len || !learned->ca.n ||
		strcmp(node_get_text(facts, "root"), "none") != 0);
	frame_write(facts, &frame);
	must(asked_from_node(facts, &asked, &err));
}

static void
check_body(const char *body, size_t len, const char *type)
{
	struct scep_plan plan = SCEP_PLAN_INIT;
	struct scep_learned learned = { .plan = &plan,
		.caps_fetched = FETCHED_INIT,
		.fetched = FETCHED_INIT,
		.transport = &learned.fetched,
		.names = "" };
	struct scep_ca *ca = &learned.ca;
	STRBUF(fingerprint);

	plan.url = xstrdup("http://ca.example.com/scep");
	scep_caps_init(&learned.caps);
	scep_ca_parse(body, len, type, ca);
	must(ca->n <= SCEP_CERTIFICATES_MAX);
	must((ca->answer == SCEP_ANSWER_ONE) <= (ca->n == 1));
	must((ca->answer == SCEP_ANSWER_ONE || ca->answer == SCEP_ANSWER_BUNDLE) == (ca->n > 0));
	check_choice(ca, &fingerprint);
	strbuf_addchars(&fingerprint, 'x', 16);
	check_choice(ca, &fingerprint);
	for (size_t i = 0; i < ca->n && i < 3; i++) {
		const struct certificate *cert = &ca->v[i].cert;

		strbuf_clear(&fingerprint);
		strbuf_add(&fingerprint, cert->sha256, sizeof cert->sha256);
		check_choice(ca, &fingerprint);
		must(ca->matches == (int)i);
		strbuf_clear(&plan.root);
		strbuf_add(&plan.root, cert->der.buf, cert->der.len);
	}
	check_facts(&plan, &learned);
	scep_ca_release(ca);
	scep_caps_release(&learned.caps);
	scep_plan_release(&plan);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const types[] = { "application/x-x509-ca-cert",
		"application/x-x509-ca-ra-cert", "application/x-x509-ca-ra-cert; charset=utf-8",
		"text/html", "" };
	size_t len = size ? size - 1 : 0;
	/* in memory of its own, without a NUL behind it */
	char *copy = xmalloc(len + !len);

	if (len)
		memcpy(copy, data + 1, len);
	check_body(copy, len, types[size ? data[0] % ARRAY_SIZE(types) : 0]);
	free(copy);
	return 0;
}
