/* The quick start on a terminal: from the first picture to a profile, each key counted. */
#include <locale.h>
#include <unistd.h>

#include "base/path.h"
#include "base/xalloc.h"

#include "filled.h"

#define KEYS_MAX 15

static size_t keys;

static void
press(struct vt *vt, const char *key, const char *shows)
{
	vt_type(vt, key);
	vt_wait(vt, shows);
	keys++;
}

/* A paste, and Enter. */
static void
answer(struct vt *vt, const char *text, const char *shows)
{
	struct strbuf paste = STRBUF_INIT;

	strbuf_addf(&paste, "\033[200~%s\033[201~", text);
	vt_type(vt, paste.buf);
	keys++;
	press(vt, "\r", shows);
	strbuf_release(&paste);
}

static void
start(struct session *session, const char *const *arguments)
{
	struct strbuf folder = STRBUF_INIT;
	const char *environment[] = { NULL, NULL };
	const char *argv[6] = { program() };

	for (size_t i = 0; arguments[i]; i++)
		argv[i + 1] = arguments[i];
	filled_folder(session);
	strbuf_addf(&folder, "SCEPWIZ_DRAFTS=%s", session->folder);
	environment[0] = folder.buf;
	vt_start(&session->vt, "xterm-256color", 80, 24, argv, environment);
	strbuf_release(&folder);
	keys = 0;
}

/* The questions, from the first one on, to the review. */
static void
answer_all(struct session *session, const char *asks_last, const char *platform)
{
	struct vt *vt = &session->vt;

	press(vt, "\r", "CA certificate (optional)");
	answer(vt, session_path(session, FILLED_CERTIFICATE), "URL (required)");
	answer(vt, "https://scep.acme.net/scep", "Challenge (optional)");
	answer(vt, "static-pre-shared-1", "Name (required)");
	answer(vt, "Branch Wi-Fi", "Groups or devices (optional)");
	answer(vt, "Field laptops", asks_last);
	press(vt, "\r", "Enter writes the profile");
	vt_wait(vt, platform);
}

static void
a_profile_takes_few_keys(void **state)
{
	struct session session;
	struct vt *vt = &session.vt;

	(void)state;
	start(&session, (const char *const[]){ "new", "--quick", NULL });
	vt_wait(vt, "Devices (required)");
	answer_all(&session, "Your domain (optional)", "macOS");
	press(vt, "\r", "Export to: ");
	vt_type(vt, CONTROL('U'));
	vt_type(vt, session_path(&session, "office.mobileconfig"));
	press(vt, "\r", "Enter closes the draft");
	assert_true(keys <= KEYS_MAX);
	assert_true(path_exists(session_path(&session, "office.mobileconfig")));
	assert_contains(session_read(&session, "branch-wi-fi.yaml"), "key_size: 2048");
	vt_type(vt, "\r");
	assert_int_equal(vt_end(vt), 0);
	session_close(&session);
}

/* One from the start page, which is there again behind it. */
static void
two_platforms_are_gone_through(void **state)
{
	struct session session;
	struct vt *vt = &session.vt;

	(void)state;
	start(&session, (const char *const[]){ NULL });
	vt_wait(vt, "Make a new draft");
	vt_wait_quiet(vt);
	vt_type(vt, CONTROL('X'));
	vt_wait(vt, "quick start");
	vt_type(vt, "k");
	vt_wait(vt, "Devices (required)");
	vt_type(vt, "3");
	vt_wait(vt, "(x) Both");
	answer_all(&session, "MDM (optional)", "macOS");
	vt_wait(vt, "Two drafts were made.");
	vt_type(vt, "\r");
	vt_wait(vt, "Export to: ");
	vt_type(vt, CONTROL('U'));
	vt_type(vt, session_path(&session, "a.mobileconfig"));
	vt_type(vt, "\r");
	vt_wait(vt, "Enter opens the other draft");
	vt_type(vt, "\r");
	vt_wait(vt, "branch-wi-fi-ios.yaml");
	vt_wait(vt, "/CN=Branch Wi-Fi");
	vt_type(vt, CONTROL('C'));
	vt_wait(vt, "Quick start");
	vt_wait(vt, "branch-wi-fi ");
	vt_type(vt, CONTROL('C'));
	assert_int_equal(vt_end(vt), 0);
	session_close(&session);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_profile_takes_few_keys),
		cmocka_unit_test(two_platforms_are_gone_through),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return run_tests(tests);
}
