/* Signed data: what is told by its first bytes. Opening and making it are the worker's. */
#include "syntax/cms.h"

#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/ber.h"

void
cms_opened_release(struct cms_opened *opened)
{
	strbuf_release(&opened->content);
	strbuf_release(&opened->signer);
	*opened = (struct cms_opened)CMS_OPENED_INIT;
}

void
cms_judged_release(struct cms_judged *judged)
{
	strbuf_release(&judged->signer);
	strbuf_release(&judged->root);
	strbuf_release(&judged->doubt);
}

void
cms_source_release(struct cms_source *source)
{
	strbuf_release(&source->cert.data);
	strbuf_release(&source->key.data);
	strbuf_release(&source->chain.data);
}

void
cms_signed_release(struct cms_signed *result)
{
	strbuf_release(&result->der);
	strbuf_release(&result->signer);
	strbuf_release(&result->warning);
}

/* 1.2.840.113549.1.7, PKCS #7, whose next number is the type of the message. */
static const unsigned char pkcs7_oid[] = { 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07 };

bool
cms_is_message(const char *data, size_t len)
{
	const unsigned char *at = (const unsigned char *)data;
	struct ber_header outer, oid;

	if (!ber_read_header(at, len, &outer) || outer.tag != BER_SEQUENCE)
		return false;
	at += outer.len;
	len -= outer.len;
	return ber_read_header(at, len, &oid) && oid.tag == BER_OID &&
	       oid.content == sizeof pkcs7_oid + 1 && len - oid.len >= oid.content &&
	       !memcmp(at + oid.len, pkcs7_oid, sizeof pkcs7_oid);
}

static const char *const labels[] = { "CMS", "PKCS7", "PKCS #7 SIGNED DATA" };

/* Only spaces, line ends and a byte order mark may come before it: an XML profile may have such a block in one of its
 * texts. */
bool
cms_is_pem(const char *data, size_t len, struct pem_block *block)
{
	const char *at = data, *end = data + len;

	if (!pem_next(&at, end, block))
		return false;
	for (at = data + utf8_mark(data, len); at < block->begin; at++)
		if (!text_is_space(*at))
			return false;
	for (size_t i = 0; i < ARRAY_SIZE(labels); i++)
		if (pem_label_is(block, labels[i]))
			return true;
	return false;
}

bool
cms_is_signed(const char *data, size_t len)
{
	struct pem_block block;

	return cms_is_message(data, len) || cms_is_pem(data, len, &block);
}
