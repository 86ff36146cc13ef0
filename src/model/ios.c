/* From macOS to iOS: the variables. */
#include "model/ios.h"

#include <string.h>

#include "base/strvec.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/variable.h"

#include "model/field_type_rows.h"

/* What all devices share where the policy has no name that can be in the text. */
#define SHARED_FALLBACK "device"

const struct choice *
ios_platform(const struct form *form)
{
	const struct field *platform = form->platform;

	for (size_t i = 0; platform && i < platform->nchoices; i++)
		if (platform->choices[i].is_ios &&
			(!(platform->flags & FIELD_LOCKED) ||
				!strcmp(platform->choices[i].value, platform->default_text)))
			return &platform->choices[i];
	return NULL;
}

bool
ios_is_chosen(const struct draft *draft)
{
	const struct form *form = draft_form(draft);

	return form->platform && form_is_ios(form, draft_text(draft, form->platform));
}

/* The next of Apple's variables that the MDM does not replace. */
static bool
next_stuck(const struct mdm *mdm, const char *text, size_t *pos, struct variable_use *use)
{
	while (variable_next(text, pos, use))
		if (use->kind == VARIABLE_APPLE &&
			!(mdm && mdm_replaces(mdm, text + use->offset, use->len)))
			return true;
	return false;
}

bool
ios_is_stuck(const struct draft *draft, const struct field *field)
{
	struct variable_use use;
	size_t pos = 0;

	return field->type->flags & FT_VARIABLES && !(field->flags & FIELD_FIXED) &&
	       draft_applies(draft, field, NULL) &&
	       next_stuck(draft_mdm(draft), draft_text(draft, field), &pos, &use);
}

const struct field *
ios_stuck(const struct draft *draft)
{
	const struct form *form = draft_form(draft);

	for (size_t i = 0; i < form->nfields; i++)
		if (ios_is_stuck(draft, form->fields[i]))
			return form->fields[i];
	return NULL;
}

bool
ios_way_at(const struct draft *draft, size_t i, const struct mdm **mdm)
{
	const struct mdm *named = draft_mdm(draft);

	*mdm = NULL;
	if (named && named->serial) {
		*mdm = i == 0 ? named : NULL;
		return i < 2;
	}
	if (i == 0 || named)
		return i == 0;
	for (size_t j = 0; j < mdms_count; j++)
		if (mdms[j].serial && --i == 0) {
			*mdm = &mdms[j];
			return true;
		}
	return false;
}

size_t
ios_name_length(const struct form *form, const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; form->platform && i < form->platform->nchoices; i++) {
		STRBUF(end);

		strbuf_addf(&end, " (%s)", form->platform->choices[i].label);
		if (len > end.len && !strcmp(name + len - end.len, end.buf))
			return len - end.len;
	}
	return len;
}

/* What all devices share, as the field can hold it. */
static void
shared_value(const struct draft *draft, const struct field *field, struct strbuf *out)
{
	const struct field *name = form_role(draft_form(draft), ROLE_POLICY_NAME);
	STRBUF(shared);

	strbuf_addstr(&shared, name ? draft_value(draft, name) : "");
	strbuf_truncate(&shared, ios_name_length(draft_form(draft), shared.buf));
	if (field->type->flags & FT_ASCII)
		text_slug(shared.buf, out);
	else if (!strpbrk(shared.buf, "%\n"))
		for (const char *c = shared.buf; *c; c++)
			strbuf_addf(out, "%s%c",
				*c == '/' && field->type == &subject_type ? "\\" : "", *c);
	if (!out->len)
		strbuf_addstr(out, SHARED_FALLBACK);
}

static void
way_value(const struct draft *draft, const struct field *field, const struct mdm *mdm,
	const char *variable, struct strbuf *out)
{
	if (mdm)
		strbuf_addstr(out,
			!strcmp(variable, "%HardwareUUID%") && mdm->udid ? mdm->udid : mdm->serial);
	else
		shared_value(draft, field, out);
}

void
ios_value(const struct draft *draft, const struct field *field, const struct mdm *mdm,
	struct strbuf *out)
{
	way_value(draft, field, mdm, "", out);
}

void
ios_text(const struct draft *draft, const struct field *field, const char *text,
	const struct mdm *mdm, struct strbuf *out)
{
	struct variable_use use;
	size_t pos = 0;

	strbuf_set(out, text);
	if (!*text && field->type == &subject_type) {
		strbuf_addstr(out, "/CN=");
		ios_value(draft, field, mdm, out);
		return;
	}
	while (next_stuck(mdm, out->buf, &pos, &use)) {
		STRBUF(value);

		way_value(draft, field, mdm, use.variable->name, &value);
		strbuf_splice(out, use.offset, use.len, value.buf, value.len);
		pos = use.offset + value.len;
	}
}

void
ios_note_mdm(struct draft *draft, const struct mdm *mdm)
{
	const struct field *field = form_role(draft_form(draft), ROLE_MDM);

	if (mdm && field && !(field->flags & FIELD_FIXED) && !*draft_value(draft, field))
		draft_set(draft, field, mdm->name);
}

/* An answer that other platforms alone have. */
static bool
is_of_others(const struct draft *draft, const struct field *field)
{
	int platform = draft_platform(draft);

	return platform >= 0 && !(field->platforms & 1u << platform) &&
	       draft_is_answered(draft, field);
}

bool
ios_drops(const struct field *field, const struct mdm *mdm)
{
	return !mdm && field->type != &subject_type;
}

/* Without the items that have such a variable. */
static void
drop_stuck(const char *text, const struct mdm *mdm, struct strbuf *out)
{
	STRVEC(items);

	strvec_split(&items, text, '\n');
	for (size_t i = 0; i < items.n; i++) {
		struct variable_use use;
		size_t pos = 0;

		if (!next_stuck(mdm, items.v[i], &pos, &use))
			strbuf_addf(out, "%s%s", out->len ? "\n" : "", items.v[i]);
	}
}

void
ios_settle(struct draft *draft, const struct mdm *mdm)
{
	const struct form *form = draft_form(draft);

	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];
		STRBUF(text);

		if (is_of_others(draft, field))
			draft_unset(draft, field);
		if (!ios_is_stuck(draft, field))
			continue;
		if (ios_drops(field, mdm))
			drop_stuck(draft_text(draft, field), draft_mdm(draft), &text);
		else
			ios_text(draft, field, draft_text(draft, field), mdm, &text);
		draft_set(draft, field, text.buf);
	}
	ios_note_mdm(draft, mdm);
}
