/* Files of one call that devices would take for one. They are read again where they share something, which
 * is rare. */
#include "cmd/check_shared.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/path.h"
#include "base/xalloc.h"

#include "syntax/uuid.h"

#include "model/rules.h"

#include "format/draft/draft_same.h"
#include "format/draft/surroundings.h"
#include "format/profile/profile_read.h"

void
identities_release(struct identities *all)
{
	for (size_t i = 0; i < all->n; i++)
		free(all->v[i].text);
	free(all->v);
	*all = (struct identities)IDENTITIES_INIT;
}

static void
identity_add(struct identities *all, size_t file, const char *text, struct place place)
{
	ARRAY_GROW(all->v, all->n, all->alloc);
	all->v[all->n++] =
		(struct identity_text){ xstrdup(text), uuid_is_valid(text), file, place };
}

void
identities_add_draft(struct identities *all, size_t file, const struct draft *draft)
{
	const struct form *form = draft_form(draft);

	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];

		if (field->flags & FIELD_MADE && draft_applies(draft, field, NULL) &&
			*draft_text(draft, field))
			identity_add(
				all, file, draft_text(draft, field), draft_place(draft, field));
	}
}

void
identities_add(struct identities *all, size_t file, const struct strvec *texts)
{
	for (size_t i = 0; i < texts->n; i++)
		identity_add(all, file, texts->v[i], (struct place){ 1, 1 });
}

static int
identity_compare(const void *a, const void *b)
{
	const struct identity_text *x = a, *y = b;
	int order =
		x->is_uuid != y->is_uuid ? x->is_uuid - y->is_uuid : strcasecmp(x->text, y->text);

	if (!order)
		order = (x->file > y->file) - (x->file < y->file);
	/* one whose place is known comes first */
	return order ? order : y->place.line - x->place.line;
}

static bool
in_one_folder(const struct shared_file *a, const struct shared_file *b)
{
	char *first = path_folder(a->path), *second = path_folder(b->path);
	bool one = a->is_draft && b->is_draft && !strcmp(first, second);

	free(first);
	free(second);
	return one;
}

/* A profile becomes the draft that import makes of it, with the form of other where that is a draft. What is around a
 * draft is not looked at here. */
static int
shared_read(const struct shared_file *file, struct forms *forms, const struct draft_file *other,
	struct draft_file *draft)
{
	const struct profile_read_options options = {
		.any_form = !other->draft && !forms_are_given(forms),
	};
	struct findings ignored = FINDINGS_INIT;
	struct strbuf err = STRBUF_INIT;
	int result;

	*draft = (struct draft_file)DRAFT_FILE_INIT;
	if (file->is_draft)
		result = forms_read_draft(forms, file->path, draft, &err);
	else
		result = profile_read(draft,
			other->draft ? draft_form(other->draft) : forms_default(forms), file->path,
			&options, &ignored, &err);
	findings_release(&ignored);
	strbuf_release(&err);
	return result;
}

/* A draft and the profile that was exported from it, perhaps before it was changed: one identity and name. */
static bool
is_export_of(const struct draft *a, const struct draft *b)
{
	const struct form *form = draft_form(a);
	const struct field *name = neighbours_field(form);

	if (name && strcmp(draft_value(a, name), draft_value(b, name)) != 0)
		return false;
	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];

		if (field->flags & FIELD_MADE && draft_applies(a, field, NULL) &&
			draft_applies(b, field, NULL) &&
			strcmp(draft_text(a, field), draft_text(b, field)) != 0)
			return false;
	}
	return true;
}

static bool
is_one_policy(const struct shared_file *a, const struct shared_file *b, struct forms *forms)
{
	struct draft_file first = DRAFT_FILE_INIT, second = DRAFT_FILE_INIT;
	bool draft_first = a->is_draft || !b->is_draft, one;

	one = shared_read(draft_first ? a : b, forms, &second, &first) == 0;
	one = shared_read(draft_first ? b : a, forms, &first, &second) == 0 && one;
	if (one && draft_form(first.draft) != draft_form(second.draft))
		one = false;
	else if (one)
		one = draft_same_policy(&first, &second) ||
		      (a->is_draft != b->is_draft && is_export_of(first.draft, second.draft));
	draft_file_release(&first);
	draft_file_release(&second);
	return one;
}

static bool
is_told(const struct findings *found)
{
	for (size_t i = 0; i < found->n; i++)
		if (!strcmp(found->v[i].rule, "identity-shared"))
			return true;
	return false;
}

static void
identity_tell(const struct identity_text *text, const struct shared_file *file, const char *other)
{
	struct strbuf what = STRBUF_INIT;

	if (text->is_uuid)
		strbuf_addf(&what, "the UUID %s", text->text);
	else
		strbuf_addf(&what, "the identifier %.*s", EXCERPT(text->text));
	findings_addf(file->found, "identity-shared", NULL, text->place, IDENTITY_SHARED, what.buf,
		other, other);
	strbuf_release(&what);
}

/* all->v[first, end) are one text; each file is told of the first other one that is another policy. */
static void
identities_tell_text(struct identities *all, size_t first, size_t end, struct forms *forms,
	const struct shared_file *files)
{
	for (size_t i = first; i < end; i++) {
		const struct identity_text *text = &all->v[i];
		const struct shared_file *file = &files[text->file];
		size_t seen = 0;

		if ((i > first && text->file == all->v[i - 1].file) || is_told(file->found))
			continue;
		for (size_t j = first; j < end && seen < OTHERS_COMPARED; j++) {
			const struct shared_file *other = &files[all->v[j].file];

			if (other == file || in_one_folder(file, other))
				continue;
			seen++;
			if (is_one_policy(file, other, forms))
				continue;
			identity_tell(text, file, other->path);
			break;
		}
	}
}

void
identities_tell(struct identities *all, struct forms *forms, const struct shared_file *files)
{
	if (all->n)
		qsort(all->v, all->n, sizeof *all->v, identity_compare);
	for (size_t i = 0, end; i < all->n; i = end) {
		for (end = i + 1; end < all->n && !strcasecmp(all->v[end].text, all->v[i].text);)
			end++;
		if (all->v[i].file != all->v[end - 1].file)
			identities_tell_text(all, i, end, forms, files);
	}
}
