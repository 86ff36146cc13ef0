/* The template of an imported draft, read and checked, for those who tell of it (template_lint). A profile may
 * have 30,000 values and a thousand certificates: who asks after every key keeps the check, and it is made
 * again only where something is another that it was made of. */
#ifndef FORMAT_TEMPLATE_CHECK_H
#define FORMAT_TEMPLATE_CHECK_H

#include <time.h>

#include "base/strbuf.h"

#include "syntax/plist_doc.h"

#include "model/draft.h"
#include "model/findings.h"

#include "format/draft/draft_file.h"
#include "format/profile/profile_lint.h"
#include "format/profile/profile_parts.h"
#include "format/profile/template_lint.h"

/* The template with what it answers by itself. */
struct opened_template {
	const struct draft_file *file;
	struct plist_doc doc;
	struct profile_view view;
	struct draft *answers;
	struct place *
		places; /* by the index of form.fields: of the value, or of what stands in its way */
};

/* Both are to be closed, whatever template_open returns. */
int template_open(struct opened_template *t, const struct draft_file *file, struct strbuf *err);
void template_close(struct opened_template *t);
/* t->answers of the view as it is now, with the platform of draft. */
void template_answers(struct opened_template *t, const struct draft *draft);
/* Whether an export replaces what the template has of the field. */
bool field_is_replaced(const struct opened_template *t, const struct field *field);
/* For profile_lint_env.fill, data is the opened template: whether the answer, or the identity that is made,
 * comes to stand there or below. */
enum profile_fill template_fill(struct node *dict, const char *key, void *data);

/* What profile_lint asked of the draft. */
struct fill_asked {
	struct node *dict; /* to be compared only */
	const char *key;
	enum profile_fill fill;
};

struct template_check {
	/* What it was made of. */
	const struct form *form;
	struct strbuf foreign, platform, identifier, mdm;
	int *payloads;
	time_t day;
	struct fill_asked *asked;
	size_t nasked, asked_alloc;

	struct opened_template t; /* its list as profile_lint left it */
	struct strbuf unusable;   /* why it cannot be read; then there is nothing else */
	struct draft *meant; /* what it answers as it is now: t.answers where nothing was mended */
	struct findings structure,
		texts;              /* profile_lint, profile_lint_texts; places are the list's */
	struct profile_spots spots; /* of structure */
};

/* Makes the check of the file's template, where *kept (NULL: none yet) is not that already; the caller frees
 * it (template_check_free). The draft's other answers may change between two calls, and *kept->t.file is the file. */
void template_check(struct template_check **kept, const struct draft_file *file, time_t now);

#endif
