/* What was written is read back. libplist drops, without a word, what it has no memory for, and a profile
 * without its fingerprint enrols at anybody's server. */
#include "format/plist/plist_doc.h"
#include "format/profile/profile_parts.h"

/* The profile is made a second time, and must be what the reader finds: a key that is lacking was lost once. */
int
profile_verify(const struct build *build, const struct strbuf *written)
{
	struct profile_env env = *build->env;
	struct build again = *build;
	struct plist_doc doc = PLIST_DOC_INIT;
	struct finding problem = FINDING_INIT;
	struct place place = { 0, 0 };
	struct node *profile = NULL;
	int result;

	env.report = NULL; /* all was told the first time */
	again.env = &env;
	result = profile_tree(&again, &profile);
	if (result == 0 &&
		(plist_doc_parse(&doc, written->buf, written->len, &problem, &place) < 0 ||
			!node_equal(doc.root, profile)))
		result = error_add(build->err,
			"the profile does not read back as the draft says; probably there is too "
			"little memory, so end other programs and try again; nothing is written");
	node_free(profile);
	plist_doc_release(&doc);
	finding_release(&problem);
	return result;
}
