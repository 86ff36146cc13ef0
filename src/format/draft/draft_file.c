/* Draft files: opening, making, and saving so that what was read or typed cannot get lost. Reading the
 * YAML, writing it whole and patching it have files of their own (format/draft/draft_parts.h). */
#include "format/draft/draft_file.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/report.h"
#include "base/xalloc.h"

#include "model/field_type.h"

#include "format/draft/draft_parts.h"
#include "format/draft/profile_kind.h"
#include "format/yaml/yaml_write.h"

void
draft_file_release(struct draft_file *file)
{
	draft_free(file->draft);
	free(file->path);
	strbuf_release(&file->source);
	original_free(file->original);
	findings_release(&file->notes);
	strvec_release(&file->told);
	*file = (struct draft_file)DRAFT_FILE_INIT;
}

static size_t
identity_make(struct draft_file *file, bool derived)
{
	char *name =
		file->path ? draft_name_of(file->path) : xstrdup(draft_form(file->draft)->name);
	size_t made;

	made = draft_make_identity(file->draft, name, derived);
	free(name);
	return made;
}

void
draft_file_new(struct draft_file *file, const struct form *form, const char *path)
{
	draft_file_release(file);
	file->path = path ? xstrdup(path) : NULL;
	file->draft = draft_new(form);
	identity_make(file, false);
}

size_t
draft_file_make_identity(struct draft_file *file)
{
	return identity_make(file, true);
}

/* The source is kept to the byte, for saves patch it. */
int
draft_file_parse(struct draft_file *file, const struct form *form, const char *name,
	const char *data, size_t len, struct strbuf *err)
{
	draft_file_release(file);
	if (profile_is_one(data, len))
		return profile_is_no_draft(name, data, len, err);
	file->draft = draft_new(form);
	if (draft_read(file, name, data, len, err) < 0) {
		draft_file_release(file);
		return -1;
	}
	strbuf_add(&file->source, data, len);
	draft_mark_saved(file->draft);
	return 0;
}

int
draft_file_read_data(struct draft_file *file, const struct form *form, const char *path,
	const struct strbuf *data, struct strbuf *err)
{
	struct stat st;

	if (draft_file_parse(file, form, path, data->buf, data->len, err) < 0)
		return -1;
	file->path = xstrdup(path);
	file->readable_by_others = stat(path, &st) == 0 && st.st_mode & (S_IRGRP | S_IROTH);
	return 0;
}

int
draft_file_read(
	struct draft_file *file, const struct form *form, const char *path, struct strbuf *err)
{
	STRBUF(data);

	if (file_read(path, DRAFT_FILE_LIMIT, &data, err) < 0)
		return -1;
	return draft_file_read_data(file, form, path, &data, err);
}

static const char *
file_name(const struct draft_file *file)
{
	return file->path ? file->path : "the draft";
}

static int
comments_check(const char *note, struct strbuf *why)
{
	COMMENTS(list);

	comments_read(&list, note);
	if (list.n > COMMENTS_MAX || strlen(note) > FIELD_LINES_MAX)
		return error_add(why, "it has more than %d comments, or %d KB of them. Delete some",
			COMMENTS_MAX, FIELD_LINES_MAX / 1024);
	for (size_t i = 0; i < list.n; i++)
		if (yaml_text_check(list.v[i].by, why) < 0 ||
			yaml_text_check(list.v[i].date, why) < 0 ||
			yaml_text_check(list.v[i].text, why) < 0)
			return -1;
	return 0;
}

/* A draft cannot have control characters or invalid UTF-8 at all. */
static int
draft_check_texts(const struct draft_file *file, struct strbuf *err)
{
	const struct form *form = draft_form(file->draft);

	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];
		STRBUF(why);

		if (yaml_text_check(draft_text(file->draft, field), &why) < 0 ||
			comments_check(draft_note(file->draft, field), &why) < 0)
			return error_add(err, "%s: %s cannot be saved: %s", file_name(file),
				field->label, why.buf);
	}
	return 0;
}

/* By the rules: each has one acceptance at most. */
static bool
draft_same_acceptances(const struct draft *a, const struct draft *b)
{
	const struct acceptances *list = draft_acceptances(a);

	for (size_t i = 0; i < list->n; i++)
		if (!acceptance_same(&list->v[i], draft_acceptance(b, list->v[i].rule)))
			return false;
	return list->n == draft_acceptances(b)->n;
}

/* What could not be read is still there; or it was in a group that could not be read, and went with it. */
static bool
draft_reads_back(
	const struct draft_file *file, const struct draft *again, const struct field *field)
{
	if (strcmp(draft_note(file->draft, field), draft_note(again, field)) != 0)
		return false;
	if (draft_unread(file->draft, field) && !draft_unread(again, field))
		return !draft_is_answered(again, field);
	return draft_answer_reads_same(file->draft, again, field);
}

/* Reads the text that is to be saved, and compares every answer. */
static int
draft_verify(const struct draft_file *file, const struct strbuf *text, struct draft_file *again,
	struct strbuf *err)
{
	const struct form *form = draft_form(file->draft);

	if (draft_file_parse(again, form, file_name(file), text->buf, text->len, err) < 0) {
		strbuf_addstr(
			err, " (in the text that was about to be saved. Nothing was written)");
		return -1;
	}
	for (size_t i = 0; i < form->nfields; i++)
		if (!draft_reads_back(file, again->draft, form->fields[i]))
			return error_add(err,
				"%s: nothing was saved, because %s would not be read back "
				"unchanged. Write its line in the file as %s: VALUE and try again",
				file_name(file), form->fields[i]->label, form->fields[i]->key);
	if (!draft_same_acceptances(file->draft, again->draft))
		return error_add(err,
			"%s: Nothing was saved: what is accepted would not be read back "
			"unchanged. Write it by hand below \"accepted\" and try again.",
			file_name(file));
	if (!original_same(file->original, again->original, form))
		return error_add(err,
			"%s: nothing was saved, because the imported profile under \"foreign\" "
			"would not be read back unchanged",
			file_name(file));
	return 0;
}

/* Appends the text; again receives what is read back from it. */
static int
draft_format(const struct draft_file *file, struct strbuf *out, struct draft_file *again,
	struct strbuf *err)
{
	STRBUF(text);

	if (draft_check_texts(file, err) < 0)
		return -1;
	strbuf_add(&text, file->source.buf, file->source.len);
	if (!text.len)
		draft_write(file, &text);
	else if (draft_patch(file, file_name(file), &text, err) < 0)
		return -1;
	if (draft_verify(file, &text, again, err) < 0)
		return -1;
	strbuf_add(out, text.buf, text.len);
	return 0;
}

int
draft_file_format(const struct draft_file *file, struct strbuf *out, struct strbuf *err)
{
	DRAFT_FILE(again);

	return draft_format(file, out, &again, err);
}

struct draft *
draft_file_saved_answers(const struct draft_file *file)
{
	const struct form *form = draft_form(file->draft);
	DRAFT_FILE(base);
	STRBUF(err);
	struct draft *draft;

	if (!file->source.len)
		return draft_new(form);
	if (draft_file_parse(&base, form, "", file->source.buf, file->source.len, &err) < 0)
		BUG("a draft cannot be read again: %s", err.buf);
	draft = base.draft;
	base.draft = NULL;
	return draft;
}

enum draft_disk
draft_file_disk(const struct draft_file *file, struct strbuf *now, struct strbuf *why)
{
	if (!file->path || !file->source.len)
		return DRAFT_DISK_SAME;
	if (!path_exists(file->path)) {
		error_add(why, "%s was removed since it was opened", file->path);
		return DRAFT_DISK_GONE;
	}
	if (file_read(file->path, DRAFT_FILE_LIMIT, now, why) < 0)
		return DRAFT_DISK_UNREADABLE;
	if (strbuf_same(now, &file->source))
		return DRAFT_DISK_SAME;
	error_add(why, "%s was changed by another program since it was opened", file->path);
	return DRAFT_DISK_CHANGED;
}

/* The text on disk is now the draft's; so are its places and notes, and the defaults that a new file has written out. */
static void
draft_file_saved(struct draft_file *file, struct strbuf *text, struct draft_file *again)
{
	const struct form *form = draft_form(file->draft);
	struct findings notes = file->notes;

	strbuf_release(&file->source);
	file->source = *text;
	strbuf_init(text);
	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];

		draft_set_place(file->draft, field, draft_place(again->draft, field));
		draft_copy_note_places(file->draft, again->draft, field);
		if (draft_unread(file->draft, field) && !draft_unread(again->draft, field))
			draft_unset(file->draft, field);
		if (draft_is_answered(again->draft, field) &&
			!draft_is_answered(file->draft, field))
			draft_copy_answer(file->draft, again->draft, field);
	}
	draft_set_lost_notes(file->draft, draft_lost_notes(again->draft));
	draft_copy_acceptances(file->draft, again->draft); /* the same, in their places */
	if (file->original && again->original)
		file->original->at = again->original->at;
	file->notes = again->notes;
	again->notes = notes;
	draft_mark_saved(file->draft);
}

/* A save that failed after all when the folder could not be flushed: the next one begins with what is
 * in the file, or it would be taken for another program's. The answers still count as changed. */
static void
draft_file_half_saved(struct draft_file *file, struct strbuf *text)
{
	struct strbuf before = file->source;
	STRBUF(now);
	STRBUF(why);

	if (!text->len)
		return;
	file->source = *text;
	*text = before;
	if (draft_file_disk(file, &now, &why) != DRAFT_DISK_SAME) {
		*text = file->source;
		file->source = before;
	}
}

/* What another program wrote since the file was compared (draft_file_save) is not replaced either. */
static int
draft_put_text(struct draft_file *file, const char *path, const struct strbuf *text, unsigned flags,
	struct strbuf *err)
{
	bool compares = !(flags & FILE_EXCLUSIVE) && !file->overwrite;

	strvec_release(&file->told);
	return file_replace(path, compares ? &file->source : NULL, text->buf, text->len, flags,
		&file->told, err);
}

/* Nothing is written before the text has been read back. */
static int
draft_file_put(struct draft_file *file, const char *path, unsigned flags, struct strbuf *err)
{
	DRAFT_FILE(again);
	STRBUF(text);
	int result = -1;

	if (draft_format(file, &text, &again, err) == 0 && draft_folder_make(path, err) == 0)
		result = draft_put_text(file, path, &text, flags, err);
	if (result == 0)
		draft_file_saved(file, &text, &again);
	else if (file->path && !strcmp(file->path, path))
		draft_file_half_saved(file, &text);
	return result;
}

int
draft_file_save(struct draft_file *file, struct strbuf *err)
{
	enum draft_disk disk;
	STRBUF(now);
	STRBUF(why);

	if (!file->path)
		return error_add(err, "the draft has no name yet. Choose a name to save it");
	disk = file->overwrite ? DRAFT_DISK_SAME : draft_file_disk(file, &now, &why);
	if (disk == DRAFT_DISK_SAME)
		return draft_file_put(file, file->path, file->source.len ? 0 : FILE_EXCLUSIVE, err);
	error_add(err, "%s. Save it under another name, or open it again", why.buf);
	return disk == DRAFT_DISK_CHANGED ? FILE_RACED : -1;
}

int
draft_file_save_as(struct draft_file *file, const char *path, struct strbuf *err)
{
	if (file->path && !strcmp(file->path, path))
		return draft_file_save(file, err);
	if (draft_file_put(file, path, FILE_EXCLUSIVE, err) < 0)
		return -1;
	free(file->path);
	file->path = xstrdup(path);
	file->readable_by_others = false;
	return 0;
}
