/* Who does something, and when: for what is written down with a name and a date. */
#ifndef BASE_ACCOUNT_H
#define BASE_ACCOUNT_H

#include "base/strbuf.h"

/* Appends the full name of the account that runs the program; its login name if it has no full name, its
 * number if the system does not know it. Never holds what is no UTF-8 or a control character. */
void account_name(struct strbuf *out);
/* Appends today's date in the local time zone: 2026-11-28. */
void account_date(struct strbuf *out);

#endif
