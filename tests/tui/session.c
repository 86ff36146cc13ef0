/* Folders, drafts and steps that the tests of the wizard share. */
#include "session.h"

#include <dirent.h>
#include <limits.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/xalloc.h"

#include "sent.h"
#include "test_folder.h"

#define ARGUMENTS_MAX 64

const char *
program(void)
{
	const char *path = getenv("SCEPWIZ");

	return path && *path ? path : "./scepwiz";
}

static void
make_absolute(const char *variable, const char *path)
{
	static char whole[PATH_MAX];

	if (realpath(path, whole))
		setenv(variable, whole, 1);
}

void
session_paths(void)
{
	make_absolute("SCEPWIZ", program());
	make_absolute("SCEPWIZ_SOURCE", source_file(""));
}

int
run_program(const char *const *arguments, struct strbuf *out)
{
	const char *argv[ARGUMENTS_MAX] = { program() };
	struct vt vt;
	int status;

	for (size_t i = 0; arguments[i]; i++)
		argv[i + 1] = arguments[i];
	vt_start(&vt, "xterm", 200, 50, argv, NULL);
	status = vt_end(&vt);
	if (out)
		strbuf_add(out, vt.sent.buf, vt.sent.len);
	vt_stop(&vt);
	return status;
}

void
session_folder(struct session *session)
{
	memset(session, 0, sizeof *session);
	session->folder = xstrdup("/tmp/scepwiz-test.XXXXXX");
	test_folder(session->folder);
	session->draft = path_join(session->folder, "office.yaml");
}

void
session_make(struct session *session, const char *const *settings)
{
	const char *arguments[ARGUMENTS_MAX];
	size_t n = 0;

	session_folder(session);
	arguments[n++] = "new";
	arguments[n++] = session->draft;
	arguments[n++] = "--no-edit";
	for (; settings && *settings; settings++) {
		arguments[n++] = "--set";
		arguments[n++] = *settings;
	}
	arguments[n] = NULL;
	assert_true(run_program(arguments, NULL) <= 1);
}

void
session_write(struct session *session, const char *text)
{
	struct strbuf err = STRBUF_INIT;

	session_folder(session);
	if (file_write(session->draft, text, strlen(text), FILE_EXCLUSIVE, &err) < 0)
		fail_msg("%s", err.buf);
}

void
session_edit(
	struct session *session, const char *term, int columns, int rows, const char *const *envp)
{
	const char *argv[] = { program(), "edit", session->draft, NULL };

	vt_start(&session->vt, term, columns, rows, argv, envp);
	vt_wait(&session->vt, "Platform");
	vt_wait_quiet(&session->vt);
}

void
session_drafts(struct session *session, const char *term)
{
	struct strbuf folder = STRBUF_INIT;
	const char *argv[] = { program(), NULL };
	const char *environment[] = { NULL, NULL };

	strbuf_addf(&folder, "SCEPWIZ_DRAFTS=%s", session->folder);
	environment[0] = folder.buf;
	vt_start(&session->vt, term, 80, 24, argv, environment);
	strbuf_release(&folder);
}

void
session_open(struct session *session)
{
	session_make(session, NULL);
	session_edit(session, "xterm-256color", 80, 24, NULL);
}

static void
folder_remove(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		unlinkat(dirfd(dir), entry->d_name, 0);
	if (dir)
		closedir(dir);
	rmdir(folder);
}

void
session_close(struct session *session)
{
	if (session->vt.emulator) {
		sent_must_be_harmless(&session->vt.sent, session->mouse);
		vt_stop(&session->vt);
	}
	folder_remove(session->folder);
	free(session->folder);
	free(session->draft);
}

void
session_quit(struct session *session)
{
	vt_type(&session->vt, CONTROL('X'));
	vt_wait(&session->vt, "q quit");
	vt_type(&session->vt, "q");
	assert_int_equal(vt_end(&session->vt), 0);
}

void
assert_terminal_restored(struct vt *vt)
{
	assert_true(vt_has_first_modes(vt));
	assert_false(sent_mode_is_on(&vt->sent, MODE_BRACKETED_PASTE));
	assert_false(sent_mode_is_on(&vt->sent, MODE_ALTERNATE_SCREEN));
	assert_false(sent_mode_is_on(&vt->sent, MODE_ALTERNATE_SCREEN_OLD));
	if (sent_mode_count(&vt->sent, MODE_CURSOR_VISIBLE))
		assert_true(sent_mode_is_on(&vt->sent, MODE_CURSOR_VISIBLE));
}

const char *
session_path(struct session *session, const char *name)
{
	static char *path;

	free(path);
	path = path_join(session->folder, name);
	return path;
}

const char *
session_read(struct session *session, const char *name)
{
	static struct strbuf content = STRBUF_INIT;
	struct strbuf err = STRBUF_INIT;

	strbuf_clear(&content);
	if (file_read(session_path(session, name), 1 << 20, &content, &err) < 0)
		fail_msg("%s", err.buf);
	return content.buf;
}

void
wait_focus(struct vt *vt, const char *label)
{
	struct strbuf heading = STRBUF_INIT;

	strbuf_addf(&heading, "%s (", label);
	vt_wait(vt, heading.buf);
	vt_wait_quiet(vt);
	strbuf_release(&heading);
}

void
go_to(struct vt *vt, const char *label)
{
	vt_type(vt, "\033g");
	vt_wait(vt, "Go to");
	vt_type(vt, label);
	vt_wait_cursor_behind(vt, label);
	vt_type(vt, "\r");
	wait_focus(vt, label);
}

bool
terminal_is_known(const char *term)
{
	struct strbuf command = STRBUF_INIT;
	int status;

	strbuf_addf(&command, "infocmp %s >/dev/null 2>&1", term);
	status = system(command.buf);
	strbuf_release(&command);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
