/* What scepwiz-ask may have answered, or a session may have asked its keeper for (base/fetch.h): refused, or taken whole. */
#include "base/fetch.h"
#include "base/frame.h"

#include "fuzz.h"

static void
fetch_is_whole(const struct node *node)
{
	FETCH(fetch);
	STRBUF(server);

	if (!fetch_from_node(node, &fetch))
		return;
	NODE(again) = fetch_to_node(&fetch);
	must(node_equal(node, again));
	must(fetch_server(fetch.url.buf, &server));
	must(!strncmp(server.buf, "http", 4) && !strpbrk(server.buf, " @%\\"));
}

static void
fetched_is_whole(const struct node *node)
{
	FETCHED(fetched);

	if (!fetched_from_node(node, &fetched))
		return;
	NODE(again) = fetched_to_node(&fetched);
	must(node_equal(node, again));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	NODE(node) = frame_read((const char *)data, size);

	fetch_is_whole(node);
	fetched_is_whole(node);
	return 0;
}
