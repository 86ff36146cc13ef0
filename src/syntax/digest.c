/* SHA-256, by OpenSSL. */
#include "syntax/digest.h"

#include <openssl/evp.h>

#include "base/xalloc.h"

void
digest_sha256(const void *data, size_t len, struct strbuf *out)
{
	unsigned char hash[EVP_MAX_MD_SIZE];
	unsigned n = 0;

	if (EVP_Digest(data, len, hash, &n, EVP_sha256(), NULL) != 1)
		out_of_memory(); /* SHA-256 itself is always there */
	for (unsigned i = 0; i < n; i++)
		strbuf_addf(out, "%02x", hash[i]);
}
