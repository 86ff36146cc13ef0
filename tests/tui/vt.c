/* The pseudo-terminal, its emulator, and waiting. */
#include "testing.h"

#include <dirent.h>
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
#include <utmp.h>
#endif

#include "base/text.h"
#include "base/xalloc.h"

#include "kept.h"
#include "kernel_signals.h"
#include "test_folder.h"
#include "vt.h"

#define STEP_MS 20

static long
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static unsigned runs;
/* Of all of them, so that what somebody's editor has left is not told. */
static char temporary[] = "/tmp/scepwiz-vt.XXXXXX";

/* What a terminal would give the program; nothing of the tester's own. */
static void
child_environment(const char *term, const char *const *envp)
{
	static const char *const unset[] = { "LINES", "COLUMNS", "ESCDELAY", "NO_COLOR", "VISUAL",
		"EDITOR", "XDG_DATA_HOME", "TERMCAP", "SCEPWIZ_DRAFTS", "SCEPWIZ_FORMS",
		"SCEP_CHALLENGE" };

	for (size_t i = 0; i < ARRAY_SIZE(unset); i++)
		unsetenv(unset[i]);
	setenv("HOME", "/nonexistent", 1);
	setenv("TMPDIR", temporary, 1);
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
tell_runs(void)
{
	printf("# %u runs of the program\n", runs);
}

void
vt_start(struct vt *vt, const char *term, int columns, int rows, const char *const *argv,
	const char *const *envp)
{
	struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns };
	int terminal;

	memset(vt, 0, sizeof *vt);
	strbuf_init(&vt->sent);
	strbuf_init(&vt->kept);
	vt->columns = columns;
	vt->rows = rows;
	if (!runs++) {
		atexit(tell_runs);
		test_folder(temporary);
	}
	assert_int_equal(openpty(&vt->fd, &terminal, NULL, NULL, &size), 0);
	assert_int_equal(tcgetattr(terminal, &vt->modes), 0);
	vt->pid = fork();
	assert_true(vt->pid >= 0);
	if (vt->pid == 0) {
		close(vt->fd);
		login_tty(terminal);
		signals_reset();
		child_environment(term, envp);
		execv(argv[0], (char *const *)argv);
		_exit(127);
	}
	close(terminal);
	fcntl(vt->fd, F_SETFD, FD_CLOEXEC);
	fcntl(vt->fd, F_SETFL, O_NONBLOCK);
	vt->emulator = vterm_new(rows, columns);
	vterm_set_utf8(vt->emulator, 1);
	vt->screen = vterm_obtain_screen(vt->emulator);
	vterm_screen_enable_altscreen(vt->screen, 1);
	vterm_screen_reset(vt->screen, 1);
}

/* The emulator knows no dim text: italics stand for it, which the program does not use. */
static void
dim_shown(struct vt *vt)
{
	static const char *const dims[] = { "\033[2m", "\033[;2m", "\033[0;2m" };

	for (size_t i = 0; i < ARRAY_SIZE(dims); i++) {
		size_t len = strlen(dims[i]);

		if (vt->sent.len >= len && !memcmp(vt->sent.buf + vt->sent.len - len, dims[i], len))
			vterm_input_write(vt->emulator, "\033[3m", 4);
	}
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
	for (ssize_t i = 0; i < n; i++) {
		strbuf_addch(&vt->sent, bytes[i]);
		if (bytes[i] == 'J')
			kept_cleared(vt);
		vterm_input_write(vt->emulator, bytes + i, 1);
		if (bytes[i] == 'm')
			dim_shown(vt);
	}
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
	vt_look(vt);
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
	strbuf_release(&vt->kept);
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
vt_part(struct vt *vt, int row, int from, int to)
{
	static struct strbuf line = STRBUF_INIT;

	strbuf_clear(&line);
	while (from < to) {
		VTermScreenCell cell = vt_cell(vt, row, from);

		vt_cell_text(&cell, &line);
		from += cell.width > 1 ? cell.width : 1;
	}
	while (line.len && line.buf[line.len - 1] == ' ')
		strbuf_truncate(&line, line.len - 1);
	return line.buf;
}

const char *
vt_row(struct vt *vt, int row)
{
	return vt_part(vt, row, 0, vt->columns);
}

int
vt_column(struct vt *vt, int row, const char *text)
{
	const char *line = vt_row(vt, row), *at = strstr(line, text);

	return at ? text_width(line, (size_t)(at - line)) : -1;
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

bool
vt_is_reverse(struct vt *vt, int row, int column)
{
	return vt_cell(vt, row, column).attrs.reverse;
}

bool
vt_is_dim(struct vt *vt, int row, int column)
{
	return vt_cell(vt, row, column).attrs.italic;
}

int
vt_ground(struct vt *vt, int row, int column)
{
	VTermScreenCell cell = vt_cell(vt, row, column);

	return VTERM_COLOR_IS_DEFAULT_BG(&cell.bg) ? -1 : cell.bg.indexed.idx;
}

int
vt_colour(struct vt *vt, int row, int column)
{
	VTermScreenCell cell = vt_cell(vt, row, column);

	return VTERM_COLOR_IS_DEFAULT_FG(&cell.fg) ? -1 : cell.fg.indexed.idx;
}

bool
vt_is_coloured(struct vt *vt, int row, int column)
{
	VTermScreenCell cell = vt_cell(vt, row, column);

	return !VTERM_COLOR_IS_DEFAULT_FG(&cell.fg) || !VTERM_COLOR_IS_DEFAULT_BG(&cell.bg);
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

static long
vt_deadline(void)
{
	return now_ms() + VT_DEADLINE_MS;
}

/* One look in time, or the end of the test. */
static void
vt_await(struct vt *vt, long deadline, const char *what, const char *text)
{
	if (!vt_pump(vt, STEP_MS) && (vt->ended || now_ms() > deadline)) {
		vt_dump(vt);
		fail_msg("%s \"%s\"", what, text);
	}
}

void
vt_wait(struct vt *vt, const char *text)
{
	for (long deadline = vt_deadline(); vt_find(vt, text) < 0;)
		vt_await(vt, deadline, "is not on the screen:", text);
}

void
vt_wait_gone(struct vt *vt, const char *text)
{
	for (long deadline = vt_deadline(); vt_find(vt, text) >= 0;)
		vt_await(vt, deadline, "stays on the screen:", text);
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

void
vt_wait_cursor_behind(struct vt *vt, const char *text)
{
	for (long deadline = vt_deadline(); !cursor_is_behind(vt, text);)
		vt_await(vt, deadline, "the cursor does not stand behind", text);
}

void
vt_wait_sent(struct vt *vt, const char *text)
{
	for (long deadline = vt_deadline(); !strstr(vt->sent.buf + vt->mark, text);)
		vt_await(vt, deadline, "was not sent:", text);
}

void
vt_wait_for(struct vt *vt, vt_check *check, const void *context)
{
	const char *wrong;

	for (long deadline = vt_deadline(); (wrong = check(vt, context));)
		vt_await(vt, deadline, "wrong on the screen:", wrong);
}

void
vt_picture(struct vt *vt, struct strbuf *out)
{
	int row, column;

	strbuf_clear(out);
	for (row = 0; row < vt->rows; row++) {
		for (column = 0; column < vt->columns; column++) {
			VTermScreenCell cell = vt_cell(vt, row, column);

			if (cell.attrs.bold || cell.attrs.reverse || cell.attrs.underline ||
				vt_is_coloured(vt, row, column))
				strbuf_addf(out, "{%d%d%d%d}", cell.attrs.bold, cell.attrs.reverse,
					cell.attrs.underline, cell.fg.indexed.idx);
			vt_cell_text(&cell, out);
		}
		strbuf_addch(out, '\n');
	}
	vt_cursor(vt, &row, &column);
	strbuf_addf(out, "cursor %d,%d\n", row, column);
}

void
vt_wait_picture(struct vt *vt, const struct strbuf *picture, const char *name)
{
	struct strbuf now = STRBUF_INIT;

	vt_picture(vt, &now);
	for (long deadline = vt_deadline(); strcmp(now.buf, picture->buf); vt_picture(vt, &now)) {
		if (now_ms() > deadline)
			print_message("wanted:\n%s", picture->buf);
		vt_await(vt, deadline, "the picture does not come back:", name);
	}
	strbuf_release(&now);
}

void
vt_look(struct vt *vt)
{
	while (vt_pump(vt, 0))
		;
}

bool
vt_wait_until(struct vt *vt, bool (*reached)(void *data), void *data)
{
	long deadline = now_ms() + VT_DEADLINE_MS;

	while (!reached(data) && now_ms() < deadline)
		vt_pump(vt, 1);
	return reached(data);
}

void
vt_wait_quiet(struct vt *vt)
{
	vt_wait_quiet_for(vt, VT_QUIET_MS);
}

/* "4711 (scepwiz) R 4710 ...": the letter of its state, and who started it; no letter where there is no such process. */
static char
process_state(pid_t pid, pid_t *parent)
{
	STRBUF(path);
	char line[256] = "", state = '\0', *name_end;
	int number;
	FILE *stat;

	strbuf_addf(&path, "/proc/%d/stat", (int)pid);
	stat = fopen(path.buf, "r");
	if (!stat)
		return '\0';
	name_end = fgets(line, sizeof line, stat) ? strrchr(line, ')') : NULL;
	fclose(stat);
	if (!name_end || sscanf(name_end, ") %c %d", &state, &number) != 2)
		return '\0';
	*parent = number;
	return state;
}

/* Whether it has work to do, and is the program or was started by it or by its helpers. */
static bool
is_busy(const struct vt *vt, pid_t pid)
{
	char state;
	pid_t parent = 0;

	state = process_state(pid, &parent);
	if (state != 'R' && state != 'D')
		return false;
	while (pid != vt->pid && parent > 1) {
		pid = parent;
		if (!process_state(pid, &parent))
			return false;
	}
	return pid == vt->pid;
}

/* Where the system tells it: on a machine that has much else to do, a program that is silent may just wait for its
 * turn. */
static bool
vt_is_busy(const struct vt *vt)
{
	DIR *processes = opendir("/proc");
	struct dirent *entry;
	bool busy = false;

	while (processes && !busy && (entry = readdir(processes)))
		busy = strchr("123456789", entry->d_name[0]) &&
		       is_busy(vt, (pid_t)strtol(entry->d_name, NULL, 10));
	if (processes)
		closedir(processes);
	return busy;
}

void
vt_wait_quiet_for(struct vt *vt, int ms)
{
	long deadline = vt_deadline();

	while (vt_pump(vt, ms) || (!vt->ended && vt_is_busy(vt) && now_ms() < deadline))
		;
}

bool
vt_look_within(struct vt *vt, int ms)
{
	return vt_pump(vt, ms);
}

void
vt_wait_more(struct vt *vt)
{
	size_t before = vt->sent.len;

	for (long deadline = vt_deadline(); vt->sent.len == before;)
		vt_await(vt, deadline, "nothing comes", "");
}

void
vt_mark_here(struct vt *vt)
{
	vt->mark = vt->sent.len;
	vt->reads = 0;
}

void
vt_mark(struct vt *vt)
{
	vt_wait_quiet(vt);
	vt_mark_here(vt);
}

void
vt_resize_drawn(struct vt *vt, int columns, int rows)
{
	size_t before;

	vt_look(vt);
	before = vt->sent.len;
	vt_resize(vt, columns, rows);
	for (long deadline = vt_deadline(); vt->sent.len == before;)
		vt_await(vt, deadline, "nothing is drawn", "for the new size");
}

size_t
vt_bytes(struct vt *vt)
{
	vt_wait_quiet(vt);
	return vt->sent.len - vt->mark;
}

bool
vt_has_first_modes(struct vt *vt)
{
	struct termios now;

	return tcgetattr(vt->fd, &now) == 0 && now.c_lflag == vt->modes.c_lflag &&
	       now.c_iflag == vt->modes.c_iflag && now.c_oflag == vt->modes.c_oflag &&
	       now.c_cflag == vt->modes.c_cflag &&
	       !memcmp(now.c_cc, vt->modes.c_cc, sizeof now.c_cc);
}

const char *
vt_check_no_echo(struct vt *vt, const void *context)
{
	struct termios now;

	(void)context;
	return tcgetattr(vt->fd, &now) == 0 && !(now.c_lflag & ECHO) ? NULL : "ECHO";
}
