/* expat, and why it refused: a private part of worker/plist_xml. */
#ifndef WORKER_PLIST_XML_H
#define WORKER_PLIST_XML_H

#include <expat.h>

#include "base/place.h"

#include "syntax/finding.h"

struct plist_slip {
	enum XML_Error code;
	const char *data; /* the whole file */
	size_t len;
	size_t at;          /* byte at which expat stopped */
	const char *open;   /* innermost element that is open, NULL: none */
	struct place begin; /* of it */
	int ended;          /* line of </plist>, where that was read */
};

/* Fills the problem with the slip that people usually made there. */
void plist_slip_explain(const struct plist_slip *slip, struct finding *problem);

#endif
