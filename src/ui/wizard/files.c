/* The list of a question for a certificate's file: what stands in the folder of the path that is being
 * typed, folders first. What is typed behind the last slash narrows it. Names that do not end as those
 * of certificates show where nothing else fits, or once the whole name is typed; names that begin with a
 * dot once the dot is typed.
 *
 * A folder is read when it is entered, not at each key. */
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/xalloc.h"

#include "ui/wizard/machine.h"
#include "ui/wizard/popup.h"

#define ABOVE "../"

static const char *const certificate_endings[] = { ".cer", ".crt", ".pem", ".der", ".p7b", ".p7c",
	NULL };

/* The length of the typed path up to and with its last slash. */
static size_t
files_from(const struct wizard *w)
{
	const char *slash = strrchr(w->ask.edit.text.buf, '/');

	return slash ? (size_t)(slash - w->ask.edit.text.buf) + 1 : 0;
}

/* The path of a name in a folder as typed ("", "~/", "/etc/"); the caller frees. */
static char *
files_path(const char *folder, const char *name)
{
	STRBUF(path);

	strbuf_addf(&path, "%s%s", folder, name);
	return wizard_path(path.len ? path.buf : ".");
}

static void
files_add(void *data, const char *name, bool folder)
{
	struct wizard *w = data;
	STRBUF(text);

	strbuf_addf(&text, "%s%s", name, folder ? "/" : "");
	popup_add(w, text.buf, NULL)->rare =
		!folder && !name_is_plausible(name, certificate_endings);
}

static bool
item_is_folder(const struct row *item)
{
	return item->label[strlen(item->label) - 1] == '/';
}

/* What the server sends. Only this and the next one have a meaning beside their names. */
static bool
item_is_server(const struct row *item)
{
	return *item->value && !strcmp(item->label, SERVER_OFFER);
}

/* The certificate that the draft has already. */
static bool
item_is_inside(const struct row *item)
{
	return *item->value && !item_is_server(item);
}

static const struct field *
item_inside(const struct wizard *w, const struct row *item)
{
	const struct field *inside = NULL;

	while ((inside = wizard_certificate_inside(w, inside)) &&
		strcmp(inside->label, item->label))
		;
	return inside;
}

/* What the draft has, the server, the way up, folders, files. */
static int
item_rank(const struct row *item)
{
	if (*item->value)
		return item_is_server(item);
	if (!strcmp(item->label, ABOVE))
		return 2;
	return item_is_folder(item) ? 3 : 4;
}

static int
compare_items(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	int rank = item_rank(x) - item_rank(y);

	return rank ? rank : strcmp(x->label, y->label);
}

static void
files_fill(struct wizard *w)
{
	const struct field *inside = NULL;
	char *path = files_path(w->ask.files.folder.buf, "");

	list_clear(&w->ask.popup.list);
	strbuf_clear(&w->ask.files.trouble);
	while ((inside = wizard_certificate_inside(w, inside)))
		popup_add(w, inside->label, "the certificate in this draft");
	server_offer_add(w);
	if (!*path || path[strspn(path, "/")]) /* it is not the root */
		popup_add(w, ABOVE, NULL);
	folder_read(path, files_add, w, &w->ask.files.trouble);
	if (w->ask.popup.list.n)
		qsort(w->ask.popup.list.rows, w->ask.popup.list.n, sizeof *w->ask.popup.list.rows,
			compare_items);
	free(path);
}

static void
files_follow(struct wizard *w)
{
	size_t from = files_from(w);
	struct strbuf *folder = &w->ask.files.folder;

	if (w->ask.popup.list.n && folder->len == from &&
		!strncmp(folder->buf, w->ask.edit.text.buf, from))
		return;
	strbuf_clear(folder);
	strbuf_add(folder, w->ask.edit.text.buf, from);
	files_fill(w);
}

/* Where nothing is typed: a certificate is focused first, and the server, which Enter alone must not ask, last. */
static enum popup_fit
untyped_fit(const struct row *item)
{
	if (item_is_server(item))
		return FIT_MEANING;
	if (!strcmp(item->label, ABOVE))
		return FIT_INSIDE;
	return item_is_folder(item) || item->rare ? FIT_BEGINNING : FIT_WHOLE;
}

static enum popup_fit
files_fit(const struct wizard *w, size_t item, const char *typed)
{
	const struct row *row = &w->ask.popup.list.rows[item];
	const char *name = row->label;

	if (name[0] == '.' && typed[0] != '.' && strcmp(name, ABOVE) != 0)
		return FIT_NONE;
	return *typed ? popup_fit(row, typed) : untyped_fit(row);
}

static void
files_enter(struct wizard *w, const char *folder)
{
	bool moved = w->ask.popup.moved;

	lineedit_replace_all(&w->ask.edit, folder);
	files_follow(w);
	popup_narrow(w);
	w->ask.popup.moved = moved && w->ask.popup.nfound;
}

/* Of a path that ends with a slash, or is empty, the part before its last name; two dots more where that
 * is dots itself. */
static void
path_above(const char *path, struct strbuf *out)
{
	size_t end = strlen(path), begin;

	while (end && path[end - 1] == '/')
		end--;
	begin = end;
	while (begin && path[begin - 1] != '/')
		begin--;
	if (begin == end || (end - begin == 2 && !strncmp(path + begin, "..", 2)))
		strbuf_addf(out, "%s" ABOVE, path);
	else
		strbuf_add(out, path, begin);
}

/* The folder that an item stands for, as typed. */
static void
item_folder(const struct wizard *w, const struct row *item, struct strbuf *out)
{
	const char *folder = w->ask.files.folder.buf;
	char *path = wizard_path(folder);

	if (strcmp(item->label, ABOVE) != 0)
		strbuf_addf(out, "%s%s", folder, item->label);
	else
		path_above(strcmp(folder, "~/") ? folder : path, out);
	free(path);
}

static void
files_open(struct wizard *w, const char *path)
{
	if (!wizard_take_file(w, path))
		return;
	strbuf_set(&w->ask.files.last, w->ask.files.folder.buf);
	/* the file may have raised a question of its own */
	if (question_list(w) == &files_popup)
		question_close(w);
}

/* Nothing is here but the way up, and nobody has asked for that: Enter would walk up and down for ever. The same with the
 * server, unless a part of its name was typed. */
static bool
is_dead_end(const struct wizard *w, const struct row *item)
{
	if (w->ask.popup.aimed)
		return false;
	return !strcmp(item->label, ABOVE) ||
	       (item_is_server(item) && !w->ask.edit.text.buf[files_from(w)]);
}

static void
files_take(struct wizard *w, size_t item)
{
	const struct row *chosen = &w->ask.popup.list.rows[item];
	STRBUF(path);

	if (item_is_inside(chosen)) {
		wizard_take_inside(w, item_inside(w, chosen));
	} else if (is_dead_end(w, chosen)) {
		question_cancel(w);
		wizard_say(w, ' ', "Nothing was chosen.");
	} else if (item_is_server(chosen)) {
		question_close(w);
		wizard_ask_server(w);
	} else if (item_is_folder(chosen)) {
		item_folder(w, chosen, &path);
		files_enter(w, path.buf);
	} else {
		strbuf_addf(&path, "%s%s", w->ask.files.folder.buf, chosen->label);
		files_open(w, path.buf);
	}
}

/* What is no name in a folder may be one all the same: "~", "certs/.", or a file made meanwhile. */
static void
files_take_typed(struct wizard *w, const char *typed)
{
	STRBUF(folder);
	char *path;

	strbuf_addf(&folder, "%s/", typed);
	path = wizard_path(folder.buf);
	if (*typed && typed[strlen(typed) - 1] != '/' && path_is_folder(path))
		files_enter(w, folder.buf);
	else
		files_open(w, typed);
	free(path);
}

static void
files_complete(struct wizard *w)
{
	wizard_complete(w, &w->ask.edit, certificate_endings);
}

/* With its whole path: whoever goes up and down would not know where that leads. */
static void
folder_tell(const struct wizard *w, const struct row *item, struct strbuf *out)
{
	STRBUF(folder);
	char *path, *real;

	item_folder(w, item, &folder);
	path = files_path(folder.buf, "");
	real = realpath(path, NULL);
	strbuf_addf(out, "Enter opens the folder %s", real ? real : path);
	free(real);
	free(path);
}

static void
files_tell(const struct wizard *w, struct strbuf *out)
{
	const struct row *item = popup_focused(w);
	const char *folder = w->ask.files.folder.buf;
	char *path;

	if (item && item_is_server(item)) {
		strbuf_addf(out, "%s: %s", item->label, item->value);
	} else if (item && item_is_inside(item)) {
		session_show_value(&w->s, item_inside(w, item), out);
	} else if (w->ask.files.trouble.len && item && !strcmp(item->label, ABOVE)) {
		strbuf_addstr(out, w->ask.files.trouble.buf);
	} else if (item && is_dead_end(w, item)) {
		strbuf_addstr(
			out, "No certificate here. Down and Enter go up, Enter alone closes.");
	} else if (item && item_is_folder(item)) {
		folder_tell(w, item, out);
	} else if (item && w->notice.len && w->notice_mark == '!') {
		return; /* it has just been refused: the message says why, in full */
	} else if (item) {
		path = files_path(folder, item->label);
		preview_file(path, "", out);
		free(path);
	} else {
		strbuf_addf(out, "No file here has \"%s\" in its name. %s",
			w->ask.edit.text.buf + files_from(w), w->ask.files.trouble.buf);
		strbuf_trim(out);
	}
}

/* "~/certs": where a path begins is seen nowhere else. */
static void
files_title(const struct wizard *w, struct strbuf *out)
{
	const char *home = getenv("HOME");
	OWN_TEXT(path) = files_path(w->ask.files.folder.buf, "");
	OWN_TEXT(real) = realpath(path, NULL);
	size_t len = home ? strlen(home) : 0;
	const char *shown = real ? real : path;
	bool below = len > 1 && !strncmp(shown, home, len) && (!shown[len] || shown[len] == '/');

	strbuf_addf(out, "%s%s", below ? "~" : "", shown + (below ? len : 0));
}

const struct popup_kind files_popup = {
	.line = true,
	.numbered = true,
	.take = files_take,
	.take_typed = files_take_typed,
	.fit = files_fit,
	.from = files_from,
	.follow = files_follow,
	.complete = files_complete,
	.title = files_title,
	.tell = files_tell,
};

/* Begins where the last one was found. */
void
wizard_ask_file(struct wizard *w)
{
	wizard_ask(w, QUESTION_FILE, "Certificate file: ", w->ask.files.last.buf);
	files_follow(w);
	popup_open(w, SIZE_MAX);
}
