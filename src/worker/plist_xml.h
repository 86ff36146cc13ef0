/* Explains why expat refused a file. Private to worker/plist_xml. */
#ifndef WORKER_PLIST_XML_H
#define WORKER_PLIST_XML_H

#include <expat.h>

#include "base/place.h"

#include "syntax/finding.h"

struct plist_slip {
	enum XML_Error code;
	const char *data; /* the whole file */
	size_t len;
	size_t at;          /* byte where expat stopped */
	const char *open;   /* innermost open element; NULL: none */
	struct place begin; /* of that element */
	int ended;          /* line of </plist>, if it was read */
};

/* Fills the problem with the mistake that people usually make there. */
void plist_slip_explain(const struct plist_slip *slip, struct finding *problem);

#endif
