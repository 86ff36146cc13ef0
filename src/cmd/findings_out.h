/* How commands print findings. */
#ifndef CMD_FINDINGS_OUT_H
#define CMD_FINDINGS_OUT_H

#include "base/json.h"
#include "base/strbuf.h"

#include "model/findings.h"
#include "model/rules.h"

#include "format/draft/draft_lines.h"

#include "cmd/command.h"

/* The rule that an argument names; NULL after a message that names the most similar one. */
const struct rule *rule_of_argument(const struct command *command, const char *id);

/* By place in the file. At the same place more severe ones come first. */
void findings_sort_by_place(struct findings *list);

/* Appends "branch.yaml:12:1: error: SENTENCE [rule]" and a line end. colors, here and below: with the colors of
 * ECMA-48. */
void finding_line(const struct finding *finding, const char *file, bool colors, struct strbuf *out);
/* The same for what is in no file, such as a URL: "http://ca.example.com/scep: warning: SENTENCE [rule]". */
void finding_line_of(const struct finding *finding, const char *name, struct strbuf *out);
/* Appends "branch.yaml:12:1: accepted: SENTENCE: REASON (NAME, DATE) [rule]" and a line end, for an accepted one. */
void accepted_line(
	const struct finding *finding, const char *file, bool colors, struct strbuf *out);
/* Appends the line of the draft that it is about, and a mark under the place, if draft_lines_find has one. Only for
 * people at a terminal: programs read one line for each finding. */
void finding_excerpt(const struct finding *finding, const struct draft_lines *lines, bool colors,
	struct strbuf *out);
/* Appends "branch.yaml:12:1: fixed: SENTENCE [rule]" and a line end, for what a fix did. */
void fixed_line(const struct finding *finding, const char *file, bool colors, struct strbuf *out);
/* A list of maps for JSON, including accepted findings; for fixes, use fixed_json. The caller owns it. */
struct node *findings_json(const struct findings *list);
struct node *fixed_json(const struct findings *list);

/* Messages to stderr for findings of at least this severity that are not accepted, with their place in file, or with
 * the field's label if file is NULL. */
void finding_report(const struct finding *finding, const char *file);
void findings_report(const struct findings *list, enum severity least, const char *file);

/* Appends "2 errors, 1 warning", or "no findings". Accepted ones do not count. */
void findings_summary(const struct findings *list, struct strbuf *out);

#endif
