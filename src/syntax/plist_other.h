/* Files that people take for a profile but that are not a property list: S/MIME text, Base64, RTF, an archive, a web
 * page ... One table, with the command or step that extracts the profile from each. The sentences do not know file
 * names: FILE is the given one, NEW the new one. */
#ifndef SYNTAX_PLIST_OTHER_H
#define SYNTAX_PLIST_OTHER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/place.h"

#include "syntax/finding.h"

/* What to say about a web page that was sent instead of the profile. */
#define PLIST_HTML "this is an HTML page, not a profile. The server may have sent its login page"

/* Fills problem (rule not-a-profile) and returns -1; 0 if data may be a property list. *place says where it shows, if
 * that is known. data is NUL-terminated as well. */
int plist_other_refuse(const char *data, size_t len, struct finding *problem, struct place *place);

/* Whether data is one of those that cannot be a draft either: RTF, an archive, S/MIME text. */
bool plist_other_is_known(const char *data, size_t len);
/* Whether data is a draft, which has a line that names its form. */
bool plist_other_is_draft(const char *data);

#endif
