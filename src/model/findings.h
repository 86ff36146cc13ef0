/* Lists of findings: what checks found in a draft, a profile, a form. */
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

struct findings {
	struct finding *v;
	size_t n, alloc;
};

#define FINDINGS_INIT \
	{             \
		0     \
	}

void findings_release(struct findings *list);
/* An empty one that is released where its block ends. */
#define FINDINGS(name) \
	__attribute__((cleanup(findings_release))) struct findings name = FINDINGS_INIT
/* Drops those behind the first n. */
void findings_truncate(struct findings *list, size_t n);
/* Adds one under a rule of the table, with its severity; a place in line 0 is the beginning of the file. The caller
 * may add to it (finding_fix, severity, about) before the list is touched again. */
struct finding *findings_addf(struct findings *list, const char *rule, const struct field *field,
	struct place place, const char *fmt, ...) __attribute__((format(printf, 5, 6)));
struct finding *findings_vaddf(struct findings *list, const char *rule, const struct field *field,
	struct place place, const char *fmt, va_list ap) __attribute__((format(printf, 5, 0)));
/* Adds a copy of a finding to a list. */
void findings_copy(struct findings *to, const struct finding *finding);
/* Moves a finding of another list, which keeps an empty one in its place, to be released only. */
void findings_move(struct findings *list, struct finding *finding);
/* Those that are accepted do not count. */
size_t findings_count(const struct findings *list, enum severity severity);
size_t findings_count_accepted(const struct findings *list);
/* The gravest finding about a field, the first among equals, but for accepted ones; NULL where it has none. */
const struct finding *findings_of(const struct findings *list, const struct field *field);
/* Appends "Fingerprint, URL, other parts of the draft": the labels of the fields that have errors, each once and in
 * the order of the list, then the rest if an error is about no field. Nothing where there are no errors. */
void findings_error_labels(const struct findings *list, struct strbuf *out);

#endif
