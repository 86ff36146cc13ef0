/* From macOS to iOS: what becomes of variables, and the iOS draft of a draft. */
#include "testing.h"

#include "model/ios.h"

#include "format/recovery/recovery.h"

#include "wizard_session.h"

#define IDENTITY                                                 \
	"identity:\n  profile_identifier: net.acme.scep\n"       \
	"  profile_uuid: 0F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F0\n" \
	"  scep_uuid: 1F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F1\n"    \
	"  root_uuid: 2F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F2\n"
#define MACOS                                                                                     \
	"form: scep\nplatform: macos\npolicy_name: Office/Lab\nurl: https://scep.acme.net/scep\n" \
	"subject: /O=Acme/CN=%SerialNumber%\nextractable_key: false\ndevice_groups: [A]\n"

static void
values_are_as_their_field_can_hold_them(void **state)
{
	static const struct {
		const char *mdm, *key, *text, *wanted;
	} cases[] = {
		{ NULL, "subject", "/CN=%SerialNumber%", "/CN=Office\\/Lab" },
		{ NULL, "subject", "/O=A/CN=%HostName%/OU=%SerialNumber%",
			"/O=A/CN=Office\\/Lab/OU=Office\\/Lab" },
		{ NULL, "subject", "", "/CN=Office\\/Lab" },
		{ NULL, "subject", "/CN=fixed", "/CN=fixed" },
		{ NULL, "san_dns_name", "%HostName%\na.acme.net", "office-lab\na.acme.net" },
		{ "jamf", "subject", "/CN=%SerialNumber%", "/CN=$SERIALNUMBER" },
		{ "jamf", "subject", "/CN=%HardwareUUID%", "/CN=$UDID" },
		{ "fleet", "subject", "/CN=%ComputerName%", "/CN=$FLEET_VAR_HOST_HARDWARE_SERIAL" },
		{ "intune", "subject", "", "/CN={{serialnumber}}" },
		{ "mosyle", "subject", "/CN=%SerialNumber%", "/CN=%SerialNumber%" },
		{ "mosyle", "subject", "/CN=%HardwareUUID%", "/CN=%UUID%" },
	};
	struct session *s = *state;

	open_text(s, MACOS IDENTITY);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		STRBUF(out);

		ios_text(s->file.draft, field_of(s->form, cases[i].key), cases[i].text,
			cases[i].mdm ? mdm_find(cases[i].mdm) : NULL, &out);
		assert_string_equal(out.buf, cases[i].wanted);
	}
}

/* Of a draft that names its MDM no other is offered, and none where that replaces nothing. */
static void
ways_fit_the_mdm(void **state)
{
	struct session *s = *state;
	const struct field *field = field_of(s->form, "mdm");
	const struct mdm *mdm;
	size_t n = 0;

	assert_true(ios_way_at(s->file.draft, 0, &mdm));
	assert_null(mdm);
	while (ios_way_at(s->file.draft, n, &mdm))
		n++;
	assert_true(n > 5);
	draft_set(s->file.draft, field, "jamf");
	assert_true(ios_way_at(s->file.draft, 0, &mdm));
	assert_string_equal(mdm->name, "jamf");
	assert_true(ios_way_at(s->file.draft, 1, &mdm));
	assert_null(mdm);
	assert_false(ios_way_at(s->file.draft, 2, &mdm));
	draft_set(s->file.draft, field, "jumpcloud");
	assert_true(ios_way_at(s->file.draft, 0, &mdm));
	assert_null(mdm);
	assert_false(ios_way_at(s->file.draft, 1, &mdm));
}

static void
open_chosen(struct session *s, const char *name)
{
	struct strbuf err = STRBUF_INIT;
	char *path = xstrdup(wizard_chosen(s->wizard));

	assert_int_equal(s->wish, WIZARD_OPEN);
	assert_contains(path, name);
	wizard_free(s->wizard);
	draft_file_release(&s->file);
	assert_int_equal(draft_file_read(&s->file, s->form, path, &err), 0);
	s->wizard = wizard_new(&s->file, WIZARD_REVIEW);
	free(path);
}

static void
one_key_makes_the_ios_draft(void **state)
{
	struct session *s = *state;

	open_text(s, MACOS IDENTITY);
	play(s, "{^X}i");
	assert_contains(wizard_view(s->wizard)->prompt, "iOS replaces no variables. Which value?");
	assert_contains(wizard_view(s->wizard)->items[0].meaning, "/O=Acme/CN=Office\\/Lab");
	assert_string_equal(wizard_view(s->wizard)->items[1].name, "Jamf Pro");
	assert_string_equal(wizard_view(s->wizard)->items[1].meaning, "/O=Acme/CN=$SERIALNUMBER");
	play(s, "2");
	open_chosen(s, "/given-ios.yaml");
	assert_string_equal(answer(s, "platform"), "ios");
	assert_string_equal(answer(s, "policy_name"), "Office/Lab (iOS)");
	assert_string_equal(answer(s, "subject"), "/O=Acme/CN=$SERIALNUMBER");
	assert_string_equal(answer(s, "mdm"), "jamf");
	assert_string_equal(answer(s, "profile_identifier"), "net.acme.scep-ios");
	assert_string_not_equal(answer(s, "scep_uuid"), "1F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F1");
	assert_int_equal(wizard_view(s->wizard)->problems, 0);
	assert_string_equal(focus_label(s), "Export");
	/* what does not exist there is not told */
	assert_false(rows_mention(s, "Extractable key"));
	/* and there is no iOS draft of an iOS draft */
	play(s, "{^X}");
	assert_null(strstr(wizard_view(s->wizard)->prompt, "iOS draft"));
}

/* What is unsaved is saved, and nothing is asked where nothing is to be settled. */
static void
changes_are_saved_before(void **state)
{
	struct session *s = *state;
	char *text;

	open_text(s, MACOS IDENTITY);
	play(s, "{M-g}subj{Enter}{^U}/CN=all{^X}i");
	open_chosen(s, "/given-ios.yaml");
	assert_string_equal(answer(s, "subject"), "/CN=all");
	text = session_file(s, "given.yaml");
	assert_contains(text, "/CN=all");
	free(text);
	/* the file stays that is there, and the next name is told before the question */
	open_text(s, MACOS IDENTITY);
	s->wish = WIZARD_GO_ON;
	play(s, "{^X}i");
	assert_contains(wizard_view(s->wizard)->prompt,
		"given-ios.yaml exists already. The new draft is given-ios-2.yaml.");
	play(s, "{Enter}");
	assert_contains(wizard_chosen_told(s->wizard), "given-ios-2.yaml");
	open_chosen(s, "/given-ios-2.yaml");
	assert_string_equal(answer(s, "profile_identifier"), "net.acme.scep-ios-2");
}

/* A session has left changes to a draft that is not there. */
static void
what_was_left_keeps_its_path(void **state)
{
	struct session *s = *state;
	char *path = path_in(s, "given-ios.yaml");

	wizard_free(s->wizard);
	s->wizard = wizard_new_quick(s->form, path, s->folder, NULL);
	wizard_guard(s->wizard);
	play(s, "2{Enter}");
	open_text(s, MACOS IDENTITY);
	assert_int_equal(recovery_peek(s->form, path, NULL), RECOVERY_LEFT);
	play(s, "{^X}i");
	assert_contains(wizard_view(s->wizard)->prompt,
		"given-ios.yaml has unsaved changes. The new draft is given-ios-2.yaml.");
	free(path);
}

/* Nothing is changed in silence, and no name that all devices share gets into the SAN. */
static void
what_changes_is_told(void **state)
{
	struct session *s = *state;
	const char *told;

	open_text(s, MACOS
		"set_subject_alternative_name: true\nsan_dns_name: ['%HardwareUUID%.x.net', a.acme.net]\n"
		"san_uri: ['urn:%SerialNumber%']\n" IDENTITY);
	play(s, "{M-g}org{Enter}{^U}Acme{^X}i");
	assert_contains(wizard_view(s->wizard)->items[0].meaning, "no SAN with a variable");
	play(s, "{Enter}");
	told = wizard_chosen_told(s->wizard);
	assert_contains(told, "given.yaml was saved.");
	assert_contains(told, "7 Subject is now /O=Acme/CN=Office\\/Lab.");
	assert_contains(told, "17 DNS name is now a.acme.net.");
	assert_contains(told, "URI is now empty.");
	assert_null(strstr(told, "Policy name"));
	open_chosen(s, "/given-ios.yaml");
	assert_string_equal(answer(s, "san_dns_name"), "a.acme.net");
	assert_string_equal(answer(s, "san_uri"), "");
	assert_int_equal(wizard_view(s->wizard)->problems, 0);
	/* the variable of an MDM is another one on each device */
	open_text(s, MACOS
		"set_subject_alternative_name: true\nsan_dns_name: ['%HardwareUUID%.x.net']\nmdm: jamf\n" IDENTITY);
	play(s, "{^X}i{Enter}");
	assert_contains(wizard_chosen_told(s->wizard), "DNS name is now $UDID.x.net.");
}

static void
a_field_offers_values(void **state)
{
	struct session *s = *state;

	open_text(s, "form: scep\nplatform: ios\npolicy_name: Office\nsubject: /CN=%SerialNumber%\n"
		     "mdm: Fleet\n" IDENTITY);
	play(s, "{M-g}subj{Enter}");
	assert_contains(message(s), "iOS does not replace %SerialNumber%");
	assert_contains(message(s), "^T offers values.");
	play(s, "{^T}");
	assert_string_equal(wizard_view(s->wizard)->items[0].name, "Fleet");
	assert_string_equal(
		wizard_view(s->wizard)->items[0].meaning, "/CN=$FLEET_VAR_HOST_HARDWARE_SERIAL");
	assert_string_equal(wizard_view(s->wizard)->items[1].meaning, "/CN=Office");
	play(s, "{Enter}");
	assert_string_equal(answer(s, "subject"), "/CN=$FLEET_VAR_HOST_HARDWARE_SERIAL");
	assert_string_equal(message(s), "");
	/* in a value that is right a variable is put in at the cursor */
	play(s, "{^U}/CN=x-{^T}{Enter}");
	assert_string_equal(answer(s, "subject"), "/CN=x-$FLEET_VAR_HOST_HARDWARE_SERIAL");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		session_test(values_are_as_their_field_can_hold_them),
		session_test(ways_fit_the_mdm),
		session_test(one_key_makes_the_ios_draft),
		session_test(changes_are_saved_before),
		session_test(what_was_left_keeps_its_path),
		session_test(what_changes_is_told),
		session_test(a_field_offers_values),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
