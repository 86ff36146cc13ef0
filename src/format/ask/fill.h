/* Puts what a server answered into the draft that was asked about, where the draft has nothing: ask --fill. */
#ifndef FORMAT_FILL_H
#define FORMAT_FILL_H

#include <stddef.h>

#include "base/strvec.h"

#include "model/asked.h"
#include "model/draft.h"

/* Fills an empty fingerprint with the SHA-256 of the certificate in which devices end the chain, and an empty root
 * certificate, if the draft includes one, with the root above that one (ASKED_ROOT). Nothing is replaced. told gets one
 * sentence for each of the two fields that the form has. Returns how many values were filled in. */
size_t asked_fill(struct draft *draft, const struct asked *asked, struct strvec *told);

#endif
