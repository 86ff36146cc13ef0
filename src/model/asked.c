/* What facts mean: which certificate is which, and what a trial did not get. */
#include "model/asked.h"

#include <string.h>
#include <strings.h>

#include "base/xalloc.h"

#include "syntax/finding.h"
#include "syntax/scep.h"

/* A text that was cut may be a character shorter than it could be. */
#define CUT_SHORTER 8

bool
asked_is_answered(const struct asked *asked)
{
	return asked->transport.failure == FETCH_DONE && asked->transport.status == 200;
}

const struct asked_certificate *
asked_find(const struct asked *asked, enum asked_role role)
{
	for (size_t i = 0; i < asked->n; i++)
		if (asked->certificates[i].roles & role)
			return &asked->certificates[i];
	return NULL;
}

const struct asked_certificate *
asked_anchor(const struct asked *asked)
{
	const struct asked_certificate *anchor = asked_find(asked, ASKED_ANCHOR), *ca = NULL;

	for (size_t i = 0; !anchor && i < asked->n; i++) {
		if (asked->certificates[i].self_issued)
			anchor = &asked->certificates[i];
		else if (!ca && asked->certificates[i].is_ca)
			ca = &asked->certificates[i];
	}
	if (!anchor && !ca && asked->n == 1)
		return &asked->certificates[0];
	return anchor ? anchor : ca;
}

bool
asked_type_is(const struct asked *asked, const char *answer)
{
	const char *kind = asked->type_kind;

	return !strcmp(kind, answer) ||
	       (!strncmp(kind, "parameters-", 11) && !strcmp(kind + 11, answer));
}

const char *
asked_fail_info_name(int fail_info)
{
	static const char *const names[] = { "badAlg", "badMessageCheck", "badRequest", "badTime",
		"badCertId" };

	return fail_info >= 0 && (size_t)fail_info < ARRAY_SIZE(names) ? names[fail_info] : NULL;
}

bool
asked_has_name(const struct strvec *names, const char *name, bool of_host)
{
	for (size_t i = 0; i < names->n; i++)
		if (of_host ? !strcasecmp(names->v[i], name) : !strcmp(names->v[i], name))
			return true;
	return false;
}

const char *
asked_subject_value(const struct x500_name *subject, const struct x500_pair *like)
{
	const char *other = NULL;

	for (size_t i = 0; i < subject->n; i++)
		for (size_t k = 0; k < subject->rdns[i].n; k++) {
			const struct x500_pair *pair = &subject->rdns[i].pairs[k];

			if (strcmp(pair->type, like->type) != 0)
				continue;
			if (!strcmp(pair->value, like->value))
				return pair->value;
			if (!other)
				other = pair->value;
		}
	return other;
}

/* A long one ends in dots. */
static bool
is_cut(const char *text)
{
	size_t len = strlen(text);

	return len + CUT_SHORTER > SCEP_TEXT_MAX && !strcmp(text + len - 3, "...");
}

bool
asked_subjects(const struct asked_trial *trial, struct x500_name *sent, struct x500_name *issued)
{
	FINDING(ignored);

	if (is_cut(trial->sent.subject) || is_cut(trial->issued.subject))
		return false;
	x500_parse(trial->sent.subject, sent, &ignored);
	x500_parse(trial->issued.subject, issued, &ignored);
	return true;
}

static void
dropped_of_subject(const struct asked_trial *trial, struct strvec *types)
{
	X500_NAME(sent);
	X500_NAME(issued);

	if (!asked_subjects(trial, &sent, &issued))
		return;
	for (size_t i = 0; i < sent.n; i++)
		for (size_t k = 0; k < sent.rdns[i].n; k++) {
			const struct x500_pair *pair = &sent.rdns[i].pairs[k];

			if (!asked_subject_value(&issued, pair) &&
				!strvec_contains(types, pair->type))
				strvec_push(types, pair->type);
		}
}

static void
dropped_of_names(const struct strvec *sent, const struct strvec *issued, const char *type,
	struct strvec *types)
{
	for (size_t i = 0; i < sent->n; i++)
		if (!asked_has_name(issued, sent->v[i], true)) {
			strvec_push(types, type);
			return;
		}
}

void
asked_dropped(const struct asked_trial *trial, struct strvec *types)
{
	const struct asked_names *sent = &trial->sent, *issued = &trial->issued;

	if (trial->status != TRIAL_ISSUED)
		return;
	dropped_of_subject(trial, types);
	dropped_of_names(&sent->dns, &issued->dns, "dNSName", types);
	dropped_of_names(&sent->email, &issued->email, "rfc822Name", types);
	dropped_of_names(&sent->uri, &issued->uri, "uniformResourceIdentifier", types);
	if (sent->principal && !issued->principal)
		strvec_push(types, "ntPrincipalName");
}
