/* Recognizes profiles, and files that are meant to be profiles, by content and name. */
#ifndef FORMAT_PROFILE_KIND_H
#define FORMAT_PROFILE_KIND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

/* Whether data is for profile_read rather than a draft: XML, binary plist, CMS. */
bool profile_is_one(const char *data, size_t len);
/* Whether a file is named like a profile, .mobileconfig or .plist. */
bool profile_is_named(const char *name);
/* The name of the draft for a profile: office.mobileconfig becomes "office" in the drafts folder. The caller frees. */
char *profile_draft_name(const char *profile);
/* Whether data is only for profile_read: it is a profile; or it is a file that profiles come in and that cannot be a
 * draft (syntax/plist_other.h); or its file is named like a profile, and it is not a draft. name NULL: it has no
 * name. */
bool profile_is_meant(const char *name, const char *data, size_t len);
/* The same for a file; false if it cannot be read. */
bool profile_is_file(const char *path);
/* For such a file instead of a draft: appends a sentence that says what it is, and returns -1. */
int profile_is_no_draft(const char *name, const char *data, size_t len, struct strbuf *err);
/* The same for a path. Returns 0 if it may be a draft, or cannot be read. */
int profile_refuse_file(const char *path, struct strbuf *err);

#endif
