/* Side files as those see them who do not open the draft: nothing is locked and nothing changed. */
#include <stdlib.h>
#include <unistd.h>

#include "format/journal/journal_parts.h"

static enum journal_state
peek(const struct form *form, const char *draft_path, struct journal_content *content)
{
	char *path = side_path(draft_path);
	struct strbuf err = STRBUF_INIT;
	int fd = side_open(path, false, &err);
	enum journal_state state = JOURNAL_READY;

	*content = (struct journal_content){ .left.base = DRAFT_FILE_INIT };
	if (fd >= 0) {
		content_find(content, form, draft_path, fd);
		if (lock_signer(fd))
			state = JOURNAL_HELD;
		else if (content->has_changes)
			state = JOURNAL_LEFT;
		close(fd);
	}
	free(path);
	strbuf_release(&err);
	return state;
}

enum journal_state
journal_peek(const struct form *form, const char *draft_path, struct journal_who *who)
{
	struct journal_content content;
	enum journal_state state = peek(form, draft_path, &content);

	if (who) {
		*who = (struct journal_who){ 0 };
		who_copy(who, &content.who);
	}
	content_release(&content);
	return state;
}

int
journal_base(const struct form *form, const char *draft_path, struct strbuf *out)
{
	struct journal_content content;
	enum journal_state state = peek(form, draft_path, &content);

	if (state != JOURNAL_READY && content.has_changes)
		strbuf_add(out, content.left.base.source.buf, content.left.base.source.len);
	content_release(&content);
	return out->len ? 0 : -1;
}
