/* Reading a side file: one row a kind of record. A record that makes no sense ends the journal as a torn
 * one does. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "format/journal/journal_parts.h"

void
journal_who_release(struct journal_who *who)
{
	free(who->user);
	free(who->host);
	free(who->terminal);
	free(who->born);
	*who = (struct journal_who){ 0 };
}

static void
changes_release(struct journal_content *content)
{
	draft_file_release(&content->left.base);
	draft_free(content->left.draft);
	content->left = (struct journal_left){ .base = DRAFT_FILE_INIT };
	content->has_changes = false;
}

void
content_release(struct journal_content *content)
{
	journal_who_release(&content->who);
	journal_who_release(&content->author);
	journal_who_release(&content->asked);
	changes_release(content);
}

/* Where a record is read. */
struct reading {
	struct journal_content *content;
	const struct form *form;
	const char *draft_path;
};

static bool
read_session(struct journal_who *who, const char *const *s)
{
	unsigned long long pid, since;

	/* cut to a pid_t, it could name a process group, or every process */
	if (!record_number(s[4], &pid) || !record_number(s[5], &since) || pid > INT_MAX)
		return false;
	journal_who_release(who);
	who->user = xstrdup(s[1]);
	who->host = xstrdup(s[2]);
	who->terminal = xstrdup(s[3]);
	who->pid = (long)pid;
	who->since = (time_t)since;
	who->born = xstrdup(s[6]);
	return true;
}

/* Whoever asked before has it now, or has gone. */
static bool
read_who(struct reading *r, const char *const *s)
{
	struct journal_content *content = r->content;

	journal_who_release(&content->asked);
	if (content->who_wrote) {
		journal_who_release(&content->author);
		content->author = content->who;
		content->who = (struct journal_who){ 0 };
		content->who_wrote = false;
	}
	return read_session(&content->who, s);
}

const struct journal_who *
content_author(const struct journal_content *content)
{
	return content->who_wrote ? &content->who : &content->author;
}

static bool
read_asked(struct reading *r, const char *const *s)
{
	return read_session(&r->content->asked, s);
}

/* For journal_base alone, which has no form yet. */
static bool
read_form(struct reading *r, const char *const *s)
{
	(void)r;
	(void)s;
	return true;
}

/* An empty text: the draft was in no file yet. */
static bool
read_base(struct reading *r, const char *const *s)
{
	struct journal_left *left = &r->content->left;
	STRBUF(err);

	changes_release(r->content);
	if (!*s[1])
		left->base.draft = draft_new(r->form);
	else if (draft_file_parse(&left->base, r->form, r->draft_path, s[1], strlen(s[1]), &err) <
		 0)
		return false;
	left->draft = draft_new(r->form);
	for (size_t i = 0; i < r->form->nfields; i++)
		draft_copy_answer(left->draft, left->base.draft, r->form->fields[i]);
	draft_copy_acceptances(left->draft, left->base.draft);
	r->content->has_changes = r->content->who_wrote = true;
	return true;
}

/* "at", how many bytes go, what comes in their place. */
static bool
read_edit(const char *before, const char *const *s, struct strbuf *out)
{
	unsigned long long at, gone;
	size_t len = strlen(before);

	if (!record_number(s[0], &at) || !record_number(s[1], &gone) || at > len || gone > len - at)
		return false;
	strbuf_addstr(out, before);
	strbuf_splice(out, (size_t)at, (size_t)gone, s[2], strlen(s[2]));
	return true;
}

/* A field that this form does not have was one of another version: passed over. */
static bool
read_text(struct reading *r, const char *const *s)
{
	struct draft *draft = r->content->left.draft;
	const struct field *field = form_field(r->form, s[1]);
	STRBUF(text);

	if (!field)
		return true;
	if (!read_edit(
		    draft_is_answered(draft, field) ? draft_text(draft, field) : "", s + 2, &text))
		return false;
	draft_set(draft, field, text.buf);
	return true;
}

static bool
read_unset(struct reading *r, const char *const *s)
{
	const struct field *field = form_field(r->form, s[1]);

	if (field)
		draft_unset(r->content->left.draft, field);
	return true;
}

/* Back to what the file has there, which is no answer. */
static bool
read_unread(struct reading *r, const char *const *s)
{
	struct journal_left *left = &r->content->left;
	const struct field *field = form_field(r->form, s[1]);
	const char *raw = field ? draft_unread(left->base.draft, field) : NULL;

	if (raw)
		draft_set_unread(left->draft, field, raw);
	return true;
}

static bool
read_environment(struct reading *r, const char *const *s)
{
	const struct field *field = form_field(r->form, s[1]);

	if (field && draft_is_variable_name(s[2]))
		draft_set_source(r->content->left.draft, field, ANSWER_ENVIRONMENT, s[2]);
	return draft_is_variable_name(s[2]);
}

static bool
read_prompt(struct reading *r, const char *const *s)
{
	const struct field *field = form_field(r->form, s[1]);

	if (field)
		draft_set_source(r->content->left.draft, field, ANSWER_PROMPT, "");
	return true;
}

static bool
read_note(struct reading *r, const char *const *s)
{
	struct draft *draft = r->content->left.draft;
	const struct field *field = form_field(r->form, s[1]);
	STRBUF(text);

	if (!field)
		return true;
	if (!read_edit(draft_note(draft, field), s + 2, &text))
		return false;
	draft_set_note(draft, field, text.buf);
	return true;
}

/* The way back from what write_acceptance makes. A key that is no field's of this form was one of another version:
 * passed over. */
static bool
read_values(const struct form *form, const char *text, struct acceptance *a)
{
	for (size_t len; *text; text += len + 1) {
		size_t key_len = strcspn(text, "=\n");
		STRBUF(key);
		STRBUF(value);

		len = strcspn(text, "\n");
		if (text[key_len] != '=' || !text[len])
			return false;
		strbuf_add(&key, text, key_len);
		for (size_t i = key_len + 1; i < len; i++)
			if (text[i] == '\\' && i + 1 < len)
				strbuf_addch(&value, text[++i] == 'n' ? '\n' : text[i]);
			else
				strbuf_addch(&value, text[i]);
		if (form_field(form, key.buf) || !strcmp(key.buf, ACCEPTANCE_REST))
			acceptance_bind(a, key.buf, value.buf);
	}
	return true;
}

/* One of a rule that this version does not have is passed over; one without a reason could not be saved. */
static bool
read_accepted(struct reading *r, const char *const *s)
{
	struct acceptance a;
	bool good;

	acceptance_init(&a, s[1], s[2], s[3], s[4]);
	good = !text_is_blank(a.reason) && read_values(r->form, s[5], &a);
	if (good && rule_find(a.rule))
		draft_accept(r->content->left.draft, &a);
	acceptance_release(&a);
	return good;
}

static bool
read_unaccepted(struct reading *r, const char *const *s)
{
	draft_unaccept(r->content->left.draft, s[1]);
	return true;
}

static bool
read_place(struct reading *r, const char *const *s)
{
	struct journal_left *left = &r->content->left;
	unsigned long long cursor;

	if (!record_number(s[2], &cursor))
		return false;
	left->place.field = form_field(r->form, s[1]);
	left->place.cursor = (size_t)cursor;
	left->place.emptied = *s[3];
	return true;
}

static const struct record_kind {
	const char *name;
	size_t strings;
	bool changes; /* means something only behind a base */
	bool (*read)(struct reading *r, const char *const *s);
} record_kinds[] = {
	{ "who", 7, false, read_who },
	{ "asked", 7, false, read_asked },
	{ "form", 3, false, read_form },
	{ "base", 2, false, read_base },
	{ "text", 5, true, read_text },
	{ "unset", 2, true, read_unset },
	{ "unread", 2, true, read_unread },
	{ "environment", 3, true, read_environment },
	{ "prompt", 2, true, read_prompt },
	{ "note", 5, true, read_note },
	{ "accepted", 6, true, read_accepted },
	{ "unaccepted", 2, true, read_unaccepted },
	{ "place", 4, true, read_place },
};

static bool
read_record(struct reading *r, const char *const *s, size_t n)
{
	for (size_t i = 0; i < ARRAY_SIZE(record_kinds); i++) {
		const struct record_kind *kind = &record_kinds[i];

		if (strcmp(kind->name, s[0]) != 0)
			continue;
		if (n != kind->strings || (kind->changes && !r->content->has_changes) ||
			!kind->read(r, s))
			return false;
		r->content->who_wrote |= kind->changes;
		return true;
	}
	return false;
}

void
content_read(struct journal_content *content, const struct form *form, const char *draft_path,
	const struct strbuf *data)
{
	struct reading r = { content, form, draft_path };
	const char *strings[JOURNAL_STRINGS_MAX];
	size_t magic = strlen(JOURNAL_MAGIC), size, n;

	*content = (struct journal_content){ .left.base = DRAFT_FILE_INIT };
	if (data->len < magic || memcmp(data->buf, JOURNAL_MAGIC, magic) != 0) {
		/* zeros: a session was killed while it wiped the file, after a save */
		content->left.damaged = data->len && data->buf[0];
		return;
	}
	content->good = magic;
	while ((size = record_read(
			data->buf + content->good, data->len - content->good, strings, &n)) &&
		read_record(&r, strings, n))
		content->good += size;
	content->left.damaged = content->good < data->len;
}
