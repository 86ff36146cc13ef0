#include "draft_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "format/profile/profile.h"

#include "test_folder.h"

void
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
	d->before = open(".", O_RDONLY | O_DIRECTORY);
	assert_int_equal(chdir(d->above), 0);
}

int
drafts_end(struct drafts *d)
{
	struct strbuf command = STRBUF_INIT;
	int removed;

	form_free(d->form);
	forms_free(d->forms);
	unsetenv("SCEPWIZ_FORMS");
	if (fchdir(d->before) < 0 || close(d->before) < 0)
		return -1;
	strbuf_addf(&command, "rm -r %s", d->above);
	removed = system(command.buf);
	strbuf_release(&command);
	return removed;
}

void
write_draft(const struct drafts *d, const char *name, const char *text)
{
	char *path = path_join(d->folder, name);
	struct strbuf err = STRBUF_INIT;

	mkdir(d->folder, 0700);
	if (file_write(path, text, strlen(text), 0, &err) < 0)
		fail_msg("%s", err.buf);
	free(path);
}

void
write_own_form(const struct drafts *d)
{
	static const char text[] =
		"extends: scep\nform: acme\npreset: {retries: 5}\nlock: [retries]\n";
	char *path = path_join(d->above, "acme.yaml");
	struct strbuf err = STRBUF_INIT;

	assert_int_equal(file_write(path, text, strlen(text), 0, &err), 0);
	free(path);
}

void
remove_draft(const struct drafts *d, const char *name)
{
	char *path = path_join(d->folder, name);

	assert_int_equal(unlink(path), 0);
	free(path);
}

void
set_time(const struct drafts *d, const char *name, time_t when)
{
	const struct timespec times[] = { { .tv_sec = when }, { .tv_sec = when } };
	char *path = path_join(d->folder, name);

	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
	free(path);
}

void
export_draft(const struct drafts *d, const char *name)
{
	DESK(desk);
	EXPORT(export, .desk = &desk);
	struct strbuf err = STRBUF_INIT;
	char *path = path_join(d->folder, name), *profile = profile_path(path);

	assert_int_equal(draft_file_read(&desk.own, d->form, path, &err), 0);
	desk_lay(&desk, NULL, NULL);
	desk.env.neighbours = NULL;
	if (profile_export(&export, profile, &err) < 0)
		fail_msg("%s", err.buf);
	free(path);
	free(profile);
}
