/* The manual page of the rules, scepwiz-rules(7), which the build makes: the table of rules (model/rules.h) in mdoc. */
#ifndef CMD_RULES_PAGE_H
#define CMD_RULES_PAGE_H

#include "base/strbuf.h"

/* Appends the whole page: the rules by field in the documented order, then by topic. */
void rules_page(struct strbuf *out);

#endif
