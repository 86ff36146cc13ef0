/* The original of an imported draft: its text, and what was read of it. */
#include "format/draft/original.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

struct original *
original_new(void)
{
	struct original *original = xcalloc(1, sizeof *original);

	strbuf_init(&original->text);
	strbuf_init(&original->why);
	original->doc = (struct plist_doc)PLIST_DOC_INIT;
	return original;
}

static void
original_forget(struct original *original)
{
	plist_doc_release(&original->doc);
	strbuf_release(&original->why);
	original->is_read = false;
}

void
original_free(struct original *original)
{
	if (!original)
		return;
	original_forget(original);
	strbuf_release(&original->text);
	free(original->payloads);
	free(original);
}

void
original_set(struct original *original, const struct strbuf *text)
{
	original_forget(original);
	strbuf_clear(&original->text);
	strbuf_add(&original->text, text->buf, text->len);
}

void
original_set_payloads(struct original *original, const struct form *form, const int *numbers)
{
	int *copy = xcalloc(form->npayloads + 1, sizeof *copy);

	memcpy(copy, numbers, form->npayloads * sizeof *copy);
	free(original->payloads);
	original->payloads = copy;
}

bool
original_same(const struct original *a, const struct original *b, const struct form *form)
{
	if (!a || !b)
		return a == b;
	if (!strbuf_same(&a->text, &b->text) || !a->payloads != !b->payloads)
		return false;
	return !a->payloads ||
	       !memcmp(a->payloads, b->payloads, form->npayloads * sizeof *a->payloads);
}

struct plist_doc *
original_read(struct original *original, struct strbuf *why)
{
	const struct strbuf *text = &original->text;
	FINDING(problem);
	struct place place;

	if (!original->is_read &&
		plist_doc_parse(&original->doc, text->buf, text->len, &problem, &place) < 0) {
		if (place.line)
			strbuf_addf(&original->why, "line %d of it: ", place.line);
		strbuf_addstr(&original->why, problem.sentence);
	}
	original->is_read = true;
	strbuf_add(why, original->why.buf, original->why.len);
	return original->doc.root ? &original->doc : NULL;
}
