/* The hand-over sheet: what its two kinds share. */
#ifndef CMD_SHOW_H
#define CMD_SHOW_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "base/strvec.h"

#include "format/profile/profile.h"

struct sheet {
	const struct desk *desk;
	const struct form *form;
	bool secrets; /* those that the draft holds are shown */
	struct export export;
	struct strbuf facts; /* size and hash of the profile */
	struct strbuf why;   /* why there is none */
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

#endif
