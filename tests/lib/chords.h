/* Scripts of key presses for tests: "abc{^A}{Down}{M-g}" is a, b, c, Ctrl-A, Down, Meta-g. A name in
 * braces is as chord_name gives it. */
#ifndef TESTS_CHORDS_H
#define TESTS_CHORDS_H

#include "testing.h"

#include "base/text.h"

#include "ui/keys.h"

uint32_t chord_named(const char *name, size_t len);

/* The next chord of a script, 0 at its end. */
uint32_t chord_next(const char **script);

#endif
