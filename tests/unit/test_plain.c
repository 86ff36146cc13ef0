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
	strbuf_addf(&all, "%s\n<\n!q\nl\n", input);
	assert_int_equal(run(s, all.buf), 0);
	strbuf_release(&all);
	return said.buf;
}

static void
a_step_is_told_and_answered(void **state)
{
	struct session *s = *state;

	talk(s, "=4\n11:22:33:44:aa:bb:cc:dd\n" SHA1_HEX);
	assert_contains(said.buf,
		"Section Certificate authority and key.\n"
		"Step 4 of 18. Fingerprint (optional).\n"
		"The hash of a certificate that the SCEP server returns: hex in any form, Base64\n"
		"or openssl's output. !t takes it from a file.\n"
		"Now: empty. Enter keeps, < back, ? help, = list, ! menu.\n"
		"Fingerprint: 11:22:33:44:aa:bb:cc:dd\n"
		"Problem: 8 bytes found; SHA-1 has 20 (40 hex digits), SHA-256 has 32 (64 hex\n"
		"digits)");
	assert_contains(said.buf, "Fingerprint: " SHA1_HEX "\nTaken as: MSIzRFVm");
	assert_contains(said.buf, "Step 5 of 18. Challenge (optional).\n");
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
	strbuf_addf(&input, "=4\n%s\n!q\nl\n", pem.buf);
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
		{ "\\x", "\\x" },
		{ "\\\\", "\\\\" },
		{ " blank ", " blank " },
		{ "-", "" },
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
	talk(s, "=5\n" SECRET "\n<");
	assert_contains(said.buf, "Now: set, 21 characters. What is typed is not shown.");
	assert_contains(said.buf, "Challenge: \nTaken as: set, 21 characters\nStep 6");
}

static void
a_secret_is_shown_to_whoever_asks_for_just_that(void **state)
{
	struct session *s = *state;

	s->secret_may_show = true;
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
	assert_contains(said.buf,
		"1 macOS (now), 2 iOS. Enter keeps, < back, ? help, = list, ! menu.\n"
		"Platform: 3\n"
		"Problem: \"3\" is none of them; type a number from 1 to 2.\n"
		"Platform: ");
	talk(s, "-\n2");
	assert_contains(said.buf, "Platform always has a value; choose another one.\n");
	assert_contains(said.buf, "Taken as: iOS\n");
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
	assert_contains(said.buf, "Problem: \"3\" is none of them; type a number from 1 to 2.\n");
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
	assert_contains(said.buf, "Now 2 lines:\none\n two\nSeveral lines, the last one "
				  "empty. Enter keeps, - empties, + adds lines, <\n");
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
	assert_contains(said.buf, "Problem: Line 2: ");
	assert_contains(said.buf, "DNS name: \nStep 17 of 22. Principal (optional).");
	assert_string_equal(answer(s, "san_dns_name"), "fine.example.com\nnot fine");
}

static void
a_problem_is_told_once_and_traps_nobody(void **state)
{
	struct session *s = *state;

	talk(s, "=url\nftp://x\n\n<\n=");
	assert_contains(said.buf,
		"Problem: The URL begins with \"ftp://\"; SCEP wants http:// or https://.");
	assert_contains(said.buf, "URL: \nStep 13 of 18. Name (optional).");
	assert_contains(said.buf, "! 12 URL: ftp://x\n");
}

static void
what_is_doubtful_is_told_on_leaving(void **state)
{
	struct session *s = *state;

	talk(s, "=subject\n\n");
	assert_contains(said.buf, "Subject: \nDoubtful: The subject is empty,");
	assert_contains(said.buf, "%SerialNumber%. < goes back to it.\nStep 8");
}

/* The texts of the wizard name keys of the screen. */
static void
a_mend_is_offered_under_its_sign(void **state)
{
	struct session *s = *state;

	talk(s, "=subject\nCN=foo\n!t\n\n\n<");
	assert_contains(said.buf, "!t mends it.");
	assert_contains(said.buf, "Use /CN=foo? Enter yes, < no, !t other\nAnswer: \n");
	assert_contains(said.buf, "Now: /CN=foo. ");
	assert_string_equal(answer(s, "subject"), "/CN=foo");
	talk(s, "=subject\nCN=foo\n!t\nperhaps\nno\n");
	assert_contains(said.buf, "Problem: \"perhaps\" is no answer here.\n");
	assert_string_equal(answer(s, "subject"), "CN=foo");
	talk(s, "=subject\nCN=foo\n!t\n!t\n\n!t\n!t\n1\n");
	assert_contains(said.buf, "1 %ComputerName%: the computer's name");
	assert_contains(said.buf, "Which one? < none\nAnswer: 1\n");
	assert_contains(answer(s, "subject"), "CN=foo%");
}

static void
the_list_holds_all_fields_with_marks(void **state)
{
	struct session *s = *state;

	talk(s, "=2\nOffice\n=");
	assert_contains(said.buf,
		"Marks: * required and empty, ! problem, ? doubtful, + filled and fine.\n"
		"Section Policy.\n"
		"+ 1 Platform: macOS\n"
		"+ 2 Policy name: Office\n"
		"3 Policy notes: empty\n");
	assert_contains(said.buf, "* 12 URL: empty\n");
	assert_contains(said.buf, "Section Profile.\n");
	talk(s, "=nothing like it");
	assert_contains(said.buf,
		"Problem: No field is called or numbered \"nothing like it\".\nPlatform: ");
	talk(s, "=15\n!h\n=15\nx\n=");
	assert_contains(said.buf,
		"Root certificate does not apply: Include root certificate is no. "
		"!h shows it.\n");
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
	assert_contains(said.buf, "A backslash in front of a line");
	assert_null(strstr(said.buf, "^"));
	assert_null(strstr(said.buf, "M-"));
}

static void
back_stops_at_the_first_field(void **state)
{
	struct session *s = *state;

	talk(s, "<\n\n<\n<");
	assert_contains(said.buf, "Platform: <\nThis is the first field.\nPlatform: \nStep 2");
}

static void
the_menu_lists_and_runs_commands(void **state)
{
	struct session *s = *state;

	talk(s, "!\n\n!\ng url\n!g 4\n!z\n!\n!e");
	assert_contains(said.buf, "s save, a save as, r review, x export, g go to");
	assert_contains(said.buf, "Menu: \nPlatform: !\n");
	assert_contains(said.buf, "Menu: g url\nSection Server.\nStep 12 of 18. URL (required).\n");
	assert_contains(said.buf, "URL: !g 4\nSection Certificate authority and key.\nStep 4");
	assert_contains(said.buf, "Problem: the menu has no \"z\"; ! lists it.\n");
	assert_contains(said.buf, "Menu: !e\nSection Server.\nStep 12");
	talk(s, "!o\n=2\nx\n<\n!u");
	assert_contains(said.buf, "An editor opens for notes and lists only.\n");
	assert_contains(said.buf, "Policy name is again as it was last saved.\n");
	talk(s, "=3\n!o");
	assert_contains(said.buf, "An editor needs a terminal; type the text instead.\n");
}

static void
a_certificate_is_taken_by_its_path(void **state)
{
	struct session *s = *state;
	char *path = certificate_file(s, "root.cer");
	struct strbuf input = STRBUF_INIT;

	strbuf_addf(&input, "=14\ny\n/no/such.cer\n%s\n<\n-\n", path);
	talk(s, input.buf);
	assert_contains(said.buf, "Problem: Cannot open /no/such.cer");
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
	strbuf_addf(&wanted, "\nEnter takes %s/. - empties it, < stops.\nSave as: <\n", folder);
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
	assert_contains(said.buf, "Certificate file: =\n1 ../\n2 root.cer\nCertificate file: 2\n"
				  "Enter takes root.cer: Example Root CA, until 20");
	assert_contains(said.buf, "Fingerprint was taken from");
	strbuf_clear(&input);
	strbuf_addf(&input, "=4\n!t\n%s/\n2\nroot\n=\n9\n<", s->folder);
	talk(s, input.buf);
	assert_contains(said.buf, "Enter takes root.cer: Example Root CA");
	assert_contains(said.buf, "Certificate file: =\n1 root.cer\n");
	assert_contains(said.buf, "Problem: ");
	assert_string_equal(answer(s, "fingerprint"), "");
	strbuf_release(&input);
	free(folder);
	free(path);
}

static void
options_are_chosen_by_number_or_name(void **state)
{
	struct session *s = *state;

	talk(s, "=subject\n!t\n12\n!t\nnone such\nhost\nlocalhost\n-");
	assert_contains(said.buf, "\n12 %AD_KerberosID%: the computer's Kerberos principal (needs");
	assert_contains(said.buf, "Answer: none such\nProblem: \"none such\" is no answer here.\n");
	assert_contains(said.buf, "Answer: host\n1 %HostName%: the host name\n2 %LocalHostName%:");
	assert_contains(said.buf, "Answer: localhost\n");
	assert_contains(said.buf, "Now: %AD_KerberosID%%LocalHostName%");
}

static void
the_review_tells_edits_and_exports(void **state)
{
	struct session *s = *state;
	char *profile = path_in(s, "office.mobileconfig");

	talk(s, "!r\n\nhttps://scep.acme.com/scep\nname\nBranch\nnone such\n=\n5\n" SECRET
		"\nx\noffice\n\n?\n<");
	assert_contains(said.buf, "Review of new draft: 1 problem.\nProblems:\n! 12 URL: ");
	assert_contains(said.buf, "Review: \nSection Server.\nStep 12 of 18. URL (required).\n");
	assert_contains(said.buf, "Review of new draft: 0 problems.\n");
	assert_contains(said.buf, "Problem: no field is called or numbered \"none such\".\n");
	assert_contains(said.buf, "+ 13 Name: Branch\n");
	assert_contains(said.buf, "Name of the draft: office\n");
	assert_contains(said.buf, "Export to: \n");
	assert_contains(said.buf, "\nThe last export:\n");
	assert_contains(said.buf, "Enter quits, x exports, ");
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
		"\nRoot certificate: abc\n"
		"Root certificate does not apply: Include root certificate is no.\n"
		"Root certificate: -\n"
		"Root certificate does not apply: Include root certificate is no.\n"
		"Root certificate: ");
	assert_string_equal(answer(s, "root_certificate"), "");
}

/* With a sign as at a step, and without one. */
static void
the_review_goes_to_a_field(void **state)
{
	static const struct {
		const char *line, *said;
	} cases[] = {
		{ "12", "Review: 12\nSection Server.\nStep 12 of 18. URL (required).\n" },
		{ "=4", "Review: =4\nSection Certificate authority and key.\nStep 4 of 18. "
			"Fingerprint (optional).\n" },
		{ "=url", "Review: =url\nSection Server.\nStep 12 of 18. URL (required).\n" },
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
		assert_contains(said.buf, "Enter quits, x exports, ");
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
	assert_contains(said.buf, "Enter edits Retries, x exports, ");
	assert_contains(said.buf, "Enter edits URL, x exports, ");
	assert_contains(said.buf, "Problem: 2 problems stop the export: Retries, URL. ");
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
	assert_contains(said.buf, "\nAnswer: \n");
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
	assert_contains(said.buf, "Problem: Fingerprint: cannot open /no/such/folder/ca.cer: ");
	assert_contains(said.buf, "Problem: Fingerprint: cannot open ./ca.cer: ");
	assert_contains(said.buf, "\nCertificate file: \nFingerprint: \nStep 5 of 18. ");
}

static void
a_question_can_be_stopped(void **state)
{
	struct session *s = *state;

	talk(s, "=url\nhttps://scep.acme.com/scep\n!a\n<\n!a\n\\<\n!s\n<");
	assert_contains(said.buf, "< stops.\nSave as: <\n");
	assert_contains(said.buf, "Save as: \\<\nSaved to ");
	assert_contains(said.buf, "/<.yaml.\n");
}

static void
a_comment_is_written_read_and_removed(void **state)
{
	struct session *s = *state;
	const struct field *name = field_of(s->form, "name");

	talk(s, "=name\n!c\nAsk the CA\n!c\n\n!c\n\\-\n!r\n<\n!c\n-");
	assert_contains(said.buf, "< stops.\nComment on Name: Ask the CA\n");
	assert_contains(said.buf, "Enter takes Ask the CA. - empties it, < stops.\n");
	assert_contains(said.buf, "\nComment: -\n");
	assert_contains(said.buf, "The comment was removed.\n");
	assert_string_equal(draft_note(s->file.draft, name), "");
}

static void
a_warning_is_accepted_and_taken_back(void **state)
{
	struct session *s = *state;

	open_text(s, "form: scep\nkey_size: 1024\n");
	assert_int_equal(run(s, "=key size\n!w The old CA\n!r\n<\n!w\ny\n!w\n<\n!q\nl\n"), 0);
	assert_contains(said.buf, "Accepted. It counts again if a value changes that it is about.");
	assert_contains(said.buf, "\nAccepted:\n");
	assert_contains(said.buf, "\nAccepted: The old CA (");
	assert_contains(said.buf, "key-size-weak is accepted. y takes that back");
	assert_contains(said.buf, "No longer accepted.\n");
	assert_contains(said.buf, "Accept key-size-weak because: ");
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
	assert_contains(said.buf, "What is typed is not shown. < stops.\n"
				  "Challenge, for this export only: \n");
	assert_contains(
		said.buf, "Problem: Not exported: Challenge is needed and was left empty.\n");
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
	assert_contains(said.buf, "Unsaved changes: Enter or s save and leave, l leave without");
	assert_contains(said.buf, "< stay\nAnswer: <\nPolicy notes: ");
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
	assert_contains(said.buf, "Name: a<U+001B>]0;x<U+0007><0xFF><U+202E>b\n");
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
	assert_int_equal(strncmp(said.buf, "Review of given.yaml: 1 problem.\n", 33), 0);
	assert_contains(said.buf, "Review: <\nSection Policy.\nStep 1 of 18.");
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
	assert_contains(said.buf, " 3 Policy notes: one more more ");
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
	static const char *const lines[] = { "", "<", "?", "-", "=", "!", "+", ".", "1", "2", "3",
		"x y", "1 2", "\\-", "!r", "!g 12", "!e", "!n", "!p", "!t", "!u", "!h", "!v", "!z",
		"=4", "=16", "=14", "y", "n", "yes", "no", "http://a", "/CN=a", "a\tb", "\\", "a",
		"\xff\xfe", "!x", "o" };
	struct session *s = *state;
	struct strbuf input = STRBUF_INIT;
	uint32_t seed = 20261122;

	for (int i = 0; i < 1500; i++)
		strbuf_addf(&input, "%s\n", lines[random_next(&seed) % ARRAY_SIZE(lines)]);
	run(s, input.buf);
	assert_contains(said.buf, "Step ");
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
		{ "!a", "\nSave as: " },
		{ "!r", "\nReview of new draft: 1 problem.\n" },
		{ "!g", "\nGo to (documented number or part of the name): " },
		{ "!g url", "\nStep 12 of 18. URL (required).\n" },
		{ "!e", "\nStep 12 of 18. URL (required).\n" },
		{ "!n", "\nStep 4 of 18. Fingerprint (optional).\n" },
		{ "=5\n!p", "\nStep 4 of 18. Fingerprint (optional).\n" },
		{ "=4\n!t", "\nCertificate file: " },
		{ "=2\nx\n<\n!u", "\nPolicy name is again as it was last saved.\n" },
		{ "=3\n!o", "\nAn editor needs a terminal; type the text instead.\n" },
		{ "!v", "Platform: !v\n" },
		{ "!c", "\nComment on Platform: " },
		{ "=6\n!w", "\nAccept key-size-weak because: " },
		{ "=6\n!w old",
			"\nAccepted. It counts again if a value changes that it is about.\n" },
		{ "=15\n!h\n=15", "\nStep" },
		{ "=3\n.", "\nPolicy notes: .\nSection Certificate authority and key.\n" },
		{ "=3\none\n.\n=3\n.\n=3", "\nNow: one. Several lines, the last one empty." },
		{ "=4\n-----BEGIN CERTIFICATE-----",
			"\nProblem: This is a certificate in PEM, not" },
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
		const char *note;

		strbuf_addf(&lines, "=2\n!c\n%s", cases[i].answer);
		talk(s, lines.buf);
		note = draft_note(s->file.draft, field_of(s->form, "policy_name"));
		assert_string_equal(note ? note : "", cases[i].note);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		session_test(a_step_is_told_and_answered),
		session_test(a_certificate_is_pasted_line_by_line),
		session_test(signs_are_commands_and_backslashes_make_values_of_them),
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
		session_test(a_wrong_path_does_not_stick),
		session_test(a_question_can_be_stopped),
		session_test(a_comment_is_written_read_and_removed),
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
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, release_texts);
}
