/* Facts about a server as nodes and as JSON: what is written is read, and nothing else. */
#include "testing.h"

#include <unistd.h>

#include "base/fileio.h"
#include "base/json.h"
#include "base/xalloc.h"

#include "syntax/pem.h"

#include "model/asked.h"
#include "model/findings.h"

#include "format/ask/asked_json.h"
#include "format/ask/asked_root.h"

#include "asked_cases.h"
#include "asked_facts.h"
#include "make_cert.h"
#include "test_folder.h"

static char folder[] = "/tmp/scepwiz-asked-XXXXXX";

static void
assert_same(const struct asked *a, const struct asked *b)
{
	NODE(one) = asked_to_node(a);
	NODE(other) = asked_to_node(b);

	assert_true(node_equal(one, other));
	assert_int_equal(a->root_known, b->root_known);
}

static void
written_facts_are_read_again(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(asked_cases); i++) {
		ASKED(asked);
		ASKED(again);
		STRBUF(json);
		STRBUF(err);

		asked_with(asked_cases[i].facts, &asked);
		asked_json_write(&asked, NULL, &json);
		if (asked_json_read(json.buf, json.len, &again, &err) < 0)
			fail_msg("%s", err.buf);
		assert_same(&asked, &again);
	}
}

static void
nodes_are_read_again(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(asked_cases); i++) {
		ASKED(asked);
		ASKED(again);
		STRBUF(err);
		NODE(node) = NULL;

		asked_with(asked_cases[i].facts, &asked);
		node = asked_to_node(&asked);
		if (!asked_from_node(node, &again, &err))
			fail_msg("%s", err.buf);
		again.root_known = asked.root_known;
		assert_same(&asked, &again);
	}
}

/* The whole text, with the names that scripts rely on. */
static void
json_has_all_members(void **state)
{
	static const char wanted[] =
		"{\n"
		"  \"scepwiz\": \"" PACKAGE_VERSION "\",\n"
		"  \"asked\": \"2026-11-28T19:30:00Z\",\n"
		"  \"url\": \"https://ca.acme.net/scep\",\n"
		"  \"name\": null,\n"
		"  \"transport\": {\n"
		"    \"status\": 200,\n"
		"    \"type\": \"application/x-x509-ca-ra-cert\",\n"
		"    \"redirects\": [\n"
		"      \"302 http://a.net/\"\n"
		"    ],\n"
		"    \"failure\": \"done\",\n"
		"    \"says\": \"\",\n"
		"    \"tls\": null,\n"
		"    \"whose\": \"\",\n"
		"    \"ms\": 12\n"
		"  },\n"
		"  \"capabilities\": {\n"
		"    \"status\": 200,\n"
		"    \"failure\": \"done\",\n"
		"    \"type\": \"text/plain\",\n"
		"    \"known\": [\n"
		"      \"AES\"\n"
		"    ],\n"
		"    \"unknown\": [],\n"
		"    \"lineEnds\": \"lf\",\n"
		"    \"deviceUses\": {\n"
		"      \"method\": \"GET\",\n"
		"      \"cipher\": \"AES-128\",\n"
		"      \"digest\": \"SHA-256\"\n"
		"    }\n"
		"  },\n"
		"  \"names\": \"\",\n"
		"  \"answer\": \"bundle\",\n"
		"  \"typeKind\": \"bundle\",\n"
		"  \"certificates\": [\n"
		"    {\n"
		"      \"subject\": \"CN=Example Root CA\",\n"
		"      \"issuer\": \"CN=Example Root CA\",\n"
		"      \"key\": \"RSA 2048\",\n"
		"      \"sha256\": \"" HASH_ROOT "\",\n"
		"      \"role\": [\n"
		"        \"anchor\",\n"
		"        \"issuer\"\n"
		"      ],\n"
		"      \"keyUsage\": [\n"
		"        \"keyCertSign\",\n"
		"        \"cRLSign\"\n"
		"      ],\n"
		"      \"hasKeyUsage\": true,\n"
		"      \"isRsa\": true,\n"
		"      \"isCa\": true,\n"
		"      \"selfIssued\": true,\n"
		"      \"begins\": \"2020-01-01T00:00:00Z\",\n"
		"      \"ends\": \"2040-01-01T00:00:00Z\"\n"
		"    }\n"
		"  ],\n"
		"  \"fingerprint\": {\n"
		"    \"given\": true,\n"
		"    \"matches\": null,\n"
		"    \"askedWith\": \"" HEX_ROOT "\"\n"
		"  },\n"
		"  \"deviceStops\": \"fingerprint\",\n"
		"  \"root\": \"none\",\n"
		"  \"rootKnown\": true,\n"
		"  \"trial\": {\n"
		"    \"status\": \"issued\",\n"
		"    \"failInfo\": null,\n"
		"    \"http\": 200,\n"
		"    \"line\": \"\",\n"
		"    \"polls\": 0,\n"
		"    \"waited\": 0,\n"
		"    \"replyWeak\": [\n"
		"      \"des\"\n"
		"    ],\n"
		"    \"signerIsChosen\": true,\n"
		"    \"nonceIsOurs\": true,\n"
		"    \"transactionIsOurs\": true,\n"
		"    \"verifies\": true,\n"
		"    \"forOurKey\": true,\n"
		"    \"oursIsFirst\": true,\n"
		"    \"replyFault\": \"\",\n"
		"    \"transaction\": \"AB12\",\n"
		"    \"serial\": \"1a\",\n"
		"    \"sent\": {\n"
		"      \"subject\": \"/C=US/O=Acme/CN=SCEPWIZ-TRIAL-7F3A/2.5.4.5=C02\",\n"
		"      \"dns\": [\n"
		"        \"mac1.acme.net\"\n"
		"      ],\n"
		"      \"email\": [\n"
		"        \"it@acme.net\"\n"
		"      ],\n"
		"      \"uri\": [\n"
		"        \"urn:acme:1\"\n"
		"      ],\n"
		"      \"principal\": \"mac1@ACME.NET\",\n"
		"      \"keyUsage\": [\n"
		"        \"digitalSignature\",\n"
		"        \"keyEncipherment\"\n"
		"      ],\n"
		"      \"hasKeyUsage\": true,\n"
		"      \"extended\": []\n"
		"    },\n"
		"    \"issued\": {\n"
		"      \"subject\": \"/CN=SCEPWIZ-TRIAL-7F3A\",\n"
		"      \"dns\": [],\n"
		"      \"email\": [],\n"
		"      \"uri\": [],\n"
		"      \"principal\": null,\n"
		"      \"keyUsage\": [],\n"
		"      \"hasKeyUsage\": false,\n"
		"      \"extended\": [\n"
		"        \"clientAuth\"\n"
		"      ],\n"
		"      \"begins\": \"2026-11-28T19:30:00Z\",\n"
		"      \"ends\": \"2027-11-28T19:30:00Z\",\n"
		"      \"chains\": true,\n"
		"      \"signature\": \"sha256WithRSAEncryption\",\n"
		"      \"dropped\": [\n"
		"        \"C\",\n"
		"        \"O\",\n"
		"        \"2.5.4.5\",\n"
		"        \"dNSName\",\n"
		"        \"rfc822Name\",\n"
		"        \"uniformResourceIdentifier\",\n"
		"        \"ntPrincipalName\"\n"
		"      ]\n"
		"    }\n"
		"  },\n"
		"  \"findings\": [\n"
		"    {\n"
		"      \"rule\": \"ca-fingerprint\",\n"
		"      \"severity\": \"error\",\n"
		"      \"field\": null,\n"
		"      \"sentence\": \"no certificate has it\"\n"
		"    }\n"
		"  ]\n"
		"}\n";
	ASKED(asked);
	FINDINGS(found);
	STRBUF(json);

	(void)state;
	asked_with("{'transport': {'tls': null, 'redirects': ['302 http://a.net/']}, "
		   "'capabilities': {'known': ['AES'], 'deviceUses': {'method': 'GET'}}, "
		   "'certificates': [" CERT_ROOT "], 'deviceStops': 'fingerprint', "
		   "'fingerprint': {'given': true, 'matches': null}, "
		   "'trial': {'status': 'issued', 'replyWeak': ['des'], 'issued': {"
		   "'subject': '/CN=SCEPWIZ-TRIAL-7F3A', 'dns': [], 'email': [], 'uri': [], "
		   "'principal': null, 'keyUsage': [], 'hasKeyUsage': false, "
		   "'extended': ['clientAuth']}}}",
		&asked);
	findings_addf(
		&found, "ca-fingerprint", NULL, (struct place){ 0, 0 }, "no certificate has it");
	asked_json_write(&asked, &found, &json);
	assert_string_equal(json.buf, wanted);
}

/* As it is without a trial. */
static void
what_is_not_there_is_null(void **state)
{
	NODE(node) = NULL;
	ASKED(asked);
	STRBUF(json);
	STRBUF(err);

	(void)state;
	asked_with("{'trial': {'issued': {'begins': null, 'ends': null}}, "
		   "'fingerprint': {'given': false, 'matches': null}}",
		&asked);
	assert_int_equal(asked.trial.not_before, 0);
	assert_int_equal(asked.trial.not_after, 0);
	assert_int_equal(asked.matches, ASKED_NOT_GIVEN);
	asked_json_write(&asked, NULL, &json);
	node = json_read(json.buf, json.len, ASKED_JSON_DEPTH, &err);
	assert_true(node_is(node_at(node, "trial/issued/begins"), NODE_NULL));
	assert_true(node_is(node_at(node, "trial/issued/ends"), NODE_NULL));
	assert_true(node_is(node_at(node, "fingerprint/matches"), NODE_NULL));
	assert_false(node_at(node, "fingerprint/given")->number);
}

/* Certificates come from the worker, and are not written. */
static void
certificates_are_not_in_json(void **state)
{
	ASKED(asked);
	STRBUF(err);
	NODE(node) = NULL;
	ASKED(again);

	(void)state;
	asked_with(AS_IT_IS, &asked);
	node = asked_to_node(&asked);
	node_add(node_get(node, "certificates")->v[0], "der", node_data_new("abc", 3));
	node_add(node_at(node, "trial/issued"), "pem", node_data_new("defg", 4));
	assert_true(asked_from_node(node, &again, &err));
	assert_int_equal(again.certificates[0].der.len, 3);
	assert_int_equal(again.certificates[1].der.len, 0);
	assert_string_equal(again.trial.pem.buf, "defg");
	again.root_known = asked.root_known;
	assert_same(&asked, &again);
}

/* Calls visit for the node and each below it. */
static void
each_below(struct node *node, void (*visit)(struct node *, void *), void *data)
{
	visit(node, data);
	for (size_t i = 0; i < node->n; i++)
		each_below(node->v[i], visit, data);
}

static bool
tree_reads(const struct node *top)
{
	ASKED(asked);
	STRBUF(json);
	STRBUF(err);
	bool reads;

	json_write(top, &json);
	reads = asked_json_read(json.buf, json.len, &asked, &err) == 0;
	if (!reads)
		assert_true(err.len > 10);
	return reads;
}

static struct node *
tree_of(const char *changes)
{
	STRBUF(json);
	STRBUF(err);

	asked_json_with(changes, &json);
	return json_read(json.buf, json.len, ASKED_JSON_DEPTH, &err);
}

static void
count_node(struct node *node, void *data)
{
	(void)node;
	++*(size_t *)data;
}

struct search {
	size_t left;
	struct node *found;
};

static void
find_node(struct node *node, void *data)
{
	struct search *search = data;

	if (search->left-- == 0)
		search->found = node;
}

static struct node *
node_number(struct node *top, size_t i)
{
	struct search search = { i, NULL };

	each_below(top, find_node, &search);
	return search.found;
}

/* What is below findings is not looked at, nor is what dropped says. */
static bool
is_ignored(const struct node *node)
{
	for (; node; node = node->parent)
		if (node->key && node->parent->parent == NULL && !strcmp(node->key, "findings"))
			return true;
	return false;
}

static void
every_member_is_needed(void **state)
{
	NODE(top) = tree_of(AS_IT_IS);
	size_t n = 0;

	(void)state;
	assert_true(tree_reads(top));
	each_below(top, count_node, &n);
	assert_true(n > 100);
	for (size_t i = 1; i < n; i++) {
		NODE(cut) = node_copy(top);
		struct node *node = node_number(cut, i);

		if (!node->key)
			continue;
		node_free(node);
		if (tree_reads(cut))
			fail_msg("without %s", node_number(top, i)->key);
	}
}

static void
no_member_is_added_or_of_another_kind(void **state)
{
	NODE(top) = tree_of(AS_IT_IS);
	size_t n = 0;

	(void)state;
	each_below(top, count_node, &n);
	for (size_t i = 0; i < n; i++) {
		NODE(odd) = node_copy(top);
		struct node *node = node_number(odd, i);

		if (node->kind == NODE_MAP) {
			node_add(node, "other", node_text_new("x"));
			assert_false(tree_reads(odd));
			continue;
		}
		if (is_ignored(node))
			continue;
		node_replace(node,
			node->kind == NODE_BOOLEAN ? node_integer_new(1) : node_boolean_new(true));
		if (tree_reads(odd))
			fail_msg("%s of another kind", node_number(top, i)->key);
	}
}

static void
what_is_not_written_is_not_read(void **state)
{
	static const struct {
		const char *changes, *part;
	} cases[] = {
		{ "{'line ends': 'x'}", "members that are not known" },
		{ "{'trial': {'reply fault': ''}}", "members that are not known" },
		{ "{'trial': {'status': 'won'}}",
			"\"trial: status\" is missing, or is not what it" },
		{ "{'transport': {'failure': 'bad'}}", "\"transport: failure\" is missing" },
		{ "{'capabilities': {'deviceUses': {'method': 'PUT'}}}", "values of another kind" },
		{ "{'capabilities': {'deviceUses': {'cipher': 'DES'}}}",
			"\"capabilities: device uses: cipher\"" },
		{ "{'fingerprint': {'given': true, 'matches': 2}}", "\"fingerprint: matches\"" },
		{ "{'fingerprint': {'given': true, 'matches': -1}}", "another kind" },
		{ "{'fingerprint': {'given': false, 'matches': 1}}", "members are missing" },
		{ "{'trial': {'failInfo': -1}}", "another kind" },
		{ "{'asked': '2026-02-29T00:00:00Z'}", "another kind" },
		{ "{'asked': '2026-11-28'}", "another kind" },
		{ "{'asked': '2026-11-28T24:00:00Z'}", "another kind" },
		{ "{'asked': '2026-11-28T00:60:00Z'}", "another kind" },
		{ "{'asked': '2026-11-28T00:00:60Z'}", "another kind" },
		{ "{'asked': '2026-13-28T00:00:00Z'}", "another kind" },
		{ "{'asked': '2026-00-28T00:00:00Z'}", "another kind" },
		{ "{'asked': '2026-01-00T00:00:00Z'}", "another kind" },
		{ "{'asked': '2026-11-28T19:30:00Z '}", "another kind" },
		{ "{'certificates': {}}", "\"certificates\" is missing" },
		{ "{'certificates': [" CERT("A", "A", "AB", "", "", "true", "true", NO_DATES) "]}",
			"\"certificates: sha256\"" },
		{ "{'certificates': [" CERT("A", "A", HASH_RA, "'anchor', 'anchor'", "", "true",
			  "true", NO_DATES) "]}",
			"\"certificates: roles\"" },
		{ "{'trial': {'polls': 4294967296}}", "\"trial: polls\"" },
		{ "{'trial': {'waited': -1}}", "\"trial: waited\"" },
		{ "{'transport': {'ms': -1}}", "\"transport: ms\"" },
		{ "{'findings': [[[[[[[['too deep']]]]]]]]}", "line 1" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		ASKED(asked);
		STRBUF(json);
		STRBUF(err);

		if (strstr(cases[i].changes, "too deep"))
			strbuf_addstr(&json, "[[[[[[[[[1]]]]]]]]]");
		else
			asked_json_with(cases[i].changes, &json);
		assert_int_equal(asked_json_read(json.buf, json.len, &asked, &err), -1);
		if (!strstr(err.buf, cases[i].part))
			fail_msg("%s: %s", cases[i].changes, err.buf);
	}
}

static void
lists_and_texts_are_bounded(void **state)
{
	static const struct {
		const char *path;
		size_t most; /* bytes of a text, items of a list */
	} cases[] = {
		{ "url", ASKED_URL_MAX },
		{ "trial/line", ASKED_TEXT_MAX },
		{ "transport/says", ASKED_TEXT_MAX },
		{ "transport/redirects", 100 },
		{ "trial/sent/dns", 100 },
		{ "certificates", 20 },
	};

	(void)state;
	for (size_t i = 0; i < 2 * ARRAY_SIZE(cases); i++) {
		NODE(top) = tree_of(AS_IT_IS);
		struct node *node = node_at(top, cases[i / 2].path);
		size_t n = cases[i / 2].most + i % 2;

		if (node->kind == NODE_TEXT) {
			strbuf_clear(&node->text);
			strbuf_addchars(&node->text, 'x', n);
		}
		while (node->kind == NODE_LIST && node->n < n)
			node_append(node, node->n ? node_copy(node->v[0]) : node_text_new("x"));
		if (tree_reads(top) != (i % 2 == 0))
			fail_msg("%s of %zu", cases[i / 2].path, n);
	}
}

static void
capabilities_are_bounded(void **state)
{
	(void)state;
	for (size_t n = 32; n <= 33; n++) {
		NODE(top) = tree_of(AS_IT_IS);
		struct node *known = node_at(top, "capabilities/known"),
			    *unknown = node_at(top, "capabilities/unknown");

		while (known->n + unknown->n < n)
			node_append(unknown, node_text_new("x"));
		assert_int_equal(tree_reads(top), n == 32);
	}
}

static void
a_file_is_bounded(void **state)
{
	ASKED(asked);
	STRBUF(json);
	STRBUF(err);

	(void)state;
	asked_json_with(AS_IT_IS, &json);
	strbuf_addchars(&json, ' ', ASKED_JSON_LIMIT - json.len);
	assert_int_equal(asked_json_read(json.buf, json.len, &asked, &err), 0);
	strbuf_addch(&json, ' ');
	asked_release(&asked);
	assert_int_equal(asked_json_read(json.buf, json.len, &asked, &err), -1);
	assert_string_equal(err.buf, "it has more than 262144 bytes");
}

/* A server may send any bytes. */
static void
texts_become_one_line_of_utf8(void **state)
{
	NODE(node) = NULL;
	ASKED(asked);
	ASKED(again);
	STRBUF(err);

	(void)state;
	asked_with(AS_IT_IS, &asked);
	node = asked_to_node(&asked);
	node_set(node_get(node, "trial"), "line", node_text_new("a\nb\x7f\xff\xc3\xa4\xe2\x82"));
	node_set(node_get(node, "transport"), "type", node_text_new("\x1b[31m"));
	assert_true(asked_from_node(node, &again, &err));
	assert_string_equal(again.trial.line, "a?b??\xc3\xa4??");
	assert_string_equal(again.transport.type.buf, "?[31m");
}

static void
a_file_that_cannot_be_used_is_named(void **state)
{
	ASKED(asked);
	STRBUF(path);
	STRBUF(err);
	STRBUF(wanted);

	(void)state;
	strbuf_addf(&path, "%s/facts.json", folder);
	assert_int_equal(asked_json_load(path.buf, &asked, &err), -1);
	assert_non_null(strstr(err.buf, "facts.json"));
	strbuf_clear(&err);
	assert_int_equal(file_write(path.buf, "{}", 2, 0, &err), 0);
	assert_int_equal(asked_json_load(path.buf, &asked, &err), -1);
	strbuf_addf(&wanted,
		"%s is not what scepwiz ask --format json writes: members are missing, or are not "
		"what they must be. Ask again",
		path.buf);
	assert_string_equal(err.buf, wanted.buf);
	unlink(path.buf);
}

/* The anchor is among them, other blocks are skipped, and so is what cannot be decoded. */
static void
a_root_is_found_in_a_bundle(void **state)
{
	struct cert_spec root = { "Root", NULL, 2048, "SHA256", -1, 3650, true },
			 other = { "Other", NULL, 2048, "SHA256", -1, 3650, true };
	STRBUF(path);
	STRBUF(bundle);
	STRBUF(der);
	STRBUF(err);
	STRBUF(hash);
	ASKED(asked);

	(void)state;
	strbuf_addf(&path, "%s/bundle.pem", folder);
	cert_der(&root, &der);
	hash_bytes("SHA256", der.buf, der.len, &hash);
	asked_with(AS_IT_IS, &asked);
	assert_false(asked_root_is_in(&asked, path.buf));
	cert_pem(&other, &bundle);
	strbuf_addstr(&bundle, "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n");
	pem_encode("X509 CRL", der.buf, der.len, &bundle);
	assert_int_equal(file_write(path.buf, bundle.buf, bundle.len, 0, &err), 0);
	for (size_t i = 0; i < 32; i++)
		snprintf(asked.certificates[1].sha256 + 2 * i, 3, "%02x",
			(unsigned char)hash.buf[i]);
	assert_false(asked_root_is_in(&asked, path.buf));
	pem_encode("CERTIFICATE", der.buf, der.len, &bundle);
	assert_int_equal(file_write(path.buf, bundle.buf, bundle.len, 0, &err), 0);
	assert_true(asked_root_is_in(&asked, path.buf));
	unlink(path.buf);
}

static int
group_setup(void **state)
{
	(void)state;
	test_folder(folder);
	return 0;
}

static int
group_teardown(void **state)
{
	(void)state;
	return rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(written_facts_are_read_again),
		cmocka_unit_test(nodes_are_read_again),
		cmocka_unit_test(json_has_all_members),
		cmocka_unit_test(what_is_not_there_is_null),
		cmocka_unit_test(certificates_are_not_in_json),
		cmocka_unit_test(every_member_is_needed),
		cmocka_unit_test(no_member_is_added_or_of_another_kind),
		cmocka_unit_test(what_is_not_written_is_not_read),
		cmocka_unit_test(lists_and_texts_are_bounded),
		cmocka_unit_test(capabilities_are_bounded),
		cmocka_unit_test(a_file_is_bounded),
		cmocka_unit_test(texts_become_one_line_of_utf8),
		cmocka_unit_test(a_file_that_cannot_be_used_is_named),
		cmocka_unit_test(a_root_is_found_in_a_bundle),
	};

	return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
