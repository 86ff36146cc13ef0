/* Which form a profile that was made elsewhere is an answer to. */
#include <string.h>

#include "format/form/form_file.h"
#include "format/profile/profile_parts.h"
#include "format/profile/profile_read.h"

/* Whether all payloads are there that the form's profiles always have. */
static bool
form_knows(const struct form *form, const struct node *payloads)
{
	for (size_t i = 0; i < form->npayloads; i++) {
		const struct payload *payload = form->payloads[i];
		bool there = payload->when || payload->each;

		for (size_t k = 0; k < payloads->n && !there; k++) {
			const char *type = node_get_text(payloads->v[k], "PayloadType");

			there = type && !strcmp(type, payload->type);
		}
		if (!there)
			return false;
	}
	return true;
}

const struct form *
profile_form(const struct node *root, const struct form *form)
{
	const struct node *payloads = profile_payloads(root);

	if (!payloads || form_knows(form, payloads))
		return form;
	for (size_t i = 0; form_builtin_at(i); i++)
		if (form_knows(form_builtin_at(i), payloads))
			return form_builtin_at(i);
	return form;
}
