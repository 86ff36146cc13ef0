/* Chords in, pictures out; and what the wizard or the start page wishes between the two. */
#include "ui/screen/tui.h"

#include <signal.h>
#include <unistd.h>

#include "base/report.h"

#include "ui/screen/screen.h"
#include "ui/screen/terminal.h"
#include "ui/tty/editor.h"
#include "ui/tty/signals.h"

struct tui;

/* What the loop runs. */
struct machine {
	const struct view *(*view)(struct tui *tui);
	void (*chord)(struct tui *tui, uint32_t chord);
	void (*paste)(struct tui *tui, const char *text, size_t len);
	bool (*fulfil)(struct tui *tui); /* does what it wishes; false where it is at its end */
};

struct tui {
	const struct machine *machine;
	struct wizard *wizard; /* NULL where the start page runs */
	struct start *start;
	enum start_wish wish; /* what the start page ended with */
	struct screen *screen;
	struct strbuf paste;
	struct strbuf last; /* told at the end, where the closing screen erases nothing more */
	bool mouse;
	bool ended;
};

/* A picture without secrets, in case the terminal keeps it. */
static void
tui_leave_screen(struct tui *tui)
{
	if (tui->wizard)
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
	struct strbuf edited = STRBUF_INIT, err = STRBUF_INIT;
	struct strvec hidden = STRVEC_INIT;

	wizard_editor_hidden(tui->wizard, &hidden);
	tui_leave_screen(tui);
	if (editor_run(wizard_editor_text(tui->wizard), &hidden, &edited, &err) == 0)
		wizard_editor_done(tui->wizard, edited.buf, edited.len);
	if (err.len && signals_are_ending())
		strbuf_set(&tui->last, err.buf);
	else if (err.len)
		screen_note(tui->screen, err.buf);
	tui_enter_screen(tui);
	strvec_release(&hidden);
	strbuf_release(&edited);
	strbuf_release(&err);
}

static bool
wizard_machine_fulfil(struct tui *tui)
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
	case WIZARD_QUIT:
		return false;
	}
	return true;
}

static const struct view *
wizard_machine_view(struct tui *tui)
{
	return wizard_view(tui->wizard);
}

static void
wizard_machine_chord(struct tui *tui, uint32_t chord)
{
	wizard_chord(tui->wizard, chord);
}

static void
wizard_machine_paste(struct tui *tui, const char *text, size_t len)
{
	wizard_paste(tui->wizard, text, len);
}

static const struct machine wizard_machine = {
	.view = wizard_machine_view,
	.chord = wizard_machine_chord,
	.paste = wizard_machine_paste,
	.fulfil = wizard_machine_fulfil,
};

static const struct view *
start_machine_view(struct tui *tui)
{
	return start_view(tui->start);
}

static void
start_machine_chord(struct tui *tui, uint32_t chord)
{
	start_chord(tui->start, chord);
}

static void
start_machine_paste(struct tui *tui, const char *text, size_t len)
{
	start_paste(tui->start, text, len);
}

static bool
start_machine_fulfil(struct tui *tui)
{
	tui->wish = start_wants(tui->start);
	return tui->wish == START_GO_ON;
}

static const struct machine start_machine = {
	.view = start_machine_view,
	.chord = start_machine_chord,
	.paste = start_machine_paste,
	.fulfil = start_machine_fulfil,
};

/* An Esc that closes something is no beginning of a Meta chord at a slow pace; nor is one on the start
 * page, where keys are commands. */
static bool
view_takes_escape(const struct view *view)
{
	return view->prompt || view->kind != VIEW_FORM;
}

/* The chord that it stands for: the wheel is the arrow keys. A click is none. */
static uint32_t
tui_mouse(struct tui *tui, uint32_t chord)
{
	struct screen_spot spot;

	if (MOUSE_EVENT(chord) != MOUSE_CLICK)
		return MOUSE_EVENT(chord) == MOUSE_WHEEL_UP ? CHORD_UP : CHORD_DOWN;
	if (tui->wizard && screen_find(tui->screen, MOUSE_ROW(chord), MOUSE_COLUMN(chord),
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
		if (action == ACTION_CLOSE && view_takes_escape(tui->machine->view(tui)))
			screen_forget_escape(tui->screen);
		tui->machine->chord(tui, chord);
	}
}

/* One chord or paste; false at the end. */
static bool
tui_step(struct tui *tui, struct strbuf *err)
{
	uint32_t chord;

	if (!screen_pending(tui->screen) && !signals_are_ending())
		screen_draw(tui->screen, tui->machine->view(tui));
	chord = screen_read(tui->screen, &tui->paste, &tui->ended, err);
	if (tui->ended)
		return false;
	if (tui->paste.len)
		tui->machine->paste(tui, tui->paste.buf, tui->paste.len);
	else
		tui_chord(tui, chord);
	strbuf_clear(&tui->paste);
	return tui->machine->fulfil(tui);
}

int
tui_check(struct strbuf *err)
{
	struct strbuf name = STRBUF_INIT, note = STRBUF_INIT;
	int result;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return error_add(err, "the wizard needs a terminal; " TERMINAL_ELSEWHERE);
	result = terminal_choose(&name, &note, err);
	strbuf_release(&name);
	strbuf_release(&note);
	return result;
}

static int
tui_loop(struct tui *tui, struct strbuf *err)
{
	strbuf_init(&tui->paste);
	strbuf_init(&tui->last);
	tui->screen = screen_open(tui->mouse, err);
	if (!tui->screen)
		return -1;
	while (tui_step(tui, err))
		;
	if (tui->wizard)
		wizard_hide_secrets(tui->wizard);
	if (tui->ended)
		signals_end();
	screen_close(tui->screen);
	if (tui->last.len)
		report_note("%s", tui->last.buf);
	strbuf_release(&tui->last);
	strbuf_release(&tui->paste);
	return tui->ended ? -1 : 0;
}

int
tui_run(struct wizard *wizard, bool mouse, struct strbuf *err)
{
	struct tui tui = { .machine = &wizard_machine, .wizard = wizard, .mouse = mouse };

	return tui_loop(&tui, err);
}

int
tui_run_start(struct start *start, bool *open, struct strbuf *err)
{
	struct tui tui = { .machine = &start_machine, .start = start };
	int result = tui_loop(&tui, err);

	*open = tui.wish == START_OPEN;
	return result;
}
