/* A folder of drafts for tests, which is not there before the first is written. */
#ifndef TESTS_DRAFT_FOLDER_H
#define TESTS_DRAFT_FOLDER_H

#include "testing.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/xalloc.h"

#include "format/draft/draft_file.h"
#include "format/form/forms.h"
#include "format/profile/profile.h"

#include "drafts.h"
#include "test_folder.h"

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
	struct form *form;
	struct forms *forms;
};

static inline void
drafts_begin(struct drafts *d)
{
	struct strbuf err = STRBUF_INIT;

	snprintf(d->above, sizeof d->above, "/tmp/scepwiz-test-XXXXXX");
	test_folder(d->above);
	snprintf(d->folder, sizeof d->folder, "%s/drafts", d->above);
	setenv("SCEPWIZ_DRAFTS", d->folder, 1);
	setenv("SCEPWIZ_FORMS", d->above, 1);
	d->form = form_of_tree();
	d->forms = forms_open(NULL, &err);
	assert_non_null(d->forms);
}

static inline int
drafts_end(struct drafts *d)
{
	struct strbuf command = STRBUF_INIT;
	int removed;

	form_free(d->form);
	forms_free(d->forms);
	unsetenv("SCEPWIZ_FORMS");
	strbuf_addf(&command, "rm -r %s", d->above);
	removed = system(command.buf);
	strbuf_release(&command);
	return removed;
}

static inline void
write_draft(const struct drafts *d, const char *name, const char *text)
{
	char *path = path_join(d->folder, name);
	struct strbuf err = STRBUF_INIT;

	mkdir(d->folder, 0700);
	if (file_write(path, text, strlen(text), 0, &err) < 0)
		fail_msg("%s", err.buf);
	free(path);
}

/* An own form in the forms folder, which locks the retries to 5. */
static inline void
write_own_form(const struct drafts *d)
{
	static const char text[] =
		"extends: scep\nform: acme\npreset: {retries: 5}\nlock: [retries]\n";
	char *path = path_join(d->above, "acme.yaml");
	struct strbuf err = STRBUF_INIT;

	assert_int_equal(file_write(path, text, strlen(text), 0, &err), 0);
	free(path);
}

static inline void
remove_draft(const struct drafts *d, const char *name)
{
	char *path = path_join(d->folder, name);

	assert_int_equal(unlink(path), 0);
	free(path);
}

static inline void
set_time(const struct drafts *d, const char *name, time_t when)
{
	const struct timespec times[] = { { .tv_sec = when }, { .tv_sec = when } };
	char *path = path_join(d->folder, name);

	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
	free(path);
}

static inline void
export_draft(const struct drafts *d, const char *name)
{
	struct draft_file file = DRAFT_FILE_INIT;
	struct findings found = FINDINGS_INIT;
	struct strbuf err = STRBUF_INIT;
	struct lint_env lint = { .folder = d->folder };
	struct profile_env env = { .folder = d->folder };
	char *path = path_join(d->folder, name), *profile = profile_path(path);

	assert_int_equal(draft_file_read(&file, d->form, path, &err), 0);
	if (profile_export(file.draft, &lint, &env, profile, &found, &err) < 0)
		fail_msg("%s", err.buf);
	findings_release(&found);
	draft_file_release(&file);
	free(path);
	free(profile);
}

#endif
