/* The list of capabilities that a SCEP server answers to GetCACaps, and what a device then uses.
 *
 * RFC 8894, 3.5.2: one keyword a line, lines separated by LF or CR LF, unknown ones ignored. Apple's published tool
 * (SecurityTool, scep.c) compares whole lines, case-sensitive. It cuts at LF only, so that it knows no keyword before a
 * CR; here the RFC is followed, and the line ends are a fact of their own. */
#ifndef WORKER_SCEP_CAPS_H
#define WORKER_SCEP_CAPS_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "base/strvec.h"

enum scep_line_ends { SCEP_ENDS_NONE, SCEP_ENDS_LF, SCEP_ENDS_CRLF };

struct scep_caps {
	/* Each keyword once, in the list's order; together at most SCEP_CAPABILITIES_MAX. */
	struct strvec known, unknown;
	enum scep_line_ends ends; /* CR LF if any line ends so */
	bool post;                /* POSTPKIOperation, else GET */
	bool aes;                 /* AES-128-CBC, else 3DES, whether DES3 is there or not */
	int digest; /* NID_sha512, NID_sha256, else NID_sha1, whether SHA-1 is there or not */
};

/* As without a list: GET, 3DES and SHA-1. */
void scep_caps_init(struct scep_caps *caps);
/* caps is new, as after scep_caps_init. */
void scep_caps_read(const char *data, size_t len, struct scep_caps *caps);
void scep_caps_release(struct scep_caps *caps);

/* "lf" */
const char *scep_line_ends_name(enum scep_line_ends ends);

#endif
