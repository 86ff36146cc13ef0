/* The hand-over sheet: what its kinds share. */
#ifndef CMD_SHOW_H
#define CMD_SHOW_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "base/strvec.h"

#include "format/profile/profile.h"

#include "cmd/document.h"

struct sheet {
	const struct desk *desk;
	const struct form *form;
	bool secrets; /* those that the draft holds are shown */
	struct export export;
	struct strbuf profile; /* that an export would write */
	struct strbuf facts;   /* its size and hash */
	struct strbuf why;     /* why there is none */
};

/* The label, and beside it the lines of the value. Nothing is wrapped or cut: values are copied from the sheet. */
void sheet_row(const char *label, const struct strvec *lines, struct strbuf *out);
/* A sentence, wrapped, behind first. */
void sheet_wrapped(const char *first, const char *text, struct strbuf *out);
/* The findings under their titles. */
void sheet_findings(const struct sheet *sheet, struct strbuf *out);

/* The values as JumpCloud's web form takes them (show_for.c): false after a message where the draft's form has none of
 * its fields. */
bool sheet_for_fits(const struct sheet *sheet);
void sheet_for(const struct sheet *sheet, bool json, struct strbuf *out);

/* Fills the change ticket (show_ticket.c). old: the version before, a draft or a profile; NULL: there is none. No secret
 * of either is in it. */
void sheet_ticket(const struct sheet *sheet, const struct desk *old, struct document *document);

#endif
