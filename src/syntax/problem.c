/* What a parser tells about a text that it cannot read. */
#include "syntax/problem.h"

void
problem_release(struct problem *problem)
{
	strbuf_release(&problem->sentence);
	strbuf_release(&problem->mend);
}

int
problem_set(struct problem *problem, const char *rule, size_t offset, const char *fmt, ...)
{
	va_list ap;

	problem->rule = rule;
	problem->offset = offset;
	strbuf_clear(&problem->sentence);
	strbuf_clear(&problem->mend);
	va_start(ap, fmt);
	strbuf_vaddf(&problem->sentence, fmt, ap);
	va_end(ap);
	return -1;
}
