/* Chords in, pictures out; and what the wizard wishes between the two. */
#include "ui/tui.h"

#include <unistd.h>

#include "ui/editor.h"
#include "ui/screen.h"
#include "ui/signals.h"
#include "ui/terminal.h"

struct tui {
	struct wizard *wizard;
	struct screen *screen;
	struct strbuf paste;
	bool ended;
};

/* A picture without secrets, in case the terminal keeps it. */
static void
tui_leave_screen(struct tui *tui)
{
	wizard_hide_secrets(tui->wizard);
	screen_suspend(tui->screen);
}

static void
tui_stop(struct tui *tui)
{
	tui_leave_screen(tui);
	signals_stop();
	screen_resume(tui->screen);
}

static void
tui_edit(struct tui *tui)
{
	struct strbuf edited = STRBUF_INIT, err = STRBUF_INIT;

	tui_leave_screen(tui);
	if (editor_run(wizard_editor_text(tui->wizard), &edited, &err) == 0)
		wizard_editor_done(tui->wizard, edited.buf);
	screen_resume(tui->screen);
	if (err.len)
		screen_note(tui->screen, err.buf);
	strbuf_release(&edited);
	strbuf_release(&err);
}

/* False where the wizard is at its end. */
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
	case WIZARD_QUIT:
		return false;
	}
	return true;
}

static bool
view_can_close(const struct view *view)
{
	return view->prompt || view->kind != VIEW_FORM;
}

/* Repainting and stopping mean the same in every state, so the wizard need not know of them. An Esc
 * that closes something was no beginning of a Meta chord. */
static void
tui_chord(struct tui *tui, uint32_t chord)
{
	enum action action = key_action(chord);

	if (chord == CHORD_RESIZE) {
		screen_resize(tui->screen);
	} else if (action == ACTION_REPAINT) {
		screen_repaint(tui->screen);
	} else if (action == ACTION_SUSPEND) {
		tui_stop(tui);
	} else if (chord != CHORD_NONE) {
		if (action == ACTION_CLOSE && view_can_close(wizard_view(tui->wizard)))
			screen_forget_escape(tui->screen);
		wizard_chord(tui->wizard, chord);
	}
}

/* One chord or paste; false at the end. */
static bool
tui_step(struct tui *tui, struct strbuf *err)
{
	uint32_t chord;

	if (!screen_pending(tui->screen))
		screen_draw(tui->screen, wizard_view(tui->wizard));
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
	struct strbuf name = STRBUF_INIT, note = STRBUF_INIT;
	int result;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return error_add(err, "the wizard needs a terminal; " TERMINAL_ELSEWHERE);
	result = terminal_choose(&name, &note, err);
	strbuf_release(&name);
	strbuf_release(&note);
	return result;
}

int
tui_run(struct wizard *wizard, struct strbuf *err)
{
	struct tui tui = { .wizard = wizard, .paste = STRBUF_INIT };

	tui.screen = screen_open(err);
	if (!tui.screen)
		return -1;
	while (tui_step(&tui, err))
		;
	wizard_hide_secrets(wizard);
	screen_close(tui.screen);
	strbuf_release(&tui.paste);
	return tui.ended ? -1 : 0;
}
