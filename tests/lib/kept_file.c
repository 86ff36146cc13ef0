#include "kept_file.h"

#include <stdlib.h>

#include "base/path.h"

static struct hmac_key key;

/* The store of the test's state folder. */
static void
open_store(struct store *store)
{
	STRBUF(err);

	if (store_open(store, true, &err) < 0)
		fail_msg("%s", err.buf);
	key = store->key;
}

char *
kept_file(const char *draft_path)
{
	struct store store;
	char *real = path_real_name(draft_path), *name, *path;

	assert_non_null(real);
	name = store_name(real);
	open_store(&store);
	path = store_path(&store, name, 0);
	store_close(&store);
	free(name);
	free(real);
	return path;
}

const struct hmac_key *
kept_key(void)
{
	struct store store;

	open_store(&store);
	store_close(&store);
	return &key;
}

struct records
side_records(void)
{
	struct records records = { .bytes = STRBUF_INIT };

	strbuf_addstr(&records.bytes, SIDE_MAGIC);
	return records;
}

struct records
kept_records(const char *draft_path, const struct draft_file *changed)
{
	struct records records = { .bytes = STRBUF_INIT, .chain = { .key = kept_key() } };
	char *real = path_real_name(draft_path);

	strbuf_addstr(&records.bytes, RECOVERY_MAGIC);
	write_head(&records, real, changed);
	free(real);
	return records;
}
