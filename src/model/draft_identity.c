/* The identifiers and UUIDs that a draft is made. */
#include <inttypes.h>
#include <stdlib.h>

#include "base/xalloc.h"

#include "syntax/digest.h"

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
