/* The quick start: at most seven questions, from which a whole draft is made. The questions are a form, made from the
 * form of the draft, so that the wizard asks, checks and undoes them like any other: fields, field types, roles. What
 * the form of the draft has locked is not asked. What it presets is the default here, too.
 *
 *     questions = quick_form(form, "office", NULL);
 *     ... a draft of the questions is answered ...
 *     quick_fill(answers, quick_platform(answers, form, 0), false, draft);
 *
 * Derived: fingerprint and root certificate from the certificate, 2048 bits, signing, a subject with the serial number
 * (on iOS the MDM's variable for it, or one subject for all devices), the identifier from the domain. */
#ifndef MODEL_QUICK_H
#define MODEL_QUICK_H

#include <stdbool.h>

#include "model/draft.h"

enum quick_question {
	QUICK_DEVICES,
	QUICK_CA, /* before the URL, which is judged by it */
	QUICK_URL,
	QUICK_CHALLENGE,
	QUICK_NAME,
	QUICK_GROUPS,
	QUICK_MDM, /* for iOS, instead of the domain, which is the URL's then */
	QUICK_DOMAIN,
	QUICK_QUESTIONS,
};

/* The questions; form outlives them. name: of the draft, offered as that of the policy; NULL: it has none yet. platform:
 * the one that is chosen at first; NULL: the form's default. The caller frees with form_free. */
struct form *quick_form(const struct form *form, const char *name, const char *platform);
/* The field of the form that a question is about; NULL where it has none. */
const struct field *quick_target(const struct form *form, enum quick_question question);
/* The field of a question; NULL where it is not asked. */
const struct field *quick_field(const struct form *questions, enum quick_question question);

/* The answer to it, "" where it is not asked. */
const char *quick_answer(const struct draft *answers, enum quick_question question);
/* Whether the answer about the CA is a fingerprint: it is unless it is a certificate, or named like the file of one. */
bool quick_ca_is_fingerprint(const char *text);

/* Offers the domain that the URL is in, until another one was typed. form: of the drafts, which may have locked it. */
void quick_guess_domain(struct draft *answers, const struct form *form);

/* The platforms that were chosen, one or two; NULL behind the last. */
const struct choice *quick_platform(const struct draft *answers, const struct form *form, size_t i);
/* Fills a draft of the form, whose identity was made, for this platform. beside: it is one of two, so its policy is
 * named by its platform. */
void quick_fill(const struct draft *answers, const struct choice *platform, bool beside,
	struct draft *draft);

#endif
