/* The questions, one row each, and their answers: which keys there are, what each says that it does, and what
 * it does. */
#include "ui/wizard/machine.h"

#define ENTER CHORD_ENTER
#define ESC CHORD_ESC

static bool
is_on_lines(const struct wizard *w)
{
	const struct field *field = wizard_field(w);

	return field && field_widget(field) == WIDGET_LINES;
}

static void
save_and_end(struct wizard *w)
{
	wizard_save_then(w, AFTER_SAVE_QUIT);
}

/* clang-format off */
static const struct answer line_answers[] = {
	{ .keys = { 0 } },
};

static const struct answer list_answers[] = {
	{ .keys = { ENTER }, .says = "choose" },
	{ .keys = { ESC }, .says = "none" },
	{ .keys = { 0 } },
};

/* ^X ^S is as good as ^X s: the hand is still on Control. */
static const struct answer menu_answers[] = {
	{ .keys = { ENTER } },
	{ .keys = { 's' }, .says = "save", .run = wizard_save },
	{ .keys = { 'a' }, .says = "save as", .run = wizard_ask_save_as },
	{ .keys = { 'r' }, .says = "review", .run = wizard_open_review },
	{ .keys = { 'x' }, .says = "export", .run = wizard_export },
	{ .keys = { 'g' }, .says = "go to", .run = wizard_ask_go_to },
	{ .keys = { 'u' }, .says = "restore", .run = wizard_restore_field },
	{ .keys = { 'o' }, .says = "editor", .run = wizard_open_editor, .when = is_on_lines },
	{ .keys = { 'o' }, .run = wizard_open_editor },
	{ .keys = { 'h' }, .says = "help", .run = wizard_open_help },
	{ .keys = { 'q' }, .says = "quit", .run = wizard_quit },
	{ .keys = { 0 } },
};

static const struct answer mend_answers[] = {
	{ .keys = { ENTER }, .says = "yes", .run = wizard_take_mend },
	{ .keys = { 'y' }, .run = wizard_take_mend },
	{ .keys = { ESC }, .says = "no" },
	{ .keys = { 'n' } },
	{ .keys = { CHORD_CTRL('T') }, .says = "other", .run = wizard_choose_other },
	{ .keys = { 0 } },
};

/* All is saved. */
static const struct answer leave_answers[] = {
	{ .keys = { 'q' }, .says = "leaves", .run = wizard_end },
	{ .keys = { CHORD_ANY }, .says = "stays" },
	{ .keys = { 0 } },
};

/* The way that loses nothing has Enter; q pressed twice, after ^X, loses nothing either. */
static const struct answer quit_answers[] = {
	{ .keys = { ENTER, 's' }, .says = "save and leave", .run = save_and_end },
	{ .keys = { 'l' }, .says = "leave without", .run = wizard_end },
	{ .keys = { ESC }, .says = "stay" },
	{ .keys = { 'n' } },
	{ .keys = { 0 } },
};

static const struct answer stale_answers[] = {
	{ .keys = { ENTER }, .run = stale_stay },
	{ .keys = { 'a' }, .says = "saves under another name", .run = wizard_ask_save_as },
	{ .keys = { ENTER, ESC }, .says = "stays" },
	{ .keys = { 0 } },
};

/* Nothing is overwritten: it is written anew where it stood. */
static const struct answer gone_answers[] = {
	{ .keys = { ENTER }, .says = "writes it anew", .run = wizard_save_over },
	{ .keys = { 'o' }, .run = wizard_save_over },
	{ .keys = { 'a' }, .says = "saves under another name", .run = wizard_ask_save_as },
	{ .keys = { ESC }, .says = "stays" },
	{ .keys = { 0 } },
};

static const struct answer merge_answers[] = {
	{ .keys = { ENTER }, .says = "go on" },
	{ .keys = { ' ' }, .says = "swap" },
	{ .keys = { 's' }, .says = "recover", .run = guard_recover, .when = merge_recovers },
	{ .keys = { 's' }, .says = "save", .run = merge_take, .when = merge_saves },
	{ .keys = { 'a' }, .says = "save as", .run = merge_save_as, .when = merge_saves },
	{ .keys = { 'r' }, .says = "reload, dropping ", .run = merge_reload, .when = merge_saves, .tell = merge_tell_dropped },
	{ .keys = { ESC }, .says = "back", .run = merge_cancel },
	{ .keys = { 0 } },
};

static const struct answer recover_answers[] = {
	{ .keys = { ENTER }, .says = "recovers", .run = recover_enter },
	{ .keys = { 's' }, .says = "shows", .run = recover_show },
	{ .keys = { 'd' }, .says = "discards", .run = recover_ask_discard },
	{ .keys = { ESC }, .says = "leaves it for later", .run = wizard_end },
	{ .keys = { 'n' }, .run = wizard_end },
	{ .keys = { 0 } },
};

/* Nothing brings it back, and d is a key that slips. */
static const struct answer discard_answers[] = {
	{ .keys = { 'd' }, .says = "again discards the ", .run = recover_discard, .tell = recover_tell_discarded },
	{ .keys = { CHORD_ANY }, .says = "goes back", .run = guard_offer },
	{ .keys = { 0 } },
};

/* Looking is what Enter does where more is a risk. */
static const struct answer held_answers[] = {
	{ .keys = { ENTER }, .says = "takes it over with all that was typed there", .run = held_take, .when = held_may_take },
	{ .keys = { 'l' }, .says = "looks only", .run = held_look, .when = held_may_take },
	{ .keys = { ENTER }, .says = "looks only", .run = held_look, .when = held_may_not_take },
	{ .keys = { 'l' }, .run = held_look },
	{ .keys = { 'e' }, .says = "edits it (where that session has ended)", .run = held_insist, .when = held_may_insist },
	{ .keys = { ESC }, .says = "leaves", .run = wizard_end },
	{ .keys = { 0 } },
};

/* Enter keeps what is there: only a letter that was typed overwrites. */
static const struct answer overwrite_answers[] = {
	{ .keys = { 'y' }, .says = "yes", .run = wizard_export_over },
	{ .keys = { 'Y' }, .run = wizard_export_over },
	{ .keys = { 'n' }, .says = "another name", .run = wizard_export_beside },
	{ .keys = { 'N' }, .run = wizard_export_beside },
	{ .keys = { ENTER }, .says = "keeps it", .run = wizard_export_keep },
	{ .keys = { ESC }, .run = wizard_export_keep },
	{ .keys = { 0 } },
};

static const struct answer secret_answers[] = {
	{ .keys = { ESC }, .run = wizard_export_forget },
	{ .keys = { 0 } },
};

static const struct answer unaccept_answers[] = {
	{ .keys = { 'y' }, .says = "takes that back", .run = accept_take_back },
	{ .keys = { 'e' }, .says = "edits the reason", .run = accept_ask_reason },
	{ .keys = { ESC }, .says = "keeps it" },
	{ .keys = { 'n' } },
	{ .keys = { 0 } },
};

const struct question questions[] = {
	[QUESTION_GO_TO] = { list_answers, .list = &go_to_popup },
	[QUESTION_SAVE_AS] = { line_answers, .line = wizard_save_as, .is_path = true },
	[QUESTION_FILE] = { list_answers, .list = &files_popup },
	[QUESTION_OFFER] = { list_answers, .list = &offer_popup },
	[QUESTION_MEND] = { mend_answers },
	[QUESTION_OPTIONS] = { list_answers, .list = &options_popup },
	[QUESTION_VARIABLE] = { list_answers, .list = &variables_popup },
	[QUESTION_MENU] = { menu_answers, .gap = "  ", .folds = true },
	[QUESTION_LEAVE] = { leave_answers },
	[QUESTION_QUIT] = { quit_answers },
	[QUESTION_STALE] = { stale_answers },
	[QUESTION_GONE] = { gone_answers },
	[QUESTION_MERGE] = { merge_answers, .gap = "  ", .list = &merge_popup },
	[QUESTION_RECOVER] = { recover_answers },
	[QUESTION_DISCARD] = { discard_answers },
	[QUESTION_HELD] = { held_answers },
	[QUESTION_EXPORT] = { line_answers, .line = wizard_export_to, .is_path = true },
	[QUESTION_OVERWRITE] = { overwrite_answers, .gap = "  " },
	[QUESTION_SECRET] = { secret_answers, .line = wizard_export_secret, .masked = true },
	[QUESTION_NOTE] = { line_answers, .line = wizard_take_note },
	[QUESTION_ACCEPT] = { line_answers, .line = wizard_take_accept },
	[QUESTION_UNACCEPT] = { unaccept_answers },
	[QUESTION_DRAFT_NAME] = { line_answers, .line = drafts_take_name },
	[QUESTION_DRAFT_COPY] = { line_answers, .line = drafts_take_copy },
	[QUESTION_DRAFT_FIND] = { line_answers, .line = drafts_find },
};
/* clang-format on */

void
wizard_ask_menu(struct wizard *w)
{
	wizard_ask(w, QUESTION_MENU, "", NULL);
}
