/* Two drafts compared, in words: what "scepwiz diff" prints with signs, a line for each field. */
#include <string.h>

#include "base/text.h"

#include "ui/plain/state.h"

/* A value of more lines is told by its first one, and a certificate's by its hash as well. */
#define LINES_READ 3

enum { SIDES = 2 };

/* A field, and what each draft has, as far as it differs. */
struct difference {
	const char *label;
	struct strvec lines[SIDES];
};

static void
add_side(const struct strvec *lines, const char *name, struct strbuf *out)
{
	const char *last = lines->n ? lines->v[lines->n - 1] : "";
	bool whole = lines->n <= LINES_READ;

	strbuf_addstr(out, lines->n ? "" : "nothing");
	for (size_t i = 0; i < (whole ? lines->n : 1); i++) {
		strbuf_addstr(out, i ? ", " : "");
		plain_hash(lines->v[i], false, out);
	}
	if (!whole && !strncmp(last, "SHA-256 ", 8)) {
		strbuf_addstr(out, ", ");
		plain_hash(last, false, out);
	} else if (!whole)
		strbuf_addf(out, " and %zu more lines", lines->n - 1);
	strbuf_addf(out, " in %s", name);
}

/* "URL: https://a in office, https://b in paris." */
static void
tell(struct plain_io *io, const struct difference *d, const char *const *names)
{
	STRBUF(text);

	strbuf_addf(&text, "%s: ", d->label);
	for (int i = 0; i < SIDES; i++) {
		add_side(&d->lines[i], names[i], &text);
		strbuf_addstr(&text, i ? "." : ", ");
	}
	plain_say(io, "%s", text.buf);
}

/* Every draft has its own. */
static bool
is_uuid(const char *label)
{
	return text_contains(label, "uuid");
}

static void
difference_end(struct plain_io *io, struct difference *d, const char *const *names)
{
	if (d->label && !is_uuid(d->label) && (d->lines[0].n || d->lines[1].n))
		tell(io, d, names);
	for (int i = 0; i < SIDES; i++) {
		strvec_release(&d->lines[i]);
		strvec_init(&d->lines[i]);
	}
}

void
plain_tell_differences(struct plain_io *io, const struct view *view, const char *a, const char *b)
{
	const char *const names[SIDES] = { a, b };
	struct difference d = { NULL, { STRVEC_INIT, STRVEC_INIT } };
	bool uuids = false;

	for (size_t i = 0; i < view->nrows; i++) {
		const char *line = view->rows[i].label;

		if (view->rows[i].kind != ROW_TEXT || !strncmp(line, "--- ", 4) ||
			!strncmp(line, "+++ ", 4))
			continue;
		if (!strncmp(line, "- ", 2) || !strncmp(line, "+ ", 2)) {
			strvec_push(&d.lines[*line == '+'], line + 2);
			continue;
		}
		difference_end(io, &d, names);
		d.label = line;
		uuids |= is_uuid(line);
		if (i + 1 == view->nrows)
			plain_say(io, "%s", line);
	}
	difference_end(io, &d, names);
	if (uuids)
		plain_say(io, "Each has its own UUIDs.");
}
