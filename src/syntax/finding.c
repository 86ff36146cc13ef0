/* One finding. Lists of them are in the model. */
#include "syntax/finding.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/strbuf.h"
#include "base/xalloc.h"

void
finding_release(struct finding *finding)
{
	free(finding->sentence);
	wipe_free(finding->fix);
	free(finding->reads);
	wipe_free(finding->about);
	*finding = (struct finding)FINDING_INIT;
}

int
finding_set(struct finding *slip, const char *rule, size_t offset, const char *fmt, ...)
{
	struct strbuf sentence = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&sentence, fmt, ap);
	va_end(ap);
	finding_release(slip);
	slip->rule = rule;
	slip->offset = offset;
	slip->sentence = strbuf_detach(&sentence);
	return -1;
}

void
finding_wrap(struct finding *finding, const char *before, const char *behind)
{
	struct strbuf sentence = STRBUF_INIT;

	strbuf_addf(&sentence, "%s%s%s", before, finding->sentence, behind);
	free(finding->sentence);
	finding->sentence = strbuf_detach(&sentence);
}

struct finding *
finding_fix(struct finding *finding, const char *fix)
{
	char *copy = fix ? xstrdup(fix) : NULL;

	wipe_free(finding->fix);
	finding->fix = copy;
	return finding;
}

struct finding *
finding_fixf(struct finding *finding, const char *fmt, ...)
{
	STRBUF(fix);
	va_list ap;

	va_start(ap, fmt);
	strbuf_vaddf(&fix, fmt, ap);
	va_end(ap);
	finding_fix(finding, fix.buf);
	return finding;
}

void
finding_settle_fix(
	struct finding *slip, int (*check)(const char *text, struct finding *slip), int most)
{
	for (int i = 0; i < most && slip->fix; i++) {
		FINDING(next);

		if (check(slip->fix, &next) == 0)
			return;
		finding_fix(slip, next.fix);
	}
	finding_fix(slip, NULL);
}
