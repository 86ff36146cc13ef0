/* Certificates: one that is read comes back from PEM, byte for byte. */
#include "syntax/x509.h"

#include "fuzz.h"

static void
certificate_again(const struct certificate *cert)
{
	struct certificate again = CERTIFICATE_INIT;
	struct problem problem = PROBLEM_INIT;
	struct strbuf pem = STRBUF_INIT, date = STRBUF_INIT;

	certificate_to_pem(cert, &pem);
	must(certificate_parse(pem.buf, pem.len, &again, &problem) == 0);
	must(again.from_pem && again.der.len == cert->der.len);
	must(!memcmp(again.der.buf, cert->der.buf, cert->der.len));
	must(!strcmp(again.subject.buf, cert->subject.buf));
	certificate_date(cert->not_after, &date);
	certificate_release(&again);
	problem_release(&problem);
	strbuf_release(&pem);
	strbuf_release(&date);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct certificate cert = CERTIFICATE_INIT;
	struct problem problem = PROBLEM_INIT;
	/* in memory of its own, without a NUL behind it */
	char *copy = xmalloc(size);

	if (size)
		memcpy(copy, data, size);
	if (certificate_parse(copy, size, &cert, &problem) == 0)
		certificate_again(&cert);
	else
		fuzz_problem(&problem, size);
	certificate_release(&cert);
	problem_release(&problem);
	free(copy);
	return 0;
}
