/* What the fuzz targets share. Each target is one LLVMFuzzerTestOneInput, which libFuzzer calls with
 * inputs of its own (configure --enable-fuzzers, tests/fuzz/run.sh) and replay.c with the files that
 * are kept under seeds/, in every make check. */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/report.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/finding.h"

#include "model/rules.h"

#include "format/form/form_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must hold for every input. A break is an abort, which keeps the input as a finding. */
#define must(condition)                                \
	do {                                           \
		if (!(condition))                      \
			BUG("not so: %s", #condition); \
	} while (0)

/* The input up to its first NUL, in memory of its own, so that ASan sees a read behind it. */
static inline char *
fuzz_text(const uint8_t *data, size_t size)
{
	return xstrndup((const char *)data, size);
}

/* The compiled-in form; kept, for reading it takes longer than most inputs. */
static inline const struct form *
fuzz_form(void)
{
	static struct form *form;

	if (!form)
		form = form_builtin();
	return form;
}

static inline void
fuzz_locale(void)
{
	static const char *chosen;

	if (!chosen && !(chosen = setlocale(LC_ALL, "C.UTF-8")))
		chosen = setlocale(LC_ALL, "en_US.UTF-8");
}

/* The bytes as a terminal's, in a pipe whose other end is closed. The caller closes this one. */
#define FUZZ_PIPE_MAX 4096
static inline int
fuzz_pipe(const char *bytes, size_t len)
{
	int ends[2];

	must(len <= FUZZ_PIPE_MAX && pipe(ends) == 0);
	must(write(ends[1], bytes, len) == (ssize_t)len);
	close(ends[1]);
	return ends[0];
}

/* A parser's slip is a rule of the table, a sentence, and a place inside the text. */
static inline void
fuzz_slip(const struct finding *slip, size_t len)
{
	must(rule_find(slip->rule));
	must(slip->offset <= len);
	must(*slip->sentence);
}

#endif
