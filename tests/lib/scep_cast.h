/* Certificates of a SCEP server for tests: CAs, RAs and what goes wrong with them, each by its name. They are made once a
 * program, are valid from 2020 to 2040, and the program keeps them. */
#ifndef TESTS_SCEP_CAST_H
#define TESTS_SCEP_CAST_H

#include "testing.h"

#include <openssl/x509.h>

#include "base/strbuf.h"
#include "base/strvec.h"

X509 *cast_x509(const char *name);
/* In DER. */
void cast_der(const char *name, struct strbuf *out);
/* The name of a certificate in DER; "?" if it is none of them. */
const char *cast_name(const struct strbuf *der);
/* PKCS#7 with only these certificates, in DER or with indefinite lengths. Each item is a name. */
void cast_bundle(const struct strvec *names, bool indefinite, struct strbuf *out);

#endif
