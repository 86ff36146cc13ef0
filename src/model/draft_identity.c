/* The identifiers and UUIDs that a draft is made. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/xalloc.h"

#include "syntax/digest.h"
#include "syntax/domain.h"
#include "syntax/url.h"

#include "model/draft.h"
#include "model/field_type.h"

static bool
identity_lacks(const struct draft *draft, const struct field *field)
{
	return field && field->flags & FIELD_MADE && draft_is_empty(draft, field);
}

static void
identity_make(struct draft *draft, const struct field *field, const char *name, const char *seed)
{
	STRBUF(text);

	field->type->make(field, name, seed, &text);
	draft_set(draft, field, text.buf);
}

/* The identifier first, for the others are derived from it. */
size_t
draft_make_identity(struct draft *draft, const char *name, bool derived)
{
	const struct form *form = draft_form(draft);
	const struct field *identifier = form_identifier(form);
	char *seed = NULL;
	size_t made = 0;

	if (identifier && draft_unread(draft, identifier))
		return 0;
	if (identity_lacks(draft, identifier)) {
		identity_make(draft, identifier, name, NULL);
		made++;
	}
	if (derived)
		seed = xstrdup(identifier ? draft_text(draft, identifier) : name);
	for (size_t i = 0; i < form->nfields; i++)
		if (identity_lacks(draft, form->fields[i])) {
			identity_make(draft, form->fields[i], name, seed);
			made++;
		}
	free(seed);
	return made;
}

const char *
identifier_example_start(const char *identifier)
{
	static const char *const starts[] = { "com.example", "net.example", "org.example" };

	for (size_t i = 0; i < ARRAY_SIZE(starts); i++) {
		size_t len = strlen(starts[i]);

		if (!strncasecmp(identifier, starts[i], len) &&
			(!identifier[len] || identifier[len] == '.'))
			return starts[i];
	}
	return NULL;
}

bool
draft_identifier_of_host(const struct draft *draft, struct strbuf *out)
{
	const struct form *form = draft_form(draft);
	const struct field *identifier = form_identifier(form), *server;
	const char *text = identifier ? draft_text(draft, identifier) : "";
	const char *start = identifier_example_start(text);
	URL(url);
	FINDING(slip);
	STRBUF(domain);
	STRBUF(ignored);

	server = form_role(form, ROLE_SCEP_URL);
	if (!server)
		server = form_role(form, ROLE_ACME_DIRECTORY);
	if (!start || !server || url_parse(draft_text(draft, server), &url, &slip) < 0 ||
		!domain_of_host(url.host.buf, &domain) ||
		domain_reverse(domain.buf, out, &ignored) < 0)
		return false;
	strbuf_addstr(out, text + strlen(start));
	return true;
}

void
draft_identify_by_host(struct draft *draft)
{
	STRBUF(text);

	if (draft_identifier_of_host(draft, &text))
		draft_set(draft, form_identifier(draft_form(draft)), text.buf);
}

void
draft_item_uuid(const struct draft *draft, const struct payload *payload, const struct node *value,
	char out[UUID_TEXT_SIZE])
{
	const struct field *uuid = form_uuid(draft_form(draft), NULL);
	STRBUF(name);

	strbuf_addf(&name, "%s/%s/", draft_text(draft, uuid), payload->key);
	if (node_is(value, NODE_INTEGER))
		strbuf_addf(&name, "%" PRId64, value->number);
	else
		digest_sha256(value->text.buf, value->text.len, &name);
	uuid_of_name(name.buf, out);
}
