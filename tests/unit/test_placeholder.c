/* syntax/placeholder: what nobody filled in, and what only looks so. */
#include "testing.h"

#include "base/strbuf.h"
#include "base/xalloc.h"

#include "syntax/placeholder.h"

#define TEXT PLACEHOLDER_IN_TEXT
#define DOTTED PLACEHOLDER_IN_DOTTED
#define SECRET PLACEHOLDER_IN_SECRET

/* "sure words", "guess words", ..., or "no" */
static void
told(const char *text, enum placeholder_text kind, struct strbuf *out)
{
	static const char *const kinds[] = { "words", "repeated", "brackets", "variable", "format",
		"page" };
	struct placeholder found = { 0 };

	strbuf_clear(out);
	if (!placeholder_find(text, kind, &found)) {
		strbuf_addstr(out, "no");
		return;
	}
	if (found.offset + found.len > strlen(text) || !found.len)
		fail_msg("\"%s\": %zu+%zu", text, found.offset, found.len);
	strbuf_addf(out, "%s %s", found.sure ? "sure" : "guess", kinds[found.kind]);
}

struct text_case {
	const char *text;
	enum placeholder_text kind;
	const char *told;
};

static void
must_be_told(const struct text_case *cases, size_t n)
{
	struct strbuf out = STRBUF_INIT;
	size_t wrong = 0;

	for (size_t i = 0; i < n; i++) {
		told(cases[i].text, cases[i].kind, &out);
		if (!strcmp(out.buf, cases[i].told))
			continue;
		print_error("\"%s\": %s, not %s\n", cases[i].text, out.buf, cases[i].told);
		wrong++;
	}
	strbuf_release(&out);
	assert_int_equal(wrong, 0);
}

static void
secrets_that_are_none_are_told(void **state)
{
	static const struct text_case cases[] = {
		{ "Replacewithyourvalue", SECRET, "sure words" },
		{ "REPLACE_ME", SECRET, "sure words" },
		{ "replaceme", SECRET, "sure words" },
		{ "replace-this-value", SECRET, "sure words" },
		{ "ReplaceWithChallenge", SECRET, "sure words" },
		{ "YOUR_CHALLENGE_HERE", SECRET, "sure words" },
		{ "your challenge", SECRET, "sure words" },
		{ "yourscepchallenge", SECRET, "sure words" },
		{ "changeme", SECRET, "sure words" },
		{ "Change-Me!", SECRET, "sure words" },
		{ "CHANGE_ME_123", SECRET, "sure words" },
		{ "change this", SECRET, "sure words" },
		{ "TODO", SECRET, "sure words" },
		{ "TODO: ask Bob", SECRET, "sure words" },
		{ "ToDo", SECRET, "sure words" },
		{ "FIXME", SECRET, "sure words" },
		{ "REDACTED", SECRET, "sure words" },
		{ "***REDACTED***", SECRET, "sure words" },
		{ "(redacted)", SECRET, "sure words" },
		{ "INSERT CHALLENGE", SECRET, "sure words" },
		{ "insert-your-secret", SECRET, "sure words" },
		{ "Insert SCEP Challenge Here", SECRET, "sure words" },
		{ "ENTER_CHALLENGE_PASSWORD", SECRET, "sure words" },
		{ "put your challenge here", SECRET, "sure words" },
		{ "placeholder", SECRET, "sure words" },
		{ "ChallengePlaceholder", SECRET, "sure words" },
		{ "Example", SECRET, "sure words" },
		{ "example-challenge", SECRET, "sure words" },
		{ "ACME-challenge-replace-me", SECRET, "sure words" },
		{ "Insert your NDES challenge of corp.test", SECRET, "sure words" },
		{ "CHALLENGE_PASSWORD", SECRET, "sure words" },
		{ "$challenge", SECRET, "sure words" },
		{ "null", SECRET, "sure words" },
		{ "none", SECRET, "sure words" },
		{ "TBA", SECRET, "sure words" },
		{ "undefined", SECRET, "sure words" },
		{ "password", SECRET, "guess words" },
		{ "Secret1", SECRET, "guess words" },
		{ "mychallenge", SECRET, "guess words" },
		{ "xxxxxxxx", SECRET, "sure repeated" },
		{ "XXX", SECRET, "sure repeated" },
		{ "xxxx-xxxx-xxxx", SECRET, "sure repeated" },
		{ "********", SECRET, "sure repeated" },
		{ "........", SECRET, "sure repeated" },
		{ "...", SECRET, "sure repeated" },
		{ "\xe2\x80\xa6", SECRET, "sure repeated" },
		{ "\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2\xe2\x80\xa2", SECRET, "sure repeated" },
		{ "0000000000000000", SECRET, "sure repeated" },
		{ "aaaa", SECRET, "sure repeated" },
		{ "<your-scep-challenge>", SECRET, "sure brackets" },
		{ "<challenge>", SECRET, "sure brackets" },
		{ "[[Challenge]]", SECRET, "sure brackets" },
		/* ends that do not belong together, and one mark that is no pair */
		{ "<abcd%>", SECRET, "no" },
		{ "{{name}", SECRET, "no" },
		{ "{name}}", SECRET, "no" },
		{ "<%= name", SECRET, "no" },
		{ "%", SECRET, "no" },
		{ "__", SECRET, "no" },
		{ "%%", SECRET, "no" },
		{ "<", SECRET, "no" },
		{ "[REPLACE ME]", SECRET, "sure brackets" },
		{ "{challenge}", SECRET, "sure brackets" },
		{ "#@ChallengeKey#@", SECRET, "sure brackets" },
		{ "#@ChallengeKey@#", SECRET, "sure brackets" },
		{ "__SCEP_CHALLENGE__", SECRET, "sure brackets" },
		{ "@@CHALLENGE@@", SECRET, "sure brackets" },
		{ "<>", SECRET, "sure brackets" },
		{ "{{ .SCEPChallenge | xml }}", SECRET, "sure variable" },
		{ "{{X}}", SECRET, "sure variable" },
		{ "$FLEET_SECRET_SCEP", SECRET, "sure variable" },
		{ "$MOBIUS_VAR_CUSTOM_SCEP_CHALLENGE_scepName", SECRET, "sure variable" },
		{ "$CHALLENGE", SECRET, "sure variable" },
		{ "${SCEP_CHALLENGE}", SECRET, "sure variable" },
		{ "$(cat challenge.txt)", SECRET, "sure variable" },
		{ "%CHALLENGE%", SECRET, "sure variable" },
		{ "%s", SECRET, "sure format" },
		{ "The enrollment challenge password is: 0F1E2D3C4B5A6978", SECRET, "sure page" },
		{ "Challenge: Kq7Zp2", SECRET, "sure page" },
		{ "The password is Kq7Zp2", SECRET, "sure page" },
		{ "SCEP challenge = Kq7Zp2", SECRET, "sure page" },
		{ "This password can be used only once", SECRET, "sure page" },
		{ "https://ndes.corp.test/certsrv/mscep_admin/", SECRET, "sure page" },
		{ "ndes.corp.test/CertSrv/mscep_admin", SECRET, "sure page" },
	};

	(void)state;
	must_be_told(cases, ARRAY_SIZE(cases));
}

static void
secrets_that_may_be_real_are_not_told(void **state)
{
	static const struct text_case cases[] = {
		{ "", SECRET, "no" },
		{ "s3cret", SECRET, "no" },
		{ "correct-horse-battery", SECRET, "no" },
		{ "test-token-challenge-999x", SECRET, "no" },
		{ "x9Your7qZ", SECRET, "no" },
		{ "kZ9yourKp2", SECRET, "no" },
		{ "Ab3your-9x!K", SECRET, "no" },
		{ "the key is under-the-mat", SECRET, "no" },
		{ "todo7Kq", SECRET, "no" },
		{ "todo-list-is-long", SECRET, "guess words" },
		{ "mToDoQ", SECRET, "no" },
		{ "aXXXq7", SECRET, "no" },
		{ "replacement-parts", SECRET, "no" },
		{ "coin-insertion-slot", SECRET, "no" },
		{ "Exampleton2026", SECRET, "no" },
		{ "password-483920117", SECRET, "no" },
		{ "aaa", SECRET, "no" },
		{ "aaaaaaab", SECRET, "no" },
		{ "$A8B2C9D1", SECRET, "no" },
		{ "$ecret", SECRET, "no" },
		{ "US$100", SECRET, "no" },
		{ "a%bcd%e7", SECRET, "no" },
		{ "100%", SECRET, "no" },
		{ "%%", SECRET, "no" },
		{ "<q7!Kz>", SECRET, "no" },
		{ "[Qm4Zt8Lr2]", SECRET, "no" },
		{ "{frost}9x", SECRET, "no" },
		{ "a<b>c{d}", SECRET, "no" },
		{ "0F1E2D3C4B5A6978", SECRET, "no" },
		{ "0123456789abcdef0123456789abcdef", SECRET, "no" },
		{ "the quick brown fox jumps", SECRET, "no" },
		{ "\xff\xff\xff\xff", SECRET, "no" },
	};

	(void)state;
	must_be_told(cases, ARRAY_SIZE(cases));
}

static void
texts_are_told_where_nobody_filled_them_in(void **state)
{
	static const struct text_case cases[] = {
		{ "Replacewithyourvalue", TEXT, "sure words" },
		{ "REPLACE_ME", TEXT, "sure words" },
		{ "Your Company", TEXT, "sure words" },
		{ "your company", TEXT, "sure words" },
		{ "YourCompany", TEXT, "sure words" },
		{ "YOUR ORGANIZATION NAME", TEXT, "sure words" },
		{ "Your City", TEXT, "sure words" },
		{ "My Company Inc.", TEXT, "sure words" },
		{ "Your Company Wi-Fi", TEXT, "sure words" },
		{ "Certificate for YOUR_COMPANY, Berlin", TEXT, "sure words" },
		{ "Certificate for YourCompany, Berlin", TEXT, "sure words" },
		{ "Certificate of Your Company, Berlin", TEXT, "sure words" },
		{ "YOUR COMPANY Berlin", TEXT, "sure words" },
		{ "Insert name here", TEXT, "sure words" },
		{ "Example", TEXT, "sure words" },
		{ "Example Corp.", TEXT, "sure words" },
		{ "Sample Company Ltd", TEXT, "sure words" },
		{ "Example policy", TEXT, "guess words" },
		{ "TODO", TEXT, "sure words" },
		{ "TODO: say what it is for", TEXT, "sure words" },
		{ "TODO Group", TEXT, "guess words" },
		{ "Sample6", TEXT, "guess words" },
		{ "Placeholder Pictures", TEXT, "guess words" },
		{ "changeme", TEXT, "sure words" },
		{ "changeme-wifi-berlin", TEXT, "guess words" },
		{ "Looks like a placeholder: it is one", TEXT, "guess words" },
		{ "XXXX Berlin", TEXT, "sure words" },
		{ "Company Name", TEXT, "sure words" },
		{ "XXX", TEXT, "sure repeated" },
		{ "...", TEXT, "sure repeated" },
		{ "-----", TEXT, "sure repeated" },
		{ "\xe2\x80\xa6", TEXT, "sure repeated" },
		{ "[Company]", TEXT, "sure brackets" },
		{ "<Company Name>", TEXT, "sure brackets" },
		{ "Wi-Fi of <company>", TEXT, "sure brackets" },
		{ "Wi-Fi [REPLACE_WITH_NAME] Berlin", TEXT, "sure words" },
		{ "Wi-Fi Berlin (replace me)", TEXT, "sure brackets" },
		{ "$COMPANY", TEXT, "sure variable" },
		{ "{{company}}", TEXT, "sure variable" },
		{ "%s", TEXT, "sure format" },
		{ "mac-%s", TEXT, "sure format" },
		{ "com.Replacewithyourvalue.scep", DOTTED, "sure words" },
		{ "com.REPLACE-ME.scep", DOTTED, "sure words" },
		{ "com.your.company.scep", DOTTED, "sure words" },
		{ "com.xxxx.scep", DOTTED, "sure words" },
		{ "changeme", DOTTED, "sure words" },
		{ "mac1.yourdomain.com", DOTTED, "sure words" },
		{ "your-scep-server.corp.net", DOTTED, "sure words" },
		{ "user@your-company.com", DOTTED, "sure words" },
		{ "00000000-0000-0000-0000-000000000000", DOTTED, "sure repeated" },
	};

	(void)state;
	must_be_told(cases, ARRAY_SIZE(cases));
}

static void
names_that_begin_like_a_placeholder_are_not_told(void **state)
{
	static const struct text_case cases[] = {
		{ "Yourtown Hospital", TEXT, "no" },
		{ "Replacements Ltd", TEXT, "no" },
		{ "Replace Corp.", TEXT, "no" },
		{ "Exampleton", TEXT, "no" },
		{ "Insertech", TEXT, "no" },
		{ "Todoist Inc.", TEXT, "no" },
		{ "Change.org", TEXT, "no" },
		{ "Change.org Foundation", TEXT, "no" },
		{ "Changepoint GmbH", TEXT, "no" },
		{ "Enterprise Policy", TEXT, "no" },
		{ "Company Wi-Fi", TEXT, "no" },
		{ "Academy of Sciences", TEXT, "no" },
		{ "AAA", TEXT, "no" },
		{ "WWWWW", TEXT, "no" },
		{ "Set 2", TEXT, "no" },
		{ "3M", TEXT, "no" },
		{ "And so on...", TEXT, "no" },
		{ "Your device certificate", TEXT, "no" },
		{ "Enter your password when you are asked.", TEXT, "no" },
		{ "Ask your company's help desk.", TEXT, "no" },
		{ "Your organization manages this Mac.", TEXT, "no" },
		{ "Replaces the profile of 2024", TEXT, "no" },
		{ "Replace with the new one in June", TEXT, "no" },
		{ "For your safety, change me never", TEXT, "no" },
		{ "A&P [Berlin] Wi-Fi", TEXT, "no" },
		{ "Wi-Fi (guest)", TEXT, "no" },
		{ "Things todo today", TEXT, "no" },
		{ "M\xc3\xbcller & S\xc3\xb6hne", TEXT, "no" },
		{ "SCEP Profiles", TEXT, "no" },
		{ "com.example.scep.office", DOTTED, "no" },
		{ "mac1.example.com", DOTTED, "no" },
		{ "user@example.org", DOTTED, "no" },
		{ "example.com", DOTTED, "no" },
		{ "insert.corp.net", DOTTED, "no" },
		{ "key-here.example.xxx", DOTTED, "sure words" },
		{ "foo.xxx", DOTTED, "guess words" },
		{ "[2001:db8::1]", DOTTED, "no" },
		{ "[fe80::abcd]", DOTTED, "no" },
		{ "10.0.0.0", DOTTED, "no" },
		{ "%SerialNumber%.corp.net", DOTTED, "no" },
		{ "urn:uuid:%HardwareUUID%", DOTTED, "no" },
		{ "0F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F0", DOTTED, "no" },
		{ "xx.corp.net", DOTTED, "no" },
	};

	(void)state;
	must_be_told(cases, ARRAY_SIZE(cases));
}

static void
part_is_what_is_to_be_replaced(void **state)
{
	static const char *const cases[][2] = {
		{ "Certificate for YOUR_COMPANY, Berlin", "YOUR_COMPANY" },
		{ "Wi-Fi of <company> in Berlin", "<company>" },
		{ "com.Replacewithyourvalue.scep", "Replacewith" },
		{ "mac-%s", "%s" },
		{ "XXXX Berlin", "XXXX" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct placeholder found;
		char part[64];

		assert_true(placeholder_find(cases[i][0], TEXT, &found));
		snprintf(part, sizeof part, "%.*s", (int)found.len, cases[i][0] + found.offset);
		assert_string_equal(part, cases[i][1]);
	}
}

/* Whatever the letters are, and however they change. */
static void
long_texts_are_none(void **state)
{
	static const char *const parts[] = { "aB", "your", "(a", "x", "replacewith", "1a", "_",
		"<a>" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		struct strbuf text = STRBUF_INIT;
		struct placeholder found;

		while (text.len + strlen(parts[i]) <= PLACEHOLDER_MAX)
			strbuf_addstr(&text, parts[i]);
		placeholder_find(text.buf, SECRET, &found);
		placeholder_find(text.buf, TEXT, &found);
		strbuf_addchars(&text, 'x', PLACEHOLDER_MAX + 1 - text.len);
		assert_false(placeholder_find(text.buf, SECRET, &found));
		strbuf_release(&text);
	}
}

/* Words without anything between them, 60 letters of them and one more. */
static void
joined_words_have_60_letters(void **state)
{
	static const struct text_case cases[] = {
		{ "yournameyournameyournameyournameyournameyournameyournameyour", SECRET,
			"sure words" },
		{ "yournameyournameyournameyournameyournameyournameyournamevalue", SECRET, "no" },
	};

	(void)state;
	assert_int_equal(strlen(cases[0].text), 60);
	must_be_told(cases, ARRAY_SIZE(cases));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(secrets_that_are_none_are_told),
		cmocka_unit_test(secrets_that_may_be_real_are_not_told),
		cmocka_unit_test(texts_are_told_where_nobody_filled_them_in),
		cmocka_unit_test(names_that_begin_like_a_placeholder_are_not_told),
		cmocka_unit_test(part_is_what_is_to_be_replaced),
		cmocka_unit_test(long_texts_are_none),
		cmocka_unit_test(joined_words_have_60_letters),
	};

	return run_tests(tests);
}
