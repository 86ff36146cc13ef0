/* What a trial enrolment puts in for the variables of a draft, which a Mac or an MDM would replace: values that can be
 * found again in the CA's books, such as SCEPWIZ-TRIAL-7F3A for %SerialNumber%, or what the user gives. A variable has
 * the same value in all fields. */
#ifndef FORMAT_STAND_IN_H
#define FORMAT_STAND_IN_H

#include "base/strbuf.h"
#include "base/strvec.h"

#define STAND_IN_LETTERS 4

struct stand_ins {
	/* "NAME=TEXT" of the user, who may leave out the signs of the name: SerialNumber, %SerialNumber%,
	 * $SERIALNUMBER. They come first. Borrowed; NULL: none. */
	const struct strvec *given;
	char letters[STAND_IN_LETTERS + 1]; /* hex digits that end the values that are made */
	struct strvec names,
		values;        /* of the variables so far, in the order in which they appear */
	struct strvec lacking; /* those without a value */
};

#define STAND_INS_INIT                                                              \
	{                                                                           \
		.names = STRVEC_INIT, .values = STRVEC_INIT, .lacking = STRVEC_INIT \
	}

void stand_ins_release(struct stand_ins *list);
#define STAND_INS(name) \
	__attribute__((cleanup(stand_ins_release))) struct stand_ins name = STAND_INS_INIT

/* Appends the text with the values of its variables. Without a value the variable itself is appended. */
void stand_ins_put(struct stand_ins *list, const char *text, struct strbuf *out);
/* The first given one that is "NAME" without a value, or that belongs to no variable of the texts so far; NULL: there is
 * none. */
const char *stand_ins_unused(const struct stand_ins *list);
/* Appends "%SerialNumber% stands for SCEPWIZ-TRIAL-7F3A", one line each. */
void stand_ins_tell(const struct stand_ins *list, struct strvec *lines);

#endif
