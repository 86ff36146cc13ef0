/* Reading side files, and writing into them. */
#include "side.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/xalloc.h"

#include "format/form/form_file.h"
#include "format/journal/journal_parts.h"

static void
side_read_all(const struct session *session, struct strbuf *out)
{
	STRBUF(path);
	STRBUF(err);

	side_path(session->draft, &path);
	if (file_read(path.buf, JOURNAL_LIMIT, out, &err) < 0)
		strbuf_clear(out); /* a session that has ended has none */
}

static void
show_field(struct strbuf *out, const struct journal_left *left, const struct field *field)
{
	const struct draft *now = left->draft, *before = left->base.draft;

	if (!draft_answer_is(now, before, field))
		strbuf_addf(out, "%s: %s\n", field->key, draft_text(now, field));
	if (strcmp(draft_note(now, field), draft_note(before, field)) != 0)
		strbuf_addf(out, "%s, comment: %s\n", field->key, draft_note(now, field));
}

void
side_show(const struct session *session, struct strbuf *out)
{
	struct strbuf data = STRBUF_INIT;
	struct form *form = form_builtin();
	struct journal_content content;

	side_read_all(session, &data);
	content_read(&content, form, session->draft, &data);
	assert_false(content.left.damaged);
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
side_records(const struct session *session, const char *kind)
{
	const char *strings[JOURNAL_STRINGS_MAX];
	size_t at = strlen(JOURNAL_MAGIC), size, n, count = 0;
	struct strbuf data = STRBUF_INIT;

	side_read_all(session, &data);
	for (; at < data.len && (size = record_read(data.buf + at, data.len - at, strings, &n));
		at += size)
		count += !strcmp(strings[0], kind);
	strbuf_release(&data);
	return count;
}

void
side_sign(const struct session *session, const struct journal_who *who)
{
	STRBUF(path);
	STRBUF(record);
	int fd;

	side_path(session->draft, &path);
	fd = open(path.buf, O_WRONLY | O_APPEND);
	write_who(&record, "who", who);
	assert_int_equal(fd_write(fd, record.buf, record.len), 0);
	close(fd);
}

size_t
side_size(const struct session *session)
{
	STRBUF(path);
	struct stat st;

	side_path(session->draft, &path);
	return stat(path.buf, &st) == 0 ? (size_t)st.st_size : 0;
}
