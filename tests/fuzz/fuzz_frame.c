/* What another of our programs may have sent (base/frame.h): refused, or read as a node that is written as the same
 * bytes. */
#include "base/frame.h"

#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strbuf bytes = STRBUF_INIT;
	NODE(node) = frame_read((const char *)data, size);

	if (node) {
		frame_write(node, &bytes);
		must(frame_length(bytes.buf) == size);
		must(bytes.len == FRAME_HEAD + size && !memcmp(bytes.buf + FRAME_HEAD, data, size));
	}
	strbuf_release(&bytes);
	return 0;
}
