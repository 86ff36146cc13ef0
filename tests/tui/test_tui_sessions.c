/* Sessions that meet: one that is in an editor, where there are no locks, of another user, of another host, and
 * on a draft that is gone. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/xalloc.h"

#include "format/recovery/recovery_parts.h"

#include "side.h"

static void
second_start(
	struct vt *vt, const struct session *session, const char *const *envp, const char *told)
{
	const char *argv[] = { program(), "edit", session->draft, NULL };

	vt_start(vt, "xterm-256color", 80, 24, argv, envp);
	vt_wait(vt, told);
	vt_wait_quiet(vt);
}

static bool
is_there(void *path)
{
	return path_exists(path);
}

static void
write_script(struct session *session, const char *name, const char *text)
{
	struct strbuf err = STRBUF_INIT;
	const char *path = session_path(session, name);

	if (file_write(path, text, strlen(text), FILE_EXCLUSIVE, &err) < 0)
		fail_msg("%s", err.buf);
	assert_int_equal(chmod(path, 0700), 0);
}

/* Editors by what they do when they are ended; each says by the file ready that it runs. */
static const struct cut {
	const char *name, *script, *value;
	bool keeps; /* the editor's folder stays */
} cuts[] = {
	{ "one that has saved", "echo saved >>\"$1\"; : >ready; exec sleep 600\n", "mine\nsaved",
		false },
	{ "one that puts a text aside",
		"echo old >>\"$1\"; trap 'kill $!; echo typed >\"$1.save\"; exit 1' HUP\n"
		"sleep 600 & : >ready; wait\n",
		"typed", false },
	{ "one with a file of its own",
		"trap 'kill $!; echo x >\"${1%/*}/.notes.swp\"; exit 1' HUP\n"
		"sleep 600 & : >ready; wait\n",
		"mine", true },
	{ "one that does not end", "trap '' HUP; : >ready; while [ -e ready ]; do sleep 1; done\n",
		"mine", true },
};

static void
end_by_term(struct session *session)
{
	kill(session->vt.pid, SIGTERM);
	assert_int_equal(vt_end(&session->vt), 3);
}

static void
end_by_drop(struct session *session)
{
	int status;

	close(session->vt.fd);
	assert_int_equal(waitpid(session->vt.pid, &status, 0), session->vt.pid);
	assert_int_equal(WEXITSTATUS(status), 3);
	session->vt.pid = 0;
	session->vt.fd = open("/dev/null", O_RDONLY);
}

/* By a second session, which is the one that goes on. */
static void
end_by_take(struct session *session)
{
	struct vt second;

	second_start(&second, session, NULL, "has this draft open since");
	vt_type(&second, "t");
	assert_int_equal(vt_end(&session->vt), 3);
	assert_contains(session->vt.sent.buf, "was ended by another session");
	vt_wait(&second, "recovered.");
	vt_stop(&session->vt);
	session->vt = second;
}

static size_t
folders_left(const char *folder, char **name)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	size_t n = 0;

	while ((entry = readdir(dir)))
		if (!strncmp(entry->d_name, "scepwiz.", strlen("scepwiz."))) {
			free(*name);
			*name = path_join(folder, entry->d_name);
			n++;
		}
	closedir(dir);
	return n;
}

/* What is still in sight once the wizard's page has gone. */
static const char *
behind_the_screen(const struct vt *vt)
{
	static const char leave[] = "\033[?1049l";
	const char *behind = vt->sent.buf, *at;

	while ((at = strstr(behind, leave)))
		behind = at + strlen(leave);
	return behind;
}

static void
editor_is_cut(const struct cut *cut, void (*end)(struct session *session))
{
	static const char *const settings[] = { "policy_notes=m", NULL };
	struct session session;
	struct vt *vt = &session.vt;
	struct strbuf editor = STRBUF_INIT, temporary = STRBUF_INIT, script = STRBUF_INIT,
		      left = STRBUF_INIT, command = STRBUF_INIT;
	const char *environment[] = { NULL, NULL, NULL };
	char *ready, *folder = NULL;

	session_make(&session, settings);
	strbuf_addf(&script, "#!/bin/sh\nset -- \"$1\"; cd \"${0%%/*}\"; %s", cut->script);
	write_script(&session, "editor", script.buf);
	strbuf_addf(&editor, "VISUAL=%s", session_path(&session, "editor"));
	strbuf_addf(&temporary, "TMPDIR=%s", session.folder);
	environment[0] = editor.buf;
	environment[1] = temporary.buf;
	ready = path_join(session.folder, "ready");
	session_edit(&session, "xterm-256color", 80, 24, environment);
	go_to(vt, "Policy notes");
	vt_type(vt, "ine");
	vt_wait_cursor_behind(vt, "mine");
	vt_type(vt, CONTROL('X'));
	vt_wait(vt, "o editor");
	vt_type(vt, "o");
	assert_true(vt_wait_until(vt, is_there, ready));
	end(&session);
	side_show(&session, &left);
	strbuf_addf(&script, "policy_notes: %s\n", cut->value);
	if (!strstr(left.buf, strstr(script.buf, "policy_notes: ")))
		fail_msg("%s: %s", cut->name, left.buf);
	if (folders_left(session.folder, &folder) != cut->keeps)
		fail_msg(
			"%s: the editor's folder %s", cut->name, cut->keeps ? "has gone" : "stays");
	if (cut->keeps && end != end_by_drop && end != end_by_take)
		assert_contains(behind_the_screen(&session.vt), folder);
	if (folder) {
		strbuf_addf(&command, "rm -r %s", folder);
		assert_int_equal(system(command.buf), 0);
	}
	session_close(&session);
	free(ready);
	free(folder);
	strbuf_release(&editor);
	strbuf_release(&temporary);
	strbuf_release(&script);
	strbuf_release(&left);
	strbuf_release(&command);
}

static void
an_editor_holds_nobody_back_and_loses_nothing(void **state)
{
	static void (*const ends[])(struct session *) = { end_by_term, end_by_drop, end_by_take };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cuts); i++)
		for (size_t e = 0; e < ARRAY_SIZE(ends); e++)
			editor_is_cut(&cuts[i], ends[e]);
	print_message("%zu editors ended in %zu ways: 0 texts lost\n", ARRAY_SIZE(cuts),
		ARRAY_SIZE(ends));
}

/* What a shell command prints, as one line. */
static int
shell_line(const char *command, struct strbuf *out)
{
	char line[1024] = "";
	FILE *pipe = popen(command, "r");

	assert_non_null(pipe);
	if (fgets(line, sizeof line, pipe))
		strbuf_addstr(out, line);
	strbuf_trim(out);
	return pclose(pipe);
}

/* A file system without locks: every flock of the program fails. ASan wants to be loaded first. False where that
 * cannot be had here. */
static bool
lockless(struct session *session, struct strbuf *preload)
{
	const char *cc = getenv("CC");
	struct strbuf command = STRBUF_INIT, asan = STRBUF_INIT;
	int status;

	strbuf_addf(&command, "ldd %s 2>/dev/null | awk '/lib(clang_rt[.])?asan/ { print $3 }'",
		program());
	shell_line(command.buf, &asan);
	strbuf_clear(&command);
	strbuf_addf(&command, "%s -D_GNU_SOURCE -shared -fPIC -O1 -o %s %s -ldl 2>/dev/null",
		cc && *cc ? cc : "cc", session_path(session, "fault.so"),
		source_file("tests/fault/fault.c"));
	status = system(command.buf);
	strbuf_addf(preload, "LD_PRELOAD=%s%s%s", asan.buf, asan.len ? " " : "",
		session_path(session, "fault.so"));
	strbuf_release(&command);
	strbuf_release(&asan);
	return status == 0;
}

struct lockless {
	struct session session;
	struct strbuf preload;
	const char *environment[3];
	pid_t bystander;
};

static bool
lockless_begin(struct lockless *l)
{
	memset(l, 0, sizeof *l);
	strbuf_init(&l->preload);
	session_make(&l->session, NULL);
	if (!lockless(&l->session, &l->preload)) {
		session_close(&l->session);
		strbuf_release(&l->preload);
		return false;
	}
	l->environment[0] = l->preload.buf;
	l->environment[1] = "SCEPWIZ_FAULT=flock:1+:ENOLCK";
	session_edit(&l->session, "xterm-256color", 80, 24, l->environment);
	vt_type(&l->session.vt, "\tXYZ" KEY_LEFT);
	vt_wait_cursor_behind(&l->session.vt, "OfficeXY");
	l->bystander = fork();
	if (!l->bystander) {
		alarm(120);
		for (;;)
			pause();
	}
	return true;
}

static void
lockless_end(struct lockless *l)
{
	/* nobody has sent it anything */
	assert_int_equal(waitpid(l->bystander, NULL, WNOHANG), 0);
	kill(l->bystander, SIGKILL);
	waitpid(l->bystander, NULL, 0);
	session_close(&l->session);
	strbuf_release(&l->preload);
}

static void
lockless_kill(struct lockless *l)
{
	kill(l->session.vt.pid, SIGKILL);
	assert_int_equal(vt_end(&l->session.vt), 128 + SIGKILL);
	vt_stop(&l->session.vt);
}

static void
without_locks_the_second_looks_or_takes_over(void **state)
{
	struct lockless l;
	struct vt second;

	(void)state;
	if (!lockless_begin(&l))
		skip(); /* the library of faults is for glibc */
	second_start(&second, &l.session, l.environment, "has this draft open since");
	vt_type(&second, "\r");
	vt_wait(&second, "read-only");
	vt_type(&second, CONTROL('X'));
	vt_wait(&second, "q quit");
	vt_type(&second, "q");
	assert_int_equal(vt_end(&second), 0);
	vt_stop(&second);
	second_start(&second, &l.session, l.environment, "has this draft open since");
	vt_type(&second, "t");
	assert_int_equal(vt_end(&l.session.vt), 3);
	vt_wait(&second, "recovered.");
	vt_wait_cursor_behind(&second, "OfficeXY");
	vt_type(&second, "1");
	vt_wait(&second, "OfficeXY1Z");
	vt_stop(&l.session.vt);
	l.session.vt = second;
	lockless_end(&l);
}

/* Its number is another process's by now. */
static void
without_locks_a_killed_session_holds_nothing(void **state)
{
	static const char *const born[] = { NULL, "1" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(born); i++) {
		struct lockless l;
		struct recovery_who who = { 0 };

		if (!lockless_begin(&l))
			skip();
		lockless_kill(&l);
		self_find(&who);
		who.pid = l.bystander;
		if (born[i]) {
			free(who.born);
			who.born = xstrdup(born[i]);
			side_sign(&l.session, &who);
		}
		second_start(&l.session.vt, &l.session, l.environment, "Not saved by ");
		vt_type(&l.session.vt, "\r");
		vt_wait(&l.session.vt, "recovered.");
		vt_wait_cursor_behind(&l.session.vt, "OfficeXY");
		recovery_who_release(&who);
		lockless_end(&l);
	}
}

static void
a_session_of_another_host_is_never_signalled(void **state)
{
	struct lockless l;
	struct recovery_who who = { 0 };
	struct vt *vt = &l.session.vt;

	(void)state;
	if (!lockless_begin(&l))
		skip(); /* the library of faults is for glibc */
	lockless_kill(&l);
	self_find(&who);
	free(who.host);
	who.host = xstrdup("elsewhere");
	who.pid = l.bystander;
	side_sign(&l.session, &who);
	second_start(vt, &l.session, l.environment, " on elsewhere ");
	assert_true(vt_find(vt, "edit it") >= 0);
	vt_type(vt, "\r");
	vt_wait(vt, "read-only");
	vt_type(vt, CONTROL('X'));
	vt_wait(vt, "q quit");
	vt_type(vt, "q");
	assert_int_equal(vt_end(vt), 0);
	vt_stop(vt);
	second_start(vt, &l.session, l.environment, " on elsewhere ");
	vt_type(vt, "e");
	vt_wait(vt, "Not saved by ");
	vt_type(vt, "\r");
	vt_wait_cursor_behind(vt, "OfficeXY");
	recovery_who_release(&who);
	lockless_end(&l);
}

/* As nobody where that says so, else as we are; each with a state folder of its own. */
static void
foreign_start(struct vt *vt, const struct session *session, bool as_nobody)
{
	const char *argv[] = { "/usr/bin/setpriv", "--reuid", "65534", "--regid", "65534",
		"--clear-groups", program(), "edit", session->draft, NULL };
	const char *environment[] = { NULL, NULL };
	STRBUF(state);

	strbuf_addf(&state, "XDG_STATE_HOME=%s/%s", session->folder, as_nobody ? "nobody" : "root");
	environment[0] = state.buf;
	vt_start(vt, "xterm-256color", 80, 24, as_nobody ? argv : argv + 6, environment);
}

static void
foreign_begin(struct session *session, mode_t mode)
{
	session_make(session, NULL);
	assert_int_equal(chmod(session->folder, mode), 0);
	assert_int_equal(chmod(session->draft, 0666), 0);
	assert_int_equal(mkdir(session_path(session, "nobody"), 0700), 0);
	assert_int_equal(chown(session_path(session, "nobody"), 65534, 65534), 0);
	assert_int_equal(mkdir(session_path(session, "root"), 0700), 0);
}

static void
foreign_end(struct session *session)
{
	STRBUF(command);

	strbuf_addf(&command, "rm -r %s/root %s/nobody", session->folder, session->folder);
	assert_int_equal(system(command.buf), 0);
	session_close(session);
}

static bool
has_two_users(void)
{
	bool has = geteuid() == 0 && access("/usr/bin/setpriv", X_OK) == 0;

	if (!has)
		print_message("another user: needs root and setpriv\n");
	return has;
}

/* Whoever has it can be read in the lock; what is typed is kept for both. */
static void
a_session_of_another_user_is_told_and_looked_at(void **state)
{
	(void)state;
	if (!has_two_users())
		skip();
	for (int first = 0; first < 2; first++) {
		struct session session;
		struct vt second, *vt = &session.vt;

		foreign_begin(&session, 0777);
		foreign_start(vt, &session, first);
		vt_wait(vt, "Platform (required)");
		vt_type(vt, "\tX");
		vt_wait(vt, "OfficeX");
		foreign_start(&second, &session, !first);
		vt_wait(&second, first ? "nobody on " : "root on ");
		vt_wait(&second, "has this draft open since 20");
		vt_wait(&second, "e edit it anyway");
		vt_type(&second, "\r");
		vt_wait(&second, "read-only");
		vt_type(&second, "\tY");
		vt_wait(&second, "Read-only: another session");
		vt_stop(&second);
		foreign_start(&second, &session, !first);
		vt_wait(&second, "e edit it");
		vt_type(&second, "e");
		vt_wait(&second, "would not be told that you have the draft");
		vt_type(&second, "\tY");
		vt_wait(&second, "OfficeY");
		assert_int_equal(vt_find(&second, "not kept"), -1);
		vt_stop(&second);
		vt_type(vt, "Z");
		vt_wait(vt, "OfficeXZ");
		foreign_end(&session);
	}
}

/* Its lock stays where the folder is sticky, and holds nobody back. */
static void
a_session_of_another_user_that_was_killed_holds_nobody_back(void **state)
{
	(void)state;
	if (!has_two_users())
		skip();
	for (int sticky = 0; sticky < 2; sticky++) {
		struct session session;
		struct vt *vt = &session.vt;

		foreign_begin(&session, sticky ? 01777 : 0777);
		foreign_start(vt, &session, false);
		vt_wait(vt, "Platform (required)");
		vt_type(vt, "\tX");
		vt_wait(vt, "OfficeX");
		kill(vt->pid, SIGKILL);
		vt_end(vt);
		vt_stop(vt);
		foreign_start(vt, &session, true);
		vt_wait(vt, "Platform (required)");
		vt_type(vt, "\tY");
		vt_wait(vt, "OfficeY");
		foreign_end(&session);
	}
}

/* The start page lists it; Enter recovers it into its name. */
static void
a_removed_draft_is_listed_and_recovered(void **state)
{
	struct session session;
	struct vt *vt = &session.vt;

	(void)state;
	session_open(&session);
	vt_type(vt, "\tX");
	vt_wait(vt, "OfficeX");
	kill(vt->pid, SIGKILL);
	vt_end(vt);
	vt_stop(vt);
	assert_int_equal(unlink(session.draft), 0);
	session_drafts(&session, "xterm-256color");
	vt_wait(vt, "> !   office ");
	vt_wait(vt, "removed; 1 to recover");
	vt_wait(vt, "This draft was removed. 1 field can be recovered.");
	vt_type(vt, "\r");
	vt_wait(vt, "draft was removed since");
	vt_type(vt, "\r");
	vt_wait(vt, "recovered.");
	vt_type(vt, CONTROL('O'));
	vt_wait(vt, "write it again");
	vt_type(vt, "\r");
	vt_wait(vt, "Saved to ");
	assert_contains(session_read(&session, "office.yaml"), "OfficeX");
	session_close(&session);
}

/* It is one of its own form, also where nobody names that; and where the form is gone, this is said. */
static void
a_removed_draft_of_an_own_form_is_recovered_with_it(void **state)
{
	struct session session;
	struct vt *vt = &session.vt;
	const char *argv[] = { program(), "edit", NULL, "--form", NULL, NULL };
	struct strbuf form = STRBUF_INIT, gone = STRBUF_INIT;

	(void)state;
	session_folder(&session);
	write_script(&session, "own.yaml", "extends: scep\nform: own\n");
	strbuf_addstr(&form, session_path(&session, "own.yaml"));
	argv[1] = "new";
	argv[2] = session.draft;
	argv[4] = form.buf;
	vt_start(vt, "xterm-256color", 80, 24, argv, NULL);
	vt_wait(vt, "Platform (required)");
	vt_type(vt, "\tX");
	vt_wait(vt, "OfficeX");
	kill(vt->pid, SIGKILL);
	vt_end(vt);
	vt_stop(vt);
	assert_int_equal(unlink(session.draft), 0);
	second_start(vt, &session, NULL, "was removed since");
	vt_type(vt, "\r");
	vt_wait(vt, "recovered.");
	kill(vt->pid, SIGKILL);
	vt_end(vt);
	vt_stop(vt);
	strbuf_addf(&gone, "%s.away", form.buf);
	assert_int_equal(rename(form.buf, gone.buf), 0);
	argv[1] = "edit";
	argv[3] = NULL;
	vt_start(vt, "xterm-256color", 80, 24, argv, NULL);
	assert_int_equal(vt_end(vt), 3);
	assert_contains(vt->sent.buf, "its form cannot be read");
	session_close(&session);
	strbuf_release(&form);
	strbuf_release(&gone);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_editor_holds_nobody_back_and_loses_nothing),
		cmocka_unit_test(without_locks_the_second_looks_or_takes_over),
		cmocka_unit_test(without_locks_a_killed_session_holds_nothing),
		cmocka_unit_test(a_session_of_another_host_is_never_signalled),
		cmocka_unit_test(a_session_of_another_user_is_told_and_looked_at),
		cmocka_unit_test(a_session_of_another_user_that_was_killed_holds_nobody_back),
		cmocka_unit_test(a_removed_draft_is_listed_and_recovered),
		cmocka_unit_test(a_removed_draft_of_an_own_form_is_recovered_with_it),
	};

	return run_tests(tests);
}
