/* From a profile's payloads to declarations. */
#include "format/handover/declarations.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fileio.h"
#include "base/json.h"
#include "base/path.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/base64.h"
#include "syntax/digest.h"
#include "syntax/plist_doc.h"
#include "syntax/variable.h"

#include "model/ios.h"

#define SCEP_TYPE "com.apple.security.scep"
#define SCEP_ID "scep"
#define ASSET_SUFFIX "-asset.json"
#define IDENTITY_SUFFIX "-identity.json"
#define CERTIFICATE_SUFFIX ".cer"
#define DECLARED_SUFFIX "-certificate.json"
#define OWN_FILE SCEP_ID ASSET_SUFFIX
#define DECLARATION_DEPTH 8
#define DECLARATION_LIMIT PROFILE_LIMIT

/* A file of the folder. */
struct part {
	char *name;
	struct strbuf data;
};

struct declaring {
	const char *data_url;
	bool ios;
	struct part *parts;
	size_t n, alloc;
	struct strvec *doubts;
};

static void
declaring_release(struct declaring *d)
{
	for (size_t i = 0; i < d->n; i++) {
		free(d->parts[i].name);
		strbuf_release(&d->parts[i].data);
	}
	free(d->parts);
}

/* "root" and "-asset.json" */
static struct strbuf *
part_new(struct declaring *d, const char *id, const char *suffix)
{
	STRBUF(name);
	struct part *part;

	strbuf_addf(&name, "%s%s", id, suffix);
	ARRAY_GROW(d->parts, d->n, d->alloc);
	part = &d->parts[d->n++];
	*part = (struct part){ .name = strbuf_detach(&name), .data = STRBUF_INIT };
	return &part->data;
}

/* JSON has no data: Base64 in its place. It has no dates and no such numbers either, which SCEP has no use for: NULL. */
static struct node *
json_of(const struct node *node)
{
	struct node *value, *below;
	STRBUF(text);

	switch (node->kind) {
	case NODE_DATA:
		base64_encode(node->text.buf, node->text.len, &text);
		return node_text_new(text.buf);
	case NODE_MAP:
	case NODE_LIST:
		value = node_new(node->kind);
		for (size_t i = 0; i < node->n; i++) {
			below = json_of(node->v[i]);
			if (below && node->kind == NODE_MAP)
				node_add(value, node->v[i]->key, below);
			else if (below)
				node_append(value, below);
		}
		return value;
	case NODE_TEXT:
		return node_text_new(node->text.buf);
	case NODE_BOOLEAN:
		return node_boolean_new(node->number != 0);
	case NODE_INTEGER:
		return node_integer_new(node->number);
	default:
		return NULL;
	}
}

static void
declaration(struct strbuf *out, const char *type, const char *identifier, struct node *payload)
{
	NODE(top) = json_add(node_map_new(), "Type", type, "Identifier", identifier, NULL);

	node_add(top, "Payload", payload);
	json_write(top, out);
}

static struct node *
reference_to(const struct declaring *d, const struct part *data, const char *content_type)
{
	struct node *reference;
	STRBUF(url);
	STRBUF(hash);

	strbuf_addf(&url, "%.*s/%s", (int)path_length(d->data_url), d->data_url, data->name);
	digest_sha256(data->data.buf, data->data.len, &hash);
	reference = json_add(node_map_new(), "DataURL", url.buf, "ContentType", content_type, NULL);
	node_add(reference, "Size", node_integer_new((int64_t)data->data.len));
	json_add(reference, "Hash-SHA-256", hash.buf, NULL);
	return reference;
}

/* The asset whose data is the part, and what is declared of it: declared gets the reference. */
static void
declare(struct declaring *d, size_t data, const char *id, const struct node *payload,
	const char *kind, const char *content_type, const char *configuration, const char *suffix,
	struct node *declared)
{
	const char *identifier = node_get_text(payload, "PayloadIdentifier");
	struct node *asset = node_map_new();
	STRBUF(asset_identifier);
	STRBUF(type);

	strbuf_addf(&asset_identifier, "%s.asset", identifier ? identifier : id);
	strbuf_addf(&type, "com.apple.asset.credential.%s", kind);
	node_add(asset, "Reference", reference_to(d, &d->parts[data], content_type));
	node_add(asset, "Authentication", json_add(node_map_new(), "Type", "MDM", NULL));
	if (!strcmp(kind, "scep"))
		json_add(asset, "Accessible", "Default", NULL);
	declaration(part_new(d, id, ASSET_SUFFIX), type.buf, asset_identifier.buf, asset);
	json_add(declared, "CredentialAssetReference", asset_identifier.buf, NULL);
	declaration(part_new(d, id, suffix), configuration, identifier ? identifier : id, declared);
}

/* Names the key alone: the value may be a secret. */
static void
doubt_value(struct declaring *d, const char *key, const struct node *node)
{
	if (node->kind == NODE_TEXT && variable_is_there(node->text.buf))
		strvec_pushf(d->doubts,
			"%s has a variable. Apple does not say that devices replace it in a "
			"declaration. Try one device first",
			key);
	if (node->kind == NODE_REAL || node->kind == NODE_DATE)
		strvec_pushf(d->doubts, "%s was omitted. JSON has no value of this kind", key);
	for (size_t i = 0; i < node->n; i++)
		doubt_value(d, key, node->v[i]);
}

static void
doubt_names(struct declaring *d, const struct node *names)
{
	for (size_t i = 0; names && i < names->n; i++)
		if (node_is(names->v[i], NODE_LIST))
			strvec_pushf(d->doubts,
				"SubjectAltName has several values of %s, but declarations have "
				"one. Try one device first",
				names->v[i]->key);
}

/* These two belong to the identity, which iOS has without them. */
static void
declare_scep(struct declaring *d, const struct node *payload)
{
	static const char *const of_identity[] = { "KeyIsExtractable", "AllowAllAppsAccess" };
	const struct node *content = node_get(payload, "PayloadContent");
	NODE(data) = json_of(content);
	struct node *declared = node_map_new();
	size_t at = d->n;

	for (size_t i = 0; i < ARRAY_SIZE(of_identity); i++) {
		struct node *value = node_get(data, of_identity[i]);

		if (value && !d->ios)
			node_add(declared, of_identity[i], node_boolean_new(value->number != 0));
		if (value)
			node_free(value);
	}
	for (size_t i = 0; i < content->n; i++)
		doubt_value(d, content->v[i]->key, content->v[i]);
	doubt_names(d, node_get(data, "SubjectAltName"));
	json_write(data, part_new(d, SCEP_ID, ".json"));
	declare(d, at, SCEP_ID, payload, "scep", "application/json",
		"com.apple.configuration.security.identity", IDENTITY_SUFFIX, declared);
}

/* Those with a certificate alone, in the encoding that the asset names. */
static const struct {
	const char *type, *content_type;
} certificate_types[] = {
	{ "com.apple.security.root", "application/pkcs1" },
	{ "com.apple.security.pkcs1", "application/pkcs1" },
	{ "com.apple.security.pem", "application/pem" },
};

static const char *
certificate_content_type(const struct node *payload)
{
	const char *type = node_get_text(payload, "PayloadType");

	for (size_t i = 0; type && i < ARRAY_SIZE(certificate_types); i++)
		if (!strcmp(type, certificate_types[i].type) &&
			node_get_data(payload, "PayloadContent"))
			return certificate_types[i].content_type;
	return NULL;
}

static bool
id_is_free(const struct declaring *d, const char *id)
{
	STRBUF(name);

	strbuf_addf(&name, "%s" CERTIFICATE_SUFFIX, id);
	for (size_t i = 0; i < d->n; i++)
		if (!strcmp(d->parts[i].name, name.buf))
			return false;
	return strcmp(id, SCEP_ID) != 0;
}

/* The end of its identifier, such as root: a stranger may have written that, and it becomes a file's name. */
static void
certificate_id(const struct declaring *d, const struct node *payload, struct strbuf *id)
{
	const char *identifier = node_get_text(payload, "PayloadIdentifier");
	const char *last = identifier ? strrchr(identifier, '.') : NULL;
	size_t len;

	text_slug(last ? last : "", id);
	if (!id->len)
		strbuf_addstr(id, "certificate");
	len = id->len;
	for (size_t n = 2; !id_is_free(d, id->buf); n++) {
		strbuf_truncate(id, len);
		strbuf_addf(id, "-%zu", n);
	}
}

static void
declare_certificate(struct declaring *d, const struct node *payload, const char *content_type)
{
	const struct strbuf *der = node_get_data(payload, "PayloadContent");
	size_t at = d->n;
	STRBUF(id);

	certificate_id(d, payload, &id);
	strbuf_add(part_new(d, id.buf, CERTIFICATE_SUFFIX), der->buf, der->len);
	declare(d, at, id.buf, payload, "certificate", content_type,
		"com.apple.configuration.security.certificate", DECLARED_SUFFIX, node_map_new());
}

static int
declare_all(struct declaring *d, const struct node *profile, struct strbuf *err)
{
	const struct node *payloads = node_get(profile, "PayloadContent");
	size_t identities = 0;

	for (size_t i = 0; payloads && i < payloads->n; i++) {
		const struct node *payload = payloads->v[i];
		const char *type = node_get_text(payload, "PayloadType");
		const char *content_type = certificate_content_type(payload);
		bool scep = type && !strcmp(type, SCEP_TYPE) &&
			    node_is(node_get(payload, "PayloadContent"), NODE_MAP);

		if (scep && !identities++)
			declare_scep(d, payload);
		else if (content_type)
			declare_certificate(d, payload, content_type);
		else
			strvec_pushf(d->doubts,
				"the payload %s was omitted. It has no place in declarations of "
				"identities and certificates",
				type ? type : "without a type");
	}
	if (!identities)
		return error_add(
			err, "the profile has no SCEP payload with settings, which ddm needs");
	return 0;
}

/* Whether the folder's earlier declarations are of the same draft. */
static bool
folder_is_own(const struct declaring *d, const char *folder)
{
	OWN_TEXT(path) = path_join(folder, OWN_FILE);
	STRBUF(text);
	STRBUF(ignored);
	NODE(was) = NULL;

	if (file_read(path, DECLARATION_LIMIT, &text, &ignored) < 0)
		return false;
	was = json_read(text.buf, text.len, DECLARATION_DEPTH, &ignored);
	for (size_t i = 0; i < d->n; i++)
		if (!strcmp(d->parts[i].name, OWN_FILE)) {
			const struct strbuf *now = &d->parts[i].data;
			NODE(made) = json_read(now->buf, now->len, DECLARATION_DEPTH, &ignored);
			const char *own = node_get_text(made, "Identifier");
			const char *theirs = node_get_text(was, "Identifier");

			return own && theirs && !strcmp(own, theirs);
		}
	return false;
}

static int
folder_judge(
	struct export *export, const struct declaring *d, const char *folder, struct strbuf *err)
{
	bool own = folder_is_own(d, folder);

	for (size_t i = 0; i < d->n; i++) {
		OWN_TEXT(path) = path_join(folder, d->parts[i].name);
		const char *reads = desk_reads_file(export->desk, path);
		struct stat st;

		export->place = PLACE_NEVER;
		if (!reads && lstat(path, &st) < 0)
			continue;
		if (!reads && !S_ISREG(st.st_mode))
			reads = file_kind(st.st_mode);
		if (reads)
			return error_add(err, "%s is %s. Give another folder with -o", path, reads);
		export->place = PLACE_OTHER;
		if (!own && !export->overwrite)
			return error_add(
				err, "%s exists, and is not an earlier export of this draft", path);
	}
	return 0;
}

/* The same bytes are not written again, unless others could read them. */
static int
part_write(struct export *export, const struct part *part, const char *path, struct strvec *told,
	struct strbuf *err)
{
	unsigned flags = FILE_PRIVATE | (export->overwrite ? FILE_TAKE : 0U);
	struct stat st;
	bool seen = stat(path, &st) == 0 && st.st_mode & (S_IRWXG | S_IRWXO), same;
	STRBUF(was);
	STRBUF(facts);
	STRBUF(ignored);

	same = !seen && file_read(path, DECLARATION_LIMIT, &was, &ignored) == 0 &&
	       strbuf_same(&was, &part->data);
	if (!same && file_replace(path, NULL, part->data.buf, part->data.len, flags, &export->told,
			     err) < 0)
		return -1;
	profile_facts(part->data.buf, part->data.len, &facts);
	strvec_pushf(told, "%s: %s%s", path, same ? "unchanged; " : "", facts.buf);
	return 0;
}

static int
folder_write(struct export *export, const struct declaring *d, const char *folder,
	struct strvec *told, struct strbuf *err)
{
	if (folder_make(folder, err) < 0)
		return -1;
	for (size_t i = 0; i < d->n; i++) {
		OWN_TEXT(path) = path_join(folder, d->parts[i].name);

		if (part_write(export, &d->parts[i], path, told, err) < 0)
			return -1;
	}
	return 0;
}

/* What an earlier export of the draft has left, such as those of a certificate that it no longer has. They stay: somebody
 * may have added declarations of his own. */
static void
folder_rest(const struct declaring *d, const char *folder, struct strvec *told)
{
	static const char *const suffixes[] = { ASSET_SUFFIX, IDENTITY_SUFFIX, DECLARED_SUFFIX };
	DIR *dir = opendir(folder);
	struct dirent *entry;

	while (dir && (entry = readdir(dir)) != NULL) {
		bool declares = false;

		for (size_t i = 0; i < ARRAY_SIZE(suffixes); i++)
			declares |= path_has_suffix(entry->d_name, suffixes[i]);
		for (size_t i = 0; i < d->n; i++)
			declares &= strcmp(d->parts[i].name, entry->d_name) != 0;
		if (declares)
			strvec_pushf(told,
				"%s/%s is not of this export. Remove it here and from your MDM, if "
				"an earlier export wrote it",
				folder, entry->d_name);
	}
	if (dir)
		closedir(dir);
}

int
declarations_export(struct export *export, const char *folder, const char *data_url,
	struct strvec *told, struct strvec *doubts, struct strbuf *err)
{
	struct declaring d = { .data_url = data_url,
		.ios = ios_is_chosen(export->desk->file->draft),
		.doubts = doubts };
	PLIST_DOC(doc);
	FINDING(problem);
	struct place place;
	STRBUF(profile);
	int result = -1;

	if (profile_make(export, &profile, err) < 0)
		return -1;
	if (plist_doc_parse(&doc, profile.buf, profile.len, &problem, &place) < 0)
		return error_add(err, "the profile cannot be read again: %s", problem.sentence);
	if (declare_all(&d, doc.root, err) == 0 && folder_judge(export, &d, folder, err) == 0) {
		if (export->ready)
			export->ready(export);
		result = folder_write(export, &d, folder, told, err);
		if (result == 0)
			folder_rest(&d, folder, told);
	}
	declaring_release(&d);
	return result;
}
