/* What is asked of a server (syntax/scep.h, struct scep_plan), from a draft or a URL. Fields are found by their role, or
 * for names of the device by their type, so that it works for any form with a SCEP server. */
#ifndef FORMAT_PLAN_H
#define FORMAT_PLAN_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "base/strvec.h"

#include "syntax/scep.h"

#include "model/draft.h"

#include "format/ask/stand_in.h"

/* Sets what asking needs. Returns -1 with a sentence if the form knows no SCEP server, or the draft has no URL that can
 * be asked. folder: where relative paths start. told gets a sentence for a value that cannot be read, and is left
 * out. */
int plan_of_draft(struct scep_plan *plan, const struct draft *draft, const char *folder,
	struct strvec *told, struct strbuf *err);
/* The same for a URL alone. */
int plan_of_url(struct scep_plan *plan, const char *url, struct strbuf *err);

/* Adds the trial: the wish, without its challenge. The draft has no errors. varies: whether the subject has a variable,
 * so that the trial's subject is not that of a device. */
int plan_trial(struct scep_plan *plan, const struct draft *draft, struct stand_ins *stand_ins,
	bool *varies, struct strbuf *err);

/* Whether nothing tells who answers: plain http, and no fingerprint. A trial would encrypt the challenge for anyone. */
bool plan_is_open(const struct scep_plan *plan);

#endif
