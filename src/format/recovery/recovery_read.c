/* Reading a recovery file: one row a kind of record. A record that makes no sense ends it as a torn one does. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/x509.h"

#include "model/comments.h"
#include "model/field_type.h"

#include "format/recovery/recovery_parts.h"

static void
changes_release(struct recovery_content *content)
{
	draft_file_release(&content->left.base);
	draft_free(content->left.draft);
	free(content->left.was);
	content->left =
		(struct recovery_left){ .base = DRAFT_FILE_INIT, .foreign = content->left.foreign };
	content->has_changes = false;
}

void
content_release(struct recovery_content *content)
{
	recovery_who_release(&content->who);
	recovery_who_release(&content->author);
	free(content->path);
	content->path = NULL;
	changes_release(content);
}

/* A text that is edited: it is put into the draft once, for there may be as many edits as the file has room for. */
struct edited {
	bool begun;
	struct strbuf text;
};

/* Where records are read. */
struct reading {
	struct recovery_content *content;
	const struct form *form;
	const char *draft_path;
	struct edited *texts, *notes; /* by the index of their fields */
	size_t moved;                 /* bytes that edits have moved */
};

/* Limits how many bytes the edits of an untrusted file may move: each edit may be at the beginning of a text with the
 * maximum length. A person's edits stay far below this. */
#define MOVED_MAX ((size_t)1 << 30)

static struct edited *
edited_new(const struct form *form)
{
	struct edited *edited = xcalloc(form->nfields + 1, sizeof *edited);

	for (size_t i = 0; i < form->nfields; i++)
		strbuf_init(&edited[i].text);
	return edited;
}

static void
edited_free(struct edited *edited, const struct form *form)
{
	for (size_t i = 0; i < form->nfields; i++)
		strbuf_release(&edited[i].text);
	free(edited);
}

static void
edits_drop(struct reading *r)
{
	for (size_t i = 0; i < r->form->nfields; i++)
		r->texts[i].begun = r->notes[i].begun = false;
}

/* Only what is one of the texts of a draft's comments, and no more of them than a draft can have. */
static void
comments_take(struct draft *draft, const struct field *field, const char *text)
{
	COMMENTS(list);

	comments_read(&list, text);
	while (list.n > COMMENTS_MAX)
		comments_remove(&list, list.n - 1);
	comments_put(draft, field, &list);
}

static void
edits_take(struct reading *r)
{
	struct draft *draft = r->content->left.draft;

	for (size_t i = 0; draft && i < r->form->nfields; i++) {
		if (r->texts[i].begun)
			draft_set(draft, r->form->fields[i], r->texts[i].text.buf);
		if (r->notes[i].begun)
			comments_take(draft, r->form->fields[i], r->notes[i].text.buf);
	}
	edits_drop(r);
}

static bool
read_session(struct recovery_who *who, const char *const *s)
{
	unsigned long long pid, since;

	/* cut to a pid_t, it could name a process group, or every process */
	if (!record_number(s[4], &pid) || !record_number(s[5], &since) || pid > INT_MAX)
		return false;
	recovery_who_release(who);
	who->user = xstrdup(s[1]);
	who->host = xstrdup(s[2]);
	who->terminal = xstrdup(s[3]);
	who->pid = (long)pid;
	who->since = (time_t)since;
	who->born = xstrdup(s[6]);
	return true;
}

/* The file's own path is checked by the code that reads it for a draft. */
static bool
read_draft(struct reading *r, const char *const *s)
{
	if (r->content->path)
		return false;
	r->content->path = xstrdup(s[1]);
	return true;
}

static bool
read_who(struct reading *r, const char *const *s)
{
	struct recovery_content *content = r->content;

	if (content->who_wrote) {
		recovery_who_release(&content->author);
		content->author = content->who;
		content->who = (struct recovery_who){ 0 };
		content->who_wrote = false;
	}
	return read_session(&content->who, s);
}

const struct recovery_who *
content_author(const struct recovery_content *content)
{
	return content->who_wrote ? &content->who : &content->author;
}

/* A session of an older version was asked to end. */
static bool
read_asked(struct reading *r, const char *const *s)
{
	(void)r;
	(void)s;
	return true;
}

/* For recovery_base alone, which has no form yet. */
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
	struct recovery_left *left = &r->content->left;
	STRBUF(err);

	edits_drop(r);
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

/* The longest text that a field may become; one that is longer already may become shorter. */
static size_t
text_limit(const struct field *field)
{
	return field->type->widget == WIDGET_FILE ? 2 * X509_FILE_LIMIT : FIELD_LINES_MAX;
}

/* "at", how many bytes go, what comes in their place. */
static bool
read_edit(struct reading *r, struct edited *edited, const char *const *s, size_t limit)
{
	struct strbuf *text = &edited->text;
	unsigned long long at, gone;
	size_t len = text->len, put = strlen(s[2]);

	if (!record_number(s[0], &at) || !record_number(s[1], &gone) || at > len ||
		gone > len - at ||
		(put > gone && put > limit - (len - gone < limit ? len - gone : limit)))
		return false;
	r->moved += len - at + put;
	if (r->content->left.foreign && r->moved > MOVED_MAX)
		return false;
	strbuf_splice(text, (size_t)at, (size_t)gone, s[2], put);
	return true;
}

/* A field that this form does not have was one of another version: passed over. */
static bool
read_text(struct reading *r, const char *const *s)
{
	struct draft *draft = r->content->left.draft;
	const struct field *field = form_field(r->form, s[1]);
	struct edited *edited = field ? &r->texts[field->index] : NULL;

	if (!field)
		return true;
	if (!edited->begun)
		strbuf_set(&edited->text,
			draft_is_answered(draft, field) ? draft_text(draft, field) : "");
	edited->begun = true;
	return read_edit(r, edited, s + 2, text_limit(field));
}

/* Another answer altogether takes the place of what was edited. */
static const struct field *
answer_field(struct reading *r, const char *key)
{
	const struct field *field = form_field(r->form, key);

	if (field)
		r->texts[field->index].begun = false;
	return field;
}

/* A source is a secret's alone. */
static const struct field *
secret_field(struct reading *r, const char *key)
{
	const struct field *field = answer_field(r, key);

	return field && field->type->flags & FT_SECRET ? field : NULL;
}

static bool
read_unset(struct reading *r, const char *const *s)
{
	const struct field *field = answer_field(r, s[1]);

	if (field)
		draft_unset(r->content->left.draft, field);
	return true;
}

/* Restores the file's value there, which is not an answer. */
static bool
read_unread(struct reading *r, const char *const *s)
{
	struct recovery_left *left = &r->content->left;
	const struct field *field = answer_field(r, s[1]);
	const char *raw = field ? draft_unread(left->base.draft, field) : NULL;

	if (raw)
		draft_set_unread(left->draft, field, raw);
	return true;
}

static bool
read_discarded(struct reading *r, const char *const *s)
{
	(void)s;
	r->content->left.discarded = true;
	return true;
}

static bool
read_environment(struct reading *r, const char *const *s)
{
	const struct field *field = secret_field(r, s[1]);

	if (field && source_is_variable(s[2]))
		draft_set_source(r->content->left.draft, field, ANSWER_ENVIRONMENT, s[2]);
	return source_is_variable(s[2]);
}

static bool
read_prompt(struct reading *r, const char *const *s)
{
	const struct field *field = secret_field(r, s[1]);

	if (field)
		draft_set_source(r->content->left.draft, field, ANSWER_PROMPT, "");
	return true;
}

static bool
read_command(struct reading *r, const char *const *s)
{
	const struct field *field = secret_field(r, s[1]);
	STRVEC(words);
	STRBUF(ignored);

	strvec_split(&words, s[2], '\n');
	if (source_check_command(&words, &ignored) < 0)
		return false;
	if (field)
		draft_set_source(r->content->left.draft, field, ANSWER_COMMAND, s[2]);
	return true;
}

static bool
read_note(struct reading *r, const char *const *s)
{
	const struct field *field = form_field(r->form, s[1]);
	struct edited *edited = field ? &r->notes[field->index] : NULL;

	if (!field)
		return true;
	if (!edited->begun)
		strbuf_set(&edited->text, draft_note(r->content->left.draft, field));
	edited->begun = true;
	return read_edit(r, edited, s + 2, FIELD_LINES_MAX);
}

/* The reverse of write_acceptance. A key that this form does not have is from another version, and is skipped. */
static bool
read_values(const struct form *form, const char *text, struct acceptance *a)
{
	size_t most = form->nfields + 1; /* each once, and all that has no key */

	for (size_t len; *text; text += len + 1) {
		size_t key_len = strcspn(text, "=\n");
		STRBUF(key);
		STRBUF(value);

		len = strcspn(text, "\n");
		if (text[key_len] != '=' || !text[len] || !most--)
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
	struct recovery_left *left = &r->content->left;
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
	{ "draft", 3, false, read_draft },
	{ "who", 7, false, read_who },
	{ "asked", 7, false, read_asked },
	{ "form", 3, false, read_form },
	{ "base", 2, false, read_base },
	{ "text", 5, true, read_text },
	{ "unset", 2, true, read_unset },
	{ "unread", 2, true, read_unread },
	{ "discarded", 1, true, read_discarded },
	{ "environment", 3, true, read_environment },
	{ "prompt", 2, true, read_prompt },
	{ "command", 3, true, read_command },
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

/* Reads as far as it can. False where not even the first record is one. */
static bool
read_records(struct reading *r, const struct strbuf *data, size_t magic)
{
	struct recovery_content *content = r->content;
	const char *strings[RECOVERY_STRINGS_MAX];
	struct record_chain chain = content->chain;
	size_t size, n;

	content->good = magic;
	while ((size = record_read(data->buf + content->good, data->len - content->good, &chain,
			strings, &n)) &&
		read_record(r, strings, n)) {
		content->good += size;
		content->chain = chain;
	}
	edits_take(r);
	return content->good > magic || content->good == data->len;
}

/* Zeros: a session was killed while it wiped the file, after a save. */
static size_t
magic_find(struct recovery_content *content, const struct strbuf *data, const char **magic)
{
	static const char *const magics[] = { RECOVERY_MAGIC, SIDE_MAGIC };

	for (size_t i = 0; i < ARRAY_SIZE(magics); i++)
		if (data->len >= strlen(magics[i]) &&
			!memcmp(data->buf, magics[i], strlen(magics[i]))) {
			*magic = magics[i];
			content->readable = true;
			return strlen(magics[i]);
		}
	content->readable = !data->len || !data->buf[0];
	content->left.damaged = !content->readable;
	return 0;
}

void
content_read(struct recovery_content *content, const struct form *form, const char *draft_path,
	const struct hmac_key *key, const struct strbuf *data)
{
	static const struct hmac_key no_key;
	struct reading r = { content, form, draft_path, edited_new(form), edited_new(form), 0 };
	const char *magic = NULL;
	size_t len;

	*content = (struct recovery_content){ .left.base = DRAFT_FILE_INIT };
	len = magic_find(content, data, &magic);
	if (len && magic[strlen("scepwiz ")] == 's') {
		content->left.foreign = true;
		read_records(&r, data, len);
	} else if (len) {
		content->chain =
			(struct record_chain){ .key = key ? key : &no_key, .unchecked = !key };
		content->left.foreign = !key;
		if (!read_records(&r, data, len) && key) {
			content->chain.unchecked = content->left.foreign = true;
			read_records(&r, data, len);
		}
	}
	content->left.damaged |= content->good < data->len && content->readable && len;
	edited_free(r.texts, form);
	edited_free(r.notes, form);
}
