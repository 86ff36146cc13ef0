/* How commands tell findings. */
#ifndef CMD_FINDINGS_OUT_H
#define CMD_FINDINGS_OUT_H

#include "base/json.h"
#include "base/strbuf.h"

#include "model/findings.h"
#include "model/rules.h"

#include "format/draft/draft_lines.h"

#include "cmd/command.h"

/* The rule that an argument names; NULL after a message, which names the nearest one. */
const struct rule *rule_of_argument(const struct command *command, const char *id);

/* By place in the file; graver ones first at the same place. */
void findings_sort_by_place(struct findings *list);

/* Appends "branch.yaml:12:1: error: SENTENCE [rule]" and a line end. */
void finding_line(const struct finding *finding, const char *file, struct strbuf *out);
/* Appends "branch.yaml:12:1: accepted: SENTENCE: REASON (NAME, DATE) [rule]" and a line end, of one that is. */
void accepted_line(const struct finding *finding, const char *file, struct strbuf *out);
/* Appends the line of the draft that it is about and a mark under the place, where draft_lines_find has one. For
 * people at a terminal: a program reads a line a finding. */
void finding_excerpt(
	const struct finding *finding, const struct draft_lines *lines, struct strbuf *out);
/* Appends "branch.yaml:12:1: mended: SENTENCE [rule]" and a line end, of what a mend did. */
void mended_line(const struct finding *finding, const char *file, struct strbuf *out);
/* A list of maps for JSON, with accepted ones; of mends, by mended_json. The caller owns it. */
struct node *findings_json(const struct findings *list);
struct node *mended_json(const struct findings *list);

/* Messages to stderr for those of at least this severity, but for accepted ones: with their place in file, or with the
 * field's label where file is NULL. */
void finding_report(const struct finding *finding, const char *file);
void findings_report(const struct findings *list, enum severity least, const char *file);

/* Appends "2 errors, 1 warning", or "nothing found"; accepted ones do not count. */
void findings_summary(const struct findings *list, struct strbuf *out);

#endif
