/* The questions, one row each, and their answers: which keys there are, what each says that it does, and what
 * it does. */
#include "base/xalloc.h"

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
	{ { 0 } },
};

static const struct answer list_answers[] = {
	{ { ENTER }, "choose" },
	{ { ESC }, "none" },
	{ { 0 } },
};

/* ^X ^S is as good as ^X s: the hand is still on Control. */
static const struct answer menu_answers[] = {
	{ { ENTER } },
	{ { 's' }, "save", wizard_save },
	{ { 'a' }, "save as", wizard_ask_save_as },
	{ { 'r' }, "review", wizard_open_review },
	{ { 'x' }, "export", wizard_export },
	{ { 'g' }, "go to", wizard_ask_go_to },
	{ { 'u' }, "restore", wizard_restore_field },
	{ { 'o' }, "editor", wizard_open_editor, is_on_lines },
	{ { 'o' }, NULL, wizard_open_editor },
	{ { 'h' }, "help", wizard_open_help },
	{ { 'q' }, "quit", wizard_quit },
	{ { 0 } },
};

static const struct answer mend_answers[] = {
	{ { ENTER }, "yes", wizard_take_mend },
	{ { 'y' }, NULL, wizard_take_mend },
	{ { ESC }, "no" },
	{ { 'n' } },
	{ { CHORD_CTRL('T') }, "other", wizard_choose_other },
	{ { 0 } },
};

/* All is saved. */
static const struct answer leave_answers[] = {
	{ { 'q' }, "leaves", wizard_end },
	{ { CHORD_ANY }, "stays" },
	{ { 0 } },
};

/* The way that loses nothing has Enter; q pressed twice, after ^X, loses nothing either. */
static const struct answer quit_answers[] = {
	{ { ENTER, 's' }, "save and leave", save_and_end },
	{ { 'l' }, "leave without", wizard_end },
	{ { ESC }, "stay" },
	{ { 'n' } },
	{ { 0 } },
};

static const struct answer stale_answers[] = {
	{ { ENTER }, NULL, stale_stay },
	{ { 'a' }, "saves under another name", wizard_ask_save_as },
	{ { ENTER, ESC }, "stays" },
	{ { 0 } },
};

/* Nothing is overwritten: it is written anew where it stood. */
static const struct answer gone_answers[] = {
	{ { ENTER }, "writes it anew", wizard_save_over },
	{ { 'o' }, NULL, wizard_save_over },
	{ { 'a' }, "saves under another name", wizard_ask_save_as },
	{ { ESC }, "stays" },
	{ { 0 } },
};

static const struct answer merge_answers[] = {
	{ { ENTER }, "go on" },
	{ { ' ' }, "swap" },
	{ { 's' }, "recover", guard_recover, merge_recovers },
	{ { 's' }, "save", merge_take, merge_saves },
	{ { 'a' }, "save as", merge_save_as, merge_saves },
	{ { 'r' }, "reload, dropping ", merge_reload, merge_saves, merge_tell_dropped },
	{ { ESC }, "back", merge_cancel },
	{ { 0 } },
};

static const struct answer recover_answers[] = {
	{ { ENTER }, "recovers", recover_enter },
	{ { 's' }, "shows", recover_show },
	{ { 'd' }, "discards", recover_ask_discard },
	{ { ESC }, "leaves it for later", wizard_end },
	{ { 'n' }, NULL, wizard_end },
	{ { 0 } },
};

/* Nothing brings it back, and d is a key that slips. */
static const struct answer discard_answers[] = {
	{ { 'd' }, "again discards the ", recover_discard, NULL, recover_tell_discarded },
	{ { CHORD_ANY }, "goes back", guard_offer },
	{ { 0 } },
};

/* Looking is what Enter does where more is a risk. */
static const struct answer held_answers[] = {
	{ { ENTER }, "takes it over with all that was typed there", held_take, held_may_take },
	{ { 'l' }, "looks only", held_look, held_may_take },
	{ { ENTER }, "looks only", held_look, held_may_not_take },
	{ { 'l' }, NULL, held_look },
	{ { 'e' }, "edits it (where that session has ended)", held_insist, held_may_insist },
	{ { ESC }, "leaves", wizard_end },
	{ { 0 } },
};

/* Enter keeps what is there: only a letter that was typed overwrites. */
static const struct answer overwrite_answers[] = {
	{ { 'y' }, "yes", wizard_export_over },
	{ { 'Y' }, NULL, wizard_export_over },
	{ { 'n' }, "another name", wizard_export_beside },
	{ { 'N' }, NULL, wizard_export_beside },
	{ { ENTER }, "keeps it", wizard_export_keep },
	{ { ESC }, NULL, wizard_export_keep },
	{ { 0 } },
};

static const struct answer secret_answers[] = {
	{ { ESC }, NULL, wizard_export_forget },
	{ { 0 } },
};

static const struct answer unaccept_answers[] = {
	{ { 'y' }, "takes that back", accept_take_back },
	{ { 'e' }, "edits the reason", accept_ask_reason },
	{ { ESC }, "keeps it" },
	{ { 'n' } },
	{ { 0 } },
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
const size_t questions_count = ARRAY_SIZE(questions);
/* clang-format on */

void
wizard_ask_menu(struct wizard *w)
{
	wizard_ask(w, QUESTION_MENU, "", NULL);
}
