/* scepwiz version: what this program is made of, for reports of faults and for those who pass it on. */
#include <string.h>

#include "base/json.h"
#include "base/xalloc.h"

#include "format/form/form_file.h"
#include "format/profile/profile_keys.h"

#include "cmd/commands.h"
#include "cmd/table.h"

/* In the order of the programs. Licenses by their SPDX names. */
static const struct library {
	const char *name;
	const char *release; /* that it is built with, as pkg-config knows it; "" if it does not */
	const char *license;
	const char *program; /* the only one that has it */
} libraries[] = {
	{ "ncurses", RELEASE_NCURSES, "MIT", "scepwiz" },
	{ "libyaml", RELEASE_YAML, "MIT", "scepwiz" },
	{ "OpenSSL", RELEASE_CRYPTO, LICENSE_CRYPTO, "scepwiz-worker" },
	{ "libplist", RELEASE_PLIST, "LGPL-2.1-or-later", "scepwiz-worker" },
	{ "expat", RELEASE_EXPAT, "MIT", "scepwiz-worker" },
#if WITH_CURL
	{ "libcurl", RELEASE_CURL, "curl", "scepwiz-ask" },
#endif
#if defined __linux__ && !defined __GLIBC__ && !defined __BIONIC__
	{ "musl", "", "MIT", "all" },
#endif
};

#define PROGRAM_LICENSE "MIT"

static void
version_text(struct strbuf *out)
{
	static const char *const titles[] = { "Built with", "Version", "License", "Program", NULL };
	TABLE(table, titles);

	strbuf_addf(out, "scepwiz %s\nlicense: %s\nApple's schema: %s\nforms: ", PACKAGE_VERSION,
		PROGRAM_LICENSE, profile_keys_release);
	for (size_t i = 0; form_builtin_at(i); i++)
		strbuf_addf(out, "%s%s %d", i ? ", " : "", form_builtin_at(i)->name,
			form_builtin_at(i)->version);
	strbuf_addstr(out, "\n\n");
	for (size_t i = 0; i < ARRAY_SIZE(libraries); i++) {
		table_add(&table, libraries[i].name);
		table_add(&table, *libraries[i].release ? libraries[i].release : "unknown");
		table_add(&table, libraries[i].license);
		table_add(&table, libraries[i].program);
	}
	table_write(&table, out);
}

static void
version_json(struct strbuf *out)
{
	NODE(top) = json_add(node_map_new(), "version", PACKAGE_VERSION, "license", PROGRAM_LICENSE,
		"apple_schema", profile_keys_release, NULL);
	struct node *forms = node_add(top, "forms", node_list_new()), *list;

	for (size_t i = 0; form_builtin_at(i); i++) {
		struct node *form = node_append(forms, node_map_new());

		json_add(form, "form", form_builtin_at(i)->name, NULL);
		node_add(form, "version", node_integer_new(form_builtin_at(i)->version));
	}
	list = node_add(top, "libraries", node_list_new());
	for (size_t i = 0; i < ARRAY_SIZE(libraries); i++) {
		const struct library *library = &libraries[i];

		node_append(list, json_add(node_map_new(), "name", library->name, "version",
					  *library->release ? library->release : NULL, "license",
					  library->license, "program", library->program, NULL));
	}
	json_write(top, out);
}

static int
version_run(const struct invocation *invocation)
{
	STRBUF(out);

	if (option_is(invocation, "format", "json"))
		version_json(&out);
	else
		version_text(&out);
	return command_print(&out);
}

static const struct option_spec version_options[] = {
	{ "format", 0, "text|json", "text (the default) or json", false },
	{ NULL },
};

const struct command cmd_version = {
	.name = "version",
	.examples = "scepwiz version\n"
		    "scepwiz version --format json\n",
	.also = "about licenses",
	.args = "",
	.summary = "prints the version, libraries and licenses",
	.help = "Prints the version, the release of Apple's schema that profiles are checked "
		"against, the built-in forms, and the libraries that the programs were built with, "
		"with their licenses. A library of the system may have been updated since. scepwiz "
		"--version prints the version alone, and scepwiz --version --verbose prints all.",
	.options = version_options,
	.run = version_run,
};
