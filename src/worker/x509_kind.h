/* Private parts of syntax/x509: reading one certificate, and what a file is that was given for one and is
 * none. The latter each fill the slip and return -1. */
#ifndef WORKER_X509_KIND_H
#define WORKER_X509_KIND_H

#include <stddef.h>

#include "syntax/finding.h"
#include "syntax/x509.h"

/* Fills the certificate from its der, which is one value of DER or BER. */
int x509_read(struct certificate *cert, struct finding *slip);

/* Rule certificate-too-large. */
int x509_too_large(size_t len, struct finding *slip);

/* What a file is instead, and how its reader comes to a certificate: a command or a step. */
struct x509_other {
	const char *what, *step;
};

extern const struct x509_other x509_request, x509_public, x509_crl, x509_key, x509_trusted,
	x509_bag, x509_bag_other, x509_bag_empty, x509_signed, x509_unknown_block;

/* Rule certificate-not-one: "this is WHAT, not a certificate. STEP". */
int x509_not_one(struct finding *slip, const struct x509_other *other);
/* Rule certificate-private-key; what is a clause, "this is a private key". command: takes the certificate out of
 * the file; NULL where there is none in it. */
int x509_private_key(struct finding *slip, size_t offset, const char *what, const char *command);

/* Data that begins as DER does, and is no certificate or is cut. */
int x509_explain_der(const unsigned char *data, size_t len, struct finding *slip);
/* Data that is neither DER nor has a PEM block. */
int x509_explain_bytes(const char *data, size_t len, struct finding *slip);

#endif
