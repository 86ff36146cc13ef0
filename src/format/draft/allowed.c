/* The list of drafts that may use what needs permission. One line each: the hash, a space, the path. */
#include "format/draft/allowed.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file_lock.h"
#include "base/fileio.h"
#include "base/path.h"
#include "base/sandbox.h"
#include "base/state.h"
#include "base/xalloc.h"

#include "syntax/digest.h"

#include "model/field_type.h"

#define FOLDER "allowed"
#define LIST "list"
/* Older versions had a file in the folder's place; its name while it moves into it. */
#define OLD_LIST FOLDER
#define MOVING "allowed-old"
#define HASH_DIGITS (2 * SHA256_BYTES)
/* Some thousand drafts. */
#define LIST_LIMIT ((size_t)1024 * 1024)

static bool
field_needs_word(const struct draft *draft, const struct field *field)
{
	return source_needs_word(draft_source(draft, field), draft_source_name(draft, field));
}

bool
allowed_is_needed(const struct draft *draft)
{
	const struct form *form = draft_form(draft);

	for (size_t i = 0; i < form->nfields; i++)
		if (field_needs_word(draft, form->fields[i]))
			return true;
	return false;
}

/* Whether devices send the secret there, of whatever type a form makes it. */
static bool
field_is_goal(const struct field *field)
{
	return field->role == ROLE_SCEP_URL || field->role == ROLE_ACME_DIRECTORY ||
	       !strcmp(field->type->name, "url");
}

/* Empty if it comes from nowhere else. */
static void
field_tell(const struct draft *draft, const struct field *field, struct strbuf *out)
{
	if (field_is_goal(field))
		strbuf_addstr(out, draft_text(draft, field));
	else
		draft_show_source(draft, field, out);
}

void
allowed_tell(const struct draft *draft, struct strvec *lines)
{
	const struct form *form = draft_form(draft);

	for (size_t i = 0; i < form->nfields; i++) {
		STRBUF(told);
		STRBUF(line);

		field_tell(draft, form->fields[i], &told);
		strbuf_addf(&line, "%s %s", form->fields[i]->label, told.buf);
		if (told.len)
			strvec_push(lines, line.buf);
	}
}

/*
 * An entry.
 */

/* The real path; of a file that is gone that of its folder, with its name. NULL where there is none. The caller frees. */
static char *
path_real(const char *path)
{
	char *real = path ? realpath(path, NULL) : NULL;

	return real || !path ? real : path_real_name(path);
}

/* With the NUL, so that no two texts run into each other. */
static void
part_add(struct strbuf *about, const char *text)
{
	strbuf_add(about, text, strlen(text) + 1);
}

/* The next part; NULL behind the last one. */
static const char *
part_next(const struct strbuf *about, size_t *at)
{
	const char *part = about->buf + *at;

	if (*at >= about->len)
		return NULL;
	*at += strlen(part) + 1;
	return part;
}

/* A form in a file may put a secret, and a URL, anywhere. */
static void
form_part_add(struct strbuf *about, const struct form *form)
{
	STRBUF(text);
	STRBUF(hash);
	STRBUF(ignored);

	if (form->path) {
		file_read(form->path, DRAFT_FILE_LIMIT, &text, &ignored);
		digest_sha256(text.buf, text.len, &hash);
	}
	part_add(about, hash.buf);
}

/* How the line of a field that is not a source begins, so that it cannot look like one. */
#define GOAL "to "

static void
about_make(const struct draft *draft, const char *path, struct strbuf *about)
{
	const struct form *form = draft_form(draft);

	part_add(about, path);
	form_part_add(about, form);
	for (size_t i = 0; i < form->nfields; i++) {
		const struct field *field = form->fields[i];
		STRBUF(told);

		if (field_is_goal(field))
			strbuf_addstr(&told, GOAL);
		field_tell(draft, field, &told);
		part_add(about, field->key);
		part_add(about, told.buf);
	}
}

int
allowed_about(const struct draft_file *file, struct strbuf *about, struct strbuf *err)
{
	OWN_TEXT(path) = path_real(file->path);

	if (!path)
		return error_add(err, "the draft is in no file yet. Save it first");
	about_make(file->draft, path, about);
	return 0;
}

void
allowed_about_tell(const struct strbuf *about, struct strvec *lines)
{
	size_t at = 0;
	const char *key;

	part_next(about, &at);
	part_next(about, &at);
	while ((key = part_next(about, &at))) {
		const char *told = part_next(about, &at);
		STRBUF(line);

		strbuf_addf(&line, "%s %s", key, told ? told : "");
		if (told && *told && strcmp(told, GOAL) != 0)
			strvec_push(lines, line.buf);
	}
}

bool
allowed_about_runs(const struct strbuf *about, const char *command)
{
	size_t at = 0;
	bool runs = false;
	const char *part;
	STRBUF(source);

	source_show(ANSWER_COMMAND, command, &source);
	part_next(about, &at);
	part_next(about, &at);
	while (part_next(about, &at) && (part = part_next(about, &at)))
		runs |= !strcmp(part, source.buf);
	return runs;
}

static void
hash_of(const struct strbuf *about, struct strbuf *hash)
{
	digest_sha256(about->buf, about->len, hash);
}

/* A path is one line of the list. */
static void
path_write(const char *path, struct strbuf *out)
{
	for (; *path; path++)
		if (*path == '\n')
			strbuf_addstr(out, "\\n");
		else
			strbuf_addf(out, "%s%c", *path == '\\' ? "\\" : "", *path);
}

static void
path_read(const char *line, struct strbuf *out)
{
	for (; *line; line++)
		if (*line == '\\' && line[1])
			strbuf_addch(out, *++line == 'n' ? '\n' : *line);
		else
			strbuf_addch(out, *line);
}

/* Whether a line of the list is the path's entry. Lines of another shape belong to no path. */
static bool
line_is_of(const char *line, const char *path)
{
	STRBUF(read);

	if (strspn(line, "0123456789abcdef") != HASH_DIGITS || line[HASH_DIGITS] != ' ')
		return false;
	path_read(line + HASH_DIGITS + 1, &read);
	return !path || !strcmp(read.buf, path);
}

/*
 * The list.
 */

/* Where it is, for who only reads; NULL where there is none yet. */
static char *
list_there(void)
{
	static const char *const names[] = { FOLDER "/" LIST, MOVING, OLD_LIST };
	OWN_TEXT(state) = state_folder_there();

	for (size_t i = 0; state && i < ARRAY_SIZE(names); i++) {
		char *path = path_join(state, names[i]);

		if (path_exists(path) && !path_is_folder(path))
			return path;
		free(path);
	}
	return NULL;
}

/* A kill in between leaves what the next call goes on with. */
static int
list_move(const char *state, const char *folder, const char *list, struct strbuf *err)
{
	OWN_TEXT(moving) = path_join(state, MOVING);
	FILE_LOCK(lock);

	if (file_lock(&lock, folder, err) < 0)
		return -1;
	if (path_exists(folder) && !path_is_folder(folder) && rename(folder, moving) < 0)
		return error_add(err, "cannot move %s: %s", folder, strerror(errno));
	if (folder_make(folder, err) < 0)
		return -1;
	if (path_exists(moving) && rename(moving, list) < 0)
		return error_add(err, "cannot move %s: %s", moving, strerror(errno));
	return 0;
}

/* Where it is written, in a folder of its own, which is made. NULL with a sentence. */
static char *
list_make(struct strbuf *err)
{
	OWN_TEXT(state) = state_folder(err);
	OWN_TEXT(folder) = state ? path_join(state, FOLDER) : NULL;
	char *list = folder ? path_join(folder, LIST) : NULL;

	if (list && list_move(state, folder, list, err) == 0)
		return list;
	free(list);
	return NULL;
}

/* Empty where there is none yet. */
static int
list_read(const char *path, struct strvec *lines, struct strbuf *err)
{
	STRBUF(text);

	if (!path_exists(path))
		return 0;
	if (file_read(path, LIST_LIMIT, &text, err) < 0)
		return -1;
	strvec_split(lines, text.buf, '\n');
	return 0;
}

static int
list_write(const char *path, const struct strvec *lines, struct strbuf *err)
{
	STRBUF(text);

	for (size_t i = 0; i < lines->n; i++)
		if (*lines->v[i])
			strbuf_addf(&text, "%s\n", lines->v[i]);
	if (text.len > LIST_LIMIT)
		return error_add(err,
			"%s has no room for more drafts. Remove old ones: scepwiz allow --remove",
			path);
	return file_write(path, text.buf, text.len, FILE_PRIVATE, err);
}

/* Takes the path's entry out, and puts the one with this hash in, unless that is NULL. Whether there was one. */
static int
list_change(const char *path, const char *hash, struct strbuf *err)
{
	OWN_TEXT(list) = list_make(err);
	STRVEC(lines);
	STRVEC(changed);
	STRBUF(line);
	FILE_LOCK(lock);
	int result = list && file_lock(&lock, list, err) == 0 ? list_read(list, &lines, err) : -1;
	bool was = false;

	for (size_t i = 0; result == 0 && i < lines.n; i++)
		if (line_is_of(lines.v[i], path))
			was = true;
		else
			strvec_push(&changed, lines.v[i]);
	if (hash) {
		strbuf_addf(&line, "%s ", hash);
		path_write(path, &line);
		strvec_push(&changed, line.buf);
	}
	if (result == 0 && (was || hash))
		result = list_write(list, &changed, err);
	return result < 0 ? -1 : was;
}

bool
allowed_about_has(const struct strbuf *about)
{
	OWN_TEXT(list) = list_there();
	STRBUF(line);
	STRVEC(lines);
	STRBUF(ignored);

	if (!list || list_read(list, &lines, &ignored) < 0)
		return false;
	hash_of(about, &line);
	strbuf_addch(&line, ' ');
	path_write(about->buf, &line);
	return strvec_contains(&lines, line.buf);
}

int
allowed_about_add(const struct strbuf *about, struct strbuf *err)
{
	STRBUF(hash);

	hash_of(about, &hash);
	return list_change(about->buf, hash.buf, err) < 0 ? -1 : 0;
}

/*
 * Who asks.
 */

bool
allowed_has(const struct draft_file *file)
{
	STRBUF(about);
	STRBUF(ignored);

	return allowed_is_needed(file->draft) && allowed_about(file, &about, &ignored) == 0 &&
	       allowed_about_has(&about);
}

int
allowed_add(const struct draft_file *file, struct strbuf *err)
{
	STRBUF(about);

	return allowed_about(file, &about, err) < 0 ? -1 : allowed_about_add(&about, err);
}

int
allowed_remove(const char *path, struct strbuf *err)
{
	OWN_TEXT(real) = path_real(path);

	return real ? list_change(real, NULL, err) : 0;
}

bool
allowed_once(const char *path)
{
	OWN_TEXT(real) = path_real(path);
	STRVEC(paths);
	STRBUF(ignored);

	return real && allowed_list(&paths, &ignored) == 0 && strvec_contains(&paths, real);
}

/* Whether this process may write the list, or make it. */
static bool
list_is_ours(void)
{
	OWN_TEXT(state) = state_folder_there();
	OWN_TEXT(list) = state ? path_join(state, FOLDER "/" LIST) : NULL;

	return !list || sandbox_has(list);
}

void
allowed_writes(struct strvec *files)
{
	STRBUF(ignored); /* the list says it when it is written */
	OWN_TEXT(list) = list_make(&ignored);

	if (list)
		strvec_push(files, list);
}

int
allowed_list(struct strvec *paths, struct strbuf *err)
{
	OWN_TEXT(list) = list_there();
	STRVEC(lines);

	if (list && list_read(list, &lines, err) < 0)
		return -1;
	for (size_t i = 0; i < lines.n; i++) {
		STRBUF(path);

		if (!line_is_of(lines.v[i], NULL))
			continue;
		path_read(lines.v[i] + HASH_DIGITS + 1, &path);
		strvec_push(paths, path.buf);
	}
	return 0;
}

/* Each source is the user's, or was allowed as it was saved before. */
bool
allowed_outlasts(const struct draft_file *file)
{
	const struct form *form = draft_form(file->draft);
	struct draft *saved;
	bool all_typed = true, result;
	STRBUF(about);
	OWN_TEXT(path) = path_real(file->path);

	if (!allowed_is_needed(file->draft))
		return false;
	for (size_t i = 0; i < form->nfields; i++)
		all_typed &= !field_needs_word(file->draft, form->fields[i]) ||
			     draft_is_typed(file->draft, form->fields[i]);
	if (all_typed)
		return true;
	saved = draft_as_saved(file->draft);
	if (path)
		about_make(saved, path, &about);
	result = path && allowed_is_needed(saved) && allowed_about_has(&about);
	for (size_t i = 0; i < form->nfields; i++)
		result &= !field_needs_word(file->draft, form->fields[i]) ||
			  draft_is_typed(file->draft, form->fields[i]) ||
			  draft_answer_is(saved, file->draft, form->fields[i]);
	draft_free(saved);
	return result;
}

int
allowed_save(struct draft_file *file, const char *path, struct strbuf *err)
{
	bool outlasts = allowed_outlasts(file);
	int result = path ? draft_file_save_as(file, path, err) : draft_file_save(file, err);
	STRBUF(why);

	if (result == 0 && outlasts && !allowed_has(file) && list_is_ours() &&
		allowed_add(file, &why) < 0) {
		STRBUF(told);

		strbuf_addf(&told,
			"%s is saved, but is not allowed to use the source that it "
			"names: %s",
			file->path, why.buf);
		strvec_push(&file->told, told.buf);
	}
	return result;
}
