/* Import: what is taken into a draft, saved, read again and exported is the property list that it was, and
 * what is told of it is text. */
#include "format/profile/original_rest.h"
#include "format/profile/profile.h"
#include "format/profile/profile_read.h"

#include "plist.h"

/* Through the text of the draft. */
static void
import_reopen(struct draft_file *file)
{
	struct strbuf text = STRBUF_INIT, err = STRBUF_INIT;

	must(draft_file_format(file, &text, &err) == 0);
	must(draft_file_parse(file, fuzz_form(), "d", text.buf, text.len, &err) == 0);
	strbuf_release(&text);
}

static void
import_again(const struct plist_doc *doc, const struct draft_file *file)
{
	struct draft_file copy = *file;
	struct desk desk = { .file = &copy, .env = { .folder = "/nowhere" } };
	EXPORT(export, .desk = &desk, .force = true);
	struct strbuf xml = STRBUF_INIT, err = STRBUF_INIT;

	must(profile_build(&export, &xml, &err) == 0);
	must_read_as(&xml, doc->root);
	strbuf_release(&xml);
}

static void
import_told(const struct draft_file *file)
{
	struct original_rest rest = ORIGINAL_REST_INIT;
	struct strbuf text = STRBUF_INIT;

	original_rest_read(&rest, file);
	original_rest_summary(&rest, &text);
	must(text.len && utf8_check(text.buf, text.len) == text.len);
	original_rest_release(&rest);
	strbuf_release(&text);
}

/* Of what a check judges, every finding is a full sentence. */
static void
import_checked(const struct profile_answers *answers, struct findings *found)
{
	static const struct lint_env env = { .folder = "/nowhere" };

	profile_answers_lint(answers, &env, true, found);
	for (size_t i = 0; i < found->n; i++)
		must(strlen(found->v[i].sentence) > 10);
}

/* From the bytes, where a profile may stand in a command. */
static void
import_parsed(const uint8_t *data, size_t size)
{
	struct draft_file file = DRAFT_FILE_INIT;
	struct findings found = FINDINGS_INIT;
	struct strbuf err = STRBUF_INIT;

	if (profile_parse(&file, fuzz_form(), "p", (const char *)data, size, NULL, &found, &err) <
		0)
		must(err.len && !file.draft);
	draft_file_release(&file);
	findings_release(&found);
	strbuf_release(&err);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct plist_doc doc = PLIST_DOC_INIT, meant = PLIST_DOC_INIT;
	struct draft_file file = DRAFT_FILE_INIT;
	struct findings found = FINDINGS_INIT;
	struct finding slip = FINDING_INIT;
	struct place place;
	struct profile_answers answers = PROFILE_ANSWERS_INIT;
	const struct profile_read_options options = { .answers = &answers };
	struct strbuf err = STRBUF_INIT;

	fuzz_locale();
	if (fuzz_is_binary(data, size))
		return 0;
	import_parsed(data, size);
	if (plist_doc_parse(&doc, (const char *)data, size, &slip, &place) == 0) {
		must(plist_doc_parse(&meant, (const char *)data, size, &slip, &place) == 0);
		if (profile_to_draft(&file, fuzz_form(), &meant, "p", &options, &found, &err) ==
			0) {
			import_checked(&answers, &found);
			import_again(&doc, &file);
			import_told(&file);
			import_reopen(&file);
			import_again(&doc, &file);
		} else {
			must(err.len && !file.draft);
		}
	}
	draft_file_release(&file);
	findings_release(&found);
	profile_answers_release(&answers);
	plist_doc_release(&doc);
	plist_doc_release(&meant);
	finding_release(&slip);
	strbuf_release(&err);
	return 0;
}
