/* Names of accounts and today's date, for what is recorded with a name and a date. */
#ifndef BASE_ACCOUNT_H
#define BASE_ACCOUNT_H

#include <sys/types.h>

#include "base/strbuf.h"

/* Asks the system for the account that runs the program. Call it before the sandbox is entered (base/sandbox.h):
 * inside, only accounts in files can be looked up, and a company's accounts are often behind a socket. */
void account_learn(void);
/* Appends $SCEPWIZ_AUTHOR if it is a name in one line, else the full name of the account that runs the program. Without
 * a full name it is the login name, and the number if the system does not know the account. The result is valid UTF-8
 * without control characters. */
void account_name(struct strbuf *out);
/* Appends the login name of an account, or "user 1001" if the system does not know it. */
void account_login(uid_t uid, struct strbuf *out);
/* Appends an owner or a group: "user ada", "group staff". If the system does not know the name, it is the number. */
void account_of(uid_t uid, struct strbuf *out);
void account_of_group(gid_t gid, struct strbuf *out);
/* Appends today's date in the local time zone: 2026-11-28. */
void account_date(struct strbuf *out);

#endif
