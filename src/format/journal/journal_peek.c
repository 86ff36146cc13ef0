/* Side files as those see them who do not open the draft: nothing is locked and nothing changed. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"

#include "format/journal/journal_parts.h"

/* A lock tells who has it; where there is none, whether the process is there. */
static bool
is_held(int fd, const struct journal_who *who)
{
	struct journal_who self;
	long signer = lock_signer(fd);
	bool held;

	if (signer >= 0 || !who->user)
		return signer > 0;
	self_find(&self);
	held = session_is_there(who, &self);
	journal_who_release(&self);
	return held;
}

static enum journal_state
peek(const struct form *form, const char *draft_path, struct journal_content *content)
{
	STRBUF(path);
	STRBUF(err);
	enum journal_state state;
	int fd;

	side_path(draft_path, &path);
	fd = side_open(path.buf, false, &err);
	state = fd == SIDE_FOREIGN ? JOURNAL_FOREIGN : JOURNAL_READY;
	*content = (struct journal_content){ .left.base = DRAFT_FILE_INIT };
	if (fd >= 0) {
		content_find(content, form, draft_path, fd);
		if (is_held(fd, &content->who))
			state = JOURNAL_HELD;
		else if (content->has_changes)
			state = JOURNAL_LEFT;
		close(fd);
	}
	return state;
}

static size_t
count_changed(const struct journal_content *content, const struct form *form)
{
	size_t count = 0;

	for (size_t i = 0; content->has_changes && i < form->nfields; i++) {
		const struct draft *before = content->left.base.draft, *now = content->left.draft;
		const struct field *field = form->fields[i];

		count += !draft_answer_is(now, before, field) ||
			 strcmp(draft_note(now, field), draft_note(before, field)) != 0;
	}
	for (size_t i = 0; content->has_changes && i < rules_count(); i++)
		count += !acceptance_same(draft_acceptance(content->left.draft, rule_at(i)->id),
			draft_acceptance(content->left.base.draft, rule_at(i)->id));
	return count;
}

enum journal_state
journal_peek(const struct form *form, const char *draft_path, size_t *changed)
{
	struct journal_content content;
	enum journal_state state = peek(form, draft_path, &content);

	if (changed)
		*changed = count_changed(&content, form);
	content_release(&content);
	return state;
}

/* The last base that is whole, and the form that was named before it. */
static void
base_find(const struct strbuf *data, struct strbuf *text, struct strbuf *form_path)
{
	size_t at = strlen(JOURNAL_MAGIC), size, n;
	const char *s[JOURNAL_STRINGS_MAX];

	if (data->len < at || memcmp(data->buf, JOURNAL_MAGIC, at) != 0)
		return;
	for (; (size = record_read(data->buf + at, data->len - at, s, &n)); at += size) {
		if (n == 3 && !strcmp(s[0], "form"))
			strbuf_set(form_path, s[2]);
		else if (n == 2 && !strcmp(s[0], "base"))
			strbuf_set(text, s[1]);
	}
}

int
journal_base(const char *draft_path, struct strbuf *text, struct strbuf *form_path)
{
	STRBUF(path);
	STRBUF(data);
	STRBUF(ignored);
	time_t when;
	int fd;

	side_path(draft_path, &path);
	fd = side_open(path.buf, false, &ignored);
	if (fd >= 0 && side_read(fd, &data, &when) == 0)
		base_find(&data, text, form_path);
	if (fd >= 0)
		close(fd);
	return text->len ? 0 : -1;
}

int
journal_read_left(
	struct forms *forms, const char *path, struct draft_file *file, struct strbuf *err)
{
	STRBUF(text);
	STRBUF(form_path);
	STRBUF(why);
	const struct form *form;

	if (journal_base(path, &text, &form_path) < 0)
		return -1;
	form = forms_of_left(forms, form_path.buf, &text, &why);
	if (form && draft_file_parse(file, form, path, text.buf, text.len, &why) == 0) {
		file->path = xstrdup(path);
		return 0;
	}
	return error_add(err,
		"the draft was removed; what a session has changed in it is kept, but %s cannot be "
		"read: %s. Put the form back as it was, or name it with --form",
		form ? "with its form it" : "its form", why.buf);
}

time_t
journal_time(const char *draft_path)
{
	STRBUF(path);
	struct stat st;

	side_path(draft_path, &path);
	return lstat(path.buf, &st) == 0 ? st.st_mtime : 0;
}

/* ".office.yaml.scepwiz" is that of office.yaml. */
static int
is_side_name(const struct dirent *entry)
{
	const char *name = entry->d_name;
	size_t len = strlen(name), end = strlen(SIDE_SUFFIX);

	return name[0] == '.' && len > end + 1 && !strcmp(name + len - end, SIDE_SUFFIX);
}

void
journal_folder_list(const char *folder, struct strvec *names)
{
	struct dirent **entries = NULL;
	int n = scandir(folder, &entries, is_side_name, alphasort);

	for (int i = 0; i < n; i++) {
		const char *name = entries[i]->d_name + 1;

		strvec_pushn(names, name, strlen(name) - strlen(SIDE_SUFFIX));
		free(entries[i]);
	}
	free(entries);
}
