/* The profile: checked, built, signed; and its file, which is written at once or not at all, and told of. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file_lock.h"
#include "base/fileio.h"
#include "base/path.h"
#include "base/report.h"
#include "base/state.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/cms.h"
#include "syntax/digest.h"
#include "syntax/plist_other.h"

#include "model/mdm.h"
#include "model/rules.h"

#include "format/draft/draft_file.h"
#include "format/draft/profile_kind.h"
#include "format/form/form_file.h"
#include "format/profile/original_rest.h"
#include "format/profile/profile_parts.h"
#include "format/profile/verdict.h"

/* For profile_path_beside: more files are unlikely. */
#define NUMBER_MAX 999
/* So often somebody may be at the file at the moment when it is written. */
#define TRIES 20

void
profile_next_secret(const struct export *export, struct strbuf *out)
{
	if (export->holds_secret)
		strbuf_addf(out, "%sIt has the challenge in clear text, so keep it private",
			out->len ? ". " : "");
}

void
profile_next(const struct export *export, struct strbuf *out)
{
	const struct mdm *mdm = desk_mdm(export->desk);

	if (mdm && mdm->upload)
		strbuf_addf(
			out, "Upload it to %s as a custom profile (%s)", mdm->label, mdm->upload);
	else
		strbuf_addstr(out, "Upload it to your MDM as a custom profile");
	strbuf_addstr(out, ", and assign it to the device groups and devices of the policy");
	profile_next_secret(export, out);
}

void
export_release(struct export *export)
{
	findings_release(&export->found);
	strvec_release(&export->taken);
	strvec_release(&export->left_out);
	strvec_release(&export->told);
	free(export->facts);
}

int
profile_make(struct export *export, struct strbuf *out, struct strbuf *err)
{
	STRBUF(written);
	STRBUF(labels);
	STRBUF(facts);
	size_t errors;

	draft_verdict(export->desk, &export->found);
	export->nverdict = export->found.n;
	errors = findings_count(&export->found, SEVERITY_ERROR);
	if (errors && !export->force) {
		findings_error_labels(&export->found, &labels);
		return error_add(err, "no profile: fix %zu %s first (%s)", errors,
			plural(errors, "error", "errors"), labels.buf);
	}
	if (profile_build(export, &written, err) < 0 ||
		(export->sign && export->sign(export, &written, err) < 0))
		return -1;
	export->bytes = written.len;
	if (export->shape) {
		profile_facts(written.buf, written.len, &facts);
		free(export->facts);
		export->facts = strbuf_detach(&facts);
		if (export->shape->wrap(export, &written, err) < 0)
			return -1;
	}
	strbuf_add(out, written.buf, written.len);
	return 0;
}

/* A byte that no text has. */
static bool
is_binary(const struct strbuf *data)
{
	for (size_t i = 0; i < data->len; i++)
		if ((unsigned char)data->buf[i] < ' ' &&
			!memchr("\t\n\f\r", data->buf[i], sizeof "\t\n\f\r" - 1))
			return true;
	return false;
}

/* A whole property list; another profile is told by its identifier, since that is what differs. */
static enum profile_place
place_of_plist(struct node *root, const char *own, const char *path, struct strbuf *what)
{
	const char *type = node_get_text(root, "PayloadType");
	const char *identifier = node_get_text(root, "PayloadIdentifier");

	if (!type || strcmp(type, "Configuration") != 0)
		strbuf_addf(what, "%s is a property list, not a configuration profile", path);
	else if (!identifier || !*identifier)
		strbuf_addf(what, "%s is a configuration profile without an identifier", path);
	else if (!*own)
		strbuf_addf(what,
			"%s is a configuration profile, but the draft has no identifier to "
			"compare",
			path);
	else if (!strcmp(identifier, own))
		return PLACE_OWN;
	else
		strbuf_addf(what,
			"%s is another configuration profile, with the identifier \"%.*s\"", path,
			EXCERPT(identifier));
	return PLACE_OTHER;
}

static enum profile_place
place_of_content(const struct strbuf *data, const char *own, const char *path, struct strbuf *what)
{
	PLIST_DOC(doc);
	FINDING(problem);
	struct place place = { 0, 0 };

	if (!data->len)
		strbuf_addf(what, "%s is an empty file", path);
	else if (!profile_is_one(data->buf, data->len))
		strbuf_addf(what, "%s is a %s file, not a configuration profile", path,
			is_binary(data) ? "binary" : "text");
	else if (plist_doc_parse(&doc, data->buf, data->len, &problem, &place) < 0)
		strbuf_addf(what, "%s cannot be read as a configuration profile", path);
	else
		return place_of_plist(doc.root, own, path, what);
	return PLACE_OTHER;
}

/* .office.yaml.scepwiz and its like, and what is in the folder for state. */
static bool
name_is_ours(const char *path)
{
	OWN_TEXT(name) = path_name(path);

	return (name[0] == '.' && strstr(name, ".scepwiz")) || state_has(path);
}

/* What people have written, or scepwiz keeps for them, whatever it is called. */
static const char *
content_is_ours(const struct strbuf *data)
{
	static const char begin[] = "scepwiz ";

	if (profile_is_one(data->buf, data->len))
		return NULL;
	if (form_is_one(data->buf, data->len))
		return "a form";
	if (plist_other_is_draft(data->buf))
		return "a draft";
	return strncmp(data->buf, begin, strlen(begin)) ? NULL : "a recovery file";
}

#define OTHER_NAME "Give the profile another name, such as NAME" PROFILE_SUFFIX

/* What a file holds that has an MDM's shape; without one, the file itself. */
static enum profile_place
place_of_shape(const struct export_shape *shape, const struct strbuf *data, const char *own,
	const char *path, struct strbuf *what)
{
	STRBUF(profile);

	if (!shape)
		return place_of_content(data, own, path, what);
	if (shape->unwrap(data, &profile))
		return place_of_content(&profile, own, path, what);
	strbuf_addf(what, "%s is not an earlier export of this kind", path);
	return PLACE_OTHER;
}

static enum profile_place
place_read(const struct desk *desk, const struct export_shape *shape, const char *path,
	struct strbuf *data, struct strbuf *what)
{
	const char *reads = desk_reads_file(desk, path), *content;
	struct stat st;

	if (reads)
		strbuf_addf(what, "%s is %s. " OTHER_NAME, path, reads);
	else if (path[draft_name_length(path)] && path_exists(path))
		strbuf_addf(what,
			"%s exists and has the name of a draft, which a profile does not replace. " OTHER_NAME,
			path);
	else if (name_is_ours(path))
		strbuf_addf(what, "%s is where scepwiz saves recovery files. " OTHER_NAME, path);
	else if (lstat(path, &st) < 0)
		return PLACE_FREE; /* or what keeps it from being looked at, which the write tells */
	else if (!S_ISREG(st.st_mode))
		strbuf_addf(what, "%s is %s. Give the profile the name of a file", path,
			file_kind(st.st_mode));
	if (what->len)
		return PLACE_NEVER;
	if (file_read(path, CMS_LIMIT, data, what) < 0)
		return PLACE_OTHER;
	content = content_is_ours(data);
	if (!content)
		return place_of_shape(
			shape, data, profile_identifier(desk->file->draft), path, what);
	strbuf_addf(what, "%s is %s, which a profile does not replace. " OTHER_NAME, path, content);
	return PLACE_NEVER;
}

/* Only regular files are read: a link may lead anywhere, and opening a FIFO waits. */
enum profile_place
profile_place(const struct desk *desk, const char *path, struct strbuf *what)
{
	STRBUF(data);

	return place_read(desk, NULL, path, &data, what);
}

/* Whether the path may be written; data receives what is there, as far as it was read. */
static int
export_judge(struct export *export, const char *path, struct strbuf *data, struct strbuf *err)
{
	STRBUF(what);

	strbuf_clear(data);
	export->place = place_read(export->desk, export->shape, path, data, &what);
	if (export->place == PLACE_NEVER || (export->place == PLACE_OTHER && !export->overwrite))
		return error_add(err, "%s", what.buf);
	return 0;
}

/* The form's own secrets, or what an imported profile keeps. */
static bool
export_holds_secret(const struct export *export)
{
	ORIGINAL_REST(rest);

	if (!export->holds_secret)
		original_rest_read(&rest, export->desk->file);
	return export->holds_secret || rest.secrets.n;
}

/* Anything but a plain file is file_write's to judge. was: what was there when it was judged. */
static int
export_write(struct export *export, const char *path, const struct strbuf *was,
	const struct strbuf *xml, struct strbuf *err)
{
	bool secret = export_holds_secret(export);
	unsigned flags = (secret ? FILE_PRIVATE : 0U) | (export->overwrite ? FILE_TAKE : 0U);
	struct stat st;

	export->file = PROFILE_NEW;
	export->made_private = false;
	if (lstat(path, &st) == 0 && S_ISREG(st.st_mode)) {
		export->file = strbuf_same(was, xml) ? PROFILE_UNCHANGED : PROFILE_REPLACED;
		export->made_private = secret && st.st_mode & (S_IRWXG | S_IRWXO);
	}
	if (export->file == PROFILE_UNCHANGED && !export->made_private)
		return 0;
	return file_replace(
		path, was->len ? was : NULL, xml->buf, xml->len, flags, &export->told, err);
}

/* What is saved before has a lock of its own, and two folders are not locked at once. What a program without a lock has put
 * there meanwhile is judged like what was there before. */
int
profile_export(struct export *export, const char *path, struct strbuf *err)
{
	int result = FILE_RACED;
	STRBUF(xml);
	STRBUF(was);
	FILE_LOCK(lock);

	if (export_judge(export, path, &was, err) < 0 || profile_make(export, &xml, err) < 0 ||
		export_judge(export, path, &was, err) < 0)
		return -1;
	if (export->ready)
		export->ready(export);
	if (export->folder && folder_make(export->folder, err) < 0)
		return -1;
	if (file_lock(&lock, path, err) < 0)
		return -1;
	for (int i = 0; result == FILE_RACED && i < TRIES; i++) {
		strbuf_clear(err);
		if (export_judge(export, path, &was, err) < 0)
			return -1;
		result = export_write(export, path, &was, &xml, err);
	}
	if (result == FILE_OTHERS)
		export->place = PLACE_OTHER;
	return result < 0 ? -1 : 0;
}

void
profile_facts(const char *data, size_t len, struct strbuf *out)
{
	strbuf_addf(out, "%zu bytes, SHA-256 ", len);
	digest_sha256(data, len, out);
}

int
profile_file_facts(const char *path, struct strbuf *out, struct strbuf *err)
{
	STRBUF(data);

	if (file_read(path, PROFILE_LIMIT, &data, err) < 0)
		return -1;
	profile_facts(data.buf, data.len, out);
	return 0;
}

/* Number 1 is told by none. */
static char *
path_numbered(const char *draft_path, int number, const char *suffix)
{
	struct strbuf path = STRBUF_INIT;

	strbuf_add(&path, draft_path, draft_name_length(draft_path));
	if (number > 1)
		strbuf_addf(&path, "-%d", number);
	strbuf_addstr(&path, suffix);
	return strbuf_detach(&path);
}

/* The drafts folder is out of sight, for people and for a browser's upload dialog; unless somebody is in it. */
static bool
is_out_of_sight(const char *draft_path)
{
	STRBUF(ignored);
	OWN_TEXT(folder) = path_folder(draft_path);
	OWN_TEXT(drafts) = draft_folder(&ignored);

	return drafts && path_is_same_file(folder, drafts) && !path_is_same_file(".", drafts);
}

static char *
path_in_sight(const char *draft_path, int number, const char *suffix)
{
	OWN_TEXT(name) = path_name(draft_path);

	return path_numbered(is_out_of_sight(draft_path) ? name : draft_path, number, suffix);
}

char *
profile_path(const char *draft_path)
{
	return path_in_sight(draft_path, 1, PROFILE_SUFFIX);
}

char *
profile_path_with(const char *draft_path, const char *suffix)
{
	return path_in_sight(draft_path, 1, suffix);
}

char *
profile_path_beside(const struct desk *desk)
{
	for (int number = 2;; number++) {
		char *path = path_in_sight(desk->file->path, number, PROFILE_SUFFIX);
		STRBUF(what);
		enum profile_place place = profile_place(desk, path, &what);

		if (place == PLACE_FREE || place == PLACE_OWN || number == NUMBER_MAX)
			return path;
		free(path);
	}
}
