#include "asker.h"

#include <dirent.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fetch.h"
#include "base/fileio.h"
#include "base/frame.h"
#include "base/path.h"
#include "base/xalloc.h"

#include "make_cert.h"
#include "session.h"

#define FOLDER "asker.tmp"
#define CAPABILITIES "POSTPKIOperation\nAES\nSHA-256\n"
#define DER_MAX 10000

static struct strbuf folder = STRBUF_INIT;
static const char *const names[] = { "scepwiz", "scepwiz-worker", "scepwiz-ask", "ca.der" };

static void
remove_folder(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		OWN_TEXT(path) = path_join(folder.buf, names[i]);

		unlink(path);
	}
	rmdir(folder.buf);
}

static bool
link_program(const char *source, const char *name)
{
	OWN_TEXT(target) = path_join(folder.buf, name);

	return link(source, target) == 0;
}

/* Its fingerprint is the same in each run only if the key is, so no test depends on it. */
static void
write_certificate(void)
{
	static const struct cert_spec spec = { "Example Root CA", NULL, 2048, "SHA256", -1, 3650,
		true, 0 };
	OWN_TEXT(path) = path_join(folder.buf, "ca.der");
	STRBUF(der);
	STRBUF(err);

	cert_der(&spec, &der);
	if (file_write(path, der.buf, der.len, FILE_EXCLUSIVE, &err) < 0)
		fail_msg("%s", err.buf);
}

bool
asker_begin(const char **why)
{
	OWN_TEXT(beside) = realpath(program(), NULL);
	OWN_TEXT(build) = beside ? path_folder(beside) : NULL;
	OWN_TEXT(self) = realpath("/proc/self/exe", NULL);
	OWN_TEXT(worker) = NULL;
	OWN_TEXT(path) = NULL;

	if (!build) {
		*why = "there is no program";
		return false;
	}
	strbuf_addf(&folder, "%s/" FOLDER, build);
	remove_folder();
	worker = path_join(build, "scepwiz-worker");
	if (!self || mkdir(folder.buf, 0755) < 0 || !link_program(beside, "scepwiz") ||
		!link_program(worker, "scepwiz-worker") || !link_program(self, FETCH_NAME)) {
		*why = "the programs cannot be linked into another folder";
		return false;
	}
	write_certificate();
	path = path_join(folder.buf, "scepwiz");
	setenv("SCEPWIZ", path, 1);
	return true;
}

void
asker_end(void)
{
	remove_folder();
	strbuf_release(&folder);
}

/* By the files that processes run. */
int
asker_running(void)
{
	OWN_TEXT(fake) = path_join(folder.buf, "scepwiz-ask");
	DIR *dir = opendir("/proc");
	struct dirent *entry;
	int n = 0;

	while (dir && (entry = readdir(dir))) {
		char path[PATH_MAX], target[PATH_MAX];
		ssize_t len;

		snprintf(path, sizeof path, "/proc/%s/exe", entry->d_name);
		len = readlink(path, target, sizeof target - 1);
		if (len < 0)
			continue;
		target[len] = '\0';
		n += !strcmp(target, fake);
	}
	if (dir)
		closedir(dir);
	return n;
}

/*
 * As scepwiz-ask.
 */

/* The file beside this program. */
static void
beside(const char *name, struct strbuf *out)
{
	char path[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", path, sizeof path);

	while (len > 0 && path[len - 1] != '/')
		len--;
	if (len > 0)
		strbuf_add(out, path, (size_t)len);
	strbuf_addstr(out, name);
}

static void
answer_ca(const struct fetch *fetch, struct fetched *fetched)
{
	STRBUF(path);
	STRBUF(err);

	fetched->status = 200;
	if (strstr(fetch->url.buf, "operation=GetCACaps")) {
		strbuf_addstr(&fetched->type, "text/plain");
		strbuf_addstr(&fetched->body, CAPABILITIES);
	} else if (strstr(fetch->url.buf, "operation=GetCACert")) {
		beside("ca.der", &path);
		strbuf_addstr(&fetched->type, "application/x-x509-ca-cert");
		file_read(path.buf, DER_MAX, &fetched->body, &err);
	} else {
		fetched->status = 500;
		strbuf_addstr(&fetched->type, "text/plain");
		strbuf_addstr(&fetched->body, "not today\n");
	}
}

/* The other end is closed when the request is called off. */
static void
wait_for_the_end(void)
{
	char byte;

	while (read(STDIN_FILENO, &byte, 1) > 0)
		;
}

bool
asker_is_meant(const char *name)
{
	const char *slash = strrchr(name, '/');

	return !strcmp(slash ? slash + 1 : name, FETCH_NAME);
}

int
asker_answer(void)
{
	FETCH(fetch);
	FETCHED(fetched);
	NODE(request) = frame_receive(STDIN_FILENO);

	if (!request || !fetch_from_node(request, &fetch))
		return 1;
	if (strstr(fetch.url.buf, "://slow.")) {
		wait_for_the_end();
		return 0;
	}
	fetched.failure = FETCH_NAME_UNKNOWN;
	if (strstr(fetch.url.buf, "://ca.")) {
		fetched.failure = FETCH_DONE;
		answer_ca(&fetch, &fetched);
	}
	NODE(answer) = fetched_to_node(&fetched);
	return frame_send(STDOUT_FILENO, answer) < 0;
}
