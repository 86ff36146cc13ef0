/* Binary property lists, as the worker gives them to libplist, or does not: instrumented.sh has libplist looked into. */
#include "fuzz.h"
#include "worker/plist_library.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct finding slip = FINDING_INIT;
	struct strbuf xml = STRBUF_INIT;

	if (size < 8 || memcmp(data, "bplist00", 8) != 0)
		return 0;
	if (plist_binary_to_xml((const char *)data, size, &xml, &slip) == 0)
		must(xml.len > 0);
	strbuf_release(&xml);
	finding_release(&slip);
	return 0;
}
