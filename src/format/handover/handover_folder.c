/* The folders: the profile, and the file that says what becomes of it. */
#include <string.h>
#include <sys/stat.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/xalloc.h"

#include "syntax/plist_other.h"

#include "model/ios.h"

#include "format/draft/draft_file.h"
#include "format/form/form_file.h"
#include "format/handover/handover.h"
#include "format/yaml/yaml_write.h"

#define BESIDE_SUFFIX ".yml"
#define BESIDE_LIMIT (1024 * 1024)

char *
handover_folder_profile(
	const struct handover_folder *folder, const struct desk *desk, const char *path)
{
	OWN_TEXT(own) = handover_profile_name(desk);
	STRBUF(name);

	if (folder->profile)
		strbuf_addf(&name, "%s" PROFILE_SUFFIX, folder->profile);
	return path_join(path, folder->profile ? name.buf : own);
}

static char *
folder_beside(const struct handover_folder *folder, const struct desk *desk, const char *path)
{
	OWN_TEXT(name) = handover_profile_name(desk);
	STRBUF(beside);

	if (folder->beside)
		return path_join(path, folder->beside);
	strbuf_add(&beside, name, strlen(name) - strlen(PROFILE_SUFFIX));
	strbuf_addstr(&beside, BESIDE_SUFFIX);
	return path_join(path, beside.buf);
}

/* A list of a map in a line, so that it can be moved as it is. */
static void
fleet_write(const struct export *export, const char *profile, struct strbuf *out)
{
	static const struct yaml_layout layout = { .indent = 2, .eol = "\n" };
	NODE(controls) = node_map_new();
	struct node *settings = node_add(controls, "apple_settings", node_map_new());
	struct node *profiles = node_add(settings, "configuration_profiles", node_list_new());
	struct node *entry = node_append(profiles, node_map_new());
	STRVEC(groups);
	STRBUF(path);

	strbuf_addf(&path, "./%s", profile);
	node_add(entry, "path", yaml_text_new(path.buf, NODE_DOUBLE));
	handover_names(export, ROLE_GROUPS, &groups);
	if (groups.n) {
		struct node *labels = node_add(entry, "labels_include_any", node_list_new());

		for (size_t i = 0; i < groups.n; i++)
			node_append(labels, yaml_text_new(groups.v[i], NODE_DOUBLE));
	} else {
		strbuf_addstr(out, "# No labels: all hosts of the team get the profile.\n");
	}
	strbuf_addstr(out, "# Older servers call this macos_settings: custom_settings.\n");
	yaml_write_entry("controls", controls, &layout, out);
}

const struct handover_folder fleet_folder = { .write = fleet_write };

/* Without ids: Iru makes them, and its tool writes them into the file. */
static void
iru_write(const struct export *export, const char *profile, struct strbuf *out)
{
	static const struct yaml_layout layout = { .indent = 2, .eol = "\n" };
	bool ios = ios_is_chosen(export->desk->file->draft);
	const struct {
		const char *key, *value;
	} rows[] = {
		{ "active", "false" },
		{ "runs_on_mac", ios ? "false" : "true" },
		{ "runs_on_iphone", ios ? "true" : "false" },
		{ "runs_on_ipad", ios ? "true" : "false" },
	};
	NODE(name) = yaml_text_new(handover_title(export), NODE_DOUBLE);

	(void)profile;
	yaml_write_entry("name", name, &layout, out);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		NODE(value) = yaml_text_new(rows[i].value, NODE_PLAIN);

		yaml_write_entry(rows[i].key, value, &layout, out);
	}
}

const struct handover_folder iru_folder = {
	.profile = "profile", .beside = "info.yaml", .write = iru_write, .stays = true
};

/* The file beside the profile. */
struct beside {
	char *path;
	struct strbuf was;
	bool exists;
	bool own; /* the profile there is an earlier export */
};

/* What this export reads, and what people have written for scepwiz, is never overwritten. */
static int
beside_refuse(const struct export *export, const struct beside *beside, struct strbuf *err)
{
	const char *reads = desk_reads_file(export->desk, beside->path);
	struct stat st;

	if (!reads && lstat(beside->path, &st) == 0 && !S_ISREG(st.st_mode))
		reads = file_kind(st.st_mode);
	if (reads)
		return error_add(err, "%s is %s. Give another folder with -o", beside->path, reads);
	return 0;
}

static int
beside_judge(struct export *export, struct beside *beside, struct strbuf *err)
{
	export->place = PLACE_NEVER;
	if (beside_refuse(export, beside, err) < 0)
		return -1;
	beside->exists = path_exists(beside->path);
	if (!beside->exists)
		return 0;
	if (file_read(beside->path, BESIDE_LIMIT, &beside->was, err) < 0)
		return -1;
	if (plist_other_is_draft(beside->was.buf) || form_is_one(beside->was.buf, beside->was.len))
		return error_add(
			err, "%s is a draft or a form. Give another folder with -o", beside->path);
	export->place = PLACE_OTHER;
	if (!beside->own && !export->overwrite)
		return error_add(
			err, "%s exists, and no earlier export is beside it", beside->path);
	return 0;
}

static int
beside_write(const struct handover_folder *folder, struct export *export, const char *profile,
	struct beside *beside, struct strvec *told, struct strbuf *err)
{
	OWN_TEXT(name) = path_name(profile);
	STRBUF(text);

	folder->write(export, name, &text);
	if (strbuf_same(&text, &beside->was)) {
		strvec_pushf(told, "%s: unchanged", beside->path);
		return 0;
	}
	if (beside->exists && beside->own && folder->stays) {
		strvec_pushf(told, "%s: exists and stays as it is", beside->path);
		return 0;
	}
	if (file_replace(beside->path, beside->exists ? &beside->was : NULL, text.buf, text.len,
		    export->overwrite ? FILE_TAKE : 0, &export->told, err) < 0)
		return -1;
	strvec_pushf(told, "%s: %s", beside->path, beside->exists ? "replaced" : "made");
	return 0;
}

int
handover_folder_export(const struct handover_folder *folder, struct export *export,
	const char *path, struct strvec *told, struct strbuf *err)
{
	OWN_TEXT(profile) = handover_folder_profile(folder, export->desk, path);
	struct beside beside = { .path = folder_beside(folder, export->desk, path),
		.was = STRBUF_INIT };
	STRBUF(ignored);
	int result = -1;

	beside.own = profile_place(export->desk, profile, &ignored) == PLACE_OWN;
	export->folder = path;
	if (beside_judge(export, &beside, err) == 0 && profile_export(export, profile, err) == 0)
		result = beside_write(folder, export, profile, &beside, told, err);
	free(beside.path);
	strbuf_release(&beside.was);
	return result;
}
