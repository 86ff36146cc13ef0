/* The profile's file: written at once or not at all, and told of. */
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fileio.h"
#include "base/path.h"
#include "base/report.h"
#include "base/xalloc.h"

#include "format/draft/draft_file.h"
#include "format/profile/profile.h"

#define PROFILE_SUFFIX ".mobileconfig"

#define NEXT_STEP                                                                              \
	"upload it to the device management as a custom profile, and assign it to the device " \
	"groups and devices of the policy"

const char *
profile_next(const struct profile_report *report)
{
	return report->holds_secret ? NEXT_STEP
		       "; it holds the challenge in clear, so keep it private"
				    : NEXT_STEP;
}

void
profile_report_release(struct profile_report *report)
{
	strvec_release(&report->left_out);
}

/* By the file, not the name: ./a.yaml and a link to it are a.yaml. */
static bool
is_same_file(const char *a, const char *b)
{
	struct stat x, y;

	return !strcmp(a, b) || (stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev &&
					x.st_ino == y.st_ino);
}

/* Anything but a plain file is file_write's to judge. */
static enum profile_file
export_compare(const char *path, const struct strbuf *xml)
{
	struct stat st;

	if (lstat(path, &st) < 0 || !S_ISREG(st.st_mode))
		return PROFILE_NEW;
	return file_holds(path, xml) ? PROFILE_UNCHANGED : PROFILE_REPLACED;
}

static int
export_write(const char *path, const struct strbuf *xml, struct profile_report *report,
	struct strbuf *err)
{
	enum profile_file file = export_compare(path, xml);

	if (report)
		report->file = file;
	return file == PROFILE_UNCHANGED ? 0 : file_write(path, xml->buf, xml->len, 0, err);
}

int
profile_export(const struct draft *draft, const struct lint_env *lint_env,
	const struct profile_env *env, const char *path, struct findings *found, struct strbuf *err)
{
	struct strbuf xml = STRBUF_INIT;
	int result = -1;

	if (env->draft_path && is_same_file(path, env->draft_path))
		return error_add(err,
			"%s is the draft itself; give the profile another name, as %s", path,
			"NAME" PROFILE_SUFFIX);
	if (path[draft_name_length(path)] && path_exists(path))
		return error_add(err,
			"%s is there, and its name is that of a draft, which a profile does not "
			"replace; give the profile another name, as %s",
			path, "NAME" PROFILE_SUFFIX);
	if (profile_make(draft, lint_env, env, &xml, found, err) == 0) {
		if (env->ready)
			env->ready(env->data);
		result = export_write(path, &xml, env->report, err);
	}
	strbuf_release(&xml);
	return result;
}

void
profile_facts(const char *data, size_t len, struct strbuf *out)
{
	unsigned char hash[EVP_MAX_MD_SIZE];
	unsigned n = 0;

	strbuf_addf(out, "%zu bytes, SHA-256 ", len);
	if (EVP_Digest(data, len, hash, &n, EVP_sha256(), NULL) != 1)
		out_of_memory(); /* SHA-256 itself is always there */
	for (unsigned i = 0; i < n; i++)
		strbuf_addf(out, "%02x", hash[i]);
}

int
profile_file_facts(const char *path, struct strbuf *out, struct strbuf *err)
{
	struct strbuf data = STRBUF_INIT;
	int result = file_read(path, PROFILE_LIMIT, &data, err);

	if (result == 0)
		profile_facts(data.buf, data.len, out);
	strbuf_release(&data);
	return result;
}

char *
profile_path(const char *draft_path)
{
	struct strbuf path = STRBUF_INIT;

	strbuf_add(&path, draft_path, draft_name_length(draft_path));
	strbuf_addstr(&path, PROFILE_SUFFIX);
	return strbuf_detach(&path);
}
