/* Stands in until signed data can be read: nothing is signed. */
#include "syntax/cms.h"

bool
cms_is_signed(const char *data, size_t len)
{
	(void)data;
	(void)len;
	return false;
}

void
cms_opened_release(struct cms_opened *opened)
{
	strbuf_release(&opened->content);
	strbuf_release(&opened->signer);
}

int
cms_unwrap(const char *data, size_t len, struct cms_opened *opened, struct strbuf *err)
{
	(void)data;
	(void)len;
	(void)opened;
	return error_add(err, "signed data cannot be read yet");
}
