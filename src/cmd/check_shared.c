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

#include "format/draft/neighbours.h"
#include "format/profile/draft_same.h"
#include "format/profile/profile_read.h"

void
identities_release(struct identities *all)
{
	for (size_t i = 0; i < all->n; i++)
		free(all->v[i].text);
	free(all->v);
	*all = (struct identities)IDENTITIES_INIT;
}

void
identities_add_text(struct identities *all, size_t file, const char *text, struct place place)
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
			identities_add_text(
				all, file, draft_text(draft, field), draft_place(draft, field));
	}
}

void
identities_add(struct identities *all, size_t file, const struct strvec *texts)
{
	for (size_t i = 0; i < texts->n; i++)
		identities_add_text(all, file, texts->v[i], (struct place){ 1, 1 });
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

/* A profile becomes the draft that import makes of it, with the form of other where that is a draft. What is around a
 * draft is not looked at here. */
static int
shared_read(const struct shared_file *file, struct forms *forms, const struct draft_file *other,
	struct draft_file *draft)
{
	const struct profile_read_options options = {
		.any_form = !other->draft && !forms_are_given(forms),
	};
	const struct form *form = other->draft ? draft_form(other->draft) : forms_default(forms);
	FINDINGS(ignored);
	STRBUF(err);

	if (file->is_draft)
		return forms_read_draft(forms, file->path, draft, &err);
	return profile_read(draft, form, file->path, &options, &ignored, &err);
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

/* Of two files that could be read. */
static bool
is_one_policy(const struct shared_file *a, const struct draft_file *first,
	const struct shared_file *b, struct forms *forms)
{
	DRAFT_FILE(second);
	DRAFT_FILE(again);

	if (shared_read(b, forms, first, &second) < 0 || !first->draft)
		return false;
	/* a profile is read by the form of the draft that it is compared with */
	if (!a->is_draft && b->is_draft && draft_form(first->draft) != draft_form(second.draft)) {
		if (shared_read(a, forms, &second, &again) < 0)
			return false;
		first = &again;
	}
	return draft_form(first->draft) == draft_form(second.draft) &&
	       (draft_same_policy(first, &second) ||
		       (a->is_draft != b->is_draft && is_export_of(first->draft, second.draft)));
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
	STRBUF(what);

	if (text->is_uuid)
		strbuf_addf(&what, "the UUID %s", text->text);
	else
		strbuf_addf(&what, "the identifier %.*s", EXCERPT(text->text));
	findings_addf(file->found, "identity-shared", NULL, text->place, IDENTITY_SHARED, what.buf,
		other, other);
}

/* Files that have one text, and of each the first one behind it that is not in its folder: drafts of one folder were
 * compared by the rule itself. */
struct sharers {
	const struct identity_text *texts;
	const struct shared_file *files;
	char **folders; /* NULL: a profile, which is compared with all */
	size_t *others;
	size_t n;
};

static bool
sharers_are_neighbours(const struct sharers *all, size_t i, size_t j)
{
	return all->folders[i] && all->folders[j] && !strcmp(all->folders[i], all->folders[j]);
}

static void
sharers_tell(const struct sharers *all, size_t i, struct forms *forms)
{
	const struct shared_file *file = &all->files[all->texts[i].file];
	const struct draft_file none = DRAFT_FILE_INIT;
	DRAFT_FILE(draft);
	size_t seen = 0;

	shared_read(file, forms, &none, &draft);
	for (size_t j = 0; j < all->n && seen < OTHERS_COMPARED;) {
		const struct shared_file *other = &all->files[all->texts[j].file];

		if (sharers_are_neighbours(all, i, j)) {
			j = all->others[j];
			continue;
		}
		j++;
		if (other == file)
			continue;
		seen++;
		if (is_one_policy(file, &draft, other, forms))
			continue;
		identity_tell(&all->texts[i], file, other->path);
		break;
	}
}

/* Each file is told of the first other one that is another policy. However many have the text, each is compared with
 * few, and those of its own folder are passed over at once. */
static void
identities_tell_text(const struct identity_text *texts, size_t n, struct forms *forms,
	const struct shared_file *files)
{
	struct sharers all = {
		.texts = texts,
		.files = files,
		.folders = xcalloc(n, sizeof *all.folders),
		.others = xcalloc(n, sizeof *all.others),
		.n = n,
	};

	for (size_t i = 0; i < n; i++)
		if (files[texts[i].file].is_draft)
			all.folders[i] = path_folder(files[texts[i].file].path);
	for (size_t i = n; i-- > 0;)
		all.others[i] = i + 1 < n && sharers_are_neighbours(&all, i, i + 1)
					? all.others[i + 1]
					: i + 1;
	for (size_t i = 0; i < n && !(all.folders[0] && all.others[0] == n); i++)
		if ((!i || texts[i].file != texts[i - 1].file) &&
			!is_told(files[texts[i].file].found))
			sharers_tell(&all, i, forms);
	for (size_t i = 0; i < n; i++)
		free(all.folders[i]);
	free(all.folders);
	free(all.others);
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
			identities_tell_text(&all->v[i], end - i, forms, files);
	}
}
