/* The terminal's life: found in terminfo, taken over, given back. */
#include "ui/screen/screen.h"

#include <curses.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/fatal.h"
#include "base/rescue.h"
#include "base/signals.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "ui/screen/layout.h"
#include "ui/screen/paint.h"
#include "ui/screen/terminal.h"
#include "ui/tty/input.h"
#include "ui/tty/output.h"

/* A window that claims more is drawn in its corner: curses allocates every cell. */
#define ROWS_MAX LAYOUT_ROWS_MAX
#define COLUMNS_MAX LAYOUT_COLUMNS_MAX
#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"
/* Presses and the wheel; SGR's reports, which have no limit of columns, where the terminal knows them. */
#define MOUSE_ON "\033[?1000h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1000l"

struct screen {
	SCREEN *curses;
	struct output output;
	struct layout layout;
	struct input input;
	const char *paste_on, *paste_off; /* NULL: the terminal has no bracketed paste */
	struct strbuf note;
	struct strbuf rescue; /* what makes the terminal the shell's again, see rescue_send */
};

static const struct terminal_key {
	const char *capability;
	uint32_t chord;
} terminal_keys[] = {
	{ "kcuu1", CHORD_UP },
	{ "kcud1", CHORD_DOWN },
	{ "kcub1", CHORD_LEFT },
	{ "kcuf1", CHORD_RIGHT },
	{ "khome", CHORD_HOME },
	{ "kend", CHORD_END },
	{ "kpp", CHORD_PAGE_UP },
	{ "knp", CHORD_PAGE_DOWN },
	{ "kdch1", CHORD_DELETE },
	{ "kcbt", CHORD_SHIFT_TAB },
	{ "kent", CHORD_ENTER },
	{ "kf1", CHORD_F1 },
	{ "kf2", CHORD_F1 + 1 },
	{ "kf3", CHORD_F1 + 2 },
	{ "kf4", CHORD_F1 + 3 },
	{ "kf5", CHORD_F1 + 4 },
	{ "kf6", CHORD_F1 + 5 },
	{ "kf7", CHORD_F1 + 6 },
	{ "kf8", CHORD_F1 + 7 },
	{ "kf9", CHORD_F1 + 8 },
	{ "kf10", CHORD_F1 + 9 },
};

/* Terminals of the last decades, by the beginning of their names: they take bracketed paste or pass over its switch
 * without a trace, and show UTF-8 where the locale says so. terminfo rarely tells either. */
static const char *const modern_terminals[] = { "xterm", "screen", "tmux", "rxvt", "putty", "linux",
	"foot", "alacritty", "kitty", "konsole", "vte", "gnome", "st-", "mintty", "iterm",
	"contour", "wezterm", "ghostty" };

static bool
terminal_is_modern(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(modern_terminals); i++)
		if (!strncmp(name, modern_terminals[i], strlen(modern_terminals[i])))
			return true;
	return false;
}

static int
clamp(int value, int most)
{
	return value > most ? most : value;
}

/* The size of the window; false where the system does not know it. */
static bool
window_size(int *rows, int *columns)
{
	struct winsize size = { 0 };

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || !size.ws_row || !size.ws_col)
		return false;
	*rows = clamp(size.ws_row, ROWS_MAX);
	*columns = clamp(size.ws_col, COLUMNS_MAX);
	return true;
}

/* newterm() with the window's own size: LINES and COLUMNS of the environment are often stale, and
 * would stop resizing. */
static SCREEN *
curses_open(const char *name, FILE *stream)
{
	STRBUF(number);
	SCREEN *curses;
	int rows, columns;

	unsetenv("LINES");
	unsetenv("COLUMNS");
	if (window_size(&rows, &columns) && (rows == ROWS_MAX || columns == COLUMNS_MAX)) {
		strbuf_addf(&number, "%d", rows);
		setenv("LINES", number.buf, 1);
		strbuf_clear(&number);
		strbuf_addf(&number, "%d", columns);
		setenv("COLUMNS", number.buf, 1);
	}
	fatal_expect_no_memory(true);
	curses = newterm(name, stream, stdin);
	fatal_expect_no_memory(false);
	unsetenv("LINES");
	unsetenv("COLUMNS");
	return curses;
}

static void
screen_find_paste(struct screen *screen, const char *name)
{
	screen->paste_on = terminal_capability("BE");
	screen->paste_off = terminal_capability("BD");
	if (screen->paste_on && screen->paste_off)
		return;
	screen->paste_on = terminal_is_modern(name) ? PASTE_ON : NULL;
	screen->paste_off = terminal_is_modern(name) ? PASTE_OFF : NULL;
}

static void
screen_size(struct screen *screen)
{
	int rows, columns;

	getmaxyx(stdscr, rows, columns);
	layout_resize(&screen->layout, rows, columns);
}

/* Every key reaches us: no flow control, no signals from keys, Enter apart from ^J. The keypad stays
 * as it is, so that its digits are digits. */
static void
screen_take(struct screen *screen, const char *name, bool ascii)
{
	raw();
	noecho();
	nonl();
	typeahead(-1);
	idlok(stdscr, TRUE);
	terminal_keep_palette();
	paint_open(terminal_is_slow(), !ascii && text_is_utf8() && terminal_is_modern(name));
	terminal_shorten_attributes();
	screen_size(screen);
	input_init(&screen->input, STDIN_FILENO);
	for (size_t i = 0; i < ARRAY_SIZE(terminal_keys); i++)
		input_add_key(&screen->input, terminal_capability(terminal_keys[i].capability),
			terminal_keys[i].chord);
	screen_find_paste(screen, name);
	if (screen->paste_on)
		output_add(&screen->output, screen->paste_on);
}

/* The page goes first, as in screen_empty. */
static void
screen_make_rescue(struct screen *screen)
{
	const char *const sequences[] = { screen->paste_off, screen->input.mouse ? MOUSE_OFF : NULL,
		terminal_capability("sgr0"), terminal_capability("clear"),
		terminal_capability("cnorm"), terminal_capability("rmcup") };

	terminal_clear_below(&screen->rescue);
	for (size_t i = 0; i < ARRAY_SIZE(sequences); i++)
		if (sequences[i])
			terminal_add(&screen->rescue, sequences[i]);
	rescue_send(screen->rescue.buf);
}

/* Never without being asked: the terminal's own marking and pasting would stop. */
static void
screen_take_mouse(struct screen *screen, const char *name)
{
	if (!terminal_capability("kmous")) {
		strbuf_addf(&screen->note, "%sThe terminal (TERM=", screen->note.len ? " " : "");
		text_show(&screen->note, name, strlen(name));
		strbuf_addstr(&screen->note, ") has no mouse.");
		return;
	}
	screen->input.mouse = true;
	output_add(&screen->output, MOUSE_ON);
}

static int
screen_start(struct screen *screen, struct screen_options options, struct strbuf *err)
{
	STRBUF(name);

	if (terminal_choose(&name, &screen->note, err) < 0 ||
		output_open(&screen->output, STDOUT_FILENO, err) < 0)
		return -1;
	signals_open(STDIN_FILENO);
	rescue_open(STDIN_FILENO, STDOUT_FILENO);
	if (signals_are_ending()) { /* while it waited in the background */
		rescue_close();
		error_add(err, "the wizard was ended by %s", signals_name(signals_take()));
		signals_end();
		signals_close();
		output_close(&screen->output);
		return -1;
	}
	screen->curses = curses_open(name.buf, screen->output.stream);
	if (!screen->curses) {
		rescue_close();
		signals_close();
		output_close(&screen->output);
		return error_add(err,
			"the terminal (TERM=%s) cannot be opened. " TERMINAL_ELSEWHERE, name.buf);
	}
	screen_take(screen, name.buf, options.ascii);
	if (options.mouse)
		screen_take_mouse(screen, name.buf);
	screen_make_rescue(screen);
	return 0;
}

struct screen *
screen_open(struct screen_options options, struct strbuf *err)
{
	struct screen *screen = xcalloc(1, sizeof *screen);

	strbuf_init(&screen->note);
	strbuf_init(&screen->rescue);
	if (screen_start(screen, options, err) == 0)
		return screen;
	strbuf_release(&screen->note);
	free(screen);
	return NULL;
}

void
screen_close(struct screen *screen)
{
	if (!screen)
		return;
	if (!isendwin()) /* a session that ended while it was stopped */
		screen_suspend(screen);
	fatal_expect_no_memory(true);
	delscreen(screen->curses);
	fatal_expect_no_memory(false);
	rescue_close();
	signals_close();
	output_close(&screen->output);
	input_release(&screen->input);
	strbuf_release(&screen->note);
	strbuf_release(&screen->rescue);
	free(screen);
}

static void
curses_refresh(void)
{
	fatal_expect_no_memory(true);
	refresh();
	fatal_expect_no_memory(false);
}

static void
screen_send(struct screen *screen)
{
	output_begin(&screen->output, (size_t)screen->layout.height * (size_t)screen->layout.width);
	curses_refresh();
	output_end(&screen->output);
}

void
screen_draw(struct screen *screen, const struct view *view)
{
	screen->layout.note = screen->note.len ? screen->note.buf : NULL;
	erase();
	layout_draw(&screen->layout, view);
	move(screen->layout.cursor_y, clamp(screen->layout.cursor_x, screen->layout.width - 1));
	screen_send(screen);
}

bool
screen_scroll(struct screen *screen, enum action action)
{
	return layout_scroll(&screen->layout, action);
}

bool
screen_find(const struct screen *screen, int row, int column, const struct view *view,
	struct screen_spot *spot)
{
	const struct layout_line *line;

	if (row >= screen->layout.height || row >= LAYOUT_ROWS_MAX)
		return false;
	line = &screen->layout.lines[row];
	*spot = (struct screen_spot){ line->kind == LINE_ITEM, line->index, SIZE_MAX };
	if (line->valued && line->index < view->nrows && column >= line->value) {
		const char *value = view->rows[line->index].value;

		spot->byte = line->byte + text_fit(value + line->byte, strlen(value + line->byte),
						  column - line->value);
	}
	return line->kind != LINE_NOTHING;
}

void
screen_note(struct screen *screen, const char *text)
{
	strbuf_clear(&screen->note);
	text_show(&screen->note, text, strlen(text));
}

/* Some terminals put what is cleared as a whole where it can be scrolled back to, and a secret may be in
 * sight: so all but the first row goes first. */
static void
screen_empty(struct screen *screen)
{
	terminal_clear_below(&screen->output.ready);
}

void
screen_repaint(struct screen *screen)
{
	screen_empty(screen);
	clearok(curscr, TRUE);
}

size_t
screen_rows(const struct screen *screen)
{
	return (size_t)screen->layout.height;
}

bool
screen_message_is_cut(const struct screen *screen)
{
	return screen->layout.message_cut;
}

/* Terminals wrap or cut old lines as they like when their size changes: all is drawn again. */
void
screen_resize(struct screen *screen)
{
	int rows, columns;

	if (window_size(&rows, &columns))
		resize_term(rows, columns);
	screen_size(screen);
	screen_repaint(screen);
}

void
screen_suspend(struct screen *screen)
{
	screen_empty(screen);
	erase();
	if (screen->paste_off)
		output_add(&screen->output, screen->paste_off);
	if (screen->input.mouse)
		output_add(&screen->output, MOUSE_OFF);
	screen_send(screen);
	endwin();
	rescue_send("");
}

/* curses sets the terminal's modes at the first refresh after endwin(), for which it needs the
 * terminal itself. */
void
screen_resume(struct screen *screen)
{
	if (screen->paste_on)
		output_add(&screen->output, screen->paste_on);
	if (screen->input.mouse)
		output_add(&screen->output, MOUSE_ON);
	rescue_send(screen->rescue.buf);
	reset_prog_mode();
	erase();
	curses_refresh();
	screen_resize(screen);
}

/* A signal that was noted, as a chord. */
static uint32_t
screen_signal(struct screen *screen, int signo, bool *ended, struct strbuf *err)
{
	if (signals_ends(signo)) {
		*ended = true;
		error_add(err, "the wizard was ended by %s", signals_name(signo));
		return CHORD_NONE;
	}
	if (signals_stops(signo))
		return CHORD_CTRL('Z');
	if (signo == SIGCONT) /* the shell may have set the terminal for itself */
		screen_resume(screen);
	return CHORD_RESIZE;
}

uint32_t
screen_read(struct screen *screen, struct strbuf *paste, bool *ended, struct strbuf *err)
{
	int signo = signals_take();
	uint32_t chord;

	if (signo)
		return screen_signal(screen, signo, ended, err);
	chord = input_read(&screen->input, paste, ended);
	if (*ended)
		error_add(err, "the terminal has gone away");
	if (chord != CHORD_NONE || paste->len) {
		strbuf_clear(&screen->note);
		layout_key(&screen->layout);
	}
	return chord;
}

bool
screen_pending(const struct screen *screen)
{
	return input_pending(&screen->input);
}

void
screen_forget_escape(struct screen *screen)
{
	input_forget_escape(&screen->input);
}
