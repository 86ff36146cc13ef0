/* Whether a file is meant as a profile, and what to say if it was given instead of a draft. */
#include "format/draft/profile_kind.h"

#include <string.h>
#include <strings.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/xalloc.h"

#include "syntax/cms.h"
#include "syntax/plist_doc.h"
#include "syntax/plist_other.h"

/* No draft begins with any of these. PEM text may be further down in a draft, and is not a profile there. */
static const struct {
	const char *bytes;
	size_t len;
	bool (*holds)(const char *data, size_t len); /* NULL: the bytes will do */
} begins[] = {
	{ "<", 1, NULL },
	{ "\xef\xbb\xbf<", 4, NULL },
	{ "\xff\xfe<", 3, NULL },
	{ "\xfe\xff\0<", 4, NULL },
	{ "bplist", 6, NULL },
	{ "\x30", 1, cms_is_signed },
	{ "-----BEGIN ", 11, cms_is_signed },
};

/* What git leaves at the head of a draft that two have changed; no markup begins with it. */
#define CONFLICT "<<<<<<<"

bool
profile_is_one(const char *data, size_t len)
{
	for (; len && *data && strchr(" \t\r\n", *data); data++)
		len--;
	if (len >= strlen(CONFLICT) && !memcmp(data, CONFLICT, strlen(CONFLICT)))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(begins); i++)
		if (len >= begins[i].len && !memcmp(data, begins[i].bytes, begins[i].len))
			return !begins[i].holds || begins[i].holds(data, len);
	return false;
}

bool
profile_is_named(const char *name)
{
	static const char *const ends[] = { ".mobileconfig", ".plist" };
	size_t len = strlen(name);

	for (size_t i = 0; i < ARRAY_SIZE(ends); i++)
		if (len > strlen(ends[i]) && !strcasecmp(name + len - strlen(ends[i]), ends[i]))
			return true;
	return false;
}

bool
profile_is_meant(const char *name, const char *data, size_t len)
{
	STRBUF(copy);

	if (profile_is_one(data, len))
		return true;
	strbuf_add(&copy, data, len);
	return !plist_other_is_draft(copy.buf) &&
	       ((name && profile_is_named(name)) || plist_other_is_known(copy.buf, len));
}

bool
profile_is_file(const char *path)
{
	STRBUF(data);
	STRBUF(ignored);

	return file_read(path, PLIST_DOC_LIMIT, &data, &ignored) == 0 &&
	       profile_is_meant(path, data.buf, data.len);
}

int
profile_is_no_draft(const char *name, const char *data, size_t len, struct strbuf *err)
{
	STRBUF(copy);
	FINDING(problem);
	struct place place;

	strbuf_add(&copy, data, len);
	if (!profile_is_one(data, len) &&
		plist_other_refuse(copy.buf, copy.len, &problem, &place) < 0)
		error_add(err, "%s: %s", name, problem.sentence);
	else
		error_add(err,
			"%s is a configuration profile, not a draft. To make a draft from it: "
			"scepwiz import %s",
			name, name);
	return -1;
}

int
profile_refuse_file(const char *path, struct strbuf *err)
{
	STRBUF(data);
	STRBUF(ignored);

	if (file_read(path, PLIST_DOC_LIMIT, &data, &ignored) < 0 ||
		!profile_is_meant(path, data.buf, data.len))
		return 0;
	return profile_is_no_draft(path, data.buf, data.len, err);
}

char *
profile_draft_name(const char *profile)
{
	static const char *const suffixes[] = { ".mobileconfig", ".plist", ".xml" };
	char *name = path_name(profile);
	size_t len = strlen(name);

	for (size_t i = 0; i < ARRAY_SIZE(suffixes); i++) {
		size_t suffix = strlen(suffixes[i]);

		if (len > suffix && !strcmp(name + len - suffix, suffixes[i])) {
			name[len - suffix] = '\0';
			break;
		}
	}
	return name;
}
