/* Certificates in all shapes: one that is read comes back from PEM, byte for byte. */
#include "base/utc.h"

#include "syntax/x509.h"

#include "fuzz.h"

static void
certificate_again(const struct certificate *cert)
{
	struct certificate again = CERTIFICATE_INIT;
	struct finding slip = FINDING_INIT;
	struct strbuf pem = STRBUF_INIT, date = STRBUF_INIT;

	certificate_to_pem(cert, &pem);
	must(certificate_parse(pem.buf, pem.len, &again, &slip) == 0);
	must(again.from_pem && again.der.len == cert->der.len);
	must(!memcmp(again.der.buf, cert->der.buf, cert->der.len));
	must(!strcmp(again.subject.buf, cert->subject.buf));
	utc_day(cert->not_after, &date);
	certificate_release(&again);
	finding_release(&slip);
	strbuf_release(&pem);
	strbuf_release(&date);
}

/* Its hash is its own, and no other number of it. */
static void
certificate_numbers(const struct certificate *cert)
{
	struct strbuf what = STRBUF_INIT;

	must(certificate_hash_is(cert, cert->sha1, sizeof cert->sha1));
	must(certificate_hash_is(cert, cert->sha256, sizeof cert->sha256));
	certificate_number_is(cert, NULL, cert->sha256, sizeof cert->sha256, &what);
	certificate_serial_is(cert, "01");
	certificate_issued_by(cert, cert);
	strbuf_release(&what);
}

/* What devices take is taken from people, and is the same certificate. */
static void
certificate_strict(const char *data, size_t size, const struct certificate *taken)
{
	struct certificate cert = CERTIFICATE_INIT;
	struct finding slip = FINDING_INIT;

	if (certificate_parse(data, size, &cert, &slip) == 0)
		must(strbuf_same(&cert.der, &taken->der));
	certificate_release(&cert);
	finding_release(&slip);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct certificate cert = CERTIFICATE_INIT;
	struct finding slip = FINDING_INIT;
	/* in memory of its own, without a NUL behind it */
	char *copy = xmalloc(size);

	if (size)
		memcpy(copy, data, size);
	if (certificate_take(copy, size, 0, &cert, &slip) == 0) {
		certificate_again(&cert);
		certificate_numbers(&cert);
	} else {
		fuzz_slip(&slip, size);
	}
	certificate_strict(copy, size, &cert);
	certificate_release(&cert);
	finding_release(&slip);
	free(copy);
	return 0;
}
