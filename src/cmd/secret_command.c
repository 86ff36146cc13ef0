/* A secret from a program's output. The program has a process group of its own, so that all of it can be ended, and the
 * terminal while it runs, for it may ask for a passphrase there. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/modes.h"
#include "base/path.h"
#include "base/strvec.h"
#include "base/xalloc.h"

#include "cmd/secret.h"

/* How often a program is looked at whose output stays open: a child of its own may hold it. */
#define LOOK_MS 50
/* Between SIGTERM, on which it puts the terminal back, and SIGKILL. */
#define MERCY_MS 1000
/* Of a process that could not begin the program. */
#define STATUS_NOT_RUN 127

/* A signal that ends scepwiz while it waits would leave the program running. If it has no handler, unlike in the
 * wizard, it is noted, and raised after the program has been ended. */
static const int ending[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM };
static volatile sig_atomic_t noted;

struct run {
	const struct strvec *words;
	pid_t pid;
	int out;      /* its standard output */
	int terminal; /* -1: there is none to lend */
	struct termios modes;
	const struct secret_patience *patience;
	int64_t end; /* by clock_ms */
	int status;
	bool ended; /* status says how */
	struct sigaction before[ARRAY_SIZE(ending)];
};

static void
note(int signo)
{
	noted = signo;
}

static void
ending_hold(struct run *run)
{
	const struct sigaction noting = { .sa_handler = note };

	noted = 0;
	for (size_t i = 0; i < ARRAY_SIZE(ending); i++)
		if (sigaction(ending[i], NULL, &run->before[i]) == 0 &&
			run->before[i].sa_handler == SIG_DFL)
			sigaction(ending[i], &noting, NULL);
}

static void
ending_let_go(const struct run *run)
{
	for (size_t i = 0; i < ARRAY_SIZE(ending); i++)
		if (run->before[i].sa_handler == SIG_DFL)
			sigaction(ending[i], &run->before[i], NULL);
	if (noted)
		raise(noted);
}

/* By a whole path, or in the folders of PATH that have whole paths: others depend on where we are, and a draft's folder has
 * no programs. The caller frees; NULL with a sentence. */
static char *
program_find(const char *name, struct strbuf *err)
{
	const char *path = getenv("PATH");
	STRVEC(folders);

	if (*name == '/' && access(name, X_OK) == 0)
		return xstrdup(name);
	if (*name == '/') {
		error_add(err, "%s cannot be run: %s", name, strerror(errno));
		return NULL;
	}
	strvec_split(&folders, path ? path : "/usr/local/bin:/usr/bin:/bin", ':');
	for (size_t i = 0; i < folders.n; i++) {
		char *program = path_join(folders.v[i], name);

		if (*folders.v[i] == '/' && access(program, X_OK) == 0)
			return program;
		free(program);
	}
	error_add(err, "there is no program %s in PATH", name);
	return NULL;
}

/* Ours to lend only while we have it. */
static void
terminal_open(struct run *run)
{
	run->terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (run->terminal >= 0 && (tcgetpgrp(run->terminal) != getpgrp() ||
					  tcgetattr(run->terminal, &run->modes) < 0)) {
		close(run->terminal);
		run->terminal = -1;
	}
}

static void
terminal_take_back(struct run *run)
{
	if (run->terminal < 0)
		return;
	modes_give(run->terminal, getpgrp(), &run->modes);
	close(run->terminal);
}

/* What we ignore or block for ourselves is not the program's. Its input is the terminal or nothing: ours may be a draft. */
static _Noreturn void
run_child(const struct run *run, const char *program, int out)
{
	static const int usual[] = { SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU, SIGPIPE, SIGTERM,
		SIGCHLD, SIGXFSZ };
	sigset_t none;
	int nothing;

	setpgid(0, 0);
	if (run->terminal >= 0)
		modes_give(run->terminal, getpid(), NULL);
	for (size_t i = 0; i < ARRAY_SIZE(usual); i++)
		signal(usual[i], SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (!isatty(STDIN_FILENO) && (nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0)
		dup2(nothing, STDIN_FILENO);
	if (dup2(out, STDOUT_FILENO) >= 0)
		execv(program, run->words->v);
	_exit(STATUS_NOT_RUN);
}

static int
run_begin(struct run *run, const char *program, struct strbuf *err)
{
	int ends[2];

	if (pipe(ends) < 0)
		return error_add(err, "%s cannot be started: %s", program, strerror(errno));
	for (int i = 0; i < 2; i++)
		fcntl(ends[i], F_SETFD, FD_CLOEXEC);
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	terminal_open(run);
	run->pid = fork();
	if (run->pid == 0)
		run_child(run, program, ends[1]);
	close(ends[1]);
	run->out = ends[0];
	if (run->pid > 0) {
		setpgid(run->pid, run->pid); /* whichever of the two comes first */
		return 0;
	}
	error_add(err, "%s cannot be started: %s", program, strerror(errno));
	close(run->out);
	terminal_take_back(run);
	return -1;
}

/* Also if it was stopped by ^Z: nothing would continue it. */
static bool
run_has_ended(struct run *run)
{
	if (!run->ended)
		run->ended = waitpid(run->pid, &run->status, WNOHANG | WUNTRACED) != 0;
	return run->ended;
}

static bool
run_is_over(const struct run *run)
{
	return noted || clock_ms() >= run->end ||
	       (run->patience->is_over && run->patience->is_over());
}

static void
run_have_mercy(struct run *run)
{
	int64_t end = clock_ms() + MERCY_MS;

	while (!run_has_ended(run) && clock_ms() < end)
		poll(NULL, 0, LOOK_MS);
}

/* With what it started, unless that went its own way. */
static void
run_kill(struct run *run)
{
	bool stopped = run->ended && WIFSTOPPED(run->status);

	if (run->ended && !stopped)
		return;
	kill(-run->pid, SIGTERM);
	kill(-run->pid, SIGCONT);
	run->ended = false;
	run_have_mercy(run);
	kill(-run->pid, SIGKILL);
	if (!run->ended || WIFSTOPPED(run->status))
		waitpid(run->pid, &run->status, 0);
	run->ended = true;
}

/* All that is there now. 1: there may be more; 0: there is no more. */
static int
run_take(struct run *run, struct strbuf *out)
{
	char buf[512];
	ssize_t n;

	while (out->len <= SECRET_LIMIT + 1 && (n = read(run->out, buf, sizeof buf)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno == EAGAIN || errno == EWOULDBLOCK;
		strbuf_add(out, buf, (size_t)n);
		wipe(buf, sizeof buf);
	}
	return 0;
}

/* Until it has closed its output, or has ended, or has printed too much, or the time is over. */
static void
run_read(struct run *run, struct strbuf *out)
{
	struct pollfd ready = { .fd = run->out, .events = POLLIN };
	bool more = true;

	while (more && !run_is_over(run)) {
		bool ended = run_has_ended(run);

		if (!ended)
			poll(&ready, 1, LOOK_MS);
		more = run_take(run, out) > 0 && !ended;
	}
	while (out->len <= SECRET_LIMIT + 1 && !run_has_ended(run) && !run_is_over(run))
		poll(NULL, 0, LOOK_MS);
}

/* How it has ended, unless well. */
static int
run_judge(const struct run *run, const char *name, bool in_time, struct strbuf *err)
{
	if (!in_time)
		return error_add(err, "%s did not end in time and was stopped", name);
	if (WIFSIGNALED(run->status))
		return error_add(err, "%s was ended by a signal (%s)", name,
			strsignal(WTERMSIG(run->status)));
	if (WEXITSTATUS(run->status) == STATUS_NOT_RUN)
		return error_add(
			err, "%s could not be run, or ended with status %d", name, STATUS_NOT_RUN);
	if (WEXITSTATUS(run->status))
		return error_add(err, "%s ended with status %d", name, WEXITSTATUS(run->status));
	return 0;
}

/* The line end that programs put behind what they print. */
static void
line_end_drop(struct strbuf *text)
{
	if (text->len && text->buf[text->len - 1] == '\n')
		strbuf_truncate(text, text->len - 1);
	if (text->len && text->buf[text->len - 1] == '\r')
		strbuf_truncate(text, text->len - 1);
}

static int
output_judge(struct strbuf *text, const char *name, struct strbuf *err)
{
	if (strlen(text->buf) != text->len)
		return error_add(err, "%s printed a NUL byte, but must print text", name);
	line_end_drop(text);
	if (!text->len)
		return error_add(err, "%s printed nothing", name);
	if (text->len > SECRET_LIMIT)
		return error_add(
			err, "%s printed more than the %d bytes of a secret", name, SECRET_LIMIT);
	return 0;
}

int
secret_from_command(const char *command, const struct secret_patience *patience, struct strbuf *out,
	struct strbuf *err)
{
	STRVEC(words);
	STRBUF(text);
	struct run run = { .words = &words,
		.terminal = -1,
		.patience = patience,
		.end = clock_ms() + patience->ms };
	OWN_TEXT(program) = NULL;
	const char *name;
	bool in_time, too_much, stopped;

	strvec_split(&words, command, '\n');
	name = words.n ? words.v[0] : "";
	program = program_find(name, err);
	if (!program)
		return -1;
	ending_hold(&run);
	if (run_begin(&run, program, err) < 0) {
		ending_let_go(&run);
		return -1;
	}
	run_read(&run, &text);
	close(run.out);
	too_much = text.len > SECRET_LIMIT + 1;
	stopped = run.ended && WIFSTOPPED(run.status);
	in_time = run.ended || too_much;
	run_kill(&run);
	terminal_take_back(&run);
	ending_let_go(&run);
	if (stopped)
		return error_add(err, "%s was stopped, and was ended", name);
	if (!too_much && run_judge(&run, name, in_time, err) < 0)
		return -1;
	if (output_judge(&text, name, err) < 0)
		return -1;
	strbuf_add(out, text.buf, text.len);
	return 0;
}
