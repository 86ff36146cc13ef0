/* Private parts of syntax/x509: reading one certificate, and what a file is that was given for one and is
 * none. The latter each fill the problem and return -1. */
#ifndef SYNTAX_X509_KIND_H
#define SYNTAX_X509_KIND_H

#include <stddef.h>

#include "syntax/problem.h"
#include "syntax/x509.h"

/* Fills the certificate from its der, which is one value of DER or BER. */
int x509_read(struct certificate *cert, struct problem *problem);

/* Rule certificate-too-large. */
int x509_too_large(size_t len, struct problem *problem);

/* Rule certificate-not-one: "this is WHAT, not a certificate; ...". */
int x509_not_one(struct problem *problem, const char *what);
/* Rule certificate-private-key; what is a clause, "this is a private key". */
int x509_private_key(struct problem *problem, size_t offset, const char *what);

/* Data that begins as DER does, and is no certificate or is cut. */
int x509_explain_der(const unsigned char *data, size_t len, struct problem *problem);
/* Data that is neither DER nor has a PEM block. */
int x509_explain_bytes(const char *data, size_t len, struct problem *problem);

#endif
