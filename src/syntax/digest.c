/* SHA-256 (FIPS 180-4, section 6.2). OpenSSL is in another program (base/request.h), and the hashes of drafts and
 * identities must not depend on whether that can be asked. */
#include "syntax/digest.h"

#include <string.h>

#include "base/xalloc.h"

/* Bytes of the last block before the length. */
#define LAST_ROOM (SHA256_BLOCK - 8)

/* The fractional parts of the cube roots of the first 64 primes. */
static const uint32_t constants[64] = { 0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b,
	0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
	0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6,
	0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d,
	0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
	0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585,
	0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
	0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa,
	0xa4506ceb, 0xbef9a3f7, 0xc67178f2 };

static uint32_t
rotate(uint32_t x, int bits)
{
	return x >> bits | x << (32 - bits);
}

static void
digest_block(uint32_t state[8], const unsigned char *block)
{
	uint32_t w[64], v[8];

	for (int i = 0; i < 16; i++)
		w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 |
		       (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
	for (int i = 16; i < 64; i++)
		w[i] = w[i - 16] + w[i - 7] +
		       (rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ w[i - 15] >> 3) +
		       (rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ w[i - 2] >> 10);
	memcpy(v, state, sizeof v);
	/* each place holds a to h of the standard in turn, so that nothing has to be moved */
	for (unsigned i = 0; i < 64; i++) {
		uint32_t a = v[-i & 7], b = v[(1 - i) & 7], c = v[(2 - i) & 7];
		uint32_t e = v[(4 - i) & 7], f = v[(5 - i) & 7], g = v[(6 - i) & 7];
		uint32_t *h = &v[(7 - i) & 7];
		uint32_t one = *h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) +
			       ((e & f) ^ (~e & g)) + constants[i] + w[i];
		uint32_t two = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) +
			       ((a & b) ^ (a & c) ^ (b & c));

		v[(3 - i) & 7] += one;
		*h = one + two;
	}
	for (int i = 0; i < 8; i++)
		state[i] += v[i];
	wipe(w, sizeof w);
	wipe(v, sizeof v);
}

void
sha256_begin(struct sha256 *hash)
{
	*hash = (struct sha256){ .state = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
					 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 } };
}

void
sha256_add(struct sha256 *hash, const void *data, size_t len)
{
	const unsigned char *at = data;
	size_t held = (size_t)(hash->len % SHA256_BLOCK);

	hash->len += len;
	while (len) {
		size_t n = SHA256_BLOCK - held < len ? SHA256_BLOCK - held : len;

		if (!held && n == SHA256_BLOCK) {
			digest_block(hash->state, at);
		} else {
			memcpy(hash->block + held, at, n);
			held = (held + n) % SHA256_BLOCK;
			if (!held)
				digest_block(hash->state, hash->block);
		}
		at += n;
		len -= n;
	}
}

/* A one bit, zeros, and the length in bits. */
void
sha256_end(struct sha256 *hash, unsigned char out[SHA256_BYTES])
{
	static const unsigned char end[SHA256_BLOCK] = { 0x80 };
	uint64_t bits = hash->len * 8;
	unsigned char count[8];
	size_t held = (size_t)(hash->len % SHA256_BLOCK);

	for (int i = 0; i < 8; i++)
		count[7 - i] = (unsigned char)(bits >> 8 * i);
	sha256_add(hash, end, (held < LAST_ROOM ? LAST_ROOM : LAST_ROOM + SHA256_BLOCK) - held);
	sha256_add(hash, count, sizeof count);
	for (int i = 0; i < SHA256_BYTES; i++)
		out[i] = (unsigned char)(hash->state[i / 4] >> (24 - 8 * (i % 4)));
	wipe(hash, sizeof *hash);
}

void
digest_sha256_bytes(const void *data, size_t len, unsigned char out[SHA256_BYTES])
{
	struct sha256 hash;

	sha256_begin(&hash);
	sha256_add(&hash, data, len);
	sha256_end(&hash, out);
}

void
digest_sha256(const void *data, size_t len, struct strbuf *out)
{
	unsigned char hash[SHA256_BYTES];

	digest_sha256_bytes(data, len, hash);
	for (size_t i = 0; i < sizeof hash; i++)
		strbuf_addf(out, "%02x", hash[i]);
}

void
hmac_key_set(struct hmac_key *key, const void *bytes, size_t len)
{
	unsigned char block[SHA256_BLOCK] = { 0 };

	if (len > sizeof block)
		digest_sha256_bytes(bytes, len, block);
	else
		memcpy(block, bytes, len);
	for (size_t i = 0; i < sizeof block; i++)
		block[i] ^= 0x36;
	sha256_begin(&key->inner);
	sha256_add(&key->inner, block, sizeof block);
	for (size_t i = 0; i < sizeof block; i++)
		block[i] ^= 0x36 ^ 0x5c;
	sha256_begin(&key->outer);
	sha256_add(&key->outer, block, sizeof block);
	wipe(block, sizeof block);
}

void
hmac_begin(const struct hmac_key *key, struct sha256 *hash)
{
	*hash = key->inner;
}

void
hmac_end(const struct hmac_key *key, struct sha256 *hash, unsigned char out[SHA256_BYTES])
{
	unsigned char inner[SHA256_BYTES];

	sha256_end(hash, inner);
	*hash = key->outer;
	sha256_add(hash, inner, sizeof inner);
	sha256_end(hash, out);
	wipe(inner, sizeof inner);
}

bool
digest_same(const void *a, const void *b, size_t len)
{
	const volatile unsigned char *x = a, *y = b;
	unsigned char differ = 0;

	for (size_t i = 0; i < len; i++)
		differ |= x[i] ^ y[i];
	return !differ;
}
