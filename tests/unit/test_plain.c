/* Plain mode: what a line means, what is said, and that nothing is lost. */
#include "testing.h"

#include <sys/stat.h>

#include "base/xalloc.h"

#include "ui/plain/plain.h"

#include "wizard_session.h"

#define SHA1_HEX "31:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff:00:11:22:33:44"

/* What a run with this input writes; the same buffer at each call. */
static struct strbuf said = STRBUF_INIT, trouble = STRBUF_INIT;

static void
check_said(const struct session *s)
{
	for (size_t i = 0; i < said.len; i++)
		if ((unsigned char)said.buf[i] < ' ' && said.buf[i] != '\n')
			fail_msg("byte 0x%02x in \"%s\"", said.buf[i], said.buf);
	for (const char *line = said.buf; *line; line += strcspn(line, "\n") + 1)
		if (strcspn(line, "\n") > 79 && !strstr(line, ": "))
			fail_msg("a line is too wide: %.*s", (int)strcspn(line, "\n"), line);
	if (!s->secret_may_show)
		must_not_hold(said.buf, SECRET);
}

static int
run(struct session *s, const char *input)
{
	FILE *in = tmpfile(), *out = tmpfile();
	char chunk[4096];
	size_t n;
	int result;

	assert_true(in && out);
	fwrite(input, 1, strlen(input), in);
	rewind(in);
	strbuf_clear(&said);
	strbuf_clear(&trouble);
	result = plain_run(s->wizard, fileno(in), fileno(out), &trouble);
	rewind(out);
	while ((n = fread(chunk, 1, sizeof chunk, out)))
		strbuf_add(&said, chunk, n);
	fclose(in);
	fclose(out);
	check_said(s);
	return result;
}

/* A run on a new draft, which is left at its end; from the secret, too, where !q is a secret. */
static const char *
talk(struct session *s, const char *input)
{
	struct strbuf all = STRBUF_INIT;

	wizard_free(s->wizard);
	draft_file_release(&s->file);
	s->file = (struct draft_file)DRAFT_FILE_INIT;
	draft_file_new(&s->file, s->form, NULL);
	s->wizard = wizard_new(&s->file, false);
	strbuf_addf(&all, "%s\n<\n!q\nd\n", input);
	if (run(s, all.buf))
		fail_msg("%s: %s", trouble.buf, said.buf);
	strbuf_release(&all);
	return said.buf;
}

static void
a_step_is_told_and_answered(void **state)
{
	struct session *s = *state;

	talk(s, "=4\n11:22:33:44:aa:bb:cc:dd\n" SHA1_HEX);
	assert_contains(said.buf,
		"Section Certificate authority and key.\n4 Fingerprint, optional. Empty.\nThe hash "
		"of a certificate that the SCEP server returns.\n> 11:22:33:44:aa:bb:cc:dd\n"
		"Error: 8 bytes found. SHA-1 has 20 (40 hex digits), SHA-256 has 32 (64 hex\n"
		"digits).\nType it again. Enter keeps it for now.\n> " SHA1_HEX "\n"
		"Taken as: SHA-1, begins 31 22 33 44.\n5 Challenge, optional. Empty.\n");
	assert_string_equal(answer(s, "fingerprint"), "MSIzRFVmd4iZqrvM3e7/ABEiM0Q=");
}

/* A line, and what it makes of the value of the field Name. */
/* The lines of a PEM text are no answers to the questions that follow. */
static void
a_certificate_is_pasted_line_by_line(void **state)
{
	static const struct cert_spec spec = { "Acme Root", NULL, 2048, "SHA256", -1, 3650, true,
		0 };
	struct session *s = *state;
	struct strbuf input = STRBUF_INIT, pem = STRBUF_INIT;

	cert_pem(&spec, &pem);
	/* the line end of the last line is talk's */
	strbuf_addf(&input, "=4\n%.*s", (int)pem.len - 1, pem.buf);
	talk(s, input.buf);
	assert_contains(said.buf, "That is the certificate Acme Root. Its SHA-256 was put in.\n");
	assert_int_equal(strlen(answer(s, "fingerprint")), 44);
	assert_string_equal(answer(s, "challenge"), "");
	strbuf_clear(&input);
	strbuf_addf(&input, "=include_root\nyes\n%s<", pem.buf);
	talk(s, input.buf);
	assert_contains(said.buf, "That is the certificate Acme Root, until 20");
	assert_string_equal(answer(s, "root_certificate"), pem.buf);
	/* one that is cut takes what there is */
	strbuf_truncate(&pem, pem.len / 2);
	strbuf_clear(&input);
	strbuf_addf(&input, "=4\n%s\n!q\nd\n", pem.buf);
	talk(s, input.buf);
	assert_contains(said.buf, "This is a certificate in PEM, not its fingerprint");
	strbuf_release(&input);
	strbuf_release(&pem);
}

static void
signs_are_commands_and_backslashes_make_values_of_them(void **state)
{
	static const struct {
		const char *line, *value;
	} cases[] = {
		{ "Example", "Example" },
		{ "-", "" },
		{ "\\-", "-" },
		{ "\\\\-", "\\-" },
		{ "-x", "-x" },
		{ "<", "was" },
		{ "\\<", "<" },
		{ "<x", "<x" },
		{ "?", "was" },
		{ "\\?", "?" },
		{ "=", "was" },
		{ "=4", "was" },
		{ "\\=4", "=4" },
		{ "\\=", "=" },
		{ "!s", "was" },
		{ "\\!s", "!s" },
		{ "!g 4", "was" },
		{ "\\!g 4", "!g 4" },
		{ "!sesame", "!sesame" },
		{ "\\server\\share", "\\server\\share" },
		{ "\\", "\\" },
		{ "+", "+" },
		{ ".", "." },
		{ "", "was" },
	};
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf input = STRBUF_INIT;

		strbuf_addf(&input, "=name\nwas\n=name\n%s\n<", cases[i].line);
		talk(s, input.buf);
		assert_string_equal(answer(s, "name"), cases[i].value);
		strbuf_release(&input);
	}
}

/* A slash in front makes a command of a word; where an option is chosen the word alone is one. */
static void
words_are_commands(void **state)
{
	static const struct {
		const char *line, *value;
	} cases[] = {
		{ "back", "back" },
		{ "/back", "was" },
		{ "/BACK", "was" },
		{ "/go 4", "was" },
		{ "/go fingerprint", "was" },
		{ "/clear", "" },
		{ "/list", "was" },
		{ "/value", "was" },
		{ "/hints off", "was" },
		{ "\\/back", "/back" },
		{ "\\\\/back", "\\/back" },
		{ "/CN=foo", "/CN=foo" },
		{ "/backup", "/backup" },
		{ "/back up", "/back up" },
		{ "/", "/" },
		{ "/undo", "" },
	};
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		STRBUF(input);

		strbuf_addf(&input, "=name\nwas\n=name\n%s\n<", cases[i].line);
		talk(s, input.buf);
		if (strcmp(answer(s, "name"), cases[i].value) != 0)
			fail_msg("%s: %s", cases[i].line, answer(s, "name"));
	}
	talk(s, "go url\nquit\n/go 1\n/go 12\n/clear\n<");
	assert_contains(said.buf, "> quit\nThis is text now. /quit is the command.\nError: ");
	talk(s, "list\nhelp\nhint\nreview\nlist\nback\nback\nundo");
	assert_contains(said.buf, "> list\nSection Policy.\n1 Platform: macOS\n");
	assert_contains(said.buf, "> help\nPlatform:\n");
	assert_contains(said.buf,
		"> hint\nThe devices that the policy is for. iOS includes iPadOS.\n"
		"Macs that are enrolled in the MDM.\n1 macOS, 2 iOS.\n");
	assert_contains(said.buf, "> review\nReview. 1 error, ");
	assert_contains(said.buf, "> back\nSection Policy.\n1 Platform, required. macOS.\n1 macOS");
	assert_contains(said.buf, "> back\nThis is the first field.\n");
	assert_contains(said.buf, "> undo\nNothing to undo");
}

/* A hint is read at the first visit; not at all if hints are off. */
static void
hints_are_told_once(void **state)
{
	struct session *s = *state;
	const char *hint = "Seconds between retries.\n";

	talk(s, "go 11\n/back\n\n/hint\n");
	assert_contains(
		said.buf, "11 Retry delay, optional. 10.\nSeconds between retries.\n> /back");
	assert_contains(said.buf, "11 Retry delay, optional. 10.\n> /hint\n"
				  "Seconds between retries. The first retry comes at once.\n");
	assert_null(strstr(strstr(said.buf, hint) + 1, hint));
	talk(s, "hints off\ngo 11\n/hints on\n<\n<");
	assert_contains(said.buf, "Hints are off.\n");
	assert_contains(said.buf, "11 Retry delay, optional. 10.\n> /hints on\nHints are on.\n");
}

/* Its beginning is enough to know it again; value has all of it, and no byte is broken by a line's end. */
static void
a_hash_is_told_by_its_beginning(void **state)
{
	struct session *s = *state;

	talk(s, "go 4\n" SHA1_HEX "\n/back\n/value\n/list");
	assert_contains(said.buf, "Taken as: SHA-1, begins 31 22 33 44.\n");
	assert_contains(said.buf, "4 Fingerprint, optional. SHA-1, begins 31 22 33 44.\n");
	assert_contains(said.buf,
		"> /value\nFingerprint: SHA-1, 31 22 33 44, 55 66 77 88, 99 AA BB "
		"CC, DD EE FF 00, 11 22\n"
		"33 44\n");
	assert_contains(said.buf, "4 Fingerprint: SHA-1, begins 31 22 33 44\n");
}

/* Nothing but the error is repeated where the review leads to its field. */
static void
an_error_is_told_once_on_the_way_from_the_review(void **state)
{
	struct session *s = *state;
	const char *error = "is required: the device";

	talk(s, "review\n\n!q\nd");
	assert_contains(said.buf, error);
	assert_null(strstr(strstr(said.buf, error) + 1, error));
}

/* In a secret only a sign alone is a command. */
static void
a_secret_is_taken_as_typed_and_never_said(void **state)
{
	static const struct {
		const char *line, *value;
	} cases[] = {
		{ SECRET, SECRET },
		{ "!s", "!s" },
		{ "=4", "=4" },
		{ "-x", "-x" },
		{ "\\-", "-" },
		{ "back\nback", "back" },
		{ "/back", "was" },
		{ "\\/back", "/back" },
		{ "/go 4", "was" },
		{ "\\/go 4", "/go 4" },
		{ "undo\n", "was" },
		{ "\\x", "\\x" },
		{ "\\\\", "\\\\" },
		{ " blank ", " blank " },
		{ "-\n", "" },
		{ "", "was" },
		{ "+", "+" },
	};
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf input = STRBUF_INIT;

		strbuf_addf(&input, "=5\nwas\n=5\n%s\n=\n!r", cases[i].line);
		talk(s, input.buf);
		assert_string_equal(answer(s, "challenge"), cases[i].value);
		strbuf_release(&input);
	}
	talk(s, "=5\nundo\n/go 7");
	assert_contains(said.buf, "> \nThis is a command only with a slash: /undo.");
	talk(s, "=5\n" SECRET "\n<");
	assert_contains(said.buf, "What you type is not shown.\n> \n");
	assert_contains(said.buf, "> \nTaken: set, 21 characters.\n6 Key");
	assert_contains(said.buf, "\n5 Challenge, optional. Set, 21 characters.\n");
}

static void
a_secret_is_shown_to_whoever_asks_for_just_that(void **state)
{
	struct session *s = *state;

	s->secret_may_show = true;
	talk(s, "=5\n" SECRET "\n/back\n/value\nreview\nreveal\nlist\nback");
	must_not_hold(said.buf, SECRET);
	assert_contains(said.buf, "> \nChallenge: set, 21 characters\n/reveal reads it.\n");
	talk(s, "=5\n" SECRET "\n<\n!\nv\n\n!v\n=1");
	assert_contains(said.buf, "Challenge: " SECRET "\n");
	assert_contains(said.buf, "Nothing is hidden here.\n");
	assert_null(strstr(strstr(said.buf, SECRET) + 1, SECRET));
	assert_null(strstr(said.buf, "^R"));
}

static void
choices_are_taken_by_number_label_or_its_beginning(void **state)
{
	static const struct {
		const char *line, *value;
	} cases[] = {
		{ "2", "ios" },
		{ "1", "macos" },
		{ "iOS", "ios" },
		{ "MACOS", "macos" },
		{ "i", "ios" },
		{ "3", "macos" },
		{ "0", "macos" },
		{ "windows", "macos" },
		{ "-", "macos" },
	};
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		talk(s, cases[i].line);
		assert_string_equal(answer(s, "platform"), cases[i].value);
	}
	talk(s, "3");
	assert_contains(said.buf, "1 Platform, required. macOS.\n"
				  "The devices that the policy is for.\n"
				  "1 macOS, 2 iOS.\n"
				  "> 3\n"
				  "Error: \"3\" is not an option. Type a number from 1 to 2.\n"
				  "> ");
	talk(s, "-\n2");
	assert_contains(said.buf, "Platform always has a value. Choose another one.\n");
	assert_contains(said.buf, "Taken as: iOS.\n");
	talk(s, "=key size\n4096\n=extract\ny\n=scope\nuser\n<\n-");
	assert_string_equal(answer(s, "key_size"), "4096");
	assert_string_equal(answer(s, "extractable_key"), "true");
	assert_string_equal(answer(s, "scope"), "");
}

static void
checks_take_several_numbers(void **state)
{
	static const struct {
		const char *line, *value;
	} cases[] = {
		{ "1", "signing" },
		{ "1 2", "signing\nencryption" },
		{ "2,1", "signing\nencryption" },
		{ " signing, 2 ", "signing\nencryption" },
		{ "enc", "encryption" },
		{ "-", "" },
		{ "1 3", "encryption" },
		{ "", "encryption" },
	};
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct strbuf input = STRBUF_INIT;

		strbuf_addf(&input, "=key usage\n2\n=key usage\n%s\n<", cases[i].line);
		talk(s, input.buf);
		assert_string_equal(answer(s, "key_usage"), cases[i].value);
		strbuf_release(&input);
	}
	talk(s, "=key usage\n1 3");
	assert_contains(said.buf, "Error: \"3\" is not an option. Type a number from 1 to 2.\n");
}

static void
several_lines_end_with_an_empty_line(void **state)
{
	struct session *s = *state;

	talk(s, "=3\none\n=4\n\\.\n..\n\n<\n\n<\n<\n.");
	assert_string_equal(answer(s, "policy_notes"), "one\n=4\n.\n..");
	/* blanks alone are no line, and a single dot ends as well */
	talk(s, "=3\none\n \n=3\none\n.\n");
	assert_string_equal(answer(s, "policy_notes"), "one");
	assert_string_equal(answer(s, "fingerprint"), "");
	talk(s, "=3\none\n.\n=3\n+\n two\n.\n<");
	assert_string_equal(answer(s, "policy_notes"), "one\n two");
	assert_contains(said.buf, "3 Policy notes, optional. one /  two.\n");
	talk(s, "=3\none\n.\n=3\n-\n<");
	assert_string_equal(answer(s, "policy_notes"), "");
	talk(s, "=groups\n\\-\nMacs\n\n");
	assert_string_equal(answer(s, "device_groups"), "-\nMacs");
}

/* A list says what is wrong once, and lets go. */
static void
a_wrong_item_is_told_and_kept(void **state)
{
	struct session *s = *state;

	talk(s, "=16\nyes\nfine.example.com\nnot fine\n.\n");
	assert_contains(said.buf, "Error: Line 2: ");
	assert_contains(said.buf, "> \n18 Principal, optional. Empty.");
	assert_string_equal(answer(s, "san_dns_name"), "fine.example.com\nnot fine");
}

static void
a_problem_is_told_once_and_traps_nobody(void **state)
{
	struct session *s = *state;

	talk(s, "=url\nftp://x\n\n<\n=");
	assert_contains(
		said.buf, "Error: The URL begins with \"ftp://\". SCEP needs http:// or https://.");
	assert_contains(said.buf, "> \n13 Name, optional. Empty.");
	assert_contains(said.buf, "Error, 12 URL: ftp://x\n");
}

static void
what_is_doubtful_is_told_on_leaving(void **state)
{
	struct session *s = *state;

	talk(s, "=subject\n\n");
	assert_contains(said.buf, "> \nWarning: The subject is empty,");
	assert_contains(said.buf, "%SerialNumber%.\n8 ");
}

/* The texts of the wizard name keys of the screen. */
static void
a_mend_is_offered_under_its_sign(void **state)
{
	struct session *s = *state;

	talk(s, "=subject\nCN=foo\n!t\n\n\n<");
	assert_contains(said.buf, "fixes it.");
	assert_contains(said.buf, "Use /CN=foo? Enter: yes, back: no, other values\n> \n");
	assert_contains(said.buf, "Now: /CN=foo.\n");
	assert_string_equal(answer(s, "subject"), "/CN=foo");
	talk(s, "=subject\nCN=foo\n!t\nperhaps\nno\n");
	assert_contains(said.buf, "Error: \"perhaps\" is not an answer here.\n");
	assert_string_equal(answer(s, "subject"), "CN=foo");
	talk(s, "=subject\nCN=foo\n!t\n!t\n\n!t\n!t\n1\n");
	assert_contains(said.buf, "1 %ComputerName%: the computer's name");
	assert_contains(said.buf, "Which one? back: none\n> 1\n");
	assert_contains(answer(s, "subject"), "CN=foo%");
}

static void
the_list_holds_all_fields_with_marks(void **state)
{
	struct session *s = *state;

	talk(s, "=2\nOffice\n=");
	assert_contains(said.buf, "Section Policy.\n"
				  "1 Platform: macOS\n"
				  "2 Policy name: Office\n"
				  "3 Policy notes: empty\n");
	assert_contains(said.buf, "Required, 12 URL: empty\n");
	assert_contains(said.buf, "Section Profile.\n");
	talk(s, "=nothing like it");
	assert_contains(
		said.buf, "Error: No field has the name or number \"nothing like it\".\n> ");
	talk(s, "=15\nn\n!h\n=15\nx\n=");
	assert_contains(said.buf,
		"Root certificate does not apply: Include root certificate is no. "
		"/all shows it.\n");
	assert_contains(said.buf, "15 Root certificate: empty (not used)\n");
	assert_string_equal(answer(s, "root_certificate"), "");
}

static void
help_names_signs_and_no_keys(void **state)
{
	struct session *s = *state;

	talk(s, "=4\n?");
	assert_contains(said.buf, "In the profile: com.apple.security.scep, key "
				  "PayloadContent/CAFingerprint.\n");
	assert_contains(said.buf, "\nRules:\n");
	assert_contains(said.buf, "A backslash before the\nslash makes it text.");
	assert_null(strstr(said.buf, "^"));
	assert_null(strstr(said.buf, "M-"));
}

static void
a_topic_of_the_help_is_found_by_a_word(void **state)
{
	struct session *s = *state;

	talk(s, "!f sign\n!f\n=\nupload\n!f xyzzy\n!f\n<");
	assert_contains(said.buf, "\nHow to sign the profile:\n");
	assert_contains(said.buf, "A signature tells devices who made the profile.");
	assert_contains(said.buf, "\nField 4: Fingerprint\n");
	assert_contains(said.buf, "\nHow to upload the profile:\n");
	assert_contains(said.buf, "Nothing was chosen.\n");
	assert_int_equal(wizard_view(s->wizard)->kind, VIEW_FORM);
}

/* Also behind the first line, and in a question for a text; the lines that were typed stay. */
static void
a_slash_word_is_a_command_everywhere(void **state)
{
	struct session *s = *state;

	talk(s, "=3\none\n/value\ntwo\n/go 8\n/go 3\n\\/value\nx\n\n<\n<");
	assert_contains(said.buf, "> one\n> /value\nPolicy notes: 1 line.\none\n> two\n> /go 8\n");
	assert_contains(
		said.buf, "3 Policy notes, optional. one / two.\nLines. An empty one ends.\n");
	assert_string_equal(answer(s, "policy_notes"), "/value\nx");
	talk(s, "=3\none\n/undo\n<");
	assert_contains(said.buf, "> /undo\nNow: Empty.\nUndone: 3 Policy notes.\n");
	talk(s, "=12\n/comment\nback\nback\n<");
	assert_contains(
		said.buf, "> back\nIf \"back\" is the text, type it again. /back stops.\n> back\n");
	assert_contains(said.buf, "The comment is kept");
	talk(s, "=12\n/comment\n/done\n/go 8\n=13");
	assert_contains(said.buf, "> /done\nIf \"/done\" is the text");
	assert_contains(said.buf, "> /go 8\n");
	assert_contains(said.buf, "\n8 Retries, ");
	assert_null(strstr(said.buf, "is kept"));
}

/* It stays at the field, so that the next line is its value. */
static void
clear_stays_and_is_undone(void **state)
{
	struct session *s = *state;

	talk(s, "=13\na\n=13\n/clear\nb\n<");
	assert_contains(said.buf, "> /clear\nEmpty.\n> b\n");
	talk(s, "=8\nmany\n4\n=8\nmany\nmore\n/clear\n/undo\n/undo\n/redo");
	assert_contains(said.buf, "> /clear\nDefault: 3.\n> /undo\nNow: more.\n");
	assert_contains(said.buf, "> /undo\nNow: many.\n");
	assert_contains(said.buf, "> /redo\nNow: more.\n");
}

/* The other draft is named, and what is asked about. */
static void
an_ios_draft_is_told(void **state)
{
	struct session *s = *state;

	talk(s, "=7\n/CN=%SerialNumber%\n=12\nhttps://scep.acme.com/scep\n/save as\noffice\n/ios\n1\n");
	assert_contains(said.buf, "Subject: iOS replaces no variables. Which value? back: none\n");
	assert_contains(said.buf, "The iOS draft is office-ios. ");
}

/* What the review has told is told again to a person who asks for it. */
static void
the_next_error_is_told_behind_the_review(void **state)
{
	struct session *s = *state;

	talk(s, "=12\nhttps://scep.acme.com/scep\n/review\nnext error\n=13");
	assert_contains(said.buf, "> next error\nSection Assignment.\n21 Device groups");
	assert_contains(strstr(said.buf, "> next error"), "Warning: No device group");
}

static void
back_stops_at_the_first_field(void **state)
{
	struct session *s = *state;

	talk(s, "<\n\n<\n<");
	assert_contains(said.buf, "> <\nThis is the first field.\n> \n2 Policy name, ");
}

static void
the_menu_lists_and_runs_commands(void **state)
{
	struct session *s = *state;

	talk(s, "!\n\n!\ng url\n!g 4\n!j\n!\n!e");
	assert_contains(said.buf,
		"back, help, topic WORD: of the help, list: all fields, go NUMBER or NAME,");
	assert_contains(said.buf, " Enter goes back.\n> \n> !\n");
	assert_contains(said.buf, "> g url\nSection Server.\n12 URL, required. Empty.\n");
	assert_contains(said.buf, "> !g 4\nSection Certificate authority and key.\n4 Fingerprint");
	assert_contains(said.buf, "> !j\nError: \"!j\" is not a command.\n");
	assert_contains(said.buf, "> !e\nSection Server.\n12 URL");
	talk(s, "!o\n=2\nx\n<\n!u");
	assert_contains(said.buf, "The editor opens for notes and lists only.\n");
	assert_contains(said.buf, "Policy name is back as it was saved.\n");
	talk(s, "=3\n!o");
	assert_contains(said.buf, "An editor needs a terminal. Type the text instead.\n");
}

static void
a_certificate_is_taken_by_its_path(void **state)
{
	struct session *s = *state;
	char *path = certificate_file(s, "root.cer");
	struct strbuf input = STRBUF_INIT;

	strbuf_addf(&input, "=14\ny\n/no/such.cer\n%s\n<\n-\n", path);
	talk(s, input.buf);
	assert_contains(said.buf, "Error: Cannot open /no/such.cer");
	assert_contains(said.buf, "Taken as: ");
	assert_contains(said.buf, "Example Root CA");
	assert_string_equal(answer(s, "root_certificate"), "");
	strbuf_clear(&input);
	/* a tab completes the path */
	strbuf_addf(&input, "=4\n!t\n%.*s\t\n\n", (int)strlen(path) - 3, path);
	talk(s, input.buf);
	assert_contains(said.buf, "Certificate file: ");
	assert_contains(said.buf, "Fingerprint was taken from");
	strbuf_release(&input);
	free(path);
}

/* Without it the draft would be saved as what is typed. */
static void
a_tab_completes_a_path(void **state)
{
	struct session *s = *state;
	char *folder = path_in(s, "certs");
	struct strbuf input = STRBUF_INIT, wanted = STRBUF_INIT;

	assert_int_equal(mkdir(folder, 0755), 0);
	strbuf_addf(&input, "!a\n%s/cer\t\n<\n", s->folder);
	talk(s, input.buf);
	strbuf_addf(&wanted, "\nSave as: %s/. Enter accepts it.\n> <\n", folder);
	assert_contains(said.buf, wanted.buf);
	assert_null(strstr(said.buf, "Saved to"));
	strbuf_release(&input);
	strbuf_release(&wanted);
	free(folder);
}

/* A number chooses what the list shows: a folder is entered, a file told, and taken by Enter. */
static void
files_are_listed_and_taken_by_number(void **state)
{
	struct session *s = *state;
	char *folder = path_in(s, "certs"), *path;
	struct strbuf input = STRBUF_INIT;

	assert_int_equal(mkdir(folder, 0755), 0);
	path = certificate_file(s, "certs/root.cer");
	strbuf_addf(&input, "=4\n!t\n%s/\n=\n2\n\n-", folder);
	talk(s, input.buf);
	assert_contains(said.buf, "> =\n1 ../\n2 root.cer\n> 2\n"
				  "Enter chooses root.cer: Example Root CA, until 20");
	assert_contains(said.buf, "Fingerprint was taken from");
	strbuf_clear(&input);
	strbuf_addf(&input, "=4\n!t\n%s/\n2\nroot\n=\n9\n<", s->folder);
	talk(s, input.buf);
	assert_contains(said.buf, "Enter chooses root.cer: Example Root CA");
	assert_contains(said.buf, "> =\n1 root.cer\n");
	assert_contains(said.buf, "Error: ");
	assert_string_equal(answer(s, "fingerprint"), "");
	/* the way up; a folder inside is opened by no Enter */
	strbuf_clear(&input);
	strbuf_addf(&input, "=4\n!t\n%s/\n..\n\n=4", folder);
	talk(s, input.buf);
	assert_contains(said.buf, "> ..\nCertificate file: ");
	assert_contains(said.buf, "\n> \n4 Fingerprint.\n");
	strbuf_release(&input);
	free(folder);
	free(path);
}

static void
options_are_chosen_by_number_or_name(void **state)
{
	struct session *s = *state;

	talk(s, "=subject\n!t\n12\n!t\nnone such\nhost\nlocalhost\n-");
	assert_contains(said.buf, "\n12 /CN=%AD_KerberosID%: the Kerberos principal (needs");
	assert_contains(said.buf, "> none such\nError: \"none such\" is not an answer here.\n");
	assert_contains(said.buf, "> host\n1 %HostName%: the host name\n2 %LocalHostName%:");
	assert_contains(said.buf, "> localhost\n");
	assert_contains(said.buf, "Now: /CN=%AD_KerberosID%%LocalHostName%");
}

static void
the_review_tells_edits_and_exports(void **state)
{
	struct session *s = *state;
	char *profile = path_in(s, "office.mobileconfig");

	talk(s, "!r\n\nhttps://scep.acme.com/scep\nname\nBranch\nnone such\n=\n5\n" SECRET
		"\nx\noffice\n\n?\n<");
	assert_contains(said.buf, "Review. 1 error, ");
	assert_contains(
		said.buf, "Enter edits 12 URL.\n> \nSection Server.\n12 URL, required. Empty.\n");
	assert_contains(said.buf, "\nReview. 5 warnings, 1 note.\n");
	assert_contains(said.buf, "Error: There is no field or command \"none such\".\n");
	assert_contains(said.buf, "13 Name: Branch\n");
	assert_contains(said.buf, "Name of the draft:\n/back stops.\n> office\n");
	assert_contains(said.buf, "Export to: ");
	assert_contains(said.buf, "Enter quits.\n> ?\nReview and export:\n");
	assert_contains(said.buf, "\n> <\nReview. ");
	assert_contains(said.buf, "Enter quits.\n");
	assert_contains(said.buf, "SHA-256");
	assert_contains(said.buf, "Exported to ");
	assert_true(path_exists(profile));
	free(profile);
}

/* The question stands until it is left. */
static void
what_does_not_apply_takes_no_answer(void **state)
{
	struct session *s = *state;

	talk(s, "!h\n=Root certificate\nabc\n-\n");
	assert_contains(said.buf,
		"\n> abc\n"
		"Root certificate does not apply: Include root certificate is no.\n"
		"> -\n"
		"Root certificate does not apply: Include root certificate is no.\n"
		"> ");
	assert_string_equal(answer(s, "root_certificate"), "");
}

/* With a sign as at a step, and without one. */
static void
the_review_goes_to_a_field(void **state)
{
	static const struct {
		const char *line, *said;
	} cases[] = {
		{ "12", "> 12\nSection Server.\n12 URL, required. Empty.\n" },
		{ "=4", "> =4\nSection Certificate authority and key.\n4 "
			"Fingerprint, optional. Empty.\n" },
		{ "=url", "> =url\nSection Server.\n12 URL, required. Empty.\n" },
	};
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		STRBUF(input);

		strbuf_addf(&input, "!r\n%s", cases[i].line);
		talk(s, input.buf);
		assert_contains(said.buf, cases[i].said);
	}
}

/* From the first step to the profile and out with nothing but Enter. */
static void
enter_alone_exports_and_leaves(void **state)
{
	static const char *const drafts[] = {
		"form: scep\nurl: https://scep.acme.com/scep\n",
		"form: scep\nurl: https://scep.acme.com/scep\npolicy_notes: |\n  one\n\n  two\n",
	};
	struct session *s = *state;
	struct strbuf enters = STRBUF_INIT;
	char *profile = path_in(s, "given.mobileconfig");

	strbuf_addchars(&enters, '\n', 60);
	for (size_t i = 0; i < sizeof drafts / sizeof *drafts; i++) {
		unlink(profile);
		open_text(s, drafts[i]);
		assert_int_equal(run(s, enters.buf), 0);
		assert_null(strstr(said.buf, "The input has ended"));
		assert_contains(said.buf, "Enter quits.\n");
		assert_true(path_exists(profile));
	}
	free(profile);
	strbuf_release(&enters);
}

/* Each error once, then what keeps the export from being written, then the first one again. */
static void
enter_alone_goes_from_error_to_error(void **state)
{
	struct session *s = *state;

	open_text(s, "form: scep\nretries: x\nurl: nowhere\n");
	run(s, "!r\n\n\n\n\n\n!q\n");
	assert_contains(said.buf, "Enter edits 8 Retries.\n");
	assert_contains(said.buf, "Enter edits 12 URL.\n");
	assert_contains(said.buf, "Error: 2 errors stop the export: Retries, URL. ");
	assert_null(strstr(said.buf, "Enter goes to the review"));
}

/* Only y overwrites; the other name that is offered is free. */
static void
enter_alone_overwrites_nothing(void **state)
{
	struct session *s = *state;
	struct strbuf data = STRBUF_INIT, err = STRBUF_INIT;
	char *profile = path_in(s, "given.mobileconfig"),
	     *second = path_in(s, "given-2.mobileconfig");

	open_text(s, "form: scep\nurl: https://scep.acme.com/scep\n");
	assert_int_equal(file_write(profile, "Ask Jo.\n", 8, 0, &err), 0);
	run(s, "!r\n\n\n\n\n\n!q\n");
	assert_contains(said.buf, "is a text file, ");
	assert_contains(said.buf, "keep it\n> \n");
	assert_contains(said.buf, "Not exported: ");
	assert_contains(said.buf, "given-2.mobileconfig. ");
	assert_true(path_exists(second));
	assert_int_equal(file_read(profile, 1000, &data, &err), 0);
	assert_string_equal(data.buf, "Ask Jo.\n");
	reopen(s, false);
	run(s, "x\n!x\n\nyes\n!q\n");
	strbuf_clear(&data);
	assert_int_equal(file_read(profile, 100000, &data, &err), 0);
	assert_contains(data.buf, "com.apple.security.scep");
	free(profile);
	free(second);
	strbuf_release(&data);
}

/* The folder of a path that was refused is not that of the next answer. */
static void
a_wrong_path_does_not_stick(void **state)
{
	struct session *s = *state;

	talk(s, "=finger\n!t\n/no/such/folder/ca.cer\nca.cer\n\n");
	assert_contains(said.buf, "Error: Fingerprint: cannot open /no/such/folder/ca.cer: ");
	assert_contains(said.buf, "Error: Fingerprint: cannot open ./ca.cer: ");
	assert_contains(said.buf, "\n> \n4 Fingerprint.\n> \n5 Challenge");
}

/* A question is answered by its keys and by its words. */
static void
answers_are_words(void **state)
{
	static const struct {
		const char *lines, *said;
	} cases[] = {
		{ "go 6\nfix\nother\n4096\n", "Now: 4096.\n" },
		{ "go 6\nfix\nback\n", "> back\n6 Key size.\n" },
		{ "go 6\nfix\n/back\n", "> /back\n6 Key size.\n" },
		{ "go 6\nfix\nhelp\nyes\n",
			"> help\nUse 2048? Enter: yes, back: no, other values\n" },
		{ "go 2\nx\n/quit\nback\n", "> back\n3 Policy notes.\n" },
		{ "go 2\nx\n/quit\ndiscard\n", "Save changes? Enter: save and quit, discard, back: "
					       "cancel\n> discard\n" },
		{ "/comment Ask Jo\ncomment\ndelete\n", "The comment was removed. /undo" },
		{ "save as\n/help\n/back\n", "> /help\nSave as:\n> /back\n" },
	};
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		STRBUF(lines);

		strbuf_addf(&lines, "%s/go 8", cases[i].lines);
		talk(s, lines.buf);
		assert_contains(said.buf, cases[i].said);
	}
}

static void
a_question_can_be_stopped(void **state)
{
	struct session *s = *state;

	talk(s, "=url\nhttps://scep.acme.com/scep\n!a\n<\n!a\n\\<\n!s\n<");
	assert_contains(said.buf, "Save as:\n/back stops.\n> <\n");
	assert_contains(said.buf, "> \\<\nSaved to ");
	assert_contains(said.buf, "/<.yaml.\n");
}

static void
a_comment_is_written_read_and_removed(void **state)
{
	struct session *s = *state;
	const struct field *name = field_of(s->form, "name");

	talk(s, "=name\n!c\nAsk the CA\n!c\nback\n!c\nedit\n\\-\n!r\n<\n!c\ndelete");
	assert_contains(said.buf, "Comment on Name:\n/back stops.\n> Ask the CA\n");
	assert_contains(said.buf, "open): Ask the CA. Enter: mark it done, edit");
	assert_contains(said.buf, "Comment on Name: Ask the CA. Enter accepts it.\n");
	assert_contains(said.buf, "\nComment: - (");
	assert_contains(said.buf, "The comment was removed.");
	assert_comments(s->file.draft, name, "");
	talk(s, "=name\n/comment one\n/comment two\n/comment\ndone\n/comment\nback");
	assert_contains(said.buf, "open): two. Enter: mark it done");
	assert_contains(said.buf, "> done\nThe comment is done.\n");
	assert_contains(said.buf, "open): one. Enter: mark it done");
}

/* Comments that other people wrote. */
static void
a_comment_in_one_line_is_added(void **state)
{
	struct session *s = *state;
	const struct field *name = field_of(s->form, "name");

	open_text(s, "form: scep\nreview: {name: {by: Ada, text: why}}\n");
	assert_int_equal(run(s, "=name\n/comment One\n/comment Two\n!c Three\n/quit\ns\n"), 0);
	assert_comments(s->file.draft, name, "why / One / Two / Three");
}

static void
a_warning_is_accepted_and_taken_back(void **state)
{
	struct session *s = *state;

	open_text(s, "form: scep\nkey_size: 1024\n");
	assert_int_equal(run(s, "=key size\n!w The old CA\n!r\n=\n<\n!w\ny\n!w\n<\n!q\nd\n"), 0);
	assert_contains(
		said.buf, "Accepted. It is reported again if a value that it is about changes.");
	assert_contains(said.buf, "\nAccepted:\n");
	assert_contains(said.buf, "\nAccepted: The old CA (");
	assert_contains(said.buf, "key-size-weak is accepted. yes: withdraw it");
	assert_contains(said.buf, "No longer accepted.\n");
	assert_contains(said.buf, "Accept key-size-weak because:");
	assert_int_equal(draft_acceptances(s->file.draft)->n, 0);
}

static void
a_secret_for_the_export_is_asked_for_and_not_said(void **state)
{
	struct session *s = *state;
	struct strbuf err = STRBUF_INIT, xml = STRBUF_INIT;
	char *profile = path_in(s, "given.mobileconfig");

	open_text(s, "form: scep\nchallenge: {from: prompt}\nurl: https://scep.acme.com/scep\n");
	assert_int_equal(run(s, "!x\n\n<\n!x\n\n\n!x\n\n" SECRET "\n!q\n"), 0);
	assert_contains(
		said.buf, "Challenge, for this export only:\nWhat you type is not shown.\n> \n");
	assert_contains(
		said.buf, "Error: Not exported: Challenge is required and was left empty.\n");
	assert_contains(said.buf, "Exported to ");
	assert_int_equal(file_read(profile, 1000000, &xml, &err), 0);
	assert_contains(xml.buf, SECRET);
	strbuf_release(&xml);
	strbuf_release(&err);
	free(profile);
}

static void
the_end_of_the_input_saves_the_draft(void **state)
{
	static const char *const inputs[] = {
		"=2\nOffice\n=3\none\ntwo\n.\n",
		"=2\nOffice\n=3\none\ntwo",
		"=2\r\nOffice\r\n=3\r\none\r\ntwo\r\n.\r\n",
		"=2\nOffice\n=3\none\ntwo\n.\n!\n",
		"=2\nOffice\n=3\none\ntwo\n.\n!q\n",
	};
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(inputs); i++) {
		open_text(s, "form: scep\n");
		assert_int_equal(run(s, inputs[i]), 0);
		assert_contains(said.buf, "The input has ended.\nSaved to ");
		reopen(s, false);
		assert_string_equal(answer(s, "policy_name"), "Office");
		assert_string_equal(answer(s, "policy_notes"), "one\ntwo");
	}
	open_text(s, "form: scep\n");
	assert_int_equal(run(s, ""), 0);
	assert_null(strstr(said.buf, "Saved"));
}

static void
what_cannot_be_saved_at_the_end_is_said(void **state)
{
	struct session *s = *state;
	struct strbuf err = STRBUF_INIT;

	assert_int_equal(run(s, "=2\nOffice\n"), -1);
	assert_string_equal(
		trouble.buf, "the last changes are not saved: the draft is in no file yet");
	open_text(s, "form: scep\n");
	assert_int_equal(file_write(s->file.path, "form: scep\nname: x\n", 19, 0, &err), 0);
	assert_int_equal(run(s, "=2\nOffice\n"), -1);
	assert_string_equal(trouble.buf, "the last changes are not saved: its file was changed or "
					 "removed since it was opened");
}

/* Nothing was asked any more, and nothing is lost. */
static void
an_output_that_has_gone_away_ends_it_saved(void **state)
{
	struct session *s = *state;
	FILE *in = tmpfile();
	struct strbuf err = STRBUF_INIT;
	int out[2];

	assert_int_equal(pipe(out), 0);
	close(out[0]);
	open_text(s, "form: scep\n");
	play(s, "{Tab}{^U}Office");
	assert_int_equal(plain_run(s->wizard, fileno(in), out[1], &err), -1);
	assert_string_equal(err.buf, "nothing can be written, so nothing more was asked");
	reopen(s, false);
	assert_string_equal(answer(s, "policy_name"), "Office");
	close(out[1]);
	fclose(in);
	strbuf_release(&err);
}

static void
leaving_asks_where_something_is_unsaved(void **state)
{
	struct session *s = *state;

	open_text(s, "form: scep\n");
	assert_int_equal(run(s, "!q\n"), 0);
	assert_int_equal(run(s, "=2\nOffice\n!q\n<\n!q\ns\n"), 0);
	assert_contains(said.buf, "Save changes? Enter: save and quit, discard, back: cancel\n");
	assert_contains(said.buf, "back: cancel\n> <\n3 Policy notes.\n> ");
	reopen(s, false);
	assert_string_equal(answer(s, "policy_name"), "Office");
	assert_int_equal(run(s, "=2\nBranch\n!q\n\n"), 0);
	reopen(s, false);
	assert_string_equal(answer(s, "policy_name"), "Branch");
}

static void
texts_are_filtered_and_bad_bytes_dropped(void **state)
{
	struct session *s = *state;

	talk(s, "=name\na\033]0;x\007\xff\xe2\x80\xae"
		"b\n<");
	assert_contains(said.buf, "> a<U+001B>]0;x<U+0007><0xFF><U+202E>b\n");
	assert_contains(said.buf, "Dropped from the paste: ");
	assert_contains(said.buf, "<U+202E>b");
	assert_null(strchr(answer(s, "name"), '\033'));
}

static void
a_review_can_be_the_beginning(void **state)
{
	struct session *s = *state;

	open_text(s, "form: scep\n");
	reopen(s, true);
	assert_int_equal(run(s, "<\n!q\n"), 0);
	assert_contains(said.buf, "/quit.\nReview. 1 error, ");
	assert_contains(said.buf, "> <\nSection Policy.\n1 Platform");
}

/* No window cuts it. */
static void
the_review_tells_long_values_whole(void **state)
{
	struct session *s = *state;
	STRBUF(draft);

	strbuf_addstr(&draft, "form: scep\npolicy_notes: one");
	for (int i = 0; i < 1000; i++)
		strbuf_addstr(&draft, " more");
	strbuf_addstr(&draft, " end\n");
	open_text(s, draft.buf);
	reopen(s, true);
	assert_int_equal(run(s, "=\n<\n!q\n"), 0);
	assert_contains(said.buf, "3 Policy notes: one more more ");
	assert_contains(said.buf, "more end\n");
}

/* A generator with a seed of its own, so that a failure can be repeated. */
static uint32_t
random_next(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* Any lines in any order: no control character, no trap. What writes files is left out. */
static void
random_lines_never_break_it(void **state)
{
	static const char *const lines[] = { "/back", "back", "list", "/value", "value", "/choose",
		"hint", "/hints off", "/undo", "/redo", "menu", "help", "/all", "all", "/add",
		"/clear", "go 12", "/go url", "review", "next error", "", "<", "?", "-", "=", "!",
		"+", ".", "1", "2", "3", "x y", "1 2", "\\-", "!r", "!g 12", "!e", "!n", "!p", "!t",
		"!u", "!h", "!v", "!z", "=4", "=16", "=14", "y", "n", "yes", "no", "http://a",
		"/CN=a", "a\tb", "\\", "a", "\xff\xfe", "!x", "o" };
	struct session *s = *state;
	struct strbuf input = STRBUF_INIT;
	uint32_t seed = 20261122;

	for (int i = 0; i < 1500; i++)
		strbuf_addf(&input, "%s\n", lines[random_next(&seed) % ARRAY_SIZE(lines)]);
	run(s, input.buf);
	assert_contains(said.buf, "Section Policy.\n1 Platform");
	strbuf_release(&input);
}

static int
release_texts(void **state)
{
	(void)state;
	strbuf_release(&said);
	strbuf_release(&trouble);
	return 0;
}

/* Each letter of the menu does what it is called there; what it does shows in the line behind. */
static void
each_letter_of_the_menu_does_what_it_says(void **state)
{
	static const struct {
		const char *lines, *said;
	} cases[] = {
		{ "!a", "\nSave as:" },
		{ "!r", "\nReview. 1 error, " },
		{ "!g", "\nGo to (number or name):" },
		{ "!g url", "\n12 URL, required. Empty.\n" },
		{ "!e", "\n12 URL, required. Empty.\n" },
		{ "!n", "\n4 Fingerprint, optional. Empty.\n" },
		{ "=5\n!p", "\n4 Fingerprint, optional. Empty.\n" },
		{ "=4\n!t", "\nCertificate file: " },
		{ "=2\nx\n<\n!u", "\nPolicy name is back as it was saved.\n" },
		{ "=3\n!o", "\nAn editor needs a terminal. Type the text instead.\n" },
		{ "!v", "> !v\n" },
		{ "!c", "\nComment on Platform:" },
		{ "=6\n!w", "\nAccept key-size-weak because:" },
		{ "=6\n!w old",
			"\nAccepted. It is reported again if a value that it is about changes.\n" },
		{ "=15\n<\n!h\n=15", "\n15 Root certificate" },
		{ "=3\n.", "\n> .\nSection Certificate authority and key.\n" },
		{ "=3\none\n.\n=3\n.\n=3", "\n3 Policy notes, optional. one.\n" },
		{ "=4\n-----BEGIN CERTIFICATE-----", "\nError: This is a certificate in PEM, not" },
	};
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		STRBUF(lines);

		strbuf_addf(&lines, "%s\n<\n<", cases[i].lines);
		talk(s, lines.buf);
		if (!strstr(said.buf, cases[i].said))
			fail_msg("%s: %s", cases[i].lines, said.buf);
	}
}

/* As around a value; in a secret nobody can know. */
static void
blanks_around_an_answer_are_dropped(void **state)
{
	static const struct {
		const char *answer, *note;
	} cases[] = {
		{ "why", "why" },
		{ "  why  ", "why" },
		{ " - ", "" },
		{ "\\-", "-" },
		{ "\\\\-", "\\-" },
		{ "\\<", "<" },
		{ "- why", "- why" },
	};
	struct session *s = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		STRBUF(lines);

		strbuf_addf(&lines, "=2\n!c\n%s", cases[i].answer);
		talk(s, lines.buf);
		assert_comments(s->file.draft, field_of(s->form, "policy_name"), cases[i].note);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		session_test(a_step_is_told_and_answered),
		session_test(a_certificate_is_pasted_line_by_line),
		session_test(signs_are_commands_and_backslashes_make_values_of_them),
		session_test(words_are_commands), session_test(hints_are_told_once),
		session_test(a_hash_is_told_by_its_beginning),
		session_test(an_error_is_told_once_on_the_way_from_the_review),
		session_test(a_secret_is_taken_as_typed_and_never_said),
		session_test(a_secret_is_shown_to_whoever_asks_for_just_that),
		session_test(choices_are_taken_by_number_label_or_its_beginning),
		session_test(checks_take_several_numbers),
		session_test(several_lines_end_with_an_empty_line),
		session_test(a_wrong_item_is_told_and_kept),
		session_test(a_problem_is_told_once_and_traps_nobody),
		session_test(what_is_doubtful_is_told_on_leaving),
		session_test(a_mend_is_offered_under_its_sign),
		session_test(the_list_holds_all_fields_with_marks),
		session_test(help_names_signs_and_no_keys),
		session_test(a_topic_of_the_help_is_found_by_a_word),
		session_test(a_slash_word_is_a_command_everywhere),
		session_test(clear_stays_and_is_undone),
		session_test(the_next_error_is_told_behind_the_review),
		session_test(back_stops_at_the_first_field),
		session_test(the_menu_lists_and_runs_commands),
		session_test(a_certificate_is_taken_by_its_path),
		session_test(a_tab_completes_a_path),
		session_test(files_are_listed_and_taken_by_number),
		session_test(options_are_chosen_by_number_or_name),
		session_test(the_review_tells_edits_and_exports),
		session_test(what_does_not_apply_takes_no_answer),
		session_test(the_review_goes_to_a_field),
		session_test(enter_alone_exports_and_leaves),
		session_test(enter_alone_goes_from_error_to_error),
		session_test(enter_alone_overwrites_nothing),
		session_test(a_wrong_path_does_not_stick), session_test(answers_are_words),
		session_test(a_question_can_be_stopped),
		session_test(a_comment_is_written_read_and_removed),
		session_test(a_comment_in_one_line_is_added),
		session_test(a_warning_is_accepted_and_taken_back),
		session_test(a_secret_for_the_export_is_asked_for_and_not_said),
		session_test(the_end_of_the_input_saves_the_draft),
		session_test(what_cannot_be_saved_at_the_end_is_said),
		session_test(an_output_that_has_gone_away_ends_it_saved),
		session_test(leaving_asks_where_something_is_unsaved),
		session_test(texts_are_filtered_and_bad_bytes_dropped),
		session_test(a_review_can_be_the_beginning),
		session_test(the_review_tells_long_values_whole),
		session_test(random_lines_never_break_it),
		session_test(each_letter_of_the_menu_does_what_it_says),
		session_test(blanks_around_an_answer_are_dropped),
		session_test(
			an_ios_draft_is_told), /* the last one: what it has not read is the next one's */
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, release_texts);
}
