/* The table of MDMs: names, and which variables are theirs. */
#include "testing.h"

#include "base/text.h"
#include "base/xalloc.h"

#include "model/mdm.h"

static void
rows_are_complete_and_unique(void **state)
{
	(void)state;
	for (size_t i = 0; i < mdms_count; i++) {
		const struct mdm *mdm = &mdms[i];

		assert_true(*mdm->name && *mdm->label && mdm->aliases && mdm->source);
		assert_ptr_equal(mdm_find(mdm->name), mdm);
		if (strcmp(mdm->name, "file") != 0)
			assert_ptr_equal(mdm_find(mdm->label), mdm);
		/* what is said of it has a source */
		assert_true(*mdm->source || (!mdm->sign && !mdm->variables && !mdm->escapes_twice &&
						    !mdm->identity && !mdm->refuses_signed));
		assert_true(!mdm->sign || mdm->variables);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(mdms[j].name, mdm->name);
	}
}

static void
names_are_found_as_people_write_them(void **state)
{
	static const struct {
		const char *typed, *name; /* NULL: none */
	} cases[] = {
		{ "jamf", "jamf" },
		{ "Jamf Pro", "jamf" },
		{ " JAMF_PRO ", "jamf" },
		{ "Jamf School", "jamf-school" },
		{ "Kandji", "iru" },
		{ "Iru", "iru" },
		{ "Microsoft Intune", "intune" },
		{ "Apple Business Manager", "apple-business" },
		{ "ABM", "apple-business" },
		{ "Cisco Meraki", "meraki" },
		{ "jamf-p", NULL },
		{ "pro", NULL },
		{ "business", NULL },
		{ "", NULL },
		{ "$", NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct mdm *mdm = mdm_find(cases[i].typed);

		if (!mdm != !cases[i].name)
			fail_msg("%s", cases[i].typed);
		if (mdm)
			assert_string_equal(mdm->name, cases[i].name);
	}
	assert_string_equal(mdm_nearest("jmaf"), "jamf");
	assert_null(mdm_nearest("workspace one"));
}

static void
each_has_its_own_variables(void **state)
{
	static const struct {
		const char *name, *variable;
		bool replaces;
	} cases[] = {
		{ "jamf", "$SERIALNUMBER", true },
		{ "jamf", "$SERIALNUMBERS", false },
		{ "jamf", "$SERIAL", false },
		{ "jamf", "$EXTENSIONATTRIBUTE_3", true },
		{ "jamf", "{{serialnumber}}", false },
		{ "fleet", "$FLEET_VAR_HOST_UUID", true },
		{ "fleet", "${FLEET_VAR_HOST_UUID}", true },
		{ "fleet", "$FLEET", false },
		{ "intune", "{{serialnumber}}", true },
		{ "intune", "$SERIALNUMBER", false },
		{ "simplemdm", "{{device_name}}", true },
		{ "iru", "$SERIAL_NUMBER", true },
		{ "jamf-school", "%Username%", true },
		{ "jamf-school", "%Usernam%", false },
		{ "jumpcloud", "$SERIALNUMBER", false },
		{ "mosyle", "$SERIALNUMBER", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		if (mdm_replaces(mdm_find(cases[i].name), cases[i].variable,
			    strlen(cases[i].variable)) != cases[i].replaces)
			fail_msg("%s: %s", cases[i].name, cases[i].variable);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_complete_and_unique),
		cmocka_unit_test(names_are_found_as_people_write_them),
		cmocka_unit_test(each_has_its_own_variables),
	};

	return run_tests(tests);
}
