/* The system's roots: a file of PEM blocks, which are hashed and not parsed. */
#include "format/ask/asked_root.h"

#include <string.h>

#include "base/bundle.h"
#include "base/fileio.h"

#include "syntax/digest.h"
#include "syntax/pem.h"

#define BUNDLE_LIMIT (4 * 1024 * 1024)

static bool
answer_has(const struct asked *asked, const struct strbuf *der)
{
	STRBUF(hash);

	digest_sha256(der->buf, der->len, &hash);
	for (size_t i = 0; i < asked->n; i++)
		if (!strcmp(asked->certificates[i].sha256, hash.buf))
			return true;
	return false;
}

bool
asked_root_is_in(const struct asked *asked, const char *bundle)
{
	STRBUF(pem);
	STRBUF(ignored);
	struct pem_block block;
	const char *at, *end;
	bool found = false;

	if (file_read(bundle, BUNDLE_LIMIT, &pem, &ignored) < 0)
		return false;
	at = pem.buf;
	end = pem.buf + pem.len;
	while (!found && pem_next(&at, end, &block)) {
		struct pem_bad bad;
		STRBUF(der);

		found = pem_label_is(&block, "CERTIFICATE") && block.body_end &&
			pem_decode(&block, pem.buf, &der, &bad) == 0 && answer_has(asked, &der);
	}
	return found;
}

void
asked_look_for_root(struct asked *asked)
{
	const char *bundle = bundle_find();

	asked->root_known = bundle && asked_root_is_in(asked, bundle);
}
