/* Reading recovery files, and writing into them. */
#include "side.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/xalloc.h"

#include "model/comments.h"

#include "format/form/form_file.h"
#include "format/recovery/recovery_parts.h"

#include "kept_file.h"

static void
side_read_all(const struct session *session, struct strbuf *out)
{
	OWN_TEXT(path) = kept_file(session->draft);
	STRBUF(err);

	if (file_read(path, RECOVERY_LIMIT, out, &err) < 0)
		strbuf_clear(out); /* a session that has ended has none */
}

static void
side_comments(const struct field *field, const char *note, struct strbuf *out)
{
	COMMENTS(list);

	comments_read(&list, note);
	for (size_t i = 0; i < list.n; i++)
		strbuf_addf(out, "%s, comment: %s\n", field->key, list.v[i].text);
}

static void
show_field(struct strbuf *out, const struct recovery_left *left, const struct field *field)
{
	const struct draft *now = left->draft, *before = left->base.draft;

	if (!draft_answer_is(now, before, field))
		strbuf_addf(out, "%s: %s\n", field->key, draft_text(now, field));
	if (strcmp(draft_note(now, field), draft_note(before, field)) != 0)
		side_comments(field, draft_note(now, field), out);
}

void
side_show(const struct session *session, struct strbuf *out)
{
	struct strbuf data = STRBUF_INIT;
	struct form *form = form_builtin();
	struct recovery_content content;

	side_read_all(session, &data);
	content_read(&content, form, session->draft, kept_key(), &data);
	assert_false(content.left.damaged);
	assert_true(!content.has_changes || !content.left.foreign);
	for (size_t i = 0; content.has_changes && i < form->nfields; i++)
		show_field(out, &content.left, form->fields[i]);
	if (content.has_changes)
		strbuf_addf(out, "at %s, %zu\n",
			content.left.place.field ? content.left.place.field->key : "the last step",
			content.left.place.cursor);
	content_release(&content);
	strbuf_release(&data);
}

size_t
side_count(const struct session *session, const char *kind)
{
	const char *strings[RECOVERY_STRINGS_MAX];
	struct record_chain chain = { .key = kept_key() };
	size_t at = strlen(RECOVERY_MAGIC), size, n, count = 0;
	struct strbuf data = STRBUF_INIT;

	side_read_all(session, &data);
	for (; at < data.len &&
		(size = record_read(data.buf + at, data.len - at, &chain, strings, &n));
		at += size)
		count += !strcmp(strings[0], kind);
	strbuf_release(&data);
	return count;
}

/* The lock's file, and behind what the recovery file has. */
void
side_sign(const struct session *session, const struct recovery_who *who)
{
	const char *strings[RECOVERY_STRINGS_MAX];
	struct records record = { .bytes = STRBUF_INIT, .chain = { .key = kept_key() } };
	OWN_TEXT(path) = kept_file(session->draft);
	size_t at = strlen(RECOVERY_MAGIC), size, n;
	STRBUF(lock);
	STRBUF(text);
	STRBUF(data);
	STRBUF(err);
	int fd;

	lock_path(session->draft, &lock);
	strbuf_addstr(&text, "scepwiz lock 1\n");
	who_write(&text, who);
	assert_int_equal(file_write(lock.buf, text.buf, text.len, 0, &err), 0);
	side_read_all(session, &data);
	for (; at < data.len &&
		(size = record_read(data.buf + at, data.len - at, &record.chain, strings, &n));
		at += size)
		;
	fd = open(path, O_WRONLY | O_APPEND);
	write_who(&record, who);
	assert_int_equal(fd_write(fd, record.bytes.buf, record.bytes.len), 0);
	close(fd);
	strbuf_release(&record.bytes);
}

size_t
side_size(const struct session *session)
{
	OWN_TEXT(path) = kept_file(session->draft);
	struct stat st;

	return stat(path, &st) == 0 ? (size_t)st.st_size : 0;
}
