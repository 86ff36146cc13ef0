/* From the draft to the profile's bytes: checked, built, written, read back, signed. The worker writes and reads
 * it. */
#include <string.h>

#include "base/text.h"

#include "syntax/plist_doc.h"

#include "format/profile/profile_parts.h"
#include "format/profile/verdict.h"

/* The bytes. */
static int
profile_format(const struct node *profile, bool binary, struct strbuf *out, struct strbuf *err)
{
	STRBUF(why);

	if (plist_write(profile, binary, out, &why) == 0)
		return 0;
	return error_add(err,
		"the profile could not be made: %s. Nothing is written, and the draft is as it was",
		why.buf);
}

/* libplist drops, without a word, what it has no memory for, and a profile without its fingerprint enrols at
 * anybody's server. So what was written must read as what it was written of. */
static int
profile_verify(const struct node *profile, const struct strbuf *written, struct strbuf *err)
{
	struct plist_doc doc = PLIST_DOC_INIT;
	struct finding problem = FINDING_INIT;
	struct place place;
	bool same = plist_doc_parse(&doc, written->buf, written->len, &problem, &place) == 0 &&
		    node_equal(doc.root, profile);

	plist_doc_release(&doc);
	finding_release(&problem);
	return same ? 0
		    : error_add(err,
			      "the profile does not read back as the draft says; probably there is too "
			      "little memory, so end other programs and try again; nothing is written");
}

int
profile_build(struct export *export, struct strbuf *out, struct strbuf *err)
{
	STRBUF(written);
	NODE(profile) = NULL;

	if (profile_tree(export, &profile, err) < 0 ||
		profile_format(profile, export->binary, &written, err) < 0 ||
		profile_verify(profile, &written, err) < 0)
		return -1;
	strbuf_add(out, written.buf, written.len);
	return 0;
}

/* "2 errors keep the profile from being written: Fingerprint, URL" */
static int
make_refuse(const struct findings *found, struct strbuf *err)
{
	STRBUF(labels);
	size_t errors = findings_count(found, SEVERITY_ERROR);

	findings_error_labels(found, &labels);
	error_add(err, "%zu %s the profile from being written: %s", errors,
		plural(errors, "error keeps", "errors keep"), labels.buf);
	return -1;
}

int
profile_make(struct export *export, struct strbuf *out, struct strbuf *err)
{
	STRBUF(written);

	draft_verdict(export->desk, &export->found);
	if (!export->force && findings_count(&export->found, SEVERITY_ERROR))
		return make_refuse(&export->found, err);
	if (profile_build(export, &written, err) < 0 ||
		(export->sign && export->sign(export, &written, err) < 0))
		return -1;
	strbuf_add(out, written.buf, written.len);
	return 0;
}
