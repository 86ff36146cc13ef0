/* Memory for expat, wiped when it goes: expat holds copies of the file, and there may be a secret in it. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#include "worker/plist_xml.h"

/* Its size stands before each block. */
union block {
	size_t size;
	max_align_t align;
};

static void *
block_malloc(size_t size)
{
	union block *block = xmalloc(sizeof *block + size);

	block->size = size;
	return block + 1;
}

static void
block_free(void *ptr)
{
	union block *block = ptr;

	if (block) {
		block--;
		wipe(block + 1, block->size);
		free(block);
	}
}

static void *
block_realloc(void *ptr, size_t size)
{
	void *fresh = size || !ptr ? block_malloc(size) : NULL;

	if (ptr && fresh) {
		size_t old = ((union block *)ptr - 1)->size;

		memcpy(fresh, ptr, old < size ? old : size);
	}
	block_free(ptr);
	return fresh;
}

XML_Parser
plist_parser_new(void)
{
	static const XML_Memory_Handling_Suite memory = { block_malloc, block_realloc, block_free };
	XML_Parser parser = XML_ParserCreate_MM(NULL, &memory, NULL);

	if (!parser)
		out_of_memory();
	return parser;
}
