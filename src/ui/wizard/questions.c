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

static bool
may_change(const struct wizard *w)
{
	return !w->s.look;
}

/* A quick start makes it at its end. */
static bool
has_draft(const struct wizard *w)
{
	return !quick_is_on(w);
}

static bool
may_save(const struct wizard *w)
{
	return has_draft(w) && may_change(w);
}

static void
save_and_end(struct wizard *w)
{
	wizard_save_then(w, AFTER_SAVE_QUIT);
}

/* On the screen there is no room for more. */
static void
mend_tell_other(const struct wizard *w, struct strbuf *out)
{
	strbuf_addstr(out, w->spell ? " values" : "");
}

/* The next session can have them back. */
static void
discard_and_end(struct wizard *w)
{
	w->s.discarded = true;
	wizard_end(w);
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

static const struct answer help_answers[] = {
	{ { ENTER }, "open" },
	{ { ESC }, "back", help_back },
	{ { 0 } },
};

/* ^X ^S is as good as ^X s: the hand is still on Control. */
static const struct answer menu_answers[] = {
	{ { ENTER } },
	{ { 's' }, "save", wizard_save, may_save },
	{ { 's' }, NULL, wizard_save },
	{ { 'a' }, "save as", wizard_ask_save_as, may_save },
	{ { 'a' }, NULL, wizard_ask_save_as },
	{ { 'r' }, "review", wizard_go_review, has_draft },
	{ { 'r' }, NULL, wizard_go_review },
	{ { 'x' }, "export", wizard_export, has_draft },
	{ { 'x' }, NULL, wizard_export },
	{ { 'g' }, "go to", wizard_ask_go_to },
	{ { 'i' }, "iOS draft", wizard_make_ios, ios_can_be_made },
	{ { 'u' }, "restore", wizard_restore_field, may_change },
	{ { 'u' }, NULL, wizard_restore_field },
	{ { 'd' }, "keep as my default", wizard_keep_default, may_save },
	{ { 'd' }, NULL, wizard_keep_default },
	{ { 'o' }, "editor", wizard_open_editor, is_on_lines },
	{ { 'o' }, NULL, wizard_open_editor },
	{ { 'h' }, "help", wizard_open_help },
	{ { 'q' }, "quit", wizard_quit },
	{ { 0 } },
};

/* The list shows them; a letter is enough. */
static const struct answer drafts_menu_answers[] = {
	{ { 'o' }, "open the draft", drafts_open, drafts_on_draft },
	{ { 'n' }, "make a new draft", wizard_make_draft },
	{ { 'k' }, "quick start", wizard_quick_start },
	{ { 'f' }, "make one of another form", wizard_make_of_form },
	{ { 'c' }, "copy it", wizard_copy_draft, drafts_on_draft },
	{ { 'r' }, "rename it", drafts_ask_rename, drafts_on_draft },
	{ { 'd' }, "delete it", drafts_delete, drafts_on_draft },
	{ { 'u' }, "undo a rename or deletion", drafts_undo, drafts_can_undo },
	{ { 'v' }, "review it", drafts_review, drafts_on_draft },
	{ { 'x' }, "export it", drafts_export, drafts_on_draft },
	{ { 'i' }, "import a profile", drafts_ask_import },
	{ { 'p' }, "compare it with another", drafts_ask_compare, drafts_on_draft },
	{ { 'g' }, "group the drafts", drafts_regroup },
	{ { 'h' }, "help", wizard_open_help },
	{ { 'q' }, "quit", wizard_end },
	{ { ENTER }, "choose" },
	{ { ESC }, "close" },
	{ { 0 } },
};

static const struct answer mend_answers[] = {
	{ { ENTER }, "yes", wizard_take_mend },
	{ { 'y' }, NULL, wizard_take_mend },
	{ { ESC }, "no" },
	{ { 'n' } },
	{ { CHORD_CTRL('T') }, "other", wizard_choose_other, NULL, mend_tell_other, .word = "other" },
	{ { 0 } },
};

/* What was said is why the field does not apply. */
static const struct answer switch_answers[] = {
	{ { ENTER, 'y' }, "set ", switch_on, NULL, switch_tell },
	{ { ESC }, "stay here" },
	{ { 'n' } },
	{ { 0 } },
};

/* The way that loses nothing has Enter; q pressed twice, after ^X, loses nothing either. */
static const struct answer quit_answers[] = {
	{ { ENTER }, "save and quit", save_and_end },
	{ { 's' }, NULL, save_and_end },
	{ { 'd' }, "discard", discard_and_end, .word = "discard" },
	{ { ESC }, "cancel" },
	{ { 'n' } },
	{ { 0 } },
};

static const struct answer stale_answers[] = {
	{ { ENTER }, NULL, stale_stay },
	{ { 'a' }, "save under another name", wizard_ask_save_as, .word = "save as" },
	{ { ENTER, ESC }, "stay" },
	{ { 0 } },
};

/* Nothing is overwritten: it is written again where it stood. */
static const struct answer gone_answers[] = {
	{ { ENTER }, "write it again", wizard_save_over },
	{ { 'o' }, NULL, wizard_save_over },
	{ { 'a' }, "save under another name", wizard_ask_save_as, .word = "save as" },
	{ { ESC }, "stay" },
	{ { 0 } },
};

static const struct answer merge_answers[] = {
	{ { ENTER }, "go on" },
	{ { ' ' }, "swap" },
	{ { 's' }, "recover", guard_recover, merge_recovers, .word = "recover" },
	{ { 's' }, "save", merge_take, merge_saves, .word = "save" },
	{ { 'a' }, "save as", merge_save_as, merge_saves, .word = "save as" },
	{ { 'r' }, "reload, dropping ", merge_reload, merge_saves, merge_tell_dropped, .word = "reload" },
	{ { ESC }, "back", merge_cancel },
	{ { 0 } },
};

static const struct answer recover_answers[] = {
	{ { ENTER }, "recover", recover_enter },
	{ { 's' }, "show", recover_show, .word = "show" },
	{ { 'd' }, "discard", recover_ask_discard, .word = "discard" },
	{ { ESC }, "decide later", wizard_end },
	{ { 0 } },
};

/* What may be anybody's is taken by nothing but a choice of its rows. */
static const struct answer elsewhere_answers[] = {
	{ { ENTER }, "show them", recover_show },
	{ { 's' }, NULL, recover_show },
	{ { 'd' }, "discard", recover_ask_discard, .word = "discard" },
	{ { ESC }, "decide later", wizard_end },
	{ { 0 } },
};

/* Nothing brings it back. */
static const struct answer discard_answers[] = {
	{ { 'y' }, "discard the ", recover_discard, NULL, recover_tell_discarded, .word = "yes" },
	{ { CHORD_ANY }, "go back", guard_offer },
	{ { 0 } },
};

/* Enter, the reflex, ends no session. */
static const struct answer held_answers[] = {
	{ { ENTER }, "look only", held_look },
	{ { 'l' }, NULL, held_look },
	{ { 't' }, "take it over with what was typed there", held_take, held_may_take, .word = "take over" },
	{ { 'e' }, "edit it anyway", held_insist, held_may_insist, .word = "edit" },
	{ { ESC }, "leave", wizard_end },
	{ { 0 } },
};

/* Enter keeps what is there: only a letter that was typed overwrites. */
static const struct answer overwrite_answers[] = {
	{ { 'y' }, "yes", wizard_export_over, .word = "yes" },
	{ { 'Y' }, NULL, wizard_export_over },
	{ { 'n' }, "another name", wizard_export_beside, .word = "no" },
	{ { 'N' }, NULL, wizard_export_beside },
	{ { ENTER }, "keep it", wizard_export_keep },
	{ { ESC }, NULL, wizard_export_keep },
	{ { 0 } },
};

static const struct answer secret_answers[] = {
	{ { ESC }, NULL, wizard_export_forget },
	{ { 0 } },
};

static const struct answer comment_answers[] = {
	{ { ENTER }, "mark it done", comment_turn, comment_is_open },
	{ { ENTER }, "open it again", comment_turn, comment_is_done },
	{ { ENTER }, NULL, comment_turn, comment_is_open, .word = "done" },
	{ { ENTER }, NULL, comment_turn, comment_is_done, .word = "open" },
	{ { 'e' }, "edit it", comment_ask_text, .word = "edit" },
	{ { 'a' }, "add another", comment_ask_another, .word = "add" },
	{ { 'd' }, "delete it", comment_remove, .word = "delete" },
	{ { ESC }, "keep it" },
	{ { 'n' } },
	{ { 0 } },
};

/* That of somebody else. */
static const struct answer comment_drop_answers[] = {
	{ { 'y' }, "delete it", comment_remove_other, .word = "yes" },
	{ { ESC }, "keep it" },
	{ { 'n' } },
	{ { 0 } },
};

static const struct answer unaccept_answers[] = {
	{ { 'y' }, "withdraw it", accept_take_back, .word = "yes" },
	{ { 'e' }, "edit the reason", accept_ask_reason, .word = "edit" },
	{ { ESC }, "keep it" },
	{ { 'n' } },
	{ { 0 } },
};

static const struct answer server_answers[] = {
	{ { CHORD_CTRL('C'), ESC }, "stop", server_stop },
	{ { 0 } },
};

/* Only a letter that was typed makes the CA issue a certificate. */
static const struct answer trial_answers[] = {
	{ { 'y' }, "ask", trial_agree, .word = "yes" },
	{ { 'Y' }, NULL, trial_agree },
	{ { ENTER }, "leave", trial_decline },
	{ { ESC, CHORD_ANY }, NULL, trial_decline },
	{ { 0 } },
};

const struct question questions[] = {
	[QUESTION_GO_TO] = { list_answers, .list = &go_to_popup },
	[QUESTION_SWITCH] = { switch_answers },
	[QUESTION_SAVE_AS] = { line_answers, .line = wizard_save_as, .is_path = true },
	[QUESTION_FILE] = { list_answers, .list = &files_popup },
	[QUESTION_OFFER] = { list_answers, .list = &offer_popup },
	[QUESTION_MEND] = { mend_answers },
	[QUESTION_OPTIONS] = { list_answers, .list = &options_popup },
	[QUESTION_VARIABLE] = { list_answers, .list = &variables_popup },
	[QUESTION_SOURCE] = { list_answers, .list = &source_popup },
	[QUESTION_SOURCE_VARIABLE] = { line_answers, .line = source_take_variable },
	[QUESTION_SOURCE_COMMAND] = { line_answers, .line = source_take_command },
	[QUESTION_MENU] = { menu_answers, .gap = "  ", .folds = true },
	[QUESTION_QUIT] = { quit_answers },
	[QUESTION_STALE] = { stale_answers },
	[QUESTION_GONE] = { gone_answers },
	[QUESTION_MERGE] = { merge_answers, .gap = "  ", .list = &merge_popup },
	[QUESTION_RECOVER] = { recover_answers, .help =
		"Recovering puts the unsaved values into the fields. Showing lists them first. Discarding "
		"deletes them. Deciding later leaves scepwiz, and the next session asks again." },
	[QUESTION_ELSEWHERE] = { elsewhere_answers, .help =
		"Showing lists the changes, for you to choose from. Discarding deletes them. Deciding later "
		"leaves scepwiz, and the next session asks again." },
	[QUESTION_DISCARD] = { discard_answers },
	[QUESTION_HELD] = { held_answers, .help =
		"Looking shows the draft as it was last saved, and changes nothing. Leaving ends scepwiz." },
	[QUESTION_EXPORT] = { line_answers, .line = wizard_export_to, .is_path = true },
	[QUESTION_OVERWRITE] = { overwrite_answers, .gap = "  " },
	[QUESTION_SECRET] = { secret_answers, .line = wizard_export_secret, .masked = true },
	[QUESTION_NOTE] = { line_answers, .line = wizard_take_note },
	[QUESTION_COMMENT] = { comment_answers },
	[QUESTION_COMMENT_DROP] = { comment_drop_answers },
	[QUESTION_ACCEPT] = { line_answers, .line = wizard_take_accept },
	[QUESTION_UNACCEPT] = { unaccept_answers },
	[QUESTION_IOS_VALUE] = { list_answers, .list = &ios_value_popup },
	[QUESTION_IOS_DRAFT] = { list_answers, .list = &ios_draft_popup },
	[QUESTION_DRAFT_FORM] = { list_answers, .list = &forms_popup },
	[QUESTION_DRAFT_NAME] = { line_answers, .line = drafts_take_name },
	[QUESTION_DRAFT_COPY] = { line_answers, .line = drafts_take_copy },
	[QUESTION_DRAFT_MENU] = { drafts_menu_answers, .list = &drafts_menu_popup, .listed = true,
		.folds = true },
	[QUESTION_DRAFT_RENAME] = { line_answers, .line = drafts_rename },
	[QUESTION_DRAFT_IMPORT] = { line_answers, .line = drafts_import, .is_path = true },
	[QUESTION_DRAFT_COMPARE] = { list_answers, .list = &compare_popup },
	[QUESTION_OFFER_SERVER] = { list_answers, .list = &server_popup },
	[QUESTION_SERVER] = { server_answers, .helps = server_help },
	[QUESTION_CERTIFICATE] = { list_answers, .list = &certificates_popup },
	[QUESTION_TRIAL] = { trial_answers, .gap = "  ", .list = &trial_popup },
	[QUESTION_HELP] = { help_answers, .list = &help_popup },
};
const size_t questions_count = ARRAY_SIZE(questions);
/* clang-format on */

void
wizard_ask_menu(struct wizard *w)
{
	wizard_ask(w, QUESTION_MENU, "", NULL);
}
