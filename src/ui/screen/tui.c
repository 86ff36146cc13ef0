/* Chords in, pictures out; and what the wizard wishes between the two. */
#include "ui/screen/tui.h"

#include <signal.h>
#include <unistd.h>

#include "base/signals.h"

#include "ui/screen/terminal.h"
#include "ui/tty/edit_folder.h"
#include "ui/tty/editor.h"
#include "ui/tty/keeping.h"

struct tui {
	struct wizard *wizard;
	struct screen *screen;
	struct strbuf paste;
	bool told_left;
	bool ended;
};

/* A picture without secrets, in case the terminal keeps it. */
static void
tui_leave_screen(struct tui *tui)
{
	wizard_hide_secrets(tui->wizard);
	screen_suspend(tui->screen);
}

/* Where the wizard is to end meanwhile nothing is drawn; the shell may have the terminal by now, and setting
 * its modes at the end must not stop us again. */
static void
tui_enter_screen(struct tui *tui)
{
	if (signals_are_ending())
		signal(SIGTTOU, SIG_IGN);
	else
		screen_resume(tui->screen);
}

static void
tui_stop(struct tui *tui)
{
	tui_leave_screen(tui);
	signals_stop();
	tui_enter_screen(tui);
}

static void
tui_edit(struct tui *tui)
{
	tui_leave_screen(tui);
	editor_run_wizard(tui->wizard);
	tui_enter_screen(tui);
}

static void
tui_ask(struct tui *tui)
{
	tui_leave_screen(tui);
	keeping_ask(tui->wizard);
	tui_enter_screen(tui);
}

static void
tui_fetch(struct tui *tui)
{
	tui_leave_screen(tui);
	keeping_fetch(tui->wizard);
	tui_enter_screen(tui);
}

/* False where the wizard is at its end, or a draft is to be opened. */
static bool
tui_fulfil(struct tui *tui)
{
	switch (wizard_wants(tui->wizard)) {
	case WIZARD_GO_ON:
		break;
	case WIZARD_REPAINT:
		screen_repaint(tui->screen);
		break;
	case WIZARD_SUSPEND:
		tui_stop(tui);
		break;
	case WIZARD_EDITOR:
		tui_edit(tui);
		break;
	case WIZARD_ASK:
		tui_ask(tui);
		break;
	case WIZARD_FETCH:
		tui_fetch(tui);
		break;
	case WIZARD_OPEN:
	case WIZARD_QUIT:
		return false;
	}
	return true;
}

/* The chord that it stands for: the wheel is the arrow keys. A click is none. */
static uint32_t
tui_mouse(struct tui *tui, uint32_t chord)
{
	struct screen_spot spot;

	if (MOUSE_EVENT(chord) != MOUSE_CLICK)
		return MOUSE_EVENT(chord) == MOUSE_WHEEL_UP ? CHORD_UP : CHORD_DOWN;
	if (screen_find(tui->screen, MOUSE_ROW(chord), MOUSE_COLUMN(chord),
		    wizard_view(tui->wizard), &spot)) {
		if (spot.item)
			wizard_point_item(tui->wizard, spot.index);
		else
			wizard_point(tui->wizard, spot.index, spot.byte);
	}
	return CHORD_NONE;
}

/* Repainting and stopping mean the same in every state, so the wizard need not know of them. */
static void
tui_chord(struct tui *tui, uint32_t chord)
{
	const struct view *view;
	enum action action;

	if (CHORD_IS_MOUSE(chord))
		chord = tui_mouse(tui, chord);
	action = key_action(chord);
	if (chord == CHORD_RESIZE) {
		screen_resize(tui->screen);
	} else if (action == ACTION_REPAINT) {
		screen_repaint(tui->screen);
	} else if (action == ACTION_SUSPEND) {
		tui_stop(tui);
	} else if (chord != CHORD_NONE) {
		if (screen_scroll(tui->screen, action))
			return;
		/* an Esc that closes something is no beginning of a Meta chord at a slow pace; nor is one on the
		 * start page, where keys are commands */
		view = action == ACTION_CLOSE ? wizard_view(tui->wizard) : NULL;
		if (view && (view->prompt || view->kind != VIEW_FORM))
			screen_forget_escape(tui->screen);
		wizard_chord(tui->wizard, chord);
	}
}

/* Once, behind the first picture: folders for temporary files may be large. */
static bool
tui_tell_left(struct tui *tui)
{
	STRBUF(left);

	if (tui->told_left)
		return false;
	tui->told_left = true;
	edit_folders_say_left(&left);
	if (left.len)
		screen_note(tui->screen, left.buf);
	return left.len > 0;
}

/* While a server is asked: whether it, or the time, comes before a key. */
static bool
tui_waits(struct tui *tui)
{
	struct pollfd fds[WIZARD_FDS];
	size_t n = wizard_wait_fds(tui->wizard, fds);
	int ms = wizard_wait_ms(tui->wizard);

	return ms >= 0 && !screen_pending(tui->screen) &&
	       signals_wait_beside(STDIN_FILENO, fds, n, ms) == 0;
}

/* One chord or paste, or what a server has said; false at the end. */
static bool
tui_step(struct tui *tui, struct strbuf *err)
{
	uint32_t chord;

	if (!screen_pending(tui->screen) && !signals_are_ending()) {
		wizard_fit(tui->wizard, screen_rows(tui->screen));
		screen_draw(tui->screen, wizard_view(tui->wizard));
		while (!screen_pending(tui->screen) && !signals_are_ending() &&
			(tui_tell_left(tui) || wizard_compare(tui->wizard)))
			screen_draw(tui->screen, wizard_view(tui->wizard));
		wizard_cut_message(tui->wizard, screen_message_is_cut(tui->screen));
	}
	if (tui_waits(tui)) {
		wizard_continue(tui->wizard);
		return tui_fulfil(tui);
	}
	chord = screen_read(tui->screen, &tui->paste, &tui->ended, err);
	if (tui->ended)
		return false;
	if (tui->paste.len)
		wizard_paste(tui->wizard, tui->paste.buf, tui->paste.len);
	else
		tui_chord(tui, chord);
	strbuf_clear(&tui->paste);
	return tui_fulfil(tui);
}

int
tui_check(struct strbuf *err)
{
	STRBUF(name);
	STRBUF(note);

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return error_add(
			err, "the wizard needs a terminal. Use --plain or SCEPWIZ_PLAIN=1");
	return terminal_choose(&name, &note, err);
}

int
tui_run(struct wizard *wizard, struct screen_options options, struct strbuf *err)
{
	struct tui tui = { .wizard = wizard };

	strbuf_init(&tui.paste);
	tui.screen = screen_open(options, err);
	if (!tui.screen)
		return -1;
	while (tui_step(&tui, err))
		;
	wizard_hide_secrets(tui.wizard);
	if (tui.ended)
		signals_end();
	screen_close(tui.screen);
	strbuf_release(&tui.paste);
	return tui.ended ? -1 : 0;
}
