/* What syntax/x509.h declares, asked of the worker. */
#include <string.h>

#include "base/xalloc.h"

#include "syntax/certificate_node.h"
#include "syntax/x509.h"

#include "format/worker/worker.h"

/* Those of certificate_parse. */
static const char *const rules[] = { "certificate-not-one", "certificate-several",
	"certificate-too-large", "certificate-private-key", NULL };

/* An answer that is missing, or none: what could not be checked is told as not checked. Returns -1. */
static int
slip_none(struct finding *slip, struct strbuf *why)
{
	finding_set(slip, "certificate-unreadable", 0, "the certificate could not be checked: %s",
		worker_reason(why));
	strbuf_release(why);
	return -1;
}

static struct node *
file_request(const char *name, const char *data, size_t len, bool any_shape)
{
	struct node *request = worker_request(name);

	node_set(request, "data", node_data_new(data, len));
	node_set(request, "any shape", node_boolean_new(any_shape));
	return request;
}

static int
certificate_ask(const char *data, size_t len, bool any_shape, size_t number,
	struct certificate *cert, struct finding *slip)
{
	struct node *request = file_request("certificate", data, len, any_shape);
	struct certificate read = CERTIFICATE_INIT;
	struct strbuf why = STRBUF_INIT;

	node_set(request, "number", node_integer_new((int64_t)number));
	NODE(answer) = worker_ask(request, NULL, NULL, &why);

	if (certificate_from_node(node_get(answer, "certificate"), &read)) {
		certificate_release(cert);
		*cert = read;
		return 0;
	}
	certificate_release(&read);
	return finding_from_node(node_get(answer, "slip"), rules, slip) ? -1
									: slip_none(slip, &why);
}

int
certificate_parse(const char *data, size_t len, struct certificate *cert, struct finding *slip)
{
	return certificate_ask(data, len, false, 0, cert, slip);
}

int
certificate_take(
	const char *data, size_t len, size_t number, struct certificate *cert, struct finding *slip)
{
	return certificate_ask(data, len, true, number, cert, slip);
}

/* False where one of them is none. */
static bool
certificates_take(const struct node *nodes, struct certificates *list)
{
	if (!node_is(nodes, NODE_LIST))
		return false;
	for (size_t i = 0; i < nodes->n; i++) {
		ARRAY_GROW(list->v, list->n, list->alloc);
		list->v[list->n] = (struct certificate)CERTIFICATE_INIT;
		if (!certificate_from_node(nodes->v[i], &list->v[list->n++]))
			return false;
	}
	return true;
}

int
certificates_parse(const char *data, size_t len, struct certificates *list, struct finding *slip)
{
	struct node *request = file_request("certificates", data, len, list->any_shape);
	struct strbuf why = STRBUF_INIT;

	node_set(request, "among others", node_boolean_new(list->among_others));
	NODE(answer) = worker_ask(request, NULL, NULL, &why);

	if (certificates_take(node_get(answer, "certificates"), list))
		return 0;
	return finding_from_node(node_get(answer, "slip"), rules, slip) ? -1
									: slip_none(slip, &why);
}

/* A request about one certificate. */
static struct node *
der_request(const char *name, const struct certificate *cert)
{
	struct node *request = worker_request(name);

	node_set(request, "der", node_data_new(cert->der.buf, cert->der.len));
	return request;
}

/* The member of an answer to such a request, NULL where there is none. The caller frees *answer. */
static const struct node *
ask_member(struct node *request, const char *key, enum node_kind kind, struct node **answer)
{
	struct strbuf ignored = STRBUF_INIT;
	const struct node *member;

	*answer = worker_ask(request, NULL, NULL, &ignored);
	strbuf_release(&ignored);
	member = node_get(*answer, key);
	return node_is(member, kind) ? member : NULL;
}

/* Without an answer the number stands unexplained, and that it is not the fingerprint is told all the same. */
bool
certificate_number_is(const struct certificate *cert, const struct strbuf *given, const void *bytes,
	size_t len, struct strbuf *what)
{
	struct node *request = der_request("number", cert), *answer;
	const struct node *told;
	bool is;

	node_set(request, "number", node_data_new(bytes, len));
	node_set(request, "given",
		given ? node_data_new(given->buf, given->len) : node_data_new("", 0));
	node_set(request, "from PEM", node_boolean_new(cert->from_pem));
	told = ask_member(request, "what", NODE_TEXT, &answer);
	is = told && told->text.len;
	if (is)
		strbuf_addstr(what, told->text.buf);
	node_free(answer);
	return is;
}

bool
certificate_serial_is(const struct certificate *cert, const char *digits)
{
	struct node *request = der_request("serial", cert), *answer;
	const struct node *is;
	bool yes;

	node_set(request, "digits", node_text_new(digits));
	is = ask_member(request, "is", NODE_BOOLEAN, &answer);
	yes = is && is->number;
	node_free(answer);
	return yes;
}

enum certificate_issued
certificate_issued_by(const struct certificate *cert, const struct certificate *issuer)
{
	struct node *request = der_request("issued", cert), *answer;
	const struct node *issued;
	enum certificate_issued result = ISSUED_UNKNOWN;

	node_set(request, "issuer", node_data_new(issuer->der.buf, issuer->der.len));
	issued = ask_member(request, "issued", NODE_INTEGER, &answer);
	if (issued && issued->number >= ISSUED_BY_OTHER && issued->number <= ISSUED_FOR_CERTAIN)
		result = (enum certificate_issued)issued->number;
	node_free(answer);
	return result;
}
