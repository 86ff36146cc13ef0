#include "format/ask/fill.h"

#include <string.h>

#include "syntax/base64.h"
#include "syntax/fingerprint.h"
#include "syntax/pem.h"

#include "model/field_type.h"

static void __attribute__((format(printf, 3, 4)))
fill_tell(struct strvec *told, const struct field *field, const char *fmt, ...)
{
	STRBUF(sentence);
	va_list ap;

	strbuf_addf(&sentence, "%s: ", field->label);
	va_start(ap, fmt);
	strbuf_vaddf(&sentence, fmt, ap);
	va_end(ap);
	strvec_push(told, sentence.buf);
}

/* Whether there is such a field, and it is to be filled in. */
static bool
fill_is_wanted(const struct draft *draft, const struct field *field, struct strvec *told)
{
	STRBUF(why);

	if (!field)
		return false;
	if (!draft_applies(draft, field, &why)) {
		fill_tell(told, field, "not filled in, because %s", why.buf);
		return false;
	}
	if (!draft_is_empty(draft, field) || field->flags & FIELD_FIXED) {
		fill_tell(told, field, "has a value already, which was not changed");
		return false;
	}
	return true;
}

/* In Base64, as the draft has it. */
static void
fill_hash(const char *hex, struct strbuf *out)
{
	struct fingerprint fp;
	FINDING(slip);

	if (fingerprint_parse(hex, &fp, &slip) == 0)
		fingerprint_to_base64(&fp, out);
}

static size_t
fill_fingerprint(struct draft *draft, const struct asked *asked, struct strvec *told)
{
	const struct field *field = form_role(draft_form(draft), ROLE_FINGERPRINT);
	const struct asked_certificate *anchor = asked_find(asked, ASKED_ANCHOR);
	STRBUF(hash);

	if (!fill_is_wanted(draft, field, told))
		return 0;
	if (anchor)
		fill_hash(anchor->sha256, &hash);
	if (!hash.len) {
		fill_tell(told, field,
			"not filled in, because the answer has no certificate in which devices "
			"would end the chain");
		return 0;
	}
	draft_set(draft, field, hash.buf);
	fill_tell(told, field, "the SHA-256 of %s", anchor->subject);
	return 1;
}

static size_t
fill_root(struct draft *draft, const struct asked *asked, struct strvec *told)
{
	const struct field *field = form_role(draft_form(draft), ROLE_ROOT_CERTIFICATE);
	const struct asked_certificate *root = asked_find(asked, ASKED_ROOT);
	STRBUF(pem);

	if (!fill_is_wanted(draft, field, told))
		return 0;
	if (!root || !root->der.len) {
		fill_tell(
			told, field, "not filled in, because the server sends no root of this CA");
		return 0;
	}
	pem_encode("CERTIFICATE", root->der.buf, root->der.len, &pem);
	draft_set(draft, field, pem.buf);
	fill_tell(told, field, "%s", root->subject);
	return 1;
}

size_t
asked_fill(struct draft *draft, const struct asked *asked, struct strvec *told)
{
	return fill_fingerprint(draft, asked, told) + fill_root(draft, asked, told);
}
