/* Facts about a server for tests: those without faults (ASKED_GOOD of asked_cases.h), with changes. */
#ifndef TESTS_ASKED_FACTS_H
#define TESTS_ASKED_FACTS_H

#include "testing.h"

#include "base/strbuf.h"

#include "model/asked.h"

/* Appends the JSON: the facts without faults, and on top of them changes in JSON with other quotes. */
void asked_json_with(const char *changes, struct strbuf *json);
/* The same as facts, which are released before. */
void asked_with(const char *changes, struct asked *asked);

#endif
