/* The verdict on a draft that is being edited: it keeps the checked original and what was found, and says the same as one that
 * begins again. */
#include "testing.h"

#include "base/xalloc.h"

#include "model/accept.h"
#include "model/lint.h"

#include "format/draft/draft_file.h"
#include "format/profile/original_lint.h"
#include "format/profile/profile_parts.h"
#include "format/profile/profile_read.h"
#include "format/profile/verdict.h"

#include "drafts.h"
#include "profile_cases.h"

/* 2026-06-01 */
#define NOW 1780272000

/* A desk with that file on it. */
static struct desk
desk_of(struct draft_file *file)
{
	return (struct desk){ .file = file, .env = { .folder = ".", .now = NOW } };
}

/* The findings by field, kept from key to key as the original is. */
static struct lint_kept findings_kept;

/* The draft of an import, as it is saved and read; false where there is none. */
static bool
import(const struct form *form, const char *xml, struct draft_file *file)
{
	struct findings ignored = FINDINGS_INIT;
	struct strbuf yaml = STRBUF_INIT, err = STRBUF_INIT;
	bool done = profile_parse(file, form, "p", xml, strlen(xml), NULL, &ignored, &err) == 0;

	if (done && (draft_file_format(file, &yaml, &err) < 0 ||
			    draft_file_parse(file, form, "d", yaml.buf, yaml.len, &err) < 0))
		fail_msg("%s", err.buf);
	findings_release(&ignored);
	strbuf_release(&yaml);
	strbuf_release(&err);
	return done;
}

/* The mend of a field may be a new UUID each time. */
static void
findings_print(const struct findings *found, struct strbuf *out)
{
	for (size_t i = 0; i < found->n; i++) {
		const struct finding *f = &found->v[i];

		strbuf_addf(out, "%d:%d %d %s %s %s; %s; %s%s\n", f->place.line, f->place.column,
			(int)f->severity, f->rule, f->field ? f->field->key : "", f->sentence,
			f->fix && !f->field ? f->fix : "", f->about ? f->about : "",
			f->accepted ? " accepted" : "");
	}
}

/* The verdict that keeps, which is to be the one that does not; the caller releases it. */
static struct findings
same_verdict(struct original_check **kept, struct draft_file *file, const char *after)
{
	struct desk desk = desk_of(file);
	struct findings fresh = FINDINGS_INIT, again = FINDINGS_INIT;
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;

	draft_verdict(&desk, &fresh);
	desk.env.kept = &findings_kept;
	draft_verdict_again(kept, &desk, &again);
	findings_print(&fresh, &a);
	findings_print(&again, &b);
	if (strcmp(a.buf, b.buf) != 0)
		fail_msg("after %s\n%s\nis not\n%s", after, b.buf, a.buf);
	findings_release(&fresh);
	strbuf_release(&a);
	strbuf_release(&b);
	return again;
}

static void
same_after(struct original_check **kept, struct draft_file *file, const char *after)
{
	struct findings found = same_verdict(kept, file, after);

	findings_release(&found);
}

/* What can be accepted is, and then nothing is any more. */
static void
accept_all(struct original_check **kept, struct draft_file *file)
{
	struct desk desk = desk_of(file);
	struct findings found = same_verdict(kept, file, "nothing");

	for (size_t i = 0; i < found.n; i++) {
		struct acceptance a = { 0 };
		struct strbuf err = STRBUF_INIT;

		if (accept_make(file->draft, &desk.env, &found, rule_find(found.v[i].rule), "known",
			    &a, &err) == 0) {
			draft_accept(file->draft, &a);
			same_after(kept, file, "accepting");
			draft_unaccept(file->draft, found.v[i].rule);
			same_after(kept, file, "accepting no more");
		}
		acceptance_release(&a);
		strbuf_release(&err);
	}
	findings_release(&found);
}

/* Every fifth field, others for each case. */
static void
edit_some(struct original_check **kept, struct draft_file *file, size_t nth)
{
	const struct form *form = draft_form(file->draft);

	for (size_t i = nth % 5; i < form->nfields; i += 5) {
		const struct field *field = form->fields[i];
		const char *const texts[] = { "x", "", field->example };

		for (size_t j = 0; j < ARRAY_SIZE(texts) && texts[j]; j++) {
			draft_set(file->draft, field, texts[j]);
			same_after(kept, file, field->key);
		}
		if (i % 2) {
			draft_restore(file->draft, field);
			same_after(kept, file, "a restored field");
		}
	}
}

/* One for all cases, so that the original changes as well, as it does where two drafts are merged. */
static void
a_verdict_that_keeps_is_the_fresh_one(void **state)
{
	struct original_check *kept = NULL;
	const struct form *form = *state;
	size_t edited = 0;

	for (size_t i = 0; i < ARRAY_SIZE(profile_cases); i++) {
		struct draft_file file = DRAFT_FILE_INIT;

		if (!import(form, profile_cases[i].loud, &file))
			continue;
		accept_all(&kept, &file);
		draft_set(file.draft, form->platform, i % 2 ? "ios" : "macos");
		same_after(&kept, &file, "another platform");
		edit_some(&kept, &file, i);
		draft_file_release(&file);
		edited++;
	}
	assert_true(edited > ARRAY_SIZE(profile_cases) / 2);
	original_check_free(kept);
	lint_kept_release(&findings_kept);
}

static bool
tells(struct original_check **kept, struct draft_file *file, const char *text)
{
	struct desk desk = desk_of(file);
	struct findings found = FINDINGS_INIT;
	bool told = false;

	desk.env.kept = &findings_kept;
	draft_verdict_again(kept, &desk, &found);
	for (size_t i = 0; i < found.n; i++)
		told |= !strcmp(found.v[i].sentence, text) ||
			(found.v[i].fix && !strcmp(found.v[i].fix, text));
	findings_release(&found);
	return told;
}

/* A mark in what is kept is told as long as that is used. */
static void
an_original_is_checked_once_for_many_keys(void **state)
{
	struct original_check *kept = NULL;
	struct draft_file file = DRAFT_FILE_INIT;
	const struct form *form = *state;
	const struct field *url = field_of(form, "url");

	assert_true(import(form, SCEP(""), &file));
	same_after(&kept, &file, "nothing");
	findings_addf(&kept->texts, "text-entity", NULL, (struct place){ 1, 1 }, "kept");
	for (const char *typed = "https://a.example.net/scep"; *typed; typed++) {
		draft_set(file.draft, url, typed);
		assert_true(tells(&kept, &file, "kept"));
	}
	draft_restore(file.draft, url);
	assert_true(tells(&kept, &file, "kept"));
	draft_set(file.draft, form->platform, "ios");
	assert_false(tells(&kept, &file, "kept"));
	original_check_free(kept);
	lint_kept_release(&findings_kept);
	draft_file_release(&file);
}

/* Identifiers that the original lacks are made of the draft's, and keys that the draft answers are not missing. */
static void
what_the_original_lacks_follows_the_draft(void **state)
{
	static const char xml[] =
		PLIST(DICT(KEY("PayloadType", TEXT("Configuration")) KEY("PayloadContent",
			ARRAY_OF(DICT(KEY("PayloadType", TEXT("com.apple.security.scep"))
					KEY("PayloadContent", DICT("")))
					DICT(KEY("PayloadType", TEXT("com.apple.font")))))));
	struct original_check *kept = NULL;
	struct draft_file file = DRAFT_FILE_INIT;
	const struct form *form = *state;

	assert_true(import(form, xml, &file));
	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];

		draft_set(file.draft, field, field->example ? field->example : "net.acme.mine");
		same_after(&kept, &file, field->key);
		draft_set(file.draft, field, "");
		same_after(&kept, &file, field->key);
	}
	draft_set(file.draft, form_identifier(form), "net.acme.mine");
	assert_true(tells(&kept, &file, "PayloadIdentifier becomes net.acme.mine.2"));
	draft_set(file.draft, form_identifier(form), "net.acme.yours");
	assert_true(tells(&kept, &file, "PayloadIdentifier becomes net.acme.yours.2"));
	original_check_free(kept);
	lint_kept_release(&findings_kept);
	draft_file_release(&file);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_verdict_that_keeps_is_the_fresh_one),
		cmocka_unit_test(an_original_is_checked_once_for_many_keys),
		cmocka_unit_test(what_the_original_lacks_follows_the_draft),
	};

	return cmocka_run_group_tests(tests, form_setup, form_teardown);
}
