/* URLs as a Mac sends them; plans as nodes and back. */
#include "testing.h"

#include "base/frame.h"
#include "base/xalloc.h"

#include "syntax/scep.h"

static void
operations_have_names(void **state)
{
	enum scep_operation operation = SCEP_GET_CA_CAPS;

	(void)state;
	assert_string_equal(scep_operation_name(SCEP_GET_CA_CAPS), "GetCACaps");
	assert_string_equal(scep_operation_name(SCEP_GET_CA_CERT), "GetCACert");
	assert_string_equal(scep_operation_name(SCEP_PKI_OPERATION), "PKIOperation");
	assert_true(scep_operation_find("PKIOperation", &operation));
	assert_int_equal(operation, SCEP_PKI_OPERATION);
	assert_true(scep_operation_find("GetCACert", &operation));
	assert_int_equal(operation, SCEP_GET_CA_CERT);
	assert_false(scep_operation_find("getcacert", &operation));
	assert_false(scep_operation_find("", &operation));
	assert_false(scep_operation_find(NULL, &operation));
}

static void
urls_are_those_of_a_mac(void **state)
{
	static const struct {
		const char *url;
		enum scep_operation operation;
		const char *message; /* NULL: none */
		const char *expected;
	} cases[] = {
		{ "http://ca.example.com/scep", SCEP_GET_CA_CAPS, "",
			"http://ca.example.com/scep?operation=GetCACaps&message=" },
		{ "http://ca.example.com/scep", SCEP_GET_CA_CERT, "WiFi",
			"http://ca.example.com/scep?operation=GetCACert&message=WiFi" },
		/* what a draft has behind ? or # is replaced */
		{ "http://a/scep?x=1", SCEP_GET_CA_CERT, "",
			"http://a/scep?operation=GetCACert&message=" },
		{ "http://a/scep?operation=GetCACert&message=b", SCEP_GET_CA_CAPS, "c",
			"http://a/scep?operation=GetCACaps&message=c" },
		{ "https://a:8443/scep#top", SCEP_GET_CA_CERT, "",
			"https://a:8443/scep?operation=GetCACert&message=" },
		{ "http://a/certsrv/mscep/mscep.dll", SCEP_PKI_OPERATION, NULL,
			"http://a/certsrv/mscep/mscep.dll?operation=PKIOperation" },
		/* the Name */
		{ "http://a/s", SCEP_GET_CA_CERT, "a b&c=d",
			"http://a/s?operation=GetCACert&message=a%20b%26c%3Dd" },
		{ "http://a/s", SCEP_GET_CA_CERT, "-._~%+/?#",
			"http://a/s?operation=GetCACert&message=-._~%25%2B%2F%3F%23" },
		{ "http://a/s", SCEP_GET_CA_CAPS, "\xc3\x84\r\n",
			"http://a/s?operation=GetCACaps&message=%C3%84%0D%0A" },
		/* a message by GET: = is escaped, + and / are not */
		{ "http://a/s", SCEP_PKI_OPERATION, "\xfb\xff\xbf\xff",
			"http://a/s?operation=PKIOperation&message=+/+//w%3D%3D" },
		{ "http://a/s", SCEP_PKI_OPERATION, "abc",
			"http://a/s?operation=PKIOperation&message=YWJj" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		STRBUF(message);
		STRBUF(url);

		strbuf_addstr(&message, cases[i].message ? cases[i].message : "");
		scep_url(
			cases[i].url, cases[i].operation, cases[i].message ? &message : NULL, &url);
		assert_string_equal(url.buf, cases[i].expected);
	}
}

/* A NUL is part of a message, and of no text. */
static void
messages_are_whole(void **state)
{
	STRBUF(message);
	STRBUF(url);

	(void)state;
	strbuf_add(&message, "\0\1", 2);
	scep_url("http://a/s", SCEP_PKI_OPERATION, &message, &url);
	assert_string_equal(url.buf, "http://a/s?operation=PKIOperation&message=AAE%3D");
}

static void
plan_fill(struct scep_plan *plan)
{
	struct scep_wish *wish = &plan->wish;

	plan->url = xstrdup("http://ca.example.com/scep");
	plan->name = xstrdup("WiFi");
	strbuf_addchars(&plan->fingerprint, 'f', 20);
	strbuf_addstr(&plan->root, "DER");
	strbuf_addchars(&plan->trusted, 't', 32);
	plan->probe_name = true;
	plan->asks_trial = true;
	plan->now = 1800000000;
	wish->subject = xstrdup("/CN=device");
	wish->principal = xstrdup("user@example.com");
	strvec_push(&wish->dns, "a.example.com");
	strvec_push(&wish->dns, "b.example.com");
	strvec_push(&wish->email, "a@example.com");
	strvec_push(&wish->uri, "https://example.com/");
	wish->usage = SCEP_SIGNING | SCEP_ENCRYPTION;
	wish->bits = 2048;
	strbuf_addstr(&wish->challenge, "s3cret");
	wish->retries = 3;
	wish->delay = 10;
}

static void
plans_come_back(void **state)
{
	SCEP_PLAN(plan);
	SCEP_PLAN(back);

	(void)state;
	plan_fill(&plan);

	NODE(node) = scep_plan_to_node(&plan);

	assert_true(scep_plan_from_node(node, &back));
	assert_string_equal(back.url, plan.url);
	assert_string_equal(back.name, "WiFi");
	assert_string_equal(back.wish.subject, "/CN=device");
	assert_string_equal(back.wish.principal, "user@example.com");
	assert_int_equal(back.wish.dns.n, 2);
	assert_string_equal(back.wish.dns.v[1], "b.example.com");
	assert_string_equal(back.wish.email.v[0], "a@example.com");
	assert_string_equal(back.wish.uri.v[0], "https://example.com/");
	assert_int_equal(back.wish.challenge.len, 0);
	assert_int_equal(back.wish.usage, 5);
	assert_int_equal(back.wish.bits, 2048);
	assert_int_equal(back.wish.retries, 3);
	assert_int_equal(back.wish.delay, 10);
	assert_true(back.probe_name && back.asks_trial);
	assert_int_equal(back.now, 1800000000);
	assert_true(strbuf_same(&back.fingerprint, &plan.fingerprint));
	assert_true(strbuf_same(&back.root, &plan.root));
	assert_true(strbuf_same(&back.trusted, &plan.trusted));
}

/* Then the wish stays where it is. */
static void
plans_without_a_trial_have_no_wish(void **state)
{
	SCEP_PLAN(plan);
	SCEP_PLAN(back);

	(void)state;
	plan_fill(&plan);
	plan.asks_trial = plan.probe_name = false;
	free(plan.name);
	plan.name = NULL;
	strbuf_clear(&plan.fingerprint);
	strbuf_clear(&plan.trusted);

	NODE(node) = scep_plan_to_node(&plan);

	assert_true(scep_plan_from_node(node, &back));
	assert_null(back.name);
	assert_false(back.asks_trial || back.probe_name);
	assert_null(back.wish.subject);
	assert_int_equal(back.wish.challenge.len, 0);
}

static bool
plan_is_taken(const struct node *node)
{
	SCEP_PLAN(plan);

	return scep_plan_from_node(node, &plan);
}

static void
refused(struct node *node, const char *path, struct node *value)
{
	NODE(copy) = node_copy(node);

	node_put(copy, path, value);
	if (plan_is_taken(copy))
		fail_msg("taken with another %s", path);
}

static struct node *
text_of_length(size_t len)
{
	STRBUF(text);

	strbuf_addchars(&text, 'x', len);
	return node_text_new(text.buf);
}

static void
plans_are_read_strictly(void **state)
{
	SCEP_PLAN(plan);
	struct node *nul = node_text_new("a"), *list = node_list_new(),
		    *long_list = node_list_new(), *large = node_data_new("", 0);

	(void)state;
	plan_fill(&plan);
	strbuf_add(&nul->text, "\0b", 2);
	node_append(list, node_integer_new(1));
	for (int i = 0; i < 1001; i++)
		node_append(long_list, node_text_new("a"));
	strbuf_addchars(&large->text, 'x', 1000001);

	NODE(node) = scep_plan_to_node(&plan);

	assert_true(plan_is_taken(node));
	assert_false(plan_is_taken(NULL));
	refused(node, "more", node_boolean_new(true));
	refused(node, "wish/more", node_boolean_new(true));
	refused(node, "url", node_null_new());
	refused(node, "url", nul);
	refused(node, "url", text_of_length(65537));
	refused(node, "name", node_integer_new(1));
	refused(node, "fingerprint", node_data_new("123456789012345", 15));
	refused(node, "fingerprint", node_null_new());
	refused(node, "trusted", node_data_new("12345678901234567890", 20));
	refused(node, "root", node_text_new("DER"));
	refused(node, "root", large);
	refused(node, "probe name", node_integer_new(1));
	refused(node, "now", node_integer_new(1));
	refused(node, "wish", node_map_new());
	refused(node, "wish/subject", node_null_new());
	refused(node, "wish/dns", node_text_new("a"));
	refused(node, "wish/uri", list);
	refused(node, "wish/email", long_list);
	refused(node, "wish/principal", node_data_new("a", 1));
	refused(node, "wish/usage", node_integer_new(2));
	refused(node, "wish/usage", node_integer_new(8));
	refused(node, "wish/usage", node_integer_new(-1));
	refused(node, "wish/bits", node_integer_new(0));
	refused(node, "wish/bits", node_integer_new(3072));
	refused(node, "wish/challenge", node_data_new("s3cret", 6));
	refused(node, "wish/retries", node_integer_new(-1));
	refused(node, "wish/retries", node_integer_new(INT64_C(2147483648)));
	refused(node, "wish/delay", node_real_new(1));
}

/* Apart from the plan. */
static void
challenges_are_read_strictly(void **state)
{
	NODE(text) = node_text_new("s3cret");
	NODE(data) = node_data_new("s3cret", 6);
	NODE(large) = node_data_new("", 0);
	STRBUF(challenge);

	(void)state;
	strbuf_addchars(&large->text, 'x', 65537);
	assert_false(scep_challenge_from_node(NULL, &challenge));
	assert_false(scep_challenge_from_node(text, &challenge));
	assert_false(scep_challenge_from_node(large, &challenge));
	assert_true(scep_challenge_from_node(data, &challenge));
	assert_string_equal(challenge.buf, "s3cret");
}

static void
each_member_must_be_there(void **state)
{
	SCEP_PLAN(plan);

	(void)state;
	plan_fill(&plan);

	NODE(node) = scep_plan_to_node(&plan);

	for (size_t i = 0; i < node->n; i++) {
		NODE(copy) = node_copy(node);

		node_free(copy->v[i]);
		if (plan_is_taken(copy))
			fail_msg("taken without %s", node->v[i]->key);
	}
	for (size_t i = 0; i < node_get(node, "wish")->n; i++) {
		NODE(copy) = node_copy(node);

		node_free(node_get(copy, "wish")->v[i]);
		assert_false(plan_is_taken(copy));
	}
}

/* Bytes of a frame are cut or changed: what is taken all the same is written as it was read. */
static void
damaged_plans_are_refused_or_others(void **state)
{
	SCEP_PLAN(plan);
	STRBUF(frame);

	(void)state;
	plan_fill(&plan);

	NODE(node) = scep_plan_to_node(&plan);

	frame_write(node, &frame);
	for (size_t i = 0; i < frame.len - FRAME_HEAD; i++) {
		NODE(cut) = frame_read(frame.buf + FRAME_HEAD, i);

		assert_null(cut);
	}
	for (size_t i = FRAME_HEAD; i < frame.len; i++)
		for (int bit = 0; bit < 8; bit++) {
			SCEP_PLAN(taken);

			frame.buf[i] ^= (char)(1 << bit);

			NODE(read) = frame_read(frame.buf + FRAME_HEAD, frame.len - FRAME_HEAD);

			if (read && scep_plan_from_node(read, &taken)) {
				NODE(again) = scep_plan_to_node(&taken);

				if (!node_equal(read, again))
					fail_msg("byte %zu, bit %d", i, bit);
			}
			frame.buf[i] ^= (char)(1 << bit);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(operations_have_names),
		cmocka_unit_test(urls_are_those_of_a_mac),
		cmocka_unit_test(messages_are_whole),
		cmocka_unit_test(plans_come_back),
		cmocka_unit_test(plans_without_a_trial_have_no_wish),
		cmocka_unit_test(plans_are_read_strictly),
		cmocka_unit_test(challenges_are_read_strictly),
		cmocka_unit_test(each_member_must_be_there),
		cmocka_unit_test(damaged_plans_are_refused_or_others),
	};

	return run_tests(tests);
}
