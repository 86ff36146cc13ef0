/* syntax/variable: Apple's variables, unknown ones, and those of servers. */
#include "testing.h"

#include "base/strbuf.h"
#include "base/xalloc.h"

#include "syntax/variable.h"

static const char *
kind_name(enum variable_kind kind)
{
	static const char *const names[] = { "apple", "unknown", "other", "lone" };

	return names[kind];
}

/* All uses in a text as "kind TEXT (nearest)", joined by "; ". */
static char *
uses_of(const char *text)
{
	struct strbuf out = STRBUF_INIT;
	struct variable_use use;
	size_t pos = 0;

	while (variable_next(text, &pos, &use)) {
		assert_int_equal(pos, use.offset + use.len);
		strbuf_addf(&out, "%s%s %.*s", out.len ? "; " : "", kind_name(use.kind),
			(int)use.len, text + use.offset);
		if (use.kind == VARIABLE_UNKNOWN)
			strbuf_addf(&out, " (%s)", use.variable ? use.variable->name : "none");
	}
	return strbuf_detach(&out);
}

static void
variable_next_finds_every_kind(void **state)
{
	static const char *const cases[][2] = {
		{ "", "" },
		{ "no sign", "" },
		{ "%SerialNumber%", "apple %SerialNumber%" },
		{ "mac-%SerialNumber%.%AD_Domain%", "apple %SerialNumber%; apple %AD_Domain%" },
		{ "%serialnumber%", "unknown %serialnumber% (%SerialNumber%)" },
		{ "%SerialNumbr%", "unknown %SerialNumbr% (%SerialNumber%)" },
		{ "%Whatever%", "unknown %Whatever% (none)" },
		{ "100%", "lone %" },
		{ "50% of 20% off", "lone %; lone %" },
		{ "%SerialNumber", "lone %" },
		{ "%% %%", "" },
		{ "%%SerialNumber%%", "" },
		{ "%20", "lone %" },
		{ "http://x/a%20b%2Fc", "" },
		{ "http://x/%AAb%20", "" },
		{ "http://x/%AD_Domain%", "apple %AD_Domain%" },
		{ "http://x/%Foo%", "unknown %Foo% (none)" },
		{ "http://x/%", "lone %" },
		{ "http://x/%2", "lone %" },
		{ "$FLEET_VAR_NDES_SCEP_CHALLENGE", "other $FLEET_VAR_NDES_SCEP_CHALLENGE" },
		{ "{{DeviceName}}", "other {{DeviceName}}" },
		{ "a{{ x }}b${y}", "other {{ x }}; other ${y}" },
		{ "$SERIALNUMBER.x", "other $SERIALNUMBER" },
		{ "$5 US$ $x $AB {{}} ${}", "" },
		{ "{{open", "" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char *found = uses_of(cases[i][0]);

		assert_string_equal(found, cases[i][1]);
		free(found);
	}
}

static void
variable_is_alone_or_used(void **state)
{
	static const struct {
		const char *text;
		bool alone, used, there;
	} cases[] = {
		{ "%SerialNumber%", true, true, true },
		{ "%Other%", true, true, true },
		{ "{{x}}", true, false, true },
		{ "$FLEET_VAR", true, false, true },
		{ "x%SerialNumber%", false, true, true },
		{ "%SerialNumber%x", false, true, true },
		{ "%", false, false, false },
		{ "100% {{x}}", false, false, true },
		{ "", false, false, false },
		{ "100% %HostName%", false, true, true },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		if (variable_is_alone(cases[i].text) != cases[i].alone)
			fail_msg("alone: \"%s\"", cases[i].text);
		if (variable_is_used(cases[i].text) != cases[i].used)
			fail_msg("used: \"%s\"", cases[i].text);
		if (variable_is_there(cases[i].text) != cases[i].there)
			fail_msg("there: \"%s\"", cases[i].text);
	}
}

static void
variables_are_apples_twelve(void **state)
{
	size_t n = 0, directory = 0;

	(void)state;
	for (; variables[n].name; n++) {
		assert_true(variable_is_alone(variables[n].name));
		assert_true(*variables[n].meaning);
		assert_int_equal(variables[n].directory, !strncmp(variables[n].name, "%AD_", 4));
		directory += variables[n].directory;
	}
	assert_int_equal(n, 12);
	assert_int_equal(directory, 6);
}

/* What does not fit where only ASCII may stand is no part of a host name either. */
static void
variables_of_hosts_are_ascii(void **state)
{
	static const char *const safe[] = { "%HostName%", "%LocalHostName%", "%SerialNumber%",
		"%HardwareUUID%", "%AD_Domain%", "%AD_DomainForestName%", "%AD_DomainGuid%",
		"%AD_DomainNameDNS%" };
	size_t n = 0;

	(void)state;
	for (const struct variable *variable = variables; variable->name; variable++) {
		assert_true(!variable->not_ascii || variable->not_host);
		if (variable->not_host)
			continue;
		assert_true(n < ARRAY_SIZE(safe));
		for (size_t i = 0; i < ARRAY_SIZE(safe); i++)
			n += !strcmp(safe[i], variable->name);
	}
	assert_int_equal(n, ARRAY_SIZE(safe));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(variable_next_finds_every_kind),
		cmocka_unit_test(variable_is_alone_or_used),
		cmocka_unit_test(variables_are_apples_twelve),
		cmocka_unit_test(variables_of_hosts_are_ascii),
	};

	return run_tests(tests);
}
