/* Form files: read or refused with a sentence; a new draft of any form that is read can be written and
 * read back. */
#include "format/draft/draft_file.h"

#include "fuzz.h"

static void
draft_of_form(const struct form *form)
{
	struct draft_file file = DRAFT_FILE_INIT, again = DRAFT_FILE_INIT;
	struct strbuf text = STRBUF_INIT, err = STRBUF_INIT;

	draft_file_new(&file, form, "new.yaml");
	if (draft_file_format(&file, &text, &err) < 0)
		BUG("%s", err.buf);
	must(draft_file_parse(&again, form, "again", text.buf, text.len, &err) == 0);
	draft_file_release(&file);
	draft_file_release(&again);
	strbuf_release(&text);
	strbuf_release(&err);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strbuf err = STRBUF_INIT;
	struct form *form = form_read((const char *)data, size, "form", &err);

	must((form == NULL) == (err.len > 0));
	if (form)
		draft_of_form(form);
	form_free(form);
	strbuf_release(&err);
	return 0;
}
