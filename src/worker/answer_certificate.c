/* The requests about certificates. */
#include "syntax/certificate_node.h"
#include "syntax/x509.h"

#include "worker/answers.h"

bool
certificates_answer(const struct node *request, struct node *answer)
{
	const struct node *data = node_get(request, "data"),
			  *any_shape = node_get(request, "any shape"),
			  *among_others = node_get(request, "among others");
	CERTIFICATES(list) = { 0 };
	FINDING(slip);

	if (!node_is(data, NODE_DATA) || !node_is(any_shape, NODE_BOOLEAN) ||
		!node_is(among_others, NODE_BOOLEAN))
		return false;
	list.any_shape = any_shape->number;
	list.among_others = among_others->number;
	if (certificates_parse(data->text.buf, data->text.len, &list, &slip) < 0) {
		node_add(answer, "slip", finding_to_node(&slip));
	} else {
		struct node *certificates = node_add(answer, "certificates", node_list_new());

		for (size_t i = 0; i < list.n; i++)
			node_append(certificates, certificate_to_node(&list.v[i]));
	}
	return true;
}

bool
certificate_answer(const struct node *request, struct node *answer)
{
	const struct node *data = node_get(request, "data"),
			  *any_shape = node_get(request, "any shape"),
			  *number = node_get(request, "number");
	CERTIFICATE(cert);
	FINDING(slip);
	int result;

	if (!node_is(data, NODE_DATA) || !node_is(any_shape, NODE_BOOLEAN) ||
		!node_is(number, NODE_INTEGER))
		return false;
	if (any_shape->number)
		result = certificate_take(
			data->text.buf, data->text.len, (size_t)number->number, &cert, &slip);
	else
		result = certificate_parse(data->text.buf, data->text.len, &cert, &slip);
	if (result < 0)
		node_add(answer, "slip", finding_to_node(&slip));
	else
		node_add(answer, "certificate", certificate_to_node(&cert));
	return true;
}

/* A certificate by its DER alone, which is all that the functions below look at. False where there is none. */
static bool
der_take(const struct node *request, const char *key, struct certificate *cert)
{
	const struct node *der = node_get(request, key);

	if (!node_is(der, NODE_DATA))
		return false;
	strbuf_add(&cert->der, der->text.buf, der->text.len);
	return true;
}

bool
number_answer(const struct node *request, struct node *answer)
{
	const struct node *number = node_get(request, "number"),
			  *given = node_get(request, "given"),
			  *from_pem = node_get(request, "from PEM");
	CERTIFICATE(cert);
	STRBUF(what);
	bool whole = node_is(number, NODE_DATA) && node_is(given, NODE_DATA) &&
		     node_is(from_pem, NODE_BOOLEAN) && der_take(request, "der", &cert);

	if (whole) {
		cert.from_pem = from_pem->number;
		certificate_number_is(
			&cert, &given->text, number->text.buf, number->text.len, &what);
		node_add(answer, "what", node_text_new(what.buf));
	}
	return whole;
}

bool
serial_answer(const struct node *request, struct node *answer)
{
	const char *digits = node_get_text(request, "digits");
	CERTIFICATE(cert);
	bool whole = digits && der_take(request, "der", &cert);

	if (whole)
		node_add(answer, "is", node_boolean_new(certificate_serial_is(&cert, digits)));
	return whole;
}

bool
issued_answer(const struct node *request, struct node *answer)
{
	CERTIFICATE(cert);
	CERTIFICATE(issuer);
	bool whole = der_take(request, "der", &cert) && der_take(request, "issuer", &issuer);

	if (whole)
		node_add(answer, "issued", node_integer_new(certificate_issued_by(&cert, &issuer)));
	return whole;
}
