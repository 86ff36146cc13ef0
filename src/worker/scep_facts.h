/* The facts about a SCEP server as a map, in the shape that model/asked.h describes. */
#ifndef WORKER_SCEP_FACTS_H
#define WORKER_SCEP_FACTS_H

#include <stdint.h>

#include "base/fetch.h"
#include "base/node.h"

#include "syntax/scep.h"

#include "worker/scep_ca.h"
#include "worker/scep_caps.h"

/* What was learned, in the order in which it is asked. What was not asked is as it was at first. */
struct scep_learned {
	const struct scep_plan *plan;
	struct fetched caps_fetched; /* GetCACaps */
	struct scep_caps caps;
	struct fetched fetched;          /* GetCACert, or a later request that had no answer */
	const struct fetched *transport; /* one of these: GetCACert's, or what had no answer */
	struct scep_ca ca;
	const char *
		names; /* what GetCACert says to another name: "same", "other", "none"; "": not asked */
};

/* The whole map; trial is its member of that name, which it takes. */
struct node *scep_facts(const struct scep_learned *learned, struct node *trial);

/* Names of key usages in RFC 5280, 4.2.1.3, such as "digitalSignature", as a list. usage: KU_DIGITAL_SIGNATURE and
 * others. */
struct node *scep_usage_list(uint32_t usage);

#endif
