/* Keeping a value in default.yaml, and forgetting it. What else is in the file stays as it is. */
#include <stdlib.h>
#include <string.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/xalloc.h"

#include "model/field_type.h"

#include "format/draft/defaults.h"
#include "format/draft/draft_parts.h"
#include "format/draft/forms.h"
#include "format/form/answer.h"
#include "format/form/form_file.h"
#include "format/yaml/yaml_patch.h"
#include "format/yaml/yaml_write.h"

/* A longer value could not be read in the question. */
#define KEPT_MAX 500

#define PRESET "preset"

static const char head[] = "# The values that your new drafts begin with: scepwiz-form(5)\n";

void
defaults_change_release(struct defaults_change *change)
{
	strbuf_release(&change->text);
	strbuf_release(&change->was);
	strbuf_release(&change->now);
	free(change->path);
	*change = (struct defaults_change)DEFAULTS_CHANGE_INIT;
}

bool
defaults_may_keep(const struct form *form, const struct field *field, struct strbuf *why)
{
	if (field->type->flags & FT_SECRET)
		strbuf_addstr(why, "a secret cannot be a default, because it would be in clear "
				   "text");
	else if (field->flags & FIELD_MADE)
		strbuf_addstr(why, "it is made for each draft, so it cannot be a default");
	else if (field->flags & FIELD_FIXED)
		strbuf_addf(why, "the form %s has locked it", form->name);
	else if (field->type->widget == WIDGET_FILE)
		strbuf_addstr(why, "a certificate cannot be kept from here. Put its path under "
				   "preset in default.yaml: see scepwiz-form(5)");
	return !why->len;
}

/* The form that default.yaml extends, or would; NULL with a sentence if that is not the draft's. */
static const struct form *
form_of_file(const struct node *root, const char *form, struct strbuf *err)
{
	const char *extends = root ? node_get_text(root, "extends") : form;
	const struct form *found = extends ? form_builtin_named(extends) : NULL;

	if (!root && found != form_builtin())
		error_add(err, "defaults are only for drafts of the form %s", form_builtin()->name);
	else if (!found)
		error_add(err, "it extends no form that is built in");
	else if (strcmp(found->name, form) != 0)
		error_add(err, "your defaults are for drafts of the form %s", found->name);
	return err->len ? NULL : found;
}

/* Whether the file presets just this value. */
static bool
is_kept(const struct node *preset, const struct defaults_change *change, const struct draft *draft)
{
	const struct node *old = node_get(preset, change->field->key);
	struct draft *kept = draft_new(draft_form(draft));
	FINDING(slip);
	bool same = old && answer_read(kept, change->field, old, change->was.buf, &slip) == 0 &&
		    !strcmp(draft_text(kept, change->field), draft_text(draft, change->field));

	draft_free(kept);
	return same;
}

static void
file_begin(struct defaults_change *change, const char *extends, struct node *value)
{
	const struct yaml_layout layout = { .indent = 2, .eol = "\n" };
	NODE(map) = node_map_new();

	node_add(map, change->field->key, value);
	strbuf_addf(&change->now, "%sextends: %s\nform: " FORM_OWN "\n", head, extends);
	yaml_write_entry(PRESET, map, &layout, &change->now);
}

/* Takes the value; NULL: the entry goes. */
static void
file_patch(struct defaults_change *change, const struct node *root, struct node *value)
{
	struct yaml_patches patches = YAML_PATCHES_INIT(&change->now);
	const struct node *preset = node_get(root, PRESET);
	bool has = node_is(preset, NODE_MAP) && preset->n;
	const char *key = change->field->key;
	const struct node *old = has ? node_get(preset, key) : NULL;
	struct node *map;

	strbuf_add(&change->now, change->was.buf, change->was.len);
	if (!value && preset->n == 1) {
		yaml_patch_remove(&patches, preset);
	} else if (!value) {
		yaml_patch_remove(&patches, old);
	} else if (old) {
		yaml_patch_replace(&patches, old, value);
	} else if (has) {
		yaml_patch_insert(&patches, preset, preset->v[preset->n - 1], key, value);
	} else {
		map = node_map_new();
		node_add(map, key, value);
		if (preset)
			yaml_patch_replace(&patches, preset, map);
		else
			yaml_patch_insert(&patches, root, root->v[root->n - 1], PRESET, map);
	}
	yaml_patches_apply(&patches);
}

/* An empty value removes the default that is there. */
static int
change_make(struct defaults_change *change, const struct form *form, const struct node *root,
	struct strbuf *err)
{
	struct draft *draft = draft_new(form);
	const struct node *preset = root ? node_get(root, PRESET) : NULL;
	bool is_preset = node_is(preset, NODE_MAP) && node_get(preset, change->field->key);
	int result = 0;

	draft_set(draft, change->field, change->text.buf);
	change->forget = is_preset && (!change->text.len || is_kept(preset, change, draft));
	if (!change->text.len && !is_preset)
		result = error_add(err, "it is empty, so there is nothing to keep");
	else if (!root)
		file_begin(change, form->name, answer_node(draft, change->field));
	else
		file_patch(change, root, change->forget ? NULL : answer_node(draft, change->field));
	draft_free(draft);
	return result;
}

static int
file_read_own(struct defaults_change *change, struct node **root, struct strbuf *err)
{
	change->path = forms_own_path();
	if (!change->path)
		return error_add(err, "there is no folder for it. Set SCEPWIZ_FORMS to one");
	change->is_there = path_exists(change->path) || path_is_link(change->path);
	if (!change->is_there)
		return 0;
	if (file_read(change->path, draft_limits.bytes, &change->was, err) < 0 ||
		yaml_source_read(change->was.buf, change->was.len, change->path, &draft_limits,
			root, err) < 0)
		return -1;
	if (!node_is(*root, NODE_MAP) || !(*root)->n || (*root)->source.slip)
		return error_add(
			err, "%s is not a form. See scepwiz check %s", change->path, change->path);
	return 0;
}

int
defaults_prepare(struct defaults_change *change, const char *form, const char *key,
	const char *text, struct strbuf *err)
{
	NODE(root) = NULL;
	const struct form *base;

	if (file_read_own(change, &root, err) < 0)
		return -1;
	base = form_of_file(root, form, err);
	if (!base)
		return -1;
	change->field = form_field(base, key);
	if (!change->field)
		return error_add(err, "the form %s has no field \"%s\"", base->name, key);
	if (!defaults_may_keep(base, change->field, err))
		return -1;
	if (strlen(text) > KEPT_MAX)
		return error_add(err, "it is too long for a default: more than %d bytes", KEPT_MAX);
	strbuf_addstr(&change->text, text);
	return change_make(change, base, root, err);
}

int
defaults_write(const struct defaults_change *change, struct strbuf *err)
{
	OWN_TEXT(folder) = path_folder(change->path);

	if (folder_make(folder, err) < 0)
		return -1;
	if (change->is_there)
		return file_replace(change->path, &change->was, change->now.buf, change->now.len,
			       FILE_PRIVATE, NULL, err) < 0
			       ? -1
			       : 0;
	return file_write(
		change->path, change->now.buf, change->now.len, FILE_PRIVATE | FILE_EXCLUSIVE, err);
}
