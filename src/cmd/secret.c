/* Secrets from the environment and from the terminal. The terminal's echo comes back whatever ends
 * the question: signals are noted, and raised again when the terminal is as it was. */
#include "cmd/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <unistd.h>

#include "base/echo.h"
#include "base/text.h"
#include "base/xalloc.h"

#define SECRET_LIMIT 4096

static const int caught[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP };
static volatile sig_atomic_t prompt_signal;

int
secret_from_environment(const struct export *export, const struct field *field, struct strbuf *out,
	struct strbuf *err)
{
	const struct draft *draft = export->desk->file->draft;
	const char *name = draft_source_name(draft, field), *value;

	if (draft_source(draft, field) != ANSWER_ENVIRONMENT)
		return error_add(err, "%s is asked for when the profile is exported", field->label);
	value = getenv(name);
	if (!value || !*value)
		return error_add(err, "%s is to come from the environment variable %s, which is %s",
			field->label, name, value ? "empty" : "not set");
	strbuf_addstr(out, value);
	return 0;
}

static void
prompt_catch(int number)
{
	prompt_signal = number;
}

/* Until something was typed. The signals are blocked but for here, so that none comes between looking
 * for it and waiting. */
static bool
prompt_wait(int fd, const sigset_t *unblocked)
{
	fd_set typed;

	do {
		FD_ZERO(&typed);
		FD_SET(fd, &typed);
	} while (pselect(fd + 1, &typed, NULL, NULL, NULL, unblocked) < 0 && errno == EINTR &&
		 !prompt_signal);
	return !prompt_signal;
}

/* Up to the end of the line, without it. */
static int
prompt_read_line(int fd, const sigset_t *unblocked, struct strbuf *out, struct strbuf *err)
{
	char c = 0;
	ssize_t n = 0;

	while (out->len <= SECRET_LIMIT && prompt_wait(fd, unblocked) &&
		(n = read(fd, &c, 1)) == 1 && c != '\n')
		strbuf_addch(out, c);
	wipe(&c, 1);
	if (prompt_signal)
		return error_add(err, "the question for the secret was broken off");
	if (n < 0)
		return error_add(err, "cannot read from the terminal: %s", strerror(errno));
	if (out->len > SECRET_LIMIT)
		return error_add(err, "a secret has %d bytes at most here", SECRET_LIMIT);
	return out->len ? 0 : error_add(err, "no secret was typed");
}

static void
prompt_write(int fd, const char *text, size_t len)
{
	ssize_t ignored = write(fd, text, len);

	(void)ignored; /* the terminal that cannot be written to cannot be read from either */
}

/* The question comes when the echo is off: what is typed before that is dropped. */
static int
prompt_without_echo(int fd, const struct strbuf *question, const sigset_t *unblocked,
	struct strbuf *out, struct strbuf *err)
{
	struct termios before, silent;
	int result;

	if (echo_off(fd, &before, &silent) < 0)
		return error_add(err, "cannot set up the terminal: %s", strerror(errno));
	prompt_write(fd, question->buf, question->len);
	result = prompt_read_line(fd, unblocked, out, err);
	tcsetattr(fd, TCSAFLUSH, &before);
	prompt_write(fd, "\n", 1);
	return result;
}

static int
prompt_guarded(int fd, const struct strbuf *question, struct strbuf *out, struct strbuf *err)
{
	struct sigaction catch_it = { .sa_handler = prompt_catch }, before[ARRAY_SIZE(caught)];
	sigset_t blocked, unblocked;
	int result;

	sigemptyset(&catch_it.sa_mask);
	sigemptyset(&blocked);
	for (size_t i = 0; i < ARRAY_SIZE(caught); i++)
		sigaddset(&blocked, caught[i]);
	sigprocmask(SIG_BLOCK, &blocked, &unblocked);
	prompt_signal = 0;
	for (size_t i = 0; i < ARRAY_SIZE(caught); i++)
		sigaction(caught[i], &catch_it, &before[i]);
	result = prompt_without_echo(fd, question, &unblocked, out, err);
	for (size_t i = 0; i < ARRAY_SIZE(caught); i++)
		sigaction(caught[i], &before[i], NULL);
	sigprocmask(SIG_SETMASK, &unblocked, NULL);
	if (prompt_signal)
		raise(prompt_signal);
	return result;
}

int
secret_ask(const char *what, const char *mend, struct strbuf *out, struct strbuf *err)
{
	STRBUF(question);
	int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC), result;

	if (fd >= FD_SETSIZE)
		close(fd);
	if (fd < 0 || fd >= FD_SETSIZE)
		return error_add(
			err, "%s is to be asked for, and there is no terminal%s", what, mend);
	text_show(&question, what, strlen(what));
	strbuf_addstr(&question, " (not shown): ");
	result = prompt_guarded(fd, &question, out, err);
	close(fd);
	return result;
}

int
secret_from_anywhere(const struct export *export, const struct field *field, struct strbuf *out,
	struct strbuf *err)
{
	if (draft_source(export->desk->file->draft, field) == ANSWER_PROMPT)
		return secret_ask(field->label, "", out, err);
	return secret_from_environment(export, field, out, err);
}
