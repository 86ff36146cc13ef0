/* The pseudo-terminal, its emulator, and waiting. */
#include "testing.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#if defined(HAVE_UTIL_H) && HAVE_UTIL_H
#include <util.h>
#elif defined(HAVE_LIBUTIL_H) && HAVE_LIBUTIL_H
#include <libutil.h>
#else
#include <pty.h>
#endif

#include "base/text.h"
#include "base/xalloc.h"

#include "vt.h"

#define STEP_MS 20

static long
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* What a terminal would give the program; nothing of the tester's own. */
static void
child_environment(const char *term, const char *const *envp)
{
	static const char *const unset[] = { "LINES", "COLUMNS", "ESCDELAY", "NO_COLOR", "VISUAL",
		"EDITOR", "XDG_DATA_HOME", "TERMCAP" };

	for (size_t i = 0; i < ARRAY_SIZE(unset); i++)
		unsetenv(unset[i]);
	setenv("TERM", term, 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	for (; envp && *envp; envp++) {
		const char *value = strchr(*envp, '=');
		char *name = xstrndup(*envp, (size_t)(value - *envp));

		setenv(name, value + 1, 1);
		free(name);
	}
}

static void
child_signals(void)
{
	static const int signals[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGTSTP, SIGCONT,
		SIGWINCH };

	for (size_t i = 0; i < ARRAY_SIZE(signals); i++)
		signal(signals[i], SIG_DFL);
}

void
vt_start(struct vt *vt, const char *term, int columns, int rows, const char *const *argv,
	const char *const *envp)
{
	struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns };

	memset(vt, 0, sizeof *vt);
	strbuf_init(&vt->sent);
	vt->columns = columns;
	vt->rows = rows;
	vt->pid = forkpty(&vt->fd, NULL, NULL, &size);
	assert_true(vt->pid >= 0);
	if (vt->pid == 0) {
		child_signals();
		child_environment(term, envp);
		execv(argv[0], (char *const *)argv);
		_exit(127);
	}
	fcntl(vt->fd, F_SETFD, FD_CLOEXEC);
	fcntl(vt->fd, F_SETFL, O_NONBLOCK);
	tcgetattr(vt->fd, &vt->modes);
	vt->emulator = vterm_new(rows, columns);
	vterm_set_utf8(vt->emulator, 1);
	vt->screen = vterm_obtain_screen(vt->emulator);
	vterm_screen_enable_altscreen(vt->screen, 1);
	vterm_screen_reset(vt->screen, 1);
}

/* One read at most; false where nothing came in time. The emulator's answers are dropped: no program
 * may depend on them. */
static bool
vt_pump(struct vt *vt, int ms)
{
	struct pollfd poller = { .fd = vt->fd, .events = POLLIN };
	char bytes[8192];
	ssize_t n;

	if (vt->ended || poll(&poller, 1, ms) <= 0)
		return false;
	n = read(vt->fd, bytes, sizeof bytes);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return false;
	if (n <= 0) {
		vt->ended = true; /* EIO on Linux */
		return false;
	}
	vt->reads++;
	strbuf_add(&vt->sent, bytes, (size_t)n);
	vterm_input_write(vt->emulator, bytes, (size_t)n);
	return true;
}

static int
status_of(int status)
{
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int
vt_end(struct vt *vt)
{
	long deadline = now_ms() + VT_DEADLINE_MS;
	int status = 0;
	pid_t pid = 0;

	while (!pid && now_ms() < deadline) {
		vt_pump(vt, STEP_MS);
		pid = waitpid(vt->pid, &status, WNOHANG);
	}
	if (!pid) {
		vt_dump(vt);
		fail_msg("the program does not end");
	}
	while (vt_pump(vt, 0))
		;
	vt->pid = 0;
	return status_of(status);
}

void
vt_stop(struct vt *vt)
{
	if (vt->pid > 0) {
		kill(vt->pid, SIGKILL);
		waitpid(vt->pid, NULL, 0);
	}
	close(vt->fd);
	vterm_free(vt->emulator);
	strbuf_release(&vt->sent);
}

void
vt_type(struct vt *vt, const char *text)
{
	size_t len = strlen(text);

	while (len) {
		ssize_t n = write(vt->fd, text, len);

		if (n < 0 && errno != EAGAIN && errno != EINTR)
			return;
		if (n < 0) {
			vt_pump(vt, STEP_MS);
			continue;
		}
		text += n;
		len -= (size_t)n;
	}
}

void
vt_resize(struct vt *vt, int columns, int rows)
{
	struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns };

	vt->columns = columns;
	vt->rows = rows;
	vterm_set_size(vt->emulator, rows, columns);
	ioctl(vt->fd, TIOCSWINSZ, &size);
}

static VTermScreenCell
vt_cell(struct vt *vt, int row, int column)
{
	VTermScreenCell cell = { 0 };
	VTermPos pos = { .row = row, .col = column };

	vterm_screen_get_cell(vt->screen, pos, &cell);
	return cell;
}

const char *
vt_row(struct vt *vt, int row)
{
	static struct strbuf line = STRBUF_INIT;
	int column = 0;

	strbuf_clear(&line);
	while (column < vt->columns) {
		VTermScreenCell cell = vt_cell(vt, row, column);
		char bytes[4];

		for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
			strbuf_add(&line, bytes, utf8_encode(cell.chars[i], bytes));
		if (!cell.chars[0])
			strbuf_addch(&line, ' ');
		column += cell.width > 1 ? cell.width : 1;
	}
	while (line.len && line.buf[line.len - 1] == ' ')
		strbuf_truncate(&line, line.len - 1);
	return line.buf;
}

void
vt_cursor(struct vt *vt, int *row, int *column)
{
	VTermPos pos;

	vterm_state_get_cursorpos(vterm_obtain_state(vt->emulator), &pos);
	*row = pos.row;
	*column = pos.col;
}

bool
vt_is_bold(struct vt *vt, int row, int column)
{
	return vt_cell(vt, row, column).attrs.bold;
}

int
vt_find(struct vt *vt, const char *text)
{
	for (int row = 0; row < vt->rows; row++)
		if (strstr(vt_row(vt, row), text))
			return row;
	return -1;
}

void
vt_dump(struct vt *vt)
{
	int row, column;

	vt_cursor(vt, &row, &column);
	for (int y = 0; y < vt->rows; y++)
		print_message("%3d|%s\n", y, vt_row(vt, y));
	print_message("cursor %d,%d, %zu bytes%s\n", row, column, vt->sent.len,
		vt->ended ? ", ended" : "");
}

static bool
text_shows(struct vt *vt, const char *text)
{
	return vt_find(vt, text) >= 0;
}

static bool
text_is_gone(struct vt *vt, const char *text)
{
	return vt_find(vt, text) < 0;
}

static bool
cursor_is_behind(struct vt *vt, const char *text)
{
	int row, column;
	const char *line, *at;

	vt_cursor(vt, &row, &column);
	line = vt_row(vt, row);
	for (at = strstr(line, text); at; at = strstr(at + 1, text))
		if (text_width(line, (size_t)(at - line) + strlen(text)) == column)
			return true;
	return false;
}

static bool
text_was_sent(struct vt *vt, const char *text)
{
	return strstr(vt->sent.buf, text);
}

static void
vt_wait_until(struct vt *vt, bool (*reached)(struct vt *vt, const char *text), const char *text,
	const char *what)
{
	long deadline = now_ms() + VT_DEADLINE_MS;

	while (!reached(vt, text)) {
		bool more = vt_pump(vt, STEP_MS);

		if (!more && (vt->ended || now_ms() > deadline)) {
			vt_dump(vt);
			fail_msg("%s \"%s\"", what, text);
		}
	}
}

void
vt_wait(struct vt *vt, const char *text)
{
	vt_wait_until(vt, text_shows, text, "is not on the screen:");
}

void
vt_wait_gone(struct vt *vt, const char *text)
{
	vt_wait_until(vt, text_is_gone, text, "stays on the screen:");
}

void
vt_wait_cursor_behind(struct vt *vt, const char *text)
{
	vt_wait_until(vt, cursor_is_behind, text, "the cursor does not stand behind");
}

void
vt_wait_sent(struct vt *vt, const char *text)
{
	vt_wait_until(vt, text_was_sent, text, "was not sent:");
}

bool
vt_wait_for(struct vt *vt, bool (*reached)(void *data), void *data)
{
	long deadline = now_ms() + VT_DEADLINE_MS;

	while (!reached(data) && now_ms() < deadline)
		vt_pump(vt, 1);
	return reached(data);
}

void
vt_wait_quiet(struct vt *vt)
{
	while (vt_pump(vt, VT_QUIET_MS))
		;
}

void
vt_mark(struct vt *vt)
{
	vt_wait_quiet(vt);
	vt->mark = vt->sent.len;
	vt->reads = 0;
}

size_t
vt_bytes(struct vt *vt)
{
	vt_wait_quiet(vt);
	return vt->sent.len - vt->mark;
}
