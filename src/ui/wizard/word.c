/* What needs the word of the person at the terminal, or the keeper's hand (base/keeper.h): the wizard says what it wishes
 * to ask, and goes on with the answer. */
#include "base/beyond.h"
#include "base/keeper.h"
#include "base/path.h"
#include "base/sandbox.h"
#include "base/xalloc.h"

#include "format/draft/allowed.h"
#include "format/draft/defaults.h"

#include "ui/wizard/machine.h"

void
wizard_wish(struct wizard *w, struct node *request,
	void (*then)(struct wizard *w, const struct node *answer))
{
	node_release(&w->ask.request);
	w->ask.request = request;
	w->ask.then = then;
	w->wish = WIZARD_ASK;
}

static void
permit_end(struct wizard *w, const struct node *answer)
{
	const struct node *permitted = node_get(answer, "permitted");

	const char *path = node_get_text(w->ask.request, "path");
	OWN_TEXT(folder) = path_folder(path);

	if (node_is(permitted, NODE_BOOLEAN) && permitted->number)
		w->ask.permitted(w);
	else if (!path_is_folder(folder))
		wizard_say(
			w, '!', "%s was not written: the folder %s does not exist.", path, folder);
	else
		wizard_say(w, '!', "%s was not written: it is outside the draft's folder.", path);
}

void
wizard_permit(struct wizard *w, const char *path, void (*go)(struct wizard *w))
{
	if (sandbox_has(path)) {
		go(w);
		return;
	}
	w->ask.permitted = go;
	wizard_wish(w, beyond_request(path), permit_end);
}

struct node *
word_request(const struct wizard *w, const char *task)
{
	struct node *request = keeper_request(task);
	STRBUF(about);
	STRBUF(ignored); /* what is in no file is saved before */

	allowed_about(w->s.file, &about, &ignored);
	node_set(request, "about", node_data_new(about.buf, about.len));
	return request;
}

static void
keep_end(struct wizard *w, const struct node *answer)
{
	const char *told = node_get_text(answer, "told"), *error = node_get_text(answer, "error");

	if (told)
		wizard_say(w, '+', "%s", told);
	else
		wizard_say(w, '!', "Not kept: %s.", error ? error : "the process for it has ended");
}

/* A form that is not built in has the fields of the one that it extends. */
static struct node *
keep_request(const struct form *form, const struct field *field, const char *text)
{
	struct node *request = keeper_request(WIZARD_KEEP);

	node_set(request, "form",
		node_text_new(form->extends && !form->compiled_in ? form->extends : form->name));
	node_set(request, "key", node_text_new(field->key));
	node_set(request, "text", node_text_new(text));
	return request;
}

void
wizard_keep_default(struct wizard *w)
{
	const struct field *field = page_field(w);
	const struct finding *finding;
	STRBUF(why);

	if (quick_refuses(w))
		return;
	if (!field) {
		wizard_say(w, ' ', "Go to a field to keep its value as your default.");
		return;
	}
	wizard_commit(w);
	finding = session_trouble(&w->s, field);
	if (!defaults_may_keep(w->s.form, field, &why))
		wizard_say(w, '!', "Not kept: %s.", why.buf);
	else if (finding && finding->severity == SEVERITY_ERROR &&
		 !draft_is_empty(w->s.draft, field))
		wizard_say(w, '!', "Not kept: fix the error first.");
	else
		wizard_wish(
			w, keep_request(w->s.form, field, draft_text(w->s.draft, field)), keep_end);
}
