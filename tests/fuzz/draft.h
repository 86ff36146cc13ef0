/* Drafts that were read, written and read again: for fuzz targets and for test_damaged. */
#ifndef TESTS_FUZZ_DRAFT_H
#define TESTS_FUZZ_DRAFT_H

#include "format/draft/draft_file.h"

#include "fuzz.h"

static inline void
must_be_same(const struct draft *a, const struct draft *b)
{
	const struct form *form = draft_form(a);

	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];

		must(draft_source(a, field) == draft_source(b, field));
		must(!strcmp(draft_source_name(a, field), draft_source_name(b, field)));
		must(!strcmp(draft_text(a, field), draft_text(b, field)));
		must(!strcmp(draft_note(a, field), draft_note(b, field)));
	}
	must(draft_acceptances(a)->n == draft_acceptances(b)->n);
	for (size_t i = 0; i < draft_acceptances(a)->n; i++) {
		const struct acceptance *accepted = &draft_acceptances(a)->v[i];

		must(acceptance_same(accepted, draft_acceptance(b, accepted->rule)));
	}
}

/* The text that a save would write, which must be read back to the same answers. */
static inline void
draft_written(const struct draft_file *file, struct strbuf *text)
{
	struct draft_file again = DRAFT_FILE_INIT;
	struct strbuf err = STRBUF_INIT;

	if (draft_file_format(file, text, &err) < 0)
		BUG("%s", err.buf);
	if (draft_file_parse(&again, fuzz_form(), "again", text->buf, text->len, &err) < 0)
		BUG("%s", err.buf);
	must_be_same(file->draft, again.draft);
	strbuf_clear(text);
	must(draft_file_format(&again, text, &err) == 0);
	must(text->len == again.source.len && !memcmp(text->buf, again.source.buf, text->len));
	draft_file_release(&again);
	strbuf_release(&err);
}

/* The same answers in a draft that is in no file yet. */
static inline void
draft_written_anew(const struct draft_file *file)
{
	struct draft_file fresh = DRAFT_FILE_INIT;
	struct strbuf text = STRBUF_INIT;
	const struct form *form = fuzz_form();

	draft_file_new(&fresh, form, "fresh.yaml");
	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];

		draft_set(fresh.draft, field, draft_text(file->draft, field));
		draft_set_note(fresh.draft, field, draft_note(file->draft, field));
		if (draft_source(file->draft, field) != ANSWER_HERE)
			draft_set_source(fresh.draft, field, draft_source(file->draft, field),
				draft_source_name(file->draft, field));
	}
	draft_copy_acceptances(fresh.draft, file->draft);
	draft_written(&fresh, &text);
	draft_file_release(&fresh);
	strbuf_release(&text);
}

#endif
