/* The shapes of one file: JSON for an API, or a command of the MDM protocol. */
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "base/xalloc.h"

#include "syntax/base64.h"
#include "syntax/digest.h"
#include "syntax/plist_doc.h"
#include "syntax/uuid.h"

#include "model/ios.h"

#include "format/handover/handover.h"

/* Levels of the JSON below. */
#define SHAPE_DEPTH 8

static bool
shape_is_ios(const struct export *export)
{
	return ios_is_chosen(export->desk->file->draft);
}

static char *
shape_base64(const struct strbuf *profile)
{
	struct strbuf text = STRBUF_INIT;

	base64_encode(profile->buf, profile->len, &text);
	return strbuf_detach(&text);
}

static int
shape_write(const struct node *top, struct strbuf *profile)
{
	strbuf_clear(profile);
	json_write(top, profile);
	return 0;
}

/* The top of a file that was written so; NULL: it is something else. The caller frees. */
static struct node *
shape_read(const struct strbuf *file)
{
	STRBUF(ignored);

	return json_read(file->buf, file->len, SHAPE_DEPTH, &ignored);
}

static bool
shape_decode(const char *text, struct strbuf *profile)
{
	size_t bad;

	return text && base64_decode(text, strlen(text), profile, &bad) == 0 && profile->len;
}

/* jc-cli: a policy from the template for custom profiles. The ids of its fields differ by account, and are put in by who
 * sends it. */
static int
jumpcloud_wrap(const struct export *export, struct strbuf *profile, struct strbuf *err)
{
	OWN_TEXT(payload) = shape_base64(profile);
	NODE(top) = json_add(node_map_new(), "name", handover_title(export), NULL);
	struct node *template = node_add(top, "template", node_map_new());
	struct node *values = node_add(top, "values", node_list_new()), *again;

	(void)err;
	json_add(template, "name",
		shape_is_ios(export) ? "custom_mdm_profile_iphone" : "custom_mdm_profile_darwin",
		NULL);
	node_append(values,
		json_add(node_map_new(), "configFieldName", "payload", "value", payload, NULL));
	again = json_add(node_map_new(), "configFieldName", "redispatchPolicy", NULL);
	node_add(node_append(values, again), "value", node_boolean_new(true));
	return shape_write(top, profile);
}

static bool
jumpcloud_unwrap(const struct strbuf *file, struct strbuf *profile)
{
	NODE(top) = shape_read(file);
	const struct node *values = node_get(top, "values");

	for (size_t i = 0; node_is(values, NODE_LIST) && i < values->n; i++) {
		const char *name = node_get_text(values->v[i], "configFieldName");

		if (name && !strcmp(name, "payload"))
			return shape_decode(node_get_text(values->v[i], "value"), profile);
	}
	return false;
}

const struct export_shape jumpcloud_shape = { jumpcloud_wrap, jumpcloud_unwrap };

/* Apple Business API, CustomSetting. */
static int
apple_business_wrap(const struct export *export, struct strbuf *profile, struct strbuf *err)
{
	OWN_TEXT(name) = handover_profile_name(export->desk);
	NODE(top) = node_map_new();
	struct node *data =
		node_add(top, "data", json_add(node_map_new(), "type", "configurations", NULL));
	struct node *attributes = node_add(data, "attributes",
		json_add(node_map_new(), "type", "CUSTOM_SETTING", "name", handover_title(export),
			NULL));

	(void)err;
	node_add(attributes, "configuredForPlatforms",
		json_array(shape_is_ios(export) ? "PLATFORM_IOS" : "PLATFORM_MACOS", NULL));
	node_add(attributes, "customSettingsValues",
		json_add(node_map_new(), "configurationProfile", profile->buf, "filename", name,
			NULL));
	return shape_write(top, profile);
}

static bool
apple_business_unwrap(const struct strbuf *file, struct strbuf *profile)
{
	NODE(top) = shape_read(file);
	const char *text = node_text(
		node_at(top, "data/attributes/customSettingsValues/configurationProfile"));

	strbuf_addstr(profile, text ? text : "");
	return profile->len > 0;
}

const struct export_shape apple_business_shape = { apple_business_wrap, apple_business_unwrap };

/* Microsoft Graph v1.0; the channel is known to its beta alone. */
static int
intune_wrap(const struct export *export, struct strbuf *profile, struct strbuf *err)
{
	OWN_TEXT(name) = handover_profile_name(export->desk);
	OWN_TEXT(payload) = shape_base64(profile);
	const char *title = handover_title(export);
	NODE(top) = json_add(node_map_new(), "@odata.type",
		shape_is_ios(export) ? "#microsoft.graph.iosCustomConfiguration"
				     : "#microsoft.graph.macOSCustomConfiguration",
		"displayName", title, "payloadName", title, "payloadFileName", name, "payload",
		payload, NULL);

	(void)err;
	if (handover_is_for_user(export))
		json_add(top, "deploymentChannel", "userChannel", NULL);
	return shape_write(top, profile);
}

static bool
intune_unwrap(const struct strbuf *file, struct strbuf *profile)
{
	NODE(top) = shape_read(file);

	return shape_decode(node_get_text(top, "payload"), profile);
}

const struct export_shape intune_shape = { intune_wrap, intune_unwrap };

/* InstallProfile of the MDM protocol. The same profile has the same CommandUUID, so the file is the same, too. */
static int
nanomdm_wrap(const struct export *export, struct strbuf *profile, struct strbuf *err)
{
	NODE(top) = node_map_new();
	struct node *command = node_add(top, "Command", node_map_new());
	char uuid[UUID_TEXT_SIZE];
	STRBUF(name);
	STRBUF(why);

	(void)export;
	strbuf_addstr(&name, "InstallProfile ");
	digest_sha256(profile->buf, profile->len, &name);
	uuid_of_name(name.buf, uuid);
	node_add(command, "Payload", node_data_new(profile->buf, profile->len));
	node_add(command, "RequestType", node_text_new("InstallProfile"));
	node_add(top, "CommandUUID", node_text_new(uuid));
	strbuf_clear(profile);
	if (plist_write(top, false, profile, &why) < 0)
		return error_add(
			err, "the command could not be made: %s. Nothing was written", why.buf);
	return 0;
}

static bool
nanomdm_unwrap(const struct strbuf *file, struct strbuf *profile)
{
	PLIST_DOC(doc);
	FINDING(ignored);
	struct place place;
	const struct strbuf *payload;

	if (plist_doc_parse(&doc, file->buf, file->len, &ignored, &place) < 0)
		return false;
	payload = node_get_data(node_get(doc.root, "Command"), "Payload");
	if (payload)
		strbuf_add(profile, payload->buf, payload->len);
	return payload != NULL;
}

const struct export_shape nanomdm_shape = { nanomdm_wrap, nanomdm_unwrap };
