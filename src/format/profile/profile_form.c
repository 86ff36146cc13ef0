/* Which form a profile that was made elsewhere is an answer to. */
#include <string.h>

#include "model/field_type.h"

#include "format/form/form_file.h"
#include "format/profile/profile_parts.h"
#include "format/profile/profile_read.h"

static bool
constant_fits(const struct constant *constant, const struct node *dict)
{
	const struct node *there = node_at(dict, constant->path);

	return constant_refers(constant->value) || !there || node_equal(there, constant->value);
}

/* Whether a dictionary is such a payload: what is there of the form's constants is the same, and what the form
 * requires is there. */
static bool
payload_fits(const struct form *form, const struct payload *payload, const struct node *dict)
{
	const char *type = node_get_text(dict, "PayloadType");

	if (!type || strcmp(type, payload->type) != 0)
		return false;
	for (size_t i = 0; i < payload->nconstants; i++)
		if (!constant_fits(&payload->constants[i], dict))
			return false;
	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];
		const char *target = field->target.payload;

		if (field->flags & FIELD_REQUIRED && !(field->flags & FIELD_MADE) && !field->when &&
			target && !strcmp(target, payload->key) &&
			!node_at(dict, field->target.path))
			return false;
	}
	return true;
}

/* How many of the payloads that the form always has fit; -1: one of them has a type that is not there. */
static int
form_fits(const struct form *form, const struct node *payloads)
{
	int fits = 0;

	for (size_t i = 0; i < form->npayloads; i++) {
		const struct payload *payload = form->payloads[i];
		bool there = false, fit = false;

		if (payload->when || payload->each)
			continue;
		for (size_t k = 0; k < payloads->n; k++) {
			const char *type = node_get_text(payloads->v[k], "PayloadType");

			there |= type && !strcmp(type, payload->type);
			fit |= payload_fits(form, payload, payloads->v[k]);
		}
		if (!there)
			return -1;
		fits += fit;
	}
	return fits;
}

const struct form *
profile_form(const struct node *root, const struct form *form, enum profile_form_choice choice)
{
	const struct node *payloads = profile_payloads(root);
	const struct form *best = NULL;
	int most = -1;

	if (!payloads || choice == FORM_GIVEN ||
		(choice == FORM_OR_OTHER && form_fits(form, payloads) >= 0))
		return form;
	for (size_t i = 0; form_builtin_at(i); i++) {
		int fits = form_fits(form_builtin_at(i), payloads);

		if (fits > most) {
			most = fits;
			best = form_builtin_at(i);
		}
	}
	return best ? best : form;
}
