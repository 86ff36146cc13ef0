/* What syntax/x509.h declares, asked of the worker. */
#include <string.h>

#include "base/xalloc.h"

#include "syntax/certificate_node.h"
#include "syntax/x509.h"

#include "format/worker/worker.h"

/* Those of certificate_parse. */
static const char *const rules[] = { "certificate-not-one", "certificate-several",
	"certificate-too-large", "certificate-private-key", NULL };

/* What could not be checked is told as not checked. Returns -1. */
static int
slip_take(const struct node *answer, const struct strbuf *why, struct finding *slip)
{
	if (!finding_from_node(node_get(answer, "slip"), rules, slip))
		finding_set(slip, "certificate-unreadable", 0,
			"the certificate could not be checked: %s", worker_reason(why));
	return -1;
}

static struct node *
file_request(const char *name, const char *data, size_t len, bool any_shape)
{
	struct node *request = worker_request(name);

	node_add(request, "data", node_data_new(data, len));
	node_add(request, "any shape", node_boolean_new(any_shape));
	return request;
}

static int
certificate_ask(const char *data, size_t len, bool any_shape, size_t number,
	struct certificate *cert, struct finding *slip)
{
	NODE(request) = file_request("certificate", data, len, any_shape);
	CERTIFICATE(read);
	STRBUF(why);

	node_add(request, "number", node_integer_new((int64_t)number));
	NODE(answer) = worker_ask(request, NULL, NULL, &why);

	if (certificate_from_node(node_get(answer, "certificate"), &read)) {
		certificate_release(cert);
		*cert = read;
		read = (struct certificate)CERTIFICATE_INIT;
		return 0;
	}
	return slip_take(answer, &why, slip);
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

/* False if one of them is not a certificate. */
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
	NODE(request) = file_request("certificates", data, len, list->any_shape);
	STRBUF(why);

	node_add(request, "among others", node_boolean_new(list->among_others));
	NODE(answer) = worker_ask(request, NULL, NULL, &why);

	return certificates_take(node_get(answer, "certificates"), list)
		       ? 0
		       : slip_take(answer, &why, slip);
}

/* A request about one certificate. */
static struct node *
der_request(const char *name, const struct certificate *cert)
{
	struct node *request = worker_request(name);

	node_add(request, "der", node_data_new(cert->der.buf, cert->der.len));
	return request;
}

int
certificate_number_is(const struct certificate *cert, const struct strbuf *given, const void *bytes,
	size_t len, struct strbuf *what)
{
	NODE(request) = der_request("number", cert);
	STRBUF(why);
	const char *told;

	node_add(request, "number", node_data_new(bytes, len));
	node_add(request, "given", node_data_new(given ? given->buf : "", given ? given->len : 0));
	node_add(request, "from PEM", node_boolean_new(cert->from_pem));
	NODE(answer) = worker_ask(request, NULL, NULL, &why);

	told = node_get_text(answer, "what");
	strbuf_addstr(what, told ? told : "");
	return !told ? -1 : *told != '\0';
}

int
certificate_serial_is(const struct certificate *cert, const char *digits)
{
	NODE(request) = der_request("serial", cert);
	STRBUF(why);
	const struct node *is;

	node_add(request, "digits", node_text_new(digits));
	NODE(answer) = worker_ask(request, NULL, NULL, &why);

	is = node_get(answer, "is");
	return node_is(is, NODE_BOOLEAN) ? (int)is->number : -1;
}

enum certificate_issued
certificate_issued_by(const struct certificate *cert, const struct certificate *issuer)
{
	NODE(request) = der_request("issued", cert);
	STRBUF(why);
	const struct node *issued;

	node_add(request, "issuer", node_data_new(issuer->der.buf, issuer->der.len));
	NODE(answer) = worker_ask(request, NULL, NULL, &why);

	issued = node_get(answer, "issued");
	if (!node_is(issued, NODE_INTEGER) || issued->number < ISSUED_BY_OTHER ||
		issued->number > ISSUED_FOR_CERTAIN)
		return ISSUED_UNKNOWN;
	return (enum certificate_issued)issued->number;
}
