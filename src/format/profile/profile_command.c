/* Profiles inside of commands: what a server of a device management sends to install one (Apple, MDM protocol:
 * InstallProfile), as people find it in its logs and queues. */
#include <string.h>

#include "base/xalloc.h"

#include "model/rules.h"

#include "format/plist/plist_node.h"
#include "format/profile/profile_parts.h"

static plist_t
command_payload(const struct plist_doc *doc)
{
	plist_t payload =
		pnode_is(doc->root, PLIST_DICT) ? pnode_at(doc->root, "Command/Payload") : NULL;

	return pnode_is(payload, PLIST_DATA) ? payload : NULL;
}

static void
command_tell(struct findings *found, struct place place)
{
	findings_addf(found, "profile-in-command", NULL, place,
		"This is an InstallProfile command. The profile in its Command/Payload is taken");
}

int
profile_command_open(
	struct plist_doc *doc, struct findings *found, struct finding *problem, struct place *place)
{
	struct plist_doc inner = PLIST_DOC_INIT;
	plist_t payload = command_payload(doc);
	struct place here = plist_doc_place(doc, payload), ignored;
	struct finding inside = FINDING_INIT;
	uint64_t len = 0;
	const char *data;
	int result = 0;

	if (!payload)
		return 0;
	data = plist_get_data_ptr(payload, &len);
	here = here.line ? here : (struct place){ 1, 1 };
	if (plist_doc_parse(&inner, data, (size_t)len, &inside, &ignored) < 0) {
		*place = here;
		result = finding_set(problem, inside.rule, 0,
			"in Command/Payload of the command: %s", inside.sentence);
	} else {
		inner.within = here;
		for (size_t i = 0; i < inner.ntwice; i++)
			inner.twice[i].first = inner.twice[i].again = (struct place){ 0, 0 };
		template_doc_release(doc);
		*doc = inner;
		command_tell(found, here);
	}
	finding_release(&inside);
	return result;
}
