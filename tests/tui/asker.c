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

#include "syntax/x509.h"

#include "session.h"

/* Valid from 2020 to 2049. Its key is nobody's any more. */
static const char ca_pem[] = "-----BEGIN CERTIFICATE-----\n"
			     "MIIC9jCCAd6gAwIBAgIBATANBgkqhkiG9w0BAQsFADAsMRAwDgYDVQQKDAdFeGFt\n"
			     "cGxlMRgwFgYDVQQDDA9FeGFtcGxlIFJvb3QgQ0EwHhcNMjAwMTAxMDAwMDAwWhcN\n"
			     "NDkxMjMxMDAwMDAwWjAsMRAwDgYDVQQKDAdFeGFtcGxlMRgwFgYDVQQDDA9FeGFt\n"
			     "cGxlIFJvb3QgQ0EwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQDY8Sqd\n"
			     "hDIUqY2E78DJMXsuuIwLzsrdtVRxpqWWESrevxu9cd8NtLp0f755LIvVcwSxV1Qg\n"
			     "0B9Mbh35BopGpNADvOPS/+1my0BbAAEr/V8NOxuym+LjN02sr5Ld9k6vOtGkdaQS\n"
			     "UG7DHChJ1f6J1BAR7Jm0jiF87GZ7+ocfNT6qE/wBBqqp+ZbIQVLIUoWfpJm06sla\n"
			     "IrAhnS6UCpbVTYQmyJ1mkavx/gRmt0O0ga2/YEuNzWViVAB6BwCO80fD4eqJH/YO\n"
			     "wSkyCKypYFvu+r3nlzl9lUEbXwDI0jJYAvykO8thXuOPxtSbUTZUQsakbxrJcuA3\n"
			     "MZD2cuCAFclbG/JDAgMBAAGjIzAhMA8GA1UdEwEB/wQFMAMBAf8wDgYDVR0PAQH/\n"
			     "BAQDAgGmMA0GCSqGSIb3DQEBCwUAA4IBAQAoFjzMAiuSGVpKZRBXCBoTZpMUmf8r\n"
			     "WFwQuKIIvbZV49emXWzYFh1vNn3N3tl4z57E8P7hskyZYXUpW8YkKSm7ZQyavQ4S\n"
			     "3+5VasEHdGpwr+ajJpVF0aizos2lwDzJ7kZDVLMYws1SoEV/Aw4eXwUhIM2yZOqz\n"
			     "jTPuKtHMpzf0g81t+FqJ1wyNP9GclbB+CXmbXYgem4cM6QVR0umCQrMb/B9FvBnc\n"
			     "Al0dDU8kGlqoSlfrzYtdizPlLFWzTDf+V99+Jhc47u4OP2NlehsrSYS0J/ikx3PX\n"
			     "ChNx7iXzZVIj2h3qLuphKHVNNjSvJ3nU1VROxuPLSxv+6eqN10bFAiSx\n"
			     "-----END CERTIFICATE-----\n";

#define CAPABILITIES "POSTPKIOperation\nAES\nSHA-256\n"

static struct strbuf folder = STRBUF_INIT;
static const char *const names[] = { "scepwiz", "scepwiz-worker", "scepwiz-ask" };

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

bool
asker_begin(const char **why)
{
	OWN_TEXT(beside) = realpath(program(), NULL);
	OWN_TEXT(build) = beside ? path_folder(beside) : NULL;
	OWN_TEXT(self) = realpath("/proc/self/exe", NULL);
	OWN_TEXT(worker) = NULL;
	OWN_TEXT(path) = NULL;

	if (!WITH_CURL || !build) {
		*why = WITH_CURL ? "there is no program" : "scepwiz is built without asking";
		return false;
	}
	/* tests run at the same time */
	strbuf_addf(&folder, "%s/asker-%d.tmp", build, (int)getpid());
	worker = path_join(build, "scepwiz-worker");
	if (!self || mkdir(folder.buf, 0755) < 0 || !link_program(beside, "scepwiz") ||
		!link_program(worker, "scepwiz-worker") || !link_program(self, FETCH_NAME)) {
		*why = "the programs cannot be linked into another folder";
		return false;
	}
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

static void
answer_ca(const struct fetch *fetch, struct fetched *fetched)
{
	CERTIFICATE(cert);
	FINDING(slip);

	fetched->status = 200;
	if (strstr(fetch->url.buf, "operation=GetCACaps")) {
		strbuf_addstr(&fetched->type, "text/plain");
		strbuf_addstr(&fetched->body, CAPABILITIES);
	} else if (strstr(fetch->url.buf, "operation=GetCACert")) {
		strbuf_addstr(&fetched->type, "application/x-x509-ca-cert");
		if (certificate_take(ca_pem, strlen(ca_pem), 0, &cert, &slip) == 0)
			strbuf_add(&fetched->body, cert.der.buf, cert.der.len);
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
