/* What a file is that was given for a certificate and is none: a private part of syntax/x509. Each
 * fills the problem and returns -1. */
#ifndef SYNTAX_X509_KIND_H
#define SYNTAX_X509_KIND_H

#include <stddef.h>

#include "syntax/problem.h"

/* Rule certificate-not-one: "this is WHAT, not a certificate; ...". */
int x509_not_one(struct problem *problem, const char *what);
/* Rule certificate-private-key; what is a clause, "this is a private key". */
int x509_private_key(struct problem *problem, size_t offset, const char *what);

/* Data that begins as DER does, and is no certificate or is cut. */
int x509_explain_der(const unsigned char *data, size_t len, struct problem *problem);
/* Data that is neither DER nor has a PEM block. */
int x509_explain_bytes(const char *data, size_t len, struct problem *problem);

#endif
