/* What differs between two drafts or profiles, field by field, for the commands that show it. */
#ifndef CMD_CHANGES_H
#define CMD_CHANGES_H

#include "base/strvec.h"

#include "format/draft/forms.h"
#include "format/profile/desk.h"

#include "cmd/document.h"

/* Values are in lines, without secrets, and not filtered for display. */
struct change {
	char *key;   /* of the field, for scripts; "review/url", "accepted/RULE", "foreign" */
	char *label; /* for people */
	struct strvec before, after;
	/* Lines that both begin or end with: of a list, the items between are those that changed. */
	size_t same_start, same_end;
};

struct changes {
	struct change *v;
	size_t n, alloc;
};

void changes_release(struct changes *changes);
/* An empty list that is released at the end of its block. */
#define CHANGES(name) __attribute__((cleanup(changes_release))) struct changes name = { .v = NULL }

/* Puts the profile whose content is on the desk there as a draft, to be compared with the other one, whose form and
 * platform it gets; NULL: the other is a profile, too. Returns -1 with a sentence. */
int changes_read_profile(
	struct desk *desk, struct forms *forms, const struct draft *other, struct strbuf *err);
/* Adds what differs, in the order of the form of before. What no profile has is not compared with one. */
void changes_find(const struct desk *before, const struct desk *after, struct changes *changes);
/* Adds the table: field, before, after. */
void changes_table(const struct changes *changes, struct document *document);

#endif
