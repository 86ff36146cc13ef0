#include "testing.h"

size_t
one_in(void)
{
	const char *text = getenv("SCEPWIZ_ONE_IN");
	long n = text ? strtol(text, NULL, 10) : 1;

	return n < 1 ? 1 : (size_t)n;
}

const char *
source_file(const char *name)
{
	static char path[4096];
	const char *root = getenv("SCEPWIZ_SOURCE");

	snprintf(path, sizeof path, "%s/%s", root ? root : ".", name);
	return path;
}
