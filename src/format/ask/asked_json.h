/* Facts about a SCEP server (model/asked.h) as JSON: what ask --format json and enrol --format json write, and what
 * check --asked reads.
 *
 * The members are those of the facts: "line ends" is "lineEnds" here, and so on. Others:
 *
 *   scepwiz            the version that asked
 *   asked, begins, ends  "2026-11-28T19:30:00Z", or null where there is none
 *   name, principal    null: none
 *   transport.tls      who vouches for the server: "system", "root" (only the included one), or null
 *   capabilities.deviceUses.method  "GET" or "POST"
 *   certificates[].role  the roles
 *   fingerprint        given (boolean), matches (an index; null: no certificate has it), askedWith (hex)
 *   rootKnown          whether the system has the root
 *   trial.failInfo     null: none
 *   trial.issued.dropped  what was asked for and is missing (asked_dropped)
 *   findings           rule, severity, field, sentence
 *
 * All members are always there. The reader accepts nothing else, and ignores what findings and dropped say: rules run
 * again. */
#ifndef FORMAT_ASKED_JSON_H
#define FORMAT_ASKED_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

#include "model/asked.h"
#include "model/findings.h"

#define ASKED_JSON_LIMIT (256 * 1024)
#define ASKED_JSON_DEPTH 8

void asked_json_write(const struct asked *asked, const struct findings *found, struct strbuf *out);
/* Returns -1 with a sentence. What was filled must be released in any case. */
int asked_json_read(const char *text, size_t len, struct asked *asked, struct strbuf *err);
/* The same from a file, or from standard input for "-". */
int asked_json_load(const char *path, struct asked *asked, struct strbuf *err);

#endif
