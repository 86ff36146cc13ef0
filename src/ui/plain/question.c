/* Plain mode in words: what the wizard asks beside its fields. */
#include <string.h>

#include "base/text.h"

#include "ui/plain/state.h"

/* "Enter chooses root.cer: Example Root CA, until 2036-11-26." What is said of a folder says what Enter does. */
static void
say_focused_item(struct plain *p, const struct view *view)
{
	STRBUF(told);

	plain_file(view->told, true, &told);
	if (!strncmp(told.buf, "Enter ", 6))
		plain_say(&p->io, "%s", told.buf);
	else
		plain_say(&p->io, "Enter chooses %s%s%s", view->items[view->item_focus].name,
			told.len ? ": " : ".", told.buf);
}

bool
plain_item_is_folder(const struct view *view, size_t item)
{
	const char *name = view->items[item].name;

	return view->line && name[strlen(name) - 1] == '/';
}

/* Behind a slash only a file is: a folder is opened at once. */
bool
plain_file_is_chosen(const struct view *view)
{
	const struct strbuf *typed = &view->prompt_edit->text;

	if (!view->nitems)
		return false;
	if (typed->len && typed->buf[typed->len - 1] != '/')
		return true;
	return (view->on_item || typed->len) && !plain_item_is_folder(view, view->item_focus);
}

/* Files are told on demand, for there may be many. */
static void
announce_files(struct plain *p, const struct view *view)
{
	if (plain_file_is_chosen(view)) {
		say_focused_item(p, view);
		return;
	}
	plain_say(&p->io, "%s%zu %s%s%s.", view->prompt, view->nitems,
		plural(view->nitems, "name", "names"), *view->list_title ? " in " : "",
		view->list_title);
	plain_teach(p, LESSON_FILES);
}

static void
announce_list(struct plain *p, const struct view *view)
{
	if (!view->line)
		plain_tell_items(p, view);
	if (view->line && view->numbered)
		announce_files(p, view);
	else
		plain_say(&p->io, "%s", view->prompt);
	if (view->line)
		plain_teach(p, LESSON_LINE);
}

/* "Export to office.mobileconfig. Enter accepts it." */
static void
announce_line(struct plain *p, const struct view *view)
{
	STRBUF(question);

	strbuf_addstr(&question, view->prompt);
	strbuf_trim(&question);
	if (!view->prompt_masked && view->prompt_edit->text.len)
		plain_say(&p->io, "%s %s%s Enter accepts it.", question.buf,
			view->prompt_edit->text.buf,
			plain_ends(view->prompt_edit->text.buf) ? "" : ".");
	else
		plain_say(&p->io, "%s", question.buf);
	if (view->prompt_masked)
		plain_teach(p, LESSON_SECRET);
	plain_teach(p, LESSON_LINE);
}

void
plain_announce_question(struct plain *p, const struct view *view)
{
	if (p->asked_by_wizard && !p->asked)
		return;
	if (view->choosing)
		announce_list(p, view);
	else if (view->prompt_edit)
		announce_line(p, view);
	else
		plain_say(&p->io, "%s", view->prompt);
}

void
plain_place(const struct view *view, struct strbuf *out)
{
	const struct view_row *row = plain_focus(view);

	strbuf_clear(out);
	if (view->prompt)
		strbuf_addstr(out, view->prompt);
	else if (view->kind != VIEW_FORM)
		strbuf_addstr(out, view->kind == VIEW_REVIEW ? "Review." : "Exported.");
	else if (row->number)
		strbuf_addf(out, "%d %s.", row->number, row->label);
	else
		strbuf_addf(out, "%s.", row->label);
}
