/* The certificates that one check has read: each once, however many rules ask for it. A file may be a bundle of
 * hundreds, and a draft is checked with every key. Internal to the model. */
#ifndef MODEL_CERTIFICATE_READ_H
#define MODEL_CERTIFICATE_READ_H

#include "base/strbuf.h"

#include "syntax/finding.h"
#include "syntax/x509.h"

struct certificate_read {
	char *text; /* the answer: a path, or the certificate itself */
	bool good;
	struct certificate cert; /* where it is good */
	struct strbuf given;     /* what it was read from */
	struct finding slip;     /* where it is not: the rules are those of certificate_load */
	struct certificate_read *next;
};

/* Initialise with { NULL }. */
struct certificates_read {
	struct certificate_read *first;
};

/* What the answer is, read now or before. It belongs to the list. */
const struct certificate_read *certificates_read(
	struct certificates_read *list, const char *text, const char *folder);
void certificates_read_release(struct certificates_read *list);

#endif
