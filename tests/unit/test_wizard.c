/* The wizard as a whole: steps and movement, what is told when, help, any keys at all. */
#include "testing.h"

#include "base/xalloc.h"

#include "wizard_session.h"

static void
a_new_draft_begins_at_the_first_field(void **state)
{
	struct session *s = *state;
	const struct view *view = wizard_view(s->wizard);

	assert_string_equal(view->title, "new draft");
	assert_string_equal(view->state, "new");
	assert_int_equal(view->problems, 0);
	assert_string_equal(view->rows[0].label, "Policy");
	assert_int_equal(view->rows[0].kind, ROW_SECTION);
	assert_string_equal(focus_label(s), "Platform");
	assert_string_equal(row_of(s, "platform")->value, "(x) macOS  ( ) iOS");
	assert_string_equal(view->heading, "Platform (required)");
}

/* 22 documented fields; five apply only when something is yes. Done is what has a value and no error. */
static void
progress_counts_what_applies_and_is_filled(void **state)
{
	struct session *s = *state;

	assert_int_equal(wizard_view(s->wizard)->fields, 22 - 5);
	assert_int_equal(wizard_view(s->wizard)->done, 8);
	assert_string_equal(wizard_view(s->wizard)->rows[0].value, "2/3");
	assert_string_equal(wizard_view(s->wizard)->rows[4].value, "4/8");
	play(s, "{M-g}challenge{Enter}{Tab}"); /* empty, with a warning */
	assert_int_equal(mark_of(s, "challenge"), '?');
	assert_int_equal(wizard_view(s->wizard)->done, 8);
	play(s, "{M-g}notes{Enter}x{Tab}");
	assert_int_equal(wizard_view(s->wizard)->done, 9);
	assert_string_equal(wizard_view(s->wizard)->rows[0].value, "3/3");
	play(s, "{M-g}retries{Enter}many{Tab}"); /* an error */
	assert_int_equal(mark_of(s, "retries"), '!');
	assert_int_equal(wizard_view(s->wizard)->done, 8);
	play(s, "{M-g}platform{Enter}");
	play(s, "2"); /* iOS: no extractable key */
	assert_int_equal(wizard_view(s->wizard)->fields, 16);
	play(s, "1{M-g}14{Enter}y");
	assert_int_equal(wizard_view(s->wizard)->fields, 18);
	play(s, "{M-g}set subj{Enter}y");
	assert_int_equal(wizard_view(s->wizard)->fields, 22);
	play(s, "{M-g}devices{Enter}{Tab}");
	assert_string_equal(focus_label(s), "Review and export");
	play(s, "{Tab}");
	assert_string_equal(focus_label(s), "Profile identifier");
	assert_int_equal(row_of(s, "profile_identifier")->number, 0);
	assert_int_equal(row_of(s, "url")->number, 12);
}

static void
fields_are_walked_both_ways_and_by_section(void **state)
{
	struct session *s = *state;

	play(s, "{Down}{^N}{Tab}");
	assert_string_equal(focus_label(s), "Fingerprint");
	play(s, "{Up}");
	assert_string_equal(focus_label(s), "Policy notes");
	play(s, "{Shift-Tab}{Esc Tab}");
	assert_string_equal(focus_label(s), "Platform");
	play(s, "{Up}");
	assert_string_equal(focus_label(s), "Platform");
	play(s, "{PgDn}{^V}");
	assert_string_equal(focus_label(s), "URL");
	play(s, "{Down}{M-p}");
	assert_string_equal(focus_label(s), "URL");
	play(s, "{M-p}{PgUp}{PgUp}");
	assert_string_equal(focus_label(s), "Platform");
	play(s, "{M-n}{M-n}{M-n}{M-n}{M-n}");
	assert_string_equal(focus_label(s), "Review and export");
	play(s, "{M-n}{M-n}{M-n}{Down}");
	assert_string_equal(focus_label(s), "MDM");
}

static void
an_error_is_told_late_and_cleared_early(void **state)
{
	struct session *s = *state;

	play(s, "{M-g}finger{Enter}31:22:33");
	assert_string_equal(message(s), "");
	assert_int_equal(mark_of(s, "fingerprint"), '+');
	assert_contains(wizard_view(s->wizard)->progress, "3 bytes");
	assert_int_equal(wizard_view(s->wizard)->problems, 0);
	play(s, "{Enter}");
	/* stays once, and says so */
	assert_string_equal(focus_label(s), "Fingerprint");
	assert_contains(message(s), "3 bytes");
	assert_contains(wizard_view(s->wizard)->keyline, "Enter go on");
	assert_int_equal(wizard_view(s->wizard)->mark, '!');
	assert_int_equal(mark_of(s, "fingerprint"), '!');
	assert_int_equal(wizard_view(s->wizard)->problems, 1);
	play(s, "{Enter}");
	assert_string_equal(focus_label(s), "Challenge");
	assert_int_equal(mark_of(s, "fingerprint"), '!');
	play(s, "{Up}");
	assert_contains(message(s), "3 bytes");
	/* told at each key until it is right */
	play(s, ":44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:00:11:22:33:4");
	assert_int_equal(wizard_view(s->wizard)->mark, '!');
	play(s, "4");
	assert_string_equal(message(s), "");
	assert_int_equal(mark_of(s, "fingerprint"), '+');
	/* and late again from then on */
	play(s, "5");
	assert_string_equal(message(s), "");
	play(s, "{Tab}");
	assert_int_equal(mark_of(s, "fingerprint"), '!');
}

static void
movement_is_never_refused(void **state)
{
	static const char *const ways[] = { "{Tab}", "{Down}", "{^N}", "{Enter}{Enter}", "{Up}",
		"{^P}", "{Shift-Tab}", "{PgDn}", "{PgUp}", "{M-g}challenge{Enter}", "{M-r}" };
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(ways); i++) {
		play(s, "{M-g}finger{Enter}{^U}zzz");
		play(s, ways[i]);
		if (wizard_view(s->wizard)->kind == VIEW_FORM)
			assert_string_not_equal(focus_label(s), "Fingerprint");
		assert_int_equal(row_of(s, "fingerprint")->mark, '!');
		assert_string_equal(answer(s, "fingerprint"), "zzz");
	}
}

static void
esc_clears_the_message_alone(void **state)
{
	struct session *s = *state;

	play(s, "{M-g}finger{Enter}zz{Enter}{Esc}");
	assert_string_equal(message(s), "");
	assert_string_equal(focus_label(s), "Fingerprint");
	assert_string_equal(answer(s, "fingerprint"), "zz");
	assert_int_equal(mark_of(s, "fingerprint"), '!');
}

static void
what_is_required_and_empty_has_a_star(void **state)
{
	struct session *s = *state;

	assert_int_equal(mark_of(s, "url"), '*');
	assert_int_equal(mark_of(s, "name"), ' ');
	assert_int_equal(wizard_view(s->wizard)->problems, 0);
	play(s, "{M-g}12{Enter}{Tab}");
	assert_int_equal(mark_of(s, "url"), '*');
	assert_int_equal(wizard_view(s->wizard)->problems, 1);
}

static void
fields_appear_and_vanish_with_what_they_depend_on(void **state)
{
	struct session *s = *state;

	assert_null(row_find(s, "root_certificate"));
	play(s, "{M-g}14{Enter}y");
	assert_non_null(row_find(s, "root_certificate"));
	assert_non_null(row_find(s, "root_uuid"));
	play(s, "{Down}/no/such/file{Tab}");
	assert_int_equal(mark_of(s, "root_certificate"), '!');
	play(s, "{M-g}14{Enter}n");
	assert_null(row_find(s, "root_certificate"));
	assert_int_equal(wizard_view(s->wizard)->problems, 0);
	/* the value is kept */
	assert_string_equal(answer(s, "root_certificate"), "/no/such/file");
	assert_non_null(row_find(s, "extractable_key"));
	play(s, "{M-g}1{Enter}2");
	assert_null(row_find(s, "extractable_key"));
}

static bool
answer_is_yes(const struct session *s, const char *key)
{
	return !strcmp(answer(s, key), "true");
}

static void
what_does_not_apply_is_shown_with_the_reason(void **state)
{
	struct session *s = *state;
	size_t fields = wizard_view(s->wizard)->fields;

	play(s, "2{M-h}");
	assert_contains(
		row_of(s, "root_certificate")->value, "(not used: Include root certificate is no)");
	assert_contains(row_of(s, "extractable_key")->value, "(not used: for macOS only)");
	assert_int_equal(wizard_view(s->wizard)->fields, fields - 1);
	play(s, "{M-g}15{Enter}");
	assert_string_equal(focus_label(s), "Root certificate");
	assert_contains(message(s), "Does not apply: Include root certificate is no.");
	play(s, "x");
	assert_string_equal(answer(s, "root_certificate"), "");
	assert_contains(message(s), "does not apply");
	play(s, "{Enter}{M-h}");
	assert_null(row_find(s, "root_certificate"));
	play(s, "{M-g}15{Enter}");
	assert_contains(message(s),
		"Root certificate does not apply: Include root certificate is no. M-h shows it.");
	play(s, "{Esc}");
	assert_false(answer_is_yes(s, "include_root_certificate"));
}

/* By its number or its name; what applies is preferred, and the platform is nobody's to switch. */
static void
going_to_what_does_not_apply_offers_to_switch_it_on(void **state)
{
	struct session *s = *state;

	play(s, "{M-g}root{Enter}");
	assert_string_equal(focus_label(s), "Include root certificate");
	play(s, "{M-g}17{Enter}");
	assert_contains(message(s), "DNS name does not apply: Set subject alternative name is no.");
	assert_string_equal(wizard_view(s->wizard)->prompt,
		"Enter or y set Set subject alternative name to yes, Esc stay here");
	play(s, "n");
	assert_string_equal(focus_label(s), "Include root certificate");
	assert_null(row_find(s, "san_dns_name"));
	play(s, "{M-g}dns name{Enter}{Enter}");
	assert_string_equal(focus_label(s), "DNS name");
	assert_true(answer_is_yes(s, "set_subject_alternative_name"));
	play(s, "{M-g}1{Enter}2{M-g}9{Enter}");
	assert_contains(message(s), "Extractable key does not apply: for macOS only.");
	assert_null(wizard_view(s->wizard)->prompt);
}

static void
going_to_a_field_takes_numbers_and_parts_of_labels(void **state)
{
	static const struct {
		const char *typed, *label;
	} cases[] = {
		{ "12", "URL" },
		{ "1", "Platform" },
		{ "retry", "Retry delay" },
		{ "USAGE", "Key usage" },
		{ "name", "Name" },
		{ "policy_name", "Policy name" },
		{ "organ", "Organization" },
	};
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		play(s, "{M-g}");
		play(s, cases[i].typed);
		play(s, "{Enter}");
		assert_string_equal(focus_label(s), cases[i].label);
	}
	play(s, "{M-g}nothing like it{Enter}");
	assert_string_equal(message(s), "No field has the name or number \"nothing like it\".");
	assert_string_equal(focus_label(s), "Organization");
	play(s, "{M-g}{Enter}{M-g}99{Esc}{Esc}{^X}g7{Enter}");
	assert_string_equal(focus_label(s), "Subject");
}

static void
the_next_problem_is_found_wherever_it_is(void **state)
{
	struct session *s = *state;

	/* errors first, though never reached; then what is doubtful */
	play(s, "{M-e}");
	assert_string_equal(focus_label(s), "URL");
	assert_int_equal(wizard_view(s->wizard)->mark, '!');
	play(s, "https://scep.acme.com/scep{M-e}");
	assert_int_equal(wizard_view(s->wizard)->mark, '?');
}

static void
help_explains_the_field_and_any_closing_key_returns(void **state)
{
	static const char *const closing[] = { "{Esc}", "{Enter}", "{^C}" };
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(closing); i++) {
		play(s, "{M-g}finger{Enter}{^G}");
		assert_int_equal(wizard_view(s->wizard)->kind, VIEW_HELP);
		assert_true(rows_mention(s, "Becomes CAFingerprint"));
		assert_true(rows_mention(
			s, "com.apple.security.scep, key PayloadContent/CAFingerprint"));
		assert_true(rows_mention(s, "Example: 2jmj7l5rSw0yVb/vlWAYkK/YBwk="));
		assert_true(rows_mention(s, "fingerprint-length"));
		assert_true(rows_mention(s, "^G opens the index"));
		play(s, "{Down}{PgDn}{End}{PgUp}{Up}{Home}");
		play(s, closing[i]);
		assert_int_equal(wizard_view(s->wizard)->kind, VIEW_FORM);
		assert_string_equal(focus_label(s), "Fingerprint");
		assert_string_equal(answer(s, "fingerprint"), "");
	}
}

static const char *
topic_shown(struct session *s)
{
	return wizard_view(s->wizard)->rows[0].label;
}

static const char *
topic_focused(struct session *s)
{
	const struct view *view = wizard_view(s->wizard);

	return view->choosing && view->nitems ? view->items[view->item_focus].name : "";
}

static void
each_topic_of_the_help_can_be_read(void **state)
{
	struct session *s = *state;
	size_t n;

	play(s, "{^G}{^G}");
	n = wizard_view(s->wizard)->nitems;
	assert_true(n > 60);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(wizard_view(s->wizard)->item_focus, i);
		play(s, "{Enter}");
		assert_null(wizard_view(s->wizard)->prompt);
		assert_int_equal(wizard_view(s->wizard)->kind, VIEW_HELP);
		assert_true(wizard_view(s->wizard)->nrows > 1);
		play(s, "{Esc}{Down}");
	}
}

/* A word of the text finds a topic, and several words are looked for one by one. */
static void
the_help_is_searched_by_typing(void **state)
{
	static const struct {
		const char *typed, *focused;
	} cases[] = {
		{ "sign", "How to sign the profile" },
		{ "/RADIUS", "How iPads get different subjects" },
		{ "flushed disk", "How to recover what was typed" },
		{ "cafingerprint", "Field 4: Fingerprint" },
		{ "fingerprint-length", "Field 4: Fingerprint" },
		{ "16", "Field 16: Set subject alternative name" },
		{ "keys edit", "Keys to edit a value" },
		{ "word: ra", "Word: RA" },
		{ "xyzzy", "" },
	};
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		play(s, "{^G}");
		play(s, cases[i].typed);
		assert_string_equal(topic_focused(s), cases[i].focused);
		play(s, "{Esc}{Esc}");
		assert_string_equal(topic_shown(s), "Platform");
		play(s, "{Esc}");
		assert_int_equal(wizard_view(s->wizard)->kind, VIEW_FORM);
	}
}

/* From a topic to the index as it was, to the first page, out. */
static void
the_help_is_left_level_by_level(void **state)
{
	struct session *s = *state;

	play(s, "{M-g}finger{Enter}{^G}upload{Down}{Up}");
	assert_string_equal(topic_focused(s), "How to upload the profile");
	play(s, "{Enter}");
	assert_string_equal(topic_shown(s), "How to upload the profile");
	play(s, "{Esc}");
	assert_string_equal(topic_focused(s), "How to upload the profile");
	assert_string_equal(wizard_view(s->wizard)->prompt_edit->text.buf, "upload");
	play(s, "{Esc}");
	assert_string_equal(wizard_view(s->wizard)->prompt_edit->text.buf, "");
	play(s, "{Esc}");
	assert_string_equal(topic_shown(s), "Fingerprint");
	play(s, "{Esc}");
	assert_string_equal(focus_label(s), "Fingerprint");
	/* Enter leads out from any level */
	play(s, "{^G}upload{Enter}{Enter}");
	assert_int_equal(wizard_view(s->wizard)->kind, VIEW_FORM);
	assert_string_equal(answer(s, "fingerprint"), "");
}

/* Of a key that does nothing where the help was opened it is silent. */
static void
the_help_has_the_keys_that_work(void **state)
{
	static const char edit[] = "cut to the end of the line";
	struct session *s = *state;

	play(s, "{M-g}policy name{Enter}{^G}keys to edit{Enter}");
	assert_true(rows_mention(s, edit));
	play(s, "{Enter}{M-g}key size{Enter}{^G}keys to edit{Enter}");
	assert_false(rows_mention(s, edit));
	assert_true(rows_mention(s, "the next option"));
	play(s, "{Enter}{M-r}{^G}keys to edit{Enter}");
	assert_false(rows_mention(s, "the next option"));
}

static void
texts_of_a_draft_are_filtered_for_display(void **state)
{
	struct session *s = *state;

	open_text(s, "form: scep\npolicy_name: \"a\\u202Eb\"\nname: \"c\\u200Bd\"\n");
	assert_string_equal(row_of(s, "policy_name")->value, "a<U+202E>b");
	play(s, "{M-r}");
	assert_int_equal(row_of(s, "name")->kind, ROW_FIELD);
	assert_true(rows_mention(s, "c<U+200B>d"));
}

/* Empty lines before the first are none, and the last one's end begins no other. */
static void
lines_are_shown_by_the_first_and_their_number(void **state)
{
	static const struct {
		const char *yaml, *shown;
	} cases[] = {
		{ "policy_notes: one\n", "one" },
		{ "policy_notes: |\n  one\n", "one" },
		{ "policy_notes: |\n  one\n  two\n", "one (2 lines)" },
		{ "policy_notes: \"\\none\"\n", "one" },
		{ "policy_notes: \"\\n\\none\\ntwo\\n\"\n", "one (2 lines)" },
	};
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		STRBUF(draft);

		strbuf_addf(&draft, "form: scep\n%s", cases[i].yaml);
		open_text(s, draft.buf);
		assert_string_equal(row_of(s, "policy_notes")->value, cases[i].shown);
	}
}

static void
repainting_is_the_loops_business(void **state)
{
	struct session *s = *state;

	play(s, "{^L}");
	assert_int_equal(s->wish, WIZARD_REPAINT);
	assert_int_equal(wizard_wants(s->wizard), WIZARD_GO_ON);
	wizard_chord(s->wizard, CHORD_NONE);
	wizard_chord(s->wizard, CHORD_RESIZE);
	check_view(s);
}

/* A generator with a seed of its own, so that a failure can be repeated. */
static uint32_t
random_next(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* Any keys in any order: no view is ever broken, and no key is a trap. Saving is left out, which
 * writes files by random names. */
static void
random_keys_never_break_the_view(void **state)
{
	struct session *s = *state;
	uint32_t seed = 20261122;

	for (int i = 0; i < 4000; i++) {
		const struct key_binding *binding =
			&key_bindings[random_next(&seed) % key_bindings_count];
		uint32_t chord = binding->chords[0];

		if (random_next(&seed) % 3 == 0)
			chord = ' ' + random_next(&seed) % 95;
		if (wizard_view(s->wizard)->prompt && chord == CHORD_ENTER)
			chord = CHORD_ESC;
		wizard_chord(s->wizard, chord);
		wizard_wants(s->wizard);
		check_view(s);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		session_test(a_new_draft_begins_at_the_first_field),
		session_test(progress_counts_what_applies_and_is_filled),
		session_test(fields_are_walked_both_ways_and_by_section),
		session_test(an_error_is_told_late_and_cleared_early),
		session_test(movement_is_never_refused),
		session_test(esc_clears_the_message_alone),
		session_test(what_is_required_and_empty_has_a_star),
		session_test(fields_appear_and_vanish_with_what_they_depend_on),
		session_test(what_does_not_apply_is_shown_with_the_reason),
		session_test(going_to_what_does_not_apply_offers_to_switch_it_on),
		session_test(going_to_a_field_takes_numbers_and_parts_of_labels),
		session_test(the_next_problem_is_found_wherever_it_is),
		session_test(help_explains_the_field_and_any_closing_key_returns),
		session_test(each_topic_of_the_help_can_be_read),
		session_test(the_help_is_searched_by_typing),
		session_test(the_help_is_left_level_by_level),
		session_test(the_help_has_the_keys_that_work),
		session_test(texts_of_a_draft_are_filtered_for_display),
		session_test(lines_are_shown_by_the_first_and_their_number),
		session_test(repainting_is_the_loops_business),
		session_test(random_keys_never_break_the_view),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
