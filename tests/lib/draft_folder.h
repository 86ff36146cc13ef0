/* A folder of drafts for tests, which is not there before the first is written. The current folder is the one above it. */
#ifndef TESTS_DRAFT_FOLDER_H
#define TESTS_DRAFT_FOLDER_H

#include "testing.h"

#include <time.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/xalloc.h"

#include "format/draft/draft_file.h"
#include "format/draft/forms.h"

#include "drafts.h"

/* A draft without problems. */
#define GOOD                                                                   \
	"form: scep\nplatform: macos\npolicy_name: \"Branch office\"\n"        \
	"url: \"https://scep.acme.com/scep\"\ndevice_groups: [A]\nidentity:\n" \
	"  profile_identifier: \"com.example.scep.office\"\n"                  \
	"  profile_uuid: \"0F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F0\"\n"           \
	"  scep_uuid: \"1F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F1\"\n"              \
	"  root_uuid: \"2F1E2D3C-4B5A-4978-8695-A4B3C2D1E0F2\"\n"

struct drafts {
	char above[64], folder[80];
	int before; /* the current folder */
	struct form *form;
	struct forms *forms;
};

void drafts_begin(struct drafts *d);
int drafts_end(struct drafts *d);
void write_draft(const struct drafts *d, const char *name, const char *text);

/* An own form in the forms folder, which locks the retries to 5. */
void write_own_form(const struct drafts *d);
void remove_draft(const struct drafts *d, const char *name);
void set_time(const struct drafts *d, const char *name, time_t when);
void export_draft(const struct drafts *d, const char *name);

#endif
