/* Tab in a question for a file: completes the path as far as it is certain, else lists what could be
 * meant. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

#include "ui/wizard/machine.h"

/* So many names are listed at most. */
#define NAMES_LISTED 8

struct completion {
	const char *typed;          /* the folder as typed, with its slash, and what follows */
	size_t folder_len;          /* of that, up to and with the last slash */
	const char *const *endings; /* of files that are offered; NULL: all */
	char *folder;               /* as the system knows it */
	struct strvec names;        /* folders with a slash */
};

static bool
name_fits(const struct completion *c, const char *name)
{
	const char *begun = c->typed + c->folder_len;

	if (name[0] == '.' && begun[0] != '.')
		return false;
	return !strncmp(name, begun, strlen(begun));
}

static void
completion_take(void *data, const char *name, bool folder)
{
	struct completion *c = data;
	STRBUF(text);

	if (!name_fits(c, name) || !(folder || name_is_plausible(name, c->endings)))
		return;
	strbuf_addf(&text, "%s%s", name, folder ? "/" : "");
	strvec_push(&c->names, text.buf);
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* A folder that cannot be read has nothing to complete to. */
static void
completion_read(struct completion *c)
{
	STRBUF(err);

	folder_read(c->folder, completion_take, c, &err);
	if (c->names.n)
		qsort(c->names.v, c->names.n, sizeof *c->names.v, compare_names);
}

/* How many bytes all names begin with, whole characters. */
static size_t
completion_common(const struct completion *c)
{
	const char *first = c->names.v[0];
	size_t len = strlen(first);

	for (size_t i = 1; i < c->names.n; i++) {
		size_t same = 0;

		while (same < len && first[same] == c->names.v[i][same])
			same++;
		len = same;
	}
	return utf8_check(first, len);
}

static void
completion_say(struct wizard *w, const struct completion *c)
{
	STRBUF(list);

	for (size_t i = 0; i < c->names.n && i < NAMES_LISTED; i++)
		strbuf_addf(&list, "%s%s", i ? ", " : "", c->names.v[i]);
	if (c->names.n > NAMES_LISTED)
		strbuf_addf(&list, " and %zu more", c->names.n - NAMES_LISTED);
	wizard_say(w, ' ', "%s", list.buf);
}

static void
completion_use(struct wizard *w, const struct completion *c, struct lineedit *edit)
{
	STRBUF(text);

	if (!c->names.n) {
		wizard_say(w, ' ', "No such file begins so.");
		return;
	}
	strbuf_add(&text, c->typed, c->folder_len);
	strbuf_add(&text, c->names.v[0], completion_common(c));
	if (text.len > strlen(c->typed))
		lineedit_replace_all(edit, text.buf);
	else if (c->names.n > 1)
		completion_say(w, c);
}

void
wizard_complete(struct wizard *w, struct lineedit *edit, const char *const *endings)
{
	const char *slash = strrchr(edit->text.buf, '/');
	struct completion c = { .endings = endings, .names = STRVEC_INIT };
	STRBUF(typed);
	STRBUF(folder);

	strbuf_addstr(&typed, edit->text.buf);
	c.typed = typed.buf;
	c.folder_len = slash ? (size_t)(slash - edit->text.buf) + 1 : 0;
	strbuf_add(&folder, c.typed, c.folder_len);
	c.folder = folder.len ? wizard_path(folder.buf) : xstrdup(".");
	completion_read(&c);
	completion_use(w, &c, edit);
	free(c.folder);
	strvec_release(&c.names);
}
