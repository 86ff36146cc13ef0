/* Lists of findings: what checks have found in a draft, a profile or a form. */
#ifndef MODEL_FINDINGS_H
#define MODEL_FINDINGS_H

#include <stdarg.h>
#include <stddef.h>

#include "base/strbuf.h"

#include "syntax/finding.h"

#include "model/acceptance.h"
#include "model/form.h"

/* "error", "warning", "info" */
const char *severity_name(enum severity severity);
/* The same for people, and in formats that call a note so. */
const char *severity_word(enum severity severity);

struct findings {
	struct finding *v;
	size_t n, alloc;
};

#define FINDINGS_INIT \
	{             \
		0     \
	}

void findings_release(struct findings *list);
/* An empty one that is released at the end of its block. */
#define FINDINGS(name) \
	__attribute__((cleanup(findings_release))) struct findings name = FINDINGS_INIT
/* Removes those behind the first n. */
void findings_truncate(struct findings *list, size_t n);
/* Adds a finding of a rule in the table, with the rule's severity. A place in line 0 is the beginning of the file. The
 * caller may add to it (finding_fix, severity, about) until the list is changed again. */
struct finding *findings_addf(struct findings *list, const char *rule, const struct field *field,
	struct place place, const char *fmt, ...) __attribute__((format(printf, 5, 6)));
struct finding *findings_vaddf(struct findings *list, const char *rule, const struct field *field,
	struct place place, const char *fmt, va_list ap) __attribute__((format(printf, 5, 0)));
/* Adds a copy of a finding. */
void findings_copy(struct findings *to, const struct finding *finding);
/* Moves a finding from another list, where an empty one is left that can only be released. */
void findings_move(struct findings *list, struct finding *finding);
/* Accepted ones do not count. */
size_t findings_count(const struct findings *list, enum severity severity);
size_t findings_count_accepted(const struct findings *list);
/* Of two that are as severe, a secret that others may see is graver, then a value of another field. */
bool finding_is_graver(const struct finding *a, const struct finding *b);
/* The most severe finding about a field that is not accepted, the first of equal ones; NULL if there is none. */
const struct finding *findings_of(const struct findings *list, const struct field *field);
/* Appends "Fingerprint, URL, other parts of the draft": the labels of the fields with errors, each once and in the
 * order of the list, then the last words if an error is about no field. Nothing if there are no errors. */
void findings_error_labels(const struct findings *list, struct strbuf *out);

#endif
