/* SHA-256, by OpenSSL. */
#include "syntax/digest.h"

#include <openssl/evp.h>

#include "base/xalloc.h"

void
digest_sha256_bytes(const void *data, size_t len, unsigned char out[SHA256_BYTES])
{
	if (EVP_Digest(data, len, out, NULL, EVP_sha256(), NULL) != 1)
		out_of_memory(); /* SHA-256 itself is always there */
}

void
digest_sha256(const void *data, size_t len, struct strbuf *out)
{
	unsigned char hash[SHA256_BYTES];

	digest_sha256_bytes(data, len, hash);
	for (size_t i = 0; i < sizeof hash; i++)
		strbuf_addf(out, "%02x", hash[i]);
}
