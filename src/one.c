/* Program and helpers in one file, for machines that get nothing else. Each part is linked before, with its own copy of
 * what they share, and only the functions below can be seen from outside of it (Makefile.am). Which part runs is decided
 * by the name under which the file was executed, as base/helper.h does it; so a helper is a process of its own here, too,
 * with nothing of the memory of scepwiz. */
#include <string.h>

#include "base/fetch.h"
#include "base/helper.h"
#include "base/request.h"
#include "base/xalloc.h"

int scepwiz_main(int argc, char **argv);
int worker_main(int argc, char **argv);
int ask_main(int argc, char **argv);

static const struct part {
	const char *name;
	int (*run)(int argc, char **argv);
} parts[] = {
	{ WORKER_NAME, worker_main },
#if WITH_CURL
	{ FETCH_NAME, ask_main },
#endif
};

int
main(int argc, char **argv)
{
	static const char *names[ARRAY_SIZE(parts) + 1];

	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		names[i] = parts[i].name;
		if (argc && !strcmp(argv[0], parts[i].name))
			return parts[i].run(argc, argv);
	}
	helper_inside(names);
	return scepwiz_main(argc, argv);
}
