/* Secrets from the environment and from the terminal. The terminal's echo comes back whatever ends
 * the question: signals are noted, and raised again when the terminal is as it was; others put it back
 * themselves (base/rescue.h). */
#include "cmd/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <unistd.h>

#include "base/modes.h"
#include "base/rescue.h"
#include "base/signals.h"
#include "base/text.h"
#include "base/xalloc.h"

int
secret_from_environment(const struct export *export, const struct field *field, struct strbuf *out,
	struct strbuf *err)
{
	const struct draft *draft = export->desk->file->draft;
	const char *name = draft_source_name(draft, field), *value;

	if (draft_source(draft, field) == ANSWER_COMMAND)
		return error_add(
			err, "%s comes from a command, which only an export runs", field->label);
	if (draft_source(draft, field) != ANSWER_ENVIRONMENT)
		return error_add(err, "%s is asked for at each export", field->label);
	value = getenv(name);
	if (!value || !*value)
		return error_add(err,
			"%s comes from the environment variable %s, which is %s. Set it before you "
			"start scepwiz (export %s=...)",
			field->label, name, value ? "empty" : "not set", name);
	strbuf_addstr(out, value);
	return 0;
}

/* A question on its way. */
struct prompt {
	int fd, signo; /* the one that ends it, or 0 */
	const char *question;
	struct termios before, silent;
	struct strbuf *out, *err;
};

static void
prompt_write(const struct prompt *p, const char *text)
{
	ssize_t ignored = write(p->fd, text, strlen(text));

	(void)ignored; /* the terminal that cannot be written to cannot be read from either */
}

/* After a stop the question is asked again, from the beginning: what was typed of the secret is not visible. */
static void
prompt_stop(struct prompt *p, int signo)
{
	if (signals_stops(signo)) {
		tcsetattr(p->fd, TCSANOW, &p->before);
		prompt_write(p, "\n");
		signals_stop();
	}
	strbuf_clear(p->out);
	tcsetattr(p->fd, TCSAFLUSH, &p->silent);
	prompt_write(p, p->question);
}

/* -1 where the signal ends the question. */
static int
prompt_signal(struct prompt *p)
{
	int signo = signals_take();

	if (signals_ends(signo)) {
		p->signo = signo;
		return error_add(p->err, "the question for the secret was cancelled");
	}
	if (signals_stops(signo) || signo == SIGCONT)
		prompt_stop(p, signo);
	return 0;
}

/* Up to the end of the line, without it. */
static int
prompt_read_line(struct prompt *p)
{
	char c = 0;
	ssize_t n = 1;

	while (p->out->len <= SECRET_LIMIT && n == 1 && c != '\n') {
		if (signals_wait(p->fd, -1) < 0) {
			if (prompt_signal(p) < 0)
				return -1;
			continue;
		}
		n = read(p->fd, &c, 1);
		if (n == 1 && c != '\n')
			strbuf_addch(p->out, c);
	}
	wipe(&c, 1);
	if (n < 0)
		return error_add(p->err, "cannot read from the terminal: %s", strerror(errno));
	if (p->out->len > SECRET_LIMIT)
		return error_add(p->err, "a secret can have at most %d bytes here", SECRET_LIMIT);
	return p->out->len ? 0 : error_add(p->err, "no secret was typed");
}

/* The question comes when the echo is off: what is typed before that is dropped. */
static int
prompt_without_echo(struct prompt *p)
{
	int result;

	if (modes_echo_off(p->fd, &p->before, &p->silent) < 0)
		return error_add(p->err, "cannot set up the terminal: %s", strerror(errno));
	rescue_send("\n");
	prompt_write(p, p->question);
	result = prompt_read_line(p);
	tcsetattr(p->fd, TCSAFLUSH, &p->before);
	prompt_write(p, "\n");
	return result;
}

static int
prompt_guarded(struct prompt *p)
{
	int result;

	signals_open(p->fd);
	rescue_open(p->fd, p->fd);
	result = prompt_without_echo(p);
	rescue_close();
	signals_close();
	if (p->signo)
		raise(p->signo);
	return result;
}

int
secret_ask(const char *what, const char *fix, struct strbuf *out, struct strbuf *err)
{
	STRBUF(question);
	int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC), result;

	if (fd >= FD_SETSIZE)
		close(fd);
	if (fd < 0 || fd >= FD_SETSIZE)
		return error_add(
			err, "%s must be asked for, but there is no terminal%s", what, fix);
	text_show(&question, what, strlen(what));
	strbuf_addstr(&question, " (not shown): ");
	result = prompt_guarded(
		&(struct prompt){ .fd = fd, .question = question.buf, .out = out, .err = err });
	close(fd);
	return result;
}

int
secret_from_anywhere(const struct export *export, const struct field *field, struct strbuf *out,
	struct strbuf *err)
{
	static const struct secret_patience patience = { SECRET_COMMAND_MS, NULL };
	const struct draft *draft = export->desk->file->draft;
	STRBUF(why);

	if (draft_source(draft, field) == ANSWER_PROMPT)
		return secret_ask(field->label, "", out, err);
	if (draft_source(draft, field) != ANSWER_COMMAND)
		return secret_from_environment(export, field, out, err);
	if (secret_from_command(draft_source_name(draft, field), &patience, out, &why) < 0)
		return error_add(err, "%s: %s", field->label, why.buf);
	return 0;
}
