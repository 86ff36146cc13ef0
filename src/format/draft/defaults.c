#include "format/draft/defaults.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "model/field_type.h"

/* Takes a preset of own as the answer. */
static void
answer_preset(struct draft *draft, const struct field *field, const struct field *preset)
{
	const char *name = preset->default_source_name;

	if (preset->default_source != ANSWER_HERE)
		draft_set_source(draft, field, preset->default_source, name ? name : "");
	else
		draft_set(draft, field, preset->default_text);
}

/* Of a file, any bytes are a name. */
static bool
name_is_text(const char *name)
{
	for (const char *c = name; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 127)
			return false;
	return !text_is_blank(name) && utf8_check(name, strlen(name)) == strlen(name);
}

/* Only the domain may differ. */
static void
identifier_preset(struct draft_file *file, const struct form *own)
{
	const struct field *field = form_identifier(draft_form(file->draft));
	const struct field *preset = form_identifier(own);
	OWN_TEXT(name) = file->path ? draft_name_of(file->path) : NULL;
	STRBUF(text);

	if (!field || !preset || !preset->type->make)
		return;
	preset->type->make(preset, name ? name : own->extends, NULL, &text);
	draft_set(file->draft, field, text.buf);
}

static void
presets_take(struct draft *draft, const struct form *own)
{
	for (size_t i = 0; i < own->nfields; i++) {
		const struct field *preset = own->fields[i];
		const struct field *field = form_field(draft_form(draft), preset->key);

		if (field && preset->flags & FIELD_PRESET)
			answer_preset(draft, field, preset);
	}
}

void
defaults_take(struct draft_file *file, const struct draft *from)
{
	const struct form *own = draft_form(from);
	struct draft *draft = file->draft;

	presets_take(draft, own);
	for (size_t i = 0; i < own->nfields; i++) {
		const struct field *answered = own->fields[i];
		const struct field *field = form_field(draft_form(draft), answered->key);

		if (field && draft_is_answered(from, answered) &&
			(!(field->flags & FIELD_MADE) || answered == form_identifier(own)))
			draft_take_answer(draft, field, from, answered);
	}
}

void
defaults_new(
	struct draft_file *file, const struct form *form, const struct form *own, const char *path)
{
	draft_file_new(file, form, path);
	if (!own)
		return;
	presets_take(file->draft, own);
	identifier_preset(file, own);
}

void
defaults_name(struct draft_file *file)
{
	struct draft *draft = file->draft;
	const struct field *field = form_role(draft_form(draft), ROLE_POLICY_NAME);
	OWN_TEXT(name) = draft_name_of(file->path);
	STRBUF(words);

	for (const char *c = name; *c; c++)
		strbuf_addch(&words, *c == '-' || *c == '_' ? ' ' : *c);
	strbuf_trim(&words);
	if (!field || field->flags & (FIELD_PRESET | FIELD_FIXED) ||
		draft_is_answered(draft, field) || !name_is_text(words.buf))
		return;
	if (words.buf[0] >= 'a' && words.buf[0] <= 'z')
		words.buf[0] = (char)(words.buf[0] - 'a' + 'A');
	draft_set(draft, field, words.buf);
}
