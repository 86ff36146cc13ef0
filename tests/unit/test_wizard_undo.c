/* Undo over the whole session: back field after field, the focus with it, and forth again. */
#include "testing.h"

#include <locale.h>

#include "wizard_guarded.h"

#define RIGHT "form: scep\nurl: https://scep.acme.net/scep\n"

static void
undo_goes_back_field_after_field(void **state)
{
	struct session *s = *state;

	open_text(s, RIGHT);
	play(s, "{M-g}name{Enter}one two{Tab}{M-g}retries{Enter}{^U}7{Tab}{M-g}9{Enter}y{Tab}");
	play(s, "{^_}");
	assert_string_equal(focus_label(s), "Extractable key");
	assert_string_equal(answer(s, "extractable_key"), "false");
	assert_string_equal(message(s), "Undone: 9 Extractable key.");
	play(s, "{^_}");
	assert_string_equal(focus_label(s), "Retries");
	assert_string_equal(answer(s, "retries"), "3");
	play(s, "{^_}");
	assert_string_equal(focus_label(s), "Name");
	assert_string_equal(answer(s, "name"), "");
	assert_false(draft_any_changed(s->file.draft));
	play(s, "{^_}");
	assert_string_equal(message(s), "Nothing to undo.");
	assert_string_equal(focus_label(s), "Name");
	/* and forth */
	play(s, "{M-_}{M-_}");
	assert_string_equal(focus_label(s), "Retries");
	assert_string_equal(message(s), "Redone: 8 Retries.");
	assert_string_equal(answer(s, "name"), "one two");
	assert_string_equal(answer(s, "retries"), "7");
	play(s, "{M-_}");
	assert_string_equal(answer(s, "extractable_key"), "true");
	play(s, "{M-_}");
	assert_string_equal(message(s), "Nothing to redo.");
}

/* Of a front end whose answers are whole values (ui/plain): each one that was judged is a step, within one visit, too. */
static void
undo_takes_back_one_value_after_the_other(void **state)
{
	struct session *s = *state;

	open_text(s, RIGHT);
	play(s, "{M-g}subject{Enter}");
	wizard_replace(s->wizard, "CN", 2);
	wizard_act(s->wizard, ACTION_ACCEPT);
	assert_string_equal(focus_label(s), "Subject");
	wizard_replace(s->wizard, "CN=a", 4);
	wizard_run(s->wizard, wizard_stay);
	wizard_replace(s->wizard, "", 0);
	wizard_run(s->wizard, wizard_stay);
	assert_string_equal(focus_label(s), "Subject");
	assert_string_equal(answer(s, "subject"), "");
	wizard_act(s->wizard, ACTION_UNDO);
	assert_string_equal(answer(s, "subject"), "CN=a");
	wizard_act(s->wizard, ACTION_UNDO);
	assert_string_equal(answer(s, "subject"), "CN");
	wizard_act(s->wizard, ACTION_REDO);
	wizard_act(s->wizard, ACTION_REDO);
	assert_string_equal(answer(s, "subject"), "");
	assert_string_equal(message(s), "Redone: 7 Subject.");
}

/* A step at a time where the field is still being edited, then what was before. */
static void
undo_takes_back_what_is_being_typed_first(void **state)
{
	struct session *s = *state;

	open_text(s, RIGHT);
	play(s, "{M-g}name{Enter}one{Tab}{Shift-Tab} two");
	play(s, "{^_}{^_}");
	assert_string_equal(answer(s, "name"), "one");
	play(s, "{^_}");
	assert_string_equal(answer(s, "name"), "");
	play(s, "{M-_}");
	assert_string_equal(answer(s, "name"), "one");
	/* a new change makes what was undone meaningless */
	play(s, "{^_}{M-g}retries{Enter}{^U}5{Tab}{M-_}");
	assert_string_equal(message(s), "Nothing to redo.");
	assert_string_equal(answer(s, "name"), "");
	play(s, "{^_}");
	assert_string_equal(answer(s, "retries"), "3");
}

/* Whatever has changed a value: an offer, a source, a fix, what was saved, a field that was switched on. */
static void
undo_takes_back_any_change(void **state)
{
	static const struct {
		const char *script, *key, *before, *focus;
	} cases[] = {
		{ "{M-g}key size{Enter}{^T}{Enter}{Tab}", "key_size", "1024", "Key size" },
		{ "{M-g}17{Enter}{Enter}", "set_subject_alternative_name", "false",
			"Set subject alternative name" },
		{ "{M-g}challenge{Enter}@prompt{Tab}", "challenge", "", "Challenge" },
		{ "{M-g}key usage{Enter} {Tab}", "key_usage", "", "Key usage" },
		{ "{M-g}notes{Enter}one{Enter}two{Enter}{Enter}", "policy_notes", "",
			"Policy notes" },
		{ "{M-g}name{Enter}x{^O}{M-g}name{Enter}y{^X}u", "name", "xy", "Name" },
		{ "{M-g}name{Enter}x{M-r}", "name", "", "Name" },
		{ "{M-g}name{Enter}x{M-r}x{Esc}", "name", "", "Name" },
	};
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		open_text(s, RIGHT);
		play(s, cases[i].script);
		play(s, "{^_}");
		assert_string_equal(answer(s, cases[i].key), cases[i].before);
		assert_int_equal(wizard_view(s->wizard)->kind, VIEW_FORM);
		assert_string_equal(focus_label(s), cases[i].focus);
		assert_int_equal(
			draft_source(s->file.draft, field_of(s->form, cases[i].key)), ANSWER_HERE);
	}
}

/* All that one key has changed is one step. */
static void
what_was_recovered_can_be_undone(void **state)
{
	struct session *s = *state;

	open_guarded(s, RIGHT);
	play(s, "{M-g}name{Enter}x{M-g}retries{Enter}{^U}5");
	wizard_hide_secrets(s->wizard);
	reopen(s, false);
	wizard_guard(s->wizard);
	play(s, "{Enter}");
	assert_string_equal(answer(s, "name"), "x");
	play(s, "{^_}");
	assert_string_equal(answer(s, "name"), "");
	assert_string_equal(answer(s, "retries"), "3");
	play(s, "{M-_}");
	assert_string_equal(answer(s, "name"), "x");
	assert_string_equal(answer(s, "retries"), "5");
}

/* An identity that is in a profile stays in its draft. */
static void
an_identity_is_not_undone(void **state)
{
	struct session *s = *state;
	char uuid[64];

	open_text(s, RIGHT);
	play(s, "{M-g}name{Enter}x{^X}x{Enter}");
	snprintf(uuid, sizeof uuid, "%s", answer(s, "profile_uuid"));
	assert_string_not_equal(uuid, "");
	play(s, "{^_}");
	assert_string_equal(focus_label(s), "Name");
	assert_string_equal(answer(s, "name"), "");
	assert_string_equal(answer(s, "profile_uuid"), uuid);
	play(s, "{^_}");
	assert_string_equal(message(s), "Nothing to undo.");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		session_test(undo_goes_back_field_after_field),
		session_test(undo_takes_back_one_value_after_the_other),
		session_test(undo_takes_back_what_is_being_typed_first),
		session_test(undo_takes_back_any_change),
		session_test(what_was_recovered_can_be_undone),
		session_test(an_identity_is_not_undone),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
