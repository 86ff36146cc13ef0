/* What is a profile, and what is meant as one, by its content and its name. */
#ifndef FORMAT_PROFILE_KIND_H
#define FORMAT_PROFILE_KIND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

/* Whether data is meant for profile_read rather than for a draft: XML, binary plist, CMS. */
bool profile_is_one(const char *data, size_t len);
/* Whether a file is called as profiles are, .mobileconfig or .plist. */
bool profile_is_named(const char *name);
/* Whether data is for profile_read and nothing else: it is one; or it is something that a profile is found
 * in and no draft can be (syntax/plist_other.h); or its file is called as profiles are, and it is no
 * draft. name NULL: it has none. */
bool profile_is_meant(const char *name, const char *data, size_t len);
/* The same of a file; false where it cannot be read. */
bool profile_is_file(const char *path);
/* Where a draft is wanted and such a file was given: a sentence that says what it is, and -1. */
int profile_is_no_draft(const char *name, const char *data, size_t len, struct strbuf *err);
/* The same for a path; 0 where a draft may be in it, or it cannot be read. */
int profile_refuse_file(const char *path, struct strbuf *err);

#endif
