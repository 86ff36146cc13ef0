#include "wizard_guarded.h"

const char *
asked(const struct session *s)
{
	static char text[4000];
	const struct view *view = wizard_view(s->wizard);
	struct strbuf out = STRBUF_INIT;

	strbuf_addstr(&out, view->prompt ? view->prompt : "");
	for (size_t i = 0; i < view->nitems; i++)
		strbuf_addf(
			&out, "\n%zu %s: %s\n", i + 1, view->items[i].name, view->items[i].meaning);
	if (view->choosing)
		strbuf_addf(&out, "%c %s\n", view->told_mark, view->told);
	assert_true(out.len < sizeof text);
	memcpy(text, out.buf, out.len + 1);
	strbuf_release(&out);
	return text;
}

void
open_guarded(struct session *s, const char *text)
{
	open_text(s, text);
	wizard_guard(s->wizard);
	check_view(s);
}

void
write_disk(const struct session *s, const char *text)
{
	struct strbuf err = STRBUF_INIT;

	if (file_write(s->file.path, text, strlen(text), 0, &err) < 0)
		fail_msg("%s", err.buf);
}
