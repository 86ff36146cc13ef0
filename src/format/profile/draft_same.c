/* What two drafts say, compared. */
#include "format/profile/draft_same.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/xalloc.h"

#include "syntax/plist_doc.h"

#include "model/field_type.h"

#include "format/profile/original_rest.h"

/* False where it has no meaning; node is NULL for an empty value. The caller frees it. Relative paths start at the
 * folder of the draft's file. */
static bool
same_meaning_of(const struct draft_file *file, const struct field *field, struct node **node)
{
	char *folder = file->path ? path_folder(file->path) : xstrdup(".");
	int result = field_meaning(field, draft_value(file->draft, field), folder, node);

	free(folder);
	return result == 0;
}

static bool
same_meaning(const struct draft_file *a, const struct field *in_a, const struct draft_file *b,
	const struct field *in_b)
{
	NODE(x) = NULL;
	NODE(y) = NULL;

	return same_meaning_of(a, in_a, &x) && same_meaning_of(b, in_b, &y) && node_equal(x, y);
}

bool
draft_same_answer(const struct draft_file *a, const struct field *in_a, const struct draft_file *b,
	const struct field *in_b)
{
	const char *x = draft_unread(a->draft, in_a), *y = draft_unread(b->draft, in_b);

	if (x || y)
		return x && y && !strcmp(x, y);
	return draft_source(a->draft, in_a) == draft_source(b->draft, in_b) &&
	       !strcmp(draft_source_name(a->draft, in_a), draft_source_name(b->draft, in_b)) &&
	       (!strcmp(draft_value(a->draft, in_a), draft_value(b->draft, in_b)) ||
		       same_meaning(a, in_a, b, in_b));
}

bool
draft_same_policy(const struct draft_file *a, const struct draft_file *b)
{
	const struct form *form = draft_form(a->draft);

	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];
		bool applies = draft_applies(a->draft, field, NULL);

		if (*field->target.path &&
			(applies != draft_applies(b->draft, field, NULL) ||
				(applies && !draft_same_answer(a, field, b, field))))
			return false;
	}
	return original_rest_same(a, b);
}
