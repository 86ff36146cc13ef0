/* Signed data from outside: what is taken out of it is not more than went in, and a refusal leaves
 * nothing behind. */
#include "syntax/cms.h"

#include "fuzz.h"

static void
unwrap(const char *data, size_t size)
{
	struct cms_opened opened = CMS_OPENED_INIT;
	struct strbuf err = STRBUF_INIT;

	if (cms_unwrap(data, size, &opened, &err) == 0) {
		must(cms_is_signed(data, size));
		must(opened.content.len && opened.content.len < size);
		must(!cms_is_signed(opened.content.buf, opened.content.len));
		must(!err.len);
	} else {
		must(err.len);
		must(!opened.content.len && !opened.signer.len && !opened.intact);
	}
	cms_opened_release(&opened);
	strbuf_release(&err);
}

static void
list(const char *data, size_t size)
{
	struct certificates certificates = { .among_others = true };
	struct finding slip = FINDING_INIT;

	if (certificates_parse(data, size, &certificates, &slip) == 0)
		must(certificates.n);
	else
		fuzz_slip(&slip, size);
	finding_release(&slip);
	certificates_release(&certificates);
}

/* By the certificates that are in it: a doubt, or the root that vouches for it. */
static void
judge(const char *data, size_t size)
{
	struct cms_file ca = { .name = "itself", .data = STRBUF_INIT };
	struct cms_judged judged = CMS_JUDGED_INIT;

	strbuf_add(&ca.data, data, size);
	cms_judge(data, size, &ca, 1800000000, &judged);
	must(judged.doubt.len || (judged.root.len && judged.signer.len));
	strbuf_release(&ca.data);
	cms_judged_release(&judged);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* in memory of its own, without a NUL behind it */
	char *copy = xmalloc(size);

	if (size)
		memcpy(copy, data, size);
	unwrap(copy, size);
	list(copy, size);
	judge(copy, size);
	free(copy);
	return 0;
}
