/* Certificates that were read, and what was asked about them. Reading one costs more than all other checks of a draft.
 * A draft is checked after every key, a file may be a bundle of hundreds, and the drafts of one run mostly have the
 * same root. So the result for a text or a file's content, good or bad, is remembered for the rest of the run. Internal
 * to the model. */
#ifndef MODEL_CERTIFICATE_READ_H
#define MODEL_CERTIFICATE_READ_H

#include "base/strbuf.h"

#include "syntax/finding.h"
#include "syntax/x509.h"

struct certificate_answer;

struct certificate_read {
	struct strbuf given; /* the source: the value itself, or the file's content */
	char *path;          /* of the file; NULL: the value is the certificate */
	size_t number;       /* which of several in it, from 1; 0: not given */
	bool good;
	struct certificate cert; /* if it is valid */
	struct finding slip;     /* if it is not: the rules are those of certificate_load */
	/* Owned by the memory of all results. */
	struct certificate_answer *answers;
	size_t users;
	bool remembered;
	struct certificate_read *next;
};

/* The certificates of one check: each file is read once for all rules. Initialize it with { NULL }. */
struct certificates_read {
	struct certificate_use *first;
};

/* The certificate for a value, read now or before. A path must lead to a file in the folder or below (rule
 * certificate-outside); without a folder ("" or NULL) to any file. Valid as long as the list. */
const struct certificate_read *certificates_read(
	struct certificates_read *list, const char *text, const char *folder);
void certificates_read_release(struct certificates_read *list);

/* Which other number of the certificate a text is that should be its fingerprint (certificate_number_is for its bytes,
 * certificate_serial_is for its digits), appended. */
bool certificate_read_number_is(const struct certificate_read *read, const struct strbuf *bytes,
	const char *digits, struct strbuf *what);
enum certificate_issued certificate_read_issued_by(
	const struct certificate_read *read, const struct certificate_read *issuer);

/* Reads a certificate's file. Rules: certificate-unreadable, certificate-too-large. */
int certificate_file_read(const char *path, struct strbuf *data, struct finding *slip);

#endif
