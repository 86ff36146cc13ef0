/* Drafts. The input is a draft's text and, each behind a form feed (which no draft holds), changes: a
 * byte that picks field and kind of change, then the new text. Whatever is answered is in the text
 * that a save would write, and nothing else has changed; written anew it is the same draft. */
#include "base/text.h"

#include "model/comments.h"
#include "model/field_type.h"

#include "format/yaml/yaml_write.h"

#include "draft.h"

#define CHANGES_MAX 4

static bool
comments_can_be_written(const char *note)
{
	COMMENTS(list);
	STRBUF(why);

	comments_read(&list, note);
	for (size_t i = 0; i < list.n; i++)
		if (yaml_text_check(list.v[i].text, &why) < 0)
			return false;
	return true;
}

/* Texts that no YAML can carry are refused with a sentence; then there is nothing to read back. */
static bool
can_be_written(const struct draft *draft)
{
	const struct form *form = draft_form(draft);
	struct strbuf why = STRBUF_INIT;
	bool can = true;

	for (size_t i = 0; i < form->nfields && can; i++)
		can = yaml_text_check(draft_text(draft, form->fields[i]), &why) == 0 &&
		      comments_can_be_written(draft_note(draft, form->fields[i]));
	for (size_t i = 0; i < draft_acceptances(draft)->n && can; i++)
		can = yaml_text_check(draft_acceptances(draft)->v[i].reason, &why) == 0;
	strbuf_release(&why);
	return can;
}

static void
change_set(struct draft *draft, const struct field *field, const char *text)
{
	draft_set(draft, field, text);
}

static void
change_unset(struct draft *draft, const struct field *field, const char *text)
{
	(void)text;
	draft_unset(draft, field);
}

static void
change_add(struct draft *draft, const struct field *field, const char *text)
{
	struct strbuf both = STRBUF_INIT;

	strbuf_addf(&both, "%s\n%s", draft_text(draft, field), text);
	draft_set(draft, field, both.buf);
	strbuf_release(&both);
}

static void
change_source(struct draft *draft, const struct field *field, const char *text)
{
	(void)field;
	for (size_t i = 0; i < draft_form(draft)->nfields; i++)
		if (draft_form(draft)->fields[i]->type->flags & FT_SECRET)
			draft_set_source(draft, draft_form(draft)->fields[i],
				*text ? ANSWER_ENVIRONMENT : ANSWER_PROMPT, *text ? "NAME" : "");
}

/* The field only picks the rule. A blank reason takes it back, as people do: none is read. A rule about acceptances is
 * not accepted. */
static void
change_accept(struct draft *draft, const struct field *field, const char *text)
{
	const struct rule *picked = rule_at(field->index % rules_count());
	const char *rule = picked->id;
	struct acceptance a;

	if (picked->flags & RULE_OF_ACCEPTED)
		return;
	if (text_is_blank(text)) {
		draft_unaccept(draft, rule);
		return;
	}
	acceptance_init(&a, rule, text, "", "2026-11-28");
	acceptance_bind(&a, field->key, text);
	draft_accept(draft, &a);
	acceptance_release(&a);
}

/* Where there are some: a save refuses to replace what could not be read. */
static void
change_comments(struct draft *draft, const struct field *field, const char *text)
{
	COMMENTS(list);
	size_t at = strlen(text);

	comments_read(&list, draft_note(draft, field));
	if (!list.n)
		return;
	at %= list.n + 1;
	if (at < list.n)
		list.v[at].done = !list.v[at].done;
	if (at % 2 || at == list.n)
		comments_say(&list, at, text);
	comments_put(draft, field, &list);
}

static void
draft_change(struct draft *draft, const char *change)
{
	static void (*const kinds[])(struct draft *, const struct field *, const char *) = {
		change_set,
		change_unset,
		change_add,
		change_source,
		change_accept,
		change_comments,
	};
	const struct form *form = draft_form(draft);
	unsigned pick = (unsigned char)change[0];

	if (pick)
		kinds[pick / form->nfields % ARRAY_SIZE(kinds)](
			draft, form->fields[pick % form->nfields], change + 1);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct draft_file file = DRAFT_FILE_INIT;
	struct strbuf err = STRBUF_INIT, text = STRBUF_INIT;
	const uint8_t *end = memchr(data, '\f', size);
	size_t len = end ? (size_t)(end - data) : size;
	char *rest = fuzz_text(data + len, size - len), *change = rest;

	if (draft_file_parse(&file, fuzz_form(), "draft", (const char *)data, len, &err) == 0) {
		draft_written(&file, &text);
		must(text.len == len && !memcmp(text.buf, data, len));
		for (int i = 0; i < CHANGES_MAX && *change == '\f'; i++) {
			size_t n = strcspn(change + 1, "\f");
			char *one = xstrndup(change + 1, n);

			draft_change(file.draft, one);
			free(one);
			change += 1 + n;
			strbuf_clear(&text);
			if (!can_be_written(file.draft))
				break;
			draft_written(&file, &text);
			draft_written_anew(&file);
		}
	} else {
		must(err.len);
	}
	draft_file_release(&file);
	strbuf_release(&err);
	strbuf_release(&text);
	free(rest);
	return 0;
}
