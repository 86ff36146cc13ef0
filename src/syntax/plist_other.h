/* What people take for a profile and is no property list: S/MIME text, Base64, RTF, an archive, a page of a
 * web server ... One table, with the command or step that gets the profile out of each. The sentences know
 * no file name: FILE is the one given, NEW the one to be made. */
#ifndef SYNTAX_PLIST_OTHER_H
#define SYNTAX_PLIST_OTHER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/place.h"

#include "syntax/finding.h"

/* What a page of a web server says that came instead of the profile. */
#define PLIST_HTML "this is an HTML page, not a profile; the server may have sent its login page"

/* Fills problem (rule not-a-profile) and returns -1; 0 where data may be a property list. *place is where
 * it shows, where that is known. data is NUL-terminated as well. */
int plist_other_refuse(const char *data, size_t len, struct finding *problem, struct place *place);

/* Whether data is one of those that no draft can be either: RTF, an archive, S/MIME text. */
bool plist_other_is_known(const char *data, size_t len);
/* Whether data is a draft: it names its form in a line. */
bool plist_other_is_draft(const char *data);

#endif
