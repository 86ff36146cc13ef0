/* Certificates that were read, and what was asked of them. Reading one costs more than all else that is checked in a
 * draft; a draft is checked with every key, a file may be a bundle of hundreds, and the drafts of one run mostly have
 * the same root. So what came of a text or a file's content is remembered, good or bad, for the rest of the run.
 * Internal to the model. */
#ifndef MODEL_CERTIFICATE_READ_H
#define MODEL_CERTIFICATE_READ_H

#include "base/strbuf.h"

#include "syntax/finding.h"
#include "syntax/x509.h"

struct certificate_answer;

struct certificate_read {
	struct strbuf given; /* what it was read from: the answer itself, or the file's content */
	char *path;          /* of the file; NULL: the answer is the certificate */
	size_t number;       /* of several in it, from 1; 0: not said */
	bool good;
	struct certificate cert; /* where it is good */
	struct finding slip;     /* where it is not: the rules are those of certificate_load */
	/* The memory's own. */
	struct certificate_answer *answers;
	size_t users;
	bool remembered;
	struct certificate_read *next;
};

/* The certificates of one check: a file is read once for all of its rules. Initialise with { NULL }. */
struct certificates_read {
	struct certificate_use *first;
};

/* What the answer is, read now or before. It is good as long as the list. */
const struct certificate_read *certificates_read(
	struct certificates_read *list, const char *text, const char *folder);
void certificates_read_release(struct certificates_read *list);

/* What else of the certificate a text is that is to be its fingerprint (certificate_number_is of its bytes,
 * certificate_serial_is of its digits), appended. */
bool certificate_read_number_is(const struct certificate_read *read, const struct strbuf *bytes,
	const char *digits, struct strbuf *what);
enum certificate_issued certificate_read_issued_by(
	const struct certificate_read *read, const struct certificate_read *issuer);

/* The bytes of a certificate's file. Rules: certificate-unreadable, certificate-too-large. */
int certificate_file_read(const char *path, struct strbuf *data, struct finding *slip);

#endif
