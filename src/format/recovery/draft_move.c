/* A draft is moved by the session that has it: while it goes, no other one can open it. */
#include "format/recovery/draft_move.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file_move.h"
#include "base/fileio.h"
#include "base/path.h"
#include "base/state.h"
#include "base/xalloc.h"

#include "format/draft/draft_file.h"
#include "format/recovery/recovery.h"

static int
move_refuse(const struct recovery *session, const char *path, struct strbuf *err)
{
	STRBUF(who);

	if (recovery_state(session) == RECOVERY_LEFT)
		return error_add(err, "%s has unsaved changes of a session. Open it first", path);
	recovery_who_show(recovery_who(session), &who);
	return error_add(err, "%s is open in another session: %s", path, who.buf);
}

int
draft_move(struct forms *forms, const char *from, const char *to, struct strbuf *err)
{
	STRBUF(ignored);
	const struct form *form = forms_of_file(forms, from, &ignored);
	struct recovery *session = recovery_open(form ? form : forms_default(forms), from);
	int result = recovery_state(session) == RECOVERY_READY ? file_move(from, to, err)
							       : move_refuse(session, from, err);

	recovery_close(session, false);
	return result;
}

/* By when they came: that changes the file's ctime, and nothing else does. */
void
draft_bin_tidy(const char *bin, time_t now)
{
	DIR *dir = opendir(bin);
	const struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		struct stat st;

		if (fstatat(dirfd(dir), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
			S_ISREG(st.st_mode) && now - st.st_ctime > BIN_DAYS * 24 * 60 * 60L)
			unlinkat(dirfd(dir), entry->d_name, 0);
	}
	if (dir)
		closedir(dir);
}

/* "office.yaml", "office-2.yaml" */
static char *
bin_path(const char *bin, const char *path)
{
	OWN_TEXT(name) = path_name(path);
	size_t len = draft_name_length(name);

	for (int n = 1;; n++) {
		STRBUF(file);
		char *free_path;

		strbuf_add(&file, name, len);
		if (n > 1)
			strbuf_addf(&file, "-%d", n);
		strbuf_addstr(&file, name + len);
		free_path = path_join(bin, file.buf);
		if (!path_exists(free_path))
			return free_path;
		free(free_path);
	}
}

/* NULL with a sentence where it cannot be made. */
static char *
bin_folder(struct strbuf *err)
{
	OWN_TEXT(state) = state_folder(err);
	char *bin = state ? path_join(state, "bin") : NULL;

	if (!bin || folder_make(bin, err) == 0)
		return bin;
	free(bin);
	return NULL;
}

void
draft_bin_writes(struct strvec *files)
{
	STRBUF(ignored); /* it is said when a draft is deleted */
	OWN_TEXT(bin) = bin_folder(&ignored);

	if (bin)
		strvec_push_nodup(files, path_join(bin, "x"));
}

char *
draft_to_bin(struct forms *forms, const char *path, struct strbuf *err)
{
	OWN_TEXT(bin) = bin_folder(err);
	char *to;

	if (!bin)
		return NULL;
	draft_bin_tidy(bin, time(NULL));
	to = bin_path(bin, path);
	if (draft_move(forms, path, to, err) == 0)
		return to;
	free(to);
	return NULL;
}
