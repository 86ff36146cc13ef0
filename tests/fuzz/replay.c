/* Feeds the kept inputs of a fuzz target to it, without a fuzzer, and prints TAP: an input that breaks
 * it aborts. The program fuzz_NAME takes tests/fuzz/seeds/NAME, or the files that it is given. */
#include <dirent.h>
#include <stdio.h>

#include "base/fileio.h"
#include "base/path.h"

#include "fuzz.h"

#define INPUT_LIMIT ((size_t)1 << 20)

static int
is_seed(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void
replay_file(const char *path, int number)
{
	struct strbuf data = STRBUF_INIT, err = STRBUF_INIT;

	if (file_read(path, INPUT_LIMIT, &data, &err) < 0)
		BUG("%s", err.buf);
	printf("# %s\n", path);
	fflush(stdout);
	LLVMFuzzerTestOneInput((const uint8_t *)data.buf, data.len);
	printf("ok %d - %s\n", number, strrchr(path, '/') ? strrchr(path, '/') + 1 : path);
	strbuf_release(&data);
	strbuf_release(&err);
}

static int
replay_seeds(const char *program)
{
	const char *root = getenv("SCEPWIZ_SOURCE"), *target = strstr(program, "fuzz_");
	struct strbuf folder = STRBUF_INIT;
	struct dirent **seeds = NULL;
	int n;

	while (target && strstr(target + 1, "fuzz_"))
		target = strstr(target + 1, "fuzz_");
	strbuf_addf(&folder, "%s/tests/fuzz/seeds/%s", root ? root : ".",
		target ? target + strlen("fuzz_") : "");
	n = scandir(folder.buf, &seeds, is_seed, alphasort);
	printf("1..%d\n", n);
	for (int i = 0; i < n; i++) {
		char *path = path_join(folder.buf, seeds[i]->d_name);

		replay_file(path, i + 1);
		free(path);
		free(seeds[i]);
	}
	free(seeds);
	strbuf_release(&folder);
	return n > 0 ? 0 : 1;
}

int
main(int argc, char **argv)
{
	if (argc < 2)
		return replay_seeds(argv[0]);
	printf("1..%d\n", argc - 1);
	for (int i = 1; i < argc; i++)
		replay_file(argv[i], i);
	return 0;
}
