#include "ui/tty/keeping.h"

#include <string.h>

#include "base/account.h"
#include "base/beyond.h"
#include "base/confirm.h"
#include "base/fetch.h"
#include "base/path.h"
#include "base/sandbox.h"
#include "base/signals.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "format/draft/allowed.h"
#include "format/draft/defaults.h"
#include "format/draft/draft_file.h"
#include "format/profile/profile.h"
#include "format/recovery/draft_move.h"
#include "format/recovery/recovery.h"

#include "cmd/secret.h"

#include "ui/tty/edit_folder.h"
#include "ui/tty/editor.h"

/* What is longer could push its beginning off the screen. */
#define ALLOW_BYTES 1000
#define ALLOW_LINES 12

/* The keeper shows what it adds to the list, not what the wizard says of it. False where that is too long to be seen. */
static bool
allow_question(const struct strbuf *about, struct strbuf *out)
{
	STRVEC(lines);

	allowed_about_tell(about, &lines);
	text_show(out, about->buf, strlen(about->buf));
	strbuf_addstr(out, ":\n");
	for (size_t i = 0; i < lines.n; i++) {
		strbuf_addstr(out, "  ");
		text_show(out, lines.v[i], strlen(lines.v[i]));
		strbuf_addch(out, '\n');
	}
	strbuf_addstr(out, "Allow it? Type y for yes: ");
	return out->len <= ALLOW_BYTES && lines.n <= ALLOW_LINES;
}

static void
allow_task(const struct node *request, struct node *answer)
{
	const struct strbuf *about = node_get_data(request, "about");
	STRBUF(question);
	STRBUF(err);

	if (about && !allow_question(about, &question))
		error_add(&err, "it is too long to show here. Look at it with scepwiz allow");
	else if (!about || confirm(question.buf, keeper_socket()) <= 0)
		error_add(&err, "it is not allowed");
	else
		allowed_about_add(about, &err);
	if (err.len)
		node_set(answer, "error", node_text_new(err.buf));
}

static void
command_task(const struct node *request, struct node *answer)
{
	static const struct secret_patience patience = { SECRET_COMMAND_MS, keeper_is_called_off };
	const char *command = node_get_text(request, "command");
	const struct strbuf *about = node_get_data(request, "about");
	STRBUF(secret);
	STRBUF(err);

	if (!command || !about || !allowed_about_runs(about, command) || !allowed_about_has(about))
		error_add(&err, "it is not allowed");
	else if (secret_from_command(command, &patience, &secret, &err) == 0)
		node_set(answer, "secret", node_text_new(secret.buf));
	if (err.len)
		node_set(answer, "error", node_text_new(err.buf));
}

/* False if it is too long to be seen. */
static bool
keep_question(const struct defaults_change *change, struct strbuf *out)
{
	STRVEC(lines);

	strbuf_addf(
		out, "%s as your default for new drafts, in ", change->forget ? "Forget" : "Keep");
	text_show(out, change->path, strlen(change->path));
	strbuf_addstr(out, ":\n");
	strvec_split(&lines, change->text.buf, '\n');
	for (size_t i = 0; i < lines.n; i++) {
		strbuf_addf(out, "  %s: ", change->field->label);
		text_show(out, lines.v[i], strlen(lines.v[i]));
		strbuf_addch(out, '\n');
	}
	if (!lines.n)
		strbuf_addf(out, "  %s\n", change->field->label);
	strbuf_addf(out, "%s it? Type y for yes: ", change->forget ? "Forget" : "Keep");
	return out->len <= ALLOW_BYTES && lines.n <= ALLOW_LINES;
}

/* Whether the wizard itself may write there: it could put anything into the file, or a link in its place. */
static bool
is_within_walls(const char *path)
{
	OWN_TEXT(folder) = path_folder_there(path);

	return folder && sandbox_plan_has(folder);
}

/* What the file has is the user's own, and is shown to nobody; of what is asked for, all is shown. */
static void
keep_task(const struct node *request, struct node *answer)
{
	const char *form = node_get_text(request, "form"), *key = node_get_text(request, "key"),
		   *text = node_get_text(request, "text");
	DEFAULTS_CHANGE(change);
	STRBUF(question);
	OWN_TEXT(path) = forms_own_path();
	STRBUF(told);
	STRBUF(err);

	if (path && is_within_walls(path))
		error_add(&err, "%s is where this session writes its drafts. Edit the file instead",
			path);
	if (err.len || !form || !key || !text ||
		defaults_prepare(&change, form, key, text, &err) < 0) {
		node_set(answer, "error",
			node_text_new(err.len ? err.buf : "nothing was asked for"));
		return;
	}
	if (!keep_question(&change, &question))
		error_add(&err, "it is too long to show here. Put it into %s", change.path);
	else if (confirm(question.buf, keeper_socket()) <= 0)
		error_add(&err, "%s is as it was", change.path);
	else if (defaults_write(&change, &err) == 0)
		strbuf_addf(&told,
			change.forget ? "New drafts no longer begin with it: %s."
				      : "New drafts begin with it: %s. Choose it again to forget "
					"it.",
			change.path);
	if (err.len)
		node_set(answer, "error", node_text_new(err.buf));
	else
		node_set(answer, "told", node_text_new(told.buf));
}

const struct keeper_task keeping_tasks[] = {
	{ EDITOR_TASK, editor_task },
	{ BEYOND_PERMIT, beyond_permit_task },
	{ BEYOND_WRITE, beyond_write_task },
	{ WIZARD_ALLOW, allow_task },
	{ WIZARD_RUN, command_task },
	{ WIZARD_KEEP, keep_task },
	{ FETCH_TASK, fetch_confirm_task },
	{ NULL, NULL },
};

/* A name that nothing has, for a folder. */
#define ANY "x"

void
keeping_writes(const char *draft, struct strvec *files)
{
	STRBUF(ignored); /* it is said when the folder is used */
	OWN_TEXT(drafts) = draft_folder(&ignored);
	OWN_TEXT(any) = drafts ? path_join(drafts, ANY) : NULL;
	const char *first = draft ? draft : any;

	account_learn(); /* the locks and acceptances have the user's name */
	if (first)
		draft_folder_make(first, &ignored);
	strvec_push(files, draft ? draft : "./" ANY);
	if (drafts && path_exists(drafts))
		strvec_push(files, any);
	if (draft)
		strvec_push_nodup(files, profile_path(draft));
	else
		draft_bin_writes(files);
	recovery_writes(files);
	edit_folders_write(files);
}

void
keeping_fetch(struct wizard *wizard)
{
	signals_lend();
	wizard_fetch(wizard);
	signals_unlend();
	if (!signals_are_ending())
		wizard_continue(wizard);
}

void
keeping_ask(struct wizard *wizard)
{
	NODE(answer) = NULL;

	signals_lend();
	answer = keeper_ask(wizard_request(wizard));
	signals_unlend();
	if (!signals_are_ending())
		wizard_answered(wizard, answer);
}
