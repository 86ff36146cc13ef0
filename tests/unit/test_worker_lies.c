/* Whole answers of the worker are taken. Of one in which anything is missing, of another kind or out of its range,
 * nothing is, and it is told. */
#include "testing.h"

#include <limits.h>
#include <sys/stat.h>

#include "base/frame.h"
#include "base/path.h"
#include "base/request.h"
#include "base/xalloc.h"

#include "syntax/certificate_node.h"
#include "syntax/cms.h"
#include "syntax/plist_doc.h"

#include "format/worker/worker.h"

#include "test_folder.h"

#define NO_ANSWER "the worker process sent an invalid answer"
#define UNCHECKED \
	"certificate-unreadable at 0, fix none: the certificate could not be checked: " NO_ANSWER

static char folder[64] = "/tmp/scepwiz-lies-XXXXXX";

/*
 * A worker that answers the next request so, whatever it is.
 */

static char *
program_make(const char *name, const char *behind)
{
	char *program = path_join(folder, name);
	FILE *file = fopen(program, "w");

	assert_non_null(file);
	fprintf(file, "#!/bin/sh\ncat '%s/answer'; %s\n", folder, behind);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(program, 0700), 0);
	return program;
}

/* What the next one that is started will say. */
static void
answer_put(const char *frames, size_t len)
{
	OWN_TEXT(answer) = path_join(folder, "answer");
	FILE *file = fopen(answer, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(frames, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
}

static void
folder_begin(void)
{
	if (strstr(folder, "XXXXXX"))
		test_folder(folder);
}

static void
answer_with(const struct strbuf *frames)
{
	static char *program;

	folder_begin();
	if (!program)
		program = program_make("worker", "exec cat >/dev/null");
	answer_put(frames->buf, frames->len);
	worker_use(program);
}

/* Then it ends. */
static void
answer_and_end(const char *frames, size_t len)
{
	static char *program;

	folder_begin();
	if (!program)
		program = program_make("leaving", "exec 0<&-");
	answer_put(frames, len);
	worker_use(program);
}

/*
 * Each request: what is said of its answer in a line.
 */

static void
say_certificate(const struct certificate *cert, struct strbuf *said)
{
	strbuf_addf(said, "%jd-%jd %s %.*s %d %d %u %d", (intmax_t)cert->not_before,
		(intmax_t)cert->not_after, cert->subject.buf, 4, (const char *)cert->sha512,
		cert->rsa_bits, cert->path_length, cert->oddities, cert->is_ca);
}

static void
say_slip(const struct finding *slip, struct strbuf *said)
{
	strbuf_addf(said, "%s at %zu, fix %s: %s", slip->rule, slip->offset,
		slip->fix ? slip->fix : "none", slip->sentence);
}

static void
ask_certificate(struct strbuf *said)
{
	CERTIFICATE(cert);
	FINDING(slip);

	if (certificate_parse("x", 1, &cert, &slip) == 0)
		say_certificate(&cert, said);
	else
		say_slip(&slip, said);
}

static void
ask_certificates(struct strbuf *said)
{
	CERTIFICATES(list) = { 0 };
	FINDING(slip);

	if (certificates_parse("x", 1, &list, &slip) != 0)
		say_slip(&slip, said);
	else
		for (size_t i = 0; i < list.n; i++)
			say_certificate(&list.v[i], said);
}

static void
ask_number(struct strbuf *said)
{
	CERTIFICATE(cert);
	STRBUF(what);
	int is = certificate_number_is(&cert, NULL, "1", 1, &what);

	strbuf_addf(said, "%d%s", is, what.buf);
}

static void
ask_serial(struct strbuf *said)
{
	CERTIFICATE(cert);

	strbuf_addf(said, "%d", certificate_serial_is(&cert, "1"));
}

static void
ask_issued(struct strbuf *said)
{
	CERTIFICATE(cert);

	strbuf_addf(said, "%d", certificate_issued_by(&cert, &cert));
}

/* cms_passphrase */
static int
passphrase(int tries, const char *key, void *data, struct strbuf *out, struct strbuf *err)
{
	(void)err;
	strbuf_addf(data, "%s %d, ", key, tries);
	strbuf_addstr(out, "s3cret");
	return 0;
}

static void
ask_sign(struct strbuf *said)
{
	struct cms_source source = CMS_SOURCE_INIT;
	struct cms_signed result = CMS_SIGNED_INIT;
	STRBUF(err);

	source.passphrase = passphrase;
	source.data = said;
	if (cms_sign(&source, "x", 1, &result, &err) != 0)
		strbuf_addstr(said, err.buf);
	else
		strbuf_addf(said, "%s %s %s %jd", result.der.buf, result.signer.buf,
			result.warning.buf, (intmax_t)result.not_after);
	cms_source_release(&source);
	cms_signed_release(&result);
}

static void
ask_judge(struct strbuf *said)
{
	struct cms_file ca = { .name = "ca.pem", .data = STRBUF_INIT };
	struct cms_judged judged = CMS_JUDGED_INIT;

	cms_judge("x", 1, &ca, 0, &judged);
	if (judged.doubt.len)
		strbuf_addstr(said, judged.doubt.buf);
	else
		strbuf_addf(said, "%s of %s", judged.signer.buf, judged.root.buf);
	cms_judged_release(&judged);
}

static void
ask_read(struct strbuf *said)
{
	PLIST_DOC(doc);
	FINDING(slip);
	struct place place;

	if (plist_doc_parse(&doc, "x", 1, &slip, &place) != 0) {
		say_slip(&slip, said);
		strbuf_addf(said, ", line %d column %d", place.line, place.column);
		return;
	}
	strbuf_addf(said, "%s of %zu, %d%d%d %s, twice", node_text(doc.root), doc.bytes,
		doc.is_binary, doc.was_signed, doc.is_intact, doc.signer.buf);
	for (size_t i = 0; i < doc.ntwice; i++)
		strbuf_addf(said, " %s %d", doc.twice[i].key, doc.twice[i].equal);
}

static void
ask_write(struct strbuf *said)
{
	NODE(root) = node_map_new();
	STRBUF(why);

	if (plist_write(root, false, said, &why) != 0)
		strbuf_addf(said, "not written: %s", why.buf);
}

/*
 * Whole answers.
 */

static struct node *
slip_answer(const char *rule, const char *fix)
{
	struct node *answer = node_map_new();
	FINDING(slip);

	finding_set(&slip, rule, 7, "%s", "It is 100%% wrong");
	finding_fix(&slip, fix);
	node_add(answer, "slip", finding_to_node(&slip))->place = (struct place){ 3, 5 };
	return answer;
}

static struct node *
certificate_node(void)
{
	CERTIFICATE(cert);

	for (size_t i = 0; i < CERTIFICATE_TEXTS; i++)
		strbuf_addstr(certificate_text(&cert, i), "Acme");
	memcpy(cert.sha512, "hash", 4);
	cert.rsa_bits = 2048;
	cert.path_length = -1;
	cert.oddities = 4;
	cert.not_before = 11;
	cert.not_after = 22;
	cert.is_ca = true;
	return certificate_to_node(&cert);
}

static struct node *
certificate_answer(void)
{
	struct node *answer = node_map_new();

	node_add(answer, "certificate", certificate_node());
	return answer;
}

static struct node *
certificates_answer(void)
{
	struct node *answer = node_map_new();

	node_append(node_add(answer, "certificates", node_list_new()), certificate_node());
	return answer;
}

static struct node *
certificate_slip(void)
{
	return slip_answer("certificate-several", NULL);
}

static struct node *
read_slip(void)
{
	return slip_answer("not-a-profile", "another");
}

static struct node *
number_answer(void)
{
	struct node *answer = node_map_new();

	node_add(answer, "what", node_text_new("the serial number"));
	return answer;
}

static struct node *
serial_answer(void)
{
	struct node *answer = node_map_new();

	node_add(answer, "is", node_boolean_new(true));
	return answer;
}

static struct node *
issued_answer(void)
{
	struct node *answer = node_map_new();

	node_add(answer, "issued", node_integer_new(ISSUED_FOR_CERTAIN));
	return answer;
}

static struct node *
sign_answer(void)
{
	struct node *answer = node_map_new();

	node_add(answer, "der", node_data_new("DER", 3));
	node_add(answer, "signer", node_text_new("Acme"));
	node_add(answer, "warning", node_text_new("old"));
	node_add(answer, "not after", node_date_new(99));
	return answer;
}

static struct node *
judge_answer(void)
{
	struct node *answer = node_map_new();

	node_add(answer, "signer", node_text_new("Acme"));
	node_add(answer, "root", node_text_new("Acme Root"));
	node_add(answer, "doubt", node_text_new(""));
	return answer;
}

static struct node *
read_answer(void)
{
	struct node *answer = node_map_new(), *twice;

	node_add(answer, "binary", node_boolean_new(true));
	node_add(answer, "signed", node_boolean_new(true));
	node_add(answer, "intact", node_boolean_new(true));
	node_add(answer, "signer", node_text_new("Acme"));
	twice = node_append(node_add(answer, "twice", node_list_new()), node_map_new());
	node_add(twice, "key", node_text_new("Name"));
	node_add(twice, "first", node_boolean_new(true));
	node_add(twice, "again", node_boolean_new(true));
	node_add(twice, "equal", node_boolean_new(true));
	node_add(answer, "root", node_text_new("text"));
	return answer;
}

static struct node *
write_answer(void)
{
	struct node *answer = node_map_new();

	node_add(answer, "data", node_data_new("<plist>", 7));
	return answer;
}

static const struct asked {
	const char *name;
	void (*ask)(struct strbuf *said);
	struct node *(*answer)(void);
	const char *whole, *none; /* what is said */
} requests[] = {
	{ "certificate", ask_certificate, certificate_answer, "11-22 Acme hash 2048 -1 4 1",
		UNCHECKED },
	{ "certificate", ask_certificate, certificate_slip,
		"certificate-several at 7, fix none: It is 100%% wrong", UNCHECKED },
	{ "certificates", ask_certificates, certificates_answer, "11-22 Acme hash 2048 -1 4 1",
		UNCHECKED },
	{ "certificates", ask_certificates, certificate_slip,
		"certificate-several at 7, fix none: It is 100%% wrong", UNCHECKED },
	{ "number", ask_number, number_answer, "1the serial number", "-1" },
	{ "serial", ask_serial, serial_answer, "1", "-1" },
	{ "issued", ask_issued, issued_answer, "2", "3" },
	{ "sign", ask_sign, sign_answer, "DER Acme old 99",
		"the profile cannot be signed: " NO_ANSWER },
	{ "read", ask_read, read_answer, "text of 1, 111 Acme, twice Name 1",
		"profile-not-well-formed at 0, fix none: the property list cannot be "
		"read: " NO_ANSWER ", line 0 column 0" },
	{ "read", ask_read, read_slip,
		"not-a-profile at 7, fix another: It is 100%% wrong, line 3 column 5",
		"profile-not-well-formed at 0, fix none: the property list cannot be "
		"read: " NO_ANSWER ", line 0 column 0" },
	{ "write", ask_write, write_answer, "<plist>", "not written: " NO_ANSWER },
	{ "judge", ask_judge, judge_answer, "Acme of Acme Root",
		"this could not be checked: " NO_ANSWER },
};

static void
check_said(const struct asked *request, const struct node *answer, const char *expected,
	const char *what)
{
	STRBUF(frames);
	STRBUF(said);

	frame_write(answer, &frames);
	answer_with(&frames);
	request->ask(&said);
	if (strcmp(said.buf, expected) != 0)
		fail_msg("\"%s\", %s: \"%s\"", request->whole, what, said.buf);
}

/* The node of that number, counted from 0 for the root; *left becomes 0 there. */
static struct node *
nth_node(struct node *node, size_t *left)
{
	struct node *found = *left ? NULL : node;

	for (size_t i = 0; i < node->n && !found; i++) {
		--*left;
		found = nth_node(node->v[i], left);
	}
	return found;
}

/* One of any kind does. */
static bool
is_any(const struct node *node)
{
	return node->key && (!strcmp(node->key, "root") || !strcmp(node->key, "first") ||
				    !strcmp(node->key, "again"));
}

static void
each_part_is_needed_and_of_its_kind(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(requests); i++) {
		NODE(whole) = requests[i].answer();

		check_said(&requests[i], whole, requests[i].whole, "whole");
		for (size_t at = 1;; at++) {
			size_t left = at;
			const struct node *part = nth_node(whole, &left);

			if (!part)
				break;
			/* behind the last kind: it is missing */
			for (int kind = NODE_TEXT; kind <= NODE_NULL + 1; kind++) {
				NODE(answer) = node_copy(whole);
				struct node *lie;
				const char *what = part->key ? part->key : "an item";

				left = at;
				lie = nth_node(answer, &left);
				if ((int)part->kind == kind ||
					(kind > NODE_NULL ? !part->key : is_any(part)))
					continue;
				if (kind > NODE_NULL)
					node_free(node_take(lie));
				else
					node_replace(lie, node_new((enum node_kind)kind));
				check_said(&requests[i], answer, requests[i].none, what);
			}
		}
	}
	worker_use(NULL);
}

/* A value where its range ends: said is NULL where nothing is taken. */
static void
numbers_have_a_range(void **state)
{
	static const struct {
		size_t request;
		const char *path;
		enum node_kind kind;
		int64_t number; /* of data: its bytes */
		const char *said;
	} cases[] = {
		{ 0, "certificate/path length", NODE_INTEGER, INT_MIN,
			"11-22 Acme hash 2048 -2147483648 4 1" },
		{ 0, "certificate/path length", NODE_INTEGER, (int64_t)INT_MIN - 1, NULL },
		{ 0, "certificate/RSA bits", NODE_INTEGER, INT_MAX,
			"11-22 Acme hash 2147483647 -1 4 1" },
		{ 0, "certificate/RSA bits", NODE_INTEGER, (int64_t)INT_MAX + 1, NULL },
		{ 0, "certificate/is CA", NODE_BOOLEAN, 0, "11-22 Acme hash 2048 -1 4 0" },
		{ 0, "certificate/MD5", NODE_DATA, 15, NULL },
		{ 0, "certificate/MD5", NODE_DATA, 17, NULL },
		{ 0, "certificate/SHA-512", NODE_DATA, 63, NULL },
		{ 0, "certificate/SHA-512", NODE_DATA, 65, NULL },
		{ 1, "slip/offset", NODE_INTEGER, 0,
			"certificate-several at 0, fix none: It is 100%% wrong" },
		{ 1, "slip/offset", NODE_INTEGER, -1, NULL },
		{ 5, "is", NODE_BOOLEAN, 0, "0" },
		{ 6, "issued", NODE_INTEGER, ISSUED_BY_OTHER, "0" },
		{ 6, "issued", NODE_INTEGER, ISSUED_BY_OTHER - 1, NULL },
		{ 6, "issued", NODE_INTEGER, ISSUED_UNKNOWN + 1, NULL },
		{ 8, "signed", NODE_BOOLEAN, 0, "text of 1, 101 Acme, twice Name 1" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct asked *request = &requests[cases[i].request];
		NODE(answer) = request->answer();
		struct node *value = node_put(answer, cases[i].path, node_new(cases[i].kind));

		if (cases[i].kind == NODE_DATA)
			strbuf_addchars(&value->text, 'x', (size_t)cases[i].number);
		else
			value->number = cases[i].number;
		check_said(request, answer, cases[i].said ? cases[i].said : request->none,
			cases[i].path);
	}
	worker_use(NULL);
}

static void
each_rule_of_a_request_is_told(void **state)
{
	static const struct {
		size_t request;
		const char *rule;
	} cases[] = {
		{ 1, "certificate-not-one" },
		{ 1, "certificate-several" },
		{ 1, "certificate-too-large" },
		{ 1, "certificate-private-key" },
		{ 9, "profile-not-well-formed" },
		{ 9, "data-not-base64" },
		{ 9, "value-type" },
		{ 9, "text-control-character" },
		{ 9, "not-a-profile" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		NODE(answer) = slip_answer(cases[i].rule, NULL);
		STRBUF(said);

		strbuf_addf(&said, "%s at 7, fix none: It is 100%%%% wrong%s", cases[i].rule,
			cases[i].request == 9 ? ", line 3 column 5" : "");
		check_said(&requests[cases[i].request], answer, said.buf, cases[i].rule);
	}
	worker_use(NULL);
}

/* A slip of another request's rules is none. */
static void
rules_are_those_of_the_request(void **state)
{
	NODE(certificate) = certificate_slip();
	NODE(read) = read_slip();

	(void)state;
	check_said(&requests[0], read, UNCHECKED, "the slip of a property list");
	check_said(&requests[9], certificate, requests[9].none, "the slip of a certificate");
	worker_use(NULL);
}

/* The file may be what ended the worker: a binary one has a way round. */
static void
no_answer_about_a_file_tells_its_kind(void **state)
{
	static const struct {
		const char *data;
		size_t len;
		bool binary;
	} cases[] = {
		{ "bplist00", 8, true },
		{ "bplist00x", 9, true },
		{ "bplist00", 7, false },
		{ "bplist01", 8, false },
		{ "xplist00", 8, false },
		{ "<plist/>", 8, false },
	};

	(void)state;
	worker_use("/nowhere/scepwiz-worker");
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		PLIST_DOC(doc);
		FINDING(slip);
		struct place place = { 1, 1 };

		assert_int_equal(
			plist_doc_parse(&doc, cases[i].data, cases[i].len, &slip, &place), -1);
		assert_string_equal(slip.rule, "profile-not-well-formed");
		assert_int_equal(slip.offset, 0);
		assert_int_equal(place.line, 0);
		assert_int_equal(place.column, 0);
		assert_contains(slip.sentence,
			cases[i].binary
				? "the binary property list cannot be read: the worker program, "
				  "/nowhere/scepwiz-worker, cannot be started: No such file "
				  "or directory. It may be damaged. Convert it at its "
				  "source (plutil -convert xml1) and import the XML"
				: "the property list cannot be read: the worker program, "
				  "/nowhere/scepwiz-worker, cannot be started: No such file "
				  "or directory");
		assert_ptr_equal(doc.root, NULL);
	}
	worker_use(NULL);
}

/* Nobody is asked. */
static void
too_large_a_file_is_refused(void **state)
{
	PLIST_DOC(doc);
	FINDING(slip);
	struct place place;
	STRBUF(data);

	(void)state;
	strbuf_addchars(&data, ' ', CMS_LIMIT + PLIST_DOC_LIMIT);
	assert_int_equal(plist_doc_parse(&doc, data.buf, data.len, &slip, &place), -1);
	assert_null(strstr(slip.sentence, "cannot be read"));
}

static void
each_certificate_of_a_list_is_one(void **state)
{
	NODE(answer) = certificates_answer();
	struct node *list = node_get(answer, "certificates");

	(void)state;
	node_append(list, node_copy(list->v[0]));
	check_said(&requests[2], answer, "11-22 Acme hash 2048 -1 4 111-22 Acme hash 2048 -1 4 1",
		"two");
	node_append(list, node_map_new());
	check_said(&requests[2], answer, requests[2].none, "two, and what is none");
	node_free(node_take(list->v[2]));
	node_free(node_take(list->v[1]));
	node_free(node_take(list->v[0]));
	check_said(&requests[2], answer, "", "none");
	worker_use(NULL);
}

static void
keys_twice_have_a_limit(void **state)
{
	NODE(answer) = read_answer();
	struct node *twice = node_get(answer, "twice");
	STRBUF(said);

	(void)state;
	strbuf_addstr(&said, "text of 1, 111 Acme, twice");
	while (twice->n < PLIST_DOC_TWICE)
		node_append(twice, node_copy(twice->v[0]));
	for (size_t i = 0; i < twice->n; i++)
		strbuf_addstr(&said, " Name 1");
	check_said(&requests[8], answer, said.buf, "as many as there may be");
	node_append(twice, node_copy(twice->v[0]));
	check_said(&requests[8], answer, requests[8].none, "one too many");
	worker_use(NULL);
}

/* What is told instead of what was signed goes before it. */
static void
an_error_is_no_signature(void **state)
{
	NODE(answer) = sign_answer();

	(void)state;
	node_add(answer, "error", node_text_new("it is 100%% no key"));
	check_said(&requests[7], answer, "it is 100%% no key", "error");
	worker_use(NULL);
}

static void
questions_are_asked_whole_and_where_they_may_be(void **state)
{
	static const char unanswered[] = "the profile cannot be signed: the worker process asked "
					 "a question that has no answer";
	static const struct {
		size_t request;
		int key, tries; /* kinds, -1: missing */
		const char *said;
	} cases[] = {
		{ 7, NODE_TEXT, NODE_INTEGER, "ca.key 2, DER Acme old 99" },
		{ 7, NODE_DATA, NODE_INTEGER, unanswered },
		{ 7, -1, NODE_INTEGER, unanswered },
		{ 7, NODE_TEXT, NODE_BOOLEAN, unanswered },
		{ 7, NODE_TEXT, -1, unanswered },
		{ 0, NODE_TEXT, NODE_INTEGER, UNCHECKED },
		{ 5, NODE_TEXT, NODE_INTEGER, "-1" },
		{ 10, NODE_TEXT, NODE_INTEGER, "not written: " NO_ANSWER },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct asked *request = &requests[cases[i].request];
		NODE(asks) = node_map_new();
		NODE(answer) = request->answer();
		struct node *question = node_add(asks, "question", node_map_new());
		STRBUF(frames);
		STRBUF(said);

		if (cases[i].key >= 0)
			strbuf_addstr(
				&node_add(question, "key", node_new((enum node_kind)cases[i].key))
					 ->text,
				"ca.key");
		if (cases[i].tries >= 0)
			node_add(question, "tries", node_new((enum node_kind)cases[i].tries))
				->number = cases[i].tries == NODE_INTEGER ? 2 : 1;
		frame_write(asks, &frames);
		frame_write(answer, &frames);
		answer_with(&frames);
		request->ask(&said);
		if (strcmp(said.buf, cases[i].said) != 0)
			fail_msg("question %zu: \"%s\"", i, said.buf);
	}
	worker_use(NULL);
}

static void
every_request_is_tried(void **state)
{
	const struct request *request;

	(void)state;
	for (size_t i = 0; (request = request_at(i)); i++) {
		bool tried = false;

		for (size_t j = 0; j < ARRAY_SIZE(requests); j++)
			tried = tried || !strcmp(requests[j].name, request->name);
		/* not asked with worker_ask, but by the flow, with tests of its own */
		if (!strcmp(request->name, "scep"))
			continue;
		if (!tried)
			fail_msg("nothing is tried of the request %s", request->name);
	}
}

/* What is said where there is no answer, for that reason. */
static void
check_reason(const struct asked *request, const char *reason, const char *what, size_t n)
{
	const char *none = request->none, *at = strstr(none, NO_ANSWER);
	STRBUF(expected);
	STRBUF(said);

	if (at)
		strbuf_addf(&expected, "%.*s%s%s", (int)(at - none), none, reason,
			at + strlen(NO_ANSWER));
	request->ask(&said);
	if (strcmp(said.buf, at ? expected.buf : none) != 0)
		fail_msg("\"%s\", %s %zu: \"%s\"", request->whole, what, n, said.buf);
}

static void
frames_that_are_broken_are_told(void **state)
{
	static const char unread[] = "the worker process sent an answer that cannot be read",
			  ended[] = "the worker process ended early (status 0)";

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(requests); i++) {
		NODE(whole) = requests[i].answer();
		STRBUF(frame);
		size_t step;

		frame_write(whole, &frame);
		step = frame.len / 12 + 1;
		for (size_t len = 0; len < frame.len; len += step) {
			answer_and_end(frame.buf, len);
			check_reason(&requests[i], ended, "cut to", len);
		}
		/* a length that is none; one more and one less than there is, with bytes for it */
		for (int by = -1; by <= 1; by++) {
			STRBUF(other);
			size_t told = frame.len - FRAME_HEAD + (size_t)by;

			strbuf_add(&other, frame.buf, frame.len);
			strbuf_addch(&other, 'x');
			for (int j = 0; j < FRAME_HEAD; j++)
				other.buf[j] =
					by ? (char)(told >> 8 * (FRAME_HEAD - 1 - j)) : '\377';
			answer_with(&other);
			check_reason(&requests[i], unread, "a length off by", (size_t)(by + 1));
		}
		/* bytes that are none of a node's, behind a right length */
		memset(frame.buf + FRAME_HEAD, '\377', frame.len - FRAME_HEAD);
		answer_with(&frame);
		check_reason(&requests[i], unread, "garbage", frame.len);
	}
	worker_use(NULL);
}

/* Else it would be that to what is asked next. */
static void
an_answer_too_many_is_dropped(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(requests); i++) {
		NODE(answer) = requests[i].answer();
		NODE(stale) = serial_answer();
		NODE(fresh) = serial_answer();
		STRBUF(frames);
		STRBUF(said);

		frame_write(answer, &frames);
		frame_write(stale, &frames);
		answer_with(&frames);
		requests[i].ask(&said);
		if (strcmp(said.buf, requests[i].whole) != 0)
			fail_msg("%s: \"%s\"", requests[i].name, said.buf);
		node_get(fresh, "is")->number = false;
		strbuf_clear(&frames);
		frame_write(fresh, &frames);
		answer_put(frames.buf, frames.len);
		strbuf_clear(&said);
		ask_serial(&said);
		assert_string_equal(said.buf, "0");
	}
	worker_use(NULL);
}

/* What has read a stranger's file gets no key. */
static void
a_key_goes_to_a_new_one(void **state)
{
	NODE(serial) = serial_answer();
	NODE(sign) = sign_answer();
	STRBUF(frames);
	STRBUF(said);

	(void)state;
	frame_write(serial, &frames);
	answer_with(&frames);
	ask_serial(&said);
	assert_string_equal(said.buf, "1");
	/* the one that runs has said all that it will */
	strbuf_clear(&frames);
	frame_write(sign, &frames);
	answer_put(frames.buf, frames.len);
	strbuf_clear(&said);
	ask_sign(&said);
	assert_string_equal(said.buf, "DER Acme old 99");
	worker_use(NULL);
}

/* Why there is none is told, where there is a sentence for it. */
static void
no_answer_has_a_reason(void **state)
{
	static const char reason[] = "the worker program, /nowhere/scepwiz-worker, cannot be "
				     "started: No such file or directory";

	(void)state;
	worker_use("/nowhere/scepwiz-worker");
	for (size_t i = 0; i < ARRAY_SIZE(requests); i++)
		check_reason(&requests[i], reason, "row", i);
	worker_use(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_request_is_tried),
		cmocka_unit_test(frames_that_are_broken_are_told),
		cmocka_unit_test(an_answer_too_many_is_dropped),
		cmocka_unit_test(a_key_goes_to_a_new_one),
		cmocka_unit_test(each_part_is_needed_and_of_its_kind),
		cmocka_unit_test(numbers_have_a_range),
		cmocka_unit_test(no_answer_has_a_reason),
		cmocka_unit_test(each_rule_of_a_request_is_told),
		cmocka_unit_test(rules_are_those_of_the_request),
		cmocka_unit_test(no_answer_about_a_file_tells_its_kind),
		cmocka_unit_test(too_large_a_file_is_refused),
		cmocka_unit_test(each_certificate_of_a_list_is_one),
		cmocka_unit_test(keys_twice_have_a_limit),
		cmocka_unit_test(an_error_is_no_signature),
		cmocka_unit_test(questions_are_asked_whole_and_where_they_may_be),
	};

	return run_tests(tests);
}
