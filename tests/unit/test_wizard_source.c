/* Where a secret is kept, in the wizard: typed, chosen from the list, allowed and run at the export. And what only its
 * user, no draft, may name: any file. */
#include "testing.h"

#include "format/draft/allowed.h"

#include "wizard_session.h"

#define IDENTITY                                                 \
	"url: https://scep.acme.net/scep\nidentity:\n"           \
	"  profile_identifier: net.acme.scep\n"                  \
	"  profile_uuid: 0F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F0\n" \
	"  scep_uuid: 1F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F1\n"    \
	"  root_uuid: 2F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F2\n"
#define COMMAND "form: scep\nchallenge: {from: command, argv: [pass, show, scep]}\n" IDENTITY
#define CHALLENGE "{M-g}challenge{Enter}"
#define EXPORT "{^X}x"

static void
state_in(const struct session *s)
{
	OWN_TEXT(state) = path_in(s, "state");

	setenv("XDG_STATE_HOME", state, 1);
}

static enum answer_source
source_of(const struct session *s)
{
	return draft_source(s->file.draft, field_of(s->form, "challenge"));
}

static const char *
asked(const struct session *s)
{
	const struct view *view = wizard_view(s->wizard);

	return view->prompt ? view->prompt : "";
}

static void
a_source_is_typed_into_the_field(void **state)
{
	static const struct {
		const char *typed;
		enum answer_source source;
		const char *value, *said;
	} cases[] = {
		{ "@prompt", ANSWER_PROMPT, "asked for at each export",
			"Challenge is asked for at each export, and not in the draft." },
		{ "@env:AWS_TOKEN", ANSWER_ENVIRONMENT, "from the environment variable AWS_TOKEN",
			"Challenge is taken from the environment variable AWS_TOKEN, and not in" },
		{ "@command pass show scep", ANSWER_COMMAND, "from the command pass show scep",
			"Challenge is taken from the command pass show scep, and not in the draft." },
		{ "@command:pass 'a b'", ANSWER_COMMAND, "from the command pass 'a b'",
			"taken from" },
		{ "@command:./x", ANSWER_HERE, "******** (set, ^R shows it)",
			"the challenge is used as the secret itself, not as the name "
			"of its source: a relative path is not accepted here. Enter the program's "
			"name, which is searched in PATH, or its absolute path." },
		{ "@env:1", ANSWER_HERE, "******** (set, ^R shows it)",
			"the challenge is used as the secret itself, not as the name "
			"of its source: \"1\" is not the name of an environment variable. Use "
			"letters, digits and _, as in SCEP_CHALLENGE." },
	};
	struct session *s = *state;

	state_in(s);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		open_text(s, "form: scep\n" IDENTITY);
		play(s, CHALLENGE);
		paste(s, cases[i].typed);
		play(s, "{Tab}");
		assert_int_equal(source_of(s), cases[i].source);
		assert_string_equal(row_of(s, "challenge")->value, cases[i].value);
		assert_contains(
			cases[i].source == ANSWER_HERE ? wizard_view(s->wizard)->left : message(s),
			cases[i].said);
		/* what the user has typed needs no further word */
		assert_int_not_equal(mark_of(s, "challenge"), '!');
	}
}

/* What somebody else has written into the draft is no word of the user's, whatever keys are pressed on it. */
static void
what_a_draft_has_is_not_typed(void **state)
{
	struct session *s = *state;

	state_in(s);
	open_text(s, "form: scep\nchallenge: \"@command:touch x\"\n" IDENTITY);
	play(s, CHALLENGE "x{BS}{Tab}");
	assert_int_equal(source_of(s), ANSWER_HERE);
	assert_string_equal(answer(s, "challenge"), "@command:touch x");
	open_text(s, COMMAND);
	assert_int_equal(mark_of(s, "challenge"), '!');
	play(s, CHALLENGE "x{^_}{Tab}");
	assert_int_equal(source_of(s), ANSWER_COMMAND);
	assert_int_equal(mark_of(s, "challenge"), '!');
	play(s, CHALLENGE "{^T}{Esc}{^T}4{Esc}{Tab}");
	assert_int_equal(mark_of(s, "challenge"), '!');
}

static void
the_list_of_places_begins_with_the_one_that_is(void **state)
{
	static const struct {
		const char *draft, *keys;
		size_t focus;
		enum answer_source source;
		const char *name;
	} cases[] = {
		{ "form: scep\n", "{Esc}", 0, ANSWER_HERE, "" },
		{ "form: scep\n", "2", 0, ANSWER_PROMPT, "" },
		{ "form: scep\n", "3{Enter}", 0, ANSWER_ENVIRONMENT, "SCEP_CHALLENGE" },
		{ "form: scep\n", "3{^U}ACME{Enter}", 0, ANSWER_ENVIRONMENT, "ACME" },
		{ "form: scep\n", "4pass show scep{Enter}", 0, ANSWER_COMMAND, "pass\nshow\nscep" },
		{ "form: scep\n", "4{Enter}", 0, ANSWER_HERE, "" },
		{ "form: scep\nchallenge: {from: env, name: A}\n", "3{Enter}", 2,
			ANSWER_ENVIRONMENT, "A" },
		{ "form: scep\nchallenge: {from: prompt}\n", "1", 1, ANSWER_HERE, "" },
		{ "form: scep\nchallenge: {from: command, argv: [pass, a b]}\n", "4{Enter}", 3,
			ANSWER_COMMAND, "pass\na b" },
		{ "form: scep\nchallenge: geheim\n", "2", 0, ANSWER_PROMPT, "" },
	};
	struct session *s = *state;

	state_in(s);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		open_text(s, cases[i].draft);
		play(s, CHALLENGE "{^T}");
		assert_int_equal(wizard_view(s->wizard)->nitems, 4);
		assert_int_equal(wizard_view(s->wizard)->item_focus, cases[i].focus);
		play(s, cases[i].keys);
		assert_string_equal(asked(s), "");
		assert_int_equal(source_of(s), cases[i].source);
		assert_string_equal(
			draft_source_name(s->file.draft, field_of(s->form, "challenge")),
			cases[i].name);
	}
}

/* What was typed is not lost by a slip in it; an empty line leads out. */
static void
a_place_that_cannot_be_taken_is_asked_for_again(void **state)
{
	static const struct {
		const char *keys, *asked, *message, *more, *name;
	} cases[] = {
		{ "4pass show 'a b{Enter}", "Program and arguments: ", "a quote (') is not closed.",
			"'{Enter}", "pass\nshow\na b" },
		{ "3A B{Enter}", "Environment variable: ",
			"\"SCEP_CHALLENGEA B\" is not the name of an environment variable. Use "
			"letters, digits and _, as in SCEP_CHALLENGE.",
			"{^U}SCEP_A{Enter}", "SCEP_A" },
	};
	struct session *s = *state;

	state_in(s);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		open_text(s, "form: scep\n");
		play(s, CHALLENGE "{^T}");
		play(s, cases[i].keys);
		assert_contains(asked(s), cases[i].asked);
		assert_contains(message(s), cases[i].message);
		play(s, cases[i].more);
		assert_string_equal(asked(s), "");
		assert_string_equal(
			draft_source_name(s->file.draft, field_of(s->form, "challenge")),
			cases[i].name);
	}
}

/* What the keeper is asked, and its answer: a member with a text, or none. */
static void
answer_wish(struct session *s, const char *task, const char *member, const char *text)
{
	const struct node *request = wizard_request(s->wizard);
	NODE(answer) = node_map_new();

	assert_int_equal(s->wish, WIZARD_ASK);
	assert_string_equal(node_get_text(request, "ask"), task);
	if (member)
		node_set(answer, member, node_text_new(text));
	s->wish = WIZARD_GO_ON;
	wizard_answered(s->wizard, answer);
	s->wish = wizard_wants(s->wizard);
	check_view(s);
}

/* As the keeper does it when y was typed. */
static void
allow_wish(struct session *s)
{
	const struct node *about = node_get(wizard_request(s->wizard), "about");
	STRBUF(err);

	assert_int_equal(allowed_about_add(&about->text, &err), 0);
	answer_wish(s, WIZARD_ALLOW, NULL, NULL);
}

static void
a_stranger_s_command_is_asked_about(void **state)
{
	struct session *s = *state;
	OWN_TEXT(profile) = path_in(s, "given.mobileconfig");
	STRBUF(data);
	STRBUF(err);

	state_in(s);
	open_text(s, COMMAND);
	play(s, EXPORT);
	assert_string_equal(asked(s), "");
	answer_wish(s, WIZARD_ALLOW, "error", "it is not allowed");
	assert_contains(message(s), "Not exported: the draft uses something that is not allowed");
	assert_false(allowed_has(&s->file));
	play(s, EXPORT);
	allow_wish(s);
	assert_true(allowed_has(&s->file));
	assert_contains(asked(s), "Export to: ");
	play(s, "{Enter}");
	assert_string_equal(
		node_get_text(wizard_request(s->wizard), "command"), "pass\nshow\nscep");
	answer_wish(s, WIZARD_RUN, "error", "pass ended with status 1");
	assert_contains(message(s), "Not exported: Challenge: pass ended with status 1.");
	assert_false(path_exists(profile));
	play(s, EXPORT "{Enter}");
	answer_wish(s, WIZARD_RUN, "secret", SECRET " ");
	assert_contains(message(s), "Exported to ");
	assert_true(rows_mention(s, "Challenge from the command pass show scep"));
	assert_true(rows_mention(s, "the challenge has a space at the end"));
	assert_int_equal(file_read(profile, 1000000, &data, &err), 0);
	assert_contains(data.buf, "<string>" SECRET " </string>");
}

static void
what_a_command_prints_is_judged(void **state)
{
	struct session *s = *state;
	OWN_TEXT(profile) = path_in(s, "given.mobileconfig");

	state_in(s);
	open_text(s, COMMAND);
	play(s, EXPORT);
	allow_wish(s);
	play(s, "{Enter}");
	answer_wish(s, WIZARD_RUN, "secret", SECRET "\001");
	assert_contains(message(s), "Not exported: Challenge has a character at byte");
	assert_false(path_exists(profile));
}

/* Other errors come first: whoever mends them looks again. */
static void
errors_are_told_before_it_is_asked(void **state)
{
	struct session *s = *state;

	state_in(s);
	open_text(s, COMMAND "fingerprint: abc\n");
	play(s, EXPORT);
	assert_string_equal(asked(s), "");
	assert_contains(message(s), "2 errors stop the export");
}

static void
what_is_saved_in_the_wizard_is_allowed(void **state)
{
	struct session *s = *state;
	const struct field *url = field_of(s->form, "url");

	state_in(s);
	open_text(s, "form: scep\n" IDENTITY);
	play(s, CHALLENGE "@command pass show scep{Tab}{^O}");
	assert_true(allowed_has(&s->file));
	reopen(s, false);
	assert_true(allowed_has(&s->file));
	play(s, "{M-g}url{Enter}x{Tab}");
	assert_int_not_equal(mark_of(s, "challenge"), '!');
	play(s, "{^O}");
	assert_string_equal(draft_text(s->file.draft, url), "https://scep.acme.net/scepx");
	assert_true(allowed_has(&s->file));
	/* somebody else's change of the URL is not covered by a later save */
	open_text(s, COMMAND);
	assert_false(allowed_has(&s->file));
	play(s, "{M-g}url{Enter}y{Tab}{^O}");
	assert_false(allowed_has(&s->file));
}

/* A path that the user types is any file; one that the draft has is one of its folder. */
static void
only_the_user_names_any_file(void **state)
{
	struct session *s = *state;
	OWN_TEXT(cert) = certificate_file(s, "ca.cer");
	OWN_TEXT(folder) = path_in(s, "below");
	OWN_TEXT(path) = path_in(s, "below/given.yaml");
	STRBUF(text);
	STRBUF(err);

	assert_int_equal(folder_make(folder, &err), 0);
	strbuf_addf(&text,
		"form: scep\ninclude_root_certificate: yes\nroot_certificate: %s\n" IDENTITY, cert);
	assert_int_equal(file_write(path, text.buf, text.len, 0, &err), 0);
	free(s->file.path);
	s->file.path = xstrdup(path);
	reopen(s, false);
	assert_int_equal(mark_of(s, "root_certificate"), '!');
	assert_contains(row_of(s, "root_certificate")->value,
		"is outside the folder of the file that names it");
	play(s, "{M-g}root{Enter}x{BS}");
	assert_null(strstr(wizard_view(s->wizard)->hint, "Root CA"));
	play(s, "{Tab}");
	assert_string_equal(answer(s, "root_certificate"), cert);
	assert_int_equal(mark_of(s, "root_certificate"), '!');
	play(s, "{M-g}root{Enter}{^U}");
	paste(s, "../ca.cer");
	assert_contains(wizard_view(s->wizard)->hint, "Root CA");
	play(s, "{Tab}");
	assert_contains(answer(s, "root_certificate"), "BEGIN CERTIFICATE");
	assert_int_not_equal(mark_of(s, "root_certificate"), '!');
}

/* What is kept, and what the wizard says of it; what cannot be a default is not asked about. */
static void
a_value_is_kept_as_a_default(void **state)
{
	static const struct {
		const char *field, *why;
	} cases[] = {
		{ "challenge", "a secret cannot be a default" },
		{ "profile identifier", "it is made for each draft" },
		{ "issuing certificate", "a certificate cannot be kept from here" },
	};
	struct session *s = *state;

	state_in(s);
	open_text(s, "form: scep\n");
	play(s, "{M-g}organization{Enter}Acme{^X}d");
	assert_string_equal(node_get_text(wizard_request(s->wizard), "form"), "scep");
	assert_string_equal(node_get_text(wizard_request(s->wizard), "key"), "organization");
	assert_string_equal(node_get_text(wizard_request(s->wizard), "text"), "Acme");
	answer_wish(s, WIZARD_KEEP, "told", "New drafts begin with it.");
	assert_string_equal(message(s), "New drafts begin with it.");
	assert_string_equal(answer(s, "organization"), "Acme");
	play(s, "{^X}d");
	answer_wish(s, WIZARD_KEEP, "error", "x is as it was");
	assert_string_equal(message(s), "Not kept: x is as it was.");
	play(s, "{^X}d");
	answer_wish(s, WIZARD_KEEP, NULL, NULL);
	assert_contains(message(s), "Not kept: ");
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		play(s, "{M-g}");
		play(s, cases[i].field);
		play(s, "{Enter}{^X}d");
		assert_contains(message(s), cases[i].why);
		assert_int_not_equal(s->wish, WIZARD_ASK);
	}
	play(s, "{M-g}url{Enter}ftp://a{^X}d");
	assert_string_equal(message(s), "Not kept: fix the error first.");
	play(s, "{M-r}{End}{^X}d");
	assert_int_not_equal(s->wish, WIZARD_ASK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		session_test(a_source_is_typed_into_the_field),
		session_test(what_a_draft_has_is_not_typed),
		session_test(the_list_of_places_begins_with_the_one_that_is),
		session_test(a_place_that_cannot_be_taken_is_asked_for_again),
		session_test(a_stranger_s_command_is_asked_about),
		session_test(a_value_is_kept_as_a_default),
		session_test(what_a_command_prints_is_judged),
		session_test(errors_are_told_before_it_is_asked),
		session_test(what_is_saved_in_the_wizard_is_allowed),
		session_test(only_the_user_names_any_file),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
