/* The table of hand-overs, and their shapes: what was wrapped is found again, and nothing in other files. */
#include "testing.h"

#include "base/xalloc.h"

#include "format/handover/handover.h"

#include "drafts.h"

static void
rows_are_complete_and_are_the_words(void **state)
{
	STRVEC(words);

	(void)state;
	strvec_split(&words, HANDOVER_WORDS, '|');
	assert_int_equal(words.n, handovers_count);
	for (size_t i = 0; i < handovers_count; i++) {
		const struct handover *to = &handovers[i];

		assert_string_equal(words.v[i], to->name);
		assert_ptr_equal(handover_find(to->name), to);
		assert_non_null(handover_mdm(to));
		assert_true(to->steps && to->steps[0]);
		assert_false(to->shape && to->folder);
		assert_int_equal(*to->suffix, '.');
	}
}

/* An export of the draft, without its file. */
struct handed {
	struct draft_file file;
	struct desk desk;
	struct export export;
};

static void
handed_init(struct handed *handed, const struct form *form)
{
	*handed = (struct handed){ .file = { .draft = draft_new(form) },
		.desk = { .env = { .folder = "." } } };
	handed->desk.file = &handed->file;
	handed->export.desk = &handed->desk;
	draft_answer(handed->file.draft, "policy_name=Branch Office, Wi-Fi");
}

static void
handed_release(struct handed *handed)
{
	export_release(&handed->export);
	draft_free(handed->file.draft);
}

static const char profile[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
			      "<plist version=\"1.0\"><dict>\n\t<key>\"\\</key><string>\xc3\xa4 "
			      "\xf0\x9f\x98\x80\xe2\x80\xae</string></dict></plist>\n";

static void
what_was_wrapped_is_found_again(void **state)
{
	struct handed handed;

	handed_init(&handed, *state);
	for (size_t i = 0; i < handovers_count; i++) {
		const struct export_shape *shape = handovers[i].shape;
		STRBUF(text);
		STRBUF(again);
		STRBUF(err);

		if (!shape)
			continue;
		strbuf_addstr(&text, profile);
		assert_int_equal(shape->wrap(&handed.export, &text, &err), 0);
		assert_string_not_equal(text.buf, profile);
		assert_true(shape->unwrap(&text, &again));
		assert_string_equal(again.buf, profile);
	}
	handed_release(&handed);
}

static void
nothing_is_found_in_other_files(void **state)
{
	static const char *const others[] = { "", "{", "null", "[]", "{}", "{\"payload\": 1}",
		"{\"payload\": \"\"}", "{\"payload\": \"%\"}", "{\"values\": [1, {}]}",
		"{\"values\": [{\"configFieldName\": \"payload\"}]}",
		"{\"values\": {\"configFieldName\": \"payload\"}}", "{\"data\": []}",
		"{\"data\": {\"attributes\": {\"customSettingsValues\": {\"configurationProfile\": "
		"1}}}}",
		"form: scep\n", profile,
		"<?xml version=\"1.0\"?><plist version=\"1.0\"><dict><key>Command</key>"
		"<dict><key>Payload</key><string>x</string></dict></dict></plist>" };

	(void)state;
	for (size_t i = 0; i < handovers_count; i++)
		for (size_t j = 0; handovers[i].shape && j < ARRAY_SIZE(others); j++) {
			STRBUF(file);
			STRBUF(found);

			strbuf_addstr(&file, others[j]);
			if (handovers[i].shape->unwrap(&file, &found))
				fail_msg("%s: %s", handovers[i].name, others[j]);
		}
}

static void
a_draft_without_a_file_is_named_by_its_policy(void **state)
{
	struct handed handed;

	handed_init(&handed, *state);
	{
		OWN_TEXT(name) = handover_profile_name(&handed.desk);

		assert_string_equal(name, "branch-office-wi-fi.mobileconfig");
	}
	draft_answer(handed.file.draft, "policy_name=\xe6\x97\xa5\xe6\x9c\xac");
	{
		OWN_TEXT(name) = handover_profile_name(&handed.desk);

		assert_string_equal(name, "profile.mobileconfig");
	}
	handed_release(&handed);
}

static const struct {
	const char *where, *answer, *words;
} steps_cases[] = {
	{ "jumpcloud", "device_groups=Lab\nField laptops",
		"scepwiz-publish-jumpcloud 'a b/c' --group Lab --group 'Field laptops'" },
	{ "jumpcloud", "device_groups=", "scepwiz-publish-jumpcloud 'a b/c'\n" },
	{ "jumpcloud", "devices=mac-1\nmac-2", "Assign these by hand: devices mac-1, mac-2\n" },
	{ "iru", "device_groups=Lab", "Assign these by hand: Lab; devices mac-1, mac-2\n" },
	{ "iru", "devices=", "Assign these by hand: Lab\n" },
	{ "jamf", "platform=ios",
		"jamf-upload.sh mobiledeviceprofile --name 'Branch Office, Wi-Fi' --mobileconfig "
		"'a b/c'" },
	{ "jamf", "platform=macos", "computerprofile" },
	{ "intune", "scope=User", "https://graph.microsoft.com/beta/deviceManagement" },
	{ "intune", "scope=System", "https://graph.microsoft.com/v1.0/deviceManagement" },
};

static void
steps_name_the_file_the_groups_and_what_is_left(void **state)
{
	struct handed handed;

	handed_init(&handed, *state);
	for (size_t i = 0; i < ARRAY_SIZE(steps_cases); i++) {
		STRVEC(steps);
		STRBUF(text);

		draft_answer(handed.file.draft, steps_cases[i].answer);
		handover_steps(
			handover_find(steps_cases[i].where), &handed.export, "a b/c", &steps);
		strvec_join(&steps, "\n", &text);
		strbuf_addch(&text, '\n');
		assert_contains(text.buf, steps_cases[i].words);
		assert_null(strstr(text.buf, "{"));
	}
	handed_release(&handed);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_complete_and_are_the_words),
		cmocka_unit_test(what_was_wrapped_is_found_again),
		cmocka_unit_test(nothing_is_found_in_other_files),
		cmocka_unit_test(a_draft_without_a_file_is_named_by_its_policy),
		cmocka_unit_test(steps_name_the_file_the_groups_and_what_is_left),
	};

	return cmocka_run_group_tests(tests, form_setup, form_teardown);
}
