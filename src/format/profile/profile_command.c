/* Profiles inside of commands: what a server of a device management sends to install one (Apple, MDM protocol:
 * InstallProfile), as people find it in its logs and queues. */
#include <string.h>

#include "base/xalloc.h"

#include "model/rules.h"

#include "format/profile/profile_parts.h"

static struct node *
command_payload(const struct plist_doc *doc)
{
	struct node *payload = node_at(doc->root, "Command/Payload");

	return node_is(payload, NODE_DATA) ? payload : NULL;
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
	struct node *payload = command_payload(doc);
	struct place here = node_place(payload), ignored;
	FINDING(inside);
	int result = 0;

	if (!payload)
		return 0;
	here = here.line ? here : (struct place){ 1, 1 };
	if (plist_doc_parse(&inner, payload->text.buf, payload->text.len, &inside, &ignored) < 0) {
		*place = here;
		result = finding_set(problem, inside.rule, 0,
			"in Command/Payload of the command: %s", inside.sentence);
	} else {
		plist_doc_set_place(&inner, here);
		plist_doc_release(doc);
		*doc = inner;
		command_tell(found, here);
	}
	return result;
}
