#include "testing.h"

const char *
source_file(const char *name)
{
	static char path[4096];
	const char *root = getenv("SCEPWIZ_SOURCE");

	snprintf(path, sizeof path, "%s/%s", root ? root : ".", name);
	return path;
}
